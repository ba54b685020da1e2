//! What was done is listed in words and can be undone, to the byte; nothing that somebody did since is lost by it.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::support::{CATALOG, POINT, Run, Workspace, tree};
use crate::tables::{row, word};
use yizhan::disk::journal;
use yizhan::ops::{Access, Answers, Caller, FileEdit, Plan, Session};

const STANDARD: &str = "\
title: 标准
source: 测试局文件
version: \"1\"
total: 10
grades: [{name: 合格, at_least: 6}]
below_grades: 不合格
sections:
  - title: 甲
    marks: 10
    criteria:
      - {id: a1, title: 场所, marks: 10, rule: {yes_no: {}}, quote: 有场所, evidence: [现场查看]}
";
const PLAN: &str =
    "title: 工作计划\ngroups:\n  - title: 医保+村\n    setting: 各村\n    tasks: [{number: \"1\", text: 设点, deadline: 长期}]\n";

/// Everything but what the program keeps for itself, and what git keeps.
pub fn content(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let mut all = tree(workspace.path());
    all.retain(|path, _| !path.starts_with(".yizhan/") && !path.starts_with(".git/"));
    all
}

/// Commands that write, each with the files that it needs; the bytes are awkward on purpose.
fn operations() -> Vec<(&'static str, Workspace, Vec<&'static str>)> {
    let make = |files: &[(&str, &str)]| {
        let workspace = Workspace::new();
        workspace.write("checklists/mark.yaml", STANDARD);
        // A byte-order mark, ends of lines of Windows, no end of the last line: what comes back must have them.
        workspace.write("content/one/points/east.yaml", format!("\u{feff}{}", POINT.replace('\n', "\r\n")));
        workspace.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [east]\n---\n\n正文。");
        for (path, text) in files {
            workspace.write(path, text);
        }
        workspace
    };
    let guide = make(&[]);
    guide.write("a.docx", word(&format!("<w:tbl>{}{}</w:tbl>", row(&["事项名称", "参保登记"]), row(&["收费标准", "不收费"]))));
    vec![
        ("guide", guide, vec!["import", "guide", "a.docx", "--write"]),
        ("rename", make(&[]), vec!["rename", "point", "east", "dong-zhen", "--write"]),
        (
            "points",
            make(&[("a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n,西镇医保服务站,镇站,西街1号\n")]),
            vec!["import", "points", "a.csv", "--write"],
        ),
        (
            "catalog",
            make(&[("a.csv", "序号,事项名称,大厅,镇站\n1,参保登记,办结,受理\n2,异地备案,受理,受理\n")]),
            vec!["import", "catalog", "a.csv", "--write"],
        ),
        (
            "plan",
            make(&[
                ("a.csv", "分组,推进措施,完成时限,责任部门\n医保+村,设点,2026年底,各村\n医保+银行,新任务,2026年底,银行\n"),
                ("content/one/plan.yaml", PLAN),
            ]),
            vec!["import", "plan", "a.csv", "--write"],
        ),
        (
            "standard",
            make(&[("a.csv", "序号,项目,评分标准,分值\n1,场所,有标识。,5\n2,人员,有专人。,5\n")]),
            vec!["import", "standard", "a.csv", "--id", "new", "--write"],
        ),
        ("schema", make(&[(".vscode/schema/point.json", "{}")]), vec!["schema", "--write"]),
        ("print-order", make(&[]), vec!["print-order", "-o", "order"]),
    ]
}

