//! Owns the view of `notice.typ`: the 一次性告知单 of one item that has a guide.
//! Must not know how large it is set or on how many pages.

use serde::Serialize;

use super::common::{Context, MarkView, Pair, Phone, QrView, label, text_or_empty};
use super::facts::facts;
use super::steps::{self, MaterialGroup, StepGroup};
use crate::model::date::date_zh;
use crate::model::phones::lines;
use crate::model::{Catalog, Guide, Offer, Point};

/// How many places the sheet names; the code leads to the rest.
const PLACES: usize = 3;

/// Everything that the sheet shows.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// Title of the PDF.
    pub title: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// Name of the item as published.
    pub item: String,
    /// What it is for, in a sentence, or empty.
    pub summary: String,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// 2023年4月版.
    pub edition: String,
    /// 2026年5月1日核对, or empty.
    pub reviewed: String,
    /// Leads to the item's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// Who, handling, limits, fee, result.
    pub facts: Vec<Pair>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// What to bring, by situation.
    pub materials: Vec<MaterialGroup>,
    /// What happens, by way.
    pub steps: Vec<StepGroup>,
    /// Where to go, deepest first.
    pub places: Vec<Place>,
    /// The hours of all places, where they are the same; else empty, and each place has its own.
    pub hours: String,
    /// 另有 8 处可办 …, or empty.
    pub more: String,
    /// Remarks.
    pub notes: Vec<String>,
    /// Legal basis.
    pub basis: Vec<String>,
    /// Enquiry and complaint phones.
    pub contacts: Vec<Phone>,
}

facts! {
    Notice {
        title: silent("the title of the PDF, which is not on the page"),
        bureau: fact(super::common::BUREAU, 2),
        primary: silent("colour"),
        mark: open,
        item: fact("事项"),
        summary: fact("概要"),
        sample: fact("示例"),
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
        reviewed: fact("核对"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        facts: open,
        conditions: fact("办理条件"),
        materials: fact("材料"),
        steps: fact("步骤"),
        places: fact("办理地点"),
        hours: fact("时间"),
        more: fact("更多地点"),
        notes: fact("要留意"),
        basis: fact("依据"),
        contacts: open,
    }
}

/// A place where the item is handled.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Name on the door.
    pub name: String,
    /// The depth as published.
    pub words: String,
    /// Address, or empty.
    pub address: String,
    /// Hours in one line, or empty.
    pub hours: String,
    /// Phone, or empty.
    pub phone: String,
}

facts! {
    Place {
        name: row,
        words: fact("办理深度"),
        address: fact("地址"),
        hours: fact("时间"),
        phone: fact("电话"),
    }
}

/// The notice sheet of a guide.
#[must_use]
pub fn notice_view(ctx: &Context<'_>, guide: &Guide) -> Notice {
    let front = &guide.front;
    let item = ctx.bureau.catalog.as_ref().and_then(|c| c.item(&front.item));
    let name = item
        .map(|i| i.name.value.clone())
        .or_else(|| front.title.as_ref().map(|t| t.value.clone()))
        .unwrap_or_else(|| front.item.to_string());
    let (mut places, more) = ctx.bureau.catalog.as_ref().map_or_else(Default::default, |c| places(ctx, c, &front.item));
    let qr = ctx.qr(&format!("items/{}/", front.item));
    let contacts = ctx.phones();
    let shown = |text: &str| contacts.iter().any(|phone| text.contains(&phone.number));
    let mut notes = steps::limit_remarks(guide);
    notes.extend(front.contacts.iter().filter(|c| !shown(c)).map(|c| format!("咨询：{}", c.value)));
    let hours = shared_hours(&mut places);
    let more = match (more, qr.is_some()) {
        (0, _) => String::new(),
        (n, true) => format!("另有 {n} 处可办，扫右上角二维码查看。"),
        (n, false) => format!("另有 {n} 处可办，可打电话询问。"),
    };
    Notice {
        title: format!("一次性告知单：{name}"),
        bureau: ctx.bureau.file.name.value.clone(),
        primary: ctx.primary(),
        mark: ctx.mark.cloned(),
        item: name,
        summary: text_or_empty(front.summary.as_ref()),
        sample: if front.sample { "示例".to_owned() } else { String::new() },
        edition: ctx.edition(),
        reviewed: front.reviewed.as_ref().map_or_else(String::new, |d| format!("{}核对", date_zh(d.value))),
        qr_label: label(qr.as_ref(), "扫码看最新内容"),
        qr,
        facts: steps::facts(ctx.bureau, item, guide),
        conditions: steps::conditions(guide),
        materials: steps::materials(guide, steps::Words::Plain),
        steps: steps::steps(guide),
        places,
        hours,
        more,
        notes,
        basis: front.basis.iter().map(|b| b.value.clone()).collect(),
        contacts,
    }
}

/// The hours that all places share, taken out of them; empty where they differ.
fn shared_hours(places: &mut [Place]) -> String {
    let Some(first) = places.first().map(|place| place.hours.clone()) else { return String::new() };
    if places.len() < 2 || places.iter().any(|place| place.hours != first) {
        return String::new();
    }
    for place in places {
        place.hours.clear();
    }
    first
}

/// The places that handle an item, deepest first and in the catalog's order of channels among equals,
/// and how many more there are. Places that are suspended or closed are left out.
fn places(ctx: &Context<'_>, catalog: &Catalog, item: &str) -> (Vec<Place>, usize) {
    let order = |point: &Point| catalog.channels.iter().position(|c| c.id.as_str() == point.channel.value);
    let mut found: Vec<(&Point, Offer<'_>)> = ctx
        .bureau
        .points
        .iter()
        .filter(|point| point.in_service())
        .filter_map(|point| Some((point, Offer::of_item(catalog, point, item)?)))
        .collect();
    found.sort_by_key(|(point, offer)| (offer.kind(), order(point)));
    let more = found.len().saturating_sub(PLACES);
    let shown = found.into_iter().take(PLACES).map(|(point, offer)| Place {
        name: point.name.value.clone(),
        words: offer.words(),
        address: text_or_empty(point.address.as_ref()),
        hours: point.hours_in_words().join("；"),
        phone: lines(&point.numbers()),
    });
    (shown.collect(), more)
}
