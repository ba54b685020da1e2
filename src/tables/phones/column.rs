//! A column of phones: one question about the mobiles in it, and what becomes of each cell in the file of a point. A personal number is not published
//! unless somebody says so; what the workspace already says of a number stays.

use std::collections::BTreeMap;

use super::{Cell, Phone, attach, read};
use crate::diagnostic::Bilingual;
use crate::model::Point;
use crate::model::phones::PhoneNumber;
use crate::say;
use crate::tables::ask::{Ask, Asker, Reading};
use crate::tables::{Sheet, letters};
use crate::yaml_write::value::{New, scalar};

/// So many notes are quoted, and so many cells named.
const MOST_NOTES: usize = 2;
const MOST_PLACES: usize = 3;

/// Which mobiles of a column are published, as somebody answered; none where nobody did.
pub type Sharing = Option<&'static str>;

const ALL: &str = "publish";
const NONE: &str = "private";
const WINDOWS: &str = "windows";

/// The cells of a column that were read, by row.
pub type Cells = BTreeMap<usize, Cell>;

/// Reads a column.
#[must_use]
pub fn cells(sheet: &Sheet, rows: &[usize], column: usize) -> Cells {
    let cell = |row: &usize| Some((*row, sheet.cell(*row, column)?));
    rows.iter()
        .filter_map(cell)
        .filter(|(_, cell)| !matches!(cell.text.trim(), "" | "-" | "—" | "/" | "无" | "暂无"))
        .map(|(row, cell)| (row, read(&cell.text, cell.number)))
        .collect()
}

/// Asks about the mobiles of a column, once. Nothing is asked where there are none, or where `settled` knows all of them as published.
pub fn share(
    (sheet, rows, column): (&Sheet, &[usize], usize),
    cells: &Cells,
    settled: &dyn Fn(&Phone) -> bool,
    asker: &mut Asker<'_>,
) -> Sharing {
    let personal: Vec<(usize, &Phone)> = cells
        .iter()
        .flat_map(|(row, cell)| cell.numbers.iter().map(move |n| (*row, n)))
        .filter(|(_, number)| number.is_personal())
        .collect();
    if personal.iter().all(|(_, number)| settled(number)) {
        return None;
    }
    let mut places: Vec<String> = personal.iter().map(|(row, _)| format!("{}{}", letters(column), row + 1)).collect();
    places.dedup();
    let more = if places.len() > MOST_PLACES { ("等", " …") } else { ("", "") };
    let shown = places.iter().take(MOST_PLACES).cloned().collect::<Vec<_>>();
    let (zh, en, count) = (shown.join("、"), shown.join(", "), personal.len());
    let notes = notes(sheet, rows);
    let (note_zh, note_en) = match notes.as_slice() {
        [] => (String::new(), String::new()),
        notes => (format!("表上注明：“{}”。", notes.join("”“")), format!(" The sheet notes “{}”.", notes.join("”, “"))),
    };
    let mut readings = vec![
        Reading { word: ALL, says: say!("都公布：网页和印件上都写", "publish all of them, on pages and in print") },
        Reading {
            word: NONE, says: say!("都不公布：只留在内容文件里", "publish none: they stay in the content files")
        },
    ];
    if personal.iter().any(|(_, number)| of_window(number)) {
        readings.push(Reading {
            word: WINDOWS,
            says: say!(
                "只公布写明是窗口、值班、服务用的；写着人名或什么也没写的不公布",
                "publish those of a window or a duty desk, none with a name or without words"
            ),
        });
    }
    asker.ask(Ask {
        place: format!("{}!{}", sheet.name, letters(column)),
        what: Bilingual {
            zh: format!("这一列有 {count} 个手机号或住宅电话（{zh}{}）：对外公布吗？{note_zh}", more.0),
            en: format!("the column has {count} mobile or home numbers ({en}{}): are they published?{note_en}", more.1),
        },
        readings,
        otherwise: say!(
            "不公布，记为 public: false；已经公布的号码不变",
            "they are not published (`public: false`); those that are public already stay so"
        ),
    })
}

/// What the sheet says of phones outside of its rows.
fn notes(sheet: &Sheet, rows: &[usize]) -> Vec<String> {
    let first = rows.first().copied().unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        if rows.contains(&at) {
            continue;
        }
        for cell in row.iter().filter(|c| !c.above && !c.left) {
            let text: String = cell.text.split_whitespace().collect();
            let about = ["手机", "电话", "号码", "联系方式"].iter().any(|word| text.contains(word));
            let says = ["公开", "公布", "公示", "对外", "保密", "外传", "内部", "隐私"].iter().any(|word| text.contains(word));
            if about && (says || (at > first && text.chars().count() > 6)) {
                found.push(text.chars().take(60).collect());
            }
        }
    }
    found.truncate(MOST_NOTES);
    found
}

fn of_window(number: &Phone) -> bool {
    number.contact.is_empty() && !number.home && !number.label.is_empty() && attach::is_office(&number.label)
}

/// A number as it will stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    text: String,
    label: String,
    contact: String,
    public: bool,
}

impl Entry {
    fn of(written: &PhoneNumber) -> Self {
        let text = |t: &Option<crate::model::Text>| t.as_ref().map(|t| t.value.clone()).unwrap_or_default();
        Self { text: written.text(), label: text(&written.label), contact: text(&written.contact), public: written.is_public() }
    }

