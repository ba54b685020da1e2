//! Owns the view of `order.typ`: the order sheet (付印单) for whoever prints, and the job ticket (印刷工单) that goes with files for a press.
//! Must not know where files lie or what is in them.

use serde::Serialize;

use super::common::{Pair, Sheet};
use super::piece::{BLEED, Piece};

/// Everything that the sheet shows.
#[derive(Clone, Debug, Serialize)]
pub struct OrderView {
    /// What every sheet says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// 付印单 or 印刷工单.
    pub heading: String,
    /// Whose it is, edition, number of files and copies.
    pub lead: Vec<Pair>,
    /// One row per kind of piece, with its sums.
    pub kinds: Vec<OrderKind>,
    /// The files, by point.
    pub groups: Vec<OrderGroup>,
    /// What a printer must know beside the rows.
    pub notes: Vec<String>,
    /// The files are for a press: sizes with bleed, and no hashes, which the manifest has.
    pub ticket: bool,
}

/// A kind of piece.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct OrderKind {
    /// 台卡（A5）.
    pub name: String,
    /// 210×297 毫米.
    pub size: String,
    /// With the bleed: 216×303 毫米.
    pub bleed: String,
    /// 单面 or 双面.
    pub sides: String,
    /// Folds in words, or 不折.
    pub folds: String,
    /// Paper.
    pub paper: String,
    /// How many files.
    pub files: usize,
    /// How many copies in all.
    pub copies: usize,
}

/// The files of one point, or of the bureau.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct OrderGroup {
    /// Name.
    pub title: String,
    /// Its files.
    pub rows: Vec<OrderRow>,
}

/// One file.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct OrderRow {
    /// 台卡（A5）.
    pub name: String,
    /// The item or book that it is of, where the group does not say it.
    pub of: String,
    /// Path below the output.
    pub file: String,
    /// The code that it bears.
    pub code: String,
    /// Pages; 0 where it is not known yet.
    pub pages: usize,
    /// Copies.
    pub copies: usize,
    /// SHA-256 in hexadecimal; empty where it is not known yet.
    pub sha256: String,
}

/// The rows of kinds, with what the files of each come to.
#[must_use]
pub fn kinds(rows: &[(&'static Piece, usize)]) -> Vec<OrderKind> {
    let mut kinds: Vec<(&Piece, OrderKind)> = Vec::new();
    for (piece, copies) in rows {
        if let Some((_, kind)) = kinds.iter_mut().find(|(p, _)| p.id == piece.id) {
            kind.files += 1;
            kind.copies += copies;
            continue;
        }
        let folds = piece.folds_zh();
        let kind = OrderKind {
            name: piece.zh.to_owned(),
            size: piece.size_zh(),
            bleed: format!("{}×{} 毫米", piece.trim.0 + 2.0 * BLEED, piece.trim.1 + 2.0 * BLEED),
            sides: piece.sides_zh().to_owned(),
            folds: if folds.is_empty() { "不折".to_owned() } else { folds },
            paper: piece.paper.to_owned(),
            files: 1,
            copies: *copies,
        };
        kinds.push((piece, kind));
    }
    kinds.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::piece;

    #[test]
    fn sums_are_by_kind() {
        let rows = [(&piece::DESK_CARD, 2), (&piece::SERVICE_LIST, 1), (&piece::DESK_CARD, 3)];
        let kinds = kinds(&rows);
        let sums: Vec<(&str, usize, usize)> = kinds.iter().map(|k| (k.name.as_str(), k.files, k.copies)).collect();
        assert_eq!(sums, [("台卡（A5）", 2, 5), ("服务清单", 1, 1)]);
        assert_eq!(kinds[0].bleed, "216×303 毫米");
        assert_eq!(kinds[1].folds, "不折");
    }
}
