//! A piece as it will be printed, drawn by its own template while somebody edits what it shows.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::click;
use super::look::Look;
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::model::{Bureau, Workspace};
use crate::ops::lookup::refuse;
use crate::ops::{Outcome, Stop};
use crate::print::Shared;
use crate::publish::pieces::Job;
use crate::publish::{Renderers, jobs};
use crate::say;
use crate::theme::Theme;

/// A piece that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PieceLine {
    /// Its path, which asks for it.
    pub path: String,
    /// What kind it is, such as 服务清单.
    pub name: String,
    /// What it is of.
    pub of: String,
}

/// The pieces of a bureau or a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pieces {
    /// In the order of orders.
    pub pieces: Vec<PieceLine>,
}

/// A piece, drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// Its name, such as 嘎鲁图镇服务站 台卡.
    pub name: String,
    /// Its pages as SVG.
    pub pages: Vec<String>,
    /// For each page the lines that show a field.
    pub lines: Vec<Vec<click::Shown>>,
}

/// What drawing needs and what stays the same from one drawing to the next: fonts and templates.
#[derive(Default)]
pub struct Press {
    kept: Mutex<Option<([u8; 32], Arc<Shared>)>>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}

/// The pieces of a bureau: of one point, or those of the bureau itself where none is named.
///
/// # Errors
/// When there is no such bureau.
pub fn pieces(look: &Look, bureau: &str, point: Option<&str>) -> Outcome<Pieces> {
    let (workspace, bureau) = found(look, bureau)?;
    let of = |job: &Job<'_>| job.point.map(|p| p.id.as_str()) == point;
    let line = |job: &Job<'_>| PieceLine { path: job.path.clone(), name: job.piece.zh.to_owned(), of: job.of.clone() };
    Ok(Pieces { pieces: jobs(workspace, bureau).iter().filter(|job| of(job)).map(line).collect() })
}

/// Draws one.
///
/// # Errors
/// When there is no such piece, or it cannot be set.
pub fn draw(look: &Look, press: &Press, (bureau, path): (&str, &str), lang: Lang) -> Outcome<Drawn> {
    let (workspace, bureau) = found(look, bureau)?;
    let jobs = jobs(workspace, bureau);
    let Some(job) = jobs.iter().find(|job| job.path == path) else {
        return Err(refuse(
            say!("没有这一种可看：{path}", "there is no such piece: {path}"),
            say!("看一眼别的", "look at another one"),
        )
        .into());
    };
    let theme = Theme::of(&workspace.folder.root);
    let tools = press.tools(workspace, &theme);
    let pages = job.draft(false).drawings(&tools).map_err(|found| {
        let mut stop = Stop::all(found);
        stop.sources.clone_from(&workspace.folder.sources);
        stop
    })?;
    press.keep(&tools);
    let index = click::Index::of(look, workspace, bureau, job.point, lang);
    let lines = pages.iter().map(|page| index.lines(&page.lines)).collect();
    Ok(Drawn { name: job.name_zh(), pages: pages.into_iter().map(|page| page.svg).collect(), lines })
}

/// A bureau of the workspace by its id.
///
/// # Errors
/// When there is none, or the workspace cannot be read.
pub(super) fn found<'l>(look: &'l Look, id: &str) -> Outcome<(&'l Workspace, &'l Bureau)> {
    let nobody = || {
        let message = say!("没有这个局：{id}", "there is no such bureau: {id}");
        Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message))
    };
    let workspace = look.workspace.as_ref().map_err(|_| nobody())?;
    workspace.bureau(id).map(|bureau| (workspace, bureau)).ok_or_else(nobody)
}

impl Press {
    /// Tools for a workspace, with what was read before as long as templates and fonts are the same.
    fn tools<'a>(&self, workspace: &'a Workspace, theme: &'a Theme) -> Renderers<'a> {
        let tools = Renderers::new(workspace, theme);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some((hash, shared)) if hash == *tools.print_hash() => tools.with_print(shared),
            _ => tools,
        }
    }

    fn keep(&self, tools: &Renderers<'_>) {
        if let Ok(shared) = tools.print() {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((*tools.print_hash(), Arc::clone(shared)));
        }
    }
}
