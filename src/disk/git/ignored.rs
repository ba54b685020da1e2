//! What the owner's `.gitignore` files leave out. Git would not add such a file, so neither does a commit of ours.

use std::fs;
use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice as _;
use gix::glob::pattern::Case;
use gix::glob::{Pattern, wildmatch};

use super::Repository;

/// Patterns of one file, and the folder that they count from (with a `/` at its end, empty for the top).
struct Patterns {
    base: String,
    list: Vec<Pattern>,
}

impl Repository {
    /// Whether a path of the repository is left out: it or a folder that it lies in. The last pattern that fits counts.
    pub fn is_ignored(&self, full: &str) -> bool {
        let Some(top) = self.inner.workdir() else { return false };
        let of_user = self.inner.config_snapshot().trusted_path("core.excludesFile").ok().flatten().or_else(default_of_user);
        let mut all: Vec<Patterns> = of_user.iter().map(|file| read(file, "")).collect();
        all.push(read(&self.inner.common_dir().join("info/exclude"), ""));
        all.push(read(&top.join(".gitignore"), ""));
        let mut at = 0;
        while let Some(end) = full.get(at..).and_then(|rest| rest.find('/')).map(|found| at + found) {
            let folder = full.get(..end).unwrap_or_default();
            if fits(&all, folder, true) {
                return true;
            }
            all.push(read(&top.join(folder).join(".gitignore"), &format!("{folder}/")));
            at = end + 1;
        }
        fits(&all, full, false)
    }
}

fn fits(all: &[Patterns], path: &str, is_folder: bool) -> bool {
    for patterns in all.iter().rev() {
        let Some(below) = path.strip_prefix(patterns.base.as_str()) else { continue };
        let name = below.rfind('/').map(|slash| slash + 1);
        let mode = wildmatch::Mode::NO_MATCH_SLASH_LITERAL;
        let fit =
            |pattern: &&Pattern| pattern.matches_repo_relative_path(below.into(), name, Some(is_folder), Case::Sensitive, mode);
        if let Some(pattern) = patterns.list.iter().rev().find(fit) {
            return !pattern.is_negative();
        }
    }
    false
}

fn read(file: &Path, base: &str) -> Patterns {
    let text = fs::read(file).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with(b"#"));
    let list = lines.filter_map(|line| Pattern::from_bytes(trimmed(line))).collect();
    Patterns { base: base.to_owned(), list }
}

/// Blanks at the end count only behind a backslash.
fn trimmed(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let Some(shorter) = line.strip_suffix(b" ") {
        if shorter.ends_with(b"\\") {
            break;
        }
        line = shorter;
    }
    line
}

/// Where git looks for a person's own list if nothing else is set.
fn default_of_user() -> Option<PathBuf> {
    let home = |name: &str| std::env::var_os(name).filter(|text| !text.is_empty()).map(PathBuf::from);
    let config = home("XDG_CONFIG_HOME").or_else(|| home("HOME").map(|home| home.join(".config")))?;
    Some(config.join("git/ignore"))
}
