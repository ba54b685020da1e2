//! The staging folder and the swap. A build writes into a hidden folder beside the output; only when all of it is there the two change
//! places in one step. Whatever stops the build before that leaves the old output as it was.
//!
//! A large output is put together from a spare: the folder that was the output before. It differs from the present one by what the
//! last build changed, so that the next edit touches a few files and not tens of thousands. All three share their files' bytes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::cache::Spare;

/// The file by which a spare is recognised.
pub const MANIFEST: &str = "manifest.json";

/// A folder beside the output in which a build is put together.
pub struct Staging {
    output: PathBuf,
    new: PathBuf,
    old: PathBuf,
    spare: PathBuf,
    /// What the spare has otherwise than the present output; none when the staging folder began empty.
    stale: Option<HashSet<String>>,
    /// Whether a file had to be copied: a spare would then cost as much disk as the output.
    copied: AtomicBool,
}

impl Staging {
    /// Prepares a staging folder, after clearing away what a killed build left: the spare that the cache knows, else an empty one.
    ///
    /// # Errors
    /// When the place cannot be written to.
    pub fn begin(output: &Path, known: Option<&Spare>) -> io::Result<Self> {
        let mut staging = Self::at(output)?;
        remove(&staging.new)?;
        remove(&staging.old)?;
        let usable = known.filter(|s| fs::read(staging.spare.join(MANIFEST)).is_ok_and(|m| hash(&m) == s.manifest));
        if let Some(known) = usable {
            fs::rename(&staging.spare, &staging.new)?;
            staging.stale = Some(known.stale.iter().cloned().collect());
        } else {
            remove(&staging.spare)?;
            fs::create_dir(&staging.new)?;
        }
        Ok(staging)
    }

