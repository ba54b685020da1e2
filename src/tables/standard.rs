//! A score sheet as a standard: which row is a section and which a criterion, where the marks stand, what the wording says of them, and whether
//! they add up. The words stay as they are; what cannot be turned into a rule with certainty stays with the inspectors and is named.

pub mod around;
pub mod changes;
mod columns;
mod grades;
pub mod grammar;
mod head_words;
mod marks;
mod own_rows;
pub mod roundtrip;
mod rows;
mod source;
pub mod sums;
mod titles;
pub mod to_yaml;
mod ways;
mod wording;

use rust_decimal::Decimal;

use super::ask::Asker;
use super::find::{self, Found, squeezed};
use super::{Sheet, Uncertain};
use crate::diagnostic::Bilingual;
use crate::say;
use columns::{Roles, field, mapping, roles};
pub use grades::Grade;
pub use grammar::Reading;

/// A score sheet that was understood.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its sheets.
    pub sheets: Vec<String>,
    /// What stands above it.
    pub title: String,
    /// Each column that was read: its letters, its head, and what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// The sections in their order.
    pub sections: Vec<Section>,
    /// Grades, the highest first as printed.
    pub grades: Vec<Grade>,
    /// What a total below the lowest grade means; empty where nothing is said.
    pub below: String,
    /// Full marks, as the sheet states them.
    pub total: Option<Decimal>,
    /// The document that the sheet itself names, or that somebody named.
    pub source: String,
    /// Somebody named it.
    pub source_given: bool,
    /// How the total is rounded before the grade is taken from it, in decimals; none where nothing is said.
    pub rounding: Option<u32>,
    /// The grades as they are said, by place.
    spoken: Vec<grades::Spoken>,
    /// What looks like grades and was not understood: place and words.
    unread: Vec<(String, String)>,
    /// Documents that may be the source: place and name.
    named: Vec<(String, String)>,
    /// Totals that sentences state, by place.
    totals: Vec<(String, Decimal)>,
    /// It is a workbook that we wrote.
    pub own: bool,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// A section.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its title, without number and marks; empty for rows that stand in none.
    pub title: String,
    /// Its marks, as the sheet states them.
    pub marks: Option<Decimal>,
    /// Where it begins.
    pub place: String,
    /// Its criteria.
    pub criteria: Vec<Row>,
}

/// A criterion.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Where it stands: 评分表!C5.
    pub place: String,
    /// The id that the sheet has; empty where it has none.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The title as it was printed; empty where it was made from the wording.
    pub printed: String,
    /// Full marks.
    pub marks: Option<Decimal>,
    /// The document's own words.
    pub quote: String,
    /// Where they stand in it.
    pub clause: String,
    /// A remark.
    pub note: String,
    /// What shows it, by the words of files.
    pub evidence: Vec<&'static str>,
    /// What our own workbooks say besides, as key and value.
    pub more: Vec<(&'static str, String)>,
    /// What our own workbooks carry so that nothing is lost.
    pub exact: String,
    /// The words that say how marks are given.
    scoring: String,
    /// The rule of its wording, with facts that no other criterion's rule asks for under the same name.
    reading: Option<Reading>,
    /// What it may be besides, where a deduction behind several marks may be for each of them.
    pub ways: Vec<SplitWay>,
}

/// One way to take a wording with several marks.
#[derive(Debug, Clone, Default)]
pub struct SplitWay {
    /// As a sentence.
    pub says: Bilingual,
    /// The criteria that it makes.
    pub rows: Vec<Row>,
}

impl Row {
    /// The rule of its wording.
    #[must_use]
    pub fn rule(&self) -> Reading {
        let wording = if self.scoring.is_empty() { &self.quote } else { &self.scoring };
        self.reading.clone().unwrap_or_else(|| grammar::read(wording, self.marks))
    }
}

impl Row {
    /// Takes what somebody decided for the rule of its wording.
    pub fn decide(&mut self, reading: Reading) {
        self.reading = Some(reading);
    }
}

