//! What the lints find in standards and records, and that they are silent otherwise.

use super::tests::{point, record, standard};
use super::{lint, lint_record};
use crate::diagnostic::{Diagnostics, FileId, Severity};
use crate::model::Tier;
use crate::model::inspection::InspectionFile;
use crate::model::standard::{Rule, Standard};
use crate::source::decode::Decode;
use crate::source::parse_document;

fn all_found(standard: &Standard) -> Vec<String> {
    let mut out = Diagnostics::new();
    lint(standard, &mut out);
    out.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect()
}

/// Without what these short standards leave out: quotes, evidence, what a low total means, facts that nothing uses.
fn found(standard: &Standard) -> Vec<String> {
    let left_out = |found: &String| ["C406", "C408", "C409"].iter().any(|code| found.starts_with(code));
    all_found(standard).into_iter().filter(|f| !left_out(f)).collect()
}

fn one(rule: &str) -> Vec<String> {
    found(&standard("total: 10\nfacts: {办件量: {}, b: {}}", &format!("      - {{id: c, title: 项, marks: 10, rule: {rule}}}")))
}

#[test]
fn sums() {
    let two = "      - {id: a, title: 甲, marks: 40, rule: manual}\n      - {id: b, title: 乙, marks: 59, rule: manual}";
    assert_eq!(found(&standard("total: 100", two)), ["C401 总分写的是100分，各项相加是99分"]);
    assert_eq!(found(&standard("total: 99", two)), Vec::<String>::new());
    assert_eq!(found(&standard("", two)).len(), 2);
    assert_eq!(
        found(&standard("total: 5", "      - {id: a, title: 甲, rule: manual}")),
        ["C401 评分项“a”没有分值", "C401 总分写的是5分，各项相加是0分"]
    );
}

/// A standard from all of its text.
fn whole(text: &str) -> Standard {
    let mut out = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut out).unwrap();
    Standard { id: "test".to_owned(), kept: false, file: Decode::decode(&node, &mut out).unwrap() }
}

#[test]
fn standards_that_everybody_passes() {
    let head = "title: 试\nsource: 试\nversion: '1'\n";
    for hollow in ["", "sections: []\n", "sections: [{title: 甲, criteria: []}]\n", "sections: [{title: 甲}, {title: 乙}]\n"] {
        assert_eq!(found(&whole(&format!("{head}{hollow}"))), ["C415 标准没有一个评分项，谁都通过"], "{hollow}");
    }
    let full = "{title: 甲, criteria: [{id: a, title: 项, rule: yes_no}]}";
    assert_eq!(found(&whole(&format!("{head}sections: [{full}, {{title: 乙, criteria: []}}]\n"))), ["C415 “乙”里没有评分项"]);
    // With marks, nothing adds up to a total either.
    let marked = found(&whole(&format!("{head}total: 100\nsections: []\n")));
    assert_eq!(marked, ["C415 标准没有一个评分项，谁都通过", "C401 总分写的是100分，各项相加是0分"]);
    assert!(found(&whole(&format!("{head}total: 0\nsections: []\n"))).contains(&"C401 总分应大于0".to_owned()));
    // The highest grade asks for nothing; a lowest one may.
    let graded = |grades: &str| {
        found(&standard(&format!("total: 10\ngrades: {grades}"), "      - {id: c, title: 项, marks: 10, rule: manual}"))
    };
    assert_eq!(graded("[{name: 合格, at_least: 0}]"), ["C415 最高等级“合格”0分就能评上，谁都通过"]);
    assert_eq!(graded("[{name: 合格, at_least: 6}, {name: 不合格, at_least: 0}]"), Vec::<String>::new());
    assert_eq!(graded("[{name: 合格, more_than: 0}]"), Vec::<String>::new());
    // What only recommends fails nobody: that may be meant.
    let recommends = standard(
        "",
        "      - {id: a, title: 甲, modality: should, rule: yes_no}\n      - {id: b, title: 乙, modality: may, rule: yes_no}",
    );
    let mut out = Diagnostics::new();
    lint(&recommends, &mut out);
    let said: Vec<_> = out.iter().filter(|d| d.code.id == "C415").map(|d| (d.severity, d.message.zh.as_str())).collect();
    assert_eq!(said, [(Severity::Warning, "没有一项是必须的（must），不会有不符合的服务点")]);
    // Rules that nobody can fail.
    assert!(one("{each_missing: {things: [], each: 1}}").contains(&"C403 缺项规则要写应有的东西（things）".to_owned()));
    assert!(one("{sample: {size: 0, each_failed: 1}}").contains(&"C403 抽查数应大于0".to_owned()));
}

