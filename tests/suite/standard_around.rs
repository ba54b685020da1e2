//! What stands around the criteria of a score sheet: which document it is from, its total, its grades, how marks are rounded. What is certain is read; what may
//! be two things is asked, with the marks in which the answers differ.

use std::fs;

use rust_xlsxwriter::{Format, Workbook};

use super::support::Workspace;
use super::tables::{put, row, word};

/// Lines above the table, its criteria, lines below it.
pub fn sheet(above: &[&str], criteria: &[[&str; 4]], below: &[&str]) -> Vec<u8> {
    let mut rows: Vec<Vec<&str>> = above.iter().map(|line| vec![*line]).collect();
    rows.push(vec!["序号", "项目", "分值", "评分标准"]);
    rows.extend(criteria.iter().map(|c| c.to_vec()));
    rows.extend(below.iter().map(|line| line.split('|').collect()));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    put(sheet, &rows);
    book.save_to_buffer().unwrap()
}

const WHOLE: [[&str; 4]; 2] = [["1", "场所", "60", "未设窗口的扣10分"], ["2", "人员", "40", "未配专人的扣10分"]];
const HALF: [[&str; 4]; 2] = [["1", "场所", "60", "桌椅每缺一件扣0.5分"], ["2", "人员", "40", "未配专人的扣10分"]];

/// What the import of a file says, and the standard that it writes.
pub fn reading(name: &str, bytes: &[u8], more: &[&str]) -> (String, String) {
    let w = Workspace::new();
    w.write(name, bytes);
    let run = w.run(&[&["import", "standard", name, "--id", "new", "--write", "--lang", "zh"], more].concat());
    assert!(run.status == 0 && !run.err.contains("panicked"), "{}{}", run.out, run.err);
    (format!("{}{}", run.out, run.err), fs::read_to_string(w.path().join("checklists/new.yaml")).unwrap())
}

/// The id of the first question whose words are these.
pub fn question(out: &str, words: &str) -> String {
    let from = out.find(words).unwrap_or_else(|| panic!("no question “{words}” in\n{out}"));
    let rest = &out[from..];
    let line = rest.lines().map(str::trim).find(|l| l.split_once('=').is_some_and(|(id, _)| id.len() == 8)).unwrap();
    line.split_once('=').unwrap().0.to_owned()
}

/// The file with one question answered.
pub fn answered(bytes: &[u8], words: &str, word: &str) -> String {
    let (out, _) = reading("a.xlsx", bytes, &[]);
    let answer = format!("{}={word}", question(&out, words));
    reading("a.xlsx", bytes, &["--answer", &answer]).1
}

#[test]
fn the_only_document_that_is_named_is_the_source() {
    let title = "某县服务站考核细则";
    for (above, below, source, place) in [
        (
            vec![title, "根据《某县服务站管理办法》（某医保发〔2024〕12号）制定本细则。"],
            vec![],
            "《某县服务站管理办法》（某医保发〔2024〕12号）",
            "表!A2",
        ),
        (vec!["某医保发〔2024〕12号 附件2", title], vec![], "某医保发〔2024〕12号，附件2", "表!A1"),
        (
            vec![title],
            vec!["注：1.本标准摘自《某市村级服务点管理办法（试行）》。"],
            "《某市村级服务点管理办法（试行）》",
            "表!A5",
        ),
        (
            vec![title],
            vec!["依据|《某县服务站管理办法》（某医保发[2024]12号）"],
            "《某县服务站管理办法》（某医保发〔2024〕12号）",
            "表!B5",
        ),
    ] {
        let bytes = sheet(&above, &WHOLE, &below);
        let (out, yaml) = reading("a.xlsx", &bytes, &[]);
        assert!(yaml.contains(&format!("source: {source}\n")), "{source}\n{yaml}\n{out}");
        assert!(yaml.contains("title: 某县服务站考核细则\n"), "{yaml}");
        assert!(out.contains(place) && out.contains(&format!("来源读作“{source}”")), "{out}");
        assert!(!out.contains("出自哪个文件没有写"), "{out}");
        assert_eq!(yaml.matches("- id:").count(), 2, "no line is a criterion\n{yaml}");
        // What somebody gives counts.
        let (_, yaml) = reading("a.xlsx", &bytes, &["--source", "某文件"]);
        assert!(yaml.contains("source: 某文件\n"), "{yaml}");
    }
}

