//! The one writer of YAML: [`edit`] changes the text of a file and keeps what did not change, comments included; [`value`] knows how values are quoted and
//! laid out; [`tree`] is a new record with its keys in order.
//!
//! It makes texts and writes no file.

pub mod edit;
pub mod tree;
pub mod value;
