//! Leaflets, rules on the wall, posters and roll-ups: what they say, their sizes, what keeps clear of folds and feet, and wrong input.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::codes;
use super::support::{Workspace, expect, pdf_info, pdf_pages, pdf_text, squeezed};

const LEAFLET: &str = "\
---
title: 参保缴费，就近办
subtitle: 家门口就能办
audience: 城乡居民
short: [就近的服务点都能办。, 拿不准先打电话。]
reviewed: 2026-05-01
---

## 到哪里办

东镇医保服务站，**当场办结**。

## 带什么

- 有效身份证件。
- 医保电子凭证。
";

const PANEL: &str = "\
---
title: 首问负责制
source: 某办发〔2026〕1号
number: 1
---

第一条　第一位接待的工作人员为首问负责人。

第二条　职责以内的当场办理。
";

const CAMPAIGN: &str = "\
title: 医保服务，就在身边
slogan: 中国医保　一生守护
lead: 参保登记、缴费，就近的服务点都能办。
points:
  - {title: 参保登记, text: 当场办结。}
  - {title: 医保缴费, text: 帮办。}
steps: [带上有效身份证件。, 到就近的服务点。]
";

fn with(file: &str, text: &str) -> Workspace {
    let w = Workspace::new();
    w.write(&format!("content/one/{file}"), text);
    w
}

fn printed(w: &Workspace, file: &str) -> PathBuf {
    w.path().join(format!("output/print/one/{file}.pdf"))
}

fn build(w: &Workspace) {
    w.run(&["build", "--only", "print"]).expect(0);
}

/// Width and height of the first page in millimetres.
fn size(file: &Path) -> (f64, f64) {
    let info = pdf_info(file);
    let line = info.lines().find_map(|l| l.strip_prefix("Page size:")).unwrap();
    let numbers: Vec<f64> = line.split_whitespace().filter_map(|w| w.parse().ok()).collect();
    (numbers[0] * 25.4 / 72.0, numbers[1] * 25.4 / 72.0)
}

/// A word, and its box in millimetres: left, top, right, bottom.
type Word = (String, [f64; 4]);

