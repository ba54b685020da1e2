//! The text of a Word file as it is handed on: plain data, so that it may come from another process.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Bilingual;
use crate::tables::Uncertain;

/// A Word file as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its text, in order.
    pub blocks: Vec<Block>,
    /// Headers and footers, which are no part of the text.
    pub margins: Vec<Margin>,
    /// Footnotes and endnotes, as [`Piece::note`] counts them from 1.
    pub notes: Vec<String>,
    /// Its pictures, as [`Piece::picture`] counts them from 0.
    pub pictures: Vec<Picture>,
    /// What cannot be read, and where.
    pub doubts: Vec<Uncertain>,
}

/// A header or a footer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Margin {
    /// Above the page, or else below it.
    pub header: bool,
    /// What it says.
    pub words: String,
}

/// A picture, taken out of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its part in the file.
    pub path: String,
    /// Ending of its kind (jpg, png, webp) by its contents; none where it cannot be used.
    pub kind: String,
    /// Its bytes; none where it cannot be used.
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
    /// What was changed to make it usable, or why it cannot be used; the sentence goes on from “the picture”.
    #[serde(default)]
    pub note: Option<Bilingual>,
}

/// One piece of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    #[serde(rename = "p")]
    Paragraph(Paragraph),
    /// A table.
    #[serde(rename = "t")]
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paragraph {
    /// Level of a heading by its style, from 1; 0 is the title.
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub heading: Option<u8>,
    /// Number that Word shows before it, with its marks: 一、 or 1.
    #[serde(rename = "n", skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Level of an entry of a list, from 0.
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    pub list: Option<u8>,
    /// It stands in a box beside the text.
    #[serde(rename = "b", skip_serializing_if = "std::ops::Not::not")]
    pub boxed: bool,
    /// It is a quotation by its style.
    #[serde(rename = "q", skip_serializing_if = "std::ops::Not::not")]
    pub quote: bool,
    /// It is a line of the table of contents.
    #[serde(rename = "c", skip_serializing_if = "std::ops::Not::not")]
    pub contents: bool,
    /// What it holds.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
}

/// A stretch of a paragraph that looks alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Piece {
    /// Its text; a line break is `\n`, a tab `\t`.
    #[serde(rename = "t", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// In bold type.
    #[serde(rename = "b", skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// In italic type.
    #[serde(rename = "k", skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
    /// Where it leads.
    #[serde(rename = "a", skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// A picture in place of text.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub picture: Option<usize>,
    /// The mark of a note in place of text.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    pub note: Option<usize>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// 表1, 表2 … in the order of the text.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell, as wide as a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableCell {
    /// What it holds; nothing where another cell covers it.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The cell above covers it.
    #[serde(rename = "a", skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// The cell on its left covers it.
    #[serde(rename = "l", skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

impl Block {
    /// Its words; a table has none of its own.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Paragraph(paragraph) => paragraph.words(),
            Self::Table(_) => String::new(),
        }
    }
}

impl Paragraph {
    /// Its words without the number.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|p| p.text.as_str()).collect::<String>().trim().to_owned()
    }

    /// Its words with the number.
    #[must_use]
    pub fn words(&self) -> String {
        let text = self.text();
        // Marks of Chinese numbers bring their own room.
        let room =
            if text.is_empty() || self.number.ends_with(|c: char| !c.is_ascii()) || self.number.is_empty() { "" } else { " " };
        format!("{}{room}{text}", self.number)
    }
}

impl TableCell {
    /// Its words, a paragraph a line; those of tables within it are not its own.
    #[must_use]
    pub fn words(&self) -> String {
        // A number that Word counts and nothing else: the mark behind it says nothing.
        if let [Block::Paragraph(only)] = self.blocks.as_slice()
            && only.text().is_empty()
        {
            return only.number.trim_end_matches(['.', '、', '．']).to_owned();
        }
        self.blocks.iter().map(Block::words).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Bytes as text of base 64.
mod bytes {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}
