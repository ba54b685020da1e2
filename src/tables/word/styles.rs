//! The styles of a Word file, as far as they change what is read: headings, numbers, hidden and bold letters, the typefaces of symbols.

use std::collections::HashMap;

use roxmltree::{Document as Xml, Node};

use super::{attribute, child, flag, value};

/// How many styles may stand on each other.
const MOST_DEPTH: usize = 20;

/// One style, with what it says itself.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    hidden: Option<bool>,
    struck: Option<bool>,
    font: Option<String>,
    outline: Option<u8>,
    numbers: Option<String>,
    level: Option<u8>,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub struct Styles {
    list: HashMap<String, Style>,
    paragraphs: Option<String>,
}

/// How letters look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of Word of its own")]
pub struct Look {
    /// Nobody sees them.
    pub hidden: bool,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Their typeface, where it is named.
    pub font: String,
}

impl Styles {
    /// Those of the part, if there is one.
    pub fn of(part: Option<&Xml<'_>>) -> Self {
        let mut styles = Self::default();
        let all = part.map(|xml| xml.root_element().children().filter(|n| n.tag_name().name() == "style"));
        for node in all.into_iter().flatten() {
            let Some(id) = attribute(node, "styleId") else { continue };
            if attribute(node, "type") == Some("paragraph") && matches!(attribute(node, "default"), Some("1" | "true" | "on")) {
                styles.paragraphs = Some(id.to_owned());
            }
            let (letters, paragraph) = (child(node, "rPr"), child(node, "pPr"));
            let numbers = paragraph.and_then(|p| child(p, "numPr"));
            styles.list.insert(
                id.to_owned(),
                Style {
                    name: value(node, "name").unwrap_or_default().to_lowercase(),
                    based_on: value(node, "basedOn").map(ToOwned::to_owned),
                    bold: letters.and_then(|n| flag(n, "b")),
                    italic: letters.and_then(|n| flag(n, "i")),
                    hidden: letters.and_then(|n| flag(n, "vanish")),
                    struck: letters.and_then(struck),
                    font: letters.and_then(font),
                    outline: paragraph.and_then(|p| value(p, "outlineLvl")).and_then(|v| v.parse().ok()),
                    numbers: numbers.and_then(|n| value(n, "numId")).map(ToOwned::to_owned),
                    level: numbers.and_then(|n| value(n, "ilvl")).and_then(|v| v.parse().ok()),
                },
            );
        }
        styles
    }

    /// A style and those that it stands on, the nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.list.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(MOST_DEPTH)
    }

    /// The style of a paragraph.
    pub fn of_paragraph<'s>(&'s self, properties: Option<Node<'s, '_>>) -> Option<&'s str> {
        properties.and_then(|p| value(p, "pStyle")).filter(|id| self.list.contains_key(*id)).or(self.paragraphs.as_deref())
    }

    /// How a run looks.
    pub fn look(&self, run: Option<Node<'_, '_>>, paragraph: Option<&str>) -> Look {
        let character = run.and_then(|r| value(r, "rStyle"));
        let of = |own: Option<bool>, pick: &dyn Fn(&Style) -> Option<bool>| {
            own.or_else(|| self.chain(character).find_map(|(_, s)| pick(s)))
                .or_else(|| self.chain(paragraph).find_map(|(_, s)| pick(s)))
                .unwrap_or(false)
        };
        let named = run.and_then(font).or_else(|| self.chain(character).find_map(|(_, s)| s.font.clone()));
        Look {
            hidden: of(run.and_then(|r| flag(r, "vanish")), &|s| s.hidden),
            bold: of(run.and_then(|r| flag(r, "b")), &|s| s.bold),
            italic: of(run.and_then(|r| flag(r, "i")), &|s| s.italic),
            struck: of(run.and_then(struck), &|s| s.struck),
            font: named.or_else(|| self.chain(paragraph).find_map(|(_, s)| s.font.clone())).unwrap_or_default(),
        }
    }

    /// Level of a heading: what the paragraph says itself, else its style. 0 is the title.
    pub fn heading(&self, properties: Option<Node<'_, '_>>, style: Option<&str>) -> Option<u8> {
        let own = properties.and_then(|p| value(p, "outlineLvl")).and_then(|v| v.parse::<u8>().ok());
        if let Some(level) = own {
            return (level < 9).then_some(level + 1);
        }
        self.chain(style).find_map(|(_, s)| {
            if matches!(s.name.as_str(), "title" | "标题") {
                return Some(Some(0));
            }
            let named = ["heading ", "标题 "].iter().find_map(|word| s.name.strip_prefix(word)?.trim().parse::<u8>().ok());
            named.map(Some).or_else(|| s.outline.map(|level| (level < 9).then_some(level + 1)))
        })?
    }

    /// Whether it is the style of a line of the table of contents.
    pub fn contents(&self, style: Option<&str>) -> bool {
        self.chain(style).any(|(_, s)| {
            ["toc ", "目录 "].iter().any(|word| s.name.strip_prefix(word).is_some_and(|n| n.trim().parse::<u8>().is_ok()))
        })
    }

    /// Whether it is the style of a quotation.
    pub fn quote(&self, style: Option<&str>) -> bool {
        self.chain(style).any(|(_, s)| matches!(s.name.as_str(), "quote" | "intense quote" | "引用" | "明显引用"))
    }

    /// The numbers of a style: their id, the level if it says one, and which style says so.
    pub fn numbers<'s>(&'s self, style: Option<&'s str>) -> Option<(&'s str, Option<u8>, &'s str)> {
        let level = self.chain(style).find_map(|(_, s)| s.level);
        self.chain(style).find_map(|(id, s)| s.numbers.as_deref().map(|numbers| (numbers, level, id)))
    }
}

fn struck(letters: Node<'_, '_>) -> Option<bool> {
    flag(letters, "strike").or_else(|| flag(letters, "dstrike"))
}

/// A typeface of symbols that is named for any letters; others do not change what is read.
fn font(letters: Node<'_, '_>) -> Option<String> {
    let fonts = child(letters, "rFonts")?;
    ["ascii", "hAnsi"].iter().find_map(|name| attribute(fonts, name)).map(ToOwned::to_owned)
}
