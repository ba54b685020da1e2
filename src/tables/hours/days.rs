//! Which days: weekdays as lists and ranges, 工作日, holidays, the second and fourth of a month, days of a month, and those that no `opening_hours` can say.

use super::monthly;
use super::text::Phrase;

/// Every day of the week.
pub const ALL: u8 = 0b111_1111;
/// Monday to Friday.
pub const WEEKDAYS: u8 = 0b001_1111;
/// Saturday and Sunday.
pub const WEEKEND: u8 = 0b110_0000;

/// Days that no rule can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsayable {
    /// Days of the lunar calendar.
    Lunar,
    /// Market days of which nobody says by which calendar they are.
    Market,
    /// Every second week.
    Alternate,
    /// 春节: other days every year.
    Feast,
    /// The first week, the last workday of a month.
    OfMonth,
}

/// Days as they were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Weekdays, Monday in the lowest bit.
    pub week: u8,
    /// Public holidays are named.
    pub holidays: bool,
    /// 工作日: public holidays are not among them.
    pub workdays: bool,
    /// 全年无休: public holidays are among them.
    pub always: bool,
    /// Which of the month, from its end below zero; empty for all.
    pub nth: Vec<i8>,
    /// Days of every month.
    pub dates: Vec<u8>,
    /// Why no rule can say them.
    pub unsayable: Option<Unsayable>,
    /// The ends of market days: 3 for 3, 13 and 23.
    pub ends: Vec<u8>,
}

impl Days {
    pub(super) fn week(week: u8) -> Self {
        Self { week, ..Self::default() }
    }

    pub(super) fn unsayable(why: Unsayable) -> Self {
        Self { unsayable: Some(why), ..Self::default() }
    }

    /// Whether they are weekdays and holidays only.
    pub fn is_plain(&self) -> bool {
        self.nth.is_empty() && self.dates.is_empty() && self.unsayable.is_none()
    }

    /// Both.
    pub fn and(&mut self, other: &Self) {
        self.week |= other.week;
        self.holidays |= other.holidays;
        self.workdays |= other.workdays;
        self.always |= other.always;
        self.dates.extend(&other.dates);
        self.unsayable = self.unsayable.or(other.unsayable);
        self.ends.extend(&other.ends);
    }
}

/// Names of sets of days; longer ones first.
const SETS: &[(&str, u8, bool)] = &[
    ("国家法定工作日", WEEKDAYS, true),
    ("国家工作日", WEEKDAYS, true),
    ("政府工作日", WEEKDAYS, true),
    ("行政工作日", WEEKDAYS, true),
    ("正常工作日", WEEKDAYS, true),
    ("法定工作日", WEEKDAYS, true),
    ("工作日", WEEKDAYS, true),
    ("上班日", WEEKDAYS, true),
    ("法定双休日", WEEKEND, false),
    ("双休日", WEEKEND, false),
    ("双休", WEEKEND, false),
    ("公休日", WEEKEND, false),
    ("休息日", WEEKEND, false),
    ("周末", WEEKEND, false),
    ("一周七天", ALL, false),
    ("每周七天", ALL, false),
    ("一周7天", ALL, false),
    ("每周7天", ALL, false),
    ("整周", ALL, false),
    ("全周", ALL, false),
    ("每天", ALL, false),
    ("每日", ALL, false),
    ("天天", ALL, false),
];

const ALWAYS: &[&str] = &["全年365天", "一年365天", "365天", "全年无休息", "全年无休", "全年不休", "全年不打烊", "全年开放"];

/// Days at a place, and what follows.
pub fn days(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    monthly::special(text, at).or_else(|| list(text, at))
}

