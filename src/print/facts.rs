//! Owns what a printed view says that it shows: each struct of a view names, beside its type, which fields are facts and what people call
//! them ([`facts!`]). Must not know any one document, nor codes and records (`publish`).
//!
//! A field cannot be forgotten: `facts!` takes its struct apart without `..`, so a new field without a word about it does not compile. What
//! can be said of a field:
//!
//! | word | meaning |
//! |---|---|
//! | `fact("地址")` | a fact with this label; of a list of texts one fact, of a list of structs the label before theirs |
//! | `fact("图例", 2)` | the same, for records from scheme 2 on; see [`SCHEME`] |
//! | `row` | the name of a row: it stands before the labels of all that follows in the struct |
//! | `open` | its content speaks for itself, without a label |
//! | `via(function)` | a function says it |
//! | `silent("reason")` | nothing that is printed as text, or printed from another field, or the edition itself |

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One thing that a piece shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// What it is: `职工参保登记/办理深度`.
    pub label: String,
    /// What the piece says.
    pub text: String,
}

/// A text as one line: breaks and what else has no glyph are spaces.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // Every control character has one of these bytes, and most texts have none of them.
    if !text.bytes().any(|byte| byte < b' ' || matches!(byte, 0x7f | 0xc2)) || !text.contains(char::is_control) {
        return text.into();
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The text of the fact that a row stands there at all.
pub const THERE: &str = "有";

/// The scheme of facts that new records follow. Records of print runs outlive programs: a fact that an older scheme did not have says since
/// which one it is there, so that the facts of an old record can be compared with what they would be now. A label that has been released is
/// therefore not changed without a new scheme.
///
/// 1: what the keys of the views' JSON gave, without titles, the bureau's name, legends, and the words beside QR codes. 2: every text.
pub const SCHEME: u32 = 2;

/// What says which facts it shows.
pub trait Facts {
    /// Adds them.
    fn collect(&self, facts: &mut Collector);

    /// Adds those of a list: each by itself, but for texts, which are one fact.
    fn collect_all(list: &[Self], facts: &mut Collector)
    where
        Self: Sized,
    {
        for one in list {
            one.collect(facts);
        }
    }
}

/// Gathers facts while a view is walked through.
#[derive(Debug)]
pub struct Collector {
    scheme: u32,
    /// The labels that all that follows has, joined.
    label: String,
    /// For each of them where `label` ended before it.
    ends: Vec<usize>,
    gathered: Gathered,
    mark: bool,
}

/// What becomes of facts.
#[derive(Debug)]
enum Gathered {
    /// They are kept.
    Facts(Vec<Fact>),
    /// They are written for a hash alone: tens of thousands of pieces are looked at for nothing but their codes.
    Bytes(Vec<u8>),
}

/// Adds a text to what is hashed: with its length, so that two texts cannot be taken for others.
pub fn write_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

impl Collector {
    /// For the facts of one scheme.
    #[must_use]
    pub fn new(scheme: u32) -> Self {
        Self { scheme, label: String::new(), ends: Vec::new(), gathered: Gathered::Facts(Vec::new()), mark: false }
    }

    /// For a hash of the facts of one scheme: label and text of each are written behind `bytes` with [`write_text`].
    #[must_use]
    pub fn writing(scheme: u32, bytes: Vec<u8>) -> Self {
        Self { gathered: Gathered::Bytes(bytes), ..Self::new(scheme) }
    }

    /// The facts, where they were kept.
    #[must_use]
    pub fn into_facts(self) -> Vec<Fact> {
        match self.gathered {
            Gathered::Facts(facts) => facts,
            Gathered::Bytes(_) => Vec::new(),
        }
    }

    /// The facts as they are hashed, where they were written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        match self.gathered {
            Gathered::Facts(_) => Vec::new(),
            Gathered::Bytes(bytes) => bytes,
        }
    }

    /// Adds a fact as it is.
    pub fn fact(&mut self, label: &str, text: &str) {
        self.gathered.add(label, text);
    }

    /// Whether the bureau's mark stands on the piece.
    #[must_use]
    pub fn has_mark(&self) -> bool {
        self.mark
    }

    /// The scheme that is asked for.
    #[must_use]
    pub fn scheme(&self) -> u32 {
        self.scheme
    }

    /// Adds a text, unless it is empty. A fact is one line, as a record writes it.
    pub fn text(&mut self, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.gathered.add(&one_line(&self.label), &text);
        }
    }

    /// Begins a label that stands before those that follow.
    fn begin(&mut self, label: &str) {
        self.ends.push(self.label.len());
        if self.ends.len() > 1 {
            self.label.push('/');
        }
        self.label.push_str(label);
    }

    /// Adds what `inner` adds, with a label before it.
    pub fn within(&mut self, label: &str, inner: impl FnOnce(&mut Self)) {
        let depth = self.depth();
        self.begin(label);
        inner(self);
        self.back_to(depth);
    }

    /// Adds what `inner` adds, if the scheme has it already.
    pub fn since(&mut self, scheme: u32, inner: impl FnOnce(&mut Self)) {
        if self.scheme >= scheme {
            inner(self);
        }
    }

    /// Begins a row: its name stands before every label up to [`Collector::back_to`]. A row without a name has no label.
    pub fn row(&mut self, name: &str) {
        if !name.is_empty() {
            self.begin(name);
            self.text(THERE);
        }
    }

    /// How deep the labels are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.ends.len()
    }

    /// Ends the rows that have begun since [`Collector::depth`] said this.
    pub fn back_to(&mut self, depth: usize) {
        if let Some(end) = self.ends.get(depth) {
            self.label.truncate(*end);
            self.ends.truncate(depth);
        }
    }

    /// Adds what `inner` adds, which many pieces have: where facts are only hashed, it is written once. There is no mark among it.
    pub fn shared(&mut self, written: &OnceLock<Vec<u8>>, inner: impl FnOnce(&mut Self)) {
        match &mut self.gathered {
            Gathered::Bytes(bytes) if self.ends.is_empty() && self.scheme == SCHEME => {
                bytes.extend_from_slice(written.get_or_init(|| {
                    let mut own = Self::writing(SCHEME, Vec::new());
                    inner(&mut own);
                    own.into_bytes()
                }));
            }
            _ => inner(self),
        }
    }

    /// The bureau's mark stands on the piece.
    pub fn mark(&mut self) {
        self.mark = true;
    }
}

