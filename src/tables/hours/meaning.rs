//! What statements mean together: a week for each part of the year, single days of months, public holidays. Two statements that cannot both be leave nothing
//! certain of their days.

use super::clauses::{Said, Statement, What, When, Which};
use super::clock::{DAY, Minutes, NOON, Part, Span, resolved};
use super::dates::{Half, Range, Season, year};
use super::days::{ALL, Days};
use super::why::Why;

/// A stretch of one day with its remark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When it opens.
    pub from: u16,
    /// When it closes.
    pub to: u16,
    /// 需预约
    pub comment: Option<String>,
}

/// Monday to Sunday.
pub type Week = [Vec<Slot>; 7];

/// What happens on public holidays.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Holidays {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// Shut.
    Off,
    /// As on other days.
    Usual,
    /// Hours of their own.
    Times(Vec<Slot>),
}

/// Certain days of every month.
#[derive(Clone, Debug, PartialEq)]
pub struct Monthly {
    /// Which days.
    pub days: Days,
    /// Their hours; empty where they are shut.
    pub slots: Vec<Slot>,
}

/// What hours mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// The week of what is no season.
    pub base: Option<Week>,
    /// The weeks of seasons.
    pub seasons: Vec<(Vec<Range>, Week)>,
    /// Days of months.
    pub monthly: Vec<Monthly>,
    /// Public holidays.
    pub holidays: Holidays,
}

/// One part of the year while it is put together.
struct Share {
    when: When,
    week: Week,
    /// The days that were opened by its own statements, with the days that each of those named.
    own: [u8; 7],
    parts: [bool; 7],
    shut: u8,
}

/// What was said, as a year; doubts and days that are not certain go to `said`.
pub fn meant(said: &mut Said, summer: Option<[(u32, u32); 2]>) -> Year {
    let mut year = Year::default();
    let statements = std::mem::take(&mut said.statements);
    let whens = whens(&statements);
    let named: u8 = statements.iter().map(|s| named(s)).fold(0, |all, days| all | days);
    let explicit = |half: Half| whens.iter().any(|w| matches!(w, When::Season(s) if s.half == Some(half) && s.ranges.is_empty()));
    let mut shares: Vec<Share> = Vec::new();
    for when in &whens {
        let base = shares.iter().find(|s| s.when == When::Year).filter(|_| matches!(when, When::Season(_)));
        let week = base.map(|b| b.week.clone()).unwrap_or_default();
        let mut share = Share { when: when.clone(), week, own: [0; 7], parts: [false; 7], shut: 0 };
        let of = |s: &&Statement| s.when == *when || s.when == When::Each;
        for statement in statements.iter().filter(of) {
            apply(&mut share, statement, named, said, &mut year);
        }
        for statement in statements.iter().filter(of) {
            take_away(&mut share, statement, named, said, &mut year);
        }
        shares.push(share);
    }
    holidays(&statements, said, &mut year);
    place(shares, &statements, explicit(Half::Summer) || explicit(Half::Winter), summer, said, &mut year);
    if said.always {
        let whole = year.base.as_ref().is_some_and(|w| w.iter().all(|day| !day.is_empty()));
        if year.holidays == Holidays::Off || (year.base.is_some() && !whole) {
            said.fatal = true;
            said.doubts.push(Why::Contradiction("全年无休".to_owned()));
        }
        year.holidays = Holidays::Usual;
    }
    for (day, slots) in year.base.iter_mut().chain(year.seasons.iter_mut().map(|(_, w)| w)).flat_map(|w| w.iter_mut().enumerate())
    {
        if said.unsure & (1 << day) != 0 {
            slots.clear();
        }
    }
    said.statements = statements;
    year
}

/// The parts of the year that are named, what is no season first.
fn whens(statements: &[Statement]) -> Vec<When> {
    let mut out: Vec<When> = Vec::new();
    for statement in statements {
        if !out.contains(&statement.when) && statement.when != When::Each {
            out.push(statement.when.clone());
        }
    }
    if out.is_empty() {
        out.push(When::Year);
    }
    out.sort_by_key(|w| matches!(w, When::Season(_)));
    out
}

fn named(statement: &Statement) -> u8 {
    match &statement.which {
        Which::Said(days) if days.is_plain() => days.week,
        _ => 0,
    }
}

fn days_of(statement: &Statement, named: u8) -> Option<u8> {
    match &statement.which {
        Which::Said(days) if days.is_plain() => Some(days.week),
        Which::Said(_) => None,
        Which::Rest => Some(ALL & !named),
        Which::Unsaid => Some(ALL),
    }
}

