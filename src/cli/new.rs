//! `yizhan new DIR`: a starter workspace.

use std::path::PathBuf;

use clap::ArgMatches;

use super::caller::{caller_in, stopped};
use super::{FAILED, FINE, Screen};
use crate::ops::starter::create;
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(dir) = matches.get_one::<PathBuf>("dir") else { return FAILED };
    let shown = dir.display();
    match create(&caller_in(dir.clone())) {
        Ok(notes) => {
            for note in &notes {
                screen.note(note);
            }
            screen.note(&say!(
                "新建了 {shown}。接着运行：\n  cd {shown}\n  yizhan check\n  yizhan build",
                "made {shown}. Go on with:\n  cd {shown}\n  yizhan check\n  yizhan build"
            ));
            FINE
        }
        Err(stop) => stopped(&stop, screen),
    }
}
