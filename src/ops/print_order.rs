//! What to print, how often, how big, and the record of what was ordered. Builds first, so that the order is about files that are there.
//!
//! The build takes as long as it takes and holds no lock; what is recorded is what was built, and only that is written under the lock.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::outputs::OutputFiles;
use super::unassigned::left_out;
use super::{Access, Caller, Done, FileEdit, Outcome, Plan, Session, Stop};
use super::{lookup, placeholders};
use crate::diagnostic::{Bilingual, Diagnostic, Severity, codes};
use crate::model::Bureau;
use crate::model::date::date_zh;
use crate::publish::editions::is_ordered;
use crate::publish::editions::lines;
use crate::publish::order::{BuiltFiles, order_of};
use crate::publish::pieces::{self, Job};
use crate::publish::printed_facts::SCHEME;
use crate::publish::{Options, Part, Progress, SPARE_FROM, Selection, build};
use crate::say;
use crate::theme::Theme;
use crate::yaml_write::value::quoted;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Only this bureau.
    pub bureau: Option<String>,
    /// Only these points: ids or names, with commas between them.
    pub points: Option<String>,
    /// Where the order's files go.
    pub folder: PathBuf,
    /// Only what has changed since it was last ordered.
    pub changed: bool,
    /// Whether the order is recorded, so that the pages of codes know it.
    pub record: bool,
    /// Whether files that somebody edited may be overwritten.
    pub force: bool,
}

/// What was ordered.
#[derive(Debug, Default)]
pub struct Ordered {
    /// The files of the orders, in the order in which they were written.
    pub files: Vec<PathBuf>,
    /// Each bureau's name with the number of editions that were recorded.
    pub recorded: Vec<(String, usize)>,
    /// That points are left out because they have no channel.
    pub left_out: Option<Bilingual>,
    /// The commit of the records.
    pub done: Option<Done>,
}

/// Builds, writes the orders and records them.
///
/// # Errors
/// When the build stops, a file cannot be written, or somebody else writes to the workspace.
pub fn run(caller: &Caller, request: &Request, progress: &dyn Progress) -> Outcome<Ordered> {
    let mut session = Session::open(caller, Access::Read)?;
    let root = &caller.root;
    let theme = Theme::of(root);
    let chosen = lookup::chosen(&session.workspace, request.bureau.as_deref(), request.points.as_deref())?;
    let selection = Selection { parts: vec![Part::Print], bureau: chosen.bureau, points: chosen.points, ..Selection::default() };
    let options = Options {
        output: root.join("output"),
        selection: selection.clone(),
        today: caller.today,
        jobs: 0,
        spare_from: SPARE_FROM,
    };
    let workspace = &session.workspace;
    for bureau in
        workspace.bureaus.iter().filter(|b| !b.file.reference && selection.bureau.as_deref().is_none_or(|id| b.id.as_str() == id))
    {
        let wanted = |id: &str| {
            workspace.bureau(&bureau.id).and_then(|b| b.point(id)).is_some_and(|p| selection.takes_point(&bureau.id, &p.id))
        };
        placeholders::refuse(&session, bureau, &wanted)?;
    }
    let built = build(workspace, &theme, &options, progress, &mut session.found);
    if built.is_err() {
        session.found.retain(|d| d.severity == Severity::Error);
        return Err(Stop::because(session.found, session.workspace.folder.sources));
    }
    let listed = BuiltFiles::read(&options.output).ok_or_else(|| {
        Stop::failed(Diagnostic::nowhere(
            &codes::MISSING_FILE,
            say!("输出里没有 manifest.json", "the output has no manifest.json"),
        ))
    })?;
    let mut ordered = Ordered { left_out: left_out(workspace, selection.bureau.as_deref()), ..Ordered::default() };
    let mut all: Vec<(&Bureau, Vec<Job<'_>>)> = Vec::new();
    let mut files = Vec::new();
    for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
        if selection.bureau.as_deref().is_some_and(|id| bureau.id.as_str() != id) {
            continue;
        }
        let jobs = jobs_of(&session, bureau, &selection, request.changed);
        if jobs.is_empty() {
            continue;
        }
        let made = order_of(workspace, &theme, bureau, &jobs, &options.output, &listed).map_err(|findings| {
            let mut stop = Stop::all(findings);
            stop.sources.clone_from(&workspace.folder.sources);
            stop
        })?;
        files.extend(made);
        all.push((bureau, jobs));
    }
    if all.is_empty() {
        return Ok(ordered);
    }
    ordered.files = OutputFiles::in_folder(&request.folder, files).write(root, request.force)?;
    if request.record {
        // Somebody else may have ordered meanwhile: what counts as recorded is read again, under the lock.
        let fresh = Session::open(caller, Access::Write(doing()))?;
        let plan = plan(&fresh, &session, &all, &mut ordered.recorded);
        if !plan.is_empty() {
            ordered.done = Some(fresh.commit(&plan, &super::Answers::default())?);
        }
    }
    Ok(ordered)
}