    /// Puts the output back that a killed build left under its old name: where the system cannot change two folders in one step, that
    /// is what a kill between the two moves does. Comes before anybody looks at the output.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn recover(output: &Path) -> io::Result<()> {
        let staging = Self::at(output)?;
        if !staging.output.exists() && staging.old.exists() {
            fs::rename(&staging.old, &staging.output)?;
        }
        Ok(())
    }

    /// Clears away what a killed build left, when there is nothing else to do.
    pub fn sweep(output: &Path) {
        drop(Self::at(output));
    }

    fn at(output: &Path) -> io::Result<Self> {
        // An output that is a link stays one: what it leads to changes places.
        let output = fs::canonicalize(output).or_else(|_| std::path::absolute(output))?;
        let name = output.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.to_string_lossy().into_owned();
        let parent = output.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.to_owned();
        fs::create_dir_all(&parent)?;
        let beside = |end: &str| parent.join(format!(".{name}.{end}"));
        Ok(Self {
            new: beside("new"),
            old: beside("old"),
            spare: beside("spare"),
            output,
            stale: None,
            copied: AtomicBool::new(false),
        })
    }

    /// The file of an artifact in the staging folder.
    #[must_use]
    pub fn path(&self, artifact: &str) -> PathBuf {
        self.new.join(artifact)
    }

    /// Makes the folders for the files that come; their paths are sorted, so each folder is made once. Takes out of a spare what is not
    /// wanted any more: `before` has the files of the present output.
    ///
    /// # Errors
    /// When a folder cannot be made, or a file not be removed.
    pub fn prepare<'p, V>(
        &'p self,
        wanted: &[&'p str],
        coming: impl Iterator<Item = &'p str>,
        before: &HashMap<&'p str, V>,
    ) -> io::Result<()> {
        if let Some(stale) = &self.stale {
            let wanted: HashSet<&str> = wanted.iter().copied().collect();
            for path in stale.iter().map(String::as_str).chain(before.keys().copied()).filter(|p| !wanted.contains(p)) {
                unlink(&self.path(path))?;
                let mut folder = Path::new(path).parent();
                // A folder that still holds something stays.
                while let Some(empty) = folder.filter(|f| !f.as_os_str().is_empty() && fs::remove_dir(self.new.join(f)).is_ok()) {
                    folder = empty.parent();
                }
            }
        }
        // What the spare has as the present output has it stands in its folder already.
        let stands = |path: &str| self.stale.as_ref().is_some_and(|stale| !stale.contains(path) && before.contains_key(path));
        let mut last = "";
        for path in coming.filter(|path| !stands(path)) {
            let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
            if folder != last {
                fs::create_dir_all(self.new.join(folder))?;
                last = folder;
            }
        }
        Ok(())
    }

    /// Writes a new file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, artifact: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(artifact);
        if self.stale.is_some() {
            // Writing into the spare's file would write into the present output, which shares its bytes.
            unlink(&path)?;
        }
        match fs::write(&path, bytes) {
            // A spare from which somebody took a folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.stale.is_some() => {
                path.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::write(&path, bytes)
            }
            written => written,
        }
    }

    /// Takes a file over from the present output: a second name for the same bytes where the file system can, else a copy.
    ///
    /// # Errors
    /// When the file is not there or cannot be copied.
    pub fn keep(&self, artifact: &str) -> io::Result<()> {
        let (from, to) = (self.output.join(artifact), self.path(artifact));
        match &self.stale {
            Some(stale) if !stale.contains(artifact) => return Ok(()),
            Some(_) => unlink(&to)?,
            None => {}
        }
        self.link(&from, &to)
    }

    /// Gives a new file a second place.
    ///
    /// # Errors
    /// When it cannot be linked or copied.
    pub fn double(&self, artifact: &str, copy: &str) -> io::Result<()> {
        let to = self.path(copy);
        unlink(&to)?;
        // A copy here costs disk whether there is a spare or not.
        fs::hard_link(self.path(artifact), &to).or_else(|_| fs::copy(self.path(artifact), &to).map(|_| ()))
    }

    /// Takes over a file that no build made.
    ///
    /// # Errors
    /// When the file is not there or cannot be copied.
    pub fn adopt(&self, path: &Path) -> io::Result<()> {
        let to = self.new.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        unlink(&to)?;
        self.link(&self.output.join(path), &to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to).or_else(|_| {
            self.copied.store(true, Ordering::Relaxed);
            fs::copy(from, to).map(|_| ())
        })
    }

    /// Puts the staging folder in the output's place. With `spare` the old output stays beside it, or a copy of the new one's names
    /// where there was none; tells whether there is a spare now, and of which output it is.
    ///
    /// # Errors
    /// When the folders cannot be moved; the old output is then still there.
    pub fn commit(&self, spare: bool, files: &[&str]) -> io::Result<Option<SpareOf>> {
        let replaced = self.output.exists();
        if !replaced {
            fs::rename(&self.new, &self.output)?;
        } else if exchange(&self.new, &self.output).is_err() {
            fs::rename(&self.output, &self.old)?;
            if let Err(error) = fs::rename(&self.new, &self.output) {
                fs::rename(&self.old, &self.output)?;
                return Err(error);
            }
            fs::rename(&self.old, &self.new)?;
        }
        // The new output stands. From here on nothing may fail the build: a spare only saves time.
        if !spare || self.copied.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let made = if replaced { Ok(()) } else { self.link_all(files) };
        Ok(made
            .and_then(|()| fs::rename(&self.new, &self.spare))
            .ok()
            .map(|()| if replaced { SpareOf::Last } else { SpareOf::New }))
    }

    /// Gives every file of the output a second name in the staging folder.
    fn link_all(&self, files: &[&str]) -> io::Result<()> {
        fs::create_dir(&self.new)?;
        self.prepare(files, files.iter().copied(), &HashMap::<&str, ()>::new())?;
        files.par_iter().try_for_each(|path| fs::hard_link(self.output.join(path), self.new.join(path)))
    }
}

/// Which output a spare is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpareOf {
    /// The output as it was before this build.
    Last,
    /// The one of this build: there was none before.
    New,
}

/// Whether the build came to its end or not: what lies beside the output goes. What cannot be removed now is removed by the next build.
impl Drop for Staging {
    fn drop(&mut self) {
        let _ = remove(&self.new);
        if self.output.exists() {
            let _ = remove(&self.old);
        }
    }
}

/// The hash by which a manifest is recognised.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn unlink(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(error),
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
