//! Who reaches a service point in 15 minutes, or in the bureau's own limit: the answer first, how it is reckoned, a map, and both tables.

use std::collections::{BTreeSet, HashSet};

use serde::Serialize;

use crate::model::coordinates::distance_zh;
use crate::model::reach::{self, Method, Mode, Row, Share};
use crate::model::villages::Villages;
use crate::site::areas;
use crate::site::format::{FileLink, Link};
use crate::site::map::{self, Mark, Spot};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `reach/index.html`.
#[derive(Debug, Serialize)]
pub struct ReachView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    heading: String,
    lead: String,
    modes: Vec<ModeRow>,
    /// Whether people are counted, not only villages.
    people: bool,
    method: Vec<String>,
    /// The map as SVG, made from numbers and escaped names.
    map: String,
    /// Said under the map.
    key: String,
    /// Villages beyond the limit on foot, farthest first.
    outside: Vec<VillageRow>,
    outside_title: String,
    all: Vec<VillageRow>,
    /// Villages by town where there are too many for one page.
    towns: Vec<TownRow>,
    towns_title: String,
    downloads: Vec<FileLink>,
}

/// What one way of going reaches.
#[derive(Debug, Serialize)]
pub struct ModeRow {
    name: &'static str,
    speed: String,
    villages: String,
    people: String,
}

/// One village.
#[derive(Debug, Serialize)]
pub struct VillageRow {
    name: String,
    people: String,
    point: Link,
    distance: String,
    /// Minutes on foot, by bicycle, by car.
    minutes: Vec<String>,
}

/// A town with what is known of its villages.
#[derive(Debug, Serialize)]
pub struct TownRow {
    name: String,
    href: String,
    within: String,
    farthest: String,
}

/// `reach/_TOWN/index.html`: the villages of one town.
#[derive(Debug, Serialize)]
pub struct TownView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    heading: String,
    lead: String,
    all: Vec<VillageRow>,
    /// The other pages of the same town.
    beside: Vec<Link>,
}

/// With more villages than this the page lists towns, and each town's page lists its villages.
const MOST_ON_ONE_PAGE: usize = 200;

/// Villages of one town, or those that name none, on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    name: String,
    /// The folder of its page below `reach/`.
    pub slug: String,
    of: (usize, usize),
    /// The names of its villages: no two have the same.
    villages: HashSet<&'a str>,
}

impl Part<'_> {
    fn title(&self) -> String {
        areas::title(&self.name, self.of)
    }
}

/// The pages of a bureau's villages; none where one page holds them.
pub fn parts<'a>(scope: &SiteContext<'a>) -> Vec<Part<'a>> {
    let Some(villages) = scope.bureau.villages.as_ref().filter(|v| v.villages.len() > MOST_ON_ONE_PAGE) else {
        return Vec::new();
    };
    let towns = &scope.areas().towns;
    let mut own: Vec<Vec<&str>> = vec![Vec::new(); towns.names().len() + 1];
    for village in &villages.villages {
        if let Some(list) = own.get_mut(towns.heading(&village.name).unwrap_or(towns.names().len())) {
            list.push(&village.name);
        }
    }
    let mut taken = BTreeSet::new();
    let names = towns.names().iter().map(String::as_str).chain(["其他村（社区）"]);
    let mut found = Vec::new();
    for (name, list) in names.zip(own) {
        let slug = areas::slug(name, &mut taken);
        let count = list.chunks(MOST_ON_ONE_PAGE).len();
        found.extend(list.chunks(MOST_ON_ONE_PAGE).enumerate().map(|(at, villages)| Part {
            name: name.to_owned(),
            slug: areas::page_slug(&slug, at),
            of: (at + 1, count),
            villages: villages.iter().copied().collect(),
        }));
    }
    found
}

/// The ways of going, and the one that the map shows: in a wide county nobody walks to the counter.
fn measure(method: &Method) -> Mode {
    let [foot, _, car] = method.modes;
    if method.minutes >= 30 { car } else { foot }
}