#[test]
fn policies() {
    assert_eq!(one("{ratio: {of: [办件量], over: [b], at_least: 5%}}"), ["C402 “项”没有写明未达标时如何计分"]);
    assert_eq!(one("{ratio: {of: [办件量], over: [b], at_least: 5%, below: zero}}"), Vec::<String>::new());
    assert_eq!(one("{steps: {fact: b, base: 5, every: 1, lose: 1}}"), ["C402 “项”没有写明不满一级如何计分"]);
    assert_eq!(one("{each_missing: {things: [甲]}}").len(), 1);
    assert_eq!(one("{each_missing: {things: [甲], each: 1}}"), Vec::<String>::new());
}

#[test]
fn facts_and_shapes() {
    assert_eq!(one("{at_least: {fact: 办件, value: 5, below: zero}}"), ["C403 没有定义数据“办件”"]);
    assert_eq!(one("{at_least: {fact: b, value: 某数, below: zero}}"), ["C403 没有定义参数“某数”"]);
    assert_eq!(one("{ratio: {of: [b], over: [b], at_least: 5%, at_most: 6%, below: zero}}").len(), 1);
    assert_eq!(one("{all_of: [yes_no]}"), ["C403 “是否”用作条件时要写 fact，由数据回答"]);
    assert_eq!(one("{all_of: []}").len(), 1);
}

#[test]
fn what_is_taken_off_is_written_without_sign() {
    for rule in [
        "{each_missing: {things: [甲, 乙], each: -1.5}}",
        "{steps: {fact: b, base: 5, every: 1, lose: -0.5, partial: whole}}",
        "{sample: {size: 10, each_failed: 0}}",
    ] {
        assert_eq!(one(rule), ["C403 分数应大于0"], "{rule}");
    }
    assert_eq!(one("{sample: {size: 10, failed_at_most: 10, each_failed: 1}}"), ["C403 最多不合格的个数应小于抽查数"]);
}

#[test]
fn grades() {
    let of = |grades: &str| {
        found(&standard(&format!("total: 100\ngrades: [{grades}]"), "      - {id: a, title: 甲, marks: 100, rule: manual}"))
    };
    assert_eq!(of("{name: 好, at_least: 80}, {name: 中, at_least: 60}"), Vec::<String>::new());
    assert_eq!(of("{name: 好, more_than: 80}, {name: 中, at_least: 80}"), Vec::<String>::new());
    assert_eq!(of("{name: 好, at_least: 60}, {name: 中, at_least: 80}"), ["C405 “中”的分数线不低于上一个等级，评不上"]);
    assert_eq!(of("{name: 好, at_least: 101}"), ["C405 “好”要101分，超过总分，达不到"]);
    assert_eq!(of("{name: 好, more_than: 100}"), ["C405 “好”要100分，超过总分，达不到"]);
    assert_eq!(of("{name: 好}").len(), 1);
}

#[test]
fn an_unknown_kind_is_named() {
    let mut out = Diagnostics::new();
    let node = parse_document(FileId(0), "{ratoi: {of: [a]}}", 0, &mut out).unwrap();
    assert!(Rule::decode(&node, &mut out).is_none());
    let d = out.iter().next().unwrap();
    assert_eq!((d.message.zh.as_str(), d.help.as_ref().unwrap().zh.as_str()), ("没有“ratoi”这种规则", "是不是想写 ratio？"));
    // A schema that goes round in itself must end.
    let mut defs = serde_json::Map::new();
    Rule::schema(&mut defs);
    assert!(defs.contains_key("Rule") && defs.contains_key("Ratio"));
}