impl Gathered {
    fn add(&mut self, label: &str, text: &str) {
        match self {
            Self::Facts(facts) => facts.push(Fact { label: label.to_owned(), text: text.to_owned() }),
            Self::Bytes(bytes) => {
                write_text(label, bytes);
                write_text(text, bytes);
            }
        }
    }
}

/// A view on its way to the engine: it keeps its type until a template needs it as JSON.
pub trait View: Send + Sync {
    /// What a template gets.
    fn json(&self) -> Json;

    /// Adds what it shows, and whether the bureau's mark stands on it, whose picture is a fact too.
    fn tell(&self, facts: &mut Collector);
}

impl<T: Serialize + Facts + Send + Sync> View for T {
    fn json(&self) -> Json {
        to_json(self)
    }

    fn tell(&self, facts: &mut Collector) {
        self.collect(facts);
    }
}

/// A view as JSON. Views have string keys and numbers only, so this does not fail; a template that got nothing would say so.
pub fn to_json(view: &impl Serialize) -> Json {
    serde_json::to_value(view).unwrap_or_default()
}

impl Facts for String {
    fn collect(&self, facts: &mut Collector) {
        facts.text(self);
    }

    fn collect_all(list: &[Self], facts: &mut Collector) {
        facts.text(&list.join("；"));
    }
}

impl Facts for &str {
    fn collect(&self, facts: &mut Collector) {
        facts.text(self);
    }

    fn collect_all(list: &[Self], facts: &mut Collector) {
        facts.text(&list.join("；"));
    }
}

impl<T: Facts> Facts for Vec<T> {
    fn collect(&self, facts: &mut Collector) {
        T::collect_all(self, facts);
    }
}

