//! Findings about standards, records, and records beside each other. One file per family: `hollow`, `marks`, `rules` and `percent` of a standard,
//! `record` against its standard and point, `values` of its facts, `rounds` beside each other.

mod hollow;
mod marks;
mod percent;
mod record;
mod rounds;
mod rules;
mod values;

pub use record::lint_record;
pub use rounds::{lint_chains, lint_scope};

use self::hollow::hollow;
pub use self::marks::unsourced;
use self::marks::{cap, floors, grades, source, sums};
use self::percent::percents;
use self::rules::{condition, names, policies, shape};
use super::explain::{amounts_of, facts_of};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::Text;
use crate::model::standard::rule::Rule;
use crate::model::standard::{Amount, Criterion, Standard};
use crate::say;

/// Checks a standard on its own.
pub fn lint(standard: &Standard, out: &mut Diagnostics) {
    ids(standard, out);
    hollow(standard, out);
    source(standard, out);
    sums(standard, out);
    grades(standard, out);
    if let Some(scope) = &standard.applies_to
        && let Some(rule) = scope.fact.as_deref()
    {
        names(standard, rule, out);
        percents(standard, rule, out);
        condition(rule, scope.span, out);
    }
    for criterion in standard.criteria() {
        names(standard, &criterion.rule, out);
        percents(standard, &criterion.rule, out);
        if let Some(rule) = criterion.when.as_ref().and_then(|w| w.fact.as_deref()) {
            names(standard, rule, out);
            percents(standard, rule, out);
            condition(rule, criterion.span, out);
        }
        shape(&criterion.rule, criterion, out);
        for rule in simple_rules(&criterion.rule) {
            policies(criterion, rule, out);
            floors(criterion, rule, out);
        }
        cap(standard, criterion, out);
        words(criterion, out);
    }
    open_policies(standard, out);
    unused(standard, out);
}

/// The rules that score: of cases each, else the one.
fn simple_rules(rule: &Rule) -> Vec<&Rule> {
    if let Rule::Cases(cases) = rule { cases.iter().flat_map(|c| simple_rules(&c.rule)).collect() } else { vec![rule] }
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

/// C408: a mark that is disputed is decided by the document's own words, and by what can be shown.
fn words(criterion: &Criterion, out: &mut Diagnostics) {
    let title = &criterion.title.value;
    let mut warn = |message, help| out.push(Diagnostic::new(&codes::NO_QUOTE, criterion.id.span(), message).help(help));
    if criterion.quote.as_ref().is_none_or(|q| q.trim().is_empty()) {
        warn(
            say!("“{title}”没有写原文", "“{title}” does not quote the document"),
            say!("加一行 quote，照录原文", "add `quote` with the document's own words"),
        );
    }
    if criterion.evidence.is_empty() {
        warn(
            say!("“{title}”没有写看什么佐证", "“{title}” does not say what shows it"),
            say!("加一行 evidence，如 [photo, document]（照片、材料）", "add `evidence`, such as [photo, document]"),
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

/// C409: what no rule uses is most often a slip, and a number of another document without that document's name cannot be checked.
fn unused(standard: &Standard, out: &mut Diagnostics) {
    let whens = standard.criteria().filter_map(|c| c.when.as_ref()).chain(&standard.applies_to);
    let rules: Vec<&Rule> = standard.criteria().map(|c| &c.rule.value).chain(whens.filter_map(|w| w.fact.as_deref())).collect();
    let facts: Vec<&Text> = rules.iter().flat_map(|r| facts_of(r)).collect();
    let amounts: Vec<&Amount> = rules.iter().flat_map(|r| amounts_of(r)).collect();
    for (name, _) in standard.facts.iter().filter(|(name, _)| !facts.contains(&name)) {
        let message = say!("没有规则用到数据“{}”", "no rule uses the fact “{}”", name.value);
        let help = say!("删去，或核对规则里的写法", "remove it, or check its spelling in the rules");
        out.push(Diagnostic::new(&codes::UNUSED_FACT, name.span, message).help(help));
    }
    for (name, parameter) in &standard.parameters {
        if !amounts.iter().any(|a| matches!(a, Amount::Parameter(used) if used == name)) {
            let message = say!("没有规则用到参数“{}”", "no rule uses the parameter “{}”", name.value);
            let help = say!("删去，或核对规则里的写法", "remove it, or check its spelling in the rules");
            out.push(Diagnostic::new(&codes::UNUSED_FACT, name.span, message).help(help));
        } else if parameter.source.is_none() {
            let message =
                say!("参数“{}”没有写由哪个文件规定", "the parameter “{}” does not name the document that sets it", name.value);
            let help = say!("加一行 source：文件名和文号", "add `source`: the document's title and number");
            out.push(Diagnostic::new(&codes::UNUSED_FACT, name.span, message).help(help));
        }
    }
}
