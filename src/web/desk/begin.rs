//! Requests of the first screen: a new workspace from five answers, one that is there already, and what is still missing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use axum::Router;
use axum::extract::{Json, State as Of};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use super::answers::{given, refused};
use super::api::{Body, aside, show, unread};
use super::state::State;
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::desk::{begin, is_workspace, todo};
use crate::ops::{Outcome, Stop};
use crate::say;

/// All of them, below a folder.
pub fn router(folder: &str) -> Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    Router::new()
        .route(&at("/api/begin"), get(show_suggested).post(begin))
        .route(&at("/api/begin/open"), post(open))
        .route(&at("/api/todo"), get(show_todo))
        .route(&at("/api/todo/later"), get(show_later))
}

#[derive(Debug, Serialize)]
struct Suggested {
    /// Where the workspace may be kept.
    folder: String,
}

async fn show_suggested(Of(state): Of<Arc<State>>) -> Response {
    given(&Suggested { folder: state.suggested.display().to_string() })
}

#[derive(Debug, Deserialize)]
struct Begin {
    #[serde(flatten)]
    answers: begin::Answers,
    /// Only looks at the answers.
    #[serde(default)]
    dry: bool,
}

/// An answer that cannot be taken.
#[derive(Debug, Serialize)]
struct Wrong {
    field: &'static str,
    says: String,
    help: String,
    /// The workspace that is there already.
    workspace: Option<String>,
}

impl Wrong {
    fn of(wrong: &begin::Wrong, lang: Lang) -> Self {
        let text = |path: &PathBuf| path.display().to_string();
        Self {
            field: wrong.field,
            says: wrong.says.get(lang).to_owned(),
            help: wrong.help.get(lang).to_owned(),
            workspace: wrong.workspace.as_ref().map(text),
        }
    }
}

/// What became of the answers.
#[derive(Debug, Serialize)]
struct Begun {
    /// Whether the workspace is there, and the desk goes on with it.
    done: bool,
    /// What cannot be taken.
    wrong: Vec<Wrong>,
    /// What else is to be said.
    notes: Vec<String>,
    /// The state of the workspace with it.
    version: u64,
}

async fn begin(Of(state): Of<Arc<State>>, body: Body<Begin>) -> Response {
    let Begin { answers, dry } = match body {
        Ok(Json(begin)) => begin,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let _turn = state.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        if dry && !state.begins() {
            // A question about a field that came behind the press: there is nothing to say to it any more.
            return Ok(Begun { done: false, wrong: Vec::new(), notes: Vec::new(), version: state.seen().version });
        }
        not_begun(&state)?;
        let wrong: Vec<Wrong> = begin::wrong(&answers).iter().map(|wrong| Wrong::of(wrong, state.lang)).collect();
        let done = !dry && wrong.is_empty();
        if done {
            // That a repository was made is nothing that a clerk must know: the history is on its screen.
            let (root, _) = begin::begin(&state.caller(), &answers)?;
            state.move_to(&root);
        }
        Ok(Begun { done, wrong, notes: Vec::new(), version: state.seen().version })
    });
    answer(made.await, lang)
}

#[derive(Debug, Deserialize)]
struct Open {
    folder: String,
}

/// Goes on with a workspace that is there already.
async fn open(Of(state): Of<Arc<State>>, body: Body<Open>) -> Response {
    let folder = match body {
        Ok(Json(Open { folder })) => folder,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let _turn = state.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        not_begun(&state)?;
        let folder = Path::new(folder.trim());
        if !folder.is_absolute() || !is_workspace(folder) {
            let shown = folder.display();
            let says = say!("{shown} 里没有工作区", "there is no workspace in {shown}");
            let help =
                say!("写有 yizhan.yaml 的那个文件夹，从头写全", "write the whole path of the folder that holds yizhan.yaml");
            return Err(Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, says).help(help)));
        }
        state.move_to(folder);
        Ok(Begun { done: true, wrong: Vec::new(), notes: Vec::new(), version: state.seen().version })
    });
    answer(made.await, lang)
}

/// Another window may have begun meanwhile.
fn not_begun(state: &State) -> Outcome<()> {
    if state.begins() {
        return Ok(());
    }
    let shown = state.root().display().to_string();
    Err(Stop::failed(
        Diagnostic::nowhere(&codes::EXISTS, say!("工作台已经打开了 {shown}", "the desk has {shown} open already"))
            .help(say!("刷新页面，接着在里面做", "load the page again, and go on in it")),
    ))
}

fn answer(made: Result<Outcome<Begun>, Response>, lang: Lang) -> Response {
    match made {
        Ok(Ok(begun)) => given(&begun),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}

async fn show_todo(Of(state): Of<Arc<State>>) -> Response {
    show(state, |state, look| Ok(todo::todo(look, &state.caller(), state.lang))).await
}

async fn show_later(Of(state): Of<Arc<State>>) -> Response {
    show(state, |state, look| Ok(todo::later(look, &state.caller()))).await
}
