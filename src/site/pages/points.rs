//! All points of a bureau, channel by channel.

use serde::Serialize;

use crate::model::Point;
use crate::model::coordinates::Place;
use crate::model::point::Status;
use crate::site::chrome::Chrome;
use crate::site::scope::{Scope, Section};
use crate::site::words::{FileLink, Link, Phone, phone};

/// Jumps to groups help only where there are several screens.
const FEWEST_FOR_JUMPS: usize = 10;
/// With more points than this the page lists channels, and each channel's page lists its points.
const MOST_ON_ONE_PAGE: usize = 400;

/// `points/index.html`.
#[derive(Debug, Serialize)]
pub struct PointsView {
    pub(in crate::site) chrome: Chrome,
    lead: String,
    jumps: Vec<Link>,
    groups: Vec<PointGroup>,
    downloads: Vec<FileLink>,
}

/// The points of one channel.
#[derive(Debug, Serialize)]
pub struct PointGroup {
    anchor: String,
    title: String,
    points: Vec<PointRow>,
    /// Where the points are listed when there are too many for this page.
    more: Option<Link>,
}

/// One point in a table.
#[derive(Debug, Serialize)]
pub struct PointRow {
    name: String,
    href: String,
    /// `暂停服务`, `已撤销`, or empty.
    state: &'static str,
    address: String,
    hours: Vec<String>,
    phone: Option<Phone>,
    /// Its place in the table of hours, for the script that says whether it is open now.
    open: Option<usize>,
    /// Latitude and longitude in WGS-84, as a phone gives its own; empty where it is not known.
    at: String,
}

/// The view of all points.
pub fn view(scope: &Scope) -> PointsView {
    let points = &scope.bureau.points;
    let known = scope.catalog().map_or(&[][..], |c| &c.channels);
    let together = points.len() <= MOST_ON_ONE_PAGE;
    let mut groups: Vec<PointGroup> = Vec::new();
    let mut jumps: Vec<Link> = Vec::new();
    for channel in known {
        let (here, id) = (scope.points_of(&channel.id), &channel.id);
        if here.is_empty() {
            continue;
        }
        let more = (!together).then(|| Link::new(format!("{} 个网点", here.len()), format!("../channels/{id}/index.html")));
        let rows = if together { here.iter().map(|p| row(scope, p, "")).collect() } else { Vec::new() };
        jumps.push(Link::new(format!("{}（{}）", channel.name, here.len()), format!("#{id}")));
        groups.push(PointGroup { anchor: id.to_string(), title: channel.name.value.clone(), points: rows, more });
    }
    // A point whose channel is not in the catalog has no other page that lists it.
    let stray = points.iter().filter(|p| !known.iter().any(|c| c.id.as_str() == p.channel.as_str()));
    let stray: Vec<PointRow> = stray.map(|p| row(scope, p, "")).collect();
    if !stray.is_empty() {
        let title = if groups.is_empty() { "服务网点" } else { "其他网点" };
        groups.push(PointGroup { anchor: "other".to_owned(), title: title.to_owned(), points: stray, more: None });
    }
    if !together || points.len() < FEWEST_FOR_JUMPS || groups.len() < 2 {
        jumps.clear();
    }
    PointsView {
        chrome: scope.chrome(Section::Points, None),
        lead: format!("{} 个网点，按渠道排列。", points.len()),
        jumps,
        groups,
        downloads: points
            .iter()
            .any(|p| p.location.is_some())
            .then(|| FileLink { label: "网点位置".to_owned(), kind: "GeoJSON", href: "../data/points.geojson".to_owned() })
            .into_iter()
            .collect(),
    }
}

/// One row; `up` leads from the page to the folder of points.
pub fn row(scope: &Scope, point: &Point, up: &str) -> PointRow {
    PointRow {
        name: point.name.value.clone(),
        href: format!("{up}{}/index.html", point.id),
        state: state(point),
        address: point.address.as_ref().map(|a| a.value.clone()).unwrap_or_default(),
        hours: scope.hours(point.hours.as_ref()).lines,
        phone: point.phone.as_ref().map(|p| phone(p)),
        open: scope.open.place(point),
        at: if point.in_service() { at(point) } else { String::new() },
    }
}

/// Where a point is, to a few metres: `38.60012,108.84021`.
pub fn at(point: &Point) -> String {
    let place = point.location.as_ref().and_then(Place::of);
    place.map(|p| format!("{:.5},{:.5}", p.lat, p.lon)).unwrap_or_default()
}

/// The word for a point to which people cannot go; empty otherwise.
pub fn state(point: &Point) -> &'static str {
    match point.status.as_ref().map(|s| s.value) {
        Some(Status::Suspended) => "暂停服务",
        Some(Status::Closed) => "已撤销",
        Some(Status::Active) | None => "",
    }
}
