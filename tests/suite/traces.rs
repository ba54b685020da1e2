//! From a print back to its page: edition codes, print runs, change notices, orders, files for a press.

use std::fs;
use std::process::Command;

use sha2::{Digest, Sha256};

use super::codes;
use super::support::{Workspace, pdf_info, pdf_pages, pdf_text};

const LIST: &str = "output/print/one/points/east/service-list.pdf";
const CARD: &str = "output/print/one/points/east/desk-card.pdf";

/// The code that the manifest says a file bears.
fn code(w: &Workspace, file: &str) -> String {
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(w.path().join("output/manifest.json")).unwrap()).unwrap();
    let path = file.trim_start_matches("output/");
    let line = manifest["artifacts"].as_array().unwrap().iter().find(|a| a["path"] == path).unwrap();
    line["code"].as_str().unwrap().to_owned()
}

fn page(w: &Workspace, code: &str) -> String {
    fs::read_to_string(w.path().join(format!("output/site/one/v/{code}/index.html"))).unwrap()
}

#[test]
fn every_piece_leads_to_the_page_of_its_edition() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(w.path().join("output/print/one")).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "pdf") {
            continue;
        }
        let file = format!("output/{}", path.strip_prefix(w.path().join("output")).unwrap().display());
        let code = code(&w, &file);
        let text = pdf_text(path);
        assert!(text.contains(&code), "{file} does not print {code}");
        assert!(page(&w, &code).contains("现行有效"), "{file}");
        // It is read back from the raster of one of its pages.
        let wanted = format!("https://test.example/one/v/{code}/");
        let found: Vec<String> = (1..=pdf_pages(path)).flat_map(|page| codes::on(path, page)).collect();
        assert!(found.contains(&wanted), "{file}: {wanted} is not in {found:?}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn an_unchanged_piece_keeps_its_code() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let (list, card) = (code(&w, LIST), code(&w, CARD));
    // A new edition of the bureau, whose name stands on every piece, changes nothing that this piece says.
    w.edit("content/one/bureau.yaml", "2026-04", "2026-09");
    w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    w.run(&["build"]).expect(0);
    assert_ne!(code(&w, LIST), list, "the list shows the address");
    assert_eq!(code(&w, CARD), card, "the card does not");
    assert!(pdf_text(&w.path().join(CARD)).contains("2026年9月版"));
}

#[test]
fn a_superseded_print_says_by_what_since_when_and_what_changed() {
    let w = Workspace::new();
    w.run(&["print-order", "-o", "order"]).expect(0);
    let record = fs::read_to_string(w.path().join("content/one/editions/2026-12-01.yaml")).unwrap();
    assert!(record.contains("points/east/service-list"), "{record}");
    assert_eq!(w.findings(), Vec::<String>::new());
    let old = code(&w, LIST);
    // The same again is no new record.
    w.run(&["print-order", "-o", "order"]).expect(0);
    assert_eq!(fs::read_to_string(w.path().join("content/one/editions/2026-12-01.yaml")).unwrap(), record);
    let none = w.run(&["print-order", "-o", "order", "--changed"]).expect(0);
    assert!(none.err.contains("nothing to print"), "{}", none.err);

    w.edit("content/one/catalog.yaml", "town: 办结", "town: 受理");
    w.run(&["build"]).expect(0);
    let new = code(&w, LIST);
    let text = page(&w, &old);
    for said in [format!("已被 {new} 版取代"), "2026年12月1日付印".to_owned(), "参保登记 · 办理深度：办结 → 受理".to_owned()]
    {
        assert!(text.contains(&said), "{said} is not in {text}");
    }
    assert!(text.contains("还没有付印"), "the new edition was not ordered: {text}");
    assert!(page(&w, &new).contains("现行有效"));
    w.run(&["print-order", "-o", "order", "--changed"]).expect(0);
    w.run(&["build"]).expect(0);
    assert!(page(&w, &old).contains("新版自2026年12月1日起"), "{}", page(&w, &old));

    // What is printed no more is withdrawn, and its page stays.
    w.edit("content/one/points/east.yaml", "id: east", "id: east\nstatus: closed\nstatus_reason: 合并");
    w.run(&["build"]).expect(0);
    assert!(page(&w, &new).contains("已停用"));
}

