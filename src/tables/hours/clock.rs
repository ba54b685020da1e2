//! Times of the day: how they are written, and which of the two halves of a day is meant. 2:30-5:30 after a morning is the afternoon, 8:30-5:30 ends in it.

use super::text::Phrase;
use super::words::NEXT_DAY;

/// A part of the day that a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 凌晨
    Night,
    /// 上午, 早上
    Morning,
    /// 中午
    Noon,
    /// 下午
    Afternoon,
    /// 晚上
    Evening,
}

impl Part {
    /// The words for parts of the day; longer ones first.
    pub const WORDS: [(&'static str, Self); 22] = [
        ("凌晨", Self::Night),
        ("每日上午", Self::Morning),
        ("上午", Self::Morning),
        ("早上", Self::Morning),
        ("早晨", Self::Morning),
        ("清晨", Self::Morning),
        ("早间", Self::Morning),
        ("中午", Self::Noon),
        ("正午", Self::Noon),
        ("午间", Self::Noon),
        ("下午", Self::Afternoon),
        ("午后", Self::Afternoon),
        ("晚上", Self::Evening),
        ("晚间", Self::Evening),
        ("傍晚", Self::Evening),
        ("夜间", Self::Evening),
        ("夜晚", Self::Evening),
        ("晚", Self::Evening),
        ("早", Self::Morning),
        ("朝", Self::Morning),
        ("AM", Self::Morning),
        ("PM", Self::Afternoon),
    ];

    /// Whether a minute of the day lies in it, for what is closed in a part of a day.
    pub fn holds(self, minute: u16) -> bool {
        match self {
            Self::Night | Self::Morning => minute < NOON,
            Self::Noon => (11 * 60..14 * 60).contains(&minute),
            Self::Afternoon => minute >= NOON,
            Self::Evening => minute >= 17 * 60,
        }
    }

    /// Whether a minute may lie in it: nobody is sure when a noon ends.
    pub fn may_hold(self, minute: u16) -> bool {
        match self {
            Self::Night | Self::Morning => minute < 14 * 60,
            _ => self.holds(minute),
        }
    }

    /// An hour that is said of this part, on the clock of 24; none where nobody says so.
    fn hour(self, hour: u32) -> Option<u32> {
        match (self, hour) {
            (Self::Night, 12) => Some(0),
            (Self::Night, 0..=6)
            | (Self::Morning, 0..=12)
            | (Self::Noon, 10..=14)
            | (Self::Afternoon, 12..=24)
            | (Self::Evening, 13..=24) => Some(hour),
            (Self::Noon, 1..=3) | (Self::Afternoon, 1..=11) | (Self::Evening, 5..=11) => Some(hour + 12),
            (Self::Evening, 12 | 0) => Some(24),
            _ => None,
        }
    }
}

/// The middle of the day, in minutes.
pub const NOON: u16 = 12 * 60;
/// A day, in minutes.
pub const DAY: u16 = 24 * 60;

/// A time as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The hour as written.
    pub hour: u32,
    /// The minute as written.
    pub minute: u32,
    /// The part of the day that was said of it.
    pub part: Option<Part>,
    /// 次日.
    pub next_day: bool,
}

/// From when to when, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it opens.
    pub from: Clock,
    /// When it closes.
    pub to: Clock,
}

/// From when to when, in minutes of a day; beyond 24 hours it is the next day.
pub type Minutes = (u16, u16);

/// Why a time says nothing certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// There is no such time.
    Impossible,
    /// It may be before or after noon.
    Half,
    /// It ends before it begins, or they lie upon each other.
    Order,
}

/// A part of the day at a place.
pub fn part(text: &Phrase, at: usize) -> Option<(Part, usize)> {
    Part::WORDS.iter().find_map(|(word, part)| Some((*part, text.eat(at, word)?)))
}

/// A time at a place, with what is said of it.
pub fn clock(text: &Phrase, at: usize, points: bool) -> Option<(Clock, usize)> {
    let (mut here, mut next_day, mut said) = (at, false, None);
    for _ in 0..3 {
        if let Some(end) = text.eat_any(here, NEXT_DAY) {
            (here, next_day) = (text.skip(end), true);
        } else if let Some((part, end)) = part(text, here) {
            (here, said) = (text.skip(end), Some(part));
        }
    }
    let (hour, minute, end) = numbers(text, here, points).or_else(|| spoken(text, here, said.is_some()))?;
    // 5:00 PM, but not 11:30 PM 1:30.
    let behind = |words: &[&str]| {
        let after = text.eat_any(text.skip(end), words)?;
        (after > end && text.at(text.skip(after)).is_none_or(|c| !c.is_ascii_digit())).then_some(after)
    };
    let (said, end) = match (behind(&["a.m.", "am", "AM"]), behind(&["p.m.", "pm", "PM"])) {
        (Some(after), _) => (Some(Part::Morning), after),
        (None, Some(after)) => (Some(Part::Afternoon), after),
        (None, None) => (said, end),
    };
    Some((Clock { hour, minute, part: said, next_day }, end))
}

