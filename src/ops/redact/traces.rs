//! What the program keeps of records beside them: the journal, reports in the output, caches, what an interrupted import of an older version left.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::places::signed_in;
use super::search::{Seen, holds_any, look};
use super::target::{self, Target};
use super::{GONE, OPERATION};
use crate::disk::private::is_private;
use crate::disk::{
    self,
    journal::{self, Entry},
};
use crate::disk::{own_folder, steps};
use crate::ops::Session;
use crate::publish::manifest;

/// Where something is kept.
pub struct Traces {
    /// Reports that a build made of these records.
    pub reports: Vec<PathBuf>,
    /// Caches that name somebody; they only save time.
    caches: Vec<PathBuf>,
    /// How many operations of the journal hold something of it.
    pub operations: usize,
    /// Reports, workbooks and circulars that were saved elsewhere and hold a name.
    pub saved: Vec<PathBuf>,
    /// Those that cannot be looked into: a PDF packs its words.
    pub unseen: Vec<PathBuf>,
    /// Pictures that were taken out, and those of records that are gone.
    pictures: BTreeSet<String>,
}

impl Traces {
    /// Looks for it. `affected` are the files of the records that it is about.
    pub fn find(session: &Session, target: &Target, affected: &BTreeSet<String>, pictures: &BTreeSet<String>) -> Self {
        let root = session.root();
        let mut pictures = pictures.clone();
        if !target.point {
            pictures.extend(signed_in_journal(root, &target.what));
        }
        let (outputs, caches) = outputs(root);
        let caches = caches.into_iter().filter(|file| holds(file, target)).collect();
        let (saved, unseen) = saved(root, target);
        let reports = reports(&outputs, affected);
        let mut traces = Self { reports, caches, operations: 0, saved, unseen, pictures };
        let (entries, _) = journal::entries(root);
        traces.operations = entries.iter().filter(|entry| traces.is_in(root, entry, target)).count();
        traces
    }

    /// Takes away what can be made again.
    ///
    /// # Errors
    /// What the disk says, with the path.
    pub fn clear_outputs(&self) -> Result<(), (String, io::Error)> {
        for file in self.reports.iter().chain(&self.caches) {
            steps::remove_file(file).map_err(|error| (file.display().to_string(), error))?;
        }
        Ok(())
    }

    /// Takes it out of the journal.
    ///
    /// # Errors
    /// What the disk says. Called again it goes on where it stopped.
    pub fn purge(&self, root: &Path, target: &Target) -> io::Result<()> {
        let because =
            ["个人信息已按要求删除，不能恢复".to_owned(), "personal data was redacted and cannot be restored".to_owned()];
        let moved = moved(root);
        let reworded = |text: &str| {
            if moved.contains(text) {
                let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
                return reword(&format!("{folder}/{GONE}"), target);
            }
            reword(text, target)
        };
        disk::outputs::forget_paths(root, |path| reword(path, target) != path)?;
        journal::purge(root, &because, |path, bytes| self.is_gone(path, bytes, target), reworded).map(|_| ())
    }

    fn is_gone(&self, path: &str, bytes: &[u8], target: &Target) -> bool {
        if !target.is_own(path) {
            return false;
        }
        let photos = target.ids.iter().any(|id| path.contains(&format!("/photos/{id}/")));
        let of_point = target.point && (photos || is_of_point(bytes, target));
        self.pictures.contains(path)
            || of_point
            || target.needles.iter().any(|needle| !needle.places(path).is_empty())
            || match look(bytes, &target.needles) {
                Seen::Holds => true,
                // It cannot be known, and is not needed.
                Seen::Closed => path.starts_with("intake/"),
                Seen::Clean => false,
            }
    }

    /// Whether what an operation kept of private files, or the names of the files that it was given, speak of somebody.
    pub fn speak_of(root: &Path, target: &Target) -> bool {
        let (entries, _) = journal::entries(root);
        entries.iter().any(|entry| {
            let own = journal::folder_of(root, entry.number);
            let kept = |(index, file): (usize, &journal::FileEntry)| {
                let names = [journal::before_name(index), format!("new-{index}")];
                is_private(&file.path)
                    && (target::names(&file.path, target)
                        || names.iter().any(|n| fs::read(own.join(n)).is_ok_and(|bytes| target::speaks_of(&bytes, target))))
            };
            entry.says.iter().any(|text| target::names_a_file(text, target)) || entry.files.iter().enumerate().any(kept)
        })
    }

    fn is_in(&self, root: &Path, entry: &Entry, target: &Target) -> bool {
        let own = journal::folder_of(root, entry.number);
        let words = entry.says.iter().chain([&entry.who]).chain(entry.files.iter().map(|f| &f.path));
        let named = words.into_iter().any(|text| reword(text, target) != **text);
        let kept = |(index, file): (usize, &journal::FileEntry)| {
            let bytes = |name: &str| fs::read(own.join(name)).ok();
            let old = bytes(&journal::before_name(index)).filter(|_| file.kept);
            old.into_iter().chain(bytes(&format!("new-{index}"))).any(|bytes| self.is_gone(&file.path, &bytes, target))
        };
        named || entry.files.iter().enumerate().any(kept)
    }
}

