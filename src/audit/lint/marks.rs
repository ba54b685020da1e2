//! Findings about a standard's marks: sums at every level (C401), grades and ladders that nobody reaches (C405), deductions without
//! end (C407).

use rust_decimal::Decimal;

use crate::audit::exact::{self, show};
use crate::diagnostic::{Bilingual, Code, Diagnostic, Diagnostics, Span, codes};
use crate::model::standard::rule::{Level, Rule, Tiers};
use crate::model::standard::{Amount, Criterion, Section, Standard};
use crate::say;
use crate::source::decode::nearest;

fn wrong_sum(at: Span, what: (&str, &str), stated: Decimal, sum: Decimal, as_printed: bool) -> Diagnostic {
    let (stated, sum) = (show(stated), show(sum));
    let message = Bilingual {
        zh: format!("{}写的是{stated}分，各项相加是{sum}分", what.0),
        en: format!("{} says {stated} marks, its parts sum to {sum}", what.1),
    };
    if as_printed {
        return Diagnostic::new(&codes::PRINTED_SUM, at, message)
            .help(say!("原件如此，照印；评分按各项的分值", "it is printed so; the marks of the criteria count"));
    }
    Diagnostic::new(&codes::SUM_OF_MARKS, at, message).help(say!(
        "对照原文改分值；原件就是这样的，加一行 as_printed 写明",
        "compare the marks with the document; where it is printed so, say it in `as_printed`"
    ))
}

/// C416: which document it is from.
pub fn source(standard: &Standard, out: &mut Diagnostics) {
    if !standard.file.has_source() {
        out.push(sourceless(standard, &codes::SOURCE_MISSING));
    }
}

/// P610: a paper would cite it.
#[must_use]
pub fn unsourced(standard: &Standard) -> Diagnostic {
    sourceless(standard, &codes::UNSOURCED)
}

fn sourceless(standard: &Standard, code: &'static Code) -> Diagnostic {
    let title = &standard.file.title.value;
    let message = say!("《{title}》没有写来源", "{title} does not say which document it is from");
    Diagnostic::new(code, standard.file.source.span, message).help(say!(
        "写文件的名称和文号，如 source: 关于印发……的通知（某医保发〔2024〕3号）；没有它，报告、通报和整改通知不能印",
        "write the document's name and number; without it no report, circular or notice can be printed"
    ))
}

fn too_long(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::SUM_OF_MARKS, at, say!("分值的位数过多", "the marks have too many digits"))
}

/// C401: criteria to section, sections to total.
pub fn sums(standard: &Standard, out: &mut Diagnostics) {
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
    let printed = standard.as_printed.is_some();
    let mut all = Some(Decimal::ZERO);
    for section in &standard.sections {
        let sum = section_sum(section, out);
        match (sum, &section.marks) {
            (Some(sum), Some(stated)) if sum != stated.value => {
                let title = &section.title.value;
                out.push(wrong_sum(stated.span, (&format!("“{title}”"), &format!("“{title}”")), stated.value, sum, printed));
            }
            _ => {}
        }
        let part = section.marks.as_ref().map(|m| m.value).or(sum);
        let part = part.and_then(|p| weighted(section, p, out));
        all = all.and_then(|a| part.and_then(|p| exact::add(a, p)));
    }
    match all {
        Some(sum) if sum != total.value => out.push(wrong_sum(total.span, ("总分", "the total"), total.value, sum, printed)),
        Some(_) => {}
        None => out.push(too_long(total.span)),
    }
}

