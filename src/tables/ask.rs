//! Questions about what a foreign table means. A reader that is not certain asks; without an answer it does what the question says it does then, which
//! is never a guess: the cell stays out, the criterion stays with the inspectors, the value stays as words.

use crate::diagnostic::Bilingual;

/// One answer that may be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The word for an answer, such as `1` or `private`.
    pub word: &'static str,
    /// What it means, as a sentence; where it scores or is shown, with a case.
    pub says: Bilingual,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Sheet and cell, such as 清单!C5; a column as 清单!C.
    pub place: String,
    /// What is asked, with the very words of the table.
    pub what: Bilingual,
    /// The answers there are.
    pub readings: Vec<Reading>,
    /// What happens without an answer.
    pub otherwise: Bilingual,
}

/// Asks, and remembers what was asked.
pub struct Asker<'a> {
    answer: &'a dyn Fn(&Ask) -> Option<&'static str>,
    asked: Vec<Ask>,
}

impl<'a> Asker<'a> {
    /// Asks whoever has the answers.
    #[must_use]
    pub fn new(answer: &'a dyn Fn(&Ask) -> Option<&'static str>) -> Self {
        Self { answer, asked: Vec::new() }
    }

    /// The word of the answer that was given. Without one the reader does what [`Ask::otherwise`] says.
    pub fn ask(&mut self, ask: Ask) -> Option<&'static str> {
        let word = (self.answer)(&ask);
        if !self.asked.contains(&ask) {
            self.asked.push(ask);
        }
        word
    }

    /// The answer that is given already, without asking for one.
    #[must_use]
    pub fn given(&self, ask: &Ask) -> Option<&'static str> {
        (self.answer)(ask)
    }

    /// Whether anything was asked yet.
    #[must_use]
    pub fn has_asked(&self) -> bool {
        !self.asked.is_empty()
    }

    /// All that was asked, in order.
    #[must_use]
    pub fn into_asked(self) -> Vec<Ask> {
        self.asked
    }
}
