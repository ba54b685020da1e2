//! Tells open pages of every change, whoever made it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State as Of;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;

use super::state::State;
use crate::web::connection::ended;
use crate::web::respond::without_errors;

/// How often an open page hears that the desk is there.
const ALIVE: Duration = Duration::from_secs(10);

/// A stream of the versions of the workspace, the present one first.
pub async fn events(Of(state): Of<Arc<State>>) -> impl IntoResponse {
    let page = state.presence.enter();
    let stream = stream::unfold((state.listen(), 0, page), move |(mut seen, known, page)| {
        let end = state.end.clone();
        async move {
            // A stream must watch the end itself, or the server would wait for it.
            let version = tokio::select! {
                newer = seen.wait_for(|seen| seen.version > known) => newer.ok()?.version,
                () = ended(&end) => return None,
            };
            Some((Ok(Event::default().event("changed").data(version.to_string())), (seen, version, page)))
        }
    });
    Sse::new(without_errors(stream)).keep_alive(KeepAlive::new().interval(ALIVE).text("still here"))
}
