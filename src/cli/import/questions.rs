//! Questions in a terminal of 80 columns: where, what, each answer as it is typed with what it does, and what happens without one.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::Lang;
use crate::ops::table_import::Tried;
use crate::ops::{Answers, Question};

/// A terminal as it is on every machine.
const WIDTH: usize = 80;

/// The questions as text; those that are answered are told in a line each.
pub fn shown(questions: &[Question], answers: &Answers, lang: Lang) -> String {
    let mut out = String::new();
    for question in questions {
        let Question { id, place, what, choices, otherwise } = question;
        let given = answers.to(question);
        out.push_str(&wrapped(&format!("{place}  {}", what.get(lang)), "  ", "    "));
        for choice in choices.iter().filter(|c| given.is_none_or(|word| word == c.word)) {
            let mark = if given.is_some() { lang.pick("已答 ", "answered ") } else { "" };
            out.push_str(&wrapped(&format!("{mark}{id}={}  {}", choice.word, choice.says.get(lang)), "    ", "        "));
        }
        if let (None, Some(otherwise)) = (given, otherwise) {
            let text = format!("{}{}", lang.pick("不回答：", "without an answer: "), otherwise.get(lang));
            out.push_str(&wrapped(&text, "    ", "        "));
        }
    }
    out
}

/// What rules score, a line or two each.
pub fn tried(tried: &[Tried], lang: Lang) -> String {
    let mut out = String::new();
    for one in tried {
        let cases: Vec<&str> = one.cases.iter().map(|c| c.get(lang)).collect();
        out.push_str(&wrapped(&format!("{} {}  {}", one.place, one.title, cases.join(lang.pick("；", "; "))), "  ", "      "));
    }
    out
}

/// A text in lines that fit, broken between words of letters and anywhere between Chinese characters, but before no mark of a pause.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let mut out = first.to_owned();
    let mut column = first.width();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        // A word of letters, or a character with the marks behind it, stays together.
        let mut end = at + 1;
        if c.is_ascii_graphic() {
            while chars.get(end).is_some_and(char::is_ascii_graphic) {
                end += 1;
            }
        }
        while chars.get(end).is_some_and(|c| "，。；：、！？）”》％".contains(*c)) {
            end += 1;
        }
        let piece: String = chars.get(at..end).unwrap_or_default().iter().collect();
        let width: usize = piece.chars().map(|c| c.width().unwrap_or(0)).sum();
        if column + width > WIDTH && column > rest.width() {
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
            if piece == " " {
                at = end;
                continue;
            }
        }
        out.push_str(&piece);
        column += width;
        at = end;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_begin_with_no_mark() {
        let text = "评分表!D7  “每少10平方米扣1分”：不满10平方米的怎样算，原文没有写。请看一眼，再选一个回答，选了以后会记住。";
        let out = wrapped(text, "  ", "    ");
        assert!(out.lines().count() > 1);
        assert!(out.lines().all(|line| line.width() <= WIDTH && !line.trim_start().starts_with(['，', '。', '：'])), "{out}");
        assert_eq!(out.replace(['\n', ' '], ""), text.replace(' ', ""));
    }
}
