//! A whole value as the fewest changes of what is there: keys and entries that stay keep their text, with remarks, order and quotes.

use super::edit::meaning;
use super::patch::{Key, Op, Patch, Step, says};
use super::tree::Tree;
use crate::source::{Node, Value};

/// The changes that make of an old value a new one, each to be made upon what the ones before it have left.
pub(super) fn finer(old: &Node, at: &[Step], new: &Tree, out: &mut Vec<Patch>) {
    if meaning(old) == says(new) {
        return;
    }
    let below = |step: Step| at.iter().cloned().chain([step]).collect::<Vec<Step>>();
    match (&old.value, new) {
        (Value::Map(entries), Tree::Map(map)) if !entries.is_empty() && !map.is_empty() => {
            // New keys before old ones go, so that a record is never empty in between.
            for (index, (key, value)) in map.iter().enumerate() {
                let before: Vec<String> = map.iter().take(index).rev().map(|(key, _)| key.clone()).collect();
                let step = Step::Key(Key { names: vec![key.clone()], order: Some(before) });
                match entries.iter().find(|e| e.key.value == *key) {
                    Some(entry) => finer(&entry.value, &below(step), value, out),
                    None => out.push(Patch { at: below(step), op: Op::Set(value.clone()) }),
                }
            }
            for entry in entries.iter().filter(|e| !map.iter().any(|(key, _)| *key == e.key.value)) {
                out.push(Patch { at: below(Step::key(&entry.key.value)), op: Op::Remove });
            }
        }
        (Value::List(was), Tree::List(is)) if !was.is_empty() && !is.is_empty() => {
            let same = |(node, tree): &(&Node, &Tree)| meaning(node) == says(tree);
            let head = was.iter().zip(is).take_while(same).count();
            let most = was.len().min(is.len()) - head;
            let tail = was.iter().rev().zip(is.iter().rev()).take(most).take_while(same).count();
            let (old_end, new_end) = (was.len() - tail, is.len() - tail);
            let both = old_end.min(new_end);
            for index in head..both {
                if let (Some(node), Some(tree)) = (was.get(index), is.get(index)) {
                    finer(node, &below(Step::Index(index)), tree, out);
                }
            }
            for (index, tree) in is.iter().enumerate().take(new_end).skip(both) {
                out.push(Patch { at: below(Step::Index(index)), op: Op::Insert(tree.clone()) });
            }
            for index in (both..old_end).rev() {
                out.push(Patch { at: below(Step::Index(index)), op: Op::Remove });
            }
        }
        _ => out.push(Patch { at: at.to_vec(), op: Op::Set(new.clone()) }),
    }
}
