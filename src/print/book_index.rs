//! Owns the index (索引) at the end of a handbook: names by pinyin, and the places in the book where each stands.
//! Must not know pages: the template finds them by the names of places.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::facts;
use super::handbook::{Chapter, Part};
use crate::model::pinyin;

/// The names under one letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// A to Z; 数字等 for names that begin with none.
    pub letter: String,
    /// The names in order.
    pub entries: Vec<Entry>,
}

facts! {
    Letter {
        letter: open,
        entries: silent("names that stand in the chapters, and their pages"),
    }
}

/// A name with its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// An item as published, or the title of a guide.
    pub name: String,
    /// Where it stands, guides first.
    pub anchors: Vec<String>,
}

/// What stands at the head of names that begin with no letter.
const OTHER: &str = "数字等";

/// Gives each guide and each row of a list a name of its own.
pub fn name_places(chapters: &mut [Chapter]) {
    let mut count = 0_usize;
    let mut next = |anchor: &mut String| {
        count += 1;
        *anchor = format!("place-{count}");
    };
    for part in chapters.iter_mut().flat_map(|chapter| &mut chapter.parts) {
        match part {
            Part::Guide(guide) => next(&mut guide.anchor),
            Part::Items { rows, .. } => rows.iter_mut().for_each(|row| next(&mut row.anchor)),
            Part::Channels { channels, .. } => {
                channels.iter_mut().flat_map(|channel| &mut channel.rows).for_each(|row| next(&mut row.anchor));
            }
            Part::Blocks { .. } | Part::Points { .. } => {}
        }
    }
}

/// The index of what the chapters hold. An item that has a guide or a row in the list of items is not looked up in the
/// lists by channel, where it may stand ten times.
#[must_use]
pub fn letters(chapters: &[Chapter]) -> Vec<Letter> {
    let parts = || chapters.iter().flat_map(|chapter| &chapter.parts);
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for part in parts() {
        if let Part::Guide(guide) = part {
            places.entry(&guide.title).or_default().push(guide.anchor.clone());
        }
    }
    for part in parts() {
        if let Part::Items { rows, .. } = part {
            for row in rows {
                places.entry(&row.row.name).or_default().push(row.anchor.clone());
            }
        }
    }
    let listed: BTreeSet<&str> = places.keys().copied().collect();
    for part in parts() {
        if let Part::Channels { channels, .. } = part {
            for row in channels.iter().flat_map(|channel| &channel.rows).filter(|row| !listed.contains(row.row.name.as_str())) {
                places.entry(&row.row.name).or_default().push(row.anchor.clone());
            }
        }
    }
    // By letter, then by syllables, then by the characters themselves; names without a letter come last.
    let mut sorted: BTreeMap<(char, String, &str), Vec<String>> = BTreeMap::new();
    for (name, anchors) in places {
        sorted.insert((pinyin::letter(name).unwrap_or('~'), pinyin::key(name), name), anchors);
    }
    let mut letters: Vec<Letter> = Vec::new();
    for ((letter, _, name), anchors) in sorted {
        let letter = if letter == '~' { OTHER.to_owned() } else { letter.to_string() };
        let entry = Entry { name: name.to_owned(), anchors };
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.entries.push(entry),
            None => letters.push(Letter { letter, entries: vec![entry] }),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::handbook::{ChannelPart, ItemRow};
    use crate::print::service_list::Row;

    fn row(name: &str) -> ItemRow {
        let row = Row {
            no: String::new(),
            name: name.to_owned(),
            sign: "disc",
            words: String::new(),
            handling: String::new(),
            limit: String::new(),
            note: String::new(),
            bring: String::new(),
            qr: None,
        };
        ItemRow { row, anchor: String::new() }
    }

    fn book(parts: Vec<Part>) -> Vec<Chapter> {
        let mut chapters = vec![Chapter { title: "一".to_owned(), parts }];
        name_places(&mut chapters);
        chapters
    }

    #[test]
    fn names_stand_by_pinyin_under_letters() {
        let names = ["长期护理保险", "异地就医", "参保登记", "2型糖尿病", "医疗救助", "重庆异地结算"];
        let rows = names.map(row).into();
        let index = letters(&book(vec![Part::Items { title: String::new(), note: String::new(), rows }]));
        let flat: Vec<String> = index
            .iter()
            .map(|l| format!("{}:{}", l.letter, l.entries.iter().map(|e| e.name.as_str()).collect::<Vec<_>>().join(",")))
            .collect();
        assert_eq!(flat, ["C:参保登记,长期护理保险,重庆异地结算", "Y:异地就医,医疗救助", "数字等:2型糖尿病"]);
        assert_eq!(index[0].entries[0].anchors, ["place-3"]);
    }

    #[test]
    fn an_item_of_the_list_is_not_looked_up_by_channel() {
        let channel = |names: &[&str]| ChannelPart {
            name: "镇站".to_owned(),
            count: String::new(),
            rows: names.iter().map(|name| row(name)).collect(),
        };
        let channels = Part::Channels { note: String::new(), channels: vec![channel(&["甲", "乙"]), channel(&["乙"])] };
        let list = Part::Items { title: String::new(), note: String::new(), rows: vec![row("甲")] };
        let index = letters(&book(vec![channels, list]));
        let of = |name: &str| index.iter().flat_map(|l| &l.entries).find(|e| e.name == name).unwrap().anchors.clone();
        assert_eq!(of("甲"), ["place-4"]);
        assert_eq!(of("乙"), ["place-2", "place-3"]);
        assert!(letters(&[]).is_empty());
    }
}
