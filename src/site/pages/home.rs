//! A bureau's first page: what is asked most, where to go, and what else is published.

use serde::Serialize;

use super::notices::{self, NoticeRow};
use crate::model::Item;
use crate::model::date::date_zh;
use crate::site::format::Link;
use crate::site::linked;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// As many rows as a person reads without searching.
const MOST_ITEMS: usize = 12;
const MOST_POINTS: usize = 12;
const MOST_NEWS: usize = 4;
/// The script shows three that still hold, and cannot show what is not there.
const MOST_NOTICES: usize = 12;

/// A bureau's `index.html`.
#[derive(Debug, Serialize)]
pub struct HomeView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    heading: String,
    /// From the page to the folder of its index; no search where there is nothing to find.
    search: Option<&'static str>,
    notices: Vec<NoticeRow>,
    counts: Vec<Count>,
    items_title: String,
    items: Vec<Row>,
    items_more: Option<Link>,
    places: Vec<Row>,
    places_more: Option<Link>,
    /// Points by what the reader's phone knows, on the page of all points; the script makes them work.
    places_by: Vec<Link>,
    services: Vec<Row>,
    news: Vec<Row>,
    news_more: Option<Link>,
    more: Vec<Row>,
}

/// A large number with what it counts.
#[derive(Debug, Serialize)]
pub struct Count {
    number: usize,
    label: String,
    href: String,
}

/// A link with a remark.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    note: String,
    href: String,
    /// A point's place in the table of hours.
    open: Option<usize>,
}

/// The view of a bureau's first page.
pub fn home_view(scope: &SiteContext) -> HomeView {
    let items = scope.items();
    let frequent: Vec<&Item> = items.iter().filter(|i| i.frequent()).collect();
    let (items_title, shown) =
        if frequent.is_empty() { ("服务事项", items.iter().take(MOST_ITEMS).collect()) } else { ("常办事项", frequent) };
    let items_more = (shown.len() < items.len()).then(|| Link::new(format!("全部 {} 项", items.len()), "items/index.html"));
    let (places, places_more) = places(scope);
    let mut chrome = scope.chrome(Section::Home, None);
    chrome.description = format!("{}办事指南：医保事项要带什么、去哪里办、几点开门。", scope.bureau.file.name.value);
    chrome.data = linked::organization(scope);
    HomeView {
        chrome,
        heading: format!("{}办事指南", scope.bureau.short_name()),
        search: scope.has(Section::Search).then_some(""),
        notices: notices::newest(scope).into_iter().take(MOST_NOTICES).map(|n| notices::row(n, "notices/")).collect(),
        counts: counts(scope),
        items_title: items_title.to_owned(),
        items: shown.into_iter().map(|item| item_row(scope, item)).collect(),
        items_more,
        places_by: places_by(scope),
        places,
        places_more,
        services: services(scope),
        news: news(scope),
        news_more: scope.has(Section::Changes).then(|| Link::new("全部更新", section_href(Section::Changes))),
        more: more(scope),
    }
}

fn counts(scope: &SiteContext) -> Vec<Count> {
    let channels = scope.catalog().map_or(0, |c| c.channels.len());
    [
        (scope.items().len(), "项服务事项", Section::Items),
        (channels, "种服务渠道", Section::Channels),
        (scope.bureau.points.len(), "个服务网点", Section::Points),
    ]
    .into_iter()
    .filter(|(number, _, _)| *number > 0)
    .map(|(number, label, section)| Count { number, label: label.to_owned(), href: section_href(section) })
    .collect()
}

fn section_href(section: Section) -> String {
    format!("{}/index.html", SiteContext::folder(section))
}

fn item_row(scope: &SiteContext, item: &Item) -> Row {
    let promised = scope.guide(&item.id).and_then(|g| g.front.limits.as_ref()).and_then(|l| l.promised.as_ref());
    let note = match (promised, &item.handling) {
        (Some(limit), _) => limit.zh(),
        (None, Some(handling)) => handling.zh().to_owned(),
        (None, None) => String::new(),
    };
    Row { name: item.name.value.clone(), note, href: format!("items/{}/index.html", item.id), open: None }
}

