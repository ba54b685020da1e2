//! Encrypting and decrypting, each as one commit.

use std::io::{Read, Write};

use age::x25519::{Identity, Recipient};

use super::{LockRequest, Sealed, UnlockRequest, files, folders, keys, read_workspace_file};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::hash;
use crate::disk::journal;
use crate::ops::{Access, Caller, Choice, FileEdit, Outcome, Plan, Question, Session, Stop, session};
use crate::say;

/// What encrypted files end in.
const KIND: &str = ".age";
/// The answer that counts the file that is open.
const OPEN: &str = "open";
/// The answer that counts the encrypted file.
const LOCKED: &str = "locked";

/// Encrypts what is open.
///
/// # Errors
/// When nobody is named who could open it, a key would lie in the workspace, a question is left, or the disk does not allow it; nothing is changed then.
pub fn lock(caller: &Caller, request: &LockRequest) -> Outcome<Sealed> {
    let mut recipients = keys::recipients(&request.recipients)?;
    let identities = keys::identities(&caller.root, request.identity.as_deref())?;
    recipients.extend(identities.iter().map(Identity::to_public));
    if let Some(path) = &request.new_key {
        keys::may_be_made(&caller.root, path)?;
    } else if recipients.is_empty() {
        return Err(keys::nobody());
    }
    let session = Session::open(caller, Access::Write(say!("锁上检查记录", "encrypting records")))?;
    let mut sealed = Sealed { notes: session.notes.clone(), ..Sealed::default() };
    let folders = folders(&session);
    let files = files(&session, &folders)?;
    let open: Vec<&String> = files.iter().filter(|path| !path.ends_with(KIND)).collect();
    let because = say!("检查记录锁上了，不留没有锁的内容", "records were encrypted, and no plain text is kept");
    if open.is_empty() {
        purge(&session, &folders, &because)?;
        return Ok(sealed);
    }
    // What is to be asked is asked before a key is made.
    let mut questions = Vec::new();
    let mut chosen = Vec::new();
    for path in open {
        let bytes = read_workspace_file(&session, path)?;
        let locked = format!("{path}{KIND}");
        let there = if files.contains(&locked) { Some(read_workspace_file(&session, &locked)?) } else { None };
        let keeps_locked = match &there {
            None => false,
            Some(there) if decrypted(there, &identities).is_ok_and(|inner| inner == bytes) => true,
            Some(there) => {
                let question = both(path, &bytes, there, identities.is_empty());
                let answer = request.answers.to(&question);
                questions.push(question);
                answer == Some(LOCKED)
            }
        };
        chosen.push((path, locked, there.map(|b| hash(&b)), keeps_locked));
    }
    let unanswered: Vec<&Question> = questions.iter().filter(|q| request.answers.to(q).is_none()).collect();
    if !unanswered.is_empty() {
        return Err(session::unanswered(&unanswered));
    }
    if let Some(path) = &request.new_key {
        let (key, recipient) = keys::make(path)?;
        recipients.push(recipient);
        sealed.key = Some(key);
    }
    let mut plan = Plan::new("inspect lock", say!("锁上检查记录", "encrypt records"));
    plan.final_because = Some(because.clone());
    for (path, locked, there, keeps_locked) in chosen {
        let bytes = read_workspace_file(&session, path)?;
        if !keeps_locked {
            let base = there.map_or(crate::ops::plan::Base::Absent, crate::ops::plan::Base::Hash);
            plan.files.push(FileEdit { path: locked, base, new: Some(encrypted(&bytes, &recipients)?) });
        }
        plan.files.push(FileEdit::remove(path.clone(), &bytes));
        sealed.count += 1;
    }
    // Before the commit: one that is interrupted in between loses what could be undone, but never keeps plain text.
    purge(&session, &folders, &because)?;
    sealed.notes.extend(session.commit(&plan, &request.answers)?.notes);
    Ok(sealed)
}

