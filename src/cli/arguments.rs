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

/// `yizhan help build` as `yizhan build --help`; nothing where the arguments do not begin with `help`.
pub fn help_for(arguments: &[OsString]) -> Option<Vec<OsString>> {
    let mut words = arguments.to_vec();
    let mut at = 1;
    loop {
        match words.get(at)?.to_str()? {
            "--lang" => at += 2,
            word if word.starts_with("--lang=") => at += 1,
            "help" => break,
            _ => return None,
        }
    }
    words.remove(at);
    words.push("--help".into());
    Some(words)
}

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
fn workspace(lang: Lang) -> Arg {
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
const ORDER: [&str; 15] = [
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
    let base = |name, about| base(lang, name, about);
    let whole = base(
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
    .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).display_order(LAST + 5).help(t("显示版本", "Show the version")))
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
    .subcommand(
        base("new", t("新建一个起步工作区", "Create a starter workspace")).arg(workspace(lang).hide(true)).arg(
            Arg::new("dir")
                .value_name(t("文件夹", "DIR"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t("新文件夹的名字", "New folder to create")),
        ),
    )
    .subcommand(
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
            ),
    )
    .subcommand(
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
            .arg(Arg::new("bureau").long("bureau").value_name(t("局", "BUREAU")).help(t("只生成这个局的（编号或名称）", "Only this bureau's (id or name)")))
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
            ))),
    )
    .subcommand(
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
        .arg(Arg::new("bureau").long("bureau").value_name(t("局", "BUREAU")).help(t("只印这个局的（编号或名称）", "Only this bureau's (id or name)")))
        .arg(Arg::new("point").long("point").value_name(t("服务点", "A,B")).help(t("只印这些服务点的（编号或名称，用逗号隔开）", "Only these points' (ids or names, with commas)")))
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
        .arg(super::answers::force(lang)),
    )
    .subcommand(
        base("rename", t("给服务点换编号，凡是用到它的地方一起改", "Rename a point everywhere"))
            .subcommand_required(true)
            .subcommand(
                base(
                    "point",
                    t(
                        "换服务点的编号：检查记录、公告、付印记录一起改，旧网址转到新的",
                        "Rename a point: records, notices and recorded prints follow, old addresses lead to the new ones",
                    ),
                )
                .arg(Arg::new("old").value_name(t("服务点", "POINT")).required(true).help(t("现在的编号或全名", "Its id or full name")))
                .arg(Arg::new("new").value_name(t("新编号", "NEW")).required(true).help(t("新的编号", "The new id")))
                .arg(Arg::new("bureau").long("bureau").value_name(t("局编号", "ID")).help(t("哪个局的", "Which bureau's")))
                .arg(
                    Arg::new("write")
                        .long("write")
                        .action(ArgAction::SetTrue)
                        .help(t("写进文件；不加只显示会改什么", "Apply the changes; without it, only show them")),
                )
                .args(super::answers::arguments(lang)),
            ),
    )
    .subcommand(
        base("serve", t("在本机看网站，改了文件自动刷新", "Preview the site locally and rebuild on change"))
            .arg(
                Arg::new("port")
                    .long("port")
                    .value_name(t("端口", "PORT"))
                    .value_parser(value_parser!(u16))
                    .help(t("端口，默认从 8000 起第一个空的", "Port [default: first free port from 8000]")),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name(t("文件夹", "DIR"))
                    .value_parser(value_parser!(PathBuf))
                    .help(t("输出文件夹，默认工作区里的 output", "Output folder [default: output in the workspace]")),
            )
            .arg(Arg::new("print").long("print").action(ArgAction::SetTrue).help(t(
                "每次也重做印刷品和报告（慢）",
                "Also rebuild printed pieces and reports on every change (slow)",
            )))
            .arg(
                Arg::new("intake")
                    .long("intake")
                    .action(ArgAction::SetTrue)
                    .requires("inspector")
                    .help(t("不看网站，收检查人交来的结果", "Receive results from inspectors instead of previewing the site")),
            )
            .arg(
                Arg::new("inspector")
                    .long("inspector")
                    .value_name(t("姓名", "NAME"))
                    .action(ArgAction::Append)
                    .requires("intake")
                    .help(t("收结果时：谁可以交，每人一个编号；可以写几次", "For the intake: who may hand in, each with an access code; repeatable")),
            )
            .arg(
                Arg::new("listen")
                    .long("listen")
                    .value_name(t("地址", "ADDRESS"))
                    .value_parser(value_parser!(std::net::SocketAddr))
                    .requires("intake")
                    .conflicts_with("port")
                    .help(t(
                        "收结果时：在这台电脑的哪个地址上收，如 192.168.1.5:8080；默认只在本机",
                        "With --intake: address to listen on, such as 192.168.1.5:8080 [default: this machine only]",
                    )),
            )
            .arg(
                Arg::new("tls")
                    .long("tls")
                    .value_names([t("证书", "CERT"), t("私钥", "KEY")])
                    .num_args(1..=2)
                    .value_parser(value_parser!(PathBuf))
                    .requires("intake")
                    .help(t(
                        "收结果时加密：PEM 格式的证书和私钥；--tls self 由程序自己做证书，并显示指纹",
                        "For the intake, encrypt: certificate and key in PEM files; --tls self makes a certificate and shows its fingerprint",
                    )),
            )
            .arg(
                Arg::new("host")
                    .long("host")
                    .value_name(t("名字", "NAME"))
                    .action(ArgAction::Append)
                    .requires("intake")
                    .help(t(
                        "收结果时：还可以用哪个名字打开，如局里网关的名字；可以写几次",
                        "For the intake: another name under which the page is opened, such as that of a gateway; repeatable",
                    )),
            ),
    )
    .subcommand(
        base("diff", t("比较两个时候的印刷品：改了什么、谁要重印什么", "Compare two versions: what changed and what must be reprinted"))
            .arg(Arg::new("old").value_name(t("旧", "OLD")).required(true).help(t(
                "输出文件夹、manifest.json、工作区文件夹或 git 版本",
                "Output folder, manifest.json, workspace folder or git revision",
            )))
            .arg(
                Arg::new("new")
                    .value_name(t("新", "NEW"))
                    .help(t("同上，默认是工作区现在的样子", "Same as OLD [default: current state of the workspace]")),
            )
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name(t("格式", "FORMAT"))
                    .default_value("text")
                    .hide_default_value(true)
                    .value_parser(PossibleValuesParser::new(["text", "markdown", "json"]))
                    .hide_possible_values(true)
                    .help(t("text（默认）、markdown 或 json", "Output format: text, markdown or json [default: text]")),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name(t("文件", "FILE"))
                    .value_parser(value_parser!(PathBuf))
                    .help(t("写成变更通知：.pdf、.docx 或 .md", "Write the change notice: .pdf, .docx or .md")),
            )
            .arg(super::answers::force(lang)),
    )
    .subcommand(super::history::command(lang))
    .subcommand(super::undo::command(lang))
    .subcommand(super::inspect::arguments::command(lang))
    .subcommand(super::import::arguments::import(lang))
    .subcommand(super::import::arguments::export(lang))
    .subcommand(
        base("schema", t("输出一种文件的 JSON Schema，供编辑器提示", "Print the JSON Schema of a file kind, for editors"))
            .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).help(t(
                "把全部种类写进工作区的 .vscode/schema，供编辑器提示",
                "Write the schemas of all kinds to .vscode/schema in the workspace",
            )))
            .arg(Arg::new("kind").value_name(t("种类", "KIND")).required_unless_present("write").help(t(
                "workspace、bureau、catalog、point、guide、handbook、notice、leaflet、panel、campaign、plan、programme、villages、calendar、standard、inspection",
                "File kind: workspace, bureau, catalog, point, guide, handbook, notice, leaflet, panel, campaign, plan, programme, villages, calendar, standard or inspection",
            ))),
    )
    .subcommand(
        base("completions", t("输出命令补全脚本，供 shell 使用", "Print the completion script for a shell")).arg(workspace(lang).hide(true)).arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(clap_complete::Shell))
                .hide_possible_values(true)
                .help(t("bash、elvish、fish、powershell 或 zsh", "Shell: bash, elvish, fish, powershell or zsh")),
        ),
    )
    .subcommand(
        base("man", t("输出手册页（man）", "Print or write the manual pages")).arg(workspace(lang).hide(true)).arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name(t("文件夹", "DIR"))
                .value_parser(value_parser!(PathBuf))
                .help(t("把全部手册页写进这个文件夹", "Write the pages of all commands to this folder")),
        ),
    );
    // In the order of the work: a workspace and its tables, the outputs, inspections, what was done, tools.
    ORDER.iter().enumerate().fold(whole, |whole, (place, name)| whole.mut_subcommand(name, |own| own.display_order(place)))
}

