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
use super::{FAILED, FINDINGS, FINE, Screen};
use crate::diagnostic::{Bilingual, Diagnostic, Lang, codes};
use crate::ops::plan::Base;
use crate::ops::table_import::{FieldChange, ImportPlan, Kind, Request, read_import, unsafe_to_change};
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
    answers.all_known()?;
    show(&import, &request, screen);
    if let Some(why) = import.blocked {
        screen.finding(*why);
        return Ok(FAILED);
    }
    if let Some(path) = &import.stuck {
        screen.finding(unsafe_to_change(path));
        return Ok(FINDINGS);
    }
    // A question that is left has its own way to go on without an answer, and is a doubt until then.
    let open = import.questions.iter().filter(|question| answers.to(question).is_none()).count();
    let (plan, doubts) = (&import.plan, import.doubts.len() + open);
    if plan.is_empty() {
        screen.outcome(&if doubts == 0 {
            say!("和现有的内容一样，没有要写的", "the same as what is there: nothing to write")
        } else {
            say!(
                "读到的和现有的内容一样，没有要写的；存疑的 {doubts} 处见上，要改的在表里改好再导入一次",
                "what was read is the same as what is there: nothing to write. Look at the doubts above ({doubts}): correct them in the table and import it again"
            )
        });
        return Ok(FINE);
    }
    if !write {
        let paths = plan.paths();
        screen.outcome(&if doubts == 0 {
            say!("还没有写入。没有问题就加 --write，会写 {paths}", "dry run: nothing is written yet; add --write to write {paths}")
        } else {
            say!(
                "还没有写入。存疑的 {doubts} 处先看一眼，每处写着怎样处理：没有读的格子不会写进文件。\n在表里改好再导入一次；或者加 --write 先写其余的，会写 {paths}",
                "dry run: nothing is written yet. Look at the doubts first ({doubts}); each says what becomes of it, and cells that were not read are not taken over.\nCorrect them in the table and import it again; or add --write to write the rest to {paths}"
            )
        });
        return Ok(FINE);
    }
    let outcome = session.commit(plan, &answers)?;
    for file in &plan.files {
        let path = &file.path;
        screen.outcome(&match file.base {
            _ if file.new_bytes().is_none() => say!("去掉了：{path}", "removed: {path}"),
            Base::Absent => say!("写好了：{path}", "written: {path}"),
            Base::Text(..) | Base::Hash(_) => say!("改好了：{path}", "changed: {path}"),
        });
    }
    if doubts > 0 {
        screen.outcome(&say!(
            "存疑的 {doubts} 处照上面说的处理：没有读的格子没有写进文件，在表里改好再导入一次，或直接改文件",
            "the doubts ({doubts}) were treated as said above: cells that were not read were not taken over; correct them in the table and import it again, or edit the files"
        ));
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
        source: given("source"),
        answers: answers.clone(),
    })
}

fn bytes_of(path: &Path, name: &str) -> Outcome<Vec<u8>> {
    let bad = |message: Bilingual, help: Bilingual| Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, message).help(help));
    let unreadable = |error: std::io::Error| {
        bad(
            say!("{name} 读不出来", "{name} cannot be read").because_of(&error),
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
    if path.is_dir() {
        let shown = path.display();
        return Err(bad(
            say!("{shown} 是文件夹，不是文件", "{shown} is a folder and not a file"),
            say!(
                "一次导入一个文件：写里面的 .xlsx、.docx 或 .csv",
                "import one file at a time: name the .xlsx, .docx or .csv that is in it"
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

/// What was understood, on standard output; for those who asked for quiet only what is in doubt or asked.
fn show(import: &ImportPlan, request: &Request, screen: &mut Screen<'_>) {
    let name = &request.name;
    let lang = screen.lang;
    let t = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    if import.blocked.is_some() {
        screen.print(&asked(import, request, lang));
        return;
    }
    let mut text = format!("{}{name}", t("读懂了：", "understood: "));
    // A guide is in no sheet.
    if !import.sheets.is_empty() {
        text.push_str(&format!("，{}{}", t("工作表 ", "sheet "), import.sheets));
    }
    if !import.title.is_empty() {
        text.push_str(&format!("，《{}》", import.title));
    }
    text.push_str(&format!("\n{}\n\n", import.count.get(lang)));
    let guide = request.kind == Kind::Guide;
    let heads = if guide { [t("位置", "place"), t("栏名", "label")] } else { [t("列", "column"), t("表头", "head")] };
    let mut rows = vec![heads.into_iter().chain([t("当作", "taken for")]).collect()];
    rows.extend(import.mapping.iter().map(|(at, head, what)| vec![at.clone(), head.clone(), what.clone()]));
    text.push_str(&table(&rows));
    if import.preview.len() > 1 {
        text.push_str(&format!("\n{}\n", t("读成：", "read as:")));
        text.push_str(&table(&import.preview));
    }
    let row = |[written, read]: &[String; 2]| vec![written.clone(), "→".to_owned(), read.clone()];
    let readings = import.readings.iter().map(row).collect();
    text.push_str(&list(&say!("服务时间读成：", "hours read as:"), readings, lang));
    if !import.tried.is_empty() {
        text.push_str(&format!("\n{}\n", t("试算，看看和原来的意思一不一样：", "tried, to see whether it means the same:")));
        text.push_str(&questions::tried(&import.tried, lang));
    }
    let count = import.changes.len();
    let blank = |cell: &String| if cell.is_empty() { t("（没有写）", "(nothing)") } else { cell.clone() };
    let row = |FieldChange { record, field, old, new }: &FieldChange| {
        vec![record.clone(), field.get(lang).to_owned(), blank(old), "→".to_owned(), new.clone()]
    };
    let changes = import.changes.iter().map(row).collect();
    text.push_str(&list(&say!("改动 {count} 处：", "changes: {count}"), changes, lang));
    let count = import.fresh.len();
    let fresh = import.fresh.iter().map(|(id, name)| vec![id.clone(), name.clone()]).collect();
    text.push_str(&list(&say!("新的 {count} 个：", "new: {count}"), fresh, lang));
    screen.preview(&text);
    let count = import.doubts.len();
    let row = |doubt: &Uncertain| vec![doubt.place.clone(), doubt.message.get(lang).to_owned()];
    let doubts = import.doubts.iter().map(row).collect();
    let mut text = list(&say!("存疑 {count} 处，请看一眼：", "in doubt, please look: {count}"), doubts, lang);
    text.push_str(&asked(import, request, lang));
    screen.print(if screen.quiet { text.trim_start() } else { &text });
}

/// What is asked, with the answers there are; nothing where nothing is.
fn asked(import: &ImportPlan, request: &Request, lang: Lang) -> String {
    let open = import.questions.iter().filter(|q| request.answers.to(q).is_none()).count();
    if import.questions.is_empty() {
        return String::new();
    }
    let (count, answered) = (import.questions.len(), import.questions.len() - open);
    let title = say!(
        "要你定的 {count} 处（已答 {answered} 处；回答用 --answer 编号=选项，可以写几次）：",
        "{count} questions ({answered} answered; answer with --answer ID=CHOICE, several times if need be):"
    );
    format!("\n{}\n{}", title.get(lang), questions::shown(&import.questions, &request.answers, lang))
}

/// A list under its head, which says how long it is; nothing for an empty one.
fn list(head: &Bilingual, rows: Vec<Vec<String>>, lang: Lang) -> String {
    if rows.is_empty() { String::new() } else { format!("\n{}\n{}", head.get(lang), shortened(rows, lang)) }
}
