//! What can be written on the command line, in both languages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};

use super::{FAILED, FINE};
use crate::diagnostic::Lang;

/// The language that the arguments ask for, else the locale's; Chinese where the locale says nothing, as the program's users are.
pub fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        let value = match word {
            "--lang" => words.next(),
            "--" => break,
            _ => word.strip_prefix("--lang="),
        };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    match sys_locale::get_locale().as_deref() {
        None | Some("" | "C" | "POSIX") => Lang::Zh,
        Some(locale) if locale.starts_with("C.") || locale.starts_with("c.") => Lang::Zh,
        Some(locale) => Lang::of_locale(locale),
    }
}

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name: &'static str, about: &'static str| {
        Command::new(name)
            .about(about)
            .help_template(t(SUB_ZH, SUB_EN))
            .disable_help_subcommand(true)
            .disable_help_flag(true)
            .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(t("显示帮助", "Show help")).global(false))
    };
    let workspace = || {
        Arg::new("workspace").short('C').value_name(t("工作区", "WORKSPACE")).value_parser(value_parser!(PathBuf)).help(t(
            "工作区文件夹（含 yizhan.yaml），默认当前文件夹",
            "The workspace (a folder with yizhan.yaml); the current folder unless given",
        ))
    };
    let record = || {
        Arg::new("record")
            .required(true)
            .value_name(t("记录", "RECORD"))
            .value_parser(value_parser!(PathBuf))
            .help(t("检查记录文件（inspections 文件夹里的 .yaml）", "The record's file (a .yaml in an inspections folder)"))
    };
    let standard = || {
        Arg::new("standard")
            .required(true)
            .value_name(t("标准", "STANDARD"))
            .help(t("标准的编号，即 checklists 里的文件名", "The standard's id: the name of its file in checklists"))
    };
    let point = |required| {
        Arg::new("point").required(required).value_name(t("服务点", "POINT")).help(t("服务点的编号", "The point's id"))
    };
    let bureau = || Arg::new("bureau").long("bureau").value_name(t("局编号", "ID")).help(t("哪个局的", "Of this bureau"));
    let campaign = || {
        Arg::new("campaign")
            .long("campaign")
            .value_name(t("批次", "CAMPAIGN"))
            .help(t("批次，默认今年", "The campaign; this year unless given"))
    };
    base(
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
    .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(t("显示版本", "Show the version")))
    .arg(
        Arg::new("lang")
            .long("lang")
            .global(true)
            .value_name(t("语言", "LANG"))
            .value_parser(PossibleValuesParser::new(["zh", "en"]))
            .hide_possible_values(true)
            .help(t("程序用的语言：zh 或 en，默认随系统", "Language of the program, zh or en; the system's unless given")),
    )
    .arg(
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .global(true)
            .action(ArgAction::SetTrue)
            .help(t("只显示问题", "Show findings only")),
    )
    .arg(
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .global(true)
            .action(ArgAction::SetTrue)
            .help(t("显示更多过程", "Show more of what happens")),
    )
    .subcommand(
        base("new", t("新建一个起步工作区", "Make a starter workspace")).arg(
            Arg::new("dir")
                .value_name(t("文件夹", "DIR"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t("新文件夹的名字", "Name of the new folder")),
        ),
    )
    .subcommand(
        base("check", t("检查工作区，列出全部问题", "Check the workspace and list every finding"))
            .arg(workspace())
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name(t("格式", "FORMAT"))
                    .default_value("text")
                    .hide_default_value(true)
                    .value_parser(PossibleValuesParser::new(["text", "json", "sarif"]))
                    .hide_possible_values(true)
                    .help(t("text（默认）、json 或 sarif", "text (default), json or sarif")),
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
                        "End with 1 at findings of this level: errors (default) or warnings",
                    )),
            ),
    )
    .subcommand(
        base("build", t("生成网站、印刷品、报告和数据", "Make the website, print, reports and data"))
            .arg(workspace())
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name(t("文件夹", "OUTPUT"))
                    .value_parser(value_parser!(PathBuf))
                    .help(t("输出文件夹，默认工作区里的 output", "Output folder; `output` in the workspace unless given")),
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
                        "Make only site, print, reports or data; the rest stays as it is",
                    )),
            )
            .arg(Arg::new("bureau").long("bureau").value_name(t("局编号", "ID")).help(t("只生成这个局的", "Only this bureau's")))
            .arg(
                Arg::new("point")
                    .long("point")
                    .value_name(t("服务点编号", "ID"))
                    .help(t("只生成这个服务点的", "Only this point's")),
            )
            .arg(
                Arg::new("jobs")
                    .long("jobs")
                    .short('j')
                    .value_name("N")
                    .value_parser(value_parser!(u16).range(1..=256))
                    .help(t("同时用几个线程，默认与处理器核数相同", "Threads; one a core unless given")),
            ),
    )
    .subcommand(
        base("inspect", t("检查验收：打分、出报告", "Inspections: score a record, make its report"))
            .subcommand_required(true)
            .subcommand(
                base("score", t("给一份检查记录打分", "Score a record"))
                    .arg(record())
                    .arg(workspace())
                    .arg(
                        Arg::new("format")
                            .long("format")
                            .value_name(t("格式", "FORMAT"))
                            .default_value("text")
                            .hide_default_value(true)
                            .value_parser(PossibleValuesParser::new(["text", "json"]))
                            .hide_possible_values(true)
                            .help(t("text（默认）或 json", "text (default) or json")),
                    )
                    .arg(Arg::new("rescore").long("rescore").action(ArgAction::SetTrue).help(t(
                        "旧版本的记录也按标准的现行版本试算",
                        "Try a record of an old version under the standard's current one",
                    ))),
            )
            .subcommand(
                base("new", t("新建一份待填的检查记录", "Write a record to fill in"))
                    .arg(standard())
                    .arg(point(true))
                    .arg(
                        Arg::new("round")
                            .long("round")
                            .value_name(t("轮次", "ROUND"))
                            .value_parser(PossibleValuesParser::new(["self", "town", "site", "recheck"]))
                            .hide_possible_values(true)
                            .help(t(
                                "self（自评）、town（镇审核）、site（现场核查，默认）或 recheck（复查）",
                                "self, town, site (default) or recheck",
                            )),
                    )
                    .arg(bureau())
                    .arg(campaign())
                    .arg(Arg::new("revise").long("revise").action(ArgAction::SetTrue).help(t(
                        "更正这一轮已有的记录：写成新的一份，原来的不动",
                        "Correct this round's record: a new one, the old stays",
                    )))
                    .arg(Arg::new("by").long("by").value_name(t("更正人", "WHO")).help(t("更正人", "Who corrects")))
                    .arg(
                        Arg::new("reason")
                            .long("reason")
                            .value_name(t("原因", "WHY"))
                            .help(t("更正的原因", "Why it is corrected")),
                    )
                    .arg(
                        Arg::new("output")
                            .short('o')
                            .long("output")
                            .value_name(t("文件", "FILE"))
                            .value_parser(value_parser!(PathBuf))
                            .help(t(
                                "写到哪个文件，默认放进局的 inspections 文件夹",
                                "Where to; the bureau's inspections folder unless given",
                            )),
                    )
                    .arg(workspace()),
            )
            .subcommand(
                base("sheet", t("做一份现场手填的评分表 PDF", "Make a score sheet to fill in by hand"))
                    .arg(standard())
                    .arg(point(false))
                    .arg(
                        Arg::new("round")
                            .long("round")
                            .value_name(t("轮次", "ROUND"))
                            .value_parser(PossibleValuesParser::new(["self", "town", "site", "recheck"]))
                            .hide_possible_values(true)
                            .help(t(
                                "self（自评）、town（镇审核）、site（现场核查）或 recheck（复查，只列上次没有达标的）",
                                "self, town, site or recheck (only what the last round left)",
                            )),
                    )
                    .arg(bureau())
                    .arg(campaign())
                    .arg(
                        Arg::new("output")
                            .short('o')
                            .long("output")
                            .required(true)
                            .value_name(t("文件", "FILE.pdf"))
                            .value_parser(value_parser!(PathBuf))
                            .help(t("评分表文件", "The sheet's file")),
                    )
                    .arg(workspace()),
            )
            .subcommand(
                base(
                    "status",
                    t(
                        "列出各服务点的轮次、等级和待整改事项，逾期的在前",
                        "List rounds, grades and what is to be mended, overdue first",
                    ),
                )
                .arg(bureau())
                .arg(
                    Arg::new("standard")
                        .long("standard")
                        .value_name(t("标准", "ID"))
                        .help(t("只看这个标准的", "Only of this standard")),
                )
                .arg(workspace()),
            )
            .subcommand(
                base("report", t("把一份检查记录做成验收报告 PDF", "Make the acceptance report of a record"))
                    .arg(record())
                    .arg(workspace())
                    .arg(
                        Arg::new("output")
                            .short('o')
                            .long("output")
                            .required(true)
                            .value_name(t("文件", "FILE.pdf"))
                            .value_parser(value_parser!(PathBuf))
                            .help(t("报告文件", "The report's file")),
                    ),
            ),
    )
    .subcommand(
        base("schema", t("输出一种文件的 JSON Schema，供编辑器提示", "Print the JSON Schema of a kind of file, for editors"))
            .arg(Arg::new("kind").value_name(t("种类", "KIND")).required(true).help(t(
                "workspace、bureau、catalog、point、guide、handbook、plan、programme、calendar、standard、inspection",
                "workspace, bureau, catalog, point, guide, handbook, plan, programme, calendar, standard, inspection",
            ))),
    )
}

