//! A .docx (ECMA-376, part 1, 17) as Word shows it: [`read_document`] gives its text in order, [`read_word_sheets`] only its tables, a sheet each.
//!
//! What was deleted or moved away under review, hidden text and the upper text of ruby are not there; what was inserted is; numbers that Word counts are text; of
//! a field its result is shown. What cannot be read is an [`Uncertain`] with its place, and never left out without a word.

mod body;
pub mod document;
mod fields;
mod graphics;
mod grid;
mod numbering;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;

use roxmltree::{Document as Xml, Node, ParsingOptions};

use super::package::Package;
use super::{Cell, Sheet, Uncertain, Unreadable};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::source::usable;
use body::Reader;
use document::{Block, Document, Margin, Picture, Table};

/// Largest text of a part, in bytes.
const MOST_TEXT: u64 = 64 << 20;
/// Most nodes of a document: a page has some thousands.
const MOST_NODES: u32 = 4_000_000;
/// Most tables of a document.
const MOST_TABLES: usize = 1_000;
/// Largest picture that is taken out, in bytes, and how many.
const MOST_PICTURE: u64 = 16 << 20;
const MOST_PICTURES: usize = 200;
/// So many lines above a table may be its title.
const MOST_LINES_ABOVE: usize = 5;
/// So many lines between two tables are kept.
const MOST_LINES_AROUND: usize = 200;
/// The text itself.
const MAIN: &str = "word/document.xml";

/// One sheet a table.
pub(super) fn read_word_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut package = Package::open(bytes).ok_or_else(damaged)?;
    let read = text_of(&mut package, false)?;
    let mut sheets = Sheets::default();
    sheets.blocks(&read.blocks, 0)?;
    let behind = std::mem::take(&mut sheets.around);
    if let Some(last) = sheets.outer.and_then(|at| sheets.list.get_mut(at)) {
        last.around.extend(behind);
    }
    let mut sheets = sheets.list;
    let Some(first) = sheets.first_mut() else {
        return Err(Unreadable::new(
            say!("Word 文件里没有表格", "the Word file has no table"),
            say!("表格如果是图片，要先录成表格", "a table that is a picture has to be typed first"),
        ));
    };
    // What was seen outside of all tables is told with the first.
    let (inside, outside): (Vec<_>, Vec<_>) = read.doubts.into_iter().partition(|d| d.place.contains('!'));
    first.doubts.extend(outside);
    for doubt in inside {
        let own = doubt.place.split('!').next().unwrap_or_default().to_owned();
        if let Some(sheet) = sheets.iter_mut().find(|s| s.name == own) {
            sheet.doubts.push(doubt);
        }
    }
    Ok(sheets)
}

/// The text in order, with its pictures.
pub(super) fn read_document(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes).ok_or_else(damaged)?;
    text_of(&mut package, true)
}

/// Reads the parts. Pictures are only taken out where somebody wants them.
fn text_of(package: &mut Package<'_>, pictures: bool) -> Result<Document, Unreadable> {
    let text = package.bytes(MAIN, MOST_TEXT).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(damaged)?;
    let main = parsed(&text).ok_or_else(damaged)?;
    let links = package.links(MAIN);
    let part = |package: &mut Package<'_>, kind: &str| {
        let path = links.values().find(|link| link.kind == kind && !link.outside).map(|link| link.target.clone());
        package.text(&path.unwrap_or_else(|| format!("word/{kind}.xml"))).unwrap_or_default()
    };
    let texts = ["styles", "numbering", "footnotes", "endnotes"].map(|kind| part(package, kind));
    let [styles, counting, foot, end] = texts.each_ref().map(|text| parsed(text));
    let styles = styles::Styles::of(styles.as_ref());
    let counting = numbering::Numbering::of(counting.as_ref(), &styles);
    let mut reader = Reader::new(&styles, counting, &links);
    reader.notes("footnote", foot.as_ref());
    reader.notes("endnote", end.as_ref());
    let body = main.descendants().find(|n| n.tag_name().name() == "body").ok_or_else(damaged)?;
    let blocks = reader.story(body);
    if reader.too_many {
        return Err(super::too_large());
    }
    let (doubts, notes, wanted) = reader.finish();
    let mut margins = Vec::new();
    if pictures {
        for link in links.values().filter(|link| matches!(link.kind.as_str(), "header" | "footer") && !link.outside) {
            let text = package.text(&link.target).unwrap_or_default();
            let Some(xml) = parsed(&text) else { continue };
            let mut reader = Reader::new(&styles, numbering::Numbering::default(), &links);
            let blocks = reader.story(xml.root_element());
            let words = blocks.iter().map(Block::words).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                margins.push(Margin { header: link.kind == "header", words });
            }
        }
        margins.dedup();
    }
    let mut taken = Vec::new();
    for path in wanted.into_iter().take(MOST_PICTURES) {
        let bytes = if pictures { package.bytes(&path, MOST_PICTURE).unwrap_or_default() } else { Vec::new() };
        let picture = match usable(&bytes) {
            Ok(good) => Picture { path, kind: good.kind.to_owned(), bytes: good.converted.unwrap_or(bytes), note: good.note },
            Err(fault) => {
                // Without bytes it was not in the file, or larger than all that is taken.
                let note = (!bytes.is_empty()).then(|| Bilingual {
                    zh: format!("{}；{}", fault.says.zh, fault.help.zh),
                    en: format!("{}: {}", fault.says.en, fault.help.en),
                });
                Picture { path, kind: String::new(), bytes: Vec::new(), note }
            }
        };
        taken.push(picture);
    }
    Ok(Document { blocks, margins, notes, pictures: taken, doubts })
}

