//! Marks of a criterion as a formula of a spreadsheet, from its rule and the cells that are filled in. A help while filling in: what counts is
//! worked out anew, exactly, when the workbook is taken in. Where a rule has no safe formula there is none, and the marks are written by hand.
//!
//! Spreadsheets reckon in binary floats; both sides of a comparison are rounded to nine decimals, so that 0.05 × 100 is not less than 5.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::audit::answer_fields::{AnswerField, below, cases_left};
use crate::audit::{Comparison, Facts, ratio_limit, show};
use crate::model::Text;
use crate::model::point::FactValue;
use crate::model::standard::rule::{Below, Between, Deduct, EachMissing, Equals, External, Policy, Ratio, Rule, Sample, Tiers};
use crate::model::standard::{Amount, Criterion, Rounding, RoundingMode};

/// The answers of a sheet: the row of each, from 1, by its key.
pub type Rows = BTreeMap<String, u32>;

/// A formula, and the conditions under which it cannot be reckoned yet.
#[derive(Debug, Clone)]
pub struct Part {
    /// Without the equals sign.
    pub expr: String,
    /// Each is true while something is missing.
    pub blank: Vec<String>,
}

impl Part {
    fn new(expr: String, blank: Vec<String>) -> Self {
        Self { expr, blank }
    }

    /// The formula that stays empty while something is missing.
    #[must_use]
    pub fn or_empty(&self) -> String {
        match self.blank.as_slice() {
            [] => self.expr.clone(),
            [one] => format!("IF({one},\"\",{})", self.expr),
            many => format!("IF(OR({}),\"\",{})", many.join(","), self.expr),
        }
    }
}

/// Where formulas of one sheet look.
pub struct Inputs<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// The facts that are known already.
    pub facts: Facts<'a>,
    /// Where the answers stand.
    pub rows: &'a Rows,
    /// How the standard rounds.
    pub rounding: Option<&'a Rounding>,
}

/// The function that rounds; none for 四舍六入五成双, for which spreadsheets have none.
#[must_use]
pub fn round(expr: &str, digits: u32, mode: RoundingMode) -> Option<String> {
    let name = match mode {
        RoundingMode::HalfUp => "ROUND",
        RoundingMode::Down => "ROUNDDOWN",
        RoundingMode::Up => "ROUNDUP",
        RoundingMode::HalfEven => return None,
    };
    Some(format!("{name}(ROUND({expr},9),{digits})"))
}

/// The marks of a criterion.
#[must_use]
pub fn score(inputs: &Inputs<'_>, marks: Decimal) -> Option<Part> {
    inputs.score(&inputs.criterion.rule, marks)
}

/// Whether a criterion without marks is met.
#[must_use]
pub fn met(inputs: &Inputs<'_>) -> Option<Part> {
    let truth = inputs.truth(&inputs.criterion.rule)?;
    Some(Part::new(format!("IF({},\"符合\",\"不符合\")", truth.expr), truth.blank))
}

fn compare(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::AtLeast => ">=",
        Comparison::MoreThan => ">",
        Comparison::AtMost => "<=",
        Comparison::LessThan => "<",
    }
}

fn near(expr: &str) -> String {
    format!("ROUND({expr},9)")
}

