//! Tables as they circulate, into the YAML files of a bureau, and score sheets into standards: what was understood, what it would change, and what is in
//! doubt. Carrying it out is [`super::Session::commit`] with the plan.

mod cases;
mod catalog;
mod guide;
mod hidden;
pub mod pasted;
mod plan;
mod points;
mod readings;
mod remembered;
mod standard;
mod starter;

use super::labels::{self, Fields};
use super::lookup::{self, refuse};
use super::read_back::reads_back;
use super::{Answers, Choice, FileEdit, Outcome, Plan, Question, Session, Stop};
use crate::diagnostic::{Bilingual, Diagnostic, SourceFile, codes};
use crate::model::{Bureau, Workspace};
use crate::sandbox::Reader;
use crate::say;
use crate::source::decode::Decode;
use crate::tables::ask::{Ask, Asker};
use crate::tables::memory::Memory;
use crate::tables::sections::guessed;
use crate::tables::{Book, Sheet, Uncertain, Unreadable};

/// What a table is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Items and channels.
    Catalog,
    /// Points.
    Points,
    /// Tasks.
    Plan,
    /// A score sheet. Standards are the workspace's, and no bureau's.
    Standard,
    /// Guides in a Word file.
    Guide,
}

impl Kind {
    /// Every kind, by the word that a request has for it.
    pub const ALL: [(&'static str, Self); 5] = [
        ("catalog", Self::Catalog),
        ("points", Self::Points),
        ("plan", Self::Plan),
        ("standard", Self::Standard),
        ("guide", Self::Guide),
    ];

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(own, _)| *own == word).map(|(_, kind)| kind)
    }

    /// The word that a request has for it.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The fields that its records have.
    fn fields(self) -> &'static [Fields] {
        match self {
            Self::Catalog => labels::CATALOG,
            Self::Points => labels::POINT,
            Self::Plan => labels::PLAN,
            Self::Standard => labels::STANDARD,
            Self::Guide => labels::GUIDE,
        }
    }

    /// What the operation is called, and what it is about.
    fn words(self) -> (&'static str, Bilingual) {
        match self {
            Self::Catalog => ("import catalog", say!("服务清单", "catalog")),
            Self::Points => ("import points", say!("服务点", "points")),
            Self::Plan => ("import plan", say!("工作计划", "plan")),
            Self::Standard => ("import standard", say!("评分标准", "standard")),
            Self::Guide => ("import guide", say!("办事指南", "guides")),
        }
    }

    /// A sentence of what was done, for the journal and for git. The name of the file that somebody brought may name people, and what is in git cannot be
    /// taken back: it is not told.
    fn done(self, changes: usize, fresh: usize, files: &[FileEdit]) -> Bilingual {
        let Bilingual { zh, en } = self.words().1;
        if changes + fresh == 0 && files.iter().any(FileEdit::is_new) {
            return say!("导入{zh}：新建文件", "import {en}: a new file");
        }
        let changed = if changes == 1 { "change" } else { "changes" };
        match (changes, fresh) {
            (_, 0) => say!("导入{zh}：改动 {changes} 处", "import {en}: {changes} {changed}"),
            (0, _) => say!("导入{zh}：新的 {fresh} 个", "import {en}: {fresh} new"),
            _ => say!("导入{zh}：改动 {changes} 处，新的 {fresh} 个", "import {en}: {changes} {changed}, {fresh} new"),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the table is read as.
    pub kind: Kind,
    /// The file's name, without its folder.
    pub name: String,
    /// Who reads its bytes.
    pub reader: Reader,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whose table it is; needed where there are several bureaus.
    pub bureau: Option<String>,
    /// Only this sheet.
    pub sheet: Option<String>,
    /// Id of a standard, or of the item of a guide.
    pub id: Option<String>,
    /// The document that a standard is from.
    pub source: Option<String>,
    /// Answers to questions that an earlier reading asked.
    pub answers: Answers,
}

impl Request {
    /// What is told to others who wait for the workspace.
    #[must_use]
    pub fn doing(&self) -> Bilingual {
        let (name, Bilingual { zh, en }) = (&self.name, self.kind.words().1);
        say!("从 {name} 导入{zh}", "import the {en} from {name}")
    }
}

/// What was understood, and what it would change.
#[derive(Debug)]
pub struct ImportPlan {
    /// The sheets that were read.
    pub sheets: String,
    /// Title of the table.
    pub title: String,
    /// Column, head, what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// How much there is, in a sentence.
    pub count: Bilingual,
    /// The first rows, as a preview.
    pub preview: Vec<Vec<String>>,
    /// Phrases of hours, and the sentence of what each was understood as.
    pub readings: Vec<[String; 2]>,
    /// What the rules of a score sheet give in a case or two.
    pub tried: Vec<Tried>,
    /// What changes in records that are there.
    pub changes: Vec<FieldChange>,
    /// What is new, by id and name.
    pub fresh: Vec<(String, String)>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
    /// What only a person can decide, answered or not. What is not answered is left as the question says.
    pub questions: Vec<Question>,
    /// The files that it would write.
    pub plan: Plan,
    /// A file that cannot be changed without a danger to the rest of it, by its path. Nothing is written then.
    pub stuck: Option<String>,
    /// Why nothing could be read before the questions are answered.
    pub blocked: Option<Box<Diagnostic>>,
}

/// One value that differs from what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The record; empty for the head of the file.
    pub record: String,
    /// What the field is called.
    pub field: Bilingual,
    /// What stands there; empty where nothing does.
    pub old: String,
    /// What the table says.
    pub new: String,
}

