//! Files that somebody brings to the desk: told apart by what stands in them, read together, each upon what the ones before it would write, and taken in by one
//! press. What only a person can decide stays a question, and what cannot be used is said.

mod sort;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::mark;
use crate::diagnostic::{Bilingual, Diagnostic, Lang, codes};
use crate::ops::intake::{self, Intake, IntakeResult};
use crate::ops::table_import::{ImportPlan, Request as Import, read_book, read_import, unsafe_to_change};
use crate::ops::{Answers, FileEdit, Outcome, Plan, Question, Session, Stop};
use crate::sandbox::Reader;
use crate::say;
use crate::tables::{Book, Unreadable};

pub use sort::Sort;

/// A file that was brought.
#[derive(Debug)]
pub struct Brought {
    /// Its number among all that were brought.
    pub id: u64,
    /// Its name, without its folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its sheets, read once.
    book: OnceLock<Result<Book, Unreadable>>,
}

impl Brought {
    /// A file with its number.
    #[must_use]
    pub fn new(id: u64, name: String, bytes: Vec<u8>) -> Self {
        Self { id, name, bytes, book: OnceLock::new() }
    }

    fn book(&self, reader: &Reader) -> Result<Book, Unreadable> {
        self.book.get_or_init(|| reader.book(&self.name, &self.bytes)).clone()
    }
}

/// What is asked for.
#[derive(Debug)]
pub struct Request {
    /// The bureau that they are for.
    pub bureau: String,
    /// The files.
    pub files: Vec<Arc<Brought>>,
    /// What a person said a file is, by its number.
    pub sorts: BTreeMap<u64, Sort>,
    /// Answers to questions.
    pub answers: Answers,
    /// Who reads the bytes.
    pub reader: Reader,
    /// Language of what is said.
    pub lang: Lang,
}

/// What a file would bring.
#[derive(Debug)]
pub enum Gives {
    /// A table or a guide.
    Import(Box<ImportPlan>),
    /// The official mark.
    Mark(Box<Plan>, mark::Mark),
    /// A result of an inspection.
    Result(Box<Intake>),
    /// Nothing as long as nobody says what it is.
    Unknown,
    /// Nothing: why.
    Nothing(Box<Stop>),
}

/// A file that was brought, with what it is and what it would bring.
#[derive(Debug)]
pub struct Arrival {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What it is; none where only a person can say.
    pub sort: Option<Sort>,
    /// What it may be, the likeliest first.
    pub may_be: Vec<Sort>,
    /// What it would bring.
    pub gives: Gives,
}

impl Arrival {
    /// What it would change.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match &self.gives {
            Gives::Import(import) if import.blocked.is_none() && import.stuck.is_none() => Some(&import.plan),
            Gives::Mark(plan, _) => Some(plan),
            // What is refused or in conflict stays with whoever brought it: the press takes what is certain.
            Gives::Result(intake) if refused(intake).is_none() => Some(&intake.plan),
            Gives::Result(_) | Gives::Import(_) | Gives::Unknown | Gives::Nothing(_) => None,
        }
    }

    /// What is asked about it.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        match &self.gives {
            Gives::Import(import) => &import.questions,
            Gives::Result(intake) => &intake.questions,
            Gives::Mark(..) | Gives::Unknown | Gives::Nothing(_) => &[],
        }
    }

    /// Why nothing of it can be taken in as it stands.
    #[must_use]
    pub fn obstacle(&self) -> Option<Stop> {
        match &self.gives {
            Gives::Import(import) => match (&import.blocked, &import.stuck) {
                (Some(why), _) => Some(Stop::failed((**why).clone())),
                (None, Some(path)) => Some(Stop::failed(unsafe_to_change(path))),
                (None, None) => None,
            },
            Gives::Nothing(stop) => Some(Stop::all(stop.found.iter().cloned().collect())),
            Gives::Result(intake) => refused(intake),
            Gives::Mark(..) | Gives::Unknown => None,
        }
    }

    /// How much there is of it, in a sentence.
    #[must_use]
    pub fn says(&self) -> Bilingual {
        match &self.gives {
            Gives::Import(import) => import.count.clone(),
            Gives::Mark(_, mark) => match mark.size {
                Some((width, height)) => say!("{width}×{height} 像素", "{width}×{height} pixels"),
                None => say!("矢量图", "a vector picture"),
            },
            Gives::Result(intake) => intake.plan.says.clone(),
            Gives::Unknown | Gives::Nothing(_) => Bilingual::default(),
        }
    }
}

/// All files that were brought.
#[derive(Debug)]
pub struct Arrivals {
    /// In the order in which they are taken in: what others lean on comes first.
    pub list: Vec<Arrival>,
    /// Everything that is certain, as one operation.
    pub plan: Plan,
}

