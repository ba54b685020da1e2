//! A standard from a score sheet, or from a workbook that `export` wrote.

use super::super::lookup::refuse;
use super::{Request, Tried, Understood, cases, created, edited, nothing, readings};
use crate::audit::{Facts, explain};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Spanned};
use crate::model::standard::{Rule, Standard, StandardFile};
use crate::model::{Id, Workspace};
use crate::ops::FileEdit;
use crate::say;
use crate::source::decode::Decode;
use crate::source::{Node, parse_document};
use crate::tables::ask::Asker;
use crate::tables::catalog::new_id;
use crate::tables::find::squeezed;
use crate::tables::standard::changes::{Changed, entries, rewritten};
use crate::tables::standard::to_yaml::fresh;
use crate::tables::standard::{self, Table, around, roundtrip, sums};
use crate::tables::{Sheet, Uncertain};
use crate::yaml_write::value::parsed;

/// So many rows show what was understood.
const PREVIEW: usize = 400;
/// A longer title is cut in the preview.
const LONGEST: usize = 24;

/// Reads the sheet and compares it with the standard that is there.
pub fn read_standard(
    workspace: &Workspace,
    request: &Request,
    sheets: &[Sheet],
    original: Option<&roundtrip::Original>,
    asker: &mut Asker<'_>,
) -> Result<Understood, Box<Diagnostic>> {
    let (wanted, name) = (request.sheet.as_deref(), request.name.as_str());
    let Some(mut table) = standard::read_standard_table(sheets, wanted) else {
        return Err(nothing(
            sheets,
            name,
            "“项目”“评分标准”“分值”这样的列，至少两列，如 项目、评分项目、考核内容、评分标准、扣分标准、分值",
        ));
    };
    if let Some(source) = &request.source {
        source.trim().clone_into(&mut table.source);
        table.source_given = true;
    } else if !table.own {
        table.source.clear();
    }
    around::settle(&mut table, asker);
    if !table.own {
        readings::ask(&mut table, asker);
    }
    sums::check(&mut table);
    let id = id_of(workspace, request, &table, original)?;
    let there = workspace.standards.iter().find(|s| s.id == id && !s.kept);
    let sources = &workspace.folder.sources;
    let folder = workspace.config.checklists.as_ref().map_or("checklists", |t| t.trim_end_matches('/'));
    let path = there.map_or_else(|| format!("{folder}/{id}.yaml"), |s| sources.path(s.file.span.file).to_owned());
    let (mut files, mut stuck, mut after): (Vec<FileEdit>, Option<String>, Option<String>) = (Vec::new(), None, None);
    let mut doubts = Vec::new();
    // What the sheet is compared with: the file that is there, else the one that our workbook was made from.
    let text = there.and_then(|s| sources.text(s.file.span.file)).map(ToOwned::to_owned);
    let base = text.clone().or_else(|| original.map(|o| o.text.clone()));
    let base = base.and_then(|text| Some((decoded(&text)?, text)));
    let mut out = Changed::default();
    if let Some(((node, file), old)) = &base {
        out = rewritten(&table, file, old, node);
        if table.own {
            entries(sheets, old, node, &mut out);
        }
        match out.text.take() {
            Some(new) if there.is_some() && new == *old => {}
            Some(new) => {
                after = Some(new.clone());
                files.push(match there.and_then(|s| sources.get(s.file.span.file)) {
                    Some(file) => edited::<StandardFile>(file, &new)?,
                    None => created::<StandardFile>(path.clone(), new)?,
                });
            }
            None => stuck = Some(path.clone()),
        }
        if let Some(original) = original.filter(|o| text.as_ref().is_some_and(|now| *now != o.text)) {
            let id = &original.id;
            doubts.push(Uncertain {
                    place: roundtrip::HIDDEN.to_owned(),
                    message: say!(
                        "导出这个表以后，{id} 的文件又改过：表里的旧内容会改回去，写入前看清改动",
                        "{id} was changed after this workbook was made: what is old in the workbook would come back, look at the changes"
                    ),
                });
        }
    } else {
        let new = fresh(&table);
        after = Some(new.clone());
        files.push(created::<StandardFile>(path.clone(), new)?);
        if table.source.is_empty() {
            doubts.push(Uncertain {
                place: path.clone(),
                message: say!(
                    "这份标准出自哪个文件没有写，公文里引不了：加 --source 文件名称和文号，或在文件里改 source",
                    "which document it is from is not said, and no paper can cite it: add --source NAME, or change `source` in the file"
                ),
            });
        }
        doubts.push(Uncertain {
            place: path.clone(),
            message: say!(
                "版本（version）是程序填的，要改成文件的年份",
                "`version` was filled in by the program: write the document's year"
            ),
        });
    }
    // For the words of rules: the standard as it will be.
    let after = after.or(text).and_then(|text| decoded(&text)).map(|(_, file)| Standard { id: id.clone(), kept: false, file });
    let says = |yaml: &str| sentence(yaml, after.as_ref());
    for change in out.changes.iter_mut().filter(|c| c[1] == "rule") {
        (change[2], change[3]) = (says(&change[2]), says(&change[3]));
    }
    let mut made = table.doubts.clone();
    made.append(&mut around::told(&table));
    made.append(&mut out.doubts);
    made.append(&mut doubts);
    let rules = left_open(&table, &mut made);
    let (sections, criteria, sum) = (table.sections.len(), table.rows().count(), table.sum());
    let sign = |more: bool| if more { '>' } else { '≥' };
    let mut grades: Vec<String> = table.grades.iter().map(|g| format!("{}{}{}", g.name, sign(g.more), g.from)).collect();
    if !table.below.is_empty() {
        grades.push(table.below.clone());
    }
    let grades = if grades.is_empty() { "—".to_owned() } else { grades.join("、") };
    Ok(Understood {
        count: say!(
            "{path}：项目 {sections} 个，评分项 {criteria} 条，分值相加 {sum}；等级 {grades}；读成规则的 {} 条，由检查人评分的 {} 条",
            "{path}: {sections} sections, {criteria} criteria, marks add up to {sum}; grades {grades}; {} with a rule, {} left to the inspectors",
            criteria - rules,
            rules
        ),
        preview: preview(&table, after.as_ref()),
        readings: Vec::new(),
        tried: tried(&table),
        changes: out.changes,
        fresh: if base.is_some() { out.fresh } else { Vec::new() },
        sheets: table.sheets.join("、"),
        title: table.title,
        mapping: table.mapping,
        doubts: made,
        files,
        stuck,
    })
}

