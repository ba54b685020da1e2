//! What the last build made, so that the next one makes only what changed.
//!
//! The cache lies in the workspace's `.yizhan/` folder, one file per output folder, and not in the output itself, which must be the
//! same on every machine. A cache that is lost, old or damaged only costs time.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::steps::open_as_folder;

/// One artifact as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Path below the output folder.
    pub path: String,
    /// Hash of everything that it depends on.
    pub fingerprint: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

/// The spare folder beside the output (see `staging`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spare {
    /// Hash of the manifest in it.
    pub manifest: String,
    /// Paths at which it has something else than the output, or one of them has nothing.
    pub stale: Vec<String>,
}

/// What the last build of one output folder made.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cache {
    /// The output folder; a cache whose output is gone is thrown away.
    pub output: PathBuf,
    /// Which program made it: another one may make other bytes from the same inputs.
    pub program: String,
    /// Hash of all inputs of that build, its choices included: when it is the same there is nothing to do.
    pub inputs: String,
    /// Hash of the manifest that was written: an output folder with another manifest is not the one that this cache knows.
    pub manifest: String,
    /// The spare, if there is one.
    pub spare: Option<Spare>,
    /// Files in the output that no build made.
    pub user_files: Vec<String>,
    /// How many warnings the check found.
    pub warnings: usize,
    /// Artifacts in the order of their paths.
    pub artifacts: Vec<Made>,
}

impl Cache {
    /// The cache's file for an output folder.
    #[must_use]
    pub fn file(workspace: &Path, output: &Path) -> PathBuf {
        let place = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let name = blake3::hash(place.to_string_lossy().as_bytes()).to_hex();
        workspace.join(".yizhan").join(format!("{}.json", name.as_str().get(..16).unwrap_or_default()))
    }

    /// Reads the cache; `None` when there is none that can be used.
    #[must_use]
    pub fn read(file: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(file).ok()?).ok()
    }

    /// Writes the cache beside its place and moves it there, so that a reader never sees half of one. A workspace that cannot be
    /// written to goes without.
    pub fn write(&self, file: &Path) {
        let Some(folder) = file.parent() else { return };
        let Ok(bytes) = serde_json::to_vec(self) else { return };
        let written = fs::create_dir_all(folder).and_then(|()| {
            let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
            temporary.write_all(&bytes)?;
            let _ = open_as_folder(temporary.path());
            temporary.persist(file).map_err(|e| e.error)?;
            Ok(())
        });
        prune(folder, file);
        if written.is_err() {
            // Stale entries would be worse than none.
            let _ = fs::remove_file(file);
        }
    }
}

/// Throws away caches whose output folder is gone. The one that was just written is not read again.
fn prune(folder: &Path, own: &Path) {
    #[derive(Deserialize)]
    struct Whose {
        output: PathBuf,
    }
    for file in fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).filter(|file| file != own) {
        let read = || fs::read(&file).ok().filter(|_| file.extension().is_some_and(|e| e == "json"));
        if read().and_then(|b| serde_json::from_slice::<Whose>(&b).ok()).is_some_and(|w| !w.output.exists()) {
            // The lock beside it stays: one that was removed could be held by two at once.
            let _ = fs::remove_file(file);
        }
    }
}
