//! What stands around every screen of the desk: whose workspace it is, how much there is of everything, and the newest change that one's own undo takes back.

use serde::Serialize;

use super::look::Look;
use crate::diagnostic::{Lang, Severity};
use crate::disk::journal;
use crate::model::Bureau;
use crate::ops::Caller;
use crate::ops::history::{State, states};

/// One bureau of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BureauLine {
    /// Its id, for addresses of the desk alone.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// Its short name, where the full one does not fit.
    pub short: String,
    /// The edition of what it publishes.
    pub edition: String,
    /// Path of its file.
    pub path: String,
    /// Path of its catalog, if it has one.
    pub catalog: Option<String>,
    /// Items of its catalog.
    pub items: usize,
    /// Channels of its catalog.
    pub channels: usize,
    /// Service points, those without a channel too.
    pub points: usize,
    /// Guides.
    pub guides: usize,
    /// Handbooks, leaflets, notices, panels and campaigns.
    pub booklets: usize,
    /// It is a sample, and its people, phones and addresses are invented.
    pub sample: bool,
}

/// A change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its number in the history.
    pub entry: u64,
    /// What it did.
    pub says: String,
    /// When, RFC 3339.
    pub time: String,
}

/// What the frame shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Whether the workspace can be read as one.
    pub readable: bool,
    /// The bureaus, in the order of their folders.
    pub bureaus: Vec<BureauLine>,
    /// Findings that must be mended.
    pub must: usize,
    /// Findings that should be looked at.
    pub look: usize,
    /// The person at this desk.
    pub who: String,
    /// Their newest change that can be undone.
    pub undo: Option<Change>,
    /// Their newest undo, which can be taken back, if nothing of theirs came after it.
    pub redo: Option<Change>,
    /// What was made good before the workspace could be read.
    pub notes: Vec<String>,
}

/// What the frame shows of a workspace as it was read.
#[must_use]
pub fn overview(look: &Look, caller: &Caller, lang: Lang) -> Overview {
    let bureaus = look.workspace.as_ref().map_or(&[][..], |workspace| &workspace.bureaus);
    let path = |bureau: &Bureau| look.sources().path(bureau.file.span.file).to_owned();
    let (undo, redo) = own_changes(caller, lang);
    Overview {
        readable: look.workspace.is_ok(),
        bureaus: bureaus.iter().map(|bureau| line(bureau, path(bureau), look)).collect(),
        must: look.found.count(Severity::Error),
        look: look.found.count(Severity::Warning),
        who: caller.who.clone(),
        undo,
        redo,
        notes: look.notes.iter().map(|note| note.get(lang).to_owned()).collect(),
    }
}

fn line(bureau: &Bureau, path: String, look: &Look) -> BureauLine {
    BureauLine {
        id: bureau.id.to_string(),
        name: bureau.file.name.value.clone(),
        short: bureau.short_name().to_owned(),
        edition: bureau.file.edition.zh(),
        catalog: bureau.catalog.as_ref().map(|catalog| look.sources().path(catalog.span.file).to_owned()),
        items: bureau.catalog.as_ref().map_or(0, |catalog| catalog.items.len()),
        channels: bureau.catalog.as_ref().map_or(0, |catalog| catalog.channels.len()),
        points: bureau.points.len() + bureau.unassigned.len(),
        guides: bureau.guides.len(),
        booklets: bureau.handbooks.len()
            + bureau.leaflets.len()
            + bureau.notices.len()
            + bureau.panels.len()
            + bureau.campaigns.len(),
        sample: bureau.file.sample,
        path,
    }
}

/// The person's newest change that can be undone, and their newest undo where nothing of theirs came after it.
fn own_changes(caller: &Caller, lang: Lang) -> (Option<Change>, Option<Change>) {
    let (entries, _) = journal::entries(&caller.root);
    let states = states(&caller.root, &entries);
    let own = || entries.iter().rev().filter(|entry| entry.who == caller.who);
    let open = |number: u64| matches!(states.get(&number), Some(State::Open));
    let change = |entry: &journal::Entry| {
        let [zh, en] = &entry.says;
        Change { entry: entry.number, says: lang.pick(zh, en).to_owned(), time: entry.time.clone() }
    };
    let undo = own().find(|entry| entry.undoes.is_none() && open(entry.number)).map(change);
    let redo = own().next().filter(|entry| entry.undoes.is_some() && open(entry.number)).map(change);
    (undo, redo)
}
