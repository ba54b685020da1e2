//! Score sheets as workbooks, there and back: what is filled in becomes the same result, the sheet's own sums agree, and every mistake is named
//! with its cell.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use yizhan::audit::answer_fields::{AnswerField, answer_fields};
use yizhan::audit::{Facts, Outcome, Place, score, show};
use yizhan::model::inspection::{FaultCount, Finding, InspectionFile};
use yizhan::model::point::FactValue;
use yizhan::model::standard::{Criterion, Standard};
use yizhan::model::{Bureau, Workspace};
use yizhan::tables;

use super::support::{Run, sample, yizhan};

/// The sample in a folder of its own.
pub fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["yizhan.yaml", "calendar.yaml", "checklists", "content"] {
        for entry in walkdir::WalkDir::new(sample().join(part)).into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let to = folder.path().join(entry.path().strip_prefix(sample()).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(entry.path(), to).unwrap();
        }
    }
    folder
}

/// Cells by sheet (1: 填表, 2: 评分表) and place; a number or a text.
pub type Cells = BTreeMap<(usize, String), String>;

/// A workbook with cells filled in, as a spreadsheet would: their formats stay.
pub fn fill(file: &Path, cells: &Cells) {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        for ((sheet, place), value) in cells {
            if name == format!("xl/worksheets/sheet{sheet}.xml") {
                let mut text = String::from_utf8(bytes).unwrap();
                let start = text.find(&format!("<c r=\"{place}\"")).unwrap_or_else(|| panic!("no cell {place}"));
                let end = start + text[start..].find("/>").unwrap() + 2;
                let old = text[start..end].trim_end_matches("/>").to_owned();
                assert!(!old.contains('>'), "{place} is not blank: {old}");
                let new = if value.parse::<f64>().is_ok() {
                    format!("{old}><v>{value}</v></c>")
                } else {
                    let value = value.replace('&', "&amp;").replace('<', "&lt;");
                    format!("{old} t=\"inlineStr\"><is><t>{value}</t></is></c>")
                };
                text.replace_range(start..end, &new);
                bytes = text.into_bytes();
            }
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(file, out.finish().unwrap().into_inner()).unwrap();
}

/// The row of each key, from 1, of the sheets 填表 and 评分表.
pub fn keys(file: &Path) -> BTreeMap<String, (usize, usize)> {
    let sheets = tables::read_sheets("a.xlsx", &fs::read(file).unwrap()).unwrap();
    let mut keys = BTreeMap::new();
    for (number, sheet) in (1..).zip(sheets.iter().take(2)) {
        for row in 0..sheet.rows.len() {
            keys.insert(sheet.text(row, 0).to_owned(), (number, row + 1));
        }
    }
    keys
}

/// The workbook as LibreOffice saves it, with everything calculated anew.
fn calculated(file: &Path, folder: &Path) -> PathBuf {
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    let always = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">"#,
        r#"<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>"#,
        "</oor:items>"
    );
    fs::write(profile.join("user/registrymodifications.xcu"), always).unwrap();
    let out = folder.join("saved");
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&out)
        .arg(file)
        .output()
        .unwrap_or_else(|e| panic!("soffice is needed for this test and cannot be run: {e}"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    out.join(file.file_name().unwrap())
}

/// A workbook with another result in a cell of the answers.
fn reckoned(file: &Path, to: &Path, place: &str, value: &str) {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet2.xml" {
            let text = String::from_utf8(bytes).unwrap();
            let start = text.find(&format!("<c r=\"{place}\"")).unwrap();
            let open = start + text[start..].find("<v>").unwrap() + 3;
            let close = open + text[open..].find("</v>").unwrap();
            bytes = format!("{}{value}{}", &text[..open], &text[close..]).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap();
}

/// What an inspector with this record would fill in.
fn answers(record: &InspectionFile, standard: &Standard, keys: &BTreeMap<String, (usize, usize)>) -> Cells {
    let mut cells = Cells::new();
    let mut put = |key: &str, column: char, value: String| {
        if let Some((sheet, row)) = keys.get(key) {
            cells.insert((*sheet, format!("{column}{row}")), value);
        }
    };
    put("head|date", 'C', record.date.value.to_string());
    let inspectors: Vec<&str> = record.inspectors.iter().map(|t| t.as_str()).collect();
    put("head|inspectors", 'C', inspectors.join("、"));
    for (name, value) in &record.facts {
        let Some(value) = value else { continue };
        let text = match value {
            FactValue::Number(n) => show(n.value),
            FactValue::YesNo(yes) => if yes.value { "是" } else { "否" }.to_owned(),
            FactValue::Text(text) => text.value.clone(),
            FactValue::List(_) => continue,
        };
        put(&format!("fact|{}", name.value), 'F', text);
    }
    let facts = Facts::new(standard, &[], None, Place::default());
    for criterion in standard.criteria() {
        let Some(Some(finding)) = record.findings.get(criterion.id.as_str()) else { continue };
        let id = criterion.id.as_str();
        for (field, text) in of_finding(criterion, finding, facts) {
            let key = field.key(id);
            put(if keys.contains_key(&key) { &key } else { id }, 'F', text);
        }
        if let Some(reason) = &finding.not_applicable {
            put(id, 'I', reason.value.clone());
        }
        if let Some(reason) = &finding.reason {
            put(id, 'J', reason.value.clone());
        }
        if let Some(mend) = &finding.mend {
            put(id, 'L', mend.what.value.clone());
        }
    }
    cells
}

fn of_finding<'a>(criterion: &'a Criterion, finding: &Finding, facts: Facts<'a>) -> Vec<(AnswerField<'a>, String)> {
    let yes = |yes: bool| if yes { "是" } else { "否" }.to_owned();
    let mut list = Vec::new();
    for field in answer_fields(criterion, facts) {
        let text = match field {
            AnswerField::Fact { .. } => None,
            AnswerField::Marks => finding.marks.as_ref().map(|m| show(m.value)),
            AnswerField::Met => finding.met.map(yes),
            AnswerField::Clean => {
                let clean = finding.faults.as_ref().is_some_and(|f| f.iter().next().is_none())
                    || finding.missing.as_ref().is_some_and(Vec::is_empty);
                clean.then(|| "是".to_owned())
            }
            AnswerField::Fault { name, by } => {
                finding.faults.as_ref().and_then(|f| f.get(name)).and_then(|count| match (count, by) {
                    (FaultCount::Times(n), None) => n.value.map(|n| n.to_string()),
                    (FaultCount::FoundBy(of), Some(by)) => of.get(by).and_then(|n| n.value).map(|n| n.to_string()),
                    _ => None,
                })
            }
            AnswerField::Thing { name } => finding
                .missing
                .as_ref()
                .filter(|m| !m.is_empty())
                .map(|m| if m.iter().any(|t| t.as_str() == name) { "缺" } else { "有" }.to_owned()),
            AnswerField::Checked => finding.sample.as_ref().and_then(|s| s.checked.value).map(|n| n.to_string()),
            AnswerField::Failed => finding.sample.as_ref().and_then(|s| s.failed.value).map(|n| n.to_string()),
        };
        list.extend(text.map(|text| (field, text)));
    }
    list
}

