//! What a score sheet changes in the standard that is there, and the new text of its file.
//!
//! What a person wrote in the file stays: titles and remarks that the sheet does not print, and rules, unless the wording that they score has
//! changed in what it says of marks.

use super::super::Uncertain;
use super::super::find::squeezed;
use super::grammar::Fact;
use super::to_yaml::{definitions, grade_record, id_of, modality, record, rounding, section_record};
use super::{Row, Table, grammar, roundtrip, same_words};
use crate::model::Text;
use crate::model::standard::{Criterion, StandardFile};
use crate::say;
use crate::source::Node;
use crate::yaml_write::edit::{Edits, meaning};
use crate::yaml_write::value::{New, one_line, parsed, scalar};

/// One difference: criterion or section, key, old and new.
pub type Change = [String; 4];

/// What a sheet does to the standard that is there.
#[derive(Debug, Default)]
pub struct Changed {
    /// What differs.
    pub changes: Vec<Change>,
    /// What is new, by id and title.
    pub fresh: Vec<(String, String)>,
    /// The facts that new rules ask for.
    facts: Vec<Fact>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
    /// The new text; none where the file is written in a way that cannot be changed safely.
    pub text: Option<String>,
}

fn text(text: &str) -> New {
    New::Text(text.to_owned())
}

fn written(text: Option<&Text>) -> &str {
    text.map_or("", |t| t.value.as_str())
}

/// Whether a row is a criterion.
type Fits = dyn Fn(&Row, &Criterion) -> bool;

/// For each row in order the criterion that it is: of the same id, else of the same wording, else of the same title. Each is taken once.
fn same<'s>(table: &Table, there: &'s StandardFile) -> Vec<Option<&'s Criterion>> {
    let mut left: Vec<&Criterion> = there.sections.iter().flat_map(|s| &s.criteria).collect();
    let rows: Vec<&Row> = table.rows().collect();
    let mut found: Vec<Option<&Criterion>> = vec![None; rows.len()];
    let by: [&Fits; 4] = [
        &|row, old| !row.id.is_empty() && old.id.as_str() == row.id,
        &|row, old| !row.quote.is_empty() && old.quote.as_ref().is_some_and(|q| same_words(q, &row.quote)),
        &|row, old| squeezed(&old.title) == squeezed(&row.title),
        // 设置合理 is printed twice, and people tell the two apart in brackets.
        &|row, old| is_title(&old.title, &row.printed) && old.marks.as_ref().map(|m| m.value) == row.marks,
    ];
    for (step, fits) in by.iter().enumerate() {
        for (row, place) in rows.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
            // An id that the sheet states is not looked for under another name.
            if step > 0 && !row.id.is_empty() {
                continue;
            }
            let at = left.iter().position(|old| fits(row, old));
            *place = at.map(|at| left.remove(at));
        }
    }
    found
}

/// Whether a title is the printed one, or that with something in brackets behind it.
fn is_title(title: &str, printed: &str) -> bool {
    let (title, printed) = (squeezed(title), squeezed(printed));
    !printed.is_empty() && (title == printed || title.strip_prefix(&printed).is_some_and(|rest| rest.starts_with('(')))
}

