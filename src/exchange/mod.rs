//! The public data files: a catalog as CSV and JSON, points as GeoJSON. One function each, from the model to bytes.
//! Official papers as .docx for the office that edits, numbers and stamps them.
//!
//! The data files are public: no staff, no private phone, nothing of an inspection may enter them.

mod catalog_csv;
mod catalog_json;
mod circular_xlsx;
mod docx;
mod docx_form;
mod docx_parts;
mod points_geojson;
mod print_order_xlsx;
mod villages_csv;

pub use catalog_csv::catalog_csv;
pub use catalog_json::catalog_json;
pub use circular_xlsx::circular_xlsx;
pub use docx::docx;
pub use points_geojson::points_geojson;
pub use print_order_xlsx::{PrintFile, PrintOrder, print_order_xlsx};
pub use villages_csv::villages_csv;
