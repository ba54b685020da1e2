//! Markdown to a small tree of blocks and inlines that feeds both HTML and print.
//!
//! HTML is written from the tree alone, so nothing that a clerk pasted can reach a page as markup. Links may only lead to
//! `http`, `https`, `mailto`, `tel` or a relative place. What differs from plain CommonMark is for Chinese text that people write who do not
//! know CommonMark: nothing of it vanishes or becomes something else in silence. `mend` changes what is certain before the text is parsed,
//! `emphasis` pairs stars by rules of its own, a line break between two Chinese characters joins them without a space, and what is not
//! certain is a finding (`doubt`).

mod build;
mod doubt;
mod emphasis;
mod html;
mod inline;
mod mend;

use serde::Serialize;

use super::Folder;
use crate::diagnostic::{Diagnostics, FileId};

pub use html::to_html;
pub(in crate::source) use inline::is_cjk;
pub use inline::plain;

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "t")]
pub enum Block {
    /// A paragraph.
    #[serde(rename = "p")]
    Paragraph {
        /// Content.
        c: Vec<Inline>,
    },
    /// A heading.
    #[serde(rename = "h")]
    Heading {
        /// 1 to 6.
        level: u8,
        /// Content.
        c: Vec<Inline>,
    },
    /// A list with bullets.
    #[serde(rename = "ul")]
    Bullets {
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// A numbered list.
    #[serde(rename = "ol")]
    Numbers {
        /// First number.
        start: u64,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    #[serde(rename = "table")]
    Table {
        /// `left`, `center`, `right` or `none` per column.
        align: Vec<&'static str>,
        /// Head cells.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A quotation.
    #[serde(rename = "quote")]
    Quote {
        /// Content.
        c: Vec<Block>,
    },
    /// A code block.
    #[serde(rename = "code")]
    Code {
        /// Its text.
        text: String,
    },
    /// A rule.
    #[serde(rename = "hr")]
    Rule,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "t")]
pub enum Inline {
    /// Text.
    #[serde(rename = "text")]
    Text {
        /// The text.
        s: String,
    },
    /// Strong.
    #[serde(rename = "strong")]
    Strong {
        /// Content.
        c: Vec<Inline>,
    },
    /// Emphasis.
    #[serde(rename = "em")]
    Emphasis {
        /// Content.
        c: Vec<Inline>,
    },
    /// Struck out.
    #[serde(rename = "del")]
    Deleted {
        /// Content.
        c: Vec<Inline>,
    },
    /// Code.
    #[serde(rename = "code")]
    Code {
        /// The text.
        s: String,
    },
    /// A link.
    #[serde(rename = "link")]
    Link {
        /// Where to.
        href: String,
        /// Content.
        c: Vec<Inline>,
    },
    /// A line break.
    #[serde(rename = "br")]
    Break,
    /// A picture; `src` is its path in the workspace.
    #[serde(rename = "img")]
    Image {
        /// Path in the workspace.
        src: String,
        /// Text for those who cannot see it.
        alt: String,
    },
}

/// Reads the Markdown text that begins at byte `from` of a file.
pub fn parse(folder: &Folder, file: FileId, from: usize, out: &mut Diagnostics) -> Vec<Block> {
    let text = folder.sources.get(file).and_then(|f| f.text.get(from..)).unwrap_or("");
    let text = super::control::cleaned(file, text, from, out);
    build::blocks(&text, &build::Context { folder, file, from }, out)
}

/// Collects the paths of all pictures of a text.
pub fn pictures<'b>(blocks: impl IntoIterator<Item = &'b Block>, out: &mut Vec<String>) {
    fn inlines(list: &[Inline], out: &mut Vec<String>) {
        for inline in list {
            match inline {
                Inline::Image { src, .. } => out.push(src.clone()),
                Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => inlines(c, out),
                Inline::Text { .. } | Inline::Code { .. } | Inline::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph { c } | Block::Heading { c, .. } => inlines(c, out),
            Block::Bullets { items } | Block::Numbers { items, .. } => items.iter().for_each(|i| pictures(i, out)),
            Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).for_each(|cell| inlines(cell, out)),
            Block::Quote { c } => pictures(c, out),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// The links of a text with their words.
pub fn links<'b>(blocks: impl IntoIterator<Item = &'b Block>, out: &mut Vec<(String, String)>) {
    fn inlines(list: &[Inline], out: &mut Vec<(String, String)>) {
        for inline in list {
            match inline {
                Inline::Link { href, c } => out.push((href.clone(), plain(c))),
                Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } => inlines(c, out),
                Inline::Text { .. } | Inline::Code { .. } | Inline::Image { .. } | Inline::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph { c } | Block::Heading { c, .. } => inlines(c, out),
            Block::Bullets { items } | Block::Numbers { items, .. } => items.iter().for_each(|i| links(i, out)),
            Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).for_each(|cell| inlines(cell, out)),
            Block::Quote { c } => links(c, out),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// The words of a text, one block a line, without what marks them up: for a search.
#[must_use]
pub fn words(blocks: &[Block]) -> String {
    fn walk(blocks: &[Block], out: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph { c } | Block::Heading { c, .. } => out.push(plain(c)),
                Block::Bullets { items } | Block::Numbers { items, .. } => items.iter().for_each(|item| walk(item, out)),
                Block::Table { head, rows, .. } => {
                    for row in std::iter::once(head).chain(rows) {
                        out.push(row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" "));
                    }
                }
                Block::Quote { c } => walk(c, out),
                Block::Code { text } => out.push(text.clone()),
                Block::Rule => {}
            }
        }
    }
    let mut lines = Vec::new();
    walk(blocks, &mut lines);
    lines.join("\n")
}
