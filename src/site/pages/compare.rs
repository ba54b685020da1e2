//! Points side by side: when each is open, at weekends and at noon, and how much is done there. A table for everybody; the script lets the reader
//! keep only the points that are in question.

use serde::Serialize;

use super::points::MOST_ON_ONE_PAGE;
use crate::model::hours::{DayHours, Hours};
use crate::model::{DepthKind, Offer, Point, Text};
use crate::site::format::{Phone, keep, phones};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `points/_compare/index.html`.
#[derive(Debug, Serialize)]
pub struct CompareView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    points: Vec<Compared>,
    note: String,
}

/// One point.
#[derive(Debug, Serialize)]
pub struct Compared {
    name: String,
    href: String,
    channel: String,
    open: Option<usize>,
    week: Vec<String>,
    weekend: String,
    noon: String,
    /// Items that are done here, and how many of them to the end; empty where no document lists them.
    items: String,
    complete: String,
    phones: Vec<Phone>,
}

/// Whether there is anything to compare, and not more than a page can hold.
pub fn exists(scope: &SiteContext) -> bool {
    (2..=MOST_ON_ONE_PAGE).contains(&scope.bureau.points.iter().filter(|p| p.in_service()).count())
}

/// The view of all points to which people can go.
pub fn compare_view(scope: &SiteContext) -> CompareView {
    let points: Vec<Compared> = scope.bureau.points.iter().filter(|p| p.in_service()).map(|p| compared(scope, p)).collect();
    CompareView {
        chrome: scope.chrome(Section::Points, Some("比较网点")),
        lead: format!("{} 个网点的时间和能办的事项，放在一张表里比。", points.len()),
        points,
        note: "午间：周一至周五 12:30 有没有人办。周末和午间把特色服务也算在内；法定节假日看网点自己的页面。".to_owned(),
    }
}

fn compared(scope: &SiteContext, point: &Point) -> Compared {
    let catalog = scope.catalog();
    let channel = catalog.and_then(|c| c.channel(&point.channel));
    let offers = catalog.map(|catalog| Offer::all(catalog, point)).unwrap_or_default();
    // The document names only some of the items: a count of them would be too small.
    let counted = !offers.is_empty() && !channel.is_some_and(|c| c.claims.iter().any(|claim| claim.incomplete));
    let complete = offers.iter().filter(|o| o.depth.is_some_and(|d| d.kind == DepthKind::Complete)).count();
    let number = |n: usize| if counted { format!("{n} 项") } else { String::new() };
    let hours: Vec<(&str, Hours)> = all_hours(point).collect();
    let known = |text: fn(&[(&str, Hours)]) -> String| if point.hours.is_some() { text(&hours) } else { String::new() };
    Compared {
        name: point.name.value.clone(),
        href: format!("../{}/index.html", point.id),
        channel: channel.map(|c| c.name.value.clone()).unwrap_or_default(),
        open: scope.open.place(point),
        week: scope.point_hours(point).lines,
        weekend: known(weekend),
        noon: known(noon),
        items: number(offers.len()),
        complete: number(complete),
        phones: phones(point.numbers()),
    }
}

/// The hours of a point and of its special services, each with the name of the service.
fn all_hours(point: &Point) -> impl Iterator<Item = (&str, Hours)> {
    let own = point.hours.iter().map(|text| ("", text));
    let special = point.special.iter().filter_map(|s| Some((s.name.as_str(), s.hours.as_ref()?)));
    own.chain(special).filter_map(|(name, text): (&str, &Text)| Some((name, Hours::parse(text).ok()?)))
}

/// `周六 09:00—11:30`.
fn weekend(all: &[(&str, Hours)]) -> String {
    let mut found: Vec<String> = Vec::new();
    for (_, hours) in all {
        // Some Saturdays only, such as the first of a month, follow no week: the rule says it best.
        if hours.weekly().is_none() {
            found.extend(hours.describe().into_iter().filter(|line| line.contains("周六") || line.contains("周日")));
            continue;
        }
        for season in hours.seasons() {
            let part = if season.label.is_empty() { String::new() } else { format!("（{}）", season.label) };
            for day in season.week.iter().skip(5).filter(|day| !day.spans.is_empty()) {
                let spans: Vec<String> = day.spans.iter().map(|s| format!("{}—{}", s.from, s.to)).collect();
                let line = keep(&format!("{} {}{part}", day.name, spans.join("、")));
                if !found.contains(&line) {
                    found.push(line);
                }
            }
        }
    }
    if found.is_empty() { "休息".to_owned() } else { found.join("；") }
}

/// Whether somebody is there at half past twelve on ordinary weekdays.
fn noon(all: &[(&str, Hours)]) -> String {
    let at_noon = |day: &DayHours| day.spans.iter().any(|s| s.from.as_str() <= "12:30" && s.to.as_str() > "12:30");
    for (name, hours) in all {
        let seasons = hours.seasons();
        let days: Vec<bool> = seasons.iter().flat_map(|s| s.week.iter().take(5).map(at_noon)).collect();
        if days.iter().all(|open| *open) {
            return if name.is_empty() { "不休息".to_owned() } else { (*name).to_owned() };
        }
        if days.iter().any(|open| *open) {
            return if name.is_empty() { "有的日子不休息".to_owned() } else { format!("{name}（有的日子）") };
        }
    }
    "休息".to_owned()
}
