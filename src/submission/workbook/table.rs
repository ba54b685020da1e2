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
    /// The row of each key that stands there once.
    pub rows: BTreeMap<String, usize>,
    /// The rows of the other keys.
    pub twice: BTreeMap<String, Vec<usize>>,
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
            // Of a sheet that is hidden nothing is read.
            if let Some(doubt) = sheet.doubts.iter().find(|d| sheet.rows.is_empty() && d.place == *name) {
                return Err(Reason::at(
                    name,
                    &doubt.message,
                    say!("取消隐藏，保存后再导入", "show the sheet, save it, and import it again"),
                ));
            }
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
        let mut twice: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in head + 1..sheet.rows.len() {
            let text = sheet.text(row, key).trim();
            if text.is_empty() {
                continue;
            }
            if let Some(others) = twice.get_mut(text) {
                others.push(row);
            } else if let Some(first) = rows.remove(text) {
                twice.insert(text.to_owned(), vec![first, row]);
            } else {
                rows.insert(text.to_owned(), row);
            }
        }
        Ok(Self { sheet, columns: columns.collect(), rows, twice, first: head + 1 })
    }

    /// The keys by their rows, those that stand there twice among them.
    pub fn keyed(&self) -> BTreeMap<usize, &str> {
        let twice = self.twice.iter().flat_map(|(key, rows)| rows.iter().map(move |row| (*row, key.as_str())));
        self.rows.iter().map(|(key, row)| (*row, key.as_str())).chain(twice).collect()
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
    fn a_key_that_stands_there_twice_is_no_row_of_either() {
        let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
        let rows = [[KEY_HEAD, "填写"], ["tidy", "2"], ["signs", "1"], ["tidy", "1"], ["tidy", "0"]];
        let sheet = Sheet { name: "评分表".to_owned(), rows: rows.map(|r| r.map(cell).into()).into(), ..Sheet::default() };
        let table = Table::of(&sheet).ok().unwrap();
        assert_eq!(
            (table.rows.keys().map(String::as_str).collect::<Vec<_>>(), &table.twice["tidy"]),
            (vec!["signs"], &vec![1, 3, 4])
        );
        assert_eq!(table.keyed().into_values().collect::<Vec<_>>(), ["tidy", "signs", "tidy", "tidy"]);
    }
}
