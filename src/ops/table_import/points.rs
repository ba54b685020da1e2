//! Points from a table: changes go to the files of the points, new ones to `points/imported.yaml`.

use std::collections::BTreeMap;

use super::super::lookup::refuse;
use super::{Source, Understood, created, edited, starter};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId};
use crate::model::{BureauFile, Point};
use crate::ops::FileEdit;
use crate::say;
use crate::source::{Node, parse_document};
use crate::tables::Uncertain;
use crate::tables::find::squeezed;
use crate::tables::hours::summer_text;
use crate::tables::memory::Memory;
use crate::tables::points::{self, changes};
use crate::yaml_write::edit::Edits;
use crate::yaml_write::value::{New, block};

/// So many rows show what was understood.
const PREVIEW: usize = 3;

/// So many cells in doubt say why nothing was read.
const MOST_DOUBTS: usize = 3;

/// Reads the table and compares it with the points that are there.
pub fn read_points(source: &Source<'_>, memory: &mut Memory<'_, '_>) -> Result<Understood, Box<Diagnostic>> {
    let bureau = source.bureau;
    let Some(mut table) = points::read_points_table(source.sheets, source.wanted, bureau, memory) else {
        return Err(source.nothing("“名称”，另外再有一列，如 渠道、地址、电话、服务时间"));
    };
    if table.points.is_empty() {
        let name = source.name;
        // Why, as far as it is known: of the last cells that were in doubt.
        let why = |pick: fn(&Bilingual) -> &str| {
            let one = |doubt: &Uncertain| format!("；{} {}", doubt.place, pick(&doubt.message));
            table.doubts.iter().take(MOST_DOUBTS).map(one).collect::<String>()
        };
        let (zh, en) = (why(|b| &b.zh), why(|b| &b.en));
        return Err(refuse(
            say!("{name} 里一个网点也没有读到{zh}", "not one point of {name} was read{en}"),
            say!(
                "每行要有名称；几个网点同名的，写上编号",
                "every row needs a name; write ids where several points have one name"
            ),
        ));
    }
    let mut preview = vec![["编号", "名称", "渠道", "电话", "服务时间"].map(ToOwned::to_owned).to_vec()];
    for row in table.points.iter().take(PREVIEW) {
        let value = |key: &str| row.values.iter().find(|(k, _)| *k == key).map(|(_, v)| v.words()).unwrap_or_default();
        preview.push(vec![row.id.clone(), value("name"), value("channel"), value("phone"), value("hours")]);
    }
    let mut changed: Vec<[String; 4]> = Vec::new();
    let mut edits: BTreeMap<FileId, Vec<(&Point, &'static str, &New)>> = BTreeMap::new();
    for (row, point) in table.points.iter().filter_map(|row| Some((row, bureau.any_point(&row.id)?))) {
        for (key, old, new) in changes(row, point, bureau) {
            if let New::Map(map) = new {
                let was = |head: &str| point.more.get(head).map(|t| t.value.clone()).unwrap_or_default();
                let differ = map.iter().filter(|(head, text)| squeezed(&was(head)) != squeezed(text));
                changed.extend(differ.map(|(head, text)| [row.id.clone(), format!("more.{head}"), was(head), text.clone()]));
            } else {
                changed.push([row.id.clone(), key.to_owned(), old, new.words()]);
            }
            edits.entry(point.span.file).or_default().push((point, key, new));
        }
    }
    let fresh: Vec<Vec<(&'static str, New)>> = table
        .points
        .iter()
        .filter(|row| !row.known)
        .map(|row| {
            std::iter::once(("id", New::Text(row.id.clone()))).chain(row.values.iter().map(|(k, v)| (*k, v.clone()))).collect()
        })
        .collect();
    let sources = &source.workspace.folder.sources;
    let own = format!("{}/points/imported.yaml", source.folder());
    let imported = sources.iter().find(|(_, f)| f.path == own).map(|(id, _)| id).filter(|_| !fresh.is_empty());
    let (mut files, mut stuck): (Vec<FileEdit>, Option<String>) = (Vec::new(), None);
    let touched: Vec<FileId> = edits.keys().copied().chain(imported.filter(|id| !edits.contains_key(id))).collect();
    for file in touched {
        let Some(text) = sources.text(file) else { continue };
        let Some(node) = parse_document(file, text, 0, &mut Diagnostics::new()) else { continue };
        let mut list = Edits::default();
        for (point, key, new) in edits.get(&file).into_iter().flatten() {
            if let Some(record) = record(&node, point) {
                list.set(text, record, &points::names(key), new);
            }
        }
        if imported == Some(file) {
            list.append(text, &node, &fresh);
        }
        let Some(own) = sources.get(file) else { continue };
        match list.finish(text, &node) {
            Some(text) => files.push(edited::<Vec<Point>>(own, &text)?),
            None => stuck = Some(own.path.clone()),
        }
    }
    if imported.is_none() && !fresh.is_empty() {
        let records: Vec<String> = fresh.iter().map(|record| block(record, "")).collect();
        files.push(created::<Vec<Point>>(own, format!("# 由表格导入\n{}\n", records.join("\n")))?);
    }
    files.extend(summer_days(source, table.summer)?);
    // The examples of a new workspace go once there are points of the bureau's own.
    if !fresh.is_empty() {
        let stays = |id: &str| table.points.iter().any(|row| row.id == id);
        let (gone, names) = starter::points(bureau, |id| sources.get(id).cloned(), stays);
        if !names.is_empty() {
            let names = names.join("、");
            table.doubts.push(Uncertain {
                place: table.sheet.clone(),
                message: say!(
                    "新建时的示例网点让位给这张表，去掉：{names}",
                    "the examples of a new workspace give way to this table; removed: {names}"
                ),
            });
        }
        files.extend(gone);
    }
    let skipped = table.skipped;
    let open = table.points.iter().filter(|row| row.open).count();
    let (open_zh, open_en) = if open == 0 {
        (String::new(), String::new())
    } else {
        (
            format!("；还没有渠道的 {open} 个，补上以前哪里也不显示、不印"),
            format!("; {open} have no channel yet and are shown and printed nowhere until they do"),
        )
    };
    let (all, known) = (table.points.len(), table.points.iter().filter(|r| r.known).count());
    Ok(Understood {
        count: say!(
            "服务网点 {all} 个，已有 {known} 个；没有读的 {skipped} 行{open_zh}",
            "{all} points, {known} of them known; {skipped} rows were not read{open_en}"
        ),
        fresh: table
            .points
            .iter()
            .filter(|r| !r.known)
            .map(|r| (r.id.clone(), r.values.first().map(|(_, v)| v.words()).unwrap_or_default()))
            .collect(),
        sheets: table.sheet,
        title: String::new(),
        mapping: table.mapping,
        preview,
        tried: Vec::new(),
        changes: changed,
        doubts: table.doubts,
        readings: table.hours,
        files,
        stuck,
    })
}

/// The bureau's file with the dates of its summer hours, so that the next table does not ask again.
fn summer_days(source: &Source<'_>, summer: Option<[(u32, u32); 2]>) -> Result<Option<FileEdit>, Box<Diagnostic>> {
    let Some(summer) = summer.filter(|_| source.bureau.file.summer.is_none()) else { return Ok(None) };
    let sources = &source.workspace.folder.sources;
    let own = format!("{}/bureau.yaml", source.folder());
    let Some((id, file)) = sources.iter().find(|(_, f)| f.path == own) else { return Ok(None) };
    let Some(text) = sources.text(id) else { return Ok(None) };
    let Some(node) = parse_document(id, text, 0, &mut Diagnostics::new()) else { return Ok(None) };
    let mut edits = Edits::default();
    edits.set(text, &node, &["summer", "夏令时"], &New::Text(summer_text(summer)));
    edits.finish(text, &node).map(|text| edited::<BureauFile>(file, &text)).transpose()
}

/// Where a point is written: the file, or an entry of its list.
fn record<'n>(node: &'n Node, point: &Point) -> Option<&'n Node> {
    std::iter::once(node).chain(node.items()).find(|n| n.span == point.span)
}