/// Points one by one where there are few, otherwise the channels with their number of points.
fn places(scope: &SiteContext) -> (Vec<Row>, Option<Link>) {
    let open: Vec<_> = scope.bureau.points.iter().filter(|p| p.in_service()).collect();
    if open.is_empty() {
        return (Vec::new(), None);
    }
    let all = Link::new(format!("全部 {} 个网点", scope.bureau.points.len()), "points/index.html");
    if open.len() <= MOST_POINTS {
        let rows = open.iter().map(|point| Row {
            name: point.name.value.clone(),
            note: scope.point_hours(point).lines.into_iter().next().unwrap_or_default(),
            href: format!("points/{}/index.html", point.id),
            open: scope.open.place(point),
        });
        return (rows.collect(), (open.len() < scope.bureau.points.len()).then_some(all));
    }
    let rows = scope.catalog().map_or(&[][..], |c| &c.channels).iter().filter_map(|channel| {
        let count = scope.open_points_of(&channel.id).count();
        (count > 0).then(|| Row {
            name: channel.name.value.clone(),
            note: format!("{count} 个网点"),
            href: format!("channels/{}/index.html", channel.id),
            open: None,
        })
    });
    (rows.collect(), Some(all))
}

/// The nearest, and those that are open: on the page of all points.
fn places_by(scope: &SiteContext) -> Vec<Link> {
    let near = scope.bureau.points.iter().any(|p| p.in_service() && p.location.is_some());
    let near = near.then(|| Link::new("离我最近的", "points/index.html#near"));
    let open = (!scope.open.is_empty()).then(|| Link::new("现在开门的", "points/index.html#only-open"));
    near.into_iter().chain(open).collect()
}

fn services(scope: &SiteContext) -> Vec<Row> {
    let Some(programme) = &scope.bureau.programme else { return Vec::new() };
    programme
        .services
        .iter()
        .enumerate()
        .map(|(index, service)| {
            let hours = scope.hours(service.hours.as_ref()).lines.into_iter().next();
            Row {
                name: service.name.value.clone(),
                note: service.rule.as_ref().map(|r| r.value.clone()).or(hours).unwrap_or_default(),
                href: format!("services/index.html#{}", super::services::anchor(index)),
                open: None,
            }
        })
        .collect()
}

/// The newest of what is new, by its dates.
fn news(scope: &SiteContext) -> Vec<Row> {
    // Notices stand at the top of the page.
    let newest = crate::site::news::changes(scope).into_iter().take(MOST_NEWS);
    newest.map(|n| Row { name: n.title, note: date_zh(n.date), href: n.href, open: None }).collect()
}

fn more(scope: &SiteContext) -> Vec<Row> {
    let bureau = scope.bureau;
    let mut rows = Vec::new();
    let mut add = |section: Section, name: &str, note: String| {
        if scope.has(section) {
            rows.push(Row { name: name.to_owned(), note, href: section_href(section), open: None });
        }
    };
    if let Some(programme) = &bureau.programme {
        add(Section::Services, &programme.title, String::new());
    }
    if let Some(plan) = &bureau.plan {
        let tasks: usize = plan.groups.iter().map(|g| g.tasks.len()).sum();
        add(Section::Plan, &plan.title, format!("{tasks} 项任务"));
    }
    add(Section::Ratings, "评定结果", format!("{} 个网点", scope.ratings.len()));
    add(Section::Standards, "检查标准", scope.standards.iter().map(|s| s.subject().to_owned()).collect::<Vec<_>>().join("、"));
    let books: Vec<String> = bureau.handbooks.iter().map(|h| format!("《{}》", h.front.title)).collect();
    add(Section::Handbooks, "业务指南", books.concat());
    rows
}
