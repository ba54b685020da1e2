//! Stars, underscores and tildes: which of them mark words, by rules that fit Chinese text, and which are shown as they are written.
//!
//! CommonMark asks for spaces around words that end in a mark, and Chinese has none; it also takes any two stars for emphasis, and a clerk
//! multiplies with them (600*400*30) or hides a name (张**). So the parser is given stand-ins in place of these signs, finds blocks, links and
//! code, and the signs are paired here afterwards. A sign that marks nothing stays in the text.

use std::borrow::Cow;

use super::Inline;
use super::doubt::{Doubt, Kind};
use super::inline::{SOFT, push, tidy};

/// The signs, each at the place of its stand-in: a control character, which no text that is read holds (`control::cleaned`).
const SIGNS: [u8; 3] = [b'*', b'_', b'~'];
/// Most openings that wait for their end at a time: emphasis within emphasis makes the tree deeper.
const MOST_OPEN: usize = 16;

fn stand_in_of(sign: u8) -> Option<u8> {
    SIGNS.iter().position(|s| *s == sign).and_then(|i| u8::try_from(i + 1).ok())
}

fn sign_of(c: char) -> Option<char> {
    (1..=3).contains(&u32::from(c)).then(|| char::from(SIGNS[c as usize - 1]))
}

/// Whether a character stands for a sign.
pub fn is_stand_in(c: char) -> bool {
    sign_of(c).is_some()
}