fn doing() -> Bilingual {
    say!("登记付印的版本", "recording what was ordered to print")
}

/// The files that are ordered.
fn jobs_of<'s>(session: &'s Session, bureau: &'s Bureau, selection: &Selection, changed: bool) -> Vec<Job<'s>> {
    let mut jobs = pieces::jobs(&session.workspace, bureau);
    // Another form of a book is for the office's own printer: it is not ordered beside the book.
    jobs.retain(|job| {
        let wanted = job.point.map_or(selection.points.is_empty(), |p| selection.takes_point(&bureau.id, &p.id));
        !job.is_variant() && wanted
    });
    if changed {
        jobs.retain(|job| !is_ordered(bureau, job));
    }
    jobs
}

/// Adds to each bureau's `editions/DATE.yaml` what has not been recorded yet. What was recorded before stays as it is.
fn plan(fresh: &Session, built: &Session, all: &[(&Bureau, Vec<Job<'_>>)], recorded: &mut Vec<(String, usize)>) -> Plan {
    let day = fresh.caller.today;
    let mut plan = Plan::new("print-order", say!("登记 {day} 付印的版本", "record the editions that were ordered on {day}"));
    for (bureau, jobs) in all {
        // Deleted meanwhile: nothing to record it with.
        let Some(now) = fresh.workspace.bureau(&bureau.id) else { continue };
        let text = record(now, jobs, day);
        if text.is_empty() {
            continue;
        }
        let path = format!("{}/editions/{day}.yaml", built.folder_of(bureau));
        let sources = &fresh.workspace.folder.sources;
        let there = sources.iter().map(|(_, file)| file).find(|file| file.path == path);
        plan.files.push(match there {
            // An older version that was interrupted may have left it empty.
            Some(file) if file.text.trim().is_empty() => FileEdit::text(file, &format!("{}{text}", record_head(day))),
            Some(file) => {
                let gap = if file.text.ends_with('\n') { "" } else { "\n" };
                FileEdit::text(file, &format!("{}{gap}{text}", file.text))
            }
            None => FileEdit::create(path, format!("{}{text}", record_head(day)).into_bytes()),
        });
        recorded.push((bureau.short_name().to_owned(), text.matches("\n  code: ").count()));
    }
    plan
}

/// The lines that a new file `editions/DATE.yaml` needs, so that the pages of these editions are there for as long as prints hang: one record
/// for every piece whose last record bears another code. Empty when all have been recorded before.
fn record(bureau: &Bureau, jobs: &[Job<'_>], day: NaiveDate) -> String {
    let mut last: BTreeMap<&str, (NaiveDate, &str)> = BTreeMap::new();
    for run in &bureau.print_runs {
        let newest = last.entry(run.piece.as_str()).or_insert((run.date.value, run.code.as_str()));
        if run.date.value >= newest.0 {
            *newest = (run.date.value, run.code.as_str());
        }
    }
    let mut text = String::new();
    for job in jobs {
        let Some(issue) = job.issue() else { continue };
        if last.get(issue.piece.as_str()).is_some_and(|(_, code)| *code == issue.code) {
            continue;
        }
        text.push_str(&format!(
            "- piece: {}\n  name: {}\n  code: {}\n  date: {day}\n  copies: {}\n  scheme: {SCHEME}\n  shows:\n",
            issue.piece,
            quoted(&job.name_zh()),
            issue.code,
            job.copies(),
        ));
        for line in lines(&issue.facts) {
            text.push_str(&format!("    - {}\n", quoted(&line)));
        }
    }
    text
}

/// What stands at the head of a new file of records.
fn record_head(day: NaiveDate) -> String {
    format!("# {}付印的版本，由 yizhan print-order 写入。请勿改动：网页 v/版本码/ 靠它说明旧材料改了什么。\n", date_zh(day))
}
