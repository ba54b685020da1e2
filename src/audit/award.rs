//! Marks of one criterion by its rule: exact, or a range while something that decides it is unknown or left open.

use rust_decimal::Decimal;

use super::deduct::{deduct, each_missing, equals, sample};
use super::exact::{self, show};
use super::facts::{Gap, too_long};
use super::judge::{Evidence, Truth, case_of, judge};
use super::measure::{Comparison, Measure, measure, ratio_limit};
use crate::model::point::FactValue;
use crate::model::standard::rule::{Below, External, Partial, Policy, Rule, Steps, Tiers};
use crate::model::standard::{Rounding, RoundingMode};

/// The marks of one criterion.
#[derive(Debug, Clone)]
pub struct Award {
    /// Fewest marks that are possible; never below 0.
    pub low: Decimal,
    /// Most marks that are possible; never above the criterion's.
    pub high: Decimal,
    /// The standard itself leaves it open: a ruling may decide.
    pub open: bool,
    /// The threshold was missed, or marks were lost before rounding: not met, even where the marks are full.
    pub missed: bool,
    /// Why, in one sentence without full stop.
    pub reason: String,
    /// The calculation.
    pub arithmetic: Option<String>,
}

impl Award {
    pub(super) fn exact(marks: Decimal, reason: String) -> Self {
        Self { low: marks, high: marks, open: false, missed: false, reason, arithmetic: None }
    }

    fn unknown(most: Decimal, gap: impl Into<Gap>) -> Self {
        let gap = gap.into();
        Self { low: Decimal::ZERO, high: most, open: gap.open, missed: false, reason: gap.sentence(), arithmetic: None }
    }

    fn open(most: Decimal, reason: String) -> Self {
        Self { low: Decimal::ZERO, high: most, open: true, missed: false, reason, arithmetic: None }
    }

    fn missed(self) -> Self {
        Self { missed: true, ..self }
    }

    pub(super) fn arithmetic(self, arithmetic: Option<String>) -> Self {
        Self { arithmetic, ..self }
    }

    /// Whether the marks are certain.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.low == self.high
    }
}

