//! An outcome in sentences: why this is the result, how it was reckoned, what else a reader should know. Shared by every paper.

use rust_decimal::Decimal;

use super::exact::{self, show};
use super::outcome::{CriterionOutcome, Outcome, SectionOutcome, State};
use super::total::range;
use crate::model::inspection::InspectionFile;
use crate::model::standard::{Grade, Modality, Rounding, RoundingMode, Standard};

/// Losses that the first page names; the rest stands in the table.
const MOST_LOSSES: usize = 5;

/// A grade's limit as it prints beside its name: `85`, or `超过 90` where the number itself does not reach it.
#[must_use]
pub fn limit(grade: &Grade) -> String {
    match (&grade.at_least, &grade.more_than) {
        (Some(limit), _) => show(limit.value),
        (None, Some(limit)) => format!("超过 {}", show(limit.value)),
        (None, None) => String::new(),
    }
}

/// The same in a sentence: 85分以上, or 超过90分.
#[must_use]
pub fn line(grade: &Grade) -> String {
    match (&grade.at_least, &grade.more_than) {
        (Some(limit), _) => format!("{}分以上", show(limit.value)),
        (None, Some(limit)) => format!("超过{}分", show(limit.value)),
        (None, None) => String::new(),
    }
}

/// The total, or its range while open; empty without marks.
#[must_use]
pub fn total(outcome: &Outcome) -> String {
    if outcome.maximum.is_none() { String::new() } else { range(outcome.low, outcome.high) }
}

/// How a criterion stands, in a word.
#[must_use]
pub fn state(criterion: &CriterionOutcome) -> &'static str {
    match criterion.state {
        State::Met => "达标",
        State::NotMet if criterion.bonus => "未得满加分",
        State::NotMet if criterion.modality == Modality::May => "未采用",
        State::NotMet if criterion.maximum.is_none() && criterion.modality == Modality::Should => "未达到",
        State::NotMet if criterion.awarded.is_some_and(|a| !a.is_zero()) => "失分",
        State::NotMet => "未达标",
        // No data can close it; the bureau must rule.
        State::Unknown if criterion.open => "待定",
        State::Unknown => "待补数据",
        State::NotApplicable => "不适用",
        State::Waived => "豁免",
    }
}

/// The calculation, one line a step.
#[must_use]
pub fn steps(outcome: &Outcome) -> Vec<String> {
    if outcome.maximum.is_none() {
        return vec![outcome.arithmetic.clone()];
    }
    let terms: Vec<String> = outcome
        .sections
        .iter()
        .filter(|s| !s.maximum.is_zero())
        .map(|s| {
            let weight = s.weight.as_ref().map_or(String::new(), |(_, text)| format!("×{text}"));
            format!("{} {}{weight}", s.title, range(s.low, s.high))
        })
        .collect();
    let mut lines = vec![terms.join(" + ")];
    let mut rest = outcome.arithmetic.split('；');
    if let Some((_, sum)) = rest.next().and_then(|first| first.split_once('=')) {
        lines.push(format!("= {sum} 分"));
    }
    lines.extend(rest.map(|step| format!("{step} 分").replace("） 分", "）")));
    lines
}

/// Why this is the result: the result itself, then what cost most, then what is open.
#[must_use]
pub fn why(standard: &Standard, outcome: &Outcome) -> Vec<String> {
    let mut list = Vec::new();
    if outcome.maximum.is_some() {
        list.push(result(standard, outcome));
        let mut lost: Vec<(Decimal, &CriterionOutcome)> = outcome
            .criteria()
            .filter(|c| !c.bonus)
            .filter_map(|c| Some((c.lost()?, c)))
            .filter(|(lost, _)| !lost.is_zero())
            .collect();
        lost.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.number.cmp(&b.1.number)));
        let named = lost.iter().take(MOST_LOSSES);
        list.extend(named.map(|(lost, c)| format!("“{}”失{}分：{}。", c.title, show(*lost), c.reason)));
        if lost.len() > MOST_LOSSES {
            list.push(format!("另有{}项失分，见逐项记录。", lost.len() - MOST_LOSSES));
        }
    } else {
        for (modality, label) in [(Modality::Must, "不符合"), (Modality::Should, "未达到，作为改进建议")] {
            let failed = outcome.criteria().filter(|c| c.state == State::NotMet && c.modality == modality);
            list.extend(failed.map(|c| format!("“{}”{label}：{}。", c.title, c.reason)));
        }
        if list.is_empty() && outcome.state == State::Met {
            list.push("必须达到的各项都符合。".to_owned());
        }
    }
    for c in outcome.criteria().filter(|c| c.state == State::Unknown) {
        let marks = c.maximum.map_or(String::new(), |m| format!("（{}分）", show(m)));
        list.push(format!(
            "“{}”{marks}{}：{}。",
            c.title,
            state(c),
            c.reason.trim_end_matches("，待补数据").trim_end_matches("，待定")
        ));
    }
    list
}

