//! Theme files: the embedded ones, overlaid by a workspace's files of the same path below `themes/default/`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::Embed;
use walkdir::WalkDir;

#[derive(Embed)]
#[folder = "themes/default"]
struct Embedded;

/// The starter workspace of `yizhan new`.
#[derive(Embed)]
#[folder = "themes/starter"]
pub struct Starter;

/// The files of a theme by their path, such as `site/item.html`.
#[derive(Debug, Default)]
pub struct Theme {
    own: BTreeMap<String, PathBuf>,
}

impl Theme {
    /// The theme of a workspace: its own files where it has some, the embedded ones otherwise. Symbolic links are not followed,
    /// neither to the folder nor in it: a workspace holds what it uses.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        let base = root.join("themes/default");
        if [&root.join("themes"), &base].into_iter().any(|p| p.is_symlink()) {
            return Self::default();
        }
        let own = WalkDir::new(&base)
            .follow_root_links(false)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_file())
            .filter_map(|e| {
                let path = e.path().strip_prefix(&base).ok()?;
                let name = path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                Some((name, e.into_path()))
            })
            .collect();
        Self { own }
    }

    /// Whether the workspace has this file itself.
    #[must_use]
    pub fn is_own(&self, path: &str) -> bool {
        self.own.contains_key(path)
    }

    /// The bytes of a theme file. A workspace's file that cannot be read counts as absent.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self.own.get(path) {
            Some(file) => fs::read(file).ok().map(Cow::Owned),
            None => Embedded::get(path).map(|f| f.data),
        }
    }

    /// The text of a theme file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        self.get(path).and_then(|bytes| String::from_utf8(bytes.into_owned()).ok())
    }

    /// The paths below a folder such as `site/`, sorted.
    #[must_use]
    pub fn list(&self, below: &str) -> Vec<String> {
        let mut names: Vec<String> =
            Embedded::iter().map(Cow::into_owned).chain(self.own.keys().cloned()).filter(|n| n.starts_with(below)).collect();
        names.sort();
        names.dedup();
        names
    }
}
