//! What the arguments of a subcommand name, as plain texts for operations.

use clap::ArgMatches;

use crate::model::Workspace;
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::ops::lookup;
pub use crate::ops::lookup::{Lookup as Answer, refuse};

/// What an argument says, if it is there.
pub fn asked<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The same as a text of its own.
pub fn word(matches: &ArgMatches, name: &str) -> Option<String> {
    asked(matches, name).map(str::to_owned)
}

/// The standard that is named.
pub fn standard<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<&'a Standard> {
    lookup::standard(workspace, asked(matches, "standard").unwrap_or_default())
}

/// The round that `--round` names.
pub fn round(matches: &ArgMatches) -> Option<Round> {
    let word = asked(matches, "round")?;
    Round::ALL.into_iter().find(|round| round.word() == word || round.zh() == word)
}
