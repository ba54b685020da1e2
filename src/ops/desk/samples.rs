//! One piece of each kind that shows what is the bureau's own: the plate on the door and the card of its first point that has them, and the bureau's own pieces.

use super::live::{PieceLine, Pieces, found};
use super::look::Look;
use crate::ops::Outcome;
use crate::publish::jobs;

/// The kinds of points that are shown.
const SHOWN: [&str; 2] = ["door-plate", "desk-card"];

/// The pieces.
///
/// # Errors
/// When there is no such bureau.
pub fn samples(look: &Look, bureau: &str) -> Outcome<Pieces> {
    let (workspace, bureau) = found(look, bureau)?;
    let jobs = jobs(workspace, bureau);
    let of_points = SHOWN.iter().filter_map(|kind| jobs.iter().find(|job| job.point.is_some() && job.piece.id == *kind));
    let of_bureau = jobs.iter().filter(|job| job.point.is_none());
    let line = |job| {
        let job: &crate::publish::pieces::Job<'_> = job;
        PieceLine { path: job.path.clone(), name: job.piece.zh.to_owned(), of: job.of.clone() }
    };
    Ok(Pieces { pieces: of_points.chain(of_bureau).map(line).collect() })
}
