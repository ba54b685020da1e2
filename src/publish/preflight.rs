//! Everything that can be found before anything is made: the rules, the workspace's own fonts and templates, characters that no font has.
//! `yizhan check` shows it, and every build begins with it, so that both say and count the same.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::artifact::Artifact;
use super::{Prints, Renderers, list, theme_check};
use crate::diagnostic::Diagnostics;
use crate::model::Workspace;
use crate::print::fonts::Coverage;
use crate::print::glyphs;
use crate::theme::Theme;

/// Checks a workspace that has been read.
pub fn preflight(workspace: &Workspace, theme: &Theme, today: NaiveDate, out: &mut Diagnostics) {
    with_tools(&Renderers::new(workspace, theme), today, out);
}

/// Checks with tools that a build uses afterwards.
pub fn with_tools(tools: &Renderers<'_>, today: NaiveDate, out: &mut Diagnostics) {
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
fn characters(tools: &Renderers<'_>, out: &mut Diagnostics) {
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

/// Whether a text that was read may hold a character that the fonts lack: as it stands, or written by its number.
fn is_doubtful(workspace: &Workspace, covered: &Coverage) -> bool {
    let lacking = |c: char| glyphs::is_printed(c) && !covered.has(c);
    workspace
        .folder
        .sources
        .iter()
        .any(|(_, file)| file.text.chars().any(lacking) || numbered(&file.text).any(|c| c.is_none_or(lacking)))
}

/// The characters that a text writes by number or by name: `\u4E00`, `\U00020000` and `\x41` of YAML, `&#19968;` and `&times;` of Markdown. None for
/// one that is not a character by itself, or whose name is not known here.
fn numbered(text: &str) -> impl Iterator<Item = Option<char>> {
    let escapes = text.match_indices('\\').filter_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let digits = match rest.chars().next()? {
            'x' => rest.get(1..3),
            'u' => rest.get(1..5),
            'U' => rest.get(1..9),
            _ => None,
        }?;
        Some(char::from_u32(u32::from_str_radix(digits, 16).ok()?))
    });
    let entities = text.match_indices('&').filter_map(|(at, _)| {
        let name = text.get(at + 1..)?.split(';').next().filter(|name| name.len() < 32)?;
        let known = |c: char| c.is_ascii_alphanumeric() || c == '#';
        if name.is_empty() || !name.chars().all(known) || text.as_bytes().get(at + 1 + name.len()) != Some(&b';') {
            return None;
        }
        let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        });
        match (number, name) {
            (Some(number), _) => Some(char::from_u32(number.ok()?)),
            (None, "amp" | "lt" | "gt" | "quot" | "apos" | "nbsp") => None,
            (None, _) => Some(None),
        }
    });
    escapes.chain(entities)
}

fn missing(
    artifact: &Artifact<'_>,
    tools: &Renderers<'_>,
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

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn characters_by_their_numbers() {
        let found = |text: &str| numbered(text).map(|c| c.map_or_else(|| "?".to_owned(), String::from)).collect::<String>();
        assert_eq!(found("\\u4E00 \\U00020000 \\x41 \\n \\u12 C:\\"), "一\u{20000}A");
        assert_eq!(found("&#19968; &#x4E00; &amp; &times; a&b; &; ?x=1&y=2&z"), "一一??");
        assert_eq!(found("\\uD83D"), "?");
    }
}
