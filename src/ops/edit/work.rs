//! One file while changes are made to it: each change is looked at against what stands there now, and made in the text.

use std::rc::Rc;

use super::places::Target;
use super::{Change, Kindly, refused};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, Lang, Severity, codes};
use crate::ops::Outcome;
use crate::ops::form::{FieldFinding, at_place, of_finding, parsed, way_to};
use crate::ops::kinds::Kind;
use crate::ops::values::{Said, Step, field_of};
use crate::source::{Node, Value};
use crate::yaml_write::patch::{Op, Patch, PatchError, patch, towards};
use crate::yaml_write::tree::Tree;

/// What one change did.
pub(super) enum Done {
    /// It is so already.
    Nothing,
    /// What was there before it.
    Changed(Said),
    /// The file holds nothing else, and goes with what was in it.
    Gone(Said),
}

/// Why one change was not made.
pub(super) enum Failed {
    Conflict { theirs: Said, gone: bool },
    Patch(PatchError),
}

impl From<PatchError> for Failed {
    fn from(error: PatchError) -> Self {
        Self::Patch(error)
    }
}

/// A file while changes are made to it.
pub(super) struct Work {
    pub kind: &'static Kind,
    pub id: FileId,
    pub text: String,
    pub root: Option<Rc<Node>>,
    /// Values that are set at once, because none of them moves anything.
    pub waiting: Vec<Patch>,
}

