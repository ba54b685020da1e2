//! The public data files: a catalog as CSV and JSON, points as GeoJSON. One function each, from the model to bytes.
//! Official papers as .docx for the office that edits, numbers and stamps them.
//!
//! The data files are public: no staff, no private phone, nothing of an inspection may enter them.

mod calendar_ics;
mod catalog_csv;
mod catalog_json;
mod circular_xlsx;
mod docx;
mod docx_form;
mod docx_parts;
mod points_geojson;
mod print_order_xlsx;
mod villages_csv;

pub use calendar_ics::calendar_ics;
pub use catalog_csv::catalog_csv;
pub use catalog_json::catalog_json;
pub use circular_xlsx::circular_xlsx;
pub use docx::docx;
pub use points_geojson::points_geojson;
pub use print_order_xlsx::{PrintFile, PrintOrder, print_order_xlsx};
pub use villages_csv::villages_csv;

/// The JSON Schemas of the data files, each with the name of its file. Those of tables describe a row; a calendar is RFC 5545 and has none.
#[must_use]
pub fn schemas() -> [(&'static str, serde_json::Value); 4] {
    [
        ("catalog.csv", catalog_csv::catalog_csv_schema()),
        ("catalog.json", catalog_json::catalog_json_schema()),
        ("points.geojson", points_geojson::points_geojson_schema()),
        ("villages.csv", villages_csv::villages_csv_schema()),
    ]
}
