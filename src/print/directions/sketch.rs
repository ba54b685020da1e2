//! Owns the sketch of a point's surroundings: north is up, the point stands in the middle, every mark bears its name. It decides what is
//! drawn, how large, and where each name stands; the template only draws.
//!
//! All lengths are millimetres on paper, from the upper left corner of the sketch.

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use crate::model::coordinates::{distance, distance_zh};
use crate::print::facts::{Collector, facts};

/// Width and height of a sketch.
const SIZE: (f64, f64) = (174.0, 76.0);
/// Room that stays free between the outermost marks and the frame, to the side and above.
const EDGE: (f64, f64) = (12.0, 10.0);
/// The nearest that 100 metres are drawn: a door is not found by a map.
const LARGEST: f64 = 24.0 / 100.0;
/// A landmark or another point may be so many times farther than the farthest landmark, or than the nearest point: else what matters is
/// squeezed into the middle.
const STRETCH: f64 = 2.5;
/// Radius of the mark in the middle, and of the others.
const HERE_RADIUS: f64 = 4.0;
const RADIUS: f64 = 2.2;
/// Size of letters: an em of the name in the middle, and of the others.
const HERE_EM: f64 = 5.4;
const EM: f64 = 4.4;
/// Height of a line as a part of an em.
const LINE: f64 = 1.3;
/// Most letters of a line, and most lines of a name; the list beside the sketch has the whole name.
const LETTERS: f64 = 10.0;
const LINES: usize = 3;
/// What a mark is of, which is its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The point itself.
    Here,
    /// Where people get off.
    Stop,
    /// What they see on the way.
    Landmark,
    /// Another point of the bureau.
    Other,
}

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its name.
    pub name: String,
    /// Metres to the east and north of the point.
    pub offset: (f64, f64),
    /// What it is.
    pub sort: Sort,
}

/// The sketch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sketch {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The point itself.
    pub here: Drawn,
    /// Everything else that is drawn.
    pub marks: Vec<Drawn>,
    /// The scale.
    pub scale: Scale,
}

facts! {
    Sketch {
        width: silent("layout"),
        height: silent("layout"),
        here: open,
        marks: open,
        scale: fact("比例尺"),
    }
}

/// A mark with its name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// What it is.
    pub sort: Sort,
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// Radius of the mark.
    pub radius: f64,
    /// The name, line by line.
    pub lines: Vec<String>,
    /// Where the name stands.
    pub label: Area,
    /// Size of its letters.
    pub em: f64,
    /// Height of a line.
    pub line: f64,
    /// The side of the area at which its lines begin: `left`, `right` or `center`.
    pub side: &'static str,
    /// Where a line from the mark to a name further away ends; none where the name stands beside its mark.
    pub leader: Option<(f64, f64)>,
}

facts! {
    Drawn {
        sort: silent("the shape of the mark"),
        x: silent("where it is drawn"),
        y: silent("where it is drawn"),
        radius: silent("where it is drawn"),
        lines: via(name),
        label: silent("where it is drawn"),
        em: silent("where it is drawn"),
        line: silent("where it is drawn"),
        side: silent("where it is drawn"),
        leader: silent("where it is drawn"),
    }
}

/// A name without the breaks of its lines.
fn name(lines: &[String], facts: &mut Collector) {
    facts.text(&lines.concat());
}

/// A length of the sketch, and what it is on the ground.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scale {
    /// Length on paper.
    pub length: f64,
    /// 500米.
    pub says: String,
}

