//! Days that are no week: the second and fourth of a month, days of a month, of the moon, of markets, of every second week, feasts.

use super::days::{Days, Unsayable, day, list};
use super::text::Phrase;

const FEASTS: &[&str] = &[
    "农历除夕",
    "大年三十",
    "大年初",
    "春节假期",
    "春节长假",
    "春节",
    "除夕",
    "正月初",
    "正月",
    "腊月",
    "元旦",
    "清明节",
    "清明",
    "五一劳动节",
    "五一假期",
    "五一",
    "劳动节",
    "端午节",
    "端午",
    "中秋节",
    "中秋",
    "国庆节",
    "国庆长假",
    "国庆",
    "十一假期",
    "寒暑假",
    "寒假",
    "暑假",
    "元宵节",
];

/// What is no week: of a month, of the moon, of every second week, feasts.
pub(super) fn special(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    monthly(text, at)
        .or_else(|| lunar(text, at))
        .or_else(|| market(text, at))
        .or_else(|| alternate(text, at))
        .or_else(|| feast(text, at))
}

const NTH: &str = "一二三四五";

fn ordinal(text: &Phrase, at: usize) -> Option<(i8, usize)> {
    let c = text.at(at)?;
    let place = NTH.chars().position(|n| n == c).or_else(|| "12345".chars().position(|n| n == c))?;
    Some((i8::try_from(place + 1).ok()?, at + 1))
}

fn monthly(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let public = text.eat_any(at, &["公历", "阳历", "新历"]).unwrap_or(at);
    let month = text.eat_any(public, &["每个月", "每月", "当月", "每月份"]);
    let here = text.skip(month.unwrap_or(public));
    let here = text.eat(here, "的").unwrap_or(here);
    // The last Friday, the first and third Saturday.
    let mut nth: Vec<i8> = Vec::new();
    let mut end = here;
    if let Some(after) = text.eat_any(here, &["最后一个", "最末一个", "末个"]) {
        nth.push(-1);
        end = after;
    } else if let Some(after) = text.eat_any(here, &["首个"]) {
        nth.push(1);
        end = after;
    } else if let Some(after) = text.eat(here, "第") {
        let mut next = after;
        while let Some((n, after)) = ordinal(text, next) {
            nth.push(n);
            end = after;
            let joined = text
                .eat_any(text.skip(after), &["个、", "个和", "个及", "、", "和", "及", "与", "或", "/", ","])
                .map(|n| text.skip(n));
            let Some(joined) = joined else { break };
            next = text.eat(joined, "第").unwrap_or(joined);
        }
        // The second week is not the second Wednesday.
        let Some(after) = text.eat(end, "个") else {
            let after = text.eat_any(end, &["周", "星期"]).filter(|_| month.is_some())?;
            let after = list(text, text.eat_maybe(after, &["的"])).map_or(after, |(_, after)| after);
            return Some((Days::unsayable(Unsayable::OfMonth), after));
        };
        end = after;
    }
    if !nth.is_empty() {
        if let Some(after) = text.eat_any(end, &["工作日", "自然日", "上班日"]) {
            return Some((Days::unsayable(Unsayable::OfMonth), after));
        }
        let (days, after) = list(text, end)?;
        let single = days.is_plain() && !days.holidays && !days.workdays;
        return single.then_some((Days { nth, ..days }, after));
    }
    let month = month?;
    if let Some(after) = text.eat_any(here, &["最后一天", "月末", "月底", "月初", "上旬", "中旬", "下旬"]) {
        return Some((Days::unsayable(Unsayable::OfMonth), after));
    }
    if let Some((days, end)) = lunar(text, month) {
        return Some((days, end));
    }
    dates(text, text.eat(here, "逢").unwrap_or(here)).map(|(dates, end)| (Days { dates, ..Days::default() }, end))
}

/// 5日、15日、25日; 1日至10日.
fn dates(text: &Phrase, at: usize) -> Option<(Vec<u8>, usize)> {
    let number = |at: usize| -> Option<(u8, usize)> {
        let (number, _, end) = text.digits(at)?;
        let number = u8::try_from(number).ok().filter(|n| (1..=31).contains(n))?;
        (text.at(end) != Some(':')).then_some((number, end))
    };
    let (mut out, mut here, mut named) = (Vec::new(), at, false);
    let mut end = at;
    while let Some((first, mut after)) = number(here) {
        let mut last = first;
        if let Some(next) = text.eat_any(text.skip(after), &["日", "号"]) {
            (after, named) = (next, true);
        }
        if let Some((to, to_end)) = text.range(after).and_then(number) {
            (last, after) = (to, to_end);
            if let Some(next) = text.eat_any(text.skip(after), &["日", "号"]) {
                (after, named) = (next, true);
            } else {
                named = false;
            }
        }
        if last < first {
            return None;
        }
        out.extend(first..=last);
        end = after;
        match text.eat_any(text.skip(after), &["、", "和", "及", ",", "与"]).filter(|next| number(text.skip(*next)).is_some())
        {
            Some(next) => here = text.skip(next),
            None => break,
        }
    }
    (named && !out.is_empty()).then_some((out, end))
}

