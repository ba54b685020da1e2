//! What a scoring yields: per criterion, per section and as a whole. Plain values for pages, reports and JSON.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::exact::show;
use super::facts::Found;
use crate::choice;
use crate::model::inspection::{Mend, Photo, Round};
use crate::model::standard::{Known, Modality};

choice! {
    /// How a criterion, or the whole, stands.
    pub enum State = "结论" {
        /// Met in full.
        Met = "met" | "符合",
        /// Marks were lost, or the condition does not hold.
        NotMet = "not_met" | "不符合",
        /// Data are missing, or the standard leaves it open.
        Unknown = "unknown" | "待补数据",
        /// It does not apply to this point.
        NotApplicable = "not_applicable" | "不适用",
        /// It need not be met, for a reason and a time.
        Waived = "waived" | "豁免",
    }
}

/// One criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionOutcome {
    /// Id.
    pub id: String,
    /// Printed number, from 1 over the whole standard.
    pub number: usize,
    /// Title.
    pub title: String,
    /// The document's words.
    pub quote: Option<String>,
    /// Where they stand.
    pub clause: Option<String>,
    /// The rule as a sentence.
    pub rule: String,
    /// How strongly it binds.
    pub modality: Modality,
    /// Its failure rules out a grade.
    pub veto: bool,
    /// Its failure caps the grade at this one.
    pub caps_grade: Option<String>,
    /// Its marks come on top.
    pub bonus: bool,
    /// Full marks, if it has marks.
    pub maximum: Option<Decimal>,
    /// Marks; `None` while unknown, when it does not count, and without marks.
    pub awarded: Option<Decimal>,
    /// Fewest marks that are possible.
    pub low: Decimal,
    /// Most marks that are possible.
    pub high: Decimal,
    /// State.
    pub state: State,
    /// The standard itself leaves it open, so that no data can close it: a ruling must.
    pub open: bool,
    /// Why, in Chinese, without full stop.
    pub reason: String,
    /// The calculation.
    pub arithmetic: Option<String>,
    /// The facts that it looked at.
    pub found: Vec<Found>,
    /// What was seen, as the record names it.
    pub evidence: Vec<String>,
    /// Kinds of evidence that the standard asks for.
    pub wanted: Vec<&'static str>,
    /// Photos of what was found.
    pub photos: Vec<Photo>,
    /// What the tool knows about it and offers as evidence.
    pub known: Vec<Known>,
    /// What is to be mended.
    pub mend: Option<Mend>,
    /// The round whose finding still stands, where this one did not look again.
    pub carried: Option<Round>,
    /// What each inspector found, where they scored apart.
    pub per_inspector: Vec<PerInspector>,
}

/// One inspector's view of a criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct PerInspector {
    /// Who.
    pub inspector: String,
    /// Marks, where they are certain.
    pub awarded: Option<Decimal>,
    /// State.
    pub state: State,
    /// Why.
    pub reason: String,
}

impl CriterionOutcome {
    /// Whether it is a failure that somebody should mend: neither a bonus that was not earned, nor what a point may do (可) and does not.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.state == State::NotMet && !self.bonus && self.modality != Modality::May
    }

    /// Marks lost for certain.
    #[must_use]
    pub fn lost(&self) -> Option<Decimal> {
        super::exact::sub(self.maximum?, self.awarded?)
    }
}

/// The result after a veto: the marks are shown, and no grade is given.
const VETOED: &str = "一票否决";

/// One section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionOutcome {
    /// Title.
    pub title: String,
    /// The share with which its marks count, and as it is written, 70%.
    pub weight: Option<(Decimal, String)>,
    /// Full marks of the criteria that count.
    pub maximum: Decimal,
    /// Marks that are certain.
    pub low: Decimal,
    /// Most marks that are possible.
    pub high: Decimal,
    /// `5+3=8`.
    pub arithmetic: String,
    /// Criteria.
    pub criteria: Vec<CriterionOutcome>,
}

