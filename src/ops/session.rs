//! A workspace that is open for an operation: read, with its findings, and locked where it is to be written.

use std::collections::BTreeMap;
use std::path::Path;

use super::busy::not_locked;
use super::merge::{Commit, Merge, merge};
use super::plan::{Base, Done, FileEdit, Plan};
use super::reading::{self, Reading, State};
use super::{Answers, Caller, Outcome, Question, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, SourceMap, codes, system_words};
use crate::disk::commit::{self, Change, CommitError, Content, Note, Recovered};
use crate::disk::lock::Lock;
use crate::disk::{hash, inside};
use crate::load::{AsIf, WORKSPACE_FILE, load, load_as_if};
use crate::model::{Bureau, Workspace};
use crate::say;

/// How often a commit is tried again where an editor saves a file at the same time.
const TRIES: usize = 5;

/// What a workspace is opened for.
#[derive(Debug, Clone)]
pub enum Access {
    /// To read it.
    Read,
    /// To write it: what is being done is told to others who wait.
    Write(Bilingual),
}

/// A workspace that was read.
#[derive(Debug)]
pub struct Session {
    /// Who asks.
    pub caller: Caller,
    /// Everything that was read.
    pub workspace: Workspace,
    /// What is wrong with it.
    pub found: Diagnostics,
    /// What was done before it could be read: an interrupted operation that was finished or taken back.
    pub notes: Vec<Bilingual>,
    lock: Option<Lock>,
    /// The state that was read; none where the lock keeps it.
    state: Option<State>,
}

/// Opens the workspace, or says why it cannot be used. Errors in single files do not keep it from opening: they stand in `found`.
///
/// # Errors
/// When there is no workspace, when somebody else writes, or an interrupted operation cannot be finished.
pub fn open(caller: &Caller, access: Access) -> Outcome<Session> {
    let (lock, (loaded, found), notes, state) = match access {
        Access::Read => {
            let Reading { got, notes, state } = reading::workspace(caller)?;
            (None, got, notes, Some(state))
        }
        Access::Write(doing) => {
            let (lock, notes) = locked(caller, &doing)?;
            (lock, load(&caller.root), notes, None)
        }
    };
    match loaded {
        Ok(workspace) => Ok(Session { caller: caller.clone(), workspace, found, notes, lock, state }),
        Err(folder) => {
            let mut stop = Stop::content(found, folder.sources);
            stop.in_content = false;
            Err(stop)
        }
    }
}

/// Takes the lock, and makes good what was interrupted.
fn locked(caller: &Caller, doing: &Bilingual) -> Outcome<(Option<Lock>, Vec<Bilingual>)> {
    // A folder that is no workspace gets nothing of ours.
    if !caller.root.join(WORKSPACE_FILE).is_file() {
        return Ok((None, Vec::new()));
    }
    let lock = lock(caller, doing)?;
    let mut notes = recover(&lock)?;
    if !lock.is_of_the_system() {
        notes.push(say!(
            "这个磁盘不支持加锁：写的时候，别的电脑不要同时写这个工作区",
            "this disk knows no locks: no other machine should write to this workspace meanwhile"
        ));
    }
    Ok((Some(lock), notes))
}

