//! The list of pages. One file per kind of page: its view, and the function that makes the view from a bureau.
//! It must not know how a template is filled.

pub mod about;
pub mod changes;
pub mod channels;
pub mod chapter;
pub mod compare;
pub mod contact;
mod data;
pub mod edition;
pub mod filter;
pub mod forms;
pub mod handbooks;
pub mod home;
pub mod item;
pub mod items;
pub mod moved;
pub mod notices;
pub mod places;
pub mod plan;
pub mod point;
pub mod points;
pub mod portal;
pub mod ratings;
pub mod reach;
pub mod search;
pub mod services;
pub mod site_map;
pub mod standards;

pub use data::scripts;

use std::sync::Arc;

use chrono::NaiveDate;

use super::areas;
use super::site_context::{self, Section, SiteContext};
use super::{Available, Edition, EditionState, Page, Picture, Rating, View};
use crate::diagnostic::FileId;
use crate::model::Workspace;
use crate::model::guide::Form;
use crate::source::{is_form, markdown};

/// Makes a page about the site itself.
type MakeAbout = fn(&Workspace, &Available) -> about::AboutView;

/// Every page of the site.
pub fn list<'a>(
    workspace: &'a Workspace,
    ratings: &'a [Rating],
    editions: &'a [Edition],
    available: &'a Available,
) -> Vec<Page<'a>> {
    let shown: Vec<_> = workspace.bureaus.iter().filter(|b| !b.file.reference).collect();
    let mut all = vec![workspace.config.span.file];
    for bureau in &shown {
        all.push(bureau.file.span.file);
        all.extend(bureau.catalog.as_ref().map(|c| c.span.file));
        all.extend(bureau.points.iter().map(|p| p.span.file));
    }
    dedup(&mut all);
    let mut pages = vec![
        Page {
            path: "index.html".to_owned(),
            bureau: None,
            sources: all.clone(),
            view: Box::new(move || View::Portal(portal::portal_view(workspace, available))),
            url: workspace.url(""),
            dated: None,
        },
        Page {
            path: "404.html".to_owned(),
            bureau: None,
            sources: vec![workspace.config.span.file],
            view: Box::new(move || View::NotFound(portal::not_found(workspace, available))),
            url: None,
            dated: None,
        },
    ];
    for (path, make) in [("about", about::about as MakeAbout), ("accessibility", about::accessibility)] {
        pages.push(Page {
            path: format!("{path}/index.html"),
            bureau: None,
            sources: all.clone(),
            view: Box::new(move || View::About(make(workspace, available))),
            url: workspace.url(&format!("{path}/")),
            dated: None,
        });
    }
    pages.push(Page {
        path: "sitemap/index.html".to_owned(),
        bureau: None,
        sources: all.clone(),
        view: Box::new(move || View::SiteMap(site_map::site_map(workspace, ratings, available))),
        url: workspace.url("sitemap/"),
        dated: None,
    });
    for bureau in shown {
        let scope = Arc::new(SiteContext::new(workspace, bureau, ratings, available));
        bureau_pages(&scope, &mut pages);
        changes_page(&scope, editions, &mut pages);
        edition_pages(&scope, editions, &mut pages);
    }
    pages
}

/// Adds pages of one bureau, with what they have in common.
struct Adder<'p, 'a> {
    scope: Arc<SiteContext<'a>>,
    common: Vec<FileId>,
    pages: &'p mut Vec<Page<'a>>,
}