const MAIN_ZH: &str = "{about}\n\n用法：yizhan [选项] <命令>\n\n命令：\n{subcommands}\n\n选项：\n{options}\n\n每个命令的用法：yizhan <命令> --help\n";
const MAIN_EN: &str = "{about}\n\nUsage: yizhan [OPTIONS] <COMMAND>\n\nCommands:\n{subcommands}\n\nOptions:\n{options}\n\nMore on a command: yizhan <COMMAND> --help\n";
const SUB_ZH: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";
const SUB_EN: &str = "{about}\n\nUsage: {usage}\n\n{all-args}\n";

/// What clap found wrong (or was asked to show), in our own words, with the exit status that belongs to it.
pub fn explain(error: &clap::Error, lang: Lang) -> (String, u8) {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = error.render().to_string();
        let text = if lang == Lang::Zh {
            text.replace("Arguments:", "参数：")
                .replace("Commands:", "命令：")
                .replace("Options:", "选项：")
                .replace("[OPTIONS]", "[选项]")
                .replace("<COMMAND>", "<命令>")
        } else {
            text
        };
        return (text, FINE);
    }
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        _ => String::new(),
    };
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let valid = get(ContextKind::ValidValue);
    let subcommand = get(ContextKind::InvalidSubcommand);
    let (zh, en) = match error.kind() {
        ErrorKind::UnknownArgument => (format!("不认识的选项 {argument}"), format!("unknown option {argument}")),
        ErrorKind::InvalidSubcommand => (format!("没有命令 {subcommand}"), format!("there is no command {subcommand}")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("缺少命令".to_owned(), "a command is missing".to_owned())
        }
        ErrorKind::MissingRequiredArgument => (format!("缺少 {argument}"), format!("{argument} is missing")),
        ErrorKind::InvalidValue if value.is_empty() => (format!("{argument} 后面缺少值"), format!("{argument} needs a value")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("{argument} 不能是“{value}”"), format!("{argument} cannot be “{value}”"))
        }
        ErrorKind::ArgumentConflict => {
            (format!("{argument} 写了两次或与别的选项冲突"), format!("{argument} is given twice or conflicts with another"))
        }
        _ => (
            error.kind().as_str().unwrap_or("命令写法有误").to_owned(),
            error.kind().as_str().unwrap_or("wrong arguments").to_owned(),
        ),
    };
    let mut near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue].map(get).concat();
    if near.is_empty() {
        near = valid;
    } else {
        near = format!("{near}？").replace('？', lang.pick("？", "?"));
    }
    let mut text = match lang {
        Lang::Zh => format!("错误：{zh}\n"),
        Lang::En => format!("error: {en}\n"),
    };
    if !near.is_empty() {
        text.push_str(&format!("{}{near}\n", lang.pick("改法：", "help: ")));
    }
    text.push_str(lang.pick("用法见 yizhan --help\n", "see yizhan --help\n"));
    (text, FAILED)
}
