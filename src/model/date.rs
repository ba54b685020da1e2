//! Dates and editions. A date prints as 2026年5月1日, without leading zeros (GB/T 9704-2012, 7.3.5).

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostics, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, Shape, Text, bad_value, scalar};

/// A calendar day, written 2026-05-01, 2026/5/1 or 2026年5月1日.
pub type Date = Spanned<NaiveDate>;

/// Reads a day in any of the three ways of writing it.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim().trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    let mut parts = text.split('-').map(str::trim);
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if parts.next().is_some() || y.len() != 4 || ![y, m, d].into_iter().all(digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
}

/// A day as people read it.
#[must_use]
pub fn date_zh(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

impl Decode for Date {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个日期", "a date"), out)?;
        if let Some(date) = parse_date(text) {
            return Some(Spanned::new(date, node.span));
        }
        out.push(bad_value(node.span, text, &say!("日期", "a date"), &say!("写成 2026-05-01", "write 2026-05-01")));
        None
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "string", "description": "2026-05-01"})
    }

    fn shape() -> Shape {
        Shape::Day
    }
}

/// The edition of what a bureau publishes: `2020`, `2023-04` or `2023-04-12`, with an optional suffix such as `2023-04b`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edition {
    /// As written; stands in addresses (`v/2023-04/`) and on every printed piece.
    pub text: Spanned<String>,
    /// The day that stamps PDFs: the edition's, or the first of its month or year.
    pub date: NaiveDate,
}

impl Edition {
    /// The edition as people read it: 2023年4月版.
    #[must_use]
    pub fn zh(&self) -> String {
        let suffix = self.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        match self.text.matches('-').count() {
            0 => format!("{year}年{suffix}版"),
            1 => format!("{year}年{month}月{suffix}版"),
            _ => format!("{year}年{month}月{day}日{suffix}版"),
        }
    }
}

impl Decode for Edition {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个版本", "an edition"), out)?.trim();
        let digits = text.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(text);
        let padded = digits.split('-').skip(1).all(|part| part.len() == 2);
        let full = match digits.matches('-').count() {
            0 => format!("{digits}-01-01"),
            1 => format!("{digits}-01"),
            _ => digits.to_owned(),
        };
        if let Some(date) = parse_date(&full).filter(|_| padded && digits.chars().all(|c| c.is_ascii_digit() || c == '-')) {
            return Some(Self { text: Spanned::new(text.to_owned(), node.span), date });
        }
        out.push(bad_value(
            node.span,
            text,
            &say!("版本", "an edition"),
            &say!("写年、年月或年月日：2023、2023-04 或 2023-04-12", "write 2023, 2023-04 or 2023-04-12"),
        ));
        None
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}[a-z]?$"})
    }

    fn shape() -> Shape {
        Shape::own("edition", &[Text::shape])
    }
}
