//! Hours as weeks that somebody paints: the ordinary week, weeks of parts of the year, public holidays; and every rule that no week shows, kept as it is
//! written. A text is only given as weeks when the weeks mean the same on every day of four years, and weeks are only written when the text read again
//! means the same: nothing changes in silence.

use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate};
use compact_calendar::CompactCalendar;
use opening_hours::{Context, ContextHolidays, OpeningHours};
use opening_hours_syntax::rules::day::{Date as RuleDate, DateOffset, HolidayKind, Month, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::Time;
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleKind, RuleOperator, RuleSequence};
use serde::{Deserialize, Serialize};

use super::dates::{Date, Range, longest};
use super::meaning::{Holidays, Slot, Week, Year};
use super::write;
use crate::model::hours::Hours;

/// More parts than this in one rule are single days, such as market days, and no season.
const MOST_RANGES: usize = 4;
/// Minutes of a day.
const DAY: u16 = 1440;
/// The first year in which meanings are compared; so many years hold a leap year.
const FIRST_YEAR: i32 = 2024;
const YEARS: i32 = 4;
/// Every so many days the calendar that meanings are compared by has a public holiday: in a year they fall on each day of the week.
const HOLIDAY_EVERY: usize = 23;
/// The Monday of a week without dates of its own.
const ORDINARY: (i32, u32, u32) = (2023, 5, 15);

/// A stretch of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// When it opens, in minutes from midnight.
    pub from: u16,
    /// When it closes.
    pub to: u16,
    /// Its remark, such as 需预约.
    #[serde(default)]
    pub note: String,
}

/// A month and a day of it.
type MonthDay = (u32, u32);

/// A part of the year with its week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// First and last days; empty for what is no other part.
    pub ranges: Vec<[MonthDay; 2]>,
    /// Monday to Sunday.
    pub week: [Vec<Stretch>; 7],
}

/// A rule that no week shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// As it is written.
    pub rule: String,
    /// What stands between it and what comes before.
    pub joint: String,
    /// In words.
    #[serde(default)]
    pub says: String,
}

/// Hours as weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Painted {
    /// The ordinary week first, then the parts of the year in their order.
    pub seasons: Vec<Season>,
    /// Public holidays: nothing where nothing is said of them, no stretch where it is shut.
    pub holidays: Option<Vec<Stretch>>,
    /// What no week shows.
    pub kept: Vec<Kept>,
}

impl Default for Painted {
    fn default() -> Self {
        Self { seasons: vec![Season { ranges: Vec::new(), week: Default::default() }], holidays: None, kept: Vec::new() }
    }
}

/// Why weeks cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpaintable {
    /// A stretch ends before it begins, or lies outside a day; a date that no year has.
    Impossible,
    /// Two parts of the year share days, and one would hide the other.
    Overlap,
    /// Written down and read again they would mean something else, such as hours of holidays without any others.
    Lost,
}

/// Hours as weeks; none where weeks would say something else than the text.
#[must_use]
pub fn painted(text: &str) -> Option<Painted> {
    if text.trim().is_empty() {
        return Some(Painted::default());
    }
    let hours = text.trim().parse::<OpeningHours>().ok()?;
    let rules = hours.get_expression().rules.clone();
    let (grid, kept): (Vec<&RuleSequence>, Vec<&RuleSequence>) = rules.iter().partition(|rule| on_grid(rule));
    let undated: Vec<RuleSequence> = grid.iter().filter(|r| r.day_selector.monthday.is_empty()).map(|r| (*r).clone()).collect();
    let base = week(&undated, false)?;
    let mut seasons = vec![Season { ranges: Vec::new(), week: base.clone() }];
    let mut dated: Vec<(Vec<[MonthDay; 2]>, Vec<RuleSequence>)> = Vec::new();
    for rule in grid.iter().filter(|rule| !rule.day_selector.monthday.is_empty()) {
        let ranges: Vec<[MonthDay; 2]> = rule.day_selector.monthday.iter().map(range).collect::<Option<_>>()?;
        let mut plain = (*rule).clone();
        plain.day_selector.monthday.clear();
        match dated.iter_mut().find(|(own, _)| *own == ranges) {
            Some((_, rules)) => rules.push(plain),
            None => dated.push((ranges, vec![plain])),
        }
    }
    for (ranges, rules) in dated {
        let all: Vec<RuleSequence> = undated.iter().cloned().chain(rules).collect();
        seasons.push(Season { ranges, week: week(&all, false)? });
    }
    let holiday = week(&undated, true)?;
    let said = undated.iter().any(|rule| rule.day_selector.weekday.iter().any(|r| matches!(r, WeekDayRange::Holiday { .. })));
    let holidays = if holiday == base && !said {
        None
    } else {
        let [first, rest @ ..] = &holiday;
        if rest.iter().any(|day| day != first) {
            return None;
        }
        Some(first.clone())
    };
    let written = segments(text.trim());
    let as_written = |rule: &RuleSequence| {
        let at = rules.iter().position(|own| std::ptr::eq(own, rule)).filter(|_| written.len() == rules.len())?;
        written.get(at).map(|part| (*part).to_owned())
    };
    let kept = kept.into_iter().map(|rule| keep(rule, as_written(rule))).collect();
    let painted = Painted { seasons, holidays, kept };
    let again = painted.rules().ok()?;
    same(text.trim(), &again).then_some(painted)
}

