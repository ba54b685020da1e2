//! A phrase as tokens: every character belongs to one of them, and what nobody knows is one too.

use super::clock::{self, Clock, Part, Span};
use super::dates::{self, Season};
use super::days::{self, Days};
use super::text::Phrase;
use super::words::{WORDS, Word};

/// What stands at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    /// Days.
    Days(Days),
    /// From when to when.
    Span(Span),
    /// One time.
    Time(Clock),
    /// Until a time: 至19:30.
    Until(Clock),
    /// 上午
    Part(Part),
    /// A part of the year.
    Season(Season),
    /// A word that does something.
    Word(Word),
    /// What nobody knows.
    Other,
    /// A blank or a mark within a clause.
    Soft,
    /// A colon.
    Colon,
    /// A mark between clauses; whether it ends a sentence.
    Hard(bool),
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

/// A token with its place in the phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub tok: Tok,
    /// Its first character.
    pub from: usize,
    /// Behind its last character.
    pub to: usize,
}

impl Token {
    /// Whether it says when.
    pub fn is_hours(&self) -> bool {
        matches!(self.tok, Tok::Days(_) | Tok::Span(_) | Tok::Season(_) | Tok::Part(_) | Tok::Word(Word::AllDay | Word::WholeDay))
    }

    /// Whether it is a mark that says nothing.
    pub fn is_soft(&self) -> bool {
        matches!(self.tok, Tok::Soft | Tok::Colon)
    }
}

/// The tokens of a phrase.
pub fn tokens(text: &Phrase) -> Vec<Token> {
    let points = text.has_points_for_colons();
    let mut out: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut begins = true;
    while at < text.len() {
        if begins && let Some(end) = numbering(text, at) {
            at = end;
            continue;
        }
        // 除周日外
        if let Some((days, end)) = except(text, at) {
            let (from, hard) = (at, Token { tok: Tok::Hard(false), from: end, to: end });
            out.extend([
                Token { tok: Tok::Days(days), from, to: end },
                Token { tok: Tok::Word(Word::Except), from: end, to: end },
                hard,
            ]);
            at = end;
            continue;
        }
        let (tok, end) = one(text, at, points);
        begins = matches!(tok, Tok::Hard(_) | Tok::Open) || (begins && tok == Tok::Soft);
        match out.last_mut() {
            Some(last) if last.tok == tok && matches!(tok, Tok::Other | Tok::Soft) => last.to = end,
            _ => out.push(Token { tok, from: at, to: end }),
        }
        at = end;
    }
    merged(out)
}

fn one(text: &Phrase, at: usize, points: bool) -> (Tok, usize) {
    let mark = match text.at(at) {
        Some(' ' | '、' | '/' | '|' | '&' | '"' | '“' | '”' | '·') => Some(Tok::Soft),
        Some(':') => Some(Tok::Colon),
        Some(',' | '\n') => Some(Tok::Hard(false)),
        Some(';' | '。' | '!') => Some(Tok::Hard(true)),
        Some('.') if text.at(at + 1).is_none_or(|c| !c.is_ascii_digit()) => Some(Tok::Hard(true)),
        Some('(') => Some(Tok::Open),
        Some(')') => Some(Tok::Close),
        _ => None,
    };
    if let Some(mark) = mark {
        return (mark, at + 1);
    }
    let mut found: Option<(Tok, usize)> = None;
    let mut offer = |more: Option<(Tok, usize)>| {
        if let Some((tok, end)) = more
            && found.as_ref().is_none_or(|(_, longest)| end > *longest)
        {
            found = Some((tok, end));
        }
    };
    offer(days::days(text, at).map(|(days, end)| (Tok::Days(days), end)));
    offer(dates::season(text, at, points).map(|(season, end)| (Tok::Season(season), end)));
    offer(clock::span(text, at, points).map(|(span, end)| (Tok::Span(span), end)));
    offer(clock::clock(text, at, points).map(|(clock, end)| (Tok::Time(clock), end)));
    if let Some(end) = text.range(at) {
        offer(clock::clock(text, end, points).map(|(clock, end)| (Tok::Until(clock), end)));
    }
    offer(WORDS.iter().filter_map(|(word, what)| Some((Tok::Word(*what), text.eat(at, word)?))).max_by_key(|(_, end)| *end));
    offer(phone(text, at).map(|end| (Tok::Word(Word::Note), end)));
    // 每晚
    if let Some(end) = text.eat(at, "每").filter(|end| clock::part(text, *end).is_some()) {
        offer(Some((Tok::Days(Days { week: days::ALL, ..Days::default() }), end)));
    }
    offer(clock::part(text, at).filter(|(_, end)| end - at > 1).map(|(part, end)| (Tok::Part(part), end)));
    found.unwrap_or((Tok::Other, at + 1))
}

