//! Which official papers a workspace makes, and where each goes: notices of rectification, circulars, publication lists, application
//! forms; each as PDF and as .docx, so that offices can edit, number and stamp it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::artifact::{Artifact, Audience, Part, Renderable};
use super::brand::Brand;
use super::document::Print;
use super::drafts;
use super::list::{of_bureau, print_draft};
use super::paths::{application_path, publication_path, record_path, round_name};
use super::renderers::Renderers;
use crate::audit::Scored;
use crate::audit::campaign::{Campaign, campaigns};
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::exchange;
use crate::model::{Bureau, Workspace};
use crate::paper::Paper;
use crate::paper::application::application;
use crate::paper::circular::circular;
use crate::paper::publication::{publication, published};
use crate::paper::rectification::{is_called_for, rectification};
use crate::print::OutputForm;
use crate::say;
use crate::theme::Theme;

/// Fewest points that a circular is made for: one alone has nothing beside it.
const FEWEST: usize = 2;

/// One paper in its forms.
struct PaperFile<'a> {
    /// Path below the output, without extension.
    path: String,
    audience: Audience,
    part: Part,
    bureau: &'a Bureau,
    point: Option<&'a str>,
    sources: Vec<FileId>,
    /// Makes it, for each form anew: nothing is made before its artifact is looked at, and nothing is kept afterwards.
    make: Arc<dyn Fn() -> Paper + Send + Sync + 'a>,
}

/// Applications as their forms.
fn applications<'a>(workspace: &'a Workspace, bureau: &'a Bureau, brand: &Arc<Brand>, list: &mut Vec<Artifact<'a>>) {
    for point in &bureau.points {
        for own in &point.applications {
            let Some(form) = bureau.form(&own.form) else { continue };
            let mut sources = vec![bureau.file.span.file, form.span.file, point.span.file];
            sources.sort_unstable();
            let piece = PaperFile {
                path: application_path(bureau, point, &own.form, &own.year),
                audience: Audience::Internal,
                part: Part::Reports,
                bureau,
                point: Some(point.id.as_str()),
                sources,
                make: Arc::new(move || application(bureau, point, form, own)),
            };
            add(workspace, brand, piece, list);
        }
    }
}

/// Adds a bureau's papers. `scored` are its own results.
pub fn papers<'a>(workspace: &'a Workspace, bureau: &'a Bureau, scored: &'a [Scored<'a>], list: &mut Vec<Artifact<'a>>) {
    let brand = Arc::new(Brand::of(workspace, bureau));
    applications(workspace, bureau, &brand, list);
    for one in scored {
        if is_called_for(one) {
            let path = format!("{}-rectification", record_path(one));
            let piece = PaperFile {
                path,
                audience: Audience::Internal,
                part: Part::Reports,
                bureau,
                point: Some(one.point.id.as_str()),
                sources: sources(bureau, &[one]),
                make: Arc::new(move || rectification(one).unwrap_or_default()),
            };
            add(workspace, &brand, piece, list);
        }
    }
    for round in campaigns(scored).into_iter().filter(|c| c.rows.len() >= FEWEST) {
        circulars(workspace, bureau, &brand, round, scored, list);
    }
    for (path, results) in publications(bureau, scored) {
        let piece = PaperFile {
            path,
            audience: Audience::Public,
            part: Part::Print,
            bureau,
            point: None,
            sources: sources(bureau, &results),
            make: Arc::new(move || publication(&results).unwrap_or_default()),
        };
        add(workspace, &brand, piece, list);
    }
}

fn circulars<'a>(
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    brand: &Arc<Brand>,
    round: Campaign<'a>,
    scored: &'a [Scored<'a>],
    list: &mut Vec<Artifact<'a>>,
) {
    let round = Arc::new(round);
    let path = format!("reports/{}/circulars/{}", bureau.id, round_name(&round));
    // Quarters and rectifications come from all rounds of the campaign.
    let behind: Vec<&Scored<'_>> = round.of_campaign(scored).collect();
    let sources = sources(bureau, &behind);
    let piece = PaperFile {
        path: path.clone(),
        audience: Audience::Internal,
        part: Part::Reports,
        bureau,
        point: None,
        sources: sources.clone(),
        make: Arc::new({
            let round = Arc::clone(&round);
            move || circular(&round, scored)
        }),
    };
    add(workspace, brand, piece, list);
    list.push(Artifact {
        path: format!("{path}.xlsx"),
        public_path: None,
        audience: Audience::Internal,
        part: Part::Reports,
        bureau: Some(&bureau.id),
        point: None,
        edition: None,
        code: None,
        sources,
        draft: Box::new(move || Box::new(drafts::Office(exchange::circular_xlsx(&round)))),
    });
}

