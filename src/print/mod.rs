//! Owns everything that is printed: one view struct per document, and the Typst engine that turns a view
//! and a template into the bytes of a PDF/A-2a.
//!
//! Must not know files, folders or the cache (`publish`), nor HTML (`site`). A view holds final texts and
//! numbers only, never a type of the model; the template holds layout only.
//!
//! | document | template | view |
//! |---|---|---|
//! | service list of a point | `service-list.typ` | [`service_list::ServiceList`] |
//! | desk card of a point | `desk-card.typ` | [`desk_card::DeskCard`] |
//! | plate beside a door | `door-plate.typ` | [`door_plate::DoorPlate`] |
//! | opening hours on the door | `hours-sign.typ` | [`hours_sign::HoursSign`] |
//! | signs of zones | `zone-signs.typ` | [`zone_signs::ZoneSigns`] |
//! | signs of windows | `window-signs.typ` | [`window_signs::WindowSigns`] |
//! | phones | `phone-sign.typ` | [`phone_sign::PhoneSign`] |
//! | service rating (好差评) | `rating-sign.typ` | [`rating_sign::RatingSign`] |
//! | badges, board of the staff | `badges.typ`, `staff-board.typ` | [`badges::Badges`], [`staff_board::StaffBoard`] |
//! | the way to a point | `directions.typ` | [`directions::Directions`] |
//! | labels with QR codes | `qr-sheet.typ` | [`qr_sheet::QrSheet`] |
//! | notice sheet of an item | `notice.typ` | [`notice::Notice`] |
//! | leaflet of a bureau | `leaflet.typ` | [`leaflet::LeafletView`] |
//! | rule on the wall | `panel.typ` | [`panel::PanelView`] |
//! | poster, roll-up | `poster.typ`, `rollup.typ` | [`poster::PosterView`] |
//! | handbook | `handbook.typ` | [`handbook::HandbookView`] |
//! | items by channel | `catalog-matrix.typ` | [`catalog_matrix::CatalogMatrix`] |
//! | plan (量化表) | `plan-table.typ` | [`plan_table::PlanTable`] |
//! | acceptance report | `report.typ` | [`report::ReportView`] |
//! | score sheet to fill in by hand | `score-sheet.typ` | [`score_sheet::ScoreSheet`] |
//! | codes of a round's form | `form-codes.typ` | [`form_codes::FormCodes`] |
//! | official paper (公文) | `paper.typ` | [`paper::PaperView`] |
//!
//! To add one: a template in `themes/default/print/`, its name in [`rendering::TEMPLATES`], a file here with
//! its view and a function from the model to it.

pub mod badges;
#[cfg(feature = "print")]
pub mod black_plate;
pub mod book_index;
pub mod catalog_matrix;
pub mod common;
pub mod desk_card;
pub mod directions;
pub mod door_plate;
#[cfg(feature = "print")]
pub mod engine;
#[cfg(not(feature = "print"))]
#[path = "engine_absent.rs"]
pub mod engine;
pub mod facts;
pub mod fonts;
pub mod form_codes;
pub mod glyphs;
pub mod handbook;
pub mod hours_sign;
#[cfg(feature = "print")]
pub mod impose;
pub mod leaflet;
pub mod lines;
pub mod notice;
pub mod order;
pub mod panel;
pub mod paper;
pub mod people;
pub mod phone_sign;
pub mod photo;
pub mod piece;
pub mod plan_table;
pub mod poster;
pub mod press_file;
pub mod prose;
pub mod qr_sheet;
pub mod rating_sign;
pub mod rendering;
pub mod report;
pub mod score_sheet;
pub mod service_list;
pub mod staff_board;
pub mod steps;
#[cfg(test)]
#[cfg(feature = "print")]
mod tests;
pub mod window_signs;
pub mod zone_signs;

/// Whether this build of the program has the engine: without it everything works but what is set as PDF.
pub const CAN_PRINT: bool = cfg!(feature = "print");

pub use engine::{Shared, drawings, picture, render, render_with_picture};
pub use rendering::{Asset, Drawing, Line, Meta, OutputForm, Pdf, Remark, RenderError};
