//! Changes to the text of a YAML file: values are replaced where they stand, new ones are put at the end of their record, new records at
//! the end of their list. Everything else stays as it was written: comments, order, quotes and blank lines.

use serde_json::{Map, Value as Json};

use super::place::{column, end_of, end_of_line, inside_flow, written};
use super::value::{New, block, record_json};
use crate::diagnostic::Diagnostics;
use crate::source::{Entry, Node, Value, parse_document};

/// One replacement of bytes `start..end`. Of insertions at one place the one that stands deeper comes first, else the first asked for.
#[derive(Debug)]
struct Replacement {
    start: usize,
    end: usize,
    indent: usize,
    new: String,
}

/// Changes to one text, by bytes and by meaning: what is written is read back and compared with what was meant.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<Replacement>,
    /// Keys of a record and their new values, by the address of the record's node.
    sets: Vec<(usize, Vec<String>, New)>,
    /// Records that go to the end of a list, by the address of its node.
    appends: Vec<(usize, Vec<Json>)>,
}

/// What a node says, without places, styles and comments: two texts of the same meaning are equal here.
#[must_use]
pub fn meaning(node: &Node) -> Json {
    Edits::default().meant(node)
}

fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}

impl Edits {
    /// The new text. None where it would not mean what was asked for: anchors that other records use, blocks that cannot be told apart, lists
    /// that are empty. Nothing of the kind may be written.
    #[must_use]
    pub fn finish(mut self, text: &str, node: &Node) -> Option<String> {
        let meant = self.meant(node);
        self.list.sort_by_key(|r| (r.start, std::cmp::Reverse(r.indent)));
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out = String::with_capacity(text.len() + 256);
        let mut at = 0;
        for Replacement { start, end, new, .. } in &self.list {
            out.push_str(text.get(at..*start)?);
            out.push_str(&new.replace('\n', newline));
            at = (*end).max(at);
        }
        out.push_str(text.get(at..)?);
        let mut found = Diagnostics::new();
        let read = parse_document(node.span.file, &out, 0, &mut found)?;
        (!found.has_errors() && Self::default().meant(&read) == meant).then_some(out)
    }

    /// What a node says once the changes are made, without places, styles and comments.
    fn meant(&self, node: &Node) -> Json {
        match &node.value {
            Value::Null => Json::Null,
            Value::Scalar { text, .. } => Json::from(text.trim_end()),
            Value::List(list) => {
                let more =
                    self.appends.iter().filter(|(at, _)| *at == address(node)).flat_map(|(_, records)| records.iter().cloned());
                list.iter().map(|n| self.meant(n)).chain(more).collect()
            }
            Value::Map(entries) => {
                let mut map: Map<String, Json> = entries.iter().map(|e| (e.key.value.clone(), self.meant(&e.value))).collect();
                for (_, names, new) in self.sets.iter().filter(|(at, ..)| *at == address(node)) {
                    let there = names.iter().find(|name| map.contains_key(*name));
                    let name = there.or_else(|| inserted(entries, names)).cloned().unwrap_or_default();
                    match (new.json(), map.get_mut(&name)) {
                        (Json::Object(new), Some(Json::Object(old))) => old.extend(new),
                        (new, _) => {
                            map.insert(name, new);
                        }
                    }
                }
                Json::Object(map)
            }
        }
    }

    /// Gives a key of a record a value. `names` are what the key may be called, English first.
    pub fn set(&mut self, text: &str, record: &Node, names: &[&str], new: &New) {
        if new.is_empty() {
            return;
        }
        let names_owned: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let Some(old) = record.get(names) else {
            let name = inserted(record.entries(), &names_owned).cloned().unwrap_or_default();
            self.insert(text, record, &name, new);
            self.sets.push((address(record), names_owned, new.clone()));
            return;
        };
        match new {
            New::Map(map) if !old.entries().is_empty() => {
                for (key, value) in map {
                    self.set(text, old, &[key], &New::Text(value.clone()));
                }
                return;
            }
            // Degrees one by one, so that the coordinate system stays what it was.
            New::Place(place) if !old.entries().is_empty() => {
                let keys = [["lat", "纬度"], ["lon", "经度"], ["crs", "坐标系"]];
                for (key, value) in keys.iter().zip(place).filter(|(_, value)| !value.is_empty()) {
                    let new = if key[0] == "crs" { New::Text(value.clone()) } else { New::Bare(value.clone()) };
                    self.set(text, old, key, &new);
                }
                return;
            }
            New::Text(_) | New::Bare(_) if matches!(old.value, Value::Scalar { .. }) => {
                let (start, end) = written(text, old);
                self.replace(start, end, new.yaml(inside_flow(text, record)));
            }
            _ => self.rewrite(text, record, names, new),
        }
        self.sets.push((address(record), names_owned, new.clone()));
    }

    fn replace(&mut self, start: usize, end: usize, new: String) {
        self.list.push(Replacement { start, end, indent: 0, new });
    }

    /// Everything behind the colon of a key.
    fn rewrite(&mut self, text: &str, record: &Node, names: &[&str], new: &New) {
        let Some(entry) = record.entries().iter().find(|e| names.contains(&e.key.value.as_str())) else { return };
        let key = entry.key.span.end as usize;
        let Some(colon) = text.get(key..).and_then(|rest| rest.find(':')).map(|at| key + at + 1) else { return };
        let (_, end) = written(text, &entry.value);
        self.replace(colon, end.max(colon), format!(" {}", new.yaml(true)));
    }

