//! Everything that can be found before anything is made: the rules, the workspace's own fonts and templates, characters that no font has.
//! `yizhan check` shows it, and every build begins with it, so that both say and count the same.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::artifact::Artifact;
use super::{Prints, Tools, list, theme_check};
use crate::diagnostic::Diagnostics;
use crate::model::Workspace;
use crate::print::fonts::Coverage;
use crate::print::glyphs;
use crate::theme::Theme;

/// Checks a workspace that has been read.
pub fn preflight(workspace: &Workspace, theme: &Theme, today: NaiveDate, out: &mut Diagnostics) {
    with_tools(&Tools::new(workspace, theme), today, out);
}

/// Checks with tools that a build uses afterwards.
pub fn with_tools(tools: &Tools<'_>, today: NaiveDate, out: &mut Diagnostics) {
    let whole = !out.has_errors();
    theme_check::run(tools, out);
    if whole {
        characters(tools, out);
    }
    // Last, for it takes out what the workspace allows.
    crate::check::check(tools.workspace, today, out);
}

/// Characters that no font has (P601), or only a font of this machine (P606), in whatever is printed. Views are made, documents are not:
/// where every character of the workspace is covered, not even views.
fn characters(tools: &Tools<'_>, out: &mut Diagnostics) {
    // A broken template was reported; without fonts nothing can be said.
    let Ok(shared) = tools.print() else { return };
    let covered = shared.fonts().coverage();
    if !is_doubtful(tools.workspace, &covered) {
        return;
    }
    let scored = crate::audit::score_all(tools.workspace);
    let prints = Prints::of(tools.workspace);
    let mut found = Diagnostics::new();
    for artifact in list::files(tools.workspace, &scored, &prints, false) {
        missing(&artifact, tools, shared, &covered, &mut found);
    }
    // One character at one place may be printed on many pieces: it is said once.
    let mut seen = BTreeSet::new();
    for finding in found {
        let place = finding.span.map(|s| (s.file, s.start));
        let words = if place.is_none() { finding.message.zh.clone() } else { String::new() };
        if seen.insert((place, words)) {
            out.push(finding);
        }
    }
}

/// Whether a text that was read may hold a character that the fonts lack: it does, or it writes characters by their numbers.
fn is_doubtful(workspace: &Workspace, covered: &Coverage) -> bool {
    let numbered = |text: &str| ["\\u", "\\U", "\\x", "&"].iter().any(|sign| text.contains(sign));
    workspace
        .folder
        .sources
        .iter()
        .any(|(_, file)| numbered(&file.text) || file.text.chars().any(|c| glyphs::is_printed(c) && !covered.has(c)))
}

fn missing(
    artifact: &Artifact<'_>,
    tools: &Tools<'_>,
    shared: &crate::print::engine::Shared,
    covered: &Coverage,
    out: &mut Diagnostics,
) {
    let draft = (artifact.draft)();
    let Some(print) = draft.printed() else { return };
    for glyph in print.uncovered(covered) {
        out.push(if shared.system_covers(glyph.character) {
            print.substituted(&glyph, tools.workspace)
        } else {
            print.no_glyph(&glyph, tools.workspace)
        });
    }
}
