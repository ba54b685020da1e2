//! Findings about a standard itself: sums at every level, thresholds without policy, unknown facts, grades.

use rust_decimal::Decimal;

use super::exact::{self, show};
use super::explain::{amounts_of, facts_of};
use super::judge::ratio_limit;
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, codes};
use crate::model::Text;
use crate::model::standard::rule::Rule;
use crate::model::standard::{Amount, Criterion, Section, Standard};
use crate::say;
use crate::source::decode::nearest;

/// Checks a standard on its own.
pub fn lint(standard: &Standard, out: &mut Diagnostics) {
    ids(standard, out);
    sums(standard, out);
    grades(standard, out);
    for criterion in standard.criteria() {
        names(standard, &criterion.rule, out);
        if let Some(rule) = criterion.when.as_ref().and_then(|w| w.fact.as_deref()) {
            names(standard, rule, out);
            condition(rule, criterion.span, out);
        }
        shape(&criterion.rule, criterion, out);
        policies(criterion, out);
    }
    open_policies(standard, out);
}

fn ids(standard: &Standard, out: &mut Diagnostics) {
    let mut seen: Vec<&crate::model::Id> = Vec::new();
    for criterion in standard.criteria() {
        if let Some(first) = seen.iter().find(|id| id.as_str() == criterion.id.as_str()) {
            let id = &criterion.id;
            out.push(
                Diagnostic::new(
                    &codes::DUPLICATE_ID,
                    id.span(),
                    say!("评分项编号“{id}”用了两次", "the criterion id `{id}` is used twice"),
                )
                .related(first.span(), say!("第一次在这里", "first here"))
                .help(say!("改一个编号", "change one of them")),
            );
        }
        seen.push(&criterion.id);
    }
}

fn wrong_sum(at: Span, what: (&str, &str), stated: Decimal, sum: Decimal) -> Diagnostic {
    let (stated, sum) = (show(stated), show(sum));
    let message = Bilingual {
        zh: format!("{}写的是{stated}分，各项相加是{sum}分", what.0),
        en: format!("{} says {stated} marks, its parts sum to {sum}", what.1),
    };
    Diagnostic::new(&codes::SUM_OF_MARKS, at, message).help(say!("对照原文改分值", "compare the marks with the document"))
}

fn too_long(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::SUM_OF_MARKS, at, say!("分值的位数过多", "the marks have too many digits"))
}

/// C401: criteria to section, sections to total.
fn sums(standard: &Standard, out: &mut Diagnostics) {
    let Some(total) = &standard.total else {
        for criterion in standard.criteria() {
            if let Some(marks) = &criterion.marks {
                let message = say!("标准没有总分，评分项却有分值", "the standard has no total, yet a criterion has marks");
                out.push(
                    Diagnostic::new(&codes::SUM_OF_MARKS, marks.span, message)
                        .help(say!("加一行 total，或删去分值", "add `total`, or remove the marks")),
                );
            }
        }
        return;
    };
    if total.value <= Decimal::ZERO {
        out.push(Diagnostic::new(&codes::SUM_OF_MARKS, total.span, say!("总分应大于0", "the total should be more than 0")));
    }
    let mut all = Some(Decimal::ZERO);
    for section in &standard.sections {
        let sum = section_sum(section, out);
        match (sum, &section.marks) {
            (Some(sum), Some(stated)) if sum != stated.value => {
                let title = &section.title.value;
                out.push(wrong_sum(stated.span, (&format!("“{title}”"), &format!("“{title}”")), stated.value, sum));
            }
            _ => {}
        }
        let part = section.marks.as_ref().map(|m| m.value).or(sum);
        all = all.and_then(|a| part.and_then(|p| exact::add(a, p)));
    }
    match all {
        Some(sum) if sum != total.value => out.push(wrong_sum(total.span, ("总分", "the total"), total.value, sum)),
        Some(_) => {}
        None => out.push(too_long(total.span)),
    }
}

