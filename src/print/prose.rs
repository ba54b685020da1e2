//! Owns running text on its way to a template: Markdown trees with their headings below those around them and their pictures pointed at the
//! engine's assets, and what of them is printed. Must not know any one document.

use std::collections::BTreeMap;

use super::facts::{Collector, Facts};
use crate::source::markdown::{Block, Inline};

/// A Markdown tree for print: its pictures pointed at the engine's assets, its headings below one of level `above`.
#[must_use]
pub fn tree(blocks: &[Block], pictures: &BTreeMap<String, String>, above: u8) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    normalise_heading_levels(&mut blocks, above);
    point_pictures(&mut blocks, pictures);
    blocks
}

/// Puts the headings of a Markdown tree below a heading of level `above`, none more than one level deeper than the one before it: readers
/// of the structure refuse a document that skips a level.
pub fn normalise_heading_levels(blocks: &mut [Block], above: u8) {
    fn walk(blocks: &mut [Block], above: u8, open: &mut Vec<u8>) {
        for block in blocks {
            match block {
                Block::Heading { level, .. } => {
                    // Words that begin with ## begin one level below, as those that begin with # do.
                    let written = *level;
                    open.retain(|outer| *outer < written);
                    open.push(written);
                    *level = above.saturating_add(u8::try_from(open.len()).unwrap_or(6)).min(6);
                }
                Block::Bullets { items } | Block::Numbers { items, .. } => items.iter_mut().for_each(|i| walk(i, above, open)),
                Block::Quote { c } => walk(c, above, open),
                Block::Paragraph { .. } | Block::Table { .. } | Block::Code { .. } | Block::Rule => {}
            }
        }
    }
    walk(blocks, above, &mut Vec::new());
}

