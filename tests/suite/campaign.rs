//! The papers of the invented campaign: what each says, that its forms agree with each other, and with what `inspect score` says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::sample::built;
use super::support::{docx_text, pdf_info, pdf_text, sample, squeezed, yizhan};

const STARS: &str = "wenling-village-stars";

/// The outcomes of the on-site round, as `inspect score` gives them.
fn on_site() -> Vec<Value> {
    let mut all = Vec::new();
    for file in ["2026-site.yaml", "songtang-2026.yaml", "wangchao-2026.yaml", "baishuli-2026.yaml"] {
        let path = format!("content/wenling/inspections/{file}");
        let run = yizhan(&sample(), &["inspect", "score", &path, "--format", "json"]).expect(0);
        match serde_json::from_str(&run.out).unwrap() {
            Value::Array(list) => all.extend(list),
            one => all.push(one),
        }
    }
    assert_eq!(all.len(), 60);
    all
}

fn count(outcomes: &[Value], grade: &str) -> usize {
    outcomes.iter().filter(|o| o["grade"].as_str() == Some(grade)).count()
}

#[test]
fn the_circular_counts_what_score_gives() {
    let outcomes = on_site();
    let text = pdf_text(&built(&format!("reports/wenling/circulars/{STARS}-2026-site.pdf")));
    let (three, two, one) = (count(&outcomes, "三星"), count(&outcomes, "二星"), count(&outcomes, "一星"));
    assert!(three > 20 && two > 5 && one > 2, "{three} {two} {one}");
    assert!(text.contains(&format!("60个服务点中，三星{three}个，二星{two}个，一星{one}个")), "{text}");
    // The mean of the totals that are certain, in thousandths so that no binary fraction decides.
    let settled: Vec<i64> = outcomes.iter().filter(|o| o["state"] != "unknown").map(|o| thousandths(&o["total"])).collect();
    let hundredths = (settled.iter().sum::<i64>() * 2 / 10 / i64::try_from(settled.len()).unwrap() + 1) / 2;
    let mean = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let mean = mean.trim_end_matches('0').trim_end_matches('.');
    assert!(text.contains(&format!("已确定总分的{}个服务点平均{mean}分", settled.len())), "{mean} {text}");
    for paper in [
        "结果分布",
        "各部分平均得分",
        "失分较多的项目",
        "待补数据的服务点",
        "附件1得分排名",
        "附件2各服务点整改情况",
        "各季度检查次数",
    ] {
        assert!(text.contains(paper), "no {paper}");
    }
}

fn thousandths(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<3}").parse().unwrap()
}

/// Every sheet of a workbook as LibreOffice calculates it anew: rows of cells by the sheet's name.
fn calculated(file: &Path, folder: &Path) -> BTreeMap<String, Vec<Vec<String>>> {
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    // 0: always calculate, whatever results the file brings.
    let always = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">"#,
        r#"<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>"#,
        "</oor:items>"
    );
    fs::write(profile.join("user/registrymodifications.xcu"), always).unwrap();
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"])
        .arg("--outdir")
        .arg(folder)
        .arg(file)
        .output()
        .unwrap_or_else(|e| panic!("soffice is needed for this test and cannot be run: {e}"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
    let mut sheets = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(sheet) = name.strip_prefix(&format!("{stem}-")).and_then(|n| n.strip_suffix(".csv")) {
            let text = fs::read_to_string(&path).unwrap();
            let rows = text.lines().map(|l| l.split(',').map(|c| c.trim_matches('"').to_owned()).collect()).collect();
            sheets.insert(sheet.to_owned(), rows);
        }
    }
    sheets
}

/// The workbook with one number of a cell of the first sheet replaced.
fn tampered(file: &Path, to: &Path, cell: &str, value: &str) {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(bytes).unwrap();
            let start = text.find(&format!("<c r=\"{cell}\"")).unwrap();
            let open = start + text[start..].find("<v>").unwrap() + 3;
            let close = open + text[open..].find("</v>").unwrap();
            bytes = format!("{}{value}{}", &text[..open], &text[close..]).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    out.finish().unwrap();
}

