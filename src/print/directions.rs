//! Owns the view of `directions.typ`: how to get to a point, in words and on a sketch.
//! Must not know how the sheet is set.

pub mod sketch;

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label, text_or_empty};
use super::facts::facts;
use crate::model::Point;
use crate::model::coordinates::{Place, direction_zh, distance, distance_zh};
use sketch::{Mark, Sketch};

/// How many of the bureau's other points the sheet names.
const NEARBY: usize = 8;
/// How many landmarks.
const LANDMARKS: usize = 12;
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
    /// Postal address, or empty.
    pub address: String,
    /// How to get there, in paragraphs.
    pub directions: Vec<String>,
    /// Hours, one line per rule.
    pub hours: Vec<String>,
    /// The point's phone, or the bureau's.
    pub phones: Vec<Phone>,
    /// What people know nearby, nearest first.
    pub landmarks: Vec<Neighbour>,
    /// The bureau's other points nearby, nearest first.
    pub nearby: Vec<Neighbour>,
    /// The surroundings, where there is anything to draw.
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
        address: fact("地址"),
        directions: fact("怎么走"),
        hours: fact("时间"),
        phones: open,
        landmarks: fact("路标"),
        nearby: fact("附近网点"),
        sketch: fact("示意图", 2),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
    }
}

/// Something nearby.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// What it is, such as 学校; empty where its name says so.
    pub kind: String,
    /// Direction and distance in a straight line: 东北 350米. Empty where the place of one of the two is not known.
    pub far: String,
}

facts! {
    Neighbour {
        name: row,
        kind: fact("类型"),
        far: fact("距离"),
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
    let nearby = nearby(ctx, point, here);
    let marks = |list: &[Found], other: bool| -> Vec<Mark> {
        let drawn = list.iter().filter_map(|f| f.offset.map(|offset| Mark { name: f.neighbour.name.clone(), offset, other }));
        drawn.collect()
    };
    let sketch = here.and_then(|_| sketch::draw(&point.name, &marks(&landmarks, false), &marks(&nearby, true)));
    let qr = ctx.qr(&format!("points/{}/", point.id));
    let words = |list: Vec<Found>| list.into_iter().map(|f| f.neighbour).collect();
    Some(Directions {
        sheet: ctx.sheet(format!("{} 怎么走", point.name.value)),
        point: point.name.value.clone(),
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
        nearby: words(nearby),
        sketch,
        qr_label: label(qr.as_ref(), "扫码看本点网页"),
        qr,
    })
}

/// A neighbour with where it lies, in metres to the east and north.
struct Found {
    neighbour: Neighbour,
    offset: Option<(f64, f64)>,
}

fn found(name: &str, kind: &str, offset: Option<(f64, f64)>) -> Found {
    let far = offset.map_or_else(String::new, |offset| match distance(offset) {
        metres if metres < HERE => "同一地点".to_owned(),
        metres => format!("{} {}", direction_zh(offset), distance_zh(metres)),
    });
    Found { neighbour: Neighbour { name: name.to_owned(), kind: kind.to_owned(), far }, offset }
}

fn metres(found: &Found) -> f64 {
    found.offset.map_or(f64::MAX, distance)
}

/// What people know nearby. Without coordinates they are named, and not drawn.
fn landmarks(point: &Point, here: Option<Place>) -> Vec<Found> {
    let place = |landmark| Place::of_landmark(point.location.as_ref()?, landmark);
    let all = point.landmarks.iter().map(|landmark| {
        let offset = here.zip(place(landmark)).map(|(from, to)| from.offset(to));
        let kind = landmark.kind.as_ref().map_or("", |k| k.as_str());
        found(&landmark.name, if landmark.name.contains(kind) { "" } else { kind }, offset)
    });
    let mut all: Vec<Found> = all.filter(|f| f.offset.is_none_or(|offset| distance(offset) <= FARTHEST)).collect();
    all.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    all.truncate(LANDMARKS);
    all
}

/// The bureau's other points in service nearby.
fn nearby(ctx: &Context<'_>, point: &Point, here: Option<Place>) -> Vec<Found> {
    let others = ctx.bureau.points.iter().filter(|p| p.id != point.id && p.in_service());
    let mut all: Vec<Found> = others
        .filter_map(|other| {
            let offset = here?.offset(Place::of(other.location.as_ref()?)?);
            (distance(offset) <= FARTHEST).then(|| found(&other.name, "", Some(offset)))
        })
        .collect();
    all.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    all.truncate(NEARBY);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_is_said_in_words() {
        let words = |offset| found("示例", "", offset).neighbour.far;
        assert_eq!(words(Some((3.0, 9.0))), "同一地点");
        assert_eq!(words(Some((0.0, 352.0))), "北 350米");
        assert_eq!(words(Some((-1500.0, -1500.0))), "西南 2.1公里");
        assert_eq!(words(None), "");
    }
}
