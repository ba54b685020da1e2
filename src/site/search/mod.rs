//! What a reader can search for in a bureau, as scripts that the search loads. They must not hold anything that no page shows.
//!
//! Split by what is asked for first: `search.js` has every item and page with the words that people use for it, `search-1.js` … the points,
//! `search-text.js` what pages say at length, and what is only needed when nothing was found as it was typed. A bureau of few points has them
//! in the first file. Each is a call of `yizhan.index` with one object, whose short keys `themes/default/site/search/find.js` explains.

mod pack;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::site_context::SiteContext;
use crate::model::{Tier, everyday, pinyin};
use rows::Row;

/// So many points stand in the first file; more are in files of their own.
const FEW: usize = 120;
/// Points in each of those.
const PART: usize = 1_000;

/// One file of a bureau's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// Items, pages, and what the search needs to know of words.
    First,
    /// Points, from this one on.
    Points(usize),
    /// What pages say.
    Texts,
}

impl File {
    fn name(self) -> String {
        match self {
            Self::First => "search.js".to_owned(),
            Self::Points(from) => format!("search-{}.js", from / PART + 1),
            Self::Texts => "search-text.js".to_owned(),
        }
    }
}

/// The files of a bureau's index, in the order in which they are loaded, each with its name.
pub fn files(scope: &SiteContext<'_>) -> Vec<(String, File)> {
    let points = scope.bureau.points.len();
    let parts = (points > FEW).then(|| (0..points).step_by(PART).map(File::Points));
    let files = std::iter::once(File::First).chain(parts.into_iter().flatten()).chain([File::Texts]);
    files.map(|file| (file.name(), file)).collect()
}

/// The bytes of one file.
pub fn bytes(scope: &SiteContext<'_>, file: File) -> Vec<u8> {
    let points = &scope.bureau.points;
    let object = match file {
        File::First => {
            let mut object = first(scope);
            if points.len() <= FEW {
                add_points(scope, points, true, &BTreeSet::new(), &mut object);
            }
            object
        }
        File::Points(from) => {
            let part = points.get(from..points.len().min(from + PART)).unwrap_or_default();
            let mut object = Map::new();
            add_points(scope, part, from == 0, &known(scope), &mut object);
            object
        }
        File::Texts => texts(scope),
    };
    format!("yizhan.index({});\n", Json::Object(object)).into_bytes()
}

/// Puts a value under a key unless it is empty.
fn put(object: &mut Map<String, Json>, key: &str, value: impl Serialize) {
    let value = json!(value);
    let empty = match &value {
        Json::Array(list) => list.is_empty(),
        Json::String(text) => text.is_empty(),
        _ => false,
    };
    if !empty {
        object.insert(key.to_owned(), value);
    }
}

fn first(scope: &SiteContext<'_>) -> Map<String, Json> {
    let rows = rows::all(scope);
    let groups: BTreeSet<everyday::Group> = rows.iter().flat_map(|r| r.groups.iter().copied()).collect();
    let groups: Vec<everyday::Group> = groups.into_iter().collect();
    let place = |group: &everyday::Group| groups.binary_search(group).unwrap_or_default();
    let list: Vec<Json> = rows
        .iter()
        .map(|row| {
            let own: Vec<usize> = row.groups.iter().map(place).collect();
            json!([row.kind, row.href, row.title, row.note, own, row.words.join("、"), u8::from(row.frequent)])
        })
        .collect();
    let mut object = Map::new();
    put(&mut object, "r", list);
    put(&mut object, "g", groups.iter().map(|g| [g.own, g.related]).collect::<Vec<_>>());
    let channels = scope.catalog().map_or(&[][..], |c| &c.channels).iter();
    put(&mut object, "c", channels.map(|c| json!([c.name.as_str(), rank(c.tier)])).collect::<Vec<_>>());
    put(&mut object, "f", everyday::fill().collect::<Vec<_>>().join("、"));
    put(&mut object, "w", places(scope));
    let characters = characters(&rows);
    put(&mut object, "s", sounds(&characters));
    let mut written: BTreeSet<char> = characters;
    written.extend(everyday::fill().flat_map(str::chars));
    put(&mut object, "t", everyday::traditional(&written));
    put(&mut object, "m", files(scope).into_iter().skip(1).map(|(name, _)| name).collect::<Vec<_>>());
    object
}

/// Which of two places that are called alike is meant: the bureau's own stations come before those of partners.
fn rank(tier: Tier) -> u8 {
    match tier {
        Tier::County | Tier::Town => 2,
        Tier::Village => 1,
        Tier::Partner | Tier::Online => 0,
    }
}

