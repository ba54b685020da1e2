//! What stands beside an answer: reasons, evidence, what is to be mended, photos; and what the workbook reckoned itself.

use std::collections::BTreeSet;

use super::Placed;
use super::answers::Reader;
use crate::audit::answer_fields::{AnswerField, answer_fields};
use crate::diagnostic::Bilingual;
use crate::exchange::score_sheet_xlsx::{NOT_APPLICABLE, column};
use crate::model::standard::Criterion;
use crate::say;
use crate::submission::Picture;
use crate::submission::cells::{day, number, several};
use crate::submission::reported_result::ReportedCriterion;
use crate::tables::{Sheet, Uncertain, ranges};
use crate::yaml_write::tree::Tree;

impl Reader<'_> {
    /// What stands beside a criterion: why it does not apply, reason, evidence, what is to be mended, photos. Where the answer is not `sound`, it
    /// does not say either that the criterion does not apply.
    pub fn remarks(&mut self, criterion: &Criterion, row: usize, sound: &mut bool) -> Vec<(String, Tree)> {
        let mut own = Vec::new();
        let mut text = |at: u16| self.filled(row, at).map(|(text, _)| text).unwrap_or_default();
        let (out, reason) = (text(column::NOT_APPLICABLE), text(column::REASON));
        let (evidence, mend, deadline) = (text(column::EVIDENCE), text(column::MEND), text(column::DEADLINE));
        if !reason.is_empty() {
            own.push(("reason".to_owned(), Tree::text(&reason)));
        }
        if !evidence.is_empty() {
            own.push(("evidence".to_owned(), Tree::texts(&several(&evidence))));
        }
        let photos: Vec<Tree> = self.photos_of(criterion.id.as_str());
        if !photos.is_empty() {
            own.push(("photos".to_owned(), Tree::List(photos)));
        }
        if !out.is_empty() {
            if *sound {
                own.push(("not_applicable".to_owned(), Tree::text(&out)));
            }
        } else if self.table.text(row, column::MARKS) == NOT_APPLICABLE {
            self.left.out(
                &self.table.place(row, column::NOT_APPLICABLE),
                &say!("得分写了不适用，没有写原因", "it says that this does not apply, and not why"),
                say!("写不适用的原因", "write the reason"),
            );
            *sound = false;
        }
        if !mend.is_empty() {
            let mut entries = vec![("what".to_owned(), Tree::text(&mend))];
            match day(&deadline) {
                Some(day) if day < self.day => self.left.out(
                    &self.table.place(row, column::DEADLINE),
                    &say!("期限 {day} 早于检查日期", "the deadline {day} is before the day of the inspection"),
                    say!("核对年月日", "check the date"),
                ),
                Some(day) => entries.push(("deadline".to_owned(), Tree::Bare(day.to_string()))),
                None if deadline.is_empty() => {}
                None => self.left.out(
                    &self.table.place(row, column::DEADLINE),
                    &say!("期限“{deadline}”读不懂", "the deadline “{deadline}” cannot be read"),
                    say!("写成 2026-12-31", "write it as 2026-12-31"),
                ),
            }
            own.push(("mend".to_owned(), Tree::Map(entries)));
        } else if !deadline.is_empty() {
            self.left.out(
                &self.table.place(row, column::DEADLINE),
                &say!("写了整改期限，没有写要整改什么", "there is a deadline, and nothing to mend"),
                say!("在“要整改的”里写", "write what is to be mended"),
            );
        }
        own
    }

    /// What the sheet reckoned.
    pub fn claim(&mut self, criterion: &Criterion, row: usize) {
        let (text, float) = self.table.cell(row, column::MARKS);
        let place = self.table.place(row, column::MARKS);
        let claim = match (criterion.marks.is_some(), text.as_str()) {
            (true, text) => number(text, "分", float).map(|m| ReportedCriterion {
                low: Some(m),
                high: Some(m),
                ..ReportedCriterion::default()
            }),
            (false, "符合") => Some(ReportedCriterion { state: Some("met".to_owned()), ..ReportedCriterion::default() }),
            (false, "不符合") => Some(ReportedCriterion { state: Some("not_met".to_owned()), ..ReportedCriterion::default() }),
            (false, _) => None,
        };
        if let Some(claim) = claim {
            self.reported.criteria.insert(criterion.id.to_string(), ReportedCriterion { place, ..claim });
        }
    }

    /// What would be lost without a word: answers in rows without a key or beside the cell that is asked for, cells that show an error, criteria
    /// whose row is gone.
    pub fn left_over(&mut self) {
        let sheet = self.table.sheet;
        self.unread_cells();
        let keyed = self.table.keyed();
        let known: BTreeSet<String> = self
            .standard
            .criteria()
            .flat_map(|c| {
                let id = c.id.to_string();
                let keys: Vec<String> = answer_fields(c, self.any()).iter().map(|field| field.key(&id)).collect();
                keys.into_iter().chain([id])
            })
            .collect();
        for row in self.table.first..sheet.rows.len() {
            let (text, place) = (self.table.text(row, column::ANSWER), self.table.place(row, column::ANSWER));
            if text.is_empty() {
                continue;
            }
            match keyed.get(&row) {
                None => self.left.out(
                    &place,
                    &say!("填了“{text}”，这一行没有编号，不知道是哪一项", "“{text}” stands in a row without a key"),
                    say!(
                        "填到有编号的行里；编号被删掉的，用一份新表",
                        "write it into a row that has its key, or take a new sheet"
                    ),
                ),
                Some(key) if self.table.twice.contains_key(*key) => {}
                Some(key) if !known.contains(*key) => self.left.out(
                    &place,
                    &say!(
                        "填了“{text}”，标准里没有编号“{key}”",
                        "“{text}” stands in a row whose key “{key}” is not in the standard"
                    ),
                    say!("编号改过的改回来", "put the key back as it was"),
                ),
                // A criterion with answers below its row.
                Some(key) if self.has_answers(key) => self.left.out(
                    &place,
                    &say!("“{text}”填在标题行里", "“{text}” stands in the row of the title"),
                    say!("填到下面的行里", "write it into the rows below"),
                ),
                Some(_) => {}
            }
        }
        for criterion in self.standard.criteria() {
            let id = criterion.id.as_str();
            let there = |key: &str| key == id || key.split('|').next() == Some(id);
            // A re-inspection asks only for what is left.
            if !self.is_part && !self.table.keyed().into_values().any(there) {
                let title = &criterion.title.value;
                self.doubts.push(Uncertain {
                    place: sheet.name.clone(),
                    message: say!("没有“{title}”这一行，当作没有查", "the row of “{title}” is gone: taken as not looked at"),
                });
            }
        }
    }

    /// Whether the answers of a criterion stand in rows of their own, and none in the criterion's.
    fn has_answers(&self, key: &str) -> bool {
        let Some(criterion) = self.standard.criteria().find(|c| c.id.as_str() == key) else { return false };
        let here = |field: &AnswerField<'_>| {
            matches!(field, AnswerField::Marks | AnswerField::Met) && !self.table.rows.contains_key(&field.key(key))
        };
        !answer_fields(criterion, self.any()).iter().any(here)
    }

    /// What the first sheet says of the total.
    pub fn total(&mut self, front: &Sheet) {
        let row = (0..front.rows.len()).find(|row| front.text(*row, 0) == "sum|total");
        let total = row.and_then(|row| front.cell(row, 5)).and_then(|c| number(&c.text, "分", c.number));
        self.reported.total = total.map(Some);
    }

    /// Takes the pictures whose row belongs to a criterion: its own row, or that of one of its answers.
    pub fn photos(&mut self, placed: &[Placed]) {
        for picture in placed {
            let of = self.criterion_at(picture).filter(|_| picture.sheet == self.table.sheet.name);
            let Some(of) = of else {
                self.doubts.push(Uncertain {
                    place: picture.place.clone(),
                    message: say!(
                        "这张图片不在哪一项的行里，没有收；要的话移到那一项的行里",
                        "this picture stands in no criterion's row and was not taken: move it into that row where it is wanted"
                    ),
                });
                continue;
            };
            let whole = |rest: &Bilingual| Bilingual { zh: format!("图片{}", rest.zh), en: format!("the picture {}", rest.en) };
            match picture.kind.clone() {
                Ok(kind) => {
                    let name = format!("{of}\u{1f}{}", self.pictures.len());
                    self.pictures.push(Picture { name, kind, bytes: picture.bytes.clone() });
                    if let Some(note) = &picture.note {
                        self.doubts.push(Uncertain { place: picture.place.clone(), message: whole(note) });
                    }
                }
                Err(fault) => {
                    let then = say!("这张图片没有收", "it was left out");
                    self.left.out_with(&picture.place, &whole(&fault.says), fault.help, then);
                }
            }
        }
    }

    /// Cells outside of the answers of which nothing can be read. What the sheet reckons itself is not needed.
    fn unread_cells(&mut self) {
        let rows = self.table.first..self.table.sheet.rows.len();
        let reckoned: BTreeSet<String> = rows.map(|row| self.table.place(row, column::MARKS)).collect();
        let (marks, others): (Vec<_>, Vec<_>) = self.left.rest().into_iter().partition(|(place, _)| reckoned.contains(place));
        if let Some((first, _)) = marks.first() {
            let count = marks.len();
            self.doubts.push(Uncertain {
                place: first.clone(),
                message: say!(
                    "“得分”一列有 {count} 格没有算出来，照填的按规则算",
                    "{count} cells of the column of marks have no result: marks are worked out from what is filled in"
                ),
            });
        }
        self.doubts.extend(others.into_iter().map(|(place, message)| Uncertain { place, message }));
    }

    /// Rows that nobody sees are read as the others, with a word about them.
    pub fn hidden(&mut self, front: &Sheet) {
        for sheet in [front, self.table.sheet] {
            let filled =
                |row: &usize| sheet.rows.get(row.saturating_sub(1)).is_some_and(|r| r.iter().any(|c| !c.text.is_empty()));
            let rows: Vec<usize> = sheet.hidden_rows.iter().copied().filter(filled).collect();
            if !rows.is_empty() {
                let rows = ranges(&rows);
                self.doubts.push(Uncertain {
                    place: sheet.name.clone(),
                    message: say!(
                        "第 {rows} 行是隐藏的（或筛选掉的），和别的行一样读了",
                        "rows {rows} are hidden or filtered away; they were read like the others"
                    ),
                });
            }
        }
    }

    /// The criterion whose row, or whose answers' rows, a picture stands in: that of the nearest key above.
    fn criterion_at(&self, picture: &Placed) -> Option<String> {
        let by_row = self.table.keyed();
        let above = by_row.range(..=picture.row).rev().map(|(_, key)| *key);
        let ids = || self.standard.criteria().map(|c| c.id.as_str());
        // Facts belong to the criterion above them.
        above.filter_map(|key| ids().find(|id| *id == key.split('|').next().unwrap_or_default())).map(str::to_owned).next()
    }

    fn photos_of(&self, criterion: &str) -> Vec<Tree> {
        let own = self.pictures.iter().filter(|p| p.name.split('\u{1f}').next() == Some(criterion));
        own.map(|p| Tree::Map(vec![("file".to_owned(), Tree::text(&p.name))])).collect()
    }
}
