//! What a value looks like to somebody who fills it in: a line, a number, one of some words, a record. From the same definitions that decode it.
//!
//! A record is named with its fields, and each field's shape is asked for when it is needed, so that a record may hold itself.

use super::record::{Field, Record};

/// What a value looks like.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Text on one line.
    Line,
    /// A number, with decimals or without.
    Number,
    /// A whole number from 0.
    Whole,
    /// A calendar day.
    Day,
    /// Yes or no.
    Flag,
    /// One of some words: the one of files, and the one that people read.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any number of values of one shape.
    List(Box<Shape>),
    /// Values of one shape under words of the file's own.
    Dict(Box<Shape>),
    /// A record.
    Record(RecordShape),
    /// A value that deserves a control of its own: it may be written in more than one way, or means more than its characters.
    Own(Own),
}

/// A record with its fields.
#[derive(Debug, Clone, Copy)]
pub struct RecordShape {
    /// English name, by which it is known.
    pub name: &'static str,
    /// Chinese name.
    pub title: &'static str,
    /// Meaning, in English.
    pub doc: &'static str,
    /// The keys in the order of the definition.
    pub fields: &'static [Field],
}

/// A value with a control of its own.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    /// Which one, such as `phones`.
    pub name: &'static str,
    /// What may stand there, the shortest first.
    pub accepts: &'static [fn() -> Shape],
}

/// What a field of plain text is filled in with, where a line is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Several lines.
    Lines,
    /// Opening hours.
    Hours,
    /// First and last day of a season.
    Season,
    /// A colour.
    Colour,
    /// A picture beside the file.
    Picture,
    /// Another file beside the file.
    File,
    /// A folder.
    Folder,
    /// An address of the web.
    Link,
    /// A coordinate system.
    Crs,
    /// An item of the catalog, by its id.
    Item,
    /// A group of the catalog, by its id.
    Group,
    /// A channel of the catalog, by its id.
    Channel,
    /// A service point, by its id.
    Point,
    /// A standard, by its id.
    Standard,
    /// A kind of printed piece.
    Piece,
    /// A column that the bureau's list of items brought along.
    ItemHead,
    /// A column that the bureau's list of points brought along.
    PointHead,
}

impl Control {
    /// Its name, as front doors know it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Hours => "hours",
            Self::Season => "season",
            Self::Colour => "colour",
            Self::Picture => "picture",
            Self::File => "file",
            Self::Folder => "folder",
            Self::Link => "link",
            Self::Crs => "crs",
            Self::Item => "item",
            Self::Group => "group",
            Self::Channel => "channel",
            Self::Point => "point",
            Self::Standard => "standard",
            Self::Piece => "piece",
            Self::ItemHead => "item-head",
            Self::PointHead => "point-head",
        }
    }
}

/// How a form asks for a key; nothing of it has to be said, so that a new key shows up by itself.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The heading, in Chinese, under which it stands.
    pub group: Option<&'static str>,
    /// What to write, in a sentence in Chinese with an example.
    pub hint: Option<&'static str>,
    /// What it is filled in with, where its shape does not say.
    pub control: Option<Control>,
}

impl Shape {
    /// The shape of a record.
    #[must_use]
    pub fn record<R: Record>() -> Self {
        Self::Record(RecordShape { name: R::NAME, title: R::TITLE, doc: R::DOC, fields: R::FIELDS })
    }

    /// A value with a control of its own.
    #[must_use]
    pub fn own(name: &'static str, accepts: &'static [fn() -> Self]) -> Self {
        Self::Own(Own { name, accepts })
    }

    /// The shape that is meant where a value may be written in several: of texts the text, of a list the list.
    #[must_use]
    pub fn shortest(self) -> Self {
        match self {
            Self::Own(own) => own.accepts.first().map_or(Self::Line, |first| first().shortest()),
            other => other,
        }
    }

    /// The record that a mapping of this shape is, also where it may be written shorter, and where the shape is a list of them.
    #[must_use]
    pub fn as_record(&self) -> Option<RecordShape> {
        match self {
            Self::Record(record) => Some(*record),
            Self::List(one) => one.as_record(),
            Self::Own(own) => own.accepts.iter().find_map(|shape| match shape() {
                Self::Record(record) => Some(record),
                Self::List(one) => match *one {
                    Self::Record(record) => Some(record),
                    _ => None,
                },
                _ => None,
            }),
            _ => None,
        }
    }
}

impl RecordShape {
    /// The field of a key, by either name.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == key || field.alias == key)
    }
}
