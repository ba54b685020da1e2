//! What git takes for the state of the checked-out files. If it did not follow a commit, it would still name the old bytes, and the owner's
//! next commit would take the change back.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice as _};
use gix::index::entry::{Flags, Mode, Stage, Stat};
use gix::index::fs::Metadata;
use gix::index::{File, State};
use gix::lock::acquire::Fail;

use super::commit::is_of;
use super::{GitError, Result, by_system, failed};

/// How long to wait for another git that writes the index.
const PATIENCE: Duration = Duration::from_secs(5);

/// A file that a commit changes.
pub struct Target {
    /// Path in the repository.
    pub path: String,
    /// Where it lies.
    pub place: PathBuf,
    /// What the commit before had there.
    pub old: Option<ObjectId>,
    /// Hash (of ours) of the file before the operation: an edit that was staged and lay on the disk is in the commit.
    pub before: Option<String>,
    /// What the new commit has there, and whether it may be run; none where it goes.
    pub new: Option<(ObjectId, bool)>,
}

/// The index as it was read.
pub struct Index {
    file: Option<File>,
    /// `core.autocrlf`: the owner's git changes ends of lines.
    converts: bool,
}

impl Index {
    /// Reads the index; a repository may have none yet.
    pub fn read(repo: &gix::Repository) -> Result<Self> {
        let file = if repo.index_path().is_file() { Some(repo.open_index()?) } else { None };
        if file.as_ref().is_some_and(|file| file.is_sparse()) {
            return Err(GitError::Failed("sparse index".to_owned()));
        }
        let setting = repo.config_snapshot().string("core.autocrlf").map(|text| text.to_string().to_lowercase());
        Ok(Self { file, converts: setting.is_some_and(|word| ["true", "yes", "on", "1", "input"].contains(&word.as_str())) })
    }

    /// Whether the owner's git keeps this file with LF while it lies on the disk with CRLF: it counted the file as unchanged although the
    /// sizes differ. Then a commit of ours keeps LF too, as his own would.
    pub fn has_other_line_ends(&mut self, path: &str, id: ObjectId, committed: &[u8]) -> bool {
        let Some(entry) = self.file.as_ref().and_then(|f| f.entry_by_path_and_stage(path.into(), Stage::Unconflicted)) else {
            return false;
        };
        let lines = committed.find_iter("\n").count();
        let as_crlf = u32::try_from(committed.len() + lines).ok();
        let plain = lines > 0 && committed.find("\r").is_none() && entry.id == id;
        plain && (self.converts || as_crlf == Some(entry.stat.size))
    }

    /// Lets the entries follow that were as the commit before: staged ones stay as they are.
    pub fn follow(&mut self, repo: &gix::Repository, targets: &[Target]) -> Result<()> {
        let path = repo.index_path();
        let lock = gix::lock::File::acquire_to_update_resource(&path, Fail::AfterDurationWithBackoff(PATIENCE), None, 0);
        let mut lock = std::io::BufWriter::new(lock.map_err(busy)?);
        // Read again under the lock: somebody may have staged in between.
        let mut index = match Self::read(repo)?.file {
            Some(file) => file,
            None => File::from_state(State::new(repo.object_hash()), path),
        };
        for target in targets {
            follow_one(repo, &mut index, target);
        }
        index.sort_entries();
        // It describes trees that the entries no longer give.
        index.remove_tree();
        index.write_to(&mut lock, gix::index::write::Options::default()).map_err(failed)?;
        lock.flush().map_err(failed)?;
        lock.into_inner().map_err(failed)?.commit().map_err(|error| failed(error.error))?;
        self.file = None;
        Ok(())
    }
}

fn follow_one(repo: &gix::Repository, index: &mut File, target: &Target) {
    let path: &BStr = target.path.as_str().into();
    let conflict = index.entry_range(path).is_some_and(|range| range.len() > 1);
    if conflict {
        return;
    }
    let stat = match &target.new {
        Some(_) => {
            Metadata::from_path_no_follow(&target.place).ok().and_then(|about| Stat::from_fs(&about).ok()).unwrap_or_default()
        }
        None => Stat::default(),
    };
    if let Some(entry) = index.entry_mut_by_path_and_stage(path, Stage::Unconflicted) {
        let promised = entry.flags.contains(Flags::INTENT_TO_ADD);
        let same = target.new.is_some_and(|(id, _)| entry.id == id);
        // What the owner staged stays staged; what of it the commit holds already must not take the commit back.
        let staged = repo.find_object(entry.id).ok();
        let held = staged.zip(target.before.as_ref()).is_some_and(|(object, before)| is_of(&object.data, before));
        if target.old != Some(entry.id) && !promised && !same && !held {
            return;
        }
        match target.new {
            Some((id, _)) => {
                entry.id = id;
                entry.stat = stat;
                entry.flags.remove(Flags::INTENT_TO_ADD);
            }
            None => entry.flags.insert(Flags::REMOVE),
        }
        return;
    }
    // An entry that is missing although the commit before had it was taken out by the owner.
    if let (None, Some((id, executable))) = (target.old, target.new) {
        let mode = if executable { Mode::FILE_EXECUTABLE } else { Mode::FILE };
        index.dangerously_push_entry(stat, id, Flags::empty(), mode, path);
        index.sort_entries();
    }
}

/// Why the index cannot be locked: another program does, or the disk does not let anybody.
fn busy(error: impl std::error::Error + 'static) -> GitError {
    let there = |found: &GitError| matches!(found, GitError::System(_, std::io::ErrorKind::AlreadyExists));
    by_system(&error).filter(|found| !there(found)).unwrap_or_else(|| GitError::Busy(error.to_string()))
}
