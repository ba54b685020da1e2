//! A table of tasks as a plan (量化表): groups that are merged down beside their tasks, numbers within the wording, units in one cell.

use std::collections::HashMap;

use super::find::{self, squeezed, tidy};
use super::vocabulary::half_width_digits;
use super::{Sheet, Uncertain, letters};
use crate::model::plan::{PlanGroup, Task};
use crate::model::{Plan, Text};
use crate::say;
use crate::source::Node;
use crate::yaml_write::edit::Edits;
use crate::yaml_write::value::{New, block, scalar};

/// What a column holds: its key in the file, its name in Chinese, and the names of columns, without spaces. The first is what our own
/// workbooks write.
pub const COLUMNS: [([&str; 2], &[&str]); 11] = [
    (["group", "分组"], &["分组", "下沉模式", "措施类别", "类别", "模式", "项目"]),
    (["setting", "站点设置"], &["站点设置"]),
    (["requirement", "标准要求"], &["标准要求"]),
    (["number", "序号"], &["任务序号", "序号"]),
    (["title", "标题"], &["任务名称", "任务", "标题"]),
    (["text", "内容"], &["推进措施", "主要措施", "具体措施", "工作措施", "工作任务", "任务内容", "措施", "内容"]),
    (["deadline", "完成时限"], &["完成时限", "完成时间", "时限"]),
    (["responsible", "责任单位"], &["责任部门", "责任单位", "牵头单位", "牵头部门"]),
    (["cooperating", "配合单位"], &["配合部门", "配合单位"]),
    (["done", "已完成"], &["已完成", "是否完成"]),
    (["note", "说明"], &["说明", "备注"]),
];

/// A table that was understood.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its sheets.
    pub sheets: Vec<String>,
    /// What stands above it.
    pub title: String,
    /// Each column that was read: its letters, its head, and what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// A group with its tasks.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its title.
    pub title: String,
    /// What stands beside it: setting, requirement.
    pub values: Vec<(&'static str, New)>,
    /// Its tasks.
    pub tasks: Vec<Vec<(&'static str, New)>>,
}

/// Reads the sheets that hold tasks; tables with the same columns go on from one another. `wanted` names one sheet.
#[must_use]
pub fn read_plan_table(sheets: &[Sheet], wanted: Option<&str>) -> Option<Table> {
    let key = |name: &str| COLUMNS.iter().find(|(_, names)| names.contains(&name)).map(|(key, _)| key[0]);
    let mut doubts: Vec<Uncertain> = Vec::new();
    let mut table: Option<Table> = None;
    let mut before: Vec<String> = Vec::new();
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        doubts.extend(sheet.doubts.iter().cloned());
        let Some(found) = find::table(sheet, &|name| key(name).is_some(), &mut doubts) else { continue };
        let columns: HashMap<&str, usize> = found.columns.iter().rev().filter_map(|c| Some((key(&c.name)?, c.at))).collect();
        if !columns.contains_key("text") {
            continue;
        }
        let names: Vec<String> = found.columns.iter().map(|c| c.name.clone()).collect();
        let new = table.is_none();
        let own = table.get_or_insert_with(|| Table { title: found.title.clone(), ..Table::default() });
        if new {
            for column in &found.columns {
                let Some(key) = key(&column.name) else {
                    doubts.push(Uncertain {
                        place: sheet.place(found.head.0, column.at),
                        message: say!("不认识的列“{}”，没有读", "the column “{}” is not known and was not read", column.name),
                    });
                    continue;
                };
                let zh = COLUMNS.iter().find(|(names, _)| names[0] == key).map_or("", |(names, _)| names[1]);
                own.mapping.push((letters(column.at), column.name.clone(), zh.to_owned()));
            }
            before = names;
        } else if names != before {
            doubts.push(Uncertain {
                place: sheet.name.clone(),
                message: say!(
                    "这张表的列和前面的不一样，没有读",
                    "its columns are others than those of the table before: it was not read"
                ),
            });
            continue;
        }
        own.sheets.push(sheet.name.clone());
        for row in &found.rows {
            task(sheet, *row, &columns, own, &mut doubts);
        }
    }
    let mut table = table.filter(|t| !t.groups.is_empty())?;
    table.doubts = doubts;
    Some(table)
}

