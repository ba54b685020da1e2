//! Takes an operation back: its files become what they were. Where somebody has changed one of them since, his change stays if it touches other
//! fields, and is a question otherwise. An undo is an operation itself, and can be undone.

use std::collections::BTreeMap;
use std::path::Path;

use super::history::{State, states};
use super::holds::{NewError, new_errors};
use super::lookup::refuse;
use super::merge::{Merge, Words, merge, shown};
use super::plan::Base;
use super::{Answers, Choice, FileEdit, Outcome, Plan, Question, Session, Stop, git, there};
use crate::diagnostic::Bilingual;
use crate::disk::git::{Changed, ChangedFile, GitError, Repository};
use crate::disk::hash;
use crate::disk::journal::{self, Entry, hex};
use crate::load::{AsIf, WORKSPACE_FILE};
use crate::say;

/// The answer that puts back what was there before.
pub const BACK: &str = "back";
/// The answer that keeps what is there now.
pub const KEEP: &str = "keep";

/// The answer that undoes an operation though the workspace has errors then.
pub const ANYWAY: &str = "anyway";

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Number of the entry, or a commit that the journal does not know; without it the last entry that can be undone and is no undo itself.
    pub entry: Option<String>,
}

/// What becomes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It gets its old bytes.
    AsBefore,
    /// It was made by the operation, and goes.
    Gone,
    /// It was taken away by the operation, and comes back.
    There,
    /// The operation's change is taken out, later ones stay.
    Merged,
    /// It is already as it was, or stays as it is.
    Same,
    /// A question is open.
    Asked,
}

/// What an undo would do.
#[derive(Debug, Clone)]
pub struct Undo {
    /// The files, and what becomes of each.
    pub files: Vec<(String, Becomes)>,
    /// What would be written.
    pub plan: Plan,
}

impl Undo {
    pub(super) fn new(says: Bilingual) -> Self {
        Self { files: Vec::new(), plan: Plan::new("undo", says) }
    }
}

/// Plans to undo an entry, or a commit.
///
/// # Errors
/// When there is no such entry, or it cannot be undone.
pub fn plan(session: &Session, request: &Request, answers: &Answers) -> Outcome<Undo> {
    let mut undo = changes(session, request, answers)?;
    // What is open anyway stops it, and what comes of it is not known yet.
    if undo.plan.questions.is_empty() {
        let question = undo.harm(session);
        undo.plan.questions.extend(question.filter(|question| answers.to(question).is_none()));
    }
    answers.all_known()?;
    Ok(undo)
}

/// What becomes of each file.
fn changes(session: &Session, request: &Request, answers: &Answers) -> Outcome<Undo> {
    let root = session.root();
    let (entries, _) = journal::entries(root);
    let commit = match request.entry.as_deref() {
        Some(name) if !is_number(name, &entries) => Some(commit(root, name)?),
        _ => None,
    };
    let known = commit.as_ref().and_then(|commit| entry_of(commit, &entries));
    if let (Some(commit), None) = (&commit, known) {
        return of_commit(root, commit, answers);
    }
    let number = known.or_else(|| request.entry.as_deref()?.parse().ok());
    // An entry that a later one goes on with is one with it, also for whoever has not heard of the later one.
    let number = number.map(|number| journal::continued(&entries).get(&number).copied().unwrap_or(number));
    let entry = choose(&entries, &states(root, &entries), number)?;
    let mut undo = Undo::new(says(&entry, &entries));
    undo.plan.undoes = Some(entry.number);
    // What was there before the first of the entries that are one with this.
    let first = journal::first_of(&entries, &entry);
    for (index, file) in entry.files.iter().enumerate() {
        let (before_index, before_file) =
            first.files.iter().enumerate().find(|(_, one)| one.path == file.path).unwrap_or((index, file));
        let there = there::now(root, &file.path)?;
        let now = there.as_deref().map(|bytes| hex(&hash(bytes)));
        if now == before_file.before {
            undo.files.push((file.path.clone(), Becomes::Same));
            continue;
        }
        let before = match &before_file.before {
            None => None,
            Some(_) => Some(journal::before(root, first, before_index).ok_or_else(|| lost(&file.path))?),
        };
        let as_left = now == file.after;
        let left = if as_left { None } else { after(root, &entries, &entry, index) };
        let words = Asking {
            what: say!("第 {0} 项操作", "operation {0}", entry.number),
            since: since(&entries, entry.number, &file.path, now.as_deref()),
        };
        undo.add(&file.path, there.as_deref(), [before.as_deref(), left.as_deref()], as_left, (answers, &words));
    }
    Ok(undo)
}

