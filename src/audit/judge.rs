//! Conditions: is a rule met, not met, or unknown? Three-valued, with the reason as a sentence.

use super::exact;
use super::facts::{Facts, Gap, number_of, too_long};
use super::measure::{Comparison, measure, ratio_limit};
use crate::model::Text;
use crate::model::inspection::Finding;
use crate::model::point::FactValue;
use crate::model::standard::Scope;
use crate::model::standard::rule::{Between, Case, EachMissing, Equals, Ratio, Rule, Sample, Threshold};

/// The three values of a fact or condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// Data are missing, or the standard leaves it open.
    Unknown,
}

impl From<bool> for Truth {
    fn from(met: bool) -> Self {
        if met { Self::Met } else { Self::NotMet }
    }
}

/// A condition's answer.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The answer.
    pub truth: Truth,
    /// Why, in one sentence without full stop.
    pub reason: String,
    /// The calculation, where there is one.
    pub arithmetic: Option<String>,
    /// Unknown because the standard itself leaves it open.
    pub open: bool,
}

impl Judgement {
    fn new(truth: impl Into<Truth>, reason: String) -> Self {
        Self { truth: truth.into(), reason, arithmetic: None, open: false }
    }

    fn unknown(gap: impl Into<Gap>) -> Self {
        let gap = gap.into();
        Self { truth: Truth::Unknown, reason: gap.sentence(), arithmetic: None, open: gap.open }
    }
}

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// Facts.
    pub facts: Facts<'a>,
    /// The finding of the criterion; conditions within conditions have none.
    pub finding: Option<&'a Finding>,
}

/// Asks a rule for its truth.
#[must_use]
pub fn judge(rule: &Rule, evidence: Evidence) -> Judgement {
    match rule {
        Rule::Manual(_) => answer(evidence.finding),
        Rule::YesNo(r) => match &r.fact {
            Some(fact) => match evidence.facts.yes_no(fact) {
                Ok(yes) => Judgement::new(yes, format!("{}：{}", fact.value, if yes { "是" } else { "否" })),
                Err(gap) => Judgement::unknown(gap),
            },
            None => answer(evidence.finding),
        },
        Rule::AtLeast(r) => threshold(Comparison::AtLeast, r, evidence.facts),
        Rule::MoreThan(r) => threshold(Comparison::MoreThan, r, evidence.facts),
        Rule::AtMost(r) => threshold(Comparison::AtMost, r, evidence.facts),
        Rule::LessThan(r) => threshold(Comparison::LessThan, r, evidence.facts),
        Rule::Between(r) => between(r, evidence.facts).unwrap_or_else(Judgement::unknown),
        Rule::Equals(r) => equals(r, evidence.facts).unwrap_or_else(Judgement::unknown),
        Rule::Ratio(r) => ratio(r, evidence.facts).unwrap_or_else(Judgement::unknown),
        Rule::EachMissing(r) => match missing(r, evidence) {
            Ok(list) if list.is_empty() => Judgement::new(true, format!("{}齐全", join(&r.things))),
            Ok(list) => Judgement::new(false, format!("缺少{}", list.join("、"))),
            Err(gap) => Judgement::unknown(gap),
        },
        Rule::Sample(r) => sample(r, evidence.finding),
        Rule::AllOf(rules) => all(rules, evidence, Truth::NotMet),
        Rule::AnyOf(rules) => all(rules, evidence, Truth::Met),
        Rule::Not(inner) => {
            let inner = judge(inner, evidence);
            let truth = match inner.truth {
                Truth::Met => Truth::NotMet,
                Truth::NotMet => Truth::Met,
                Truth::Unknown => Truth::Unknown,
            };
            Judgement { truth, ..inner }
        }
        Rule::Cases(cases) => match case_of(cases, evidence.facts) {
            Ok(rule) => judge(rule, evidence),
            Err(gap) => Judgement::unknown(gap),
        },
        // These give marks and no answer; a lint refuses them as conditions.
        Rule::Deduct(_) | Rule::Tiers(_) | Rule::Steps(_) | Rule::External(_) => {
            Judgement::unknown(format!("“{}”规则只能计分，不能判断是否符合", rule.zh()))
        }
    }
}

/// The rule of the first case that fits the point.
pub fn case_of<'a>(cases: &'a [Case], facts: Facts) -> Result<&'a Rule, Gap> {
    for case in cases {
        match case.when.as_ref().map_or((Truth::Met, String::new()), |scope| in_scope(scope, facts)) {
            (Truth::Met, _) => return Ok(&case.rule),
            // Whether this case fits decides which rule scores: no later one may be taken in its place.
            (Truth::Unknown, why) => return Err(Gap { text: why.trim_end_matches("，待补数据").to_owned(), open: false }),
            (Truth::NotMet, _) => {}
        }
    }
    Err(Gap { text: "标准没有写明这类服务点如何评定".to_owned(), open: true })
}

