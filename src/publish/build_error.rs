//! Why a build made nothing: the one error of [`build`](super::build), with the words for whoever asked for it.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};
use crate::disk::file_on_the_way;
use crate::say;

/// Why a build made nothing. The previous output is untouched in every case.
#[derive(Debug)]
pub enum BuildError {
    /// Another build writes the same output.
    Busy(PathBuf),
    /// The output folder holds other things and was not made by a build: it is not taken for the output.
    ForeignOutput(PathBuf),
    /// The output cannot be written.
    Unwritable(PathBuf, io::Error),
    /// The check found errors, or an artifact cannot be made. They stand among the findings.
    Findings,
}

impl BuildError {
    /// The output cannot be written.
    pub(super) fn unwritable(output: &Path, error: io::Error) -> Self {
        Self::Unwritable(output.to_owned(), error)
    }

    /// What is to be said of it; none where the findings say it already.
    #[must_use]
    pub fn finding(&self) -> Option<Diagnostic> {
        match self {
            Self::Busy(output) => {
                let shown = output.display();
                let message = say!("另一个生成正在写 {shown}", "another build is writing {shown}");
                Some(Diagnostic::nowhere(&codes::WRITE, message).help(say!("等它结束再试", "wait until it has ended")))
            }
            Self::ForeignOutput(output) => {
                let shown = output.display();
                let message = say!(
                    "{shown} 里有别的文件，不像是输出文件夹",
                    "{shown} holds other files and does not look like an output folder"
                );
                Some(
                    Diagnostic::nowhere(&codes::WRITE, message)
                        .help(say!("用 -o 指定一个新的或空的文件夹", "name a new or empty folder with -o")),
                )
            }
            Self::Unwritable(output, error) => Some(unwritable(output, error)),
            Self::Findings => None,
        }
    }
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.finding() {
            Some(finding) => f.write_str(&finding.message.en),
            None => f.write_str("the findings stop the build"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unwritable(_, error) => Some(error),
            Self::Busy(_) | Self::ForeignOutput(_) | Self::Findings => None,
        }
    }
}

/// The finding that the output, or a file of it, cannot be written.
pub(super) fn unwritable(output: &Path, error: &io::Error) -> Diagnostic {
    let shown = output.display();
    let message = say!("写不进 {shown}", "{shown} cannot be written");
    if let Some(file) = file_on_the_way(output) {
        let file = file.display();
        let why = say!("{file} 是文件，不是文件夹", "{file} is a file and not a folder");
        return Diagnostic::nowhere(&codes::WRITE, message.because(&why))
            .help(say!("换一个输出文件夹", "name another output folder"));
    }
    Diagnostic::nowhere(&codes::WRITE, message.because_of(error))
        .help(say!("关闭打开着的文件，检查磁盘空间和权限", "close open files, and check free space and permissions"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_is_wrong_and_what_caused_it() {
        use std::error::Error as _;

        let output = PathBuf::from("out");
        let full = BuildError::unwritable(&output, io::Error::from(io::ErrorKind::StorageFull));
        assert!(full.to_string().starts_with("out cannot be written: ") && full.source().is_some());
        for error in [BuildError::Busy(output.clone()), BuildError::ForeignOutput(output), full] {
            assert!(error.finding().is_some_and(|finding| finding.help.is_some()), "{error}");
        }
        assert!(BuildError::Findings.finding().is_none());
    }
}
