//! A commit of some files, on the branch that is checked out.

use std::path::Path;
use std::thread;
use std::time::Duration;

use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::object::tree::EntryKind;

use super::index::{Index, Target};
use super::{GitError, Repository, Result, clean, failed};
use crate::disk::fault::step;
use crate::disk::journal::hex;
use crate::disk::private::{holds_key, is_private};
use crate::disk::{hash, inside, read_if_there};

/// How often a commit is tried where somebody else moves the branch, and the first pause between.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(50);

/// What is to be committed.
#[derive(Debug, Clone)]
pub struct Work<'w> {
    /// First line of the message.
    pub subject: &'w str,
    /// More of the message.
    pub body: &'w str,
    /// Lines of the form `Key: value` at the end of the message.
    pub trailer: &'w str,
    /// What is written before the list of files that hold edits which were made by hand before.
    pub edited: &'w str,
    /// The person.
    pub who: &'w str,
    /// The machine.
    pub host: &'w str,
    /// Seconds since 1970, and the offset in seconds.
    pub time: (i64, i32),
    /// The files.
    pub files: &'w [WorkFile],
}

/// One file that is to be committed as it lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFile {
    /// Path in the workspace.
    pub path: String,
    /// Hash of what was there before the operation, where that is known and matters.
    pub before: Option<String>,
}

/// Why a file was not committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is not for a history.
    Private,
    /// The owner's `.gitignore` leaves it out.
    Ignored,
    /// It lies in another repository inside of this one.
    Elsewhere,
}

/// What was committed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The commit, in short; none where nothing differs from what was committed before.
    pub commit: Option<String>,
    /// Files that were left out.
    pub skipped: Vec<(String, Skipped)>,
}

impl Repository {
    /// Commits files as they lie on the disk, and nothing else. What the owner has staged stays staged, what he has changed stays changed.
    ///
    /// # Errors
    /// When no commit could be made. Nothing of the owner's is changed then.
    pub fn record(&self, work: &Work<'_>) -> Result<Recorded> {
        if self.inner.workdir().is_none() {
            return Err(GitError::Bare);
        }
        let mut pause = PAUSE;
        for tried in 1.. {
            if self.inner.state().is_some() {
                return Err(GitError::UnderWay);
            }
            if self.inner.head()?.is_detached() {
                return Err(GitError::Detached);
            }
            let seen = self.head()?.map(|commit| commit.id);
            match self.once(work) {
                Err(GitError::Failed(_) | GitError::System(..)) if tried < TRIES => {}
                // Somebody was there first each time.
                Err(GitError::Failed(text)) if self.head()?.map(|commit| commit.id) != seen => return Err(GitError::Busy(text)),
                done => return done,
            }
            thread::sleep(pause);
            pause *= 2;
        }
        Ok(Recorded::default())
    }

    fn once(&self, work: &Work<'_>) -> Result<Recorded> {
        let repo = &self.inner;
        let head = self.head()?;
        let empty = ObjectId::empty_tree(repo.object_hash());
        let base = head.as_ref().map_or(Ok(empty), |commit| commit.tree_id().map(gix::Id::detach))?;
        let tree = repo.edit_tree(base)?;
        let (mut editor, old_tree) = (tree, repo.find_tree(base).ok());
        let mut index = Index::read(repo)?;
        let mut targets = Vec::new();
        let mut edited = Vec::new();
        let mut skipped = Vec::new();
        for file in work.files {
            let full = self.full(&file.path);
            let place = inside(&self.root, &file.path).map_err(failed)?;
            let bytes = read_if_there(&place).map_err(failed)?;
            let entry = match &old_tree {
                Some(tree) => tree.lookup_entry_by_path(Path::new(&full))?,
                None => None,
            };
            let old = entry.as_ref().map(|e| (e.object_id(), e.mode().kind()));
            if let Some(why) = self.refused(&file.path, &full, bytes.as_deref(), old.is_some()) {
                skipped.push((file.path.clone(), why));
                continue;
            }
            let committed = match old {
                Some((id, EntryKind::Blob | EntryKind::BlobExecutable)) => Some((id, repo.find_object(id)?.data.clone())),
                _ => None,
            };
            if let Some(before) = &file.before
                && committed.as_ref().is_none_or(|(_, bytes)| !is_of(bytes, before))
            {
                edited.push(file.path.as_str());
            }
            let new = match bytes {
                None => {
                    editor.remove(full.as_str())?;
                    None
                }
                Some(bytes) => {
                    let bytes = match &committed {
                        Some((id, old)) if index.has_other_line_ends(&full, *id, old) => lf(&bytes),
                        _ => bytes,
                    };
                    let id = repo.write_blob(&bytes)?.detach();
                    let executable = matches!(old, Some((_, EntryKind::BlobExecutable)));
                    let kind = if executable { EntryKind::BlobExecutable } else { EntryKind::Blob };
                    editor.upsert(full.as_str(), kind, id)?;
                    Some((id, executable))
                }
            };
            targets.push(Target { path: full, place, old: old.map(|(id, _)| id), before: file.before.clone(), new });
        }
        let tree = editor.write()?.detach();
        if tree == base {
            return Ok(Recorded { commit: None, skipped });
        }
        step().map_err(failed)?;
        // The index first: if the branch cannot be moved, the change is staged, which loses nothing. The other way round the owner's next
        // commit would take it back.
        index.follow(repo, &targets)?;
        step().map_err(failed)?;
        let (seconds, offset) = work.time;
        let time = gix::date::Time { seconds, offset }.to_string();
        let (name, email) = (clean(work.who), self.address(work.who, work.host));
        let signature = gix::actor::SignatureRef { name: name.as_str().into(), email: email.as_str().into(), time: &time };
        let parents = head.iter().map(|commit| commit.id);
        let made = repo.commit_as(signature, signature, "HEAD", message(work, &edited), tree, parents)?;
        Ok(Recorded { commit: Some(made.shorten_or_id().to_string()), skipped })
    }

    /// Why a file must not be committed.
    fn refused(&self, path: &str, full: &str, bytes: Option<&[u8]>, known: bool) -> Option<Skipped> {
        if is_private(path) || bytes.is_some_and(holds_key) {
            return Some(Skipped::Private);
        }
        let top = self.inner.workdir()?;
        let folders: Vec<&Path> = Path::new(full).ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()).collect();
        if folders.iter().any(|folder| top.join(folder).join(".git").exists()) {
            return Some(Skipped::Elsewhere);
        }
        (!known && bytes.is_some() && self.is_ignored(full)).then_some(Skipped::Ignored)
    }
}

/// Whether bytes that were committed are those of a hash, be it with other ends of lines.
pub(super) fn is_of(committed: &[u8], wanted: &str) -> bool {
    hex(&hash(committed)) == wanted || hex(&hash(&committed.replace("\n", "\r\n"))) == wanted
}

/// Without the carriage returns before line feeds.
pub fn lf(bytes: &[u8]) -> Vec<u8> {
    bytes.replace("\r\n", "\n")
}

/// The whole message of a commit.
fn message(work: &Work<'_>, edited: &[&str]) -> String {
    let mut parts = vec![work.subject.to_owned()];
    if !work.body.is_empty() {
        parts.push(work.body.to_owned());
    }
    if !edited.is_empty() {
        parts.push(format!("{}{}", work.edited, edited.join("、")));
    }
    if !work.trailer.is_empty() {
        parts.push(work.trailer.to_owned());
    }
    parts.join("\n\n") + "\n"
}
