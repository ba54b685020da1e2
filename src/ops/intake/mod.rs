//! What comes back from inspections, into the records of a bureau: a file is accepted, known already, in conflict with another record of its round, or
//! refused. Whatever becomes of it, it is kept: as a record with its pictures, or in `intake/` with the reasons in words beside it.
//!
//! Everything that one file changes is one commit, made while the workspace is locked from before it was read: two that come at once see each other.

mod candidate;
pub mod files;
mod quarantine;
mod resolve_duplicate;
mod store;
mod trial_score;
mod without;

use super::{Access, Answers, Caller, Outcome, Plan, Question, Session, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::disk::commit::may_come;
use crate::sandbox::{Failure, Reader};
use crate::say;
use crate::submission::{Opened, Reason, Reasons};
use crate::tables::Uncertain;
use candidate::Candidate;
use resolve_duplicate::Resolution;

/// How a file is taken in.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who reads its bytes.
    pub reader: Reader,
    /// The bureau, for what does not name one.
    pub bureau: Option<String>,
    /// A second record of a round corrects the first, without being asked.
    pub revise: bool,
    /// Who corrects, and why.
    pub correction: Option<(String, String)>,
    /// Where a form came to another result, the rules here count.
    pub rescored: bool,
    /// Whose access code it came with, if it came over the upload page.
    pub received_by: Option<String>,
    /// Answers to questions.
    pub answers: Answers,
}

impl Options {
    /// A file that names its bureau, and corrects nothing.
    #[must_use]
    pub fn new(reader: Reader) -> Self {
        let answers = Answers::default();
        Self { reader, bureau: None, revise: false, correction: None, rescored: false, received_by: None, answers }
    }
}

/// What became of a file.
#[derive(Debug, Clone)]
pub enum IntakeResult {
    /// It is a record now.
    Accepted {
        /// Path in the workspace.
        path: String,
        /// Point and result in a few words.
        result: String,
        /// The places of what was left out: the rest came in.
        left_out: Vec<String>,
        /// What a person should look at; what was left out is among it.
        doubts: Vec<Uncertain>,
    },
    /// The same record is there.
    Unchanged {
        /// Path in the workspace.
        path: String,
    },
    /// A person must decide, about another record of the same round or a time that cannot be.
    Conflict {
        /// Why, and how to settle it.
        reason: Reason,
    },
    /// Somebody decided that it does not count.
    SetAside {
        /// What it was about.
        reason: Reason,
    },
    /// It cannot be a record.
    Refused(Reasons),
}

/// What became of a file, and where it is.
#[derive(Debug, Clone)]
pub struct Intake {
    /// What became of it.
    pub result: IntakeResult,
    /// Where the file itself is kept, in the workspace, if it did not become a record.
    pub quarantine_path: Option<String>,
    /// What was asked about it, whether it was answered or not.
    pub questions: Vec<Question>,
    /// What changes on the disk.
    pub plan: Plan,
    /// What else is to be said.
    pub notes: Vec<Bilingual>,
}

/// Takes a file in: its name and its bytes.
///
/// # Errors
/// When the workspace cannot be used or written to; the file is then nowhere but with whoever has it.
pub fn accept(caller: &Caller, name: &str, bytes: &[u8], options: &Options) -> Outcome<Intake> {
    // Whoever waits for the lock need not wait for this.
    let opened = options.reader.submission(name, bytes).map_err(|failure| not_read(name, &failure))?;
    let session = Session::open(caller, Access::Write(say!("收检查结果", "importing results of inspections")))?;
    let mut intake = planned(&session, name, bytes, opened, options)?;
    intake.notes.splice(0..0, session.notes.iter().cloned());
    if !intake.plan.is_empty() {
        let done = session.commit(&intake.plan, &options.answers)?;
        intake.notes.extend(done.notes);
    }
    Ok(intake)
}

/// What [`accept`] would do; nothing is changed.
///
/// # Errors
/// When the workspace cannot be used.
pub fn preview(caller: &Caller, name: &str, bytes: &[u8], options: &Options) -> Outcome<Intake> {
    let session = Session::open(caller, Access::Read)?;
    let opened = options.reader.submission(name, bytes).map_err(|failure| not_read(name, &failure))?;
    planned(&session, name, bytes, opened, options)
}

/// The same against a workspace that is open.
///
/// # Errors
/// When nothing could be started that reads the file.
pub fn preview_in(session: &Session, name: &str, bytes: &[u8], options: &Options) -> Outcome<Intake> {
    let opened = options.reader.submission(name, bytes).map_err(|failure| not_read(name, &failure))?;
    planned(session, name, bytes, opened, options)
}

/// Keeps a file that the program failed on with the refused ones, for a person to look at: what was brought is not lost by a fault of ours.
///
/// # Errors
/// When the workspace cannot be used or written to; the file is then nowhere but with whoever has it.
pub fn keep(caller: &Caller, name: &str, bytes: &[u8]) -> Outcome<String> {
    let session = Session::open(caller, Access::Write(say!("收检查结果", "importing results of inspections")))?;
    session.needs_records()?;
    let reason = Reason::new(
        say!("程序收它时出错退出了，没有收", "the program failed while importing it"),
        say!("报告这个问题；换了新版本再导入一次", "report the fault; import it again with a newer version"),
    );
    let says = say!("{name} 收不了，留在 intake/refused", "{name} is refused: kept in intake/refused");
    let mut plan = Plan::new("inspect import", says);
    let refused = IntakeResult::Refused(vec![reason]);
    let kept = quarantine::Place::of(name, bytes).keep(&session, bytes, &refused, &mut plan).map_err(|at| unreadable(&at))?;
    if !plan.is_empty() {
        session.commit(&plan, &Answers::default())?;
    }
    Ok(kept.unwrap_or_default())
}

