//! Files that an operation makes for somebody, outside of the content of the workspace: never written over somebody's work.

use std::path::{Path, PathBuf};

use super::{Outcome, Stop};
use crate::diagnostic::{Diagnostic, codes};
use crate::disk::outputs::{self, OutputError};
use crate::say;

/// Writes all files or, where one may not be written over, none.
///
/// # Errors
/// Every file that is in the way; or what the disk says of one.
pub fn deliver(root: &Path, files: &[(PathBuf, Vec<u8>)], force: bool) -> Outcome<()> {
    let in_the_way: Vec<Diagnostic> = files
        .iter()
        // The same bytes are no matter.
        .filter(|(path, bytes)| std::fs::read(path).ok().as_ref() != Some(bytes))
        .filter_map(|(path, _)| outputs::may_write(root, path, force).err().map(|error| refused(path, &error)))
        .collect();
    if !in_the_way.is_empty() {
        return Err(Stop::all(in_the_way));
    }
    for (path, bytes) in files {
        outputs::write(root, path, bytes, force).map_err(|error| Stop::failed(refused(path, &error)))?;
    }
    Ok(())
}

/// Why a file was not written.
#[must_use]
pub fn refused(path: &Path, error: &OutputError) -> Diagnostic {
    let shown = path.display();
    match error {
        OutputError::Exists => Diagnostic::nowhere(
            &codes::EXISTS,
            say!(
                "{shown} 已经存在，不是本程序写的或者后来改过，没有覆盖",
                "{shown} already exists and was not overwritten: it was not written by this program, or was edited since"
            ),
        )
        .help(say!("换一个文件名；确实不要它了，加 --force", "choose another name; to overwrite it, add --force")),
        OutputError::Disk(error) => {
            Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))
                .help(say!("文件如果在别的程序里打开着，先关掉", "close it first if another program has it open"))
        }
    }
}
