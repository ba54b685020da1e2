//! Owns the view of `report.typ`: the acceptance report of one point against one standard.
//! Must not know rules or scoring: `audit` decides and words it, this view only lays its words out.
//!
//! Every text is final and in Chinese; marks are decimal texts as they shall be printed (`52.5`, never
//! `52.50` beside `52.5`). The template decides nothing but order: criteria with the state `not_met`
//! and `unknown` come on page one, and first in their section.

pub mod office;
mod proof;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use proof::{Grid, PhotoFile, PhotoView, SignatureView, Source};

use super::common::{Context, MarkView, Pair, QrView, text_or_empty};
use crate::audit::{CriterionOutcome, Found, Scored, SectionOutcome, State, fingerprint, range, show, summary};
use crate::model::date::date_zh;
use crate::model::inspection::Position;

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
    /// What stands behind the marks, one table each: declared against measured, inspectors side by side, what the tool knows,
    /// rectifications, waivers, revisions. Only those that have something to say.
    pub grids: Vec<Grid>,
    /// Photos, in the order of the criteria.
    pub photos: Vec<PhotoView>,
    /// Remarks at the end: rounding, policies used. May be empty.
    pub notes: Vec<String>,
    /// Fingerprint of the record, 64 hexadecimal digits in groups of eight.
    pub fingerprint: String,
    /// Code with the identity of the record and its fingerprint.
    pub qr: Option<QrView>,
    /// Who signs: 检查组长, 检查人, 服务点负责人 … Two to a row, a line beside each, on it what was drawn on the form.
    pub signatures: Vec<SignatureView>,
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
    /// `met`, `not_met`, `noted` (not met, and no failure), `unknown`, `not_applicable` or `waived`.
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

/// The report of one record. `chain` holds the records of its point, standard and campaign up to this one.
#[must_use]
pub fn report_view(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>], source: &Source<'_>) -> ReportView {
    let Scored { point, standard, record, outcome, .. } = scored;
    let fingerprint = fingerprint(context.workspace, record);
    let bureau = &context.bureau.file.name.value;
    let date = date_zh(record.date.value);
    let join = |list: &[crate::model::Text]| list.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、");
    let grades = standard.grades.iter().map(|g| GradeLine {
        name: g.name.value.clone(),
        at_least: summary::limit(g),
        reached: outcome.grade.as_deref() == Some(g.name.as_str()),
    });
    let head = [
        Pair::of("服务点", point.name.as_str()),
        Pair::of("依据标准", format!("《{}》（{}）", standard.title.value, standard.source.value)),
        Pair::of("地址", text_or_empty(point.address.as_ref())),
        Pair::of("标准版本", standard.version.as_str()),
        Pair::of("检查方式", round_words(scored)),
        Pair::of("检查日期", date.as_str()),
        Pair::of("检查人", join(&record.inspectors)),
        Pair::of("陪同", join(&record.attended)),
        Pair::of("定位", record.position.as_ref().filter(|p| !is_forgotten(p)).map_or_else(String::new, position)),
    ];
    ReportView {
        title: format!("{}验收报告", standard.subject()),
        bureau: bureau.clone(),
        primary: String::new(),
        mark: context.mark.cloned(),
        point: point.name.value.clone(),
        standard: standard.title.value.clone(),
        date,
        disclaimer: "本报告记录检查所见，结果由医保局决定。".to_owned(),
        head: head.into_iter().flatten().collect(),
        result: outcome.result_zh(),
        total: summary::total(outcome),
        maximum: outcome.maximum.map_or_else(String::new, show),
        arithmetic: summary::steps(outcome),
        grades: grades.collect(),
        why: summary::why(standard, outcome),
        sections: outcome.sections.iter().enumerate().map(|(i, s)| section(i + 1, s, outcome.maximum.is_some())).collect(),
        grids: proof::grids(context, scored, chain),
        photos: proof::photos(context, outcome, source),
        notes: summary::notes(standard, record, outcome),
        qr: QrView::of(Some(proof::identity(scored, &fingerprint))),
        fingerprint: grouped(&fingerprint),
        signatures: proof::signatures(context, record),
        seal: format!("{bureau}（盖章处）"),
    }
}

