//! How a new value is laid out where it comes to stand: behind a key, as an entry of a list, or between braces, in the manner of what was there.

use super::tree::Tree;
use super::value::{in_double_quotes, quoted, scalar};

/// A longer line is broken up, in characters.
const LINE: usize = 100;

/// The manner of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Texts of several lines stand as blocks.
    pub blocks: bool,
    /// Entries of a list stand deeper than the key that they belong to.
    pub deeper: bool,
}

impl Manner {
    /// As a file has it.
    pub(super) fn of(text: &str) -> Self {
        let mut blocks = false;
        let mut deeper = None;
        let mut above: Option<(usize, bool)> = None;
        for line in text.lines() {
            let body = line.trim_start_matches(' ');
            let indent = line.len() - body.len();
            let end = body.trim_end();
            blocks |= [": |", ": |-", ": |+", "- |", "- |-"].iter().any(|mark| end.ends_with(mark));
            if deeper.is_none()
                && body.starts_with("- ")
                && let Some((key, true)) = above
            {
                deeper = Some(indent > key);
            }
            if !end.is_empty() && !body.starts_with('#') {
                above = Some((indent, end.ends_with(':') && !body.starts_with('-')));
            }
        }
        Self { blocks, deeper: deeper.unwrap_or(true) }
    }
}

/// A value behind the colon of a key that stands in a column, with the blank or the line break before it.
pub(super) fn behind_key(tree: &Tree, column: usize, manner: Manner) -> String {
    match tree {
        Tree::Text(text) if manner.blocks && is_block(text) => format!(" {}", block_text(text, column + 2)),
        Tree::Text(text) => format!(" {}", scalar(text, false)),
        Tree::Bare(text) => format!(" {text}"),
        Tree::List(list) if !list.is_empty() && !fits(tree, column, manner) => {
            let dash = if manner.deeper { column + 2 } else { column };
            list.iter().map(|one| format!("\n{}", entry(one, dash, manner, false))).collect()
        }
        Tree::Map(map) if !map.is_empty() && !fits(tree, column, manner) => {
            let pad = " ".repeat(column + 2);
            map.iter().map(|(k, v)| format!("\n{pad}{}:{}", scalar(k, false), behind_key(v, column + 2, manner))).collect()
        }
        other => format!(" {}", other.flow()),
    }
}

/// An entry of a block list whose dash stands in a column; a record on one line where its neighbours are.
pub(super) fn entry(tree: &Tree, column: usize, manner: Manner, one_line: bool) -> String {
    let pad = " ".repeat(column);
    match tree {
        Tree::Map(map) if !map.is_empty() && (!one_line || has_block(tree, manner)) => {
            let mut out = String::new();
            for (at, (key, value)) in map.iter().enumerate() {
                let lead = if at == 0 { format!("{pad}- ") } else { format!("\n{pad}  ") };
                out.push_str(&format!("{lead}{}:{}", scalar(key, false), behind_key(value, column + 2, manner)));
            }
            out
        }
        Tree::Text(text) if manner.blocks && is_block(text) => format!("{pad}- {}", block_text(text, column + 2)),
        Tree::Text(text) => format!("{pad}- {}", scalar(text, false)),
        other => format!("{pad}- {}", other.flow()),
    }
}

/// A whole document.
pub(super) fn document(tree: &Tree, manner: Manner) -> String {
    match tree {
        Tree::Map(map) if !map.is_empty() => {
            map.iter().map(|(k, v)| format!("{}:{}\n", scalar(k, false), behind_key(v, 0, manner))).collect()
        }
        Tree::List(list) if !list.is_empty() => list.iter().map(|one| entry(one, 0, manner, false) + "\n").collect(),
        other => other.flow() + "\n",
    }
}

/// One text for another, quoted as the old one was.
pub(super) fn in_place(old: &str, new: &Tree, flow: bool, manner: Manner, column: usize) -> String {
    let text = match new {
        Tree::Text(text) => text,
        Tree::Bare(text) => return text.clone(),
        other => return other.flow(),
    };
    let was_block = old.starts_with(['|', '>']);
    if !flow && is_block(text) && (was_block || manner.blocks) {
        let content = old.lines().skip(1).find(|line| !line.trim().is_empty());
        let indent = content.filter(|_| was_block).map_or(column + 2, |line| line.len() - line.trim_start_matches(' ').len());
        return block_text(text, indent);
    }
    let plain_number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()) && (t == "0" || !t.starts_with('0'));
    // A phone or a day without quotes stays without.
    let digits = |t: &str| {
        t.starts_with(|c: char| c.is_ascii_digit()) && t.contains('-') && t.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    if old.starts_with('\'') && text.trim() == text && !text.chars().any(char::is_control) {
        quoted(text)
    } else if old.starts_with('"') {
        in_double_quotes(text)
    } else if plain_number(old) && plain_number(text) || digits(old) && digits(text) {
        text.clone()
    } else {
        scalar(text, flow)
    }
}

/// Whether a text has several lines and can be written as a block.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && !text.ends_with('\n')
        && !text.chars().any(|c| c.is_control() && c != '\n')
        && text.lines().all(|line| line.trim_end() == line && !line.starts_with(char::is_whitespace))
}

fn block_text(text: &str, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let lines: String =
        text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{pad}{line}") }).collect();
    format!("|{lines}")
}

fn has_block(tree: &Tree, manner: Manner) -> bool {
    match tree {
        Tree::Text(text) => manner.blocks && is_block(text),
        Tree::Bare(_) => false,
        Tree::List(list) => list.iter().any(|one| has_block(one, manner)),
        Tree::Map(map) => map.iter().any(|(_, one)| has_block(one, manner)),
    }
}

fn fits(tree: &Tree, column: usize, manner: Manner) -> bool {
    let records = matches!(tree, Tree::List(list) if list.iter().any(|one| matches!(one, Tree::Map(map) if map.len() > 2)));
    !records && !has_block(tree, manner) && column + tree.flow().chars().count() <= LINE
}
