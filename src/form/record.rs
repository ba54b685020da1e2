//! Records as the form's scoring reads them: what a point declares, what a round found, and what earlier rounds leave.

use serde_json::{Value as Json, json};

use super::rule::{lean, number};
use super::values::{decimal, fact_value, measured, pairs, text, texts};
use crate::audit::{CriterionOutcome, Earlier, Outcome};
use crate::model::inspection::{Count, FaultCount, Finding, InspectionFile, Mend, Round, Waiver};
use crate::model::point::Point;

/// What scoring looks at of a point.
#[must_use]
pub fn point(point: &Point) -> Json {
    json!({
        "id": point.id.as_str(),
        "name": point.name.value,
        "channel": point.channel.value,
        "facts": pairs(&point.facts, fact_value),
    })
}

/// What scoring looks at of a record.
#[must_use]
pub fn record(record: &InspectionFile) -> Json {
    let findings = |dict| pairs(dict, |f: &Option<Finding>| f.as_ref().map_or(Json::Null, finding));
    let sheets: Vec<Json> = record
        .sheets
        .iter()
        .map(|sheet| json!({"inspector": sheet.inspector.value, "findings": findings(&sheet.findings)}))
        .collect();
    json!({
        "round": record.round.value.word(),
        "date": record.date.value.to_string(),
        "facts": measured(&record.facts),
        "findings": findings(&record.findings),
        "sheets": sheets,
        "merge": record.merge.as_ref().map(|m| m.value.word()),
        "waivers": record.waivers.iter().map(waiver).collect::<Vec<_>>(),
    })
}

/// What earlier rounds leave to a new one.
#[must_use]
pub fn earlier(earlier: &Earlier<'_>) -> Json {
    let layers: Vec<Json> = earlier.layers.iter().map(|l| json!({"round": l.round.word(), "facts": measured(l.facts)})).collect();
    let findings: Vec<Json> = earlier
        .findings
        .iter()
        .map(|(id, found, round)| json!({"criterion": id, "finding": finding(found), "round": round.word()}))
        .collect();
    json!({
        "layers": layers,
        "outcome": earlier.outcome.map(outcome),
        "findings": findings,
        "waivers": earlier.waivers.iter().map(|w| waiver(w)).collect::<Vec<_>>(),
    })
}

fn outcome(outcome: &Outcome) -> Json {
    json!({"round": outcome.round.word(), "criteria": outcome.criteria().map(criterion).collect::<Vec<_>>()})
}

fn criterion(c: &CriterionOutcome) -> Json {
    json!({
        "id": c.id,
        "state": c.state.word(),
        "maximum": c.maximum.map(number),
        "awarded": c.awarded.map(number),
        "low": number(c.low),
        "high": number(c.high),
        "open": c.open,
        "reason": c.reason,
        "arithmetic": c.arithmetic,
        "mend": c.mend.as_ref().map(mend),
        "carried": c.carried.map(Round::word),
        "apart": !c.per_inspector.is_empty(),
    })
}

fn finding(finding: &Finding) -> Json {
    lean(json!({
        "marks": decimal(finding.marks.as_ref()),
        "met": finding.met,
        "missing": finding.missing.as_ref().map(|m| texts(m)),
        "sample": finding.sample.as_ref().map(|s| {
            json!({"checked": s.checked.value, "failed": s.failed.value})
        }),
        "reason": text(finding.reason.as_ref()),
        "not_applicable": finding.not_applicable.as_ref().map(|r| &r.0.value),
        "ruling": finding.ruling.as_ref().map(|r| json!({"marks": number(r.marks.value), "basis": r.basis.value})),
        "mend": finding.mend.as_ref().map(mend),
        "faults": finding.faults.as_ref().map(|f| pairs(f, fault_count)),
    }))
}

fn fault_count(count: &FaultCount) -> Json {
    match count {
        FaultCount::Times(count) => json!(count.value),
        FaultCount::FoundBy(counts) => pairs(counts, |c: &Count| json!(c.value)),
    }
}

fn mend(mend: &Mend) -> Json {
    json!({
        "what": mend.what.value,
        "owner": text(mend.owner.as_ref()),
        "deadline": mend.deadline.as_ref().map(|d| d.value.to_string()),
    })
}

fn waiver(waiver: &Waiver) -> Json {
    json!({
        "criterion": waiver.criterion.value,
        "reason": waiver.reason.value,
        "expires": waiver.expires.value.to_string(),
        "by": text(waiver.by.as_ref()),
    })
}
