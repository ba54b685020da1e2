//! What a form or a workbook itself made of the answers, held against what the rules give here. It must not know where they come from.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::audit::{CriterionOutcome, Outcome, State, range, show};
use crate::diagnostic::Bilingual;
use crate::say;

/// Results that came with the answers. What is not claimed is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedResult {
    /// The total; the outer option: nothing is said about it, the inner: it is open.
    #[serde(with = "twice")]
    pub total: Option<Option<Decimal>>,
    /// The grade; the same.
    #[serde(with = "twice")]
    pub grade: Option<Option<String>>,
    /// The state of the whole, by its word.
    pub state: Option<String>,
    /// Each criterion.
    pub criteria: BTreeMap<String, ReportedCriterion>,
    /// A spreadsheet reckons in binary floats: nine decimals are compared.
    pub float: bool,
}

/// An option of an option as a list of none or one: JSON has one `null`.
// The two functions have the form that serde asks for.
#[allow(clippy::option_option, clippy::ref_option)]
mod twice {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(value)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
        Vec::<Option<T>>::deserialize(from).map(|list| list.into_iter().next())
    }
}

/// What is claimed of one criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedCriterion {
    /// The state, by its word.
    pub state: Option<String>,
    /// Fewest marks.
    pub low: Option<Decimal>,
    /// Most marks.
    pub high: Option<Decimal>,
    /// Where it stands, such as 评分表!H5; empty where there is no such place.
    pub place: String,
}

impl ReportedResult {
    /// The results of a form, from its manifest; nothing where they are not as they should be.
    #[must_use]
    pub fn of_form(outcome: &Json) -> Option<Self> {
        let number = |value: &Json| -> Option<Option<Decimal>> {
            match value {
                Json::Null => Some(None),
                Json::String(text) => Decimal::from_str_exact(text).ok().map(Some),
                _ => None,
            }
        };
        let word = |value: &Json| value.as_str().map(str::to_owned);
        let mut criteria = BTreeMap::new();
        for (id, claim) in outcome.get("criteria")?.as_object()? {
            let part = |key: &str| claim.get(key).map_or(Some(None), number);
            let claim = ReportedCriterion {
                state: Some(word(claim.get("state")?)?),
                low: part("low")?,
                high: part("high")?,
                place: String::new(),
            };
            criteria.insert(id.clone(), claim);
        }
        let grade = outcome.get("grade")?;
        Some(Self {
            total: Some(number(outcome.get("total")?)?),
            grade: Some(if grade.is_null() { None } else { Some(word(grade)?) }),
            state: Some(word(outcome.get("state")?)?),
            criteria,
            float: false,
        })
    }

    /// What differs from what the rules give here, each in one sentence.
    #[must_use]
    pub fn differences(&self, outcome: &Outcome) -> Vec<Bilingual> {
        let mut found = Vec::new();
        for criterion in outcome.criteria() {
            if let Some(claim) = self.criteria.get(&criterion.id).filter(|c| !self.agrees(c, criterion)) {
                found.push(differs(criterion, claim));
            }
        }
        if let Some(total) = &self.total
            && !self.same(*total, outcome.total)
        {
            let (theirs, ours) = (marks(*total), marks(outcome.total));
            found.push(say!("总分：它算的是{theirs}，按规则是{ours}", "total: it says {theirs}, the rules give {ours}"));
        }
        if let Some(grade) = self.grade.as_ref().filter(|g| **g != outcome.grade) {
            let blank = || "—".to_owned();
            let (theirs, ours) = (grade.clone().unwrap_or_else(blank), outcome.grade.clone().unwrap_or_else(blank));
            found.push(say!("等级：它算的是{theirs}，按规则是{ours}", "grade: it says {theirs}, the rules give {ours}"));
        }
        if let Some(state) = self.state.as_ref().filter(|s| s.as_str() != outcome.state.word()) {
            let (state, ours) = (state_zh(state), outcome.state.zh());
            found.push(say!("结论：它说是{state}，按规则是{ours}", "state: it says {state}, the rules give {ours}"));
        }
        found
    }

    fn same(&self, a: Option<Decimal>, b: Option<Decimal>) -> bool {
        let near = |d: Decimal| if self.float { d.round_dp(9) } else { d };
        a.map(near) == b.map(near)
    }

    fn agrees(&self, claim: &ReportedCriterion, criterion: &CriterionOutcome) -> bool {
        if claim.state.as_ref().is_some_and(|s| s != criterion.state.word()) {
            return false;
        }
        // Marks that leave the sum are not compared.
        if criterion.maximum.is_none() || matches!(criterion.state, State::NotApplicable | State::Waived) {
            return true;
        }
        let side = |claimed: Option<Decimal>, own: Decimal| claimed.is_none_or(|c| self.same(Some(c), Some(own)));
        side(claim.low, criterion.low) && side(claim.high, criterion.high)
    }
}

fn marks(value: Option<Decimal>) -> String {
    value.map_or_else(|| "—".to_owned(), show)
}

fn differs(criterion: &CriterionOutcome, claim: &ReportedCriterion) -> Bilingual {
    let title = &criterion.title;
    let place = if claim.place.is_empty() { String::new() } else { format!("（{}）", claim.place) };
    let ours = criterion.maximum.map_or_else(
        || criterion.state.zh().to_owned(),
        |_| format!("{} {}", range(criterion.low, criterion.high), criterion.state.zh()),
    );
    let theirs = match (claim.low, claim.high) {
        (Some(low), Some(high)) => {
            [range(low, high), claim.state.as_deref().map(state_zh).unwrap_or_default()].join(" ").trim_end().to_owned()
        }
        _ => claim.state.as_deref().map_or_else(|| "—".to_owned(), state_zh),
    };
    let why = &criterion.reason;
    say!(
        "“{title}”{place}：它算的是{theirs}，按规则是{ours}（{why}）",
        "“{title}”{place}: it says {theirs}, the rules give {ours} ({why})"
    )
}

/// The word of a state as reports have it.
fn state_zh(word: &str) -> String {
    let all = [State::Met, State::NotMet, State::Unknown, State::NotApplicable, State::Waived];
    all.into_iter().find(|s| s.word() == word).map_or_else(|| word.to_owned(), |s| s.zh().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_and_what_is_not_said_stay_apart_on_the_way() {
        for total in [None, Some(None), Some(Decimal::from_str_exact("38.50").ok())] {
            for grade in [None, Some(None), Some(Some("三星".to_owned()))] {
                let claims = ReportedResult { total, grade: grade.clone(), ..ReportedResult::default() };
                let text = serde_json::to_string(&claims).unwrap();
                assert_eq!(serde_json::from_str::<ReportedResult>(&text).unwrap(), claims, "{text}");
            }
        }
    }
}