fn loaded(root: &Path) -> Workspace {
    let (workspace, _) = yizhan::load::load(root);
    workspace.unwrap_or_else(|_| panic!("a workspace"))
}

/// The outcome of a record by itself, without what other rounds found.
fn alone(workspace: &Workspace, bureau: &Bureau, record: &InspectionFile) -> Outcome {
    let standard = workspace.standard_of(&record.standard, &record.version).unwrap();
    let point = bureau.point(&record.point).unwrap();
    score(standard, record, point, Place::of(bureau, point))
}

/// Makes a sheet of a record's point in a campaign where nothing was inspected yet.
fn sheet_of(root: &Path, bureau: &str, record: &InspectionFile, name: &str) -> PathBuf {
    let path = root.join(name);
    let (point, round) = (record.point.as_str(), record.round.value.word());
    let path_text = path.to_string_lossy().into_owned();
    let arguments = ["inspect", "sheet", record.standard.as_str(), point, "--bureau", bureau, "--round", round];
    yizhan(root, &[&arguments[..], &["--campaign", "2099", "-o", &path_text]].concat()).expect(0);
    path
}

pub fn import(root: &Path, file: &Path, more: &[&str]) -> Run {
    let file = file.to_string_lossy().into_owned();
    yizhan(root, &[&["inspect", "import", &file], more].concat())
}

