//! Files of the built site, and nothing outside its folder. A page gets the script that reloads it; the file on the disk stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, LOCATION};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::Site;
use crate::web::respond::{HTML, media_type, respond, words};

/// The file that an address names.
pub async fn answer(State(site): State<Arc<Site>>, method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return words(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD\n");
    }
    let version = site.builds.borrow().version;
    let path = uri.path().to_owned();
    let read = tokio::task::spawn_blocking(move || file(&site.folder, &path, version));
    read.await.unwrap_or_else(|_| words(StatusCode::INTERNAL_SERVER_ERROR, "500\n"))
}

fn file(site: &Path, path: &str, version: u64) -> Response {
    let Some(found) = inside(site, path) else { return missing(site, version) };
    if found.is_dir() {
        if !path.ends_with('/') {
            // Links on the page count from its folder.
            let mut response = words(StatusCode::MOVED_PERMANENTLY, "");
            if let Ok(target) = HeaderValue::from_str(&format!("{path}/")) {
                response.headers_mut().insert(LOCATION, target);
            }
            return response;
        }
        return match fs::read(found.join("index.html")) {
            Ok(bytes) => page(StatusCode::OK, &bytes, version),
            Err(_) => missing(site, version),
        };
    }
    match (fs::read(&found), media_type(&found)) {
        (Ok(bytes), HTML) => page(StatusCode::OK, &bytes, version),
        (Ok(bytes), kind) => {
            let mut response = respond(StatusCode::OK, kind, bytes);
            if kind == "application/pdf" {
                // The viewer of a browser brings styles and a plug-in of its own.
                let policy = HeaderValue::from_static("base-uri 'none'; frame-ancestors 'none'");
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        (Err(_), _) => missing(site, version),
    }
}

/// The file below the site that an address names; none where it leads out, by dots or by a link.
fn inside(site: &Path, path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let plain = |part: &str| !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    // A folder `//` would be the root of a disk.
    if !path.starts_with('/') || path.starts_with("//") || !path.split('/').all(plain) {
        return None;
    }
    let root = site.canonicalize().ok()?;
    let found = root.join(path.trim_matches('/')).canonicalize().ok()?;
    found.starts_with(&root).then_some(found)
}

fn missing(site: &Path, version: u64) -> Response {
    let plain = || b"<!doctype html><title>404</title><body>404</body>".to_vec();
    page(StatusCode::NOT_FOUND, &fs::read(site.join("404.html")).map_or_else(|_| plain(), at_the_root), version)
}

/// The page for lost addresses names its files by where the site will lie on its host; here that is the host itself.
fn at_the_root(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes);
    let sheet = text.split_once("assets/site.css\"").and_then(|(before, _)| before.rsplit_once('"'));
    match sheet.map(|(_, root)| root).filter(|root| root.len() > 1 && root.starts_with('/')) {
        Some(root) => text.replace(&format!("\"{root}"), "\"/").into_bytes(),
        None => bytes,
    }
}

/// A page with the script that reloads it, under the policy that it states itself.
fn page(status: StatusCode, bytes: &[u8], version: u64) -> Response {
    let text = String::from_utf8_lossy(bytes);
    let script = format!("<script src=\"/_yizhan/live.js\" data-version=\"{version}\"></script></body>");
    let stated = policy(&text).map(|policy| format!("{policy}; frame-ancestors 'none'"));
    let mut response = respond(status, HTML, text.replacen("</body>", &script, 1));
    if let Some(policy) = stated.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The policy in the head of a page.
fn policy(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    (!policy.contains(['&', '\n', ','])).then_some(policy.trim_end_matches([';', ' ']))
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn the_policy_of_a_page_is_found_and_a_strange_one_is_left_to_the_default() {
        let page = |policy: &str| format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        assert_eq!(policy(&page("default-src 'self'; ")), Some("default-src 'self'"));
        assert_eq!(policy(&page("default-src &quot;")), None);
        assert_eq!(policy("<p>"), None);
    }
}
