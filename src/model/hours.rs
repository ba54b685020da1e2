//! Opening hours: the OpenStreetMap `opening_hours` text of a point or service, what it means in Chinese, and its week.
//! It must not know the clock, the public holidays of a year, or how hours are set on a page.
//!
//! Three uses: [`Hours::describe`] gives one sentence per rule, [`Hours::week`] the seven days of an ordinary week,
//! and [`Hours::seasons`] the same week once per part of the year, for places whose summer differs from their winter.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock};

use chrono::{Datelike, Duration, NaiveDate};
use compact_calendar::CompactCalendar;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use opening_hours_syntax::ExtendedTime;
use opening_hours_syntax::rules::OpeningHoursExpression;
use opening_hours_syntax::rules::day::{Date, MonthdayRange};

use super::hours_text::{self as text, Place};

/// A leap year that stands for every year when a week is drawn; weeks of its middle months hold no holiday rule,
/// since holidays of one year are never part of a printed week.
const SAMPLE_YEAR: i32 = 2024;

/// Less than this is an exception, not a season.
const SHORTEST_SEASON: Duration = Duration::days(14);

/// The names of the days, Monday first.
pub const DAY_NAMES: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// Opening hours that have been read and understood. A clone shares what was found out about them.
#[derive(Clone, Debug)]
pub struct Hours(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: String,
    rules: OpeningHours,
    described: OnceLock<Vec<String>>,
    seasons: OnceLock<Vec<Season>>,
}

impl PartialEq for Hours {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text && self.0.rules == other.0.rules
    }
}

impl Eq for Hours {}

/// The texts that were read last. The points of a county have a handful of different hours between them, and every piece, page and file of a
/// point asks for its own: reading a text again would be a sixth of a large build.
static READ: LazyLock<RwLock<HashMap<String, Hours>>> = LazyLock::new(RwLock::default);

/// How many texts are remembered at most: a program that runs for days must not grow with everything that was ever typed.
const MOST_READ: usize = 4096;

/// One stretch of opening on one day, `08:30` to `11:30`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it opens, `HH:MM`.
    pub from: String,
    /// When it closes, `HH:MM`; a time after midnight says `次日02:00`.
    pub to: String,
    /// The remark of the rule, such as `需预约`; empty when there is none.
    pub note: String,
}

/// The opening of one day of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayHours {
    /// `周一` … `周日`.
    pub name: &'static str,
    /// The stretches of opening in order; empty when the place is closed.
    pub spans: Vec<Span>,
}

/// The ordinary week of one part of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// `5月1日至9月30日`; empty when the whole year is the same.
    pub label: String,
    /// Month and day of its first and of its last day; none when the year is all one.
    pub range: Option<[(u32, u32); 2]>,
    /// Monday to Sunday.
    pub week: [DayHours; 7],
}

impl DayHours {
    /// `08:30—11:30，14:30—17:30`, or `休息`.
    #[must_use]
    pub fn text(&self) -> String {
        if self.spans.is_empty() {
            return "休息".to_owned();
        }
        self.spans.iter().map(Span::text).collect::<Vec<_>>().join("，")
    }
}

impl Span {
    /// `08:30—11:30`, with its remark in brackets when it has one.
    #[must_use]
    pub fn text(&self) -> String {
        let note = if self.note.is_empty() { String::new() } else { format!("（{}）", self.note) };
        if self.from == "00:00" && self.to == "24:00" {
            return format!("全天{note}");
        }
        format!("{}—{}{note}", self.from, self.to)
    }
}

