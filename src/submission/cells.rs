//! How people write answers into cells: numbers with their unit, ticks for yes, days in several ways, names with marks between them.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::source::decode::half_width;

/// A number that is not negative, with or without a unit behind it. One of a cell that holds a number comes from a binary float, and is cut to
/// ten decimals.
#[must_use]
pub fn number(text: &str, unit: &str, float: bool) -> Option<Decimal> {
    let plain = half_width(text);
    let mut plain = plain.trim();
    for tail in [unit, "分", "次", "个", "件", "%"] {
        if !tail.is_empty()
            && let Some(rest) = plain.strip_suffix(tail)
        {
            plain = rest.trim_end();
            break;
        }
    }
    let plain = &without_thousands(plain)?;
    let exact = Decimal::from_str_exact(plain).or_else(|_| Decimal::from_scientific(plain)).ok()?;
    let value = if float { exact.round_dp(10) } else { exact };
    (!value.is_sign_negative() || value.is_zero()).then(|| value.normalize())
}

/// A number without the marks between its thousands: 1,204. A comma that stands anywhere else may be a point that was typed wrong (9，5): such a text is
/// no number.
fn without_thousands(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let whole = text.split('.').next().unwrap_or_default();
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |group: &&str| group.chars().all(|c| c.is_ascii_digit());
    let first = groups.first().is_some_and(|g| (1..=3).contains(&g.len()) && !g.starts_with('0'));
    let rest = groups.iter().skip(1).all(|g| g.len() == 3);
    let marks = text.matches(',').count() + 1 == groups.len();
    (first && rest && marks && groups.iter().all(digits)).then(|| text.replace(',', ""))
}

/// A count.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let value = number(text, "", true)?;
    (value.scale() == 0).then(|| value.to_string().parse().ok()).flatten()
}

/// Yes or no.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "是" | "有" | "符合" | "达到" | "对" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "true" | "○" | "o" => {
            Some(true)
        }
        "否" | "无" | "没有" | "不是" | "缺" | "不符合" | "未达到" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" => {
            Some(false)
        }
        _ => None,
    }
}

/// A day: 2026-06-08, 2026/6/8, 2026.6.8, 2026年6月8日, 20260608.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let plain = half_width(text);
    let plain = plain.trim();
    let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let tail_is_time = |rest: &[&str]| rest.iter().all(|p| p.len() <= 2);
    match parts.as_slice() {
        [one] if one.len() == 8 => NaiveDate::parse_from_str(one, "%Y%m%d").ok(),
        [year, month, day, rest @ ..] if year.len() == 4 && tail_is_time(rest) => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    }
}

/// Several names or things in one cell.
#[must_use]
pub fn several(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '\n', '/']).map(str::trim).filter(|p| !p.is_empty());
    let mut list: Vec<String> = Vec::new();
    for part in parts {
        if !list.iter().any(|p| p == part) {
            list.push(part.to_owned());
        }
    }
    list
}

/// Several people in one cell. Between Chinese names a space parts them too; 无 is nobody.
#[must_use]
pub fn people(text: &str) -> Vec<String> {
    let is_name =
        |part: &str| (2..=4).contains(&part.chars().count()) && part.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let mut list: Vec<String> = Vec::new();
    for part in several(text) {
        let parts: Vec<&str> = part.split_whitespace().collect();
        let parted = parts.len() > 1 && parts.iter().all(|p| is_name(p));
        let own: Vec<&str> = if parted { parts } else { vec![part.as_str()] };
        list.extend(own.into_iter().filter(|p| !matches!(*p, "无" | "没有" | "-" | "—" | "／")).map(str::to_owned));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let read = |text: &str| number(text, "平方米", false).map(|d| d.to_string());
        assert_eq!(read("４．５"), Some("4.5".to_owned()));
        assert_eq!(read("50 平方米"), Some("50".to_owned()));
        assert_eq!(read("1,204"), Some("1204".to_owned()));
        assert_eq!(read("4.50分"), Some("4.5".to_owned()));
        assert_eq!(read("12,345,678.5"), Some("12345678.5".to_owned()));
        for text in ["9，5", "0,5", "9,50", "1,2,3", "0,500", "1,0000", "1.5,5", ",5", "1234,567"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("约50"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(number("0.30000000000000004", "", true).map(|d| d.to_string()), Some("0.3".to_owned()));
        assert_eq!(count("3次"), Some(3));
        assert_eq!(count("1.5"), None);
    }

    #[test]
    fn days_as_people_write_them() {
        let wanted = NaiveDate::from_ymd_opt(2026, 6, 8);
        for text in ["2026-06-08", "2026/6/8", "2026.6.8", "2026年6月8日", "20260608", "２０２６－６－８", "2026-06-08 00:00:00"]
        {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in ["6月8日", "2026-13-01", "2026", "明天", "2026-6"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn names_between_marks() {
        assert_eq!(several("张示例、李示例，张示例"), ["张示例", "李示例"]);
        assert_eq!(people("张示例 李示例　王二"), ["张示例", "李示例", "王二"]);
        assert_eq!(people("John Smith"), ["John Smith"]);
        assert_eq!(people("无"), Vec::<String>::new());
    }
}
