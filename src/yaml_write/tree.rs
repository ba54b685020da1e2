//! A record as plain values, and how it is written as YAML: short findings on one line, long ones line by line.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::value::scalar;
use crate::source::{Node, Value};

/// A longer line is broken up, in characters.
const LINE: usize = 100;

/// A value of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tree {
    /// A text, quoted where it must be.
    Text(String),
    /// A number, a day, an answer: what needs no quotes.
    Bare(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values in order.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.trim().to_owned())
    }

    /// A list of texts.
    #[must_use]
    pub fn texts(list: &[String]) -> Self {
        Self::List(list.iter().map(|t| Self::text(t)).collect())
    }

    /// What a file says; what is blank falls away.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } if node.is_null() || text.trim().is_empty() => None,
            Value::Scalar { text, plain } => Some(if *plain { bare(text) } else { Self::Text(text.clone()) }),
            Value::List(_) => Some(Self::List(node.items().iter().filter_map(Self::of).collect())),
            Value::Map(_) => {
                let entries = node.entries().iter().filter_map(|e| Some((e.key.value.clone(), Self::of(&e.value)?)));
                Some(Self::Map(entries.collect()))
            }
            Value::Null => None,
        }
    }

    /// Takes out every entry of a list whose `key` has this text, and what is blank then.
    pub fn without_entries(&mut self, key: &str, text: &str) {
        let is_blank =
            |tree: &Self| matches!(tree, Self::Map(m) if m.is_empty()) || matches!(tree, Self::List(l) if l.is_empty());
        match self {
            Self::Map(entries) => entries.retain_mut(|(_, value)| {
                let was_blank = is_blank(value);
                value.without_entries(key, text);
                was_blank || !is_blank(value)
            }),
            Self::List(list) => list.retain_mut(|value| {
                let named = value.word(key) == Some(text);
                value.without_entries(key, text);
                !named
            }),
            Self::Text(_) | Self::Bare(_) => {}
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a key; nothing where it has none.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) | Self::Bare(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// Sets a key, at the end where it is new.
    pub fn set(&mut self, key: &str, value: Tree) {
        if let Self::Map(entries) = self {
            match entries.iter_mut().find(|(k, _)| k == key) {
                Some((_, old)) => *old = value,
                None => entries.push((key.to_owned(), value)),
            }
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(k, _)| k != key);
        }
    }

    /// Every text of a key anywhere below, to be changed.
    pub fn each(&mut self, key: &str, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Map(entries) => {
                for (name, value) in entries {
                    match value {
                        Self::Text(text) | Self::Bare(text) if name == key => change(text),
                        other => other.each(key, change),
                    }
                }
            }
            Self::List(list) => list.iter_mut().for_each(|one| one.each(key, change)),
            Self::Text(_) | Self::Bare(_) => {}
        }
    }

    /// Numbers and answers without the quotes that another program put round them: `{"marks": "38.5"}`.
    #[must_use]
    pub fn relaxed(self) -> Self {
        match self {
            Self::Text(text) if is_number(&text) => Self::Bare(text),
            Self::Map(entries) => Self::Map(entries.into_iter().map(|(k, v)| (k, v.relaxed())).collect()),
            other => other,
        }
    }

    /// What it says, whatever the order of keys and the style.
    #[must_use]
    pub fn meaning(&self) -> Json {
        match self {
            Self::Text(text) | Self::Bare(text) => Json::from(text.trim()),
            Self::List(list) => list.iter().map(Self::meaning).collect(),
            Self::Map(entries) => Json::Object(entries.iter().map(|(k, v)| (k.clone(), v.meaning())).collect()),
        }
    }

    /// The record as a YAML file.
    #[must_use]
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        if let Self::Map(entries) = self {
            for (key, value) in entries {
                // Findings are a list to read down, however few they are.
                value.entry(key, 0, matches!(key.as_str(), "findings" | "signatures" | "waivers"), &mut out);
            }
        }
        out
    }

    fn entry(&self, key: &str, indent: usize, broken: bool, out: &mut String) {
        let margin = " ".repeat(indent);
        let key = scalar(key, false);
        let line = self.flow();
        let nested = matches!(self, Self::Map(entries) if entries.iter().any(|(k, _)| k == "photos" || k == "mend"));
        let long = indent + key.chars().count() + line.chars().count() > LINE;
        match self {
            Self::Map(entries) if !entries.is_empty() && (broken || nested || long) => {
                out.push_str(&format!("{margin}{key}:\n"));
                for (name, value) in entries {
                    value.entry(name, indent + 2, false, out);
                }
            }
            Self::List(list) if !list.is_empty() && (broken || long || key == "photos") => {
                out.push_str(&format!("{margin}{key}:\n"));
                for one in list {
                    out.push_str(&format!("{margin}  - {}\n", one.flow()));
                }
            }
            Self::Text(text) => out.push_str(&format!("{margin}{key}: {}\n", scalar(text, false))),
            _ => out.push_str(&format!("{margin}{key}: {line}\n")),
        }
    }

    /// The value on one line, as it may stand between brackets or braces.
    #[must_use]
    pub fn flow(&self) -> String {
        match self {
            Self::Text(text) => scalar(text, true),
            Self::Bare(text) => text.clone(),
            Self::List(list) => format!("[{}]", list.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Map(entries) => {
                let pairs = entries.iter().map(|(k, v)| format!("{}: {}", scalar(k, true), v.flow()));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn bare(text: &str) -> Tree {
    match text.trim() {
        "true" | "是" => Tree::Bare("是".to_owned()),
        "false" | "否" => Tree::Bare("否".to_owned()),
        other if is_number(other) => Tree::Bare(other.to_owned()),
        other => Tree::Text(other.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 40
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        && rust_decimal::Decimal::from_str_exact(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, FileId};
    use crate::source::parse_document;

    fn read(text: &str) -> Tree {
        Tree::of(&parse_document(FileId(0), text, 0, &mut Diagnostics::new()).unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_reads_back() {
        let long = "很长的原因".repeat(30);
        let json = format!(
            r##"{{"standard":"s","version":"2023","inspectors":["张: 示例","# 李"],"facts":{{"办件量":"163","有招牌":true,"编号":"0477-1"}},
            "findings":{{"a":{{"marks":"4.5","reason":"{long}"}},"b":{{"faults":{{}}}},"c":{{"missing":[]}},
            "d":{{"photos":[{{"file":"photos/a.jpg","caption":"一, 二"}}]}},"e":{{"reason":"第一行\n第二行"}}}}}}"##
        );
        let tree = read(&json);
        let yaml = tree.yaml();
        assert_eq!(read(&yaml).meaning(), tree.meaning(), "{yaml}");
        assert!(yaml.contains("  b: {faults: {}}\n") && yaml.contains("  c: {missing: []}\n"), "{yaml}");
        assert!(yaml.contains("facts: {办件量: \"163\", 有招牌: 是, 编号: "), "{yaml}");
    }

    #[test]
    fn numbers_lose_their_quotes_where_that_is_asked() {
        let tree = read(r#"{"marks":"38.50","reason":"2"}"#).relaxed();
        assert_eq!(tree.yaml(), "marks: 38.50\nreason: 2\n");
    }
}