fn slots(spans: &[Span], all_day: bool, comment: Option<&String>) -> Result<Vec<Slot>, super::clock::Odd> {
    let minutes: Vec<Minutes> = if all_day && spans.is_empty() { vec![(0, DAY)] } else { resolved(spans)? };
    Ok(minutes.into_iter().map(|(from, to)| Slot { from, to, comment: comment.cloned() }).collect())
}

fn fatal(said: &mut Said, why: Why) {
    said.fatal = true;
    if !said.doubts.contains(&why) {
        said.doubts.push(why);
    }
}

fn meet(a: &[Slot], b: &[Slot]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.from < y.to && y.from < x.to))
}

/// Opens what a statement opens.
fn apply(share: &mut Share, statement: &Statement, named: u8, said: &mut Said, year: &mut Year) {
    let What::Open { spans, all_day, comment, extra } = &statement.what else { return };
    let slots = match slots(spans, *all_day, comment.as_ref()) {
        Ok(slots) => slots,
        Err(odd) => return fatal(said, Why::Odd(odd, statement.words.clone())),
    };
    if let Which::Said(days) = &statement.which {
        if !days.is_plain() {
            if matches!(share.when, When::Season(_)) {
                return fatal(said, Why::Unknown(statement.words.clone()));
            }
            match year.monthly.iter_mut().find(|m| m.days == *days) {
                Some(there) if meet(&there.slots, &slots) => fatal(said, Why::Contradiction(statement.words.clone())),
                Some(there) => there.slots.extend(slots),
                None => year.monthly.push(Monthly { days: days.clone(), slots }),
            }
            return;
        }
        if days.holidays {
            match &mut year.holidays {
                Holidays::Times(there) if meet(there, &slots) => return fatal(said, Why::Contradiction(statement.words.clone())),
                Holidays::Times(there) => there.extend(slots.clone()),
                _ => year.holidays = Holidays::Times(slots.clone()),
            }
        }
    }
    let Some(days) = days_of(statement, named) else { return };
    let parts = !spans.is_empty() && spans.iter().all(|s| s.from.part.is_some());
    for day in (0..7_usize).filter(|d| days & (1 << d) != 0) {
        let (Some(there), Some(own), Some(apart)) = (share.week.get_mut(day), share.own.get_mut(day), share.parts.get_mut(day))
        else {
            continue;
        };
        if *extra {
            if meet(there, &slots) {
                return fatal(said, Why::Contradiction(statement.words.clone()));
            }
            there.extend(slots.clone());
        } else if *own == 0 && there.is_empty() {
            there.clone_from(&slots);
        } else if *own == 0 {
            // A season that says less than the whole day changes that half only.
            let (morning, later) = (slots.iter().any(|s| s.from < NOON), slots.iter().any(|s| s.to > NOON));
            let kept: Vec<Slot> = there.iter().filter(|s| if later { s.to <= NOON } else { s.from >= NOON }).cloned().collect();
            if morning && later {
                there.clone_from(&slots);
            } else if parts || kept.is_empty() {
                let crossing = there.iter().any(|s| s.from < NOON && s.to > NOON);
                if crossing && parts {
                    return fatal(said, Why::AddsOrReplaces(statement.words.clone()));
                }
                *there = kept;
                there.extend(slots.clone());
            } else {
                // Whether the other half of the day stays is not said.
                there.clone_from(&slots);
                let why = Why::AddsOrReplaces(statement.words.clone());
                if !said.doubts.contains(&why) {
                    said.doubts.push(why);
                }
            }
        } else if !meet(there, &slots) && (*own == days || (parts && *apart)) {
            there.extend(slots.clone());
        } else if *own != days && days & !*own == 0 && (meet(there, &slots) || slots.first() < there.first()) {
            // 周一至周五…，周五8:30-12:00: the narrower one holds.
            match narrower(there, &slots, parts) {
                Some(slots) => *there = slots,
                None => {
                    said.unsure |= 1 << day;
                    let why = Why::AddsOrReplaces(statement.words.clone());
                    if !said.doubts.contains(&why) {
                        said.doubts.push(why);
                    }
                }
            }
        } else if days & !*own == 0 {
            said.unsure |= 1 << day;
            let why = Why::AddsOrReplaces(statement.words.clone());
            if !said.doubts.contains(&why) {
                said.doubts.push(why);
            }
        } else {
            return fatal(said, Why::Contradiction(statement.words.clone()));
        }
        there.sort();
        *own = if *own == 0 { days } else { *own & days };
        *apart = parts;
    }
}

