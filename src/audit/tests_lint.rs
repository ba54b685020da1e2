//! What the lints find in standards and records, and that they are silent otherwise.

use super::tests::{point, record, standard};
use super::{lint, lint_record};
use crate::diagnostic::{Diagnostics, FileId, Severity};
use crate::model::Tier;
use crate::model::inspection::InspectionFile;
use crate::model::standard::{Rule, Standard};
use crate::source::decode::Decode;
use crate::source::parse_document;

fn found(standard: &Standard) -> Vec<String> {
    let mut out = Diagnostics::new();
    lint(standard, &mut out);
    out.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect()
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
    lint_record(record, &standard, &point("{area: 20}"), Some(Tier::Village), &mut out);
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
    assert_eq!(of("findings: {faults: {faults: {推委: 1}}}"), [error("标准没有扣分情形“推委”")]);
    assert_eq!(of("facts: {面积: ５}"), [error("“面积”的单位是平方米，这里应是数")]);
    assert_eq!(of("facts: {面积: -5}"), [error("“面积”不能是负数")]);
    assert_eq!(of("facts: {面机: 5}"), [error("标准没有用到数据“面机”")]);
    assert_eq!(
        of("waivers: [{criterion: judged, reason: 略, expires: 2026-05-01}]"),
        [warning("豁免在检查那天已经到期，不起作用")]
    );
    let mut other = record("inspectors: [张示例]");
    other.version.value = "2".to_owned();
    assert_eq!(record_findings(&other), [error("记录用的是标准版本 2，现在的标准是 1")]);
}