impl<'a> Adder<'_, 'a> {
    fn add(
        &mut self,
        below: &str,
        sources: impl IntoIterator<Item = FileId>,
        view: impl Fn(&SiteContext<'a>) -> View + Send + Sync + 'a,
    ) {
        self.add_dated(below, None, sources, view);
    }

    /// Adds a page whose file says on which day it was published or last reviewed.
    fn add_dated(
        &mut self,
        below: &str,
        dated: Option<NaiveDate>,
        sources: impl IntoIterator<Item = FileId>,
        view: impl Fn(&SiteContext<'a>) -> View + Send + Sync + 'a,
    ) {
        let scope = Arc::clone(&self.scope);
        let mut files: Vec<FileId> = sources.into_iter().collect();
        // Nearly all come in their order.
        if !files.is_sorted_by(|a, b| a < b) {
            dedup(&mut files);
        }
        for file in &self.common {
            if let Err(place) = files.binary_search(file) {
                files.insert(place, *file);
            }
        }
        let path = scope.path(below);
        self.pages.push(Page {
            url: scope.workspace.url(path.trim_end_matches("index.html")),
            path,
            bureau: Some(scope.bureau.id.as_str()),
            sources: files,
            dated,
            view: Box::new(move || view(&scope)),
        });
    }
}

fn bureau_pages<'a>(scope: &Arc<SiteContext<'a>>, pages: &mut Vec<Page<'a>>) {
    let bureau = scope.bureau;
    let point_files: Vec<FileId> = {
        let mut files = bureau.points.iter().map(|p| p.span.file).collect();
        dedup(&mut files);
        files
    };
    let guide_files: Vec<FileId> = bureau.guides.iter().map(|g| g.file).collect();
    let mut adder = Adder { scope: Arc::clone(scope), common: scope.common_sources(), pages };

    let mut home: Vec<FileId> = point_files.iter().chain(&guide_files).copied().collect();
    home.extend(bureau.plan.as_ref().map(|p| p.span.file));
    home.extend(bureau.handbooks.iter().map(|h| h.front.span.file));
    home.extend(bureau.notices.iter().map(|n| n.file));
    adder.add("", home, |scope| View::Home(Box::new(home::home_view(scope))));

    if scope.has(Section::Search) {
        adder.add("search", [], |scope| View::Search(search::search_view(scope)));
    }
    if contact::note(scope).is_some() {
        adder.add("about", [], |scope| View::Contact(contact::contact_view(scope)));
    }
    if scope.has(Section::Notices) {
        adder.add("notices", bureau.notices.iter().map(|n| n.file), |scope| View::Notices(notices::index(scope)));
        for notice in &bureau.notices {
            adder.add_dated(&format!("notices/{}", notice.id), Some(notice.front.date.value), [notice.file], move |scope| {
                View::Notice(notices::notice_view(scope, notice))
            });
        }
    }
    if let Some(catalog) = &bureau.catalog {
        if scope.has(Section::Items) {
            adder.add("items", [], |scope| View::Items(items::items_view(scope, catalog)));
        }
        for filter in filter::filters(catalog).into_iter().filter(|f| f.name != "channel") {
            let filter = Arc::new(filter);
            for choice in filter.choices.clone() {
                let filter = Arc::clone(&filter);
                adder.add(&format!("items/{}", choice.href), [], move |scope| {
                    View::Filter(filter::filter_view(scope, catalog, &filter, &choice))
                });
            }
        }
        for item in &catalog.items {
            let guide = scope.guide(&item.id);
            let reviewed = guide.and_then(|g| g.front.reviewed.as_ref()).map(|day| day.value);
            let sources: Vec<FileId> = point_files.iter().copied().chain(guide.map(|g| g.file)).collect();
            adder.add_dated(&format!("items/{}", item.id), reviewed, sources, move |scope| {
                View::Item(Box::new(item::item_view(scope, catalog, item)))
            });
        }
        if scope.has(Section::Channels) {
            adder.add("channels", point_files.clone(), |scope| View::Channels(channels::index(scope, catalog)));
        }
        for channel in &catalog.channels {
            let of: Vec<FileId> = scope.points_of(&channel.id).iter().map(|p| p.span.file).collect();
            adder.add(&format!("channels/{}", channel.id), of, move |scope| {
                View::Channel(channels::channel_view(scope, catalog, channel))
            });
        }
    }
    if scope.has(Section::Points) {
        let mut files = point_files.clone();
        files.extend(bureau.boundary.as_ref().map(|b| b.file));
        files.extend(scope.workspace.calendar.as_ref().map(|c| c.span.file));
        adder.add("points", files, |scope| View::Points(points::points_view(scope)));
        if areas::large(scope) {
            for (at, part) in scope.areas().parts.iter().enumerate().filter(|(_, part)| !part.slug.is_empty()) {
                let mut files: Vec<FileId> = part.points.iter().map(|p| p.span.file).collect();
                dedup(&mut files);
                files.extend(scope.workspace.calendar.as_ref().map(|c| c.span.file));
                adder.add(&format!("points/{}", part.slug), files, move |scope| {
                    // The parts were counted above, so there is one.
                    match scope.areas().parts.get(at) {
                        Some(part) => View::Points(points::area_view(scope, part)),
                        None => View::Points(points::points_view(scope)),
                    }
                });
            }
        }
        if compare::exists(scope) {
            adder.add("points/_compare", point_files.clone(), |scope| View::Compare(compare::compare_view(scope)));
        }
    }
    moved_pages(&mut adder);
    for point in &bureau.points {
        let about = bureau.notices.iter().filter(|n| n.front.points.iter().any(|id| id.as_str() == point.id.as_str()));
        let sources: Vec<FileId> = about.map(|n| n.file).chain([point.span.file]).collect();
        let reviewed = point.reviewed.as_ref().map(|review| review.date.value);
        // Whether it is open, and what search engines are told of its hours, follows the calendar.
        let calendar = scope.workspace.calendar.as_ref().map(|c| c.span.file);
        adder.add_dated(&format!("points/{}", point.id), reviewed, sources.into_iter().chain(calendar), move |scope| {
            View::Point(Box::new(point::point_view(scope, point)))
        });
    }
    if let Some(villages) = &bureau.villages {
        let files: Vec<FileId> =
            point_files.iter().copied().chain([villages.span.file]).chain(bureau.boundary.as_ref().map(|b| b.file)).collect();
        adder.add("reach", files.clone(), |scope| View::Reach(Box::new(reach::reach_view(scope, villages))));
        let parts: Arc<[reach::Part<'a>]> = reach::parts(scope).into();
        for (at, part) in parts.iter().enumerate() {
            let parts = Arc::clone(&parts);
            adder.add(&format!("reach/{}", part.slug), files.clone(), move |scope| match parts.get(at) {
                Some(part) => View::ReachTown(reach::town_view(scope, villages, part, &parts)),
                None => View::Reach(Box::new(reach::reach_view(scope, villages))),
            });
        }
    }
    if let Some(programme) = &bureau.programme {
        adder.add("services", [], |scope| View::Services(services::services_view(scope, programme)));
    }
    if let Some(plan) = &bureau.plan {
        adder.add("plan", [plan.span.file], |scope| View::Plan(plan::plan_view(scope, plan)));
    }
    if scope.has(Section::Forms) {
        adder.add("forms", guide_files.iter().copied(), |scope| View::Forms(forms::forms_view(scope)));
    }
    if scope.has(Section::Standards) {
        let files: Vec<FileId> = scope.standards.iter().map(|s| s.file.title.span.file).collect();
        adder.add("standards", files, |scope| View::Standards(standards::index(scope)));
        for standard in &scope.standards {
            let standard: &'a crate::model::Standard = standard;
            adder.add(&format!("standards/{}", standards::folder(standard)), [standard.file.title.span.file], move |scope| {
                View::Standard(Box::new(standards::standard_view(scope, standard)))
            });
        }
    }
    if scope.has(Section::Ratings) {
        adder.add("ratings", point_files, |scope| View::Ratings(ratings::ratings_view(scope)));
    }
    if scope.has(Section::Handbooks) {
        let files: Vec<FileId> = bureau.handbooks.iter().map(|h| h.front.span.file).collect();
        adder.add("handbooks", files, |scope| View::Handbooks(handbooks::handbooks_view(scope)));
        for book in &bureau.handbooks {
            let mut files: Vec<FileId> = book.files.iter().chain(&guide_files).copied().collect();
            files.extend(bureau.points.iter().map(|p| p.span.file));
            for index in 0..book.front.chapters.len() {
                adder.add(&format!("handbooks/{}", chapter::folder(book, index)), files.iter().copied(), move |scope| {
                    // The chapters were counted above, so there is one.
                    match chapter::chapter_view(scope, book, index) {
                        Some(view) => View::Chapter(Box::new(view)),
                        None => View::Handbooks(handbooks::handbooks_view(scope)),
                    }
                });
            }
        }
    }
}

/// Pages under ids that items and points had before. A page that is there goes before; `check` reports the clash.
fn moved_pages(adder: &mut Adder<'_, '_>) {
    let bureau = adder.scope.bureau;
    let items = bureau.catalog.iter().flat_map(|c| &c.items).map(|i| (Section::Items, &i.name, &i.id, &i.formerly));
    let points = bureau.points.iter().map(|p| (Section::Points, &p.name, &p.id, &p.formerly));
    for (section, name, id, old) in items.chain(points) {
        for old in old {
            let folder = SiteContext::folder(section);
            adder.add(&format!("{folder}/{old}"), [name.span.file], move |scope| {
                View::Moved(moved::moved_view(scope, section, name, id))
            });
            if let Some(page) = adder.pages.last_mut() {
                // What search engines are told is the new address.
                page.url = adder.scope.workspace.url(&format!("{}/{folder}/{id}/", bureau.id));
            }
        }
    }
}

/// The page of what has changed.
fn changes_page<'a>(scope: &Arc<SiteContext<'a>>, editions: &'a [Edition], pages: &mut Vec<Page<'a>>) {
    if !scope.has(Section::Changes) {
        return;
    }
    let bureau = scope.bureau;
    let own: Vec<&'a Edition> = editions.iter().filter(|e| e.bureau == bureau.id.as_str() && !e.steps.is_empty()).collect();
    let mut files: Vec<FileId> = own.iter().flat_map(|e| e.sources.iter().copied()).collect();
    files.extend(bureau.guides.iter().map(|g| g.file));
    files.extend(bureau.notices.iter().map(|n| n.file));
    files.extend(bureau.print_runs.iter().map(|run| run.span.file));
    let mut adder = Adder { scope: Arc::clone(scope), common: scope.common_sources(), pages };
    adder.add("changes", files, move |scope| View::Changes(changes::changes_view(scope, &own)));
}

