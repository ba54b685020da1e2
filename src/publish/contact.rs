//! The contact sheet: a small picture of one piece of every kind of every bureau, as PDF and as a page, so that a designer sees at a glance
//! what is printed and finds the file.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::artifact::{Artifact, Audience, MakeRenderable, Part, Renderable};
use super::document::{Print, unrecorded};
use super::pieces::Job;
use super::renderers::Renderers;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Workspace;
use crate::print::piece::OF_POINT;
use crate::print::{self, Asset, Meta};
use crate::say;

/// Width of a small picture in pixels: 42 mm at some 170 dots per inch.
const WIDTH: u32 = 280;

/// What the contact sheet shows.
#[derive(Clone, Debug, Serialize)]
struct ContactSheet {
    title: String,
    bureau: String,
    primary: String,
    edition: String,
    groups: Vec<Group>,
}

/// The pieces of one bureau.
#[derive(Clone, Debug, Serialize)]
struct Group {
    title: String,
    edition: String,
    cells: Vec<Cell>,
}

/// One piece.
#[derive(Clone, Debug, Serialize)]
struct Cell {
    /// Its kind: 台卡（A5）.
    name: String,
    /// What it is of.
    of: String,
    /// Size and sides.
    size: String,
    /// Its code.
    code: String,
    /// The small picture: for the page, from `print/`; for the PDF, an asset.
    picture: String,
    /// The file, from `print/`.
    file: String,
    /// Width and height in millimetres, to leave room before the picture is there.
    width: f64,
    height: f64,
}

/// The pieces that are shown: of what points get, one of each kind, from the point that has most; of the bureau's own, all.
fn shown<'l, 'a>(jobs: &'l [Job<'a>]) -> Vec<&'l Job<'a>> {
    let mut list: Vec<&Job<'_>> = Vec::new();
    for own in jobs.chunk_by(|a, b| a.bureau.id == b.bureau.id) {
        // A point's pieces stand together.
        let mut points: Vec<&[Job<'_>]> =
            own.chunk_by(|a, b| point_id(a) == point_id(b)).filter(|of| of.iter().all(|job| job.point.is_some())).collect();
        // The first of those that have most; the sort keeps the order of equals.
        points.sort_by_key(|of| std::cmp::Reverse(of.len()));
        for piece in OF_POINT {
            list.extend(points.iter().find_map(|of| of.iter().find(|job| job.piece.id == piece.id)));
        }
        list.extend(own.iter().filter(|job| job.point.is_none()));
    }
    list
}

fn point_id<'a>(job: &Job<'a>) -> Option<&'a str> {
    job.point.map(|p| p.id.as_str())
}

/// The contact sheet itself, without its ending, and the folder of its pictures.
const INDEX: &str = "print/index";

/// Whether a path is the contact sheet's or one of its pictures': they come after the pieces that they show.
pub(super) fn is_contact_sheet(path: &str) -> bool {
    path.strip_prefix(INDEX).is_some_and(|rest| rest.starts_with(['.', '/']))
}

/// The documents of which a small picture is among the chosen artifacts, and its width.
pub(super) fn pictured(jobs: &[Job<'_>], all: &[Artifact<'_>], chosen: &[bool]) -> (HashSet<String>, u32) {
    let chosen = all.iter().zip(chosen).filter(|(artifact, chosen)| **chosen && is_contact_sheet(&artifact.path));
    let paths: HashSet<&str> = chosen.map(|(artifact, _)| artifact.path.as_str()).collect();
    let of_these = |job: &&Job<'_>| paths.contains(picture_path(job).as_str());
    let documents = if paths.is_empty() { Vec::new() } else { shown(jobs) };
    (documents.into_iter().filter(of_these).map(|job| job.file(false)).collect(), WIDTH)
}

/// Where the small picture of a piece lies below the output.
fn picture_path(job: &Job<'_>) -> String {
    format!("{INDEX}/{}-{}.png", job.bureau.id, job.path.replace('/', "-"))
}