/// The words for places that lead to a point of this bureau, with what stands in its name.
fn places(scope: &SiteContext<'_>) -> Vec<(&'static str, Vec<&'static str>)> {
    let named = |name: &&str| scope.bureau.points.iter().any(|p| p.name.contains(*name));
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let mut here = |name: &&'static str| *known.entry(name).or_insert_with(|| named(name));
    let found = everyday::places().map(|(word, names)| (word, names.into_iter().filter(&mut here).collect::<Vec<_>>()));
    found.filter(|(word, names)| !names.is_empty() && names.as_slice() != [*word]).collect()
}

/// The characters of titles and words.
fn characters(rows: &[Row<'_>]) -> BTreeSet<char> {
    let mut set: BTreeSet<char> = BTreeSet::new();
    for row in rows {
        set.extend(row.title.chars().chain(row.note.chars()));
        set.extend(row.words.iter().flat_map(|w| w.chars()));
        set.extend(row.groups.iter().flat_map(|g| g.own.chars().chain(g.related.chars())));
    }
    set
}

/// The characters whose readings the first file has.
fn known(scope: &SiteContext<'_>) -> BTreeSet<char> {
    characters(&rows::all(scope))
}

/// Readings with the characters that have them, `bao保报 can参`: the usual ones, and behind them the others.
fn sounds(characters: &BTreeSet<char>) -> String {
    let (mut usual, mut other): (BTreeMap<String, String>, BTreeMap<String, String>) = Default::default();
    for one in characters.iter().filter(|c| !c.is_ascii()) {
        for (at, reading) in pinyin::readings(&one.to_string()).into_iter().flatten().enumerate() {
            let table = if at == 0 { &mut usual } else { &mut other };
            table.entry(reading).or_default().push(*one);
        }
    }
    // A sign that reads as itself, such as a circled number, tells nothing.
    let list = usual.into_iter().chain(other).filter(|(reading, _)| reading.bytes().all(|b| b.is_ascii_lowercase()));
    list.map(|(reading, characters)| format!("{reading}{characters}")).collect::<Vec<_>>().join(" ")
}

/// Points, the villages that have none of their own (with the first points), and the readings of characters that are not known yet.
fn add_points(
    scope: &SiteContext<'_>,
    points: &[crate::model::Point],
    villages: bool,
    known: &BTreeSet<char>,
    object: &mut Map<String, Json>,
) {
    put(object, "p", pack::points(scope, points));
    let mut characters: BTreeSet<char> = BTreeSet::new();
    for point in points {
        characters.extend(point.name.chars());
        characters.extend(point.address.iter().flat_map(|a| a.chars()));
        characters.extend(point.aliases.iter().flat_map(|a| a.chars()));
    }
    if villages {
        let rows = nearest(scope);
        characters.extend(rows.iter().flat_map(|[name, _, _]| name.chars()));
        put(object, "v", rows);
    }
    let new: BTreeSet<char> = characters.difference(known).copied().collect();
    for (key, more, separator) in [("s", sounds(&new), " "), ("t", everyday::traditional(&new), "")] {
        let before = object.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let glue = if before.is_empty() || more.is_empty() { "" } else { separator };
        put(object, key, format!("{before}{glue}{more}"));
    }
}

/// Villages that no point is named after nor lies in, each with the id and the name of the nearest point.
fn nearest(scope: &SiteContext<'_>) -> Vec<[String; 3]> {
    let named = |village: &str| {
        let at = |text: &str| text.contains(village);
        scope.bureau.points.iter().any(|p| at(&p.name) || p.address.as_ref().is_some_and(|a| at(a)))
    };
    let rows = scope.reached().iter().filter(|row| !named(&row.village.name));
    rows.map(|row| [row.village.name.value.clone(), row.point.id.to_string(), row.point.name.value.clone()]).collect()
}

/// What pages say at length, and what is needed when nothing was found as it was typed.
fn texts(scope: &SiteContext<'_>) -> Map<String, Json> {
    let rows = rows::all(scope);
    let mut object = Map::new();
    let texts = rows.iter().map(Row::text).enumerate().filter(|(_, text)| !text.is_empty());
    put(&mut object, "x", texts.collect::<Vec<_>>());
    let points = scope.bureau.points.iter().map(rows::of_point).enumerate().filter(|(_, text)| !text.is_empty());
    put(&mut object, "y", points.collect::<Vec<_>>());
    let syllables =
        characters(&rows).iter().filter_map(|c| pinyin::readings(&c.to_string()).into_iter().next()).flatten().collect();
    put(&mut object, "h", everyday::alike(&syllables));
    object
}
