//! Reading a workspace without its lock: all of every commit or nothing of it, and never behind somebody's long plan.
//!
//! What is read counts if no commit was carried out meanwhile; else it is read again. Where commits come faster than that, reading takes its turn among the
//! writers, and where it cannot, it says who is at work. A folder that cannot be written to is read in the same way.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::busy::not_read;
use super::session::recover;
use super::{Caller, Outcome};
use crate::diagnostic::{Bilingual, Diagnostics};
use crate::disk::commit;
use crate::disk::generation::{self, Generation};
use crate::disk::lock::Lock;
use crate::load::{WORKSPACE_FILE, load};
use crate::model::Workspace;
use crate::say;
use crate::source::Folder;

/// How often it is read before it takes its turn among the writers.
const TRIES: usize = 5;
/// How often a commit that is being carried out is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What was read.
#[derive(Debug)]
pub struct Reading<T> {
    /// It itself.
    pub got: T,
    /// What was done before it could be read: an interrupted operation that was finished or taken back.
    pub notes: Vec<Bilingual>,
    /// The state that it is of.
    pub state: State,
}

/// The state of a workspace that was read.
#[derive(Debug)]
pub struct State(Option<Generation>);

impl State {
    /// Whether the workspace still is in it, for those who go on reading pictures later.
    #[must_use]
    pub fn is_still(&self, root: &Path) -> bool {
        self.0.as_ref().is_none_or(|before| generation::is_still(root, before))
    }
}

/// Loads the workspace, whole.
///
/// # Errors
/// When somebody keeps writing, or an interrupted operation cannot be finished.
pub fn workspace(caller: &Caller) -> Outcome<Reading<(Result<Workspace, Folder>, Diagnostics)>> {
    read(caller, || load(&caller.root))
}

/// Reads whatever it may be, whole. It may be read more than once.
///
/// # Errors
/// As [`workspace`].
pub fn read<T>(caller: &Caller, what: impl Fn() -> T) -> Outcome<Reading<T>> {
    let root = &caller.root;
    // Nobody writes where no workspace is.
    if !root.join(WORKSPACE_FILE).is_file() {
        return Ok(Reading { got: what(), notes: Vec::new(), state: State(None) });
    }
    let mut notes = Vec::new();
    for _ in 0..TRIES {
        notes.extend(settle(caller)?);
        let Some(before) = generation::quiet(root) else { continue };
        let got = what();
        if generation::is_still(root, &before) {
            return Ok(Reading { got, notes, state: State(Some(before)) });
        }
    }
    let owner = caller.owner(&say!("读工作区", "reading the workspace"));
    let lock = Lock::take(root, &owner, caller.patience).map_err(|error| not_read(&caller.root, &error))?;
    notes.extend(recover(&lock)?);
    let state = State(generation::quiet(root));
    Ok(Reading { got: what(), notes, state })
}

/// Finishes or takes back what a kill interrupted, and waits for a commit that is being carried out. Does not wait for whoever is only preparing one.
/// Gives what is to be said of it.
///
/// # Errors
/// When somebody keeps writing, or it cannot be finished.
pub fn settle(caller: &Caller) -> Outcome<Vec<Bilingual>> {
    let root = &caller.root;
    if !root.join(WORKSPACE_FILE).is_file() {
        return Ok(Vec::new());
    }
    let until = Instant::now() + caller.patience;
    let owner = caller.owner(&say!("完成上次中断的操作", "finishing an interrupted operation"));
    while commit::was_interrupted(root) {
        match Lock::take(root, &owner, Duration::ZERO) {
            Ok(lock) => return recover(&lock),
            // Nothing of it counts yet: what lies there is whole.
            Err(_) if !commit::is_decided(root) => break,
            Err(error) if Instant::now() >= until => return Err(not_read(&caller.root, &error)),
            Err(_) => thread::sleep(LOOK),
        }
    }
    Ok(Vec::new())
}
