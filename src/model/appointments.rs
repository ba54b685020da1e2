//! The days that people have to know beforehand, such as an open Saturday morning or the day on which the director receives visitors.
//! What happens on most days of the year is no appointment and is left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::hours::{Hours, Span};
use super::open_days::CalendarDays;
use super::{Bureau, Point, Workspace};

/// Weekly is an appointment, twice a week is a habit.
const MOST_DAYS_A_YEAR: usize = 60;
/// The name of ordinary opening on a Saturday or Sunday.
const WEEKEND: &str = "周末开放";

/// A day and when something happens on it.
type Openings = (NaiveDate, Vec<Span>);

/// Something that happens at a time of one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Appointment {
    /// The day in Beijing.
    pub day: NaiveDate,
    /// When it begins, `09:00`.
    pub from: String,
    /// When it ends, `11:30` or `次日02:00`.
    pub to: String,
    /// What it is, such as 局长接待日.
    pub name: String,
    /// Remarks of the rule and of the service, one a line.
    pub note: String,
}

/// The appointments of a bureau in the years of the calendar, in order, each with the points where it takes place; no point where the programme
/// promises it for the whole bureau. None where there is no calendar.
#[must_use]
pub fn appointments<'a>(workspace: &Workspace, bureau: &'a Bureau) -> BTreeMap<Appointment, Vec<&'a Point>> {
    let mut found: BTreeMap<Appointment, Vec<&'a Point>> = BTreeMap::new();
    let Some(calendar) = workspace.calendar.as_ref().and_then(CalendarDays::of) else { return found };
    // Many points share the same hours: each text is gone through once.
    let mut known: HashMap<(&str, bool), Vec<Openings>> = HashMap::new();
    let mut add = |text: &'a str, weekend: bool, name: &str, note: &str, point: Option<&'a Point>| {
        for (day, spans) in known.entry((text, weekend)).or_insert_with(|| rare(&calendar, text, weekend)).iter() {
            for span in spans {
                let note = [span.note.as_str(), note].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("\n");
                let (from, to, name) = (span.from.clone(), span.to.clone(), name.to_owned());
                found.entry(Appointment { day: *day, from, to, name, note }).or_default().extend(point);
            }
        }
    };
    for one in happenings(bureau) {
        add(one.hours, one.weekend, one.name, one.note, one.point);
    }
    found
}

/// Whether a bureau has any appointment: no more is worked out than the first.
#[must_use]
pub fn has_appointments(workspace: &Workspace, bureau: &Bureau) -> bool {
    let Some(calendar) = workspace.calendar.as_ref().and_then(CalendarDays::of) else { return false };
    let mut seen: HashSet<(&str, bool)> = HashSet::new();
    happenings(bureau)
        .into_iter()
        .any(|one| seen.insert((one.hours, one.weekend)) && !rare(&calendar, one.hours, one.weekend).is_empty())
}

/// Something that happens at some hours, often or rarely.
struct Happening<'a> {
    hours: &'a str,
    /// Ordinary hours, of which Saturdays and Sundays alone are looked at.
    weekend: bool,
    name: &'a str,
    note: &'a str,
    point: Option<&'a Point>,
}

fn happenings(bureau: &Bureau) -> Vec<Happening<'_>> {
    let mut list = Vec::new();
    for point in bureau.points.iter().filter(|p| p.in_service()) {
        list.extend(point.hours.iter().map(|hours| Happening {
            hours,
            weekend: true,
            name: WEEKEND,
            note: "",
            point: Some(point),
        }));
        list.extend(point.special.iter().filter_map(|service| {
            let note = service.note.as_ref().map_or("", |n| n.as_str());
            Some(Happening { hours: service.hours.as_ref()?, weekend: false, name: &service.name, note, point: Some(point) })
        }));
    }
    // What the programme promises, unless a point has said when it does it.
    let said: HashSet<&str> = list.iter().map(|one| one.name).collect();
    let promised = bureau.programme.iter().flat_map(|p| &p.services).filter(|s| !said.contains(s.name.as_str()));
    list.extend(
        promised
            .filter_map(|s| Some(Happening { hours: s.hours.as_ref()?, weekend: false, name: &s.name, note: "", point: None }))
            .collect::<Vec<_>>(),
    );
    list
}

/// The days on which something with these hours happens, if they are few; with `weekend`, of ordinary hours, only Saturdays and Sundays.
fn rare(calendar: &CalendarDays, text: &str, weekend: bool) -> Vec<Openings> {
    let Ok(hours) = Hours::parse(text) else { return Vec::new() };
    let free = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days: Vec<Openings> = if weekend {
        calendar.spans(&hours).filter(|(day, spans)| !spans.is_empty() && free(*day)).collect()
    } else {
        calendar.service(&hours).filter(|(_, spans)| !spans.is_empty()).collect()
    };
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for (day, _) in &days {
        *years.entry(day.year()).or_default() += 1;
    }
    if years.values().any(|n| *n > MOST_DAYS_A_YEAR) { Vec::new() } else { days }
}
