//! The points of a bureau in parts that a page can hold: town by town, and by channel what no town is known of. Each part is a page where a bureau
//! has many points, and a script with data for whoever narrows the list or looks for what is near. Must not know what a page looks like.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::format::Link;
use super::pages::points::{MOST_ON_ONE_PAGE, state};
use super::site_context::SiteContext;
use crate::model::coordinates::Place;
use crate::model::town::Towns;
use crate::model::{Point, pinyin};

/// Points in one part.
pub const MOST: usize = 150;

/// Some of a bureau's points.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The town or the kind of places.
    pub name: String,
    /// The place of its name in `Areas::names`.
    pub area: usize,
    /// Its folder below `points/`; empty where the page of its channel lists it.
    pub slug: String,
    /// From the folder of points to its page.
    pub href: String,
    /// Which part of its area it is, from 1, and of how many.
    pub of: (usize, usize),
    /// The points.
    pub points: Vec<&'a Point>,
}

/// The parts of a bureau.
#[derive(Debug, Default)]
pub struct Areas<'a> {
    /// The parts, those of an area one after the other.
    pub parts: Vec<Part<'a>>,
    /// Names of the areas.
    pub names: Vec<String>,
    /// The towns of the bureau.
    pub towns: Towns,
}

impl Part<'_> {
    /// What its page is called: 井屯镇, or 井屯镇（第 2 页）.
    pub fn title(&self) -> String {
        title(&self.name, self.of)
    }
}

/// The title of a page that is one of several.
pub fn title(name: &str, of: (usize, usize)) -> String {
    match of {
        (_, 1) => name.to_owned(),
        (at, _) => format!("{name}（第 {at} 页）"),
    }
}

/// The folder of the page at a place, from 0.
pub fn page_slug(slug: &str, at: usize) -> String {
    if at == 0 { slug.to_owned() } else { format!("{slug}-{}", at + 1) }
}

/// Whether a bureau has more points than one page lists.
pub fn large(scope: &SiteContext) -> bool {
    scope.bureau.points.len() > MOST_ON_ONE_PAGE
}

/// Whether there is data for whoever looks for what is near, or narrows a long list.
pub fn has_data(scope: &SiteContext) -> bool {
    large(scope) || scope.bureau.points.iter().any(|p| place(scope, p).is_some())
}

/// Where people can go to a point.
pub fn place(scope: &SiteContext, point: &Point) -> Option<Place> {
    let there = point.in_service() && scope.bureau.has_door(point);
    point.location.as_ref().filter(|_| there).and_then(Place::of)
}

impl<'a> Areas<'a> {
    /// The parts of a bureau; one part where a page lists all of its points.
    pub fn of(scope: &SiteContext<'a>) -> Self {
        let points = &scope.bureau.points;
        let towns = Towns::of(scope.bureau);
        let mut areas = Self { parts: Vec::new(), names: Vec::new(), towns };
        if !large(scope) {
            areas.add(String::new(), String::new(), points.iter().collect());
            return areas;
        }
        let mut of_town: Vec<Vec<&Point>> = vec![Vec::new(); areas.towns.names().len()];
        let (mut of_channel, mut stray): (BTreeMap<&str, Vec<&Point>>, Vec<&Point>) = Default::default();
        let channels = scope.catalog().map_or(&[][..], |c| &c.channels);
        for point in points {
            match areas.towns.of_point(point).and_then(|at| of_town.get_mut(at)) {
                Some(town) => town.push(point),
                None if channels.iter().any(|c| c.id.as_str() == point.channel.as_str()) => {
                    of_channel.entry(point.channel.as_str()).or_default().push(point);
                }
                None => stray.push(point),
            }
        }
        let mut taken = BTreeSet::new();
        for (name, points) in areas.towns.names().to_vec().into_iter().zip(of_town) {
            areas.add(slug(&name, &mut taken), name, points);
        }
        for channel in channels {
            let Some(own) = of_channel.remove(channel.id.as_str()) else { continue };
            // The page of the channel lists the same points.
            let listed = own.len() <= MOST && own.len() == scope.points_of(&channel.id).len();
            let slug = if listed { String::new() } else { format!("_of-{}", channel.id) };
            let first = areas.parts.len();
            areas.add(slug, channel.name.value.clone(), own);
            for part in areas.parts.iter_mut().skip(first).filter(|_| listed) {
                part.href = format!("../channels/{}/index.html", channel.id);
            }
        }
        if !stray.is_empty() {
            areas.add("_other".to_owned(), "其他网点".to_owned(), stray);
        }
        areas
    }

    fn add(&mut self, slug: String, name: String, points: Vec<&'a Point>) {
        let most = if slug.is_empty() { MOST_ON_ONE_PAGE } else { MOST };
        let count = points.len().div_ceil(most);
        for (at, points) in points.chunks(most).enumerate() {
            let slug = page_slug(&slug, at);
            self.parts.push(Part {
                name: name.clone(),
                area: self.names.len(),
                href: format!("{slug}/index.html"),
                slug,
                of: (at + 1, count),
                points: points.to_vec(),
            });
        }
        self.names.push(name);
    }

