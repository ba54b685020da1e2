//! Where each week stands in the year, and what is certain where nobody says from when to when a season is.

use super::clock::NOON;
use super::dates::{Date, Half, Range, Season, year};
use super::meaning::{Share, Slot, Week, Year, fatal};
use super::said::{Said, Statement, When};
use super::why::Why;

/// Where each week stands in the year.
pub(super) fn place(
    shares: Vec<Share>,
    statements: &[Statement],
    nameless: bool,
    summer: Option<[(u32, u32); 2]>,
    said: &mut Said,
    year: &mut Year,
) {
    let words = statements.iter().map(|s| s.words.as_str()).collect::<Vec<_>>().join("；");
    let mut dated: Vec<(Season, Week)> = Vec::new();
    let mut undated: Vec<(Half, Week)> = Vec::new();
    for share in shares {
        match share.when {
            When::Year | When::Rest | When::Each => match &year.base {
                Some(_) => return fatal(said, Why::Contradiction(words)),
                None => year.base = Some(share.week),
            },
            When::Season(season) => match season.half {
                Some(half) if season.ranges.is_empty() => undated.push((half, share.week)),
                _ => dated.push((season, share.week)),
            },
        }
    }
    if statements.iter().any(|s| s.behind) {
        // 上午…；下午…（5月-9月），…（10月-4月）: of which times is the first season?
        let shape = |week: &Week| week.each_ref().map(|day| (day.iter().any(|s| s.from < NOON), day.iter().any(|s| s.to > NOON)));
        let mut shapes = dated.iter().map(|(_, week)| shape(week)).chain(undated.iter().map(|(_, week)| shape(week)));
        let first = shapes.next();
        if shapes.any(|other| Some(other) != first) {
            return fatal(said, Why::Either(words));
        }
    }
    let halves = |half: Half| dated.iter().filter(|(s, _)| s.half == Some(half)).count();
    if !nameless {
        seams(&dated, &words, said);
    } else if let [(half, week)] = undated.as_slice() {
        let other = if *half == Half::Summer { Half::Winter } else { Half::Summer };
        if halves(other) == 1 && dated.len() == 1 && (year.base.is_none() || year.base.as_ref().is_some_and(is_empty)) {
            // The other half of the year has dates: this is the rest.
            year.base = Some(week.clone());
        } else if let Some(summer) = summer.filter(|_| dated.is_empty()) {
            dated.push((season_of(*half, summer), week.clone()));
        } else {
            return unknown_season(&undated, &words, said, year);
        }
    } else if let (Some(summer), true) = (summer, dated.is_empty() && undated.len() == 2) {
        for (half, week) in undated {
            if half == Half::Winter && year.base.as_ref().is_none_or(is_empty) {
                year.base = Some(week);
            } else {
                dated.push((season_of(half, summer), week));
            }
        }
    } else {
        return unknown_season(&undated, &words, said, year);
    }
    if !dated.is_empty() && year.base.as_ref().is_some_and(is_empty) {
        year.base = None;
    }
    year.seasons = dated.into_iter().map(|(season, week)| (season.ranges, week)).collect();
}

fn is_empty(week: &Week) -> bool {
    week.iter().all(Vec::is_empty)
}

/// Only what is open in either season is certain.
fn unknown_season(undated: &[(Half, Week)], words: &str, said: &mut Said, year: &mut Year) {
    said.doubts.push(Why::NoDates(words.to_owned()));
    let mut weeks: Vec<Week> = undated.iter().map(|(_, week)| week.clone()).collect();
    match &year.base {
        Some(base) if !is_empty(base) => weeks.push(base.clone()),
        _ if undated.len() < 2 => said.fatal = true,
        _ => {}
    }
    year.base = weeks.into_iter().reduce(|a, b| both(&a, &b));
}

/// What is open in both weeks.
pub fn both(a: &Week, b: &Week) -> Week {
    let mut out = Week::default();
    for ((day, left), right) in out.iter_mut().zip(a).zip(b) {
        for x in left {
            for y in right {
                let (from, to) = (x.from.max(y.from), x.to.min(y.to));
                if from < to {
                    day.push(Slot { from, to, comment: x.comment.clone().or_else(|| y.comment.clone()) });
                }
            }
        }
    }
    out
}

/// The dates of a half of the year.
fn season_of(half: Half, summer: [(u32, u32); 2]) -> Season {
    let date = |(month, day): (u32, u32)| Date { year: None, month, day: Some(day) };
    let days: Vec<(u32, u32)> = year().collect();
    let range = match half {
        Half::Summer => Range { from: date(summer[0]), to: date(summer[1]) },
        Half::Winter => {
            let beside = |day: (u32, u32), step: usize| {
                let at = days.iter().position(|d| *d == day).unwrap_or(0);
                days.get((at + step) % days.len()).copied().unwrap_or(day)
            };
            Range { from: date(beside(summer[1], 1)), to: date(beside(summer[0], days.len() - 1)) }
        }
    };
    Season { half: Some(half), ranges: vec![range] }
}

/// Seasons that share days.
fn seams(dated: &[(Season, Week)], words: &str, said: &mut Said) {
    let shared = year()
        .filter(|day| dated.iter().filter(|(s, _)| s.ranges.iter().any(|r| r.from.year.is_none() && r.holds(*day))).count() > 1)
        .count();
    if shared > 2 {
        fatal(said, Why::Contradiction(words.to_owned()));
    } else if shared > 0 {
        said.doubts.push(Why::Seam(words.to_owned()));
    }
}