    /// What the two are compared by: digits and extension.
    fn key(&self) -> String {
        key(&self.text)
    }

    fn yaml(&self) -> String {
        if self.label.is_empty() && self.contact.is_empty() && self.public {
            return scalar(&self.text, true);
        }
        let mut parts = vec![format!("number: {}", scalar(&self.text, true))];
        for (key, value) in [("label", &self.label), ("contact", &self.contact)] {
            if !value.is_empty() {
                parts.push(format!("{key}: {}", scalar(value, true)));
            }
        }
        if !self.public {
            parts.push("public: false".to_owned());
        }
        format!("{{{}}}", parts.join(", "))
    }
}

/// A number as it is compared: however it is written.
#[must_use]
pub fn key(text: &str) -> String {
    let cell = read(text, false);
    let text = match cell.numbers.as_slice() {
        [one] if cell.doubts.is_empty() => one.text(),
        _ => text.to_owned(),
    };
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// The numbers of a cell beside those that are there: `None` where nothing changes.
fn merged(cell: &Cell, sharing: Sharing, old: &[Entry]) -> Option<Vec<Entry>> {
    if cell.numbers.is_empty() {
        return None;
    }
    let mut new: Vec<Entry> = Vec::new();
    for number in &cell.numbers {
        let known = old.iter().find(|entry| entry.key() == key(&number.text()));
        let shared = match sharing {
            _ if !number.is_personal() => true,
            Some(ALL) => true,
            Some(WINDOWS) => of_window(number),
            Some(_) => false,
            None => known.is_some_and(|entry| entry.public),
        };
        let or = |text: &String, old: fn(&Entry) -> &String| {
            if text.is_empty() { known.map(old).cloned().unwrap_or_default() } else { text.clone() }
        };
        let entry = Entry {
            text: known.map_or_else(|| number.text(), |entry| entry.text.clone()),
            label: or(&number.label, |e| &e.label),
            contact: or(&number.contact, |e| &e.contact),
            // What was made private by hand stays so.
            public: shared && (number.is_personal() || known.is_none_or(|entry| entry.public)),
        };
        if !new.iter().any(|other| other.key() == entry.key()) {
            new.push(entry);
        }
    }
    // A table of what is public says nothing of what is not.
    if !cell.numbers.iter().any(Phone::is_personal) {
        let kept = old.iter().filter(|entry| !entry.public && new.iter().all(|other| other.key() != entry.key()));
        new.extend(kept.cloned().collect::<Vec<_>>());
    }
    let in_order = |list: &[Entry]| {
        let mut list = list.to_vec();
        list.sort_by_key(|entry| (!entry.public, entry.key()));
        list
    };
    (in_order(&new) != in_order(old)).then_some(new)
}

/// What a cell of enquiry phones gives, by key. Nothing where it says what is there.
#[must_use]
pub fn enquiry(cell: &Cell, sharing: Sharing, known: Option<&Point>) -> Vec<(&'static str, New)> {
    let old: Vec<Entry> = known.map(Point::every_phone).unwrap_or_default().iter().map(Entry::of).collect();
    let Some(new) = merged(cell, sharing, &old) else { return Vec::new() };
    let Some((first, rest)) = new.split_first() else { return Vec::new() };
    let mut values = vec![("phone", New::Text(first.text.clone()))];
    let gone = || New::Yaml("null".to_owned());
    let had = |pick: &dyn Fn(&Point) -> bool| known.is_some_and(pick);
    for (key, text, had) in [
        ("phone_label", &first.label, had(&|p| p.phone_label.is_some())),
        ("phone_contact", &first.contact, had(&|p| p.phone_contact.is_some())),
    ] {
        match (text.is_empty(), had) {
            (false, _) => values.push((key, New::Text(text.clone()))),
            (true, true) => values.push((key, gone())),
            (true, false) => {}
        }
    }
    match (first.public, known.and_then(|p| p.phone_public)) {
        (false, None | Some(true)) => values.push(("phone_public", New::Bare("false".to_owned()))),
        (true, Some(false)) => values.push(("phone_public", New::Bare("true".to_owned()))),
        _ => {}
    }
    let there: Vec<Entry> =
        known.and_then(|p| p.more_phones.as_ref()).map_or_else(Vec::new, |m| m.all().iter().map(Entry::of).collect());
    if rest != there.as_slice() {
        values.push(("more_phones", if rest.is_empty() { gone() } else { New::Yaml(list(rest)) }));
    }
    values
}

/// What a cell of complaint phones gives.
#[must_use]
pub fn complaint(cell: &Cell, sharing: Sharing, known: Option<&Point>) -> Vec<(&'static str, New)> {
    let old: Vec<Entry> = known
        .and_then(|p| p.complaint_phone.as_ref())
        .map_or_else(Vec::new, |phones| phones.all().iter().map(Entry::of).collect());
    let Some(new) = merged(cell, sharing, &old) else { return Vec::new() };
    let value = match new.as_slice() {
        [one] if one.label.is_empty() && one.contact.is_empty() && one.public => New::Text(one.text.clone()),
        _ => New::Yaml(list(&new)),
    };
    vec![("complaint_phone", value)]
}

fn list(entries: &[Entry]) -> String {
    format!("[{}]", entries.iter().map(Entry::yaml).collect::<Vec<_>>().join(", "))
}
