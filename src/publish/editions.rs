//! The editions that prints bear: for every code that stands on a current piece, or was ever given to print, whether it is current, by
//! what it was superseded and since when, and what has changed. The site makes a page of each.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::changes::changes;
use super::pieces::{Issue, Job};
use super::shows::Fact;
use super::snapshot::WHOLE;
use crate::diagnostic::FileId;
use crate::model::Bureau;
use crate::model::date::date_zh;
use crate::model::print_run::{BAR, PrintRun};
use crate::print::piece::Shown;
use crate::site::{Edition, EditionState};

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
        .filter(|job| !job.is_form())
        .filter_map(|job| Some((job, job.issue()?)))
        .flat_map_iter(|(job, issue)| of_piece(job, &issue, runs.get(job.path.as_str()).map_or(none, Vec::as_slice)))
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

/// The editions of one piece: the current one, and those that were given to print before it.
fn of_piece(job: &Job<'_>, issue: &Issue, runs: &[&PrintRun]) -> Vec<Edition> {
    let since = runs.iter().find(|run| run.code.value == issue.code).map(|run| date_zh(run.date.value));
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
        file: (job.piece.shown == Shown::Site).then(|| format!("print/{}.pdf", job.path)),
        since: since.clone(),
        ..make(&issue.code, EditionState::Current)
    };
    let old = by_code(runs).filter(|run| run.code.value != issue.code).map(|run| {
        let changed = changes(&shown_by(run), &issue.shows);
        Edition {
            // What a badge shows is about a person: nothing of it goes into public pages.
            changes: if people { Vec::new() } else { changed.iter().map(super::changes::Change::zh).collect() },
            since: since.clone(),
            ordered: Some(date_zh(run.date.value)),
            by: Some(issue.code.clone()),
            file: current.file.clone(),
            ..make(&run.code, EditionState::Superseded)
        }
    });
    let mut all: Vec<Edition> = old.collect();
    all.push(current);
    all
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
    run.shows.iter().map(fact).collect()
}

/// The lines that [`shown_by`] reads back.
pub fn lines(shows: &[Fact]) -> impl Iterator<Item = String> {
    shows.iter().map(|fact| format!("{}{BAR}{}", fact.label.replace(BAR, "｜"), fact.text.replace(['\r', '\n'], " ")))
}
