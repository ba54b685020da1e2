//! The public data files: a catalog as CSV and JSON, points as GeoJSON. One function each, from the model to bytes.
//!
//! These files are public: no staff, no private phone, nothing of an inspection may enter them.

mod catalog_csv;
mod catalog_json;
mod circular_xlsx;
mod points_geojson;

pub use catalog_csv::catalog_csv;
pub use catalog_json::catalog_json;
pub use circular_xlsx::circular_xlsx;
pub use points_geojson::points_geojson;

/// TEMPORARY
pub fn docx(_: &crate::paper::Paper) -> Result<Vec<u8>, String> {
    Err("x".into())
}
