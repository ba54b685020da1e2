//! What a request names: a bureau, a point, a standard, by id or by name. What is not there is answered with what is, and a name that several have with where
//! each is.

use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::model::standard::Standard;
use crate::model::{Bureau, Workspace};
use crate::say;

/// The finding that what was asked for is not there.
#[must_use]
pub fn refuse(message: Bilingual, help: Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

/// The bureau that is named, or the only one.
///
/// # Errors
/// When there is none of that name, or several and none is named.
pub fn one_bureau<'w>(workspace: &'w Workspace, named: Option<&str>) -> Result<&'w Bureau, Box<Diagnostic>> {
    let all: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| !b.file.reference).collect();
    let names = || all.iter().map(|b| b.id.as_str()).collect::<Vec<_>>().join("、");
    match (named, all.as_slice()) {
        (Some(id), _) => workspace.bureau(id).ok_or_else(|| {
            let names = names();
            refuse(say!("没有局“{id}”", "there is no bureau `{id}`"), say!("可以写：{names}", "known: {names}"))
        }),
        (None, [only]) => Ok(only),
        (None, _) => {
            let names = names();
            Err(refuse(
                say!("要写明哪个局", "say which bureau"),
                say!("加 --bureau，可以写：{names}", "add --bureau with one of {names}"),
            ))
        }
    }
}

/// The standard that is named.
///
/// # Errors
/// When there is none of that name.
pub fn standard<'w>(workspace: &'w Workspace, named: &str) -> Result<&'w Standard, Box<Diagnostic>> {
    workspace.standard(named).ok_or_else(|| {
        let names = workspace.standards.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join("、");
        refuse(say!("没有标准“{named}”", "there is no standard `{named}`"), say!("可以写：{names}", "known: {names}"))
    })
}
