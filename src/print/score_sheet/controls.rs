//! What is written or ticked for one criterion: from its rule, so that a sheet can be filled in without knowing the rule.
//! Must not know how it looks on paper.

use serde::Serialize;

use crate::audit::answer_fields::{cases_left, is_yes_no};
use crate::audit::{Facts, explain, ratio_limit, show};
use crate::model::standard::rule::{Below, Deduct, EachMissing, Fault, Rule, YesNo};
use crate::model::standard::{Amount, Criterion};

/// One thing to write or to tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Control {
    /// A line of small type: how marks are given.
    Note {
        /// The sentence.
        text: String,
    },
    /// A name in bold above what belongs to it: 乡镇级服务点.
    Head {
        /// The name.
        text: String,
    },
    /// A fact to find out: 该村办件量 ____ 件.
    Fact {
        /// Name, in the standard's words.
        name: String,
        /// Unit, or empty.
        unit: String,
        /// What is known of it, such as 申报 120件. Empty on a sheet for any point.
        told: Vec<String>,
        /// Answered by 是 or 否 instead of a number.
        yes_no: bool,
    },
    /// A fact that another criterion asks for.
    See {
        /// Name.
        name: String,
        /// Number of that criterion.
        at: String,
    },
    /// Boxes, of which one is ticked.
    Choice {
        /// The words beside the boxes.
        options: Vec<String>,
    },
    /// A box for each thing that may be missing, the first for none.
    Missing {
        /// The things.
        things: Vec<String>,
        /// What the point declared, or empty.
        told: Vec<String>,
    },
    /// A counter: 逾期未整改 ____ 次 × 1分 = ____ 分.
    Count {
        /// The fault.
        name: String,
        /// Marks off each time.
        each: String,
    },
    /// A line to write on: 合计扣 ____ 分.
    Blank {
        /// What stands before it.
        before: String,
        /// What stands after it.
        after: String,
    },
}

/// Where facts were asked for, so that none is asked twice.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// Name of a fact, and the number of the criterion that asks for it.
    facts: Vec<(&'a str, String)>,
}

fn note(text: impl Into<String>) -> Control {
    Control::Note { text: text.into() }
}

fn blank(before: impl Into<String>, after: impl Into<String>) -> Control {
    Control::Blank { before: before.into(), after: after.into() }
}

/// The controls of one criterion, whose printed number is `no`.
pub fn controls<'a>(criterion: &'a Criterion, no: &str, facts: Facts<'a>, asked: &mut Asked<'a>) -> Vec<Control> {
    let mut list = Vec::new();
    let marks = criterion.marks.as_ref().map(|m| show(m.value));
    // A fact on which the criterion depends is asked for where nothing before it did; it is not repeated.
    for name in criterion.when.iter().filter_map(|w| w.fact.as_deref()).flat_map(explain::facts_of) {
        if !asked.facts.iter().any(|(known, _)| *known == name.as_str()) {
            list.push(fact(name, no, facts, asked, is_yes_no(name, criterion)));
        }
    }
    of_rule(&criterion.rule, criterion, marks.as_deref(), no, facts, asked, &mut list);
    list
}

