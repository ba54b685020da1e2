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
pub fn one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains(char::is_control) {
        return text.to_owned();
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
    label: Vec<String>,
    facts: Vec<Fact>,
    mark: bool,
}

impl Collector {
    /// For the facts of one scheme.
    #[must_use]
    pub fn new(scheme: u32) -> Self {
        Self { scheme, label: Vec::new(), facts: Vec::new(), mark: false }
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
            self.facts.push(Fact { label: one_line(&self.label.join("/")), text });
        }
    }

    /// Adds what `inner` adds, with a label before it.
    pub fn within(&mut self, label: &str, inner: impl FnOnce(&mut Self)) {
        self.label.push(label.to_owned());
        inner(self);
        self.label.pop();
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
            self.label.push(name.to_owned());
            self.text(THERE);
        }
    }

    /// How deep the labels are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.label.len()
    }

    /// Ends the rows that have begun since [`Collector::depth`] said this.
    pub fn back_to(&mut self, depth: usize) {
        self.label.truncate(depth);
    }

    /// The bureau's mark stands on the piece.
    pub fn mark(&mut self) {
        self.mark = true;
    }
}

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// Its facts, in the order of the view.
    pub facts: Vec<Fact>,
    /// Whether the bureau's mark stands on it, whose picture is a fact too.
    pub mark: bool,
}

/// A view on its way to the engine: it keeps its type until a template needs it as JSON.
pub trait View: Send + Sync {
    /// What a template gets.
    fn json(&self) -> Json;

    /// What it shows, in a scheme of facts.
    fn collected(&self, scheme: u32) -> Collected;
}

impl<T: Serialize + Facts + Send + Sync> View for T {
    fn json(&self) -> Json {
        to_json(self)
    }

    fn collected(&self, scheme: u32) -> Collected {
        let mut facts = Collector::new(scheme);
        self.collect(&mut facts);
        Collected { facts: facts.facts, mark: facts.mark }
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
        view.collected(scheme).facts.into_iter().map(|f| format!("{}={}", f.label, f.text)).collect()
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