fn task(sheet: &Sheet, row: usize, columns: &HashMap<&str, usize>, table: &mut Table, doubts: &mut Vec<Uncertain>) {
    let cell = |key: &str| columns.get(key).and_then(|at| sheet.cell(row, *at));
    let text = |key: &str| {
        let text = cell(key).map_or("", |c| c.text.trim());
        if matches!(text, "-" | "—" | "/") { String::new() } else { tidy(text) }
    };
    let words = text("text");
    // A blank group is the one above: merged cells of a table that was typed again.
    let title = text("group");
    if !title.is_empty() && table.groups.last().is_none_or(|g| squeezed(&g.title) != squeezed(&title)) {
        let beside = ["setting", "requirement"].map(|key| (key, New::Text(text(key))));
        let values = beside.into_iter().filter(|(_, new)| *new != New::Text(String::new())).collect();
        table.groups.push(Group { title, values, tasks: Vec::new() });
    }
    if words.is_empty() {
        return;
    }
    if table.groups.is_empty() {
        let title = if table.title.is_empty() { "任务".to_owned() } else { table.title.clone() };
        table.groups.push(Group { title, ..Group::default() });
    }
    // 1、制定…: the number is no part of the wording. A number beside the task counts where it is not one of the group, merged down.
    let (inside, words) = numbered(&words);
    let beside = cell("number")
        .filter(|c| !c.above && !columns.get("group").is_some_and(|at| sheet.cell(row + 1, *at).is_some_and(|g| g.above)))
        .map(|_| text("number"));
    let number = if inside.is_empty() { beside.unwrap_or_default() } else { inside };
    let mut task =
        vec![("number", New::Text(half_width_digits(&number))), ("title", New::Text(text("title"))), ("text", New::Text(words))];
    // A cell that is a date says it as people do.
    let deadline = text("deadline");
    let day = chrono::NaiveDate::parse_from_str(&deadline, "%Y-%m-%d");
    task.push(("deadline", New::Text(day.map_or(deadline, crate::model::date::date_zh))));
    for key in ["responsible", "cooperating"] {
        let units = cell(key).map_or("", |c| c.text.as_str());
        let units = units.split(['、', '，', ',', ';', '；', '\n']).map(tidy).filter(|u| !u.is_empty() && u != "-" && u != "—");
        task.push((key, New::List(units.collect())));
    }
    match text("done").as_str() {
        "" => {}
        "是" | "√" | "✓" | "已完成" | "完成" => task.push(("done", New::Text("是".to_owned()))),
        "否" | "未完成" | "×" => task.push(("done", New::Text("否".to_owned()))),
        other => doubts.push(Uncertain {
            place: sheet.place(row, columns.get("done").copied().unwrap_or(0)),
            message: say!("“{other}”不是“是”也不是“否”，没有读", "“{other}” is neither 是 nor 否 and was not read"),
        }),
    }
    task.push(("note", New::Text(text("note"))));
    task.retain(|(_, new)| !matches!(new, New::Text(t) if t.is_empty()) && !matches!(new, New::List(l) if l.is_empty()));
    if let Some(group) = table.groups.last_mut() {
        group.tasks.push(task);
    }
}

