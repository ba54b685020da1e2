//! The matrix: every item of the catalog, and how deep each channel handles it.

use serde::Serialize;

use super::channels::Listed;
use super::filter::{Filter, Values, filters, tokens};
use crate::model::{Catalog, DepthKind, Item};
use crate::site::format::{self, DepthView, FileLink};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// With more columns than this the matrix scrolls inside its own box.
const MOST_COLUMNS: usize = 11;
/// The stylesheet can show one of so many columns on a phone.
const MOST_PICKED: usize = 16;

/// `items/index.html`.
#[derive(Debug, Serialize)]
pub struct ItemsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    lead: String,
    marks: Vec<Mark>,
    filters: Vec<Filter>,
    channels: Vec<Column>,
    /// Some cells are empty because the document does not say.
    blanks: bool,
    /// The matrix is too wide for a page.
    wide: bool,
    /// A phone shows one column, chosen from a list.
    pick: bool,
    /// Columns that a group's title spans.
    span: usize,
    groups: Vec<RowGroup>,
    source: String,
    downloads: Vec<FileLink>,
}

/// One entry of the legend.
#[derive(Debug, Serialize)]
pub struct Mark {
    sign: &'static str,
    word: String,
    meaning: &'static str,
}

/// Head of a column.
#[derive(Debug, Serialize)]
pub struct Column {
    name: String,
    /// `27 项`, or what is known where the document names only some.
    count: String,
    href: String,
    /// The column that a phone shows first: the one with most items.
    selected: bool,
}

/// Rows under one title; the title is empty when the catalog has no groups.
#[derive(Debug, Serialize)]
pub struct RowGroup {
    title: String,
    rows: Vec<ItemRow>,
}

/// One item.
#[derive(Debug, Serialize)]
pub struct ItemRow {
    no: String,
    name: String,
    href: String,
    /// What the script narrows by.
    has: String,
    cells: Vec<DepthView>,
}

/// The view of the matrix.
pub fn items_view(scope: &SiteContext, catalog: &Catalog) -> ItemsView {
    let columns = catalog.channels.len();
    let lead = match columns {
        0 => format!("{} 项服务事项。", catalog.items.len()),
        n => format!("{} 项服务事项，{n} 种服务渠道。点开事项，看带什么、去哪里办。", catalog.items.len()),
    };
    // Of equal columns the first counts, hence the reverse.
    let fullest = catalog.channels.iter().rev().map(|c| c.id.as_str()).max_by_key(|id| catalog.count(id));
    let source = catalog.source.as_ref().map(|s| format!("依据：{s}"));
    let note = catalog.note.as_ref().map(|n| n.value.clone());
    ItemsView {
        chrome: scope.chrome(Section::Items, None),
        title: catalog.title.value.clone(),
        lead,
        filters: filters(catalog),
        marks: if columns > 0 { marks(catalog) } else { Vec::new() },
        channels: catalog
            .channels
            .iter()
            .map(|c| Column {
                name: c.short_name.as_ref().unwrap_or(&c.name).value.clone(),
                count: Listed::of(catalog, c).label(),
                href: format!("../channels/{}/index.html", c.id),
                selected: fullest.is_some_and(|most| most == c.id.as_str()),
            })
            .collect(),
        blanks: catalog.items.iter().any(|i| catalog.channels.iter().any(|c| i.depth.get(&c.id).is_none())),
        wide: columns > MOST_COLUMNS,
        pick: columns <= MOST_PICKED,
        span: columns + 1,
        groups: groups(catalog),
        source: [Some(catalog.title.value.clone()), source, note].into_iter().flatten().collect::<Vec<_>>().join("　"),
        downloads: [("CSV", "csv"), ("JSON", "json")]
            .into_iter()
            .filter(|(_, ending)| scope.has_file(&format!("data/catalog.{ending}")))
            .map(|(kind, ending)| FileLink {
                label: "服务清单".to_owned(),
                kind,
                size: String::new(),
                href: format!("../data/catalog.{ending}"),
            })
            .collect(),
    }
}

/// The legend names only what the catalog uses, deepest first.
pub fn marks(catalog: &Catalog) -> Vec<Mark> {
    kinds(catalog)
        .into_iter()
        .map(|kind| Mark {
            sign: kind.sign(),
            word: if kind == DepthKind::None { "不办".to_owned() } else { kind.zh().to_owned() },
            meaning: kind.meaning(),
        })
        .collect()
}

/// The depths that a catalog uses, deepest first; words that nobody understood are left out.
pub fn kinds(catalog: &Catalog) -> Vec<DepthKind> {
    let mut kinds: Vec<DepthKind> = catalog
        .items
        .iter()
        .flat_map(|item| catalog.channels.iter().filter_map(|c| item.depth.get(&c.id)).map(|d| d.kind))
        .filter(|kind| *kind != DepthKind::Unknown)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Items under the titles of their groups, in the order of the groups; items without a group come first.
fn groups(catalog: &Catalog) -> Vec<RowGroup> {
    let numbered: Vec<(usize, &Item)> = catalog.items.iter().enumerate().map(|(i, item)| (i + 1, item)).collect();
    let values = Values::of(catalog);
    let row = |(number, item): &(usize, &Item)| ItemRow {
        no: item.number.as_ref().map_or_else(|| number.to_string(), |n| n.value.clone()),
        name: item.name.value.clone(),
        href: format!("{}/index.html", item.id),
        has: tokens(catalog, &values, item),
        cells: catalog.channels.iter().map(|c| cell(item, &c.id)).collect(),
    };
    let known = |item: &Item| item.group.as_ref().is_some_and(|g| catalog.groups.iter().any(|each| each.id == *g));
    let mut found =
        vec![RowGroup { title: String::new(), rows: numbered.iter().filter(|(_, item)| !known(item)).map(row).collect() }];
    for group in &catalog.groups {
        found.push(RowGroup {
            title: group.title.value.clone(),
            rows: numbered.iter().filter(|(_, item)| item.group.as_ref() == Some(&group.id)).map(row).collect(),
        });
    }
    found.retain(|group| !group.rows.is_empty());
    found
}

fn cell(item: &Item, channel: &str) -> DepthView {
    match item.depth.get(channel) {
        Some(depth) if depth.offered() => format::depth(Some(depth)),
        // A dash that was printed says "not here"; a channel that the row does not name says nothing.
        written => DepthView {
            sign: DepthKind::None.sign(),
            none: true,
            blank: written.is_none(),
            word: String::new(),
            rest: String::new(),
        },
    }
}