/// Compares a sheet with the standard that is there. `node` is the file as it was parsed.
#[must_use]
pub fn rewritten(table: &Table, there: &StandardFile, yaml: &str, node: &Node) -> Changed {
    let mut out = Changed::default();
    let mut edits = Edits::default();
    head(table, there, (yaml, node), &mut edits, &mut out);
    grades(table, there, (yaml, node), &mut edits, &mut out);
    let sections = node.get(&["sections", "项目"]);
    let section_nodes = sections.map_or(&[][..], Node::items);
    let of_criterion = |c: &Criterion| {
        section_nodes.iter().filter_map(|s| s.get(&["criteria", "评分项"])).flat_map(Node::items).find(|n| n.span == c.span)
    };
    let found = same(table, there);
    let mut taken: Vec<String> = there.sections.iter().flat_map(|s| &s.criteria).map(|c| c.id.to_string()).collect();
    let mut rest = found.iter();
    let mut new_sections: Vec<Vec<(&'static str, New)>> = Vec::new();
    for section in &table.sections {
        let olds: Vec<Option<&Criterion>> = rest.by_ref().take(section.criteria.len()).copied().collect();
        let known =
            there.sections.iter().find(|s| olds.iter().flatten().any(|c| s.criteria.iter().any(|own| own.span == c.span)));
        let known = known.or_else(|| there.sections.iter().find(|s| squeezed(&s.title) == squeezed(&section.title)));
        let known = known.and_then(|s| Some((s, section_nodes.iter().find(|n| n.span == s.span)?)));
        if let Some((old, record)) = known {
            if table.own && old.title.value != section.title {
                change(&mut edits, &mut out, (yaml, record), &old.title, ["title", "标题"], (&old.title, &text(&section.title)));
            }
            if let Some(marks) = section.marks.filter(|marks| old.marks.as_ref().is_none_or(|m| m.value != *marks)) {
                let was = old.marks.as_ref().map_or(String::new(), |m| m.value.to_string());
                change(
                    &mut edits,
                    &mut out,
                    (yaml, record),
                    &old.title,
                    ["marks", "分值"],
                    (&was, &New::Bare(marks.to_string())),
                );
            }
        }
        let mut fresh: Vec<Vec<(&'static str, New)>> = Vec::new();
        for (row, old) in section.criteria.iter().zip(olds) {
            if let Some((old, record)) = old.and_then(|old| Some((old, of_criterion(old)?))) {
                criterion(table.own, row, old, (yaml, record), &mut edits, &mut out);
            } else {
                let id = id_of(row, &mut taken);
                out.fresh.push((id.clone(), row.title.clone()));
                out.facts.extend(row.rule().facts);
                fresh.push(record(row, &id, section.is_bonus()));
            }
        }
        match known {
            Some((_, node)) => edits.append(yaml, node.get(&["criteria", "评分项"]).unwrap_or(node), &fresh),
            None if fresh.is_empty() => {}
            None => new_sections.push(section_record(section, fresh)),
        }
    }
    edits.append(yaml, sections.unwrap_or(node), &new_sections);
    missing(table, there, &found, &mut out);
    declare(there, (yaml, node), &mut edits, &mut out);
    out.text = edits.finish(yaml, node);
    out
}

fn change(
    edits: &mut Edits,
    out: &mut Changed,
    (yaml, record): (&str, &Node),
    name: &str,
    names: [&str; 2],
    (old, new): (&str, &New),
) {
    out.changes.push([name.to_owned(), names[0].to_owned(), old.to_owned(), new.words()]);
    edits.set(yaml, record, &names, new);
}

/// Title and total. A sheet that circulates may be headed otherwise; only our own workbook changes the title.
fn head(table: &Table, there: &StandardFile, place: (&str, &Node), edits: &mut Edits, out: &mut Changed) {
    if table.own && !table.title.is_empty() && table.title != there.title.value {
        change(edits, out, place, "", ["title", "标题"], (&there.title, &text(&table.title)));
    }
    if let Some(total) = table.total.filter(|total| there.total.as_ref().is_none_or(|old| old.value != *total)) {
        let old = there.total.as_ref().map_or(String::new(), |old| old.value.to_string());
        change(edits, out, place, "", ["total", "总分"], (&old, &New::Bare(total.to_string())));
    }
    // What somebody wrote in the file stays; only one that was to be given is taken from the sheet.
    if !table.source.is_empty() && table.source != there.source.value && (table.source_given || !there.has_source()) {
        change(edits, out, place, "", ["source", "来源"], (&there.source, &text(&table.source)));
    }
    if table.own {
        return;
    }
    if let (Some(digits), None) = (table.rounding, &there.rounding) {
        change(edits, out, place, "", ["rounding", "取整"], ("", &New::Yaml(rounding(digits))));
    }
    let below = written(there.below_grades.as_ref());
    if !table.below.is_empty() && below.is_empty() {
        change(edits, out, place, "", ["below_grades", "未达等级"], (below, &text(&table.below)));
    }
}

fn grades(table: &Table, there: &StandardFile, (yaml, node): (&str, &Node), edits: &mut Edits, out: &mut Changed) {
    let list = node.get(&["grades", "等级"]);
    let mut fresh = Vec::new();
    for grade in &table.grades {
        let names = if grade.more { ["more_than", "超过"] } else { ["at_least", "不少于"] };
        let Some(old) = there.grades.iter().find(|g| squeezed(&g.name) == squeezed(&grade.name)) else {
            out.fresh.push((grade.name.clone(), grade.from.to_string()));
            fresh.push(grade_record(grade));
            continue;
        };
        let (value, other) = if grade.more { (&old.more_than, &old.at_least) } else { (&old.at_least, &old.more_than) };
        if value.as_ref().is_some_and(|v| v.value == grade.from) {
            continue;
        }
        let record = list.and_then(|l| l.items().iter().find(|n| n.span == old.span));
        if let (Some(record), None) = (record, other) {
            let was = value.as_ref().map_or(String::new(), |v| v.value.to_string());
            change(edits, out, (yaml, record), &grade.name, names, (&was, &New::Bare(grade.from.to_string())));
        } else {
            let (name, zh) = (&grade.name, names[1]);
            out.doubts.push(Uncertain {
                place: table.sheets.join("、"),
                message: say!(
                    "等级“{name}”的分数线含不含本数和文件里不同（表里是{zh}），没有改，请在文件里改",
                    "whether the bound of “{name}” is included differs from the file: change it there"
                ),
            });
        }
    }
    if let Some(list) = list {
        edits.append(yaml, list, &fresh);
    } else if !fresh.is_empty() {
        out.fresh.retain(|(name, _)| !table.grades.iter().any(|g| g.name == *name));
        out.doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!(
                "文件里没有 grades，表里的等级没有写入，请在文件里加",
                "the file has no grades: those of the sheet are not written; add them there"
            ),
        });
    }
}

