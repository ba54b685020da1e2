//! A column of phones: one question about the mobiles in it, and what becomes of each cell in the file of a point. A personal number is not published
//! unless somebody says so; what the workspace already says of a number stays.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Phone, attach, read};
use crate::diagnostic::Bilingual;
use crate::model::Point;
use crate::model::phones::PhoneNumber;
use crate::say;
use crate::tables::ask::{Ask, Reading};
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

/// Where a column stands in one table of a file.
pub struct Part<'s> {
    /// Its sheet.
    pub sheet: &'s Sheet,
    /// The rows that hold records.
    pub rows: Vec<usize>,
    /// The column.
    pub column: usize,
    /// Further columns of phones with their heads: 手机 beside 电话.
    pub more: Vec<(usize, String)>,
}

/// A column with what was answered about its mobiles.
pub struct Column {
    /// By sheet, row and column.
    cells: BTreeMap<(String, usize, usize), Written>,
    sharing: Sharing,
}

/// What the cells of a row say of phones.
#[derive(Default)]
struct Written {
    cell: Cell,
    /// The column that each of the numbers stands in.
    columns: Vec<usize>,
}

impl Part<'_> {
    /// What a row says of phones.
    fn read(&self, row: usize) -> Option<Written> {
        let blank = |text: &str| matches!(text.trim(), "" | "-" | "—" | "——" | "/" | "无" | "暂无");
        let own = self.sheet.cell(row, self.column).filter(|cell| !blank(&cell.text)).map(|cell| read(&cell.text, cell.number));
        let mut whole = own.unwrap_or_default();
        let mut columns = vec![self.column; whole.numbers.len()];
        for (at, head) in &self.more {
            let Some(cell) = self.sheet.cell(row, *at).filter(|cell| !blank(&cell.text)) else { continue };
            let more = if cell.number { read(&cell.text, true) } else { read(&format!("{head}：{}", cell.text), false) };
            columns.extend(more.numbers.iter().map(|_| *at));
            whole.numbers.extend(more.numbers);
            let place = self.sheet.place(row, *at);
            whole.doubts.extend(
                more.doubts
                    .into_iter()
                    .map(|d| Bilingual { zh: format!("{place}：{}", d.zh), en: format!("{place}: {}", d.en) }),
            );
        }
        (whole != Cell::default()).then_some(Written { cell: whole, columns })
    }
}

impl Column {
    /// Reads a column in all tables of a file and asks about its mobiles, once. Nothing is asked where there are none, or where `settled` knows all of
    /// them as published.
    pub fn read(parts: &[Part<'_>], settled: &dyn Fn(&Phone) -> bool, ask: &mut dyn FnMut(Ask) -> Sharing) -> Self {
        let mut cells = BTreeMap::new();
        for part in parts {
            let read = part.rows.iter().filter_map(|row| Some(((part.sheet.name.clone(), *row, part.column), part.read(*row)?)));
            cells.extend(read);
        }
        let sharing = question(parts, &cells, settled).and_then(ask);
        Self { cells, sharing }
    }

    /// What a cell says.
    #[must_use]
    pub fn cell(&self, sheet: &Sheet, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(&(sheet.name.clone(), row, column)).map(|written| &written.cell)
    }

    /// What a cell of enquiry phones gives, by key. Nothing where it says what is there.
    #[must_use]
    pub fn enquiry(&self, cell: &Cell, known: Option<&Point>) -> Vec<(&'static str, New)> {
        enquiry(cell, self.sharing, known)
    }

    /// What a cell of complaint phones gives.
    #[must_use]
    pub fn complaint(&self, cell: &Cell, known: Option<&Point>) -> Vec<(&'static str, New)> {
        complaint(cell, self.sharing, known)
    }
}

fn question(
    parts: &[Part<'_>],
    cells: &BTreeMap<(String, usize, usize), Written>,
    settled: &dyn Fn(&Phone) -> bool,
) -> Option<Ask> {
    let first = parts.first()?;
    let personal: Vec<(usize, usize, &Phone)> = cells
        .iter()
        .flat_map(|((_, row, _), written)| {
            written.cell.numbers.iter().zip(&written.columns).map(move |(number, column)| (*row, *column, number))
        })
        .filter(|(.., number)| number.is_personal())
        .collect();
    if personal.iter().all(|(.., number)| settled(number)) {
        return None;
    }
    let mut places: Vec<String> = personal.iter().map(|(row, column, _)| format!("{}{}", letters(*column), row + 1)).collect();
    places.dedup();
    // Mobiles often stand in a column of their own beside that of the landlines.
    let columns: BTreeSet<usize> = personal.iter().map(|(_, column, _)| *column).collect();
    let named = columns.iter().map(|column| letters(*column)).collect::<Vec<_>>();
    let (these_zh, these_en) =
        if named.len() == 1 { ("这一列有", "the column has") } else { ("这几列共有", "the columns have") };
    let more = if places.len() > MOST_PLACES { ("等", " …") } else { ("", "") };
    places.truncate(MOST_PLACES);
    let (zh, en, count) = (places.join("、"), places.join(", "), personal.len());
    let mut notes: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if parts.iter().take(at).all(|other| other.sheet.name != part.sheet.name) {
            let rows: Vec<usize> =
                parts.iter().filter(|p| p.sheet.name == part.sheet.name).flat_map(|p| p.rows.iter().copied()).collect();
            notes.extend(self::notes(part.sheet, &rows));
        }
    }
    notes.truncate(MOST_NOTES);
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
    if personal.iter().any(|(.., number)| of_window(number)) {
        readings.push(Reading {
            word: WINDOWS,
            says: say!(
                "只公布写明是窗口、值班、服务用的；写着人名或什么也没写的不公布",
                "publish those of a window or a duty desk, none with a name or without words"
            ),
        });
    }
    Some(Ask {
        place: format!("{}!{}", first.sheet.name, named.join("、")),
        what: Bilingual {
            zh: format!("{these_zh} {count} 个手机号或住宅电话（{zh}{}）：对外公布吗？{note_zh}", more.0),
            en: format!("{these_en} {count} mobile or home numbers ({en}{}): are they published?{note_en}", more.1),
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

fn enquiry(cell: &Cell, sharing: Sharing, known: Option<&Point>) -> Vec<(&'static str, New)> {
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

fn complaint(cell: &Cell, sharing: Sharing, known: Option<&Point>) -> Vec<(&'static str, New)> {
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
