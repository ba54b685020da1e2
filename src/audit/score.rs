//! From a standard and a record to an outcome: each criterion, then sections, total and grade.
//!
//! Pure: the same values give the same outcome, and the day that counts is the record's. Promise 5 of the design: exact decimals,
//! and the report shows the arithmetic.

use rust_decimal::Decimal;

use super::award::{Award, award};
use super::exact::show;
use super::explain;
use super::facts::{Facts, Layer, Place};
use super::judge::{Evidence, Truth, in_scope, judge};
use super::merge::merge;
use super::outcome::{CriterionOutcome, Outcome, SectionOutcome, State};
use super::total::{self, Marks};
use crate::model::inspection::{Finding, InspectionFile, Merge, Round, Waiver};
use crate::model::point::Point;
use crate::model::standard::{Criterion, Modality, NotApplicable, Section, Standard};

/// What earlier rounds leave to this one.
#[derive(Clone, Debug, Default)]
pub struct Earlier<'a> {
    /// Facts, the earliest round first.
    pub layers: Vec<Layer<'a>>,
    /// The outcome that stands where a re-inspection does not look again.
    pub outcome: Option<&'a Outcome>,
    /// The findings behind that outcome, with the round that made them.
    pub findings: Vec<(&'a str, &'a Finding, Round)>,
    /// The waivers of earlier rounds.
    pub waivers: Vec<&'a Waiver>,
}

impl<'a> Earlier<'a> {
    /// Every round but a re-inspection looks at everything: of those before it only the facts stay.
    pub fn begin_anew(&mut self) {
        self.outcome = None;
        self.findings.clear();
        self.waivers.clear();
    }

    /// Takes in a round, after those before it.
    pub fn add(&mut self, record: &'a InspectionFile) {
        self.layers.push(Layer::of(record));
        self.findings.retain(|(id, ..)| !record.all_findings().any(|(own, _)| own.value == *id));
        let own = record.findings.iter().filter_map(|(id, f)| Some((id.as_str(), f.as_ref()?, record.round.value)));
        self.findings.extend(own);
        self.waivers.extend(&record.waivers);
    }
}

/// Scores one record by itself.
#[must_use]
pub fn score<'a>(standard: &Standard, record: &InspectionFile, point: &Point, place: impl Into<Place<'a>>) -> Outcome {
    score_after(standard, record, point, place.into(), &Earlier::default())
}

/// Scores one record upon what earlier rounds left.
#[must_use]
pub fn score_after(standard: &Standard, record: &InspectionFile, point: &Point, place: Place<'_>, earlier: &Earlier) -> Outcome {
    let mut layers = earlier.layers.clone();
    layers.push(Layer::of(record));
    let case = Case { standard, record, earlier, facts: Facts::new(standard, &layers, point, place) };
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
        sections.push(sum_up(section, criteria, standard, case.facts));
    }
    let result = match &standard.total {
        Some(full) => total::with_marks(standard, full.value, &sections),
        None => total::without_marks(&sections),
    };
    let Marks { total, low, high, possible, veto, judged, arithmetic, notes } = result;
    // Not inspected is not a pass, even where it could not change the grade: marks that are missing keep it open. A veto, or a must
    // that is not met, settles the matter whatever else is found.
    let settled = judged && possible.len() == 1 && (standard.total.is_none() || total.is_some() || veto);
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
        below_grades: standard.below_grades.as_ref().map(|t| t.value.clone()),
        possible,
        vetoed: veto,
        state,
        arithmetic,
        notes,
        sections,
    }
}

struct Case<'a> {
    standard: &'a Standard,
    record: &'a InspectionFile,
    earlier: &'a Earlier<'a>,
    facts: Facts<'a>,
}

impl<'a> Case<'a> {
    fn criterion(&self, criterion: &'a Criterion, number: usize) -> CriterionOutcome {
        let id = criterion.id.as_str();
        // Marks of inspectors apart count, unless they agreed on others.
        let per_inspector = self.record.sheets.iter().map(|sheet| {
            let finding = sheet.findings.get(id).and_then(Option::as_ref);
            (sheet.inspector.value.as_str(), self.evaluate(criterion, number, finding))
        });
        let per_inspector: Vec<(&str, CriterionOutcome)> = per_inspector.collect();
        let how = self.record.merge.as_ref().map(|m| m.value);
        // What no sheet of a re-inspection lists was not looked at again: the earlier round stands.
        let looked_at = self.earlier.outcome.is_none() || self.record.sheets.iter().any(|s| s.findings.get(id).is_some());
        if how != Some(Merge::Discussed)
            && looked_at
            && let Some(merged) = merge(&per_inspector, how, self.standard.rounding.as_ref())
        {
            return merged;
        }
        let mut done = match self.record.findings.get(id) {
            Some(Some(own)) => self.evaluate(criterion, number, Some(own)),
            // Blank in a re-inspection: not looked at again yet, so that what was found before still stands.
            Some(None) | None => self.carried_outcome(criterion, number),
        };
        done.per_inspector = super::merge::side_by_side(&per_inspector);
        done
    }

