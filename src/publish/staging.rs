//! The staging folder and the swap. A build writes into a hidden folder beside the output; only when all of it is there the two change
//! places in one step. Whatever stops the build before that leaves the old output as it was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder beside the output in which a build is put together.
pub struct Staging {
    output: PathBuf,
    new: PathBuf,
    old: PathBuf,
    lock: PathBuf,
    /// Held while the build runs, so that two builds never work on one output.
    _held: fs::File,
}

impl Staging {
    /// Prepares an empty staging folder, after clearing away what a killed build left.
    ///
    /// # Errors
    /// When the place cannot be written to, or another build is at work (`WouldBlock`).
    pub fn begin(output: &Path) -> io::Result<Self> {
        let output = std::path::absolute(output)?;
        let name = output.file_name().ok_or_else(|| io::Error::other("the output has no name"))?.to_string_lossy().into_owned();
        let parent = output.parent().ok_or_else(|| io::Error::other("the output has no parent"))?.to_owned();
        fs::create_dir_all(&parent)?;
        let beside = |end: &str| parent.join(format!(".{name}.{end}"));
        let held = fs::File::create(beside("lock"))?;
        match held.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
        let staging = Self { new: beside("new"), old: beside("old"), output, lock: beside("lock"), _held: held };
        // Where the system cannot change two folders in one step, a kill between the two moves leaves the output under its old name.
        if !staging.output.exists() && staging.old.exists() {
            fs::rename(&staging.old, &staging.output)?;
        }
        remove(&staging.new)?;
        remove(&staging.old)?;
        fs::create_dir(&staging.new)?;
        Ok(staging)
    }

    /// The file of an artifact in the staging folder.
    #[must_use]
    pub fn path(&self, artifact: &str) -> PathBuf {
        self.new.join(artifact)
    }

    /// Makes the folders for artifacts; the paths come sorted, so each folder is made once.
    ///
    /// # Errors
    /// When a folder cannot be made.
    pub fn folders<'p>(&self, paths: impl Iterator<Item = &'p str>) -> io::Result<()> {
        let mut last = "";
        for path in paths {
            let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
            if folder != last {
                fs::create_dir_all(self.new.join(folder))?;
                last = folder;
            }
        }
        Ok(())
    }

    /// Takes a file over from the present output: a second name for the same bytes where the file system can, else a copy.
    ///
    /// # Errors
    /// When the file is not there or cannot be copied.
    pub fn keep(&self, artifact: &str) -> io::Result<()> {
        let (from, to) = (self.output.join(artifact), self.new.join(artifact));
        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ()))
    }

    /// Puts the staging folder in the output's place and removes the old output.
    ///
    /// # Errors
    /// When the folders cannot be moved; the old output is then still there.
    pub fn commit(self) -> io::Result<()> {
        if self.output.exists() {
            if exchange(&self.new, &self.output).is_err() {
                fs::rename(&self.output, &self.old)?;
                if let Err(error) = fs::rename(&self.new, &self.output) {
                    fs::rename(&self.old, &self.output)?;
                    return Err(error);
                }
            }
        } else {
            fs::rename(&self.new, &self.output)?;
        }
        Ok(())
    }
}

/// Whether the build came to its end or not: what lies beside the output goes. What cannot be removed now is removed by the next build.
impl Drop for Staging {
    fn drop(&mut self) {
        let _ = remove(&self.new);
        if self.output.exists() {
            let _ = remove(&self.old);
        }
        let _ = fs::remove_file(&self.lock);
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Lets two folders change places in one step, where the system can.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
