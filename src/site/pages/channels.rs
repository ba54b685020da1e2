//! The channels of a bureau, and one channel with its points and items.

use serde::Serialize;

use super::point::{DepthGroup, groups};
use super::points::{PointRow, row};
use crate::model::{Catalog, Channel, DepthKind};
use crate::site::chrome::Chrome;
use crate::site::offers::Offer;
use crate::site::scope::{Scope, Section};

/// `channels/index.html`.
#[derive(Debug, Serialize)]
pub struct ChannelsView {
    chrome: Chrome,
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
    chrome: Chrome,
    name: String,
    summary: String,
    note: String,
    points: Vec<PointRow>,
    groups: Vec<DepthGroup>,
}

/// The view of all channels.
pub fn index(scope: &Scope, catalog: &Catalog) -> ChannelsView {
    let rows = catalog.channels.iter().map(|channel| ChannelRow {
        name: channel.name.value.clone(),
        href: format!("{}/index.html", channel.id),
        items: format!("{} 项", catalog.count(&channel.id)),
        complete: format!("{} 项", complete(catalog, channel)),
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
pub fn view(scope: &Scope, catalog: &Catalog, channel: &Channel) -> ChannelView {
    let offers: Vec<Offer> = catalog
        .items
        .iter()
        .filter_map(|item| Some(Offer { item, depth: Some(item.depth_in(&channel.id)?), window: None, phone: None }))
        .collect();
    let points = scope.points_of(&channel.id);
    let mut parts = Vec::new();
    if !offers.is_empty() {
        parts.push(format!("能办 {} 项，其中办结 {} 项", offers.len(), complete(catalog, channel)));
    }
    if !points.is_empty() {
        parts.push(format!("{} 个网点", points.len()));
    }
    ChannelView {
        chrome: scope.chrome(Section::Channels, Some(&channel.name)),
        name: channel.name.value.clone(),
        summary: if parts.is_empty() { String::new() } else { format!("{}。", parts.join("；")) },
        note: channel.note.as_ref().map(|n| n.value.clone()).unwrap_or_default(),
        points: points.iter().map(|p| row(scope, p, "../../points/")).collect(),
        groups: groups(&offers, "../../items/"),
    }
}

fn complete(catalog: &Catalog, channel: &Channel) -> usize {
    let is_complete = |d: &&crate::model::Depth| d.kind == DepthKind::Complete;
    catalog.items.iter().filter_map(|item| item.depth_in(&channel.id)).filter(is_complete).count()
}
