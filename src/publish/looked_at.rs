//! Files of the site that somebody looks at while he edits: made by themselves, as a build would make them, and nothing besides.

use super::selection::{Choice, Selection};
use super::{Audience, Prints, Renderers, list, ratings};
use crate::audit::score_all;
use crate::diagnostic::Diagnostic;

/// The public files below `site/` that are wanted, by their paths there.
///
/// # Errors
/// Findings that stop one of them.
pub fn site_files(tools: &Renderers<'_>, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let workspace = tools.workspace;
    let scored = score_all(workspace);
    let ratings = ratings(&scored);
    let prints = Prints::of(workspace);
    let files = list::files(workspace, &scored, &prints, false);
    let selection = Selection::default();
    let choice = Choice { selection: &selection, there: &|_| false };
    let available = choice.available(workspace, &files, &prints.jobs);
    let mut all = files;
    list::pages(workspace, tools.theme, &ratings, &prints.editions, &available, &mut all);
    let mut made = Vec::new();
    for artifact in all.iter().filter(|artifact| artifact.audience == Audience::Public) {
        let path = artifact.public_path.as_deref().unwrap_or(&artifact.path);
        if let Some(path) = path.strip_prefix("site/").filter(|path| wanted(path)) {
            made.push((path.to_owned(), (artifact.draft)().make(tools)?));
        }
    }
    Ok(made)
}
