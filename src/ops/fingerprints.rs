//! Corrections name the fingerprint of the record that they replace. Where an operation must change the text of records, the corrections follow, step
//! by step along each chain.

use std::collections::BTreeMap;
use std::path::Path;

use crate::audit::fingerprint;
use crate::load::load_with;
use crate::model::Workspace;
use crate::model::inspection::InspectionFile;

/// A chain of corrections is no longer than this.
const MOST_STEPS: usize = 100;

/// Lets the corrections in `texts` (new texts by path) name the records as they will be. Texts that do not read are left as they are.
pub fn follow(workspace: &Workspace, root: &Path, texts: &mut BTreeMap<String, String>) {
    let records = |w: &Workspace| w.bureaus.iter().map(|b| b.inspections.len()).sum::<usize>();
    for _ in 0..MOST_STEPS {
        let list: Vec<(String, String)> = texts.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
        let (loaded, _) = load_with(root, &list);
        let Ok(again) = loaded else { return };
        if records(&again) != records(workspace) {
            return;
        }
        let Some((path, text)) = next(workspace, &again) else { return };
        texts.insert(path, text);
    }
}

/// The file of the first correction that names a record as it was, with the name as it is.
fn next(workspace: &Workspace, again: &Workspace) -> Option<(String, String)> {
    let old: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
    let new: Vec<&InspectionFile> = again.bureaus.iter().flat_map(|b| &b.inspections).collect();
    let renamed: Vec<(String, String)> =
        old.iter().zip(&new).map(|(a, b)| (fingerprint(workspace, a), fingerprint(again, b))).collect();
    let replaces = |r: &InspectionFile| r.revision.as_ref().and_then(|r| r.replaces.clone());
    for (before, after) in old.iter().zip(&new) {
        let (Some(was), Some(is)) = (replaces(before), replaces(after)) else { continue };
        let written = was.trim().to_ascii_lowercase();
        let known = renamed.iter().find(|(old, _)| written.len() >= 12 && old.starts_with(&written));
        let Some((_, now)) = known else { continue };
        let wanted = now.get(..written.len()).unwrap_or(now);
        if is.trim() != wanted {
            let text = again.folder.sources.text(after.span.file)?;
            let (from, to) = (is.span.start as usize, is.span.end as usize);
            let text = format!("{}'{wanted}'{}", text.get(..from)?, text.get(to..)?);
            return Some((again.path_of(after.span).to_owned(), text));
        }
    }
    None
}