    /// What an earlier round left of a criterion that this record does not list.
    fn carried_outcome(&self, criterion: &'a Criterion, number: usize) -> CriterionOutcome {
        let id = criterion.id.as_str();
        let before = self.earlier.outcome.and_then(|o| Some((o.round, o.criteria().find(|c| c.id == id)?)));
        let measured_anew = || {
            let when = criterion.when.as_ref().and_then(|w| w.fact.as_deref());
            let facts = when.into_iter().chain([&criterion.rule.value]).flat_map(explain::facts_of);
            facts.into_iter().any(|fact| self.record.facts.get(fact).is_some_and(Option::is_some))
        };
        match before {
            // A waiver may have run out since, or have been granted.
            Some((round, before)) if before.state != State::Waived && self.waiver(id).is_none() && !measured_anew() => {
                CriterionOutcome { carried: Some(before.carried.unwrap_or(round)), ..before.clone() }
            }
            before => match self.earlier.findings.iter().find(|(of, ..)| *of == id) {
                Some((_, finding, round)) => {
                    let now = self.evaluate(criterion, number, Some(finding));
                    // A waiver is this round's own decision.
                    CriterionOutcome { carried: (now.state != State::Waived).then_some(*round), ..now }
                }
                None => match (self.evaluate(criterion, number, None), before) {
                    // What several inspectors found was merged into an outcome and is no finding any more: the outcome stands where the
                    // facts alone do not decide.
                    (CriterionOutcome { state: State::Unknown, .. }, Some((round, before)))
                        if !before.per_inspector.is_empty() =>
                    {
                        CriterionOutcome { carried: Some(before.carried.unwrap_or(round)), ..before.clone() }
                    }
                    (now, _) => now,
                },
            },
        }
    }

    fn waiver(&self, id: &str) -> Option<&Waiver> {
        let waivers = self.record.waivers.iter().chain(self.earlier.waivers.iter().copied());
        waivers.into_iter().find(|w| w.criterion.value == id && w.expires.value >= self.record.date.value)
    }

    /// The outcome of a criterion by one finding.
    fn evaluate(&self, criterion: &Criterion, number: usize, finding: Option<&Finding>) -> CriterionOutcome {
        let maximum = criterion.marks.as_ref().map(|m| m.value.max(Decimal::ZERO));
        let (applies, unless) = match &criterion.when {
            Some(scope) => in_scope(scope, self.facts),
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
            caps_grade: criterion.caps_grade.as_ref().map(|g| g.value.clone()),
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
            photos: finding.map_or(Vec::new(), |f| f.photos.clone()),
            known: criterion.known.clone(),
            mend: finding.and_then(|f| f.mend.clone()),
            carried: None,
            per_inspector: Vec::new(),
        };
        if let Some(waiver) = self.waiver(criterion.id.as_str()) {
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
        let evidence = Evidence { facts: self.facts, finding };
        let Some(maximum) = done.maximum else {
            let judged = judge(&criterion.rule, evidence);
            done.state = match judged.truth {
                Truth::Met => State::Met,
                Truth::NotMet => State::NotMet,
                Truth::Unknown => State::Unknown,
            };
            (done.reason, done.arithmetic, done.open) = (judged.reason, judged.arithmetic, judged.open);
            return;
        };
        let mut awarded = award(&criterion.rule, evidence, maximum, self.standard.rounding.as_ref());
        if let Some(ruled) = ruling(&awarded, finding, maximum) {
            awarded = ruled;
        }
        // Zero marks have no range to show that something is unknown; a lint refuses them.
        let known = awarded.is_known() && !maximum.is_zero();
        done.state = match known {
            // Rounding may fill up the marks, never the condition.
            true if awarded.low == maximum && !awarded.missed => State::Met,
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
        missed: false,
        reason: format!("{}；裁定{}分，依据：{}", award.reason.trim_end_matches("，待定"), show(marks), ruling.basis.value),
        arithmetic: award.arithmetic.clone(),
    })
}

/// A section's sums. Marks set aside by exclusion leave the maximum too.
fn sum_up(section: &Section, criteria: Vec<CriterionOutcome>, standard: &Standard, facts: Facts) -> SectionOutcome {
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
    // A weight that is no number is refused by a lint; the section then counts in full.
    let weight = section.weight.as_ref().and_then(|w| facts.amount(w, "").ok());
    let weight = weight.map(|number| (number.value, number.text));
    SectionOutcome { title: section.title.value.clone(), weight, maximum, low, high, arithmetic, criteria }
}
