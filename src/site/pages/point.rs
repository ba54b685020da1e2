//! One point: phone, address, hours, special services, and what is done here, deepest first.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::channels::Listed;
use super::notices::{self, NoticeRow};
use super::points::state;
use crate::model::coordinates::{Crs, Place};
use crate::model::phones::line;
use crate::model::point::Staff;
use crate::model::{DepthKind, Offer, Point};
use crate::site::format::{self, Contact, Fact, FileLink, Link, Phone, SeasonView, phones};
use crate::site::linked;
use crate::site::once::Once;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `points/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct PointView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    #[serde(flatten)]
    pub(in crate::site) own: OwnView,
    /// Points of one channel mostly do the same.
    pub(in crate::site) groups: Once<Vec<DepthGroup>>,
}

/// The name of the groups in the template.
pub const GROUPS: &str = "groups";

/// What the page of a point does not share with others.
#[derive(Debug, Serialize)]
pub struct OwnView {
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
    /// Complaints, people on duty.
    contacts: Vec<Contact>,
    /// Where maps show it; none where its place is not known.
    maps: Vec<Link>,
    rating: Option<Link>,
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
    let ordinary = point.hours_in_words();
    let reason = point.status_reason.as_ref().map(|r| format!("：{r}")).unwrap_or_default();
    chrome.data = linked::office(scope, point);
    let own = OwnView {
        name: point.name.value.clone(),
        state: if state.is_empty() { String::new() } else { format!("{state}{reason}") },
        notices: notices::of_point(scope, point),
        open: scope.open.place(point),
        summary: summary(scope, point, &all),
        phones: phones(point.numbers()),
        address,
        // What the weeks do not show, as on the sign: closures, holidays, single days that open.
        hours_notes: hours.beside.into_iter().chain(note).collect(),
        seasons: hours.seasons,
        special: point.special.iter().map(|service| special(service, &ordinary)).collect(),
        facts: facts(scope, point),
        contacts: contacts(scope, point),
        maps: links_to_maps(point),
        rating: rating(scope, point),
        empty: if all.is_empty() {
            "文件没有列出这里能办的事项，请先打电话问清楚。".to_owned()
        } else {
            String::new()
        },
        downloads: downloads(scope, point, &chrome.shared.root),
        origin: point.reviewed.iter().map(|r| format!("复核日期：{}", crate::model::date::date_zh(r.date.value))).collect(),
    };
    PointView { chrome, own, groups: scope.done_at(point, || groups(&all, "../../items/")) }
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

fn special(service: &crate::model::point::SpecialHours, ordinary: &[String]) -> Fact {
    let mut lines: Vec<String> = service.times(ordinary).iter().map(|line| format::keep(line)).collect();
    lines.extend(service.note.as_ref().map(|n| n.value.clone()));
    Fact { label: service.name.value.clone(), lines }
}

fn facts(scope: &SiteContext, point: &Point) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(Fact::maybe("怎么去", point.directions.as_ref()));
    facts.extend(Fact::maybe("说明", point.note.as_ref()));
    facts.extend(Fact::kept(&point.more, &scope.bureau.private_heads.points));
    facts
}

/// Whom to call besides.
fn contacts(scope: &SiteContext, point: &Point) -> Vec<Contact> {
    let people = point.staff.iter().filter(|s| s.public && point.in_service()).map(person).collect();
    [("投诉电话", phones(scope.bureau.complaint_numbers(point))), ("值班人员", people)]
        .into_iter()
        .filter(|(_, phones)| !phones.is_empty())
        .map(|(label, phones)| Contact { label: label.to_owned(), phones })
        .collect()
}

/// `贺知秋，综合柜员` and the number: only for who agreed to be published.
fn person(staff: &Staff) -> Phone {
    let name = [Some(&staff.name), staff.role.as_ref()].into_iter().flatten().map(|t| t.as_str()).collect::<Vec<_>>().join("，");
    format::written_phone(name, staff.phone.as_ref().map_or("", |phone| phone.as_str()))
}

/// What is left as it is in the text of an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// Plain links that show the point on a map, each in the coordinates that the map has: the phone's own application, Amap, Tencent, Baidu. Nobody
/// is asked for anything before somebody follows one.
fn links_to_maps(point: &Point) -> Vec<Link> {
    let Some(place) = point.location.as_ref().and_then(Place::of).filter(|_| point.in_service()) else { return Vec::new() };
    let name = utf8_percent_encode(&point.name, PLAIN).to_string();
    let address = point.address.as_ref().map_or(point.name.as_str(), |a| a.as_str());
    let address = utf8_percent_encode(address, PLAIN).to_string();
    let lat_lon = |crs: Crs| {
        let place = place.to(crs);
        (format!("{:.6}", place.lat), format!("{:.6}", place.lon))
    };
    let ((lat, lon), (g_lat, g_lon), (b_lat, b_lon)) = (lat_lon(Crs::Wgs84), lat_lon(Crs::Gcj02), lat_lon(Crs::Bd09));
    vec![
        Link::new(
            "高德地图",
            format!("https://uri.amap.com/marker?position={g_lon},{g_lat}&name={name}&coordinate=gaode&callnative=1"),
        ),
        Link::new(
            "百度地图",
            format!(
                "https://api.map.baidu.com/marker?location={b_lat},{b_lon}&title={name}&content={address}&coord_type=bd09ll&output=html"
            ),
        ),
        Link::new(
            "腾讯地图",
            format!("https://apis.map.qq.com/uri/v1/marker?marker=coord:{g_lat},{g_lon};title:{name};addr:{address}"),
        ),
        Link::new("手机里的地图", format!("geo:{lat},{lon}?q={lat},{lon}({name})")),
    ]
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
