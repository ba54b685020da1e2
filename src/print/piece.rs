//! Owns the kinds of printed pieces and what a printer must know of each: size, sides, folds, paper, how many a point needs.
//! Must not know what stands on a piece, nor where its file goes.

mod bureau;
mod points;

pub use bureau::*;
pub use points::*;

/// How far colour runs over the edge of the trimmed sheet, in millimetres.
pub const BLEED: f64 = 3.0;

/// A kind of printed piece.
#[derive(Debug, PartialEq)]
pub struct Piece {
    /// Stable id: the stem of its file, and its name in `bureau.yaml` and in orders.
    pub id: &'static str,
    /// What people call it: 台卡.
    pub zh: &'static str,
    /// Template, a name of [`TEMPLATES`](super::rendering::TEMPLATES).
    pub template: &'static str,
    /// Width and height of the trimmed page in millimetres.
    pub trim: (f64, f64),
    /// Printed sides of a sheet, 1 or 2.
    pub sides: u8,
    /// Folds, in order.
    pub folds: &'static [Fold],
    /// Paper or other material.
    pub paper: &'static str,
    /// How many copies a point needs.
    pub copies: Copies,
    /// Who may see it.
    pub shown: Shown,
    /// The pages of another piece, two on each side of a sheet, to be folded and stapled. It is that piece in another form: it bears the same
    /// edition code, and a press, which imposes by itself, gets the pages instead.
    pub imposed: bool,
}

/// A fold of a flat sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fold {
    /// Across the sheet, so many millimetres below its top.
    Across(f64),
    /// Down the sheet, so many millimetres right of its left edge.
    Down(f64),
}

/// How many copies are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// So many for each point.
    Each(usize),
    /// One for each window, one at least.
    Window,
    /// One: the file itself holds a page or a place for each window, zone or person.
    Set,
    /// So many for each point of the bureau that is in service.
    OfPoints(usize),
    /// So many for the bureau.
    OfBureau(usize),
}

/// Who may see a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Readers find it on the site as well.
    Site,
    /// It hangs in public, but is no reading for the site.
    Wall,
    /// It bears people's names and pictures: it never lies below the site.
    People,
}

const A4: (f64, f64) = (210.0, 297.0);
const A3_ACROSS: (f64, f64) = (420.0, 297.0);
const A5: (f64, f64) = (148.0, 210.0);
const A3: (f64, f64) = (297.0, 420.0);

const OFFICE: &str = "80克复印纸";

/// Every kind of piece.
pub fn all() -> impl Iterator<Item = &'static Piece> {
    OF_POINT.iter().chain(OF_BUREAU).copied()
}

impl Fold {
    /// The fold as it lies on the back of a sheet so wide.
    #[must_use]
    pub fn mirrored(self, width: f64) -> Self {
        match self {
            Self::Across(mm) => Self::Across(mm),
            Self::Down(mm) => Self::Down(width - mm),
        }
    }
}

impl Copies {
    /// How many copies are printed for one file: `windows` of its point, `points` of the bureau in service.
    #[must_use]
    pub fn count(self, windows: usize, points: usize) -> usize {
        match self {
            Self::Each(n) | Self::OfBureau(n) => n,
            Self::Window => windows.max(1),
            Self::Set => 1,
            Self::OfPoints(n) => n * points.max(1),
        }
    }
}

impl Piece {
    /// The trimmed size in words: 210×297 毫米.
    #[must_use]
    pub fn size_zh(&self) -> String {
        format!("{}×{} 毫米", self.trim.0, self.trim.1)
    }

    /// The folds in words: 横折1道（距上边148.5毫米）; empty when there is none.
    #[must_use]
    pub fn folds_zh(&self) -> String {
        let words = |fold: &Fold| match fold {
            Fold::Across(mm) => format!("横折，距上边{mm}毫米"),
            Fold::Down(mm) => format!("竖折，距左边{mm}毫米"),
        };
        self.folds.iter().map(words).collect::<Vec<_>>().join("；")
    }

    /// 单面 or 双面.
    #[must_use]
    pub fn sides_zh(&self) -> &'static str {
        if self.sides == 2 { "双面" } else { "单面" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::rendering::TEMPLATES;

    #[test]
    fn every_piece_has_a_template_a_size_and_folds_on_its_sheet() {
        let mut ids: Vec<&str> = all().map(|p| p.id).collect();
        for piece in all() {
            assert!(TEMPLATES.contains(&piece.template), "{}", piece.id);
            assert!(piece.trim.0 > 50.0 && piece.trim.1 > 50.0, "{}", piece.id);
            for fold in piece.folds {
                let (at, side) = match fold {
                    Fold::Across(mm) => (*mm, piece.trim.1),
                    Fold::Down(mm) => (*mm, piece.trim.0),
                };
                assert!(at > 0.0 && at < side, "{}", piece.id);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().count(), "two pieces share an id");
    }

    #[test]
    fn a_bureau_can_name_every_piece_of_its_points() {
        assert_eq!(OF_POINT.iter().map(|p| p.id).collect::<Vec<_>>(), crate::model::bureau::PIECES);
    }

    #[test]
    fn a_fold_is_in_mirror_on_the_back() {
        assert_eq!(LEAFLET.folds.iter().map(|f| f.mirrored(297.0)).collect::<Vec<_>>(), [Fold::Down(200.0), Fold::Down(100.0)]);
        assert_eq!(Fold::Across(148.5).mirrored(210.0), Fold::Across(148.5));
    }

    #[test]
    fn copies_follow_windows_and_points() {
        assert_eq!(Copies::Window.count(0, 9), 1);
        assert_eq!(Copies::Window.count(3, 9), 3);
        assert_eq!(Copies::OfPoints(2).count(3, 9), 18);
    }
}
