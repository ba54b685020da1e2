//! Findings about numbers in per cent that meet numbers that are not (C413): 参保率 written as 9 would reach 95%, which is 0.95.

use rust_decimal::Decimal;

use crate::audit::exact::show;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, codes};
use crate::model::Text;
use crate::model::point::FactValue;
use crate::model::standard::rule::Rule;
use crate::model::standard::{Amount, Standard};
use crate::say;

/// A number with which a fact is compared, in the words of the file that states it.
struct Against<'a> {
    fact: &'a Text,
    value: Decimal,
    percent: bool,
    text: String,
    at: Span,
}

/// C413: a fact and what it is compared with are both in per cent, or neither is.
pub fn percents(standard: &Standard, rule: &Rule, out: &mut Diagnostics) {
    let mut pairs = Vec::new();
    collect(standard, rule, &mut pairs);
    for pair in pairs {
        let Some(def) = standard.facts.get(pair.fact) else { continue };
        let unit = def.unit.as_ref().map_or("", |u| u.as_str());
        let (name, number) = (&pair.fact.value, pair.text.as_str());
        let (message, help) = if pair.percent && unit != "%" {
            let message = if unit.is_empty() {
                say!(
                    "数据“{name}”没有写单位 %，却和 {number} 比较",
                    "the fact “{name}” has no unit %, yet is compared with {number}"
                )
            } else {
                say!(
                    "数据“{name}”的单位是{unit}，却和 {number} 比较",
                    "the fact “{name}” is in {unit}, yet is compared with {number}"
                )
            };
            let help = say!(
                "在 facts 里给“{name}”写 unit: '%'；不是百分比，就去掉这里的 %",
                "write `unit: '%'` for “{name}” under `facts`; if it is not a percentage, remove the % here"
            );
            (message, help)
        } else if unit == "%" && !pair.percent && !pair.value.is_zero() {
            let message = say!(
                "数据“{name}”的单位是 %，这里的 {number} 没有写 %，按 {number}% 计",
                "the fact “{name}” is in %, and {number} lacks the sign: it counts as {number}%"
            );
            (message, meant(pair.value, number))
        } else {
            continue;
        };
        out.push(Diagnostic::new(&codes::PERCENT_UNIT, pair.at, message).help(help));
    }
}

/// 0.95 of a fact in % may be meant as 0.95% or as 95%; 95 leaves no doubt.
fn meant(value: Decimal, number: &str) -> Bilingual {
    match value.checked_mul(Decimal::ONE_HUNDRED).filter(|_| value.abs() <= Decimal::ONE) {
        Some(hundredfold) => {
            let hundredfold = show(hundredfold.normalize());
            say!("写成 {number}% 或 {hundredfold}%", "write {number}% or {hundredfold}%")
        }
        None => say!("写成 {number}%", "write {number}%"),
    }
}

fn collect<'a>(standard: &'a Standard, rule: &'a Rule, pairs: &mut Vec<Against<'a>>) {
    let mut add = |fact: &'a Text, amount: &'a Amount| {
        let stated = match amount {
            Amount::Number { .. } => Some(amount),
            Amount::Parameter(name) => standard.parameters.get(name).and_then(|p| p.value.as_ref()),
        };
        if let Some(Amount::Number { value, percent, text }) = stated {
            pairs.push(Against { fact, value: *value, percent: *percent, text: text.value.clone(), at: amount.span() });
        }
    };
    match rule {
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => add(&r.fact, &r.value),
        Rule::Between(r) => {
            add(&r.fact, &r.from);
            add(&r.fact, &r.to);
        }
        Rule::Tiers(r) => {
            for amount in r.levels.iter().flat_map(|l| l.at_least.iter().chain(&l.more_than)) {
                r.fact.iter().for_each(|fact| add(fact, amount));
            }
        }
        Rule::Steps(r) => {
            if let Some(fact) = &r.fact {
                add(fact, &r.base);
                add(fact, &r.every);
            }
        }
        Rule::Equals(r) => match &r.value {
            FactValue::Text(text) => {
                if let Some((value, percent)) = Amount::parse_number(text) {
                    pairs.push(Against { fact: &r.fact, value, percent, text: text.value.clone(), at: text.span });
                }
            }
            FactValue::Number(n) => {
                pairs.push(Against { fact: &r.fact, value: n.value, percent: false, text: show(n.value), at: n.span });
            }
            FactValue::YesNo(_) | FactValue::List(_) => {}
        },
        Rule::AllOf(rules) | Rule::AnyOf(rules) => rules.iter().for_each(|r| collect(standard, r, pairs)),
        Rule::Not(inner) => collect(standard, inner, pairs),
        Rule::Cases(cases) => {
            for case in cases {
                if let Some(fact) = case.when.as_ref().and_then(|w| w.fact.as_deref()) {
                    collect(standard, fact, pairs);
                }
                collect(standard, &case.rule, pairs);
            }
        }
        // A quotient has no unit: 5% and 0.05 are the same number.
        Rule::Ratio(_)
        | Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::Deduct(_)
        | Rule::EachMissing(_)
        | Rule::External(_)
        | Rule::Sample(_) => {}
    }
}
