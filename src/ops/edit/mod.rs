//! Changes to records, as somebody makes them in a form or a sheet: values set and taken away, rows put in, taken out and moved. Each request is one plan, with a
//! sentence that names the record and the field, and what depends on it counted.
//!
//! What stands in the file now is compared with what the person saw: a value that somebody else has changed meanwhile is a conflict, for people to settle, and no error.
//! A value that has a finding is saved all the same, for it is the person's text; one without which the record could not be read at all is refused.

mod places;
mod reach;
mod words;
mod work;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::form::{FieldFinding, at_place, kind_of, parsed, source};
use super::holds::new_errors;
use super::kinds::Kind;
use super::lookup::refuse;
use super::undo::ANYWAY;
use super::values::{Said, Step};
use super::{Choice, FileEdit, Outcome, Plan, Question, Session, Stop, there};
use crate::diagnostic::{Bilingual, Diagnostic, FileId, Lang, SourceFile};
use crate::disk::journal::{self, Entry, hex};
use crate::load::AsIf;
use crate::say;
use crate::yaml_write::patch::{Part, PatchError};
pub use reach::Reach;
use work::{Done, Failed, Work};

/// The operation's name in the journal.
pub const OPERATION: &str = "edit";

/// Changes of one field within so many seconds are one entry of the history.
const ONE_ENTRY: i64 = 60;

/// What is done at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kindly {
    /// The value becomes `after`; where that is nothing, the key or entry goes.
    #[default]
    Set,
    /// The key or entry goes.
    Remove,
    /// `after` comes before the entry at the place, or behind the last.
    Insert,
    /// The entry gets the place `to` in its list.
    Move,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The way to the place, from the top of the file.
    pub at: Vec<Step>,
    /// What is done there.
    #[serde(default)]
    pub kind: Kindly,
    /// What the person saw there.
    #[serde(default)]
    pub before: Option<Said>,
    /// What is to be there.
    #[serde(default)]
    pub after: Option<Said>,
    /// Where an entry goes.
    #[serde(default)]
    pub to: Option<usize>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The file, by its path in the workspace. One that is not there is made by setting its top.
    pub path: String,
    /// The changes, each upon what the ones before it have left.
    pub changes: Vec<Change>,
}

/// A value that somebody else has changed since the person saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Which of the changes.
    pub change: usize,
    /// The way to it.
    pub at: Vec<Step>,
    /// The record and the field, as people call them.
    pub field: String,
    /// What the person wants there.
    pub mine: Said,
    /// What is there now; nothing where the record itself is gone.
    pub theirs: Said,
    /// Whether the record that it belongs to is not there any more.
    pub gone: bool,
    /// Who changed the file last with this program, if nobody did otherwise since.
    pub who: Option<String>,
    /// When that was, RFC 3339.
    pub when: Option<String>,
}

/// What would be changed.
#[derive(Debug)]
pub struct Edit {
    /// The plan; it changes nothing where everything is as it is wanted already, or where there is a conflict.
    pub plan: Plan,
    /// What people have to settle first.
    pub conflicts: Vec<Conflict>,
    /// Findings about the new values, which are saved all the same.
    pub findings: Vec<FieldFinding>,
    /// What depends on it.
    pub reach: Reach,
}

