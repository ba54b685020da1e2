//! What of a filled workbook could not be used: cells and pictures, each with its place, what is wrong, and what to do. It must not know what an
//! answer means.

use std::collections::BTreeMap;

use crate::diagnostic::Bilingual;
use crate::say;
use crate::submission::{Reason, Reasons};
use crate::tables::{Sheet, Uncertain, never_calculated};

/// One thing that was left out.
struct One {
    place: String,
    says: Bilingual,
    help: Bilingual,
    /// What becomes of the answer.
    then: Bilingual,
}

/// All that was left out, and the cells of which nothing can be read.
pub struct Left {
    all: Vec<One>,
    /// By their places, what the reader of workbooks said of cells.
    unreadable: BTreeMap<String, Bilingual>,
}

impl Left {
    /// Nothing yet, of a sheet. A cell at one of the places `of_pictures` holds a picture, of which is told elsewhere.
    pub fn of<'p>(sheet: &Sheet, of_pictures: impl Iterator<Item = &'p String>) -> Self {
        let formulas = sheet.uncalculated.iter().map(|(row, column)| (sheet.place(*row, *column), never_calculated()));
        let said = sheet.doubts.iter().filter(|d| d.place != sheet.name).map(|d| (d.place.clone(), d.message.clone()));
        let mut unreadable: BTreeMap<String, Bilingual> = formulas.chain(said).collect();
        for place in of_pictures {
            unreadable.remove(place);
        }
        Self { all: Vec::new(), unreadable }
    }

    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How much was left out.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Leaves out what stands in a cell: its answer counts as not given.
    pub fn out(&mut self, place: &str, says: &Bilingual, help: Bilingual) {
        self.out_with(place, says, help, say!("这一格没有收", "this cell was left out"));
    }

    /// The same with what becomes of it.
    pub fn out_with(&mut self, place: &str, says: &Bilingual, help: Bilingual, then: Bilingual) {
        let there = |one: &One| one.place == place && one.says == *says;
        if !self.all.iter().any(there) {
            self.all.push(One { place: place.to_owned(), says: says.clone(), help, then });
        }
    }

    /// What was said of a cell that looks blank, once: a formula without a result, an error, an object.
    pub fn unreadable(&mut self, place: &str) -> Option<Bilingual> {
        self.unreadable.remove(place)
    }

    /// What was said of cells that nobody has asked for.
    pub fn rest(&mut self) -> BTreeMap<String, Bilingual> {
        std::mem::take(&mut self.unreadable)
    }

    /// As reasons for which nothing is taken in.
    pub fn reasons(&self) -> Reasons {
        self.all.iter().map(|one| Reason::at(&one.place, &one.says, one.help.clone())).collect()
    }

    /// As what a person should look at: what is wrong, that it was left out, what to do.
    pub fn doubts(&self) -> Vec<Uncertain> {
        let doubt = |One { place, says, help, then }: &One| Uncertain {
            place: place.clone(),
            message: Bilingual {
                zh: format!("{}，{}；{}", says.zh, then.zh, help.zh),
                en: format!("{}, {}: {}", says.en, then.en, help.en),
            },
        };
        self.all.iter().map(doubt).collect()
    }

    /// The places.
    pub fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = self.all.iter().map(|one| one.place.clone()).collect();
        places.dedup();
        places
    }
}
