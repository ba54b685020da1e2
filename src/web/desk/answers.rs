//! Answers of the desk as JSON: what was asked for, or why not, in the same sentences as everywhere.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Lang};
use crate::ops::{Done, Plan, Question, Stop};
use crate::web::respond::respond;

/// Media type of answers.
const JSON: &str = "application/json; charset=utf-8";

/// One reason why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Its code, such as W801.
    pub code: &'static str,
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, relative to the workspace; nothing where there is none.
    pub path: String,
    /// Line in the file, from 1; 0 where it has none.
    pub line: usize,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reasons, at least one.
    pub reasons: Vec<Reason>,
}

/// One answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent back.
    pub word: &'static str,
    /// What the button says.
    pub says: String,
}

/// Something that a person must decide first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Its name among the questions.
    pub id: String,
    /// What it is about.
    pub place: String,
    /// The question.
    pub says: String,
    /// Its answers.
    pub choices: Vec<Choice>,
}

/// What a change came to, or would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Whether it was carried out; else this is what it would do.
    pub done: bool,
    /// What it does, in a sentence.
    pub says: String,
    /// The files that it changes.
    pub files: Vec<String>,
    /// What must be answered first.
    pub questions: Vec<Asked>,
    /// Its number in the history.
    pub entry: Option<u64>,
    /// What else is to be said.
    pub notes: Vec<String>,
    /// The state of the workspace with it.
    pub version: u64,
}

impl Written {
    /// What a plan would do.
    pub fn planned(plan: &Plan, open: &[&Question], version: u64, lang: Lang) -> Self {
        Self {
            done: false,
            says: plan.says.get(lang).to_owned(),
            files: plan.files.iter().map(|file| file.path.clone()).collect(),
            questions: open.iter().map(|question| asked(question, lang)).collect(),
            entry: None,
            notes: Vec::new(),
            version,
        }
    }

    /// What it did.
    pub fn carried_out(mut self, done: &Done, version: u64, lang: Lang) -> Self {
        self.done = true;
        self.questions.clear();
        self.entry = Some(done.entry.number);
        self.notes = done.notes.iter().map(|note| note.get(lang).to_owned()).collect();
        self.version = version;
        self
    }
}

fn asked(question: &Question, lang: Lang) -> Asked {
    let choices = question.choices.iter().map(|choice| Choice { word: choice.word, says: choice.says.get(lang).to_owned() });
    Asked {
        id: question.id.clone(),
        place: question.place.clone(),
        says: question.what.get(lang).to_owned(),
        choices: choices.collect(),
    }
}

/// What was asked for.
pub fn given(answer: &impl Serialize) -> Response {
    match serde_json::to_vec(answer) {
        Ok(bytes) => respond(StatusCode::OK, JSON, bytes),
        Err(_) => respond(StatusCode::INTERNAL_SERVER_ERROR, JSON, "{\"reasons\":[]}"),
    }
}

/// Why it was not done.
pub fn refused(stop: &Stop, lang: Lang) -> Response {
    let refused = Refused { reasons: reasons(stop, lang) };
    let status = if stop.in_content { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let mut response = given(&refused);
    *response.status_mut() = status;
    response
}

/// The reasons of a stop.
pub fn reasons(stop: &Stop, lang: Lang) -> Vec<Reason> {
    stop.found.iter().map(|finding| reason(finding, stop, lang)).collect()
}

/// A finding as a reason.
pub fn reason(finding: &Diagnostic, stop: &Stop, lang: Lang) -> Reason {
    let (path, position) = finding.place(&stop.sources).map_or((String::new(), None), |(path, at)| (path.to_owned(), at));
    Reason {
        code: finding.code.id,
        says: finding.message.get(lang).to_owned(),
        help: finding.form_help().map(|help| help.get(lang).to_owned()),
        path,
        line: position.map_or(0, |at| at.line),
    }
}
