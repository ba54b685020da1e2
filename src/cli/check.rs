//! `yizhan check`: every finding of a workspace, for people and for programs.

use clap::ArgMatches;

use super::{FAILED, FINDINGS, FINE, Screen, text_format, today, workspace_folder};
use crate::diagnostic::{Format, Severity, render};
use crate::load::load;
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let (loaded, mut found) = load(&workspace_folder(matches));
    let could_run = loaded.is_ok();
    let folder = match loaded {
        Ok(workspace) => {
            crate::check::check(&workspace, today(), &mut found);
            workspace.folder
        }
        Err(folder) => folder,
    };
    found.sort(&folder.sources);
    let format = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("sarif") => Format::Sarif,
        _ => text_format(&std::io::stdout()),
    };
    screen.print(&render(&found, &folder.sources, screen.lang, format));
    let (errors, warnings) = (found.count(Severity::Error), found.count(Severity::Warning));
    if matches!(format, Format::Text { .. }) {
        screen.note(&say!("检查完成：{errors} 个错误，{warnings} 个提醒", "checked: {errors} errors, {warnings} warnings"));
    }
    let deny_warnings = matches.get_one::<String>("deny").is_some_and(|d| d == "warnings");
    match (could_run, errors, warnings) {
        (false, ..) => FAILED,
        (true, 0, 0) => FINE,
        (true, 0, _) if !deny_warnings => FINE,
        _ => FINDINGS,
    }
}
