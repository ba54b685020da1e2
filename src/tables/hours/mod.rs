//! Opening hours as people write them. [`read`] accounts for every character of a phrase: what `opening_hours` can say becomes its rules, services get their
//! names, what changes no hours is kept as a note, and what is not certain is quoted with the reason. Where only a part is certain, the rules hold that part
//! and the note holds the whole phrase.

mod asides;
mod asking;
mod clauses;
mod clock;
mod dates;
mod days;
mod exceptions;
mod meaning;
mod monthly;
pub mod painted;
mod pieces;
mod said;
mod seasons;
mod sections;
mod text;
mod tokens;
mod why;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use asking::HoursColumn;
pub use why::Why;

use self::days::{ALL, Days, Unsayable, WEEKDAYS};
use self::meaning::{Holidays, Week, Year};
use self::said::{Said, What, Which};
use self::text::Phrase;
use self::tokens::{Tok, Token};
use self::words::Word;
use crate::model::hours::Hours;

/// A longer phrase, in characters, is no hours.
const LONGEST: usize = 600;

/// What people have answered that phrases of a column do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The days of times without any.
    pub days: Option<GivenDays>,
    /// First and last day of the summer hours, as month and day.
    pub summer: Option<[(u32, u32); 2]>,
    /// Whether market days follow the solar calendar.
    pub solar_markets: Option<bool>,
}

/// Days of times without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenDays {
    /// Every day.
    Daily,
    /// Every day but public holidays.
    DailyNoHolidays,
    /// Monday to Friday without public holidays.
    Workdays,
    /// Monday to Friday; nothing is said of public holidays.
    Weekdays,
}

/// What only a person can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Days of times without any.
    Days,
    /// The dates of summer hours.
    Summer,
    /// The calendar of market days.
    Market,
}

/// A service of its own, such as 午间不打烊.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its hours as `opening_hours`; empty where it has none of its own.
    pub hours: String,
    /// A remark.
    pub note: String,
}

/// What a phrase was understood as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// As `opening_hours`: all of it, or what is certain; empty where nothing is.
    pub hours: String,
    /// Words that stand beside the hours.
    pub note: String,
    /// Services of their own.
    pub services: Vec<Service>,
    /// What is not certain.
    pub doubts: Vec<Why>,
    /// What a person could say.
    pub needs: Vec<Need>,
    /// Whether something is said of public holidays.
    pub holidays_said: bool,
}

impl Reading {
    /// What was understood, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = Hours::parse(&self.hours).map(|hours| hours.describe()).unwrap_or_default();
        for Service { name, hours, note } in &self.services {
            let times = Hours::parse(hours).map(|hours| hours.describe().join("；")).unwrap_or_default();
            let rest: Vec<&str> = [times.as_str(), note.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
            parts.push(if rest.is_empty() { name.clone() } else { format!("{name}：{}", rest.join("，")) });
        }
        if !self.note.is_empty() {
            parts.push(format!("说明：{}", self.note));
        }
        parts.join("；")
    }
}

/// First and last day of summer hours as a bureau writes them: May 01-Sep 30.
#[must_use]
pub fn summer_of(text: &str) -> Option<[(u32, u32); 2]> {
    let day = |text: &str| {
        let (month, day) = text.trim().split_once(' ')?;
        let month = (1..=12).find(|m| dates::month_name(*m).eq_ignore_ascii_case(month))?;
        let day: u32 = day.trim().parse().ok()?;
        (1..=dates::longest(month)).contains(&day).then_some((month, day))
    };
    let (from, to) = text.split_once('-')?;
    Some([day(from)?, day(to)?])
}

/// The days of summer hours as a bureau writes them.
#[must_use]
pub fn summer_text(days: [(u32, u32); 2]) -> String {
    let [from, to] = days.map(|(month, day)| format!("{} {day:02}", dates::month_name(month)));
    format!("{from}-{to}")
}

