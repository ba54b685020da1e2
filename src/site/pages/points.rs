//! All points of a bureau, channel by channel.

use std::collections::HashSet;

use serde::Serialize;

use super::compare;
use crate::model::coordinates::Place;
use crate::model::point::Status;
use crate::model::{Point, reach};
use crate::site::areas::{self, Part};
use crate::site::format::{FileLink, Link, Phone, phones};
use crate::site::map::{self, Mark, Spot};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// Jumps to groups help only where there are several screens.
const FEWEST_FOR_JUMPS: usize = 10;
/// With more points than this the page lists channels, and each channel's page lists its points.
pub const MOST_ON_ONE_PAGE: usize = 400;

/// `points/index.html`, and the page of a part of many points.
#[derive(Debug, Serialize)]
pub struct PointsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    heading: String,
    lead: String,
    /// The page that compares the points.
    compare: Option<Link>,
    /// Narrows points that are on other pages.
    browse: Option<Browse>,
    jumps: Vec<Link>,
    groups: Vec<PointGroup>,
    areas_title: &'static str,
    /// The pages that list the points, each with how many.
    areas: Vec<AreaLink>,
    /// The other pages of the same area.
    beside: Vec<Link>,
    /// Where the points lie, as SVG made from numbers and escaped names; empty where no point has coordinates.
    map: String,
    /// What the signs on the map are.
    map_key: &'static str,
    /// Where the outline on the map is from.
    map_notes: Vec<String>,
    downloads: Vec<FileLink>,
}

/// A page that lists points of one area.
#[derive(Debug, Serialize)]
pub struct AreaLink {
    name: String,
    href: String,
    note: String,
}

/// What the script needs to narrow points that other pages list. Nobody sees it without the script.
#[derive(Debug, Serialize)]
pub struct Browse {
    /// From the page to the folder of the bureau.
    base: &'static str,
    /// The channel that is chosen already.
    channel: Option<usize>,
    areas: Vec<String>,
    channels: Vec<Channel>,
    /// Whether any of the points says when it is open.
    open: bool,
}

/// A channel that can be chosen.
#[derive(Debug, Serialize)]
struct Channel {
    at: usize,
    name: String,
}