fn parsed(text: &str) -> Option<Xml<'_>> {
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Xml::parse_with_options(text, options).ok()
}

fn damaged() -> Unreadable {
    Unreadable::new(
        say!("Word 文件打不开，可能没有传完整", "the Word file cannot be opened: it is not whole"),
        say!("用 Word 或 WPS 打开看看，另存为 .docx 再试", "open it in Word, save it as .docx, and try again"),
    )
}

/// Tables in the order of the text, those within others behind them.
#[derive(Default)]
struct Sheets {
    list: Vec<Sheet>,
    caption: String,
    /// The lines before the next table, the last of them its caption.
    above: Vec<String>,
    /// The same, and more of them.
    around: Vec<String>,
    /// The last table that lies in no other.
    outer: Option<usize>,
}

impl Sheets {
    fn blocks(&mut self, blocks: &[Block], depth: usize) -> Result<(), Unreadable> {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let words = paragraph.words();
                    // A box floats beside the text; what stands in a cell is no caption of a table.
                    if depth == 0 && !paragraph.boxed && !words.is_empty() {
                        self.above.push(words.clone());
                        if self.above.len() > MOST_LINES_ABOVE {
                            self.above.remove(0);
                        }
                        if self.around.len() < MOST_LINES_AROUND {
                            self.around.push(words.clone());
                        }
                        self.caption = words;
                    }
                }
                Block::Table(table) => {
                    let mut sheet = sheet(table);
                    if depth == 0 {
                        sheet.caption = std::mem::take(&mut self.caption);
                        sheet.above = std::mem::take(&mut self.above);
                        sheet.around = std::mem::take(&mut self.around);
                        self.outer = Some(self.list.len());
                    } else {
                        let place = sheet.name.clone();
                        let message = say!("这张表在另一张表里", "this table lies inside another");
                        sheet.doubts.push(Uncertain { place, message });
                    }
                    self.list.push(sheet);
                    if self.list.len() > MOST_TABLES {
                        return Err(super::too_large());
                    }
                    for cell in table.rows.iter().flatten() {
                        self.blocks(&cell.blocks, depth + 1)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// A table as a sheet: a cell that another one covers has its text.
fn sheet(table: &Table) -> Sheet {
    let mut sheet = Sheet { name: table.name.clone(), ..Sheet::default() };
    for row in &table.rows {
        let mut cells: Vec<Cell> = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let over = if cell.left {
                column.checked_sub(1).and_then(|at| cells.get(at))
            } else if cell.above {
                sheet.rows.last().and_then(|r| r.get(column))
            } else {
                None
            };
            let text = if cell.left || cell.above { over.map(|c| c.text.clone()).unwrap_or_default() } else { cell.words() };
            cells.push(Cell { text, above: cell.above, left: cell.left, number: false });
        }
        sheet.rows.push(cells);
    }
    sheet
}

/// The value of an attribute by its local name: the prefix is the file's own.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

/// A child by its local name.
fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    node.children().find(|n| n.tag_name().name() == name)
}

/// `w:val` of a child.
fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|n| attribute(n, "val"))
}

/// A switch: there without a value is on.
fn flag(node: Node<'_, '_>, name: &str) -> Option<bool> {
    child(node, name).map(|n| !matches!(attribute(n, "val"), Some("0" | "false" | "off" | "none")))
}
