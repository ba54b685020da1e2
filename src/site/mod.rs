//! The public website: one small view per page, and the templates that set it.
//!
//! Owns every page below `site/`: which pages there are, what each says, and how a view becomes HTML. It must not touch the
//! disk, the clock or the network, and nothing internal (records, inspectors, notes, private phones) may enter a view.
//!
//! The way of a page: [`pages`] lists every [`Page`]; [`Page::view`] makes its [`View`] from the workspace, which is also what a
//! fingerprint is taken of; [`View::render`] turns the view into bytes with the [`Engine`], which holds the parsed templates.

mod areas;
mod assets;
mod available;
mod engine;
mod format;
mod linked;
mod map;
mod news;
mod once;
mod open;
mod page_frame;
mod pages;
mod registration;
mod search;
mod site_context;
mod sitemap;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Serialize;

use crate::diagnostic::FileId;
use crate::model::Workspace;

pub use assets::{script, stylesheet};
pub use available::{Available, PrintFile};
pub use engine::{Engine, TemplateError};
pub use once::hash_json;

/// A published result of an inspection: all that the public may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rating {
    /// Bureau id.
    pub bureau: String,
    /// Point id.
    pub point: String,
    /// Title of the standard.
    pub standard: String,
    /// Document of the standard, such as 温医保联发〔2023〕3号.
    pub source: Option<String>,
    /// The campaign, such as 2026.
    pub campaign: String,
    /// Path of the publication list below the bureau's folder, without extension.
    pub list: String,
    /// Grade or result in words: 三星, 合格.
    pub result: String,
    /// Day of the rating, as it prints: 2026年5月1日.
    pub date: String,
}

/// Whether a print of some edition may still hang.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionState {
    /// It shows what the newest one shows.
    Current,
    /// Another took its place.
    Superseded,
    /// Nothing took its place: the piece is not made any more.
    Withdrawn,
}

/// The group of what is printed for the whole bureau, beside those of its points.
pub const WHOLE: &str = "全局";

/// A printed edition by the code that it bears: all that its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Bureau id.
    pub bureau: String,
    /// The code.
    pub code: String,
    /// What it is: 东镇医保服务站 服务清单.
    pub name: String,
    /// Whose it is: the point, or the whole bureau.
    pub group: String,
    /// The id of its point, where it is a point's.
    pub point: Option<String>,
    /// Whether it is current.
    pub state: EditionState,
    /// Since when the current edition is being printed, if it was ordered.
    pub since: Option<String>,
    /// When this edition was ordered, if it is an old one.
    pub ordered: Option<String>,
    /// The code of the current edition, if this one has another.
    pub by: Option<String>,
    /// What has changed since, one sentence each.
    pub changes: Vec<String>,
    /// The current edition's file, from the bureau's folder.
    pub file: Option<String>,
    /// What changed from one edition of the piece to the next, with the current edition alone.
    pub steps: Vec<Step>,
    /// Every file of the workspace that it is made from.
    pub sources: Vec<FileId>,
}

/// What changed from one edition of a piece to the next, in sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When the next one was given to print; none where it was not yet.
    pub date: Option<NaiveDate>,
    /// What has changed, each once.
    pub changes: Vec<Told>,
}

/// One change for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The same in all pieces that show it, whatever each calls it.
    pub key: String,
    /// The sentence.
    pub text: String,
}

/// One page of the site: where it goes, what it is made from, and how to make it. Cheap to list, made only when asked.
pub struct Page<'a> {
    /// Path under `site/`, with forward slashes.
    pub path: String,
    /// The bureau whose page it is; `None` for the portal and the page for lost addresses.
    pub bureau: Option<&'a str>,
    /// Every file of the workspace that the page is made from.
    pub sources: Vec<FileId>,
    /// Its whole address, where the workspace says where the site will lie.
    pub url: Option<String>,
    /// The day on which what it says was published or last reviewed, where its file says so.
    pub dated: Option<NaiveDate>,
    view: Box<dyn Fn() -> View + Send + Sync + 'a>,
}

impl Page<'_> {
    /// Everything that the page says, and nothing else: equal views make equal pages.
    #[must_use]
    pub fn view(&self) -> View {
        let mut view = (self.view)();
        let is_text = matches!(view, View::Item(_) | View::Notice(_) | View::Chapter(_));
        let frame = view.chrome_mut();
        frame.url = self.url.clone().unwrap_or_default();
        frame.tags = registration::tags(is_text, frame);
        view
    }
}

