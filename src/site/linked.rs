//! What pages say to search engines, as JSON-LD in the words of schema.org: the bureau, its points with their hours, and its services.
//! Nothing is said here that the page does not show.

use chrono::Datelike as _;
use serde_json::{Map, Value as Json, json};

use super::site_context::SiteContext;
use crate::model::coordinates::Place;
use crate::model::hours::{Hours, Season};
use crate::model::{Catalog, Item, Number, Point, Text};

/// Days of the week in the words of schema.org, Monday first.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The bureau: `GovernmentOrganization`.
pub fn organization(scope: &SiteContext) -> String {
    text(bureau(scope))
}

fn bureau(scope: &SiteContext) -> Map<String, Json> {
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
        map.insert("geo".to_owned(), json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}));
    }
    let hours =
        point.hours.as_ref().filter(|_| point.in_service() && point.hours_note.is_none()).and_then(|t| Hours::parse(t).ok());
    if let Some((seasons, _)) = hours.and_then(|h| h.weekly()) {
        let year = scope.bureau.file.edition.date.year();
        let list: Vec<Json> = seasons.iter().flat_map(|season| specifications(season, year)).collect();
        map.insert("openingHoursSpecification".to_owned(), Json::Array(list));
    }
    map.insert("parentOrganization".to_owned(), Json::Object(bureau(scope)));
    text(map)
}

/// The days of one part of the year, days with the same times together. The year is the edition's: the hours are what it prints.
fn specifications(season: &Season, year: i32) -> Vec<Json> {
    let mut found: Vec<(String, String, Vec<&str>)> = Vec::new();
    for (day, name) in season.week.iter().zip(DAYS) {
        for span in &day.spans {
            // A time after midnight stands as the time of the next day, which is what schema.org asks for.
            let (opens, closes) = (span.from.replace("24:00", "23:59"), span.to.replace("24:00", "23:59").replace("次日", ""));
            match found.iter_mut().find(|(o, c, _)| *o == opens && *c == closes) {
                Some((_, _, days)) => days.push(name),
                None => found.push((opens, closes, vec![name])),
            }
        }
    }
    let range = season.range.map(|[from, to]| {
        let day = |year: i32, (month, day): (u32, u32)| format!("{year}-{month:02}-{day:02}");
        (day(year, from), day(if to < from { year + 1 } else { year }, to))
    });
    let specification = |(opens, closes, days): (String, String, Vec<&str>)| {
        let mut one = json!({"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes});
        if let Some((from, through)) = &range {
            one["validFrom"] = json!(from);
            one["validThrough"] = json!(through);
        }
        one
    };
    found.into_iter().map(specification).collect()
}

/// An item: `GovernmentService`, with the channels that offer it.
pub fn service(scope: &SiteContext, catalog: &Catalog, item: &Item) -> String {
    let mut map = of("GovernmentService", &item.name);
    put(&mut map, "serviceType", item.category.as_ref());
    let audience: Vec<&str> = item.clients.iter().map(|c| c.as_str()).collect();
    if !audience.is_empty() {
        map.insert("audience".to_owned(), json!({"@type": "Audience", "audienceType": audience.join("、")}));
    }
    url(&mut map, scope, &format!("items/{}/", item.id));
    let channels = catalog.channels.iter().filter(|c| item.depth_in(&c.id).is_some()).map(|channel| {
        let mut one = of("ServiceChannel", &channel.name);
        if let Some(url) = scope.workspace.url(&format!("{}/channels/{}/", scope.bureau.id, channel.id)) {
            one.insert("serviceUrl".to_owned(), json!(url));
        }
        Json::Object(one)
    });
    map.insert("availableChannel".to_owned(), channels.collect());
    map.insert("provider".to_owned(), Json::Object(bureau(scope)));
    text(map)
}

fn of(kind: &str, name: &Text) -> Map<String, Json> {
    let mut map = Map::new();
    map.insert("@type".to_owned(), json!(kind));
    map.insert("name".to_owned(), json!(name.as_str()));
    map
}

fn put(map: &mut Map<String, Json>, key: &str, value: Option<&Text>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        map.insert(key.to_owned(), json!(value.as_str()));
    }
}

/// One number, or a list.
fn telephone(map: &mut Map<String, Json>, numbers: &[Number]) {
    let said: Vec<&str> = numbers.iter().map(|n| n.text.as_str()).collect();
    let value = match said.as_slice() {
        [] => return,
        [one] => json!(one),
        several => json!(several),
    };
    map.insert("telephone".to_owned(), value);
}

fn address(map: &mut Map<String, Json>, written: Option<&Text>) {
    if let Some(street) = written.filter(|a| !a.is_empty()) {
        let place = json!({"@type": "PostalAddress", "streetAddress": street.as_str(), "addressCountry": "CN"});
        map.insert("address".to_owned(), place);
    }
}

fn url(map: &mut Map<String, Json>, scope: &SiteContext, below: &str) {
    if let Some(url) = scope.workspace.url(&format!("{}/{below}", scope.bureau.id)) {
        map.insert("url".to_owned(), json!(url));
    }
}

/// The text of the block. A `<` is written so that no name can end the block.
fn text(mut map: Map<String, Json>) -> String {
    map.insert("@context".to_owned(), json!("https://schema.org"));
    Json::Object(map).to_string().replace('<', "\\u003c")
}
