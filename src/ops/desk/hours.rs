//! Hours while somebody paints or types them: the weeks of a text, the text of painted weeks, what words mean with what they leave open, and the hours of
//! other points to copy from. Nothing is written here: the text goes the way of every field.

use std::collections::BTreeMap;

use serde::Serialize;

use super::live::found;
use super::look::Look;
use crate::diagnostic::Lang;
use crate::model::hours::Hours;
use crate::ops::Outcome;
use crate::ops::lookup::refuse;
use crate::say;
use crate::tables::ask::Ask;
use crate::tables::hours::painted::{Painted, Unpaintable, painted};
use crate::tables::hours::{HoursColumn, Why};

/// Hours as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// As a file has them.
    pub text: String,
    /// What is printed, one phrase a rule.
    pub says: Vec<String>,
    /// As weeks; none where weeks cannot say all of it: then the text is changed as a text.
    pub week: Option<Painted>,
    /// Why there is no week.
    pub why: Option<String>,
}

/// The weeks of a text.
#[must_use]
pub fn shown(text: &str, lang: Lang) -> Shown {
    let text = text.trim();
    let says = Hours::parse(text).map(|hours| hours.describe());
    let week = painted(text);
    let why = match (&says, &week) {
        (Err(why), _) if !text.is_empty() => Some(why.clone()),
        (_, None) => {
            let why = say!(
                "这里的时间不是每周都一样，方格画不全，没有画。可以照样留着，或者在下面用一句话重写",
                "these hours do not follow weeks and are not drawn: leave them, or write them again in words below"
            );
            Some(why.get(lang).to_owned())
        }
        _ => None,
    };
    Shown { text: text.to_owned(), says: says.unwrap_or_default(), week, why }
}

/// The text of painted weeks.
///
/// # Errors
/// When weeks cannot be, such as a stretch that ends before it begins.
pub fn written(week: &Painted) -> Outcome<Shown> {
    let text = week.text().map_err(|why| {
        let (says, help) = match why {
            Unpaintable::Impossible => (
                say!("有一段时间或者日期不对", "a stretch or a date cannot be"),
                say!(
                    "结束要比开始晚；同一天的两段不要重叠",
                    "an end comes after its beginning; stretches of a day do not overlap"
                ),
            ),
            Unpaintable::Overlap => (
                say!("两段日子重叠了", "two parts of the year overlap"),
                say!("改其中一段从哪天到哪天", "change the days of one of them"),
            ),
            Unpaintable::Lost => (
                say!("这样画的时间写不进文件", "these hours cannot be written down"),
                say!("先画平时的时间，再画节假日", "paint the ordinary days first, then holidays"),
            ),
        };
        refuse(says, help)
    })?;
    let says = Hours::parse(&text).map(|hours| hours.describe()).unwrap_or_default();
    Ok(Shown { text, says, week: Some(week.clone()), why: None })
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What is sent back.
    pub word: &'static str,
    /// What the button says.
    pub says: String,
}

/// What words leave open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Its name among the answers.
    pub id: &'static str,
    /// The question.
    pub says: String,
    /// Its answers.
    pub choices: Vec<Answer>,
}

/// A service that words name besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its hours as a file has them.
    pub hours: String,
    /// A remark.
    pub note: String,
    /// Its hours in words.
    pub says: String,
}

/// What words mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meant {
    /// The hours as a file has them; empty where nothing is certain.
    pub text: String,
    /// In words.
    pub says: Vec<String>,
    /// What stands beside hours as words.
    pub note: String,
    /// Services of their own.
    pub services: Vec<Service>,
    /// What is not certain, and stays in the note.
    pub doubts: Vec<String>,
    /// What a person has to say first.
    pub questions: Vec<Open>,
}

/// The names of the questions, by the first of their answers.
const QUESTIONS: [(&str, &str); 3] = [("workdays", "days"), ("0501-0930", "summer"), ("solar", "market")];

/// What words mean, read as a cell of a table is, with what was answered.
///
/// # Errors
/// When there is no such bureau.
pub fn meant(look: &Look, bureau: &str, text: &str, answers: &BTreeMap<String, String>, lang: Lang) -> Outcome<Meant> {
    let (_, bureau) = found(look, bureau)?;
    let summer = bureau.file.summer.as_ref().map(|summer| summer.value.as_str());
    let mut column = HoursColumn::new(String::new(), summer);
    let mut questions: Vec<Open> = Vec::new();
    let mut answer = |ask: Ask| {
        let first = ask.readings.first().map_or("", |reading| reading.word);
        let id = QUESTIONS.iter().find(|(word, _)| *word == first).map_or("other", |(_, id)| id);
        let given = answers.get(id).and_then(|word| ask.readings.iter().find(|reading| reading.word == word));
        if given.is_none() {
            let choices = ask.readings.iter().map(|r| Answer { word: r.word, says: r.says.get(lang).to_owned() }).collect();
            questions.push(Open { id, says: ask.what.get(lang).to_owned(), choices });
        }
        given.map(|reading| reading.word)
    };
    let reading = column.read(text.trim(), &mut answer);
    let words = |rules: &str| Hours::parse(rules).map(|hours| hours.describe()).unwrap_or_default();
    Ok(Meant {
        says: words(&reading.hours),
        text: reading.hours,
        note: reading.note,
        services: reading
            .services
            .into_iter()
            .map(|one| Service { says: words(&one.hours).join("；"), name: one.name, hours: one.hours, note: one.note })
            .collect(),
        doubts: reading.doubts.iter().map(|why: &Why| why.says().get(lang).to_owned()).collect(),
        questions,
    })
}

/// The hours of a point, to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Other {
    /// The point's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its hours as a file has them.
    pub text: String,
    /// In words.
    pub says: String,
}

/// The points of a bureau that have hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Others {
    /// In the order of the files.
    pub points: Vec<Other>,
}

/// The hours of a bureau's points.
///
/// # Errors
/// When there is no such bureau.
pub fn others(look: &Look, bureau: &str) -> Outcome<Others> {
    let (_, bureau) = found(look, bureau)?;
    let one = |point: &crate::model::Point| {
        let text = point.hours.as_ref()?.trim().to_owned();
        let says = Hours::parse(&text).ok()?.describe().join("；");
        Some(Other { id: point.id.to_string(), name: point.name.value.clone(), text, says })
    };
    Ok(Others { points: bureau.every_point().filter_map(one).collect() })
}
