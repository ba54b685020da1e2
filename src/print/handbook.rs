//! Owns the view of `handbook.typ`: the booklet on the counter, composed of chapters, guides and
//! generated lists. Must not know pages, contents or running heads: those are the template's.

mod view;

use std::collections::BTreeMap;

use super::book_index;
use super::common::{Context, Pair, label, text_or_empty};
use super::prose::tree;
use super::service_list::Row;
use super::steps;
use crate::model::date::date_zh;
use crate::model::handbook::{ChapterFile, ListKind};
use crate::model::phones::lines;
use crate::model::{Catalog, Guide, Handbook, Item, Offer, Tier};
use crate::source::markdown::Block;
pub use view::{ChannelPart, Chapter, Format, GuidePart, HandbookView, ImprintLine, ItemRow, Part, PointRow};

/// The booklet. `pictures` gives, for a picture's path in the workspace, the path of the asset that the
/// engine was given; a picture that is not in it is set as its alternative text.
#[must_use]
pub fn handbook_view(
    ctx: &Context<'_>,
    handbook: &Handbook,
    pictures: &BTreeMap<String, String>,
    format: Format,
) -> HandbookView {
    let front = &handbook.front;
    let empty: &[Block] = &[];
    let chapters = front.chapters.iter().enumerate().map(|(index, chapter)| Chapter {
        title: chapter.title.value.clone(),
        parts: parts(ctx, chapter, handbook.texts.get(index).map_or(empty, Vec::as_slice), pictures),
    });
    let mut chapters: Vec<Chapter> = chapters.collect();
    book_index::name_places(&mut chapters);
    let variant = if format == Format::LARGE { "大字版" } else { "" };
    let reviewed = handbook_review(ctx, &front.chapters);
    let file = &ctx.bureau.file;
    let line = |edition: bool, pair: Option<Pair>| pair.map(|pair| ImprintLine { pair, edition });
    let imprint = [
        line(false, Pair::of("书名", front.title.value.clone())),
        line(false, Pair::of("版式", variant)),
        line(false, Pair::of("编印", file.name.value.clone())),
        line(true, Pair::of("版次", ctx.edition())),
        line(false, Pair::of("核对", reviewed)),
        line(false, Pair::of("地址", text_or_empty(file.address.as_ref()))),
    ];
    let qr = ctx.qr("");
    HandbookView {
        format,
        variant: variant.to_owned(),
        title: front.title.value.clone(),
        subtitle: text_or_empty(front.subtitle.as_ref()),
        sample: if front.sample { "示例文本".to_owned() } else { String::new() },
        bureau: file.name.value.clone(),
        primary: ctx.primary(),
        mark: ctx.mark.cloned(),
        edition: ctx.edition(),
        qr_label: label(qr.as_ref(), "扫码看最新内容"),
        qr,
        imprint: imprint.into_iter().flatten().collect(),
        imprint_note: text_or_empty(front.imprint.as_ref()),
        index: book_index::letters(&chapters),
        chapters,
        contacts: ctx.phones(),
    }
}

/// The oldest review among the guides that the booklet prints: the date that it can answer for.
fn handbook_review(ctx: &Context<'_>, chapters: &[ChapterFile]) -> String {
    let dates = chapters.iter().flat_map(|c| chosen(ctx, c)).filter_map(|g| g.front.reviewed.as_ref());
    dates.map(|d| d.value).min().map_or_else(String::new, date_zh)
}

fn parts(ctx: &Context<'_>, chapter: &ChapterFile, text: &[Block], pictures: &BTreeMap<String, String>) -> Vec<Part> {
    let mut parts = Vec::new();
    if !text.is_empty() {
        parts.push(Part::Blocks { blocks: tree(text, pictures, 1) });
    }
    for guide in chosen(ctx, chapter) {
        let item = ctx.bureau.catalog.as_ref().and_then(|c| c.item(&guide.front.item));
        parts.push(Part::Guide(Box::new(guide_part(ctx, item, guide, pictures))));
    }
    match chapter.list {
        Some(ListKind::Items) => parts.extend(ctx.bureau.catalog.as_ref().map(|c| items(ctx, c))),
        Some(ListKind::Channels) => parts.extend(ctx.bureau.catalog.as_ref().map(|c| channels(ctx, c))),
        Some(ListKind::Points) => parts.push(points(ctx)),
        None => {}
    }
    parts
}

