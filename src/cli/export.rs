//! `yizhan export`: a catalog, the points, the plan or a standard as a workbook for clerks, which `yizhan import` reads back.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::export::{Request, workbook};
use crate::ops::outputs::OutputFiles;
use crate::ops::table_import::Kind;
use crate::ops::{Access, Outcome, Session, Stop};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(path) = matches.get_one::<PathBuf>("output") else { return FAILED };
    match export(matches, path, screen) {
        Ok(()) => {
            screen.saved(path);
            FINE
        }
        Err(stop) => stopped(&stop, screen),
    }
}

fn export(matches: &ArgMatches, path: &Path, screen: &mut Screen<'_>) -> Outcome<()> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let caller = caller(matches);
    let session = Session::whole(&caller, Access::Read)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let kind = given("what").and_then(|word| Kind::of_word(&word)).unwrap_or(Kind::Catalog);
    let bytes = workbook(&session, &Request { kind, bureau: given("bureau"), standard: given("standard") })?;
    let shown = path.display();
    if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Err(Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("{shown} 不是 .xlsx", "{shown} does not end with .xlsx"))
                .help(say!("写 -o 清单.xlsx", "name it -o FILE.xlsx")),
        ));
    }
    OutputFiles::new(vec![(path.to_owned(), bytes)]).write(&caller.root, matches.get_flag("force"))?;
    Ok(())
}
