//! Which records a file holds, as a report or a score is asked of them: those that count, and what is wrong with them.

use std::path::{Path, PathBuf};

use super::{bureau_files, findings, source_files};
use crate::audit::{Scored, score_all, score_under};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, Severity, Span, codes};
use crate::model::Workspace;
use crate::ops::lookup::{point_among, refuse};
use crate::ops::{Outcome, Session, Stop};
use crate::say;

/// Most records that a finding lists.
const MOST_LISTED: usize = 20;

/// Which records are meant.
#[derive(Debug, Clone, Default)]
pub struct SelectRequest {
    /// Their file.
    pub file: PathBuf,
    /// Of a file with several, only those of this point.
    pub point: Option<String>,
    /// A record of an old version is tried under the standard's current one.
    pub rescore: bool,
}

/// Records of a file with their results.
#[derive(Debug)]
pub struct Selected<'a> {
    /// All results of the workspace.
    pub all: Vec<Scored<'a>>,
    /// Which of them are meant: at least one.
    mine: Vec<usize>,
    /// What may be remarked about them; no errors.
    pub found: Diagnostics,
    /// What else is to be said: of corrections that lie elsewhere.
    pub notes: Vec<Bilingual>,
}

impl<'a> Selected<'a> {
    /// The records that are meant.
    #[must_use]
    pub fn records(&self) -> Vec<&Scored<'a>> {
        self.mine.iter().filter_map(|index| self.all.get(*index)).collect()
    }
}

/// The records of a file.
///
/// # Errors
/// When there is no such file or record, records are encrypted, or something is wrong with what a result comes from.
pub fn select<'s>(session: &'s Session, request: &SelectRequest) -> Outcome<Selected<'s>> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let shown = request.file.display().to_string();
    let shown = shown.strip_prefix("./").unwrap_or(&shown).to_owned();
    if !request.file.exists() {
        return Err(refuse(
            say!("没有文件 {shown}", "there is no file {shown}"),
            say!("核对路径和文件名", "check its path and name"),
        )
        .into());
    }
    let all = if request.rescore {
        workspace.bureaus.iter().flat_map(|bureau| score_under(workspace, bureau)).collect()
    } else {
        score_all(workspace)
    };
    let files: Vec<FileId> = if request.file.is_dir() {
        vec![only_record_below(workspace, request, &shown)?]
    } else {
        workspace.folder.sources.iter().map(|(id, _)| id).filter(|id| same_file(workspace, *id, &request.file)).collect()
    };
    let in_file = |s: &Scored<'_>| files.contains(&s.record.span.file);
    // Records of the file that a correction elsewhere has replaced: that one counts.
    let was_here = |s: &Scored<'_>| s.replaced.iter().any(|r| files.contains(&r.span.file));
    let point = match &request.point {
        Some(word) => match point_of_file(&all, |s| in_file(s) || was_here(s), word, &shown) {
            Ok(point) => Some(point),
            Err(stop) => {
                // A record that cannot be read is missing among them: then that is what is wrong.
                let mut found = findings(session);
                found.retain(|d| d.severity == Severity::Error && d.span.is_some_and(|s| files.contains(&s.file)));
                let sources = || workspace.folder.sources.clone();
                return Err(if found.has_errors() { Stop::content(found, sources()) } else { stop });
            }
        },
        None => None,
    };
    let of_point = |s: &Scored<'_>| point.is_none_or(|id| s.point.id.as_str() == id);
    let mine: Vec<usize> = all.iter().enumerate().filter(|(_, s)| in_file(s) && of_point(s)).map(|(index, _)| index).collect();
    let chosen: Vec<&Scored<'_>> = mine.iter().filter_map(|index| all.get(*index)).collect();
    let replaced: Vec<&Scored<'_>> = all.iter().filter(|s| was_here(s) && of_point(s) && !in_file(s)).collect();
    let mut found = about_them(session, request, point, &chosen, &replaced, &files);
    if found.has_errors() {
        return Err(Stop::content(found, workspace.folder.sources.clone()));
    }
    let mut notes = Vec::new();
    // What stays away from this record again and again would bury the output: it is counted.
    let records: Vec<FileId> = chosen.iter().flat_map(|s| record_files(s)).chain(files.iter().copied()).collect();
    let of_record = |d: &Diagnostic| d.severity == Severity::Error || d.span.is_some_and(|s| records.contains(&s.file));
    let others = found.iter().filter(|d| !of_record(d)).count();
    if others > 0 {
        found.retain(of_record);
        notes.push(say!(
            "标准和服务点的文件另有 {others} 个提醒，用 yizhan check 看",
            "warnings about the standard and the point: {others}; `yizhan check` lists them"
        ));
    }
    for s in &replaced {
        let (name, now) = (&s.point.name.value, workspace.path_of(s.record.span));
        let message = say!("“{name}”的记录已经更正，以 {now} 为准", "the record of “{name}” was corrected: {now} counts");
        if mine.is_empty() {
            let help = say!("用 {now} 打分、出报告", "score or report {now}");
            found.push(Diagnostic::nowhere(&codes::RECORD_MISMATCH, message).help(help));
        } else {
            notes.push(message);
        }
    }
    if mine.is_empty() {
        if replaced.is_empty() {
            found.push(
                Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("{shown} 里没有检查记录", "{shown} holds no record"))
                    .help(say!("检查记录放在 content/局/inspections/ 里", "records lie in content/BUREAU/inspections/")),
            );
        }
        return Err(Stop { found, sources: workspace.folder.sources.clone(), in_content: false });
    }
    Ok(Selected { all, mine, found, notes })
}

