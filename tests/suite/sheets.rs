//! Score sheets to fill in by hand: blank, prefilled for a point, and for a re-inspection.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::{Run, Workspace, pdf_info, sample, yizhan};

/// A sheet of the sample, in a folder that lives as long as it is looked at.
fn sheet(arguments: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    let all = [&["inspect", "sheet"], arguments, &["-o", file.to_str().unwrap()]].concat();
    yizhan(&sample(), &all).expect(0);
    well_made(&file);
    let text = cells(&file);
    (folder, text)
}

/// A4 across, tagged, every font embedded, readable by others.
fn well_made(file: &Path) {
    let info = pdf_info(file);
    for wanted in ["Tagged:          yes", "841.89 x 595.276 pts (A4)"] {
        assert!(info.contains(wanted), "{}: no {wanted:?} in\n{info}", file.display());
    }
    let fonts = String::from_utf8(Command::new("pdffonts").arg(file).output().unwrap().stdout).unwrap();
    assert!(fonts.lines().count() > 2, "{fonts}");
    for line in fonts.lines().skip(2) {
        let flags: Vec<&str> = line.split_whitespace().rev().take(5).collect();
        assert_eq!(&flags[2..5], ["yes", "yes", "yes"], "{line}");
    }
    let qpdf = Command::new("qpdf").arg("--check").arg(file).output().unwrap();
    assert!(qpdf.status.success(), "{}", String::from_utf8_lossy(&qpdf.stdout));
}

/// What a PDF says in the order in which it was set, so that the lines of one cell follow each other; white space taken out.
fn cells(file: &Path) -> String {
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap().split_whitespace().collect()
}

/// Every standard of the sample, with the title and the words of each clause.
fn standards() -> Vec<(String, Vec<String>)> {
    let (loaded, _) = yizhan::load::load(&sample());
    let all = loaded.unwrap_or_else(|_| panic!("the sample does not load")).standards;
    let texts = |s: &yizhan::model::standard::Standard| {
        s.criteria().flat_map(|c| [Some(c.title.value.clone()), c.quote.as_ref().map(|q| q.value.clone())]).flatten().collect()
    };
    all.iter().map(|s| (s.id.clone(), texts(s))).collect()
}

#[test]
fn a_blank_sheet_says_every_clause_of_its_standard() {
    for (id, clauses) in standards() {
        let (_folder, text) = sheet(&[&id]);
        for clause in &clauses {
            let plain: String = clause.split_whitespace().collect();
            assert!(text.contains(&plain), "{id}: {clause} is not in {text}");
        }
        for wanted in ["自评", "镇审核", "现场核查", "复查", "检查人", "第1页", id.as_str()] {
            assert!(text.contains(wanted), "{id}: {wanted} is not in {text}");
        }
    }
    let (_folder, stars) = sheet(&["wenling-village-stars"]);
    for wanted in ["自评分", "核查分", "扣分原因", "三星（85分以上）", "一星（60分以上）", "未达到等级"]
    {
        assert!(stars.contains(wanted), "{wanted} is not in {stars}");
    }
    let (_folder, town) = sheet(&["wuhu-demonstration-point", "--bureau", "wuhu"]);
    for wanted in ["芜湖市医疗保障局", "不适用", "鼓励", "意见箱", "平方米", "符合标准，有改进建议"]
    {
        assert!(town.contains(wanted), "{wanted} is not in {town}");
    }
    assert!(!town.contains("申报"), "a blank sheet knows no point: {town}");
}