impl<T: Facts> Facts for Option<T> {
    fn collect(&self, facts: &mut Collector) {
        if let Some(one) = self {
            one.collect(facts);
        }
    }
}

impl<T: Facts> Facts for Box<T> {
    fn collect(&self, facts: &mut Collector) {
        (**self).collect(facts);
    }
}

/// Says of each field of a view's struct what it is; see the head of this file.
macro_rules! facts {
    ($view:ty { $($field:ident : $word:ident $(($($more:expr),+))?),+ $(,)? }) => {
        impl $crate::print::facts::Facts for $view {
            fn collect(&self, facts: &mut $crate::print::facts::Collector) {
                let Self { $($field),+ } = self;
                let depth = facts.depth();
                $($crate::print::facts::facts!(@ facts, $field, $word $(($($more),+))?);)+
                facts.back_to(depth);
            }
        }
    };
    (@ $facts:ident, $field:ident, fact($label:expr)) => {
        $facts.within($label, |facts| $crate::print::facts::Facts::collect($field, facts))
    };
    (@ $facts:ident, $field:ident, fact($label:expr, $since:expr)) => {
        $facts.since($since, |facts| facts.within($label, |facts| $crate::print::facts::Facts::collect($field, facts)))
    };
    (@ $facts:ident, $field:ident, row) => { $facts.row($field) };
    (@ $facts:ident, $field:ident, open) => { $crate::print::facts::Facts::collect($field, $facts) };
    (@ $facts:ident, $field:ident, via($how:expr)) => { $how($field, $facts) };
    (@ $facts:ident, $field:ident, silent($reason:expr)) => {{
        let (_, _): (_, &'static str) = ($field, $reason);
    }};
}
pub(crate) use facts;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Sheet {
        title: String,
        hours: Vec<String>,
        rows: Vec<Row>,
        legend: Vec<&'static str>,
        wide: bool,
    }

    #[derive(Serialize)]
    struct Row {
        depth: String,
        name: String,
    }

    facts! {
        Sheet {
            title: silent("the title of the PDF"),
            hours: fact("时间"),
            rows: fact("事项"),
            legend: fact("图例", 2),
            wide: silent("layout"),
        }
    }

    facts! {
        Row {
            name: row,
            depth: fact("办理深度"),
        }
    }

    fn said(scheme: u32) -> Vec<String> {
        let row = |name: &str, depth: &str| Row { name: name.to_owned(), depth: depth.to_owned() };
        let view = Sheet {
            title: "东镇 服务清单".to_owned(),
            hours: vec!["周一至周五".to_owned(), "法定节假日休息".to_owned()],
            rows: vec![row("参保登记", "办结"), row("", "受理"), row("缴费", " ")],
            legend: vec!["办结：在这里办完"],
            wide: true,
        };
        let mut facts = Collector::new(scheme);
        view.tell(&mut facts);
        let facts = facts.into_facts();
        let mut written = Collector::writing(scheme, Vec::new());
        view.tell(&mut written);
        let mut wanted = Vec::new();
        facts.iter().flat_map(|f| [&f.label, &f.text]).for_each(|text| write_text(text, &mut wanted));
        assert_eq!(written.into_bytes(), wanted, "what is hashed is what is kept");
        facts.into_iter().map(|f| format!("{}={}", f.label, f.text)).collect()
    }

    #[test]
    fn a_fact_is_one_line() {
        for (text, line) in [(" 甲\n乙 ", "甲 乙"), ("甲\u{85}乙£", "甲 乙£"), ("£", "£"), ("a\u{7f}b", "a b"), ("\t", "")]
        {
            assert_eq!(one_line(text), line);
        }
    }

    #[test]
    fn a_view_says_its_facts_in_words() {
        let wanted = [
            "时间=周一至周五；法定节假日休息",
            "事项/参保登记=有",
            "事项/参保登记/办理深度=办结",
            "事项/办理深度=受理",
            "事项/缴费=有",
            "图例=办结：在这里办完",
        ];
        assert_eq!(said(2), wanted);
        assert_eq!(said(1), wanted[..5]);
    }
}