/// The files of a record itself, with those that it follows and replaces.
fn record_files(s: &Scored<'_>) -> Vec<FileId> {
    s.earlier.iter().chain(&s.replaced).chain(std::iter::once(&s.record)).map(|r| r.span.file).collect()
}

/// The file of records in a folder, if there is one; of several somebody chooses. Records that a correction has replaced do not count, and with a point only
/// its records do.
fn only_record_below(workspace: &Workspace, request: &SelectRequest, shown: &str) -> Outcome<FileId> {
    let Ok(folder) = request.file.canonicalize() else { return Err(no_record(shown)) };
    let inside = |id: FileId| {
        workspace.folder.root.join(workspace.folder.sources.path(id)).canonicalize().is_ok_and(|path| path.starts_with(&folder))
    };
    let scored = score_all(workspace);
    let mut here: Vec<(&Scored<'_>, FileId)> = Vec::new();
    for s in &scored {
        let file = s.record.span.file;
        if inside(file) && here.iter().all(|(_, known)| *known != file) {
            here.push((s, file));
        }
    }
    if let (Some(word), true) = (&request.point, here.len() > 1) {
        let (bureau, point) =
            point_among(scored.iter().filter(|s| inside(s.record.span.file)).map(|s| (s.bureau, s.point)), word)?;
        let of_point = |file: FileId| {
            scored.iter().any(|s| s.record.span.file == file && s.bureau.id == bureau.id && s.point.id == point.id)
        };
        here.retain(|(_, file)| of_point(*file));
    }
    match here.as_slice() {
        [] => {
            // One that cannot be scored is there all the same.
            let records = || workspace.bureaus.iter().flat_map(|b| &b.inspections).map(|r| r.span.file);
            records().find(|file| inside(*file)).ok_or_else(|| no_record(shown))
        }
        [(_, one)] => Ok(*one),
        many => {
            let path = |(s, file): &(&Scored<'_>, FileId)| {
                format!("{}（{}，{}）", workspace.folder.sources.path(*file), s.point.name.value, s.record.round.value.zh())
            };
            let (count, more) = (many.len(), if many.len() > MOST_LISTED { "；…" } else { "" });
            let list = many.iter().take(MOST_LISTED).map(path).collect::<Vec<_>>().join("；");
            Err(refuse(
                say!("{shown} 里有 {count} 份检查记录", "{shown} holds {count} records"),
                say!("写其中一份：{list}{more}", "name one of them: {list}{more}"),
            )
            .into())
        }
    }
}

fn no_record(shown: &str) -> Stop {
    Stop::failed(
        Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("{shown} 里没有检查记录", "{shown} holds no record"))
            .help(say!("检查记录放在 content/局/inspections/ 里", "records lie in content/BUREAU/inspections/")),
    )
}

/// The id of the point that is named, among those that the file has records of.
fn point_of_file<'a>(all: &[Scored<'a>], here: impl Fn(&Scored<'_>) -> bool, word: &str, shown: &str) -> Outcome<&'a str> {
    let there = all.iter().filter(|s| here(s)).map(|s| (s.bureau, s.point));
    match point_among(there.clone(), word) {
        Ok((_, point)) => Ok(point.id.as_str()),
        Err(_) if there.clone().next().is_none() => Err(no_record(shown)),
        Err(mut finding) => {
            // That there is no such point means here that the file has no record of it; of several the list says enough.
            if there.clone().all(|(_, p)| p.id.as_str() != word && !p.name.value.contains(word)) {
                finding.message = say!("{shown} 里没有服务点“{word}”的记录", "{shown} holds no record of the point `{word}`");
                finding.code = &codes::RECORD_MISMATCH;
                finding.severity = Severity::Error;
            }
            Err(finding.into())
        }
    }
}

/// What is wrong with the records that are meant, and what may be remarked about them.
fn about_them(
    session: &Session,
    request: &SelectRequest,
    point: Option<&str>,
    mine: &[&Scored<'_>],
    replaced: &[&Scored<'_>],
    files: &[FileId],
) -> Diagnostics {
    let workspace = &session.workspace;
    let mut found = findings(session);
    // A result from a broken file would look like any other: with errors there is none.
    let mut about: Vec<FileId> = mine.iter().flat_map(|s| source_files(s)).collect();
    about.extend(replaced.iter().map(|s| s.record.span.file));
    about.extend(files);
    let asked_for = |d: &Diagnostic| request.rescore && is_version_gone(d, mine);
    // Of a file with the records of many points one may be asked for: what is wrong with the others does not hold it up.
    let others = workspace.bureaus.iter().flat_map(|b| &b.inspections);
    let others: Vec<Span> =
        others.filter(|r| !mine.is_empty() && point.is_some_and(|id| r.point.value != id)).map(|r| r.span).collect();
    let of_another = |at: Span| others.iter().any(|o| o.file == at.file && o.start <= at.start && at.start < o.end);
    found.retain(|d| d.span.is_some_and(|s| about.contains(&s.file) && !of_another(s)) && !asked_for(d));
    // What else may be remarked about the bureau's own files is no matter of this record.
    let around: Vec<FileId> = mine.iter().flat_map(|s| bureau_files(s)).collect();
    found.retain(|d| d.severity == Severity::Error || d.span.is_some_and(|s| !around.contains(&s.file)));
    found.sort(&workspace.folder.sources);
    found
}

/// Whether a finding says that a record's version is gone: with `rescore` that is known.
fn is_version_gone(finding: &Diagnostic, mine: &[&Scored<'_>]) -> bool {
    finding.code == &codes::RECORD_MISMATCH && mine.iter().any(|s| finding.span == Some(s.record.version.span))
}

fn same_file(workspace: &Workspace, file: FileId, path: &Path) -> bool {
    let own = workspace.folder.root.join(workspace.folder.sources.path(file));
    matches!((own.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
