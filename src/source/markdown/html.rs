//! The tree as HTML. Every text is escaped here; there is no other way into a page.

use std::collections::BTreeMap;

use super::inline::plain;
use super::{Block, Inline};
use crate::source::is_form;
use crate::xml::escape;

/// Writes blocks as HTML. `shift` moves headings down (a guide's `##` may stand under a page's `<h2>`); `picture` turns a picture's
/// path in the workspace into its address on the page.
#[must_use]
pub fn to_html(blocks: &[Block], shift: u8, picture: &dyn Fn(&str) -> String) -> String {
    let mut html = String::with_capacity(blocks.len() * 200);
    write_blocks(&mut html, blocks, &mut Heads { shift, ids: BTreeMap::new() }, picture);
    html
}

fn write_blocks(out: &mut String, blocks: &[Block], heads: &mut Heads, picture: &dyn Fn(&str) -> String) {
    for block in blocks {
        write_block(out, block, heads, picture);
    }
}

fn write_block(out: &mut String, block: &Block, heads: &mut Heads, picture: &dyn Fn(&str) -> String) {
    match block {
        Block::Paragraph { c } => wrap(out, "p", c, picture),
        Block::Heading { level, c } => {
            let level = level.saturating_add(heads.shift).clamp(1, 6);
            out.push_str(&format!("<h{level}"));
            if let Some(id) = heads.id(&plain(c)) {
                out.push_str(" id=\"");
                escape(out, &id);
                out.push('"');
            }
            out.push('>');
            inlines(out, c, picture);
            out.push_str(&format!("</h{level}>\n"));
        }
        Block::Bullets { items } => {
            out.push_str("<ul>\n");
            list(out, items, heads, picture);
            out.push_str("</ul>\n");
        }
        Block::Numbers { start, items } => {
            if *start == 1 {
                out.push_str("<ol>\n");
            } else {
                out.push_str(&format!("<ol start=\"{start}\">\n"));
            }
            list(out, items, heads, picture);
            out.push_str("</ol>\n");
        }
        Block::Table { align, head, rows } => {
            out.push_str("<div class=\"table\"><table>\n<thead><tr>");
            row(out, "th scope=\"col\"", "th", head, align, picture);
            out.push_str("</tr></thead>\n<tbody>\n");
            for cells in rows {
                out.push_str("<tr>");
                row(out, "td", "td", cells, align, picture);
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody></table></div>\n");
        }
        Block::Quote { c } => {
            out.push_str("<blockquote>\n");
            write_blocks(out, c, heads, picture);
            out.push_str("</blockquote>\n");
        }
        Block::Code { text } => {
            out.push_str("<pre><code>");
            escape(out, text);
            out.push_str("</code></pre>\n");
        }
        Block::Rule => out.push_str("<hr>\n"),
    }
}

fn wrap(out: &mut String, tag: &str, c: &[Inline], picture: &dyn Fn(&str) -> String) {
    out.push('<');
    out.push_str(tag);
    out.push('>');
    inlines(out, c, picture);
    out.push_str("</");
    out.push_str(tag);
    out.push_str(">\n");
}

fn list(out: &mut String, items: &[Vec<Block>], heads: &mut Heads, picture: &dyn Fn(&str) -> String) {
    for item in items {
        out.push_str("<li>");
        // A single paragraph is a tight item.
        if let [Block::Paragraph { c }] = item.as_slice() {
            inlines(out, c, picture);
        } else {
            write_blocks(out, item, heads, picture);
        }
        out.push_str("</li>\n");
    }
}

fn row(out: &mut String, open: &str, close: &str, cells: &[Vec<Inline>], align: &[&str], picture: &dyn Fn(&str) -> String) {
    for (i, cell) in cells.iter().enumerate() {
        out.push('<');
        out.push_str(open);
        if let Some(side @ ("center" | "right")) = align.get(i).copied() {
            out.push_str(&format!(" class=\"{side}\""));
        }
        out.push('>');
        inlines(out, cell, picture);
        out.push_str("</");
        out.push_str(close);
        out.push('>');
    }
}

fn inlines(out: &mut String, list: &[Inline], picture: &dyn Fn(&str) -> String) {
    let pair = |out: &mut String, tag: &str, c: &[Inline]| {
        out.push_str(&format!("<{tag}>"));
        inlines(out, c, picture);
        out.push_str(&format!("</{tag}>"));
    };
    for inline in list {
        match inline {
            Inline::Text { s } => escape(out, s),
            Inline::Strong { c } => pair(out, "strong", c),
            Inline::Emphasis { c } => pair(out, "em", c),
            Inline::Deleted { c } => pair(out, "del", c),
            Inline::Code { s } => {
                out.push_str("<code>");
                escape(out, s);
                out.push_str("</code>");
            }
            Inline::Link { href, c } => {
                out.push_str("<a href=\"");
                escape(out, &if is_form(href) { picture(href) } else { href.clone() });
                out.push_str("\">");
                inlines(out, c, picture);
                out.push_str("</a>");
            }
            Inline::Break => out.push_str("<br>\n"),
            Inline::Image { src, alt } => {
                out.push_str("<img src=\"");
                escape(out, &picture(src));
                out.push_str("\" alt=\"");
                escape(out, alt);
                out.push_str("\" loading=\"lazy\">");
            }
        }
    }
}

/// What the headings of one page share.
struct Heads {
    shift: u8,
    /// The ids that are taken, each with the number that its next namesake tries.
    ids: BTreeMap<String, usize>,
}

impl Heads {
    /// A heading's anchor: its words with hyphens for spaces, and a number from the second of equal ones on. Chinese stays Chinese.
    /// A heading of signs alone has none.
    fn id(&mut self, words: &str) -> Option<String> {
        let keep = |c: char| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' };
        let base = words.trim().chars().map(keep).collect::<String>().trim_matches('-').to_owned();
        if base.is_empty() {
            return None;
        }
        let mut next = self.ids.get(&base).copied().unwrap_or(1);
        let mut id = base.clone();
        if next > 1 {
            id = format!("{base}-{next}");
            while self.ids.contains_key(&id) {
                next += 1;
                id = format!("{base}-{next}");
            }
        }
        self.ids.insert(id.clone(), 2);
        self.ids.insert(base, next + 1);
        Some(id)
    }
}
