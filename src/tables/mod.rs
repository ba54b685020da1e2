//! Tables that people bring: workbooks, CSV and Word, as they really are. A file becomes [`Sheet`]s of text cells ([`read_sheets`]), the table in a
//! sheet is found by the names of its columns ([`find`]), and a catalog or a list of points is understood from it ([`catalog`], [`points`], [`plan`], [`standard`]).
//! What is not certain is a [`Uncertain`] with sheet and cell. [`pictures`] gives the pictures in cells.
//!
//! Nothing here writes a file. [`value`] knows how values are written, [`edit`] makes the new text of a YAML file from the old one and keeps what did not change, comments included.

pub mod ask;
pub mod catalog;
pub mod changes;
mod clean;
pub mod find;
pub mod guide;
pub mod heads;
pub mod holidays;
pub mod hours;
pub mod kinds;
pub mod memory;
mod nested;
pub mod order;
mod package;
pub mod pasted;
pub mod phones;
pub mod pictures;
pub mod plan;
pub mod points;
pub mod sections;
mod spans;
pub mod standard;
mod text;
pub mod twice;
mod untold;
pub mod vocabulary;
pub mod word;
mod workbook;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Bilingual;
use crate::say;
pub use kinds::{Kind, kind_of};
pub use workbook::{never_calculated, ranges, raw};

/// How the container of Excel 97 and Word 97 begins.
const OLD: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
/// Largest file that is read, in bytes.
pub const MOST_BYTES: u64 = 32 << 20;
/// Most that a file may hold once it is unpacked, in bytes: so much in any case, and a multiple of its size. What people write shrinks to a tenth, rows
/// that are blank and have a colour to a fortieth.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_UNPACKED_A_BYTE: u64 = 16;
/// Most parts of a file.
const MOST_PARTS: usize = 20_000;
/// Most rows and columns of a sheet.
const MOST_ROWS: usize = 100_000;
const MOST_COLUMNS: usize = 512;
/// Most cells of a file, merged ones counted with all that they cover.
const MOST_CELLS: usize = 5_000_000;

/// One sheet of a workbook, a CSV file, or one table of a Word file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What the sheet is called; 表1, 表2 … in a Word file.
    pub name: String,
    /// What stands above a table of a Word file.
    pub caption: String,
    /// The last lines above a table of a Word file, the nearest last.
    #[serde(default)]
    pub above: Vec<String>,
    /// All lines of a Word file since the table before, and with the last table those behind it, as far as they are kept.
    #[serde(default)]
    pub around: Vec<String>,
    /// The rows from the first of the sheet on, so that row 0 is row 1 of the file.
    pub rows: Vec<Vec<Cell>>,
    /// Rows from 1 that nobody sees.
    #[serde(default)]
    pub hidden_rows: Vec<usize>,
    /// Columns from 0 that nobody sees.
    #[serde(default)]
    pub hidden_columns: Vec<usize>,
    /// Cells from 0 whose formula nobody has calculated; they are blank. The first of them are doubts too.
    #[serde(default)]
    pub uncalculated: Vec<(usize, usize)>,
    /// What was seen on the way.
    pub doubts: Vec<Uncertain>,
}

/// One cell. Written short: most are blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    /// Its text without space around it; a merged cell has its text in every place that it covers.
    #[serde(rename = "t", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether it is covered from above, from the left: the text stands in another cell.
    #[serde(rename = "a", skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Covered from the left.
    #[serde(rename = "l", skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
    /// It was a number and no text.
    #[serde(rename = "n", skip_serializing_if = "std::ops::Not::not")]
    pub number: bool,
}

/// A table file: what can be seen of it, and the file that one of our own workbooks was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The standard that a workbook of ours carries.
    pub original: Option<standard::roundtrip::Original>,
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncertain {
    /// Sheet and cell, such as 清单!C5.
    pub place: String,
    /// What is not certain, and what was done.
    pub message: Bilingual,
}

/// Why a file cannot be read: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// What is wrong.
    pub says: Bilingual,
    /// What to do.
    pub help: Bilingual,
}

impl Unreadable {
    fn new(says: Bilingual, help: Bilingual) -> Self {
        Self { says, help }
    }
}

/// Reads a file, and what it carries beside its tables.
///
/// # Errors
/// As for [`read_sheets`].
pub fn book(name: &str, bytes: &[u8]) -> Result<Book, Unreadable> {
    let sheets = read_sheets(name, bytes)?;
    let ours = sheets.iter().any(standard::roundtrip::is_ours);
    let original = if ours { standard::roundtrip::original(bytes).ok().flatten() } else { None };
    Ok(Book { sheets, original })
}