/// The guides that a chapter names; `all` means every guide of the bureau.
fn chosen<'a>(ctx: &Context<'a>, chapter: &ChapterFile) -> Vec<&'a Guide> {
    if chapter.guides.iter().any(|g| g.value == "all") {
        return ctx.bureau.guides.iter().collect();
    }
    chapter.guides.iter().filter_map(|g| ctx.bureau.guide(&g.value)).collect()
}

fn guide_part(ctx: &Context<'_>, item: Option<&Item>, guide: &Guide, pictures: &BTreeMap<String, String>) -> GuidePart {
    let front = &guide.front;
    let named = item.map(|i| i.name.value.clone());
    GuidePart {
        title: front.title.as_ref().map(|t| t.value.clone()).or(named).unwrap_or_else(|| front.item.to_string()),
        anchor: String::new(),
        facts: steps::facts(ctx.bureau, item, guide),
        conditions: steps::conditions(guide),
        materials: steps::materials(guide, steps::Words::Official),
        steps: steps::steps(guide),
        blocks: tree(&guide.body, pictures, 2),
        faq: front.faq.iter().map(|q| Pair { k: q.ask.value.clone(), v: q.answer.value.clone() }).collect(),
        basis: front.basis.iter().map(|b| b.value.clone()).collect(),
    }
}

/// Every item with its depth in the channel that goes deepest, the county hall where there is one.
fn items(ctx: &Context<'_>, catalog: &Catalog) -> Part {
    let hall = catalog.channels.iter().find(|c| c.tier == Tier::County).or(catalog.channels.first());
    let rows = catalog.items.iter().enumerate().map(|(row, item)| {
        let depth = hall.and_then(|channel| item.depth_in(&channel.id));
        let row = Row {
            no: item.number.as_ref().map_or_else(|| (row + 1).to_string(), |n| n.value.clone()),
            name: item.name.value.clone(),
            sign: depth.map_or("dash", |d| d.kind.sign()),
            words: depth.map_or("-", |d| d.published()).to_owned(),
            handling: item.handling.as_ref().map_or("", |h| h.value.zh()).to_owned(),
            limit: super::common::waiting(ctx.bureau.guide(&item.id)),
            note: super::common::extras(&ctx.bureau.printed_with_item(item)),
            bring: String::new(),
            qr: None,
        };
        ItemRow { row, anchor: String::new() }
    });
    Part::Items {
        title: catalog.title.value.clone(),
        note: hall.map_or_else(String::new, |channel| format!("办理深度以{}为准。", channel.name.value)),
        rows: rows.collect(),
    }
}

/// The items of each channel. A channel for which the catalog lists nothing is left out.
fn channels(ctx: &Context<'_>, catalog: &Catalog) -> Part {
    let listed = catalog.channels.iter().filter_map(|channel| {
        let offered = Offer::of_channel(catalog, channel);
        let rows: Vec<ItemRow> =
            offered.iter().map(|offer| ItemRow { row: Row::of(ctx, offer), anchor: String::new() }).collect();
        (!rows.is_empty()).then(|| ChannelPart { name: channel.name.value.clone(), count: format!("{}项", rows.len()), rows })
    });
    let channels: Vec<ChannelPart> = listed.collect();
    let note = format!("《{}》列有{}个渠道，每个渠道能办的事项和办理深度如下。", catalog.title.value, channels.len());
    Part::Channels { note, channels }
}

fn points(ctx: &Context<'_>) -> Part {
    let rows = ctx.bureau.points.iter().filter(|point| point.in_service()).map(|point| PointRow {
        name: point.name.value.clone(),
        address: text_or_empty(point.address.as_ref()),
        hours: point.hours_in_words().join("；"),
        phone: lines(&point.numbers()),
        note: super::common::extras(&ctx.bureau.printed_with_point(point)),
    });
    Part::Points { title: "服务点".to_owned(), note: String::new(), rows: rows.collect() }
}
