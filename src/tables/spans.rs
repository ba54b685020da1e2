//! The merged cells of an .ods (OpenDocument 1.3, 9.1.4): its reader does not tell of them.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::package::Package;
use super::{MOST_COLUMNS, MOST_ROWS};

type Corner = (usize, usize);

/// Most nodes that are looked through.
const MOST_NODES: u32 = 4_000_000;

/// The first and last cell of each span, by the name of the sheet.
pub fn of_ods(bytes: &[u8]) -> BTreeMap<String, Vec<(Corner, Corner)>> {
    let mut found = BTreeMap::new();
    let Some(text) = Package::open(bytes).and_then(|mut package| package.text("content.xml")) else { return found };
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(&text, options) else { return found };
    for table in document.descendants().filter(|n| n.tag_name().name() == "table") {
        let mut spans = Vec::new();
        let mut row = 0_usize;
        for line in table.descendants().filter(|n| n.tag_name().name() == "table-row") {
            if row >= MOST_ROWS {
                break;
            }
            let mut column = 0_usize;
            for cell in line.children().filter(|n| matches!(n.tag_name().name(), "table-cell" | "covered-table-cell")) {
                let (wide, high) = (number(cell, "number-columns-spanned"), number(cell, "number-rows-spanned"));
                if (wide > 1 || high > 1) && column < MOST_COLUMNS {
                    spans.push(((row, column), (row.saturating_add(high - 1), column.saturating_add(wide - 1))));
                }
                column = column.saturating_add(number(cell, "number-columns-repeated"));
            }
            row = row.saturating_add(number(line, "number-rows-repeated"));
        }
        if let Some(name) = attribute(table, "name") {
            found.insert(name.to_owned(), spans);
        }
    }
    found
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// A count, 1 where nothing is said.
fn number(node: Node<'_, '_>, name: &str) -> usize {
    attribute(node, name).and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(1)
}
