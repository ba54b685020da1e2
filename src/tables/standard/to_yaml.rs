//! Criteria, sections, grades and whole standards as they are written where nothing is there yet.

use rust_decimal::Decimal;

use super::super::catalog::new_id;
use super::super::find::squeezed;
use super::grammar::Fact;
use super::{Grade, Row, Section, Table};
use crate::diagnostic::Diagnostics;
use crate::model::Text;
use crate::model::standard::{Known, Modality, Rule, SOURCE_TO_GIVE, Scope};
use crate::source::Node;
use crate::source::decode::Decode;
use crate::yaml_write::value::{New, block, one_line, parsed, scalar};

fn text(text: &str) -> New {
    New::Text(text.to_owned())
}

/// The id of a row: its own where that can be one and is free, else one from the pinyin of its title.
pub fn id_of(row: &Row, taken: &mut Vec<String>) -> String {
    let free = |id: &str| !taken.iter().any(|t| t == id);
    let id =
        if crate::model::Id::is_valid(&row.id) && free(&row.id) { row.id.clone() } else { new_id(&row.title, &|id| !free(id)) };
    taken.push(id.clone());
    id
}

/// A criterion.
#[must_use]
pub fn record(row: &Row, id: &str, bonus: bool) -> Vec<(&'static str, New)> {
    let bare = |n: Option<Decimal>| New::Bare(n.map(|n| n.to_string()).unwrap_or_default());
    let mut record = vec![
        ("id", text(id)),
        ("title", text(&row.title)),
        ("marks", bare(row.marks)),
        ("quote", text(&row.quote)),
        ("clause", text(&row.clause)),
    ];
    // A row that was copied in our own workbook brings the rule of the one that it was copied from; what somebody has spoilt there is left.
    let exact = parsed(&row.exact).filter(|_| !row.exact.is_empty());
    let of = |names: [&str; 2], good: fn(&Node) -> bool| {
        exact.as_ref().and_then(|e| e.get(&names)).filter(|n| good(n)).map(|n| New::Yaml(one_line(n)))
    };
    let reading = row.rule();
    record.push(("rule", of(["rule", "规则"], good::<Rule>).unwrap_or_else(|| New::Yaml(reading.yaml.clone()))));
    record.push(("evidence", New::List(row.evidence.iter().map(|e| (*e).to_owned()).collect())));
    record.extend(of(["known", "系统佐证"], good::<Vec<Known>>).map(|new| ("known", new)));
    record.extend(of(["when", "适用条件"], good::<Scope>).map(|new| ("when", new)));
    record.extend(of(["caps_grade", "最高等级"], good::<Text>).map(|new| ("caps_grade", new)));
    for (key, word) in &row.more {
        match (*key, word.as_str()) {
            ("modality", word) => record.push(("modality", text(modality(word)))),
            (key, "是") => record.push((key, New::Bare("true".to_owned()))),
            _ => {}
        }
    }
    if reading.veto && !table_says(&record, "veto") {
        record.push(("veto", New::Bare("true".to_owned())));
    }
    if (bonus || reading.bonus) && !record.iter().any(|(key, _)| *key == "bonus") {
        record.push(("bonus", New::Bare("true".to_owned())));
    }
    record.push(("note", text(&row.note)));
    record
}

