//! Owns the view of `poster.typ` and `rollup.typ`: what a campaign says in public places.
//! Must not know where anything stands on the sheet.

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label, text_or_empty};
use super::facts::facts;
use super::people::{PhotoFile, PhotoView};
use super::piece::{self, Piece};
use crate::diagnostic::Diagnostics;
use crate::model::publicity::{Campaign, PosterSize};
use crate::qr::Level;

/// Everything that a poster or a roll-up shows.
#[derive(Clone, Debug, Serialize)]
pub struct PosterView {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Title in the largest letters.
    pub headline: String,
    /// The sentence to remember, or empty.
    pub slogan: String,
    /// What it is, or empty.
    pub lead: String,
    /// A picture of what it is about; none where the campaign names none, or one that cannot be used.
    pub picture: Option<PhotoView>,
    /// The file of the picture.
    #[serde(skip)]
    pub files: Vec<PhotoFile>,
    /// What there is to know.
    pub points: Vec<PosterPoint>,
    /// What to do.
    pub steps: Vec<String>,
    /// Leads to the campaign's address, or to the bureau's pages.
    pub qr: Option<QrView>,
    /// Words beside the code.
    pub qr_label: String,
    /// Enquiry and complaint phones.
    pub phones: Vec<Phone>,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// Width of the sheet in millimetres.
    pub width: f64,
    /// Height of the sheet in millimetres.
    pub height: f64,
}

facts! {
    PosterView {
        sheet: open,
        headline: fact("标题"),
        slogan: fact("口号"),
        lead: fact("导语"),
        picture: fact("图片", 2),
        files: silent("the document adds the picture itself"),
        points: fact("要点"),
        steps: fact("步骤"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        phones: open,
        sample: fact("示例"),
        width: silent("layout"),
        height: silent("layout"),
    }
}

/// One thing to know.
#[derive(Clone, Debug, Serialize)]
pub struct PosterPoint {
    /// In a few words.
    pub title: String,
    /// In a sentence or two, or empty.
    pub text: String,
}

facts! {
    PosterPoint {
        title: row,
        text: open,
    }
}

/// The kinds of posters, with the size that asks for each.
pub const SIZES: [(PosterSize, &Piece, &str); 4] = [
    (PosterSize::A3, &piece::POSTER_A3, "a3"),
    (PosterSize::A2, &piece::POSTER_A2, "a2"),
    (PosterSize::A1, &piece::POSTER_A1, "a1"),
    (PosterSize::Rollup, &piece::ROLLUP, "rollup"),
];

/// A campaign on one kind of sheet.
#[must_use]
pub fn poster_view(ctx: &Context<'_>, campaign: &Campaign, piece: &Piece) -> PosterView {
    let front = &campaign.front;
    // A roll-up is leant on and walked into; a poster on a wall stays whole, but is read from a distance.
    let level = if piece.id == piece::ROLLUP.id { Level::High } else { Level::Quartile };
    let qr = front.link.as_ref().map_or_else(|| ctx.qr(""), |link| QrView::of(Some(link.trim().to_owned())));
    let words = if front.link.is_some() { "扫码查看" } else { "扫码查事项、找服务点" };
    let (picture, files) = picture(ctx, campaign).unzip();
    PosterView {
        picture,
        files: files.into_iter().collect(),
        sheet: ctx.sheet(format!("{}：{}", piece.zh, front.title.value)),
        headline: front.title.value.clone(),
        slogan: text_or_empty(front.slogan.as_ref()),
        lead: text_or_empty(front.lead.as_ref()),
        points: front
            .points
            .iter()
            .map(|point| PosterPoint { title: point.title.value.clone(), text: text_or_empty(point.text.as_ref()) })
            .collect(),
        steps: front.steps.iter().map(|t| t.value.clone()).collect(),
        qr_label: label(qr.as_ref(), words),
        qr: qr.map(|qr| qr.at(level)),
        phones: ctx.phones(),
        sample: if front.sample { "示例".to_owned() } else { String::new() },
        width: piece.trim.0,
        height: piece.trim.1,
    }
}

/// The picture of a campaign, with its alternative text: its own words, else the campaign's title.
fn picture(ctx: &Context<'_>, campaign: &Campaign) -> Option<(PhotoView, PhotoFile)> {
    let front = &campaign.front;
    let written = front.picture.as_ref()?;
    // What is wrong with it was said when the file was read.
    let file = ctx.workspace.folder.picture(written, written.span, &mut Diagnostics::new())?.path;
    let kind = file.rsplit('.').next().unwrap_or("png").to_ascii_lowercase();
    let path = format!("/picture-0.{kind}");
    let alt = front.picture_text.as_ref().unwrap_or(&front.title).value.clone();
    Some((PhotoView { path: path.clone(), alt }, (path, file)))
}