/// A rule that was read from a wording, and what it scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Where the wording stands.
    pub place: String,
    /// The criterion.
    pub title: String,
    /// What happens, and the marks.
    pub cases: Vec<Bilingual>,
}

/// What one kind of table gives.
#[derive(Default)]
struct Understood {
    sheets: String,
    title: String,
    mapping: Vec<(String, String, String)>,
    count: Bilingual,
    preview: Vec<Vec<String>>,
    readings: Vec<[String; 2]>,
    tried: Vec<Tried>,
    changes: Vec<[String; 4]>,
    fresh: Vec<(String, String)>,
    doubts: Vec<Uncertain>,
    files: Vec<FileEdit>,
    stuck: Option<String>,
}

/// What a reading starts from.
struct Source<'s> {
    workspace: &'s Workspace,
    bureau: &'s Bureau,
    sheets: &'s [Sheet],
    wanted: Option<&'s str>,
    name: &'s str,
}

impl Source<'_> {
    /// Path of the bureau's folder in the workspace.
    fn folder(&self) -> String {
        self.workspace.folder_of(self.bureau).to_owned()
    }

    /// No table of the kind was found.
    fn nothing(&self, columns: &str) -> Box<Diagnostic> {
        nothing(self.sheets, self.name, columns)
    }
}

/// Reads a table against the workspace. Nothing is written.
///
/// # Errors
/// When the file, the sheet or the bureau is not there, when nothing of the kind stands in it, or what it would write does not read back.
pub fn read_import(session: &Session, request: &Request) -> Outcome<ImportPlan> {
    let workspace = &session.workspace;
    let bureau = match request.kind {
        Kind::Standard => None,
        _ => Some(lookup::bureau_or_only(workspace, request.bureau.as_deref())?),
    };
    let name = &request.name;
    let unreadable = |why: Unreadable| {
        let says = Bilingual { zh: format!("{name}：{}", why.says.zh), en: format!("{name}: {}", why.says.en) };
        Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, says).help(why.help))
    };
    let answer = |ask: &Ask| request.answers.to(&question(ask));
    let mut asker = Asker::new(&answer);
    if let (Kind::Guide, Some(bureau)) = (request.kind, bureau) {
        if request.sheet.is_some() {
            return Err(refuse(
                say!(
                    "办事指南按整个 Word 文件读，没有工作表可选",
                    "a guide is read from the whole Word file, which has no sheets"
                ),
                say!(
                    "去掉 --sheet；一个文件里有几份指南的，一次都读",
                    "leave --sheet out: where a file has several guides, all of them are read"
                ),
            )
            .into());
        }
        let document = request.reader.document(name, &request.bytes).map_err(unreadable)?;
        let source = Source { workspace, bureau, sheets: &[], wanted: None, name };
        let understood = guide::read(&source, request, &document, &mut asker)?;
        return Ok(import_plan(request, Some(bureau), understood, asker));
    }
    let book = request.reader.book(name, &request.bytes).map_err(unreadable)?;
    read_book(session, request, book)
}

/// Reads sheets against the workspace, wherever they come from. Nothing is written.
///
/// # Errors
/// As for [`read_import`].
pub fn read_book(session: &Session, request: &Request, book: Book) -> Outcome<ImportPlan> {
    let workspace = &session.workspace;
    let bureau = match request.kind {
        Kind::Standard => None,
        _ => Some(lookup::bureau_or_only(workspace, request.bureau.as_deref())?),
    };
    let name = &request.name;
    let answer = |ask: &Ask| request.answers.to(&question(ask));
    let mut asker = Asker::new(&answer);
    let Book { mut sheets, original } = book;
    let wanted = request.sheet.as_deref();
    if let Some(missing) = wanted.filter(|w| !sheets.iter().any(|s| s.name == *w)) {
        let names = sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("、");
        let help = if names.is_empty() {
            say!("这个文件里没有表", "the file has no sheet")
        } else {
            say!("有：{names}", "there are {names}")
        };
        return Err(refuse(say!("没有工作表“{missing}”", "there is no sheet “{missing}”"), help).into());
    }
    hidden::ask(&mut sheets, wanted, request.kind, &mut asker);
    let mut blocked = None;
    let understood = match bureau {
        None => standard::read_standard(workspace, request, &sheets, original.as_ref(), &mut asker)?,
        Some(bureau) => {
            let source = Source { workspace, bureau, sheets: &sheets, wanted, name };
            let known = remembered::remembered(&source);
            let mut memory = Memory::new(request.kind.word(), &mut asker, &known);
            let read = match request.kind {
                Kind::Points => points::read_points(&source, &mut memory),
                Kind::Plan => plan::read_plan(&source, &mut memory),
                Kind::Catalog | Kind::Standard | Kind::Guide => catalog::read_catalog(&source, &mut memory),
            };
            let learned = memory.learned;
            match read {
                Ok(mut understood) => {
                    understood.files.extend(remembered::with(&source, &known, &learned));
                    understood
                }
                // Somebody can say what the table is.
                Err(why) if asker.has_asked() => {
                    blocked = Some(why);
                    Understood::default()
                }
                Err(why) => return Err(why.into()),
            }
        }
    };
    Ok(ImportPlan { blocked, ..import_plan(request, bureau, understood, asker) })
}