impl Undo {
    /// The question about the errors that the workspace would have: what came after the operation may need what it made.
    pub(super) fn harm(&self, session: &Session) -> Option<Question> {
        if self.plan.is_empty() {
            return None;
        }
        let (mut texts, mut others, mut gone) = (Vec::new(), BTreeMap::new(), Vec::new());
        // Nothing reads what is hidden.
        let is_read = |edit: &&FileEdit| !edit.path.split('/').any(|name| name.starts_with('.'));
        for edit in self.plan.files.iter().filter(is_read) {
            let path = &edit.path;
            match edit.new_bytes() {
                None => gone.push(path.clone()),
                Some(bytes) => match std::str::from_utf8(bytes).ok().filter(|_| is_source(path)) {
                    Some(text) => texts.push((path.clone(), text.trim_start_matches('\u{feff}').to_owned())),
                    None => _ = others.insert(path.clone(), bytes.to_vec()),
                },
            }
        }
        let errors = new_errors(session, &AsIf { texts: &texts, pictures: Some(&others), gone: &gone });
        if errors.is_empty() {
            return None;
        }
        let list = |pick: fn(&Bilingual) -> &str| {
            let line = |e: &NewError| format!("\n  {} {} {}", e.code.id, e.path, pick(&e.message));
            errors.iter().map(line).collect::<String>()
        };
        let (zh, en, count) = (list(|b| &b.zh), list(|b| &b.en), errors.len());
        Some(Question {
            id: Question::id_of(format!("{}{zh}", self.plan.says.zh).as_bytes()),
            place: errors
                .iter()
                .map(|e| e.path.clone())
                .find(|path| !path.is_empty())
                .unwrap_or_else(|| WORKSPACE_FILE.to_owned()),
            what: Bilingual {
                zh: format!("撤销以后工作区会有 {count} 个现在没有的错误，后来的内容还用着它。仍然撤销吗？{zh}"),
                en: format!(
                    "the workspace would have errors that it does not have now ({count}): later content needs this. Undo it anyway?{en}"
                ),
            },
            choices: vec![Choice { word: ANYWAY, says: say!("仍然撤销", "undo it anyway") }],
            otherwise: None,
        })
    }

    /// Plans for one file: as it lies there, as it was before, whether it is as the operation left it, and else how that was if it is known.
    pub(super) fn add(
        &mut self,
        path: &str,
        there: Option<&[u8]>,
        [before, left]: [Option<&[u8]>; 2],
        as_left: bool,
        (answers, words): (&Answers, &Asking),
    ) {
        let (new, becomes) = if as_left {
            let becomes = match (before, there) {
                (None, _) => Becomes::Gone,
                (_, None) => Becomes::There,
                _ => Becomes::AsBefore,
            };
            (before.map(<[u8]>::to_vec), becomes)
        } else {
            let base = left.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(|text| text.trim_start_matches('\u{feff}'));
            match merge(path, base, [before, there], answers, words) {
                Merge::Into(new) if new.as_deref() == there => (new, Becomes::Same),
                Merge::Into(new) if new.as_deref() == before => (new, Becomes::AsBefore),
                Merge::Into(new) => (new, Becomes::Merged),
                Merge::Ask(questions) => {
                    self.plan.questions.extend(questions);
                    (there.map(<[u8]>::to_vec), Becomes::Asked)
                }
            }
        };
        if new.as_deref() != there {
            self.plan.files.push(FileEdit { path: path.to_owned(), base: base_of(there), new: new.map(Into::into) });
        }
        self.files.push((path.to_owned(), becomes));
    }
}

/// Whether a name is the number of an entry. A number that is none may be the name of a commit, but a short one is a slip.
fn is_number(name: &str, entries: &[Entry]) -> bool {
    name.parse().is_ok_and(|number: u64| name.len() < 7 || entries.iter().any(|entry| entry.number == number))
}

/// A commit of the repository.
fn commit(root: &Path, name: &str) -> Outcome<Changed> {
    let repository = Repository::around(root).and_then(|found| found.ok_or(GitError::NotInside));
    repository.and_then(|repository| repository.changes(name)).map_err(|error| {
        let why = git::words(&error);
        refuse(
            say!("“{name}”不能撤销", "“{name}” cannot be undone").because(&why),
            say!("写 yizhan history 列出的编号", "name a number or commit that `yizhan history` lists"),
        )
        .into()
    })
}

/// The entry of the journal that a commit holds alone.
fn entry_of(commit: &Changed, entries: &[Entry]) -> Option<u64> {
    let named = git::entries_of(&commit.message);
    let [(number, time)] = named.as_slice() else { return None };
    entries.iter().find(|entry| entry.number == *number && entry.time == *time).map(|entry| entry.number)
}

