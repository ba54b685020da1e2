//! The channels of a bureau, and one channel with its points and items.

use serde::Serialize;

use super::point::{DepthGroup, groups};
use super::points::{AreaLink, Browse, PointRow, area_links, browse, row};
use crate::model::{Catalog, Channel, DepthKind, Offer};
use crate::site::areas;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `channels/index.html`.
#[derive(Debug, Serialize)]
pub struct ChannelsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    channels: Vec<ChannelRow>,
}

/// One channel in the table.
#[derive(Debug, Serialize)]
pub struct ChannelRow {
    name: String,
    href: String,
    items: String,
    complete: String,
    points: String,
}

/// `channels/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct ChannelView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    name: String,
    summary: String,
    note: String,
    points: Vec<PointRow>,
    /// The pages that list the points where there are too many for this one, and what narrows them.
    areas: Vec<AreaLink>,
    browse: Option<Browse>,
    groups: Vec<DepthGroup>,
}

/// The view of all channels.
pub fn index(scope: &SiteContext, catalog: &Catalog) -> ChannelsView {
    let rows = catalog.channels.iter().map(|channel| ChannelRow {
        name: channel.name.value.clone(),
        href: format!("{}/index.html", channel.id),
        items: Listed::of(catalog, channel).label(),
        complete: match complete(catalog, channel) {
            0 => "—".to_owned(),
            n => format!("{n} 项"),
        },
        points: match scope.points_of(&channel.id).len() {
            0 => "—".to_owned(),
            n => format!("{n} 个"),
        },
    });
    ChannelsView {
        chrome: scope.chrome(Section::Channels, None),
        lead: format!("{} 种渠道，能办的事项不一样多。", catalog.channels.len()),
        channels: rows.collect(),
    }
}

/// The view of one channel.
pub fn channel_view(scope: &SiteContext, catalog: &Catalog, channel: &Channel) -> ChannelView {
    let offers = Offer::of_channel(catalog, channel);
    let points = scope.points_of(&channel.id);
    let mut parts = Vec::new();
    let complete = complete(catalog, channel);
    parts.extend(Listed::of(catalog, channel).sentence());
    if complete > 0 {
        parts.push(format!("其中办结 {complete} 项"));
    }
    if !points.is_empty() {
        parts.push(format!("{} 个网点", points.len()));
    }
    let many = areas::large(scope) && points.len() > areas::MOST;
    let anchor = format!("#{}", channel.id);
    ChannelView {
        chrome: scope.chrome(Section::Channels, Some(&channel.name)),
        name: channel.name.value.clone(),
        summary: if parts.is_empty() { String::new() } else { format!("{}。", parts.join("，")) },
        note: channel.note.as_ref().map(|n| n.value.clone()).unwrap_or_default(),
        points: if many { Vec::new() } else { points.iter().map(|p| row(scope, p, "../../points/")).collect() },
        areas: if many {
            area_links(scope, |p| p.channel.as_str() == channel.id.as_str(), "../../points/", &anchor)
        } else {
            Vec::new()
        },
        browse: many.then(|| browse(scope, "../../", Some(channel.id.as_str()))),
        groups: groups(&offers, "../../items/"),
    }
}

/// How many items a channel handles, as far as the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Items that the table names.
    named: usize,
    /// The number that the document gives, when it says that the names are not complete.
    claimed: Option<u32>,
    /// No row says anything about the channel.
    silent: bool,
}

impl Listed {
    /// Counts a channel's column.
    pub fn of(catalog: &Catalog, channel: &Channel) -> Self {
        let claim = channel.claims.iter().find(|claim| claim.incomplete);
        Self {
            named: catalog.count(&channel.id),
            claimed: claim.map(|claim| claim.items.value),
            silent: catalog.items.iter().all(|item| item.depth.get(&channel.id).is_none()),
        }
    }

    /// For a column's head: `27 项`, `16 项，列名 4 项`, `没有写`.
    pub fn label(self) -> String {
        match (self.claimed, self.named) {
            (Some(claimed), 0) => format!("{claimed} 项，未列名"),
            (Some(claimed), named) => format!("{claimed} 项，列名 {named} 项"),
            (None, 0) if self.silent => "没有写".to_owned(),
            (None, named) => format!("{named} 项"),
        }
    }

    /// For the line under a title; nothing when the document says nothing.
    pub fn sentence(self) -> Option<String> {
        match (self.claimed, self.named) {
            (Some(claimed), 0) => Some(format!("文件称能办 {claimed} 项，没有列出名称")),
            (Some(claimed), named) => Some(format!("文件称能办 {claimed} 项，列出名称的 {named} 项")),
            (None, 0) => None,
            (None, named) => Some(format!("能办 {named} 项")),
        }
    }
}

fn complete(catalog: &Catalog, channel: &Channel) -> usize {
    let is_complete = |d: &&crate::model::Depth| d.kind == DepthKind::Complete;
    catalog.items.iter().filter_map(|item| item.depth_in(&channel.id)).filter(is_complete).count()
}
