//! Files that an operation makes for somebody, outside of the content: reports, sheets, forms, notices. All of them are looked at before the first is
//! written, and none is written over a file that somebody else put there or edited.

use std::path::{Path, PathBuf};

use super::{Outcome, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, SourceMap, codes, system_words};
use crate::disk::outputs::{self, OutputError};
use crate::say;

/// Files with their bytes, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFiles {
    /// Where each goes, and what it holds.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// Folders that are not there yet are made.
    makes_folders: bool,
}

impl OutputFiles {
    /// Files with names of their own, in folders that are there.
    #[must_use]
    pub fn new(files: Vec<(PathBuf, Vec<u8>)>) -> Self {
        Self { files, makes_folders: false }
    }

    /// Files of one folder, which is made where it is not there.
    #[must_use]
    pub fn in_folder<N: AsRef<Path>>(folder: &Path, files: Vec<(N, Vec<u8>)>) -> Self {
        Self { files: files.into_iter().map(|(name, bytes)| (folder.join(name), bytes)).collect(), makes_folders: true }
    }

    /// The same, with folders made where they are not there.
    #[must_use]
    pub fn making_folders(self, makes_folders: bool) -> Self {
        Self { makes_folders, ..self }
    }

    /// Writes all files, or none where one of them must not be written. `force` writes over what is there.
    ///
    /// # Errors
    /// When another file is there, a folder is missing, or the disk cannot do it.
    pub fn write(&self, root: &Path, force: bool) -> Outcome<Vec<PathBuf>> {
        let obstacles = self.files.iter().filter_map(|(path, bytes)| self.obstacle(root, path, bytes, force));
        let mut found: Vec<Diagnostic> = obstacles.collect();
        // A folder is said once, not for each of its files.
        found.dedup();
        if !found.is_empty() {
            return Err(Stop::all(found));
        }
        for (path, bytes) in &self.files {
            outputs::write(root, path, bytes, force).map_err(|error| {
                Stop::failed(match error {
                    OutputError::Exists => exists(path),
                    OutputError::Disk(error) => not_written(path, &system_words(&error)),
                })
            })?;
        }
        Ok(self.files.iter().map(|(path, _)| path.clone()).collect())
    }

    /// What keeps a file from being written, as far as that can be known before.
    fn obstacle(&self, root: &Path, path: &Path, bytes: &[u8], force: bool) -> Option<Diagnostic> {
        if let Ok(there) = path.metadata() {
            // A folder or a device is no file to write over, whoever says so; and reading some of them would never end.
            if !there.is_file() {
                let shown = path.display();
                let message = say!("{shown} 不是普通文件，不能写", "{shown} is not a regular file and cannot be written");
                return Some(Diagnostic::nowhere(&codes::EXISTS, message).help(say!("换一个文件名", "choose another name")));
            }
            return match outputs::may_write_bytes(root, path, bytes, force) {
                Ok(()) => None,
                Err(_) => Some(exists(path)),
            };
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
        if folder.is_dir() {
            return None;
        }
        if self.makes_folders {
            let file = folder.ancestors().find(|above| above.is_file())?;
            return Some(not_written(file, &say!("它是文件，不是文件夹", "it is a file and not a folder")));
        }
        let shown = folder.display();
        Some(
            Diagnostic::nowhere(&codes::WRITE, say!("文件夹 {shown} 不存在", "the folder {shown} does not exist"))
                .help(say!("先建文件夹，或写别的地方", "make it first, or name another place")),
        )
    }
}

/// Why nothing could be made: it could not run where the request or the disk is at fault, else the content is wrong.
#[must_use]
pub fn not_made(findings: Vec<Diagnostic>, sources: &SourceMap) -> Stop {
    Stop::because(Stop::all(findings).found, sources.clone())
}

/// A file is there that this program did not write, or that was edited since.
fn exists(path: &Path) -> Diagnostic {
    let shown = path.display();
    Diagnostic::nowhere(&codes::EXISTS, say!("{shown} 已经存在，没有覆盖", "{shown} already exists and was not overwritten"))
        .help(say!(
            "它不是本程序写的，或者后来有人改过：换一个文件名，或者加 --force 覆盖",
            "it was not written by this program, or was edited since: choose another name, or add --force to overwrite it"
        ))
}

fn not_written(path: &Path, why: &Bilingual) -> Diagnostic {
    let (shown, zh, en) = (path.display(), &why.zh, &why.en);
    let message = Bilingual { zh: format!("写不进 {shown}：{zh}"), en: format!("{shown} cannot be written: {en}") };
    Diagnostic::nowhere(&codes::WRITE, message).help(say!(
        "检查文件夹、权限和磁盘空间；文件如果在别的程序里打开着，先关掉",
        "check the folder, rights and free space; close the file first if another program has it open"
    ))
}