impl Table {
    /// Takes what somebody decided for criteria that may be several: for each place the number of the way.
    pub fn split(&mut self, chosen: &[(String, usize)]) {
        for section in &mut self.sections {
            let old = std::mem::take(&mut section.criteria);
            for row in old {
                let way = chosen.iter().find(|(place, _)| *place == row.place && !row.ways.is_empty());
                match way.and_then(|(_, at)| row.ways.get(*at)) {
                    Some(way) => section.criteria.extend(way.rows.iter().cloned()),
                    None => section.criteria.push(row),
                }
            }
        }
        if !chosen.is_empty() {
            titles::number_titles(self);
            settle_facts(self);
        }
    }

    /// The criteria of all sections.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|s| &s.criteria)
    }

    /// What does not add up in the document itself, in its words; none where all does, or where marks are missing.
    #[must_use]
    pub fn slip(&self) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        if self.rows().any(|r| r.marks.is_none()) {
            return None;
        }
        for section in &self.sections {
            let sum: Decimal = section.criteria.iter().filter_map(|c| c.marks).sum();
            if let Some(stated) = section.marks.filter(|stated| *stated != sum) {
                parts.push(format!("“{}”写的是{stated}分，各项相加是{sum}分", section.title));
            }
        }
        let sum: Decimal = self
            .sections
            .iter()
            .filter(|s| !s.is_bonus())
            .map(|s| s.marks.unwrap_or_else(|| s.criteria.iter().filter_map(|c| c.marks).sum()))
            .sum();
        if let Some(total) = self.total.filter(|total| *total != sum) {
            parts.push(format!("总分写的是{total}分，相加是{sum}分"));
        }
        (!parts.is_empty()).then(|| parts.join("；"))
    }

    /// The marks of all criteria together, those of 加分项 apart.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.sections.iter().filter(|s| !s.is_bonus()).flat_map(|s| &s.criteria).filter_map(|r| r.marks).sum()
    }
}

impl Section {
    /// Its marks come on top.
    #[must_use]
    pub fn is_bonus(&self) -> bool {
        self.title.contains("加分")
    }
}

/// Reads the sheets that hold criteria, and the grades. Tables go on from one another, with a head of their own or without. `wanted` names one sheet.
#[must_use]
pub fn read_standard_table(sheets: &[Sheet], wanted: Option<&str>) -> Option<Table> {
    let own = sheets.iter().any(roundtrip::is_ours);
    let mut table = Table { own, ..Table::default() };
    let mut before: Option<(Found, Roles, usize)> = None;
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        if own && !matches!(sheet.name.as_str(), roundtrip::SHEET | roundtrip::GRADES) {
            continue;
        }
        table.doubts.extend(sheet.doubts.iter().cloned());
        let mut inside: std::collections::BTreeSet<usize> = std::collections::BTreeSet::new();
        let known = |name: &str| field(name).is_some() || grades::is_name(name);
        let mut doubts = Vec::new();
        let all = find::tables(sheet, &known, &mut doubts);
        if all.is_empty() && headless(sheet, before.as_ref(), &mut table) {
            inside.extend(0..sheet.rows.len());
        }
        for found in all {
            if grades::read_grades(sheet, &found, &mut table) {
                inside.extend((found.head.0..found.head.1).chain(found.rows.iter().copied()));
                continue;
            }
            let grouped = |row: usize| rows::group(sheet, row, &found).is_some();
            let mut said = Vec::new();
            let roles = roles(sheet, &found, &grouped, &mut said);
            if !roles.complete() {
                continue;
            }
            inside.extend((found.head.0..found.head.1).chain(found.rows.iter().copied()));
            let same = before.as_ref().is_some_and(|(first, ..)| names(first) == names(&found));
            if table.sheets.last() != Some(&sheet.name) {
                table.sheets.push(sheet.name.clone());
            }
            if before.is_none() {
                table.title = title(sheet, &found);
                table.mapping = mapping(&found, &roles);
            }
            if !same {
                table.doubts.append(&mut said);
            }
            if before.is_some() && !same {
                let shown = mapping(&found, &roles)
                    .iter()
                    .map(|(at, head, what)| format!("{at} {head}→{what}"))
                    .collect::<Vec<_>>()
                    .join("，");
                table.doubts.push(Uncertain {
                    place: sheet.place(found.head.0, 0),
                    message: say!(
                        "这里的表列和前面的不一样，读成：{shown}",
                        "the columns of this table are others than those before; they are read as {shown}"
                    ),
                });
            }
            rows::read_rows(sheet, &found.rows, &found, &roles, &mut table);
            before = Some((found, roles, sheet.width()));
        }
        table.doubts.append(&mut doubts);
        around::read(sheet, &|row| inside.contains(&row), &mut table);
    }
    titles::finish(&mut table);
    table.rows().next()?;
    settle_facts(&mut table);
    around::settle(&mut table, &mut Asker::new(&|_| None));
    Some(table)
}