/// One record of each standard, and of Wenling some with rare findings: filled in, saved by LibreOffice with all formulas calculated, taken in.
/// The result is the record's own, and the sheet's sums are ours.
#[test]
fn what_is_filled_in_gives_the_same_result_and_the_sums_agree() {
    let folder = copied();
    let root = folder.path();
    let before = loaded(root);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut compared = 0;
    let mut done = Vec::new();
    for bureau in &before.bureaus {
        for record in bureau.inspections.iter().filter(|r| r.sheets.is_empty() && r.revision.is_none()) {
            let standard = before.standard_of(&record.standard, &record.version).unwrap();
            let outcome = alone(&before, bureau, record);
            let count = seen.entry(standard.id.as_str()).or_default();
            // The first two of each standard, and more where something does not apply, or a total comes about in another way.
            let rare = outcome.criteria().any(|c| c.state.word() == "not_applicable") || outcome.arithmetic.contains('；');
            if record.round.value.word() == "recheck" || !(*count < 2 || (rare && *count < 6)) {
                continue;
            }
            *count += 1;
            let name = format!("{}-{}-{}.xlsx", bureau.id, record.point.value, record.round.value.word());
            let file = sheet_of(root, bureau.id.as_str(), record, &name);
            fill(&file, &answers(record, standard, &keys(&file)));
            done.push((bureau, record, outcome, calculated(&file, root)));
        }
    }
    assert!(seen.len() == 5, "{seen:?}");
    // That the sheet's own marks are really compared: another one is found out, with its cell.
    let scored = |of: &&(&Bureau, &InspectionFile, Outcome, PathBuf)| of.1.standard.value == "wenling-village-stars";
    let (_, record, _, file) = done.iter().find(scored).unwrap();
    let standard = before.standard_of(&record.standard, &record.version).unwrap();
    let answered =
        |c: &&Criterion| c.marks.is_some() && keys(file).contains_key(c.id.as_str()) && record.findings.get(&c.id).is_some();
    let judged = standard.criteria().find(answered).map(|c| c.id.to_string()).unwrap();
    let other = root.join("other.xlsx");
    let (_, row) = keys(file)[&judged];
    reckoned(file, &other, &format!("H{row}"), "0.25");
    let run = import(root, &other, &[]).expect(0);
    assert!(run.err.contains(&format!("评分表!H{row}")) && run.err.contains("it says 0.25"), "{}", run.err);
    fs::remove_file(root.join(run.out.trim())).unwrap();
    for (bureau, record, wanted, file) in done {
        let run = import(root, &file, &[]).expect(0);
        assert!(!run.err.contains("the rules give"), "{}: {}", file.display(), run.err);
        let after = loaded(root);
        let path = run.out.trim();
        let new = &after.bureau(bureau.id.as_str()).unwrap().inspections;
        let new = new.iter().find(|r| after.path_of(r.span) == path).unwrap();
        let got = alone(&after, after.bureau(bureau.id.as_str()).unwrap(), new);
        let marks = |o: &Outcome| o.criteria().map(|c| (c.id.clone(), c.low, c.high, c.state)).collect::<Vec<_>>();
        // What was waived in the record is no part of a sheet.
        if record.waivers.is_empty() && !record.findings.iter().any(|(_, f)| f.as_ref().is_some_and(|f| f.ruling.is_some())) {
            assert_eq!(marks(&got), marks(&wanted), "{path}");
            assert_eq!((got.total, &got.grade), (wanted.total, &wanted.grade), "{path}");
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
    // The records are as good as any other: nothing is wrong with the workspace afterwards.
    let run = yizhan(root, &["check"]);
    assert!(run.status < 2 && !run.err.contains("2099"), "{}", run.err);
}

pub fn wenling(root: &Path, round: &str) -> PathBuf {
    let file = root.join(format!("{round}.xlsx"));
    let text = file.to_string_lossy().into_owned();
    yizhan(root, &["inspect", "sheet", "wenling-village-stars", "juyuan", "--round", round, "--campaign", "2099", "-o", &text])
        .expect(0);
    file
}

pub fn cells(keys: &BTreeMap<String, (usize, usize)>, list: &[(&str, char, &str)]) -> Cells {
    let one = |(key, column, value): &(&str, char, &str)| {
        let (sheet, row) = keys.get(*key).unwrap_or_else(|| panic!("no key {key}"));
        ((*sheet, format!("{column}{row}")), (*value).to_owned())
    };
    list.iter().map(one).collect()
}

pub const HEAD: [(&str, char, &str); 2] = [("head|date", 'C', "2026年6月8日"), ("head|inspectors", 'C', "张示例，李示例")];

#[test]
fn every_mistake_is_named_with_its_cell() {
    let folder = copied();
    let file = wenling(folder.path(), "site");
    let keys = keys(&file);
    let wrong = [
        ("head|date", 'C', "上周三"),
        ("leadership", 'F', "五分"),
        ("fact|该村办件量", 'F', "约160"),
        ("signs|clean", 'F', "是"),
        ("signs|thing|门口“医保经办服务点”标志", 'F', "缺"),
        ("tidy", 'M', "2026-11-30"),
        ("knowledge", 'L', "补课"),
        ("knowledge", 'M', "年底"),
    ];

    fill(&file, &cells(&keys, &wrong));
    let run = import(folder.path(), &file, &["--lang", "zh"]).expect(1);
    let row = |key: &str| keys[key].1;
    for wanted in [
        format!("填表!C{}：检查日期“上周三”读不懂", row("head|date")),
        format!("填表!C{}：没有写检查人", row("head|inspectors")),
        format!("评分表!F{}：“五分”读不懂", row("leadership")),
        format!("评分表!F{}：“约160”读不懂", row("fact|该村办件量")),
        format!("评分表!F{}：写了“都没有问题”，可是", row("signs|clean")),
        format!("评分表!M{}：写了整改期限，没有写要整改什么", row("tidy")),
        format!("评分表!M{}：期限“年底”读不懂", row("knowledge")),
    ] {
        assert!(run.err.contains(&wanted), "{wanted} is not in\n{}", run.err);
    }
    // Nothing is written, and the file is kept with its reasons.
    assert!(fs::read_dir(folder.path().join("content/wenling/inspections")).unwrap().flatten().all(|e| {
        !e.file_name().to_string_lossy().contains("2099") && !e.file_name().to_string_lossy().starts_with("juyuan")
    }));
    let kept: Vec<String> = fs::read_dir(folder.path().join("intake/refused"))
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    let text = kept.iter().find(|n| Path::new(n).extension().is_some_and(|e| e == "txt")).unwrap();
    let text = fs::read_to_string(folder.path().join("intake/refused").join(text)).unwrap();
    assert!(text.contains("上周三") && text.contains("改法："), "{text}");
}

#[test]
fn a_percentage_that_a_spreadsheet_changed_is_asked_about() {
    let folder = copied();
    let file = wenling(folder.path(), "site");
    let keys = keys(&file);
    let share = [("fact|该村参保率", 'F', "0.96"), ("leadership", 'F', "5")];
    fill(&file, &cells(&keys, &[&HEAD[..], &share[..]].concat()));
    let run = import(folder.path(), &file, &["--lang", "zh"]).expect(1);
    let row = keys["fact|该村参保率"].1;
    assert!(run.err.contains(&format!("评分表!F{row}")) && run.err.contains("96% 写 96"), "{}", run.err);
}

/// Marks of another body have its own scale: 86 of 100, worth 20.
#[test]
fn marks_of_another_body_are_filled_in_on_its_own_scale() {
    use super::support::Workspace as Small;
    let w = Small::new();
    let standard = "title: 标准\nsource: 测试\nversion: \"1\"\ntotal: 20\ngrades: [{name: 好, at_least: 1}]\nsections: [{title: 一, marks: 20, criteria: [{id: a, title: 满意度, marks: 20, quote: 满意度, evidence: [data], rule: {external: {by: 第三方, out_of: 100}}}]}]\n";
    w.write("checklists/s.yaml", standard);
    let file = w.path().join("s.xlsx");
    let text = file.to_string_lossy().into_owned();
    w.run(&["inspect", "sheet", "s", "east", "--round", "site", "-o", &text]).expect(0);
    let keys = keys(&file);
    let sheets = tables::read_sheets("a.xlsx", &fs::read(&file).unwrap()).unwrap();
    let row = keys["a|marks"].1;
    assert_eq!(sheets[1].text(row - 1, 6), "分（满分100）");
    fill(&file, &cells(&keys, &[&HEAD[..], &[("a|marks", 'F', "86"), ("a", 'J', "问卷")]].concat()));
    let saved = calculated(&file, w.path());
    let run = import(w.path(), &saved, &["--lang", "zh"]).expect(0);
    assert!(run.err.contains("17.2分") && !run.err.contains("按规则是"), "{}", run.err);
}

#[test]
fn nothing_that_was_filled_in_is_lost_without_a_word() {
    let folder = copied();
    let root = folder.path();
    let said = |more: &[(&str, char, &str)], wanted: &str| {
        let file = wenling(root, "site");
        let keys = keys(&file);
        fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5")], more].concat()));
        let run = import(root, &file, &["--lang", "zh", "--dry-run"]).expect(1);
        assert!(run.err.contains(wanted), "{wanted} is not in\n{}", run.err);
        assert!(run.err.contains("没有收"), "{}", run.err);
        fs::remove_file(file).unwrap();
    };
    said(&[("tidy", 'F', "7")], "“环境整洁”填了7，满分是2");
    said(&[("signs|clean", 'F', "否")], "写了“否”，没有写缺什么");
    said(&[("signs", 'F', "2")], "“2”填在标题行里");
    said(&[("fact|该村办件量", 'F', "很多")], "“很多”读不懂");
    said(&[("tidy", 'L', "整理"), ("tidy", 'M', "2026-01-01")], "期限 2026-01-01 早于检查日期");
    // A sheet that was filled in is somebody's work.
    let file = wenling(root, "site");
    let text = file.to_string_lossy().into_owned();
    let keys = keys(&file);
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5")]].concat()));
    let filled = fs::read(&file).unwrap();
    let again = yizhan(root, &["inspect", "sheet", "wenling-village-stars", "juyuan", "-o", &text, "--lang", "zh"]).expect(2);
    assert!(again.err.contains("已经存在，没有覆盖"), "{}", again.err);
    assert!(filled == fs::read(&file).unwrap());
    // Saved in the old format it is refused with what to do: the readers of old formats never meet what comes back.
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", root.join("p").display()))
        .args(["--headless", "--convert-to", "xls", "--outdir"])
        .args([root, file.as_path()])
        .output()
        .unwrap();
    assert!(done.status.success());
    let run = import(root, &root.join("site.xls"), &["--lang", "zh"]).expect(1);
    assert!(run.err.contains("评分表只收 .xlsx") && run.err.contains("另存为 .xlsx 再交"), "{}", run.err);
    import(root, &file, &["--lang", "zh"]).expect(0);
}

#[test]
fn an_empty_sheet_another_workbook_and_a_renamed_sheet_say_what_to_do() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let blank = root.join("blank.xlsx");
    fs::copy(&file, &blank).unwrap();
    fill(&blank, &cells(&keys, &HEAD));
    let run = import(root, &blank, &["--lang", "zh"]).expect(1);
    assert!(run.err.contains("评分表里什么也没有填"), "{}", run.err);

    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "评分表").unwrap();
    let other = root.join("other.xlsx");
    book.save(&other).unwrap();
    let run = import(root, &other, &["--lang", "zh"]).expect(1);
    assert!(run.err.contains("不是本程序做的评分表"), "{}", run.err);

    let text = root.join("没有.xlsx");
    let run = import(root, &text, &["--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有文件"), "{}", run.err);
}

