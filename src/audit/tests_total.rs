//! Rounding, totals, grades, and what does not count.

use super::tests::{point, record, standard};
use super::{Outcome, State, score, show, to_json};
use crate::model::Tier;

const GRADES: &str = "grades: [{name: 三星, at_least: 85}, {name: 二星, at_least: 75}, {name: 一星, at_least: 60}]";

fn graded(keys: &str, a: &str, b: &str) -> Outcome {
    let standard = standard(
        &format!("total: 100\n{GRADES}\n{keys}"),
        "      - {id: a, title: 甲, marks: 90, rule: manual}\n      - {id: b, title: 乙, marks: 10, rule: manual}",
    );
    score(&standard, &record(&format!("findings: {{a: {a}, b: {b}}}")), &point("{}"), None)
}

#[test]
fn grades_at_their_limits() {
    for (marks, grade) in
        [("75", Some("三星")), ("74.99", Some("二星")), ("65", Some("二星")), ("50", Some("一星")), ("49.99", None)]
    {
        let outcome = graded("", &format!("{{marks: {marks}, reason: 略}}"), "{marks: 10}");
        assert_eq!(outcome.grade.as_deref(), grade, "{marks}");
        assert_eq!(outcome.state, if grade.is_some() { State::Met } else { State::NotMet });
    }
}

#[test]
fn rounding_before_or_after_the_grade() {
    let keys = |before| format!("rounding: {{digits: 2, mode: half_up, before_grade: {before}}}");
    let marks = "{marks: 74.996, reason: 略}";
    let before = graded(&keys(true), marks, "{marks: 10}");
    let after = graded(&keys(false), marks, "{marks: 10}");
    assert_eq!((before.grade.as_deref(), before.total.map(show)), (Some("三星"), Some("85".to_owned())));
    assert_eq!((after.grade.as_deref(), after.total.map(show)), (Some("二星"), Some("85".to_owned())));
    assert_eq!(before.arithmetic, "84.996=84.996；总分85（保留2位小数，四舍五入）");
}

#[test]
fn unknowns_keep_the_grade_open() {
    let open = graded("", "{marks: 80, reason: 略}", "{reason: 未查}");
    assert_eq!((open.grade.clone(), open.state, open.total), (None, State::Unknown, None));
    assert_eq!(open.possible, vec![Some("二星".to_owned()), Some("三星".to_owned())]);
    assert_eq!(open.unknown().collect::<Vec<_>>(), ["b"]);
    assert_eq!(open.arithmetic, "(80～90)=80～90");
    // Even where they could not change it: not inspected is not a pass.
    let sure = graded("", "{marks: 90}", "{reason: 未查}");
    assert_eq!((sure.grade, sure.state, sure.possible.len()), (None, State::Unknown, 1));
    let json = to_json(&open);
    assert_eq!((json["grade"].is_null(), json["total"].as_str(), json["state"].as_str()), (true, Some("80"), Some("unknown")));
    assert_eq!(json["criteria"][1]["awarded"], serde_json::Value::Null);
}

#[test]
fn what_does_not_apply() {
    let exclude = graded("not_applicable: exclude_and_rescale", "{marks: 80, reason: 略}", "{not_applicable: 没有这项业务}");
    assert_eq!(exclude.total.map(show).as_deref(), Some("88.89"));
    assert_eq!(exclude.arithmetic, "80=80；80×100÷90≈88.89");
    let full = graded("not_applicable: full_marks", "{marks: 80, reason: 略}", "{not_applicable: 没有}");
    assert_eq!(full.total.map(show).as_deref(), Some("90"));
    let zero = graded("not_applicable: zero", "{marks: 80, reason: 略}", "{not_applicable: 没有}");
    assert_eq!(zero.total.map(show).as_deref(), Some("80"));
    let open = graded("", "{marks: 80, reason: 略}", "{not_applicable: 没有}");
    assert_eq!((open.total, open.state), (None, State::Unknown));
    assert_eq!(open.criteria().nth(1).unwrap().state, State::NotApplicable);
    // 68 of 80 is 85 % exactly; the grade is taken from the fraction.
    let all = graded("not_applicable: exclude_and_rescale", "{marks: 76.5, reason: 略}", "{not_applicable: 没有}");
    assert_eq!(all.grade.as_deref(), Some("三星"));
}

#[test]
fn waivers_end() {
    let standard = standard("total: 10\nnot_applicable: full_marks", "      - {id: a, title: 甲, marks: 10, rule: manual}");
    let of = |day: &str| {
        let text =
            format!("findings: {{a: {{marks: 3, reason: 略}}}}\nwaivers: [{{criterion: a, reason: 装修, expires: {day}}}]");
        score(&standard, &record(&text), &point("{}"), None).criteria().next().unwrap().state
    };
    assert_eq!(of("2026-06-01"), State::Waived);
    assert_eq!(of("2026-05-31"), State::NotMet);
}

