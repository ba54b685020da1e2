//! The requests of the page: each one asks an operation, and gives its answer as JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Json, Query, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use super::answers::{Written, given, refused};
use super::state::State;
use super::{arrive, begin, catalog, client, events, fields, holidays, make, mark, records, site, then};
use crate::diagnostic::Bilingual;
use crate::ops::desk::{Look, accept, live, mend, overview, past, problems};
use crate::ops::{Access, Answers, Outcome, Plan, Session, Stop, undo};
use crate::say;
use crate::web::respond::words;

/// Largest request, in bytes: a table that somebody pastes.
const LARGEST: usize = 8 << 20;

/// All of them, below a folder.
pub fn router(folder: &str, state: Arc<State>) -> Router {
    let at = |path: &str| format!("{folder}{path}");
    Router::new()
        .route(&at("/"), get(client::page))
        .route(&at("/client/{*path}"), get(client::asset))
        .route(&at("/events"), get(events::events))
        .route(&at("/api/overview"), get(show_overview))
        .route(&at("/api/problems"), get(show_problems))
        .route(&at("/api/past"), get(show_past))
        .route(&at("/api/pieces"), get(show_pieces))
        .route(&at("/api/draw"), get(draw))
        .route(&at("/api/form"), get(records::show_form))
        .route(&at("/api/record"), get(records::show_record))
        .route(&at("/api/sheet"), get(records::show_sheet).post(records::change_sheet))
        .route(&at("/api/where"), get(records::show_place))
        .route(&at("/api/edit"), post(records::change_fields))
        .route(&at("/api/who"), post(change_who))
        .route(&at("/api/mend"), post(mend_problem))
        .route(&at("/api/accept"), post(accept_problem))
        .route(&at("/api/undo"), post(undo_entry))
        .merge(make::router(folder))
        .merge(arrive::router(folder))
        .merge(begin::router(folder))
        .merge(then::routes(folder))
        .merge(catalog::router(folder))
        .route(&at("/api/holidays"), post(holidays::take))
        .merge(mark::router(folder))
        .route(&at("/site/{*path}"), get(site::file))
        .merge(fields::router(&at("/api")))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(state)
}

/// Runs what touches the disk beside the server's own threads.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Response> {
    let broken = |_| words(StatusCode::INTERNAL_SERVER_ERROR, "500\n");
    tokio::task::spawn_blocking(work).await.map_err(broken)
}

/// Carries a plan out, and reads the workspace with it. One that changes nothing is done: somebody had the same wish, or it was sent twice.
pub(super) fn carry_out(
    state: &State,
    session: Session,
    plan: &Plan,
    answers: &Answers,
    mut written: Written,
) -> Outcome<Written> {
    if plan.is_empty() {
        written.done = true;
        return Ok(written);
    }
    let done = session.commit(plan, answers)?;
    drop(session);
    state.refresh();
    Ok(written.carried_out(&done, state.seen().version, state.lang))
}

/// Answers from the workspace as it was last read.
pub(super) async fn show<T: Serialize + Send + 'static>(
    state: Arc<State>,
    answer: impl FnOnce(&State, &Look) -> Outcome<T> + Send + 'static,
) -> Response {
    let lang = state.lang;
    let made = aside(move || {
        let seen = state.seen();
        match &seen.look {
            Ok(look) => answer(&state, look).map(|answer| given(&Versioned { version: seen.version, answer })),
            Err(stop) => Ok(refused(stop, state.lang)),
        }
    });
    match made.await {
        Ok(Ok(response)) | Err(response) => response,
        Ok(Err(stop)) => refused(&stop, lang),
    }
}

/// An answer with the state of the workspace that it is of.
#[derive(Serialize)]
struct Versioned<T> {
    version: u64,
    #[serde(flatten)]
    answer: T,
}

