//! Owns the view of `handbook.typ`: the booklet on the counter, composed of chapters, guides and
//! generated lists. Must not know pages, contents or running heads: those are the template's.

use std::collections::BTreeMap;

use serde::Serialize;

use super::book_index::{self, Letter};
use super::common::{Context, MarkView, Pair, Phone, QrView, hours, label, text_or_empty};
use super::facts::{Collector, Facts, facts};
use super::prose::tree;
use super::service_list::Row;
use super::steps::{self, MaterialGroup, StepGroup};
use crate::model::date::date_zh;
use crate::model::handbook::{ChapterFile, ListKind};
use crate::model::{Catalog, Guide, Handbook, Item, Offer, Tier};
use crate::source::markdown::Block;

/// A size of the book, in millimetres and points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Format {
    /// Width of a page.
    pub width: f64,
    /// Height of a page.
    pub height: f64,
    /// Margins: towards the fold, outer, top, bottom.
    pub margins: [f64; 4],
    /// Size of running text.
    pub body: f64,
    /// Size of type in tables and fact boxes.
    pub table: f64,
    /// Size of titles beside those of the A5 book. They grow less than the text: a title that fills a page is no title.
    pub heads: f64,
}

impl Format {
    /// The booklet, A5.
    pub const BOOK: Self =
        Self { width: 148.0, height: 210.0, margins: [16.0, 27.0, 19.0, 17.0], body: 10.5, table: 9.0, heads: 1.0 };
    /// 大字版: A4, running text of 18 points, tables of 15.5.
    pub const LARGE: Self =
        Self { width: 210.0, height: 297.0, margins: [22.0, 30.0, 24.0, 22.0], body: 18.0, table: 15.5, heads: 1.5 };
}

/// Everything that the booklet shows.
#[derive(Clone, Debug, Serialize)]
pub struct HandbookView {
    /// The page and its type.
    pub format: Format,
    /// 大字版, or empty.
    pub variant: String,
    /// Title as published.
    pub title: String,
    /// Subtitle, or empty.
    pub subtitle: String,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// 2023年4月版.
    pub edition: String,
    /// Leads to the bureau's pages.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// Publisher, edition, review.
    pub imprint: Vec<ImprintLine>,
    /// Text below it, or empty.
    pub imprint_note: String,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Items and guides by pinyin, with the places where they stand.
    pub index: Vec<Letter>,
    /// Phones on the back cover.
    pub contacts: Vec<Phone>,
}

facts! {
    HandbookView {
        format: silent("layout"),
        variant: fact("版式"),
        title: silent("the imprint has it"),
        subtitle: fact("副标题"),
        sample: fact("示例"),
        bureau: silent("the imprint has it"),
        primary: silent("colour"),
        mark: open,
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        imprint: via(beside_edition),
        imprint_note: fact("版本说明"),
        chapters: open,
        index: fact("索引", 2),
        contacts: open,
    }
}

/// A line of the imprint.
#[derive(Clone, Debug, Serialize)]
pub struct ImprintLine {
    /// What it says.
    #[serde(flatten)]
    pub pair: Pair,
    /// It names the edition, which is no content.
    #[serde(skip)]
    pub edition: bool,
}

/// What the imprint says beside the edition.
fn beside_edition(lines: &[ImprintLine], facts: &mut Collector) {
    for ImprintLine { pair, edition } in lines {
        if !edition {
            pair.collect(facts);
        }
    }
}

/// A chapter. It opens on a right page.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// Title.
    pub title: String,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

facts! {
    Chapter {
        title: row,
        parts: open,
    }
}

/// A part of a chapter.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Part {
    /// Running text.
    Blocks {
        /// The Markdown tree.
        blocks: Vec<Block>,
    },
    /// A guide with its fact box.
    Guide(Box<GuidePart>),
    /// The generated list of items.
    Items {
        /// Title.
        title: String,
        /// Remark above it, or empty.
        note: String,
        /// One row per item.
        rows: Vec<ItemRow>,
    },
    /// The generated list of each channel's items.
    Channels {
        /// Remark above it, or empty.
        note: String,
        /// The channels in the order of the catalog.
        channels: Vec<ChannelPart>,
    },
    /// The generated list of points.
    Points {
        /// Title.
        title: String,
        /// Remark above it, or empty.
        note: String,
        /// One row per point.
        rows: Vec<PointRow>,
    },
}

