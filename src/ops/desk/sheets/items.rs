//! What a change of the catalog's sheet comes to in its file: cells, rows put in and taken out, rows moved, also from one group to another.

use std::collections::BTreeSet;

use super::apply::{Work, add_cells, as_seen, named};
use super::lines::Lines;
use super::{CellChange, Change, Inserted, catalog};
use crate::ops::edit::{self, Kindly};
use crate::ops::values::{Said, Step};
use crate::ops::{Outcome, Stop};
use crate::say;
use crate::tables::catalog::new_id;

/// What a catalog is called that somebody begins by hand: the same as that of a table without a title.
pub(super) const TITLE: &str = "服务清单";

impl Work<'_> {
    /// The catalog's file and what is written in it. One that is not there yet is begun.
    pub(super) fn catalog_file(&mut self) -> Outcome<(String, Said)> {
        if let Some(own) = &self.bureau.catalog {
            let path = catalog::path(self.workspace, own);
            let written = self.written(&path)?;
            return Ok((path, written));
        }
        let path = catalog::path_to_be(self.workspace, self.bureau);
        let title = Said::Map(vec![("title".to_owned(), Said::Text(TITLE.to_owned()))]);
        self.push(&path, edit::Change { at: Vec::new(), kind: Kindly::Set, before: None, after: Some(title), to: None });
        Ok((path, Said::Nothing))
    }

    pub(super) fn catalog(&mut self, change: &Change) -> Outcome<()> {
        if self.bureau.catalog.is_none() && change.inserted.is_empty() {
            return Err(catalog::none(self.bureau));
        }
        if self.bureau.catalog.is_none() {
            let count = change.inserted.len();
            self.says = Some(say!("服务清单：加了 {count} 行", "catalog: {count} rows added"));
        }
        let (path, written) = self.catalog_file()?;
        let items: Vec<&Said> = written.get("items").map(Said::items).unwrap_or_default().iter().collect();
        let groups = written.get("groups").map(Said::items).unwrap_or_default();
        let groups: Vec<&str> = groups.iter().map(|group| group.word("id")).collect();
        // Places count in the file as each change leaves it.
        let mut lines = Lines::of(&groups, &items);
        for cell in &change.cells {
            self.cell(&path, &items, cell);
        }
        let mut taken: BTreeSet<String> = items.iter().map(|item| item.word("id").to_owned()).collect();
        taken.extend(
            self.bureau.catalog.iter().flat_map(|own| &own.items).flat_map(|item| item.formerly.iter().map(ToString::to_string)),
        );
        for row in &change.inserted {
            self.insert(&path, row, &mut lines, &mut taken)?;
        }
        for row in &change.removed {
            let before = items.iter().find(|item| item.word("id") == row).map(|item| (*item).clone());
            lines.remove(row);
            self.push(&path, edit::Change { at: item(row, &[]), kind: Kindly::Remove, before, after: None, to: None });
        }
        if let Some(moved) = &change.moved {
            for row in &moved.rows {
                let Some(shifted) = lines.shift(row, moved.before.as_deref()) else { continue };
                if let Some(group) = shifted.group {
                    let text = |text: String| Some(Said::Text(text)).filter(|said| !said.is_empty());
                    let at = item(row, &["group".to_owned()]);
                    let (before, after) = (text(shifted.was), text(group));
                    self.push(&path, edit::Change { at, kind: Kindly::Set, before, after, to: None });
                }
                if let Some(to) = shifted.to {
                    self.push(
                        &path,
                        edit::Change { at: item(row, &[]), kind: Kindly::Move, before: None, after: None, to: Some(to) },
                    );
                }
            }
        }
        Ok(())
    }

    fn cell(&mut self, path: &str, items: &[&Said], CellChange { row, column, before, after }: &CellChange) {
        let way = catalog::way_of(column);
        let there = items.iter().find(|item| item.word("id") == row).and_then(|item| item.at(&way));
        let before = as_seen(there, catalog::shown(there, column) == *before, before);
        let after = Some(catalog::meant(after, column)).filter(|said| !said.is_empty());
        self.push(path, edit::Change { at: item(row, &way), kind: Kindly::Set, before, after, to: None });
    }

    fn insert(&mut self, path: &str, row: &Inserted, lines: &mut Lines, taken: &mut BTreeSet<String>) -> Result<(), Stop> {
        let Inserted { id, after, cells } = row;
        let after = after.as_ref().map(|after| self.renamed.get(after).unwrap_or(after).clone());
        let name = named(cells)?;
        let new = new_id(name, &|id| taken.contains(id));
        // A new row belongs to the group in which it stands.
        let (place, group) = lines.insert(after.as_deref(), &new);
        let mut record = vec![("id".to_owned(), Said::Text(new.clone())), ("name".to_owned(), Said::Text(name.to_owned()))];
        if !group.is_empty() {
            record.push(("group".to_owned(), Said::Text(group)));
        }
        add_cells(&mut record, cells, catalog::way_of, |text, column| Ok(catalog::meant(text, column)))?;
        let at = vec![Step::Key("items".to_owned()), Step::Index(place)];
        self.push(path, edit::Change { at, kind: Kindly::Insert, before: None, after: Some(Said::Map(record)), to: None });
        taken.insert(new.clone());
        self.renamed.insert(id.clone(), new);
        Ok(())
    }
}

/// The way to an item, or to a value of it.
pub(super) fn item(id: &str, way: &[String]) -> Vec<Step> {
    let mut at = vec![Step::Key("items".to_owned()), Step::Record { id: id.to_owned() }];
    at.extend(way.iter().cloned().map(Step::Key));
    at
}
