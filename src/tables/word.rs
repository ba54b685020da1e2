//! The tables of a .docx (ECMA-376, 17.4), in the order of the text: cells that span columns (`gridSpan`) and rows (`vMerge`), and what
//! stands above each table.

use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::{Cell, MOST_COLUMNS, Sheet, Uncertain, Unreadable};
use crate::say;

/// Largest text of a document, in bytes.
const MOST_TEXT: u64 = 64 << 20;
/// Most nodes of a document: a page has some thousands.
const MOST_NODES: u32 = 4_000_000;
/// So many lines above a table may be its title.
const MOST_LINES_ABOVE: usize = 5;
/// Most tables of a document.
const MOST_TABLES: usize = 1_000;

/// One sheet a table.
pub fn read_word_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("word/document.xml").map_err(|_| damaged())?;
    part.take(MOST_TEXT).read_to_string(&mut text).map_err(|_| damaged())?;
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|_| damaged())?;
    let mut sheets = Vec::new();
    let mut caption = String::new();
    let mut above: Vec<String> = Vec::new();
    let body = document.descendants().find(|n| n.tag_name().name() == "body");
    let mut blocks: Vec<(Node<'_, '_>, bool)> = body.iter().flat_map(|b| through(*b)).map(|n| (n, false)).collect();
    blocks.reverse();
    while let Some((block, inside)) = blocks.pop() {
        match block.tag_name().name() {
            "tbl" => {
                let mut sheet = table(block);
                sheet.name = format!("表{}", sheets.len() + 1);
                if inside {
                    let place = sheet.name.clone();
                    sheet.doubts.push(Uncertain {
                        place, message: say!("这张表在另一张表里", "this table lies inside another")
                    });
                } else {
                    sheet.caption = std::mem::take(&mut caption);
                    sheet.above = std::mem::take(&mut above);
                }
                sheets.push(sheet);
                if sheets.len() > MOST_TABLES {
                    return Err(super::too_large());
                }
                let cells = through(block)
                    .filter(|n| n.tag_name().name() == "tr")
                    .flat_map(through)
                    .filter(|n| n.tag_name().name() == "tc");
                let inner: Vec<_> = cells.flat_map(through).filter(|n| n.tag_name().name() == "tbl").map(|n| (n, true)).collect();
                blocks.extend(inner.into_iter().rev());
            }
            "p" => {
                let words = words(block);
                if !words.is_empty() {
                    above.push(words.clone());
                    if above.len() > MOST_LINES_ABOVE {
                        above.remove(0);
                    }
                    caption = words;
                }
            }
            _ => {}
        }
    }
    if sheets.is_empty() {
        return Err(Unreadable::new(
            say!("Word 文件里没有表格", "the Word file has no table"),
            say!("表格如果是图片，要先录成表格", "a table that is a picture has to be typed first"),
        ));
    }
    Ok(sheets)
}

fn damaged() -> Unreadable {
    Unreadable::new(
        say!("Word 文件打不开，可能没有传完整", "the Word file cannot be opened: it is not whole"),
        say!("用 Word 或 WPS 打开看看，另存为 .docx 再试", "open it in Word, save it as .docx, and try again"),
    )
}

/// The children of a node, those in a content control (`sdt`) among them.
fn through<'a, 'd: 'a>(node: Node<'a, 'd>) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().flat_map(|child| {
        let content = child.children().find(|n| child.tag_name().name() == "sdt" && n.tag_name().name() == "sdtContent");
        let inner: Vec<Node<'a, 'd>> = content.map_or_else(|| vec![child], |c| c.children().collect());
        inner
    })
}

/// What a cell begins, above or not: a cell that goes on from above has no text of its own.
fn table(table: Node<'_, '_>) -> Sheet {
    let mut sheet = Sheet::default();
    for row in through(table).filter(|n| n.tag_name().name() == "tr") {
        // A row that was deleted under review is not there any more.
        if row.children().any(|n| n.tag_name().name() == "trPr" && n.children().any(|c| c.tag_name().name() == "del")) {
            continue;
        }
        let mut cells: Vec<Cell> = Vec::new();
        let skipped = property(row, "trPr", "gridBefore").and_then(|v| v.parse().ok()).unwrap_or(0_usize);
        cells.resize(skipped.min(MOST_COLUMNS), Cell::default());
        for cell in through(row).filter(|n| n.tag_name().name() == "tc") {
            let wide = property(cell, "tcPr", "gridSpan").and_then(|v| v.parse().ok()).unwrap_or(1_usize).clamp(1, MOST_COLUMNS);
            let merge = cell.children().find(|n| n.tag_name().name() == "tcPr").into_iter().flat_map(|p| p.children());
            let mut merge = merge.filter(|n| n.tag_name().name() == "vMerge");
            let above = merge.next().is_some_and(|m| value(m) != Some("restart"));
            let column = cells.len();
            let text = if above {
                let over = sheet.rows.last().and_then(|r| r.get(column));
                over.map(|c| c.text.clone()).unwrap_or_default()
            } else {
                let paragraphs = through(cell).filter(|n| n.tag_name().name() == "p").map(words);
                paragraphs.filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n")
            };
            for at in 0..wide {
                cells.push(Cell { text: text.clone(), above, left: at > 0, number: false });
            }
            if cells.len() > MOST_COLUMNS {
                break;
            }
        }
        sheet.rows.push(cells);
    }
    sheet
}

/// `w:val` of a property such as `tcPr/gridSpan`.
fn property<'a>(of: Node<'a, '_>, group: &str, name: &str) -> Option<&'a str> {
    let group = of.children().find(|n| n.tag_name().name() == group)?;
    value(group.children().find(|n| n.tag_name().name() == name)?)
}

fn value<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == "val").map(|a| a.value())
}

/// The words of a paragraph: what was deleted under review is not there any more, and words beside it (text boxes, paragraphs within) are not
/// its own.
fn words(paragraph: Node<'_, '_>) -> String {
    let mut text = String::new();
    let mut left: Vec<Node<'_, '_>> = paragraph.children().collect();
    left.reverse();
    while let Some(node) = left.pop() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" | "br" if node.parent_element().is_some_and(|p| p.tag_name().name() == "r") => text.push(' '),
            "p" | "txbxContent" | "del" => {}
            _ => {
                let start = left.len();
                left.extend(node.children());
                if let Some(new) = left.get_mut(start..) {
                    new.reverse();
                }
            }
        }
    }
    text.trim().to_owned()
}
