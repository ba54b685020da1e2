//! The catalog as a sheet: items × channels, groups as headings, the bureau's own columns, and the counts that the document claims over each channel.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::lines::{Line, Lines};
use super::marks::{Marks, marks};
use super::{Choice, Column, Row, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Lang, codes};
use crate::model::catalog::{Claim, Group, Handling};
use crate::model::{Bureau, Catalog, Channel, DepthKind, Workspace};
use crate::ops::desk::live::found;
use crate::ops::desk::look::Look;
use crate::ops::form::record;
use crate::ops::values::Said;
use crate::ops::{Outcome, Stop};
use crate::say;

/// Keys and letters for a depth, and its sign.
const DEPTHS: [(DepthKind, [&str; 2], &str); 6] = [
    (DepthKind::Complete, ["1", "bj"], "done"),
    (DepthKind::Accept, ["2", "sl"], "acc"),
    (DepthKind::Assisted, ["3", "bb"], "help"),
    (DepthKind::Proxy, ["4", "db"], "proxy"),
    (DepthKind::Review, ["5", "cs"], ""),
    (DepthKind::Advice, ["6", "zx"], ""),
];

/// The sheet of a bureau's catalog, and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogTable {
    /// The sheet.
    #[serde(flatten)]
    pub table: Table,
    /// The file, also where it is not there yet.
    pub path: String,
    /// Fields that no item has yet: columns that somebody may want.
    pub offered: Vec<Column>,
    /// The groups, in the order of the file.
    pub groups: Vec<GroupLine>,
    /// Counts that the document claims.
    pub claims: Vec<ClaimLine>,
    /// How many points hang on a column.
    pub points: BTreeMap<String, usize>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many items it has.
    pub count: usize,
}

/// A count that the document claims, and what the sheet has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// The column; none where the sheet has none for it.
    pub column: Option<String>,
    /// What it is about, by the name that the document gives.
    pub name: String,
    /// Where the document says it, such as 正文三（一）2.
    pub clause: String,
    /// The sentence; empty where it was not kept.
    pub quote: String,
    /// The number that it says.
    pub claimed: u32,
    /// How many the sheet has.
    pub counted: Option<usize>,
    /// Whether the document names only some of the items.
    pub incomplete: bool,
    /// Whether somebody should look: `due`, or nothing.
    pub state: &'static str,
}

/// The sheet of a bureau's catalog, with every word as it is written. A bureau without a catalog has an empty one.
///
/// # Errors
/// When there is no such bureau.
pub fn table(look: &Look, bureau: &str, lang: Lang) -> Outcome<CatalogTable> {
    let (workspace, bureau) = found(look, bureau)?;
    let Some(catalog) = &bureau.catalog else {
        return Ok(CatalogTable {
            table: Table { columns: first_columns(&[]), rows: Vec::new() },
            path: path_to_be(workspace, bureau),
            offered: offered(&[]),
            groups: Vec::new(),
            claims: Vec::new(),
            points: BTreeMap::new(),
        });
    };
    let path = path(workspace, catalog);
    let marks = marks(workspace, look, &path, Some("items"), lang);
    let written = record(workspace, &Diagnostics::new(), (&path, &[]), lang)?.values;
    let items: Vec<&Said> = written.get("items").map(Said::items).unwrap_or_default().iter().collect();
    let columns = columns(catalog, &items);
    let by_id: BTreeMap<&str, &Said> = items.iter().map(|item| (item.word("id"), *item)).collect();
    let groups: Vec<&str> = catalog.groups.iter().map(|group| group.id.as_str()).collect();
    let rows = Lines::of(&groups, &items).0.into_iter().filter_map(|line| match line {
        Line::Heading { row, group } => heading(catalog, row, &group),
        Line::Item { id, .. } => by_id.get(id.as_str()).and_then(|item| self::row(item, &columns, &marks)),
    });
    let rows = rows.collect();
    let mut points: BTreeMap<String, usize> = BTreeMap::new();
    for point in &bureau.points {
        *points.entry(format!("depth:{}", point.channel.value)).or_default() += 1;
    }
    let group = |group: &Group| GroupLine {
        id: group.id.to_string(),
        title: group.title.value.clone(),
        count: in_group(catalog, group.id.as_str()),
    };
    Ok(CatalogTable {
        table: Table { columns, rows },
        path,
        offered: offered(&items),
        groups: catalog.groups.iter().map(group).collect(),
        claims: claims(catalog),
        points,
    })
}

