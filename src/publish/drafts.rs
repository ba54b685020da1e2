//! What can be rendered: a page, a printed document, plain bytes. Each joins a view to the renderers that make it.

use std::collections::BTreeMap;
use std::fs;

use super::artifact::Renderable;
use super::document::{Document, document, hash_view, unrecorded};
use super::renderers::Renderers;
use super::theme_check;
use crate::audit::Scored;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::publicity::{Campaign, Leaflet, Panel};
use crate::model::{Guide, Handbook, Point};
use crate::paper::Paper;
use crate::print;
use crate::print::common::Context;
use crate::print::form_codes::FormCodesScope;
use crate::print::handbook::Format;
use crate::print::piece::Piece;
use crate::print::report::ReportView;
use crate::print::score_sheet::SheetScope;
use crate::say;
use crate::site::View;
use crate::source::markdown::{self, Block};

/// A page of the site.
pub struct Page(pub View);

impl Renderable for Page {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>) {
        hasher.update(tools.site_hash());
        self.0.fingerprint(hasher);
    }

    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let engine = tools.site().map_err(|d| vec![*d])?;
        self.0.render(engine).map_err(|error| vec![theme_check::site_error(&error, tools)])
    }
}

/// Bytes that are made in one step.
pub struct Bytes(pub Vec<u8>);

impl Renderable for Bytes {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Renderers<'_>) {
        hasher.update(&self.0);
    }

    fn make(&self, _: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        Ok(self.0.clone())
    }
}

/// The service list of a point, A4.
pub fn service_list(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("service-list", print::service_list::service_list_view(context, point, print::service_list::Format::A4)?))
}

/// The service list of a point, A3.
pub fn service_list_a3(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("service-list", print::service_list::service_list_view(context, point, print::service_list::Format::A3)?))
}

/// The desk card of a point, folded to A5.
pub fn desk_card(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("desk-card", print::desk_card::desk_card_view(context, point, print::desk_card::Format::A5)?))
}

/// The desk card of a point, folded to A6.
pub fn desk_card_a6(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("desk-card", print::desk_card::desk_card_view(context, point, print::desk_card::Format::A6)?))
}

/// The plate beside the door of a point.
pub fn door_plate(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("door-plate", print::door_plate::door_plate_view(context, point)?))
}

/// The hours of a point, for its door.
pub fn hours_sign(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("hours-sign", print::hours_sign::hours_sign_view(context, point)?))
}

/// The signs of the zones of a point.
pub fn zone_signs(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("zone-signs", print::zone_signs::zone_signs_view(context, point)?))
}

/// The signs of the windows of a point.
pub fn window_signs(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("window-signs", print::window_signs::window_signs_view(context, point)?))
}

/// The phones of a point.
pub fn phone_sign(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("phone-sign", print::phone_sign::phone_sign_view(context, point)?))
}

/// The service rating of the windows of a point.
pub fn rating_sign(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("rating-sign", print::rating_sign::rating_sign_view(context, point)?))
}

/// The badges of a point's people, with their photos.
pub fn badges(context: &Context<'_>, point: &Point) -> Option<Document> {
    let mut view = print::badges::badges_view(context, point)?;
    let photos = std::mem::take(&mut view.photos);
    Some(document("badges", view).with_photos(photos))
}

/// The board of a point's people, with their photos.
pub fn staff_board(context: &Context<'_>, point: &Point) -> Option<Document> {
    let mut view = print::staff_board::staff_board_view(context, point)?;
    let photos = std::mem::take(&mut view.photos);
    Some(document("staff-board", view).with_photos(photos))
}

/// The way to a point.
pub fn directions(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("directions", print::directions::directions_view(context, point)?))
}

/// The labels of a point.
pub fn qr_sheet(context: &Context<'_>, point: &Point) -> Option<Document> {
    Some(document("qr-sheet", print::qr_sheet::qr_sheet_view(context, point)?))
}

/// The notice sheet of a guide.
pub fn notice(context: &Context<'_>, guide: &Guide) -> Document {
    document("notice", print::notice::notice_view(context, guide))
}

/// The items of a catalog by channel.
pub fn catalog_matrix(context: &Context<'_>) -> Option<Document> {
    Some(document("catalog-matrix", print::catalog_matrix::catalog_matrix_view(context)?))
}

/// The plan with its deadlines and units.
pub fn plan_table(context: &Context<'_>) -> Option<Document> {
    Some(document("plan-table", print::plan_table::plan_table_view(context)?))
}