impl Painted {
    /// The weeks as `opening_hours`; empty where nothing is open and nothing is kept.
    ///
    /// # Errors
    /// When they cannot be, or would mean something else when they are read.
    pub fn text(&self) -> Result<String, Unpaintable> {
        let text = self.rules()?;
        if text.is_empty() {
            let said = self.holidays.as_ref().is_some_and(|spans| !spans.is_empty());
            return if said { Err(Unpaintable::Lost) } else { Ok(text) };
        }
        let again = painted(&text).ok_or(Unpaintable::Lost)?;
        let (own, other) = (self.plain()?, again.plain()?);
        // The holidays of hours that are as on other days are not written.
        let holidays =
            own.holidays == other.holidays || own.holidays.as_ref() == own.seasons.first().and_then(|s| s.week.first());
        let week = |p: &Self, day: MonthDay| p.season_of(day).map(|season| season.week.clone());
        let days = super::dates::year();
        let alike = days.into_iter().all(|day| week(&own, day) == week(&other, day));
        if alike && holidays { Ok(text) } else { Err(Unpaintable::Lost) }
    }

    /// The season that a day of the year lies in.
    fn season_of(&self, day: MonthDay) -> Option<&Season> {
        let holds = |season: &&Season| season.ranges.iter().any(|range| ranged(*range).holds(day));
        self.seasons.iter().find(holds).or_else(|| self.seasons.first())
    }

    /// The same with stretches in order, and those together that touch.
    fn plain(&self) -> Result<Self, Unpaintable> {
        let mut own = self.clone();
        let weeks = own.seasons.iter_mut().flat_map(|season| season.week.iter_mut());
        for day in weeks.chain(own.holidays.iter_mut()) {
            day.sort_by_key(|stretch| (stretch.from, stretch.to));
            let mut plain: Vec<Stretch> = Vec::new();
            for stretch in day.drain(..) {
                if stretch.from >= stretch.to || stretch.from >= DAY || stretch.to > 2 * DAY {
                    return Err(Unpaintable::Impossible);
                }
                match plain.last_mut() {
                    Some(last) if last.to >= stretch.from && last.note == stretch.note => last.to = last.to.max(stretch.to),
                    Some(last) if last.to > stretch.from => return Err(Unpaintable::Impossible),
                    _ => plain.push(stretch),
                }
            }
            *day = plain;
        }
        Ok(own)
    }

    fn rules(&self) -> Result<String, Unpaintable> {
        let own = self.plain()?;
        let mut taken: Vec<Range> = Vec::new();
        for range in own.seasons.iter().flat_map(|season| &season.ranges) {
            let real = range.iter().all(|(month, day)| (1..=12).contains(month) && (1..=longest(*month)).contains(day));
            if !real {
                return Err(Unpaintable::Impossible);
            }
            let range = ranged(*range);
            if taken.iter().any(|other| super::dates::year().any(|day| other.holds(day) && range.holds(day))) {
                return Err(Unpaintable::Overlap);
            }
            taken.push(range);
        }
        let slots = |day: &Vec<Stretch>| -> Vec<Slot> { day.iter().map(Stretch::slot).collect() };
        let week = |season: &Season| -> Week { std::array::from_fn(|day| season.week.get(day).map(slots).unwrap_or_default()) };
        let holidays = match &own.holidays {
            None => Holidays::Unsaid,
            Some(spans) if spans.is_empty() => Holidays::Off,
            Some(spans) => Holidays::Times(slots(spans)),
        };
        let (base, seasons) = own.seasons.split_first().ok_or(Unpaintable::Impossible)?;
        let base = base.week.iter().any(|day| !day.is_empty()).then(|| week(base));
        let seasons = seasons.iter().map(|s| (s.ranges.iter().copied().map(ranged).collect(), week(s))).collect();
        let mut text = write::opening_hours(&Year { base, seasons, monthly: Vec::new(), holidays });
        for kept in &own.kept {
            if !text.is_empty() {
                text.push_str(&kept.joint);
            }
            text.push_str(&kept.rule);
        }
        Ok(text)
    }
}

