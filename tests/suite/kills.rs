//! What a kill leaves, at every step on the disk: the workspace is as it was before or as it is afterwards, nothing is half-written and nothing lies
//! about, the next command is whole, and the same operation again completes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::intake::{SMALL_STANDARD, small_export};
use super::support::{Workspace, tree};

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// More steps than this are sampled evenly.
const MOST_STEPS: usize = 60;

/// An operation that is killed.
pub struct Case<'c> {
    /// What is said when it fails.
    pub name: &'c str,
    /// The workspace before it.
    pub before: &'c dyn Fn() -> Workspace,
    /// Its arguments. `-C` is added.
    pub arguments: &'c [&'c str],
    /// What is compared of a workspace: [`content`], unless bytes differ each time.
    pub view: fn(&Path) -> Files,
    /// What must hold after every kill.
    pub always: &'c (dyn Fn(&Path) + Sync),
}

/// Everything in a workspace that is not the program's own.
pub fn content(root: &Path) -> Files {
    tree(root).into_iter().filter(|(name, _)| !name.starts_with(".yizhan/")).collect()
}

/// The same, where encrypted files only count by their names.
pub fn sealed_content(root: &Path) -> Files {
    let plain = |(name, bytes): (String, Vec<u8>)| {
        let bytes = if bytes.starts_with(b"age-encryption.org/v1") { b"age".to_vec() } else { bytes };
        (name, bytes)
    };
    content(root).into_iter().map(plain).collect()
}

struct Done {
    status: Option<i32>,
    said: String,
}

fn run(root: &Path, arguments: &[&str], fault: Option<(&str, &Path)>) -> Done {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
    command.args(arguments).arg("-C").arg(root);
    command.env("LC_ALL", "en_US.UTF-8").env("SOURCE_DATE_EPOCH", "1796083200").env("YIZHAN_USER", "测试员");
    if let Some((fault, steps)) = fault {
        command.env("YIZHAN_DISK_FAULT", fault).env("YIZHAN_DISK_STEPS", steps);
    }
    let done = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    Done { status: done.status.code(), said }
}

fn copy(files: &Files) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Kills an operation before every one of its steps on the disk.
pub fn at_every_step(case: &Case<'_>) {
    at_steps(case, MOST_STEPS);
}

/// The same at no more than so many steps, for an operation that takes long.
pub fn at_steps(case: &Case<'_>, most: usize) {
    let workspace = (case.before)();
    let files = tree(workspace.path());
    let before = (case.view)(workspace.path());
    let whole = copy(&files);
    let count = tempfile::tempdir().unwrap();
    let count = count.path().join("steps");
    let done = run(whole.path(), case.arguments, Some(("count", &count)));
    assert_eq!(done.status.map(|s| s < 2), Some(true), "{}: {}", case.name, done.said);
    let after = (case.view)(whole.path());
    assert!(before != after, "{} changes nothing: {}", case.name, done.said);
    let steps: usize = fs::read_to_string(&count).unwrap().parse().unwrap();
    let chosen: Vec<usize> =
        if steps <= most { (1..=steps).collect() } else { (0..most).map(|i| 1 + i * (steps - 1) / (most - 1)).collect() };
    assert!(chosen.len() > 5, "{}: {steps} steps", case.name);
    let view = case.view;
    let (name, arguments, always) = (case.name, case.arguments, case.always);
    std::thread::scope(|scope| {
        for part in chosen.chunks(chosen.len().div_ceil(3)) {
            let (files, before, after) = (&files, &before, &after);
            scope.spawn(move || {
                for step in part {
                    let at = format!("{name}, killed before step {step} of {steps}");
                    let folder = copy(files);
                    let root = folder.path();
                    let none = PathBuf::new();
                    let killed = run(root, arguments, Some((&format!("abort@{step}"), &none)));
                    assert_eq!(killed.status, None, "{at}: it was not killed: {}", killed.said);
                    let next = run(root, &["check"], None);
                    assert!(next.status.is_some_and(|s| s < 2), "{at}: the next command fails: {}", next.said);
                    for left in ["pending", "commit"] {
                        assert!(!root.join(".yizhan").join(left).exists(), "{at}: .yizhan/{left} is left: {}", next.said);
                    }
                    let now = view(root);
                    let paths: Vec<&String> = now.keys().collect();
                    assert!(now == *before || now == *after, "{at}: neither before nor after: {paths:?}\n{}", next.said);
                    always(root);
                    let again = run(root, arguments, None);
                    let now = view(root);
                    let paths: Vec<&String> = now.keys().collect();
                    assert!(now == *after, "{at}: the same again does not complete it: {paths:?}\n{}", again.said);
                    always(root);
                    let last = run(root, &["check"], None);
                    assert!(last.status.is_some_and(|s| s < 2), "{at}: {}", last.said);
                }
            });
        }
    });
}

