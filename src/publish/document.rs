//! A printed document between its view and its bytes: what it shows, its pictures, how it leaves, and how findings get their place.

use std::fs;
use std::sync::Arc;

use chrono::Datelike;
use serde::Serialize;
use serde_json::Value as Json;

use super::artifact::Renderable;
use super::brand::Brand;
use super::printed_facts::{self, Fact, SCHEME};
use super::renderers::Renderers;
use super::theme_check;
use crate::diagnostic::{Bilingual, Code, Diagnostic, FileId, Span, codes};
use crate::model::{Bureau, Workspace};
use crate::print::common::{self, Context, QrView};
use crate::print::facts::{Collector, View, to_json};
use crate::print::fonts::Coverage;
use crate::print::glyphs::{self, MissingGlyph};
use crate::print::{self, Asset, Meta, OutputForm, RenderError};
use crate::qr::Level;
use crate::say;

/// A view with its template, and the pictures that it names.
pub struct Document {
    /// Name of the template.
    pub template: &'static str,
    view: Box<dyn View>,
    stamp: Option<Stamp>,
    press: bool,
    /// Pictures of the workspace: the name that the view uses, and the path in the workspace.
    pub pictures: Vec<(String, String)>,
    /// Photos of the workspace, which are made small first.
    pub photos: Vec<(String, String)>,
}

/// Makes the view of one printed document; none where there is nothing to print.
pub type MakeView<'a> = Box<dyn Fn(&Context<'_>) -> Option<Document> + Send + Sync + 'a>;

/// The code of an edition on its piece, and the QR code that leads to its page.
#[derive(Serialize)]
struct Stamp {
    code: String,
    qr: Option<QrView>,
}

/// The document of a piece's view.
pub fn document(template: &'static str, view: impl View + 'static) -> Document {
    Document { template, view: Box::new(view), stamp: None, press: false, pictures: Vec::new(), photos: Vec::new() }
}

/// The view of a document that bears no code of an edition, and of which nothing is recorded.
struct Unrecorded<T>(T);

impl<T: Serialize + Send + Sync> View for Unrecorded<T> {
    fn json(&self) -> Json {
        to_json(&self.0)
    }

    fn tell(&self, _: &mut Collector) {}
}

/// The document of such a view.
pub fn unrecorded(template: &'static str, view: impl Serialize + Send + Sync + 'static) -> Document {
    document(template, Unrecorded(view))
}

impl Document {
    /// The same with the photos that its view names.
    #[must_use]
    pub fn with_photos(self, photos: Vec<(String, String)>) -> Self {
        Self { photos, ..self }
    }

    /// What the template gets.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut json = self.view.json();
        let names = print::lines::names(&json);
        print::lines::keep_times(&mut json);
        // Every template may ask for these.
        if let Some(map) = json.as_object_mut() {
            map.insert("press".to_owned(), Json::Bool(self.press));
            map.insert("names".to_owned(), names);
            map.insert("stamp".to_owned(), to_json(&self.stamp));
        }
        json
    }

    /// What the piece shows, in the words of its readers, as a scheme of records has it.
    #[must_use]
    pub fn printed_facts(&self, workspace: &Workspace, brand: &Brand, scheme: u32) -> Vec<Fact> {
        let mut facts = Collector::new(scheme);
        self.tell(workspace, brand, &mut facts);
        facts.into_facts()
    }

    /// The code of what a piece shows, without its facts.
    #[must_use]
    pub fn code(&self, workspace: &Workspace, brand: &Brand, bureau: &str, piece: &str) -> String {
        let mut facts = Collector::writing(SCHEME, printed_facts::of_piece(bureau, piece));
        self.tell(workspace, brand, &mut facts);
        printed_facts::code_of(&facts.into_bytes())
    }

    fn tell(&self, workspace: &Workspace, brand: &Brand, facts: &mut Collector) {
        let picture = |label: &str, bytes: &[u8], facts: &mut Collector| {
            let hash = blake3::hash(bytes).to_hex();
            facts.fact(label, hash.get(..12).unwrap_or_default());
        };
        self.view.tell(facts);
        for (_, path) in self.pictures.iter().chain(&self.photos) {
            let name = path.rsplit('/').next().unwrap_or(path);
            picture(&format!("图片/{name}"), &read(workspace, path), facts);
        }
        if facts.has_mark() {
            picture("官方标志", &brand.hash, facts);
        }
    }

    /// Every text that the template gets.
    pub fn texts(&self) -> Vec<String> {
        fn walk(json: Json, found: &mut Vec<String>) {
            match json {
                Json::String(text) => found.push(text),
                Json::Array(list) => list.into_iter().for_each(|inner| walk(inner, found)),
                Json::Object(map) => map.into_iter().for_each(|(_, inner)| walk(inner, found)),
                Json::Null | Json::Bool(_) | Json::Number(_) => {}
            }
        }
        let mut found = Vec::new();
        walk(self.json(), &mut found);
        found
    }

    /// Puts the edition code on the piece, and a QR code that leads to its page.
    pub fn stamp(&mut self, code: &str, url: Option<String>) {
        let qr = QrView::of(url).map(|qr| qr.at(Level::Low));
        self.stamp = Some(Stamp { code: code.to_owned(), qr });
    }

    /// Asks the template for what a press needs.
    pub fn for_press(&mut self) {
        self.press = true;
    }
}

