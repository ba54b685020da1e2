//! The lock of a workspace: one writer at a time, across processes and across machines on a shared disk.
//!
//! The system's lock on a file that is used for nothing else holds it, and ends with the process, however that ends. A second file says who
//! holds it, since locked files cannot even be read on Windows. Where a disk knows no locks, the second file, made only if it is not there, takes the lock's
//! place: two machines are then never both let in, and a file that a killed process left behind is named instead of guessed away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{fault, make_own_folder, own_folder, steps};

/// How long a second writer waits for the first by default.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// The file that is the lock where the disk knows none.
const HELD: &str = "lock.held";
/// How often the lock is tried meanwhile.
const LOOK: Duration = Duration::from_millis(25);

/// Who holds the lock, in words for the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The person, as the system knows them.
    pub who: String,
    /// The machine.
    pub host: String,
    /// The process on it.
    pub process: u32,
    /// Since when, RFC 3339.
    pub since: String,
    /// What is being done, in Chinese and English.
    pub doing: [String; 2],
}

/// The lock, held until this is dropped.
#[derive(Debug)]
pub struct Lock {
    root: PathBuf,
    owner: PathBuf,
    /// Open and locked; none where the disk knows no locks and the owner's file is the lock.
    file: Option<fs::File>,
}

/// Why the lock cannot be had.
#[derive(Debug)]
pub enum LockError {
    /// Somebody else holds it; who, where that could be read.
    Held(Option<Box<Owner>>),
    /// The disk knows no locks, and this file says that somebody is at work. It may be left from a process that was killed on another machine.
    Unclear(PathBuf, Option<Box<Owner>>),
    /// The workspace cannot be written to.
    Io(io::Error),
}

impl From<io::Error> for LockError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Lock {
    /// Takes the lock, waiting for `patience` where somebody holds it.
    ///
    /// # Errors
    /// When it cannot be had in that time.
    pub fn take(root: &Path, owner: &Owner, patience: Duration) -> Result<Self, LockError> {
        let own = make_own_folder(root)?;
        let about = own.join("lock.owner");
        // Read and write: appending alone fails on Windows, and NFS wants a file that can be written. Never emptied, never deleted.
        let place = own.join("lock");
        let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&place)?;
        // Whoever made it lets the others who share the workspace in; only its owner may.
        let _ = steps::open_as_folder(&place);
        let until = Instant::now() + patience;
        loop {
            let tried =
                if fault::no_locks() { Err(fs::TryLockError::Error(io::ErrorKind::Unsupported.into())) } else { file.try_lock() };
            match tried {
                Ok(()) => {
                    // Only for others to read: without it the lock holds all the same.
                    let _ = say_who(&about, owner);
                    let lock = Self { root: root.to_owned(), owner: about.clone(), file: Some(file) };
                    // A machine that cannot lock this disk shuts the others out by a file of its own.
                    while let Some(held) = held_by_another(&own.join(HELD), owner)? {
                        if Instant::now() >= until {
                            return Err(held);
                        }
                        thread::sleep(LOOK);
                    }
                    return Ok(lock);
                }
                Err(fs::TryLockError::WouldBlock) if Instant::now() >= until => return Err(LockError::Held(read(&about))),
                Err(fs::TryLockError::WouldBlock) => thread::sleep(LOOK),
                Err(fs::TryLockError::Error(_)) => match without_locks(root, &own, owner)? {
                    Ok(lock) => return Ok(lock),
                    Err(_) if Instant::now() < until => thread::sleep(LOOK),
                    Err(held) => return Err(held),
                },
            }
        }
    }

    /// Who holds the lock of a workspace, as far as that can be read.
    #[must_use]
    pub fn holder(root: &Path) -> Option<Box<Owner>> {
        let own = own_folder(root);
        read(&own.join("lock.owner")).or_else(|| read(&own.join(HELD)))
    }

    /// The workspace that it is of.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the disk knows locks. Without them only the owner's file keeps others out.
    #[must_use]
    pub fn is_of_the_system(&self) -> bool {
        self.file.is_some()
    }
}

/// Writes who holds the lock. One that a killed process of somebody else left cannot be written into, but it can be taken away.
fn say_who(about: &Path, owner: &Owner) -> io::Result<()> {
    let _ = fs::remove_file(about);
    fs::write(about, serde_json::to_vec(owner)?)?;
    steps::open_as_folder(about)
}

/// A file as the lock: made only if it is not there. Whoever has the system's lock writes its owner's file and then looks for this one, and here it is the other way round: of
/// two that come at once at most one goes on.
fn without_locks(root: &Path, own: &Path, owner: &Owner) -> Result<Result<Lock, LockError>, LockError> {
    let held = own.join(HELD);
    let bytes = serde_json::to_vec(owner).map_err(io::Error::from)?;
    match fs::OpenOptions::new().write(true).create_new(true).open(&held) {
        Ok(mut file) => {
            let lock = Lock { root: root.to_owned(), owner: held, file: None };
            io::Write::write_all(&mut file, &bytes)?;
            let _ = steps::open_as_folder(&lock.owner);
            let about = own.join("lock.owner");
            let locked = about.exists() && !read(&about).is_some_and(|h| h.host == owner.host && is_gone(h.process));
            Ok(if locked { Err(LockError::Unclear(about.clone(), read(&about))) } else { Ok(lock) })
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let another = held_by_another(&held, owner)?;
            // It has gone meanwhile: once more.
            Ok(Err(another.unwrap_or(LockError::Unclear(held, None))))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether somebody holds a disk without locks. What a process of this machine left that is gone is cleared away; of another machine nobody can tell.
fn held_by_another(held: &Path, owner: &Owner) -> Result<Option<LockError>, LockError> {
    let bytes = match fs::read(held) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let holder: Option<Box<Owner>> = serde_json::from_slice(&bytes).ok().map(Box::new);
    if !holder.as_ref().is_some_and(|h| h.host == owner.host && is_gone(h.process)) {
        return Ok(Some(LockError::Unclear(held.to_owned(), holder)));
    }
    // Under a name of our own first: another process may have cleared it away and taken the lock between the two.
    let aside = held.with_extension(format!("stale-{}", std::process::id()));
    match fs::rename(held, &aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        done => done?,
    }
    if fs::read(&aside)? != bytes {
        fs::rename(&aside, held)?;
        return Ok(Some(LockError::Unclear(held.to_owned(), read(held))));
    }
    fs::remove_file(&aside)?;
    Ok(None)
}

/// Whether a process of this machine has surely ended.
fn is_gone(process: u32) -> bool {
    cfg!(target_os = "linux") && Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{process}")).exists()
}

fn read(about: &Path) -> Option<Box<Owner>> {
    serde_json::from_slice(&fs::read(about).ok()?).ok().map(Box::new)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Before the lock goes: the next owner's name must not be taken away.
        let _ = fs::remove_file(&self.owner);
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
    }
}