/// The released results of a bureau by the path of their list.
fn publications<'a>(bureau: &Bureau, scored: &'a [Scored<'a>]) -> Vec<(String, Vec<&'a Scored<'a>>)> {
    let mut lists: BTreeMap<String, Vec<&Scored<'_>>> = BTreeMap::new();
    for one in published(scored) {
        lists.entry(format!("site/{}/{}", bureau.id, publication_path(one))).or_default().push(one);
    }
    lists.into_iter().collect()
}

fn sources(bureau: &Bureau, scored: &[&Scored<'_>]) -> Vec<FileId> {
    let mut files = vec![bureau.file.span.file];
    for s in scored {
        files.extend([s.standard.file.span.file, s.point.span.file, s.record.span.file]);
    }
    files.sort_unstable();
    files.dedup();
    files
}

/// Both forms of a paper.
fn add<'a>(workspace: &'a Workspace, brand: &Arc<Brand>, piece: PaperFile<'a>, list: &mut Vec<Artifact<'a>>) {
    let PaperFile { path, audience, part, bureau, point, sources, make } = piece;
    let artifact = |path: String, draft| Artifact {
        path,
        public_path: None,
        audience,
        part,
        bureau: Some(&bureau.id),
        point,
        edition: None,
        code: None,
        sources: sources.clone(),
        draft,
    };
    let pdf = format!("{path}.pdf");
    let own = Arc::clone(&make);
    let draft = print_draft(workspace, bureau, brand, &pdf, &sources, Box::new(move |_| Some(drafts::paper(&own()))));
    list.push(artifact(pdf, draft));
    list.push(artifact(format!("{path}.docx"), Box::new(move || Box::new(drafts::Word(make())))));
}

/// The papers about one round of a standard: its circular in every form, and the publication list of its campaign. File names and bytes.
///
/// # Errors
/// Findings that stop them, such as a character without a glyph.
pub fn papers_of(
    workspace: &Workspace,
    theme: &Theme,
    scored: &[Scored<'_>],
    round: &Campaign<'_>,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let own = of_bureau(scored, round.bureau);
    let circulars = format!("/circulars/{}", round_name(round));
    let released: Vec<&Scored<'_>> = published(own);
    let list_path = round.of_campaign(released.iter().copied()).next().map(publication_path);
    let mut list = Vec::new();
    papers(workspace, round.bureau, own, &mut list);
    let tools = Renderers::new(workspace, theme);
    let mut made = Vec::new();
    for artifact in &list {
        let stem = artifact.path.rsplit_once('.').map_or(artifact.path.as_str(), |(stem, _)| stem);
        let name = artifact.path.rsplit('/').next().unwrap_or_default();
        if stem.ends_with(&circulars) {
            made.push((name.to_owned(), (artifact.draft)().make(&tools)?));
        } else if list_path.as_ref().is_some_and(|path| stem.ends_with(path.as_str())) {
            made.push((format!("publication-{name}"), (artifact.draft)().make(&tools)?));
        }
    }
    Ok(made)
}

/// A paper by itself, as PDF or for Word.
///
/// # Errors
/// Findings that stop it, such as a character without a glyph, or a workspace without a bureau whose day and fonts it could bear.
pub fn notice_bytes(workspace: &Workspace, theme: &Theme, paper: &Paper, word: bool) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let tools = Renderers::new(workspace, theme);
    if word {
        return drafts::Word(paper.clone()).make(&tools);
    }
    let Some(bureau) = workspace.bureaus.iter().find(|b| !b.file.reference).or(workspace.bureaus.first()) else {
        let message = say!("工作区里还没有局", "the workspace has no bureau");
        return Err(vec![Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message)]);
    };
    let print = Print {
        document: Some(drafts::paper(paper)),
        document_id: "change-notice.pdf".to_owned(),
        bureau,
        brand: Arc::new(Brand::default()),
        sources: Vec::new(),
        finish: OutputForm::Archive,
    };
    print.make(&tools)
}
