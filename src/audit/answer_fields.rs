//! The answers that a criterion asks for, one by one, whatever asks them: a workbook, a form, a sheet of paper.
//!
//! Each has a key that stays the same as long as the standard's words do, so that what was filled in finds its way back. It must not know how
//! an answer is asked for, nor what it is worth.

use rust_decimal::Decimal;

use super::explain;
use super::facts::Facts;
use super::judge::{Truth, in_scope};
use crate::model::standard::Criterion;
use crate::model::standard::rule::{Below, Case, EachMissing, Policy, Rule};

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerField<'a> {
    /// A fact of the record. `yes_no`: it is answered by 是 or 否.
    Fact {
        /// Name, in the standard's words.
        name: &'a str,
        /// Answered by 是 or 否 instead of a number.
        yes_no: bool,
    },
    /// Marks that people or another body give.
    Marks,
    /// 符合 or not.
    Met,
    /// It was looked at and nothing was found: no fault, nothing missing.
    Clean,
    /// How often a fault was found.
    Fault {
        /// The fault.
        name: &'a str,
        /// Who found it, where that matters.
        by: Option<&'a str>,
    },
    /// Whether a thing is there.
    Thing {
        /// The thing.
        name: &'a str,
    },
    /// How many of a sample were looked at.
    Checked,
    /// How many of them failed.
    Failed,
}

impl AnswerField<'_> {
    /// The key of the answer about one criterion; a fact belongs to the record.
    #[must_use]
    pub fn key(&self, criterion: &str) -> String {
        match self {
            Self::Fact { name, .. } => format!("fact|{name}"),
            Self::Marks => format!("{criterion}|marks"),
            Self::Met => format!("{criterion}|met"),
            Self::Clean => format!("{criterion}|clean"),
            Self::Fault { name, by: None } => format!("{criterion}|fault|{name}"),
            Self::Fault { name, by: Some(by) } => format!("{criterion}|fault|{name}|{by}"),
            Self::Thing { name } => format!("{criterion}|thing|{name}"),
            Self::Checked => format!("{criterion}|checked"),
            Self::Failed => format!("{criterion}|failed"),
        }
    }
}

/// The answers that a criterion asks for, in the order in which they are given. Of several cases, those of every case that may be the point's.
#[must_use]
pub fn answer_fields<'a>(criterion: &'a Criterion, facts: Facts<'a>) -> Vec<AnswerField<'a>> {
    let mut list = Vec::new();
    for name in criterion.when.iter().filter_map(|w| w.fact.as_deref()).flat_map(explain::facts_of) {
        put(&mut list, fact(name, criterion));
    }
    of_rule(&criterion.rule, criterion, facts, &mut list);
    list
}

fn put<'a>(list: &mut Vec<AnswerField<'a>>, field: AnswerField<'a>) {
    if !list.contains(&field) {
        list.push(field);
    }
}

fn fact<'a>(name: &'a str, criterion: &'a Criterion) -> AnswerField<'a> {
    AnswerField::Fact { name, yes_no: is_yes_no(name, criterion) }
}

fn of_rule<'a>(rule: &'a Rule, criterion: &'a Criterion, facts: Facts<'a>, list: &mut Vec<AnswerField<'a>>) {
    if let Rule::Cases(cases) = rule {
        for case in cases_left(cases, facts) {
            for name in case.when.iter().filter_map(|w| w.fact.as_deref()).flat_map(explain::facts_of) {
                put(list, fact(name, criterion));
            }
            of_rule(&case.rule, criterion, facts, list);
        }
        return;
    }
    // What is there is ticked off thing by thing, also where the point declared a list.
    if !matches!(rule, Rule::EachMissing(_)) {
        for name in explain::facts_of(rule) {
            put(list, fact(name, criterion));
        }
    }
    let marked = criterion.marks.is_some();
    match rule {
        Rule::Manual(_) => put(list, if marked { AnswerField::Marks } else { AnswerField::Met }),
        Rule::YesNo(r) if r.fact.is_none() => put(list, AnswerField::Met),
        Rule::External(r) if r.fact.is_none() => put(list, AnswerField::Marks),
        Rule::Deduct(r) => {
            put(list, AnswerField::Clean);
            for fault in &r.faults {
                let name = fault.name.as_str();
                if fault.each.is_some() || fault.found_by.is_empty() {
                    put(list, AnswerField::Fault { name, by: None });
                } else {
                    for (by, _) in &fault.found_by {
                        put(list, AnswerField::Fault { name, by: Some(by) });
                    }
                }
            }
        }
        Rule::EachMissing(r) => things(r, list),
        Rule::Sample(_) => {
            put(list, AnswerField::Checked);
            put(list, AnswerField::Failed);
        }
        // Their facts answer them; of cases each was taken by itself above.
        Rule::YesNo(_)
        | Rule::External(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::Cases(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => {}
    }
    if marked && below(rule) == Some(Below::Manual) {
        put(list, AnswerField::Marks);
    }
}

fn things<'a>(rule: &'a EachMissing, list: &mut Vec<AnswerField<'a>>) {
    put(list, AnswerField::Clean);
    for thing in &rule.things {
        put(list, AnswerField::Thing { name: thing });
    }
}