/// Reads a phrase.
#[must_use]
pub fn read(text: &str, given: &Given) -> Reading {
    if is_rules(text) {
        let holidays_said = text.contains("PH") || text.contains("24/7");
        return Reading { hours: text.trim().to_owned(), holidays_said, ..Reading::default() };
    }
    let phrase = Phrase::new(text);
    let whole = phrase.words(0, phrase.len());
    if phrase.len() > LONGEST {
        return Reading { note: whole.clone(), doubts: vec![Why::Unread(whole)], ..Reading::default() };
    }
    let mut tokens = tokens::tokens(&phrase);
    let mut needs: Vec<Need> = Vec::new();
    for token in &mut tokens {
        if let Tok::Days(days) = &mut token.tok {
            markets(days, given, &mut needs);
        }
    }
    let mut parts: Vec<Part> = sections::sections(&phrase, &tokens)
        .into_iter()
        .filter(|s| s.tokens.iter().any(|t| !t.is_soft() && t.tok != Tok::Word(Word::Filler)))
        .map(|s| part(&phrase, s.name, &s.tokens, given, &mut needs))
        .collect();
    let mut out = Reading { needs, ..Reading::default() };
    for part in &mut parts {
        for doubt in part.said.doubts.drain(..) {
            if !out.doubts.contains(&doubt) {
                out.doubts.push(doubt);
            }
        }
    }
    let notes: Vec<String> = parts.iter().flat_map(|p| p.said.notes.iter().cloned()).collect();
    let appointment = parts.iter().any(|p| p.said.appointment);
    let fatal = parts.iter().any(|p| p.said.fatal);
    let services: Vec<Service> = parts.iter().flat_map(|p| p.said.services.iter().map(service)).collect();
    // Counters that have hours; a section of remarks has none.
    parts.retain(|p| !p.said.statements.is_empty());
    let names: Vec<String> = parts.iter().map(|p| p.name.clone()).filter(|name| !name.is_empty()).collect();
    let alike = parts.iter().all(|p| Some(&p.year) == parts.first().map(|f| &f.year));
    let year = if alike {
        parts.into_iter().next().map(|p| p.year)
    } else {
        out.doubts.push(Why::Counters(names.join("、")));
        shared(parts.into_iter().map(|p| p.year).collect())
    };
    if let Some(year) = year.as_ref().filter(|_| !fatal) {
        out.hours = write::opening_hours(year);
        out.holidays_said = year.holidays != Holidays::Unsaid;
    }
    if out.hours.is_empty() && !out.doubts.is_empty() && out.doubts.iter().all(|d| matches!(d, Why::Note(_))) {
        out.doubts = vec![Why::Unread(whole.clone())];
    }
    if out.hours.is_empty() && out.doubts.is_empty() {
        out.doubts.push(if appointment { Why::Appointment(whole.clone()) } else { Why::NoTimes(whole.clone()) });
    }
    if !out.hours.is_empty() && Hours::parse(&out.hours).is_err() {
        out.hours.clear();
        out.doubts.push(Why::Unknown(whole.clone()));
    }
    if out.doubts.iter().all(|d| matches!(d, Why::Note(_))) {
        let mut words = names;
        words.extend(notes);
        words.dedup();
        out.note = words.join("；");
        out.services = services;
    } else {
        out.note = whole;
    }
    out
}

/// Whether a text is written as rules already. 8:30-17:30 alone is a rule for every day in that language, and no certain thing in ours.
fn is_rules(text: &str) -> bool {
    let ours = text.is_ascii() || text.contains('"');
    ours && (text.chars().any(|c| c.is_ascii_alphabetic()) || text.trim() == "24/7") && Hours::parse(text).is_ok()
}

/// A counter, or the point as a whole.
struct Part {
    name: String,
    said: Said,
    year: Year,
}

fn part(phrase: &Phrase, name: String, tokens: &[Token], given: &Given, needs: &mut Vec<Need>) -> Part {
    let mut said = clauses::read(phrase, tokens);
    without_days(&mut said, given, needs);
    let year = meaning::meant(&mut said, given.summer);
    if said.doubts.iter().any(|d| matches!(d, Why::NoDates(_))) && !needs.contains(&Need::Summer) {
        needs.push(Need::Summer);
    }
    Part { name, said, year }
}