fn of_rule<'a>(
    rule: &'a Rule,
    criterion: &'a Criterion,
    marks: Option<&str>,
    no: &str,
    facts: Facts<'a>,
    asked: &mut Asked<'a>,
    list: &mut Vec<Control>,
) {
    if let Rule::Cases(cases) = rule {
        let open = cases_left(cases, facts);
        for case in &open {
            if open.len() > 1 || facts.point.is_none() {
                let text = case.when.as_ref().map_or("其他服务点".to_owned(), |s| explain::scope_zh(s, facts));
                list.push(Control::Head { text });
            }
            of_rule(&case.rule, criterion, marks, no, facts, asked, list);
        }
        return;
    }
    if let (Rule::YesNo(YesNo { fact: Some(name), .. }), None) = (rule, marks) {
        // The boxes of the answer are the fact's own.
        asked.facts.push((name, no.to_owned()));
        list.push(note(format!("“{}”的是或否。{}", name.value, told(name, facts).join("；"))));
        return;
    }
    if !matches!(rule, Rule::EachMissing(_)) {
        for name in explain::facts_of(rule) {
            list.push(fact(name, no, facts, asked, is_yes_no(name, criterion)));
        }
    }
    match rule {
        Rule::Cases(_) => {}
        Rule::Manual(r) => {
            list.extend(r.guide.iter().map(|g| note(g.value.clone())));
            list.extend(marks.map(|m| note(format!("酌情给0—{m}分，扣分写原因"))));
        }
        Rule::YesNo(r) => {
            // A veto stands beside the marks.
            if marks.is_none() && criterion.veto && r.fact.is_none() {
                list.push(Control::Choice { options: vec!["符合".to_owned(), "不符合（一票否决）".to_owned()] });
            }
            if let Some(marks) = marks {
                let all = [format!("是，得{marks}分"), "否，得0分".to_owned()];
                // With a fact the boxes 是 and 否 stand beside its name.
                list.push(if r.fact.is_none() { Control::Choice { options: all.into() } } else { note(all.join("；")) });
            }
        }
        Rule::Ratio(r) => {
            let percent = ratio_limit(r).is_some_and(|(_, a)| matches!(a, Amount::Number { percent: true, .. }));
            list.push(blank(format!("{} ＝", explain::quotient(&r.of, &r.over)), if percent { "%" } else { "" }));
            threshold(rule, r.below.as_deref(), marks, facts, list);
        }
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => {
            threshold(rule, r.below.as_deref(), marks, facts, list);
        }
        Rule::Between(r) => threshold(rule, r.below.as_deref(), marks, facts, list),
        Rule::Equals(r) => threshold(rule, r.below.as_deref(), marks, facts, list),
        Rule::AllOf(_) | Rule::AnyOf(_) | Rule::Not(_) => threshold(rule, Some(&Below::Zero), marks, facts, list),
        Rule::Deduct(r) => deduct(r, list),
        Rule::EachMissing(r) => missing(r, marks, facts, list),
        Rule::Tiers(r) => {
            if !r.of.is_empty() {
                list.push(blank(format!("{} ＝", explain::quotient(&r.of, &r.over)), ""));
            }
            let mut options = explain::levels(r, facts);
            options.push(format!("都没有达到，{}", otherwise(r.below.as_deref())));
            list.push(Control::Choice { options });
        }
        Rule::Steps(r) => {
            if !r.of.is_empty() {
                list.push(blank(format!("{} ＝", explain::quotient(&r.of, &r.over)), ""));
            }
            list.push(note(explain::rule(rule, facts)));
            list.push(blank("算得", "分"));
        }
        Rule::External(r) => {
            let scale = r.out_of.as_ref().map(|m| show(m.value));
            let full = scale.as_deref().or(marks).map_or(String::new(), |m| format!("（满分{m}分）"));
            if r.fact.is_none() {
                list.push(blank(format!("{}评分", r.by.value), format!("分{full}")));
            } else {
                list.push(note(format!("{}评分{full}", r.by.value)));
            }
            if scale.is_some() {
                list.extend(marks.map(|m| blank("按比例折算得", format!("分（满分{m}分）"))));
            }
        }
        Rule::Sample(r) => {
            list.push(blank(format!("抽查（应查{}个）", r.size.value), "个"));
            list.push(blank("其中不合格", "个"));
            match &r.each_failed {
                Some(_) => list.push(note(explain::rule(rule, facts))),
                None => threshold(rule, r.below.as_deref(), marks, facts, list),
            }
        }
    }
}

/// A fact to find out, or where it is already asked for.
fn fact<'a>(name: &'a str, no: &str, facts: Facts<'a>, asked: &mut Asked<'a>, yes_no: bool) -> Control {
    if let Some((_, at)) = asked.facts.iter().find(|(known, at)| *known == name && at != no) {
        return Control::See { name: name.to_owned(), at: at.clone() };
    }
    asked.facts.push((name, no.to_owned()));
    Control::Fact { name: name.to_owned(), unit: facts.unit(name).to_owned(), told: told(name, facts), yes_no }
}

/// What the point declared and what earlier rounds found; nothing on a sheet for any point.
fn told(name: &str, facts: Facts<'_>) -> Vec<String> {
    if facts.point.is_none() {
        return Vec::new();
    }
    let found = facts.found(name);
    let declared = format!("申报 {}", found.declared.as_deref().unwrap_or("未填"));
    let rounds = found.rounds.iter().map(|(round, value)| format!("{} {value}", round.zh()));
    std::iter::once(declared).chain(rounds).collect()
}

