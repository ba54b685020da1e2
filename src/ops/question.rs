//! What only a person can decide: a place, what is asked, and the answers there are. A question that is not answered stays open; it never
//! becomes a value.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Outcome, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::hash;
use crate::disk::journal::hex;
use crate::say;

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
    /// What happens without an answer; none where nothing happens at all until it is answered.
    pub otherwise: Option<Bilingual>,
}

impl Question {
    /// The id of a question about a state: short enough to be typed, another one when the state is another.
    #[must_use]
    pub fn id_of(state: &[u8]) -> String {
        let id = hex(&hash(state));
        id.get(..8).unwrap_or(&id).to_owned()
    }
}

/// Answers by the ids of questions. They remember what they were asked, so that an answer to nothing is told: whoever asks does it through [`Answers::to`].
#[derive(Debug, Clone, Default)]
pub struct Answers {
    given: BTreeMap<String, String>,
    asked: Arc<Mutex<Vec<Question>>>,
}

impl Answers {
    /// Answers by the ids of their questions.
    #[must_use]
    pub fn of(given: BTreeMap<String, String>) -> Self {
        Self { given, asked: Arc::default() }
    }

    /// The answers whose ids begin with a prefix, without it: where several things are asked about at once, each has its own.
    #[must_use]
    pub fn within(&self, prefix: &str) -> Self {
        let own = self.given.iter().filter_map(|(id, word)| Some((id.strip_prefix(prefix)?.to_owned(), word.clone())));
        Self::of(own.collect())
    }

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
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !asked.contains(question) {
            asked.push(question.clone());
        }
        let word = self.given.get(&question.id).or_else(|| self.given.get("*"))?;
        question.choices.iter().map(|c| c.word).find(|known| known == word)
    }

    /// A finding for each answer that no question asked for or no choice fits, with the answers there are. `*` is for whatever is asked.
    #[must_use]
    pub fn unknown(&self) -> Vec<Diagnostic> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |id: &str, word: &str| asked.iter().any(|q| q.id == id && q.choices.iter().any(|c| c.word == word));
        let words: Vec<String> = asked
            .iter()
            .map(|q| q.choices.iter().map(|c| format!("{}={}", q.id, c.word)).collect::<Vec<_>>().join(" | "))
            .collect();
        let wrong = self.given.iter().filter(|(id, word)| *id != "*" && !known(id, word));
        wrong
            .map(|(id, word)| {
                let list = words.join("; ");
                Diagnostic::nowhere(
                    &codes::NO_SUCH_CHOICE,
                    say!("没有问题可以这样回答：{id}={word}", "no question has this answer: {id}={word}"),
                )
                .help(if words.is_empty() {
                    say!("现在没有要回答的问题：去掉这个回答再试", "nothing is asked now: leave the answer out and try again")
                } else {
                    say!("可以回答：{list}", "the answers there are: {list}")
                })
            })
            .collect()
    }

    /// Stops where an answer is mistyped: whoever wrote it believes that it counts. To be called when everything that can be asked was asked, before anything is written.
    ///
    /// # Errors
    /// When there is an answer that no question asked for.
    pub fn all_known(&self) -> Outcome<()> {
        let wrong = self.unknown();
        if wrong.is_empty() { Ok(()) } else { Err(Stop::all(wrong)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            otherwise: None,
        };
        let mut answers = Answers::default();
        assert_eq!(answers.add_file("# 注\n\nq1 = mine\nq2=x\n"), Ok(()));
        assert_eq!(answers.to(&question), Some("mine"));
        let told = |answers: &Answers| answers.unknown().iter().map(|d| d.message.en.clone()).collect::<Vec<_>>();
        assert_eq!(told(&answers), ["no question has this answer: q2=x"]);
        assert_eq!(answers.unknown()[0].help.as_ref().unwrap().en, "the answers there are: q1=mine | q1=theirs");
        assert!(!answers.add("mine"));
        assert_eq!(answers.add_file("q1=mine\nsomething"), Err(2));
        let mut wrong = Answers::default();
        assert!(wrong.add("q1=nobody"));
        assert_eq!(wrong.to(&question), None);
        assert_eq!(told(&wrong), ["no question has this answer: q1=nobody"]);
        let mut early = Answers::default();
        early.add("q1=mine");
        assert!(
            early.all_known().is_err_and(|stop| stop.found.iter().all(|d| d
                .help
                .as_ref()
                .unwrap()
                .en
                .contains("nothing is asked")))
        );
    }
}