/// Reads the text of a Word file; of any other it says what it is and what to do.
///
/// # Errors
/// When it is no Word file that can be read: another kind of file, damaged, locked with a password, too large.
pub fn document(name: &str, bytes: &[u8]) -> Result<word::document::Document, Unreadable> {
    match kind_of(name, bytes) {
        Some(Kind::Word) if workbook::unpacked(bytes)? => word::read_document(bytes),
        Some(kind) if kind != Kind::Word => Err(kind.no_document()),
        _ if bytes.starts_with(&OLD) && workbook::is_locked(bytes) => Err(workbook::locked()),
        _ => Err(Unreadable::new(
            say!("这不是 Word 文件（.docx）", "this is no Word file (.docx)"),
            say!(
                "办事指南要用 .docx：用 Word 或 WPS 打开，另存为 .docx",
                "a guide is read from a .docx: open it in Word or WPS and save it as .docx"
            ),
        )),
    }
}

/// What a workbook is that is none of .xlsx: its ending. One that is locked with a password is not told from others.
#[must_use]
pub fn other_workbook(name: &str, bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&OLD) {
        return (!workbook::is_locked(bytes)).then_some(if is_et(name) { ".et" } else { ".xls" });
    }
    workbook::other_package(bytes)
}

/// Reads a file by its contents; its name says only what text without any marks is.
///
/// # Errors
/// When it is no table that can be read: another kind of file, damaged, locked with a password, too large.
pub fn read_sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    // A Word file may hold a table; what else is certainly none is said to be what it is.
    if let Some(kind) = kind_of(name, bytes).filter(|kind| *kind != Kind::Word) {
        return Err(kind.unfit());
    }
    let sheets = if bytes.starts_with(b"PK\x03\x04") {
        if workbook::unpacked(bytes)? { word::read_word_sheets(bytes)? } else { workbook::read_workbook_sheets(bytes)? }
    } else if bytes.starts_with(&OLD) {
        // The old container: of Excel 97 and of WPS, and of anything with a password.
        workbook::read_workbook_sheets(bytes)
            .map_err(|why| if is_et(name) && !workbook::is_locked(bytes) { not_et() } else { why })?
    } else {
        text::read_text_sheets(bytes)?
    };
    let mut sheets = sheets;
    sheets.iter_mut().for_each(clean::clean);
    let cells: usize = sheets.iter().map(|s| s.rows.iter().map(Vec::len).sum::<usize>()).sum();
    let long = sheets.iter().find(|s| s.rows.len() > MOST_ROWS || s.rows.iter().any(|r| r.len() > MOST_COLUMNS));
    if cells > MOST_CELLS || long.is_some() {
        return Err(too_large());
    }
    Ok(sheets)
}

fn is_et(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("et"))
}

/// A table of WPS in a form that is not that of Excel.
fn not_et() -> Unreadable {
    Unreadable::new(
        say!("这是 WPS 表格文件（.et），读不出来", "this is a WPS table (.et) that cannot be read"),
        say!("用 WPS 打开，另存为 .xlsx", "open it in WPS and save it as .xlsx"),
    )
}

fn too_large() -> Unreadable {
    Unreadable::new(
        say!(
            "表太大：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列",
            "the table is too large: at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
        ),
        say!("删掉用不着的行和列，另存后再试", "delete rows and columns that are not needed, save it, and try again"),
    )
}

impl Sheet {
    /// The cell of a row and column, both from 0.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    /// The text of a cell; empty where there is none.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |c| c.text.as_str())
    }

    /// How many columns its widest row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The place of a cell, as spreadsheets write it: 清单!C5.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> String {
        format!("{}!{}{}", self.name, letters(column), row + 1)
    }

    /// Covers a rectangle, ends included, with the text of its first cell.
    fn merge(&mut self, (top, left): (usize, usize), (bottom, right): (usize, usize)) {
        // A blank cell may not be there: rows end with the last cell that holds something.
        let first = self.cell(top, left).cloned().unwrap_or_default();
        let (bottom, right) = (bottom.min(self.rows.len().saturating_sub(1)), right.min(MOST_COLUMNS - 1));
        for row in top..=bottom {
            let Some(cells) = self.rows.get_mut(row) else { continue };
            // A merged title may be wider than anything that was written.
            if cells.len() <= right {
                cells.resize(right + 1, Cell::default());
            }
            for column in left..=right {
                if let Some(cell) = cells.get_mut(column).filter(|_| (row, column) != (top, left)) {
                    *cell = Cell { text: first.text.clone(), above: row > top, left: column > left, number: first.number };
                }
            }
        }
    }
}

/// The letters of a column from 0: A, Z, AA.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut text = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        text.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_is_no_table_says_what_it_is() {
        for (name, bytes, wanted) in [
            ("清单.doc", &[0xD0, 0xCF, 0x11, 0xE0, 1, 2][..], ".doc"),
            ("清单.pdf", b"%PDF-1.7", "PDF"),
            ("清单.xlsx", b"PK\x03\x04 nothing", ""),
            ("清单.csv", b"\x00\x01\x02\xff", ""),
        ] {
            let error = read_sheets(name, bytes).unwrap_err();
            assert!(error.says.zh.contains(wanted) && !error.help.zh.is_empty(), "{name}: {error:?}");
        }
    }
}
