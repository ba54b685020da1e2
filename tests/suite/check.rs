//! Each rule of `yizhan check` on the smallest workspace that breaks it. The seeds' own slips are tested in `sample`.

use super::support::{GUIDE, Workspace, expect};

const CATALOG: &str = "content/one/catalog.yaml";
const EAST: &str = "content/one/points/east.yaml";

fn with(file: &str, from: &str, to: &str) -> Vec<String> {
    let w = Workspace::new();
    w.edit(file, from, to);
    w.findings()
}

#[test]
fn offered_nowhere() {
    expect(&with(CATALOG, "{hall: 办结, town: 办结}", "{hall: \"-\", town: \"-\"}"), &["C315 content/one/catalog.yaml:7:11"]);
}

#[test]
fn items_without_an_everyday_word_are_one_finding() {
    let more = |items: &str| with(CATALOG, "items:\n", &format!("items:\n{items}"));
    let item = |id: &str, name: &str, more: &str| {
        format!(
            "  - {{id: {id}, name: {name}, clients: [自然人], category: 公共服务, handling: 即办件, depth: {{hall: 办结}}{more}}}\n"
        )
    };
    let (one, two) = (item("a", "火星居民登陆许可", ""), item("b", "月球居民返航许可", ""));
    let found = more(&format!("{one}{two}"));
    expect(
        &found,
        &[
            "C350 content/one/catalog.yaml:6:19 search finds 2 items by their official names alone: 火星居民登陆许可, 月球居民返航许可",
        ],
    );
    // The bureau's own words, those of the common list, and names as short as what people type.
    expect(&more(&item("a", "火星居民登陆许可", ", keywords: [登陆]")), &[]);
    expect(&more(&item("a", "异地转诊人员备案", "")), &[]);
    expect(&more(&item("a", "火星登陆", "")), &[]);
}

#[test]
fn a_claim_may_be_incomplete_but_not_smaller_than_what_is_named() {
    let claim = |n: u32, more: &str| format!("tier: town, claims: [{{items: {n}, clause: 一{more}}}]}}");
    expect(&with(CATALOG, "tier: town}", &claim(1, "")), &[]);
    expect(&with(CATALOG, "tier: town}", &claim(5, "")), &["C301 content/one/catalog.yaml:4:55"]);
    expect(&with(CATALOG, "tier: town}", &claim(5, ", incomplete: true")), &[]);
    expect(&with(CATALOG, "tier: town}", &claim(0, ", incomplete: true")), &["C301 "]);
}

#[test]
fn promised_limit_is_not_longer_than_the_statutory() {
    let limits = |l: &str| with("content/one/guides/enrol.md", "reviewed:", &format!("limits: {l}\nreviewed:"));
    expect(&limits("{statutory: 20个工作日, promised: 15个工作日}"), &[]);
    expect(&limits("{statutory: 20个工作日, promised: 25个工作日}"), &["C311 content/one/guides/enrol.md:4:39"]);
    // Days and working days are never compared.
    expect(&limits("{statutory: 20个工作日, promised: 25天}"), &[]);
}

#[test]
fn proof_of_a_condition_is_among_the_materials() {
    let condition = |c: &str| with("content/one/guides/enrol.md", "materials:", &format!("conditions: [{c}]\nmaterials:"));
    expect(&condition("持有《居住证》"), &["C312 content/one/guides/enrol.md:3:14 the conditions name “居住证”"]);
    expect(&condition("{text: 本人到场, proof: 身份证}"), &[]);
    expect(&condition("{text: 已退役, proof: 退役证}"), &["C312 "]);
    // A law is no paper to bring.
    expect(&condition("符合《社会保险法》"), &[]);
}

#[test]
fn guide_is_reviewed_in_time() {
    expect(&with("content/one/guides/enrol.md", "2026-05-01", "2025-04-30"), &["C313 content/one/guides/enrol.md:4:11"]);
    expect(&with("content/one/guides/enrol.md", "reviewed: 2026-05-01\n", ""), &["C313 content/one/guides/enrol.md:2:7"]);
}

