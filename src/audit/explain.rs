//! Rules as Chinese sentences, for reports, score sheets and forms; and the facts that a rule speaks of.
//!
//! These sentences, and those of `award`, `outcome` and `summary`, are Chinese whatever language the program speaks (`--lang`): they are
//! the words of a paper that a bureau signs. `inspect score --lang en` therefore prints them in Chinese; its JSON has the states in English.

use super::exact::show;
use super::facts::{self, Facts};
use super::judge::channels_zh;
use super::measure::{Comparison, ratio_limit};
use crate::model::Text;
use crate::model::standard::rule::{Below, Case, Level, Partial, Rule, Tiers};
use crate::model::standard::{Amount, Scope};

/// A rule as one sentence without full stop.
#[must_use]
pub fn rule(rule: &Rule, facts: Facts) -> String {
    match rule {
        Rule::Manual(r) => match &r.guide {
            Some(guide) => format!("由检查人酌情评定，扣分须写原因；{}", guide.value),
            None => "由检查人酌情评定，扣分须写原因".to_owned(),
        },
        Rule::YesNo(r) => match &r.fact {
            Some(fact) => format!("{}为“是”", fact.value),
            None => "符合得分，不符合不得分".to_owned(),
        },
        Rule::AtLeast(r) => threshold(Comparison::AtLeast, &r.fact, &r.value, facts) + &policy(r.below.as_deref()),
        Rule::MoreThan(r) => threshold(Comparison::MoreThan, &r.fact, &r.value, facts) + &policy(r.below.as_deref()),
        Rule::AtMost(r) => threshold(Comparison::AtMost, &r.fact, &r.value, facts) + &policy(r.below.as_deref()),
        Rule::LessThan(r) => threshold(Comparison::LessThan, &r.fact, &r.value, facts) + &policy(r.below.as_deref()),
        Rule::Between(r) => {
            let unit = facts.unit(&r.fact);
            let side = |amount: &Amount, excluded: bool| {
                format!("{}{}", amount_zh(amount, unit, facts), if excluded { "（不含）" } else { "" })
            };
            format!(
                "{}在{}至{}之间{}",
                r.fact.value,
                side(&r.from, r.exclude_from),
                side(&r.to, r.exclude_to),
                policy(r.below.as_deref())
            )
        }
        Rule::Equals(r) => {
            format!("{}为{}{}", r.fact.value, facts::show(&r.value, facts.unit(&r.fact)), policy(r.below.as_deref()))
        }
        Rule::Ratio(r) => {
            let limit = ratio_limit(r).map_or_else(String::new, |(c, a)| format!("{}{}", c.zh(true), amount_zh(a, "", facts)));
            format!("{}{limit}{}", quotient(&r.of, &r.over), policy(r.below.as_deref()))
        }
        Rule::Deduct(r) => {
            let faults: Vec<String> = r
                .faults
                .iter()
                .map(|f| {
                    let cap = f.cap.as_ref().map_or(String::new(), |c| format!("（最多扣{}分）", show(c.value)));
                    let each = if let Some(each) = &f.each {
                        format!("每次扣{}分", show(each.value))
                    } else {
                        let by = f.found_by.iter().map(|(by, marks)| format!("{}发现扣{}分", by.value, show(marks.value)));
                        format!("每次{}", by.collect::<Vec<_>>().join("、"))
                    };
                    match &f.within {
                        Some(whole) => format!("“{}”中{}的，另{each}{cap}", whole.value, f.name.value),
                        None => format!("{}，{each}{cap}", f.name.value),
                    }
                })
                .collect();
            let end = match (&r.cap, &r.floor) {
                (Some(cap), _) => format!("合计最多扣{}分", show(cap.value)),
                (None, Some(floor)) if !floor.is_zero() => format!("最低得{}分", show(floor.value)),
                _ => "扣完为止".to_owned(),
            };
            format!("{}；{end}", faults.join("；"))
        }
        Rule::EachMissing(r) => {
            let list = list(&r.things);
            match &r.each {
                Some(each) => {
                    let cap = r.cap.as_ref().map_or("扣完为止".to_owned(), |c| format!("最多扣{}分", show(c.value)));
                    format!("应有{list}，每缺一项扣{}分，{cap}", show(each.value))
                }
                None => format!("应有{list}{}", policy(r.below.as_deref())),
            }
        }
        Rule::Tiers(r) => {
            let what = subject(r.fact.as_ref(), &r.of, &r.over);
            let levels = levels(r, facts);
            format!("{what}{}{}", levels.join("，"), policy(r.below.as_deref()))
        }
        Rule::Steps(r) => {
            let what = subject(r.fact.as_ref(), &r.of, &r.over);
            let unit = r.fact.as_ref().map_or("", |f| facts.unit(f));
            let mut text = format!("{what}达到{}", amount_zh(&r.base, unit, facts));
            text.push_str(&r.at_base.as_ref().map_or("得满分".to_owned(), |m| format!("得{}分", show(m.value))));
            let every = amount_zh(&r.every, unit, facts);
            for (word, marks, verb) in [("增加", &r.gain, "加"), ("下降", &r.lose, "扣")] {
                if let Some(marks) = marks {
                    text.push_str(&format!("，每{word}{every}{verb}{}分", show(marks.value)));
                }
            }
            text.push_str(match r.partial.as_deref() {
                Some(Partial::Ignore) => "，不满一级不计",
                Some(Partial::Whole) => "，不满一级按一级计",
                Some(Partial::Share) => "，不满一级按比例计",
                None => "",
            });
            if r.lose.is_none() { text + &policy(r.below.as_deref()) } else { text }
        }
        Rule::External(r) => match &r.out_of {
            Some(scale) => format!("由{}评分（满分{}分），按比例折算", r.by.value, show(scale.value)),
            None => format!("由{}评分", r.by.value),
        },
        Rule::Sample(r) => {
            let allowed = r.failed_at_most.as_ref().map_or(0, |n| n.value);
            let each = r.each_failed.as_ref().map_or(String::new(), |e| format!("，超出的每个扣{}分", show(e.value)));
            format!("抽查{}个，不合格不超过{allowed}个{each}{}", r.size.value, policy(r.below.as_deref()))
        }
        Rule::Cases(cases) => {
            let case = |case: &Case| match &case.when {
                Some(scope) => format!("{}：{}", scope_zh(scope, facts), self::rule(&case.rule, facts)),
                None => format!("其他：{}", self::rule(&case.rule, facts)),
            };
            cases.iter().map(case).collect::<Vec<_>>().join("；")
        }
        Rule::AllOf(rules) => rules.iter().map(|r| self::rule(r, facts)).collect::<Vec<_>>().join("；并且"),
        Rule::AnyOf(rules) => rules.iter().map(|r| self::rule(r, facts)).collect::<Vec<_>>().join("；或者"),
        Rule::Not(inner) => format!("不是：{}", self::rule(inner, facts)),
    }
}

