//! How inspections stand: the last round of every point, what is still to be corrected with the overdue first, and which points have no record yet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{findings, found};
use crate::audit::rectify::{Progress, Rectification, rectifications};
use crate::audit::{ChainKey, Facts, Place, Scored, Truth, in_scope, score_all, summary};
use crate::diagnostic::{Diagnostics, Severity, Span};
use crate::model::inspection::Round;
use crate::model::{Point, Workspace};
use crate::ops::lookup;
use crate::ops::{Outcome, Session};

/// Points without a record that are named.
const NAMED: usize = 20;

/// Whose inspections are listed.
#[derive(Debug, Clone, Default)]
pub struct StatusRequest {
    /// Only this bureau's.
    pub bureau: Option<String>,
    /// Only those of this standard.
    pub standard: Option<String>,
}

/// How inspections stand.
#[derive(Debug, Default)]
pub struct Status {
    /// Why records are missing from the list, or have no result.
    pub found: Diagnostics,
    /// Open corrective actions: overdue ones first, the longest first; then by deadline, those without one last.
    pub open: Vec<OpenAction>,
    /// The last round of every point.
    pub points: Vec<LastRound>,
    /// Points that a standard is for and that no record is about.
    pub missing: Vec<Missing>,
}

/// A point by name, with its bureau where there are several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointName {
    /// Short name of the bureau; none where all are of one bureau.
    pub bureau: Option<String>,
    /// Name of the point.
    pub name: String,
}

/// One thing that is still to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAction {
    /// Overdue or not.
    pub progress: Progress,
    /// Days since the deadline; 0 where it has not passed.
    pub days_late: i64,
    /// The deadline, if one was set.
    pub deadline: Option<NaiveDate>,
    /// Where.
    pub point: PointName,
    /// Title of the criterion.
    pub criterion: String,
    /// What is to be done.
    pub what: String,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// The last round of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRound {
    /// Result and total; none where a record is wrong: a grade from it would look like any other.
    pub result: Option<(String, String)>,
    /// The round.
    pub round: Round,
    /// Its day.
    pub day: NaiveDate,
    /// The point.
    pub point: PointName,
    /// Title of the standard.
    pub standard: String,
    /// Criteria that wait for data.
    pub unknown: usize,
    /// Corrective actions that are open.
    pub open: usize,
}

/// Points without a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Title of the standard.
    pub standard: String,
    /// How many points.
    pub count: usize,
    /// The first of them by name.
    pub names: Vec<String>,
}

/// Lists how inspections stand on the caller's day. Nothing is listed where there are no records.
///
/// # Errors
/// When a name is not there, or records are encrypted.
pub fn status(session: &Session, request: &StatusRequest) -> Outcome<Status> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let day = session.caller.today;
    let bureau = found(lookup::bureau_if_named(workspace, request.bureau.as_deref()))?;
    let standard = found(request.standard.as_deref().map(|word| lookup::standard(workspace, word)).transpose())?;
    let scored = score_all(workspace);
    let mine: Vec<&Scored<'_>> = scored
        .iter()
        .filter(|s| bureau.is_none_or(|b| s.bureau.id == b.id) && standard.is_none_or(|one| s.standard.id == one.id))
        .collect();
    // Records that cannot be scored are missing from the list: say so.
    let files: Vec<_> = workspace.bureaus.iter().flat_map(|b| b.inspections.iter().map(|r| r.span.file)).collect();
    let mut found = findings(session);
    found.retain(|d| d.severity == Severity::Error && d.span.is_some_and(|s| files.contains(&s.file)));
    found.sort(&workspace.folder.sources);
    let several = mine.iter().any(|s| mine.first().is_some_and(|first| first.bureau.id != s.bureau.id));
    let mut open = rectifications(&mine);
    open.retain(|r| r.ended.is_none());
    let mut left: BTreeMap<ChainKey<'_>, usize> = BTreeMap::new();
    for r in &open {
        *left.entry(r.scored.chain()).or_default() += 1;
    }
    open.sort_by_key(|r| (r.progress(day), r.deadline().is_none(), r.deadline()));
    let last = mine.iter().filter(|s| s.last);
    let points = last.map(|s| last_round(s, left.get(&s.chain()).copied().unwrap_or(0), &found, several)).collect();
    Ok(Status { open: open.iter().map(|r| action(r, day, several)).collect(), points, missing: missing(workspace, &mine), found })
}

/// Points that a standard is for and that no record is about, of the bureaus that work with it.
fn missing(workspace: &Workspace, mine: &[&Scored<'_>]) -> Vec<Missing> {
    let mut done: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for s in mine {
        done.entry((s.bureau.id.as_str(), &s.standard.id)).or_default().insert(s.point.id.as_str());
    }
    let mut list = Vec::new();
    for ((bureau, id), points) in done {
        let (Some(bureau), Some(standard)) = (workspace.bureau(bureau), workspace.standard(id)) else { continue };
        let fits = |p: &&Point| {
            let scope = standard.applies_to.as_ref();
            let facts = Facts::new(standard, &[], *p, Place::of(bureau, p));
            p.in_service() && scope.is_none_or(|scope| in_scope(scope, facts).0 == Truth::Met)
        };
        let left: Vec<&Point> = bureau.points.iter().filter(fits).filter(|p| !points.contains(p.id.as_str())).collect();
        if !left.is_empty() {
            let names = left.iter().take(NAMED).map(|p| p.name.value.clone()).collect();
            list.push(Missing { standard: standard.title.value.clone(), count: left.len(), names });
        }
    }
    list
}

fn action(r: &Rectification<'_>, day: NaiveDate, several: bool) -> OpenAction {
    let progress = r.progress(day);
    OpenAction {
        progress,
        days_late: if progress == Progress::Overdue { r.days_late(day) } else { 0 },
        deadline: r.deadline(),
        point: named(r.scored, several),
        criterion: r.criterion.title.clone(),
        what: r.mend.what.value.clone(),
        owner: r.mend.owner.as_ref().map(|o| o.value.clone()),
    }
}

fn last_round(s: &Scored<'_>, open: usize, found: &Diagnostics, several: bool) -> LastRound {
    let outcome = &s.outcome;
    let records = s.earlier.iter().chain(&s.replaced).map(|r| r.span).chain([s.record.span]);
    let spans: Vec<Span> = records.collect();
    let broken = found
        .iter()
        .filter_map(|d| d.span)
        .any(|at| spans.iter().any(|own| own.file == at.file && own.start <= at.start && at.start < own.end.max(own.start + 1)));
    LastRound {
        result: (!broken).then(|| (outcome.result_zh(), summary::total(outcome))),
        round: s.record.round.value,
        day: s.record.date.value,
        point: named(s, several),
        standard: s.standard.title.value.clone(),
        unknown: outcome.unknown().count(),
        open,
    }
}

fn named(s: &Scored<'_>, several: bool) -> PointName {
    PointName { bureau: several.then(|| s.bureau.short_name().to_owned()), name: s.point.name.value.clone() }
}