/// Plans changes of one file.
///
/// # Errors
/// When the file or a place is not there, when a record could not be read any more, or where the text is written in a way that others depend on.
pub fn plan(session: &Session, request: &Request, lang: Lang) -> Outcome<Edit> {
    let workspace = &session.workspace;
    let kind = kind_of(workspace, &request.path)?;
    let file = source(&workspace.folder.sources, &request.path);
    let is_new = file.is_none();
    if is_new && there::now(session.root(), &request.path)?.is_some() {
        return Err(unreadable(&request.path));
    }
    let (id, old) = file.map_or_else(|| (FileId(0), empty(kind).to_owned()), |(id, file)| (id, file.text.clone()));
    let mut work = Work { kind, id, text: old.clone(), root: None, waiting: Vec::new() };
    work.root = parsed(kind, id, &old).map_err(|_| unreadable(&request.path))?.map(Rc::new);
    let seen = work.root.clone();
    let mut edit =
        Edit { plan: Plan::new(OPERATION, say!("", "")), conflicts: Vec::new(), findings: Vec::new(), reach: Reach::default() };
    let mut told = Vec::new();
    let mut gone = false;
    for (index, change) in request.changes.iter().enumerate() {
        let made = work.one(change);
        let place = words::Place { workspace, kind, path: &request.path, root: work.root.as_deref(), seen: seen.as_deref() };
        match made {
            Ok(Done::Nothing) => {}
            Ok(Done::Changed(said)) => told.push((change.clone(), said)),
            Ok(Done::Gone(said)) => {
                gone = true;
                told.push((change.clone(), said));
            }
            Err(Failed::Conflict { theirs, gone }) => {
                let (who, when) = last_writer(session, file.map(|(_, file)| file)).unzip();
                edit.conflicts.push(Conflict {
                    change: index,
                    at: change.at.clone(),
                    field: words::pick(&place.field(&change.at), lang),
                    mine: change.after.clone().unwrap_or(Said::Nothing),
                    theirs,
                    // Where the file itself is gone, so is what it held.
                    gone: gone || is_new && !change.at.is_empty(),
                    who,
                    when,
                });
            }
            Err(Failed::Patch(error)) => return Err(not_written(&place.field(&change.at), error)),
        }
    }
    work.write().map_err(|error| not_written(&say!("{}", "{}", request.path), error))?;
    if !edit.conflicts.is_empty() || told.is_empty() || (work.text == old && !gone) {
        return Ok(edit);
    }
    let place = words::Place { workspace, kind, path: &request.path, root: work.root.as_deref(), seen: seen.as_deref() };
    if !gone {
        edit.plan.field = one_field(&request.path, &told);
        edit.plan.continues = continued(session, &edit.plan, file.map(|(_, file)| file));
    }
    // What goes on with an entry tells what was there before that one.
    if let (Some(number), [(change, there)]) = (edit.plan.continues, told.as_mut_slice())
        && let Some(first) = at_first(session, number, kind, change)
    {
        *there = first;
    }
    edit.plan.says = place.sentence(&told);
    edit.reach = reach::of(workspace, kind, &request.path, &told, seen.as_deref());
    if gone {
        let (_, file) = file.ok_or_else(|| unreadable(&request.path))?;
        let bytes = there::now(session.root(), &request.path)?.unwrap_or_else(|| file.text.clone().into_bytes());
        edit.plan.files.push(FileEdit::remove(request.path.clone(), &bytes));
    } else {
        edit.findings = work.findings(seen.as_deref(), lang)?;
        edit.plan.files.push(match file {
            Some((_, file)) => FileEdit::text(file, &work.text),
            None => FileEdit::create(request.path.clone(), work.text.clone().into_bytes()),
        });
    }
    if told.iter().any(|(change, said)| takes_a_record(change, said)) {
        edit.plan.questions.extend(harm(session, request, &work.text, gone, &edit.plan.says));
    }
    Ok(edit)
}

/// A new file before anything stands in it.
fn empty(kind: &Kind) -> &'static str {
    match kind.part {
        Part::Whole => "",
        Part::FrontMatter => "---\n---\n",
    }
}

/// Whether a change takes a record away that others may name.
fn takes_a_record(change: &Change, said: &Said) -> bool {
    let goes = change.kind == Kindly::Remove || change.kind == Kindly::Set && change.after.as_ref().is_none_or(Said::is_empty);
    let renames = matches!(change.at.last(), Some(Step::Key(key)) if key == "id" || key == "编号");
    renames || goes && matches!(said, Said::Map(map) if map.iter().any(|(key, _)| key == "id"))
}

/// The question about errors that the workspace would have: what names the record.
fn harm(session: &Session, request: &Request, text: &str, gone: bool, says: &Bilingual) -> Option<Question> {
    let texts = [(request.path.clone(), text.to_owned())];
    let paths = [request.path.clone()];
    let as_if = AsIf { texts: if gone { &[] } else { &texts }, pictures: None, gone: if gone { &paths } else { &[] } };
    let errors = new_errors(session, &as_if);
    if errors.is_empty() {
        return None;
    }
    let list = |pick: fn(&Bilingual) -> &str| errors.iter().map(|e| format!("\n  {}", pick(&e.message))).collect::<String>();
    let (zh, en, count) = (list(|b| &b.zh), list(|b| &b.en), errors.len());
    Some(Question {
        id: Question::id_of(format!("{}{zh}", says.zh).as_bytes()),
        place: request.path.clone(),
        what: Bilingual {
            zh: format!("还有 {count} 处用着它，改了以后要一处一处处理。仍然这样改吗？{zh}"),
            en: format!("it is still used ({count}), and each of these would have to be dealt with. Do it anyway?{en}"),
        },
        choices: vec![Choice { word: ANYWAY, says: say!("仍然这样改", "do it anyway") }],
        otherwise: None,
    })
}

