//! The editions that prints bear: for every code that stands on a current piece, or was ever given to print, whether it is current, by
//! what it was superseded and since when, and what has changed. The site makes a page of each.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::changes::{Change, across, changes};
use super::pieces::{Issue, Job};
use super::print_state::WHOLE;
use super::printed_facts::{Fact, SCHEME, comparable, without_retired};
use crate::diagnostic::FileId;
use crate::model::Bureau;
use crate::model::date::date_zh;
use crate::model::print_run::{BAR, PrintRun};
use crate::print::piece::Shown;
use crate::site::{Edition, EditionState, Step, Told};

/// The editions of one bureau, by code.
#[must_use]
pub fn editions(bureau: &Bureau, jobs: &[Job<'_>]) -> Vec<Edition> {
    let mut runs: BTreeMap<&str, Vec<&PrintRun>> = BTreeMap::new();
    for run in &bureau.print_runs {
        runs.entry(run.piece.as_str()).or_default().push(run);
    }
    for list in runs.values_mut() {
        list.sort_by_key(|run| run.date.value);
    }
    let none: &[&PrintRun] = &[];
    let mut all: Vec<Edition> = jobs
        .par_iter()
        .filter(|job| !job.is_variant())
        .filter_map(|job| {
            let runs = runs.get(job.path.as_str()).map_or(none, Vec::as_slice);
            Some((job, issue(job, runs)?, runs))
        })
        .flat_map_iter(|(job, issue, runs)| of_piece(job, &issue, runs))
        .collect();
    // What is printed no more: its point has closed, its guide is gone.
    for (piece, list) in runs.iter().filter(|(piece, _)| !jobs.iter().any(|job| job.path == **piece)) {
        all.extend(by_code(list).map(|first| Edition {
            state: EditionState::Withdrawn,
            sources: vec![first.span.file],
            ..blank(bureau, first.code.as_str(), &first.name, group_of(bureau, piece))
        }));
    }
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.dedup_by(|a, b| a.code == b.code);
    all
}

/// The issue of a piece. What it shows is asked for only where there is something to compare it with.
fn issue(job: &Job<'_>, runs: &[&PrintRun]) -> Option<Issue> {
    if runs.is_empty() {
        return Some(Issue { piece: job.path.clone(), code: job.code()?.to_owned(), facts: Vec::new() });
    }
    job.issue()
}

/// The editions of one piece: the current one, and those that were given to print before it.
fn of_piece(job: &Job<'_>, issue: &Issue, runs: &[&PrintRun]) -> Vec<Edition> {
    let same = |run: &PrintRun| run.code.value == issue.code || is_unchanged(run, job);
    let since = runs.iter().find(|run| same(run)).map(|run| date_zh(run.date.value));
    let people = job.piece.shown == Shown::People;
    let group = job.group();
    let mut sources: Vec<FileId> = runs.iter().map(|run| run.span.file).collect();
    sources.extend_from_slice(job.sources());
    sources.sort_unstable();
    sources.dedup();
    let make = |code: &str, state| Edition {
        state,
        point: job.point.map(|p| p.id.to_string()),
        sources: sources.clone(),
        ..blank(job.bureau, code, &job.name_zh(), group.clone())
    };
    let current = Edition {
        steps: if people { Vec::new() } else { steps(runs, job, issue) },
        file: (job.piece.shown == Shown::Site).then(|| format!("print/{}.pdf", job.path)),
        since: since.clone(),
        ..make(&issue.code, EditionState::Current)
    };
    let old = by_code(runs).filter(|run| run.code.value != issue.code).map(|run| {
        let edition = |state| Edition {
            ordered: Some(date_zh(run.date.value)),
            by: Some(issue.code.clone()),
            file: current.file.clone(),
            ..make(&run.code, state)
        };
        if is_unchanged(run, job) {
            return Edition { since: Some(date_zh(run.date.value)), ..edition(EditionState::Current) };
        }
        Edition {
            // What a badge shows is about a person: nothing of it goes into public pages.
            changes: if people { Vec::new() } else { changed_since(run, job, issue).iter().map(Change::zh).collect() },
            since: since.clone(),
            ..edition(EditionState::Superseded)
        }
    });
    let mut all: Vec<Edition> = old.collect();
    all.push(current);
    all
}

/// What changed from each edition to the next. Records of different schemes cannot be compared.
fn steps(runs: &[&PrintRun], job: &Job<'_>, issue: &Issue) -> Vec<Step> {
    let said = |changes: Vec<Change>| changes.iter().map(|c| Told { key: c.key(), text: c.said() }).collect::<Vec<_>>();
    let between = runs.windows(2).filter_map(|pair| match pair {
        [old, new] if old.scheme() == new.scheme() && old.code.value != new.code.value => {
            Some(Step { date: Some(new.date.value), changes: said(changes(&shown_by(old), &shown_by(new))) })
        }
        _ => None,
    });
    let mut all: Vec<Step> = between.collect();
    if let Some(last) = runs.last().filter(|run| run.code.value != issue.code && !is_unchanged(run, job)) {
        all.push(Step { date: None, changes: said(changed_since(last, job, issue)) });
    }
    all
}

/// Whether a record of an older scheme is of what the piece shows now: the same facts under another code. What such a record does not hold
/// cannot be compared; the page of its code says so.
fn is_unchanged(run: &PrintRun, job: &Job<'_>) -> bool {
    run.scheme() < SCHEME && renamed(run, job).is_none() && comparable(&shown_by(run)) == comparable(&job.first_facts())
}

/// What has changed since a record.
fn changed_since(run: &PrintRun, job: &Job<'_>, issue: &Issue) -> Vec<Change> {
    if run.scheme() == SCHEME {
        return changes(&shown_by(run), &issue.facts);
    }
    let first = (run.scheme() < SCHEME).then(|| job.first_facts());
    renamed(run, job).into_iter().chain(across(&shown_by(run), first.as_ref().unwrap_or(&issue.facts))).collect()
}

/// The title of a plan, a book or a bureau that is not what it was: records of scheme 1 have it in the name of the piece alone.
fn renamed(run: &PrintRun, job: &Job<'_>) -> Option<Change> {
    let old = run.name.strip_suffix(job.piece.zh)?.trim_end();
    // What a point is called is a fact in every scheme.
    (job.point.is_none() && old != job.of).then(|| Change {
        label: "标题".to_owned(),
        old: Some(old.to_owned()),
        new: Some(job.of.clone()),
    })
}

/// Whether the last record of a piece is of what it shows now: it need not be printed again.
#[must_use]
pub fn is_ordered(bureau: &Bureau, job: &Job<'_>) -> bool {
    let Some(issue) = job.issue() else { return true };
    let own = bureau.print_runs.iter().filter(|run| run.piece.value == issue.piece);
    own.max_by_key(|run| run.date.value).is_some_and(|run| run.code.value == issue.code || is_unchanged(run, job))
}

/// The first run of each code.
fn by_code<'r>(runs: &'r [&'r PrintRun]) -> impl Iterator<Item = &'r PrintRun> {
    runs.iter()
        .enumerate()
        .filter(|(i, run)| !runs[..*i].iter().any(|before| before.code.value == run.code.value))
        .map(|(_, run)| *run)
}

fn group_of(bureau: &Bureau, piece: &str) -> String {
    let id = piece.strip_prefix("points/").and_then(|rest| rest.split('/').next());
    id.and_then(|id| bureau.point(id)).map_or_else(|| WHOLE.to_owned(), |p| p.name.value.clone())
}

fn blank(bureau: &Bureau, code: &str, name: &str, group: String) -> Edition {
    Edition {
        bureau: bureau.id.to_string(),
        code: code.to_owned(),
        name: name.to_owned(),
        group,
        point: None,
        state: EditionState::Current,
        since: None,
        ordered: None,
        by: None,
        changes: Vec::new(),
        file: None,
        steps: Vec::new(),
        sources: Vec::new(),
    }
}

/// What a piece showed when it was given to print.
#[must_use]
pub fn shown_by(run: &PrintRun) -> Vec<Fact> {
    let fact = |line: &crate::model::Text| {
        let (label, text) = line.split_once(BAR).unwrap_or(("", line));
        Fact { label: label.to_owned(), text: text.to_owned() }
    };
    without_retired(run.shows.iter().map(fact).collect(), run.scheme())
}

/// The lines that [`shown_by`] reads back.
pub fn lines(shows: &[Fact]) -> impl Iterator<Item = String> {
    shows.iter().map(|fact| format!("{}{BAR}{}", fact.label.replace(BAR, "｜"), fact.text.replace(['\r', '\n'], " ")))
}