/// Replaces the path of each picture by its asset's, or by nothing.
pub fn point_pictures(blocks: &mut [Block], pictures: &BTreeMap<String, String>) {
    fn inlines(list: &mut [Inline], pictures: &BTreeMap<String, String>) {
        for inline in list {
            match inline {
                Inline::Image { src, .. } => *src = pictures.get(src).cloned().unwrap_or_default(),
                Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => {
                    inlines(c, pictures);
                }
                Inline::Text { .. } | Inline::Code { .. } | Inline::Break => {}
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph { c } | Block::Heading { c, .. } => inlines(c, pictures),
            Block::Bullets { items } | Block::Numbers { items, .. } => items.iter_mut().for_each(|i| point_pictures(i, pictures)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| inlines(cell, pictures));
            }
            Block::Quote { c } => point_pictures(c, pictures),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// What is printed of a line, without its form. A template follows the same rules (`md-inline` in `lib.typ`).
#[must_use]
pub fn printed(line: &[Inline]) -> String {
    fn walk(line: &[Inline], alone: bool, text: &mut String) {
        for inline in line {
            match inline {
                Inline::Text { s } | Inline::Code { s } => text.push_str(s),
                Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } => walk(c, false, text),
                Inline::Break => text.push(' '),
                // Paper cannot be clicked: an address that the words do not already show follows them.
                Inline::Link { href, c } => {
                    walk(c, false, text);
                    let web = href.starts_with("http://") || href.starts_with("https://");
                    if web && !shows_itself(c, href) {
                        text.push_str(&format!("（{href}）"));
                    }
                }
                // A picture alone has its words below it, and one that is not there is set as its words. Else they are for readers of
                // the structure only.
                Inline::Image { src, alt } => {
                    if src.is_empty() {
                        text.push_str(&format!("〔{alt}〕"));
                    } else if alone {
                        text.push_str(alt);
                    }
                }
            }
        }
    }
    let mut text = String::new();
    walk(line, line.len() == 1, &mut text);
    text
}

fn shows_itself(words: &[Inline], href: &str) -> bool {
    let plain: Option<String> = words.iter().map(|w| if let Inline::Text { s } = w { Some(s.as_str()) } else { None }).collect();
    plain.is_some_and(|words| words == href)
}

/// One fact a paragraph, an entry of a list, a row of a table.
impl Facts for Block {
    fn collect(&self, facts: &mut Collector) {
        if facts.scheme() < 2 {
            let mut text = String::new();
            letters(self, &mut text);
            return facts.text(&text);
        }
        match self {
            Self::Paragraph { c } => facts.text(&printed(c)),
            // Inside a line of other words no picture has words below it.
            Self::Heading { c, level: _ } => facts.text(&cell(c)),
            Self::Bullets { items } => {
                for item in items {
                    Self::collect_all(item, facts);
                }
            }
            Self::Numbers { start, items } => {
                // The other numbers follow from the first.
                if *start != 1 {
                    facts.text(&format!("{start}."));
                }
                for item in items {
                    Self::collect_all(item, facts);
                }
            }
            Self::Table { head, rows, align: _ } => {
                for row in std::iter::once(head).chain(rows) {
                    facts.text(&row.iter().map(|c| cell(c)).collect::<Vec<_>>().join("｜"));
                }
            }
            Self::Quote { c } => Self::collect_all(c, facts),
            Self::Code { text } => facts.text(text),
            Self::Rule => {}
        }
    }
}

/// What is printed where a picture never stands alone: in headings and tables.
fn cell(line: &[Inline]) -> String {
    match line {
        [Inline::Image { src, .. }] if !src.is_empty() => String::new(),
        line => printed(line),
    }
}

/// The letters of a block as records of scheme 1 have them: run together, with the words of every picture, without addresses.
fn letters(block: &Block, text: &mut String) {
    fn inlines(line: &[Inline], text: &mut String) {
        for inline in line {
            match inline {
                Inline::Text { s } | Inline::Code { s } => text.push_str(s),
                Inline::Image { alt, .. } => text.push_str(alt),
                Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => {
                    inlines(c, text);
                }
                Inline::Break => {}
            }
        }
    }
    match block {
        Block::Paragraph { c } | Block::Heading { c, .. } => inlines(c, text),
        Block::Bullets { items } | Block::Numbers { items, .. } => items.iter().flatten().for_each(|b| letters(b, text)),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).for_each(|cell| inlines(cell, text)),
        Block::Quote { c } => c.iter().for_each(|b| letters(b, text)),
        Block::Code { text: code } => text.push_str(code),
        Block::Rule => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::facts::View;

    fn text(s: &str) -> Inline {
        Inline::Text { s: s.to_owned() }
    }

    fn image(src: &str, alt: &str) -> Inline {
        Inline::Image { src: src.to_owned(), alt: alt.to_owned() }
    }

    #[test]
    fn headings_never_skip_a_level() {
        let levels = |written: &[u8]| -> Vec<u8> {
            let mut tree: Vec<Block> = written.iter().map(|level| Block::Heading { level: *level, c: Vec::new() }).collect();
            normalise_heading_levels(&mut tree, 1);
            tree.iter().map(|b| if let Block::Heading { level, .. } = b { *level } else { 0 }).collect()
        };
        assert_eq!(levels(&[2, 3, 2]), [2, 3, 2]);
        assert_eq!(levels(&[3, 2, 6, 4]), [2, 2, 3, 3]);
        assert_eq!(levels(&[1, 2, 3, 4, 5, 6]), [2, 3, 4, 5, 6, 6]);
    }

    #[test]
    fn pictures_lead_to_assets_or_to_nothing() {
        let tree = [Block::Paragraph { c: vec![image("content/a.png", "甲"), image("content/b.png", "乙")] }];
        let known = BTreeMap::from([("content/a.png".to_owned(), "/img/0.png".to_owned())]);
        let wanted = Block::Paragraph { c: vec![image("/img/0.png", "甲"), image("", "乙")] };
        assert_eq!(super::tree(&tree, &known, 1), [wanted]);
    }

    #[test]
    fn what_paper_shows_of_links_pictures_and_lists_is_a_fact() {
        let line = |c: Vec<Inline>| Block::Paragraph { c };
        let link = |words: &str| Inline::Link { href: "https://a.example/".to_owned(), c: vec![text(words)] };
        let said = |block: Block| -> Vec<String> {
            let mut facts = Collector::new(2);
            vec![block].tell(&mut facts);
            facts.into_facts().into_iter().map(|f| f.text).collect()
        };
        assert_eq!(said(line(vec![text("真，"), Inline::Strong { c: vec![text("她")] }])), ["真，她"]);
        assert_eq!(said(line(vec![link("网址")])), ["网址（https://a.example/）"]);
        assert_eq!(said(line(vec![link("https://a.example/")])), ["https://a.example/"]);
        assert_eq!(said(line(vec![image("/p.png", "大厅")])), ["大厅"]);
        assert_eq!(said(line(vec![text("见"), image("/p.png", "大厅")])), ["见"]);
        assert_eq!(said(line(vec![text("见"), image("", "大厅")])), ["见〔大厅〕"]);
        let items = vec![vec![line(vec![text("甲")])], vec![line(vec![text("乙")])]];
        assert_eq!(said(Block::Numbers { start: 3, items: items.clone() }), ["3.", "甲", "乙"]);
        assert_eq!(said(Block::Bullets { items }), ["甲", "乙"]);
        let row = |a: &str, b: &str| vec![vec![text(a)], vec![text(b)]];
        let table = Block::Table { align: vec!["none"; 2], head: row("项", "数"), rows: vec![row("甲", "1")] };
        assert_eq!(said(table), ["项｜数", "甲｜1"]);
    }
}