/// Whether results could be taken in now: asked before anybody is invited to bring them.
///
/// # Errors
/// When there is no workspace, its records are locked, somebody else holds it, or it cannot be written to.
pub fn ready(caller: &Caller) -> Outcome<Vec<Bilingual>> {
    let session = Session::open(caller, Access::Write(say!("准备收检查结果", "getting ready for results of inspections")))?;
    session.needs_records()?;
    let records = session.workspace.bureaus.iter().map(|bureau| format!("{}/inspections/record.yaml", session.folder_of(bureau)));
    let kept = [quarantine::CONFLICTS, quarantine::REFUSED].map(|folder| format!("{folder}/result.zip"));
    let places: Vec<String> = records.chain(kept).collect();
    may_come(session.root(), &places).map_err(|(path, error)| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let message = say!("写不进 {folder}", "{folder} cannot be written").because_of(&error);
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, message).help(say!(
            "收下的结果要放在那里：检查权限和磁盘空间，再启动",
            "what arrives goes there: check rights and free space, then start it again"
        )))
    })?;
    Ok(session.notes)
}

/// Nothing could be started that reads a file.
fn not_read(name: &str, failure: &Failure) -> Stop {
    Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, failure.says().named(name)).help(say!(
        "文件没有收，也没有动；看这台电脑的内存够不够、程序文件在不在，再导入一次",
        "the file was not taken in and is where it was; see whether this machine has memory left and the program is in its place, and import it again"
    )))
}

fn unreadable((path, error): &(String, std::io::Error)) -> Stop {
    Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, say!("{path} 读不出来", "{path} cannot be read").because_of(error)))
}

fn planned(session: &Session, name: &str, bytes: &[u8], opened: Result<Opened, Reasons>, options: &Options) -> Outcome<Intake> {
    session.needs_records()?;
    let mut plan = Plan::new("inspect import", say!("收检查结果 {name}", "import the result {name}"));
    let mut questions = Vec::new();
    let place = quarantine::Place::of(name, bytes);
    let candidate = opened.and_then(|opened| Candidate::of(opened, session, options));
    let result = match candidate {
        Err(reasons) => IntakeResult::Refused(reasons),
        Ok(candidate) => match candidate.resolve_duplicate(options, &place.path(quarantine::CONFLICTS)) {
            Resolution::Unchanged(path) => IntakeResult::Unchanged { path },
            Resolution::Store(revision, doubts) => match candidate.store(name, revision.as_ref(), doubts, options, &mut plan) {
                Ok(result) => result,
                Err(reasons) => IntakeResult::Refused(reasons),
            },
            Resolution::Ask(ask) => {
                let answer = options.answers.to(&ask.question);
                questions.push(ask.question);
                match (answer, &options.correction) {
                    (None, _) => IntakeResult::Conflict { reason: ask.reason },
                    (Some(resolve_duplicate::KEEP), _) => IntakeResult::SetAside { reason: ask.reason },
                    (Some(_), None) if ask.replaces.is_some() => return Err(no_correction()),
                    (Some(_), correction) => {
                        let revision = ask.replaces.zip(correction.clone()).map(|(of, by)| of.by(by));
                        match candidate.store(name, revision.as_ref(), ask.doubts, options, &mut plan) {
                            Ok(result) => result,
                            Err(reasons) => IntakeResult::Refused(reasons),
                        }
                    }
                }
            }
        },
    };
    let quarantine_path = place.keep(session, bytes, &result, &mut plan).map_err(|at| unreadable(&at))?;
    plan.says = match &result {
        IntakeResult::Accepted { path, .. } => say!("收下 {name}：{path}", "import {name}: {path}"),
        IntakeResult::Unchanged { .. } => say!("{name} 已经收过，不再另留", "{name} is known already and no longer kept apart"),
        IntakeResult::Conflict { .. } => {
            say!("{name} 有冲突，留在 intake/conflicts", "{name} is in conflict: kept in intake/conflicts")
        }
        IntakeResult::SetAside { .. } => {
            say!("{name} 决定不算，留在 intake/conflicts", "{name} does not count: kept in intake/conflicts")
        }
        IntakeResult::Refused(_) => say!("{name} 收不了，留在 intake/refused", "{name} is refused: kept in intake/refused"),
    };
    Ok(Intake { result, quarantine_path, questions, plan, notes: Vec::new() })
}

/// The stop of a correction of which nobody says who made it.
#[must_use]
pub fn no_correction() -> Stop {
    Stop::failed(
        Diagnostic::nowhere(
            &codes::NO_SUCH_CHOICE,
            say!("更正要写明谁更正、为什么", "a correction needs the name of the person and the reason"),
        )
        .help(say!("加 --by 更正人 --reason 原因", "add --by WHO --reason WHY")),
    )
}
