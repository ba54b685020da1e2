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

pub use super::content::{Content, Make};
use super::journal::{self, Entry, FileEntry, before_name, hex};
use super::lock::Lock;
use super::{Hash, generation, hash, hash_file, inside, make_own_folder, own_folder, steps};

/// What is to become of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path in the workspace, with `/` between its parts.
    pub path: String,
    /// Hash of the file when it was read; none where it was not there.
    pub before: Option<Hash>,
    /// What it is to hold; none to take the file away.
    pub after: Option<Content>,
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
    /// Those that it undoes besides.
    pub also_undoes: Vec<u64>,
    /// The one field that it changes, by its file and way.
    pub field: Option<String>,
    /// The entry that it goes on with.
    pub continues: Option<u64>,
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
    /// The disk could not do it, and everything is as it was.
    Disk(String, io::Error),
    /// It is decided, but the disk could not carry it out to the end: the next command completes it.
    Decided(String, io::Error),
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
    /// An operation was interrupted halfway and could not be completed because of this path: everything is as it was before it.
    TakenBack(Box<Entry>, String),
    /// The same, but these files were changed by somebody in between and left as they are; what should have come there lies in the entry's folder.
    FinishedBut(Box<Entry>, Vec<String>),
}

/// The longest name of a file, in bytes: what Linux file systems take.
const LONGEST_NAME: usize = 255;

fn pending(root: &Path) -> PathBuf {
    own_folder(root).join("pending")
}

fn decided(root: &Path) -> PathBuf {
    own_folder(root).join("commit")
}

