//! A wording as clauses: half width, without spaces, cut at the marks of pauses, and never within brackets or quotation marks.

use super::patterns::{OTHER, POINTS, SPEAKS};
use crate::source::decode::half_width;

/// What stands before a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The beginning, a full stop, a semicolon, a number such as ①.
    Stop,
    /// A colon.
    Colon,
    /// A comma.
    Comma,
    /// 、.
    List,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its words in half width without spaces.
    pub text: String,
    /// What stands before it.
    pub before: Before,
    /// It stands before a colon.
    pub introduces: bool,
}

/// Whether words speak of marks.
pub fn speaks(text: &str) -> bool {
    SPEAKS.fits(&OTHER.without(text))
}

/// Half width, one kind of bracket and dash, and no spaces but those behind 分, which part clauses, and those of lines.
fn plain(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    let text = half_width(text);
    let mut spaces = false;
    for c in text.chars() {
        let c = match c {
            '（' | '[' | '［' | '【' | '〔' => '(',
            '）' | ']' | '］' | '】' | '〕' => ')',
            '—' | '–' | '－' | '―' | '‐' | '‑' | '−' => '-',
            '～' | '〜' | '∼' => '~',
            '％' | '﹪' => '%',
            '，' => ',',
            '；' => ';',
            '：' | '∶' => ':',
            '／' => '/',
            '＜' => '<',
            '＞' => '>',
            '＝' => '=',
            '\u{200b}' | '\u{feff}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => continue,
            '\r' => '\n',
            c => c,
        };
        if c == '\n' {
            if out.last().is_some_and(|c| *c != '\n') {
                out.push('\n');
            }
            spaces = false;
        } else if c.is_whitespace() {
            spaces = true;
        } else {
            if spaces && out.last() == Some(&'分') && !c.is_ascii_punctuation() && !"。、/每".contains(c) {
                out.push(',');
            }
            spaces = false;
            // 一一 and -- are one dash.
            if !(c == '-' && out.last() == Some(&'-')) {
                out.push(c);
            }
        }
    }
    out
}

/// How many characters a number such as ①, (1), 1., 1、, （一） takes at the beginning; 0 where there is none.
fn numbered(rest: &[char]) -> usize {
    match rest {
        // ①③项 speaks of them.
        [c, next, ..] if ('①'..='⑳').contains(c) => {
            usize::from(!(('①'..='⑳').contains(next) || matches!(next, '项' | '、' | '条' | '款')))
        }
        ['(', ..] => {
            let inner: String = rest.iter().skip(1).take_while(|c| **c != ')').take(4).collect();
            let known = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
            let end = inner.chars().count() + 2;
            if known && rest.get(end - 1) == Some(&')') && !matches!(rest.get(end), Some('项' | '条')) { end } else { 0 }
        }
        [c, ..] if c.is_ascii_digit() => {
            let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            match (rest.get(digits), rest.get(digits + 1)) {
                (Some('.'), Some(next)) if digits < 3 && !next.is_ascii_digit() => digits + 1,
                (Some('、' | ')'), Some(next)) if digits < 3 && !next.is_ascii_digit() => digits + 1,
                _ => 0,
            }
        }
        [c, mark, ..] if "一二三四五六七八九十".contains(*c) && matches!(mark, '、' | '是') => 2,
        _ => 0,
    }
}

