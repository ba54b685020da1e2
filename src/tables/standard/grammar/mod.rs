//! The rule of a wording, by a grammar that accounts for every character of it: what is asked for, then clauses about marks, then limits. What is not
//! understood leaves the whole criterion with the inspectors, and the very words are quoted: a wrong rule is worse than none.

mod amounts;
mod clauses;
mod counting;
mod deduct;
mod given;
mod ladder;
mod numbers;
mod patterns;
mod rule;
mod split;
mod statements;
mod steps;
#[cfg(test)]
mod tests;
mod things;

use rust_decimal::Decimal;

use super::marks::bracketed;
use crate::diagnostic::Bilingual;
use crate::source::{Node, Value};
use crate::yaml_write::value::{one_line, parsed, scalar};
pub use split::{Parts, parts, unmarked};
pub use statements::{Alternative, Open};

/// A fact that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its unit; empty where the wording has none.
    pub unit: String,
}

impl Fact {
    fn of(bound: &numbers::Bound) -> Self {
        Self { name: bound.noun.clone(), unit: bound.unit.clone() }
    }
}

/// A rule that was understood, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// As YAML on one line; `manual` where inspectors give the marks.
    pub yaml: String,
    /// The facts that it asks for.
    pub facts: Vec<Fact>,
    /// It comes on top of the total.
    pub bonus: bool,
    /// 一票否决.
    pub veto: bool,
    /// The words that no rule says, and why; empty where there are none.
    pub open: Vec<Open>,
}

impl Reading {
    fn of(yaml: &str) -> Self {
        Self { yaml: yaml.to_owned(), facts: Vec::new(), bonus: false, veto: false, open: Vec::new() }
    }

    /// Inspectors give the marks.
    #[must_use]
    pub fn manual() -> Self {
        Self::of("manual")
    }

    /// A rule that leaves something open, with what may be said for it.
    fn leaving(mut self, words: &str, shared: bool, why: Bilingual, readings: Vec<Alternative>) -> Self {
        self.open = vec![Open { words: words.to_owned(), why, readings, shared }];
        self
    }

    fn with(yaml: &str, fact: Fact) -> Self {
        Self { facts: vec![fact], ..Self::of(yaml) }
    }

    /// Gives facts other names, in the rule as well.
    pub fn rename_facts(&mut self, name: &dyn Fn(&str) -> Option<String>) {
        for way in self.open.iter_mut().flat_map(|open| &mut open.readings) {
            way.reading.rename_facts(name);
        }
        let new = |old: &str| self.facts.iter().any(|f| f.name == old).then(|| name(old)).flatten();
        if self.facts.iter().any(|f| new(&f.name).is_some())
            && let Some(mut rule) = parsed(&self.yaml)
        {
            rename(&mut rule, false, &new);
            self.yaml = one_line(&rule);
        }
        for fact in &mut self.facts {
            if let Some(new) = name(&fact.name) {
                fact.name = new;
            }
        }
    }

    /// Whether inspectors give the marks.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        self.yaml == "manual"
    }
}

/// Gives facts other names in a rule: `here` where the value stands for one.
fn rename(node: &mut Node, here: bool, new: &dyn Fn(&str) -> Option<String>) {
    match &mut node.value {
        Value::Scalar { text, .. } if here => {
            if let Some(new) = new(text) {
                *text = new;
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| rename(item, here, new)),
        Value::Map(entries) => {
            for entry in entries {
                let own = matches!(entry.key.value.as_str(), "fact" | "of" | "over" | "facts");
                rename(&mut entry.value, own, new);
            }
        }
        Value::Scalar { .. } | Value::Null => {}
    }
}

/// Whether words speak of marks.
#[must_use]
pub fn speaks(text: &str) -> bool {
    clauses::clauses(text).iter().any(|c| clauses::speaks(&c.text))
}

/// The rule of a wording. `marks` are the criterion's full marks; without them only a veto is certain.
#[must_use]
pub fn read(wording: &str, marks: Option<Decimal>) -> Reading {
    reading(wording, marks, false)
}

/// The rule of a wording under 加分项, where 得2分 is on top and nothing is given otherwise.
#[must_use]
pub fn read_on_top(wording: &str, marks: Option<Decimal>) -> Reading {
    Reading { bonus: true, ..reading(wording, marks, true) }
}

fn reading(wording: &str, marks: Option<Decimal>, on_top: bool) -> Reading {
    let text = without_marks(wording, marks);
    let clauses = clauses::clauses(&text);
    let mut said = statements::statements(&clauses);
    if on_top {
        said.given_on_top();
    }
    if said.statements.is_empty() && said.open.is_empty() {
        // 完成95%以上(5分): the marks in brackets are given for the bound, and for less it does not say.
        if let ([only], true, Some(_)) = (clauses.as_slice(), text.len() < wording.len(), marks)
            && let Some(found) = numbers::bound(&only.text).filter(|b| b.is_share() && b.to.is_none() && !b.noun.is_empty())
            && matches!(found.op, numbers::Op::AtLeast)
        {
            let name = scalar(&found.noun, true);
            let with = |below: &str| {
                Reading::with(&format!("{{at_least: {{fact: {name}, value: {}{below}}}}}", found.written()), Fact::of(&found))
            };
            return with("").leaving(wording, false, given::otherwise(), given::below_ways(true, &with));
        }
        return Reading::of("manual");
    }
    let words = wording.split_whitespace().collect::<String>();
    let mut reading = match rule::rule(&said, marks, &words) {
        Ok(reading) => reading,
        Err(open) => Reading { open, bonus: only_adds(&said), ..Reading::of("manual") },
    };
    reading.bonus |= said.bonus;
    reading
}

/// Nothing but additions: its marks come on top, whatever they are.
fn only_adds(said: &statements::Said) -> bool {
    let adds = said.statements.iter().any(|s| matches!(s, statements::Statement::Adds(_)))
        || said.open.iter().any(|o| o.words.contains('加') && o.words.contains('分'));
    adds && !said.open.iter().any(|o| o.words.contains(['扣', '减', '得']))
        && said.statements.iter().all(|s| matches!(s, statements::Statement::Adds(_) | statements::Statement::Cap(..)))
}

/// A wording without its own full marks in brackets.
fn without_marks(text: &str, marks: Option<Decimal>) -> String {
    let found = bracketed(text);
    let [(start, end, inside)] = found.as_slice() else { return text.to_owned() };
    if marks.is_some_and(|m| m != *inside) {
        return text.to_owned();
    }
    format!("{}{}", text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default())
}

/// A sentence why words are open, for people.
#[must_use]
pub fn why(open: &[Open]) -> Bilingual {
    let zh: Vec<String> = open.iter().map(|o| format!("“{}”：{}", o.words, o.why.zh)).collect();
    let en: Vec<String> = open.iter().map(|o| format!("“{}”: {}", o.words, o.why.en)).collect();
    Bilingual { zh: zh.join("；"), en: en.join("; ") }
}
