//! What a record would mean and be worth in the workspace, before it is written there.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::{Options, Reason, Reasons};
use crate::audit::{Outcome, score_all, summary};
use crate::diagnostic::{Diagnostics, FileId, Severity, Span};
use crate::load::{AsIf, load_as_if};
use crate::model::Workspace;
use crate::ops::inspection::source_files;
use crate::say;
use crate::source::parse_document;
use crate::tables::Uncertain;

/// Why a record does not hold in the workspace.
pub struct Rejected {
    /// Everything that is wrong with it.
    pub reasons: Reasons,
    /// Where all of it is about single facts and findings: which ones, each with what is wrong.
    pub answers: Vec<(AnswerPath, Reason)>,
}

impl From<Reasons> for Rejected {
    fn from(reasons: Reasons) -> Self {
        Self { reasons, answers: Vec::new() }
    }
}

/// A fact or a finding of a record: `facts` or `findings`, and its name.
pub type AnswerPath = (String, String);

/// The result in a few words with what a person should look at, or everything that is wrong with it.
pub fn trial_score(
    path: &str,
    text: &str,
    pictures: &BTreeMap<String, Vec<u8>>,
    candidate: &Candidate<'_>,
    options: &Options,
) -> Result<(String, Vec<Uncertain>), Rejected> {
    let caller = candidate.caller;
    let (loaded, mut found) =
        load_as_if(&caller.root, &AsIf { texts: &[(path.to_owned(), text.to_owned())], pictures: Some(pictures), gone: &[] });
    let Ok(workspace) = loaded else { return Err(vec![broken()].into()) };
    crate::check::check(&workspace, caller.today, &mut found);
    let scored = score_all(&workspace);
    let mine = scored.iter().find(|s| workspace.path_of(s.record.span) == path);
    let mut about: Vec<_> = mine.map(source_files).unwrap_or_default();
    let own = workspace.folder.sources.iter().map(|(id, _)| id).find(|id| workspace.folder.sources.path(*id) == path);
    about.extend(own);
    let mut errors = Reasons::new();
    let mut answers = Vec::new();
    let mut doubts = Vec::new();
    for finding in found.iter() {
        let Some(span) = finding.span.filter(|s| about.contains(&s.file)) else { continue };
        let line = line_of(&workspace, span);
        if finding.severity == Severity::Error {
            let help = finding.help.clone().unwrap_or_else(|| say!("在表里改正后再导入", "correct it there and import it again"));
            if let Some(answer) = answer_at(text, span).filter(|_| Some(span.file) == own) {
                answers.push((answer, Reason::new(finding.message.clone(), help.clone())));
            }
            errors.push(Reason::at(&line, &finding.message, help));
        } else if Some(span.file) == own {
            doubts.push(Uncertain { place: line, message: finding.message.clone() });
        }
    }
    if !errors.is_empty() {
        answers.truncate(if answers.len() == errors.len() { answers.len() } else { 0 });
        return Err(Rejected { reasons: errors, answers });
    }
    let Some(mine) = mine else { return Err(vec![broken()].into()) };
    let differences = candidate.submission.reported.differences(&mine.outcome);
    // A phone applies the same rules: where it came to something else, somebody must know why before it counts.
    if !differences.is_empty() && !candidate.submission.reported.float && !options.rescored {
        let help = || {
            say!(
                "多半是标准、填报数据或前一轮在做表单以后改过；核对后加 --rescored，以这里的得分为准",
                "the standard, the declared facts or the round before probably changed since; check it, then add --rescored to let this result count"
            )
        };
        return Err(differences.into_iter().map(|says| Reason::new(says, help())).collect::<Reasons>().into());
    }
    doubts.extend(differences.into_iter().map(|says| Uncertain { place: String::new(), message: says }));
    Ok((result(&mine.outcome, &mine.point.name.value), doubts))
}

/// The fact or finding of a record that a place of its text belongs to.
fn answer_at(text: &str, span: Span) -> Option<AnswerPath> {
    let record = parse_document(FileId(0), text, 0, &mut Diagnostics::new())?;
    ["facts", "findings"].into_iter().find_map(|part| {
        let entries = record.get(&[part])?.entries();
        let own = entries.iter().find(|e| e.key.span.start <= span.start && span.start < e.value.span.end.max(e.key.span.end))?;
        Some((part.to_owned(), own.key.value.clone()))
    })
}

fn broken() -> Reason {
    Reason::new(
        say!("放进工作区后读不回来", "in the workspace it does not read back"),
        say!(
            "先运行 yizhan check，改正标准和服务点里的错误",
            "run `yizhan check` first, and correct the errors in the standard and the point"
        ),
    )
}

/// The line that a finding is about, as a place.
fn line_of(workspace: &Workspace, span: Span) -> String {
    let line = workspace.folder.sources.position(span).line;
    let text = workspace.folder.sources.text(span.file).unwrap_or_default();
    let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
    format!("{}:{line} {}", workspace.folder.sources.path(span.file), text.chars().take(60).collect::<String>())
}

/// 松塘村便民服务中心 95.5分，三星.
fn result(outcome: &Outcome, point: &str) -> String {
    let total = summary::total(outcome);
    let result = outcome.result_zh();
    if total.is_empty() { format!("{point} {result}") } else { format!("{point} {total}分，{result}") }
}
