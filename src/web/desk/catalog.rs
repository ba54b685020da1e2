//! Requests about the catalog's columns and groups, whole tables that are pasted, and sheets as workbooks.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Of;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, HeaderValue};
use axum::response::Response;
use axum::routing::post;
use serde::{Deserialize, Serialize};

use super::answers::{Choice, Reason, Written, given, reason, refused};
use super::api::{Body, How, aside, carry_out, unread};
use super::records::{Planned, edited};
use super::state::State;
use crate::diagnostic::Lang;
use crate::ops::desk::sheets::{self, columns, export};
use crate::ops::table_import::pasted::read_pasted;
use crate::ops::table_import::{ImportPlan, Kind, unsafe_to_change};
use crate::ops::{Access, Answers, Question, Session, Stop};
use crate::say;
use crate::tables::pasted::Pasted;
use crate::web::respond::respond;

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The routes of this file below a folder.
pub fn router(folder: &str) -> axum::Router<Arc<State>> {
    let at = |path: &str| format!("{folder}{path}");
    axum::Router::new()
        .route(&at("/api/columns"), post(change_columns))
        .route(&at("/api/pasted"), post(take_pasted))
        .route(&at("/api/export"), post(export_sheet))
}

#[derive(Debug, Deserialize)]
struct Columns {
    bureau: String,
    doing: columns::Doing,
    #[serde(flatten)]
    how: How,
}

async fn change_columns(Of(state): Of<Arc<State>>, body: Body<Columns>) -> Response {
    match body {
        Ok(Json(Columns { bureau, doing, how })) => {
            let lang = state.lang;
            edited(state, how, move |session| Ok(Planned::of(columns::plan(session, &bureau, &doing, lang)?))).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
struct Whole {
    bureau: String,
    tables: Vec<Pasted>,
    #[serde(flatten)]
    how: How,
}

/// A question about a table: not answered, it stays as `otherwise` says.
#[derive(Debug, Serialize)]
pub(super) struct Doubtful {
    id: String,
    place: String,
    says: String,
    choices: Vec<Choice>,
    otherwise: String,
    pub answer: Option<&'static str>,
}

/// What was understood of a table, and what became of it.
#[derive(Debug, Serialize)]
struct Understood {
    #[serde(flatten)]
    written: Written,
    title: String,
    count: String,
    /// Column, head, what it is taken for.
    mapping: Vec<(String, String, String)>,
    preview: Vec<Vec<String>>,
    doubts: Vec<[String; 2]>,
    asked: Vec<Doubtful>,
    /// Record, field, old and new.
    changes: Vec<[String; 4]>,
    fresh: Vec<String>,
    /// Why it cannot be taken in as it is.
    blocked: Option<Reason>,
}

pub(super) fn doubtful(question: &Question, answers: &Answers, lang: Lang) -> Doubtful {
    Doubtful {
        id: question.id.clone(),
        place: question.place.clone(),
        says: question.what.get(lang).to_owned(),
        choices: question.choices.iter().map(|c| Choice { word: c.word, says: c.says.get(lang).to_owned() }).collect(),
        otherwise: question.otherwise.as_ref().map(|words| words.get(lang).to_owned()).unwrap_or_default(),
        answer: answers.to(question),
    }
}

fn understood(plan: &ImportPlan, answers: &Answers, written: Written, lang: Lang) -> Understood {
    let stuck = plan.stuck.as_ref().map(|path| unsafe_to_change(path));
    Understood {
        written,
        title: plan.title.clone(),
        count: plan.count.get(lang).to_owned(),
        mapping: plan.mapping.clone(),
        preview: plan.preview.clone(),
        doubts: plan.doubts.iter().map(|d| [d.place.clone(), d.message.get(lang).to_owned()]).collect(),
        asked: plan.questions.iter().map(|question| doubtful(question, answers, lang)).collect(),
        changes: plan
            .changes
            .iter()
            .map(|c| [c.record.clone(), c.field.get(lang).to_owned(), c.old.clone(), c.new.clone()])
            .collect(),
        fresh: plan.fresh.iter().map(|(_, name)| name.clone()).collect(),
        blocked: plan.blocked.as_deref().or(stuck.as_ref()).map(|finding| reason(finding, &Stop::failed(finding.clone()), lang)),
    }
}

/// Reads a whole table; takes it in unless that is not asked for or something stands in the way.
async fn take_pasted(Of(state): Of<Arc<State>>, body: Body<Whole>) -> Response {
    let Whole { bureau, tables, how } = match body {
        Ok(Json(whole)) => whole,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let answers = Answers::of(how.answers);
        let access = if how.dry { Access::Read } else { Access::Write(say!("读入贴上的表", "taking in a pasted table")) };
        let session = Session::open(&state.caller(), access)?;
        let plan = read_pasted(&session, (Kind::Catalog, &bureau), &tables, answers.clone())?;
        let mut written = Written::planned(&plan.plan, &[], state.seen().version, lang);
        if !how.dry && plan.blocked.is_none() && plan.stuck.is_none() {
            written = carry_out(&state, session, &plan.plan, &answers, written)?;
        }
        Ok::<_, Stop>(understood(&plan, &answers, written, lang))
    });
    match made.await {
        Ok(Ok(answer)) => given(&answer),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}

#[derive(Debug, Deserialize)]
struct Export {
    sheet: sheets::Of,
    bureau: String,
    #[serde(flatten)]
    request: export::Request,
}

async fn export_sheet(Of(state): Of<Arc<State>>, body: Body<Export>) -> Response {
    let Export { sheet, bureau, request } = match body {
        Ok(Json(export)) => export,
        Err(rejection) => return unread(&rejection),
    };
    let lang = state.lang;
    let made = aside(move || {
        let seen = state.seen();
        match &seen.look {
            Ok(look) => match export::workbook(look, (sheet, &bureau), &request, lang) {
                Ok(workbook) => attached(workbook),
                Err(stop) => refused(&stop, lang),
            },
            Err(stop) => refused(stop, lang),
        }
    });
    made.await.unwrap_or_else(|response| response)
}

/// A workbook under its own name, for the folder of downloads.
fn attached(workbook: export::Workbook) -> Response {
    let mut response = respond(StatusCode::OK, XLSX, workbook.bytes);
    let name = percent_encoding::utf8_percent_encode(&workbook.name, percent_encoding::NON_ALPHANUMERIC);
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{name}")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}
