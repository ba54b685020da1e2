//! Owns the view of `desk-card.typ`: the folded tent card on a window.
//! Must not know how the card is set or folded.

use serde::Serialize;

use super::common::{self, Context, LegendEntry, MarkView, Phone, QrView, label, special, text_or_empty};
use super::facts::facts;
use crate::model::phones;
use crate::model::{Bureau, DepthKind, Offer, Point};

/// How many items the back of the card names.
const ASKED: usize = 5;

/// The size of a card.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Format {
    /// Width of the flat sheet in millimetres.
    pub width: f64,
    /// Height of the flat sheet in millimetres; it is folded across its middle.
    pub height: f64,
    /// Kept free around each face, the fold among its edges, in millimetres.
    pub clear: f64,
    /// Type and spaces beside those of a card of A5.
    pub scale: f64,
    /// Width of the reader's code in millimetres.
    pub code: f64,
}

impl Format {
    /// A4, folded to A5.
    pub const A5: Self = Self { width: 210.0, height: 297.0, clear: 12.0, scale: 1.0, code: 40.0 };
    /// A5, folded to A6, for a narrow counter. It is read from nearer, yet not from so much nearer as it is smaller.
    pub const A6: Self = Self { width: 148.0, height: 210.0, clear: 8.0, scale: 0.76, code: 29.0 };
}

/// Everything that the card shows.
#[derive(Clone, Debug, Serialize)]
pub struct DeskCard {
    /// The sheet and its type.
    pub format: Format,
    /// Title of the PDF.
    pub title: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// Name on the door.
    pub point: String,
    /// What this window does, in one line.
    pub line: String,
    /// 2023年4月版.
    pub edition: String,
    /// Leads to the point's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// The signs that stand on the back.
    pub legend: Vec<LegendEntry>,
    /// Hours, one line per rule.
    pub hours: Vec<String>,
    /// Special services, one line each, without remarks.
    pub special: Vec<String>,
    /// The point's phone and the complaint phone.
    pub phones: Vec<Phone>,
    /// The complaint phone as one line at the foot of the back.
    pub complaint: String,
    /// Special services with their remarks, on the back of a card that names no items.
    pub details: Vec<String>,
    /// Postal address, or empty; on the back of a card that names no items.
    pub address: String,
    /// The items most asked, five at most. A point may offer none that the document names.
    pub asked: Vec<Asked>,
}

facts! {
    DeskCard {
        format: silent("layout"),
        title: silent("the title of the PDF, which is not on the page"),
        bureau: fact(common::BUREAU, 2),
        primary: silent("colour"),
        mark: open,
        point: fact("名称"),
        line: fact("一句话介绍"),
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        legend: fact("图例", 2),
        hours: fact("时间"),
        special: fact("特色服务"),
        phones: open,
        complaint: fact("背面", 2),
        details: fact("特色服务"),
        address: fact("地址"),
        asked: fact("常问事项"),
    }
}

/// One item on the back.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// Name as published.
    pub name: String,
    /// See [`DepthKind::sign`](crate::model::DepthKind::sign).
    pub sign: &'static str,
    /// The depth as published.
    pub words: String,
    /// What to bring, in one line, or empty.
    pub bring: String,
}

facts! {
    Asked {
        name: row,
        sign: silent("drawn from the words beside it"),
        words: fact("办理深度"),
        bring: fact("要带"),
    }
}

/// Whether there is anything to say on a card: items, hours, or a phone.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    let offers = |catalog| !Offer::all(catalog, point).is_empty();
    point.hours.is_some()
        || point.hours_note.is_some()
        || !bureau.numbers_for(point).is_empty()
        || bureau.catalog.as_ref().is_some_and(offers)
}

/// The desk card of a point; none where neither items nor hours nor a phone are known.
#[must_use]
pub fn desk_card_view(ctx: &Context<'_>, point: &Point, format: Format) -> Option<DeskCard> {
    let offered = ctx.bureau.catalog.as_ref().map_or_else(Vec::new, |catalog| Offer::all(catalog, point));
    let file = &ctx.bureau.file;
    if !printable(ctx.bureau, point) {
        return None;
    }
    let picked = common::most_asked(&offered, ASKED);
    let ordinary = point.hours_in_words();
    let qr = ctx.qr(&format!("points/{}/", point.id));
    let complaints = ctx.bureau.complaint_numbers(point);
    let own = Phone::each("电话", &ctx.bureau.numbers_for(point));
    Some(DeskCard {
        format,
        title: format!("{} 台卡", point.name.value),
        bureau: file.name.value.clone(),
        primary: ctx.primary(),
        mark: ctx.mark.cloned(),
        point: point.name.value.clone(),
        line: point.tagline.as_ref().map_or_else(|| line(&offered), |t| t.value.clone()),
        edition: ctx.edition(),
        qr_label: label(qr.as_ref(), "扫码看本点网页"),
        qr,
        legend: common::legend(&picked),
        details: if picked.is_empty() { special(&point.special, &ordinary, true) } else { Vec::new() },
        special: special(&point.special, &ordinary, false),
        hours: ordinary,
        complaint: if complaints.is_empty() { String::new() } else { format!("投诉电话 {}", phones::line(&complaints)) },
        phones: own.into_iter().chain(Phone::each("投诉", &complaints)).collect(),
        // Only a card that names no items shows it; another must not change when the address does.
        address: if picked.is_empty() { text_or_empty(point.address.as_ref()) } else { String::new() },
        asked: picked.iter().map(|o| asked(ctx, o)).collect(),
    })
}

/// The line of a card whose point does not give its own.
fn line(offered: &[Offer<'_>]) -> String {
    let complete = offered.iter().filter(|o| o.kind() == DepthKind::Complete).count();
    // Where everything is advice, nothing is done here.
    let advice = offered.iter().all(|o| o.kind() == DepthKind::Advice);
    match (offered, complete) {
        ([], _) => "医保业务，请在这里询问".to_owned(),
        ([only], _) if advice => format!("这里可以问{}", only.item.name.value),
        (all, _) if advice => format!("{}项医保业务可以在这里问", all.len()),
        ([only], _) => format!("这里办{}", only.item.name.value),
        (all, 0) => format!("{}项医保业务可以在这里办", all.len()),
        (all, done) if done == all.len() => format!("{done}项医保业务在这里办结"),
        (all, done) => format!("{}项医保业务可以在这里办，其中{done}项直接办结", all.len()),
    }
}

fn asked(ctx: &Context<'_>, offer: &Offer<'_>) -> Asked {
    let bring = common::bring(ctx, offer);
    Asked { name: offer.item.name.value.clone(), sign: offer.kind().sign(), words: offer.words(), bring }
}
