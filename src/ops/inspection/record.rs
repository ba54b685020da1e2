//! A record to fill in, with every question as a comment; a re-inspection with what is left to look at; a correction as a copy that names what it
//! replaces.

mod blank;
mod correction;

use std::path::{Path, PathBuf};

use super::{campaign_or_year, found};
use crate::audit::{Scored, score_all};
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::model::inspection::{InspectionFile, Round};
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Workspace};
use crate::ops::lookup::{self, Lookup};
use crate::ops::outputs::OutputFiles;
use crate::ops::read_back::reads_back;
use crate::ops::{Access, Answers, Caller, FileEdit, Outcome, Plan, Session, Stop};
use crate::say;

/// Which record is made.
#[derive(Debug, Clone)]
pub struct RecordRequest {
    /// The standard, by id or name.
    pub standard: String,
    /// The point, by id or name.
    pub point: String,
    /// The bureau, where several have such a point.
    pub bureau: Option<String>,
    /// The round.
    pub round: Round,
    /// The campaign; this year's otherwise.
    pub campaign: Option<String>,
    /// It corrects the round's record.
    pub revise: Option<Revise>,
    /// Another file than one in the bureau's folder of records.
    pub output: Option<PathBuf>,
}

/// A correction: by whom, and why.
#[derive(Debug, Clone, Default)]
pub struct Revise {
    /// Who corrects.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A record that was made.
#[derive(Debug)]
pub struct Created {
    /// Its file.
    pub path: PathBuf,
    /// What else is to be said.
    pub notes: Vec<Bilingual>,
}

/// What the record is about.
struct Content<'a> {
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    point: &'a Point,
    standard: &'a Standard,
    round: Round,
    campaign: String,
    day: chrono::NaiveDate,
}

/// Makes the record and writes it: into the workspace as an operation that can be undone, elsewhere as a file.
///
/// # Errors
/// When a name is not there, the round has its record, records are encrypted, a file is there, or the disk cannot do it.
pub fn create(caller: &Caller, request: &RecordRequest) -> Outcome<Created> {
    let target = request.output.as_deref().map(|path| (path, in_workspace(&caller.root, path)));
    let access = match &target {
        Some((_, None)) => Access::Read,
        _ => Access::Write(say!("新建检查记录", "making a record")),
    };
    let session = Session::open(caller, access)?;
    let mut notes = session.notes.clone();
    let (folder, name, text) = text(&session, request)?;
    let own = match &target {
        None => Some(format!("{folder}/inspections/{name}").trim_start_matches('/').to_owned()),
        Some((_, own)) => own.clone(),
    };
    let help = match request.revise {
        Some(_) => say!("先改正原来的记录里这一处的写法", "correct first how the record that is there writes this"),
        None => say!("核对标准里的写法：yizhan check", "look at how the standard is written: `yizhan check`"),
    };
    reads_back::<InspectionFile>(own.as_deref().unwrap_or(&name), &text, &help)?;
    let path = target.map_or_else(|| session.root().join(own.clone().unwrap_or_default()), |(path, _)| path.to_owned());
    // Never over a file: a record is somebody's work.
    if path.symlink_metadata().is_ok() {
        return Err(exists(&path));
    }
    match own {
        Some(own) => {
            let mut plan = Plan::new("inspect new", say!("新建检查记录 {own}", "a new record to fill in: {own}"));
            plan.files.push(FileEdit::create(own, text.into_bytes()));
            notes.extend(session.commit(&plan, &Answers::default())?.notes);
        }
        None => {
            OutputFiles::new(vec![(path.clone(), text.into_bytes())]).making_folders(true).write(session.root(), false)?;
        }
    }
    Ok(Created { path, notes })
}

/// The path in the workspace of a file that is named from outside of it; none where it lies elsewhere.
fn in_workspace(root: &Path, path: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    // The folders that are there; the rest are made.
    let mut rest = vec![path.file_name()?.to_str()?.to_owned()];
    let mut folder = path.parent()?;
    let there = loop {
        let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Ok(there) = shown.canonicalize() {
            break there;
        }
        rest.push(folder.file_name()?.to_str()?.to_owned());
        folder = folder.parent()?;
    };
    let own = there.strip_prefix(&root).ok()?;
    let parts: Option<Vec<String>> = own.iter().map(|part| part.to_str().map(str::to_owned)).collect();
    let mut parts = parts?;
    parts.extend(rest.into_iter().rev());
    Some(parts.join("/"))
}

fn exists(path: &Path) -> Stop {
    let shown = path.display();
    Stop::failed(
        Diagnostic::nowhere(&codes::EXISTS, say!("{shown} 已经存在，没有覆盖", "{shown} already exists and was not overwritten"))
            .help(say!(
                "用 -o 写另一个文件名；更正已有的记录用 --revise",
                "name another file with -o; correct a record with --revise"
            )),
    )
}

/// The bureau's folder, the record's name and its text.
fn text(session: &Session, request: &RecordRequest) -> Outcome<(String, String, String)> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let mut content = found(content(request, workspace, &session.caller))?;
    let scored = score_all(workspace);
    let mut mine: Vec<&Scored<'_>> = scored.iter().filter(|s| content.is_mine(s)).collect();
    mine.sort_by_key(|s| (s.record.round.value, s.record.date.value));
    // A campaign is carried on under the version that it was begun with.
    if let Some(last) = mine.last() {
        content.standard = last.standard;
        mine.retain(|s| s.chain() == last.chain());
    }
    let (name, text) = found(match &request.revise {
        Some(revise) => content.correction(&mine, revise),
        None => content.record(&mine),
    })?;
    Ok((workspace.folder_of(content.bureau).to_owned(), name, text))
}

fn content<'a>(request: &RecordRequest, workspace: &'a Workspace, caller: &Caller) -> Lookup<Content<'a>> {
    let standard = lookup::standard(workspace, &request.standard)?;
    let only = lookup::bureau_if_named(workspace, request.bureau.as_deref())?;
    let (bureau, point) = lookup::point(workspace, only, &request.point)?;
    let campaign = campaign_or_year(request.campaign.as_deref(), caller);
    Ok(Content { workspace, bureau, point, standard, round: request.round, campaign, day: caller.today })
}

impl Content<'_> {
    fn is_mine(&self, s: &Scored<'_>) -> bool {
        s.bureau.id == self.bureau.id
            && s.point.id == self.point.id
            && s.standard.id == self.standard.id
            && s.campaign == self.campaign
    }
}
