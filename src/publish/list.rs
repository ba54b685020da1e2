//! Which artifacts a workspace makes, and where each goes. The paths are a contract with scripts (DESIGN: "The command line").

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::artifact::{Artifact, Audience, MakeRenderable, Part};
use super::brand::Brand;
use super::document::{MakeView, Print};
use super::drafts;
use super::papers::papers;
use super::paths::{publication_path, record_path};
use super::pieces::{self, Job};
use super::print_state;
use super::renderers::Renderers;
use crate::audit::Scored;
use crate::diagnostic::{Diagnostic, FileId};
use crate::exchange;
use crate::model::appointments::has_appointments;
use crate::model::date::date_zh;
use crate::model::{Bureau, Workspace};
use crate::paper::publication::published;
use crate::print::OutputForm;
use crate::print::common::Context;
use crate::print::service_list::OfChannels;
use crate::site::{self, Available, Edition, Rating};
use crate::source;
use crate::theme::Theme;

/// Every artifact of a workspace that is no page: print, reports, papers, data. Cheap: nothing is made yet.
#[must_use]
pub fn files<'a>(workspace: &'a Workspace, scored: &'a [Scored<'a>], prints: &'a Prints<'a>, press: bool) -> Vec<Artifact<'a>> {
    let mut list = Vec::new();
    schemas(&mut list);
    for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
        data(workspace, bureau, &mut list);
        let own = of_bureau(scored, bureau);
        reports(workspace, bureau, own, &mut list);
        papers(workspace, bureau, own, &mut list);
        super::sheet::recheck_sheets(workspace, bureau, own, &mut list);
    }
    list.extend(prints.jobs.iter().map(|job| job.artifact(false)));
    list.extend(super::contact::contact_sheet(workspace, &prints.jobs));
    for own in prints.jobs.chunk_by(|a, b| a.bureau.id == b.bureau.id) {
        let Some(first) = own.first() else { continue };
        let mut sources: Vec<FileId> = own.iter().flat_map(|job| job.sources().iter().copied()).collect();
        sources.sort_unstable();
        sources.dedup();
        list.push(Artifact {
            path: format!("print/{}/{}", first.bureau.id, print_state::FILE),
            public_path: None,
            // It holds what badges show.
            audience: Audience::Internal,
            part: Part::Print,
            bureau: Some(&first.bureau.id),
            point: None,
            edition: Some(edition(first.bureau)),
            code: None,
            sources,
            draft: Box::new(move || Box::new(drafts::Bytes(print_state::to_bytes(own)))),
        });
        if press {
            list.extend(own.iter().filter(|job| !job.is_variant()).map(|job| job.artifact(true)));
            list.extend(super::order::ticket(workspace, own));
        }
    }
    list
}

/// What is printed: every file, and every edition that a print bears.
pub struct Prints<'a> {
    /// The files of all bureaus.
    pub jobs: Vec<Job<'a>>,
    /// The editions of all bureaus.
    pub editions: Vec<Edition>,
}

impl<'a> Prints<'a> {
    /// Looks through a workspace. Cheap: views are made, no document is.
    #[must_use]
    pub fn of(workspace: &'a Workspace) -> Self {
        let (mut jobs, mut editions) = (Vec::new(), Vec::new());
        for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
            let own = pieces::jobs(workspace, bureau);
            editions.extend(super::editions::editions(bureau, &own));
            jobs.extend(own);
        }
        Self { jobs, editions }
    }
}

/// The parts of the search's script below `site/search/`, in their order.
const SEARCH: [&str; 2] = ["find.js", "form.js"];

