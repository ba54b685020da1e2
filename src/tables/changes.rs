//! What a table of items changes in the catalog that is there, and the new text of its file.

use std::collections::HashMap;

use super::catalog::{ChannelColumn, Row, Table};
use super::find::{squeezed, unnumbered};
use super::order::reordered;
use super::vocabulary::{Field, Mapped, depth, tier};
use crate::model::catalog::Handling;
use crate::model::{Catalog, Item, Limit};
use crate::source::Node;
use crate::yaml_write::edit::Edits;
use crate::yaml_write::patch::{Op, Part, Patch, Step, patch};
use crate::yaml_write::tree::Tree;
use crate::yaml_write::value::{New, block, scalar};

/// One value that differs from the catalog that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Item.
    pub item: String,
    /// Key, such as name, or depth.bank.
    pub key: String,
    /// What stands there; empty where nothing does.
    pub old: String,
    /// What the table says.
    pub new: String,
}

/// The key of a field in the file, with its Chinese name.
#[must_use]
pub fn key(field: Field) -> Option<[&'static str; 2]> {
    Some(match field {
        Field::Name => ["name", "名称"],
        Field::Number => ["number", "序号"],
        Field::Clients => ["clients", "服务对象"],
        Field::Category => ["category", "事项类型"],
        Field::Handling => ["handling", "办件类型"],
        Field::Frequency => ["frequency", "办理频次"],
        Field::Limit => ["limit", "办理时限"],
        Field::Code => ["code", "编码"],
        Field::Note => ["note", "说明"],
        Field::Group => ["group", "分组"],
        Field::Id => return None,
    })
}

/// What a field's text becomes in the file.
#[must_use]
pub fn written(field: Field, text: &str) -> New {
    if field == Field::Clients {
        let parts = text.split(['、', '，', ',', ';', '；', '\n', '/']).map(|t| t.trim().to_owned());
        return New::List(parts.filter(|t| !t.is_empty()).collect());
    }
    New::Text(text.to_owned())
}

/// Whether two titles name the same group: 一、参保登记 and 参保登记 do.
fn same_group(one: &str, other: &str) -> bool {
    let plain = |text: &str| squeezed(unnumbered(text));
    plain(one) == plain(other)
}

/// What the catalog has for a field, as the table would write it.
fn present(there: &Catalog, item: &Item, at: usize, field: Field) -> String {
    let text = |t: &Option<crate::model::Text>| t.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    match field {
        Field::Name => item.name.value.clone(),
        // Where no number is printed, it is the row's.
        Field::Number => item.number.as_ref().map_or_else(|| (at + 1).to_string(), |n| n.value.clone()),
        Field::Clients => item.clients.iter().map(|c| c.value.as_str()).collect::<Vec<_>>().join("、"),
        Field::Category => text(&item.category),
        Field::Handling => item.handling.as_ref().map_or(String::new(), |h| Handling::zh(h.value).to_owned()),
        Field::Frequency => text(&item.frequency),
        Field::Limit => item.limit.as_ref().map_or(String::new(), |l| l.value.zh()),
        Field::Code => text(&item.code),
        Field::Note => text(&item.note),
        Field::Group => {
            let group = item.group.as_ref().and_then(|id| there.groups.iter().find(|g| g.id == *id));
            group.map_or(String::new(), |g| g.title.value.clone())
        }
        Field::Id => String::new(),
    }
}

/// What the table changes in known items, in the order of its rows.
#[must_use]
pub fn changes(table: &Table, there: &Catalog) -> Vec<(Change, Field)> {
    let mut list = Vec::new();
    let places: HashMap<&str, usize> = there.items.iter().enumerate().map(|(i, item)| (item.id.as_str(), i)).collect();
    for row in table.items.iter().filter(|r| r.known) {
        let Some((at, item)) = places.get(row.id.as_str()).and_then(|at| Some((*at, there.items.get(*at)?))) else { continue };
        for (field, new) in row.values.iter().filter(|(f, _)| key(*f).is_some()) {
            let old = present(there, item, at, *field);
            // Where the file has no number, it is the row's, in whatever table.
            let counted = *field == Field::Number && item.number.is_none();
            let same = counted
                || (*field == Field::Group && same_group(&old, new))
                || (*field == Field::Limit && !old.is_empty() && Limit::parse(&old) == Limit::parse(new))
                || match (written(*field, new), written(*field, &old)) {
                    (New::Text(a), New::Text(b)) => squeezed(&a) == squeezed(&b),
                    (a, b) => a == b,
                };
            if !same {
                let name = key(*field).map_or("", |k| k[0]).to_owned();
                list.push((Change { item: row.id.clone(), key: name, old, new: new.clone() }, *field));
            }
        }
        for (head, new) in &row.more {
            let old = item.more.get(head).map(|t| t.value.clone()).unwrap_or_default();
            if squeezed(&old) != squeezed(new) {
                list.push((Change { item: row.id.clone(), key: format!("more.{head}"), old, new: new.clone() }, Field::Id));
            }
        }
        for (channel, new) in &row.depth {
            let old = item.depth.get(channel).map(|d| if d.offered() { d.text.value.clone() } else { "-".to_owned() });
            // Nothing written and - written are the same to a reader: the file keeps what it has.
            let same = match depth(old.as_deref().unwrap_or("-")) {
                Mapped::Depth(old) | Mapped::Odd(old) => old == *new,
                Mapped::None => new == "-",
                Mapped::Blank | Mapped::Mark(_) => false,
            };
            if !same {
                list.push((
                    Change {
                        item: row.id.clone(),
                        key: format!("depth.{channel}"),
                        old: old.unwrap_or_default(),
                        new: new.clone(),
                    },
                    Field::Id,
                ));
            }
        }
    }
    list
}

