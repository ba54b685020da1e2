//! `data/points.geojson`: where the points are (RFC 7946, WGS 84).

use serde::Serialize;
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
    let features: Vec<Feature<'_>> = bureau
        .points
        .iter()
        .filter(|p| p.in_service())
        .filter_map(|point| {
            let place = point.location.as_ref()?;
            let given = place.crs.as_ref().is_none_or(|c| c.trim().eq_ignore_ascii_case("wgs84"));
            // What was given in WGS 84 stays as it was written, to the last digit.
            let coordinates = if given {
                [number(&place.lon), number(&place.lat)]
            } else {
                let place = Place::of(place)?;
                [rounded(place.lon), rounded(place.lat)]
            };
            let phone = line(&bureau.numbers_for(point));
            Some(Feature {
                geometry: Geometry { coordinates, kind: "Point" },
                id: point.id.as_str(),
                properties: Properties {
                    address: point.address.as_deref(),
                    channel: &point.channel.value,
                    hours: point.hours.as_deref(),
                    hours_note: point.hours_note.as_deref(),
                    name: &point.name.value,
                    phone: Some(phone).filter(|l| !l.is_empty()),
                },
                kind: "Feature",
            })
        })
        .collect();
    let all = Collection { features, kind: "FeatureCollection" };
    let mut bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// To a decimetre: a conversion is no better.
fn rounded(degrees: f64) -> Value {
    json!((degrees * 1e6).round() / 1e6)
}

/// The file, with its keys in the order of the alphabet.
#[derive(Serialize)]
struct Collection<'a> {
    features: Vec<Feature<'a>>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Feature<'a> {
    geometry: Geometry,
    id: &'a str,
    properties: Properties<'a>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Geometry {
    coordinates: [Value; 2],
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Properties<'a> {
    address: Option<&'a String>,
    channel: &'a str,
    hours: Option<&'a String>,
    hours_note: Option<&'a String>,
    name: &'a str,
    phone: Option<String>,
}
