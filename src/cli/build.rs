//! `yizhan build`: the output folder.

use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;

use super::progress::Bar;
use super::screen::shown;
use super::{FAILED, FINE, Screen, stopped, today, workspace_folder};
use crate::diagnostic::{Diagnostics, Severity};
use crate::load::load;
use crate::ops::lookup::chosen;
use crate::publish::{Options, Part, SPARE_FROM, Selection, Summary, build, preflight};
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let begun = Instant::now();
    let root = workspace_folder(matches);
    let (loaded, mut found) = load(&root);
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => {
            found.sort(&folder.sources);
            screen.findings(&found, &folder.sources);
            return FAILED;
        }
    };
    let read = begun.elapsed().as_secs_f32();
    let theme = Theme::of(&root);
    let named = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let chosen = match chosen(&workspace, named("bureau"), named("point")) {
        Ok(chosen) => chosen,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
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
        today: today(),
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
        FINE
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
        status
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
