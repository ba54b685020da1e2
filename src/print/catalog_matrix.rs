//! Owns the view of `catalog-matrix.typ`: the items of a bureau by channel, as its document prints them, on A3.
//! Must not know how columns are set.

use serde::Serialize;

use super::common::{self, Context, LegendEntry, Pair, Sheet, text_or_empty};
use super::facts::{Collector, Facts, facts};
use crate::model::{Catalog, Channel, DepthKind, Id, Item, Offer};

/// Columns of channels that stand side by side at a size that can be read.
const MOST_COLUMNS: usize = 16;

/// Everything that the table shows.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogMatrix {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// 事项32项，渠道10个.
    pub summary: String,
    /// The document and annex, or empty.
    pub source: String,
    /// The catalog's own remark, or empty.
    pub note: String,
    /// The signs that stand in the table.
    pub legend: Vec<LegendEntry>,
    /// The table; more than one where the channels do not fit side by side.
    pub parts: Vec<MatrixPart>,
}

facts! {
    CatalogMatrix {
        sheet: via(Sheet::with_title),
        summary: fact("概要"),
        source: fact("来源"),
        note: fact("说明"),
        legend: fact("图例", 2),
        parts: open,
    }
}

/// A table of all items and some channels.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixPart {
    /// 渠道1至10, where there is more than one table.
    pub caption: String,
    /// Heads of the columns.
    pub channels: Vec<MatrixChannel>,
    /// Some item says how it is handled.
    pub handled: bool,
    /// Groups in the catalog's order; a single one without title where it has none.
    pub groups: Vec<MatrixGroup>,
}

facts! {
    MatrixPart {
        caption: fact("表"),
        channels: open,
        handled: silent("whether some row says how it is handled"),
        groups: open,
    }
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixChannel {
    /// Its short name where it has one, else the name as published.
    pub name: String,
    /// 27项.
    pub count: String,
}

facts! {
    MatrixChannel {
        name: row,
        count: fact("事项数"),
    }
}

/// A group of rows under one title.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixGroup {
    /// Title, may be empty.
    pub title: String,
    /// Its items.
    pub rows: Vec<MatrixRow>,
}

facts! {
    MatrixGroup {
        title: row,
        rows: open,
    }
}

/// One item.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// Printed number, else that of the row.
    pub no: String,
    /// Name as published.
    pub name: String,
    /// 即办件, 承诺件 or empty.
    pub handling: String,
    /// What the bureau chose of the item's own columns, or empty.
    pub note: String,
    /// Channel and depth as published, in the order of the columns.
    pub cells: Vec<MatrixCell>,
    /// The sign of each depth.
    pub signs: Vec<&'static str>,
}

facts! {
    MatrixRow {
        name: row,
        no: fact("序号"),
        handling: fact("办件类型"),
        note: fact("说明"),
        cells: open,
        signs: silent("drawn from the words beside it"),
    }
}

/// A depth in the column of a channel.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCell {
    /// Full name of the channel, and the depth as published.
    #[serde(flatten)]
    pub pair: Pair,
    /// What stands above the column.
    #[serde(skip)]
    pub head: String,
}

/// A cell is called by what stands above it. Records of scheme 1 have the full name of the channel.
impl Facts for MatrixCell {
    fn collect(&self, facts: &mut Collector) {
        let Self { pair, head } = self;
        if facts.scheme() < 2 {
            return pair.collect(facts);
        }
        facts.within(head, |facts| facts.text(&pair.v));
    }
}

/// The table of a bureau; none without items or without channels.
#[must_use]
pub fn catalog_matrix_view(ctx: &Context<'_>) -> Option<CatalogMatrix> {
    let catalog = ctx.bureau.catalog.as_ref().filter(|c| !c.items.is_empty() && !c.channels.is_empty())?;
    // As many columns in each table: 20 channels are twice 10, and not 16 and 4.
    let tables = catalog.channels.len().div_ceil(MOST_COLUMNS);
    let each = catalog.channels.len().div_ceil(tables);
    let parts = catalog.channels.chunks(each).enumerate().map(|(index, channels)| {
        let first = index * each + 1;
        let caption = if tables > 1 { format!("渠道{first}至{}", first + channels.len() - 1) } else { String::new() };
        part(ctx, catalog, channels, caption)
    });
    let offers: Vec<Offer<'_>> = catalog.channels.iter().flat_map(|channel| Offer::of_channel(catalog, channel)).collect();
    let mut legend = common::legend(&offers);
    if offers.iter().any(|offer| offer.kind() == DepthKind::Unstated) {
        let kind = DepthKind::Unstated;
        legend.push(LegendEntry { sign: kind.sign(), words: format!("{}：{}", kind.zh(), kind.meaning()) });
    }
    if offers.len() < catalog.items.len() * catalog.channels.len() {
        legend.push(LegendEntry { sign: DepthKind::None.sign(), words: "这个渠道不办".to_owned() });
    }
    Some(CatalogMatrix {
        sheet: ctx.sheet(catalog.title.value.clone()),
        summary: format!("服务事项{}项，服务渠道{}个", catalog.items.len(), catalog.channels.len()),
        source: text_or_empty(catalog.source.as_ref()),
        note: text_or_empty(catalog.note.as_ref()),
        legend,
        parts: parts.collect(),
    })
}

fn part(ctx: &Context<'_>, catalog: &Catalog, channels: &[Channel], caption: String) -> MatrixPart {
    let rows_of = |group: Option<&str>| -> Vec<MatrixRow> {
        let known = |id: &str| catalog.groups.iter().any(|g| g.id.as_str() == id);
        let items = catalog.items.iter().enumerate();
        items
            .filter(|(_, item)| item.group.as_ref().map(Id::as_str).filter(|id| known(id)) == group)
            .map(|(place, item)| row(ctx, place, item, channels))
            .collect()
    };
    let titled = catalog.groups.iter().map(|g| MatrixGroup { title: g.title.value.clone(), rows: rows_of(Some(g.id.as_str())) });
    let title = if catalog.groups.is_empty() { "" } else { "其他事项" };
    let rest = MatrixGroup { title: title.to_owned(), rows: rows_of(None) };
    MatrixPart {
        caption,
        channels: channels
            .iter()
            .map(|channel| MatrixChannel { name: head(channel), count: format!("{}项", catalog.count(&channel.id)) })
            .collect(),
        handled: catalog.items.iter().any(|item| item.handling.is_some()),
        groups: titled.chain([rest]).filter(|group| !group.rows.is_empty()).collect(),
    }
}

/// What stands above the column of a channel.
fn head(channel: &Channel) -> String {
    channel.short_name.as_ref().unwrap_or(&channel.name).value.clone()
}

fn row(ctx: &Context<'_>, place: usize, item: &Item, channels: &[Channel]) -> MatrixRow {
    let depths = || channels.iter().map(|channel| (channel, item.depth_in(&channel.id)));
    MatrixRow {
        no: item.number.as_ref().map_or_else(|| (place + 1).to_string(), |n| n.value.clone()),
        name: item.name.value.clone(),
        handling: item.handling.as_ref().map_or("", |h| h.value.zh()).to_owned(),
        note: common::extras(&ctx.bureau.printed_with_item(item)),
        cells: depths()
            .map(|(channel, depth)| MatrixCell {
                pair: Pair { k: channel.name.value.clone(), v: depth.map_or("-", |d| d.published()).to_owned() },
                head: head(channel),
            })
            .collect(),
        signs: depths().map(|(_, depth)| depth.map_or(DepthKind::None, |d| d.kind).sign()).collect(),
    }
}
