//! What clap says, in our own words and in both languages.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{FAILED, FINE};
use crate::diagnostic::Lang;

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
