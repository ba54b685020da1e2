//! How lines begin: indentation, signs of headings, entries that are counted by hand, underlines, quotations and fences.

use std::ops::Range;

use super::{Kind, Scan};
use crate::source::markdown::inline::is_cjk;

impl Scan<'_, '_> {
    /// A line of running text whose contents begin at `at` or behind blanks. `before` is the end of the line above it, if it goes on with that one.
    pub(super) fn line(&mut self, at: usize, before: Option<usize>) {
        let end = self.line_end(at);
        let line = &self.text[at..end];
        let quoted = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let marks = line[..quoted].trim_end_matches([' ', '\t']).len();
        let blanks = |c: char| matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}');
        let body = line[marks..].trim_start_matches(blanks);
        let indent = &line[marks..line.len() - body.len()];
        let wide = !indent.is_ascii();
        let deep = before.is_some() && self.columns.is_empty() && (indent.starts_with('\t') || indent.starts_with("    "));
        let start = at + line.len() - body.len();
        if wide || deep {
            // Each line that is indented begins a paragraph, as it does in print.
            self.edit(at + marks, indent.len(), "");
            if before.is_some() {
                let mark = line[..marks].trim_end().to_owned();
                self.edit(at, 0, mark + "\n");
            } else {
                self.part_from_above(at);
            }
        }
        let hashes = body.chars().take_while(|c| matches!(c, '#' | '＃')).count();
        let signs: usize = body.chars().take(hashes).map(char::len_utf8).sum();
        let next = body[signs..].chars().next();
        if let (1..=6, Some(next)) = (hashes, next) {
            let wide = signs != hashes;
            let spaced = matches!(next, ' ' | '\t');
            if hashes > 1 && (wide || !spaced) {
                self.edit(start, signs, "#".repeat(hashes) + if spaced { "" } else { " " });
            } else if hashes == 1 && !wide && !spaced && !next.is_ascii_digit() {
                self.doubt(start, 1, Kind::LoneHash);
            }
        }
        let stroke = body.starts_with('|');
        match (self.stroke, before) {
            (Some(first), Some(_)) if stroke => {
                self.stroke = None;
                self.doubt(first, 1, Kind::NoTable);
            }
            (_, None) => self.stroke = stroke.then_some(start),
            _ => {}
        }
        if before.is_some() && !wide && !deep && begins_entry(body.trim_start_matches("**")) {
            self.break_before(at);
        }
    }

    /// An indented line that begins a paragraph to the parser may stand right below one that was code to it.
    fn part_from_above(&mut self, at: usize) {
        let start = self.line_start(at);
        let above = self.text[..start].strip_suffix('\n').unwrap_or("");
        let blank = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
        if blank(&self.text[start..at]) && !blank(&above[above.rfind('\n').map_or(0, |i| i + 1)..]) {
            let mark = self.text[start..at].trim_end().to_owned();
            self.edit(start, 0, mark + "\n");
        }
    }

    /// Where the contents of an item of a list begin in a line.
    pub(super) fn column(&self, item: usize) -> usize {
        let rest = &self.text[item..self.line_end(item)];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let spaces = rest[(digits + 1).min(rest.len())..].bytes().take_while(|b| *b == b' ').count();
        item - self.line_start(item) + digits + 1 + if (1..=4).contains(&spaces) { spaces } else { 1 }
    }

    /// Indented lines that hold more than plain ASCII are paragraphs, one a line: code is written between fences.
    pub(super) fn indented(&mut self, block: &Range<usize>) {
        let keep = " ".repeat(self.columns.last().copied().unwrap_or(0));
        let mut at = self.line_start(block.start);
        let mut above = false;
        while at < block.end {
            let end = self.line_end(at);
            let line = &self.text[at..end];
            let marks = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
            let marks = line[..marks].rfind('>').map_or(0, |i| i + 1);
            // The first line of an item bears its sign.
            let first = at < block.start && line[..block.start - at].contains(|c: char| !matches!(c, ' ' | '\t' | '>'));
            let from = if first { block.start - at } else { marks };
            let body = line[from..].trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
            if !body.is_empty() {
                let indent = line.len() - from - body.len();
                let kept = if first || marks > 0 { " ".to_owned() } else { keep.clone() };
                self.edit(at + from, indent, kept);
                let list = body.starts_with(['-', '+', '*', '|']) || body.starts_with(|c: char| c.is_ascii_digit());
                if above && !list {
                    let mark = line[..marks].to_owned();
                    self.edit(at, 0, mark + "\n");
                }
                if above && list && begins_entry(body) {
                    self.break_before(at);
                }
            }
            above = !body.is_empty();
            at = self.text[end..].find('\n').map_or(self.text.len(), |i| end + i + 1);
        }
    }

    /// A heading by the line below it: dashes below a sentence are a line.
    pub(super) fn heading(&mut self, range: &Range<usize>) {
        let whole = self.text[range.clone()].trim_end();
        if whole.starts_with('#') {
            return;
        }
        let Some(above) = whole.rfind('\n') else { return };
        let line = range.start + above + 1;
        let under = &whole[above + 1..];
        let signs = under.trim_start_matches([' ', '\t', '>']);
        let words = whole[..above].trim_end();
        let sentence = words.contains('\n')
            || words.ends_with(['。', '；', '，', '、', '：', '！', '？', '.', ';', ',', ':', '!', '?'])
            || words.chars().count() > 30;
        if !sentence {
            return self.doubt(range.start, words.len(), Kind::Underlined);
        }
        let at = line + under.len() - signs.len();
        if signs.len() >= 3 {
            let mark = under[..under.len() - signs.len()].trim_end().to_owned();
            self.edit(line, 0, mark + "\n");
            if signs.starts_with('=') {
                self.edit(at, signs.len(), "---");
            }
        } else {
            self.edit(at, 0, "\\");
        }
    }

    /// `>5%` compares: only a sign with a space, or before words, makes a quotation.
    pub(super) fn quote(&mut self, range: &Range<usize>) {
        let mut at = self.line_start(range.start);
        let mut from = range.start;
        while from < range.end {
            let end = self.line_end(from);
            let line = &self.text[from..end];
            let body = line.trim_start();
            if body.strip_prefix('>').is_some_and(compares) {
                self.edit(end - body.len(), 0, "\\");
                let above = self.text[..at].trim_end_matches(['\n', '\r']);
                let above = &above[above.rfind('\n').map_or(0, |i| i + 1)..];
                if !above.trim_start().starts_with(['#', '|']) && !self.text[..at].ends_with("\n\n") {
                    self.break_before(at);
                }
            }
            at = self.text[end..].find('\n').map_or(self.text.len(), |i| end + i + 1);
            from = at;
        }
    }

    /// A code block between fences: words behind the first are not shown, and without the second all that follows is code.
    pub(super) fn fence(&mut self, info: &str, range: &Range<usize>) {
        let first = self.line_end(range.start).min(range.end);
        if !info.is_ascii() {
            self.doubt(range.start, first - range.start, Kind::FenceWords(info.to_owned()));
        }
        let last = self.text[range.clone()].trim_end().rsplit('\n').next().unwrap_or("");
        let closing = last.trim_start_matches([' ', '\t', '>']);
        let one_line = !self.text[range.clone()].trim_end().contains('\n');
        if one_line || !(closing.starts_with("```") || closing.starts_with("~~~")) {
            self.doubt(range.start, first - range.start, Kind::NoFenceEnd);
        }
    }
}

