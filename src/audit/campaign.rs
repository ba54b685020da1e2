//! All points of one round beside each other: ranking, counts of grades, means of sections, the commonest faults, what is still open,
//! and the year by quarters. Pure figures for the circular (通报) and its tables.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::chain::{ChainKey, Scored};
use super::exact;
use super::outcome::{CriterionOutcome, State};
use crate::model::inspection::Round;
use crate::model::standard::{RoundingMode, Standard};
use crate::model::{Bureau, Id};

/// Decimals of a mean.
const DIGITS: u32 = 2;

/// The results of one round of a campaign under one standard.
#[derive(Debug)]
pub struct Campaign<'a> {
    /// The bureau.
    pub bureau: &'a Bureau,
    /// The standard.
    pub standard: &'a Standard,
    /// The campaign, such as 2026.
    pub name: String,
    /// The round.
    pub round: Round,
    /// Points that are ranked first, the highest total first; then those that a veto leaves without a grade; then those whose result is
    /// open, in the order of files.
    pub rows: Vec<Row<'a>>,
}

/// One point of a campaign.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its place; points with the same total share one. None while the result is open, after a veto, and without marks.
    pub rank: Option<usize>,
    /// The result.
    pub scored: &'a Scored<'a>,
}

/// How a section went.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionMean {
    /// Title.
    pub title: String,
    /// Full marks.
    pub maximum: Decimal,
    /// Mean of the points whose marks of the section are certain; none without any.
    pub mean: Option<Decimal>,
    /// How many those are.
    pub counted: usize,
}

/// How often a criterion was not met in full.
#[derive(Debug, Clone)]
pub struct Fault<'a> {
    /// The criterion as the first such point has it.
    pub criterion: &'a CriterionOutcome,
    /// Points.
    pub points: usize,
    /// Marks lost by all of them together.
    pub lost: Decimal,
}

/// One quarter of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// Year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u32,
    /// Inspections by round, in the order of the rounds; a point that was inspected twice counts twice.
    pub records: Vec<(Round, usize)>,
}

/// The campaigns of a workspace's results: one per bureau, standard, campaign and round, in that order. Records of another version
/// of the standard stand by themselves.
#[must_use]
pub fn campaigns<'a>(scored: &'a [Scored<'a>]) -> Vec<Campaign<'a>> {
    let mut all: BTreeMap<(&Id, &str, &str, &str, Round), Vec<&Scored<'_>>> = BTreeMap::new();
    for s in scored {
        let key = (&s.bureau.id, s.standard.id.as_str(), s.standard.version.as_str(), s.campaign.as_str(), s.record.round.value);
        all.entry(key).or_default().push(s);
    }
    let campaign = |list: Vec<&'a Scored<'a>>| {
        let first = *list.first()?;
        Some(Campaign {
            bureau: first.bureau,
            standard: first.standard,
            name: first.campaign.clone(),
            round: first.record.round.value,
            rows: rank(last_of_each_point(list)),
        })
    };
    all.into_values().filter_map(campaign).collect()
}

/// A point may be inspected again more than once: its last result counts.
fn last_of_each_point<'a>(list: Vec<&'a Scored<'a>>) -> Vec<&'a Scored<'a>> {
    let mut last: BTreeMap<&str, &Scored<'_>> = BTreeMap::new();
    for s in &list {
        let slot = last.entry(s.point.id.as_str()).or_insert(s);
        if s.record.date.value > slot.record.date.value {
            *slot = s;
        }
    }
    list.into_iter().filter(|s| last.get(s.point.id.as_str()).is_some_and(|l| std::ptr::eq(*l, *s))).collect()
}

fn rank<'a>(mut list: Vec<&'a Scored<'a>>) -> Vec<Row<'a>> {
    // A veto shows the marks and gives no place.
    let total = |s: &Scored<'_>| s.outcome.total.filter(|_| s.outcome.is_settled() && !s.outcome.vetoed);
    // Stable: points of one total keep the order of files.
    list.sort_by(|a, b| match (total(a), total(b)) {
        (Some(a), Some(b)) => b.cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => b.outcome.vetoed.cmp(&a.outcome.vetoed),
    });
    let mut rows: Vec<Row<'a>> = Vec::with_capacity(list.len());
    for (i, scored) in list.into_iter().enumerate() {
        let rank = total(scored).map(|own| match rows.last() {
            Some(Row { rank: Some(rank), scored: above }) if total(above) == Some(own) => *rank,
            _ => i + 1,
        });
        rows.push(Row { rank, scored });
    }
    rows
}

