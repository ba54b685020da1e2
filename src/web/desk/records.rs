//! Requests about records: their forms, what is written in them, changes of fields, and sheets.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State as Of};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::answers::{Written, given, refused};
use super::api::{Body, How, aside, carry_out, show, unread};
use super::state::State;
use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::ops::desk::sheets;
use crate::ops::edit::{self, Conflict};
use crate::ops::form::{self, FieldFinding};
use crate::ops::values::Step;
use crate::ops::{Access, Answers, Outcome, Plan, Session, Stop};
use crate::say;

#[derive(Debug, Deserialize)]
pub struct Kind {
    kind: String,
}

pub async fn show_form(Of(state): Of<Arc<State>>, Query(Kind { kind }): Query<Kind>) -> Response {
    show(state, move |_, _| form::form(&kind)).await
}

/// A record by its file and the way to it, which is JSON.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    path: String,
    at: Option<String>,
}

pub async fn show_record(Of(state): Of<Arc<State>>, Query(wanted): Query<Wanted>) -> Response {
    show(state, move |state, look| {
        let at: Vec<Step> = wanted.at.as_deref().map_or(Ok(Vec::new()), serde_json::from_str).map_err(|_| no_place())?;
        let workspace = look.workspace.as_ref().map_err(|_| no_place())?;
        form::record(workspace, &look.found, (&wanted.path, &at), state.lang)
    })
    .await
}

fn no_place() -> Stop {
    Stop::failed(
        Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("现在读不出来", "this cannot be read now"))
            .help(say!("先到“问题”里改好", "mend the findings first")),
    )
}

#[derive(Debug, Deserialize)]
pub struct WhichSheet {
    sheet: sheets::Of,
    bureau: String,
}

pub async fn show_sheet(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichSheet>) -> Response {
    match wanted.sheet {
        sheets::Of::Catalog => show(state, move |state, look| sheets::catalog::table(look, &wanted.bureau, state.lang)).await,
        sheets::Of::Points => show(state, move |state, look| sheets::points::table(look, &wanted.bureau, state.lang)).await,
    }
}

/// A point of a bureau.
#[derive(Debug, Deserialize)]
pub struct WhichPoint {
    bureau: String,
    point: String,
}

/// Where a record is written.
#[derive(Debug, Serialize)]
struct Place {
    path: String,
    at: Vec<Step>,
}

pub async fn show_place(Of(state): Of<Arc<State>>, Query(wanted): Query<WhichPoint>) -> Response {
    show(state, move |state, look| {
        let (path, at) = sheets::points::place(look, &wanted.bureau, &wanted.point, state.lang)?;
        Ok(Place { path, at })
    })
    .await
}

/// What a change of records came to, or would come to.
#[derive(Debug, Serialize)]
struct Edited {
    #[serde(flatten)]
    written: Written,
    /// Values that somebody else has changed since they were seen: nothing was written.
    conflicts: Vec<Conflict>,
    /// Findings about the new values, which are saved all the same.
    findings: Vec<FieldFinding>,
    /// What depends on it, in words.
    reach: String,
    /// Ids of new rows by what the sheet calls them.
    renamed: BTreeMap<String, String>,
}

/// What was planned.
pub(super) struct Planned {
    pub plan: Plan,
    pub conflicts: Vec<Conflict>,
    pub findings: Vec<FieldFinding>,
    pub reach: Bilingual,
    pub renamed: BTreeMap<String, String>,
}

impl Planned {
    /// A change of fields.
    pub(super) fn of_fields(edit: edit::Edit) -> Self {
        let reach = edit.reach.words();
        Self { plan: edit.plan, conflicts: edit.conflicts, findings: edit.findings, reach, renamed: BTreeMap::new() }
    }

    /// A change of a sheet.
    pub(super) fn of(changed: sheets::Changed) -> Self {
        let reach = changed.reach.words();
        let sheets::Changed { plan, conflicts, renamed, .. } = changed;
        Self { plan, conflicts, findings: Vec::new(), reach, renamed }
    }
}

/// Plans a change, and carries it out unless that is not asked for, something is open, or somebody else was there first.
pub(super) async fn edited(
    state: Arc<State>,
    how: How,
    plan: impl FnOnce(&Session) -> Outcome<Planned> + Send + 'static,
) -> Response {
    let lang = state.lang;
    let made = aside(move || {
        let answers = Answers::of(how.answers);
        let access = if how.dry { Access::Read } else { Access::Write(say!("改一处", "changing a field")) };
        let session = Session::open(&state.caller(), access)?;
        let Planned { plan, conflicts, findings, reach, renamed } = plan(&session)?;
        let open: Vec<_> = plan.questions.iter().filter(|question| answers.to(question).is_none()).collect();
        let mut written = Written::planned(&plan, &open, state.seen().version, lang);
        if !how.dry && open.is_empty() && conflicts.is_empty() {
            written = carry_out(&state, session, &plan, &answers, written)?;
        }
        Ok::<_, Stop>(Edited { written, conflicts, findings, reach: reach.get(lang).to_owned(), renamed })
    });
    match made.await {
        Ok(Ok(edited)) => given(&edited),
        Ok(Err(stop)) => refused(&stop, lang),
        Err(response) => response,
    }
}

#[derive(Debug, Deserialize)]
pub struct FieldChange {
    #[serde(flatten)]
    request: edit::Request,
    #[serde(flatten)]
    how: How,
}

pub async fn change_fields(Of(state): Of<Arc<State>>, body: Body<FieldChange>) -> Response {
    match body {
        Ok(Json(FieldChange { request, how })) => {
            let lang = state.lang;
            edited(state, how, move |session| Ok(Planned::of_fields(edit::plan(session, &request, lang)?))).await
        }
        Err(rejection) => unread(&rejection),
    }
}

#[derive(Debug, Deserialize)]
pub struct SheetChange {
    sheet: sheets::Of,
    bureau: String,
    change: sheets::Change,
    #[serde(flatten)]
    how: How,
}

pub async fn change_sheet(Of(state): Of<Arc<State>>, body: Body<SheetChange>) -> Response {
    match body {
        Ok(Json(SheetChange { sheet, bureau, change, how })) => {
            let lang = state.lang;
            edited(state, how, move |session| Ok(Planned::of(sheets::plan(session, (sheet, &bureau), &change, lang)?))).await
        }
        Err(rejection) => unread(&rejection),
    }
}
