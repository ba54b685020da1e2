//! Strangers' files, read where they can do no harm. The libraries that read workbooks, packages and pictures meet bytes that nobody has looked at; one
//! of them may ask for 41 GB, panic, abort or never end. So they run in a child process of this very program, which bounds itself before it reads
//! anything ([`bounds`]), is given one file of a closed list of kinds ([`Request`]), and answers with plain data ([`child`]). Whatever becomes of it
//! ([`parent`]), the program goes on, and the file has a reason in words.
//!
//! It must not know what is done with what was read, and touches no file.

mod bounds;
mod child;
mod parent;

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use bounds::Bounds;
pub use child::child;
pub use parent::Failure;

use crate::diagnostic::Bilingual;
use crate::say;
use crate::submission::{self, Opened, Reason, Reasons};
use crate::tables::word::document::Document;
use crate::tables::{self, Book, Unreadable};

/// The hidden subcommand that makes this program a reader.
pub const COMMAND: &str = "__reader";

/// Who reads the bytes of strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// This process: for tests of what is read, and for whoever uses the library and confines it in another way.
    InProcess,
    /// A process of this program for each file.
    Child(PathBuf),
}

/// What a child is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Request {
    /// The sheets of a table, and the file that one of our own workbooks carries.
    Book,
    /// The text of a Word file.
    Document,
    /// What came back from an inspection.
    Submission,
}

impl Reader {
    /// The program that runs. On Linux it is named by what the system runs, and not by its path: a new version may be put there while a server runs.
    #[must_use]
    pub fn of_program() -> Self {
        let running = PathBuf::from("/proc/self/exe");
        if cfg!(target_os = "linux") && running.exists() {
            return Self::Child(running);
        }
        // Without a name nothing starts, and every file is left with that reason.
        Self::Child(std::env::current_exe().unwrap_or_default())
    }

    /// The sheets of a table that somebody brings.
    ///
    /// # Errors
    /// When it is no table that can be read, or when reading it would do harm.
    pub fn book(&self, name: &str, bytes: &[u8]) -> Result<Book, Unreadable> {
        let read = self.ask(Request::Book, name, bytes, || tables::book(name, bytes));
        read.unwrap_or_else(|failure| Err(Unreadable { says: failure.says(), help: help(name) }))
    }

    /// The text of a Word file that somebody brings.
    ///
    /// # Errors
    /// As for [`Self::book`].
    pub fn document(&self, name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
        let read = self.ask(Request::Document, name, bytes, || tables::document(name, bytes));
        read.unwrap_or_else(|failure| Err(Unreadable { says: failure.says(), help: help(name) }))
    }

    /// What came back from an inspection: a package, its text, or a filled workbook.
    ///
    /// The inner result has everything that is wrong with it, or that reading it would do harm.
    ///
    /// # Errors
    /// When nothing could be started that reads it: that says nothing of the file, and it may be tried again.
    pub fn submission(&self, name: &str, bytes: &[u8]) -> Result<Result<Opened, Reasons>, Failure> {
        match self.ask(Request::Submission, name, bytes, || submission::opened(name, bytes)) {
            Err(failure @ Failure::NotStarted(_)) => Err(failure),
            read => Ok(read.unwrap_or_else(|failure| Err(vec![Reason::new(failure.says(), help(name))]))),
        }
    }

    fn ask<T: DeserializeOwned + Send>(
        &self,
        request: Request,
        name: &str,
        bytes: &[u8],
        here: impl FnOnce() -> T,
    ) -> Result<T, Failure> {
        match self {
            // A panic ends the file here too; memory and time are those of whoever chose this.
            Self::InProcess => std::panic::catch_unwind(std::panic::AssertUnwindSafe(here)).map_err(|_| Failure::Crashed),
            Self::Child(program) => parent::ask(program, request, name, bytes, Bounds::of(bytes.len())),
        }
    }
}

/// What to do about a file that cannot be read without harm.
fn help(name: &str) -> Bilingual {
    let kind = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(kind.as_str(), "zip" | "json" | "txt") {
        say!(
            "文件可能坏了，或者不是表单导出的：在手机上打开表单，重新导出再试",
            "the file may be damaged, or it is not what a form exported: export it again on the phone and try again"
        )
    } else {
        say!(
            "文件可能坏了，或者不是普通的表：用 Excel 或 WPS 打开，把要的内容复制到新表里，另存为 .xlsx 再试",
            "the file may be damaged, or it is not an ordinary table: open it in Excel, copy what is needed into a new workbook, save it as .xlsx, and try again"
        )
    }
}
