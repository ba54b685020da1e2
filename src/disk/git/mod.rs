//! The git repository of a workspace, without the `git` program. Everything that knows gix lies in this folder.
//!
//! It only ever adds: a commit on the branch that is checked out, with the files that it is told and nothing else. It rewrites no commit, moves
//! no branch backwards, runs no hook and signs nothing.

mod commit;
mod ignored;
mod index;
mod read;

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use commit::{Recorded, Skipped, Work, WorkFile};
pub use read::{Changed, ChangedFile, Logged};

/// From this number of loose files on the repository grows slow; gix does not pack them.
pub const MANY_LOOSE_FILES: usize = 20_000;

/// Why something could not be done with the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The folder is in no repository.
    NotInside,
    /// The repository has no files checked out.
    Bare,
    /// An older state is checked out, and no branch.
    Detached,
    /// A merge, rebase or the like of the owner is under way.
    UnderWay,
    /// Another git is writing at the moment.
    Busy(String),
    /// There is no such revision.
    NoRevision {
        /// Whether the clone has only the newest revisions.
        shallow: bool,
    },
    /// The commit is a merge or the first one: it is no change of one state into another.
    NoSingleParent,
    /// The revision has no such folder.
    NotInRevision,
    /// The revision is larger than what is read.
    TooLarge(String),
    /// The system does not allow it: its number for that, and the kind.
    System(Option<i32>, io::ErrorKind),
    /// Something else, in gix's words, which are for nobody but whoever looks for a fault.
    Failed(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(text) | Self::TooLarge(text) | Self::Failed(text) => f.write_str(text),
            other => write!(f, "{other:?}"),
        }
    }
}

impl From<gix::Error> for GitError {
    fn from(error: gix::Error) -> Self {
        failed(error)
    }
}

/// What a call gives.
pub type Result<T> = std::result::Result<T, GitError>;

/// Something that gix or the system said.
fn failed(error: impl Error + 'static) -> GitError {
    by_system(&error).unwrap_or_else(|| GitError::Failed(error.to_string()))
}

/// What the system said, where that is behind an error of gix. A missing file is not an error of the disk: gix looks for names in many places.
fn by_system(error: &(dyn Error + 'static)) -> Option<GitError> {
    let mut at = Some(error);
    while let Some(one) = at {
        if let Some(io) = one.downcast_ref::<io::Error>().filter(|io| io.kind() != io::ErrorKind::NotFound) {
            return Some(GitError::System(io.raw_os_error(), io.kind()));
        }
        at = one.source();
    }
    None
}

/// The repository that a workspace lies in.
pub struct Repository {
    inner: gix::Repository,
    /// The workspace.
    root: PathBuf,
    /// Path of the workspace in the repository, with a `/` at its end; empty where it is the repository itself.
    prefix: String,
}

impl Repository {
    /// The repository around a folder; none where there is none.
    ///
    /// # Errors
    /// When there is one that cannot be opened.
    pub fn around(root: &Path) -> Result<Option<Self>> {
        let whole = resolved(root)?;
        // The folder named by `.git` may belong to a bare repository, which has no such folder.
        let above = whole.ancestors().any(|folder| folder.join(".git").exists());
        let bare = whole.join("HEAD").is_file() && whole.join("objects").is_dir();
        if !above && !bare {
            return Ok(None);
        }
        let inner = gix::discover(&whole)?;
        let prefix = match inner.workdir() {
            None => String::new(),
            Some(top) => {
                let top = resolved(top)?;
                let below = whole.strip_prefix(&top).map_err(|_| GitError::NotInside)?;
                let mut prefix = String::new();
                for part in below {
                    prefix.push_str(part.to_str().ok_or(GitError::NotInside)?);
                    prefix.push('/');
                }
                prefix
            }
        };
        Ok(Some(Self { inner, root: root.to_owned(), prefix }))
    }

    /// Makes a repository in a folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn init(root: &Path) -> Result<Self> {
        let inner = gix::init(root)?;
        Ok(Self { inner, root: root.to_owned(), prefix: String::new() })
    }

    /// Number of files in which objects lie one by one. Counted in one sixteenth of the folders where there are many.
    #[must_use]
    pub fn loose_files(&self) -> usize {
        let objects = self.inner.common_dir().join("objects");
        let in_folder = |name: String| std::fs::read_dir(objects.join(name)).map_or(0, Iterator::count);
        // Names are hashes: the sixteen folders hold a sixteenth of all.
        (0..16u8).map(|low| in_folder(format!("{:02x}", low * 17))).sum::<usize>() * 16
    }

    /// Path of a file in the repository.
    fn full(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The commit that is checked out; none before the first one.
    fn head(&self) -> Result<Option<gix::Commit<'_>>> {
        let mut head = self.inner.head()?;
        if head.is_unborn() {
            return Ok(None);
        }
        Ok(Some(head.peel_to_commit()?))
    }

    /// Address of the person for a commit: the one that git is set up with if it is set up for this person, else one of this machine. Another
    /// person's address would give him the commit.
    fn address(&self, who: &str, host: &str) -> String {
        let config = self.inner.config_snapshot();
        let set = |key: &str| config.string(key).map(|text| text.to_string());
        if set("user.name").as_deref() == Some(who)
            && let Some(email) = set("user.email")
        {
            return clean(&email);
        }
        let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric() || "._-".contains(*c)).collect() };
        clean(&format!("{}@{}", plain(who), plain(host)))
    }
}

/// A path without links, in the form that programs write: Windows puts `\\\\?\\` before what it has resolved, which git does not read.
fn resolved(path: &Path) -> Result<PathBuf> {
    let whole = std::fs::canonicalize(path).map_err(|error| GitError::System(error.raw_os_error(), error.kind()))?;
    let plain = whole.to_str().and_then(|text| text.strip_prefix(r"\\?\")).filter(|rest| rest.get(1..2) == Some(":"));
    Ok(plain.map_or(whole.clone(), PathBuf::from))
}

/// What a name or an address may hold in a commit.
fn clean(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() && !['<', '>'].contains(c)).collect();
    let text = text.trim();
    if text.is_empty() { "?".to_owned() } else { text.to_owned() }
}
