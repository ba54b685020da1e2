//! Which state of a workspace somebody has read who took no lock. Every commit gives the workspace another number after it is decided and before its first file
//! moves: whoever finds no decided commit and the same number before and after reading has read all of every commit, or nothing of it. Nothing is written for
//! that, so it holds for folders that cannot be written to.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::commit::is_decided;
use super::{own_folder, steps};

/// The state of a workspace at a moment at which no commit was being carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation(Vec<u8>);

fn file(root: &Path) -> PathBuf {
    own_folder(root).join("generation")
}

fn number(root: &Path) -> Vec<u8> {
    // A workspace that no operation has changed yet has none.
    fs::read(file(root)).unwrap_or_default()
}

/// What is noted before reading; none while a commit is being carried out. The number comes first: a commit that ends between the two looks is then seen
/// afterwards.
#[must_use]
pub fn quiet(root: &Path) -> Option<Generation> {
    let number = number(root);
    (!is_decided(root)).then_some(Generation(number))
}

/// Whether what was read since [`quiet`] is of one state. Here the number comes last.
#[must_use]
pub fn is_still(root: &Path, before: &Generation) -> bool {
    !is_decided(root) && number(root) == before.0
}

/// Gives the workspace another number. Comes while a commit is decided, before its first file moves.
///
/// # Errors
/// What the disk says.
pub(super) fn advance(root: &Path) -> io::Result<()> {
    let last: u64 = String::from_utf8(number(root)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    steps::replace(&file(root), last.wrapping_add(1).to_string().as_bytes())
        // No number is another number too, and needs no room on the disk.
        .or_else(|error| fs::remove_file(file(root)).map_err(|_| error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_seen_whenever_it_comes() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let commit = own_folder(root).join("commit");
        let begin = || fs::create_dir_all(&commit).and_then(|()| advance(root)).expect("begun");
        let end = || fs::remove_dir(&commit).expect("ended");
        let before = quiet(root).expect("nothing is going on");
        assert!(is_still(root, &before));
        begin();
        assert!(quiet(root).is_none() && !is_still(root, &before), "while it is carried out");
        end();
        assert!(!is_still(root, &before), "one that began and ended while somebody read");
        let after = quiet(root).expect("nothing is going on");
        assert!(is_still(root, &after));
        assert_eq!(fs::read_to_string(file(root)).expect("a number"), "1");
    }
}
