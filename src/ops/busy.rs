//! Why a workspace cannot be had now, and who has it.

use std::path::Path;

use super::Stop;
use crate::diagnostic::{Bilingual, Diagnostic, codes, system_words};
use crate::disk::lock::{Lock, LockError, Owner};
use crate::say;

/// Why the lock cannot be had.
#[must_use]
pub fn not_locked(error: &LockError) -> Diagnostic {
    match error {
        LockError::Held(owner) => {
            let by = owner.as_deref().map_or_else(|| say!("别的程序", "another program"), at_work);
            let (zh, en) = (&by.zh, &by.en);
            Diagnostic::nowhere(
                &codes::BUSY,
                Bilingual { zh: format!("{zh}正在写这个工作区"), en: format!("{en} is writing to this workspace") },
            )
            .help(say!("等它做完再试一次", "wait until that is done, and try again"))
        }
        LockError::Unclear(file, owner) => {
            let by = owner.as_deref().map_or_else(|| say!("别的电脑", "another machine"), at_work);
            let (zh, en, shown) = (&by.zh, &by.en, file.display());
            Diagnostic::nowhere(
                &codes::BUSY,
                Bilingual {
                    zh: format!("这个磁盘不支持加锁，{zh}可能正在写这个工作区"),
                    en: format!("this disk knows no locks, and {en} may be writing to this workspace"),
                },
            )
            .help(say!(
                "问清楚：确实没有人在写，就删掉 {shown} 再试；在写的，等它做完",
                "ask: if nobody is writing, delete {shown} and try again; otherwise wait"
            ))
        }
        LockError::Io(error) => {
            let Bilingual { zh, en } = system_words(error);
            Diagnostic::nowhere(&codes::WRITE, say!("工作区写不进：{zh}", "the workspace cannot be written to: {en}"))
                .help(say!("检查文件夹的权限和磁盘空间", "check the rights of the folder and the free space"))
        }
    }
}

/// Who does what, and since when.
fn at_work(owner: &Owner) -> Bilingual {
    let Owner { who, host, process, since, doing: [zh, en] } = owner;
    // Day and seconds matter less than the hour that somebody can look for.
    let since = since.get(11..16).unwrap_or(since);
    Bilingual {
        zh: format!("{who}（电脑 {host}，进程 {process}）从 {since} 起在“{zh}”，"),
        en: format!("{who} (machine {host}, process {process}, since {since}: {en})"),
    }
}

/// Why nothing could be read, and who is at work.
#[must_use]
pub fn not_read(root: &Path, error: &LockError) -> Stop {
    let LockError::Io(why) = error else { return Stop::failed(not_locked(error)) };
    if let Some(owner) = Lock::holder(root) {
        return Stop::failed(not_locked(&LockError::Held(Some(owner))).help(say!(
            "等它做完再试一次；早就没有人在写的，请能写这个文件夹的人运行 yizhan check，它会把中断的操作做完",
            "wait until that is done, and try again; if nobody is writing any more, let somebody who may write here run `yizhan check`, which completes an interrupted operation"
        )));
    }
    Stop::failed(
        Diagnostic::nowhere(
            &codes::BUSY,
            say!(
                "有一个操作写到一半中断了，这个文件夹写不进，不能替它做完",
                "an operation was interrupted halfway, and it cannot be completed here, since this folder cannot be written to"
            )
            .because_of(why),
        )
        .help(say!(
            "请能写这个文件夹的人运行 yizhan check，它会把中断的操作做完",
            "let somebody who may write here run `yizhan check`, which completes it"
        )),
    )
}