/// A section's marks as they count in the total.
fn weighted(section: &Section, marks: Decimal, out: &mut Diagnostics) -> Option<Decimal> {
    match &section.weight {
        None => Some(marks),
        Some(Amount::Number { value, .. }) if *value > Decimal::ZERO => exact::mul(marks, *value),
        Some(other) => {
            let message = say!("权重应是大于0的数，如 70%", "a weight is a number above 0, such as 70%");
            out.push(Diagnostic::new(&codes::SUM_OF_MARKS, other.span(), message));
            None
        }
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
pub fn grades(standard: &Standard, out: &mut Diagnostics) {
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
    let lowest = standard.grades.last();
    if let (Some(lowest), None) = (lowest, &standard.below_grades)
        && above.is_some_and(|(limit, exclusive)| limit > Decimal::ZERO || exclusive)
    {
        let name = &lowest.name.value;
        let message = say!("没有写明低于“{name}”怎样处理", "what a total below “{name}” means is not stated");
        let help = say!(
            "原文有规定就写 below_grades，如 不予评星；没有就留着这条提醒",
            "write `below_grades` in the document's words if it has any"
        );
        out.push(Diagnostic::new(&codes::GRADE_GAP, lowest.span, message).help(help));
    }
}

/// C405: a cap names a grade of the standard.
pub fn cap(standard: &Standard, criterion: &Criterion, out: &mut Diagnostics) {
    let Some(name) = &criterion.caps_grade else { return };
    if standard.grades.iter().any(|g| g.name == *name) {
        return;
    }
    let near = nearest(name, standard.grades.iter().map(|g| g.name.as_str()));
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("写标准里的一个等级", "name one of the standard's grades"),
    };
    let message = say!("标准没有等级“{}”", "the standard has no grade “{}”", name.value);
    out.push(Diagnostic::new(&codes::GRADES, name.span, message).help(help).instead(near));
}

/// C405: a level that asks for more must give more, or nobody is ever on it.
pub fn levels(tiers: &Tiers, out: &mut Diagnostics) {
    let limit = |level: &Level| match (&level.at_least, &level.more_than) {
        (Some(Amount::Number { value, .. }), None) => Some((*value, false)),
        (None, Some(Amount::Number { value, .. })) => Some((*value, true)),
        _ => None,
    };
    for (i, level) in tiers.levels.iter().enumerate() {
        let message = match (&level.at_least, &level.more_than) {
            (Some(_), Some(_)) | (None, None) => {
                say!("每一档要写一个、且只写一个界限", "a level needs exactly one limit")
            }
            _ => {
                let others = tiers.levels.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
                let Some(own) = limit(level) else { continue };
                let beaten =
                    |other: &Level| limit(other).is_some_and(|o| o < own && other.marks.value >= level.marks.value || o == own);
                if !others.into_iter().any(beaten) {
                    continue;
                }
                say!(
                    "这一档评不上：另一档要求不高于它，得分不低于它",
                    "nobody reaches this level: another asks for no more and gives no less"
                )
            }
        };
        let help = say!("对照原文改界限或得分", "compare limit and marks with the document");
        out.push(Diagnostic::new(&codes::GRADES, level.span, message).help(help));
    }
}

/// C407: deductions that may exceed the marks, where the standard does not say how far they go.
pub fn floors(criterion: &Criterion, rule: &Rule, out: &mut Diagnostics) {
    let Some(marks) = criterion.marks.as_ref().map(|m| m.value) else { return };
    let title = &criterion.title.value;
    let warn = |out: &mut Diagnostics, with_floor: bool| {
        let message = say!(
            "“{title}”的扣分可能超过{0}分，没有写明扣到多少为止",
            "deductions of “{title}” can exceed its {0} marks, and no floor is stated",
            show(marks)
        );
        let help = if with_floor {
            say!(
                "原文写“扣完为止”就写 floor: 0，或用 cap 写最多扣几分；没有写明时按扣到 0 分计",
                "write `floor: 0` if the document says so, or a `cap`; without either it stops at 0"
            )
        } else {
            say!("用 cap 写最多扣几分；没有写明时按扣到 0 分计", "write a `cap`; without one it stops at 0")
        };
        out.push(Diagnostic::new(&codes::NO_FLOOR, criterion.rule.span, message).help(help));
    };
    let within = |cap: Option<Decimal>| cap.is_some_and(|c| c <= marks);
    match rule {
        Rule::Deduct(r) => {
            let caps = exact::sum(r.faults.iter().filter_map(|f| f.cap.as_ref()).map(|c| c.value));
            let capped = r.faults.iter().all(|f| f.cap.is_some()) && within(caps);
            if r.floor.is_none() && !within(r.cap.as_ref().map(|c| c.value)) && !capped {
                warn(out, true);
            }
        }
        // One of each at most.
        Rule::EachMissing(r) => {
            let all = r.each.as_ref().and_then(|e| exact::mul(e.value, Decimal::from(r.things.len())));
            if all.is_some_and(|all| all > marks) && !within(r.cap.as_ref().map(|c| c.value)) {
                warn(out, false);
            }
        }
        // Nothing is taken off more than once.
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
        | Rule::Steps(_)
        | Rule::External(_)
        | Rule::Sample(_)
        | Rule::Cases(_)
        | Rule::AllOf(_)
        | Rule::AnyOf(_)
        | Rule::Not(_) => {}
    }
}
