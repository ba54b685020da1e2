//! Rules at their boundaries, unknowns, and the properties that hold for all of them.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::exact::{show, sum};
use super::{Outcome, State, score};
use crate::diagnostic::{Diagnostics, FileId};
use crate::model::Tier;
use crate::model::inspection::InspectionFile;
use crate::model::point::Point;
use crate::model::standard::Standard;
use crate::source::decode::Decode;
use crate::source::parse_document;

fn decode<T: Decode>(text: &str) -> T {
    let mut out = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut out).expect("parses");
    let value = T::decode(&node, &mut out);
    assert!(out.is_empty(), "{out:#?}\n{text}");
    value.expect("decodes")
}

/// A standard of one section from its keys and criteria.
pub fn standard(keys: &str, criteria: &str) -> Standard {
    let text = format!("title: 试\nsource: 试\nversion: '1'\n{keys}\nsections:\n  - title: 甲\n    criteria:\n{criteria}\n");
    Standard { id: "test".to_owned(), kept: false, file: decode(&text) }
}

pub fn record(keys: &str) -> InspectionFile {
    decode(&format!("standard: test\nversion: '1'\npoint: p\nround: site\ndate: 2026-06-01\n{keys}\n"))
}

pub fn point(facts: &str) -> Point {
    decode(&format!("id: p\nname: 点\nchannel: village\nfacts: {facts}\n"))
}

/// Scores one rule of ten marks. Facts: x (件), y (件), z (件), p (%).
fn rule(rule: &str, facts: &str, finding: &str) -> Outcome {
    let keys = "total: 10\nfacts: {x: {unit: 件}, y: {unit: 件}, z: {unit: 件}, p: {unit: '%'}, l: {}, a: {}}";
    let standard = standard(keys, &format!("      - {{id: c, title: 项, marks: 10, rule: {rule}}}"));
    let findings = if finding.is_empty() { String::new() } else { format!("findings: {{c: {finding}}}") };
    score(&standard, &record(&format!("facts: {facts}\n{findings}")), &point("{}"), Some(Tier::Village))
}

/// Marks, or the range while they are open, with the state.
fn check(text: &str, facts: &str, finding: &str, expect: &str) {
    let outcome = rule(text, facts, finding);
    let c = outcome.criteria().next().unwrap();
    let marks = c.awarded.map_or_else(|| format!("{}..{}", show(c.low), show(c.high)), show);
    assert_eq!(format!("{marks} {}", c.state.word()), expect, "{text} {facts} {finding}: {}", c.reason);
}

fn reason(text: &str, facts: &str, finding: &str) -> String {
    rule(text, facts, finding).criteria().next().unwrap().reason.clone()
}

const SHARE: &str = "{ratio: {of: [x], over: [x, y, z], at_least: 5%}}";

#[test]
fn ratio_at_its_boundary() {
    check(SHARE, "{x: 5, y: 60, z: 35}", "", "10 met");
    check(SHARE, "{x: 499, y: 9000, z: 501}", "", "0..10 unknown");
    check(SHARE, "{x: 0, y: 0, z: 0}", "", "0..10 unknown");
    check(SHARE, "{x: 5, y: 60}", "", "0..10 unknown");
    check("{ratio: {of: [x], over: [x, y], at_least: 5%, below: zero}}", "{x: 499, y: 9501}", "", "0 not_met");
    check("{ratio: {of: [x], over: [x, y], at_least: '0.05', below: zero}}", "{x: 5, y: 95}", "", "10 met");
    check("{ratio: {of: [x], over: [x, y], more_than: 5%, below: zero}}", "{x: 5, y: 95}", "", "0 not_met");
    check("{ratio: {of: [x], over: [y], at_least: 50%, below: proportional}}", "{x: 1, y: 3}", "", "6.67 not_met");
    // A third is not 33.33 %: nothing is divided before it is compared.
    check("{ratio: {of: [x], over: [y], at_least: 33.34%, below: zero}}", "{x: 1, y: 3}", "", "0 not_met");
    check("{ratio: {of: [x], over: [y], at_least: 33.33333333%, below: zero}}", "{x: 1, y: 3}", "", "10 met");
}

