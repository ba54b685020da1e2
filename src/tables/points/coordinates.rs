//! Coordinates as people write them: one number, or both in one cell, as decimals or as degrees with minutes and seconds, with words or letters for
//! which is which. What is not consumed to its last character is none; which number is the longitude is told by a word, or by the frame of the country,
//! where the two never overlap. The system is taken where something names it, and asked for where nothing does.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::ask::{Ask, Reading};
use super::super::memory::{Memory, shape};
use super::super::sections::{Line, Section};
use super::layout::Columns;
use crate::model::Point;
use crate::model::coordinates::in_china;
use crate::model::point::Location;
use crate::say;
use crate::source::decode::half_width;

/// Degrees of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Latitude as it is written in a file.
    pub lat: String,
    /// Longitude.
    pub lon: String,
    /// The system that the cell itself names.
    pub system: Option<&'static str>,
}

/// Which of the two a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
}

/// A number with its axis, where something says it.
#[derive(Debug, Clone)]
struct Degrees {
    value: Decimal,
    /// As it is written: the digits of the table, or those worked out of minutes and seconds.
    text: String,
    axis: Option<Axis>,
    /// It has minutes, or so many decimals that it can be a place.
    fine: bool,
}

/// Words for the axes, the longer ones first.
const AXES: [(&str, Axis); 15] = [
    ("LONGITUDE", Axis::Lon),
    ("LATITUDE", Axis::Lat),
    ("东经", Axis::Lon),
    ("北纬", Axis::Lat),
    ("经度", Axis::Lon),
    ("纬度", Axis::Lat),
    ("LNG", Axis::Lon),
    ("LON", Axis::Lon),
    ("LAT", Axis::Lat),
    ("E", Axis::Lon),
    ("N", Axis::Lat),
    ("东", Axis::Lon),
    ("北", Axis::Lat),
    ("经", Axis::Lon),
    ("纬", Axis::Lat),
];
/// Words by which a text names a system.
const SYSTEMS: [(&str, &str); 15] = [
    ("GCJ-02", "gcj02"),
    ("GCJ02", "gcj02"),
    ("高德", "gcj02"),
    ("腾讯", "gcj02"),
    ("火星", "gcj02"),
    ("BD-09", "bd09"),
    ("BD09", "bd09"),
    ("百度", "bd09"),
    ("WGS-84", "wgs84"),
    ("WGS84", "wgs84"),
    ("天地图", "wgs84"),
    ("CGCS2000", "wgs84"),
    ("国家2000", "wgs84"),
    ("2000国家大地", "wgs84"),
    ("北斗", "wgs84"),
];
/// Words that stand beside a system or a pair and say nothing more.
const EMPTY: [&str; 6] = ["地图", "坐标系", "坐标", "经纬度", "大地", "GPS"];

/// The system that a text names; none where it names none, or two.
pub fn system(text: &str) -> Option<&'static str> {
    let text = half_width(text).to_uppercase();
    let mut found = SYSTEMS.iter().filter(|(word, _)| text.contains(word)).map(|(_, system)| *system);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Both numbers of one cell.
pub fn pair(text: &str) -> Option<Position> {
    let named = system(text);
    let mut plain = half_width(text).to_uppercase();
    if named.is_some() {
        for (word, _) in SYSTEMS {
            plain = plain.replace(word, " ");
        }
    }
    for word in EMPTY {
        plain = plain.replace(word, " ");
    }
    let [first, second] = <[Degrees; 2]>::try_from(numbers(&plain)?).ok()?;
    if !(first.fine || second.fine) {
        return None;
    }
    let first_is_lon = match (first.axis, second.axis) {
        (Some(Axis::Lon), Some(Axis::Lat) | None) | (None, Some(Axis::Lat)) => true,
        (Some(Axis::Lat), Some(Axis::Lon) | None) | (None, Some(Axis::Lon)) => false,
        (None, None) => first.value > second.value,
        (Some(_), Some(_)) => return None,
    };
    let (lon, lat) = if first_is_lon { (first, second) } else { (second, first) };
    let position = Position { lat: lat.text, lon: lon.text, system: named };
    in_china(lat.value.to_f64()?, lon.value.to_f64()?).then_some(position)
}

/// One number of a column of its own, as it is written in a file. A word for the other axis makes it none.
pub fn single(text: &str, is_lat: bool) -> Option<String> {
    let [one] = <[Degrees; 1]>::try_from(numbers(&half_width(text).to_uppercase())?).ok()?;
    let wanted = if is_lat { Axis::Lat } else { Axis::Lon };
    one.axis.is_none_or(|axis| axis == wanted).then_some(one.text)
}

