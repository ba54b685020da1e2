//! `yizhan inspect import`: what comes back from inspections, into the records of a bureau. One file or a folder of them; each is taken in, known
//! already, held back as a conflict, or refused with its reasons in a file beside it.

mod quarantine;
mod take;

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

pub use take::{Fate, Options, take};

use crate::cli::{FAILED, FINDINGS, FINE, Screen, workspace_folder};
use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::submission::package::is_text;
use crate::submission::{MOST_BYTES, Reason};

/// Most files of a folder.
const MOST_FILES: usize = 10_000;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let options = match options(matches, screen) {
        Ok(options) => options,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    let mut list = Vec::new();
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        match files(path) {
            Ok(found) => list.extend(found),
            Err(finding) => {
                screen.finding(*finding);
                return FAILED;
            }
        }
    }
    let (mut status, mut counts) = (FINE, [0; 4]);
    for file in &list {
        let (fate, kept) = match read(file) {
            Ok(bytes) => (one(&root, file, &bytes, &options), true),
            Err(reason) => (Fate::Refused(vec![reason]), false),
        };
        tell(file, &fate, kept, screen);
        let place = match fate {
            Fate::Stopped(_) => return FAILED,
            Fate::Written { .. } => 0,
            Fate::Known { .. } | Fate::Older { .. } => 1,
            Fate::Conflict { .. } => 2,
            Fate::Refused(_) => 3,
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        if place > 1 {
            status = FINDINGS;
        }
    }
    if list.len() > 1 {
        let [taken, known, conflicts, refused] = counts;
        screen.note(&say!(
            "收下 {taken}，收过 {known}，冲突 {conflicts}，退回 {refused}",
            "{taken} taken in, {known} known, {conflicts} in conflict, {refused} refused"
        ));
    }
    status
}

/// Takes one file in, and keeps what is not taken in with the reasons beside it.
fn one(root: &Path, file: &Path, bytes: &[u8], options: &Options) -> Fate {
    let name = file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    arrive(root, &name, bytes, options)
}

/// The same for what came in another way, such as over the network.
pub fn arrive(root: &Path, name: &str, bytes: &[u8], options: &Options) -> Fate {
    let fate = take(root, name, bytes, options);
    match quarantine::keep(root, name, bytes, &fate) {
        Ok(()) => fate,
        Err(error) => Fate::Stopped(Box::new(Diagnostic::nowhere(
            &codes::WRITE,
            say!("隔离文件夹写不进：{error}", "the quarantine folder cannot be written: {error}"),
        ))),
    }
}

fn options(matches: &ArgMatches, screen: &Screen<'_>) -> Result<Options, Box<Diagnostic>> {
    let given = |name: &str| matches.get_one::<String>(name).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let revise = matches.get_flag("revise");
    let by = (given("by"), given("reason"));
    let revise = match (revise, by) {
        (false, _) => None,
        (true, (Some(by), Some(reason))) => Some((by, reason)),
        (true, _) => {
            return Err(super::choice::refuse(
                say!("更正要写明谁更正、为什么", "a correction says who made it, and why"),
                say!("加 --by 更正人 --reason 原因", "add --by WHO --reason WHY"),
            ));
        }
    };
    let reader = screen.reader.clone();
    Ok(Options { reader, bureau: given("bureau"), revise, rescored: matches.get_flag("rescored"), received_by: None })
}

/// The file, or the files of a folder that may be what is asked for, in the order of their names. A folder that somebody unpacked counts as one.
fn files(path: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let shown = path.display();
    let nothing = |message, help| Err(Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help)));
    if !path.exists() {
        return nothing(
            say!("没有文件 {shown}", "there is no file {shown}"),
            say!("核对路径和文件名，名字里有空格的加引号", "check its path and name; put quotes round a name with spaces"),
        );
    }
    if !path.is_dir() || path.join("record.json").is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|error| {
        Box::new(Diagnostic::nowhere(&codes::UNREADABLE, say!("{shown} 读不出来：{error}", "{shown} cannot be read: {error}")))
    })?;
    let mut list: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| may_be(p)).take(MOST_FILES).collect();
    list.sort();
    if list.is_empty() {
        return nothing(
            say!("文件夹 {shown} 里没有 .zip 或 .xlsx", "the folder {shown} holds no .zip or .xlsx"),
            say!("把表单导出的 .zip 和填好的 .xlsx 放进去", "put the exported .zip files and filled .xlsx files there"),
        );
    }
    Ok(list)
}

