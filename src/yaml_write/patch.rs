//! Changes to any place of a YAML text, or of the front matter of a Markdown text: a value set, a key or an entry taken out, put in or moved.
//!
//! Only what changes is written; remarks, order, quotes, blank lines and line ends of everything else stay byte for byte. Remarks directly above a key or an entry
//! belong to it. Every new text is read back and compared with what was meant: one that says anything else is refused, and with it anchors that others use,
//! merge keys and blocks that cannot be told apart.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value as Json;

use super::edit::meaning;
use super::finer::finer;
use super::layout::Manner;
use super::surgery::{Body, Cut};
use super::tree::Tree;
use super::way::{At, Found, apply};
use crate::diagnostic::{Diagnostics, FileId};
use crate::source::{Node, parse_document, parse_front_matter};

/// What of a text is YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What stands between `---` and `---` at the head of a Markdown text.
    FrontMatter,
}

/// One step on the way to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(Key),
    /// An entry of a list, from 0.
    Index(usize),
}

/// A key, and where it belongs if it is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What it may be called: in English first, in Chinese last.
    pub names: Vec<String>,
    /// The keys that come before it in the order of its record, the nearest first; none for a record without an order, where it comes last.
    pub order: Option<Vec<String>>,
}

impl Step {
    /// A key of a mapping without an order.
    #[must_use]
    pub fn key(name: &str) -> Self {
        Self::Key(Key { names: vec![name.to_owned()], order: None })
    }
}

/// What is done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// The value becomes this one; a key, and the records that it lies in, come where they are not there.
    Set(Tree),
    /// The key or entry goes, with what it holds.
    Remove,
    /// A new entry comes before the one at the place; behind the last where the place is one beyond it. A list that is not there comes.
    Insert(Tree),
    /// The entry gets this place in its list.
    Move(usize),
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Where.
    pub at: Vec<Step>,
    /// What.
    pub op: Op,
}

/// Why a text was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchError {
    /// The text cannot be read.
    Unreadable,
    /// The place of this change is not there.
    NoPlace(usize),
    /// The text would not mean what this change asks for: others share the value, or it is written in a way that cannot be told apart.
    Refused(usize),
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("the text cannot be read"),
            Self::NoPlace(at) => write!(f, "the place of change {at} is not there"),
            Self::Refused(at) => write!(f, "the text would not mean what change {at} asks for"),
        }
    }
}

/// What a value says, without places and styles.
#[must_use]
pub fn says(tree: &Tree) -> Json {
    match tree {
        Tree::Bare(text) if matches!(text.as_str(), "" | "~" | "null") => Json::Null,
        Tree::Text(text) | Tree::Bare(text) => Json::from(text.trim_end()),
        Tree::List(list) => list.iter().map(says).collect(),
        Tree::Map(map) => Json::Object(map.iter().map(|(key, value)| (key.clone(), says(value))).collect()),
    }
}

/// A text read.
pub(super) struct Read {
    /// Its values; none where nothing is written but remarks.
    pub root: Option<Node>,
    /// The byte at which the YAML ends.
    pub end: usize,
}

fn read(text: &str, part: Part) -> Option<Read> {
    let mut found = Diagnostics::new();
    let blank = |yaml: &str| yaml.lines().all(|line| matches!(line.trim_start().chars().next(), None | Some('#')));
    let (root, end, yaml) = match part {
        Part::Whole => (parse_document(FileId(0), text, 0, &mut found), text.len(), text),
        Part::FrontMatter => {
            let (root, body) = parse_front_matter(FileId(0), text, &mut found);
            let last = text.get(..body)?.trim_end_matches(['\r', '\n']).rfind("---").filter(|_| body > 0)?;
            let first = text.find('\n')? + 1;
            (root, last, text.get(first..last)?)
        }
    };
    if root.is_none() && !blank(yaml) || root.is_some() && found.has_errors() {
        return None;
    }
    Some(Read { root, end })
}

/// What a text says; none where it cannot be read, null where nothing is written.
#[must_use]
pub fn said(text: &str, part: Part) -> Option<Json> {
    Some(read(text, part)?.root.map_or(Json::Null, |root| meaning(&root)))
}