impl<'a> Campaign<'a> {
    /// Those results that belong to any round of this campaign, under this version of the standard.
    pub fn of_campaign<'s>(&self, all: impl IntoIterator<Item = &'s Scored<'s>>) -> impl Iterator<Item = &'s Scored<'s>> {
        let key = self.rows.first().map(|r| r.scored.chain());
        all.into_iter().filter(move |s| key.is_some_and(|key| s.chain() == ChainKey { point: s.point.id.as_str(), ..key }))
    }

    /// How many points have each result, in the standard's order of grades; then those without a grade, then those that are open.
    #[must_use]
    pub fn grades(&self) -> Vec<(String, usize)> {
        let mut names: Vec<String> = self.standard.grades.iter().map(|g| g.name.value.clone()).collect();
        for row in &self.rows {
            let name = row.scored.outcome.result_zh();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let open =
            |name: &String| self.rows.iter().any(|r| !r.scored.outcome.is_settled() && r.scored.outcome.result_zh() == *name);
        names.sort_by_key(open);
        let count = |name: &str| self.rows.iter().filter(|r| r.scored.outcome.result_zh() == name).count();
        names.into_iter().map(|name| (name.clone(), count(&name))).collect()
    }

    /// The mean of the totals that are certain, and of how many points.
    #[must_use]
    pub fn mean(&self) -> (Option<Decimal>, usize) {
        mean(self.rows.iter().filter_map(|r| r.scored.outcome.total))
    }

    /// The mean of each section.
    #[must_use]
    pub fn sections(&self) -> Vec<SectionMean> {
        self.standard
            .sections
            .iter()
            .enumerate()
            .map(|(i, section)| {
                let outcomes = self.rows.iter().filter_map(|r| r.scored.outcome.sections.get(i));
                let full = outcomes.clone().map(|s| s.maximum).max().unwrap_or_default();
                // Points where a part does not apply have other full marks and would bend the mean.
                let certain = outcomes.filter(|s| s.low == s.high && s.maximum == full).map(|s| s.low);
                let (mean, counted) = mean(certain);
                SectionMean { title: section.title.value.clone(), maximum: full, mean, counted }
            })
            .collect()
    }

    /// Criteria that were not met in full, the commonest first.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault<'a>> {
        let mut all: Vec<Fault<'a>> = Vec::new();
        for criterion in self.rows.iter().flat_map(|r| r.scored.outcome.criteria()).filter(|c| c.fails()) {
            let lost = criterion.lost().unwrap_or_default();
            match all.iter_mut().find(|f| f.criterion.id == criterion.id) {
                Some(fault) => {
                    fault.points += 1;
                    fault.lost = exact::add(fault.lost, lost).unwrap_or(fault.lost);
                }
                None => all.push(Fault { criterion, points: 1, lost }),
            }
        }
        all.sort_by(|a, b| b.points.cmp(&a.points).then(b.lost.cmp(&a.lost)).then(a.criterion.number.cmp(&b.criterion.number)));
        all
    }

    /// What is still open, point by point.
    #[must_use]
    pub fn unknown(&self) -> Vec<(&'a Scored<'a>, Vec<&'a CriterionOutcome>)> {
        let open = |s: &'a Scored<'a>| s.outcome.criteria().filter(|c| c.state == State::Unknown).collect::<Vec<_>>();
        self.rows.iter().map(|r| (r.scored, open(r.scored))).filter(|(_, list)| !list.is_empty()).collect()
    }
}

fn mean(values: impl Iterator<Item = Decimal> + Clone) -> (Option<Decimal>, usize) {
    let count = values.clone().count();
    let sum = exact::sum(values);
    let mean = sum.filter(|_| count > 0).and_then(|s| exact::quotient(s, Decimal::from(count), DIGITS, RoundingMode::HalfUp));
    (mean, count)
}

/// Records by quarter of the day on which they were made, the earliest first.
#[must_use]
pub fn quarters<'a>(scored: impl IntoIterator<Item = &'a Scored<'a>>) -> Vec<Quarter> {
    let mut all: BTreeMap<(i32, u32), BTreeMap<Round, usize>> = BTreeMap::new();
    for s in scored {
        let day = s.record.date.value;
        *all.entry((day.year(), day.month0() / 3 + 1)).or_default().entry(s.record.round.value).or_default() += 1;
    }
    let quarter = |((year, quarter), records): ((i32, u32), BTreeMap<Round, usize>)| Quarter {
        year,
        quarter,
        records: records.into_iter().collect(),
    };
    all.into_iter().map(quarter).collect()
}
