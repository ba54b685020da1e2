//! Where people stand in a record: the fields that hold names, the words that may speak of them, the names of its pictures, and comments. Keys and what
//! scores are left.

use std::collections::{BTreeMap, BTreeSet};

use super::GONE;
use super::search::Needle;
use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::model::inspection::InspectionFile;
use crate::model::point::FactValue;
use crate::model::{Text, Workspace};
use crate::ops::cut::Cut;
use crate::source::{Node, Value, parse_document};

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

/// The facts of a record that are words. They may be part of the scoring.
fn fact_words(record: &InspectionFile) -> Vec<&Text> {
    let mut list = Vec::new();
    for (_, value) in &record.facts {
        match value {
            Some(FactValue::Text(text)) => list.push(text),
            Some(FactValue::List(texts)) => list.extend(texts),
            Some(FactValue::Number(_) | FactValue::YesNo(_)) | None => {}
        }
    }
    list
}

/// The pictures of a record, as it names them.
fn files(record: &InspectionFile) -> Vec<&Text> {
    let photos = record.all_findings().filter_map(|(_, f)| f.as_ref()).flat_map(|f| &f.photos).map(|p| &p.file);
    photos.chain(record.signatures.iter().map(|s| &s.file)).collect()
}

/// All names in records: 张三 is not taken out of 张三丰.
pub fn names_of(records: &[&InspectionFile]) -> BTreeSet<String> {
    records.iter().flat_map(|r| name_fields(r)).map(|t| t.value.trim().to_owned()).filter(|name| name != GONE).collect()
}

/// The people of a point in its records: who was there, who signed, who is to correct something.
pub fn people_of(records: &[&InspectionFile]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for record in records {
        let findings = record.all_findings().filter_map(|(_, f)| f.as_ref());
        names.extend(record.attended.iter().map(|t| t.value.trim().to_owned()));
        names.extend(record.signatures.iter().map(|s| s.name.value.trim().to_owned()));
        names.extend(findings.filter_map(|f| f.mend.as_ref()?.owner.as_ref()).map(|o| o.value.trim().to_owned()));
    }
    names.retain(|name| name.chars().count() >= 2 && name != GONE);
    names
}

/// Where one person stands in a record: the name in its fields, in sentences and in the names of pictures; and what that person signed.
pub fn of_person(
    workspace: &Workspace,
    record: &InspectionFile,
    needle: &Needle,
    facts: bool,
    cuts: &mut Cuts,
    pictures: &mut BTreeSet<String>,
) {
    let list = cuts.entry(record.span.file).or_default();
    let mine = name_fields(record).into_iter().filter(|t| t.value.trim() == needle.name);
    list.extend(mine.map(|t| Cut::of(t.span, GONE)));
    let mut within = |field: &Text, new: &str| {
        let raw = workspace.folder.sources.slice(field.span);
        let from = field.span.start as usize;
        let found = needle.places(raw).into_iter();
        list.extend(found.map(|at| Cut { from: from + at, to: from + at + needle.name.len(), new: new.to_owned() }));
    };
    for field in word_fields(record) {
        within(field, GONE);
    }
    if facts {
        for field in fact_words(record) {
            within(field, GONE);
        }
    }
    for field in files(record) {
        within(field, &needle.token);
    }
    for signature in record.signatures.iter().filter(|s| s.name.value.trim() == needle.name) {
        picture(workspace, &signature.file, pictures);
    }
}

/// What else of a point's people its records hold: what was signed, photos, where the phone was, and the remark.
pub fn of_point(workspace: &Workspace, record: &InspectionFile, cuts: &mut Cuts, pictures: &mut BTreeSet<String>) {
    for file in files(record) {
        picture(workspace, file, pictures);
    }
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

/// The name in the comments of a file with records, such as the line that says from which file it was imported.
pub fn of_comments(workspace: &Workspace, file: FileId, needle: &Needle, cuts: &mut Cuts) {
    let Some(text) = workspace.folder.sources.text(file) else { return };
    let mut values = Vec::new();
    let Some(node) = parse_document(file, text, 0, &mut Diagnostics::new()) else { return };
    collect(&node, &mut values);
    let in_value = |at: usize| values.iter().any(|span| (span.start as usize) <= at && at < span.end as usize);
    let found = needle.places(text).into_iter().filter(|at| !in_value(*at));
    let cut = |at: usize| Cut { from: at, to: at + needle.name.len(), new: GONE.to_owned() };
    cuts.entry(file).or_default().extend(found.map(cut));
}

fn collect(node: &Node, values: &mut Vec<Span>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { .. } => values.push(node.span),
        Value::List(list) => list.iter().for_each(|one| collect(one, values)),
        Value::Map(entries) => {
            for entry in entries {
                values.push(entry.key.span);
                collect(&entry.value, values);
            }
        }
    }
}

/// The pictures that somebody signed, by the text of a record that is no longer there, as paths below the folder of its file.
pub fn signed_in(text: &str, name: &str) -> Vec<String> {
    let Some(node) = parse_document(FileId(0), text.trim_start_matches('\u{feff}'), 0, &mut Diagnostics::new()) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    let records = if node.items().is_empty() { vec![&node] } else { node.items().iter().collect() };
    for signature in records.into_iter().filter_map(|r| r.get(&["signatures", "签名"])).flat_map(Node::items) {
        let word = |names: &[&str]| signature.get(names).and_then(Node::text).map(str::trim);
        if word(&["name", "姓名"]) == Some(name) {
            list.extend(word(&["file", "文件"]).map(str::to_owned));
        }
    }
    list
}

fn picture(workspace: &Workspace, file: &Text, pictures: &mut BTreeSet<String>) {
    pictures.extend(workspace.folder.resolve(file, file.span, &mut Diagnostics::new()));
}