/// The channels of a scope by the names that people know.
#[must_use]
pub fn channels_zh(scope: &Scope, facts: Facts) -> String {
    scope.channels.iter().map(|id| facts.channel(id)).collect::<Vec<_>>().join("、")
}

/// Whether a scope holds for a point, and why not.
#[must_use]
pub fn in_scope(scope: &Scope, facts: Facts) -> (Truth, String) {
    let Some(point) = facts.point else {
        return (Truth::Unknown, "没有指定服务点".to_owned());
    };
    if !scope.points.is_empty() && !scope.points.iter().any(|p| point.is_called(&p.value)) {
        return (Truth::NotMet, "不在所列服务点之内".to_owned());
    }
    if !scope.channels.is_empty() && !scope.channels.iter().any(|c| c.value == point.channel.value) {
        return (Truth::NotMet, format!("只适用于{}，这里是{}", channels_zh(scope, facts), facts.channel(&point.channel)));
    }
    let tiers = || scope.tiers.iter().map(|t| t.zh()).collect::<Vec<_>>().join("、");
    match facts.place.tier {
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
            let judged = judge(rule, Evidence { facts, finding: None });
            (judged.truth, judged.reason)
        }
        None => (Truth::Met, String::new()),
    }
}

fn answer(finding: Option<&Finding>) -> Judgement {
    match finding.map(|f| (f.met, f.reason.as_ref())) {
        Some((Some(met), reason)) => {
            let plain = if met { "符合" } else { "不符合" };
            Judgement::new(met, reason.map_or(plain.to_owned(), |r| r.value.clone()))
        }
        Some((None, Some(reason))) => Judgement::unknown(reason.value.as_str()),
        _ => Judgement::unknown("没有检查记录"),
    }
}

fn threshold(comparison: Comparison, rule: &Threshold, facts: Facts) -> Judgement {
    let compare = || -> Result<Judgement, Gap> {
        let number = facts.number(&rule.fact)?;
        let limit = facts.amount(&rule.value, facts.unit(&rule.fact))?;
        let holds = comparison.holds(number.value, limit.value);
        let reason = format!("{}{}，{}{}", rule.fact.value, number.text, comparison.zh(holds), limit.text);
        Ok(Judgement {
            arithmetic: Some(format!("{} {} {}", number.text, comparison.sign(holds), limit.text)),
            ..Judgement::new(holds, reason)
        })
    };
    compare().unwrap_or_else(Judgement::unknown)
}

fn between(rule: &Between, facts: Facts) -> Result<Judgement, Gap> {
    let unit = facts.unit(&rule.fact);
    let number = facts.number(&rule.fact)?;
    let (from, to) = (facts.amount(&rule.from, unit)?, facts.amount(&rule.to, unit)?);
    let low = if rule.exclude_from { Comparison::MoreThan } else { Comparison::AtLeast };
    let high = if rule.exclude_to { Comparison::LessThan } else { Comparison::AtMost };
    let (above, below) = (low.holds(number.value, from.value), high.holds(number.value, to.value));
    let tail = match (above, below) {
        (true, true) => format!("在{}至{}之间", from.text, to.text),
        (false, _) => format!("{}{}", low.zh(false), from.text),
        (_, false) => format!("{}{}", high.zh(false), to.text),
    };
    Ok(Judgement::new(above && below, format!("{}{}，{tail}", rule.fact.value, number.text)))
}

fn equals(rule: &Equals, facts: Facts) -> Result<Judgement, Gap> {
    let unit = facts.unit(&rule.fact);
    let (holds, found) = match &rule.value {
        FactValue::YesNo(wanted) => {
            let answer = facts.yes_no(&rule.fact)?;
            (answer == wanted.value, if answer { "是" } else { "否" }.to_owned())
        }
        // 100% is a number too, though the file has it as a text.
        FactValue::Number(_) | FactValue::Text(_) if number_of(&rule.value, unit).is_some() => {
            let number = facts.number(&rule.fact)?;
            (number_of(&rule.value, unit) == Some(number.value), number.text)
        }
        FactValue::Number(_) => return Err(too_long()),
        FactValue::Text(wanted) => match facts.value(&rule.fact) {
            Some(value) => {
                let found = super::facts::show(value, "");
                (found == wanted.value, found)
            }
            None => return Err(format!("没有“{}”的数据", rule.fact.value).into()),
        },
        FactValue::List(wanted) => {
            let mut found = facts.list(&rule.fact)?;
            let mut wanted: Vec<&str> = wanted.iter().map(|t| t.as_str()).collect();
            let shown = found.join("、");
            found.sort_unstable();
            wanted.sort_unstable();
            (found == wanted, shown)
        }
    };
    let wanted = super::facts::show(&rule.value, unit);
    let tail = if holds { format!("符合“{wanted}”") } else { format!("应为{wanted}") };
    Ok(Judgement::new(holds, format!("{}：{found}，{tail}", rule.fact.value)))
}

