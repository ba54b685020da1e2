//! Places in files: the files that were read, spans into them, and values that remember where they were written.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::OnceLock;

/// A file that was read. Small, so that every value can carry one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Bytes `start..end` of a file's text (after its byte-order mark).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`. Files are far smaller than 4 GiB (see `source::limits`), so offsets saturate.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: fit(start), end: fit(end.max(start)) }
    }

    /// The beginning of a file, for findings about the whole of it.
    #[must_use]
    pub fn file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The part of this span that begins `offset` bytes in and is `len` bytes long.
    #[must_use]
    pub fn part(self, offset: usize, len: usize) -> Self {
        let start = self.start as usize + offset;
        Self::new(self.file, start, (start + len).min(self.end as usize).max(start))
    }
}

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A place in a file that is no source: a template, a font, a file that nothing reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePlace {
    /// Path relative to the workspace, with forward slashes on every system.
    pub path: String,
    /// Where in it, if that is known.
    pub position: Option<Position>,
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the workspace, with forward slashes on every system.
    pub path: String,
    /// The text without its byte-order mark; of a file that cannot be used, what could be read of it.
    pub text: String,
    /// Whether the text is the whole file. If not, a finding says why, and nothing is decoded from it.
    pub usable: bool,
    /// Hash of the file's bytes, for the cache.
    pub hash: [u8; 32],
    /// Where each line begins, found when a finding first asks.
    lines: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// A file as it was read.
    #[must_use]
    pub fn new(path: String, text: String, usable: bool, hash: [u8; 32]) -> Self {
        Self { path, text, usable, hash, lines: OnceLock::new() }
    }

    /// The line (from 0) in which a byte stands, and the byte at which it begins.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0).chain(self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= byte).saturating_sub(1);
        (line, lines.get(line).copied().unwrap_or(0))
    }
}

/// Every file that was read, by [`FileId`].
#[derive(Debug, Default, Clone)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Puts a file in the place of the one of the same path, or adds it.
    pub fn put(&mut self, file: SourceFile) {
        match self.files.iter_mut().find(|own| own.path == file.path) {
            Some(own) => *own = file,
            None => self.files.push(file),
        }
    }

    /// Takes the file of a path away. A nameless one without a text keeps its place, so that the ids of the others hold.
    pub fn remove(&mut self, path: &str) {
        if let Some(own) = self.files.iter_mut().find(|own| own.path == path) {
            *own = SourceFile::new(String::new(), String::new(), false, [0; 32]);
        }
    }

    /// Adds a file and gives its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of an id that this map gave.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The whole text of a file; none for a file that could not be used, which has been reported.
    #[must_use]
    pub fn text(&self, id: FileId) -> Option<&str> {
        self.get(id).filter(|f| f.usable).map(|f| f.text.as_str())
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// The path of a file, or an empty string for an id of another map.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |f| f.path.as_str())
    }

    /// The text of a span, or an empty string when it does not fit the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|f| f.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }

    /// The text of a mapping, whole. Its span ends at its last key where that has no value; the colon is part of it, and what follows on the line.
    #[must_use]
    pub fn mapping(&self, span: Span) -> &str {
        let slice = self.slice(span);
        let Some(file) = self.get(span.file).filter(|_| !slice.is_empty()) else { return slice };
        let rest = file.text.get(span.end as usize..).unwrap_or_default();
        let line = rest.split(['\r', '\n']).next().unwrap_or_default();
        let end = if line.trim_start().starts_with(':') { span.end as usize + line.len() } else { span.end as usize };
        file.text.get(span.start as usize..end).unwrap_or(slice)
    }

    /// A text that begins where a span does, moved to the margin.
    #[must_use]
    pub fn to_margin(&self, span: Span, text: &str) -> String {
        let margin = " ".repeat(self.position(span).column.saturating_sub(1));
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(margin.as_str()).unwrap_or(line)).collect();
        lines.join("\n")
    }

    /// Line and column of a span's beginning.
    #[must_use]
    pub fn position(&self, span: Span) -> Position {
        let Some(file) = self.get(span.file) else { return Position { line: 1, column: 1 } };
        let mut end = (span.start as usize).min(file.text.len());
        while !file.text.is_char_boundary(end) {
            end -= 1;
        }
        let (line, start) = file.line_of(end);
        Position { line: line + 1, column: file.text.get(start..end).unwrap_or("").chars().count() + 1 }
    }
}

/// A value and where it was written. Equality and hash look at the value only.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: PartialOrd> PartialOrd for Spanned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Spanned<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: serde::Serialize> serde::Serialize for Spanned<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