/// What a day has whose hours were said once more for it alone: 周五下午13:00-15:00 leaves its morning. None where that may be or not.
fn narrower(there: &[Slot], slots: &[Slot], parts: bool) -> Option<Vec<Slot>> {
    let (morning, later) = (slots.iter().any(|s| s.from < NOON), slots.iter().any(|s| s.to > NOON));
    let other: Vec<Slot> = there.iter().filter(|s| if later { s.to <= NOON } else { s.from >= NOON }).cloned().collect();
    let crossing = there.iter().any(|s| s.from < NOON && s.to > NOON);
    // 8:30-12:00 once more, without the afternoon: only the morning.
    let repeated = !later && slots.iter().all(|s| there.contains(s));
    if (morning && later) || (crossing && !later) || repeated || other.is_empty() && !crossing {
        return Some(slots.to_vec());
    }
    (parts && !crossing).then(|| other.into_iter().chain(slots.iter().cloned()).collect())
}

/// Shuts what a statement shuts, and moves ends.
fn take_away(share: &mut Share, statement: &Statement, named: u8, said: &mut Said, year: &mut Year) {
    match &statement.what {
        What::Open { .. } => {}
        What::Until(clock, earlier) => until(share, statement, *clock, *earlier, named, said),
        What::Usual => usual(share, statement, said),
        What::Shut(part, spans) => {
            let removed = match resolved(spans) {
                Ok(removed) => removed,
                Err(odd) => return fatal(said, Why::Odd(odd, statement.words.clone())),
            };
            if let Which::Said(days) = &statement.which
                && !days.is_plain()
            {
                return monthly_off(share, days, *part, &removed, statement, said, year);
            }
            let days = days_of(statement, named).unwrap_or(0);
            for day in (0..7_usize).filter(|d| days & (1 << d) != 0) {
                let own = share.own.get(day).copied().unwrap_or(0);
                let Some(there) = share.week.get_mut(day) else { continue };
                if part.is_none() && removed.is_empty() {
                    // Opened by days that are not more than those that are shut: which of the two?
                    if own != 0 && own & !days == 0 {
                        return fatal(said, Why::Contradiction(statement.words.clone()));
                    }
                    there.clear();
                    share.shut |= 1 << day;
                } else {
                    *there = without(there, *part, &removed, &statement.words, said);
                }
            }
        }
    }
}

/// What is left of a day.
fn without(there: &[Slot], part: Option<Part>, removed: &[Minutes], words: &str, said: &mut Said) -> Vec<Slot> {
    let mut left: Vec<Slot> = Vec::new();
    for slot in there {
        if removed.is_empty() {
            let Some(part) = part else { continue };
            let mut kept: Vec<Slot> = Vec::new();
            for minute in (slot.from..slot.to).filter(|m| !part.may_hold(*m)) {
                match kept.last_mut() {
                    Some(last) if last.to == minute => last.to = minute + 1,
                    _ => kept.push(Slot { from: minute, to: minute + 1, ..slot.clone() }),
                }
            }
            // 8:30-17:30 and shut in the afternoon: until noon it is open, and nobody says from when it is shut.
            let held = (slot.from..slot.to).filter(|m| part.holds(*m)).count();
            if held == 0 {
                left.push(slot.clone());
            } else if held < usize::from(slot.to - slot.from) {
                let why = Why::Half(words.to_owned());
                if !said.doubts.contains(&why) {
                    said.doubts.push(why);
                }
                left.extend(kept);
            }
            continue;
        }
        let mut from = slot.from;
        for (a, b) in removed.iter().filter(|(a, b)| *a < slot.to && slot.from < *b) {
            if *a > from {
                left.push(Slot { from, to: *a, ..slot.clone() });
            }
            from = *b;
        }
        if from < slot.to {
            left.push(Slot { from, ..slot.clone() });
        }
    }
    left.retain(|s| s.from < s.to);
    left
}

fn monthly_off(
    share: &Share,
    days: &Days,
    part: Option<Part>,
    removed: &[Minutes],
    statement: &Statement,
    said: &mut Said,
    year: &mut Year,
) {
    let mut weeks: Vec<Vec<Slot>> = Vec::new();
    for day in (0..7_usize).filter(|d| days.week & (1 << d) != 0 || days.week == 0) {
        let there = share.week.get(day).cloned().unwrap_or_default();
        let left = if part.is_none() && removed.is_empty() {
            Vec::new()
        } else {
            without(&there, part, removed, &statement.words, said)
        };
        if !weeks.contains(&left) {
            weeks.push(left);
        }
    }
    match (weeks.pop(), weeks.is_empty(), &share.when) {
        (Some(slots), true, When::Year | When::Rest) => year.monthly.push(Monthly { days: days.clone(), slots }),
        _ => fatal(said, Why::Unknown(statement.words.clone())),
    }
}

