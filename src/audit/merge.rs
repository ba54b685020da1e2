//! The marks of inspectors who scored apart, made into one as the record says. It must not know rules: it only sees their outcomes.

use rust_decimal::Decimal;

use super::exact::{self, show};
use super::outcome::{CriterionOutcome, PerInspector, State};
use super::total::range;
use crate::model::inspection::Merge;
use crate::model::standard::Rounding;

/// What each inspector found, for the report.
pub fn side_by_side(per_inspector: &[(&str, CriterionOutcome)]) -> Vec<PerInspector> {
    let one = |(inspector, c): &(&str, CriterionOutcome)| PerInspector {
        inspector: (*inspector).to_owned(),
        awarded: c.awarded,
        state: c.state,
        reason: c.reason.clone(),
    };
    per_inspector.iter().map(one).collect()
}

/// One outcome of several; nothing of none. Without a method the marks stay open, and a lint says so.
pub fn merge(
    per_inspector: &[(&str, CriterionOutcome)],
    how: Option<Merge>,
    rounding: Option<&Rounding>,
) -> Option<CriterionOutcome> {
    let (_, first) = per_inspector.first()?;
    let outcomes = || per_inspector.iter().map(|(_, c)| c);
    let mut done = CriterionOutcome { per_inspector: side_by_side(per_inspector), ..first.clone() };
    for other in outcomes().skip(1) {
        done.evidence.extend(other.evidence.iter().filter(|e| !first.evidence.contains(e)).cloned());
        done.photos.extend(other.photos.iter().cloned());
        done.mend = done.mend.or_else(|| other.mend.clone());
    }
    // Facts decide for all alike.
    if outcomes().all(|c| (c.state, c.awarded, &c.reason) == (first.state, first.awarded, &first.reason)) {
        return Some(done);
    }
    done.reason = said(per_inspector);
    done.arithmetic = None;
    done.open = false;
    let counts = |c: &CriterionOutcome| matches!(c.state, State::Met | State::NotMet | State::Unknown);
    if done.maximum.is_none() || !outcomes().all(counts) {
        let worst = if how == Some(Merge::Lowest) && outcomes().all(counts) { lowest_state(per_inspector) } else { None };
        done.state = worst.unwrap_or_else(|| {
            done.reason.push_str("；检查人意见不一，待商定");
            State::Unknown
        });
        (done.awarded, done.low, done.high) = (None, Decimal::ZERO, done.maximum.unwrap_or_default());
        return Some(done);
    }
    let merged = match how {
        Some(Merge::Mean) => mean(per_inspector, |c| c.low, rounding).zip(mean(per_inspector, |c| c.high, rounding)),
        Some(Merge::Lowest) => outcomes().map(|c| c.low).min().zip(outcomes().map(|c| c.high).min()),
        _ => None,
    };
    let Some((low, high)) = merged else {
        done.reason.push_str("；没有写明怎样合并，待定");
        (done.state, done.awarded) = (State::Unknown, None);
        (done.low, done.high) = (Decimal::ZERO, done.maximum.unwrap_or_default());
        return Some(done);
    };
    let known = low == high;
    (done.low, done.high, done.awarded) = (low, high, known.then_some(low));
    done.state = match known {
        // A mean may round up to full marks although somebody took some off.
        true if Some(low) == done.maximum && outcomes().all(|c| c.state == State::Met) => State::Met,
        true => State::NotMet,
        false => State::Unknown,
    };
    done.open = !known && outcomes().any(|c| c.open);
    done.arithmetic = known.then(|| arithmetic(per_inspector, how, low));
    Some(done)
}

/// 张示例4.5分：…；李示例5分.
fn said(per_inspector: &[(&str, CriterionOutcome)]) -> String {
    let one = |(inspector, c): &(&str, CriterionOutcome)| {
        let marks = match (c.awarded, c.maximum) {
            (Some(awarded), _) => format!("{}分", show(awarded)),
            (None, Some(_)) => format!("{}分", range(c.low, c.high)),
            (None, None) => c.state.zh().to_owned(),
        };
        let reason = if c.state == State::Met { String::new() } else { format!("（{}）", c.reason) };
        format!("{inspector}{marks}{reason}")
    };
    per_inspector.iter().map(one).collect::<Vec<_>>().join("；")
}

/// The worst of states: one that sees a failure is enough.
fn lowest_state(per_inspector: &[(&str, CriterionOutcome)]) -> Option<State> {
    [State::NotMet, State::Unknown, State::Met].into_iter().find(|s| per_inspector.iter().any(|(_, c)| c.state == *s))
}

fn mean(
    per_inspector: &[(&str, CriterionOutcome)],
    pick: fn(&CriterionOutcome) -> Decimal,
    rounding: Option<&Rounding>,
) -> Option<Decimal> {
    let sum = exact::sum(per_inspector.iter().map(|(_, c)| pick(c)))?;
    let (digits, mode) = super::award::criterion_digits(rounding);
    exact::quotient(sum, Decimal::from(per_inspector.len()), digits, mode)
}

/// `(4.5+5)÷2=4.75`, or `4.5、5中取最低4.5`.
fn arithmetic(per_inspector: &[(&str, CriterionOutcome)], how: Option<Merge>, merged: Decimal) -> String {
    let marks: Vec<String> = per_inspector.iter().map(|(_, c)| range(c.low, c.high)).collect();
    if how == Some(Merge::Lowest) {
        return format!("{}中取最低{}", marks.join("、"), show(merged));
    }
    let count = Decimal::from(per_inspector.len());
    let sum = exact::sum(per_inspector.iter().map(|(_, c)| c.low));
    let sign = if sum.is_some() && exact::mul(merged, count) == sum.map(|s| s.normalize()) { "=" } else { "≈" };
    format!("({})÷{}{sign}{}", marks.join("+"), show(count), show(merged))
}
