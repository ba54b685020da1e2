//! Owns the kinds of printed pieces and what a printer must know of each: size, sides, folds, paper, how many a point needs.
//! Must not know what stands on a piece, nor where its file goes.

/// A kind of printed piece.
#[derive(Debug, PartialEq)]
pub struct Piece {
    /// Stable id: the stem of its file, and its name in `bureau.yaml` and in orders.
    pub id: &'static str,
    /// What people call it: 台卡.
    pub zh: &'static str,
    /// Template, a name of [`TEMPLATES`](super::engine::TEMPLATES).
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

/// 服务清单: what is done here, for the wall at one metre.
pub static SERVICE_LIST: Piece = Piece {
    id: "service-list",
    zh: "服务清单",
    template: "service-list",
    trim: A4,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::Each(1),
    shown: Shown::Site,
    imposed: false,
};

/// 服务清单 for the wall of a hall, at two metres.
pub static SERVICE_LIST_A3: Piece = Piece {
    id: "service-list-a3",
    zh: "服务清单（A3）",
    template: "service-list",
    trim: A3,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::Each(1),
    shown: Shown::Site,
    imposed: false,
};

/// 台卡: a tent on the desk, folded to A5.
pub static DESK_CARD: Piece = Piece {
    id: "desk-card",
    zh: "台卡（A5）",
    template: "desk-card",
    trim: A4,
    sides: 1,
    folds: &[Fold::Across(148.5)],
    paper: "250克铜版卡纸",
    copies: Copies::Window,
    shown: Shown::Site,
    imposed: false,
};

/// 台卡 for a narrow counter, folded to A6.
pub static DESK_CARD_A6: Piece = Piece {
    id: "desk-card-a6",
    zh: "台卡（A6）",
    template: "desk-card",
    trim: A5,
    sides: 1,
    folds: &[Fold::Across(105.0)],
    paper: "250克铜版卡纸",
    copies: Copies::Window,
    shown: Shown::Site,
    imposed: false,
};

/// 门牌: the plate beside the door. 600×400 is the size that makers of plates keep, and a name of fourteen characters stands on it in two
/// lines of some 70 mm, or in one of 38: read from 14 metres, or from 7.
pub static DOOR_PLATE: Piece = Piece {
    id: "door-plate",
    zh: "门牌",
    template: "door-plate",
    trim: (600.0, 400.0),
    sides: 1,
    folds: &[],
    paper: "3毫米铝塑板，户外喷印",
    copies: Copies::Each(1),
    shown: Shown::Wall,
    imposed: false,
};

/// 服务时间牌: for the door, read at one metre and found at five.
pub static HOURS_SIGN: Piece = Piece {
    id: "hours-sign",
    zh: "服务时间牌",
    template: "hours-sign",
    trim: (297.0, 420.0),
    sides: 1,
    folds: &[],
    paper: "200克铜版纸，双面覆膜",
    copies: Copies::Each(1),
    shown: Shown::Wall,
    imposed: false,
};

/// 区域标识: one page for each zone.
pub static ZONE_SIGNS: Piece = Piece {
    id: "zone-signs",
    zh: "区域标识",
    template: "zone-signs",
    trim: (420.0, 297.0),
    sides: 1,
    folds: &[],
    paper: "5毫米KT板，覆哑膜",
    copies: Copies::Set,
    shown: Shown::Wall,
    imposed: false,
};

/// 窗口号牌: one page for each window.
pub static WINDOW_SIGNS: Piece = Piece {
    id: "window-signs",
    zh: "窗口号牌",
    template: "window-signs",
    trim: (297.0, 210.0),
    sides: 1,
    folds: &[],
    paper: "250克铜版卡纸",
    copies: Copies::Set,
    shown: Shown::Wall,
    imposed: false,
};

/// 咨询投诉电话牌.
pub static PHONE_SIGN: Piece = Piece {
    id: "phone-sign",
    zh: "咨询投诉电话牌",
    template: "phone-sign",
    trim: (297.0, 210.0),
    sides: 1,
    folds: &[],
    paper: "200克铜版纸，覆哑膜",
    copies: Copies::Each(1),
    shown: Shown::Wall,
    imposed: false,
};

/// 好差评评价牌: one page for each window.
pub static RATING_SIGN: Piece = Piece {
    id: "rating-sign",
    zh: "好差评评价牌",
    template: "rating-sign",
    trim: A5,
    sides: 1,
    folds: &[],
    paper: "250克铜版卡纸，插A5台牌",
    copies: Copies::Set,
    shown: Shown::Wall,
    imposed: false,
};

/// 工作牌: ten badges to a sheet, to cut out.
pub static BADGES: Piece = Piece {
    id: "badges",
    zh: "工作牌（每张十个）",
    template: "badges",
    trim: A4,
    sides: 1,
    folds: &[],
    paper: "250克铜版卡纸",
    copies: Copies::Set,
    shown: Shown::People,
    imposed: false,
};

/// 人员公示牌: who works here.
pub static STAFF_BOARD: Piece = Piece {
    id: "staff-board",
    zh: "人员公示牌（A3）",
    template: "staff-board",
    trim: A3_ACROSS,
    sides: 1,
    folds: &[],
    paper: "200克铜版纸",
    copies: Copies::Each(1),
    shown: Shown::People,
    imposed: false,
};

/// 怎么走: address, way and a sketch of the surroundings.
pub static DIRECTIONS: Piece = Piece {
    id: "directions",
    zh: "怎么走",
    template: "directions",
    trim: A4,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::Each(1),
    shown: Shown::Site,
    imposed: false,
};

/// 二维码贴纸: codes with their names, to cut out.
pub static QR_SHEET: Piece = Piece {
    id: "qr-sheet",
    zh: "二维码贴纸",
    template: "qr-sheet",
    trim: A4,
    sides: 1,
    folds: &[],
    paper: "A4不干胶纸",
    copies: Copies::Each(1),
    shown: Shown::Wall,
    imposed: false,
};

/// 一次性告知单: one item on one page.
pub static NOTICE: Piece = Piece {
    id: "notice",
    zh: "一次性告知单",
    template: "notice",
    trim: A4,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::OfPoints(50),
    shown: Shown::Site,
    imposed: false,
};

/// 明白纸: a leaflet to take home, folded in three; the panel that folds in is 3 mm narrower. Printed on both sides, turned over the short edge.
pub static LEAFLET: Piece = Piece {
    id: "leaflet",
    zh: "三折明白纸",
    template: "leaflet",
    trim: (297.0, 210.0),
    sides: 2,
    folds: &[Fold::Down(97.0), Fold::Down(197.0)],
    paper: "157克铜版纸",
    copies: Copies::OfPoints(100),
    shown: Shown::Site,
    imposed: false,
};

/// 上墙制度: a rule on the wall, read from two or three metres.
pub static PANEL: Piece = Piece {
    id: "panel",
    zh: "上墙制度",
    template: "panel",
    trim: (600.0, 900.0),
    sides: 1,
    folds: &[],
    paper: "5毫米PVC板，覆哑膜写真",
    copies: Copies::OfPoints(1),
    shown: Shown::Wall,
    imposed: false,
};

/// 宣传海报 A3, for a door or a notice board.
pub static POSTER_A3: Piece = Piece {
    id: "poster-a3",
    zh: "宣传海报（A3）",
    template: "poster",
    trim: (297.0, 420.0),
    sides: 1,
    folds: &[],
    paper: "157克铜版纸",
    copies: Copies::OfPoints(2),
    shown: Shown::Wall,
    imposed: false,
};

/// 宣传海报 A2: the same layout.
pub static POSTER_A2: Piece =
    Piece { id: "poster-a2", zh: "宣传海报（A2）", trim: (420.0, 594.0), copies: Copies::OfPoints(1), ..POSTER_A3 };

/// 宣传海报 A1: the same layout.
pub static POSTER_A1: Piece =
    Piece { id: "poster-a1", zh: "宣传海报（A1）", trim: (594.0, 841.0), copies: Copies::OfBureau(10), ..POSTER_A3 };

/// 易拉宝: a roll-up, whose lowest 200 mm vanish in its foot.
pub static ROLLUP: Piece = Piece {
    id: "rollup",
    zh: "易拉宝",
    template: "rollup",
    trim: (800.0, 2000.0),
    sides: 1,
    folds: &[],
    paper: "PP合成纸写真覆膜，配支架",
    copies: Copies::OfBureau(2),
    shown: Shown::Wall,
    imposed: false,
};

/// 业务指南: the booklet on the counter.
pub static HANDBOOK: Piece = Piece {
    id: "handbook",
    zh: "业务指南",
    template: "handbook",
    trim: A5,
    sides: 2,
    folds: &[],
    paper: "内页80克双胶纸，封面200克铜版纸",
    copies: Copies::OfPoints(2),
    shown: Shown::Site,
    imposed: false,
};

/// 业务指南 in large print, for readers whose eyes are weak.
pub static HANDBOOK_LARGE: Piece = Piece {
    id: "handbook-large",
    zh: "业务指南（大字版）",
    template: "handbook",
    trim: A4,
    sides: 2,
    folds: &[],
    paper: "内页80克双胶纸，封面200克铜版纸",
    copies: Copies::OfPoints(1),
    shown: Shown::Site,
    imposed: false,
};

/// 业务指南 for an office printer: the sheets of the booklet, to be folded and stapled by hand. Who orders the booklet needs none.
pub static HANDBOOK_BOOKLET: Piece = Piece {
    id: "handbook-booklet",
    zh: "业务指南（自印拼版）",
    template: "handbook",
    trim: (297.0, 210.0),
    sides: 2,
    folds: &[Fold::Down(148.5)],
    paper: OFFICE,
    copies: Copies::OfPoints(0),
    shown: Shown::Site,
    imposed: true,
};

/// 量化表, 工作措施表: the plan with its deadlines and units, for the wall of an office.
pub static PLAN: Piece = Piece {
    id: "plan",
    zh: "量化表",
    template: "plan-table",
    trim: A3_ACROSS,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::OfBureau(5),
    shown: Shown::Site,
    imposed: false,
};

/// 事项×渠道: which item is done where, and how deep.
pub static CATALOG_MATRIX: Piece = Piece {
    id: "catalog-matrix",
    zh: "事项渠道对照表",
    template: "catalog-matrix",
    trim: A3_ACROSS,
    sides: 1,
    folds: &[],
    paper: OFFICE,
    copies: Copies::OfPoints(1),
    shown: Shown::Site,
    imposed: false,
};

/// The pieces that are made for each point, in the order of orders.
pub static OF_POINT: &[&Piece] = &[
    &SERVICE_LIST,
    &SERVICE_LIST_A3,
    &DESK_CARD,
    &DESK_CARD_A6,
    &DOOR_PLATE,
    &HOURS_SIGN,
    &ZONE_SIGNS,
    &WINDOW_SIGNS,
    &PHONE_SIGN,
    &RATING_SIGN,
    &BADGES,
    &STAFF_BOARD,
    &DIRECTIONS,
    &QR_SHEET,
];

/// The pieces that are made once for a bureau.
pub static OF_BUREAU: &[&Piece] = &[
    &NOTICE,
    &HANDBOOK,
    &HANDBOOK_LARGE,
    &HANDBOOK_BOOKLET,
    &CATALOG_MATRIX,
    &PLAN,
    &LEAFLET,
    &PANEL,
    &POSTER_A3,
    &POSTER_A2,
    &POSTER_A1,
    &ROLLUP,
];

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
    use crate::print::engine::TEMPLATES;

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