fn section_sum(section: &Section, out: &mut Diagnostics) -> Option<Decimal> {
    let mut sum = Some(Decimal::ZERO);
    for criterion in &section.criteria {
        match &criterion.marks {
            Some(marks) if marks.value <= Decimal::ZERO => {
                out.push(Diagnostic::new(&codes::SUM_OF_MARKS, marks.span, say!("分值应大于0", "marks should be more than 0")));
            }
            Some(marks) if !criterion.bonus => sum = sum.and_then(|s| exact::add(s, marks.value)),
            Some(_) => {}
            // A veto may stand beside the marks.
            None if criterion.veto => {}
            None => out.push(
                Diagnostic::new(
                    &codes::SUM_OF_MARKS,
                    criterion.id.span(),
                    say!("评分项“{}”没有分值", "the criterion `{}` has no marks", criterion.id),
                )
                .help(say!("加一行 marks", "add `marks`")),
            ),
        }
    }
    if sum.is_none() {
        out.push(too_long(section.title.span));
    }
    sum
}

/// C405: from the highest down, each reachable, each with one limit and a name of its own.
fn grades(standard: &Standard, out: &mut Diagnostics) {
    let mut above: Option<(Decimal, bool)> = None;
    let mut names: Vec<&str> = Vec::new();
    for grade in &standard.grades {
        let mut complain = |message, help| out.push(Diagnostic::new(&codes::GRADES, grade.span, message).help(help));
        if names.contains(&grade.name.as_str()) {
            complain(
                say!("等级“{}”写了两次", "the grade “{}” is written twice", grade.name.value),
                say!("改名或删去", "rename or remove it"),
            );
        }
        names.push(&grade.name);
        let (limit, exclusive) = match (&grade.at_least, &grade.more_than) {
            (Some(limit), None) => (limit.value, false),
            (None, Some(limit)) => (limit.value, true),
            _ => {
                complain(
                    say!("等级“{}”应写一个分数线", "the grade “{}” needs one limit", grade.name.value),
                    say!("写 at_least（含本数）或 more_than（不含本数）", "write `at_least` or `more_than`"),
                );
                continue;
            }
        };
        let shown = show(limit);
        match standard.total.as_ref().map(|t| t.value) {
            None => complain(
                say!("标准没有总分，不能按分数评等级", "a standard without total has no grades"),
                say!("加一行 total", "add `total`"),
            ),
            Some(total) if limit > total || (exclusive && limit == total) => complain(
                say!("“{}”要{shown}分，超过总分，达不到", "“{}” needs {shown} marks, more than the total", grade.name.value),
                say!("对照原文改分数线", "compare the limit with the document"),
            ),
            Some(_) => {}
        }
        if above.is_some_and(|a| (limit, exclusive) >= a) {
            complain(
                say!("“{}”的分数线不低于上一个等级，评不上", "the limit of “{}” is not below the grade before", grade.name.value),
                say!("等级从高到低写，分数线依次降低", "write grades from the highest down"),
            );
        }
        above = Some((limit, exclusive));
    }
}

/// C403: every fact and parameter that a rule names is defined.
fn names(standard: &Standard, rule: &Rule, out: &mut Diagnostics) {
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
    let help = match nearest(name, known) {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("在 {key} 里加上“{0}”", "define “{0}” under `{key}`", name.value),
    };
    let name_text = &name.value;
    let message =
        Bilingual { zh: format!("没有定义{zh}“{name_text}”"), en: format!("the {en} “{name_text}” is not defined") };
    Diagnostic::new(&codes::STANDARD_FACT, name.span, message).help(help)
}

