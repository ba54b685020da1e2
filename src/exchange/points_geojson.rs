//! `data/points.geojson`: where the points are (RFC 7946, WGS 84).

use serde_json::{Value, json};

use crate::model::Bureau;

/// The points that have WGS 84 coordinates, as GeoJSON.
///
/// A point in another coordinate system is left out: RFC 7946 knows WGS 84 only, and a wrong place is worse than none.
#[must_use]
pub fn points_geojson(bureau: &Bureau) -> Vec<u8> {
    let number = |d: &rust_decimal::Decimal| d.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number);
    let features: Vec<Value> = bureau
        .points
        .iter()
        .filter(|p| p.in_service())
        .filter_map(|point| {
            let place = point.location.as_ref()?;
            if place.crs.as_ref().is_some_and(|c| !c.eq_ignore_ascii_case("wgs84")) {
                return None;
            }
            Some(json!({
                "type": "Feature",
                "id": point.id.as_str(),
                "geometry": {"type": "Point", "coordinates": [number(&place.lon), number(&place.lat)]},
                "properties": {
                    "name": point.name,
                    "channel": point.channel,
                    "address": point.address,
                    "phone": point.phone.as_ref().or(bureau.file.hotline.as_ref()),
                    "hours": point.hours,
                },
            }))
        })
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({"type": "FeatureCollection", "features": features})).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
