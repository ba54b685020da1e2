//! Records as rows of a sheet: what the screens 服务清单 and 服务点 show, and what a change of cells and rows comes to in the files.

pub(super) mod apply;
pub mod catalog;
mod channels;
pub mod columns;
pub mod export;
mod groups;
mod items;
mod lines;
mod marks;
pub mod points;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use apply::{Changed, Of, plan};

/// A word that a cell may hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As it is written.
    pub word: String,
    /// As the list shows it.
    pub zh: String,
    /// What may be typed for it.
    pub keys: Vec<&'static str>,
    /// The sign before it: `done`, `acc`, `help`, `proxy`, `none`, or nothing.
    pub mark: &'static str,
}

/// A column.
#[expect(clippy::struct_excessive_bools, reason = "what a column can do, one by one, as the page asks for it")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name in requests.
    pub id: String,
    /// Its head.
    pub title: String,
    /// The second line of the head.
    pub note: String,
    /// Whether something is wrong with it: `due`, `fault` or nothing.
    pub state: &'static str,
    /// Its width in pixels; 0 where it is as wide as its head.
    #[serde(skip_serializing_if = "is_zero")]
    pub width: usize,
    /// Whether it stays while the others move.
    pub frozen: bool,
    /// Whether the bureau's own table brought it along.
    pub own: bool,
    /// Whether sentences call a row by it.
    pub title_of_row: bool,
    /// Whether it cannot be changed here.
    #[serde(rename = "readOnly")]
    pub read_only: bool,
    /// Whether it can be put elsewhere among those that can.
    pub moves: bool,
    /// Which of the words of its cells take a time limit in brackets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<&'static str>,
    /// What its cells may hold; any text where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// A finding about a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// `fault` where it must be mended, `due` where somebody should look.
    pub level: &'static str,
    /// What is wrong.
    pub says: String,
    /// The finding, as the screen 问题 knows it.
    pub problem: String,
}

/// A row, or the heading of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Row {
    /// A record.
    Record {
        /// Its id.
        id: String,
        /// Its texts by column.
        cells: BTreeMap<String, String>,
        /// Its findings by column.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        marks: BTreeMap<String, Mark>,
    },
    /// A heading.
    Group {
        /// Its id.
        id: String,
        /// Its words.
        group: String,
        /// What stands behind them.
        note: String,
    },
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// A cell that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CellChange {
    /// The record.
    pub row: String,
    /// The column.
    pub column: String,
    /// What the person saw there.
    #[serde(default)]
    pub before: String,
    /// What is to be there.
    #[serde(default)]
    pub after: String,
}

/// A row that was put in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Inserted {
    /// How the sheet calls it until it has an id.
    pub id: String,
    /// The row before it; none where it comes first.
    pub after: Option<String>,
    /// Its texts.
    #[serde(default)]
    pub cells: BTreeMap<String, String>,
}

/// Rows that were moved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Moved {
    /// The rows, in their order.
    pub rows: Vec<String>,
    /// The row before which they stand now; none at the end.
    pub before: Option<String>,
}

/// One action of a person on a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// What it did, in the sheet's words.
    #[serde(default)]
    pub says: String,
    /// Cells that were changed.
    #[serde(default)]
    pub cells: Vec<CellChange>,
    /// Rows that were put in.
    #[serde(default)]
    pub inserted: Vec<Inserted>,
    /// Rows that were taken out.
    #[serde(default)]
    pub removed: Vec<String>,
    /// Rows that were moved.
    #[serde(default)]
    pub moved: Option<Moved>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(width: &usize) -> bool {
    *width == 0
}

/// Divides what is written in the cell of a list.
fn parts(text: &str) -> Vec<String> {
    let divided = text.split(['、', '\n', '；', ';']).map(str::trim).filter(|part| !part.is_empty());
    divided.map(str::to_owned).collect()
}
