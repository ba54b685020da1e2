//! Where a point lies, while somebody pastes it: what a link or coordinates say, in which systems they may be meant, and the bureau's outline with its points
//! for looking whether it is right. Nothing is written here: the place goes the way of every field.

use serde::Serialize;

use super::live::found;
use super::look::Look;
use crate::diagnostic::{Bilingual, Lang};
use crate::model::Bureau;
use crate::model::coordinates::{Crs, Place, distance, distance_zh};
use crate::ops::Outcome;
use crate::say;
use crate::tables::points::links::{self, Given, NoPlace};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 360.0;
/// Its greatest height.
const HEIGHT: f64 = 260.0;
/// What stays free around it.
const EDGE: f64 = 14.0;
/// Vertices of the outline that are nearer to each other are one.
const FINEST: f64 = 0.7;
/// A bureau without an outline and with few points is at least so wide, in metres.
const SMALLEST: f64 = 2000.0;
/// Without an outline a place farther from the middle of the points is asked about, in metres.
const FAR: f64 = 100_000.0;

/// A point on the drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dot {
    /// The point's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// To the right, from the left edge.
    pub x: f64,
    /// Downwards, from the upper edge.
    pub y: f64,
}

/// The outline and the points, drawn flat with north above.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The lines of the outline; none where the bureau has none.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// The points that have a place.
    pub points: Vec<Dot>,
}

/// What a pasted text may mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spot {
    /// Latitude as it is written in a file.
    pub lat: String,
    /// Longitude.
    pub lon: String,
    /// The system that it is given in.
    pub crs: &'static str,
    /// Which system, in words.
    pub says: String,
    /// To the right on the drawing.
    pub x: f64,
    /// Downwards.
    pub y: f64,
    /// Whether it lies where the bureau's points may lie.
    pub inside: bool,
}

/// What a pasted text says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pasted {
    /// What it was read as, or why it was not.
    pub says: String,
    /// What to do where there is no place.
    pub help: Option<String>,
    /// The places that may be meant; one alone is certain unless there is a question.
    pub spots: Vec<Spot>,
    /// What must be answered first, which is done by choosing a place.
    pub questions: Vec<String>,
}

/// Metres to the drawing.
struct Sheet {
    middle: Place,
    west: f64,
    north: f64,
    scale: f64,
    width: f64,
    height: f64,
}

impl Sheet {
    fn of(bureau: &Bureau) -> Option<Self> {
        let rings = bureau.boundary.iter().flat_map(|boundary| boundary.rings.iter().flatten().copied());
        let points = bureau.every_point().filter_map(|point| Place::of(point.location.as_ref()?));
        let all: Vec<Place> = rings.chain(points).collect();
        let middle = Place::middle(&all)?;
        let offsets: Vec<(f64, f64)> = all.iter().map(|place| middle.offset(*place)).collect();
        let least = |of: fn(&(f64, f64)) -> f64| offsets.iter().map(of).fold(f64::INFINITY, f64::min);
        let (mut west, mut east) = (least(|o| o.0), -least(|o| -o.0));
        let (mut south, mut north) = (least(|o| o.1), -least(|o| -o.1));
        for (low, high) in [(&mut west, &mut east), (&mut south, &mut north)] {
            let missing = (SMALLEST - (*high - *low)).max(0.0) / 2.0;
            *low -= missing;
            *high += missing;
        }
        let scale = ((WIDTH - 2.0 * EDGE) / (east - west)).min((HEIGHT - 2.0 * EDGE) / (north - south));
        let (width, height) = ((east - west) * scale + 2.0 * EDGE, (north - south) * scale + 2.0 * EDGE);
        Some(Self { middle, west, north, scale, width, height })
    }

    fn at(&self, place: Place) -> [f64; 2] {
        let (east, north) = self.middle.offset(place);
        let round = |value: f64| (value * 10.0).round() / 10.0;
        [round((east - self.west) * self.scale + EDGE), round((self.north - north) * self.scale + EDGE)]
    }
}

/// The outline of a bureau with its points.
///
/// # Errors
/// When there is no such bureau.
pub fn map(look: &Look, bureau: &str) -> Outcome<Map> {
    let (_, bureau) = found(look, bureau)?;
    let Some(sheet) = Sheet::of(bureau) else {
        return Ok(Map { width: 0.0, height: 0.0, rings: Vec::new(), points: Vec::new() });
    };
    let rings = bureau.boundary.iter().flat_map(|boundary| &boundary.rings).map(|ring| {
        let mut line: Vec<[f64; 2]> = Vec::new();
        for place in ring {
            let at = sheet.at(*place);
            let near = line.last().is_some_and(|last| (last[0] - at[0]).hypot(last[1] - at[1]) < FINEST);
            if !near {
                line.push(at);
            }
        }
        line
    });
    let dot = |point: &crate::model::Point| {
        let [x, y] = sheet.at(Place::of(point.location.as_ref()?)?);
        Some(Dot { id: point.id.to_string(), name: point.name.value.clone(), x, y })
    };
    Ok(Map {
        width: sheet.width,
        height: sheet.height,
        rings: rings.collect(),
        points: bureau.every_point().filter_map(dot).collect(),
    })
}

