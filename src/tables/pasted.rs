//! Tables out of a clipboard, as a page has taken them apart: texts by rows, and which cells a merged one covers.

use serde::Deserialize;

use super::{Cell, MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable, clean, too_large};

/// One table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Pasted {
    /// The lines above it, the nearest last.
    #[serde(default)]
    pub above: Vec<String>,
    /// Its texts; what a merged cell covers is blank.
    pub rows: Vec<Vec<String>>,
    /// Covered cells: row and column, and those of the cell that has the text.
    #[serde(default)]
    pub covered: Vec<[usize; 4]>,
}

/// The sheets of what was pasted.
///
/// # Errors
/// When it is too large.
pub fn pasted_sheets(tables: &[Pasted]) -> Result<Vec<Sheet>, Unreadable> {
    let mut sheets = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        if table.rows.len() > MOST_ROWS || table.rows.iter().any(|row| row.len() > MOST_COLUMNS) {
            return Err(too_large());
        }
        let cell = |text: &String| Cell { text: text.trim().to_owned(), ..Cell::default() };
        let mut sheet = Sheet {
            name: if tables.len() == 1 { "贴上的表".to_owned() } else { format!("贴上的表{}", at + 1) },
            caption: table.above.last().cloned().unwrap_or_default(),
            above: table.above.clone(),
            rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            ..Sheet::default()
        };
        for [row, column, from_row, from_column] in &table.covered {
            let text = sheet.rows.get(*from_row).and_then(|cells| cells.get(*from_column)).map(|cell| cell.text.clone());
            let place = sheet.rows.get_mut(*row).and_then(|cells| cells.get_mut(*column));
            if let (Some(text), Some(cell)) = (text, place) {
                *cell = Cell { text, above: from_row < row, left: from_column < column, number: false };
            }
        }
        clean::clean(&mut sheet);
        sheets.push(sheet);
    }
    Ok(sheets)
}
