//! Owns the view of `qr-sheet.typ`: QR codes with their names, to cut out and stick where people ask.
//! Must not know how the sheet is set.

use serde::Serialize;

use super::common::{Context, QrView, Sheet, most_asked};
use super::facts::{Collector, Facts, facts};
use crate::model::{Bureau, Offer, Point, Workspace};

/// How many items get a label.
const ITEMS: usize = 12;

/// A sheet of labels.
#[derive(Clone, Debug, Serialize)]
pub struct QrSheet {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// The labels in the order of the sheet.
    pub labels: Vec<QrLabel>,
}

facts! {
    QrSheet {
        sheet: via(not_printed),
        point: fact("名称"),
        labels: open,
    }
}

/// One label to cut out.
#[derive(Clone, Debug, Serialize)]
pub struct QrLabel {
    /// What the code is of.
    pub name: String,
    /// What a person finds there, in a few words.
    pub note: String,
    /// The code, read at arm's length.
    pub qr: QrView,
}

facts! {
    QrLabel {
        name: row,
        note: fact("说明"),
        qr: fact("二维码"),
    }
}

/// The sheet names no bureau, and bears no mark. Records of scheme 1 have the mark all the same.
fn not_printed(sheet: &Sheet, facts: &mut Collector) {
    if facts.scheme() < 2 {
        sheet.collect(facts);
    }
}

/// Whether there is an address that a code could lead to.
#[must_use]
pub fn printable(workspace: &Workspace, bureau: &Bureau, point: &Point) -> bool {
    let own = workspace.url(&format!("{}/points/{}/", bureau.id, point.id));
    // A point of which nothing is known yet has a page with nothing on it: nobody is sent there.
    (QrView::of(own).is_some() && super::desk_card::printable(bureau, point)) || rating(point).is_some()
}

fn rating(point: &Point) -> Option<QrView> {
    QrView::of(point.rating_link().map(ToOwned::to_owned))
}

/// The labels of a point; none where nothing has an address.
#[must_use]
pub fn qr_sheet_view(ctx: &Context<'_>, point: &Point) -> Option<QrSheet> {
    let label =
        |name: &str, note: &str, qr: Option<QrView>| qr.map(|qr| QrLabel { name: name.to_owned(), note: note.to_owned(), qr });
    let Bureau { file, catalog, .. } = ctx.bureau;
    let offers = catalog.as_ref().map_or_else(Vec::new, |catalog| Offer::all(catalog, point));
    let own = [
        label(&point.name, "本点的时间、地址和事项", ctx.qr(&format!("points/{}/", point.id))),
        label(&file.name, "全部网点和事项", ctx.qr("")),
        label("好差评", "请您评价本次服务", rating(point)),
    ];
    let items = most_asked(&offers, ITEMS);
    let items = items.iter().map(|o| label(&o.item.name, "怎么办、带什么", ctx.qr(&format!("items/{}/", o.item.id))));
    let labels: Vec<QrLabel> = own.into_iter().chain(items).flatten().collect();
    let sheet = ctx.sheet(format!("{} 二维码贴纸", point.name.value));
    (!labels.is_empty()).then(|| QrSheet { sheet, point: point.name.value.clone(), labels })
}