/// Whether a file is one of those whose text is read.
fn is_text(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|end| ["yaml", "yml", "md", "geojson"].iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// Takes the lock of the workspace.
///
/// # Errors
/// When somebody else holds it for longer than the caller waits, or it cannot be had.
pub fn lock(caller: &Caller, doing: &Bilingual) -> Outcome<Lock> {
    Lock::take(&caller.root, &caller.owner(doing), caller.patience).map_err(|error| Stop::failed(not_locked(&error)))
}

/// Makes good what was interrupted, and says so.
///
/// # Errors
/// When the disk does not allow it.
pub fn recover(lock: &Lock) -> Outcome<Vec<Bilingual>> {
    let done = commit::recover(lock).map_err(|(path, error)| {
        let Bilingual { zh, en } = system_words(&error);
        Stop::failed(
            Diagnostic::nowhere(
                &codes::WRITE,
                say!("上次中断的操作做不完：{path}：{zh}", "an interrupted operation cannot be finished: {path}: {en}"),
            )
            .help(say!(
                "检查磁盘空间和权限再试；什么也没有丢，要写的内容在 .yizhan/commit 里",
                "check the free space and rights, and try again; nothing is lost: what was to be written lies in .yizhan/commit"
            )),
        )
    })?;
    Ok(match done {
        Recovered::Nothing => Vec::new(),
        Recovered::RolledBack => vec![say!(
            "上次的操作还没有写就中断了，已经清理，什么也没有改",
            "an operation was interrupted before it had written anything: nothing was changed, and its leftovers are gone"
        )],
        Recovered::Finished(entry) => {
            let [zh, en] = &entry.says;
            vec![Bilingual {
                zh: format!("上次中断的操作已经做完：{zh}"),
                en: format!("an interrupted operation was completed: {en}"),
            }]
        }
        Recovered::TakenBack(entry, path) => {
            let [zh, en] = &entry.says;
            vec![Bilingual {
                zh: format!("上次中断的操作做不完（{path}），已经全部恢复原样：{zh}"),
                en: format!("an interrupted operation could not be completed ({path}), and everything is as it was before: {en}"),
            }]
        }
        Recovered::FinishedBut(entry, left) => {
            let ([zh, en], number) = (&entry.says, entry.number);
            let mut notes = vec![Bilingual {
                zh: format!("上次中断的操作已经做完：{zh}"),
                en: format!("an interrupted operation was completed: {en}"),
            }];
            notes.push(left_alone(&left, number));
            notes
        }
    })
}

fn left_alone(left: &[String], number: u64) -> Bilingual {
    let list = left.join("、");
    say!(
        "{list} 这期间有人改过，没有覆盖；程序要写的内容留在 .yizhan/history/{number:06} 里",
        "{list}: changed by somebody meanwhile and not overwritten; what was to be written lies in .yizhan/history/{number:06}"
    )
}

impl Session {
    /// Opens a workspace: [`open`].
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(caller: &Caller, access: Access) -> Outcome<Self> {
        open(caller, access)
    }

    /// The same, if all of it can be read: what cannot be read cannot be compared with, and half a catalog would lose the other half.
    ///
    /// # Errors
    /// As [`open`]; also when any file has an error.
    pub fn whole(caller: &Caller, access: Access) -> Outcome<Self> {
        let session = open(caller, access)?;
        if session.found.has_errors() {
            return Err(Stop::content(session.found, session.workspace.folder.sources));
        }
        Ok(session)
    }

    /// The workspace as it would be with these files, for a plan that goes on from another one. The lock stays.
    ///
    /// # Errors
    /// When it could not be read as a workspace then.
    pub fn as_if(self, files: &[FileEdit]) -> Outcome<Self> {
        let mut texts = Vec::new();
        let mut pictures = BTreeMap::new();
        let mut gone = Vec::new();
        for file in files {
            let Some(bytes) = file.new_bytes() else {
                if file.new.is_none() {
                    gone.push(file.path.clone());
                }
                continue;
            };
            match std::str::from_utf8(bytes) {
                Ok(text) if is_text(&file.path) => {
                    texts.push((file.path.clone(), text.trim_start_matches('\u{feff}').to_owned()));
                }
                _ => {
                    pictures.insert(file.path.clone(), bytes.to_owned());
                }
            }
        }
        let as_if = AsIf { texts: &texts, pictures: Some(&pictures), gone: &gone };
        let (loaded, found) = load_as_if(&self.caller.root, &as_if);
        match loaded {
            Ok(workspace) => Ok(Self { workspace, found, ..self }),
            Err(folder) => Err(Stop::content(found, folder.sources)),
        }
    }

    /// Reads something of the disk once more, whole. Under the lock nothing changes meanwhile.
    pub fn read_again<T>(&self, what: impl Fn() -> T) -> T {
        if self.lock.is_some() {
            return what();
        }
        // Where somebody keeps writing, what is planned counts for nothing anyway: it is planned again under the lock.
        reading::read(&self.caller, &what).map_or_else(|_| what(), |reading| reading.got)
    }

    /// That no operation was carried out since the workspace was read: what was made of its pictures too is then of one state.
    ///
    /// # Errors
    /// When there was one.
    pub fn is_as_read(&self) -> Outcome<()> {
        if self.state.as_ref().is_none_or(|state| state.is_still(self.root())) {
            return Ok(());
        }
        Err(Stop::failed(
            Diagnostic::nowhere(
                &codes::BUSY,
                say!(
                    "这期间有操作写了工作区，文字和照片可能对不上",
                    "an operation wrote to the workspace meanwhile, so that texts and pictures may not match"
                ),
            )
            .help(say!("没有写文件；再试一次", "no file was written; try again")),
        ))
    }

    /// The folder of the workspace.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.caller.root
    }

    /// That records are encrypted: whatever is asked of them, an answer without them would be wrong.
    ///
    /// # Errors
    /// When they are.
    pub fn needs_records(&self) -> Outcome<()> {
        match self.found.iter().find(|d| d.code == &codes::LOCKED) {
            None => Ok(()),
            Some(finding) => {
                let mut stop = Stop::failed(finding.clone());
                stop.sources.clone_from(&self.workspace.folder.sources);
                stop.in_content = true;
                Err(stop)
            }
        }
    }

    /// A file of the workspace by its id, as plans want it.
    #[must_use]
    pub fn source(&self, file: FileId) -> Option<&crate::diagnostic::SourceFile> {
        self.workspace.folder.sources.get(file)
    }

    /// Path of a bureau's folder in the workspace.
    #[must_use]
    pub fn folder_of(&self, bureau: &Bureau) -> String {
        self.workspace.folder_of(bureau).to_owned()
    }

    /// Carries a plan out: whole or not at all. Where somebody has saved one of its files since it was read, changes of other fields are merged; a field that both have changed
    /// is a question.
    ///
    /// # Errors
    /// When a question is left, or the disk does not allow it; nothing is changed then.
    pub fn commit(&self, plan: &Plan, answers: &Answers) -> Outcome<Done> {
        let open: Vec<&Question> = plan.questions.iter().filter(|q| answers.to(q).is_none()).collect();
        if !open.is_empty() {
            return Err(unanswered(&open));
        }
        let Some(lock) = &self.lock else {
            return Err(Stop::failed(Diagnostic::nowhere(
                &codes::WRITE,
                say!("工作区没有为写入打开", "the workspace was not opened for writing"),
            )));
        };
        carry_out(lock, &self.caller, plan, answers)
    }
}