const MAIN_ZH: &str = "{about}\n\n用法：yizhan [选项] <命令>\n\n命令：\n{subcommands}\n\n选项：\n{options}\n\n每个命令的用法：yizhan <命令> --help\n";
const MAIN_EN: &str = "{about}\n\nUsage: yizhan [OPTIONS] <COMMAND>\n\nCommands:\n{subcommands}\n\nOptions:\n{options}\n\nHelp for a command: yizhan <COMMAND> --help\n";
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
                .replace("[alias: ", "[别名：")
                .replace("[aliases: ", "[别名：")
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
        ErrorKind::InvalidSubcommand => (format!("没有命令 {subcommand}"), format!("unknown command {subcommand}")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("缺少命令".to_owned(), "missing command".to_owned())
        }
        ErrorKind::MissingRequiredArgument => (format!("缺少 {argument}"), format!("missing {argument}")),
        ErrorKind::InvalidValue if value.is_empty() => (format!("{argument} 后面缺少值"), format!("{argument} needs a value")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("{argument} 不能是“{value}”"), format!("{argument} cannot be “{value}”"))
        }
        ErrorKind::ArgumentConflict => (
            format!("{argument} 写了两次或与别的选项冲突"),
            format!("{argument} is given twice or conflicts with another option"),
        ),
        _ => (
            error.kind().as_str().unwrap_or("命令写法有误").to_owned(),
            error.kind().as_str().unwrap_or("invalid arguments").to_owned(),
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
