//! Marks that are taken off: per fault, per missing thing, per sample that fails; with the calculation as it prints.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::award::Award;
use super::exact::{self, show};
use super::facts::{Gap, too_long};
use super::judge::{Evidence, missing, sampled};
use crate::diagnostic::Spanned;
use crate::model::Dict;
use crate::model::inspection::FaultCount;
use crate::model::standard::rule::{Deduct, EachMissing, Fault, Sample};

pub(super) fn deduct(rule: &Deduct, evidence: Evidence, marks: Decimal) -> Result<Award, Gap> {
    let counts = evidence.finding.and_then(|f| f.faults.as_ref()).ok_or_else(|| Gap::from("没有检查记录"))?;
    if let Some((name, _)) = counts.iter().find(|(name, _)| !rule.faults.iter().any(|f| f.name == *name)) {
        return Err(format!("“{}”不是标准所列的扣分情形", name.value).into());
    }
    let (mut off, mut words) = (Taken::NOTHING, Vec::new());
    for fault in &rule.faults {
        let Some(count) = counts.get(&fault.name) else { continue };
        let found = found(fault, count)?;
        if found.is_empty() {
            continue;
        }
        within(fault, count, counts)?;
        let mut taken = Taken::NOTHING;
        for (by, each, times) in &found {
            let all = exact::mul(*each, Decimal::from(*times)).ok_or_else(too_long)?;
            taken = taken.and(Taken::one(all, format!("{}×{times}", show(*each)), None)).ok_or_else(too_long)?;
            let by = by.map_or(String::new(), |by| format!("（{by}发现）"));
            words.push(format!("{}{by}{times}次", fault.name.value));
        }
        off = off.and(taken.capped(fault.cap.as_ref().map(|c| c.value))).ok_or_else(too_long)?;
    }
    let off = off.capped(rule.cap.as_ref().map(|c| c.value));
    let plain = if words.is_empty() { "没有发现扣分情形".to_owned() } else { words.join("，") };
    let reason = match evidence.finding.and_then(|f| f.reason.as_ref()) {
        Some(reason) if !words.is_empty() => format!("{plain}：{}", reason.value),
        _ => plain,
    };
    less(marks, &off, rule.floor.as_ref().map_or(Decimal::ZERO, |f| f.value), reason)
}

/// Who found a fault, where it matters, marks off each time, and how often.
type Seen<'a> = (Option<&'a str>, Decimal, u32);

/// What one kind of fault takes off: who found it, marks each time, how often. Nothing that was counted as none.
fn found<'a>(fault: &'a Fault, count: &FaultCount) -> Result<Vec<Seen<'a>>, Gap> {
    let name = &fault.name.value;
    let wrong = || Gap::from(format!("“{name}”的次数有误"));
    // A negative deduction would give marks; a lint refuses it.
    let each = |marks: &Spanned<Decimal>| marks.value.max(Decimal::ZERO);
    let mut list = Vec::new();
    match count {
        FaultCount::Times(count) => {
            let times = count.value.ok_or_else(wrong)?;
            match &fault.each {
                Some(marks) => list.push((None, each(marks), times)),
                None if times == 0 => {}
                None => return Err(format!("“{name}”没有分发现主体写次数").into()),
            }
        }
        FaultCount::FoundBy(counts) => {
            if let Some((by, _)) = counts.iter().find(|(by, _)| fault.found_by.get(by).is_none()) {
                return Err(format!("“{name}”的发现主体没有“{}”", by.value).into());
            }
            for (by, marks) in &fault.found_by {
                if let Some(count) = counts.get(by) {
                    list.push((Some(by.as_str()), each(marks), count.value.ok_or_else(wrong)?));
                }
            }
        }
    }
    list.retain(|(_, _, times)| *times > 0);
    Ok(list)
}

/// A part cannot be more than its whole.
fn within(fault: &Fault, count: &FaultCount, counts: &Dict<FaultCount>) -> Result<(), Gap> {
    let Some(whole) = &fault.within else { return Ok(()) };
    let of = counts.get(whole).map_or(Some(0), FaultCount::times);
    match (count.times(), of) {
        (Some(part), Some(all)) if part <= all => Ok(()),
        (Some(part), Some(all)) => Err(format!("“{}”有{part}次，多于“{}”的{all}次", fault.name.value, whole.value).into()),
        _ => Err(format!("“{}”的次数有误", whole.value).into()),
    }
}

