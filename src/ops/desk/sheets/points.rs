//! The points of a bureau as a sheet: towns as headings, one row a point, what fits on a line as columns.

use std::collections::BTreeMap;

use super::marks::{marks, of_row};
use super::{Choice, Column, Row, Table};
use crate::diagnostic::{Diagnostics, Lang};
use crate::model::hours::Hours;
use crate::model::point::Status;
use crate::model::town::Towns;
use crate::model::{Bureau, Point, Workspace};
use crate::ops::Outcome;
use crate::ops::desk::live::found;
use crate::ops::desk::look::Look;
use crate::ops::form::record;
use crate::ops::lookup::refuse;
use crate::ops::values::{Said, Step};
use crate::say;
use crate::tables::hours::{Given, Why, read, summer_of};

/// The columns: field, head, width. What a point has besides is in its form.
const COLUMNS: [(&str, &str, usize); 10] = [
    ("name", "名称", 220),
    ("channel", "渠道", 96),
    ("address", "地址", 220),
    ("phone", "电话", 130),
    ("hours", "服务时间", 250),
    ("directions", "到达方式", 180),
    ("place", "地名", 90),
    ("status", "状态", 80),
    ("landmarks", "路标", 140),
    ("note", "说明", 200),
];

/// The sheet of a bureau's points.
///
/// # Errors
/// When there is no such bureau, or a file of its points cannot be read.
pub fn table(look: &Look, bureau: &str, lang: Lang) -> Outcome<Table> {
    let (workspace, bureau) = found(look, bureau)?;
    let columns = columns(bureau);
    let towns = Towns::of(bureau);
    let mut groups: Vec<Vec<Row>> = vec![Vec::new(); towns.names().len() + 1];
    for (path, points) in files(workspace, bureau) {
        let marks = marks(workspace, look, &path, None, lang);
        let written = record(workspace, &Diagnostics::new(), (&path, &[]), lang)?.values;
        for point in points {
            let Some(said) = of_id(&written, point.id.as_str()) else { continue };
            let cells: BTreeMap<String, String> =
                columns.iter().map(|column| (column.id.clone(), shown(said, &column.id, bureau))).collect();
            let marks = of_row(&marks, point.id.as_str(), &cells, |way| way.first().cloned());
            let place = towns.of_point(point).unwrap_or(towns.names().len());
            if let Some(group) = groups.get_mut(place) {
                group.push(Row::Record { id: point.id.to_string(), cells, marks });
            }
        }
    }
    let several = groups.iter().filter(|group| !group.is_empty()).count() > 1;
    let mut rows = Vec::new();
    for (place, group) in groups.into_iter().enumerate().filter(|(_, group)| !group.is_empty()) {
        if several {
            let name = towns.names().get(place).map_or("其他", String::as_str);
            rows.push(Row::Group { id: format!("town:{place}"), group: name.to_owned(), note: format!("{} 个", group.len()) });
        }
        rows.extend(group);
    }
    Ok(Table { columns, rows })
}

/// The file of a point, and the way to it.
///
/// # Errors
/// When there is no such bureau or point.
pub fn place(look: &Look, bureau: &str, point: &str, lang: Lang) -> Outcome<(String, Vec<Step>)> {
    let (workspace, bureau) = found(look, bureau)?;
    let files = files(workspace, bureau);
    let path = files.iter().find(|(_, points)| points.iter().any(|p| p.id.as_str() == point)).map(|(path, _)| path.clone());
    let Some(path) = path else { return Err(super::apply::gone()) };
    let written = record(workspace, &Diagnostics::new(), (&path, &[]), lang)?.values;
    let at = way_to(&written, point);
    Ok((path, at))
}

/// The points of a bureau by the file that holds them.
pub(super) fn files<'w>(workspace: &'w Workspace, bureau: &'w Bureau) -> BTreeMap<String, Vec<&'w Point>> {
    let mut files: BTreeMap<String, Vec<&Point>> = BTreeMap::new();
    for point in bureau.every_point() {
        files.entry(workspace.path_of(point.span).to_owned()).or_default().push(point);
    }
    files
}

/// A point of a file as it is written.
pub(super) fn of_id<'s>(written: &'s Said, id: &str) -> Option<&'s Said> {
    match written {
        Said::List(list) => list.iter().find(|one| one.word("id") == id),
        one => Some(one).filter(|one| one.word("id") == id),
    }
}

/// The way to a point in its file.
pub(super) fn way_to(written: &Said, id: &str) -> Vec<Step> {
    match written {
        Said::List(_) => vec![Step::Record { id: id.to_owned() }],
        _ => Vec::new(),
    }
}

