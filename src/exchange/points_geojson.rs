//! `data/points.geojson`: where the points are (RFC 7946, WGS 84).

use serde_json::{Value, json};

use crate::model::Bureau;
use crate::model::coordinates::Place;
use crate::model::phones::line;

/// JSON Schema of the file.
#[must_use]
pub fn points_geojson_schema() -> Value {
    let text = json!({"type": "string"});
    let or_null = json!({"type": ["string", "null"]});
    let degrees = |least: i32, most: i32| json!({"type": "number", "minimum": least, "maximum": most});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "points.geojson：服务网点的位置（WGS 84）",
        "type": "object",
        "required": ["type", "features"],
        "additionalProperties": false,
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "additionalProperties": false,
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string", "description": "网点编号"},
                    "geometry": {
                        "type": "object",
                        "required": ["type", "coordinates"],
                        "additionalProperties": false,
                        "properties": {
                            "type": {"const": "Point"},
                            "coordinates": {
                                "type": "array",
                                "prefixItems": [degrees(-180, 180), degrees(-90, 90)],
                                "minItems": 2,
                                "maxItems": 2,
                            },
                        },
                    },
                    "properties": {
                        "type": "object",
                        "required": ["name", "channel", "address", "phone", "hours", "hours_note"],
                        "additionalProperties": false,
                        "properties": {
                            "name": text,
                            "channel": {"type": "string", "description": "渠道编号"},
                            "address": or_null,
                            "phone": {"type": ["string", "null"], "description": "网点的电话，没有的是咨询电话；几个号码用顿号隔开"},
                            "hours": {"type": ["string", "null"], "description": "OpenStreetMap opening_hours"},
                            "hours_note": {"type": ["string", "null"], "description": "服务时间里上一项写不出的，用文字"},
                        },
                    },
                },
            }},
        },
    })
}

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
                    "channel": point.channel.value,
                    "address": point.address,
                    "phone": Some(line(&bureau.numbers_for(point))).filter(|l| !l.is_empty()),
                    "hours": point.hours,
                    "hours_note": point.hours_note,
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
