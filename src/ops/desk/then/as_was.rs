//! A record as it was before or after an entry of the history, beside what it is now; each field with the change that would put it back.

use serde::{Deserialize, Serialize};

use super::words::Names;
use super::{Followed, Known, Version, Which};
use crate::disk::journal::{self, Entry};
use crate::ops::desk::look::Look;
use crate::ops::desk::past::numbered;
use crate::ops::edit::{Change, Kindly};
use crate::ops::values::{Said, Step};
use crate::ops::{Caller, Outcome, there};

/// Which of the two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// As it was before the entry.
    Before,
    /// As the entry left it.
    After,
}

/// One field, then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldThen {
    /// What it is called.
    pub name: String,
    /// What stood there then; nothing where it was empty.
    pub was: String,
    /// What stands there now.
    pub now: String,
    /// Whether it is the same.
    pub same: bool,
    /// What puts it back; none where it is the same.
    pub change: Option<Change>,
}

/// A record then and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsWas {
    /// The entry.
    pub entry: u64,
    /// Which of its two states.
    pub side: Side,
    /// What the record was called then, or else is called now.
    pub name: String,
    /// The file that it is in now, or was in last.
    pub path: String,
    /// Whether it was there then: `there`, `absent` or `lost` where the file as it was then is not kept or is damaged.
    pub then: &'static str,
    /// Whether it is there now.
    pub now: bool,
    /// Its fields; none where it was not there.
    pub fields: Vec<FieldThen>,
    /// What puts the whole record back where it is gone.
    pub whole: Option<Change>,
}

/// A record as it was.
///
/// # Errors
/// When there is no such entry, or the file holds no records.
pub fn as_was(caller: &Caller, look: &Look, which: &Which, (number, side): (u64, Side)) -> Outcome<AsWas> {
    let (entries, _) = journal::entries(&caller.root);
    let entry = numbered(&entries, number)?;
    let record = Followed::new(caller, look, which)?;
    let now = record.anywhere()?;
    let (then, then_path) = then(&record, &entries, entry, side)?;
    let version = then.version();
    let name = version.and_then(Version::name).or_else(|| now.as_ref().and_then(|(_, version)| version.name()));
    let path = now.as_ref().map_or(then_path, |(path, _)| path.clone());
    let names = Names::of(record.workspace, &path);
    let mut fields = Vec::new();
    if let Some(version) = version {
        let nothing = Said::Nothing;
        let is = now.as_ref().map_or(&nothing, |(_, version)| &version.said);
        for row in names.rows(&version.said, is, &version.shape) {
            let same = row.was == row.now;
            let back = || {
                let mut at = now.as_ref().map(|(_, version)| version.at.clone())?;
                at.extend(row.way.iter().cloned());
                let some = |said: &Said| Some(said.clone()).filter(|said| !said.is_empty());
                Some(Change { at, kind: Kindly::Set, before: some(&row.now), after: some(&row.was), to: None })
            };
            fields.push(FieldThen {
                was: names.words(&row.was, &row.shape, row.control),
                now: names.words(&row.now, &row.shape, row.control),
                same,
                change: if same { None } else { back() },
                name: row.name,
            });
        }
    }
    let whole = match (&now, version) {
        (None, Some(version)) => Some(whole(&record, &path, version)?),
        _ => None,
    };
    Ok(AsWas {
        entry: number,
        side,
        name: name.unwrap_or_else(|| record.kind.record.title.to_owned()),
        path,
        then: match then {
            Known::Version(_) => "there",
            Known::Without => "absent",
            Known::Lost => "lost",
        },
        now: now.is_some(),
        fields,
        whole,
    })
}

/// The record before or after an entry, with the file that held it: as the entry itself knows it, or as the next one that wrote its file found it.
fn then(record: &Followed<'_>, entries: &[Entry], entry: &Entry, side: Side) -> Outcome<(Known, String)> {
    let own = record.path.clone();
    let mut seen = None;
    for file in entry.files.iter().filter(|file| record.may_hold(&file.path)) {
        let [before, after] = record.around(entries, entry, &file.path);
        let state = if side == Side::Before { before } else { after };
        // Where it went from one file into another, the one that holds it counts.
        if state.version().is_some() {
            return Ok((state, file.path.clone()));
        }
        seen = Some((state, file.path.clone()));
    }
    if let Some(seen) = seen {
        return Ok(seen);
    }
    let later = entries.iter().filter(|later| later.number > entry.number);
    for later in later {
        if let Some(file) = later.files.iter().find(|file| record.may_hold(&file.path)) {
            let [before, _] = record.around(entries, later, &file.path);
            return Ok((before, file.path.clone()));
        }
    }
    let now = there::now(record.root, &own)?;
    Ok((now.map_or(Known::Without, |bytes| record.known(&bytes)), own))
}

/// What puts a record back that is gone: into its list, or as a file of its own.
fn whole(record: &Followed<'_>, path: &str, version: &Version) -> Outcome<Change> {
    let there = there::now(record.root, path)?;
    let change = |at, kind| Change { at, kind, before: None, after: Some(version.said.clone()), to: None };
    Ok(match (there, version.at.split_last()) {
        (Some(_), Some((Step::Record { .. }, above))) => {
            // Behind the last one: where it stood among the others nobody knows any more.
            let mut at = above.to_vec();
            at.push(Step::Index(record.length(path, above)?));
            change(at, Kindly::Insert)
        }
        _ => change(Vec::new(), Kindly::Set),
    })
}
