//! How the site says things: depths, phones, hours, lists. Every page uses these, so that one thing is always said one way.
//! It must not know which page it speaks on.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::hours::{Hours, Season, Span};
use crate::model::{Depth, DepthKind, Dict, Number, Text};

/// A link in running order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads, relative to the page.
    pub href: String,
}

impl Link {
    /// Joins a label and an address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A file to take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLink {
    /// What it is.
    pub label: String,
    /// Its kind: PDF, CSV.
    pub kind: &'static str,
    /// How large it is, where that is known before it is made; may be empty.
    pub size: String,
    /// Where it lies, relative to the page.
    pub href: String,
}

impl FileLink {
    /// A PDF.
    pub fn pdf(label: impl Into<String>, href: String) -> Self {
        Self { label: label.into(), kind: "PDF", size: String::new(), href }
    }
}

/// One row of a list of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What the fact is about.
    pub label: String,
    /// What it says, one line each.
    pub lines: Vec<String>,
}

impl Fact {
    /// A fact of one line.
    pub fn new(label: &str, line: impl Into<String>) -> Self {
        Self { label: label.to_owned(), lines: vec![line.into()] }
    }

    /// A fact when there is something to say.
    pub fn maybe(label: &str, text: Option<&Text>) -> Option<Self> {
        text.filter(|t| !t.is_empty()).map(|t| Self::new(label, t.as_str()))
    }

    /// What a record keeps as it stood in the bureau's own table, but for the heads that are private.
    pub fn kept(more: &Dict<Text>, private: &BTreeSet<String>) -> impl Iterator<Item = Self> {
        let shown = move |(head, text): &&(Text, Text)| !text.is_empty() && !private.contains(head.as_str());
        more.iter().filter(shown).map(|(head, text)| Self::new(head, text.as_str()))
    }

    /// A fact of several texts on one line.
    pub fn list(label: &str, texts: &[Text]) -> Option<Self> {
        (!texts.is_empty()).then(|| Self::new(label, list(texts)))
    }
}

/// A phone number to read and to dial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phone {
    /// What stands before it; may be empty.
    pub label: String,
    /// As written.
    pub text: String,
    /// Only what a phone needs.
    pub dial: String,
}

/// A phone number with nothing before it. A phone waits before it dials the extension.
pub fn phone(text: &str) -> Phone {
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let dial = match text.split_once(['转', '#']) {
        Some((number, extension)) => format!("{},{}", digits(number), digits(extension)),
        None => digits(text),
    };
    Phone { label: String::new(), text: text.to_owned(), dial: dial.trim_end_matches(',').to_owned() }
}

/// Numbers to read and to dial, each with what it is for.
pub fn phones(numbers: Vec<Number>) -> Vec<Phone> {
    numbers.into_iter().map(|n| Phone { label: n.label, ..phone(&n.text) }).collect()
}

/// A number as somebody wrote it in a text of his own: it is dialled only where it is one number and nothing else.
pub fn written_phone(label: String, text: &str) -> Phone {
    let one = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' ' | '(' | ')' | '（' | '）' | '转' | '#'));
    let found = phone(text);
    let dials = one && found.dial.chars().filter(char::is_ascii_digit).count() >= 3;
    Phone { label, dial: if dials { found.dial.clone() } else { String::new() }, ..found }
}

/// Phones of one kind, each with what or who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// 投诉电话, 值班人员.
    pub label: String,
    /// The numbers; one without a number names somebody who has none.
    pub phones: Vec<Phone>,
}

/// The phone number in a line such as `综合窗口 0477-0000000`, with the rest of the line as its label.
pub fn phone_in(line: &str) -> Option<Phone> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let number = line.get(from..at)?;
                if number.chars().filter(char::is_ascii_digit).count() >= 5 {
                    let rest = format!("{}{}", line.get(..from)?.trim_end(), line.get(at..)?.trim_start());
                    let label = rest.trim().trim_end_matches(['：', ':', '，', ',']).trim().to_owned();
                    return Some(Phone { label, ..phone(number) });
                }
                start = None;
            }
            _ => {}
        }
    }
    None
}

