//! Owns what stands on the plate beside a door: the name that a bureau gives to every town station and village point, with the name of
//! its place put in. Must not know how a plate looks.

mod grammar;

use std::ops::Range;

use grammar::Name;
pub use grammar::{guess, words};

use super::bureau::PrintChoice;
use super::{Point, Tier};

/// What a town's station is called where the bureau says nothing else.
pub const TOWN: &str = "{place}医疗保障服务站";
/// What a village's point is called where the bureau says nothing else: 温医保联发〔2023〕3号 wants 医保经办服务点 at its door.
pub const VILLAGE: &str = "{place}医保经办服务点";

/// Where the name of the place goes, in both languages of keys.
const HOLES: [&str; 2] = ["{place}", "{地名}"];

/// The words on a point's plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plate {
    /// The place, empty where the name is not divided.
    pub place: String,
    /// The rest, after the place.
    pub rest: String,
}

impl Plate {
    /// The name as one text.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.place, self.rest)
    }

    /// The plate of a point: by the bureau's pattern for its level, or the point's own name where there is no pattern, or no place that is
    /// sure to be one.
    #[must_use]
    pub fn of(point: &Point, tier: Option<Tier>, choice: Option<&PrintChoice>) -> Self {
        let Some(pattern) = pattern(tier, choice) else { return Self::divided(&point.name) };
        match stated(point).or_else(|| place_of(&point.name)) {
            Some(place) => Self::filled(pattern, place),
            None => Self::divided(&point.name),
        }
    }

    /// A name in two parts of about the same length, so that a sign can break it between them: behind the place, or before the words for
    /// the counter. Whole, where it ends in no such words.
    #[must_use]
    pub fn divided(name: &str) -> Self {
        let name = name.trim();
        let read = Name::read(name);
        // Words that nobody has foreseen mostly begin with 医保.
        let unforeseen = || ["医保", "医疗保障"].iter().find_map(|word| name.rfind(word));
        let before = (!read.known.is_empty()).then_some(read.before.len());
        let first = before
            .into_iter()
            .chain(read.office().or_else(|| before.is_none().then(unforeseen).flatten()))
            .filter_map(|at| name.get(..at))
            .filter(|first| first.chars().count() >= 2)
            .min_by_key(|first| {
                let first = first.chars().count();
                first.max(name.chars().count() - first)
            })
            .unwrap_or_default();
        Self { place: first.to_owned(), rest: name.strip_prefix(first).unwrap_or_default().to_owned() }
    }

    /// The words of the name, which no line of a plate may break.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let parts = [&self.place, &self.rest].into_iter().filter(|part| !part.is_empty());
        parts.flat_map(|part| words(part)).collect()
    }

    /// The words of any name, for whatever breaks one into lines.
    #[must_use]
    pub fn words_of(name: &str) -> Vec<String> {
        words(name)
    }

    /// A pattern with the place in every hole. A pattern that begins with the place is divided behind it.
    #[must_use]
    pub fn filled(pattern: &str, place: &str) -> Self {
        let pattern = pattern.trim();
        let fill = |text: &str| HOLES.iter().fold(text.to_owned(), |text, hole| text.replace(hole, place));
        match HOLES.iter().find_map(|hole| pattern.strip_prefix(hole)) {
            Some(rest) => Self { place: place.to_owned(), rest: fill(rest) },
            None => Self { place: String::new(), rest: fill(pattern) },
        }
    }
}

/// The pattern of a level, the bureau's own one first; none where points have names of their own.
fn pattern(tier: Option<Tier>, choice: Option<&PrintChoice>) -> Option<&str> {
    match tier {
        Some(Tier::Town) => Some(choice.and_then(|c| c.town_plate.as_ref()).map_or(TOWN, |t| t.as_str())),
        Some(Tier::Village) => Some(choice.and_then(|c| c.village_plate.as_ref()).map_or(VILLAGE, |t| t.as_str())),
        _ => None,
    }
}

/// The place that the point's record names.
fn stated(point: &Point) -> Option<&str> {
    point.place.as_ref().map(|t| t.trim()).filter(|t| !t.is_empty())
}

/// The place in the name of a point: what is left when the words for the counter and its house are taken off the end. None where none
/// stands there, or where what is left may be something else than the name of a place.
#[must_use]
pub fn place_of(name: &str) -> Option<&str> {
    let name = name.trim();
    // 便民服务中心（医保窗口）: the counter in brackets.
    let inner = name.strip_suffix(['）', ')']).and_then(|n| n.rsplit_once(['（', '(']));
    let house = inner.filter(|(_, counter)| {
        let counter = Name::read(counter.trim());
        counter.before.is_empty() && counter.office().is_some()
    });
    Name::read(house.map_or(name, |(house, _)| house.trim_end())).place()
}

/// What only a person can say about a plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Which place the name speaks of; the plate bears the whole name until then.
    Place,
    /// The place that is stated has words for the insurance in it: the plate would say them twice.
    Doubled(String),
}

/// What a person must say before the plate of a point is made; none where nothing is in doubt.
#[must_use]
pub fn doubt(point: &Point, tier: Option<Tier>, choice: Option<&PrintChoice>) -> Option<Doubt> {
    let pattern = pattern(tier, choice)?;
    let said = |text: &str| text.contains("医保") || text.contains("医疗保");
    match stated(point) {
        Some(place) => (said(place) && said(pattern)).then(|| Doubt::Doubled(Plate::filled(pattern, place).name())),
        // A name without any word for a counter is a name: nothing was to be taken off.
        None => (place_of(&point.name).is_none() && (said(&point.name) || !Name::read(point.name.trim()).known.is_empty()))
            .then_some(Doubt::Place),
    }
}

/// What is wrong with a pattern for plates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It has no place, so all plates would say the same.
    NoPlace,
    /// Braces that nobody fills, at these bytes.
    Braces(Range<usize>),
}

/// What is wrong with a pattern; none where it is fine.
#[must_use]
pub fn slip(pattern: &str) -> Option<Slip> {
    // Every hole is blanked out by as many bytes, so that places stay.
    let left = HOLES.iter().fold(pattern.to_owned(), |text, hole| text.replace(hole, &"_".repeat(hole.len())));
    if let Some(start) = left.find(['{', '}', '｛', '｝']) {
        let rest = left.get(start..).unwrap_or_default();
        let end = rest.find(['}', '｝']).map_or(left.len(), |i| start + i + rest[i..].chars().next().map_or(1, char::len_utf8));
        return Some(Slip::Braces(start..end));
    }
    (left == pattern).then_some(Slip::NoPlace)
}

#[cfg(test)]
mod tests;
