//! Files that somebody brings: kept in memory until they are taken in or put away, read as often as an answer is given, and taken in together by one press.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Json, Query, State as Of};
use axum::response::Response;
use axum::routing::post;
use serde::{Deserialize, Serialize};

use super::answers::{Reason, Written, given, reasons, refused};
use super::api::{Body, How, aside, carry_out, unread};
use super::catalog::{Doubtful, doubtful};
use super::state::State;
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::desk::arrive::{self, Arrival, Brought, Gives, Sort};
use crate::ops::{Access, Answers, Session, Stop};
use crate::sandbox::Reader;
use crate::say;

/// Largest file, in bytes.
const LARGEST: usize = 128 << 20;
/// Largest of all that wait, in bytes: the desk holds them in memory.
const MOST: usize = 256 << 20;

/// The files that wait.
#[derive(Debug, Default)]
pub struct Waiting {
    files: Mutex<(u64, Vec<Arc<Brought>>)>,
}

impl Waiting {
    /// Keeps a file and gives its number. None where too much waits already.
    fn put(&self, name: String, bytes: Vec<u8>) -> Option<u64> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting: usize = files.1.iter().map(|file| file.bytes.len()).sum();
        if waiting + bytes.len() > MOST {
            return None;
        }
        files.0 += 1;
        let id = files.0;
        files.1.push(Arc::new(Brought::new(id, name, bytes)));
        Some(id)
    }

    fn all(&self) -> Vec<Arc<Brought>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    fn put_away(&self, ids: &BTreeSet<u64>) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).1.retain(|file| !ids.contains(&file.id));
    }
}

/// Its requests, below a folder.
pub fn router(folder: &str) -> Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    Router::new()
        .route(&at("/api/bring"), post(bring).layer(DefaultBodyLimit::max(LARGEST)))
        .route(&at("/api/put-away"), post(put_away))
        .route(&at("/api/arrived"), post(arrived))
}

#[derive(Debug, Deserialize)]
struct Name {
    name: String,
}

#[derive(Debug, Serialize)]
struct Number {
    id: u64,
}

async fn bring(Of(state): Of<Arc<State>>, Query(Name { name }): Query<Name>, bytes: Bytes) -> Response {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    match state.waiting.put(name, bytes.to_vec()) {
        Some(id) => given(&Number { id }),
        None => refused(&too_much(), state.lang),
    }
}

fn too_much() -> Stop {
    let most = MOST >> 20;
    Stop::failed(
        Diagnostic::nowhere(&codes::UNREADABLE, say!("一次放进来的超过 {most} MB", "more than {most} MB were brought at once"))
            .help(say!("先把前面的收进来，再放后面的", "take in the first ones, then bring the others")),
    )
}

#[derive(Debug, Deserialize)]
struct Which {
    ids: BTreeSet<u64>,
}

async fn put_away(Of(state): Of<Arc<State>>, body: Body<Which>) -> Response {
    match body {
        Ok(Json(Which { ids })) => {
            state.waiting.put_away(&ids);
            given(&ids)
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    bureau: String,
    /// What a person said a file is, by its number.
    #[serde(default)]
    sorts: BTreeMap<u64, Sort>,
    #[serde(flatten)]
    how: How,
}

/// A kind that a file may have.
#[derive(Debug, Serialize)]
struct Named {
    word: Sort,
    says: String,
}

/// One file.
#[derive(Debug, Serialize)]
struct One {
    id: u64,
    name: String,
    sort: Option<Named>,
    may_be: Vec<Named>,
    /// How much there is of it.
    says: String,
    /// The first rows, with their heads.
    preview: Vec<Vec<String>>,
    /// Column, head, what it is taken for.
    mapping: Vec<(String, String, String)>,
    /// Place and words.
    doubts: Vec<[String; 2]>,
    asked: Vec<Doubtful>,
    /// Why nothing of it comes in.
    reasons: Vec<Reason>,
    /// Whether something of it would be written.
    brings: bool,
}

/// All of them.
#[derive(Debug, Serialize)]
struct All {
    #[serde(flatten)]
    written: Written,
    list: Vec<One>,
}

fn named(sort: Sort, lang: Lang) -> Named {
    Named { word: sort, says: sort.words().get(lang).to_owned() }
}

fn one(arrival: &Arrival, answers: &Answers, lang: Lang) -> One {
    let (preview, mapping, doubts) = match &arrival.gives {
        Gives::Import(import) => (
            import.preview.clone(),
            import.mapping.clone(),
            import.doubts.iter().map(|d| [d.place.clone(), d.message.get(lang).to_owned()]).collect(),
        ),
        Gives::Mark(_, mark) => {
            (Vec::new(), Vec::new(), mark.notes.iter().map(|note| [String::new(), note.get(lang).to_owned()]).collect())
        }
        Gives::Result(_) | Gives::Unknown | Gives::Nothing(_) => (Vec::new(), Vec::new(), Vec::new()),
    };
    One {
        id: arrival.id,
        name: arrival.name.clone(),
        sort: arrival.sort.map(|sort| named(sort, lang)),
        may_be: arrival.may_be.iter().map(|sort| named(*sort, lang)).collect(),
        says: arrival.says().get(lang).to_owned(),
        preview,
        mapping,
        doubts,
        asked: arrival.questions().iter().map(|question| doubtful(question, answers, lang)).collect(),
        reasons: arrival.obstacle().map(|stop| reasons(&stop, lang)).unwrap_or_default(),
        brings: arrival.plan().is_some_and(|plan| !plan.is_empty()),
    }
}

/// Reads what waits; takes what is certain in unless that is not asked for.
async fn arrived(Of(state): Of<Arc<State>>, body: Body<Asked>) -> Response {
    let Asked { bureau, sorts, how } = match body {
        Ok(Json(asked)) => asked,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let answers = Answers::of(how.answers);
        let access = if how.dry { Access::Read } else { Access::Write(say!("收进放进来的文件", "taking in files")) };
        let session = Session::open(&state.caller(), access)?;
        let files = state.waiting.all();
        let request = arrive::Request { bureau, files, sorts, answers: answers.clone(), reader: Reader::of_program(), lang };
        let (session, arrivals) = arrive::read(session, &request)?;
        let mut written = Written::planned(&arrivals.plan, &[], state.seen().version, lang);
        let list: Vec<One> = arrivals.list.iter().map(|arrival| one(arrival, &answers, lang)).collect();
        if !how.dry && !arrivals.plan.is_empty() {
            written = carry_out(&state, session, &arrivals.plan, &answers, written)?;
            // What is still asked stays: an answer brings the rest.
            let settled = |one: &&One| one.brings && one.asked.iter().all(|question| question.answer.is_some());
            state.waiting.put_away(&list.iter().filter(settled).map(|one| one.id).collect());
        }
        Ok::<_, Stop>(All { written, list })
    });
    match made.await {
        Ok(Ok(answer)) => given(&answer),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}
