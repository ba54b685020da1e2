//! What a change is called: the record by its name, the field by its Chinese name, old and new in a few words.

use super::{Change, Kindly};
use crate::diagnostic::{Bilingual, Lang};
use crate::model::Workspace;
use crate::ops::form::at_place;
use crate::ops::kinds::Kind;
use crate::ops::values::{Said, Step, field_of, value_of};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Control, Shape};

/// Longest value in a sentence, in characters.
const LONGEST: usize = 30;
/// Most fields that a sentence names.
const MOST: usize = 4;

/// A file in which something is changed.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub workspace: &'a Workspace,
    pub kind: &'a Kind,
    pub path: &'a str,
    /// As it is after the changes so far.
    pub root: Option<&'a Node>,
    /// As it was before all of them.
    pub seen: Option<&'a Node>,
}

/// A text in one language.
pub(super) fn pick(text: &Bilingual, lang: Lang) -> String {
    lang.pick(&text.zh, &text.en).to_owned()
}

impl Place<'_> {
    /// The record and the field at the end of a way: “嘎鲁图镇服务站：电话”.
    pub(super) fn field(&self, at: &[Step]) -> Bilingual {
        let record = self.record(at);
        match self.name(at) {
            None => Bilingual { zh: record.clone(), en: record },
            Some(field) => Bilingual { zh: format!("{record}：{}", field.zh), en: format!("{record}: {}", field.en) },
        }
    }

    /// What is at a place, as it is after the changes, or else as it was before them.
    fn at(&self, at: &[Step]) -> Option<(&Node, Shape)> {
        let now = self.root.and_then(|root| at_place(root, self.kind.shape(), at));
        now.or_else(|| self.seen.and_then(|root| at_place(root, self.kind.shape(), at)))
    }

    /// The records that a way leads through, by their names: the file's own, and those of lists.
    pub(super) fn record(&self, at: &[Step]) -> String {
        let (own, is_title) = self.own_name();
        let mut names = vec![own];
        let from = usize::from(self.kind.many);
        for end in from.min(at.len())..=at.len() {
            let (Some(way), true) = (at.get(..end), end > 0) else { continue };
            let is_entry = matches!(way.last(), Some(Step::Index(_) | Step::Record { .. }));
            if is_entry
                && let Some((node, shape)) = self.at(way)
                && let Some(name) = label(node, &shape)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        // The name of a row says more than that of its file's kind.
        if names.len() > 1 && is_title {
            names.remove(0);
        }
        names.join("·")
    }

    /// What the file is called, and whether that is no more than the name of its kind.
    fn own_name(&self) -> (String, bool) {
        let title = self.kind.record.title;
        if let Some(bureau) = self.workspace.bureaus.iter().find(|b| self.workspace.path_of(b.file.span) == self.path) {
            return (bureau.short_name().to_owned(), false);
        }
        let own = self.root.or(self.seen).filter(|root| !root.entries().is_empty());
        match (self.kind.name, own.and_then(|root| label(root, &self.kind.shape()))) {
            ("workspace" | "calendar" | "catalog" | "plan" | "programme" | "villages", _) | (_, None) => (title.to_owned(), true),
            (_, Some(name)) => (name, false),
        }
    }

    /// The field, below the last record with a name: “标识·主色”, “办理深度（大厅）”.
    fn name(&self, at: &[Step]) -> Option<Bilingual> {
        let mut shape = self.kind.shape();
        let (mut zh, mut en): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for step in at {
            match step {
                Step::Index(_) | Step::Record { .. } => {
                    shape = crate::ops::values::entry_of(&shape);
                    if shape.as_record().is_some() {
                        zh.clear();
                        en.clear();
                    }
                }
                Step::Key(key) => {
                    if let Some((_, field)) = field_of(&shape, key) {
                        zh.push(field.alias.to_owned());
                        en.push(field.name.to_owned());
                    } else {
                        // An entry under a word of the file's own stands in brackets behind its field.
                        let of = |list: &mut Vec<String>, own: &str, brackets: [&str; 2]| {
                            let [open, close] = brackets;
                            let whole = list.pop().map_or_else(|| own.to_owned(), |of| format!("{of}{open}{own}{close}"));
                            list.push(whole);
                        };
                        of(&mut zh, &self.word(key), ["（", "）"]);
                        of(&mut en, key, [" (", ")"]);
                    }
                    shape = value_of(&shape, key).1;
                }
            }
        }
        (!zh.is_empty()).then(|| Bilingual { zh: zh.join("·"), en: en.join(".") })
    }

    /// A word of the file's own: the channel that it names, or itself.
    fn word(&self, key: &str) -> String {
        let mut catalogs =
            self.workspace.bureaus.iter().filter(|b| self.path.starts_with(&format!("{}/", self.workspace.folder_of(b))));
        let channel = catalogs.find_map(|b| b.catalog.as_ref()?.channel(key));
        channel.map_or_else(|| key.to_owned(), |channel| channel.name.value.clone())
    }

    /// A value with the items of the catalog by their names.
    fn called(&self, said: &Said) -> Said {
        let Said::Map(map) = said else { return said.clone() };
        let name = |key: &String, value: &Said| match value {
            Said::Text(id) if key == "item" => {
                let mut items = self.workspace.bureaus.iter().filter_map(|b| b.catalog.as_ref()?.item(id.trim()));
                Said::Text(items.next().map_or_else(|| id.clone(), |item| item.name.value.clone()))
            }
            _ => value.clone(),
        };
        Said::Map(map.iter().map(|(key, value)| (key.clone(), name(key, value))).collect())
    }

    /// Whether a picture stands at a place: its file's name says nothing to people.
    fn is_picture(&self, at: &[Step]) -> bool {
        let Some((Step::Key(key), above)) = at.split_last() else { return false };
        let shape = self.at(above).map(|(_, shape)| shape);
        let field = shape.as_ref().and_then(|shape| field_of(shape, key)).map(|(_, field)| field);
        field.is_some_and(|field| field.asked.control == Some(Control::Picture))
    }

    /// One sentence for all changes, for the history.
    pub(super) fn sentence(&self, told: &[(Change, Said)]) -> Bilingual {
        if let [(change, there)] = told {
            return self.one(change, there);
        }
        let mut fields: Vec<Bilingual> = Vec::new();
        let mut records: Vec<String> = Vec::new();
        let mut rows = [0_usize; 2];
        for (change, _) in told {
            match change.kind {
                Kindly::Insert => rows[0] += 1,
                Kindly::Remove => rows[1] += 1,
                _ => {}
            }
            let record = self.record(&change.at);
            if !records.contains(&record) {
                records.push(record);
            }
            if let Some(field) = self.name(&change.at)
                && !fields.contains(&field)
            {
                fields.push(field);
            }
        }
        let (count, (own, _)) = (told.len(), self.own_name());
        let list = |pick: fn(&Bilingual) -> &str, comma: &str| {
            let names: Vec<&str> = fields.iter().take(MOST).map(pick).collect();
            names.join(comma)
        };
        match (records.as_slice(), rows) {
            (_, [added, 0]) if added == count => say!("{own}：加了 {count} 行", "{own}: {count} rows added"),
            (_, [0, removed]) if removed == count => say!("{own}：删去 {count} 行", "{own}: {count} rows removed"),
            ([one], _) if !fields.is_empty() => {
                let (zh, en) = (list(|b| &b.zh, "、"), list(|b| &b.en, ", "));
                let more = if fields.len() > MOST { "等" } else { "" };
                say!("{one}：改了{zh}{more}", "{one}: {en} changed")
            }
            _ => {
                let others = records.len();
                say!("{own}：改了 {count} 处（{others} 条）", "{own}: {count} changes ({others} records)")
            }
        }
    }

    fn one(&self, change: &Change, there: &Said) -> Bilingual {
        let at = change.at.as_slice();
        let shape = self.at(at).map_or(Shape::Line, |(_, shape)| shape);
        let after = change.after.clone().unwrap_or(Said::Nothing).clean();
        let (was, is) = (short(&self.called(there).words(&shape)), short(&self.called(&after).words(&shape)));
        let above = at.split_last().map_or(at, |(_, above)| above);
        let is_entry = matches!(at.last(), Some(Step::Index(_) | Step::Record { .. }));
        let is_row = is_entry && shape.as_record().is_some();
        let is_gone = change.kind == Kindly::Remove || change.kind == Kindly::Set && after.is_empty();
        if at.is_empty() || (is_row && self.kind.many && at.len() == 1) {
            let title = self.kind.record.title;
            return match (is_gone, change.kind) {
                (true, _) => say!("删去{title}“{was}”", "{was}: removed"),
                (_, Kindly::Move) => say!("{title}“{was}”换了位置", "{was}: moved"),
                (_, Kindly::Insert) => say!("加了{title}“{is}”", "{is}: added"),
                _ if there.is_empty() => say!("加了{title}“{is}”", "{is}: added"),
                _ => say!("{title}“{is}”：改了内容", "{is}: changed"),
            };
        }
        let field = self.field(if is_entry { above } else { at });
        let (zh, en) = (field.zh, field.en);
        match change.kind {
            Kindly::Set if self.is_picture(at) => match (there.is_empty(), is_gone) {
                (_, true) => say!("{zh}拿掉了", "{en} taken away"),
                (true, false) => say!("{zh}放了一张", "{en}: a picture was put in"),
                (false, false) => say!("{zh}换了一张", "{en}: another picture"),
            },
            Kindly::Insert => say!("{zh}加上“{is}”", "{en}: “{is}” added"),
            Kindly::Move => {
                let to = change.to.unwrap_or(0) + 1;
                say!("{zh}“{was}”移到第 {to} 行", "{en}: “{was}” moved to row {to}")
            }
            _ if is_gone && is_entry => say!("{zh}删去“{was}”", "{en}: “{was}” removed"),
            _ if is_gone => say!("{zh}清空（原来是“{was}”）", "{en} cleared (was “{was}”)"),
            _ if is.is_empty() => say!("{zh}改了", "{en} changed"),
            _ if there.is_empty() => say!("{zh}填为“{is}”", "{en} set to “{is}”"),
            _ if was == is => say!("{zh}改了", "{en} changed"),
            _ => say!("{zh}由“{was}”改为“{is}”", "{en} changed from “{was}” to “{is}”"),
        }
    }
}

/// What a record is called by itself.
fn label(node: &Node, shape: &Shape) -> Option<String> {
    let record = shape.as_record()?;
    let named = ["name", "title", "number", "year", "label", "id", "text"];
    let text = named.iter().filter_map(|key| record.field(key)).find_map(|f| node.get(&[f.name, f.alias]).and_then(Node::text));
    text.map(short).filter(|text: &String| !text.is_empty())
}

fn short(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= LONGEST {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.chars().take(LONGEST).collect::<String>().trim_end().to_owned() + "…"
}