/// Rules that cannot work as written, whatever the facts.
fn shape(rule: &Rule, criterion: &Criterion, out: &mut Diagnostics) {
    let mut complain = |message| out.push(Diagnostic::new(&codes::STANDARD_FACT, criterion.rule.span, message));
    match rule {
        Rule::Ratio(r) if ratio_limit(r).is_none() => {
            complain(say!("比率规则要写一个、且只写一个界限", "a ratio needs exactly one limit"));
        }
        Rule::Tiers(r) if r.fact.is_none() && (r.of.is_empty() || r.over.is_empty()) => {
            complain(say!("分档规则要写 fact，或写 of 和 over", "`tiers` needs `fact`, or `of` and `over`"));
        }
        Rule::Steps(r) if r.fact.is_none() && (r.of.is_empty() || r.over.is_empty()) => {
            complain(say!("逐级规则要写 fact，或写 of 和 over", "`steps` needs `fact`, or `of` and `over`"));
        }
        Rule::Deduct(r) if r.floor.as_ref().is_some_and(|f| f.is_sign_negative() && !f.is_zero()) => {
            complain(say!("最低得分不能是负数", "`floor` cannot be negative"));
        }
        Rule::Deduct(r) if r.faults.iter().any(|f| f.each.value <= Decimal::ZERO) => {
            complain(say!("每次扣分应大于0", "a deduction should be more than 0"));
        }
        Rule::AllOf(rules) | Rule::AnyOf(rules) => {
            if rules.is_empty() {
                complain(say!("这里至少要有一个条件", "at least one condition belongs here"));
            }
            for inner in rules {
                condition(inner, criterion.rule.span, out);
            }
        }
        Rule::Not(inner) => condition(inner, criterion.rule.span, out),
        Rule::Deduct(_) | Rule::Tiers(_) | Rule::Steps(_) | Rule::External(_) if criterion.marks.is_none() => {
            complain(Bilingual {
                zh: format!("“{}”规则要有分值", rule.zh()),
                en: format!("a rule of the kind `{}` needs marks", rule.word()),
            });
        }
        _ => {}
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

/// Conditions within conditions must find their answer in facts.
fn condition(rule: &Rule, at: Span, out: &mut Diagnostics) {
    let needs_fact = match rule {
        Rule::Manual(_) | Rule::Deduct(_) | Rule::Tiers(_) | Rule::Steps(_) | Rule::External(_) | Rule::Sample(_) => true,
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
        _ => false,
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
fn policies(criterion: &Criterion, out: &mut Diagnostics) {
    if criterion.marks.is_none() {
        return;
    }
    let at = criterion.rule.span;
    let mut warn = |message, help| out.push(Diagnostic::new(&codes::NO_BELOW_POLICY, at, message).help(help));
    let below = match &criterion.rule.value {
        Rule::AtLeast(r) | Rule::MoreThan(r) | Rule::AtMost(r) | Rule::LessThan(r) => Some(&r.below),
        Rule::Between(r) => Some(&r.below),
        Rule::Equals(r) => Some(&r.below),
        Rule::Ratio(r) => Some(&r.below),
        Rule::Tiers(r) => Some(&r.below),
        Rule::EachMissing(r) if r.each.is_none() => Some(&r.below),
        Rule::Sample(r) if r.each_failed.is_none() => Some(&r.below),
        Rule::Steps(r) if r.lose.is_none() => Some(&r.below),
        _ => None,
    };
    if below.is_some_and(Option::is_none) {
        warn(
            say!("“{}”没有写明未达标时如何计分", "“{}” does not say what happens below the threshold", criterion.title.value),
            say!(
                "原文有规定就写 below: zero（不得分）、proportional（按比例得分）或 manual（酌情评分）；原文没有，就由局里明确，未明确前这一项待定",
                "write `below: zero`, `proportional` or `manual` if the document says so; otherwise such a case stays open"
            ),
        );
    }
    if let Rule::Steps(r) = &criterion.rule.value
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

/// C402 for the whole standard: what does not apply, and bonus marks.
fn open_policies(standard: &Standard, out: &mut Diagnostics) {
    if standard.total.is_none() {
        return;
    }
    if let Some(criterion) = standard.criteria().find(|c| c.when.is_some())
        && standard.not_applicable.is_none()
    {
        let message = say!(
            "有评分项只适用于部分服务点，标准没有写明不适用时如何计分",
            "some criteria may not apply, and the standard does not say what becomes of their marks"
        );
        let help = say!(
            "写 not_applicable: exclude_and_rescale（剔除后折算）、full_marks 或 zero",
            "write `not_applicable: exclude_and_rescale`, `full_marks` or `zero`"
        );
        out.push(Diagnostic::new(&codes::NO_BELOW_POLICY, criterion.id.span(), message).help(help));
    }
    if let Some(criterion) = standard.criteria().find(|c| c.bonus)
        && standard.bonus.is_none()
    {
        let message =
            say!("有加分项，标准没有写明加分如何计入", "there are bonus marks, and the standard does not say how they count");
        let help = say!("写 bonus: {{cap: 5, over_total: true}}", "write `bonus: {{cap: 5, over_total: true}}`");
        out.push(Diagnostic::new(&codes::NO_BELOW_POLICY, criterion.id.span(), message).help(help));
    }
}
