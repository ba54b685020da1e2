//! Pages that tell more than lists: what has changed, by which standards points are looked at, and forms to take home.

use std::fs;
use std::io::{Cursor, Read, Write};

use super::support::{GUIDE, Workspace};

fn read(w: &Workspace, page: &str) -> String {
    let path = w.path().join("output/site").join(page);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn build(w: &Workspace) {
    w.run(&["build", "--only", "site", "-q"]).expect(0);
}

/// A Word file with a text, and somebody's name where such files have it.
fn word(part: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", "<dc:creator>某经办人</dc:creator>"),
        ("word/document.xml", part),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RUN: &str =
    "- piece: points/east/service-list\n  name: 东镇医保服务站 服务清单\n  code: CODE\n  date: DATE\n  scheme: 2\n  shows:\n";

#[test]
fn what_changed_from_edition_to_edition_stands_by_days_in_words() {
    let w = Workspace::new();
    let run = |code: &str, date: &str, facts: &[&str]| {
        let facts: String = facts.iter().map(|fact| format!("    - \"{fact}\"\n")).collect();
        RUN.replace("CODE", code).replace("DATE", date) + &facts
    };
    let first = run("AAAA-AAAA", "2026-02-03", &["参保登记/办理深度 | 受理", "电话 | 0477-0000009", "登记 | ■"]);
    let second = run("BBBB-BBBB", "2026-03-04", &["参保登记/办理深度 | 办结", "电话 | 0477-0000009", "转移接续 | ■"]);
    w.write("content/one/editions/2026-02-03.yaml", &first);
    w.write("content/one/editions/2026-03-04.yaml", &second);
    w.write("content/one/notices/stop.md", "---\ntitle: 周五停办\ndate: 2026-03-01\n---\n\n停办。\n");
    build(&w);
    let page = read(&w, "one/changes/index.html");
    let day = page.find("2026年3月4日").expect("the day of the second edition");
    let said = page.find("参保登记的办理深度，原来是“受理”，现在是“办结”").expect("the change");
    assert!(day < said && page[said..].contains("东镇医保服务站"), "{page}");
    // What is not printed yet stands first, and is not said to have happened on a day.
    let pending = page.find("墙上的还没有换").expect("what differs from the last edition");
    assert!(pending < day && page[pending..day].contains("0477-0000001"), "{page}");
    assert!(
        page.find("周五停办").unwrap() > said && page.contains("../notices/stop/index.html") && page.contains("办事指南核对过")
    );
    for from in ["one/index.html", "one/items/enrol/index.html", "sitemap/index.html"] {
        assert!(read(&w, from).contains("changes/index.html"), "{from}");
    }
    assert!(read(&w, "one/search.js").contains("changes/index.html"));
}

const STANDARD: &str = "title: 服务站检查标准\nsource: 测办发〔2026〕1号\nversion: \"2026\"\ntotal: 100\ngrades: [{name: 合格, at_least: 60}]\nbelow_grades: 不合格\n\
sections:\n  - title: 五有一能\n    marks: 100\n    criteria:\n      - {id: place, title: 有场所, marks: 100, quote: 有固定的服务场所, clause: 三（二）, rule: yes_no, evidence: [photo], veto: true}\n";

#[test]
fn every_standard_has_a_page_unless_it_is_left_out() {
    let w = Workspace::new();
    w.write("checklists/station.yaml", format!("{STANDARD}note: 原文没有写怎样验收。\n"));
    w.write("checklists/inner.yaml", STANDARD.replace("服务站检查标准", "内部标准"));
    build(&w);
    let page = read(&w, "one/standards/station/index.html");
    for word in [
        "有固定的服务场所",
        "100 分",
        "一票否决",
        "怎么查：照片",
        "合格",
        "60 分以上",
        "不合格",
        "测办发〔2026〕1号",
        "版本：2026",
    ] {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(!page.contains("原文没有写"), "a note for inspectors: {page}");
    assert!(read(&w, "one/standards/index.html").contains("inner/index.html"));
    assert!(read(&w, "one/search.js").contains("standards/station/index.html"));
    assert!(read(&w, "sitemap/index.html").contains("standards/index.html") && read(&w, "one/index.html").contains("standards/"));
    w.edit("content/one/bureau.yaml", "edition:", "standards: [station]\nedition:");
    build(&w);
    assert!(!w.path().join("output/site/one/standards/inner").exists());
    w.edit("content/one/bureau.yaml", "standards: [station]", "standards: []");
    build(&w);
    assert!(!w.path().join("output/site/one/standards").exists() && !read(&w, "one/index.html").contains("standards/"));
    w.edit("content/one/bureau.yaml", "standards: []", "standards: [statoin]");
    assert!(
        w.findings().iter().any(|f| f.starts_with("C356 content/one/bureau.yaml:") && f.contains("statoin")),
        "{:?}",
        w.findings()
    );
    // With several bureaus a standard is theirs who inspect by it.
    w.edit("content/one/bureau.yaml", "standards: [statoin]\n", "");
    w.write("content/two/bureau.yaml", "name: 第二医疗保障局\nhotline: 0477-0000000\nedition: \"2026-04\"\n");
    build(&w);
    assert!(!w.path().join("output/site/one/standards").exists());
}

#[test]
fn a_form_beside_the_guide_is_a_download_without_the_names_of_its_makers() {
    let w = Workspace::new();
    let guide = GUIDE
        .replace("{name: 身份证, copies: 1}", "{name: 参保登记表, file: forms/enrol.docx}")
        .replace("正文。", "另见[填写说明](forms/help.pdf)和[网站](https://a.example/x.pdf)。");
    w.write("content/one/guides/enrol.md", &guide);
    let missing = w.findings();
    assert!(
        missing.iter().any(|f| f.starts_with("Y125 content/one/guides/enrol.md:3") && f.contains("forms/enrol.docx")),
        "{missing:?}"
    );
    assert!(missing.iter().any(|f| f.starts_with("Y125") && f.contains("forms/help.pdf")), "{missing:?}");
    w.write("content/one/guides/forms/enrol.docx", word("<w:t>登记表</w:t>"));
    w.write("content/one/guides/forms/help.pdf", b"%PDF-1.7 <<>>");
    build(&w);
    let page = read(&w, "one/items/enrol/index.html");
    let at = "../../../assets/files/content/one/guides/forms/enrol.docx";
    assert!(page.contains(&format!("href=\"{at}\">下载空白表格（Word，1 KB）")), "{page}");
    assert!(
        page.contains("assets/files/content/one/guides/forms/help.pdf\">填写说明</a>")
            && page.contains("https://a.example/x.pdf")
    );
    let all = read(&w, "one/forms/index.html");
    assert!(
        all.contains("参保登记表<small>Word 1 KB") && all.contains("填写说明<small>PDF 1 KB") && all.contains("../items/enrol/"),
        "{all}"
    );
    let bytes = fs::read(w.path().join("output/site/assets/files/content/one/guides/forms/enrol.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for name in ["docProps/core.xml", "word/document.xml"] {
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    }
    assert!(text.contains("登记表") && !text.contains("某经办人"), "{text}");
    w.run(&["check", "--links", "-o", "output"]).expect(0);
    // A name within the form itself is only told; an old format and a broken file are refused.
    w.write("content/one/guides/forms/enrol.docx", word("<w:ins w:author=\"某经办人\"/>"));
    assert!(w.findings().iter().any(|f| f.starts_with("Y126")), "{:?}", w.findings());
    w.write("content/one/guides/forms/enrol.docx", "不是压缩包");
    assert!(w.findings().iter().any(|f| f.starts_with("Y125")), "{:?}", w.findings());
    w.edit("content/one/guides/enrol.md", "enrol.docx", "enrol.doc").write("content/one/guides/forms/enrol.doc", "x");
    assert!(w.findings().iter().any(|f| f.starts_with("Y125") && f.contains("of a kind")), "{:?}", w.findings());
}
