//! Owns the view of `directions.typ`: how to get to a point, in words and on a sketch.
//! Must not know how the sheet is set.

pub mod sketch;

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label, text_or_empty};
use super::facts::facts;
use crate::model::coordinates::{Place, direction_zh, distance, distance_zh};
use crate::model::plate::Plate;
use crate::model::{Point, Tier};
use sketch::{Mark, Sketch, Sort};

/// How many of the bureau's other points the sheet names: for whoever finds this one closed.
const NEARBY: usize = 8;
/// How many landmarks.
const LANDMARKS: usize = 12;
/// A hall or town centre farther away than this, in metres, is not where people start.
const START: f64 = 10_000.0;
/// How far away another point may be, in metres: farther ones are no help to somebody who stands here.
const FARTHEST: f64 = 20_000.0;
/// What is nearer than this, in metres, is at the same place.
const HERE: f64 = 15.0;

/// How to get to a point.
#[derive(Clone, Debug, Serialize)]
pub struct Directions {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// Its words: no line breaks within one.
    pub point_words: Vec<String>,
    /// Postal address, or empty.
    pub address: String,
    /// How to get there, in paragraphs.
    pub directions: Vec<String>,
    /// Hours, one line per rule.
    pub hours: Vec<String>,
    /// The point's phone, or the bureau's.
    pub phones: Vec<Phone>,
    /// Where people get off, and what they see on the way, nearest first.
    pub landmarks: Vec<Neighbour>,
    /// The way from the nearest hall or town centre, where there is one.
    pub from_centre: Option<Neighbour>,
    /// The bureau's other points nearby, nearest first.
    pub nearby: Vec<Neighbour>,
    /// The surroundings, where there are landmarks to draw.
    pub sketch: Option<Sketch>,
    /// Leads to the point's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
}

facts! {
    Directions {
        sheet: open,
        point: fact("名称"),
        point_words: silent("where the name breaks"),
        address: fact("地址"),
        directions: fact("怎么走"),
        hours: fact("时间"),
        phones: open,
        landmarks: fact("路标"),
        from_centre: fact("从中心来", 2),
        nearby: fact("附近网点"),
        sketch: fact("示意图", 2),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
    }
}

/// Something nearby.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// What it is, such as 学校; empty where its name says so.
    pub kind: String,
    /// What stops there, or empty.
    pub lines: String,
    /// The way from there in words, or empty.
    pub way: String,
    /// Where it lies seen from the point, in a straight line: 东 160米. Empty where the place of one of the two is not known.
    pub far: String,
    /// The same for whoever comes from there: 向西约160米.
    pub back: String,
    /// People get off there.
    pub stop: bool,
}

facts! {
    Neighbour {
        name: row,
        kind: fact("类型"),
        lines: fact("线路", 2),
        way: fact("怎么走", 2),
        far: fact("距离"),
        back: fact("往哪走", 2),
        stop: silent("layout"),
    }
}

/// Whether there is anything to say about the way.
#[must_use]
pub fn printable(point: &Point) -> bool {
    point.address.is_some() || point.directions.is_some() || point.location.is_some()
}

/// How to get to a point; none where neither address nor way nor place are known.
#[must_use]
pub fn directions_view(ctx: &Context<'_>, point: &Point) -> Option<Directions> {
    if !printable(point) {
        return None;
    }
    let here = point.location.as_ref().and_then(Place::of);
    let landmarks = landmarks(point, here);
    let from_centre = centre(ctx, point, here);
    let nearby = nearby(ctx, point, here);
    let marks = |list: &[Found]| -> Vec<Mark> {
        list.iter().filter_map(|f| Some(Mark { name: f.neighbour.name.clone(), offset: f.offset?, sort: f.sort })).collect()
    };
    // Points of the bureau that lie somewhere around show nobody the way to this one.
    let known = marks(&landmarks);
    let sketch = (here.is_some() && !known.is_empty()).then(|| sketch::draw(&point.name, &known, &marks(&nearby))).flatten();
    let qr = ctx.qr(&format!("points/{}/", point.id));
    let words = |list: Vec<Found>| -> Vec<Neighbour> { list.into_iter().map(|f| f.neighbour).collect() };
    let qr_words = if here.is_some() { "扫码用手机地图导航" } else { "扫码看本点网页" };
    Some(Directions {
        sheet: ctx.sheet(format!("{} 怎么走", point.name.value)),
        point: point.name.value.clone(),
        point_words: Plate::words_of(&point.name.value),
        address: text_or_empty(point.address.as_ref()),
        directions: text_or_empty(point.directions.as_ref())
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        hours: point.hours_in_words(),
        phones: Phone::each("电话", &ctx.bureau.numbers_for(point)),
        landmarks: words(landmarks),
        from_centre,
        nearby: words(nearby),
        sketch,
        qr_label: label(qr.as_ref(), qr_words),
        qr,
    })
}

