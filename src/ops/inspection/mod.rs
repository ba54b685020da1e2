//! Inspections as operations: a record to fill in, sheets and forms for a visit, results, reports, circulars, and what is still open. Here is what they
//! share: which files a result comes from, and whether those can be trusted.

pub mod circular;
pub mod form;
pub mod record;
pub mod report;
pub mod select;
pub mod sheet;
pub mod status;
mod visit;
pub mod web_form;

use crate::audit::Scored;
use crate::check::check;
use crate::diagnostic::{Diagnostics, FileId, Severity};
use crate::ops::lookup::Lookup;
use crate::ops::{Caller, Outcome, Session, Stop};

/// What is wrong with the workspace, by reading and by every rule, on the day of the caller.
fn findings(session: &Session) -> Diagnostics {
    let mut found = session.found.clone();
    check(&session.workspace, session.caller.today, &mut found);
    found
}

/// The files that a result comes from: its record with the rounds and versions before it, standard, point, and the catalog, which tells the
/// tier of a point and with it what applies.
#[must_use]
pub fn source_files(s: &Scored<'_>) -> Vec<FileId> {
    let records = s.earlier.iter().chain(&s.replaced).chain(std::iter::once(&s.record)).map(|r| r.span.file);
    let mut files: Vec<FileId> = records.collect();
    files.extend([s.standard.file.span.file, s.point.span.file]);
    files.extend(bureau_files(s));
    files
}

/// The bureau's own files among them.
fn bureau_files(s: &Scored<'_>) -> impl Iterator<Item = FileId> {
    std::iter::once(s.bureau.file.span.file).chain(s.bureau.catalog.as_ref().map(|c| c.span.file))
}

/// Stops at errors in a file that something is made from: what comes from a broken standard would look like any other.
fn no_errors_in(about: &[FileId], session: &Session) -> Outcome<()> {
    let mut found = findings(session);
    found.retain(|d| d.severity == Severity::Error && d.span.is_some_and(|s| about.contains(&s.file)));
    if found.has_errors() { Err(Stop::content(found, session.workspace.folder.sources.clone())) } else { Ok(()) }
}

/// The campaign that is named, else this year's.
fn campaign_or_year(named: Option<&str>, caller: &Caller) -> String {
    named.map_or_else(|| caller.today.format("%Y").to_string(), str::to_owned)
}

/// A name that was looked up, as an operation needs it.
fn found<T>(lookup: Lookup<T>) -> Outcome<T> {
    lookup.map_err(Stop::from)
}