/// Tells the files apart and reads them, each upon what those before it would write. Nothing is written.
///
/// # Errors
/// When the workspace cannot be read again.
pub fn read(mut session: Session, request: &Request) -> Outcome<(Session, Arrivals)> {
    let mut told: Vec<(Arc<Brought>, sort::Told)> =
        request.files.iter().map(|file| (Arc::clone(file), sort::tell(&session, request, file))).collect();
    // Points name channels of the catalog, and plans, guides and results name points: whatever order they were dropped in.
    told.sort_by_key(|(file, told)| (told.sort, file.id));
    let mut joined: Vec<FileEdit> = Vec::new();
    let mut list = Vec::new();
    let mut said = Vec::new();
    for (file, sort::Told { sort, may_be }) in told {
        let gives = match sort {
            None => Gives::Unknown,
            Some(sort) => gives(&session, request, &file, sort).unwrap_or_else(|stop| Gives::Nothing(Box::new(stop))),
        };
        let arrival = Arrival { id: file.id, name: file.name.clone(), sort, may_be, gives };
        if let Some(plan) = arrival.plan().filter(|plan| !plan.is_empty()) {
            said.push(plan.says.clone());
            join(&mut joined, &plan.files);
            session = session.as_if(&joined)?;
        }
        list.push(arrival);
    }
    let mut plan = Plan::new("import", together(&said));
    plan.files = joined;
    Ok((session, Arrivals { list, plan }))
}

/// The sentence of what they do together.
fn together(said: &[Bilingual]) -> Bilingual {
    let all = |pick: fn(&Bilingual) -> &str, between: &str| said.iter().map(pick).collect::<Vec<_>>().join(between);
    Bilingual { zh: all(|b| &b.zh, "；"), en: all(|b| &b.en, "; ") }
}

/// Adds edits to others: of the same file the later text counts, upon what was there at first.
fn join(joined: &mut Vec<FileEdit>, files: &[FileEdit]) {
    for file in files {
        match joined.iter_mut().find(|one| one.path == file.path) {
            Some(one) => one.new.clone_from(&file.new),
            None => joined.push(file.clone()),
        }
    }
}

fn gives(session: &Session, request: &Request, file: &Brought, sort: Sort) -> Outcome<Gives> {
    let answers = &request.answers.within(&own(file));
    if let Some(kind) = sort.kind() {
        let import = Import {
            kind,
            name: file.name.clone(),
            reader: request.reader.clone(),
            bytes: if sort == Sort::Guide { file.bytes.clone() } else { Vec::new() },
            bureau: Some(request.bureau.clone()),
            sheet: None,
            id: None,
            source: None,
            answers: answers.clone(),
        };
        let mut plan = if sort == Sort::Guide {
            read_import(session, &import)?
        } else {
            let book = file.book(&request.reader).map_err(|why| unreadable(&file.name, why))?;
            read_book(session, &import, book)?
        };
        of_file(&mut plan, file);
        return Ok(Gives::Import(Box::new(plan)));
    }
    match sort {
        Sort::Mark => {
            let wanted = mark::Request { bureau: request.bureau.clone(), name: file.name.clone(), bytes: file.bytes.clone() };
            mark::plan(session, &wanted, request.lang).map(|(plan, mark)| Gives::Mark(Box::new(plan), mark))
        }
        Sort::Result => {
            let options = intake::Options {
                bureau: Some(request.bureau.clone()),
                answers: answers.clone(),
                ..intake::Options::new(request.reader.clone())
            };
            let mut intake = intake::preview_in(session, &file.name, &file.bytes, &options)?;
            for question in &mut intake.questions {
                question.id = format!("{}{}", own(file), question.id);
            }
            Ok(Gives::Result(Box::new(intake)))
        }
        Sort::Photo => Err(Stop::failed(
            Diagnostic::nowhere(
                &codes::NO_SUCH_CHOICE,
                say!("照片要放到它是谁的那个人那里", "a photo belongs to the person whom it shows"),
            )
            .help(say!(
                "打开这个人的服务点，按“填这个点的全部内容”，把照片拖到他的“照片”框里",
                "open the form of that person's point and drop it onto the field for the photo"
            )),
        )),
        // All others are tables or guides.
        Sort::Catalog | Sort::Points | Sort::Plan | Sort::Standard | Sort::Guide => Ok(Gives::Unknown),
    }
}

/// Two files may have sheets of one name and ask the same of the same cell: each has questions of its own, and the name of the file stands before what is doubtful.
fn of_file(plan: &mut ImportPlan, file: &Brought) {
    for question in &mut plan.questions {
        question.id = format!("{}{}", own(file), question.id);
    }
    for doubt in plan.doubts.iter_mut().filter(|doubt| !doubt.place.is_empty()) {
        doubt.place = format!("{}　{}", file.name, doubt.place);
    }
}

/// What the ids of a file's questions begin with.
fn own(file: &Brought) -> String {
    format!("{}:", file.id)
}

fn unreadable(name: &str, why: Unreadable) -> Stop {
    Stop::failed(Diagnostic::nowhere(&codes::UNREADABLE, why.says.named(name)).help(why.help))
}

/// Why a result does not come in.
fn refused(intake: &Intake) -> Option<Stop> {
    let reasons = match &intake.result {
        IntakeResult::Refused(reasons) => reasons.clone(),
        IntakeResult::Conflict { reason } => vec![reason.clone()],
        IntakeResult::Accepted { .. } | IntakeResult::Unchanged { .. } | IntakeResult::SetAside { .. } => return None,
    };
    let finding = |reason: crate::submission::Reason| Diagnostic::nowhere(&codes::NOT_TAKEN_IN, reason.says).help(reason.help);
    Some(Stop::all(reasons.into_iter().map(finding).collect()))
}
