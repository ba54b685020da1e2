//! The sheet of answers: its columns by their heads, its rows by their keys. It must not know what an answer means.

use std::collections::BTreeMap;

use crate::exchange::score_sheet_xlsx::{HEADS, KEY_HEAD};
use crate::say;
use crate::submission::Reason;
use crate::tables::Sheet;

/// The sheet of answers with its columns by their heads.
pub struct Table<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    columns: BTreeMap<u16, usize>,
    /// The row of each key.
    pub rows: BTreeMap<String, usize>,
    /// The first row below the head, from 0.
    pub first: usize,
}

impl<'a> Table<'a> {
    /// Finds columns and rows.
    pub fn of(sheet: &'a Sheet) -> Result<Self, Reason> {
        let head = (0..sheet.rows.len().min(30)).find_map(|row| {
            let at = (0..sheet.width()).find(|at| sheet.text(row, *at) == KEY_HEAD)?;
            Some((row, at))
        });
        let Some((head, key)) = head else {
            let name = &sheet.name;
            return Err(Reason::at(
                name,
                &say!("找不到“{KEY_HEAD}”这一列", "the column “{KEY_HEAD}” is not there"),
                say!(
                    "恢复这一列，或者重新做一份表：yizhan inspect sheet",
                    "put the column back, or make a new sheet with `yizhan inspect sheet`"
                ),
            ));
        };
        let columns = (0_u16..).zip(HEADS).map(|(place, title)| {
            (place, (0..sheet.width()).find(|at| sheet.text(head, *at) == title).unwrap_or(usize::from(place)))
        });
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for row in head + 1..sheet.rows.len() {
            let text = sheet.text(row, key).trim();
            if text.is_empty() {
                continue;
            }
            if let Some(first) = rows.insert(text.to_owned(), row) {
                let (first, again) = (sheet.place(first, key), sheet.place(row, key));
                return Err(Reason::at(
                    &again,
                    &say!("编号“{text}”和 {first} 重复", "the key “{text}” stands at {first} too"),
                    say!(
                        "删去复制出来的一行；要多写的写在“原因和情况”里",
                        "delete the copied row; say more beside the criterion"
                    ),
                ));
            }
        }
        Ok(Self { sheet, columns: columns.collect(), rows, first: head + 1 })
    }

    /// The text of a cell, and whether it was a number.
    pub fn cell(&self, row: usize, column: u16) -> (String, bool) {
        let at = self.columns.get(&column).copied().unwrap_or(usize::from(column));
        self.sheet.cell(row, at).map_or((String::new(), false), |c| (c.text.trim().to_owned(), c.number))
    }

    /// The text of a cell.
    pub fn text(&self, row: usize, column: u16) -> String {
        self.cell(row, column).0
    }

    /// A cell as people write it.
    pub fn place(&self, row: usize, column: u16) -> String {
        self.sheet.place(row, self.columns.get(&column).copied().unwrap_or(usize::from(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Cell;

    #[test]
    fn a_row_that_was_copied_is_named_with_both_places() {
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        let rows = [[KEY_HEAD, "填写"], ["tidy", "2"], ["signs", "1"], ["tidy", "1"]];
        let sheet = Sheet { name: "评分表".to_owned(), rows: rows.map(|r| r.map(cell).into()).into(), ..Sheet::default() };
        let error = Table::of(&sheet).err().unwrap();
        assert!(error.says.zh.contains("评分表!A4") && error.says.zh.contains("评分表!A2"), "{error:?}");
    }
}