facts! {
    Scale {
        length: silent("where it is drawn"),
        says: open,
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Area {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    fn around((x, y): (f64, f64), radius: f64) -> Self {
        Self { x: x - radius, y: y - radius, w: 2.0 * radius, h: 2.0 * radius }
    }

    fn meets(self, other: Self) -> bool {
        self.x < other.x + other.w && other.x < self.x + self.w && self.y < other.y + other.h && other.y < self.y + self.h
    }

    fn on_sheet(self) -> bool {
        self.x >= 1.5 && self.y >= 1.5 && self.x + self.w <= SIZE.0 - 1.5 && self.y + self.h <= SIZE.1 - 1.5
    }

    /// The place of the area that is nearest to another.
    fn nearest(self, (x, y): (f64, f64)) -> (f64, f64) {
        (x.clamp(self.x, self.x + self.w), y.clamp(self.y, self.y + self.h))
    }

    /// Whether a straight line runs through it; in steps of half a millimetre, which is exact enough for a name.
    fn is_crossed(self, line: Line) -> bool {
        let ((x0, y0), (x1, y1)) = line;
        let steps = ((x1 - x0).hypot(y1 - y0) * 2.0).ceil().max(1.0);
        let mut step = 0.0;
        while step <= steps {
            let (x, y) = (x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps);
            if x >= self.x && x <= self.x + self.w && y >= self.y && y <= self.y + self.h {
                return true;
            }
            step += 1.0;
        }
        false
    }
}

type Line = ((f64, f64), (f64, f64));

/// The sketch of a point with what lies around it, each list nearest first. None where nothing can be drawn beside the point: a single dot
/// shows no way.
#[must_use]
pub fn draw(name: &str, landmarks: &[Mark], others: &[Mark]) -> Option<Sketch> {
    let near: Vec<&Mark> = chosen(landmarks, others);
    let factor = factor(&near);
    let at = |mark: &Mark| (SIZE.0 / 2.0 + mark.offset.0 * factor, SIZE.1 / 2.0 - mark.offset.1 * factor);
    let middle = (SIZE.0 / 2.0, SIZE.1 / 2.0);
    // A mark that lies upon another one cannot be told from it: the list names it.
    let mut free: Vec<(&Mark, (f64, f64))> = Vec::new();
    for mark in near {
        let place = at(mark);
        let clear = |other: (f64, f64), radius: f64| (place.0 - other.0).hypot(place.1 - other.1) > radius + RADIUS + 0.6;
        if clear(middle, HERE_RADIUS) && free.iter().all(|(_, other)| clear(*other, RADIUS)) {
            free.push((mark, place));
        }
    }
    let mut taken = Taken { areas: Vec::new(), lines: Vec::new() };
    taken.areas.push(Area::around(middle, HERE_RADIUS));
    taken.areas.extend(free.iter().map(|(_, place)| Area::around(*place, RADIUS)));
    let here = taken.label(Sort::Here, name, middle, HERE_RADIUS, HERE_EM)?;
    let drawn = free.iter().filter_map(|(mark, place)| taken.label(mark.sort, &mark.name, *place, RADIUS, EM));
    let marks: Vec<Drawn> = drawn.collect();
    (!marks.is_empty()).then(|| Sketch { width: SIZE.0, height: SIZE.1, here, marks, scale: scale(factor) })
}

/// What is drawn: the landmarks, and the other points that do not squeeze them; without landmarks the points that are about as near as the
/// nearest one.
fn chosen<'m>(landmarks: &'m [Mark], others: &'m [Mark]) -> Vec<&'m Mark> {
    let far = |mark: &&Mark| distance(mark.offset);
    // A landmark far beyond the others would squeeze them too.
    let middle = landmarks.get(landmarks.len() / 2).map(|mark| distance(mark.offset).max(100.0));
    let mut all: Vec<&Mark> = landmarks.iter().filter(|mark| middle.is_none_or(|middle| far(mark) <= middle * STRETCH)).collect();
    let reach = all.last().or(others.first().as_ref()).map_or(0.0, far).max(100.0) * STRETCH;
    all.extend(others.iter().filter(|mark| far(mark) <= reach));
    all
}

/// Millimetres to a metre: so that everything has its place, and no more than [`LARGEST`].
fn factor(marks: &[&Mark]) -> f64 {
    let room = (SIZE.0 / 2.0 - EDGE.0, SIZE.1 / 2.0 - EDGE.1);
    let fits = |mark: &&Mark| (room.0 / mark.offset.0.abs()).min(room.1 / mark.offset.1.abs());
    marks.iter().map(fits).fold(LARGEST, f64::min)
}

/// A round length of about 30 millimetres.
fn scale(factor: f64) -> Scale {
    let mut metres = 10.0;
    for step in [2.0, 2.5, 2.0].into_iter().cycle().take(18) {
        if metres * factor >= 20.0 {
            break;
        }
        metres *= step;
    }
    let says = if metres < 1000.0 { distance_zh(metres) } else { format!("{:.0}公里", metres / 1000.0) };
    Scale { length: metres * factor, says }
}

/// What is on the sketch already.
struct Taken {
    areas: Vec<Area>,
    lines: Vec<Line>,
}

impl Taken {
    /// Puts a name at its mark: beside it, or further away with a line to it. None where there is no room left.
    fn label(&mut self, sort: Sort, name: &str, mark: (f64, f64), radius: f64, em: f64) -> Option<Drawn> {
        let lines = broken(name);
        let line = em * LINE;
        let widest = lines.iter().map(|l| letters(l)).fold(0.0, f64::max);
        let count = u32::try_from(lines.len()).map_or(1.0, f64::from);
        let (w, h) = (widest * em + 0.6, count * line);
        for gap in [1.2, 5.0, 9.0, 14.0, 20.0, 27.0, 35.0, 44.0] {
            for (right, down) in
                [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)]
            {
                let label = beside(mark, (right, down), radius + gap, (w, h));
                let end = label.nearest(mark);
                let leader = (gap > 2.0).then_some((mark, end));
                if !self.is_free(label, leader, mark) {
                    continue;
                }
                self.areas.push(label);
                self.lines.extend(leader);
                let side = match right {
                    0.0 => "center",
                    right if right > 0.0 => "left",
                    _ => "right",
                };
                let leader = leader.map(|(_, end)| end);
                return Some(Drawn { sort, x: mark.0, y: mark.1, radius, lines, label, em, line, side, leader });
            }
        }
        None
    }

    fn is_free(&self, label: Area, leader: Option<Line>, mark: (f64, f64)) -> bool {
        let own = |area: &Area| area.x < mark.0 && mark.0 < area.x + area.w && area.y < mark.1 && mark.1 < area.y + area.h;
        label.on_sheet()
            && !self.areas.iter().any(|area| area.meets(label))
            && !self.lines.iter().any(|line| label.is_crossed(*line))
            && leader.is_none_or(|line| !self.areas.iter().any(|area| !own(area) && area.is_crossed(line)))
    }
}

/// The area of a name on one side of its mark.
#[allow(clippy::float_cmp, reason = "the directions are whole numbers")]
fn beside((x, y): (f64, f64), (right, down): (f64, f64), away: f64, (w, h): (f64, f64)) -> Area {
    // Across a corner both ways are shorter.
    let away = if right != 0.0 && down != 0.0 { away * 0.71 } else { away };
    let left = if right > 0.0 { x + away } else { x - away - w };
    let top = if down > 0.0 { y + away } else { y - away - h };
    Area { x: if right == 0.0 { x - w / 2.0 } else { left }, y: if down == 0.0 { y - h / 2.0 } else { top }, w, h }
}

/// Width of a text in ems: a Chinese character is one, and so is what Chinese fonts set as wide as one, such as an ellipsis.
fn letters(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.64 } else { 1.0 }).sum()
}

