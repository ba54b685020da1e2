//! Findings about a record: does it fit its standard, the standard's version, and its point (C404)?

use rust_decimal::Decimal;

use super::values::facts_fit;
use crate::audit::exact::show;
use crate::audit::facts::{Facts, Layer, Place};
use crate::audit::judge::{Truth, case_of, in_scope};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, Span, codes};
use crate::model::inspection::{FaultCount, Finding, InspectionFile};
use crate::model::point::Point;
use crate::model::standard::rule::{Below, Deduct, EachMissing, Policy, Rule};
use crate::model::standard::{Criterion, Standard};
use crate::model::{Dict, Text};
use crate::say;
use crate::source::decode::nearest;

/// Findings that cannot all be slips of the pen.
const SEVERAL: usize = 3;

fn mismatch(at: Span, message: Bilingual) -> Diagnostic {
    Diagnostic::new(&codes::RECORD_MISMATCH, at, message)
}

fn warning(at: Span, message: Bilingual) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..mismatch(at, message) }
}

/// Checks a record against its standard and its point.
pub fn lint_record(record: &InspectionFile, standard: &Standard, point: &Point, place: Place<'_>, out: &mut Diagnostics) {
    let layers = [Layer::of(record)];
    let facts = Facts::new(standard, &layers, point, place);
    if let Some(scope) = &standard.applies_to
        && let (Truth::NotMet, why) = in_scope(scope, facts)
    {
        let message = say!("这个标准不适用于“{}”：{why}", "the standard is not for the point “{}”: {why}", point.name.value);
        out.push(mismatch(record.point.span, message).help(say!("换一个标准或服务点", "choose another standard or point")));
    }
    if record.inspectors.is_empty() {
        let at = record.inspectors.span.unwrap_or(record.span);
        out.push(warning(at, say!("没有写检查人", "no inspector is named")).help(say!(
            "在 inspectors 后面写上检查人，如 inspectors: [张三, 李四]",
            "write them after `inspectors`, such as `inspectors: [NAME]`"
        )));
    }
    // One slip, one finding: where nothing fits, the standard is the wrong one.
    let ids: Vec<&Text> = record.all_findings().map(|(id, _)| id).collect();
    if ids.len() >= SEVERAL && ids.iter().all(|id| standard.criterion(id).is_none()) {
        let id = &standard.id;
        let message = say!("检查情况里没有一项是标准“{id}”的", "no finding belongs to the standard `{id}`");
        out.push(
            mismatch(record.standard.span, message)
                .help(say!("核对 standard 写的是哪个标准", "check which standard `standard` names")),
        );
        return;
    }
    facts_fit(record, standard, out);
    for (id, finding) in record.all_findings() {
        match standard.criterion(id) {
            Some(criterion) => {
                if let Some(finding) = finding {
                    fits(finding, criterion, id, facts, out);
                }
            }
            None => out.push(unknown_criterion(id, standard)),
        }
    }
    for waiver in &record.waivers {
        if standard.criterion(&waiver.criterion).is_none() {
            out.push(unknown_criterion(&waiver.criterion, standard));
        }
        if waiver.expires.value < record.date.value {
            let message = say!(
                "豁免在检查那天已经到期，不起作用",
                "the waiver had expired on the day of the inspection and does not count"
            );
            out.push(warning(waiver.expires.span, message).help(say!("删去，或写新的豁免", "remove it, or write a new one")));
        }
    }
}

fn unknown_criterion(id: &Text, standard: &Standard) -> Diagnostic {
    let near = nearest(id, standard.criteria().map(|c| c.id.as_str()));
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("编号见标准文件", "see the standard for the ids"),
    };
    mismatch(id.span, say!("标准里没有评分项“{}”", "the standard has no criterion `{}`", id.value)).help(help).instead(near)
}

