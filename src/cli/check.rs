//! `yizhan check`: every finding of a workspace, for people and for programs.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller, stopped};
use super::screen::shown;
use super::{FAILED, FINDINGS, FINE, Screen, text_format, workspace_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, Format, Lang, Severity, SourceMap, codes, render};
use crate::ops::reading::{self, Reading};
use crate::say;
use crate::theme::Theme;

/// How often it is looked at where operations are carried out meanwhile.
const TRIES: usize = 3;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("check", t("检查工作区，列出全部问题", "Check the workspace and list all findings"))
        .arg(Arg::new("links").long("links").action(ArgAction::SetTrue).help(t(
            "改为检查已生成的网站：链接、位置、标题、图片文字",
            "Check the built site instead: links, anchors, titles, alternative text of images",
        )))
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name(t("文件夹", "DIR"))
                .value_parser(value_parser!(PathBuf))
                .requires("links")
                .help(t("与 --links 同用：输出文件夹，默认 output", "With --links: output folder [default: output]")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(t("格式", "FORMAT"))
                .default_value("text")
                .hide_default_value(true)
                .value_parser(PossibleValuesParser::new(["text", "json", "sarif"]))
                .hide_possible_values(true)
                .help(t("text（默认）、json 或 sarif", "Output format: text, json or sarif [default: text]")),
        )
        .arg(
            Arg::new("deny")
                .long("deny")
                .value_name(t("级别", "LEVEL"))
                .default_value("errors")
                .hide_default_value(true)
                .value_parser(PossibleValuesParser::new(["errors", "warnings"]))
                .hide_possible_values(true)
                .help(t(
                    "有这个级别的问题时以 1 结束：errors（默认）或 warnings",
                    "Exit with status 1 if there are findings of this level or above: errors or warnings [default: errors]",
                )),
        )
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    if matches.get_flag("links") {
        return links(matches, screen);
    }
    let caller = caller(matches);
    let mut left = TRIES;
    let (found, folder, could_run) = loop {
        left -= 1;
        let Reading { got: (loaded, mut found), notes, state } = match reading::workspace(&caller) {
            Ok(reading) => reading,
            Err(stop) => return stopped(&stop, screen),
        };
        for note in &notes {
            screen.note(note);
        }
        let could_run = loaded.is_ok();
        let folder = match loaded {
            Ok(workspace) => {
                crate::publish::preflight(&workspace, &Theme::of(&caller.root), caller.today, &mut found);
                workspace.folder
            }
            Err(folder) => folder,
        };
        // Pictures are looked at until the end.
        if left == 0 || state.is_still(&caller.root) {
            found.sort(&folder.sources);
            break (found, folder, could_run);
        }
    };
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