/// Files that the programs of an office leave beside an open file are none.
fn may_be(path: &Path) -> bool {
    let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().to_lowercase());
    let kind = name.rsplit('.').next().unwrap_or_default();
    let temporary = name.starts_with("~$") || name.starts_with('.');
    let is_file = path.is_file() && matches!(kind, "zip" | "xlsx" | "xls" | "ods" | "json");
    // The text of a form may have been saved by an editor; other texts are not meant.
    let copied = || kind == "txt" && fs::read(path).is_ok_and(|bytes| is_text(&bytes));
    !temporary && (is_file || path.join("record.json").is_file() || copied())
}

/// The bytes of a file; of an unpacked package a zip of its parts, so that both go the same way.
fn read(path: &Path) -> Result<Vec<u8>, Reason> {
    let unreadable = |error: std::io::Error| {
        Reason::new(
            say!("读不出来：{error}", "it cannot be read: {error}"),
            say!("文件如果在别的程序里打开着，先关掉", "close it first if another program has it open"),
        )
    };
    if path.is_dir() {
        return take::pack(path);
    }
    if fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        let limit = MOST_BYTES >> 20;
        return Err(Reason::new(
            say!("超过 {limit} MiB", "it is larger than {limit} MiB"),
            say!("这么大的多半不是检查结果；是的话，减少照片", "this is hardly a result; if it is, take fewer photos"),
        ));
    }
    fs::read(path).map_err(unreadable)
}

/// One line for what became of a file, and more where somebody must act.
fn tell(file: &Path, fate: &Fate, kept: bool, screen: &mut Screen<'_>) {
    let name = file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    match fate {
        Fate::Written { path, result, doubts, .. } => {
            screen.print(&format!("{path}\n"));
            screen.note(&say!("{name}：收下了，{0}", "{name}: taken in, {0}", result));
            for doubt in doubts {
                let says = if doubt.place.is_empty() { doubt.says.clone() } else { doubt.says.named(&doubt.place) };
                screen.note(&says.named(screen.lang.pick("  请看一眼", "  please look")));
            }
        }
        Fate::Known { path } => {
            screen.note(&say!("{name}：已经收过，没有改动（{path}）", "{name}: known already, nothing changed ({path})"));
        }
        Fate::Older { path } => screen.note(&say!(
            "{name}：是同一张表单较早的一次导出，以后来的为准，没有改动（{path}）",
            "{name}: an earlier export of a form whose later one is there: nothing changed ({path})"
        )),
        Fate::Conflict { reason, .. } => {
            let Reason { says, help } = reason;
            screen.finding(Diagnostic::nowhere(&codes::RECORD_CHAIN, says.named(&name)).help(help.clone()));
        }
        Fate::Refused(reasons) => {
            for Reason { says, help } in reasons {
                screen.finding(Diagnostic::nowhere(&codes::NOT_TAKEN_IN, says.named(&name)).help(help.clone()));
            }
        }
        Fate::Stopped(finding) => screen.finding((**finding).clone()),
    }
    if matches!(fate, Fate::Conflict { .. } | Fate::Refused(_)) {
        if kept {
            let folder = quarantine::folder(fate);
            screen.note(&say!("{name} 和原因留在 {folder} 里", "{name} and the reasons are kept in {folder}"));
        } else {
            screen.note(&say!("没有另存，原件没有动", "it was not copied; the file is as it was"));
        }
    }
}
