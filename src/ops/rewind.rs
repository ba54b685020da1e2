//! Goes back in the history: takes back an entry with all that came after it, or all that came after it, as one operation. Where the program alone wrote, every file is
//! what it was, to the byte; what somebody has edited besides stays where it touches other fields, and is a question otherwise. What others did is taken back only when
//! that is wanted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Timelike as _};

use super::history::{State, states};
use super::lookup::refuse;
use super::merge::{Merge, merge};
use super::undo::{self, ANYWAY, Asking, Becomes, Undo, base_of};
use super::{Answers, Choice, FileEdit, Outcome, Question, Session, there};
use crate::diagnostic::Bilingual;
use crate::disk::hash;
use crate::disk::journal::{self, Entry, hex};
use crate::say;

/// The answer that takes back what others did too.
pub const ALL: &str = "all";
/// The answer that takes back one's own changes alone.
pub const OWN: &str = "own";

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Number of the entry.
    pub entry: u64,
    /// Whether it is taken back too, or only what came after it.
    pub with_it: bool,
}

/// What going back would do.
#[derive(Debug, Clone)]
pub struct Rewind {
    /// The files and the plan.
    pub undo: Undo,
    /// How many changes would be taken back.
    pub changes: usize,
    /// Who made them, the person who asks first.
    pub people: Vec<(String, usize)>,
}

/// Plans to go back.
///
/// # Errors
/// When there is no such entry, when one on the way cannot be undone, or what was there was not kept.
pub fn plan(session: &Session, request: Request, answers: &Answers) -> Outcome<Rewind> {
    let root = session.root();
    let (entries, unreadable) = journal::entries(root);
    let Some(entry) = entries.iter().find(|entry| entry.number == request.entry) else {
        let number = request.entry;
        return Err(refuse(
            say!("历史里没有第 {number} 项", "there is no entry {number} in the history"),
            say!("看一眼新的历史", "look at the newest history"),
        )
        .into());
    };
    let states = states(root, &entries);
    let from = if request.with_it {
        journal::first_of(&entries, entry).number
    } else {
        journal::continued(&entries).get(&entry.number).copied().unwrap_or(entry.number) + 1
    };
    let since: Vec<&Entry> = entries.iter().filter(|entry| entry.number >= from).collect();
    let counted: Vec<&Entry> = since.iter().copied().filter(|entry| counts(entry, from, &states)).collect();
    let (own, others): (Vec<&Entry>, Vec<&Entry>) = counted.iter().copied().partition(|entry| entry.who == session.caller.who);

    let mut rewind = Rewind { undo: Undo::new(say!("", "")), changes: 0, people: Vec::new() };
    let asked = who_else(&others, own.len(), from);
    let only_own = asked.as_ref().is_some_and(|question| answers.to(question) == Some(OWN));
    rewind.undo.plan.questions.extend(asked);
    let taken: Vec<&Entry> = if only_own { since.into_iter().filter(|e| e.who == session.caller.who).collect() } else { since };
    let counted = if only_own { own } else { counted };
    rewind.changes = counted.len();
    rewind.people = people(&counted, &session.caller.who);
    rewind.undo.plan.says = says(entry, request.with_it, rewind.changes);
    if let Some(hindered) = taken.iter().rev().find(|entry| entry.final_because.is_some()) {
        return Err(final_one(hindered).into());
    }
    let lost: Vec<u64> = unreadable.into_iter().filter(|number| *number >= from).collect();
    if !lost.is_empty() {
        let question = unknown(&lost);
        let _ = answers.to(&question);
        rewind.undo.plan.questions.push(question);
    }
    let mut numbers = taken.iter().map(|entry| entry.number);
    rewind.undo.plan.undoes = numbers.next();
    rewind.undo.plan.also_undoes = numbers.collect();
    let paths: BTreeSet<&str> = taken.iter().flat_map(|entry| &entry.files).map(|file| file.path.as_str()).collect();
    for path in paths {
        back(session, &entries, &taken, path, answers, &mut rewind.undo)?;
    }
    if rewind.undo.plan.questions.iter().all(|question| answers.to(question).is_some()) {
        let question = rewind.undo.harm(session);
        rewind.undo.plan.questions.extend(question);
    }
    Ok(rewind)
}

