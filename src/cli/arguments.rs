//! What can be written on the command line, in both languages: what holds for all commands. Each command's own arguments are in its file.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::diagnostic::Lang;

/// What every command has comes behind its own arguments.
const LAST: usize = 900;

/// A command with its help in one language.
pub fn base(lang: Lang, name: &'static str, about: &'static str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(lang.pick("显示帮助", "Show help"));
    let help = help.display_order(LAST + 4);
    Command::new(name)
        .about(about)
        .help_template(lang.pick(SUB_ZH, SUB_EN))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help.global(false))
}

/// `-C`, before or after a command.
pub fn workspace(lang: Lang) -> Arg {
    Arg::new("workspace")
        .short('C')
        .global(true)
        .display_order(LAST)
        .value_name(lang.pick("工作区", "WORKSPACE"))
        .value_parser(value_parser!(PathBuf))
        .help(lang.pick(
            "工作区文件夹（含 yizhan.yaml），默认当前文件夹",
            "Workspace folder, which holds yizhan.yaml [default: current folder]",
        ))
}

/// The commands in the order of the work, for the list of the help.
const ORDER: [&str; 16] = [
    "desk",
    "new",
    "import",
    "export",
    "check",
    "build",
    "serve",
    "print-order",
    "diff",
    "inspect",
    "rename",
    "history",
    "undo",
    "schema",
    "completions",
    "man",
];

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let whole = base(
        lang,
        "yizhan",
        t(
            "医站：医保服务点的网站、印刷品和验收报告",
            "Website, print and acceptance reports for medical-insurance service points",
        ),
    )
    .version(env!("CARGO_PKG_VERSION"))
    .disable_version_flag(true)
    .help_template(t(MAIN_ZH, MAIN_EN))
    .subcommand_required(true)
    .arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .display_order(LAST + 5)
            .help(t("显示版本", "Show the version")),
    )
    .arg(workspace(lang))
    .arg(
        Arg::new("lang")
            .long("lang")
            .global(true)
            .display_order(LAST + 1)
            .value_name(t("语言", "LANG"))
            .value_parser(PossibleValuesParser::new(["zh", "en"]))
            .hide_possible_values(true)
            .help(t("程序用的语言：zh 或 en，默认随系统", "Language: zh or en [default: system language]")),
    )
    .arg(
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .global(true)
            .display_order(LAST + 2)
            .action(ArgAction::SetTrue)
            .help(t("只显示问题和结果", "Show only findings, questions and the outcome")),
    )
    .arg(
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .global(true)
            .display_order(LAST + 3)
            .action(ArgAction::SetTrue)
            .help(t("显示更多过程", "Show more details")),
    )
    .subcommand(super::new::command(lang))
    .subcommand(super::desk::command(lang))
    .subcommand(super::check::command(lang))
    .subcommand(super::build::command(lang))
    .subcommand(super::print_order::command(lang))
    .subcommand(super::rename::command(lang))
    .subcommand(super::serve::command(lang))
    .subcommand(super::diff::command(lang))
    .subcommand(super::history::command(lang))
    .subcommand(super::undo::command(lang))
    .subcommand(super::inspect::arguments::command(lang))
    .subcommand(super::import::arguments::import(lang))
    .subcommand(super::import::arguments::export(lang))
    .subcommand(super::schema::command(lang))
    .subcommand(super::manual::completions_command(lang))
    .subcommand(super::manual::man_command(lang));
    // In the order of the work: a workspace and its tables, the outputs, inspections, what was done, tools.
    ORDER.iter().enumerate().fold(whole, |whole, (place, name)| whole.mut_subcommand(name, |own| own.display_order(place)))
}

const MAIN_ZH: &str = "{about}\n\n用法：yizhan [选项] <命令>\n\n命令：\n{subcommands}\n\n选项：\n{options}\n\n每个命令的用法：yizhan <命令> --help\n";
const MAIN_EN: &str = "{about}\n\nUsage: yizhan [OPTIONS] <COMMAND>\n\nCommands:\n{subcommands}\n\nOptions:\n{options}\n\nHelp for a command: yizhan <COMMAND> --help\n";
const SUB_ZH: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";
const SUB_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}\n";
