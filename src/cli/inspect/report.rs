//! `yizhan inspect report`: arguments of a report, and where it was written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{deliver, selected};
use crate::cli::{FAILED, Screen};
use crate::ops::inspection::report::report;
use crate::ops::{Outcome, Session};

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let Some(output) = matches.get_one::<PathBuf>("output") else { return Ok(FAILED) };
    let selected = selected(matches, session, false, screen)?;
    deliver(&report(session, &selected, output)?, matches, session, screen)
}