/// What a page says, one kind per template.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// `index.html` of the whole site.
    Portal(pages::portal::PortalView),
    /// What the site is; what it does for people who see, hear or move less well.
    About(pages::about::AboutView),
    /// The map of the site.
    SiteMap(pages::site_map::SiteMapView),
    /// Whom to call, and where the bureau is.
    Contact(pages::contact::ContactView),
    /// A page that leads on to another.
    Moved(pages::moved::MovedView),
    /// A bureau's first page.
    Home(Box<pages::home::HomeView>),
    /// The search.
    Search(pages::search::SearchView),
    /// The matrix of items and channels.
    Items(pages::items::ItemsView),
    /// Items that are alike in one way.
    Filter(pages::filter::FilterView),
    /// One item.
    Item(Box<pages::item::ItemView>),
    /// All points of a bureau.
    Points(pages::points::PointsView),
    /// One point.
    Point(Box<pages::point::PointView>),
    /// Points side by side.
    Compare(pages::compare::CompareView),
    /// All channels of a bureau.
    Channels(pages::channels::ChannelsView),
    /// One channel.
    Channel(pages::channels::ChannelView),
    /// The plan.
    Plan(pages::plan::PlanView),
    /// All notices.
    Notices(pages::notices::NoticesView),
    /// One notice.
    Notice(pages::notices::NoticeView),
    /// Published ratings.
    Ratings(pages::ratings::RatingsView),
    /// The empty forms.
    Forms(pages::forms::FormsView),
    /// The standards of a bureau.
    Standards(pages::standards::StandardsView),
    /// One standard.
    Standard(Box<pages::standards::StandardView>),
    /// What has changed.
    Changes(pages::changes::ChangesView),
    /// Who reaches a point in 15 minutes.
    Reach(Box<pages::reach::ReachView>),
    /// The villages of one town.
    ReachTown(pages::reach::TownView),
    /// The programme: special services, roles, networks, phases, targets.
    Services(pages::services::ServicesView),
    /// A chapter of a handbook.
    Chapter(Box<pages::chapter::ChapterView>),
    /// The handbooks.
    Handbooks(pages::handbooks::HandbooksView),
    /// One printed edition.
    Edition(Box<pages::edition::EditionView>),
    /// All current editions.
    Editions(pages::edition::EditionsView),
    /// The page for lost addresses.
    NotFound(pages::portal::NotFoundView),
}

impl View {
    /// What stands round it.
    #[must_use]
    pub fn chrome(&self) -> &page_frame::PageFrame {
        match self {
            Self::Portal(view) => &view.chrome,
            Self::About(view) => &view.chrome,
            Self::SiteMap(view) => &view.chrome,
            Self::Contact(view) => &view.chrome,
            Self::Moved(view) => &view.chrome,
            Self::Home(view) => &view.chrome,
            Self::Search(view) => &view.chrome,
            Self::Items(view) => &view.chrome,
            Self::Filter(view) => &view.chrome,
            Self::Item(view) => &view.chrome,
            Self::Points(view) => &view.chrome,
            Self::Point(view) => &view.chrome,
            Self::Compare(view) => &view.chrome,
            Self::Channels(view) => &view.chrome,
            Self::Channel(view) => &view.chrome,
            Self::Plan(view) => &view.chrome,
            Self::Notices(view) => &view.chrome,
            Self::Notice(view) => &view.chrome,
            Self::Ratings(view) => &view.chrome,
            Self::Reach(view) => &view.chrome,
            Self::Services(view) => &view.chrome,
            Self::Chapter(view) => &view.chrome,
            Self::Handbooks(view) => &view.chrome,
            Self::Edition(view) => &view.chrome,
            Self::Editions(view) => &view.chrome,
            Self::Forms(view) => &view.chrome,
            Self::Standards(view) => &view.chrome,
            Self::Standard(view) => &view.chrome,
            Self::Changes(view) => &view.chrome,
            Self::ReachTown(view) => &view.chrome,
            Self::NotFound(view) => &view.chrome,
        }
    }

    fn chrome_mut(&mut self) -> &mut page_frame::PageFrame {
        match self {
            Self::Portal(view) => &mut view.chrome,
            Self::About(view) => &mut view.chrome,
            Self::SiteMap(view) => &mut view.chrome,
            Self::Contact(view) => &mut view.chrome,
            Self::Moved(view) => &mut view.chrome,
            Self::Home(view) => &mut view.chrome,
            Self::Search(view) => &mut view.chrome,
            Self::Items(view) => &mut view.chrome,
            Self::Filter(view) => &mut view.chrome,
            Self::Item(view) => &mut view.chrome,
            Self::Points(view) => &mut view.chrome,
            Self::Point(view) => &mut view.chrome,
            Self::Compare(view) => &mut view.chrome,
            Self::Channels(view) => &mut view.chrome,
            Self::Channel(view) => &mut view.chrome,
            Self::Plan(view) => &mut view.chrome,
            Self::Notices(view) => &mut view.chrome,
            Self::Notice(view) => &mut view.chrome,
            Self::Ratings(view) => &mut view.chrome,
            Self::Forms(view) => &mut view.chrome,
            Self::Standards(view) => &mut view.chrome,
            Self::Standard(view) => &mut view.chrome,
            Self::Changes(view) => &mut view.chrome,
            Self::Reach(view) => &mut view.chrome,
            Self::ReachTown(view) => &mut view.chrome,
            Self::Services(view) => &mut view.chrome,
            Self::Chapter(view) => &mut view.chrome,
            Self::Handbooks(view) => &mut view.chrome,
            Self::Edition(view) => &mut view.chrome,
            Self::Editions(view) => &mut view.chrome,
            Self::NotFound(view) => &mut view.chrome,
        }
    }

