//! What stands below the rows: sums, boxes of the result, how the total is reckoned, remarks.
//! Must not know single criteria.

use rust_decimal::Decimal;

use super::{Sheet, SheetScope, SumRow, Sums};
use crate::audit::{CriterionOutcome, FAILED, PASSED, WITH_NOTES, exact, range, show, summary};
use crate::model::standard::{NotApplicable, Section as StandardSection};

impl Sheet<'_, '_> {
    pub(super) fn sums(&self) -> Sums {
        let sections = &self.order.standard.sections;
        let row = |name: &str, values: Vec<String>, total: String| SumRow { name: name.to_owned(), values, total };
        // Bonus marks come on top of the sections, in a column of their own.
        let bonus = self.marked && self.order.standard.criteria().any(|c| c.bonus);
        let empty = || vec![String::new(); sections.len() + usize::from(bonus)];
        let beside = |mut values: Vec<String>, own: String| {
            if bonus {
                values.push(own);
            }
            values
        };
        let mut rows = Vec::new();
        if self.marked {
            let full = |s: &StandardSection| full_marks(s).map_or_else(String::new, show);
            let total = self.order.standard.total.as_ref().map_or_else(String::new, |t| show(t.value));
            let cap = self.order.standard.bonus.as_ref().and_then(|b| b.cap.as_ref());
            let most = cap.map_or_else(|| "—".to_owned(), |c| format!("最多{}", show(c.value)));
            rows.push(row("满分", beside(sections.iter().map(full).collect(), most), total));
            if sections.iter().any(|s| s.weight.is_some()) {
                let weight = |s: &StandardSection| s.weight.as_ref().map_or("1".to_owned(), |w| w.text().to_owned());
                rows.push(row("权重", beside(sections.iter().map(weight).collect(), "—".to_owned()), "—".to_owned()));
            }
            for (head, outcome) in self.earlier_heads().iter().zip(self.columns()) {
                // 自评分 stands over a column of marks; beside a line of sums 自评 is enough.
                let name = if self.last.is_some() { head.as_str() } else { head.trim_end_matches('分') };
                rows.push(match outcome {
                    Some(o) => {
                        let values = o.sections.iter().map(|s| range(s.low, s.high)).collect();
                        let sum = |pick: fn(&CriterionOutcome) -> Decimal| exact::sum(o.criteria().filter(|c| c.bonus).map(pick));
                        let own = sum(|c| c.low).zip(sum(|c| c.high)).map_or_else(String::new, |(low, high)| range(low, high));
                        row(name, beside(values, own), summary::total(o))
                    }
                    None => row(name, empty(), String::new()),
                });
            }
            rows.push(row(if self.last.is_some() { "复查后" } else { "核查" }, empty(), String::new()));
        } else {
            let asked = self.sections();
            let count = |title: &str| {
                asked
                    .iter()
                    .find(|s| s.title == title)
                    .map_or(0, |s| s.rows.iter().filter(|r| r.not_applicable.is_empty()).count())
            };
            let counts: Vec<usize> = sections.iter().enumerate().map(|(i, s)| count(&self.section_title(i, s))).collect();
            let whole = counts.iter().sum::<usize>().to_string();
            rows.push(row("应查项数", counts.iter().map(usize::to_string).collect(), whole));
            rows.extend(["是", "否", "不适用", "没有查到"].map(|name| row(name, empty(), String::new())));
        }
        Sums { columns: beside(sections.iter().map(|s| s.title.value.clone()).collect(), "加分".to_owned()), rows }
    }

    pub(super) fn results(&self) -> Vec<String> {
        let standard = self.order.standard;
        if !self.marked {
            return [PASSED, WITH_NOTES, FAILED, "待补数据"].map(str::to_owned).into();
        }
        let mut list: Vec<String> = standard
            .grades
            .iter()
            .map(|g| match summary::line(g) {
                line if line.is_empty() => g.name.value.clone(),
                line => format!("{}（{line}）", g.name.value),
            })
            .collect();
        if !list.is_empty() {
            list.push(standard.below_grades.as_ref().map_or("未达到等级".to_owned(), |b| b.value.clone()));
            list.push("待补数据".to_owned());
        }
        list
    }

    pub(super) fn policies(&self) -> Vec<String> {
        let standard = self.order.standard;
        let mut list = Vec::new();
        if !self.marked {
            list.push("须、应、不少于等必须达到的项有一项选“否”，就是“不符合标准”。".to_owned());
            return list;
        }
        list.extend(standard.not_applicable.as_ref().map(|p| {
            match p.value {
                NotApplicable::ExcludeAndRescale => "有不适用的项：总分 ＝ 得分 ÷ 适用各项满分 × 标准总分。",
                NotApplicable::FullMarks => "不适用的项按满分计。",
                NotApplicable::Zero => "不适用的项按零分计。",
            }
            .to_owned()
        }));
        if let Some(bonus) = &standard.bonus {
            let cap = bonus.cap.as_ref().map_or(String::new(), |c| format!("，最多{}分", show(c.value)));
            let over = if bonus.over_total { "可以超过" } else { "不超过" };
            list.push(format!("加分项另加{cap}，加后{over}标准总分。"));
        }
        list.extend(standard.rounding.as_ref().map(summary::rounding_zh));
        list
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let SheetScope { standard, bureau, point, .. } = self.order;
        let mut list: Vec<String> = standard.note.iter().map(|n| n.value.clone()).collect();
        if point.is_some() && bureau.is_some_and(|b| b.file.sample) {
            list.push("示例：人员、地址、电话和数字都是虚构的。".to_owned());
        }
        list
    }
}

/// What a section is worth: as the document says, else what its criteria add up to.
fn full_marks(section: &StandardSection) -> Option<Decimal> {
    let mut own = section.criteria.iter().filter(|c| !c.bonus).filter_map(|c| c.marks.as_ref());
    let stated = section.marks.as_ref().map(|m| m.value);
    stated.or_else(|| own.try_fold(Decimal::ZERO, |sum, marks| sum.checked_add(marks.value)))
}