/// Lets the disk be full at the steps of an operation, at no more than so many of them: that is said in words, everything is as before or as after, and nobody is
/// shut out.
pub fn full_at_steps(case: &Case<'_>, most: usize) {
    let workspace = (case.before)();
    let files = tree(workspace.path());
    let before = (case.view)(workspace.path());
    let whole = copy(&files);
    let count = tempfile::tempdir().unwrap();
    let count = count.path().join("steps");
    let done = run(whole.path(), case.arguments, Some(("count", &count)));
    assert!(done.status.is_some_and(|s| s < 2), "{}: {}", case.name, done.said);
    let after = (case.view)(whole.path());
    assert!(before != after, "{} changes nothing: {}", case.name, done.said);
    let steps: usize = fs::read_to_string(&count).unwrap().parse().unwrap();
    let chosen: Vec<usize> =
        if steps <= most { (1..=steps).collect() } else { (0..most).map(|i| 1 + i * (steps - 1) / (most - 1)).collect() };
    let (name, arguments, view, always) = (case.name, case.arguments, case.view, case.always);
    let stopped = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for part in chosen.chunks(chosen.len().div_ceil(3)) {
            let (files, before, after, done, stopped) = (&files, &before, &after, &done, &stopped);
            scope.spawn(move || {
                for step in part {
                    let at = format!("{name}, a full disk at step {step} of {steps}");
                    let folder = copy(files);
                    let root = folder.path();
                    let failed = run(root, arguments, Some((&format!("full@{step}"), &PathBuf::new())));
                    assert!(failed.status.is_some_and(|s| s <= 2), "{at}: {}", failed.said);
                    let full = failed.said.contains("the disk is full");
                    stopped.fetch_add(usize::from(full), std::sync::atomic::Ordering::Relaxed);
                    assert!(full || failed.status == done.status, "{at}: it is not said: {}", failed.said);
                    let next = run(root, &["check"], None);
                    assert!(next.status.is_some_and(|s| s < 2), "{at}: the next command fails: {}", next.said);
                    let now = view(root);
                    let paths: Vec<&String> = now.keys().collect();
                    assert!(now == *before || now == *after, "{at}: neither before nor after: {paths:?}\n{}", next.said);
                    // Success is only said of what was done.
                    assert!(failed.status != done.status || full || now == *after, "{at}: {}", failed.said);
                    for left in ["pending", "commit"] {
                        assert!(!root.join(".yizhan").join(left).exists(), "{at}: .yizhan/{left} is left: {}", next.said);
                    }
                    always(root);
                }
            });
        }
    });
    assert!(stopped.into_inner() > 0, "{name}: the disk was never full");
}

/// The small workspace with a standard.
pub fn with_standard() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("checklists/s.yaml", SMALL_STANDARD);
    workspace
}

/// The same with a record that was imported, and its files beside: the form's zip, a later one, and that of another phone.
pub fn with_record() -> (Workspace, tempfile::TempDir) {
    let workspace = with_standard();
    let outside = handed_in(workspace.path());
    run_fine(workspace.path(), &["inspect", "import", &path(&outside, "first.zip")]);
    (workspace, outside)
}

/// What phones exported for the small workspace.
pub fn handed_in(root: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let first = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00");
    let mut later = first.clone();
    later.record["findings"]["a"]["marks"] = "3".into();
    later.reckon(root);
    fs::write(folder.path().join("first.zip"), first.zip()).unwrap();
    fs::write(folder.path().join("later.zip"), later.made("2026-06-09T10:00:00+08:00").zip()).unwrap();
    let other = small_export(root, 'b', "2026-06-09", "2026-06-09T11:00:00+08:00");
    fs::write(folder.path().join("other.zip"), other.zip()).unwrap();
    folder
}

/// A file of a folder, as an argument.
pub fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_string_lossy().into_owned()
}

fn run_fine(root: &Path, arguments: &[&str]) {
    let done = run(root, arguments, None);
    assert_eq!(done.status, Some(0), "{}", done.said);
}

fn holds(root: &Path, bytes: &[u8]) -> bool {
    content(root).values().any(|there| there == bytes)
}

#[test]
fn an_import_of_a_result_is_whole_or_not_at_all() {
    let outside = handed_in(with_standard().path());
    let (first, other) = (path(&outside, "first.zip"), path(&outside, "other.zip"));
    at_every_step(&Case {
        name: "the first record of a round",
        before: &with_standard,
        arguments: &["inspect", "import", &first],
        view: content,
        always: &|_| {},
    });
    let with_first = || {
        let workspace = with_standard();
        run_fine(workspace.path(), &["inspect", "import", &first]);
        workspace
    };
    at_every_step(&Case {
        name: "a conflict",
        before: &with_first,
        arguments: &["inspect", "import", &other],
        view: content,
        always: &|_| {},
    });
    // From the quarantine into the records: the bytes of the file, or its record with both pictures.
    let in_conflict = || {
        let workspace = with_first();
        run(workspace.path(), &["inspect", "import", &other], None);
        workspace
    };
    let bytes = fs::read(&other).unwrap();
    at_every_step(&Case {
        name: "a conflict that is settled",
        before: &in_conflict,
        arguments: &["inspect", "import", &other, "--revise", "--by", "局里", "--reason", "核对过"],
        view: content,
        always: &|root| {
            let record = content(root).values().any(|there| String::from_utf8_lossy(there).contains("b少一次"));
            assert!(record || holds(root, &bytes), "what was handed in is lost");
        },
    });
}

