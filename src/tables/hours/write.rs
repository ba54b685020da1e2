//! A year as `opening_hours`.

use super::clock::DAY;
use super::dates::{longest, month_name};
use super::days::{ALL, Days};
use super::meaning::{Holidays, Monthly, Slot, Week, Year};

const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// The rules of a year; empty where nothing is open.
pub fn opening_hours(year: &Year) -> String {
    let mut rules: Vec<String> = Vec::new();
    if let Some(base) = &year.base {
        let always = base.iter().all(|day| matches!(day.as_slice(), [Slot { from: 0, to: DAY, comment: None }]));
        if always && year.monthly.is_empty() {
            rules.push("24/7".to_owned());
        } else {
            week_rules("", base, None, &mut rules);
        }
    }
    for (ranges, week) in &year.seasons {
        let dates = ranges.iter().map(|r| r.text()).collect::<Vec<_>>().join(",");
        if week.iter().all(Vec::is_empty) {
            // All of it shut needs no days of the week.
            rules.push(format!("{dates} off"));
        } else {
            week_rules(&format!("{dates} "), week, year.base.as_ref(), &mut rules);
        }
    }
    for monthly in &year.monthly {
        rules.push(format!("{} {}", monthly_days(monthly), times(&monthly.slots)));
    }
    if rules.is_empty() {
        return String::new();
    }
    match &year.holidays {
        Holidays::Off => rules.push("PH off".to_owned()),
        Holidays::Times(slots) => rules.push(format!("PH {}", times(slots))),
        Holidays::Unsaid | Holidays::Usual => {}
    }
    rules.join("; ")
}

/// Days with the same hours together. A season says too what it shuts.
fn week_rules(prefix: &str, week: &Week, below: Option<&Week>, rules: &mut Vec<String>) {
    let mut groups: Vec<(u8, Vec<Slot>)> = Vec::new();
    for (day, slots) in week.iter().enumerate() {
        let hidden = below.and_then(|b| b.get(day));
        // What a season has in common with the rest of the year is said already.
        if hidden.map_or(slots.is_empty(), |hidden| hidden == slots) {
            continue;
        }
        match groups.iter_mut().find(|(_, there)| there == slots) {
            Some((days, _)) => *days |= 1 << day,
            None => groups.push((1 << day, slots.clone())),
        }
    }
    for (days, slots) in groups {
        let days = week_days(days);
        let (plain, told): (Vec<Slot>, Vec<Slot>) = slots.into_iter().partition(|s| s.comment.is_none());
        let told_alike = told.iter().all(|s| s.comment == told.first().and_then(|t| t.comment.clone()));
        if !plain.is_empty() || told.is_empty() {
            rules.push(format!("{prefix}{days} {}", times(&plain)));
        } else if told_alike {
            rules.push(format!("{prefix}{days} {}", times(&told)));
            continue;
        }
        for slot in told {
            let rule = format!("{prefix}{days} {}", times(&[slot]));
            match rules.last_mut() {
                Some(last) if last.starts_with(&format!("{prefix}{days} ")) => last.push_str(&format!(", {rule}")),
                _ => rules.push(rule),
            }
        }
    }
}

fn times(slots: &[Slot]) -> String {
    if slots.is_empty() {
        return "off".to_owned();
    }
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let end = |slot: &Slot| if slot.to > DAY { clock(slot.to - DAY) } else { clock(slot.to) };
    let list = slots.iter().map(|s| format!("{}-{}", clock(s.from), end(s))).collect::<Vec<_>>().join(",");
    match slots.first().and_then(|s| s.comment.as_ref()) {
        Some(comment) => format!("{list} \"{}\"", comment.replace('"', "”")),
        None => list,
    }
}

/// Mo-Fr, Mo,We,Fr, Sa-Su.
fn week_days(days: u8) -> String {
    if days == ALL {
        return "Mo-Su".to_owned();
    }
    let mut out: Vec<String> = Vec::new();
    let mut day = 0_usize;
    while day < 7 {
        let long = (day..7).take_while(|d| days & (1 << d) != 0).count();
        let name = |n: usize| NAMES.get(n).copied().unwrap_or_default();
        match long {
            0 => {}
            1 => out.push(name(day).to_owned()),
            _ => out.push(format!("{}-{}", name(day), name(day + long - 1))),
        }
        day += long.max(1);
    }
    out.join(",")
}

fn monthly_days(Monthly { days: Days { week, nth, dates, .. }, .. }: &Monthly) -> String {
    if nth.is_empty() {
        let mut list: Vec<String> = Vec::new();
        for month in 1..=12 {
            let mut runs: Vec<(u8, u8)> = Vec::new();
            let mut sorted = dates.clone();
            sorted.sort_unstable();
            sorted.dedup();
            for day in sorted.into_iter().filter(|d| u32::from(*d) <= longest(month)) {
                match runs.last_mut() {
                    Some((_, last)) if *last + 1 == day => *last = day,
                    _ => runs.push((day, day)),
                }
            }
            for (first, last) in runs {
                let end = if first == last { String::new() } else { format!("-{last:02}") };
                list.push(format!("{} {first:02}{end}", month_name(month)));
            }
        }
        return list.join(",");
    }
    let which = nth.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let days = NAMES.iter().enumerate().filter(|(d, _)| week & (1 << d) != 0);
    days.map(|(_, name)| format!("{name}[{which}]")).collect::<Vec<_>>().join(",")
}