impl Stretch {
    fn slot(&self) -> Slot {
        let note = self.note.trim();
        Slot { from: self.from, to: self.to, comment: (!note.is_empty()).then(|| note.to_owned()) }
    }
}

/// Whether weeks show a rule.
fn on_grid(rule: &RuleSequence) -> bool {
    let days = &rule.day_selector;
    let whole = |range: &WeekDayRange| match range {
        WeekDayRange::Fixed { offset, nth_from_start, nth_from_end, .. } => {
            *offset == 0 && (*nth_from_start == [true; 5] || *nth_from_end == [true; 5])
        }
        WeekDayRange::Holiday { kind, offset } => *kind == HolidayKind::Public && *offset == 0 && days.monthday.is_empty(),
    };
    let fixed = |time: Time| matches!(time, Time::Fixed(_));
    let plain =
        rule.time_selector.spans.iter().all(|s| fixed(s.range.start) && fixed(s.range.end) && !s.open_end && s.repeats.is_none());
    let open = rule.kind == RuleKind::Open || (rule.kind == RuleKind::Closed && rule.comment.is_empty());
    let dates = days.monthday.len() <= MOST_RANGES && days.monthday.iter().all(|r| range(r).is_some());
    let timeless = days.year.is_empty() && days.week.is_empty();
    timeless && dates && plain && open && rule.operator != RuleOperator::Fallback && days.weekday.iter().all(whole)
}

/// First and last day of a part of every year.
fn range(range: &MonthdayRange) -> Option<[MonthDay; 2]> {
    let number = |month: Month| u32::from(month as u8);
    match range {
        MonthdayRange::Month { range, year: None } => {
            let last = number(*range.end());
            Some([(number(*range.start()), 1), (last, longest(last))])
        }
        MonthdayRange::Date { start: (start, from), end: (end, to) } => {
            let day = |date: &RuleDate, offset: &DateOffset| match date {
                RuleDate::Fixed { year: None, month, day } if *offset == DateOffset::default() => {
                    Some((number(*month), u32::from(*day)))
                }
                _ => None,
            };
            Some([day(start, from)?, day(end, to)?])
        }
        MonthdayRange::Month { .. } => None,
    }
}

fn ranged([(m, d), (n, e)]: [MonthDay; 2]) -> Range {
    let day = |month, day| Date { year: None, month, day: Some(day) };
    Range { from: day(m, d), to: day(n, e) }
}

/// The week that rules without dates make, on ordinary days or on public holidays.
fn week(rules: &[RuleSequence], holidays: bool) -> Option<[Vec<Stretch>; 7]> {
    let mut out: [Vec<Stretch>; 7] = Default::default();
    if rules.is_empty() {
        return Some(out);
    }
    let text = OpeningHoursExpression { rules: rules.to_vec() }.to_string();
    let monday = NaiveDate::from_ymd_opt(ORDINARY.0, ORDINARY.1, ORDINARY.2)?;
    let mut calendar = CompactCalendar::default();
    // A day before too: what is open past its midnight is no holiday's.
    for day in monday.iter_days().take(7).filter(|_| holidays) {
        calendar.insert(day);
    }
    let hours = with(&text, calendar)?;
    for (day, stretches) in (0_i64..).zip(out.iter_mut()) {
        *stretches = spans(&hours, monday + Duration::days(day))
            .into_iter()
            .filter(|(_, _, kind, _)| *kind == RuleKind::Open)
            .map(|(from, to, _, note)| Stretch { from, to, note })
            .collect();
    }
    Some(out)
}

fn with(text: &str, calendar: CompactCalendar) -> Option<OpeningHours> {
    let days = ContextHolidays::new(Arc::new(calendar), Arc::default());
    Some(text.parse::<OpeningHours>().ok()?.with_context(Context::default().with_holidays(days)))
}

/// What a day says, but that it is shut: from, to, how, remark. What touches is one.
fn spans(hours: &OpeningHours, day: NaiveDate) -> Vec<(u16, u16, RuleKind, String)> {
    let mut out: Vec<(u16, u16, RuleKind, String)> = Vec::new();
    for range in hours.schedule_at(day) {
        if range.kind == RuleKind::Closed && range.comment.is_empty() {
            continue;
        }
        let minute = |time: opening_hours_syntax::ExtendedTime| u16::from(time.hour()) * 60 + u16::from(time.minute());
        let (from, to, note) = (minute(range.range.start), minute(range.range.end), range.comment.to_string());
        match out.last_mut() {
            Some((_, end, kind, own)) if *end == from && *kind == range.kind && *own == note => *end = to,
            _ => out.push((from, to, range.kind, note)),
        }
    }
    out
}

