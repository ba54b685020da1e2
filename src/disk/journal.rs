//! The journal of a workspace: what each operation did, with the files as they were before, so that it can be undone without git.
//!
//! One folder an operation, numbered from 1. An entry is never changed, with one exception: what must not be kept (personal data that was
//! redacted, records that were encrypted) is taken out of it, and the entry then says so.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Hash, own_folder, steps};

/// One file of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path in the workspace.
    pub path: String,
    /// Hash of what was there before; none where nothing was.
    pub before: Option<String>,
    /// Hash of what is there after it; none where it was taken away.
    pub after: Option<String>,
    /// Whether the file as it was before is kept beside the entry.
    pub kept: bool,
}

/// What an operation did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, counted from 1.
    pub number: u64,
    /// When, RFC 3339.
    pub time: String,
    /// The person, as the system knows them.
    pub who: String,
    /// What kind of operation, such as `import points`.
    pub operation: String,
    /// What it did, in a sentence, in Chinese and English.
    pub says: [String; 2],
    /// The entry that it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// Those that it undoes besides, where it goes back by several at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_undoes: Vec<u64>,
    /// The one field that it changed, by its file and way; none where it changed more, or what has no fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The entry that it goes on with: the same person at the same field a moment later. Both are one to people, under the later number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<u64>,
    /// Why it cannot be undone, in Chinese and English; none where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_because: Option<[String; 2]>,
    /// Its files, in the order of their paths.
    pub files: Vec<FileEntry>,
}

impl Entry {
    /// The entries that it undoes.
    pub fn undone(&self) -> impl Iterator<Item = u64> {
        self.undoes.into_iter().chain(self.also_undoes.iter().copied())
    }
}

/// The folder of the journal.
#[must_use]
pub fn folder(root: &Path) -> PathBuf {
    own_folder(root).join("history")
}

/// The folder of an entry.
#[must_use]
pub fn folder_of(root: &Path, number: u64) -> PathBuf {
    folder(root).join(format!("{number:06}"))
}

/// Name of the file in an entry's folder that holds what was at a place before.
#[must_use]
pub fn before_name(index: usize) -> String {
    format!("old-{index}")
}

/// The numbers of all entries, oldest first.
#[must_use]
pub fn numbers(root: &Path) -> Vec<u64> {
    let entries = fs::read_dir(folder(root)).into_iter().flatten().flatten();
    let mut list: Vec<u64> = entries.filter_map(|e| e.file_name().to_str()?.parse().ok()).collect();
    list.sort_unstable();
    list
}

/// The number of the next entry.
///
/// # Errors
/// When the journal cannot be read: a number that is taken must not be given again.
pub fn next_number(root: &Path) -> io::Result<u64> {
    let entries = match fs::read_dir(folder(root)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(1),
        entries => entries?,
    };
    let mut last = 0;
    for entry in entries {
        let number = entry?.file_name().to_str().and_then(|name| name.parse().ok()).unwrap_or(0);
        last = last.max(number);
    }
    Ok(last + 1)
}

/// All entries that can be read, oldest first, and the numbers of those that cannot.
#[must_use]
pub fn entries(root: &Path) -> (Vec<Entry>, Vec<u64>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for number in numbers(root) {
        match read_entry(root, number) {
            Some(entry) => good.push(entry),
            None => bad.push(number),
        }
    }
    (good, bad)
}

/// The entry that an entry goes on with: only while the file is as that one left it, so that nothing of anybody else came between.
fn goes_on<'e>(entries: &'e [Entry], entry: &Entry) -> Option<&'e Entry> {
    let number = entry.continues.filter(|number| *number < entry.number)?;
    let earlier = entries.get(entries.binary_search_by_key(&number, |one| one.number).ok()?)?;
    let ([was], [is]) = (earlier.files.as_slice(), entry.files.as_slice()) else { return None };
    (was.path == is.path && was.after == is.before).then_some(earlier)
}

/// The entries that a later one goes on with, by their numbers, and the last one of each row: to people they are one. All entries are given, oldest first.
#[must_use]
pub fn continued(entries: &[Entry]) -> BTreeMap<u64, u64> {
    let mut last: BTreeMap<u64, u64> = BTreeMap::new();
    for entry in entries.iter().rev() {
        if let Some(earlier) = goes_on(entries, entry) {
            let end = last.get(&entry.number).copied().unwrap_or(entry.number);
            last.insert(earlier.number, end);
        }
    }
    last
}

