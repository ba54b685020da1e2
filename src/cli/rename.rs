//! `yizhan rename point OLD NEW`: another id for a point, everywhere.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::answers::{answers, done};
use super::arguments::base;
use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::Lang;
use crate::ops::rename::{Request, plan};
use crate::ops::{Access, Outcome, Session};
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("rename", t("给服务点换编号，凡是用到它的地方一起改", "Rename a point everywhere")).subcommand_required(true).subcommand(
        base(
            "point",
            t(
                "换服务点的编号：检查记录、公告、付印记录一起改，旧网址转到新的",
                "Rename a point: records, notices and recorded prints follow, old addresses lead to the new ones",
            ),
        )
        .arg(Arg::new("old").value_name(t("服务点", "POINT")).required(true).help(t("现在的编号或全名", "Its id or full name")))
        .arg(Arg::new("new").value_name(t("新编号", "NEW")).required(true).help(t("新的编号", "The new id")))
        .arg(Arg::new("bureau").long("bureau").value_name(t("局编号", "ID")).help(t("哪个局的", "Which bureau's")))
        .arg(
            Arg::new("write")
                .long("write")
                .action(ArgAction::SetTrue)
                .help(t("写进文件；不加只显示会改什么", "Apply the changes; without it, only show them")),
        )
        .args(super::answers::arguments(lang)),
    )
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(("point", matches)) = matches.subcommand() else { return FAILED };
    match point(matches, screen) {
        Ok(()) => FINE,
        Err(stop) => stopped(&stop, screen),
    }
}

fn point(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<()> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let request =
        Request { bureau: given("bureau"), old: given("old").unwrap_or_default(), new: given("new").unwrap_or_default() };
    let answers = answers(matches)?;
    let write = matches.get_flag("write");
    let access = if write { Access::Write(say!("改服务点的编号", "renaming a point")) } else { Access::Read };
    let session = Session::whole(&caller(matches), access)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let renaming = plan(&session, &request)?;
    let says = renaming.plan.says.get(screen.lang).to_owned();
    screen.print(&format!("{says}\n"));
    for (place, what) in &renaming.places {
        screen.print(&format!("  {what}　{place}\n"));
    }
    if !write {
        screen.note(&say!(
            "还没有改。确认后加 --write；旧网址会自动转到新的",
            "dry run: nothing was changed; add --write to apply. Old addresses will lead to the new ones"
        ));
        return Ok(());
    }
    done(&session.commit(&renaming.plan, &answers)?, screen);
    screen.note(&say!("改好了；再运行 yizhan build", "done; run `yizhan build` again"));
    Ok(())
}