impl Inputs<'_> {
    fn input(&self, field: &AnswerField<'_>) -> Option<String> {
        self.rows.get(&field.key(&self.criterion.id)).map(|row| format!("$F${row}"))
    }

    /// A fact as a number: what is filled in, else what is known.
    fn number(&self, name: &str) -> Option<Part> {
        let at = self.input(&AnswerField::Fact { name, yes_no: false })?;
        let scale = |expr: String| if self.facts.unit(name) == "%" { format!("({expr}/100)") } else { expr };
        match self.facts.value(name) {
            None => Some(Part::new(scale(at.clone()), vec![format!("{at}=\"\"")])),
            Some(FactValue::Number(n)) => Some(Part::new(scale(format!("IF({at}=\"\",{},{at})", show(n.value))), Vec::new())),
            Some(_) => None,
        }
    }

    fn yes_no(&self, name: &str) -> Option<Part> {
        let at = self.input(&AnswerField::Fact { name, yes_no: true })?;
        match self.facts.value(name) {
            None => Some(Part::new(format!("{at}=\"是\""), vec![format!("{at}=\"\"")])),
            Some(FactValue::YesNo(known)) => {
                let known = if known.value { "是" } else { "否" };
                Some(Part::new(format!("IF({at}=\"\",\"{known}\",{at})=\"是\""), Vec::new()))
            }
            Some(_) => None,
        }
    }

    fn amount(&self, amount: &Amount, unit: &str) -> Option<String> {
        self.facts.amount(amount, unit).ok().map(|n| show(n.value))
    }

    fn sum(&self, names: &[Text]) -> Option<Part> {
        let parts: Vec<Part> = names.iter().map(|n| self.number(n)).collect::<Option<_>>()?;
        let exprs: Vec<&str> = parts.iter().map(|p| p.expr.as_str()).collect();
        Some(Part::new(format!("({})", exprs.join("+")), parts.iter().flat_map(|p| p.blank.clone()).collect()))
    }

    /// A fact, or numerator and denominator of a quotient.
    fn measure(&self, fact: Option<&Text>, of: &[Text], over: &[Text]) -> Option<(Part, String)> {
        if let Some(fact) = fact {
            return Some((self.number(fact)?, "1".to_owned()));
        }
        let (num, den) = (self.sum(of)?, self.sum(over)?);
        let mut blank = num.blank;
        blank.extend(den.blank);
        blank.sort();
        blank.dedup();
        blank.push(format!("{}=0", den.expr));
        Some((Part::new(num.expr, blank), den.expr))
    }

    fn truth(&self, rule: &Rule) -> Option<Part> {
        match rule {
            Rule::Manual(_) => self.given(),
            Rule::YesNo(r) => match &r.fact {
                Some(name) => self.yes_no(name),
                None => self.given(),
            },
            Rule::AtLeast(r) => self.threshold(Comparison::AtLeast, &r.fact, &r.value),
            Rule::MoreThan(r) => self.threshold(Comparison::MoreThan, &r.fact, &r.value),
            Rule::AtMost(r) => self.threshold(Comparison::AtMost, &r.fact, &r.value),
            Rule::LessThan(r) => self.threshold(Comparison::LessThan, &r.fact, &r.value),
            Rule::Between(r) => self.between(r),
            Rule::Equals(r) => self.equals(r),
            Rule::Ratio(r) => self.ratio(r),
            Rule::EachMissing(r) => self.counted(r).map(|count| Part::new(format!("{}=0", count.expr), count.blank)),
            Rule::Sample(r) => {
                let (excess, blank) = self.sampled(r)?;
                Some(Part::new(format!("{excess}<=0"), blank))
            }
            Rule::AllOf(rules) => self.all(rules, "AND"),
            Rule::AnyOf(rules) => self.all(rules, "OR"),
            Rule::Not(inner) => self.truth(inner).map(|t| Part::new(format!("NOT({})", t.expr), t.blank)),
            Rule::Cases(cases) => match cases_left(cases, self.facts).as_slice() {
                [one] => self.truth(&one.rule),
                _ => None,
            },
            Rule::Deduct(_) | Rule::Tiers(_) | Rule::Steps(_) | Rule::External(_) => None,
        }
    }

    fn given(&self) -> Option<Part> {
        let at = self.input(&AnswerField::Met)?;
        Some(Part::new(format!("{at}=\"是\""), vec![format!("{at}=\"\"")]))
    }

    fn threshold(&self, comparison: Comparison, fact: &Text, limit: &Amount) -> Option<Part> {
        let number = self.number(fact)?;
        let limit = self.amount(limit, self.facts.unit(fact))?;
        Some(Part::new(format!("{}{}{limit}", near(&number.expr), compare(comparison)), number.blank))
    }

    fn between(&self, rule: &Between) -> Option<Part> {
        let number = self.number(&rule.fact)?;
        let unit = self.facts.unit(&rule.fact);
        let (from, to) = (self.amount(&rule.from, unit)?, self.amount(&rule.to, unit)?);
        let (low, high) = (if rule.exclude_from { ">" } else { ">=" }, if rule.exclude_to { "<" } else { "<=" });
        let value = near(&number.expr);
        Some(Part::new(format!("AND({value}{low}{from},{value}{high}{to})"), number.blank))
    }

    fn equals(&self, rule: &Equals) -> Option<Part> {
        match &rule.value {
            FactValue::Number(wanted) => {
                let number = self.number(&rule.fact)?;
                let wanted =
                    if self.facts.unit(&rule.fact) == "%" { format!("({}/100)", show(wanted.value)) } else { show(wanted.value) };
                Some(Part::new(format!("{}={}", near(&number.expr), near(&wanted)), number.blank))
            }
            FactValue::Text(_) | FactValue::List(_) | FactValue::YesNo(_) => None,
        }
    }

    fn ratio(&self, rule: &Ratio) -> Option<Part> {
        let (comparison, limit) = ratio_limit(rule)?;
        let limit = self.amount(limit, "")?;
        let (num, den) = self.measure(None, &rule.of, &rule.over)?;
        let side = near(&format!("{limit}*{den}"));
        Some(Part::new(format!("{}{}{side}", near(&num.expr), compare(comparison)), num.blank))
    }

    fn all(&self, rules: &[Rule], name: &str) -> Option<Part> {
        let parts: Vec<Part> = rules.iter().map(|r| self.truth(r)).collect::<Option<_>>()?;
        let exprs: Vec<&str> = parts.iter().map(|p| p.expr.as_str()).collect();
        Some(Part::new(format!("{name}({})", exprs.join(",")), parts.iter().flat_map(|p| p.blank.clone()).collect()))
    }

    /// How many things are missing.
    fn counted(&self, rule: &EachMissing) -> Option<Part> {
        let clean = self.input(&AnswerField::Clean)?;
        let things: Vec<String> =
            rule.things.iter().map(|t| self.input(&AnswerField::Thing { name: t })).collect::<Option<_>>()?;
        let (first, last) = (things.first()?, things.last()?);
        let count = format!("COUNTIF({first}:{last},\"缺\")");
        let blank = format!("AND({clean}<>\"是\",COUNTIF({first}:{last},\"有\")+{count}<{})", things.len());
        Some(Part::new(count, vec![blank]))
    }

    /// How many of a sample failed beyond those that may.
    fn sampled(&self, rule: &Sample) -> Option<(String, Vec<String>)> {
        let (checked, failed) = (self.input(&AnswerField::Checked)?, self.input(&AnswerField::Failed)?);
        let allowed = rule.failed_at_most.as_ref().map_or(0, |n| n.value);
        let size = rule.size.value;
        let excess = format!("({failed}-{allowed})");
        let blank = vec![
            format!("{checked}=\"\""),
            format!("{failed}=\"\""),
            format!("AND({checked}<{size},{failed}<={allowed})"),
            format!("{failed}>{checked}"),
        ];
        Some((excess, blank))
    }

    fn score(&self, rule: &Rule, marks: Decimal) -> Option<Part> {
        match rule {
            Rule::Manual(_) => {
                let at = self.input(&AnswerField::Marks)?;
                Some(Part::new(at.clone(), vec![format!("{at}=\"\"")]))
            }
            Rule::Deduct(r) => self.deduct(r, marks),
            Rule::EachMissing(r) if r.each.is_some() => {
                let count = self.counted(r)?;
                let each = show(r.each.as_ref()?.value);
                let off = capped(&format!("{each}*{}", count.expr), r.cap.as_ref().map(|c| c.value));
                Some(Part::new(format!("MAX(0,{}-{off})", show(marks)), count.blank))
            }
            Rule::Tiers(r) => self.tiers(r, marks),
            Rule::External(r) => self.external(r, marks),
            Rule::Sample(r) if r.each_failed.is_some() => {
                let (excess, mut blank) = self.sampled(r)?;
                // While the sample is not complete, more may fail.
                blank.push(format!("{}<{}", self.input(&AnswerField::Checked)?, r.size.value));
                let each = show(r.each_failed.as_ref()?.value);
                Some(Part::new(format!("MAX(0,{}-{each}*MAX(0,{excess}))", show(marks)), blank))
            }
            Rule::Steps(_) => None,
            Rule::Cases(cases) => match cases_left(cases, self.facts).as_slice() {
                [one] => self.score(&one.rule, marks),
                _ => None,
            },
            Rule::YesNo(_)
            | Rule::AtLeast(_)
            | Rule::MoreThan(_)
            | Rule::AtMost(_)
            | Rule::LessThan(_)
            | Rule::Between(_)
            | Rule::Equals(_)
            | Rule::Ratio(_)
            | Rule::EachMissing(_)
            | Rule::Sample(_)
            | Rule::AllOf(_)
            | Rule::AnyOf(_)
            | Rule::Not(_) => self.all_or_policy(rule, marks),
        }
    }

    fn all_or_policy(&self, rule: &Rule, marks: Decimal) -> Option<Part> {
        let truth = self.truth(rule)?;
        let full = show(marks);
        match rule.policy() {
            Policy::Says(Below::Zero) | Policy::None => Some(Part::new(format!("IF({},{full},0)", truth.expr), truth.blank)),
            // The standard leaves it open: full marks, or nothing that could be said.
            Policy::Open => Some(Part::new(format!("IF({},{full},\"\")", truth.expr), truth.blank)),
            Policy::Says(Below::Manual) => {
                let at = self.input(&AnswerField::Marks)?;
                Some(Part::new(format!("IF({},{full},IF({at}=\"\",\"\",{at}))", truth.expr), truth.blank))
            }
            Policy::Says(Below::Proportional) => {
                let Rule::AtLeast(r) = rule else { return None };
                let (number, limit) = (self.number(&r.fact)?, self.amount(&r.value, self.facts.unit(&r.fact))?);
                let share = self.rounded(&format!("{full}*{}/{limit}", number.expr))?;
                Some(Part::new(format!("IF({},{full},{share})", truth.expr), truth.blank))
            }
        }
    }

    /// Marks of one criterion keep two decimals at least, as when they are scored.
    fn rounded(&self, expr: &str) -> Option<String> {
        let (digits, mode) = self.rounding.map_or((2, RoundingMode::HalfUp), |r| (r.digits.value.max(2), r.mode));
        round(expr, digits, mode)
    }

    fn deduct(&self, rule: &Deduct, marks: Decimal) -> Option<Part> {
        let clean = self.input(&AnswerField::Clean)?;
        let (mut terms, mut cells) = (Vec::new(), Vec::new());
        for fault in &rule.faults {
            let mut own = Vec::new();
            let mut one = |by: Option<&str>, each: Decimal| {
                let at = self.input(&AnswerField::Fault { name: &fault.name, by })?;
                own.push(format!("{}*{at}", show(each)));
                cells.push(at);
                Some(())
            };
            match &fault.each {
                Some(each) => one(None, each.value)?,
                None => {
                    for (by, each) in &fault.found_by {
                        one(Some(by), each.value)?;
                    }
                }
            }
            terms.push(capped(&own.join("+"), fault.cap.as_ref().map(|c| c.value)));
        }
        let off = capped(&terms.join("+"), rule.cap.as_ref().map(|c| c.value));
        let floor = rule.floor.as_ref().map_or(Decimal::ZERO, |f| f.value);
        let blank = format!("AND({clean}<>\"是\",COUNT({})=0)", cells.join(","));
        Some(Part::new(format!("MAX({},{}-({off}))", show(floor), show(marks)), vec![blank]))
    }

    fn tiers(&self, rule: &Tiers, marks: Decimal) -> Option<Part> {
        let (num, den) = self.measure(rule.fact.as_ref(), &rule.of, &rule.over)?;
        let unit = rule.fact.as_ref().map_or("", |f| self.facts.unit(f));
        let mut levels = Vec::new();
        for level in &rule.levels {
            let (sign, limit) = match (&level.at_least, &level.more_than) {
                (Some(limit), None) => (">=", limit),
                (None, Some(limit)) => (">", limit),
                _ => return None,
            };
            let side = near(&format!("{}*{den}", self.amount(limit, unit)?));
            levels.push((level.marks.value.clamp(Decimal::ZERO, marks), format!("{}{sign}{side}", near(&num.expr))));
        }
        // The best level that is reached.
        levels.sort_by_key(|(marks, _)| *marks);
        let lowest = match below(&Rule::Tiers(rule.clone())) {
            Some(Below::Zero) => "0".to_owned(),
            Some(Below::Manual) => self.input(&AnswerField::Marks).map(|at| format!("IF({at}=\"\",\"\",{at})"))?,
            Some(Below::Proportional) => return None,
            None => "\"\"".to_owned(),
        };
        let expr = levels.into_iter().fold(lowest, |rest, (marks, holds)| format!("IF({holds},{},{rest})", show(marks)));
        Some(Part::new(expr, num.blank))
    }

    fn external(&self, rule: &External, marks: Decimal) -> Option<Part> {
        let given = match &rule.fact {
            Some(fact) if self.facts.unit(fact) == "%" => return None,
            Some(fact) => self.number(fact)?,
            None => {
                let at = self.input(&AnswerField::Marks)?;
                Part::new(at.clone(), vec![format!("{at}=\"\"")])
            }
        };
        match &rule.out_of {
            None => Some(given),
            Some(scale) => {
                let expr = self.rounded(&format!("{}*{}/{}", given.expr, show(marks), show(scale.value)))?;
                Some(Part::new(expr, given.blank))
            }
        }
    }
}

fn capped(expr: &str, cap: Option<Decimal>) -> String {
    cap.map_or_else(|| expr.to_owned(), |cap| format!("MIN({},{expr})", show(cap)))
}
