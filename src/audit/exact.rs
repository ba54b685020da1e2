//! Exact decimal arithmetic: every function gives the exact result or says that it cannot. Binary floats are nowhere.

use rust_decimal::Decimal;

use crate::model::standard::RoundingMode;

/// The exact sum, or nothing when it has too many digits.
#[must_use]
pub fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    // `Decimal` drops digits in silence when they do not fit; the scale tells.
    a.checked_add(b).filter(|sum| sum.scale() == a.scale().max(b.scale()))
}

/// The exact difference.
#[must_use]
pub fn sub(a: Decimal, b: Decimal) -> Option<Decimal> {
    add(a, -b)
}

/// The exact product.
#[must_use]
pub fn mul(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    a.checked_mul(b).filter(|product| product.scale() == a.scale() + b.scale())
}

/// The exact sum of many.
pub fn sum(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, add)
}

/// The whole part of `a ÷ b` for `a` not negative and `b` positive, and what remains. Exact.
#[must_use]
pub fn whole_steps(a: Decimal, b: Decimal) -> Option<(Decimal, Decimal)> {
    if b <= Decimal::ZERO || a < Decimal::ZERO {
        return None;
    }
    let rest = a.checked_rem(b)?;
    let steps = sub(a, rest)?.checked_div(b)?.normalize();
    (steps.scale() == 0).then_some((steps, rest))
}

/// `num ÷ den` rounded once, from the exact quotient. `den` is positive.
#[must_use]
pub fn quotient(num: Decimal, den: Decimal, digits: u32, mode: RoundingMode) -> Option<Decimal> {
    let negative = num.is_sign_negative();
    let unit = Decimal::try_new(1, digits).ok()?;
    // num ÷ den = (steps + rest ÷ step) units, with step = den × unit.
    let step = mul(den, unit)?;
    let (steps, rest) = whole_steps(num.abs(), step)?;
    let twice = mul(rest, Decimal::TWO)?;
    let odd = !steps.checked_rem(Decimal::TWO)?.is_zero();
    let up = match mode {
        RoundingMode::HalfUp => twice >= step,
        RoundingMode::HalfEven => twice > step || (twice == step && odd),
        RoundingMode::Down => false,
        RoundingMode::Up => !rest.is_zero(),
    };
    let steps = if up { add(steps, Decimal::ONE)? } else { steps };
    let value = mul(steps, unit)?;
    Some(if negative { -value } else { value })
}

/// A number as it prints: no exponent, no idle zeros.
#[must_use]
pub fn show(value: Decimal) -> String {
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn never_drops_digits() {
        assert_eq!(mul(d("0.05"), d("100")), Some(d("5")));
        assert_eq!(mul(d("0.00000000000001"), d("0.000000000000001")), None);
        assert_eq!(add(d("79228162514264337593543950335"), d("1")), None);
        assert_eq!(add(d("7922816251426433759354395033"), d("0.01")), None);
        assert_eq!(sub(d("1.10"), d("0.1")), Some(d("1")));
    }

    #[test]
    fn quotients_round_once() {
        assert_eq!(quotient(d("1"), d("3"), 2, RoundingMode::HalfUp), Some(d("0.33")));
        assert_eq!(quotient(d("2"), d("3"), 2, RoundingMode::HalfUp), Some(d("0.67")));
        assert_eq!(quotient(d("1"), d("8"), 2, RoundingMode::HalfUp), Some(d("0.13")));
        assert_eq!(quotient(d("1"), d("8"), 2, RoundingMode::HalfEven), Some(d("0.12")));
        assert_eq!(quotient(d("1"), d("8"), 2, RoundingMode::Down), Some(d("0.12")));
        assert_eq!(quotient(d("1"), d("1000"), 2, RoundingMode::Up), Some(d("0.01")));
        assert_eq!(quotient(d("1"), d("0"), 2, RoundingMode::Up), None);
    }

    #[test]
    fn steps_are_exact() {
        assert_eq!(whole_steps(d("1.5"), d("0.5")), Some((d("3"), d("0"))));
        assert_eq!(whole_steps(d("0.014"), d("0.005")), Some((d("2"), d("0.004"))));
    }
}