fn record_findings(record: &InspectionFile) -> Vec<(Severity, String)> {
    let standard = standard(
        "total: 30\napplies_to: {tiers: [village]}\nfacts: {面积: {unit: 平方米, from: area}}",
        "      - {id: judged, title: 甲, marks: 10, rule: manual}\n      - {id: fixed, title: 乙, marks: 10, rule: {at_least: {fact: 面积, value: 1, below: zero}}}\n      - {id: faults, title: 丙, marks: 10, rule: {deduct: {faults: [{name: 推诿, each: 2}]}}}",
    );
    let mut out = Diagnostics::new();
    lint_record(record, &standard, &point("{area: 20}"), Some(Tier::Village).into(), &mut out);
    out.iter().map(|d| (d.severity, d.message.zh.clone())).collect()
}

#[test]
fn records() {
    let of = |text: &str| record_findings(&record(&format!("inspectors: [张示例]\n{text}")));
    assert_eq!(of("findings: {judged: {marks: 10}}"), []);
    let error = |text: &str| (Severity::Error, text.to_owned());
    let warning = |text: &str| (Severity::Warning, text.to_owned());
    assert_eq!(of("findings: {juged: {marks: 10}}"), [error("标准里没有评分项“juged”")]);
    assert_eq!(of("findings: {judged: {marks: 10.5}}"), [error("“甲”得10.5分，超过满分10分")]);
    assert_eq!(of("findings: {judged: {marks: -1}}"), [error("“甲”的得分是负数")]);
    assert_eq!(of("findings: {judged: {marks: 9}}"), [warning("“甲”扣了分，没有写原因")]);
    assert_eq!(of("findings: {fixed: {marks: 9}}"), [warning("“乙”按规则计分，这里填的得分不起作用")]);
    assert_eq!(of("findings: {faults: {faults: {推诿: {市: 1}}}}"), [error("“推诿”没有发现主体“市”")]);
    assert_eq!(of("findings: {faults: {faults: {推委: 1}}}"), [error("标准没有扣分情形“推委”")]);
    assert_eq!(of("facts: {面积: 五}"), [error("“面积”的单位是平方米，这里应是数")]);
    assert_eq!(of("facts: {面积: -5}"), [error("“面积”不能是负数")]);
    assert_eq!(of("facts: {面机: 5}"), [error("标准没有用到数据“面机”")]);
    assert_eq!(
        of("waivers: [{criterion: judged, reason: 略, expires: 2026-05-01}]"),
        [warning("豁免在检查那天已经到期，不起作用")]
    );
}

#[test]
fn words_and_gaps() {
    let standard = standard(
        "total: 10\ngrades: [{name: 好, at_least: 6}]\nfacts: {x: {}, y: {}}\nparameters: {p: {value: 5}, q: {source: 某文件}}",
        "      - {id: a, title: 甲, marks: 10, rule: {at_least: {fact: x, value: p, below: zero}}}",
    );
    assert_eq!(
        all_found(&standard),
        [
            "C406 没有写明低于“好”怎样处理",
            "C408 “甲”没有写原文",
            "C408 “甲”没有写看什么佐证",
            "C409 没有规则用到数据“y”",
            "C409 参数“p”没有写由哪个文件规定",
            "C409 没有规则用到参数“q”",
        ]
    );
}

