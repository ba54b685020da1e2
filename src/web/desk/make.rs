//! Making the website and what is printed, from the page: begun by a button, followed while it runs, and opened with the system's own programs.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Json, State as Of};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use super::answers::{Reason, given, reasons, refused};
use super::api::{Body, unread};
use super::state::State;
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::Stop;
use crate::ops::desk::make::{self, Made};
use crate::publish::Progress;
use crate::say;

/// The work of this desk: one at a time.
#[derive(Debug, Default)]
pub struct Making {
    total: AtomicUsize,
    done: AtomicUsize,
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
enum Now {
    #[default]
    Idle,
    Running,
    Made(Made),
    Stopped(Vec<Reason>),
}

impl Progress for Making {
    fn start(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn made(&self, _: &str) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// How far it is.
#[derive(Debug, Serialize)]
struct HowFar {
    running: bool,
    /// Of how many; 0 as long as the check runs.
    total: usize,
    done: usize,
    made: Option<Made>,
    reasons: Vec<Reason>,
    /// Whether this machine can open what was made: a desk without a browser cannot.
    opens: bool,
}

impl Making {
    /// Takes the turn. False where somebody has it.
    fn begin(&self) -> bool {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*now, Now::Running) {
            return false;
        }
        self.total.store(0, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        *now = Now::Running;
        true
    }

    fn end(&self, now: Now) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    fn how_far(&self, opens: bool) -> HowFar {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let (made, reasons) = match &*now {
            Now::Idle | Now::Running => (None, Vec::new()),
            Now::Made(made) => (Some(made.clone()), Vec::new()),
            Now::Stopped(reasons) => (None, reasons.clone()),
        };
        HowFar {
            running: matches!(*now, Now::Running),
            total: self.total.load(Ordering::Relaxed),
            done: self.done.load(Ordering::Relaxed),
            made,
            reasons,
            opens,
        }
    }
}

/// Its requests, below a folder.
pub fn router(folder: &str) -> Router<Arc<State>> {
    Router::new().route(&format!("{folder}/api/make"), get(how_far).post(begin)).route(&format!("{folder}/api/open"), post(open))
}

async fn how_far(Of(state): Of<Arc<State>>) -> Response {
    given(&state.making.how_far(state.open.is_some()))
}

/// Begins, and does not wait for the end: the page asks how far it is, also after it was loaded again.
async fn begin(Of(state): Of<Arc<State>>) -> Response {
    if state.making.begin() {
        let state = Arc::clone(&state);
        tokio::task::spawn_blocking(move || {
            let mut turn = Turn { making: &state.making, ends: Now::Idle };
            turn.ends = match make::make(&state.caller(), &state.making) {
                Ok(made) => Now::Made(made),
                Err(stop) => Now::Stopped(reasons(&stop, state.lang)),
            };
        });
    }
    how_far(Of(state)).await
}

/// A turn of making. It ends in any case: work that breaks off must not leave a button that waits for ever.
struct Turn<'m> {
    making: &'m Making,
    ends: Now,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.making.end(std::mem::take(&mut self.ends));
    }
}

/// What is opened.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// The first page of the site.
    Site,
    /// The folder of everything.
    Folder,
    /// The folder of what is printed.
    Print,
}

#[derive(Debug, Deserialize)]
struct Open {
    what: What,
}

async fn open(Of(state): Of<Arc<State>>, body: Body<Open>) -> Response {
    let what = match body {
        Ok(Json(Open { what })) => what,
        Err(rejection) => return unread(&rejection),
    };
    let folder = make::folder(&state.caller().root);
    let path = match what {
        What::Site => folder.join("site").join("index.html"),
        What::Folder => folder,
        What::Print => folder.join("print"),
    };
    let opened = state.open.is_some_and(|open| path.exists() && open(&path));
    if opened { given(&state.making.how_far(true)) } else { refused(&not_opened(&path), state.lang) }
}

fn not_opened(path: &Path) -> Stop {
    let shown = path.display();
    Stop::failed(
        Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有打开 {shown}", "{shown} could not be opened"))
            .help(say!("在文件夹里打开它；没有的话，先做一次", "open it in its folder; where it is missing, make it first")),
    )
}
