//! No command writes over a file that somebody else wrote or edited, unless `--force` says so; all files of a command are looked at before any is written.

use std::fs;
use std::path::Path;

use super::support::{POINT, Run, Workspace, tree};

const STANDARD: &str = "\
title: 检查标准
source: 试
version: \"1\"
total: 5
grades: [{name: 合格, at_least: 3}]
below_grades: 不合格
sections:
  - title: 甲
    criteria:
      - {id: a, title: 项一, marks: 5, clause: 一, quote: 有牌子, rule: manual, evidence: [photo]}
";

const RECORD: &str = "content/one/inspections/east.yaml";

/// Two points with a record each.
fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD);
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west").replace("东镇", "西镇"));
    for point in ["east", "west"] {
        let text = format!(
            "standard: test\nversion: '1'\npoint: {point}\nround: site\ncampaign: '2026'\ndate: 2026-06-01\ninspectors: [张示例]\nfindings: {{a: {{marks: 5}}}}\n"
        );
        w.write(&format!("content/one/inspections/{point}.yaml"), text);
    }
    w
}

/// Every command that makes files outside of the content, with the files that it makes.
const COMMANDS: [(&[&str], &[&str]); 10] = [
    (&["inspect", "sheet", "test", "east", "-o", "s.xlsx"], &["s.xlsx"]),
    (&["inspect", "sheet", "test", "east", "-o", "s.pdf"], &["s.pdf"]),
    (&["inspect", "sheet", "test", "east,west", "-o", "two/{id}.xlsx"], &["two/east.xlsx", "two/west.xlsx"]),
    (
        &["inspect", "form", "--standard", "test", "-o", "forms"],
        &[
            "forms/检查-现场核查-东镇医保服务站.html",
            "forms/检查-现场核查-西镇医保服务站.html",
            "forms/检查-现场核查-全部服务点.html",
        ],
    ),
    (&["inspect", "report", RECORD, "-o", "r.docx"], &["r.docx"]),
    (&["export", "points", "-o", "points.xlsx"], &["points.xlsx"]),
    (&["export", "standard", "test", "-o", "standard.xlsx"], &["standard.xlsx"]),
    (&["diff", ".", "-o", "notice.md"], &["notice.md"]),
    (&["diff", ".", "-o", "notice.docx"], &["notice.docx"]),
    (
        &["inspect", "circular", "--standard", "test", "-o", "papers"],
        &["papers/test-2026-site.docx", "papers/test-2026-site.pdf", "papers/test-2026-site.xlsx"],
    ),
];

fn again(w: &Workspace, command: &[&str], more: &[&str]) -> Run {
    w.run(&[command, more].concat())
}

#[test]
fn an_edited_file_is_never_overwritten_unless_that_is_said() {
    let w = workspace();
    for (command, files) in COMMANDS {
        again(&w, command, &[]).expect(0);
        let made: Vec<Vec<u8>> = files.iter().map(|file| fs::read(w.path().join(file)).unwrap()).collect();
        // Once more is no matter: what is there is this program's, and nobody has touched it.
        again(&w, command, &[]).expect(0);
        // The last is edited, the first is gone: nothing at all is written.
        let (first, last) = (files[0], files[files.len() - 1]);
        if files.len() > 1 {
            fs::remove_file(w.path().join(first)).unwrap();
        }
        w.write(last, "edited");
        let run = again(&w, command, &["--lang", "zh"]).expect(2);
        assert!(
            run.err.contains("W803") && run.err.contains(&format!("{last} 已经存在，没有覆盖")) && run.err.contains("--force"),
            "{command:?}: {}",
            run.err
        );
        assert!(run.out.is_empty(), "{command:?}: {}", run.out);
        assert_eq!(fs::read_to_string(w.path().join(last)).unwrap(), "edited", "{command:?}");
        assert!(files.len() == 1 || !w.path().join(first).exists(), "{command:?} wrote the others");
        again(&w, command, &["--force"]).expect(0);
        let forced: Vec<Vec<u8>> = files.iter().map(|file| fs::read(w.path().join(file)).unwrap()).collect();
        assert!(made == forced, "{command:?}");
        // What was written with --force is this program's again.
        again(&w, command, &[]).expect(0);
    }
}

