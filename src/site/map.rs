//! A map of points and villages as SVG, made when the site is built: no tiles, no request. Shapes tell what a mark is, colour only helps.
//! North is up; the scale is that of the middle of the map.

use std::fmt::Write as _;

use crate::model::coordinates::{Place, distance_zh};
use crate::xml::escape;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A service point: a filled square.
    Point,
    /// A village within the limit: a small ring.
    Inside,
    /// A village beyond it: a triangle with its name.
    Outside,
}

/// One thing on the map.
#[derive(Debug, Clone)]
pub struct Spot {
    /// What it is.
    pub mark: Mark,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: Place,
}

/// Width of the drawing in its own units; 10 units of type are some 10 pixels on a phone.
const WIDTH: f64 = 360.0;
/// Least and greatest height.
const HEIGHT: (f64, f64) = (220.0, 460.0);
const MARGIN: f64 = 26.0;
/// Size of type.
const TYPE: f64 = 10.0;
/// Steps of a line that are shorter than this cannot be seen.
const FINEST: f64 = 0.8;
/// More labels than this say nothing.
const MOST_LABELS: usize = 40;

/// East and north in metres, or across and down on the drawing.
type Pair = (f64, f64);

/// A rectangle that is taken: left, top, right, bottom.
type Taken = (f64, f64, f64, f64);

/// The drawing. `title` says what it shows; `radius`, in metres, is drawn round every point; `outline` is the line of the area. Nothing for
/// no spots.
#[must_use]
pub fn draw(title: &str, spots: &[Spot], radius: Option<f64>, outline: &[Vec<Place>]) -> String {
    let Some(first) = spots.first() else { return String::new() };
    let places = || spots.iter().map(|s| s.place).chain(outline.iter().flatten().copied());
    let least = |of: fn(Place) -> f64| places().map(of).fold(f64::INFINITY, f64::min);
    let middle = Place {
        lat: f64::midpoint(least(|p| p.lat), -least(|p| -p.lat)),
        lon: f64::midpoint(least(|p| p.lon), -least(|p| -p.lon)),
    };
    let flat: Vec<Pair> = spots.iter().map(|s| middle.offset(s.place)).collect();
    let line: Vec<Vec<Pair>> = outline.iter().map(|ring| ring.iter().map(|p| middle.offset(*p)).collect()).collect();
    // One spot alone, or all at one place, still get a map of two kilometres.
    let span = |of: fn(&Pair) -> f64| flat.iter().chain(line.iter().flatten()).map(|p| of(p).abs()).fold(1000.0_f64, f64::max);
    let (east, north) = (span(|p| p.0), span(|p| p.1));
    let scale = ((WIDTH - 2.0 * MARGIN) / (2.0 * east)).min((HEIGHT.1 - 2.0 * MARGIN - 20.0) / (2.0 * north));
    let height = (2.0 * north * scale + 2.0 * MARGIN + 20.0).clamp(HEIGHT.0, HEIGHT.1);
    let at = |p: &Pair| (WIDTH / 2.0 + p.0 * scale, (height - 20.0) / 2.0 - p.1 * scale);
    let id = if first.mark == Mark::Point && radius.is_none() { "map-points" } else { "map-reach" };

    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">"
    );
    escape(&mut svg, title);
    svg.push_str("</title>");
    border(&mut svg, &line, &at);
    if let Some(radius) = radius.map(|r| r * scale).filter(|r| *r > 4.0) {
        for (spot, p) in spots.iter().zip(&flat).filter(|(s, _)| s.mark == Mark::Point) {
            let _ = spot;
            let (x, y) = at(p);
            let _ = write!(svg, "<circle class=\"m-circle\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
        }
    }
    let mut taken: Vec<Taken> = Vec::new();
    for kind in [Mark::Inside, Mark::Outside, Mark::Point] {
        for (_, p) in spots.iter().zip(&flat).filter(|(s, _)| s.mark == kind) {
            let (x, y) = at(p);
            shape(&mut svg, kind, x, y);
            taken.push((x - 4.0, y - 4.0, x + 4.0, y + 4.0));
        }
    }
    // Names keep a rim in the colour of the paper, so that they read over lines.
    svg.push_str("<g paint-order=\"stroke\">");
    labels(&mut svg, spots, &flat, &at, height, &mut taken);
    furniture(&mut svg, scale, height);
    svg.push_str("</g></svg>");
    svg
}

/// The line of the area, as exact as the drawing can show: positions that fall together are left out.
fn border(svg: &mut String, line: &[Vec<Pair>], at: &dyn Fn(&Pair) -> Pair) {
    let mut path = String::new();
    for ring in line {
        let mut last: Option<Pair> = None;
        for (x, y) in ring.iter().map(at) {
            if last.is_none_or(|(a, b)| (x - a).hypot(y - b) >= FINEST) {
                let _ = write!(path, "{}{x:.1} {y:.1}", if last.is_some() { 'L' } else { 'M' });
                last = Some((x, y));
            }
        }
        path.push('Z');
    }
    if !path.is_empty() {
        let _ = write!(svg, "<path class=\"m-border\" d=\"{path}\"/>");
    }
}