#[test]
fn vetoes_and_bonus() {
    let criteria = "      - {id: a, title: 甲, marks: 100, rule: manual}\n      - {id: v, title: 红线, veto: true, rule: yes_no}\n      - {id: b, title: 创新, marks: 5, bonus: true, rule: manual}";
    let of = |keys: &str, v: &str| {
        let standard = standard(&format!("total: 100\n{GRADES}\n{keys}"), criteria);
        let findings = format!("findings: {{a: {{marks: 84, reason: 略}}, v: {v}, b: {{marks: 5}}}}");
        score(&standard, &record(&findings), &point("{}"), None)
    };
    let fine = of("bonus: {cap: 2}", "{met: 是}");
    assert_eq!((fine.grade.as_deref(), fine.total.map(show).as_deref()), (Some("三星"), Some("86")));
    let vetoed = of("bonus: {cap: 2}", "{met: 否}");
    assert_eq!((vetoed.grade, vetoed.state, vetoed.total.map(show).as_deref()), (None, State::NotMet, Some("86")));
    let doubtful = of("bonus: {cap: 2}", "{reason: 未查}");
    assert_eq!(doubtful.possible, vec![None, Some("三星".to_owned())]);
    // Without a policy nobody knows whether the five count.
    assert_eq!(of("", "{met: 是}").possible, vec![Some("二星".to_owned()), Some("三星".to_owned())]);
}

#[test]
fn standards_without_marks() {
    let criteria = "      - {id: m, title: 须, rule: yes_no}\n      - {id: s, title: 鼓励, modality: should, rule: yes_no}\n      - {id: t, title: 镇级, when: {tiers: [town]}, rule: yes_no}";
    let of = |m: &str, s: &str| {
        let outcome =
            score(&standard("", criteria), &record(&format!("findings: {{m: {m}, s: {s}}}")), &point("{}"), Some(Tier::Village));
        assert_eq!(outcome.criteria().last().unwrap().state, State::NotApplicable);
        (outcome.grade.clone().unwrap_or_default(), outcome.state)
    };
    assert_eq!(of("{met: 是}", "{met: 是}"), (super::PASSED.to_owned(), State::Met));
    assert_eq!(of("{met: 是}", "{met: 否}"), (super::WITH_NOTES.to_owned(), State::Met));
    assert_eq!(of("{met: 否}", "{reason: 未查}"), (super::FAILED.to_owned(), State::NotMet));
    assert_eq!(of("{reason: 未查}", "{met: 是}"), (String::new(), State::Unknown));
    assert_eq!(of("{met: 是}", "{reason: 未查}"), (String::new(), State::Unknown));
}

#[test]
fn where_nothing_is_judged_nothing_is_decided() {
    let state = |keys: &str, criteria: &str, found: &str| {
        let outcome = score(&standard(keys, criteria), &record(found), &point("{}"), Some(Tier::Village));
        assert_eq!(outcome.result_zh(), "待定", "{keys} {criteria} {found}");
        (outcome.grade, outcome.state)
    };
    let open = (None, State::Unknown);
    let plain = "      - {id: c, title: 项, rule: yes_no}";
    let elsewhere = "      - {id: c, title: 项, when: {tiers: [town]}, rule: yes_no}";
    assert_eq!(state("", "      []", ""), open, "no criterion at all");
    assert_eq!(state("", elsewhere, ""), open);
    assert_eq!(state("", plain, "findings: {c: {not_applicable: 没有}}"), open);
    assert_eq!(state("", plain, "waivers: [{criterion: c, reason: 装修, expires: 2026-12-31}]"), open);
    let graded = "total: 10\ngrades: [{name: 合格, at_least: 6}, {name: 不合格, at_least: 0}]";
    let marked = "      - {id: c, title: 项, marks: 10, rule: manual}";
    assert_eq!(state(graded, "      []", ""), open);
    for policy in ["", "\nnot_applicable: full_marks", "\nnot_applicable: zero", "\nnot_applicable: exclude_and_rescale"] {
        assert_eq!(state(&format!("{graded}{policy}"), marked, "findings: {c: {not_applicable: 没有}}"), open, "{policy}");
    }
}

#[test]
fn measured_goes_before_declared_and_both_are_shown() {
    let standard = standard(
        "total: 10\nfacts: {面积: {unit: 平方米, from: area}}",
        "      - {id: c, title: 项, marks: 10, rule: {at_least: {fact: 面积, value: 100, below: zero}}}",
    );
    let declared = score(&standard, &record(""), &point("{area: 120}"), None);
    assert_eq!(declared.criteria().next().unwrap().state, State::Met);
    let measured = score(&standard, &record("facts: {面积: 98.5}"), &point("{area: 120}"), None);
    let c = measured.criteria().next().unwrap();
    assert_eq!((c.state, c.reason.as_str()), (State::NotMet, "面积98.5平方米，不足100平方米，不得分"));
    let found = c.found.first().unwrap();
    assert_eq!((found.declared.as_deref(), found.measured(), found.differs), (Some("120平方米"), Some("98.5平方米"), true));
}

#[test]
fn shares_round_a_half_up() {
    use super::summary::{percent, share};
    assert_eq!(
        [percent(1, 16), percent(1, 3), percent(7, 20), percent(0, 5), percent(0, 0)],
        ["6.3%", "33.3%", "35%", "0%", "—"]
    );
    assert_eq!((share(2.into(), 3.into()), share(5.into(), 4.into()), share(1.into(), 0.into())), (666, 1000, 0));
    assert_eq!(share(rust_decimal::Decimal::MAX, rust_decimal::Decimal::MAX), 0, "too long to reckon, and no panic");
}
