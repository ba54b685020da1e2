//! A cell as tokens: numbers, tails of numbers, words, and where something else begins.

use super::digits::{Chunk, Dialled, Fault, Joint, is_hotline};
use crate::source::decode::half_width;

/// A part of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A number.
    Number(Dialled),
    /// Digits that only replace the end of the number before.
    Tail(String),
    /// Another extension of the number before.
    Extension(String),
    /// Words; `inside` where they stand in brackets, `leads` where a colon says that what follows is theirs.
    Words { text: String, inside: bool, leads: bool },
    /// A separator.
    Break,
    /// Digits that are no number, and why.
    Bad(String, Fault),
    /// A run of numbers, from one to another.
    Range(String),
}

/// What joins two numbers as a separator does.
const AND: [&str; 9] = ["或", "或者", "和", "及", "与", "以及", "并", "or", "and"];
/// What an extension is introduced by, the longest first.
const EXTENSION: [&str; 16] = [
    "转分机号",
    "转分机",
    "分机号码",
    "分机号",
    "转内线",
    "分机",
    "内线",
    "再拨",
    "转接",
    "extension",
    "ext.",
    "ext",
    "转",
    "#",
    "*",
    "x",
];
/// What makes digits before it a count, a day or a place.
const UNITS: &str = "号楼层室点时分元个人位天年月日岁次组栋幢单队线路届期班米里%";
const LONGEST_EXTENSION: usize = 6;

/// Half width, plain hyphens and blanks, no signs that nobody sees, no guards.
pub fn normal(text: &str) -> String {
    let mut out = String::new();
    for c in half_width(text).chars() {
        match c {
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' | '\u{FE63}' => out.push('-'),
            '\u{FF5E}' | '\u{301C}' | '\u{223C}' => out.push('~'),
            '【' | '〔' | '[' | '{' | '「' | '『' | '〈' | '《' => out.push('('),
            '】' | '〕' | ']' | '}' | '」' | '』' | '〉' | '》' => out.push(')'),
            '\r' => out.push('\n'),
            '。' => out.push(';'),
            '⏎' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' => out.push('\n'),
            '☎' | '☏' | '📞' | '📱' | '℡' | '✆' | '\u{FE0F}' => out.push(' '),
            c if c.is_whitespace() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    let mut text = out.trim();
    if let Some(inner) = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        text = inner.trim();
    }
    text.trim_start_matches(['\'', '‘', '’', '`']).trim_matches(['"', '“', '”', ' ', '\n']).to_owned()
}

/// 1.38E+10: its digits where all of them are there, nothing where some are gone; none where it is no such number.
pub fn scientific(text: &str) -> Option<Option<String>> {
    let (mantissa, power) = text.split_once(['E', 'e'])?;
    let power: usize = power.strip_prefix('+').unwrap_or(power).parse().ok().filter(|p| *p <= 20)?;
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(part) {
        return None;
    }
    // A rounded mantissa ends in zeros, or has fewer digits than there were.
    Some((part.len() == power).then(|| format!("{whole}{part}")))
}

/// O576-8OOO1234.
pub fn has_letters_for_digits(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let letter = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I');
    let mut at = 0;
    while at < chars.len() {
        let run = chars.iter().skip(at).take_while(|c| c.is_ascii_digit() || letter(**c)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let part = chars.get(at..at + run).unwrap_or_default();
        let alone = |c: Option<&char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
        let outside = alone(at.checked_sub(1).and_then(|b| chars.get(b))) && alone(chars.get(at + run));
        let (letters, digits) = (part.iter().filter(|c| letter(**c)).count(), part.iter().filter(|c| c.is_ascii_digit()).count());
        if outside && letters > 0 && digits >= 2 {
            return true;
        }
        at += run;
    }
    false
}

/// The tokens of a cell in half width.
pub fn tokens(text: &str) -> Vec<Token> {
    let chars = opened(text);
    let mut scanner = Scanner { chars, at: 0, words: String::new(), inside: false, out: Vec::new() };
    scanner.run();
    scanner.out
}

/// (0571) and (+86) before a number are no brackets.
fn opened(text: &str) -> Vec<char> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if *c == '(' {
            let inner: String = chars.iter().skip(at + 1).take_while(|c| **c != ')').collect();
            let code = inner.trim().trim_start_matches('+');
            let area = code.starts_with('0') && matches!(code.len(), 3 | 4) && code.bytes().all(|b| b.is_ascii_digit());
            let length = inner.chars().count();
            if (area || code == "86" || code == "0086") && chars.get(at + 1 + length) == Some(&')') {
                out.extend(inner.trim().chars());
                out.push('-');
                at += length + 2;
                continue;
            }
        }
        out.push(*c);
        at += 1;
    }
    out
}