#[test]
fn no_document_and_several_leave_the_source_open() {
    let (out, yaml) =
        reading("a.xlsx", &sheet(&["某县服务站考核细则"], &WHOLE, &["注：其他事项按《某县服务站管理办法》执行。"]), &[]);
    assert!(yaml.contains("source: 来源待填\n") && out.contains("出自哪个文件没有写"), "{yaml}{out}");
    // A wording that names a document says nothing of the whole.
    let cited = [["1", "场所", "60", "未按《某县服务站管理办法》（某医保发〔2024〕12号）设窗口的扣10分"], WHOLE[1]];
    assert!(reading("a.xlsx", &sheet(&[], &cited, &[]), &[]).1.contains("source: 来源待填\n"));
    let several = sheet(&["某县服务站考核细则", "根据《某条例》《某县服务站管理办法》等规定，制定本细则。"], &WHOLE, &[]);
    let (out, yaml) = reading("a.xlsx", &several, &[]);
    assert!(yaml.contains("source: 来源待填\n"), "{yaml}");
    for words in ["《某条例》", "《某县服务站管理办法》", "都不是"] {
        assert!(out.lines().any(|l| l.contains('=') && l.contains(words)), "{words}: {out}");
    }
    assert!(answered(&several, "这份标准出自哪一个", "2").contains("source: 《某县服务站管理办法》\n"));
    assert!(answered(&several, "这份标准出自哪一个", "3").contains("source: 来源待填\n"));
}

#[test]
fn a_source_that_was_to_be_given_is_filled_in_and_another_stays() {
    let w = Workspace::new();
    w.write("a.xlsx", sheet(&["某县服务站考核细则"], &WHOLE, &[]));
    w.write(
        "b.xlsx",
        sheet(
            &["某县服务站考核细则", "根据《某县服务站管理办法》制定本细则。"],
            &WHOLE,
            &["90分以上为优秀，60分以上为合格，60分以下为不合格"],
        ),
    );
    let import = |file: &str, more: &[&str]| {
        let run = w.run(&[&["import", "standard", file, "--id", "new", "--write", "--lang", "zh"], more].concat());
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        fs::read_to_string(w.path().join("checklists/new.yaml")).unwrap()
    };
    assert!(import("a.xlsx", &[]).contains("source: 来源待填\n"));
    let filled = import("b.xlsx", &[]);
    assert!(filled.contains("source: 《某县服务站管理办法》\n") && filled.contains("below_grades: 不合格\n"), "{filled}");
    assert!(import("a.xlsx", &["--source", "某医保发〔2024〕3号"]).contains("source: 某医保发〔2024〕3号\n"));
    assert!(import("b.xlsx", &[]).contains("source: 某医保发〔2024〕3号\n"), "what somebody gave stays");
}