fn until(share: &mut Share, statement: &Statement, clock: super::clock::Clock, earlier: bool, named: u8, said: &mut Said) {
    let days = match &statement.which {
        Which::Said(days) if !days.is_plain() || days.holidays => return fatal(said, Why::Unknown(statement.words.clone())),
        _ => days_of(statement, named).unwrap_or(0),
    };
    let mut moved = false;
    for there in share.week.iter_mut().enumerate().filter(|(d, _)| days & (1 << d) != 0).map(|(_, slots)| slots) {
        let Some(last) = there.iter_mut().max_by_key(|s| s.to) else { continue };
        let from = super::clock::Clock {
            hour: u32::from(last.from / 60),
            minute: u32::from(last.from % 60),
            part: None,
            next_day: false,
        };
        let Ok(Some((_, to))) = resolved(&[Span { from, to: clock }]).map(|list| list.first().copied()) else {
            return fatal(said, Why::Odd(super::clock::Odd::Order, statement.words.clone()));
        };
        if (to < last.to) != earlier || to == last.to {
            return fatal(said, Why::Contradiction(statement.words.clone()));
        }
        last.to = to;
        moved = true;
    }
    if !moved {
        fatal(said, Why::NoTimes(statement.words.clone()));
    }
}

/// 周末照常: the hours of the other days, where those are all the same.
fn usual(share: &mut Share, statement: &Statement, said: &mut Said) {
    let Which::Said(days) = &statement.which else { return };
    if !days.is_plain() {
        return fatal(said, Why::Unknown(statement.words.clone()));
    }
    let mut kinds: Vec<Vec<Slot>> = Vec::new();
    for there in
        share.week.iter().enumerate().filter(|(d, _)| days.week & (1 << d) == 0).map(|(_, s)| s).filter(|s| !s.is_empty())
    {
        if !kinds.contains(there) {
            kinds.push(there.clone());
        }
    }
    for day in (0..7_usize).filter(|d| days.week & (1 << d) != 0) {
        let Some(there) = share.week.get_mut(day).filter(|s| s.is_empty()) else { continue };
        match kinds.as_slice() {
            [one] if share.shut & (1 << day) == 0 => there.clone_from(one),
            _ => return fatal(said, Why::NoTimes(statement.words.clone())),
        }
    }
}

fn holidays(statements: &[Statement], said: &mut Said, year: &mut Year) {
    let of = |s: &&Statement| matches!(&s.which, Which::Said(days) if days.holidays);
    let shut = statements.iter().find(|s| of(s) && matches!(s.what, What::Shut(None, _)));
    let part =
        statements.iter().find(|s| of(s) && matches!(&s.what, What::Shut(part, spans) if part.is_some() || !spans.is_empty()));
    let usual = statements.iter().find(|s| of(s) && s.what == What::Usual);
    if let Some(part) = part {
        return fatal(said, Why::Unknown(part.words.clone()));
    }
    let workdays = statements.iter().any(|s| matches!(&s.which, Which::Said(days) if days.workdays));
    let times = matches!(year.holidays, Holidays::Times(_));
    match (shut, usual) {
        (Some(shut), Some(_)) => fatal(said, Why::Contradiction(shut.words.clone())),
        (Some(shut), None) if times => fatal(said, Why::Contradiction(shut.words.clone())),
        (Some(_), None) => year.holidays = Holidays::Off,
        (None, Some(_)) if !times => year.holidays = Holidays::Usual,
        (None, None) if workdays && !times => year.holidays = Holidays::Off,
        _ => {}
    }
}