impl Work {
    pub(super) fn write(&mut self) -> Result<(), PatchError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.apply(&waiting)
    }

    fn apply(&mut self, patches: &[Patch]) -> Result<(), PatchError> {
        if patches.is_empty() {
            return Ok(());
        }
        self.text = patch(&self.text, self.kind.part, patches)?;
        self.root = parsed(self.kind, self.id, &self.text).map_err(|_| PatchError::Unreadable)?.map(Rc::new);
        Ok(())
    }

    pub(super) fn one(&mut self, change: &Change) -> Result<Done, Failed> {
        let is_single = |said: Option<&Said>| said.is_none_or(|said| matches!(said, Said::Text(_) | Said::Nothing));
        let plain = change.kind == Kindly::Set && is_single(change.after.as_ref()) && is_single(change.before.as_ref());
        if !plain {
            self.write()?;
        }
        let before = change.before.clone().unwrap_or(Said::Nothing).clean();
        let after = change.after.clone().unwrap_or(Said::Nothing).clean();
        let root = self.root.clone();
        let target = Target::of(root.as_deref(), self.kind, &change.at, Some(&before));
        let Some(target) = target else { return Err(Failed::Conflict { theirs: Said::Nothing, gone: true }) };
        let there = target.said();
        let same =
            |a: &Said, b: &Said| (a.is_empty() && b.is_empty()) || a.tree(&target.shape, false) == b.tree(&target.shape, false);
        match change.kind {
            Kindly::Set | Kindly::Remove => {
                let after = if change.kind == Kindly::Remove { Said::Nothing } else { after };
                if same(&there, &after) {
                    return Ok(Done::Nothing);
                }
                if !same(&there, &before) {
                    return Err(Failed::Conflict { theirs: there, gone: false });
                }
                if after.is_empty() {
                    return self.remove(&target, there);
                }
                let Some(tree) = after.tree(&target.shape, target.chinese) else { return Ok(Done::Nothing) };
                if target.steps.is_empty() {
                    self.whole(&tree, &target)?;
                } else if plain && !matches!(there, Said::List(_) | Said::Map(_)) {
                    self.waiting.push(Patch { at: target.steps, op: Op::Set(tree) });
                } else {
                    let fine = towards(&self.text, self.kind.part, &target.steps, &tree);
                    let coarse = [Patch { at: target.steps.clone(), op: Op::Set(tree) }];
                    self.apply(&fine).or_else(|_| self.apply(&coarse))?;
                }
                Ok(Done::Changed(there))
            }
            Kindly::Insert => {
                let Some(tree) = after.tree(&target.shape, target.chinese) else { return Ok(Done::Nothing) };
                self.as_list(&target)?;
                self.apply(&[Patch { at: target.steps, op: Op::Insert(tree) }])?;
                Ok(Done::Changed(Said::Nothing))
            }
            Kindly::Move => {
                if !before.is_empty() && !same(&there, &before) {
                    return Err(Failed::Conflict { theirs: there, gone: false });
                }
                let Some(to) = change.to else { return Ok(Done::Nothing) };
                let text = self.text.clone();
                self.apply(&[Patch { at: target.steps, op: Op::Move(to) }])?;
                Ok(if self.text == text { Done::Nothing } else { Done::Changed(there) })
            }
        }
    }

    /// A whole record, where there may be none yet.
    fn whole(&mut self, tree: &Tree, target: &Target<'_>) -> Result<(), PatchError> {
        let patches = match (tree, self.root.is_some()) {
            (_, true) => towards(&self.text, self.kind.part, &[], tree),
            (Tree::Map(map), false) => {
                map.iter().map(|(key, value)| Patch { at: target.key(key), op: Op::Set(value.clone()) }).collect()
            }
            _ => return Err(PatchError::NoPlace(0)),
        };
        self.apply(&patches)
    }

    /// A key or an entry goes; with it a record that would have nothing left, and the file where it holds nothing else.
    fn remove(&mut self, target: &Target<'_>, there: Said) -> Result<Done, Failed> {
        let mut steps = target.steps.as_slice();
        let mut above = target.above.as_slice();
        while let [rest @ .., _] = steps {
            let holder = above.last();
            let alone = holder.is_some_and(|node| matches!(&node.value, Value::Map(entries) if entries.len() == 1));
            if !alone || rest.is_empty() {
                break;
            }
            (steps, above) = (rest, above.split_last().map_or(above, |(_, above)| above));
        }
        let last_of_many = self.kind.many && steps.len() == 1 && above.last().is_some_and(|node| node.items().len() == 1);
        if steps.is_empty() || last_of_many {
            return Ok(Done::Gone(there));
        }
        self.apply(&[Patch { at: steps.to_vec(), op: Op::Remove }])?;
        Ok(Done::Changed(there))
    }

    /// A single value that stands for a list becomes one, so that something can be put beside it.
    fn as_list(&mut self, target: &Target<'_>) -> Result<(), PatchError> {
        let Some((list, shape)) = &target.list else { return Ok(()) };
        if matches!(list.value, Value::List(_) | Value::Null) {
            return Ok(());
        }
        let Some(tree) = Said::of(list, shape).tree(shape, target.chinese) else { return Ok(()) };
        let at = target.steps.split_last().map(|(_, at)| at.to_vec()).unwrap_or_default();
        if at.is_empty() {
            // A file of one record: another one gets a file of its own.
            return Err(PatchError::NoPlace(0));
        }
        self.apply(&[Patch { at, op: Op::Set(Tree::List(vec![tree])) }])
    }

    /// The findings that the new text has and the old one does not have.
    ///
    /// # Errors
    /// When a record could not be read any more.
    pub(super) fn findings(&self, seen: Option<&Node>, lang: Lang) -> Outcome<Vec<FieldFinding>> {
        let decode = |root: Option<&Node>| {
            let mut found = Diagnostics::new();
            for node in root.into_iter().flat_map(|root| {
                if self.kind.many && !root.items().is_empty() { root.items().iter().collect() } else { vec![root] }
            }) {
                let _ = (self.kind.decode)(node, &mut found);
            }
            found
        };
        let (was, is) = (decode(seen), decode(self.root.as_deref()));
        let mut known: Vec<&Bilingual> = was.iter().map(|finding| &finding.message).collect();
        let mut list = Vec::new();
        let Some(root) = &self.root else { return Ok(list) };
        for finding in is.iter() {
            if let Some(at) = known.iter().position(|message| **message == finding.message) {
                known.swap_remove(at);
                continue;
            }
            if finding.code == &codes::MISSING_KEY || self.is_needed(root, finding) {
                return Err(refused(finding));
            }
            list.push(of_finding(finding, root, self.kind, lang));
        }
        Ok(list)
    }

    /// Whether a finding is about a value without which its record cannot be used.
    fn is_needed(&self, root: &Node, finding: &Diagnostic) -> bool {
        let Some(span) = finding.span else { return false };
        let way = way_to(root, self.kind.shape(), span);
        let Some((Step::Key(key), above)) = way.split_last() else { return false };
        let shape = at_place(root, self.kind.shape(), above).map(|(_, shape)| shape);
        let field = shape.and_then(|shape| field_of(&shape, key));
        finding.severity == Severity::Error && field.is_some_and(|(_, field)| (field.required)())
    }
}
