//! What was done with a workspace, in words: the journal, and the commits of its git repository that the journal does not know, such as
//! those that came with a clone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::lookup::refuse;
use super::{Outcome, Session, git};
use crate::diagnostic::{Bilingual, Diagnostic};
use crate::disk::git::{Logged, MANY_LOOSE_FILES, Repository};
use crate::disk::inside;
use crate::disk::journal::{self, Entry};
use crate::say;
use crate::source::decode::nearest;

/// Most paths that are proposed for one that nobody knows.
const MOST_NEAR: usize = 5;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Most items.
    pub limit: usize,
    /// Only what changed this file, or a file below this folder.
    pub path: Option<String>,
    /// Only what this person did.
    pub who: Option<String>,
}

/// Whether something can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It can be undone.
    Open,
    /// It was undone by this entry.
    Undone(u64),
    /// It cannot be undone, and why.
    Final(Bilingual),
    /// It is a commit that the journal does not know: git undoes it.
    InGit,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number in the journal; none for a commit that the journal does not know.
    pub number: Option<u64>,
    /// The commit that holds it.
    pub commit: Option<String>,
    /// When.
    pub time: Option<DateTime<FixedOffset>>,
    /// The person.
    pub who: String,
    /// What it did.
    pub says: Bilingual,
    /// The files.
    pub files: Vec<String>,
    /// Whether it can be undone.
    pub state: State,
}

/// What was done, newest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// As many as were asked for.
    pub items: Vec<Item>,
    /// Whether there is more.
    pub more: bool,
    /// What else is to be said.
    pub notes: Vec<Bilingual>,
}

/// The history of the workspace.
///
/// # Errors
/// When it is asked of a file that neither the workspace nor its history has.
pub fn history(session: &Session, request: &Request) -> Outcome<History> {
    let root = session.root();
    let wanted = request.path.as_deref().map(|path| plain(root, path));
    let fits = |files: &[String], who: &str| {
        let below = |path: &String, of: &str| path == of || path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
        request.who.as_deref().is_none_or(|wanted| wanted == who)
            && wanted.as_deref().is_none_or(|of| of.is_empty() || files.iter().any(|path| below(path, of)))
    };
    let mut notes = Vec::new();
    let (entries, unreadable) = journal::entries(root);
    if !unreadable.is_empty() {
        let list = unreadable.iter().map(u64::to_string).collect::<Vec<_>>().join("、");
        notes.push(say!("第 {list} 项的记录读不出来", "entries that cannot be read: {list}"));
    }
    let states = states(root, &entries);
    let continued = journal::continued(&entries);
    let shown = entries.iter().filter(|entry| !continued.contains_key(&entry.number));
    let mut items: Vec<Item> = shown.map(|entry| of_entry(entry, &states)).filter(|item| fits(&item.files, &item.who)).collect();
    // One more than is shown, to know whether there is more.
    let most = request.limit.saturating_add(1);
    match commits(root, most, &mut items, &folded(&entries, &continued), &fits) {
        Ok(Some(loose)) if loose >= MANY_LOOSE_FILES => notes.push(say!(
            "git 仓库里有 {loose} 多个零散文件，会越来越慢；在装了 git 的电脑上运行一次 git gc",
            "the git repository has about {loose} loose files and grows slow; run git gc once on a machine that has git"
        )),
        Ok(_) => {}
        Err(error) => notes.push(git::words(&error).named("git")),
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.time, item.number)));
    if let Some(path) = wanted.as_deref().filter(|path| items.is_empty() && !path.is_empty()) {
        if !inside(root, path).is_ok_and(|place| place.exists()) {
            return Err(unknown(session, request.path.as_deref().unwrap_or(path), path, &entries).into());
        }
        notes.push(say!(
            "{path} 在工作区里，还没有一次操作改过它",
            "{path} is in the workspace, and no operation has changed it yet"
        ));
    }
    let more = items.len() > request.limit;
    items.truncate(request.limit);
    Ok(History { items, more, notes })
}

/// A path that nobody knows, with those that may be meant: of the workspace, and of what was done with it.
fn unknown(session: &Session, typed: &str, path: &str, entries: &[Entry]) -> Box<Diagnostic> {
    let folder = &session.workspace.folder;
    let now = folder.sources.iter().map(|(_, file)| file.path.as_str()).chain(folder.assets.keys().map(String::as_str));
    let then = entries.iter().flat_map(|entry| &entry.files).map(|file| file.path.as_str());
    let known: BTreeSet<&str> = now.chain(then).collect();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let own = name(path);
    // First the same name in another folder, then a name or a path that is nearly the same.
    let mut near: Vec<&str> = known.iter().copied().filter(|other| name(other) == own).take(MOST_NEAR).collect();
    if near.is_empty() {
        let names: BTreeMap<String, &str> = known.iter().map(|path| (name(path), *path)).collect();
        near.extend(nearest(path, known.iter().copied()));
        near.extend(nearest(&own, names.keys().map(String::as_str)).and_then(|found| names.get(found).copied()));
        near.dedup();
    }
    let message = say!("没有文件“{typed}”，以前也没有过", "there is no file “{typed}”, nor was there one");
    let list = near.join("、");
    refuse(
        message,
        if near.is_empty() {
            say!(
                "写它在工作区里的路径，如 content/局/bureau.yaml",
                "name its path in the workspace, such as content/BUREAU/bureau.yaml"
            )
        } else {
            say!("是不是 {list}？", "did you mean {list}?")
        },
    )
}

