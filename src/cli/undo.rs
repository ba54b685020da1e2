//! `yizhan undo`: takes back what an operation did.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::answers::answers;
use super::arguments::base;
use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::undo::{Becomes, Request, Undo, plan};
use crate::ops::{Access, Outcome, Session};
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    base(lang, "undo", t("撤销做过的一项操作", "Undo an operation"))
        .arg(Arg::new("entry").value_name("N").help(t(
            "历史里的第几项，或 git 提交；默认是最后一项可以撤销的",
            "Number in the history, or a git commit [default: the last entry that can be undone]",
        )))
        .arg(
            Arg::new("write")
                .long("write")
                .action(ArgAction::SetTrue)
                .help(t("执行撤销；不加只显示会改什么", "Apply it; without it, only show what would change")),
        )
        .args(super::answers::arguments(lang))
}

/// Runs the command.
///
/// `made_good` says that an interrupted operation was completed or taken back just now: "the last one" may then be another than the person means.
pub fn run(matches: &ArgMatches, made_good: bool, screen: &mut Screen<'_>) -> u8 {
    if made_good && !matches.contains_id("entry") {
        screen.finding(
            Diagnostic::nowhere(
                &codes::NO_SUCH_CHOICE,
                say!(
                    "刚刚处理了一项中断的操作，没有再撤销别的",
                    "an interrupted operation was dealt with just now: nothing else was undone"
                ),
            )
            .help(say!("看一眼 yizhan history，再写明撤销第几项", "look at `yizhan history`, then name the entry to undo")),
        );
        return FAILED;
    }
    match undo(matches, screen) {
        Ok(status) => status,
        Err(stop) => stopped(&stop, screen),
    }
}

fn undo(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<u8> {
    let answers = answers(matches)?;
    let write = matches.get_flag("write");
    let access = if write { Access::Write(say!("撤销操作", "undoing an operation")) } else { Access::Read };
    let session = Session::open(&caller(matches), access)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let undo = plan(&session, &Request { entry: matches.get_one::<String>("entry").cloned() }, &answers)?;
    show(&undo, write, screen);
    if undo.plan.is_empty() && undo.plan.questions.is_empty() {
        screen.outcome(&say!("这些文件已经是那样，没有要写的", "the files are like that already: nothing to write"));
        return Ok(FINE);
    }
    if !write {
        let open = undo.plan.questions.len();
        screen.outcome(&if open == 0 {
            say!("还没有撤销。加 --write 才撤销", "dry run: nothing was changed; add --write to apply")
        } else {
            say!(
                "还没有撤销。有 {open} 个问题要回答：照抄问题下面的 --answer，再加 --write",
                "dry run: nothing was changed; questions to answer: {open}. Copy an --answer of each and add --write"
            )
        });
        return Ok(FINE);
    }
    // What could be asked was answered while planning; what is left stops it.
    let outcome = session.commit(&undo.plan, &answers)?;
    outcome.notes.iter().for_each(|note| screen.note(note));
    let number = outcome.entry.number;
    screen.outcome(&say!(
        "撤销好了。要恢复：yizhan undo {number} --write",
        "undone. To bring it back: yizhan undo {number} --write"
    ));
    Ok(FINE)
}

/// What would become of the files, and what is still to be answered. With `write` a question that is left stops it, and is told there.
fn show(undo: &Undo, write: bool, screen: &mut Screen<'_>) {
    let lang = screen.lang;
    let mut text = format!("{}\n", undo.plan.says.get(lang));
    for (path, becomes) in &undo.files {
        let what = match becomes {
            Becomes::AsBefore => say!("恢复成以前的", "as it was before"),
            Becomes::Gone => say!("删掉（那次操作新建的）", "goes (the operation made it)"),
            Becomes::There => say!("找回来（那次操作删掉的）", "comes back (the operation deleted it)"),
            Becomes::Merged => say!("去掉那次的改动，后来的改动留下", "without the operation's change; later changes stay"),
            Becomes::Same => say!("不变", "stays as it is"),
            Becomes::Asked => say!("要人来定", "is a question"),
        };
        text.push_str(&format!("  {path}  {}\n", what.get(lang)));
    }
    if screen.quiet {
        text.clear();
    }
    for question in undo.plan.questions.iter().filter(|_| !write) {
        text.push_str(&format!("\n{}：{}\n", question.place, question.what.get(lang)));
        for choice in &question.choices {
            text.push_str(&format!("  --answer {}={}  {}\n", question.id, choice.word, choice.says.get(lang)));
        }
    }
    screen.print(&text);
}
