//! Opening hours in Chinese words: one phrase per rule, and a helpful sentence for a text that cannot be read.
//! It must not know dates of a real year; that is the business of `hours`.

use std::ops::RangeInclusive;

use chrono::Weekday;
use opening_hours_syntax::rules::day::{Date, DateOffset, DaySelector, HolidayKind, Month, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeEvent, TimeSelector, TimeSpan};
use opening_hours_syntax::rules::{RuleKind, RuleOperator, RuleSequence};

use super::hours::{DAY_NAMES, clock};

/// One phrase per rule.
pub(super) fn describe(rules: &[RuleSequence]) -> Vec<String> {
    rules.iter().map(rule_text).collect()
}

/// Where a rule stands when hours are drawn as weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A week shows it.
    Week,
    /// No week shows it, and none is wrong without it: it stands beside them in words.
    Beside,
    /// A week would say something else.
    Nowhere,
}

/// Where a rule stands.
pub(super) fn place(rule: &RuleSequence) -> Place {
    let days = &rule.day_selector;
    let holiday = |range: &WeekDayRange| matches!(range, WeekDayRange::Holiday { .. });
    let whole = |range: &WeekDayRange| match range {
        WeekDayRange::Fixed { offset, nth_from_start, nth_from_end, .. } => {
            *offset == 0 && (*nth_from_start == [true; 5] || *nth_from_end == [true; 5])
        }
        WeekDayRange::Holiday { .. } => true,
    };
    let few = !days.monthday.is_empty() && days.monthday.iter().all(few_days);
    let only_holidays = !days.weekday.is_empty() && days.weekday.iter().all(holiday);
    let fallback = rule.operator == RuleOperator::Fallback;
    if only_holidays || few || (rule.kind != RuleKind::Open && !days.year.is_empty()) || (fallback && rule.kind != RuleKind::Open)
    {
        return Place::Beside;
    }
    let each_year = |range: &MonthdayRange| match range {
        MonthdayRange::Month { year, .. } => year.is_none(),
        MonthdayRange::Date { start, end } => [start, end]
            .iter()
            .all(|(date, offset)| matches!(date, Date::Fixed { year: None, .. }) && *offset == DateOffset::default()),
    };
    let clock = |time: Time| matches!(time, Time::Fixed(_));
    let plain = |span: &TimeSpan| clock(span.range.start) && clock(span.range.end) && !span.open_end && span.repeats.is_none();
    let weekly = days.year.is_empty()
        && days.week.is_empty()
        && days.weekday.iter().all(whole)
        && days.monthday.iter().all(each_year)
        && rule.time_selector.spans.iter().all(plain)
        && rule.kind != RuleKind::Unknown
        && !fallback;
    match (weekly, days.weekday.iter().any(holiday)) {
        (false, _) => Place::Nowhere,
        // The week shows its weekdays, the words its holidays.
        (true, true) => Place::Beside,
        (true, false) => Place::Week,
    }
}

/// Whether a part of the year is too short to be a season: see `SHORTEST_SEASON`.
fn few_days(range: &MonthdayRange) -> bool {
    let MonthdayRange::Date { start: (start, _), end: (end, _) } = range else { return false };
    match (start, end) {
        (Date::Fixed { month: m, day: d, .. }, Date::Fixed { month: n, day: e, .. }) => {
            // Months of thirty days are exact enough to tell a week from a season.
            let day_of = |month: &Month, day: &u8| i32::from(*month as u8) * 30 + i32::from(*day);
            (day_of(n, e) - day_of(m, d)).rem_euclid(360) < 13
        }
        _ => start == end,
    }
}

fn rule_text(rule: &RuleSequence) -> String {
    let prefix = if rule.operator == RuleOperator::Fallback { "其他时间" } else { "" };
    let days = days_text(&rule.day_selector);
    let whole_day = is_whole_day(&rule.time_selector);
    let times = if whole_day { String::new() } else { times_text(&rule.time_selector) };
    if rule.operator == RuleOperator::Fallback && whole_day && rule.day_selector.is_empty() && !rule.comment.is_empty() {
        return format!("其他时间：{}", rule.comment);
    }
    let note = if rule.comment.is_empty() { String::new() } else { format!("（{}）", rule.comment) };
    match rule.kind {
        RuleKind::Closed if whole_day => format!("{prefix}{days}休息{note}"),
        RuleKind::Closed => format!("{prefix}{days} {times}休息{note}"),
        RuleKind::Unknown if whole_day => format!("{prefix}{days}时间待定{note}"),
        RuleKind::Unknown => format!("{prefix}{days} {times}待定{note}"),
        RuleKind::Open if whole_day => format!("{prefix}{days}全天{note}"),
        RuleKind::Open => format!("{prefix}{days} {times}{note}"),
    }
}