/// The clauses of a wording.
pub fn clauses(wording: &str) -> Vec<Clause> {
    let text = plain(wording);
    let mut out: Vec<Clause> = Vec::new();
    let mut now = String::new();
    let mut before = Before::Stop;
    // The closing mark that is waited for.
    let mut inside: Vec<char> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at).copied() {
        let rest = text.get(at..).unwrap_or_default();
        let fresh = now.is_empty();
        let skip = if inside.is_empty()
            && ((fresh && matches!(before, Before::Stop | Before::Comma | Before::List | Before::Colon))
                || ('①'..='⑳').contains(&c))
        {
            numbered(rest)
        } else {
            0
        };
        if skip > 0 && (matches!(before, Before::Stop | Before::Colon) || !c.is_ascii_digit()) {
            cut(&mut now, &mut before, Before::Stop, &mut out);
            at += skip;
            continue;
        }
        let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_digit);
        let between = digit(at.checked_sub(1)) && digit(Some(at + 1));
        // 迟到扣1分早退扣1分: nothing parts the two; what goes on behind marks is none of them.
        if inside.is_empty() && !fresh && now.ends_with('分') && parts(&now, rest) {
            cut(&mut now, &mut before, Before::Comma, &mut out);
            continue;
        }
        let mark = match c {
            _ if !inside.is_empty() => None,
            // 扣0。5分, 1,000: no pause within a number.
            '。' | ',' | '.' if between => None,
            '。' | ';' | '!' | '！' | '?' | '？' => Some(Before::Stop),
            ':' => Some(Before::Colon),
            ',' => Some(Before::Comma),
            // Between statements; within a list of things it is none of ours.
            '、' if speaks(&now) => Some(Before::List),
            '\n' => Some(line_end(&now, text.get(at + 1..).unwrap_or_default())),
            _ => None,
        };
        if let Some(mark) = mark {
            if mark == Before::Colon && !now.is_empty() {
                let text = std::mem::take(&mut now);
                out.push(Clause { text, before, introduces: true });
                before = Before::Colon;
            } else {
                cut(&mut now, &mut before, mark, &mut out);
            }
            at += 1;
            continue;
        }
        match c {
            '(' if inside.is_empty() => {
                let inner: String = rest.iter().skip(1).take_while(|c| **c != ')').collect();
                if speaks(&inner) {
                    // Marks in brackets are a clause of their own.
                    cut(&mut now, &mut before, Before::Comma, &mut out);
                    at += 1;
                    continue;
                }
                inside.push(')');
                now.push(c);
            }
            ')' if inside.is_empty() => cut(&mut now, &mut before, Before::Comma, &mut out),
            '(' => {
                inside.push(')');
                now.push(c);
            }
            '“' | '《' | '「' => {
                inside.push(match c {
                    '“' => '”',
                    '《' => '》',
                    _ => '」',
                });
                now.push(c);
            }
            c => {
                if inside.last() == Some(&c) {
                    inside.pop();
                }
                if c != '\n' {
                    now.push(c);
                }
            }
        }
        at += 1;
    }
    cut(&mut now, &mut before, Before::Stop, &mut out);
    out
}

/// Whether another statement begins behind the marks of one: 扣1分早退扣1分, 扣1分（2）未上墙扣2分, 扣1分.引发投诉扣2分.
fn parts(now: &str, rest: &[char]) -> bool {
    let text: String = rest.iter().take(40).collect();
    let behind = now.trim_end_matches('分').ends_with(|c: char| c.is_ascii_digit() || "半一二两三四五六七八九十".contains(c));
    let goes_on = [
        "每", "/", "左", "右", "以", "之", "至", "到", "-", "~", "为", "封", "的", "计", "起", "者", "等", "值", "数", "或",
        "且", "并", "(", "钟",
    ];
    let number = text.starts_with('(') && numbered(rest) > 0;
    // 每低1分扣0.5分, 达到85分得5分: these are measured, and the marks follow.
    behind
        && !POINTS.fits(now)
        && (number || !goes_on.iter().any(|w| text.starts_with(w)))
        && (text.contains('扣') || text.contains("减"))
        && !text.starts_with(['。', ';', ',', '、', ':', '!', '\n', ')'])
}

/// A line that ends with a mark ends a sentence; one that does not was broken by its cell.
fn line_end(now: &str, rest: &[char]) -> Before {
    if now.is_empty() || numbered(rest) > 0 || now.ends_with('分') { Before::Stop } else { Before::Comma }
}

fn cut(now: &mut String, before: &mut Before, next: Before, out: &mut Vec<Clause>) {
    if !now.is_empty() {
        out.push(Clause { text: std::mem::take(now), before: *before, introduces: false });
        *before = next;
    } else if next == Before::Stop {
        *before = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<String> {
        clauses(text).into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn pauses_within_numbers_brackets_and_quotes_do_not_count() {
        assert_eq!(cut_up("不按时上交材料每次扣0。5分"), ["不按时上交材料每次扣0。5分"]);
        assert_eq!(cut_up("未建立“首问负责、一次告知”制度的扣３分"), ["未建立“首问负责、一次告知”制度的扣3分"]);
        assert_eq!(cut_up("1.甲（乙、丙）；\n2.丁。②戊"), ["甲(乙、丙)", "丁", "戊"]);
        assert_eq!(cut_up("制度健全（缺一项扣1分）"), ["制度健全", "缺一项扣1分"]);
        assert_eq!(cut_up("①③项不符合各扣1分"), ["①③项不符合各扣1分"]);
        assert_eq!(cut_up("甲扣1分 乙扣 2 分"), ["甲扣1分", "乙扣2分"]);
        assert_eq!(cut_up("2.5分"), ["2.5分"]);
    }

    #[test]
    fn what_speaks_of_marks() {
        for text in ["扣分", "扣二分", "得5分", "酌情加分", "按完成比例得分", "一票否决", "扣半分", "未佩戴工牌扣l分"]
        {
            assert!(speaks(text), "{text}");
        }
        for text in ["不得分解住院", "30分钟", "百分之五", "克扣伙食费", "充分", "部分人员", "增加5个窗口", "十分重要"]
        {
            assert!(!speaks(text), "{text}");
        }
    }
}
