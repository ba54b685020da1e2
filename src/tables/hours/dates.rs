//! Parts of the year: dates, months, and 夏令时 with or without them.

use super::text::Phrase;

/// A half of the year that a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// 夏令时
    Summer,
    /// 冬令时
    Winter,
}

/// A day of the year; no day is the whole month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, where it is one year only.
    pub year: Option<u32>,
    /// The month.
    pub month: u32,
    /// The day of the month.
    pub day: Option<u32>,
}

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

/// A part of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Season {
    /// What it is called.
    pub half: Option<Half>,
    /// Its dates; empty where nobody wrote them.
    pub ranges: Vec<Range>,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONGEST: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The name of a month in `opening_hours`.
pub fn month_name(month: u32) -> &'static str {
    MONTHS.get(month as usize - 1).copied().unwrap_or_default()
}

/// How many days a month may have.
pub fn longest(month: u32) -> u32 {
    LONGEST.get(month as usize - 1).copied().unwrap_or(31)
}

const HALVES: &[(&str, Half)] = &[
    ("夏令时间", Half::Summer),
    ("夏令时", Half::Summer),
    ("夏时制", Half::Summer),
    ("夏秋季", Half::Summer),
    ("春夏季", Half::Summer),
    ("夏季", Half::Summer),
    ("夏天", Half::Summer),
    ("夏令", Half::Summer),
    ("冬令时间", Half::Winter),
    ("冬令时", Half::Winter),
    ("冬时制", Half::Winter),
    ("冬春季", Half::Winter),
    ("秋冬季", Half::Winter),
    ("冬季", Half::Winter),
    ("冬天", Half::Winter),
    ("冬令", Half::Winter),
];

/// A part of the year at a place: a name, or dates.
pub fn season(text: &Phrase, at: usize, points: bool) -> Option<(Season, usize)> {
    for (word, half) in HALVES {
        if let Some(end) = text.eat(at, word) {
            let end = text.eat_maybe(end, &["作息时间", "作息", "时间", "时段"]);
            return Some((Season { half: Some(*half), ranges: Vec::new() }, end));
        }
    }
    let at = text.eat(at, "每年").map_or(at, |end| text.skip(end));
    let (first, mut end) = range(text, at, points)?;
    let mut ranges = vec![first];
    // 7月、8月
    while let Some(next) = text.eat_any(text.skip(end), &["、", "和", "及"])
        && let Some((more, after)) = range(text, text.skip(next), points)
    {
        ranges.push(more);
        end = after;
    }
    let end = text.eat_any(end, &["期间", "止"]).unwrap_or(end);
    Some((Season { half: None, ranges }, end))
}

fn range(text: &Phrase, at: usize, points: bool) -> Option<(Range, usize)> {
    let (from, end) = if let Some(found) = date(text, at, points) {
        found
    } else {
        // 5-10月, 7、8月
        let (month, long, end) = text.digits(at).filter(|(n, ..)| (1..=12).contains(n))?;
        let next = text.range(end).or_else(|| text.eat(end, "、"))?;
        let (to, _) = date(text, after_year(text, next), points).filter(|(to, _)| to.day.is_none() && to.year.is_none())?;
        let apart = text.eat(end, "、").is_some() && to.month != month + 1;
        if long > 2 || apart {
            return None;
        }
        (Date { year: None, month, day: None }, end)
    };
    let end = text.eat_any(end, &["起", "始", "开始"]).filter(|e| text.range(*e).is_some()).unwrap_or(end);
    let second = text.range(end).or_else(|| text.eat(end, "、").filter(|_| from.day.is_none() && text.at(end - 1) != Some('月')));
    let Some(second) = second else { return Some((Range { from, to: from }, end)) };
    let second = after_year(text, second);
    if let Some((mut to, end)) = date(text, second, points) {
        if to.year.is_none() {
            // 2026年1月1日至2月28日
            to.year = from.year.filter(|_| (to.month, to.day) >= (from.month, from.day));
            if from.year.is_some() && to.year.is_none() {
                to.year = from.year.map(|year| year + 1);
            }
        }
        return (from.day.is_some() == to.day.is_some() && from.year.is_some() == to.year.is_some())
            .then_some((Range { from, to }, end));
    }
    // 5月1日至15日
    let (day, _, after) = text.digits(second).filter(|_| from.day.is_some())?;
    let end = text.eat_any(after, &["日", "号"])?;
    let to = Date { day: Some(day), ..from };
    (day <= longest(from.month) && Some(day) >= from.day).then_some((Range { from, to }, end))
}

