//! Grades: a table of 等级 and 分数, or sentences such as 85分以上为三星. What they say is collected first; [`ladder`] makes an order of it or asks.

mod bounds;
mod ladder;
mod words;

use rust_decimal::Decimal;

use super::super::find::{Found, squeezed, tidy};
use super::super::{Sheet, Uncertain};
use super::Table;
use super::marks::number;
use crate::say;
pub use bounds::plain;
use bounds::{End, Interval, Takes, interval};
pub use ladder::{Ladder, Scale, ladder};
pub use words::{Spoken, hear};

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// Marks from which it is given.
    pub from: Decimal,
    /// They must be exceeded.
    pub more: bool,
}

const NAMES: [&str; 12] =
    ["等级", "等次", "星级", "档次", "评定等级", "评定等次", "级别", "结果", "考核等次", "考核等级", "评价等级", "评定结果"];
const LIMITS: [&str; 15] = [
    "不少于",
    "超过",
    "分数",
    "得分",
    "分值",
    "分数线",
    "分数区间",
    "得分区间",
    "分值范围",
    "分数段",
    "标准",
    "评定标准",
    "分值区间",
    "得分范围",
    "分数范围",
];

/// Whether a column's name is one of a table of grades.
pub fn is_name(name: &str) -> bool {
    NAMES.contains(&name)
        || matches!(name, "不少于" | "超过")
        || (LIMITS.contains(&name) && name.ends_with(['线', '间', '围', '段']))
}

fn is_limit(name: &str) -> bool {
    LIMITS.contains(&name.trim_end_matches("(分)"))
}

/// Reads a table of grades; whether it is one.
pub fn read_grades(sheet: &Sheet, found: &Found, table: &mut Table) -> bool {
    let Some(name) = found.columns.iter().find(|c| NAMES.contains(&c.name.as_str())) else { return false };
    let limits: Vec<_> = found.columns.iter().filter(|c| c.at != name.at && is_limit(&c.name)).collect();
    if limits.is_empty() || found.columns.len() > 4 {
        return false;
    }
    for row in &found.rows {
        let title = tidy(sheet.text(*row, name.at));
        let texts = limits.iter().map(|c| (c.name.as_str(), sheet.text(*row, c.at))).find(|(_, t)| !t.is_empty());
        let (Some((column, text)), false) = (texts, title.is_empty()) else { continue };
        one(&title, (column, text), &sheet.place(*row, name.at), table);
    }
    true
}

/// Whether a row is one of two in which grades stand side by side.
pub fn across(sheet: &Sheet, row: usize) -> bool {
    let pair = |row: usize| {
        let head = |row: usize| squeezed(sheet.text(row, 0));
        NAMES.contains(&head(row).as_str()) && is_limit(&head(row + 1))
    };
    pair(row) || row.checked_sub(1).is_some_and(pair)
}

/// Grades that stand side by side: 等级 | 优秀 | 良好 over 分数 | 90分以上 | 80-89分. How many rows they take.
pub fn read_across(sheet: &Sheet, row: usize, table: &mut Table) -> usize {
    let second = sheet.text(row + 1, 0);
    if !(across(sheet, row) && across(sheet, row + 1)) {
        return 0;
    }
    for at in 1..sheet.width() {
        let own = |row: usize| sheet.cell(row, at).is_some_and(|c| !c.left && !c.above && !c.text.is_empty());
        if own(row) && own(row + 1) {
            one(&tidy(sheet.text(row, at)), (&squeezed(second), sheet.text(row + 1, at)), &sheet.place(row + 1, at), table);
        }
    }
    2
}

/// One grade of a table. Our own workbooks say 不少于 or 超过.
fn one(title: &str, (column, text): (&str, &str), place: &str, table: &mut Table) {
    let bare = number(text).map(|at| {
        let takes = if column == "超过" { Takes::Out } else { Takes::In };
        Interval { low: Some(End { at, takes }), high: None }
    });
    let said = bare.or_else(|| interval(&plain(text)));
    if let (true, Some(End { at, takes })) = (table.own, said.and_then(|i| i.low)) {
        add(table, Grade { name: title.to_owned(), from: at, more: takes == Takes::Out }, place);
        return;
    }
    if said.is_some() {
        let spoken = Spoken { name: title.to_owned(), interval: said, condition: String::new(), place: place.to_owned() };
        say_grade(spoken, table);
    } else {
        table.unread.push((place.to_owned(), format!("{title}：{text}")));
    }
}

fn add(table: &mut Table, grade: Grade, place: &str) {
    match table.grades.iter().find(|g| g.name == grade.name) {
        Some(old) if *old != grade => twice(&grade.name, place, table),
        Some(_) => {}
        None => table.grades.push(grade),
    }
}

fn twice(name: &str, place: &str, table: &mut Table) {
    table.doubts.push(Uncertain {
        place: place.to_owned(),
        message: say!("等级“{name}”写了两次，分数不同，读第一次", "the grade “{name}” is given twice: the first is read"),
    });
}

/// Takes what is said of a grade; the first of two counts, and the other is named.
pub fn say_grade(spoken: Spoken, table: &mut Table) {
    match table.spoken.iter().find(|g| g.name == spoken.name) {
        Some(old) if old.interval != spoken.interval => twice(&spoken.name, &spoken.place, table),
        Some(_) => {}
        None => table.spoken.push(spoken),
    }
}
