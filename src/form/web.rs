//! The form as a page of a server: the page, its manifest for a home screen, and the service worker that keeps both on the phone.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{Delivery, Page};

/// The name of the page. It stands in addresses: not every host serves a page for a folder.
const INDEX: &str = "index.html";
/// The manifest of the page.
pub const MANIFEST: &str = "form.webmanifest";
/// The key of the manifest that says of which round it is, for whoever makes the page again.
pub const ROUND: &str = "yizhan_round";

/// One round as a page of a server.
#[derive(Debug)]
pub struct WebPage<'a> {
    /// The title of the page.
    pub title: &'a str,
    /// What it is filled with.
    pub data: &'a Json,
    /// How it reaches a phone.
    pub delivery: &'a Delivery,
    /// The key of the round.
    pub round: &'a str,
    /// The icons with their names.
    pub icons: Vec<(String, Vec<u8>)>,
}

/// The files of its folder.
#[must_use]
pub fn web_files(page: &Page, web: &WebPage<'_>) -> Vec<(String, Vec<u8>)> {
    let icon = |size: u32| {
        let (src, sizes) = (format!("icon-{size}.png"), format!("{size}x{size}"));
        json!({"src": src, "sizes": sizes, "type": "image/png", "purpose": "any maskable"})
    };
    let manifest = json!({
        "name": web.title,
        "short_name": web.delivery.short_name,
        "lang": "zh-CN",
        "start_url": format!("./{INDEX}"),
        "scope": "./",
        "display": "standalone",
        "background_color": "#f5f6f8",
        "theme_color": "#0b4a8f",
        "icons": [icon(192), icon(512)],
        ROUND: web.round,
    });
    let mut files = vec![
        (INDEX.to_owned(), page.form(web.title, web.data, web.delivery)),
        (MANIFEST.to_owned(), format!("{manifest}\n").into_bytes()),
    ];
    files.extend(web.icons.iter().cloned());
    // A browser asks for the worker alone: another version of anything has to change it.
    let mut hash = Sha256::new();
    for (name, bytes) in &files {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(bytes));
    }
    let version = BASE64.encode(hash.finalize());
    let version = version.get(..16).unwrap_or(&version);
    files.push(("sw.js".to_owned(), page.worker.replace("{{version}}", version).into_bytes()));
    files
}

/// The address of the page of a folder.
#[must_use]
pub fn address(at: &str, folder: &str) -> String {
    format!("{}/{folder}/{INDEX}", at.trim_end_matches('/'))
}
