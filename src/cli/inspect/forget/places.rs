//! Where people stand in a record: the fields that hold names, and the words that may speak of them. Keys, files and what scores are none.

use std::collections::{BTreeMap, BTreeSet};

use super::GONE;
use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::model::inspection::InspectionFile;
use crate::model::{Text, Workspace};

/// A stretch of a file with what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// First byte.
    pub from: usize,
    /// Byte after the last.
    pub to: usize,
    /// What comes there.
    pub new: String,
}

impl Cut {
    fn of(span: Span, new: &str) -> Self {
        Self { from: span.start as usize, to: span.end as usize, new: new.to_owned() }
    }
}

type Cuts = BTreeMap<FileId, Vec<Cut>>;

/// The fields of a record that hold a name and nothing else.
fn name_fields(record: &InspectionFile) -> Vec<&Text> {
    let mut list: Vec<&Text> = record.inspectors.iter().chain(&record.attended).chain(&record.received_by).collect();
    list.extend(record.sheets.iter().map(|s| &s.inspector));
    list.extend(record.signatures.iter().map(|s| &s.name));
    list.extend(record.revision.iter().map(|r| &r.by));
    list.extend(record.waivers.iter().filter_map(|w| w.by.as_ref()));
    for finding in record.all_findings().filter_map(|(_, f)| f.as_ref()) {
        list.extend(finding.mend.iter().filter_map(|m| m.owner.as_ref()));
        list.extend(finding.ruling.iter().filter_map(|r| r.by.as_ref()));
    }
    list
}

/// The fields of a record that hold sentences.
fn word_fields(record: &InspectionFile) -> Vec<&Text> {
    let mut list: Vec<&Text> = record.note.iter().collect();
    list.extend(record.revision.iter().map(|r| &r.reason));
    list.extend(record.waivers.iter().map(|w| &w.reason));
    for finding in record.all_findings().filter_map(|(_, f)| f.as_ref()) {
        list.extend(finding.reason.iter().chain(&finding.evidence));
        list.extend(finding.not_applicable.iter().map(|r| &r.0));
        list.extend(finding.photos.iter().filter_map(|p| p.caption.as_ref()));
        list.extend(finding.mend.iter().map(|m| &m.what));
        list.extend(finding.ruling.iter().map(|r| &r.basis));
    }
    list
}

/// All names in records: 张三 is not taken out of 张三丰.
pub fn names_of(records: &[&InspectionFile]) -> BTreeSet<String> {
    records.iter().flat_map(|r| name_fields(r)).map(|t| t.value.trim().to_owned()).collect()
}

/// One person: the name in its fields and in sentences, and what that person signed.
pub fn of_person(
    workspace: &Workspace,
    record: &InspectionFile,
    name: &str,
    all: &BTreeSet<String>,
    cuts: &mut Cuts,
    pictures: &mut BTreeSet<String>,
) {
    let list = cuts.entry(record.span.file).or_default();
    let mine = name_fields(record).into_iter().filter(|t| t.value.trim() == name);
    list.extend(mine.map(|t| Cut::of(t.span, GONE)));
    let longer: Vec<&String> = all.iter().filter(|other| other.as_str() != name && other.contains(name)).collect();
    for field in word_fields(record) {
        let raw = workspace.folder.sources.slice(field.span);
        let from = field.span.start as usize;
        let hidden = |at: usize| {
            longer.iter().any(|other| raw.match_indices(other.as_str()).any(|(start, _)| start <= at && at < start + other.len()))
        };
        let found = raw.match_indices(name).filter(|(at, _)| !hidden(*at));
        list.extend(found.map(|(at, _)| Cut { from: from + at, to: from + at + name.len(), new: GONE.to_owned() }));
    }
    for signature in record.signatures.iter().filter(|s| s.name.value.trim() == name) {
        picture(workspace, &signature.file, pictures);
    }
}

/// All people of the point in one of its records, what was signed, photos, where the phone was, and the remark.
pub fn of_point(
    workspace: &Workspace,
    record: &InspectionFile,
    all: &BTreeSet<String>,
    cuts: &mut Cuts,
    pictures: &mut BTreeSet<String>,
) {
    let findings = || record.all_findings().filter_map(|(_, f)| f.as_ref());
    let mut names: BTreeSet<&str> = record.attended.iter().map(|t| t.value.trim()).collect();
    names.extend(record.signatures.iter().map(|s| s.name.value.trim()));
    names.extend(findings().filter_map(|f| f.mend.as_ref()?.owner.as_ref()).map(|o| o.value.trim()));
    for name in names.into_iter().filter(|n| n.chars().count() >= 2 && *n != GONE) {
        of_person(workspace, record, name, all, cuts, pictures);
    }
    record.signatures.iter().for_each(|s| picture(workspace, &s.file, pictures));
    findings().flat_map(|f| &f.photos).for_each(|p| picture(workspace, &p.file, pictures));
    let list = cuts.entry(record.span.file).or_default();
    if let Some(note) = record.note.as_ref().filter(|n| n.value != GONE) {
        // The whole remark, whatever names were found in it.
        let span = note.span;
        list.retain(|c| c.from < span.start as usize || c.to > span.end as usize);
        list.push(Cut::of(span, GONE));
    }
    if let Some(position) = &record.position {
        // Degrees of the sea off Africa, where nobody inspects: a number must stay a number.
        let values = [&position.latitude, &position.longitude].into_iter().filter(|v| !v.value.is_zero());
        list.extend(values.map(|v| Cut::of(v.span, "0")));
    }
}

fn picture(workspace: &Workspace, file: &Text, pictures: &mut BTreeSet<String>) {
    pictures.extend(workspace.folder.resolve(file, file.span, &mut Diagnostics::new()));
}