/// The most marks that people may give for a criterion: its own, or the scale of another body that gives them (满分100, here worth 20). Of several
/// cases the largest.
#[must_use]
pub fn most_marks(criterion: &Criterion, facts: Facts<'_>) -> Option<Decimal> {
    fn scale(rule: &Rule, facts: Facts<'_>) -> Option<Decimal> {
        match rule {
            Rule::External(r) => r.out_of.as_ref().map(|m| m.value),
            Rule::Cases(cases) => cases_left(cases, facts).into_iter().filter_map(|c| scale(&c.rule, facts)).max(),
            Rule::Manual(_)
            | Rule::YesNo(_)
            | Rule::AtLeast(_)
            | Rule::MoreThan(_)
            | Rule::AtMost(_)
            | Rule::LessThan(_)
            | Rule::Between(_)
            | Rule::Equals(_)
            | Rule::Ratio(_)
            | Rule::Deduct(_)
            | Rule::EachMissing(_)
            | Rule::Tiers(_)
            | Rule::Steps(_)
            | Rule::Sample(_)
            | Rule::AllOf(_)
            | Rule::AnyOf(_)
            | Rule::Not(_) => None,
        }
    }
    scale(&criterion.rule, facts).or(criterion.marks.as_ref().map(|m| m.value))
}

/// What happens when the rule is not met, where the standard says so.
#[must_use]
pub fn below(rule: &Rule) -> Option<Below> {
    match rule.policy() {
        Policy::Says(below) => Some(below),
        Policy::Open | Policy::None => None,
    }
}

/// The cases that may be this point's: the first that fits scores, so that none after it counts.
#[must_use]
pub fn cases_left<'a>(cases: &'a [Case], facts: Facts<'_>) -> Vec<&'a Case> {
    let mut left = Vec::new();
    for case in cases {
        match case.when.as_ref().map_or(Truth::Met, |scope| in_scope(scope, facts).0) {
            Truth::NotMet => {}
            Truth::Unknown => left.push(case),
            Truth::Met => {
                left.push(case);
                break;
            }
        }
    }
    left
}

/// Whether a rule of the criterion takes a fact as an answer.
#[must_use]
pub fn is_yes_no(name: &str, criterion: &Criterion) -> bool {
    let when = criterion.when.iter().filter_map(|w| w.fact.as_deref());
    when.chain([&criterion.rule.value]).any(|rule| answers(rule, name))
}

fn answers(rule: &Rule, name: &str) -> bool {
    match rule {
        Rule::YesNo(r) => r.fact.as_ref().is_some_and(|f| f.value == name),
        Rule::AllOf(rules) | Rule::AnyOf(rules) => rules.iter().any(|r| answers(r, name)),
        Rule::Not(inner) => answers(inner, name),
        Rule::Cases(cases) => cases.iter().any(|c| {
            let when = c.when.as_ref().and_then(|w| w.fact.as_deref());
            answers(&c.rule, name) || when.is_some_and(|r| answers(r, name))
        }),
        Rule::Manual(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Deduct(_)
        | Rule::EachMissing(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::External(_)
        | Rule::Sample(_) => false,
    }
}
