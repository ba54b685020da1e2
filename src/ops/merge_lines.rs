//! Two changes to one text, line by line: lines that are next to each other do not disturb one another. What comes of it need not mean what
//! both wanted, so whoever uses it compares the fields.

use std::collections::{BTreeMap, BTreeSet};

use diffy::{DiffOptions, Line};

/// What one side does to the lines of the base.
#[derive(Default)]
struct Script<'t> {
    /// Lines that go, counted from 0.
    gone: BTreeSet<usize>,
    /// Lines that come before this line of the base.
    new: BTreeMap<usize, Vec<&'t str>>,
}

/// Both changes in one text; none where both put something at the same place, or one takes a line away at which the other puts something in.
#[must_use]
pub fn merged(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let mut options = DiffOptions::new();
    options.set_context_len(0);
    let (my, their) = (options.create_patch(base, mine), options.create_patch(base, theirs));
    let (my, their) = (script(&my), script(&their));
    let lines: Vec<&str> = base.split_inclusive('\n').collect();
    let mut text = String::new();
    for at in 0..=lines.len() {
        let new = match (my.new.get(&at), their.new.get(&at)) {
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(other),
        };
        for line in new.into_iter().flatten() {
            // A last line without an end must not run into what follows.
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(line);
        }
        if let Some(line) = lines.get(at).filter(|_| !my.gone.contains(&at) && !their.gone.contains(&at)) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(line);
        }
    }
    Some(text)
}

fn script<'t>(patch: &'t diffy::Patch<'t, str>) -> Script<'t> {
    let mut script = Script::default();
    for hunk in patch.hunks() {
        let range = hunk.old_range();
        // Of an empty range the line before it is named.
        let mut at = if range.is_empty() { range.start() } else { range.start().saturating_sub(1) };
        let first = at;
        for line in hunk.lines() {
            match line {
                Line::Context(_) => at += 1,
                Line::Delete(_) => {
                    script.gone.insert(at);
                    at += 1;
                }
                Line::Insert(text) => script.new.entry(first).or_default().push(text),
            }
        }
    }
    script
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn neighbouring_lines_merge_and_the_same_place_does_not() {
        let base = "a\nb\nc\nd\n";
        assert_eq!(merged(base, "a\nB\nc\nd\n", "a\nb\nC\nd\n").as_deref(), Some("a\nB\nC\nd\n"));
        assert_eq!(merged(base, "a\nb\nb2\nc\nd\n", "a\nb\nc\nD\n").as_deref(), Some("a\nb\nb2\nc\nD\n"));
        assert_eq!(merged(base, "b\nc\nd\n", "a\nb\nc\nd\ne\n").as_deref(), Some("b\nc\nd\ne\n"));
        assert_eq!(merged(base, "a\nx\nc\nd\n", "a\ny\nc\nd\n"), None);
        assert_eq!(merged("", "a\n", ""), Some("a\n".to_owned()));
        assert_eq!(merged("a\nb", "a\nB", "A\nb").as_deref(), Some("A\nB"));
    }
}
