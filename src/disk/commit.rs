//! Several files of a workspace, written whole or not at all.
//!
//! Everything new is written beside, in `.yizhan/pending/`, and the disk has it before anything in the workspace changes. Then that folder is renamed to
//! `.yizhan/commit/`: this one rename decides. A kill before it leaves nothing, a kill after it is made good by the next command, which carries
//! out what is left ([`recover`]). At the end the folder becomes the entry of the journal.
//!
//! Nothing is written over a file that is not as it was when it was read: an edit that somebody made meanwhile stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{self, Entry, FileEntry, before_name, hex};
use super::lock::Lock;
use super::{Hash, hash, inside, make_own_folder, own_folder, steps};

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path in the workspace, with `/` between its parts.
    pub path: String,
    /// Hash of the file when it was read; none where it was not there.
    pub before: Option<Hash>,
    /// The new bytes; none to take the file away.
    pub after: Option<Vec<u8>>,
}

impl Change {
    /// A file that is not there yet.
    #[must_use]
    pub fn create(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), before: None, after: Some(bytes) }
    }

    /// New bytes for a file that was read as `before`.
    #[must_use]
    pub fn replace(path: impl Into<String>, before: Hash, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), before: Some(before), after: Some(bytes) }
    }

    /// A file that goes, which was read as `before`.
    #[must_use]
    pub fn remove(path: impl Into<String>, before: Hash) -> Self {
        Self { path: path.into(), before: Some(before), after: None }
    }

    /// New bytes for a file, whatever is there now: its hash is taken now.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn put(root: &Path, path: impl Into<String>, bytes: Vec<u8>) -> io::Result<Self> {
        let path = path.into();
        Ok(Self { before: now(&inside(root, &path)?)?, path, after: Some(bytes) })
    }
}

/// What the journal is to say of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When, RFC 3339.
    pub time: String,
    /// The person.
    pub who: String,
    /// What kind of operation, such as `import points`.
    pub operation: String,
    /// What it does, in a sentence, in Chinese and English.
    pub says: [String; 2],
    /// The entry that it undoes.
    pub undoes: Option<u64>,
    /// Why it cannot be undone, where what was there must not be kept.
    pub final_because: Option<[String; 2]>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The entry of the journal.
    pub entry: Entry,
    /// Files that somebody changed in the very moment of the commit: left as they are. What should have come there lies in the entry's folder.
    pub left: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum CommitError {
    /// These files are not as they were when they were read.
    Changed(Vec<String>),
    /// The disk could not do it; what had been begun is taken back or carried out by the next command.
    Disk(String, io::Error),
}

/// What [`recover`] found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing had been interrupted.
    Nothing,
    /// An operation was interrupted before anything had changed; its leftovers are gone.
    RolledBack,
    /// An operation was interrupted halfway, and is complete now.
    Finished(Box<Entry>),
    /// The same, but these files were changed by somebody in between and left as they are; what should have come there lies in the entry's folder.
    FinishedBut(Box<Entry>, Vec<String>),
}

fn pending(root: &Path) -> PathBuf {
    own_folder(root).join("pending")
}

fn decided(root: &Path) -> PathBuf {
    own_folder(root).join("commit")
}

/// The hash of a file as it is now; none where there is none.
fn now(path: &Path) -> io::Result<Option<Hash>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(hash(&bytes))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an operation was interrupted, so that [`recover`] is needed before anything is read.
#[must_use]
pub fn was_interrupted(root: &Path) -> bool {
    pending(root).exists() || decided(root).exists()
}

/// Writes all files or none, and the journal's entry.
///
/// # Errors
/// When a file is not as it was read, or the disk cannot do it.
pub fn commit(lock: &Lock, mut changes: Vec<Change>, note: Note) -> Result<Committed, CommitError> {
    let root = lock.root();
    let disk = |path: &str| {
        let path = path.to_owned();
        move |error| CommitError::Disk(path, error)
    };
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes.dedup_by(|a, b| a.path == b.path);
    as_they_were_read(root, &changes)?;
    // What changes nothing is no part of it.
    changes.retain(|c| c.after.as_ref().map(|bytes| hash(bytes)) != c.before);
    let own = ".yizhan";
    make_own_folder(root).map_err(disk(own))?;
    let keep = note.final_because.is_none();
    let files: Vec<FileEntry> = changes
        .iter()
        .map(|c| FileEntry {
            path: c.path.clone(),
            before: c.before.as_ref().map(hex),
            after: c.after.as_ref().map(|bytes| hex(&hash(bytes))),
            kept: keep && c.before.is_some(),
        })
        .collect();
    let entry = Entry {
        number: journal::next_number(root),
        time: note.time,
        who: note.who,
        operation: note.operation,
        says: note.says,
        undoes: note.undoes,
        final_because: note.final_because,
        files,
    };
    let prepared = prepare(root, &changes, &entry)
        .map_err(|(path, error)| CommitError::Disk(path, error))
        // Writing took time, and editors know nothing of the lock.
        .and_then(|()| as_they_were_read(root, &changes))
        .and_then(|()| decide(root).map_err(disk(own)));
    if let Err(error) = prepared {
        if decided(root).exists() {
            // It is decided, and only the disk's word for it is missing: the next command carries it out.
            return Err(error);
        }
        // Nothing has changed yet. What cannot be cleared away now the next command clears away.
        let _ = steps::remove_folder(&pending(root));
        return Err(error);
    }
    let left = carry_out(root, &entry).map_err(|(path, error)| CommitError::Disk(path, error))?;
    finish(root, &entry).map_err(disk(own))?;
    Ok(Committed { entry, left })
}

