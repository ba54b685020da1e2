//! `yizhan check`: every finding of a workspace, for people and for programs.

use std::path::PathBuf;

use clap::ArgMatches;

use super::screen::shown;
use super::{FAILED, FINDINGS, FINE, Screen, text_format, today, workspace_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, Format, Severity, SourceMap, codes, render};
use crate::load::load;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    if matches.get_flag("links") {
        return links(matches, screen);
    }
    let root = workspace_folder(matches);
    let (loaded, mut found) = load(&root);
    let could_run = loaded.is_ok();
    let folder = match loaded {
        Ok(workspace) => {
            crate::publish::preflight(&workspace, &Theme::of(&root), today(), &mut found);
            workspace.folder
        }
        Err(folder) => folder,
    };
    found.sort(&folder.sources);
    let could_run = if could_run { Checked::Workspace } else { Checked::Nothing };
    end(matches, screen, &found, &folder.sources, could_run)
}

/// What was looked at.
#[derive(Clone, Copy)]
enum Checked {
    /// The workspace could not be read.
    Nothing,
    Workspace,
    /// So many pages of a built site.
    Pages(usize),
}

/// Checks the built site.
fn links(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| workspace_folder(matches).join("output"));
    let site = output.join("site");
    let Some((mut found, sources, pages)) = crate::publish::links::check(&site) else {
        let shown = shown(&site);
        screen.finding(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("{shown} 里没有网页", "there are no pages in {shown}")).help(say!(
                "先运行 yizhan build，或用 -o 指定输出文件夹",
                "run `yizhan build` first, or name the output folder with -o"
            )),
        );
        return FAILED;
    };
    found.sort(&sources);
    end(matches, screen, &found, &sources, Checked::Pages(pages))
}

/// Says what was found.
fn end(matches: &ArgMatches, screen: &mut Screen<'_>, found: &Diagnostics, sources: &SourceMap, checked: Checked) -> u8 {
    let format = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        _ => text_format(&std::io::stdout()),
    };
    screen.print(&render(found, sources, screen.lang, format));
    let (errors, warnings) = (found.count(Severity::Error), found.count(Severity::Warning));
    if matches!(format, Format::Text { .. }) {
        screen.note(&match checked {
            Checked::Pages(pages) => say!(
                "检查了 {pages} 个网页：{errors} 个错误，{warnings} 个提醒",
                "checked {pages} pages: {errors} errors, {warnings} warnings"
            ),
            Checked::Workspace | Checked::Nothing => {
                say!("检查完成：{errors} 个错误，{warnings} 个提醒", "checked: {errors} errors, {warnings} warnings")
            }
        });
    }
    let deny_warnings = matches.get_one::<String>("deny").is_some_and(|d| d == "warnings");
    match (checked, errors, warnings) {
        (Checked::Nothing, ..) => FAILED,
        (_, 0, 0) => FINE,
        (_, 0, _) if !deny_warnings => FINE,
        _ => FINDINGS,
    }
}
