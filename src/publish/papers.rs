//! Which official papers a workspace makes, and where each goes: notices of rectification, circulars, publication lists, application forms; each as PDF
//! and as .docx, so that offices can edit, number and stamp it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::artifact::{Artifact, Audience, Part};
use super::brand::Brand;
use super::drafts;
use super::list::print_draft;
use super::tools::Tools;
use crate::audit::Scored;
use crate::audit::campaign::{Campaign, campaigns};
use crate::diagnostic::{Diagnostic, FileId};
use crate::exchange;
use crate::model::{Bureau, Point, Workspace};
use crate::paper::Paper;
use crate::paper::application::application;
use crate::paper::circular::circular;
use crate::paper::publication::{publication, published};
use crate::paper::rectification::rectification;
use crate::theme::Theme;

/// Fewest points that a circular is made for: one alone has nothing beside it.
const FEWEST: usize = 2;

/// One paper in its forms.
struct Piece<'a> {
    /// Path below the output, without extension.
    path: String,
    audience: Audience,
    part: Part,
    bureau: &'a Bureau,
    point: Option<&'a str>,
    sources: Vec<FileId>,
    paper: Paper,
}

/// The path of a point's application, below the output and without extension.
fn application_path(bureau: &Bureau, point: &Point, form: &str) -> String {
    format!("reports/{}/{}/{form}-application", bureau.id, point.id)
}

/// Applications as their forms.
fn applications<'a>(workspace: &'a Workspace, bureau: &'a Bureau, brand: &Arc<Brand>, list: &mut Vec<Artifact<'a>>) {
    for point in &bureau.points {
        for own in &point.applications {
            let Some(form) = bureau.form(&own.form) else { continue };
            let mut sources = vec![bureau.file.span.file, form.span.file, point.span.file];
            sources.sort_unstable();
            let piece = Piece {
                path: application_path(bureau, point, &own.form),
                audience: Audience::Internal,
                part: Part::Reports,
                bureau,
                point: Some(point.id.as_str()),
                sources,
                paper: application(bureau, point, form, own),
            };
            add(workspace, brand, piece, list);
        }
    }
}

/// Adds a bureau's papers.
pub fn papers<'a>(workspace: &'a Workspace, bureau: &'a Bureau, scored: &'a [Scored<'a>], list: &mut Vec<Artifact<'a>>) {
    let brand = Arc::new(Brand::of(workspace, bureau));
    applications(workspace, bureau, &brand, list);
    for one in scored.iter().filter(|s| s.bureau.id == bureau.id) {
        if let Some(paper) = rectification(one) {
            let path = format!("{}-rectification", record_path(one));
            let piece = Piece {
                path,
                audience: Audience::Internal,
                part: Part::Reports,
                bureau,
                point: Some(one.point.id.as_str()),
                sources: sources(bureau, &[one]),
                paper,
            };
            add(workspace, &brand, piece, list);
        }
    }
    for round in campaigns(scored).into_iter().filter(|c| c.bureau.id == bureau.id && c.rows.len() >= FEWEST) {
        circulars(workspace, bureau, &brand, round, scored, list);
    }
    for (path, results) in publications(bureau, scored) {
        if let Some(paper) = publication(&results) {
            let piece = Piece {
                path,
                audience: Audience::Public,
                part: Part::Print,
                bureau,
                point: None,
                sources: sources(bureau, &results),
                paper,
            };
            add(workspace, &brand, piece, list);
        }
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
    let path = format!("reports/{}/circulars/{}", bureau.id, round_name(&round));
    let rows: Vec<&Scored<'_>> = round.rows.iter().map(|r| r.scored).collect();
    let sources = sources(bureau, &rows);
    let piece = Piece {
        path: path.clone(),
        audience: Audience::Internal,
        part: Part::Reports,
        bureau,
        point: None,
        sources: sources.clone(),
        paper: circular(&round, scored),
    };
    add(workspace, brand, piece, list);
    list.push(Artifact {
        path: format!("{path}.xlsx"),
        copy: None,
        audience: Audience::Internal,
        part: Part::Reports,
        bureau: Some(&bureau.id),
        point: None,
        edition: None,
        sources,
        draft: Box::new(move || Box::new(drafts::Office(exchange::circular_xlsx(&round)))),
    });
}

/// The file name of a round's circular, without extension: `wenling-village-stars-2026-site`.
#[must_use]
pub fn round_name(round: &Campaign<'_>) -> String {
    format!("{}-{}-{}", standard_name(round.rows.first().map(|r| r.scored)), file_name(&round.name), round.round.word())
}

/// A standard in a file name; an earlier version that is kept bears its version, for the current one may have a file of that name.
fn standard_name(scored: Option<&Scored<'_>>) -> String {
    scored.map_or(String::new(), |s| {
        if s.standard.kept { format!("{}-{}", s.standard.id, file_name(&s.standard.version)) } else { s.standard.id.clone() }
    })
}

/// What people call a campaign, as a part of a file name.
fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// The path of what a record yields, below the output and without extension.
#[must_use]
pub fn record_path(s: &Scored<'_>) -> String {
    let (record, standard) = (s.record, &s.standard.id);
    format!("reports/{}/{}/{standard}-{}-{}", s.bureau.id, s.point.id, record.date.value, record.round.word())
}

/// The path of a publication list below `site/BUREAU/`, without extension.
#[must_use]
pub fn publication_path(s: &Scored<'_>) -> String {
    format!("ratings/{}-{}", standard_name(Some(s)), file_name(&s.campaign))
}

/// The released results of a bureau by the path of their list.
fn publications<'a>(bureau: &Bureau, scored: &'a [Scored<'a>]) -> Vec<(String, Vec<&'a Scored<'a>>)> {
    let mut lists: BTreeMap<String, Vec<&Scored<'_>>> = BTreeMap::new();
    for one in published(scored).into_iter().filter(|s| s.bureau.id == bureau.id) {
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
fn add<'a>(workspace: &'a Workspace, brand: &Arc<Brand>, piece: Piece<'a>, list: &mut Vec<Artifact<'a>>) {
    let Piece { path, audience, part, bureau, point, sources, paper } = piece;
    let paper = Arc::new(paper);
    let artifact = |path: String, draft| Artifact {
        path,
        copy: None,
        audience,
        part,
        bureau: Some(&bureau.id),
        point,
        edition: None,
        sources: sources.clone(),
        draft,
    };
    let pdf = format!("{path}.pdf");
    let own = Arc::clone(&paper);
    let draft = print_draft(workspace, bureau, brand, &pdf, &sources, Box::new(move |_| drafts::paper(&own)));
    list.push(artifact(pdf, draft));
    list.push(artifact(format!("{path}.docx"), Box::new(move || Box::new(drafts::Word(Arc::clone(&paper))))));
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
    let (circulars, lists) = (format!("/circulars/{}", round_name(round)), published(scored));
    let campaign =
        |s: &&&Scored<'_>| s.bureau.id == round.bureau.id && s.standard.id == round.standard.id && s.campaign == round.name;
    let list_path = lists.iter().find(campaign).map(|s| publication_path(s));
    let mut list = Vec::new();
    papers(workspace, round.bureau, scored, &mut list);
    let tools = Tools::new(workspace, theme);
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
