//! Operations as commits of the git repository that the workspace lies in, where `history: git` in `yizhan.yaml` asks for it.
//!
//! The operation is done before git is asked, and stands whatever git says: what could not be committed is told, and comes with the next
//! commit. Only the operation's own files are committed, and of those none that is private ([`is_private`]).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::Caller;
use crate::diagnostic::{Bilingual, Diagnostics};
use crate::disk::git::{GitError, Recorded, Repository, Skipped, Work, WorkFile};
use crate::disk::journal::{self, Entry};
use crate::disk::lock::Lock;
use crate::disk::private::is_private;
use crate::disk::{own_folder, steps};
use crate::load::{WORKSPACE_FILE, decode_file};
use crate::model::Config;
use crate::model::workspace::History;
use crate::say;
use crate::source::Folder;

/// The word before the number and the time of an entry of the journal, at the end of a commit's message.
const TRAILER: &str = "Yizhan-Entry:";

/// Whether the workspace wants its operations in git, as its file says now.
#[must_use]
pub fn is_wanted(root: &Path) -> bool {
    let (mut folder, mut found) = (Folder::new(root), Diagnostics::new());
    folder.read_parts(&[WORKSPACE_FILE], &mut found);
    let file = folder.sources.iter().find(|(_, f)| f.path == WORKSPACE_FILE).map(|(id, _)| id);
    let config = file.and_then(|file| decode_file::<Config>(&folder, file, &mut found));
    config.is_some_and(|config| config.history == Some(History::Git))
}

/// Commits what an operation has changed, and what earlier ones could not commit. Comes while the lock is held. Gives what is to be told.
#[must_use]
pub fn remember(lock: &Lock, caller: &Caller, entry: &Entry) -> Vec<Bilingual> {
    let root = lock.root();
    let state = own_folder(root).join("git");
    if !is_wanted(root) {
        // Later the key may come back: what was done without it is not to be committed then.
        let _ = std::fs::remove_file(&state);
        return Vec::new();
    }
    let last = std::fs::read_to_string(&state).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(entry.number - 1);
    let missed: Vec<Entry> = (last + 1..entry.number).filter_map(|number| journal::read_entry(root, number)).collect();
    let mut notes = Vec::new();
    match commit(root, caller, entry, &missed, &mut notes) {
        Ok(recorded) => {
            notes.extend(left_out(&recorded));
            let _ = steps::replace(&state, entry.number.to_string().as_bytes());
        }
        Err(error) => {
            // So that the next one knows where to begin.
            let _ = steps::replace(&state, last.to_string().as_bytes());
            let why = words(&error);
            let (zh, en) = (why.zh, why.en);
            notes.push(say!(
                "没有提交到 git：{zh}。这次操作已经写好，下次会一起提交",
                "not committed to git: {en}; the operation is done, and comes with the next commit"
            ));
        }
    }
    notes
}

fn commit(
    root: &Path,
    caller: &Caller,
    entry: &Entry,
    missed: &[Entry],
    notes: &mut Vec<Bilingual>,
) -> Result<Recorded, GitError> {
    let mut files: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for one in missed.iter().chain([entry]) {
        for file in one.files.iter().filter(|file| !is_private(&file.path)) {
            // What an earlier operation has left is no edit by hand.
            files.entry(&file.path).or_insert_with(|| file.before.clone());
        }
    }
    if files.is_empty() {
        return Ok(Recorded::default());
    }
    let files: Vec<WorkFile> = files.into_iter().map(|(path, before)| WorkFile { path: path.to_owned(), before }).collect();
    let [zh, en] = sentence(root, entry);
    let mut body = vec![en];
    if !missed.is_empty() {
        let list: Vec<String> = missed.iter().map(|one| format!("- {}", sentence(root, one)[0])).collect();
        body.push(format!("补上以前没有提交的操作：\n{}", list.join("\n")));
    }
    let trailer: Vec<String> = missed.iter().chain([entry]).map(|one| format!("{TRAILER} {} {}", one.number, one.time)).collect();
    let repository = if let Some(repository) = Repository::around(root)? {
        repository
    } else {
        let made = Repository::init(root)?;
        notes.push(say!(
            "工作区还不在 git 仓库里，已经新建一个；以前的文件要自己提交一次",
            "the workspace was in no git repository: one was made; files from before are still to be committed by you"
        ));
        made
    };
    repository.record(&Work {
        subject: &zh,
        body: &body.join("\n\n"),
        trailer: &trailer.join("\n"),
        edited: "其中有提交前在程序以外改过的文件：",
        who: &entry.who,
        host: &caller.host,
        time: (caller.now.timestamp(), caller.now.offset().local_minus_utc()),
        files: &files,
    })
}

/// The sentence of an entry for a commit. Where it is about private files too, or undoes what was, it may name people, and must not be in a
/// history that cannot be taken back.
fn sentence(root: &Path, entry: &Entry) -> [String; 2] {
    if is_public(root, entry) {
        let line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let [zh, en] = &entry.says;
        return [line(zh), line(en)];
    }
    let public = entry.files.iter().filter(|file| !is_private(&file.path)).count();
    let what = &entry.operation;
    [format!("{what}：{public} 个文件"), format!("{what}: {public} files")]
}

/// Whether an entry has nothing to do with private files, nor what it undoes.
fn is_public(root: &Path, entry: &Entry) -> bool {
    let mut undone = entry.undone().filter(|number| *number < entry.number);
    entry.files.iter().all(|file| !is_private(&file.path))
        && undone.all(|number| journal::read_entry(root, number).is_some_and(|entry| is_public(root, &entry)))
}