/// Which standard it is: the one that is named, the one that our workbook was made from, the one of this title, else a new one.
fn id_of(
    workspace: &Workspace,
    request: &Request,
    table: &Table,
    original: Option<&roundtrip::Original>,
) -> Result<String, Box<Diagnostic>> {
    let name = request.name.as_str();
    if let Some(id) = request.id.as_deref() {
        return if Id::is_valid(id) {
            Ok(id.to_owned())
        } else {
            Err(refuse(
                say!("“{id}”不能作编号", "“{id}” cannot be an id"),
                say!(
                    "用小写字母、数字和连字符，如 village-stars",
                    "use lower-case letters, digits and hyphens, such as village-stars"
                ),
            ))
        };
    }
    if let Some(original) = original.filter(|o| Id::is_valid(&o.id)) {
        return Ok(original.id.clone());
    }
    let same = workspace.standards.iter().find(|s| !s.kept && squeezed(&s.file.title) == squeezed(&table.title));
    if let Some(same) = same.filter(|_| !table.title.is_empty()) {
        return Ok(same.id.clone());
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = if table.title.is_empty() { stem } else { &table.title };
    Ok(new_id(title, &|id| workspace.standards.iter().any(|s| s.id == id)))
}

/// A text as a standard with its tree; none where it cannot be read.
fn decoded(text: &str) -> Option<(Node, StandardFile)> {
    let mut found = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut found)?;
    let file = StandardFile::decode(&node, &mut found)?;
    (!found.has_errors()).then_some((node, file))
}