#[test]
fn grades_and_totals_in_sentences() {
    let best = "grades:\n  - name: 优秀\n    at_least: 90\n  - name: 良好\n    at_least: 80\n  - name: 合格\n    at_least: 60\nbelow_grades: 不合格\n";
    for line in [
        "注：90分（含）以上为优秀，80—89分为良好，60～79分为合格，60分以下为不合格。",
        "评定等级：优秀：90分以上；良好：80-89分；合格：60-79分；不合格：60分以下",
        "考核结果分为优秀（90分以上）、良好（80-89分）、合格（60-79分）、不合格（60分以下）四个等次。",
        "得分≥90分的评定为优秀，80分以上不足90分的评定为良好，60分以上不足80分的评定为合格，不足60分的评定为不合格",
        "90≤得分≤100为优秀；80≤得分<90为良好；60≤得分<80为合格；得分<60为不合格",
        "优秀、良好、合格、不合格分别为90分以上、80-89分、60-79分、60分以下",
        "总分100分，90分以上的为优秀，80分以上的为良好，60分以上的为合格，其余为不合格",
        "等级评定|优秀：90分以上，良好：80-89分，合格：60-79分，不合格：0-59分",
        "等级|优秀|良好|合格|不合格\n分数|90分以上|80-89分|60-79分|60分以下",
        "等级|分数区间\n优秀|[90,100]\n良好|[80,90)\n合格|[60,80)\n不合格|[0,60)",
    ] {
        let below: Vec<&str> = line.split('\n').collect();
        let (out, yaml) = reading("a.xlsx", &sheet(&["某县考核细则"], &WHOLE, &below), &[]);
        assert!(yaml.contains(best), "{line}\n{yaml}\n{out}");
        assert!(yaml.contains("total: 100\n") && yaml.matches("- id:").count() == 2, "{line}\n{yaml}");
    }
    // Above the table, beside other words; in a Word file above and below it.
    let above = ["某县考核细则", "满分为100分，得分≥90分为优秀，达到85分及以上评定为五星级", "本表实行百分制"];
    let (_, yaml) = reading("a.xlsx", &sheet(&above, &WHOLE, &[]), &[]);
    assert!(yaml.contains("  - name: 优秀\n    at_least: 90\n  - name: 五星级\n    at_least: 85\n"), "{yaml}");
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let table = format!("<w:tbl>{}{}</w:tbl>", row(&["项目", "分值", "评分标准"]), row(&["场所", "90", "未设窗口的扣10分"]));
    let body = [
        line("某医保发〔2024〕12号"),
        line("某县服务站考核细则"),
        line("根据有关规定，总分90分，从高到低评定。"),
        table,
        line("三、考核等次"),
        line("得分80分以上为优秀，60分以上为合格。"),
    ];
    let (out, yaml) = reading("a.docx", &word(&body.concat()), &[]);
    for part in [
        "title: 某县服务站考核细则\n",
        "source: 某医保发〔2024〕12号\n",
        "total: 90\n",
        "  - name: 优秀\n    at_least: 80\n  - name: 合格\n",
    ] {
        assert!(yaml.contains(part), "{part}\n{yaml}\n{out}");
    }
}

#[test]
fn bounds_that_two_grades_claim_are_asked_for() {
    let bytes = sheet(&[], &WHOLE, &["90-100分为优秀，80-90分为良好，60-80分为合格，60分以下为不合格"]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(!yaml.contains("grades:") && !yaml.contains("below_grades:"), "{yaml}");
    assert!(out.contains("90、80 分在相邻两档里都有"), "{out}");
    assert!(out.contains("90 分是“优秀”，不是“良好”") && out.contains("90 分是“良好”，不是“优秀”"), "{out}");
    let yaml = answered(&bytes, "在相邻两档里都有", "1");
    assert!(
        yaml.contains("  - name: 良好\n    at_least: 80\n  - name: 合格\n    at_least: 60\nbelow_grades: 不合格\n"),
        "{yaml}"
    );
    let yaml = answered(&bytes, "在相邻两档里都有", "2");
    assert!(
        yaml.contains("  - name: 优秀\n    more_than: 90\n  - name: 良好\n    more_than: 80\n  - name: 合格\n    at_least: 60\n"),
        "{yaml}"
    );
    // The words that say which settle it.
    let said = "90分（含）以上为优秀，80分（含）-90分为良好，60（含）-80分为合格";
    let (_, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &[said]), &[]);
    assert!(yaml.contains("  - name: 良好\n    at_least: 80\n  - name: 合格\n    at_least: 60\n"), "{yaml}");
    let said = "90分以上为优秀，80-90分（含90分）为良好";
    let (_, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &[said]), &[]);
    assert!(yaml.contains("  - name: 优秀\n    more_than: 90\n"), "{yaml}");
    // 60分（含）以下 and 60分（含）以上 claim it both.
    let (out, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &["60分（含）以上为合格，60分（含）以下为不合格"]), &[]);
    assert!(!yaml.contains("grades:") && out.contains("60 分在相邻两档里都有"), "{yaml}{out}");
}

