//! What can be done at a point, against its column of the catalog: every item with its depth there and here, and how the point differs, with its reason.

use serde::Serialize;

use super::live::found;
use super::look::Look;
use crate::model::offer::Offer;
use crate::model::point::Override;
use crate::model::{DepthKind, Point};
use crate::ops::Outcome;

/// An item at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its printed number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its group; empty where it has none.
    pub group: String,
    /// The depth of the column; nothing where the column does not have it.
    pub column: Option<String>,
    /// The depth here; nothing where it cannot be done here.
    pub here: Option<String>,
    /// How the point differs: `added`, `omitted` or `changed`.
    pub differs: Option<&'static str>,
    /// Why.
    pub reason: String,
}

/// What can be done at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Here {
    /// The column's name; empty for a point without one.
    pub column: String,
    /// How many items can be done.
    pub count: usize,
    /// How many of them to the end.
    pub finished: usize,
    /// Every item of the catalog.
    pub items: Vec<Item>,
    /// The depths that there are, as published.
    pub depths: Vec<&'static str>,
}

/// What can be done at a point.
///
/// # Errors
/// When there is no such bureau or point.
pub fn here(look: &Look, bureau: &str, point: &str) -> Outcome<Here> {
    let (_, bureau) = found(look, bureau)?;
    let point = bureau.any_point(point).ok_or_else(super::sheets::apply::gone)?;
    let depths: Vec<&'static str> = DepthKind::WORDS.iter().map(|(word, _)| *word).collect();
    let Some(catalog) = &bureau.catalog else {
        return Ok(Here { column: String::new(), count: 0, finished: 0, items: Vec::new(), depths });
    };
    let offers = Offer::all(catalog, point);
    let finished = offers.iter().filter(|offer| offer.kind() == DepthKind::Complete).count();
    let of = |list: &'_ [Override], id: &str| list.iter().find(|one| one.item.as_str() == id).cloned();
    let items = catalog.items.iter().enumerate().map(|(row, item)| {
        let id = item.id.as_str();
        let offer = offers.iter().find(|offer| offer.row == row);
        let differs = of(&point.omits, id)
            .map(|one| ("omitted", one))
            .or_else(|| of(&point.adds, id).map(|one| ("added", one)))
            .or_else(|| of(&point.overrides, id).map(|one| ("changed", one)));
        let group = item.group.as_ref().and_then(|own| catalog.groups.iter().find(|group| group.id.as_str() == own.as_str()));
        Item {
            id: id.to_owned(),
            number: item.number.as_ref().map_or_else(|| (row + 1).to_string(), |number| number.value.clone()),
            name: item.name.value.clone(),
            group: group.map_or_else(String::new, |group| group.title.value.clone()),
            column: item.depth_in(&point.channel).filter(|depth| depth.offered()).map(|depth| depth.published().to_owned()),
            here: offer.map(Offer::words),
            differs: differs.as_ref().map(|(word, _)| *word),
            reason: differs.and_then(|(_, one)| one.reason).map_or_else(String::new, |reason| reason.value),
        }
    });
    Ok(Here { column: column(catalog, point), count: offers.len(), finished, items: items.collect(), depths })
}

fn column(catalog: &crate::model::Catalog, point: &Point) -> String {
    let channel = catalog.channels.iter().find(|channel| channel.id.as_str() == point.channel.as_str());
    channel.map_or_else(String::new, |channel| channel.name.value.clone())
}