#[test]
fn a_prefilled_sheet_has_the_point_and_what_it_declared() {
    let (_folder, text) = sheet(&["wuhu-demonstration-point", "hewan"]);
    for wanted in
        ["荷湾镇医保服务点", "芜湖市荷湾镇示例街6号", "章若谷（综合柜员）", "申报108平方米", "申报38600人", "申报9分钟", "核查"]
    {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    let (_folder, text) = sheet(&["wenling-village-stars", "wangchao", "--round", "site"]);
    for wanted in ["听潮街道望潮村医保经办服务点", "申报1人", "申报1台", "该村办件量"] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    // What this round found is not written into the sheet on which it is found.
    assert!(!text.contains("打印机线缆") && !text.contains("现场核查0台"), "{text}");
}

const STANDARD: &str = "\
title: 测试标准
source: 测试文件
version: \"1\"
total: 10
not_applicable: full_marks
facts: {面积: {unit: 平方米}}
grades: [{name: 合格, at_least: 6}]
sections:
  - title: 场所
    marks: 10
    criteria:
      - {id: sign, title: 标识, marks: 4, quote: 有标识。, rule: manual, known: [hours]}
      - {id: space, title: 面积, marks: 6, quote: 不小于50平方米。, rule: {at_least: {fact: 面积, value: 50, below: zero}}}
";

fn record(round: &str, date: &str, findings: &str) -> String {
    format!(
        "standard: test\nversion: \"1\"\npoint: east\nround: {round}\ndate: {date}\ninspectors: [张示例]\nfacts: {{面积: 60}}\nfindings: {findings}\n"
    )
}

fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD);
    w.write("content/one/points/east.yaml", format!("{}facts: {{面积: 55.5}}\n", super::support::POINT));
    w
}

#[test]
fn earlier_rounds_and_what_is_known_are_offered() {
    let w = workspace();
    w.write("content/one/inspections/a.yaml", record("self", "2026-03-01", "{sign: {marks: 3.5, reason: 旧}}"));
    w.write("content/one/inspections/b.yaml", record("town", "2026-03-05", "{sign: {marks: 2.5, reason: 破}}"));
    w.run(&["inspect", "sheet", "test", "east", "-o", "s.pdf"]).expect(0);
    let text = cells(&w.path().join("s.pdf"));
    for wanted in ["镇审核分", "3.5", "2.5", "申报55.5平方米", "镇审核60平方米", "周一至周五", "供核对"] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    // The self-assessment is not shown to the point that makes it again.
    w.run(&["inspect", "sheet", "test", "east", "--round", "self", "-o", "s.pdf"]).expect(0);
    assert!(!cells(&w.path().join("s.pdf")).contains("镇审核分"));
    // Records of another campaign are another matter.
    w.run(&["inspect", "sheet", "test", "east", "--campaign", "2027", "-o", "s.pdf"]).expect(0);
    assert!(!cells(&w.path().join("s.pdf")).contains("3.5"));
}