#[test]
fn the_workbooks_formulas_agree_with_the_scores() {
    let folder = tempfile::tempdir().unwrap();
    let file = built(&format!("reports/wenling/circulars/{STARS}-2026-site.xlsx"));
    let sheets = calculated(&file, folder.path());
    let (ranking, figures) = (&sheets["排名"], &sheets["统计"]);
    let outcomes = on_site();
    let names = names();
    let mut compared = 0;
    for row in ranking.iter().skip(2).filter(|r| r.len() > 8) {
        let id = names.iter().find(|(_, name)| **name == row[1]).map_or_else(|| panic!("{row:?}"), |(id, _)| id);
        let outcome = outcomes.iter().find(|o| o["point"].as_str() == Some(id)).unwrap();
        if outcome["state"] != "unknown" {
            assert_eq!(row[7], outcome["total"].as_str().unwrap(), "{row:?}");
            assert_eq!(row[8], outcome["grade"].as_str().unwrap_or("未达到等级"), "{row:?}");
            let better =
                outcomes.iter().filter(|o| o["state"] != "unknown" && thousandths(&o["total"]) > thousandths(&outcome["total"]));
            assert_eq!(row[0], (better.count() + 1).to_string(), "{row:?}");
            compared += 1;
        }
    }
    assert!(compared >= 50, "{compared}");
    let counted = |name: &str| figures.iter().find(|r| r[0] == name).map_or_else(|| panic!("{name}"), |r| r[1].clone());
    for grade in ["三星", "二星", "一星"] {
        assert_eq!(counted(grade), count(&outcomes, grade).to_string());
    }
    assert_eq!(counted("合计"), "60");

    // That the formulas are really calculated: with other marks in a section, total and grade follow.
    let other = folder.path().join("other.xlsx");
    tampered(&file, &other, "C3", "0.25");
    let folder = tempfile::tempdir().unwrap();
    let changed = &calculated(&other, folder.path())["排名"];
    assert_eq!(changed[2][2], "0.25");
    assert_ne!(changed[2][7], ranking[2][7]);
}

/// Names of Wenling's points by id.
fn names() -> BTreeMap<String, String> {
    let (workspace, _) = yizhan::load::load(&sample());
    let Ok(workspace) = workspace else { panic!("the repository is a workspace") };
    let bureau = workspace.bureau("wenling").unwrap();
    bureau.points.iter().map(|p| (p.id.to_string(), p.name.value.clone())).collect()
}

/// All files of the built reports with an ending.
fn reports(ending: &str) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(built("reports")).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let mut list: Vec<PathBuf> = files.filter(|p| p.to_string_lossy().ends_with(ending)).collect();
    list.sort();
    list
}

/// What stands in a PDF in the order of its content, white space and what repeats on each page taken out.
fn content_of(file: &Path) -> String {
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    assert!(done.status.success());
    squeezed(&String::from_utf8(done.stdout).unwrap())
}

#[test]
fn a_report_for_word_says_what_its_pdf_says() {
    let mut compared = 0;
    // The records of the other bureaus, and of Wenling those with something special.
    let special =
        ["bailu", "daoxiang", "haitang", "weian", "zhangshuxia", "tiejiangxiang", "songtang", "wangchao", "lingjiaotang"];
    for word in reports(".docx") {
        let path = word.to_string_lossy().into_owned();
        let record = ["-self.docx", "-town.docx", "-site.docx", "-recheck.docx"].iter().any(|end| path.ends_with(end));
        let wanted = special.iter().any(|id| path.contains(&format!("/{id}/"))) || !path.contains("/wenling/");
        if !record || !wanted || path.contains("/circulars/") {
            continue;
        }
        let pdf = content_of(&word.with_extension("pdf"));
        for paragraph in docx_text(&word) {
            // A cell's words may be cut by a page's end, never here: rows stay whole.
            assert!(pdf.contains(&paragraph), "{path}: {paragraph}");
        }
        compared += 1;
    }
    assert!(compared >= 15, "{compared}");
}

