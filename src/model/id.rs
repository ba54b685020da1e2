//! Ids: stable names of things, which are also names of files and parts of web addresses.

use std::fmt;
use std::ops::Deref;

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, Shape, Text, bad_value, scalar};

/// A stable name of lower-case letters, digits and hyphens, up to 64 of them. Independent of numbers that documents print.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Spanned<String>);

impl Id {
    /// The id of a folder or file name, which was checked by [`Id::is_valid`].
    #[must_use]
    pub fn of_name(name: &str, span: Span) -> Self {
        Self(Spanned::new(name.to_owned(), span))
    }

    /// Whether a text may be an id. Names that Windows keeps for devices may not: an id becomes a folder.
    #[must_use]
    pub fn is_valid(text: &str) -> bool {
        let device = matches!(text, "con" | "prn" | "aux" | "nul")
            || (text.len() == 4
                && (text.starts_with("com") || text.starts_with("lpt"))
                && text.ends_with(|c: char| c.is_ascii_digit()));
        !text.is_empty()
            && text.len() <= 64
            && !device
            && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.value
    }

    /// Where it was written.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.value
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl Decode for Id {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个编号", "an id"), out)?.trim();
        if Self::is_valid(text) {
            return Some(Self::of_name(text, node.span));
        }
        out.push(bad_value(
            node.span,
            text,
            &say!("编号", "an id"),
            &say!(
                "编号用小写英文字母、数字和连字符，如 galutu-town（最多 64 个）",
                "an id is lower-case letters, digits and hyphens, such as galutu-town (64 at most)"
            ),
        ));
        None
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"})
    }

    fn shape() -> Shape {
        Shape::own("id", &[Text::shape])
    }
}