/// Whether people see an entry as a change that still stands: none that was undone, no undo of what is taken back too, and of those that are one the last.
fn counts(entry: &Entry, from: u64, states: &BTreeMap<u64, State>) -> bool {
    let undoes_within = entry.undoes.is_some() && entry.undone().all(|of| of >= from);
    let is_part = matches!(states.get(&entry.number), Some(State::Final(_)));
    let is_undone = matches!(states.get(&entry.number), Some(State::Undone(_)));
    !undoes_within && !is_undone && !(is_part && entry.final_because.is_none())
}

/// The people with the number of their changes; the one who asks first, then whoever has most.
fn people(entries: &[&Entry], own: &str) -> Vec<(String, usize)> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counted.entry(&entry.who).or_default() += 1;
    }
    let mut list: Vec<(String, usize)> = counted.into_iter().map(|(who, count)| (who.to_owned(), count)).collect();
    list.sort_by_key(|(who, count)| (who != own, std::cmp::Reverse(*count)));
    list
}

/// Whether what others did goes too.
fn who_else(others: &[&Entry], own: usize, from: u64) -> Option<Question> {
    let last = others.last()?;
    let list = |one: fn(&str, usize) -> String, comma: &str| {
        people(others, "").iter().map(|(who, count)| one(who, *count)).collect::<Vec<_>>().join(comma)
    };
    let zh = list(|who, count| format!("{count} 处是{who}改的"), "，");
    let en = list(|who, count| format!("{count} by {who}"), ", ");
    let mut choices = vec![Choice { word: ALL, says: say!("一起撤销", "take them back too") }];
    if own > 0 {
        choices.push(Choice { word: OWN, says: say!("只撤销我的 {own} 处", "only my own ({own})") });
    }
    Some(Question {
        id: Question::id_of(format!("others {from} {} {}", others.len(), last.number).as_bytes()),
        place: last.files.first().map(|file| file.path.clone()).unwrap_or_default(),
        what: say!("其中 {zh}。也一起撤销吗？", "others made some of the changes: {en}. Take these back too?"),
        choices,
        otherwise: None,
    })
}

/// What nobody knows is not put back.
fn unknown(lost: &[u64]) -> Question {
    let list = lost.iter().map(u64::to_string).collect::<Vec<_>>().join("、");
    Question {
        id: Question::id_of(format!("unreadable {list}").as_bytes()),
        place: String::new(),
        what: say!(
            "第 {list} 项的记录坏了，不知道它改了哪些文件，这些文件不会退回。其余的仍然退回吗？",
            "entries that cannot be read: {list}. Nobody knows which files they changed, and these will not go back. Go back with the others?"
        ),
        choices: vec![Choice { word: ANYWAY, says: say!("其余的退回", "go back with the others") }],
        otherwise: None,
    }
}

fn final_one(entry: &Entry) -> Box<crate::diagnostic::Diagnostic> {
    let number = entry.number;
    let [zh, en] = entry.final_because.clone().unwrap_or_default();
    let [what, what_en] = &entry.says;
    refuse(
        say!(
            "退不到那么早：第 {number} 项“{what}”不能撤销（{zh}）",
            "it is not possible to go back so far: entry {number} ({what_en}) cannot be undone: {en}"
        ),
        say!("选它以后的一项", "choose one that came after it"),
    )
}

