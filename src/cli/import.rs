//! `yizhan import`: tables as they circulate, into the YAML files of a bureau, and score sheets into standards. It shows what was understood, what it changes
//! and what is in doubt, and writes only with `--write`.

pub mod arguments;
mod questions;

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::answers::{answers, done};
use super::caller::{caller, stopped};
use super::columns::table;
use super::{FINDINGS, FINE, Screen};
use crate::diagnostic::{Bilingual, Diagnostic, Lang, codes};
use crate::ops::plan::Base;
use crate::ops::table_import::{ImportPlan, Kind, Request, read_import, unsafe_to_change};
use crate::ops::{Access, Answers, Outcome, Session, Stop};
use crate::say;
use crate::tables::{MOST_BYTES, Uncertain};

/// More rows of a list than this nobody reads in a terminal.
const MOST_SHOWN: usize = 200;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    match import(matches, screen) {
        Ok(status) => status,
        Err(stop) => stopped(&stop, screen),
    }
}

fn import(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<u8> {
    let answers = answers(matches)?;
    let request = request(matches, &answers, screen)?;
    let write = matches.get_flag("write");
    let access = if write { Access::Write(request.doing()) } else { Access::Read };
    let session = Session::whole(&caller(matches), access)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let import = read_import(&session, &request)?;
    show(&import, &request, screen);
    if let Some(path) = &import.stuck {
        screen.finding(unsafe_to_change(path));
        return Ok(FINDINGS);
    }
    let plan = &import.plan;
    if plan.is_empty() {
        screen.note(&say!("和现有的内容一样，没有要写的", "the same as what is there: nothing to write"));
        return Ok(FINE);
    }
    if !write {
        let paths = plan.paths();
        screen.note(&say!(
            "还没有写入。没有问题就加 --write，会写 {paths}",
            "dry run: nothing is written yet; add --write to write {paths}"
        ));
        return Ok(FINE);
    }
    let outcome = session.commit(plan, &answers)?;
    for file in &plan.files {
        let path = &file.path;
        screen.note(&match file.base {
            Base::Absent => say!("写好了：{path}", "written: {path}"),
            Base::Text(..) | Base::Hash(_) => say!("改好了：{path}", "changed: {path}"),
        });
    }
    done(&outcome, screen);
    screen.note(&say!("再运行 yizhan check 看看", "run `yizhan check` next"));
    Ok(FINE)
}

fn request(matches: &ArgMatches, answers: &Answers, screen: &Screen<'_>) -> Outcome<Request> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let missing = || Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有写文件", "no file is named")));
    let kind = given("what").and_then(|word| Kind::of_word(&word)).ok_or_else(missing)?;
    let path = matches.get_one::<PathBuf>("file").ok_or_else(missing)?;
    let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    let bytes = bytes_of(path, &name)?;
    Ok(Request {
        kind,
        name,
        reader: screen.reader.clone(),
        bytes,
        bureau: given("bureau"),
        sheet: given("sheet"),
        id: given("id"),
        answers: answers.clone(),
    })
}

fn bytes_of(path: &Path, name: &str) -> Outcome<Vec<u8>> {
    let bad = |message: Bilingual, help: Bilingual| Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, message).help(help));
    let unreadable = |error: std::io::Error| {
        bad(
            say!("{name} 读不出来：{error}", "{name} cannot be read: {error}"),
            say!("检查文件名；文件如果在 Excel 里打开着，先关掉", "check the name; close it first if it is open in Excel"),
        )
    };
    if !path.exists() {
        return Err(bad(
            say!("没有文件 {name}", "there is no file {name}"),
            say!(
                "检查文件名和所在的文件夹，名字里有空格的加引号",
                "check its name and folder; put quotes round a name with spaces"
            ),
        ));
    }
    if fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        let limit = MOST_BYTES >> 20;
        return Err(bad(
            say!("{name} 超过 {limit} MiB", "{name} is larger than {limit} MiB"),
            say!(
                "删掉图片和用不着的工作表，另存后再试",
                "delete pictures and sheets that are not needed, save it, and try again"
            ),
        ));
    }
    fs::read(path).map_err(unreadable)
}

/// The rows of a list that a person will read, and how many more there are.
fn shortened(mut rows: Vec<Vec<String>>, lang: Lang) -> String {
    let more = rows.len().saturating_sub(MOST_SHOWN);
    rows.truncate(MOST_SHOWN);
    let rest =
        if more > 0 { lang.pick("  …… 还有 ", "  … and ").to_owned() + &format!("{more}\n") } else { String::new() };
    table(&rows) + &rest
}

/// What was understood, on standard output.
fn show(import: &ImportPlan, request: &Request, screen: &mut Screen<'_>) {
    let name = &request.name;
    let lang = screen.lang;
    let t = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let mut text = format!("{}{name}，{}{}", t("读懂了：", "understood: "), t("工作表 ", "sheet "), import.sheets);
    if !import.title.is_empty() {
        text.push_str(&format!("，《{}》", import.title));
    }
    text.push_str(&format!("\n{}\n\n", import.count.get(lang)));
    let mut rows = vec![vec![t("列", "column"), t("表头", "head"), t("当作", "taken for")]];
    rows.extend(import.mapping.iter().map(|(at, head, what)| vec![at.clone(), head.clone(), what.clone()]));
    text.push_str(&table(&rows));
    if import.preview.len() > 1 {
        text.push_str(&format!("\n{}\n", t("读成：", "read as:")));
        text.push_str(&table(&import.preview));
    }
    if !import.tried.is_empty() {
        text.push_str(&format!("\n{}\n", t("试算，看看和原来的意思一不一样：", "tried, to see whether it means the same:")));
        text.push_str(&questions::tried(&import.tried, lang));
    }
    if !import.changes.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("改动：", "changes:"), import.changes.len()));
        let blank = |cell: &String| if cell.is_empty() { t("（没有写）", "(nothing)") } else { cell.clone() };
        let row = |[id, key, old, new]: &[String; 4]| vec![id.clone(), key.clone(), blank(old), "→".to_owned(), new.clone()];
        text.push_str(&shortened(import.changes.iter().map(row).collect(), lang));
    }
    if !import.fresh.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("新的：", "new:"), import.fresh.len()));
        text.push_str(&shortened(import.fresh.iter().map(|(id, name)| vec![id.clone(), name.clone()]).collect(), lang));
    }
    if !import.doubts.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("存疑，请看一眼：", "in doubt, please look:"), import.doubts.len()));
        let row = |doubt: &Uncertain| vec![doubt.place.clone(), doubt.message.get(lang).to_owned()];
        text.push_str(&shortened(import.doubts.iter().map(row).collect(), lang));
    }
    let open = import.questions.iter().filter(|q| request.answers.to(q).is_none()).count();
    if !import.questions.is_empty() {
        let (count, answered) = (import.questions.len(), import.questions.len() - open);
        let title = say!(
            "要你定的 {count} 处（已答 {answered} 处；回答用 --answer 编号=选项，可以写几次）：",
            "{count} questions ({answered} answered; answer with --answer ID=CHOICE, several times if need be):"
        );
        text.push_str(&format!("\n{}\n{}", title.get(lang), questions::shown(&import.questions, &request.answers, lang)));
    }
    screen.print(&text);
}