/// A handbook with the pictures of its chapters.
pub fn handbook(context: &Context<'_>, handbook: &Handbook, format: Format) -> Document {
    let guides = context.bureau.guides.iter().flat_map(|g| &g.body);
    let names = pictures(handbook.texts.iter().flatten().chain(guides));
    let view = print::handbook::handbook_view(context, handbook, &names, format);
    with_pictures(document("handbook", view), names)
}

/// A leaflet with the pictures of its text.
pub fn leaflet(context: &Context<'_>, leaflet: &Leaflet) -> Document {
    let names = pictures(&leaflet.body);
    let view = print::leaflet::leaflet_view(context, leaflet, &names);
    with_pictures(document("leaflet", view), names)
}

/// A rule on the wall with the pictures of its text.
pub fn panel(context: &Context<'_>, panel: &Panel) -> Document {
    let names = pictures(&panel.body);
    let view = print::panel::panel_view(context, panel, &names);
    with_pictures(document("panel", view), names)
}

/// A campaign as a poster or a roll-up.
pub fn poster(context: &Context<'_>, campaign: &Campaign, piece: &Piece) -> Document {
    let mut view = print::poster::poster_view(context, campaign, piece);
    let pictures = std::mem::take(&mut view.files);
    let mut document = document(piece.template, view);
    document.pictures = pictures;
    document
}

/// The pictures of a text, by path, with the names that its view uses.
fn pictures<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    markdown::pictures(blocks, &mut paths);
    paths.sort();
    paths.dedup();
    let name = |(i, path): (usize, &String)| {
        let kind = path.rsplit('.').next().unwrap_or("png").to_ascii_lowercase();
        (path.clone(), format!("/picture-{i}.{kind}"))
    };
    paths.iter().enumerate().map(name).collect()
}

fn with_pictures(mut document: Document, names: BTreeMap<String, String>) -> Document {
    document.pictures = names.into_iter().map(|(path, name)| (name, path)).collect();
    document
}

/// An official paper.
pub fn paper(paper: &Paper) -> Document {
    unrecorded("paper", print::paper::paper_view(paper))
}

/// An official paper for Word.
pub struct Word(pub Paper);

impl Renderable for Word {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Renderers<'_>) {
        hasher.update(b"docx");
        hash_view(hasher, &self.0);
    }

    fn make(&self, _: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        crate::exchange::docx(&self.0).map_err(|_| vec![office()])
    }
}

/// A workbook, or why there is none.
pub struct Office(pub Result<Vec<u8>, String>);

impl Renderable for Office {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, _: &Renderers<'_>) {
        match &self.0 {
            Ok(bytes) => hasher.update(bytes),
            Err(error) => hasher.update(error.as_bytes()),
        };
    }

    fn make(&self, _: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.0.clone().map_err(|_| vec![office()])
    }
}

fn office() -> Diagnostic {
    let message = say!("Word 或 Excel 文件做不出来", "a Word or Excel file cannot be made");
    Diagnostic::nowhere(&codes::TEMPLATE, message).help(say!(
        "多半是有一格太长：Excel 一格最多 32767 字，缩短再试",
        "most likely a cell is too long: Excel takes 32767 characters; shorten it and try again"
    ))
}

/// The view of an acceptance report. `chain` holds the records of its point, standard and campaign up to this one.
fn report_view(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> ReportView {
    let source = |path: &str| Some(print::photo::look(&fs::read(context.workspace.folder.root.join(path)).ok()?));
    print::report::report_view(context, scored, chain, &source)
}

/// An acceptance report.
pub fn report(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Document {
    let view = report_view(context, scored, chain);
    let photos = view.photos.iter().map(|photo| (photo.path.clone(), photo.file.clone()));
    let signed = view.signatures.iter().filter(|s| !s.path.is_empty()).map(|s| (s.path.clone(), s.file.clone()));
    let photos = photos.chain(signed).collect();
    unrecorded("report", view).with_photos(photos)
}

/// An acceptance report for Word: the same words.
pub fn report_for_word(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Word {
    Word(print::report::office::paper(&report_view(context, scored, chain)))
}

/// A score sheet to fill in by hand; none where nothing is left to look at.
pub fn score_sheet(order: &SheetScope<'_>) -> Option<Document> {
    Some(unrecorded("score-sheet", print::score_sheet::score_sheet_view(order)?))
}

/// The sheet with codes that lead inspectors to the form of a round.
pub fn form_codes(scope: &FormCodesScope<'_>) -> Document {
    unrecorded("form-codes", print::form_codes::form_codes_view(scope))
}
