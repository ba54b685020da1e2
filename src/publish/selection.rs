//! Which artifacts a build makes, and what the output holds afterwards. A page never leads to what is not there: what it needs and the
//! output lacks is made with it, and what was left out is not linked to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::artifact::{Artifact, Part};
use super::order::is_ticket;
use super::pieces::Job;
use crate::model::Workspace;
use crate::print::piece::Shown;
use crate::site::{Available, PrintFile};

/// Which artifacts a build makes; the others stay as the last build left them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these parts; all when empty.
    pub parts: Vec<Part>,
    /// Only this bureau.
    pub bureau: Option<String>,
    /// Only these points, each with its bureau; all when empty.
    pub points: Vec<(String, String)>,
    /// Also the files for a press. A build without it takes them away: an old one must never go to print.
    pub press: bool,
}

impl Selection {
    /// Whether a point of a bureau is chosen.
    #[must_use]
    pub fn takes_point(&self, bureau: &str, point: &str) -> bool {
        self.points.is_empty() || self.points.iter().any(|(b, p)| b == bureau && p == point)
    }
}

/// A selection, and what lies in the output already.
pub struct Choice<'c> {
    /// What was asked for.
    pub selection: &'c Selection,
    /// Whether the output holds a path, whole.
    pub there: &'c dyn Fn(&str) -> bool,
}

impl Choice<'_> {
    fn part(&self, part: Part) -> bool {
        self.selection.parts.is_empty() || self.selection.parts.contains(&part)
    }

    /// Whether an artifact was asked for.
    fn asked(&self, artifact: &Artifact<'_>) -> bool {
        let Selection { bureau, points, .. } = self.selection;
        // The page of an edition goes with its print, but never into a folder without a site.
        let homeless = is_edition(artifact) && !self.part(Part::Site) && !artifact.bureau.is_some_and(|b| self.has_site(b));
        // A ticket names the files that lie beside it: it is made with any of them.
        let ticket = is_ticket(&artifact.path) && artifact.bureau.is_some_and(|b| points.iter().any(|(bureau, _)| bureau == b));
        self.part(artifact.part)
            && !homeless
            && bureau.as_deref().is_none_or(|b| artifact.bureau == Some(b))
            && (points.is_empty()
                || ticket
                || artifact.bureau.zip(artifact.point).is_some_and(|(b, p)| self.selection.takes_point(b, p)))
    }

    fn has_site(&self, bureau: &str) -> bool {
        (self.there)(&format!("site/{bureau}/index.html"))
    }

    /// For each artifact whether it is made: what was asked for, and what its pages need.
    pub fn made(&self, all: &[Artifact<'_>]) -> Vec<bool> {
        let asked: Vec<bool> = all.iter().map(|artifact| self.asked(artifact)).collect();
        let pages =
            || all.iter().zip(&asked).filter(|(artifact, asked)| **asked && is_page(artifact)).map(|(artifact, _)| artifact);
        let any = pages().next().is_some();
        let bureaus: BTreeSet<&str> = pages().filter_map(|a| a.bureau).collect();
        let with_editions: BTreeSet<&str> = pages().filter(|a| is_edition(a)).filter_map(|a| a.bureau).collect();
        let needed = |artifact: &Artifact<'_>| {
            let missing = !(self.there)(&artifact.path);
            match artifact.bureau {
                _ if artifact.part != Part::Site && !is_edition(artifact) => false,
                None => any && (missing || self.part(Part::Site)),
                // The list of editions names those that there are now.
                Some(bureau) => {
                    bureaus.contains(bureau)
                        && (missing || (with_editions.contains(bureau) && artifact.path.ends_with("/v/index.html")))
                }
            }
        };
        all.iter().zip(&asked).map(|(artifact, asked)| *asked || needed(artifact)).collect()
    }

    /// What pages may link to, given all that is no page.
    pub fn available(&self, workspace: &Workspace, files: &[Artifact<'_>], jobs: &[Job<'_>]) -> Available {
        let mut available = Available::new();
        let own = |bureau: &str| self.selection.bureau.as_deref().is_none_or(|b| b == bureau);
        for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
            let has_point = self.selection.points.is_empty() || self.selection.points.iter().any(|(b, _)| *b == *bureau.id);
            if (self.part(Part::Site) && own(&bureau.id) && has_point) || self.has_site(&bureau.id) {
                available.add_bureau(&bureau.id);
            }
        }
        // By the path of the original, the path below the site.
        let mut below: BTreeMap<&str, &str> = BTreeMap::new();
        for artifact in files {
            let Some(public) = artifact.public_path.as_deref().unwrap_or(&artifact.path).strip_prefix("site/") else { continue };
            let whole =
                [Some(artifact.path.as_str()), artifact.public_path.as_deref()].into_iter().flatten().all(|p| (self.there)(p));
            if whole || self.asked(artifact) {
                available.add_file(public);
                below.insert(&artifact.path, public);
            }
        }
        for job in jobs.iter().filter(|job| job.piece.shown == Shown::Site) {
            let bureau = job.bureau.id.as_str();
            let path = job.file(false);
            let path = below.get(path.as_str()).and_then(|public| public.strip_prefix(bureau)?.strip_prefix('/'));
            if let Some(path) = path {
                let file = PrintFile { piece: job.piece.id, name: job.piece.zh, path: path.to_owned() };
                available.add_print(bureau, job.subject(), file);
            }
        }
        available
    }
}

/// Whether an artifact is a page of the site.
fn is_page(artifact: &Artifact<'_>) -> bool {
    artifact.path.starts_with("site/") && Path::new(&artifact.path).extension().is_some_and(|ending| ending == "html")
}

/// Whether an artifact is the page of an edition, or the list of them.
fn is_edition(artifact: &Artifact<'_>) -> bool {
    artifact.part == Part::Print && is_page(artifact)
}
