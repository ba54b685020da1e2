//! What a change of a sheet comes to in the files: one plan, whatever the number of cells and rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CellChange, Change, Inserted, catalog, points};
use crate::diagnostic::{Bilingual, Diagnostics, Lang};
use crate::model::{Bureau, Workspace};
use crate::ops::edit::{self, Conflict, Edit, Kindly, Reach};
use crate::ops::form::record;
use crate::ops::lookup::refuse;
use crate::ops::values::{Said, Step};
use crate::ops::{Outcome, Plan, Session};
use crate::say;
use crate::tables::catalog::new_id;

/// What a change would come to.
#[derive(Debug)]
pub struct Changed {
    /// The plan.
    pub plan: Plan,
    /// Cells that somebody else has changed meanwhile.
    pub conflicts: Vec<Conflict>,
    /// What depends on it.
    pub reach: Reach,
    /// Ids of new rows by what the sheet calls them.
    pub renamed: BTreeMap<String, String>,
}

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// 服务清单.
    Catalog,
    /// 服务点.
    Points,
}

/// Plans a change of a sheet of a bureau.
///
/// # Errors
/// When a row is gone, a cell holds more than its text, or the file is written in a way that others depend on.
pub fn plan(session: &Session, (of, bureau): (Of, &str), change: &Change, lang: Lang) -> Outcome<Changed> {
    let workspace = &session.workspace;
    let Some(bureau) = workspace.bureau(bureau) else {
        return Err(refuse(
            say!("没有这个局：{bureau}", "there is no such bureau: {bureau}"),
            say!("重新打开页面", "open the page again"),
        )
        .into());
    };
    let mut work = Work { session, workspace, bureau, lang, files: BTreeMap::new(), renamed: BTreeMap::new() };
    match of {
        Of::Catalog => work.catalog(change)?,
        Of::Points => work.points(change)?,
    }
    work.finish(change)
}

struct Work<'s> {
    session: &'s Session,
    workspace: &'s Workspace,
    bureau: &'s Bureau,
    lang: Lang,
    files: BTreeMap<String, Vec<edit::Change>>,
    renamed: BTreeMap<String, String>,
}

