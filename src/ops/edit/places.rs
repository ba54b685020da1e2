//! The place of a change in a file as it is now: an id finds its record wherever it stands by now, and a key that is not there yet knows where it belongs.

use crate::ops::kinds::Kind;
use crate::ops::values::{Said, Step, entry_of, field_of, value_of};
use crate::source::decode::Shape;
use crate::source::{Node, Value};
use crate::yaml_write::patch::{Key, Step as At};

/// A place.
pub(super) struct Target<'n> {
    /// The way to it as the writer of YAML goes it.
    pub steps: Vec<At>,
    /// The values on the way, from the top; the last one is what it stands in.
    pub above: Vec<&'n Node>,
    /// What is there.
    pub node: Option<&'n Node>,
    /// What is expected there.
    pub shape: Shape,
    /// Whether the record that it belongs to has Chinese keys.
    pub chinese: bool,
    /// The list that it is an entry of, with what is expected of the list.
    pub list: Option<(&'n Node, Shape)>,
}

impl<'n> Target<'n> {
    /// The place at the end of a way; none where a record on the way is gone. An entry that is known by what was seen there is found again where
    /// others were put before it.
    pub(super) fn of(root: Option<&'n Node>, kind: &Kind, at: &[Step], seen: Option<&Said>) -> Option<Self> {
        let mut target =
            Self { steps: Vec::new(), above: Vec::new(), node: root, shape: kind.shape(), chinese: false, list: None };
        target.notice();
        for (index, step) in at.iter().enumerate() {
            target.go(step, seen.filter(|_| index + 1 == at.len()))?;
        }
        Some(target)
    }

    /// What is written there.
    pub(super) fn said(&self) -> Said {
        self.node.map_or(Said::Nothing, |node| Said::of(node, &self.shape))
    }

    /// The language of the record's keys, where it has any.
    fn notice(&mut self) {
        let Some(record) = self.node.filter(|node| !node.entries().is_empty()) else { return };
        let known = record.entries().iter().find_map(|e| Some((field_of(&self.shape, &e.key.value)?.1, &e.key.value)));
        if let Some((field, key)) = known {
            self.chinese = field.alias == key && field.name != key;
        }
    }

    /// The way to a key of the record at this place.
    pub(super) fn key(&self, key: &str) -> Vec<At> {
        let mut steps = self.steps.clone();
        steps.push(At::Key(named(&self.shape, key)));
        steps
    }

    fn go(&mut self, step: &Step, seen: Option<&Said>) -> Option<()> {
        let here = self.node;
        let is_list = here.is_some_and(|node| matches!(node.value, Value::List(_)));
        let index = match step {
            Step::Key(key) => {
                if is_list || here.is_some_and(|node| matches!(node.value, Value::Scalar { .. })) {
                    return None;
                }
                let own = named(&self.shape, key);
                let names: Vec<&str> = own.names.iter().map(String::as_str).collect();
                let below = here.and_then(|node| node.get(&names));
                self.above.extend(here);
                self.shape = value_of(&self.shape, key).1;
                self.steps.push(At::Key(own));
                self.node = below;
                self.list = None;
                self.notice();
                return Some(());
            }
            Step::Record { id } => {
                let is_it = |node: &Node| node.get(&["id", "编号"]).and_then(Node::text).is_some_and(|own| own.trim() == id);
                match here {
                    Some(node) if !is_list => is_it(node).then_some(0)?,
                    Some(node) => node.items().iter().position(is_it)?,
                    None => return None,
                }
            }
            Step::Index(index) => self.found_again(*index, seen),
        };
        let one = entry_of(&self.shape);
        if !is_list && here.is_some_and(|node| !node.is_null()) && index == 0 && seen != Some(&Said::Nothing) {
            // One value that stands for a list of one: the place is the value's own.
            self.shape = one;
            return Some(());
        }
        let items = here.map_or(&[][..], Node::items);
        self.list = here.map(|node| (node, self.shape.clone()));
        self.above.extend(here);
        self.steps.push(At::Index(index));
        self.node = items.get(index);
        self.shape = one;
        // Nothing may stand beyond the end but a new entry.
        if self.node.is_none() && index > items.len().max(1) {
            return None;
        }
        self.notice();
        Some(())
    }

    /// Where an entry stands that was seen at a place: there, or where it was moved to.
    fn found_again(&self, index: usize, seen: Option<&Said>) -> usize {
        let (Some(list), Some(seen)) = (self.node, seen.filter(|seen| !seen.is_empty())) else { return index };
        let one = entry_of(&self.shape);
        let is_it = |node: &Node| Said::of(node, &one) == *seen;
        if list.items().get(index).is_some_and(is_it) {
            return index;
        }
        let mut same = list.items().iter().enumerate().filter(|(_, node)| is_it(node)).map(|(at, _)| at);
        match (same.next(), same.next()) {
            (Some(only), None) if matches!(seen, Said::Map(_)) => only,
            _ => index,
        }
    }
}

/// A key with its names, and the keys that come before it in its record.
fn named(shape: &Shape, key: &str) -> Key {
    match (field_of(shape, key), shape.as_record()) {
        (Some((at, field)), Some(record)) => Key {
            names: vec![field.name.to_owned(), field.alias.to_owned()],
            order: Some(
                record.fields.iter().take(at).rev().flat_map(|field| [field.name.to_owned(), field.alias.to_owned()]).collect(),
            ),
        },
        _ => Key { names: vec![key.to_owned()], order: None },
    }
}
