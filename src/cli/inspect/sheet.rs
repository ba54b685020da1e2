//! `yizhan inspect sheet`: arguments of score sheets, and where they were written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{deliver, round, word};
use crate::cli::Screen;
use crate::ops::inspection::sheet::{SheetRequest, sheet};
use crate::ops::{Outcome, Session};

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let request = SheetRequest {
        standard: word(matches, "standard").unwrap_or_default(),
        points: word(matches, "point"),
        bureau: word(matches, "bureau"),
        round: round(matches),
        campaign: word(matches, "campaign"),
        output: matches.get_one::<PathBuf>("output").cloned().unwrap_or_default(),
    };
    deliver(&sheet(session, &request)?, matches, session, screen)
}