/// Decrypts what is encrypted, as far as the key fits.
///
/// # Errors
/// When there is no key, it lies in the workspace, a question is left, or the disk does not allow it; nothing is changed then.
pub fn unlock(caller: &Caller, request: &UnlockRequest) -> Outcome<Sealed> {
    let identities = keys::identities(&caller.root, Some(&request.identity))?;
    let session = Session::open(caller, Access::Write(say!("打开锁着的检查记录", "decrypting records")))?;
    let mut sealed = Sealed { notes: session.notes.clone(), ..Sealed::default() };
    let folders = folders(&session);
    let files = files(&session, &folders)?;
    let mut plan = Plan::new("inspect unlock", say!("打开锁着的检查记录", "decrypt records"));
    plan.final_because = Some(say!(
        "检查记录打开了；要再锁上用 yizhan inspect lock",
        "records were decrypted; `yizhan inspect lock` encrypts them again"
    ));
    for locked in files.iter().filter(|path| path.ends_with(KIND)) {
        let path = locked.strip_suffix(KIND).unwrap_or(locked);
        let there = read_workspace_file(&session, locked)?;
        let bytes = match decrypted(&there, &identities) {
            Ok(bytes) => bytes,
            Err(why) => {
                sealed.left.push(
                    Diagnostic::nowhere(
                        &codes::NO_SUCH_CHOICE,
                        say!("{locked} 打不开：{why}", "{locked} cannot be decrypted: {why}"),
                    )
                    .help(say!("换一把钥匙；文件没有动", "try another key; the file was not changed")),
                );
                continue;
            }
        };
        sealed.count += 1;
        if !files.iter().any(|other| other == path) {
            plan.files.push(FileEdit::create(path, bytes));
        } else if let open = read_workspace_file(&session, path)?
            && open != bytes
        {
            let question = both(path, &open, &there, false);
            if request.answers.to(&question) == Some(LOCKED) {
                plan.files.push(FileEdit::bytes(path, &open, bytes));
            }
            plan.questions.push(question);
        }
        plan.files.push(FileEdit::remove(locked.clone(), &there));
    }
    if !plan.is_empty() {
        sealed.notes.extend(session.commit(&plan, &request.answers)?.notes);
    }
    Ok(sealed)
}

/// A file that is there both open and encrypted.
fn both(path: &str, open: &[u8], locked: &[u8], unseen: bool) -> Question {
    let mut state = path.as_bytes().to_vec();
    state.extend(hash(open));
    state.extend(hash(locked));
    let what = if unseen {
        say!(
            "有开着的，也有锁着的（{path}{KIND}），没有钥匙比不了。加 --identity 钥匙文件 比一比，或者说留哪一份",
            "it is there both open and encrypted ({path}{KIND}), and without a key they cannot be compared. Add --identity KEY, or say which one counts"
        )
    } else {
        say!(
            "有开着的，也有锁着的（{path}{KIND}），两份不一样。留哪一份？",
            "it is there both open and encrypted ({path}{KIND}), and the two differ. Which one counts?"
        )
    };
    Question {
        id: Question::id_of(&state),
        place: path.to_owned(),
        what,
        choices: vec![
            Choice { word: OPEN, says: say!("开着的那一份", "the one that is open") },
            Choice { word: LOCKED, says: say!("锁着的那一份", "the encrypted one") },
        ],
    }
}

/// Takes the plain text of records out of the journal.
fn purge(session: &Session, folders: &[String], because: &Bilingual) -> Outcome<()> {
    let because = [because.zh.clone(), because.en.clone()];
    let is_record = |path: &str| !path.ends_with(KIND) && folders.iter().any(|f| path.starts_with(&format!("{f}/")));
    journal::purge(session.root(), &because, |path, _| is_record(path), str::to_owned).map_err(|error| {
        Stop::failed(Diagnostic::nowhere(
            &codes::WRITE,
            say!("操作记录里的旧内容清不掉：{error}", "what the journal keeps cannot be cleared: {error}"),
        ))
    })?;
    Ok(())
}

fn encrypted(bytes: &[u8], recipients: &[Recipient]) -> Outcome<Vec<u8>> {
    let seal = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let encryptor = age::Encryptor::with_recipients(recipients.iter().map(|r| r as &dyn age::Recipient))?;
        let mut out = Vec::new();
        let mut writer = encryptor.wrap_output(&mut out)?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok(out)
    };
    seal().map_err(|why| {
        Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("锁不上：{why}", "it cannot be encrypted: {why}"))
                .help(say!("核对公钥", "check the public key")),
        )
    })
}

fn decrypted(bytes: &[u8], identities: &[Identity]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let decryptor = age::Decryptor::new(bytes)?;
    let mut reader = decryptor.decrypt(identities.iter().map(|i| i as &dyn age::Identity))?;
    let mut out = Vec::new();
    reader.read_to_end(&mut out)?;
    Ok(out)
}