/// A number that people call: of a town, a mobile, a hotline.
fn phone(text: &Phrase, at: usize) -> Option<usize> {
    if at > 0 && text.at(at - 1).is_some_and(|c| c.is_ascii_digit() || c == ':' || c == '-' || c == '.') {
        return None;
    }
    let mut groups: Vec<usize> = Vec::new();
    let mut here = at;
    let mut end = at;
    while let Some((_, long, after)) = text.digits(here) {
        groups.push(long);
        end = after;
        match text.at(after) {
            Some('-') => here = after + 1,
            _ => break,
        }
    }
    let (first, hotline) = (text.at(at)?, text.eat_any(at, &["123", "95", "96"]).is_some());
    let number = match groups.as_slice() {
        [5] => hotline,
        [7 | 8] => first != '0',
        [3 | 4, 7 | 8] => first == '0',
        [11] | [3 | 4, 3 | 4, 4] => true,
        _ => false,
    };
    (number && text.at(end).is_none_or(|c| !":点时月年.".contains(c))).then_some(end)
}

/// 1、 or 一、 or ① in front of a clause.
fn numbering(text: &Phrase, at: usize) -> Option<usize> {
    if text.at(at).is_some_and(|c| ('①'..='⑳').contains(&c)) {
        return Some(text.skip(at + 1));
    }
    let (long, end) =
        text.digits(at).map(|(_, long, end)| (long, end)).or_else(|| text.numeral(at).map(|(_, end)| (end - at, end)))?;
    let mark = text.at(end)?;
    let next = text.at(text.skip(end + 1))?;
    let list = "一二三四五六日天".contains(next) || next.is_ascii_digit();
    (long <= 2 && (mark == '、' || mark == '.') && !list).then(|| text.skip(end + 1))
}

fn except(text: &Phrase, at: usize) -> Option<(Days, usize)> {
    let first = text.eat_any(at, &["除了", "除"])?;
    let (days, end) = days::days(text, text.skip(first))?;
    let ends = text.at(text.skip(end)).is_none_or(|c| ",;。)".contains(c)).then_some(end);
    let end = text.eat_any(text.skip(end), &["休息以外", "休息外", "以外", "之外", "外"]).or(ends)?;
    Some((days, end))
}

/// A name of a season and its dates are one, and 周一至周五（法定工作日） is too.
fn merged(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        out.push(token);
        loop {
            // …, Season, mark, Season: with or without brackets.
            let n = out.len();
            let soft = |token: &Token| token.is_soft() || matches!(token.tok, Tok::Open);
            let Some(last) = out.last() else { break };
            let before = (0..n.saturating_sub(1)).rev().find(|i| out.get(*i).is_some_and(|t| !soft(t)));
            let opened = before.is_some_and(|b| (b + 1..n).any(|i| out.get(i).is_some_and(|t| t.tok == Tok::Open)));
            let joined = before.and_then(|b| joined(&out.get(b)?.tok, &last.tok, opened));
            // In brackets only where nothing else stands there.
            if opened && !rest.peek().is_some_and(|t| t.tok == Tok::Close) {
                break;
            }
            let (Some(before), Some(tok)) = (before, joined) else { break };
            if opened {
                rest.next();
            }
            let to = last.to;
            out.truncate(before + 1);
            if let Some(kept) = out.last_mut() {
                (kept.tok, kept.to) = (tok, to);
            }
        }
    }
    out
}

fn joined(left: &Tok, right: &Tok, bracket: bool) -> Option<Tok> {
    match (left, right) {
        (Tok::Season(a), Tok::Season(b)) => match (a.half, b.half) {
            (Some(half), None) if a.ranges.is_empty() => Some(Tok::Season(Season { half: Some(half), ranges: b.ranges.clone() })),
            (None, Some(half)) if b.ranges.is_empty() => Some(Tok::Season(Season { half: Some(half), ranges: a.ranges.clone() })),
            _ => None,
        },
        (Tok::Days(a), Tok::Days(b)) => {
            let market = a.unsayable == Some(days::Unsayable::Market) && b.unsayable.is_some();
            let same = a.is_plain()
                && b.is_plain()
                && a.week == b.week
                && a.holidays == b.holidays
                && (bracket || a.workdays != b.workdays);
            let every = !bracket && a.is_plain() && b.is_plain() && (a.always || b.always) && a.week == b.week;
            let daily = b.is_plain() && b.week == days::ALL && !b.always && !b.holidays && !bracket;
            if daily && a.is_plain() && a.week != 0 {
                // 周一至周五每天
                return Some(Tok::Days(a.clone()));
            }
            (market || same || every).then(|| {
                let mut both = a.clone();
                both.and(b);
                if market {
                    both.unsayable = b.unsayable;
                }
                Tok::Days(both)
            })
        }
        _ => None,
    }
}
