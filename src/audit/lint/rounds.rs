//! Findings about records beside each other: two for one round, corrections, the order of rounds, what a re-inspection may look at,
//! sheets of several inspectors, days to come (C410-C412).

use chrono::NaiveDate;

use crate::audit::State;
use crate::audit::chain::{Chain, RoundRecords, Scored, chains, fingerprint, score_all};
use crate::diagnostic::{Bilingual, Code, Diagnostic, Diagnostics, Severity, Span, codes};
use crate::model::inspection::{InspectionFile, Merge, Revision, Round};
use crate::model::{Bureau, Workspace};
use crate::say;

/// Fewest digits of a fingerprint that name a record without doubt.
const FINGERPRINT_DIGITS: usize = 12;

/// Checks the records of a bureau beside each other.
pub fn lint_chains(workspace: &Workspace, bureau: &Bureau, today: NaiveDate, out: &mut Diagnostics) {
    for record in &bureau.inspections {
        future(record, today, out);
        sheets(record, out);
    }
    for chain in chains(bureau) {
        for round in &chain.rounds {
            revisions(workspace, round, out);
        }
        order(&chain, out);
    }
}

/// Checks what the re-inspections of a workspace look at.
pub fn lint_scope(workspace: &Workspace, out: &mut Diagnostics) {
    for scored in score_all(workspace) {
        beyond(&scored, out);
        released(&scored, out);
    }
}

/// C414: what is released and does not come onto the public list, with the reason, so that nobody looks for it in vain.
fn released(scored: &Scored<'_>, out: &mut Diagnostics) {
    let record = scored.record;
    if !record.published {
        return;
    }
    let why = if record.round.value < Round::Site {
        let round = record.round.zh();
        say!("{round}不是局里的评定", "a round of the point or the town is not a result of the bureau")
    } else if scored.outcome.state == State::Met {
        return;
    } else {
        let result = scored.outcome.result_zh();
        say!("结果是{result}，没有等级可以公示", "there is no grade to publish")
    };
    let message = Bilingual {
        zh: format!("写了公示，但不会出现在公示名单上：{}", why.zh),
        en: format!("released, and yet not on the public list: {}", why.en),
    };
    out.push(
        Diagnostic::new(&codes::NOT_LISTED, record.round.span, message)
            .help(say!("删去 published，或查清、评定以后再公示", "remove `published`, or release it once it has a grade")),
    );
}

fn chain_error(at: Span, message: Bilingual) -> Diagnostic {
    Diagnostic::new(&codes::RECORD_CHAIN, at, message)
}

fn warning(at: Span, message: Bilingual) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..chain_error(at, message) }
}

/// C411: nobody inspected tomorrow.
fn future(record: &InspectionFile, today: NaiveDate, out: &mut Diagnostics) {
    let days = [Some(&record.date), record.revision.as_ref().map(|r| &r.date)];
    for day in days.into_iter().flatten().filter(|day| day.value > today) {
        let message = say!("日期 {} 还没有到", "the day {} has not come yet", day.value);
        let help = say!("核对年月日；今天是 {today}", "check the date; today is {today}");
        out.push(Diagnostic::new(&codes::FUTURE_DATE, day.span, message).help(help));
    }
}

/// Two records for one round, and corrections that do not follow each other.
fn revisions(workspace: &Workspace, round: &RoundRecords<'_>, out: &mut Diagnostics) {
    let Some(first) = round.records.first() else { return };
    if let Some(revision) = &first.revision {
        let message = say!("更正前的记录不在了", "the record that this corrects is gone");
        let help = say!(
            "记录只追加、不改动：把原来的记录放回，更正写成新的一份",
            "records are appended, never changed: put the first one back, and write the correction as another"
        );
        out.push(chain_error(revision.span, message).help(help));
    }
    for pair in round.records.windows(2) {
        let [before, after] = pair else { continue };
        match &after.revision {
            None => out.push(twice(before, after)),
            Some(revision) if revision.number.value == before.revision_number() => out.push(
                chain_error(
                    revision.number.span,
                    say!("有两份第{0}次的记录", "there are two records of revision {0}", revision.number.value),
                )
                .related(before.point.span, say!("另一份在这里", "the other is here"))
                .help(say!("更正的序号依次写 2、3、4", "number the corrections 2, 3, 4")),
            ),
            Some(revision) => follows(workspace, before, revision, out),
        }
        if before.date.value != after.date.value {
            let message =
                say!("更正的检查日期与原记录不同", "the correction's day of inspection differs from the first record's");
            let help = say!(
                "date 写检查那天，更正的日期写在 revision 里",
                "`date` is the day of the inspection; the day of the correction is in `revision`"
            );
            out.push(warning(after.date.span, message).related(before.date.span, say!("原记录", "the first record")).help(help));
        }
    }
}

fn twice(first: &InspectionFile, second: &InspectionFile) -> Diagnostic {
    let round = second.round.value;
    let message = Bilingual {
        zh: format!("同一批次、同一服务点的{}有两份记录", round.zh()),
        en: format!("there are two `{}` records for one point and campaign", round.word()),
    };
    chain_error(second.point.span, message).related(first.point.span, say!("第一份在这里", "the first is here")).help(say!(
        "留下一份；如果是更正，加 revision（序号、日期、更正人、原因）；如果是另一批，写 campaign",
        "keep one; a correction has a `revision` (number, date, by, reason), another campaign its `campaign`"
    ))
}

