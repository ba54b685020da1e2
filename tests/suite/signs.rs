//! The signs of a point: what they say, how large they are, and what is said of slips in what they are made from.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::codes;
use super::support::{POINT, Workspace, expect, pdf_info, pdf_pages, pdf_text, squeezed};

/// The sizes of the six signs, in millimetres.
const SIGNS: [(&str, (f64, f64)); 6] = [
    ("door-plate", (600.0, 400.0)),
    ("hours-sign", (297.0, 420.0)),
    ("zone-signs", (420.0, 297.0)),
    ("window-signs", (297.0, 210.0)),
    ("phone-sign", (297.0, 210.0)),
    ("rating-sign", (148.0, 210.0)),
];

fn sign(w: &Workspace, id: &str) -> PathBuf {
    w.path().join(format!("output/print/one/points/east/{id}.pdf"))
}

fn built(point: &str) -> Workspace {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", point);
    w.run(&["build", "--only", "print"]).expect(0);
    w
}

/// What a PDF says, in the order in which it is drawn: columns stay apart.
fn raw_text(file: &Path) -> String {
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    squeezed(&String::from_utf8(done.stdout).unwrap())
}

/// Width and height of the first page in millimetres.
fn size(file: &Path) -> (f64, f64) {
    let info = pdf_info(file);
    let line = info.lines().find(|l| l.starts_with("Page size:")).unwrap();
    let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    (numbers[0] / 72.0 * 25.4, numbers[1] / 72.0 * 25.4)
}

/// A point that has all six.
fn whole() -> String {
    format!("{POINT}rating: https://hcp.example/w?id=7\nfacts: {{windows: 2}}\n")
}

#[test]
fn every_sign_of_a_point_has_its_size_and_words() {
    let w = built(&whole());
    for (id, (wide, high)) in SIGNS {
        let file = sign(&w, id);
        let (x, y) = size(&file);
        assert!((x - wide).abs() < 0.5 && (y - high).abs() < 0.5, "{id}: {x} × {y}");
        let text = pdf_text(&file);
        // Each page bears its edition, and the code of it, once.
        assert_eq!(text.matches("扫码核对是否现行").count(), pdf_pages(&file), "{id}: {text}");
        assert!(text.contains("测试医疗保障局") && text.contains("2026年4月版"), "{id}: {text}");
    }
    let says = |id: &str, words: &[&str]| {
        let text = pdf_text(&sign(&w, id));
        for word in words {
            assert!(text.contains(word), "{id}: {word} is not in {text}");
        }
    };
    says("door-plate", &["东镇", "医疗保障服务站", "中国医保一生守护"]);
    says(
        "hours-sign",
        &[
            "服务时间",
            "东镇医保服务站",
            "周一至周五",
            "08:30—11:30",
            "14:30—17:30",
            "周六、周日",
            "法定节假日休息",
            "0477-0000001",
            "不在服务时间",
        ],
    );
    says("zone-signs", &["引导咨询区", "排队叫号区", "柜台受理服务区", "等候休息区", "先取号，再等候叫号"]);
    says("window-signs", &["1号窗口", "2号窗口", "医保综合受理"]);
    says("phone-sign", &["本点咨询", "0477-0000001", "医保局咨询", "0477-0000000", "投诉", "0477-0000002"]);
    says("rating-sign", &["请您评价本次服务", "1号窗口", "非常满意", "基本满意", "非常不满意"]);
    assert_eq!(
        [4, 2, 2],
        [pdf_pages(&sign(&w, "zone-signs")), pdf_pages(&sign(&w, "window-signs")), pdf_pages(&sign(&w, "rating-sign"))]
    );
    // Nothing of this is reading for the site.
    assert!(!w.path().join("output/site/one/print/points/east/door-plate.pdf").exists());
}

#[test]
fn codes_lead_where_the_words_beside_them_say() {
    let w = built(&whole());
    for (id, wanted) in [
        ("hours-sign", "https://test.example/one/"),
        ("phone-sign", "https://test.example/one/points/east/"),
        ("rating-sign", "https://hcp.example/w?id=7"),
    ] {
        let found = codes::on(&sign(&w, id), 1);
        assert!(found.iter().any(|code| code == wanted), "{id}: {found:?}");
    }
}

#[test]
fn a_plate_follows_the_pattern_of_its_level() {
    let plate = |w: &Workspace| pdf_text(&sign(w, "door-plate"));
    let w = built(&POINT.replace("东镇医保服务站", "东镇党群服务中心医保窗口"));
    assert!(plate(&w).contains("医疗保障服务站") && !plate(&w).contains("党群"), "{}", plate(&w));
    // The bureau's own words, in the village's as in the town's pattern.
    w.write(
        "content/one/bureau.yaml",
        "name: 测试医疗保障局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\nedition: \"2026-04\"\nprint: {town_plate: \"{place}医保驿站\"}\n",
    );
    w.edit("content/one/points/east.yaml", "channel: town", "place: 大东镇\nchannel: town");
    w.run(&["build", "--only", "print"]).expect(0);
    assert!(plate(&w).contains("大东镇") && plate(&w).contains("医保驿站"), "{}", plate(&w));
    // A county's hall has a name of its own, and so has a point from whose name no place can be taken.
    for (name, channel) in [("东县医保经办大厅", "hall"), ("东风", "town")] {
        let w = built(&POINT.replace("东镇医保服务站", name).replace("channel: town", &format!("channel: {channel}")));
        assert!(plate(&w).contains(name), "{}", plate(&w));
    }
}