fn table_says(record: &[(&'static str, New)], key: &str) -> bool {
    record.iter().any(|(own, _)| *own == key)
}

/// Facts that rules ask for, each once, by name and definition.
pub fn definitions(facts: impl IntoIterator<Item = Fact>) -> Vec<(String, New)> {
    let mut out: Vec<(String, New)> = Vec::new();
    for fact in facts {
        if !out.iter().any(|(name, _)| *name == fact.name) {
            let unit = if fact.unit.is_empty() { String::new() } else { format!("unit: {}", scalar(&fact.unit, true)) };
            out.push((fact.name, New::Yaml(format!("{{{unit}}}"))));
        }
    }
    out
}

/// 四舍五入, before the grade is taken.
#[must_use]
pub fn rounding(digits: u32) -> String {
    format!("{{digits: {digits}, mode: half_up, before_grade: true}}")
}

/// Whether a node can be read as what it is meant to be.
fn good<T: Decode>(node: &Node) -> bool {
    let mut found = Diagnostics::new();
    T::decode(node, &mut found).is_some() && !found.has_errors()
}

/// A section.
#[must_use]
pub fn section_record(section: &Section, criteria: Vec<Vec<(&'static str, New)>>) -> Vec<(&'static str, New)> {
    let marks = section.marks.map(|m| m.to_string()).unwrap_or_default();
    vec![("title", text(&section.title)), ("marks", New::Bare(marks)), ("criteria", New::Records(criteria))]
}

/// A grade.
#[must_use]
pub fn grade_record(grade: &Grade) -> Vec<(&'static str, New)> {
    vec![("name", text(&grade.name)), (if grade.more { "more_than" } else { "at_least" }, New::Bare(grade.from.to_string()))]
}

/// A whole new standard.
/// The name of the table's file stays out of it: it may name people, and the new file goes into git.
#[must_use]
pub fn fresh(table: &Table) -> String {
    let title = if table.title.is_empty() { "评分标准" } else { &table.title };
    let marked = table.rows().any(|r| r.marks.is_some()) || table.total.is_some();
    let missing: Vec<&str> = [
        (table.rounding.is_none(), "取整（rounding）"),
        (true, "不适用项（not_applicable）"),
        (table.below.is_empty(), "低于最低等级怎么办（below_grades）"),
    ]
    .into_iter()
    .filter_map(|(open, words)| open.then_some(words))
    .collect();
    let source = if table.source.is_empty() { "来源、版本要补" } else { "版本要补" };
    let mut out = format!("# 由表格导入\n# {source}；{}表里没有写，要由局里定。\n", missing.join("、"));
    let source = if table.source.is_empty() { SOURCE_TO_GIVE } else { &table.source };
    out.push_str(&format!("title: {}\nsource: {}\n", scalar(title, false), scalar(source, false)));
    out.push_str(&format!("version: {}\n", scalar(&version(title), false)));
    if marked {
        out.push_str(&format!("total: {}\n", table.total.unwrap_or_else(|| table.sum())));
    }
    if let Some(slip) = table.slip() {
        out.push_str(&format!("as_printed: {}\n", scalar(&slip, false)));
    }
    if let Some(digits) = table.rounding {
        out.push_str(&format!("rounding: {}\n", rounding(digits)));
    }
    if !table.grades.is_empty() {
        out.push_str("grades:\n");
        for grade in &table.grades {
            out.push_str(&block(&grade_record(grade), "  "));
            out.push('\n');
        }
    }
    if !table.below.is_empty() {
        out.push_str(&format!("below_grades: {}\n", scalar(&table.below, false)));
    }
    let facts = definitions(table.rows().flat_map(|row| row.rule().facts));
    if !facts.is_empty() {
        out.push_str("facts:\n");
        for (name, definition) in &facts {
            out.push_str(&format!("  {}: {}\n", scalar(name, false), definition.yaml(true)));
        }
    }
    out.push_str("sections:\n");
    let mut taken = Vec::new();
    for section in &table.sections {
        let criteria = section.criteria.iter().map(|row| record(row, &id_of(row, &mut taken), section.is_bonus())).collect();
        out.push_str(&block(&section_record(section, criteria), "  "));
        out.push('\n');
    }
    out
}

/// The year in a title, else 1.
pub fn version(title: &str) -> String {
    let digits: Vec<String> = squeezed(title).split(|c: char| !c.is_ascii_digit()).map(ToOwned::to_owned).collect();
    digits.into_iter().find(|d| d.len() == 4 && d.starts_with("20")).unwrap_or_else(|| "1".to_owned())
}

/// The word of files for how strongly a clause binds.
#[must_use]
pub fn modality(word: &str) -> &'static str {
    match word {
        "鼓励" | "一般" => Modality::Should.word(),
        "可以" | "可" => Modality::May.word(),
        _ => Modality::Must.word(),
    }
}
