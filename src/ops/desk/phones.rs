//! Phones while somebody types them: which numbers a text holds, what belongs to each, and which of them are a person's own.

use serde::Serialize;

use crate::diagnostic::Lang;
use crate::tables::phones::read;

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Number {
    /// As it is dialled.
    pub number: String,
    /// Extension; empty where there is none.
    pub extension: String,
    /// What it is for.
    pub label: String,
    /// Who answers.
    pub contact: String,
    /// Whether it is a person's own: it is asked about before it is public.
    pub personal: bool,
}

/// What a text says of phones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The numbers.
    pub numbers: Vec<Number>,
    /// Words that belong to no number.
    pub words: Vec<String>,
    /// What is not certain; what it is about was not read.
    pub doubts: Vec<String>,
}

/// What each of some texts says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct All {
    /// In the order of the texts.
    pub told: Vec<Told>,
}

/// Reads texts.
#[must_use]
pub fn told(texts: &[String], lang: Lang) -> All {
    let one = |text: &String| {
        let cell = read(text, false);
        let number = |phone: crate::tables::phones::Phone| Number {
            personal: phone.is_personal(),
            number: phone.number,
            extension: phone.extension,
            label: phone.label,
            contact: phone.contact,
        };
        Told {
            numbers: cell.numbers.into_iter().map(number).collect(),
            words: cell.words,
            doubts: cell.doubts.iter().map(|doubt| doubt.get(lang).to_owned()).collect(),
        }
    };
    All { told: texts.iter().map(one).collect() }
}
