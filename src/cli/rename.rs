//! `yizhan rename point OLD NEW`: another id for a point, everywhere.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::answers::{answers, done};
use super::arguments::base;
use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::{Bilingual, Lang};
use crate::ops::rename::{Renamed, Request, plan};
use crate::ops::{Access, Outcome, Session};
use crate::say;

/// Most files that a line names.
const MOST_FILES: usize = 3;

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
    answers.all_known()?;
    let mut text = format!("{}\n", renaming.plan.says.get(screen.lang));
    for (what, places) in grouped(&renaming.places) {
        text.push_str(&format!("  {}\n", line(what, &places).get(screen.lang)));
    }
    screen.preview(&text);
    if !write {
        screen.outcome(&say!(
            "还没有改。确认后加 --write；旧网址会自动转到新的",
            "dry run: nothing was changed; add --write to apply. Old addresses will lead to the new ones"
        ));
        return Ok(());
    }
    done(&session.commit(&renaming.plan, &answers)?, screen);
    screen.outcome(&say!("改好了；再运行 yizhan build", "done; run `yizhan build` again"));
    Ok(())
}

/// What changes, of each kind the places in order.
fn grouped(places: &[(String, Renamed)]) -> Vec<(Renamed, Vec<&str>)> {
    let mut groups: Vec<(Renamed, Vec<&str>)> = Vec::new();
    for (place, what) in places {
        match groups.iter_mut().find(|(known, _)| known == what) {
            Some((_, list)) => list.push(place),
            None => groups.push((*what, vec![place])),
        }
    }
    groups
}

/// One line for all places of a kind: one or two by themselves, more counted with the files that they are in.
fn line(what: Renamed, places: &[&str]) -> Bilingual {
    let (Bilingual { zh, en }, count) = (what.words(), places.len());
    match places {
        [one] => return say!("{zh}　{one}", "{en}  {one}"),
        [one, two] => return say!("{zh} 2 处　{one}、{two}", "{en}: 2 places  {one}, {two}"),
        _ => {}
    }
    let mut files: Vec<&str> = places.iter().map(|place| place.rsplit_once(':').map_or(*place, |(file, _)| file)).collect();
    files.dedup();
    let (shown, more) = (files.iter().take(MOST_FILES).copied().collect::<Vec<_>>(), files.len().saturating_sub(MOST_FILES));
    let (zh_list, en_list) = (shown.join("、"), shown.join(", "));
    if more == 0 {
        say!("{zh} {count} 处　{zh_list}", "{en}: {count} places  {en_list}")
    } else {
        let all = files.len();
        say!("{zh} {count} 处　{zh_list} 等 {all} 个文件", "{en}: {count} places  {en_list} and others, {all} files")
    }
}
