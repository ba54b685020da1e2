//! Facts with three values: known, or unknown with the reason. Declared by the point, overridden by each later round.

use rust_decimal::Decimal;

use super::exact;
use crate::model::catalog::Channel;
use crate::model::inspection::{InspectionFile, Round};
use crate::model::point::{FactValue, Point};
use crate::model::standard::{Amount, Standard};
use crate::model::{Bureau, Dict, Tier};

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// In Chinese, without full stop.
    pub text: String,
    /// The standard itself leaves it open; otherwise data are missing.
    pub open: bool,
}

impl Gap {
    /// The sentence with what follows from it.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}，{}", self.text, if self.open { "待定" } else { "待补数据" })
    }
}

impl From<String> for Gap {
    fn from(text: String) -> Self {
        Self { text, open: false }
    }
}

impl From<&str> for Gap {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// The facts of one round.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// The round.
    pub round: Round,
    /// What was written down; a blank one was not measured.
    pub facts: &'a Dict<Option<FactValue>>,
}

impl<'a> Layer<'a> {
    /// The facts of a record.
    #[must_use]
    pub fn of(record: &'a InspectionFile) -> Self {
        Self { round: record.round.value, facts: &record.facts }
    }
}

/// Where a point stands among the bureau's channels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// The tier of its channel, where the catalog tells.
    pub tier: Option<Tier>,
    /// The channels of the catalog, by whose names people know them.
    pub channels: &'a [Channel],
}

impl<'a> Place<'a> {
    /// The place of a point of a bureau.
    #[must_use]
    pub fn of(bureau: &'a Bureau, point: &Point) -> Self {
        Self { tier: super::tier_of(bureau, point), channels: Self::channels_of(bureau) }
    }

    /// The channels of a bureau.
    #[must_use]
    pub fn channels_of(bureau: &Bureau) -> &[Channel] {
        bureau.catalog.as_ref().map_or(&[], |c| &c.channels)
    }
}

impl From<Option<Tier>> for Place<'_> {
    fn from(tier: Option<Tier>) -> Self {
        Self { tier, channels: &[] }
    }
}

/// Where the facts of one case come from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    standard: &'a Standard,
    layers: &'a [Layer<'a>],
    /// The point; none on a sheet for any point.
    pub point: Option<&'a Point>,
    /// Its place among the channels.
    pub place: Place<'a>,
}

/// One fact that a criterion looked at: declared beside what each round found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Name, in the standard's words.
    pub name: String,
    /// As the point's file declares it, with unit.
    pub declared: Option<String>,
    /// As each round found it, with unit, the earliest first.
    pub rounds: Vec<(Round, String)>,
    /// What was declared, or found earlier, is not what counts now.
    pub differs: bool,
}

impl Found {
    /// The value that counts.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.measured().or(self.declared.as_deref())
    }

    /// As the latest round found it.
    #[must_use]
    pub fn measured(&self) -> Option<&str> {
        self.rounds.last().map(|(_, value)| value.as_str())
    }
}

/// A number of a fact with its unit's meaning applied, and how it prints.
#[derive(Debug, Clone)]
pub struct Number {
    /// The exact value; 96 of a fact in % is 0.96.
    pub value: Decimal,
    /// As it prints, with unit.
    pub text: String,
}