#[test]
fn orphan_guide() {
    let w = Workspace::new();
    w.write("content/one/guides/other.md", GUIDE.replace("enrol", "enroll"));
    expect(&w.findings(), &["C316 content/one/guides/other.md:2:7"]);
}

#[test]
fn point_lacks_hours_phone_complaint_phone() {
    let w = Workspace::new();
    w.edit(EAST, "hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\n", "").edit(EAST, "phone: 0477-0000001\n", "");
    w.edit("content/one/bureau.yaml", "hotline: 0477-0000000\ncomplaint_phone: 0477-0000002\n", "");
    expect(
        &w.findings(),
        &[
            "C314 content/one/points/east.yaml:2:7 “东镇医保服务站” lacks a complaint phone",
            "C314 content/one/points/east.yaml:2:7 “东镇医保服务站” lacks opening hours",
            "C314 content/one/points/east.yaml:2:7 “东镇医保服务站” lacks a phone",
        ],
    );
    // A closed point owes nothing.
    w.edit(EAST, "channel: town", "channel: town\nstatus: 撤销");
    expect(&w.findings(), &[]);
}

#[test]
fn phones() {
    for good in [
        "0477-1234567",
        "010-12345678",
        "13800000000",
        "138-0000-0000",
        "12393",
        "400-123-4567",
        "0477-1234567转12",
        "4001234567",
        "968885",
        "(0477)1234567",
    ] {
        expect(&with(EAST, "0477-0000001", good), &[]);
    }
    for bad in ["0477-123", "1380000000", "０４７７-1234567", "电话待定", "0477--1234567", "000"] {
        expect(&with(EAST, "0477-0000001", bad), &["C319 content/one/points/east.yaml:5:8"]);
    }
}

#[test]
fn the_same_phone_on_two_points_is_fine() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", super::support::POINT.replace("id: east", "id: west"));
    expect(&w.findings(), &[]);
}

#[test]
fn hours_that_cannot_be_understood() {
    let found = with(EAST, "Mo-Fr 08:30-11:30,14:30-17:30; PH off", "周一到周五");
    expect(&found, &["C320 content/one/points/east.yaml:6:8"]);
}

const BASE: &str = "name: 国家清单\nedition: \"2020\"\nreference: true\n";

fn adopting(base_catalog: &str) -> Workspace {
    let w = Workspace::new();
    w.write("content/base/bureau.yaml", BASE).write("content/base/catalog.yaml", base_catalog);
    w.edit("content/one/bureau.yaml", "edition:", "adopts: base/2020\nedition:");
    w
}

#[test]
fn never_worse_than_the_adopted_edition() {
    let same = adopting("title: 清单\nitems: [{id: enrol, name: 参保登记}]\n");
    expect(&same.findings(), &[]);
    let renamed = adopting("title: 清单\nitems: [{id: enrol, name: 单位参保登记}]\n");
    expect(&renamed.findings(), &["C310 content/one/catalog.yaml:7:11"]);
    let longer = adopting("title: 清单\nitems: [{id: enrol, name: 参保登记, limit: 5个工作日}]\n");
    longer.edit(CATALOG, "handling: 即办件", "handling: 承诺件\n    limit: 6个工作日");
    expect(&longer.findings(), &["C310 content/one/catalog.yaml:11:12 the limit 6个工作日 is longer"]);
    let material = adopting("title: 清单\nitems: [{id: enrol, name: 参保登记}]\n");
    material.write("content/base/guides/enrol.md", GUIDE.replace("身份证", "户口簿"));
    expect(&material.findings(), &["C310 content/one/guides/enrol.md:3:20 the adopted edition does not ask for “身份证”"]);
}

