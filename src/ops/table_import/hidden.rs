//! Rows and columns that nobody sees: they may be what somebody filtered away, or what he no longer wants.

use super::Kind;
use crate::diagnostic::Bilingual;
use crate::say;
use crate::tables::ask::{Ask, Asker, Reading};
use crate::tables::{Cell, Sheet, Uncertain, letters, ranges};

/// Asks of each sheet whether what is hidden counts, and empties what does not.
pub fn ask(sheets: &mut [Sheet], wanted: Option<&str>, kind: Kind, asker: &mut Asker<'_>) {
    for sheet in sheets.iter_mut().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        let filled = |cell: Option<&Cell>| cell.is_some_and(|c| !c.text.is_empty());
        let rows: Vec<usize> = sheet
            .hidden_rows
            .iter()
            .copied()
            .filter(|row| sheet.rows.get(row - 1).is_some_and(|r| r.iter().any(|c| filled(Some(c)))))
            .collect();
        let columns: Vec<usize> =
            sheet.hidden_columns.iter().copied().filter(|at| sheet.rows.iter().any(|r| filled(r.get(*at)))).collect();
        if kind == Kind::Standard {
            // A score sheet is one whole: what was filtered away belongs to it.
            if !rows.is_empty() {
                let rows = ranges(&rows);
                let message = say!("第 {rows} 行是隐藏的，也读了", "rows {rows} are hidden; they were read all the same");
                sheet.doubts.push(Uncertain { place: sheet.name.clone(), message });
            }
            continue;
        }
        if !rows.is_empty() {
            let shown = ranges(&rows);
            let what = say!("第 {shown} 行是隐藏的：读不读？", "rows {shown} are hidden: are they to be read?");
            if leaves(sheet, what, asker) {
                for row in &rows {
                    if let Some(cells) = sheet.rows.get_mut(row - 1) {
                        cells.clear();
                    }
                }
            }
        }
        if !columns.is_empty() {
            let shown = columns.iter().map(|at| letters(*at)).collect::<Vec<_>>().join("、");
            let what = say!("{shown} 列是隐藏的：读不读？", "columns {shown} are hidden: are they to be read?");
            if leaves(sheet, what, asker) {
                for row in &mut sheet.rows {
                    for at in &columns {
                        if let Some(cell) = row.get_mut(*at) {
                            *cell = Cell::default();
                        }
                    }
                }
            }
        }
    }
}

fn leaves(sheet: &Sheet, what: Bilingual, asker: &mut Asker<'_>) -> bool {
    let readings = vec![
        Reading { word: "read", says: say!("也读", "read them") },
        Reading { word: "leave", says: say!("不读", "leave them out") },
    ];
    let otherwise = say!("也读", "they are read");
    asker.ask(Ask { place: sheet.name.clone(), what, readings, otherwise }) == Some("leave")
}
