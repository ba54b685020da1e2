//! The one place where a file that was handed in goes on to be taken in, and what the inspector is told of it.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Bilingual;
use crate::ops::Caller;
use crate::ops::intake::{IntakeResult, Options, accept};
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
    Arc::new(move |root, name, bytes, inspector| {
        let options = Options { received_by: Some(inspector.to_owned()), ..Options::new(reader.clone()) };
        match accept(&caller(root), name, bytes, &options) {
            Ok(intake) => told(&intake.result),
            Err(stop) => Accepted {
                answer: Answer::Later,
                says: say!(
                    "局里的电脑上出了问题，还没有收。请告诉局里；这一页会自动再交",
                    "something is wrong on the bureau's machine, and it was not taken in yet: tell them; this page will try again"
                ),
                trouble: stop.found.iter().next().map(|d| d.message.clone()),
            },
        }
    })
}

fn told(result: &IntakeResult) -> Accepted {
    let answer = |answer, says| Accepted { answer, says, trouble: None };
    match result {
        IntakeResult::Accepted { result, doubts, .. } => {
            let list = |pick: fn(&Bilingual) -> &str| -> String {
                let line = |d: &Uncertain| format!("\n{} {}", d.place, pick(&d.says)).replace("\n ", "\n");
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
