//! What a front door needs to let somebody fill in a record: its form (headings, fields, hints, controls, records by name), and the record as it is
//! written, with the findings of each field. The desk draws them, and knows nothing of keys that is not said here.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::kinds::Kind;
use super::lookup::refuse;
use super::values::{Said, Step, entry_of, value_of};
use super::{Outcome, there};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Lang, Severity, SourceMap, Span};
use crate::model::Workspace;
use crate::say;
use crate::source::decode::{Field, RecordShape, Shape};
use crate::source::{Node, Value, parse_document, parse_front_matter};
use crate::yaml_write::patch::Part;

/// The heading of keys that have none of their own.
pub const OTHERS: &str = "更多";

/// What a value looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ShapeForm {
    /// Text on one line.
    Line,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
    /// One of some words.
    Choice {
        /// The words.
        words: Vec<Word>,
    },
    /// A list.
    List {
        /// Of what.
        of: Box<ShapeForm>,
    },
    /// Values under words of one's own.
    Dict {
        /// Of what.
        of: Box<ShapeForm>,
    },
    /// A record of the form.
    Record {
        /// Its name.
        record: &'static str,
    },
    /// A value with a control of its own.
    Own {
        /// Which.
        own: &'static str,
        /// What may stand there, the shortest first.
        accepts: Vec<ShapeForm>,
    },
}

/// One word of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As a file has it.
    pub word: &'static str,
    /// As people read it.
    pub says: &'static str,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldForm {
    /// Its key.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What to write; nothing where nobody has said it.
    pub hint: &'static str,
    /// Whether the record cannot do without it.
    pub required: bool,
    /// What it is filled in with, where its shape does not say.
    pub control: Option<&'static str>,
    /// What its value looks like.
    pub shape: ShapeForm,
}

/// Fields under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The fields, in their order.
    pub fields: Vec<FieldForm>,
}

/// A record's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordForm {
    /// What it is called.
    pub title: &'static str,
    /// The headings, in the order of their first fields.
    pub groups: Vec<Group>,
}

/// The form of a kind of file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The kind.
    pub kind: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The name of its record among the records.
    pub record: &'static str,
    /// Whether a file may hold several of them.
    pub many: bool,
    /// Every record that it may hold, by name.
    pub records: BTreeMap<&'static str, RecordForm>,
}

/// The form of a kind of file.
///
/// # Errors
/// When there is no such kind.
pub fn form(kind: &str) -> Outcome<Form> {
    let Some(kind) = Kind::named(kind) else {
        return Err(refuse(
            say!("没有这种文件：{kind}", "there is no such kind: {kind}"),
            say!("重新打开页面", "open the page again"),
        )
        .into());
    };
    let mut records = BTreeMap::new();
    add(kind.record, &mut records, &mut BTreeSet::new());
    Ok(Form { kind: kind.name, title: kind.record.title, record: kind.record.name, many: kind.many, records })
}

fn add(record: RecordShape, out: &mut BTreeMap<&'static str, RecordForm>, seen: &mut BTreeSet<&'static str>) {
    if !seen.insert(record.name) {
        return;
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut others: Vec<FieldForm> = Vec::new();
    for field in record.fields {
        let shape = (field.shape)();
        let form = field_form(field, shape_form(&shape, out, seen));
        match field.asked.group {
            None => others.push(form),
            Some(title) => match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.fields.push(form),
                None => groups.push(Group { title, fields: vec![form] }),
            },
        }
    }
    if !others.is_empty() {
        groups.push(Group { title: OTHERS, fields: others });
    }
    out.insert(record.name, RecordForm { title: record.title, groups });
}

fn field_form(field: &'static Field, shape: ShapeForm) -> FieldForm {
    FieldForm {
        key: field.name,
        title: field.alias,
        hint: field.asked.hint.unwrap_or_default(),
        required: (field.required)(),
        control: field.asked.control.map(crate::source::decode::Control::word),
        shape,
    }
}

