//! What a rule scores in a case or two: “缺一项”3 次 → 扣 3 分，剩 7 分. The cases are chosen by the kind of rule, and scored by the engine that scores
//! inspections, so that they say what will really be given.

use rust_decimal::Decimal;

use crate::audit::score;
use crate::diagnostic::{Bilingual, Diagnostics, FileId, Spanned};
use crate::model::Tier;
use crate::model::inspection::InspectionFile;
use crate::model::point::Point;
use crate::model::standard::Standard;
use crate::model::standard::rule::{Deduct, Rule};
use crate::model::standard::{Amount, StandardFile};
use crate::say;
use crate::source::decode::Decode;
use crate::source::parse_document;
use crate::tables::standard::grammar::Reading;
use crate::yaml_write::value::{parsed, quoted};

/// A case: what happened, as people say it, and as facts and a finding of a record.
struct Case {
    says: Bilingual,
    facts: String,
    finding: String,
}

/// The cases of a rule and what it gives in each; empty where inspectors give the marks.
#[must_use]
pub fn cases(reading: &Reading, marks: Option<Decimal>) -> Vec<Bilingual> {
    let (Some(marks), false) = (marks, reading.is_manual()) else { return Vec::new() };
    let Some(rule) = parsed(&reading.yaml).and_then(|node| Spanned::<Rule>::decode(&node, &mut Diagnostics::new())) else {
        return Vec::new();
    };
    chosen(&rule.value).into_iter().filter_map(|case| scored(reading, marks, &case)).collect()
}

/// For each of several readings of one wording the same case with what it gives, chosen so that they differ; empty where no case tells them apart.
#[must_use]
pub fn telling(readings: &[&Reading], marks: Option<Decimal>) -> Vec<Bilingual> {
    let Some(marks) = marks else { return Vec::new() };
    let rules: Vec<Rule> = readings
        .iter()
        .filter_map(|r| Some(Spanned::<Rule>::decode(&parsed(&r.yaml)?, &mut Diagnostics::new())?.value))
        .collect();
    let (Some(first), true) = (rules.first(), rules.len() == readings.len()) else { return Vec::new() };
    if let Rule::Deduct(rule) = first {
        let names = |rule: &Deduct| rule.faults.iter().map(|f| f.name.value.clone()).collect::<Vec<_>>();
        let first = names(rule);
        if rules.iter().any(|rule| !matches!(rule, Rule::Deduct(rule) if names(rule) == first)) {
            return Vec::new();
        }
        let counted = |times: u32| {
            let list: Vec<String> = first.iter().map(|name| format!("{}: {times}", quoted(name))).collect();
            let (zh, en) = (first.join("、"), first.join(", "));
            Case {
                says: say!("{zh}各 {times} 次", "{en}, {times} each"),
                facts: String::new(),
                finding: format!("faults: {{{}}}", list.join(", ")),
            }
        };
        return apart(readings, marks, [1, 2, 3, 5, 8].into_iter().map(counted));
    }
    apart(readings, marks, below_whole(first).into_iter())
}

/// The first case in which all readings differ, with what each gives.
fn apart(readings: &[&Reading], marks: Decimal, cases: impl Iterator<Item = Case>) -> Vec<Bilingual> {
    for case in cases {
        let one = |reading: &&Reading| {
            // Inspectors decide: the engine waits for their marks.
            if reading.yaml.contains("below: manual") {
                let (zh, en) = (&case.says.zh, &case.says.en);
                return Some(say!("{zh} → 由检查人评", "{en} → the inspectors' marks"));
            }
            scored(reading, marks, &case)
        };
        let given: Vec<Bilingual> = readings.iter().filter_map(one).collect();
        let differ = given.iter().enumerate().all(|(at, one)| !given.iter().skip(at + 1).any(|other| other == one));
        if given.len() == readings.len() && differ {
            return given;
        }
    }
    Vec::new()
}

