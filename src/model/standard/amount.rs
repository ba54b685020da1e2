//! Numbers of a standard: exact, with percentages, or named because another document sets them.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, Shape, Text, bad_value, half_width, scalar};

/// A number as a standard writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// `100`, `0.05`, `5%`.
    Number {
        /// The exact value; 5% is 0.05.
        value: Decimal,
        /// Whether it was written with a per-cent sign.
        percent: bool,
        /// As written.
        text: Text,
    },
    /// The name of a parameter.
    Parameter(Text),
}

impl Amount {
    /// Reads a number with or without per-cent sign, exactly.
    #[must_use]
    pub fn parse_number(text: &str) -> Option<(Decimal, bool)> {
        let text = text.trim();
        let (digits, percent) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), true),
            None => (text, false),
        };
        let number = Decimal::from_str_exact(digits).ok()?;
        if !percent {
            return Some((number, false));
        }
        // A hundredth by moving the point: exact, unless there is no room for two more decimals.
        let mut hundredth = number;
        hundredth.set_scale(number.scale() + 2).ok()?;
        Some((hundredth, true))
    }

    /// Where it was written.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Number { text, .. } | Self::Parameter(text) => text.span,
        }
    }

    /// As written.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Number { text, .. } | Self::Parameter(text) => text,
        }
    }
}

impl Decode for Amount {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let written = scalar(node, &say!("一个数或参数名", "a number or the name of a parameter"), out)?.trim();
        let text = Text::new(written.to_owned(), node.span);
        if let Some((value, percent)) = Self::parse_number(written) {
            return Some(Self::Number { value, percent, text });
        }
        // A name may hold digits but does not begin with one: `5 %左右` and `５` are slips, not names.
        if half_width(written).starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '+')) || written.is_empty() {
            out.push(bad_value(
                node.span,
                written,
                &say!("数", "a number"),
                &say!("写成 100、0.05 或 5%", "write 100, 0.05 or 5%"),
            ));
            return None;
        }
        Some(Self::Parameter(text))
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["number", "string"], "examples": ["100", "0.05", "5%"]})
    }

    fn shape() -> Shape {
        Shape::own("amount", &[Spanned::<Decimal>::shape, Text::shape])
    }
}
