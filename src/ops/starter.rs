//! A new workspace: made whole beside its place and then put there, so that a kill leaves no half of one.

use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use super::{Caller, Outcome, Stop, git, schema};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::{file_on_the_way, steps};
use crate::load::WORKSPACE_FILE;
use crate::say;
use crate::theme::Starter;

/// Makes a starter workspace in a folder that is not there yet or empty: the caller's. It gets a git repository of its own, with the key that
/// makes each operation a commit; inside of a repository that somebody keeps already the key is left to him. Gives what is to be told.
///
/// # Errors
/// When the folder holds something, or cannot be written.
pub fn create(caller: &Caller) -> Outcome<Vec<Bilingual>> {
    create_of(caller, |inside| starter(caller.today, inside))
}

/// A file of a new workspace: its path and what it holds.
pub(super) type NewFile = (String, Vec<u8>);

/// The same with the files that `files` gives; it is told whether the folder is inside of a repository that somebody keeps already.
pub(super) fn create_of(caller: &Caller, files: impl FnOnce(bool) -> Vec<NewFile>) -> Outcome<Vec<Bilingual>> {
    let dir = &caller.root;
    let shown = dir.display();
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file();
    if taken {
        let message = if dir.is_file() {
            say!("{shown} 是文件，不是文件夹", "{shown} is a file and not a folder")
        } else {
            say!("{shown} 已经存在，里面有文件", "{shown} already exists and is not empty")
        };
        return Err(Stop::failed(
            Diagnostic::nowhere(&codes::WRITE, message).help(say!("换一个新的文件夹名", "choose a new name")),
        ));
    }
    let inside = git::is_inside(dir);
    let files = write(dir, files(inside)).map_err(|error| {
        let message = say!("写不进 {shown}", "{shown} cannot be written");
        let message = match file_on_the_way(dir) {
            Some(file) => {
                let file = file.display();
                message.because(&say!("{file} 是文件，不是文件夹", "{file} is a file and not a folder"))
            }
            None => message.because_of(&error),
        };
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, message).help(say!(
            "换一个能写的地方，或检查权限和磁盘空间",
            "choose a place that can be written to, or check rights and free space"
        )))
    })?;
    Ok(if inside { Vec::new() } else { git::begin(caller, &files) })
}

/// Writes the files and gives their paths.
fn write(dir: &Path, files: Vec<NewFile>) -> io::Result<Vec<String>> {
    let dir = &std::path::absolute(dir)?;
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let parent = dir.parent().unwrap_or(dir);
    fs::create_dir_all(parent)?;
    let beside = parent.join(format!(".{name}.{}.yizhan-new", std::process::id()));
    steps::remove_folder(&beside)?;
    let done = fill(&beside, files).and_then(|files| {
        // A folder that is there may be the one that somebody stands in: it stays, and is filled.
        let put = if dir.is_dir() { move_into(&beside, dir) } else { steps::rename(&beside, dir) };
        put.map(|()| files)
    });
    if done.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    done
}

/// Moves what is in one folder into another, which is empty: last the file that makes it a workspace. Where that fails it is empty again.
fn move_into(from: &Path, to: &Path) -> io::Result<()> {
    let mut names = fs::read_dir(from)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(|name| (name == WORKSPACE_FILE, name.clone()));
    let mut moved = Vec::new();
    for name in names {
        if let Err(error) = steps::rename(&from.join(&name), &to.join(&name)) {
            for name in moved.iter().rev() {
                let _ = fs::rename(to.join(name), from.join(name));
            }
            return Err(error);
        }
        moved.push(name);
    }
    steps::remove_folder(from)
}

fn fill(dir: &Path, own: Vec<NewFile>) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for (own, text) in own.into_iter().chain(schema::files().into_iter().map(|(own, text)| (own, text.into_bytes()))) {
        let path = dir.join(&own);
        if let Some(folder) = path.parent() {
            steps::make_folder(folder)?;
        }
        fs::write(path, text)?;
        files.push(own);
    }
    Ok(files)
}

/// The files of the starter.
fn starter(today: NaiveDate, inside: bool) -> Vec<NewFile> {
    let files = Starter::iter().filter_map(|name| {
        let file = Starter::get(&name)?;
        let text = filled_in(&file.data, today, inside);
        // A file whose name begins with a dot would be hidden in the program's own repository.
        Some((name.replace("dot-", "."), [hint(&name).as_bytes(), &text].concat()))
    });
    files.collect()
}

/// What git leaves out in a workspace.
pub(super) fn ignored() -> Option<NewFile> {
    Starter::get("dot-gitignore").map(|file| (".gitignore".to_owned(), file.data.into_owned()))
}

/// The line by which editors find the schema of a file, whatever folder it is opened from.
pub(super) fn hint(name: &str) -> String {
    let kind = match name {
        "yizhan.yaml" => "workspace",
        "calendar.yaml" => "calendar",
        name if name.ends_with("/bureau.yaml") => "bureau",
        name if name.ends_with("/catalog.yaml") => "catalog",
        name if name.contains("/points/") => "point",
        _ => return String::new(),
    };
    let up = "../".repeat(name.matches('/').count());
    format!("# yaml-language-server: $schema={up}.vscode/schema/{kind}.json\n")
}

/// The line that makes each operation a commit; only said how, where somebody keeps a repository around the folder.
pub(super) fn history(inside: bool) -> &'static str {
    if inside {
        "# history: git   # 去掉行首的“# ”，每次操作就自动提交到外面的 git 仓库"
    } else {
        "history: git   # 每次操作自动提交到 git；不要就删去本行"
    }
}

/// Fills in the day, so that a starter made in any year checks clean, and whether operations are commits too.
fn filled_in(data: &[u8], today: NaiveDate, inside: bool) -> Vec<u8> {
    let history = history(inside);
    String::from_utf8_lossy(data)
        .replace("{{history}}", history)
        .replace("{{today}}", &today.to_string())
        .replace("{{month}}", &today.format("%Y-%m").to_string())
        .replace("{{year}}", &today.format("%Y").to_string())
        .into_bytes()
}