/// The words of each page.
fn words(file: &Path) -> Vec<Vec<Word>> {
    let done = Command::new("pdftotext").args(["-bbox", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    let html = String::from_utf8(done.stdout).unwrap();
    let word = |line: &str| -> Option<Word> {
        let (attributes, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let number = |name: &str| -> Option<f64> {
            let (_, after) = attributes.split_once(&format!("{name}=\""))?;
            Some(after.split('"').next()?.parse::<f64>().ok()? * 25.4 / 72.0)
        };
        let bounds = [number("xMin")?, number("yMin")?, number("xMax")?, number("yMax")?];
        Some((rest.split('<').next()?.to_owned(), bounds))
    };
    html.split("<page ").skip(1).map(|page| page.lines().filter_map(word).collect()).collect()
}

#[test]
fn a_leaflet_is_one_sheet_that_keeps_clear_of_its_folds() {
    let w = with("leaflets/enrol.md", LEAFLET);
    expect(&w.findings(), &[]);
    build(&w);
    let file = printed(&w, "leaflets/enrol");
    assert_eq!(pdf_pages(&file), 2);
    let (wide, high) = size(&file);
    assert!((wide - 297.0).abs() < 0.1 && (high - 210.0).abs() < 0.1, "{wide} × {high}");
    let text = pdf_text(&file);
    for said in [
        "参保缴费，",
        "就近办",
        "家门口就能办",
        "给谁看",
        "城乡居民",
        "拿不准先打电话。",
        "测试医疗保障局",
        "0477-0000000",
        "0477-0000002",
        "2026年5月1日核对",
        "2026年4月版",
        "东镇医保服务站，当场办结。",
        "医保电子凭证。",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert_eq!(text.matches("到哪里办").count(), 2, "in the contents and in the text");
    assert_eq!(text.matches("版本").count(), 1, "one edition code a sheet");
    for (page, folds) in words(&file).iter().zip([[97.0, 197.0], [100.0, 200.0]]) {
        assert!(!page.is_empty());
        for (word, [left, _, right, _]) in page {
            for fold in folds {
                assert!(*right <= fold - 5.9 || *left >= fold + 5.9, "{word} ({left}–{right} mm) lies on the fold at {fold} mm");
            }
        }
    }
    // Readers find it on the site as well.
    assert!(w.path().join("output/site/one/print/leaflets/enrol.pdf").is_file());
}

#[test]
fn a_leaflet_with_a_title_alone_is_a_good_leaflet() {
    let w = with("leaflets/short.md", "---\ntitle: 参保\nreviewed: 2026-05-01\n---\n\n一句话。\n");
    w.write("yizhan.yaml", "title: 测试\nallow: [{code: C317, reason: 测试}]\n");
    build(&w);
    let file = printed(&w, "leaflets/short");
    let text = pdf_text(&file);
    assert_eq!(pdf_pages(&file), 2);
    for absent in ["给谁看", "先看这几句", "里面写了什么", "扫码"] {
        assert!(!text.contains(absent), "{absent} labels nothing: {text}");
    }
    assert!(text.contains("有疑问，先打电话") && text.contains("一句话。"), "{text}");
}

/// Text shrinks, then goes on to a second sheet, and never is lost; `check` says so before.
#[test]
fn leaflets_of_any_length() {
    let mut warned = Vec::new();
    for count in [10, 40, 50, 53, 56, 62, 90, 200] {
        let body: String =
            (1..=count).map(|i| format!("第{i}段，请带齐医保电子凭证和有效身份证件，到就近的服务点办理。\n\n")).collect();
        let w =
            with("leaflets/long.md", &format!("---\ntitle: {}\nreviewed: 2026-05-01\n---\n\n{body}", "很长的标题".repeat(40)));
        let findings = w.findings();
        assert!(findings.iter().all(|f| f.starts_with("C342 content/one/leaflets/long.md:2:8")), "{findings:?}");
        build(&w);
        let file = printed(&w, "leaflets/long");
        let text = pdf_text(&file);
        for i in 1..=count {
            assert!(text.contains(&format!("第{i}段，")), "{count} paragraphs: the {i}th is lost");
        }
        let sheets = pdf_pages(&file).div_ceil(2);
        assert_eq!(text.matches("版本").count(), sheets, "{count}: one edition code on each of {sheets} sheets");
        warned.push((count, !findings.is_empty(), sheets > 1));
    }
    // The reckoning of `check` may be wrong by a few lines, not by more.
    assert!(warned.iter().all(|(count, warns, grows)| warns == grows || (50..=56).contains(count)), "{warned:?}");
    assert!(!warned[1].2 && warned[5].2, "{warned:?}");
}

#[test]
fn a_rule_hangs_on_a_panel_that_is_read_from_afar() {
    let w = with("panels/first.md", PANEL);
    expect(&w.findings(), &[]);
    build(&w);
    let file = printed(&w, "panels/first");
    assert_eq!(pdf_pages(&file), 1);
    let (wide, high) = size(&file);
    assert!((wide - 600.0).abs() < 0.1 && (high - 900.0).abs() < 0.1, "{wide} × {high}");
    let text = pdf_text(&file);
    for said in ["首问负责制", "第一条", "第二条", "职责以内的当场办理。", "依据：某办发〔2026〕1号", "测试医疗保障局", "版本"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let found = words(&file);
    let first = found[0].iter().find(|(word, _)| word.starts_with("第一条")).unwrap();
    assert!(first.1[3] - first.1[1] > 20.0, "short rules are set large: {first:?}");
    // Nothing of it lies on the site.
    assert!(!w.path().join("output/site/one/print/panels").exists());
}

#[test]
fn panels_of_any_length() {
    for count in [1, 12, 30, 60] {
        let body: String = (1..=count)
            .map(|i| format!("{i}. 第{i}款，工作人员对来人热情接待，问清要办的事，属于自己职责的当场办理。\n"))
            .collect();
        let w = with("panels/long.md", &format!("---\ntitle: {}\n---\n\n{body}", "首问负责制".repeat(40)));
        let findings = w.findings();
        build(&w);
        let file = printed(&w, "panels/long");
        let text = pdf_text(&file);
        for i in 1..=count {
            assert!(text.contains(&format!("第{i}款，")), "{count} clauses: the {i}th is lost");
        }
        let sheets = pdf_pages(&file);
        assert_eq!(sheets, if count > 40 { 2 } else { 1 }, "{count}");
        assert_eq!(!findings.is_empty(), sheets > 1, "{count}: {findings:?}");
        let (_, smallest) = words(&file)
            .into_iter()
            .flatten()
            .filter(|(word, _)| word.contains("工作人员"))
            .map(|(word, b)| (word, b[3] - b[1]))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        assert!(smallest > 8.0, "{count}: {smallest} mm high");
    }
}

#[test]
fn a_campaign_is_printed_in_every_size() {
    let w = with("campaigns/near.yaml", CAMPAIGN);
    expect(&w.findings(), &[]);
    build(&w);
    for (ending, wide, high) in [("a3", 297.0, 420.0), ("a2", 420.0, 594.0), ("a1", 594.0, 841.0), ("rollup", 800.0, 2000.0)] {
        let file = printed(&w, &format!("posters/near-{ending}"));
        let (w, h) = size(&file);
        assert!((w - wide).abs() < 0.1 && (h - high).abs() < 0.1, "{ending}: {w} × {h}");
        assert_eq!(pdf_pages(&file), 1, "{ending}");
        let text = pdf_text(&file);
        for said in [
            "医保服务，就在身边",
            "中国医保一生守护",
            "参保登记",
            "帮办。",
            "怎么办",
            "带上有效身份证件。",
            "0477-0000000",
            "版本",
        ] {
            assert!(text.contains(said), "{ending}: {said} is not in {text}");
        }
        assert_eq!(text.matches("版本").count(), 1, "{ending}");
    }
}

/// The larger posters are the smallest one enlarged: every word stands at the same place, in hundredths of the width.
#[test]
fn posters_of_all_sizes_are_one_composition() {
    let w = with("campaigns/near.yaml", CAMPAIGN);
    build(&w);
    let places = |ending: &str, wide: f64| -> Vec<Word> {
        let found = words(&printed(&w, &format!("posters/near-{ending}")));
        // Each size has an edition code of its own.
        let is_code = |word: &str| word.len() == 11 && word.matches('-').count() == 2;
        let mut places: Vec<Word> = found.into_iter().flatten().filter(|(word, _)| !is_code(word)).collect();
        for (_, b) in &mut places {
            *b = b.map(|mm| mm / wide * 100.0);
        }
        places.sort_by(|(a, x), (b, y)| a.cmp(b).then(x[1].total_cmp(&y[1])).then(x[0].total_cmp(&y[0])));
        places
    };
    let small = places("a3", 297.0);
    for (ending, wide) in [("a2", 420.0), ("a1", 594.0)] {
        let large = places(ending, wide);
        assert_eq!(small.len(), large.len());
        for ((word, a), (same, b)) in small.iter().zip(&large) {
            assert_eq!(word, same);
            // The foot hangs from the lower edge, and A sheets differ by a hair in their form.
            let near = a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.25);
            assert!(near, "{ending}: {word} at {b:?}, not {a:?}");
        }
    }
}

#[test]
fn the_foot_of_a_roll_up_hides_nothing_and_its_code_is_at_the_height_of_a_hand() {
    let w = with("campaigns/near.yaml", &format!("{CAMPAIGN}link: https://test.example/campaign\nsizes: [易拉宝]\n"));
    build(&w);
    assert!(!printed(&w, "posters/near-a3").exists(), "only the sizes that are named");
    let file = printed(&w, "posters/near-rollup");
    for (word, [_, top, _, bottom]) in words(&file).into_iter().flatten() {
        assert!(bottom <= 1800.0, "{word} at {top}–{bottom} mm vanishes in the foot");
    }
    let found = codes::found(&file, 1, 36);
    let code = found.iter().find(|code| code.text == "https://test.example/campaign").unwrap();
    let heights = &code.heights;
    // 1800 mm are seen; what stands below 400 mm from the top is lower than 1.4 m, what stands above 700 mm is higher than 1.1 m.
    assert!(heights.iter().all(|y| (400.0..=700.0).contains(y)), "{heights:?}");
}

#[test]
fn codes_lead_to_the_bureaus_pages_and_to_the_edition() {
    let w = with("campaigns/near.yaml", CAMPAIGN);
    w.write("content/one/leaflets/enrol.md", LEAFLET).write("content/one/panels/first.md", PANEL);
    build(&w);
    for file in ["leaflets/enrol", "posters/near-a3"] {
        let found = codes::on(&printed(&w, file), 1);
        assert!(found.iter().any(|c| c == "https://test.example/one/"), "{file}: {found:?}");
        assert!(found.iter().any(|c| c.starts_with("https://test.example/one/v/")), "{file}: {found:?}");
    }
    let found = codes::on(&printed(&w, "panels/first"), 1);
    assert!(found.iter().all(|c| c.starts_with("https://test.example/one/v/")) && found.len() == 1, "{found:?}");
}

#[test]
fn a_poster_with_too_much_loses_nothing_and_is_warned_about() {
    let points: String =
        (1..=24).map(|i| format!("  - {{title: 第{i}件事, text: {}}}\n", "办理医保业务要知道的一句话，".repeat(4))).collect();
    let w = with("campaigns/full.yaml", &format!("title: {}\npoints:\n{points}sizes: [a3]\n", "一个很长很长的题目".repeat(20)));
    expect(&w.findings(), &["C342 content/one/campaigns/full.yaml:1:8"]);
    build(&w);
    let file = printed(&w, "posters/full-a3");
    let text = pdf_text(&file);
    assert_eq!(pdf_pages(&file), 2);
    for i in 1..=24 {
        assert!(text.contains(&format!("第{i}件事")), "the {i}th is lost");
    }
}

#[test]
fn without_an_address_there_is_no_code_and_no_label() {
    let w = with("campaigns/near.yaml", CAMPAIGN);
    w.write("yizhan.yaml", "title: 测试\nallow: [{code: C317, reason: 测试}]\n");
    w.write("content/one/bureau.yaml", "name: 测试医疗保障局\nedition: \"2026-04\"\n");
    build(&w);
    for ending in ["a3", "rollup"] {
        let text = pdf_text(&printed(&w, &format!("posters/near-{ending}")));
        assert!(!text.contains("扫码") && !text.contains("电话"), "{ending}: {text}");
    }
}

#[test]
fn wrong_files_are_found_at_their_places() {
    let one = |file: &str, text: &str| with(file, text).findings();
    expect(&one("leaflets/参保.md", LEAFLET), &["M208 content/one/leaflets/参保.md"]);
    expect(&one("leaflets/a.md", "没有信息块。\n"), &["Y112 content/one/leaflets/a.md"]);
    expect(&one("leaflets/a.md", ""), &["Y103 content/one/leaflets/a.md"]);
    expect(&one("leaflets/a.yaml", "title: 甲\n"), &["Y116 content/one/leaflets/a.yaml"]);
    expect(&one("leaflets/a.md", &LEAFLET.replace("reviewed: 2026-05-01\n", "")), &["C313 content/one/leaflets/a.md:2:8"]);
    expect(&one("leaflets/a.md", &LEAFLET.replace("2026-05-01", "2024-05-01")), &["C313 content/one/leaflets/a.md:6:11"]);
    expect(&one("panels/a.md", &PANEL.replace("source", "sauce")), &["M201 content/one/panels/a.md:3:1"]);
    expect(&one("panels/a.md", &PANEL.replace("number: 1", "number: 第一")), &["M208 content/one/panels/a.md:4:9"]);
    expect(&one("campaigns/a.yaml", "slogan: 甲\n"), &["M202 content/one/campaigns/a.yaml"]);
    expect(&one("campaigns/a.yaml", "title: 甲\nsizes: [a4]\n"), &["M208 content/one/campaigns/a.yaml:2:9"]);
    expect(&one("campaigns/a.yaml", "title: 甲\nlink: 扫这里\n"), &["C326 content/one/campaigns/a.yaml:2:7"]);
    let twice = with("leaflets/a.md", LEAFLET);
    twice.write("content/one/leaflets/more/a.md", LEAFLET);
    expect(&twice.findings(), &["M205 content/one/leaflets/more/a.md"]);
}

#[test]
fn the_schemas_know_both_spellings() {
    let w = Workspace::new();
    for (kind, keys) in [("leaflet", ["audience", "给谁看"]), ("panel", ["source", "依据"]), ("campaign", ["slogan", "口号"])]
    {
        let schema = w.run(&["schema", kind]).expect(0).out;
        assert!(keys.iter().all(|key| squeezed(&schema).contains(&format!("\"{key}\""))), "{kind}: {schema}");
    }
}