fn shape_form(shape: &Shape, out: &mut BTreeMap<&'static str, RecordForm>, seen: &mut BTreeSet<&'static str>) -> ShapeForm {
    match shape {
        Shape::Line => ShapeForm::Line,
        Shape::Number => ShapeForm::Number,
        Shape::Whole => ShapeForm::Whole,
        Shape::Day => ShapeForm::Day,
        Shape::Flag => ShapeForm::Flag,
        Shape::Choice(words) => ShapeForm::Choice { words: words.iter().map(|(word, says)| Word { word, says }).collect() },
        Shape::List(one) => ShapeForm::List { of: Box::new(shape_form(one, out, seen)) },
        Shape::Dict(one) => ShapeForm::Dict { of: Box::new(shape_form(one, out, seen)) },
        Shape::Record(record) => {
            add(*record, out, seen);
            ShapeForm::Record { record: record.name }
        }
        Shape::Own(own) => ShapeForm::Own {
            own: own.name,
            accepts: own.accepts.iter().map(|accepts| shape_form(&accepts(), out, seen)).collect(),
        },
    }
}

/// A finding about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFinding {
    /// The way to the field from the top of the file.
    pub at: Vec<Step>,
    /// Its code, such as M201.
    pub code: &'static str,
    /// Whether it must be mended.
    pub must: bool,
    /// What is wrong.
    pub says: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// A record as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The kind of its file.
    pub kind: &'static str,
    /// What the kind is called.
    pub title: &'static str,
    /// The file.
    pub path: String,
    /// The way to it in the file.
    pub at: Vec<Step>,
    /// Its values by their English keys.
    pub values: Said,
    /// What is wrong in it.
    pub findings: Vec<FieldFinding>,
}

/// What is written at a place of a file, with its findings: the whole file where the way is empty. A file of a kind that may hold several records is a list there.
///
/// # Errors
/// When there is no such file or place, or it cannot be read.
pub fn record(workspace: &Workspace, found: &Diagnostics, (path, at): (&str, &[Step]), lang: Lang) -> Outcome<Record> {
    let kind = kind_of(workspace, path)?;
    let sources = &workspace.folder.sources;
    let file = sources.iter().find(|(_, file)| file.path == path);
    let text = match file {
        Some((_, file)) => file.text.clone(),
        // One that may be made is empty until then.
        None if there::now(&workspace.folder.root, path)?.is_none() => String::new(),
        None => return Err(unreadable(path)),
    };
    let id = file.map_or(FileId(0), |(id, _)| id);
    let root = parsed(kind, id, &text).map_err(|Unreadable| unreadable(path))?;
    let Some(root) = root else {
        return Ok(Record {
            kind: kind.name,
            title: kind.record.title,
            path: path.to_owned(),
            at: at.to_vec(),
            values: Said::Nothing,
            findings: Vec::new(),
        });
    };
    let (node, shape) = at_place(&root, kind.shape(), at).ok_or_else(|| gone(path))?;
    let within = |d: &&Diagnostic| {
        d.span
            .is_some_and(|s| s.file == id && (at.is_empty() || s.start >= node.span.start && s.end <= node.span.end.max(s.start)))
    };
    let findings = found.iter().filter(within).map(|d| of_finding(d, &root, kind, lang)).collect();
    let values = Said::of(node, &shape);
    Ok(Record { kind: kind.name, title: kind.record.title, path: path.to_owned(), at: at.to_vec(), values, findings })
}

/// The kind of a file that holds records.
///
/// # Errors
/// When it is none.
pub fn kind_of(workspace: &Workspace, path: &str) -> Outcome<&'static Kind> {
    Kind::of(workspace, path).ok_or_else(|| {
        refuse(say!("{path} 里没有可以填的内容", "{path} holds nothing to fill in"), say!("重新打开页面", "open the page again"))
            .into()
    })
}

/// A file that cannot be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unreadable;

/// The values of a file; none where only remarks are written.
pub(super) fn parsed(kind: &Kind, file: FileId, text: &str) -> Result<Option<Node>, Unreadable> {
    let mut found = Diagnostics::new();
    let node = match kind.part {
        Part::Whole => parse_document(file, text, 0, &mut found),
        Part::FrontMatter => parse_front_matter(file, text, &mut found).0,
    };
    let remarks = text.lines().all(|line| matches!(line.trim_start().chars().next(), None | Some('#' | '-')));
    match node {
        Some(node) => Ok(Some(node)),
        None if remarks => Ok(None),
        None => Err(Unreadable),
    }
}