/// Cases just below a bound, and within a step.
fn below_whole(rule: &Rule) -> Vec<Case> {
    match rule {
        Rule::Steps(rule) => {
            let Some(fact) = &rule.fact else { return Vec::new() };
            let (Some((base, share)), Some((every, _))) = (number(&rule.base), number(&rule.every)) else { return Vec::new() };
            let half = every / Decimal::TWO;
            at(&fact.value, [base - half, base - every - half], share)
        }
        Rule::AtLeast(rule) | Rule::MoreThan(rule) => {
            number(&rule.value).map(|(n, share)| at(&rule.fact.value, [below(n), Decimal::ZERO], share)).unwrap_or_default()
        }
        Rule::AtMost(rule) | Rule::LessThan(rule) => {
            number(&rule.value).map(|(n, share)| at(&rule.fact.value, [n + Decimal::ONE, n + n], share)).unwrap_or_default()
        }
        Rule::Cases(list) => list.first().map(|case| below_whole(&case.rule)).unwrap_or_default(),
        Rule::Deduct(_)
        | Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::EachMissing(_)
        | Rule::Tiers(_)
        | Rule::External(_)
        | Rule::Sample(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => Vec::new(),
    }
}

/// One case as a sentence with its marks.
fn scored(reading: &Reading, marks: Decimal, case: &Case) -> Option<Bilingual> {
    let facts: Vec<String> =
        reading.facts.iter().map(|f| format!("{}: {{unit: {}}}", quoted(&f.name), quoted(&f.unit))).collect();
    let facts = if facts.is_empty() { String::new() } else { format!("facts: {{{}}}\n", facts.join(", ")) };
    let bonus = if reading.bonus { ", bonus: true" } else { "" };
    let standard = format!(
        "title: 例\nsource: 例\nversion: \"1\"\n{facts}sections:\n  - title: 例\n    criteria:\n      - {{id: c, title: 例, marks: {marks}, rule: {}{bonus}}}\n",
        reading.yaml
    );
    let record = format!(
        "standard: c\nversion: \"1\"\npoint: p\nround: site\ndate: 2026-01-01\nfacts: {{{}}}\nfindings: {{c: {{{}, reason: 例}}}}\n",
        case.facts, case.finding
    );
    let standard = Standard { id: "c".to_owned(), kept: false, file: decode::<StandardFile>(&standard)? };
    let outcome = score(
        &standard,
        &decode::<InspectionFile>(&record)?,
        &decode::<Point>("id: p\nname: p\nchannel: c\n")?,
        Some(Tier::Village),
    );
    let found = outcome.criteria().next()?;
    let (zh, en) = (&case.says.zh, &case.says.en);
    let Some(awarded) = found.awarded else {
        return Some(say!("{zh} → 待定（原文没有写）", "{en} → open (the wording does not say)"));
    };
    let awarded = awarded.normalize();
    let lost = (marks - awarded).normalize();
    Some(if reading.bonus {
        say!("{zh} → 加 {awarded} 分", "{en} → {awarded} on top")
    } else if lost.is_zero() {
        say!("{zh} → 不扣，得 {awarded} 分", "{en} → nothing off, {awarded}")
    } else if awarded.is_zero() {
        say!("{zh} → 扣 {lost} 分，不得分", "{en} → {lost} off, no marks")
    } else {
        say!("{zh} → 扣 {lost} 分，剩 {awarded} 分", "{en} → {lost} off, {awarded} left")
    })
}

fn decode<T: Decode>(text: &str) -> Option<T> {
    let mut out = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut out)?;
    T::decode(&node, &mut out).filter(|_| !out.has_errors())
}

