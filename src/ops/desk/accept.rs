//! A finding that may stay as it is: it goes on the workspace's list of what is accepted, with the reason.

use super::look::checked;
use super::problems::id_of;
use crate::diagnostic::{Lang, Severity};
use crate::load::WORKSPACE_FILE;
use crate::ops::edit::{self, Change, Kindly};
use crate::ops::lookup::refuse;
use crate::ops::values::{Said, Step};
use crate::ops::{Outcome, Plan, Session};
use crate::say;

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
    let mut record = vec![("code", finding.code.id.to_owned())];
    record.extend(finding.place(sources).map(|(path, _)| ("file", path.to_owned())));
    record.extend([("contains", finding.message.zh.clone()), ("reason", reason.to_owned())]);
    let record = Said::Map(record.into_iter().map(|(key, text)| (key.to_owned(), Said::Text(text))).collect());
    let place = vec![Step::Key("allow".to_owned()), Step::Index(session.workspace.config.allow.len())];
    let change = Change { at: place, kind: Kindly::Insert, before: None, after: Some(record), to: None };
    let request = edit::Request { path: WORKSPACE_FILE.to_owned(), changes: vec![change] };
    let edited = edit::plan(session, &request, Lang::Zh)?.plan;
    let (zh, en) = (&finding.message.zh, &finding.message.en);
    let mut plan = Plan::new("accept", say!("看过，原文就这样：{zh}（{reason}）", "looked at and accepted: {en} ({reason})"));
    plan.files = edited.files;
    Ok(plan)
}