/// The sentence for the history.
fn says(entry: &Entry, with_it: bool, changes: usize) -> Bilingual {
    let (zh, en) = DateTime::parse_from_rfc3339(&entry.time).map_or_else(
        |_| (format!("第 {} 项", entry.number), format!("entry {}", entry.number)),
        |time| {
            let (month, day, hour, minute) = (time.month(), time.day(), time.hour(), time.minute());
            (format!("{month}月{day}日 {hour}:{minute:02}"), time.format("%Y-%m-%d %H:%M").to_string())
        },
    );
    if with_it {
        say!("回到 {zh} 以前，撤销 {changes} 处改动", "go back to before {en}: {changes} changes undone")
    } else {
        say!("回到 {zh} 的样子，撤销 {changes} 处改动", "go back to {en}: {changes} changes undone")
    }
}

fn hash_of(bytes: Option<&[u8]>) -> Option<String> {
    bytes.map(|bytes| hex(&hash(bytes)))
}

/// Plans for one file: what it was before the first of the entries that changed it.
fn back(session: &Session, entries: &[Entry], taken: &[&Entry], path: &str, answers: &Answers, undo: &mut Undo) -> Outcome<()> {
    let root = session.root();
    let of = |entry: &'_ Entry| entry.files.iter().position(|file| file.path == path);
    let chain: Vec<(&Entry, usize)> = taken.iter().filter_map(|entry| Some((*entry, of(entry)?))).collect();
    let file = |(entry, index): (&'_ Entry, usize)| entry.files.get(index).cloned();
    let states: Vec<journal::FileEntry> = chain.iter().filter_map(|one| file(*one)).collect();
    let (Some(first), Some(first_state), Some(last)) = (chain.first(), states.first(), states.last()) else { return Ok(()) };
    let before = |(entry, index): (&Entry, usize), state: &journal::FileEntry| match &state.before {
        None => Ok(None),
        Some(_) => journal::before(root, entry, index).map(Some).ok_or_else(|| undo::lost(path)),
    };
    let there = there::now(root, path)?;
    let now = hash_of(there.as_deref());
    if now == first_state.before {
        undo.files.push((path.to_owned(), Becomes::Same));
        return Ok(());
    }
    let asking = |entry: &Entry| Asking {
        what: say!("第 {0} 项操作", "operation {0}", entry.number),
        since: undo::since(entries, entry.number, path, now.as_deref()),
    };
    // Nobody else wrote in between: the file is what it was.
    let unbroken = last.after == now && states.windows(2).all(|two| matches!(two, [one, next] if one.after == next.before));
    if unbroken {
        let was = before(*first, first_state)?;
        undo.add(path, there.as_deref(), [was.as_deref(), None], true, (answers, &asking(first.0)));
        return Ok(());
    }
    let mut current = there.clone();
    for (one, state) in chain.iter().zip(&states).rev() {
        let is = hash_of(current.as_deref());
        if is == state.before {
            continue;
        }
        let was = before(*one, state)?;
        if is == state.after {
            current = was;
            continue;
        }
        let left = undo::after(root, entries, one.0, one.1);
        let base =
            left.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).map(|text| text.trim_start_matches('\u{feff}'));
        match merge(path, base, [was.as_deref(), current.as_deref()], answers, &asking(one.0)) {
            Merge::Into(new) => current = new,
            Merge::Ask(questions) => {
                undo.plan.questions.extend(questions);
                undo.files.push((path.to_owned(), Becomes::Asked));
                return Ok(());
            }
        }
    }
    let becomes = match (&current, &there) {
        (one, other) if one == other => Becomes::Same,
        (None, _) => Becomes::Gone,
        (_, None) => Becomes::There,
        (one, _) if hash_of(one.as_deref()) == first_state.before => Becomes::AsBefore,
        _ => Becomes::Merged,
    };
    if becomes != Becomes::Same {
        let edit = FileEdit { path: path.to_owned(), base: base_of(there.as_deref()), new: current.map(Into::into) };
        undo.plan.files.push(edit);
    }
    undo.files.push((path.to_owned(), becomes));
    Ok(())
}