/// Carries a plan out under a lock that is held.
///
/// # Errors
/// When a question is left, or the disk does not allow it; nothing is changed then.
pub fn carry_out(lock: &Lock, caller: &Caller, plan: &Plan, answers: &Answers) -> Outcome<Done> {
    let mut merged = Vec::new();
    let mut changes: Vec<Change> = plan.files.iter().map(super::FileEdit::change).collect();
    for _ in 0..TRIES {
        match commit::commit(lock, changes.clone(), note(caller, plan)) {
            Ok(done) => {
                let mut notes: Vec<Bilingual> = Vec::new();
                if !merged.is_empty() {
                    let list = merged.join("、");
                    notes.push(say!(
                        "{list} 这期间有人改过，两边的改动都留下了",
                        "{list}: changed by somebody meanwhile; both changes were kept"
                    ));
                }
                if !done.left.is_empty() {
                    notes.push(left_alone(&done.left, done.entry.number));
                }
                notes.extend(super::git::remember(lock, caller, &done.entry));
                return Ok(Done { entry: done.entry, notes });
            }
            Err(CommitError::Disk(path, error)) => {
                let Bilingual { zh, en } = system_words(&error);
                return Err(Stop::failed(
                    Diagnostic::nowhere(&codes::WRITE, say!("写不进 {path}：{zh}", "{path} cannot be written: {en}")).help(say!(
                        "检查磁盘空间和权限再试；什么也没有丢",
                        "check free space and rights, and try again; nothing is lost"
                    )),
                ));
            }
            Err(CommitError::Decided(path, error)) => {
                let Bilingual { zh, en } = system_words(&error);
                return Err(Stop::failed(
                    Diagnostic::nowhere(&codes::WRITE, say!("写到一半停下了：{path}：{zh}", "stopped halfway: {path}: {en}"))
                        .help(say!(
                            "不要重复这个操作：检查磁盘空间和权限，再运行 yizhan check，它会把没写完的写完",
                            "do not repeat it: check free space and rights, then run `yizhan check`, which completes it"
                        )),
                ));
            }
            Err(CommitError::Changed(paths)) => {
                changes = again(lock.root(), plan, &paths, answers, &mut merged)?;
            }
        }
    }
    Err(keeps_changing())
}

