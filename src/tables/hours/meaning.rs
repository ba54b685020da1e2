//! What statements mean together: a week for each part of the year, single days of months, public holidays. Two statements that cannot both be leave nothing
//! certain of their days.

use super::clock::{DAY, Minutes, NOON, Span, resolved};
use super::dates::{Half, Range};
use super::days::{ALL, Days};
use super::exceptions::take_away;
use super::said::{Said, Statement, What, When, Which};
use super::seasons::place;
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
pub(super) struct Share {
    pub(super) when: When,
    pub(super) week: Week,
    /// The days that were opened by its own statements, with the days that each of those named.
    pub(super) own: [u8; 7],
    parts: [bool; 7],
    pub(super) shut: u8,
}

/// What was said, as a year; doubts and days that are not certain go to `said`.
pub fn meant(said: &mut Said, summer: Option<[(u32, u32); 2]>) -> Year {
    let mut year = Year::default();
    let statements = std::mem::take(&mut said.statements);
    let whens = whens(&statements);
    let named: u8 = statements.iter().map(named).fold(0, |all, days| all | days);
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

pub(super) fn days_of(statement: &Statement, named: u8) -> Option<u8> {
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

pub(super) fn fatal(said: &mut Said, why: Why) {
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
            if let Some(slots) = narrower(there, &slots, parts) {
                *there = slots;
            } else {
                said.unsure |= 1 << day;
                let why = Why::AddsOrReplaces(statement.words.clone());
                if !said.doubts.contains(&why) {
                    said.doubts.push(why);
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
