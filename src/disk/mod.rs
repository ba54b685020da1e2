//! The disk, for whoever writes: the lock of a workspace, several files written whole or not at all, the journal that undoes them, and
//! files outside of the workspace that are never written over somebody's work.
//!
//! It knows paths, bytes and hashes. What a file means, and what is to be done about a conflict, is the business of `ops`.
//!
//! Everything that the program itself keeps lies in `.yizhan/` of the workspace:
//!
//! ```text
//! .yizhan/lock            used for nothing but the system's lock; never deleted
//! .yizhan/lock.owner      who holds it, for the others to read
//! .yizhan/pending/        a commit that is being prepared: a kill here rolls back
//! .yizhan/commit/         a commit that is decided: a kill here rolls forward
//! .yizhan/generation      another number for each commit, so that whoever reads without a lock knows whether one came between
//! .yizhan/history/000042/ what operation 42 did, with the files as they were before
//! .yizhan/git             number of the last operation that is a git commit too
//! .yizhan/outputs/        hashes of files that were written outside of the content, to know them again
//! .yizhan/forms/          where the forms of a round lie on a server, which nobody may guess
//! ```

pub mod addresses;
pub mod commit;
pub mod content;
pub mod fault;
pub mod generation;
pub mod git;
pub mod journal;
pub mod lock;
pub mod output_lock;
pub mod outputs;
pub mod private;
pub mod steps;

use std::io;
use std::path::{Path, PathBuf};

/// The hash of a file's bytes.
pub type Hash = [u8; 32];

/// The hash by which a file is known again.
#[must_use]
pub fn hash(bytes: &[u8]) -> Hash {
    *blake3::hash(bytes).as_bytes()
}

/// The hash of a file, of which only a part is in memory at a time.
///
/// # Errors
/// When it cannot be read.
pub fn hash_file(path: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok(*hasher.finalize().as_bytes())
}

/// The bytes of a file; none where there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The folder of a workspace in which the program keeps what is its own.
#[must_use]
pub fn own_folder(root: &Path) -> PathBuf {
    root.join(".yizhan")
}

/// Makes the program's own folder, for those who share the workspace and nobody else where the system has such rights, and closed to git:
/// what lies in it may hold personal data.
///
/// # Errors
/// When it cannot be made.
pub fn make_own_folder(root: &Path) -> io::Result<PathBuf> {
    let own = own_folder(root);
    let is_new = !own.is_dir();
    if is_new {
        std::fs::create_dir_all(&own)?;
    }
    // The rights of the workspace, but for strangers: what lies here may hold personal data, and all who share the workspace need it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).map(|about| about.permissions().mode());
        // One that strangers may look into was not made here. Only its owner can mend that, and it holds nobody else up.
        if is_new || mode(&own)? & 0o007 != 0 {
            let shared = steps::share(&own, mode(root)? & 0o2770 | 0o700, root);
            if is_new {
                shared?;
            }
        }
    }
    let ignore = own.join(".gitignore");
    if !ignore.exists() {
        // Two processes may do this at once: both write the same.
        std::fs::write(&ignore, "*\n")?;
        let _ = steps::open_as_folder(&ignore);
    }
    Ok(own)
}

/// A file that stands where a path wants a folder: the system says no more of it than that something is there.
#[must_use]
pub fn file_on_the_way(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|above| above.symlink_metadata().is_ok()).filter(|above| above.is_file())
}

/// The path of a file of the workspace. Paths in plans are relative and have `/` between their parts.
///
/// # Errors
/// A path that would lead out of the workspace.
pub fn inside(root: &Path, path: &str) -> io::Result<PathBuf> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']);
    if path.split('/').all(plain) {
        return Ok(root.join(path));
    }
    Err(io::ErrorKind::InvalidInput.into())
}
