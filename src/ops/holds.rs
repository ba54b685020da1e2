//! What an operation would do to the rest of the workspace: the errors that it would have and does not have now.

use std::collections::BTreeMap;

use super::Session;
use crate::check::check;
use crate::diagnostic::{Bilingual, Code, Diagnostic, Diagnostics, Severity, SourceMap, codes};
use crate::load::{AsIf, load_as_if};

/// An error that an operation would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewError {
    /// Its kind.
    pub code: &'static Code,
    /// The file in which it would stand, if there is one.
    pub path: String,
    /// What would be wrong.
    pub message: Bilingual,
}

/// The errors that the workspace would have and does not have now, by their kind and file. What is encrypted now cannot be compared with, and that it
/// will be encrypted is no error.
#[must_use]
pub fn new_errors(session: &Session, as_if: &AsIf<'_>) -> Vec<NewError> {
    let is_locked = |found: &Diagnostics| found.iter().any(|d| d.code == &codes::LOCKED);
    if is_locked(&session.found) {
        return Vec::new();
    }
    let today = session.caller.today;
    let mut before = session.found.clone();
    check(&session.workspace, today, &mut before);
    let (loaded, mut after) = session.read_again(|| load_as_if(session.root(), as_if));
    let sources = match &loaded {
        Ok(again) => {
            check(again, today, &mut after);
            &again.folder.sources
        }
        Err(folder) => &folder.sources,
    };
    let mut known = by_place(&before, &session.workspace.folder.sources);
    let mut new = Vec::new();
    for ((code, path), mut errors) in by_place(&after, sources) {
        let mut there = known.remove(&(code, path.clone())).unwrap_or_default();
        // The same words are the same error; of the others as many are known as there were.
        errors.retain(|error| match there.iter().position(|known| known.message == error.message) {
            Some(at) => {
                there.swap_remove(at);
                false
            }
            None => true,
        });
        new.extend(errors.into_iter().skip(there.len()).filter(|error| error.code != &codes::LOCKED).map(|error| NewError {
            code: error.code,
            path: path.clone(),
            message: error.message.clone(),
        }));
    }
    new
}

/// Errors by code and file.
fn by_place<'d>(found: &'d Diagnostics, sources: &SourceMap) -> BTreeMap<(&'static str, String), Vec<&'d Diagnostic>> {
    let mut errors: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for error in found.iter().filter(|d| d.severity == Severity::Error) {
        let path = error.place(sources).map(|(path, _)| path.to_owned()).unwrap_or_default();
        errors.entry((error.code.id, path)).or_default().push(error);
    }
    errors
}
