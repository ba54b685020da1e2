//! Owns what becomes of finished pages on their way to a press or a stapler: bleed, crop and fold marks; two pages a side for a booklet.
//! It works on the pages that were laid out, so that what is printed is what was proofed. Must not know any document or template.

use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Sides, Size};
use typst::model::Document as _;
use typst::syntax::Span;
use typst::visualize::{Color, Curve, FixedStroke, Geometry, Paint};
use typst_layout::{Page, PagedDocument};

use super::black_plate;
use super::piece::{BLEED, Fold, Piece};

/// Room around the trimmed sheet for bleed and marks, in millimetres.
const SLUG: f64 = 11.0;
/// Marks begin so far outside the trimmed sheet, clear of the bleed, and are so long, in millimetres.
const MARK: (f64, f64) = (4.0, 6.0);
/// Paper of 80 g/m² is about a tenth of a millimetre thick: each sheet inside another stands out by so much once folded.
const CREEP: f64 = 0.1;
/// More than this is never taken from the inner margin, in millimetres.
const MOST_CREEP: f64 = 2.0;

/// The pages for a press: content cut at the bleed, crop marks at the corners, fold marks beyond the edges.
#[must_use]
pub fn for_press(document: &PagedDocument, piece: &Piece) -> PagedDocument {
    let pages = document.pages().iter().enumerate().map(|(index, page)| {
        let size = page.frame.size();
        let bleed = Abs::mm(BLEED);
        let mut inner = page.frame.clone();
        without_tags(&mut inner);
        black_plate::of_small_things(&mut inner);
        let mut cut = Curve::rect(size + Size::splat(bleed * 2.0));
        cut.translate(Point::splat(-bleed));
        let mut group = GroupItem::new(inner);
        group.clip = Some(cut);
        let mut frame = Frame::hard(size);
        frame.push(Point::zero(), FrameItem::Group(group));
        crop_marks(&mut frame);
        // The back of a sheet has its folds in mirror.
        let back = piece.sides == 2 && index % 2 == 1;
        for fold in piece.folds {
            fold_marks(&mut frame, if back { fold.mirrored(piece.trim.0) } else { *fold });
        }
        Page { frame, bleed: Sides::splat(Abs::mm(SLUG)), ..page.clone() }
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

fn crop_marks(frame: &mut Frame) {
    let (from, long) = (Abs::mm(MARK.0), Abs::mm(MARK.1));
    let Size { x: width, y: height } = frame.size();
    for (x, left) in [(Abs::zero(), true), (width, false)] {
        for (y, top) in [(Abs::zero(), true), (height, false)] {
            let beside = if left { x - from - long } else { x + from };
            let above = if top { y - from - long } else { y + from };
            line(frame, Point::new(beside, y), Point::with_x(long), false);
            line(frame, Point::new(x, above), Point::with_y(long), false);
        }
    }
}

fn fold_marks(frame: &mut Frame, fold: Fold) {
    let (from, long) = (Abs::mm(MARK.0), Abs::mm(MARK.1));
    let Size { x: width, y: height } = frame.size();
    match fold {
        Fold::Across(mm) => {
            for x in [-from - long, width + from] {
                line(frame, Point::new(x, Abs::mm(mm)), Point::with_x(long), true);
            }
        }
        Fold::Down(mm) => {
            for y in [-from - long, height + from] {
                line(frame, Point::new(Abs::mm(mm), y), Point::with_y(long), true);
            }
        }
    }
}

fn line(frame: &mut Frame, at: Point, to: Point, dashed: bool) {
    let mut stroke = FixedStroke { paint: Paint::Solid(Color::BLACK), thickness: Abs::pt(0.25), ..FixedStroke::default() };
    if dashed {
        let dash = typst::visualize::DashPattern { array: vec![Abs::mm(1.0), Abs::mm(0.7)], phase: Abs::zero() };
        stroke.dash = Some(dash);
    }
    frame.push(at, FrameItem::Shape(Geometry::Line(to).stroked(stroke), Span::detached()));
}

/// The pages of a booklet, two on each side of a sheet of twice the width, in the order in which sheets are printed on both sides (turned
/// over the short edge), folded once and stapled in the fold. Blank pages before the last one fill up to four: it stays the back.
#[must_use]
pub fn booklet(document: &PagedDocument) -> PagedDocument {
    let pages = document.pages();
    let Some(first) = pages.first() else { return document.clone() };
    let size = first.frame.size();
    let half = half_sheet(size.x);
    let mut sides = Vec::new();
    for (sheet, [left, right]) in order(pages.len()) {
        #[allow(clippy::cast_precision_loss, reason = "a booklet has some hundred sheets at most")]
        let shift = Abs::mm((sheet as f64 * CREEP).min(MOST_CREEP));
        let mut frame = Frame::hard(Size::new(half * 2.0, size.y));
        // Both pages stand at the fold.
        let halves = [(left, half - size.x, shift), (right, half, -shift)];
        for (page, x, creep) in halves {
            let Some(page) = page.and_then(|index| pages.get(index)) else { continue };
            let mut inner = page.frame.clone();
            without_tags(&mut inner);
            let mut half = Frame::hard(size);
            // Towards the fold, so that the outer margins are even once the edge is trimmed.
            half.push(Point::with_x(creep), FrameItem::Group(GroupItem::new(inner)));
            let mut group = GroupItem::new(half);
            group.clip = Some(Curve::rect(size));
            frame.push(Point::with_x(x), FrameItem::Group(group));
        }
        let number = sides.len() as u64 + 1;
        sides.push(Page { frame, bleed: Sides::default(), numbering: None, number, ..first.clone() });
    }
    PagedDocument::new(sides.into_iter().collect(), document.info().clone())
}

/// Half the width of the sheet: A5 is rounded down, so that two of its pages are a millimetre narrower than the A4 sheet that they come from.
fn half_sheet(page: Abs) -> Abs {
    let (a5, half_a4) = (Abs::mm(148.0), Abs::mm(148.5));
    if (page - a5).abs() < Abs::mm(0.1) { half_a4 } else { page }
}

/// For a booklet of so many pages: each side in the order of printing, with the index of its sheet and its left and right page.
fn order(pages: usize) -> Vec<(usize, [Option<usize>; 2])> {
    let total = pages.div_ceil(4) * 4;
    // The last page is the back of the booklet: what fills up stands before it.
    let page = |place: usize| match place {
        last if last + 1 == total => pages.checked_sub(1),
        inner if inner + 1 < pages => Some(inner),
        _ => None,
    };
    (0..total / 4)
        .flat_map(|sheet| {
            let (low, high) = (2 * sheet, total - 1 - 2 * sheet);
            [(sheet, [page(high), page(low)]), (sheet, [page(low + 1), page(high - 1)])]
        })
        .collect()
}

/// Takes off what only a reader on a screen needs: structure, links, bookmarks.
fn without_tags(frame: &mut Frame) {
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            without_tags(&mut group.frame);
        }
        !matches!(item, FrameItem::Tag(_) | FrameItem::Link(..))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_fold_into_the_order_of_pages() {
        for pages in 1..=33 {
            let sides = order(pages);
            let total = sides.len() * 2;
            assert!(total.is_multiple_of(4) && total >= pages && total < pages + 4, "{pages}");
            // Fold and read: fronts give the first half from the right, the second half from the left.
            let mut read = vec![None; total];
            for (n, (sheet, [left, right])) in sides.iter().enumerate() {
                let (l, r) = if n % 2 == 0 { (total - 1 - 2 * sheet, 2 * sheet) } else { (2 * sheet + 1, total - 2 - 2 * sheet) };
                read[l] = *left;
                read[r] = *right;
            }
            let shown: Vec<usize> = read.iter().flatten().copied().collect();
            assert_eq!(shown, (0..pages).collect::<Vec<_>>(), "{pages}");
            assert_eq!(read[total - 1], Some(pages - 1), "the back stays outside");
            assert!(read[0] == Some(0) || pages == 1, "the cover stays outside");
        }
    }
}