/// Zeros stand where a place was taken out (`inspect forget`); nobody inspects there.
fn is_forgotten(at: &Position) -> bool {
    at.latitude.value.is_zero() && at.longitude.value.is_zero()
}

/// Where the form was filled in, as its phone measured it: 北纬28.3721°，东经121.3858°（误差约12米）.
fn position(at: &Position) -> String {
    let about = at.accuracy.as_ref().map_or(String::new(), |a| format!("（误差约{}米）", show(a.value)));
    format!("北纬{}°，东经{}°{about}", show(at.latitude.value), show(at.longitude.value))
}

/// 现场核查, or 现场核查（第1次更正）.
fn round_words(scored: &Scored<'_>) -> String {
    let round = scored.record.round.zh();
    if scored.replaced.is_empty() { round.to_owned() } else { format!("{round}（第{}次更正）", scored.replaced.len()) }
}

/// In groups of eight, so that two people can compare it aloud.
fn grouped(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn section(number: usize, section: &SectionOutcome, marked: bool) -> Section {
    let (awarded, maximum) = if marked {
        (range(section.low, section.high), show(section.maximum))
    } else {
        let (met, counted) = summary::met(section);
        (met.to_string(), counted.to_string())
    };
    let rows = section.criteria.iter().enumerate().map(|(i, c)| row(format!("{number}.{}", i + 1), c));
    Section {
        title: section.title.clone(),
        awarded,
        maximum,
        permille: summary::permille(section),
        note: if marked { section.arithmetic.clone() } else { String::new() },
        rows: rows.collect(),
    }
}

fn row(no: String, c: &CriterionOutcome) -> Criterion {
    let mut found: Vec<String> = c.found.iter().map(found_words).collect();
    found.extend(c.arithmetic.clone());
    if found.is_empty() && c.state == State::Unknown {
        found.push("没有记录".to_owned());
    }
    // A reason that only repeats the state says nothing.
    let plain = c.state == State::Met && (c.reason == "符合" || c.reason.ends_with("齐全"));
    // The state says 不适用 already.
    let mut reason = if plain { String::new() } else { c.reason.trim_start_matches("不适用：").to_owned() };
    if let Some(mend) = &c.mend {
        let owner = mend.owner.as_ref().map(|o| o.value.clone());
        let deadline = mend.deadline.as_ref().map(|d| format!("{}前", date_zh(d.value)));
        let who: Vec<String> = owner.into_iter().chain(deadline).collect();
        let who = if who.is_empty() { String::new() } else { format!("（{}）", who.join("，")) };
        reason = format!("{reason}{}整改：{}{who}", if reason.is_empty() { "" } else { "。" }, mend.what.value);
    }
    Criterion {
        no,
        title: c.title.clone(),
        quote: c.quote.clone().unwrap_or_default(),
        found: found.join("；"),
        // Kinds that the standard asks for are no proof that anybody saw them.
        evidence: match (c.evidence.is_empty(), c.state) {
            (false, _) => format!("凭据：{}", c.evidence.join("、")),
            (true, State::Unknown) if !c.wanted.is_empty() => format!("应查：{}", c.wanted.join("、")),
            _ => String::new(),
        },
        awarded: c.awarded.map_or_else(|| if c.maximum.is_some() { "—".to_owned() } else { String::new() }, show),
        maximum: c.maximum.map_or_else(String::new, show),
        lost: c.lost().filter(|l| !l.is_zero() && !c.bonus).map_or_else(String::new, |l| format!("−{}", show(l))),
        state: if c.state == State::NotMet && !c.fails() { "noted" } else { c.state.word() },
        state_words: summary::state(c).to_owned(),
        reason,
    }
}

/// What counts, and beside it what the point declared where that differs.
fn found_words(found: &Found) -> String {
    match (found.value(), &found.declared) {
        (Some(value), Some(declared)) if found.differs => format!("{} {value}（填报 {declared}）", found.name),
        (Some(value), _) => format!("{} {value}", found.name),
        (None, _) => format!("{} 没有记录", found.name),
    }
}
