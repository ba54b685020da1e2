//! The circular of a round as PDF, for Word and as a workbook, and the publication list.

use std::path::PathBuf;

use super::{findings, found};
use crate::audit::campaign::{Campaign, campaigns};
use crate::audit::{score_all, unsourced};
use crate::diagnostic::{Bilingual, Diagnostics, Severity, Span};
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Workspace};
use crate::ops::lookup::{self, Lookup, refuse};
use crate::ops::outputs::{OutputFiles, not_made};
use crate::ops::{Outcome, Session, Stop};
use crate::publish::papers_of;
use crate::say;
use crate::theme::Theme;

/// What of a bureau's folder decides about results: records, points, and the catalog with its tiers.
const PARTS: [&str; 4] = ["inspections/", "points/", "catalog.", "bureau."];

/// Which round is reported.
#[derive(Debug, Clone, Default)]
pub struct CircularRequest {
    /// The standard, by id or name.
    pub standard: String,
    /// The bureau, where several have records of the standard.
    pub bureau: Option<String>,
    /// The campaign; the newest otherwise.
    pub campaign: Option<String>,
    /// The round; otherwise the one with the most points.
    pub round: Option<Round>,
    /// The folder for the files.
    pub output: PathBuf,
}

/// The files of a circular.
///
/// # Errors
/// When there is no such round, records are encrypted, or something that decides about its figures is wrong.
pub fn circular(session: &Session, request: &CircularRequest) -> Outcome<OutputFiles> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let standard = found(lookup::standard(workspace, &request.standard))?;
    let bureau = found(lookup::bureau_if_named(workspace, request.bureau.as_deref()))?;
    let mut wrong = errors_behind(session, standard, bureau);
    if !standard.has_source() {
        wrong.push(unsourced(standard));
    }
    if wrong.has_errors() {
        return Err(Stop::content(wrong, workspace.folder.sources.clone()));
    }
    let scored = score_all(workspace);
    let rounds = campaigns(&scored);
    let round = found(chosen(request, standard, bureau, &rounds))?;
    let files = papers_of(workspace, &Theme::of(session.root()), &scored, round)
        .map_err(|findings| not_made(findings, &workspace.folder.sources))?;
    Ok(OutputFiles::in_folder(&request.output, files))
}

/// Figures from a broken file would look like any other, and a record that could not be read would be missing from them: with errors
/// about the standard, or in a bureau that has records of it, there is no circular.
fn errors_behind(session: &Session, standard: &Standard, only: Option<&Bureau>) -> Diagnostics {
    let workspace: &Workspace = &session.workspace;
    let of_standard = |b: &&Bureau| b.inspections.iter().any(|r| r.standard.value == standard.id);
    let folders: Vec<&str> = workspace
        .bureaus
        .iter()
        .filter(|b| only.is_none_or(|one| b.id == one.id))
        .filter(of_standard)
        .map(|b| workspace.folder_of(b))
        .collect();
    let standards: Vec<_> = workspace.standards.iter().filter(|s| s.id == standard.id).map(|s| s.file.span.file).collect();
    let about = |span: &Span| {
        let path = workspace.path_of(*span);
        let decides = |folder: &&str| {
            let part = path.strip_prefix(*folder).and_then(|rest| rest.strip_prefix('/'));
            part.is_some_and(|part| PARTS.iter().any(|p| part.starts_with(p)))
        };
        standards.contains(&span.file) || folders.iter().any(decides)
    };
    let mut wrong = findings(session);
    wrong.retain(|d| d.severity == Severity::Error && d.span.as_ref().is_some_and(about));
    wrong
}

/// The round that is asked for: of the newest campaign, the last round with two points or more.
fn chosen<'r, 'a>(
    request: &CircularRequest,
    standard: &Standard,
    bureau: Option<&Bureau>,
    rounds: &'r [Campaign<'a>],
) -> Lookup<&'r Campaign<'a>> {
    let fits = |c: &&Campaign<'_>| {
        c.standard.id == standard.id
            && bureau.is_none_or(|b| c.bureau.id == b.id)
            && request.campaign.as_ref().is_none_or(|name| c.name == *name)
            && request.round.is_none_or(|round| c.round == round)
            && c.rows.len() > 1
    };
    let mine: Vec<&Campaign<'_>> = rounds.iter().filter(fits).collect();
    let mut bureaus: Vec<&str> = mine.iter().map(|c| c.bureau.id.as_str()).collect();
    bureaus.dedup();
    if bureaus.len() > 1 {
        let list = bureaus.join(" | ");
        return Err(refuse(
            say!("几个局都有这个标准的记录", "several bureaus have records of this standard"),
            say!("加 --bureau {list}", "add --bureau {list}"),
        ));
    }
    // A re-inspection sees only a few points; the circular is about all of them, unless it is asked for.
    let newest =
        |name: &str| mine.iter().filter(|c| c.name == name).flat_map(|c| &c.rows).map(|r| r.scored.record.date.value).max();
    let whole = |c: &&&Campaign<'_>| (newest(&c.name), c.rows.len(), c.round);
    mine.iter().max_by_key(whole).copied().ok_or_else(|| {
        let list: Vec<String> = rounds
            .iter()
            .filter(|c| c.rows.len() > 1)
            .map(|c| {
                format!("--standard {} --bureau {} --campaign {} --round {}", c.standard.id, c.bureau.id, c.name, c.round.word())
            })
            .collect();
        let help = if list.is_empty() {
            say!("先检查两个以上的服务点", "inspect two points first")
        } else {
            Bilingual { zh: format!("可以写：{}", list.join("；")), en: format!("there are: {}", list.join("; ")) }
        };
        refuse(say!("没有两个以上服务点的检查记录", "no round has the records of two points or more"), help)
    })
}