fn sheet(workspace: &Workspace, jobs: &[&Job<'_>], picture: &dyn Fn(usize, &Job<'_>) -> String) -> ContactSheet {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = "";
    for (place, job) in jobs.iter().enumerate() {
        if job.bureau.id.as_str() != last {
            last = &job.bureau.id;
            let file = &job.bureau.file;
            groups.push(Group { title: file.name.value.clone(), edition: file.edition.zh(), cells: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.cells.push(Cell {
            name: job.piece.zh.to_owned(),
            of: job.of.clone(),
            size: format!("{}，{}", job.piece.size_zh(), job.piece.sides_zh()),
            code: job.code().unwrap_or_default().to_owned(),
            picture: picture(place, job),
            file: format!("{}/{}.pdf", job.bureau.id, job.path),
            width: job.piece.trim.0,
            height: job.piece.trim.1,
        });
    }
    ContactSheet {
        title: format!("{} 印刷品一览", workspace.config.title.value),
        bureau: workspace.config.title.value.clone(),
        primary: String::new(),
        edition: String::new(),
        groups,
    }
}

/// The small picture of a piece.
struct Small<'a>(Print<'a>);

impl Renderable for Small<'_> {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>) {
        hasher.update(b"small").update(&WIDTH.to_le_bytes());
        self.0.fingerprint(hasher, tools);
    }

    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        tools.preview(&self.0.document_id, || self.0.picture(tools, WIDTH))
    }
}

/// The page or the PDF that shows all small pictures.
struct Overview<'a> {
    view: ContactSheet,
    pdf: bool,
    small: Vec<Small<'a>>,
    date: (i32, u8, u8),
}

impl Renderable for Overview<'_> {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>) {
        super::document::hash_view(hasher, &self.view);
        hasher.update(tools.print_hash()).update(tools.site_hash()).update(format!("{:?}", self.date).as_bytes());
        if self.pdf {
            self.small.iter().for_each(|one| one.fingerprint(hasher, tools));
        }
    }

    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        if !self.pdf {
            let engine = tools.site().map_err(|d| vec![*d])?;
            return engine.render("contact-sheet.html", &self.view).map_err(|error| {
                vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("网页模板 {error}", "the page template {error}"))]
            });
        }
        let shared = tools.print().map_err(|d| vec![*d])?;
        let mut assets = vec![print::common::codes(&json!({}))];
        for (place, one) in self.small.iter().enumerate() {
            assets.push(Asset { path: asset(place), bytes: one.make(tools)?.into() });
        }
        let made = unrecorded("contact-sheet", self.view.clone());
        let meta = Meta { document_id: "print/index.pdf".to_owned(), date: self.date };
        print::render(shared, made.template, made.json().to_string().into_bytes(), &assets, &meta, print::OutputForm::Archive)
            .map(|pdf| pdf.bytes)
            .map_err(|error| {
                vec![Diagnostic::nowhere(&codes::TEMPLATE, say!("印刷品一览：{error}", "the contact sheet: {error}"))]
            })
    }
}

fn asset(place: usize) -> String {
    format!("/small-{place}.png")
}

/// The contact sheet in both forms, and its small pictures. Nothing without pieces.
#[must_use]
pub fn contact_sheet<'a>(workspace: &'a Workspace, jobs: &'a [Job<'a>]) -> Vec<Artifact<'a>> {
    let shown: Arc<[&Job<'_>]> = shown(jobs).into();
    let Some(first) = shown.first() else { return Vec::new() };
    let date = super::document::stamp(first.bureau);
    let mut list: Vec<Artifact<'_>> = shown
        .iter()
        .map(|job| {
            let job: &'a Job<'a> = job;
            let draft: MakeRenderable<'a> = Box::new(move || Box::new(Small(job.draft(false))));
            let sources = job.sources().to_vec();
            artifact(picture_path(job), Some(&job.bureau.id), sources, draft)
        })
        .collect();
    let mut sources: Vec<_> = shown.iter().flat_map(|job| job.sources().iter().copied()).collect();
    sources.sort_unstable();
    sources.dedup();
    for pdf in [true, false] {
        let own = Arc::clone(&shown);
        let draft: MakeRenderable<'a> = Box::new(move || {
            let name = |place: usize, job: &Job<'_>| {
                if pdf { asset(place) } else { picture_path(job).trim_start_matches("print/").to_owned() }
            };
            let small = if pdf { own.iter().map(|job| Small(job.draft(false))).collect() } else { Vec::new() };
            Box::new(Overview { view: sheet(workspace, &own, &name), pdf, small, date })
        });
        let path = if pdf { "print/index.pdf" } else { "print/index.html" };
        list.push(artifact(path.to_owned(), None, sources.clone(), draft));
    }
    list
}

fn artifact<'a>(
    path: String,
    bureau: Option<&'a str>,
    sources: Vec<crate::diagnostic::FileId>,
    draft: MakeRenderable<'a>,
) -> Artifact<'a> {
    // It shows badges too.
    Artifact {
        path,
        public_path: None,
        audience: Audience::Internal,
        part: Part::Print,
        bureau,
        point: None,
        edition: None,
        code: None,
        sources,
        draft,
    }
}
