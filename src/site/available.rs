//! What the output holds besides the pages: files to take away, and the bureaus that have pages. A page links to nothing else.
//! It must not know how a file is made, nor guess a path: whoever makes the files says which there are.

use std::collections::{BTreeMap, BTreeSet};

/// A printed piece that readers can take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintFile {
    /// Id of its kind: `service-list`.
    pub piece: &'static str,
    /// What people call the kind: 服务清单（A3）.
    pub name: &'static str,
    /// Path below the bureau's folder: `print/points/east/service-list.pdf`.
    pub path: String,
}

/// What a page may link to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Available {
    bureaus: BTreeSet<String>,
    prints: BTreeMap<(String, String), Vec<PrintFile>>,
    files: BTreeSet<String>,
}

impl Available {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { bureaus: BTreeSet::new(), prints: BTreeMap::new(), files: BTreeSet::new() }
    }

    /// The bureau has pages.
    pub fn add_bureau(&mut self, bureau: &str) {
        self.bureaus.insert(bureau.to_owned());
    }

    /// A printed piece of a bureau; `of` is the id of its point, item, leaflet or handbook.
    pub fn add_print(&mut self, bureau: &str, of: &str, file: PrintFile) {
        self.add_file(&format!("{bureau}/{}", file.path));
        self.prints.entry((bureau.to_owned(), of.to_owned())).or_default().push(file);
    }

    /// Any other file, by its path below `site/`.
    pub fn add_file(&mut self, path: &str) {
        self.files.insert(path.to_owned());
    }

    /// Whether a bureau has pages.
    #[must_use]
    pub fn has_bureau(&self, bureau: &str) -> bool {
        self.bureaus.contains(bureau)
    }

    /// The first of some kinds of print that there is of something.
    #[must_use]
    pub fn print(&self, bureau: &str, of: &str, pieces: &[&str]) -> Option<&PrintFile> {
        let own = self.prints.get(&(bureau.to_owned(), of.to_owned()))?;
        pieces.iter().find_map(|id| own.iter().find(|file| file.piece == *id))
    }

    /// Whether a file lies below `site/`.
    #[must_use]
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }
}