#[test]
fn every_operation_is_undone_to_the_byte_and_brought_back() {
    for (name, workspace, command) in operations() {
        let before = content(&workspace);
        workspace.run(&command).expect(0);
        let after = content(&workspace);
        let none = Vec::<String>::new();
        assert_ne!(changed(&before, &after), none, "{name} changed nothing");
        let shown = workspace.run(&["undo"]).expect(0);
        assert_eq!(changed(&content(&workspace), &after), none, "{name}: a dry run wrote\n{}", shown.out);
        workspace.run(&["undo", "--write"]).expect(0);
        assert_eq!(changed(&content(&workspace), &before), none, "{name}: undo left a difference");
        workspace.run(&["undo", "2", "--write"]).expect(0);
        assert_eq!(changed(&content(&workspace), &after), none, "{name}: undo of the undo");
        let listed = workspace.run(&["history", "--lang", "zh"]).expect(0).out;
        assert!(
            listed.contains("恢复第 1 项") && listed.contains("撤销第 1 项") && listed.contains("已由第 3 项撤销"),
            "{listed}"
        );
    }
}

/// Paths in which two workspaces differ; what a command makes outside of the content is no part of them.
fn changed(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let made = |path: &str| path.starts_with("order/") || path.starts_with("output/");
    let differs = |path: &&String| !made(path) && one.get(*path) != two.get(*path);
    one.keys().chain(two.keys()).filter(differs).cloned().collect()
}

fn caller(workspace: &Workspace) -> Caller {
    Caller {
        root: workspace.path().to_owned(),
        who: "王芳".to_owned(),
        host: "窗口一".to_owned(),
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
        now: chrono::DateTime::parse_from_rfc3339("2026-11-29T10:03:00+08:00").unwrap(),
        patience: Duration::from_secs(5),
    }
}

/// An operation made by hand: files by path with their new text, none to take one away.
pub fn operate(workspace: &Workspace, says: &str, files: &[(&str, Option<&str>)]) {
    let caller = caller(workspace);
    let session = Session::open(&caller, Access::Write(yizhan::say!("试", "trying"))).unwrap();
    let mut plan = Plan::new("try", yizhan::say!("{says}", "{says} in English"));
    for (path, text) in files {
        let there = fs::read(workspace.path().join(path)).ok();
        plan.files.push(match (there, text) {
            (None, Some(text)) => FileEdit::create(*path, text.as_bytes().to_vec()),
            (Some(there), Some(text)) => FileEdit::bytes(*path, &there, text.as_bytes().to_vec()),
            (Some(there), None) => FileEdit::remove(*path, &there),
            (None, None) => panic!("{path} is not there"),
        });
    }
    session.commit(&plan, &Answers::default()).unwrap();
}

fn text(workspace: &Workspace, path: &str) -> String {
    fs::read_to_string(workspace.path().join(path)).unwrap()
}

/// The words `--answer ID=WORD` that a run offers.
fn offered(run: &Run, word: &str) -> Vec<String> {
    let words = run.out.split_whitespace().filter(|w| w.ends_with(&format!("={word}")));
    words.map(str::to_owned).collect()
}

const EAST: &str = "content/one/points/east.yaml";

