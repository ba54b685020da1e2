//! Rectifications (整改): what a round found to mend, and whether a later round found it mended.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::chain::{ChainKey, Scored};
use super::outcome::{CriterionOutcome, Outcome, State};
use crate::choice;
use crate::model::date::date_zh;
use crate::model::inspection::{Mend, Round};
use crate::model::standard::Modality;

choice! {
    /// How a rectification stands on a day.
    pub enum Progress = "整改状态" {
        /// The deadline has passed.
        Overdue = "overdue" | "逾期",
        /// Still to be done.
        Open = "open" | "整改中",
        /// A later round found it mended.
        Mended = "mended" | "已整改",
        /// A later round waived it, or found that it does not apply.
        Dropped = "dropped" | "不再要求",
    }
}

/// One finding to mend.
#[derive(Debug, Clone)]
pub struct Rectification<'a> {
    /// The record that asked for it first.
    pub first: &'a Scored<'a>,
    /// The record that asked for it last.
    pub scored: &'a Scored<'a>,
    /// The criterion as that record found it.
    pub criterion: &'a CriterionOutcome,
    /// What is to be done, by whom, until when.
    pub mend: &'a Mend,
    /// How it came to an end.
    pub ended: Option<Ended>,
}

/// How a rectification came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Mended, or no longer asked for.
    pub how: Progress,
    /// The round that found so.
    pub round: Round,
    /// Its day.
    pub day: NaiveDate,
}

impl Rectification<'_> {
    /// Whether a later round found it mended.
    #[must_use]
    pub fn is_mended(&self) -> bool {
        self.ended.is_some_and(|e| e.how == Progress::Mended)
    }

    /// How it ended: 2026年9月8日复查已整改; none while it is open.
    #[must_use]
    pub fn ended_zh(&self) -> Option<String> {
        let ended = self.ended?;
        Some(format!("{}{}{}", date_zh(ended.day), ended.round.zh(), ended.how.zh()))
    }

    /// The last day, where one was set.
    #[must_use]
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.mend.deadline.as_ref().map(|d| d.value)
    }

    /// How it stands on a day. The deadline itself is still in time.
    #[must_use]
    pub fn progress(&self, today: NaiveDate) -> Progress {
        match (self.ended, self.deadline()) {
            (Some(ended), _) => ended.how,
            (None, Some(deadline)) if deadline < today => Progress::Overdue,
            _ => Progress::Open,
        }
    }

    /// Days since the deadline; 0 until it has passed.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        self.deadline().map_or(0, |deadline| (today - deadline).num_days().max(0))
    }
}

/// The rectifications of chains, in the order in which they were asked for. `scored` holds whole chains, each in its order.
#[must_use]
pub fn rectifications<'a>(scored: &[&'a Scored<'a>]) -> Vec<Rectification<'a>> {
    let mut list: Vec<Rectification<'a>> = Vec::new();
    // Where the open matter of a criterion stands in the list.
    let mut open: BTreeMap<(ChainKey<'a>, &'a str), usize> = BTreeMap::new();
    let mut chain: Vec<&'a Scored<'a>> = scored.to_vec();
    // Records stand in the order of files; the rounds of one chain must follow each other.
    chain.sort_by_key(|s| (s.record.round.value, s.record.date.value));
    for s in chain {
        for criterion in s.outcome.criteria().filter(|c| c.carried.is_none()) {
            let key = (s.chain(), criterion.id.as_str());
            let before = open.get(&key).copied();
            let ends = |how| Ended { how, round: s.record.round.value, day: s.record.date.value };
            match (before.and_then(|place| list.get_mut(place)), criterion.state, &criterion.mend) {
                (Some(before), State::Met, _) => {
                    before.ended = Some(ends(Progress::Mended));
                    open.remove(&key);
                }
                (Some(before), State::Waived | State::NotApplicable, _) => {
                    before.ended = Some(ends(Progress::Dropped));
                    open.remove(&key);
                }
                // Asked for again, perhaps with a new deadline.
                (Some(before), _, Some(mend)) => (before.scored, before.criterion, before.mend) = (s, criterion, mend),
                (None, _, Some(mend)) => {
                    open.insert(key, list.len());
                    list.push(Rectification { first: s, scored: s, criterion, mend, ended: None });
                }
                _ => {}
            }
        }
    }
    list
}

/// The criteria that a re-inspection takes over: failed, or unknown.
pub fn to_look_at(outcome: &Outcome) -> impl Iterator<Item = &CriterionOutcome> {
    outcome.criteria().filter(|c| c.fails() || c.state == State::Unknown)
}

/// Whether a round calls for another look: something is to be mended, a question is open, or a criterion failed. Half a mark that was
/// lost, or advice that was not followed (鼓励), with nothing to mend, calls nobody out again.
#[must_use]
pub fn calls_for_recheck(outcome: &Outcome) -> bool {
    to_look_at(outcome).any(|c| match (c.state, c.awarded, c.maximum) {
        (State::Unknown, ..) => true,
        _ if c.mend.is_some() || c.veto || c.caps_grade.is_some() => true,
        (_, Some(awarded), Some(_)) => awarded.is_zero(),
        _ => c.modality == Modality::Must,
    })
}
