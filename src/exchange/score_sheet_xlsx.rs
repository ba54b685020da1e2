//! A score sheet as a workbook: one row an answer, with choices, limits and formulas, and a hidden sheet that says what it was made from.
//!
//! It is filled in with a spreadsheet and taken in again by the keys of its first column, so that rows may be moved and widths changed. What
//! counts is worked out anew from the answers; the formulas only help while filling in.

mod cells;
mod formula;
mod sums;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::audit::answer_fields::{AnswerField, answer_fields, below, most_marks};
use crate::audit::rectify::to_look_at;
use crate::audit::{Facts, Layer, Place, Scored, Truth, explain, in_scope, show, summary};
use crate::model::inspection::Round;
use crate::model::standard::rule::Below;
use crate::model::standard::{Criterion, Section, Standard};
use crate::model::{Bureau, Point};
use cells::Writer;
use formula::{Inputs, Rows};

/// The sheet with who, when and the sums.
pub const FRONT: &str = "填表";
/// The sheet with the answers.
pub const ANSWERS: &str = "评分表";
/// The hidden sheet that says what the workbook was made from.
pub const META: &str = "yizhan";
/// What the hidden sheet's first cell says: the format and its number.
pub const FORMAT: &str = "yizhan-score-sheet 1";
/// The head of the column of keys.
pub const KEY_HEAD: &str = "编号（勿改）";
/// The heads of the columns of answers, in their order.
pub const HEADS: [&str; 14] = [
    KEY_HEAD,
    "序号",
    "检查内容",
    "怎样评",
    "已知",
    "填写",
    "单位",
    "得分",
    "不适用的原因",
    "原因和情况",
    "看到的佐证",
    "要整改的",
    "整改期限",
    "照片",
];
/// What a cell of marks says where a criterion does not apply.
pub const NOT_APPLICABLE: &str = "不适用";
/// Rows of the sheet of answers before the first section, from 0: its head.
const FIRST: u32 = 1;

/// The columns of the answers, by their place from 0.
pub mod column {
    /// Keys.
    pub const KEY: u16 = 0;
    /// Printed number.
    pub const NUMBER: u16 = 1;
    /// What is looked at.
    pub const WHAT: u16 = 2;
    /// How it is scored.
    pub const HOW: u16 = 3;
    /// What is known already.
    pub const KNOWN: u16 = 4;
    /// The answer.
    pub const ANSWER: u16 = 5;
    /// Unit, or full marks.
    pub const UNIT: u16 = 6;
    /// Marks as the sheet reckons them.
    pub const MARKS: u16 = 7;
    /// Why the criterion does not apply.
    pub const NOT_APPLICABLE: u16 = 8;
    /// Why marks were lost.
    pub const REASON: u16 = 9;
    /// What shows it.
    pub const EVIDENCE: u16 = 10;
    /// What is to be mended.
    pub const MEND: u16 = 11;
    /// Until when.
    pub const DEADLINE: u16 = 12;
    /// Photos.
    pub const PHOTO: u16 = 13;
}

/// What the workbook is made from.
pub struct Blank<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The bureau, if one is named.
    pub bureau: Option<&'a Bureau>,
    /// The point; none for any point.
    pub point: Option<&'a Point>,
    /// The round; none leaves it to be chosen.
    pub round: Option<Round>,
    /// The campaign.
    pub campaign: String,
    /// What earlier rounds found about the point, the earliest first.
    pub earlier: Vec<&'a Scored<'a>>,
}

/// A row of the sheet of answers.
enum Line<'a> {
    Section(String),
    Criterion(Question<'a>),
    Answer { of: &'a Criterion, field: AnswerField<'a> },
}

/// A criterion with what its row needs.
struct Question<'a> {
    criterion: &'a Criterion,
    section: usize,
    number: String,
    /// Why it does not apply to this point.
    out: Option<String>,
    /// Its single answer stands in its own row.
    single: Option<AnswerField<'a>>,
}

