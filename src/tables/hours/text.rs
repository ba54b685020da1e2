//! The characters of a phrase: one normalised character for each that was written, so that what is not understood can be quoted as it stands. Blanks within a
//! word or a time (an OCR's, a justified line's) do not separate.

use crate::source::decode::half_width;

/// A phrase, twice: as it was written and as it is read.
pub struct Phrase {
    written: Vec<char>,
    chars: Vec<char>,
}

impl Phrase {
    /// A phrase with its forms of width, dashes, colons and blanks made alike.
    pub fn new(text: &str) -> Self {
        let written: Vec<char> = text.trim().chars().collect();
        let chars = half_width(&written.iter().collect::<String>()).chars().map(plain).collect();
        Self { written, chars }
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a place.
    pub fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The words of a range, as they were written, on one line.
    pub fn words(&self, from: usize, to: usize) -> String {
        let text: String = self.written.get(from..to.min(self.written.len())).unwrap_or_default().iter().collect();
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .trim_matches(['，', '；', ',', ';', '、', '：', ':', ' '])
            .to_owned()
    }

    /// Behind the blanks at a place.
    pub fn skip(&self, mut at: usize) -> usize {
        while self.at(at).is_some_and(is_blank) {
            at += 1;
        }
        at
    }

    /// Behind a word that begins at a place, whatever blanks are within it.
    pub fn eat(&self, at: usize, word: &str) -> Option<usize> {
        let mut here = at;
        for (n, wanted) in word.chars().enumerate() {
            if n > 0 {
                here = self.skip(here);
            }
            if self.at(here)? != wanted {
                return None;
            }
            here += 1;
        }
        Some(here)
    }

    /// Behind the first of these words that begins at a place; longer ones stand first.
    pub fn eat_any(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.eat(at, word))
    }

    /// Behind one of these words, or the place itself.
    pub fn eat_maybe(&self, at: usize, words: &[&str]) -> usize {
        self.eat_any(self.skip(at), words).unwrap_or(at)
    }

    /// The digits at a place as a number, how many they are, and what follows.
    pub fn digits(&self, at: usize) -> Option<(u32, usize, usize)> {
        let mut end = at;
        let mut number: u32 = 0;
        while let Some(digit) = self.at(end).and_then(|c| c.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            end += 1;
        }
        (end > at).then_some((number, end - at, end))
    }

    /// A Chinese number up to 99 and what follows.
    pub fn numeral(&self, at: usize) -> Option<(u32, usize)> {
        let (mut number, mut unit, mut end) = (0, None, at);
        while let Some(c) = self.at(end) {
            match "零一二三四五六七八九".chars().position(|d| d == c) {
                // 十二 is twelve, 一二 is two numbers.
                Some(_) if unit.is_some_and(|u| u > 0) => break,
                Some(value) => unit = u32::try_from(value).ok(),
                None if c == '两' && unit.is_none() => unit = Some(2),
                None if c == '〇' && unit.is_none() => unit = Some(0),
                None if c == '十' && number == 0 => {
                    number = unit.take().unwrap_or(1) * 10;
                }
                None => break,
            }
            end += 1;
        }
        (end > at).then(|| (number + unit.unwrap_or(0), end))
    }

    /// Behind the mark of a range, such as - or 至; none where there is none.
    pub fn range(&self, at: usize) -> Option<usize> {
        let mut here = self.skip(at);
        let start = here;
        loop {
            let next = self.skip(here);
            match self.at(next) {
                Some('-' | '~' | '至' | '到' | '→') => here = next + 1,
                // The dash of somebody who typed the numeral.
                Some('一') if self.is_digit_before(next) && self.at(self.skip(next + 1)).is_some_and(|c| c.is_ascii_digit()) => {
                    here = next + 1;
                }
                _ => break,
            }
        }
        (here > start).then(|| self.skip(here))
    }

    fn is_digit_before(&self, at: usize) -> bool {
        let before = (0..at).rev().filter_map(|n| self.at(n)).find(|c| !is_blank(*c));
        before.is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether times are written with colons or words anywhere: then a point between numbers is one of a date.
    pub fn has_points_for_colons(&self) -> bool {
        let timed = (0..self.len()).any(|n| {
            let digit = |at: usize| self.at(at).is_some_and(|c| c.is_ascii_digit());
            n > 0 && digit(n - 1) && (matches!(self.at(n), Some('点' | '时')) || (self.at(n) == Some(':') && digit(n + 1)))
        });
        let mut no_date = false;
        let mut at = 0;
        while at < self.len() {
            let Some((left, _, end)) = self.digits(at) else {
                at += 1;
                continue;
            };
            at = end;
            if self.at(end) == Some('.')
                && let Some((right, long, after)) = self.digits(end + 1)
            {
                if long != 2 || left > 24 || right > 59 {
                    return false;
                }
                no_date |= left > 12 || left == 0 || right == 0 || right > 31;
                at = after;
            }
        }
        no_date && !timed
    }
}

/// A blank, a line's end among them.
pub fn is_blank(c: char) -> bool {
    c == ' ' || c == '\n'
}

fn plain(c: char) -> char {
    match c {
        '—' | '–' | '―' | '─' | '‐' | '‑' | '−' | '﹣' | 'ー' | '━' => '-',
        '〜' | '∼' | '﹏' => '~',
        '﹕' | '∶' | '︰' => ':',
        '﹐' => ',',
        '【' | '[' | '〔' | '{' | '﹙' => '(',
        '】' | ']' | '〕' | '}' | '﹚' => ')',
        '\t' | '\r' | '\u{a0}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => ' ',
        '×' | '✕' | '*' | 'X' | 'x' => '×',
        '點' => '点',
        '時' => '时',
        '週' => '周',
        '號' => '号',
        _ => c,
    }
}
