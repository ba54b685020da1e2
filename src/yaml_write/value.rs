//! What is written into YAML files, and how: on one line, as an entry of a list, bare or in quotes.

use serde_json::Value as Json;

use super::edit::meaning;
use super::tree::Tree;
use crate::diagnostic::{Diagnostics, FileId};
use crate::source::{Node, Value, parse_document};

/// What a key is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum New {
    /// One text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Keys and texts.
    Map(Vec<(String, String)>),
    /// A number, which stays without quotes.
    Bare(String),
    /// Latitude, longitude and coordinate system.
    Place([String; 3]),
    /// Records, each with its keys and values.
    Records(Vec<Vec<(&'static str, New)>>),
    /// YAML on one line, as it will stand.
    Yaml(String),
}

impl New {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Bare(text) | Self::Yaml(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Records(list) => list.is_empty(),
            Self::Place([lat, lon, _]) => lat.is_empty() || lon.is_empty(),
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) | Self::Bare(text) | Self::Yaml(text) => text.clone(),
            Self::List(list) => list.join("、"),
            Self::Place([lat, lon, _]) => format!("{lat}，{lon}"),
            Self::Map(_) | Self::Records(_) => String::new(),
        }
    }

    /// What it says, without style.
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Bare(text) => Json::from(text.trim_end()),
            Self::Yaml(text) => parsed(text).map_or(Json::Null, |node| meaning(&node)),
            Self::List(list) => list.iter().map(|t| Json::from(t.trim_end())).collect(),
            Self::Map(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), Json::from(v.trim_end()))).collect()),
            Self::Place(place) => {
                let keys = ["lat", "lon", "crs"].into_iter().zip(place).filter(|(_, value)| !value.is_empty());
                Json::Object(keys.map(|(k, v)| (k.to_owned(), Json::from(v.as_str()))).collect())
            }
            Self::Records(list) => list.iter().map(|r| record_json(r)).collect(),
        }
    }

    /// As YAML on one line; `flow` where it stands between brackets or braces.
    #[must_use]
    pub fn yaml(&self, flow: bool) -> String {
        match self {
            Self::Text(text) => scalar(text, flow),
            Self::Bare(text) | Self::Yaml(text) => text.clone(),
            // Records are written line by line: see `block`.
            Self::Records(_) => "[]".to_owned(),
            Self::List(list) => Tree::List(list.iter().cloned().map(Tree::Text).collect()).flow(),
            Self::Map(map) => Tree::Map(map.iter().map(|(k, v)| (k.clone(), Tree::Text(v.clone()))).collect()).flow(),
            // Degrees are numbers and stay bare.
            Self::Place([lat, lon, crs]) => {
                let mut place =
                    Tree::Map(vec![("lat".to_owned(), Tree::Bare(lat.clone())), ("lon".to_owned(), Tree::Bare(lon.clone()))]);
                if !crs.is_empty() {
                    place.set("crs", Tree::Text(crs.clone()));
                }
                place.flow()
            }
        }
    }
}

/// A text of YAML as a tree; none where it is no YAML.
#[must_use]
pub fn parsed(text: &str) -> Option<Node> {
    let mut found = Diagnostics::new();
    parse_document(FileId(0), text, 0, &mut found).filter(|_| !found.has_errors())
}

/// A node on one line, as it may stand between braces. What stood without quotes stays without them where that means the same.
#[must_use]
pub fn one_line(node: &Node) -> String {
    exact(node).flow()
}

/// Everything that a node says, blanks too.
fn exact(node: &Node) -> Tree {
    match &node.value {
        Value::Null => Tree::Bare("null".to_owned()),
        Value::Scalar { text, plain } => {
            // A bare number stays a number for other programs too.
            let number = *plain && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '%'));
            if number && !text.starts_with(['%', '-']) { Tree::Bare(text.clone()) } else { Tree::Text(text.clone()) }
        }
        Value::List(list) => Tree::List(list.iter().map(exact).collect()),
        Value::Map(entries) => Tree::Map(entries.iter().map(|e| (e.key.value.clone(), exact(&e.value))).collect()),
    }
}

