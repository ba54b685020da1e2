//! Operations as commits, over time: an undo that is killed, a clone in which one undoes, a name that must be gone.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::history::{content, operate};
use crate::support::{POINT, Workspace, yizhan};
use crate::versions::{EAST, change, git, sound, text, workspace};

/// A copy of a folder.
fn copied(from: &Path, to: &Path) {
    for (path, bytes) in crate::support::tree(from) {
        let place = to.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    // Git wants it, though nothing is in it.
    fs::create_dir_all(to.join(".git/refs/tags")).unwrap();
}

#[test]
fn an_undo_that_is_killed_at_any_step_is_whole_and_git_catches_up() {
    let w = workspace();
    change(&w, "改地址", "新");
    let after = content(&w);
    let undo = |folder: &Path, fault: &str, steps: &Path| {
        Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .current_dir(folder)
            .env("YIZHAN_DISK_FAULT", fault)
            .env("YIZHAN_DISK_STEPS", steps)
            .args(["undo", "1", "--write"])
            .output()
            .unwrap()
    };
    let trial = Workspace::new();
    let steps = trial.path().join("steps");
    copied(w.path(), &trial.path().join("t"));
    assert!(undo(&trial.path().join("t"), "count", &steps).status.success());
    let count: usize = fs::read_to_string(&steps).unwrap().parse().unwrap();
    assert!(count > 10, "{count}");
    let mut kinds = [0, 0];
    for (kind, fault) in ["abort", "full"].into_iter().enumerate() {
        for step in 1..=count {
            let one = Workspace::new();
            fs::remove_dir_all(one.path()).unwrap();
            copied(w.path(), one.path());
            let done = undo(one.path(), &format!("{fault}@{step}"), &steps);
            kinds[kind] += usize::from(!done.status.success());
            one.run(&["history"]).expect(0);
            let east = text(&one, EAST);
            let of_before = POINT.to_owned();
            assert!(content(&one) == after || east == of_before, "{fault}@{step}: half an undo");
            assert!(
                !one.path().join(".yizhan/pending").exists() && !one.path().join(".yizhan/commit").exists(),
                "{fault}@{step}"
            );
            operate(&one, "接着做", &[("content/one/guides/enrol.md", Some("---\nitem: enrol\n---\n\n新。\n"))]);
            assert_eq!(git(one.path(), &["status", "--porcelain"]), "", "{fault}@{step}");
            assert_eq!(git(one.path(), &["show", &format!("HEAD:{EAST}")]), east, "{fault}@{step}");
            sound(&one);
        }
    }
    assert!(kinds[0] == count && kinds[1] > 5, "{kinds:?} of {count}");
}

#[test]
fn a_commit_that_the_journal_does_not_know_is_undone_by_its_name() {
    let w = workspace();
    change(&w, "改地址", "新");
    operate(
        &w,
        "换文件",
        &[("content/one/points/west.yaml", Some("id: west\nname: 西\nchannel: town\n")), ("calendar.yaml", None)],
    );
    let folder = tempfile::tempdir().unwrap();
    let from = w.path().to_string_lossy().into_owned();
    git(folder.path(), &["clone", "-q", &from, "here"]);
    let clone = folder.path().join("here");
    let id = |revision: &str| git(&clone, &["rev-parse", "--short", revision]).trim().to_owned();
    let (first, second, of_address) = (id("HEAD~2"), id("HEAD"), id("HEAD~1"));
    let east = || fs::read_to_string(clone.join(EAST)).unwrap();
    // Another field, by hand: it stays.
    fs::write(clone.join(EAST), east().replace("0477-0000001", "0477-0000009")).unwrap();
    let run = yizhan(&clone, &["undo", &of_address, "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("改地址") && run.out.contains("后来的改动留下"), "{}", run.out);
    assert_eq!(east(), POINT.replace("0477-0000001", "0477-0000009"));
    yizhan(&clone, &["undo", &second, "--write"]).expect(0);
    assert!(clone.join("calendar.yaml").exists() && !clone.join("content/one/points/west.yaml").exists());
    // It is an entry now, and is brought back like any other; the commit of an entry means the entry.
    yizhan(&clone, &["undo", "2", "--write"]).expect(0);
    assert!(!clone.join("calendar.yaml").exists());
    let own = id("HEAD");
    yizhan(&clone, &["undo", &own, "--write"]).expect(0);
    assert!(clone.join("calendar.yaml").exists());
    let listed = yizhan(&clone, &["history"]).expect(0).out;
    assert!(listed.contains("undone by 4"), "{listed}");
    for wrong in [first.as_str(), "nothing"] {
        let run = yizhan(&clone, &["undo", wrong, "--write", "--lang", "zh"]).expect(2);
        assert!(run.err.contains("不能撤销"), "{}", run.err);
    }
    assert!(git(&clone, &["fsck", "--strict", "--no-dangling"]).lines().all(|line| line.starts_with("notice")));
}

/// Everything that a repository and the program's own folder hold, as one text.
fn everything_kept(folder: &Path) -> String {
    let mut all = git(folder, &["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
    for (path, bytes) in crate::support::tree(folder) {
        let packed = path.starts_with(".git/objects/");
        if (path.starts_with(".git/") || path.starts_with(".yizhan/")) && !packed {
            all.push_str(&path);
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    all
}

#[test]
fn a_redacted_name_is_left_nowhere_in_git_or_in_the_journal() {
    let standard = "title: 标准\nsource: 测试局文件\nversion: \"1\"\ntotal: 10\ngrades: [{name: 合格, at_least: 6}]\nbelow_grades: 不合格\n\
        sections:\n  - title: 甲\n    marks: 10\n    criteria:\n      - {id: a1, title: 场所, marks: 10, rule: {yes_no: {}}, quote: 有场所, evidence: [现场查看]}\n";
    let record = "standard: mark\nversion: \"1\"\npoint: east\nround: site\ndate: 2026-05-01\ninspectors: [金拾遗]\nfindings:\n  a1: {met: 否, reason: 没有}\n";
    let w = Workspace::new();
    w.write("yizhan.yaml", text(&w, "yizhan.yaml") + "history: git\n");
    w.write(".gitignore", "/.yizhan\n/output\ninspections/\n").write("checklists/mark.yaml", standard);
    git(w.path(), &["init", "-q", "-b", "main"]);
    git(w.path(), &["add", "-A"]);
    git(w.path(), &["commit", "-qm", "one"]);
    w.write("content/one/inspections/east.yaml", record);
    w.run(&["check"]).expect(0);
    // The journal keeps the record as it was: with the rename it goes along.
    w.run(&["rename", "point", "east", "dong", "--write"]).expect(0);
    operate(&w, "金拾遗看过", &[("content/one/inspections/note.txt", Some("金拾遗"))]);
    w.run(&["undo", "--write"]).expect(0);
    assert!(everything_kept(w.path()).contains("金拾遗"), "the journal has nothing to be cleared of");
    w.run(&["inspect", "forget", "金拾遗", "--write"]).expect(0);
    let kept = everything_kept(w.path());
    assert!(!kept.contains("金拾遗"), "{}", kept.lines().filter(|l| l.contains("金拾遗")).collect::<Vec<_>>().join("\n"));
    assert!(!text(&w, "content/one/inspections/east.yaml").contains("金拾遗"));
    // What is left can still be listed, and says why it cannot be undone.
    let listed = w.run(&["history", "--lang", "zh"]).expect(0).out;
    assert!(listed.contains("个人信息") && !listed.contains("金拾遗"), "{listed}");
    assert_eq!(git(w.path(), &["status", "--porcelain"]), "");
    sound(&w);
}