/// Adds the site: its pages, which link to each other and to what is `available`, and what they are shown with.
pub fn pages<'a>(
    workspace: &'a Workspace,
    theme: &'a Theme,
    ratings: &'a [Rating],
    editions: &'a [Edition],
    available: &'a Available,
    list: &mut Vec<Artifact<'a>>,
) {
    scripts(workspace, ratings, list);
    let points_of_codes: HashMap<(Option<&str>, &str), &str> =
        editions.iter().filter_map(|e| Some(((Some(e.bureau.as_str()), e.code.as_str()), e.point.as_deref()?))).collect();
    let mut all = site::pages(workspace, ratings, editions, available);
    // What is left out of this output is in no list of it either.
    let left_out: Vec<_> = all.extract_if(.., |page| page.bureau.is_some_and(|b| !available.has_bureau(b))).collect();
    let sitemap = site::sitemap(workspace, &all);
    all.extend(left_out);
    let bureaus: HashMap<&str, &Bureau> = workspace.bureaus.iter().rev().map(|b| (b.id.as_str(), b)).collect();
    let points: HashMap<(&str, &str), &str> = workspace
        .bureaus
        .iter()
        .flat_map(|b| b.points.iter().rev().map(|p| ((b.id.as_str(), p.id.as_str()), p.id.as_str())))
        .collect();
    list.reserve(all.len());
    for mut page in all {
        let bureau = page.bureau.and_then(|id| bureaus.get(id).copied());
        let point = page.path.split_once("/points/").map(|(_, rest)| rest.trim_end_matches("/index.html"));
        let point = point.and_then(|id| {
            let bureau = bureau?;
            // An address may be one that a point had before.
            points.get(&(bureau.id.as_str(), id)).copied().or_else(|| Some(bureau.point(id)?.id.as_str()))
        });
        // The page of an edition belongs to the prints that lead to it: whoever makes only those makes it too.
        let code = page.path.split_once("/v/").map(|(_, rest)| rest.trim_end_matches("/index.html"));
        let point = point.or(code.and_then(|code| points_of_codes.get(&(page.bureau, code)).copied()));
        list.push(Artifact {
            path: format!("site/{}", page.path),
            public_path: None,
            audience: Audience::Public,
            part: if page.path.contains("/v/") { Part::Print } else { Part::Site },
            bureau: page.bureau,
            point,
            edition: bureau.map(edition),
            code: None,
            sources: std::mem::take(&mut page.sources),
            draft: Box::new(move || Box::new(drafts::Page(page.view()))),
        });
    }
    let mut asset = |path: String, make: Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>| {
        list.push(Artifact {
            path: format!("site/{path}"),
            public_path: None,
            audience: Audience::Public,
            part: Part::Site,
            bureau: None,
            point: None,
            edition: None,
            code: None,
            sources: Vec::new(),
            draft: Box::new(move || Box::new(drafts::Bytes(make()))),
        });
    };
    for (path, bytes) in sitemap {
        asset(path, Box::new(move || bytes.clone()));
    }
    asset("site.webmanifest".to_owned(), Box::new(move || site::manifest(workspace)));
    let text = move |name: &str| theme.text(&format!("site/{name}")).unwrap_or_default();
    asset("assets/site.css".to_owned(), Box::new(move || site::stylesheet(&text("tokens.css"), &text("site.css")).into_bytes()));
    // The search is one file for readers: a second would be a second way there and back.
    let search =
        move || SEARCH.iter().map(|name| site::script(&text(&format!("search/{name}")))).collect::<String>().into_bytes();
    asset("assets/search/search.js".to_owned(), Box::new(search));
    for path in theme.list("site/") {
        let name = path.strip_prefix("site/").unwrap_or(&path).to_owned();
        if SEARCH.iter().any(|part| name.strip_prefix("search/") == Some(part)) {
            continue;
        }
        if !matches!(name.rsplit('.').next(), Some("html" | "css")) {
            let plain = move || {
                let bytes = theme.get(&path).map(std::borrow::Cow::into_owned).unwrap_or_default();
                // Photos of a theme are somebody's too; what is no photo is as it is.
                source::published(&bytes, "").unwrap_or(bytes)
            };
            if std::path::Path::new(&name).extension().is_some_and(|ending| ending == "js") {
                asset(format!("assets/{name}"), Box::new(move || site::script(&text(&name)).into_bytes()));
            } else {
                asset(format!("assets/{name}"), Box::new(plain));
            }
        }
    }
    for picture in site::pictures(workspace) {
        // The picture was looked at when it was read; one that has vanished since makes an empty file and no crash.
        asset(picture.path, Box::new(move || workspace.folder.published(&picture.from)));
    }
}

