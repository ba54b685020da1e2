//! Owns the view of `score-sheet.typ`: the sheet that inspectors fill in by hand on site, blank or prefilled for one point, and
//! the sheet of a re-inspection with what is left to look at.
//! Must not know how marks are worked out (`audit`), nor layout (the template).

mod closing;
mod controls;
#[cfg(test)]
mod tests;
mod view;

use super::common::{Pair, text_or_empty};
use crate::audit::rectify::to_look_at;
use crate::audit::{CriterionOutcome, Facts, Layer, Outcome, Place, Scored, Truth, explain, in_scope, known, show, summary};
use crate::model::date::date_zh;
use crate::model::inspection::Round;
use crate::model::phones::line;
use crate::model::standard::{Criterion, Modality, Section as StandardSection, Standard};
use crate::model::{Bureau, Point};
pub use controls::Control;
pub use view::{Last, Row, ScoreSheet, Section, SumRow, Sums, Tick};

/// The rounds in their order, with a box each.
const ROUNDS: [Round; 4] = [Round::SelfAssessment, Round::Town, Round::Site, Round::Recheck];

/// What a sheet is made for.
#[derive(Clone, Debug)]
pub struct SheetScope<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// Whose points are inspected; none where any bureau may use the sheet.
    pub bureau: Option<&'a Bureau>,
    /// The point, on a sheet that is prefilled.
    pub point: Option<&'a Point>,
    /// The round, where it is known. A re-inspection takes over only what the last round left.
    pub round: Option<Round>,
    /// The rounds that were made, the earliest first.
    pub earlier: Vec<&'a Scored<'a>>,
}

/// The sheet; none for a re-inspection of which nothing is left to look at.
#[must_use]
pub fn score_sheet_view(order: &SheetScope<'_>) -> Option<ScoreSheet> {
    let SheetScope { standard, bureau, point, round, earlier } = order;
    let recheck = *round == Some(Round::Recheck);
    let last = earlier.last().filter(|_| recheck).map(|s| &s.outcome);
    let layers: Vec<Layer<'_>> = earlier.iter().map(|s| Layer::of(s.record)).collect();
    let place = match (bureau, *point) {
        (Some(bureau), Some(point)) => Place::of(bureau, point),
        (Some(bureau), None) => Place { tier: None, channels: Place::channels_of(bureau) },
        (None, _) => Place::default(),
    };
    let facts = Facts::new(standard, &layers, *point, place);
    let marked = standard.total.is_some();
    let sheet = Sheet { order, facts, marked, last };
    let sections = sheet.sections();
    if sections.is_empty() {
        return None;
    }
    let now = if recheck { "复查分" } else { "核查分" };
    Some(ScoreSheet {
        title: title(standard, marked, recheck),
        bureau: bureau.map_or_else(String::new, |b| b.file.name.value.clone()),
        basis: format!("依据《{}》（{}），版本 {}", standard.title.value, standard.source.value, standard.version.value),
        ident: format!("{} · 版本 {}", standard.id, standard.version.value),
        point: point.map_or_else(String::new, |p| p.name.value.clone()),
        rounds: ROUNDS.map(|r| Tick { words: r.zh().to_owned(), on: *round == Some(r) }).into(),
        head: sheet.head(),
        how: sheet.how(),
        marked,
        recheck,
        earlier: if marked { sheet.earlier_heads() } else { Vec::new() },
        now: if marked { now.to_owned() } else { String::new() },
        sums: sheet.sums(),
        results: sheet.results(),
        policies: sheet.policies(),
        notes: sheet.notes(),
        signatures: ["检查人（签字）", "检查人（签字）", "被检查单位（签字）"].map(str::to_owned).into(),
        sections,
    })
}

/// 村级医保经办服务星级评定标准 → 村级医保经办服务星级评定评分表.
fn title(standard: &Standard, marked: bool, recheck: bool) -> String {
    let word = if recheck {
        "复查表"
    } else if marked {
        "评分表"
    } else {
        "检查表"
    };
    standard.titled(word)
}

/// 一 … 十, 十一 … as sections are numbered.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match (n / 10, n % 10) {
        (0, one) => digit(one).to_owned(),
        (1, one) => format!("十{}", digit(one)),
        (ten @ 2..=9, one) => format!("{}十{}", digit(ten), digit(one)),
        _ => n.to_string(),
    }
}

/// What the parts of a sheet are made from.
struct Sheet<'o, 'a> {
    order: &'o SheetScope<'a>,
    facts: Facts<'o>,
    marked: bool,
    /// The outcome whose failed and unknown criteria are looked at again.
    last: Option<&'o Outcome>,
}

