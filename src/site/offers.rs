//! What one point does with each item: its channel's column, with the point's own additions, omissions and other depths.
//! It must not know how a depth is shown.

use crate::model::point::Status;
use crate::model::{Catalog, Depth, Item, Point};

/// One item at one point.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The item.
    pub item: &'a Item,
    /// How deep; `None` when the point adds the item without saying.
    pub depth: Option<&'a Depth>,
    /// Window here.
    pub window: Option<&'a str>,
    /// Phone here.
    pub phone: Option<&'a str>,
}

/// Everything that a point handles, in the order of the catalog.
#[must_use]
pub fn offers<'a>(catalog: &'a Catalog, point: &'a Point) -> Vec<Offer<'a>> {
    catalog.items.iter().filter_map(|item| offer(item, point)).collect()
}

/// What a point does with one item; `None` when it does not handle it.
#[must_use]
pub fn offer<'a>(item: &'a Item, point: &'a Point) -> Option<Offer<'a>> {
    let id = item.id.as_str();
    if point.omits.iter().any(|o| o.item.as_str() == id) {
        return None;
    }
    let column = item.depth_in(&point.channel);
    let own = point.overrides.iter().chain(&point.adds).find(|o| o.item.as_str() == id);
    let Some(own) = own else {
        return column.map(|depth| Offer { item, depth: Some(depth), window: None, phone: None });
    };
    let depth = own.depth.as_ref().or(column);
    if depth.is_some_and(|d| !d.offered()) {
        return None;
    }
    Some(Offer { item, depth, window: own.window.as_ref().map(|t| t.as_str()), phone: own.phone.as_ref().map(|t| t.as_str()) })
}

/// Whether people can go there: not suspended and not closed.
#[must_use]
pub fn in_service(point: &Point) -> bool {
    point.status.as_ref().is_none_or(|status| status.value == Status::Active)
}

/// Whether the point differs from its channel in this item.
#[must_use]
pub fn differs(item: &str, point: &Point) -> bool {
    [&point.adds, &point.omits, &point.overrides].into_iter().flatten().any(|o| o.item.as_str() == item)
}