/// The points of one channel.
#[derive(Debug, Serialize)]
pub struct PointGroup {
    anchor: String,
    title: String,
    points: Vec<PointRow>,
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

/// The view of all points: one by one, or the pages that list them where there are too many.
pub fn points_view(scope: &SiteContext) -> PointsView {
    let points = &scope.bureau.points;
    let large = areas::large(scope);
    let (groups, jumps) = if large { (Vec::new(), Vec::new()) } else { groups(scope, &points.iter().collect::<Vec<_>>(), "") };
    let by_town = !scope.areas().towns.names().is_empty();
    let map = if large { map_of_areas(scope) } else { map(scope, |_| true) };
    let lead = match (large, by_town) {
        (false, _) => "按渠道排列",
        (true, true) => "按乡镇排列",
        (true, false) => "按渠道分页",
    };
    PointsView {
        chrome: scope.chrome(Section::Points, None),
        heading: "服务网点".to_owned(),
        lead: format!("{} 个网点，{lead}。", points.len()),
        compare: compare::exists(scope).then(|| Link::new("比较网点", "_compare/index.html")),
        browse: large.then(|| browse(scope, "../", None)),
        jumps,
        groups,
        areas_title: if by_town { "按乡镇找" } else { "按渠道找" },
        areas: if large { area_links(scope, |_| true, "", "") } else { Vec::new() },
        beside: Vec::new(),
        map_key: if large {
            "圆圈里是那里的网点数，点圆圈看网点"
        } else {
            "方块是服务网点，圆圈里是挨在一起的网点数"
        },
        map_notes: if map.is_empty() { Vec::new() } else { scope.outline_source().into_iter().collect() },
        map,
        downloads: downloads(scope),
    }
}

/// The page of one part of many points.
pub fn area_view(scope: &SiteContext, part: &Part) -> PointsView {
    let (groups, jumps) = groups(scope, &part.points, "../");
    let ids: HashSet<&str> = part.points.iter().map(|p| p.id.as_str()).collect();
    let map = map(scope, |point| ids.contains(point.id.as_str()));
    PointsView {
        chrome: scope.chrome(Section::Points, Some(&part.title())),
        heading: format!("{}的服务网点", part.name),
        lead: match part.of {
            (_, 1) => format!("{} 个网点，按渠道排列。", part.points.len()),
            (at, pages) => format!("第 {at} 页，共 {pages} 页，这一页有 {} 个网点。", part.points.len()),
        },
        compare: None,
        browse: None,
        jumps,
        groups,
        areas_title: "",
        areas: Vec::new(),
        beside: scope.areas().beside(part),
        map_key: "方块是服务网点，圆圈里是挨在一起的网点数",
        map_notes: if map.is_empty() { Vec::new() } else { scope.outline_source().into_iter().collect() },
        map,
        downloads: Vec::new(),
    }
}

/// Links to the pages of areas with their points that `counts`; `up` leads from the page to the folder of points, `anchor` to a place on a page.
pub fn area_links(scope: &SiteContext, counts: impl Fn(&Point) -> bool, up: &str, anchor: &str) -> Vec<AreaLink> {
    let found = scope.areas().counted(counts).into_iter();
    let link = |(part, count): (&Part, usize)| AreaLink {
        name: part.name.clone(),
        // The page of a channel has no place of its own for it.
        href: format!("{up}{}{}", part.href, if part.slug.is_empty() { "" } else { anchor }),
        note: format!("{count} 个网点"),
    };
    found.map(link).collect()
}

/// What narrows the points: all of them, or those of one channel.
pub fn browse(scope: &SiteContext, base: &'static str, channel: Option<&str>) -> Browse {
    let all = scope.catalog().map_or(&[][..], |c| &c.channels);
    let own = |id: &str| channel.is_none_or(|c| c == id);
    let shown = |(at, c): (usize, &crate::model::Channel)| {
        (!scope.points_of(&c.id).is_empty()).then(|| Channel { at, name: c.short_name.as_ref().unwrap_or(&c.name).value.clone() })
    };
    let channels: Vec<Channel> = all.iter().enumerate().filter(|_| channel.is_none()).filter_map(shown).collect();
    Browse {
        base,
        channel: channel.and_then(|id| all.iter().position(|c| c.id.as_str() == id)),
        areas: scope.areas().names.clone(),
        channels,
        open: scope.bureau.points.iter().any(|p| own(&p.channel) && scope.open.place(p).is_some()),
    }
}

/// Points by their channels, and jumps to them.
fn groups(scope: &SiteContext, points: &[&Point], up: &str) -> (Vec<PointGroup>, Vec<Link>) {
    let known = scope.catalog().map_or(&[][..], |c| &c.channels);
    let (mut groups, mut jumps) = (Vec::new(), Vec::new());
    for channel in known {
        let own = points.iter().filter(|p| p.channel.as_str() == channel.id.as_str());
        let rows: Vec<PointRow> = own.map(|p| row(scope, p, up)).collect();
        if rows.is_empty() {
            continue;
        }
        jumps.push(Link::new(format!("{}（{}）", channel.name, rows.len()), format!("#{}", channel.id)));
        groups.push(PointGroup { anchor: channel.id.to_string(), title: channel.name.value.clone(), points: rows });
    }
    // A point whose channel is not in the catalog has no other page that lists it.
    let stray = points.iter().filter(|p| !known.iter().any(|c| c.id.as_str() == p.channel.as_str()));
    let stray: Vec<PointRow> = stray.map(|p| row(scope, p, up)).collect();
    if !stray.is_empty() {
        let title = if groups.is_empty() { "服务网点" } else { "其他网点" };
        groups.push(PointGroup { anchor: "other".to_owned(), title: title.to_owned(), points: stray });
    }
    if points.len() < FEWEST_FOR_JUMPS || groups.len() < 2 {
        jumps.clear();
    }
    (groups, jumps)
}

/// Where the points to which people can go lie; nothing where fewer than two have coordinates.
fn map(scope: &SiteContext, shown: impl Fn(&Point) -> bool) -> String {
    let spots: Vec<Spot> = reach::places(scope.bureau)
        .into_iter()
        .filter(|(point, _)| shown(point))
        .map(|(point, place)| Spot::one(Mark::Point, point.name.value.clone(), place))
        .collect();
    if spots.len() < 2 {
        return String::new();
    }
    // The outline of the whole area would leave a town no room.
    let outline = if spots.len() == reach::places(scope.bureau).len() { scope.outline() } else { &[] };
    map::draw("服务网点的位置。地址在上面的表里。", &spots, None, outline)
}

/// One sign for each area, in the middle of its points.
fn map_of_areas(scope: &SiteContext) -> String {
    let mut spots: Vec<Spot> = Vec::new();
    let mut last = None;
    for part in &scope.areas().parts {
        let places: Vec<Place> = part.points.iter().filter_map(|p| areas::place(scope, p)).collect();
        // The pages of an area follow each other: its first one stands for all.
        if last == Some(part.area) {
            if let Some(spot) = spots.last_mut() {
                spot.count += places.len();
            }
            continue;
        }
        let Some(place) = Place::middle(&places) else { continue };
        last = Some(part.area);
        spots.push(Spot { mark: Mark::Point, name: part.name.clone(), place, count: places.len(), href: part.href.clone() });
    }
    if spots.len() < 2 {
        return String::new();
    }
    map::draw("各乡镇的服务网点。下面的列表里也有。", &spots, None, scope.outline())
}

fn downloads(scope: &SiteContext) -> Vec<FileLink> {
    [("网点位置", "GeoJSON", "data/points.geojson"), ("特色服务日程", "iCalendar", "data/calendar.ics")]
        .into_iter()
        .filter(|(.., path)| scope.has_file(path))
        .map(|(label, kind, path)| FileLink { label: label.to_owned(), kind, size: String::new(), href: format!("../{path}") })
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