/// 8:30, 8.30, 8点半, 8时30分, 9am
fn numbers(text: &Phrase, at: usize, points: bool) -> Option<(u32, u32, usize)> {
    let (hour, long, end) = text.digits(at)?;
    if long > 2 {
        return None;
    }
    let mark = text.skip(end);
    match text.at(mark) {
        Some(':') => colon(text, mark, hour),
        Some('.') if points => colon(text, mark, hour),
        Some('点' | '时') => Some(minutes(text, mark + 1, hour)),
        Some('a' | 'A' | 'p' | 'P') => text.eat_any(mark, &["am", "AM", "pm", "PM"]).map(|_| (hour, 0, end)),
        _ => None,
    }
}

fn colon(text: &Phrase, mark: usize, hour: u32) -> Option<(u32, u32, usize)> {
    let first = text.skip(mark + 1);
    let digit = |at: usize| text.at(at).and_then(|c| c.to_digit(10));
    let second = if digit(first + 1).is_some() { first + 1 } else { text.skip(first + 1) };
    let minute = digit(first)? * 10 + digit(second)?;
    let mut end = second + 1;
    // 08:30:00, but not 11:3013:30.
    if text.at(end) == Some(':') && text.eat(end + 1, "00").is_some() {
        end += 3;
    }
    Some((hour, minute, text.eat_any(end, &["分", "时", "点"]).unwrap_or(end)))
}

/// 八点半, and 九 of 朝九晚五.
fn spoken(text: &Phrase, at: usize, part: bool) -> Option<(u32, u32, usize)> {
    let (hour, end) =
        text.numeral(at).or_else(|| text.digits(at).filter(|(_, long, _)| part && *long <= 2).map(|(n, _, end)| (n, end)))?;
    let mark = text.skip(end);
    match text.at(mark) {
        Some('点' | '时') => Some(minutes(text, mark + 1, hour)),
        Some('晚') if part => Some((hour, 0, end)),
        next if part && at > 0 && text.at(at - 1) == Some('晚') && next != Some(':') && next != Some('.') => {
            Some((hour, 0, end))
        }
        _ => None,
    }
}

/// What follows 8点: nothing, 半, 一刻, 30分, 三十.
fn minutes(text: &Phrase, at: usize, hour: u32) -> (u32, u32, usize) {
    let at = text.eat_any(at, &["钟", "整", "正"]).unwrap_or(at);
    let here = text.skip(at);
    if let Some(end) = text.eat(here, "半") {
        return (hour, 30, end);
    }
    for (word, minute) in [("一刻", 15), ("1刻", 15), ("三刻", 45), ("3刻", 45)] {
        if let Some(end) = text.eat(here, word) {
            return (hour, minute, end);
        }
    }
    if let Some((minute, long, end)) = text.digits(here) {
        // 8点30, and not 8点 14:00.
        if long == 2 && !matches!(text.at(end), Some(':' | '点' | '时' | '.')) && text.at(end).is_none_or(|c| !c.is_ascii_digit())
        {
            return (hour, minute, text.eat_any(text.skip(end), &["分"]).unwrap_or(end));
        }
        if let Some(end) = text.eat(end, "分").filter(|_| long == 1) {
            return (hour, minute, end);
        }
    }
    if let Some((minute, end)) = text.numeral(here)
        && let Some(end) =
            text.eat(end, "分").or_else(|| (minute >= 10 && text.at(end).is_none_or(|c| c != '点' && c != '时')).then_some(end))
    {
        return (hour, minute, end);
    }
    (hour, 0, at)
}

