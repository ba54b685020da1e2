//! The way to a place of a text, as far as it is there, and what one change does at its end: to the text, and to what the text says.

use serde_json::{Map, Value as Json};

use super::layout::document;
use super::patch::{Op, Patch, Read, Step, says};
use super::place::is_flow;
use super::surgery::{Body, Cut, Holder};
use super::tree::Tree;
use crate::source::{Node, Value};

/// A place as a text has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    Key(String),
    Index(usize),
}

/// The way to a place, as far as it is there.
pub(super) struct Found<'n> {
    /// The values on the way, the whole first.
    pub nodes: Vec<&'n Node>,
    /// The way by the names that the text has, also where nothing is there yet.
    pub path: Vec<At>,
}

impl<'n> Found<'n> {
    pub(super) fn of(root: Option<&'n Node>, at: &[Step]) -> Option<Self> {
        let mut nodes: Vec<&Node> = root.into_iter().collect();
        let mut path = Vec::new();
        let mut chinese = root.is_some_and(|root| is_chinese(root).unwrap_or(false));
        let mut here = root;
        for step in at {
            let next = match step {
                Step::Key(key) => {
                    if here.is_some_and(|node| !matches!(node.value, Value::Map(_) | Value::Null)) {
                        return None;
                    }
                    chinese = here.and_then(is_chinese).unwrap_or(chinese);
                    let entry = here.and_then(|node| node.entries().iter().find(|e| key.names.contains(&e.key.value)));
                    let named = if chinese { key.names.last() } else { key.names.first() };
                    path.push(At::Key(entry.map_or_else(|| named.cloned().unwrap_or_default(), |e| e.key.value.clone())));
                    entry.map(|e| &e.value)
                }
                Step::Index(index) => {
                    if here.is_some_and(|node| !matches!(node.value, Value::List(_) | Value::Null)) {
                        return None;
                    }
                    path.push(At::Index(*index));
                    here.and_then(|node| node.items().get(*index))
                }
            };
            nodes.extend(next);
            here = next;
        }
        Some(Self { nodes, path })
    }

    /// Whether the whole way is there.
    pub(super) fn is_there(&self) -> bool {
        self.nodes.len() == self.path.len() + 1
    }

    /// In what the value after so many steps stands, and whether it lies between braces.
    fn holder(&self, steps: usize, text: &str) -> Option<(Holder<'n>, bool)> {
        let node = *self.nodes.get(steps)?;
        let flow = self.nodes.get(..steps)?.iter().any(|above| is_flow(text, above));
        let holder = match steps.checked_sub(1).and_then(|at| Some((self.nodes.get(at)?, self.path.get(at)?))) {
            None => Holder::Root(node),
            Some((above, At::Key(name))) => Holder::Key(above.entries().iter().find(|e| e.key.value == *name)?),
            Some((_, At::Index(_))) => Holder::Item(node),
        };
        Some((holder, flow))
    }

    pub(super) fn cuts(&self, body: &Body<'_>, read: &Read, one: &Patch) -> Option<Vec<Cut>> {
        let steps = self.path.len();
        match &one.op {
            Op::Set(new) if self.is_there() => {
                let (holder, flow) = self.holder(steps, body.text)?;
                // A key that is spelled twice is nobody's to change.
                body.set(holder, flow, new)
            }
            Op::Set(new) => self.create(body, read, &one.at, new),
            Op::Insert(new) => {
                let Some(At::Index(index)) = self.path.last() else { return None };
                let list = self.nodes.get(steps - 1).filter(|list| !list.items().is_empty());
                match list {
                    Some(list) if *index <= list.items().len() => body.insert_item(list, *index, new),
                    None if *index == 0 => {
                        let whole = Tree::List(vec![new.clone()]);
                        let above = Self { nodes: self.nodes.clone(), path: self.path.get(..steps - 1)?.to_vec() };
                        let at = one.at.get(..steps - 1)?;
                        if above.is_there() {
                            let (holder, flow) = above.holder(steps - 1, body.text)?;
                            body.set(holder, flow, &whole)
                        } else {
                            above.create(body, read, at, &whole)
                        }
                    }
                    _ => None,
                }
            }
            Op::Remove => {
                if !self.is_there() {
                    return None;
                }
                let above = *self.nodes.get(steps.checked_sub(1)?)?;
                let alone = above.entries().len() + above.items().len() == 1;
                if alone {
                    let (holder, flow) = self.holder(steps - 1, body.text)?;
                    let empty = if above.items().is_empty() { Tree::Map(Vec::new()) } else { Tree::List(Vec::new()) };
                    return body.set(holder, flow, &empty);
                }
                match self.path.last()? {
                    At::Key(name) => body.remove_key(above, above.entries().iter().position(|e| e.key.value == *name)?),
                    At::Index(index) => body.remove_item(above, *index),
                }
            }
            Op::Move(to) => match self.path.last()? {
                At::Index(from) if from != to => body.move_item(self.nodes.get(steps.checked_sub(1)?)?, *from, *to),
                _ => Some(Vec::new()),
            },
        }
    }

