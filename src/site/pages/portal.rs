//! The portal: the bureaus to choose from; and the page for addresses that lead nowhere.

use std::sync::Arc;

use serde::Serialize;

use crate::model::{Bureau, Workspace};
use crate::site::Available;
use crate::site::format::Link;
use crate::site::page_frame::{PageFrame, Shared};
use crate::site::registration;

/// `index.html` of the whole site.
#[derive(Debug, Serialize)]
pub struct PortalView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    /// The folders of the bureaus' indexes, with spaces between.
    base: String,
    /// JSON: folder and name of each bureau, to stand beside what was found.
    names: String,
    bureaus: Vec<BureauRow>,
}

/// One bureau to choose.
#[derive(Debug, Serialize)]
pub struct BureauRow {
    name: String,
    href: String,
    /// `32 项服务事项 · 19 个网点`
    counts: String,
}

/// `404.html`.
#[derive(Debug, Serialize)]
pub struct NotFoundView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    links: Vec<Link>,
}

/// The portal's view.
pub fn portal_view(workspace: &Workspace, available: &Available) -> PortalView {
    let rows: Vec<BureauRow> = shown(workspace, available)
        .map(|bureau| {
            let items = bureau.catalog.as_ref().map_or(0, |c| c.items.len());
            let counts = [(items, "项服务事项"), (bureau.points.len(), "个网点")];
            BureauRow {
                name: bureau.file.name.value.clone(),
                href: format!("{}/index.html", bureau.id),
                counts: counts
                    .iter()
                    .filter(|(n, _)| *n > 0)
                    .map(|(n, unit)| format!("{n} {unit}"))
                    .collect::<Vec<_>>()
                    .join(" · "),
            }
        })
        .collect();
    let lead =
        if rows.len() > 1 { "查医保事项要带什么、去哪里办、几点开门。".to_owned() } else { String::new() };
    let names: serde_json::Map<String, serde_json::Value> =
        shown(workspace, available).map(|b| (format!("{}/", b.id), b.short_name().to_owned().into())).collect();
    PortalView {
        chrome: PageFrame { description: lead.clone(), ..chrome(workspace, "", "") },
        lead,
        base: names.keys().cloned().collect::<Vec<_>>().join(" "),
        names: serde_json::Value::Object(names).to_string(),
        bureaus: rows,
    }
}

/// The bureaus that have pages.
pub fn shown<'a>(workspace: &'a Workspace, available: &'a Available) -> impl Iterator<Item = &'a Bureau> {
    workspace.bureaus.iter().filter(|b| !b.file.reference && available.has_bureau(&b.id))
}

/// The view of the page for lost addresses. A server shows it under the address that was asked for, in whatever folder: what it leads to and is
/// shown with is named from the root of the host.
pub fn not_found(workspace: &Workspace, available: &Available) -> NotFoundView {
    let root = workspace.root_path();
    let mut links = vec![Link::new(format!("{}首页", workspace.config.title), format!("{root}index.html"))];
    links.extend(shown(workspace, available).map(|b| Link::new(b.file.name.as_str(), format!("{root}{}/index.html", b.id))));
    NotFoundView { chrome: PageFrame { hidden: true, ..chrome(workspace, "没有这个页面", &root) }, links }
}

/// Head and foot of a page that belongs to no bureau. `root` leads from it to the portal's folder.
pub fn chrome(workspace: &Workspace, here: &str, root: &str) -> PageFrame {
    let site = workspace.config.title.value.clone();
    let shared = Shared {
        root: root.to_owned(),
        home: format!("{root}index.html"),
        image: crate::site::site_context::image(workspace),
        name: site.clone(),
        sample: if workspace.bureaus.iter().any(|b| b.file.sample) {
            "示例：电话、地址和人员是虚构的，指南文字不作办事依据。".to_owned()
        } else {
            String::new()
        },
        foot: vec![site.clone()],
        statements: registration::statements(workspace),
        site_code: registration::site_code(workspace),
        site: site.clone(),
        ..Shared::default()
    };
    PageFrame {
        shared: Arc::new(shared),
        title: if here.is_empty() { site } else { format!("{here} · {site}") },
        url: String::new(),
        moved: String::new(),
        hidden: false,
        data: String::new(),
        description: String::new(),
        crumbs: Vec::new(),
        here: here.to_owned(),
        published: String::new(),
        tags: Vec::new(),
    }
}
