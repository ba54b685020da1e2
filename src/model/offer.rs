//! What one point does with each item: its channel's column, less what the point omits, with what it adds or changes.

use super::phones::line;
use super::point::Override;
use super::{Catalog, Channel, Depth, DepthKind, Item, Point};

/// An item as one point, or one channel, offers it.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its row in the catalog, from 0.
    pub row: usize,
    /// The depth here; none when the point adds the item without saying how deep.
    pub depth: Option<&'a Depth>,
    /// How this point differs from its channel, if it does.
    pub change: Option<&'a Override>,
    /// The point adds the item to its channel's column.
    pub added: bool,
}

impl<'a> Offer<'a> {
    /// What a point does with the item in a row of the catalog; none when it does not handle it.
    #[must_use]
    fn at(point: &'a Point, row: usize, item: &'a Item) -> Option<Self> {
        let find = |list: &'a [Override]| list.iter().find(|o| o.item.value == item.id.as_str());
        if find(&point.omits).is_some() {
            return None;
        }
        let column = item.depth_in(&point.channel);
        let extra = find(&point.adds);
        let change = find(&point.overrides).or(extra);
        let depth = change.and_then(|c| c.depth.as_ref()).or(column);
        // A change of window or phone alone offers nothing that the channel does not.
        if depth.is_some_and(|d| !d.offered()) || (depth.is_none() && extra.is_none()) {
            return None;
        }
        Some(Self { item, row, depth, change, added: column.is_none() && extra.is_some() })
    }

    /// What a point does with the item of an id.
    #[must_use]
    pub fn of_item(catalog: &'a Catalog, point: &'a Point, id: &str) -> Option<Self> {
        let (row, item) = catalog.items.iter().enumerate().find(|(_, i)| i.id.as_str() == id)?;
        Self::at(point, row, item)
    }

    /// The items that a point offers, in the catalog's order.
    #[must_use]
    pub fn all(catalog: &'a Catalog, point: &'a Point) -> Vec<Self> {
        catalog.items.iter().enumerate().filter_map(|(row, item)| Self::at(point, row, item)).collect()
    }

    /// The items of a channel's column, in the catalog's order.
    #[must_use]
    pub fn of_channel(catalog: &'a Catalog, channel: &Channel) -> Vec<Self> {
        let items = catalog.items.iter().enumerate();
        items
            .filter_map(|(row, item)| {
                Some(Self { item, row, depth: Some(item.depth_in(&channel.id)?), change: None, added: false })
            })
            .collect()
    }

    /// The kind of the depth here.
    #[must_use]
    pub fn kind(&self) -> DepthKind {
        self.depth.map_or(DepthKind::Unstated, |depth| depth.kind)
    }

    /// The depth as published.
    #[must_use]
    pub fn words(&self) -> String {
        self.depth.map_or(DepthKind::Unstated.zh(), |depth| depth.published()).to_owned()
    }

    /// The printed number, else the number of the row.
    #[must_use]
    pub fn number(&self) -> String {
        self.item.number.as_ref().map_or_else(|| (self.row + 1).to_string(), |n| n.value.clone())
    }

    /// 即办件, 承诺件, or nothing where the document says neither.
    #[must_use]
    pub fn handling(&self) -> &'static str {
        self.item.handling.as_ref().map_or("", |handling| handling.value.zh())
    }

    /// The window here, where the point names one.
    #[must_use]
    pub fn window(&self) -> Option<&'a str> {
        self.change?.window.as_ref().map(|t| t.as_str())
    }

    /// The phone for this item here, where the point names one.
    #[must_use]
    pub fn phone(&self) -> Option<String> {
        let numbers = self.change?.phone.as_ref()?.numbers();
        (!numbers.is_empty()).then(|| line(&numbers))
    }
}

impl Point {
    /// Whether the point does just what its channel does: what it offers then follows from the channel alone.
    #[must_use]
    pub fn is_as_its_channel(&self) -> bool {
        self.adds.is_empty() && self.omits.is_empty() && self.overrides.is_empty()
    }

    /// Whether the point differs from its channel in an item.
    #[must_use]
    pub fn differs(&self, item: &str) -> bool {
        [&self.adds, &self.omits, &self.overrides].into_iter().flatten().any(|o| o.item.as_str() == item)
    }
}