fn keeps_changing() -> Stop {
    Stop::failed(
        Diagnostic::nowhere(&codes::BUSY, say!("文件一直在变，没有写", "the files keep changing: nothing was written"))
            .help(say!("等别人改完再试一次", "wait until others have finished, and try again")),
    )
}

/// The plan's changes upon the files as they are now.
fn again(root: &Path, plan: &Plan, stale: &[String], answers: &Answers, merged: &mut Vec<String>) -> Outcome<Vec<Change>> {
    let mut sources = Vec::new();
    let mut open = Vec::new();
    for edit in &plan.files {
        let mut change = edit.change();
        if stale.contains(&edit.path) {
            let there = inside(root, &edit.path).and_then(|place| match std::fs::read(place) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            });
            let there = there.map_err(|error| {
                let path = &edit.path;
                Stop::failed(Diagnostic::nowhere(
                    &codes::UNREADABLE,
                    say!("{path} 读不出来", "{path} cannot be read").because_of(&error),
                ))
            })?;
            let base = match &edit.base {
                Base::Text(text, _) => Some(text.as_str()),
                Base::Absent | Base::Hash(_) => None,
            };
            if matches!(edit.new, Some(Content::Made(_))) {
                // Nobody merges what is made of another file.
                return Err(keeps_changing());
            }
            match merge(&edit.path, base, [edit.new_bytes(), there.as_deref()], answers, &Commit) {
                Merge::Into(bytes) => {
                    change.before = there.as_deref().map(hash);
                    change.after = bytes.map(Into::into);
                    if !merged.contains(&edit.path) {
                        merged.push(edit.path.clone());
                    }
                }
                Merge::Ask(questions) => open.extend(questions),
            }
        }
        sources.push(change);
    }
    if open.is_empty() { Ok(sources) } else { Err(unanswered(&open.iter().collect::<Vec<_>>())) }
}

/// The finding for each question that nobody has answered.
#[must_use]
pub fn unanswered(open: &[&Question]) -> Stop {
    let finding = |question: &&Question| {
        let Question { id, place, what, choices, otherwise: _ } = question;
        let list = |pick: fn(&Bilingual) -> &str| {
            choices.iter().map(|c| format!("--answer {id}={}（{}）", c.word, pick(&c.says))).collect::<Vec<_>>().join("；")
        };
        Diagnostic::nowhere(&codes::QUESTION, what.named(place)).help(Bilingual { zh: list(|b| &b.zh), en: list(|b| &b.en) })
    };
    let mut stop = Stop::all(open.iter().map(finding).collect());
    // Nothing is broken: a person decides.
    stop.in_content = true;
    stop.sources = SourceMap::default();
    stop
}

fn note(caller: &Caller, plan: &Plan) -> Note {
    let pair = |b: &Bilingual| [b.zh.clone(), b.en.clone()];
    Note {
        time: caller.now.to_rfc3339(),
        who: caller.who.clone(),
        operation: plan.operation.to_owned(),
        says: pair(&plan.says),
        undoes: plan.undoes,
        also_undoes: plan.also_undoes.clone(),
        field: plan.field.clone(),
        continues: plan.continues,
        final_because: plan.final_because.as_ref().map(pair),
    }
}