#[test]
fn ratio_in_words() {
    assert_eq!(reason(SHARE, "{x: 5, y: 60, z: 35}", ""), "比率5%，不少于5%");
    assert_eq!(reason(SHARE, "{x: 4999, y: 60000, z: 35001}", ""), "比率约4.99%，不足5%；标准没有写明未达标时如何计分，待定");
    assert_eq!(reason(SHARE, "{x: 5, y: 60}", ""), "没有“z”的数据，待补数据");
    assert_eq!(reason(SHARE, "{x: 0, y: 0, z: 0}", ""), "分母为0（0÷(0+0+0)），算不出比率，待补数据");
    let arithmetic = rule(SHARE, "{x: 5, y: 60, z: 35}", "").criteria().next().unwrap().arithmetic.clone();
    assert_eq!(arithmetic.unwrap(), "5÷(5+60+35)；5 ≥ 5% × 100 = 5");
}

#[test]
fn a_ruling_closes_only_what_the_standard_leaves_open() {
    let ruling = "{ruling: {marks: 4, basis: 局务会纪要}}";
    check(SHARE, "{x: 4, y: 96, z: 0}", ruling, "4 not_met");
    check(SHARE, "{x: 5, y: 95, z: 0}", ruling, "10 met");
    check(SHARE, "{x: 4, y: 96}", ruling, "0..10 unknown");
    check(SHARE, "{x: 4, y: 96, z: 0}", "{ruling: {marks: 11, basis: 错}}", "0..10 unknown");
}

#[test]
fn thresholds_include_what_their_words_include() {
    for (kind, at, below, above) in [
        ("at_least", "10 met", "0 not_met", "10 met"),
        ("more_than", "0 not_met", "0 not_met", "10 met"),
        ("at_most", "10 met", "10 met", "0 not_met"),
        ("less_than", "0 not_met", "10 met", "0 not_met"),
        ("不少于", "10 met", "0 not_met", "10 met"),
    ] {
        let text = format!("{{{kind}: {{fact: x, value: 100, below: zero}}}}");
        check(&text, "{x: 100}", "", at);
        check(&text, "{x: 99.999999}", "", below);
        check(&text, "{x: '100.000001'}", "", above);
        check(&text, "{}", "", "0..10 unknown");
        check(&text, "{x: 很多}", "", "0..10 unknown");
        check(&text, "{x: -1}", "", "0..10 unknown");
        check(&text, "{x: 一百}", "", "0..10 unknown");
    }
    check("{between: {fact: x, from: 3, to: 5, below: zero}}", "{x: 5}", "", "10 met");
    check("{between: {fact: x, from: 3, to: 5, exclude_to: true, below: zero}}", "{x: 5}", "", "0 not_met");
    check("{between: {fact: x, from: 3, to: 5, below: zero}}", "{x: 2}", "", "0 not_met");
    check("{equals: {fact: x, value: 2, below: zero}}", "{x: 2.0}", "", "10 met");
    check("{equals: {fact: a, value: 甲, below: zero}}", "{a: 乙}", "", "0 not_met");
}

#[test]
fn per_cent_facts() {
    let text = "{at_least: {fact: p, value: 96%, below: zero}}";
    check(text, "{p: 96}", "", "10 met");
    check(text, "{p: 96%}", "", "10 met");
    check(text, "{p: 95.9}", "", "0 not_met");
    check("{at_least: {fact: p, value: 96, below: zero}}", "{p: 96}", "", "10 met");
    assert_eq!(reason(text, "{p: 95.9}", ""), "p95.9%，不足96%，不得分");
}

#[test]
fn judgement_owes_its_bounds() {
    check("manual", "{}", "{marks: 8.5, reason: 略}", "8.5 not_met");
    check("manual", "{}", "{marks: 10}", "10 met");
    check("manual", "{}", "{marks: 10.01}", "0..10 unknown");
    check("manual", "{}", "{marks: -1}", "0..10 unknown");
    check("manual", "{}", "{met: 是}", "10 met");
    check("manual", "{}", "{met: 否}", "0..10 unknown");
    check("manual", "{}", "", "0..10 unknown");
    check("yes_no", "{}", "{met: 否}", "0 not_met");
    check("yes_no", "{}", "{reason: 当天停电}", "0..10 unknown");
    check("{yes_no: {fact: a}}", "{a: 有}", "", "10 met");
}

