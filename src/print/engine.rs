//! Owns the way from a template and a view to the bytes of a PDF: Typst as a library, its fonts and
//! parsed templates shared by all threads, one cheap world per document.
//! Must not know any document, the model, or the disk (but for fonts, see `fonts`).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, OnceLock};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, LinkedNode, RootedPath, Source, SyntaxKind, VirtualPath, VirtualRoot, ast};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::{EMBEDDED, FontSet};
use super::glyphs::{self, MissingGlyph};
use super::impose;
use super::piece::Piece;
use crate::diagnostic::Position;

/// Room for deeply nested Markdown.
const STACK: usize = 16 << 20;

/// The folder of the theme that holds templates.
const FOLDER: &str = "print/";

/// Every document that print makes: the name of its template without `.typ`.
pub const TEMPLATES: &[&str] = &[
    "service-list",
    "desk-card",
    "door-plate",
    "hours-sign",
    "zone-signs",
    "window-signs",
    "phone-sign",
    "rating-sign",
    "notice",
    "handbook",
    "report",
    "score-sheet",
    "paper",
    "order",
    "contact-sheet",
    "catalog-matrix",
    "plan-table",
    "leaflet",
    "panel",
    "poster",
    "rollup",
    "badges",
    "staff-board",
    "directions",
    "qr-sheet",
];

/// 方正正粗黑简体, in which the rule wants the Chinese name of the brand (芜医保〔2022〕25号, annex 1, 三（三）), as its files name themselves.
pub const NAME_FACE: &[&str] = &["方正正粗黑", "FZZhengCuHei", "FZZCHJW"];
/// 方正黑体简体, for the English name.
pub const ENGLISH_FACE: &[&str] = &["方正黑体", "FZHei-B01", "FZHTJW"];

/// What all documents share. Make one per build and put it behind an `Arc`.
pub struct Shared {
    library: LazyHash<Library>,
    fonts: FontSet,
    with_system: OnceLock<FontSet>,
    use_system: bool,
    sources: HashMap<FileId, Source>,
    data: FileId,
    faces: (FileId, Bytes),
    standards: PdfStandards,
    rooms: Mutex<Vec<rayon::ThreadPool>>,
}

/// What a PDF says about itself, given from outside so that the same inputs make the same bytes.
#[derive(Clone, Debug)]
pub struct Meta {
    /// A stable name of the document, such as its path in the output. Becomes the PDF's identifier.
    pub document_id: String,
    /// Year, month, day of the edition.
    pub date: (i32, u8, u8),
}

/// A file that a template may open beside its data, such as the bureau's mark.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The absolute path that the view names, `/mark.svg`. Choose few and fixed names:
    /// each new one is remembered for as long as the program runs.
    pub path: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// How finished pages leave.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum OutputForm {
    /// As they are: PDF/A-2a and PDF/UA-1, tagged.
    #[default]
    Archive,
    /// For a press: bleed, crop and fold marks. A plain PDF: an archive holds what readers see, not what is cut off.
    Press(&'static Piece),
    /// Two pages a side, to be folded and stapled. A plain PDF: read in the order of its sides it makes no sense.
    Booklet,
}

/// A finished document.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What Typst remarked, one line each. Empty for our own templates.
    pub warnings: Vec<String>,
    /// Characters that only a font of this machine has.
    pub substituted: Vec<MissingGlyph>,
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum RenderError {
    /// The theme lacks a template, or one is not UTF-8.
    Template(String),
    /// Characters that no font covers, each once per text that it stands in.
    Missing(Vec<MissingGlyph>),
    /// Typst's errors.
    Typst(Vec<Remark>),
}

/// What Typst says of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The template's file below `print/`; none where it is about no file.
    pub file: Option<String>,
    /// Where in it, if that is known.
    pub position: Option<Position>,
    /// Message and hints, in Typst's words.
    pub message: String,
}

