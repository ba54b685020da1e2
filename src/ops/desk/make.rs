//! Making the website and everything that is printed, for somebody at the desk: the same build as `yizhan build`, of all bureaus, into the workspace's output
//! folder.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::diagnostic::{Diagnostics, Severity};
use crate::ops::reading::{self, Reading};
use crate::ops::{Caller, Outcome, Stop};
use crate::publish::{Options, Progress, SPARE_FROM, Selection, build};
use crate::theme::Theme;

/// How often it is made again where an operation was carried out meanwhile, so that pictures may be of another state than texts.
const TRIES: usize = 3;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Pages of the site.
    pub pages: usize,
    /// Printed pieces.
    pub prints: usize,
    /// Reports of inspections.
    pub reports: usize,
    /// How many of all these were made now; the others were right already.
    pub made: usize,
    /// Findings that did not stop it.
    pub warnings: usize,
    /// The folder that it lies in, as the system writes it.
    pub folder: String,
}

/// The folder that everything is made into.
#[must_use]
pub fn folder(root: &Path) -> PathBuf {
    let output = root.join("output");
    std::path::absolute(&output).unwrap_or(output)
}

/// Makes what is out of date.
///
/// # Errors
/// With what must be mended first, all of it; or with why the folder cannot be written. What was made before is untouched then.
pub fn make(caller: &Caller, progress: &dyn Progress) -> Outcome<Made> {
    let (mut made, mut is_of_now) = attempt(caller, progress)?;
    for _ in 1..TRIES {
        if is_of_now {
            break;
        }
        (made, is_of_now) = attempt(caller, progress)?;
    }
    Ok(made)
}

/// Makes it once, and tells whether the workspace is still the one that it was made of.
fn attempt(caller: &Caller, progress: &dyn Progress) -> Outcome<(Made, bool)> {
    let Reading { got: (loaded, mut found), state, .. } = reading::workspace(caller)?;
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => return Err(stop(found, folder.sources)),
    };
    let options = Options {
        output: folder(&caller.root),
        selection: Selection::default(),
        today: caller.today,
        jobs: 0,
        spare_from: SPARE_FROM,
    };
    let Ok(summary) = build(&workspace, &Theme::of(&caller.root), &options, progress, &mut found) else {
        return Err(stop(found, workspace.folder.sources));
    };
    let made = Made {
        pages: summary.pages,
        prints: summary.prints,
        reports: summary.reports,
        made: summary.made,
        warnings: summary.warnings,
        folder: options.output.display().to_string(),
    };
    Ok((made, state.is_still(&caller.root)))
}

/// What stopped it: errors alone, since the rest stops nothing.
fn stop(mut found: Diagnostics, sources: crate::diagnostic::SourceMap) -> Stop {
    found.sort(&sources);
    found.retain(|finding| finding.severity == Severity::Error);
    Stop::content(found, sources)
}
