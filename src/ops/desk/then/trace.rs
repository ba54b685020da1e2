//! Where a record is that somebody had open: it may have another name, another id or another file by now, or be gone; and who did that, in words.

use serde::Serialize;

use super::{Followed, Known, Version, Which};
use crate::diagnostic::{Bilingual, Lang};
use crate::disk::journal::{self, Entry};
use crate::model::Workspace;
use crate::ops::desk::look::Look;
use crate::ops::desk::sheets;
use crate::ops::history::{State, states};
use crate::ops::values::Step;
use crate::ops::{Caller, Outcome};
use crate::say;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is where it was, under the same name.
    Here,
    /// It is where it was, under another name.
    Renamed,
    /// It has another id, or lies in another file.
    Moved,
    /// It is not there any more.
    Gone,
}

/// A record that somebody had open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// What became of it.
    pub fate: Fate,
    /// What happened, in one sentence; nothing where nothing did.
    pub says: String,
    /// Its file now; where it is gone, the one that held it.
    pub path: String,
    /// The way to it now.
    pub at: Vec<Step>,
    /// What it is called now, or was called last.
    pub name: String,
    /// The entry that did it, if it can be undone.
    pub entry: Option<u64>,
    /// Whether the person who asks did it.
    pub own: bool,
}

/// What became of a record that was called `name`.
///
/// # Errors
/// When the file is of no kind that holds records, or cannot be read.
pub fn trace(caller: &Caller, look: &Look, which: &Which, name: &str, lang: Lang) -> Outcome<Trace> {
    let record = Followed::new(caller, look, which)?;
    let found = record.anywhere()?;
    let (entries, _) = journal::entries(&caller.root);
    let told = |fate, did: Option<&Entry>, what: Option<Bilingual>| {
        let open = did.filter(|entry| matches!(states(&caller.root, &entries).get(&entry.number), Some(State::Open)));
        Trace {
            fate,
            says: what.map(|what| sentence(caller, did, &what).get(lang).to_owned()).unwrap_or_default(),
            path: which.path.clone(),
            at: which.at.clone(),
            name: name.to_owned(),
            entry: open.map(|entry| entry.number),
            own: did.is_some_and(|entry| entry.who == caller.who),
        }
    };
    let Some((path, version)) = found else {
        let did = entries.iter().rev().find_map(|entry| {
            let states = states_of(&record, &entries, entry);
            let before = states.iter().find_map(|[before, _]| before.version());
            let after = states.iter().any(|[_, after]| after.version().is_some());
            before.filter(|_| !after).map(|before| (entry, before.name()))
        });
        let was = did.as_ref().and_then(|(_, name)| name.clone()).unwrap_or_else(|| name.to_owned());
        let what = say!("把“{was}”删掉了", "removed “{was}”");
        return Ok(Trace { name: was, ..told(Fate::Gone, did.map(|(entry, _)| entry), Some(what)) });
    };
    let is = version.name().unwrap_or_else(|| name.to_owned());
    // The way may be shorter where a record lies alone in its file: that is the same place.
    let is_there = path == which.path && (version.at == which.at || which.at.is_empty());
    let (fate, what) = match (is_there, name.is_empty() || is == name) {
        (true, true) => (Fate::Here, None),
        (true, false) => (Fate::Renamed, Some(say!("把“{name}”改名为“{is}”", "renamed “{name}” to “{is}”"))),
        (false, false) => (Fate::Moved, Some(say!("把“{name}”改名为“{is}”", "renamed “{name}” to “{is}”"))),
        (false, true) if path == which.path => (Fate::Moved, Some(say!("换了“{is}”的编号", "gave “{is}” another id"))),
        (false, true) => (Fate::Moved, Some(say!("把“{is}”挪到了别的文件里", "moved “{is}” into another file"))),
    };
    let did = what.as_ref().and_then(|_| {
        let changed = |entry: &&Entry| {
            states_of(&record, &entries, entry).iter().any(|[before, after]| match (before.version(), after.version()) {
                (Some(before), Some(after)) if !is_there || !same_name(before, after) => {
                    !same_name(before, after) || before.said.word("id") != after.said.word("id")
                }
                // It came into a file that did not have it.
                (None, Some(_)) => !is_there,
                _ => false,
            })
        };
        entries.iter().rev().find(changed)
    });
    Ok(Trace { path, at: version.at, name: is, ..told(fate, did, what) })
}

fn same_name(one: &Version, other: &Version) -> bool {
    one.name() == other.name()
}

/// The record before and after each file of an entry that may hold it.
fn states_of(record: &Followed<'_>, entries: &[Entry], entry: &Entry) -> Vec<[Known; 2]> {
    let files = entry.files.iter().filter(|file| record.may_hold(&file.path));
    files.map(|file| record.around(entries, entry, &file.path)).collect()
}

/// The place of a row of a sheet, also of one that is gone.
#[must_use]
pub fn of_row(workspace: &Workspace, of: sheets::Of, bureau: &str, row: &str) -> Option<Which> {
    let bureau = workspace.bureau(bureau)?;
    let folder = workspace.folder_of(bureau);
    let record = Step::Record { id: row.to_owned() };
    Some(match of {
        sheets::Of::Catalog => Which { path: format!("{folder}/catalog.yaml"), at: vec![Step::Key("items".to_owned()), record] },
        // Any file of points will do: records of one kind are looked for in all of them.
        sheets::Of::Points => Which { path: format!("{folder}/points/{row}.yaml"), at: vec![record] },
    })
}

/// 李某 10:42 把…
fn sentence(caller: &Caller, did: Option<&Entry>, what: &Bilingual) -> Bilingual {
    let (zh, en) = (&what.zh, &what.en);
    let Some(entry) = did else { return say!("有人在别的程序里{zh}。", "Somebody {en} with another program.") };
    let time = chrono::DateTime::parse_from_rfc3339(&entry.time).ok().map(|time| time.with_timezone(caller.now.offset()));
    let today = time.is_some_and(|time| time.date_naive() == caller.now.date_naive());
    let format = |day: &str| time.map_or_else(String::new, |time| time.format(if today { "%-H:%M" } else { day }).to_string());
    let (when, when_en) = (format("%-m月%-d日 %-H:%M"), format("%Y-%m-%d %-H:%M"));
    let who = &entry.who;
    if entry.who == caller.who {
        say!("您 {when} {zh}。", "You {en} ({when_en}).")
    } else {
        say!("{who} {when} {zh}。", "{who} {en} ({when_en}).")
    }
}