/// The levels of a ladder, in their order: 不少于95%得6分.
#[must_use]
pub fn levels(tiers: &Tiers, facts: Facts) -> Vec<String> {
    let unit = tiers.fact.as_ref().map_or("", |f| facts.unit(f));
    let one = |l: &Level| {
        let (c, a) = match (&l.at_least, &l.more_than) {
            (Some(a), _) => (Comparison::AtLeast, a),
            (None, Some(a)) => (Comparison::MoreThan, a),
            (None, None) => return None,
        };
        Some(format!("{}{}得{}分", c.zh(true), amount_zh(a, unit, facts), show(l.marks.value)))
    };
    tiers.levels.iter().filter_map(one).collect()
}

/// For which points something holds, in words.
#[must_use]
pub fn scope_zh(scope: &Scope, facts: Facts) -> String {
    let mut parts = Vec::new();
    if !scope.tiers.is_empty() {
        parts.push(format!("{}服务点", scope.tiers.iter().map(|t| t.zh()).collect::<Vec<_>>().join("、")));
    }
    if !scope.channels.is_empty() {
        parts.push(channels_zh(scope, facts));
    }
    if !scope.points.is_empty() {
        parts.push(format!("服务点{}", list(&scope.points)));
    }
    parts.extend(scope.fact.as_ref().map(|fact| rule(fact, facts)));
    if parts.is_empty() { "全部服务点".to_owned() } else { parts.join("，且") }
}