impl Facts for Part {
    fn collect(&self, facts: &mut Collector) {
        let depth = facts.depth();
        match self {
            Self::Blocks { blocks } => facts.within("正文", |facts| blocks.collect(facts)),
            Self::Guide(guide) => guide.collect(facts),
            Self::Items { title, note, rows } => {
                facts.row(title);
                facts.within("说明", |facts| facts.text(note));
                rows.collect(facts);
            }
            Self::Channels { note, channels } => {
                facts.within("说明", |facts| facts.text(note));
                channels.collect(facts);
            }
            Self::Points { title, note, rows } => {
                facts.row(title);
                facts.within("说明", |facts| facts.text(note));
                rows.collect(facts);
            }
        }
        facts.back_to(depth);
    }
}

/// A row of a list, with a place that the index leads to.
#[derive(Clone, Debug, Serialize)]
pub struct ItemRow {
    /// The item.
    #[serde(flatten)]
    pub row: Row,
    /// A name of the place, unlike any other of the book.
    pub anchor: String,
}

facts! {
    ItemRow {
        row: open,
        anchor: silent("a place that the index leads to"),
    }
}

/// One channel of the list by channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelPart {
    /// Name as published.
    pub name: String,
    /// 27项.
    pub count: String,
    /// Its items.
    pub rows: Vec<ItemRow>,
}

facts! {
    ChannelPart {
        name: row,
        count: fact("事项数"),
        rows: open,
    }
}

/// A guide as the booklet shows it.
#[derive(Clone, Debug, Serialize)]
pub struct GuidePart {
    /// Name of the item, or the guide's own title.
    pub title: String,
    /// A name of the place, unlike any other of the book.
    pub anchor: String,
    /// The fact box.
    pub facts: Vec<Pair>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// What to bring, by situation.
    pub materials: Vec<MaterialGroup>,
    /// What happens, by way.
    pub steps: Vec<StepGroup>,
    /// The guide's text, a Markdown tree.
    pub blocks: Vec<Block>,
    /// Questions that people ask.
    pub faq: Vec<Pair>,
    /// Legal basis.
    pub basis: Vec<String>,
}

facts! {
    GuidePart {
        title: row,
        anchor: silent("a place that the index leads to"),
        facts: open,
        conditions: fact("办理条件"),
        materials: fact("材料"),
        steps: fact("步骤"),
        blocks: fact("正文"),
        faq: fact("问答"),
        basis: fact("依据"),
    }
}

/// A point in the generated list.
#[derive(Clone, Debug, Serialize)]
pub struct PointRow {
    /// Name on the door.
    pub name: String,
    /// Address, or empty.
    pub address: String,
    /// Hours in one line, or empty.
    pub hours: String,
    /// Phone, or empty.
    pub phone: String,
}

facts! {
    PointRow {
        name: row,
        address: fact("地址"),
        hours: fact("时间"),
        phone: fact("电话"),
    }
}

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
        parts.push(Part::Guide(Box::new(guide_part(item, guide, pictures))));
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

fn guide_part(item: Option<&Item>, guide: &Guide, pictures: &BTreeMap<String, String>) -> GuidePart {
    let front = &guide.front;
    let named = item.map(|i| i.name.value.clone());
    GuidePart {
        title: front.title.as_ref().map(|t| t.value.clone()).or(named).unwrap_or_else(|| front.item.to_string()),
        anchor: String::new(),
        facts: steps::facts(item, guide),
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
            note: String::new(),
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
        hours: hours(point.hours.as_ref().map(|t| t.as_str())).join("；"),
        phone: text_or_empty(point.phone.as_ref()),
    });
    Part::Points { title: "服务点".to_owned(), note: String::new(), rows: rows.collect() }
}