#[test]
fn a_report_shows_what_stands_behind_the_marks() {
    let of = |point: &str, round: &str| {
        let list = reports(&format!("-{round}.pdf"));
        let file = list.iter().find(|p| p.to_string_lossy().contains(&format!("/{point}/"))).unwrap_or_else(|| panic!("{point}"));
        pdf_text(file)
    };
    let mean = of("bailu", "site");
    assert!(mean.contains("检查人分别评分") && mean.contains("各项取检查人评分的平均"), "{mean}");
    assert!(of("daoxiang", "site").contains("各项取检查人评分中最低的"));
    assert!(of("haitang", "site").contains("检查人商定后记分"));
    let corrected = of("weian", "site");
    for words in ["现场核查（第1次更正）", "更正记录", "原记录", "第1次更正"] {
        assert!(corrected.contains(words), "{words}: {corrected}");
    }
    let waived = of("zhangshuxia", "site");
    assert!(waived.contains("豁免") && waived.contains("有效期至"), "{waived}");
    let differs = of("dengta", "site");
    assert!(differs.contains("填报与查实") && differs.contains("不一致"), "{differs}");
    assert!(of("songtang", "site").contains("系统佐证"));
    let again = reports("-recheck.pdf").iter().map(|f| pdf_text(f)).filter(|t| t.contains("已整改")).count();
    assert!(again >= 10, "{again}");
}

#[test]
fn photos_stand_in_the_report_with_time_and_fingerprint() {
    let with: Vec<PathBuf> = reports("-site.pdf").into_iter().filter(|f| pdf_text(f).contains("照片1")).collect();
    assert!(with.len() >= 4, "{with:?}");
    for file in &with {
        let text = pdf_text(file);
        assert!(text.contains("拍摄时间") && text.contains("文件指纹"), "{}", file.display());
        let list = Command::new("pdfimages").arg("-list").arg(file).output().unwrap();
        let list = String::from_utf8(list.stdout).unwrap();
        assert!(list.lines().any(|l| l.contains("jpeg")), "{}: {list}", file.display());
    }
}

#[test]
fn the_application_form_is_filled_from_the_point() {
    let file = built("reports/wuhu/hewan/demonstration-2026-application.pdf");
    let text = pdf_text(&file);
    for words in [
        "2026年度市级“15分钟医保服务圈”",
        "示范点申报表",
        "108平方米",
        "医保窗口数",
        "2个",
        "0553-0000102",
        "不超过500字",
        "主要负责人签字",
    ] {
        assert!(text.contains(words), "no {words}: {text}");
    }
    assert!(pdf_info(&file).contains("(A4)"));
    let pdf = content_of(&file);
    let word = docx_text(&file.with_extension("docx"));
    assert!(word.len() > 15, "{word:?}");
    for paragraph in word {
        assert!(pdf.contains(&paragraph), "{paragraph}");
    }
}

#[test]
fn the_command_makes_the_papers_of_a_round() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("papers");
    let run = yizhan(&sample(), &["inspect", "circular", "--standard", STARS, "-o", to.to_str().unwrap()]).expect(0);
    let mut made: Vec<String> =
        fs::read_dir(&to).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    made.sort();
    // The fullest round that was held last: on site, not the twenty that were looked at again.
    assert_eq!(
        made,
        [
            "publication-wenling-village-stars-2026.docx",
            "publication-wenling-village-stars-2026.pdf",
            "wenling-village-stars-2026-site.docx",
            "wenling-village-stars-2026-site.pdf",
            "wenling-village-stars-2026-site.xlsx",
        ]
    );
    assert_eq!(run.out.lines().count(), 5);
    // The same bytes as in a build.
    let same =
        |name: &str| fs::read(to.join(name)).unwrap() == fs::read(built(&format!("reports/wenling/circulars/{name}"))).unwrap();
    assert!(same("wenling-village-stars-2026-site.pdf") && same("wenling-village-stars-2026-site.docx"));
    assert!(same("wenling-village-stars-2026-site.xlsx"));
    let wrong = yizhan(&sample(), &["inspect", "circular", "--standard", "stars", "-o", to.to_str().unwrap()]).expect(2);
    assert!(wrong.err.contains("wenling-village-stars"), "{}", wrong.err);
    let none = ["inspect", "circular", "--standard", STARS, "--campaign", "2025", "-o", to.to_str().unwrap()];
    let none = yizhan(&sample(), &none).expect(2);
    let rounds = "--standard wenling-village-stars --bureau wenling --campaign 2026 --round site";
    assert!(none.err.contains(rounds), "{}", none.err);
}
