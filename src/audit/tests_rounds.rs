//! Rounds that build on each other, corrections, inspectors who score apart, weights and caps.

use super::tests::{point, record, standard};
use super::{Earlier, Layer, Outcome, Place, State, score, score_after, show};
use crate::model::inspection::InspectionFile;
use crate::model::standard::Standard;
use crate::model::{Tier, inspection::Round};

const TWO: &str = "      - {id: a, title: 甲, marks: 5, rule: manual}\n      - {id: b, title: 乙, marks: 5, rule: {at_least: {fact: 面积, value: 100, below: zero}}}";

fn two() -> Standard {
    standard("total: 10\nfacts: {面积: {unit: 平方米, from: area}}", TWO)
}

fn of_round(round: &str, text: &str) -> InspectionFile {
    let mut made = record(text);
    made.round.value = match round {
        "self" => Round::SelfAssessment,
        "town" => Round::Town,
        "site" => Round::Site,
        _ => Round::Recheck,
    };
    made
}

fn criterion<'a>(outcome: &'a Outcome, id: &str) -> &'a super::CriterionOutcome {
    outcome.criteria().find(|c| c.id == id).unwrap()
}

#[test]
fn later_rounds_go_before_earlier_ones_fact_by_fact() {
    let standard = two();
    let (own, town, site) =
        (of_round("self", "facts: {面积: 120}"), of_round("town", "facts: {面积: 101}"), of_round("site", "facts: {面积: }"));
    let layers = vec![Layer::of(&own), Layer::of(&town)];
    let earlier = Earlier { layers, ..Earlier::default() };
    // Blank on site: not measured there, so that the town's figure counts.
    let outcome = score_after(&standard, &site, &point("{area: 130}"), Place::default(), &earlier);
    let b = criterion(&outcome, "b");
    assert_eq!((b.awarded.map(show).as_deref(), b.reason.as_str()), (Some("5"), "面积101平方米，不少于100平方米"));
    let found = b.found.first().unwrap();
    assert!(found.differs);
    assert_eq!(
        found.rounds.iter().map(|(r, v)| format!("{}{v}", r.zh())).collect::<Vec<_>>(),
        ["自评120平方米", "镇审核101平方米"]
    );
    let site = of_round("site", "facts: {面积: 99.9}");
    let outcome = score_after(&standard, &site, &point("{area: 130}"), Place::default(), &earlier);
    assert_eq!(criterion(&outcome, "b").state, State::NotMet);
}

#[test]
fn a_reinspection_carries_over_what_it_does_not_list() {
    let standard = two();
    let site = of_round("site", "facts: {面积: 99}\nfindings: {a: {marks: 4, reason: 缺材料}}");
    let before = score(&standard, &site, &point("{}"), None);
    let after = |text: &str| {
        let finding = site.findings.get("a").unwrap().as_ref().unwrap();
        let earlier = Earlier {
            layers: vec![Layer::of(&site)],
            outcome: Some(&before),
            findings: vec![("a", finding, Round::Site)],
            waivers: Vec::new(),
        };
        score_after(&standard, &of_round("recheck", text), &point("{}"), Place::default(), &earlier)
    };
    let mended = after("findings: {a: {marks: 5}}");
    assert_eq!((criterion(&mended, "a").awarded.map(show).as_deref(), criterion(&mended, "a").carried), (Some("5"), None));
    assert_eq!(criterion(&mended, "b").carried, Some(Round::Site));
    assert_eq!(mended.total.map(show).as_deref(), Some("5"));
    // Listed and blank: nobody has looked again yet, and what was found before stands.
    let blank = after("findings: {a: }");
    let a = criterion(&blank, "a");
    assert_eq!((a.awarded.map(show).as_deref(), a.carried), (Some("4"), Some(Round::Site)));
    // Not listed: what was found still stands, and a fact that was measured anew decides anew.
    let measured = after("facts: {面积: 100}");
    let (a, b) = (criterion(&measured, "a"), criterion(&measured, "b"));
    assert_eq!((a.awarded.map(show).as_deref(), a.carried), (Some("4"), Some(Round::Site)));
    assert_eq!((b.state, b.carried), (State::Met, None));
}

fn apart(merge: &str, first: &str, second: &str) -> Outcome {
    let text = format!(
        "merge: {merge}\nsheets:\n  - {{inspector: 张示例, findings: {{a: {first}}}}}\n  - {{inspector: 李示例, findings: {{a: {second}}}}}\nfindings: {{a: {{marks: 3, reason: 商定}}}}"
    );
    let standard = standard("total: 5", "      - {id: a, title: 甲, marks: 5, rule: manual}");
    score(&standard, &record(&text), &point("{}"), None)
}