/// Whether every file still is what was read.
fn as_they_were_read(root: &Path, changes: &[Change]) -> Result<(), CommitError> {
    let mut stale = Vec::new();
    for change in changes {
        let there = inside(root, &change.path).and_then(|place| now(&place));
        if there.map_err(|error| CommitError::Disk(change.path.clone(), error))? != change.before {
            stale.push(change.path.clone());
        }
    }
    if stale.is_empty() { Ok(()) } else { Err(CommitError::Changed(stale)) }
}

/// Writes everything beside, so that one rename is left to decide.
fn prepare(root: &Path, changes: &[Change], entry: &Entry) -> Result<(), (String, io::Error)> {
    let folder = pending(root);
    let at = |path: &str| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    steps::remove_folder(&folder).map_err(at(".yizhan/pending"))?;
    steps::make_folder(&folder).map_err(at(".yizhan/pending"))?;
    close_to_others(&folder).map_err(at(".yizhan/pending"))?;
    for (index, change) in changes.iter().enumerate() {
        let place = inside(root, &change.path).map_err(at(&change.path))?;
        if entry.files.get(index).is_some_and(|f| f.kept) {
            let bytes = fs::read(&place).map_err(at(&change.path))?;
            steps::write_new(&folder.join(before_name(index)), &bytes).map_err(at(&change.path))?;
        }
        if let Some(bytes) = &change.after {
            let new = folder.join(new_name(index));
            steps::write_new(&new, bytes).map_err(at(&change.path))?;
            steps::set_mode_for(&new, &place).map_err(at(&change.path))?;
        }
    }
    let bytes = journal::to_bytes(entry).map_err(at("entry.json"))?;
    steps::write_new(&folder.join("entry.json"), &bytes).map_err(at("entry.json"))?;
    steps::sync_folder(&folder).map_err(at(".yizhan/pending"))
}

/// The rename after which the commit counts.
fn decide(root: &Path) -> io::Result<()> {
    steps::rename(&pending(root), &decided(root))?;
    steps::sync_folder(&own_folder(root))
}

fn new_name(index: usize) -> String {
    format!("new-{index}")
}

/// Puts every file in its place. May be called again after it was interrupted.
fn carry_out(root: &Path, entry: &Entry) -> Result<Vec<String>, (String, io::Error)> {
    let folder = decided(root);
    let mut left = Vec::new();
    for (index, file) in entry.files.iter().enumerate() {
        let failed = |error| (file.path.clone(), error);
        let place = inside(root, &file.path).map_err(failed)?;
        let there = now(&place).map_err(failed)?.as_ref().map(hex);
        if there == file.after {
            continue;
        }
        if there != file.before {
            left.push(file.path.clone());
            continue;
        }
        let parent = place.parent().unwrap_or(root);
        if file.after.is_some() {
            steps::make_folder(parent).map_err(failed)?;
            steps::put_in_place(&folder.join(new_name(index)), &place).map_err(failed)?;
        } else {
            steps::remove_file(&place).map_err(failed)?;
            // The folder of something that has nothing else any more; one that is not empty stays.
            let _ = fs::remove_dir(parent);
        }
        if parent.is_dir() {
            steps::sync_folder(parent).map_err(failed)?;
        }
    }
    Ok(left)
}

/// Turns the folder of the commit into the entry of the journal.
fn finish(root: &Path, entry: &Entry) -> io::Result<()> {
    let history = journal::folder(root);
    steps::make_folder(&history)?;
    close_to_others(&history)?;
    steps::rename(&decided(root), &journal::folder_of(root, entry.number))?;
    steps::sync_folder(&history)
}

/// Finishes or takes back what a kill interrupted. Comes before anybody reads the workspace.
///
/// # Errors
/// When the disk cannot do it, with the path.
pub fn recover(lock: &Lock) -> Result<Recovered, (String, io::Error)> {
    let root = lock.root();
    let at = |path: &str| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    if decided(root).exists() {
        let bytes = fs::read(decided(root).join("entry.json")).map_err(at(".yizhan/commit/entry.json"))?;
        let entry: Entry = serde_json::from_slice(&bytes).map_err(|e| (".yizhan/commit/entry.json".to_owned(), e.into()))?;
        let left = carry_out(root, &entry)?;
        finish(root, &entry).map_err(at(".yizhan/history"))?;
        let _ = steps::remove_folder(&pending(root));
        return Ok(if left.is_empty() {
            Recovered::Finished(Box::new(entry))
        } else {
            Recovered::FinishedBut(Box::new(entry), left)
        });
    }
    if pending(root).exists() {
        steps::remove_folder(&pending(root)).map_err(at(".yizhan/pending"))?;
        return Ok(Recovered::RolledBack);
    }
    Ok(Recovered::Nothing)
}

/// What is written beside may hold personal data.
fn close_to_others(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    let _ = folder;
    Ok(())
}
