//! The command line as the caller of operations: who asks, where, and when; and how a stop is shown.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{FAILED, FINDINGS, Screen, today, workspace_folder};
use crate::disk::lock::PATIENCE;
use crate::ops::{Caller, Stop};

/// Who asks, for the workspace that the arguments name.
pub fn caller(matches: &ArgMatches) -> Caller {
    caller_in(workspace_folder(matches))
}

/// The same for a folder.
pub fn caller_in(root: PathBuf) -> Caller {
    let variable = |name: &str| std::env::var(name).ok().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let who = ["YIZHAN_USER", "USER", "USERNAME", "LOGNAME"].into_iter().find_map(variable).or_else(account);
    Caller {
        root,
        who: who.unwrap_or_else(|| UNKNOWN.to_owned()),
        host: host().unwrap_or_else(|| UNKNOWN.to_owned()),
        today: today(),
        now: chrono::Local::now().fixed_offset(),
        patience: PATIENCE,
    }
}

/// What is written down for a person or a machine that has no name.
const UNKNOWN: &str = "未知";

/// The account that the program runs under, by the system's list: a service or a container has no variable that names it.
#[cfg(unix)]
fn account() -> Option<String> {
    let own = rustix::process::getuid().as_raw().to_string();
    let list = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut accounts = list.lines().map(|line| line.split(':').collect::<Vec<_>>());
    accounts
        .find_map(|parts| (parts.get(2) == Some(&own.as_str())).then(|| parts.first().map(|name| (*name).to_owned())).flatten())
}

#[cfg(not(unix))]
fn account() -> Option<String> {
    None
}

/// The name of this machine.
fn host() -> Option<String> {
    let variable = |name: &str| std::env::var(name).ok();
    let file = || std::fs::read_to_string("/etc/hostname").ok();
    variable("COMPUTERNAME").or_else(|| variable("HOSTNAME")).or_else(file).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

/// Before any command: what a kill interrupted in the workspace is finished or taken back; whether there was anything. The status, where that is not possible.
pub fn make_good(matches: &ArgMatches, screen: &mut Screen<'_>) -> Result<bool, u8> {
    let mut own = matches;
    while let Some((_, inner)) = own.subcommand() {
        own = inner;
    }
    // Commands that have no workspace have no such argument.
    if own.try_get_one::<PathBuf>("workspace").is_err() {
        return Ok(false);
    }
    match crate::ops::reading::settle(&caller(own)) {
        Ok(notes) => {
            for note in &notes {
                screen.note(note);
            }
            Ok(!notes.is_empty())
        }
        Err(stop) => Err(stopped(&stop, screen)),
    }
}

/// Shows why an operation was not carried out, and gives the exit status.
pub fn stopped(stop: &Stop, screen: &mut Screen<'_>) -> u8 {
    screen.findings(&stop.found, &stop.sources);
    if stop.in_content { FINDINGS } else { FAILED }
}
