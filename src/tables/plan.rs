//! A table of tasks as a plan (量化表): groups that are merged down beside their tasks, numbers within the wording, units in one cell.

use std::collections::HashMap;

use super::find::{Column, squeezed, tidy};
use super::heads;
use super::memory::{Memory, shape};
use super::sections::{Line, Section, guessed, sections};
use super::twice::{Twice, kept_from};
use super::vocabulary::half_width_digits;
use super::{Sheet, Uncertain, letters};
use crate::model::plan::{PlanGroup, Task};
use crate::model::{Plan, Text};
use crate::say;
use crate::source::Node;
use crate::yaml_write::edit::Edits;
use crate::yaml_write::value::{New, block, scalar};

/// What a column holds: its key in the file, and its name in Chinese as our own workbooks write it.
pub const COLUMNS: [[&str; 2]; 12] = [
    ["group", "分组"],
    ["setting", "站点设置"],
    ["requirement", "标准要求"],
    ["number", "序号"],
    ["title", "标题"],
    ["text", "内容"],
    ["deadline", "完成时限"],
    ["responsible", "责任单位"],
    ["cooperating", "配合单位"],
    ["done", "已完成"],
    ["note", "说明"],
    ["more", "其他栏目"],
];

/// What a head means in a plan, where it means one thing by itself.
#[must_use]
pub fn key(head: &str) -> Option<&'static str> {
    let name = heads::plain(head);
    let name = name.as_str();
    if name.chars().count() > 12 {
        return None;
    }
    let unit = heads::ends(name, &["单位", "部门", "股室", "科室", "处室", "机构", "中心", "主体"]);
    Some(match () {
        () if name == "站点设置" => "setting",
        () if name == "标准要求" => "requirement",
        () if heads::is_number(name) || name == "编号" => "number",
        () if heads::is_note(name) => "note",
        () if heads::has(
            name,
            &[
                "时限",
                "期限",
                "截止",
                "完成时间",
                "起止时间",
                "时间节点",
                "时间安排",
                "时间要求",
                "完成日期",
                "起止日期",
                "办结时间",
                "计划时间",
                "推进时间",
            ],
        ) && !heads::has(name, &["办理"]) =>
        {
            "deadline"
        }
        () if unit && heads::has(name, &["配合", "协办", "协同", "参与", "协助", "参加"]) => "cooperating",
        () if unit && heads::has(name, &["责任", "牵头", "主责", "承办", "实施", "主办", "负责", "落实", "主体"]) => {
            "responsible"
        }
        () if matches!(name, "已完成" | "是否完成" | "完成情况" | "完成状态" | "是否已完成" | "完成与否") => {
            "done"
        }
        () => return None,
    })
}

/// How fine the things are that a head names: 类别, 重点任务, 具体措施. The finest is the wording of the task.
fn level(head: &str) -> Option<u8> {
    let name = heads::plain(head);
    let name = name.as_str();
    if name.chars().count() > 10 || key(name).is_some() {
        return None;
    }
    let class = ["类别", "领域", "板块", "模式", "方面", "分类", "专项", "大类", "项目类别", "行动", "版块"];
    if matches!(name, "分组" | "项目" | "模块" | "工程" | "指标" | "一级任务" | "主项")
        || heads::ends(name, &class)
        || heads::ends(name, &["行动名称", "工程名称", "项目名称"])
    {
        return Some(5);
    }
    if heads::ends(
        name,
        &[
            "措施",
            "举措",
            "做法",
            "任务分解",
            "细化任务",
            "具体任务",
            "子任务",
            "工作要点",
            "二级任务",
            "任务举措",
            "推进事项",
            "具体内容",
            "具体工作",
            "工作步骤",
            "子项",
        ],
    ) {
        return Some(30);
    }
    if heads::ends(name, &["任务内容", "工作内容", "事项内容", "建设内容", "项目内容", "主要内容", "内容"])
    {
        return Some(25);
    }
    if matches!(name, "任务名称" | "任务" | "标题" | "事项" | "工作")
        || heads::ends(name, &["任务", "工作事项", "任务名称", "工作名称", "任务事项", "重点工作", "目标任务", "事项"])
    {
        return Some(20);
    }
    None
}

