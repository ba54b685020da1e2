//! One change of the history in detail: every field that it changed, before and after, by the names that people know.

use std::collections::BTreeMap;

use serde::Serialize;

use super::place::{Kind, Screen, kind};
use super::then::{Touched, touched};
use crate::diagnostic::{Diagnostics, FileId, Lang};
use crate::disk::journal::{self, Entry};
use crate::model::Workspace;
use crate::ops::kinds::Kind as RecordKind;
use crate::ops::lookup::refuse;
use crate::ops::values::{entry_of, field_of, value_of};
use crate::ops::{Caller, Outcome, there};
use crate::say;
use crate::source::decode::Shape;
use crate::source::{Node, Value, parse_document, parse_front_matter};

/// Longest text of a value that is shown, in characters.
const LONG: usize = 200;
/// Most fields that are shown of one change; the rest is counted.
const MOST: usize = 200;

/// A value that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The record and the field, as people call them.
    pub place: String,
    /// What was there; nothing where it is new.
    pub before: Option<String>,
    /// What is there after it; nothing where it was taken away.
    pub after: Option<String>,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Path in the workspace.
    pub path: String,
    /// The screen that shows it.
    pub screen: Screen,
    /// What the change did to it as a whole: `new`, `gone`, `changed`, or `unknown` where the bytes were not kept.
    pub kind: &'static str,
    /// The records that it changed, which can be looked at as they were.
    pub records: Vec<Touched>,
    /// Its fields; none where the file holds no records, such as a picture.
    pub fields: Vec<FieldChange>,
    /// How many more fields there are.
    pub more: usize,
}

/// A change in detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Past {
    /// Its number.
    pub entry: u64,
    /// What it did.
    pub says: String,
    /// The person.
    pub who: String,
    /// When, RFC 3339.
    pub time: String,
    /// Its files.
    pub files: Vec<FileChange>,
}

/// The entry of a number.
///
/// # Errors
/// When there is none.
pub(super) fn numbered(entries: &[journal::Entry], number: u64) -> Outcome<&journal::Entry> {
    entries.iter().find(|entry| entry.number == number).ok_or_else(|| {
        refuse(
            say!("历史里没有第 {number} 项", "the history has no entry {number}"),
            say!("看一眼新的历史", "look at the newest history"),
        )
        .into()
    })
}

/// One entry of the journal in detail.
///
/// # Errors
/// When there is no such entry, or a file cannot be read.
pub fn past(caller: &Caller, workspace: Option<&Workspace>, number: u64, lang: Lang) -> Outcome<Past> {
    let (entries, _) = journal::entries(&caller.root);
    let entry = numbered(&entries, number)?;
    let mut files = Vec::new();
    // What there was before the first of several that are one to people.
    let first = journal::first_of(&entries, entry);
    for (index, file) in entry.files.iter().enumerate() {
        let before = journal::before(&caller.root, first, index);
        let after = after(caller, &entries, entry, index)?;
        let was_there = first.files.get(index).is_some_and(|file| file.before.is_some());
        let known = !was_there || before.is_some();
        let kind = match (was_there, &file.after) {
            _ if !known => "unknown",
            (false, _) => "new",
            (_, None) => "gone",
            _ => "changed",
        };
        let (mut fields, mut more, mut records) = (Vec::new(), 0, Vec::new());
        if known && (file.after.is_none() || after.is_some()) {
            let kind = workspace.and_then(|workspace| RecordKind::of(workspace, &file.path));
            let shape = kind.map(RecordKind::shape);
            records = kind.map(|kind| touched(kind, [before.as_deref(), after.as_deref()])).unwrap_or_default();
            fields = differences(&file.path, shape.as_ref(), before.as_deref(), after.as_deref());
            more = fields.len().saturating_sub(MOST);
            fields.truncate(MOST);
        }
        files.push(FileChange { path: file.path.clone(), screen: Screen::of(&file.path), kind, records, fields, more });
    }
    let [zh, en] = &entry.says;
    Ok(Past { entry: number, says: lang.pick(zh, en).to_owned(), who: entry.who.clone(), time: entry.time.clone(), files })
}

