//! When the points of a bureau are open, day by day, for the script that says whether one is open now: `hours.js`, one table for all
//! pages of the bureau. It must not know the clock: the day is the reader's.

use std::collections::HashMap;

use serde_json::json;

use crate::model::hours::Hours;
use crate::model::open_days::CalendarDays;
use crate::model::{Bureau, Point, Workspace};

/// The different hours of a bureau's points, in the order in which they first come.
pub struct OpenTable<'a> {
    places: HashMap<&'a str, usize>,
    texts: Vec<&'a str>,
}

impl<'a> OpenTable<'a> {
    /// Looks through the points that people can go to. Empty where the workspace has no calendar: then nobody knows the days off.
    #[must_use]
    pub fn of(workspace: &Workspace, bureau: &'a Bureau) -> Self {
        let mut table = Self { places: HashMap::new(), texts: Vec::new() };
        if workspace.calendar.as_ref().is_none_or(|c| c.years.is_empty()) {
            return table;
        }
        for text in bureau.points.iter().filter(|p| p.in_service()).filter_map(|p| p.hours.as_ref()) {
            if !table.places.contains_key(text.as_str()) && Hours::parse(text).is_ok() {
                table.places.insert(text, table.texts.len());
                table.texts.push(text);
            }
        }
        table
    }

    /// The number of a point's hours in the table; none where nobody can say when it is open, as where words beside the hours may change them.
    #[must_use]
    pub fn place(&self, point: &Point) -> Option<usize> {
        point
            .hours
            .as_ref()
            .filter(|_| point.in_service() && point.hours_note.is_none())
            .and_then(|text| self.places.get(text.as_str()).copied())
    }

    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// The script: the first day, and for each of the different hours its patterns and one letter a day.
#[must_use]
pub fn script(workspace: &Workspace, bureau: &Bureau) -> Vec<u8> {
    let table = OpenTable::of(workspace, bureau);
    let days = workspace.calendar.as_ref().and_then(CalendarDays::of);
    let mut from = None;
    let list: Vec<serde_json::Value> = table
        .texts
        .iter()
        .map(|text| {
            let open = days.as_ref().and_then(|d| d.open(&Hours::parse(text).ok()?));
            from = from.or(open.as_ref().map(|o| o.from));
            open.map_or(json!(null), |o| json!({"p": o.patterns, "d": o.days}))
        })
        .collect();
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    format!("yizhan.hours({});\n", json!({"from": from, "list": list})).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(calendar: &str, hours: &str) -> (Workspace, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: String| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("yizhan.yaml", "title: 站\n".to_owned());
        write("calendar.yaml", calendar.to_owned());
        write("content/a/bureau.yaml", "name: 局\nedition: \"2026\"\n".to_owned());
        write("content/a/points/p.yaml", format!("id: p\nname: 点\nchannel: c\nhours: '{hours}'\n"));
        let (workspace, findings) = crate::load::load(folder.path());
        (workspace.unwrap_or_else(|_| panic!("{:?}", findings.iter().map(|f| &f.message.zh).collect::<Vec<_>>())), folder)
    }

    /// The pattern of a day, as the page's script finds it.
    fn on(workspace: &Workspace, date: &str) -> String {
        let text = String::from_utf8(script(workspace, &workspace.bureaus[0])).unwrap();
        let json = text.trim().strip_prefix("yizhan.hours(").unwrap().strip_suffix(");").unwrap();
        let data: serde_json::Value = serde_json::from_str(json).unwrap();
        let from: chrono::NaiveDate = data["from"].as_str().unwrap().parse().unwrap();
        let date: chrono::NaiveDate = date.parse().unwrap();
        let letters = data["list"][0]["d"].as_str().unwrap();
        let Some(letter) = letters.chars().nth(usize::try_from((date - from).num_days()).unwrap()) else {
            return "unknown".to_owned();
        };
        data["list"][0]["p"][letter.to_digit(36).unwrap() as usize].as_str().unwrap().to_owned()
    }

    #[test]
    fn holidays_and_make_up_workdays() {
        let year = "{year: 2026, holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}], workdays: [2026-10-10]}";
        let (w, _folder) = workspace(&format!("years: [{year}]\n"), "Mo-Fr 08:30-11:30,14:30-17:30; PH off");
        assert_eq!(on(&w, "2026-09-30"), "08:30-11:30,14:30-17:30");
        assert_eq!(on(&w, "2026-10-02"), "", "a Friday of the holiday");
        assert_eq!(on(&w, "2026-10-10"), "08:30-11:30,14:30-17:30", "a Saturday on which people work");
        assert_eq!(on(&w, "2026-10-17"), "");
        assert_eq!(on(&w, "2027-01-01"), "unknown");
    }

    #[test]
    fn the_lunch_of_winter_is_not_that_of_summer() {
        let hours = "Mo-Fr 08:30-17:00; May-Sep Mo-Fr 08:30-17:30; Sa 08:30-11:30 \"需预约\"";
        let (w, _folder) = workspace("years: [{year: 2026}, {year: 2028}]\n", hours);
        assert_eq!((on(&w, "2026-02-04"), on(&w, "2026-07-01")), ("08:30-17:00".to_owned(), "08:30-17:30".to_owned()));
        assert_eq!(on(&w, "2026-02-07"), "08:30-11:30 需预约");
        assert_eq!(on(&w, "2028-01-03"), "unknown", "2027 is missing, so 2028 is not reached");
    }

    #[test]
    fn without_a_calendar_nobody_knows() {
        let (w, _folder) = workspace("years: []\n", "Mo-Fr 08:30-17:00");
        assert!(OpenTable::of(&w, &w.bureaus[0]).is_empty());
    }
}
