//! From a line of a printed piece to the field that it shows: the words of the line are looked for among what the records say, as it is printed. Where
//! several fields say the same, all of them are given, for the person to choose.

use serde::Serialize;

use super::look::Look;
use crate::diagnostic::{Diagnostics, Lang};
use crate::model::hours::Hours;
use crate::model::{Bureau, Point, Workspace};
use crate::ops::form::record;
use crate::ops::kinds::Kind;
use crate::ops::values::{Said, Step, field_of, value_of};
use crate::print::Line;
use crate::source::decode::Shape;

/// Shorter texts are in too many lines.
const SHORTEST: usize = 2;
/// A line is a part of a field only if it has so many characters.
const SHORTEST_PART: usize = 4;
/// More fields than this are no choice.
const MOST: usize = 5;

/// A field that a line may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The screen: points, bureau, catalog.
    pub screen: &'static str,
    /// The file.
    pub path: String,
    /// The way to the field.
    pub at: Vec<Step>,
    /// What it is called.
    pub says: String,
}

/// A line of a page with the fields that it may show. Its place is in parts of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// Its words.
    pub text: String,
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// The fields, at least one.
    pub to: Vec<Target>,
}

/// What a field says, as it is printed.
struct Leaf {
    words: Vec<char>,
    target: usize,
}

/// Everything that records say.
pub struct Index {
    leaves: Vec<Leaf>,
    targets: Vec<Target>,
}

impl Index {
    /// What a point, its bureau and the catalog say.
    #[must_use]
    pub fn of(look: &Look, workspace: &Workspace, bureau: &Bureau, point: Option<&Point>, lang: Lang) -> Self {
        let mut index = Self { leaves: Vec::new(), targets: Vec::new() };
        if let Some(point) = point
            && let Ok((path, at)) = super::sheets::points::place(look, bureau.id.as_str(), point.id.as_str(), lang)
        {
            index.file(workspace, "points", &path, &at, lang);
        }
        let path = workspace.path_of(bureau.file.span).to_owned();
        index.file(workspace, "bureau", &path, &[], lang);
        if let Some(catalog) = &bureau.catalog {
            let path = workspace.path_of(catalog.span).to_owned();
            for (row, item) in catalog.items.iter().enumerate() {
                let at =
                    vec![Step::Key("items".to_owned()), Step::Record { id: item.id.to_string() }, Step::Key("name".to_owned())];
                let says = format!("服务清单第 {} 项的名称", row + 1);
                index.add(&item.name, Target { screen: "catalog", path: path.clone(), at, says });
            }
        }
        index
    }

    fn file(&mut self, workspace: &Workspace, screen: &'static str, path: &str, at: &[Step], lang: Lang) {
        let Some(kind) = Kind::of(workspace, path) else { return };
        let Ok(record) = record(workspace, &Diagnostics::new(), (path, at), lang) else { return };
        let shape = match (kind.shape(), at.is_empty()) {
            (Shape::List(one), false) => *one,
            (shape, _) => shape,
        };
        let place = Place { screen, path, names: Vec::new() };
        self.leaves_of(&record.values, &shape, &place, at.to_vec());
    }

    fn leaves_of(&mut self, said: &Said, shape: &Shape, place: &Place<'_>, at: Vec<Step>) {
        match said {
            Said::Nothing => {}
            Said::Text(text) => {
                let target = Target { screen: place.screen, path: place.path.to_owned(), at, says: place.names.join("的") };
                let is_hours = matches!(target.at.last(), Some(Step::Key(key)) if key == "hours");
                match Hours::parse(text) {
                    Ok(hours) if is_hours => hours.describe().iter().for_each(|phrase| self.add(phrase, target.clone())),
                    _ => self.add(text, target),
                }
            }
            Said::List(list) => {
                let one = crate::ops::values::entry_of(shape);
                for (index, said) in list.iter().enumerate() {
                    let mut way = at.clone();
                    way.push(Step::Index(index));
                    self.leaves_of(said, &one, place, way);
                }
            }
            Said::Map(map) => {
                for (key, said) in map {
                    let (_, inner) = value_of(shape, key);
                    let name = field_of(shape, key).map_or(key.as_str(), |(_, field)| field.alias);
                    // Ids and words of lists are no words of people.
                    if matches!(key.as_str(), "id" | "channel" | "status" | "formerly") {
                        continue;
                    }
                    let mut own = Place { screen: place.screen, path: place.path, names: place.names.clone() };
                    own.names.push(name.to_owned());
                    let mut way = at.clone();
                    way.push(Step::Key(key.clone()));
                    self.leaves_of(said, &inner, &own, way);
                }
            }
        }
    }

    fn add(&mut self, text: &str, target: Target) {
        let words = plain(text);
        if words.len() < SHORTEST {
            return;
        }
        if self.targets.last() != Some(&target) {
            self.targets.push(target);
        }
        self.leaves.push(Leaf { words, target: self.targets.len() - 1 });
    }

    /// The fields that a line may show: those that have most of it.
    fn find(&self, text: &str) -> Vec<Target> {
        let line = plain(text);
        if line.len() < SHORTEST {
            return Vec::new();
        }
        let covers = |leaf: &Leaf| {
            if holds(&line, &leaf.words) {
                leaf.words.len()
            } else if line.len() >= SHORTEST_PART && holds(&leaf.words, &line) {
                line.len()
            } else {
                0
            }
        };
        let scored: Vec<(usize, usize)> =
            self.leaves.iter().map(|leaf| (covers(leaf), leaf.target)).filter(|(n, _)| *n > 0).collect();
        let most = scored.iter().map(|(n, _)| *n).max().unwrap_or_default();
        let mut out: Vec<Target> = Vec::new();
        for (_, target) in scored.iter().filter(|(n, _)| *n == most) {
            if let Some(target) = self.targets.get(*target).filter(|target| !out.contains(target)) {
                out.push(target.clone());
            }
        }
        if out.len() > MOST { Vec::new() } else { out }
    }

    /// The lines of a page that show fields.
    #[must_use]
    pub fn lines(&self, lines: &[Line]) -> Vec<Shown> {
        let one = |line: &Line| {
            let to = self.find(&line.text);
            (!to.is_empty()).then(|| Shown { text: line.text.clone(), x: line.x, y: line.y, w: line.w, h: line.h, to })
        };
        lines.iter().filter_map(one).collect()
    }
}

struct Place<'p> {
    screen: &'static str,
    path: &'p str,
    names: Vec<String>,
}

/// The characters that people read: blanks, marks and joints fall away.
fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn holds(long: &[char], short: &[char]) -> bool {
    long.len() >= short.len() && long.windows(short.len()).any(|part| part == short)
}
