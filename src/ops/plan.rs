//! What an operation would change, before anything is changed.

use crate::diagnostic::{Bilingual, SourceFile};
use crate::disk::commit::{Change, Content};
use crate::disk::journal::Entry;
use crate::disk::{Hash, hash};

use super::Question;

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// Path in the workspace.
    pub path: String,
    /// The file as it was read; none where it was not there. With it an edit that somebody made meanwhile can be merged.
    pub base: Base,
    /// What it is to hold; none to take the file away.
    pub new: Option<Content>,
}

/// What a plan knows of a file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// It was not there.
    Absent,
    /// Its text (without a byte-order mark), and the hash of its bytes.
    Text(String, Hash),
    /// Only its hash: a picture, or bytes that nobody merges.
    Hash(Hash),
}

impl FileEdit {
    /// A file that is not there yet.
    #[must_use]
    pub fn create(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), base: Base::Absent, new: Some(bytes.into()) }
    }

    /// Whether the file is not there yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        matches!(self.base, Base::Absent)
    }

    /// A new text for one of the workspace's files. A byte-order mark that the file has stays.
    #[must_use]
    pub fn text(file: &SourceFile, new: &str) -> Self {
        let mark = format!("\u{feff}{}", file.text);
        let new = if hash(mark.as_bytes()) == file.hash { format!("\u{feff}{new}") } else { new.to_owned() };
        Self { path: file.path.clone(), base: Base::Text(file.text.clone(), file.hash), new: Some(new.into_bytes().into()) }
    }

    /// New bytes for those that were read.
    #[must_use]
    pub fn bytes(path: impl Into<String>, base: &[u8], new: Vec<u8>) -> Self {
        Self { path: path.into(), base: Base::Hash(hash(base)), new: Some(new.into()) }
    }

    /// A file that goes.
    #[must_use]
    pub fn remove(path: impl Into<String>, base: &[u8]) -> Self {
        Self { path: path.into(), base: Base::Hash(hash(base)), new: None }
    }

    /// The bytes that it is to hold; none where it goes, or where they are made while they are written.
    #[must_use]
    pub fn new_bytes(&self) -> Option<&[u8]> {
        self.new.as_ref().and_then(Content::bytes)
    }

    /// The change that is handed to the disk.
    #[must_use]
    pub fn change(&self) -> Change {
        let before = match &self.base {
            Base::Absent => None,
            Base::Text(_, hash) | Base::Hash(hash) => Some(*hash),
        };
        Change { path: self.path.clone(), before, after: self.new.clone() }
    }
}

/// What an operation would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What kind of operation, such as `import points`.
    pub operation: &'static str,
    /// What it does, in a sentence for the history.
    pub says: Bilingual,
    /// The files that change.
    pub files: Vec<FileEdit>,
    /// What must be answered before it can be carried out.
    pub questions: Vec<Question>,
    /// The entry that it undoes.
    pub undoes: Option<u64>,
    /// Those that it undoes besides, where it goes back by several at once.
    pub also_undoes: Vec<u64>,
    /// The one field that it changes, by its file and way, so that the next change of it can be one with it.
    pub field: Option<String>,
    /// The entry that it goes on with: to people both are one.
    pub continues: Option<u64>,
    /// Why it cannot be undone, where what was there must not be kept.
    pub final_because: Option<Bilingual>,
}

impl Plan {
    /// A plan that changes nothing yet.
    #[must_use]
    pub fn new(operation: &'static str, says: Bilingual) -> Self {
        Self {
            operation,
            says,
            files: Vec::new(),
            questions: Vec::new(),
            undoes: None,
            also_undoes: Vec::new(),
            field: None,
            continues: None,
            final_because: None,
        }
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The paths that would change, for people.
    #[must_use]
    pub fn paths(&self) -> String {
        self.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Done {
    /// The entry of the journal.
    pub entry: Entry,
    /// What else is to be said: merged edits, files that were changed in the same moment, git.
    pub notes: Vec<Bilingual>,
}
