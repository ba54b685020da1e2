//! What statements take away from a week: days and parts of days that are shut, other ends, and days that are as the others.

use super::clock::{Clock, Minutes, Odd, Part, Span, resolved};
use super::days::Days;
use super::meaning::{Monthly, Share, Slot, Year, days_of, fatal};
use super::said::{Said, Statement, What, When, Which};
use super::why::Why;

/// Shuts what a statement shuts, and moves ends.
pub(super) fn take_away(share: &mut Share, statement: &Statement, named: u8, said: &mut Said, year: &mut Year) {
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

fn until(share: &mut Share, statement: &Statement, clock: Clock, earlier: bool, named: u8, said: &mut Said) {
    let days = match &statement.which {
        Which::Said(days) if !days.is_plain() || days.holidays => return fatal(said, Why::Unknown(statement.words.clone())),
        _ => days_of(statement, named).unwrap_or(0),
    };
    let mut moved = false;
    for there in share.week.iter_mut().enumerate().filter(|(d, _)| days & (1 << d) != 0).map(|(_, slots)| slots) {
        let Some(last) = there.iter_mut().max_by_key(|s| s.to) else { continue };
        let from = Clock { hour: u32::from(last.from / 60), minute: u32::from(last.from % 60), part: None, next_day: false };
        let Ok(Some((_, to))) = resolved(&[Span { from, to: clock }]).map(|list| list.first().copied()) else {
            return fatal(said, Why::Odd(Odd::Order, statement.words.clone()));
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