/// A depth as the site shows it: sign, published word, and what stands in brackets behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepthView {
    /// Name of the sign.
    pub sign: &'static str,
    /// Not offered.
    pub none: bool,
    /// The document does not say whether it is offered; nothing is shown.
    pub blank: bool,
    /// The published word.
    pub word: String,
    /// The brackets behind it, as published.
    pub rest: String,
}

/// A published depth; `None` is a thing that is offered without a word for how deep.
pub fn depth(depth: Option<&Depth>) -> DepthView {
    let Some(depth) = depth else {
        let kind = DepthKind::Unstated;
        return DepthView { sign: kind.sign(), none: false, blank: false, word: kind.zh().to_owned(), rest: String::new() };
    };
    let text = depth.published();
    // An unknown word is shown whole: what stands in its brackets was not understood either.
    let cut = if depth.kind == DepthKind::Unknown { None } else { text.find(['（', '(']) };
    let (word, rest) = cut.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    DepthView {
        sign: depth.kind.sign(),
        none: !depth.offered(),
        blank: false,
        word: word.trim().to_owned(),
        rest: rest.to_owned(),
    }
}

/// One season of a point's hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeasonView {
    /// `5月1日至9月30日`; empty when the year is all one.
    pub label: String,
    /// The seven days.
    pub days: Vec<DayView>,
}

/// One row of the week grid: a day, or several days with the same hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayView {
    /// `周一`, `周一至周五`.
    pub name: String,
    /// `08:30—11:30`; empty when closed.
    pub spans: Vec<String>,
}

/// Equal days share a row: five times the same hours hide the day that differs.
fn seasons(seasons: &[Season]) -> Vec<SeasonView> {
    let view = |season: &Season| {
        let mut rows: Vec<(Vec<&'static str>, Vec<String>)> = Vec::new();
        for day in &season.week {
            let spans: Vec<String> = day.spans.iter().map(Span::text).collect();
            match rows.last_mut() {
                Some((names, last)) if *last == spans => names.push(day.name),
                _ => rows.push((vec![day.name], spans)),
            }
        }
        let days = rows.into_iter().map(|(names, spans)| DayView { name: days_name(&names), spans }).collect();
        SeasonView { label: season.label.clone(), days }
    };
    seasons.iter().map(view).collect()
}

/// `周一`, `周六、周日`, `周一至周五`, `每天`.
fn days_name(names: &[&str]) -> String {
    match names {
        [_, _, _, _, _, _, _] => "每天".to_owned(),
        [first, .., last] if names.len() > 2 => format!("{first}至{last}"),
        names => names.join("、"),
    }
}

/// Hours as every page says them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HoursWords {
    /// One rule a line.
    pub lines: Vec<String>,
    /// The weeks; none when the text cannot be read, or follows no week.
    pub seasons: Vec<SeasonView>,
    /// What the weeks do not show; everything, where there are no weeks.
    pub beside: Vec<String>,
}

/// Hours in words and weeks. A text that cannot be read is shown as it is, since a check reports it.
pub fn hours(text: &str) -> HoursWords {
    let Ok(hours) = Hours::parse(text) else {
        return HoursWords { lines: vec![text.to_owned()], seasons: Vec::new(), beside: vec![text.to_owned()] };
    };
    let kept = |lines: Vec<String>| -> Vec<String> { lines.iter().map(|line| keep(line)).collect() };
    let lines = kept(hours.describe());
    // Hours that follow no week, such as the third Wednesday of a month, are said in words alone.
    match hours.weekly() {
        Some((weeks, beside)) => HoursWords { lines, seasons: seasons(&weeks), beside: kept(beside) },
        None => HoursWords { beside: lines.clone(), lines, seasons: Vec::new() },
    }
}

/// Texts in a row: `甲、乙`.
pub fn list(texts: &[Text]) -> String {
    texts.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、")
}

/// For hours that we word ourselves; a published text stays as it is. Keeps a range such as `11:30—13:30` on one line by word joiners round its dash.
pub fn keep(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let inside = before.is_ascii_digit() && letters.peek().is_some_and(char::is_ascii_digit);
        if c == '—' && inside {
            out.extend(['\u{2060}', c, '\u{2060}']);
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}