impl Remark {
    /// A remark about no file.
    fn general(message: impl std::fmt::Display) -> Self {
        Self { file: None, position: None, message: message.to_string() }
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.file, self.position) {
            (Some(file), Some(at)) => write!(f, "{file}:{}: {}", at.line, self.message),
            (Some(file), None) => write!(f, "{file}: {}", self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template(name) => write!(f, "no usable template {name}"),
            Self::Missing(list) => {
                f.write_str("no font covers ")?;
                for (index, glyph) in list.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{glyph}")?;
                }
                Ok(())
            }
            Self::Typst(remarks) => f.write_str(&lines(remarks).join("\n")),
        }
    }
}

impl std::error::Error for RenderError {}

impl RenderError {
    /// A template that is not there, or cannot be read: said of the one that imports it, where one does.
    fn missing(name: &str, by: Option<(String, Option<Position>)>) -> Self {
        match by {
            Some((file, position)) => {
                Self::Typst(vec![Remark { file: Some(file), position, message: format!("no usable template {name}") }])
            }
            None => Self::Template(name.to_owned()),
        }
    }
}

impl Shared {
    /// Read templates and fonts. `theme` gives the bytes of a theme file by its path below the
    /// theme's root (`print/lib.typ`, `fonts/NotoSansSC-Regular.otf`), `extra_fonts` are the files
    /// of the workspace's `brand.fonts`; `use_system` lets the system's fonts fill in.
    ///
    /// # Errors
    /// When a template, or a file that one imports, is missing or not UTF-8.
    pub fn new(
        theme: &dyn Fn(&str) -> Option<Cow<'static, [u8]>>,
        extra_fonts: Vec<Vec<u8>>,
        use_system: bool,
    ) -> Result<Self, RenderError> {
        let own = extra_fonts.into_iter().map(Cow::Owned);
        let files = EMBEDDED.iter().filter_map(|path| theme(path)).chain(own);
        let fonts = FontSet::from_bytes(files);
        let faces = serde_json::json!({"zh": fonts.family(NAME_FACE).unwrap_or_default(), "en": fonts.family(ENGLISH_FACE).unwrap_or_default()});
        let mut sources = HashMap::new();
        let mut open: Vec<Import> = TEMPLATES.iter().map(|name| Import { name: format!("{name}.typ"), by: None }).collect();
        while let Some(Import { name, by }) = open.pop() {
            let id = file_id(&name)?;
            if sources.contains_key(&id) {
                continue;
            }
            let text = theme(&format!("{FOLDER}{name}"))
                .and_then(|bytes| String::from_utf8(bytes.into_owned()).ok())
                .ok_or_else(|| RenderError::missing(&name, by))?;
            let source = Source::new(id, text);
            imports(&source, &LinkedNode::new(source.root()), &mut open);
            sources.insert(id, source);
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            with_system: OnceLock::new(),
            use_system,
            sources,
            data: file_id("data.json")?,
            faces: (file_id("faces.json")?, Bytes::new(faces.to_string().into_bytes())),
            rooms: Mutex::new(Vec::new()),
            standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
                .map_err(|error| RenderError::Typst(vec![Remark::general(error.message())]))?,
        })
    }

    /// What is wrong with the syntax of the templates.
    #[must_use]
    pub fn syntax_errors(&self) -> Vec<Remark> {
        let mut sources: Vec<(&FileId, &Source)> = self.sources.iter().collect();
        sources.sort_by_key(|(id, _)| id.vpath().get_without_slash().to_owned());
        let of = |(id, source): (&FileId, &Source)| {
            let world = Document { shared: self, fonts: &self.fonts, main: *id, files: BTreeMap::new(), date: (2000, 1, 1) };
            let errors: Vec<SourceDiagnostic> = source.root().errors_and_warnings().0.into_iter().map(Into::into).collect();
            remarks(&world, &errors)
        };
        sources.into_iter().flat_map(of).collect()
    }

    /// Whether a font of this machine has a character. The machine's fonts are looked for when this is first asked.
    #[must_use]
    pub fn system_covers(&self, character: char) -> bool {
        let fonts = self.with_system.get_or_init(|| self.fonts.with_system());
        self.use_system
            && (0..fonts.len()).filter_map(|i| fonts.book().info(i)).any(|info| info.coverage.contains(character.into()))
    }

    /// The embedded and the workspace's fonts.
    #[must_use]
    pub fn fonts(&self) -> &FontSet {
        &self.fonts
    }
}