/// Whether what follows `>` makes it a sign of comparison.
pub fn compares(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '＝' | '￥' | '¥'))
}

/// Whether a line begins with a year and a dot, which is not an item of a list: `2026. 年起执行`.
pub fn year(line: &str) -> bool {
    (line.starts_with("19") || line.starts_with("20"))
        && line[2..].bytes().take_while(u8::is_ascii_digit).count() == 2
        && line[4..].starts_with('.')
}

/// Whether a line begins with a number or a sign by which people count entries, and is meant to stand on its own.
pub fn begins_entry(line: &str) -> bool {
    let numeral = |c: char| "〇零一二三四五六七八九十百".contains(c);
    let number = |text: &str| -> Option<usize> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let numerals: usize = text.chars().take_while(|c| numeral(*c)).map(char::len_utf8).sum();
        if (1..=3).contains(&digits) { Some(digits) } else { (numerals > 0 && numerals <= 9).then_some(numerals) }
    };
    let mut chars = line.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some(
            '•'
            | '●'
            | '○'
            | '◆'
            | '◇'
            | '■'
            | '□'
            | '▪'
            | '▲'
            | '△'
            | '★'
            | '☆'
            | '※'
            | '√'
            | '✓'
            | '✔'
            | '☑'
            | '☐'
            | '|'
            | '①'..='⒛'
            | '㈠'..='㈩',
        ) => true,
        Some('-' | '–' | '*' | '·' | '＊' | '－') => second.is_some_and(|c| is_cjk(c) && c.is_alphanumeric()),
        Some('（' | '(') => {
            let rest = line.trim_start_matches(['（', '(']);
            number(rest).is_some_and(|n| rest[n..].starts_with(['）', ')']))
        }
        Some('第') => {
            let rest = &line['第'.len_utf8()..];
            number(rest).is_some_and(|n| {
                let mut chars = rest[n..].chars();
                chars.next().is_some_and(|c| "条章节款项步类".contains(c))
                    && chars.next().is_some_and(|c| c.is_whitespace() || matches!(c, '、' | '：' | ':'))
            })
        }
        Some(_) => number(line).is_some_and(|n| {
            let mut chars = line[n..].chars();
            match (chars.next(), chars.next()) {
                (Some('、' | '．' | ')' | '）'), _) => true,
                (Some('.'), Some(c)) => !c.is_ascii_digit(),
                _ => false,
            }
        }),
        None => false,
    }
}
