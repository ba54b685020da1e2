//! `yizhan inspect`: records of inspections. One file per subcommand: its arguments, what it prints, its exit status. What is done is in
//! `ops::inspection`.

pub mod arguments;
mod circular;
pub mod forget;
pub mod form;
pub mod import;
mod lock;
mod new;
mod report;
mod score;
mod sheet;
mod status;

use std::path::PathBuf;

use clap::ArgMatches;

use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::model::inspection::Round;
use crate::ops::inspection::select::{SelectRequest, Selected, select};
use crate::ops::outputs::OutputFiles;
use crate::ops::unassigned::left_out;
use crate::ops::{Access, Outcome, Session};

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some((name, matches)) = matches.subcommand() else { return FAILED };
    match name {
        "import" => return import::run(matches, screen),
        "redact" => return forget::run(matches, screen),
        "lock" => return lock::lock(matches, screen),
        "unlock" => return lock::unlock(matches, screen),
        "new" => return new::run(matches, screen),
        _ => {}
    }
    let done = read(name, matches, screen);
    done.unwrap_or_else(|stop| stopped(&stop, screen))
}

/// The subcommands that read the workspace and leave it as it is.
fn read(name: &str, matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<u8> {
    let session = Session::open(&caller(matches), Access::Read)?;
    session.notes.iter().for_each(|note| screen.note(note));
    if let Some(note) = left_out(&session.workspace, None).filter(|_| name != "score") {
        screen.note(&note);
    }
    match name {
        "score" => score::run(matches, &session, screen),
        "report" => report::run(matches, &session, screen),
        "circular" => circular::run(matches, &session, screen),
        "form" => form::run(matches, &session, screen),
        "sheet" => sheet::run(matches, &session, screen),
        "status" => status::run(matches, &session, screen),
        _ => Ok(FAILED),
    }
}

/// The records that `RECORD` and `--point` name, after what is to be said of them.
fn selected<'s>(matches: &ArgMatches, session: &'s Session, rescore: bool, screen: &mut Screen<'_>) -> Outcome<Selected<'s>> {
    let file = matches.get_one::<PathBuf>("record").cloned().unwrap_or_default();
    let selected = select(session, &SelectRequest { file, point: word(matches, "only-point"), rescore })?;
    screen.findings(&selected.found, &session.workspace.folder.sources);
    selected.notes.iter().for_each(|note| screen.note(note));
    Ok(selected)
}

/// Writes what was made, and prints each path.
fn deliver(files: &OutputFiles, matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    for path in files.write(session.root(), matches.get_flag("force"))? {
        screen.saved(&path);
    }
    Ok(FINE)
}

/// What an argument says, if it is there.
fn word(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

/// The round that `--round` names.
fn round(matches: &ArgMatches) -> Option<Round> {
    Round::named(matches.get_one::<String>("round")?)
}