fn reword(text: &str, target: &Target) -> String {
    target.needles.iter().fold(text.to_owned(), |text, needle| needle.replaced(&text, GONE))
}

/// Files that a redaction gave another name: the old one held somebody's, and the journal of that redaction has it still.
fn moved(root: &Path) -> BTreeSet<String> {
    let (entries, _) = journal::entries(root);
    let own = entries.into_iter().filter(|entry| entry.operation == OPERATION).flat_map(|entry| entry.files);
    own.filter(|file| file.after.is_none() && !root.join(&file.path).exists()).map(|file| file.path).collect()
}

/// Pictures that somebody signed in records that only the journal has still.
fn signed_in_journal(root: &Path, name: &str) -> BTreeSet<String> {
    let mut pictures = BTreeSet::new();
    let (entries, _) = journal::entries(root);
    for entry in &entries {
        let is_text = |path: &str| Path::new(path).extension().is_some_and(|e| e == "yaml" || e == "yml");
        for (index, file) in entry.files.iter().enumerate().filter(|(_, f)| is_text(&f.path)) {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let text = journal::before(root, entry, index).and_then(|bytes| String::from_utf8(bytes).ok());
            let signed = text.filter(|text| text.contains(name)).map_or(Vec::new(), |text| signed_in(&text, name));
            pictures.extend(signed.into_iter().map(|picture| format!("{folder}/{picture}")));
        }
    }
    pictures
}

/// The files that somebody saved with this program outside of its output folder and that have a name, and those that nobody can look into.
fn saved(root: &Path, target: &Target) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut named, mut unseen) = (Vec::new(), Vec::new());
    for file in disk::outputs::saved(root) {
        let Ok(bytes) = fs::read(&file) else { continue };
        match look(&bytes, &target.needles) {
            Seen::Holds => named.push(file),
            _ if reword(&file.to_string_lossy(), target) != file.to_string_lossy() => named.push(file),
            _ if bytes.starts_with(b"%PDF") => unseen.push(file),
            Seen::Closed => unseen.push(file),
            Seen::Clean => {}
        }
    }
    (named, unseen)
}

fn holds(file: &Path, target: &Target) -> bool {
    fs::read(file).is_ok_and(|bytes| look(&bytes, &target.needles) == Seen::Holds)
}

/// The folders that builds wrote to, and the caches that say so.
fn outputs(root: &Path) -> (BTreeSet<PathBuf>, Vec<PathBuf>) {
    let mut folders = BTreeSet::from([root.join("output")]);
    let mut caches = Vec::new();
    for entry in fs::read_dir(own_folder(root)).into_iter().flatten().flatten() {
        let file = entry.path();
        if !file.is_file() {
            continue;
        }
        let json = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Json>(&bytes).ok());
        if let Some(output) = json.as_ref().and_then(|json| json.get("output")?.as_str()) {
            folders.insert(PathBuf::from(output));
            caches.push(file);
        }
    }
    (folders, caches)
}

/// The reports of records in the outputs, in what builds keep beside them, and in what a killed build left there.
fn reports(outputs: &BTreeSet<PathBuf>, affected: &BTreeSet<String>) -> Vec<PathBuf> {
    let mut list = BTreeSet::new();
    for output in outputs {
        let name = output.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        let beside = ["new", "old", "spare"].map(|end| output.with_file_name(format!(".{name}.{end}")));
        let folders: Vec<&PathBuf> = std::iter::once(output).chain(&beside).collect();
        let mut paths = BTreeSet::new();
        for folder in &folders {
            let listed = fs::read(folder.join("manifest.json")).ok().and_then(|bytes| manifest::read_manifest(&bytes));
            let own = listed.into_iter().flatten();
            let own = own.filter(|(path, l)| path.starts_with("reports/") && l.sources.iter().any(|s| affected.contains(s)));
            paths.extend(own.map(|(path, _)| path));
        }
        for folder in folders {
            list.extend(paths.iter().map(|path| folder.join(path)).filter(|file| file.is_file()));
        }
    }
    list.into_iter().collect()
}

/// What an import of an older version left when it was killed: a file under a name of the library that wrote it, or one of ours.
pub fn is_leftover(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let random = |rest: &str| rest.len() == 6 && rest.chars().all(|c| c.is_ascii_alphanumeric());
    name.strip_prefix(".tmp").is_some_and(random) || name.ends_with(".yizhan-new")
}

/// Whether bytes are a result of the point, or a record of it: its id stands there as a value.
pub fn is_of_point(bytes: &[u8], target: &Target) -> bool {
    if !target.point {
        return false;
    }
    let quoted = |id: &String| {
        [format!("\"{id}\""), format!(">{id}<"), format!("point: {id}\n"), format!("服务点: {id}\n"), format!("point: {id}\r")]
    };
    let quoted: Vec<String> = target.ids.iter().flat_map(quoted).collect();
    let of_another = || target.namesakes.iter().any(|bureau| holds_any(bytes, &[format!("\"{bureau}\""), format!(">{bureau}<")]));
    holds_any(bytes, &quoted) && !of_another()
}
