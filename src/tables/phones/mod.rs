//! Phones as they stand in the cells of foreign tables. A grammar accounts for every character of a cell: numbers with their kind, extension and
//! label, what belongs to no number as words, and what is not certain as doubts. No area code is guessed and no digit is made up.

mod attach;
pub mod column;
mod digits;
mod scan;
#[cfg(test)]
mod tests;

use crate::diagnostic::Bilingual;
use crate::say;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line with or without its area code.
    Landline,
    /// Somebody's mobile.
    Mobile,
    /// 12393, 95598, 400-800-1234.
    Hotline,
}

/// A number that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Line, mobile or hotline.
    pub kind: Kind,
    /// As it is dialled: 0576-80001234.
    pub number: String,
    /// Extension; empty where there is none.
    pub extension: String,
    /// What it is for, such as 医保窗口.
    pub label: String,
    /// Who answers, such as 张三.
    pub contact: String,
    /// Somebody's home.
    pub home: bool,
}

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The numbers, in their order.
    pub numbers: Vec<Phone>,
    /// Words that belong to no number.
    pub words: Vec<String>,
    /// What a person should look at; what it is about was not read, unless it says so.
    pub doubts: Vec<Bilingual>,
}

impl Phone {
    /// Number and extension: 0576-80001234转8012.
    #[must_use]
    pub fn text(&self) -> String {
        if self.extension.is_empty() { self.number.clone() } else { format!("{}转{}", self.number, self.extension) }
    }

    /// Whether it is a person's own: it is not published unless somebody says so.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.kind == Kind::Mobile || self.home
    }
}

/// Reads a cell. `number` says that it was a number and no text: a zero at its beginning is gone then.
#[must_use]
pub fn read(text: &str, number: bool) -> Cell {
    let text = scan::normal(text);
    if text.is_empty() {
        return Cell::default();
    }
    let (text, number) = match scan::scientific(&text) {
        None => (text, number),
        Some(Some(whole)) => (whole, true),
        Some(None) => {
            return doubt(say!(
                "“{text}”是科学记数，后几位已经没有了，没有读；在表里设成文本，重新填号码",
                "“{text}” is in scientific notation and its last digits are gone: it was not read; make the cell text and type the number again"
            ));
        }
    };
    if number && text.contains('.') {
        return doubt(say!(
            "“{text}”打成了小数，区号前面的 0 也没有了，没有读",
            "“{text}” is a decimal number, and the zero of its area is gone: it was not read"
        ));
    }
    if scan::has_letters_for_digits(&text) {
        return doubt(say!(
            "“{text}”里好像把字母 O、I、l 当成了数字，没有读",
            "“{text}” seems to have letters O, I, l for digits: it was not read"
        ));
    }
    let mut cell = attach::attach(scan::tokens(&text));
    if cell.numbers.is_empty() && cell.doubts.is_empty() && !cell.words.is_empty() {
        let words = std::mem::take(&mut cell.words).join(" ");
        cell.doubts.push(say!("“{words}”里没有电话号码，没有读", "“{words}” holds no phone number and was not read"));
    }
    cell
}

fn doubt(says: Bilingual) -> Cell {
    Cell { doubts: vec![says], ..Cell::default() }
}
