//! Inspections: standards and records to outcomes, pure and exact, and findings about both.
//!
//! Owns rule evaluation, three-valued facts, totals and grades. It must not know how an outcome is shown, nor touch the disk or the clock.
//! To add a rule kind: a record and a variant in `model::standard::rule`, an arm in `judge` (a condition) or `award` (marks), a
//! sentence in `explain`, its policy in `lint`.

mod award;
mod exact;
pub mod explain;
mod facts;
mod judge;
mod lint;
mod lint_record;
mod outcome;
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
mod tests_sample;
#[cfg(test)]
mod tests_total;

pub use exact::show;
pub use facts::{Facts, Found};
pub use lint::lint;
pub use lint_record::lint_record;
pub use outcome::{CriterionOutcome, Outcome, SectionOutcome, State, to_json};
pub use score::score;
pub use total::{FAILED, PASSED, WITH_NOTES, range};

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, Span, codes};
use crate::model::inspection::{InspectionFile, Round};
use crate::model::standard::Standard;
use crate::model::{Bureau, Id, Point, Text, Tier, Workspace};
use crate::say;
use crate::source::decode::{Decode, nearest};
use crate::source::{Folder, parse_document};

/// Reads a standard. Its id is the name of its file.
pub fn load_standard(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Standard> {
    let source = folder.sources.get(file)?;
    let text = folder.sources.text(file)?;
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let id = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if !Id::is_valid(id) {
        let message = say!("文件名“{name}”不能作标准的编号", "the file name “{name}” cannot be the id of a standard");
        let help = say!(
            "用小写英文字母、数字和连字符，如 village-stars.yaml",
            "use lower-case letters, digits and hyphens, such as village-stars.yaml"
        );
        out.push(Diagnostic::new(&codes::BAD_VALUE, Span::file(file), message).help(help));
    }
    let node = parse_document(file, text, 0, out)?;
    Decode::decode(&node, out).map(|file| Standard { id: id.to_owned(), file })
}

/// A record with what it is about, and its outcome.
#[derive(Debug)]
pub struct Scored<'a> {
    /// The bureau.
    pub bureau: &'a Bureau,
    /// The point.
    pub point: &'a Point,
    /// The standard.
    pub standard: &'a Standard,
    /// The record.
    pub record: &'a InspectionFile,
    /// The outcome.
    pub outcome: Outcome,
}

/// The tier of a point's channel.
#[must_use]
pub fn tier_of(bureau: &Bureau, point: &Point) -> Option<Tier> {
    let catalog = bureau.catalog.as_ref()?;
    catalog.channels.iter().find(|c| c.id.as_str() == point.channel.value).map(|c| c.tier)
}

/// Scores one record of a bureau. Nothing when its point or standard is not there, or when it is of another version: an old record
/// is never scored under new rules in silence. `lint_all` names each of these.
#[must_use]
pub fn score_record<'a>(workspace: &'a Workspace, bureau: &'a Bureau, record: &'a InspectionFile) -> Option<Scored<'a>> {
    let point = bureau.point(&record.point)?;
    let standard = workspace.standard(&record.standard)?;
    if standard.version.value != record.version.value {
        return None;
    }
    let outcome = score(standard, record, point, tier_of(bureau, point));
    Some(Scored { bureau, point, standard, record, outcome })
}

/// Scores every record of a workspace, in the order of bureaus and files.
#[must_use]
pub fn score_all(workspace: &Workspace) -> Vec<Scored<'_>> {
    let records = workspace.bureaus.iter().flat_map(|b| b.inspections.iter().map(move |r| (b, r)));
    records.filter_map(|(bureau, record)| score_record(workspace, bureau, record)).collect()
}

/// Checks every standard and every record of a workspace.
pub fn lint_all(workspace: &Workspace, out: &mut Diagnostics) {
    let mut firsts: BTreeMap<&str, &Standard> = BTreeMap::new();
    for standard in &workspace.standards {
        match firsts.entry(&standard.id) {
            Entry::Vacant(slot) => {
                slot.insert(standard);
            }
            Entry::Occupied(first) => out.push(same_id(standard, first.get())),
        }
        lint(standard, out);
    }
    for bureau in &workspace.bureaus {
        let mut seen: BTreeMap<(&str, &str, Round, NaiveDate), &InspectionFile> = BTreeMap::new();
        for record in &bureau.inspections {
            let point = bureau.point(&record.point);
            if point.is_none() {
                out.push(dangling(&record.point, ("服务点", "point"), bureau.points.iter().map(|p| p.id.as_str())));
            }
            let standard = workspace.standard(&record.standard);
            if standard.is_none() {
                out.push(dangling(&record.standard, ("标准", "standard"), workspace.standards.iter().map(|s| s.id.as_str())));
            }
            if let (Some(point), Some(standard)) = (point, standard) {
                lint_record(record, standard, point, tier_of(bureau, point), out);
            }
            let key = (record.standard.as_str(), record.point.as_str(), record.round.value, record.date.value);
            if let Some(first) = seen.get(&key) {
                let message =
                    say!("同一天、同一轮次、同一服务点有两份记录", "there are two records for one point, round and day");
                out.push(
                    Diagnostic::new(&codes::RECORD_MISMATCH, record.point.span, message)
                        .related(first.point.span, say!("第一份在这里", "the first is here"))
                        .help(say!("留下一份", "keep one of them")),
                );
            } else {
                seen.insert(key, record);
            }
        }
    }
}

/// An id is a file's name without folder and extension, so that two files can have one.
fn same_id(standard: &Standard, first: &Standard) -> Diagnostic {
    let id = &standard.id;
    let message = say!("两个标准文件的编号都是“{id}”，只用第一个", "two standards have the id `{id}`; only the first is used");
    Diagnostic::new(&codes::DUPLICATE_ID, standard.title.span, message)
        .related(first.title.span, say!("第一个在这里", "the first is here"))
        .help(say!("给其中一个文件改名，或删去一个", "rename one of the files, or delete one"))
}

fn dangling<'a>(name: &Text, (zh, en): (&str, &str), known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let help = match nearest(name, known) {
        Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
        None => say!("检查编号", "check the id"),
    };
    let id = &name.value;
    let message = Bilingual { zh: format!("没有{zh}“{id}”"), en: format!("there is no {en} `{id}`") };
    Diagnostic::new(&codes::DANGLING, name.span, message).help(help)
}
