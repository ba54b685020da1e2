//! `yizhan print-order`: what to print, how often, how big.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller, stopped};
use super::progress::Bar;
use super::{FAILED, FINE, Screen};
use crate::diagnostic::Lang;
use crate::ops::print_order::{Request, run as order};
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base(
        "print-order",
        t("列出要印什么、多大、几份，并登记版本", "List what to print with sizes and copies, and record the editions"),
    )
    .arg(
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name(t("文件夹", "DIR"))
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(t("付印单放在哪个文件夹", "Output folder for the order sheets")),
    )
    .arg(
        Arg::new("bureau")
            .long("bureau")
            .value_name(t("局", "BUREAU"))
            .help(t("只印这个局的（编号或名称）", "Only this bureau's (id or name)")),
    )
    .arg(
        Arg::new("point")
            .long("point")
            .value_name(t("服务点", "A,B"))
            .help(t("只印这些服务点的（编号或名称，用逗号隔开）", "Only these points' (ids or names, with commas)")),
    )
    .arg(
        Arg::new("changed")
            .long("changed")
            .action(ArgAction::SetTrue)
            .help(t("只印上次付印以后改过的", "Order only what changed since the last order")),
    )
    .arg(
        Arg::new("no-record")
            .long("no-record")
            .action(ArgAction::SetTrue)
            .help(t("只列单，不登记版本", "Only list, do not record the editions")),
    )
    .arg(super::answers::force(lang))
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(folder) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let request = Request {
        bureau: matches.get_one::<String>("bureau").cloned(),
        points: matches.get_one::<String>("point").cloned(),
        folder: folder.clone(),
        changed: matches.get_flag("changed"),
        record: !matches.get_flag("no-record"),
        force: matches.get_flag("force"),
    };
    let bar = Bar::new(screen.lang, screen.quiet);
    let ordered = order(&caller(matches), &request, &bar);
    bar.finish();
    let ordered = match ordered {
        Ok(ordered) => ordered,
        Err(stop) => return stopped(&stop, screen),
    };
    for path in &ordered.files {
        screen.saved(path);
    }
    for (name, count) in &ordered.recorded {
        screen.note(&say!(
            "{name}：登记了 {count} 个版本；再运行 yizhan build，网页上就查得到",
            "{name}: {count} editions recorded; run `yizhan build` again so that their pages say so"
        ));
    }
    if let Some(note) = &ordered.left_out {
        screen.note(note);
    }
    if let Some(done) = &ordered.done {
        super::answers::done(done, screen);
    }
    if ordered.files.is_empty() {
        screen.note(&say!("没有要印的：上次付印以后没有改动", "nothing to print: nothing has changed since the last order"));
    }
    FINE
}