/// 农历逢二、七.
fn lunar(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let end = text.eat_any(at, &["农历", "阴历", "旧历"])?;
    let mut here = end;
    while text.at(here).is_some_and(|c| "每月逢初一二三四五六七八九十廿、日号和及的集赶场圩墟 ".contains(c))
    {
        here += 1;
    }
    let here = (end..=here).rev().find(|n| text.at(n - 1).is_none_or(|c| c != ' ')).unwrap_or(here);
    Some((Days::unsayable(Unsayable::Lunar), text.eat_any(here, &["市日"]).unwrap_or(here)))
}

const MARKETS: &[&str] = &[
    "逢集日",
    "赶集日",
    "集市日",
    "逢场日",
    "赶场日",
    "赶圩日",
    "圩日",
    "墟日",
    "逢集",
    "赶集",
    "逢场",
    "赶场",
    "赶圩",
    "逢圩",
    "集日",
    "场天",
];

/// 逢五逢十, 逢集日, 逢单日.
fn market(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let public = text.eat_any(at, &["公历", "阳历", "新历"]);
    let (mut here, mut ends) = (text.eat_any(public.unwrap_or(at), &["每月"]).unwrap_or(public.unwrap_or(at)), Vec::new());
    let market = |at: usize| text.eat_any(text.skip(at), MARKETS);
    if let Some(end) = market(here) {
        return Some((Days::unsayable(Unsayable::Market), end));
    }
    if let Some(end) = text.eat_any(here, &["逢单日", "逢双日", "单日", "双日"]) {
        let odd = text.at(here) == Some('单') || text.at(here + 1) == Some('单');
        let ends = (0..10).filter(|n| (n % 2 == 1) == odd).collect();
        return Some((solar(public, ends), end));
    }
    let number =
        |at: usize| text.digits(at).filter(|(_, long, _)| *long <= 2).map(|(n, _, end)| (n, end)).or_else(|| text.numeral(at));
    let mut last = None;
    while let Some(next) =
        text.eat(text.skip(here), "逢").or_else(|| last.and_then(|l| text.eat_any(text.skip(l), &["、", ",", "和"])))
    {
        let Some((n, end)) = number(text.skip(next)).filter(|(n, _)| (1..=10).contains(n)) else { break };
        ends.push(u8::try_from(n % 10).unwrap_or(0));
        (here, last) = (end, Some(end));
    }
    let end = last?;
    let end = text.eat_any(end, &["的日子", "日"]).unwrap_or(end);
    Some((solar(public, ends), market(end).unwrap_or(end)))
}

/// Days whose number ends so, where the calendar is said; else nobody knows by which.
fn solar(public: Option<usize>, ends: Vec<u8>) -> Days {
    match public {
        Some(_) => Days { dates: of_ends(&ends), ..Days::default() },
        None => Days { ends, ..Days::unsayable(Unsayable::Market) },
    }
}

/// The days of a month whose number ends so.
pub fn of_ends(ends: &[u8]) -> Vec<u8> {
    (1..=31).filter(|day| ends.contains(&(day % 10))).collect()
}

fn alternate(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let words = ["逢单双周", "逢单周", "逢双周", "单双周", "单周", "双周", "隔周", "每隔一周", "每两周", "大小周", "隔一周"];
    let end = text.eat_any(at, &words)?;
    let end = text.eat_maybe(end, &["的", "逢"]);
    match list(text, text.skip(end)) {
        Some((days, end)) => Some((Days { unsayable: Some(Unsayable::Alternate), ..days }, end)),
        // 隔周六: every second Saturday.
        None => match day(text, end) {
            Some((n, end)) => Some((Days { unsayable: Some(Unsayable::Alternate), ..Days::week(1 << n) }, end)),
            None => Some((Days::unsayable(Unsayable::Alternate), end)),
        },
    }
}

fn feast(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let mut end = text.eat_any(at, FEASTS)?;
    loop {
        let next = text.range(end).or_else(|| text.eat_any(text.skip(end), &["、", "和", "及", "与"])).unwrap_or(end);
        let next =
            text.eat_any(next, FEASTS).or_else(|| (next > end).then(|| text.eat_any(next, &["初"])).flatten()).unwrap_or(end);
        let mut after = next;
        while text.at(after).is_some_and(|c| "初一二三四五六七八九十".contains(c)) {
            after += 1;
        }
        let after = text.eat_any(after, &["期间", "假期", "长假", "当天", "放假", "三天", "七天"]).unwrap_or(after);
        if after == end {
            break;
        }
        end = after;
    }
    Some((Days::unsayable(Unsayable::Feast), end))
}