/// Set a view, given as JSON, with the template `template` (a name of [`TEMPLATES`]) and write it as `finish` says.
///
/// # Errors
/// See [`RenderError`]. A character that no font covers is an error, never a blank.
pub fn render(
    shared: &Shared,
    template: &str,
    view: Vec<u8>,
    assets: &[Asset],
    meta: &Meta,
    finish: OutputForm,
) -> Result<Pdf, RenderError> {
    in_world(shared, template, view, assets, meta, |world| write(world, meta, finish))
}

/// Set a view and draw its first page as a PNG, `width` pixels wide.
///
/// # Errors
/// See [`RenderError`].
pub fn picture(
    shared: &Shared,
    template: &str,
    view: Vec<u8>,
    assets: &[Asset],
    meta: &Meta,
    width: u32,
) -> Result<Vec<u8>, RenderError> {
    in_world(shared, template, view, assets, meta, |world| {
        let (document, _, _) = lay_out(world)?;
        let page = document.pages().first().ok_or_else(|| RenderError::Template(template.to_owned()))?;
        let options = typst_render::RenderOptions {
            pixel_per_pt: (f64::from(width) / page.frame.width().to_pt().max(1.0)).into(),
            ..typst_render::RenderOptions::default()
        };
        let drawn = typst_render::render(page, &options);
        drawn.encode_png().map_err(|error| RenderError::Typst(vec![Remark::general(error)]))
    })
}