#[test]
fn days_against_working_days() {
    let w = adopting("title: 清单\nitems: [{id: enrol, name: 参保登记, limit: 15个工作日}]\n");
    w.edit(CATALOG, "handling: 即办件", "handling: 承诺件").edit(CATALOG, "town: 办结", "town: 受理（15天内办结）");
    expect(&w.findings(), &["C309 content/one/catalog.yaml:11:29 15天 counts every day"]);
}

#[test]
fn guide_and_catalog_agree_on_limits() {
    let w = Workspace::new();
    w.edit(CATALOG, "handling: 即办件", "handling: 承诺件").edit(CATALOG, "town: 办结", "town: 受理（15天内办结）");
    w.edit("content/one/guides/enrol.md", "reviewed:", "limits: {promised: 20天}\nreviewed:");
    expect(&w.findings(), &["C321 content/one/guides/enrol.md:4:20"]);
}

#[test]
fn mark_and_licensed_fonts() {
    let w = Workspace::new();
    w.edit("yizhan.yaml", "allow: [{code: C317, reason: 测试}]\n", "");
    expect(&w.findings(), &["C317 content/one/bureau.yaml:1:7"]);
    w.write("content/one/brand/chs.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"/>");
    w.edit("content/one/bureau.yaml", "edition:", "brand: {mark: brand/chs.svg}\nedition:");
    expect(&w.findings(), &["C318 content/one/bureau.yaml:4:15"]);
}

#[test]
fn calendar_lacks_the_year() {
    expect(&with("calendar.yaml", "year: 2026", "year: 2025"), &["C322 calendar.yaml:1:16 the calendar lacks 2026"]);
}

#[test]
fn allowed_findings_are_silent_and_a_wrong_code_is_not() {
    let w = Workspace::new();
    w.edit(EAST, "0477-0000001", "12");
    w.edit("yizhan.yaml", "allow: [", "allow: [{code: C319, file: content/one/points, reason: 老号码}, ");
    expect(&w.findings(), &[]);
    w.edit("yizhan.yaml", "C319", "C999");
    expect(&w.findings(), &["C319 ", "M208 yizhan.yaml:3:16 there is no code “C999”"]);
}

#[test]
fn an_error_cannot_be_allowed() {
    let w = Workspace::new();
    w.edit(EAST, "channel: town", "channel: nowhere");
    w.edit("yizhan.yaml", "allow: [", "allow: [{code: M206, reason: 不想改}, ");
    expect(&w.findings(), &["M206 ", "M208 yizhan.yaml:3:16 M206 is an error and cannot be allowed"]);
}

#[test]
fn addresses_of_the_site() {
    for bad in ["ybj.example.gov.cn", "javascript:alert(1)", "ftp://x.cn", "https://", "https://u:p@x.cn", "\"https://x y.cn\""] {
        expect(&with("yizhan.yaml", "https://test.example", bad), &["C326 yizhan.yaml:2:11"]);
    }
    expect(&with("yizhan.yaml", "https://test.example", "http://10.0.0.1:8080/ybj/"), &[]);
}

#[test]
fn coordinates() {
    let at = |place: &str| with(EAST, "channel: town", &format!("channel: town\nlocation: {place}"));
    expect(&at("{lat: 38.6, lon: 108.8}"), &[]);
    expect(&at("{lat: 108.8, lon: 38.6}"), &["C327 content/one/points/east.yaml:4:17"]);
    expect(&at("{lat: 999, lon: 108.8}"), &["C327 "]);
    expect(&at("{lat: 38.6, lon: 108.8, crs: mars}"), &["C327 content/one/points/east.yaml:4:40"]);
}

#[test]
fn many_findings_of_one_kind_do_not_drown_the_others() {
    let w = Workspace::new();
    let points: String = (0..50).map(|i| format!("- {{id: p{i}, name: 点, channel: town, hours: 早上}}\n")).collect();
    w.write("content/one/points/many.yaml", points);
    let text = w.run(&["check"]).expect(1).out;
    assert_eq!(text.matches("error[C320]").count(), 20);
    assert!(text.contains("content/one/points/many.yaml: 30 more of C320"), "{text}");
    assert_eq!(w.findings().iter().filter(|f| f.starts_with("C320")).count(), 50);
}

#[test]
fn deny_and_exit_status() {
    let w = Workspace::new();
    w.run(&["check"]).expect(0);
    w.edit(EAST, "0477-0000001", "12");
    w.run(&["check"]).expect(0);
    w.run(&["check", "--deny", "warnings"]).expect(1);
    w.edit(EAST, "channel: town", "channel: none");
    w.run(&["check"]).expect(1);
    std::fs::remove_file(w.path().join("yizhan.yaml")).unwrap();
    w.run(&["check"]).expect(2);
}

#[test]
fn formats() {
    let w = Workspace::new();
    w.edit(EAST, "address: 东镇1号", "adress: 东镇1号");
    let text = w.run(&["check", "--lang", "zh"]).expect(1);
    assert_eq!(
        text.out,
        "错误[M201]: 服务点没有「adress」这个键\n --> content/one/points/east.yaml:4:1\n  |\n4 | adress: 东镇1号\n  | ^^^^^^\n改法：是不是想写 address？\n\n"
    );
    assert_eq!(text.err, "检查完成：1 个错误，0 个提醒\n");
    let sarif: serde_json::Value = serde_json::from_str(&w.run(&["check", "--format", "sarif"]).expect(1).out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(result["ruleId"], "M201");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/one/points/east.yaml");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
    assert!(sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len() > 50);
}

#[test]
fn a_piece_that_is_printed_is_one_that_there_is() {
    let pieces = |p: &str| with("content/one/bureau.yaml", "edition", &format!("print: {{pieces: [{p}]}}\nedition"));
    expect(&pieces("service-list, desk-card-a6"), &[]);
    expect(&pieces("service-lists"), &["M206 content/one/bureau.yaml:"]);
}

#[test]
fn a_handbook_is_not_named_like_a_form_of_another() {
    let w = Workspace::new();
    let book = |id: &str| format!("id: {id}\ntitle: 指南\nchapters:\n  - {{title: 事项, list: items}}\n");
    w.write("content/one/handbooks/guide.yaml", book("guide"));
    w.write("content/one/handbooks/guide-old.yaml", book("guide-old"));
    expect(&w.findings(), &[]);
    w.write("content/one/handbooks/guide-old.yaml", book("guide-large"));
    expect(&w.findings(), &["M205 content/one/handbooks/guide-old.yaml:1:5"]);
}

/// What a document does not say is a note for editors: found where it would be printed or shown, and left alone where it is a comment.
#[test]
fn a_note_of_the_editors_among_public_words_is_found() {
    let w = Workspace::new();
    w.edit(
        "content/one/points/east.yaml",
        "hours:",
        "# 原文没有写服务时间。\nspecial: [{name: 午间, hours: \"Mo-Fr 11:30-13:00\", note: 中午照常办理。原文没有写起止日，取5月为示例。}]\nhours:",
    );
    w.write(
        "content/one/panels/one.md",
        "---\ntitle: 服务承诺\n---\n\n<!-- 原文只写了标题。 -->\n\n一、按原文件办理。\n\n二、原文件未列数目。\n",
    );
    let found: Vec<String> = w.findings().into_iter().filter(|f| f.starts_with("C348")).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("panels/one.md:9:3") && found[0].contains("原文件未列数目"), "{found:?}");
    assert!(found[1].contains("points/east.yaml:7:") && found[1].contains("原文没有写起止日"), "{found:?}");
    // None in the sample, on any piece or page.
    let sample = super::support::yizhan(&super::support::sample(), &["check", "--format", "json"]);
    assert!(!sample.out.contains("C348"), "{}", sample.out);
}