    /// The first part of every area, with the number of all of its points that `counts`; areas without any are left out.
    pub fn counted(&self, counts: impl Fn(&Point) -> bool) -> Vec<(&Part<'a>, usize)> {
        let mut found: Vec<(&Part<'a>, usize)> = Vec::new();
        for part in &self.parts {
            let count = part.points.iter().filter(|p| counts(p)).count();
            match found.last_mut().filter(|(first, _)| first.area == part.area) {
                Some((_, sum)) => *sum += count,
                None => found.push((part, count)),
            }
        }
        found.retain(|(_, count)| *count > 0);
        found
    }

    /// Links to the other parts of an area.
    pub fn beside(&self, part: &Part<'_>) -> Vec<Link> {
        let own = self.parts.iter().filter(|p| p.area == part.area && p.slug != part.slug);
        own.map(|p| Link::new(format!("第 {} 页", p.of.0), format!("../{}", p.href))).collect()
    }
}

/// The folder of an area, by the sounds of its name: an address that can be read out, and stays while others come and go. An id never begins
/// with a stroke, so none is met.
pub fn slug(name: &str, taken: &mut BTreeSet<String>) -> String {
    let sounds = pinyin::readings(name).into_iter().filter_map(|all| all.into_iter().next());
    let sounds: String = sounds.flat_map(|s| s.chars().collect::<Vec<_>>()).filter(char::is_ascii_lowercase).collect();
    let mut slug = format!("_{sounds}");
    let mut more = 1;
    while !taken.insert(slug.clone()) {
        more += 1;
        slug = format!("_{sounds}_{more}");
    }
    slug
}

/// `points.js`: what the parts hold, so that the number of those that are asked for is known before any is loaded. Keys: `n` names of areas, `c`
/// channels, `a` the parts, each its area, how many points, the corners of where they lie (0 where nobody knows), and how many points
/// there are of each channel with the same hours.
pub fn index(scope: &SiteContext) -> Vec<u8> {
    let areas = scope.areas();
    let channels = scope.catalog().map_or(&[][..], |c| &c.channels);
    let parts = areas.parts.iter().map(|part| {
        let mut kinds: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
        let mut corners: Option<[f64; 4]> = None;
        for point in &part.points {
            *kinds.entry((channel(scope, point), scope.open.place(point))).or_default() += 1;
            if let Some(Place { lat, lon }) = place(scope, point) {
                let [south, west, north, east] = corners.unwrap_or([lat, lon, lat, lon]);
                corners = Some([south.min(lat), west.min(lon), north.max(lat), east.max(lon)]);
            }
        }
        let kinds: Vec<Json> = kinds.iter().map(|((c, h), n)| json!([c, hours(*h), n])).collect();
        let corners = corners.map_or(json!(0), |c| json!(c.map(degrees)));
        json!([part.area, part.points.len(), corners, kinds])
    });
    let names: Vec<&str> = channels.iter().map(|c| c.short_name.as_ref().unwrap_or(&c.name).as_str()).collect();
    let data = json!({"n": areas.names, "c": names, "a": parts.collect::<Vec<_>>()});
    format!("yizhan.points({data});\n").into_bytes()
}

/// `points-N.js`: the points of a part, each id, name, address, channel, hours, latitude and longitude (0 where nobody can go there or
/// nobody knows), and the word for one to which people cannot go.
pub fn rows(scope: &SiteContext, at: usize) -> Vec<u8> {
    let part = scope.areas().parts.get(at);
    let rows = part.map_or(&[][..], |p| &p.points).iter().map(|point| {
        let (lat, lon) = place(scope, point).map_or((json!(0), json!(0)), |p| (json!(degrees(p.lat)), json!(degrees(p.lon))));
        let address = point.address.as_ref().map_or("", |a| a.as_str());
        let (channel, hours) = (channel(scope, point), hours(scope.open.place(point)));
        let mut row = vec![json!(point.id.as_str()), json!(point.name.as_str()), json!(address), json!(channel), hours, lat, lon];
        row.extend(Some(state(point)).filter(|s| !s.is_empty()).map(|s| json!(s)));
        Json::Array(row)
    });
    format!("yizhan.part({at},{});\n", json!(rows.collect::<Vec<_>>())).into_bytes()
}

/// The names of the scripts with data below the bureau's folder: the parts, after what they hold.
pub fn files(scope: &SiteContext) -> impl Iterator<Item = (String, usize)> {
    let parts = if has_data(scope) { scope.areas().parts.len() } else { 0 };
    (0..parts).map(|at| (format!("points-{}.js", at + 1), at))
}

/// The place of a point's channel in the catalog, or behind the last one.
pub fn channel(scope: &SiteContext, point: &Point) -> usize {
    let channels = scope.catalog().map_or(&[][..], |c| &c.channels);
    channels.iter().position(|c| c.id.as_str() == point.channel.as_str()).unwrap_or(channels.len())
}

fn hours(place: Option<usize>) -> Json {
    place.map_or(json!(-1), |at| json!(at))
}

/// To a metre or so.
fn degrees(degrees: f64) -> f64 {
    (degrees * 100_000.0).round() / 100_000.0
}
