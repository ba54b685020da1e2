//! `yizhan inspect score`: the score sheet of a record, in the terminal or as JSON.

use clap::ArgMatches;

use super::selected;
use crate::audit::{CriterionOutcome, PerInspector, Scored, range, show, summary, to_json};
use crate::cli::columns::{broken, pad, width};
use crate::cli::{FINE, Screen};
use crate::model::date::date_zh;
use crate::model::inspection::Merge;
use crate::ops::{Outcome, Session};

/// Columns of a line of the score sheet, so that it can be read in an ordinary window.
const COLUMNS: usize = 100;

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let selected = selected(matches, session, matches.get_flag("rescore"), screen)?;
    let scored = selected.records();
    if matches.get_one::<String>("format").is_some_and(|f| f == "json") {
        let list: Vec<_> = scored.iter().map(|s| to_json(&s.outcome)).collect();
        // One record is one object, as the contract has it; a file with several is a list.
        let text = match list.as_slice() {
            [one] => serde_json::to_string_pretty(one),
            many => serde_json::to_string_pretty(many),
        };
        screen.print(&(text.unwrap_or_default() + "\n"));
        return Ok(FINE);
    }
    let sheets: Vec<String> = scored.iter().map(|s| sheet(s)).collect();
    screen.print(&sheets.join("\n"));
    Ok(FINE)
}

/// The score sheet of one record: what it is, each criterion in its section, the sum, why.
fn sheet(s: &Scored<'_>) -> String {
    let outcome = &s.outcome;
    let record = s.record;
    let mut text = format!("{}  {}\n", s.point.name.value, outcome.result_zh());
    let other = if record.version == s.standard.version {
        String::new()
    } else {
        format!("（记录用的是版本 {}，这里按版本 {} 试算）", record.version.value, s.standard.version.value)
    };
    text.push_str(&format!("《{}》 版本 {}{other}\n", s.standard.title.value, s.standard.version.value));
    let correction = if s.replaced.is_empty() { String::new() } else { format!("  第{}次更正", s.replaced.len()) };
    let who: Vec<&str> = record.inspectors.iter().map(|t| t.as_str()).collect();
    text.push_str(&format!(
        "{}批次 {}  {}  {}{correction}\n",
        s.campaign,
        record.round.value.zh(),
        date_zh(record.date.value),
        who.join("、")
    ));
    if let Some(merge) = record.merge.as_ref().filter(|_| !record.sheets.is_empty()) {
        let names: Vec<&str> = record.sheets.iter().map(|s| s.inspector.as_str()).collect();
        text.push_str(&format!("{}分别评分，按“{}”合并\n", names.join("、"), merge.value.zh()));
    }
    let agreed = record.merge.as_ref().is_some_and(|m| m.value == Merge::Discussed);
    for (i, section) in outcome.sections.iter().enumerate() {
        let marks = if outcome.maximum.is_some() {
            let weight = section.weight.as_ref().map_or(String::new(), |(_, text)| format!(" ×{text}"));
            format!("{}/{}{weight}", range(section.low, section.high), show(section.maximum))
        } else {
            let (met, counted) = summary::met(section);
            format!("{met}/{counted} 项")
        };
        text.push_str(&format!("\n{}  {marks}\n", section.title));
        for (j, criterion) in section.criteria.iter().enumerate() {
            text.push_str(&line(&format!("{}.{}", i + 1, j + 1), criterion, agreed));
        }
    }
    text.push('\n');
    for step in summary::steps(outcome) {
        text.push_str(&format!("{step}\n"));
    }
    for why in summary::why(s.standard, outcome).iter().take(1) {
        text.push_str(&format!("{why}\n"));
    }
    text
}

/// `  1.2   2.5/3    未达标    人员落实：…`, the reason broken under itself.
fn line(number: &str, c: &CriterionOutcome, agreed: bool) -> String {
    let marks = match (c.awarded, c.maximum) {
        (Some(awarded), Some(maximum)) => format!("{}/{}", show(awarded), show(maximum)),
        (None, Some(maximum)) => format!("?/{}", show(maximum)),
        _ => String::new(),
    };
    let head = format!("  {}{}{}", pad(number, 6), pad(&marks, 10), pad(summary::state(c), 10));
    let carried = c.carried.map_or(String::new(), |round| format!("（沿用{}）", round.zh()));
    let plain = c.reason.is_empty() || c.reason == "符合";
    let mut words = if plain { format!("{}{carried}", c.title) } else { format!("{}{carried}：{}", c.title, c.reason) };
    // What they agreed on stands before; what each had found first belongs to it.
    if agreed && c.per_inspector.iter().any(|a| (a.awarded, a.state) != (c.awarded, c.state)) {
        let one = |a: &PerInspector| {
            format!("{}{}", a.inspector, a.awarded.map_or_else(|| a.state.zh().to_owned(), |m| format!("{}分", show(m))))
        };
        words.push_str(&format!("（商定前：{}）", c.per_inspector.iter().map(one).collect::<Vec<_>>().join("，")));
    } else if let (true, Some(arithmetic)) = (c.per_inspector.len() > 1, &c.arithmetic) {
        words.push_str(&format!("；{arithmetic}"));
    }
    let indent = width(&head);
    let lines = broken(&words, COLUMNS.saturating_sub(indent));
    head + &lines.join(&format!("\n{}", " ".repeat(indent))) + "\n"
}