impl Sheet<'_, '_> {
    fn head(&self) -> Vec<Pair> {
        let SheetScope { bureau, point, earlier, .. } = self.order;
        let pair = |k: &str, v: String| Pair { k: k.to_owned(), v };
        let of = |pick: &dyn Fn(&Point) -> String| point.map_or_else(String::new, pick);
        let channel = |p: &Point| {
            let catalog = bureau.and_then(|b| b.catalog.as_ref());
            let channel = catalog.and_then(|c| c.channels.iter().find(|c| c.id.as_str() == p.channel.value));
            channel.map_or_else(|| p.channel.value.clone(), |c| c.name.value.clone())
        };
        let staff = |p: &Point| p.staff.iter().map(crate::model::point::Staff::with_role).collect::<Vec<_>>().join("、");
        let mut list = vec![
            pair("服务点", of(&|p| p.name.value.clone())),
            pair("编号", of(&|p| p.id.to_string())),
            pair("渠道", of(&channel)),
            pair("地址", of(&|p| text_or_empty(p.address.as_ref()))),
            pair("电话", of(&|p| line(&p.numbers()))),
            pair("负责人员", of(&staff)),
            pair("检查日期", "　　　　年　　月　　日".to_owned()),
            pair("检查人", String::new()),
            pair("在场人员", String::new()),
        ];
        if let Some(last) = earlier.last().filter(|_| self.last.is_some()) {
            let record = last.record;
            let total = summary::total(&last.outcome);
            let total = if total.is_empty() { total } else { format!("，{total}分") };
            list.push(pair("上次检查", format!("{} {}", record.round.value.zh(), date_zh(record.date.value))));
            list.push(pair("上次结果", format!("{}{total}", last.outcome.result_zh())));
            list.push(pair("上次检查人", record.inspectors.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、")));
        }
        list
    }

    fn how(&self) -> Vec<String> {
        let mut list = vec!["在方框里打勾，在横线上写数。空着的项是待补数据，不算零分，也不算通过。".to_owned()];
        if self.marked {
            list.push("扣了分的写原因。".to_owned());
        } else {
            list.push("选“否”的写明问题。标有“鼓励”的没有达到，只作改进建议。".to_owned());
        }
        if self.order.point.is_some() && self.last.is_none() {
            list.push("“申报”是服务点填报的，“核查”写现场量到、查到的。".to_owned());
        }
        if self.last.is_some() {
            list.push("只列上次没有达标和没有查清的项，其余沿用上次结果。".to_owned());
        }
        list
    }

    /// The rounds whose marks have a column: the self-assessment always, the town's review where there is one; the last round alone
    /// on the sheet of a re-inspection.
    fn earlier_heads(&self) -> Vec<String> {
        if self.last.is_some() {
            return vec!["上次得分".to_owned()];
        }
        let mut list = vec!["自评分".to_owned()];
        list.extend(self.outcome_of(Round::Town).map(|_| "镇审核分".to_owned()));
        list
    }

    fn outcome_of(&self, round: Round) -> Option<&Outcome> {
        self.order.earlier.iter().find(|s| s.record.round.value == round).map(|s| &s.outcome)
    }

    /// The outcomes of the columns of [`Self::earlier_heads`].
    fn columns(&self) -> Vec<Option<&Outcome>> {
        if self.last.is_some() {
            return vec![self.last];
        }
        let town = self.outcome_of(Round::Town);
        let mut list = vec![self.outcome_of(Round::SelfAssessment)];
        list.extend(town.map(Some));
        list
    }

    fn sections(&self) -> Vec<Section> {
        let left: Option<Vec<&str>> = self.last.map(|o| to_look_at(o).map(|c| c.id.as_str()).collect());
        let mut asked = controls::Asked::default();
        let mut list = Vec::new();
        for (i, section) in self.order.standard.sections.iter().enumerate() {
            let numbered = section.criteria.iter().enumerate().map(|(j, c)| (format!("{}.{}", i + 1, j + 1), c));
            let mine = numbered.filter(|(_, c)| left.as_ref().is_none_or(|ids| ids.contains(&c.id.as_str())));
            let rows: Vec<Row> = mine.map(|(no, c)| self.row(no, c, &mut asked)).collect();
            if !rows.is_empty() {
                list.push(Section { title: self.section_title(i, section), rows });
            }
        }
        list
    }

    fn section_title(&self, index: usize, section: &StandardSection) -> String {
        let marks = section.marks.as_ref().filter(|_| self.marked).map(|m| format!("{}分", show(m.value)));
        let weight = section.weight.as_ref().map(|w| format!("权重{}", w.text()));
        let clause = section.clause.as_ref().map(|c| c.value.clone());
        let parts: Vec<String> = [marks, weight, clause].into_iter().flatten().collect();
        let parts = if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("，")) };
        let title = section.title.value.as_str();
        // A title that was copied with its number keeps it.
        let numbered =
            title.split_once('、').is_some_and(|(n, _)| !n.is_empty() && n.chars().all(|c| "一二三四五六七八九十".contains(c)));
        if numbered { format!("{title}{parts}") } else { format!("{}、{title}{parts}", numeral(index + 1)) }
    }

