//! What a repository remembers: its commits, a file as it was, a whole workspace as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use gix::ObjectId;
use gix::object::tree::EntryKind;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;

use super::commit::lf;
use super::{GitError, Repository, Result, by_system, failed};
use crate::disk::journal::hex;
use crate::disk::{hash, inside};

/// Most bytes of one file of a revision, and of all of them; most files, and folders in each other.
const MOST_BYTES: u64 = 64 << 20;
const MOST_BYTES_TOGETHER: u64 = 4 << 30;
const MOST_FILES: usize = 200_000;
const DEEPEST: usize = 64;
/// Most commits that are looked at for the few that are wanted.
const MOST_COMMITS: usize = 20_000;

/// A commit that changed the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its name, in short.
    pub id: String,
    /// Seconds since 1970, and the offset in seconds.
    pub time: (i64, i32),
    /// The author.
    pub who: String,
    /// The whole message.
    pub message: String,
    /// Paths in the workspace that it changed.
    pub files: Vec<String>,
    /// Whether it has several parents.
    pub is_merge: bool,
}

/// What one commit changed in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its name, in short.
    pub id: String,
    /// The whole message.
    pub message: String,
    /// Each file.
    pub files: Vec<ChangedFile>,
}

/// One file that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Path in the workspace.
    pub path: String,
    /// Its bytes before; none where it was not there.
    pub before: Option<Vec<u8>>,
    /// Its bytes after; none where it is gone.
    pub after: Option<Vec<u8>>,
}

impl Repository {
    /// What a commit changed in the workspace.
    ///
    /// # Errors
    /// When there is no such commit, or it has not exactly one parent.
    pub fn changes(&self, revision: &str) -> Result<Changed> {
        let found = self.inner.rev_parse_single(revision).and_then(|id| id.object()?.peel_to_commit());
        let commit = found.map_err(|error| self.missing(&error))?;
        let parents: Vec<ObjectId> = commit.parent_ids().map(gix::Id::detach).collect();
        let [parent] = parents.as_slice() else { return Err(GitError::NoSingleParent) };
        let parent = self.inner.find_commit(*parent).map_err(|error| self.missing(&error))?;
        let (old, new) = (self.workspace_tree(&parent), self.workspace_tree(&commit));
        let mut paths = Vec::new();
        self.changed(old, new, "", 0, &mut paths);
        let mut files = Vec::new();
        for path in paths {
            let (before, after) = (self.blob(old, &path)?, self.blob(new, &path)?);
            if before != after {
                files.push(ChangedFile { path, before, after });
            }
        }
        let id = commit.short_id()?.to_string();
        Ok(Changed { id, message: commit.message_raw_sloppy().to_string(), files })
    }