/// The hash of a file as it is now; none where there is none.
fn now(path: &Path) -> io::Result<Option<Hash>> {
    match hash_file(path) {
        Ok(hash) => Ok(Some(hash)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an operation was interrupted, so that [`recover`] is needed before anything is read.
#[must_use]
pub fn was_interrupted(root: &Path) -> bool {
    pending(root).exists() || is_decided(root)
}

/// Whether an operation is decided and not complete: files may be of before or of after.
#[must_use]
pub fn is_decided(root: &Path) -> bool {
    decided(root).exists()
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
    if let Some(twice) = changes.windows(2).find(|pair| pair[0].path == pair[1].path) {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "two changes of one file in one operation");
        return Err(CommitError::Disk(twice[0].path.clone(), error));
    }
    as_they_were_read(root, &changes)?;
    // A change that changes nothing is left out.
    changes.retain(|c| match &c.after {
        Some(Content::Bytes(bytes)) => Some(hash(bytes)) != c.before,
        Some(Content::Made(_)) => true,
        None => c.before.is_some(),
    });
    let own = ".yizhan";
    make_own_folder(root).map_err(disk(own))?;
    let keep = note.final_because.is_none();
    let files: Vec<FileEntry> = changes
        .iter()
        .map(|c| FileEntry {
            path: c.path.clone(),
            before: c.before.as_ref().map(hex),
            // What is made while it is written has its hash from then on.
            after: c.after.as_ref().and_then(Content::bytes).map(|bytes| hex(&hash(bytes))),
            kept: keep && c.before.is_some(),
        })
        .collect();
    let mut entry = Entry {
        number: journal::next_number(root).map_err(disk(".yizhan/history"))?,
        time: note.time,
        who: note.who,
        operation: note.operation,
        says: note.says,
        undoes: note.undoes,
        also_undoes: note.also_undoes,
        field: note.field,
        continues: note.continues,
        final_because: note.final_because,
        files,
    };
    let prepared = prepare(root, &changes, &mut entry)
        .map_err(|(path, error)| CommitError::Disk(path, error))
        // Writing took time, and editors know nothing of the lock.
        .and_then(|()| as_they_were_read(root, &changes))
        .and_then(|()| try_out(root, &changes).map_err(|(path, error)| CommitError::Disk(path, error)))
        .and_then(|()| decide(root).map_err(disk(own)));
    if let Err(error) = prepared {
        if decided(root).exists() {
            // It is decided, and only the disk's word for it is missing: the next command carries it out.
            return Err(match error {
                CommitError::Disk(path, error) => CommitError::Decided(path, error),
                other => other,
            });
        }
        // Nothing has changed yet. What cannot be cleared away now the next command clears away.
        let _ = steps::remove_folder(&pending(root));
        return Err(error);
    }
    if let Err(error) = generation::advance(root) {
        // No file has moved yet.
        let undone = steps::rename(&decided(root), &pending(root)).and_then(|()| steps::remove_folder(&pending(root)));
        let own = own.to_owned();
        let is_decided = decided(root).exists();
        return Err(match undone {
            Err(_) if is_decided => CommitError::Decided(own, error),
            _ => CommitError::Disk(own, error),
        });
    }
    match carry_out(root, &entry) {
        Ok(left) => {
            let entry = finish(root, entry).map_err(|error| CommitError::Decided(own.to_owned(), error))?;
            Ok(Committed { entry, left })
        }
        // Halfway is no place to stay: back to how it was, where that is kept, else forward with the next command.
        Err((path, error)) => Err(match take_back(root, &entry) {
            Ok(()) => CommitError::Disk(path, error),
            Err(_) => CommitError::Decided(path, error),
        }),
    }
}

/// Whether files could be put into these places of a workspace, as far as that can be known without writing any.
///
/// # Errors
/// What the disk would say, with the path.
pub fn may_come(root: &Path, paths: &[String]) -> Result<(), (String, io::Error)> {
    let changes: Vec<Change> =
        paths.iter().map(|path| Change { path: path.clone(), before: None, after: Some(Vec::new().into()) }).collect();
    try_out(root, &changes)
}

/// Looks for what would stop the commit halfway, while nothing has changed yet: a name that is too long, a folder that is a file, one that cannot be written to, and on
/// Windows a file that another program holds.
fn try_out(root: &Path, changes: &[Change]) -> Result<(), (String, io::Error)> {
    let mut folders: Vec<&Path> = Vec::new();
    let places: Result<Vec<PathBuf>, _> =
        changes.iter().map(|c| inside(root, &c.path).map_err(|error| (c.path.clone(), error))).collect();
    let places = places?;
    for (change, place) in changes.iter().zip(&places) {
        let failed = |error| (change.path.clone(), error);
        let name = place.file_name().unwrap_or_default();
        if name.as_encoded_bytes().len() > LONGEST_NAME {
            return Err(failed(io::ErrorKind::InvalidFilename.into()));
        }
        let folder = place.ancestors().skip(1).find(|p| p.exists()).unwrap_or(root);
        if !folder.is_dir() {
            return Err(failed(io::ErrorKind::NotADirectory.into()));
        }
        if cfg!(windows) && change.before.is_some() {
            fs::OpenOptions::new().write(true).open(place).map_err(failed)?;
        }
        if !folders.contains(&folder) {
            // Asked, and not tried with a file: a kill would leave that among what people wrote.
            #[cfg(unix)]
            rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).map_err(|error| failed(error.into()))?;
            folders.push(folder);
        }
    }
    Ok(())
}

/// Takes back what was put in its place, and the decision with it.
///
/// # Errors
/// When something that was there before is not kept, or the disk cannot do it: then it stays decided.
fn take_back(root: &Path, entry: &Entry) -> io::Result<()> {
    let folder = decided(root);
    if entry.files.iter().any(|file| file.before.is_some() && !file.kept) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    for (index, file) in entry.files.iter().enumerate() {
        let place = inside(root, &file.path)?;
        let there = now(&place)?.as_ref().map(hex);
        if there != file.after || there == file.before {
            continue;
        }
        if file.before.is_some() {
            let old = fs::read(folder.join(before_name(index)))?;
            steps::replace(&place, &old)?;
        } else {
            steps::remove_file(&place)?;
            let _ = fs::remove_dir(place.parent().unwrap_or(root));
        }
    }
    // One rename ends it, as one rename began it.
    steps::rename(&folder, &pending(root))?;
    steps::remove_folder(&pending(root))
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
fn prepare(root: &Path, changes: &[Change], entry: &mut Entry) -> Result<(), (String, io::Error)> {
    let folder = pending(root);
    let at = |path: &str| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    steps::remove_folder(&folder).map_err(at(".yizhan/pending"))?;
    steps::make_folder(&folder).map_err(at(".yizhan/pending"))?;
    for (index, change) in changes.iter().enumerate() {
        let place = inside(root, &change.path).map_err(at(&change.path))?;
        if entry.files.get(index).is_some_and(|f| f.kept) {
            let bytes = fs::read(&place).map_err(at(&change.path))?;
            let old = folder.join(before_name(index));
            steps::write_new(&old, &bytes).and_then(|()| steps::open_as_folder(&old)).map_err(at(&change.path))?;
        }
        if let Some(content) = &change.after {
            let new = folder.join(new_name(index));
            match content {
                Content::Bytes(bytes) => steps::write_new(&new, bytes).map_err(at(&change.path))?,
                Content::Made(make) => {
                    let made = steps::write_new_in_pieces(&new, &**make).map_err(at(&change.path))?;
                    if let Some(file) = entry.files.get_mut(index) {
                        file.after = Some(hex(&made));
                    }
                }
            }
            steps::set_mode_for(&new, &place).map_err(at(&change.path))?;
        }
    }
    let bytes = journal::to_bytes(entry).map_err(at("entry.json"))?;
    let place = folder.join("entry.json");
    steps::write_new(&place, &bytes).and_then(|()| steps::open_as_folder(&place)).map_err(at("entry.json"))?;
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

/// Turns the folder of the commit into the entry of the journal, under the next free number.
fn finish(root: &Path, mut entry: Entry) -> io::Result<Entry> {
    let history = journal::folder(root);
    steps::make_folder(&history)?;
    if journal::folder_of(root, entry.number).exists() {
        entry.number = journal::next_number(root)?;
        steps::replace(&decided(root).join("entry.json"), &journal::to_bytes(&entry)?)?;
    }
    steps::rename(&decided(root), &journal::folder_of(root, entry.number))?;
    steps::sync_folder(&history)?;
    Ok(entry)
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
        // A full disk shuts nobody out: what is left to do here needs no room.
        let _ = generation::advance(root);
        let bytes = fs::read(decided(root).join("entry.json")).map_err(at(".yizhan/commit/entry.json"))?;
        let entry: Entry = serde_json::from_slice(&bytes).map_err(|e| (".yizhan/commit/entry.json".to_owned(), e.into()))?;
        let left = match carry_out(root, &entry) {
            Ok(left) => left,
            // It cannot go forward: back, if everything that was there is kept. Nobody should be shut out of a workspace.
            Err(failed) => {
                return take_back(root, &entry)
                    .map(|()| Recovered::TakenBack(Box::new(entry), failed.0.clone()))
                    .map_err(|_| failed);
            }
        };
        let entry = finish(root, entry).map_err(at(".yizhan/history"))?;
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
