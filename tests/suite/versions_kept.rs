//! Operations as commits, over time: an undo that is killed, a clone in which one undoes, a name that must be gone.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::history::{content, operate};
use crate::intake::small_export;
use crate::kills::with_standard;
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

#[test]
fn the_name_of_a_table_is_in_no_message_and_no_object_of_git() {
    const NAME: &str = "王芳";
    let tables = [
        (
            "points",
            "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n,西镇医保服务站,镇站,西街1号\n",
            "导入服务点：改动 1 处，新的 1 个",
        ),
        ("catalog", "序号,事项名称,大厅,镇站\n1,参保登记,办结,受理\n2,异地备案,受理,受理\n", "导入服务清单：改动 "),
        ("plan", "分组,推进措施,完成时限,责任部门\n医保+村,设点,2026年底,各村\n", "导入工作计划：新建文件"),
        ("standard", "序号,项目,评分标准,分值\n1,场所,有标识。,5\n2,人员,有专人。,5\n", "导入评分标准：新建文件"),
    ];
    for (kind, table, says) in tables {
        let w = workspace();
        let outside = tempfile::tempdir().unwrap();
        let file = outside.path().join(format!("{NAME}整理的名单.csv"));
        fs::write(&file, table).unwrap();
        let mut arguments = vec!["import", kind, file.to_str().unwrap(), "--write"];
        arguments.extend(if kind == "standard" { ["--id", "new"].as_slice() } else { &[] });
        w.run(&arguments).expect(0);
        let message = git(w.path(), &["log", "-1", "--format=%B"]);
        assert!(message.starts_with(says), "{kind}: {message}");
        let all = git(w.path(), &["log", "-p", "-1", "--format=%s%n%b"]);
        assert!(!all.contains(NAME), "{kind}: {all}");
        // Nor does the journal have it.
        assert!(!everything_kept(w.path()).contains(NAME), "{kind}");
    }
}

#[test]
fn after_a_redaction_it_is_said_what_git_still_has() {
    let w = with_standard();
    let root = w.path();
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("a.zip");
    fs::write(&file, small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00").zip()).unwrap();
    w.run(&["inspect", "import", file.to_str().unwrap()]).expect(0);
    let general = w.run(&["inspect", "redact", "金拾遗", "--write", "--lang", "zh"]).expect(0).err;
    assert!(general.contains("git 历史和以前的备份里可能还有"), "{general}");
    git(root, &["init", "-q", "-b", "main"]);
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "张示例交来的记录"]);
    git(root, &["commit", "-qm", "其他", "--allow-empty"]);
    let named = w.run(&["inspect", "redact", "张示例", "--write", "--lang", "zh"]).expect(0).err;
    assert!(named.contains("提交说明里有这个姓名"), "{named}");
}