/// What stands on a piece beside its own content is printed too.
#[test]
fn the_name_of_the_bureau_and_the_titles_of_plan_and_catalog_are_in_the_codes() {
    let w = Workspace::new();
    w.write("content/one/plan.yaml", "title: 量化表\ngroups: [{title: 医保加医院, tasks: [{text: 开展培训}]}]\n");
    w.run(&["print-order", "-o", "order"]).expect(0);
    let file = |piece: &str| format!("output/print/one/{piece}.pdf");
    let pieces = ["points/east/service-list", "points/east/desk-card", "points/east/door-plate", "notices/enrol", "plan"];
    let old: Vec<String> = pieces.iter().map(|piece| code(&w, &file(piece))).collect();
    w.edit("content/one/bureau.yaml", "name: 测试医疗保障局", "name: 改名医疗保障局");
    w.run(&["build"]).expect(0);
    for (piece, old) in pieces.iter().zip(&old) {
        assert_ne!(code(&w, &file(piece)), *old, "{piece}");
        let text = page(&w, old);
        assert!(text.contains("取代") && text.contains("医保局：测试医疗保障局 → 改名医疗保障局"), "{piece}: {text}");
    }
    let (plan, matrix) = (code(&w, &file("plan")), code(&w, &file("catalog-matrix")));
    w.edit("content/one/plan.yaml", "title: 量化表", "title: 任务表");
    w.edit("content/one/catalog.yaml", "title: 服务清单", "title: 事项清单");
    w.run(&["build", "--only", "print"]).expect(0);
    assert_ne!(code(&w, &file("plan")), plan);
    assert_ne!(code(&w, &file("catalog-matrix")), matrix);
}

#[test]
fn a_change_notice_lists_changes_and_reprints() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    fs::rename(w.path().join("output"), w.path().join("old")).unwrap();
    w.edit("content/one/points/east.yaml", "0477-0000001", "0477-0000009");
    w.run(&["build"]).expect(0);
    let said = w.run(&["diff", "old", "output", "--lang", "zh"]).expect(0).out;
    for wanted in ["0477-0000001 → 0477-0000009", "东镇医保服务站", "重印", "print/one/points/east/desk-card.pdf"] {
        assert!(said.contains(wanted), "{wanted} is not in {said}");
    }
    assert!(!said.contains("zone-signs"), "a sign without the phone stays: {said}");
    // The workspace itself against an output, and manifests alone, name the same pieces.
    assert_eq!(w.run(&["diff", "old", "--lang", "zh"]).expect(0).out, said);
    let list = |arguments: &[&str]| -> Vec<String> {
        let found: serde_json::Value = serde_json::from_str(&w.run(arguments).expect(0).out).unwrap();
        found["reprint"].as_array().unwrap().iter().map(|r| r["file"].as_str().unwrap().to_owned()).collect()
    };
    fs::create_dir(w.path().join("bare")).unwrap();
    fs::copy(w.path().join("old/manifest.json"), w.path().join("bare/manifest.json")).unwrap();
    assert_eq!(
        list(&["diff", "bare/manifest.json", "output", "--format", "json"]),
        list(&["diff", "old", "output", "--format", "json"])
    );
    let same = w.run(&["diff", "output", "output", "--lang", "zh"]).expect(0).out;
    assert_eq!(same.trim(), "印刷品没有变化");

    w.run(&["diff", "old", "output", "-o", "notice.pdf"]).expect(0);
    w.run(&["diff", "old", "output", "-o", "notice.md"]).expect(0);
    let pdf = pdf_text(&w.path().join("notice.pdf"));
    assert!(pdf.contains("印刷品变更通知") && pdf.contains("0477-0000009"), "{pdf}");
    assert!(fs::read_to_string(w.path().join("notice.md")).unwrap().contains("| 重印 |"));
    let wrong = w.run(&["diff", "nowhere", "output"]).expect(2);
    assert!(wrong.err.contains("nowhere"), "{}", wrong.err);
    w.run(&["diff", "old", "output", "-o", "notice.txt"]).expect(2);
}

#[test]
fn revisions_of_a_repository_can_be_compared() {
    let w = Workspace::new();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .current_dir(w.path())
            .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    w.edit("content/one/points/east.yaml", "0477-0000001", "0477-0000009");
    let said = w.run(&["diff", "HEAD", "--lang", "zh"]).expect(0).out;
    assert!(said.contains("0477-0000001 → 0477-0000009"), "{said}");
    let wrong = w.run(&["diff", "no-such-revision"]).expect(2);
    assert!(wrong.err.contains("no-such-revision"), "{}", wrong.err);
    w.run(&["diff", "--", "--output=x"]).expect(2);
    assert!(!w.path().join("x").exists());
}

