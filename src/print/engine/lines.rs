//! The lines of a page that was set: their words and where they stand, so that whoever clicks on one can be led to what it says.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::Page;

use crate::print::rendering::Line;

/// What stands above and below the base line, in parts of the size of the letters.
const ABOVE: f64 = 0.95;
const BELOW: f64 = 0.25;
/// Words of one line that are so far apart, in parts of their height, are two.
const APART: f64 = 1.6;

/// The lines of a page, in parts of its width and height.
pub fn of_page(page: &Page) -> Vec<Line> {
    let mut lines = Vec::new();
    walk(&page.frame, Transform::identity(), &mut lines);
    let (width, height) = (page.frame.width().to_pt().max(1.0), page.frame.height().to_pt().max(1.0));
    for line in &mut lines {
        (line.x, line.w) = (line.x / width, line.w / width);
        (line.y, line.h) = (line.y / height, line.h / height);
    }
    lines
}

fn walk(frame: &Frame, around: Transform, lines: &mut Vec<Line>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let own = around.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                walk(&group.frame, own, lines);
            }
            FrameItem::Text(text) => {
                let (above, below) = (text.size * ABOVE, text.size * BELOW);
                let corner = |x: Abs, y: Abs| Point::new(at.x + x, at.y + y).transform(around);
                let corners = [
                    corner(Abs::zero(), -above),
                    corner(text.width(), -above),
                    corner(Abs::zero(), below),
                    corner(text.width(), below),
                ];
                let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
                let (x, y) = (least(|p| p.x.to_pt()), least(|p| p.y.to_pt()));
                let (right, bottom) = (-least(|p| -p.x.to_pt()), -least(|p| -p.y.to_pt()));
                add(Line { text: text.text.to_string(), x, y, w: right - x, h: bottom - y }, lines);
            }
            _ => {}
        }
    }
}

/// Puts words behind those of their line.
fn add(next: Line, lines: &mut Vec<Line>) {
    if let Some(last) = lines.last_mut() {
        let (end, least) = (last.x + last.w, last.h.min(next.h));
        let level = (last.y + last.h / 2.0 - next.y - next.h / 2.0).abs() < least * 0.3;
        let near = next.x - end < least * APART && next.x >= last.x;
        if level && near {
            last.text.push_str(&next.text);
            let bottom = (last.y + last.h).max(next.y + next.h);
            last.y = last.y.min(next.y);
            last.h = bottom - last.y;
            last.w = (next.x + next.w - last.x).max(last.w);
            return;
        }
    }
    lines.push(next);
}