fn after_year(text: &Phrase, at: usize) -> usize {
    text.eat_any(at, &["次年的", "次年", "翌年", "来年", "第二年", "下一年", "下年", "明年"]).map_or(at, |end| text.skip(end))
}

/// 5月1日, 5月, 2026年5月1日, 2026-05-01, 5.1.
fn date(text: &Phrase, at: usize, points: bool) -> Option<(Date, usize)> {
    let (first, long, end) = text.digits(at)?;
    if long == 4 {
        if let Some(next) = text.eat(text.skip(end), "年") {
            let (date, end) = date(text, text.skip(next), points).filter(|(date, _)| date.year.is_none())?;
            return Some((Date { year: Some(first), ..date }, end));
        }
        let mark = text.at(end).filter(|c| matches!(c, '-' | '.' | '/'))?;
        let (month, _, end) = text.digits(end + 1)?;
        let (day, _, end) = text.digits(end + 1).filter(|_| text.at(end) == Some(mark))?;
        return checked(Date { year: Some(first), month, day: Some(day) }).map(|date| (date, end));
    }
    if long > 2 {
        return None;
    }
    if let Some(next) = text.eat(text.skip(end), "月") {
        let next = text.eat_any(next, &["份"]).unwrap_or(next);
        if let Some((day, long, after)) = text.digits(text.skip(next))
            && long <= 2
            && let Some(end) = text.eat_any(text.skip(after), &["日", "号"])
        {
            return checked(Date { year: None, month: first, day: Some(day) }).map(|date| (date, end));
        }
        for (word, day) in [("底", longest(first.clamp(1, 12))), ("初", 1)] {
            if first != 2
                && let Some(end) = text.eat(next, word)
            {
                return checked(Date { year: None, month: first, day: Some(day) }).map(|date| (date, end));
            }
        }
        return checked(Date { year: None, month: first, day: None }).map(|date| (date, next));
    }
    if text.at(end) == Some('.') && !points {
        let (day, long, end) = text.digits(end + 1)?;
        // 9.30：8:00 is a day and a time.
        let timed = text.digits(text.skip(end + 1)).is_some_and(|(_, _, after)| text.at(after) == Some(':'));
        let more = text.at(end) == Some('.') || (text.at(end) == Some(':') && !timed);
        return checked(Date { year: None, month: first, day: Some(day) }).filter(|_| long <= 2 && !more).map(|date| (date, end));
    }
    None
}

fn checked(date: Date) -> Option<Date> {
    let month = (1..=12).contains(&date.month);
    (month && date.day.is_none_or(|day| (1..=longest(date.month)).contains(&day))).then_some(date)
}

impl Range {
    /// The first and last day, as month and day.
    pub fn days(self) -> [(u32, u32); 2] {
        [(self.from.month, self.from.day.unwrap_or(1)), (self.to.month, self.to.day.unwrap_or_else(|| longest(self.to.month)))]
    }

    /// Whether a day of every year lies in it.
    pub fn holds(self, day: (u32, u32)) -> bool {
        let [from, to] = self.days();
        if from <= to { from <= day && day <= to } else { day >= from || day <= to }
    }

    /// As `opening_hours`: May 01-Sep 30, May-Sep.
    pub fn text(self) -> String {
        let one = |date: Date| {
            let year = date.year.map(|y| format!("{y} ")).unwrap_or_default();
            let day = date.day.map(|d| format!(" {d:02}")).unwrap_or_default();
            format!("{year}{}{day}", month_name(date.month))
        };
        if self.from == self.to { one(self.from) } else { format!("{}-{}", one(self.from), one(self.to)) }
    }
}

/// Every day of a leap year, as month and day.
pub fn year() -> impl Iterator<Item = (u32, u32)> {
    (1..=12).flat_map(|month| (1..=longest(month)).map(move |day| (month, day)))
}
