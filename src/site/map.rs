//! A map of points and villages as SVG, made when the site is built: no tiles, no request. Shapes tell what a mark is, colour only helps.
//! North is up; the scale is that of the middle of the map.

use std::collections::{BTreeMap, BTreeSet};
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

/// One thing on the map, or several that are shown as one.
#[derive(Debug, Clone)]
pub struct Spot {
    /// What it is.
    pub mark: Mark,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: Place,
    /// How many it stands for.
    pub count: usize,
    /// Where it leads on to; empty where nowhere.
    pub href: String,
}

impl Spot {
    /// One thing that leads nowhere.
    #[must_use]
    pub fn one(mark: Mark, name: String, place: Place) -> Self {
        Self { mark, name, place, count: 1, href: String::new() }
    }
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
/// Signs that are nearer to each other than this are one sign with its number; where there are very many, and where they lead on, each
/// needs more room.
const TOGETHER: (f64, f64, f64) = (5.0, 17.0, 21.0);
/// So many are very many.
const MANY: usize = 300;

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
    let leads = spots.iter().any(|s| !s.href.is_empty());
    let apart = if leads {
        TOGETHER.2
    } else if spots.len() > MANY {
        TOGETHER.1
    } else {
        TOGETHER.0
    };
    let at_all: Vec<Pair> = flat.iter().map(at).collect();

    let mut svg = String::new();
    // Links in a picture would be hidden from those who hear the page.
    let role = if leads { "group" } else { "img" };
    let _ = write!(
        svg,
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"{role}\" aria-labelledby=\"{id}\"><title id=\"{id}\">"
    );
    escape(&mut svg, title);
    svg.push_str("</title>");
    border(&mut svg, &line, &at);
    if let Some(radius) = radius.map(|r| r * scale).filter(|r| *r > 4.0) {
        let points = || spots.iter().zip(&at_all).filter(|(s, _)| s.mark == Mark::Point).map(|(_, at)| at);
        if spots.len() <= MANY {
            for (x, y) in points() {
                let _ = write!(svg, "<circle class=\"m-circle\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>");
            }
        } else {
            // Very many circles are one area: dots with a wide, round pen.
            let _ = write!(svg, "<path class=\"m-area\" stroke-width=\"{:.1}\" d=\"", radius * 2.0);
            let mut drawn: BTreeSet<[i64; 2]> = BTreeSet::new();
            for (x, y) in points().filter(|(x, y)| drawn.insert(cell(*x, *y, 2.0))) {
                let _ = write!(svg, "M{x:.0} {y:.0}h0");
            }
            svg.push_str("\"/>");
        }
    }
    let signs = gather(spots, &at_all, apart);
    let mut taken: Vec<Taken> = Vec::new();
    for kind in [Mark::Inside, Mark::Outside, Mark::Point] {
        for sign in signs.iter().filter(|s| s.spot.mark == kind) {
            let (x, y, half) = (sign.x, sign.y, sign.half());
            draw_sign(&mut svg, sign);
            taken.push((x - half, y - half, x + half, y + half));
        }
    }
    // Names keep a rim in the colour of the paper, so that they read over lines.
    svg.push_str("<g paint-order=\"stroke\">");
    labels(&mut svg, &signs, height, &mut taken);
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

/// A spot as it is drawn: by itself, or with others that fall together with it.
struct Sign<'a> {
    spot: &'a Spot,
    /// How many points or villages it stands for.
    count: usize,
    /// How many spots, and their names where they lead on.
    spots: usize,
    names: Vec<&'a str>,
    x: f64,
    y: f64,
}

impl Sign<'_> {
    /// Half of its width.
    fn half(&self) -> f64 {
        match self.count {
            1 => 4.0,
            n if n < 100 => 7.0,
            n if n < 1000 => 9.0,
            _ => 11.0,
        }
    }
}

fn cell(x: f64, y: f64, size: f64) -> [i64; 2] {
    #[allow(clippy::cast_possible_truncation)]
    [(x / size).floor() as i64, (y / size).floor() as i64]
}