#[test]
fn the_same_workbook_twice_changes_nothing_and_another_one_is_a_conflict_until_it_corrects() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let other = root.join("另一份.xlsx");
    fs::copy(&file, &other).unwrap();
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "4.5"), ("leadership", 'J', "会议记录少一次")]].concat()));
    fill(&other, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "4"), ("leadership", 'J', "会议记录少两次")]].concat()));
    let first = import(root, &file, &["--lang", "zh"]).expect(0);
    let path = first.out.trim().to_owned();
    assert_eq!(path, "content/wenling/inspections/juyuan-wenling-village-stars-2026-06-08-site.yaml");
    let text = fs::read_to_string(root.join(&path)).unwrap();
    assert!(text.contains("  leadership: {marks: 4.5, reason: 会议记录少一次}\n"), "{text}");
    assert!(text.contains("inspectors: [张示例, 李示例]\n") && text.contains("campaign: \"2099\"\n"), "{text}");

    let again = import(root, &file, &["--lang", "zh"]).expect(0);
    assert!(again.err.contains("已经收过") && again.out.is_empty(), "{}", again.err);

    let conflict = import(root, &other, &["--lang", "zh"]).expect(1);
    assert!(conflict.err.contains("已有一份不一样的记录") && conflict.err.contains("--revise"), "{}", conflict.err);
    assert_eq!(fs::read_dir(root.join("intake/conflicts")).unwrap().count(), 2);
    assert_eq!(fs::read_to_string(root.join(&path)).unwrap(), text);

    let unsigned = import(root, &other, &["--revise", "--lang", "zh"]).expect(2);
    assert!(unsigned.err.contains("更正要写明谁更正"), "{}", unsigned.err);
    let corrected = import(root, &other, &["--revise", "--by", "林示例", "--reason", "复核会议记录", "--lang", "zh"]).expect(0);
    assert!(corrected.out.trim().ends_with("-site-r2.yaml"), "{}", corrected.out);
    assert!(super::support::tree(&root.join("intake/conflicts")).is_empty());
    let run = yizhan(root, &["inspect", "score", corrected.out.trim(), "--format", "json"]).expect(0);
    assert!(run.out.contains("\"awarded\": \"4\""), "{}", run.out);
}

