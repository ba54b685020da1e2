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
//! | badges, board of the staff | `badges.typ`, `staff-board.typ` | [`badges::Badges`], [`staff_board::StaffBoard`] |
//! | the way to a point | `directions.typ` | [`directions::Directions`] |
//! | labels with QR codes | `qr-sheet.typ` | [`qr_sheet::QrSheet`] |
//! | notice sheet of an item | `notice.typ` | [`notice::Notice`] |
//! | handbook | `handbook.typ` | [`handbook::HandbookView`] |
//! | acceptance report | `report.typ` | [`report::ReportView`] |
//! | score sheet to fill in by hand | `score-sheet.typ` | [`score_sheet::ScoreSheet`] |
//! | official paper (公文) | `paper.typ` | [`paper::PaperView`] |
//!
//! To add one: a template in `themes/default/print/`, its name in [`engine::TEMPLATES`], a file here with
//! its view and a function from the model to it.

pub mod badges;
pub mod common;
pub mod desk_card;
pub mod directions;
pub mod engine;
pub mod fonts;
pub mod glyphs;
pub mod handbook;
pub mod impose;
pub mod notice;
pub mod paper;
pub mod people;
pub mod photo;
pub mod piece;
pub mod qr_sheet;
pub mod report;
pub mod score_sheet;
pub mod service_list;
pub mod staff_board;
pub mod steps;
#[cfg(test)]
mod tests;

pub use engine::{Asset, Finish, Meta, Pdf, RenderError, Shared, render};
