//! What stands in the output folder before a build: made by an earlier one, or people's own.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::build_error::BuildError;
use super::cache::{Cache, Made, Spare};
use super::manifest;
use super::staging::{MANIFEST, Staging, hash};

/// The output folder as it stands.
#[derive(Debug, Default)]
pub struct PreviousOutput {
    /// What an earlier build made. Without a cache the manifest tells it, and no fingerprint holds.
    made: Vec<Made>,
    /// The cache, when it is about this very output.
    cache: Option<Cache>,
    /// Hash of the manifest, if there is one.
    pub manifest: Option<String>,
}

impl PreviousOutput {
    /// Looks at an output folder. `program` is the one that is about to build: another one's fingerprints do not hold.
    ///
    /// # Errors
    /// When the folder is somebody else's: it has files beside a README and `.git…`, and no manifest of ours.
    pub fn read(output: &Path, cache_file: &Path, program: &str) -> Result<Self, BuildError> {
        let bytes = fs::read(output.join(MANIFEST)).ok();
        let manifest = bytes.as_deref().map(hash);
        let cache = Cache::read(cache_file).filter(|c| Some(&c.manifest) == manifest.as_ref() && c.program == program);
        if let Some(cache) = cache {
            return Ok(Self { made: cache.artifacts.clone(), cache: Some(cache), manifest });
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
        Ok(Self { made: listed.into_iter().map(unproven).collect(), cache: None, manifest })
    }

    /// The artifacts by path.
    #[must_use]
    pub fn by_path(&self) -> HashMap<&str, &Made> {
        self.made.iter().map(|m| (m.path.as_str(), m)).collect()
    }

    /// The cache, when every input is the same as then and every file still there with its size: there is nothing to do.
    #[must_use]
    pub fn unchanged(&self, inputs: &str, output: &Path) -> Option<&Cache> {
        let cache = self.cache.as_ref().filter(|c| c.inputs == inputs)?;
        let intact = |m: &Made| fs::metadata(output.join(&m.path)).is_ok_and(|f| f.len() == m.bytes);
        cache.artifacts.par_iter().all(intact).then_some(cache)
    }

    /// The spare beside the output, if the cache knows it.
    #[must_use]
    pub fn spare(&self) -> Option<&Spare> {
        self.cache.as_ref()?.spare.as_ref()
    }

    /// The paths at which the last output has, or may have, something else than the new one: what changed, what was made anew (its
    /// old file may have been damaged), what only one of them has, and everybody's own files of both.
    #[must_use]
    pub fn differences(&self, now: &[(Made, bool)], user_files: &[String]) -> Vec<String> {
        let old: HashMap<&str, &str> = self.made.iter().map(|m| (m.path.as_str(), m.sha256.as_str())).collect();
        let new: HashSet<&str> = now.iter().map(|(m, _)| m.path.as_str()).collect();
        let changed = now.iter().filter(|(m, fresh)| *fresh || old.get(m.path.as_str()) != Some(&m.sha256.as_str()));
        let gone = self.made.iter().filter(|m| !new.contains(m.path.as_str())).map(|m| m.path.clone());
        let before = self.cache.iter().flat_map(|c| c.user_files.iter().cloned());
        changed.map(|(m, _)| m.path.clone()).chain(gone).chain(before).chain(user_files.iter().cloned()).collect()
    }

    /// Files that people put into the output folder stay there: a build removes only what a build made. Gives their paths.
    ///
    /// # Errors
    /// When one cannot be taken over.
    pub fn carry_user_files(&self, output: &Path, wanted: &HashSet<&str>, staging: &Staging) -> io::Result<Vec<String>> {
        let ours = self.by_path();
        let mut carried = Vec::new();
        for entry in WalkDir::new(output).min_depth(1).into_iter().flatten().filter(|e| !e.file_type().is_dir()) {
            let Ok(below) = entry.path().strip_prefix(output) else { continue };
            // A name that is no Unicode cannot be an artifact's; it is taken over as it is.
            let path = below.to_string_lossy();
            let path = if std::path::MAIN_SEPARATOR == '/' { path } else { path.replace(std::path::MAIN_SEPARATOR, "/").into() };
            if path != MANIFEST && !ours.contains_key(&*path) && !wanted.contains(&*path) {
                staging.adopt(below)?;
                carried.push(path.into_owned());
            }
        }
        Ok(carried)
    }
}