/// What is missing by the list that the point declared, or that the last round found.
fn told_missing(rule: &EachMissing, fact: &str, facts: Facts<'_>) -> Vec<String> {
    let found = facts.found(fact);
    let Ok(have) = facts.list(fact) else { return told(fact, facts) };
    let who = found.rounds.last().map_or("申报", |(round, _)| round.zh());
    let lacking: Vec<&str> = rule.things.iter().map(|t| t.as_str()).filter(|t| !have.contains(t)).collect();
    vec![if lacking.is_empty() { format!("{who} 都有") } else { format!("{who} 缺：{}", lacking.join("、")) }]
}

/// What must hold, and what each answer is worth.
fn threshold(rule: &Rule, below: Option<&Below>, marks: Option<&str>, facts: Facts<'_>, list: &mut Vec<Control>) {
    let sentence = explain::rule(rule, facts);
    // What happens otherwise stands beside the second box.
    let plain = below.map_or(sentence.as_str(), |b| sentence.strip_suffix(&format!("，未达标{}", b.zh())).unwrap_or(&sentence));
    // The line to write the quotient on names it already.
    let plain =
        if let Rule::Ratio(r) = rule { plain.strip_prefix(&explain::quotient(&r.of, &r.over)).unwrap_or(plain) } else { plain };
    list.push(note(format!("要求：{plain}")));
    if let Some(marks) = marks {
        list.push(Control::Choice {
            options: vec![format!("达到，得{marks}分"), format!("未达到，{}", otherwise(below))]
        });
    }
}

/// What not reaching a threshold is worth, in words for a box.
fn otherwise(below: Option<&Below>) -> &'static str {
    match below {
        Some(Below::Zero) => "得0分",
        Some(Below::Proportional) => "按比例得分",
        Some(Below::Manual) => "酌情给分，写原因",
        None => "原文没写得几分，待裁定",
    }
}

fn deduct(rule: &Deduct, list: &mut Vec<Control>) {
    list.push(Control::Choice { options: vec!["查了，没有发现".to_owned()] });
    for fault in &rule.faults {
        counters(fault, list);
    }
    let end = match (&rule.cap, &rule.floor) {
        (Some(cap), _) => format!("（合计最多扣{}分）", show(cap.value)),
        (None, Some(floor)) if !floor.is_zero() => format!("（最低得{}分）", show(floor.value)),
        _ => "（扣完为止）".to_owned(),
    };
    list.push(blank("合计扣", format!("分{end}")));
}

fn counters(fault: &Fault, list: &mut Vec<Control>) {
    let name = match &fault.within {
        Some(whole) => format!("“{}”中{}的，另扣", whole.value, fault.name.value),
        None => fault.name.value.clone(),
    };
    if let Some(each) = &fault.each {
        list.push(Control::Count { name, each: show(each.value) });
    } else {
        let by = |by: &str| format!("{name}（{by}发现）");
        list.extend(fault.found_by.iter().map(|(who, marks)| Control::Count { name: by(who), each: show(marks.value) }));
    }
    list.extend(fault.cap.as_ref().map(|cap| note(format!("{}最多扣{}分", fault.name.value, show(cap.value)))));
}

fn missing(rule: &EachMissing, marks: Option<&str>, facts: Facts<'_>, list: &mut Vec<Control>) {
    let told = rule.fact.as_ref().map_or_else(Vec::new, |fact| told_missing(rule, fact, facts));
    list.push(Control::Missing { things: rule.things.iter().map(|t| t.value.clone()).collect(), told });
    match (&rule.each, marks) {
        (Some(each), _) => {
            let cap = rule.cap.as_ref().map_or("扣完为止".to_owned(), |c| format!("最多扣{}分", show(c.value)));
            list.push(blank("缺", format!("项 × {}分，{cap}", show(each.value))));
        }
        (None, Some(marks)) => list.push(note(format!("齐全得{marks}分；有缺的{}", otherwise(rule.below.as_deref())))),
        (None, None) => {}
    }
}