/// The number at the beginning of a wording, and the rest: 1、, 2. or （3）.
fn numbered(words: &str) -> (String, String) {
    let plain = half_width_digits(words);
    let inner = plain.trim_start_matches(['（', '(']);
    let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
    let rest = inner.get(digits.len()..).unwrap_or_default();
    let marks: &[char] = if inner.len() == plain.len() { &['、', '.', '．'] } else { &['）', ')'] };
    // 2022年… and 1.5倍 are no numbers of tasks.
    let decimal = |after: &str| rest.starts_with('.') && after.starts_with(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(marks) {
        Some(after) if !digits.is_empty() && digits.len() < 3 && !decimal(after) => (digits, after.trim_start().to_owned()),
        _ => (String::new(), words.to_owned()),
    }
}

/// One difference: group and task, key, old and new.
pub type Change = [String; 4];

/// What the table changes in the plan that is there, what is new, and the new text of its file; no text where the file is written in a way that
/// cannot be changed safely. `node` is the file as it was parsed.
#[must_use]
pub fn rewritten(table: &Table, there: &Plan, text: &str, node: &Node) -> (Vec<Change>, Vec<(String, String)>, Option<String>) {
    let (mut changes, mut fresh, mut edits) = (Vec::new(), Vec::new(), Edits::default());
    let groups = node.get(&["groups", "分组"]);
    let nodes = groups.map_or(&[][..], Node::items);
    let mut new_groups: Vec<Vec<(&'static str, New)>> = Vec::new();
    for group in &table.groups {
        let known = there.groups.iter().find(|g| squeezed(&g.title) == squeezed(&group.title));
        let Some((known, record)) = known.and_then(|g| Some((g, nodes.iter().find(|n| n.span == g.span)?))) else {
            fresh.push((group.title.clone(), format!("{} 项任务", group.tasks.len())));
            new_groups.push(group_record(group));
            continue;
        };
        for (key, new) in &group.values {
            let old = if *key == "setting" { &known.setting } else { &known.requirement };
            differ(&mut changes, &mut edits, (text, record), &group.title, (key, &written(old.as_ref()), new));
        }
        let tasks = record.get(&["tasks", "任务"]);
        let mut new_tasks = Vec::new();
        for (task, old) in group.tasks.iter().zip(same(known, &group.tasks)) {
            let found = old.and_then(|t| Some((t, tasks.map_or(&[][..], Node::items).iter().find(|n| n.span == t.span)?)));
            if let Some((old, record)) = found {
                let name = format!("{} {}", group.title, old.number.as_ref().map_or("", |n| n.as_str()));
                for (key, new) in task {
                    differ(&mut changes, &mut edits, (text, record), name.trim(), (key, &present(old, key), new));
                }
            } else {
                fresh.push((group.title.clone(), value(task, "text")));
                new_tasks.push(task.clone());
            }
        }
        edits.append(text, tasks.unwrap_or(record), &new_tasks);
    }
    edits.append(text, groups.unwrap_or(node), &new_groups);
    (changes, fresh, edits.finish(text, node))
}

/// A whole new plan.
/// The name of the table's file stays out of it: it may name people, and the new file goes into git.
#[must_use]
pub fn fresh(table: &Table) -> String {
    let title = if table.title.is_empty() { "工作计划" } else { &table.title };
    let mut text = format!("# 由表格导入\ntitle: {}\ngroups:\n", scalar(title, false));
    for group in &table.groups {
        text.push_str(&block(&group_record(group), "  "));
        text.push('\n');
    }
    text
}

fn group_record(group: &Group) -> Vec<(&'static str, New)> {
    let mut record = vec![("title", New::Text(group.title.clone()))];
    record.extend(group.values.iter().cloned());
    record.push(("tasks", New::Records(group.tasks.clone())));
    record
}

fn value(task: &[(&str, New)], key: &str) -> String {
    task.iter().find(|(k, _)| *k == key).map(|(_, v)| v.words()).unwrap_or_default()
}

/// For each task of the table the one of the plan that it is: of the same wording, else of the same number among those that are left. Each is
/// taken once, so that a task that was put in front does not become the one after it.
fn same<'p>(group: &'p PlanGroup, tasks: &[Vec<(&'static str, New)>]) -> Vec<Option<&'p Task>> {
    let mut left: Vec<&Task> = group.tasks.iter().collect();
    let mut take = |fits: &dyn Fn(&Task) -> bool| left.iter().position(|t| fits(t)).map(|at| left.remove(at));
    let mut found: Vec<Option<&Task>> =
        tasks.iter().map(|task| take(&|old| squeezed(&old.text) == squeezed(&value(task, "text")))).collect();
    for (task, found) in tasks.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        let number = value(task, "number");
        *found = take(&|old| !number.is_empty() && old.number.as_ref().is_some_and(|n| n.value == number));
    }
    found
}

fn differ(
    changes: &mut Vec<Change>,
    edits: &mut Edits,
    (text, record): (&str, &Node),
    name: &str,
    (key, old, new): (&&str, &str, &New),
) {
    let new_words = new.words();
    if squeezed(old) != squeezed(&new_words) {
        changes.push([name.to_owned(), (*key).to_owned(), old.to_owned(), new_words]);
        let names = COLUMNS.iter().find(|(names, _)| names[0] == *key).map_or([*key, *key], |(names, _)| *names);
        edits.set(text, record, &names, new);
    }
}

fn written(text: Option<&Text>) -> String {
    text.map(|t| t.value.clone()).unwrap_or_default()
}

/// What a task of the plan has for a key, as the table would write it.
fn present(task: &Task, key: &str) -> String {
    let units = |list: &[Text]| list.iter().map(|u| u.value.as_str()).collect::<Vec<_>>().join("、");
    match key {
        "number" => written(task.number.as_ref()),
        "title" => written(task.title.as_ref()),
        "text" => task.text.value.clone(),
        "deadline" => written(task.deadline.as_ref()),
        "responsible" => units(&task.responsible),
        "cooperating" => units(&task.cooperating),
        "done" => if task.done { "是" } else { "否" }.to_owned(),
        _ => written(task.note.as_ref()),
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn numbers_within_the_wording() {
        for (words, number, rest) in [
            ("1、制定指南", "1", "制定指南"),
            ("２．培训", "2", "培训"),
            ("（3）公示", "3", "公示"),
            ("2022年9月底前完成", "", "2022年9月底前完成"),
            ("1.5倍", "", "1.5倍"),
            ("2、2022年起培训", "2", "2022年起培训"),
            ("制定", "", "制定"),
        ] {
            assert_eq!(numbered(words), (number.to_owned(), rest.to_owned()), "{words}");
        }
    }
}
