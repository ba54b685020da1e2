//! What the arguments of a subcommand name, as plain texts for operations.

use clap::ArgMatches;

use crate::model::inspection::Round;

/// What an argument says, if it is there.
pub fn asked<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The same as a text of its own.
pub fn word(matches: &ArgMatches, name: &str) -> Option<String> {
    asked(matches, name).map(str::to_owned)
}

/// The round that `--round` names.
pub fn round(matches: &ArgMatches) -> Option<Round> {
    let word = asked(matches, "round")?;
    Round::ALL.into_iter().find(|round| round.word() == word || round.zh() == word)
}