/// All numbers of a text; none where anything else stands in it.
fn numbers(text: &str) -> Option<Vec<Degrees>> {
    let mut rest = text.trim();
    let mut found: Vec<Degrees> = Vec::new();
    // A word stands before each number, or behind each: the first one tells.
    let before = !rest.starts_with(|c: char| c.is_ascii_digit());
    let mut waiting: Option<Axis> = None;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', '、', ';', '/', '|', '(', ')', '[', ']', ':', '=']);
        if rest.is_empty() {
            return (waiting.is_none() && !found.is_empty()).then_some(found);
        }
        if let Some((word, axis)) = AXES.iter().find(|(word, _)| rest.starts_with(word)) {
            rest = rest.get(word.len()..)?;
            if before {
                // 东经E121.44 says it twice.
                if waiting.is_some_and(|said| said != *axis) {
                    return None;
                }
                waiting = Some(*axis);
            } else {
                let last = found.last_mut()?;
                if last.axis.is_some_and(|said| said != *axis) {
                    return None;
                }
                last.axis = Some(*axis);
            }
            continue;
        }
        let (mut one, after) = degrees(rest)?;
        one.axis = waiting.take();
        found.push(one);
        rest = after;
    }
}

/// A number at the beginning, with its minutes and seconds, and what follows.
fn degrees(text: &str) -> Option<(Degrees, &str)> {
    let (whole, mut rest) = number(text)?;
    let value = Decimal::from_str_exact(whole).ok()?;
    let plain = |value: Decimal, rest| {
        let fine = value.scale() >= 2;
        Some((Degrees { value, text: whole.to_owned(), axis: None, fine }, rest))
    };
    let Some(after) = sign(rest, &["°", "度", "º", "˚"]) else { return plain(value, rest) };
    rest = after;
    let Some((minutes, after)) = number(rest.trim_start()) else { return plain(value, rest) };
    rest = sign(after, &["′", "'", "’", "‘", "分", "´"])?;
    let mut parts = (Decimal::from_str_exact(minutes).ok()?, Decimal::ZERO);
    // Without the sign of seconds it is the next number.
    if let Some((seconds, after)) = number(rest.trim_start())
        && let Some(after) = sign(after, &["″", "\"", "”", "“", "秒", "''", "′′", "’’"])
    {
        (parts.1, rest) = (Decimal::from_str_exact(seconds).ok()?, after);
        if parts.0.scale() > 0 {
            return None;
        }
    }
    let sixty = Decimal::from(60);
    if value.scale() > 0 || parts.0 >= sixty || parts.1 >= sixty {
        return None;
    }
    // A tenth of a metre.
    let value = (value + parts.0 / sixty + parts.1 / Decimal::from(3600)).round_dp(6).normalize();
    Some((Degrees { value, text: value.to_string(), axis: None, fine: true }, rest))
}

/// Digits with one point among them, at the beginning.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let good = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit());
    (good && number.matches('.').count() <= 1).then_some((number, rest))
}

/// What follows a sign, with spaces before it.
fn sign<'t>(text: &'t str, signs: &[&str]) -> Option<&'t str> {
    // Two strokes of minutes are one of seconds: the longer sign goes first.
    let bare = text.trim_start();
    let mut signs = signs.to_vec();
    signs.sort_by_key(|sign| std::cmp::Reverse(sign.len()));
    signs.into_iter().find_map(|sign| bare.strip_prefix(sign))
}

/// The systems of the tables, each asked once.
#[derive(Default)]
pub struct Systems {
    by_shape: HashMap<String, Option<&'static str>>,
}

impl Systems {
    /// The system of the rows of a section that name none: by the heads, or by a question, where a row brings coordinates whose system nobody knows.
    pub fn of<'b>(
        &mut self,
        section: &Section<'_>,
        columns: &Columns,
        known: &dyn Fn(usize) -> Option<&'b Point>,
        memory: &mut Memory<'_, '_>,
    ) -> Option<&'static str> {
        let keys = ["place", "lat", "lon"];
        let own: Vec<_> = columns.keys.iter().filter(|(key, ..)| keys.contains(key)).collect();
        let heads = section.columns.iter().filter(|c| own.iter().any(|(_, at, _)| *at == c.at));
        let mut words = heads.flat_map(|c| c.above.iter().chain([&c.name]));
        let (key, at, head) = own.first()?;
        if let Some(named) = words.find_map(|word| system(word)) {
            return Some(named);
        }
        let open = |row: usize| {
            let cell = |key: &str| section.sheet.text(row, columns.at(key));
            let Some(found) = position(&cell) else { return false };
            let there = known(row).and_then(|point| point.location.as_ref());
            system(cell("crs")).is_none()
                && cell("crs").trim().is_empty()
                && found.system.is_none()
                && !there.is_some_and(|place| place.crs.is_some() || is_at(place, &found))
        };
        if !section.lines.iter().any(|line| matches!(line, Line::Row(row) if open(*row))) {
            return None;
        }
        let shape = shape(&section.columns);
        if let Some(asked) = self.by_shape.get(&shape) {
            return *asked;
        }
        let what = if *key == "place" {
            say!(
                "“{head}”里的坐标是从哪里取的？表里没有写",
                "where were the coordinates of “{head}” taken from? The table does not say"
            )
        } else {
            say!("经纬度是从哪里取的？表里没有写", "where were the coordinates taken from? The table does not say")
        };
        let readings = vec![
            Reading { word: "gcj02", says: say!("高德、腾讯地图（gcj02）", "a map of Amap or Tencent (gcj02)") },
            Reading { word: "bd09", says: say!("百度地图（bd09）", "a map of Baidu (bd09)") },
            Reading {
                word: "wgs84", says: say!("天地图、手机或卫星定位（wgs84）", "Tianditu, or a satellite position (wgs84)")
            },
        ];
        let otherwise = say!(
            "只写数，不写坐标系：地图上按 wgs84 画，高德、百度的会偏几百米",
            "the numbers are written without a system: maps take them for wgs84, and those of Amap or Baidu are some hundred metres off"
        );
        let ask = Ask { place: section.sheet.place(section.head.0, *at), what, readings, otherwise };
        let answer = memory.ask(&shape, "坐标系", ask);
        self.by_shape.insert(shape, answer);
        answer
    }
}

