//! Which pieces a bureau prints: one [`Job`] for each file. The build, the order, the change notice and the edition pages all go through
//! this one list, so that they cannot disagree.

use std::sync::{Arc, OnceLock};

use super::artifact::{Artifact, Audience, MakeRenderable, Part};
use super::brand::Brand;
use super::document::{Document, MakeView, Print};
use super::drafts;
use super::print_state::WHOLE;
use super::printed_facts::{self, Fact, SCHEME};
use crate::diagnostic::FileId;
use crate::model::handbook::{BOOKLET, FORMS, LARGE};
use crate::model::{Bureau, Offer, Point, Workspace};
use crate::print::common::Context;
use crate::print::handbook::Format;
use crate::print::piece::{self, Piece, Shown};
use crate::print::poster::SIZES;
use crate::print::service_list::OfChannels;
use crate::print::{self, OutputForm};

/// One file to print.
#[derive(Clone)]
pub struct Job<'a> {
    /// Everything that was read.
    pub workspace: &'a Workspace,
    /// Whose it is.
    pub bureau: &'a Bureau,
    /// What kind of piece it is.
    pub piece: &'static Piece,
    /// Path below the bureau's folder, without extension: `points/east/service-list`.
    pub path: String,
    /// What it is of: the point, the item, the book.
    pub of: String,
    /// Its point, where it is a point's.
    pub point: Option<&'a Point>,
    /// Path of the piece that it is another form of; its own path for every other.
    edition_of: String,
    sources: Arc<[FileId]>,
    brand: Arc<Brand>,
    lists: Arc<OfChannels>,
    make: Arc<MakeView<'a>>,
    code: Arc<OnceLock<Option<String>>>,
}

/// What one file shows, and the code of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Path below the bureau's folder, without extension.
    pub piece: String,
    /// The code that the piece bears: `7K3-M9Q-XA2`.
    pub code: String,
    /// What it shows.
    pub facts: Vec<Fact>,
}

impl<'a> Job<'a> {
    /// What is printed: the view, with the edition's code on it. None where there is nothing to print.
    #[must_use]
    pub fn document(&self) -> Option<(Document, Issue)> {
        let mut document = self.unstamped()?;
        let facts = document.printed_facts(self.workspace, &self.brand, SCHEME);
        let code = printed_facts::code(&self.bureau.id, &self.edition_of, &facts);
        self.code.get_or_init(|| Some(code.clone()));
        document.stamp(&code, self.workspace.url(&format!("{}/v/{code}/", self.bureau.id)));
        Some((document, Issue { piece: self.edition_of.clone(), code, facts }))
    }

    fn unstamped(&self) -> Option<Document> {
        (self.make)(&Context {
            workspace: self.workspace,
            bureau: self.bureau,
            mark: self.brand.view.as_ref(),
            lists: &self.lists,
        })
    }

    /// What the first scheme of records had of it: asked for only where there are such records.
    #[must_use]
    pub fn first_facts(&self) -> Vec<Fact> {
        self.unstamped().map(|document| document.printed_facts(self.workspace, &self.brand, 1)).unwrap_or_default()
    }

    /// The code of its edition. Made once; whoever has asked for the document has made it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        if self.code.get().is_none() {
            let document = self.unstamped();
            let made = document.map(|d| d.code(self.workspace, &self.brand, &self.bureau.id, &self.edition_of));
            self.code.get_or_init(|| made);
        }
        self.code.get()?.as_deref()
    }

    /// Whose it is: the point, or the whole bureau.
    #[must_use]
    pub fn group(&self) -> String {
        self.point.map_or_else(|| WHOLE.to_owned(), |p| p.name.value.clone())
    }

    /// The id of what it is of: the point, the item, the leaflet, the handbook; of the bureau's own pieces, their name.
    #[must_use]
    pub fn subject(&self) -> &str {
        let stem = self.path.rsplit('/').next().unwrap_or_default();
        let form = FORMS.into_iter().find(|form| self.piece.id.ends_with(form) && stem.ends_with(form)).unwrap_or_default();
        self.point.map_or(stem.strip_suffix(form).unwrap_or(stem), |p| p.id.as_str())
    }

    /// How many copies of it are printed.
    #[must_use]
    pub fn copies(&self) -> usize {
        let points = self.bureau.points.iter().filter(|p| p.in_service()).count();
        self.piece.copies.count(self.point.map_or(0, Point::window_count), points)
    }

    /// What people call the file: 东镇医保服务站 服务清单.
    #[must_use]
    pub fn name_zh(&self) -> String {
        format!("{} {}", self.of, self.piece.zh)
    }

    /// The files of the workspace that it is made from.
    #[must_use]
    pub fn sources(&self) -> &[FileId] {
        &self.sources
    }

    /// What it shows, and its code.
    #[must_use]
    pub fn issue(&self) -> Option<Issue> {
        self.document().map(|(_, issue)| issue)
    }

    /// Whether it is another form of a piece that is in the list by itself: it bears that piece's code and is no edition of its own.
    #[must_use]
    pub fn is_variant(&self) -> bool {
        self.edition_of != self.path
    }

    /// Path of the file below the output, for the office or for the press.
    #[must_use]
    pub fn file(&self, press: bool) -> String {
        format!("{}/{}/{}.pdf", if press { "press" } else { "print" }, self.bureau.id, self.path)
    }

    /// The file, ready to be made.
    #[must_use]
    pub fn draft(&self, press: bool) -> Print<'a> {
        let finish = match (self.piece.imposed, press) {
            (true, _) => OutputForm::Booklet,
            (false, true) => OutputForm::Press(self.piece),
            (false, false) => OutputForm::Archive,
        };
        let document = self.document().map(|(mut document, _)| {
            if matches!(finish, OutputForm::Press(_)) {
                document.for_press();
            }
            document
        });
        Print {
            document,
            document_id: self.file(press),
            bureau: self.bureau,
            brand: Arc::clone(&self.brand),
            sources: self.sources.to_vec(),
            finish,
        }
    }

    /// The artifact of the file.
    #[must_use]
    pub fn artifact(&self, press: bool) -> Artifact<'a> {
        let people = self.piece.shown == Shown::People;
        let job = self.clone();
        let draft: MakeRenderable<'a> = Box::new(move || Box::new(job.draft(press)));
        Artifact {
            path: self.file(press),
            // The site has its own, so that it can be published by itself.
            public_path: (self.piece.shown == Shown::Site && !press)
                .then(|| format!("site/{}/print/{}.pdf", self.bureau.id, self.path)),
            audience: if people { Audience::Internal } else { Audience::Public },
            part: Part::Print,
            bureau: Some(&self.bureau.id),
            point: self.point.map(|p| p.id.as_str()),
            edition: Some(&self.bureau.file.edition.text),
            code: self.code().map(ToOwned::to_owned),
            sources: self.sources.to_vec(),
            draft,
        }
    }
}