fn threshold(comparison: Comparison, fact: &Text, value: &Amount, facts: Facts) -> String {
    format!("{}{}{}", fact.value, comparison.zh(true), amount_zh(value, facts.unit(fact), facts))
}

fn amount_zh(amount: &Amount, unit: &str, facts: Facts) -> String {
    match (facts.amount(amount, unit), amount) {
        (Ok(number), Amount::Parameter(name)) => format!("{}（{}）", name.value, number.text),
        (Ok(number), Amount::Number { .. }) => number.text,
        (Err(_), _) => format!("{}（另行规定）", amount.text()),
    }
}

fn policy(below: Option<&Below>) -> String {
    match below {
        Some(below) => format!("，未达标{}", below.zh()),
        None => String::new(),
    }
}

fn list(things: &[Text]) -> String {
    things.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、")
}

/// A quotient of sums: 该村办件量÷(该村办件量+该镇办件量).
#[must_use]
pub fn quotient(of: &[Text], over: &[Text]) -> String {
    let sum = |names: &[Text]| names.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("+");
    let group = |names: &[Text]| if names.len() > 1 { format!("({})", sum(names)) } else { sum(names) };
    format!("{}÷{}", group(of), group(over))
}

fn subject(fact: Option<&Text>, of: &[Text], over: &[Text]) -> String {
    fact.map_or_else(|| quotient(of, over), |f| f.value.clone())
}

/// The facts that a rule speaks of, each once, in order.
#[must_use]
pub fn facts_of(rule: &Rule) -> Vec<&Text> {
    let mut list: Vec<&Text> = Vec::new();
    collect(rule, &mut list);
    let mut once: Vec<&Text> = Vec::new();
    for name in list {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

fn collect<'a>(rule: &'a Rule, list: &mut Vec<&'a Text>) {
    match rule {
        Rule::Manual(r) => list.extend(&r.facts),
        Rule::YesNo(r) => list.extend(&r.fact),
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => list.push(&r.fact),
        Rule::Between(r) => list.push(&r.fact),
        Rule::Equals(r) => list.push(&r.fact),
        Rule::Ratio(r) => list.extend(r.of.iter().chain(&r.over)),
        Rule::EachMissing(r) => list.extend(&r.fact),
        Rule::Tiers(r) => list.extend(r.fact.iter().chain(&r.of).chain(&r.over)),
        Rule::Steps(r) => list.extend(r.fact.iter().chain(&r.of).chain(&r.over)),
        Rule::External(r) => list.extend(&r.fact),
        Rule::AllOf(rules) | Rule::AnyOf(rules) => {
            for inner in rules {
                collect(inner, list);
            }
        }
        Rule::Cases(cases) => {
            for case in cases {
                if let Some(fact) = case.when.as_ref().and_then(|w| w.fact.as_deref()) {
                    collect(fact, list);
                }
                collect(&case.rule, list);
            }
        }
        Rule::Not(inner) => collect(inner, list),
        Rule::Deduct(_) | Rule::Sample(_) => {}
    }
}

/// The numbers of a rule that the standard states or borrows.
#[must_use]
pub fn amounts_of(rule: &Rule) -> Vec<&Amount> {
    match rule {
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => vec![&r.value],
        Rule::Between(r) => vec![&r.from, &r.to],
        Rule::Ratio(r) => [&r.at_least, &r.more_than, &r.at_most, &r.less_than].into_iter().flatten().collect(),
        Rule::Tiers(r) => r.levels.iter().flat_map(|l| l.at_least.iter().chain(&l.more_than)).collect(),
        Rule::Steps(r) => vec![&r.base, &r.every],
        Rule::AllOf(rules) | Rule::AnyOf(rules) => rules.iter().flat_map(amounts_of).collect(),
        Rule::Cases(cases) => {
            let whens = cases.iter().filter_map(|c| c.when.as_ref()?.fact.as_deref());
            whens.chain(cases.iter().map(|c| &*c.rule)).flat_map(amounts_of).collect()
        }
        Rule::Not(inner) => amounts_of(inner),
        Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::Equals(_)
        | Rule::Deduct(_)
        | Rule::EachMissing(_)
        | Rule::External(_)
        | Rule::Sample(_) => Vec::new(),
    }
}