/// Makes the workbook; nothing when there is nothing to look at. The same inputs make the same bytes: no clock.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn score_sheet_xlsx(blank: &Blank<'_>) -> Result<Option<Vec<u8>>, String> {
    let layers: Vec<Layer<'_>> = blank.earlier.iter().map(|s| Layer::of(s.record)).collect();
    let place = match (blank.bureau, blank.point) {
        (Some(bureau), Some(point)) => Place::of(bureau, point),
        (Some(bureau), None) => Place { tier: None, channels: Place::channels_of(bureau) },
        (None, _) => Place::default(),
    };
    let facts = Facts::new(blank.standard, &layers, blank.point, place);
    let sheet = Sheet { blank, facts };
    let lines = sheet.lines();
    if lines.is_empty() {
        return Ok(None);
    }
    sheet.write(&lines).map(Some).map_err(|error| error.to_string())
}

struct Sheet<'s, 'a> {
    blank: &'s Blank<'a>,
    facts: Facts<'s>,
}

impl<'s> Sheet<'s, '_> {
    fn is_recheck(&self) -> bool {
        self.blank.round == Some(Round::Recheck)
    }

    /// The rows, top to bottom. A fact is asked for once, where the first criterion needs it.
    fn lines(&self) -> Vec<Line<'s>> {
        let last = self.blank.earlier.last().filter(|_| self.is_recheck());
        let left: Option<Vec<&str>> = last.map(|s| to_look_at(&s.outcome).map(|c| c.id.as_str()).collect());
        let mut asked: Vec<&str> = Vec::new();
        let mut lines = Vec::new();
        for (at, section) in self.blank.standard.sections.iter().enumerate() {
            let numbered = section.criteria.iter().enumerate().map(|(j, c)| (format!("{}.{}", at + 1, j + 1), c));
            let mine: Vec<(String, &Criterion)> =
                numbered.filter(|(_, c)| left.as_ref().is_none_or(|ids| ids.contains(&c.id.as_str()))).collect();
            if mine.is_empty() {
                continue;
            }
            lines.push(Line::Section(section_title(section)));
            for (number, criterion) in mine {
                let scope = criterion.when.as_ref().map_or((Truth::Met, String::new()), |s| in_scope(s, self.facts));
                let out = (scope.0 == Truth::NotMet).then_some(scope.1);
                let mut own = if out.is_some() { Vec::new() } else { answer_fields(criterion, self.facts) };
                own.retain(|field| match field {
                    AnswerField::Fact { name, .. } => {
                        let new = !asked.contains(name);
                        asked.push(name);
                        new
                    }
                    AnswerField::Marks
                    | AnswerField::Met
                    | AnswerField::Clean
                    | AnswerField::Fault { .. }
                    | AnswerField::Thing { .. }
                    | AnswerField::Checked
                    | AnswerField::Failed => true,
                });
                // Marks on another scale stand in a row of their own, which says so.
                let scaled = most_marks(criterion, self.facts) != criterion.marks.as_ref().map(|m| m.value);
                let single = match own.as_slice() {
                    [one @ (AnswerField::Marks | AnswerField::Met)] if !scaled => Some(*one),
                    _ => None,
                };
                lines.push(Line::Criterion(Question { criterion, section: at, number, out, single }));
                if single.is_none() {
                    lines.extend(own.into_iter().map(|field| Line::Answer { of: criterion, field }));
                }
            }
        }
        lines
    }

    fn write(&self, lines: &[Line<'_>]) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let title = self.title();
        let stamp = ExcelDateTime::parse_from_str(&self.stamp())?;
        let author = self.blank.bureau.map_or("", |b| b.file.name.value.as_str());
        book.set_properties(&DocProperties::new().set_title(&title).set_author(author).set_creation_datetime(&stamp));
        let rows = rows(lines);
        let mut points: Vec<String> = Vec::new();
        if let (None, Some(bureau)) = (self.blank.point, self.blank.bureau) {
            points = bureau.points.iter().map(|p| format!("{}（{}）", p.name.value, p.id)).collect();
        }
        let front = book.add_worksheet().set_name(FRONT)?;
        sums::front(front, self, &title, lines, points.len())?;
        let mut writer = Writer::new(book.add_worksheet().set_name(ANSWERS)?)?;
        for (row, line) in (FIRST..).zip(lines) {
            match line {
                Line::Section(title) => writer.section(row, title)?,
                Line::Criterion(question) => self.question(&mut writer, row, question, &rows)?,
                Line::Answer { of, field } => self.answer(&mut writer, row, of, field)?,
            }
        }
        writer.finish(FIRST + u32::try_from(lines.len()).unwrap_or(0))?;
        self.meta(&mut book, &points)?;
        book.save_to_buffer()
    }

    fn title(&self) -> String {
        let word = if self.is_recheck() { "复查表" } else { "评分表" };
        let of = self.blank.point.map_or(String::new(), |p| format!(" {}", p.name.value));
        self.blank.standard.titled(word) + &of
    }

    /// The day that the file bears: the bureau's edition, so that the same inputs make the same bytes.
    fn stamp(&self) -> String {
        self.blank.bureau.map_or_else(|| "2020-01-01".to_owned(), |b| b.file.edition.date.format("%Y-%m-%d").to_string())
    }

    fn question(&self, writer: &mut Writer<'_>, row: u32, question: &Question<'_>, rows: &Rows) -> Result<(), XlsxError> {
        let Question { criterion, number, out, single, .. } = question;
        let marks = criterion.marks.as_ref().map(|m| m.value);
        let mut what = criterion.title.value.clone();
        for (on, words) in [(criterion.veto, "一票否决"), (criterion.bonus, "加分项")] {
            if on {
                what.push_str(&format!("【{words}】"));
            }
        }
        let quote = criterion.quote.as_ref().filter(|q| q.value != criterion.title.value).map_or("", |q| q.value.as_str());
        let mut how = explain::rule(&criterion.rule, self.facts);
        let evidence: Vec<&str> = criterion.evidence.iter().map(|e| e.zh()).collect();
        if !evidence.is_empty() {
            how.push_str(&format!("\n佐证：{}", evidence.join("、")));
        }
        // What is not for this point has another key, so that nothing is looked for in its row.
        let key = if out.is_some() { format!("{}|out", criterion.id) } else { criterion.id.to_string() };
        writer.question(row, &key, [number, &what, quote, &how, &self.before(criterion)])?;
        writer.text(row, column::UNIT, &marks.map_or(String::new(), |m| format!("满分{}", show(m))))?;
        if marks.is_none() && single.is_some() {
            writer.text(row, column::UNIT, "是 / 否")?;
        }
        if let Some(why) = out {
            return writer.out(row, why);
        }
        if let Some(field) = single {
            writer.input(row, field, marks)?;
        }
        writer.notes(row)?;
        let inputs = Inputs { criterion, facts: self.facts, rows, rounding: self.blank.standard.rounding.as_ref() };
        let part = match marks {
            Some(marks) => formula::score(&inputs, marks),
            None => formula::met(&inputs),
        };
        match (part, marks) {
            (Some(part), _) => writer.formula(row, &part.or_empty()),
            (None, Some(marks)) => writer.by_hand(row, marks),
            (None, None) => writer.judged(row),
        }
    }

    /// What earlier rounds gave.
    fn before(&self, criterion: &Criterion) -> String {
        let of = |s: &&&Scored<'_>| s.outcome.criteria().find(|c| c.id == criterion.id.as_str()).cloned();
        let earlier = self.blank.earlier.iter().filter_map(|s| Some((s.record.round.zh(), of(&s)?)));
        let words = earlier.map(|(round, c)| match c.awarded {
            Some(awarded) if c.lost().is_some_and(|l| l.is_zero()) => format!("{round}{}分", show(awarded)),
            Some(awarded) => format!("{round}{}分：{}", show(awarded), c.reason),
            None => format!("{round}{}：{}", summary::state(&c), c.reason),
        });
        words.collect::<Vec<_>>().join("\n")
    }

    fn answer(&self, writer: &mut Writer<'_>, row: u32, of: &Criterion, field: &AnswerField<'_>) -> Result<(), XlsxError> {
        let (what, unit) = match field {
            AnswerField::Fact { name, yes_no } => {
                let unit = if *yes_no { "是 / 否" } else { self.facts.unit(name) };
                ((*name).to_owned(), unit.to_owned())
            }
            AnswerField::Marks if below(&of.rule) == Some(Below::Manual) => ("没有达到时酌情给分".to_owned(), "分".to_owned()),
            AnswerField::Marks => {
                let most = most_marks(of, self.facts).map_or(String::new(), |m| format!("分（满分{}）", show(m)));
                ("评分".to_owned(), most)
            }
            AnswerField::Met => ("符合".to_owned(), "是 / 否".to_owned()),
            AnswerField::Clean => ("查了，都没有问题".to_owned(), "是".to_owned()),
            AnswerField::Fault { name, by: None } => ((*name).to_owned(), "次".to_owned()),
            AnswerField::Fault { name, by: Some(by) } => (format!("{name}（{by}发现）"), "次".to_owned()),
            AnswerField::Thing { name } => ((*name).to_owned(), "有 / 缺".to_owned()),
            AnswerField::Checked => ("抽查".to_owned(), "个".to_owned()),
            AnswerField::Failed => ("其中不合格".to_owned(), "个".to_owned()),
        };
        let (known, how) = match field {
            AnswerField::Fact { name, .. } => {
                let found = self.facts.found(name);
                let mut told: Vec<String> = found.declared.iter().map(|v| format!("填报 {v}")).collect();
                told.extend(found.rounds.iter().map(|(round, v)| format!("{} {v}", round.zh())));
                let note = self.blank.standard.facts.get(name).and_then(|d| d.note.as_ref());
                let blank = if told.is_empty() { "" } else { "和填报一样的可以空着" };
                (told.join("\n"), note.map_or(blank.to_owned(), |n| n.value.clone()))
            }
            AnswerField::Marks
            | AnswerField::Met
            | AnswerField::Clean
            | AnswerField::Fault { .. }
            | AnswerField::Thing { .. }
            | AnswerField::Checked
            | AnswerField::Failed => (String::new(), String::new()),
        };
        writer.answer(row, &field.key(&of.id), [&what, &how, &known, &unit])?;
        writer.input(row, field, most_marks(of, self.facts))?;
        if let AnswerField::Fact { name, .. } = field {
            writer.percent(row, self.facts.unit(name) == "%")?;
        }
        Ok(())
    }

    /// What the workbook was made from, on a sheet that is not shown.
    fn meta(&self, book: &mut Workbook, points: &[String]) -> Result<(), XlsxError> {
        let blank = self.blank;
        let sheet = book.add_worksheet().set_name(META)?;
        let pairs: BTreeMap<&str, String> = BTreeMap::from([
            ("standard", blank.standard.id.clone()),
            ("version", blank.standard.version.value.clone()),
            ("standardHash", blank.fingerprint.clone()),
            ("bureau", blank.bureau.map_or(String::new(), |b| b.id.to_string())),
            ("point", blank.point.map_or(String::new(), |p| p.id.to_string())),
            ("round", blank.round.map_or(String::new(), |r| r.word().to_owned())),
            ("campaign", blank.campaign.clone()),
        ]);
        sheet.write_string(0, 0, FORMAT)?;
        for (row, (key, value)) in (1..).zip(&pairs) {
            sheet.write_string(row, 0, *key)?;
            sheet.write_string(row, 1, value)?;
        }
        for (row, point) in (0..).zip(points) {
            sheet.write_string(row, 3, point)?;
        }
        sheet.set_hidden(true);
        Ok(())
    }
}

/// The row of each answer, from 1, as formulas name it.
fn rows(lines: &[Line<'_>]) -> Rows {
    let mut rows = Rows::new();
    for (row, line) in (FIRST + 1..).zip(lines) {
        match line {
            Line::Criterion(Question { criterion, single: Some(field), .. }) => {
                rows.insert(field.key(&criterion.id), row);
            }
            Line::Answer { of, field } => {
                rows.insert(field.key(&of.id), row);
            }
            Line::Section(_) | Line::Criterion(_) => {}
        }
    }
    rows
}

fn section_title(section: &Section) -> String {
    let marks = section.marks.as_ref().map(|m| format!("{}分", show(m.value)));
    let weight = section.weight.as_ref().map(|w| format!("权重{}", w.text()));
    let parts: Vec<String> = [marks, weight].into_iter().flatten().collect();
    let tail = if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("，")) };
    format!("{}{tail}", section.title.value)
}

/// A decimal as a spreadsheet holds it.
fn float(value: Decimal) -> f64 {
    rust_decimal::prelude::ToPrimitive::to_f64(&value).unwrap_or_default()
}
