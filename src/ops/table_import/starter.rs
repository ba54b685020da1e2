//! What `yizhan new` wrote gives way to the bureau's own tables: the starter's items, guide and points are examples, and nobody wants them beside his own.
//! Only what nobody has changed is taken for an example.

use crate::diagnostic::{Diagnostics, FileId, SourceFile};
use crate::model::{Bureau, Catalog, Item};
use crate::ops::FileEdit;
use crate::source::decode::Decode;
use crate::source::parse_document;
use crate::theme::Starter;

/// The bureau of the starter, in its folder.
const FOLDER: &str = "content/my-bureau/";

/// A file of the starter as text.
fn text(name: &str) -> Option<String> {
    let file = Starter::get(&format!("{FOLDER}{name}"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// Whether a file is the starter's own, but for the line for editors and what was filled in for the day.
fn is_starters(file: &SourceFile, name: &str) -> bool {
    let Some(own) = text(name) else { return false };
    let hint = |line: &&str| !line.starts_with("# yaml-language-server");
    let lines: Vec<&str> = file.text.lines().filter(hint).collect();
    let own: Vec<&str> = own.lines().filter(hint).collect();
    lines.len() == own.len() && lines.iter().zip(&own).all(|(a, b)| a == b || b.contains("{{"))
}

/// Whether every item of a catalog is one of the starter's, unchanged.
pub fn gives_way(there: &Catalog) -> bool {
    let Some(text) = text("catalog.yaml") else { return false };
    let mut found = Diagnostics::new();
    let own = parse_document(FileId(0), &text, 0, &mut found).and_then(|node| Catalog::decode(&node, &mut found));
    let depths = |item: &Item| item.depth.iter().map(|(c, d)| (c.value.clone(), d.published().to_owned())).collect::<Vec<_>>();
    let same = |a: &Item, b: &Item| a.id == b.id && a.name.value == b.name.value && depths(a) == depths(b);
    own.is_some_and(|own| !there.items.is_empty() && there.items.iter().all(|item| own.items.iter().any(|o| same(item, o))))
}

/// The starter's guides of items that are there no longer, to be removed.
pub fn guides(bureau: &Bureau, file: impl Fn(FileId) -> Option<SourceFile>, stays: impl Fn(&str) -> bool) -> Vec<FileEdit> {
    let gone = bureau.guides.iter().filter(|g| !stays(g.front.item.as_str()));
    let files = gone
        .filter_map(|g| file(g.file))
        .filter(|f| f.path.rsplit_once('/').is_some_and(|(_, name)| is_starters(f, &format!("guides/{name}"))));
    files.map(|f| removed(&f)).collect()
}

/// The files with the starter's points, to be removed, with the points in them.
pub fn points(
    bureau: &Bureau,
    file: impl Fn(FileId) -> Option<SourceFile>,
    stays: impl Fn(&str) -> bool,
) -> (Vec<FileEdit>, Vec<String>) {
    let mut edits: Vec<FileEdit> = Vec::new();
    let mut names = Vec::new();
    let mut ids: Vec<FileId> = bureau.every_point().map(|p| p.span.file).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let own: Vec<_> = bureau.every_point().filter(|p| p.span.file == id).collect();
        let Some(file) = file(id).filter(|_| !own.iter().any(|p| stays(p.id.as_str()))) else { continue };
        if file.path.rsplit_once('/').is_some_and(|(_, name)| is_starters(&file, &format!("points/{name}"))) {
            names.extend(own.iter().map(|p| p.name.value.clone()));
            edits.push(removed(&file));
        }
    }
    (edits, names)
}

fn removed(file: &SourceFile) -> FileEdit {
    FileEdit { new: None, ..FileEdit::text(file, "") }
}
