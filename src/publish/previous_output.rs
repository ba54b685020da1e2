//! What stands in the output folder before a build: made by an earlier one, or people's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::build_error::BuildError;
use super::cache::{Cache, Made, Spare};
use super::manifest;
use super::staging::{MANIFEST, Staging, hash};

/// The output folder as it stands.
#[derive(Debug, Default)]
pub struct PreviousOutput {
    /// What an earlier build made. Without a cache the manifest tells it, and no fingerprint holds.
    pub made: Vec<Made>,
    /// The cache, when it is about this very output, without what it made.
    cache: Option<Cache>,
    /// The manifest as it was written, if there is one.
    pub lines: Option<Vec<u8>>,
    /// Hash of the manifest, if there is one.
    pub manifest: Option<String>,
}

/// What an earlier build made by its path, and whether it is still there with its size.
pub type Known<'p> = HashMap<&'p str, (&'p Made, bool)>;

impl PreviousOutput {
    /// Looks at an output folder. `program` is the one that is about to build: another one's fingerprints do not hold.
    ///
    /// # Errors
    /// When the folder is somebody else's: it has files beside a README and `.git…`, and no manifest of ours.
    pub fn read(output: &Path, cache_file: &Path, program: &str) -> Result<Self, BuildError> {
        let bytes = fs::read(output.join(MANIFEST)).ok();
        let manifest = bytes.as_deref().map(hash);
        let cache = Cache::read(cache_file).filter(|c| Some(&c.manifest) == manifest.as_ref() && c.program == program);
        if let Some(mut cache) = cache {
            return Ok(Self { made: std::mem::take(&mut cache.artifacts), cache: Some(cache), lines: bytes, manifest });
        }
        let Some(listed) = bytes.as_deref().and_then(manifest::read_manifest) else {
            let mut entries =
                fs::read_dir(output).into_iter().flatten().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
            return if entries.all(|n| n == "README.md" || n.starts_with(".git")) {
                Ok(Self::default())
            } else {
                Err(BuildError::ForeignOutput(output.to_owned()))
            };
        };
        let unproven =
            |(path, l): (String, manifest::Listed)| Made { path, fingerprint: String::new(), bytes: l.bytes, sha256: l.sha256 };
        Ok(Self { made: listed.into_iter().map(unproven).collect(), cache: None, lines: bytes, manifest })
    }

    /// The artifacts by path. Asks the disk about each.
    #[must_use]
    pub fn by_path(&self, output: &Path) -> Known<'_> {
        let whole: Vec<bool> = self.made.par_iter().map(|made| on_disk(output, made)).collect();
        self.made.iter().zip(whole).map(|(made, whole)| (made.path.as_str(), (made, whole))).collect()
    }

    /// The cache, when every input is the same as then and every file still there with its size: there is nothing to do.
    #[must_use]
    pub fn unchanged(&self, inputs: &str, output: &Path) -> Option<&Cache> {
        let cache = self.cache.as_ref().filter(|c| c.inputs == inputs)?;
        self.made.par_iter().all(|made| on_disk(output, made)).then_some(cache)
    }

    /// The spare beside the output, if the cache knows it.
    #[must_use]
    pub fn spare(&self) -> Option<&Spare> {
        self.cache.as_ref()?.spare.as_ref()
    }

    /// The paths at which the last output has, or may have, something else than the new one: what changed, what was made anew (its
    /// old file may have been damaged), what only one of them has, and everybody's own files of both.
    #[must_use]
    pub fn differences(&self, known: &Known<'_>, now: &[(Made, bool)], user_files: &[String]) -> Vec<String> {
        let new: HashSet<&str> = now.iter().map(|(m, _)| m.path.as_str()).collect();
        let is_same = |m: &Made| known.get(m.path.as_str()).is_some_and(|(old, _)| old.sha256 == m.sha256);
        let changed = now.iter().filter(|(m, fresh)| *fresh || !is_same(m));
        let gone = self.made.iter().filter(|m| !new.contains(m.path.as_str())).map(|m| m.path.clone());
        let before = self.cache.iter().flat_map(|c| c.user_files.iter().cloned());
        changed.map(|(m, _)| m.path.clone()).chain(gone).chain(before).chain(user_files.iter().cloned()).collect()
    }
}

/// Whether a file of the last build is still there with its size.
fn on_disk(output: &Path, made: &Made) -> bool {
    fs::metadata(output.join(&made.path)).is_ok_and(|file| file.len() == made.bytes)
}

/// Files that people put into the output folder stay there: a build removes only what a build made. Gives their paths. `wanted` is sorted.
///
/// # Errors
/// When one cannot be taken over.
pub fn carry_user_files(output: &Path, known: &Known<'_>, wanted: &[&str], staging: &Staging) -> io::Result<Vec<String>> {
    let mut carried = Vec::new();
    walk(output, &mut PathBuf::new(), &mut |below| {
        // A name that is no Unicode cannot be an artifact's; it is taken over as it is.
        let path = below.to_string_lossy();
        let path = if std::path::MAIN_SEPARATOR == '/' { path } else { path.replace(std::path::MAIN_SEPARATOR, "/").into() };
        if path != MANIFEST && !known.contains_key(&*path) && wanted.binary_search(&&*path).is_err() {
            staging.adopt(below)?;
            carried.push(path.into_owned());
        }
        Ok(())
    })?;
    Ok(carried)
}

/// Calls `found` with the path below `folder` of everything in it that is no folder. What cannot be read is left out.
fn walk(folder: &Path, below: &mut PathBuf, found: &mut dyn FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(&*below)).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        below.push(entry.file_name());
        if kind.is_dir() {
            walk(folder, below, found)?;
        } else {
            found(below)?;
        }
        below.pop();
    }
    Ok(())
}
