//! What somebody answered about the columns of a table, for the next table with the same heads: the questions of a reader with what is remembered of them.

use super::ask::{Ask, Asker, Reading};
use super::find::Column;
use super::heads::plain;
use crate::diagnostic::Bilingual;
use crate::say;

/// One answer: the kind of table, its heads, what was asked, and the word of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// `catalog`, `points` or `plan`.
    pub kind: String,
    /// The heads of the table, joined.
    pub heads: String,
    /// What was asked: a head, or 渠道.
    pub about: String,
    /// The word.
    pub word: String,
}

/// Asks what is not remembered, and keeps what was answered.
pub struct Memory<'m, 'a> {
    kind: &'static str,
    asker: &'m mut Asker<'a>,
    known: &'m [Learned],
    /// What was answered this time.
    pub learned: Vec<Learned>,
}

impl<'m, 'a> Memory<'m, 'a> {
    /// Questions about one kind of table.
    #[must_use]
    pub fn new(kind: &'static str, asker: &'m mut Asker<'a>, known: &'m [Learned]) -> Self {
        Self { kind, asker, known, learned: Vec::new() }
    }

    /// The answer that is given now, else the one that is remembered for these heads; asked where there is neither.
    pub fn ask(&mut self, heads: &str, about: &str, ask: Ask) -> Option<&'static str> {
        let same = |l: &&Learned| l.kind == self.kind && l.heads == heads && l.about == about;
        // An answer of now goes before one of another day.
        let given = self.asker.given(&ask).is_some();
        if !given && let Some(word) = self.known.iter().find(same).and_then(|l| ask.readings.iter().find(|r| r.word == l.word)) {
            return Some(word.word);
        }
        let word = self.asker.ask(ask)?;
        let one = Learned { kind: self.kind.to_owned(), heads: heads.to_owned(), about: about.to_owned(), word: word.to_owned() };
        if !self.learned.contains(&one) {
            self.learned.push(one);
        }
        Some(word)
    }

    /// What is asked only once and not for the next table.
    pub fn ask_once(&mut self, ask: Ask) -> Option<&'static str> {
        self.asker.ask(ask)
    }

    /// What a column is, whose head says nothing that is known.
    pub fn column(
        &mut self,
        heads: &str,
        place: String,
        column: &Column,
        samples: &[&str],
        words: &[(&'static str, &str)],
    ) -> Option<&'static str> {
        let head = &column.name;
        let shown = samples.iter().map(|s| s.chars().take(16).collect::<String>()).collect::<Vec<_>>().join("、");
        let keep = Reading { word: "keep", says: say!("都不是，照原样保留", "none of these: keep it as it stands") };
        let readings = words
            .iter()
            .map(|(word, zh)| Reading { word, says: Bilingual { zh: (*zh).to_owned(), en: (*word).to_owned() } })
            .chain([keep])
            .collect();
        self.ask(
            heads,
            head,
            Ask {
                place,
                what: say!("“{head}”这一列是什么？格子里写着：{shown}", "what is the column “{head}”? Its cells say {shown}"),
                readings,
                otherwise: say!("这张表先不读", "the table is not read yet"),
            },
        )
    }
}

/// The heads of a table as one text: two tables with the same are of one shape.
#[must_use]
pub fn shape(columns: &[Column]) -> String {
    columns.iter().map(|c| plain(&c.name)).collect::<Vec<_>>().join("|")
}

/// Words for choices that are counted.
pub const NUMBERS: [&str; 20] =
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"];
