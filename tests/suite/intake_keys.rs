//! Keys and mixed states of encrypted records: no key in the workspace, none over a file, none open to others; what an older version left half-done is
//! completed in both directions.

use std::fs;
use std::path::Path;

use super::kills::{content, path, with_record};
use super::support::{Workspace, yizhan};

fn encrypted(root: &Path) -> Vec<String> {
    content(root).into_keys().filter(|name| name.ends_with(".age")).collect()
}

#[test]
fn a_key_never_lies_in_the_workspace() {
    let (workspace, _outside) = with_record();
    let root = workspace.path();
    let before = content(root);
    fs::create_dir_all(root.join("keys")).unwrap();
    let mut places: Vec<String> =
        ["content/one/inspections/k.txt", "intake/../k.txt", "keys/k.txt", "k.txt", "content/../content/k.txt"]
            .map(|p| root.join(p).to_string_lossy().into_owned())
            .to_vec();
    fs::create_dir_all(root.join("intake")).unwrap();
    #[cfg(unix)]
    {
        let link = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root, link.path().join("elsewhere")).unwrap();
        places.push(link.path().join("elsewhere/k.txt").to_string_lossy().into_owned());
        for place in &places {
            let run = yizhan(root, &["inspect", "lock", "--new-key", place, "--lang", "zh"]).expect(2);
            assert!(run.err.contains("钥匙不能放在工作区里"), "{place}: {}", run.err);
        }
        // A link that leads nowhere is never followed.
        let dangling = link.path().join("dangling.txt");
        std::os::unix::fs::symlink(root.join("k.txt"), &dangling).unwrap();
        yizhan(root, &["inspect", "lock", "--new-key", &dangling.to_string_lossy()]).expect(2);
    }
    // Relative to where the program runs.
    yizhan(root, &["inspect", "lock", "--new-key", "k.txt"]).expect(2);
    places.clear();
    assert_eq!(content(root), before);
    // A key that is there is not read from there either.
    let keys = tempfile::tempdir().unwrap();
    let key = path(&keys, "key.txt");
    yizhan(root, &["inspect", "lock", "--new-key", &key]).expect(0);
    fs::copy(&key, root.join("key.txt")).unwrap();
    let run = yizhan(root, &["inspect", "unlock", "--identity", "key.txt", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("钥匙不能放在工作区里"), "{}", run.err);
    fs::remove_file(root.join("key.txt")).unwrap();
    yizhan(root, &["inspect", "unlock", "--identity", &key]).expect(0);
    assert_eq!(content(root), before);
}

#[test]
#[cfg(unix)]
fn a_key_is_for_its_owner_alone_and_never_over_a_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let (workspace, _outside) = with_record();
    let root = workspace.path();
    let keys = tempfile::tempdir().unwrap();
    let key = path(&keys, "key.txt");
    let shell =
        format!("umask 000; exec '{}' inspect lock --new-key '{key}' -C '{}'", env!("CARGO_BIN_EXE_yizhan"), root.display());
    assert!(std::process::Command::new("sh").args(["-c", &shell]).output().unwrap().status.success());
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(keys.path()).unwrap().count(), 1, "nothing else is left beside it");
    let text = fs::read_to_string(&key).unwrap();
    let run = yizhan(root, &["inspect", "lock", "--new-key", &key, "--lang", "zh"]).expect(2);
    assert!(run.err.contains("已经存在") && run.err.contains("--identity"), "{}", run.err);
    assert_eq!(fs::read_to_string(&key).unwrap(), text);
    assert!(!encrypted(root).is_empty());
}

/// A workspace with some files encrypted, some open, and one both, as an interrupted version before this left it; and its key.
fn mixed(keys: &tempfile::TempDir) -> (Workspace, std::collections::BTreeMap<String, Vec<u8>>, String) {
    let (workspace, _outside) = with_record();
    let root = workspace.path();
    let open = content(root);
    let key = path(keys, "key.txt");
    yizhan(root, &["inspect", "lock", "--new-key", &key]).expect(0);
    let list = encrypted(root);
    assert!(list.len() > 2, "{list:?}");
    for (number, locked) in list.iter().enumerate() {
        let plain = locked.strip_suffix(".age").unwrap();
        if number != 1 {
            workspace.write(plain, &open[plain]);
        }
        if number == 2 {
            fs::remove_file(root.join(locked)).unwrap();
        }
    }
    (workspace, open, key)
}

