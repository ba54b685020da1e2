//! The map of the site for people: every bureau with its sections. The one for search engines is `sitemap.xml`.

use serde::Serialize;

use super::portal;
use crate::model::Workspace;
use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::SiteContext;
use crate::site::{Available, Rating};

/// `sitemap/index.html`.
#[derive(Debug, Serialize)]
pub struct SiteMapView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    bureaus: Vec<Branch>,
}

/// One bureau.
#[derive(Debug, Serialize)]
struct Branch {
    link: Link,
    sections: Vec<Link>,
}

/// The view of the map.
pub fn site_map(workspace: &Workspace, ratings: &[Rating], available: &Available) -> SiteMapView {
    let bureaus = portal::shown(workspace, available).map(|bureau| {
        let scope = SiteContext::new(workspace, bureau, ratings, available);
        let page = |folder: &str| {
            if folder.is_empty() {
                format!("../{}/index.html", bureau.id)
            } else {
                format!("../{}/{folder}/index.html", bureau.id)
            }
        };
        Branch {
            link: Link::new(bureau.file.name.value.clone(), page("")),
            sections: scope
                .sections
                .iter()
                .map(|section| Link::new(scope.label(*section), page(SiteContext::folder(*section))))
                .collect(),
        }
    });
    SiteMapView { chrome: portal::chrome(workspace, "站点地图", "../"), bureaus: bureaus.collect() }
}
