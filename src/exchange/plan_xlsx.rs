//! A plan as a workbook that `yizhan import` reads back: one row a task, its group beside it.

use super::book::{Column, kept, kept_heads, workbook};
use crate::model::{Bureau, Plan, Text};

/// The workbook.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn plan_xlsx(bureau: &Bureau, plan: &Plan) -> Result<Vec<u8>, String> {
    let mut columns = vec![
        Column::new("分组", 24.0).help("空着就是上一行的分组。"),
        Column::new("站点设置", 18.0),
        Column::new("标准要求", 40.0),
        Column::new("任务序号", 8.0),
        Column::new("任务名称", 24.0),
        Column::new("推进措施", 60.0).help("导入时按这里的文字认任务；改了文字，就按分组和序号认。"),
        Column::new("完成时限", 16.0).help("照原文写，如 2023年4月底、长期坚持。"),
        Column::new("责任部门", 20.0).help("几个单位用顿号隔开。"),
        Column::new("配合部门", 20.0),
        Column::new("已完成", 8.0).choose(&["是", "否"]),
        Column::new("说明", 24.0),
    ];
    let more = kept_heads(plan.groups.iter().flat_map(|g| &g.tasks).map(|t| &t.more));
    columns.extend(more.iter().map(|head| Column::new(head, 16.0)));
    let text = |t: Option<&Text>| t.map(|t| t.value.clone()).unwrap_or_default();
    let units = |list: &[Text]| list.iter().map(|u| u.value.as_str()).collect::<Vec<_>>().join("、");
    let mut rows = Vec::new();
    for group in &plan.groups {
        for (i, task) in group.tasks.iter().enumerate() {
            // What belongs to the group stands once.
            let once = |t: Option<&Text>| if i == 0 { text(t) } else { String::new() };
            let mut row = vec![
                group.title.value.clone(),
                once(group.setting.as_ref()),
                once(group.requirement.as_ref()),
                text(task.number.as_ref()),
                text(task.title.as_ref()),
                task.text.value.clone(),
                text(task.deadline.as_ref()),
                units(&task.responsible),
                units(&task.cooperating),
                if task.done { "是" } else { "" }.to_owned(),
                text(task.note.as_ref()),
            ];
            row.extend(kept(&more, &task.more));
            rows.push(row);
        }
    }
    let help = [
        "改完保存，再运行：yizhan import plan 这个文件 --bureau 局编号。先看程序读懂了什么，没有问题再加 --write 写入。",
        "删掉一行不会删掉任务，空着的格子不会清掉已有的内容：要删，在 plan.yaml 里删。",
        "别的量化表也能导入：表头里有“推进措施”“完成时限”“责任部门”这样的列就行；分组向下合并、措施里带“1、”的都读得懂。",
    ];
    workbook(bureau, ("工作计划", &plan.title), columns, rows, &help).map_err(|error| error.to_string())
}
