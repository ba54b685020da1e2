//! The things of the field as pure values: bureaus, channels, points, items, depths, guides, handbooks, leaflets,
//! plans, standards, records.
//!
//! No I/O, no rendering. Records are defined once with `record!`; a value that a person wrote keeps its place in the file.

pub mod application;
pub mod appointments;
pub mod boundary;
pub mod bureau;
pub mod catalog;
pub mod coordinates;
pub mod date;
pub mod depth;
pub mod everyday;
pub mod guide;
pub mod handbook;
pub mod hours;
mod hours_text;
pub mod id;
pub mod inspection;
pub mod kept;
pub mod limit;
pub mod offer;
pub mod open_days;
pub mod opening;
pub mod personal;
pub mod phones;
pub mod pinyin;
pub mod plan;
pub mod plate;
pub mod point;
pub mod print_run;
pub mod programme;
pub mod publicity;
pub mod reach;
pub mod standard;
pub mod town;
pub mod villages;
pub mod workspace;

pub use crate::source::decode::{Dict, Text};
pub use bureau::BureauFile;
pub use catalog::{Catalog, Channel, Claim, Item, Tier};
pub use date::{Date, Edition};
pub use depth::{Depth, DepthKind};
pub use guide::Guide;
pub use handbook::Handbook;
pub use id::Id;
pub use limit::{Limit, Unit};
pub use offer::Offer;
pub use phones::{Number, Phones};
pub use plan::Plan;
pub use point::Point;
pub use programme::Programme;
pub use standard::Standard;
pub use workspace::{Bureau, Config, Workspace};