/// Times that nobody said days of.
fn without_days(said: &mut Said, given: &Given, needs: &mut Vec<Need>) {
    let always = said.always;
    let (mut named, mut shut) = (0, 0);
    for statement in &said.statements {
        if let Which::Said(days) = &statement.which
            && days.is_plain()
        {
            match &statement.what {
                What::Shut(None, spans) if spans.is_empty() => shut |= days.week,
                _ => named |= days.week,
            }
        }
    }
    let mut open: Vec<String> = Vec::new();
    for statement in said.statements.iter_mut().filter(|s| s.which == Which::Unsaid) {
        let What::Open { spans, all_day, .. } = &statement.what else { continue };
        let every = spans.iter().all(|s| s.from.hour == 0 && s.from.minute == 0 && s.to.hour == 24);
        let days = if shut != 0 {
            // 9:00-17:00，周一闭馆: on the other days, then.
            Some(Days { week: ALL & !shut & !named, ..Days::default() })
        } else if always || *all_day || every {
            Some(Days { week: ALL, always: true, ..Days::default() })
        } else {
            given.days.map(|days| match days {
                GivenDays::Daily | GivenDays::DailyNoHolidays => Days { week: ALL & !named, ..Days::default() },
                GivenDays::Workdays => Days { week: WEEKDAYS & !named, workdays: true, ..Days::default() },
                GivenDays::Weekdays => Days { week: WEEKDAYS & !named, ..Days::default() },
            })
        };
        match days {
            Some(days) => statement.which = Which::Said(days),
            None => open.push(statement.words.clone()),
        }
    }
    if given.days == Some(GivenDays::DailyNoHolidays) && !always {
        for statement in &mut said.statements {
            if let Which::Said(days) = &mut statement.which {
                days.workdays = true;
            }
        }
    }
    if !open.is_empty() {
        said.fatal = true;
        said.doubts.push(Why::NoDays(open.join("；")));
        if !needs.contains(&Need::Days)
            && said.doubts.iter().all(|d| matches!(d, Why::NoDays(_) | Why::Note(_) | Why::NoDates(_)))
        {
            needs.push(Need::Days);
        }
    }
}

/// Market days, by the calendar that somebody told.
fn markets(days: &mut Days, given: &Given, needs: &mut Vec<Need>) {
    if days.unsayable != Some(Unsayable::Market) || days.ends.is_empty() {
        return;
    }
    match given.solar_markets {
        Some(true) => {
            days.unsayable = None;
            days.dates = monthly::of_ends(&days.ends);
            days.ends.clear();
        }
        Some(false) => days.unsayable = Some(Unsayable::Lunar),
        None => {
            if !needs.contains(&Need::Market) {
                needs.push(Need::Market);
            }
        }
    }
}

/// What all counters share; none where that cannot be told.
fn shared(years: Vec<Year>) -> Option<Year> {
    let plain = years.iter().all(|y| y.seasons.is_empty() && y.monthly.is_empty() && y.base.is_some());
    let off = years.iter().any(|y| y.holidays == Holidays::Off);
    let times = years.iter().any(|y| matches!(y.holidays, Holidays::Times(_)));
    let base: Option<Week> = years.into_iter().filter_map(|y| y.base).reduce(|a, b| seasons::both(&a, &b));
    let holidays = if off || times { Holidays::Off } else { Holidays::Unsaid };
    plain.then_some(Year { base, holidays, ..Year::default() })
}

fn service(named: &said::Named) -> Service {
    let mut hours = String::new();
    if let (Some(days), Ok(times)) = (named.days.as_ref().filter(|d| d.is_plain()), clock::resolved(&named.spans))
        && !times.is_empty()
    {
        let mut week = Week::default();
        for (_, slots) in week.iter_mut().enumerate().filter(|(d, _)| days.week & (1 << d) != 0) {
            *slots = times.iter().map(|(from, to)| meaning::Slot { from: *from, to: *to, comment: None }).collect();
        }
        hours = write::opening_hours(&Year { base: Some(week), ..Year::default() });
    }
    Service { name: named.name.clone(), hours, note: named.note.clone() }
}
