//! The lock of an output folder: one build at a time works on it.

use std::fs;
use std::path::Path;

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
    /// Takes the lock. The file stays for ever: one that was removed could be held by two at once. A workspace that cannot be
    /// written to goes without: an output is made again, and never the only copy of anything.
    ///
    /// # Errors
    /// When another build holds it.
    pub fn take(file: &Path) -> Result<Self, Busy> {
        let opened = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::File::create(file));
        let Ok(held) = opened else { return Ok(Self { _file: None }) };
        match held.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Err(Busy),
            // A file system without locks is no reason not to build.
            Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Self { _file: Some(held) }),
        }
    }
}
