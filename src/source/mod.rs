//! From files to spanned values: walking folders, reading YAML and Markdown front matter with exact spans, limits against hostile
//! input, and the decoder that turns a tree into records while it collects every finding.
//!
//! It must not know what a record means; that is `model`. Invariant: reading never fails, it yields what could be read and findings.

mod control;
pub mod decode;
mod files;
mod form_file;
pub mod limits;
pub mod markdown;
mod node;
pub mod picture;
mod yaml;

pub use files::Folder;
pub use form_file::{FormFile, form_kind, is_form};
pub use node::{Entry, Node, Value};
pub use picture::{Fault, Foreign, Picture, Usable, foreign, guarded, pixel_limits, published, usable};
pub use yaml::{parse_document, parse_front_matter};