/// The field that all changes are about, if it is one: by its file and way.
fn one_field(path: &str, told: &[(Change, Said)]) -> Option<String> {
    let [(change, _)] = told else { return None };
    let is_value =
        change.kind == Kindly::Set && change.after.as_ref().is_some_and(|said| matches!(said, Said::Text(_) | Said::Nothing));
    is_value.then(|| format!("{path} {}", serde_json::to_string(&change.at).unwrap_or_default()))
}

/// The newest entry of the journal, where this plan goes on with it: the same person at the same field less than a minute ago, and nothing else since.
fn continued(session: &Session, plan: &Plan, file: Option<&SourceFile>) -> Option<u64> {
    let field = plan.field.as_ref()?;
    let root = session.root();
    let last = journal::read_entry(root, *journal::numbers(root).last()?)?;
    let [only] = last.files.as_slice() else { return None };
    let time = chrono::DateTime::parse_from_rfc3339(&last.time).ok()?;
    let ago = (session.caller.now - time).num_seconds();
    let same = last.operation == OPERATION
        && last.who == session.caller.who
        && last.field.as_ref() == Some(field)
        && last.final_because.is_none()
        && only.before.is_some()
        && only.after == file.map(|file| hex(&file.hash));
    (same && (0..ONE_ENTRY).contains(&ago)).then_some(last.number)
}

/// What stood at a place before the first of the entries that one goes on with.
fn at_first(session: &Session, number: u64, kind: &Kind, change: &Change) -> Option<Said> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut next = Some(number);
    while let Some(entry) = next.and_then(|number| journal::read_entry(session.root(), number)) {
        next = entry.continues.filter(|earlier| *earlier < entry.number);
        entries.insert(0, entry);
    }
    let first = journal::first_of(&entries, entries.last()?);
    let bytes = journal::before(session.root(), first, 0)?;
    let text = std::str::from_utf8(&bytes).ok()?.trim_start_matches('\u{feff}');
    let root = parsed(kind, FileId(0), text).ok()??;
    let there = at_place(&root, kind.shape(), &change.at).map(|(node, shape)| Said::of(node, &shape));
    Some(there.unwrap_or(Said::Nothing))
}

/// Who changed a file last with this program, and when; none where it was changed otherwise since.
fn last_writer(session: &Session, file: Option<&SourceFile>) -> Option<(String, String)> {
    let now = hex(&file?.hash);
    let path = &file?.path;
    let (entries, _) = journal::entries(session.root());
    let last: &Entry = entries.iter().rev().find(|entry| entry.files.iter().any(|f| f.path == *path))?;
    let as_left = last.files.iter().any(|f| f.path == *path && f.after.as_deref() == Some(now.as_str()));
    as_left.then(|| (last.who.clone(), last.time.clone()))
}

fn refused(finding: &Diagnostic) -> Stop {
    let mut own = finding.clone();
    own.span = None;
    Stop { in_content: true, ..Stop::failed(own) }
}

fn unreadable(path: &str) -> Stop {
    refuse(
        say!("{path} 现在读不出来，没有改", "{path} cannot be read now: nothing was changed"),
        say!("先到“问题”里改好这个文件", "mend the file first: see its findings"),
    )
    .into()
}

fn not_written(field: &Bilingual, error: PatchError) -> Stop {
    let (zh, en) = (&field.zh, &field.en);
    match error {
        PatchError::Refused(_) => refuse(
            say!("{zh} 在文件里的写法特别，程序不敢改", "{en} is written in a way that cannot be changed safely"),
            say!(
                "用文本编辑器打开这个文件改；文件里用了 & 和 * 的，几处共用一个值",
                "change it in a text editor; values with & and * are shared by several places"
            ),
        ),
        PatchError::NoPlace(_) => refuse(
            say!("{zh} 的位置已经不在了，没有改", "the place of {en} is not there any more: nothing was changed"),
            say!("重新打开页面再改", "open the page again"),
        ),
        PatchError::Unreadable => refuse(
            say!("{zh} 现在读不出来，没有改", "{en} cannot be read now: nothing was changed"),
            say!("先到“问题”里改好这个文件", "mend the file first: see its findings"),
        ),
    }
    .into()
}