struct Scanner {
    chars: Vec<char>,
    at: usize,
    words: String,
    inside: bool,
    out: Vec<Token>,
}

impl Scanner {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn digit(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|c| c.is_ascii_digit())
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '+' if self.digit(1) => self.number(),
                c if c.is_ascii_digit() => self.number(),
                ',' | '、' | ';' | '/' | '|' | '\\' | '\n' | '&' => {
                    self.flush(false);
                    self.out.push(Token::Break);
                    self.at += 1;
                }
                '(' | ')' => {
                    self.flush(false);
                    self.inside = c == '(';
                    self.at += 1;
                }
                ':' => {
                    self.flush(true);
                    self.at += 1;
                }
                c => {
                    self.words.push(c);
                    self.at += 1;
                }
            }
        }
        self.flush(false);
    }

    fn flush(&mut self, leads: bool) {
        let text = std::mem::take(&mut self.words);
        let text = text.trim().trim_matches(['-', '.', '·', '~', '"', '“', '”', ' ', '—', '!']).trim().to_owned();
        if text.is_empty() {
            return;
        }
        if AND.contains(&text.to_lowercase().as_str()) {
            self.out.push(Token::Break);
        } else {
            self.out.push(Token::Words { text, inside: self.inside, leads });
        }
    }

    /// Digits from here on: a time, a count, a number, or what is none.
    fn number(&mut self) {
        if let Some(length) = self.time() {
            self.words.extend(self.chars.iter().skip(self.at).take(length));
            self.at += length;
            return;
        }
        let run = self.chars.iter().skip(self.at).take_while(|c| c.is_ascii_digit()).count();
        let counted = self.peek(run).is_some_and(|c| UNITS.contains(c));
        let joined = AND.contains(&self.words.trim().to_lowercase().as_str());
        let named = run <= 2
            && !joined
            && self.words.chars().last().is_some_and(char::is_alphanumeric)
            && self.extension_mark().is_none();
        if run > 0 && ((run <= 4 && counted) || named) {
            self.words.extend(self.chars.iter().skip(self.at).take(run));
            self.at += run;
            return;
        }
        // 转 before digits whose number stands before a bracket or a comma.
        if let Some(before) = self.extension_mark()
            && run <= LONGEST_EXTENSION
            && matches!(self.last(), Some(Token::Number(_) | Token::Extension(_)))
        {
            self.words = before;
            self.flush(false);
            let digits: String = self.chars.iter().skip(self.at).take(run).collect();
            self.at += run;
            self.out.push(Token::Extension(digits));
            self.skip_key();
            return;
        }
        self.flush(false);
        let from = self.at;
        let chunk = self.chunk();
        if let Some(end) = self.range() {
            let text: String = self.chars.get(from..end).unwrap_or_default().iter().collect();
            // The first number of a run is certain.
            if let Ok(numbers) = chunk.numbers() {
                self.out.extend(numbers.into_iter().map(Token::Number));
            }
            self.out.push(Token::Range(text));
            self.at = end;
            return;
        }
        let written: String = self.chars.get(from..self.at).unwrap_or_default().iter().collect();
        let digits = chunk.digits();
        let short = chunk.groups.len() == 1 && digits.len() <= LONGEST_EXTENSION && !is_hotline(&digits);
        let follows = self.out.iter().rev().find(|t| **t != Token::Break);
        let broken = self.out.last() == Some(&Token::Break);
        if short && broken && matches!(follows, Some(Token::Number(_) | Token::Tail(_) | Token::Extension(_))) {
            self.out.push(Token::Tail(digits));
            return;
        }
        match chunk.numbers() {
            Ok(numbers) => {
                self.out.extend(numbers.into_iter().map(Token::Number));
                self.extension();
            }
            Err(fault) => self.out.push(Token::Bad(written.trim().to_owned(), fault)),
        }
    }

    fn last(&self) -> Option<&Token> {
        self.out.last()
    }

    /// What stands before a mark of an extension at the end of the words; none where there is no mark.
    fn extension_mark(&self) -> Option<String> {
        let words = self.words.trim_end().to_lowercase();
        let mark = EXTENSION.iter().find(|mark| words.ends_with(**mark))?;
        let keep = words.chars().count() - mark.chars().count();
        let before: String = self.words.trim_end().chars().take(keep).collect();
        let before = before.trim().trim_matches(['-', '请', '拨', '打', '按', '后']).to_owned();
        // `x` is a mark only by itself.
        (mark.chars().count() > 1 || !mark.is_ascii() || before.is_empty()).then_some(before)
    }

    /// 8:30-17:30: how long it is; none where no time stands here.
    fn time(&self) -> Option<usize> {
        let one = |from: usize| -> Option<usize> {
            let hours = (0..3).take_while(|n| self.digit(from + n)).count();
            let colon = self.peek(from + hours) == Some(':');
            let minutes = (0..3).take_while(|n| self.digit(from + hours + 1 + n)).count();
            ((1..=2).contains(&hours) && colon && minutes == 2).then_some(hours + 3)
        };
        let first = one(0)?;
        let mut at = first;
        while self.peek(at).is_some_and(|c| matches!(c, ' ' | '-' | '~' | '至' | '到')) {
            at += 1;
        }
        Some(one(at).map_or(first, |second| at + second))
    }

    /// Groups of digits with what joins them.
    fn chunk(&mut self) -> Chunk {
        let mut chunk = Chunk { country: false, groups: Vec::new() };
        if self.peek(0) == Some('+') {
            chunk.country = true;
            self.at += 1;
        }
        let mut joint = None;
        loop {
            let run = self.chars.iter().skip(self.at).take_while(|c| c.is_ascii_digit()).count();
            let group: String = self.chars.iter().skip(self.at).take(run).collect();
            self.at += run;
            chunk.groups.push((joint, group));
            let mut ahead = 0;
            let mut next = Joint::Space;
            while let Some(c) = self.peek(ahead) {
                match c {
                    ' ' => {}
                    '-' => next = Joint::Dash,
                    '.' | '·' => next = Joint::Dot,
                    _ => break,
                }
                ahead += 1;
            }
            let more = (0..7).take_while(|n| self.digit(ahead + n)).count();
            let counted = self.peek(ahead + more).is_some_and(|c| UNITS.contains(c)) && more <= 4 && next == Joint::Space;
            let time = self.peek(ahead + more) == Some(':') && more <= 2;
            if ahead == 0 || more == 0 || counted || time {
                return chunk;
            }
            self.at += ahead;
            joint = Some(next);
        }
    }

    /// Where a run of numbers ends that begins with the one just read: 80001234~80001236; none where there is no run.
    fn range(&self) -> Option<usize> {
        let mut ahead = 0;
        while self.peek(ahead) == Some(' ') {
            ahead += 1;
        }
        self.peek(ahead).filter(|c| matches!(c, '~' | '至' | '到'))?;
        ahead += 1;
        while self.peek(ahead) == Some(' ') {
            ahead += 1;
        }
        if !self.digit(ahead) {
            return None;
        }
        while self.peek(ahead).is_some_and(|c| c.is_ascii_digit() || c == '-') {
            ahead += 1;
        }
        Some(self.at + ahead)
    }

    /// 转8012, (转8012), -分机8012 behind a number.
    fn extension(&mut self) {
        let start = self.at;
        let blank = |c: char| matches!(c, ' ' | '-' | '(' | '.' | ',');
        while self.peek(0).is_some_and(blank) {
            self.at += 1;
        }
        for lead in ["请", "拨通后", "接通后", "后", "再", "按"] {
            if self.starts(lead) {
                self.at += lead.chars().count();
            }
        }
        let Some(mark) = EXTENSION.iter().find(|mark| self.starts(mark)) else {
            self.at = start;
            return;
        };
        self.at += mark.chars().count();
        while self.peek(0).is_some_and(|c| matches!(c, ' ' | ':' | '-' | '.')) {
            self.at += 1;
        }
        let run = self.chars.iter().skip(self.at).take_while(|c| c.is_ascii_digit()).count();
        if run == 0 || run > LONGEST_EXTENSION {
            self.at = start;
            return;
        }
        let digits: String = self.chars.iter().skip(self.at).take(run).collect();
        self.at += run;
        // A number has one extension; another in front of it was its own.
        match self.out.last_mut() {
            Some(Token::Number(number)) if number.extension.is_empty() => number.extension = digits,
            _ => self.out.push(Token::Extension(digits)),
        }
        self.skip_key();
    }

    /// 号键 and the bracket behind an extension.
    fn skip_key(&mut self) {
        for tail in ["号键", "号分机", "分机", "键", "号"] {
            if self.starts(tail) && !self.starts("号窗") && !self.starts("号楼") {
                self.at += tail.chars().count();
                break;
            }
        }
        if self.peek(0) == Some(')') {
            self.at += 1;
            self.inside = false;
        }
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(n, c)| self.peek(n).is_some_and(|own| own.to_lowercase().eq(c.to_lowercase())))
    }
}