/// Whether the workspace lies in a repository, and, if so, whether a message of its commits holds something.
#[must_use]
pub fn messages_hold(root: &Path, holds: impl Fn(&str) -> bool) -> Option<bool> {
    let repository = Repository::around(root).ok().flatten()?;
    // What cannot be read is not said to hold it.
    Some(repository.any_message(holds).unwrap_or(false))
}

/// Starts a repository for a new workspace and commits these files; not where there is a repository around it already.
#[must_use]
pub fn begin(caller: &Caller, paths: &[String]) -> Vec<Bilingual> {
    let start = || -> Result<bool, GitError> {
        if Repository::around(&caller.root)?.is_some() {
            return Ok(false);
        }
        let files: Vec<WorkFile> = paths.iter().map(|path| WorkFile { path: path.clone(), before: None }).collect();
        Repository::init(&caller.root)?.record(&Work {
            subject: "新建工作区",
            body: "New workspace",
            trailer: "",
            edited: "",
            who: &caller.who,
            host: &caller.host,
            time: (caller.now.timestamp(), caller.now.offset().local_minus_utc()),
            files: &files,
        })?;
        Ok(true)
    };
    match start() {
        Ok(true) => vec![say!(
            "同时建了 git 仓库，这些文件已提交；以后每次操作自动提交，不要就删去 yizhan.yaml 里的 history",
            "a git repository was made and the files were committed; each operation becomes a commit, unless `history` is taken out of yizhan.yaml"
        )],
        Ok(false) => Vec::new(),
        Err(error) => vec![words(&error).named("git")],
    }
}

/// Whether a folder that is to be made would lie in a repository.
#[must_use]
pub fn is_inside(folder: &Path) -> bool {
    let there = std::path::absolute(folder).ok();
    let nearest = there.as_deref().and_then(|path| path.ancestors().find(|above| above.is_dir()));
    nearest.is_some_and(|above| matches!(Repository::around(above), Ok(Some(_)) | Err(_)))
}

/// The entries of the journal that a commit's message names, by number and time.
#[must_use]
pub fn entries_of(message: &str) -> Vec<(u64, &str)> {
    let rest = message.lines().filter_map(|line| line.strip_prefix(TRAILER)?.trim().split_once(' '));
    rest.filter_map(|(number, time)| Some((number.parse().ok()?, time.trim()))).collect()
}

/// What a commit's message says, in both languages where it is one of ours.
#[must_use]
pub fn said(message: &str) -> Bilingual {
    let subject = message.lines().next().unwrap_or_default().trim().to_owned();
    let ours = !entries_of(message).is_empty();
    let second = message.split("\n\n").nth(1).map(|part| part.lines().next().unwrap_or_default().trim().to_owned());
    Bilingual { en: second.filter(|text| ours && !text.is_empty()).unwrap_or_else(|| subject.clone()), zh: subject }
}

fn left_out(recorded: &Recorded) -> Vec<Bilingual> {
    let list = |why: Skipped| {
        let paths: Vec<&str> = recorded.skipped.iter().filter(|(_, w)| *w == why).map(|(path, _)| path.as_str()).collect();
        (!paths.is_empty()).then(|| paths.join("、"))
    };
    let mut notes = Vec::new();
    if let Some(list) = list(Skipped::Ignored) {
        notes.push(say!("{list} 按 .gitignore 不提交到 git", "{list}: not committed to git, as .gitignore says"));
    }
    if let Some(list) = list(Skipped::Elsewhere) {
        notes.push(say!("{list} 在另一个 git 仓库里，没有提交", "{list}: in another git repository, not committed"));
    }
    if let Some(list) = list(Skipped::Private) {
        notes.push(say!("{list} 里有密钥，不提交到 git", "{list}: holds a secret key, not committed to git"));
    }
    notes
}

/// Why git could not do something, in words.
#[must_use]
pub fn words(error: &GitError) -> Bilingual {
    match error {
        GitError::NotInside => say!("这个文件夹不在 git 仓库里", "the folder is in no git repository"),
        GitError::Bare => say!("仓库没有检出文件（bare）", "the repository has no files checked out (bare)"),
        GitError::Detached => say!(
            "仓库正看着一个旧版本，不在任何分支上；git switch 回到分支",
            "an older version is checked out and no branch; go back to a branch with git switch"
        ),
        GitError::UnderWay => say!(
            "仓库里有合并、变基等操作没有做完；先做完它",
            "a merge, rebase or the like is not finished in the repository; finish it first"
        ),
        GitError::Busy(_) => say!(
            "别的程序正在写 git 仓库；没有别的程序时，删掉 .git/index.lock",
            "another program is writing to the repository; if there is none, delete .git/index.lock"
        ),
        GitError::NoRevision { shallow: true } => say!(
            "没有这个版本：这是浅克隆，只有最近的版本（git fetch --unshallow 取全部）",
            "there is no such revision: this is a shallow clone with the newest ones only (git fetch --unshallow gets all)"
        ),
        GitError::NoRevision { shallow: false } => say!("没有这个版本", "there is no such revision"),
        GitError::NoSingleParent => {
            say!("它是第一次提交或者合并，不能撤销", "it is the first commit or a merge, which cannot be undone")
        }
        GitError::NotInRevision => say!("那个版本里还没有这个工作区", "the revision does not have this workspace"),
        GitError::TooLarge(what) => say!("版本太大，不读：{what}", "the revision is too large to be read: {what}"),
        GitError::System(code, kind) => {
            let error = code.map_or_else(|| io::Error::from(*kind), io::Error::from_raw_os_error);
            say!("git 仓库读写不了", "the git repository cannot be read or written").because_of(&error)
        }
        GitError::Failed(_) => say!(
            "git 仓库有问题，程序读不了；在装了 git 的电脑上运行 git fsck 检查",
            "the git repository is damaged or of a kind that cannot be read; check it with git fsck on a machine that has git"
        ),
    }
}