    fn insert(&mut self, text: &str, record: &Node, name: &str, new: &New) {
        let Some(last) = record.entries().last() else { return };
        let empty = last.value.is_null() && last.value.span.start == last.value.span.end;
        let end = if empty { last.key.span.end as usize } else { end_of(text, &last.value) };
        if inside_flow(text, record) {
            let end = if empty { text.get(end..).and_then(|r| r.find(':')).map_or(end, |at| end + at + 1) } else { end };
            self.replace(end, end, format!(", {name}: {}", new.yaml(true)));
        } else {
            let first = record.entries().first().map_or(0, |e| e.key.span.start as usize);
            let indent = column(text, first);
            let end = end_of_line(text, end);
            let pad = " ".repeat(indent);
            let value = match new {
                New::Records(list) => list.iter().map(|r| format!("\n{}", block(r, &format!("{pad}  ")))).collect(),
                other => format!(" {}", other.yaml(true)),
            };
            self.list.push(Replacement { start: end, end, indent, new: format!("\n{pad}{name}:{value}") });
        }
    }

    /// Puts records at the end of a block list: each is its keys and values, the ones without a value are left out.
    pub fn append(&mut self, text: &str, list: &Node, records: &[Vec<(&'static str, New)>]) {
        if records.is_empty() {
            return;
        }
        // Where it cannot be done, what is meant differs from what is written, and `finish` says so.
        self.appends.push((address(list), records.iter().map(|r| record_json(r)).collect()));
        let Value::List(nodes) = &list.value else { return };
        let Some(last) = nodes.last() else { return };
        let start = last.span.start as usize;
        let line = text.get(..start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
        let Some(dash) = text.get(line..start).and_then(|before| before.rfind('-')) else { return };
        let indent = text.get(line..line + dash).map_or(0, |before| before.chars().count());
        let end = end_of_line(text, end_of(text, last));
        let new: String = records.iter().map(|record| format!("\n{}", block(record, &" ".repeat(indent)))).collect();
        self.list.push(Replacement { start: end, end, indent, new });
    }
}

/// What a key is called where it is not there yet: in the language of the record's other keys.
fn inserted<'n>(entries: &[Entry], names: &'n [String]) -> Option<&'n String> {
    let chinese = entries.first().is_some_and(|e| !e.key.value.is_ascii());
    if chinese { names.last() } else { names.first() }
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
        edits.finish(text, &node).expect("it means what was asked for")
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
            edits.append(text, list, std::slice::from_ref(&record));
        });
        assert!(
            new.contains(
                "受理}}\n  - id: three\n    depth:\n      a: \"-\"\n      b: \"-\"\n      c: \"-\"\n      d: \"-\"\n# foot\n"
            ),
            "{new}"
        );
    }

    const BLOCKS: &str = "\
items:
  - id: one
    note: >-
      旧的说明
      第二行
    depth: {hall: 办结}
  - id: two
    text: |
      字

  - id: three
    code: ~
# foot
";

    #[test]
    fn blocks_and_nulls() {
        let text = |t: &str| New::Text(t.to_owned());
        let new = change(BLOCKS, |yaml, items, _, edits| {
            edits.set(yaml, &items[0], &["note"], &text("新"));
            edits.set(yaml, &items[1], &["text"], &text("一\n二"));
            edits.set(yaml, &items[1], &["code"], &text("X1"));
            edits.set(yaml, &items[2], &["code"], &text("X2"));
        });
        let wanted = "\
items:
  - id: one
    note: 新
    depth: {hall: 办结}
  - id: two
    text: \"一\\n二\"
    code: X1

  - id: three
    code: X2
# foot
";
        assert_eq!(new, wanted);
        // A record behind a block, and a key at the end of the last record: the deeper one first.
        let new = change(BLOCKS, |yaml, items, list, edits| {
            edits.append(yaml, list, &[vec![("id", text("four"))]]);
            edits.set(yaml, &items[2], &["note"], &text("记"));
        });
        assert!(new.ends_with("    code: ~\n    note: 记\n  - id: four\n# foot\n"), "{new}");
    }

    #[test]
    fn what_would_change_something_else_is_refused() {
        for yaml in [
            "items:\n  - {id: a, category: &c 公共, name: 甲}\n  - {id: b, category: *c}\n",
            "items:\n  - id: a\n    name: &n 甲\n  - id: b\n    name: *n\n",
        ] {
            let node = parsed(yaml);
            let Some(Value::List(items)) = node.get(&["items"]).map(|n| &n.value) else { panic!("a list") };
            let mut edits = Edits::default();
            let key = if yaml.contains("category") { "category" } else { "name" };
            edits.set(yaml, &items[1], &[key], &New::Text("新".to_owned()));
            assert_eq!(edits.finish(yaml, &node), None, "{yaml}");
        }
        let node = parsed("items: []\n");
        let mut edits = Edits::default();
        edits.append("items: []\n", node.get(&["items"]).unwrap(), &[vec![("id", New::Text("a".to_owned()))]]);
        assert_eq!(edits.finish("items: []\n", &node), None);
    }
}