/// Plans to undo a commit that the journal does not know, such as one that came with a clone.
fn of_commit(root: &Path, commit: &Changed, answers: &Answers) -> Outcome<Undo> {
    let (id, said) = (&commit.id, git::said(&commit.message));
    let (zh, en) = (said.zh, said.en);
    let mut undo = Undo::new(say!("撤销提交 {id}：{zh}", "undo the commit {id}: {en}"));
    for ChangedFile { path, before, after } in &commit.files {
        let there = there::now(root, path)?;
        // Git may keep other ends of lines than the disk.
        let crlf = there.as_deref().is_some_and(|bytes| contains(bytes, b"\r\n"));
        let as_disk = |bytes: Option<&[u8]>| {
            let bytes = bytes?;
            let turn = crlf && !contains(bytes, b"\r\n");
            Some(if turn { String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes() } else { bytes.to_vec() })
        };
        let (before, after) = (as_disk(before.as_deref()), as_disk(after.as_deref()));
        if there == before {
            undo.files.push((path.clone(), Becomes::Same));
        } else {
            let as_left = there == after;
            let words = Asking { what: say!("提交 {id}", "commit {id}"), since: say!("后来有人", "somebody since then") };
            undo.add(path, there.as_deref(), [before.as_deref(), after.as_deref()], as_left, (answers, &words));
        }
    }
    Ok(undo)
}

