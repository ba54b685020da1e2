//! A point gets another id: the point itself keeps the old one as a former id, and everything that refers to it names the new one: inspection
//! records (their corrections follow), notices, recorded prints. Scopes of standards are the workspace's and keep what they say; a former id holds there too.

use std::collections::BTreeMap;

use super::cut::{Cut, cut};
use super::holds::new_errors;
use super::lookup::refuse;
use super::{FileEdit, Outcome, Plan, Session, Stop, fingerprints, lookup};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, Span, codes};
use crate::load::AsIf;
use crate::model::{Bureau, Id, Point};
use crate::say;
use crate::source::{Node, parse_document};
use crate::yaml_write::edit::Edits;
use crate::yaml_write::value::New;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose point it is; needed where there are several bureaus.
    pub bureau: Option<String>,
    /// The point's id, or its name.
    pub old: String,
    /// The id that it gets.
    pub new: String,
}

/// What would be renamed.
#[derive(Debug)]
pub struct Renaming {
    /// The plan.
    pub plan: Plan,
    /// The point's name.
    pub name: String,
    /// Places that change, as `file:line`, with what they are.
    pub places: Vec<(String, Renamed)>,
}

/// What names a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    /// The point itself.
    Point,
    /// A record of an inspection.
    Record,
    /// A notice about it.
    Notice,
    /// A recorded print of one of its pieces.
    PrintRun,
}

impl Renamed {
    /// What it is called.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::Point => say!("服务点", "point"),
            Self::Record => say!("检查记录", "record"),
            Self::Notice => say!("公告", "notice"),
            Self::PrintRun => say!("付印记录", "print record"),
        }
    }
}

/// What renaming a point would change.
///
/// # Errors
/// When there is no such point, when the new id is taken or no id, or a file cannot be changed safely.
pub fn plan(session: &Session, request: &Request) -> Outcome<Renaming> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let bureau = lookup::bureau_or_only(workspace, request.bureau.as_deref())?;
    let (_, point) = lookup::any_point(workspace, Some(bureau), &request.old)?;
    let new = request.new.trim();
    is_free(bureau, point, new)?;
    let (old, name) = (point.id.to_string(), point.name.value.clone());
    let mut cuts: BTreeMap<FileId, Vec<(Cut, Renamed)>> = BTreeMap::new();
    let sources = &workspace.folder.sources;
    let mut put = |span: Span, what: Renamed, written: &str| {
        // The value as it stands there may be in quotes, and may be a former id already.
        let raw = sources.slice(span);
        if let Some(at) = raw.find(written) {
            let from = span.start as usize + at;
            let cut = Cut { from, to: from + written.len(), new: new.to_owned() };
            cuts.entry(span.file).or_default().push((cut, what));
        }
    };
    let former: Vec<String> = point.formerly.iter().map(ToString::to_string).chain([old.clone()]).collect();
    let written = |span: Span| former.iter().find(|id| sources.slice(span).trim_matches(['"', '\'']) == **id);
    for record in bureau.inspections.iter().filter(|r| r.point.value == old) {
        if let Some(id) = written(record.point.span) {
            put(record.point.span, Renamed::Record, id);
        }
    }
    for reference in bureau.notices.iter().flat_map(|n| &n.front.points).filter(|p| p.value == old) {
        if let Some(id) = written(reference.span) {
            put(reference.span, Renamed::Notice, id);
        }
    }
    for run in &bureau.print_runs {
        let Some(rest) = run.piece.value.strip_prefix("points/").and_then(|rest| rest.strip_prefix(old.as_str())) else {
            continue;
        };
        let raw = sources.slice(run.piece.span);
        let id = former.iter().find(|id| raw.contains(&format!("points/{id}/"))).filter(|_| rest.starts_with('/'));
        if let Some(id) = id {
            put(run.piece.span, Renamed::PrintRun, id);
        }
    }
    let mut texts = BTreeMap::new();
    let mut places = Vec::new();
    for (file, mut list) in cuts {
        list.sort_by_key(|(cut, _)| cut.from);
        let Some(text) = sources.text(file) else { continue };
        let path = sources.path(file);
        for (cut, what) in &list {
            let line = text.get(..cut.from).unwrap_or_default().matches('\n').count() + 1;
            places.push((format!("{path}:{line}"), *what));
        }
        texts.insert(path.to_owned(), cut(text, list.into_iter().map(|(cut, _)| cut).collect()));
    }
    let own = sources.path(point.span.file).to_owned();
    let text = texts.get(&own).cloned().or_else(|| sources.text(point.span.file).map(ToOwned::to_owned)).unwrap_or_default();
    let Some(text) = with_new_id(&text, point, new) else {
        return Err(Stop::failed(super::table_import::unsafe_to_change(&own)));
    };
    places.insert(0, (format!("{own}:{}", sources.position(point.id.span()).line), Renamed::Point));
    texts.insert(own, text);
    fingerprints::follow(workspace, session.root(), &mut texts)?;
    holds(session, &texts, new)?;
    let mut plan = Plan::new(
        "rename point",
        say!("服务点“{name}”的编号由 {old} 改为 {new}", "rename the point “{name}” from {old} to {new}"),
    );
    for (path, text) in &texts {
        if let Some((_, file)) = sources.iter().find(|(_, f)| f.path == *path) {
            plan.files.push(FileEdit::text(file, text));
        }
    }
    Ok(Renaming { plan, name, places })
}

