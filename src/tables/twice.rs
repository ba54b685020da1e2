//! Two columns that hold one thing: the filled cell counts; where both are filled and differ somebody says which column counts.

use super::ask::{Ask, Reading};
use super::find::{Column, squeezed};
use super::memory::{Memory, shape};
use super::sections::{Line, Section};
use crate::diagnostic::Bilingual;
use crate::say;

/// Which of two columns counts where both are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither: both are kept as they stand.
    Neither,
}

/// A second column of a key.
#[derive(Debug, Clone)]
pub struct Twice {
    /// The key.
    pub key: &'static str,
    /// The first column.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// Their heads.
    pub heads: [String; 2],
    /// Which one counts.
    pub counts: Counts,
}

/// Where the columns begin that a workbook of ours keeps under their own heads: behind these. Such a head may say what one of ours says, and is none.
/// All columns are read by their heads where the workbook is not ours.
#[must_use]
pub fn kept_from(columns: &[Column], ours: &[&str]) -> usize {
    let same = columns.len() >= ours.len() && columns.iter().zip(ours).all(|(column, own)| squeezed(&column.name) == *own);
    if same { columns.get(ours.len()).map_or(usize::MAX, |column| column.at) } else { usize::MAX }
}

/// Whether a cell says nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "—" | "——" | "/" | "\\")
}

/// The question which of two columns counts.
#[must_use]
pub fn which(place: String, first: &Column, second: &Column, otherwise: Bilingual) -> Ask {
    let (one, two) = (&first.name, &second.name);
    Ask {
        place,
        what: say!(
            "“{one}”和“{two}”两列说的是同一样，写得不一样：以哪一列为准？",
            "the columns “{one}” and “{two}” are about the same thing and differ: which one counts?"
        ),
        readings: vec![
            Reading {
                word: "1", says: say!("以“{one}”为准，“{two}”照原样保留", "“{one}” counts, “{two}” is kept as it stands")
            },
            Reading {
                word: "2", says: say!("以“{two}”为准，“{one}”照原样保留", "“{two}” counts, “{one}” is kept as it stands")
            },
        ],
        otherwise,
    }
}

/// What happens to cells that differ, without an answer.
#[must_use]
pub fn neither() -> Bilingual {
    say!("不一样的格子都照原样保留，不当作这一样", "cells that differ are kept as they stand, and neither counts")
}

/// Whether two columns are both filled in some row, and differ there.
#[must_use]
pub fn differ(section: &Section<'_>, first: usize, second: usize) -> bool {
    let text = |row: usize, at: usize| section.sheet.text(row, at).trim();
    section.lines.iter().any(|line| match line {
        Line::Row(row) => {
            let (one, other) = (text(*row, first), text(*row, second));
            !is_blank(one) && !is_blank(other) && squeezed(one) != squeezed(other)
        }
        _ => false,
    })
}

impl Twice {
    /// Two columns of a key. Of two names the first is the name without an answer: a record has one.
    pub fn ask(
        section: &Section<'_>,
        key: &'static str,
        (first, second): (usize, usize),
        heads: [String; 2],
        memory: &mut Memory<'_, '_>,
    ) -> Self {
        let column = |at: usize| section.columns.iter().find(|c| c.at == at);
        let mut counts = if key == "name" { Counts::First } else { Counts::Neither };
        if let Some((one, two)) = column(first).zip(column(second)).filter(|_| differ(section, first, second)) {
            let otherwise = if key == "name" {
                say!("前一列当作名称，后一列照原样保留", "the first is taken for the name, the second is kept as it stands")
            } else {
                neither()
            };
            let place = section.sheet.place(section.head.0, second);
            counts = match memory.ask(&shape(&section.columns), &two.name, which(place, one, two, otherwise)) {
                Some("1") => Counts::First,
                Some("2") => Counts::Second,
                _ => counts,
            };
        }
        Self { key, first, second, heads, counts }
    }

    /// The column whose cell counts in a row; none where neither does.
    #[must_use]
    pub fn column(&self, section: &Section<'_>, row: usize) -> Option<usize> {
        let text = |at: usize| section.sheet.text(row, at);
        match (is_blank(text(self.first)), is_blank(text(self.second))) {
            (true, false) => Some(self.second),
            (_, true) => Some(self.first),
            _ if squeezed(text(self.first)) == squeezed(text(self.second)) => Some(self.first),
            _ => match self.counts {
                Counts::First => Some(self.first),
                Counts::Second => Some(self.second),
                Counts::Neither => None,
            },
        }
    }

    /// What a row says besides what counts, by its head.
    #[must_use]
    pub fn kept(&self, section: &Section<'_>, row: usize) -> Vec<(String, String)> {
        let counts = self.column(section, row);
        let said = counts.map(|at| squeezed(section.sheet.text(row, at)));
        let text = |at: usize| super::find::tidy(section.sheet.text(row, at));
        let columns = [(self.first, &self.heads[0]), (self.second, &self.heads[1])];
        let rest = columns.into_iter().filter(|(at, _)| Some(*at) != counts && !is_blank(&text(*at)));
        rest.filter(|(at, _)| said.as_ref() != Some(&squeezed(&text(*at)))).map(|(at, head)| (head.clone(), text(at))).collect()
    }
}