#[test]
fn a_re_inspection_has_just_what_is_left() {
    let (_folder, text) = sheet(&["wenling-village-stars", "wangchao", "--round", "recheck"]);
    for wanted in
        ["复查表", "上次得分", "失1.5分", "责任：经办人员", "期限：2026年6月30日", "已整改", "政务2.0办件总量", "待补数据"]
    {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    // Met on site: 业务培训, 环境整洁, 首问责任制.
    for settled in ["业务培训", "环境整洁", "首问责任制"] {
        assert!(!text.contains(settled), "{settled} is in {text}");
    }
}

#[test]
fn a_build_makes_the_sheet_where_there_is_something_to_mend() {
    let w = workspace();
    let made = |w: &Workspace| -> Vec<String> {
        w.run(&["build", "--only", "reports"]).expect(0);
        let folder = w.path().join("output/reports/one/east");
        let names = fs::read_dir(folder).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
        names.filter(|n| n.ends_with("-recheck-sheet.pdf")).collect()
    };
    let site = |findings: &str| {
        w.write("content/one/inspections/a.yaml", record("site", "2026-03-01", findings));
    };
    // Half a mark lost, and nothing to mend.
    site("{sign: {marks: 3.5, reason: 有点旧}}");
    assert_eq!(made(&w), [""; 0]);
    site("{sign: {marks: 3.5, reason: 有点旧, mend: {what: 换新的, owner: 站长, deadline: 2026-04-01}}}");
    assert_eq!(made(&w), ["test-2026-03-01-site-recheck-sheet.pdf"]);
    let sheet = w.path().join("output/reports/one/east/test-2026-03-01-site-recheck-sheet.pdf");
    well_made(&sheet);
    let text = cells(&sheet);
    for wanted in ["整改要求：换新的", "责任：站长", "期限：2026年4月1日", "失0.5分"] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert!(!text.contains("不小于50平方米"), "{text}");
    let manifest = fs::read_to_string(w.path().join("output/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let entries = manifest["artifacts"].as_array().unwrap();
    let entry = entries.iter().find(|e| e["path"].as_str().unwrap().ends_with("-recheck-sheet.pdf")).unwrap();
    assert_eq!(entry["audience"], "internal");
    // A question that is open, and a criterion without any marks.
    site("{}");
    assert_eq!(made(&w).len(), 1);
    site("{sign: {marks: 0, reason: 没有}}");
    assert_eq!(made(&w).len(), 1);
    // Mended: the chain's last round left nothing.
    w.write("content/one/inspections/b.yaml", record("recheck", "2026-05-01", "{sign: {marks: 4}}"));
    assert_eq!(made(&w), [""; 0]);
    // A self-assessment is looked at on site anyway.
    fs::remove_file(w.path().join("content/one/inspections/b.yaml")).unwrap();
    w.write("content/one/inspections/a.yaml", record("self", "2026-03-01", "{sign: {marks: 0, reason: 没有}}"));
    assert_eq!(made(&w), [""; 0]);
}

/// Asserts that a run was refused with these words and wrote nothing.
fn refused(w: &Workspace, arguments: &[&str], status: i32, said: &[&str]) {
    let all = [&["inspect", "sheet"], arguments].concat();
    let Run { status: ended, err, .. } = w.run(&all);
    assert_eq!(ended, status, "{arguments:?}: {err}");
    for words in said {
        assert!(err.contains(words), "{arguments:?}: {words} is not in {err}");
    }
    for file in ["s.pdf", "s.xlsx", "s"] {
        assert!(!w.path().join(file).exists(), "{arguments:?} wrote {file}");
    }
}

#[test]
fn what_cannot_be_made_is_refused_with_what_can() {
    let w = workspace();
    w.write("checklists/village.yaml", STANDARD.replace("total: 10", "applies_to: {tiers: [village]}\ntotal: 10"));
    refused(&w, &["tset", "-o", "s.pdf"], 2, &["P605", "there is no standard `tset`", "did you mean `test`?"]);
    refused(&w, &["test", "eats", "-o", "s.pdf"], 2, &["P605", "there is no point `eats`", "did you mean `east`?"]);
    refused(&w, &["test", "--bureau", "two", "-o", "s.pdf"], 2, &["P605", "there is no bureau `two`"]);
    refused(&w, &["village", "east", "-o", "s.pdf"], 2, &["P605", "not for the point “东镇医保服务站”"]);
    refused(&w, &["test", "-o", "s.xls"], 2, &["P603", "the file name must end in .pdf or .xlsx", "-o sheet.xlsx"]);
    refused(&w, &["test", "-o", "s"], 2, &["P603", "the file name must end in .pdf or .xlsx"]);
    refused(&w, &["test", "--round", "recheck", "-o", "s.pdf"], 2, &["P605", "needs a point"]);
    refused(&w, &["test", "east", "--round", "recheck", "-o", "s.pdf"], 2, &["P605", "no earlier record"]);
    refused(&w, &["test", "-o", "no/such/folder/s.pdf"], 2, &["P603"]);
    w.write("content/one/inspections/a.yaml", record("site", "2026-03-01", "{sign: {marks: 4}}"));
    refused(&w, &["test", "east", "--round", "recheck", "-o", "s.pdf"], 2, &["P605", "met everything"]);
    // A sheet from a broken standard would look like any other: the finding has its place.
    w.edit("checklists/test.yaml", "value: 50", "value: 50平");
    refused(&w, &["test", "-o", "s.pdf"], 1, &["checklists/test.yaml:13"]);
}
