//! In which order items stand, where a document brings new ones or has them in another order: new ones stand where the document has them, those that are
//! there keep their order unless somebody takes the document's.

use std::collections::HashSet;

use super::ask::{Ask, Reading};
use crate::diagnostic::{Diagnostics, FileId};
use crate::say;
use crate::source::{Node, parse_document};
use crate::yaml_write::edit::meaning;

/// Word of the answer that takes the document's order.
pub const DOCUMENT: &str = "document";

/// The question whose order counts, where that of the items that both have differs.
#[must_use]
pub fn question(place: String, ours: &[String], theirs: &[String], name: &dyn Fn(&str) -> String) -> Option<Ask> {
    let known: HashSet<&String> = ours.iter().collect();
    let common: Vec<&String> = theirs.iter().filter(|id| known.contains(id)).collect();
    let own: Vec<&String> = ours.iter().filter(|id| common.contains(id)).collect();
    let (here, there) = own.iter().zip(&common).find(|(a, b)| a != b)?;
    let (here, there) = (name(here), name(there));
    Some(Ask {
        place,
        what: say!(
            "表里事项的顺序和清单里不一样（清单里先是“{here}”，表里先是“{there}”）：按哪个？",
            "the order of the items differs from the catalog's (“{here}” comes first there, “{there}” here): which one counts?"
        ),
        readings: vec![
            Reading {
                word: "keep",
                says: say!(
                    "清单的顺序不变，新事项插在表里前一项的后面",
                    "keep the catalog's; new items follow the one before them in the table"
                ),
            },
            Reading {
                word: DOCUMENT,
                says: say!(
                    "按表里的顺序，没有写序号的跟着变",
                    "take the table's; items without a number of their own are counted anew"
                ),
            },
        ],
        otherwise: say!("清单的顺序不变", "the catalog's order stays"),
    })
}

/// The order of all items: ours with the new ones behind those that they follow in the document, or the document's with ours in between.
#[must_use]
pub fn placed(ours: &[String], theirs: &[String], document: bool) -> Vec<String> {
    let (first, second) = if document { (theirs, ours) } else { (ours, theirs) };
    let known: HashSet<&String> = first.iter().collect();
    // What stands before the first one that is known goes before it; where none is known, behind all.
    let lead: Vec<String> = second.iter().take_while(|id| !known.contains(id)).cloned().collect();
    let mut order: Vec<String> = Vec::with_capacity(first.len() + second.len());
    let begins = second.get(lead.len());
    let follows = |id: &String| {
        let at = second.iter().position(|other| other == id).map_or(second.len(), |at| at + 1);
        second.get(at..).unwrap_or_default().iter().take_while(|id| !known.contains(id)).cloned()
    };
    for id in first {
        if Some(id) == begins {
            order.extend(lead.iter().cloned());
        }
        order.push(id.clone());
        order.extend(follows(id));
    }
    if begins.is_none() {
        order.extend(lead);
    }
    order
}

/// The text of a catalog with its items in an order; none where they cannot be moved without a danger to the rest of it.
#[must_use]
pub fn reordered(text: &str, order: &[String]) -> Option<String> {
    let parsed = |text: &str| {
        let mut found = Diagnostics::new();
        parse_document(FileId(0), text, 0, &mut found).filter(|_| !found.has_errors())
    };
    let names = ["items", "事项"];
    let node = parsed(text)?;
    let nodes = node.get(&names)?.items();
    let ids: Vec<String> = nodes.iter().map(id_of).collect::<Option<_>>()?;
    if ids == order {
        return Some(text.to_owned());
    }
    let line = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let mut starts = Vec::with_capacity(nodes.len());
    for node in nodes {
        let own = line(node.span.start as usize);
        text.get(own..node.span.start as usize)?.trim_start().starts_with('-').then_some(())?;
        // Remarks above an item are the item's.
        let mut start = own;
        while start > 0 {
            let above = line(start - 1);
            if !text.get(above..start)?.trim_start().starts_with('#') || starts.last().is_some_and(|last| above <= *last) {
                break;
            }
            start = above;
        }
        starts.push(start);
    }
    let last = nodes.last()?.span.end as usize;
    // A block's span ends behind its last line already.
    let within = !text.get(..last)?.ends_with('\n');
    let end = if within { text.get(last..)?.find('\n').map_or(text.len(), |at| last + at + 1) } else { last };
    let mut parts: Vec<(&String, String)> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let mut part = text.get(*starts.get(at)?..starts.get(at + 1).copied().unwrap_or(end))?.to_owned();
        if !part.ends_with('\n') {
            part.push('\n');
        }
        parts.push((id, part));
    }
    let mut out = text.get(..*starts.first()?)?.to_owned();
    for wanted in order {
        let at = parts.iter().position(|(id, _)| *id == wanted)?;
        out.push_str(&parts.remove(at).1);
    }
    if !parts.is_empty() {
        return None;
    }
    out.push_str(text.get(end..)?);
    // Nothing but the order has changed.
    let after = parsed(&out)?;
    let moved = after.get(&names)?.items();
    let same = |id: &String| {
        let of = |nodes: &[Node]| nodes.iter().find(|n| id_of(n).as_ref() == Some(id)).map(meaning);
        of(nodes) == of(moved)
    };
    let rest = |node: &Node| {
        node.entries().iter().filter(|e| !names.contains(&e.key.value.as_str())).map(|e| meaning(&e.value)).collect::<Vec<_>>()
    };
    (moved.len() == nodes.len() && order.iter().all(same) && rest(&node) == rest(&after)).then_some(out)
}

fn id_of(node: &Node) -> Option<String> {
    node.get(&["id", "编号"]).and_then(Node::text).map(|id| id.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &str) -> Vec<String> {
        ids.chars().map(String::from).collect()
    }

    #[test]
    fn new_ones_stand_where_the_document_has_them() {
        for (ours, theirs, keep, document) in [
            ("abc", "axbc", "axbc", "axbc"),
            ("abc", "xabcy", "xabcy", "xabcy"),
            ("abc", "xy", "abcxy", "xyabc"),
            ("abc", "cxba", "abcx", "cxba"),
            ("abcd", "dxb", "abcdx", "dxbca"),
            ("abcd", "bd", "abcd", "abcd"),
            ("", "xy", "xy", "xy"),
        ] {
            let (ours, theirs) = (list(ours), list(theirs));
            assert_eq!(placed(&ours, &theirs, false).concat(), keep, "{ours:?} {theirs:?}");
            let mut order = placed(&ours, &theirs, true);
            let whole: Vec<String> = order.clone();
            order.retain(|id| theirs.contains(id));
            assert_eq!(order, theirs, "{ours:?} {theirs:?}: {whole:?} {document}");
            assert_eq!(whole.len(), keep.len());
        }
    }

    #[test]
    fn items_move_with_their_remarks() {
        let text = "title: 甲\nitems:\n  # 一\n  - id: a\n    name: 甲\n    note: |\n      话\n  - {id: b, name: 乙}   # 二\n\n  - id: c\n    name: 丙\nclaims: []\n";
        let order = list("cab");
        let new = reordered(text, &order).unwrap();
        assert_eq!(
            new,
            "title: 甲\nitems:\n  - id: c\n    name: 丙\n  # 一\n  - id: a\n    name: 甲\n    note: |\n      话\n  - {id: b, name: 乙}   # 二\n\nclaims: []\n"
        );
        assert_eq!(reordered("items: [{id: a}, {id: b}]\n", &list("ba")), None);
        assert_eq!(reordered(text, &list("abc")).as_deref(), Some(text));
    }
}
