//! Owns the view of `plan-table.typ`: the plan of a bureau (量化表, 工作措施表) with its deadlines and units, as published, on A3.
//! Must not know how the table is set, nor what day it is: paper hangs for months.

use serde::Serialize;

use super::common::{Context, Sheet, text_or_empty};
use super::facts::facts;
use crate::model::Text;
use crate::model::plan::{Plan, Task};

/// Everything that the table shows.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTable {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// 下沉模式11个，任务32项，已完成9项.
    pub summary: String,
    /// The document and annex, or empty.
    pub source: String,
    /// Heads of the columns that some task fills, without the first two.
    pub heads: Vec<Head>,
    /// Groups in order.
    pub groups: Vec<PlanGroup>,
}

facts! {
    PlanTable {
        sheet: via(Sheet::with_title),
        summary: fact("概要"),
        source: fact("来源"),
        heads: silent("columns that some row fills, by the labels of its facts"),
        groups: open,
    }
}

/// A column that some task fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The key of a row that it shows.
    pub column: &'static str,
    /// What stands above it.
    pub head: &'static str,
}

/// One mode or field of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanGroup {
    /// Its number, empty where the title bears one.
    pub no: String,
    /// Title as published.
    pub title: String,
    /// 站点设置, or empty.
    pub setting: String,
    /// 标准要求, or empty.
    pub requirement: String,
    /// Its tasks.
    pub rows: Vec<PlanRow>,
}

facts! {
    PlanGroup {
        title: row,
        no: fact("序号"),
        setting: fact("站点设置"),
        requirement: fact("标准要求"),
        rows: open,
    }
}

/// One task.
#[derive(Clone, Debug, Serialize)]
pub struct PlanRow {
    /// Printed number, else its place in the group.
    pub no: String,
    /// Short title, or empty.
    pub name: String,
    /// Text as published.
    pub text: String,
    /// Remark, or empty.
    pub note: String,
    /// Deadline as published, or empty; 已完成 beside it where the bureau says so.
    pub deadline: String,
    /// Responsible units.
    pub responsible: String,
    /// Cooperating units.
    pub cooperating: String,
}

facts! {
    PlanRow {
        name: row,
        no: fact("序号"),
        text: open,
        note: fact("说明"),
        deadline: fact("完成时限"),
        responsible: fact("责任单位"),
        cooperating: fact("配合单位"),
    }
}

/// The columns that may be missing, in order.
const HEADS: [Head; 3] = [
    Head { column: "deadline", head: "完成时限" },
    Head { column: "responsible", head: "责任单位" },
    Head { column: "cooperating", head: "配合单位" },
];

impl PlanRow {
    /// Whether the row has something to say in a column.
    fn fills(&self, column: &str) -> bool {
        let text = match column {
            "deadline" => &self.deadline,
            "responsible" => &self.responsible,
            _ => &self.cooperating,
        };
        !text.is_empty()
    }
}

/// The table of a bureau's plan; none without a plan that has tasks.
#[must_use]
pub fn plan_table_view(ctx: &Context<'_>) -> Option<PlanTable> {
    let plan = ctx.bureau.plan.as_ref()?;
    let groups = groups(plan);
    if groups.is_empty() {
        return None;
    }
    let rows = || groups.iter().flat_map(|group| &group.rows);
    let heads = HEADS.into_iter().filter(|head| rows().any(|row| row.fills(head.column))).collect();
    Some(PlanTable {
        sheet: ctx.sheet(plan.title.value.clone()),
        summary: summary(plan, groups.len()),
        source: text_or_empty(plan.source.as_ref()),
        heads,
        groups,
    })
}

fn summary(plan: &Plan, groups: usize) -> String {
    let tasks = || plan.groups.iter().flat_map(|g| &g.tasks);
    let word = plan.group_word.as_ref().map_or("部分", |word| word.as_str());
    let done = tasks().filter(|task| task.is_done()).count();
    let progress = if done > 0 { format!("，已完成{done}项") } else { String::new() };
    format!("{word}{groups}个，任务{}项{progress}", tasks().count())
}

fn groups(plan: &Plan) -> Vec<PlanGroup> {
    let filled = plan.groups.iter().filter(|group| !group.tasks.is_empty());
    filled
        .enumerate()
        .map(|(place, group)| PlanGroup {
            no: if numbered(&group.title) { String::new() } else { (place + 1).to_string() },
            title: group.title.value.clone(),
            setting: text_or_empty(group.setting.as_ref()),
            requirement: text_or_empty(group.requirement.as_ref()),
            rows: group.tasks.iter().enumerate().map(|(place, task)| row(place, task)).collect(),
        })
        .collect()
}

/// Whether a title bears its own number: （一）…, 一、…, 1. …
fn numbered(title: &str) -> bool {
    let title = title.trim_start().trim_start_matches(['（', '(']);
    let digits = title.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c));
    digits.len() < title.len() && digits.starts_with(['）', ')', '、', '.', '．'])
}

fn row(place: usize, task: &Task) -> PlanRow {
    let list = |units: &[Text]| units.iter().map(|unit| unit.as_str()).collect::<Vec<_>>().join("、");
    let printed = text_or_empty(task.deadline.as_ref());
    // A deadline that says 已完成 is the state itself.
    let says_so = task.says_done();
    let deadline = match (task.done && !says_so, printed.is_empty()) {
        (true, true) => "已完成".to_owned(),
        (true, false) => format!("{printed}（已完成）"),
        _ => printed,
    };
    PlanRow {
        no: task.number.as_ref().map_or_else(|| (place + 1).to_string(), |n| n.value.clone()),
        name: text_or_empty(task.title.as_ref()),
        text: task.text.value.clone(),
        note: text_or_empty(task.note.as_ref()),
        deadline,
        responsible: list(&task.responsible),
        cooperating: list(&task.cooperating),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_a_number_gets_no_other() {
        for title in ["（一）完善体系", "一、总体要求", "1. 人员", "(2) 场所", "十二、保障"] {
            assert!(numbered(title), "{title}");
        }
        for title in ["医保+公立医院", "一站式结算", "1个窗口", "三级联动", ""] {
            assert!(!numbered(title), "{title}");
        }
    }
}
