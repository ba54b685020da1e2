//! `data/points.geojson`: where the points are (RFC 7946, WGS 84).

use serde_json::{Value, json};

use crate::model::Bureau;
use crate::model::coordinates::Place;

/// The points that have coordinates, as GeoJSON. Those of GCJ-02 and BD-09 are converted: RFC 7946 knows WGS 84 only.
#[must_use]
pub fn points_geojson(bureau: &Bureau) -> Vec<u8> {
    let number = |d: &rust_decimal::Decimal| d.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number);
    let features: Vec<Value> = bureau
        .points
        .iter()
        .filter(|p| p.in_service())
        .filter_map(|point| {
            let place = point.location.as_ref()?;
            let given = place.crs.as_ref().is_none_or(|c| c.trim().eq_ignore_ascii_case("wgs84"));
            // What was given in WGS 84 stays as it was written, to the last digit.
            let coordinates = if given {
                json!([number(&place.lon), number(&place.lat)])
            } else {
                let place = Place::of(place)?;
                json!([rounded(place.lon), rounded(place.lat)])
            };
            Some(json!({
                "type": "Feature",
                "id": point.id.as_str(),
                "geometry": {"type": "Point", "coordinates": coordinates},
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

/// To a decimetre: a conversion is no better.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