/// Weekdays, sets and holidays, joined.
pub(super) fn list(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let (mut days, mut end, mut kind) = item(text, at, false)?;
    loop {
        let blank = text.skip(end);
        let mark = ["、", "&", "/", "和", "及", "与", "跟", "以及", "暨", "或"].iter().find_map(|m| text.eat(blank, m));
        let next = if let Some(after) = mark {
            item(text, text.skip(after), true).filter(|(_, _, next)| *next != Kind::Every)
        } else if kind == Kind::Single && matches!(text.at(blank), Some(',')) {
            item(text, text.skip(blank + 1), true).filter(|(_, _, next)| matches!(next, Kind::Single | Kind::Bare))
        } else if kind == Kind::Single {
            item(text, blank, false).filter(|(_, _, next)| *next == Kind::Single)
        } else if kind == Kind::Set {
            // 周末节假日
            item(text, end, false).filter(|(_, _, next)| *next == Kind::Holiday)
        } else {
            None
        };
        let Some((more, after, next)) = next.filter(|_| kind != Kind::Every) else { break };
        days.and(&more);
        (end, kind) = (after, next);
    }
    Some((days, end))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Single,
    Range,
    Bare,
    Set,
    Every,
    Holiday,
}

/// One weekday, range or set. `joined`: whether it follows another, so that 三 is a day.
fn item(text: &Phrase, at: usize, joined: bool) -> Option<(Days, usize, Kind)> {
    let at = text
        .eat_any(at, &["每逢", "如遇", "逢", "遇"])
        .filter(|end| weekday_word(text, *end).is_some() || set(text, *end).is_some() || holidays(text, *end).is_some())
        .unwrap_or(at);
    if let Some(end) = text.eat_any(at, ALWAYS) {
        return Some((Days { week: ALL, always: true, ..Days::default() }, end, Kind::Every));
    }
    if let Some((days, end)) = set(text, at) {
        let kind = if days.week == ALL { Kind::Every } else { Kind::Set };
        return Some((days, end, kind));
    }
    if let Some(end) = holidays(text, at) {
        return Some((Days { holidays: true, ..Days::default() }, end, Kind::Holiday));
    }
    english(text, at).or_else(|| weekdays(text, at, joined))
}

/// Mon-Fri, Monday to Friday.
fn english(text: &Phrase, at: usize) -> Option<(Days, usize, Kind)> {
    const NAMES: [[&str; 3]; 7] = [
        ["Monday", "Mon", "MON"],
        ["Tuesday", "Tue", "TUE"],
        ["Wednesday", "Wed", "WED"],
        ["Thursday", "Thu", "THU"],
        ["Friday", "Fri", "FRI"],
        ["Saturday", "Sat", "SAT"],
        ["Sunday", "Sun", "SUN"],
    ];
    let name = |at: usize| {
        let (day, end) = NAMES.iter().enumerate().find_map(|(day, names)| Some((day, text.eat_any(at, names)?)))?;
        let end = text.eat(end, ".").unwrap_or(end);
        let ends = text.at(end).is_none_or(|c| !c.is_ascii_alphabetic());
        Some((u8::try_from(day).ok()?, end)).filter(|_| ends)
    };
    let (from, end) = name(at)?;
    let second = text.range(end).or_else(|| text.eat(text.skip(end), "to").map(|end| text.skip(end)));
    match second.and_then(name) {
        Some((to, end)) => Some((Days::week(through(from, to)), end, Kind::Range)),
        None => Some((Days::week(1 << from), end, Kind::Single)),
    }
}

/// The days from one to another, over the end of the week too.
fn through(from: u8, to: u8) -> u8 {
    (0..=(to + 7 - from) % 7).fold(0, |week, n| week | (1 << ((from + n) % 7)))
}

fn set(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let at = text.eat(at, "每个").unwrap_or(at);
    SETS.iter().find_map(|(word, week, workdays)| Some((Days { workdays: *workdays, ..Days::week(*week) }, text.eat(at, word)?)))
}

