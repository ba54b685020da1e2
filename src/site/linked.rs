//! What pages say to search engines, as JSON-LD in the words of schema.org: the bureau, its points with their hours, and its services.
//! Nothing is said here that the page does not show.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::site_context::SiteContext;
use crate::model::coordinates::Place;
use crate::model::hours::Hours;
use crate::model::opening::{Entry, OpenWeeks, Opening, PointHours, clock};
use crate::model::{Catalog, Item, Number, Point, Text};

/// Days of the week in the words of schema.org, Monday first.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// An object: the JSON of each value by its key. What many pages say alike, the hours above all, is written once.
type Object = BTreeMap<&'static str, String>;

/// What is told of hours that many points share, as JSON.
#[derive(Debug, Default)]
pub struct ToldHours {
    weekly: Option<String>,
    special: Option<String>,
}

/// What the pages of a bureau tell alike.
#[derive(Debug, Default)]
pub struct Told {
    bureau: OnceLock<String>,
}

/// The bureau: `GovernmentOrganization`.
pub fn organization(scope: &SiteContext) -> String {
    text(bureau(scope))
}

/// The bureau within another object.
fn owner(scope: &SiteContext) -> String {
    scope.told.bureau.get_or_init(|| written(&bureau(scope))).clone()
}

fn bureau(scope: &SiteContext) -> Object {
    let file = &scope.bureau.file;
    let mut map = of("GovernmentOrganization", &file.name);
    put(&mut map, "alternateName", file.short_name.as_ref());
    telephone(&mut map, &file.numbers());
    address(&mut map, file.address.as_ref());
    url(&mut map, scope, "");
    map
}

/// A point: `GovernmentOffice`.
pub fn office(scope: &SiteContext, point: &Point) -> String {
    let mut map = of("GovernmentOffice", &point.name);
    telephone(&mut map, &point.numbers());
    address(&mut map, point.address.as_ref());
    url(&mut map, scope, &format!("points/{}/", point.id));
    if let Some(place) = point.location.as_ref().and_then(Place::of) {
        let (lat, lon) = (format!("{:.5}", place.lat), format!("{:.5}", place.lon));
        map.insert("geo", json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}).to_string());
    }
    match scope.open.told(point) {
        Some(hours) => {
            map.extend(hours.weekly.iter().map(|weekly| ("openingHoursSpecification", weekly.clone())));
            map.extend(hours.special.iter().map(|special| ("specialOpeningHoursSpecification", special.clone())));
        }
        None => undated(&mut map, point),
    }
    map.insert("parentOrganization", owner(scope));
    text(map)
}

/// More exceptions than this are no longer worth their bytes, and a week without them would be untrue.
const MOST_EXCEPTIONS: usize = 60;