/// The text of the file with the changes, and with the items that are new at its end; none where the file is written in a way that cannot
/// be changed safely. `node` is the file as it was parsed.
#[must_use]
pub fn rewritten(table: &Table, there: &Catalog, text: &str, node: &Node, changes: &[(Change, Field)]) -> Option<String> {
    let mut edits = Edits::default();
    let mut groups = Groups { there, fresh: Vec::new() };
    let records = node.get(&["items", "事项"]);
    let nodes = records.map_or(&[][..], Node::items);
    let of_item =
        |id: &str| there.items.iter().find(|i| i.id.as_str() == id).and_then(|item| nodes.iter().find(|n| n.span == item.span));
    for (change, field) in changes.iter().filter(|(c, _)| !c.key.contains('.')) {
        if let Some((record, names)) = of_item(&change.item).zip(key(*field)) {
            let new = if *field == Field::Group { groups.id(&change.new) } else { change.new.clone() };
            edits.set(text, record, &names, &written(*field, &new));
        }
    }
    // All depths of an item at once, and all that is kept of it: it may have none yet.
    for (prefix, names) in [("depth.", ["depth", "办理深度"]), ("more.", ["more", "其他栏目"])] {
        let mut maps: Vec<(&str, Vec<(String, String)>)> = Vec::new();
        for (change, _) in changes {
            let Some(key) = change.key.strip_prefix(prefix) else { continue };
            let pair = (key.to_owned(), change.new.clone());
            match maps.last_mut().filter(|(item, _)| *item == change.item) {
                Some((_, list)) => list.push(pair),
                None => maps.push((&change.item, vec![pair])),
            }
        }
        for (item, list) in maps {
            if let Some(record) = of_item(item) {
                edits.set(text, record, &names, &New::Map(list));
            }
        }
    }
    let fresh: Vec<_> = table.channels.iter().filter(|c| !c.known).map(|c| channel_record(c)).collect();
    append(&mut edits, text, node, node.get(&["channels", "渠道"]), &fresh);
    let fresh: Vec<_> = table
        .items
        .iter()
        .filter(|r| !r.known)
        .map(|row| {
            let place = table.order.iter().position(|id| *id == row.id).map_or(0, |at| at + 1);
            record(row, place, &mut |title| Some(groups.id(title)))
        })
        .collect();
    append(&mut edits, text, node, records, &fresh);
    let fresh: Vec<_> = groups.fresh.iter().map(|(id, title)| group_record(id, title)).collect();
    match node.get(&["groups", "分组"]) {
        Some(list) => edits.append(text, list, &fresh),
        None => edits.set(text, node, &["groups", "分组"], &New::Records(fresh)),
    }
    reordered(&edits.finish(text, node)?, &table.order)
}

/// The groups of the catalog, and those that the table brings.
struct Groups<'c> {
    there: &'c Catalog,
    fresh: Vec<(String, String)>,
}

impl Groups<'_> {
    /// The id of a group by its title; one that nobody knows is new.
    fn id(&mut self, title: &str) -> String {
        if let Some(group) = self.there.groups.iter().find(|g| same_group(&g.title, title)) {
            return group.id.to_string();
        }
        if let Some((id, _)) = self.fresh.iter().find(|(_, own)| same_group(own, title)) {
            return id.clone();
        }
        let taken =
            |id: &str| self.there.groups.iter().any(|g| g.id.as_str() == id) || self.fresh.iter().any(|(own, _)| own == id);
        let id = super::catalog::new_id(title, &taken);
        self.fresh.push((id.clone(), title.to_owned()));
        id
    }
}

