//! The files of the page, which the program carries.

use std::path::Path;

use axum::extract::Path as Asked;
use axum::http::StatusCode;
use axum::response::Response;
use rust_embed::Embed;

use crate::web::respond::{HTML, media_type, respond, words};

#[derive(Embed)]
#[folder = "src/web/desk/client"]
struct Client;

/// The page.
pub async fn page() -> Response {
    file("index.html", HTML)
}

/// One of its files.
pub async fn asset(Asked(path): Asked<String>) -> Response {
    file(&path, media_type(Path::new(&path)))
}

fn file(path: &str, kind: &'static str) -> Response {
    match Client::get(path) {
        Some(file) => respond(StatusCode::OK, kind, file.data.into_owned()),
        None => words(StatusCode::NOT_FOUND, "404\n"),
    }
}
