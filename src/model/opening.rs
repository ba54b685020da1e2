//! When people are served at a point, day by day: its ordinary hours together with its special services. The page that says whether it is open
//! now, what search engines are told and the calendar all ask here. It must not know the clock: the days are those of a calendar's years.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::hours::{Hours, Span};
use super::open_days::CalendarDays;
use super::point::{Point, SpecialHours};

/// Services that do not happen behind the door of the point: nobody can walk in because of them.
const ELSEWHERE: [&str; 11] = ["上门", "下乡", "进村", "入户", "流动", "巡回", "电话", "热线", "线上", "网上", "远程"];
/// Said of a service that needs no appointment.
const WITHOUT: [&str; 6] = ["无需预约", "无须预约", "不需预约", "不用预约", "免预约", "不必预约"];
/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// How people come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// In ordinary hours.
    Ordinary,
    /// A special service opens the door: 午间不打烊.
    Service,
    /// Only who has an appointment.
    Booked,
}

/// One stretch of a day in which people are served one way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// Minutes from midnight.
    pub from: u32,
    /// Minutes from midnight; more than a day for a time after the next midnight.
    pub to: u32,
    /// How people come in.
    pub entry: Entry,
    /// The special service; empty in ordinary hours.
    pub service: String,
    /// The remark of the rule.
    pub note: String,
}

/// The hours of a point that say when somebody is served there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointHours {
    ordinary: Hours,
    services: Vec<ServiceHours>,
}

/// A special service behind the door.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ServiceHours {
    name: String,
    hours: Hours,
    booked: bool,
}

impl PointHours {
    /// The hours of a point to which people can go. None where nobody can say when it is open: its hours are not known or not understood, or
    /// words beside them may change them.
    #[must_use]
    pub fn of(point: &Point) -> Option<Self> {
        let text = point.hours.as_ref().filter(|_| point.in_service() && point.hours_note.is_none())?;
        let service = |one: &SpecialHours| {
            let hours = Hours::parse(one.hours.as_ref()?).ok()?;
            let booked = needs_appointment(&one.name) || one.note.as_ref().is_some_and(|note| needs_appointment(note));
            Some(ServiceHours { name: one.name.value.clone(), hours, booked })
        };
        Some(Self {
            ordinary: Hours::parse(text).ok()?,
            services: point.special.iter().filter(|one| is_at_the_door(&one.name)).filter_map(service).collect(),
        })
    }

    /// Days of the year on which some of these hours begin another part of the year.
    fn boundaries(&self) -> BTreeSet<(u32, u32)> {
        let all = [&self.ordinary].into_iter().chain(self.services.iter().map(|service| &service.hours));
        all.flat_map(Hours::seasons).filter_map(|season| Some(season.range?[0])).collect()
    }
}

/// Whether a service happens at the point.
fn is_at_the_door(name: &str) -> bool {
    ELSEWHERE.iter().all(|word| !name.contains(word))
}

/// Whether words say that one has to make an appointment.
fn needs_appointment(words: &str) -> bool {
    words.contains("预约") && WITHOUT.iter().all(|none| !words.contains(none))
}

impl CalendarDays {
    /// Every day with what happens at the hours of a special service. Where its hours say nothing of public holidays, it keeps them; and days such
    /// as the first Monday of a month are never held a second time on a make-up workday.
    pub fn service(&self, hours: &Hours) -> impl Iterator<Item = (NaiveDate, Vec<Span>)> {
        let (silent, weekly) = (!hours.source().contains("PH"), hours.weekly().is_some());
        self.spans(hours).map(move |(day, spans)| {
            let kept = (silent && self.is_holiday(day)) || (!weekly && self.is_make_up(day));
            (day, if kept { Vec::new() } else { spans })
        })
    }

    /// Every day with its openings in order, none of which overlaps another: ordinary hours first, then services, then what needs an appointment.
    #[must_use]
    pub fn openings(&self, point: &PointHours) -> Vec<(NaiveDate, Vec<Opening>)> {
        let mut days: Vec<(NaiveDate, Vec<Opening>)> = self
            .spans(&point.ordinary)
            .map(|(day, spans)| (day, spans.into_iter().filter_map(|span| opening(span, "", false)).collect()))
            .collect();
        for service in &point.services {
            for ((_, found), (_, spans)) in days.iter_mut().zip(self.service(&service.hours)) {
                found.extend(spans.into_iter().filter_map(|span| opening(span, &service.name, service.booked)));
            }
        }
        days.into_iter().map(|(day, found)| (day, apart(found))).collect()
    }

