//! `yizhan inspect new`: arguments of a record to fill in or a correction, and where it was written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{round, word};
use crate::cli::caller::{caller, stopped};
use crate::cli::screen::shown;
use crate::cli::{FINE, Screen};
use crate::model::inspection::Round;
use crate::ops::inspection::record::{RecordRequest, Revise, create};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let request = RecordRequest {
        standard: word(matches, "standard").unwrap_or_default(),
        point: word(matches, "point").unwrap_or_default(),
        bureau: word(matches, "bureau"),
        round: round(matches).unwrap_or(Round::Site),
        campaign: word(matches, "campaign"),
        revise: matches.get_flag("revise").then(|| Revise { by: word(matches, "by"), reason: word(matches, "reason") }),
        output: matches.get_one::<PathBuf>("output").cloned(),
    };
    match create(&caller(matches), &request) {
        Ok(created) => {
            created.notes.iter().for_each(|note| screen.note(note));
            screen.saved(&created.path);
            let shown = shown(&created.path);
            screen
                .note(&say!("填好后用 yizhan inspect score {shown} 打分", "fill it in, then run `yizhan inspect score {shown}`"));
            FINE
        }
        Err(stop) => stopped(&stop, screen),
    }
}
