//! `yizhan inspect redact` (also `forget`): the arguments, and what is said of what would be taken out.

use clap::ArgMatches;

use crate::cli::caller::{caller, stopped};
use crate::cli::{FINE, Screen};
use crate::ops::redact::{self, Redaction};
use crate::ops::{Access, Outcome, Session};
use crate::say;

/// Most files that are listed one by one.
const MOST_LISTED: usize = 10;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    match redact(matches, screen) {
        Ok(()) => FINE,
        Err(stop) => stopped(&stop, screen),
    }
}

fn redact(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<()> {
    let what = matches.get_one::<String>("what").map_or("", |t| t.trim());
    let write = matches.get_flag("write");
    let access = if write { Access::Write(say!("删除个人信息", "redacting personal data")) } else { Access::Read };
    let session = Session::open(&caller(matches), access)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let redaction = redact::plan(&session, what, matches.get_one::<String>("bureau").map(String::as_str))?;
    screen.preview(&redaction.words());
    about(&redaction, screen);
    if !write {
        screen.outcome(&say!(
            "还没有改。确认后加 --write；改了不能恢复，git 历史和备份里的要另外清理",
            "dry run: nothing was changed; add --write to apply. It cannot be undone; git history and backups are for you to clear"
        ));
        return Ok(());
    }
    let notes = redact::apply(&session, &redaction)?;
    for note in &notes {
        screen.note(note);
    }
    screen.outcome(&redaction.beyond_reach(&session));
    screen.outcome(&say!(
        "改好了。重新运行 yizhan build，旧的报告会换掉",
        "done. Run `yizhan build` again, so that old reports are replaced"
    ));
    Ok(())
}

fn about(redaction: &Redaction, screen: &mut Screen<'_>) {
    for path in &redaction.elsewhere {
        screen.outcome(&say!(
            "{path} 里也有，那里要删自己改（公布的内容，或者评分用的词）",
            "{path} has it too, in what is published or in words of the scoring: change that yourself"
        ));
    }
    for path in &redaction.closed {
        screen.outcome(&say!(
            "{path} 打不开，看不到里面有没有；用不着就自己删",
            "{path} cannot be looked into: delete it if nobody needs it"
        ));
    }
    for path in &redaction.saved {
        let shown = path.display();
        screen.outcome(&say!(
            "{shown} 是另存的，里面也有，程序不动它：自己删掉，还要用的删了再生成一份",
            "{shown} was saved elsewhere and has it too; it is left alone: delete it yourself, and make it again if it is needed"
        ));
    }
    for path in redaction.unseen.iter().take(MOST_LISTED) {
        let shown = path.display();
        screen.outcome(&say!(
            "{shown} 是另存的，看不到里面有没有：自己打开看，有就删掉",
            "{shown} was saved elsewhere and cannot be looked into: open it yourself, and delete it if it has the name"
        ));
    }
    if let Some(more) = redaction.unseen.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        screen.outcome(&say!("这样的另外还有 {more} 个", "{more} more files like these"));
    }
    let (removed, reports, operations) = (redaction.removed.len(), redaction.reports.len(), redaction.operations);
    if removed > 0 {
        screen.note(&say!(
            "intake/ 和中断留下的文件，有 {removed} 个一起删（上面标 － 的）",
            "{removed} files of intake/ and of interrupted imports go with it (marked － above)"
        ));
    }
    if reports > 0 {
        screen.note(&say!("输出文件夹里的内部报告有 {reports} 份一起删", "{reports} internal reports in the output go with it"));
    }
    if operations > 0 {
        screen.note(&say!(
            "操作记录里有 {operations} 次留着旧内容，一起清掉，以后不能撤销",
            "{operations} operations of the journal keep the old content; it is removed, and they can no longer be undone"
        ));
    }
}
