//! Corrections name the fingerprint of the record that they replace. Where an operation must change the text of records, the corrections follow, step
//! by step along each chain.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Outcome, Stop};
use crate::audit::fingerprint;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::load::load_with;
use crate::model::Workspace;
use crate::model::inspection::InspectionFile;
use crate::say;

/// A chain of corrections is no longer than this.
const MOST_STEPS: usize = 100;
/// As much of a fingerprint must be written at least.
const SHORTEST: usize = 12;

/// Lets the corrections in `texts` (new texts by path) name the records as they will be: all that name an old one in each step, so that there are as many
/// steps as the longest chain has corrections. Texts that do not read are left as they are.
///
/// # Errors
/// When a chain is too long to be followed.
pub fn follow(workspace: &Workspace, root: &Path, texts: &mut BTreeMap<String, String>) -> Outcome<()> {
    let old: Vec<&InspectionFile> = records(workspace);
    let prints: Vec<String> = old.iter().map(|record| fingerprint(workspace, record)).collect();
    for _ in 0..MOST_STEPS {
        let list: Vec<(String, String)> = texts.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
        let (loaded, _) = load_with(root, &list);
        let Ok(again) = loaded else { return Ok(()) };
        if records(&again).len() != old.len() {
            return Ok(());
        }
        let renamed = renamed(&old, &prints, &again);
        if renamed.is_empty() {
            return Ok(());
        }
        texts.extend(renamed);
    }
    Err(Stop::failed(
        Diagnostic::nowhere(
            &codes::BAD_VALUE,
            say!(
                "一份检查记录更正了 {MOST_STEPS} 次以上，更正里的指纹跟不上，什么也没有写",
                "a record was corrected {MOST_STEPS} times or more: the fingerprints of its corrections cannot follow, and nothing was written"
            ),
        )
        .help(say!(
            "这样多的更正多半是误操作：只留有用的几次更正，再做一次",
            "so many corrections are hardly meant: keep those that matter, and do it again"
        )),
    ))
}

fn records(workspace: &Workspace) -> Vec<&InspectionFile> {
    workspace.bureaus.iter().flat_map(|b| &b.inspections).collect()
}

/// The files whose corrections name records as they were, with the names as they are.
fn renamed(old: &[&InspectionFile], prints: &[String], again: &Workspace) -> BTreeMap<String, String> {
    let new = records(again);
    let mut now: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    for (print, record) in prints.iter().zip(&new) {
        now.entry(print.get(..SHORTEST).unwrap_or(print)).or_default().push((print, fingerprint(again, record)));
    }
    let replaces = |r: &InspectionFile| r.revision.as_ref().and_then(|r| r.replaces.clone());
    let mut cuts: Vec<(Span, String)> = Vec::new();
    for (before, after) in old.iter().zip(&new) {
        let (Some(was), Some(is)) = (replaces(before), replaces(after)) else { continue };
        let written = was.trim().to_ascii_lowercase();
        let candidates = written.get(..SHORTEST).and_then(|head| now.get(head));
        let Some((_, print)) = candidates.and_then(|list| list.iter().find(|(old, _)| old.starts_with(&written))) else {
            continue;
        };
        let wanted = print.get(..written.len()).unwrap_or(print);
        if is.trim() != wanted {
            cuts.push((is.span, format!("'{wanted}'")));
        }
    }
    // From the last to the first, so that the places before it hold.
    cuts.sort_by_key(|(span, _)| std::cmp::Reverse((span.file, span.start)));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (span, wanted) in cuts {
        let sources = &again.folder.sources;
        let text = texts
            .entry(sources.path(span.file).to_owned())
            .or_insert_with(|| sources.text(span.file).unwrap_or_default().to_owned());
        let (from, to) = (span.start as usize, span.end as usize);
        if let (Some(head), Some(tail)) = (text.get(..from), text.get(to..)) {
            *text = format!("{head}{wanted}{tail}");
        }
    }
    texts
}
