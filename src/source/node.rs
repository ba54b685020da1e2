//! The spanned tree that a YAML text becomes.

use crate::diagnostic::{Span, Spanned};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value's own characters; for a list or mapping from its first to its last.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is. Scalars keep the text as written: `100.10`, `007` and `no` stay what they are.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing was written.
    Null,
    /// One value.
    Scalar {
        /// Text after YAML escapes.
        text: String,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// `- …` or `[…]`.
    List(Vec<Node>),
    /// `key: …` or `{…}`, in the order of the file.
    Map(Vec<Entry>),
}

/// One `key: value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// Whether nothing was written.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping, or none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entries of a list, or none.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(list) => list,
            _ => &[],
        }
    }

    /// The value of a mapping's first entry under one of the names.
    #[must_use]
    pub fn get(&self, names: &[&str]) -> Option<&Node> {
        self.entries().iter().find(|e| names.contains(&e.key.value.as_str())).map(|e| &e.value)
    }

    /// What a copy of the node costs: the number of nodes, itself included, where every hundred bytes of text count as one more.
    #[must_use]
    pub fn weight(&self) -> usize {
        1 + match &self.value {
            Value::Null => 0,
            Value::Scalar { text, .. } => text.len() / 100,
            Value::List(list) => list.iter().map(Self::weight).sum(),
            Value::Map(entries) => entries.iter().map(|e| 1 + e.key.len() / 100 + e.value.weight()).sum(),
        }
    }
}