fn unreadable(path: &str) -> super::Stop {
    refuse(
        say!("{path} 读不出来", "{path} cannot be read"),
        say!("先到“问题”里改好这个文件", "mend the file first: see its findings"),
    )
    .into()
}

fn gone(path: &str) -> super::Stop {
    refuse(
        say!("{path} 里已经没有这一条", "{path} no longer has it"),
        say!("别人可能删了它；重新打开页面", "somebody may have removed it; open the page again"),
    )
    .into()
}

/// The node at the end of a way, with what is expected there.
pub(super) fn at_place<'n>(root: &'n Node, shape: Shape, at: &[Step]) -> Option<(&'n Node, Shape)> {
    let (mut node, mut shape) = (root, shape);
    for step in at {
        (node, shape) = match step {
            Step::Key(key) => {
                let names: Vec<&str> =
                    super::values::field_of(&shape, key).map_or_else(|| vec![key.as_str()], |(_, f)| vec![f.name, f.alias]);
                (node.get(&names)?, value_of(&shape, key).1)
            }
            // A file of one record, or a single value that stands for a list of one.
            Step::Index(0) if !matches!(node.value, Value::List(_)) => (node, entry_of(&shape)),
            Step::Index(index) => (node.items().get(*index)?, entry_of(&shape)),
            Step::Record { id } => {
                let is_it = |node: &&Node| node.get(&["id", "编号"]).and_then(Node::text).is_some_and(|own| own.trim() == id);
                let alone = Some(node).filter(|node| !matches!(node.value, Value::List(_)));
                (node.items().iter().chain(alone).find(is_it)?, entry_of(&shape))
            }
        };
    }
    Some((node, shape))
}

/// The way to what a span points at: the deepest value whose key or own bytes it lies in.
pub(super) fn way_to(root: &Node, shape: Shape, span: Span) -> Vec<Step> {
    let inside = |outer: Span| span.start >= outer.start && span.end <= outer.end && span.end > span.start;
    let (mut node, mut shape, mut way) = (root, shape, Vec::new());
    loop {
        let next = match &node.value {
            Value::Map(entries) => entries.iter().find(|e| inside(e.key.span) || inside(e.value.span)).map(|e| {
                let (key, inner) = value_of(&shape, &e.key.value);
                // Only a record misses a key: its first byte is not the finding of its first key.
                (Step::Key(key), &e.value, inner)
            }),
            Value::List(list) => {
                let found = list.iter().enumerate().find(|(_, one)| inside(one.span));
                found.map(|(index, one)| (Step::Index(index), one, entry_of(&shape)))
            }
            Value::Null | Value::Scalar { .. } => None,
        };
        let Some((step, below, inner)) = next else { return way };
        way.push(step);
        (node, shape) = (below, inner);
    }
}

pub(super) fn of_finding(finding: &Diagnostic, root: &Node, kind: &Kind, lang: Lang) -> FieldFinding {
    let pick = |b: &crate::diagnostic::Bilingual| lang.pick(b.zh.as_str(), b.en.as_str()).to_owned();
    let mut at = finding.span.map(|span| way_to(root, kind.shape(), span)).unwrap_or_default();
    if finding.code == &crate::diagnostic::codes::MISSING_KEY && finding.span.is_some_and(|s| s.end == s.start + 1) {
        // It points at the first character of the record that lacks the key.
        at.pop();
    }
    FieldFinding {
        at,
        code: finding.code.id,
        must: finding.severity == Severity::Error,
        says: pick(&finding.message),
        help: finding.form_help().map(pick),
    }
}

/// The file of a path, if it was read.
pub(super) fn source<'s>(sources: &'s SourceMap, path: &str) -> Option<(FileId, &'s crate::diagnostic::SourceFile)> {
    sources.iter().find(|(_, file)| file.path == path)
}