#[test]
fn deductions_stop_at_the_floor() {
    let text = "{deduct: {faults: [{name: 逾期, each: 1}, {name: 再逾期, each: 3}, {name: 小错, each: 0.2, cap: 0.5}]}}";
    check(text, "{}", "{faults: {}}", "10 met");
    check(text, "{}", "{faults: {逾期: 2, 再逾期: 1}}", "5 not_met");
    check(text, "{}", "{faults: {小错: 2}}", "9.6 not_met");
    check(text, "{}", "{faults: {小错: 9}}", "9.5 not_met");
    check(text, "{}", "{faults: {逾期: 40}}", "0 not_met");
    check(text, "{}", "{faults: {别的: 1}}", "0..10 unknown");
    check(text, "{}", "{reason: 未查}", "0..10 unknown");
    check("{deduct: {faults: [{name: 错, each: 3}], cap: 5}}", "{}", "{faults: {错: 9}}", "5 not_met");
    check("{deduct: {faults: [{name: 错, each: 3}], floor: 2}}", "{}", "{faults: {错: 9}}", "2 not_met");
    check(
        "{deduct: {faults: [{name: 自查, each: 2}, {name: 镇查, each: 5}, {name: 市查, each: 15}]}}",
        "{}",
        "{faults: {市查: 1}}",
        "0 not_met",
    );
}

