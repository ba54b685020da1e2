//! `yizhan build`: the output folder.

use std::path::PathBuf;
use std::time::Instant;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::caller;
use super::progress::Bar;
use super::screen::shown;
use super::{FAILED, FINE, Screen, stopped};
use crate::diagnostic::{Diagnostics, Lang, Severity};
use crate::ops::Caller;
use crate::ops::lookup::chosen;
use crate::ops::reading::{self, Reading};
use crate::ops::unassigned::left_out;
use crate::publish::{Options, Part, SPARE_FROM, Selection, Summary, build, preflight};
use crate::say;
use crate::theme::Theme;

/// How often it is built where operations are carried out meanwhile.
const TRIES: usize = 3;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("build", t("生成网站、印刷品、报告和数据", "Build the website, printed pieces, reports and data"))
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name(t("文件夹", "OUTPUT"))
                .value_parser(value_parser!(PathBuf))
                .help(t("输出文件夹，默认工作区里的 output", "Output folder [default: output in the workspace]")),
        )
        .arg(
            Arg::new("only")
                .long("only")
                .value_name(t("部分", "PART"))
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(PossibleValuesParser::new(["site", "print", "reports", "data"]))
                .hide_possible_values(true)
                .help(t(
                    "只生成 site、print、reports 或 data，其余保持原样",
                    "Build only these parts: site, print, reports or data; the others are left unchanged",
                )),
        )
        .arg(
            Arg::new("bureau")
                .long("bureau")
                .value_name(t("局", "BUREAU"))
                .help(t("只生成这个局的（编号或名称）", "Only this bureau's (id or name)")),
        )
        .arg(
            Arg::new("point")
                .long("point")
                .value_name(t("服务点", "A,B"))
                .help(t("只生成这些服务点的（编号或名称，用逗号隔开）", "Only these points' (ids or names, with commas)")),
        )
        .arg(
            Arg::new("jobs")
                .long("jobs")
                .short('j')
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=256))
                .help(t("同时用几个线程，默认与处理器核数相同", "Number of threads [default: number of cores]")),
        )
        .arg(Arg::new("press").long("press").action(ArgAction::SetTrue).help(t(
            "另做交印刷厂的文件：出血、裁切线、折线和工单，放在 press/",
            "Also build files for a print shop in press/: bleed, crop and fold marks, job ticket",
        )))
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let begun = Instant::now();
    let caller = caller(matches);
    for _ in 1..TRIES {
        if let Some(status) = attempt(matches, &caller, begun, false, screen) {
            return status;
        }
        screen.note(&say!("生成的时候有操作写了工作区，再来一次", "an operation wrote to the workspace meanwhile: once more"));
    }
    attempt(matches, &caller, begun, true, screen).unwrap_or(FAILED)
}

/// Builds once. No status where an operation was carried out meanwhile, so that pictures may be of another state than texts; the last one counts in any case.
fn attempt(matches: &ArgMatches, caller: &Caller, begun: Instant, is_last: bool, screen: &mut Screen<'_>) -> Option<u8> {
    let root = &caller.root;
    let Reading { got: (loaded, mut found), notes, state } = match reading::workspace(caller) {
        Ok(reading) => reading,
        Err(stop) => return Some(super::caller::stopped(&stop, screen)),
    };
    for note in &notes {
        screen.note(note);
    }
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => {
            found.sort(&folder.sources);
            screen.findings(&found, &folder.sources);
            return Some(FAILED);
        }
    };
    let read = begun.elapsed().as_secs_f32();
    let theme = Theme::of(root);
    let named = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let chosen = match chosen(&workspace, named("bureau"), named("point")) {
        Ok(chosen) => chosen,
        Err(finding) => {
            screen.finding(*finding);
            return Some(FAILED);
        }
    };
    let words = matches.get_many::<String>("only").into_iter().flatten();
    let options = Options {
        output: matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| root.join("output")),
        selection: Selection {
            parts: words.filter_map(|w| Part::ALL.iter().find(|(name, _)| name == w).map(|(_, part)| *part)).collect(),
            bureau: chosen.bureau,
            points: chosen.points,
            press: matches.get_flag("press"),
        },
        today: caller.today,
        jobs: matches.get_one::<u16>("jobs").map_or(0, |n| usize::from(*n)),
        spare_from: SPARE_FROM,
    };
    let bureaus = workspace.bureaus.iter().filter(|b| !b.file.reference).count();
    let points: usize = workspace.bureaus.iter().map(|b| b.points.len()).sum();
    let items: usize =
        workspace.bureaus.iter().filter(|b| !b.file.reference).filter_map(|b| b.catalog.as_ref()).map(|c| c.items.len()).sum();
    screen.note(&say!(
        "读取 {bureaus} 个局、{points} 个服务点、{items} 项事项  {read:.1} 秒",
        "read {bureaus} bureaus, {points} points, {items} items  {read:.1} s"
    ));
    let bar = Bar::new(screen.lang, screen.quiet);
    let result = build(&workspace, &theme, &options, &bar, &mut found);
    bar.finish();
    if !is_last && !state.is_still(root) {
        return None;
    }
    found.sort(&workspace.folder.sources);
    if let Ok(summary) = result {
        if screen.verbose {
            if summary.unchanged {
                preflight(&workspace, &theme, options.today, &mut found);
                found.sort(&workspace.folder.sources);
            }
            screen.findings(&found, &workspace.folder.sources);
        }
        report(&summary, begun, &options, screen);
        if let Some(note) = left_out(&workspace, options.selection.bureau.as_deref()) {
            screen.note(&note);
        }
        Some(FINE)
    } else {
        let warnings = found.count(Severity::Warning);
        let mut errors = Diagnostics::new();
        let status = stopped(&found);
        for finding in found.into_iter().filter(|d| screen.verbose || d.severity == Severity::Error) {
            errors.push(finding);
        }
        screen.findings(&errors, &workspace.folder.sources);
        let count = errors.count(Severity::Error);
        screen.note(&say!(
            "没有生成：{count} 个错误，{warnings} 个提醒；原来的输出没有动",
            "nothing was made: {count} errors, {warnings} warnings; the previous output is untouched"
        ));
        Some(status)
    }
}

fn report(summary: &Summary, begun: Instant, options: &Options, screen: &mut Screen<'_>) {
    let Summary { pages, prints, reports, made, warnings, .. } = summary;
    let seconds = begun.elapsed().as_secs_f32();
    let place = shown(&options.output);
    screen.note(&say!(
        "检查 0 个错误，{warnings} 个提醒（yizhan check 查看）",
        "checked: 0 errors, {warnings} warnings (see yizhan check)"
    ));
    screen.note(&say!(
        "完成 网页 {pages} · 印刷品 {prints} · 报告 {reports} · 本次新做 {made} · 用时 {seconds:.1} 秒 · {place}",
        "done: {pages} pages · {prints} printed pieces · {reports} reports · {made} made now · {seconds:.1} s · {place}"
    ));
}