    fn row<'s>(&'s self, no: String, criterion: &'s Criterion, asked: &mut controls::Asked<'s>) -> Row {
        let scope = criterion.when.as_ref();
        let (truth, why) = scope.map_or((Truth::Met, String::new()), |s| in_scope(s, self.facts));
        let applies = truth != Truth::NotMet;
        let mut hints = Vec::new();
        if let Some(scope) = scope.filter(|_| truth == Truth::Unknown) {
            hints.push(format!("只查：{}", explain::scope_zh(scope, self.facts)));
        }
        hints.extend(criterion.note.iter().map(|n| format!("说明：{}", n.value)));
        if let (Some(bureau), Some(point)) = (self.order.bureau, self.order.point) {
            let words = criterion.known.iter().map(|kind| known::known(*kind, bureau, point));
            hints.extend(words.map(|w| format!("系统登记（供核对，不作得分依据）：{w}")));
        }
        let before = |o: Option<&Outcome>| find(o, criterion).map_or_else(String::new, marks_words);
        if !self.marked && self.last.is_none() {
            // Without marks there is no column for them.
            for round in [Round::SelfAssessment, Round::Town] {
                let found = find(self.outcome_of(round), criterion);
                hints.extend(found.map(|c| format!("{}：{}", round.zh(), state_words(c))));
            }
        }
        let evidence: Vec<String> = criterion.evidence.iter().map(|e| e.zh().to_owned()).collect();
        Row {
            controls: if applies { controls::controls(criterion, &no, self.facts, asked) } else { Vec::new() },
            no,
            title: criterion.title.value.clone(),
            tags: tags(criterion),
            quote: text_or_empty(criterion.quote.as_ref()),
            clause: text_or_empty(criterion.clause.as_ref()),
            hints,
            marks: criterion.marks.as_ref().map_or_else(String::new, |m| show(m.value)),
            earlier: if self.marked { self.columns().into_iter().map(before).collect() } else { Vec::new() },
            not_applicable: if applies { String::new() } else { why },
            may_not_apply: scope.is_some(),
            evidence: if evidence.is_empty() { vec!["照片".to_owned(), "材料".to_owned()] } else { evidence },
            last: find(self.last, criterion).map(last),
        }
    }
}

/// What sets a criterion apart from the others, in a word each.
fn tags(criterion: &Criterion) -> Vec<String> {
    let mut tags = Vec::new();
    match criterion.modality.as_ref().map(|m| m.value) {
        Some(Modality::Should) => tags.push("鼓励".to_owned()),
        Some(Modality::May) => tags.push("可以".to_owned()),
        // Without marks everything else must be; with marks, marks tell.
        _ => {}
    }
    if criterion.veto {
        tags.push("一票否决".to_owned());
    }
    if criterion.bonus {
        tags.push("加分项".to_owned());
    }
    tags.extend(criterion.caps_grade.as_ref().map(|g| format!("不符合时最高{}", g.value)));
    tags
}

fn find<'o>(outcome: Option<&'o Outcome>, criterion: &Criterion) -> Option<&'o CriterionOutcome> {
    outcome?.criteria().find(|c| c.id == criterion.id.as_str())
}

/// Marks of an earlier round; a dash where they were open.
fn marks_words(c: &CriterionOutcome) -> String {
    match (c.awarded, c.maximum) {
        (Some(awarded), _) => show(awarded),
        (None, Some(_)) => "—".to_owned(),
        (None, None) => String::new(),
    }
}

fn state_words(c: &CriterionOutcome) -> String {
    let plain = c.reason.is_empty() || c.reason == "符合";
    if plain { summary::state(c).to_owned() } else { format!("{}，{}", summary::state(c), c.reason) }
}

fn last(c: &CriterionOutcome) -> Last {
    let lost = c.lost().filter(|l| !l.is_zero() && !c.bonus).map(|l| format!("失{}分", show(l)));
    // 失1.5分 says by itself that marks were lost.
    let state = match (summary::state(c), lost) {
        ("失分", Some(lost)) => lost,
        (state, Some(lost)) => format!("{state}，{lost}"),
        (state, None) => state.to_owned(),
    };
    let mend = c.mend.as_ref();
    let owner = mend.and_then(|m| m.owner.as_ref()).map(|o| format!("责任：{}", o.value));
    let deadline = mend.and_then(|m| m.deadline.as_ref()).map(|d| format!("期限：{}", date_zh(d.value)));
    Last {
        state,
        reason: c.reason.trim_end_matches("，待补数据").trim_end_matches("，待定").to_owned(),
        mend: mend.map_or_else(String::new, |m| m.what.value.clone()),
        terms: owner.into_iter().chain(deadline).collect(),
    }
}
