//! Everything that is printed at one time: each piece with its code and what it shows. A build leaves it beside the pieces, so that two
//! outputs can be compared as two workspaces can.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest;
use super::pieces::Job;
use super::printed_facts::{Fact, SCHEME, comparable, without_retired};

/// The name of the file that a build leaves in each bureau's folder of prints, one [`PrintState`] a line.
pub const FILE: &str = "editions.jsonl";

/// One piece as it is at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintState {
    /// Bureau id.
    pub bureau: String,
    /// Name of the bureau.
    #[serde(default)]
    pub bureau_name: String,
    /// Path below the bureau's folder, without extension.
    pub piece: String,
    /// What people call it.
    pub name: String,
    /// The point that it is of, or 全局.
    pub group: String,
    /// The code that it bears.
    pub code: String,
    /// The scheme of what it shows.
    #[serde(default = "first")]
    pub scheme: u32,
    /// What it shows; nothing where only a manifest is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<Vec<Fact>>,
    /// [`comparable`] of what it would show in the first scheme, for a comparison with what an older program has left.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// These facts themselves, where the piece comes from a workspace.
    #[serde(skip)]
    pub first_facts: Vec<Fact>,
}

pub use crate::site::WHOLE;

/// The scheme of outputs that do not say one.
fn first() -> u32 {
    1
}

impl PrintState {
    /// The piece of a job as it is now; none for another form of a piece, which is the same edition.
    #[must_use]
    pub fn of(job: &Job<'_>) -> Option<Self> {
        if job.is_variant() {
            return None;
        }
        let issue = job.issue()?;
        let first = job.first_facts();
        Some(Self {
            bureau: job.bureau.id.to_string(),
            bureau_name: job.bureau.file.name.value.clone(),
            piece: job.path.clone(),
            name: job.name_zh(),
            group: job.group(),
            code: issue.code,
            scheme: SCHEME,
            first: comparable(&first),
            first_facts: first,
            shows: Some(issue.facts),
        })
    }
}

/// Everything that is printed now, in the order of jobs.
#[must_use]
pub fn of_jobs(jobs: &[Job<'_>]) -> Vec<PrintState> {
    jobs.par_iter().filter_map(PrintState::of).collect()
}

/// The lines of [`FILE`].
#[must_use]
pub fn to_bytes(jobs: &[Job<'_>]) -> Vec<u8> {
    let lines: Vec<String> = jobs
        .par_iter()
        // A piece has string keys only, so this cannot fail.
        .filter_map(|job| serde_json::to_string(&PrintState::of(job)?).ok())
        .collect();
    let mut bytes = Vec::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    for line in lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

/// Everything that was printed when an output was made: from its folder, or from a manifest alone, which knows the codes but not what the
/// pieces showed. None where there is no manifest of ours.
#[must_use]
pub fn of_output(path: &Path) -> Option<Vec<PrintState>> {
    let file = if path.is_dir() { path.join(super::staging::MANIFEST) } else { path.to_owned() };
    let listed = manifest::read_manifest(&fs::read(&file).ok()?)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut all = Vec::new();
    for path in listed.keys().filter(|path| path.starts_with("print/") && path.ends_with(FILE)) {
        let Ok(text) = fs::read_to_string(folder.join(path)) else { continue };
        let read = text.lines().filter_map(|line| serde_json::from_str::<PrintState>(line).ok());
        all.extend(read.map(|mut one| {
            one.shows = one.shows.map(|facts| without_retired(facts, one.scheme));
            if one.scheme == 1 {
                one.first_facts = one.shows.clone().unwrap_or_default();
                one.first = comparable(&one.first_facts);
            }
            one
        }));
    }
    if all.is_empty() {
        all.extend(listed.iter().filter_map(|(path, line)| bare(path, line.code.clone()?)));
    }
    Some(all)
}

/// A piece of which only the manifest is left.
fn bare(path: &str, code: String) -> Option<PrintState> {
    let (bureau, piece) = path.strip_prefix("print/")?.strip_suffix(".pdf")?.split_once('/')?;
    let point = piece.strip_prefix("points/").and_then(|rest| rest.split('/').next());
    Some(PrintState {
        bureau: bureau.to_owned(),
        bureau_name: bureau.to_owned(),
        name: piece.to_owned(),
        group: point.unwrap_or(WHOLE).to_owned(),
        piece: piece.to_owned(),
        code,
        scheme: SCHEME,
        shows: None,
        first: String::new(),
        first_facts: Vec::new(),
    })
}
