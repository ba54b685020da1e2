//! The outline of the area that a bureau serves, for its maps. Borders are no business of this program: it draws what the bureau's own file
//! has, and prints where that file is from.

use serde_json::Value;

use super::coordinates::{Crs, Place, in_china};
use crate::diagnostic::FileId;

/// The rings of an area in WGS-84, outer ones and holes alike: only the lines are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Each ring in order.
    pub rings: Vec<Vec<Place>>,
    /// The file that they are from.
    pub file: FileId,
}

/// Why a GeoJSON text has no outline.
#[derive(Debug, Clone, PartialEq)]
pub enum NoBoundary {
    /// No Polygon or `MultiPolygon` in it, but these kinds of things.
    NoPolygon(Vec<String>),
    /// A position that is no pair of numbers.
    BadPosition,
    /// A position outside the country, in the system as given: longitude and latitude. Most often the two are the wrong way round.
    Outside(f64, f64),
}

/// Collections within collections deeper than this are nonsense.
const DEEPEST: usize = 8;

/// The rings of every polygon in a GeoJSON value (RFC 7946), whatever is wrapped around them: some programs write a bare list of features.
///
/// # Errors
/// When there is none, or a position makes no sense.
pub fn rings(value: &Value, crs: Crs) -> Result<Vec<Vec<Place>>, NoBoundary> {
    let mut found = Vec::new();
    let mut others = Vec::new();
    collect(value, crs, DEEPEST, &mut found, &mut others)?;
    // A line of two points encloses nothing.
    found.retain(|ring: &Vec<Place>| ring.len() >= 3);
    if found.is_empty() { Err(NoBoundary::NoPolygon(others)) } else { Ok(found) }
}

fn collect(
    value: &Value,
    crs: Crs,
    deep: usize,
    found: &mut Vec<Vec<Place>>,
    others: &mut Vec<String>,
) -> Result<(), NoBoundary> {
    if deep == 0 {
        return Ok(());
    }
    if let Some(list) = value.as_array() {
        return list.iter().try_for_each(|each| collect(each, crs, deep - 1, found, others));
    }
    let list = |key: &str| value.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    match value.get("type").and_then(Value::as_str).unwrap_or_default() {
        "FeatureCollection" => list("features").iter().try_for_each(|each| collect(each, crs, deep - 1, found, others)),
        "GeometryCollection" => list("geometries").iter().try_for_each(|each| collect(each, crs, deep - 1, found, others)),
        "Feature" => value.get("geometry").map_or(Ok(()), |geometry| collect(geometry, crs, deep - 1, found, others)),
        "Polygon" => polygon(list("coordinates"), crs, found),
        "MultiPolygon" => {
            list("coordinates").iter().try_for_each(|each| polygon(each.as_array().map_or(&[][..], Vec::as_slice), crs, found))
        }
        other => {
            if !other.is_empty() && others.len() < 5 && others.iter().all(|known| known != other) {
                others.push(other.to_owned());
            }
            Ok(())
        }
    }
}

fn polygon(coordinates: &[Value], crs: Crs, found: &mut Vec<Vec<Place>>) -> Result<(), NoBoundary> {
    for ring in coordinates {
        let positions = ring.as_array().ok_or(NoBoundary::BadPosition)?;
        found.push(positions.iter().map(|position| place(position, crs)).collect::<Result<_, _>>()?);
    }
    Ok(())
}

fn place(position: &Value, crs: Crs) -> Result<Place, NoBoundary> {
    let number = |at| position.get(at).and_then(Value::as_f64);
    let (lon, lat) = number(0).zip(number(1)).ok_or(NoBoundary::BadPosition)?;
    if in_china(lat, lon) { Ok(Place::from(crs, lat, lon)) } else { Err(NoBoundary::Outside(lon, lat)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<Vec<Place>>, NoBoundary> {
        rings(&serde_json::from_str(text).unwrap(), Crs::Wgs84)
    }

    #[test]
    fn polygons_are_found_wherever_they_lie() {
        let ring = "[[108.0,38.0],[109.0,38.0],[109.0,39.0],[108.0,38.0]]";
        for text in [
            format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#),
            format!(r#"{{"type":"Feature","geometry":{{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}"#),
            format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":[{ring}]}}}},
                {{"type":"Feature","geometry":{{"type":"Point","coordinates":[1,2]}}}}]}}"#
            ),
        ] {
            let found = of(&text).unwrap();
            assert_eq!((found.len(), found[0].len(), found[0][1].lon), (1, 4, 109.0), "{text}");
        }
    }

    #[test]
    fn what_is_no_outline_says_why() {
        assert_eq!(of("{}"), Err(NoBoundary::NoPolygon(Vec::new())));
        assert_eq!(of("[]"), Err(NoBoundary::NoPolygon(Vec::new())));
        assert_eq!(of(r#"{"type":"Polygon","coordinates":[[[1]]]}"#), Err(NoBoundary::BadPosition));
        assert_eq!(of(r#"{"type":"Polygon","coordinates":[[[38.0,108.0]]]}"#), Err(NoBoundary::Outside(38.0, 108.0)));
        let deep = r#"{"type":"GeometryCollection","geometries":["#.repeat(40) + &"]}".repeat(40);
        assert_eq!(of(&deep), Err(NoBoundary::NoPolygon(Vec::new())));
    }
}