/// The new id is one, and nobody else's.
fn is_free(bureau: &Bureau, point: &Point, new: &str) -> Result<(), Box<Diagnostic>> {
    if !Id::is_valid(new) {
        return Err(refuse(
            say!("“{new}”不能作编号", "“{new}” cannot be an id"),
            say!("用小写英文字母、数字和连字符", "use lower-case letters, digits and hyphens"),
        ));
    }
    if point.id.as_str() == new {
        return Err(refuse(say!("编号已经是 {new}", "the id is {new} already"), say!("不用改", "there is nothing to change")));
    }
    match bureau.every_point().find(|p| p.is_called(new) && p.id != point.id) {
        None => Ok(()),
        Some(other) => {
            let name = &other.name.value;
            Err(refuse(
                say!("编号 {new} 是“{name}”的（现在或以前）", "the id {new} is or was that of “{name}”"),
                say!("换一个编号", "choose another id"),
            ))
        }
    }
}

/// The text of a point's file with the new id, and the old one among the former ones.
fn with_new_id(text: &str, point: &Point, new: &str) -> Option<String> {
    let node = parse_document(point.span.file, text, 0, &mut Diagnostics::new())?;
    let is_it = |n: &&Node| n.get(&["id", "编号"]).and_then(Node::text).is_some_and(|id| id.trim() == point.id.as_str());
    let record = std::iter::once(&node).chain(node.items()).find(is_it)?;
    let mut edits = Edits::default();
    edits.set(text, record, &["id", "编号"], &New::Text(new.to_owned()));
    // Back to an id that it had: that one is no former id any more.
    let mut former: Vec<String> = point.formerly.iter().map(ToString::to_string).filter(|old| old != new).collect();
    former.push(point.id.to_string());
    edits.set(text, record, &["formerly", "曾用编号"], &New::List(former));
    edits.finish(text, &node)
}

/// The workspace reads as before, but for the id: no error that was not there.
fn holds(session: &Session, texts: &BTreeMap<String, String>, new: &str) -> Outcome<()> {
    let list: Vec<(String, String)> = texts.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
    if new_errors(session, &AsIf { texts: &list, ..AsIf::default() }).is_empty() {
        return Ok(());
    }
    Err(Stop::failed(
        Diagnostic::nowhere(
            &codes::BAD_VALUE,
            say!(
                "改成 {new} 以后工作区会有错，什么也没有写",
                "with the id {new} the workspace would have errors: nothing was written"
            ),
        )
        .help(say!("先用 yizhan check 看看现有的问题", "look at the present findings with `yizhan check` first")),
    ))
}
