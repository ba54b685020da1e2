//! The pieces that are made for each point.

use super::{A3, A3_ACROSS, A4, A5, Copies, Fold, OFFICE, Piece, Shown};

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
