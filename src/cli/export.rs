//! `yizhan export`: a catalog, the points, the plan or a standard as a workbook for clerks, a guide as a Word file; `yizhan import` reads each back.

use std::path::PathBuf;

use clap::ArgMatches;

use super::caller::{caller, stopped};
use super::{FINE, Screen};
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::export::{Request, workbook};
use crate::ops::guide_export::guide;
use crate::ops::outputs::OutputFiles;
use crate::ops::table_import::Kind;
use crate::ops::{Access, Outcome, Session, Stop};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    match export(matches, screen) {
        Ok(path) => {
            screen.saved(&path);
            FINE
        }
        Err(stop) => stopped(&stop, screen),
    }
}

fn export(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<PathBuf> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let caller = caller(matches);
    let session = Session::whole(&caller, Access::Read)?;
    session.notes.iter().for_each(|note| screen.note(note));
    let kind = given("what").and_then(|word| Kind::of_word(&word)).unwrap_or(Kind::Catalog);
    let output = matches.get_one::<PathBuf>("output").cloned();
    let (own, bytes, wanted) = if kind == Kind::Guide {
        let (item, bytes) = guide(&session, given("bureau").as_deref(), &given("name").unwrap_or_default())?;
        (format!("{item}.docx"), bytes, "docx")
    } else {
        let bytes = workbook(&session, &Request { kind, bureau: given("bureau"), standard: given("name") })?;
        ("清单.xlsx".to_owned(), bytes, "xlsx")
    };
    let path = output.unwrap_or_else(|| PathBuf::from(own));
    let shown = path.display();
    if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(wanted)) {
        return Err(Stop::failed(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("{shown} 不是 .{wanted}", "{shown} does not end with .{wanted}"))
                .help(say!("写 -o 文件名.{wanted}", "name it -o FILE.{wanted}")),
        ));
    }
    OutputFiles::new(vec![(path.clone(), bytes)]).write(&caller.root, matches.get_flag("force"))?;
    Ok(path)
}