/// A stretch of time at a place.
pub fn span(text: &Phrase, at: usize, points: bool) -> Option<(Span, usize)> {
    if let Some((from, end)) = clock(text, at, points) {
        let end = text.eat_any(text.skip(end), &["起", "开始"]).unwrap_or(end);
        if !from.next_day
            && let Some(second) = text.range(end)
            && let Some((to, end)) = clock(text, second, points)
        {
            return Some((Span { from, to }, text.eat_any(text.skip(end), &["止"]).unwrap_or(end)));
        }
        // 朝九晚五
        if from.part == Some(Part::Morning)
            && text.at(end) == Some('晚')
            && let Some((to, end)) = clock(text, end, points)
        {
            return Some((Span { from, to }, end));
        }
    }
    let (here, part) = part(text, at).map_or((at, None), |(part, end)| (text.skip(end), Some(part)));
    let (left, long, end) = text.digits(here)?;
    let second = text.range(end)?;
    // 9-12点
    if long <= 2 && part.is_none_or(|p| p.hour(left).is_some()) {
        let (to, end) =
            clock(text, second, points).filter(|_| text.digits(second).is_some_and(|(_, _, e)| text.at(e) != Some(':')))?;
        return Some((Span { from: Clock { hour: left, minute: 0, part, next_day: false }, to }, end));
    }
    // 0830-1130
    let (right, other, end) = text.digits(second)?;
    let both = (3..=4).contains(&long) && (3..=4).contains(&other);
    let compact = |number: u32, part| Clock { hour: number / 100, minute: number % 100, part, next_day: false };
    (both && left % 100 < 60 && right % 100 < 60 && left <= 2400 && right <= 2400)
        .then(|| (Span { from: compact(left, part), to: compact(right, None) }, end))
}

impl Clock {
    fn possible(self) -> bool {
        self.minute < 60 && (self.hour < 24 || (self.hour == 24 && self.minute == 0))
    }

    fn raw(self) -> u16 {
        u16::try_from(self.hour * 60 + self.minute).unwrap_or(u16::MAX)
    }

    fn of(self, part: Part) -> Option<u16> {
        part.hour(self.hour).and_then(|hour| u16::try_from(hour * 60 + self.minute).ok()).filter(|m| *m <= DAY)
    }
}

/// When the stretches of one day are, in the order that they were written.
pub fn resolved(spans: &[Span]) -> Result<Vec<Minutes>, Odd> {
    let mut out: Vec<Minutes> = Vec::new();
    let mut late = false;
    for span in spans {
        if !span.from.possible() || !span.to.possible() || span.from.hour == 24 {
            return Err(Odd::Impossible);
        }
        let from = start(span, &out, late)?;
        let to = end(span, from)?;
        if out.iter().any(|(a, b)| from < *b && *a < to) {
            return Err(Odd::Order);
        }
        late = matches!(span.from.part.or(span.to.part), Some(Part::Afternoon | Part::Evening))
            || (late && span.from.part.is_none());
        out.push((from, to));
    }
    out.sort_unstable();
    Ok(out)
}

fn start(span: &Span, before: &[Minutes], late: bool) -> Result<u16, Odd> {
    let from = span.from;
    if let Some(part) = from.part {
        return from.of(part).ok_or(Odd::Order);
    }
    let raw = from.raw();
    let Some(last) = before.iter().map(|(_, to)| *to).max() else {
        // Nobody opens a counter at half past two at night, but nobody wrote 下午 either.
        return if (1..=5).contains(&from.hour) && !span.to.next_day { Err(Odd::Half) } else { Ok(raw) };
    };
    if raw >= last {
        return Ok(raw);
    }
    let moved = raw + NOON;
    let may_move = (1..=7).contains(&from.hour) || (late && (8..=11).contains(&from.hour));
    if may_move && moved >= last {
        return Ok(moved);
    }
    // 14:00-17:00，8:30-11:30: the morning second.
    let first = before.iter().map(|(from, _)| *from).min().unwrap_or(0);
    if raw < first && (6..=12).contains(&from.hour) { Ok(raw) } else { Err(Odd::Order) }
}

fn end(span: &Span, from: u16) -> Result<u16, Odd> {
    let to = span.to;
    let raw = to.raw();
    if (to.hour, to.minute, to.part) == (span.from.hour, span.from.minute, None) && !to.next_day {
        return Err(Odd::Order);
    }
    if to.next_day {
        let day = to.part.map_or(Some(raw), |p| if p == Part::Evening { None } else { to.of(p) }).ok_or(Odd::Order)?;
        return if day <= from { Ok(day + DAY) } else { Err(Odd::Order) };
    }
    let later = |minute: u16| (minute > from).then_some(minute);
    if let Some(part) = to.part {
        return to.of(part).and_then(later).ok_or(Odd::Order);
    }
    let late = if to.hour <= 7 { 17 } else { 13 };
    let afternoon = (to.hour < 12 && span.from.hour < late).then(|| raw + NOON).and_then(later);
    if let Some(part) = span.from.part {
        return to.of(part).and_then(later).or_else(|| later(raw)).or(afternoon).ok_or(Odd::Order);
    }
    let overnight = (from >= 18 * 60 && raw <= 9 * 60).then_some(raw + DAY);
    later(raw).or(afternoon).or(overnight).ok_or(Odd::Order)
}