#[test]
fn marks_between_two_grades_are_asked_for_where_they_can_be() {
    let line = "80-100分为优秀，60-79分为合格，60分以下为不合格";
    let whole = reading("a.xlsx", &sheet(&[], &WHOLE, &[line]), &[]).1;
    assert!(whole.contains("  - name: 优秀\n    at_least: 80\n"), "no total lies between\n{whole}");
    let bytes = sheet(&[], &HALF, &[line]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(
        !yaml.contains("grades:") && out.contains("79～80 分之间哪一档也不是") && out.contains("79.5 分是“合格”"),
        "{yaml}{out}"
    );
    assert!(answered(&bytes, "哪一档也不是", "1").contains("  - name: 优秀\n    at_least: 80\n"));
    assert!(answered(&bytes, "哪一档也不是", "2").contains("  - name: 优秀\n    more_than: 79\n"));
    let rounded = answered(&bytes, "哪一档也不是", "3");
    assert!(
        rounded.contains("rounding: {digits: 0, mode: half_up, before_grade: true}\n") && rounded.contains("at_least: 80\n"),
        "{rounded}"
    );
    // The document's own word.
    let own = sheet(&[], &HALF, &[line, "总得分四舍五入取整数。"]);
    let (_, yaml) = reading("a.xlsx", &own, &[]);
    assert!(
        yaml.contains("rounding: {digits: 0, mode: half_up, before_grade: true}\n") && yaml.contains("at_least: 80\n"),
        "{yaml}"
    );
    let (_, yaml) = reading("a.xlsx", &sheet(&[], &HALF, &["80-100分为优秀，60-79.9分为合格"]), &[]);
    assert!(yaml.contains("at_least: 80\n"), "nothing lies between 79.9 and 80\n{yaml}");
}

#[test]
fn grades_that_depend_on_more_or_are_not_understood_are_asked_for() {
    let bytes = sheet(&[], &WHOLE, &["90分以上且无有责投诉的为优秀，60分以上为合格"]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(!yaml.contains("grades:") && out.contains("且无有责投诉"), "{yaml}{out}");
    assert!(answered(&bytes, "且无有责投诉", "1").contains("  - name: 优秀\n    at_least: 90\n"));
    let bytes = sheet(&[], &WHOLE, &["90分以上为优秀，60分以上为合格；满意度得分80分以上的另评为先进单位等次"]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(!yaml.contains("grades:") && out.contains("像是等级，没有读懂"), "{yaml}{out}");
    // Alone it is told.
    let (out, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &["得分率90%以上且达到75分以上的地区为优秀"]), &[]);
    assert!(!yaml.contains("grades:") && out.contains("像是等级，没有读懂，没有写入"), "{yaml}{out}");
    // A row that is nothing of all this is named.
    let (out, _) = reading("a.xlsx", &sheet(&[], &WHOLE, &["每季度末由局里统一组织"]), &[]);
    assert!(out.contains("“每季度末由局里统一组织”没有读"), "{out}");
    // No order.
    let (out, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &["90分以上为优秀，90分以上为先进"]), &[]);
    assert!(!yaml.contains("grades:") && out.contains("排不成高低"), "{yaml}{out}");
    // What comes of grades is no grade.
    let (_, yaml) = reading("a.xlsx", &sheet(&[], &WHOLE, &["60分以下的，责令整改；90分以上的，全额拨付经费"]), &[]);
    assert!(!yaml.contains("grades:") && !yaml.contains("below_grades:"), "{yaml}");
}

#[test]
fn a_total_that_is_said_twice_differently_is_asked_for() {
    let rows: Vec<[&str; 4]> = WHOLE.into_iter().chain([["", "合计", "100", ""]]).collect();
    let bytes = sheet(&["某县考核细则", "本标准总分120分。"], &rows, &[]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(yaml.contains("total: 100\n") && out.contains("正文写总分 120 分，表里是 100 分"), "{yaml}{out}");
    assert!(answered(&bytes, "正文写总分", "2").contains("total: 120\n"));
    // Full marks of a part are not those of the whole.
    let (_, yaml) = reading("a.xlsx", &sheet(&["每项满分10分"], &WHOLE, &[]), &[]);
    assert!(yaml.contains("total: 100\n"), "{yaml}");
    let mut book = Workbook::new();
    let merged = book.add_worksheet().set_name("表").unwrap();
    put(merged, &[&["", ""], &["项目", "分值"], &["场所", "100"]]);
    merged.merge_range(0, 0, 0, 1, "本标准满分100分，90分以上为优秀，60分以上为合格", &Format::new()).unwrap();
    let (_, yaml) = reading("a.xlsx", &book.save_to_buffer().unwrap(), &[]);
    assert!(yaml.contains("total: 100\n") && yaml.contains("  - name: 优秀\n    at_least: 90\n"), "{yaml}");
}
