//! Rows with more cells than the head: they are shown, in columns without a head, and said.

use std::ops::Range;

use super::{Kind, Scan};

/// Most columns that are added to a table.
const MOST_ADDED: usize = 20;

/// The strokes of the lines above, for a look before anything is parsed.
#[derive(Default)]
pub(super) struct Strokes {
    count: usize,
    lines: usize,
}

impl Strokes {
    /// Whether a line makes what would be a table one that is not, or not quite.
    pub(super) fn differ(&mut self, line: &str) -> bool {
        let strokes = line.bytes().filter(|b| *b == b'|').count();
        let ends = usize::from(line.starts_with('|')) + usize::from(line.trim_end().ends_with('|'));
        let count = (strokes + 1).saturating_sub(ends);
        if strokes == 0 {
            // A line with strokes that stands alone is text.
            *self = Self::default();
            return false;
        }
        self.lines += 1;
        let first = self.lines == 1;
        let before = std::mem::replace(&mut self.count, count);
        let rule = line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'));
        (!first && before != count) || (self.lines == 2 && !rule) || line.contains("\\|")
    }
}

/// A table so far.
pub(super) struct Seen {
    range: Range<usize>,
    columns: usize,
    most: usize,
}

impl Seen {
    pub(super) fn new(range: Range<usize>, columns: usize) -> Self {
        Self { range, columns, most: columns }
    }
}

impl Scan<'_, '_> {
    /// Counts the cells of a row that begins at `at`.
    pub(super) fn row(&mut self, at: usize) {
        let end = self.line_end(at);
        let starts = cells(&self.text[at..end]);
        let Some(seen) = &mut self.table else { return };
        let columns = seen.columns;
        seen.most = seen.most.max(starts.len());
        if let Some(first) = starts.get(columns) {
            let from = at + first;
            let len = self.text[from..end].trim_end().trim_end_matches('|').trim_end().len();
            self.doubt(from, len, Kind::Surplus { cells: starts.len(), columns });
        }
    }

    /// Gives the head as many columns as the longest row.
    pub(super) fn widen(&mut self) {
        let Some(Seen { range, columns, most }) = self.table.take() else { return };
        let more = (most - columns).min(MOST_ADDED);
        if more == 0 {
            return;
        }
        let head = self.line_end(range.start);
        let Some(second) = self.text[head..].find('\n').map(|i| head + i + 1) else { return };
        let rule = self.line_end(second);
        for (end, first, each) in [(head, " | ", " |"), (rule, "|", "---|")] {
            let line = self.text[self.line_start(end)..end].trim_end();
            let closed = line.ends_with('|') && !line.ends_with("\\|");
            let blank = self.text[..end].len() - self.text[..end].trim_end().len();
            let added = if closed { each.repeat(more) } else { first.to_owned() + &each.repeat(more) };
            self.edit(end - blank, 0, added);
        }
    }
}

/// Where the cells of a row begin.
fn cells(row: &str) -> Vec<usize> {
    let body = row.trim_start();
    let mut from = row.len() - body.len();
    from += usize::from(body.starts_with('|'));
    let mut starts = vec![from];
    let mut escaped = false;
    for (i, c) in row.char_indices().skip_while(|(i, _)| *i < from) {
        match c {
            '|' if !escaped => starts.push(i + 1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    if starts.last().is_some_and(|last| row[*last..].trim().is_empty()) {
        starts.pop();
    }
    let blanks = |at: usize| at + row[at..].len() - row[at..].trim_start().len();
    starts.into_iter().map(blanks).collect()
}
