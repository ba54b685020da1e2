//! A catalog from a table.

use super::{Source, Understood, created, edited};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Catalog;
use crate::say;
use crate::source::parse_document;
use crate::tables::catalog;
use crate::tables::changes::{changes, fresh, rewritten};
use crate::tables::memory::Memory;
use crate::tables::vocabulary::Field;

/// So many rows and columns show what was understood.
const PREVIEW: (usize, usize) = (3, 5);

/// Reads the table and compares it with the catalog that is there.
pub fn read_catalog(source: &Source<'_>, memory: &mut Memory<'_, '_>) -> Result<Understood, Box<Diagnostic>> {
    let there = source.bureau.catalog.as_ref();
    let Some(table) = catalog::read_catalog_table(source.sheets, source.wanted, there, memory) else {
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
    let changed = there.map(|there| changes(&table, there)).unwrap_or_default();
    let path = format!("{}/catalog.yaml", source.folder());
    let (mut files, mut stuck) = (Vec::new(), None);
    match there {
        None => files.push(created::<Catalog>(path, fresh(&table))?),
        Some(there) => {
            let sources = &source.workspace.folder.sources;
            let text = sources.text(there.span.file).unwrap_or_default();
            let node = parse_document(there.span.file, text, 0, &mut Diagnostics::new());
            match node.and_then(|node| rewritten(&table, there, text, &node, &changed)) {
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
        tried: Vec::new(),
        doubts: table.doubts,
        files,
        stuck,
    })
}