/// Marks the items that are commits too, and adds the commits that the journal does not know. Gives the number of loose files.
fn commits(
    root: &Path,
    most: usize,
    items: &mut Vec<Item>,
    folded: &BTreeMap<(u64, String), u64>,
    fits: &dyn Fn(&[String], &str) -> bool,
) -> Result<Option<usize>, crate::disk::git::GitError> {
    let Some(repository) = Repository::around(root)? else { return Ok(None) };
    let mut known: BTreeMap<(u64, String), usize> =
        items.iter().enumerate().filter_map(|(at, item)| Some(((item.number?, item.time?.to_rfc3339()), at))).collect();
    let place: BTreeMap<u64, usize> = items.iter().enumerate().filter_map(|(at, item)| Some((item.number?, at))).collect();
    // The commit of an entry that a later one continues is part of the later item.
    known.extend(folded.iter().filter_map(|(name, last)| Some((name.clone(), *place.get(last)?))));
    let log = repository.log(most, |logged| {
        let ours =
            git::entries_of(&logged.message).iter().any(|(number, time)| known.contains_key(&(*number, (*time).to_owned())));
        ours || (!logged.is_merge && fits(&logged.files, &logged.who))
    })?;
    for logged in log {
        let own: Vec<usize> = git::entries_of(&logged.message)
            .iter()
            .filter_map(|(number, time)| known.get(&(*number, (*time).to_owned())).copied())
            .collect();
        if own.is_empty() {
            items.push(of_commit(&logged));
        }
        for at in own {
            if let Some(item) = items.get_mut(at).filter(|item| item.commit.is_none()) {
                // The newest comes first.
                item.commit = Some(logged.id.clone());
            }
        }
    }
    Ok(Some(repository.loose_files()))
}

/// Entries that are one with a later one, by number and time, with the number of that.
fn folded(entries: &[Entry], continued: &BTreeMap<u64, u64>) -> BTreeMap<(u64, String), u64> {
    let time = |entry: &Entry| DateTime::parse_from_rfc3339(&entry.time).ok().map(|time| time.to_rfc3339());
    entries.iter().filter_map(|entry| Some(((entry.number, time(entry)?), *continued.get(&entry.number)?))).collect()
}

/// A path as the journal has it, from what somebody typed.
fn plain(root: &Path, path: &str) -> String {
    let path = path.replace('\\', "/");
    let typed = Path::new(&path);
    let whole = std::path::absolute(root).ok().and_then(|root| typed.strip_prefix(root).ok().map(Path::to_owned));
    let below = typed.strip_prefix(root).ok().map(Path::to_owned);
    let path = whole.or(below).map_or(path.clone(), |p| p.to_string_lossy().replace('\\', "/"));
    path.trim_start_matches("./").trim_end_matches('/').to_owned()
}

fn of_entry(entry: &Entry, states: &BTreeMap<u64, State>) -> Item {
    let [zh, en] = entry.says.clone();
    Item {
        number: Some(entry.number),
        commit: None,
        time: DateTime::parse_from_rfc3339(&entry.time).ok(),
        who: entry.who.clone(),
        says: Bilingual { zh, en },
        files: entry.files.iter().map(|file| file.path.clone()).collect(),
        state: states.get(&entry.number).cloned().unwrap_or(State::Open),
    }
}

fn of_commit(logged: &Logged) -> Item {
    let (seconds, offset) = logged.time;
    let zone = FixedOffset::east_opt(offset);
    Item {
        number: None,
        commit: Some(logged.id.clone()),
        time: zone.and_then(|zone| Some(DateTime::from_timestamp(seconds, 0)?.with_timezone(&zone))),
        who: logged.who.clone(),
        says: git::said(&logged.message),
        files: logged.files.clone(),
        state: State::InGit,
    }
}

/// Whether each entry can be undone.
#[must_use]
pub fn states(root: &Path, entries: &[Entry]) -> BTreeMap<u64, State> {
    let mut undone: BTreeMap<u64, u64> = BTreeMap::new();
    // Newest first: an undo that was undone itself counts no more.
    for entry in entries.iter().rev() {
        if undone.contains_key(&entry.number) {
            continue;
        }
        for of in entry.undone() {
            undone.entry(of).or_insert(entry.number);
        }
    }
    let continued = journal::continued(entries);
    let state = |entry: &Entry| match (continued.get(&entry.number), undone.get(&entry.number)) {
        (Some(last), _) => State::Final(say!("它已经并入第 {last} 项", "it is one with entry {last}")),
        (None, Some(by)) => State::Undone(*by),
        (None, None) => why_final(root, journal::first_of(entries, entry))
            .or_else(|| why_final(root, entry))
            .map_or(State::Open, State::Final),
    };
    entries.iter().map(|entry| (entry.number, state(entry))).collect()
}

/// Why an entry cannot be undone, if so.
fn why_final(root: &Path, entry: &Entry) -> Option<Bilingual> {
    if let Some([zh, en]) = entry.final_because.clone() {
        return Some(Bilingual { zh, en });
    }
    if entry.files.is_empty() {
        return Some(say!("没有改文件", "it changed no file"));
    }
    let own = journal::folder_of(root, entry.number);
    let lost = |(index, file): (usize, &journal::FileEntry)| {
        file.before.is_some() && !(file.kept && own.join(journal::before_name(index)).is_file())
    };
    entry.files.iter().enumerate().any(lost).then(|| say!("以前的文件没有留下", "the files as they were before were not kept"))
}
