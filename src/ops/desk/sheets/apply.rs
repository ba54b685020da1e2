//! What a change of a sheet comes to in the files: one plan, whatever the number of cells and rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CellChange, Change, Inserted, points};
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
    let mut work = Work::of(session, bureau, lang)?;
    match of {
        Of::Catalog => work.catalog(change)?,
        Of::Points => work.points(change)?,
    }
    let says = &change.says;
    work.finish(|files| Bilingual { zh: format!("服务点：{says}"), en: format!("points in {files} files: {says}") })
}

/// Changes of a bureau's files while they are gathered.
pub(super) struct Work<'s> {
    pub session: &'s Session,
    pub workspace: &'s Workspace,
    pub bureau: &'s Bureau,
    pub lang: Lang,
    pub files: BTreeMap<String, Vec<edit::Change>>,
    pub renamed: BTreeMap<String, String>,
    /// The sentence for the history, where the changes by themselves do not tell it.
    pub says: Option<Bilingual>,
}

impl<'s> Work<'s> {
    /// Nothing yet.
    ///
    /// # Errors
    /// When there is no such bureau.
    pub(super) fn of(session: &'s Session, bureau: &str, lang: Lang) -> Outcome<Self> {
        let workspace = &session.workspace;
        let Some(bureau) = workspace.bureau(bureau) else {
            return Err(refuse(
                say!("没有这个局：{bureau}", "there is no such bureau: {bureau}"),
                say!("重新打开页面", "open the page again"),
            )
            .into());
        };
        Ok(Self { session, workspace, bureau, lang, files: BTreeMap::new(), renamed: BTreeMap::new(), says: None })
    }

    pub(super) fn written(&self, path: &str) -> Outcome<Said> {
        Ok(record(self.workspace, &Diagnostics::new(), (path, &[]), self.lang)?.values)
    }

    pub(super) fn push(&mut self, path: &str, change: edit::Change) {
        self.files.entry(path.to_owned()).or_default().push(change);
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

    /// One plan of all files; `says` is the sentence where there are several of them and none of its own.
    pub(super) fn finish(self, says: impl FnOnce(usize) -> Bilingual) -> Outcome<Changed> {
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
            done.plan.says = says(done.plan.files.len());
        }
        if let Some(own) = self.says {
            done.plan.says = own;
        }
        if !done.conflicts.is_empty() {
            done.plan.files.clear();
        }
        Ok(done)
    }
}

/// What the person saw, as it is written, if it is what the cell shows; else what they saw, which is a conflict then.
pub(super) fn as_seen(there: Option<&Said>, is_same: bool, before: &str) -> Option<Said> {
    if is_same { there.cloned() } else { Some(Said::Text(before.to_owned())) }
}

/// The name of a new row: without one it is no record yet, and none is made up.
pub(super) fn named(cells: &BTreeMap<String, String>) -> Outcome<&str> {
    let name = cells.get("name").map(|name| name.trim()).filter(|name| !name.is_empty());
    name.ok_or_else(|| {
        refuse(say!("新的一行还没有名称", "the new row has no name yet"), say!("先写名称", "write its name first")).into()
    })
}

/// The cells of a new row as keys of its record.
pub(super) fn add_cells(
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
