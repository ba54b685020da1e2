//! All points of a bureau, channel by channel.

use serde::Serialize;

use super::compare;
use crate::model::coordinates::Place;
use crate::model::point::Status;
use crate::model::{Point, reach};
use crate::site::format::{FileLink, Link, Phone, phones};
use crate::site::map::{self, Mark, Spot};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// Jumps to groups help only where there are several screens.
const FEWEST_FOR_JUMPS: usize = 10;
/// With more points than this the page lists channels, and each channel's page lists its points.
pub const MOST_ON_ONE_PAGE: usize = 400;

/// `points/index.html`.
#[derive(Debug, Serialize)]
pub struct PointsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    /// The page that compares the points.
    compare: Option<Link>,
    jumps: Vec<Link>,
    groups: Vec<PointGroup>,
    /// Where the points lie, as SVG made from numbers and escaped names; empty where no point has coordinates.
    map: String,
    /// Where the outline on the map is from.
    map_notes: Vec<String>,
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
    phones: Vec<Phone>,
    /// Its place in the table of hours, for the script that says whether it is open now.
    open: Option<usize>,
    /// Latitude and longitude in WGS-84, as a phone gives its own; empty where it is not known.
    at: String,
}

/// The view of all points.
pub fn points_view(scope: &SiteContext) -> PointsView {
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
    let map = map(scope);
    PointsView {
        chrome: scope.chrome(Section::Points, None),
        lead: format!("{} 个网点，按渠道排列。", points.len()),
        compare: compare::exists(scope).then(|| Link::new("比较网点", "_compare/index.html")),
        jumps,
        groups,
        map_notes: if map.is_empty() { Vec::new() } else { scope.outline_source().into_iter().collect() },
        map,
        downloads: downloads(scope),
    }
}

/// Where the points to which people can go lie; nothing where fewer than two have coordinates.
fn map(scope: &SiteContext) -> String {
    let spots: Vec<Spot> = reach::places(scope.bureau)
        .into_iter()
        .map(|(point, place)| Spot { mark: Mark::Point, name: point.name.value.clone(), place })
        .collect();
    if spots.len() < 2 {
        return String::new();
    }
    map::draw("服务网点的位置。地址在上面的表里。", &spots, None, scope.outline())
}

fn downloads(scope: &SiteContext) -> Vec<FileLink> {
    [("网点位置", "GeoJSON", "data/points.geojson"), ("特色服务日程", "iCalendar", "data/calendar.ics")]
        .into_iter()
        .filter(|(.., path)| scope.has_file(path))
        .map(|(label, kind, path)| FileLink { label: label.to_owned(), kind, href: format!("../{path}") })
        .collect()
}

/// One row; `up` leads from the page to the folder of points.
pub fn row(scope: &SiteContext, point: &Point, up: &str) -> PointRow {
    PointRow {
        name: point.name.value.clone(),
        href: format!("{up}{}/index.html", point.id),
        state: state(point),
        address: point.address.as_ref().map(|a| a.value.clone()).unwrap_or_default(),
        hours: scope.point_hours(point).lines,
        phones: phones(point.numbers()),
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
