//! A year of the calendar from the text of the State Council's yearly notice: read, shown, and written as one entry of the history.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Diagnostics, Lang, codes};
use crate::load::CALENDAR_FILE;
use crate::ops::edit::{self, Conflict, Kindly};
use crate::ops::form::record;
use crate::ops::values::{Said, Step};
use crate::ops::{Outcome, Plan, Session, Stop};
use crate::say;
use crate::tables::holidays::{Holiday, day_zh, read_notice, weekday_zh};

/// What is brought.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Request {
    /// The text of the notice.
    pub text: String,
    /// The year, where the text does not name it.
    #[serde(default)]
    pub year: Option<i32>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Holidays: name, days, how many.
    pub holidays: Vec<(String, String, i64)>,
    /// Weekend days on which people work.
    pub workdays: Vec<String>,
    /// Whether the calendar has the year already, so that it is replaced.
    pub replaces: bool,
    /// Whether the calendar still says that its dates are an example.
    pub sample: bool,
}

/// What a notice would change.
#[derive(Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// What somebody else has changed meanwhile.
    pub conflicts: Vec<Conflict>,
    /// What was read.
    pub year: Year,
}

/// Plans it.
///
/// # Errors
/// When the text is no such notice, or contradicts itself.
pub fn plan(session: &Session, request: &Request, lang: Lang) -> Outcome<Planned> {
    let notice = read_notice(&request.text, request.year).map_err(|wrong| {
        let help = say!("对照原文改正，再读一次", "correct it by the original and read it again");
        let finding = |message| Diagnostic::nowhere(&codes::BAD_VALUE, message).help(help.clone());
        Stop::all(wrong.into_iter().map(finding).collect())
    })?;
    let written = record(&session.workspace, &Diagnostics::new(), (CALENDAR_FILE, &[]), lang)?.values;
    let years = written.get("years").map(Said::items).unwrap_or_default();
    let number = |one: &Said| one.word("year").parse::<i32>().unwrap_or_default();
    let own = years.iter().position(|one| number(one) == notice.year);
    let text = |text: String| Said::Text(text);
    let holiday = |one: &Holiday| {
        let mut map = vec![("name".to_owned(), text(one.name.clone())), ("from".to_owned(), text(one.from.to_string()))];
        if one.to != one.from {
            map.push(("to".to_owned(), text(one.to.to_string())));
        }
        Said::Map(map)
    };
    let mut map = vec![
        ("year".to_owned(), text(notice.year.to_string())),
        ("holidays".to_owned(), Said::List(notice.holidays.iter().map(holiday).collect())),
    ];
    if !notice.workdays.is_empty() {
        map.push(("workdays".to_owned(), Said::List(notice.workdays.iter().map(|day| text(day.to_string())).collect())));
    }
    let after = Said::Map(map);
    let key = || Step::Key("years".to_owned());
    let change = match own {
        Some(at) => edit::Change {
            at: vec![key(), Step::Index(at)],
            kind: Kindly::Set,
            before: years.get(at).cloned(),
            after: Some(after),
            to: None,
        },
        None if written.is_empty() => {
            let whole = Said::Map(vec![("years".to_owned(), Said::List(vec![after]))]);
            edit::Change { at: Vec::new(), kind: Kindly::Set, before: None, after: Some(whole), to: None }
        }
        None => {
            let place = years.iter().filter(|one| number(one) < notice.year).count();
            edit::Change { at: vec![key(), Step::Index(place)], kind: Kindly::Insert, before: None, after: Some(after), to: None }
        }
    };
    let request = edit::Request { path: CALENDAR_FILE.to_owned(), changes: vec![change] };
    let edit::Edit { mut plan, conflicts, .. } = edit::plan(session, &request, lang)?;
    let (year, holidays, workdays) = (notice.year, notice.holidays.len(), notice.workdays.len());
    plan.says = say!(
        "节假日：按通知写了 {year} 年（{holidays} 个假期，{workdays} 天调休上班）",
        "calendar: {year} by the notice ({holidays} holidays, {workdays} make-up workdays)"
    );
    let is_sample = matches!(written.word("sample"), "true" | "是" | "yes");
    Ok(Planned { plan, conflicts, year: shown(&notice.holidays, &notice.workdays, year, (own.is_some(), is_sample)) })
}

fn shown(holidays: &[Holiday], workdays: &[NaiveDate], year: i32, (replaces, sample): (bool, bool)) -> Year {
    let day = |day: NaiveDate| format!("{}（{}）", day_zh(day), weekday_zh(day));
    let line = |one: &Holiday| {
        let days = if one.from == one.to { day(one.from) } else { format!("{}至{}", day(one.from), day(one.to)) };
        (one.name.clone(), days, (one.to - one.from).num_days() + 1)
    };
    Year {
        year,
        holidays: holidays.iter().map(line).collect(),
        workdays: workdays.iter().map(|one| day(*one)).collect(),
        replaces,
        sample,
    }
}
