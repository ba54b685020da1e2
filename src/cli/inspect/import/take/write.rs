//! How a record and its pictures come onto the disk: whole or not at all, under names of ours, and never over what is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Write as _};
use std::path::{Path, PathBuf};

use super::judge::judged;
use super::{Candidate, Fate, Options};
use crate::audit::standard_fingerprint;
use crate::cli::files::{create, replace};
use crate::cli::today;
use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::submission::package::sha256;
use crate::submission::{MOST_BYTES, Reason};
use crate::tables::Doubt;
use crate::yaml_write::tree::Tree;

/// What makes a record a correction of another.
pub struct Revision {
    /// 2 for the first.
    pub number: u32,
    /// Who corrects.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Fingerprint of what it replaces.
    pub replaces: String,
}

impl Candidate<'_> {
    /// Pictures by their contents: the same one twice is one file, and a name that a phone chose never becomes a path.
    pub fn name_pictures(&mut self) -> BTreeMap<String, Vec<u8>> {
        let point = self.word("point").to_owned();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut files = BTreeMap::new();
        for picture in &self.arrived.pictures {
            let hash = sha256(&picture.bytes);
            let file = format!("photos/{point}/{}.{}", hash.get(..16).unwrap_or(&hash), picture.kind);
            names.insert(picture.name.clone(), file.clone());
            files.insert(file, picture.bytes.clone());
        }
        self.arrived.record.each("file", &mut |name| {
            if let Some(file) = names.get(name) {
                name.clone_from(file);
            }
        });
        files
    }

    /// Writes the record where it holds in the workspace.
    pub fn write(
        self,
        root: &Path,
        name: &str,
        files: &BTreeMap<String, Vec<u8>>,
        revision: Option<&Revision>,
        options: &Options,
    ) -> Fate {
        let folder = self.folder();
        let tail = revision.map_or(String::new(), |r| format!("-r{}", r.number));
        let stem = format!("{}-{}-{}-{}{tail}", self.word("point"), self.standard.id, self.word("date"), self.word("round"));
        let free = (1..1000).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
        let Some(stem) = free.into_iter().find(|s| !root.join(&folder).join(format!("{s}.yaml")).exists()) else {
            return Fate::Refused(vec![Reason::new(
                say!("同名的记录太多", "too many records have this name"),
                say!("整理 {folder}", "tidy up {folder}"),
            )]);
        };
        let path = format!("{folder}/{stem}.yaml");
        let text = self.text(name, revision);
        let mut undo = Vec::new();
        if let Err(error) = put(&root.join(&folder), files, &mut undo) {
            return stopped(&folder, &error, &undo);
        }
        let (result, found) = match judged(root, &path, &text, &self, options) {
            Ok(judged) => judged,
            Err(reasons) => {
                remove(&undo);
                return Fate::Refused(reasons);
            }
        };
        let mut doubts = self.arrived.doubts.clone();
        doubts.extend(found);
        let hash = &self.arrived.standard_hash;
        if !hash.is_empty() && *hash != standard_fingerprint(self.workspace, self.standard) {
            doubts.push(Doubt {
                place: String::new(),
                says: say!(
                    "做表以后标准的文字改过，版本号没有变；已按现在的标准计分",
                    "the standard was changed since under the same version; it is scored by what it says now"
                ),
            });
        }
        match create(&root.join(&path), text.as_bytes()) {
            Ok(()) => Fate::Written { path, result, doubts },
            Err(error) => stopped(&path, &error, &undo),
        }
    }

    fn text(&self, name: &str, revision: Option<&Revision>) -> String {
        let mut record = ordered(&self.arrived.record);
        if let (Some(Revision { number, by, reason, replaces }), Tree::Map(keys)) = (revision, &mut record) {
            let entries = [
                ("number", Tree::Bare(number.to_string())),
                ("date", Tree::Bare(today().to_string())),
                ("by", Tree::text(by)),
                ("reason", Tree::text(reason)),
                ("replaces", Tree::text(replaces)),
            ];
            let entries = entries.map(|(key, value)| (key.to_owned(), value));
            keys.insert(0, ("revision".to_owned(), Tree::Map(entries.into())));
        }
        let shown = name.replace(|c: char| c.is_control(), "");
        format!("# 由 {shown} 导入。记录只追加、不改动：更正写成新的一份。\n{}", record.yaml())
    }
}

/// The keys in the order of a record; others at the end, where they are found out.
fn ordered(record: &Tree) -> Tree {
    const ORDER: [&str; 17] = [
        "standard",
        "version",
        "point",
        "round",
        "date",
        "campaign",
        "form",
        "exported",
        "received",
        "received_by",
        "inspectors",
        "attended",
        "position",
        "facts",
        "findings",
        "waivers",
        "signatures",
    ];
    let Tree::Map(entries) = record else { return record.clone() };
    let mut entries = entries.clone();
    entries.sort_by_key(|(key, _)| ORDER.iter().position(|o| o == key).unwrap_or(ORDER.len()));
    Tree::Map(entries)
}

/// Writes the pictures that are not there; what was written is noted, to be taken away again. A file that is there and other than its name says
/// was cut off once, and is written anew; one that was blanked (`inspect forget`) stays so.
fn put(folder: &Path, files: &BTreeMap<String, Vec<u8>>, undo: &mut Vec<PathBuf>) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let there = fs::read(&path).ok();
        if there.as_ref().is_some_and(|old| old == bytes || is_blanked(name, old)) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        if there.is_none() {
            undo.push(path.clone());
        }
        replace(&path, bytes)?;
    }
    Ok(())
}

/// Whether a picture was taken out by `inspect forget`.
fn is_blanked(name: &str, bytes: &[u8]) -> bool {
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    crate::cli::inspect::forget::blank(kind).is_some_and(|blank| blank == bytes)
}

fn remove(undo: &[PathBuf]) {
    for path in undo {
        let _ = fs::remove_file(path);
        // The folder of a point that has nothing else.
        if let Some(parent) = path.parent() {
            let _ = fs::remove_dir(parent);
        }
    }
}

fn stopped(path: &str, error: &io::Error, undo: &[PathBuf]) -> Fate {
    remove(undo);
    Fate::Stopped(Box::new(Diagnostic::nowhere(
        &codes::WRITE,
        say!("写不进 {path}：{error}", "{path} cannot be written: {error}"),
    )))
}

/// An unpacked package as a zip again.
///
/// # Errors
/// Why the folder cannot be read.
pub fn pack(folder: &Path) -> Result<Vec<u8>, Reason> {
    let failed = |error: &dyn std::fmt::Display| {
        Reason::new(
            say!("文件夹读不出来：{error}", "the folder cannot be read: {error}"),
            say!("导入原来的 .zip", "import the .zip that it came from"),
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut left = MOST_BYTES;
    for entry in walkdir::WalkDir::new(folder).max_depth(2).sort_by_file_name() {
        let entry = entry.map_err(|e| failed(&e))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map_err(|e| failed(&e))?.len();
        left = left.checked_sub(size).ok_or_else(|| failed(&"too large"))?;
        let bytes = fs::read(entry.path()).map_err(|e| failed(&e))?;
        zip.start_file(name, stored).map_err(|e| failed(&e))?;
        zip.write_all(&bytes).map_err(|e| failed(&e))?;
    }
    Ok(zip.finish().map_err(|e| failed(&e))?.into_inner())
}
