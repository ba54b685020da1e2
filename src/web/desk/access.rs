//! Who may use the desk: whoever was given its address. The secret in it becomes a cookie, so that it stands in no address afterwards.
//!
//! Cookies know no ports: another server on this machine would be sent the cookie when somebody opens a page of it. So all of the desk lies below a folder
//! whose name nobody can guess, and the cookie is for that folder alone.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::http::header::{COOKIE, HeaderValue, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use subtle::ConstantTimeEq as _;

use crate::diagnostic::Lang;
use crate::web::respond::{HTML, respond};

/// Name of the cookie.
const COOKIE_NAME: &str = "desk";

/// The secrets of a desk.
#[derive(Clone)]
pub struct Access {
    /// In the address that is handed out.
    pub key: String,
    /// The folder below which everything lies.
    folder: String,
    /// What the cookie holds.
    cookie: String,
}

impl Access {
    /// New secrets; none where the system gives no random bytes.
    pub fn new() -> Option<Self> {
        Some(Self { key: secret()?, folder: secret()?, cookie: secret()? })
    }
}

/// 128 random bits as letters.
fn secret() -> Option<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

struct Door {
    access: Access,
    lang: Lang,
}

/// Puts the routes that `inner` makes below a folder behind the secrets: only whoever has the cookie gets in.
pub fn behind(access: Access, lang: Lang, inner: impl FnOnce(&str) -> Router) -> Router {
    let inner = inner(&format!("/{}", access.folder));
    let door = Arc::new(Door { access, lang });
    let inner = inner.route_layer(from_fn_with_state(Arc::clone(&door), check));
    Router::new().route("/", get(enter)).fallback(refuse).with_state(door).merge(inner)
}

/// The address that is handed out: its secret becomes the cookie.
async fn enter(State(door): State<Arc<Door>>, RawQuery(query): RawQuery) -> Response {
    let key = query.as_deref().and_then(|query| query.strip_prefix("key=")).unwrap_or_default();
    if !same(key, &door.access.key) {
        return refused(door.lang);
    }
    let Access { folder, cookie, .. } = &door.access;
    let mut response = respond(StatusCode::SEE_OTHER, HTML, "");
    let headers = response.headers_mut();
    let cookie = format!("{COOKIE_NAME}={cookie}; Path=/{folder}/; HttpOnly; SameSite=Strict");
    if let (Ok(cookie), Ok(place)) = (HeaderValue::try_from(cookie), HeaderValue::try_from(format!("/{folder}/"))) {
        headers.insert(SET_COOKIE, cookie);
        headers.insert(LOCATION, place);
    }
    response
}

async fn check(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    if has_cookie(request.headers(), &door.access.cookie) { next.run(request).await } else { refused(door.lang) }
}

fn has_cookie(headers: &HeaderMap, wanted: &str) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    cookies.flat_map(|header| header.split(';')).any(|one| {
        let one = one.trim().strip_prefix(COOKIE_NAME).and_then(|rest| rest.strip_prefix('='));
        one.is_some_and(|value| same(value, wanted))
    })
}

async fn refuse(State(door): State<Arc<Door>>) -> Response {
    refused(door.lang)
}

fn refused(lang: Lang) -> Response {
    let (title, says) = match lang {
        Lang::Zh => ("打不开", "这个地址打不开工作台。请再双击一次程序，由它打开。"),
        Lang::En => {
            ("Cannot be opened", "This address does not open the desk. Start the program again: it opens the page itself.")
        }
    };
    let page = format!("<!doctype html><html><meta charset=\"utf-8\"><title>{title}</title><p>{says}</p></html>");
    respond(StatusCode::FORBIDDEN, HTML, page)
}
