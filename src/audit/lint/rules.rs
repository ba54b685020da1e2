//! Findings about a standard's rules: names that nothing defines (C403), rules that cannot work as written, thresholds without policy
//! (C402).

use rust_decimal::Decimal;

use super::marks::levels;
use crate::audit::exact::show;
use crate::audit::explain::{amounts_of, facts_of};
use crate::audit::measure::ratio_limit;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, Spanned, codes};
use crate::model::Text;
use crate::model::standard::rule::{Deduct, Policy, Rule};
use crate::model::standard::{Amount, Criterion, Standard};
use crate::say;
use crate::source::decode::nearest;

/// C403: every fact and parameter that a rule names is defined.
pub fn names(standard: &Standard, rule: &Rule, out: &mut Diagnostics) {
    for fact in facts_of(rule) {
        if standard.facts.get(fact).is_none() {
            out.push(undefined(fact, ("数据", "fact", "facts"), standard.facts.iter().map(|(k, _)| k.as_str())));
        }
    }
    for amount in amounts_of(rule) {
        if let Amount::Parameter(name) = amount
            && standard.parameters.get(name).is_none()
        {
            out.push(undefined(name, ("参数", "parameter", "parameters"), standard.parameters.iter().map(|(k, _)| k.as_str())));
        }
    }
}

fn undefined<'a>(name: &Text, (zh, en, key): (&str, &str, &str), known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let near = nearest(name, known);
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("在 {key} 里加上“{0}”", "define “{0}” under `{key}`", name.value),
    };
    let name_text = &name.value;
    let message =
        Bilingual { zh: format!("没有定义{zh}“{name_text}”"), en: format!("the {en} “{name_text}” is not defined") };
    Diagnostic::new(&codes::STANDARD_FACT, name.span, message).help(help).instead(near)
}

/// Rules that cannot work as written, whatever the facts.
pub fn shape(rule: &Rule, criterion: &Criterion, out: &mut Diagnostics) {
    let wrong = |message| Diagnostic::new(&codes::STANDARD_FACT, criterion.rule.span, message);
    match rule {
        Rule::Ratio(r) if ratio_limit(r).is_none() => {
            out.push(wrong(say!("比率规则要写一个、且只写一个界限", "a ratio needs exactly one limit")));
        }
        Rule::Tiers(r) if r.fact.is_none() && (r.of.is_empty() || r.over.is_empty()) => {
            out.push(wrong(say!("分档规则要写 fact，或写 of 和 over", "`tiers` needs `fact`, or `of` and `over`")));
        }
        Rule::Steps(r) if r.fact.is_none() && (r.of.is_empty() || r.over.is_empty()) => {
            out.push(wrong(say!("逐级规则要写 fact，或写 of 和 over", "`steps` needs `fact`, or `of` and `over`")));
        }
        Rule::Deduct(r) => faults(r, criterion, out),
        Rule::Cases(cases) => {
            if cases.is_empty() {
                out.push(wrong(say!("分类规则至少要有一类", "`cases` needs one case at least")));
            }
            if cases.iter().rev().skip(1).any(|c| c.when.is_none()) {
                out.push(wrong(say!(
                    "没有写 when 的一类适用于所有服务点，应放在最后",
                    "a case without `when` fits every point and belongs at the end"
                )));
            }
            for case in cases {
                if let Some(fact) = case.when.as_ref().and_then(|w| w.fact.as_deref()) {
                    condition(fact, criterion.rule.span, out);
                }
                shape(&case.rule, criterion, out);
            }
        }
        Rule::AllOf(rules) | Rule::AnyOf(rules) => {
            if rules.is_empty() {
                out.push(wrong(say!("这里至少要有一个条件", "at least one condition belongs here")));
            }
            for inner in rules {
                condition(inner, criterion.rule.span, out);
            }
        }
        Rule::Not(inner) => condition(inner, criterion.rule.span, out),
        Rule::EachMissing(r) => {
            if r.things.is_empty() {
                out.push(wrong(say!("缺项规则要写应有的东西（things）", "`each_missing` needs `things`")));
            }
            positive(&[&r.each, &r.cap], out);
        }
        Rule::Steps(r) => positive(&[&r.gain, &r.lose], out),
        Rule::Sample(r) => {
            positive(&[&r.each_failed], out);
            if r.size.value == 0 {
                let message = say!("抽查数应大于0", "a sample has more than 0 to look at");
                out.push(Diagnostic::new(&codes::STANDARD_FACT, r.size.span, message));
            }
            if let Some(most) = r.failed_at_most.as_ref().filter(|most| most.value >= r.size.value) {
                let message = say!("最多不合格的个数应小于抽查数", "fewer may fail than are looked at");
                out.push(Diagnostic::new(&codes::STANDARD_FACT, most.span, message));
            }
        }
        Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Tiers(_)
        | Rule::External(_) => {}
    }
    if criterion.marks.is_none() && rule.gives_marks_only() {
        out.push(wrong(Bilingual {
            zh: format!("“{}”规则要有分值", rule.zh()),
            en: format!("a rule of the kind `{}` needs marks", rule.word()),
        }));
    }
    if let Rule::Tiers(tiers) = rule {
        levels(tiers, out);
    }
    if let (Some(marks), Rule::Tiers(tiers)) = (&criterion.marks, rule) {
        for level in tiers.levels.iter().filter(|l| l.marks.value > marks.value) {
            let message = say!(
                "这一档得{}分，超过本项分值{}分",
                "this level gives {} marks, more than the criterion's {}",
                show(level.marks.value),
                show(marks.value)
            );
            out.push(Diagnostic::new(&codes::SUM_OF_MARKS, level.marks.span, message));
        }
    }
}

