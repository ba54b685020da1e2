//! Grades: a table of 等级 and 分数, or a sentence such as 85分以上为三星.

use rust_decimal::Decimal;

use super::super::find::{Found, squeezed, tidy};
use super::super::{Sheet, Uncertain};
use super::Table;
use super::marks::number;
use crate::say;

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// Marks from which it is given.
    pub from: Decimal,
    /// They must be exceeded.
    pub more: bool,
}

const NAMES: [&str; 8] = ["等级", "等次", "星级", "档次", "评定等级", "评定等次", "级别", "结果"];
const LIMITS: [&str; 12] =
    ["不少于", "超过", "分数", "得分", "分值", "分数线", "分数区间", "得分区间", "分值范围", "分数段", "标准", "评定标准"];

/// Whether a column's name is one of a table of grades.
pub fn is_name(name: &str) -> bool {
    NAMES.contains(&name) || matches!(name, "不少于" | "超过" | "分数线" | "分数区间" | "得分区间" | "分值范围" | "分数段")
}

/// Reads a table of grades; whether it is one.
pub fn read_grades(sheet: &Sheet, found: &Found, table: &mut Table) -> bool {
    let of = |names: &[&str]| {
        found
            .columns
            .iter()
            .find(|c| names.contains(&c.name.as_str()) || names.iter().any(|n| c.name.strip_suffix("(分)") == Some(n)))
    };
    let Some(name) = of(&NAMES) else { return false };
    let limits: Vec<_> = found
        .columns
        .iter()
        .filter(|c| c.at != name.at && of(&LIMITS).is_some() && LIMITS.contains(&c.name.trim_end_matches("(分)")))
        .collect();
    if limits.is_empty() || found.columns.len() > 4 {
        return false;
    }
    for row in &found.rows {
        let title = tidy(sheet.text(*row, name.at));
        let texts: Vec<(&str, &str)> =
            limits.iter().map(|c| (c.name.as_str(), sheet.text(*row, c.at))).filter(|(_, t)| !t.is_empty()).collect();
        let (Some((column, text)), false) = (texts.first(), title.is_empty()) else { continue };
        let plain = number(text).map(|from| (from, *column == "超过"));
        match plain.or_else(|| limit(text)) {
            Some((from, more)) => add(table, Grade { name: title, from, more }, sheet.place(*row, name.at)),
            None if is_below(text) => table.below = title,
            None => table.doubts.push(Uncertain {
                place: sheet.place(*row, name.at),
                message: say!(
                    "等级“{title}”的分数“{text}”读不懂，没有读",
                    "the marks “{text}” of the grade “{title}” were not understood"
                ),
            }),
        }
    }
    true
}

fn add(table: &mut Table, grade: Grade, place: String) {
    match table.grades.iter().find(|g| g.name == grade.name) {
        Some(old) if *old != grade => {
            let name = &grade.name;
            table.doubts.push(Uncertain {
                place,
                message: say!("等级“{name}”写了两次，分数不同，读第一次", "the grade “{name}” is given twice: the first is read"),
            });
        }
        Some(_) => {}
        None => table.grades.push(grade),
    }
}

/// 85分以上, 85分（含）以上, 75-84分, ≥85, 高于60分.
fn limit(text: &str) -> Option<(Decimal, bool)> {
    let text = squeezed(text).replace(['(', ')'], "");
    let more = text.contains("不含")
        || text.starts_with('>')
        || text.starts_with("超过")
        || text.starts_with("高于")
        || text.starts_with("大于");
    if is_below(&text) {
        return None;
    }
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (first, rest) = digits.split_at(end);
    let open = rest.contains("以上")
        || rest.contains("及以上")
        || text.starts_with(['≥', '>'])
        || text.starts_with("不少于")
        || text.starts_with("不低于")
        || more;
    // 75-84分: from the lower end.
    let range = rest.trim_start_matches('分').starts_with(['-', '~', '—', '–', '至', '到', '≤', '<']);
    (open || range).then(|| number(first).map(|n| (n, more && open)))?
}

/// 60分以下, 不足60分.
fn is_below(text: &str) -> bool {
    let text = squeezed(text);
    let range = text.chars().filter(|c| "-~—–至到".contains(*c)).count() > 0 || text.contains("以上");
    !range
        && (text.ends_with("以下")
            || text.starts_with("不足")
            || text.starts_with("低于")
            || text.starts_with('<')
            || text.ends_with("以下)"))
}

/// Grades in sentences above or below the table: 85分以上为三星，75分以上为二星.
pub fn in_words(sheet: &Sheet, table: &mut Table) {
    if !table.grades.is_empty() || table.own {
        return;
    }
    for (row, cells) in sheet.rows.iter().enumerate() {
        let mut own = cells.iter().enumerate().filter(|(_, c)| !c.left && !c.above && !c.text.is_empty());
        let (Some((at, cell)), None) = (own.next(), own.next()) else { continue };
        let text = squeezed(&cell.text);
        for part in text.split([',', '，', '。', '；', ';', '、']) {
            let Some((marks, rest)) =
                part.split_once("分以上").or_else(|| part.split_once("分(含)以上")).or_else(|| part.split_once("分及以上"))
            else {
                continue;
            };
            let digits = marks.trim_start_matches(|c: char| !c.is_ascii_digit());
            let name = ["评定为", "评为", "确定为", "定为", "为", "的为", "是"]
                .iter()
                .find_map(|word| rest.strip_prefix(word))
                .unwrap_or_default();
            if let Some(from) = number(digits).filter(|_| !name.is_empty() && name.chars().count() <= 8) {
                add(table, Grade { name: name.to_owned(), from, more: false }, sheet.place(row, at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_grades() {
        let d = |text: &str| Decimal::from_str_exact(text).unwrap();
        for (text, wanted) in [
            ("85分以上", Some(("85", false))),
            ("85 分（含）以上", Some(("85", false))),
            ("75-84分", Some(("75", false))),
            ("60分（含60分）至75分", None),
            ("90分以上（不含90分）", Some(("90", true))),
            ("≥90", Some(("90", false))),
            (">90分", Some(("90", true))),
            ("60分以下", None),
            ("优秀", None),
        ] {
            let wanted: Option<(&str, bool)> = wanted;
            assert_eq!(limit(text), wanted.map(|(n, more)| (d(n), more)), "{text}");
        }
        assert!(is_below("60分以下") && is_below("不足60分") && !is_below("60分以上75分以下"));
    }
}
