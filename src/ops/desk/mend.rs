//! Carries out what settles a finding: the edit that the finding itself offers, and the reason for which one may stay as it is.

use super::look::checked;
use super::problems::id_of;
use crate::diagnostic::{Diagnostic, Diagnostics, Mend, SourceMap, codes};
use crate::load::AsIf;
use crate::ops::holds::new_errors;
use crate::ops::lookup::refuse;
use crate::ops::{FileEdit, Outcome, Plan, Session, Stop};
use crate::say;
use crate::yaml_write::value::scalar;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The finding, by the id that [`super::problems::problems`] gave it.
    pub problem: String,
    /// Which of its mends, from 0.
    pub mend: usize,
}

/// The mends that a finding offers and that can be carried out: the places that they change are still what was read.
#[must_use]
pub fn mends<'d>(finding: &'d Diagnostic, sources: &SourceMap) -> Vec<&'d Mend> {
    let can = |mend: &&Mend| {
        let file = sources.get(mend.span.file);
        file.is_some_and(|file| file.text.get(mend.span.start as usize..mend.span.end as usize).is_some())
    };
    finding.mends.iter().filter(can).collect()
}

/// Plans one.
///
/// # Errors
/// When the finding is not there any more, or the edit would make new errors.
pub fn plan(session: &Session, request: &Request) -> Outcome<Plan> {
    let (found, sources) = (checked(session), &session.workspace.folder.sources);
    let (finding, mend) = chosen(&found, sources, request)?;
    let Some(file) = sources.get(mend.span.file) else { return Err(gone()) };
    let (start, end) = (mend.span.start as usize, mend.span.end as usize);
    let (Some(before), Some(after)) = (file.text.get(..start), file.text.get(end..)) else { return Err(gone()) };
    // A value between brackets needs more quotes than one on a line of its own; they hurt nowhere.
    let text = if mend.is_value { scalar(&mend.text, true) } else { mend.text.clone() };
    let new = format!("{before}{text}{after}");
    let texts = [(file.path.clone(), new.clone())];
    if let Some(error) = new_errors(session, &AsIf { texts: &texts, pictures: None, gone: &[] }).first() {
        let why = &error.message;
        return Err(refuse(
            say!("不能这样改", "this cannot be done").because(why),
            say!("到那一处去改", "change it where it stands"),
        )
        .into());
    }
    let (zh, en) = (&mend.says.zh, &mend.says.en);
    let (what_zh, what_en) = (&finding.message.zh, &finding.message.en);
    let mut plan = Plan::new("mend", say!("{zh}（{what_zh}）", "{en} ({what_en})"));
    plan.files.push(FileEdit::text(file, &new));
    Ok(plan)
}

fn chosen<'f>(found: &'f Diagnostics, sources: &SourceMap, request: &Request) -> Outcome<(&'f Diagnostic, &'f Mend)> {
    let finding = found.iter().find(|finding| id_of(found, sources, finding) == request.problem).ok_or_else(gone)?;
    let mend = mends(finding, sources).get(request.mend).copied().ok_or_else(gone)?;
    Ok((finding, mend))
}

/// It is not there any more.
pub(super) fn gone() -> Stop {
    Stop::failed(
        Diagnostic::nowhere(
            &codes::NO_SUCH_CHOICE,
            say!("这个问题已经没有了，可能有人刚改过", "this finding is gone: somebody may just have changed it"),
        )
        .help(say!("看一眼新的清单", "look at the new list")),
    )
}
