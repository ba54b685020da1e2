//! Looks at the files of a workspace again and again: their names, sizes and times. It asks no service of the system, so that it works on
//! every disk, shared ones too; a few hundred files take a millisecond or two.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// What is known of each file.
pub type FileStates = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// The files as they are now, without what the program itself writes.
#[must_use]
pub fn look(root: &Path, output: &Path) -> FileStates {
    let output = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
    let skipped = |path: &Path| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // `.git`, `.yizhan`, `.output.new`, and what tools build beside.
        (name.starts_with('.') && path != root)
            || matches!(name.as_str(), "target" | "node_modules")
            || std::path::absolute(path).is_ok_and(|p| p == output)
    };
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_entry(|entry| !skipped(entry.path()))
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            Some((entry.path().to_owned(), (about.len(), about.modified().ok())))
        })
        .collect()
}

/// Calls `changed` whenever the files are others than before, until `ended` says so.
pub fn until(
    root: &Path,
    output: &Path,
    mut before: FileStates,
    interval: Duration,
    ended: impl Fn() -> bool,
    mut changed: impl FnMut(),
) {
    while !ended() {
        thread::sleep(interval);
        let now = look(root, output);
        if now != before {
            before = now;
            changed();
        }
    }
}