/// The outcome of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Standard, by id.
    pub standard: String,
    /// Version of the standard.
    pub version: String,
    /// Point, by id.
    pub point: String,
    /// Round.
    pub round: Round,
    /// Full marks; `None` for a standard without marks.
    pub maximum: Option<Decimal>,
    /// The total, when it is certain.
    pub total: Option<Decimal>,
    /// Smallest total that is possible.
    pub low: Decimal,
    /// Largest total that is possible.
    pub high: Decimal,
    /// The grade, or the verdict of a standard without marks. `None` while open, and when no grade is reached.
    pub grade: Option<String>,
    /// What the standard calls a total below the lowest grade.
    pub below_grades: Option<String>,
    /// Every grade that is still possible, the lowest first; `None` is no grade. One entry means settled.
    pub possible: Vec<Option<String>>,
    /// A veto took the grade away, whatever the marks.
    pub vetoed: bool,
    /// Met: a grade is reached; not met: none; unknown: still open.
    pub state: State,
    /// The whole calculation, from the sections to the total.
    pub arithmetic: String,
    /// What a reader should know, such as a veto, a rescaling, criteria that are noted.
    pub notes: Vec<String>,
    /// Sections.
    pub sections: Vec<SectionOutcome>,
}

impl Outcome {
    /// All criteria, in order.
    pub fn criteria(&self) -> impl Iterator<Item = &CriterionOutcome> {
        self.sections.iter().flat_map(|s| &s.criteria)
    }

    /// Ids of the criteria that are unknown.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.criteria().filter(|c| c.state == State::Unknown).map(|c| c.id.as_str())
    }

    /// The result in a few words: 三星, 未达到星级… or 待补数据.
    #[must_use]
    pub fn result_zh(&self) -> String {
        match (self.state, &self.grade) {
            (State::NotMet, None) if self.vetoed => VETOED.to_owned(),
            // Where data are missing, that comes first; what only a ruling can close is 待定.
            (State::Unknown, _) if !self.criteria().any(|c| c.state == State::Unknown && !c.open) => "待定".to_owned(),
            (State::Unknown, _) => State::Unknown.zh().to_owned(),
            (_, Some(grade)) => grade.clone(),
            (State::Met, None) => "已评分".to_owned(),
            _ => self.below_grades.clone().unwrap_or_else(|| "未达到等级".to_owned()),
        }
    }

    /// Whether the grade is settled, one way or the other.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.state != State::Unknown
    }
}

fn marks(value: Option<Decimal>) -> Json {
    value.map_or(Json::Null, |v| Json::from(show(v)))
}

/// The outcome as `inspect score --format json` writes it. Marks are decimal strings; while the total is open, `total` holds the
/// marks that are certain and `range` the bounds.
#[must_use]
pub fn to_json(outcome: &Outcome) -> Json {
    let criteria: Vec<Json> = outcome
        .criteria()
        .map(|c| {
            json!({
                "id": c.id,
                "awarded": marks(c.awarded),
                "maximum": marks(c.maximum),
                "state": c.state.word(),
                "reason": c.reason,
                "arithmetic": c.arithmetic,
            })
        })
        .collect();
    let scored = outcome.maximum.is_some();
    json!({
        "standard": outcome.standard,
        "version": outcome.version,
        "point": outcome.point,
        "round": outcome.round.word(),
        "total": marks(scored.then(|| outcome.total.unwrap_or(outcome.low))),
        "maximum": marks(outcome.maximum),
        "range": scored.then(|| json!([show(outcome.low), show(outcome.high)])),
        "grade": outcome.grade,
        "possible": outcome.possible,
        "state": outcome.state.word(),
        "arithmetic": outcome.arithmetic,
        "notes": outcome.notes,
        "unknown": outcome.unknown().collect::<Vec<_>>(),
        "criteria": criteria,
    })
}
