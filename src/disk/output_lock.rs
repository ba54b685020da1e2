//! The lock of an output folder: one build at a time works on it.

use std::fs;
use std::path::Path;

use super::{make_own_folder, steps};

/// Holds an output folder while a build works on it.
#[derive(Debug)]
pub struct OutputLock {
    /// Open and locked for as long as this lives.
    _file: Option<fs::File>,
}

/// Another build is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

impl OutputLock {
    /// Takes the lock, a file in the own folder of the workspace. The file stays for ever: one that was removed could be held by two at once. A workspace that cannot be
    /// written to goes without: an output is made again, and never the only copy of anything.
    ///
    /// # Errors
    /// When another build holds it.
    pub fn take(root: &Path, file: &Path) -> Result<Self, Busy> {
        let opened = make_own_folder(root)
            .and_then(|_| fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(file));
        let Ok(held) = opened else { return Ok(Self { _file: None }) };
        // Whoever shares the workspace builds it too; only the owner may say so.
        let _ = steps::open_as_folder(file);
        match held.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Err(Busy),
            // A file system without locks is no reason not to build.
            Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Self { _file: Some(held) }),
        }
    }
}
