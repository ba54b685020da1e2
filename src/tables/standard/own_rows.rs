//! The rows of a workbook that we wrote.

use super::super::{Sheet, Uncertain};
use super::columns::Roles;
use super::marks::number;
use super::wording::evidence;
use super::{Row, Section, Table};
use crate::say;

/// A row of our own workbook: every cell as it stands.
pub fn own(sheet: &Sheet, row: usize, roles: &Roles, table: &mut Table) {
    let text = |at: Option<usize>| at.map_or("", |at| sheet.text(row, at)).trim().to_owned();
    let title = text(roles.section);
    let place = sheet.place(row, roles.item.unwrap_or(0));
    if table.sections.last().is_none_or(|s| !title.is_empty() && s.title != title) {
        table.sections.push(Section {
            title,
            marks: number(&text(roles.section_marks)),
            place: place.clone(),
            criteria: Vec::new(),
        });
    }
    let mut one = Row { place, id: text(roles.id), title: text(roles.item), ..Row::default() };
    one.printed.clone_from(&one.title);
    if one.title.is_empty() {
        if !one.id.is_empty() || roles.wording.iter().any(|(at, _)| !text(Some(*at)).is_empty()) {
            table.doubts.push(Uncertain {
                place: one.place,
                message: say!("这一行没有评分项的名称，没有读", "the row has no title and was not read"),
            });
        }
        return;
    }
    let marks = text(roles.marks);
    one.marks = number(&marks);
    if one.marks.is_none() && !marks.is_empty() {
        table.doubts.push(Uncertain {
            place: sheet.place(row, roles.marks.unwrap_or(0)),
            message: say!("分值“{marks}”不是一个数，没有读", "the marks “{marks}” are no number and were not read"),
        });
    }
    let words: Vec<String> = roles.wording.iter().map(|(at, _)| text(Some(*at))).collect();
    words.join(" ").trim().clone_into(&mut one.quote);
    one.scoring.clone_from(&one.quote);
    (one.clause, one.note, one.exact) = (text(roles.clause), text(roles.note), text(roles.exact));
    one.evidence = evidence(sheet, row, roles.evidence, &mut table.doubts);
    for (key, at, known) in [
        ("modality", roles.modality, &["必须", "须", "应", "鼓励", "一般", "可以", "可"][..]),
        ("veto", roles.veto, &["是", "否"]),
        ("bonus", roles.bonus, &["是", "否"]),
    ] {
        let word = text(at);
        if known.contains(&word.as_str()) {
            one.more.push((key, word));
        } else if !word.is_empty() {
            let words = known.join("、");
            table.doubts.push(Uncertain {
                place: sheet.place(row, at.unwrap_or(0)),
                message: say!(
                    "“{word}”不认识，没有读；可以写：{words}",
                    "“{word}” is not known and was not read; write one of {words}"
                ),
            });
        }
    }
    if let Some(section) = table.sections.last_mut() {
        section.criteria.push(one);
    }
}
