//! What the handlers share: the workspace as it was last read, counted up with every change, whoever made it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::Request;
use super::arrive::Waiting;
use super::make::Making;
use super::presence::Presence;
use super::single::Kept;
use crate::diagnostic::Lang;
use crate::ops::desk::live::Press;
use crate::ops::desk::site::Pages;
use crate::ops::desk::{Look, look};
use crate::ops::{Caller, Outcome, Stop};
use crate::web::preview::watch as files;

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_millis(200);

/// The workspace as it was read.
pub struct Seen {
    /// Counts the changes that were seen.
    pub version: u64,
    /// What was read; or why it could not be.
    pub look: Result<Look, Stop>,
}

/// What the handlers share.
pub struct State {
    root: PathBuf,
    caller: fn(PathBuf) -> Caller,
    who: Mutex<Option<String>>,
    /// Language of what is said.
    pub lang: Lang,
    /// Fonts and templates for what is drawn.
    pub press: Press,
    /// Files that were brought and not taken in yet.
    pub waiting: Waiting,
    /// The making of the website and what is printed.
    pub making: Making,
    /// Opens a file or folder with the system's own program.
    pub open: Option<fn(&Path) -> bool>,
    /// Pages of the site that were looked at.
    pub pages: Pages,
    /// The pages that are open.
    pub presence: Arc<Presence>,
    /// What the page needs to keep something in the browser; none where there is no folder for it.
    pub keep: Option<Kept>,
    /// Becomes true when the server ends.
    pub end: watch::Receiver<bool>,
    seen: watch::Sender<Arc<Seen>>,
    reading: Mutex<()>,
    /// The files as they were before the workspace was read, until they are watched.
    before: Mutex<Option<files::FileStates>>,
}

impl State {
    /// Reads the workspace for the first time.
    pub fn new(request: &Request, keep: Option<Kept>, end: watch::Receiver<bool>) -> Self {
        // Looked at before they are read: what is saved in between is a change.
        let before = files::look(&request.root, &output(&request.root));
        let look = look(&(request.caller)(request.root.clone()));
        Self {
            root: request.root.clone(),
            caller: request.caller,
            who: Mutex::new(None),
            lang: request.lang,
            press: Press::default(),
            waiting: Waiting::default(),
            making: Making::default(),
            open: request.open,
            pages: Pages::default(),
            presence: Arc::default(),
            keep,
            end,
            seen: watch::Sender::new(Arc::new(Seen { version: 1, look })),
            reading: Mutex::new(()),
            before: Mutex::new(Some(before)),
        }
    }

    /// Who asks now.
    pub fn caller(&self) -> Caller {
        let mut caller = (self.caller)(self.root.clone());
        if let Some(name) = self.who.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            caller.who = name;
        }
        caller
    }

    /// Another person sits at the desk.
    pub fn is_now(&self, name: &str) {
        *self.who.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned()).filter(|name| !name.is_empty());
    }

    /// The workspace as it was last read.
    pub fn seen(&self) -> Arc<Seen> {
        Arc::clone(&self.seen.borrow())
    }

    /// Hears of every newer one.
    pub fn listen(&self) -> watch::Receiver<Arc<Seen>> {
        self.seen.subscribe()
    }

    /// Reads the workspace again. What is the same as before is no change.
    pub fn refresh(&self) {
        // One after the other, so that an older reading never comes behind a newer one.
        let _turn = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let look = look(&self.caller());
        self.seen.send_if_modified(|seen| {
            if same(&seen.look, &look) {
                return false;
            }
            *seen = Arc::new(Seen { version: seen.version + 1, look });
            true
        });
    }

    /// Looks at the files until the server ends.
    pub fn watch(&self) {
        let output = output(&self.root);
        let before = self.before.lock().unwrap_or_else(PoisonError::into_inner).take();
        let before = before.unwrap_or_else(|| files::look(&self.root, &output));
        files::until(&self.root, &output, before, INTERVAL, || *self.end.borrow(), || self.refresh());
    }
}

/// Where a build puts what it makes; nobody edits there.
fn output(root: &Path) -> PathBuf {
    root.join("output")
}

fn same(one: &Outcome<Look>, other: &Outcome<Look>) -> bool {
    let (Ok(one), Ok(other)) = (one, other) else { return false };
    let files = |look: &Look| look.sources().iter().map(|(_, file)| (file.path.clone(), file.hash)).collect::<Vec<_>>();
    one.workspace.is_ok() == other.workspace.is_ok() && one.found == other.found && files(one) == files(other)
}
