//! `yizhan import`: tables as they circulate, into the YAML files of a bureau, and score sheets into standards. It shows what it understood, what it changes and what it doubts,
//! and writes only with `--write`.

pub mod arguments;
mod catalog;
mod plan;
mod points;
mod standard;

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::columns::table;
use super::files::replace;
use super::inspect::choice::{self, Answer, refuse};
use super::{FAILED, FINDINGS, FINE, Screen, workspace_folder};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Lang, SourceFile, SourceMap, codes};
use crate::load::load;
use crate::model::{Bureau, Workspace};
use crate::ops::lookup;
use crate::say;
use crate::source::decode::Decode;
use crate::source::parse_document;
use crate::tables::{self, Doubt, MOST_BYTES, Sheet};

/// More rows of a list than this nobody reads in a terminal.
const MOST_SHOWN: usize = 200;

/// A file with its new text.
struct NewFile {
    /// Path in the workspace.
    path: String,
    text: String,
    /// Whether it is there already.
    there: bool,
}

/// What was understood, ready to be shown and written.
struct Reading {
    /// The sheets that were read.
    sheets: String,
    title: String,
    /// Column, head, what it is taken for.
    mapping: Vec<(String, String, String)>,
    /// How much there is, in a sentence.
    count: Bilingual,
    /// The first rows, as a preview.
    preview: Vec<Vec<String>>,
    /// Record, key, old and new.
    changes: Vec<[String; 4]>,
    /// What is new, by id and name.
    fresh: Vec<(String, String)>,
    doubts: Vec<Doubt>,
    files: Vec<NewFile>,
    /// A file that cannot be changed, by its path.
    stuck: Option<String>,
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let workspace = match whole(&root, screen) {
        Ok(workspace) => workspace,
        Err(status) => return status,
    };
    let what = matches.get_one::<String>("what").map_or("", String::as_str);
    // Standards are the workspace's, and no bureau's.
    let bureau = if what == "standard" { Ok(None) } else { bureau_of(&workspace, matches).map(Some) };
    let Ok(bureau) = bureau.map_err(|finding| screen.finding(*finding)) else { return FAILED };
    let Some(path) = matches.get_one::<PathBuf>("file") else { return FAILED };
    let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    let Ok((bytes, sheets)) = sheets_of(path, &name).map_err(|finding| screen.finding(*finding)) else { return FAILED };
    let wanted = matches.get_one::<String>("sheet").map(String::as_str);
    if let Some(missing) = wanted.filter(|w| !sheets.iter().any(|s| s.name == *w)) {
        let names = sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、");
        screen.finding(*refuse(
            say!("没有工作表“{missing}”", "there is no sheet “{missing}”"),
            say!("有：{names}", "there are {names}"),
        ));
        return FAILED;
    }
    let reading = match bureau {
        None => standard::read(&workspace, matches, &sheets, &bytes, &name),
        Some(bureau) => {
            let source = Source { workspace: &workspace, bureau, sheets: &sheets, wanted, name: &name };
            match what {
                "points" => points::read(&source),
                "plan" => plan::read(&source),
                _ => catalog::read(&source),
            }
        }
    };
    let Ok(reading) = reading.map_err(|finding| screen.finding(*finding)) else { return FAILED };
    show(&reading, &name, screen);
    if let Some(path) = &reading.stuck {
        screen.finding(*unsafe_to_change(path));
        return FINDINGS;
    }
    finish(&reading, &root, matches.get_flag("write"), screen)
}

/// The workspace, if all of it can be read: what cannot be read cannot be compared with, and half a catalog in a workbook would lose the other
/// half on its way back. Otherwise what is wrong has been said, and the exit status is given.
pub fn whole(root: &Path, screen: &mut Screen<'_>) -> Result<Workspace, u8> {
    let (loaded, mut found) = load(root);
    let (result, sources) = match &loaded {
        Ok(workspace) => (FINDINGS, &workspace.folder.sources),
        Err(folder) => (FAILED, &folder.sources),
    };
    if loaded.is_err() || found.has_errors() {
        found.sort(sources);
        screen.findings(&found, sources);
        return Err(result);
    }
    loaded.map_err(|_| FAILED)
}

/// What a reading starts from.
struct Source<'s> {
    workspace: &'s Workspace,
    bureau: &'s Bureau,
    sheets: &'s [Sheet],
    wanted: Option<&'s str>,
    name: &'s str,
}

impl Source<'_> {
    /// Path of the bureau's folder in the workspace.
    fn folder(&self) -> String {
        self.workspace.folder_of(self.bureau).to_owned()
    }

    /// No table of the kind was found.
    fn nothing(&self, columns: &str) -> Box<Diagnostic> {
        nothing(self.sheets, self.name, columns)
    }
}

/// No table of a kind was found.
fn nothing(sheets: &[Sheet], name: &str, columns: &str) -> Box<Diagnostic> {
    let heads: Vec<String> = sheets.iter().map(|s| s.name.clone()).take(8).collect();
    let heads = heads.join("、");
    Box::new(
        Diagnostic::nowhere(
            &codes::BAD_VALUE,
            say!("{name} 里没有找到这样的表（看过：{heads}）", "{name} has no such table; looked at {heads}"),
        )
        .help(say!("表头里要有{columns}", "the head needs {columns}")),
    )
}

/// The bureau that was named, or the only one.
pub fn bureau_of<'w>(workspace: &'w Workspace, matches: &ArgMatches) -> Answer<&'w Bureau> {
    lookup::bureau_or_only(workspace, choice::asked(matches, "bureau"))
}