/// A printed document.
pub struct Print<'a> {
    /// Its view.
    pub document: Option<Document>,
    /// A stable name, the path below the output.
    pub document_id: String,
    /// Whose it is.
    pub bureau: &'a Bureau,
    /// The bureau's mark.
    pub brand: Arc<Brand>,
    /// The files that it is made from, to find the place of a character without a glyph.
    pub sources: Vec<FileId>,
    /// How it leaves.
    pub finish: OutputForm,
}

impl Renderable for Print<'_> {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>) {
        hasher.update(tools.print_hash()).update(&self.brand.hash);
        hasher.update(format!("{:?}", stamp(self.bureau)).as_bytes());
        if let Some(document) = &self.document {
            hasher.update(document.template.as_bytes()).update(format!("{:?}", self.finish).as_bytes());
            hash_view(hasher, &document.json());
            for (name, path) in document.pictures.iter().chain(&document.photos) {
                hasher.update(name.as_bytes()).update(blake3::hash(&read(tools.workspace, path)).as_bytes());
            }
        }
    }

    fn printed(&self) -> Option<&Print<'_>> {
        Some(self)
    }

    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let Some(document) = &self.document else { return Err(self.nothing()) };
        let shared = tools.print().map_err(|d| vec![*d])?;
        let view = document.json();
        let assets = self.assets(document, &view, tools.workspace);
        let view = view.to_string().into_bytes();
        // What the contact sheet will show is drawn along: it need not be set once more.
        let made = if let Some(width) = tools.picture_wanted(&self.document_id) {
            print::render_with_picture(shared, document.template, view, &assets, &self.meta(), self.finish, width).map(
                |(pdf, picture)| {
                    tools.keep_preview(&self.document_id, picture);
                    pdf
                },
            )
        } else {
            print::render(shared, document.template, view, &assets, &self.meta(), self.finish)
        };
        match made {
            Ok(pdf) => {
                for glyph in &pdf.substituted {
                    tools.warn(self.substituted(glyph, tools.workspace));
                }
                Ok(pdf.bytes)
            }
            Err(error) => Err(self.stopped(error, tools)),
        }
    }
}

