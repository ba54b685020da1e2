//! A wording with marks of its own for each part: 有场所（2分），有人员（3分）. Each part is a criterion with its own clauses about marks.

use rust_decimal::Decimal;

use super::super::marks::bracketed;
use super::clauses::{clauses, speaks};
use super::numbers::bound;
use crate::diagnostic::Bilingual;
use crate::say;

/// What a wording with several marks is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// One criterion.
    One,
    /// Several, each with its words and marks.
    Several(Vec<(String, Decimal)>),
    /// Several, and a deduction behind them all that may be for each, for the whole, or for the last.
    Common(Vec<(String, Decimal)>, String),
    /// Which words belong to which marks cannot be told.
    Open(Bilingual),
}

/// Takes a wording apart.
#[must_use]
pub fn parts(text: &str) -> Parts {
    let marks = bracketed(text);
    if marks.len() < 2 {
        return bare(text);
    }
    let mut out: Vec<(String, Decimal)> = Vec::new();
    let mut from = 0;
    for (at, (start, end, n)) in marks.iter().enumerate() {
        // Marks without words before them are another way of writing.
        let before = text.get(from..*start).unwrap_or_default();
        if before.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Parts::One;
        }
        let next = marks.get(at + 1).map_or(text.len(), |m| m.0);
        let between = text.get(*end..next).unwrap_or_default();
        let last = at + 1 == marks.len();
        let shared = last && common(between, &out, text.get(from..*end).unwrap_or_default());
        let to = if shared {
            *end
        } else if last {
            text.len()
        } else {
            *end + boundary(between)
        };
        if ["未", "没有", "无", "不", "缺"]
            .iter()
            .any(|w| before.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(w))
        {
            return Parts::Open(say!(
                "写分数的是做不到的情形，是得分还是扣分看不出来",
                "marks stand behind what was not done: whether they are given or taken off cannot be told"
            ));
        }
        let words = text.get(from..to).unwrap_or_default().trim().trim_end_matches(['、', '，', ',']).to_owned();
        out.push((words, *n));
        from = to;
        if shared {
            let tail = between.trim_start_matches(|c: char| STOPS.contains(&c) || c.is_whitespace()).to_owned();
            return Parts::Common(out, tail);
        }
    }
    Parts::Several(out)
}

const STOPS: [char; 5] = ['。', '；', ';', '\n', '！'];
const PAUSES: [char; 3] = ['，', ',', '、'];

/// How much of the words between two marks belongs to the first: up to the stop behind the last that speaks of marks, else up to the last stop.
fn boundary(between: &str) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    let mut from = 0;
    let mut spoke = 0;
    for (at, c) in between.char_indices() {
        if STOPS.contains(&c) || PAUSES.contains(&c) {
            let end = at + c.len_utf8();
            if speaks(&plain(between.get(from..at).unwrap_or_default())) {
                spoke = end;
            }
            if STOPS.contains(&c) {
                ends.push(end);
            }
            from = end;
        }
    }
    if spoke > 0 {
        return spoke;
    }
    // 甲。(2分) 乙。(2分): marks behind the stop leave it words of its own.
    let words = |end: usize| between.get(end..).unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).count() > 1;
    ends.retain(|end| words(*end));
    let lead = between.len()
        - between.trim_start_matches(|c: char| STOPS.contains(&c) || PAUSES.contains(&c) || c.is_whitespace()).len();
    ends.last().copied().unwrap_or(lead).max(lead)
}

fn plain(text: &str) -> String {
    crate::source::decode::half_width(text).split_whitespace().collect()
}

/// Whether a deduction at the end, in a sentence of its own, may be for all parts: none before has one of its own.
fn common(rest: &str, before: &[(String, Decimal)], last: &str) -> bool {
    let own = before.iter().map(|(text, _)| text.as_str()).chain([last]).any(|text| speaks(&plain(&unmarked(text))));
    let stop = rest.trim_start().starts_with(STOPS);
    stop && !own && speaks(&plain(rest))
}

/// A text without its marks in brackets.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (start, end, _) in bracketed(text) {
        out.push_str(text.get(from..start).unwrap_or_default());
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// 成立领导小组1分，制定实施方案1分; 有场地得3分、有人员得3分: every clause ends with its marks, and nothing else is said.
fn bare(text: &str) -> Parts {
    let read = clauses(text);
    if read.len() < 2 {
        return Parts::One;
    }
    let mut pieces: Vec<&str> =
        text.split(|c: char| STOPS.contains(&c) || PAUSES.contains(&c)).map(str::trim).filter(|p| !p.is_empty()).collect();
    if pieces.len() != read.len() {
        pieces = read.iter().map(|c| c.text.as_str()).collect();
    }
    let mut out = Vec::new();
    for (clause, piece) in read.iter().zip(pieces) {
        let Some((words, marks)) = marked(&clause.text) else { return Parts::One };
        // 50㎡以上3分 is a level of a ladder.
        if bound(words).is_some()
            || words.chars().count() < 2
            || speaks(words)
            || words.ends_with(['扣', '减', '加', '~', '-', '.'])
        {
            return Parts::One;
        }
        // 达标得3分，未达标得0分 is one criterion.
        if marks.is_zero() {
            return Parts::One;
        }
        out.push((piece.to_owned(), marks));
    }
    Parts::Several(out)
}

/// The words and the marks of 有场地得3分.
fn marked(text: &str) -> Option<(&str, Decimal)> {
    let rest = text.strip_suffix('分')?;
    let words = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let marks = super::numbers::marks(rest.get(words.len()..)?)?;
    let words = words.strip_suffix('得').or_else(|| words.strip_suffix('计')).unwrap_or(words);
    (!words.ends_with(['不', '可'])).then_some((words, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn several(text: &str) -> Vec<String> {
        match parts(text) {
            Parts::Several(list) => list.into_iter().map(|(words, marks)| format!("{words}={marks}")).collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn each_part_keeps_its_own_deductions() {
        assert_eq!(
            several("甲项目（3分），缺席一次扣0.5分；乙项目（5分），每迟报一次扣1分。"),
            ["甲项目（3分），缺席一次扣0.5分；=3", "乙项目（5分），每迟报一次扣1分。=5"]
        );
        assert_eq!(several("设置区域。(2分) 配有终端。（2分）；"), ["设置区域。(2分)=2", "配有终端。（2分）；=2"]);
        assert_eq!(several("有制度（1分）、有器材（2分）"), ["有制度（1分）=1", "有器材（2分）=2"]);
        assert_eq!(
            several("党建（4分）。未换届不得分。党费（6分）。缺一个月扣1分。"),
            ["党建（4分）。未换届不得分。=4", "党费（6分）。缺一个月扣1分。=6"]
        );
        assert_eq!(several("成立小组1分，制定方案1分"), ["成立小组1分=1", "制定方案1分=1"]);
        assert!(matches!(parts("有制度（2分）、有人员（3分）。每缺一项扣1分"), Parts::Common(_, _)));
        for text in ["50㎡以上3分，30-50㎡2分", "甲扣1分，乙扣2分", "（2分）（3分）", "有专人（5分）"] {
            assert_eq!(parts(text), Parts::One, "{text}");
        }
    }
}
