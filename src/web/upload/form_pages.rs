//! The form that the upload server hands out: its files, each under the folder of the round, with the policy of the page.

use std::path::Path;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::routing::get;

use crate::ops::inspection::web_form::ServedForm;
use crate::web::respond::{media_type, respond};

/// The path of the page.
pub fn address(form: &ServedForm) -> String {
    let page = form.files.first().map_or("", |(name, _)| name.as_str());
    format!("{}/{page}", form.folder)
}

/// The router with the files of the form.
pub fn with(mut router: Router, form: ServedForm) -> Router {
    let policy = HeaderValue::from_str(&format!("{}; frame-ancestors 'none'", form.policy)).ok();
    for (name, bytes) in form.files {
        let (bytes, kind, policy) = (Bytes::from(bytes), media_type(Path::new(&name)), policy.clone());
        let file = move || {
            let (bytes, policy) = (bytes.clone(), policy.clone());
            async move {
                let mut response = respond(StatusCode::OK, kind, bytes);
                if let Some(policy) = policy {
                    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
                }
                response
            }
        };
        router = router.route(&format!("/{}/{name}", form.folder), get(file));
    }
    router
}
