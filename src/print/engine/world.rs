//! What Typst sees of one document: the shared templates and fonts, its own data and assets; where in a template something stands.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, LinkedNode, RootedPath, Source, SyntaxKind, VirtualPath, VirtualRoot, ast};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};

use super::{Remark, RenderError, Shared};
use crate::diagnostic::Position;
use crate::print::fonts::FontSet;

/// What Typst says, each with its template and the place in it.
pub fn remarks(world: &Document<'_>, diagnostics: &[SourceDiagnostic]) -> Vec<Remark> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let id = diagnostic.span.id();
            let source = id.and_then(|id| world.source(id).ok());
            let start = world.range(diagnostic.span).map(|range| range.start);
            let hints: Vec<String> = diagnostic.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
            Remark {
                file: id.map(|id| id.vpath().get_without_slash().to_owned()),
                position: source.zip(start).and_then(|(source, start)| position(&source, start)),
                message: format!("{}{}", diagnostic.message, hints.concat()),
            }
        })
        .collect()
}

/// Line and column of a byte.
pub fn position(source: &Source, byte: usize) -> Option<Position> {
    let (line, column) = source.lines().byte_to_line_column(byte)?;
    Some(Position { line: line + 1, column: column + 1 })
}

/// One document's view of the world: shared templates and fonts, its own data and assets.
pub struct Document<'a> {
    pub shared: &'a Shared,
    pub fonts: &'a FontSet,
    pub main: FileId,
    pub files: BTreeMap<std::num::NonZeroU16, Bytes>,
    pub date: (i32, u8, u8),
}

impl World for Document<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id.into_raw()).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    /// The edition's date: a template that asks for today gets the same answer every day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let (year, month, day) = self.date;
        Datetime::from_ymd(year, month, day)
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// The interned id of a file at the root. Ids are never given back, so names are few and fixed.
pub fn file_id(name: &str) -> Result<FileId, RenderError> {
    let path = VirtualPath::new(name).map_err(|_| RenderError::Template(name.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A template file that is needed.
pub struct Import {
    /// Its name.
    pub name: String,
    /// The template that imports it, and where; none for those of documents.
    pub by: Option<(String, Option<Position>)>,
}

/// Collect the template files that a syntax tree imports.
pub fn imports(source: &Source, node: &LinkedNode<'_>, found: &mut Vec<Import>) {
    let imports = matches!(node.kind(), SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude);
    for child in node.children() {
        if let Some(name) = child.cast::<ast::Str<'_>>().filter(|_| imports) {
            let by = Some((source.id().vpath().get_without_slash().to_owned(), position(source, child.offset())));
            found.push(Import { name: name.get().trim_start_matches('/').to_owned(), by });
        }
        self::imports(source, &child, found);
    }
}
