//! The pieces that are made once for a bureau.

use super::{A3_ACROSS, A4, A5, Copies, Fold, OFFICE, Piece, Shown};

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
