//! Levels: 95%以上得6分，90%—95%得4分; 低于90%扣2分，低于80%扣4分.

use rust_decimal::Decimal;

use super::Fact;
use super::Reading;
use super::given::is_rest;
use super::numbers::{Bound, Op, bound, written};
use super::rule::{Facts, Outcome, open};
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

/// 完成95%得8分 behind 完成年度任务100%得10分: the verb says it again.
fn again(noun: &str, first: &str) -> bool {
    matches!(noun, "完成" | "达到" | "实现") && first.starts_with(noun)
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
        if levels.iter().any(|(b, _)| {
            !(b.noun.is_empty() || b.noun == noun || again(&b.noun, &noun)) || !(b.unit.is_empty() || b.unit == unit)
        }) {
            return refuse();
        }
        let mut out: Vec<String> = Vec::new();
        let mut above: Option<(Decimal, Decimal)> = None;
        let mut closed = false;
        for (at, (level, marks)) in levels.iter().enumerate() {
            let last = at + 1 == levels.len();
            // The upper end of a range is the one above, or for whole things one less.
            let fits = |to: Decimal| {
                above.is_none_or(|(from, _)| to == from || (unit != "%" && unit != "分" && to + Decimal::ONE == from))
            };
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
        // 90%以上不扣分: where it begins.
        let tops: Vec<Bound> =
            self.exempt.iter().filter_map(|e| bound(e)).filter(|b| b.op == Op::AtLeast && b.to.is_none()).collect();
        if bounds.is_empty() || bounds.len() + worse.len() + tops.len() < 2 {
            return Falling::None;
        }
        let nouns: Vec<&str> = tops
            .iter()
            .chain(bounds.iter().map(|(b, _)| b))
            .chain(&worse)
            .map(|b| b.noun.as_str())
            .filter(|n| !n.is_empty())
            .collect();
        let noun = nouns.first().copied().unwrap_or_default();
        if nouns.iter().any(|n| *n != noun) {
            // About different things: each by itself.
            return Falling::None;
        }
        let all = bounds.len() == self.offs.len() && worse.len() == self.nothing.len() && worse.len() < 2 && self.caps.is_empty();
        let lower = worse.iter().all(|b| b.op == Op::LessThan && b.to.is_none());
        if !(all && lower && tops.len() == self.exempt.len() && tops.len() < 2) || noun.is_empty() {
            return Falling::Open;
        }
        let unit = bounds.iter().map(|(b, _)| b.unit.clone()).next().unwrap_or_default();
        if bounds.iter().map(|(b, _)| b).chain(&worse).chain(&tops).any(|b| b.unit != unit) {
            return Falling::Open;
        }
        // The bound of the last level, and the marks of what is below it where they are known already.
        let mut levels: Vec<(Decimal, Decimal)> = tops.iter().map(|top| (top.value, self.marks)).collect();
        let mut end = tops.first().map(|top| top.value);
        let mut below = tops.is_empty().then_some(self.marks);
        let mut given = self.marks;
        for (found, off) in &bounds {
            let left = self.marks - *off;
            if left >= given || left.is_sign_negative() {
                return Falling::Open;
            }
            let fits = match (found.op, found.to, below) {
                (Op::LessThan, None, Some(marks)) if end.is_none_or(|end| found.value < end) => {
                    levels.push((found.value, marks));
                    true
                }
                (Op::LessThan, None, None) => end == Some(found.value),
                // 80%-90%的扣1分, below the level that ends there.
                (Op::Bare, Some(to), None) if end == Some(to) && found.value < to => {
                    levels.push((found.value, left));
                    true
                }
                _ => false,
            };
            if !fits {
                return Falling::Open;
            }
            (end, given) = (Some(found.value), left);
            below = (found.op == Op::LessThan).then_some(left);
        }
        let last = match (worse.first(), below) {
            (Some(worst), Some(marks)) if end.is_some_and(|end| worst.value < end) => {
                levels.push((worst.value, marks));
                ", below: zero"
            }
            (Some(worst), None) if end == Some(worst.value) => ", below: zero",
            (Some(_), _) => return Falling::Open,
            (None, Some(marks)) => {
                levels.push((Decimal::ZERO, marks));
                ""
            }
            (None, None) => "",
        };
        let levels: Vec<String> =
            levels.iter().map(|(from, marks)| format!("{{at_least: {}, marks: {marks}}}", written(*from, &unit))).collect();
        let yaml = format!("{{tiers: {{fact: {}, levels: [{}]{last}}}}}", scalar(noun, true), levels.join(", "));
        Falling::Read(Box::new(Reading::with(&yaml, Fact { name: noun.to_owned(), unit })))
    }
}