#[test]
fn files_that_were_made_go_and_removed_ones_come_back() {
    let w = Workspace::new();
    let before = content(&w);
    operate(
        &w,
        "换文件",
        &[("content/one/guides/enrol.md", None), ("content/one/points/新.yaml", Some("id: xin\nname: 新\nchannel: town\n"))],
    );
    let run = w.run(&["undo", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("找回来") && run.out.contains("新建的"), "{}", run.out);
    assert_eq!(content(&w), before);
    // Each undo goes one further back, and there is an end.
    operate(&w, "一", &[(EAST, Some(&POINT.replace("东镇1号", "一路1号")))]);
    operate(&w, "二", &[(EAST, Some(&POINT.replace("东镇1号", "二路2号")))]);
    w.run(&["undo", "--write"]).expect(0);
    assert!(text(&w, EAST).contains("一路1号"));
    w.run(&["undo", "--write"]).expect(0);
    assert_eq!(text(&w, EAST), POINT);
    let run = w.run(&["undo", "--write", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有可以撤销的操作"), "{}", run.err);
    let run = w.run(&["undo", "4", "--write", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("已经撤销过") && run.err.contains("yizhan undo 5"), "{}", run.err);
    let run = w.run(&["undo", "77"]).expect(2);
    assert!(run.err.contains("no entry 77"), "{}", run.err);
}

#[test]
fn what_was_changed_since_stays_where_it_touches_something_else() {
    let w = Workspace::new();
    operate(&w, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    // A later operation changes another field, and somebody a third one by hand.
    let later = text(&w, EAST).replace("0477-0000001", "0477-0000009");
    operate(&w, "改电话", &[(EAST, Some(&later))]);
    w.edit(EAST, "name: 东镇医保服务站", "name: 东镇医保服务站   # 新牌子");
    let run = w.run(&["undo", "1", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("后来的改动留下"), "{}", run.out);
    assert_eq!(text(&w, EAST), POINT.replace("0477-0000001", "0477-0000009").replace("服务站\n", "服务站   # 新牌子\n"));
}

#[test]
fn a_field_that_was_changed_since_is_a_question_and_its_answer_counts() {
    for (word, wanted) in [("back", "东镇1号"), ("keep", "后街7号")] {
        let w = Workspace::new();
        operate(&w, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
        let later = text(&w, EAST).replace("新街9号", "后街7号");
        operate(&w, "再改地址", &[(EAST, Some(&later))]);
        let before = content(&w);
        let shown = w.run(&["undo", "1", "--lang", "zh"]).expect(0);
        let answers = offered(&shown, word);
        assert_eq!(answers.len(), 1, "{}", shown.out);
        assert!(shown.out.contains("address") && shown.out.contains("东镇1号") && shown.out.contains("后街7号"), "{}", shown.out);
        let run = w.run(&["undo", "1", "--write", "--lang", "zh"]).expect(1);
        assert!(run.err.contains("W802") && run.err.contains(&answers[0]), "{}", run.err);
        assert_eq!(content(&w), before, "written with a question open");
        w.run(&["undo", "1", "--write", "--answer", &answers[0]]).expect(0);
        assert!(text(&w, EAST).contains(wanted), "{word}: {}", text(&w, EAST));
        // In a file of answers too.
        assert!(!answers[0].contains(' '));
    }
}

#[test]
fn a_file_that_was_made_and_edited_since_or_deleted_since_is_a_question() {
    let make = || {
        let w = Workspace::new();
        operate(&w, "新建", &[("content/one/points/west.yaml", Some("id: west\nname: 西\nchannel: town\n")), (EAST, None)]);
        w
    };
    let west = "content/one/points/west.yaml";
    let w = make();
    w.edit(west, "name: 西", "name: 西镇");
    w.write(EAST, "id: east\nname: 别的\nchannel: town\n");
    let shown = w.run(&["undo", "--lang", "zh"]).expect(0);
    let (keep, back) = (offered(&shown, "keep"), offered(&shown, "back"));
    assert_eq!((keep.len(), back.len()), (2, 2), "{}", shown.out);
    assert!(shown.out.contains("新建的，后来有人（没有用本程序）又改过"), "{}", shown.out);
    w.run(&["undo", "--write"]).expect(1);
    assert!(text(&w, west).contains("西镇") && text(&w, EAST).contains("别的"));
    // What the operation changed and somebody deleted since does not come back unasked.
    let gone = Workspace::new();
    operate(&gone, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    fs::remove_file(gone.path().join(EAST)).unwrap();
    let asked = gone.run(&["undo", "--write", "--lang", "zh"]).expect(1);
    assert!(asked.err.contains("把它删掉了") && !gone.path().join(EAST).exists(), "{}", asked.err);
    // One each way, from a file.
    let of = |list: &[String], place: &str| {
        let at = shown.out.find(&format!("\n{place}：")).unwrap();
        list.iter().find(|a| shown.out[at..].lines().skip(2).take(2).any(|line| line.contains(a.as_str()))).unwrap().clone()
    };
    w.write("answers.txt", format!("# 定了\n{}\n{}\n", of(&keep, west), of(&back, EAST)));
    w.run(&["undo", "--write", "--answers", "answers.txt"]).expect(0);
    assert!(text(&w, west).contains("西镇"));
    assert_eq!(text(&w, EAST), POINT);
}

#[test]
fn an_edit_in_the_moment_of_the_undo_is_not_lost() {
    let w = Workspace::new();
    operate(&w, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    let caller = caller(&w);
    let session = Session::open(&caller, Access::Write(yizhan::say!("试", "trying"))).unwrap();
    let undo = yizhan::ops::undo::plan(&session, &yizhan::ops::undo::Request::default(), &Answers::default()).unwrap();
    w.edit(EAST, "0477-0000001", "0477-0000009");
    session.commit(&undo.plan, &Answers::default()).unwrap();
    assert_eq!(text(&w, EAST), POINT.replace("0477-0000001", "0477-0000009"));
}

#[test]
fn what_must_not_be_kept_cannot_be_undone_and_says_why() {
    let w = Workspace::new();
    operate(&w, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    operate(&w, "改电话", &[(EAST, Some(&POINT.replace("0477-0000001", "0477-0000009")))]);
    let because = ["个人信息已经删去".to_owned(), "personal data was redacted".to_owned()];
    journal::purge(w.path(), &because, |_, bytes| String::from_utf8_lossy(bytes).contains("新街9号"), str::to_owned).unwrap();
    let run = w.run(&["undo", "2", "--write", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("第 2 项不能撤销：个人信息已经删去"), "{}", run.err);
    let listed = w.run(&["history", "--lang", "zh"]).expect(0).out;
    assert!(listed.contains("不能撤销：个人信息已经删去"), "{listed}");
    // What came after entry 1 is known no more, so nothing is merged by guess.
    let run = w.run(&["undo", "--write", "--lang", "zh"]).expect(1);
    assert!(run.err.contains("W802"), "{}", run.err);
    // A before-image that somebody damaged is not put back.
    let w = Workspace::new();
    operate(&w, "改地址", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    w.write(".yizhan/history/000001/old-0", "坏了");
    let before = content(&w);
    w.run(&["undo", "--write"]).expect(2);
    assert_eq!(content(&w), before);
}

#[test]
fn the_list_is_in_words_newest_first_and_can_be_narrowed() {
    let w = Workspace::new();
    let empty = w.run(&["history", "--lang", "zh"]).expect(0);
    assert!(empty.out.is_empty() && empty.err.contains("还没有记录"), "{}{}", empty.out, empty.err);
    operate(&w, "第一件事", &[(EAST, Some(&POINT.replace("东镇1号", "新街9号")))]);
    operate(&w, "第二件事", &[("content/one/catalog.yaml", Some(&CATALOG.replace("服务清单", "清单")))]);
    let run = w.run(&["history", "--lang", "zh"]).expect(0).out;
    let (first, second) = (run.find("第一件事").unwrap(), run.find("第二件事").unwrap());
    assert!(second < first, "{run}");
    for words in ["2026-11-29 10:03", "王芳", EAST, "content/one/catalog.yaml"] {
        assert!(run.contains(words), "{words}\n{run}");
    }
    let run = w.run(&["history", "--limit", "1"]).expect(0);
    assert!(
        run.out.contains("第二件事 in English") && !run.out.contains("第一件事") && run.err.contains("--limit"),
        "{}",
        run.out
    );
    for path in [EAST, "content/one/points", "./content/one/points/", &w.path().join(EAST).to_string_lossy()] {
        let run = w.run(&["history", "--file", path]).expect(0).out;
        assert!(run.contains("第一件事") && !run.contains("第二件事"), "{path}\n{run}");
    }
    w.write(".yizhan/history/000003/entry.json", "{");
    let run = w.run(&["history", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("第 3 项的记录读不出来") && run.out.contains("第一件事"), "{}", run.err);
}
