//! Who reaches a service point in 15 minutes, or in the bureau's own limit: the answer first, how it is reckoned, a map, and both tables.

use serde::Serialize;

use crate::model::coordinates::distance_zh;
use crate::model::reach::{self, Method, Mode, Row, Share};
use crate::model::villages::Villages;
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
    let mut rows = reach::rows(villages, &points);
    let shares: Vec<(Mode, Share)> = method.modes.iter().map(|mode| (*mode, method.share(mode, &rows))).collect();
    let [foot, _, car] = method.modes;
    // In a wide county nobody walks to the counter: the map then shows the circle of the car.
    let measure = if method.minutes >= 30 { car } else { foot };
    let people = shares.first().is_some_and(|(_, s)| s.people.1 > 0);
    let mut spots: Vec<Spot> =
        points.iter().map(|(point, place)| Spot { mark: Mark::Point, name: point.name.value.clone(), place: *place }).collect();
    spots.extend(rows.iter().map(|row| Spot {
        mark: if method.within(&measure, row.metres) { Mark::Inside } else { Mark::Outside },
        name: row.village.name.value.clone(),
        place: row.place,
    }));
    let heading = heading(villages);
    let radius = method.radius(&measure);
    let map = map::draw(
        &format!("{heading}：服务点和村（社区）的位置。每个村到最近服务点的时间在下面的表里。"),
        &spots,
        Some(radius),
        scope.outline(),
    );
    rows.sort_by(|a, b| b.metres.total_cmp(&a.metres));
    let row = |row: &Row<'_>| village(&method, row);
    let outside: Vec<VillageRow> = rows.iter().filter(|r| !method.within(&measure, r.metres)).map(row).collect();
    let mut chrome = scope.chrome(Section::Reach, None);
    let lead = lead(&method, &shares, people, measure.name);
    chrome.description.clone_from(&lead);
    ReachView {
        outside_title: format!("{}超过 {} 分钟的村（{}）", measure.name, method.minutes, outside.len()),
        key: format!(
            "方块是服务点，圆圈是{name}{minutes}分钟内的村，三角是{name}超过{minutes}分钟的村。浅色的大圆是{name}{minutes}分钟的范围，半径约{radius}。",
            name = measure.name,
            minutes = method.minutes,
            radius = distance_zh(radius),
        ),
        method: words(scope, &method, villages),
        modes: shares.iter().map(|(mode, share)| mode_row(mode, *share)).collect(),
        all: rows.iter().map(row).collect(),
        downloads: [FileLink { label: "各村到服务点".to_owned(), kind: "CSV", href: "../data/villages.csv".to_owned() }]
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

fn village(method: &Method, row: &Row<'_>) -> VillageRow {
    VillageRow {
        name: row.village.name.value.clone(),
        people: row.village.population.as_ref().map(|p| format!("{} 人", p.value)).unwrap_or_default(),
        point: Link::new(row.point.name.value.clone(), format!("../points/{}/index.html", row.point.id)),
        distance: distance_zh(row.metres),
        minutes: method.modes.iter().map(|mode| minutes(method.time(mode, row.metres))).collect(),
    }
}

/// Whole minutes, rounded up: nobody arrives early by a rounding.
fn minutes(time: f64) -> String {
    format!("{:.0} 分钟", time.ceil().max(1.0))
}
