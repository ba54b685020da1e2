//! A standard as the form reads it: what its scoring needs, and what its pages show.

use serde_json::{Value as Json, json};

use super::rule::{amount, lean, rule, scope};
use super::values::{decimal, pairs, text};
use crate::audit::{Facts, Place, explain};
use crate::model::Point;
use crate::model::catalog::Channel;
use crate::model::standard::{Criterion, Modality, Parameter, Standard};

/// A standard. `channels` are the bureau's, by whose names its sentences speak of them.
#[must_use]
pub fn standard(standard: &Standard, channels: &[Channel]) -> Json {
    let facts = Facts::new(standard, &[], None::<&Point>, Place { tier: None, channels });
    let sections: Vec<Json> = standard
        .sections
        .iter()
        .map(|section| {
            json!({
                "title": section.title.value,
                "marks": decimal(section.marks.as_ref()),
                "weight": section.weight.as_ref().map(amount),
                "criteria": section.criteria.iter().map(|c| criterion(c, facts)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let grades: Vec<Json> = standard
        .grades
        .iter()
        .map(|grade| {
            json!({
                "name": grade.name.value,
                "at_least": decimal(grade.at_least.as_ref()),
                "more_than": decimal(grade.more_than.as_ref()),
            })
        })
        .collect();
    lean(json!({
        "id": standard.id,
        "version": standard.version.value,
        "title": standard.title.value,
        "source": standard.source.value,
        "note": text(standard.note.as_ref()),
        "total": decimal(standard.total.as_ref()),
        "rounding": standard.rounding.as_ref().map(|r| {
            json!({"digits": r.digits.value, "mode": r.mode.word(), "before_grade": r.before_grade})
        }),
        "not_applicable": standard.not_applicable.as_ref().map(|p| p.value.word()),
        "bonus": standard.bonus.as_ref().map(|b| json!({"cap": decimal(b.cap.as_ref()), "over_total": b.over_total})),
        "facts": pairs(&standard.facts, |f| {
            json!({"unit": text(f.unit.as_ref()), "from": text(f.from.as_ref()), "note": text(f.note.as_ref())})
        }),
        "parameters": pairs(&standard.parameters, parameter),
        "grades": grades,
        "below_grades": text(standard.below_grades.as_ref()),
        "sections": sections,
    }))
}

fn parameter(parameter: &Parameter) -> Json {
    json!({"value": parameter.value.as_ref().map(amount)})
}

fn criterion(criterion: &Criterion, facts: Facts<'_>) -> Json {
    let modality = criterion.modality.as_ref().map_or(Modality::Must, |m| m.value);
    let when = criterion.when.as_ref().and_then(|w| w.fact.as_deref());
    let looks_at = explain::facts_of(&criterion.rule);
    let mut asks: Vec<&str> = when.into_iter().flat_map(explain::facts_of).map(|t| t.as_str()).collect();
    for name in &looks_at {
        if !asks.contains(&name.as_str()) {
            asks.push(name);
        }
    }
    json!({
        "id": criterion.id.as_str(),
        "title": criterion.title.value,
        "marks": decimal(criterion.marks.as_ref()),
        "quote": text(criterion.quote.as_ref()),
        "clause": text(criterion.clause.as_ref()),
        "note": text(criterion.note.as_ref()),
        "says": explain::rule(&criterion.rule, facts),
        "rule": rule(&criterion.rule),
        "asks": asks,
        "evidence": criterion.evidence.iter().map(|e| e.zh()).collect::<Vec<_>>(),
        "known": criterion.known.iter().map(|k| k.word()).collect::<Vec<_>>(),
        "modality": modality.word(),
        "veto": criterion.veto,
        "caps_grade": text(criterion.caps_grade.as_ref()),
        "bonus": criterion.bonus,
        "when": criterion.when.as_ref().map(scope),
        "scope": criterion.when.as_ref().map(|w| explain::scope_zh(w, facts)),
    })
}
