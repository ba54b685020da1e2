//! Joiners out of the text of a finished document. A word joiner keeps a time or a number with its unit on one line, a space without width
//! lets a path break; in the text of a PDF they would keep a reader's search from finding 08:30—11:30, and a copied path from being one.

use typst::layout::{Frame, FrameItem};
use typst::model::Document as _;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

/// Characters without width that only say where a line may break. All are three bytes long.
pub const JOINERS: [char; 2] = ['\u{2060}', '\u{200B}'];

/// The document without them; the same where it has none.
pub fn without(document: PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| has(&page.frame)) {
        return document;
    }
    let pages = document.pages().iter().map(|page| {
        let mut frame = page.frame.clone();
        strip(&mut frame);
        Page { frame, ..page.clone() }
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

fn has(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has(&group.frame),
        FrameItem::Text(text) => text.text.contains(JOINERS),
        _ => false,
    })
}

fn strip(frame: &mut Frame) {
    if !has(frame) {
        return;
    }
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => strip(&mut group.frame),
            FrameItem::Text(text) if text.text.contains(JOINERS) => strip_text(text),
            _ => {}
        }
        true
    });
}

/// Glyphs point into the text: they point to what is left of it. A joiner's own glyph has no width and goes.
fn strip_text(item: &mut TextItem) {
    let long = JOINERS[0].len_utf8();
    let gone: Vec<usize> = item.text.match_indices(JOINERS).map(|(at, _)| at).collect();
    let moved = |place: u16| {
        let before = gone.iter().take_while(|at| **at < usize::from(place)).count();
        u16::try_from(usize::from(place).saturating_sub(before * long)).unwrap_or(place)
    };
    for glyph in &mut item.glyphs {
        glyph.range = moved(glyph.range.start)..moved(glyph.range.end);
    }
    item.glyphs.retain(|glyph| !glyph.range.is_empty() || glyph.x_advance.get().abs() > 1e-6);
    item.text = item.text.chars().filter(|c| !JOINERS.contains(c)).collect();
}