fn result(standard: &Standard, outcome: &Outcome) -> String {
    let total = range(outcome.low, outcome.high);
    let lowest = standard.grades.iter().min_by_key(|g| g.at_least.as_ref().or(g.more_than.as_ref()).map(|l| l.value));
    match (&outcome.grade, outcome.state) {
        (Some(name), _) => {
            let line =
                standard.grades.iter().find(|g| g.name.value == *name).map_or(String::new(), |g| format!("（{}）", line(g)));
            format!("总分{total}分，达到{name}{line}。")
        }
        (None, State::Unknown) if outcome.possible.len() == 1 => {
            format!("总分在{total}分之间，有的项还没有查，查完再定等级。")
        }
        (None, State::Unknown) => {
            format!("总分在{total}分之间，等级还不能确定，可能是{}。", grades(&outcome.possible))
        }
        (None, State::NotMet) if outcome.notes.iter().any(|n| n.starts_with("一票否决")) => {
            format!("总分{total}分；{}。", outcome.notes.join("；"))
        }
        (None, State::NotMet) => match lowest {
            Some(grade) => {
                let so = outcome.below_grades.as_ref().map_or(String::new(), |name| format!("，{name}"));
                format!("总分{total}分，没有达到{}（{}）{so}。", grade.name.value, line(grade))
            }
            None => format!("总分{total}分。"),
        },
        (None, _) => format!("总分{total}分。"),
    }
}

/// 三星、二星或没有等级: the highest first.
fn grades(possible: &[Option<String>]) -> String {
    let mut names: Vec<&str> = possible.iter().rev().map(|g| g.as_deref().unwrap_or("没有等级")).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{}或{last}", names.join("、")),
        last => last.unwrap_or_default().to_owned(),
    }
}

/// What else a reader should know: policies, notes of the standard, remarks.
#[must_use]
pub fn notes(standard: &Standard, record: &InspectionFile, outcome: &Outcome) -> Vec<String> {
    let mut list: Vec<String> = standard.note.iter().map(|n| n.value.clone()).collect();
    let marked = outcome.maximum.is_some();
    list.extend(outcome.notes.iter().filter(|_| marked).map(|n| format!("{n}。")));
    for criterion in standard.criteria() {
        list.extend(criterion.note.iter().map(|n| format!("“{}”：{}", criterion.title.value, n.value)));
    }
    if let (true, Some(rounding)) = (marked, &standard.rounding) {
        list.push(rounding_zh(rounding));
    }
    if record.sample {
        list.push("本记录是示例，人员和数字都是虚构的。".to_owned());
    }
    list
}

/// 总分保留2位小数，四舍五入，先取整再定等级。
#[must_use]
pub fn rounding_zh(rounding: &Rounding) -> String {
    let order = if rounding.before_grade { "先取整再定等级" } else { "先定等级再取整" };
    format!("总分{}，{}，{order}。", super::total::digits_zh(rounding.digits.value), rounding.mode.zh())
}

/// Marks won of a section in thousandths, or criteria met where there are no marks.
#[must_use]
pub fn permille(section: &SectionOutcome) -> u16 {
    let (part, whole) = if section.maximum.is_zero() {
        let (met, counted) = met(section);
        (Decimal::from(met), Decimal::from(counted))
    } else {
        (section.low, section.maximum)
    };
    share(part, whole)
}

/// A part of a whole in thousandths, 0 to 1000.
#[must_use]
pub fn share(part: Decimal, whole: Decimal) -> u16 {
    let thousandths = exact::mul(part, Decimal::ONE_THOUSAND).and_then(|n| exact::quotient(n, whole, 0, RoundingMode::Down));
    thousandths.and_then(|t| u16::try_from(t).ok()).unwrap_or(0).min(1000)
}

/// `35%`, or `33.3%` where it does not come out even, a half rounded up (四舍五入); — of nothing.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    let rounded = exact::mul(Decimal::from(part), Decimal::ONE_HUNDRED)
        .filter(|_| whole > 0)
        .and_then(|n| exact::quotient(n, Decimal::from(whole), 1, RoundingMode::HalfUp));
    rounded.map_or_else(|| "—".to_owned(), |p| format!("{}%", show(p)))
}

/// Criteria that are met, and those that apply.
#[must_use]
pub fn met(section: &SectionOutcome) -> (usize, usize) {
    let count = |state| section.criteria.iter().filter(|c| c.state == state).count();
    (count(State::Met), count(State::Met) + count(State::NotMet) + count(State::Unknown))
}
