//! Characters without a glyph in a document that was set: Typst sets them as glyph 0 without a word, so the finished frames are walked before any PDF is
//! written.

use std::collections::BTreeSet;

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::print::glyphs::{MissingGlyph, around};

/// Every character of the document that no font covers, sorted, each context once.
pub fn in_document(document: &PagedDocument) -> Vec<MissingGlyph> {
    let mut found = BTreeSet::new();
    for (index, page) in document.pages().iter().enumerate() {
        walk(&page.frame, index + 1, &mut found);
    }
    let mut found: Vec<MissingGlyph> = found.into_iter().collect();
    found.dedup_by(|later, first| later.character == first.character && later.context == first.context);
    found
}

fn walk(frame: &Frame, page: usize, found: &mut BTreeSet<MissingGlyph>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, page, found),
            FrameItem::Text(text) => look(text, page, found),
            _ => {}
        }
    }
}

fn look(item: &TextItem, page: usize, found: &mut BTreeSet<MissingGlyph>) {
    for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
        let range = glyph.range();
        let Some(cluster) = item.text.get(range.clone()) else { continue };
        for character in cluster.chars().filter(|&c| !c.is_whitespace() && !c.is_control()) {
            let context = around(&item.text, range.start, range.end);
            found.insert(MissingGlyph { character, context, page });
        }
    }
}
