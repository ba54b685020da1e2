//! The central idea: one thing that a build makes.

use crate::diagnostic::{Diagnostic, FileId};

use super::Renderers;
use super::document::Print;

/// Who may see an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// The bureau only: never under `site/`.
    Internal,
}

impl Audience {
    /// The word in the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}

/// What `--only` chooses by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Pages and their assets.
    Site,
    /// What is printed.
    Print,
    /// Reports of inspections.
    Reports,
    /// Data files.
    Data,
}

impl Part {
    /// Every part with its word on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("site", Self::Site), ("print", Self::Print), ("reports", Self::Reports), ("data", Self::Data)];
}

/// Everything that an artifact says, ready to be made: its view. What is equal makes equal bytes.
pub trait Renderable {
    /// Adds everything that the bytes depend on.
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>);

    /// The printed document, where it is one.
    fn printed(&self) -> Option<&Print<'_>> {
        None
    }

    /// Makes the bytes.
    ///
    /// # Errors
    /// Findings that stop the build, such as a character without a glyph.
    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>>;
}

/// Makes what an artifact says.
pub type MakeRenderable<'a> = Box<dyn Fn() -> Box<dyn Renderable + 'a> + Send + Sync + 'a>;

/// One thing that a build makes: where it goes, for whom, from what, and how.
pub struct Artifact<'a> {
    /// Path below the output folder, with forward slashes.
    pub path: String,
    /// A second place for the same bytes: public print stands below `site/` too, where its pages link to it.
    pub public_path: Option<String>,
    /// Who may see it.
    pub audience: Audience,
    /// What `--only` chooses by.
    pub part: Part,
    /// Whose it is, for `--bureau`.
    pub bureau: Option<&'a str>,
    /// Which point's it is, for `--point`.
    pub point: Option<&'a str>,
    /// Edition that it belongs to.
    pub edition: Option<&'a str>,
    /// The code of the edition that it bears, where it is a printed piece.
    pub code: Option<String>,
    /// The files that it is made from, for the manifest and for finding a character's place.
    pub sources: Vec<FileId>,
    /// Makes the draft: cheap, because it is made on every build to see whether anything changed.
    pub draft: MakeRenderable<'a>,
}
