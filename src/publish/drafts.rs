//! The drafts: a page, a printed document, plain bytes. Each joins a view to the tools that make it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use chrono::Datelike;
use serde::Serialize;
use typst::foundations::Bytes as Shared;

use super::artifact::Draft;
use super::brand::Brand;
use super::tools::Tools;
use crate::audit::Scored;
use crate::diagnostic::{Bilingual, Code, Diagnostic, FileId, Span, codes};
use crate::model::{Bureau, Guide, Handbook, Point, Workspace};
use crate::paper::Paper;
use crate::print::common::{Context, QrView};
use crate::print::glyphs::MissingGlyph;
use crate::print::report::ReportView;
use crate::print::score_sheet::Order;
use crate::print::{self, Asset, Meta, RenderError};
use crate::say;
use crate::site::View;
use crate::source::markdown;

/// A page of the site.
pub struct Page(pub View);

impl Draft for Page {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Tools<'_>) {
        hasher.update(tools.site_hash()).update(self.0.template().as_bytes());
        hash_view(hasher, &self.0);
    }

    fn make(&self, tools: &Tools<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let engine = tools.site().map_err(|d| vec![*d])?;
        self.0
            .render(engine)
            .map_err(|error| vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("网页模板 {error}", "the page template {error}"))])
    }
}

/// Bytes that are made in one step.
pub struct Bytes(pub Vec<u8>);

impl Draft for Bytes {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Tools<'_>) {
        hasher.update(&self.0);
    }

    fn make(&self, _: &Tools<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        Ok(self.0.clone())
    }
}

/// A view without its type: what a template gets, as JSON.
pub struct Document {
    template: &'static str,
    view: Vec<u8>,
    qr: Option<QrView>,
    /// Pictures of the workspace: the name that the view uses, and the path in the workspace.
    pictures: Vec<(String, String)>,
    /// Photos of the workspace, which are made small first.
    photos: Vec<(String, String)>,
}

/// Makes the view of one printed document; none where there is nothing to print.
pub type MakeView<'a> = Box<dyn Fn(&Context<'_>) -> Option<Document> + Send + Sync + 'a>;

fn document(template: &'static str, view: &impl Serialize, qr: Option<&QrView>) -> Option<Document> {
    Some(Document { template, view: serde_json::to_vec(view).ok()?, qr: qr.cloned(), pictures: Vec::new(), photos: Vec::new() })
}

/// The service list of a point.
pub fn service_list(context: &Context<'_>, point: &Point) -> Option<Document> {
    let view = print::service_list::view(context, point)?;
    document("service-list", &view, view.qr.as_ref())
}

/// The desk card of a point.
pub fn desk_card(context: &Context<'_>, point: &Point) -> Option<Document> {
    let view = print::desk_card::view(context, point)?;
    document("desk-card", &view, view.qr.as_ref())
}

/// The notice sheet of a guide.
pub fn notice(context: &Context<'_>, guide: &Guide) -> Option<Document> {
    let view = print::notice::view(context, guide);
    document("notice", &view, view.qr.as_ref())
}

/// A handbook with the pictures of its chapters.
pub fn handbook(context: &Context<'_>, handbook: &Handbook) -> Option<Document> {
    let mut paths = Vec::new();
    let guides = context.bureau.guides.iter().flat_map(|g| &g.body);
    markdown::pictures(handbook.texts.iter().flatten().chain(guides), &mut paths);
    paths.sort();
    paths.dedup();
    let name = |(i, path): (usize, &String)| {
        let kind = path.rsplit('.').next().unwrap_or("png").to_ascii_lowercase();
        (path.clone(), format!("/picture-{i}.{kind}"))
    };
    let names: BTreeMap<String, String> = paths.iter().enumerate().map(name).collect();
    let view = print::handbook::view(context, handbook, &names);
    let mut document = document("handbook", &view, view.qr.as_ref())?;
    document.pictures = names.into_iter().map(|(path, name)| (name, path)).collect();
    Some(document)
}

/// An official paper.
pub fn paper(paper: &Paper) -> Option<Document> {
    document("paper", &print::paper::view(paper), None)
}

/// An official paper for Word.
pub struct Word(pub Paper);

impl Draft for Word {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Tools<'_>) {
        hasher.update(b"docx");
        hash_view(hasher, &self.0);
    }

    fn make(&self, _: &Tools<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        crate::exchange::docx(&self.0).map_err(|error| vec![office(&error)])
    }
}

/// A workbook, or why there is none.
pub struct Office(pub Result<Vec<u8>, String>);

impl Draft for Office {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Tools<'_>) {
        match &self.0 {
            Ok(bytes) => hasher.update(bytes),
            Err(error) => hasher.update(error.as_bytes()),
        };
    }

    fn make(&self, _: &Tools<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.0.clone().map_err(|error| vec![office(&error)])
    }
}