/// Adds jobs of one bureau, with what they have in common.
struct Adder<'l, 'a> {
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    brand: Arc<Brand>,
    lists: Arc<OfChannels>,
    common: Vec<FileId>,
    list: &'l mut Vec<Job<'a>>,
}

impl<'a> Adder<'_, 'a> {
    fn add(
        &mut self,
        piece: &'static Piece,
        path: String,
        of: &str,
        point: Option<&'a Point>,
        more: &[FileId],
        make: impl Fn(&Context<'_>) -> Option<Document> + Send + Sync + 'a,
    ) {
        let mut sources = self.common.clone();
        sources.extend_from_slice(more);
        sources.sort_unstable();
        sources.dedup();
        self.list.push(Job {
            workspace: self.workspace,
            bureau: self.bureau,
            piece,
            edition_of: path.clone(),
            path,
            of: of.to_owned(),
            point,
            sources: sources.into(),
            brand: Arc::clone(&self.brand),
            lists: Arc::clone(&self.lists),
            make: Arc::new(Box::new(make)),
            code: Arc::default(),
        });
    }

    /// Adds another form of the piece of a path.
    fn add_variant(
        &mut self,
        piece: &'static Piece,
        path: String,
        edition_of: String,
        of: &str,
        more: &[FileId],
        make: impl Fn(&Context<'_>) -> Option<Document> + Send + Sync + 'a,
    ) {
        self.add(piece, path, of, None, more, make);
        if let Some(job) = self.list.last_mut() {
            job.edition_of = edition_of;
        }
    }
}

/// Every file that a bureau prints, points first.
#[must_use]
pub fn jobs<'a>(workspace: &'a Workspace, bureau: &'a Bureau) -> Vec<Job<'a>> {
    let mut list = Vec::new();
    // The workspace's own file gives the address in the codes.
    let own = [Some(workspace.config.span.file), Some(bureau.file.span.file), bureau.catalog.as_ref().map(|c| c.span.file)];
    let mut adder = Adder {
        workspace,
        bureau,
        brand: Arc::new(Brand::of(workspace, bureau)),
        lists: Arc::default(),
        common: own.into_iter().flatten().collect(),
        list: &mut list,
    };
    // What hangs at a point that is closed says that it is open: nothing is printed for it.
    for point in bureau.points.iter().filter(|p| p.in_service()) {
        of_point(&mut adder, point);
    }
    of_bureau(&mut adder);
    list
}

/// The files of one point.
fn of_point<'a>(adder: &mut Adder<'_, 'a>, point: &'a Point) {
    let (workspace, bureau) = (adder.workspace, adder.bureau);
    // Guides give limits and materials.
    let mut files: Vec<FileId> = bureau.guides.iter().map(|g| g.file).collect();
    files.push(point.span.file);
    let mut add = |piece: &'static Piece, make: fn(&Context<'_>, &Point) -> Option<Document>| {
        if bureau.prints(piece.id) {
            let path = format!("points/{}/{}", point.id, piece.id);
            adder.add(piece, path, &point.name, Some(point), &files, move |context| make(context, point));
        }
    };
    if bureau.catalog.as_ref().is_some_and(|c| !Offer::all(c, point).is_empty()) {
        add(&piece::SERVICE_LIST, drafts::service_list);
        add(&piece::SERVICE_LIST_A3, drafts::service_list_a3);
    }
    if print::desk_card::printable(bureau, point) {
        add(&piece::DESK_CARD, drafts::desk_card);
        add(&piece::DESK_CARD_A6, drafts::desk_card_a6);
    }
    signs(bureau, point, &mut add);
    if !point.staff.is_empty() {
        add(&piece::BADGES, drafts::badges);
        add(&piece::STAFF_BOARD, drafts::staff_board);
    }
    if print::qr_sheet::printable(workspace, bureau, point) {
        add(&piece::QR_SHEET, drafts::qr_sheet);
    }
    if bureau.prints(piece::DIRECTIONS.id) && print::directions::printable(point) {
        // The points nearby may stand in other files.
        let files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
        let path = format!("points/{}/{}", point.id, piece::DIRECTIONS.id);
        adder.add(&piece::DIRECTIONS, path, &point.name, Some(point), &files, move |context| drafts::directions(context, point));
    }
}