fn shape(svg: &mut String, mark: Mark, x: f64, y: f64) {
    let _ = match mark {
        Mark::Point => {
            write!(svg, "<rect class=\"m-point\" x=\"{:.1}\" y=\"{:.1}\" width=\"6\" height=\"6\"/>", x - 3.0, y - 3.0)
        }
        Mark::Inside => write!(svg, "<circle class=\"m-inside\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>"),
        Mark::Outside => {
            write!(svg, "<path class=\"m-outside\" d=\"M{x:.1} {:.1}l4 7h-8z\"/>", y - 4.5)
        }
    };
}

/// Names, those of villages outside first, each where there is room for it: right, left, below or above its mark. A name without room is
/// left out: the table has it.
fn labels(svg: &mut String, spots: &[Spot], flat: &[Pair], at: &dyn Fn(&Pair) -> Pair, height: f64, taken: &mut Vec<Taken>) {
    let mut set = 0;
    for kind in [Mark::Outside, Mark::Point] {
        for (spot, p) in spots.iter().zip(flat).filter(|(s, _)| s.mark == kind) {
            if set == MOST_LABELS {
                return;
            }
            let (x, y) = at(p);
            // A wide letter is as wide as it is high, a narrow one a little more than half.
            let wide: f64 = spot.name.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum::<f64>() * TYPE;
            let places = [
                (x + 6.0, y - TYPE / 2.0),
                (x - 6.0 - wide, y - TYPE / 2.0),
                (x - wide / 2.0, y + 6.0),
                (x - wide / 2.0, y - 6.0 - TYPE),
            ];
            let free = places.into_iter().find(|(left, top)| {
                let (right, bottom) = (left + wide, top + TYPE);
                *left >= 2.0
                    && right <= WIDTH - 2.0
                    && *top >= 2.0
                    && bottom <= height - 22.0
                    && !taken.iter().any(|(l, t, r, b)| left < r && right > *l && top < b && bottom > *t)
            });
            if let Some((left, top)) = free {
                taken.push((left, top, left + wide, top + TYPE));
                let _ = write!(svg, "<text x=\"{left:.1}\" y=\"{:.1}\">", top + TYPE * 0.86);
                escape(svg, &spot.name);
                svg.push_str("</text>");
                set += 1;
            }
        }
    }
}

/// Scale bar and north.
fn furniture(svg: &mut String, scale: f64, height: f64) {
    // The longest round length that takes no more than a third of the width.
    let longest = WIDTH / 3.0 / scale;
    let round = [1.0, 2.0, 5.0];
    let metres = (1..6).flat_map(|power| round.map(|r| r * 10_f64.powi(power))).filter(|m| *m <= longest).fold(10.0, f64::max);
    let (y, long) = (height - 8.0, metres * scale);
    let _ = write!(
        svg,
        "<path class=\"m-scale\" d=\"M8 {:.1}v4h{long:.1}v-4\"/><text x=\"{:.1}\" y=\"{y:.1}\">",
        y - 4.0,
        12.0 + long
    );
    // A round length needs no decimals.
    escape(svg, &distance_zh(metres).replace(".0公里", "公里"));
    let _ = write!(svg, "</text><text x=\"{:.1}\" y=\"{y:.1}\">北 ↑</text>", WIDTH - 30.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(mark: Mark, name: &str, lat: f64, lon: f64) -> Spot {
        Spot { mark, name: name.to_owned(), place: Place { lat, lon } }
    }

    #[test]
    fn every_spot_is_drawn_and_north_is_up() {
        let spots = [
            spot(Mark::Point, "南点", 38.0, 108.0),
            spot(Mark::Outside, "北村<b>", 38.5, 108.0),
            spot(Mark::Inside, "近村", 38.01, 108.01),
        ];
        let svg = draw("图", &spots, Some(5000.0), &[]);
        assert_eq!(
            (svg.matches("m-point").count(), svg.matches("m-outside").count(), svg.matches("m-inside").count()),
            (1, 1, 1)
        );
        assert!(svg.contains("北村&lt;b&gt;") && !svg.contains("style="), "{svg}");
        let number = |after: &str, key: &str| -> f64 {
            let rest = svg.split(after).nth(1).unwrap().split(key).nth(1).unwrap();
            rest.split([' ', '"', 'l']).next().unwrap().parse().unwrap()
        };
        let point = number("m-point", "y=\"");
        let village: f64 = svg.split("m-outside\" d=\"M").nth(1).unwrap().split(['l', ' ']).nth(1).unwrap().parse().unwrap();
        assert!(village < point, "the northern village stands above: {village} {point}");
    }

    #[test]
    fn one_spot_and_none() {
        assert_eq!(draw("图", &[], None, &[]), "");
        let svg = draw("图", &[spot(Mark::Point, "点", 38.0, 108.0)], None, &[]);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn the_outline_is_inside_the_drawing_and_no_finer_than_it_shows() {
        let spots = [spot(Mark::Point, "点", 38.5, 108.5)];
        // A circle of 10,000 steps, half a degree wide.
        let ring: Vec<Place> = (0..10_000)
            .map(|n| f64::from(n) * std::f64::consts::TAU / 10_000.0)
            .map(|a| Place { lat: 38.5 + 0.5 * a.sin(), lon: 108.5 + 0.5 * a.cos() })
            .collect();
        let svg = draw("图", &spots, None, &[ring]);
        let path = svg.split("m-border\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let numbers: Vec<f64> = path.split(['M', 'L', 'Z', ' ']).filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        assert!(numbers.iter().all(|n| (0.0..=460.0).contains(n)), "{path}");
        assert!((200..=3000).contains(&numbers.len()), "{}", numbers.len());
    }
}
