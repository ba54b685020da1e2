//! Files that a command makes for somebody: a workbook, a report, a notice. One rule for all: never over a file that is there, unless it is
//! still what this program wrote there, or the person said so.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::hex;
use super::{hash, make_own_folder, own_folder, steps};

/// The file that makes a folder a workspace.
const WORKSPACE_FILE: &str = "yizhan.yaml";

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was made.
    New,
    /// It took the place of one that this program had written and nobody had changed.
    Overwritten,
    /// The same bytes are there.
    Same,
}

/// Why a file was not written.
#[derive(Debug)]
pub enum OutputError {
    /// Another file is there, or the one that this program wrote was edited.
    Exists,
    /// The disk could not do it.
    Disk(io::Error),
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Whether a file may be written, before anything is made.
///
/// # Errors
/// When another file is there.
pub fn may_write(root: &Path, path: &Path, force: bool) -> Result<(), OutputError> {
    // A folder, a link that leads nowhere, a file that cannot be read: something is there, and nobody knows what.
    let Ok(there) = fs::read(path) else {
        return match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            // Such as a name that is too long.
            Err(error) => Err(OutputError::Disk(error)),
            Ok(_) if force && !path.is_dir() => Ok(()),
            Ok(_) => Err(OutputError::Exists),
        };
    };
    let known = fs::read_to_string(note_of(root, path)).is_ok_and(|noted| noted.lines().next() == Some(&hex(&hash(&there))));
    if force || known { Ok(()) } else { Err(OutputError::Exists) }
}

/// The same for bytes that are known: equal ones may always be written, since nothing changes.
///
/// # Errors
/// When another file is there.
pub fn may_write_bytes(root: &Path, path: &Path, bytes: &[u8], force: bool) -> Result<(), OutputError> {
    if fs::read(path).is_ok_and(|there| there == bytes) { Ok(()) } else { may_write(root, path, force) }
}

/// Writes a file whole, and remembers its bytes in the workspace.
///
/// # Errors
/// When another file is there, or the disk cannot do it; the old file is then as it was.
pub fn write(root: &Path, path: &Path, bytes: &[u8], force: bool) -> Result<Written, OutputError> {
    let there = fs::read(path).ok();
    if there.as_deref() == Some(bytes) {
        // It may be somebody's own file that happens to be equal: it is not noted as ours.
        return Ok(Written::Same);
    }
    may_write(root, path, force)?;
    steps::replace(path, bytes)?;
    remember(root, path, bytes);
    Ok(if there.is_some() { Written::Overwritten } else { Written::New })
}

/// Notes that these bytes are ours. A workspace that cannot be written to forgets: the next run then asks for `--force`.
fn remember(root: &Path, path: &Path, bytes: &[u8]) {
    // Two outputs can be compared where there is no workspace: nothing of ours is left there.
    if !root.join(WORKSPACE_FILE).is_file() {
        return;
    }
    let note = note_of(root, path);
    let _ = make_own_folder(root)
        .and_then(|_| steps::make_folder(note.parent().unwrap_or(root)))
        .and_then(|()| steps::replace(&note, format!("{}\n{}\n", hex(&hash(bytes)), whole(path).display()).as_bytes()));
}

/// The outputs that are still where this program wrote them, in the order of their paths. Notes of older versions do not say where that was.
#[must_use]
pub fn saved(root: &Path) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = notes(root).into_iter().map(|(_, path)| path).filter(|path| path.is_file()).collect();
    list.sort();
    list.dedup();
    list
}

/// Takes the paths out of the notes that name somebody; that the bytes are ours stays known.
///
/// # Errors
/// When the disk cannot do it.
pub fn forget_paths(root: &Path, names_somebody: impl Fn(&str) -> bool) -> io::Result<()> {
    for (note, path) in notes(root).into_iter().filter(|(_, path)| names_somebody(&path.to_string_lossy())) {
        let known = fs::read_to_string(&note)?.lines().next().unwrap_or_default().to_owned();
        steps::replace(&note, known.as_bytes())
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    }
    Ok(())
}

/// The notes that say where their output is.
fn notes(root: &Path) -> Vec<(PathBuf, PathBuf)> {
    let entries = fs::read_dir(own_folder(root).join("outputs")).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let note = entry.path();
            let path = PathBuf::from(fs::read_to_string(&note).ok()?.lines().nth(1)?);
            Some((note, path))
        })
        .collect()
}

/// An output's path from the root of the disk.
fn whole(path: &Path) -> PathBuf {
    let folder = path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p });
    let folder = folder.and_then(|p| fs::canonicalize(p).ok());
    folder.map_or_else(|| path.to_owned(), |p| p.join(path.file_name().unwrap_or_default()))
}

/// The file that remembers an output, named by a hash of its path.
fn note_of(root: &Path, path: &Path) -> PathBuf {
    let whole = whole(path);
    let name = hex(&hash(whole.as_os_str().as_encoded_bytes()));
    own_folder(root).join("outputs").join(name.get(..24).unwrap_or(&name))
}
