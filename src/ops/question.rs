//! What only a person can decide: a place, what is asked, and the answers there are. A question that is not answered stays open; it never
//! becomes a value.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Bilingual;
use crate::disk::hash;
use crate::disk::journal::hex;

/// One answer that may be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word for a command line and a file of answers, such as `mine`.
    pub word: &'static str,
    /// What it means.
    pub says: Bilingual,
}

/// A question about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// How it is named in an answer: the same for the same place in the same state.
    pub id: String,
    /// Where: a file and a field, a sheet and a cell.
    pub place: String,
    /// What is asked.
    pub what: Bilingual,
    /// The answers there are.
    pub choices: Vec<Choice>,
}

impl Question {
    /// The id of a question about a state: short enough to be typed, another one when the state is another.
    #[must_use]
    pub fn id_of(state: &[u8]) -> String {
        let id = hex(&hash(state));
        id.get(..8).unwrap_or(&id).to_owned()
    }
}

/// Answers by the ids of questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Answers {
    given: BTreeMap<String, String>,
}

impl Answers {
    /// Adds `ID=CHOICE`. Tells whether the text has that form.
    pub fn add(&mut self, text: &str) -> bool {
        let Some((id, word)) = text.split_once(['=', '＝']) else { return false };
        let (id, word) = (id.trim(), word.trim());
        if id.is_empty() || word.is_empty() {
            return false;
        }
        self.given.insert(id.to_owned(), word.to_owned());
        true
    }

    /// Adds all answers of a file: one `ID=CHOICE` a line; empty lines and lines that begin with `#` are skipped.
    ///
    /// # Errors
    /// The first line that is not in that form, counted from 1.
    pub fn add_file(&mut self, text: &str) -> Result<(), usize> {
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') && !self.add(line) {
                return Err(number + 1);
            }
        }
        Ok(())
    }

    /// The answer to a question, if one is given that it knows.
    #[must_use]
    pub fn to(&self, question: &Question) -> Option<&'static str> {
        let word = self.given.get(&question.id).or_else(|| self.given.get("*"))?;
        question.choices.iter().map(|c| c.word).find(|known| known == word)
    }

    /// The same answers with other words, for an operation that asks with words of its own.
    #[must_use]
    pub fn reworded(&self, word: impl Fn(&str) -> String) -> Self {
        Self { given: self.given.iter().map(|(id, given)| (id.clone(), word(given))).collect() }
    }

    /// Answers that no question asked for, or that no choice fits, so that a mistyped one is told.
    #[must_use]
    pub fn unknown(&self, asked: &[Question]) -> Vec<String> {
        let fits =
            |id: &str, word: &str| id == "*" || asked.iter().any(|q| q.id == id && q.choices.iter().any(|c| c.word == word));
        self.given.iter().filter(|(id, word)| !fits(id, word)).map(|(id, word)| format!("{id}={word}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say;

    #[test]
    fn answers_are_found_by_id_and_others_are_told() {
        let question = Question {
            id: "q1".to_owned(),
            place: "a.yaml".to_owned(),
            what: say!("留哪个？", "which one?"),
            choices: vec![
                Choice { word: "mine", says: say!("我的", "mine") },
                Choice { word: "theirs", says: say!("别人的", "theirs") },
            ],
        };
        let mut answers = Answers::default();
        assert_eq!(answers.add_file("# 注\n\nq1 = mine\nq2=x\n"), Ok(()));
        assert_eq!(answers.to(&question), Some("mine"));
        assert_eq!(answers.unknown(std::slice::from_ref(&question)), ["q2=x"]);
        assert!(!answers.add("mine"));
        assert_eq!(answers.add_file("q1=mine\nsomething"), Err(2));
        let mut wrong = Answers::default();
        assert!(wrong.add("q1=nobody"));
        assert_eq!(wrong.to(&question), None);
        assert_eq!(wrong.unknown(&[question]), ["q1=nobody"]);
    }
}
