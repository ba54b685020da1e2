//! From a standard and a record to an outcome: each criterion, then sections, total and grade.
//!
//! Pure: the same values give the same outcome, and the day that counts is the record's. Promise 5 of the design: exact decimals,
//! and the report shows the arithmetic.

use rust_decimal::Decimal;

use super::award::{Award, award};
use super::exact::show;
use super::explain;
use super::facts::Facts;
use super::judge::{Sight, Truth, judge};
use super::outcome::{CriterionOutcome, Outcome, SectionOutcome, State};
use super::total::{self, Marks};
use crate::model::Tier;
use crate::model::inspection::{Finding, InspectionFile};
use crate::model::point::Point;
use crate::model::standard::{Criterion, Modality, NotApplicable, Scope, Standard};

/// Scores one record. `tier` is the tier of the point's channel, where the catalog tells.
#[must_use]
pub fn score(standard: &Standard, record: &InspectionFile, point: &Point, tier: Option<Tier>) -> Outcome {
    let case = Case { standard, record, point, tier, facts: Facts::new(standard, record, point) };
    let mut number = 0;
    let mut sections = Vec::with_capacity(standard.sections.len());
    for section in &standard.sections {
        let criteria: Vec<CriterionOutcome> = section
            .criteria
            .iter()
            .map(|c| {
                number += 1;
                case.criterion(c, number)
            })
            .collect();
        sections.push(sum_up(&section.title, criteria, standard));
    }
    let result = match &standard.total {
        Some(full) => total::with_marks(standard, full.value, &sections),
        None => total::without_marks(&sections),
    };
    let Marks { total, low, high, possible, veto, arithmetic, notes } = result;
    // Not inspected is not a pass, even where it could not change the grade: marks that are missing keep it open. A veto, or a must
    // that is not met, settles the matter whatever else is found.
    let settled = possible.len() == 1 && (standard.total.is_none() || total.is_some() || veto);
    let grade = if settled { possible.first().cloned().flatten() } else { None };
    let state = match (&grade, settled) {
        (Some(_), _) => State::Met,
        // A standard without grades has only its total to tell.
        (None, true) if standard.total.is_some() && standard.grades.is_empty() && !veto => {
            if total.is_some() {
                State::Met
            } else {
                State::Unknown
            }
        }
        (None, true) => State::NotMet,
        (None, false) => State::Unknown,
    };
    let state = if grade.as_deref() == Some(total::FAILED) { State::NotMet } else { state };
    Outcome {
        standard: standard.id.clone(),
        version: standard.version.value.clone(),
        point: point.id.as_str().to_owned(),
        round: record.round.value,
        maximum: standard.total.as_ref().map(|t| t.value),
        total,
        low,
        high,
        grade,
        possible,
        state,
        arithmetic,
        notes,
        sections,
    }
}

struct Case<'a> {
    standard: &'a Standard,
    record: &'a InspectionFile,
    point: &'a Point,
    tier: Option<Tier>,
    facts: Facts<'a>,
}

impl Case<'_> {
    fn criterion(&self, criterion: &Criterion, number: usize) -> CriterionOutcome {
        let finding = self.record.findings.get(&criterion.id).and_then(Option::as_ref);
        let maximum = criterion.marks.as_ref().map(|m| m.value.max(Decimal::ZERO));
        let (applies, unless) = match &criterion.when {
            Some(scope) => in_scope(scope, self.point, self.tier, self.facts),
            None => (Truth::Met, String::new()),
        };
        let mut done = CriterionOutcome {
            id: criterion.id.as_str().to_owned(),
            number,
            title: criterion.title.value.clone(),
            quote: criterion.quote.as_ref().map(|t| t.value.clone()),
            clause: criterion.clause.as_ref().map(|t| t.value.clone()),
            rule: explain::rule(&criterion.rule, self.facts),
            modality: criterion.modality.as_ref().map_or(Modality::Must, |m| m.value),
            veto: criterion.veto,
            bonus: criterion.bonus,
            maximum,
            awarded: None,
            low: Decimal::ZERO,
            high: maximum.unwrap_or_default(),
            state: State::Unknown,
            open: false,
            reason: String::new(),
            arithmetic: None,
            found: explain::facts_of(&criterion.rule).iter().map(|n| self.facts.found(n)).collect(),
            evidence: finding.map_or(Vec::new(), |f| f.evidence.iter().map(|e| e.value.clone()).collect()),
            wanted: criterion.evidence.iter().map(|e| e.zh()).collect(),
            mend: finding.and_then(|f| f.mend.clone()),
        };
        let waiver = self
            .record
            .waivers
            .iter()
            .find(|w| w.criterion.value == criterion.id.as_str() && w.expires.value >= self.record.date.value);
        if let Some(waiver) = waiver {
            let until = crate::model::date::date_zh(waiver.expires.value);
            self.set_aside(&mut done, State::Waived, format!("{}（豁免至{until}）", waiver.reason.value));
        } else if applies == Truth::NotMet {
            self.set_aside(&mut done, State::NotApplicable, format!("不适用：{unless}"));
        } else if let Some(reason) = finding.and_then(|f| f.not_applicable.as_ref()) {
            self.set_aside(&mut done, State::NotApplicable, format!("不适用：{}", reason.value));
        } else if applies == Truth::Unknown {
            done.reason = unless;
        } else {
            self.apply(criterion, finding, &mut done);
        }
        done
    }

    /// A criterion that does not count: its marks follow the standard's policy, and stay open without one.
    fn set_aside(&self, done: &mut CriterionOutcome, state: State, reason: String) {
        done.state = state;
        done.reason = reason;
        let Some(maximum) = done.maximum else { return };
        let fixed = match self.standard.not_applicable.as_ref().map(|p| p.value) {
            _ if done.bonus => Some(Decimal::ZERO),
            Some(NotApplicable::FullMarks) => Some(maximum),
            Some(NotApplicable::Zero) => Some(Decimal::ZERO),
            Some(NotApplicable::ExcludeAndRescale) => {
                done.high = Decimal::ZERO;
                return;
            }
            None => None,
        };
        if let Some(value) = fixed {
            (done.awarded, done.low, done.high) = (Some(value), value, value);
        } else {
            done.open = true;
            done.reason.push_str("；标准没有写明不适用项如何计分，待定");
        }
    }

    fn apply(&self, criterion: &Criterion, finding: Option<&Finding>, done: &mut CriterionOutcome) {
        let sight = Sight { facts: self.facts, finding };
        let Some(maximum) = done.maximum else {
            let judged = judge(&criterion.rule, sight);
            done.state = match judged.truth {
                Truth::Met => State::Met,
                Truth::NotMet => State::NotMet,
                Truth::Unknown => State::Unknown,
            };
            (done.reason, done.arithmetic, done.open) = (judged.reason, judged.arithmetic, judged.open);
            return;
        };
        let mut awarded = award(&criterion.rule, sight, maximum, self.standard.rounding.as_ref());
        if let Some(ruled) = ruling(&awarded, finding, maximum) {
            awarded = ruled;
        }
        // Zero marks have no range to show that something is unknown; a lint refuses them.
        let known = awarded.is_known() && !maximum.is_zero();
        done.state = match known {
            true if awarded.low == maximum => State::Met,
            true => State::NotMet,
            false => State::Unknown,
        };
        done.awarded = known.then_some(awarded.low);
        (done.low, done.high, done.open) = (awarded.low, awarded.high, awarded.open);
        (done.reason, done.arithmetic) = (awarded.reason, awarded.arithmetic);
    }
}

