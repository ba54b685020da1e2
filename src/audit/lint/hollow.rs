//! Standards that everybody passes (C415): nothing is judged, or the highest grade asks for nothing.

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use crate::model::standard::{Modality, Standard};
use crate::say;

/// C415: a standard judges something, each of its sections does, and what it judges can fail.
pub fn hollow(standard: &Standard, out: &mut Diagnostics) {
    let mut complain = |at, message, help| out.push(Diagnostic::new(&codes::JUDGES_NOTHING, at, message).help(help));
    if standard.criteria().next().is_none() {
        complain(
            standard.title.span,
            say!("标准没有一个评分项，谁都通过", "the standard has no criteria: every point passes"),
            say!("在 sections 里写评分项（criteria）", "write `criteria` under `sections`"),
        );
    } else {
        for section in standard.sections.iter().filter(|s| s.criteria.is_empty()) {
            complain(
                section.title.span,
                say!("“{}”里没有评分项", "the section “{}” has no criteria", section.title.value),
                say!("写评分项（criteria），或删去这一部分", "write its `criteria`, or remove the section"),
            );
        }
    }
    // The highest grade that asks for no marks is everybody's. A lower one may stand at 0: 不合格, 0分以上.
    let highest = standard.grades.first().and_then(|g| Some((g, g.at_least.as_ref()?)));
    if let Some((grade, limit)) = highest
        && limit.value <= Decimal::ZERO
    {
        complain(
            limit.span,
            say!(
                "最高等级“{}”0分就能评上，谁都通过",
                "the highest grade “{}” needs no marks: every point gets it",
                grade.name.value
            ),
            say!("对照原文改分数线", "compare the limit with the document"),
        );
    }
    let binding = |modality| matches!(modality, None | Some(Modality::Must));
    let fails = standard.criteria().any(|c| binding(c.modality.as_ref().map(|m| m.value)));
    if let (None, Some(first), false) = (&standard.total, standard.criteria().next(), fails) {
        let message = say!(
            "没有一项是必须的（must），不会有不符合的服务点",
            "no criterion binds (`must`), so no point can fail the standard"
        );
        let help = say!(
            "对照原文，必须做到的项去掉 modality 或写 must",
            "compare with the document: what binds has `modality: must`, or none"
        );
        let mut found =
            Diagnostic::new(&codes::JUDGES_NOTHING, first.modality.as_ref().map_or(first.id.span(), |m| m.span), message)
                .help(help);
        // A document may only recommend.
        found.severity = Severity::Warning;
        out.push(found);
    }
}