/// The data that the site's script loads.
fn scripts<'a>(workspace: &'a Workspace, ratings: &'a [Rating], list: &mut Vec<Artifact<'a>>) {
    for script in site::scripts(workspace, ratings) {
        list.push(Artifact {
            path: format!("site/{}", script.path),
            public_path: None,
            audience: Audience::Public,
            part: Part::Site,
            bureau: Some(script.bureau),
            point: None,
            edition: workspace.bureau(script.bureau).map(edition),
            code: None,
            sources: script.sources.clone(),
            draft: Box::new(move || Box::new(drafts::Bytes(script.bytes()))),
        });
    }
}

fn edition(bureau: &Bureau) -> &str {
    &bureau.file.edition.text
}

fn data<'a>(workspace: &'a Workspace, bureau: &'a Bureau, list: &mut Vec<Artifact<'a>>) {
    let mut add = |name: &str, sources: Vec<FileId>, draft: MakeRenderable<'a>| {
        list.push(Artifact {
            path: format!("site/{}/data/{name}", bureau.id),
            public_path: None,
            audience: Audience::Public,
            part: Part::Data,
            bureau: Some(&bureau.id),
            point: None,
            edition: Some(edition(bureau)),
            code: None,
            sources,
            draft,
        });
    };
    if let Some(catalog) = bureau.catalog.as_ref().filter(|c| !c.items.is_empty()) {
        let files = vec![catalog.span.file];
        add("catalog.csv", files.clone(), Box::new(move || Box::new(drafts::Bytes(exchange::catalog_csv(catalog)))));
        let own = vec![bureau.file.span.file, catalog.span.file];
        add(
            "catalog.xlsx",
            own,
            Box::new(move || Box::new(drafts::Office(exchange::catalog_xlsx(bureau, catalog, exchange::Readers::Public)))),
        );
        add("catalog.json", files, Box::new(move || Box::new(drafts::Bytes(exchange::catalog_json(bureau, catalog)))));
    }
    if let Some(villages) = &bureau.villages {
        let mut files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
        files.push(villages.span.file);
        add("villages.csv", files, Box::new(move || Box::new(drafts::Bytes(exchange::villages_csv(bureau, villages)))));
    }
    if bureau.points.iter().any(|p| p.location.is_some()) {
        let mut files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
        files.dedup();
        add("points.geojson", files, Box::new(move || Box::new(drafts::Bytes(exchange::points_geojson(bureau)))));
    }
    if has_appointments(workspace, bureau) {
        let mut files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
        files.push(bureau.file.span.file);
        files.extend(bureau.programme.as_ref().map(|p| p.span.file));
        files.extend(workspace.calendar.as_ref().map(|c| c.span.file));
        files.dedup();
        add(
            "calendar.ics",
            files,
            Box::new(move || Box::new(drafts::Bytes(exchange::calendar_ics(workspace, bureau).unwrap_or_default()))),
        );
    }
}

/// What the data files of every bureau look like, for programs: `site/data/FILE.schema.json`.
fn schemas(list: &mut Vec<Artifact<'_>>) {
    list.extend(exchange::schemas().into_iter().map(|(name, schema)| Artifact {
        path: format!("site/data/{name}.schema.json"),
        public_path: None,
        audience: Audience::Public,
        part: Part::Data,
        bureau: None,
        point: None,
        edition: None,
        code: None,
        sources: Vec::new(),
        draft: Box::new(move || {
            let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
            bytes.push(b'\n');
            Box::new(drafts::Bytes(bytes))
        }),
    }));
}

/// The results of one bureau: they stand together, in the order of bureaus.
pub(super) fn of_bureau<'s, 'a>(scored: &'s [Scored<'a>], bureau: &Bureau) -> &'s [Scored<'a>] {
    let mut parts = scored.chunk_by(|a, b| a.bureau.id == b.bureau.id);
    parts.find(|part| part.first().is_some_and(|s| s.bureau.id == bureau.id)).unwrap_or_default()
}

fn reports<'a>(workspace: &'a Workspace, bureau: &'a Bureau, scored: &'a [Scored<'a>], list: &mut Vec<Artifact<'a>>) {
    let brand = Arc::new(Brand::of(workspace, bureau));
    let mut chains: BTreeMap<_, Vec<&Scored<'_>>> = BTreeMap::new();
    for one in scored {
        chains.entry(one.chain()).or_default().push(one);
    }
    for chain in chains.values_mut() {
        chain.sort_by_key(|s| (s.record.round.value, s.record.date.value));
        for end in 1..=chain.len() {
            report(workspace, bureau, &brand, &chain[..end], list);
        }
    }
}

