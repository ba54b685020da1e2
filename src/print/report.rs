//! Owns the view of `report.typ`: the acceptance report of one point against one standard.
//! Must not know standards, rules or scoring: `audit` decides, this struct only carries its words.
//!
//! Every text is final and in Chinese; marks are decimal texts as they shall be printed (`52.5`, never
//! `52.50` beside `52.5`). The template decides nothing but order: criteria with the state `not_met`
//! and `unknown` come on page one, and first in their section.

use serde::Serialize;

use super::common::{MarkView, Pair};

/// Everything that the report shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportView {
    /// Title on page one and of the PDF: 村级医保经办服务星级评定验收报告. Never a word such as 认证.
    pub title: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark; none gives a labelled empty box.
    pub mark: Option<MarkView>,
    /// Name of the point, for the running head.
    pub point: String,
    /// Title of the standard, for the running head.
    pub standard: String,
    /// 2026年9月3日, for the running head.
    pub date: String,
    /// At the foot of each page: 本报告记录检查所见，结果由医保局决定。
    pub disclaimer: String,
    /// Head data, read in two columns row by row: 服务点, 依据标准 (with its source), 地址, 检查方式,
    /// 检查日期, 检查人 … Leave out what is not known.
    pub head: Vec<Pair>,
    /// The result in a few characters, set very large: 二星, 未达标, 未定（待补数据）.
    pub result: String,
    /// Marks won, `52.5`.
    pub total: String,
    /// Marks that could be won, `100`.
    pub maximum: String,
    /// The sum, one line per step, the last one the final figure:
    /// 基础建设 8 + 窗口建设 17 + … / = 52.5 分 / 不适用的 10 分不计：52.5 ÷ 90 × 100 = 58.33.
    pub arithmetic: Vec<String>,
    /// The thresholds, highest first. Empty where the standard has no grades.
    pub grades: Vec<GradeLine>,
    /// Why this is the result, one sentence each, the most important first.
    pub why: Vec<String>,
    /// Sections in the standard's order.
    pub sections: Vec<Section>,
    /// Remarks at the end: rounding, policies used, waivers with their expiry. May be empty.
    pub notes: Vec<String>,
    /// Who signs: 检查组长, 检查人, 服务点负责人 … Two to a row, a line beside each.
    pub signatures: Vec<String>,
    /// Above the room for the seal: 温岭市医疗保障局（盖章处）.
    pub seal: String,
}

/// One threshold.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GradeLine {
    /// 三星.
    pub name: String,
    /// `85`.
    pub at_least: String,
    /// Whether this is the grade that was reached.
    pub reached: bool,
}

/// One section of the standard.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// Title.
    pub title: String,
    /// Marks won, `10.5`.
    pub awarded: String,
    /// Full marks, `15`.
    pub maximum: String,
    /// Marks won in thousandths of the full marks, 0 to 1000: the length of the bar.
    pub permille: u16,
    /// Remark under the title, or empty.
    pub note: String,
    /// Criteria in the standard's order.
    pub rows: Vec<Criterion>,
}

/// One criterion and what was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Criterion {
    /// `5.1`, the number that people will quote.
    pub no: String,
    /// Title.
    pub title: String,
    /// The standard's own words, without quotation marks; or empty.
    pub quote: String,
    /// What was found, with units and, for a ratio, the division as text; 没有记录 when unknown.
    pub found: String,
    /// Evidence: 凭据：办件台账、照片 2 张. May be empty.
    pub evidence: String,
    /// Marks won, `0`; — while unknown.
    pub awarded: String,
    /// Full marks, `25`.
    pub maximum: String,
    /// `−25` with a true minus sign where marks were lost, else empty.
    pub lost: String,
    /// `met`, `not_met`, `unknown`, `not_applicable` or `waived`.
    pub state: &'static str,
    /// 达标, 未达标, 待补数据, 不适用, 豁免.
    pub state_words: String,
    /// Why, in one sentence; empty where met without more to say.
    pub reason: String,
}

/// The printed word of a state.
#[must_use]
pub fn state_words(state: &str) -> &'static str {
    match state {
        "met" => "达标",
        "not_met" => "未达标",
        "unknown" => "待补数据",
        "not_applicable" => "不适用",
        "waived" => "豁免",
        _ => "",
    }
}
