//! A table of items × channels as a catalog: which column is what, which row is which item, and what it changes in the catalog that is
//! there. The published words stay as they are; marks and blanks are read by stated rules ([`super::vocabulary`]).

mod columns;
mod nowhere;
mod rows;

use std::collections::HashMap;

use super::find::Column;
use super::memory::{Memory, shape};
use super::sections::{Section, guessed, sections};
use super::vocabulary::Field;
use super::{Sheet, Uncertain};
use crate::model::{Catalog, Id, Tier, pinyin};
use crate::say;
use columns::roles;

/// A table that was understood.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its sheets.
    pub sheets: Vec<String>,
    /// What stands above it.
    pub title: String,
    /// Each column that was read: its letters, its head, and what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// The channels, in the order of their columns.
    pub channels: Vec<ChannelColumn>,
    /// The items, in the order of their rows.
    pub items: Vec<Row>,
    /// The ids of all items, those of the catalog too, in the order that they get.
    pub order: Vec<String>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelColumn {
    /// Its id: of the catalog that is there, or made from the name.
    pub id: String,
    /// Its name as printed.
    pub name: String,
    /// Whether the catalog has it.
    pub known: bool,
    /// Its level as the catalog has it; by its name where it has none.
    pub tier: Option<Tier>,
}

/// An item.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Where it stands: 清单!5.
    pub place: String,
    /// Its id: of the catalog that is there, or made from the name.
    pub id: String,
    /// Whether the catalog has it.
    pub known: bool,
    /// Its values by field; blank ones are not there.
    pub values: Vec<(Field, String)>,
    /// Depth by channel id, as it will be written; blank cells are not there.
    pub depth: Vec<(String, String)>,
    /// What has no field of ours, by its head.
    pub more: Vec<(String, String)>,
}

impl Row {
    /// The value of a field; empty where the table has none.
    #[must_use]
    pub fn value(&self, field: Field) -> &str {
        self.values.iter().find(|(f, _)| *f == field).map_or("", |(_, text)| text)
    }

    /// Keeps a text under a head that it does not have yet.
    fn keep(&mut self, head: &str, text: &str) {
        if !text.is_empty() && !self.more.iter().any(|(h, _)| h == head) {
            self.more.push((head.to_owned(), text.to_owned()));
        }
    }
}

/// Reads the sheets that hold tables of items, each by its own heads. `wanted` names one sheet. None where no head names items; what would help is asked
/// then.
#[must_use]
pub fn read_catalog_table(
    sheets: &[Sheet],
    wanted: Option<&str>,
    there: Option<&Catalog>,
    memory: &mut Memory<'_, '_>,
) -> Option<Table> {
    let mut doubts: Vec<Uncertain> = Vec::new();
    let known = |name: &str| columns::is_known(name);
    let needed = |column: &Column| columns::names_items(column);
    let mut found = sections(sheets, wanted, &known, &needed, &mut doubts);
    let mut answers: HashMap<usize, &'static str> = HashMap::new();
    if found.is_empty() {
        found = guessed(sheets, wanted);
        let first = found.first()?;
        answers = asked(first, memory);
        if !answers.values().any(|word| *word == "name") {
            return None;
        }
        let heads = shape(&first.columns);
        found.retain(|section| shape(&section.columns) == heads);
        doubts.retain(|doubt| !found.iter().any(|section| section.sheet.name == doubt.place));
    }
    let mut table = Table { title: found.first()?.title.clone(), ..Table::default() };
    let mut state = rows::State::default();
    for section in &found {
        if !table.sheets.contains(&section.sheet.name) {
            table.sheets.push(section.sheet.name.clone());
        }
        let roles = roles(section, there, &answers, memory, &mut table);
        rows::rows(section, &roles, there, memory, &mut state, &mut table);
    }
    if let Some(first) = found.first() {
        nowhere::ask(first, there, memory, &mut table);
        order(first, there, memory, &mut table);
    }
    state.marks(&mut table.doubts);
    doubts.append(&mut table.doubts);
    table.doubts = doubts;
    Some(table)
}

/// The order of the items, asked about where the table's differs from the catalog's.
fn order(section: &Section<'_>, there: Option<&Catalog>, memory: &mut Memory<'_, '_>, table: &mut Table) {
    let ours: Vec<String> = there.iter().flat_map(|c| &c.items).map(|item| item.id.to_string()).collect();
    let theirs: Vec<String> = table.items.iter().map(|row| row.id.clone()).collect();
    let name = |id: &str| there.and_then(|c| c.item(id)).map_or_else(|| id.to_owned(), |item| item.name.value.clone());
    let ask = super::order::question(section.sheet.place(section.head.0, 0), &ours, &theirs, &name);
    let document = ask.and_then(|ask| memory.ask(&shape(&section.columns), "顺序", ask)) == Some(super::order::DOCUMENT);
    table.order = super::order::placed(&ours, &theirs, document);
}

/// What each column is, asked where nothing is known of the names of items.
fn asked(section: &Section<'_>, memory: &mut Memory<'_, '_>) -> HashMap<usize, &'static str> {
    let heads = shape(&section.columns);
    let mut answers = HashMap::new();
    for column in section.columns.iter().filter(|c| !columns::is_known(&c.name)).take(12) {
        let samples = section.samples(column.at);
        let place = section.sheet.place(section.head.0, column.at);
        if let Some(word) = memory.column(&heads, place, column, &samples, &columns::WORDS) {
            answers.insert(column.at, word);
        }
    }
    answers
}

/// An id from the pinyin of a name.
#[must_use]
pub fn new_id(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for part in pinyin::key(name).split_whitespace() {
        let part: String = part.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        // Room for a number behind it.
        if !part.is_empty() && id.len() + part.len() < 58 {
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(&part);
        }
    }
    if !Id::is_valid(&id) {
        "item".clone_into(&mut id);
    }
    if !taken(&id) {
        return id;
    }
    (2..100_000).map(|n| format!("{id}-{n}")).find(|id| !taken(id)).unwrap_or(id)
}

/// Items of the catalog that the table does not have: they stay, and somebody should know.
#[must_use]
pub fn missing(there: &Catalog, table: &Table) -> Option<Uncertain> {
    let gone = gone(there, table);
    let names = gone.join("、");
    (!gone.is_empty()).then(|| Uncertain {
        place: table.sheets.join("、"),
        message: say!(
            "表里没有现有的 {} 个事项，保留不动：{names}",
            "{} items of the catalog are not in the table; they stay: {names}",
            gone.len()
        ),
    })
}

/// The names of the items that the table does not have.
#[must_use]
pub fn gone<'c>(there: &'c Catalog, table: &Table) -> Vec<&'c str> {
    let ids: std::collections::HashSet<&str> = table.items.iter().map(|row| row.id.as_str()).collect();
    there.items.iter().filter(|item| !ids.contains(item.id.as_str())).map(|item| item.name.as_str()).collect()
}