#[test]
fn blanks_are_unknown() {
    let keys = "total: 20\nfacts: {x: {unit: 件}}";
    let criteria = "      - {id: a, title: 甲, marks: 10, rule: manual}\n      - {id: b, title: 乙, marks: 10, rule: {at_least: {fact: x, value: 1, below: zero}}}";
    let outcome = score(&standard(keys, criteria), &record("facts: {x: }\nfindings:\n  a:\n  b:"), &point("{}"), None);
    assert_eq!(outcome.unknown().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn an_unreadable_count_is_not_none() {
    let mut out = Diagnostics::new();
    let text = "standard: test\nversion: '1'\npoint: p\nround: site\ndate: 2026-06-01\nfindings: {c: {faults: {错: -3}}}\n";
    let record = InspectionFile::decode(&parse_document(FileId(0), text, 0, &mut out).unwrap(), &mut out).unwrap();
    assert_eq!(out.len(), 1);
    let standard =
        standard("total: 10", "      - {id: c, title: 项, marks: 10, rule: {deduct: {faults: [{name: 错, each: 1}]}}}");
    assert_eq!(score(&standard, &record, &point("{}"), None).state, State::Unknown);
}

#[test]
fn missing_things() {
    let text = "{each_missing: {things: [甲, 乙, 丙, 丁], fact: l, each: 0.3}}";
    check(text, "{l: [甲, 乙, 丙, 丁]}", "", "10 met");
    check(text, "{l: [甲, 戊]}", "", "9.1 not_met");
    check(text, "{l: [甲, 乙, 丙, 丁]}", "{missing: [丁]}", "9.7 not_met");
    check(text, "{}", "{missing: []}", "10 met");
    check(text, "{}", "{missing: [戊]}", "0..10 unknown");
    check(text, "{}", "", "0..10 unknown");
    check("{each_missing: {things: [甲, 乙], each: 6}}", "{}", "{missing: [甲, 乙]}", "0 not_met");
    check("{each_missing: {things: [甲, 乙]}}", "{}", "{missing: [甲]}", "0..10 unknown");
    check("{each_missing: {things: [甲, 乙], below: manual}}", "{}", "{missing: [甲], marks: 4, reason: 略}", "4 not_met");
    assert_eq!(reason(text, "{l: [甲]}", ""), "缺少乙、丙、丁");
}

#[test]
fn ladders() {
    let text = "{tiers: {fact: p, levels: [{at_least: 90%, marks: 4}, {at_least: 95%, marks: 6}, {more_than: 99%, marks: 10}], below: zero}}";
    for (value, expect) in
        [("99.01", "10 met"), ("99", "6 not_met"), ("95", "6 not_met"), ("94.99", "4 not_met"), ("89.9", "0 not_met")]
    {
        check(text, &format!("{{p: {value}}}"), "", expect);
    }
    check("{tiers: {fact: p, levels: [{at_least: 90%, marks: 4}]}}", "{p: 80}", "", "0..10 unknown");
    check("{tiers: {of: [x], over: [y], levels: [{at_least: 1%, marks: 10}], below: zero}}", "{x: 1, y: 100}", "", "10 met");
}

#[test]
fn steps_from_a_base() {
    let down = |partial: &str| format!("{{steps: {{fact: p, base: 96%, at_base: 8, every: 0.5%, lose: 1{partial}}}}}");
    check(&down(", partial: ignore"), "{p: 96}", "", "8 not_met");
    check(&down(", partial: ignore"), "{p: 95.5}", "", "7 not_met");
    check(&down(", partial: ignore"), "{p: 95.2}", "", "7 not_met");
    check(&down(", partial: whole"), "{p: 95.2}", "", "6 not_met");
    check(&down(", partial: share"), "{p: 95.2}", "", "6.4 not_met");
    check(&down(""), "{p: 95.2}", "", "6..7 unknown");
    check(&down(""), "{p: 95}", "", "6 not_met");
    check(&down(""), "{p: 10}", "", "0 not_met");
    // 不少于12次，每少一次扣0.5分
    check("{steps: {fact: x, base: 12, every: 1, lose: 0.5}}", "{x: 9}", "", "8.5 not_met");
    check("{steps: {fact: x, base: 12, every: 1, lose: 0.5}}", "{x: 15}", "", "10 met");
    // 满1年3分，每增半年加1分，最高不超过分值
    let up = "{steps: {fact: x, base: 1, at_base: 3, every: 0.5, gain: 1, partial: ignore, below: zero}}";
    check(up, "{x: 1}", "", "3 not_met");
    check(up, "{x: 2.4}", "", "5 not_met");
    check(up, "{x: 9}", "", "10 met");
    check(up, "{x: 0.9}", "", "0 not_met");
}

#[test]
fn other_bodies_and_samples() {
    check("{external: {by: 第三方}}", "{}", "{marks: 9.5}", "9.5 not_met");
    check("{external: {by: 第三方, out_of: 100}}", "{}", "{marks: 87.3}", "8.73 not_met");
    // Rounding may fill up the marks; what was lost before it was lost.
    check("{external: {by: 第三方, out_of: 100}}", "{}", "{marks: 99.99}", "10 not_met");
    check("{steps: {fact: x, base: 5, every: 3000, lose: 1, partial: share}}", "{x: 4}", "", "10 not_met");
    check("{at_least: {fact: x, value: 10000, below: proportional}}", "{x: 9999}", "", "10 not_met");
    check("{external: {by: 第三方, out_of: 100, fact: x}}", "{x: 101}", "", "0..10 unknown");
    check("{sample: {size: 10, failed_at_most: 1, below: zero}}", "{}", "{sample: {checked: 10, failed: 1}}", "10 met");
    check("{sample: {size: 10, failed_at_most: 1, below: zero}}", "{}", "{sample: {checked: 8, failed: 1}}", "0..10 unknown");
    check("{sample: {size: 10, failed_at_most: 1, below: zero}}", "{}", "{sample: {checked: 8, failed: 2}}", "0 not_met");
    check("{sample: {size: 10, each_failed: 2}}", "{}", "{sample: {checked: 10, failed: 3}}", "4 not_met");
    check("{sample: {size: 10, each_failed: 2}}", "{}", "{sample: {checked: 9, failed: 3}}", "2..4 unknown");
}

#[test]
fn conditions_have_three_values() {
    let any = "{any_of: [{at_least: {fact: x, value: 3}}, {all_of: [{less_than: {fact: y, value: 50000}}, {at_least: {fact: x, value: 2}}]}]}";
    check(any, "{x: 2, y: 49999}", "", "10 met");
    check(any, "{x: 2, y: 50000}", "", "0 not_met");
    check(any, "{x: 2}", "", "0..10 unknown");
    check(any, "{x: 3}", "", "10 met");
    check(any, "{x: 1}", "", "0 not_met");
    check("{not: {at_least: {fact: x, value: 3}}}", "{x: 3}", "", "0 not_met");
    check("{not: {at_least: {fact: x, value: 3}}}", "{}", "", "0..10 unknown");
}

#[test]
fn parameters_without_value_stay_open() {
    let keys = "total: 10\nfacts: {p: {unit: '%'}}\nparameters: {规定参保率: {source: 另文}}";
    let standard =
        standard(keys, "      - {id: c, title: 项, marks: 10, rule: {at_least: {fact: p, value: 规定参保率, below: zero}}}");
    let outcome = score(&standard, &record("facts: {p: 99}"), &point("{}"), None);
    let c = outcome.criteria().next().unwrap();
    assert_eq!((c.state, c.open), (State::Unknown, true));
    assert_eq!(c.reason, "“规定参保率”由其他文件规定，标准里没有给出数值，待定");
}

/// Rules of every kind that gives marks, for the property tests.
const RULES: &[&str] = &[
    "manual",
    "yes_no",
    SHARE,
    "{ratio: {of: [x], over: [x, y], at_least: 5%, below: proportional}}",
    "{at_least: {fact: x, value: 7.5, below: proportional}}",
    "{less_than: {fact: y, value: 9}}",
    "{deduct: {faults: [{name: 错, each: 0.7}, {name: 漏, each: 3, cap: 5}]}}",
    "{each_missing: {things: [甲, 乙, 丙], each: 4.4}}",
    "{tiers: {fact: x, levels: [{at_least: 3, marks: 4}, {more_than: 9.5, marks: 12}], below: zero}}",
    "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1}}",
    "{steps: {fact: x, base: 6, every: 0.7, lose: 1.1, partial: share}}",
    "{external: {by: 某, out_of: 3}}",
    "{sample: {size: 5, each_failed: 3}}",
];

proptest! {
    #[test]
    fn marks_stay_in_bounds_and_add_up(
        rules in prop::collection::vec(0..RULES.len(), 1..6),
        facts in prop::collection::vec(prop::option::of(-50i64..2000), 2),
        marks in prop::collection::vec(-30i64..250, 6),
        counts in prop::collection::vec(0u32..20, 6),
        shape in prop::collection::vec(0usize..6, 6),
    ) {
        let names = ["x", "y"];
        let facts: Vec<String> = facts.iter().zip(names).filter_map(|(v, n)| v.map(|v| format!("{n}: {}", show(Decimal::new(v, 2))))).collect();
        let mut criteria = String::new();
        let mut findings = String::new();
        for (i, r) in rules.iter().enumerate() {
            let rule = RULES[*r].replace(", z]", "]");
            criteria.push_str(&format!("      - {{id: c{i}, title: 项, marks: 10, rule: {rule}}}\n"));
            let body = match shape[i] {
                0 => continue,
                1 => format!("marks: {}, reason: 略", show(Decimal::new(marks[i], 1))),
                2 => format!("faults: {{错: {0}, 漏: {0}}}, missing: [甲], met: 否", counts[i]),
                3 => format!("met: 是, missing: [], faults: {{}}, sample: {{checked: {}, failed: 1}}", counts[i]),
                4 => "not_applicable: 无此业务".to_owned(),
                _ => "ruling: {marks: 3, basis: 试}".to_owned(),
            };
            findings.push_str(&format!("  c{i}: {{{body}}}\n"));
        }
        let total = 10 * rules.len();
        let standard = standard(&format!("total: {total}\nnot_applicable: zero\nfacts: {{x: {{}}, y: {{}}}}"), &criteria);
        let findings = if findings.is_empty() { String::new() } else { format!("findings:\n{findings}") };
        let outcome = score(&standard, &record(&format!("facts: {{{}}}\n{findings}", facts.join(", "))), &point("{}"), None);
        for c in outcome.criteria() {
            prop_assert!(Decimal::ZERO <= c.low && c.low <= c.high && c.high <= Decimal::TEN, "{} {}..{}", c.rule, c.low, c.high);
            prop_assert_eq!(c.awarded.is_some(), c.low == c.high);
        }
        prop_assert_eq!(Some(outcome.low), sum(outcome.criteria().map(|c| c.low)));
        prop_assert_eq!(Some(outcome.high), sum(outcome.criteria().map(|c| c.high)));
        prop_assert_eq!(outcome.total.is_some(), outcome.low == outcome.high);
        prop_assert_eq!(outcome.low, sum(outcome.sections.iter().map(|s| s.low)).unwrap());
    }

    #[test]
    fn more_faults_never_give_more(a in 0u32..50, b in 0u32..50) {
        let rule_text = "{deduct: {faults: [{name: 错, each: 0.7}, {name: 漏, each: 3, cap: 5}], cap: 9}}";
        let marks = |n: u32| rule(rule_text, "{}", &format!("{{faults: {{错: {n}, 漏: 1}}}}")).total.unwrap();
        prop_assert!(marks(a.max(b)) <= marks(a.min(b)));
    }
}
