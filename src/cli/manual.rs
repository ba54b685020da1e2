//! `yizhan completions SHELL` and `yizhan man`: what a shell completes, and the pages of the manual, from the definition of the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::arguments::{base, workspace};
use super::{FAILED, FINE, Screen, arguments};
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::disk::steps;
use crate::say;

/// The program's name for a shell.
const NAME: &str = "yizhan";

/// The arguments of `completions`.
pub fn completions_command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("completions", t("输出命令补全脚本，供 shell 使用", "Print the completion script for a shell"))
        .arg(workspace(lang).hide(true))
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(clap_complete::Shell))
                .hide_possible_values(true)
                .help(t("bash、elvish、fish、powershell 或 zsh", "Shell: bash, elvish, fish, powershell or zsh")),
        )
}

/// The arguments of `man`.
pub fn man_command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("man", t("输出手册页（man）", "Print or write the manual pages")).arg(workspace(lang).hide(true)).arg(
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name(t("文件夹", "DIR"))
            .value_parser(value_parser!(PathBuf))
            .help(t("把全部手册页写进这个文件夹", "Write the pages of all commands to this folder")),
    )
}

/// Prints the completions of one shell.
pub fn completions(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(shell) = matches.get_one::<Shell>("shell") else { return FAILED };
    let mut text = Vec::new();
    clap_complete::generate(*shell, &mut arguments::command(screen.lang), NAME, &mut text);
    screen.print(&String::from_utf8_lossy(&text));
    FINE
}

/// Prints the manual's first page, or writes all of its pages into a folder.
pub fn man(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let mut command = arguments::command(screen.lang).name(NAME);
    command.build();
    let done = match matches.get_one::<PathBuf>("output") {
        None => page(&command).map(|text| screen.print(&String::from_utf8_lossy(&text))),
        Some(folder) => pages(&command, folder).map(|count| {
            let shown = folder.display();
            screen.note(&say!("写好了：{shown}（{count} 页手册）", "written: {shown} ({count} manual pages)"));
        }),
    };
    let Err(error) = done else { return FINE };
    let place = matches.get_one::<PathBuf>("output").map_or_else(String::new, |folder| folder.display().to_string());
    screen.finding(
        Diagnostic::nowhere(&codes::WRITE, say!("写不进 {place}", "{place} cannot be written").because_of(&error))
            .help(say!("换一个新的或空的文件夹", "name a new or empty folder")),
    );
    FAILED
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    Ok(text)
}

/// Writes the page of a command and of each below it: `yizhan.1`, `yizhan-build.1`, `yizhan-inspect-score.1`.
fn pages(command: &Command, folder: &Path) -> io::Result<usize> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let (file, text) = (folder.join(format!("{name}.1")), page(command)?);
    // What lies there and differs may be somebody's: it is not written over.
    if fs::read(&file).ok().as_deref() != Some(text.as_slice()) {
        if file.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        steps::replace(&file, &text)?;
    }
    let mut count = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        count += pages(below, folder)?;
    }
    Ok(count)
}
