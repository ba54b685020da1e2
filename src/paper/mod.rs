//! Owns official papers (公文) as blocks of final Chinese text: one content, set as PDF by `print` and written as .docx by `exchange`,
//! so that what an office edits in Word says what the PDF says.
//!
//! Must not know how a paper is drawn, nor files. One file per paper makes it from outcomes.

pub mod application;
pub mod circular;
mod clean;
mod phrases;
pub mod publication;
pub mod rectification;
pub mod title;

use serde::Serialize;

/// An official paper, ready to be set. It bears no red head, no number and no seal: those are the office's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Title, centred.
    pub title: String,
    /// Whom it is addressed to (主送), without the colon; empty for none.
    pub to: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// Who issues it, above the room for the date and the seal; empty for none.
    pub issuer: String,
    /// Remark in small type after the text, such as that the figures are invented; empty for none.
    pub remark: String,
}

/// One piece of the text, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading with its number written out: 一、…  （一）…  1. …
    Heading {
        /// 1 to 3.
        level: u8,
        /// Text with number.
        text: String,
    },
    /// A paragraph, indented by two characters.
    Paragraph {
        /// Text.
        text: String,
    },
    /// A table.
    Table(Table),
    /// Figures as bars from zero. In Word a table of names and values.
    Bars(Bars),
    /// Two columns of names and blanks or values, without lines: for signatures and receipts.
    Fields {
        /// Name and value; an empty value is a line to write on.
        rows: Vec<(String, String)>,
    },
    /// A form (表) with labels and answers.
    Form {
        /// Rows, from the top.
        rows: Vec<FormRow>,
    },
    /// The next block begins a new page.
    PageBreak,
}

/// A row of a form. The cells of every row together span four columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormRow {
    /// Cells, from the left.
    pub cells: Vec<FormCell>,
    /// Least height in lines of text, for what is written by hand.
    pub lines: u8,
}

/// A cell of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormCell {
    /// Heading inside the cell, for one that takes the whole width; empty for none.
    pub title: String,
    /// Paragraphs; empty to be written by hand.
    pub text: Vec<String>,
    /// A label, which stands in the middle.
    pub label: bool,
    /// Lines at the right foot of the cell, for signature, seal and day.
    pub foot: Vec<String>,
    /// How many of the four columns it takes.
    pub span: u8,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Short words.
    Center,
    /// Numbers.
    Right,
}

/// A table. Its head is repeated on every page; the later ones say 续表 in the PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Title above the table; empty for none.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, as many cells as columns each.
    pub rows: Vec<Vec<String>>,
    /// A last row of sums or means, in bold; empty for none.
    pub total: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Head.
    pub head: String,
    /// Share of the width of the type area, in thousandths; all columns together are 1000.
    pub permille: u16,
    /// How the cells stand.
    pub align: Align,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(head: &str, permille: u16, align: Align) -> Self {
        Self { head: head.to_owned(), permille, align }
    }
}

/// Figures as bars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// Title above; empty for none.
    pub caption: String,
    /// Head of the names, such as 部分; for the table in Word.
    pub name: String,
    /// Head of the values, such as 平均得分.
    pub value: String,
    /// One bar each.
    pub rows: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// The figure in words, such as 7.2 / 8 分.
    pub value: String,
    /// Length in thousandths of the longest possible.
    pub permille: u16,
}

/// The line under the issuer where the office writes the date by hand.
pub const DATE_BLANK: &str = "　　　　年　　月　　日";

impl Paper {
    /// Whether it is a form (表) that somebody fills in, and no official letter.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.issuer.is_empty() && self.blocks.iter().any(|b| matches!(b, Block::Form { .. }))
    }

    /// The text that the issuer signs, and what follows on pages of its own, such as a receipt: the parts before and from the first
    /// page break. The issuer stands between the two.
    #[must_use]
    pub fn parts(&self) -> (&[Block], &[Block]) {
        let end = self.blocks.iter().position(|b| *b == Block::PageBreak).unwrap_or(self.blocks.len());
        self.blocks.split_at(end)
    }
}

/// How many blocks at the end stay on one page with what follows them: the last, and with a closing word such as 特此通报。 what is
/// before it.
#[must_use]
pub fn closing(blocks: &[Block]) -> usize {
    match blocks.last() {
        Some(Block::Paragraph { text }) if text.chars().count() < CLOSING => blocks.len().min(2),
        _ => blocks.len().min(1),
    }
}

/// A paragraph shorter than this does not fill half a line.
const CLOSING: usize = 14;

impl Block {
    /// A heading.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }

    /// A paragraph.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into() }
    }
}
