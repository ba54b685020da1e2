//! Several writers on one workspace: one at a time, nothing lost, and whoever waits is told for whom.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Workspace, tree};
use yizhan::disk::lock::{Lock, Owner};
use yizhan::ops::{Access, Answers, Caller, FileEdit, Plan, Session};

/// A point whose fields are one a line, so that each table changes one of them.
const POINTS: &str = "\
# 网点
- id: east
  name: 东镇医保服务站
  channel: town
  address: 东镇1号   # 老街
  phone: 0477-0000001
  hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"
- id: west
  name: 西镇医保服务站
  channel: town
  address: 西镇1号
  phone: 0477-0000003
  hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"
";

pub fn two_points() -> Workspace {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path().join("content/one/points/east.yaml")).unwrap();
    workspace.write("content/one/points/all.yaml", POINTS);
    workspace
}

fn owner() -> Owner {
    Owner {
        who: "王芳".to_owned(),
        host: "窗口一".to_owned(),
        process: 4711,
        since: "2026-11-29T10:03:00+08:00".to_owned(),
        doing: ["导入服务点".to_owned(), "importing points".to_owned()],
    }
}

fn start(workspace: &Workspace, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(workspace.path())
        .env("LC_ALL", "en_US.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn two_imports_at_once_lose_nothing() {
    for round in 0..10 {
        let workspace = two_points();
        workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
        workspace.write("b.csv", "编号,名称,渠道,电话\nwest,西镇医保服务站,镇站,0477-0000009\n");
        let both = ["a.csv", "b.csv"].map(|file| start(&workspace, &["import", "points", file, "--write"]));
        for child in both {
            let done = child.wait_with_output().unwrap();
            assert!(done.status.success(), "round {round}: {}", String::from_utf8_lossy(&done.stderr));
        }
        let text = fs::read_to_string(workspace.path().join("content/one/points/all.yaml")).unwrap();
        assert!(text.contains("address: 新街9号   # 老街") && text.contains("0477-0000009"), "round {round}:\n{text}");
        workspace.run(&["check"]).expect(0);
    }
}

#[test]
fn who_waits_is_told_for_whom() {
    let workspace = two_points();
    workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    let held = Lock::take(workspace.path(), &owner(), Duration::ZERO).unwrap();
    let before = tree(&workspace.path().join("content"));
    let run = workspace.run(&["import", "points", "a.csv", "--write", "--lang", "zh"]).expect(2);
    for wanted in ["W801", "王芳", "窗口一", "4711", "10:03", "导入服务点"] {
        assert!(run.err.contains(wanted), "{wanted} is not in {}", run.err);
    }
    assert_eq!(tree(&workspace.path().join("content")), before);
    // Who only looks does not wait.
    workspace.run(&["import", "points", "a.csv"]).expect(0);
    workspace.run(&["check"]).expect(0);
    drop(held);
    workspace.run(&["import", "points", "a.csv", "--write"]).expect(0);
}

#[test]
fn a_lock_ends_with_its_process() {
    let workspace = two_points();
    workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    // What a killed process leaves: the two files, and no lock on them.
    workspace.write(".yizhan/lock", "");
    workspace.write(".yizhan/lock.owner", serde_json::to_vec(&owner()).unwrap());
    workspace.run(&["import", "points", "a.csv", "--write"]).expect(0);
}

#[test]
fn a_disk_without_locks_lets_one_in() {
    let workspace = two_points();
    workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    let run = |workspace: &Workspace| {
        let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .current_dir(workspace.path())
            .env("LC_ALL", "en_US.UTF-8")
            .env("YIZHAN_DISK_FAULT", "nolock")
            .args(["import", "points", "a.csv", "--write"])
            .output()
            .unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    workspace.write(".yizhan/lock.owner", serde_json::to_vec(&owner()).unwrap());
    let (status, said) = run(&workspace);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("knows no locks") && said.contains("王芳") && said.contains("lock.owner"), "{said}");
    fs::remove_file(workspace.path().join(".yizhan/lock.owner")).unwrap();
    let (status, said) = run(&workspace);
    assert_eq!(status, Some(0), "{said}");
    assert!(!workspace.path().join(".yizhan/lock.owner").exists(), "the lock was left behind");
}

fn caller(workspace: &Workspace) -> Caller {
    Caller {
        root: workspace.path().to_owned(),
        who: "王芳".to_owned(),
        host: "窗口一".to_owned(),
        today: "2026-12-01".parse().unwrap(),
        now: "2026-12-01T10:00:00+08:00".parse().unwrap(),
        patience: Duration::from_secs(1),
    }
}

const FILE: &str = "content/one/points/all.yaml";

/// An operation that has read the file, and an editor that saves it before the operation writes.
fn while_edited(edit: impl Fn(&str) -> String, answers: &Answers) -> (Result<Vec<String>, Vec<String>>, String) {
    let workspace = two_points();
    let session = Session::open(&caller(&workspace), Access::Write(yizhan::say!("试", "try"))).unwrap();
    let source = session.workspace.folder.sources.iter().find(|(_, f)| f.path == FILE).unwrap().1;
    let mut plan = Plan::new("test", yizhan::say!("试", "try"));
    plan.files.push(FileEdit::text(source, &source.text.replace("0477-0000001", "0477-0000008")));
    workspace.write(FILE, edit(POINTS));
    let done = match session.commit(&plan, answers) {
        Ok(done) => Ok(done.notes.iter().map(|n| n.en.clone()).collect()),
        Err(stop) => {
            Err(stop.found.iter().map(|d| format!("{} {} {}", d.code.id, d.message.en, d.help.as_ref().unwrap().en)).collect())
        }
    };
    (done, fs::read_to_string(workspace.path().join(FILE)).unwrap())
}

#[test]
fn an_edit_made_meanwhile_is_merged_or_asked_about_and_never_lost() {
    // Another field.
    let (done, text) = while_edited(|t| t.replace("西镇1号", "西镇2号"), &Answers::default());
    assert!(done.unwrap().iter().any(|n| n.contains("both changes were kept")));
    assert!(text.contains("0477-0000008") && text.contains("西镇2号"), "{text}");
    // The same field: a question, and nothing is written.
    let theirs = |t: &str| t.replace("0477-0000001", "0477-0000007");
    let (done, text) = while_edited(theirs, &Answers::default());
    let asked = done.unwrap_err();
    assert!(asked[0].starts_with("W802") && asked[0].contains("phone") && asked[0].contains("0477-0000007"), "{asked:?}");
    assert_eq!(text, theirs(POINTS));
    // Its answer counts.
    let id = asked[0].split("--answer ").nth(1).unwrap().split('=').next().unwrap();
    for (word, phone) in [("mine", "0477-0000008"), ("theirs", "0477-0000007")] {
        let mut answers = Answers::default();
        assert!(answers.add(&format!("{id}={word}")));
        let (done, text) = while_edited(theirs, &answers);
        assert!(done.is_ok(), "{done:?}");
        assert!(text.contains(phone) && text.contains("# 老街"), "{text}");
    }
    // A text that does not read any more.
    let (done, text) = while_edited(|t| format!("{t}  : :\n\t- x"), &Answers::default());
    assert!(done.is_err(), "{text}");
    assert!(text.ends_with("\t- x"));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_stay() {
    let workspace = two_points();
    let windows = format!("\u{feff}{}", POINTS.replace('\n', "\r\n"));
    workspace.write(FILE, &windows);
    workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    workspace.run(&["import", "points", "a.csv", "--write"]).expect(0);
    assert_eq!(fs::read_to_string(workspace.path().join(FILE)).unwrap(), windows.replace("东镇1号", "新街9号"));
}

#[test]
fn a_workbook_that_somebody_edited_is_not_overwritten() {
    let workspace = Workspace::new();
    workspace.run(&["export", "points", "-o", "out.xlsx"]).expect(0);
    // What this program wrote may be written again.
    workspace.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    workspace.run(&["export", "points", "-o", "out.xlsx"]).expect(0);
    let ours = fs::read(workspace.path().join("out.xlsx")).unwrap();
    let edited = [ours.as_slice(), b"x"].concat();
    workspace.write("out.xlsx", &edited);
    let run = workspace.run(&["export", "points", "-o", "out.xlsx"]).expect(2);
    assert!(run.err.contains("W803") && run.err.contains("--force"), "{}", run.err);
    assert_eq!(fs::read(workspace.path().join("out.xlsx")).unwrap(), edited);
    workspace.run(&["export", "points", "-o", "out.xlsx", "--force"]).expect(0);
    assert_eq!(fs::read(workspace.path().join("out.xlsx")).unwrap(), ours);
}

#[test]
fn what_would_stop_a_commit_halfway_is_found_before_anything_changes() {
    let workspace = two_points();
    let before = tree(&workspace.path().join("content"));
    let session = Session::open(&caller(&workspace), Access::Write(yizhan::say!("试", "try"))).unwrap();
    for path in [
        format!("content/one/{}.yaml", "查".repeat(100)),
        format!("{FILE}/below-a-file.yaml"),
        "content/../../out.yaml".to_owned(),
    ] {
        let mut plan = Plan::new("test", yizhan::say!("试", "try"));
        plan.files.push(FileEdit::create("content/one/a.md", b"a".to_vec()));
        plan.files.push(FileEdit::create(path.clone(), b"b".to_vec()));
        let stop = session.commit(&plan, &Answers::default()).unwrap_err();
        assert_eq!(stop.found.iter().next().unwrap().code.id, "P603", "{path}");
        assert_eq!(tree(&workspace.path().join("content")), before, "{path}");
        assert!(!workspace.path().join(".yizhan/commit").exists(), "{path}");
    }
    drop(session);
    workspace.run(&["check"]).expect(0);
}

#[test]
fn a_reader_does_not_wait_for_a_writer_whose_work_does_not_count_yet() {
    let workspace = two_points();
    let held = Lock::take(workspace.path(), &owner(), Duration::ZERO).unwrap();
    workspace.write(".yizhan/pending/new-0", "half");
    let begun = std::time::Instant::now();
    workspace.run(&["check"]).expect(0);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(workspace.path().join(".yizhan/pending/new-0").exists(), "the writer's work was taken away");
    drop(held);
    workspace.run(&["check"]).expect(0);
    assert!(!workspace.path().join(".yizhan/pending").exists());
}

#[test]
fn of_two_machines_of_which_one_cannot_lock_one_is_let_in() {
    let workspace = two_points();
    workspace.write("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    // The one that cannot is at work.
    workspace.write(".yizhan/lock.held", serde_json::to_vec(&owner()).unwrap());
    let run = workspace.run(&["import", "points", "a.csv", "--write"]).expect(2);
    assert!(run.err.contains("W801") && run.err.contains("王芳") && run.err.contains("lock.held"), "{}", run.err);
    fs::remove_file(workspace.path().join(".yizhan/lock.held")).unwrap();
    workspace.run(&["import", "points", "a.csv", "--write"]).expect(0);
}
