//! Owns the view of `staff-board.typ`: who works here, for the wall, and whom to call when the service is not good.
//! Must not know how the board is set, but decides how many people stand in a row, and how large.

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label};
use super::facts::facts;
use super::people::{self, Person, PhotoFile};
use crate::model::Point;
use crate::qr::Level;

/// Most people of one board; a larger staff takes more boards.
const MOST: usize = 40;
/// Room for the people in millimetres: A3 across, less its margins, its head and its foot.
const ROOM: (f64, f64) = (380.0, 190.0);
/// Widest photo in millimetres: one person alone shall not look like a poster.
const WIDEST: f64 = 76.0;
/// Height of name, post, party mark and phone below a photo, as a part of its width; the photo itself is 4/3 of it.
const WORDS: f64 = 0.62;
/// Least height of these words in millimetres.
const WORDS_LEAST: f64 = 14.5;
/// Least white between two people in millimetres, to the side and below.
const GAP: (f64, f64) = (8.0, 6.0);

/// The people of a point.
#[derive(Clone, Debug, Serialize)]
pub struct StaffBoard {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// The people, in rows.
    pub people: Vec<Person>,
    /// How they stand.
    pub grid: Grid,
    /// How to praise and complain, in a sentence.
    pub supervision: String,
    /// Enquiry and complaint phones.
    pub phones: Vec<Phone>,
    /// Leads to the rating of the service, or else to the point's page.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// The photos that the people name.
    #[serde(skip)]
    pub photos: Vec<PhotoFile>,
}

facts! {
    StaffBoard {
        sheet: open,
        point: fact("名称"),
        people: open,
        grid: silent("layout"),
        supervision: fact("监督说明"),
        phones: open,
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        photos: silent("files; their pictures are facts of the document"),
    }
}

/// How the people of one board stand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Grid {
    /// People in a row.
    pub columns: usize,
    /// Rows of a board.
    pub rows: usize,
    /// Width of a photo in millimetres.
    pub photo: f64,
}

impl Grid {
    /// The grid in which photos are largest; of two with the same size, the one with fewer empty places.
    #[must_use]
    pub fn of(people: usize) -> Self {
        let boards = people.div_ceil(MOST).max(1);
        let people = people.div_ceil(boards).max(1);
        let grids = (1..=people.min(12)).map(|columns| {
            let rows = people.div_ceil(columns);
            Self { columns, rows, photo: photo(columns, rows) }
        });
        let empty = |grid: &Self| grid.columns * grid.rows - people;
        let first = Self { columns: 1, rows: people, photo: photo(1, people) };
        grids.fold(first, |best, grid| {
            let larger = grid.photo > best.photo + 0.5;
            let fuller = (grid.photo - best.photo).abs() <= 0.5 && (empty(&grid), grid.rows) < (empty(&best), best.rows);
            if larger || fuller { grid } else { best }
        })
    }
}

/// Width of a photo when so many stand beside and below each other.
fn photo(columns: usize, rows: usize) -> f64 {
    let count = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    let wide = ROOM.0 / count(columns) - GAP.0;
    let high = ROOM.1 / count(rows) - GAP.1;
    // Words take a part of the photo's width, or their least height.
    let below = (high / (4.0 / 3.0 + WORDS)).min((high - WORDS_LEAST) * 0.75);
    (wide.min(below).min(WIDEST) * 2.0).floor() / 2.0
}

/// The board of a point; none where nobody is named.
#[must_use]
pub fn staff_board_view(ctx: &Context<'_>, point: &Point) -> Option<StaffBoard> {
    let (people, photos) = people::of(ctx, point);
    if people.is_empty() {
        return None;
    }
    let rating = QrView::of(point.rating_link().map(ToOwned::to_owned));
    let rated = rating.is_some();
    let qr = rating.or_else(|| ctx.qr(&format!("points/{}/", point.id))).map(|qr| qr.at(Level::Quartile));
    let complaints = Phone::each("投诉电话", &ctx.bureau.complaint_numbers(point));
    Some(StaffBoard {
        sheet: ctx.sheet(format!("{} 人员公示", point.name.value)),
        point: point.name.value.clone(),
        grid: Grid::of(people.len()),
        people,
        supervision: supervision(!complaints.is_empty(), rated).to_owned(),
        phones: Phone::each("咨询电话", &ctx.bureau.numbers_for(point)).into_iter().chain(complaints).collect(),
        qr_label: label(qr.as_ref(), if rated { "扫码评价服务（好差评）" } else { "扫码看本点网页" }),
        qr,
        photos,
    })
}

/// What people can do when they are not content, by what there is to do it with.
fn supervision(phone: bool, rating: bool) -> &'static str {
    match (phone, rating) {
        (true, true) => "请监督我们的服务：不满意，请打投诉电话，或扫码评价。",
        (true, false) => "请监督我们的服务：不满意，请打投诉电话。",
        (false, true) => "请监督我们的服务：请扫码评价。",
        (false, false) => "请监督我们的服务。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_place_and_photos_are_as_large_as_the_board_allows() {
        for people in 1..=MOST {
            let grid = Grid::of(people);
            let room = grid.columns * grid.rows;
            assert!(room >= people, "{people}: {grid:?}");
            assert!(room - people < grid.columns, "{people}: an empty row in {grid:?}");
            // Passport photos are 25 mm wide: no smaller than that, so that a face is known again.
            assert!(grid.photo >= 20.0, "{people}: {grid:?}");
        }
        assert_eq!(Grid::of(1), Grid { columns: 1, rows: 1, photo: WIDEST });
        assert_eq!(Grid::of(3).rows, 1);
        // Rows are even where that costs nothing.
        assert_eq!((Grid::of(8).columns, Grid::of(8).rows), (4, 2));
    }

    #[test]
    fn more_people_than_a_board_holds_take_even_boards() {
        let grid = Grid::of(MOST + 2);
        assert_eq!(grid, Grid::of(21));
    }

    #[test]
    fn what_to_do_is_said_by_what_there_is() {
        assert!(supervision(true, true).contains("扫码") && supervision(true, true).contains("投诉电话"));
        assert!(!supervision(false, false).contains("电话"));
    }
}
