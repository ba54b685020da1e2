//! One point: phone, address, hours, special services, and what is done here, deepest first.

use serde::Serialize;

use super::channels::Listed;
use super::notices::{self, NoticeRow};
use super::points::state;
use crate::model::phones::line;
use crate::model::point::Staff;
use crate::model::{DepthKind, Number, Offer, Point};
use crate::site::format::{self, Fact, FileLink, Link, Phone, SeasonView, phones};
use crate::site::linked;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `points/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct PointView {
    pub(in crate::site) chrome: PageFrame,
    name: String,
    /// `暂停服务：…`; empty when people can go there.
    state: String,
    notices: Vec<NoticeRow>,
    /// Its place in the table of hours.
    open: Option<usize>,
    /// Which kind of point it is, and how much is done here.
    summary: String,
    phones: Vec<Phone>,
    address: String,
    seasons: Vec<SeasonView>,
    hours_notes: Vec<String>,
    special: Vec<Fact>,
    facts: Vec<Fact>,
    rating: Option<Link>,
    groups: Vec<DepthGroup>,
    /// Said when nothing is done here.
    empty: String,
    downloads: Vec<FileLink>,
    origin: Vec<String>,
}

/// The items that are handled equally deep.
#[derive(Debug, Serialize)]
pub struct DepthGroup {
    sign: &'static str,
    word: String,
    /// What the word means, and how many items.
    meaning: String,
    items: Vec<Row>,
}

/// One item.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    /// What differs here: limit in brackets, window, phone.
    note: String,
    href: String,
}

/// The view of a point.
pub fn point_view(scope: &SiteContext, point: &Point) -> PointView {
    let mut chrome = scope.chrome(Section::Points, Some(&point.name));
    let hours = scope.hours(point.hours.as_ref());
    let note = point.hours_note.as_ref().map(|note| note.value.clone());
    let address = point.address.as_ref().map(|a| a.value.clone()).unwrap_or_default();
    let numbers = line(&point.numbers());
    chrome.description =
        [point.name.as_str(), &address, &numbers].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("，");
    let all = scope.catalog().map(|catalog| Offer::all(catalog, point)).unwrap_or_default();
    let state = state(point);
    let reason = point.status_reason.as_ref().map(|r| format!("：{r}")).unwrap_or_default();
    chrome.data = linked::office(scope, point);
    PointView {
        name: point.name.value.clone(),
        state: if state.is_empty() { String::new() } else { format!("{state}{reason}") },
        notices: notices::of_point(scope, point),
        open: scope.open.place(point),
        summary: summary(scope, point, &all),
        phones: phones(point.numbers()),
        address,
        // What the week does not show: closures, holidays, and days such as the first Monday of a month.
        hours_notes: hours
            .lines
            .into_iter()
            .filter(|line| hours.seasons.is_empty() || line.contains("休息") || line.contains("每月"))
            .chain(note)
            .collect(),
        seasons: hours.seasons,
        special: point.special.iter().map(|service| special(scope, service)).collect(),
        facts: facts(scope, point),
        rating: rating(scope, point),
        groups: groups(&all, "../../items/"),
        empty: if all.is_empty() {
            "文件没有列出这里能办的事项，请先打电话问清楚。".to_owned()
        } else {
            String::new()
        },
        downloads: downloads(scope, point, &chrome.root),
        origin: point.reviewed.iter().map(|r| format!("复核日期：{}", crate::model::date::date_zh(r.date.value))).collect(),
        chrome,
    }
}

/// `苏木镇党群服务中心，能办 27 项，其中办结 17 项。`
fn summary(scope: &SiteContext, point: &Point, offers: &[Offer]) -> String {
    let channel = scope.catalog().and_then(|c| c.channel(&point.channel));
    let claimed = channel.is_some_and(|c| c.claims.iter().any(|claim| claim.incomplete));
    let known = channel.zip(scope.catalog()).filter(|_| claimed).and_then(|(c, catalog)| Listed::of(catalog, c).sentence());
    let complete = offers.iter().filter(|o| o.depth.is_some_and(|d| d.kind == DepthKind::Complete)).count();
    let count = match (offers.len(), complete) {
        // The document names only some of the items: a count of them would be too small.
        _ if known.is_some() => known,
        (0, _) => None,
        (all, 0) => Some(format!("能办 {all} 项")),
        (all, complete) => Some(format!("能办 {all} 项，其中办结 {complete} 项")),
    };
    let parts: Vec<String> = [channel.map(|c| c.name.value.clone()), count].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}。", parts.join("，")) }
}

fn special(scope: &SiteContext, service: &crate::model::point::SpecialHours) -> Fact {
    let mut lines = scope.hours(service.hours.as_ref()).lines;
    lines.extend(service.note.as_ref().map(|n| n.value.clone()));
    Fact { label: service.name.value.clone(), lines }
}

fn facts(scope: &SiteContext, point: &Point) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(Fact::maybe("怎么去", point.directions.as_ref()));
    let complaints = scope.bureau.complaint_numbers(point);
    facts.extend(
        (!complaints.is_empty())
            .then(|| Fact { label: "投诉电话".to_owned(), lines: complaints.iter().map(Number::words).collect() }),
    );
    let people: Vec<String> = point.staff.iter().filter(|s| s.public && point.in_service()).map(person).collect();
    facts.extend((!people.is_empty()).then(|| Fact { label: "值班人员".to_owned(), lines: people }));
    facts.extend(Fact::maybe("说明", point.note.as_ref()));
    facts.extend(Fact::kept(&point.more, &scope.bureau.private_heads.points));
    facts
}

/// `贺知秋，综合柜员，0574-0000010`: only for who agreed to be published.
fn person(staff: &Staff) -> String {
    let parts = [Some(&staff.name), staff.role.as_ref(), staff.phone.as_ref()];
    parts.into_iter().flatten().map(|t| t.as_str()).collect::<Vec<_>>().join("，")
}

fn rating(scope: &SiteContext, point: &Point) -> Option<Link> {
    let rating = scope.ratings.iter().rev().find(|r| r.point == point.id.as_str())?;
    Some(Link::new(format!("评定结果：{}（{}）", rating.result, rating.date), "../../ratings/index.html"))
}

/// Items by depth, deepest first; an unknown word stands by itself.
pub fn groups(offers: &[Offer], up: &str) -> Vec<DepthGroup> {
    let mut found: Vec<(DepthKind, DepthGroup)> = Vec::new();
    for offer in offers {
        let kind = offer.kind();
        let shown = format::depth(offer.depth);
        let notes = [
            Some(shown.rest.trim_matches(['（', '）', '(', ')']).to_owned()).filter(|r| !r.is_empty()),
            offer.window().map(ToOwned::to_owned),
            offer.phone(),
        ];
        let row = Row {
            name: offer.item.name.value.clone(),
            note: notes.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            href: format!("{up}{}/index.html", offer.item.id),
        };
        if let Some((_, group)) = found.iter_mut().find(|(k, g)| *k == kind && g.word == shown.word) {
            group.items.push(row);
        } else {
            let group = DepthGroup { sign: shown.sign, word: shown.word, meaning: String::new(), items: vec![row] };
            found.push((kind, group));
        }
    }
    found.sort_by_key(|(kind, _)| *kind);
    for (kind, group) in &mut found {
        let count = format!("{} 项", group.items.len());
        let meaning = kind.meaning();
        group.meaning = if meaning.is_empty() { count } else { format!("{meaning} · {count}") };
    }
    found.into_iter().map(|(_, group)| group).collect()
}

/// One form of each piece that is worth reading at home: the common one, or the other where a bureau prints only that.
fn downloads(scope: &SiteContext, point: &Point, root: &str) -> Vec<FileLink> {
    let forms = [("服务清单", ["service-list", "service-list-a3"]), ("台卡", ["desk-card", "desk-card-a6"])];
    let file = |(label, pieces): (&str, [&str; 2])| {
        let file = scope.print(&point.id, &pieces)?;
        let label = if file.piece == pieces[0] { label } else { file.name };
        Some(FileLink::pdf(label, format!("{root}{}/{}", scope.bureau.id, file.path)))
    };
    forms.into_iter().filter_map(file).collect()
}