fn office(error: &str) -> Diagnostic {
    Diagnostic::nowhere(&codes::TEMPLATE, say!("Office 文件 {error}", "the Office file {error}"))
}

/// The view of an acceptance report. `chain` holds the records of its point, standard and campaign up to this one.
fn report_view(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> ReportView {
    let source = |path: &str| Some(print::photo::look(&fs::read(context.workspace.folder.root.join(path)).ok()?));
    print::report::view(context, scored, chain, &source)
}

/// An acceptance report.
pub fn report(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Option<Document> {
    let view = report_view(context, scored, chain);
    let mut document = document("report", &view, view.qr.as_ref())?;
    document.photos = view.photos.into_iter().map(|photo| (photo.path, photo.file)).collect();
    Some(document)
}

/// An acceptance report for Word: the same words.
pub fn report_for_word(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Word {
    Word(print::report::office::paper(&report_view(context, scored, chain)))
}

/// A score sheet to fill in by hand; none where nothing is left to look at.
pub fn score_sheet(order: &Order<'_>) -> Option<Document> {
    document("score-sheet", &print::score_sheet::view(order)?, None)
}

/// A printed document.
pub struct Print<'a> {
    /// Its view.
    pub document: Option<Document>,
    /// A stable name, the path below the output.
    pub ident: String,
    /// Whose it is.
    pub bureau: &'a Bureau,
    /// The bureau's mark.
    pub brand: Arc<Brand>,
    /// The files that it is made from, to find the place of a character without a glyph.
    pub sources: Vec<FileId>,
}

impl Draft for Print<'_> {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Tools<'_>) {
        hasher.update(tools.print_hash()).update(&self.brand.hash);
        hasher.update(format!("{:?}", stamp(self.bureau)).as_bytes());
        if let Some(document) = &self.document {
            hasher.update(document.template.as_bytes());
            hasher.update(&document.view);
            for (name, path) in document.pictures.iter().chain(&document.photos) {
                hasher.update(name.as_bytes()).update(blake3::hash(&read(tools.workspace, path)).as_bytes());
            }
        }
    }

    fn make(&self, tools: &Tools<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let ident = &self.ident;
        let Some(document) = &self.document else {
            return Err(vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("{ident} 没有内容", "{ident} has no content"))]);
        };
        let shared = tools.print().map_err(|d| vec![*d])?;
        let drawn = document.qr.as_ref().and_then(QrView::asset);
        let mut assets: Vec<Asset> = self.brand.asset.iter().cloned().chain(drawn).collect();
        for (name, path) in &document.pictures {
            assets.push(Asset { path: name.clone(), bytes: Shared::new(read(tools.workspace, path)) });
        }
        for (name, path) in &document.photos {
            // A photo that has vanished since it was looked at leaves its place white, and no crash.
            let small = print::photo::fitted(&read(tools.workspace, path)).or_else(print::photo::blank);
            assets.extend(small.map(|bytes| Asset { path: name.clone(), bytes: Shared::new(bytes) }));
        }
        let meta = Meta { ident: ident.clone(), date: stamp(self.bureau) };
        match print::render(shared, document.template, document.view.clone(), &assets, &meta) {
            Ok(pdf) => {
                for glyph in &pdf.substituted {
                    tools.warn(self.substituted(glyph, tools.workspace));
                }
                Ok(pdf.bytes)
            }
            Err(RenderError::Missing(glyphs)) => Err(glyphs.iter().map(|g| self.no_glyph(g, tools.workspace)).collect()),
            Err(error) => Err(vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("{ident}：{error}", "{ident}: {error}"))]),
        }
    }
}

impl Print<'_> {
    /// A character that no font covers, at the place where it was written: first where its neighbours stand too.
    fn no_glyph(&self, glyph: &MissingGlyph, workspace: &Workspace) -> Diagnostic {
        let character = glyph.character;
        let code = format!("U+{:04X}", u32::from(character));
        let message = Bilingual {
            zh: format!("字体里没有“{character}”（{code}），{} 印不出来", self.ident),
            en: format!("no font has “{character}” ({code}), which {} needs", self.ident),
        };
        let help = say!(
            "换一个字，或把含有它的字体放进 brand 里 fonts 指定的文件夹",
            "use another character, or put a font that has it into the folder that `brand: fonts` names"
        );
        Self::placed(&codes::NO_GLYPH, message, self.place(glyph, workspace)).help(help)
    }

    /// A character that only a font of this machine has.
    fn substituted(&self, glyph: &MissingGlyph, workspace: &Workspace) -> Diagnostic {
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
fn stamp(bureau: &Bureau) -> (i32, u8, u8) {
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

/// Adds a view to a hash as it is written, without a copy of its JSON.
fn hash_view(hasher: &mut blake3::Hasher, view: &impl Serialize) {
    // Writing into a hasher cannot fail; a view that could not be written would fail when it is made.
    let _ = serde_json::to_writer(HashWriter(hasher), view);
}

struct HashWriter<'h>(&'h mut blake3::Hasher);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
