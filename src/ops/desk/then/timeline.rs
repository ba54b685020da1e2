//! The history as the screen 历史 lists it: by person, and of one record.

use serde::Serialize;

use super::{Followed, Which, same};
use crate::diagnostic::Lang;
use crate::disk::journal::{self, Entry};
use crate::ops::desk::look::Look;
use crate::ops::desk::place::Screen;
use crate::ops::history::{self, Item, State};
use crate::ops::{Access, Caller, Outcome, Session};

/// Most entries that are looked through for those of one record.
const MOST: usize = 5_000;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Most lines.
    pub limit: usize,
    /// Only what this person did.
    pub who: Option<String>,
    /// Only what changed this record.
    pub record: Option<Which>,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number; none of a commit that the journal does not know.
    pub entry: Option<u64>,
    /// The commit that holds it.
    pub commit: Option<String>,
    /// When, RFC 3339.
    pub time: Option<String>,
    /// The person.
    pub who: String,
    /// What it did.
    pub says: String,
    /// Its files.
    pub files: Vec<String>,
    /// The screen that shows the most of it.
    pub screen: Screen,
    /// Whether it can be undone: `open`, `undone`, `final` or `in-git`.
    pub state: &'static str,
    /// Why it cannot be undone.
    pub why: Option<String>,
}

/// A part of the history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// As many as were asked for.
    pub lines: Vec<Line>,
    /// Whether there is more.
    pub more: bool,
    /// What cannot be read, and what else is to be said.
    pub notes: Vec<String>,
    /// Everybody who has changed something.
    pub people: Vec<String>,
    /// What the record is called that was asked for.
    pub name: Option<String>,
}

/// The history, narrowed.
///
/// # Errors
/// When the record is of no file that holds any.
pub fn timeline(caller: &Caller, look: &Look, request: &Request, lang: Lang) -> Outcome<Timeline> {
    let session = Session::open(caller, Access::Read)?;
    let limit = if request.record.is_some() { MOST } else { request.limit };
    let asked = history::Request { limit, path: None, who: request.who.clone() };
    let found = history::history(&session, &asked)?;
    let (entries, _) = journal::entries(&caller.root);
    let mut people: Vec<String> = entries.iter().map(|entry| entry.who.clone()).collect();
    people.extend(found.items.iter().map(|item| item.who.clone()));
    people.sort();
    people.dedup();
    let (mut more, mut name) = (found.more, None);
    let mut items = found.items;
    if let Some(which) = &request.record {
        let record = Followed::new(caller, look, which)?;
        name = record.anywhere()?.and_then(|(_, version)| version.name());
        let mut of_it: Vec<Item> =
            items.into_iter().filter(|item| touches(&record, &entries, item)).take(request.limit.saturating_add(1)).collect();
        more = of_it.len() > request.limit;
        of_it.truncate(request.limit);
        items = of_it;
    }
    Ok(Timeline {
        lines: items.iter().map(|item| line(item, lang)).collect(),
        more,
        notes: found.notes.iter().map(|note| note.get(lang).to_owned()).collect(),
        people,
        name,
    })
}

/// Whether an item changed the record. Where that is not known any more, whoever wrote its file may have.
fn touches(record: &Followed<'_>, entries: &[Entry], item: &Item) -> bool {
    let candidates = || item.files.iter().filter(|path| record.may_hold(path));
    let entry = item.number.and_then(|number| entries.iter().find(|entry| entry.number == number));
    match entry {
        Some(entry) => candidates().any(|path| {
            let [before, after] = record.around(entries, entry, path);
            !same(&before, &after)
        }),
        None => candidates().next().is_some(),
    }
}

fn line(item: &Item, lang: Lang) -> Line {
    let (state, why) = match &item.state {
        State::Open => ("open", None),
        State::Undone(_) => ("undone", None),
        State::Final(why) => ("final", Some(why.get(lang).to_owned())),
        State::InGit => ("in-git", None),
    };
    let screens = item.files.iter().map(|path| Screen::of(path));
    Line {
        entry: item.number,
        commit: item.commit.clone(),
        time: item.time.map(|time| time.to_rfc3339()),
        who: item.who.clone(),
        says: item.says.get(lang).to_owned(),
        files: item.files.clone(),
        screen: screens.into_iter().find(|screen| *screen != Screen::Other).unwrap_or(Screen::Other),
        state,
        why,
    }
}