/// A rule as a sentence; as it is written where it cannot be read.
fn sentence(yaml: &str, standard: Option<&Standard>) -> String {
    let rule = parsed(yaml).and_then(|node| Spanned::<Rule>::decode(&node, &mut Diagnostics::new()));
    match (rule, standard) {
        (Some(rule), Some(standard)) => as_written(&rule.value, standard),
        _ => yaml.to_owned(),
    }
}

/// A rule as a sentence that says no more than the document: that deductions stop at 0 holds anyway, and is only said where it is written.
fn as_written(rule: &Rule, standard: &Standard) -> String {
    let says = explain::rule(rule, Facts::new(standard, &[], None, None));
    let unstated = match rule {
        Rule::Deduct(rule) => rule.floor.is_none() && rule.cap.is_none(),
        _ => false,
    };
    let plain = says.strip_suffix("；扣完为止").filter(|_| unstated).map(str::to_owned);
    plain.unwrap_or(says)
}

/// Each rule with what it scores in a case or two.
fn tried(table: &Table) -> Vec<Tried> {
    let rows = table.rows().filter(|_| !table.own).take(PREVIEW);
    rows.filter_map(|row| {
        let cases = cases::cases(&row.rule(), row.marks);
        (!cases.is_empty()).then(|| Tried { place: row.place.clone(), title: row.title.clone(), cases })
    })
    .collect()
}

/// Every criterion with its marks and the rule of its wording.
fn preview(table: &Table, after: Option<&Standard>) -> Vec<Vec<String>> {
    let mut rows = vec![["项目", "评分项", "分值", "规则"].map(ToOwned::to_owned).to_vec()];
    let cut = |text: &str| -> String {
        let more = text.chars().count() > LONGEST;
        text.chars().take(LONGEST).chain(more.then_some('…')).collect()
    };
    for (section, row) in table.sections.iter().flat_map(|s| s.criteria.iter().map(move |r| (s, r))).take(PREVIEW) {
        let first = section.criteria.first().is_some_and(|c| c.place == row.place && c.title == row.title);
        let marks = section.marks.map_or(String::new(), |m| format!("（{m}）"));
        let title = if first { format!("{}{marks}", cut(&section.title)) } else { String::new() };
        let marks = row.marks.map_or_else(|| "?".to_owned(), |m| m.to_string());
        // A known criterion keeps its rule; the sheet's own says nothing new.
        let own = after.filter(|_| table.own).and_then(|s| s.criterion(&row.id));
        let rule = match (own, after) {
            (Some(criterion), Some(after)) => as_written(&criterion.rule.value, after),
            _ => sentence(&row.rule().yaml, after),
        };
        rows.push(vec![title, cut(&row.title), marks, rule.chars().take(60).collect()]);
    }
    rows
}

/// Names what the wordings say of marks and no rule says; how many criteria are left to the inspectors.
fn left_open(table: &Table, doubts: &mut Vec<Uncertain>) -> usize {
    let mut count = 0;
    for row in table.rows().filter(|_| !table.own) {
        let rule = row.rule();
        count += usize::from(rule.is_manual());
        // What may be one of a few things is asked, not told.
        for open in rule.open.iter().filter(|o| o.readings.is_empty()) {
            let (words, zh, en) = (&open.words, &open.why.zh, &open.why.en);
            doubts.push(Uncertain {
                place: row.place.clone(),
                message: say!(
                    "“{words}”没有读成规则（{zh}），由检查人评分，原文保留",
                    "“{words}” did not become a rule ({en}): inspectors give the marks, the wording stays"
                ),
            });
        }
    }
    count
}