impl<'a> Facts<'a> {
    /// The facts of one case. The earliest round comes first in `layers`.
    #[must_use]
    pub fn new(
        standard: &'a Standard,
        layers: &'a [Layer<'a>],
        point: impl Into<Option<&'a Point>>,
        place: impl Into<Place<'a>>,
    ) -> Self {
        Self { standard, layers, point: point.into(), place: place.into() }
    }

    /// A channel's name from the catalog; its id where the catalog does not know it.
    #[must_use]
    pub fn channel(&self, id: &str) -> String {
        let known = self.place.channels.iter().find(|c| c.id.as_str() == id);
        known.map_or_else(|| format!("渠道{id}"), |c| c.name.value.clone())
    }

    fn declared(&self, name: &str) -> Option<&'a FactValue> {
        let from = self.standard.facts.get(name)?.from.as_ref().map_or(name, |t| t.as_str());
        self.point?.facts.get(from)
    }

    fn measured(&self, name: &str) -> Option<&'a FactValue> {
        self.layers.iter().rev().find_map(|layer| layer.facts.get(name)?.as_ref())
    }

    /// The value that counts: the latest round's, else what was declared.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&'a FactValue> {
        self.measured(name).or_else(|| self.declared(name))
    }

    /// The unit of a fact.
    #[must_use]
    pub fn unit(&self, name: &str) -> &'a str {
        self.standard.facts.get(name).and_then(|f| f.unit.as_ref()).map_or("", |t| t.as_str())
    }

    /// A fact for the report: declared, and what each round found.
    #[must_use]
    pub fn found(&self, name: &str) -> Found {
        let unit = self.unit(name);
        let declared = self.declared(name);
        let rounds: Vec<(Round, &FactValue)> =
            self.layers.iter().filter_map(|layer| Some((layer.round, layer.facts.get(name)?.as_ref()?))).collect();
        let same = |a: &FactValue, b: &FactValue| match (number_of(a, unit), number_of(b, unit)) {
            (Some(a), Some(b)) => a == b,
            _ => show(a, unit) == show(b, unit),
        };
        let counts = rounds.last().map(|(_, value)| *value);
        let others = declared.into_iter().chain(rounds.iter().map(|(_, value)| *value));
        let differs = counts.is_some_and(|counts| others.into_iter().any(|other| !same(other, counts)));
        Found {
            name: name.to_owned(),
            declared: declared.map(|v| show(v, unit)),
            rounds: rounds.into_iter().map(|(round, v)| (round, show(v, unit))).collect(),
            differs,
        }
    }

    /// A fact as a number that is not negative.
    pub(super) fn number(&self, name: &str) -> Result<Number, Gap> {
        let value = self.value(name).ok_or_else(|| no_data(name))?;
        let unit = self.unit(name);
        let number = number_of(value, unit).ok_or_else(|| Gap::from(format!("“{name}”写的是“{}”，不是数", show(value, ""))))?;
        if number.is_sign_negative() && !number.is_zero() {
            return Err(format!("“{name}”写的是{}，不能是负数", show(value, unit)).into());
        }
        Ok(Number { value: number, text: show(value, unit) })
    }

    /// The sum of facts as a number, and its terms as they print.
    pub(super) fn sum(&self, names: &[crate::model::Text]) -> Result<(Decimal, Vec<String>), Gap> {
        // Every fact that is missing is named, not only the first.
        let missing: Vec<String> = names.iter().filter(|n| self.value(n).is_none()).map(|n| format!("“{}”", n.value)).collect();
        if !missing.is_empty() {
            return Err(format!("没有{}的数据", missing.join("、")).into());
        }
        let mut terms = Vec::with_capacity(names.len());
        let mut total = Decimal::ZERO;
        for name in names {
            let number = self.number(name)?;
            total = exact::add(total, number.value).ok_or_else(too_long)?;
            terms.push(exact::show(number.value));
        }
        Ok((total, terms))
    }

    /// A fact as an answer.
    pub(super) fn yes_no(&self, name: &str) -> Result<bool, Gap> {
        match self.value(name) {
            Some(FactValue::YesNo(answer)) => Ok(answer.value),
            Some(other) => Err(format!("“{name}”写的是“{}”，应写是或否", show(other, "")).into()),
            None => Err(no_data(name)),
        }
    }

    /// A fact as a list of things.
    ///
    /// # Errors
    /// Why there is none.
    pub fn list(&self, name: &str) -> Result<Vec<&'a str>, Gap> {
        match self.value(name) {
            Some(FactValue::List(list)) => Ok(list.iter().map(|t| t.as_str()).collect()),
            Some(FactValue::Text(one)) => Ok(vec![one.as_str()]),
            Some(other) => Err(format!("“{name}”写的是“{}”，应是列表", show(other, "")).into()),
            None => Err(no_data(name)),
        }
    }

    /// A number of the standard as it compares with a fact in `unit`, and as it prints.
    ///
    /// # Errors
    /// That another document sets it, or that it has too many digits.
    pub fn amount(&self, amount: &Amount, unit: &str) -> Result<Number, Gap> {
        let (value, percent, text) = match amount {
            Amount::Number { value, percent, text } => (*value, *percent, text),
            Amount::Parameter(name) => {
                let given = self.standard.parameters.get(name).and_then(|p| p.value.as_ref());
                let Some(Amount::Number { value, percent, text }) = given else {
                    let text = format!("“{}”由其他文件规定，标准里没有给出数值", name.value);
                    return Err(Gap { text, open: true });
                };
                (*value, *percent, text)
            }
        };
        let shown = if percent { text.value.clone() } else { format!("{}{unit}", text.value) };
        let value = if unit == "%" && !percent { hundredth(value).ok_or_else(too_long)? } else { value };
        Ok(Number { value, text: shown })
    }
}

fn no_data(name: &str) -> Gap {
    format!("没有“{name}”的数据").into()
}

/// The sentence for numbers that cannot be reckoned exactly.
pub fn too_long() -> Gap {
    "数的位数过多，无法精确计算".into()
}

fn hundredth(value: Decimal) -> Option<Decimal> {
    exact::mul(value, Decimal::new(1, 2))
}

/// The number of a fact in `unit`, or nothing when it is none.
pub fn number_of(value: &FactValue, unit: &str) -> Option<Decimal> {
    match value {
        FactValue::Number(n) if unit == "%" => hundredth(n.value),
        FactValue::Number(n) => Some(n.value),
        FactValue::Text(text) => Amount::parse_number(text).filter(|(_, percent)| *percent).map(|(n, _)| n),
        FactValue::YesNo(_) | FactValue::List(_) => None,
    }
}

/// A fact as it prints.
pub fn show(value: &FactValue, unit: &str) -> String {
    match value {
        FactValue::Number(n) => format!("{}{unit}", exact::show(n.value)),
        FactValue::YesNo(answer) => if answer.value { "是" } else { "否" }.to_owned(),
        FactValue::Text(text) => text.value.clone(),
        FactValue::List(list) if list.is_empty() => "无".to_owned(),
        FactValue::List(list) => list.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、"),
    }
}
