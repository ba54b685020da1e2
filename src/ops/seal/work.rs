//! Encrypting and decrypting, each as one commit.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::sync::Arc;

use age::x25519::{Identity, Recipient};

use super::{LockRequest, Sealed, UnlockRequest, files, folders, keys, unreadable};
use crate::diagnostic::{Bilingual, Diagnostic, codes, system_words};
use crate::disk::commit::Content;
use crate::disk::journal;
use crate::disk::{Hash, hash_file, outputs};
use crate::ops::plan::Base;
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
    let saved = outputs::saved(session.root());
    let mut sealed = Sealed { notes: session.notes.clone(), saved, ..Sealed::default() };
    let folders = folders(&session);
    let files = files(&session, &folders)?;
    let open: Vec<&String> = files.iter().filter(|path| !path.ends_with(KIND)).collect();
    let because = say!("检查记录锁上了，不留没有锁的内容", "records were encrypted, and no plain text is kept");
    if open.is_empty() {
        request.answers.all_known()?;
        purge(&session, &folders, &because)?;
        return Ok(sealed);
    }
    // What is to be asked is asked before a key is made.
    let mut questions = Vec::new();
    let mut chosen = Vec::new();
    for path in open {
        let before = hash_of(&session, path)?;
        let locked = format!("{path}{KIND}");
        let there = if files.contains(&locked) { Some(hash_of(&session, &locked)?) } else { None };
        let keeps_locked = match &there {
            None => false,
            Some(_) if inner_hash(&session.root().join(&locked), &identities).is_ok_and(|inner| inner == before) => true,
            Some(there) => {
                let question = both(path, &before, there, identities.is_empty());
                let answer = request.answers.to(&question);
                questions.push(question);
                answer == Some(LOCKED)
            }
        };
        chosen.push((path, before, locked, there, keeps_locked));
    }
    request.answers.all_known()?;
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
    let recipients: Arc<[Recipient]> = recipients.into();
    can_encrypt(&recipients)?;
    for (path, before, locked, there, keeps_locked) in chosen {
        if !keeps_locked {
            let (from, recipients) = (session.root().join(path), Arc::clone(&recipients));
            let new = Content::Made(Arc::new(move |out| encrypt(fs::File::open(&from)?, out, &recipients)));
            plan.files.push(FileEdit { path: locked, base: there.map_or(Base::Absent, Base::Hash), new: Some(new) });
        }
        plan.files.push(FileEdit { path: path.clone(), base: Base::Hash(before), new: None });
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
    let identities: Arc<[Identity]> = keys::identities(&caller.root, Some(&request.identity))?.into();
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
        let from = session.root().join(locked);
        let there = hash_of(&session, locked)?;
        let inner = match inner_hash(&from, &identities) {
            Ok(inner) => inner,
            Err(why) => {
                sealed.left.push(
                    Diagnostic::nowhere(
                        &codes::NO_SUCH_CHOICE,
                        say!("{locked} 打不开", "{locked} cannot be decrypted").because(&not_opened(&why)),
                    )
                    .help(say!("换一把钥匙；文件没有动", "try another key; the file was not changed")),
                );
                continue;
            }
        };
        sealed.count += 1;
        let identities = Arc::clone(&identities);
        let new = Content::Made(Arc::new(move |out| decrypt(&from, out, &identities)));
        if !files.iter().any(|other| other == path) {
            plan.files.push(FileEdit { path: path.to_owned(), base: Base::Absent, new: Some(new) });
        } else if let open = hash_of(&session, path)?
            && open != inner
        {
            let question = both(path, &open, &there, false);
            let answer = request.answers.to(&question);
            if answer == Some(LOCKED) {
                plan.files.push(FileEdit { path: path.to_owned(), base: Base::Hash(open), new: Some(new) });
            }
            plan.questions.push(question);
        }
        plan.files.push(FileEdit { path: locked.clone(), base: Base::Hash(there), new: None });
    }
    request.answers.all_known()?;
    if !plan.is_empty() {
        sealed.notes.extend(session.commit(&plan, &request.answers)?.notes);
    }
    Ok(sealed)
}

/// A file that is there both open and encrypted.
fn both(path: &str, open: &Hash, locked: &Hash, unseen: bool) -> Question {
    let mut state = path.as_bytes().to_vec();
    state.extend(open);
    state.extend(locked);
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
        otherwise: None,
    }
}

/// Takes the plain text of records out of the journal.
fn purge(session: &Session, folders: &[String], because: &Bilingual) -> Outcome<()> {
    let because = [because.zh.clone(), because.en.clone()];
    let is_record = |path: &str| !path.ends_with(KIND) && folders.iter().any(|f| path.starts_with(&format!("{f}/")));
    journal::purge(session.root(), &because, |path, _| is_record(path), str::to_owned).map_err(|error| {
        Stop::failed(Diagnostic::nowhere(
            &codes::WRITE,
            say!("操作记录里的旧内容清不掉", "what the journal keeps cannot be cleared").because_of(&error),
        ))
    })?;
    Ok(())
}

/// The hash of a file of the workspace.
fn hash_of(session: &Session, path: &str) -> Outcome<Hash> {
    hash_file(&session.root().join(path)).map_err(|error| unreadable(path, &error))
}

/// That these keys can be used at all, before anything is done.
fn can_encrypt(recipients: &[Recipient]) -> Outcome<()> {
    encrypt(io::empty(), &mut io::sink(), recipients).map_err(|_| {
        Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("用这些公钥锁不上", "it cannot be encrypted for these keys"))
                .help(say!("核对公钥", "check the public keys")),
        )
    })
}

fn encrypt(mut from: impl Read, out: &mut dyn Write, recipients: &[Recipient]) -> io::Result<()> {
    let encryptor =
        age::Encryptor::with_recipients(recipients.iter().map(|r| r as &dyn age::Recipient)).map_err(io::Error::other)?;
    let mut writer = encryptor.wrap_output(out)?;
    io::copy(&mut from, &mut writer)?;
    writer.finish()?;
    Ok(())
}

fn decrypt(from: &Path, out: &mut dyn Write, identities: &[Identity]) -> io::Result<()> {
    let decryptor = age::Decryptor::new(BufReader::new(fs::File::open(from)?)).map_err(io::Error::other)?;
    let mut reader = decryptor.decrypt(identities.iter().map(|i| i as &dyn age::Identity)).map_err(io::Error::other)?;
    io::copy(&mut reader, out)?;
    Ok(())
}

/// Why a file could not be decrypted.
fn not_opened(error: &io::Error) -> Bilingual {
    let damaged = || say!("文件坏了，或者不完整", "the file is damaged or not complete");
    let of_age = error.get_ref().and_then(|inner| inner.downcast_ref::<age::DecryptError>());
    match (of_age, error.kind()) {
        (Some(age::DecryptError::NoMatchingKeys), _) => say!("不是用这把钥匙锁的", "it was not encrypted for this key"),
        (Some(age::DecryptError::Io(error)), _) => not_opened(error),
        (Some(_), _) | (None, io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::Other) => damaged(),
        (None, _) => system_words(error),
    }
}

/// The hash of what is encrypted in a file; also the proof that the key opens all of it.
fn inner_hash(file: &Path, identities: &[Identity]) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    decrypt(file, &mut hasher, identities)?;
    Ok(*hasher.finalize().as_bytes())
}