fn days_text(days: &DaySelector) -> String {
    let mut parts: Vec<String> = Vec::new();
    let years: Vec<String> = days
        .year
        .iter()
        .map(|range| {
            let (years, step) = range.into_parts();
            let every = if step > 1 { format!("每{step}年") } else { String::new() };
            if years.start() == years.end() {
                format!("{}年", years.start().0)
            } else {
                format!("{}年至{}年{every}", years.start().0, years.end().0)
            }
        })
        .collect();
    if !years.is_empty() {
        parts.push(years.join("、"));
    }
    let months: Vec<String> = days.monthday.iter().map(monthday_text).collect();
    if !months.is_empty() {
        parts.push(months.join("、"));
    }
    let weeks: Vec<String> = days
        .week
        .iter()
        .map(|range| {
            let (weeks, step) = range.into_parts();
            let every = match step {
                2 => "隔周".to_owned(),
                s if s > 2 => format!("每{s}周"),
                _ => String::new(),
            };
            if weeks.start() == weeks.end() {
                format!("全年第{}周", weeks.start().0)
            } else {
                format!("全年第{}至{}周{every}", weeks.start().0, weeks.end().0)
            }
        })
        .collect();
    if !weeks.is_empty() {
        parts.push(weeks.join("、"));
    }
    let weekdays = weekdays_text(&days.weekday, !months.is_empty());
    if !weekdays.is_empty() {
        parts.push(weekdays);
    }
    if parts.is_empty() { "每天".to_owned() } else { parts.join(" ") }
}

fn weekdays_text(ranges: &[WeekDayRange], in_months: bool) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut has_nth = false;
    for range in ranges {
        match range {
            WeekDayRange::Fixed { range, offset, nth_from_start, nth_from_end } => {
                let nth = nth_text(*nth_from_start, *nth_from_end);
                has_nth |= !nth.is_empty();
                texts.push(format!("{nth}{}{}", weekday_range_text(range), offset_text(*offset)));
            }
            WeekDayRange::Holiday { kind, offset } => {
                let name = match kind {
                    HolidayKind::Public => "法定节假日",
                    HolidayKind::School => "学校假期",
                };
                texts.push(format!("{name}{}", offset_text(*offset)));
            }
        }
    }
    let joined = texts.join("、");
    if has_nth && !in_months { format!("每月{joined}") } else { joined }
}

fn weekday_range_text(range: &RangeInclusive<Weekday>) -> String {
    let (start, end) = (range.start().num_days_from_monday(), range.end().num_days_from_monday());
    let name = |day: u32| DAY_NAMES.get(day as usize % 7).copied().unwrap_or_default();
    match (end + 7 - start) % 7 {
        0 => name(start).to_owned(),
        1 => format!("{}、{}", name(start), name(end)),
        6 => "每天".to_owned(),
        _ => format!("{}至{}", name(start), name(end)),
    }
}

/// `第一个`, `第一、三个`, `最后一个`; empty when every such weekday counts.
fn nth_text(from_start: [bool; 5], from_end: [bool; 5]) -> String {
    const ORDINALS: [&str; 5] = ["一", "二", "三", "四", "五"];
    if from_start == [true; 5] || from_end == [true; 5] {
        return String::new();
    }
    let named =
        |flags: [bool; 5]| -> Vec<&str> { flags.iter().zip(ORDINALS).filter(|(on, _)| **on).map(|(_, name)| name).collect() };
    let mut parts = Vec::new();
    let firsts = named(from_start);
    if !firsts.is_empty() {
        parts.push(format!("第{}个", firsts.join("、")));
    }
    for name in named(from_end) {
        parts.push(if name == "一" { "最后一个".to_owned() } else { format!("倒数第{name}个") });
    }
    parts.join("、")
}

fn offset_text(days: i16) -> String {
    match days {
        0 => String::new(),
        d if d > 0 => format!("之后第{d}天"),
        d => format!("之前第{}天", d.unsigned_abs()),
    }
}

