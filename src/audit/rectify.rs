//! Rectifications (整改): what a round found to mend, and whether a later round found it mended.

use chrono::NaiveDate;

use super::chain::Scored;
use super::outcome::{CriterionOutcome, Outcome, State};
use crate::choice;
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
    }
}

/// One finding to mend.
#[derive(Debug, Clone)]
pub struct Rectification<'a> {
    /// The record that asked for it last.
    pub scored: &'a Scored<'a>,
    /// The criterion as that record found it.
    pub criterion: &'a CriterionOutcome,
    /// What is to be done, by whom, until when.
    pub mend: &'a Mend,
    /// The round and day that found it mended.
    pub mended: Option<(Round, NaiveDate)>,
}

impl Rectification<'_> {
    /// The last day, where one was set.
    #[must_use]
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.mend.deadline.as_ref().map(|d| d.value)
    }

    /// How it stands on a day. The deadline itself is still in time.
    #[must_use]
    pub fn progress(&self, today: NaiveDate) -> Progress {
        match (self.mended, self.deadline()) {
            (Some(_), _) => Progress::Mended,
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
    let mut chain: Vec<&'a Scored<'a>> = scored.to_vec();
    // Records stand in the order of files; the rounds of one chain must follow each other.
    chain.sort_by_key(|s| (s.record.round.value, s.record.date.value));
    for s in chain {
        for criterion in s.outcome.criteria().filter(|c| c.carried.is_none()) {
            let open = list.iter_mut().find(|r| r.mended.is_none() && same_matter(r, s, criterion));
            match (open, &criterion.mend) {
                (Some(before), _) if criterion.state == State::Met => {
                    before.mended = Some((s.record.round.value, s.record.date.value));
                }
                // Asked for again, perhaps with a new deadline.
                (Some(before), Some(mend)) => (before.scored, before.criterion, before.mend) = (s, criterion, mend),
                (None, Some(mend)) => list.push(Rectification { scored: s, criterion, mend, mended: None }),
                _ => {}
            }
        }
    }
    list
}

/// The criteria that a re-inspection takes over: failed, or unknown.
pub fn to_look_at(outcome: &Outcome) -> impl Iterator<Item = &CriterionOutcome> {
    outcome.criteria().filter(|c| matches!(c.state, State::NotMet | State::Unknown))
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

fn same_matter(one: &Rectification<'_>, s: &Scored<'_>, criterion: &CriterionOutcome) -> bool {
    one.criterion.id == criterion.id
        && one.scored.bureau.id == s.bureau.id
        && one.scored.point.id == s.point.id
        && one.scored.standard.id == s.standard.id
        && one.scored.campaign == s.campaign
}
