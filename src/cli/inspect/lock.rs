//! `yizhan inspect lock` and `unlock`: the arguments, and what is said.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::cli::answers::answers;
use crate::cli::caller::{caller, stopped};
use crate::cli::{FINDINGS, FINE, Screen};
use crate::ops::Outcome;
use crate::ops::seal::{self, LockRequest, Sealed, UnlockRequest};
use crate::say;

/// Most files that are listed one by one.
const MOST_LISTED: usize = 10;

/// Encrypts what is open.
pub fn lock(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let wants_key = path("new-key").is_some();
    let locked = || -> Outcome<Sealed> {
        let request = LockRequest {
            recipients: matches.get_many::<String>("recipient").into_iter().flatten().cloned().collect(),
            new_key: path("new-key"),
            identity: path("identity"),
            answers: answers(matches)?,
        };
        seal::lock(&caller(matches), &request)
    };
    let sealed = match locked() {
        Ok(sealed) => sealed,
        Err(stop) => return stopped(&stop, screen),
    };
    sealed.notes.iter().for_each(|note| screen.note(note));
    if let Some(key) = &sealed.key {
        let (shown, public) = (key.path.display(), &key.public);
        screen.note(&say!(
            "钥匙写在 {shown}，另存到别处、妥善保管：丢了就再也打不开。公钥 {public}",
            "the key is in {shown}: keep a copy elsewhere, nothing can be decrypted without it. Public key {public}"
        ));
    }
    let count = sealed.count;
    screen.note(&if count == 0 && wants_key {
        say!("没有开着的文件，不用锁；钥匙也没有做", "nothing is open: there is nothing to encrypt, and no key was made")
    } else if count == 0 {
        say!("没有开着的文件，不用锁", "nothing is open: there is nothing to encrypt")
    } else {
        say!(
            "锁好了 {count} 个文件；用 yizhan inspect unlock --identity 钥匙文件 打开",
            "{count} files are encrypted; `yizhan inspect unlock --identity KEY` decrypts them"
        )
    });
    if count > 0 {
        screen.note(&say!(
            "没有锁的：输出文件夹里的报告，另存在别处的报告、评分表和表单，备份。里面有姓名，用不着的自己删",
            "not encrypted: reports in the output folder, reports, sheets and forms that were saved elsewhere, and backups; delete those that nobody needs"
        ));
        for path in sealed.saved.iter().take(MOST_LISTED) {
            screen.note(&say!("  另存的：{0}", "  saved elsewhere: {0}", path.display()));
        }
        if let Some(more) = sealed.saved.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
            screen.note(&say!("  另外还有 {more} 个", "  and {more} more"));
        }
    }
    FINE
}

/// Decrypts what is encrypted, as far as the key fits.
pub fn unlock(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let opened = || -> Outcome<Sealed> {
        let identity = matches.get_one::<PathBuf>("identity").cloned().unwrap_or_default();
        seal::unlock(&caller(matches), &UnlockRequest { identity, answers: answers(matches)? })
    };
    let sealed = match opened() {
        Ok(sealed) => sealed,
        Err(stop) => return stopped(&stop, screen),
    };
    sealed.notes.iter().for_each(|note| screen.note(note));
    let (count, more) = (sealed.count, sealed.left.len());
    if count == 0 && more == 0 {
        screen.note(&say!("没有锁着的文件", "nothing is encrypted"));
        return FINE;
    }
    // One key that does not fit is told a few times, not for every file.
    sealed.left.into_iter().take(3).for_each(|finding| screen.finding(finding));
    if more > 3 {
        screen.note(&say!("…… 一共 {more} 个文件打不开", "… {more} files in all cannot be decrypted"));
    }
    screen.note(&say!("打开了 {count} 个文件", "{count} files are decrypted"));
    if more == 0 { FINE } else { FINDINGS }
}
