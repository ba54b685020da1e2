//! Levels: 95%以上得6分，90%—95%得4分; 低于90%扣2分，低于80%扣4分.

use rust_decimal::Decimal;

use super::Fact;
use super::Reading;
use super::numbers::{Bound, Op, bound, written};
use super::rule::{Facts, Outcome, is_rest, open};
use super::statements::Times;
use crate::say;
use crate::yaml_write::value::scalar;

/// What deductions below bounds are.
pub(super) enum Falling {
    /// No ladder.
    None,
    /// One whose meaning is open.
    Open,
    /// A ladder.
    Read(Box<Reading>),
}

impl Facts<'_> {
    /// 95%以上得6分, 90%—95%得4分, 85%以下不得分.
    pub(super) fn ladder(&self, words: &str) -> Outcome {
        let refuse = || open(words, say!("分档的界限没有读懂", "the bounds of the levels are not understood"));
        let mut levels: Vec<(Bound, Decimal)> = Vec::new();
        for (text, marks) in &self.gives {
            let Some(found) = bound(text) else { return refuse() };
            levels.push((found, *marks));
        }
        let Some((first, top)) = levels.first().cloned() else { return refuse() };
        if first.noun.is_empty() || top != self.marks {
            return refuse();
        }
        let (noun, unit) =
            (first.noun.clone(), levels.iter().map(|(b, _)| b.unit.clone()).find(|u| !u.is_empty()).unwrap_or_default());
        if levels.iter().any(|(b, _)| !(b.noun.is_empty() || b.noun == noun) || !(b.unit.is_empty() || b.unit == unit)) {
            return refuse();
        }
        let mut out: Vec<String> = Vec::new();
        let mut above: Option<(Decimal, Decimal)> = None;
        let mut closed = false;
        for (at, (level, marks)) in levels.iter().enumerate() {
            let last = at + 1 == levels.len();
            // The upper end of a range is the one above, or for whole things one less.
            let fits = |to: Decimal| above.is_none_or(|(from, _)| to == from || (unit != "%" && to + Decimal::ONE == from));
            let (key, from) = match (level.op, level.to) {
                (Op::AtLeast, None) => ("at_least", level.value),
                (Op::MoreThan, None) => ("more_than", level.value),
                (Op::MoreThan, Some(to)) if fits(to) && level.value < to => ("more_than", level.value),
                (Op::Bare, Some(to)) if fits(to) && level.value < to => ("at_least", level.value),
                // 30㎡以下1分 is the rest.
                (Op::LessThan, None) if last && at > 0 && fits(level.value) => {
                    closed = true;
                    ("at_least", Decimal::ZERO)
                }
                (Op::Bare, None) if at == 0 => ("at_least", level.value),
                _ => return refuse(),
            };
            if above.is_some_and(|(higher, more)| from >= higher || *marks >= more) {
                return refuse();
            }
            out.push(format!("{{{key}: {}, marks: {marks}}}", written(from, &unit)));
            above = Some((from, *marks));
        }
        let lowest = above.map(|(from, _)| from);
        let below = match self.nothing.as_slice() {
            [] => "",
            [rest] => {
                let told = bound(rest);
                let fits = match &told {
                    Some(b) => matches!(b.op, Op::LessThan) && Some(b.value) == lowest && (b.noun.is_empty() || b.noun == noun),
                    None => is_rest(rest),
                };
                if closed || !fits {
                    return refuse();
                }
                ", below: zero"
            }
            _ => return refuse(),
        };
        let fact = Fact { name: noun.clone(), unit };
        Ok(Reading::with(&format!("{{tiers: {{fact: {}, levels: [{}]{below}}}}}", scalar(&noun, true), out.join(", ")), fact))
    }

    /// 低于90%扣2分，低于80%扣4分，低于70%不得分: a ladder, not a sum.
    pub(super) fn falling(&self) -> Falling {
        let bounds: Vec<(Bound, Decimal)> =
            self.offs.iter().filter(|o| o.times != Times::Each).filter_map(|o| Some((bound(&o.name)?, o.marks))).collect();
        let worse: Vec<Bound> = self.nothing.iter().filter_map(|n| bound(n)).collect();
        if bounds.is_empty() || bounds.len() + worse.len() < 2 {
            return Falling::None;
        }
        let nouns: Vec<&str> =
            bounds.iter().map(|(b, _)| b).chain(&worse).map(|b| b.noun.as_str()).filter(|n| !n.is_empty()).collect();
        let noun = nouns.first().copied().unwrap_or_default();
        if nouns.iter().any(|n| *n != noun) {
            // About different things: each by itself.
            return Falling::None;
        }
        let all = bounds.len() == self.offs.len() && worse.len() == self.nothing.len() && worse.len() < 2 && self.caps.is_empty();
        let lower = bounds.iter().map(|(b, _)| b).chain(&worse).all(|b| b.op == Op::LessThan && b.to.is_none());
        if !(all && lower) || noun.is_empty() {
            return Falling::Open;
        }
        let unit = bounds.iter().map(|(b, _)| b.unit.clone()).next().unwrap_or_default();
        let mut levels = Vec::new();
        let (mut left, mut before) = (self.marks, None::<Decimal>);
        for (found, off) in &bounds {
            let more = self.marks - *off;
            if before.is_some_and(|b| found.value >= b) || more >= left || found.unit != unit || more.is_sign_negative() {
                return Falling::Open;
            }
            levels.push(format!("{{at_least: {}, marks: {left}}}", found.written()));
            (left, before) = (more, Some(found.value));
        }
        let last = match worse.first() {
            Some(worst) if before.is_some_and(|b| worst.value < b) && worst.unit == unit => {
                levels.push(format!("{{at_least: {}, marks: {left}}}", worst.written()));
                ", below: zero"
            }
            Some(_) => return Falling::Open,
            None => {
                levels.push(format!("{{at_least: {}, marks: {left}}}", written(Decimal::ZERO, &unit)));
                ""
            }
        };
        let yaml = format!("{{tiers: {{fact: {}, levels: [{}]{last}}}}}", scalar(noun, true), levels.join(", "));
        Falling::Read(Box::new(Reading::with(&yaml, Fact { name: noun.to_owned(), unit })))
    }
}