/// Every count that the document claims, those of channels first.
fn claims(catalog: &Catalog) -> Vec<ClaimLine> {
    let line = |channel: Option<&Channel>, name: &str, claim: &Claim| {
        let counted = channel.map(|channel| catalog.count(channel.id.as_str()));
        let is_so = counted.is_some_and(|counted| {
            let claimed = claim.items.value as usize;
            counted == claimed || claim.incomplete && counted < claimed
        });
        ClaimLine {
            column: channel.map(|channel| format!("depth:{}", channel.id)),
            name: name.to_owned(),
            clause: claim.clause.as_ref().map_or_else(|| "正文".to_owned(), |clause| format!("正文{}", clause.value)),
            quote: claim.quote.as_ref().map(|quote| quote.value.clone()).unwrap_or_default(),
            claimed: claim.items.value,
            counted,
            incomplete: claim.incomplete,
            state: if is_so { "" } else { "due" },
        }
    };
    let own = catalog.channels.iter().flat_map(|channel| channel.claims.iter().map(move |claim| (channel, claim)));
    let own = own.map(|(channel, claim)| line(Some(channel), &channel.name, claim));
    let others = catalog.claims.iter().filter_map(|claim| {
        let name = &claim.channel.as_ref()?.value;
        let channel = catalog.channels.iter().find(|c| c.id.as_str() == name || c.name.value == *name);
        Some(line(channel, channel.map_or(name.as_str(), |channel| &channel.name), claim))
    });
    own.chain(others).collect()
}

fn in_group(catalog: &Catalog, id: &str) -> usize {
    catalog.items.iter().filter(|item| item.group.as_ref().is_some_and(|own| own.as_str() == id)).count()
}

/// Fields that no item has.
fn offered(items: &[&Said]) -> Vec<Column> {
    let is_used = |key: &str| items.iter().any(|item| item.get(key).is_some_and(|said| !said.is_empty()));
    let fields = USED.iter().chain(&[NOTE]).filter(|(key, ..)| !is_used(key));
    fields.map(|(key, title, width)| plain(key, title, *width)).collect()
}

/// The file that a bureau's catalog will have.
pub(super) fn path_to_be(workspace: &Workspace, bureau: &Bureau) -> String {
    format!("{}/catalog.yaml", workspace.folder_of(bureau))
}

/// The file of a catalog.
pub(super) fn path(workspace: &Workspace, catalog: &Catalog) -> String {
    workspace.path_of(catalog.span).to_owned()
}

pub(super) fn none(bureau: &Bureau) -> Stop {
    let name = bureau.short_name();
    Stop::failed(
        Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("{name}还没有服务清单", "{name} has no catalog yet"))
            .help(say!("把 Excel 或 Word 里的清单放进来", "bring in the list from Excel or Word")),
    )
}

/// The columns that every sheet has.
fn first_columns(items: &[&Said]) -> Vec<Column> {
    let name = Column {
        id: "name".to_owned(),
        title: "服务事项".to_owned(),
        width: 236,
        frozen: true,
        title_of_row: true,
        ..Column::default()
    };
    let missing = items.iter().filter(|item| item.word("handling").is_empty()).count();
    let handling = Column {
        note: if missing > 0 { format!("缺 {missing} 个") } else { String::new() },
        state: if missing > 0 { "due" } else { "" },
        choices: vec![choice("即办件", &["1", "jb"], ""), choice("承诺件", &["2", "cn"], "")],
        ..plain("handling", "办件类型", 92)
    };
    vec![name, handling]
}

fn columns(catalog: &Catalog, items: &[&Said]) -> Vec<Column> {
    let mut columns = first_columns(items);
    // What no item has is no column yet.
    let is_used = |key: &str| items.iter().any(|item| item.get(key).is_some_and(|said| !said.is_empty()));
    columns.extend(USED.iter().filter(|(key, ..)| is_used(key)).map(|(key, title, width)| plain(key, title, *width)));
    let mut heads: Vec<&str> = Vec::new();
    for (head, _) in items.iter().filter_map(|item| item.get("more")).flat_map(Said::entries) {
        if !heads.contains(&head.as_str()) {
            heads.push(head);
        }
    }
    let own =
        |head: &&str| Column { own: true, note: "本局自带的列".to_owned(), ..plain(&format!("more:{head}"), head, 158) };
    columns.extend(heads.iter().map(own));
    columns.extend(catalog.channels.iter().map(|channel| of_channel(catalog, channel)));
    let (key, title, width) = NOTE;
    if is_used(key) {
        columns.push(plain(key, title, width));
    }
    columns
}

