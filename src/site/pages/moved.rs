//! A page that leads on: an item or a point has another id than it had, and printed codes still lead to the old one.

use serde::Serialize;

use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `items/OLD/index.html`, `points/OLD/index.html`.
#[derive(Debug, Serialize)]
pub struct MovedView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    to: Link,
}

/// The view of a page whose thing is now called `id`.
pub fn moved_view(scope: &SiteContext, section: Section, name: &str, id: &str) -> MovedView {
    let href = format!("../{id}/index.html");
    let mut chrome = scope.chrome(section, Some(name));
    chrome.hidden = true;
    chrome.title = format!("{} · 已换地址", chrome.title);
    chrome.moved.clone_from(&href);
    MovedView { chrome, to: Link::new(name, href) }
}