fn group_record(id: &str, title: &str) -> Vec<(&'static str, New)> {
    vec![("id", New::Text(id.to_owned())), ("title", New::Text(title.to_owned()))]
}

/// At the end of a list; a list that is not there cannot take anything, which the end of the edits says.
fn append(edits: &mut Edits, text: &str, whole: &Node, list: Option<&Node>, records: &[Vec<(&'static str, New)>]) {
    edits.append(text, list.unwrap_or(whole), records);
}

fn channel_record(channel: &ChannelColumn) -> Vec<(&'static str, New)> {
    let text = |t: &str| New::Text(t.to_owned());
    let level = channel.tier.unwrap_or_else(|| tier(&channel.name));
    vec![("id", text(&channel.id)), ("name", text(&channel.name)), ("tier", text(level.word()))]
}

/// `place` is the item's among all, from 1: a number that says only that is not written.
fn record(row: &Row, place: usize, group: &mut dyn FnMut(&str) -> Option<String>) -> Vec<(&'static str, New)> {
    let mut record = vec![("id", New::Text(row.id.clone()))];
    for (field, text) in &row.values {
        if *field == Field::Group {
            record.extend(group(text).map(|id| ("group", New::Text(id))));
        } else if let Some(names) = key(*field).filter(|_| *field != Field::Number || *text != place.to_string()) {
            record.push((names[0], written(*field, text)));
        }
    }
    record.push(("depth", New::Map(row.depth.clone())));
    record.push(("more", New::Map(row.more.clone())));
    record
}

/// A whole new catalog.
/// The name of the table's file stays out of it: it may name people, and the new file goes into git.
#[must_use]
pub fn fresh(table: &Table) -> String {
    let title = if table.title.is_empty() { "服务清单" } else { &table.title };
    let mut text = "# 由表格导入。渠道的层级 tier 是按名称猜的，要核对：county、town、village、partner、online。\n".to_owned();
    text.push_str(&format!("title: {}\nchannels:\n", scalar(title, false)));
    for channel in &table.channels {
        text.push_str(&block(&channel_record(channel), "  "));
        text.push('\n');
    }
    let mut groups: Vec<(String, String)> = Vec::new();
    for row in &table.items {
        let title = row.value(Field::Group);
        if !title.is_empty() && !groups.iter().any(|(_, t)| t == title) {
            let id = super::catalog::new_id(title, &|id| groups.iter().any(|(taken, _)| taken == id));
            groups.push((id, title.to_owned()));
        }
    }
    if !groups.is_empty() {
        text.push_str("groups:\n");
        for (id, title) in &groups {
            text.push_str(&block(&group_record(id, title), "  "));
            text.push('\n');
        }
    }
    text.push_str("items:\n");
    for (row, place) in table.items.iter().zip(1..) {
        let mut group = |title: &str| groups.iter().find(|(_, t)| t == title).map(|(id, _)| id.clone());
        text.push_str(&block(&record(row, place, &mut group), "  "));
        text.push('\n');
    }
    text
}

/// The text of a catalog that has no items yet, with those of a table. None where it cannot be told what belongs where: groups of both, or Chinese keys.
#[must_use]
pub fn first_items(table: &Table, there: &Catalog, text: &str, node: &Node) -> Option<String> {
    let fresh = fresh(table);
    let (head, items) = fresh.split_once("\nitems:\n")?;
    let groups = head.split_once("\ngroups:\n").map(|(_, groups)| groups);
    if node.get(&["标题"]).is_some() || node.get(&["事项"]).is_some() || groups.is_some() && !there.groups.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    if node.get(&["items"]).is_some() {
        text = patch(&text, Part::Whole, &[Patch { at: vec![Step::key("items")], op: Op::Remove }]).ok()?;
    }
    let new = table.channels.iter().filter(|channel| !channel.known);
    for (place, channel) in (there.channels.len()..).zip(new) {
        let level = channel.tier.unwrap_or_else(|| tier(&channel.name));
        let of = |key: &str, text: &str| (key.to_owned(), Tree::Text(text.to_owned()));
        let record = Tree::Map(vec![of("id", &channel.id), of("name", &channel.name), of("tier", level.word())]);
        let at = vec![Step::key("channels"), Step::Index(place)];
        text = patch(&text, Part::Whole, &[Patch { at, op: Op::Insert(record) }]).ok()?;
    }
    let groups = groups.map_or_else(String::new, |groups| format!("groups:\n{groups}\n"));
    Some(format!("{}\n{groups}items:\n{items}", text.trim_end()))
}