/// C412: a correction names what it replaces, so that the record cannot be changed behind its back.
fn follows(workspace: &Workspace, before: &InspectionFile, revision: &Revision, out: &mut Diagnostics) {
    let next = before.revision_number() + 1;
    if revision.number.value != next {
        let message = say!("更正的序号应是 {next}", "the number of the revision should be {next}");
        out.push(chain_error(revision.number.span, message).help(say!("写 {next}", "write {next}")));
    }
    let Some(replaces) = &revision.replaces else { return };
    let own = fingerprint(workspace, before);
    let written = replaces.trim().to_ascii_lowercase();
    let short = own.get(..FINGERPRINT_DIGITS).unwrap_or(&own);
    let code: &'static Code = &codes::RECORD_CHANGED;
    if written.len() < FINGERPRINT_DIGITS {
        let message = say!("指纹至少写{FINGERPRINT_DIGITS}位", "a fingerprint needs {FINGERPRINT_DIGITS} digits at least");
        out.push(Diagnostic::new(code, replaces.span, message).help(say!("写 {short}", "write {short}")));
    } else if !own.starts_with(&written) {
        let message = say!(
            "被更正的记录后来改动过，指纹对不上",
            "the record that this corrects was changed afterwards: its fingerprint differs"
        );
        let help = say!("找回原来的记录；确认无误后指纹写 {short}", "restore the record; once it is certain, write {short}");
        let place = say!("被更正的记录", "the record that is corrected");
        out.push(Diagnostic::new(code, replaces.span, message).related(before.point.span, place).help(help));
    }
}

/// Rounds go forward in time, and a re-inspection needs something to inspect again.
fn order(chain: &Chain<'_>, out: &mut Diagnostics) {
    let mut before: Option<&InspectionFile> = None;
    for round in &chain.rounds {
        let Some(record) = round.records.last() else { continue };
        match before {
            Some(before) if record.date.value < before.date.value => {
                let (this, that) = (record.round.value.zh(), before.round.value.zh());
                let message = say!("{this}的日期早于{that}", "a later round has an earlier day");
                out.push(
                    warning(record.date.span, message)
                        .related(before.date.span, say!("上一轮", "the round before"))
                        .help(say!("核对两份记录的日期", "check both days")),
                );
            }
            None if round.round == Round::Recheck => {
                let message = say!(
                    "没有可以复查的记录：同一批次没有更早的轮次",
                    "there is nothing to inspect again: the campaign has no earlier round"
                );
                let help = say!(
                    "轮次写 site（现场核查），或核对 campaign、标准版本和服务点",
                    "make it `round: site`, or check `campaign`, `version` and `point`"
                );
                out.push(chain_error(record.round.span, message).help(help));
            }
            _ => {}
        }
        before = Some(record);
    }
}

/// A re-inspection looks at what failed or was unknown, and at nothing else.
fn beyond(scored: &Scored<'_>, out: &mut Diagnostics) {
    for id in &scored.beyond {
        let title = scored.standard.criterion(id).map_or("", |c| c.title.as_str());
        let message =
            say!("“{title}”上一轮已经达标，不在复查范围", "“{title}” was met in the round before and is out of this one's scope");
        let help = say!(
            "删去这一项；上一轮记错了，就给上一轮的记录写更正（revision）",
            "remove it; if the round before was wrong, correct that record with a `revision`"
        );
        out.push(chain_error(id.span, message).help(help));
    }
}

fn sheets(record: &InspectionFile, out: &mut Diagnostics) {
    let Some(first) = record.sheets.first() else {
        if let Some(merge) = &record.merge {
            let message = say!("没有分别评分的记录，合并方式不起作用", "there are no sheets to merge");
            out.push(warning(merge.span, message).help(say!("删去 merge，或写 sheets", "remove `merge`, or write `sheets`")));
        }
        return;
    };
    let Some(merge) = &record.merge else {
        let message = say!("几人分别评分，没有写怎样合并", "several inspectors scored apart, and how to merge is not said");
        let help = say!(
            "加一行 merge: mean（取平均）、lowest（取最低）或 discussed（商定）",
            "add `merge: mean`, `lowest` or `discussed`"
        );
        out.push(chain_error(first.span, message).help(help));
        return;
    };
    if record.sheets.len() == 1 {
        let message = say!("只有一个人的评分，不用合并", "there is only one sheet");
        out.push(warning(first.span, message).help(say!("写进 findings", "write it as `findings`")));
    }
    let listed = record.findings.iter().next();
    if let (Some((id, _)), true) = (listed, merge.value != Merge::Discussed) {
        let message = say!(
            "已按“{}”合并分别评分，这里的检查情况不起作用",
            "the sheets are merged ({}); these findings do not count",
            merge.value.zh()
        );
        out.push(warning(id.span, message).help(say!("删去，或写 merge: discussed", "remove them, or write `merge: discussed`")));
    }
    for (i, sheet) in record.sheets.iter().enumerate() {
        if record.sheets.iter().take(i).any(|s| s.inspector == sheet.inspector) {
            let name = &sheet.inspector.value;
            let message = say!("“{name}”的评分写了两份", "there are two sheets of “{name}”");
            out.push(chain_error(sheet.inspector.span, message).help(say!("每人一份", "one sheet each")));
        }
    }
}
