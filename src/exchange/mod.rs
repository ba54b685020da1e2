//! The public data files: a catalog as CSV and JSON, points as GeoJSON. One function each, from the model to bytes.
//! Official papers as .docx for the office that edits, numbers and stamps them.
//!
//! The data files are public: no staff, no private phone, nothing of an inspection may enter them.

#![warn(clippy::wildcard_enum_match_arm)]

mod book;
mod calendar_ics;
mod catalog_csv;
mod catalog_json;
mod catalog_xlsx;
mod circular_xlsx;
mod docx;
mod docx_form;
mod docx_parts;
mod guide_docx;
mod plan_xlsx;
mod points_geojson;
mod points_xlsx;
mod print_order_xlsx;
pub mod score_sheet_xlsx;
mod seen_xlsx;
mod standard_xlsx;
mod villages_csv;

pub use calendar_ics::calendar_ics;
pub use catalog_csv::catalog_csv;
pub use catalog_json::catalog_json;
pub use catalog_xlsx::{Readers, catalog_xlsx};
pub use circular_xlsx::circular_xlsx;
pub use docx::docx;
pub use guide_docx::{GuideSheet, Part as GuidePart, Run as GuideRun, guide_docx};
pub use plan_xlsx::plan_xlsx;
pub use points_geojson::points_geojson;
pub use points_xlsx::points_xlsx;
pub use print_order_xlsx::{PrintFile, PrintOrder, print_order_xlsx};
pub use seen_xlsx::seen_xlsx;
pub use standard_xlsx::{Carried, standard_xlsx};
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
