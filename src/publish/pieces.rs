//! Which pieces a bureau prints: one [`Job`] for each file. The build, the order, the change notice and the edition pages all go through
//! this one list, so that they cannot disagree.

use std::sync::Arc;

use rayon::prelude::*;

use super::artifact::{Artifact, Audience, MakeDraft, Part};
use super::brand::Brand;
use super::document::{Document, MakeView, Print};
use super::drafts;
use super::shows::{self, Fact};
use crate::diagnostic::FileId;
use crate::model::{Bureau, Offer, Point, Workspace};
use crate::print::Finish;
use crate::print::common::Context;
use crate::print::piece::{self, Piece, Shown};

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
    sources: Vec<FileId>,
    brand: Arc<Brand>,
    make: Arc<MakeView<'a>>,
}

/// What one file shows, and the code of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Path below the bureau's folder, without extension.
    pub piece: String,
    /// The code that the piece bears: `7K3-M9Q-XA2`.
    pub code: String,
    /// What it shows.
    pub shows: Vec<Fact>,
}

impl<'a> Job<'a> {
    /// What is printed: the view, with the edition's code on it. None where there is nothing to print.
    #[must_use]
    pub fn document(&self) -> Option<(Document, Issue)> {
        let context = Context { workspace: self.workspace, bureau: self.bureau, mark: self.brand.view.as_ref() };
        let mut document = (self.make)(&context)?;
        let shows = document.shows(self.workspace, &self.brand);
        let code = shows::code(&self.bureau.id, &self.path, &shows);
        document.stamp(&code, self.workspace.url(&format!("{}/v/{code}/", self.bureau.id)));
        Some((document, Issue { piece: self.path.clone(), code, shows }))
    }

    /// What it shows, and its code.
    #[must_use]
    pub fn issue(&self) -> Option<Issue> {
        self.document().map(|(_, issue)| issue)
    }

    /// Path of the file below the output, for the office or for the press.
    #[must_use]
    pub fn file(&self, press: bool) -> String {
        format!("{}/{}/{}.pdf", if press { "press" } else { "print" }, self.bureau.id, self.path)
    }

    /// The draft of the file.
    #[must_use]
    pub fn draft(&self, press: bool) -> Print<'a> {
        let finish = if press { Finish::Press(self.piece.folds) } else { Finish::Archive };
        let document = self.document().map(|(mut document, _)| {
            if press {
                document.for_press();
            }
            document
        });
        Print {
            document,
            ident: self.file(press),
            bureau: self.bureau,
            brand: Arc::clone(&self.brand),
            sources: self.sources.clone(),
            finish,
        }
    }

    /// The artifact of the file.
    #[must_use]
    pub fn artifact(&self, press: bool) -> Artifact<'a> {
        let people = self.piece.shown == Shown::People;
        let job = self.clone();
        let draft: MakeDraft<'a> = Box::new(move || Box::new(job.draft(press)));
        Artifact {
            path: self.file(press),
            // The site has its own, so that it can be published by itself.
            copy: (self.piece.shown == Shown::Site && !press).then(|| format!("site/{}/print/{}.pdf", self.bureau.id, self.path)),
            audience: if people { Audience::Internal } else { Audience::Public },
            part: Part::Print,
            bureau: Some(&self.bureau.id),
            point: self.point.map(|p| p.id.as_str()),
            edition: Some(&self.bureau.file.edition.text),
            sources: self.sources.clone(),
            draft,
        }
    }
}

/// Adds jobs of one bureau, with what they have in common.
struct Adder<'l, 'a> {
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    brand: Arc<Brand>,
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
            path,
            of: of.to_owned(),
            point,
            sources,
            brand: Arc::clone(&self.brand),
            make: Arc::new(Box::new(make)),
        });
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
    }
    if crate::print::desk_card::printable(bureau, point) {
        add(&piece::DESK_CARD, drafts::desk_card);
    }
    if !point.staff.is_empty() {
        add(&piece::BADGES, drafts::badges);
        add(&piece::STAFF_BOARD, drafts::staff_board);
    }
    if crate::print::qr_sheet::printable(workspace, bureau, point) {
        add(&piece::QR_SHEET, drafts::qr_sheet);
    }
    if bureau.prints(piece::DIRECTIONS.id) && crate::print::directions::printable(point) {
        // The points nearby may stand in other files.
        let files: Vec<FileId> = bureau.points.iter().map(|p| p.span.file).collect();
        let path = format!("points/{}/{}", point.id, piece::DIRECTIONS.id);
        adder.add(&piece::DIRECTIONS, path, &point.name, Some(point), &files, move |context| drafts::directions(context, point));
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
        adder.add(&piece::NOTICE, format!("notices/{item}"), named, None, &files, move |context| drafts::notice(context, guide));
    }
    for book in &bureau.handbooks {
        let mut files = point_files.clone();
        files.extend(book.files.iter().chain(&guide_files));
        let path = format!("handbooks/{}", book.front.id);
        adder.add(&piece::HANDBOOK, path, &book.front.title, None, &files, move |context| drafts::handbook(context, book));
    }
}

/// What every file of a bureau shows now, in the order of its path.
#[must_use]
pub fn issues(jobs: &[Job<'_>]) -> Vec<Issue> {
    let mut all: Vec<Issue> = jobs.par_iter().filter_map(Job::issue).collect();
    all.sort_by(|a, b| a.piece.cmp(&b.piece));
    all
}
