//! The site as it will be, page by page while somebody edits what it shows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::look::Look;
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::{Outcome, Stop};
use crate::publish::{Renderers, looked_at};
use crate::say;
use crate::theme::Theme;

/// What every page is shown with.
const ASSETS: &str = "assets/";

/// The state of the workspace, and files of the site by their paths.
type Kept = (u64, BTreeMap<String, Arc<Vec<u8>>>);

/// Pages that were made, as long as the workspace stays as it is.
#[derive(Default)]
pub struct Pages {
    kept: Mutex<Kept>,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// A file of the site by its path; none where the site has no such file. `version` is the state of the workspace that was looked at.
///
/// # Errors
/// When the workspace cannot be read, or something stops the page.
pub fn file(look: &Look, version: u64, pages: &Pages, path: &str) -> Outcome<Option<Arc<Vec<u8>>>> {
    // One after the other: what the first one makes the next ones find.
    let mut kept = pages.kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.0 != version {
        *kept = (version, BTreeMap::new());
    }
    if let Some(file) = kept.1.get(path) {
        return Ok(Some(Arc::clone(file)));
    }
    let workspace = look.workspace.as_ref().map_err(|_| {
        let message = say!("工作区现在读不出来，网页做不出来", "the workspace cannot be read now, so there is no page");
        Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(say!("先到“问题”里改好", "mend the findings first")),
        )
    })?;
    let theme = Theme::of(&workspace.folder.root);
    let tools = Renderers::new(workspace, &theme);
    let is_page = std::path::Path::new(path).extension().is_some_and(|ending| ending == "html");
    let missing = |own: &str| own == path || is_page && own.starts_with(ASSETS) && !kept.1.contains_key(own);
    let made = looked_at::site_files(&tools, &missing).map_err(|found| {
        let mut stop = Stop::all(found);
        stop.sources.clone_from(&workspace.folder.sources);
        stop
    })?;
    kept.1.extend(made.into_iter().map(|(path, bytes)| (path, Arc::new(bytes))));
    Ok(kept.1.get(path).map(Arc::clone))
}