    /// Why a revision could not be found.
    fn missing(&self, error: &(dyn std::error::Error + 'static)) -> GitError {
        let shallow = self.inner.is_shallow().unwrap_or(false);
        by_system(error).unwrap_or(GitError::NoRevision { shallow })
    }

    /// The bytes of a file in a tree of the workspace.
    fn blob(&self, tree: Option<ObjectId>, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(tree) = tree else { return Ok(None) };
        let entry = self.inner.find_tree(tree)?.lookup_entry_by_path(Path::new(path))?;
        let Some(entry) = entry.filter(|entry| entry.mode().is_blob()) else { return Ok(None) };
        if entry.id().header()?.size() > MOST_BYTES {
            return Err(GitError::TooLarge(path.to_owned()));
        }
        Ok(Some(entry.object()?.data.clone()))
    }

    /// The commits that changed the workspace, newest first, as many as `wanted` chooses up to `most`.
    ///
    /// # Errors
    /// When the repository cannot be read.
    pub fn log(&self, most: usize, mut wanted: impl FnMut(&Logged) -> bool) -> Result<Vec<Logged>> {
        let mut list = Vec::new();
        self.walk(|commit| {
            if let Some(logged) = self.logged(commit)
                && wanted(&logged)
            {
                list.push(logged);
            }
            list.len() < most
        })?;
        Ok(list)
    }

    /// Whether a commit has a message of which `holds` is true. Only messages are looked at, no files.
    ///
    /// # Errors
    /// When the repository cannot be read.
    pub fn any_message(&self, holds: impl Fn(&str) -> bool) -> Result<bool> {
        let mut found = false;
        self.walk(|commit| {
            found = holds(&commit.message_raw_sloppy().to_string());
            !found
        })?;
        Ok(found)
    }

    /// Goes through the commits, newest first, as long as `more` says.
    fn walk(&self, mut more: impl FnMut(&gix::Commit<'_>) -> bool) -> Result<()> {
        let Some(head) = self.head()? else { return Ok(()) };
        let walk = self.inner.rev_walk([head.id]).sorting(Sorting::ByCommitTime(CommitTimeOrder::NewestFirst)).all()?;
        for info in walk.take(MOST_COMMITS) {
            // A shallow clone ends somewhere.
            let Ok(commit) = info.and_then(|info| info.object()) else { break };
            if !more(&commit) {
                break;
            }
        }
        Ok(())
    }

    /// A commit for the log, if it changed the workspace.
    fn logged(&self, commit: &gix::Commit<'_>) -> Option<Logged> {
        let mut parents = commit.parent_ids();
        let first = parents.next();
        let is_merge = parents.next().is_some();
        let own = self.workspace_tree(commit);
        let parent = first.as_ref().and_then(|id| self.inner.find_commit(id.detach()).ok());
        let before = parent.as_ref().and_then(|commit| self.workspace_tree(commit));
        if own == before {
            return None;
        }
        let mut files = Vec::new();
        // At the end of a shallow clone nobody knows what the commit changed.
        if first.is_none() || parent.is_some() {
            self.changed(before, own, "", 0, &mut files);
        }
        let author = commit.author().ok()?;
        let time = author.time().ok()?;
        Some(Logged {
            id: commit.short_id().ok()?.to_string(),
            time: (time.seconds, time.offset),
            who: author.name.to_string(),
            message: commit.message_raw_sloppy().to_string(),
            files,
            is_merge,
        })
    }

    /// The folder of the workspace in a commit.
    fn workspace_tree(&self, commit: &gix::Commit<'_>) -> Option<ObjectId> {
        let tree = commit.tree().ok()?;
        match self.prefix.strip_suffix('/') {
            None => Some(tree.id),
            Some(folder) => {
                let entry = tree.lookup_entry_by_path(Path::new(folder)).ok()??;
                entry.mode().is_tree().then(|| entry.object_id())
            }
        }
    }

    /// Paths that differ between two trees.
    fn changed(&self, old: Option<ObjectId>, new: Option<ObjectId>, at: &str, depth: usize, out: &mut Vec<String>) {
        if old == new || depth > DEEPEST {
            return;
        }
        let (old, new) = (self.entries(old), self.entries(new));
        for (name, (id, is_tree)) in &new {
            let before = old.get(name);
            if before == Some(&(*id, *is_tree)) {
                continue;
            }
            let path = format!("{at}{name}");
            let tree_before = before.filter(|(_, is_tree)| *is_tree).map(|(id, _)| *id);
            if *is_tree {
                self.changed(tree_before, Some(*id), &format!("{path}/"), depth + 1, out);
            } else {
                out.push(path);
            }
        }
        for (name, (id, is_tree)) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            if *is_tree {
                self.changed(Some(*id), None, &format!("{at}{name}/"), depth + 1, out);
            } else {
                out.push(format!("{at}{name}"));
            }
        }
    }

    fn entries(&self, tree: Option<ObjectId>) -> BTreeMap<String, (ObjectId, bool)> {
        let Some(tree) = tree.and_then(|id| self.inner.find_tree(id).ok()) else { return BTreeMap::new() };
        tree.iter().flatten().map(|entry| (entry.filename().to_string(), (entry.object_id(), entry.mode().is_tree()))).collect()
    }

    /// A file of the workspace as some commit has it, known by the hash of its bytes. Where the repository keeps other ends of lines, the bytes
    /// come with those that the hash is of.
    ///
    /// # Errors
    /// When the repository cannot be read.
    pub fn find(&self, path: &str, wanted: &str) -> Result<Option<Vec<u8>>> {
        let full = self.full(path);
        let mut seen = BTreeSet::new();
        let mut found = None;
        self.walk(|commit| {
            let entry = commit.tree().ok().and_then(|tree| tree.lookup_entry_by_path(Path::new(&full)).ok()?);
            if let Some(entry) = entry.filter(|entry| entry.mode().is_blob() && seen.insert(entry.object_id()))
                && let Ok(object) = entry.object()
            {
                found = of_hash(&object.data, wanted);
            }
            found.is_none()
        })?;
        Ok(found)
    }

    /// Writes the workspace as it was in a revision into an empty folder. Links and other repositories inside are left out.
    ///
    /// # Errors
    /// When there is no such revision, it has no such folder, or is too large.
    pub fn unpack(&self, revision: &str, into: &Path) -> Result<()> {
        let found = self.inner.rev_parse_single(revision).and_then(|id| id.object()?.peel_to_tree());
        let tree = found.map_err(|error| self.missing(&error))?;
        let tree = match self.prefix.strip_suffix('/') {
            None => tree,
            Some(folder) => {
                let entry = tree.lookup_entry_by_path(Path::new(folder))?.filter(|entry| entry.mode().is_tree());
                entry.ok_or(GitError::NotInRevision)?.object()?.peel_to_tree()?
            }
        };
        unpack_tree(&tree, into, 0, &mut (0, 0))
    }
}

/// Writes a tree into a folder; `sums` counts files and bytes.
fn unpack_tree(tree: &gix::Tree<'_>, into: &Path, depth: usize, sums: &mut (usize, u64)) -> Result<()> {
    if depth > DEEPEST {
        return Err(GitError::TooLarge(into.display().to_string()));
    }
    fs::create_dir_all(into).map_err(failed)?;
    for entry in tree.iter() {
        let entry = entry?;
        let name = entry.filename().to_string();
        // A name that leads elsewhere was made to do so.
        if inside(into, &name).is_err() || name.contains('/') || name.eq_ignore_ascii_case(".git") {
            continue;
        }
        let place = into.join(&name);
        match entry.mode().kind() {
            EntryKind::Tree => unpack_tree(&entry.object()?.peel_to_tree()?, &place, depth + 1, sums)?,
            EntryKind::Blob | EntryKind::BlobExecutable => {
                let size = entry.id().header()?.size();
                sums.0 += 1;
                sums.1 += size;
                if size > MOST_BYTES || sums.1 > MOST_BYTES_TOGETHER || sums.0 > MOST_FILES {
                    return Err(GitError::TooLarge(name));
                }
                fs::write(&place, &entry.object()?.data).map_err(failed)?;
            }
            EntryKind::Link | EntryKind::Commit => {}
        }
    }
    Ok(())
}

/// Bytes that have a hash, be it with other ends of lines.
fn of_hash(bytes: &[u8], wanted: &str) -> Option<Vec<u8>> {
    use gix::bstr::ByteSlice as _;
    let crlf = || lf(bytes).replace("\n", "\r\n");
    if hex(&hash(bytes)) == wanted { Some(bytes.to_vec()) } else { Some(crlf()).filter(|b| hex(&hash(b)) == wanted) }
}
