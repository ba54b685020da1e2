//! Where a finding stands, as people call it: the screen of the desk, the record by its name, the field by its Chinese name; and the way to it in the file.

use serde::Serialize;

use crate::diagnostic::{Diagnostics, FileId, SourceFile, Span};
use crate::model::Workspace;
use crate::ops::kinds::Kind as RecordKind;
use crate::ops::values::{Step, entry_of, field_of, value_of};
use crate::source::decode::Shape;
use crate::source::{Node, Value, parse_document, parse_front_matter};

/// A part of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    /// 本局: the bureau, the workspace and its calendar.
    Bureau,
    /// 服务清单.
    Catalog,
    /// 服务点.
    Points,
    /// 办事指南.
    Guides,
    /// 手册与张贴: handbooks, leaflets, notices, panels, campaigns.
    Booklets,
    /// 检查验收: standards, rounds, plans and programmes.
    Inspections,
    /// A file that no screen shows, such as a template.
    Other,
}

impl Screen {
    /// The screen that shows a file of the workspace, by its path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["yizhan.yaml" | "calendar.yaml"] | ["content", _, "bureau.yaml" | "boundary.geojson"] => Self::Bureau,
            ["content", _, "catalog.yaml"] => Self::Catalog,
            ["content", _, "points", ..] | ["content", _, "villages.yaml"] => Self::Points,
            ["content", _, "guides", ..] => Self::Guides,
            ["content", _, "handbooks" | "leaflets" | "notices" | "panels" | "campaigns", ..] => Self::Booklets,
            ["content", _, "inspections", ..] | ["checklists", ..] | ["content", _, "plan.yaml" | "programme.yaml"] => {
                Self::Inspections
            }
            _ => Self::Other,
        }
    }
}

/// How a file holds records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// YAML.
    Yaml,
    /// Markdown with fields above it.
    Markdown,
    /// Not at all.
    Other,
}

/// How a file holds records, by its name.
#[must_use]
pub fn kind(path: &str) -> Kind {
    let ending = std::path::Path::new(path).extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("yaml" | "yml") => Kind::Yaml,
        Some("md") => Kind::Markdown,
        _ => Kind::Other,
    }
}

/// A place in a file, for people and for programs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The way to the value.
    pub at: Vec<Step>,
    /// The names on that way, such as `["第 16 项 异地长期居住人员备案", "办理深度"]`.
    pub names: Vec<String>,
}

/// Keys whose text names their record.
const NAMES: [&str; 6] = ["name", "名称", "title", "标题", "id", "编号"];

/// The innermost value of a file that holds a span, with the way to it. Keys are called by the names of the record's fields.
#[must_use]
pub fn spot(workspace: Option<&Workspace>, file: &SourceFile, span: Span) -> Spot {
    let mut found = Diagnostics::new();
    let node = if kind(&file.path) == Kind::Markdown {
        parse_front_matter(FileId(0), &file.text, &mut found).0
    } else {
        parse_document(FileId(0), &file.text, 0, &mut found)
    };
    let mut spot = Spot::default();
    let shape = workspace.and_then(|workspace| RecordKind::of(workspace, &file.path)).map(RecordKind::shape);
    if let Some(node) = node {
        spot.names.extend(name_of(&node));
        descend(&node, shape.as_ref(), span, &mut spot);
    }
    spot
}

fn descend(node: &Node, shape: Option<&Shape>, span: Span, spot: &mut Spot) {
    let holds = |place: Span| place.start <= span.start && span.start < place.end.max(place.start + 1);
    match &node.value {
        Value::List(list) => {
            let Some((index, inner)) = list.iter().enumerate().find(|(_, one)| holds(one.span)) else { return };
            spot.at.push(Step::Index(index));
            // One record alone in its file is no list to people.
            spot.names.extend(name_of(inner).or_else(|| (list.len() > 1).then(|| format!("第 {} 项", index + 1))));
            descend(inner, shape.map(entry_of).as_ref(), span, spot);
        }
        Value::Map(entries) => {
            let Some(entry) = entries.iter().find(|entry| holds(entry.key.span) || holds(entry.value.span)) else { return };
            spot.at.push(Step::Key(entry.key.value.clone()));
            let field = shape.and_then(|shape| field_of(shape, &entry.key.value)).map(|(_, field)| field.alias);
            spot.names.push(field.unwrap_or(&entry.key.value).to_owned());
            descend(&entry.value, shape.map(|shape| value_of(shape, &entry.key.value).1).as_ref(), span, spot);
        }
        Value::Null | Value::Scalar { .. } => {}
    }
}

/// What a record is called.
fn name_of(node: &Node) -> Option<String> {
    NAMES.iter().find_map(|key| node.get(&[key])?.text()).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}