/// The systems with their words.
fn systems() -> [(&'static str, Crs, Bilingual); 3] {
    [
        ("gcj02", Crs::Gcj02, say!("高德、腾讯地图", "Amap, Tencent")),
        ("bd09", Crs::Bd09, say!("百度地图", "Baidu")),
        ("wgs84", Crs::Wgs84, say!("手机定位、天地图、OpenStreetMap", "satellites, Tianditu, OpenStreetMap")),
    ]
}

/// What a pasted text says.
///
/// # Errors
/// When there is no such bureau.
pub fn pasted(look: &Look, bureau: &str, text: &str, lang: Lang) -> Outcome<Pasted> {
    let (_, bureau) = found(look, bureau)?;
    Ok(match links::read(text) {
        Ok(given) => placed(bureau, &given, lang),
        Err(why) => {
            let (says, help) = refusal(&why);
            let (says, help) = (says.get(lang).to_owned(), help.map(|help| help.get(lang).to_owned()));
            Pasted { says, help, spots: Vec::new(), questions: Vec::new() }
        }
    })
}

fn placed(bureau: &Bureau, given: &Given, lang: Lang) -> Pasted {
    let sheet = Sheet::of(bureau);
    let numbers = given.lat.parse::<f64>().ok().zip(given.lon.parse::<f64>().ok());
    let meant = systems().into_iter().filter(|(word, ..)| given.crs.is_none_or(|own| own == *word));
    let spots: Vec<Spot> = meant
        .filter_map(|(word, system, says)| {
            let (lat, lon) = numbers?;
            let place = Place::from(system, lat, lon);
            let [x, y] = sheet.as_ref().map_or([0.0, 0.0], |sheet| sheet.at(place));
            let inside = inside(bureau, place);
            Some(Spot {
                lat: given.lat.clone(),
                lon: given.lon.clone(),
                crs: word,
                says: says.get(lang).to_owned(),
                x,
                y,
                inside,
            })
        })
        .collect();
    let mut questions = Vec::new();
    if given.swapped {
        let (lat, lon) = (&given.lat, &given.lon);
        questions.push(say!(
            "链接里经度和纬度像是写反了。是纬度 {lat}、经度 {lon} 吗？",
            "the link seems to have latitude and longitude the wrong way round. Is it latitude {lat}, longitude {lon}?"
        ));
    }
    if given.crs.is_none() {
        questions.push(say!(
            "这个坐标是从哪里取的？不同的地图相差几百米",
            "where are these coordinates from? Maps differ by some hundred metres"
        ));
    }
    if !spots.is_empty() && spots.iter().all(|spot| !spot.inside) {
        let name = bureau.file.name.as_str();
        let far = numbers.map(|(lat, lon)| far(bureau, Place { lat, lon })).unwrap_or_default();
        questions.push(if bureau.boundary.is_some() {
            say!(
                "这里在{name}的边界外面{far}。还是放在这里吗？",
                "this lies outside the outline of {name}{far}. Is it the place all the same?"
            )
        } else {
            say!(
                "这里离{name}别的服务点很远{far}。还是放在这里吗？",
                "this lies far from the other points of {name}{far}. Is it the place all the same?"
            )
        });
    }
    let (source, lat, lon) = (&given.source, &given.lat, &given.lon);
    let (zh, en) = (&source.zh, &source.en);
    let says = say!("{zh}：纬度 {lat}，经度 {lon}", "{en}: latitude {lat}, longitude {lon}");
    Pasted {
        says: says.get(lang).to_owned(),
        help: None,
        spots,
        questions: questions.iter().map(|question| question.get(lang).to_owned()).collect(),
    }
}

/// Whether a place lies where a bureau's points may lie: within its outline, or not too far from its other points.
fn inside(bureau: &Bureau, place: Place) -> bool {
    match &bureau.boundary {
        Some(boundary) => {
            // As often as a line to the east crosses the outline: an odd number is inside.
            let crossings = boundary.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
            let crosses = |(one, other): &(&Place, &Place)| {
                (one.lat > place.lat) != (other.lat > place.lat)
                    && place.lon < (other.lon - one.lon) * (place.lat - one.lat) / (other.lat - one.lat) + one.lon
            };
            crossings.filter(crosses).count() % 2 == 1
        }
        None => middle(bureau).is_none_or(|middle| distance(middle.offset(place)) < FAR),
    }
}

fn middle(bureau: &Bureau) -> Option<Place> {
    let places: Vec<Place> = bureau.every_point().filter_map(|point| Place::of(point.location.as_ref()?)).collect();
    Place::middle(&places)
}

/// How far it is from the middle of the points, in words.
fn far(bureau: &Bureau, place: Place) -> String {
    middle(bureau).map_or_else(String::new, |middle| format!("（{}）", distance_zh(distance(middle.offset(place)))))
}

fn refusal(why: &NoPlace) -> (Bilingual, Option<Bilingual>) {
    let how = say!(
        "在高德、百度、腾讯地图里打开这个地方，复制浏览器地址栏里的长链接，或者抄经纬度，如：38.605，108.842",
        "open the place in Amap, Baidu or Tencent and copy the long address of the browser, or write the coordinates: 38.605, 108.842"
    );
    match why {
        NoPlace::Empty => (say!("还没有写", "nothing is written"), None),
        NoPlace::Short => (
            say!(
                "这是短链接，要连网才知道指哪里，这里不连网",
                "this is a short link: only the network knows where it leads, and the desk does not ask it"
            ),
            Some(say!(
                "用浏览器打开它，等地图出来，再复制地址栏里变长了的链接",
                "open it in a browser, wait for the map, and copy the longer address then"
            )),
        ),
        NoPlace::Link => (say!("这个链接里没有坐标", "this link holds no coordinates"), Some(how)),
        NoPlace::Abroad(lat, lon) => (
            say!("{lat}，{lon} 不在国内", "{lat}, {lon} does not lie in China"),
            Some(say!("国内的纬度是 3 到 54，经度是 73 到 136", "latitude 3 to 54, longitude 73 to 136")),
        ),
        NoPlace::Nothing => (say!("这里面读不出坐标", "no coordinates can be read in it"), Some(how)),
    }
}