/// The words by which somebody says what a column is.
const WORDS: [(&str, &str); 8] = [
    ("text", "任务的内容"),
    ("group", "分组"),
    ("title", "任务的标题"),
    ("number", "序号"),
    ("deadline", "完成时限"),
    ("responsible", "责任单位"),
    ("cooperating", "配合单位"),
    ("note", "说明"),
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

/// A column with what it is: a key, or nothing of ours.
struct Named {
    at: usize,
    head: String,
    key: Option<&'static str>,
}

/// The heads of our own workbook.
const OURS: [&str; 11] =
    ["分组", "站点设置", "标准要求", "任务序号", "任务名称", "推进措施", "完成时限", "责任部门", "配合部门", "已完成", "说明"];

/// What each column of a section is. 牵头单位 goes before 责任单位, and what is second stays under its head.
fn named(section: &Section<'_>, answers: &HashMap<usize, &'static str>, memory: &mut Memory<'_, '_>) -> (Vec<Named>, Vec<Twice>) {
    let twice = |c: &Column| section.columns.iter().filter(|other| other.name == c.name).count() > 1;
    let head = |c: &Column| {
        let lowest =
            (section.head.0..section.head.1).rev().map(|row| section.sheet.text(row, c.at)).find(|text| !text.is_empty());
        let lowest = tidy(lowest.unwrap_or(&c.name));
        c.above.last().filter(|_| twice(c)).map_or(lowest.clone(), |above| format!("{above}{lowest}"))
    };
    let leads = section.columns.iter().any(|c| key(&c.name) == Some("responsible") && c.name.contains("牵头"));
    let mut ranked: Vec<(u8, usize)> = section.columns.iter().filter_map(|c| Some((level(&c.name)?, c.at))).collect();
    ranked.sort_unstable();
    let text = if answers.values().any(|word| *word == "text") { None } else { ranked.pop().map(|(_, at)| at) };
    // A coarser title that differs from row to row is a title; one over several rows is a group.
    let values = |at: usize| section.values(at);
    let repeats = |at: usize| {
        let rows = section.lines.iter().filter(|l| matches!(l, Line::Row(_))).count();
        let own: std::collections::HashSet<String> = values(at).into_iter().map(squeezed).collect();
        own.len() < rows
    };
    let group = ranked.iter().find(|(rank, at)| *rank < 10 || repeats(*at)).map(|(_, at)| *at);
    let title = ranked.iter().rev().find(|(rank, at)| *rank >= 20 && Some(*at) != group).map(|(_, at)| *at);
    let mut seen: Vec<&str> = Vec::new();
    let mut all: Vec<Named> = Vec::new();
    let mut twice: Vec<Twice> = Vec::new();
    let kept = kept_from(&section.columns, &OURS);
    for column in &section.columns {
        if column.at >= kept {
            all.push(Named { at: column.at, head: head(column), key: None });
            continue;
        }
        let by_head = || match key(&column.name) {
            Some("responsible") if leads && !column.name.contains("牵头") => None,
            found => found,
        };
        let found = match answers.get(&column.at) {
            Some(word) => COLUMNS.iter().map(|[key, _]| *key).find(|key| key == word),
            None if text == Some(column.at) => Some("text"),
            None if group == Some(column.at) => Some("group"),
            None if title == Some(column.at) => Some("title"),
            None => by_head(),
        };
        let key = found.filter(|key| !seen.contains(key));
        seen.extend(key);
        // 完成时限 beside 时间节点: the filled one counts, and where they differ somebody says which.
        let second = found.filter(|found| key.is_none() && matches!(*found, "deadline" | "responsible" | "cooperating"));
        if let Some(key) = second.filter(|key| !twice.iter().any(|t| t.key == *key))
            && let Some(first) = all.iter().find(|n| n.key == Some(key))
        {
            let columns = ((first.at, column.at), [first.head.clone(), head(column)]);
            twice.push(Twice::ask(section, key, columns.0, columns.1, memory));
        }
        all.push(Named { at: column.at, head: head(column), key });
    }
    (all, twice)
}

/// Reads the sheets that hold tasks, each by its own heads. `wanted` names one sheet.
#[must_use]
pub fn read_plan_table(sheets: &[Sheet], wanted: Option<&str>, memory: &mut Memory<'_, '_>) -> Option<Table> {
    let mut doubts: Vec<Uncertain> = Vec::new();
    let needed = |column: &Column| level(&column.name).is_some_and(|rank| rank >= 20);
    let mut found = sections(sheets, wanted, &|name| key(name).is_some() || level(name).is_some(), &needed, &mut doubts);
    let mut answers: HashMap<usize, &'static str> = HashMap::new();
    if found.is_empty() {
        found = guessed(sheets, wanted);
        let first = found.first()?;
        let heads = shape(&first.columns);
        for column in first.columns.iter().filter(|c| key(&c.name).is_none()).take(12) {
            let place = first.sheet.place(first.head.0, column.at);
            if let Some(word) = memory.column(&heads, place, column, &first.samples(column.at), &WORDS) {
                answers.insert(column.at, word);
            }
        }
        if !answers.values().any(|word| *word == "text") {
            return None;
        }
        found.retain(|section| shape(&section.columns) == heads);
        doubts.retain(|doubt| !found.iter().any(|section| section.sheet.name == doubt.place));
    }
    let mut table = Table { title: found.first()?.title.clone(), ..Table::default() };
    for section in &found {
        if !table.sheets.contains(&section.sheet.name) {
            table.sheets.push(section.sheet.name.clone());
        }
        let (columns, twice) = named(section, &answers, memory);
        for column in &columns {
            let zh = column.key.and_then(|key| COLUMNS.iter().find(|[k, _]| *k == key)).map_or("照原样保留", |[_, zh]| *zh);
            let second =
                twice.iter().find(|two| two.second == column.at).and_then(|two| COLUMNS.iter().find(|[k, _]| *k == two.key));
            let zh = second.map_or(zh, |[_, zh]| *zh);
            let line = (letters(column.at), column.head.clone(), zh.to_owned());
            if !table.mapping.contains(&line) {
                table.mapping.push(line);
            }
        }
        for line in &section.lines {
            match line {
                Line::Group(_, title) => open_group(&mut table, title, Vec::new()),
                Line::Name(row, at) if columns.iter().any(|c| c.at == *at && c.key == Some("text")) => {
                    task(section, *row, (&columns, &twice), &mut table, &mut doubts);
                }
                Line::Name(row, at) => doubts.push(Uncertain {
                    place: section.sheet.place(*row, *at),
                    message: say!("这一行只有一格有字，没有读", "only one cell of the row holds something; it was not read"),
                }),
                Line::Row(row) => task(section, *row, (&columns, &twice), &mut table, &mut doubts),
            }
        }
    }
    table.groups.retain(|g| !g.tasks.is_empty() || !g.values.is_empty());
    table.doubts = doubts;
    Some(table).filter(|t| !t.groups.is_empty())
}

/// Begins a group, unless it is the one that is open.
fn open_group(table: &mut Table, title: &str, values: Vec<(&'static str, New)>) {
    if table.groups.last().is_none_or(|g| squeezed(&g.title) != squeezed(title)) {
        table.groups.push(Group { title: title.to_owned(), values, tasks: Vec::new() });
    }
}

fn task(
    section: &Section<'_>,
    row: usize,
    (columns, twice): (&[Named], &[Twice]),
    table: &mut Table,
    doubts: &mut Vec<Uncertain>,
) {
    let sheet = section.sheet;
    let at = |key: &str| match twice.iter().find(|t| t.key == key) {
        Some(two) => two.column(section, row),
        None => columns.iter().find(|c| c.key == Some(key)).map(|c| c.at),
    };
    let cell = |key: &str| at(key).and_then(|at| sheet.cell(row, at));
    let text = |key: &str| {
        let text = cell(key).map_or("", |c| c.text.trim());
        if matches!(text, "-" | "—" | "/") { String::new() } else { tidy(text) }
    };
    let words = text("text");
    // A blank group is the one above: merged cells of a table that was typed again.
    let title = text("group");
    if !title.is_empty() {
        let beside = ["setting", "requirement"].map(|key| (key, New::Text(text(key))));
        open_group(table, &title, beside.into_iter().filter(|(_, new)| !new.is_empty()).collect());
    }
    if words.is_empty() {
        let beside = columns
            .iter()
            .any(|c| !matches!(c.key, Some("group" | "setting" | "requirement" | "number")) && !sheet.text(row, c.at).is_empty());
        if beside {
            doubts.push(Uncertain {
                place: sheet.place(row, at("text").unwrap_or(0)),
                message: say!("这一行没有任务的内容，没有读", "the row has no wording of a task and was not read"),
            });
        }
        return;
    }
    if table.groups.is_empty() {
        let title = if table.title.is_empty() { "任务".to_owned() } else { table.title.clone() };
        open_group(table, &title, Vec::new());
    }
    // 1、制定…: the number is no part of the wording. A number beside the task counts where it is not one of the group, merged down.
    let (inside, words) = numbered(&words);
    let beside = cell("number")
        .filter(|c| {
            !c.above
                && !at("group").is_some_and(|group| {
                    sheet.cell(row + 1, group).is_some_and(|g| g.above)
                        && at("number").is_some_and(|n| sheet.cell(row + 1, n).is_some_and(|c| c.above))
                })
        })
        .map(|_| text("number"));
    let number = if inside.is_empty() { beside.unwrap_or_default() } else { inside };
    let mut task =
        vec![("number", New::Text(half_width_digits(&number))), ("title", New::Text(text("title"))), ("text", New::Text(words))];
    let mut more: Vec<(String, String)> = Vec::new();
    // A cell that is a date says it as people do.
    let deadline = text("deadline");
    let day = chrono::NaiveDate::parse_from_str(&deadline, "%Y-%m-%d");
    if let Some((serial, day)) = cell("deadline").filter(|c| c.number).and_then(|c| Some((c.text.clone(), of_serial(&c.text)?))) {
        doubts.push(Uncertain {
            place: sheet.place(row, at("deadline").unwrap_or(0)),
            message: say!(
                "“{serial}”是存成数字的日期，多半是{day}；没有读，把这一格设成日期再导入",
                "“{serial}” is a date that is kept as a number, most likely {day}; it was not read: make the cell a date and import it again"
            ),
        });
    } else {
        task.push(("deadline", New::Text(day.map_or(deadline, crate::model::date::date_zh))));
    }
    for key in ["responsible", "cooperating"] {
        let units = cell(key).map_or("", |c| c.text.as_str());
        let units = units.split(['、', '，', ',', ';', '；', '\n']).map(tidy).filter(|u| !u.is_empty() && u != "-" && u != "—");
        task.push((key, New::List(units.collect())));
    }
    let done = text("done");
    match done.as_str() {
        "" => {}
        "是" | "√" | "✓" | "✔" | "已完成" | "完成" | "已办结" | "已落实" => {
            task.push(("done", New::Text("是".to_owned())));
        }
        "否" | "未完成" | "×" | "✗" | "未启动" | "尚未完成" => task.push(("done", New::Text("否".to_owned()))),
        other => {
            more.extend(columns.iter().find(|c| c.key == Some("done")).map(|c| (c.head.clone(), other.to_owned())));
            doubts.push(Uncertain {
                place: sheet.place(row, at("done").unwrap_or(0)),
                message: say!(
                    "“{other}”不是“是”也不是“否”，没有当作完成，照原样保留",
                    "“{other}” is neither 是 nor 否: it does not count as done and is kept as it stands"
                ),
            });
        }
    }
    task.push(("note", New::Text(text("note"))));
    more.extend(twice.iter().flat_map(|two| two.kept(section, row)));
    for column in columns.iter().filter(|c| c.key.is_none() && !twice.iter().any(|two| two.second == c.at)) {
        let text = tidy(sheet.text(row, column.at));
        if !matches!(text.as_str(), "" | "-" | "—" | "/") && !more.iter().any(|(head, _)| *head == column.head) {
            more.push((column.head.clone(), text));
        }
    }
    task.push(("more", New::Map(more)));
    task.retain(|(_, new)| !new.is_empty());
    if let Some(group) = table.groups.last_mut() {
        group.tasks.push(task);
    }
}

/// A day that stands as the number by which spreadsheets count days, where it may be one of a plan.
fn of_serial(text: &str) -> Option<String> {
    let days: i64 = text.parse().ok().filter(|days| (40_000..60_000).contains(days))?;
    let day = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)? + chrono::Duration::days(days);
    Some(crate::model::date::date_zh(day))
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
                    if let New::Map(more) = new {
                        kept(&mut changes, &mut edits, (text, record), name.trim(), (more, old));
                        continue;
                    }
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
        let names = COLUMNS.iter().find(|names| names[0] == *key).map_or([*key, *key], |names| *names);
        edits.set(text, record, &names, new);
    }
}

/// What is kept of a task, head by head.
fn kept(
    changes: &mut Vec<Change>,
    edits: &mut Edits,
    (text, record): (&str, &Node),
    name: &str,
    (more, old): (&[(String, String)], &Task),
) {
    let was = |head: &str| old.more.get(head).map(|t| t.value.clone()).unwrap_or_default();
    let new: Vec<(String, String)> = more.iter().filter(|(head, new)| squeezed(&was(head)) != squeezed(new)).cloned().collect();
    changes.extend(new.iter().map(|(head, new)| [name.to_owned(), format!("more.{head}"), was(head), new.clone()]));
    if !new.is_empty() {
        edits.set(text, record, &["more", "其他栏目"], &New::Map(new));
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