pub(super) fn each_missing(rule: &EachMissing, evidence: Evidence, marks: Decimal) -> Result<Award, Gap> {
    let list = missing(rule, evidence)?;
    let each = rule.each.as_ref().map_or(Decimal::ZERO, |e| e.value).max(Decimal::ZERO);
    let all = exact::mul(each, Decimal::from(list.len())).ok_or_else(too_long)?;
    if list.is_empty() {
        return Ok(Award::exact(marks, "齐全".to_owned()));
    }
    let off = Taken::one(all, format!("{}×{}", show(each), list.len()), rule.cap.as_ref().map(|c| c.value));
    less(marks, &off, Decimal::ZERO, format!("缺少{}", list.join("、")))
}

pub(super) fn sample(rule: &Sample, evidence: Evidence, marks: Decimal) -> Result<Award, Gap> {
    let found = sampled(rule, evidence.finding)?;
    let each = rule.each_failed.as_ref().map_or(Decimal::ZERO, |e| e.value).max(Decimal::ZERO);
    let scored = |excess: u32| {
        let all = exact::mul(each, Decimal::from(excess)).ok_or_else(too_long)?;
        let off = if excess > 0 { Taken::one(all, format!("{}×{excess}", show(each)), None) } else { Taken::NOTHING };
        less(marks, &off, Decimal::ZERO, found.text.clone())
    };
    let now = scored(found.excess)?;
    if found.left == 0 || now.high.is_zero() {
        return Ok(now);
    }
    // All the rest may fail yet. Where that would change nothing, the sample is not complete all the same: not looked at is no pass.
    let low = scored(found.worst)?.low;
    let low = if low < now.high { low } else { Decimal::ZERO };
    Ok(Award { low, reason: format!("{}，还差{}个没有抽查，待补数据", found.text, found.left), ..now })
}

/// Full marks less what is taken off, stopping at the floor, with the arithmetic.
fn less(marks: Decimal, off: &Taken, floor: Decimal, reason: String) -> Result<Award, Gap> {
    let floor = floor.clamp(Decimal::ZERO, marks);
    let rest = exact::sub(marks, off.sum).ok_or_else(too_long)?;
    let value = rest.clamp(floor, marks);
    let text = (!off.terms.is_empty()).then(|| {
        let notes = if off.notes.is_empty() { String::new() } else { format!("（{}）", off.notes.join("；")) };
        format!("{}{notes}", equals(&format!("{}-{}", show(marks), off.terms.join("-")), "=", rest, value))
    });
    Ok(Award::exact(value, reason).arithmetic(text))
}

/// What is taken off, as it prints.
struct Taken {
    sum: Decimal,
    terms: Vec<String>,
    /// How a cap made a term smaller: `5×3+2×4=23，最多扣10`.
    notes: Vec<String>,
}

impl Taken {
    const NOTHING: Self = Self { sum: Decimal::ZERO, terms: Vec::new(), notes: Vec::new() };

    fn one(all: Decimal, term: String, cap: Option<Decimal>) -> Self {
        Self { sum: all, terms: vec![term], notes: Vec::new() }.capped(cap)
    }

    fn and(mut self, other: Self) -> Option<Self> {
        self.sum = exact::add(self.sum, other.sum)?;
        self.terms.extend(other.terms);
        self.notes.extend(other.notes);
        Some(self)
    }

    /// No more than a cap. Where it bites, the one term is the cap, and the note tells the sum that it cut.
    fn capped(mut self, cap: Option<Decimal>) -> Self {
        let Some(cap) = cap.map(|cap| cap.max(Decimal::ZERO)).filter(|cap| self.sum > *cap) else { return self };
        self.notes.push(format!("{}={}，最多扣{}", self.terms.join("+"), show(self.sum), show(cap)));
        Self { sum: cap, terms: vec![show(cap)], notes: self.notes }
    }
}

/// `5-1×3=2`, and where a bound bites `5-1×10=-5，扣完为止，得0`: what stands before a comma is true by itself.
pub(super) fn equals(terms: &str, sign: &str, plain: Decimal, value: Decimal) -> String {
    let bound = match value.cmp(&plain) {
        Ordering::Equal => String::new(),
        Ordering::Greater if value.is_zero() => "，扣完为止，得0".to_owned(),
        Ordering::Greater => format!("，最低{}", show(value)),
        Ordering::Less => format!("，最高{}", show(value)),
    };
    format!("{terms}{sign}{}{bound}", show(plain))
}