fn criterion(ours: bool, row: &Row, old: &Criterion, place: (&str, &Node), edits: &mut Edits, out: &mut Changed) {
    let id = old.id.as_str();
    let title = if ours { row.title != old.title.value } else { !row.printed.is_empty() && !is_title(&old.title, &row.printed) };
    if title {
        change(edits, out, place, id, ["title", "标题"], (&old.title, &text(&row.title)));
    }
    if let Some(marks) = row.marks.filter(|marks| old.marks.as_ref().is_none_or(|m| m.value != *marks)) {
        let was = old.marks.as_ref().map_or(String::new(), |m| m.value.to_string());
        change(edits, out, place, id, ["marks", "分值"], (&was, &New::Bare(marks.to_string())));
    }
    let quote = written(old.quote.as_ref());
    if !row.quote.is_empty() && if ours { row.quote != quote } else { !same_words(&row.quote, quote) } {
        change(edits, out, place, id, ["quote", "原文"], (quote, &text(&row.quote)));
        if !same_words(&row.quote, quote) {
            rule(row, old, place, edits, out);
        }
    }
    for (names, old, new) in [
        (["clause", "条款"], written(old.clause.as_ref()), &row.clause),
        (["note", "说明"], written(old.note.as_ref()), &row.note),
    ] {
        if !new.is_empty() && if ours { old != new } else { old.is_empty() } {
            change(edits, out, place, id, names, (old, &text(new)));
        }
    }
    let evidence: Vec<&str> = old.evidence.iter().map(|e| e.word()).collect();
    let differs = evidence.len() != row.evidence.len() || !row.evidence.iter().all(|e| evidence.contains(e));
    if !row.evidence.is_empty() && if ours { differs } else { evidence.is_empty() } {
        let new = New::List(row.evidence.iter().map(|e| (*e).to_owned()).collect());
        change(edits, out, place, id, ["evidence", "佐证"], (&evidence.join("、"), &new));
    }
    for (key, word) in &row.more {
        let (names, was, new) = match *key {
            "modality" => (["modality", "约束程度"], old.modality.as_ref().map_or("", |m| m.value.word()), modality(word)),
            "veto" => (["veto", "否决"], truth(old.veto), truth(word == "是")),
            _ => (["bonus", "加分项"], truth(old.bonus), truth(word == "是")),
        };
        if was != new {
            change(edits, out, place, id, names, (was, &New::Bare(new.to_owned())));
        }
    }
}

