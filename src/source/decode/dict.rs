//! A mapping whose keys are the file's own words.

use serde_json::{Map, Value as Json, json};

use super::record::duplicate_key;
use super::{Decode, Shape, Text, not_a_mapping};
use crate::diagnostic::Diagnostics;
use crate::say;
use crate::source::node::{Node, Value};

/// A mapping whose keys are the file's own words, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Dict<T>(pub Vec<(Text, T)>);

impl<T> Dict<T> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(k, _)| k.value == key).map(|(_, v)| v)
    }

    /// Keys and values in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, (Text, T)> {
        self.0.iter()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Dict<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T> IntoIterator for &'a Dict<T> {
    type Item = &'a (Text, T);
    type IntoIter = std::slice::Iter<'a, (Text, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Decode> Decode for Dict<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            out.push(not_a_mapping(node, &say!("若干行“名称: 值”", "keys with values")));
            return None;
        };
        let mut dict = Self::default();
        for entry in entries {
            if let Some((first, _)) = dict.iter().find(|(k, _)| k.value == entry.key.value) {
                out.push(duplicate_key(&entry.key, first.span));
                continue;
            }
            let value = if entry.value.is_null() {
                T::absent().or_else(|| T::decode(&entry.value, out))
            } else {
                T::decode(&entry.value, out)
            };
            if let Some(value) = value {
                dict.0.push((entry.key.clone(), value));
            }
        }
        Some(dict)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        json!({"type": "object", "additionalProperties": T::schema(defs)})
    }

    fn shape() -> Shape {
        Shape::Dict(Box::new(T::shape()))
    }
}