impl Work<'_> {
    fn written(&self, path: &str) -> Outcome<Said> {
        Ok(record(self.workspace, &Diagnostics::new(), (path, &[]), self.lang)?.values)
    }

    fn push(&mut self, path: &str, change: edit::Change) {
        self.files.entry(path.to_owned()).or_default().push(change);
    }

    fn catalog(&mut self, change: &Change) -> Outcome<()> {
        let Some(own) = &self.bureau.catalog else { return Err(catalog::none(self.bureau)) };
        let path = catalog::path(self.workspace, own);
        let written = self.written(&path)?;
        let items = written.get("items").map(Said::items).unwrap_or_default();
        let at = |id: &str, way: &[String]| {
            let mut at = vec![Step::Key("items".to_owned()), Step::Record { id: id.to_owned() }];
            at.extend(way.iter().cloned().map(Step::Key));
            at
        };
        for CellChange { row, column, before, after } in &change.cells {
            let way = catalog::way_of(column);
            let there = items.iter().find(|item| item.word("id") == row).and_then(|item| item.at(&way));
            let before = as_seen(there, catalog::shown(there, column) == *before, before);
            let after = Some(catalog::meant(after, column)).filter(|said| !said.is_empty());
            self.push(&path, edit::Change { at: at(row, &way), kind: Kindly::Set, before, after, to: None });
        }
        // Places count in the file as each change leaves it.
        let mut order: Vec<String> = items.iter().map(|item| item.word("id").to_owned()).collect();
        let mut taken: BTreeSet<String> = order.iter().cloned().collect();
        taken.extend(own.items.iter().flat_map(|item| item.formerly.iter().map(ToString::to_string)));
        for Inserted { id, after, cells } in &change.inserted {
            let after = after.as_ref().map(|after| self.renamed.get(after).unwrap_or(after).clone());
            let place = after.as_ref().map_or(Some(0), |after| order.iter().position(|own| own == after).map(|place| place + 1));
            let place = place.unwrap_or(order.len());
            let name = named(cells)?;
            let new = new_id(name, &|id| taken.contains(id));
            let mut record = vec![("id".to_owned(), Said::Text(new.clone())), ("name".to_owned(), Said::Text(name.to_owned()))];
            // A new row belongs to the group in which it stands.
            let group = place.checked_sub(1).and_then(|before| order.get(before)).and_then(|before| {
                items
                    .iter()
                    .find(|item| item.word("id") == before)
                    .map(|item| item.word("group"))
                    .filter(|group| !group.is_empty())
            });
            record.extend(group.map(|group| ("group".to_owned(), Said::Text(group.to_owned()))));
            add_cells(&mut record, cells, catalog::way_of, |text, column| Ok(catalog::meant(text, column)))?;
            let at = vec![Step::Key("items".to_owned()), Step::Index(place)];
            self.push(&path, edit::Change { at, kind: Kindly::Insert, before: None, after: Some(Said::Map(record)), to: None });
            order.insert(place, new.clone());
            taken.insert(new.clone());
            self.renamed.insert(id.clone(), new);
        }
        for row in &change.removed {
            let before = items.iter().find(|item| item.word("id") == row).cloned();
            order.retain(|own| own != row);
            self.push(&path, edit::Change { at: at(row, &[]), kind: Kindly::Remove, before, after: None, to: None });
        }
        if let Some(moved) = &change.moved {
            for row in &moved.rows {
                let Some(from) = order.iter().position(|own| own == row) else { continue };
                let own = order.remove(from);
                let to =
                    moved.before.as_ref().and_then(|before| order.iter().position(|own| own == before)).unwrap_or(order.len());
                order.insert(to, own);
                self.push(&path, edit::Change { at: at(row, &[]), kind: Kindly::Move, before: None, after: None, to: Some(to) });
            }
        }
        Ok(())
    }

    fn points(&mut self, change: &Change) -> Outcome<()> {
        let files = points::files(self.workspace, self.bureau);
        let of_row = |row: &str| {
            files.iter().find(|(_, points)| points.iter().any(|p| p.id.as_str() == row)).map(|(path, _)| path.clone())
        };
        let mut written: BTreeMap<String, Said> = BTreeMap::new();
        let changed: BTreeSet<&str> =
            change.cells.iter().map(|cell| cell.row.as_str()).chain(change.removed.iter().map(String::as_str)).collect();
        for (path, _) in files.iter().filter(|(_, points)| points.iter().any(|p| changed.contains(p.id.as_str()))) {
            written.insert(path.clone(), self.written(path)?);
        }
        for CellChange { row, column, before, after } in &change.cells {
            let Some(path) = of_row(row) else { return Err(gone()) };
            let Some(file) = written.get(&path) else { return Err(gone()) };
            let Some(point) = points::of_id(file, row) else { return Err(gone()) };
            if points::is_rich(point, column) {
                let name = point.word("name");
                return Err(refuse(
                    say!(
                        "“{name}”的这一格不止一句话，没有改",
                        "this cell of “{name}” holds more than a text: nothing was changed"
                    ),
                    say!("到右边的表单里改这一栏", "change it in the form beside"),
                )
                .into());
            }
            let there = point.get(column);
            let before = as_seen(there, points::shown(point, column, self.bureau) == *before, before);
            let after = Some(points::meant(after, column, self.bureau)?).filter(|said| !said.is_empty());
            let mut at = points::way_to(file, row);
            at.push(Step::Key(column.clone()));
            self.push(&path, edit::Change { at, kind: Kindly::Set, before, after, to: None });
        }
        let mut taken: BTreeSet<String> = self.bureau.every_point().map(|point| point.id.to_string()).collect();
        taken.extend(self.bureau.every_point().flat_map(|point| point.formerly.iter().map(ToString::to_string)));
        let folder = self.workspace.folder_of(self.bureau).to_owned();
        for Inserted { id, after: _, cells } in &change.inserted {
            let name = named(cells)?;
            let new = new_id(name, &|id| taken.contains(id));
            let mut record = vec![("id".to_owned(), Said::Text(new.clone())), ("name".to_owned(), Said::Text(name.to_owned()))];
            let bureau = self.bureau;
            add_cells(&mut record, cells, |column| vec![column.to_owned()], |text, column| points::meant(text, column, bureau))?;
            let path = format!("{folder}/points/{new}.yaml");
            self.push(
                &path,
                edit::Change { at: Vec::new(), kind: Kindly::Set, before: None, after: Some(Said::Map(record)), to: None },
            );
            taken.insert(new.clone());
            self.renamed.insert(id.clone(), new);
        }
        for row in &change.removed {
            let Some(path) = of_row(row) else { return Err(gone()) };
            let Some(file) = written.get(&path) else { return Err(gone()) };
            let before = points::of_id(file, row).cloned();
            let at = points::way_to(file, row);
            self.push(&path, edit::Change { at, kind: Kindly::Remove, before, after: None, to: None });
        }
        Ok(())
    }

    /// One plan of all files.
    fn finish(self, change: &Change) -> Outcome<Changed> {
        let mut done = Changed {
            plan: Plan::new(edit::OPERATION, say!("", "")),
            conflicts: Vec::new(),
            reach: Reach::default(),
            renamed: self.renamed,
        };
        let several = self.files.len() > 1;
        for (path, changes) in self.files {
            let Edit { plan, conflicts, findings: _, reach } =
                edit::plan(self.session, &edit::Request { path, changes }, self.lang)?;
            done.conflicts.extend(conflicts);
            done.reach.files += reach.files;
            done.reach.points += reach.points;
            done.plan.questions.extend(plan.questions);
            done.plan.files.extend(plan.files);
            if !several {
                done.plan.says = plan.says;
                done.plan.field = plan.field;
                done.plan.continues = plan.continues;
            }
        }
        if several {
            let (says, count) = (&change.says, done.plan.files.len());
            done.plan.says = Bilingual { zh: format!("服务点：{says}"), en: format!("points in {count} files: {says}") };
        }
        if !done.conflicts.is_empty() {
            done.plan.files.clear();
        }
        Ok(done)
    }
}

