//! `yizhan inspect`: records of inspections. One file per subcommand; here is what they share: the workspace, and which records a
//! file holds.

pub mod arguments;
pub mod choice;
mod circular;
pub mod forget;
pub mod import;
mod kit;
mod lock;
mod made;
mod new;
mod report;
mod score;
mod sheet;
mod status;
mod visit;

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{FAILED, FINDINGS, Screen, today, workspace_folder};
use crate::audit::{Scored, score_all, score_under};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Span, codes};
use crate::load::load;
use crate::model::Workspace;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some((name, matches)) = matches.subcommand() else { return FAILED };
    match name {
        "import" => return import::run(matches, screen),
        "redact" => return forget::run(matches, screen),
        "lock" => return lock::lock(matches, screen),
        "unlock" => return lock::unlock(matches, screen),
        _ => {}
    }
    let root = workspace_folder(matches);
    let (loaded, mut found) = load(&root);
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => {
            screen.findings(&found, &folder.sources);
            return FAILED;
        }
    };
    if let Some(locked) = locked(&found) {
        screen.finding(locked);
        return FINDINGS;
    }
    crate::check::check(&workspace, today(), &mut found);
    match name {
        "score" | "report" => of_record(name, matches, &workspace, &root, found, screen),
        "new" => new::run(matches, &workspace, screen),
        "circular" => circular::run(matches, &workspace, &root, found, screen),
        "form" => kit::run(matches, &workspace, &Theme::of(&root), found, screen),
        "sheet" => sheet::run(matches, &workspace, &root, found, screen),
        "status" => status::run(matches, &workspace, found, screen),
        _ => FAILED,
    }
}

/// The finding that records are locked: whatever is asked of them, an answer without them would be wrong.
pub fn locked(found: &Diagnostics) -> Option<Diagnostic> {
    found.iter().find(|d| d.code == &codes::LOCKED).cloned()
}

/// The subcommands about one record.
fn of_record(
    name: &str,
    matches: &ArgMatches,
    workspace: &Workspace,
    root: &Path,
    mut found: Diagnostics,
    screen: &mut Screen<'_>,
) -> u8 {
    let Some(path) = matches.get_one::<PathBuf>("record") else { return FAILED };
    if !path.exists() {
        let shown = path.display();
        let message = say!("没有文件 {shown}", "there is no file {shown}");
        screen.finding(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(say!("核对路径和文件名", "check its path and name")),
        );
        return FAILED;
    }
    let anew = name == "score" && matches.get_flag("rescore");
    let scored = if anew {
        workspace.bureaus.iter().flat_map(|bureau| score_under(workspace, bureau)).collect()
    } else {
        score_all(workspace)
    };
    let files: Vec<FileId> =
        workspace.folder.sources.iter().map(|(id, _)| id).filter(|id| same_file(workspace, *id, path)).collect();
    let point = matches.get_one::<String>("only-point");
    let asked = |s: &&Scored<'_>| files.contains(&s.record.span.file) && point.is_none_or(|id| s.point.id.as_str() == id);
    let mine: Vec<&Scored<'_>> = scored.iter().filter(asked).collect();
    // Records of the file that a correction elsewhere has replaced: that one counts.
    let was_here = |s: &&Scored<'_>| s.replaced.iter().any(|r| files.contains(&r.span.file));
    let of_point = |s: &&Scored<'_>| point.is_none_or(|id| s.point.id.as_str() == id);
    let replaced: Vec<&Scored<'_>> =
        scored.iter().filter(|s| was_here(s) && of_point(s) && !files.contains(&s.record.span.file)).collect();
    // A result from a broken file would look like any other: with errors there is none.
    let mut about: Vec<FileId> = mine.iter().flat_map(|s| behind(s)).collect();
    about.extend(replaced.iter().map(|s| s.record.span.file));
    about.extend(files);
    let asked_for = |d: &Diagnostic| anew && is_version_gone(d, &mine);
    // Of a file with the records of many points one may be asked for: what is wrong with the others does not hold it up.
    let others = workspace.bureaus.iter().flat_map(|b| &b.inspections);
    let others: Vec<Span> =
        others.filter(|r| !mine.is_empty() && point.is_some_and(|id| r.point.value != *id)).map(|r| r.span).collect();
    let of_another = |at: Span| others.iter().any(|o| o.file == at.file && o.start <= at.start && at.start < o.end);
    found.retain(|d| d.span.is_some_and(|s| about.contains(&s.file) && !of_another(s)) && !asked_for(d));
    // What else may be remarked about the bureau's own files is no matter of this record.
    let around: Vec<FileId> = mine.iter().flat_map(|s| around(s)).collect();
    found.retain(|d| d.severity == Severity::Error || d.span.is_some_and(|s| !around.contains(&s.file)));
    found.sort(&workspace.folder.sources);
    screen.findings(&found, &workspace.folder.sources);
    if found.has_errors() {
        return FINDINGS;
    }
    for s in &replaced {
        let (name, now) = (&s.point.name.value, workspace.path_of(s.record.span));
        let message = say!("“{name}”的记录已经更正，以 {now} 为准", "the record of “{name}” was corrected: {now} counts");
        if mine.is_empty() {
            let help = say!("用 {now} 打分、出报告", "score or report {now}");
            screen.finding(Diagnostic::nowhere(&codes::RECORD_MISMATCH, message).help(help));
        } else {
            screen.note(&message);
        }
    }
    if mine.is_empty() && !replaced.is_empty() {
        return FAILED;
    }
    if let (true, Some(id)) = (mine.is_empty(), point) {
        let shown = path.display();
        let message = say!("{shown} 里没有服务点“{id}”的记录", "{shown} holds no record of the point `{id}`");
        screen.finding(Diagnostic::nowhere(&codes::RECORD_MISMATCH, message).help(say!("检查服务点的编号", "check the id")));
        return FAILED;
    }
    if mine.is_empty() {
        let shown = path.display();
        screen.finding(
            Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("{shown} 里没有检查记录", "{shown} holds no record"))
                .help(say!("检查记录放在 content/局/inspections/ 里", "records lie in content/BUREAU/inspections/")),
        );
        return FAILED;
    }
    if name == "score" {
        score::run(matches, &mine, screen)
    } else {
        report::run(matches, workspace, root, &mine, &scored, screen)
    }
}

/// The files that a result comes from: its record with the rounds and versions before it, standard, point, and the catalog, which tells the
/// tier of a point and with it what applies.
pub fn behind(s: &Scored<'_>) -> Vec<FileId> {
    let records = s.earlier.iter().chain(&s.replaced).chain(std::iter::once(&s.record)).map(|r| r.span.file);
    let mut files: Vec<FileId> = records.collect();
    files.extend([s.standard.file.span.file, s.point.span.file]);
    files.extend(around(s));
    files
}

/// The bureau's own files behind a result.
fn around(s: &Scored<'_>) -> impl Iterator<Item = FileId> {
    std::iter::once(s.bureau.file.span.file).chain(s.bureau.catalog.as_ref().map(|c| c.span.file))
}

/// Whether a finding says that a record's version is gone: with `--rescore` that is known.
fn is_version_gone(finding: &Diagnostic, mine: &[&Scored<'_>]) -> bool {
    finding.code == &codes::RECORD_MISMATCH && mine.iter().any(|s| finding.span == Some(s.record.version.span))
}

fn same_file(workspace: &Workspace, file: FileId, path: &Path) -> bool {
    let own = workspace.folder.root.join(workspace.folder.sources.path(file));
    matches!((own.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
