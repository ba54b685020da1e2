//! What a workbook that we wrote carries besides its cells: the whole file that it was made from, on a hidden sheet, and beside each criterion
//! the keys that have no column. So nothing is lost where the file is gone, or where a row is copied to make another one.

use serde::{Deserialize, Serialize};

use super::super::find::tidy;
use super::super::{Sheet, Unreadable, workbook};
use crate::source::{Node, Value};
use crate::yaml_write::value::one_line;

/// The sheet of criteria.
pub const SHEET: &str = "评分标准";
/// The sheet of grades.
pub const GRADES: &str = "等级";
/// The sheet of facts.
pub const FACTS: &str = "数据";
/// The sheet of parameters.
pub const PARAMETERS: &str = "参数";
/// The hidden sheet.
pub const HIDDEN: &str = "yizhan";
/// What its first cell says.
pub const MARK: &str = "yizhan standard 1";
/// Longest part of a line in one cell; a spreadsheet holds 32,767 characters.
const LONGEST: usize = 16_000;

/// The keys of a criterion that have a column.
const SHOWN: [&str; 20] = [
    "id",
    "编号",
    "title",
    "标题",
    "marks",
    "分值",
    "quote",
    "原文",
    "clause",
    "条款",
    "evidence",
    "佐证",
    "modality",
    "约束程度",
    "veto",
    "否决",
    "bonus",
    "加分项",
    "note",
    "说明",
];

/// The file that a workbook was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// The standard's id.
    pub id: String,
    /// The text of its file.
    pub text: String,
}

/// Whether a sheet is the hidden one of a workbook of ours. What a hidden sheet holds is not read as a table.
#[must_use]
pub fn is_ours(sheet: &Sheet) -> bool {
    sheet.name == HIDDEN
}

/// The rows of the hidden sheet for a file. Each part of a line stands between two bars, so that no program takes the spaces off its ends.
#[must_use]
pub fn hidden(id: &str, text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![MARK.to_owned(), id.to_owned()]];
    for line in text.split('\n') {
        let chars: Vec<char> = line.chars().collect();
        let parts = chars.chunks(LONGEST).map(|part| format!("|{}|", part.iter().collect::<String>()));
        let row: Vec<String> = parts.collect();
        rows.push(if row.is_empty() { vec!["||".to_owned()] } else { row });
    }
    rows
}

/// The file that a workbook of ours was made from; none where it is no such workbook, or where somebody has changed the hidden sheet.
///
/// # Errors
/// When the workbook cannot be read.
pub fn original(bytes: &[u8]) -> Result<Option<Original>, Unreadable> {
    let rows = workbook::raw(bytes, HIDDEN)?;
    let mut rows = rows.iter();
    let Some([mark, id, ..]) = rows.next().map(Vec::as_slice) else { return Ok(None) };
    if mark != MARK {
        return Ok(None);
    }
    let mut lines: Vec<String> = Vec::new();
    for row in rows {
        let mut line = String::new();
        for part in row.iter().filter(|p| !p.is_empty()) {
            let Some(inner) = part.strip_prefix('|').and_then(|p| p.strip_suffix('|')) else { return Ok(None) };
            line.push_str(inner);
        }
        lines.push(line);
    }
    Ok(Some(Original { id: id.clone(), text: lines.join("\n") }))
}

/// The keys of a criterion that have no column, as YAML on one line.
#[must_use]
pub fn exact(criterion: &Node) -> String {
    let rest = criterion.entries().iter().filter(|e| !SHOWN.contains(&e.key.value.as_str())).cloned().collect();
    one_line(&Node { span: criterion.span, value: Value::Map(rest) })
}

/// A row of a sheet of facts or parameters: its place, its name, and its values by the heads of the columns.
pub type Entry = (String, String, Vec<(String, String)>);

/// The rows of a sheet of facts or parameters.
#[must_use]
pub fn entries(sheets: &[Sheet], name: &str) -> Vec<Entry> {
    let Some(sheet) = sheets.iter().find(|s| s.name == name) else { return Vec::new() };
    let head: Vec<String> = sheet.rows.get(1).into_iter().flatten().map(|c| c.text.clone()).collect();
    let rows = sheet.rows.iter().enumerate().skip(2);
    rows.filter_map(|(row, cells)| {
        let name = tidy(&cells.first()?.text);
        let values = head.iter().zip(cells).skip(1).filter(|(_, c)| !c.text.is_empty()).map(|(h, c)| (h.clone(), c.text.clone()));
        (!name.is_empty()).then(|| (sheet.place(row, 0), name, values.collect()))
    })
    .collect()
}