/// The hours of the calendar's years: the weeks, and every run of days that is not as its week. Who comes without an appointment is let in then.
pub fn hours(weeks: &OpenWeeks) -> ToldHours {
    if weeks.exceptions.len() > MOST_EXCEPTIONS {
        return ToldHours::default();
    }
    let valid = |mut one: Json, from: NaiveDate, through: NaiveDate| {
        one["validFrom"] = json!(from.to_string());
        one["validThrough"] = json!(through.to_string());
        one
    };
    let weekly = weeks.periods.iter().flat_map(|period| {
        let week = period.week.iter().map(|day| stretches(day)).collect::<Vec<_>>();
        specifications(&week).into_iter().map(move |one| valid(one, period.from, period.through))
    });
    let list: Vec<Json> = weekly.collect();
    let special = weeks.exceptions.iter().flat_map(|exception| {
        let mut times = stretches(&exception.openings);
        if times.is_empty() {
            // Nothing but this says a day off.
            times.push(("00:00".to_owned(), "00:00".to_owned()));
        }
        times.into_iter().map(|(opens, closes)| {
            let one = json!({"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes});
            valid(one, exception.from, exception.through)
        })
    });
    let special: Vec<Json> = special.collect();
    let special = (!special.is_empty()).then(|| Json::Array(special).to_string());
    ToldHours { weekly: Some(Json::Array(list).to_string()), special }
}

/// Without a calendar: a week that holds all year and knows no special services. Parts of a year would need the dates of one.
fn undated(map: &mut Object, point: &Point) {
    if PointHours::of(point).is_none() {
        return;
    }
    let hours = point.hours.as_ref().and_then(|text| Hours::parse(text).ok());
    let Some((seasons, _)) = hours.and_then(|hours| hours.weekly()) else { return };
    if let [season] = seasons.as_slice() {
        let week: Vec<Vec<(String, String)>> =
            season.week.iter().map(|day| day.spans.iter().map(|span| (said(&span.from), said(&span.to))).collect()).collect();
        map.insert("openingHoursSpecification", Json::Array(specifications(&week)).to_string());
    }
}

/// When the door is open to everybody, openings that follow each other as one.
fn stretches(day: &[Opening]) -> Vec<(String, String)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for one in day.iter().filter(|one| one.entry != Entry::Booked) {
        match found.last_mut() {
            Some((_, to)) if *to == one.from => *to = one.to,
            _ => found.push((one.from, one.to)),
        }
    }
    found.into_iter().map(|(from, to)| (said(&clock(from)), said(&clock(to)))).collect()
}

/// A time after midnight stands as the time of the next day, which is what schema.org asks for.
fn said(clock: &str) -> String {
    clock.replace("24:00", "23:59").replace("次日", "")
}

/// A week, days with the same times together.
fn specifications(week: &[Vec<(String, String)>]) -> Vec<Json> {
    let mut found: Vec<(&(String, String), Vec<&str>)> = Vec::new();
    for (day, name) in week.iter().zip(DAYS) {
        for times in day {
            match found.iter_mut().find(|(known, _)| *known == times) {
                Some((_, days)) => days.push(name),
                None => found.push((times, vec![name])),
            }
        }
    }
    let one = |((opens, closes), days): (&(String, String), Vec<&str>)| json!({"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes});
    found.into_iter().map(one).collect()
}

/// An item: `GovernmentService`, with the channels that offer it.
pub fn service(scope: &SiteContext, catalog: &Catalog, item: &Item) -> String {
    let mut map = of("GovernmentService", &item.name);
    put(&mut map, "serviceType", item.category.as_ref());
    let audience: Vec<&str> = item.clients.iter().map(|c| c.as_str()).collect();
    if !audience.is_empty() {
        map.insert("audience", json!({"@type": "Audience", "audienceType": audience.join("、")}).to_string());
    }
    url(&mut map, scope, &format!("items/{}/", item.id));
    let channels = catalog.channels.iter().filter(|c| item.depth_in(&c.id).is_some()).map(|channel| {
        let mut one = of("ServiceChannel", &channel.name);
        if let Some(url) = scope.workspace.url(&format!("{}/channels/{}/", scope.bureau.id, channel.id)) {
            one.insert("serviceUrl", quoted(&url));
        }
        written(&one)
    });
    map.insert("availableChannel", format!("[{}]", channels.collect::<Vec<_>>().join(",")));
    map.insert("provider", owner(scope));
    text(map)
}

fn of(kind: &str, name: &Text) -> Object {
    Object::from([("@type", quoted(kind)), ("name", quoted(name.as_str()))])
}

fn put(map: &mut Object, key: &'static str, value: Option<&Text>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        map.insert(key, quoted(value.as_str()));
    }
}

/// Texts and lists of them can always be written.
fn quoted(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// One number, or a list.
fn telephone(map: &mut Object, numbers: &[Number]) {
    let said: Vec<&str> = numbers.iter().map(|n| n.text.as_str()).collect();
    let value = match said.as_slice() {
        [] => return,
        [one] => quoted(one),
        several => quoted(several),
    };
    map.insert("telephone", value);
}

fn address(map: &mut Object, written: Option<&Text>) {
    if let Some(street) = written.filter(|a| !a.is_empty()) {
        let place = json!({"@type": "PostalAddress", "streetAddress": street.as_str(), "addressCountry": "CN"});
        map.insert("address", place.to_string());
    }
}

fn url(map: &mut Object, scope: &SiteContext, below: &str) {
    if let Some(url) = scope.workspace.url(&format!("{}/{below}", scope.bureau.id)) {
        map.insert("url", quoted(&url));
    }
}

/// The text of the block. A `<` is written so that no name can end the block.
fn text(mut map: Object) -> String {
    map.insert("@context", quoted("https://schema.org"));
    written(&map).replace('<', "\\u003c")
}

/// An object as JSON.
fn written(map: &Object) -> String {
    let mut text = String::with_capacity(map.iter().map(|(key, value)| key.len() + value.len() + 4).sum::<usize>() + 2);
    text.push('{');
    for (key, value) in map {
        if text.len() > 1 {
            text.push(',');
        }
        text.push('"');
        text.push_str(key);
        text.push_str("\":");
        text.push_str(value);
    }
    text.push('}');
    text
}