/// The text with stand-ins, each as long as its sign, wherever a sign could mark words.
pub fn stand_in(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| SIGNS.contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for line in bytes.split_inclusive_mut(|b| *b == b'\n') {
        in_line(line);
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn in_line(line: &mut [u8]) {
    let mut i = after_markers(line);
    let rest = line.get(i..).unwrap_or_default();
    if is_rule(rest) || rest.starts_with(b"~~~") {
        return;
    }
    // What a reference leads to is an address.
    let end = if rest.starts_with(b"[") && !rest.starts_with(b"[^") {
        rest.windows(2).position(|w| w == b"]:").map_or(line.len(), |n| i + n)
    } else {
        line.len()
    };
    while i < end {
        match line[i] {
            b'\\' => i += 1,
            b']' if line.get(i + 1) == Some(&b'(') => {
                i = destination_end(line, i + 2);
                continue;
            }
            b'<' if line.get(i + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') => {
                i += line[i..].iter().position(|b| *b == b'>').unwrap_or(0);
            }
            sign => {
                if let Some(stand_in) = stand_in_of(sign) {
                    line[i] = stand_in;
                }
            }
        }
        i += 1;
    }
}

/// Where the text of a line begins, behind marks of lists and quotations.
fn after_markers(line: &[u8]) -> usize {
    let blank = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
    let mut i = 0;
    loop {
        while line.get(i).is_some_and(|b| matches!(b, b' ' | b'\t')) {
            i += 1;
        }
        let digits = line[i..].iter().take_while(|b| b.is_ascii_digit()).count();
        match line.get(i) {
            Some(b'>') => i += 1,
            Some(b'-' | b'+' | b'*') if blank(line.get(i + 1)) => i += 1,
            Some(b'0'..=b'9') if matches!(line.get(i + digits), Some(b'.' | b')')) && blank(line.get(i + digits + 1)) => {
                i += digits + 1;
            }
            _ => return i,
        }
    }
}

/// Whether the rest of a line is a rule: three or more of one sign.
fn is_rule(rest: &[u8]) -> bool {
    let mut signs = rest.iter().filter(|b| !b.is_ascii_whitespace());
    let Some(first) = signs.next().filter(|b| matches!(b, b'*' | b'_')) else { return false };
    let mut count = 1;
    signs.all(|b| {
        count += 1;
        b == first
    }) && count >= 3
}

/// Where the address of a link that begins at `from` ends.
fn destination_end(line: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut i = from;
    if line.get(from) == Some(&b'<') {
        return line[from..].iter().position(|b| *b == b'>').map_or(from, |n| from + n);
    }
    while let Some(b) = line.get(i) {
        match b {
            b'(' => depth += 1,
            b')' if depth == 0 => return i,
            b')' => depth -= 1,
            b if b.is_ascii_whitespace() => return i,
            _ => {}
        }
        i += 1;
    }
    i
}

/// Puts the signs back.
pub fn restore(text: &str) -> String {
    if text.chars().any(is_stand_in) { text.chars().map(|c| sign_of(c).unwrap_or(c)).collect() } else { text.to_owned() }
}

/// What a character beside a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// A space, or an end of the text.
    Blank,
    /// A bracket or quotation mark that opens.
    Opening,
    /// One that closes.
    Closing,
    /// What ends a clause.
    Stop,
    /// Any other mark.
    Mark,
    /// A digit.
    Digit,
    /// A letter.
    Letter,
}

fn side(c: Option<char>) -> Side {
    match c {
        None => Side::Blank,
        Some(c) if c.is_whitespace() => Side::Blank,
        Some('（' | '《' | '〈' | '“' | '‘' | '「' | '『' | '【' | '〔' | '［' | '｛' | '(' | '[' | '{') => {
            Side::Opening
        }
        Some('）' | '》' | '〉' | '”' | '’' | '」' | '』' | '】' | '〕' | '］' | '｝' | ')' | ']' | '}') => {
            Side::Closing
        }
        Some(
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '…' | '％' | '．' | ',' | ';' | ':' | '!' | '?' | '%' | '‰' | '℃',
        ) => Side::Stop,
        Some(c) if c.is_ascii_digit() || ('０'..='９').contains(&c) => Side::Digit,
        Some(c) if c.is_alphanumeric() => Side::Letter,
        Some(_) => Side::Mark,
    }
}

/// Some signs of one kind in a row.
struct Run {
    sign: char,
    /// As many are left.
    count: usize,
    /// The place of the first in the text that was parsed.
    at: usize,
    before: Side,
    after: Side,
}

impl Run {
    /// Whether `using` signs of the run may begin marked words.
    fn opens(&self, using: usize) -> bool {
        use Side::{Blank, Closing, Digit, Mark, Opening, Stop};
        if !self.marks() || self.after == Blank || (self.after == Closing || self.after == Stop) && self.before != Blank {
            return false;
        }
        if self.sign == '_' || using == 1 {
            return matches!(self.before, Blank | Opening | Stop | Mark) || (self.before == Closing && self.sign == '_');
        }
        (self.before, self.after) != (Digit, Digit)
    }

    /// Whether they may end them.
    fn closes(&self, using: usize) -> bool {
        use Side::{Blank, Closing, Digit, Mark, Opening, Stop};
        if !self.marks() || self.before == Blank || (self.before == Opening && self.after != Blank) {
            return false;
        }
        if self.sign == '_' || using == 1 {
            return matches!(self.after, Blank | Closing | Stop | Mark) || (self.after == Opening && self.sign == '_');
        }
        (self.before, self.after) != (Digit, Digit)
    }

    /// Four and more hide something or are a line to write on; one tilde is a range.
    fn marks(&self) -> bool {
        if self.sign == '~' { self.count == 2 } else { self.count < 4 }
    }

    /// `张**（女）、李**（男）`: behind a word and before a bracket, where stars hide a name as well as mark words.
    fn may_hide(&self) -> bool {
        self.sign == '*' && self.before == Side::Letter && self.after == Side::Opening
    }

    fn text(&self) -> Inline {
        Inline::Text { s: self.sign.to_string().repeat(self.count) }
    }
}

enum Token {
    Node(Inline),
    Run(Run),
}

/// Words behind a run that may open, until it is closed or turns out to mark nothing.
struct Open {
    run: Run,
    content: Vec<Inline>,
}

/// Pairs the signs of one line of running text. `marks` has the place of each stand-in, in order.
pub fn resolve(list: Vec<Inline>, marks: &[usize], doubts: &mut Vec<Doubt>) -> Vec<Inline> {
    if marks.is_empty() {
        return list;
    }
    let mut base: Vec<Inline> = Vec::with_capacity(list.len());
    let mut open: Vec<Open> = Vec::new();
    let mut lone: Vec<usize> = Vec::new();
    for token in tokens(list, marks) {
        match token {
            Token::Node(node) => push(open.last_mut().map_or(&mut base, |o| &mut o.content), node),
            Token::Run(mut run) => {
                if run.sign == '*' && run.count == 1 && run.before == Side::Letter && run.after == Side::Letter {
                    lone.push(run.at);
                }
                close(&mut run, &mut open, &mut base, doubts);
                if run.count == 0 {
                    continue;
                }
                let opens = run.opens(2) && run.count >= 2 || run.opens(1) && run.count % 2 == 1;
                if opens {
                    if open.len() == MOST_OPEN {
                        let oldest = open.remove(0);
                        give_up(oldest, &mut base, doubts);
                    }
                    open.push(Open { run, content: Vec::new() });
                } else {
                    push(open.last_mut().map_or(&mut base, |o| &mut o.content), run.text());
                }
            }
        }
    }
    for one in open {
        give_up(one, &mut base, doubts);
    }
    if lone.len() > 1 {
        doubts.push(Doubt { at: lone[0], len: 1, kind: Kind::StarsBetweenWords });
    }
    base
}

/// An opening that nothing closes is text.
fn give_up(one: Open, into: &mut Vec<Inline>, doubts: &mut Vec<Doubt>) {
    if one.run.sign == '*' && one.run.count >= 2 && !doubts.iter().rev().take(MOST_OPEN).any(|d| d.at == one.run.at) {
        doubts.push(Doubt { at: one.run.at, len: one.run.count, kind: Kind::NoEnd });
    }
    push(into, one.run.text());
    for node in one.content {
        push(into, node);
    }
}

/// Closes what the run can close.
fn close(run: &mut Run, open: &mut Vec<Open>, base: &mut Vec<Inline>, doubts: &mut Vec<Doubt>) {
    while run.count > 0 {
        let using = |o: &Open| -> usize {
            if o.run.sign != run.sign || (o.run.may_hide() && run.may_hide()) {
                0
            } else if run.count >= 2 && o.run.count >= 2 && run.closes(2) && o.run.opens(2) {
                2
            } else {
                let odd = run.count % 2 == 1 && o.run.count % 2 == 1 && run.sign != '~';
                usize::from(odd && run.closes(1) && o.run.opens(1))
            }
        };
        let Some((i, n)) = open.iter().enumerate().rev().map(|(i, o)| (i, using(o))).find(|(_, n)| *n > 0) else {
            if let Some(same) = open.iter().rev().find(|o| o.run.sign == run.sign && o.run.may_hide() && run.may_hide()) {
                doubts.push(Doubt { at: same.run.at, len: same.run.count, kind: Kind::HiddenName });
                doubts.push(Doubt { at: run.at, len: run.count, kind: Kind::HiddenName });
            }
            return;
        };
        // What was opened within and never closed is text.
        let within = open.split_off(i + 1);
        let Some(one) = open.last_mut() else { return };
        for inner in within {
            give_up(inner, &mut one.content, doubts);
        }
        let c = tidy(std::mem::take(&mut one.content));
        let node = match (run.sign, n) {
            ('~', _) => Inline::Deleted { c },
            (_, 2) => Inline::Strong { c },
            _ => Inline::Emphasis { c },
        };
        one.run.count -= n;
        run.count -= n;
        if one.run.count > 0 {
            one.content.push(node);
        } else {
            open.pop();
            push(open.last_mut().map_or(&mut *base, |o| &mut o.content), node);
        }
    }
}

fn tokens(list: Vec<Inline>, marks: &[usize]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(list.len() + marks.len());
    let mut places = marks.iter().copied();
    for node in list {
        let Inline::Text { s } = node else {
            tokens.push(Token::Node(node));
            continue;
        };
        let mut rest = s.as_str();
        while !rest.is_empty() {
            if let Some(sign) = rest.chars().next().and_then(sign_of) {
                let at = places.next().unwrap_or(0);
                match tokens.last_mut() {
                    Some(Token::Run(run)) if run.sign == sign => run.count += 1,
                    _ => tokens.push(Token::Run(Run { sign, count: 1, at, before: Side::Blank, after: Side::Blank })),
                }
                rest = &rest[1..];
            } else {
                let end = rest.find(is_stand_in).unwrap_or(rest.len());
                tokens.push(Token::Node(Inline::Text { s: rest[..end].to_owned() }));
                rest = &rest[end..];
            }
        }
    }
    let ends: Vec<(Side, Side)> = tokens.iter().map(edges).collect();
    for (i, token) in tokens.iter_mut().enumerate() {
        if let Token::Run(run) = token {
            run.before = i.checked_sub(1).and_then(|i| ends.get(i)).map_or(Side::Blank, |e| e.1);
            run.after = ends.get(i + 1).map_or(Side::Blank, |e| e.0);
        }
    }
    tokens
}

/// What the first and the last character of a token are.
fn edges(token: &Token) -> (Side, Side) {
    match token {
        Token::Run(_) => (Side::Mark, Side::Mark),
        Token::Node(Inline::Text { s }) if s == SOFT => (Side::Blank, Side::Blank),
        Token::Node(Inline::Text { s }) => (side(s.chars().next()), side(s.chars().next_back())),
        Token::Node(Inline::Break) => (Side::Blank, Side::Blank),
        Token::Node(_) => (Side::Letter, Side::Letter),
    }
}
