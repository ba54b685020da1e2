//! Rules as the form's scoring reads them: one object with its kind, numbers as decimal strings. It must not know what a rule means.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::values::{decimal, fact_value, text, texts};
use crate::audit::show;
use crate::diagnostic::Spanned;
use crate::model::standard::rule::{Below, Fault, Level, Rule};
use crate::model::standard::{Amount, Scope};

/// A rule with its kind.
pub(super) fn rule(rule: &Rule) -> Json {
    let mut keys = keys(rule);
    if let Some(map) = keys.as_object_mut() {
        map.insert("kind".to_owned(), json!(rule.word()));
        map.insert("zh".to_owned(), json!(rule.zh()));
    }
    keys
}

fn keys(rule: &Rule) -> Json {
    match rule {
        Rule::Manual(r) => json!({"facts": texts(&r.facts), "guide": text(r.guide.as_ref())}),
        Rule::YesNo(r) => json!({"fact": text(r.fact.as_ref())}),
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => {
            json!({"fact": r.fact.value, "value": amount(&r.value), "below": below(r.below.as_ref())})
        }
        Rule::Between(r) => json!({
            "fact": r.fact.value,
            "from": amount(&r.from),
            "to": amount(&r.to),
            "exclude_from": r.exclude_from,
            "exclude_to": r.exclude_to,
            "below": below(r.below.as_ref()),
        }),
        Rule::Equals(r) => json!({"fact": r.fact.value, "value": fact_value(&r.value), "below": below(r.below.as_ref())}),
        Rule::Ratio(r) => json!({
            "of": texts(&r.of),
            "over": texts(&r.over),
            "at_least": r.at_least.as_ref().map(amount),
            "more_than": r.more_than.as_ref().map(amount),
            "at_most": r.at_most.as_ref().map(amount),
            "less_than": r.less_than.as_ref().map(amount),
            "below": below(r.below.as_ref()),
        }),
        Rule::Deduct(r) => json!({
            "faults": r.faults.iter().map(fault).collect::<Vec<_>>(),
            "cap": decimal(r.cap.as_ref()),
            "floor": decimal(r.floor.as_ref()),
        }),
        Rule::EachMissing(r) => json!({
            "things": texts(&r.things),
            "fact": text(r.fact.as_ref()),
            "each": decimal(r.each.as_ref()),
            "cap": decimal(r.cap.as_ref()),
            "below": below(r.below.as_ref()),
        }),
        Rule::Tiers(r) => json!({
            "fact": text(r.fact.as_ref()),
            "of": texts(&r.of),
            "over": texts(&r.over),
            "levels": r.levels.iter().map(level).collect::<Vec<_>>(),
            "below": below(r.below.as_ref()),
        }),
        Rule::Steps(r) => json!({
            "fact": text(r.fact.as_ref()),
            "of": texts(&r.of),
            "over": texts(&r.over),
            "base": amount(&r.base),
            "at_base": decimal(r.at_base.as_ref()),
            "every": amount(&r.every),
            "gain": decimal(r.gain.as_ref()),
            "lose": decimal(r.lose.as_ref()),
            "partial": r.partial.as_ref().map(|p| p.value.word()),
            "below": below(r.below.as_ref()),
        }),
        Rule::External(r) => {
            json!({"by": r.by.value, "fact": text(r.fact.as_ref()), "out_of": decimal(r.out_of.as_ref())})
        }
        Rule::Sample(r) => json!({
            "size": r.size.value,
            "failed_at_most": r.failed_at_most.as_ref().map(|n| n.value),
            "each_failed": decimal(r.each_failed.as_ref()),
            "below": below(r.below.as_ref()),
        }),
        Rule::Cases(cases) => {
            let one = |case: &crate::model::standard::rule::Case| json!({"when": case.when.as_ref().map(scope), "rule": self::rule(&case.rule)});
            json!({"cases": cases.iter().map(one).collect::<Vec<_>>()})
        }
        Rule::AllOf(rules) | Rule::AnyOf(rules) => json!({"rules": rules.iter().map(self::rule).collect::<Vec<_>>()}),
        Rule::Not(inner) => json!({"rule": self::rule(inner)}),
    }
}

fn fault(fault: &Fault) -> Json {
    let found_by: Vec<Json> = fault.found_by.iter().map(|(by, marks)| json!([by.value, show(marks.value)])).collect();
    json!({
        "name": fault.name.value,
        "each": decimal(fault.each.as_ref()),
        "found_by": found_by,
        "within": text(fault.within.as_ref()),
        "cap": decimal(fault.cap.as_ref()),
    })
}

fn level(level: &Level) -> Json {
    json!({
        "at_least": level.at_least.as_ref().map(amount),
        "more_than": level.more_than.as_ref().map(amount),
        "marks": show(level.marks.value),
    })
}

fn below(below: Option<&Spanned<Below>>) -> Json {
    below.map_or(Json::Null, |b| json!(b.value.word()))
}

/// A number of the standard with the way it is written, or the name of the parameter that holds it.
pub(super) fn amount(amount: &Amount) -> Json {
    match amount {
        Amount::Number { value, percent, text } => json!({"number": show(*value), "percent": percent, "text": text.value}),
        Amount::Parameter(name) => json!({"parameter": name.value}),
    }
}

/// Which points something is for. Tiers stand there by their Chinese names, as they print.
pub(super) fn scope(scope: &Scope) -> Json {
    let tiers: Vec<&str> = scope.tiers.iter().map(|t| t.zh()).collect();
    json!({
        "tiers": tiers,
        "channels": texts(&scope.channels),
        "points": texts(&scope.points),
        "fact": scope.fact.as_deref().map(rule),
    })
}

/// Leaves out what is empty, so that a page does not carry a hundred times that something is not there.
pub(super) fn lean(value: Json) -> Json {
    match value {
        Json::Object(map) => {
            let kept: Map<String, Json> =
                map.into_iter().map(|(key, value)| (key, lean(value))).filter(|(_, v)| !v.is_null()).collect();
            Json::Object(kept)
        }
        Json::Array(list) => Json::Array(list.into_iter().map(lean).collect()),
        plain @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_)) => plain,
    }
}

/// A number as the form's scoring reads it.
pub(super) fn number(value: Decimal) -> Json {
    json!(show(value))
}