    /// The template that sets this view.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Portal(_) => "portal.html",
            Self::About(view) => view.template,
            Self::SiteMap(_) => "sitemap.html",
            Self::Contact(_) => "contact.html",
            Self::Moved(_) => "moved.html",
            Self::Home(_) => "home.html",
            Self::Search(_) => "search.html",
            Self::Items(_) => "items.html",
            Self::Filter(_) => "filter.html",
            Self::Item(_) => "item.html",
            Self::Points(_) => "points.html",
            Self::Point(_) => "point.html",
            Self::Compare(_) => "compare.html",
            Self::Channels(_) => "channels.html",
            Self::Channel(_) => "channel.html",
            Self::Plan(_) => "plan.html",
            Self::Notices(_) => "notices.html",
            Self::Notice(_) => "notice.html",
            Self::Ratings(_) => "ratings.html",
            Self::Forms(_) => "forms.html",
            Self::Standards(_) => "standards.html",
            Self::Standard(_) => "standard.html",
            Self::Changes(_) => "changes.html",
            Self::Reach(_) => "reach.html",
            Self::ReachTown(_) => "reach-town.html",
            Self::Services(_) => "services.html",
            Self::Chapter(_) => "chapter.html",
            Self::Handbooks(_) => "handbooks.html",
            Self::Edition(_) => "edition.html",
            Self::Editions(_) => "editions.html",
            Self::NotFound(_) => "404.html",
        }
    }

    /// The page's bytes.
    ///
    /// # Errors
    /// When a template asks for something that the view does not have; the error names the template and the line.
    pub fn render(&self, engine: &Engine) -> Result<Vec<u8>, TemplateError> {
        let template = self.template();
        match self {
            Self::Point(view) => {
                engine.page(template, &view.own, self.chrome(), [(pages::point::GROUPS, view.groups.value(template)?)])
            }
            _ => engine.page(template, self, self.chrome(), []),
        }
    }

    /// Adds everything that the page says to a hash.
    pub fn fingerprint(&self, hasher: &mut blake3::Hasher) {
        let frame = self.chrome();
        hasher.update(self.template().as_bytes()).update(frame.shared_hash());
        match self {
            Self::Point(view) => {
                hasher.update(view.groups.hash());
                hash_json(hasher, &(&view.own, frame));
            }
            _ => hash_json(hasher, &(self, frame)),
        }
    }
}

/// Data of a bureau that the site's script loads when it is needed: a script itself, so that it works from a disk.
pub struct Script<'a> {
    /// Path under `site/`.
    pub path: String,
    /// Whose it is.
    pub bureau: &'a str,
    /// Every file of the workspace that it is made from.
    pub sources: Vec<FileId>,
    make: Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>,
}

impl Script<'_> {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        (self.make)()
    }
}

/// The scripts with data: what can be searched for, and when points are open.
#[must_use]
pub fn scripts<'a>(workspace: &'a Workspace, ratings: &'a [Rating]) -> Vec<Script<'a>> {
    pages::scripts(workspace, ratings)
}

/// A picture of the workspace that pages show, to be copied as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Picture {
    /// Path under `site/`.
    pub path: String,
    /// Path in the workspace.
    pub from: String,
}

/// Every page of the site, in a fixed order: portal first, then each bureau's pages. They link to what is `available` and to each other.
#[must_use]
pub fn pages<'a>(
    workspace: &'a Workspace,
    ratings: &'a [Rating],
    editions: &'a [Edition],
    available: &'a Available,
) -> Vec<Page<'a>> {
    pages::list(workspace, ratings, editions, available)
}

/// `site.webmanifest`: the name and the icon under which a phone puts the site on its screen. It stays in the browser, with its way back.
#[must_use]
pub fn manifest(workspace: &Workspace) -> Vec<u8> {
    let icon =
        |name: &str, size: &str| serde_json::json!({"src": name, "sizes": size, "type": "image/png", "purpose": "any maskable"});
    let manifest = serde_json::json!({
        "name": workspace.config.title.as_str(),
        "lang": "zh-CN",
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0b4a8f",
        "icons": [icon("assets/icon.png", "192x192"), icon("assets/icon-512.png", "512x512")],
    });
    format!("{manifest}\n").into_bytes()
}

/// The sitemap and `robots.txt`, each with its path under `site/`; none where nobody knows where the site will lie.
#[must_use]
pub fn sitemap(workspace: &Workspace, pages: &[Page<'_>]) -> Vec<(String, Vec<u8>)> {
    sitemap::files(workspace, pages)
}

/// Every picture that some page shows, sorted, each once.
#[must_use]
pub fn pictures(workspace: &Workspace) -> Vec<Picture> {
    pages::pictures(workspace)
}
