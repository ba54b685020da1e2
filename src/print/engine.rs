//! Owns the way from a template and a view to the bytes of a PDF: Typst as a library, its fonts and
//! parsed templates shared by all threads, one cheap world per document.
//! Must not know any document, the model, or the disk (but for fonts, see `fonts`).

mod joiners;
mod lines;
mod without_glyph;
mod world;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, OnceLock};

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{FileId, LinkedNode, Source};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::{EMBEDDED, FontSet};
use super::glyphs::MissingGlyph;
use super::impose;
use super::press_file;
pub use super::rendering::{Asset, Drawing, Meta, OutputForm, Pdf, Remark, RenderError};
use super::rendering::{ENGLISH_FACE, NAME_FACE, TEMPLATES};
use world::{Document, Import, file_id, imports, remarks};

/// Room for deeply nested Markdown.
const STACK: usize = 16 << 20;

/// The folder of the theme that holds templates.
const FOLDER: &str = "print/";

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
    in_world(shared, template, view, assets, meta, |world| {
        let laid_out = lay_out(world)?;
        write(world, laid_out, meta, finish)
    })
}

/// The same, and its first page as a PNG, `width` pixels wide: set once for both.
///
/// # Errors
/// See [`RenderError`].
pub fn render_with_picture(
    shared: &Shared,
    template: &str,
    view: Vec<u8>,
    assets: &[Asset],
    meta: &Meta,
    finish: OutputForm,
    width: u32,
) -> Result<(Pdf, Vec<u8>), RenderError> {
    in_world(shared, template, view, assets, meta, |world| {
        let laid_out = lay_out(world)?;
        let picture = first_page(&laid_out.0, template, width)?;
        Ok((write(world, laid_out, meta, finish)?, picture))
    })
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
        first_page(&document, template, width)
    })
}

/// Set a view and draw every page as an SVG, with its lines, for a screen.
///
/// # Errors
/// See [`RenderError`].
pub fn drawings(
    shared: &Shared,
    template: &str,
    view: Vec<u8>,
    assets: &[Asset],
    meta: &Meta,
) -> Result<Vec<Drawing>, RenderError> {
    in_world(shared, template, view, assets, meta, |world| {
        let (document, _, _) = lay_out(world)?;
        let options = typst_svg::SvgOptions::default();
        let one = |page| Drawing { svg: typst_svg::svg(page, &options), lines: lines::of_page(page) };
        Ok(document.pages().iter().map(one).collect())
    })
}

/// The first page of a document as a PNG.
fn first_page(document: &PagedDocument, template: &str, width: u32) -> Result<Vec<u8>, RenderError> {
    let page = document.pages().first().ok_or_else(|| RenderError::Template(template.to_owned()))?;
    let options = typst_render::RenderOptions {
        pixel_per_pt: (f64::from(width) / page.frame.width().to_pt().max(1.0)).into(),
        ..typst_render::RenderOptions::default()
    };
    let drawn = typst_render::render(page, &options);
    drawn.encode_png().map_err(|error| RenderError::Typst(vec![Remark::general(error)]))
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
        files.insert(file_id(asset.path.trim_start_matches('/'))?.into_raw(), Bytes::new(std::sync::Arc::clone(&asset.bytes)));
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
    let mut missing = without_glyph::in_document(&document);
    let mut substituted = Vec::new();
    if !missing.is_empty() && world.shared.use_system {
        substituted = missing;
        world.fonts = world.shared.with_system.get_or_init(|| world.shared.fonts.with_system());
        (document, warnings) = compile(world)?;
        missing = without_glyph::in_document(&document);
    }
    if missing.is_empty() { Ok((document, warnings, substituted)) } else { Err(RenderError::Missing(missing)) }
}

fn write(world: &Document<'_>, laid_out: LaidOut, meta: &Meta, finish: OutputForm) -> Result<Pdf, RenderError> {
    let (laid_out, warnings, substituted) = laid_out;
    let laid_out = joiners::without(laid_out);
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
    let bytes = match finish {
        OutputForm::Press(_) => press_file::finished(&bytes)
            .ok_or_else(|| RenderError::Typst(vec![Remark::general("the PDF for the press has no places for its boxes")]))?,
        OutputForm::Archive | OutputForm::Booklet => bytes,
    };
    Ok(Pdf { bytes, pages: document.pages().len(), warnings, substituted })
}

fn compile(world: &Document<'_>) -> Result<(PagedDocument, Vec<String>), RenderError> {
    let done = typst::compile::<PagedDocument>(world);
    let document = done.output.map_err(|errors| RenderError::Typst(remarks(world, &errors)))?;
    Ok((document, Remark::lines(&remarks(world, &done.warnings))))
}
