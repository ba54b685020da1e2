//! Where things stand in the text of a YAML file: the bytes of a value with its mark or quotes, lines, columns, the comments that belong to something.

use crate::source::{Entry, Node, Value};

/// The bytes of a value as it was written. A block (`|`, `>`) begins at its mark, before its span, and ends before its last line break.
pub(super) fn written(text: &str, node: &Node) -> (usize, usize) {
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    if node.is_null() && start == end {
        return (start, end);
    }
    let before = text.get(..start).unwrap_or_default();
    let above = before.trim_end_matches([' ', '\t', '\r', '\n']);
    let mark = above.trim_end_matches(['-', '+', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let block = above.len() < before.len()
        && before.get(above.len()..).is_some_and(|gap| gap.contains('\n'))
        && mark.ends_with(['|', '>']);
    let start = if block { mark.len() - 1 } else { start };
    (start, before_breaks(text, end).max(start))
}

/// A byte moved before the line breaks that it stands behind.
pub(super) fn before_breaks(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |before| before.trim_end_matches([' ', '\r', '\n']).len())
}

/// The last byte of what a node holds.
pub(super) fn end_of(text: &str, node: &Node) -> usize {
    let inner = match &node.value {
        Value::Map(entries) => entries.last().map(|entry| end_of_entry(text, entry)),
        Value::List(list) => list.last().map(|n| end_of(text, n)),
        _ => None,
    };
    before_breaks(text, node.span.end as usize).max(inner.unwrap_or(0))
}

/// The last byte of a key and its value; of a key without a value its colon.
pub(super) fn end_of_entry(text: &str, entry: &Entry) -> usize {
    if entry.value.is_null() && entry.value.span.start == entry.value.span.end {
        colon(text, entry).unwrap_or(entry.key.span.end as usize)
    } else {
        end_of(text, &entry.value)
    }
}

/// The byte behind the colon of a key.
pub(super) fn colon(text: &str, entry: &Entry) -> Option<usize> {
    let key = entry.key.span.end as usize;
    let rest = text.get(key..)?;
    let colon = rest.find(':')?;
    rest.get(..colon)?.trim().is_empty().then_some(key + colon + 1)
}

/// Whether a record is written between braces, or lies in something that is.
pub(super) fn inside_flow(text: &str, record: &Node) -> bool {
    let start = record.span.start as usize;
    let first = record.entries().first().map_or(start, |e| e.key.span.start as usize);
    text.get(start..=first).is_some_and(|t| t.starts_with('{')) || text.get(..first).is_some_and(|t| t.trim_end().ends_with('{'))
}

/// How many characters stand before a byte on its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().map_or(0, |line| line.chars().count())
}

/// The end of the line on which a byte stands, before its break.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find('\n').unwrap_or(rest.len());
    at + rest.get(..end).map_or(0, |line| line.trim_end_matches('\r').len())
}

/// The first byte of the line on which a byte stands.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The byte behind the break of the line on which a byte stands.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline + 1)
}

/// The line that begins at a byte, without its break.
pub(super) fn line(text: &str, start: usize) -> &str {
    text.get(start..next_line(text, start)).unwrap_or_default().trim_end_matches(['\r', '\n'])
}

fn is_comment(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('#')
}

/// Where the comment lines begin that stand directly above a line, in its own column: they belong to what begins on it. Those at the very head of a text are
/// the text's own.
pub(super) fn lead(text: &str, line_at: usize, column: usize) -> usize {
    let mut start = line_at;
    while start > 0 {
        let above = line_start(text, start - 1);
        let comment = line(text, above);
        if !is_comment(comment) || comment.len() - comment.trim_start_matches(' ').len() != column {
            break;
        }
        start = above;
    }
    if start == 0 { line_at } else { start }
}

/// The end of what something holds, at the end of a line: with the comment lines below that are indented deeper than it.
pub(super) fn end_with_comments(text: &str, end: usize, column: usize) -> usize {
    let mut end = end_of_line(text, end);
    loop {
        let next = next_line(text, end);
        let below = line(text, next);
        if next >= text.len() || !is_comment(below) || below.len() - below.trim_start_matches(' ').len() <= column {
            return end;
        }
        end = end_of_line(text, next);
    }
}

/// Whether a mapping or a list is written between braces or brackets.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    let closes = |bracket: char| text.get(..end).is_some_and(|t| t.ends_with(bracket));
    match &node.value {
        Value::Map(entries) => {
            let first = entries.first().map_or(start + 1, |e| e.key.span.start as usize);
            closes('}') && text.get(..first).is_some_and(|t| t.trim_end().ends_with('{'))
        }
        Value::List(list) => {
            let first = list.first().map_or(usize::MAX, |n| n.span.start as usize);
            closes(']') && text.get(start..).is_some_and(|t| t.starts_with('[')) && first > start
        }
        Value::Null | Value::Scalar { .. } => false,
    }
}

/// The first byte of a value; of a mapping between braces its brace, which stands before its first key.
pub(super) fn own_start(text: &str, node: &Node) -> usize {
    let start = node.span.start as usize;
    let brace = || text.get(..start).and_then(|before| before.rfind('{'));
    if matches!(&node.value, Value::Map(map) if !map.is_empty()) && is_flow(text, node) {
        brace().unwrap_or(start)
    } else {
        start
    }
}

/// The dash of an entry of a block list.
pub(super) fn dash(text: &str, item: &Node) -> Option<usize> {
    let start = written(text, item).0.min(own_start(text, item));
    let mut before = text.get(..start)?.trim_end_matches([' ', '\t', '\r', '\n']);
    loop {
        if before.ends_with('-') {
            return Some(before.len() - 1);
        }
        // An anchor, or a comment between the dash and what it begins.
        let line_at = line_start(before, before.len());
        let word = before.rfind(' ').map_or(line_at, |blank| blank + 1);
        let comment = before.get(line_at..)?.find('#').map(|at| line_at + at);
        let cut = match comment {
            Some(at) => at,
            None if before.get(word..)?.starts_with('&') => word,
            None => return None,
        };
        before = before.get(..cut)?.trim_end_matches([' ', '\t', '\r', '\n']);
    }
}
