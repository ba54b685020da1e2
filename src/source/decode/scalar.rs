//! Single values: texts, numbers, yes and no.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::{Decode, Shape, Text, bad_number, bad_value, wrong_type};
use crate::diagnostic::{Bilingual, Diagnostics, Spanned};
use crate::say;
use crate::source::node::Node;

/// A scalar's text, or a finding.
pub fn scalar<'n>(node: &'n Node, expected: &Bilingual, out: &mut Diagnostics) -> Option<&'n str> {
    let text = node.text();
    if text.is_none() {
        out.push(wrong_type(node, expected));
    }
    text
}

impl Decode for Text {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一段文字", "a text"), out)?;
        Some(Spanned::new(text.trim().to_owned(), node.span))
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["string", "number", "boolean"]})
    }

    fn shape() -> Shape {
        Shape::Line
    }
}

impl Decode for Spanned<Decimal> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个数", "a number"), out)?;
        // The plain `parse` would round beyond 28 digits in silence.
        if let Ok(value) = Decimal::from_str_exact(text.trim()) {
            Some(Spanned::new(value, node.span))
        } else {
            out.push(bad_number(node.span, text, &say!("数", "a number"), &say!("写成 5 或 0.5", "write 5 or 0.5")));
            None
        }
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})
    }

    fn shape() -> Shape {
        Shape::Number
    }
}

impl Decode for Spanned<u32> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("一个整数", "a whole number"), out)?;
        if let Ok(value) = text.trim().parse() {
            Some(Spanned::new(value, node.span))
        } else {
            out.push(bad_number(
                node.span,
                text,
                &say!("整数", "a whole number"),
                &say!("写整数，如 12", "write a whole number, such as 12"),
            ));
            None
        }
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "integer", "minimum": 0})
    }

    fn shape() -> Shape {
        Shape::Whole
    }
}

impl Decode for bool {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("是或否", "true or false"), out)?;
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "是" | "有" | "yes" | "on" => Some(true),
            "false" | "否" | "无" | "no" | "off" => Some(false),
            _ => {
                out.push(bad_value(
                    node.span,
                    text.trim(),
                    &say!("“是”或“否”", "true or false"),
                    &say!("写 true（是）或 false（否）", "write true or false"),
                ));
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"enum": [true, false, "是", "否"]})
    }

    fn shape() -> Shape {
        Shape::Flag
    }
}