/// Whether a change is only planned, and what was answered.
#[derive(Debug, Default, Deserialize)]
pub(super) struct How {
    #[serde(default)]
    pub dry: bool,
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// Plans a change, and carries it out unless that is not asked for or something is open.
async fn change(
    state: Arc<State>,
    doing: Bilingual,
    how: How,
    plan: impl FnOnce(&Session, &Answers) -> Outcome<Plan> + Send + 'static,
) -> Response {
    let lang = state.lang;
    let made = aside(move || {
        let answers = Answers::of(how.answers);
        let access = if how.dry { Access::Read } else { Access::Write(doing) };
        let session = Session::open(&state.caller(), access)?;
        let plan = plan(&session, &answers)?;
        let open: Vec<_> = plan.questions.iter().filter(|question| answers.to(question).is_none()).collect();
        let written = Written::planned(&plan, &open, state.seen().version, lang);
        if how.dry || !open.is_empty() {
            return Ok::<_, Stop>(written);
        }
        let done = session.commit(&plan, &answers)?;
        drop(session);
        state.refresh();
        Ok(written.carried_out(&done, state.seen().version, lang))
    });
    match made.await {
        Ok(Ok(written)) => given(&written),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}

/// What stands around every screen, and where it is of.
#[derive(Serialize)]
struct Around {
    #[serde(flatten)]
    overview: overview::Overview,
    /// Whether there is no workspace yet: the first screen asks for one.
    begins: bool,
    /// The folder of the workspace.
    folder: String,
}

async fn show_overview(Of(state): Of<Arc<State>>) -> Response {
    show(state, |state, look| {
        let root = state.root();
        Ok(Around {
            overview: overview::overview(look, &state.caller(), state.lang),
            begins: state.begins(),
            folder: std::path::absolute(&root).unwrap_or(root).display().to_string(),
        })
    })
    .await
}

async fn show_problems(Of(state): Of<Arc<State>>) -> Response {
    show(state, |state, look| Ok(problems::problems(look, state.lang))).await
}

/// Which entry.
#[derive(Debug, Deserialize)]
struct Which {
    entry: u64,
}

async fn show_past(Of(state): Of<Arc<State>>, Query(Which { entry }): Query<Which>) -> Response {
    show(state, move |state, look| past::past(&state.caller(), look.workspace.as_ref().ok(), entry, state.lang)).await
}

/// Pieces of a bureau or of one of its points, or one of them by its path.
#[derive(Debug, Deserialize)]
struct PieceOf {
    bureau: String,
    point: Option<String>,
    path: Option<String>,
}

async fn show_pieces(Of(state): Of<Arc<State>>, Query(wanted): Query<PieceOf>) -> Response {
    show(state, move |_, look| live::pieces(look, &wanted.bureau, wanted.point.as_deref())).await
}

async fn draw(Of(state): Of<Arc<State>>, Query(wanted): Query<PieceOf>) -> Response {
    show(state, move |state, look| {
        live::draw(look, &state.press, (&wanted.bureau, wanted.path.as_deref().unwrap_or_default()), state.lang)
    })
    .await
}

/// A request, or the answer to one that cannot be read.
pub(super) type Body<T> = Result<Json<T>, JsonRejection>;

pub(super) fn unread(rejection: &JsonRejection) -> Response {
    words(rejection.status(), &rejection.body_text())
}

#[derive(Debug, Deserialize)]
struct Person {
    name: String,
}

async fn change_who(Of(state): Of<Arc<State>>, body: Body<Person>) -> Response {
    match body {
        Ok(Json(person)) => {
            state.is_now(person.name.trim());
            show_overview(Of(state)).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct OneMend {
    problem: String,
    mend: usize,
    #[serde(flatten)]
    how: How,
}

async fn mend_problem(Of(state): Of<Arc<State>>, body: Body<OneMend>) -> Response {
    match body {
        Ok(Json(OneMend { problem, mend, how })) => {
            let request = mend::Request { problem, mend };
            change(state, say!("改正一处", "mending a finding"), how, move |session, _| mend::plan(session, &request)).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct Accept {
    problem: String,
    reason: String,
    #[serde(flatten)]
    how: How,
}

async fn accept_problem(Of(state): Of<Arc<State>>, body: Body<Accept>) -> Response {
    match body {
        Ok(Json(Accept { problem, reason, how })) => {
            let request = accept::Request { problem, reason };
            let doing = say!("记下一处原文就这样", "accepting a finding");
            change(state, doing, how, move |session, _| accept::plan(session, &request)).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct Undo {
    /// The number of an entry, or the id of a commit.
    entry: String,
    #[serde(flatten)]
    how: How,
}

async fn undo_entry(Of(state): Of<Arc<State>>, body: Body<Undo>) -> Response {
    match body {
        Ok(Json(Undo { entry, how })) => {
            let request = undo::Request { entry: Some(entry) };
            change(state, say!("撤销", "undoing"), how, move |session, answers| {
                undo::plan(session, &request, answers).map(|undo| undo.plan)
            })
            .await
        }
        Err(rejection) => unread(&rejection),
    }
}