#[test]
fn a_file_of_somebody_else_stays_even_where_this_program_was_here_before() {
    let w = workspace();
    for (command, files) in COMMANDS {
        let last = files[files.len() - 1];
        w.write(last, "somebody's");
        let run = again(&w, command, &[]).expect(2);
        assert!(run.err.contains("W803") && run.err.contains("choose another name"), "{command:?}: {}", run.err);
        assert_eq!(fs::read_to_string(w.path().join(last)).unwrap(), "somebody's", "{command:?}");
        fs::remove_file(w.path().join(last)).unwrap();
        // A folder in its place is not written over by any word; a sheet goes into a folder that is named.
        if command.last() == Some(&last) && command.contains(&"sheet") {
            continue;
        }
        fs::create_dir_all(w.path().join(last).join("inner")).unwrap();
        let run = again(&w, command, &["--force"]).expect(2);
        assert!(run.err.contains("is not a regular file"), "{command:?}: {}", run.err);
        fs::remove_dir_all(w.path().join(last)).unwrap();
    }
}

#[test]
fn an_older_sheet_that_nobody_touched_is_replaced() {
    let w = workspace();
    let sheet = |more: &[&str]| w.run(&[&["inspect", "sheet", "test", "-o", "s.xlsx"], more].concat());
    sheet(&[]).expect(0);
    let before = fs::read(w.path().join("s.xlsx")).unwrap();
    w.edit("checklists/test.yaml", "项一", "项目一");
    sheet(&[]).expect(0);
    assert!(before != fs::read(w.path().join("s.xlsx")).unwrap());
    // A copy of the first by hand is what somebody put there.
    w.write("s.xlsx", before);
    sheet(&[]).expect(2);
}

#[test]
fn a_new_record_is_an_operation_of_the_workspace_and_never_overwrites() {
    let w = workspace();
    let new = |more: &[&str]| w.run(&[&["inspect", "new", "test", "east"], more].concat());
    let before = tree(&w.path().join("content"));
    let path = new(&["--campaign", "2027"]).expect(0).out.trim().to_owned();
    let entry = fs::read_to_string(w.path().join(".yizhan/history/000001/entry.json")).unwrap();
    assert!(entry.contains("inspect new") && entry.contains(path.trim_start_matches("./")), "{entry}");
    assert_eq!(tree(&w.path().join("content")).len(), before.len() + 1);
    w.run(&["undo", "--write"]).expect(0);
    assert!(before == tree(&w.path().join("content")), "undo leaves the content as it was");
    new(&["--campaign", "2027"]).expect(0);
    // A name of one's own in the workspace is journaled too, also in a folder that is to be made.
    let inner = "content/one/inspections/later/a.yaml";
    new(&["--campaign", "2028", "-o", inner]).expect(0);
    let entry = fs::read_to_string(w.path().join(".yizhan/history/000004/entry.json")).unwrap();
    assert!(entry.contains(inner), "{entry}");
    // Elsewhere it is a file as others are, and is no operation.
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = elsewhere.path().join("notes/a.yaml");
    new(&["--campaign", "2029", "-o", outside.to_str().unwrap()]).expect(0);
    assert!(outside.is_file() && !w.path().join(".yizhan/history/000005").exists());
    for there in [Path::new(inner), outside.as_path()] {
        let run = new(&["--campaign", "2030", "-o", there.to_str().unwrap(), "--lang", "zh"]).expect(2);
        assert!(run.err.contains("W803") && run.err.contains("--revise"), "{}", run.err);
    }
}

#[test]
fn encrypted_records_stop_every_subcommand_alike() {
    let w = workspace();
    w.write("content/one/inspections/more.yaml.age", "age-encryption.org/v1\n");
    let all: [&[&str]; 7] = [
        &["score", RECORD],
        &["report", RECORD, "-o", "r.pdf"],
        &["circular", "--standard", "test", "-o", "papers"],
        &["form", "--standard", "test", "-o", "forms"],
        &["sheet", "test", "-o", "s.pdf"],
        &["status"],
        &["new", "test", "east", "--round", "self"],
    ];
    let before = tree(&w.path().join("content"));
    for arguments in all {
        let run = w.run(&[&["inspect"], arguments].concat());
        assert_eq!(run.status, 1, "{arguments:?}: {}", run.err);
        assert!(run.err.contains("Y118") && run.out.is_empty(), "{arguments:?}: {}{}", run.out, run.err);
    }
    assert!(before == tree(&w.path().join("content")));
    assert!(["r.pdf", "papers", "forms", "s.pdf"].iter().all(|name| !w.path().join(name).exists()));
}
