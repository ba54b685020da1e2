//! What the desk (工作台) shows of a whole workspace: the bureau and its numbers, what is unfinished, every finding with its place in words and the mends that
//! the program knows, what was done and how it was before. Typed answers for a front door that draws them; nothing here knows a browser.

pub mod accept;
pub mod arrive;
pub mod begin;
pub mod click;
pub mod find;
pub mod here;
pub mod holidays;
pub mod hours;
pub mod live;
pub mod look;
pub mod make;
pub mod map;
pub mod mark;
pub mod mend;
pub mod overview;
pub mod past;
pub mod phones;
pub mod photo;
pub mod place;
pub mod problems;
pub mod samples;
pub mod sheets;
pub mod site;
pub mod then;

pub use look::{Look, is_workspace, look};
