//! A finding that may stay as it is: it goes on the workspace's list of what is accepted, with the reason.

use super::look::checked;
use super::problems::id_of;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::load::WORKSPACE_FILE;
use crate::ops::lookup::refuse;
use crate::ops::{FileEdit, Outcome, Plan, Session, Stop};
use crate::say;
use crate::yaml_write::edit::Edits;
use crate::yaml_write::value::{New, parsed};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The finding, by the id that [`super::problems::problems`] gave it.
    pub problem: String,
    /// Why it may stay.
    pub reason: String,
}

/// Plans to put it on the list: this finding alone, in its file and with its words.
///
/// # Errors
/// When there is no reason, the finding is gone or an error, or the list cannot be written to.
pub fn plan(session: &Session, request: &Request) -> Outcome<Plan> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(refuse(
            say!("没有写原因", "there is no reason"),
            say!("写一句为什么原文就该这样，以后的人看得懂", "write in a sentence why it is right as it stands"),
        )
        .into());
    }
    let (found, sources) = (checked(session), &session.workspace.folder.sources);
    let finding = found.iter().find(|finding| id_of(&found, sources, finding) == request.problem);
    let Some(finding) = finding else { return Err(super::mend::gone()) };
    if finding.severity == Severity::Error {
        return Err(refuse(
            say!("这个问题必须改，不能留着", "this must be mended and cannot be accepted"),
            say!("去那一处改正", "correct it where it stands"),
        )
        .into());
    }
    let file = sources.iter().find(|(_, file)| file.path == WORKSPACE_FILE).map(|(_, file)| file);
    let (Some(file), Some(node)) = (file, file.and_then(|file| parsed(&file.text))) else { return Err(unwritable()) };
    let mut record = vec![("code", New::Text(finding.code.id.to_owned()))];
    if let Some((path, _)) = finding.place(sources) {
        record.push(("file", New::Text(path.to_owned())));
    }
    record.push(("contains", New::Text(finding.message.zh.clone())));
    record.push(("reason", New::Text(reason.to_owned())));
    let mut edits = Edits::default();
    let names = ["allow", "允许"];
    match node.get(&names) {
        Some(list) if !list.items().is_empty() => edits.append(&file.text, list, &[record]),
        _ => edits.set(&file.text, &node, &names, &New::Records(vec![record])),
    }
    let new = edits.finish(&file.text, &node).ok_or_else(unwritable)?;
    let (zh, en) = (&finding.message.zh, &finding.message.en);
    let mut plan = Plan::new("accept", say!("看过，原文就这样：{zh}（{reason}）", "looked at and accepted: {en} ({reason})"));
    plan.files.push(FileEdit::text(file, &new));
    Ok(plan)
}

fn unwritable() -> Stop {
    Stop::failed(
        Diagnostic::in_file(
            &codes::WRITE,
            WORKSPACE_FILE,
            None,
            say!("“允许”一栏写不进去", "the list of accepted findings cannot be written to"),
        )
        .help(say!("先改正 yizhan.yaml 里的问题", "correct what is wrong in yizhan.yaml first")),
    )
}