/// Amounts that are taken off, or added, are written without sign.
fn positive(amounts: &[&Option<Spanned<Decimal>>], out: &mut Diagnostics) {
    for amount in amounts.iter().copied().flatten().filter(|a| a.value <= Decimal::ZERO) {
        let message = say!("分数应大于0", "the marks should be more than 0");
        out.push(
            Diagnostic::new(&codes::STANDARD_FACT, amount.span, message)
                .help(say!("扣分也写正数，如 0.5", "write what is taken off without a sign, such as 0.5")),
        );
    }
}

/// Kinds of faults: each with its amounts, and parts that name their whole.
fn faults(rule: &Deduct, criterion: &Criterion, out: &mut Diagnostics) {
    let mut complain = |at, message| out.push(Diagnostic::new(&codes::STANDARD_FACT, at, message));
    if rule.faults.is_empty() {
        complain(criterion.rule.span, say!("扣分规则至少要有一种扣分情形", "`deduct` needs one fault at least"));
    }
    if let Some(floor) = rule.floor.as_ref().filter(|f| f.is_sign_negative() && !f.is_zero()) {
        complain(floor.span, say!("最低得分不能是负数", "`floor` cannot be negative"));
    }
    for (i, fault) in rule.faults.iter().enumerate() {
        let name = &fault.name;
        if rule.faults.iter().take(i).any(|f| f.name == *name) {
            complain(name.span, say!("扣分情形“{}”写了两次", "the fault “{}” is written twice", name.value));
        }
        if fault.each.is_some() != fault.found_by.is_empty() {
            complain(
                fault.span,
                say!(
                    "“{}”要写每次扣几分（each），或按发现主体写（found_by），只写一个",
                    "“{}” needs either `each` or `found_by`",
                    name.value
                ),
            );
        }
        let amounts = fault.each.iter().chain(fault.found_by.iter().map(|(_, m)| m));
        for marks in amounts.filter(|m| m.value <= Decimal::ZERO) {
            complain(marks.span, say!("每次扣分应大于0", "a deduction should be more than 0"));
        }
        if let Some(whole) = &fault.within
            && (whole == name || !rule.faults.iter().any(|f| f.name == *whole))
        {
            complain(whole.span, say!("没有扣分情形“{}”", "there is no fault “{}”", whole.value));
        }
    }
}

/// Conditions within conditions must find their answer in facts.
pub fn condition(rule: &Rule, at: Span, out: &mut Diagnostics) {
    let needs_fact = match rule {
        Rule::Manual(_)
        | Rule::Deduct(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::External(_)
        | Rule::Sample(_)
        | Rule::Cases(_) => true,
        Rule::YesNo(r) => r.fact.is_none(),
        Rule::EachMissing(r) => r.fact.is_none(),
        Rule::AllOf(rules) | Rule::AnyOf(rules) => {
            for inner in rules {
                condition(inner, at, out);
            }
            false
        }
        Rule::Not(inner) => {
            condition(inner, at, out);
            false
        }
        Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_) => false,
    };
    if needs_fact {
        let message = Bilingual {
            zh: format!("“{}”用作条件时要写 fact，由数据回答", rule.zh()),
            en: format!("`{}` as a condition needs a `fact` that answers it", rule.word()),
        };
        out.push(Diagnostic::new(&codes::STANDARD_FACT, at, message));
    }
}

/// C402: what happens below a threshold, where the criterion has marks. The document itself may leave it open; then this stays
/// as a warning and such a case is scored as open, never by a guess.
pub fn policies(criterion: &Criterion, rule: &Rule, out: &mut Diagnostics) {
    if criterion.marks.is_none() {
        return;
    }
    let at = criterion.rule.span;
    let mut warn = |message, help| out.push(Diagnostic::new(&codes::NO_BELOW_POLICY, at, message).help(help));
    // Where each fault costs marks of its own, there is no threshold to fall below.
    let by_each = match rule {
        Rule::EachMissing(r) => r.each.is_some(),
        Rule::Sample(r) => r.each_failed.is_some(),
        Rule::Steps(r) => r.lose.is_some(),
        Rule::Manual(_)
        | Rule::YesNo(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Deduct(_)
        | Rule::Tiers(_)
        | Rule::External(_)
        | Rule::Cases(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => false,
    };
    if rule.policy() == Policy::Open && !by_each {
        warn(
            say!("“{}”没有写明未达标时如何计分", "“{}” does not say what happens below the threshold", criterion.title.value),
            say!(
                "原文有规定就写 below: zero（不得分）、proportional（按比例得分）或 manual（酌情评分）；原文没有，就由局里明确，未明确前这一项待定",
                "write `below: zero`, `proportional` or `manual` if the document says so; otherwise such a case stays open"
            ),
        );
    }
    if let Rule::Steps(r) = rule
        && r.partial.is_none()
    {
        warn(
            say!("“{}”没有写明不满一级如何计分", "“{}” does not say what an incomplete step counts", criterion.title.value),
            say!(
                "写 partial: ignore（不计）、whole（按一级计）或 share（按比例计）",
                "write `partial: ignore`, `whole` or `share`"
            ),
        );
    }
}
