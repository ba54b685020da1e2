//! The plan: tasks under their groups, with deadlines as printed.

use chrono::Datelike as _;
use serde::Serialize;

use crate::model::Plan;
use crate::model::plan::{Deadline, Task};
use crate::site::format::{Fact, list};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `plan/index.html`.
#[derive(Debug, Serialize)]
pub struct PlanView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    lead: String,
    groups: Vec<TaskGroup>,
    /// Some task names a cooperating unit; otherwise the column would be empty.
    partners: bool,
    source: String,
}

/// One group of tasks.
#[derive(Debug, Serialize)]
pub struct TaskGroup {
    title: String,
    facts: Vec<Fact>,
    tasks: Vec<TaskRow>,
}

/// One task.
#[derive(Debug, Serialize)]
pub struct TaskRow {
    number: String,
    title: String,
    text: String,
    /// As printed.
    deadline: String,
    /// The last day, `2022-09-30`, of a task that is not done and has one: the script says when it has passed.
    due: String,
    /// Word of a tag; empty when nothing is known beyond the deadline.
    status: &'static str,
    tone: &'static str,
    units: String,
    partners: String,
    note: String,
}

/// The view of a plan.
pub fn plan_view(scope: &SiteContext, plan: &Plan) -> PlanView {
    let tasks: usize = plan.groups.iter().map(|g| g.tasks.len()).sum();
    let done = plan.groups.iter().flat_map(|g| &g.tasks).filter(|t| t.is_done()).count();
    let word = plan.group_word.as_ref().map_or("部分", |w| w.as_str());
    let progress = if done > 0 { format!("，已完成 {done} 项") } else { String::new() };
    // As `check` reads it: a deadline without a year is of the edition's.
    let year = Some(scope.bureau.file.edition.date.year());
    PlanView {
        chrome: scope.chrome(Section::Plan, None),
        title: plan.title.value.clone(),
        lead: format!("{word} {} 个，任务 {tasks} 项{progress}。", plan.groups.len()),
        groups: plan
            .groups
            .iter()
            .map(|group| TaskGroup {
                title: group.title.value.clone(),
                facts: [Fact::maybe("站点设置", group.setting.as_ref()), Fact::maybe("标准要求", group.requirement.as_ref())]
                    .into_iter()
                    .flatten()
                    .collect(),
                tasks: group.tasks.iter().map(|task| row(task, year)).collect(),
            })
            .collect(),
        partners: plan.groups.iter().flat_map(|g| &g.tasks).any(|t| !t.cooperating.is_empty()),
        source: plan.source.as_ref().map(|s| format!("依据：{s}")).unwrap_or_default(),
    }
}

fn row(task: &Task, year: Option<i32>) -> TaskRow {
    let done = task.is_done();
    let deadline = task.deadline.as_ref().map(|d| d.value.clone()).unwrap_or_default();
    let due = match task.deadline.as_ref().filter(|_| !done).map(|d| Deadline::parse(d, year)) {
        Some(Deadline::By(day)) => day.to_string(),
        _ => String::new(),
    };
    // A deadline that says 已完成 is the status itself; it need not stand twice.
    let repeats = task.says_done();
    TaskRow {
        number: task.number.as_ref().map(|n| n.value.clone()).unwrap_or_default(),
        title: task.title.as_ref().map(|t| t.value.clone()).unwrap_or_default(),
        text: task.text.value.clone(),
        deadline,
        due,
        status: if done && !repeats { "已完成" } else { "" },
        tone: if done { "good" } else { "" },
        units: list(&task.responsible),
        partners: list(&task.cooperating),
        note: task.note.as_ref().map(|n| n.value.clone()).unwrap_or_default(),
    }
}
