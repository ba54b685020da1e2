//! What is cut out of a text and put into it for one change of one place. Whether the text then means what was asked for is for `patch` to see: here
//! nothing is written for a place that cannot be told apart.

use super::layout::{Manner, behind_key, entry, in_place};
use super::place::{
    colon, column, dash, end_of, end_of_entry, end_of_line, end_with_comments, is_flow, lead, line, line_start, next_line,
    own_start, written,
};
use super::tree::Tree;
use super::value::scalar;
use crate::source::{Entry, Node, Value};

/// Bytes `start..end` and what comes in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub start: usize,
    pub end: usize,
    pub new: String,
}

fn cut(start: usize, end: usize, new: impl Into<String>) -> Cut {
    Cut { start, end, new: new.into() }
}

/// A text in which something is changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body<'a> {
    pub text: &'a str,
    pub manner: Manner,
}

/// In what a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'n> {
    /// Behind a key of a mapping.
    Key(&'n Entry),
    /// In a list.
    Item(&'n Node),
    /// It is the whole document.
    Root(&'n Node),
}

impl<'n> Holder<'n> {
    pub(super) fn value(self) -> &'n Node {
        match self {
            Self::Key(entry) => &entry.value,
            Self::Item(node) | Self::Root(node) => node,
        }
    }
}

/// Whether nothing at all is written for a value.
fn is_blank(node: &Node) -> bool {
    node.is_null() && node.span.start == node.span.end
}

impl Body<'_> {
    /// A value in the place of another, or of none.
    pub(super) fn set(&self, holder: Holder<'_>, flow: bool, new: &Tree) -> Option<Vec<Cut>> {
        let old = holder.value();
        let single = matches!(new, Tree::Text(_) | Tree::Bare(_));
        if matches!(old.value, Value::Scalar { .. }) && single {
            let (start, end) = written(self.text, old);
            let at = match holder {
                Holder::Key(entry) => column(self.text, entry.key.span.start as usize),
                Holder::Item(node) => column(self.text, dash(self.text, node).filter(|_| !flow).unwrap_or(start)),
                Holder::Root(_) => 0,
            };
            return Some(vec![cut(start, end, in_place(self.text.get(start..end)?, new, flow, self.manner_before(end), at))]);
        }
        match holder {
            Holder::Root(node) => {
                let whole = super::layout::document(new, self.manner);
                let (start, end) = (node.span.start as usize, end_of(self.text, node));
                Some(vec![cut(line_start(self.text, start), end, whole.trim_end())])
            }
            _ if flow => {
                let (mut start, mut end) = self.flow_bytes(old);
                let mut before = "";
                if let Holder::Key(entry) = holder
                    && is_blank(old)
                {
                    let mark = colon(self.text, entry);
                    before = if mark.is_some() { " " } else { ": " };
                    start = mark.unwrap_or(entry.key.span.end as usize);
                    end = start;
                }
                Some(vec![cut(start, end, format!("{before}{}", new.flow()))])
            }
            Holder::Key(entry) => {
                let mark = colon(self.text, entry)?;
                let at = column(self.text, entry.key.span.start as usize);
                self.behind(mark, old, behind_key(new, at, self.manner_before(mark)))
            }
            Holder::Item(node) => {
                let dash = dash(self.text, node)?;
                let laid = entry(new, column(self.text, dash), self.manner_before(dash + 1), false);
                let behind = laid.trim_start_matches(' ').strip_prefix('-')?.to_owned();
                self.behind(dash + 1, old, behind)
            }
        }
    }

    /// The manner of what ends before a byte: a remark behind it would become text of a block.
    fn manner_before(&self, at: usize) -> Manner {
        let behind = self.text.get(at..end_of_line(self.text, at)).unwrap_or_default();
        Manner { blocks: self.manner.blocks && !behind.contains('#'), ..self.manner }
    }

    /// A value behind a colon or a dash. A remark on that line stays there.
    fn behind(&self, mark: usize, old: &Node, new: String) -> Option<Vec<Cut>> {
        let line_end = end_of_line(self.text, mark);
        let end = if is_blank(old) { mark } else { end_of(self.text, old).max(mark) };
        let starts_below =
            (old.span.start as usize) > line_end && !is_blank(old) && !self.text.get(mark..line_end)?.contains(['|', '>']);
        let (inline, block) = match new.strip_prefix('\n') {
            Some(_) => (String::new(), new),
            None => (new, String::new()),
        };
        let mut cuts = Vec::new();
        if starts_below {
            cuts.push(cut(mark, mark, inline));
            cuts.push(cut(line_end, end, block));
        } else {
            cuts.push(cut(mark, end, inline));
            let last = end_of_line(self.text, end);
            cuts.push(cut(last, last, block));
        }
        cuts.retain(|c| c.start != c.end || !c.new.is_empty());
        Some(cuts)
    }

    /// A key that a record does not have yet: behind the nearest of those that come before it, else at the head or, where no order is given, at the end.
    pub(super) fn insert_key(&self, record: &Node, name: &str, order: Option<&[String]>, new: &Tree) -> Option<Vec<Cut>> {
        let entries = record.entries();
        let first = entries.first()?;
        let before = match order {
            None => entries.last(),
            Some(order) => order.iter().find_map(|name| entries.iter().find(|e| e.key.value == *name)),
        };
        let name = scalar(name, false);
        if is_flow(self.text, record) {
            let pair = format!("{name}: {}", new.flow());
            return Some(vec![if let Some(entry) = before {
                let end = end_of_entry(self.text, entry);
                cut(end, end, format!(", {pair}"))
            } else {
                let start = first.key.span.start as usize;
                cut(start, start, format!("{pair}, "))
            }]);
        }
        let start = first.key.span.start as usize;
        let at = column(self.text, start);
        let pad = " ".repeat(at);
        let written = format!("{name}:{}", behind_key(new, at, self.manner));
        if let Some(entry) = before {
            let end = end_with_comments(self.text, end_of_entry(self.text, entry), at);
            return Some(vec![cut(end, end, format!("\n{pad}{written}"))]);
        }
        let own_line = line_start(self.text, start);
        let above = lead(self.text, own_line, at);
        let alone = self.text.get(own_line..start)?.trim().is_empty();
        Some(if alone && above < own_line {
            vec![cut(above, above, format!("{pad}{written}\n"))]
        } else {
            vec![cut(start, start, format!("{written}\n{pad}"))]
        })
    }

    /// A key with its value and the remarks that belong to it. The only key of a record is not taken out here.
    pub(super) fn remove_key(&self, record: &Node, index: usize) -> Option<Vec<Cut>> {
        let entries = record.entries();
        let (entry, next) = (entries.get(index)?, entries.get(index + 1));
        let start = entry.key.span.start as usize;
        if is_flow(self.text, record) {
            return Some(match (next, index.checked_sub(1).and_then(|at| entries.get(at))) {
                (Some(next), _) => vec![cut(start, next.key.span.start as usize, "")],
                (None, Some(last)) => vec![cut(end_of_entry(self.text, last), end_of_entry(self.text, entry), "")],
                (None, None) => return None,
            });
        }
        let at = column(self.text, start);
        let own_line = line_start(self.text, start);
        let end = end_with_comments(self.text, end_of_entry(self.text, entry), at);
        if self.text.get(own_line..start)?.trim().is_empty() {
            return Some(self.lines(lead(self.text, own_line, at), end));
        }
        // Behind a dash: what follows moves up to it, with the remarks in between left on their lines.
        let follows = next?.key.span.start as usize;
        let between = self.text.get(end..follows)?;
        Some(if between.contains('#') {
            vec![cut(self.text.get(..start)?.trim_end_matches(' ').len(), end_of_line(self.text, end), "")]
        } else {
            vec![cut(start, follows, "")]
        })
    }

    /// Whole lines from the beginning of one to the end of another. Of two blank lines that come together one goes.
    fn lines(&self, start: usize, end: usize) -> Vec<Cut> {
        let mut until = next_line(self.text, end);
        let is_blank_line = |at: usize| at < self.text.len() && line(self.text, at).trim().is_empty();
        let blank_above = start == 0 || is_blank_line(line_start(self.text, start - 1));
        while blank_above && is_blank_line(until) && next_line(self.text, until) > until {
            until = next_line(self.text, until);
        }
        // The last line has no break: the one before it gives up its own.
        if until == self.text.len() && !self.text.ends_with('\n') && start > 0 {
            let above = self.text.get(..start).unwrap_or_default().trim_end_matches('\n').trim_end_matches('\r').len();
            return vec![cut(above, until, "")];
        }
        vec![cut(start, until, "")]
    }

    /// The first byte of an entry's lines, remarks above it included; the byte at the end of its last line; and the column of its dash.
    fn region(&self, item: &Node) -> Option<(usize, usize, usize)> {
        let dash = dash(self.text, item)?;
        let own_line = line_start(self.text, dash);
        self.text.get(own_line..dash)?.trim().is_empty().then_some(())?;
        let at = dash - own_line;
        let end = if is_blank(item) { dash + 1 } else { end_of(self.text, item) };
        Some((lead(self.text, own_line, at), end_with_comments(self.text, end, at), at))
    }

    /// An entry of a list that has others.
    pub(super) fn remove_item(&self, list: &Node, index: usize) -> Option<Vec<Cut>> {
        let items = list.items();
        let item = items.get(index)?;
        if !is_flow(self.text, list) {
            let (start, end, _) = self.region(item)?;
            return Some(self.lines(start, end));
        }
        let (start, end) = self.flow_bytes(item);
        Some(match (items.get(index + 1), index.checked_sub(1).and_then(|at| items.get(at))) {
            (Some(next), _) => vec![cut(start, self.flow_bytes(next).0, "")],
            (None, Some(last)) => vec![cut(self.flow_bytes(last).1, end, "")],
            (None, None) => return None,
        })
    }

    /// The bytes of an entry between brackets.
    fn flow_bytes(&self, item: &Node) -> (usize, usize) {
        (own_start(self.text, item), item.span.end as usize)
    }

    /// An entry before another, or behind the last, of a list that has some.
    pub(super) fn insert_item(&self, list: &Node, index: usize, new: &Tree) -> Option<Vec<Cut>> {
        let items = list.items();
        let (there, last) = (items.get(index), items.last()?);
        if is_flow(self.text, list) {
            return Some(vec![if let Some(item) = there {
                let start = self.flow_bytes(item).0;
                cut(start, start, format!("{}, ", new.flow()))
            } else {
                let end = self.flow_bytes(last).1;
                cut(end, end, format!(", {}", new.flow()))
            }]);
        }
        let neighbour = there.unwrap_or(last);
        let (start, end, at) = self.region(neighbour)?;
        let laid = entry(new, at, self.manner, is_flow(self.text, neighbour));
        // Where blank lines keep entries apart, they keep the new one apart too.
        let apart = match items {
            [.., before, last] => {
                let between = self.text.get(self.region(before)?.1..self.region(last)?.0)?;
                between.matches('\n').count() > 1
            }
            _ => false,
        };
        let blank = if apart { "\n" } else { "" };
        Some(match there {
            Some(_) => vec![cut(start, start, format!("{laid}\n{blank}"))],
            None => vec![cut(end, end, format!("\n{blank}{laid}"))],
        })
    }

    /// An entry to another place of its list.
    pub(super) fn move_item(&self, list: &Node, from: usize, to: usize) -> Option<Vec<Cut>> {
        let items = list.items();
        let (item, target) = (items.get(from)?, items.get(to)?);
        if is_flow(self.text, list) {
            let (start, end) = self.flow_bytes(item);
            let text = self.text.get(start..end)?;
            let mut cuts = self.remove_item(list, from)?;
            let (before, behind) = self.flow_bytes(target);
            cuts.push(if to < from {
                cut(before, before, format!("{text}, "))
            } else {
                cut(behind, behind, format!(", {text}"))
            });
            return Some(cuts);
        }
        let (start, end, _) = self.region(item)?;
        let text = self.text.get(start..end)?.replace("\r\n", "\n");
        let mut cuts = vec![cut(start, next_line(self.text, end), "")];
        if next_line(self.text, end) == self.text.len() && !self.text.ends_with('\n') {
            cuts = self.lines(start, end);
        }
        let (before, behind, _) = self.region(target)?;
        cuts.push(if to < from { cut(before, before, format!("{text}\n")) } else { cut(behind, behind, format!("\n{text}")) });
        Some(cuts)
    }
}
