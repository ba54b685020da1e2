//! `yizhan rename point OLD NEW`: another id for a point, everywhere.

use clap::ArgMatches;

use super::answers::{answers, done};
use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::ops::rename::{Request, plan};
use crate::ops::{Access, Outcome, Session};
use crate::say;

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
