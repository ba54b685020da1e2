//! From the list of artifacts to the output folder: fingerprints, cache, parallel making, staging, atomic swap, manifest.
//!
//! The build, the cache, the manifest, `--only` and the leak check are small functions over the list of [`Artifact`]s. Promises:
//! same inputs, same bytes; a build that fails or is killed leaves the previous output whole; what nothing changed is not made again.

mod artifact;
mod brand;
mod build;
mod build_error;
mod cache;
pub mod changes;
mod contact;
pub mod difference;
mod document;
mod drafts;
pub mod editions;
pub mod links;
mod list;
pub mod looked_at;
pub mod manifest;
pub mod order;
mod papers;
mod paths;
pub mod pieces;
mod preflight;
mod previous_output;
pub mod print_state;
pub mod printed_facts;
mod private;
mod refusal;
mod renderers;
mod selection;
mod sheet;
mod staging;
mod theme_check;

pub use artifact::{Artifact, Audience, Part, Renderable};
pub use build::{Options, Progress, SPARE_FROM, Summary, build, may_be_written};
pub use build_error::BuildError;
pub use document::source_date;
pub use list::{Prints, ratings, report_of};
pub use papers::{notice_bytes, papers_of};
pub use pieces::jobs;
pub use preflight::preflight;
pub use renderers::Renderers;
pub use selection::Selection;
pub use sheet::{form_codes_of, sheets_of};
