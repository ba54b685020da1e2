//! A table that somebody pastes: read by the same reader as a file, with the same questions.

use super::{ImportPlan, Kind, Request, read_book};
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::{Answers, Outcome, Session, Stop};
use crate::sandbox::Reader;
use crate::tables::Book;
use crate::tables::pasted::{Pasted, pasted_sheets};

/// What the reader calls it where a file has its name.
const NAME: &str = "贴上的表";

/// Reads pasted tables as those of a bureau. Nothing is written.
///
/// # Errors
/// As for a file: when nothing of the kind stands in them, or what it would write does not read back.
pub fn read_pasted(session: &Session, (kind, bureau): (Kind, &str), tables: &[Pasted], answers: Answers) -> Outcome<ImportPlan> {
    let sheets =
        pasted_sheets(tables).map_err(|why| Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, why.says).help(why.help)))?;
    let request = Request {
        kind,
        name: NAME.to_owned(),
        // The page has taken it apart: there are no bytes to be read.
        reader: Reader::InProcess,
        bytes: Vec::new(),
        bureau: Some(bureau.to_owned()),
        sheet: None,
        id: None,
        source: None,
        answers,
    };
    read_book(session, &request, Book { sheets, original: None })
}
