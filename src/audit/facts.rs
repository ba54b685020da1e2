//! Facts with three values: known, or unknown with the reason. Declared by the point, overridden by what inspectors measured.

use rust_decimal::Decimal;

use super::exact;
use crate::model::inspection::InspectionFile;
use crate::model::point::{FactValue, Point};
use crate::model::standard::{Amount, Standard};

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

/// Where the facts of one case come from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    standard: &'a Standard,
    record: &'a InspectionFile,
    point: &'a Point,
}

/// One fact that a criterion looked at: declared beside measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Name, in the standard's words.
    pub name: String,
    /// As the point declared it, with unit.
    pub declared: Option<String>,
    /// As the inspectors found it, with unit.
    pub measured: Option<String>,
    /// Both are there and differ.
    pub differs: bool,
}

impl Found {
    /// The value that counts.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.measured.as_deref().or(self.declared.as_deref())
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
    /// The facts of one record.
    #[must_use]
    pub fn new(standard: &'a Standard, record: &'a InspectionFile, point: &'a Point) -> Self {
        Self { standard, record, point }
    }

    fn declared(&self, name: &str) -> Option<&'a FactValue> {
        let from = self.standard.facts.get(name)?.from.as_ref().map_or(name, |t| t.as_str());
        self.point.facts.get(from)
    }

    fn measured(&self, name: &str) -> Option<&'a FactValue> {
        self.record.facts.get(name).and_then(Option::as_ref)
    }

    /// The value that counts: measured goes before declared.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&'a FactValue> {
        self.measured(name).or_else(|| self.declared(name))
    }

    /// The unit of a fact.
    #[must_use]
    pub fn unit(&self, name: &str) -> &'a str {
        self.standard.facts.get(name).and_then(|f| f.unit.as_ref()).map_or("", |t| t.as_str())
    }

    /// A fact for the report, declared beside measured.
    #[must_use]
    pub fn found(&self, name: &str) -> Found {
        let unit = self.unit(name);
        let (declared, measured) = (self.declared(name), self.measured(name));
        let differs = match (declared, measured) {
            (Some(a), Some(b)) => match (number_of(a, unit), number_of(b, unit)) {
                (Some(a), Some(b)) => a != b,
                _ => show(a, unit) != show(b, unit),
            },
            _ => false,
        };
        Found {
            name: name.to_owned(),
            declared: declared.map(|v| show(v, unit)),
            measured: measured.map(|v| show(v, unit)),
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
    pub(super) fn list(&self, name: &str) -> Result<Vec<&'a str>, Gap> {
        match self.value(name) {
            Some(FactValue::List(list)) => Ok(list.iter().map(|t| t.as_str()).collect()),
            Some(FactValue::Text(one)) => Ok(vec![one.as_str()]),
            Some(other) => Err(format!("“{name}”写的是“{}”，应是列表", show(other, "")).into()),
            None => Err(no_data(name)),
        }
    }

    /// A number of the standard as it compares with a fact in `unit`, and as it prints.
    pub(super) fn amount(&self, amount: &Amount, unit: &str) -> Result<Number, Gap> {
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
        _ => None,
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