#[test]
fn a_sheet_for_any_point_asks_which_one() {
    let folder = copied();
    let root = folder.path();
    let file = root.join("any.xlsx");
    let text = file.to_string_lossy().into_owned();
    yizhan(root, &["inspect", "sheet", "wenling-village-stars", "--bureau", "wenling", "--campaign", "2099", "-o", &text])
        .expect(0);
    let keys = keys(&file);
    let filled = root.join("filled.xlsx");
    fs::copy(&file, &filled).unwrap();
    fill(&filled, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5")]].concat()));
    let run = import(root, &filled, &["--lang", "zh"]).expect(1);
    assert!(run.err.contains("没有写是哪个服务点"), "{}", run.err);
    fs::copy(&file, &filled).unwrap();
    let named = [("head|point", 'C', "橘园社区（juyuan）"), ("head|round", 'C', "自评"), ("leadership", 'F', "5")];
    fill(&filled, &cells(&keys, &[&HEAD[..], &named[..]].concat()));
    let run = import(root, &filled, &["--lang", "zh"]).expect(0);
    assert!(run.out.trim().ends_with("juyuan-wenling-village-stars-2026-06-08-self.yaml"), "{}", run.out);
}

/// A picture on the sheet, in the row of a criterion or of one of its answers, is a photo of that criterion.
#[test]
fn pictures_go_with_the_row_they_stand_in() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let fact = keys["fact|该村办件量"].1 - 1;
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5")]].concat()));
    with_pictures(&file, &[(keys["leadership"].1 - 1, shot(1)), (fact, shot(2)), (0, shot(3))]);
    let run = import(root, &file, &["--lang", "zh"]).expect(0);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    let photos: Vec<&str> = text.lines().filter(|l| l.contains("photos/juyuan/")).collect();
    assert_eq!(photos.len(), 2, "{text}");
    assert!(run.err.contains("这张图片不在哪一项的行里"), "{}", run.err);
    let name = photos[0].trim().trim_start_matches("- {file: ").trim_end_matches('}');
    assert_eq!(fs::read(root.join("content/wenling/inspections").join(name)).unwrap(), shot(1));
}

