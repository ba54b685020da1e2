//! What a subcommand names: a standard, a point, a round. A name that is not there is answered with the ones that are.

use clap::ArgMatches;

use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Workspace};
use crate::say;
use crate::source::decode::nearest;

/// An answer, or the finding why there is none.
pub type Answer<T> = Result<T, Box<Diagnostic>>;

/// The finding that what was asked for is not there.
pub fn refuse(message: Bilingual, help: Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

fn near<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Bilingual {
    if let Some(near) = nearest(name, known.clone()) {
        return say!("是不是想写 {near}？", "did you mean `{near}`?");
    }
    let list: Vec<&str> = known.take(20).collect();
    say!("可以写：{0}", "known: {0}", list.join("、"))
}

/// What an argument says, if it is there.
pub fn asked<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// The standard that is named.
pub fn standard<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<&'a Standard> {
    let id = asked(matches, "standard").unwrap_or_default();
    workspace.standard(id).ok_or_else(|| {
        let known = workspace.standards.iter().map(|s| s.id.as_str());
        refuse(say!("没有标准“{id}”", "there is no standard `{id}`"), near(id, known))
    })
}

/// The bureau that `--bureau` names.
pub fn bureau<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<Option<&'a Bureau>> {
    let Some(id) = asked(matches, "bureau") else { return Ok(None) };
    workspace.bureau(id).map(Some).ok_or_else(|| {
        let known = workspace.bureaus.iter().map(|b| b.id.as_str());
        refuse(say!("没有局“{id}”", "there is no bureau `{id}`"), near(id, known))
    })
}

/// The point that is named, with its bureau.
pub fn point<'a>(matches: &ArgMatches, workspace: &'a Workspace) -> Answer<(&'a Bureau, &'a Point)> {
    point_named(asked(matches, "point").unwrap_or_default(), matches, workspace)
}

/// The point of an id, with its bureau.
pub fn point_named<'a>(id: &str, matches: &ArgMatches, workspace: &'a Workspace) -> Answer<(&'a Bureau, &'a Point)> {
    let only = bureau(matches, workspace)?;
    let bureaus = workspace.bureaus.iter().filter(|b| only.is_none_or(|one| one.id == b.id));
    let found: Vec<(&Bureau, &Point)> = bureaus.clone().filter_map(|b| Some((b, b.point(id)?))).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let known = bureaus.flat_map(|b| &b.points).map(|p| p.id.as_str());
            Err(refuse(say!("没有服务点“{id}”", "there is no point `{id}`"), near(id, known)))
        }
        many => {
            let list: Vec<&str> = many.iter().map(|(b, _)| b.id.as_str()).collect();
            Err(refuse(
                say!("几个局都有服务点“{id}”", "several bureaus have a point `{id}`"),
                say!("加 --bureau {0}", "add --bureau {0}", list.join(" | ")),
            ))
        }
    }
}

/// The round that `--round` names.
pub fn round(matches: &ArgMatches) -> Option<Round> {
    let word = asked(matches, "round")?;
    Round::ALL.into_iter().find(|round| round.word() == word || round.zh() == word)
}