/// The report of the last record of `chain`, as PDF and for Word.
fn report<'a>(
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    brand: &Arc<Brand>,
    chain: &[&'a Scored<'a>],
    list: &mut Vec<Artifact<'a>>,
) {
    let Some(one) = chain.last().copied() else { return };
    let mut sources = vec![bureau.file.span.file, one.point.span.file, one.standard.file.span.file];
    sources.extend(bureau.catalog.as_ref().map(|c| c.span.file));
    for s in chain {
        sources.extend(s.replaced.iter().chain(std::iter::once(&s.record)).map(|r| r.span.file));
    }
    sources.sort_unstable();
    sources.dedup();
    let artifact = |path: String, draft| Artifact {
        path,
        public_path: None,
        audience: Audience::Internal,
        part: Part::Reports,
        bureau: Some(&bureau.id),
        point: Some(one.point.id.as_str()),
        edition: None,
        code: None,
        sources: sources.clone(),
        draft,
    };
    let path = record_path(one);
    let pdf = format!("{path}.pdf");
    let chain: Arc<[&Scored<'_>]> = chain.into();
    let own = Arc::clone(&chain);
    let draft =
        print_draft(workspace, bureau, brand, &pdf, &sources, Box::new(move |context| Some(drafts::report(context, one, &own))));
    list.push(artifact(pdf, draft));
    let word: MakeRenderable<'a> = Box::new(move || {
        Box::new(drafts::report_for_word(&Context { workspace, bureau, mark: None, lists: &OfChannels::default() }, one, &chain))
    });
    list.push(artifact(format!("{path}.docx"), word));
}

/// Joins the view of a printed document to what all of a bureau's documents share.
pub(super) fn print_draft<'a>(
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    brand: &Arc<Brand>,
    document_id: &str,
    sources: &[FileId],
    make: MakeView<'a>,
) -> MakeRenderable<'a> {
    let (brand, document_id, sources) = (Arc::clone(brand), document_id.to_owned(), sources.to_vec());
    Box::new(move || {
        let document = make(&Context { workspace, bureau, mark: brand.view.as_ref(), lists: &OfChannels::default() });
        Box::new(Print {
            document,
            document_id: document_id.clone(),
            bureau,
            brand: Arc::clone(&brand),
            sources: sources.clone(),
            finish: OutputForm::Archive,
        })
    })
}

/// What the public may see of the inspections that a bureau has published: grades that were reached, and nothing of how.
#[must_use]
pub fn ratings(scored: &[Scored<'_>]) -> Vec<Rating> {
    published(scored)
        .into_iter()
        .map(|s| Rating {
            bureau: s.bureau.id.to_string(),
            point: s.point.id.to_string(),
            standard: s.standard.title.value.clone(),
            source: Some(s.standard.source.value.clone()),
            campaign: s.campaign.clone(),
            list: publication_path(s),
            result: s.outcome.result_zh(),
            date: date_zh(s.record.date.value),
        })
        .collect()
}

/// The report of one record of `all`, as a build makes it: PDF, or for Word.
///
/// # Errors
/// Findings that stop it, such as a character without a glyph.
pub fn report_of(
    workspace: &Workspace,
    theme: &Theme,
    all: &[Scored<'_>],
    one: &Scored<'_>,
    word: bool,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut chain: Vec<&Scored<'_>> = all.iter().filter(|s| s.chain() == one.chain()).collect();
    chain.sort_by_key(|s| (s.record.round.value, s.record.date.value));
    let end = chain.iter().position(|s| std::ptr::eq(*s, one)).map_or(chain.len(), |place| place + 1);
    let mut list = Vec::new();
    report(workspace, one.bureau, &Arc::new(Brand::of(workspace, one.bureau)), chain.get(..end).unwrap_or_default(), &mut list);
    let tools = Renderers::new(workspace, theme);
    // The PDF comes first, then the one for Word.
    list.get(usize::from(word)).map_or(Err(Vec::new()), |artifact| (artifact.draft)().make(&tools))
}