/// Puts spots of a kind together that are nearer than `apart` to the first of them.
fn gather<'a>(spots: &'a [Spot], at: &[Pair], apart: f64) -> Vec<Sign<'a>> {
    let mut signs: Vec<Sign<'a>> = Vec::new();
    let mut near: BTreeMap<(usize, [i64; 2]), Vec<usize>> = BTreeMap::new();
    for (spot, (x, y)) in spots.iter().zip(at) {
        let [column, row] = cell(*x, *y, apart);
        let around = (-1..=1).flat_map(|c| (-1..=1).map(move |r| [column + c, row + r]));
        let kind = spot.mark as usize;
        let mut there = around.filter_map(|cell| near.get(&(kind, cell))).flatten();
        let found = there.find(|at| signs.get(**at).is_some_and(|sign| (sign.x - x).hypot(sign.y - y) < apart)).copied();
        if let Some(sign) = found.and_then(|at| signs.get_mut(at)) {
            sign.count += spot.count;
            sign.spots += 1;
            sign.names.push(&spot.name);
        } else {
            near.entry((kind, [column, row])).or_default().push(signs.len());
            signs.push(Sign { spot, count: spot.count, spots: 1, names: vec![&spot.name], x: *x, y: *y });
        }
    }
    signs
}

/// One sign: its shape, or a circle with its number; a link where it leads on and stands for one place alone.
fn draw_sign(svg: &mut String, sign: &Sign<'_>) {
    let (x, y) = (sign.x, sign.y);
    if sign.count == 1 && sign.spot.href.is_empty() {
        shape(svg, sign.spot.mark, x, y);
        return;
    }
    let leads = !sign.spot.href.is_empty();
    if leads {
        svg.push_str("<a href=\"");
        // Several areas in one sign: the list has them all.
        escape(svg, if sign.spots == 1 { &sign.spot.href } else { "#areas" });
        svg.push_str("\"><title>");
        escape(svg, &format!("{}：{} 个网点", sign.names.join("、"), sign.count));
        svg.push_str("</title>");
    }
    let kind = match sign.spot.mark {
        Mark::Point => "m-many",
        Mark::Inside => "m-many in",
        Mark::Outside => "m-many out",
    };
    let _ = write!(
        svg,
        "<g class=\"{kind}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.0}\"/><text x=\"{x:.1}\" y=\"{:.1}\">{}</text></g>",
        sign.half(),
        y + 3.0,
        sign.count
    );
    if leads {
        svg.push_str("</a>");
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
fn labels(svg: &mut String, signs: &[Sign<'_>], height: f64, taken: &mut Vec<Taken>) {
    let mut set = 0;
    for kind in [Mark::Outside, Mark::Point] {
        for sign in signs.iter().filter(|s| s.spot.mark == kind && s.spots == 1) {
            if set == MOST_LABELS {
                return;
            }
            let (spot, x, y, off) = (sign.spot, sign.x, sign.y, sign.half() + 2.0);
            // A wide letter is as wide as it is high, a narrow one a little more than half.
            let wide: f64 = spot.name.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum::<f64>() * TYPE;
            let places = [
                (x + off, y - TYPE / 2.0),
                (x - off - wide, y - TYPE / 2.0),
                (x - wide / 2.0, y + off),
                (x - wide / 2.0, y - off - TYPE),
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
        Spot::one(mark, name.to_owned(), Place { lat, lon })
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
    fn what_falls_together_is_one_sign_with_its_number() {
        // Two towns of many points, and one point far from both.
        let mut spots: Vec<Spot> = (0..400)
            .map(|n| spot(Mark::Point, &format!("点{n}"), 38.0 + f64::from(n % 2) + f64::from(n) * 1e-6, 108.0))
            .collect();
        spots.push(spot(Mark::Point, "独", 38.5, 108.9));
        let svg = draw("图", &spots, Some(3000.0), &[]);
        assert_eq!((svg.matches("m-many").count(), svg.matches("class=\"m-point\"").count()), (2, 1), "{svg}");
        assert!(svg.contains(">200</text>") && svg.contains(">独</text>") && !svg.contains("点1<"), "{svg}");
        assert_eq!(
            svg.split("m-area").nth(1).unwrap().split('/').next().unwrap().matches("h0").count(),
            3,
            "one dot for each place"
        );
    }

    #[test]
    fn a_sign_that_leads_on_is_a_link_and_several_together_lead_to_the_list() {
        let area = |name: &str, lat, lon, count| Spot { count, href: format!("{name}/"), ..spot(Mark::Point, name, lat, lon) };
        let spots = [area("甲镇", 38.0, 108.0, 30), area("乙镇", 38.001, 108.0, 12), area("丙镇", 38.5, 108.5, 1)];
        let svg = draw("图", &spots, None, &[]);
        assert!(
            svg.contains("role=\"group\"") && svg.contains("<a href=\"#areas\"><title>甲镇、乙镇：42 个网点</title>"),
            "{svg}"
        );
        assert!(svg.contains("<a href=\"丙镇/\"><title>丙镇：1 个网点") && svg.contains(">1</text>"), "{svg}");
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
