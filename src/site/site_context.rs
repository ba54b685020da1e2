//! One bureau as its pages see it: lookups made once, shared by all of its pages.
//! It must not know what any page says beyond the sections that exist.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::areas::Areas;
use super::format::{HoursWords, Link, hours, phones};
use super::linked::Told;
use super::once::Once;
use super::open::OpenTable;
use super::page_frame::{NavLink, PageFrame, Shared, up};
use super::pages::point::DepthGroup;
use super::{Available, Picture, PrintFile, Rating, registration};
use crate::diagnostic::{Diagnostics, FileId};
use crate::model::coordinates::Place;
use crate::model::{Bureau, Catalog, Guide, Item, Point, Standard, Text, Workspace, reach};

/// The sections of a bureau's site, in the order of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// The bureau's first page, which is no section of its own.
    Home,
    /// The search.
    Search,
    /// What holds for a time.
    Notices,
    /// Items.
    Items,
    /// Points.
    Points,
    /// Channels.
    Channels,
    /// Who reaches a point in 15 minutes.
    Reach,
    /// The programme.
    Services,
    /// The plan.
    Plan,
    /// Ratings.
    Ratings,
    /// Handbooks.
    Handbooks,
    /// The empty forms that guides offer.
    Forms,
    /// The standards by which points are looked at. Reached from the first page and the map of the site.
    Standards,
    /// What has changed. Likewise.
    Changes,
    /// Editions of prints: reached by their codes, not from the navigation.
    Editions,
}

/// A bureau with lookups.
pub struct SiteContext<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The bureau.
    pub bureau: &'a Bureau,
    /// Its published ratings.
    pub ratings: Vec<&'a Rating>,
    guides: HashMap<&'a str, &'a Guide>,
    points: BTreeMap<&'a str, Vec<&'a Point>>,
    pub sections: Vec<Section>,
    /// The standards that are published.
    pub standards: Vec<&'a Standard>,
    hours: OnceLock<HashMap<&'a str, HoursWords>>,
    areas: OnceLock<Areas<'a>>,
    reached: OnceLock<Vec<reach::Row<'a>>>,
    /// When its points are open.
    pub open: OpenTable<'a>,
    /// What its pages tell search engines alike.
    pub told: Told,
    mark: Option<Picture>,
    /// Whether there is a feed to link to.
    has_feed: bool,
    available: &'a Available,
    /// What pages share of their frames, by section and whether they lie below its first page.
    frames: Mutex<HashMap<(Section, bool), Arc<Shared>>>,
    /// What points do that do just what their channel does, by channel.
    done: Mutex<HashMap<&'a str, Once<Vec<DepthGroup>>>>,
}

impl<'a> SiteContext<'a> {
    /// Makes the lookups of a bureau.
    pub fn new(workspace: &'a Workspace, bureau: &'a Bureau, ratings: &'a [Rating], available: &'a Available) -> Self {
        let mut points: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
        for point in &bureau.points {
            points.entry(point.channel.as_str()).or_default().push(point);
        }
        let guides = bureau.guides.iter().map(|g| (g.front.item.as_str(), g)).collect();
        let ratings: Vec<&Rating> = ratings.iter().filter(|r| r.bureau == bureau.id.as_str()).collect();
        let mut scope = Self {
            workspace,
            bureau,
            ratings,
            guides,
            points,
            sections: Vec::new(),
            standards: Vec::new(),
            hours: OnceLock::new(),
            areas: OnceLock::new(),
            reached: OnceLock::new(),
            open: OpenTable::of(workspace, bureau),
            told: Told::default(),
            mark: mark(workspace, bureau),
            has_feed: false,
            available,
            frames: Mutex::default(),
            done: Mutex::default(),
        };
        scope.has_feed = workspace.config.base_url.is_some() && !super::news::news(&scope).is_empty();
        scope.standards = super::pages::standards::published(&scope);
        scope.sections = [
            (Section::Search, !scope.items().is_empty() || !bureau.points.is_empty()),
            (Section::Notices, !bureau.notices.is_empty()),
            (Section::Items, !scope.items().is_empty()),
            (Section::Points, !bureau.points.is_empty()),
            (Section::Channels, scope.catalog().is_some_and(|c| !c.channels.is_empty())),
            (Section::Reach, bureau.villages.is_some()),
            (Section::Services, bureau.programme.is_some()),
            (Section::Plan, bureau.plan.is_some()),
            (Section::Ratings, !scope.ratings.is_empty()),
            (Section::Handbooks, !bureau.handbooks.is_empty() || !bureau.leaflets.is_empty()),
            (Section::Forms, bureau.guides.iter().any(|g| !g.forms.is_empty())),
            (Section::Standards, !scope.standards.is_empty()),
            (Section::Changes, super::pages::changes::exists(&scope)),
        ]
        .into_iter()
        .filter_map(|(section, exists)| exists.then_some(section))
        .collect();
        scope
    }