/// The first of the entries that an entry goes on with; itself where it goes on with none. What was there before that one was there before all of them.
#[must_use]
pub fn first_of<'e>(entries: &'e [Entry], entry: &'e Entry) -> &'e Entry {
    let mut first = entry;
    while let Some(earlier) = goes_on(entries, first) {
        first = earlier;
    }
    first
}

/// One entry; none where its file is damaged, or is that of another.
#[must_use]
pub fn read_entry(root: &Path, number: u64) -> Option<Entry> {
    let entry: Entry = serde_json::from_slice(&fs::read(folder_of(root, number).join("entry.json")).ok()?).ok()?;
    (entry.number == number).then_some(entry)
}

/// A file as it was before an operation; none where it was not kept.
#[must_use]
pub fn before(root: &Path, entry: &Entry, index: usize) -> Option<Vec<u8>> {
    let file = entry.files.get(index).filter(|f| f.kept)?;
    let bytes = fs::read(folder_of(root, entry.number).join(before_name(index))).ok()?;
    (file.before.as_deref() == Some(hex(&super::hash(&bytes)).as_str())).then_some(bytes)
}

/// Takes out of all entries what `gone` chooses, looking at the path and at the bytes that are kept; each entry that loses something says
/// why. Gives the numbers of those entries. The sentences of all entries are given to `reworded`, which may change them.
///
/// # Errors
/// What the disk says. Called again it goes on where it stopped.
pub fn purge(
    root: &Path,
    because: &[String; 2],
    mut gone: impl FnMut(&str, &[u8]) -> bool,
    mut reworded: impl FnMut(&str) -> String,
) -> io::Result<Vec<u64>> {
    let mut changed = Vec::new();
    for number in numbers(root) {
        let own = folder_of(root, number);
        let kept = kept_files(&own)?;
        let Some(mut entry) = read_entry(root, number) else {
            // It can be neither undone nor looked through: what it keeps goes.
            for (path, ..) in &kept {
                steps::remove_file(path)?;
            }
            if gone("", &fs::read(own.join("entry.json")).unwrap_or_default()) {
                steps::remove_file(&own.join("entry.json"))?;
            }
            changed.extend((!kept.is_empty()).then_some(number));
            continue;
        };
        let mut lost = Vec::new();
        for (path, is_old, index) in kept {
            let bytes = fs::read(&path)?;
            let file = entry.files.get_mut(index);
            let name = file.as_ref().map_or("", |f| f.path.as_str());
            // One that its entry no longer knows was left when this was interrupted.
            let forgotten = is_old && file.as_ref().is_none_or(|f| !f.kept);
            if forgotten || gone(name, &bytes) {
                if let Some(file) = file.filter(|_| is_old) {
                    file.kept = false;
                }
                lost.push(path);
            }
        }
        let says = entry.says.clone().map(|text| reworded(&text));
        let who = reworded(&entry.who);
        let paths: Vec<String> = entry.files.iter().map(|f| reworded(&f.path)).collect();
        let same_words = says == entry.says && who == entry.who && paths.iter().zip(&entry.files).all(|(p, f)| *p == f.path);
        if lost.is_empty() && same_words {
            continue;
        }
        entry.says = says;
        entry.who = who;
        for (file, path) in entry.files.iter_mut().zip(paths) {
            file.path = path;
        }
        if !lost.is_empty() {
            entry.final_because = Some(because.clone());
        }
        // The entry first: one that says too little is better than one that names a file which is gone.
        steps::replace(&own.join("entry.json"), &to_bytes(&entry)?)?;
        for kept in lost {
            steps::remove_file(&kept)?;
        }
        changed.push(number);
    }
    Ok(changed)
}

/// The files that an entry keeps: as they were before, and those that could not be put in their place in an interrupted commit; whether it is
/// the former, and the index of its file in the entry.
fn kept_files(own: &Path) -> io::Result<Vec<(PathBuf, bool, usize)>> {
    let mut list = Vec::new();
    for found in fs::read_dir(own)? {
        let found = found?;
        let name = found.file_name().to_string_lossy().into_owned();
        let Some((kind @ ("old" | "new"), index)) = name.split_once('-') else { continue };
        list.push((found.path(), kind == "old", index.parse().unwrap_or(usize::MAX)));
    }
    list.sort();
    Ok(list)
}

/// The bytes of an entry's file.
///
/// # Errors
/// None that can happen: an entry has string keys only.
pub fn to_bytes(entry: &Entry) -> io::Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(entry)?)
}

/// A hash as text.
#[must_use]
pub fn hex(hash: &Hash) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}
