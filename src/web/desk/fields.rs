//! Requests of the fields that have a control of their own: hours, phones, places, pictures, and what can be done at a point. They only read; what is chosen is
//! saved like every field, but for pictures, which come with their bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::answers::given;
use super::api::{Body, How, aside, show, unread};
use super::records::{Planned, edited};
use super::state::State;
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::Stop;
use crate::ops::desk::{here, hours, map, phones, photo};
use crate::say;
use crate::tables::hours::painted::Painted;
use crate::web::respond::{media_type, respond, words};

/// Largest picture, in bytes.
const LARGEST: usize = 33 << 20;

/// All of them, below a folder.
pub fn router(folder: &str) -> Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    Router::new()
        .route(&at("/hours"), get(show_hours).post(write_hours))
        .route(&at("/hours-words"), post(read_hours))
        .route(&at("/hours-others"), get(other_hours))
        .route(&at("/phones"), post(read_phones))
        .route(&at("/map"), get(show_map))
        .route(&at("/pasted"), get(read_place))
        .route(&at("/here"), get(show_here))
        .route(&at("/picture"), get(show_picture).post(keep_picture).layer(DefaultBodyLimit::max(LARGEST)))
}

#[derive(Debug, Deserialize)]
struct Text {
    /// Nothing where nothing is written yet.
    #[serde(default)]
    text: String,
}

async fn show_hours(Of(state): Of<Arc<State>>, Query(wanted): Query<Text>) -> Response {
    show(state, move |state, _| Ok(hours::shown(&wanted.text, state.lang))).await
}

async fn write_hours(Of(state): Of<Arc<State>>, body: Body<Painted>) -> Response {
    match body {
        Ok(axum::Json(week)) => show(state, move |_, _| hours::written(&week)).await,
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct Words {
    bureau: String,
    text: String,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

async fn read_hours(Of(state): Of<Arc<State>>, body: Body<Words>) -> Response {
    match body {
        Ok(axum::Json(words)) => {
            show(state, move |state, look| hours::meant(look, &words.bureau, &words.text, &words.answers, state.lang)).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct OfBureau {
    bureau: String,
}

async fn other_hours(Of(state): Of<Arc<State>>, Query(wanted): Query<OfBureau>) -> Response {
    show(state, move |_, look| hours::others(look, &wanted.bureau)).await
}

#[derive(Debug, Deserialize)]
struct Texts {
    texts: Vec<String>,
}

async fn read_phones(Of(state): Of<Arc<State>>, body: Body<Texts>) -> Response {
    match body {
        Ok(axum::Json(Texts { texts })) => given(&phones::told(&texts, state.lang)),
        Err(rejection) => unread(&rejection),
    }
}

async fn show_map(Of(state): Of<Arc<State>>, Query(wanted): Query<OfBureau>) -> Response {
    show(state, move |_, look| map::map(look, &wanted.bureau)).await
}

#[derive(Debug, Deserialize)]
struct Pasted {
    bureau: String,
    text: String,
}

async fn read_place(Of(state): Of<Arc<State>>, Query(wanted): Query<Pasted>) -> Response {
    show(state, move |state, look| map::pasted(look, &wanted.bureau, &wanted.text, state.lang)).await
}

#[derive(Debug, Deserialize)]
struct OfPoint {
    bureau: String,
    point: String,
}

async fn show_here(Of(state): Of<Arc<State>>, Query(wanted): Query<OfPoint>) -> Response {
    show(state, move |_, look| here::here(look, &wanted.bureau, &wanted.point)).await
}

/// A picture by the file that names it, and its name there.
#[derive(Debug, Deserialize)]
struct Named {
    path: String,
    written: String,
}

async fn show_picture(Of(state): Of<Arc<State>>, Query(Named { path, written }): Query<Named>) -> Response {
    let made = aside(move || state.seen().look.as_ref().ok().and_then(|look| photo::shown(look, &path, &written)));
    match made.await {
        Ok(Some((path, bytes))) => respond(StatusCode::OK, media_type(Path::new(&path)), bytes),
        Ok(None) => words(StatusCode::NOT_FOUND, "404\n"),
        Err(response) => response,
    }
}

/// Where a picture goes, as JSON beside its bytes.
#[derive(Debug, Deserialize)]
struct For {
    of: String,
}

async fn keep_picture(Of(state): Of<Arc<State>>, Query(For { of }): Query<For>, bytes: Bytes) -> Response {
    let lang = state.lang;
    edited(state, How::default(), move |session| {
        let request: photo::Request = serde_json::from_str(&of).map_err(|_| {
            let what = say!("这张图不知道放在哪里", "where the picture belongs is not known");
            Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, what).help(say!("重新打开页面", "open the page again")))
        })?;
        Ok(Planned::of_fields(photo::plan(session, &request, &bytes, lang)?))
    })
    .await
}