/// The position of a row, by its cells.
pub fn position<'t>(cell: &dyn Fn(&str) -> &'t str) -> Option<Position> {
    if let (Some(lat), Some(lon)) = (single(cell("lat"), true), single(cell("lon"), false)) {
        return Some(Position { lat, lon, system: None });
    }
    pair(cell("place"))
}

fn is_at(place: &Location, found: &Position) -> bool {
    let same = |text: &str, value: Decimal| Decimal::from_str_exact(text).is_ok_and(|d| d == value);
    same(&found.lat, place.lat.value) && same(&found.lon, place.lon.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_numbers_of_one_cell() {
        for (text, wanted) in [
            ("121.44,28.40", Some(("28.40", "121.44", None))),
            ("28.40，121.44", Some(("28.40", "121.44", None))),
            ("121.44、28.40", Some(("28.40", "121.44", None))),
            ("(121.4401 28.4002)", Some(("28.4002", "121.4401", None))),
            ("１２１.４４，２８.４０", Some(("28.40", "121.44", None))),
            ("北纬28.40 东经121.44", Some(("28.40", "121.44", None))),
            ("东经：121.44°，北纬：28.40°", Some(("28.40", "121.44", None))),
            ("E121.44 N28.40", Some(("28.40", "121.44", None))),
            ("28.40N,121.44E", Some(("28.40", "121.44", None))),
            ("28.40° N 121.44° E", Some(("28.40", "121.44", None))),
            ("lat=28.40, lng=121.44", Some(("28.40", "121.44", None))),
            ("经度121.44\n纬度28.40", Some(("28.40", "121.44", None))),
            ("28°24′00″N 121°26′24″E", Some(("28.4", "121.44", None))),
            ("北纬28度24分0秒，东经121度26分24秒", Some(("28.4", "121.44", None))),
            ("28°24'30.5\" 121°26'", Some(("28.408472", "121.433333", None))),
            ("28°24.5′ 121°26.4′", Some(("28.408333", "121.44", None))),
            ("121.44,28.40（高德）", Some(("28.40", "121.44", Some("gcj02")))),
            ("百度地图坐标：121.44,28.40", Some(("28.40", "121.44", Some("bd09")))),
            ("GCJ-02 121.44 28.40", Some(("28.40", "121.44", Some("gcj02")))),
            ("108.8, 38.61", Some(("38.61", "108.8", None))),
            // Two that are the same axis, outside, too coarse, cut, more, other words.
            ("东经121.44 东经28.40", None),
            ("北纬121.44 东经28.40", None),
            ("28.40,28.41", None),
            ("121.44,128.40", None),
            ("121,28", None),
            ("121.44", None),
            ("121.44,28.40,5", None),
            ("121,44,28,40", None),
            ("西经121.44 北纬28.40", None),
            ("-121.44,28.40", None),
            ("121.44,28.40左右", None),
            ("28°75′ 121°26′", None),
            ("28.5°24′ 121°26′", None),
            ("28°24 121°26", None),
            ("121.44.1,28.40", None),
            ("0576-80001234", None),
            ("A区3号", None),
            ("", None),
        ] {
            let found = pair(text);
            let found = found.as_ref().map(|p| (p.lat.as_str(), p.lon.as_str(), p.system));
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn one_number_and_systems() {
        assert_eq!(single("北纬28.40°", true).as_deref(), Some("28.40"));
        assert_eq!(single("28°24′", true).as_deref(), Some("28.4"));
        assert_eq!(single("东经28.40", true), None);
        assert_eq!(single("北纬三十八度", true), None);
        assert_eq!(system("坐标（高德地图）"), Some("gcj02"));
        assert_eq!(system("ｗｇｓ８４"), Some("wgs84"));
        assert_eq!(system("高德或百度"), None);
        assert_eq!(system("坐标系"), None);
    }
}