/// A page for every edition that prints of the bureau bear, and the list of the current ones.
fn edition_pages<'a>(scope: &Arc<SiteContext<'a>>, editions: &'a [Edition], pages: &mut Vec<Page<'a>>) {
    let own: Vec<&'a Edition> = editions.iter().filter(|e| e.bureau == scope.bureau.id.as_str()).collect();
    if own.is_empty() {
        return;
    }
    let mut adder = Adder { scope: Arc::clone(scope), common: scope.common_sources(), pages };
    for edition in &own {
        let edition: &'a Edition = edition;
        adder.add(&format!("v/{}", edition.code), edition.sources.iter().copied(), move |scope| {
            View::Edition(Box::new(edition::edition_view(scope, edition)))
        });
    }
    let mut files: Vec<FileId> = own.iter().flat_map(|e| e.sources.iter().copied()).collect();
    dedup(&mut files);
    let old = own.iter().filter(|e| e.state != EditionState::Current).count();
    let parts: Arc<[edition::Part<'a>]> = edition::parts(scope, &own).into();
    for (at, part) in parts.iter().enumerate() {
        let parts = Arc::clone(&parts);
        let path = if at == 0 { "v".to_owned() } else { format!("v/{}", part.slug) };
        adder.add(&path, files.clone(), move |scope| View::Editions(edition::index(scope, &parts, at, old)));
    }
}

/// Every picture that some page shows.
pub fn pictures(workspace: &Workspace) -> Vec<Picture> {
    let mut found = Vec::new();
    for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
        found.extend(site_context::mark(workspace, bureau));
        let mut paths = Vec::new();
        let books = bureau.handbooks.iter().flat_map(|h| h.texts.iter().flatten());
        let notices = bureau.notices.iter().flat_map(|n| &n.body);
        markdown::pictures(bureau.guides.iter().flat_map(|g| &g.body).chain(books).chain(notices), &mut paths);
        paths.extend(bureau.guides.iter().flat_map(|g| &g.forms).map(|form| form.file.path.clone()));
        found.extend(paths.into_iter().map(|from| Picture { path: picture_path(&from), from }));
    }
    found.sort();
    found.dedup();
    found
}

/// Where a picture or a form lies that a text names; an address that is neither stays as it is.
pub fn target(root: &str, forms: &[Form], src: &str) -> String {
    match forms.iter().find(|form| form.written == src) {
        Some(form) => format!("{root}{}", picture_path(&form.file.path)),
        None if is_form(src) => src.to_owned(),
        None => format!("{root}{}", picture_path(src)),
    }
}

/// Where a picture of the workspace lies under `site/`.
pub fn picture_path(from: &str) -> String {
    format!("assets/files/{from}")
}

fn dedup(files: &mut Vec<FileId>) {
    files.sort_unstable();
    files.dedup();
}