/// What a plate says is composed of what is certain; the rest is asked, and no line of it breaks a word.
#[test]
fn a_plate_says_its_office_once_and_breaks_between_words() {
    let lines = |name: &str, channel: &str| -> Vec<String> {
        let w = built(&POINT.replace("东镇医保服务站", name).replace("channel: town", &format!("channel: {channel}")));
        let said = squeezed(&raw_text(&sign(&w, "door-plate")));
        let done = Command::new("pdftotext")
            .args(["-bbox-layout", "-enc", "UTF-8"])
            .arg(sign(&w, "door-plate"))
            .arg("-")
            .output()
            .unwrap();
        let html = String::from_utf8(done.stdout).unwrap();
        // The largest letters of the page are the name.
        let mut all: Vec<(f64, String)> = Vec::new();
        for line in html.split("<line ").skip(1) {
            let number = |key: &str| -> f64 {
                line.split(&format!("{key}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
            };
            let words: String =
                line.split("<word ").skip(1).map(|w| w.split('>').nth(1).unwrap().split('<').next().unwrap()).collect();
            all.push((number("yMax") - number("yMin"), words));
        }
        let most = all.iter().map(|(high, _)| *high).fold(0.0, f64::max);
        assert!(!said.is_empty());
        all.into_iter().filter(|(high, _)| *high > most * 0.9).map(|(_, words)| words).collect()
    };
    for (name, channel, expected) in [
        ("东村医疗保障便民服务点", "town", &["东村医疗保障服务站"][..]),
        ("柳河乡石桥子村便民服务中心医保帮办代办点", "town", &["柳河乡石桥子村", "医疗保障服务站"]),
        (
            "示例自治县城关镇东关社区卫生服务中心医保经办服务窗口",
            "hall",
            &["示例自治县城关镇", "东关社区卫生服务中心", "医保经办服务窗口"],
        ),
    ] {
        assert_eq!(lines(name, channel), expected, "{name}");
    }
    // What is not certain is asked, with what to write.
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", POINT.replace("东镇医保服务站", "东镇慢病医保服务站"));
    expect(
        &w.findings(),
        &["C347 content/one/points/east.yaml:2:7 it is not clear which part of “东镇慢病医保服务站” is the place"],
    );
    w.edit("content/one/points/east.yaml", "channel: town", "place: 东镇医保\nchannel: town");
    expect(&w.findings(), &["C347 content/one/points/east.yaml:3:8 the place “东镇医保” names the insurance"]);
    w.edit("content/one/points/east.yaml", "place: 东镇医保", "place: 东镇");
    expect(&w.findings(), &[]);
}

#[test]
fn named_windows_and_zones_decide() {
    let own = "windows:\n  - {number: 3, name: 参保登记}\n  - {number: 综合专窗, note: 老年人优先, rating: HCP-0004}\n";
    let w = built(&format!("{POINT}rating: https://hcp.example/w?id=7\n{own}facts: {{windows: 2, zones: [咨询区]}}\n"));
    let windows = pdf_text(&sign(&w, "window-signs"));
    for said in ["3号窗口", "参保登记", "综合专窗", "医保综合受理", "老年人优先"] {
        assert!(windows.contains(said), "{said} is not in {windows}");
    }
    assert!(!windows.contains("1号窗口"), "{windows}");
    let zones = sign(&w, "zone-signs");
    assert!(pdf_pages(&zones) == 1 && pdf_text(&zones).contains("咨询区"));
    // The second window has a code of its own, which is no link: it is printed as it is.
    let rating = sign(&w, "rating-sign");
    assert!(pdf_text(&rating).contains("HCP-0004") && pdf_pages(&rating) == 2);
    assert!(!codes::on(&rating, 2).iter().any(|code| code.contains("hcp")));
}

/// Names of two characters and of two hundred stay whole on their page.
#[test]
fn names_of_any_length_stay_on_their_page() {
    for count in [2, 12, 40, 200] {
        let name: String = "东镇南山北河西路综合便民服务大厅".chars().cycle().take(count).collect();
        let point = format!(
            "{}windows: [{{number: \"1\", name: {name}}}, {{number: {name}}}]\nrating: https://hcp.example/7\nfacts: {{zones: [{name}]}}\n",
            POINT.replace("东镇医保服务站", &name).replace("channel: town", "channel: hall")
        );
        let w = built(&point);
        for (id, wanted) in
            [("door-plate", 1), ("hours-sign", 1), ("zone-signs", 1), ("window-signs", 2), ("phone-sign", 1), ("rating-sign", 2)]
        {
            let file = sign(&w, id);
            assert_eq!(pdf_pages(&file), wanted, "{id}, {count} characters");
            let text = raw_text(&file);
            assert!(text.contains(&name), "{id}, {count} characters: {text}");
        }
    }
}

#[test]
fn hours_of_every_kind_are_said() {
    for (hours, said) in [
        (
            "May 01-Sep 30 Mo-Fr 08:30-12:00; Oct 01-Apr 30 Mo-Fr 08:30-11:30",
            &["5月1日至9月30日", "08:30—12:00", "10月1日至4月30日", "08:30—11:30"][..],
        ),
        ("We[3] 09:00-11:00", &["每月第三个周三09:00—11:00"]),
        ("24/7", &["每天", "全天"]),
        ("Mo-Fr 08:30-17:00; Feb 10-20 off", &["2月10日至2月20日休息"]),
    ] {
        let w = built(&POINT.replace("Mo-Fr 08:30-11:30,14:30-17:30; PH off", hours));
        let text = raw_text(&sign(&w, "hours-sign"));
        for words in said {
            assert!(text.contains(words), "{hours}: {words} is not in {text}");
        }
    }
    let many: String =
        (1..=60).map(|i| format!("  - {{name: 特色服务{i}号, hours: \"Sa 09:00-11:30\", note: 电话预约}}\n")).collect();
    let w = built(&format!("{POINT}special:\n{many}"));
    let file = sign(&w, "hours-sign");
    let text = pdf_text(&file);
    assert!((1..=60).all(|i| text.contains(&format!("特色服务{i}号"))), "{text}");
    assert_eq!(text.matches("扫码核对是否现行").count(), pdf_pages(&file));
}

#[test]
fn what_is_not_known_makes_no_sign() {
    let w = built("id: east\nname: 东村医保服务点\nchannel: town\nphone: 0477-0000001\nfacts: {zones: []}\n");
    for (id, there) in [
        ("door-plate", true),
        ("phone-sign", true),
        ("hours-sign", false),
        ("zone-signs", false),
        ("window-signs", false),
        ("rating-sign", false),
    ] {
        assert_eq!(sign(&w, id).exists(), there, "{id}");
    }
    // What is reached by telephone has no door.
    let w = Workspace::new();
    w.edit("content/one/catalog.yaml", "items:", "  - {id: web, name: 线上, tier: online}\nitems:");
    w.write("content/one/points/east.yaml", whole().replace("channel: town", "channel: web"));
    w.run(&["build", "--only", "print"]).expect(0);
    assert!(SIGNS.iter().all(|(id, _)| !sign(&w, id).exists()));
    // Without an address of the site there is no code, and the signs are made.
    let w = Workspace::new();
    w.write("yizhan.yaml", "title: 测试\nallow: [{code: C317, reason: 测试}]\n").write("content/one/points/east.yaml", whole());
    w.run(&["build", "--only", "print"]).expect(0);
    assert!(codes::on(&sign(&w, "phone-sign"), 1).is_empty() && !pdf_text(&sign(&w, "hours-sign")).contains("扫码看"));
}

#[test]
fn only_the_pieces_that_the_bureau_names_are_made() {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", whole());
    w.edit("content/one/bureau.yaml", "edition", "print: {pieces: [door-plate]}\nedition");
    w.run(&["build", "--only", "print"]).expect(0);
    assert!(SIGNS.iter().all(|(id, _)| sign(&w, id).exists() == (*id == "door-plate")));
}

#[test]
fn slips_are_found_where_they_stand() {
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "edition", "print: {town_plate: \"{plcae}医保站\", village_plate: 医保服务点}\nedition");
    expect(
        &w.findings(),
        &[
            "C340 content/one/bureau.yaml:4:21 “{plcae}” in the plate",
            "C340 content/one/bureau.yaml:4:50 the plate “医保服务点” names no place",
        ],
    );
    let w = Workspace::new();
    for (facts, place) in [("windows: 1000", 7), ("windows: 1.5", 7), ("windows: 两个", 7), ("windows: -1", 7)] {
        w.write("content/one/points/east.yaml", format!("{POINT}facts: {{{facts}}}\n"));
        expect(&w.findings(), &[&format!("C341 content/one/points/east.yaml:{place}:18")]);
    }
    w.write(
        "content/one/points/east.yaml",
        format!("{POINT}windows: [{{number: 1}}, {{number: 1}}, {{number: \"\"}}]\nfacts: {{windows: 2}}\n"),
    );
    expect(
        &w.findings(),
        &[
            "C341 content/one/points/east.yaml:7:33 “东镇医保服务站” has two windows",
            "C341 content/one/points/east.yaml:7:46 a window of",
            "C341 content/one/points/east.yaml:8:18 the facts of",
        ],
    );
    let many: String = (1..=100).map(|i| format!("  - {{number: {i}}}\n")).collect();
    w.write("content/one/points/east.yaml", format!("{POINT}windows:\n{many}"));
    expect(&w.findings(), &["C341 content/one/points/east.yaml:107:6 “东镇医保服务站” lists 100 windows"]);
    w.write("content/one/points/east.yaml", format!("{POINT}rating: \"https://hcp example/7\"\n"));
    expect(&w.findings(), &["C326 content/one/points/east.yaml:7:9 the rating link"]);
}