/// The page of some villages.
pub fn town_view(scope: &SiteContext, villages: &Villages, part: &Part<'_>, parts: &[Part<'_>]) -> TownView {
    let method = Method::of(villages);
    let measure = measure(&method);
    let mut rows = rows_of(part, scope.reached());
    rows.sort_by(|a, b| b.metres.total_cmp(&a.metres));
    let within = rows.iter().filter(|r| method.within(&measure, r.metres)).count();
    TownView {
        chrome: scope.chrome(Section::Reach, Some(&part.title())),
        heading: part.title(),
        lead: format!(
            "{}分钟内能{}到一个服务点的村：{} 个中的 {within} 个。最远的排在前面。",
            method.minutes,
            measure.name,
            rows.len()
        ),
        all: rows.iter().map(|row| village(&method, row, "../../points/")).collect(),
        beside: parts
            .iter()
            .filter(|p| p.name == part.name && p.slug != part.slug)
            .map(|p| Link::new(format!("第 {} 页", p.of.0), format!("../{}/index.html", p.slug)))
            .collect(),
    }
}

fn rows_of<'r, 'a>(part: &Part<'_>, rows: &'r [Row<'a>]) -> Vec<&'r Row<'a>> {
    rows.iter().filter(|row| part.villages.contains(row.village.name.as_str())).collect()
}

/// The towns with their villages, in the order of the points.
fn towns(method: &Method, measure: &Mode, parts: &[Part<'_>], rows: &[Row<'_>]) -> Vec<TownRow> {
    let row = |own: &[Part<'_>]| {
        let first = own.first()?;
        let rows: Vec<&Row> = own.iter().flat_map(|part| rows_of(part, rows)).collect();
        let within = rows.iter().filter(|r| method.within(measure, r.metres)).count();
        let farthest = rows.iter().max_by(|a, b| a.metres.total_cmp(&b.metres))?;
        Some(TownRow {
            name: first.name.clone(),
            href: format!("{}/index.html", first.slug),
            within: format!("{within} / {}", rows.len()),
            farthest: format!("{}，{}", farthest.village.name, minutes(method.time(measure, farthest.metres))),
        })
    };
    parts.chunk_by(|a, b| a.name == b.name).filter_map(row).collect()
}

/// What the circle of a bureau is called: 15分钟医保服务圈.
#[must_use]
pub fn heading(villages: &Villages) -> String {
    match Method::of(villages).minutes {
        30 => "半小时医保服务圈".to_owned(),
        n => format!("{n}分钟医保服务圈"),
    }
}

/// The view of the circle.
pub fn reach_view(scope: &SiteContext, villages: &Villages) -> ReachView {
    let method = Method::of(villages);
    let points = reach::places(scope.bureau);
    let all = scope.reached();
    let shares: Vec<(Mode, Share)> = method.modes.iter().map(|mode| (*mode, method.share(mode, all))).collect();
    let measure = measure(&method);
    let parts = parts(scope);
    let people = shares.first().is_some_and(|(_, s)| s.people.1 > 0);
    let mut spots: Vec<Spot> =
        points.iter().map(|(point, place)| Spot::one(Mark::Point, point.name.value.clone(), *place)).collect();
    spots.extend(all.iter().map(|row| {
        let mark = if method.within(&measure, row.metres) { Mark::Inside } else { Mark::Outside };
        Spot::one(mark, row.village.name.value.clone(), row.place)
    }));
    let heading = heading(villages);
    let radius = method.radius(&measure);
    let map = map::draw(
        &format!("{heading}：服务点和村（社区）的位置。每个村到最近服务点的时间在下面的表里。"),
        &spots,
        Some(radius),
        scope.outline(),
    );
    let mut rows: Vec<&Row> = all.iter().collect();
    rows.sort_by(|a, b| b.metres.total_cmp(&a.metres));
    let row = |row: &&Row<'_>| village(&method, row, "../points/");
    let beyond = rows.iter().filter(|r| !method.within(&measure, r.metres)).count();
    let most = if parts.is_empty() { usize::MAX } else { MOST_ON_ONE_PAGE / 4 };
    let outside: Vec<VillageRow> = rows.iter().filter(|r| !method.within(&measure, r.metres)).take(most).map(row).collect();
    let mut chrome = scope.chrome(Section::Reach, None);
    let lead = lead(&method, &shares, people, measure.name);
    chrome.description.clone_from(&lead);
    ReachView {
        outside_title: if beyond > outside.len() {
            format!("{}超过 {} 分钟的村（{beyond}），最远的 {} 个", measure.name, method.minutes, outside.len())
        } else {
            format!("{}超过 {} 分钟的村（{beyond}）", measure.name, method.minutes)
        },
        towns_title: format!("{}{}分钟内能到的村", measure.name, method.minutes),
        towns: towns(&method, &measure, &parts, all),
        key: format!(
            "方块是服务点，圆圈是{name}{minutes}分钟内的村，三角是{name}超过{minutes}分钟的村，带数字的是挨在一起的几个。浅色的大圆是{name}{minutes}分钟的范围，半径约{radius}。",
            name = measure.name,
            minutes = method.minutes,
            radius = distance_zh(radius),
        ),
        method: words(scope, &method, villages),
        modes: shares.iter().map(|(mode, share)| mode_row(mode, *share)).collect(),
        all: if parts.is_empty() { rows.iter().map(row).collect() } else { Vec::new() },
        downloads: [FileLink {
            label: "各村到服务点".to_owned(),
            kind: "CSV",
            size: String::new(),
            href: "../data/villages.csv".to_owned(),
        }]
        .into_iter()
        .filter(|_| scope.has_file("data/villages.csv"))
        .collect(),
        heading,
        lead,
        people,
        map,
        outside,
        chrome,
    }
}

/// The answer in a sentence.
fn lead(method: &Method, shares: &[(Mode, Share)], people: bool, measure: &str) -> String {
    let Some((mode, share)) = shares.iter().find(|(mode, _)| mode.name == measure) else { return String::new() };
    if share.villages.1 == 0 {
        return "还没有可以计算的村，或者服务点还没有坐标。".to_owned();
    }
    let (villages, all) = share.villages;
    if people {
        let (some, total) = share.people;
        format!(
            "{}{}分钟内能到一个服务点的人：{}（{total}人中的{some}人，{all}个村中的{villages}个）。",
            mode.name,
            method.minutes,
            percent(some, total)
        )
    } else {
        format!("{}{}分钟内能到一个服务点的村：{all}个中的{villages}个。", mode.name, method.minutes)
    }
}

/// A share in whole per cent; never 100 while somebody is left out, never 0 while somebody is not.
fn percent(some: u64, all: u64) -> String {
    if all == 0 {
        return "—".to_owned();
    }
    let whole = (some * 100 + all / 2) / all;
    let whole = if some < all { whole.min(99) } else { whole };
    let whole = if some > 0 { whole.max(1) } else { whole };
    format!("{whole}%")
}

fn mode_row(mode: &Mode, share: Share) -> ModeRow {
    let (villages, all) = share.villages;
    let (some, total) = share.people;
    ModeRow {
        name: mode.name,
        speed: format!("每小时 {} 公里", mode.speed),
        villages: format!("{villages} / {all}"),
        people: if total == 0 { String::new() } else { format!("{}（{some}人）", percent(some, total)) },
    }
}

/// How it is reckoned, in full.
fn words(scope: &SiteContext, method: &Method, villages: &Villages) -> Vec<String> {
    let [foot, bicycle, car] = method.modes;
    let mut lines = vec![format!(
        "算法：村到最近服务点的直线距离 × {} ÷ 速度（步行每小时 {} 公里，骑车 {} 公里，开车 {} 公里）。没有用道路和班车的数据，是估算；暂停和撤销的服务点、线上渠道不算。",
        method.detour, foot.speed, bicycle.speed, car.speed
    )];
    if villages.villages.iter().any(|v| v.population.is_none()) {
        lines.push("没有人口数的村只计入村数，不计入人数。".to_owned());
    }
    lines.extend(villages.source.as_ref().map(|s| format!("数据来源：{s}")));
    lines.extend(scope.outline_source());
    if villages.sample {
        lines.push("示例：村名、位置和人口是虚构的。".to_owned());
    }
    lines
}

/// `up` leads from the page to the folder of points.
fn village(method: &Method, row: &Row<'_>, up: &str) -> VillageRow {
    VillageRow {
        name: row.village.name.value.clone(),
        people: row.village.population.as_ref().map(|p| format!("{} 人", p.value)).unwrap_or_default(),
        point: Link::new(row.point.name.value.clone(), format!("{up}{}/index.html", row.point.id)),
        distance: distance_zh(row.metres),
        minutes: method.modes.iter().map(|mode| minutes(method.time(mode, row.metres))).collect(),
    }
}

/// Whole minutes, rounded up: nobody arrives early by a rounding.
fn minutes(time: f64) -> String {
    format!("{:.0} 分钟", time.ceil().max(1.0))
}
