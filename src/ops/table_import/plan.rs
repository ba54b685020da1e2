//! A plan from a table.

use super::{Source, Understood, created, edited};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Plan;
use crate::say;
use crate::source::parse_document;
use crate::tables::memory::Memory;
use crate::tables::plan::{self, fresh, rewritten};

/// So many rows show what was understood.
const PREVIEW: usize = 3;

/// Reads the table and compares it with the plan that is there.
pub fn read_plan(source: &Source<'_>, memory: &mut Memory<'_, '_>) -> Result<Understood, Box<Diagnostic>> {
    let Some(table) = plan::read_plan_table(source.sheets, source.wanted, memory) else {
        return Err(source.nothing("“推进措施”（或 措施、任务内容），另外再有一列，如 完成时限、责任部门、配合部门"));
    };
    let mut preview = vec![["分组", "内容", "完成时限"].map(ToOwned::to_owned).to_vec()];
    for (group, task) in table.groups.iter().flat_map(|g| g.tasks.iter().map(move |t| (g, t))).take(PREVIEW) {
        let value = |key: &str| {
            task.iter().find(|(k, _)| *k == key).map(|(_, v)| v.words().chars().take(24).collect()).unwrap_or_default()
        };
        preview.push(vec![group.title.clone(), value("text"), value("deadline")]);
    }
    let path = format!("{}/plan.yaml", source.folder());
    let (mut changes, mut new, mut files, mut stuck) = (Vec::new(), Vec::new(), Vec::new(), None);
    match &source.bureau.plan {
        None => files.push(created::<Plan>(path, fresh(&table))?),
        Some(there) => {
            let text = source.workspace.folder.sources.text(there.span.file).unwrap_or_default();
            if let Some(node) = parse_document(there.span.file, text, 0, &mut Diagnostics::new()) {
                let (changed, added, changed_text) = rewritten(&table, there, text, &node);
                (changes, new) = (changed, added);
                match changed_text {
                    Some(new) if new == text => {}
                    Some(new) => {
                        if let Some(file) = source.workspace.folder.sources.get(there.span.file) {
                            files.push(edited::<Plan>(file, &new)?);
                        }
                    }
                    None => stuck = Some(path),
                }
            }
        }
    }
    let (groups, tasks) = (table.groups.len(), table.groups.iter().map(|g| g.tasks.len()).sum::<usize>());
    Ok(Understood {
        count: say!("分组 {groups} 个，任务 {tasks} 项", "{groups} groups with {tasks} tasks"),
        sheets: table.sheets.join("、"),
        title: table.title,
        mapping: table.mapping,
        preview,
        tried: Vec::new(),
        changes,
        fresh: new,
        readings: Vec::new(),
        doubts: table.doubts,
        files,
        stuck,
    })
}
