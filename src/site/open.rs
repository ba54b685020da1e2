//! When the points of a bureau are open, day by day, for the script that says whether one is open now: `hours.js`, one table for all
//! pages of the bureau. It must not know the clock: the day is the reader's.

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde_json::json;

use super::linked::{self, ToldHours};
use crate::model::open_days::CalendarDays;
use crate::model::opening::{Opening, PointHours};
use crate::model::{Bureau, Point, Workspace};

/// Every day of the calendar with its openings.
type Days = Vec<(NaiveDate, Vec<Opening>)>;

/// The different hours of a bureau's points, special services with them, in the order in which they first come.
pub struct OpenTable<'a> {
    calendar: Option<CalendarDays>,
    places: HashMap<&'a str, usize>,
    list: Vec<Entry>,
}

/// Hours, and what was found out about them.
struct Entry {
    hours: PointHours,
    days: OnceLock<Days>,
    told: OnceLock<ToldHours>,
}

impl<'a> OpenTable<'a> {
    /// Looks through the points that people can go to. Empty where the workspace has no calendar: then nobody knows the days off.
    #[must_use]
    pub fn of(workspace: &Workspace, bureau: &'a Bureau) -> Self {
        let calendar = workspace.calendar.as_ref().and_then(CalendarDays::of);
        let mut table = Self { calendar, places: HashMap::new(), list: Vec::new() };
        if table.calendar.is_none() {
            return table;
        }
        // Many points share the same hours: they are told apart by what is written.
        let mut known: HashMap<Vec<&str>, Option<usize>> = HashMap::new();
        for point in bureau.points.iter().filter(|p| p.in_service() && p.hours_note.is_none()) {
            let Some(hours) = &point.hours else { continue };
            let services = point.special.iter().flat_map(|s| [Some(&s.name), s.hours.as_ref(), s.note.as_ref()]);
            let key = [Some(hours)].into_iter().chain(services).map(|t| t.map_or("", |t| t.as_str())).collect();
            let list = &mut table.list;
            let place = known.entry(key).or_insert_with(|| {
                let hours = PointHours::of(point)?;
                list.push(Entry { hours, days: OnceLock::new(), told: OnceLock::new() });
                Some(list.len() - 1)
            });
            if let Some(place) = place {
                table.places.insert(point.id.as_str(), *place);
            }
        }
        table
    }

    /// The number of a point's hours in the table; none where nobody can say when it is open, as where words beside the hours may change them.
    #[must_use]
    pub fn place(&self, point: &Point) -> Option<usize> {
        self.places.get(point.id.as_str()).copied()
    }

    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What search engines are told of the calendar's years; none where nobody can say it.
    pub fn told(&self, point: &Point) -> Option<&ToldHours> {
        let (calendar, entry) = (self.calendar.as_ref()?, self.list.get(self.place(point)?)?);
        Some(entry.told.get_or_init(|| linked::hours(&calendar.weeks(&entry.hours, entry.days(calendar)))))
    }
}

impl Entry {
    fn days(&self, calendar: &CalendarDays) -> &Days {
        self.days.get_or_init(|| calendar.openings(&self.hours))
    }
}

/// The script: the first day, and for each of the different hours its patterns and one letter a day.
#[must_use]
pub fn script(table: &OpenTable) -> Vec<u8> {
    let mut from = None;
    let mut list = Vec::new();
    for entry in &table.list {
        let open = table.calendar.as_ref().and_then(|calendar| calendar.letters(entry.days(calendar)));
        from = from.or(open.as_ref().map(|o| o.from));
        list.push(open.map_or(json!(null), |o| json!({"p": o.patterns, "d": o.days})));
    }
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
        let text = String::from_utf8(script(&OpenTable::of(workspace, &workspace.bureaus[0]))).unwrap();
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
        assert_eq!(on(&w, "2026-02-07"), "08:30-11:30|b||需预约");
        assert_eq!(on(&w, "2028-01-03"), "unknown", "2027 is missing, so 2028 is not reached");
    }

    #[test]
    fn without_a_calendar_nobody_knows() {
        let (w, _folder) = workspace("years: []\n", "Mo-Fr 08:30-17:00");
        assert!(OpenTable::of(&w, &w.bureaus[0]).is_empty());
    }
}
