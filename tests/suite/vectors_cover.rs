//! What the vectors of `tests/vectors` reach: every kind of rule, and below, at and above every kind of comparison.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use yizhan::audit::Outcome;
use yizhan::model::Text;
use yizhan::model::point::FactValue;
use yizhan::model::standard::rule::{Between, Ratio, Steps, Tiers};
use yizhan::model::standard::{Amount, Rule, Standard};
use yizhan::source::Node;

use super::vectors::{Vector, plain};

/// Comparisons that need a vector below, at and above their number.
const COMPARED: &[&str] = &[
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "between from",
    "between exclude_from",
    "between to",
    "between exclude_to",
    "equals",
    "ratio at_least",
    "ratio more_than",
    "ratio at_most",
    "ratio less_than",
    "tiers at_least",
    "tiers more_than",
    "tiers of quotient",
    "steps gain",
    "steps lose",
    "sample failed",
    "grade at_least",
    "grade more_than",
];

/// What else must occur.
const OTHERS: &[&str] = &[
    "equals word yes",
    "equals word no",
    "equals list yes",
    "equals list no",
    "steps Ignore on a step",
    "steps Ignore between steps",
    "steps Whole on a step",
    "steps Whole between steps",
    "steps Share on a step",
    "steps Share between steps",
    "steps open between steps",
    "sample complete",
    "sample incomplete",
];

/// What was reached.
#[derive(Default)]
pub struct Cover(BTreeSet<String>);

fn side(order: Ordering) -> &'static str {
    match order {
        Ordering::Less => "below",
        Ordering::Equal => "at",
        Ordering::Greater => "above",
    }
}

/// A number as the vector writes it: 96% and 96 of a fact in % are 0.96.
fn number(text: &str, unit: &str) -> Option<Decimal> {
    let (value, percent) = Amount::parse_number(text)?;
    Some(if unit == "%" && !percent { value / Decimal::ONE_HUNDRED } else { value })
}

struct Look<'a> {
    vector: &'a Vector,
    standard: &'a Standard,
}

impl Look<'_> {
    fn unit(&self, fact: &str) -> String {
        let unit = self.standard.facts.get(fact).and_then(|f| f.unit.as_ref());
        unit.map_or(String::new(), |u| u.value.clone())
    }

    fn fact(&self, name: &str) -> Option<Decimal> {
        let from = self.standard.facts.get(name).and_then(|f| f.from.as_ref()).map_or(name, |f| f.as_str());
        let own = self.vector.get("facts").and_then(|f| f.get(&[name]));
        let declared = || self.vector.get("point").and_then(|p| p.get(&["facts"])).and_then(|f| f.get(&[from]));
        let text = own.filter(|n| !n.is_null()).or_else(declared).and_then(Node::text)?;
        number(text, &self.unit(name))
    }

    fn amount(&self, amount: &Amount, unit: &str) -> Option<Decimal> {
        match amount {
            Amount::Number { text, .. } => number(text, unit),
            Amount::Parameter(name) => self.amount(self.standard.parameters.get(name)?.value.as_ref()?, unit),
        }
    }

    fn sum(&self, names: &[Text]) -> Option<Decimal> {
        names.iter().map(|n| self.fact(n)).sum()
    }
}

impl Cover {
    fn note(&mut self, text: &str) {
        self.0.insert(text.to_owned());
    }

    fn compare(&mut self, what: &str, a: Option<Decimal>, b: Option<Decimal>) {
        if let (Some(a), Some(b)) = (a, b) {
            self.note(&format!("{what} {}", side(a.cmp(&b))));
        }
    }

    /// Notes what one vector reaches.
    pub fn add(&mut self, vector: &Vector, standard: &Standard, outcome: &Outcome) {
        let look = Look { vector, standard };
        for criterion in standard.criteria() {
            self.rule(&criterion.rule, &look);
            if let Some(fact) = criterion.when.as_ref().and_then(|w| w.fact.as_deref()) {
                self.rule(fact, &look);
            }
        }
        for grade in &standard.grades {
            self.compare("grade at_least", outcome.total, grade.at_least.as_ref().map(|l| l.value));
            self.compare("grade more_than", outcome.total, grade.more_than.as_ref().map(|l| l.value));
        }
    }

