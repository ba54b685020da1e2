//! Mobiles within the words of a table: one question for each column, and which numbers of a point may be published.

use std::collections::{BTreeSet, HashMap};

use super::super::ask::{Ask, Reading};
use super::super::letters;
use super::super::memory::Memory;
use super::super::sections::{Line, Section};
use super::Columns;
use crate::model::personal::{HELD_BACK, Personal, digits, numbers};
use crate::model::{Bureau, Point};
use crate::say;
use crate::yaml_write::value::New;

/// Keys whose words are shown, each with the columns that they come from.
const SHOWN: [(&str, &[&str]); 5] = [
    ("name", &["name"]),
    ("address", &["address"]),
    ("hours_note", &["hours_note", "hours"]),
    ("special", &["hours"]),
    ("note", &["note"]),
];

/// So many cells are named.
const MOST_PLACES: usize = 3;

/// What was answered about the mobiles of each column.
#[derive(Default)]
pub struct Words {
    answers: HashMap<&'static str, &'static str>,
}

const PUBLISH: &str = "publish";
const PRIVATE: &str = "private";

impl Words {
    /// Asks about every column that holds mobiles within its words, once each.
    pub fn ask(found: &[Section<'_>], laid: &[Columns], bureau: &Bureau, memory: &mut Memory<'_, '_>) -> Self {
        let settled: BTreeSet<String> = bureau
            .every_point()
            .flat_map(|p| p.numbers().into_iter().chain(p.complaint_numbers()).map(|n| digits(&n.text)).chain(said(p)))
            .chain(bureau.file.numbers().into_iter().chain(bureau.file.complaint_numbers()).map(|n| digits(&n.text)))
            .collect();
        let mut answers = HashMap::new();
        for key in ["name", "address", "hours", "hours_note", "note"] {
            let (mut places, mut count, mut column, mut open) = (Vec::new(), 0, None, false);
            for (section, columns) in found.iter().zip(laid).filter(|(_, own)| own.at(key) != usize::MAX) {
                let at = columns.at(key);
                for row in section.lines.iter().filter_map(|l| if let Line::Row(row) = l { Some(*row) } else { None }) {
                    let text =
                        if key == "hours" { columns.hours(section, row) } else { columns.said(section, row, key).to_owned() };
                    let mobiles: Vec<String> = mobiles(&text);
                    if mobiles.is_empty() {
                        continue;
                    }
                    count += mobiles.len();
                    open |= mobiles.iter().any(|m| !settled.contains(m));
                    places.push(format!("{}{}", letters(at), row + 1));
                    column.get_or_insert_with(|| format!("{}!{}", section.sheet.name, letters(at)));
                }
            }
            let Some(place) = column.filter(|_| open) else { continue };
            let more = if places.len() > MOST_PLACES { ("等", " …") } else { ("", "") };
            places.truncate(MOST_PLACES);
            let (zh, en) = (places.join("、"), places.join(", "));
            let ((more_zh, more_en), shown) = (more, HELD_BACK);
            let ask = Ask {
                place,
                what: say!(
                    "这一列的文字里有 {count} 个手机号（{zh}{more_zh}）：对外公布吗？",
                    "the words of the column hold {count} mobiles ({en}{more_en}): are they published?"
                ),
                readings: vec![
                    Reading {
                        word: PUBLISH,
                        says: say!(
                            "都公布：照原文显示，记为 public_mobiles",
                            "publish all of them: the words are shown as they stand (`public_mobiles`)"
                        ),
                    },
                    Reading {
                        word: PRIVATE,
                        says: say!("都不公布：网页和印件上写“{shown}”", "publish none: pages and print say “{shown}”"),
                    },
                ],
                otherwise: say!(
                    "不公布，文字照原样写进文件，网页和印件上号码写成“{shown}”；已经公布的不变",
                    "they are not published: the file has the words as they stand, pages and print say “{shown}”; those that are public stay so"
                ),
            };
            if let Some(word) = memory.ask_once(ask) {
                answers.insert(key, word);
            }
        }
        Self { answers }
    }

    /// The mobiles of a point that may be published, where an answer changes them.
    pub fn public(&self, values: &[(&'static str, New)], known: Option<&Point>) -> Option<New> {
        let before: Vec<String> = known.map(said).unwrap_or_default();
        let mut list = before.clone();
        for (key, from) in SHOWN {
            let Some(word) = from.iter().find_map(|column| self.answers.get(column)) else { continue };
            let text = values.iter().find(|(k, _)| *k == key).map(|(_, new)| new.words()).unwrap_or_default();
            for mobile in mobiles(&text) {
                list.retain(|own| *own != mobile);
                if *word == PUBLISH {
                    list.push(mobile);
                }
            }
        }
        let (mut one, mut other) = (before, list.clone());
        one.sort();
        other.sort();
        (one != other).then(|| if list.is_empty() { New::Yaml("[]".to_owned()) } else { New::List(list) })
    }
}

/// The mobiles of a point that somebody has said may be published.
fn said(point: &Point) -> Vec<String> {
    point.public_mobiles.iter().map(|number| digits(number)).collect()
}

fn mobiles(text: &str) -> Vec<String> {
    numbers(text).into_iter().filter(Personal::is_mobile).map(|n| n.digits).collect()
}