/// What the person saw, as it is written, if it is what the cell shows; else what they saw, which is a conflict then.
fn as_seen(there: Option<&Said>, is_same: bool, before: &str) -> Option<Said> {
    if is_same { there.cloned() } else { Some(Said::Text(before.to_owned())) }
}

/// The name of a new row: without one it is no record yet, and none is made up.
fn named(cells: &BTreeMap<String, String>) -> Outcome<&str> {
    let name = cells.get("name").map(|name| name.trim()).filter(|name| !name.is_empty());
    name.ok_or_else(|| {
        refuse(say!("新的一行还没有名称", "the new row has no name yet"), say!("先写名称", "write its name first")).into()
    })
}

/// The cells of a new row as keys of its record.
fn add_cells(
    record: &mut Vec<(String, Said)>,
    cells: &BTreeMap<String, String>,
    way_of: impl Fn(&str) -> Vec<String>,
    meant: impl Fn(&str, &str) -> Outcome<Said>,
) -> Outcome<()> {
    for (column, text) in cells {
        let said = meant(text, column)?;
        if said.is_empty() || column == "name" {
            continue;
        }
        match way_of(column).as_slice() {
            [key] => record.push((key.clone(), said)),
            [key, inner] => match record.iter_mut().find(|(own, _)| own == key) {
                Some((_, Said::Map(map))) => map.push((inner.clone(), said)),
                _ => record.push((key.clone(), Said::Map(vec![(inner.clone(), said)]))),
            },
            _ => {}
        }
    }
    Ok(())
}

/// A row that is not there any more.
pub(in crate::ops::desk) fn gone() -> crate::ops::Stop {
    refuse(
        say!("这一行已经没有了，没有改", "this row is gone: nothing was changed"),
        say!("看一眼新的表", "look at the newest sheet"),
    )
    .into()
}