    /// The catalog.
    pub fn catalog(&self) -> Option<&'a Catalog> {
        self.bureau.catalog.as_ref()
    }

    /// The items of the catalog.
    pub fn items(&self) -> &'a [Item] {
        self.bureau.catalog.as_ref().map_or(&[], |c| &c.items)
    }

    /// The guide of an item.
    pub fn guide(&self, item: &str) -> Option<&'a Guide> {
        self.guides.get(item).copied()
    }

    /// The points of a channel in the order of files, closed ones too.
    pub fn points_of(&self, channel: &str) -> &[&'a Point] {
        self.points.get(channel).map_or(&[], Vec::as_slice)
    }

    /// The points in parts that a page can hold.
    pub fn areas(&self) -> &Areas<'a> {
        self.areas.get_or_init(|| Areas::of(self))
    }

    /// The villages, each with its nearest point, in the order of their file.
    pub fn reached(&self) -> &[reach::Row<'a>] {
        self.reached.get_or_init(|| {
            self.bureau.villages.as_ref().map_or_else(Vec::new, |villages| reach::rows(villages, &reach::places(self.bureau)))
        })
    }

    /// The points of a channel to which people can go.
    pub fn open_points_of(&self, channel: &str) -> impl Iterator<Item = &'a Point> {
        self.points_of(channel).iter().copied().filter(|p| p.in_service())
    }

    /// The first of some kinds of print that there is of a point, an item, a leaflet or a handbook.
    pub fn print(&self, of: &str, pieces: &[&str]) -> Option<&'a PrintFile> {
        self.available.print(&self.bureau.id, of, pieces)
    }

    /// Whether there is a file with this path below the bureau's folder.
    pub fn has_file(&self, path: &str) -> bool {
        self.available.has_file(&format!("{}/{path}", self.bureau.id))
    }

    /// Hours in words. Many points share the same text, so each text is read once, when the first page asks.
    pub fn hours(&self, text: Option<&Text>) -> HoursWords {
        let Some(text) = text else { return HoursWords::default() };
        let known = self.hours.get_or_init(|| {
            let points = self.bureau.points.iter();
            let special = points.clone().flat_map(|p| &p.special).filter_map(|s| s.hours.as_ref());
            let services = self.bureau.programme.iter().flat_map(|p| &p.services).filter_map(|s| s.hours.as_ref());
            let mut known: HashMap<&str, HoursWords> = HashMap::new();
            for text in points.filter_map(|p| p.hours.as_ref()).chain(special).chain(services) {
                known.entry(text.as_str()).or_insert_with(|| hours(text));
            }
            known
        });
        known.get(text.as_str()).cloned().unwrap_or_default()
    }

    /// The hours of a point in words, with their note as the last line.
    pub fn point_hours(&self, point: &Point) -> HoursWords {
        let mut words = self.hours(point.hours.as_ref());
        words.lines.extend(point.hours_note.as_ref().map(|note| note.value.clone()));
        words
    }

    /// What is done at a point, made where no point before had the same. `make` may look at what it offers, and at nothing else of it.
    pub fn done_at(&self, point: &Point, make: impl FnOnce() -> Vec<DepthGroup>) -> Once<Vec<DepthGroup>> {
        // The points that are looked up by their channel live as long as the bureau.
        let channel = self.points.get_key_value(point.channel.as_str()).map(|(channel, _)| *channel);
        let Some(channel) = channel.filter(|_| point.is_as_its_channel()) else { return Once::new(make()) };
        let known = self.done.lock().unwrap_or_else(PoisonError::into_inner).get(channel).cloned();
        known.unwrap_or_else(|| {
            let made = Once::new(make());
            self.done.lock().unwrap_or_else(PoisonError::into_inner).entry(channel).or_insert(made).clone()
        })
    }

    /// Whether a section has content.
    pub fn has(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    /// What the navigation calls a section.
    pub fn label(&self, section: Section) -> &'static str {
        match section {
            Section::Home => "首页",
            Section::Search => "搜索",
            Section::Notices => "公告",
            Section::Items => "服务事项",
            Section::Points => "服务网点",
            Section::Channels => "服务渠道",
            Section::Reach => "服务圈",
            Section::Services if self.has_services() => "特色服务",
            Section::Services => "工作方案",
            Section::Plan => "工作计划",
            Section::Ratings => "评定结果",
            Section::Handbooks => "业务指南",
            Section::Forms => "表格下载",
            Section::Standards => "检查标准",
            Section::Changes => "更新记录",
            Section::Editions => "印刷品版本",
        }
    }

    fn has_services(&self) -> bool {
        self.bureau.programme.as_ref().is_some_and(|p| !p.services.is_empty())
    }

    /// The folder of a section below the bureau.
    pub fn folder(section: Section) -> &'static str {
        match section {
            Section::Home => "",
            Section::Search => "search",
            Section::Notices => "notices",
            Section::Items => "items",
            Section::Points => "points",
            Section::Channels => "channels",
            Section::Reach => "reach",
            Section::Services => "services",
            Section::Plan => "plan",
            Section::Ratings => "ratings",
            Section::Handbooks => "handbooks",
            Section::Forms => "forms",
            Section::Standards => "standards",
            Section::Changes => "changes",
            Section::Editions => "v",
        }
    }

    /// Files that every page of the bureau is made from.
    pub fn common_sources(&self) -> Vec<FileId> {
        let mut files = vec![self.workspace.config.span.file, self.bureau.file.span.file];
        // The navigation and the foot speak of these.
        files.extend(self.bureau.catalog.as_ref().map(|c| c.span.file));
        files.extend(self.bureau.programme.as_ref().map(|p| p.span.file));
        if !self.ratings.is_empty() {
            files.extend(self.bureau.inspections.iter().map(|i| i.span.file));
        }
        files
    }

    /// The outline of the bureau's area; nothing where it has given none.
    pub fn outline(&self) -> &'a [Vec<Place>] {
        self.bureau.boundary.as_ref().map_or(&[], |b| &b.rings)
    }

    /// Where the outline is from, to be said beside every map that has it.
    pub fn outline_source(&self) -> Option<String> {
        let written = self.bureau.file.boundary.as_ref().filter(|_| self.bureau.boundary.is_some())?;
        Some(format!("边界线：{}", written.source))
    }

    /// The path of a page below `site/`.
    pub fn path(&self, below: &str) -> String {
        if below.is_empty() {
            return format!("{}/index.html", self.bureau.id);
        }
        format!("{}/{below}/index.html", self.bureau.id)
    }

    /// Head and foot of a page of this bureau. `inside` is the page's name when it lies below its section's first page.
    pub fn chrome(&self, section: Section, inside: Option<&str>) -> PageFrame {
        let levels = usize::from(section != Section::Home) + usize::from(inside.is_some());
        let home = up(levels);
        let short = self.bureau.short_name();
        let section_name = self.label(section);
        let here = match (section, inside) {
            (Section::Home, _) => String::new(),
            (_, Some(name)) => name.to_owned(),
            (_, None) => section_name.to_owned(),
        };
        let mut crumbs = Vec::new();
        if section != Section::Home {
            crumbs.push(Link::new(short, format!("{home}index.html")));
        }
        if inside.is_some() {
            crumbs.push(Link::new(section_name, "../index.html"));
        }
        let title = if here.is_empty() { self.bureau.file.name.value.clone() } else { format!("{here} · {short}") };
        PageFrame {
            shared: self.shared(section, inside.is_some(), &home),
            title,
            url: String::new(),
            moved: String::new(),
            hidden: false,
            data: String::new(),
            description: String::new(),
            crumbs,
            here,
            published: self.bureau.file.edition.date.to_string(),
            tags: Vec::new(),
        }
    }

    /// What is the same round all pages of a section that lie on its first page, or below it.
    fn shared(&self, section: Section, below: bool, home: &str) -> Arc<Shared> {
        let mut all = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = all.entry((section, below)).or_insert_with(|| Arc::new(self.make_shared(section, below, home)));
        Arc::clone(shared)
    }

    fn make_shared(&self, section: Section, below: bool, home: &str) -> Shared {
        let root = format!("../{home}");
        let in_menu = |section: &&Section| !matches!(section, Section::Standards | Section::Changes);
        let nav = self.sections.iter().filter(in_menu).map(|&each| NavLink {
            label: self.label(each).to_owned(),
            href: format!("{home}{}/index.html", Self::folder(each)),
            current: match (each == section, below) {
                (false, _) => "",
                (true, false) => "page",
                (true, true) => "true",
            },
        });
        Shared {
            image: image(self.workspace),
            feed: if self.has_feed { format!("{home}feed.xml") } else { String::new() },
            changes: if self.has(Section::Changes) { format!("{home}changes/index.html") } else { String::new() },
            contact: super::pages::contact::note(self).map(|_| format!("{home}about/index.html")).unwrap_or_default(),
            name: self.bureau.file.name.value.clone(),
            mark: self.mark.as_ref().map(|m| format!("{root}{}", m.path)).unwrap_or_default(),
            hotlines: phones(self.bureau.file.numbers()),
            complaints: phones(self.bureau.file.complaint_numbers()),
            nav: nav.collect(),
            sample: self.sample(),
            foot: self.foot(),
            statements: registration::statements(self.workspace),
            site_code: registration::site_code(self.workspace),
            portal: format!("{root}index.html"),
            site: self.workspace.config.title.value.clone(),
            open: if self.open.is_empty() { String::new() } else { format!("{home}hours.js") },
            home: format!("{home}index.html"),
            root,
            ..Shared::default()
        }
    }

    fn sample(&self) -> String {
        if self.bureau.file.sample {
            "示例：电话、地址和人员是虚构的，指南文字不作办事依据。".to_owned()
        } else {
            String::new()
        }
    }

    fn foot(&self) -> Vec<String> {
        let mut lines = vec![self.bureau.file.edition.zh()];
        if let Some(source) = self.catalog().and_then(|c| c.source.as_ref()) {
            lines.push(format!("服务清单依据：{source}"));
        }
        lines.extend(self.bureau.file.note.as_ref().map(|note| note.value.clone()));
        lines
    }
}

/// The picture that stands for the site: the larger icon of the theme.
pub fn image(workspace: &Workspace) -> String {
    workspace.url("assets/icon-512.png").unwrap_or_default()
}

/// The mark of a bureau: where it lies in the workspace, and its path under `site/`. One that cannot be used was reported when
/// the workspace was read, and no page shows it.
pub fn mark(workspace: &Workspace, bureau: &Bureau) -> Option<Picture> {
    let written = bureau.file.brand.as_ref()?.mark.as_ref()?;
    let from = workspace.folder.picture(written, written.span, &mut Diagnostics::new())?.path;
    let ending = from.rsplit_once('.').map_or("svg", |(_, ending)| ending);
    Some(Picture { path: format!("{}/assets/mark.{ending}", bureau.id), from })
}
