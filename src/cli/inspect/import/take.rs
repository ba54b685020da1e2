//! Whether one file becomes a record: it is read by its contents, and belongs to a bureau, a point and a standard of the workspace as it is now.

mod judge;
mod settle;
mod write;

use std::path::Path;

pub use write::pack;

use crate::diagnostic::{Diagnostic, codes};
use crate::load::load;
use crate::model::standard::Standard;
use crate::model::{Bureau, Workspace};
use crate::sandbox::Reader;
use crate::say;
use crate::submission::words::day;
use crate::submission::workbook::read as read_workbook;
use crate::submission::{Arrived, Opened, Reason, Reasons};
use crate::tables::Doubt;
use crate::yaml_write::tree::Tree;

/// How a file is taken in.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who reads its bytes.
    pub reader: Reader,
    /// The bureau, for what does not name one.
    pub bureau: Option<String>,
    /// A second record of a round corrects the first: who says so, and why.
    pub revise: Option<(String, String)>,
    /// Where a form reckoned otherwise, the rules here count.
    pub rescored: bool,
    /// Whose access code it came with, if it came over the upload page.
    pub received_by: Option<String>,
}

impl Options {
    /// A file that names its bureau, and corrects nothing.
    #[must_use]
    pub fn new(reader: Reader) -> Self {
        Self { reader, bureau: None, revise: None, rescored: false, received_by: None }
    }
}

/// What became of a file.
#[derive(Debug)]
pub enum Fate {
    /// It is a record now.
    Written {
        /// Path in the workspace.
        path: String,
        /// Point and result in a few words.
        result: String,
        /// What a person should look at.
        doubts: Vec<Doubt>,
    },
    /// The same record is there.
    Known {
        /// Path in the workspace.
        path: String,
    },
    /// A later export of the same form is there.
    Older {
        /// Path in the workspace.
        path: String,
    },
    /// Another record of the same round is there.
    Conflict {
        /// Why, and how to settle it.
        reason: Reason,
    },
    /// It cannot be taken in.
    Refused(Reasons),
    /// The workspace itself cannot be used.
    Stopped(Box<Diagnostic>),
}

/// Takes a file in.
pub fn take(root: &Path, name: &str, bytes: &[u8], options: &Options) -> Fate {
    let workspace = match load(root) {
        (Ok(workspace), found) => match crate::cli::inspect::locked(&found) {
            Some(locked) => return Fate::Stopped(Box::new(locked)),
            None => workspace,
        },
        (Err(_), found) => {
            let first = found.iter().next().cloned();
            let plain = || Diagnostic::nowhere(&codes::NOT_A_WORKSPACE, say!("工作区读不出来", "the workspace cannot be read"));
            return Fate::Stopped(Box::new(Diagnostic { span: None, related: Vec::new(), ..first.unwrap_or_else(plain) }));
        }
    };
    let kept = format!("intake/conflicts/{}", super::quarantine::name_of(name, bytes).join("."));
    match arrived(name, bytes, &workspace, options).and_then(|arrived| candidate(arrived, &workspace, options)) {
        Ok(candidate) => candidate.settle(root, name, &kept, options),
        Err(reasons) => Fate::Refused(reasons),
    }
}

/// What the file holds, by its contents.
fn arrived(name: &str, bytes: &[u8], workspace: &Workspace, options: &Options) -> Result<Arrived, Reasons> {
    match options.reader.submission(name, bytes)? {
        Opened::Record(arrived) => Ok(*arrived),
        Opened::Workbook(filled) => {
            let named = options.bureau.as_deref().and_then(|id| workspace.bureau(id));
            let mut arrived = read_workbook(&filled.origin, &filled.sheets, &filled.placed, workspace, named)?;
            arrived.doubts.extend(filled.doubts);
            Ok(arrived)
        }
    }
}

/// A record that belongs to a bureau and a standard of the workspace.
struct Candidate<'w> {
    workspace: &'w Workspace,
    bureau: &'w Bureau,
    standard: &'w Standard,
    arrived: Arrived,
}

fn candidate<'w>(mut arrived: Arrived, workspace: &'w Workspace, options: &Options) -> Result<Candidate<'w>, Reasons> {
    let mut wrong = Reasons::new();
    let word = |key: &str| arrived.record.word(key).unwrap_or_default().to_owned();
    let (id, version, point, written) = (word("standard"), word("version"), word("point"), word("date"));
    let named = if arrived.bureau.is_empty() { options.bureau.clone().unwrap_or_default() } else { arrived.bureau.clone() };
    let by_point: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| b.point(&point).is_some()).collect();
    let bureau = workspace.bureau(&named).or(match by_point.as_slice() {
        [one] if named.is_empty() => Some(*one),
        _ => None,
    });
    match bureau {
        None => wrong.push(Reason::new(
            say!("没有局“{named}”", "there is no bureau `{named}`"),
            say!("在那个局的工作区里导入，或者加 --bureau", "import it in the workspace of that bureau, or add --bureau"),
        )),
        Some(bureau) if bureau.point(&point).is_none() => wrong.push(Reason::new(
            say!("局“{0}”没有服务点“{point}”", "the bureau `{0}` has no point `{point}`", bureau.id),
            say!("核对服务点的编号；改过编号的，先改回来", "check its id; if it was changed, change it back first"),
        )),
        Some(_) => {}
    }
    let standard = workspace.standard_of(&id, &version);
    if standard.is_none() {
        wrong.push(match workspace.standard(&id).map(|s| s.version.value.clone()) {
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
        });
    }
    match day(&written) {
        // It becomes part of a file's name.
        Some(day) => arrived.record.set("date", Tree::Bare(day.to_string())),
        None => wrong.push(Reason::new(
            say!("检查日期读不懂：“{written}”", "the day of the inspection cannot be read: “{written}”"),
            say!("写成 2026-06-08", "write it as 2026-06-08"),
        )),
    }
    match (bureau, standard) {
        (Some(bureau), Some(standard)) if wrong.is_empty() => Ok(Candidate { workspace, bureau, standard, arrived }),
        _ => Err(wrong),
    }
}

impl Candidate<'_> {
    fn word(&self, key: &str) -> &str {
        self.arrived.record.word(key).unwrap_or_default()
    }

    /// The bureau's folder of records, in the workspace.
    fn folder(&self) -> String {
        let path = self.workspace.path_of(self.bureau.file.span);
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{own}/inspections")
    }
}