/// Most marks that a finding may give, when its rule takes marks from people or from another body at all.
fn marks_owed(criterion: &Criterion, facts: Facts) -> Option<Decimal> {
    let full = criterion.marks.as_ref()?.value;
    let rule = own_rule(&criterion.rule, facts);
    match rule {
        Rule::Manual(_) => Some(full),
        Rule::External(r) if r.fact.is_none() => Some(r.out_of.as_ref().map_or(full, |o| o.value)),
        Rule::YesNo(_)
        | Rule::AtLeast(_)
        | Rule::MoreThan(_)
        | Rule::AtMost(_)
        | Rule::LessThan(_)
        | Rule::Between(_)
        | Rule::Equals(_)
        | Rule::Ratio(_)
        | Rule::Deduct(_)
        | Rule::EachMissing(_)
        | Rule::Tiers(_)
        | Rule::Steps(_)
        | Rule::External(_)
        | Rule::Sample(_)
        | Rule::Cases(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => (rule.policy() == Policy::Says(Below::Manual)).then_some(full),
    }
}

/// The rule that scores this point: of cases the one that fits.
fn own_rule<'a>(rule: &'a Rule, facts: Facts) -> &'a Rule {
    if let Rule::Cases(cases) = rule { case_of(cases, facts).map_or(rule, |inner| own_rule(inner, facts)) } else { rule }
}

fn fits(finding: &Finding, criterion: &Criterion, id: &Text, facts: Facts, out: &mut Diagnostics) {
    let title = &criterion.title.value;
    if let Some(marks) = &finding.marks {
        marks_fit(marks.value, marks.span, finding, criterion, facts, out);
    }
    if let Some(ruling) = &finding.ruling {
        let marks = ruling.marks.value;
        let full = criterion.marks.as_ref().map_or(Decimal::ZERO, |m| m.value);
        if marks < Decimal::ZERO || marks > full {
            let (marks, full) = (show(marks), show(full));
            out.push(mismatch(
                ruling.marks.span,
                say!("裁定的{marks}分不在0至{full}分之内", "the ruling's {marks} marks are not within 0 to {full}"),
            ));
        }
    }
    if let (Some(_), Some(reason)) = (&finding.marks, &finding.not_applicable) {
        let message = say!("“{title}”写了不适用，又写了得分", "“{title}” does not apply, yet has marks");
        out.push(mismatch(reason.span, message).help(say!("留下一个", "keep one of them")));
    }
    let rule = own_rule(&criterion.rule, facts);
    if let Some(faults) = &finding.faults {
        if let Rule::Deduct(r) = rule {
            faults_fit(r, faults, out);
            for (name, _) in faults.iter().filter(|(n, _)| !r.faults.iter().any(|f| f.name == *n)) {
                let near = nearest(name, r.faults.iter().map(|f| f.name.as_str()));
                let help = match near {
                    Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
                    None => say!("名称照标准的扣分情形写", "use the standard's names"),
                };
                out.push(
                    mismatch(name.span, say!("标准没有扣分情形“{}”", "the standard has no fault “{}”", name.value))
                        .help(help)
                        .instead(near),
                );
            }
        } else {
            out.push(unused(id, "faults", rule));
        }
    }
    if let Some(missing) = &finding.missing {
        if let Rule::EachMissing(r) = rule {
            missing_fit(missing, r, facts, out);
        } else {
            out.push(unused(id, "missing", rule));
        }
    }
    if let Some(sample) = &finding.sample {
        match (rule, sample.checked.value, sample.failed.value) {
            (Rule::Sample(_), Some(checked), Some(failed)) if failed > checked => {
                let message = say!("抽查{checked}个，不合格却有{failed}个", "{failed} of {checked} failed");
                out.push(mismatch(sample.failed.span, message));
            }
            (Rule::Sample(_), ..) => {}
            _ => out.push(unused(id, "sample", rule)),
        }
    }
}

