//! `yizhan inspect form`: arguments of forms for phones, and where they were written.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{deliver, round, word};
use crate::cli::{FINE, Screen};
use crate::model::inspection::Round;
use crate::ops::inspection::form::{FormRequest, form};
use crate::ops::{Outcome, Session};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let request = FormRequest {
        standard: word(matches, "standard").unwrap_or_default(),
        points: word(matches, "points"),
        bureau: word(matches, "bureau"),
        round: round(matches).unwrap_or(Round::Site),
        campaign: word(matches, "campaign"),
        output: matches.get_one::<PathBuf>("output").cloned().unwrap_or_default(),
    };
    let status = deliver(&form(session, &request)?, matches, session, screen)?;
    if status == FINE {
        screen.note(&say!(
            "把文件发到手机，用手机自带的浏览器打开；不联网也能填",
            "send the files to a phone and open them in its own browser; they need no network"
        ));
    }
    Ok(status)
}
