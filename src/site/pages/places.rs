//! Where an item is handled: deepest first, by channel, with points to go to; and what the script needs that finds the nearest.

use serde::Serialize;

use crate::model::{Catalog, Channel, DepthKind, Item, Offer, Point, Tier};
use crate::site::areas;
use crate::site::format::{self, Link};
use crate::site::site_context::SiteContext;

/// Points named under one channel before a link leads to the rest.
const MOST_POINTS: usize = 6;

/// Everywhere that handles the item equally deep.
#[derive(Debug, Serialize)]
pub struct Place {
    sign: &'static str,
    word: String,
    meaning: &'static str,
    channels: Vec<ChannelPlace>,
}

/// One channel with its points.
#[derive(Debug, Serialize)]
pub struct ChannelPlace {
    name: String,
    rest: String,
    points: Vec<PointPlace>,
    more: Option<Link>,
}

/// One point to go to.
#[derive(Debug, Serialize)]
pub struct PointPlace {
    name: String,
    note: String,
    href: String,
}

/// Who handles the item how deep, for the script that finds the nearest: words for depths, deepest first, by their places the depth of every
/// channel, and that of points that differ (`id:0`; `-` where the item is not handled).
#[derive(Debug, Serialize)]
pub struct Near {
    words: String,
    column: String,
    other: String,
}

/// What the script needs; nothing where no point that handles the item has a place.
pub fn near(scope: &SiteContext, catalog: &Catalog, item: &Item) -> Option<Near> {
    let mut words: Vec<(DepthKind, String)> = Vec::new();
    let mut known = |depth: Option<&crate::model::Depth>| {
        let entry = (depth.map_or(DepthKind::Unstated, |d| d.kind), format::depth(depth).word);
        if !words.contains(&entry) {
            words.push(entry.clone());
        }
        entry
    };
    let column: Vec<Option<(DepthKind, String)>> =
        catalog.channels.iter().map(|c| item.depth_in(&c.id).map(|depth| known(Some(depth)))).collect();
    let (differ, plain): (Vec<&Point>, Vec<&Point>) = scope.bureau.points.iter().partition(|p| p.differs(&item.id));
    let other: Vec<(&str, Option<(DepthKind, String)>)> = differ
        .into_iter()
        .filter(|p| areas::place(scope, p).is_some())
        .map(|p| (p.id.as_str(), Offer::of_item(catalog, p, &item.id).map(|offer| known(offer.depth))))
        .collect();
    let handles = |p: &&Point| column.get(areas::channel(scope, p)).is_some_and(Option::is_some);
    let mut plain = plain.into_iter().filter(handles);
    if other.iter().all(|(_, own)| own.is_none()) && !plain.any(|p| areas::place(scope, p).is_some()) {
        return None;
    }
    words.sort_by_key(|(kind, _)| *kind);
    let place = |entry: &Option<(DepthKind, String)>| {
        let at = entry.as_ref().and_then(|entry| words.iter().position(|word| word == entry));
        at.map_or_else(|| "-".to_owned(), |at| at.to_string())
    };
    Some(Near {
        column: column.iter().map(place).collect::<Vec<_>>().join(","),
        other: other.iter().map(|(id, own)| format!("{id}:{}", place(own))).collect::<Vec<_>>().join(" "),
        words: words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join("|"),
    })
}

/// Nearest first: a person walks to the village before driving to the county.
fn nearness(tier: Tier) -> u8 {
    match tier {
        Tier::Village => 0,
        Tier::Town => 1,
        Tier::Partner => 2,
        Tier::County => 3,
        Tier::Online => 4,
    }
}

/// Deepest first; within one depth the nearest channel first. A point that differs from its channel stands under its own depth.
pub fn places(scope: &SiteContext, catalog: &Catalog, item: &Item) -> Vec<Place> {
    let mut channels: Vec<&Channel> = catalog.channels.iter().collect();
    channels.sort_by_key(|c| nearness(c.tier));
    let mut found: Vec<(DepthKind, Place)> = Vec::new();
    for channel in channels {
        let column = item.depth_in(&channel.id);
        let (own, plain): (Vec<&Point>, Vec<&Point>) =
            scope.points_of(&channel.id).iter().copied().filter(|p| p.in_service()).partition(|p| p.differs(&item.id));
        if let Some(depth) = column {
            add(&mut found, Some(depth), channel, &plain);
        }
        for point in own {
            if let Some(offer) = Offer::of_item(catalog, point, &item.id) {
                add(&mut found, offer.depth, channel, &[point]);
            }
        }
    }
    found.sort_by_key(|(kind, _)| *kind);
    found.into_iter().map(|(_, place)| place).collect()
}

fn add(found: &mut Vec<(DepthKind, Place)>, depth: Option<&crate::model::Depth>, channel: &Channel, points: &[&Point]) {
    let kind = depth.map_or(DepthKind::Unstated, |d| d.kind);
    let shown = format::depth(depth);
    let entry = ChannelPlace {
        name: channel.name.value.clone(),
        rest: shown.rest,
        points: points
            .iter()
            .take(MOST_POINTS)
            .map(|point| PointPlace {
                name: point.name.value.clone(),
                note: point.address.as_ref().map(|a| a.value.clone()).unwrap_or_default(),
                href: format!("../../points/{}/index.html", point.id),
            })
            .collect(),
        more: match points.len() {
            0 => Some(Link::new("看这个渠道", format!("../../channels/{}/index.html", channel.id))),
            n if n > MOST_POINTS => {
                Some(Link::new(format!("全部 {n} 个网点"), format!("../../channels/{}/index.html", channel.id)))
            }
            _ => None,
        },
    };
    // An unknown word stands under itself, so that 结办 is not taken for another slip.
    let place = found.iter_mut().find(|(k, place)| *k == kind && (kind != DepthKind::Unknown || place.word == shown.word));
    if let Some((_, place)) = place {
        let same = place.channels.iter_mut().find(|c| c.name == entry.name && c.rest == entry.rest);
        match same {
            Some(same) if !entry.points.is_empty() => same.points.extend(entry.points),
            Some(_) => {}
            None => place.channels.push(entry),
        }
    } else {
        let place = Place { sign: shown.sign, word: shown.word, meaning: kind.meaning(), channels: vec![entry] };
        found.push((kind, place));
    }
}