fn marks_fit(marks: Decimal, at: Span, finding: &Finding, criterion: &Criterion, facts: Facts, out: &mut Diagnostics) {
    let title = &criterion.title.value;
    let Some(most) = marks_owed(criterion, facts) else {
        let help = say!(
            "删去得分；标准未明确之处由局里写 ruling（裁定）",
            "remove the marks; where the standard leaves them open the bureau writes a `ruling`"
        );
        let message =
            say!("“{title}”按规则计分，这里填的得分不起作用", "“{title}” is scored by its rule; marks written here do not count");
        out.push(warning(at, message).help(help));
        return;
    };
    if marks < Decimal::ZERO {
        let message = say!("“{title}”的得分是负数", "“{title}” has negative marks");
        out.push(mismatch(at, message).help(say!("最低写 0", "0 is the least")));
    } else if marks > most {
        let (marks, most) = (show(marks), show(most));
        let message = say!("“{title}”得{marks}分，超过满分{most}分", "“{title}” has {marks} marks, more than {most}");
        out.push(mismatch(at, message).help(say!("最高写 {most}", "{most} is the most")));
    } else if marks < most && finding.reason.is_none() && matches!(own_rule(&criterion.rule, facts), Rule::Manual(_)) {
        let message = say!("“{title}”扣了分，没有写原因", "“{title}” lost marks without a reason");
        out.push(warning(at, message).help(say!("加一行 reason", "add `reason`")));
    }
}

/// Counts that a deduction cannot take: by finders whom the standard does not name, or a part that is more than its whole.
fn faults_fit(rule: &Deduct, faults: &Dict<FaultCount>, out: &mut Diagnostics) {
    for fault in &rule.faults {
        let Some(count) = faults.get(&fault.name) else { continue };
        let name = &fault.name.value;
        let finders = || fault.found_by.iter().map(|(by, _)| by.as_str()).collect::<Vec<_>>();
        match count {
            FaultCount::Times(times) if fault.each.is_none() && times.value.is_some_and(|n| n > 0) => {
                let list = finders().join("、");
                let message = say!("“{name}”要分发现主体写次数", "“{name}” is counted by who found it");
                out.push(mismatch(times.span, message).help(say!("分别写：{list}", "one count each for {list}")));
            }
            FaultCount::Times(_) => {}
            FaultCount::FoundBy(counts) => {
                for (by, _) in counts.iter().filter(|(by, _)| fault.found_by.get(by).is_none()) {
                    let list = finders().join("、");
                    let help = if list.is_empty() {
                        say!("直接写次数", "write a plain count")
                    } else {
                        say!("可以写：{list}", "known: {list}")
                    };
                    let message = say!("“{name}”没有发现主体“{}”", "“{name}” knows no finder “{}”", by.value);
                    out.push(mismatch(by.span, message).help(help));
                }
            }
        }
        let Some(whole) = &fault.within else { continue };
        let all = faults.get(whole).map_or(Some(0), FaultCount::times);
        if let (Some(part), Some(all), Some(at)) = (count.times(), all, count.span())
            && part > all
        {
            let whole = &whole.value;
            let message =
                say!("“{name}”有{part}次，多于“{whole}”的{all}次", "“{name}” counts {part}, more than the {all} of “{whole}”");
            out.push(mismatch(at, message).help(say!("其中的次数不能多于总次数", "a part cannot be more than its whole")));
        }
    }
}

fn missing_fit(missing: &[Text], rule: &EachMissing, facts: Facts, out: &mut Diagnostics) {
    for thing in missing {
        if !rule.things.contains(thing) {
            let near = nearest(thing, rule.things.iter().map(|t| t.as_str()));
            let help = match near {
                Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
                None => say!("名称照标准所列写", "use the standard's names"),
            };
            out.push(
                mismatch(thing.span, say!("标准没有列“{}”", "the standard does not list “{}”", thing.value))
                    .help(help)
                    .instead(near),
            );
        }
    }
    // What was counted on site goes before what was declared; that they differ is worth a look.
    if let Some(Ok(there)) = rule.fact.as_ref().map(|f| facts.list(f)) {
        for thing in missing.iter().filter(|t| there.contains(&t.as_str())) {
            let message = say!("“{}”在服务点数据里有，检查时缺少", "“{}” was declared, yet found missing", thing.value);
            out.push(warning(thing.span, message).help(say!("核实后改服务点的数据", "correct the point's facts once verified")));
        }
    }
}

fn unused(id: &Text, key: &str, rule: &Rule) -> Diagnostic {
    let message = Bilingual {
        zh: format!("“{}”用的是“{}”规则，{key} 不起作用", id.value, rule.zh()),
        en: format!("`{}` is scored by `{}`; `{key}` does not count", id.value, rule.word()),
    };
    warning(id.span, message).help(say!("删去", "remove it"))
}