/// What a record says; keys without a value are not there.
#[must_use]
pub fn record_json(record: &[(&'static str, New)]) -> Json {
    let keys = record.iter().filter(|(_, new)| !new.is_empty());
    Json::Object(keys.map(|(key, new)| ((*key).to_owned(), new.json())).collect())
}

/// A record as an entry of a block list.
#[must_use]
pub fn block(record: &[(&str, New)], indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (key, new) in record.iter().filter(|(_, new)| !new.is_empty()) {
        match new {
            // A long mapping reads better line by line.
            New::Map(map) if map.len() > 3 => {
                lines.push(format!("{key}:"));
                lines.extend(map.iter().map(|(k, v)| format!("  {}: {}", scalar(k, false), scalar(v, false))));
            }
            New::Records(list) => {
                lines.push(format!("{key}:"));
                lines.extend(list.iter().flat_map(|r| block(r, "  ").lines().map(ToOwned::to_owned).collect::<Vec<_>>()));
            }
            other => lines.push(format!("{key}: {}", other.yaml(false))),
        }
    }
    let first = |i: usize| if i == 0 { "- " } else { "  " };
    lines.iter().enumerate().map(|(i, line)| format!("{indent}{}{line}", first(i))).collect::<Vec<_>>().join("\n")
}

/// A text as YAML: bare where that reads back as the same text, else in quotes.
#[must_use]
pub fn scalar(text: &str, flow: bool) -> String {
    let first = text.chars().next();
    let marked = first.is_none_or(|c| "-?:,[]{}#&*!|>'\"%@`~=<".contains(c) || c.is_whitespace());
    let broken = text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.ends_with(char::is_whitespace);
    let flow_marks = flow && text.contains([',', '[', ']', '{', '}', ':']);
    // Numbers and times are texts here; other programs must not take them for anything else.
    let number = first.is_some_and(|c| c.is_ascii_digit() || c == '+' || c == '.')
        && text.chars().all(|c| c.is_ascii_digit() || ".-+:eE_".contains(c));
    let word = matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    let control = text.chars().any(char::is_control);
    if !(marked || broken || flow_marks || number || word || control) {
        return text.to_owned();
    }
    in_double_quotes(text)
}

/// A text in double quotes.
#[must_use]
pub fn in_double_quotes(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text on one line in single quotes, so that it stays text for every reader. Ends of lines and other signs that steer become blanks.
#[must_use]
pub fn quoted(text: &str) -> String {
    let line: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("'{}'", line.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_texts_stay_text_on_one_line() {
        assert_eq!(quoted("它's: #1\n二\u{3000}三 "), "'它''s: #1 二\u{3000}三'");
    }

    #[test]
    fn values_on_one_line_are_written_by_one_rule() {
        let list = New::List(vec!["a, b".to_owned(), "1".to_owned()]);
        let map = New::Map(vec![("k: x".to_owned(), "是".to_owned())]);
        let place = |crs: &str| New::Place(["31.2".to_owned(), "121.5".to_owned(), crs.to_owned()]);
        assert_eq!(list.yaml(false), "[\"a, b\", \"1\"]");
        assert_eq!(map.yaml(false), "{\"k: x\": 是}");
        assert_eq!(place("").yaml(true), "{lat: 31.2, lon: 121.5}");
        assert_eq!(place("gcj02").yaml(true), "{lat: 31.2, lon: 121.5, crs: gcj02}");
        for text in ["[\"a, b\", 1, 5%, -1, ~]", "{k: {}, l: [], m: \"\"}"] {
            let node = parsed(text).unwrap();
            let line = one_line(&node);
            assert_eq!(meaning(&parsed(&line).unwrap()), meaning(&node), "{line}");
        }
    }

    #[test]
    fn every_text_reads_back() {
        for text in [
            "甲",
            "-",
            "007",
            "0477-0000001",
            "no",
            "a: b",
            "a #b",
            "#1",
            " x",
            "行\n行",
            "\"引\"",
            "[甲]",
            "C:\\x",
            "08:30",
            "true",
            "甲,乙",
        ] {
            for yaml in [format!("k: {}\n", scalar(text, false)), format!("k: {{x: {}}}\n", scalar(text, true))] {
                let node = parse_document(FileId(0), &yaml, 0, &mut Diagnostics::new()).unwrap();
                let value = node.get(&["k"]).unwrap();
                assert_eq!(value.get(&["x"]).unwrap_or(value).text(), Some(text), "{yaml}");
            }
        }
    }
}