pub fn shot(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([shade, 90, 90])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Puts pictures on the sheet of answers, as a spreadsheet does: a drawing with an anchor each.
pub fn with_pictures(file: &Path, pictures: &[(usize, Vec<u8>)]) {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let rels = "xl/worksheets/_rels/sheet2.xml.rels";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = format!("<Relationship Id=\"rId77\" Type=\"{kind}/drawing\" Target=\"../drawings/drawing77.xml\"/>");
    let mut linked = false;
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet2.xml" {
            let text = String::from_utf8(bytes).unwrap();
            let before = text.find("<legacyDrawing").unwrap();
            bytes = format!("{}<drawing r:id=\"rId77\"/>{}", &text[..before], &text[before..]).into_bytes();
        }
        if name == rels {
            linked = true;
            bytes =
                String::from_utf8(bytes).unwrap().replace("</Relationships>", &format!("{link}</Relationships>")).into_bytes();
        }
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    assert!(linked, "the sheet has notes, and so a part with links");
    let (mut anchors, mut links) = (String::new(), String::new());
    for (n, (row, bytes)) in pictures.iter().enumerate() {
        anchors.push_str(&format!(
            "<xdr:oneCellAnchor><xdr:from><xdr:col>13</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx=\"9525\" cy=\"9525\"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"{n}\" name=\"p{n}\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"rId{n}\"/></xdr:blipFill><xdr:spPr/></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
        ));
        links.push_str(&format!("<Relationship Id=\"rId{n}\" Type=\"{kind}/image\" Target=\"../media/p{n}.png\"/>"));
        out.start_file(format!("xl/media/p{n}.png"), options).unwrap();
        out.write_all(bytes).unwrap();
    }
    let drawing = format!(
        "<?xml version=\"1.0\"?><xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{kind}\">{anchors}</xdr:wsDr>"
    );
    let links = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
    );
    for (name, text) in [("xl/drawings/drawing77.xml", drawing), ("xl/drawings/_rels/drawing77.xml.rels", links)] {
        out.start_file(name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    fs::write(file, out.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn the_same_workspace_makes_the_same_workbook() {
    let folder = copied();
    let file = wenling(folder.path(), "site");
    let first = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert_eq!(fs::read(wenling(folder.path(), "site")).unwrap(), first);
}
