//! `yizhan history`: what was done with the workspace, when and by whom.

use clap::{Arg, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller, stopped};
use super::columns::pad;
use super::{FINE, Screen};
use crate::diagnostic::{Bilingual, Lang};
use crate::ops::history::{Item, Request, State, history};
use crate::ops::{Access, Session};
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    base(
        lang,
        "history",
        t("列出对工作区做过什么：何时、谁、改了什么", "List what was done with the workspace: when, by whom, which files"),
    )
    .arg(
        Arg::new("limit")
            .long("limit")
            .value_name("N")
            .default_value("20")
            .hide_default_value(true)
            .value_parser(value_parser!(u32).range(1..))
            .help(t("最多列几项，默认 20", "Most entries to list [default: 20]")),
    )
    .arg(
        Arg::new("file")
            .long("file")
            .value_name(t("文件", "PATH"))
            .help(t("只列改过这个文件或文件夹的", "Only what changed this file or folder")),
    )
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let session = match Session::open(&caller(matches), Access::Read) {
        Ok(session) => session,
        Err(stop) => return stopped(&stop, screen),
    };
    session.notes.iter().for_each(|note| screen.note(note));
    let limit = matches.get_one::<u32>("limit").map_or(20, |n| usize::try_from(*n).unwrap_or(usize::MAX));
    let request = Request { limit, path: matches.get_one::<String>("file").cloned(), who: None };
    let found = match history(&session, &request) {
        Ok(found) => found,
        Err(stop) => return stopped(&stop, screen),
    };
    let lang = screen.lang;
    let text: String = found.items.iter().map(|item| shown(item, lang)).collect();
    screen.print(&text);
    found.notes.iter().for_each(|note| screen.note(note));
    if found.items.is_empty() && request.path.is_none() {
        screen.note(&say!("还没有记录", "nothing is recorded yet"));
    } else if found.more {
        screen.note(&say!("还有更早的，用 --limit 多列一些", "there is more: list it with --limit"));
    }
    FINE
}

/// Two lines: what was done; the files, and whether it can be undone.
fn shown(item: &Item, lang: Lang) -> String {
    let name = item.number.map_or_else(|| item.commit.clone().unwrap_or_default(), |number| number.to_string());
    let time = item.time.map_or(String::new(), |time| time.format("%Y-%m-%d %H:%M").to_string());
    let mut rest = vec![files(&item.files).get(lang).to_owned()];
    if let (Some(_), Some(commit)) = (item.number, &item.commit) {
        rest.push(format!("git {commit}"));
    }
    match &item.state {
        State::Open => {}
        State::InGit => rest.push(say!("只在 git 里", "in git only").get(lang).to_owned()),
        State::Undone(by) => rest.push(say!("已由第 {by} 项撤销", "undone by {by}").get(lang).to_owned()),
        State::Final(why) => {
            let (zh, en) = (&why.zh, &why.en);
            rest.push(say!("不能撤销：{zh}", "cannot be undone: {en}").get(lang).to_owned());
        }
    }
    let rest = rest.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(lang.pick("；", "; "));
    format!("{} {time}  {}  {}\n{}{rest}\n", pad(&name, 8), item.who, item.says.get(lang), " ".repeat(9))
}

/// The files of an item, in few words.
fn files(paths: &[String]) -> Bilingual {
    let count = paths.len();
    match paths {
        [] => say!("", ""),
        [one] => say!("{one}", "{one}"),
        [one, two] => say!("{one}、{two}", "{one}, {two}"),
        [one, ..] => say!("{one} 等 {count} 个文件", "{one} and others, {count} files"),
    }
}
