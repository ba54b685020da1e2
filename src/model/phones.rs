//! Phone numbers: one or several, each with an extension, what it is for, who answers, and whether it may be published.
//!
//! A number that is not public, and the name of whoever answers, never leave the workspace: whatever is shown asks for [`Phones::numbers`],
//! which leaves both out.

use serde_json::{Map, Value as Json, json};

use super::{BureauFile, Point, Text};
use crate::diagnostic::{Diagnostics, Span};
use crate::record;
use crate::say;
use crate::source::decode::{Decode, Shape, wrong_type};
use crate::source::{Node, Value};

record! {
    /// One phone number of several, or one with more to say than its digits.
    pub struct PhoneNumber = "电话号码" {
        /// The number as people dial it.
        number = "号码": Text { "电话": "写号码，如：0477-0000001" },
        /// Extension (分机).
        extension = "分机": Option<Text> { "电话": "写分机号，如：8012；没有就空着" },
        /// What it is for, such as 医保窗口; shown beside the number.
        label = "名称": Option<Text> { "电话": "写这个电话是哪里的，如：医保窗口" },
        /// Who answers. Never published.
        contact = "联系人": Option<Text> { "电话": "写谁接电话；只有内部看得到" },
        /// false for a number that is only for the bureau's own use; published unless it says so.
        public = "公开": Option<bool> { "电话": "不想公开的号码选“否”" },
    }
}

/// The numbers of a field: one text, one record, or a list of texts and records.
#[derive(Debug, Clone, PartialEq)]
pub struct Phones {
    /// Where they stand.
    pub span: Span,
    list: Vec<PhoneNumber>,
}

/// A number that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What it is for; empty where nothing is said.
    pub label: String,
    /// The number as written, with its extension.
    pub text: String,
}

impl PhoneNumber {
    fn plain(text: Text, span: Span) -> Self {
        Self { span, number: text, extension: None, label: None, contact: None, public: None }
    }

    /// Number and extension: 0576-80001234转8012.
    #[must_use]
    pub fn text(&self) -> String {
        match self.extension.as_ref().filter(|e| !e.is_empty()) {
            Some(extension) => format!("{}转{}", self.number.value, extension.value),
            None => self.number.value.clone(),
        }
    }

    /// Whether it may be published.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.public != Some(false)
    }

    fn shown(&self) -> Option<Number> {
        let label = self.label.as_ref().map_or_else(String::new, |l| l.value.clone());
        (self.is_public() && !self.number.is_empty()).then(|| Number { label, text: self.text() })
    }
}

impl Phones {
    /// Every number, private ones too: for checks and for comparing, never for showing.
    #[must_use]
    pub fn all(&self) -> &[PhoneNumber] {
        &self.list
    }

    /// The numbers that may be published, in their order.
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        self.list.iter().filter_map(PhoneNumber::shown).collect()
    }
}

impl Decode for Phones {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let list = match &node.value {
            Value::List(list) => list.iter().filter_map(|node| one(node, out)).collect(),
            _ => vec![one(node, out)?],
        };
        Some(Self { span: node.span, list })
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        let (text, record) = (Text::schema(defs), PhoneNumber::schema(defs));
        json!({"anyOf": [text, record, {"type": "array", "items": {"anyOf": [text, record]}}]})
    }

    fn shape() -> Shape {
        Shape::own("phones", &[Text::shape, PhoneNumber::shape, Vec::<PhoneNumber>::shape])
    }
}

fn one(node: &Node, out: &mut Diagnostics) -> Option<PhoneNumber> {
    match &node.value {
        Value::Scalar { .. } => Some(PhoneNumber::plain(Text::decode(node, out)?, node.span)),
        Value::Map(_) => PhoneNumber::decode(node, out),
        Value::List(_) | Value::Null => {
            out.push(wrong_type(node, &say!("一个号码", "a phone number")));
            None
        }
    }
}

impl Number {
    /// The number with what it is for: 医保窗口 0576-80001234.
    #[must_use]
    pub fn words(&self) -> String {
        if self.label.is_empty() { self.text.clone() } else { format!("{} {}", self.label, self.text) }
    }
}

/// Numbers on one line; empty where there are none. A single number without a label stays as written.
#[must_use]
pub fn line(numbers: &[Number]) -> String {
    numbers.iter().map(Number::words).collect::<Vec<_>>().join("、")
}

/// Numbers one below the other; empty where there are none.
#[must_use]
pub fn lines(numbers: &[Number]) -> String {
    numbers.iter().map(Number::words).collect::<Vec<_>>().join("\n")
}

fn shown(phones: Option<&Phones>) -> Vec<Number> {
    phones.map(Phones::numbers).unwrap_or_default()
}

impl Point {
    /// Its enquiry phones as records, private ones too: what stands beside `phone` belongs to its first number.
    #[must_use]
    pub fn every_phone(&self) -> Vec<PhoneNumber> {
        let mut list = self.phone.iter().flat_map(Phones::all).cloned().collect::<Vec<_>>();
        if let Some(first) = list.first_mut() {
            first.label = first.label.take().or_else(|| self.phone_label.clone());
            first.contact = first.contact.take().or_else(|| self.phone_contact.clone());
        }
        // What is said of `phone` is said of all that stands in it.
        for number in list.iter_mut().filter(|_| self.phone_public == Some(false)) {
            number.public = Some(false);
        }
        list.extend(self.more_phones.iter().flat_map(Phones::all).cloned());
        list
    }

    /// The enquiry phones that may be published.
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        self.every_phone().iter().filter_map(PhoneNumber::shown).collect()
    }

    /// Its own complaint phones that may be published.
    #[must_use]
    pub fn complaint_numbers(&self) -> Vec<Number> {
        shown(self.complaint_phone.as_ref())
    }
}

impl BureauFile {
    /// The bureau's enquiry phones.
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        shown(self.hotline.as_ref())
    }

    /// The bureau's complaint phones.
    #[must_use]
    pub fn complaint_numbers(&self) -> Vec<Number> {
        shown(self.complaint_phone.as_ref())
    }
}

/// The first list that holds a number.
#[must_use]
pub fn either(first: Vec<Number>, other: impl FnOnce() -> Vec<Number>) -> Vec<Number> {
    if first.is_empty() { other() } else { first }
}
