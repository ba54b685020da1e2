//! What a score sheet shows: final texts, boxes and lines, as the template takes them.

use serde::Serialize;

use super::Control;
use crate::print::common::Pair;

/// Everything that the sheet shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ScoreSheet {
    /// 村级医保经办服务星级评定评分表.
    pub title: String,
    /// Full name of the bureau, or empty.
    pub bureau: String,
    /// 依据《…》（来源），版本 2023.
    pub basis: String,
    /// At the foot of each page: the standard's id and version.
    pub ident: String,
    /// The point's name for the foot, or empty.
    pub point: String,
    /// A box for each round.
    pub rounds: Vec<Tick>,
    /// The head, three to a row; an empty value is a line to write on.
    pub head: Vec<Pair>,
    /// How to fill it in, one sentence each.
    pub how: Vec<String>,
    /// The standard gives marks.
    pub marked: bool,
    /// A re-inspection: rows show what the last round found.
    pub recheck: bool,
    /// Heads of the columns with marks of earlier rounds: 自评分. Empty without marks.
    pub earlier: Vec<String>,
    /// Head of the column for this round's marks: 核查分.
    pub now: String,
    /// Sections in the standard's order.
    pub sections: Vec<Section>,
    /// The sums.
    pub sums: Sums,
    /// Boxes of the result: 三星（85分以上）.
    pub results: Vec<String>,
    /// How the total is reckoned, one sentence each.
    pub policies: Vec<String>,
    /// Remarks at the end. May be empty.
    pub notes: Vec<String>,
    /// Who signs.
    pub signatures: Vec<String>,
}

/// A box with words; `on` when it is ticked already.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tick {
    /// The words beside it.
    pub words: String,
    /// Ticked.
    pub on: bool,
}

/// One section of the standard.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// 一、组织机构（8分）.
    pub title: String,
    /// Rows.
    pub rows: Vec<Row>,
}

/// One criterion.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// `5.1`, the same as in the report.
    pub no: String,
    /// Title.
    pub title: String,
    /// 鼓励, 一票否决 … May be empty.
    pub tags: Vec<String>,
    /// The standard's words, or empty.
    pub quote: String,
    /// Where they stand, or empty.
    pub clause: String,
    /// Remarks and what the tool knows, in small type.
    pub hints: Vec<String>,
    /// Full marks, or empty.
    pub marks: String,
    /// Marks of earlier rounds, one for each head in `earlier`; empty where there are none.
    pub earlier: Vec<String>,
    /// Why it does not apply to this point, or empty.
    pub not_applicable: String,
    /// It may turn out on site that it does not apply: it has a box for that.
    pub may_not_apply: bool,
    /// What is written or ticked.
    pub controls: Vec<Control>,
    /// Boxes of evidence.
    pub evidence: Vec<String>,
    /// What the last round found, on the sheet of a re-inspection.
    pub last: Option<Last>,
}

/// What the last round found about a criterion.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Last {
    /// 未达标，失1.5分.
    pub state: String,
    /// Why.
    pub reason: String,
    /// What is to be mended, or empty.
    pub mend: String,
    /// Who mends it and until when: 责任：村委会；期限：2026年7月10日.
    pub terms: Vec<String>,
}

/// The sums by section and as a whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sums {
    /// Titles of the sections.
    pub columns: Vec<String>,
    /// Lines of the table.
    pub rows: Vec<SumRow>,
}

/// One line of the sums. An empty text is a cell to write in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SumRow {
    /// 满分, 自评 …
    pub name: String,
    /// One for each section.
    pub values: Vec<String>,
    /// The whole.
    pub total: String,
}
