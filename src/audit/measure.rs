//! Numbers and how they stand to each other: comparisons in words and signs, facts and quotients as exact pairs.

use rust_decimal::Decimal;

use super::exact;
use super::facts::{Facts, Gap, too_long};
use crate::model::Text;
use crate::model::standard::rule::Ratio;
use crate::model::standard::{Amount, RoundingMode};

/// How a fact stands to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// 不少于.
    AtLeast,
    /// 超过.
    MoreThan,
    /// 不超过.
    AtMost,
    /// 不足.
    LessThan,
}

impl Comparison {
    /// Whether `a` stands so to `b`.
    #[must_use]
    pub fn holds(self, a: Decimal, b: Decimal) -> bool {
        match self {
            Self::AtLeast => a >= b,
            Self::MoreThan => a > b,
            Self::AtMost => a <= b,
            Self::LessThan => a < b,
        }
    }

    /// The word before the number, when it holds and when it does not.
    #[must_use]
    pub fn zh(self, holds: bool) -> &'static str {
        match (self, holds) {
            (Self::AtLeast, true) => "不少于",
            (Self::LessThan, true) | (Self::AtLeast, false) => "不足",
            (Self::MoreThan, true) | (Self::AtMost, false) => "超过",
            (Self::AtMost, true) | (Self::MoreThan, false) => "不超过",
            (Self::LessThan, false) => "达到或超过",
        }
    }

    pub(super) fn sign(self, holds: bool) -> &'static str {
        match (self, holds) {
            (Self::AtLeast, true) | (Self::LessThan, false) => "≥",
            (Self::MoreThan, true) | (Self::AtMost, false) => ">",
            (Self::AtMost, true) | (Self::MoreThan, false) => "≤",
            (Self::LessThan, true) | (Self::AtLeast, false) => "<",
        }
    }
}

/// The comparison that a ratio makes. A lint wants exactly one.
#[must_use]
pub fn ratio_limit(rule: &Ratio) -> Option<(Comparison, &Amount)> {
    let limits = [
        (Comparison::AtLeast, &rule.at_least),
        (Comparison::MoreThan, &rule.more_than),
        (Comparison::AtMost, &rule.at_most),
        (Comparison::LessThan, &rule.less_than),
    ];
    let mut stated = limits.into_iter().filter_map(|(c, amount)| Some((c, amount.as_ref()?)));
    match (stated.next(), stated.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// A fact, or a quotient of sums, as the pair that comparisons cross-multiply.
#[derive(Debug, Clone)]
pub struct Measure<'a> {
    /// Numerator.
    pub num: Decimal,
    /// Denominator, positive; 1 for a plain fact.
    pub den: Decimal,
    /// As it prints.
    pub text: String,
    /// Its terms: `5÷(5+60+35)`.
    pub terms: String,
    /// Unit in which numbers of the standard are meant.
    pub unit: &'a str,
}

/// Reads a fact or a quotient.
pub fn measure<'a>(fact: Option<&Text>, of: &[Text], over: &[Text], facts: Facts<'a>) -> Result<Measure<'a>, Gap> {
    if let Some(fact) = fact {
        let number = facts.number(fact)?;
        let text = format!("{}{}", fact.value, number.text);
        return Ok(Measure { num: number.value, den: Decimal::ONE, text, terms: number.text, unit: facts.unit(fact) });
    }
    if of.is_empty() || over.is_empty() {
        return Err("标准没有写清用哪个数据".into());
    }
    let missing: Vec<Text> = of.iter().filter(|n| !over.contains(n)).chain(over).cloned().collect();
    facts.sum(&missing)?;
    let (num, of_terms) = facts.sum(of)?;
    let (den, over_terms) = facts.sum(over)?;
    let group = |terms: &[String]| if terms.len() > 1 { format!("({})", terms.join("+")) } else { terms.join("") };
    let terms = format!("{}÷{}", group(&of_terms), group(&over_terms));
    if den.is_zero() {
        return Err(format!("分母为0（{terms}），算不出比率").into());
    }
    Ok(Measure { num, den, text: format!("比率{}", percent(num, den)?), terms, unit: "" })
}

/// A quotient in per cent. It is cut, not rounded: 4.999% must not read 5%.
fn percent(num: Decimal, den: Decimal) -> Result<String, Gap> {
    let hundred = exact::mul(num, Decimal::ONE_HUNDRED).ok_or_else(too_long)?;
    let cut = exact::quotient(hundred, den, 2, RoundingMode::Down).ok_or_else(too_long)?;
    let whole = exact::mul(cut, den) == Some(hundred);
    Ok(format!("{}{}%", if whole { "" } else { "约" }, exact::show(cut)))
}