/// Works out the marks of a rule. `marks` is not negative.
#[must_use]
pub fn award(rule: &Rule, evidence: Evidence, marks: Decimal, rounding: Option<&Rounding>) -> Award {
    let scored = match rule {
        Rule::Manual(_) => return manual(evidence, marks),
        Rule::Deduct(r) => deduct(r, evidence, marks),
        Rule::Cases(cases) => match case_of(cases, evidence.facts) {
            Ok(rule) => return award(rule, evidence, marks, rounding),
            Err(gap) => Err(gap),
        },
        Rule::EachMissing(r) if r.each.is_some() => each_missing(r, evidence, marks),
        Rule::Tiers(r) => tiers(r, evidence, marks),
        Rule::Steps(r) => steps(r, evidence, marks, rounding),
        Rule::External(r) => external(r, evidence, marks, rounding),
        Rule::Sample(r) if r.each_failed.is_some() => sample(r, evidence, marks),
        Rule::YesNo(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::EachMissing(_)
        | Rule::Sample(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => return all_or_policy(rule, evidence, marks, rounding),
    };
    scored.unwrap_or_else(|gap| Award::unknown(marks, gap))
}

/// Marks that people gave, within their bounds; anything else is unknown and not bent into shape.
fn given(evidence: Evidence, marks: Decimal) -> Result<Option<Decimal>, Gap> {
    let Some(given) = evidence.finding.and_then(|f| f.marks.as_ref()) else { return Ok(None) };
    if given.is_sign_negative() && !given.is_zero() {
        return Err(format!("所填得分{}是负数", show(given.value)).into());
    }
    if given.value > marks {
        return Err(format!("所填得分{}超过满分{}", show(given.value), show(marks)).into());
    }
    Ok(Some(given.value))
}

fn why(evidence: Evidence, plain: &str) -> String {
    evidence.finding.and_then(|f| f.reason.as_ref()).map_or_else(|| plain.to_owned(), |r| r.value.clone())
}

fn manual(evidence: Evidence, marks: Decimal) -> Award {
    match given(evidence, marks) {
        Ok(Some(value)) if value == marks => Award::exact(value, why(evidence, "符合")),
        Ok(Some(value)) => Award::exact(value, why(evidence, "未写扣分原因")),
        Ok(None) => match evidence.finding.and_then(|f| f.met) {
            Some(true) => Award::exact(marks, why(evidence, "符合")),
            Some(false) => Award::unknown(marks, format!("{}，没有给出得分", why(evidence, "不符合"))),
            None => Award::unknown(marks, why(evidence, "没有检查记录")),
        },
        Err(gap) => Award::unknown(marks, gap),
    }
}

/// What a rule says about not reaching its threshold.
fn below_of(rule: &Rule) -> Option<Below> {
    match rule.policy() {
        Policy::Says(below) => Some(below),
        Policy::Open => None,
        // All or nothing by their nature.
        Policy::None => Some(Below::Zero),
    }
}

fn all_or_policy(rule: &Rule, evidence: Evidence, marks: Decimal, rounding: Option<&Rounding>) -> Award {
    let judged = judge(rule, evidence);
    match judged.truth {
        Truth::Met => Award::exact(marks, judged.reason).arithmetic(judged.arithmetic),
        Truth::Unknown => Award { open: judged.open, ..Award::open(marks, judged.reason) },
        Truth::NotMet => {
            let share = || proportional(rule, evidence, marks, rounding);
            let award = below(below_of(rule), &judged.reason, evidence, marks, share);
            Award { arithmetic: award.arithmetic.clone().or(judged.arithmetic), ..award }
        }
    }
}

/// Marks in proportion, and the calculation.
type Share = (Decimal, String);

/// The marks below a threshold, by the standard's policy. Without one they stay open: never a guess.
fn below(policy: Option<Below>, reason: &str, evidence: Evidence, marks: Decimal, share: impl Fn() -> Option<Share>) -> Award {
    match policy {
        Some(Below::Zero) => Award::exact(Decimal::ZERO, format!("{reason}，不得分")).missed(),
        Some(Below::Proportional) => match share() {
            Some((value, terms)) => Award::exact(value, format!("{reason}，按比例得分")).missed().arithmetic(Some(terms)),
            None => Award::open(marks, format!("{reason}；比例算不出来，待定")),
        },
        Some(Below::Manual) => match given(evidence, marks) {
            Ok(Some(value)) => Award::exact(value, format!("{reason}；{}", why(evidence, "酌情评分"))).missed(),
            Ok(None) => Award::unknown(marks, format!("{reason}，由检查人酌情评分，还没有给分")),
            Err(gap) => Award::unknown(marks, gap),
        },
        None => Award::open(marks, format!("{reason}；标准没有写明未达标时如何计分，待定")),
    }
}

/// `marks × value ÷ threshold`, for thresholds that must be reached from below.
fn proportional(rule: &Rule, evidence: Evidence, marks: Decimal, rounding: Option<&Rounding>) -> Option<Share> {
    let (measure, limit) = match rule {
        Rule::AtLeast(r) | Rule::MoreThan(r) => (measure(Some(&r.fact), &[], &[], evidence.facts).ok()?, &r.value),
        Rule::Ratio(r) => match ratio_limit(r)? {
            (Comparison::AtLeast | Comparison::MoreThan, limit) => (measure(None, &r.of, &r.over, evidence.facts).ok()?, limit),
            (Comparison::AtMost | Comparison::LessThan, _) => return None,
        },
        Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Deduct(_)
        | Rule::EachMissing(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::External(_)
        | Rule::Sample(_)
        | Rule::Cases(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => return None,
    };
    let limit = evidence.facts.amount(limit, measure.unit).ok()?;
    let (num, den) = (exact::mul(marks, measure.num)?, exact::mul(limit.value, measure.den)?);
    let plain = divide(num, den, rounding)?;
    let value = plain.clamp(Decimal::ZERO, marks);
    let terms = if measure.terms.contains('÷') { format!("({})", measure.terms) } else { measure.terms };
    let terms = format!("{}×{terms}÷{}", show(marks), limit.text);
    Some((value, equals(&terms, division_sign(plain, num, den), plain, value)))
}

/// Decimals of one criterion's marks where a division does not come out even: those of the standard's rounding, but two at least, for that
/// is about the total. Whole marks per criterion would move the total by many.
pub(super) fn criterion_digits(rounding: Option<&Rounding>) -> (u32, RoundingMode) {
    rounding.map_or((2, RoundingMode::HalfUp), |r| (r.digits.value.max(2), r.mode))
}

/// A quotient rounded as the standard says, to two digits half up when it says nothing.
fn divide(num: Decimal, den: Decimal, rounding: Option<&Rounding>) -> Option<Decimal> {
    let (digits, mode) = criterion_digits(rounding);
    exact::quotient(num, den, digits, mode)
}

/// The sign between a quotient and its result: `≈` where rounding changed it.
fn division_sign(quotient: Decimal, num: Decimal, den: Decimal) -> &'static str {
    if exact::mul(quotient, den) == Some(num.normalize()) { "=" } else { "≈" }
}

/// How a quotient came about; a plain fact stands in the reason already.
fn quotient_terms(measure: &Measure) -> Option<String> {
    measure.terms.contains('÷').then(|| measure.terms.clone())
}

fn tiers(rule: &Tiers, evidence: Evidence, marks: Decimal) -> Result<Award, Gap> {
    let measure = measure(rule.fact.as_ref(), &rule.of, &rule.over, evidence.facts)?;
    let mut best: Option<(Decimal, String)> = None;
    for level in &rule.levels {
        let (comparison, limit) = match (&level.at_least, &level.more_than) {
            (Some(limit), None) => (Comparison::AtLeast, limit),
            (None, Some(limit)) => (Comparison::MoreThan, limit),
            _ => return Err("标准的分档没有写清界限".into()),
        };
        let limit = evidence.facts.amount(limit, measure.unit)?;
        let side = exact::mul(limit.value, measure.den).ok_or_else(too_long)?;
        let value = level.marks.value.clamp(Decimal::ZERO, marks);
        if comparison.holds(measure.num, side) && best.as_ref().is_none_or(|(b, _)| value > *b) {
            best = Some((value, format!("{}，{}{}", measure.text, comparison.zh(true), limit.text)));
        }
    }
    let Some((value, reason)) = best else {
        let policy = rule.below.as_ref().map(|b| b.value);
        return Ok(below(policy, &format!("{}，未达到最低一档", measure.text), evidence, marks, || None));
    };
    Ok(Award::exact(value, reason).arithmetic(quotient_terms(&measure)))
}

fn steps(rule: &Steps, evidence: Evidence, marks: Decimal, rounding: Option<&Rounding>) -> Result<Award, Gap> {
    let measure: Measure = measure(rule.fact.as_ref(), &rule.of, &rule.over, evidence.facts)?;
    let base = evidence.facts.amount(&rule.base, measure.unit)?;
    let every = evidence.facts.amount(&rule.every, measure.unit)?;
    let at_base = rule.at_base.as_ref().map_or(marks, |m| m.value).clamp(Decimal::ZERO, marks);
    let distance = exact::mul(base.value, measure.den).and_then(|b| exact::sub(measure.num, b)).ok_or_else(too_long)?;
    let above = distance >= Decimal::ZERO;
    let side = if above { "达到" } else { "低于" };
    let reason = format!("{}，{side}{}", measure.text, base.text);
    let per_step = match (above, &rule.gain, &rule.lose) {
        (true, Some(gain), _) => gain.value,
        (true, None, _) => return Ok(Award::exact(at_base, reason).arithmetic(quotient_terms(&measure))),
        (false, _, Some(lose)) => -lose.value,
        (false, _, None) => {
            return Ok(below(rule.below.as_ref().map(|b| b.value), &reason, evidence, marks, || None));
        }
    };
    let step = exact::mul(every.value, measure.den).ok_or_else(too_long)?;
    let (whole, rest) = exact::whole_steps(distance.abs(), step).ok_or_else(|| Gap::from("标准的每级幅度有误"))?;
    let plain = |steps: Decimal| -> Result<Decimal, Gap> {
        exact::mul(per_step, steps).and_then(|change| exact::add(at_base, change)).ok_or_else(too_long)
    };
    let within = |plain: Decimal| plain.clamp(Decimal::ZERO, marks);
    let award = |steps: &str, sign: &str, plain: Decimal| {
        let change = if per_step.is_sign_negative() { "-" } else { "+" };
        let terms = format!("{}{change}{}×{steps}", show(at_base), show(per_step.abs()));
        let value = within(plain);
        let quotient = quotient_terms(&measure).map_or(String::new(), |terms| format!("{terms}；"));
        Award::exact(value, reason.clone()).arithmetic(Some(format!("{quotient}{}", equals(&terms, sign, plain, value))))
    };
    let full = exact::add(whole, Decimal::ONE).ok_or_else(too_long)?;
    let partial = rule.partial.as_ref().map(|p| p.value);
    let steps = match partial {
        _ if rest.is_zero() => whole,
        Some(Partial::Ignore) => whole,
        Some(Partial::Whole) => full,
        Some(Partial::Share) => {
            let whole = exact::mul(per_step, distance.abs()).ok_or_else(too_long)?;
            let change = divide(whole, step, rounding).ok_or_else(too_long)?;
            let plain = exact::add(at_base, change).ok_or_else(too_long)?;
            let steps = format!("{}÷{}", show(distance.abs()), show(step));
            return Ok(Award { missed: !above, ..award(&steps, division_sign(change, whole, step), plain) });
        }
        None => {
            let (a, b) = (within(plain(whole)?), within(plain(full)?));
            if a != b {
                let reason = format!("{reason}；标准没有写明不满一级如何计分，待定");
                return Ok(Award { low: a.min(b), high: a.max(b), open: true, missed: false, reason, arithmetic: None });
            }
            whole
        }
    };
    Ok(award(&show(steps), "=", plain(steps)?))
}

fn external(rule: &External, evidence: Evidence, marks: Decimal, rounding: Option<&Rounding>) -> Result<Award, Gap> {
    let scale = rule.out_of.as_ref().map_or(marks, |o| o.value);
    let value = match &rule.fact {
        Some(fact) => {
            let number = evidence.facts.number(fact)?.value;
            // In per cent it is a share of the scale: 90% of 100 is 90.
            let percent = evidence.facts.unit(fact) == "%" || matches!(evidence.facts.value(fact), Some(FactValue::Text(_)));
            let number = if percent { exact::mul(number, scale).ok_or_else(too_long)? } else { number };
            if number > scale {
                return Err(format!("“{}”是{}，超过满分{}", fact.value, show(number), show(scale)).into());
            }
            number
        }
        None => given(evidence, scale)?.ok_or_else(|| Gap::from(format!("没有{}的评分", rule.by.value)))?,
    };
    let reason = why(evidence, &format!("{}评分{}", rule.by.value, show(value)));
    if rule.out_of.is_none() {
        return Ok(Award::exact(value, reason));
    }
    let whole = exact::mul(value, marks).ok_or_else(too_long)?;
    let scaled = divide(whole, scale, rounding).ok_or_else(too_long)?;
    let awarded = scaled.clamp(Decimal::ZERO, marks);
    let terms = format!("{}×{}÷{}", show(value), show(marks), show(scale));
    let award = Award { missed: value < scale, ..Award::exact(awarded, reason) };
    Ok(award.arithmetic(Some(equals(&terms, division_sign(scaled, whole, scale), scaled, awarded))))
}
