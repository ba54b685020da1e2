//! The tables of a Word file: cells that span columns (`gridSpan`, `hMerge`) and rows (`vMerge`), rows that are gone or hidden.

use roxmltree::Node;

use super::body::{Reader, chosen, name};
use super::document::{Table, TableCell};
use super::{attribute, child, flag, value};
use crate::say;
use crate::tables::{MOST_COLUMNS, letters};

impl Reader<'_> {
    /// A table; what stands beside a cell that covers it has no text of its own.
    pub(super) fn table(&mut self, node: Node<'_, '_>) -> Table {
        self.tables += 1;
        self.too_many |= self.tables > super::MOST_TABLES;
        let mut table = Table { name: format!("表{}", self.tables), rows: Vec::new() };
        if self.too_many {
            return table;
        }
        self.tables_deep += 1;
        let mut rows = Vec::new();
        self.inner(node, "tr", &mut rows);
        for row in rows {
            let properties = child(row, "trPr");
            // A row that was deleted under review is not there any more.
            if properties.is_some_and(|p| child(p, "del").is_some() || child(p, "moveFrom").is_some()) {
                continue;
            }
            if properties.and_then(|p| flag(p, "hidden")).unwrap_or(false) {
                self.doubt(say!("{} 有隐藏的行，没有读", "{} has a hidden row, which is not read", table.name));
                continue;
            }
            let skipped = properties.and_then(|p| value(p, "gridBefore")).and_then(|v| v.parse().ok()).unwrap_or(0_usize);
            let mut cells: Vec<TableCell> = Vec::new();
            cells.resize(skipped.min(MOST_COLUMNS), TableCell::default());
            let mut own = Vec::new();
            self.inner(row, "tc", &mut own);
            for cell in own {
                let properties = child(cell, "tcPr");
                if properties.is_some_and(|p| child(p, "cellDel").is_some()) {
                    continue;
                }
                let wide = properties.and_then(|p| value(p, "gridSpan")).and_then(|v| v.parse().ok()).unwrap_or(1_usize);
                let goes_on = |name: &str| {
                    let merge = properties.and_then(|p| child(p, name));
                    merge.is_some_and(|m| attribute(m, "val") != Some("restart"))
                };
                let (above, left) = (goes_on("vMerge") && !table.rows.is_empty(), goes_on("hMerge") && !cells.is_empty());
                let place = format!("{}!{}{}", table.name, letters(cells.len()), table.rows.len() + 1);
                self.cell.push(place);
                let blocks = if above || left { Vec::new() } else { self.story(cell) };
                self.cell.pop();
                cells.push(TableCell { blocks, above, left });
                for _ in 1..wide.clamp(1, MOST_COLUMNS) {
                    cells.push(TableCell { blocks: Vec::new(), above, left: true });
                }
                if cells.len() > MOST_COLUMNS {
                    break;
                }
            }
            table.rows.push(cells);
        }
        self.tables_deep -= 1;
        table
    }

    /// The rows of a table, or the cells of a row, those in controls and the like among them.
    fn inner<'n, 'x>(&mut self, parent: Node<'n, 'x>, wanted: &str, out: &mut Vec<Node<'n, 'x>>) {
        if !self.deeper() {
            return;
        }
        for node in parent.children() {
            match name(node) {
                found if found == wanted => out.push(node),
                "sdt" => {
                    // A cell that only shows a prompt is still a cell.
                    if let Some(content) = child(node, "sdtContent") {
                        self.inner(content, wanted, out);
                    }
                }
                "customXml" | "ins" | "moveTo" => self.inner(node, wanted, out),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.inner(chosen, wanted, out);
                    }
                }
                _ => {}
            }
        }
        self.depth -= 1;
    }
}