#[test]
fn an_order_says_what_how_big_and_how_often() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "channel: town", "channel: town\nfacts: {windows: 3}");
    w.run(&["print-order", "-o", "order", "--no-record"]).expect(0);
    assert!(!w.path().join("content/one/editions").exists());
    let text = pdf_text(&w.path().join("order/one-print-order.pdf"));
    let card = fs::read(w.path().join(CARD)).unwrap();
    let hash: String = Sha256::digest(&card).iter().map(|b| format!("{b:02x}")).collect();
    for said in
        ["付印单", "台卡（A5）", "210×297毫米", "横折，距上边148.5毫米", "250克铜版卡纸", code(&w, CARD).as_str(), &hash[..32]]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    // LibreOffice works the sums out again: three windows, three cards.
    let done = Command::new("soffice")
        .args([
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
            "--outdir",
        ])
        .arg(w.path())
        .arg(format!("-env:UserInstallation=file://{}", w.path().join("office").display()))
        .arg(w.path().join("order/one-print-order.xlsx"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let csv =
        fs::read_dir(w.path()).unwrap().flatten().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "csv")).unwrap();
    let csv = fs::read_to_string(csv).unwrap();
    let line = csv.lines().find(|l| l.starts_with("台卡（A5）")).unwrap();
    assert!(line.ends_with(",1,3"), "{line}");
}

#[test]
fn files_for_a_press_have_bleed_marks_and_a_ticket() {
    let w = Workspace::new();
    w.run(&["build", "--press"]).expect(0);
    let card = w.path().join("output/press/one/points/east/desk-card.pdf");
    let done = Command::new("pdfinfo").arg("-box").arg(&card).output().unwrap();
    let boxes = String::from_utf8(done.stdout).unwrap();
    let numbers = |name: &str| -> Vec<f64> {
        let line = boxes.lines().find(|l| l.starts_with(name)).unwrap();
        line.split_whitespace().skip(1).map(|n| n.parse::<f64>().unwrap() * 25.4 / 72.0).collect()
    };
    let close = |found: &[f64], wanted: &[f64]| found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.05);
    assert!(close(&numbers("TrimBox"), &[11.0, 11.0, 221.0, 308.0]), "{boxes}");
    assert!(close(&numbers("MediaBox"), &[0.0, 0.0, 232.0, 319.0]), "{boxes}");
    // A path may break after a slash.
    let ticket = pdf_text(&w.path().join("output/press/one/job-ticket.pdf")).replace('\u{200b}', "");
    for said in ["印刷工单", "216×303毫米", "press/one/points/east/desk-card.pdf"] {
        assert!(ticket.contains(said), "{said} is not in {ticket}");
    }
    // An old file for the press must never go to print: a build without it takes it away.
    w.run(&["build"]).expect(0);
    assert!(!w.path().join("output/press").exists());
}

#[test]
fn the_contact_sheet_shows_every_kind() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let page = fs::read_to_string(w.path().join("output/print/index.html")).unwrap();
    let text = pdf_text(&w.path().join("output/print/index.pdf"));
    for kind in ["服务清单", "台卡（A5）", "门牌", "一次性告知单"] {
        assert!(page.contains(kind) && text.contains(kind), "{kind}");
    }
    for src in page.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let picture = image::open(w.path().join("output/print").join(src)).unwrap();
        assert_eq!(picture.width(), 280, "{src}");
    }
    assert!(!pdf_info(&w.path().join("output/print/index.pdf")).contains("Pages:           0"));
    assert!(!w.path().join("output/site/print").exists());
    // Pictures are drawn along with their pieces; one that is lost is drawn alone, and is the same.
    let picture = fs::read_dir(w.path().join("output/print/index")).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let drawn = fs::read(&picture).unwrap();
    fs::remove_file(&picture).unwrap();
    w.run(&["build"]).expect(0);
    assert!(fs::read(&picture).unwrap() == drawn, "{}", picture.display());
}

#[test]
fn a_theme_with_a_slip_is_reported_at_its_line_once() {
    let w = Workspace::new();
    w.write("themes/default/print/phone-sign.typ", "#import \"lib.typ\": *\n\n#let x = nothing-of-this-name\n");
    let run = w.run(&["build"]).expect(1);
    assert!(run.err.contains("themes/default/print/phone-sign.typ:3"), "{}", run.err);
    assert_eq!(run.err.matches("phone-sign.typ:3").count(), 1, "{}", run.err);
}
