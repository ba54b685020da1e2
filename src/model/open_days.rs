//! Opening hours day by day, with the public holidays and make-up workdays of a calendar: what a page needs to say whether a point is
//! open now. It must not know the clock: the days are those of the calendar's years.

use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate, Weekday};
use compact_calendar::CompactCalendar;

use super::hours::{Hours, Span};
use super::opening::Opening;
use super::workspace::Calendar;

/// More different days than this have no letter left.
const MOST_PATTERNS: usize = 36;
/// More years than this are not written out.
const MOST_YEARS: u32 = 5;

/// Every day of the calendar's years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDays {
    /// The first day.
    pub from: NaiveDate,
    /// The different days: `08:30-11:30,11:30-14:30|s|午间不打烊`, or empty for a day off.
    pub patterns: Vec<String>,
    /// One letter a day, `0` to `9` and `a` to `z`: which pattern it has.
    pub days: String,
}

/// The days off and the workdays of a calendar, read once for all points.
#[derive(Debug, Clone)]
pub struct CalendarDays {
    first: NaiveDate,
    last: NaiveDate,
    holidays: Arc<CompactCalendar>,
    workdays: Vec<NaiveDate>,
}

impl CalendarDays {
    /// The years of a calendar, from the first as far as none is missing. None for a calendar without years.
    #[must_use]
    pub fn of(calendar: &Calendar) -> Option<Self> {
        let mut years: Vec<u32> = calendar.years.iter().map(|y| y.year.value).collect();
        years.sort_unstable();
        years.dedup();
        let first = *years.first()?;
        let last = (first..first.saturating_add(MOST_YEARS)).take_while(|year| years.contains(year)).last()?;
        let mut holidays = CompactCalendar::default();
        for holiday in calendar.years.iter().flat_map(|y| &y.holidays) {
            let end = holiday.to.as_ref().map_or(holiday.from.value, |to| to.value);
            for day in holiday.from.value.iter_days().take_while(|day| *day <= end).take(366) {
                holidays.insert(day);
            }
        }
        Some(Self {
            first: NaiveDate::from_ymd_opt(i32::try_from(first).ok()?, 1, 1)?,
            last: NaiveDate::from_ymd_opt(i32::try_from(last).ok()?, 12, 31)?,
            holidays: Arc::new(holidays),
            workdays: calendar.years.iter().flat_map(|y| &y.workdays).map(|d| d.value).collect(),
        })
    }

    /// Every day with its openings. A weekend day on which people work (调休) is as the nearest working day of its week is, or of the next:
    /// rules speak of weekdays and never of such days.
    pub fn spans(&self, hours: &Hours) -> impl Iterator<Item = (NaiveDate, Vec<Span>)> {
        let hours = hours.with_holidays(&self.holidays);
        self.first.iter_days().take_while(|day| *day <= self.last).map(move |day| {
            let as_if = if self.is_make_up(day) { self.weekday_near(day) } else { day };
            (day, hours.day(as_if))
        })
    }

    /// Whether a day is a public holiday.
    #[must_use]
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.contains(day)
    }

    /// Whether a day of a weekend is a workday (调休).
    #[must_use]
    pub fn is_make_up(&self, day: NaiveDate) -> bool {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.workdays.contains(&day)
    }

    /// Days with their openings in few letters. None where they are of too many kinds.
    #[must_use]
    pub fn letters(&self, openings: &[(NaiveDate, Vec<Opening>)]) -> Option<OpenDays> {
        let mut patterns: Vec<String> = Vec::new();
        let mut days = String::new();
        for (_, list) in openings {
            let pattern = list.iter().map(Opening::pattern).collect::<Vec<_>>().join(",");
            let place = patterns.iter().position(|p| *p == pattern).unwrap_or_else(|| {
                patterns.push(pattern);
                patterns.len() - 1
            });
            days.push(char::from_digit(u32::try_from(place).ok().filter(|_| place < MOST_PATTERNS)?, 36)?);
        }
        Some(OpenDays { from: self.first, patterns, days })
    }

    /// The last ordinary weekday before a weekend day, in its week, or else the next after it.
    fn weekday_near(&self, day: NaiveDate) -> NaiveDate {
        let ordinary = |d: &NaiveDate| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(*d);
        let monday = day - Duration::days(i64::from(day.weekday().num_days_from_monday()));
        let before = (1..=6).map(|n| day - Duration::days(n)).find(|d| *d >= monday && ordinary(d));
        before.or_else(|| (1..=14).map(|n| day + Duration::days(n)).find(ordinary)).unwrap_or(day)
    }
}
