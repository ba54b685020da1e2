//! Encryption of records: records of inspections with their pictures, and what waits in `intake/`, as unreadable files on the disk while nobody works on
//! them, for whoever has a key ([age](https://age-encryption.org), so that other programs of that format open them too).
//!
//! Of many large pictures only a piece of one is in memory at a time: they are read once to decide, and a second time while they are written.
//!
//! Everything is one commit, after which no plain text is kept: neither beside, nor in the journal. A state that is half the one and half the other, which
//! older versions could leave, can be completed in both directions. While records are encrypted, `check` says so as an error: a site that is built without
//! them would lose its ratings in silence.

#[cfg(not(feature = "lock"))]
mod absent;
#[cfg(feature = "lock")]
mod keys;
#[cfg(feature = "lock")]
mod work;

use std::fs;
use std::path::PathBuf;

#[cfg(not(feature = "lock"))]
pub use absent::{lock, unlock};
#[cfg(feature = "lock")]
pub use work::{lock, unlock};

use super::{Answers, Outcome, Session, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::say;

/// A key that was made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The file that it was written to.
    pub path: PathBuf,
    /// The public key.
    pub public: String,
}

/// For whom records are encrypted.
#[derive(Debug, Clone, Default)]
pub struct LockRequest {
    /// Public keys.
    pub recipients: Vec<String>,
    /// A key to be made, in this file.
    pub new_key: Option<PathBuf>,
    /// A key that is there: for its owner, and to look into what is encrypted already.
    pub identity: Option<PathBuf>,
    /// Answers to questions.
    pub answers: Answers,
}

/// With what records are decrypted.
#[derive(Debug, Clone, Default)]
pub struct UnlockRequest {
    /// The file with the key.
    pub identity: PathBuf,
    /// Answers to questions.
    pub answers: Answers,
}

/// What was encrypted or decrypted.
#[derive(Debug, Default)]
pub struct Sealed {
    /// How many files.
    pub count: usize,
    /// The key that was made.
    pub key: Option<NewKey>,
    /// Files that the key does not open, each with the reason.
    pub left: Vec<Diagnostic>,
    /// What else is to be said.
    pub notes: Vec<Bilingual>,
    /// Files that were saved elsewhere and stay as they are: reports, sheets, forms.
    pub saved: Vec<PathBuf>,
}

/// The folders of records, and what waits in the intake, as paths in the workspace.
pub fn folders(session: &Session) -> Vec<String> {
    let own = session.workspace.bureaus.iter().map(|bureau| format!("{}/inspections", session.folder_of(bureau)));
    own.chain(["intake".to_owned()]).filter(|folder| session.root().join(folder).is_dir()).collect()
}

/// All files in these folders, by their paths in the workspace.
///
/// # Errors
/// When a folder cannot be read, or a name is not Unicode.
pub fn files(session: &Session, folders: &[String]) -> Outcome<Vec<String>> {
    let root = session.root();
    let mut list = Vec::new();
    for folder in folders {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(folder, &error.into()))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let parts: Option<Vec<&str>> = path.components().map(|c| c.as_os_str().to_str()).collect();
            let shown = path.display();
            list.push(parts.ok_or_else(|| no_unicode(&shown.to_string()))?.join("/"));
        }
    }
    Ok(list)
}

/// A file of the workspace as it is.
///
/// # Errors
/// When it cannot be read.
pub fn read_workspace_file(session: &Session, path: &str) -> Outcome<Vec<u8>> {
    fs::read(session.root().join(path)).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &str, error: &std::io::Error) -> Stop {
    let message = say!("{path} 读不出来", "{path} cannot be read").because_of(error);
    Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, message))
}

fn no_unicode(shown: &str) -> Stop {
    let message = say!("文件名读不懂：{shown}", "the name of a file is not Unicode: {shown}");
    Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, message).help(say!("改了名字再试", "rename it and try again")))
}