/// 国家法定节假日, and its many shorter names.
fn holidays(text: &Phrase, at: usize) -> Option<usize> {
    let own = text.eat_any(at, &["国家规定的", "国务院规定的", "国家规定", "国家", "全国"]).unwrap_or(at);
    let own = text.eat_any(own, &["法定"]).unwrap_or(own);
    let end = text
        .eat_any(own, &["节假日", "节日", "假日", "公众假期", "公共假期", "公共假日", "公共节假日"])
        .or_else(|| if own > at { text.eat_any(own, &["假期", "假"]) } else { None })?;
    Some(text.eat(end, "期间").unwrap_or(end))
}

fn weekday_word(text: &Phrase, at: usize) -> Option<usize> {
    let at = text.eat(at, "每个").or_else(|| text.eat(at, "每")).unwrap_or(at);
    text.eat_any(at, &["周", "星期", "礼拜"])
}

/// 周一, 周一至周五, 一至五, 周二四六, 周1-周5.
fn weekdays(text: &Phrase, at: usize, joined: bool) -> Option<(Days, usize, Kind)> {
    let word = weekday_word(text, at).map(|end| text.skip(end));
    let first = word.unwrap_or(at);
    let (from, mut end) = day(text, first)?;
    if word.is_none() && !(if joined { is_day(text, end) } else { begins_list(text, first) }) {
        return None;
    }
    if let Some(second) = text.range(end) {
        let other = weekday_word(text, second).map(|end| text.skip(end));
        if let Some((to, after)) = day(text, other.unwrap_or(second)).filter(|(_, after)| other.is_some() || is_day(text, *after))
        {
            return Some((Days::week(through(from, to)), after, Kind::Range));
        }
    }
    let mut week = 1 << from;
    // 周二四六, 周六日; figures only where no time begins there.
    let mut here = end;
    let figure = text.at(first).is_some_and(|c| c.is_ascii_digit());
    let alike = |at: usize| text.at(at).is_some_and(|c| c.is_ascii_digit()) == figure;
    while let Some((more, after)) = day(text, here).filter(|(more, _)| alike(here) && week & (1 << *more) == 0) {
        week |= 1 << more;
        here = after;
    }
    if here > end && is_day(text, here) {
        end = here;
    } else {
        week = 1 << from;
        if !is_day(text, end) {
            return None;
        }
    }
    Some((Days::week(week), end, if word.is_some() { Kind::Single } else { Kind::Bare }))
}

/// A day of the week as a character, from Monday.
pub(super) fn day(text: &Phrase, at: usize) -> Option<(u8, usize)> {
    let c = text.at(at)?;
    let place = "一二三四五六日1234567".chars().position(|d| d == c).or_else(|| (c == '天').then_some(6))?;
    Some((u8::try_from(place % 7).ok()?, at + 1))
}

/// Whether what ends here was a day and no number of something else.
fn is_day(text: &Phrase, end: usize) -> bool {
    let digit = end > 0 && text.at(end - 1).is_some_and(|c| c.is_ascii_digit());
    match text.at(end) {
        Some(c) if digit => !c.is_ascii_digit() && !":点时.月日号个年".contains(c),
        Some(c) => !"点时月号个年楼次名人小层级条家度元批刻十".contains(c),
        None => true,
    }
}

/// 一至五：, 六、日休息: days without a word for the week, where nothing else can be meant.
fn begins_list(text: &Phrase, at: usize) -> bool {
    let Some((_, mut end)) = day(text, at).filter(|_| text.at(at).is_some_and(|c| !c.is_ascii_digit())) else { return false };
    let mut more = 0;
    while let Some(next) = text.range(end).or_else(|| text.eat(text.skip(end), "、")) {
        let Some((_, after)) =
            day(text, text.skip(next)).filter(|_| text.at(text.skip(next)).is_some_and(|c| !c.is_ascii_digit()))
        else {
            break;
        };
        (end, more) = (after, more + 1);
    }
    more > 0 && text.at(text.skip(end)).is_none_or(|c| c.is_ascii_digit() || ":,;()上下早中晚全休闭不午".contains(c))
}