/// Whether two texts mean the same on every day of some years.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let Some(first) = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1) else { return false };
    let days = || first.iter_days().take_while(|day| day.year() < FIRST_YEAR + YEARS);
    let calendar = || {
        let mut calendar = CompactCalendar::default();
        for day in days().step_by(HOLIDAY_EVERY) {
            calendar.insert(day);
        }
        calendar
    };
    let never = |text: &str| text.trim().is_empty();
    match (with(one, calendar()), with(other, calendar())) {
        (Some(one), Some(other)) => days().all(|day| spans(&one, day) == spans(&other, day)),
        (Some(some), None) if never(other) => days().all(|day| spans(&some, day).is_empty()),
        (None, Some(some)) if never(one) => days().all(|day| spans(&some, day).is_empty()),
        _ => false,
    }
}

/// The rules of a text as they are written, where nothing but semicolons stands between them.
fn segments(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn keep(rule: &RuleSequence, written: Option<String>) -> Kept {
    let joint = match rule.operator {
        RuleOperator::Normal => "; ",
        RuleOperator::Additional => ", ",
        RuleOperator::Fallback => " || ",
    };
    let text = written.unwrap_or_else(|| rule.to_string());
    let alone = if rule.operator == RuleOperator::Fallback { format!("off || {text}") } else { text.clone() };
    let says = Hours::parse(&alone).ok().and_then(|hours| hours.describe().pop()).unwrap_or_else(|| text.clone());
    Kept { rule: text, joint: joint.to_owned(), says }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week_of(text: &str) -> Painted {
        painted(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn rules_become_weeks_and_weeks_the_same_rules() {
        for text in [
            "Mo-Fr 08:30-12:00,14:30-17:30; PH off",
            "Mo-Fr 08:30-12:00,14:30-17:30; May 01-Sep 30 Mo-Fr 08:30-12:00,15:00-18:00; PH off",
            "Mo-Su 09:00-17:00; PH 10:00-12:00",
            "24/7",
            "Mo-Fr 08:30-12:00, Mo-Fr 12:00-14:00 \"值守\"",
            "Mo-Fr 08:30-17:30; Dec 24-Jan 02 off",
            "Mo-Fr 08:30-17:30; Mo[1] off",
            "Mo-Fr 08:30-17:30 || \"电话预约\"",
            "Mo-Fr 08:40-11:55",
            "May 01-Sep 30 Mo-Fr 08:30-12:00,15:00-18:00; Oct 01-Apr 30 Mo-Fr 08:30-12:00,14:30-17:30; PH off",
        ] {
            let painted = week_of(text);
            let again = painted.text().unwrap();
            assert!(same(text, &again), "{text} → {again}");
        }
    }

    #[test]
    fn what_no_week_shows_is_kept_and_said() {
        let painted = week_of("Mo-Fr 08:30-17:30; Mo[1] off; PH off");
        assert_eq!(painted.kept.len(), 1);
        assert_eq!((painted.kept[0].rule.as_str(), painted.kept[0].says.as_str()), ("Mo[1] off", "每月第一个周一休息"));
        assert_eq!(painted.holidays, Some(Vec::new()));
        assert_eq!(painted.seasons[0].week[0], [Stretch { from: 510, to: 1050, note: String::new() }]);
        // A shorter rule that hides a part of a later one is no week: the text stays.
        assert_eq!(super::painted("Mo-Fr sunrise-12:00").map(|p| p.kept.len()), Some(1));
        assert_eq!(super::painted("no hours"), None);
        // A row cannot show holidays that depend on the day of the week.
        assert_eq!(super::painted("Mo-Fr 08:00-12:00; PH off; Sa 09:00-12:00"), None);
    }

    #[test]
    fn weeks_that_cannot_be_written_say_why() {
        let mut painted = week_of("Mo-Fr 08:30-12:00");
        painted.seasons[0].week[0].push(Stretch { from: 600, to: 600, note: String::new() });
        assert_eq!(painted.text(), Err(Unpaintable::Impossible));
        let mut painted = week_of("Mo-Fr 08:30-12:00");
        for range in [[(5, 1), (9, 30)], [(9, 1), (10, 7)]] {
            painted.seasons.push(Season { ranges: vec![range], week: Default::default() });
        }
        assert_eq!(painted.text(), Err(Unpaintable::Overlap));
        painted.seasons[2].ranges = vec![[(2, 30), (3, 1)]];
        assert_eq!(painted.text(), Err(Unpaintable::Impossible));
        // Hours of holidays alone.
        let alone = Painted { holidays: Some(vec![Stretch { from: 540, to: 600, note: String::new() }]), ..Painted::default() };
        assert_eq!(alone.text(), Err(Unpaintable::Lost));
        assert_eq!(Painted::default().text(), Ok(String::new()));
    }
}
