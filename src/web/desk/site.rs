//! The site as it will be, below the desk's folder, for a frame of the page. No script of the site runs here: a workspace may bring scripts of its own, and what runs
//! under the desk's address could change files.

use std::path::Path;
use std::sync::Arc;

use axum::extract::{Path as Asked, State as Of};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, X_FRAME_OPTIONS};
use axum::response::Response;

use super::answers::reason;
use super::api::aside;
use super::state::State;
use crate::ops::desk::site;
use crate::web::respond::{HTML, media_type, respond};

/// What a page of the site may load and who may show it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// The same for a PDF.
const PDF: &str = "base-uri 'none'; frame-ancestors 'none'";

/// A file of the site.
pub async fn file(Of(state): Of<Arc<State>>, Asked(path): Asked<String>) -> Response {
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path };
    let lang = state.lang;
    let made = aside(move || {
        let seen = state.seen();
        let stop = match &seen.look {
            Ok(look) => match site::file(look, seen.version, &state.pages, &path) {
                Ok(Some(bytes)) => {
                    let kind = media_type(Path::new(&path));
                    let bytes = if kind == HTML { without_scripts(&bytes) } else { bytes.to_vec() };
                    let mut response = framed(StatusCode::OK, kind, bytes);
                    if kind == "application/pdf" {
                        // The viewer of a browser brings styles and a plug-in of its own; it has a tab to itself.
                        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PDF));
                    }
                    return response;
                }
                Ok(None) => return said(StatusCode::NOT_FOUND, "网站上没有这一页。", ""),
                Err(stop) => stop,
            },
            Err(_) => return said(StatusCode::CONFLICT, "工作区现在读不出来。", "先到“问题”里改好。"),
        };
        let first = stop.found.iter().next().map(|finding| reason(finding, &stop, lang));
        first.map_or_else(
            || said(StatusCode::CONFLICT, "这一页现在做不出来。", ""),
            |first| said(StatusCode::CONFLICT, &first.says, first.help.as_deref().unwrap_or_default()),
        )
    });
    made.await.unwrap_or_else(|response| response)
}

fn said(status: StatusCode, says: &str, help: &str) -> Response {
    let text = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (says, help) = (text(says), text(help));
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>看不了</title><p>{says}</p><p>{help}</p></html>"
    );
    framed(status, HTML, page.into_bytes())
}

/// An answer that a page of the desk may show in a frame.
fn framed(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = respond(status, kind, bytes);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

/// A page without its scripts: they would not run, and a browser would complain of each.
fn without_scripts(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let (mut rest, mut out) = (page.as_ref(), String::with_capacity(page.len()));
    while let Some((before, script)) = rest.split_once("<script") {
        out.push_str(before);
        rest = script.split_once("</script>").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::without_scripts;

    #[test]
    fn scripts_go_and_nothing_else() {
        let page = b"<p>a</p><script src=\"x.js\" defer></script><p>b</p><script>1 < 2</script>\n";
        assert_eq!(without_scripts(page), b"<p>a</p><p>b</p>\n");
        assert_eq!(without_scripts(b"<p>a</p><script>open"), b"<p>a</p>");
    }
}
