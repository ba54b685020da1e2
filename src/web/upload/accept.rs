//! The one place where a file that was handed in goes on to be taken in, and what the inspector is told of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Bilingual;
use crate::ops::intake::{Intake, IntakeResult, Options, accept, keep};
use crate::ops::{Caller, Outcome, Stop};
use crate::sandbox::Reader;
use crate::say;
use crate::tables::Uncertain;

/// Takes a file in: the workspace, the name of the file, its bytes, and whose code it came with.
pub type Accept = Arc<dyn Fn(&Path, &str, &[u8], &str) -> Accepted + Send + Sync>;

/// What became of a file.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// What kind of answer it is.
    pub answer: Answer,
    /// What the inspector is told. What stands in other records is not told.
    pub says: Bilingual,
    /// What the bureau is told where it has to mend something.
    pub trouble: Option<Bilingual>,
}

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    Taken,
    /// It is kept, and the bureau decides.
    Kept,
    /// It cannot be a record.
    Refused,
    /// It could not be dealt with now and is to be sent again.
    Later,
}

/// As `yizhan inspect import` does; `caller` says who asks, and when.
pub fn by_import(caller: impl Fn(&Path) -> Caller + Send + Sync + 'static, reader: Reader) -> Accept {
    by(caller, move |caller, name, bytes, inspector| {
        let options = Options { received_by: Some(inspector.to_owned()), ..Options::new(reader.clone()) };
        accept(caller, name, bytes, &options)
    })
}

/// What takes a file in; where it panics, the bytes are kept with the refused files before anybody is told.
fn by(
    caller: impl Fn(&Path) -> Caller + Send + Sync + 'static,
    take: impl Fn(&Caller, &str, &[u8], &str) -> Outcome<Intake> + Send + Sync + 'static,
) -> Accept {
    Arc::new(move |root, name, bytes, inspector| {
        let caller = caller(root);
        match catch_unwind(AssertUnwindSafe(|| take(&caller, name, bytes, inspector))) {
            Ok(Ok(intake)) => told(&intake.result),
            Ok(Err(stop)) => later(&stop),
            Err(_) => keep(&caller, name, bytes).map_or_else(|stop| later(&stop), |path| kept(&path)),
        }
    })
}

fn later(stop: &Stop) -> Accepted {
    Accepted {
        answer: Answer::Later,
        says: say!(
            "局里的电脑上出了问题，还没有收。请告诉局里；这一页会自动再交",
            "something is wrong on the bureau's machine, and it was not taken in yet: tell them; this page will try again"
        ),
        trouble: stop.found.iter().next().map(|d| d.message.clone()),
    }
}

fn kept(path: &str) -> Accepted {
    Accepted {
        answer: Answer::Kept,
        says: say!(
            "局里的电脑收这个文件时出错。文件留下了，由局里处理",
            "the bureau's machine failed on this file; it is kept, and the bureau deals with it"
        ),
        trouble: Some(say!("程序收它时出错，文件留在 {path}", "the program failed while importing it; it is kept as {path}")),
    }
}

fn told(result: &IntakeResult) -> Accepted {
    let answer = |answer, says| Accepted { answer, says, trouble: None };
    match result {
        IntakeResult::Accepted { result, doubts, .. } => {
            let list = |pick: fn(&Bilingual) -> &str| -> String {
                let line = |d: &Uncertain| format!("\n{} {}", d.place, pick(&d.message)).replace("\n ", "\n");
                doubts.iter().map(line).collect()
            };
            let (zh, en) = if doubts.is_empty() { ("", "") } else { ("\n请看一眼：", "\nplease look:") };
            let says = Bilingual {
                zh: format!("收下了：{result}{zh}{}", list(|b| &b.zh)),
                en: format!("taken in: {result}{en}{}", list(|b| &b.en)),
            };
            answer(Answer::Taken, says)
        }
        IntakeResult::Unchanged { .. } => answer(Answer::Taken, say!("已经收过，没有改动", "known already, nothing changed")),
        IntakeResult::Conflict { .. } | IntakeResult::SetAside { .. } => answer(
            Answer::Kept,
            say!(
                "这个服务点这一轮已有另一份记录，或者手机的时间不对。文件留下了，由局里处理",
                "there is another record of this round, or the clock of the phone is wrong; the file is kept, and the bureau decides"
            ),
        ),
        IntakeResult::Refused(reasons) => {
            let list = |pick: fn(&Bilingual) -> &str| {
                reasons.iter().map(|r| format!("{}（{}）", pick(&r.says), pick(&r.help))).collect::<Vec<_>>().join("\n")
            };
            let says =
                Bilingual { zh: format!("没有收：\n{}", list(|b| &b.zh)), en: format!("not taken in:\n{}", list(|b| &b.en)) };
            answer(Answer::Refused, says)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    fn workspace() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("yizhan.yaml"), "title: 测试\nbase_url: https://test.example\n").unwrap();
        folder
    }

    fn caller(root: &Path) -> Caller {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-29T10:03:00+08:00").unwrap();
        Caller {
            root: root.to_owned(),
            who: "王芳".to_owned(),
            host: "窗口一".to_owned(),
            today: now.date_naive(),
            now,
            patience: std::time::Duration::ZERO,
        }
    }

    #[test]
    fn a_panic_keeps_the_bytes_before_anybody_is_told() {
        let folder = workspace();
        let accept = by(caller, |_, _, _, _| panic!("a library does so"));
        for _ in 0..2 {
            let accepted = accept(folder.path(), "a.zip", b"PK bytes", "甲");
            assert_eq!(accepted.answer, Answer::Kept, "{}", accepted.says.en);
            assert!(accepted.trouble.is_some_and(|why| why.en.contains("intake/refused/a-")));
        }
        let kept: Vec<PathBuf> =
            fs::read_dir(folder.path().join("intake/refused")).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(kept.len(), 2, "{kept:?}");
        assert!(kept.iter().any(|path| fs::read(path).unwrap() == b"PK bytes"), "{kept:?}");
    }

    #[test]
    fn what_could_not_be_read_for_want_of_a_reader_is_to_be_sent_again() {
        let folder = workspace();
        let accepted = by_import(caller, Reader::Child(folder.path().join("no-program")))(folder.path(), "a.zip", b"PK", "甲");
        assert_eq!(accepted.answer, Answer::Later, "{}", accepted.says.en);
        assert!(accepted.trouble.is_some_and(|why| why.en.contains("cannot be started")));
        assert!(!folder.path().join("intake").exists(), "the file was refused");
    }
}