impl Print<'_> {
    /// The mark, the drawings of codes, and the pictures.
    fn assets(&self, document: &Document, view: &Json, workspace: &Workspace) -> Vec<Asset> {
        let mut assets: Vec<Asset> = self.brand.asset.iter().cloned().collect();
        assets.push(common::codes(view));
        for (name, path) in &document.pictures {
            assets.push(Asset { path: name.clone(), bytes: workspace.folder.published(path).into() });
        }
        for (name, path) in &document.photos {
            // A photo that has vanished since it was looked at leaves its place white, and no crash.
            let small = print::photo::fitted(&read(workspace, path)).or_else(print::photo::blank);
            assets.extend(small.map(|bytes| Asset { path: name.clone(), bytes: bytes.into() }));
        }
        assets
    }

    /// Its first page as a small picture.
    ///
    /// # Errors
    /// Findings that stop it, as for the document itself.
    pub fn picture(&self, tools: &Renderers<'_>, width: u32) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let Some(document) = &self.document else { return Err(self.nothing()) };
        let shared = tools.print().map_err(|d| vec![*d])?;
        let view = document.json();
        let assets = self.assets(document, &view, tools.workspace);
        let view = view.to_string().into_bytes();
        print::picture(shared, document.template, view, &assets, &self.meta(), width).map_err(|error| self.stopped(error, tools))
    }

    /// Its pages as drawings for a screen, by the template that prints it.
    ///
    /// # Errors
    /// Findings that stop it, as for the document itself.
    pub fn drawings(&self, tools: &Renderers<'_>) -> Result<Vec<print::Drawing>, Vec<Diagnostic>> {
        let Some(document) = &self.document else { return Err(self.nothing()) };
        let shared = tools.print().map_err(|d| vec![*d])?;
        let view = document.json();
        let assets = self.assets(document, &view, tools.workspace);
        let view = view.to_string().into_bytes();
        print::drawings(shared, document.template, view, &assets, &self.meta()).map_err(|error| self.stopped(error, tools))
    }

    /// The characters of its view that are not covered, each with what stands around it.
    pub fn uncovered(&self, covered: &Coverage) -> Vec<MissingGlyph> {
        let texts = self.document.iter().flat_map(Document::texts);
        texts.flat_map(|text| glyphs::uncovered(&text, &|c| covered.has(c))).collect()
    }

    fn nothing(&self) -> Vec<Diagnostic> {
        let document_id = &self.document_id;
        vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("{document_id} 没有内容", "{document_id} has no content"))]
    }

    /// What stopped it, at its place.
    fn stopped(&self, error: RenderError, tools: &Renderers<'_>) -> Vec<Diagnostic> {
        let document_id = &self.document_id;
        match error {
            RenderError::Missing(glyphs) => glyphs.iter().map(|g| self.no_glyph(g, tools.workspace)).collect(),
            // The same slip of a theme meets every document that uses the template: it is said once, without the document's name.
            RenderError::Typst(remarks) => remarks.iter().map(|remark| theme_check::print_error(remark, tools)).collect(),
            error @ (RenderError::Template(_) | RenderError::Absent) => {
                vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("{document_id}：{error}", "{document_id}: {error}"))]
            }
        }
    }

    /// The day and the name that the PDF bears.
    fn meta(&self) -> Meta {
        Meta { document_id: self.document_id.clone(), date: stamp(self.bureau) }
    }

    /// A character that no font covers, at the place where it was written: first where its neighbours stand too.
    pub fn no_glyph(&self, glyph: &MissingGlyph, workspace: &Workspace) -> Diagnostic {
        let character = glyph.character;
        let code = format!("U+{:04X}", u32::from(character));
        let message = Bilingual {
            zh: format!("字体里没有“{character}”（{code}），{} 印不出来", self.document_id),
            en: format!("no font has “{character}” ({code}), which {} needs", self.document_id),
        };
        let help = say!(
            "换一个字，或把含有它的字体放进 brand 里 fonts 指定的文件夹",
            "use another character, or put a font that has it into the folder that `brand: fonts` names"
        );
        Self::placed(&codes::NO_GLYPH, message, self.place(glyph, workspace)).help(help)
    }

    /// A character that only a font of this machine has.
    pub fn substituted(&self, glyph: &MissingGlyph, workspace: &Workspace) -> Diagnostic {
        let character = glyph.character;
        let code = format!("U+{:04X}", u32::from(character));
        let message = say!(
            "自带字体没有“{character}”（{code}），用了本机的字体",
            "the embedded fonts lack “{character}” ({code}); a font of this machine was used"
        );
        Self::placed(&codes::SYSTEM_FONT, message, self.place(glyph, workspace)).help(say!(
            "别的电脑上可能印得不同；把这个字体放进 brand 里 fonts 指定的文件夹，或换一个字",
            "another machine may print otherwise: put the font into the folder that `brand: fonts` names, or use another character"
        ))
    }

    fn placed(code: &'static Code, message: Bilingual, place: Option<Span>) -> Diagnostic {
        match place {
            Some(span) => Diagnostic::new(code, span, message),
            None => Diagnostic::nowhere(code, message),
        }
    }

    /// Where a character was written: first where its neighbours stand too, then anywhere in the document's files, then in any file.
    fn place(&self, glyph: &MissingGlyph, workspace: &Workspace) -> Option<Span> {
        let character = glyph.character;
        let texts = || self.sources.iter().filter_map(|f| Some((*f, workspace.folder.sources.get(*f)?.text.as_str())));
        let single = |file: FileId, text: &str| text.find(character).map(|i| Span::new(file, i, i + character.len_utf8()));
        texts()
            .find_map(|(file, text)| {
                let start = text.find(&glyph.context)?;
                let inside = glyph.context.find(character)?;
                Some(Span::new(file, start + inside, start + inside + character.len_utf8()))
            })
            .or_else(|| texts().find_map(|(file, text)| single(file, text)))
            .or_else(|| workspace.folder.sources.iter().find_map(|(file, source)| single(file, &source.text)))
    }
}

/// The day that a PDF is stamped with: `SOURCE_DATE_EPOCH` where it is set, else the edition's.
pub fn stamp(bureau: &Bureau) -> (i32, u8, u8) {
    let date = source_date().unwrap_or(bureau.file.edition.date);
    let small = |n: u32| u8::try_from(n).unwrap_or(1);
    (date.year(), small(date.month()), small(date.day()))
}

/// The day of `SOURCE_DATE_EPOCH` (reproducible-builds.org), if it is set.
#[must_use]
pub fn source_date() -> Option<chrono::NaiveDate> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    Some(chrono::DateTime::from_timestamp(seconds, 0)?.date_naive())
}

fn read(workspace: &Workspace, path: &str) -> Vec<u8> {
    fs::read(workspace.folder.root.join(path)).unwrap_or_default()
}

pub use crate::site::hash_json as hash_view;
