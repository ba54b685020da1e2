//! From the list of artifacts to the output folder: fingerprints, cache, parallel making, staging, atomic swap, manifest.
//!
//! The build, the cache, the manifest, `--only` and the leak check are small functions over the list of [`Artifact`]s. Promises:
//! same inputs, same bytes; a build that fails or is killed leaves the previous output whole; what nothing changed is not made again.

mod artifact;
mod before;
mod brand;
mod build;
mod cache;
pub mod changes;
mod contact;
pub mod difference;
mod document;
mod drafts;
pub mod editions;
pub mod links;
mod list;
pub mod manifest;
pub mod order;
mod papers;
mod paths;
pub mod pieces;
pub mod printed_facts;
mod private;
mod sheet;
pub mod snapshot;
mod staging;
mod tools;

pub use artifact::{Artifact, Audience, Draft, Part};
pub use build::{Options, Progress, SPARE_FROM, Selection, Stopped, Summary, build};
pub use document::source_date;
pub use list::{Prints, artifacts, ratings, report_of};
pub use papers::{notice_bytes, papers_of};
pub use sheet::sheets_of;
pub use tools::Tools;