impl Hours {
    /// Reads an `opening_hours` text. The error is a Chinese sentence that says where reading stopped and what to write.
    ///
    /// # Errors
    /// When the text is empty or is not written in the OpenStreetMap syntax.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err("服务时间是空的；写法如 Mo-Fr 08:30-11:30,14:30-17:30; PH off".to_owned());
        }
        if let Some(known) = READ.read().unwrap_or_else(PoisonError::into_inner).get(trimmed) {
            return Ok(known.clone());
        }
        let rules = trimmed.parse::<OpeningHours>().map_err(|error| text::explain(trimmed, &error.to_string()))?;
        let hours = Self::of(trimmed.to_owned(), rules);
        let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST_READ {
            read.clear();
        }
        read.insert(hours.0.text.clone(), hours.clone());
        Ok(hours)
    }

    fn of(text: String, rules: OpeningHours) -> Self {
        Self(Arc::new(Inner { text, rules, described: OnceLock::new(), seasons: OnceLock::new() }))
    }

    /// The same rules with the days that count as public holidays.
    #[must_use]
    pub fn with_holidays(&self, holidays: &Arc<CompactCalendar>) -> Self {
        let days = ContextHolidays::new(Arc::clone(holidays), Arc::default());
        Self::of(self.0.text.clone(), self.0.rules.clone().with_context(Context::default().with_holidays(days)))
    }

    /// The text as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.text
    }

    /// One Chinese phrase per rule, in the order written: `周一至周五 08:30—11:30、14:30—17:30`, `法定节假日休息`.
    #[must_use]
    pub fn describe(&self) -> Vec<String> {
        self.0.described.get_or_init(|| text::describe(&self.expression().rules)).clone()
    }

    /// The days of an ordinary week without holidays, Monday first. Where the year has seasons this is the first one
    /// of [`Hours::seasons`]; use that to show them all.
    #[must_use]
    pub fn week(&self) -> [DayHours; 7] {
        self.seasons().into_iter().next().map_or_else(empty_week, |season| season.week)
    }

    /// The week that holds `day`, Monday first, exactly as the rules give it for those seven dates.
    #[must_use]
    pub fn week_of(&self, day: NaiveDate) -> [DayHours; 7] {
        let monday = day - Duration::days(i64::from(day.weekday().num_days_from_monday()));
        let mut week = empty_week();
        for (offset, slot) in (0..).zip(week.iter_mut()) {
            slot.spans = self.day(monday + Duration::days(offset));
        }
        week
    }

    /// The opening of one date.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Vec<Span> {
        let schedule = self.0.rules.schedule_at(date);
        schedule
            .into_iter()
            .filter(|range| range.kind == RuleKind::Open)
            .map(|range| Span { from: clock(range.range.start), to: clock(range.range.end), note: range.comment.to_string() })
            .collect()
    }

    /// The parts of the year that have a week of their own. One season with an empty label when the year is all one.
    #[must_use]
    pub fn seasons(&self) -> Vec<Season> {
        self.0.seasons.get_or_init(|| self.find_seasons()).clone()
    }

    fn find_seasons(&self) -> Vec<Season> {
        let starts = self.season_starts();
        let mut found: Vec<(NaiveDate, NaiveDate, [DayHours; 7])> = Vec::new();
        let mut carried: Option<NaiveDate> = None;
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(*start + days_to_next_year(*start, &starts));
            let is_last = index + 1 == starts.len();
            if end - *start < SHORTEST_SEASON && !(is_last && found.is_empty()) {
                // A few days that differ (a spring festival) are no season: they go to the neighbour.
                match found.last_mut() {
                    Some(last) => last.1 = end,
                    None => carried = Some(carried.unwrap_or(*start)),
                }
                continue;
            }
            let start = carried.take().unwrap_or(*start);
            let week = self.ordinary_week(start, end);
            match found.last_mut() {
                Some(last) if last.2 == week => last.1 = end,
                _ => found.push((start, end, week)),
            }
        }
        // The part before the first boundary of the year belongs to the last season of the year before.
        if found.len() > 1 && found.first().map(|f| &f.2) == found.last().map(|l| &l.2) {
            let first = found.remove(0);
            if let Some(last) = found.last_mut() {
                last.1 = first.1;
            }
        }
        let single = found.len() == 1;
        found
            .into_iter()
            .map(|(start, end, week)| Season {
                label: if single { String::new() } else { season_label(start, end) },
                range: (!single).then(|| [start, end.pred_opt().unwrap_or(end)].map(|day| (day.month(), day.day()))),
                week,
            })
            .collect()
    }

    /// The year as weeks, and in words what no week shows: holidays, closures of a few days. None where some opening follows no week, such
    /// as the first Monday of a month: then only [`Hours::describe`] says it all.
    #[must_use]
    pub fn weekly(&self) -> Option<(Vec<Season>, Vec<String>)> {
        let expression = self.expression();
        let sorted: Vec<(Place, String)> = expression.rules.iter().map(text::place).zip(self.describe()).collect();
        if sorted.iter().any(|(place, _)| *place == Place::Nowhere) {
            return None;
        }
        let seasons = self.seasons();
        let open = seasons.iter().any(|season| season.week.iter().any(|day| !day.spans.is_empty()));
        let words = sorted.into_iter().filter(|(place, _)| *place == Place::Beside).map(|(_, words)| words).collect();
        open.then_some((seasons, words))
    }

    fn expression(&self) -> Arc<OpeningHoursExpression> {
        self.0.rules.get_expression()
    }

    /// The week of a season is taken from its second half-month where it has one: rules such as "first Monday of the
    /// month" then fall outside, and are described in words instead.
    fn ordinary_week(&self, start: NaiveDate, end: NaiveDate) -> [DayHours; 7] {
        let mut best: Option<[DayHours; 7]> = None;
        let mut day = start;
        while day + Duration::days(6) < end {
            if day.weekday() == chrono::Weekday::Mon {
                let week = self.week_of(day);
                if (15..=20).contains(&day.day()) {
                    return week;
                }
                best.get_or_insert(week);
            }
            day += Duration::days(1);
        }
        best.unwrap_or_else(|| self.week_of(start))
    }

    /// The days of the sample year on which some rule begins or stops to hold, in order, 1 January always first.
    fn season_starts(&self) -> Vec<NaiveDate> {
        let expression = self.expression();
        let mut starts: Vec<NaiveDate> = NaiveDate::from_ymd_opt(SAMPLE_YEAR, 1, 1).into_iter().collect();
        for range in expression.rules.iter().flat_map(|rule| rule.day_selector.monthday.iter()) {
            match range {
                MonthdayRange::Month { range, .. } => {
                    starts.extend(sample_day(*range.start() as u32, 1));
                    starts.extend(sample_day(range.end().next() as u32, 1));
                }
                MonthdayRange::Date { start, end } => {
                    if let Date::Fixed { month, day, .. } = start.0 {
                        starts.extend(sample_day(month as u32, u32::from(day)));
                    }
                    if let Date::Fixed { month, day, .. } = end.0 {
                        starts.extend(sample_day(month as u32, u32::from(day)).and_then(|last| {
                            let next = last.succ_opt()?;
                            sample_day(next.month(), next.day())
                        }));
                    }
                }
            }
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }
}

fn empty_week() -> [DayHours; 7] {
    DAY_NAMES.map(|name| DayHours { name, spans: Vec::new() })
}

fn sample_day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(SAMPLE_YEAR, month, day)
}

fn days_to_next_year(from: NaiveDate, starts: &[NaiveDate]) -> Duration {
    let first = starts.first().copied().unwrap_or(from);
    first.with_year(SAMPLE_YEAR + 1).map_or(Duration::days(366), |next| next - from)
}

fn season_label(start: NaiveDate, end: NaiveDate) -> String {
    let last = end.pred_opt().unwrap_or(end);
    format!("{}月{}日至{}月{}日", start.month(), start.day(), last.month(), last.day())
}

/// The time of day as `08:30`; after midnight `次日02:00`.
pub(super) fn clock(time: ExtendedTime) -> String {
    if time.hour() > 24 || (time.hour() == 24 && time.minute() > 0) {
        return format!("次日{:02}:{:02}", time.hour() - 24, time.minute());
    }
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
