//! What is asked of the engine and what it answers, whatever engine it is: templates, assets, forms of output, finished documents, errors.

use std::sync::Arc;

use super::glyphs::MissingGlyph;
use super::piece::Piece;
use crate::diagnostic::Position;

/// Every document that print makes: the name of its template without `.typ`.
pub const TEMPLATES: &[&str] = &[
    "service-list",
    "desk-card",
    "door-plate",
    "hours-sign",
    "zone-signs",
    "window-signs",
    "phone-sign",
    "rating-sign",
    "notice",
    "handbook",
    "report",
    "score-sheet",
    "paper",
    "order",
    "contact-sheet",
    "catalog-matrix",
    "plan-table",
    "leaflet",
    "panel",
    "poster",
    "rollup",
    "badges",
    "staff-board",
    "directions",
    "qr-sheet",
    "form-codes",
];

/// 方正正粗黑简体, in which the rule wants the Chinese name of the brand (芜医保〔2022〕25号, annex 1, 三（三）), as its files name themselves.
pub const NAME_FACE: &[&str] = &["方正正粗黑", "FZZhengCuHei", "FZZCHJW"];
/// 方正黑体简体, for the English name.
pub const ENGLISH_FACE: &[&str] = &["方正黑体", "FZHei-B01", "FZHTJW"];

/// What a PDF says about itself, given from outside so that the same inputs make the same bytes.
#[derive(Clone, Debug)]
pub struct Meta {
    /// A stable name of the document, such as its path in the output. Becomes the PDF's identifier.
    pub document_id: String,
    /// Year, month, day of the edition.
    pub date: (i32, u8, u8),
}

/// A line of a page: its words and where they stand, in parts of the page's width and height.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A page as it is drawn for a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// As SVG.
    pub svg: String,
    /// Its lines, from the top.
    pub lines: Vec<Line>,
}

/// A file that a template may open beside its data, such as the bureau's mark.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The absolute path that the view names, `/mark.svg`. Choose few and fixed names:
    /// each new one is remembered for as long as the program runs.
    pub path: String,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

/// How finished pages leave.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum OutputForm {
    /// As they are: PDF/A-2a and PDF/UA-1, tagged.
    #[default]
    Archive,
    /// For a press: bleed, crop and fold marks. A plain PDF: an archive holds what readers see, not what is cut off.
    Press(&'static Piece),
    /// Two pages a side, to be folded and stapled. A plain PDF: read in the order of its sides it makes no sense.
    Booklet,
}

/// A finished document.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What Typst remarked, one line each. Empty for our own templates.
    pub warnings: Vec<String>,
    /// Characters that only a font of this machine has.
    pub substituted: Vec<MissingGlyph>,
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum RenderError {
    /// The theme lacks a template, or one is not UTF-8.
    Template(String),
    /// Characters that no font covers, each once per text that it stands in.
    Missing(Vec<MissingGlyph>),
    /// Typst's errors.
    Typst(Vec<Remark>),
    /// This build of the program has no engine (feature `print`).
    Absent,
}

/// What Typst says of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The template's file below `print/`; none where it is about no file.
    pub file: Option<String>,
    /// Where in it, if that is known.
    pub position: Option<Position>,
    /// Message and hints, in Typst's words.
    pub message: String,
}

impl Remark {
    /// One line each.
    #[must_use]
    pub fn lines(list: &[Self]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    /// A remark about no file.
    #[must_use]
    pub fn general(message: impl std::fmt::Display) -> Self {
        Self { file: None, position: None, message: message.to_string() }
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.file, self.position) {
            (Some(file), Some(at)) => write!(f, "{file}:{}: {}", at.line, self.message),
            (Some(file), None) => write!(f, "{file}: {}", self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template(name) => write!(f, "no usable template {name}"),
            Self::Missing(list) => {
                f.write_str("no font covers ")?;
                for (index, glyph) in list.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{glyph}")?;
                }
                Ok(())
            }
            Self::Absent => f.write_str("this build of the program cannot print"),
            Self::Typst(remarks) => f.write_str(&Remark::lines(remarks).join("\n")),
        }
    }
}

impl std::error::Error for RenderError {}

impl RenderError {
    /// A template that is not there, or cannot be read: said of the one that imports it, where one does.
    #[must_use]
    pub fn missing(name: &str, by: Option<(String, Option<Position>)>) -> Self {
        match by {
            Some((file, position)) => {
                Self::Typst(vec![Remark { file: Some(file), position, message: format!("no usable template {name}") }])
            }
            None => Self::Template(name.to_owned()),
        }
    }
}