/// A name in lines of about the same length. None begins with a mark that closes or ends with one that opens; Latin words and numbers stay whole.
fn broken(name: &str) -> Vec<String> {
    let pieces = pieces(name);
    let count = (letters(name) / LETTERS).ceil().max(1.0);
    let aim = if count > 3.0 { LETTERS } else { letters(name) / count };
    let mut lines: Vec<String> = vec![String::new()];
    let mut cut = false;
    for piece in pieces {
        let full = lines.len() == LINES;
        let Some(line) = lines.last_mut() else { break };
        let long = letters(line) + letters(&piece);
        // A little over the aim is better than another line; no line is longer than the most.
        if line.is_empty() || long <= aim + 0.7 || (full && long <= LETTERS) {
            line.push_str(&piece);
        } else if full {
            cut = true;
            break;
        } else {
            lines.push(piece);
        }
    }
    if cut && let Some(line) = lines.last_mut() {
        line.push('…');
    }
    // A single word may still be too long for a line.
    lines.into_iter().map(|line| shortened(line.trim())).filter(|line| !line.is_empty()).collect()
}

fn shortened(line: &str) -> String {
    let most = LETTERS + 2.0;
    if letters(line) <= most {
        return line.to_owned();
    }
    let mut short = String::new();
    for letter in line.chars() {
        if letters(&short) + 2.0 > most {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

/// What a line may not be broken within.
fn pieces(name: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for letter in name.chars().filter(|c| !c.is_control()) {
        let last = pieces.last().and_then(|p| p.chars().last());
        let closes = "，。、；：！？）》」』】〉”’…）".contains(letter);
        let opens = last.is_some_and(|c| "（《「『【〈“‘(".contains(c));
        let word = letter.width() != Some(2) && letter != ' ' && last.is_some_and(|c| c.width() != Some(2) && c != ' ');
        match pieces.last_mut() {
            Some(piece) if closes || opens || word => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests;