/// Make the world of one document, and do `work` in it.
fn in_world<T: Send>(
    shared: &Shared,
    template: &str,
    view: Vec<u8>,
    assets: &[Asset],
    meta: &Meta,
    work: impl FnOnce(&mut Document<'_>) -> Result<T, RenderError> + Send,
) -> Result<T, RenderError> {
    let main = file_id(&format!("{template}.typ"))?;
    if !shared.sources.contains_key(&main) {
        return Err(RenderError::Template(template.to_owned()));
    }
    let mut files = BTreeMap::new();
    files.insert(shared.data.into_raw(), Bytes::new(view));
    files.insert(shared.faces.0.into_raw(), shared.faces.1.clone());
    for asset in assets {
        files.insert(file_id(asset.path.trim_start_matches('/'))?.into_raw(), asset.bytes.clone());
    }
    let mut world = Document { shared, fonts: &shared.fonts, main, files, date: meta.date };
    alone(shared, || {
        let result = work(&mut world);
        // Without eviction about 3 MB stay per document; keeping older entries was no faster.
        comemo::evict(0);
        result
    })?
}

/// Run `work` on a pool of one thread that no other document uses.
///
/// Typst and its PDF writer hand pieces of their work to the pool that they run in, and while they wait
/// they take up any other job of it. In the pool of the build that would be the next document, inside
/// this one, and the next inside that: memory then grows with the number of documents.
fn alone<T: Send>(shared: &Shared, work: impl FnOnce() -> T + Send) -> Result<T, RenderError> {
    let idle = shared.rooms.lock().ok().and_then(|mut rooms| rooms.pop());
    let room = match idle {
        Some(room) => room,
        None => rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .stack_size(STACK)
            .build()
            .map_err(|error| RenderError::Typst(vec![Remark::general(error)]))?,
    };
    let mut done = None;
    // A plain thread waits for the room: a thread of the build's pool would take up other jobs meanwhile.
    std::thread::scope(|scope| {
        scope.spawn(|| room.install(|| done = Some(work())));
    });
    if let Ok(mut rooms) = shared.rooms.lock() {
        rooms.push(room);
    }
    done.ok_or_else(|| RenderError::Typst(vec![Remark::general("the typesetter stopped")]))
}

/// The pages of a document, what Typst remarked, and the characters that only a font of this machine has.
type LaidOut = (PagedDocument, Vec<String>, Vec<MissingGlyph>);

fn lay_out(world: &mut Document<'_>) -> Result<LaidOut, RenderError> {
    let (mut document, mut warnings) = compile(world)?;
    let mut missing = glyphs::missing(&document);
    let mut substituted = Vec::new();
    if !missing.is_empty() && world.shared.use_system {
        substituted = missing;
        world.fonts = world.shared.with_system.get_or_init(|| world.shared.fonts.with_system());
        (document, warnings) = compile(world)?;
        missing = glyphs::missing(&document);
    }
    if missing.is_empty() { Ok((document, warnings, substituted)) } else { Err(RenderError::Missing(missing)) }
}

fn write(world: &mut Document<'_>, meta: &Meta, finish: OutputForm) -> Result<Pdf, RenderError> {
    let (laid_out, warnings, substituted) = lay_out(world)?;
    let document = match finish {
        OutputForm::Archive => laid_out,
        OutputForm::Press(piece) => impose::for_press(&laid_out, piece),
        OutputForm::Booklet => impose::booklet(&laid_out),
    };
    let archive = finish == OutputForm::Archive;
    let (year, month, day) = meta.date;
    let options = PdfOptions {
        ident: Smart::Custom(meta.document_id.clone()),
        creator: Smart::Custom(Some(concat!("yizhan ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc),
        page_ranges: None,
        standards: if archive { world.shared.standards.clone() } else { PdfStandards::default() },
        tagged: archive,
        pretty: false,
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| RenderError::Typst(remarks(world, &errors)))?;
    Ok(Pdf { bytes, pages: document.pages().len(), warnings, substituted })
}

fn compile(world: &Document<'_>) -> Result<(PagedDocument, Vec<String>), RenderError> {
    let done = typst::compile::<PagedDocument>(world);
    let document = done.output.map_err(|errors| RenderError::Typst(remarks(world, &errors)))?;
    Ok((document, lines(&remarks(world, &done.warnings))))
}

/// What Typst says, each with its template and the place in it.
fn remarks(world: &Document<'_>, diagnostics: &[SourceDiagnostic]) -> Vec<Remark> {
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

fn position(source: &Source, byte: usize) -> Option<Position> {
    let (line, column) = source.lines().byte_to_line_column(byte)?;
    Some(Position { line: line + 1, column: column + 1 })
}

fn lines(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(ToString::to_string).collect()
}

/// One document's view of the world: shared templates and fonts, its own data and assets.
struct Document<'a> {
    shared: &'a Shared,
    fonts: &'a FontSet,
    main: FileId,
    files: BTreeMap<std::num::NonZeroU16, Bytes>,
    date: (i32, u8, u8),
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
fn file_id(name: &str) -> Result<FileId, RenderError> {
    let path = VirtualPath::new(name).map_err(|_| RenderError::Template(name.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A template file that is needed.
struct Import {
    name: String,
    /// The template that imports it, and where; none for those of documents.
    by: Option<(String, Option<Position>)>,
}

/// Collect the template files that a syntax tree imports.
fn imports(source: &Source, node: &LinkedNode<'_>, found: &mut Vec<Import>) {
    let imports = matches!(node.kind(), SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude);
    for child in node.children() {
        if let Some(name) = child.cast::<ast::Str<'_>>().filter(|_| imports) {
            let by = Some((source.id().vpath().get_without_slash().to_owned(), position(source, child.offset())));
            found.push(Import { name: name.get().trim_start_matches('/').to_owned(), by });
        }
        self::imports(source, &child, found);
    }
}
