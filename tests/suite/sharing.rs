//! Several people on one workspace of a shared disk: what the program makes has the rights of the folder and no wider ones, and nobody is shut out by what another made.
#![cfg(unix)]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::kills::{content, handed_in, path, with_standard};
use super::support::{Run, Workspace};

/// The group of those who share, and two of them with groups of their own.
const GROUP: u32 = 61000;
const ANNA: User = User { id: 61001, umask: "077" };
const BELA: User = User { id: 61002, umask: "022" };
const CARO: User = User { id: 61003, umask: "022" };

#[derive(Clone, Copy)]
struct User {
    id: u32,
    umask: &'static str,
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

fn all(root: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap().into_path()).collect()
}

fn set_all(root: &Path, folders: u32, files: u32) {
    for path in all(root) {
        let mode = if path.is_dir() { folders } else { files };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn run_of(command: &mut Command) -> Run {
    let done = command.env("LC_ALL", "en_US.UTF-8").env("SOURCE_DATE_EPOCH", "1796083200").stdin(Stdio::null()).output().unwrap();
    Run {
        status: done.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

/// The program, under a mask of its own.
fn masked(root: &Path, umask: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("umask {umask}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_yizhan")])
        .args(arguments)
        .arg("-C")
        .arg(root);
    run_of(&mut command)
}

#[test]
fn what_the_program_makes_is_no_wider_than_the_folder_and_open_to_all_who_share_it() {
    let outside = handed_in(with_standard().path());
    let (first, later, other) = (path(&outside, "first.zip"), path(&outside, "later.zip"), path(&outside, "other.zip"));
    let table = path(&outside, "a.csv");
    fs::write(&table, "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n,北镇医保服务站,镇站,北街1号\n").unwrap();
    let keys = tempfile::tempdir().unwrap();
    for (umask, folders, files) in [("077", 0o2770, 0o660), ("000", 0o2770, 0o660), ("000", 0o700, 0o600), ("022", 0o750, 0o640)]
    {
        let workspace = with_standard();
        let root = workspace.path();
        set_all(root, folders, files);
        let group = fs::metadata(root).unwrap().gid();
        let key = path(&keys, &format!("{umask}-{folders}.txt"));
        let book = root.join("points.xlsx").to_string_lossy().into_owned();
        let steps: [(&[&str], i32); 12] = [
            // What comes first makes the program's own folder.
            (&["build", "--only", "data"], 0),
            (&["import", "points", &table, "--write"], 0),
            (&["inspect", "import", &first], 0),
            (&["inspect", "import", &later], 0),
            (&["inspect", "import", &other], 1),
            (&["rename", "point", "east", "dong-zhen", "--write"], 0),
            (&["undo", "--write"], 0),
            (&["export", "points", "-o", &book], 0),
            (&["inspect", "lock", "--new-key", &key], 0),
            (&["inspect", "unlock", "--identity", &key], 0),
            (&["inspect", "redact", "金拾遗", "--write"], 0),
            (&["check"], 0),
        ];
        for (arguments, status) in steps {
            let run = masked(root, umask, arguments);
            assert_eq!(run.status, status, "{arguments:?}: {}{}", run.out, run.err);
            for path in all(root).iter().filter(|path| !path.starts_with(root.join("output"))) {
                let (mode, shown) = (mode(path), path.strip_prefix(root).unwrap().display().to_string());
                let at = format!("after {arguments:?} under umask {umask} in {folders:o}: {shown} is {mode:o}");
                if path.is_dir() {
                    assert_eq!(mode, folders, "{at}");
                } else {
                    let own = shown.starts_with(".yizhan");
                    let wider = mode & (!folders | 0o111) & 0o777;
                    assert!(wider == 0, "{at}: wider than the folder");
                    assert!(!own || mode == folders & 0o666, "{at}: not open to those who share it");
                    assert!(own || mode == files, "{at}");
                }
                assert_eq!(fs::metadata(path).unwrap().gid(), group, "{at}: another group");
            }
        }
        assert_eq!(mode(Path::new(&key)), 0o600);
    }
}

/// A workspace of a group, and a program that its members may run. None where this is not root, who alone can be somebody else.
struct Shared {
    folder: tempfile::TempDir,
}

impl Shared {
    fn new(folders: u32) -> Option<Self> {
        let own = Command::new("id").arg("-u").output().ok().map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
        let has_setpriv = Command::new("setpriv").arg("--version").output().is_ok_and(|done| done.status.success());
        if own.as_deref() != Some("0") || !has_setpriv {
            let _ = writeln!(std::io::stderr(), "skipped: only root, with setpriv, can be several users");
            return None;
        }
        let shared = Self { folder: tempfile::tempdir().unwrap() };
        fs::set_permissions(shared.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_yizhan"), shared.program()).unwrap();
        let workspace = with_standard();
        for (name, bytes) in super::support::tree(workspace.path()) {
            let path = shared.root().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        set_all(&shared.root(), folders, folders & 0o666);
        for path in all(&shared.root()) {
            std::os::unix::fs::chown(&path, Some(ANNA.id), Some(GROUP)).unwrap();
            // Giving it away takes the bit from a folder.
            let mode = if path.is_dir() { folders } else { folders & 0o666 };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let outside = handed_in(workspace.path());
        for name in ["first.zip", "later.zip", "other.zip"] {
            fs::copy(outside.path().join(name), shared.folder.path().join(name)).unwrap();
        }
        for (name, text) in [
            ("address.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n"),
            ("phone.csv", "编号,名称,渠道,电话\neast,东镇医保服务站,镇站,0477-0000009\n"),
        ] {
            fs::write(shared.folder.path().join(name), text).unwrap();
        }
        Some(shared)
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("yizhan")
    }

    fn command(&self, user: User, arguments: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        let User { id, umask } = user;
        command.args([&format!("--reuid={id}"), &format!("--regid={id}"), &format!("--groups={GROUP}")]);
        command.args(["sh", "-c", &format!("umask {umask}; exec \"$@\""), "sh"]).arg(self.program()).args(arguments);
        command.arg("-C").arg(self.root()).env("YIZHAN_USER", id.to_string()).current_dir(self.folder.path());
        command
    }

    fn run(&self, user: User, arguments: &[&str]) -> Run {
        run_of(&mut self.command(user, arguments))
    }

    fn holds(&self, words: &str) -> bool {
        content(&self.root()).values().any(|bytes| String::from_utf8_lossy(bytes).contains(words))
    }
}

#[test]
fn two_people_take_turns_and_nobody_is_shut_out() {
    // With the bit that hands the group on, and without it.
    for folders in [0o2770, 0o770] {
        let Some(shared) = Shared::new(folders) else { return };
        let original = content(&shared.root());
        let step = |user: User, arguments: &[&str], status: i32| {
            let run = shared.run(user, arguments);
            assert_eq!(run.status, status, "{} in {folders:o}: {arguments:?}: {}{}", user.id, run.out, run.err);
            assert!(!run.err.contains("os error"), "{arguments:?}: {}", run.err);
        };
        step(ANNA, &["import", "points", "address.csv", "--write"], 0);
        step(BELA, &["import", "points", "phone.csv", "--write"], 0);
        assert!(shared.holds("新街9号") && shared.holds("0477-0000009"));
        step(ANNA, &["inspect", "import", "first.zip"], 0);
        step(BELA, &["inspect", "import", "later.zip"], 0);
        step(ANNA, &["inspect", "import", "other.zip"], 1);
        assert!(shared.holds("marks: 3"));
        step(BELA, &["rename", "point", "east", "dong-zhen", "--write"], 0);
        assert!(shared.holds("id: dong-zhen"));
        // Each takes back what the other did.
        step(ANNA, &["undo", "6", "--write"], 0);
        assert!(!shared.holds("id: dong-zhen"));
        step(BELA, &["build", "--only", "data"], 0);
        for (user, entry) in [(BELA, "5"), (ANNA, "4"), (BELA, "3"), (ANNA, "2"), (BELA, "1")] {
            step(user, &["undo", entry, "--write"], 0);
        }
        let mut now = content(&shared.root());
        now.retain(|name, _| !name.starts_with("output/"));
        assert_eq!(now, original, "everything was taken back, to the byte");
        // What one left halfway the other completes.
        for (one, other, fault) in
            [(ANNA, BELA, "abort@12"), (BELA, ANNA, "abort@12"), (ANNA, BELA, "abort@22"), (BELA, ANNA, "abort@22")]
        {
            let killed =
                run_of(shared.command(one, &["import", "points", "address.csv", "--write"]).env("YIZHAN_DISK_FAULT", fault));
            assert_eq!(killed.status, -1, "{}", killed.err);
            step(other, &["check"], 0);
            for left in ["pending", "commit"] {
                assert!(!shared.root().join(".yizhan").join(left).exists(), "{fault}: .yizhan/{left} is left");
            }
            step(other, &["history"], 0);
            if shared.holds("新街9号") {
                step(one, &["undo", "--write"], 0);
            }
        }
    }
}

#[test]
fn who_may_only_read_sees_whole_states_and_is_told_who_is_at_work() {
    // Anna writes, and the group may only look.
    let Some(shared) = Shared::new(0o2750) else { return };
    let write = ["import", "points", "address.csv", "--write"];
    assert_eq!(shared.run(ANNA, &write).status, 0);
    assert_eq!(shared.run(CARO, &["check"]).status, 0);
    assert_eq!(shared.run(CARO, &["import", "points", "phone.csv"]).status, 0, "a dry run");
    assert_eq!(shared.run(ANNA, &["undo", "--write"]).status, 0);
    let count = shared.folder.path().join("steps");
    fs::write(&count, "").unwrap();
    fs::set_permissions(&count, fs::Permissions::from_mode(0o666)).unwrap();
    let counted = run_of(shared.command(ANNA, &write).env("YIZHAN_DISK_FAULT", "count").env("YIZHAN_DISK_STEPS", &count));
    assert_eq!(counted.status, 0, "{}", counted.err);
    assert_eq!(shared.run(ANNA, &["undo", "--write"]).status, 0);
    let steps: usize = fs::read_to_string(&count).unwrap().parse().unwrap();
    let (mut undecided, mut decided) = (false, false);
    for step in (1..=steps).step_by(3) {
        let killed = run_of(shared.command(ANNA, &write).env("YIZHAN_DISK_FAULT", format!("abort@{step}")));
        assert_eq!(killed.status, -1, "{}", killed.err);
        let own = shared.root().join(".yizhan");
        if own.join("commit").exists() {
            if !decided {
                // It waits as long as for any other writer, and says who it is.
                let run = shared.run(CARO, &["check"]);
                assert_eq!(run.status, 2, "{}", run.err);
                assert!(
                    run.err.contains("W801") && run.err.contains("61001") && run.err.contains("who may write here"),
                    "{}",
                    run.err
                );
                decided = true;
            }
        } else {
            undecided |= own.join("pending").exists();
            let run = shared.run(CARO, &["check"]);
            assert_eq!(run.status, 0, "nothing of it counts: {}", run.err);
        }
        assert_eq!(shared.run(ANNA, &["check"]).status, 0);
        assert_eq!(shared.run(CARO, &["check"]).status, 0);
        if shared.holds("新街9号") {
            assert_eq!(shared.run(ANNA, &["undo", "--write"]).status, 0);
        }
    }
    assert!(decided && undecided, "of {steps} steps");
}

/// Nothing of a workspace that is closed to others is handed to them by a build that comes first.
#[test]
fn a_folder_that_strangers_may_look_into_is_closed() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.path().join(".yizhan")).unwrap();
    set_all(workspace.path(), 0o755, 0o644);
    workspace.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    for path in all(&workspace.path().join(".yizhan")) {
        assert_eq!(mode(&path) & 0o007, 0, "{} is {:o}", path.display(), mode(&path));
    }
}