#[test]
fn deductions() {
    let deduct = |rest: &str| one(&format!("{{deduct: {{faults: [{{name: 甲, each: 2}}]{rest}}}}}"));
    assert_eq!(deduct(""), ["C407 “项”的扣分可能超过10分，没有写明扣到多少为止"]);
    assert_eq!(deduct(", floor: 0"), Vec::<String>::new());
    assert_eq!(deduct(", cap: 10"), Vec::<String>::new());
    assert_eq!(deduct(", cap: 10.5"), ["C407 “项”的扣分可能超过10分，没有写明扣到多少为止"]);
    assert_eq!(deduct(", floor: -1"), ["C403 最低得分不能是负数"]);
    assert_eq!(one("{each_missing: {things: [甲, 乙, 丙], each: 4}}").len(), 1);
    let faults = |list: &str| one(&format!("{{deduct: {{faults: [{list}], floor: 0}}}}"));
    assert_eq!(faults("{name: 甲, found_by: {自查: 2, 市: 15}}"), Vec::<String>::new());
    assert_eq!(faults("{name: 甲}").len(), 1);
    assert_eq!(faults("{name: 甲, each: 1, found_by: {市: 2}}").len(), 1);
    assert_eq!(faults("{name: 甲, each: 1}, {name: 乙, each: 3, within: 甲}"), Vec::<String>::new());
    assert_eq!(faults("{name: 甲, each: 1}, {name: 乙, each: 3, within: 丙}"), ["C403 没有扣分情形“丙”"]);
    assert_eq!(faults("{name: 甲, each: 0}"), ["C403 每次扣分应大于0"]);
}

#[test]
fn ladders_and_cases() {
    let levels = |list: &str| one(&format!("{{tiers: {{fact: b, levels: [{list}], below: zero}}}}"));
    assert_eq!(levels("{at_least: 90, marks: 4}, {at_least: 95, marks: 6}"), Vec::<String>::new());
    assert_eq!(levels("{at_least: 90, marks: 6}, {at_least: 95, marks: 6}").len(), 1);
    assert_eq!(levels("{at_least: 90, marks: 6}, {more_than: 90, marks: 7}"), Vec::<String>::new());
    assert_eq!(levels("{at_least: 90, marks: 6}, {at_least: 90, marks: 7}").len(), 2);
    assert_eq!(levels("{marks: 6}").len(), 1);
    let town = "{when: {tiers: [town]}, rule: {at_least: {fact: b, value: 100, below: zero}}}";
    assert_eq!(one(&format!("{{cases: [{town}, {{rule: manual}}]}}")), Vec::<String>::new());
    assert_eq!(one(&format!("{{cases: [{{rule: manual}}, {town}]}}")).len(), 1);
    assert_eq!(one("{cases: []}").len(), 1);
    assert_eq!(
        one("{cases: [{when: {tiers: [town]}, rule: {at_least: {fact: b, value: 100}}}]}"),
        ["C402 “项”没有写明未达标时如何计分"]
    );
}

#[test]
fn weights_and_caps() {
    let of = |weights: (&str, &str), cap: &str| {
        let text = format!(
            "title: 试\nsource: 试\nversion: '1'\ntotal: 100\ngrades: [{{name: 好, at_least: 80}}]\nsections:\n  - {{title: 现场, weight: {}, criteria: [{{id: a, title: 甲, marks: 100, rule: manual, caps_grade: {cap}}}]}}\n  - {{title: 满意度, weight: {}, criteria: [{{id: b, title: 乙, marks: 100, rule: manual}}]}}\n",
            weights.0, weights.1
        );
        let mut out = Diagnostics::new();
        let node = parse_document(FileId(0), &text, 0, &mut out).unwrap();
        let file = Decode::decode(&node, &mut out).unwrap();
        found(&Standard { id: "test".to_owned(), kept: false, file })
    };
    assert_eq!(of(("70%", "30%"), "好"), Vec::<String>::new());
    assert_eq!(of(("70%", "40%"), "好"), ["C401 总分写的是100分，各项相加是110分"]);
    assert_eq!(of(("70%", "30%"), "一般"), ["C405 标准没有等级“一般”"]);
    assert_eq!(of(("0", "30%"), "好").len(), 2);
}
