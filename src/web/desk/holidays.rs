//! Requests about the calendar: a year from the text of the yearly notice.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Of;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::answers::{Written, given, refused};
use super::api::{Body, How, aside, carry_out, unread};
use super::state::State;
use crate::ops::desk::holidays::{self, Year};
use crate::ops::{Access, Answers, Session, Stop};
use crate::say;

#[derive(Debug, Deserialize)]
pub struct Notice {
    #[serde(flatten)]
    request: holidays::Request,
    #[serde(flatten)]
    how: How,
}

#[derive(Debug, Serialize)]
struct Taken {
    #[serde(flatten)]
    written: Written,
    year: Year,
}

/// Reads a notice; writes its year unless that is not asked for.
pub async fn take(Of(state): Of<Arc<State>>, body: Body<Notice>) -> Response {
    let Notice { request, how } = match body {
        Ok(Json(notice)) => notice,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let access = if how.dry { Access::Read } else { Access::Write(say!("写节假日", "writing holidays")) };
        let session = Session::open(&state.caller(), access)?;
        let holidays::Planned { plan, conflicts, year } = holidays::plan(&session, &request, lang)?;
        let mut written = Written::planned(&plan, &[], state.seen().version, lang);
        if !how.dry && conflicts.is_empty() {
            written = carry_out(&state, session, &plan, &Answers::default(), written)?;
        }
        Ok::<_, Stop>(Taken { written, year })
    });
    match made.await {
        Ok(Ok(taken)) => given(&taken),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}
