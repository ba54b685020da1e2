//! Answers of a filled workbook that do not hold in the workspace: they are left out of its record and named, and the others come in.

use std::collections::BTreeMap;

use super::Reason;
use super::trial_score::AnswerPath;
use crate::diagnostic::Bilingual;
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;

/// What of a finding scores its criterion; reasons, photos and what is to be mended do not.
const SCORING: [&str; 6] = ["marks", "met", "faults", "missing", "sample", "not_applicable"];

/// The answers that are left out.
#[derive(Default)]
pub struct Without {
    answers: Vec<(AnswerPath, Reason)>,
    /// Findings of which nothing stays.
    whole: Vec<AnswerPath>,
}

impl Without {
    /// Takes more answers up; whether that changes the record.
    pub fn grows(&mut self, more: &[(AnswerPath, Reason)]) -> bool {
        let mut grown = false;
        for (path, reason) in more {
            if !self.answers.iter().any(|(known, _)| known == path) {
                grown = true;
            } else if !self.whole.contains(path) {
                // Without its answer it is wrong still.
                self.whole.push(path.clone());
                grown = true;
            }
            if !self.answers.iter().any(|(known, why)| known == path && why == reason) {
                self.answers.push((path.clone(), reason.clone()));
            }
        }
        grown
    }

    /// Takes the answers out of a record.
    pub fn take_out(&self, record: &mut Tree) {
        for ((part, name), _) in &self.answers {
            let Some(mut all) = record.get(part).cloned() else { continue };
            let whole = part == "facts" || self.whole.iter().any(|(p, n)| p == part && n == name);
            match all.get(name).cloned() {
                Some(mut one) if !whole => {
                    for key in SCORING {
                        one.remove(key);
                    }
                    if matches!(&one, Tree::Map(left) if left.is_empty()) {
                        all.remove(name);
                    } else {
                        all.set(name, one);
                    }
                }
                Some(_) => all.remove(name),
                None => {}
            }
            if matches!(&all, Tree::Map(left) if left.is_empty()) {
                record.remove(part);
            } else {
                record.set(part, all);
            }
        }
    }

    /// Where they stand in the workbook.
    pub fn places(&self, cells: &BTreeMap<String, String>) -> Vec<String> {
        let mut places: Vec<String> = self.answers.iter().map(|(path, _)| place(path, cells)).collect();
        places.dedup();
        places
    }

    /// What a person should look at: each with what is wrong and what to do.
    pub fn doubts(&self, cells: &BTreeMap<String, String>) -> Vec<Uncertain> {
        let doubt = |(path, Reason { says, help }): &(AnswerPath, Reason)| Uncertain {
            place: place(path, cells),
            message: Bilingual {
                zh: format!("{}，这一项没有收；{}", says.zh, help.zh),
                en: format!("{}; the answer was left out: {}", says.en, help.en),
            },
        };
        self.answers.iter().map(doubt).collect()
    }
}

/// The cell of an answer; of one whose parts stand in rows of their own the first of them.
fn place((part, name): &AnswerPath, cells: &BTreeMap<String, String>) -> String {
    let key = format!("{part}.{name}");
    let below = || cells.range(format!("{key}|")..).next().filter(|(k, _)| k.starts_with(&format!("{key}|"))).map(|(_, p)| p);
    cells.get(&key).or_else(below).cloned().unwrap_or(key)
}