    /// The same days as weeks, and those that no week shows.
    #[must_use]
    pub fn weeks(&self, point: &PointHours, days: &[(NaiveDate, Vec<Opening>)]) -> OpenWeeks {
        let starts = point.boundaries();
        let is_start = |day: NaiveDate| starts.contains(&(day.month(), day.day()));
        let mut periods: Vec<Period> = Vec::new();
        let mut exceptions: Vec<Exception> = Vec::new();
        let mut rest = days;
        while let Some((from, _)) = rest.first() {
            let length = rest.iter().skip(1).position(|(day, _)| is_start(*day)).map_or(rest.len(), |at| at + 1);
            let Some((part, later)) = rest.split_at_checked(length) else { break };
            rest = later;
            let through = part.last().map_or(*from, |(day, _)| *day);
            let week = usual_week(part);
            match periods.last_mut() {
                Some(last) if last.week == week => last.through = through,
                _ => periods.push(Period { from: *from, through, week }),
            }
        }
        let usual = |day: NaiveDate| -> &[Opening] {
            let period = periods.iter().find(|period| period.from <= day && day <= period.through);
            period.and_then(|p| p.week.get(day.weekday().num_days_from_monday() as usize)).map_or(&[], Vec::as_slice)
        };
        // A weekend within a holiday is as closed as ever, and the holiday goes on after it.
        let mut bridge = false;
        for (day, openings) in days {
            let differs = usual(*day) != openings.as_slice();
            let goes_on = exceptions.last().is_some_and(|last| bridge && last.openings == *openings);
            match exceptions.last_mut() {
                Some(last) if goes_on && differs => last.through = *day,
                _ if differs => {
                    exceptions.push(Exception { from: *day, through: *day, openings: openings.clone() });
                    bridge = true;
                }
                _ => bridge = goes_on,
            }
        }
        OpenWeeks { periods, exceptions }
    }
}

/// The years of a calendar as weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenWeeks {
    /// The parts of the years in order; together they are all days.
    pub periods: Vec<Period>,
    /// Runs of days that are not as their week.
    pub exceptions: Vec<Exception>,
}

/// A part of the years whose weeks are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub through: NaiveDate,
    /// Monday to Sunday.
    pub week: Vec<Vec<Opening>>,
}

/// Days on end that are alike, and not as their week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub through: NaiveDate,
    /// When somebody is there; empty on days off.
    pub openings: Vec<Opening>,
}

/// What most Mondays are like, most Tuesdays, and so on.
fn usual_week(days: &[(NaiveDate, Vec<Opening>)]) -> Vec<Vec<Opening>> {
    let of = |weekday: u32| {
        let mut counts: Vec<(&[Opening], usize)> = Vec::new();
        for (_, openings) in days.iter().filter(|(day, _)| day.weekday().num_days_from_monday() == weekday) {
            match counts.iter_mut().find(|(known, _)| *known == openings.as_slice()) {
                Some((_, count)) => *count += 1,
                None => counts.push((openings, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
        counts.into_iter().find(|(_, count)| *count == most).map(|(openings, _)| openings.to_vec()).unwrap_or_default()
    };
    (0..7).map(of).collect()
}

fn opening(span: Span, service: &str, booked: bool) -> Option<Opening> {
    let entry = match (booked || needs_appointment(&span.note), service.is_empty()) {
        (true, _) => Entry::Booked,
        (false, true) => Entry::Ordinary,
        (false, false) => Entry::Service,
    };
    let (from, to) = (minutes(&span.from)?, minutes(&span.to)?);
    Some(Opening { from, to, entry, service: service.to_owned(), note: span.note })
}

/// Takes from each opening what an earlier kind already has.
fn apart(mut found: Vec<Opening>) -> Vec<Opening> {
    found.sort_by_key(|one| one.entry);
    let mut kept: Vec<Opening> = Vec::new();
    for one in found {
        let mut left = vec![(one.from, one.to)];
        for other in &kept {
            left = left
                .into_iter()
                .flat_map(|(from, to)| [(from, to.min(other.from)), (from.max(other.to), to)])
                .filter(|(from, to)| from < to)
                .collect();
        }
        kept.extend(left.into_iter().map(|(from, to)| Opening { from, to, ..one.clone() }));
    }
    kept.sort();
    kept
}

/// `08:30` or `次日02:00` in minutes from midnight.
fn minutes(clock: &str) -> Option<u32> {
    let (more, clock) = clock.strip_prefix("次日").map_or((0, clock), |rest| (DAY, rest));
    let (hour, minute) = clock.split_once(':')?;
    Some(more + hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

/// Minutes from midnight as `08:30`, `24:00`, `次日02:00`.
#[must_use]
pub fn clock(minutes: u32) -> String {
    let (next, within) = if minutes > DAY { ("次日", minutes - DAY) } else { ("", minutes) };
    format!("{next}{:02}:{:02}", within / 60, within % 60)
}

impl Opening {
    /// The opening for the page's script: `11:30-14:30|s|午间不打烊|`, without what is empty at its end.
    #[must_use]
    pub fn pattern(&self) -> String {
        let plain = |text: &str| text.replace([',', '，', '|'], "、");
        let kind = match self.entry {
            Entry::Ordinary => "",
            Entry::Service => "s",
            Entry::Booked => "b",
        };
        let text = format!("{}-{}|{kind}|{}|{}", clock(self.from), clock(self.to), plain(&self.service), plain(&self.note));
        text.trim_end_matches('|').to_owned()
    }
}

#[cfg(test)]
#[path = "opening_tests.rs"]
mod tests;
