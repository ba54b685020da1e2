//! `yizhan inspect circular`: the circular of a round as PDF, for Word and as a workbook, and the publication list.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::choice;
use super::made::{deliver, not_written};
use crate::audit::campaign::{Campaign, campaigns};
use crate::audit::score_all;
use crate::cli::{FAILED, FINDINGS, Screen};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, Span, codes};
use crate::model::Workspace;
use crate::publish::papers_of;
use crate::say;
use crate::theme::Theme;

/// What of a bureau's folder decides about results: records, points, and the catalog with its tiers.
const PARTS: [&str; 4] = ["inspections/", "points/", "catalog.", "bureau."];

/// Runs the command.
pub fn run(matches: &ArgMatches, workspace: &Workspace, root: &Path, mut found: Diagnostics, screen: &mut Screen<'_>) -> u8 {
    let (Some(standard), Some(output)) = (matches.get_one::<String>("standard"), matches.get_one::<PathBuf>("output")) else {
        return FAILED;
    };
    if let Err(finding) = choice::standard(matches, workspace).and_then(|_| choice::bureau(matches, workspace)) {
        screen.finding(*finding);
        return FAILED;
    }
    // Figures from a broken file would look like any other, and a record that could not be read would be missing from them: with errors
    // about the standard, or in a bureau that has records of it, there is no circular.
    let only = choice::asked(matches, "bureau");
    let folders: Vec<&str> = workspace
        .bureaus
        .iter()
        .filter(|b| only.is_none_or(|id| b.id.as_str() == id) && b.inspections.iter().any(|r| r.standard.value == *standard))
        .filter_map(|b| workspace.path_of(b.file.span).rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let standards: Vec<_> = workspace.standards.iter().filter(|s| s.id == *standard).map(|s| s.file.span.file).collect();
    let about = |span: &Span| {
        let path = workspace.path_of(*span);
        let decides = |folder: &&str| {
            let part = path.strip_prefix(*folder).and_then(|rest| rest.strip_prefix('/'));
            part.is_some_and(|part| PARTS.iter().any(|p| part.starts_with(p)))
        };
        standards.contains(&span.file) || folders.iter().any(decides)
    };
    found.retain(|d| d.severity == Severity::Error && d.span.as_ref().is_some_and(about));
    if found.has_errors() {
        found.sort(&workspace.folder.sources);
        screen.findings(&found, &workspace.folder.sources);
        return FINDINGS;
    }
    let scored = score_all(workspace);
    let rounds = campaigns(&scored);
    let round = match chosen(matches, standard, &rounds) {
        Ok(round) => round,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    let files = papers_of(workspace, &Theme::of(root), &scored, round).and_then(|files| {
        std::fs::create_dir_all(output).map_err(|error| not_written(output, &error))?;
        Ok(files.into_iter().map(|(name, bytes)| (output.join(name), bytes)).collect())
    });
    deliver(files, workspace, screen)
}

/// The round that is asked for: of the newest campaign, the last round with two points or more.
fn chosen<'r, 'a>(matches: &ArgMatches, standard: &str, rounds: &'r [Campaign<'a>]) -> Result<&'r Campaign<'a>, Box<Diagnostic>> {
    let asked = |name: &str| choice::asked(matches, name);
    let fits = |c: &&Campaign<'_>| {
        c.standard.id == standard
            && asked("bureau").is_none_or(|b| c.bureau.id.as_str() == b)
            && asked("campaign").is_none_or(|name| c.name == name)
            && choice::round(matches).is_none_or(|round| c.round == round)
            && c.rows.len() > 1
    };
    let mine: Vec<&Campaign<'_>> = rounds.iter().filter(fits).collect();
    let mut bureaus: Vec<&str> = mine.iter().map(|c| c.bureau.id.as_str()).collect();
    bureaus.dedup();
    if bureaus.len() > 1 {
        let list = bureaus.join(" | ");
        let message = say!("几个局都有这个标准的记录", "several bureaus have records of this standard");
        let help = say!("加 --bureau {list}", "add --bureau {list}");
        return Err(Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help)));
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
        let message = say!("没有两个以上服务点的检查记录", "no round has the records of two points or more");
        let help = if list.is_empty() {
            say!("先检查两个以上的服务点", "inspect two points first")
        } else {
            Bilingual { zh: format!("可以写：{}", list.join("；")), en: format!("there are: {}", list.join("; ")) }
        };
        Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
    })
}
