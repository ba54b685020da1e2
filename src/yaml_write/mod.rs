//! The one writer of YAML: [`edit`] and [`patch`] change the text of a file and keep what did not change, comments included; [`value`] knows how values are
//! quoted and laid out; [`tree`] is a new record with its keys in order.
//!
//! It makes texts and writes no file.

pub mod edit;
mod finer;
mod layout;
pub mod patch;
mod place;
mod surgery;
pub mod tree;
pub mod value;
mod way;
