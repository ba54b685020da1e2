//! From the spanned tree to records, field by field, collecting every finding.
//!
//! One definition per record (the `record!` macro) gives the struct, its decoder, the Chinese aliases and the JSON Schema. A type
//! that can stand as a value implements [`Decode`]. What a record means is `model`'s business.

mod dict;
mod finding;
mod macros;
mod record;
mod scalar;
mod shape;

use serde_json::{Map, Value as Json, json};

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostics, Spanned};

pub use dict::Dict;
pub use finding::{all_nearest, bad_number, bad_value, half_width, nearest, not_a_mapping, wrong_type};
pub use record::{Field, Record, RecordReader, record_schema};
pub use scalar::scalar;
pub use shape::{Asked, Control, Own, RecordShape, Shape};

/// A text as a person wrote it, with its place.
pub type Text = Spanned<String>;

/// A type that can be read from a node.
pub trait Decode: Sized {
    /// Reads the node. `None` means that a finding was pushed and the value cannot be used.
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self>;

    /// The value of a key that was not written; `None` when the key is required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// JSON Schema of the value. Records add themselves to `defs` once.
    fn schema(defs: &mut Map<String, Json>) -> Json;

    /// What the value looks like to somebody who fills it in.
    fn shape() -> Shape;
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        T::decode(node, out).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        T::schema(defs)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Vec<T> {
    /// Elements that cannot be read are left out, so that one bad element does not hide the others' findings.
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::List(list) => Some(list.iter().filter_map(|n| T::decode(n, out)).collect()),
            Value::Null => Some(Vec::new()),
            _ => Some(T::decode(node, out).into_iter().collect()),
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        let one = T::schema(defs);
        json!({"anyOf": [{"type": "array", "items": one}, one]})
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        T::decode(node, out).map(Self::new)
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        T::schema(defs)
    }

    fn shape() -> Shape {
        T::shape()
    }
}
