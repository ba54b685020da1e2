//! What a row of a table changes in a point that is there.

use rust_decimal::Decimal;

use super::super::find::squeezed;
use super::Row;
use crate::model::phones::PhoneNumber;
use crate::model::{Bureau, Phones, Point};
use crate::yaml_write::value::New;

/// What a row changes in a point that is there: key, old and new as texts.
#[must_use]
pub fn changes<'r>(row: &'r Row, point: &Point, bureau: &Bureau) -> Vec<(&'static str, String, &'r New)> {
    let text = |t: &Option<crate::model::Text>| t.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    let numbers = |phones: &Option<Phones>| {
        let all: Vec<String> = phones.iter().flat_map(Phones::all).map(PhoneNumber::text).collect();
        all.join("、")
    };
    let shown = |key: &str| match key {
        "name" => point.name.value.clone(),
        "channel" => point.channel.value.clone(),
        "address" => text(&point.address),
        "phone" => numbers(&point.phone),
        "phone_label" => text(&point.phone_label),
        "phone_contact" => text(&point.phone_contact),
        "phone_public" => if point.phone_public == Some(false) { "false" } else { "" }.to_owned(),
        "more_phones" => numbers(&point.more_phones),
        "complaint_phone" => numbers(&point.complaint_phone),
        "hours" => text(&point.hours),
        "hours_note" => text(&point.hours_note),
        "note" => text(&point.note),
        "location" => point.location.as_ref().map(|l| format!("{}，{}", l.lat.value, l.lon.value)).unwrap_or_default(),
        "public_mobiles" => point.public_mobiles.iter().map(|n| n.as_str()).collect::<Vec<_>>().join("、"),
        _ => String::new(),
    };
    // As the file has it, where it is shown without a number.
    let old = |key: &str| bureau.written(point, key).map_or_else(|| shown(key), ToOwned::to_owned);
    let differs = |key: &str, new: &New| match (new, &point.location) {
        (New::Text(text), _) => squeezed(text) != squeezed(&old(key)),
        (New::Place([lat, lon, crs]), Some(place)) => {
            let same = |text: &str, value: Decimal| Decimal::from_str_exact(text).is_ok_and(|d| d == value);
            let system = crs.is_empty() || place.crs.as_ref().map_or("wgs84", |c| c.as_str()).eq_ignore_ascii_case(crs);
            !(same(lat, place.lat.value) && same(lon, place.lon.value) && system)
        }
        (New::Map(map), _) => {
            map.iter().any(|(head, text)| point.more.get(head).is_none_or(|old| squeezed(old) != squeezed(text)))
        }
        _ => true,
    };
    row.values.iter().filter(|(key, new)| differs(key, new)).map(|(key, new)| (*key, old(key), new)).collect()
}
