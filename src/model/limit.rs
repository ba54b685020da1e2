//! Time limits. 天 and 工作日 are different units and are never converted into each other.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostics, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, Shape, Text, bad_value, half_width, scalar};

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Unit {
    /// 分钟.
    Minute,
    /// 小时.
    Hour,
    /// 工作日: Saturdays, Sundays and public holidays do not count.
    WorkingDay,
    /// 天, 日, 自然日: every day counts.
    Day,
    /// 个月.
    Month,
    /// 即时: said of no time at all, as a table has it (即时办结); 当场 is the other word for the same.
    AtOnce,
}

impl Unit {
    /// The unit as it prints after a number.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Minute => "分钟",
            Self::Hour => "小时",
            Self::WorkingDay => "个工作日",
            Self::Day => "天",
            Self::Month => "个月",
            Self::AtOnce => "即时",
        }
    }
}

/// A number of units; 0 is on the spot (即时).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// Reads `15天`, `15天内办结`, `5个工作日`, `20工作日内`, `即时办结`, `当场`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = half_width(text.trim());
        let whole = |w: &str| matches!(text.strip_prefix(w), Some("" | "办结" | "办理" | "办" | "即办"));
        if matches!(text.as_str(), "即办" | "即办件" | "即办即结") || ["即时", "即刻"].iter().any(|w| whole(w)) {
            return Some(Self { amount: 0, unit: Unit::AtOnce });
        }
        if ["当场", "现场"].iter().any(|w| whole(w)) {
            return Some(Self { amount: 0, unit: Unit::WorkingDay });
        }
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let amount = digits.parse().ok()?;
        let rest = text.get(digits.len()..)?.trim_start();
        let rest = rest.strip_prefix('个').unwrap_or(rest);
        let unit = [
            ("工作日", Unit::WorkingDay),
            ("自然日", Unit::Day),
            ("天", Unit::Day),
            ("日", Unit::Day),
            ("小时", Unit::Hour),
            ("分钟", Unit::Minute),
            ("月", Unit::Month),
        ]
        .into_iter()
        .find_map(|(word, unit)| rest.strip_prefix(word).map(|rest| (unit, rest)));
        let (unit, rest) = unit?;
        matches!(rest, "" | "内" | "以内" | "内办结" | "办结" | "以内办结").then_some(Self { amount, unit })
    }

    /// As it prints: `5个工作日`, `15天`, `当场办结`, `即时办结`.
    #[must_use]
    pub fn zh(self) -> String {
        match (self.amount, self.unit) {
            (0, Unit::AtOnce) => "即时办结".to_owned(),
            (0, _) => "当场办结".to_owned(),
            (amount, unit) => format!("{amount}{}", unit.zh()),
        }
    }

    /// Which of two limits is longer; `None` when their units cannot be compared.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        if self.unit == other.unit || self.amount == 0 || other.amount == 0 {
            return Some(self.amount.cmp(&other.amount));
        }
        None
    }
}

impl Decode for Spanned<Limit> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个时限", "a time limit"), out)?;
        if let Some(limit) = Limit::parse(text) {
            return Some(Spanned::new(limit, node.span));
        }
        out.push(bad_value(
            node.span,
            text,
            &say!("时限", "a time limit"),
            &say!("写成 5个工作日、15天 或 即时办结", "write 5个工作日, 15天 or 即时办结"),
        ));
        None
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "string", "examples": ["5个工作日", "15天", "即时办结"]})
    }

    fn shape() -> Shape {
        Shape::own("limit", &[Text::shape])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_as_people_write_them() {
        for (text, amount, unit) in [
            ("15天内办结", 15, Unit::Day),
            ("5个工作日", 5, Unit::WorkingDay),
            ("２０工作日内", 20, Unit::WorkingDay),
            ("2小时", 2, Unit::Hour),
            ("10分钟", 10, Unit::Minute),
            ("3个月", 3, Unit::Month),
            ("即时办结", 0, Unit::AtOnce),
            ("当场办结", 0, Unit::WorkingDay),
        ] {
            assert_eq!(Limit::parse(text), Some(Limit { amount, unit }), "{text}");
        }
        for text in
            ["当场受理，15个工作日内办结", "即办件，材料不齐的20个工作日", "", "天", "15", "15天左右", "十五天", "99999999999天"]
        {
            assert_eq!(Limit::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_takes_no_time_keeps_its_word() {
        for text in ["即时办结", "当场办结", "15个工作日"] {
            assert_eq!(Limit::parse(text).map(Limit::zh).as_deref(), Some(text));
        }
    }

    #[test]
    fn days_and_working_days_are_never_compared() {
        let limit = |amount, unit| Limit { amount, unit };
        assert_eq!(limit(15, Unit::Day).compare(limit(10, Unit::WorkingDay)), None);
        assert!(limit(15, Unit::Day).compare(limit(10, Unit::Day)).is_some_and(std::cmp::Ordering::is_gt));
        assert!(limit(0, Unit::WorkingDay).compare(limit(1, Unit::Day)).is_some_and(std::cmp::Ordering::is_lt));
    }
}
