//! `data/calendar.ics`: appointments for the calendar of a phone (RFC 5545), all in UTC.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone as _, Utc};
use icalendar::{Component as _, EventLike as _, Property};

use crate::model::appointments::{Appointment, appointments};
use crate::model::phones::line;
use crate::model::{Bureau, Point, Workspace};

/// More places than this are counted and not named.
const MOST_NAMED: usize = 8;

/// The appointments of a bureau; none where there are none.
#[must_use]
pub fn calendar_ics(workspace: &Workspace, bureau: &Bureau) -> Option<Vec<u8>> {
    let appointments = appointments(workspace, bureau);
    if appointments.is_empty() {
        return None;
    }
    let stamp = Utc.from_utc_datetime(&bureau.file.edition.date.and_time(NaiveTime::MIN));
    let mut calendar = icalendar::Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//yizhan//calendar//ZH"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    {
        calendar.append_property(Property::new(key, value));
    }
    let name = text(&format!("{} 特色服务日程", bureau.short_name()));
    for key in ["NAME", "X-WR-CALNAME"] {
        // Said to be a text, so that it is escaped as one.
        calendar.append_property(Property::new(key, &name).add_parameter("VALUE", "TEXT").done());
    }
    for (appointment, points) in &appointments {
        let Some((from, to)) = time(appointment.day, &appointment.from).zip(time(appointment.day, &appointment.to)) else {
            continue;
        };
        let (who, place, phone) = hosts(bureau, points);
        let mut event = icalendar::Event::new();
        event.uid(&uid(bureau, appointment)).timestamp(stamp);
        event.starts(from).ends(to).summary(&text(&format!("{}（{who}）", appointment.name)));
        if !place.is_empty() {
            event.location(&text(&place));
        }
        let phone = Some(phone).filter(|p| !p.is_empty()).map(|p| format!("电话：{p}"));
        let lines: Vec<&str> =
            [appointment.note.as_str(), phone.as_deref().unwrap_or_default()].into_iter().filter(|l| !l.is_empty()).collect();
        if !lines.is_empty() {
            event.description(&text(&lines.join("\n")));
        }
        calendar.push(event.done());
    }
    Some(calendar.to_string().into_bytes())
}

/// A text as a calendar may hold it: lines end with a line feed, which is escaped, and there is no other control character but the tab
/// (RFC 5545, 3.3.11). A carriage return alone would end a line in some programs.
fn text(written: &str) -> String {
    written.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The same appointment has the same name in every build, so that a phone that reads the file again does not double it.
fn uid(bureau: &Bureau, one: &Appointment) -> String {
    let key = [one.from.as_str(), &one.to, &one.name, &one.note].join("\n");
    let hash = blake3::hash(key.as_bytes()).to_hex();
    format!("{}-{}@{}.yizhan", one.day.format("%Y%m%d"), hash.get(..12).unwrap_or_default(), bureau.id)
}

/// Who does it, where, and whom to call.
fn hosts<'a>(bureau: &'a Bureau, points: &[&'a Point]) -> (String, String, String) {
    let hotline = line(&bureau.file.numbers());
    match points {
        [] => (bureau.short_name().to_owned(), String::new(), hotline),
        [point] => {
            let place = point.address.as_ref().unwrap_or(&point.name).value.clone();
            (point.name.value.clone(), place, line(&bureau.numbers_for(point)))
        }
        several => {
            let named: Vec<&str> = several.iter().take(MOST_NAMED).map(|p| p.name.as_str()).collect();
            let more = if several.len() > MOST_NAMED { format!("等 {} 个网点", several.len()) } else { String::new() };
            (format!("{} 个网点", several.len()), format!("{}{more}", named.join("、")), hotline)
        }
    }
}

/// The instant of `08:30` or `次日02:00` of a day in Beijing; `24:00` is the next midnight.
fn time(day: NaiveDate, clock: &str) -> Option<DateTime<Utc>> {
    let (days, clock) = clock.strip_prefix("次日").map_or((0, clock), |rest| (1, rest));
    let (hour, minute) = clock.split_once(':')?;
    let minutes = days * 24 * 60 + hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
    // China has had one time and no summer time since 1992: always eight hours before UTC.
    Some(Utc.from_utc_datetime(&(day.and_time(NaiveTime::MIN) + Duration::minutes(minutes) - Duration::hours(8))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_beijing() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 7).unwrap();
        let shown = |clock| time(day, clock).unwrap().format("%m-%d %H:%M").to_string();
        assert_eq!((shown("09:00").as_str(), shown("00:30").as_str()), ("03-07 01:00", "03-06 16:30"));
        assert_eq!((shown("24:00").as_str(), shown("次日02:00").as_str()), ("03-07 16:00", "03-07 18:00"));
        assert!(time(day, "上午").is_none());
    }
}