/// What was understood as a plan, with what was asked.
fn import_plan(request: &Request, bureau: Option<&Bureau>, understood: Understood, asker: Asker<'_>) -> ImportPlan {
    let change = |[record, key, old, new]: [String; 4]| {
        let field = labels::field(request.kind.fields(), &key);
        FieldChange { record, field: channel_named(bureau, &key, field), old, new }
    };
    let questions: Vec<Question> = asker.into_asked().iter().map(question).collect();
    let says = request.kind.done(understood.changes.len(), understood.fresh.len(), &understood.files);
    let mut plan = Plan::new(request.kind.words().0, says);
    if understood.stuck.is_none() {
        plan.files = understood.files;
    }
    ImportPlan {
        sheets: understood.sheets,
        title: understood.title,
        mapping: understood.mapping,
        count: understood.count,
        preview: understood.preview,
        readings: understood.readings,
        tried: understood.tried,
        changes: understood.changes.into_iter().map(change).collect(),
        fresh: understood.fresh,
        doubts: understood.doubts,
        questions,
        plan,
        stuck: understood.stuck,
        blocked: None,
    }
}

/// The depth of a channel under the channel's name.
fn channel_named(bureau: Option<&Bureau>, key: &str, field: Bilingual) -> Bilingual {
    let id = key.strip_prefix("depth.");
    let channels = bureau.and_then(|b| b.catalog.as_ref()).map_or(&[][..], |c| &c.channels);
    match id.and_then(|id| channels.iter().find(|c| c.id.as_str() == id)) {
        Some(channel) => Bilingual { zh: field.zh.replace(channel.id.as_str(), &channel.name), en: field.en },
        None => field,
    }
}

/// A reader's question as one of an operation. It has the same name as long as it asks the same of the same place.
fn question(ask: &Ask) -> Question {
    let choices = ask.readings.iter().map(|r| Choice { word: r.word, says: r.says.clone() }).collect();
    Question {
        id: Question::id_of(format!("{}\n{}", ask.place, ask.what.zh).as_bytes()),
        place: ask.place.clone(),
        what: ask.what.clone(),
        choices,
        otherwise: Some(ask.otherwise.clone()),
    }
}

/// No table of a kind was found: which heads were seen.
fn nothing(sheets: &[Sheet], name: &str, columns: &str) -> Box<Diagnostic> {
    let seen = |sheet: &Sheet| {
        let heads = guessed(std::slice::from_ref(sheet), None);
        let heads = heads
            .first()
            .map_or(String::new(), |section| section.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、"));
        if heads.is_empty() { sheet.name.clone() } else { format!("{}：{heads}", sheet.name) }
    };
    let heads: Vec<String> = sheets.iter().map(seen).take(8).collect();
    let heads = heads.join("；");
    let message = if heads.is_empty() {
        say!("{name} 里没有表", "{name} has no table")
    } else {
        say!("{name} 里没有找到这样的表（看过：{heads}）", "{name} has no such table; looked at {heads}")
    };
    Box::new(Diagnostic::nowhere(&codes::BAD_VALUE, message).help(say!("表头里要有{columns}", "the head needs {columns}")))
}

/// A file that is written in a way that cannot be changed without a danger to the rest of it.
#[must_use]
pub fn unsafe_to_change(path: &str) -> Diagnostic {
    Diagnostic::nowhere(
        &codes::BAD_VALUE,
        say!("{path} 不能由程序安全地改，什么也没有写", "{path} cannot be changed safely by the program: nothing was written"),
    )
    .help(say!(
        "它用了锚点（& 和 *）、空的列表（[]）或写在一行里的列表：改成一条一行，或者照上面的改动手工改",
        "it has anchors (& and *), an empty list ([]) or a list on one line: write an entry a line, or make the changes by hand"
    ))
}

/// What is to be done where a table makes a file that does not read back.
fn help() -> Bilingual {
    say!("在表里改正后再导入", "correct it in the table and import it again")
}

/// A new file, if it reads back.
fn created<T: Decode>(path: String, text: String) -> Result<FileEdit, Box<Diagnostic>> {
    reads_back::<T>(&path, &text, &help())?;
    Ok(FileEdit::create(path, text.into_bytes()))
}

/// A new text for a file, if it reads back.
fn edited<T: Decode>(file: &SourceFile, text: &str) -> Result<FileEdit, Box<Diagnostic>> {
    reads_back::<T>(&file.path, text, &help())?;
    Ok(FileEdit::text(file, text))
}