fn truth(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

/// The wording has changed: the rule goes with it where the numbers or the rule of the wording are others, and stays where only words were mended.
fn rule(row: &Row, old: &Criterion, (yaml, record): (&str, &Node), edits: &mut Edits, out: &mut Changed) {
    let was = written(old.quote.as_ref());
    let new = row.rule();
    let digits = |text: &str| -> Vec<String> {
        squeezed(text).split(|c: char| !c.is_ascii_digit() && c != '.').filter(|t| !t.is_empty()).map(ToOwned::to_owned).collect()
    };
    let Some(node) = record.get(&["rule", "规则"]) else { return };
    // Faults are called by the words around them: what counts is the kind, how many there are, and the numbers.
    let shape = |yaml: &str| (digits(yaml), yaml.matches("name:").count(), yaml.split(':').next().map(ToOwned::to_owned));
    let before = grammar::read(was, old.marks.as_ref().map(|m| m.value)).yaml;
    if digits(was) == digits(&row.quote) && shape(&before) == shape(&new.yaml) {
        if !matches!(node.text(), Some("manual" | "酌情评分")) {
            let id = &old.id;
            out.doubts.push(Uncertain {
                place: row.place.clone(),
                message: say!(
                    "{id} 的原文改了，规则没有动，请核对",
                    "the wording of {id} has changed and its rule has not: please check"
                ),
            });
        }
        return;
    }
    if parsed(&new.yaml).is_some_and(|new| meaning(&new) != meaning(node)) {
        let names = ["rule", "规则"];
        out.changes.push([old.id.to_string(), names[0].to_owned(), one_line(node), new.yaml.clone()]);
        out.facts.extend(new.facts);
        edits.set(yaml, record, &names, &New::Yaml(new.yaml));
    }
}

/// Facts of new rules that the standard does not define yet.
fn declare(there: &StandardFile, (yaml, node): (&str, &Node), edits: &mut Edits, out: &mut Changed) {
    let mut facts = std::mem::take(&mut out.facts);
    facts.retain(|fact| there.facts.get(&fact.name).is_none());
    let defined = definitions(facts);
    if defined.is_empty() {
        return;
    }
    if let Some(list) = node.get(&["facts", "数据"]).filter(|list| !list.entries().is_empty()) {
        for (name, definition) in &defined {
            edits.set(yaml, list, &[name], definition);
        }
    } else {
        let all: Vec<String> = defined.iter().map(|(name, new)| format!("{}: {}", scalar(name, true), new.yaml(true))).collect();
        edits.set(yaml, node, &["facts", "数据"], &New::Yaml(format!("{{{}}}", all.join(", "))));
    }
}

/// Criteria of the standard that the sheet does not have: they stay, and somebody should know.
fn missing(table: &Table, there: &StandardFile, found: &[Option<&Criterion>], out: &mut Changed) {
    let here = |c: &Criterion| found.iter().flatten().any(|f| f.span == c.span);
    let gone: Vec<&str> =
        there.sections.iter().flat_map(|s| &s.criteria).filter(|c| !here(c)).map(|c| c.title.as_str()).collect();
    if !gone.is_empty() {
        let names = gone.join("、");
        out.doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!(
                "表里没有现有的 {} 个评分项，保留不动：{names}",
                "{} criteria of the standard are not in the sheet; they stay: {names}",
                gone.len()
            ),
        });
    }
}

/// What the sheets of facts and parameters of our own workbook change: values of entries that the file has. Others are named.
pub fn entries(sheets: &[super::super::Sheet], yaml: &str, node: &Node, out: &mut Changed) {
    let Some(mut text) = out.text.take() else { return };
    // The text may have changed: places are those of the new one.
    for (sheet, names) in [(roundtrip::FACTS, ["facts", "数据"]), (roundtrip::PARAMETERS, ["parameters", "参数"])] {
        let all = roundtrip::entries(sheets, sheet);
        let Some(now) = (if text == yaml { Some(node.clone()) } else { parsed(&text) }) else { continue };
        let mut edits = Edits::default();
        let before = out.changes.len();
        for (place, name, values) in &all {
            let record = now.get(&names).and_then(|dict| dict.get(&[name])).filter(|r| !r.entries().is_empty());
            let Some(record) = record else {
                if !now.get(&names).is_some_and(|dict| dict.entries().iter().any(|e| e.key.value == *name)) || !values.is_empty()
                {
                    out.doubts.push(Uncertain {
                        place: place.clone(),
                        message: say!(
                            "“{name}”没有写入，请在文件的 {} 里加",
                            "“{name}” is not written: add it to {} of the file",
                            names[0]
                        ),
                    });
                }
                continue;
            };
            for (head, new) in values {
                let keys = match head.as_str() {
                    "单位" => ["unit", "单位"],
                    "取自" => ["from", "取自"],
                    "数值" => ["value", "数值"],
                    "来源" => ["source", "来源"],
                    "说明" => ["note", "说明"],
                    _ => continue,
                };
                let old = record.get(&keys).and_then(Node::text).unwrap_or_default().trim();
                if old != new.trim() {
                    let number = new.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '%'));
                    let new = new.trim().to_owned();
                    let new = if head == "数值" && number { New::Bare(new) } else { New::Text(new) };
                    change(&mut edits, out, (&text, record), name, keys, (old, &new));
                }
            }
        }
        if out.changes.len() > before {
            match edits.finish(&text, &now) {
                Some(new) => text = new,
                None => return,
            }
        }
    }
    out.text = Some(text);
}