/// Where each week stands in the year.
fn place(
    shares: Vec<Share>,
    statements: &[Statement],
    nameless: bool,
    summer: Option<[(u32, u32); 2]>,
    said: &mut Said,
    year: &mut Year,
) {
    let words = statements.iter().map(|s| s.words.as_str()).collect::<Vec<_>>().join("；");
    let mut dated: Vec<(Season, Week)> = Vec::new();
    let mut undated: Vec<(Half, Week)> = Vec::new();
    for share in shares {
        match share.when {
            When::Year | When::Rest | When::Each => match &year.base {
                Some(_) => return fatal(said, Why::Contradiction(words)),
                None => year.base = Some(share.week),
            },
            When::Season(season) => match season.half {
                Some(half) if season.ranges.is_empty() => undated.push((half, share.week)),
                _ => dated.push((season, share.week)),
            },
        }
    }
    if said.season_behind {
        // 上午…；下午…（5月-9月），…（10月-4月）: of which times is the first season?
        let shape = |week: &Week| week.each_ref().map(|day| (day.iter().any(|s| s.from < NOON), day.iter().any(|s| s.to > NOON)));
        let mut shapes = dated.iter().map(|(_, week)| shape(week)).chain(undated.iter().map(|(_, week)| shape(week)));
        let first = shapes.next();
        if shapes.any(|other| Some(other) != first) {
            return fatal(said, Why::Either(words));
        }
    }
    let halves = |half: Half| dated.iter().filter(|(s, _)| s.half == Some(half)).count();
    if !nameless {
        seams(&dated, &words, said);
    } else if let [(half, week)] = undated.as_slice() {
        let other = if *half == Half::Summer { Half::Winter } else { Half::Summer };
        if halves(other) == 1 && dated.len() == 1 && (year.base.is_none() || year.base.as_ref().is_some_and(is_empty)) {
            // The other half of the year has dates: this is the rest.
            year.base = Some(week.clone());
        } else if let Some(summer) = summer.filter(|_| dated.is_empty()) {
            dated.push((season_of(*half, summer), week.clone()));
        } else {
            return unknown_season(&undated, &words, said, year);
        }
    } else if let (Some(summer), true) = (summer, dated.is_empty() && undated.len() == 2) {
        for (half, week) in undated {
            if half == Half::Winter && year.base.as_ref().is_none_or(is_empty) {
                year.base = Some(week);
            } else {
                dated.push((season_of(half, summer), week));
            }
        }
    } else {
        return unknown_season(&undated, &words, said, year);
    }
    if !dated.is_empty() && year.base.as_ref().is_some_and(is_empty) {
        year.base = None;
    }
    year.seasons = dated.into_iter().map(|(season, week)| (season.ranges, week)).collect();
}

fn is_empty(week: &Week) -> bool {
    week.iter().all(Vec::is_empty)
}

/// Only what is open in either season is certain.
fn unknown_season(undated: &[(Half, Week)], words: &str, said: &mut Said, year: &mut Year) {
    said.doubts.push(Why::NoDates(words.to_owned()));
    let mut weeks: Vec<Week> = undated.iter().map(|(_, week)| week.clone()).collect();
    match &year.base {
        Some(base) if !is_empty(base) => weeks.push(base.clone()),
        _ if undated.len() < 2 => said.fatal = true,
        _ => {}
    }
    year.base = weeks.into_iter().reduce(|a, b| both(&a, &b));
}

/// What is open in both weeks.
pub fn both(a: &Week, b: &Week) -> Week {
    let mut out = Week::default();
    for ((day, left), right) in out.iter_mut().zip(a).zip(b) {
        for x in left {
            for y in right {
                let (from, to) = (x.from.max(y.from), x.to.min(y.to));
                if from < to {
                    day.push(Slot { from, to, comment: x.comment.clone().or_else(|| y.comment.clone()) });
                }
            }
        }
    }
    out
}

/// The dates of a half of the year.
fn season_of(half: Half, summer: [(u32, u32); 2]) -> Season {
    let date = |(month, day): (u32, u32)| super::dates::Date { year: None, month, day: Some(day) };
    let days: Vec<(u32, u32)> = year().collect();
    let range = match half {
        Half::Summer => Range { from: date(summer[0]), to: date(summer[1]) },
        Half::Winter => {
            let beside = |day: (u32, u32), step: usize| {
                let at = days.iter().position(|d| *d == day).unwrap_or(0);
                days.get((at + step) % days.len()).copied().unwrap_or(day)
            };
            Range { from: date(beside(summer[1], 1)), to: date(beside(summer[0], days.len() - 1)) }
        }
    };
    Season { half: Some(half), ranges: vec![range] }
}

/// Seasons that share days.
fn seams(dated: &[(Season, Week)], words: &str, said: &mut Said) {
    let shared = year()
        .filter(|day| dated.iter().filter(|(s, _)| s.ranges.iter().any(|r| r.from.year.is_none() && r.holds(*day))).count() > 1)
        .count();
    if shared > 2 {
        fatal(said, Why::Contradiction(words.to_owned()));
    } else if shared > 0 {
        said.doubts.push(Why::Seam(words.to_owned()));
    }
}
