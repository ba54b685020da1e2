//! Requests about the history, and about records that are not where they were: lists, a record as it was, what became of it, going back; and the search.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, Query, State as Of};
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use super::answers::{Written, given, refused};
use super::api::{Body, How, aside, carry_out, show, unread};
use super::state::State;
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::desk::find;
use crate::ops::desk::sheets;
use crate::ops::desk::then::as_was::{self, Side};
use crate::ops::desk::then::{Which, timeline, trace};
use crate::ops::values::Step;
use crate::ops::{Access, Answers, Outcome, Session, Stop, rewind};
use crate::say;

/// Lines of the history that come at a time.
const HISTORY: usize = 100;
/// Between the names that the page hands in with a search.
const BETWEEN: char = '\n';

/// All of them, below a folder.
pub fn routes(folder: &str) -> Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    Router::new()
        .route(&at("/api/history"), get(show_history))
        .route(&at("/api/then"), get(show_then))
        .route(&at("/api/trace"), get(show_trace))
        .route(&at("/api/find"), get(show_hits))
        .route(&at("/api/keep"), get(show_keep))
        .route(&at("/api/rewind"), post(go_back))
}

/// A way as the address has it: JSON.
fn way(at: Option<&str>) -> Outcome<Vec<Step>> {
    at.map_or(Ok(Vec::new()), serde_json::from_str).map_err(|_| {
        Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有这个位置", "there is no such place"))
                .help(say!("重新打开页面", "open the page again")),
        )
    })
}

#[derive(Debug, Deserialize)]
struct Wanted {
    limit: Option<usize>,
    who: Option<String>,
    path: Option<String>,
    at: Option<String>,
}

async fn show_history(Of(state): Of<Arc<State>>, Query(wanted): Query<Wanted>) -> Response {
    show(state, move |state, look| {
        let at = way(wanted.at.as_deref())?;
        let record = wanted.path.map(|path| Which { path, at });
        let request = timeline::Request { limit: wanted.limit.unwrap_or(HISTORY), who: wanted.who, record };
        timeline::timeline(&state.caller(), look, &request, state.lang)
    })
    .await
}

#[derive(Debug, Deserialize)]
struct Then {
    entry: u64,
    side: Side,
    path: String,
    at: Option<String>,
}

async fn show_then(Of(state): Of<Arc<State>>, Query(wanted): Query<Then>) -> Response {
    show(state, move |state, look| {
        let which = Which { path: wanted.path, at: way(wanted.at.as_deref())? };
        as_was::as_was(&state.caller(), look, &which, (wanted.entry, wanted.side))
    })
    .await
}

/// A record by its file and way, or by its row in a sheet.
#[derive(Debug, Deserialize)]
struct Lost {
    path: Option<String>,
    at: Option<String>,
    sheet: Option<sheets::Of>,
    bureau: Option<String>,
    row: Option<String>,
    #[serde(default)]
    name: String,
}

async fn show_trace(Of(state): Of<Arc<State>>, Query(lost): Query<Lost>) -> Response {
    show(state, move |state, look| {
        let at = way(lost.at.as_deref())?;
        let of_row = || {
            let workspace = look.workspace.as_ref().ok()?;
            trace::of_row(workspace, lost.sheet?, lost.bureau.as_deref()?, lost.row.as_deref()?)
        };
        let which = lost.path.clone().map(|path| Which { path, at }).or_else(of_row).ok_or_else(nowhere)?;
        trace::trace(&state.caller(), look, &which, &lost.name, state.lang)
    })
    .await
}

fn nowhere() -> Stop {
    Stop::failed(
        Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有这一条", "there is no such record"))
            .help(say!("重新打开页面", "open the page again")),
    )
}

#[derive(Debug, Deserialize)]
struct Search {
    words: String,
    #[serde(default)]
    places: String,
    #[serde(default)]
    records: bool,
}

async fn show_hits(Of(state): Of<Arc<State>>, Query(search): Query<Search>) -> Response {
    show(state, move |_, look| {
        let places: Vec<String> = search.places.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Ok(find::find(look, &search.words, &places, search.records))
    })
    .await
}

/// What the page needs to keep in the browser what it could not save.
#[derive(Debug, Serialize)]
struct Keep {
    /// The workspace; nothing where nothing can be kept.
    workspace: Option<String>,
    /// The key, in hexadecimal.
    key: Option<String>,
}

async fn show_keep(Of(state): Of<Arc<State>>) -> Response {
    let (workspace, key) = state.keep().map(|kept| (kept.workspace, kept.key)).unzip();
    given(&Keep { workspace, key })
}

#[derive(Debug, Deserialize)]
struct Back {
    entry: u64,
    /// Whether the entry itself goes too.
    with_it: bool,
    #[serde(flatten)]
    how: How,
}

/// What going back came to, or would come to.
#[derive(Debug, Serialize)]
struct GoneBack {
    #[serde(flatten)]
    written: Written,
    /// How many changes it takes back.
    changes: usize,
    /// Whose they are.
    people: Vec<(String, usize)>,
}

async fn go_back(Of(state): Of<Arc<State>>, body: Body<Back>) -> Response {
    let Back { entry, with_it, how } = match body {
        Ok(Json(back)) => back,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let answers = Answers::of(how.answers);
        let access = if how.dry { Access::Read } else { Access::Write(say!("回到以前", "going back")) };
        let session = Session::open(&state.caller(), access)?;
        let back = rewind::plan(&session, rewind::Request { entry, with_it }, &answers)?;
        let plan = &back.undo.plan;
        let open: Vec<_> = plan.questions.iter().filter(|question| answers.to(question).is_none()).collect();
        let mut written = Written::planned(plan, &open, state.seen().version, lang);
        if !how.dry && open.is_empty() {
            answers.all_known()?;
            written = carry_out(&state, session, plan, &answers, written)?;
        }
        Ok::<_, Stop>(GoneBack { written, changes: back.changes, people: back.people })
    });
    match made.await {
        Ok(Ok(back)) => given(&back),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}