/// The signs of one point: each only where there is something to say on it.
fn signs(bureau: &Bureau, point: &Point, add: &mut impl FnMut(&'static Piece, fn(&Context<'_>, &Point) -> Option<Document>)) {
    if print::door_plate::printable(bureau, point) {
        add(&piece::DOOR_PLATE, drafts::door_plate);
    }
    if print::hours_sign::printable(bureau, point) {
        add(&piece::HOURS_SIGN, drafts::hours_sign);
    }
    if !print::zone_signs::zones(bureau, point).is_empty() {
        add(&piece::ZONE_SIGNS, drafts::zone_signs);
    }
    if print::window_signs::printable(bureau, point) {
        add(&piece::WINDOW_SIGNS, drafts::window_signs);
    }
    if print::phone_sign::printable(bureau, point) {
        add(&piece::PHONE_SIGN, drafts::phone_sign);
    }
    if print::rating_sign::printable(bureau, point) {
        add(&piece::RATING_SIGN, drafts::rating_sign);
    }
}

/// The files of the bureau itself.
fn of_bureau(adder: &mut Adder<'_, '_>) {
    let bureau = adder.bureau;
    let guide_files: Vec<FileId> = bureau.guides.iter().map(|g| g.file).collect();
    let point_files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
    for guide in &bureau.guides {
        let mut files = point_files.clone();
        files.push(guide.file);
        let item = &guide.front.item;
        let named = bureau.catalog.as_ref().and_then(|c| c.item(item)).map_or(item.as_str(), |i| i.name.as_str());
        adder.add(&piece::NOTICE, format!("notices/{item}"), named, None, &files, move |context| {
            Some(drafts::notice(context, guide))
        });
    }
    for leaflet in &bureau.leaflets {
        let path = format!("leaflets/{}", leaflet.id);
        adder.add(&piece::LEAFLET, path, &leaflet.front.title, None, &[leaflet.file], move |ctx| {
            Some(drafts::leaflet(ctx, leaflet))
        });
    }
    let mut panels: Vec<_> = bureau.panels.iter().collect();
    panels.sort_by_key(|p| (p.front.number.map_or(u32::MAX, |n| n.value), p.id.as_str()));
    for panel in panels {
        let path = format!("panels/{}", panel.id);
        adder.add(&piece::PANEL, path, &panel.front.title, None, &[panel.file], move |ctx| Some(drafts::panel(ctx, panel)));
    }
    for campaign in &bureau.campaigns {
        for (_, piece, ending) in SIZES.into_iter().filter(|(size, ..)| campaign.wants(*size)) {
            let path = format!("posters/{}-{ending}", campaign.id);
            let title = &campaign.front.title;
            adder.add(piece, path, title, None, &[campaign.file], move |ctx| Some(drafts::poster(ctx, campaign, piece)));
        }
    }
    for book in &bureau.handbooks {
        let mut files = point_files.clone();
        files.extend(book.files.iter().chain(&guide_files));
        let path = |form: &str| format!("handbooks/{}{form}", book.front.id);
        let title = &book.front.title;
        let make = move |context: &Context<'_>| Some(drafts::handbook(context, book, Format::BOOK));
        adder.add(&piece::HANDBOOK, path(""), title, None, &files, make);
        adder.add(&piece::HANDBOOK_LARGE, path(LARGE), title, None, &files, move |context| {
            Some(drafts::handbook(context, book, Format::LARGE))
        });
        adder.add_variant(&piece::HANDBOOK_BOOKLET, path(BOOKLET), path(""), title, &files, make);
    }
    if bureau.catalog.as_ref().is_some_and(|c| !c.items.is_empty() && !c.channels.is_empty()) {
        adder.add(
            &piece::CATALOG_MATRIX,
            piece::CATALOG_MATRIX.id.to_owned(),
            &bureau.file.name,
            None,
            &[],
            drafts::catalog_matrix,
        );
    }
    if let Some(plan) = bureau.plan.as_ref().filter(|p| p.groups.iter().any(|g| !g.tasks.is_empty())) {
        adder.add(&piece::PLAN, piece::PLAN.id.to_owned(), &plan.title, None, &[plan.span.file], drafts::plan_table);
    }
}
