//! Rules about plans and programmes: deadlines that a calendar has, and claimed numbers of parts.

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::model::plan::Deadline;
use crate::model::{Bureau, Text};
use crate::say;
use chrono::Datelike;

/// All rules about a bureau's plan.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    let year = bureau.file.edition.date.year();
    if let Some(plan) = &bureau.plan {
        for task in plan.groups.iter().flat_map(|g| &g.tasks) {
            if let Some(deadline) = &task.deadline {
                deadline_rule(deadline, year, out);
            }
        }
        if let Some(claim) = &plan.claims
            && claim.groups.value as usize != plan.groups.len()
        {
            let clause = claim.clause.as_ref().map_or("", |c| c.as_str());
            let (claimed, counted) = (claim.groups.value, plan.groups.len());
            out.push(
                Diagnostic::new(
                    &codes::CLAIMED_PARTS,
                    claim.groups.span,
                    say!(
                        "正文{clause}有 {claimed} 个分组，表格有 {counted} 个",
                        "the text ({clause}) has {claimed} parts, the table {counted}"
                    ),
                )
                .help(say!("核对正文与表格", "compare the text and the table")),
            );
        }
    }
    for target in bureau.programme.iter().flat_map(|p| &p.targets) {
        if let Some(deadline) = &target.deadline {
            deadline_rule(deadline, year, out);
        }
    }
}

/// A deadline is a day that exists (C308). Seed: 乌审旗, annex 3, “2023年月底” and “2023年44月底”.
fn deadline_rule(deadline: &Text, year: i32, out: &mut Diagnostics) {
    let (zh, en) = match Deadline::parse(deadline, Some(year)) {
        Deadline::Done | Deadline::By(_) | Deadline::Standing => return,
        Deadline::Vague => ("没有写明月份", "does not say which month"),
        Deadline::Impossible => ("不是存在的日期", "is not an existing date"),
    };
    out.push(
        Diagnostic::new(
            &codes::BAD_DEADLINE,
            deadline.span,
            Bilingual { zh: format!("时限“{deadline}”{zh}"), en: format!("the deadline “{deadline}” {en}") },
        )
        .help(say!("写成 2023年4月底 或 2023年4月30日", "write 2023年4月底 or 2023年4月30日")),
    );
}