fn ratio(rule: &Ratio, facts: Facts) -> Result<Judgement, Gap> {
    let quotient = measure(None, &rule.of, &rule.over, facts)?;
    let (comparison, limit) = ratio_limit(rule).ok_or_else(|| Gap::from("标准没有写清与哪个数比较"))?;
    let limit = facts.amount(limit, "")?;
    let side = exact::mul(limit.value, quotient.den).ok_or_else(too_long)?;
    let holds = comparison.holds(quotient.num, side);
    let (num, den) = (exact::show(quotient.num), exact::show(quotient.den));
    let reason = format!("{}，{}{}", quotient.text, comparison.zh(holds), limit.text);
    Ok(Judgement {
        arithmetic: Some(format!(
            "{}；{num} {} {} × {den} = {}",
            quotient.terms,
            comparison.sign(holds),
            limit.text,
            exact::show(side)
        )),
        ..Judgement::new(holds, reason)
    })
}

/// The things that are missing, each once, in the standard's order.
pub fn missing<'a>(rule: &'a EachMissing, evidence: Evidence) -> Result<Vec<&'a str>, Gap> {
    let things = || rule.things.iter().map(|t| t.as_str());
    if let Some(missing) = evidence.finding.and_then(|f| f.missing.as_ref()) {
        if let Some(other) = missing.iter().find(|m| !things().any(|t| t == m.as_str())) {
            return Err(format!("“{}”不在标准所列之内", other.value).into());
        }
        return Ok(things().filter(|t| missing.iter().any(|m| m.as_str() == *t)).collect());
    }
    let Some(fact) = &rule.fact else { return Err("没有清点记录".into()) };
    let there = evidence.facts.list(fact)?;
    Ok(things().filter(|t| !there.contains(t)).collect())
}

/// What a sample found.
pub struct Sampled {
    /// How many failed beyond those that may.
    pub excess: u32,
    /// How many that would be if all the rest fails.
    pub worst: u32,
    /// How many of the sample nobody has looked at yet.
    pub left: u32,
    /// In words.
    pub text: String,
}

/// What a sample found, where it can be told.
pub fn sampled(rule: &Sample, finding: Option<&Finding>) -> Result<Sampled, Gap> {
    let found = finding.and_then(|f| f.sample.as_ref()).ok_or_else(|| Gap::from("没有抽查记录"))?;
    let (Some(checked), Some(failed)) = (found.checked.value, found.failed.value) else {
        return Err("抽查记录的数目有误".into());
    };
    if failed > checked {
        return Err(format!("抽查{checked}个，不合格却有{failed}个").into());
    }
    let allowed = rule.failed_at_most.as_ref().map_or(0, |n| n.value);
    let text = if failed == 0 {
        format!("抽查{checked}个，没有不合格")
    } else {
        format!("抽查{checked}个，{failed}个不合格")
    };
    let left = rule.size.value.saturating_sub(checked);
    let worst = failed.saturating_add(left).saturating_sub(allowed);
    Ok(Sampled { excess: failed.saturating_sub(allowed), worst, left, text })
}

fn sample(rule: &Sample, finding: Option<&Finding>) -> Judgement {
    match sampled(rule, finding) {
        // Too many have failed already: the rest of the sample cannot mend that.
        Ok(found) if found.excess > 0 => Judgement::new(false, found.text),
        Ok(found) if found.left == 0 => Judgement::new(true, found.text),
        Ok(found) => Judgement::unknown(format!("{}，还差{}个没有抽查", found.text, found.left)),
        Err(gap) => Judgement::unknown(gap),
    }
}

/// All conditions, or any: `decisive` is the answer that one condition alone can give.
fn all(rules: &[Rule], evidence: Evidence, decisive: Truth) -> Judgement {
    let parts: Vec<Judgement> = rules.iter().map(|r| judge(r, Evidence { finding: None, ..evidence })).collect();
    let truth = if parts.iter().any(|p| p.truth == decisive) {
        decisive
    } else if parts.iter().any(|p| p.truth == Truth::Unknown) || parts.is_empty() {
        Truth::Unknown
    } else if decisive == Truth::Met {
        Truth::NotMet
    } else {
        Truth::Met
    };
    // The parts that led to the answer are its reason, each sentence once. What all of them lack is said at the end.
    let lack = "，待补数据";
    let led = || parts.iter().filter(|p| p.truth == truth);
    let tail = if led().count() > 0 && led().all(|p| p.reason.ends_with(lack)) { lack } else { "" };
    let mut reasons: Vec<&str> = Vec::new();
    for sentence in led().flat_map(|p| p.reason.split('；')).map(|s| s.strip_suffix(tail).unwrap_or(s)) {
        if !reasons.contains(&sentence) {
            reasons.push(sentence);
        }
    }
    let open = truth == Truth::Unknown && parts.iter().any(|p| p.open);
    Judgement { truth, reason: reasons.join("；") + tail, arithmetic: None, open }
}

fn join(things: &[Text]) -> String {
    things.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、")
}
