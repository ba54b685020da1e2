//! What clap says, in our own words and in both languages.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::command;
use super::{FAILED, FINE};
use crate::diagnostic::Lang;

/// The words that name the command that was meant, such as `yizhan inspect import`, as far as there is one.
fn named(arguments: &[OsString], lang: Lang) -> String {
    let whole = command(lang);
    let (mut at, mut name) = (&whole, "yizhan".to_owned());
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.as_ref() {
            "-C" | "--lang" => drop(words.next()),
            word if word.starts_with('-') => {}
            word => match at.find_subcommand(word) {
                Some(below) => {
                    at = below;
                    name = format!("{name} {}", below.get_name());
                }
                None => break,
            },
        }
    }
    name
}

/// What to write where a value is of a kind that has no list.
fn example(argument: &str, lang: Lang) -> &'static str {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    match argument.split(' ').next().unwrap_or_default() {
        "--listen" => t("写成 地址:端口，如 192.168.1.5:8080", "write ADDRESS:PORT, such as 192.168.1.5:8080"),
        "--port" => t("写 0 到 65535 的整数，0 由系统选", "write a whole number from 0 to 65535; with 0 the system chooses"),
        "--jobs" => t("写 1 到 256 的整数", "write a whole number from 1 to 256"),
        "--limit" => t("写 1 以上的整数", "write a whole number from 1 on"),
        _ => "",
    }
}

/// What clap found wrong (or was asked to show), in our own words, with the exit status that belongs to it.
pub fn explain(error: &clap::Error, arguments: &[OsString], lang: Lang) -> (String, u8) {
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
        ErrorKind::InvalidUtf8 => ("有一个参数不是 UTF-8 文字".to_owned(), "an argument is not UTF-8 text".to_owned()),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (format!("{argument} 后面的值太多或太少"), format!("{argument} has too many or too few values"))
        }
        _ => ("命令写法有误".to_owned(), "the command is not written correctly".to_owned()),
    };
    let mut near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue].map(get).concat();
    if near.is_empty() {
        near = if valid.is_empty() { example(&argument, lang).to_owned() } else { valid };
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
    let name = named(arguments, lang);
    text.push_str(&match lang {
        Lang::Zh => format!("用法见 {name} --help\n"),
        Lang::En => format!("see {name} --help\n"),
    });
    (text, FAILED)
}