/// A file as an entry left it: what a later entry found there, else what lies there now if it is the same.
fn after(caller: &Caller, entries: &[Entry], entry: &Entry, index: usize) -> Outcome<Option<Vec<u8>>> {
    let Some(file) = entry.files.get(index) else { return Ok(None) };
    let Some(wanted) = &file.after else { return Ok(None) };
    for later in entries.iter().filter(|later| later.number > entry.number) {
        for (at, other) in later.files.iter().enumerate() {
            if other.path == file.path && other.before.as_ref() == Some(wanted) {
                return Ok(journal::before(&caller.root, later, at));
            }
        }
    }
    let now = there::now(&caller.root, &file.path)?;
    Ok(now.filter(|bytes| journal::hex(&crate::disk::hash(bytes)) == *wanted))
}

/// The fields in which two states of a file differ. Keys are called by the names of the fields that the shape knows.
fn differences(path: &str, shape: Option<&Shape>, before: Option<&[u8]>, after: Option<&[u8]>) -> Vec<FieldChange> {
    let (old, new) = (before.map(|bytes| leaves(path, shape, bytes)), after.map(|bytes| leaves(path, shape, bytes)));
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let mut list = Vec::new();
    for (place, value) in &old.order {
        if new.values.get(place) != Some(value) {
            list.push(FieldChange {
                place: place.clone(),
                before: Some(short(value)),
                after: new.values.get(place).map(|value| short(value)),
            });
        }
    }
    for (place, value) in new.order.iter().filter(|(place, _)| !old.values.contains_key(place)) {
        list.push(FieldChange { place: place.clone(), before: None, after: Some(short(value)) });
    }
    list
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(LONG).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Every value of a file by the names on the way to it.
#[derive(Default)]
struct Leaves {
    order: Vec<(String, String)>,
    values: BTreeMap<String, String>,
}

fn leaves(path: &str, shape: Option<&Shape>, bytes: &[u8]) -> Leaves {
    let mut leaves = Leaves::default();
    let Ok(text) = std::str::from_utf8(bytes) else { return leaves };
    let text = text.trim_start_matches('\u{feff}');
    let mut found = Diagnostics::new();
    match kind(path) {
        Kind::Markdown => {
            let (front, body) = parse_front_matter(FileId(0), text, &mut found);
            if let Some(front) = front {
                walk(&front, shape, &mut Vec::new(), &mut leaves);
            }
            leaves.add("正文", text.get(body..).unwrap_or_default().trim());
        }
        Kind::Yaml => {
            if let Some(node) = parse_document(FileId(0), text, 0, &mut found) {
                walk(&node, shape, &mut Vec::new(), &mut leaves);
            }
        }
        Kind::Other => {}
    }
    leaves
}

impl Leaves {
    fn add(&mut self, place: &str, value: &str) {
        // Two records of one name are told apart by their turn.
        let mut own = place.to_owned();
        let mut turn = 1;
        while self.values.contains_key(&own) {
            turn += 1;
            own = format!("{place}（{turn}）");
        }
        self.order.push((own.clone(), value.to_owned()));
        self.values.insert(own, value.to_owned());
    }
}

fn walk(node: &Node, shape: Option<&Shape>, way: &mut Vec<String>, leaves: &mut Leaves) {
    match &node.value {
        Value::Null => leaves.add(&way.join("　"), ""),
        Value::Scalar { text, .. } => leaves.add(&way.join("　"), text),
        // A list of texts is one value to people.
        Value::List(list) if list.iter().all(|one| one.text().is_some()) => {
            let texts: Vec<&str> = list.iter().filter_map(Node::text).collect();
            leaves.add(&way.join("　"), &texts.join("、"));
        }
        Value::List(list) => {
            for (index, one) in list.iter().enumerate() {
                way.push(name(one).unwrap_or_else(|| format!("第 {} 项", index + 1)));
                walk(one, shape.map(entry_of).as_ref(), way, leaves);
                way.pop();
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let key = &entry.key.value;
                let field = shape.and_then(|shape| field_of(shape, key)).map(|(_, field)| field.alias);
                way.push(field.unwrap_or(key).to_owned());
                walk(&entry.value, shape.map(|shape| value_of(shape, key).1).as_ref(), way, leaves);
                way.pop();
            }
        }
    }
}

/// What a record is called, so that one that moves stays the same. Its id goes first: names may be changed.
fn name(node: &Node) -> Option<String> {
    let text =
        |keys: &[&str]| node.get(keys).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    text(&["name", "名称"]).or_else(|| text(&["title", "标题"])).or_else(|| text(&["id", "编号"]))
}