fn monthday_text(range: &MonthdayRange) -> String {
    match range {
        MonthdayRange::Month { range, year } => {
            let year = year.map(|y| format!("{}年", y.0)).unwrap_or_default();
            let (start, end) = (*range.start() as u8, *range.end() as u8);
            if start == end { format!("{year}{start}月") } else { format!("{year}{start}月至{end}月") }
        }
        MonthdayRange::Date { start, end } if start == end => date_text(*start),
        MonthdayRange::Date { start, end } => format!("{}至{}", date_text(*start), date_text(*end)),
    }
}

fn date_text((date, offset): (Date, DateOffset)) -> String {
    let year = date.year().map(|y| format!("{}年", y.0)).unwrap_or_default();
    let day = match date {
        Date::Fixed { month, day, .. } => format!("{}月{day}日", month as u8),
        Date::Weekday { month, wday, nth, .. } => {
            const ORDINALS: [&str; 5] = ["一", "二", "三", "四", "五"];
            let index = usize::from(nth.unsigned_abs()).saturating_sub(1);
            let ordinal = ORDINALS.get(index).copied().unwrap_or_default();
            let which = if nth < 0 { format!("倒数第{ordinal}个") } else { format!("第{ordinal}个") };
            let name = DAY_NAMES.get(wday.num_days_from_monday() as usize).copied().unwrap_or_default();
            format!("{}月{which}{name}", month as u8)
        }
        Date::Easter { .. } => "复活节".to_owned(),
    };
    // A shift to the nearest weekday has no short Chinese form; the written form is then shown as it is.
    let shift = if offset == DateOffset::default() { String::new() } else { offset.to_string() };
    format!("{year}{day}{shift}")
}

fn is_whole_day(times: &TimeSelector) -> bool {
    *times == TimeSelector::default()
}

fn times_text(times: &TimeSelector) -> String {
    times.spans.iter().map(span_text).collect::<Vec<_>>().join("、")
}

fn span_text(span: &TimeSpan) -> String {
    let start = time_text(span.range.start);
    if span.open_end {
        return format!("{start}起");
    }
    let every = span.repeats.map(|step| format!("（每{}分钟一次）", step.num_minutes())).unwrap_or_default();
    format!("{start}—{}{every}", time_text(span.range.end))
}

fn time_text(time: Time) -> String {
    match time {
        Time::Fixed(time) => clock(time),
        Time::Variable(variable) => {
            let event = match variable.event {
                TimeEvent::Dawn => "黎明",
                TimeEvent::Sunrise => "日出",
                TimeEvent::Sunset => "日落",
                TimeEvent::Dusk => "黄昏",
            };
            match variable.offset {
                0 => event.to_owned(),
                m if m > 0 => format!("{event}后{m}分钟"),
                m => format!("{event}前{}分钟", m.unsigned_abs()),
            }
        }
    }
}

/// A Chinese sentence for a text that the parser refused: the column where it stopped, the slip if it is a known one,
/// and one right example.
pub(super) fn explain(text: &str, parser_message: &str) -> String {
    let place = column(parser_message).map_or_else(String::new, |at| format!("从第{at}个字符起"));
    let reason = hint(text).unwrap_or("应写 OpenStreetMap 的 opening_hours 写法");
    format!("服务时间“{text}”{place}读不懂：{reason}；例如 Mo-Fr 08:30-11:30,14:30-17:30; PH off")
}

/// The slips of people who write the hours in Chinese, each with what to write instead.
fn hint(text: &str) -> Option<&'static str> {
    let any = |marks: &[char]| text.contains(marks);
    if any(&['：']) {
        Some("冒号要用半角的 :")
    } else if any(&['周', '星', '期']) {
        Some("星期要写 Mo Tu We Th Fr Sa Su，法定节假日写 PH")
    } else if any(&['，', '；', '、']) {
        Some("逗号和分号要用半角的 , 和 ;")
    } else if any(&['—', '–', '～', '~', '至', '－']) {
        Some("起止之间要用半角的 -")
    } else if text.chars().any(|c| ('０'..='９').contains(&c)) {
        Some("数字要用半角")
    } else if any(&['月', '日']) {
        Some("月份要写 Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec，如 May 01-Sep 30")
    } else {
        None
    }
}

/// The parser says ` --> LINE:COLUMN` on its first line.
fn column(message: &str) -> Option<usize> {
    let place = message.lines().next()?.split("--> ").nth(1)?;
    place.split(':').nth(1)?.trim().parse().ok()
}
