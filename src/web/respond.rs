//! Answers: a status with a text or bytes, and the media types of files.

use std::convert::Infallible;
use std::path::Path;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use axum::response::sse::Event;
use futures_util::stream::Stream;

/// A plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// A page.
pub const HTML: &str = "text/html; charset=utf-8";

/// An answer of bytes.
pub fn respond(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// An answer in words.
pub fn words(status: StatusCode, text: &str) -> Response {
    respond(status, TEXT, text.to_owned())
}

/// An answer in words that says when to try again. A page that was asked for by its address is loaded again by the browser itself.
pub fn later(status: StatusCode, text: &str, seconds: u64) -> Response {
    let mut response = words(status, text);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from(seconds));
    response
}

/// The media type of a file, by its ending.
pub fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => TEXT,
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}

/// A stream of events that cannot fail: names the type that the compiler cannot infer.
pub fn without_errors<S: Stream<Item = Result<Event, Infallible>>>(stream: S) -> S {
    stream
}