/// A neighbour with where it lies, in metres to the east and north.
struct Found {
    neighbour: Neighbour,
    sort: Sort,
    offset: Option<(f64, f64)>,
}

fn metres(found: &Found) -> f64 {
    found.offset.map_or(f64::MAX, distance)
}

/// Where something lies that is so far to the east and north.
fn far(offset: (f64, f64)) -> String {
    match distance(offset) {
        metres if metres < HERE => "同一地点".to_owned(),
        metres => format!("{} {}", direction_zh(offset), distance_zh(metres)),
    }
}

/// The way back from there, in a straight line.
fn back((east, north): (f64, f64)) -> String {
    match distance((east, north)) {
        metres if metres < HERE => "就在旁边".to_owned(),
        metres => format!("向{}约{}", direction_zh((-east, -north)), distance_zh(metres)),
    }
}

/// What people know nearby. Without coordinates they are named, and not drawn.
fn landmarks(point: &Point, here: Option<Place>) -> Vec<Found> {
    let place = |landmark| Place::of_landmark(point.location.as_ref()?, landmark);
    let all = point.landmarks.iter().map(|landmark| {
        let offset = here.zip(place(landmark)).map(|(from, to)| from.offset(to));
        let kind = landmark.kind.as_ref().map_or("", |k| k.as_str());
        let neighbour = Neighbour {
            name: landmark.name.value.clone(),
            kind: if landmark.name.contains(kind) { String::new() } else { kind.to_owned() },
            lines: text_or_empty(landmark.lines.as_ref()),
            way: text_or_empty(landmark.way.as_ref()),
            far: offset.map_or_else(String::new, far),
            back: offset.map_or_else(String::new, back),
            stop: landmark.is_stop(),
        };
        Found { sort: if neighbour.stop { Sort::Stop } else { Sort::Landmark }, neighbour, offset }
    });
    let mut all: Vec<Found> = all.filter(|f| f.offset.is_none_or(|offset| distance(offset) <= FARTHEST)).collect();
    all.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    all.truncate(LANDMARKS);
    all
}

/// The bureau's other points in service, with where they lie.
fn others<'b>(ctx: &Context<'b>, point: &'b Point, here: Option<Place>) -> impl Iterator<Item = (&'b Point, (f64, f64))> {
    let others = ctx.bureau.points.iter().filter(|p| p.id != point.id && p.in_service());
    others.filter_map(move |other| Some((other, here?.offset(Place::of(other.location.as_ref()?)?))))
}

/// The bureau's other points in service nearby.
fn nearby(ctx: &Context<'_>, point: &Point, here: Option<Place>) -> Vec<Found> {
    let near = others(ctx, point, here).filter(|(_, offset)| distance(*offset) <= FARTHEST);
    let found = near.map(|(other, offset)| {
        let neighbour = Neighbour { name: other.name.value.clone(), far: far(offset), ..Neighbour::default() };
        Found { neighbour, sort: Sort::Other, offset: Some(offset) }
    });
    let mut all: Vec<Found> = found.collect();
    all.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    all.truncate(NEARBY);
    all
}

/// The way from the nearest hall or town centre, which people of the place know; none for those themselves.
fn centre(ctx: &Context<'_>, point: &Point, here: Option<Place>) -> Option<Neighbour> {
    let catalog = ctx.bureau.catalog.as_ref()?;
    let central =
        |p: &Point| catalog.channel(&p.channel).is_some_and(|channel| matches!(channel.tier, Tier::County | Tier::Town));
    if central(point) {
        return None;
    }
    let centres = others(ctx, point, here).filter(|(other, offset)| central(other) && distance(*offset) <= START);
    let (other, offset) = centres.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))?;
    Some(Neighbour { name: other.name.value.clone(), far: far(offset), back: back(offset), ..Neighbour::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_is_said_in_words() {
        assert_eq!(far((3.0, 9.0)), "同一地点");
        assert_eq!(far((0.0, 352.0)), "北 350米");
        assert_eq!(far((-1500.0, -1500.0)), "西南 2.1公里");
    }

    #[test]
    fn who_comes_from_there_goes_the_other_way() {
        assert_eq!(back((3.0, 9.0)), "就在旁边");
        assert_eq!(back((0.0, 352.0)), "向南约350米");
        assert_eq!(back((-1500.0, -1500.0)), "向东北约2.1公里");
    }
}
