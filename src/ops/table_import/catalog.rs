//! A catalog from a table.

use super::{Source, Understood, created, edited, starter};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Catalog;
use crate::say;
use crate::source::parse_document;
use crate::tables::Uncertain;
use crate::tables::catalog::{self, ChannelColumn};
use crate::tables::changes::{changes, first_items, fresh, rewritten};
use crate::tables::memory::Memory;
use crate::tables::vocabulary::Field;

/// So many rows and columns show what was understood.
const PREVIEW: (usize, usize) = (3, 5);

/// Reads the table and compares it with the catalog that is there.
pub fn read_catalog(source: &Source<'_>, memory: &mut Memory<'_, '_>) -> Result<Understood, Box<Diagnostic>> {
    let there = source.bureau.catalog.as_ref();
    let Some(mut table) = catalog::read_catalog_table(source.sheets, source.wanted, there, memory) else {
        return Err(source.nothing("“事项名称”，另外再有一列，如 序号、服务对象、事项类型、办件类型"));
    };
    let channels: Vec<_> = table.channels.iter().take(PREVIEW.1).collect();
    let mut preview = vec![
        ["编号", "事项名称"]
            .into_iter()
            .map(ToOwned::to_owned)
            .chain(channels.iter().map(|c| c.name.clone()))
            .collect::<Vec<_>>(),
    ];
    for row in table.items.iter().take(PREVIEW.0) {
        let depth = |id: &str| row.depth.iter().find(|(c, _)| c == id).map(|(_, d)| d.clone()).unwrap_or_default();
        let cells = [row.id.clone(), row.value(Field::Name).to_owned()].into_iter();
        preview.push(cells.chain(channels.iter().map(|c| depth(&c.id))).collect());
    }
    let gives_way = there.is_some_and(starter::gives_way);
    let changed = there.filter(|_| !gives_way).map(|there| changes(&table, there)).unwrap_or_default();
    let path = format!("{}/catalog.yaml", source.folder());
    let (mut files, mut stuck) = (Vec::new(), None);
    match there {
        None => files.push(created::<Catalog>(path, fresh(&table))?),
        Some(there) if gives_way => {
            let gone = catalog::gone(there, &table).join("、");
            if !gone.is_empty() {
                table.doubts.push(Uncertain {
                    place: table.sheets.join("、"),
                    message: say!(
                        "新建时的示例事项让位给这张表，去掉：{gone}",
                        "the examples of a new workspace give way to this table; removed: {gone}"
                    ),
                });
            }
            // What points name has to stay.
            for channel in &there.channels {
                let used =
                    table.channels.is_empty() || source.bureau.points.iter().any(|p| p.channel.value == channel.id.as_str());
                if used && !table.channels.iter().any(|c| c.id == channel.id.as_str()) {
                    let (id, name) = (channel.id.to_string(), channel.name.value.clone());
                    table.channels.push(ChannelColumn { id, name, known: true, tier: Some(channel.tier) });
                }
            }
            let sources = &source.workspace.folder.sources;
            if let Some(file) = sources.get(there.span.file) {
                files.push(edited::<Catalog>(file, &fresh(&table))?);
            }
            let stays = |id: &str| table.items.iter().any(|row| row.id == id);
            files.extend(starter::guides(source.bureau, |id| sources.get(id).cloned(), stays));
        }
        Some(there) => {
            let sources = &source.workspace.folder.sources;
            let text = sources.text(there.span.file).unwrap_or_default();
            let node = parse_document(there.span.file, text, 0, &mut Diagnostics::new());
            let new = node.and_then(|node| {
                if there.items.is_empty() {
                    return first_items(&table, there, text, &node);
                }
                let moved = rewritten(&table, there, text, &node, &changed);
                // Where items cannot be moved, new ones stand at the end, and that is said.
                moved.or_else(|| {
                    let fresh = table.items.iter().filter(|row| !row.known).map(|row| row.id.clone());
                    table.order = there.items.iter().map(|item| item.id.to_string()).chain(fresh).collect();
                    let new = rewritten(&table, there, text, &node, &changed)?;
                    table.doubts.push(Uncertain {
                        place: table.sheets.join("、"),
                        message: say!(
                            "清单文件的写法不便移动，新事项放在最后；顺序在 catalog.yaml 里改",
                            "the items of the file cannot be moved safely: new ones stand at the end; change the order in catalog.yaml"
                        ),
                    });
                    Some(new)
                })
            });
            match new {
                Some(new) if new == text => {}
                Some(new) => {
                    if let Some(file) = sources.get(there.span.file) {
                        files.push(edited::<Catalog>(file, &new)?);
                    }
                }
                None => stuck = Some(path),
            }
        }
    }
    if let Some(there) = there.filter(|_| !gives_way) {
        table.doubts.extend(catalog::missing(there, &table));
    }
    let (items, known) = (table.items.len(), table.items.iter().filter(|r| r.known).count());
    let (channels, old) = (table.channels.len(), table.channels.iter().filter(|c| c.known).count());
    let new = table.channels.iter().filter(|c| !c.known).map(|c| (c.id.clone(), c.name.clone()));
    let new = new.chain(table.items.iter().filter(|r| !r.known).map(|r| (r.id.clone(), r.value(Field::Name).to_owned())));
    Ok(Understood {
        count: say!(
            "事项 {items} 个，已有 {known} 个；渠道 {channels} 种，已有 {old} 种",
            "{items} items, {known} of them known; {channels} channels, {old} of them known"
        ),
        changes: changed.into_iter().map(|(c, _)| [c.item, c.key, c.old, c.new]).collect(),
        fresh: if there.is_some() { new.collect() } else { Vec::new() },
        sheets: table.sheets.join("、"),
        title: table.title,
        mapping: table.mapping,
        preview,
        readings: Vec::new(),
        tried: Vec::new(),
        doubts: table.doubts,
        files,
        stuck,
    })
}
