//! Findings of a file by record and column: each stands in the cell that it is about.

use std::collections::BTreeMap;

use super::Mark;
use crate::diagnostic::{Diagnostic, FileId, Lang, Severity};
use crate::model::Workspace;
use crate::ops::desk::look::Look;
use crate::ops::desk::problems::id_of;
use crate::ops::form::{kind_of, parsed, source, way_to};
use crate::ops::values::Step;
use crate::source::{Node, Value};

/// Marks by the id of a record and the way below it: `["depth", "hall"]`.
pub type Marks = BTreeMap<(String, Vec<String>), Mark>;

/// The marks of a file. `list` is the key of its list of records; none where the file is the list.
pub fn marks(workspace: &Workspace, look: &Look, path: &str, list: Option<&str>, lang: Lang) -> Marks {
    let mut marks = Marks::new();
    let Some((file, text)) = source(&workspace.folder.sources, path) else { return marks };
    let own: Vec<&Diagnostic> = look.found.iter().filter(|d| d.span.is_some_and(|span| span.file == file)).collect();
    if own.is_empty() {
        return marks;
    }
    let Ok(kind) = kind_of(workspace, path) else { return marks };
    let Ok(Some(root)) = parsed(kind, FileId(0), &text.text) else { return marks };
    for finding in own {
        let Some(span) = finding.span else { continue };
        let way = way_to(&root, kind.shape(), crate::diagnostic::Span { file: FileId(0), ..span });
        let Some((id, below)) = record_of(&root, &way, list) else { continue };
        let mark = Mark {
            level: if finding.severity == Severity::Error { "fault" } else { "due" },
            says: finding.message.get(lang).to_owned(),
            problem: id_of(&look.found, &workspace.folder.sources, finding),
        };
        // The worst of several stands in the cell.
        match marks.get(&(id.clone(), below.clone())) {
            Some(there) if there.level == "fault" => {}
            _ => _ = marks.insert((id, below), mark),
        }
    }
    marks
}

/// The record of a list on a way, and the rest of the way.
fn record_of(root: &Node, way: &[Step], list: Option<&str>) -> Option<(String, Vec<String>)> {
    let (records, rest) = match (list, way) {
        (Some(list), [Step::Key(key), rest @ ..]) if key == list => (entry(root, list)?, rest),
        (None, rest) => (root, rest),
        _ => return None,
    };
    let (node, rest) = match (&records.value, rest) {
        (Value::List(list), [Step::Index(index), rest @ ..]) => (list.get(*index)?, rest),
        (Value::Map(_), rest) => (records, rest),
        _ => return None,
    };
    let id = node.get(&["id", "编号"])?.text()?.to_owned();
    let keys = rest.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Index(_) | Step::Record { .. } => None,
    });
    Some((id, keys.collect()))
}

fn entry<'n>(root: &'n Node, key: &str) -> Option<&'n Node> {
    let chinese = match key {
        "items" => "事项",
        "channels" => "渠道",
        _ => key,
    };
    root.get(&[key, chinese])
}

/// The marks of a row, each in the column of its way; what has no column stands with the name.
pub fn of_row(
    marks: &Marks,
    id: &str,
    cells: &BTreeMap<String, String>,
    column_of: impl Fn(&[String]) -> Option<String>,
) -> BTreeMap<String, Mark> {
    let mut own: BTreeMap<String, Mark> = BTreeMap::new();
    for ((_, way), mark) in marks.range((id.to_owned(), Vec::new())..).take_while(|((record, _), _)| record == id) {
        let column = column_of(way).filter(|column| cells.contains_key(column)).unwrap_or_else(|| "name".to_owned());
        if own.get(&column).is_none_or(|there| there.level != "fault") {
            own.insert(column, mark.clone());
        }
    }
    own
}