#[test]
fn inspectors_who_scored_apart_are_merged_as_the_record_says() {
    let marks = |merge: &str, a: &str, b: &str| {
        let outcome = apart(merge, a, b);
        let c = criterion(&outcome, "a");
        format!("{} {}", super::range(c.low, c.high), c.arithmetic.clone().unwrap_or_default())
    };
    assert_eq!(marks("mean", "{marks: 4.5, reason: 甲}", "{marks: 5}"), "4.75 (4.5+5)÷2=4.75");
    assert_eq!(marks("lowest", "{marks: 4.5, reason: 甲}", "{marks: 5}"), "4.5 4.5、5中取最低4.5");
    assert_eq!(marks("discussed", "{marks: 4.5, reason: 甲}", "{marks: 5}"), "3 ");
    // One has not looked: the mean is open between what is possible.
    assert_eq!(marks("mean", "{marks: 4}", ""), "2～4.5 ");
    let outcome = apart("mean", "{marks: 4.5, reason: 缺一份}", "{marks: 5}");
    let c = criterion(&outcome, "a");
    assert_eq!(c.reason, "张示例4.5分（缺一份）；李示例5分");
    assert_eq!(c.per_inspector.iter().map(|a| a.inspector.as_str()).collect::<Vec<_>>(), ["张示例", "李示例"]);
    // A mean that rounds up to full marks: somebody took some off all the same.
    let nearly = apart("mean", "{marks: 5}", "{marks: 4.996, reason: 略}");
    assert_eq!((criterion(&nearly, "a").awarded.map(show).as_deref(), criterion(&nearly, "a").state), (Some("5"), State::NotMet));
    let same = apart("mean", "{marks: 5}", "{marks: 5}");
    assert_eq!(criterion(&same, "a").state, State::Met);
}

#[test]
fn three_inspectors_round_once() {
    let text = "merge: mean\nsheets:\n  - {inspector: 甲, findings: {a: {marks: 5}}}\n  - {inspector: 乙, findings: {a: {marks: 5}}}\n  - {inspector: 丙, findings: {a: {marks: 4, reason: 略}}}";
    let standard = standard("total: 5", "      - {id: a, title: 甲, marks: 5, rule: manual}");
    let outcome = score(&standard, &record(text), &point("{}"), None);
    assert_eq!(criterion(&outcome, "a").arithmetic.as_deref(), Some("(5+5+4)÷3≈4.67"));
    assert_eq!(outcome.total.map(show).as_deref(), Some("4.67"));
}

#[test]
fn without_marks_one_who_sees_a_failure_is_enough_only_when_the_lowest_counts() {
    let standard = standard("", "      - {id: a, title: 甲, rule: yes_no}");
    let state = |merge: &str| {
        let text = format!(
            "merge: {merge}\nsheets:\n  - {{inspector: 张示例, findings: {{a: {{met: 是}}}}}}\n  - {{inspector: 李示例, findings: {{a: {{met: 否}}}}}}"
        );
        criterion(&score(&standard, &record(&text), &point("{}"), None), "a").state
    };
    assert_eq!(state("lowest"), State::NotMet);
    assert_eq!(state("mean"), State::Unknown);
}

fn weighted(keys: &str, a: &str, b: &str) -> Outcome {
    let text = format!(
        "title: 试\nsource: 试\nversion: '1'\ntotal: 100\n{keys}\nsections:\n  - {{title: 现场, weight: 70%, criteria: [{{id: a, title: 甲, marks: 100, rule: manual, caps_grade: 良}}]}}\n  - {{title: 满意度, weight: 30%, criteria: [{{id: b, title: 乙, marks: 100, rule: {{external: {{by: 第三方}}}}}}]}}\n"
    );
    let mut out = crate::diagnostic::Diagnostics::new();
    let node = crate::source::parse_document(crate::diagnostic::FileId(0), &text, 0, &mut out).unwrap();
    let file = crate::source::decode::Decode::decode(&node, &mut out).unwrap();
    let standard = Standard { id: "test".to_owned(), kept: false, file };
    score(&standard, &record(&format!("findings: {{a: {a}, b: {b}}}")), &point("{}"), Some(Tier::Village))
}

#[test]
fn sections_count_by_their_weight() {
    let outcome = weighted("", "{marks: 90, reason: 略}", "{marks: 85.5}");
    assert_eq!(outcome.total.map(show).as_deref(), Some("88.65"));
    assert_eq!(outcome.arithmetic, "90×70%+85.5×30%=88.65");
    let open = weighted("", "{marks: 90, reason: 略}", "");
    assert_eq!(super::range(open.low, open.high), "63～93");
}

#[test]
fn a_cap_lowers_the_grade_and_not_the_marks() {
    let grades = "grades: [{name: 优, at_least: 90}, {name: 良, at_least: 80}, {name: 中, at_least: 60}]";
    let outcome = weighted(grades, "{marks: 99, reason: 略}", "{marks: 100}");
    assert_eq!((outcome.total.map(show).as_deref(), outcome.grade.as_deref()), (Some("99.3"), Some("良")));
    assert_eq!(outcome.notes, ["“甲”未达标，最高评为良"]);
    assert_eq!(weighted(grades, "{marks: 100}", "{marks: 100}").grade.as_deref(), Some("优"));
    // A cap never lifts.
    assert_eq!(weighted(grades, "{marks: 70, reason: 略}", "{marks: 60}").grade.as_deref(), Some("中"));
    let open = weighted(grades, "", "{marks: 100}");
    assert_eq!(open.grade, None);
}