    /// What is not there yet, with all that it lies in.
    fn create(&self, body: &Body<'_>, read: &Read, at: &[Step], new: &Tree) -> Option<Vec<Cut>> {
        // So many steps are there; the next one is to be made, with the rest of the way in it.
        let there = self.nodes.len().checked_sub(1);
        let from = there.unwrap_or(0);
        let mut whole = new.clone();
        for step in self.path.get(from + 1..)?.iter().rev() {
            whole = match step {
                At::Key(name) => Tree::Map(vec![(name.clone(), whole)]),
                At::Index(0) => Tree::List(vec![whole]),
                At::Index(_) => return None,
            };
        }
        let At::Key(name) = self.path.get(from)? else { return None };
        let Some(there) = there else {
            let start = read.end;
            let gap = if start == 0 || body.text.get(..start)?.ends_with('\n') { "" } else { "\n" };
            let written = document(&Tree::Map(vec![(name.clone(), whole)]), body.manner);
            return Some(vec![Cut { start, end: start, new: format!("{gap}{written}") }]);
        };
        let record = *self.nodes.get(there)?;
        if record.entries().is_empty() {
            let (holder, flow) = self.holder(there, body.text)?;
            return body.set(holder, flow, &Tree::Map(vec![(name.clone(), whole)]));
        }
        let order = match at.get(from)? {
            Step::Key(key) => key.order.as_deref(),
            Step::Index(_) => None,
        };
        body.insert_key(record, name, order, &whole)
    }
}

/// Whether a record's keys are Chinese; none where it has none.
fn is_chinese(node: &Node) -> Option<bool> {
    node.entries().first().map(|e| !e.key.value.is_ascii())
}

/// What a text says once a change is made.
pub(super) fn apply(meant: &mut Json, path: &[At], op: &Op) -> Option<()> {
    let Some((last, way)) = path.split_last() else {
        let Op::Set(new) = op else { return None };
        *meant = says(new);
        return Some(());
    };
    let mut here = meant;
    for step in way {
        here = match step {
            At::Key(name) => {
                if here.is_null() {
                    *here = Json::Object(Map::new());
                }
                here.as_object_mut()?.entry(name.clone()).or_insert(Json::Null)
            }
            At::Index(index) => {
                if here.is_null() && *index == 0 {
                    *here = Json::Array(vec![Json::Null]);
                }
                here.as_array_mut()?.get_mut(*index)?
            }
        };
    }
    if here.is_null() {
        *here = if matches!(last, At::Key(_)) { Json::Object(Map::new()) } else { Json::Array(Vec::new()) };
    }
    match (last, op) {
        (At::Key(name), Op::Set(new)) => _ = here.as_object_mut()?.insert(name.clone(), says(new)),
        (At::Key(name), Op::Remove) => _ = here.as_object_mut()?.remove(name)?,
        (At::Index(index), Op::Set(new)) => *here.as_array_mut()?.get_mut(*index)? = says(new),
        (At::Index(index), Op::Insert(new)) => {
            let list = here.as_array_mut().filter(|list| *index <= list.len())?;
            list.insert(*index, says(new));
        }
        (At::Index(index), Op::Remove) => {
            let list = here.as_array_mut().filter(|list| *index < list.len())?;
            list.remove(*index);
        }
        (At::Index(from), Op::Move(to)) => {
            let list = here.as_array_mut().filter(|list| *from < list.len() && *to < list.len())?;
            let moved = list.remove(*from);
            list.insert(*to, moved);
        }
        (At::Key(_), Op::Insert(_) | Op::Move(_)) => return None,
    }
    Some(())
}
