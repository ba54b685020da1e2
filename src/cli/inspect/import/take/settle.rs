//! What a record is to those of the same round that are there already: nothing new, a later state of one form, or another record altogether.

use std::path::Path;

use super::write::Revision;
use super::{Candidate, Fate, Options};
use crate::audit::fingerprint;
use crate::diagnostic::Diagnostics;
use crate::model::inspection::InspectionFile;
use crate::say;
use crate::source::parse_document;
use crate::submission::Reason;
use crate::submission::package::sha256;
use crate::yaml_write::tree::Tree;

impl Candidate<'_> {
    /// Decides, and writes where there is something to write. `kept` is where a conflict is kept, for the advice.
    pub fn settle(mut self, root: &Path, name: &str, kept: &str, options: &Options) -> Fate {
        let files = self.name_pictures();
        let print = self.print();
        let slot = self.slot();
        let exported = self.arrived.exported.clone();
        let mut revision = None;
        if let Some(last) = slot.last() {
            let path = self.workspace.path_of(last.span).to_owned();
            let is_same = |record: &&&InspectionFile| self.is_same(record, &print);
            if is_same(&last) {
                return Fate::Known { path };
            }
            let form = last.form.as_ref().map(|f| f.value.as_str());
            let same_form = form.is_some() && form == self.arrived.record.word("form");
            let newer = is_later(exported.as_deref(), last.exported.as_ref().map(|e| e.value.as_str()));
            // Who goes back to an earlier state exports it anew; an old file that comes again does not.
            if options.revise.is_none() && !newer {
                if let Some(known) = slot.iter().find(is_same) {
                    return Fate::Known { path: self.workspace.path_of(known.span).to_owned() };
                }
                if same_form && exported.is_some() && last.exported.is_some() {
                    return Fate::Older { path };
                }
            }
            let why = match (&options.revise, same_form) {
                (Some((by, reason)), _) => Some((by.clone(), reason.clone())),
                // A text comes without its pictures: it must not take the place of what has them.
                (None, true) if !self.arrived.is_text => {
                    Some((names(&self.arrived.record, "inspectors"), "同一张表单改后再次导出".to_owned()))
                }
                (None, _) => None,
            };
            let Some((by, reason)) = why else { return self.conflict(last, &path, kept) };
            if let Some(conflict) = self.of_another(&slot, kept, options) {
                return conflict;
            }
            let own = fingerprint(self.workspace, last);
            let replaces = own.get(..12).unwrap_or(&own).to_owned();
            revision = Some(Revision { number: last.revision_number() + 1, by, reason, replaces });
        }
        if let Some(exported) = exported {
            self.arrived.record.set("exported", Tree::text(&exported));
        }
        self.arrived.record.set("received", Tree::text(&print));
        if let Some(name) = &options.received_by {
            self.arrived.record.set("received_by", Tree::text(name));
        }
        self.write(root, name, &files, revision.as_ref(), options)
    }

    /// Fingerprint of what came, pictures by their contents among it.
    fn print(&self) -> String {
        let whole = sha256(essence(&self.arrived.record).to_string().as_bytes());
        whole.get(..16).unwrap_or(&whole).to_owned()
    }

    /// Whether a record was taken in from the same answers, or says the same by itself. What the bureau added since is no difference.
    fn is_same(&self, record: &InspectionFile, print: &str) -> bool {
        record.received.as_ref().is_some_and(|r| r.value == print)
            || self.tree_of(record).is_some_and(|tree| essence(&tree) == essence(&self.arrived.record))
    }

    /// The records of the same round, oldest first.
    fn slot(&self) -> Vec<&InspectionFile> {
        let campaign = self.arrived.record.word("campaign").map(str::to_owned);
        let campaign = campaign.unwrap_or_else(|| self.word("date").get(..4).unwrap_or_default().to_owned());
        let round = self.word("round");
        let mut list: Vec<&InspectionFile> = self
            .bureau
            .inspections
            .iter()
            .filter(|r| r.point.value == self.word("point") && r.standard.value == self.standard.id)
            .filter(|r| r.version.value == self.standard.version.value && r.campaign() == campaign)
            .filter(|r| r.round.value.word() == round || r.round.value.zh() == round)
            .collect();
        list.sort_by_key(|r| r.revision_number());
        list
    }

    /// The record of a file as it stands there.
    fn tree_of(&self, record: &InspectionFile) -> Option<Tree> {
        let text = self.workspace.folder.sources.slice(record.span);
        let column = self.workspace.folder.sources.position(record.span).column.saturating_sub(1);
        let margin = " ".repeat(column);
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(margin.as_str()).unwrap_or(line)).collect();
        Tree::of(&parse_document(record.span.file, &lines.join("\n"), 0, &mut Diagnostics::new())?)
    }

    /// A form that was handed in by one inspector is not corrected under the access code of another: whoever has the file could change what
    /// somebody else found.
    fn of_another(&self, slot: &[&InspectionFile], kept: &str, options: &Options) -> Option<Fate> {
        let me = options.received_by.as_deref()?;
        let (record, other) = slot.iter().rev().find_map(|r| Some((r, r.received_by.as_ref()?)))?;
        if other.value.trim() == me.trim() {
            return None;
        }
        let path = self.workspace.path_of(record.span);
        let point = self.bureau.point(self.word("point")).map_or("", |p| p.name.value.as_str());
        let reason = Reason::new(
            say!(
                "“{point}”的这张表单是{other}交的（{path}），改后的一份却用{me}的编号交来",
                "the form for “{point}” was handed in by {other} ({path}), but the changed one came with the access code of {me}"
            ),
            say!(
                "问过{other}，以新的为准：yizhan inspect import {kept} --revise --by {me} --reason 原因",
                "ask {other}; if this one counts: yizhan inspect import {kept} --revise --by {me} --reason WHY"
            ),
        );
        Some(Fate::Conflict { reason })
    }

    fn conflict(&self, last: &InspectionFile, path: &str, kept: &str) -> Fate {
        let inspectors = last.inspectors.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、");
        let (round, day) = (last.round.value.zh(), last.date.value);
        let point = self.bureau.point(self.word("point")).map_or("", |p| p.name.value.as_str());
        let reason = Reason::new(
            say!(
                "“{point}”的{round}已有一份不一样的记录：{path}（{day}，{inspectors}）",
                "there is another record of this round for “{point}”: {path} ({day}, {inspectors})"
            ),
            say!(
                "以新的为准：yizhan inspect import {kept} --revise --by 更正人 --reason 原因；两人分别评分的，把两份合成一份，写在 sheets 里；另一批的，重新做表并写 --campaign 批次",
                "if this one counts: yizhan inspect import {kept} --revise --by WHO --reason WHY; two inspectors who scored apart are one record with `sheets`; for another campaign make the sheet or form again with --campaign"
            ),
        );
        Fate::Conflict { reason }
    }
}

/// What makes two records the same: neither when they came, nor how often they were corrected.
fn essence(tree: &Tree) -> serde_json::Value {
    let mut tree = tree.clone();
    for key in ["revision", "exported", "received", "received_by"] {
        tree.remove(key);
    }
    tree.meaning()
}

/// Whether the first day and time comes after the second. Times that cannot be read do not; nothing is earlier than any.
fn is_later(new: Option<&str>, old: Option<&str>) -> bool {
    let read = |text: &str| chrono::DateTime::parse_from_rfc3339(text.trim()).ok();
    match (new.and_then(read), old.and_then(read)) {
        (Some(new), Some(old)) => new > old,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn names(record: &Tree, key: &str) -> String {
    let Some(Tree::List(list)) = record.get(key) else { return String::new() };
    let words = list.iter().filter_map(|t| if let Tree::Text(t) | Tree::Bare(t) = t { Some(t.as_str()) } else { None });
    words.collect::<Vec<_>>().join("、")
}
