//! Requests about the official mark: what there is of it, its picture, and another one that somebody drops.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};

use super::answers::{Written, given, refused};
use super::api::{aside, carry_out, show};
use super::state::State;
use crate::diagnostic::Lang;
use crate::ops::desk::mark::{self, Mark};
use crate::ops::desk::samples;
use crate::ops::{Access, Answers, Session, Stop};
use crate::say;
use crate::web::respond::{media_type, respond, words};

/// The routes of this file below a folder.
pub fn router(folder: &str) -> axum::Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    axum::Router::new()
        .route(&at("/api/mark"), get(show_mark).post(take_mark))
        .route(&at("/api/mark/picture"), get(picture))
        .route(&at("/api/samples"), get(show_samples))
}

#[derive(Debug, Deserialize)]
struct WhichMark {
    bureau: String,
    #[serde(default)]
    name: String,
}

/// What is to be said of a mark.
#[derive(Debug, Serialize)]
struct Shown {
    path: String,
    width: usize,
    height: usize,
    notes: Vec<String>,
}

impl Shown {
    fn of(mark: &Mark, lang: Lang) -> Self {
        let (width, height) = mark.size.unwrap_or_default();
        let notes = mark.notes.iter().map(|note| note.get(lang).to_owned()).collect();
        Self { path: mark.path.clone(), width, height, notes }
    }
}

#[derive(Debug, Serialize)]
struct There {
    mark: Option<Shown>,
}

async fn show_mark(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichMark>) -> Response {
    show(state, move |state, look| {
        Ok(There { mark: mark::mark(look, &wanted.bureau)?.map(|(mark, _)| Shown::of(&mark, state.lang)) })
    })
    .await
}

async fn show_samples(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichMark>) -> Response {
    show(state, move |_, look| samples::samples(look, &wanted.bureau)).await
}

async fn picture(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichMark>) -> Response {
    let made = aside(move || {
        let seen = state.seen();
        let there = seen.look.as_ref().ok().and_then(|look| mark::mark(look, &wanted.bureau).ok().flatten());
        there.map_or_else(
            || words(StatusCode::NOT_FOUND, "404\n"),
            |(mark, bytes)| respond(StatusCode::OK, media_type(Path::new(&mark.path)), bytes),
        )
    });
    made.await.unwrap_or_else(|response| response)
}

/// What became of a picture.
#[derive(Debug, Serialize)]
struct Taken {
    #[serde(flatten)]
    written: Written,
    mark: Shown,
}

async fn take_mark(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichMark>, body: Bytes) -> Response {
    let lang = state.lang;
    let made = aside(move || {
        let request = mark::Request { bureau: wanted.bureau, name: wanted.name, bytes: body.to_vec() };
        let session = Session::open(&state.caller(), Access::Write(say!("放标志", "putting in the mark")))?;
        let (plan, mark) = mark::plan(&session, &request, lang)?;
        let written = Written::planned(&plan, &[], state.seen().version, lang);
        let written = carry_out(&state, session, &plan, &Answers::default(), written)?;
        Ok::<_, Stop>(Taken { written, mark: Shown::of(&mark, lang) })
    });
    match made.await {
        Ok(Ok(taken)) => given(&taken),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}
