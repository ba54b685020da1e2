//! What somebody names to be imported: a file, an unpacked package, or a folder of either.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use super::Reason;
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::{Outcome, Stop};
use crate::say;
use crate::submission::MOST_BYTES;
use crate::submission::package::is_text;

/// Most files of a folder.
const MOST_FILES: usize = 10_000;
/// How deep a package is: files, and folders of files.
const DEPTH: usize = 2;

/// The file, or the files of a folder that may be what is asked for, in the order of their names. A folder that somebody unpacked counts as one.
///
/// # Errors
/// When there is nothing.
pub fn files_of(path: &Path) -> Outcome<Vec<PathBuf>> {
    let shown = path.display();
    let nothing = |message, help| Err(Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help)));
    if !path.exists() {
        return nothing(
            say!("没有文件 {shown}", "there is no file {shown}"),
            say!("核对路径和文件名，名字里有空格的加引号", "check its path and name; put quotes round a name with spaces"),
        );
    }
    if !path.is_dir() || path.join("record.json").is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |error: std::io::Error| {
        Stop::failed(Diagnostic::nowhere(
            &codes::UNREADABLE,
            say!("{shown} 读不出来", "{shown} cannot be read").because_of(&error),
        ))
    };
    let mut list = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if may_be(&path) {
            list.push(path);
        }
    }
    list.sort();
    // Some of them alone would look like all.
    if list.len() > MOST_FILES {
        let count = list.len();
        return Err(Stop::failed(
            Diagnostic::nowhere(
                &codes::TOO_LARGE,
                say!(
                    "文件夹 {shown} 里有 {count} 个文件，一次最多 {MOST_FILES} 个，一个也没有收",
                    "the folder {shown} holds {count} files, the limit is {MOST_FILES} at a time: none was imported"
                ),
            )
            .help(say!("分到几个文件夹里，分几次导入", "put them into several folders and import one after the other")),
        ));
    }
    if list.is_empty() {
        return nothing(
            say!("文件夹 {shown} 里没有 .zip 或 .xlsx", "the folder {shown} holds no .zip or .xlsx"),
            say!("把表单导出的 .zip 和填好的 .xlsx 放进去", "put the exported .zip files and filled .xlsx files there"),
        );
    }
    Ok(list)
}

/// Files that the programs of an office leave beside an open file are left out.
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
///
/// # Errors
/// Why it cannot be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Reason> {
    let unreadable = |error: std::io::Error| {
        Reason::new(
            say!("读不出来", "it cannot be read").because_of(&error),
            say!("文件如果在别的程序里打开着，先关掉", "close it first if another program has it open"),
        )
    };
    if path.is_dir() {
        return pack(path);
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

/// An unpacked package as a zip again.
fn pack(folder: &Path) -> Result<Vec<u8>, Reason> {
    let failed = |error: std::io::Error| {
        Reason::new(
            say!("文件夹读不出来", "the folder cannot be read").because_of(&error),
            say!("导入原来的 .zip", "import the .zip that it came from"),
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut left = MOST_BYTES;
    // One level more than a package has, so that what lies too deep is seen.
    for entry in walkdir::WalkDir::new(folder).max_depth(DEPTH + 1).sort_by_file_name() {
        let entry = entry.map_err(|e| failed(e.into()))?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = path.display();
        if entry.depth() > DEPTH {
            return Err(Reason::new(
                say!("{shown} 放得太深，包里的文件夹只有一层", "{shown} lies too deep: the folders of a package hold no folders"),
                say!(
                    "移出来或删掉，再导入；或者导入原来的 .zip",
                    "move it or delete it and import again, or import the .zip that it came from"
                ),
            ));
        }
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            return Err(Reason::new(
                say!("{shown} 不是普通文件", "{shown} is not a regular file"),
                say!(
                    "换成文件本身再导入，或者导入原来的 .zip",
                    "put the file itself there and import again, or import the .zip that it came from"
                ),
            ));
        }
        let name = path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map_err(|e| failed(e.into()))?.len();
        left = left.checked_sub(size).ok_or_else(|| failed(std::io::ErrorKind::FileTooLarge.into()))?;
        let bytes = fs::read(entry.path()).map_err(failed)?;
        zip.start_file(name, stored).map_err(|e| failed(e.into()))?;
        zip.write_all(&bytes).map_err(failed)?;
    }
    Ok(zip.finish().map_err(|e| failed(e.into()))?.into_inner())
}
