//! Questions about the wordings of a score sheet: what may mean one of a few things, as sentences with a case in which they differ.

use super::cases;
use crate::diagnostic::Bilingual;
use crate::say;
use crate::tables::ask::{Ask, Asker, Reading as Way};
use crate::tables::standard::grammar::{Open, Reading};
use crate::tables::standard::{Row, Table};

/// The words of the answers.
const WORDS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
/// A longer wording is cut in a question.
const LONGEST: usize = 60;

/// Asks about wordings that may mean one of a few things, and takes what is answered.
pub fn ask(table: &mut Table, asker: &mut Asker<'_>) {
    let split: Vec<(String, usize)> = table.rows().filter_map(|row| Some((row.place.clone(), split(row, asker)?))).collect();
    table.split(&split);
    // Steps of one sheet are meant alike: one question for all of them.
    let shared: Vec<(String, Bilingual)> = table
        .rows()
        .filter_map(|row| Some((row.place.clone(), open(&row.rule())?)))
        .filter(|(_, open)| open.shared)
        .map(|(place, open)| (place, open.why))
        .collect();
    let mut known: Vec<(Bilingual, Option<usize>)> = Vec::new();
    for row in table.sections.iter_mut().flat_map(|s| &mut s.criteria).filter(|row| row.ways.is_empty()) {
        let reading = row.rule();
        let Some(open) = open(&reading) else { continue };
        let before = known.iter().find(|(why, _)| open.shared && *why == open.why).map(|(_, chosen)| *chosen);
        let chosen = before.unwrap_or_else(|| {
            let others = shared.iter().filter(|(_, why)| open.shared && *why == open.why).count();
            let chosen = one(row, &reading, &open, others, asker);
            if open.shared {
                known.push((open.why.clone(), chosen));
            }
            chosen
        });
        if let Some(way) = chosen.and_then(|at| open.readings.get(at)) {
            row.decide(way.reading.clone());
        }
    }
}

/// The only thing that is open, where there are answers to it.
fn open(reading: &Reading) -> Option<Open> {
    match reading.open.as_slice() {
        [open] if !open.readings.is_empty() => Some(open.clone()),
        _ => None,
    }
}

fn cut(words: &str) -> String {
    let more = words.chars().count() > LONGEST;
    words.chars().take(LONGEST).chain(more.then_some('…')).collect()
}

fn chosen(word: Option<&'static str>) -> Option<usize> {
    word.and_then(|word| WORDS.iter().position(|w| *w == word))
}

/// Asks about one wording; `others` wordings are open in the same way, it among them.
fn one(row: &Row, reading: &Reading, open: &Open, others: usize, asker: &mut Asker<'_>) -> Option<usize> {
    let all: Vec<&Reading> = open.readings.iter().map(|way| &way.reading).collect();
    let cases = cases::telling(&all, row.marks);
    let says = |at: usize, says: &Bilingual| match cases.get(at) {
        Some(case) => Bilingual { zh: format!("{}：{}", says.zh, case.zh), en: format!("{}: {}", says.en, case.en) },
        None => says.clone(),
    };
    let readings = WORDS.iter().zip(&open.readings).enumerate().map(|(at, (word, way))| Way { word, says: says(at, &way.says) });
    let (words, why) = (cut(&open.words), &open.why);
    let what = if others > 1 {
        let (zh, en) = (&why.zh, &why.en);
        say!("“{words}”等 {others} 条：{zh}", "“{words}” and others, {others} in all: {en}")
    } else {
        Bilingual { zh: format!("“{words}”：{}", why.zh), en: format!("“{words}”: {}", why.en) }
    };
    let otherwise = if reading.is_manual() {
        say!("由检查人评分，原文保留", "inspectors give the marks, the wording stays")
    } else {
        say!("规则照写，遇到这种情形时待定", "the rule is written, and such a case stays open")
    };
    chosen(asker.ask(Ask { place: row.place.clone(), what, readings: readings.collect(), otherwise }))
}

/// Asks what a deduction behind several marks is for.
fn split(row: &Row, asker: &mut Asker<'_>) -> Option<usize> {
    if row.ways.is_empty() {
        return None;
    }
    // What it gives in the first criterion that has a rule.
    let says = |says: &Bilingual, rows: &[Row]| {
        let first = rows.iter().find(|row| !row.rule().is_manual());
        let case = first.and_then(|row| Some((&row.title, cases::cases(&row.rule(), row.marks).into_iter().next()?)));
        match case {
            Some((title, case)) => {
                Bilingual { zh: format!("{}：{title} {}", says.zh, case.zh), en: format!("{}: {title} {}", says.en, case.en) }
            }
            None => says.clone(),
        }
    };
    let readings = WORDS.iter().zip(&row.ways).map(|(word, way)| Way { word, says: says(&way.says, &way.rows) });
    let words = cut(&row.quote);
    let ask = Ask {
        place: row.place.clone(),
        what: say!("“{words}”：后面的扣分对哪几样，没有写", "“{words}”: what the deduction at the end is for is not said"),
        readings: readings.collect(),
        otherwise: say!("不拆开，由检查人评分，原文保留", "it stays one criterion, inspectors give the marks, the wording stays"),
    };
    chosen(asker.ask(ask))
}