/// Fields that have a column where an item has them.
const USED: [(&str, &str, usize); 6] = [
    ("number", "序号", 64),
    ("clients", "服务对象", 110),
    ("category", "事项类型", 100),
    ("frequency", "办理频次", 80),
    ("limit", "办理时限", 130),
    ("code", "编码", 150),
];

/// The remark stands last.
const NOTE: (&str, &str, usize) = ("note", "说明", 220);

/// Words of depths that take a time limit.
const LIMITED: [DepthKind; 3] = [DepthKind::Complete, DepthKind::Accept, DepthKind::Review];

fn plain(id: &str, title: &str, width: usize) -> Column {
    Column { id: id.to_owned(), title: title.to_owned(), width, ..Column::default() }
}

fn choice(word: &str, keys: &[&'static str], mark: &'static str) -> Choice {
    Choice { word: word.to_owned(), zh: word.to_owned(), keys: keys.to_vec(), mark }
}

/// A channel: how many items it has, and how many the document says.
fn of_channel(catalog: &Catalog, channel: &Channel) -> Column {
    let count = catalog.count(channel.id.as_str());
    let claimed: BTreeSet<u32> = channel.claims.iter().filter(|claim| !claim.incomplete).map(|claim| claim.items.value).collect();
    let wrong: Vec<String> =
        claimed.iter().filter(|said| usize::try_from(**said).ok() != Some(count)).map(|said| format!("正文 {said} 项")).collect();
    let note = match (claimed.is_empty(), wrong.is_empty()) {
        (true, _) => format!("{count} 项"),
        (false, true) => format!("{count} 项，相符"),
        (false, false) => format!("{count} 项，{}", wrong.join("、")),
    };
    let mut choices: Vec<Choice> = DEPTHS.iter().map(|(kind, keys, mark)| choice(kind.zh(), keys, mark)).collect();
    choices.push(Choice { word: "-".to_owned(), zh: "不办".to_owned(), keys: vec!["0", "-"], mark: "none" });
    Column {
        note,
        state: if wrong.is_empty() { "" } else { "due" },
        choices,
        moves: true,
        limits: LIMITED.map(DepthKind::zh).to_vec(),
        ..plain(&format!("depth:{}", channel.id), channel.short_name.as_ref().unwrap_or(&channel.name), 0)
    }
}

fn heading(catalog: &Catalog, row: String, id: &str) -> Option<Row> {
    let group = catalog.groups.iter().find(|group| group.id.as_str() == id)?;
    Some(Row::Group { id: row, group: group.title.value.clone(), note: format!("{} 项", in_group(catalog, id)) })
}

fn row(item: &Said, columns: &[Column], marks: &Marks) -> Option<Row> {
    let id = item.word("id").to_owned();
    if id.is_empty() {
        return None;
    }
    let cells: BTreeMap<String, String> =
        columns.iter().map(|column| (column.id.clone(), shown(item.at(&way_of(&column.id)), &column.id))).collect();
    let marks = super::marks::of_row(marks, &id, &cells, column_of);
    Some(Row::Record { id, cells, marks })
}

/// The column of a way below an item.
fn column_of(way: &[String]) -> Option<String> {
    match way {
        [key, inner, ..] if key == "depth" || key == "more" => Some(format!("{key}:{inner}")),
        [key, ..] => Some(key.clone()),
        [] => None,
    }
}

/// The way of a column below an item.
pub(super) fn way_of(column: &str) -> Vec<String> {
    match column.split_once(':') {
        Some((key, inner)) => vec![key.to_owned(), inner.to_owned()],
        None => vec![column.to_owned()],
    }
}

/// What a cell shows of what is written.
pub(super) fn shown(said: Option<&Said>, column: &str) -> String {
    let text = said.and_then(Said::line).unwrap_or_default();
    // A word that is written in English is shown as people read it.
    match column {
        "handling" => Handling::named(&text).map_or(text, |handling| handling.zh().to_owned()),
        _ => text,
    }
}

/// What is written for what somebody put into a cell.
pub(super) fn meant(text: &str, column: &str) -> Said {
    let text = text.trim();
    match column {
        _ if text.is_empty() => Said::Nothing,
        "clients" => Said::List(super::parts(text).into_iter().map(Said::Text).collect()),
        _ => Said::Text(text.to_owned()),
    }
}
