//! Inspections: standards and records to outcomes, pure and exact, and findings about both.
//!
//! Owns rule evaluation, three-valued facts, totals and grades. It must not know how an outcome is shown, nor touch the disk or the clock.
//! To add a rule kind: a record and a variant in `model::standard::rule`; no match over rules has a wildcard, so that the compiler names every place that
//! must know it.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod answer_fields;
mod award;
pub mod campaign;
mod chain;
mod deduct;
pub mod exact;
pub mod explain;
mod facts;
mod judge;
pub mod known;
mod lint;
mod measure;
mod merge;
mod outcome;
pub mod rectify;
mod score;
pub mod summary;
mod total;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_arithmetic;
#[cfg(test)]
mod tests_lint;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_rounds;
#[cfg(test)]
mod tests_sample;
#[cfg(test)]
mod tests_total;

pub use chain::{ChainKey, RoundKey, Scored, fingerprint, left_to, round_key, score_all, score_under, standard_fingerprint};
pub use exact::show;
pub use facts::{Facts, Found, Gap, Layer, Place};
pub use judge::{Truth, in_scope};
pub use lint::{lint, lint_record, unsourced};
pub use measure::{Comparison, ratio_limit};
pub use outcome::{CriterionOutcome, Outcome, PerInspector, SectionOutcome, State, to_json};
pub use score::{Earlier, score, score_after};
pub use total::{FAILED, PASSED, WITH_NOTES, range};

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, codes};
use crate::model::inspection::InspectionFile;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Text, Tier, Workspace};
use crate::say;
use crate::source::decode::nearest;

/// The tier of a point's channel.
#[must_use]
pub fn tier_of(bureau: &Bureau, point: &Point) -> Option<Tier> {
    let catalog = bureau.catalog.as_ref()?;
    catalog.channels.iter().find(|c| c.id.as_str() == point.channel.value).map(|c| c.tier)
}

/// Checks every standard and every record of a workspace. `today` is the day of the check: nothing was inspected after it.
pub fn lint_all(workspace: &Workspace, today: NaiveDate, out: &mut Diagnostics) {
    let mut firsts: BTreeMap<(&str, Option<&str>), &Standard> = BTreeMap::new();
    for standard in &workspace.standards {
        let version = standard.kept.then_some(standard.version.value.as_str());
        match firsts.entry((&standard.id, version)) {
            Entry::Vacant(slot) => {
                slot.insert(standard);
            }
            Entry::Occupied(first) => out.push(same_id(standard, first.get())),
        }
        // Of a file in which something could not be read, sums and grades are not looked at: what is missing would be found again.
        let unread =
            out.iter().any(|d| d.severity == Severity::Error && d.span.is_some_and(|s| s.file == standard.file.span.file));
        if !unread {
            lint(standard, out);
        }
    }
    for bureau in &workspace.bureaus {
        let points: BTreeMap<&str, &Point> = bureau.points.iter().rev().map(|p| (p.id.as_str(), p)).collect();
        for record in &bureau.inspections {
            let point = points.get(record.point.as_str()).copied();
            if point.is_none() {
                out.push(no_point(&record.point, bureau));
            }
            if workspace.standard(&record.standard).is_none() {
                out.push(dangling(&record.standard, ("标准", "standard"), workspace.standards.iter().map(|s| s.id.as_str())));
                continue;
            }
            match workspace.standard_of(&record.standard, &record.version) {
                Some(standard) => {
                    if let Some(point) = point {
                        lint_record(record, standard, point, Place::of(bureau, point), out);
                    }
                }
                None => out.push(version_gone(record, workspace)),
            }
        }
        lint::lint_chains(workspace, bureau, today, out);
    }
    lint::lint_scope(workspace, out);
}

/// A record of a version that is not there any more.
fn version_gone(record: &InspectionFile, workspace: &Workspace) -> Diagnostic {
    let (id, of) = (&record.standard.value, &record.version.value);
    let now = workspace.standard(id).map_or("", |s| s.version.as_str());
    Diagnostic::new(
        &codes::RECORD_MISMATCH,
        record.version.span,
        say!("记录用的是标准版本 {of}，现在的标准是 {now}", "the record is of version {of}, the standard is now {now}"),
    )
    .help(say!(
        "旧记录只按旧版本评分：把旧版本存为 {id}@{of}.yaml；想看按现行版本得几分，用 yizhan inspect score --rescore",
        "an old record is scored under its own version only: keep that as {id}@{of}.yaml; `yizhan inspect score --rescore` tries the current one"
    ))
}

/// An id is a file's name without folder and extension, so that two files can have one.
fn same_id(standard: &Standard, first: &Standard) -> Diagnostic {
    let id = &standard.id;
    let message = say!("两个标准文件的编号都是“{id}”，只用第一个", "two standards have the id `{id}`; only the first is used");
    Diagnostic::new(&codes::DUPLICATE_ID, standard.title.span, message)
        .related(first.title.span, say!("第一个在这里", "the first is here"))
        .help(say!("给其中一个文件改名，或删去一个", "rename one of the files, or delete one"))
}

/// A point that is not there; perhaps its name was written for its id.
fn no_point(id: &Text, bureau: &Bureau) -> Diagnostic {
    if let Some(point) = bureau.any_point(id) {
        let name = &point.name.value;
        return Diagnostic::new(
            &codes::RECORD_MISMATCH,
            id.span,
            say!("“{name}”还没有渠道，它的检查记录不评分", "“{name}” has no channel yet: its record cannot be scored"),
        )
        .help(say!("在它的文件里加一行 channel: …（渠道）", "add a line `channel: …` to its file"))
        .on_form(say!("在“服务点”里给它选一个渠道", "choose its channel among the service points"))
        .related(point.name.span, say!("在这里", "here"));
    }
    let finding = dangling(id, ("服务点", "point"), bureau.points.iter().map(|p| p.id.as_str()));
    match bureau.points.iter().find(|p| p.name.value == id.value) {
        Some(point) => finding.help(say!("这里写编号：{}", "write its id: `{}`", point.id)),
        None => finding,
    }
}

fn dangling<'a>(name: &Text, (zh, en): (&str, &str), known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let near = nearest(name, known);
    let help = match near {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("检查编号", "check the id"),
    };
    let id = &name.value;
    let message = Bilingual { zh: format!("没有{zh}“{id}”"), en: format!("there is no {en} `{id}`") };
    Diagnostic::new(&codes::DANGLING, name.span, message).help(help).instead(near)
}