/// Reads the rules, and gives facts names of their own where two criteria ask for something under the same one: 完成率 of one is not that of another.
fn settle_facts(table: &mut Table) {
    let mut count: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (bonus, row) in table.sections.iter_mut().flat_map(|s| {
        let bonus = s.is_bonus();
        s.criteria.iter_mut().map(move |row| (bonus, row))
    }) {
        let on_top = bonus && row.reading.is_none() && !row.scoring.is_empty();
        let reading = if on_top { grammar::read_on_top(&row.scoring, row.marks) } else { row.rule() };
        for fact in &reading.facts {
            *count.entry(fact.name.clone()).or_default() += 1;
        }
        row.reading = Some(reading);
    }
    for row in table.sections.iter_mut().flat_map(|s| &mut s.criteria) {
        let title = row.title.clone();
        if let Some(reading) = &mut row.reading {
            reading.rename_facts(&|name| (count.get(name).copied().unwrap_or(0) > 1).then(|| format!("{title}：{name}")));
        }
    }
}

/// The last short text above the head that is a title: no number of an annex, and no sentence about grades.
fn title(sheet: &Sheet, found: &Found) -> String {
    let mut title = String::new();
    let other = |text: &str| {
        ["附件", "附表", "单位", "被", "（", "("].iter().any(|word| text.starts_with(word))
            || text.contains("以上)")
            || text.ends_with(['。', '；', '：', ':', ';', '，'])
            || around::says(text)
    };
    for text in sheet.above.iter().map(|text| find::tidy(text)).filter(|text| !other(text) && text.chars().count() <= 40) {
        title = text;
    }
    for row in sheet.rows.iter().take(found.head.0) {
        let mut own = row.iter().filter(|c| !c.left && !c.above && !c.text.is_empty());
        let (Some(only), None) = (own.next(), own.next()) else { continue };
        let text = find::tidy(&only.text);
        if !other(&text) && text.chars().count() <= 40 {
            title = text;
        }
    }
    if title.is_empty() && !around::says(&found.title) { found.title.clone() } else { title }
}

fn names(found: &Found) -> Vec<&str> {
    found.columns.iter().map(|c| c.name.as_str()).collect()
}

/// A table without a head: it goes on from the one before if it is as wide, and says so. Whether it was read.
fn headless(sheet: &Sheet, before: Option<&(Found, Roles, usize)>, table: &mut Table) -> bool {
    let Some((first, roles, width)) = before.filter(|_| sheet.rows.iter().flatten().any(|c| !c.text.is_empty())) else {
        return false;
    };
    let place = sheet.name.clone();
    if sheet.width() != *width {
        table.doubts.push(Uncertain {
            place,
            message: say!(
                "这张表没有认得出的表头，列数也和前一张不同，没有读",
                "this table has no head that is known and is not as wide as the one before: it was not read"
            ),
        });
        return false;
    }
    table.doubts.push(Uncertain {
        place,
        message: say!(
            "这张表没有表头，当作前一张的续表来读",
            "this table has no head and is read as going on from the one before"
        ),
    });
    table.sheets.push(sheet.name.clone());
    let all: Vec<usize> =
        (0..sheet.rows.len()).filter(|row| sheet.rows.get(*row).is_some_and(|r| r.iter().any(|c| !c.text.is_empty()))).collect();
    rows::read_rows(sheet, &all, first, roles, table);
    true
}

/// Whether two wordings say the same: spaces, width and marks of pauses apart.
#[must_use]
pub fn same_words(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        squeezed(text).chars().filter(|c| !"，,。.；;、：:“”\"'‘’《》()（）".contains(*c)).collect()
    };
    plain(one) == plain(other)
}
