//! Marks as score sheets write them: in a cell of their own, in brackets behind a heading, hidden in the wording.

use rust_decimal::Decimal;

use super::super::find::{squeezed, tidy};

/// A number of marks as a cell has it: 5, 5分, ５, 5.0, 0-5分. None where it is anything else.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let text = squeezed(text);
    let text = text.strip_prefix("满分").unwrap_or(&text);
    let text = text.strip_suffix('分').unwrap_or(text);
    // 0—5 is what inspectors may give.
    let text = ["0-", "0~", "0—", "0–", "0至", "0到"].iter().find_map(|from| text.strip_prefix(from)).unwrap_or(text);
    plain(text)
}

/// Digits with or without a point.
fn plain(text: &str) -> Option<Decimal> {
    let digits = !text.is_empty()
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.starts_with(|c: char| c.is_ascii_digit());
    Decimal::from_str_exact(text).ok().filter(|n| digits && within(*n)).map(|n| n.normalize())
}

/// No sheet gives more marks, and sums of these never run over.
#[must_use]
pub fn within(marks: Decimal) -> bool {
    marks <= Decimal::from(100_000) && marks.scale() <= 6
}

/// Marks in brackets within a text: where they begin, where what is behind them begins, and how many they are.
#[must_use]
pub fn bracketed(text: &str) -> Vec<(usize, usize, Decimal)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, (at, c)) in chars.iter().enumerate() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => open = Some((i, *at)),
            ')' | '）' | ']' | '】' | '〕' => {
                let Some((first, start)) = open.take() else { continue };
                let inner: String = chars.get(first + 1..i).unwrap_or_default().iter().map(|(_, c)| *c).collect();
                if let Some(marks) = in_bracket(&inner) {
                    found.push((start, at + c.len_utf8(), marks));
                }
            }
            _ => {}
        }
    }
    found
}

/// 5分, 满分5分, 共20分, 分值：5分 — and no 扣5分.
fn in_bracket(inner: &str) -> Option<Decimal> {
    let inner = squeezed(inner);
    let rest = ["满分", "总分", "共计", "合计", "共", "计", "分值", "本项", "该项", "标准分"]
        .iter()
        .find_map(|word| inner.strip_prefix(word))
        .unwrap_or(&inner);
    plain(rest.trim_start_matches([':', '为']).strip_suffix('分')?)
}

/// A heading without its marks: 组织机构 (8分) → 组织机构, 8.
#[must_use]
pub fn heading(text: &str) -> (String, Option<Decimal>) {
    if let [(start, end, marks)] = bracketed(text).as_slice() {
        let rest = format!("{}{}", text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default());
        return (tidy(&rest), Some(*marks));
    }
    // 组织机构 8分, on two lines.
    let mut lines: Vec<&str> = text.split_whitespace().collect();
    let last = lines.last().filter(|line| lines.len() > 1 && line.ends_with('分')).and_then(|line| number(line));
    if last.is_some() {
        lines.pop();
        return (tidy(&lines.join(" ")), last);
    }
    (tidy(text), None)
}

/// Whether a text begins as headings of parts do: 一、 （一） 第一部分.
#[must_use]
pub fn is_heading(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(', '第']).unwrap_or(text);
    let rest = inner.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    rest.len() < inner.len() && rest.starts_with(['、', '）', ')', '.', '．', '部', '大', '项', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn marks_in_cells_and_brackets() {
        for (text, wanted) in [
            ("5", Some("5")),
            ("５ 分", Some("5")),
            ("2.50", Some("2.5")),
            ("0-5分", Some("5")),
            ("5%", None),
            ("+5", None),
            ("五", None),
            ("", None),
        ] {
            assert_eq!(number(text), wanted.map(d), "{text}");
        }
        for (text, wanted) in [
            ("组织机构 (8分)", ("组织机构", Some("8"))),
            ("一、场所建设（满分 20 分）", ("一、场所建设", Some("20"))),
            ("人员\n15分", ("人员", Some("15"))),
            ("未公示（扣2分）", ("未公示（扣2分）", None)),
            ("服务（15天）", ("服务（15天）", None)),
        ] {
            assert_eq!(heading(text), (wanted.0.to_owned(), wanted.1.map(d)), "{text}");
        }
    }

    #[test]
    fn headings_of_parts() {
        assert!(
            is_heading("一、场所")
                && is_heading("（三）人员")
                && is_heading("第二部分 服务")
                && !is_heading("一窗通办")
                && !is_heading("1.标识")
        );
    }
}