/// Whether a file is read as text.
fn is_source(path: &str) -> bool {
    let ending = Path::new(path).extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    ["yaml", "yml", "md", "geojson"].contains(&ending.as_str())
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The entry that is to be undone.
fn choose(entries: &[Entry], states: &BTreeMap<u64, State>, number: Option<u64>) -> Outcome<Entry> {
    let Some(number) = number else {
        let can = |entry: &&Entry| entry.undoes.is_none() && states.get(&entry.number) == Some(&State::Open);
        return entries.iter().rev().find(can).cloned().ok_or_else(|| {
            (refuse(
                say!("没有可以撤销的操作", "there is nothing to undo"),
                say!(
                    "yizhan history 列出做过什么，以及为什么不能撤销",
                    "`yizhan history` lists what was done, and why it cannot be undone"
                ),
            ))
            .into()
        });
    };
    let Some(entry) = entries.iter().find(|entry| entry.number == number) else {
        return Err(refuse(
            say!("历史里没有第 {number} 项", "there is no entry {number} in the history"),
            say!("yizhan history 列出全部", "`yizhan history` lists them"),
        )
        .into());
    };
    let final_because = match states.get(&number) {
        Some(State::Undone(by)) => {
            return Err(refuse(
                say!("第 {number} 项已经撤销过，见第 {by} 项", "entry {number} was undone already, by entry {by}"),
                say!("要恢复它：yizhan undo {by} --write", "to bring it back: yizhan undo {by} --write"),
            )
            .into());
        }
        Some(State::Final(why)) => why.clone(),
        _ => return Ok(entry.clone()),
    };
    let (zh, en) = (final_because.zh, final_because.en);
    Err(refuse(
        say!("第 {number} 项不能撤销：{zh}", "entry {number} cannot be undone: {en}"),
        say!("yizhan history 列出可以撤销的", "`yizhan history` lists what can be undone"),
    )
    .into())
}

/// The sentence for the history.
fn says(entry: &Entry, entries: &[Entry]) -> Bilingual {
    let mut undone = entry;
    let mut back = false;
    // Undoing an undo brings back what it took away, however often.
    while let Some(inner) =
        undone.undoes.filter(|_| undone.also_undoes.is_empty()).and_then(|number| entries.iter().find(|e| e.number == number))
    {
        (undone, back) = (inner, !back);
    }
    let (number, [zh, en]) = (undone.number, &undone.says);
    if back {
        say!("恢复第 {number} 项：{zh}", "bring back {number}: {en}")
    } else {
        say!("撤销第 {number} 项：{zh}", "undo {number}: {en}")
    }
}

/// A file as the operation left it: a later operation that changed it kept it, or git has it.
pub(super) fn after(root: &Path, entries: &[Entry], entry: &Entry, index: usize) -> Option<Vec<u8>> {
    let file = entry.files.get(index)?;
    let wanted = file.after.as_deref()?;
    let kept = entries.iter().filter(|later| later.number > entry.number).find_map(|later| {
        let same = |f: &journal::FileEntry| f.path == file.path && f.before.as_deref() == Some(wanted);
        journal::before(root, later, later.files.iter().position(same)?)
    });
    kept.or_else(|| Repository::around(root).ok()??.find(&file.path, wanted).ok()?)
}

pub(super) fn base_of(there: Option<&[u8]>) -> Base {
    let Some(bytes) = there else { return Base::Absent };
    match std::str::from_utf8(bytes) {
        Ok(text) => Base::Text(text.trim_start_matches('\u{feff}').to_owned(), hash(bytes)),
        Err(_) => Base::Hash(hash(bytes)),
    }
}

pub(super) fn lost(path: &str) -> Stop {
    refuse(
        say!("{path} 以前的样子没有留下，或者被改过", "{path} as it was before was not kept, or was changed"),
        say!("有 git 的，用 git 找回", "where there is git, get it back from there"),
    )
    .into()
}

/// What an undo asks about a file or field that was changed again since.
pub(super) struct Asking {
    /// What is undone.
    pub what: Bilingual,
    /// Who changed it since, as the beginning of a sentence.
    pub since: Bilingual,
}

impl Words for Asking {
    fn file(&self, [was_there, is_there]: [bool; 2]) -> (Bilingual, [Choice; 2]) {
        let (Bilingual { zh, en }, since) = (&self.what, &self.since);
        let (zh_since, en_since) = (&since.zh, &since.en);
        let (what, back, keep) = match (was_there, is_there) {
            (false, _) => (
                say!(
                    "这个文件是{zh}新建的，{zh_since}又改过。删掉它，还是留下？",
                    "{en} made this file, and {en_since} edited it. Should it go, or stay?"
                ),
                say!("删掉这个文件", "the file goes"),
                say!("留下现在的文件", "the file stays as it is now"),
            ),
            (true, false) => (
                say!(
                    "{zh}改过这个文件，{zh_since}把它删掉了。恢复成{zh}以前的，还是不要它？",
                    "{en} changed this file, and {en_since} deleted it. Should it come back as it was before {en}, or stay away?"
                ),
                say!("恢复成{zh}以前的文件", "the file comes back as it was before {en}"),
                say!("不要这个文件", "the file stays away"),
            ),
            (true, true) => (
                say!(
                    "{zh}改过这个文件，{zh_since}又改过，两次的改动分不开。整个文件恢复成{zh}以前的，还是留下现在的？",
                    "{en} changed this file, {en_since} changed it again, and the two changes cannot be told apart. The whole file as it was before {en}, or as it is now?"
                ),
                say!("恢复成{zh}以前的文件，后来的改动也不要了", "the file as it was before {en}, without the later changes"),
                say!("留下现在的文件，不撤销它", "the file as it is now: it is not undone"),
            ),
        };
        (what, [Choice { word: BACK, says: back }, Choice { word: KEEP, says: keep }])
    }

    fn field(&self, name: &Bilingual, was: Option<&str>, sides: [Option<&str>; 2]) -> (Bilingual, [Choice; 2]) {
        let ([before, now], left) = (sides.map(shown), shown(was));
        let (Bilingual { zh, en }, field, since) = (&self.what, name, &self.since);
        let question = Bilingual {
            zh: format!("{zh}把“{}”由{}改成{}，{}又改成{}。写哪个？", field.zh, before.zh, left.zh, since.zh, now.zh),
            en: format!(
                "{en} changed `{}` from {} to {}, and {} changed it to {}. Which one counts?",
                field.en, before.en, left.en, since.en, now.en
            ),
        };
        let back = Bilingual { zh: format!("恢复成{}", before.zh), en: format!("back to {}", before.en) };
        let keep = Bilingual { zh: format!("留下现在的{}", now.zh), en: format!("keep {}, as it is now", now.en) };
        (question, [Choice { word: BACK, says: back }, Choice { word: KEEP, says: keep }])
    }
}

/// Who changed a file after an operation: the last operation that did, unless somebody edited the file by hand since.
pub(super) fn since(entries: &[Entry], number: u64, path: &str, now: Option<&str>) -> Bilingual {
    let later = entries.iter().rev().filter(|entry| entry.number > number);
    let last = later.into_iter().find_map(|entry| Some((entry, entry.files.iter().find(|f| f.path == path)?)));
    match last {
        Some((entry, file)) if file.after.as_deref() == now => {
            let Entry { number, who, says: [zh, en], .. } = entry;
            let time = entry.time.get(..16).unwrap_or(&entry.time).replace('T', " ");
            say!("后来第 {number} 项（{time} {who}：{zh}）", "later operation {number} ({time} {who}: {en})")
        }
        _ => say!("后来有人（没有用本程序）", "somebody since then (not with this program)"),
    }
}