#[test]
fn a_mixed_state_is_completed_in_both_directions() {
    let keys = tempfile::tempdir().unwrap();
    let (workspace, open, key) = mixed(&keys);
    let root = workspace.path();
    yizhan(root, &["inspect", "unlock", "--identity", &key]).expect(0);
    assert_eq!(content(root), open);

    let keys = tempfile::tempdir().unwrap();
    let (workspace, open, key) = mixed(&keys);
    let root = workspace.path();
    // Without a key they cannot be compared: it is asked, and nothing changes.
    let text = fs::read_to_string(&key).unwrap();
    let public = text.split_whitespace().find(|w| w.starts_with("age1")).unwrap();
    let before = content(root);
    let run = yizhan(root, &["inspect", "lock", "--recipient", public, "--lang", "zh"]).expect(1);
    assert!(run.err.contains("W802") && run.err.contains("--identity"), "{}", run.err);
    assert_eq!(content(root), before);
    yizhan(root, &["inspect", "lock", "--identity", &key]).expect(0);
    let left: Vec<String> = content(root).into_keys().filter(|n| n.contains("inspections/") && !n.ends_with(".age")).collect();
    assert!(left.is_empty(), "{left:?}");
    yizhan(root, &["inspect", "unlock", "--identity", &key]).expect(0);
    assert_eq!(content(root), open);
}

#[test]
fn two_that_differ_are_a_question_and_its_answer_counts() {
    for (word, kept) in [("open", true), ("locked", false)] {
        for operation in ["lock", "unlock"] {
            let keys = tempfile::tempdir().unwrap();
            let (workspace, open, key) = mixed(&keys);
            let root = workspace.path();
            let locked = encrypted(root).into_iter().find(|l| root.join(l.strip_suffix(".age").unwrap()).exists()).unwrap();
            let plain = locked.strip_suffix(".age").unwrap().to_owned();
            workspace.write(&plain, "edited");
            let before = content(root);
            let run = yizhan(root, &["inspect", operation, "--identity", &key, "--lang", "zh"]).expect(1);
            assert!(run.err.contains("W802") && run.err.contains(&plain), "{}", run.err);
            assert_eq!(content(root), before);
            let id = run.err.split("--answer ").nth(1).unwrap().split('=').next().unwrap().to_owned();
            yizhan(root, &["inspect", operation, "--identity", &key, "--answer", &format!("{id}={word}")]).expect(0);
            yizhan(root, &["inspect", "unlock", "--identity", &key]).expect(0);
            let there = fs::read(root.join(&plain)).unwrap();
            assert_eq!(there == b"edited", kept, "{operation} {word}");
            assert!(kept || there == open[&plain]);
        }
    }
}

#[test]
fn encryption_leaves_no_plain_text_anywhere() {
    let (workspace, outside) = with_record();
    let root = workspace.path();
    // The journal has records as they were, in several entries.
    let zip = path(&outside, "other.zip");
    yizhan(root, &["inspect", "import", &zip]).expect(1);
    yizhan(root, &["inspect", "import", &zip, "--revise", "--by", "局里", "--reason", "核对过"]).expect(0);
    let history = super::support::tree(&root.join(".yizhan/history"));
    assert!(history.values().any(|bytes| bytes.starts_with(b"PK")), "{:?}", history.keys());
    let keys = tempfile::tempdir().unwrap();
    yizhan(root, &["inspect", "lock", "--new-key", &path(&keys, "key.txt")]).expect(0);
    for (name, bytes) in super::support::tree(root) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("金拾遗") && !text.contains("少一次"), "{name}");
        assert!(!(name.starts_with(".yizhan/") && bytes.starts_with(b"PK")), "{name}");
    }
}
