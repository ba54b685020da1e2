//! What comes back from an inspection: the zip of a form ([`package`]), a filled workbook ([`workbook`]). Both become a record as text
//! ([`tree`]) with its pictures, and what the form or workbook itself made of them ([`reported_result`]).
//!
//! Nothing here trusts what it reads, writes a file, or decides whether a record is taken in: that is the business of `ops::intake`.

mod bytes;

pub mod cells;
mod opened;
pub mod package;
pub mod reported_result;
pub mod workbook;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Bilingual;
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;
pub use opened::{Filled, Opened, opened};
use reported_result::ReportedResult;

/// Largest file that is taken in, in bytes.
pub const MOST_BYTES: u64 = 256 << 20;

/// What a file holds, read and whole, but not yet held against the workspace.
#[derive(Debug, Serialize, Deserialize)]
pub struct Submission {
    /// Bureau, by id; empty where the file does not say.
    pub bureau: String,
    /// Fingerprint of the standard that it was made from.
    pub standard_hash: String,
    /// When the form was exported, as it says.
    pub exported: Option<String>,
    /// The text alone came, without the pictures that belong to it.
    pub is_text: bool,
    /// The record, with the keys of a record file. Pictures are named as in the file.
    pub record: Tree,
    /// The pictures that the record names.
    pub pictures: Vec<Picture>,
    /// What the form made of the answers, to be compared.
    pub reported: ReportedResult,
    /// The cells of a workbook that facts and findings stand in, by `facts` or `findings` and their names.
    #[serde(default)]
    pub cells: BTreeMap<String, String>,
    /// The places of what was left out because it could not be used; each is a doubt too.
    #[serde(default)]
    pub left_out: Vec<String>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// A picture that came with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The name by which the record speaks of it.
    pub name: String,
    /// The kind, by its contents: jpg, png, webp.
    pub kind: Cow<'static, str>,
    /// The file.
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What is wrong; it begins with sheet and cell, or with the part of the file, where there is one.
    pub says: Bilingual,
    /// What to do.
    pub help: Bilingual,
}

impl Reason {
    /// A reason with what to do about it.
    #[must_use]
    pub fn new(says: Bilingual, help: Bilingual) -> Self {
        Self { says, help }
    }

    /// A reason at a place.
    #[must_use]
    pub fn at(place: &str, says: &Bilingual, help: Bilingual) -> Self {
        Self { says: says.named(place), help }
    }
}

/// Everything that is wrong with a file; never empty.
pub type Reasons = Vec<Reason>;
