//! `yizhan new DIR`: a starter workspace.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::arguments::{base, workspace};
use super::caller::{caller_in, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::Lang;
use crate::ops::starter::create;
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("new", t("新建一个起步工作区", "Create a starter workspace")).arg(workspace(lang).hide(true)).arg(
        Arg::new("dir")
            .value_name(t("文件夹", "DIR"))
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(t("新文件夹的名字", "New folder to create")),
    )
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(dir) = matches.get_one::<PathBuf>("dir") else { return FAILED };
    let shown = dir.display();
    match create(&caller_in(dir.clone())) {
        Ok(notes) => {
            for note in &notes {
                screen.note(note);
            }
            screen.note(&say!(
                "新建了 {shown}。接着运行：\n  cd {shown}\n  yizhan check\n  yizhan build",
                "made {shown}. Go on with:\n  cd {shown}\n  yizhan check\n  yizhan build"
            ));
            FINE
        }
        Err(stop) => stopped(&stop, screen),
    }
}
