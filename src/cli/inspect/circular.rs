//! `yizhan inspect circular`: arguments of a circular, and where its files were written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{deliver, round, word};
use crate::cli::Screen;
use crate::ops::inspection::circular::{CircularRequest, circular};
use crate::ops::{Outcome, Session};

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let request = CircularRequest {
        standard: word(matches, "standard").unwrap_or_default(),
        bureau: word(matches, "bureau"),
        campaign: word(matches, "campaign"),
        round: round(matches),
        output: matches.get_one::<PathBuf>("output").cloned().unwrap_or_default(),
    };
    deliver(&circular(session, &request)?, matches, session, screen)
}
