//! The answers of a filled workbook, by what each rule asks: facts, marks, faults, what is missing, samples.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::left::Left;
use super::table::Table;
use crate::audit::answer_fields::{AnswerField, answer_fields, most_marks};
use crate::audit::{Facts, Place, show};
use crate::diagnostic::Bilingual;
use crate::exchange::score_sheet_xlsx::column;
use crate::model::standard::{Criterion, Standard};
use crate::say;
use crate::submission::cells::{count, number, yes_no};
use crate::submission::reported_result::ReportedResult;
use crate::submission::{Picture, Reasons};
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;

/// Reads the answers of one sheet, and gathers what is wrong with them.
pub struct Reader<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// The point's place.
    pub place: Place<'a>,
    /// The day of the inspection, for deadlines.
    pub day: chrono::NaiveDate,
    /// Only some of the criteria are asked for.
    pub is_part: bool,
    /// The sheet.
    pub table: Table<'a>,
    /// What is wrong with the sheet as a whole: there is no record then.
    pub wrong: Reasons,
    /// What could not be used; the rest comes in.
    pub left: Left,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
    /// Pictures that belong to a criterion.
    pub pictures: Vec<Picture>,
    /// What the sheet reckoned.
    pub reported: ReportedResult,
}

impl<'a> Reader<'a> {
    /// Without a point every answer that a criterion may ask for: what the sheet does not ask is not there.
    pub fn any(&self) -> Facts<'a> {
        Facts::new(self.standard, &[], None, self.place)
    }

    /// The row of an answer. A single one stands in the criterion's own row.
    fn row(&self, field: &AnswerField<'_>, criterion: &str) -> Option<usize> {
        let own = self.table.rows.get(&field.key(criterion));
        let single = || matches!(field, AnswerField::Marks | AnswerField::Met).then(|| self.table.rows.get(criterion)).flatten();
        own.or_else(single).copied()
    }

    fn bad(&mut self, row: usize, text: &str, what: &Bilingual) {
        let place = self.table.place(row, column::ANSWER);
        let says = say!("“{text}”读不懂", "“{text}” cannot be read");
        let help = Bilingual { zh: format!("写{}", what.zh), en: format!("write {}", what.en) };
        self.left.out(&place, &says, help);
    }

    /// What is written in a cell. One of which nothing can be read is left out and named.
    pub fn filled(&mut self, row: usize, column: u16) -> Option<(String, bool)> {
        let place = self.table.place(row, column);
        if let Some(says) = self.left.unreadable(&place) {
            self.left.out(
                &place,
                &says,
                say!("改成文字或数，或者清空这一格", "write a text or a number there, or clear the cell"),
            );
            return None;
        }
        let (text, float) = self.table.cell(row, column);
        (!text.is_empty()).then_some((text, float))
    }

    /// Leaves out the rows of a key that stands there twice: which of them counts nobody knows.
    fn twice(&mut self, key: &str) -> bool {
        let Some(rows) = self.table.twice.get(key).cloned() else { return false };
        let places: Vec<String> = rows.iter().map(|row| self.table.place(*row, column::KEY)).collect();
        for (at, place) in places.iter().enumerate() {
            let others = places.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, p)| p.as_str());
            let others = others.collect::<Vec<_>>().join("、");
            let says = say!(
                "编号“{key}”和 {others} 重复，不知道算哪一行",
                "the key “{key}” stands at {others} too: which row counts is unknown"
            );
            let help =
                say!("删去复制出来的一行；要多写的写在“原因和情况”里", "delete the copied row; say more beside the criterion");
            self.left.out(place, &says, help);
        }
        true
    }

    /// The facts of the record.
    pub fn facts(&mut self) -> Tree {
        let mut facts: Vec<(String, Tree)> = Vec::new();
        for criterion in self.standard.criteria() {
            for field in answer_fields(criterion, self.any()) {
                let AnswerField::Fact { name, yes_no } = field else { continue };
                if facts.iter().any(|(known, _)| known == name) || self.twice(&field.key(criterion.id.as_str())) {
                    continue;
                }
                let Some(row) = self.row(&field, criterion.id.as_str()) else { continue };
                let Some((text, float)) = self.filled(row, column::ANSWER) else { continue };
                if let Some(value) = self.fact(row, (name, yes_no), &text, float) {
                    facts.push((name.to_owned(), value));
                }
            }
        }
        Tree::Map(facts)
    }

    fn fact(&mut self, row: usize, (name, answers): (&str, bool), text: &str, float: bool) -> Option<Tree> {
        let unit = self.any().unit(name).to_owned();
        if answers {
            let value = yes_no(text);
            if value.is_none() {
                self.bad(row, text, &say!("是或否", "是 or 否"));
            }
            return value.map(|yes| Tree::Bare(if yes { "是" } else { "否" }.to_owned()));
        }
        let Some(value) = number(text, &unit, float) else {
            // A word or a list may be a fact too, where the standard compares words; what has a unit is a number.
            if !unit.is_empty() || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '约' | '０'..='９')) {
                self.bad(row, text, &say!("一个数", "a number"));
                return None;
            }
            return Some(Tree::text(text));
        };
        // A record is never changed again: what a spreadsheet made of 96% must not come in as 0.96%.
        if unit == "%" && !value.is_zero() && value <= Decimal::ONE && float {
            let (shown, meant) = (show(value), show(value * Decimal::ONE_HUNDRED));
            self.left.out(
                &self.table.place(row, column::ANSWER),
                &say!(
                    "“{name}”是 {shown}，单位是%：写成 {meant}% 的，表格会变成 {shown}",
                    "“{name}” is {shown}, in %: a spreadsheet makes {shown} of {meant}%"
                ),
                say!(
                    "{meant}% 写 {meant}；真的只有 {shown}% 的，前面加一个英文单引号写成 '{shown}%",
                    "for {meant}% write {meant}; if it really is {shown}%, write '{shown}% with a quote before it"
                ),
            );
            return None;
        }
        Some(Tree::Bare(show(value)))
    }

    /// Where facts and findings stand, by `facts` or `findings` and their names.
    pub fn cells(&self) -> BTreeMap<String, String> {
        let place = |(key, row): (&String, &usize)| {
            let of = key.strip_prefix("fact|").map(|name| format!("facts.{name}"));
            (of.unwrap_or_else(|| format!("findings.{key}")), self.table.place(*row, column::ANSWER))
        };
        self.table.rows.iter().map(place).collect()
    }

    /// The findings of the record.
    pub fn findings(&mut self) -> Tree {
        let mut findings = Vec::new();
        let criteria: Vec<&Criterion> = self.standard.criteria().collect();
        for criterion in criteria {
            let id = criterion.id.as_str();
            let before = self.left.len();
            let mut own = self.answers(criterion);
            // Half of an answer is another answer: one bad cell leaves out all that scores the criterion. Reasons and photos stay.
            let mut sound = self.left.len() == before;
            if let Some(row) = self.table.rows.get(id).copied() {
                let mut beside = self.remarks(criterion, row, &mut sound);
                self.claim(criterion, row);
                if !sound {
                    own.clear();
                    self.reported.criteria.remove(id);
                }
                own.append(&mut beside);
            }
            if !own.is_empty() {
                findings.push((id.to_owned(), Tree::Map(own)));
            }
        }
        Tree::Map(findings)
    }

    /// The answers of one criterion, facts apart.
    fn answers(&mut self, criterion: &Criterion) -> Vec<(String, Tree)> {
        let id = criterion.id.as_str();
        let (mut own, mut clean, mut not_clean) = (Vec::new(), None, None);
        let mut faults = Counted::default();
        let (mut things, mut sample) = (Vec::new(), [None, None]);
        self.twice(id);
        for field in answer_fields(criterion, self.any()) {
            // A fact is no answer of one criterion.
            if matches!(field, AnswerField::Fact { .. }) || self.twice(&field.key(id)) {
                continue;
            }
            let Some(row) = self.row(&field, id) else { continue };
            let Some((text, float)) = self.filled(row, column::ANSWER) else { continue };
            match field {
                AnswerField::Fact { .. } => {}
                AnswerField::Marks => match number(&text, "分", float) {
                    Some(marks) if most_marks(criterion, self.any()).is_some_and(|most| marks > most) => {
                        let most = most_marks(criterion, self.any()).map_or(String::new(), show);
                        let (place, title) = (self.table.place(row, column::ANSWER), &criterion.title.value);
                        self.left.out(
                            &place,
                            &say!("“{title}”填了{text}，满分是{most}", "“{title}” has {text} of {most} marks"),
                            say!("写 0 到 {most} 的数", "write a number from 0 to {most}"),
                        );
                    }
                    Some(marks) => own.push(("marks".to_owned(), Tree::Bare(show(marks)))),
                    None => self.bad(row, &text, &say!("分数，如 4.5", "marks, such as 4.5")),
                },
                AnswerField::Met => match yes_no(&text) {
                    Some(met) => own.push(("met".to_owned(), Tree::Bare(if met { "是" } else { "否" }.to_owned()))),
                    None => self.bad(row, &text, &say!("是或否", "是 or 否")),
                },
                AnswerField::Clean => match yes_no(&text) {
                    Some(true) => clean = Some(row),
                    Some(false) => not_clean = Some(row),
                    None => self.bad(row, &text, &say!("是，或者空着", "是, or nothing")),
                },
                AnswerField::Fault { name, by } => match count(&text) {
                    Some(times) => faults.add(name, by, times, row),
                    None => self.bad(row, &text, &say!("次数，如 2", "a count, such as 2")),
                },
                AnswerField::Thing { name } => match yes_no(&text) {
                    Some(there) => things.push((name, there, row)),
                    None => self.bad(row, &text, &say!("有或缺", "有 or 缺")),
                },
                AnswerField::Checked | AnswerField::Failed => match count(&text) {
                    Some(n) => {
                        if let Some(place) = sample.get_mut(usize::from(field == AnswerField::Failed)) {
                            *place = Some((n, row));
                        }
                    }
                    None => self.bad(row, &text, &say!("整数，如 10", "a whole number, such as 10")),
                },
            }
        }
        if let Some(row) = not_clean.filter(|_| faults.rows.is_empty() && things.is_empty()) {
            self.left.out(
                &self.table.place(row, column::ANSWER),
                &say!("写了“否”，没有写缺什么、有什么问题", "it says that something was found, and not what"),
                say!("在下面逐样写：有或缺，或者次数", "fill in the rows below: 有 or 缺, or how often"),
            );
        }
        let asks = |of: fn(&AnswerField<'_>) -> bool| answer_fields(criterion, self.any()).iter().filter(|s| of(s)).count();
        let (faulty, listed) =
            (asks(|s| matches!(s, AnswerField::Fault { .. })) > 0, asks(|s| matches!(s, AnswerField::Thing { .. })));
        if faulty && let Some(faults) = self.faults(&faults, clean) {
            own.push(("faults".to_owned(), faults));
        }
        if listed > 0
            && let Some(missing) = self.missing(criterion, (&things, listed), clean)
        {
            own.push(("missing".to_owned(), missing));
        }
        match sample {
            [Some((checked, _)), Some((failed, _))] => {
                let pair = [("checked", checked), ("failed", failed)];
                let pair = pair.map(|(key, n)| (key.to_owned(), Tree::Bare(n.to_string())));
                own.push(("sample".to_owned(), Tree::Map(pair.into())));
            }
            [Some((_, row)), None] | [None, Some((_, row))] => {
                let place = self.table.place(row, column::ANSWER);
                self.left.out(
                    &place,
                    &say!("抽查了几个、几个不合格，只写了一个", "of a sample, only one of its two numbers is there"),
                    say!("两个都写；没有不合格的写 0", "write both; 0 where none failed"),
                );
            }
            [None, None] => {}
        }
        own
    }

    fn faults(&mut self, faults: &Counted<'_>, clean: Option<usize>) -> Option<Tree> {
        if let (Some(row), Some((name, times))) = (clean, faults.first()) {
            self.contradiction(row, &say!("“{name}”有{times}次", "“{name}” was found {times} times"));
            return None;
        }
        (clean.is_some() || !faults.rows.is_empty()).then(|| faults.tree())
    }

    fn missing(
        &mut self,
        criterion: &Criterion,
        (things, asked): (&[(&str, bool, usize)], usize),
        clean: Option<usize>,
    ) -> Option<Tree> {
        let lacking: Vec<String> = things.iter().filter(|(_, there, _)| !there).map(|(name, ..)| (*name).to_owned()).collect();
        if let (Some(row), Some(first)) = (clean, lacking.first()) {
            self.contradiction(row, &say!("“{first}”又写了缺", "“{first}” is marked as missing"));
            return None;
        }
        if clean.is_some() {
            return Some(Tree::List(Vec::new()));
        }
        if things.is_empty() {
            return None;
        }
        // What was not looked at is not there for certain: one look at half a list is no list.
        if things.len() < asked {
            let (_, _, row) = things.last()?;
            let place = self.table.place(*row, column::ANSWER);
            let title = &criterion.title.value;
            let (done, left) = (things.len(), asked - things.len());
            self.left.out(
                &place,
                &say!("“{title}”填了{done}样，还有{left}样空着", "of “{title}” {done} are filled in and {left} are not"),
                say!(
                    "每样写有或缺；都有的，只写“都没有问题：是”",
                    "write 有 or 缺 for each; where all are there, 是 in the row above"
                ),
            );
            return None;
        }
        Some(Tree::texts(&lacking))
    }

    fn contradiction(&mut self, row: usize, what: &Bilingual) {
        let place = self.table.place(row, column::ANSWER);
        let says = Bilingual {
            zh: format!("写了“都没有问题”，可是{}", what.zh),
            en: format!("it says that nothing was found, and yet {}", what.en),
        };
        self.left.out(&place, &says, say!("改掉一个", "correct one of them"));
    }
}

/// Faults as they were counted.
#[derive(Default)]
struct Counted<'a> {
    rows: Vec<(&'a str, Option<&'a str>, u32, usize)>,
}

impl<'a> Counted<'a> {
    fn add(&mut self, name: &'a str, by: Option<&'a str>, times: u32, row: usize) {
        self.rows.push((name, by, times, row));
    }

    fn first(&self) -> Option<(&'a str, u32)> {
        self.rows.iter().find(|(_, _, times, _)| *times > 0).map(|(name, _, times, _)| (*name, *times))
    }

    fn tree(&self) -> Tree {
        let mut all: Vec<(String, Tree)> = Vec::new();
        for (name, by, times, _) in self.rows.iter().filter(|(_, _, times, _)| *times > 0) {
            let times = Tree::Bare(times.to_string());
            match by {
                None => all.push(((*name).to_owned(), times)),
                Some(by) => match all.iter_mut().find(|(known, _)| known == name) {
                    Some((_, Tree::Map(of))) => of.push(((*by).to_owned(), times)),
                    _ => all.push(((*name).to_owned(), Tree::Map(vec![((*by).to_owned(), times)]))),
                },
            }
        }
        Tree::Map(all)
    }
}
