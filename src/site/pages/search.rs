//! The page of the search, which the navigation leads to. Without a script it says where to look instead.

use serde::Serialize;

use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `search/index.html`.
#[derive(Debug, Serialize)]
pub struct SearchView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    /// From the page to the folder of its index.
    base: &'static str,
    /// Lists to look through.
    lists: Vec<Link>,
}

/// The view of the search.
pub fn search_view(scope: &SiteContext) -> SearchView {
    let lists = [Section::Items, Section::Points, Section::Channels, Section::Services].into_iter().filter(|s| scope.has(*s));
    SearchView {
        chrome: scope.chrome(Section::Search, None),
        base: "../",
        lists: lists.map(|s| Link::new(scope.label(s), format!("../{}/index.html", SiteContext::folder(s)))).collect(),
    }
}