/// A file that is written in a way that cannot be changed without a danger to the rest of it.
fn unsafe_to_change(path: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::nowhere(
            &codes::BAD_VALUE,
            say!("{path} 不能由程序安全地改，什么也没有写", "{path} cannot be changed safely by the program: nothing was written"),
        )
        .help(say!(
            "它用了锚点（& 和 *）、空的列表（[]）或写在一行里的列表：改成一条一行，或者照上面的改动手工改",
            "it has anchors (& and *), an empty list ([]) or a list on one line: write an entry a line, or make the changes by hand"
        )),
    )
}

fn sheets_of(path: &Path, name: &str) -> Answer<(Vec<u8>, Vec<Sheet>)> {
    let bad = |message: Bilingual, help: Bilingual| Box::new(Diagnostic::nowhere(&codes::UNREADABLE, message).help(help));
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
    let bytes = fs::read(path).map_err(unreadable)?;
    let sheets = tables::read(name, &bytes).map_err(|why| {
        bad(Bilingual { zh: format!("{name}：{}", why.says.zh), en: format!("{name}: {}", why.says.en) }, why.help)
    })?;
    Ok((bytes, sheets))
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
fn show(reading: &Reading, name: &str, screen: &mut Screen<'_>) {
    let lang = screen.lang;
    let t = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let mut text = format!("{}{name}，{}{}", t("读懂了：", "understood: "), t("工作表 ", "sheet "), reading.sheets);
    if !reading.title.is_empty() {
        text.push_str(&format!("，《{}》", reading.title));
    }
    text.push_str(&format!("\n{}\n\n", reading.count.get(lang)));
    let mut rows = vec![vec![t("列", "column"), t("表头", "head"), t("当作", "taken for")]];
    rows.extend(reading.mapping.iter().map(|(at, head, what)| vec![at.clone(), head.clone(), what.clone()]));
    text.push_str(&table(&rows));
    if reading.preview.len() > 1 {
        text.push_str(&format!("\n{}\n", t("读成：", "read as:")));
        text.push_str(&table(&reading.preview));
    }
    if !reading.changes.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("改动：", "changes:"), reading.changes.len()));
        let blank = |cell: &String| if cell.is_empty() { t("（没有写）", "(nothing)") } else { cell.clone() };
        let row = |[id, key, old, new]: &[String; 4]| vec![id.clone(), key.clone(), blank(old), "→".to_owned(), new.clone()];
        text.push_str(&shortened(reading.changes.iter().map(row).collect(), lang));
    }
    if !reading.fresh.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("新的：", "new:"), reading.fresh.len()));
        text.push_str(&shortened(reading.fresh.iter().map(|(id, name)| vec![id.clone(), name.clone()]).collect(), lang));
    }
    if !reading.doubts.is_empty() {
        text.push_str(&format!("\n{} {}\n", t("存疑，请看一眼：", "in doubt, please look:"), reading.doubts.len()));
        let row = |doubt: &Doubt| vec![doubt.place.clone(), doubt.says.get(lang).to_owned()];
        text.push_str(&shortened(reading.doubts.iter().map(row).collect(), lang));
    }
    screen.print(&text);
}

/// Writes the files, or says which would be written.
fn finish(reading: &Reading, root: &Path, write: bool, screen: &mut Screen<'_>) -> u8 {
    if reading.files.is_empty() {
        screen.note(&say!("和现有的内容一样，没有要写的", "the same as what is there: nothing to write"));
        return FINE;
    }
    let paths = reading.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>().join("、");
    if !write {
        screen.note(&say!("还没有写入。没有问题就加 --write，会写 {paths}", "nothing is written yet: --write writes {paths}"));
        return FINE;
    }
    for file in &reading.files {
        if let Err(error) = replace(&root.join(&file.path), file.text.as_bytes()) {
            let path = &file.path;
            screen
                .finding(Diagnostic::nowhere(&codes::WRITE, say!("写不进 {path}：{error}", "{path} cannot be written: {error}")));
            return FAILED;
        }
        let path = &file.path;
        if file.there {
            screen.note(&say!("改好了：{path}", "changed: {path}"));
        } else {
            screen.note(&say!("写好了：{path}", "written: {path}"));
        }
    }
    screen.note(&say!("再运行 yizhan check 看看", "run `yizhan check` next"));
    FINE
}

/// Whether a text reads back as records without an error: nothing that cannot be read is ever written.
fn reads_back<T: Decode>(path: &str, text: &str) -> Answer<()> {
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new(path.to_owned(), text.to_owned(), true, [0; 32]));
    let mut found = Diagnostics::new();
    let read = parse_document(file, text, 0, &mut found).and_then(|node| T::decode(&node, &mut found));
    match found.iter().find(|d| d.severity == crate::diagnostic::Severity::Error) {
        None if read.is_some() => Ok(()),
        other => {
            let why = other.map_or_else(|| say!("读不回来", "it does not read back"), |d| d.message.clone());
            Err(Box::new(
                Diagnostic::nowhere(
                    &codes::BAD_VALUE,
                    Bilingual {
                        zh: format!("{path} 写出来会有错，没有写：{}", why.zh),
                        en: format!("{path} would have an error and was not written: {}", why.en),
                    },
                )
                .help(say!("在表里改正后再导入", "mend it in the table and import it again")),
            ))
        }
    }
}