    fn rule(&mut self, rule: &Rule, look: &Look) {
        self.note(rule.word());
        match rule {
            Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => {
                self.compare(rule.word(), look.fact(&r.fact), look.amount(&r.value, &look.unit(&r.fact)));
            }
            Rule::Between(r) => self.between(r, look),
            Rule::Equals(r) => match &r.value {
                FactValue::Number(n) => self.compare("equals", look.fact(&r.fact), Some(n.value)),
                FactValue::List(_) => self.answer("equals list", look),
                _ => self.answer("equals word", look),
            },
            Rule::Ratio(r) => self.ratio(r, look),
            Rule::Tiers(r) => self.tiers(r, look),
            Rule::Steps(r) => self.steps(r, look),
            Rule::Sample(r) => {
                let found = look.vector.get("finding").and_then(|f| f.get(&["sample"]));
                let of = |key: &str| found.and_then(|f| f.get(&[key])).and_then(|n| plain(n).parse::<u32>().ok());
                if let (Some(checked), Some(failed)) = (of("checked"), of("failed")) {
                    let allowed = r.failed_at_most.as_ref().map_or(0, |n| n.value);
                    self.note(&format!("sample failed {}", side(failed.cmp(&allowed))));
                    self.note(if checked >= r.size.value { "sample complete" } else { "sample incomplete" });
                }
            }
            Rule::AllOf(rules) | Rule::AnyOf(rules) => rules.iter().for_each(|r| self.rule(r, look)),
            Rule::Not(inner) => self.rule(inner, look),
            Rule::Cases(cases) => cases.iter().for_each(|c| self.rule(&c.rule, look)),
            _ => {}
        }
    }

    /// Whether the vector expects that words or lists are equal.
    fn answer(&mut self, what: &str, look: &Look) {
        match look.vector.get("expect").and_then(|e| e.get(&["state"])).and_then(Node::text) {
            Some("met") => self.note(&format!("{what} yes")),
            Some("not_met") => self.note(&format!("{what} no")),
            _ => {}
        }
    }

    fn between(&mut self, r: &Between, look: &Look) {
        let (fact, unit) = (look.fact(&r.fact), look.unit(&r.fact));
        let from = if r.exclude_from { "between exclude_from" } else { "between from" };
        let to = if r.exclude_to { "between exclude_to" } else { "between to" };
        self.compare(from, fact, look.amount(&r.from, &unit));
        self.compare(to, fact, look.amount(&r.to, &unit));
    }

    fn ratio(&mut self, r: &Ratio, look: &Look) {
        let limits =
            [("at_least", &r.at_least), ("more_than", &r.more_than), ("at_most", &r.at_most), ("less_than", &r.less_than)];
        for (word, limit) in limits {
            let Some(limit) = limit else { continue };
            let over = look.sum(&r.over).filter(|o| !o.is_zero());
            let limit = look.amount(limit, "").and_then(|l| Some(l * over?));
            self.compare(&format!("ratio {word}"), look.sum(&r.of), limit);
        }
    }

    fn tiers(&mut self, r: &Tiers, look: &Look) {
        let unit = r.fact.as_ref().map_or(String::new(), |f| look.unit(f));
        let (value, over) = match &r.fact {
            Some(fact) => (look.fact(fact), Some(Decimal::ONE)),
            None => (look.sum(&r.of), look.sum(&r.over)),
        };
        for level in &r.levels {
            let limit = |amount: &Option<Amount>| Some(look.amount(amount.as_ref()?, &unit)? * over?);
            self.compare("tiers at_least", value, limit(&level.at_least));
            self.compare("tiers more_than", value, limit(&level.more_than));
            if r.fact.is_none() {
                self.compare("tiers of quotient", value, limit(&level.at_least));
            }
        }
    }

    fn steps(&mut self, r: &Steps, look: &Look) {
        let unit = r.fact.as_ref().map_or(String::new(), |f| look.unit(f));
        let value = match &r.fact {
            Some(fact) => look.fact(fact),
            None => look.sum(&r.of).and_then(|of| of.checked_div(look.sum(&r.over)?)),
        };
        let base = look.amount(&r.base, &unit);
        if r.gain.is_some() {
            self.compare("steps gain", value, base);
        }
        if r.lose.is_some() {
            self.compare("steps lose", value, base);
        }
        if let (Some(value), Some(base), Some(every)) = (value, base, look.amount(&r.every, &unit)) {
            let place = if ((value - base).abs() % every).is_zero() { "on a step" } else { "between steps" };
            let partial = r.partial.as_ref().map_or("open".to_owned(), |p| format!("{:?}", p.value));
            self.note(&format!("steps {partial} {place}"));
        }
    }

    /// What no vector reaches.
    pub fn missing(&self) -> Vec<String> {
        let sides = COMPARED.iter().flat_map(|c| ["below", "at", "above"].map(|side| format!("{c} {side}")));
        let kinds = Rule::KINDS.iter().map(|(word, ..)| (*word).to_owned());
        kinds.chain(sides).chain(OTHERS.iter().map(|o| (*o).to_owned())).filter(|what| !self.0.contains(what)).collect()
    }
}
