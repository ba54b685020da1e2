//! A submission that belongs to a bureau, a point and a standard of the workspace as it is now.

use super::{Options, Reason, Reasons};
use crate::diagnostic::{Diagnostics, FileId};
use crate::model::inspection::InspectionFile;
use crate::model::standard::Standard;
use crate::model::{Bureau, Workspace};
use crate::ops::{Caller, Session, lookup};
use crate::say;
use crate::source::decode::Decode;
use crate::source::parse_document;
use crate::submission::cells::day;
use crate::submission::workbook::read_workbook;
use crate::submission::{Filled, Opened, Submission};
use crate::yaml_write::tree::Tree;

/// A record that may be taken in.
pub struct Candidate<'w> {
    pub caller: &'w Caller,
    pub workspace: &'w Workspace,
    pub bureau: &'w Bureau,
    pub standard: &'w Standard,
    pub submission: Submission,
    /// The point as the file names it; it may have another id by now.
    pub submitted_point: String,
    /// The record as the program reads it; none where it cannot be read, which is found out when it is scored.
    pub record: Option<InspectionFile>,
    /// The bureau's folder of records, in the workspace.
    pub folder: String,
}

impl<'w> Candidate<'w> {
    /// Finds where a file that was opened belongs.
    pub fn of(opened: Opened, session: &'w Session, options: &Options) -> Result<Self, Reasons> {
        let workspace = &session.workspace;
        // The bureau may be named as people call it; what is nobody's name is told below.
        let asked = options.bureau.as_deref().map(|word| lookup::bureau(workspace, word).map_or(word, |b| b.id.as_str()));
        let mut submission = match opened {
            Opened::Record(submission) => *submission,
            Opened::Workbook(filled) => {
                let named = asked.and_then(|id| workspace.bureau(id));
                let Filled { origin, sheets, placed, doubts } = *filled;
                read_workbook(&origin, &sheets, (&placed, &doubts), workspace, named)?
            }
        };
        let mut wrong = Reasons::new();
        let word = |key: &str| submission.record.word(key).unwrap_or_default().to_owned();
        let (id, version, point, written) = (word("standard"), word("version"), word("point"), word("date"));
        let named = if submission.bureau.is_empty() { asked.unwrap_or_default().to_owned() } else { submission.bureau.clone() };
        let bureau = bureau_of(workspace, &named, &point, &mut wrong);
        let standard = workspace.standard_of(&id, &version);
        if standard.is_none() {
            wrong.push(no_standard(workspace, &id, &version));
        }
        match day(&written) {
            // It becomes part of a file's name.
            Some(day) => submission.record.set("date", Tree::Bare(day.to_string())),
            None => wrong.push(Reason::new(
                say!("检查日期读不懂：“{written}”", "the day of the inspection cannot be read: “{written}”"),
                say!("写成 2026-06-08", "write it as 2026-06-08"),
            )),
        }
        match (bureau, standard) {
            (Some(bureau), Some(standard)) if wrong.is_empty() => {
                // A form that was made before the point got another id.
                if let Some(now) = bureau.point(&point).filter(|p| p.id.as_str() != point) {
                    submission.record.set("point", Tree::text(&now.id));
                }
                let record = decoded(&submission.record);
                let folder = format!("{}/inspections", session.folder_of(bureau));
                let caller = &session.caller;
                Ok(Self { caller, workspace, bureau, standard, submission, submitted_point: point, record, folder })
            }
            _ => Err(wrong),
        }
    }

    /// The text of a key of the record.
    pub fn word(&self, key: &str) -> &str {
        self.submission.record.word(key).unwrap_or_default()
    }
}

/// The record as it will be read back.
fn decoded(record: &Tree) -> Option<InspectionFile> {
    let mut found = Diagnostics::new();
    InspectionFile::decode(&parse_document(FileId(0), &record.yaml(), 0, &mut found)?, &mut found)
}

fn bureau_of<'w>(workspace: &'w Workspace, named: &str, point: &str, wrong: &mut Reasons) -> Option<&'w Bureau> {
    let by_point: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| b.point(point).is_some()).collect();
    let bureau = workspace.bureau(named).or(match by_point.as_slice() {
        [one] if named.is_empty() => Some(*one),
        _ => None,
    });
    match bureau {
        None => wrong.push(Reason::new(
            say!("没有局“{named}”", "there is no bureau `{named}`"),
            say!("在那个局的工作区里导入，或者加 --bureau", "import it in the workspace of that bureau, or add --bureau"),
        )),
        Some(bureau) if bureau.point(point).is_none() => wrong.push(Reason::new(
            say!("局“{0}”没有服务点“{point}”", "the bureau `{0}` has no point `{point}`", bureau.id),
            say!(
                "核对服务点的编号；改过编号的，把旧编号写在服务点的 formerly 里",
                "check its id; if it was changed, write the old one into `formerly` of the point"
            ),
        )),
        Some(_) => {}
    }
    bureau
}

fn no_standard(workspace: &Workspace, id: &str, version: &str) -> Reason {
    match workspace.standard(id).map(|s| s.version.value.clone()) {
        Some(now) => Reason::new(
            say!(
                "表单用的是“{id}”的版本 {version}，现在的标准是 {now}",
                "the form is of version {version} of `{id}`, which is now {now}"
            ),
            say!("把那一版存为 {id}@{version}.yaml 再导入", "keep that version as {id}@{version}.yaml and import again"),
        ),
        None => Reason::new(
            say!("没有标准“{id}”", "there is no standard `{id}`"),
            say!("核对 checklists 里的文件名", "check the names of the files in checklists"),
        ),
    }
}