/// Marks by the bureau's ruling, where the standard leaves them open, and only there.
fn ruling(award: &Award, finding: Option<&Finding>, maximum: Decimal) -> Option<Award> {
    let ruling = finding?.ruling.as_ref().filter(|_| award.open)?;
    let marks = ruling.marks.value;
    (marks >= award.low.max(Decimal::ZERO) && marks <= award.high.min(maximum)).then(|| Award {
        low: marks,
        high: marks,
        open: false,
        reason: format!("{}；裁定{}分，依据：{}", award.reason, show(marks), ruling.basis.value),
        arithmetic: award.arithmetic.clone(),
    })
}

/// Whether a scope holds for a point, and why not.
pub fn in_scope(scope: &Scope, point: &Point, tier: Option<Tier>, facts: Facts) -> (Truth, String) {
    if !scope.points.is_empty() && !scope.points.iter().any(|p| p.value == point.id.as_str()) {
        return (Truth::NotMet, "不在所列服务点之内".to_owned());
    }
    if !scope.channels.is_empty() && !scope.channels.iter().any(|c| c.value == point.channel.value) {
        return (
            Truth::NotMet,
            format!("只适用于渠道{}", scope.channels.iter().map(|c| c.as_str()).collect::<Vec<_>>().join("、")),
        );
    }
    let tiers = || scope.tiers.iter().map(|t| t.zh()).collect::<Vec<_>>().join("、");
    match tier {
        Some(tier) if !scope.tiers.is_empty() && !scope.tiers.contains(&tier) => {
            return (Truth::NotMet, format!("只适用于{}服务点，这里是{}", tiers(), tier.zh()));
        }
        None if !scope.tiers.is_empty() => {
            return (Truth::Unknown, format!("只适用于{}服务点，但不知道渠道“{}”的层级，待补数据", tiers(), point.channel.value));
        }
        _ => {}
    }
    match &scope.fact {
        Some(rule) => {
            let judged = judge(rule, Sight { facts, finding: None });
            (judged.truth, judged.reason)
        }
        None => (Truth::Met, String::new()),
    }
}

/// A section's sums. Marks set aside by exclusion leave the maximum too.
fn sum_up(title: &str, criteria: Vec<CriterionOutcome>, standard: &Standard) -> SectionOutcome {
    let counts = |c: &&CriterionOutcome| !c.bonus && !total::is_excluded(c, standard);
    let add = |pick: fn(&CriterionOutcome) -> Decimal| {
        // Too many digits cannot be shown; the total then stays open (see `total`), and a lint names the marks.
        super::exact::sum(criteria.iter().filter(counts).map(pick)).unwrap_or_default()
    };
    let (maximum, low, high) = (add(|c| c.maximum.unwrap_or_default()), add(|c| c.low), add(|c| c.high));
    let terms: Vec<String> = criteria
        .iter()
        .filter(counts)
        .filter(|c| c.maximum.is_some())
        .map(|c| c.awarded.map_or_else(|| "？".to_owned(), show))
        .collect();
    let arithmetic = if terms.is_empty() { String::new() } else { format!("{}={}", terms.join("+"), total::range(low, high)) };
    SectionOutcome { title: title.to_owned(), maximum, low, high, arithmetic, criteria }
}
