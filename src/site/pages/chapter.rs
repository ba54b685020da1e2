//! One chapter of a handbook as a page: the same text, guides and lists as in print.

use serde::Serialize;

use super::item::{GuideText, guide_text};
use super::point::{DepthGroup, groups};
use super::points::{AreaLink, PointRow, area_links, row};
use super::target;
use crate::model::handbook::{ChapterFile, ListKind};
use crate::model::{Catalog, Guide, Handbook, Offer, Point, Tier};
use crate::site::areas;
use crate::site::format::{DepthView, Link, depth};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};
use crate::source::markdown;

/// `handbooks/BOOK_NUMBER/index.html`.
#[derive(Debug, Serialize)]
pub struct ChapterView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    book: String,
    /// The text as sanitised HTML.
    text: String,
    guides: Vec<NamedGuide>,
    items: Vec<ItemRow>,
    /// Said above the list of items.
    items_note: String,
    channels: Vec<ChannelPart>,
    points: Vec<PointRow>,
    /// The pages that list the points where there are too many for one.
    areas: Vec<AreaLink>,
    before: Option<Link>,
    after: Option<Link>,
}

/// A guide with its name.
#[derive(Debug, Serialize)]
pub struct NamedGuide {
    name: String,
    /// The item's page.
    href: String,
    text: GuideText,
}

/// One item with its depth in the bureau's own hall.
#[derive(Debug, Serialize)]
pub struct ItemRow {
    name: String,
    href: String,
    depth: DepthView,
}

/// A channel with its items.
#[derive(Debug, Serialize)]
pub struct ChannelPart {
    name: String,
    count: usize,
    groups: Vec<DepthGroup>,
}

/// Folder of a chapter below `handbooks/`, counted from one. An id has no low stroke, so no two books meet.
#[must_use]
pub fn folder(book: &Handbook, index: usize) -> String {
    format!("{}_{}", book.front.id, index + 1)
}

/// The view of the chapter `index` of a book.
pub fn chapter_view(scope: &SiteContext, book: &Handbook, index: usize) -> Option<ChapterView> {
    let chapter = book.front.chapters.get(index)?;
    let mut chrome = scope.chrome(Section::Handbooks, Some(&chapter.title));
    // Two books may have chapters of one name.
    chrome.title = format!("{} · 《{}》 · {}", chapter.title, book.front.title, scope.bureau.short_name());
    let root = chrome.shared.root.clone();
    let picture = |src: &str| target(&root, &[], src);
    let link = |index: usize| {
        let chapter = book.front.chapters.get(index)?;
        Some(Link::new(chapter.title.value.clone(), format!("../{}/index.html", folder(book, index))))
    };
    let listed = |kind: ListKind| scope.catalog().filter(|_| chapter.list == Some(kind));
    let items = listed(ListKind::Items);
    let hall = |catalog: &Catalog| catalog.channels.iter().position(|c| c.tier == Tier::County).unwrap_or(0);
    Some(ChapterView {
        title: chapter.title.value.clone(),
        book: book.front.title.value.clone(),
        text: book.texts.get(index).map(|text| markdown::to_html(text, 0, &picture)).unwrap_or_default(),
        guides: chosen(scope, chapter).into_iter().map(|guide| named(scope, guide, &root)).collect(),
        items_note: items
            .and_then(|c| c.channels.get(hall(c)))
            .map(|channel| format!("办理深度以{}为准。", channel.name.value))
            .unwrap_or_default(),
        items: items.map(|catalog| item_rows(catalog, hall(catalog))).unwrap_or_default(),
        channels: listed(ListKind::Channels).map(channel_parts).unwrap_or_default(),
        areas: if chapter.list == Some(ListKind::Points) && areas::large(scope) {
            area_links(scope, Point::in_service, "../../points/", "")
        } else {
            Vec::new()
        },
        points: if chapter.list == Some(ListKind::Points) && !areas::large(scope) {
            scope.bureau.points.iter().filter(|p| p.in_service()).map(|point| row(scope, point, "../../points/")).collect()
        } else {
            Vec::new()
        },
        before: index.checked_sub(1).and_then(link),
        after: link(index + 1),
        chrome,
    })
}

/// The guides that a chapter names; `all` means every guide of the bureau.
fn chosen<'a>(scope: &SiteContext<'a>, chapter: &ChapterFile) -> Vec<&'a Guide> {
    if chapter.guides.iter().any(|g| g.value == "all") {
        return scope.bureau.guides.iter().collect();
    }
    chapter.guides.iter().filter_map(|g| scope.guide(&g.value)).collect()
}

fn named(scope: &SiteContext, guide: &Guide, root: &str) -> NamedGuide {
    let item = scope.catalog().and_then(|c| c.item(&guide.front.item));
    let name = guide.front.title.as_ref().map(|t| t.value.clone()).or(item.map(|i| i.name.value.clone()));
    NamedGuide {
        name: name.unwrap_or_else(|| guide.front.item.to_string()),
        href: item.map(|i| format!("../../items/{}/index.html", i.id)).unwrap_or_default(),
        text: guide_text(scope, item, guide, root, 2),
    }
}

fn item_rows(catalog: &Catalog, hall: usize) -> Vec<ItemRow> {
    let channel = catalog.channels.get(hall);
    let rows = catalog.items.iter().map(|item| ItemRow {
        name: item.name.value.clone(),
        href: format!("../../items/{}/index.html", item.id),
        depth: match channel.and_then(|c| item.depth_in(&c.id)) {
            Some(deep) => depth(Some(deep)),
            None => DepthView { sign: "dash", none: true, blank: false, word: String::new(), rest: String::new() },
        },
    });
    rows.collect()
}

fn channel_parts(catalog: &Catalog) -> Vec<ChannelPart> {
    let parts = catalog.channels.iter().map(|channel| {
        let offers = Offer::of_channel(catalog, channel);
        ChannelPart { name: channel.name.value.clone(), count: offers.len(), groups: groups(&offers, "../../items/") }
    });
    parts.filter(|part| part.count > 0).collect()
}