fn columns(bureau: &Bureau) -> Vec<Column> {
    let channels = bureau.catalog.iter().flat_map(|catalog| &catalog.channels);
    let channels: Vec<Choice> = channels
        .map(|channel| {
            let name = channel.short_name.as_ref().unwrap_or(&channel.name).value.clone();
            Choice { word: name.clone(), zh: name, keys: Vec::new(), mark: "" }
        })
        .collect();
    let column = |(id, title, width): &(&str, &str, usize)| Column {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        width: *width,
        frozen: *id == "name",
        title_of_row: *id == "name",
        choices: match *id {
            "channel" => channels.clone(),
            "status" => ["启用", "暂停", "撤销"]
                .map(|word| Choice { word: word.to_owned(), zh: word.to_owned(), keys: Vec::new(), mark: "" })
                .to_vec(),
            _ => Vec::new(),
        },
        read_only: *id == "landmarks",
        ..Column::default()
    };
    COLUMNS.iter().map(column).collect()
}

/// What a cell shows.
pub(super) fn shown(point: &Said, column: &str, bureau: &Bureau) -> String {
    let Some(said) = point.get(column) else { return String::new() };
    let name = |said: &Said| match said {
        Said::Map(_) => ["name", "number", "text", "days"]
            .iter()
            .map(|key| said.word(key))
            .find(|word| !word.is_empty())
            .unwrap_or("…")
            .to_owned(),
        other => other.line().unwrap_or_default(),
    };
    match (column, said) {
        ("channel", Said::Text(id)) => channel_name(bureau, id),
        ("hours", Said::Text(rules)) => hours_words(rules),
        ("status", Said::Text(word)) => Status::named(word).map_or_else(|| word.clone(), |status| status.zh().to_owned()),
        (_, Said::List(list)) => list.iter().map(name).collect::<Vec<_>>().join("、"),
        (_, other) => name(other),
    }
}

/// Whether a cell holds more than its text: then it is changed in the form.
pub(super) fn is_rich(point: &Said, column: &str) -> bool {
    point.get(column).is_some_and(|said| said.line().is_none())
}

fn channel_name(bureau: &Bureau, id: &str) -> String {
    let channel = bureau.catalog.iter().flat_map(|catalog| &catalog.channels).find(|channel| channel.id.as_str() == id.trim());
    channel.map_or_else(|| id.to_owned(), |channel| channel.short_name.as_ref().unwrap_or(&channel.name).value.clone())
}

/// Hours as people read them; as they are written where they cannot be read.
fn hours_words(rules: &str) -> String {
    Hours::parse(rules.trim()).map_or_else(|_| rules.to_owned(), |hours| hours.describe().join("；"))
}

/// The rules of hours that somebody wrote in words.
///
/// # Errors
/// When they are not certain: nothing is guessed.
fn hours_meant(text: &str, bureau: &Bureau) -> Outcome<String> {
    let summer = bureau.file.summer.as_ref().and_then(|summer| summer_of(summer));
    let reading = read(text, &Given { summer, ..Given::default() });
    let whole = reading.doubts.is_empty() && reading.needs.is_empty() && reading.services.is_empty() && reading.note.is_empty();
    if whole && !reading.hours.is_empty() {
        return Ok(reading.hours);
    }
    let why = reading.doubts.first().map(Why::says).unwrap_or_else(|| {
        say!("里面不只是时间，或者少了哪几天、哪几个月", "there is more in it than hours, or days or dates are missing")
    });
    Err(refuse(
        say!("服务时间“{text}”没有改", "the hours “{text}” were not taken").because(&why),
        say!(
            "写成“周一至周五 8:30-12:00、14:30-17:30，法定节假日休息”这样",
            "write days and times, such as 周一至周五 8:30-12:00"
        ),
    )
    .into())
}

/// What is written for what somebody put into a cell: a channel by its id, hours as rules.
///
/// # Errors
/// When hours are not certain.
pub(super) fn meant(text: &str, column: &str, bureau: &Bureau) -> Outcome<Said> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Said::Nothing);
    }
    if column == "hours" {
        return hours_meant(text, bureau).map(Said::Text);
    }
    let channels = || bureau.catalog.iter().flat_map(|catalog| &catalog.channels);
    let id = (column == "channel")
        .then(|| channels().find(|c| c.name.trim() == text || c.short_name.as_ref().is_some_and(|short| short.trim() == text)))
        .flatten();
    Ok(Said::Text(id.map_or_else(|| text.to_owned(), |channel| channel.id.to_string())))
}