#[test]
fn a_redaction_is_whole_or_not_at_all_and_leaves_no_name() {
    let outside = handed_in(with_standard().path());
    let (first, later, other) = (path(&outside, "first.zip"), path(&outside, "later.zip"), path(&outside, "other.zip"));
    let before = || {
        let workspace = with_standard();
        run_fine(workspace.path(), &["inspect", "import", &first]);
        run_fine(workspace.path(), &["inspect", "import", &later]);
        run(workspace.path(), &["inspect", "import", &other], None);
        // The journal keeps the records as they were before this.
        run_fine(workspace.path(), &["rename", "point", "east", "dong-zhen", "--write"]);
        workspace
    };
    at_every_step(&Case { name: "redact", before: &before, arguments: &REDACT, view: content, always: &|_| {} });
    // Wherever it was killed, the same again clears the journal too: no file of the whole folder has the name.
    let files = tree(before().path());
    let steps: Vec<usize> = (1..=60).collect();
    std::thread::scope(|scope| {
        for part in steps.chunks(20) {
            let files = &files;
            scope.spawn(move || {
                for step in part {
                    let folder = copy(files);
                    let killed = run(folder.path(), &REDACT, Some((&format!("abort@{step}"), Path::new(""))));
                    if killed.status.is_none() {
                        run(folder.path(), &REDACT, None);
                    }
                    for (name, bytes) in tree(folder.path()) {
                        let zip = bytes.starts_with(b"PK");
                        assert!(!zip && !String::from_utf8_lossy(&bytes).contains("金拾遗"), "step {step}: {name}");
                    }
                }
            });
        }
    });
}

const REDACT: [&str; 4] = ["inspect", "forget", "金拾遗", "--write"];

const PUBLIC: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

#[test]
fn encryption_is_whole_or_not_at_all() {
    let outside = handed_in(with_standard().path());
    let (first, other) = (path(&outside, "first.zip"), path(&outside, "other.zip"));
    let open = || {
        let workspace = with_standard();
        run_fine(workspace.path(), &["inspect", "import", &first]);
        run(workspace.path(), &["inspect", "import", &other], None);
        run_fine(workspace.path(), &["rename", "point", "east", "dong-zhen", "--write"]);
        workspace
    };
    at_every_step(&Case {
        name: "lock",
        before: &open,
        arguments: &["inspect", "lock", "--recipient", PUBLIC],
        view: sealed_content,
        always: &|_| {},
    });
    let keys = tempfile::tempdir().unwrap();
    let key = path(&keys, "key.txt");
    let locked = || {
        let workspace = open();
        let how = if Path::new(&key).exists() { "--identity" } else { "--new-key" };
        run_fine(workspace.path(), &["inspect", "lock", how, &key]);
        workspace
    };
    at_every_step(&Case {
        name: "unlock",
        before: &locked,
        arguments: &["inspect", "unlock", "--identity", &key],
        view: sealed_content,
        always: &|_| {},
    });
}

#[test]
fn a_key_is_whole_before_anything_is_encrypted() {
    let outside = handed_in(with_standard().path());
    let first = path(&outside, "first.zip");
    let workspace = with_standard();
    run_fine(workspace.path(), &["inspect", "import", &first]);
    let files = tree(workspace.path());
    let keys = tempfile::tempdir().unwrap();
    for step in 1..60 {
        let folder = copy(&files);
        let key = path(&keys, &format!("{step}.txt"));
        let done = run(folder.path(), &["inspect", "lock", "--new-key", &key], Some((&format!("abort@{step}"), Path::new(""))));
        run(folder.path(), &["check"], None);
        let encrypted = content(folder.path()).keys().any(|name| name.ends_with(".age"));
        let whole = fs::read_to_string(&key).is_ok_and(|text| text.contains("AGE-SECRET-KEY-1"));
        assert!(whole || !encrypted, "step {step}: encrypted without a key");
        if whole {
            // Whatever was left, the key that is there completes it, both ways.
            let how = run(folder.path(), &["inspect", "lock", "--identity", &key], None);
            assert_eq!(how.status, Some(0), "step {step}: {}", how.said);
            let open = run(folder.path(), &["inspect", "unlock", "--identity", &key], None);
            assert_eq!(open.status, Some(0), "step {step}: {}", open.said);
            assert_eq!(content(folder.path()), content(workspace.path()), "step {step}");
        }
        if done.status.is_some() {
            return;
        }
    }
}
