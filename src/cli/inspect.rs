//! `yizhan inspect`: one record of an inspection, scored or as its report.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{FAILED, FINDINGS, FINE, Screen, stopped, today, workspace_folder};
use crate::audit::{Scored, score_all, to_json};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, codes};
use crate::load::load;
use crate::model::Workspace;
use crate::publish::report_of;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some((name, matches)) = matches.subcommand() else { return FAILED };
    let root = workspace_folder(matches);
    let (loaded, mut found) = load(&root);
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => {
            screen.findings(&found, &folder.sources);
            return FAILED;
        }
    };
    crate::check::check(&workspace, today(), &mut found);
    let Some(path) = matches.get_one::<PathBuf>("record") else { return FAILED };
    let scored = score_all(&workspace);
    let mine: Vec<&Scored<'_>> = scored.iter().filter(|s| is_file(&workspace, s, path)).collect();
    // A result from a broken standard, point or record would look like any other: with errors there is none.
    let mut about: Vec<FileId> =
        mine.iter().flat_map(|s| [s.record.span.file, s.standard.file.span.file, s.point.span.file]).collect();
    about.extend(workspace.folder.sources.iter().map(|(id, _)| id).filter(|id| same_file(&workspace, *id, path)));
    found.retain(|d| d.span.is_some_and(|s| about.contains(&s.file)));
    found.sort(&workspace.folder.sources);
    screen.findings(&found, &workspace.folder.sources);
    if found.has_errors() {
        return FINDINGS;
    }
    if mine.is_empty() {
        let shown = path.display();
        screen.finding(
            Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("{shown} 里没有检查记录", "{shown} holds no record"))
                .help(say!("检查记录放在 content/局/inspections/ 里", "records lie in content/BUREAU/inspections/")),
        );
        return FAILED;
    }
    match name {
        "score" => score(matches, &mine, screen),
        _ => report(matches, &workspace, &root, &mine, screen),
    }
}

fn same_file(workspace: &Workspace, file: crate::diagnostic::FileId, path: &Path) -> bool {
    let own = workspace.folder.root.join(workspace.folder.sources.path(file));
    matches!((own.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn is_file(workspace: &Workspace, scored: &Scored<'_>, path: &Path) -> bool {
    same_file(workspace, scored.record.span.file, path)
}

fn score(matches: &ArgMatches, scored: &[&Scored<'_>], screen: &mut Screen<'_>) -> u8 {
    if matches.get_one::<String>("format").is_some_and(|f| f == "json") {
        let list: Vec<_> = scored.iter().map(|s| to_json(&s.outcome)).collect();
        // One record is one object, as the contract has it; a file with several is a list.
        let text = match list.as_slice() {
            [one] => serde_json::to_string_pretty(one),
            many => serde_json::to_string_pretty(many),
        };
        screen.print(&(text.unwrap_or_default() + "\n"));
        return FINE;
    }
    for s in scored {
        let outcome = &s.outcome;
        let mut text = format!("{}  {}  {}\n", s.point.name.value, s.standard.title.value, outcome.result_zh());
        text.push_str(&format!("{}\n", outcome.arithmetic));
        for criterion in outcome.criteria() {
            let marks = match (criterion.awarded, criterion.maximum) {
                (Some(awarded), Some(maximum)) => format!("{}/{}", crate::audit::show(awarded), crate::audit::show(maximum)),
                (None, Some(maximum)) => format!("?/{}", crate::audit::show(maximum)),
                _ => String::new(),
            };
            text.push_str(&format!("  {}  {marks}  {}  {}\n", criterion.state.zh(), criterion.title, criterion.reason));
        }
        screen.print(&text);
    }
    FINE
}

fn report(matches: &ArgMatches, workspace: &Workspace, root: &Path, scored: &[&Scored<'_>], screen: &mut Screen<'_>) -> u8 {
    let (Some(output), [one, rest @ ..]) = (matches.get_one::<PathBuf>("output"), scored) else { return FAILED };
    if !rest.is_empty() {
        screen.finding(
            Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("文件里有几份记录", "the file holds several records")).help(say!(
                "每份记录写成一个文件，或用 yizhan build --only reports",
                "give each record its own file, or use `yizhan build --only reports`"
            )),
        );
        return FAILED;
    }
    let is_pdf = |p: &Path| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
    if !is_pdf(output) {
        let shown = output.display();
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, say!("{shown} 不是 .pdf 文件名", "{shown} is no name of a .pdf file"))
                .help(say!("写成 -o 报告.pdf", "write -o report.pdf")),
        );
        return FAILED;
    }
    let theme = Theme::of(root);
    let written = report_of(workspace, &theme, one).and_then(|bytes| {
        fs::write(output, bytes).map_err(|error| {
            let shown = output.display();
            let message: Bilingual = say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}");
            vec![Diagnostic::nowhere(&codes::WRITE, message)]
        })
    });
    match written {
        Ok(()) => FINE,
        Err(findings) => {
            let mut list = Diagnostics::new();
            for finding in findings {
                list.push(finding);
            }
            screen.findings(&list, &workspace.folder.sources);
            stopped(&list)
        }
    }
}
