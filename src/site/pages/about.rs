//! The two pages about the site itself: what it is and who answers for it, and what it does for people who see, hear or move less well.

use serde::Serialize;

use super::portal;
use crate::model::Workspace;
use crate::site::Available;
use crate::site::format::{Link, Phone, phones};
use crate::site::page_frame::PageFrame;

/// `about/index.html` and `accessibility/index.html`.
#[derive(Debug, Serialize)]
pub struct AboutView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    /// The template of the page.
    #[serde(skip)]
    pub template: &'static str,
    bureaus: Vec<Publisher>,
}

/// A bureau that answers for its pages.
#[derive(Debug, Serialize)]
pub struct Publisher {
    link: Link,
    edition: String,
    hotlines: Vec<Phone>,
}

/// What the site is.
pub fn about(workspace: &Workspace, available: &Available) -> AboutView {
    about_view(workspace, available, "about.html", "关于本站")
}

/// What it does so that everybody can use it.
pub fn accessibility(workspace: &Workspace, available: &Available) -> AboutView {
    about_view(workspace, available, "accessibility.html", "无障碍声明")
}

fn about_view(workspace: &Workspace, available: &Available, template: &'static str, title: &str) -> AboutView {
    let bureaus = portal::shown(workspace, available).map(|bureau| Publisher {
        link: Link::new(bureau.file.name.value.clone(), format!("../{}/index.html", bureau.id)),
        edition: bureau.file.edition.zh(),
        hotlines: phones(bureau.file.numbers()),
    });
    AboutView { chrome: portal::chrome(workspace, title, "../"), template, bureaus: bureaus.collect() }
}