/// The text with the changes made, one after the other.
///
/// # Errors
/// When one of them cannot be made without saying anything else; nothing is changed then.
pub fn patch(text: &str, part: Part, patches: &[Patch]) -> Result<String, PatchError> {
    let mut text = text.to_owned();
    let mut left: Vec<usize> = (0..patches.len()).collect();
    while !left.is_empty() {
        let rest: Vec<(usize, &Patch)> = left.iter().filter_map(|at| Some((*at, patches.get(*at)?))).collect();
        let (new, done) = some(&text, part, &rest)?;
        text = new;
        left.retain(|at| !done.contains(at));
    }
    Ok(text)
}

/// As many of the changes as can be made at once, and which those are. Values that are set do not depend on each other: those that would stand at one place
/// come in another turn, in their order.
fn some(text: &str, part: Part, patches: &[(usize, &Patch)]) -> Result<(String, BTreeSet<usize>), PatchError> {
    let read = read(text, part).ok_or(PatchError::Unreadable)?;
    let body = Body { text, manner: Manner::of(text.get(..read.end).unwrap_or(text)) };
    let mut cuts: Vec<Cut> = Vec::new();
    let mut meant = read.root.as_ref().map_or(Json::Null, meaning);
    let mut done = BTreeSet::new();
    let mut paths = BTreeSet::new();
    let mut later = Vec::new();
    for (at, one) in patches {
        let is_set = matches!(one.op, Op::Set(_));
        // What comes behind an entry that moves has another place then.
        if !done.is_empty() && !is_set {
            break;
        }
        let found = Found::of(read.root.as_ref(), &one.at).ok_or(PatchError::NoPlace(*at));
        let new = found.and_then(|found| Ok((found.cuts(&body, &read, one).ok_or(PatchError::Refused(*at))?, found)));
        let (new, found) = match new {
            Ok(new) => new,
            // What those before it make may be what it needs.
            Err(_) if !done.is_empty() => break,
            Err(error) => return Err(error),
        };
        let touches = |a: &Cut, b: &Cut| a.start <= b.end && b.start <= a.end;
        let comes_later = |path: &Vec<At>| later.iter().any(|p: &Vec<At>| p.starts_with(path) || path.starts_with(p));
        if comes_later(&found.path) || new.iter().any(|a| cuts.iter().any(|b| touches(a, b))) || !paths.insert(found.path.clone())
        {
            later.push(found.path);
            continue;
        }
        apply(&mut meant, &found.path, &one.op).ok_or(PatchError::NoPlace(*at))?;
        cuts.extend(new);
        done.insert(*at);
        if !is_set {
            break;
        }
    }
    let Some((first, _)) = patches.first() else { return Ok((text.to_owned(), done)) };
    if let Some(new) = put(text, cuts).filter(|new| said(new, part).as_ref() == Some(&meant)) {
        let same_body = part == Part::Whole || text.get(read.end..) == self::read(&new, part).and_then(|r| new.get(r.end..));
        return if same_body { Ok((new, done)) } else { Err(PatchError::Refused(*first)) };
    }
    if done.len() > 1 {
        // One of them cannot be made: which one shows when they are made one by one.
        return some(text, part, patches.get(..1).unwrap_or_default());
    }
    Err(PatchError::Refused(*first))
}

/// The text with cuts made in it.
fn put(text: &str, mut cuts: Vec<Cut>) -> Option<String> {
    cuts.sort_by_key(|c| (c.start, c.end));
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for Cut { start, end, new } in cuts {
        out.push_str(text.get(at..start)?);
        out.push_str(&new.replace('\n', newline));
        at = end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The changes that make a place hold a whole value, as few as there can be: what stays the same keeps its text.
#[must_use]
pub fn towards(text: &str, part: Part, at: &[Step], new: &Tree) -> Vec<Patch> {
    let whole = || vec![Patch { at: at.to_vec(), op: Op::Set(new.clone()) }];
    let Some(Read { root: Some(root), .. }) = read(text, part) else { return whole() };
    let Some(found) = Found::of(Some(&root), at).filter(Found::is_there) else { return whole() };
    let Some(node) = found.nodes.last() else { return whole() };
    let mut out = Vec::new();
    finer(node, at, new, &mut out);
    out
}

#[cfg(test)]
#[path = "patch_tests.rs"]
mod tests;
