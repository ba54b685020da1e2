//! A score sheet that was filled in with a spreadsheet, back into a record. Answers are found by the keys of the first column, so that rows may
//! have been moved, columns widened, and the file saved by another program.

mod answers;
mod head;
mod left;
mod remarks;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reported_result::ReportedResult;
use super::{Reason, Reasons, Submission};
use crate::audit::Place;
use crate::diagnostic::Bilingual;
use crate::exchange::score_sheet_xlsx::{ANSWERS, FORMAT, FRONT, META};
use crate::model::inspection::Round;
use crate::model::{Bureau, Workspace};
use crate::say;
use crate::tables::{Sheet, Uncertain, raw};
use crate::yaml_write::tree::Tree;
use answers::Reader;
use head::Head;
use left::Left;
use table::Table;

/// A picture and the cell that it stands in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placed {
    /// Name of the sheet.
    pub sheet: String,
    /// Row from 0.
    pub row: usize,
    /// As people write the place: 评分表!N5.
    pub place: String,
    /// Its kind, by its contents, or why it cannot be used; the sentence goes on from “the picture”.
    pub kind: Result<Cow<'static, str>, Reason>,
    /// What was changed to make it usable; the sentence goes on from “the picture”.
    #[serde(default)]
    pub note: Option<Bilingual>,
    /// The picture.
    #[serde(with = "super::bytes")]
    pub bytes: Vec<u8>,
}

/// What the hidden sheet says; nothing when it is no score sheet of ours.
#[must_use]
pub fn origin(bytes: &[u8]) -> Option<Origin> {
    let rows = raw(bytes, META).ok()?;
    let text = |row: &[String], at: usize| row.get(at).map_or(String::new(), |t| t.trim().to_owned());
    let (first, rest) = rows.split_first()?;
    (text(first, 0) == FORMAT).then(|| Origin(rest.iter().map(|row| (text(row, 0), text(row, 1))).collect()))
}

/// What a workbook was made from.
#[derive(Debug, Serialize, Deserialize)]
pub struct Origin(BTreeMap<String, String>);

impl Origin {
    fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}

/// Reads the answers. `unread` are the pictures of which nothing could be read, `named` is the bureau that the command names, for a sheet that was
/// made for any. An answer that cannot be read is left out and named, and the others come in; without a point, a day or a round there is no record.
///
/// # Errors
/// Everything that is wrong with it, each with sheet and cell.
pub fn read_workbook(
    origin: &Origin,
    sheets: &[Sheet],
    (placed, unread): (&[Placed], &[Uncertain]),
    workspace: &Workspace,
    named: Option<&Bureau>,
) -> Result<Submission, Reasons> {
    let mut wrong = Reasons::new();
    let standard = workspace.standard_of(origin.get("standard"), origin.get("version"));
    if standard.is_none() {
        let (id, version) = (origin.get("standard"), origin.get("version"));
        wrong.push(Reason::new(
            say!("没有标准“{id}”的版本 {version}", "there is no version {version} of the standard `{id}`"),
            say!(
                "把那一版存为 checklists/{id}@{version}.yaml 再导入",
                "keep that version as checklists/{id}@{version}.yaml and import again"
            ),
        ));
    }
    let find = |name: &str| {
        let found = sheets.iter().find(|s| s.name == name);
        found.ok_or_else(|| {
            Reason::new(
                say!("没有工作表“{name}”", "there is no sheet “{name}”"),
                say!("不要给工作表改名；改回“{name}”再导入", "sheets must keep their names: rename it back to “{name}”"),
            )
        })
    };
    let (front, answers) = match (find(FRONT), find(ANSWERS)) {
        (Ok(front), Ok(answers)) => (front, answers),
        (front, answers) => {
            wrong.extend([front.err(), answers.err()].into_iter().flatten());
            return Err(wrong);
        }
    };
    let Some(standard) = standard else { return Err(wrong) };
    let head = Head { origin, sheet: front, workspace };
    let (bureau, point) = match head.point(named) {
        Ok(found) => found,
        Err(reason) => {
            wrong.push(*reason);
            return Err(wrong);
        }
    };
    let table = match Table::of(answers) {
        Ok(table) => table,
        Err(reason) => {
            wrong.push(reason);
            return Err(wrong);
        }
    };
    let mut reader = Reader {
        standard,
        place: Place::of(bureau, point),
        day: chrono::NaiveDate::MIN,
        is_part: origin.get("round") == Round::Recheck.word(),
        table,
        wrong,
        left: Left::of(answers, placed.iter().map(|p| &p.place).chain(unread.iter().map(|d| &d.place))),
        doubts: Vec::new(),
        pictures: Vec::new(),
        reported: ReportedResult { float: true, ..ReportedResult::default() },
    };
    let mut record = head.record(standard, point, &mut reader.wrong);
    let date =
        record.iter().find(|(key, _)| key == "date").and_then(|(_, d)| if let Tree::Bare(d) = d { d.parse().ok() } else { None });
    reader.day = date.unwrap_or(chrono::NaiveDate::MIN);
    reader.photos(placed);
    let facts = reader.facts();
    let findings = reader.findings();
    reader.total(front);
    record.extend([("facts".to_owned(), facts), ("findings".to_owned(), findings)]);
    if let Some(note) = head.text("head|note") {
        record.push(("note".to_owned(), Tree::text(&note)));
    }
    let is_blank = |tree: &Tree| matches!(tree, Tree::Map(m) if m.is_empty()) || matches!(tree, Tree::List(l) if l.is_empty());
    record.retain(|(_, tree)| !is_blank(tree));
    reader.left_over();
    reader.hidden(front);
    let nothing = !record.iter().any(|(key, _)| key == "findings" || key == "facts");
    if nothing && reader.wrong.is_empty() {
        reader.wrong.push(Reason::new(
            if reader.left.is_empty() {
                say!("评分表里什么也没有填", "nothing is filled in")
            } else {
                say!("填的一项也不能用", "nothing that is filled in can be used")
            },
            say!(
                "在“{ANSWERS}”的黄色格子里填写，保存后再导入",
                "fill in the yellow cells of “{ANSWERS}”, save it, and import again"
            ),
        ));
    }
    let cells = reader.cells();
    let (mut left_out, mut doubts) = (reader.left.places(), reader.left.doubts());
    if !reader.wrong.is_empty() {
        // Whoever has to send it again learns of everything at once. A cell that several rules look at is wrong once.
        let mut once = Reasons::new();
        for reason in reader.wrong.into_iter().chain(reader.left.reasons()) {
            if !once.contains(&reason) {
                once.push(reason);
            }
        }
        return Err(once);
    }
    for doubt in unread {
        left_out.push(doubt.place.clone());
        doubts.push(doubt.clone());
    }
    doubts.extend(reader.doubts);
    Ok(Submission {
        bureau: bureau.id.to_string(),
        standard_hash: origin.get("standardHash").to_owned(),
        exported: None,
        is_text: false,
        record: Tree::Map(record),
        pictures: reader.pictures,
        reported: reader.reported,
        cells,
        left_out,
        doubts,
    })
}