/// Cases for a kind of rule: where it makes a difference.
fn chosen(rule: &Rule) -> Vec<Case> {
    match rule {
        Rule::Deduct(rule) => deductions(rule),
        Rule::EachMissing(rule) => {
            let one = rule.things.first().map(|t| t.value.clone());
            one.map(|thing| Case {
                says: say!("缺“{thing}”", "“{thing}” is missing"),
                facts: String::new(),
                finding: format!("missing: [{}]", quoted(&thing)),
            })
            .into_iter()
            .collect()
        }
        Rule::YesNo(_) => vec![Case { says: say!("不符合", "not met"), facts: String::new(), finding: "met: 否".to_owned() }],
        Rule::AtLeast(rule) | Rule::MoreThan(rule) | Rule::AtMost(rule) | Rule::LessThan(rule) => {
            number(&rule.value).map(|(n, share)| at(&rule.fact.value, [n, below(n)], share)).unwrap_or_default()
        }
        Rule::Tiers(rule) => {
            let Some(fact) = &rule.fact else { return Vec::new() };
            let ends: Vec<(Decimal, bool)> =
                rule.levels.iter().skip(1).filter_map(|l| number(l.at_least.as_ref().or(l.more_than.as_ref())?)).collect();
            match ends.as_slice() {
                [(first, share), ..] => {
                    ends.last().map(|(last, _)| at(&fact.value, [*first, below(*last)], *share)).unwrap_or_default()
                }
                [] => Vec::new(),
            }
        }
        Rule::Steps(rule) => {
            let Some(fact) = &rule.fact else { return Vec::new() };
            let (Some((base, share)), Some((every, _))) = (number(&rule.base), number(&rule.every)) else { return Vec::new() };
            let three = every * Decimal::from(3);
            let half = every / Decimal::TWO;
            if rule.gain.is_some() && rule.lose.is_none() {
                at(&fact.value, [base + three, base], share)
            } else {
                at(&fact.value, [base - three, base - half], share)
            }
        }
        Rule::Ratio(rule) => {
            let (Some(of), Some(over)) = (rule.of.first(), rule.over.first()) else { return Vec::new() };
            let (of, over) = (&of.value, &over.value);
            vec![Case {
                says: say!("{of} 80，{over} 100", "{of} 80, {over} 100"),
                facts: format!("{}: 80, {}: 100", quoted(of), quoted(over)),
                finding: String::from("evidence: []"),
            }]
        }
        Rule::Sample(rule) => {
            let size = rule.size.value;
            let failed = rule.failed_at_most.as_ref().map_or(0, |n| n.value) + 1;
            vec![Case {
                says: say!("抽查 {size}，{failed} 个不合格", "{failed} of {size} fail"),
                facts: String::new(),
                finding: format!("sample: {{checked: {size}, failed: {failed}}}"),
            }]
        }
        Rule::Cases(list) => list.first().map(|case| chosen(&case.rule)).unwrap_or_default(),
        Rule::Manual(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::External(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => Vec::new(),
    }
}

/// The first fault that counts each time, found three times; the first that counts once, found once; else both.
fn deductions(rule: &Deduct) -> Vec<Case> {
    let each = |fault: &crate::model::standard::rule::Fault| fault.each.as_ref().map(|e| e.value);
    let once = |fault: &crate::model::standard::rule::Fault| fault.cap.as_ref().map(|c| c.value) == each(fault);
    let case = |name: &str, times: u32| Case {
        says: say!("“{name}”{times} 次", "“{name}” {times} times"),
        facts: String::new(),
        finding: format!("faults: {{{}: {times}}}", quoted(name)),
    };
    let repeated = rule.faults.iter().find(|f| f.within.is_none() && !once(f));
    let single = rule.faults.iter().find(|f| once(f));
    repeated.map(|f| case(&f.name.value, 3)).into_iter().chain(single.map(|f| case(&f.name.value, 1))).collect()
}

fn at(fact: &str, values: [Decimal; 2], share: bool) -> Vec<Case> {
    let mark = if share { "%" } else { "" };
    values
        .into_iter()
        .filter(|n| !n.is_sign_negative())
        .map(|n| {
            let n = n.normalize();
            Case {
                says: say!("{fact} {n}{mark}", "{fact} {n}{mark}"),
                facts: format!("{}: {n}{mark}", quoted(fact)),
                finding: String::from("evidence: []"),
            }
        })
        .collect()
}

/// A number below another that people would take: 90 → 85, 5 → 4.
fn below(n: Decimal) -> Decimal {
    if n >= Decimal::from(20) { n - Decimal::from(5) } else { n - Decimal::ONE }
}

/// A number and whether it is a share.
fn number(amount: &Amount) -> Option<(Decimal, bool)> {
    let text = amount.text();
    let (digits, share) = text.strip_suffix('%').map_or((text, false), |digits| (digits, true));
    Decimal::from_str_exact(digits.trim()).ok().map(|n| (n, share))
}
