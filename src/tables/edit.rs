//! Changes to the text of a YAML file: values are replaced where they stand, new ones are put at the end of their record, new records at
//! the end of their list. Everything else stays as it was written: comments, order, quotes and blank lines.

use crate::source::{Node, Value};

/// What a key is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum New {
    /// One text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Keys and texts.
    Map(Vec<(String, String)>),
    /// Latitude, longitude and coordinate system.
    Place([String; 3]),
    /// Records, each with its keys and values.
    Records(Vec<Vec<(&'static str, New)>>),
}

impl New {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Records(list) => list.is_empty(),
            Self::Place([lat, lon, _]) => lat.is_empty() || lon.is_empty(),
        }
    }
}

/// Replacements in one text, by bytes.
#[derive(Debug, Default)]
pub struct Edits(Vec<(usize, usize, String)>);

impl Edits {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The new text.
    #[must_use]
    pub fn apply(mut self, text: &str) -> String {
        // At one place, in the order in which they were asked for.
        self.0.sort_by_key(|(start, end, _)| (*start, *end));
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for (start, end, new) in &self.0 {
            out.push_str(text.get(at..*start).unwrap_or_default());
            out.push_str(&new.replace('\n', newline));
            at = (*end).max(at);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// Gives a key of a record a value. `names` are what the key may be called, the first is written where it is not there yet.
    pub fn set(&mut self, text: &str, record: &Node, names: &[&str], new: &New) {
        if let Some(old) = record.get(names) {
            match new {
                New::Map(map) if matches!(old.value, Value::Map(_)) => {
                    for (key, value) in map {
                        self.set(text, old, &[key], &New::Text(value.clone()));
                    }
                }
                New::Text(value) if !old.is_null() => {
                    self.replace(old, scalar(value, inside_flow(text, record)));
                }
                _ => self.rewrite(text, record, names, new),
            }
        } else if !new.is_empty() {
            self.insert(text, record, names.first().copied().unwrap_or_default(), new);
        }
    }

    fn replace(&mut self, old: &Node, new: String) {
        self.0.push((old.span.start as usize, old.span.end as usize, new));
    }

    /// Everything behind the colon of a key.
    fn rewrite(&mut self, text: &str, record: &Node, names: &[&str], new: &New) {
        let Some(entry) = record.entries().iter().find(|e| names.contains(&e.key.value.as_str())) else { return };
        let key = entry.key.span.end as usize;
        let Some(colon) = text.get(key..).and_then(|rest| rest.find(':')).map(|at| key + at + 1) else { return };
        let end = if entry.value.is_null() { colon } else { (entry.value.span.end as usize).max(colon) };
        self.0.push((colon, end, format!(" {}", flow(new))));
    }

    fn insert(&mut self, text: &str, record: &Node, name: &str, new: &New) {
        let Some(last) = record.entries().last() else { return };
        let end = if last.value.is_null() { last.key.span.end } else { last.value.span.end } as usize;
        if inside_flow(text, record) {
            let end =
                if last.value.is_null() { text.get(end..).and_then(|r| r.find(':')).map_or(end, |at| end + at + 1) } else { end };
            self.0.push((end, end, format!(", {name}: {}", flow(new))));
        } else {
            let first = record.entries().first().map_or(0, |e| e.key.span.start as usize);
            let indent = " ".repeat(column(text, first));
            let end = end_of_line(text, end);
            self.0.push((end, end, format!("\n{indent}{name}: {}", flow(new))));
        }
    }

    /// Puts records at the end of a block list: each is its keys and values, the ones without a value are left out.
    pub fn append(&mut self, text: &str, list: &Node, records: &[Vec<(&str, New)>]) -> bool {
        let Value::List(nodes) = &list.value else { return false };
        let Some(last) = nodes.last() else { return false };
        let start = last.span.start as usize;
        let line = text.get(..start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
        let Some(dash) = text.get(line..start).and_then(|before| before.rfind('-')) else { return false };
        let indent = " ".repeat(text.get(line..line + dash).map_or(0, |before| before.chars().count()));
        let end = end_of_line(text, end_of(last));
        let new: String = records.iter().map(|record| format!("\n{}", block(record, &indent))).collect();
        self.0.push((end, end, new));
        true
    }
}

/// The last byte of what a node holds.
fn end_of(node: &Node) -> usize {
    match &node.value {
        Value::Map(entries) => entries
            .last()
            .map_or(node.span.end as usize, |e| if e.value.is_null() { e.key.span.end as usize } else { end_of(&e.value) }),
        Value::List(list) => list.last().map_or(node.span.end as usize, end_of),
        _ => node.span.end as usize,
    }
    .max(node.span.end as usize)
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
            New::Text(text) => lines.push(format!("{key}: {}", scalar(text, false))),
            other => lines.push(format!("{key}: {}", flow(other))),
        }
    }
    let first = |i: usize| if i == 0 { "- " } else { "  " };
    lines.iter().enumerate().map(|(i, line)| format!("{indent}{}{line}", first(i))).collect::<Vec<_>>().join("\n")
}

/// A value on one line.
fn flow(new: &New) -> String {
    match new {
        New::Text(text) => scalar(text, true),
        New::List(list) => format!("[{}]", list.iter().map(|t| scalar(t, true)).collect::<Vec<_>>().join(", ")),
        // Records are written line by line: see `block`.
        New::Records(_) => "[]".to_owned(),
        // Degrees are numbers and stay bare.
        New::Place([lat, lon, crs]) if crs.is_empty() => format!("{{lat: {lat}, lon: {lon}}}"),
        New::Place([lat, lon, crs]) => format!("{{lat: {lat}, lon: {lon}, crs: {}}}", scalar(crs, true)),
        New::Map(map) => {
            let pairs = map.iter().map(|(k, v)| format!("{}: {}", scalar(k, true), scalar(v, true)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
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

/// Whether a record is written between braces, or lies in something that is.
fn inside_flow(text: &str, record: &Node) -> bool {
    let start = record.span.start as usize;
    let first = record.entries().first().map_or(start, |e| e.key.span.start as usize);
    text.get(start..=first).is_some_and(|t| t.starts_with('{')) || text.get(..first).is_some_and(|t| t.trim_end().ends_with('{'))
}

/// How many characters stand before a byte on its line.
fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().map_or(0, |line| line.chars().count())
}

/// The end of the line on which a byte stands, before its break.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find('\n').unwrap_or(rest.len());
    at + rest.get(..end).map_or(0, |line| line.trim_end_matches('\r').len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, FileId};
    use crate::source::parse_document;

    const TEXT: &str = "\
# head
items:
  - id: one   # first
    name: 甲
    clients:
      - 自然人
    depth:
      hall: 办结   # done
      town: \"-\"
    note:
  - {id: two, name: 乙, depth: {hall: 受理}}
# foot
";

    fn parsed(text: &str) -> Node {
        let mut out = Diagnostics::new();
        let node = parse_document(FileId(0), text, 0, &mut out).expect("yaml");
        assert!(out.is_empty());
        node
    }

    fn change(text: &str, change: impl Fn(&str, &[Node], &Node, &mut Edits)) -> String {
        let node = parsed(text);
        let list = node.get(&["items"]).unwrap();
        let Value::List(items) = &list.value else { panic!("a list") };
        let mut edits = Edits::default();
        change(text, items, list, &mut edits);
        let new = edits.apply(text);
        parsed(&new);
        new
    }

    #[test]
    fn only_what_changes_changes() {
        let new = change(TEXT, |text, items, _, edits| {
            edits.set(text, &items[0], &["name", "名称"], &New::Text("甲: 新".to_owned()));
            edits.set(text, &items[0], &["clients"], &New::List(vec!["法人".to_owned(), "甲, 乙".to_owned()]));
            let depth = [("hall", "受理（15天内办结）"), ("town", "-"), ("bank", "办结")];
            edits.set(text, &items[0], &["depth"], &New::Map(depth.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec()));
            edits.set(text, &items[0], &["note"], &New::Text("记".to_owned()));
            edits.set(text, &items[1], &["depth"], &New::Map(vec![("town".to_owned(), "-".to_owned())]));
            edits.set(text, &items[1], &["category"], &New::Text("公共服务".to_owned()));
        });
        let wanted = "\
# head
items:
  - id: one   # first
    name: \"甲: 新\"
    clients: [法人, \"甲, 乙\"]
    depth:
      hall: 受理（15天内办结）   # done
      town: \"-\"
      bank: 办结
    note: 记
  - {id: two, name: 乙, depth: {hall: 受理, town: \"-\"}, category: 公共服务}
# foot
";
        assert_eq!(new, wanted);
        // Windows keeps its line ends.
        let crlf = TEXT.replace('\n', "\r\n");
        let new = change(&crlf, |text, items, _, edits| edits.set(text, &items[0], &["code"], &New::Text("A1".to_owned())));
        assert!(new.contains("    note:\r\n    code: A1\r\n  - {id: two"), "{new:?}");
    }

    #[test]
    fn new_records_go_to_the_end_of_the_list() {
        let depth: Vec<(String, String)> = ["a", "b", "c", "d"].map(|k| (k.to_owned(), "-".to_owned())).to_vec();
        let record = vec![("id", New::Text("three".to_owned())), ("note", New::Text(String::new())), ("depth", New::Map(depth))];
        let new = change(TEXT, |text, _, list, edits| {
            assert!(edits.append(text, list, std::slice::from_ref(&record)));
        });
        assert!(
            new.contains(
                "受理}}\n  - id: three\n    depth:\n      a: \"-\"\n      b: \"-\"\n      c: \"-\"\n      d: \"-\"\n# foot\n"
            ),
            "{new}"
        );
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
                let node = parsed(&yaml);
                let value = node.get(&["k"]).unwrap();
                assert_eq!(value.get(&["x"]).unwrap_or(value).text(), Some(text), "{yaml}");
            }
        }
    }
}
