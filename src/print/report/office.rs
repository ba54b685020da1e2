//! The report as a paper for Word and WPS: the words of the PDF in its order, as headings, paragraphs and tables. Pictures stay in the PDF.

use super::{Criterion, Grid, ReportView};
use crate::paper::{Align, Bar, Bars, Block, Column, FormCell, FormRow, Paper, Table};

/// The report as blocks of text.
#[must_use]
pub fn paper(view: &ReportView) -> Paper {
    let marked = !view.maximum.is_empty();
    let unit = if marked { "分" } else { "项" };
    let mut blocks = vec![head(view)];
    result(view, &mut blocks);
    if !view.why.is_empty() {
        blocks.push(Block::heading(1, "为什么是这个结果"));
        blocks.extend(view.why.iter().map(Block::paragraph));
    }
    if view.sections.len() > 1 {
        blocks.push(Block::heading(1, if marked { "各部分得分" } else { "各部分达标" }));
        blocks.push(Block::Bars(bars(view, unit)));
    }
    let all = || view.sections.iter().flat_map(|s| &s.rows);
    let failed: Vec<&Criterion> =
        all().filter(|r| r.state == "not_met" || (!r.lost.is_empty() && r.state != "unknown")).collect();
    let unknown: Vec<&Criterion> = all().filter(|r| r.state == "unknown").collect();
    let (title, none) = if marked {
        ("失分与未达标", "没有失分或未达标的项目。")
    } else {
        ("未达标", "没有未达标的项目。")
    };
    blocks.push(Block::heading(1, format!("{title}（{} 项）", failed.len())));
    if failed.is_empty() {
        blocks.push(Block::paragraph(none));
    } else {
        blocks.push(Block::Table(criteria(&failed, marked)));
    }
    if !unknown.is_empty() {
        blocks.push(Block::heading(1, format!("待补数据（{} 项）", unknown.len())));
        blocks.push(Block::paragraph("没有查到的不算零分，也不算通过。补齐后等级才能确定。"));
        blocks.push(Block::Table(criteria(&unknown, marked)));
    }
    blocks.push(Block::heading(1, "逐项记录"));
    for section in &view.sections {
        blocks.push(Block::heading(2, format!("{}　{} / {} {unit}", section.title, section.awarded, section.maximum)));
        if !section.note.is_empty() {
            blocks.push(Block::paragraph(&section.note));
        }
        // What was lost comes before what was won, as in the PDF.
        let won = |row: &&Criterion| row.state == "met" && row.lost.is_empty();
        let (after, before): (Vec<&Criterion>, Vec<&Criterion>) = section.rows.iter().partition(won);
        blocks.push(Block::Table(criteria(&[before, after].concat(), marked)));
    }
    for grid in &view.grids {
        blocks.push(Block::heading(1, &grid.title));
        if !grid.lead.is_empty() {
            blocks.push(Block::paragraph(&grid.lead));
        }
        blocks.push(Block::Table(table(grid)));
    }
    if !view.photos.is_empty() {
        blocks.push(Block::heading(1, format!("照片（{} 张）", view.photos.len())));
        for photo in &view.photos {
            let lines = [&photo.title, &photo.caption, &photo.proof].into_iter().filter(|l| !l.is_empty());
            blocks.extend(lines.map(Block::paragraph));
        }
    }
    if !view.notes.is_empty() {
        blocks.push(Block::heading(1, "说明"));
        blocks.extend(view.notes.iter().map(Block::paragraph));
    }
    blocks.push(Block::heading(1, "签字"));
    blocks.push(Block::Fields { rows: view.signatures.iter().map(|s| (s.role.clone(), s.words().to_owned())).collect() });
    blocks.push(Block::paragraph("记录指纹（SHA-256）"));
    blocks.push(Block::paragraph(&view.fingerprint));
    Paper { title: view.title.clone(), blocks, issuer: view.seal.clone(), remark: view.disclaimer.clone(), ..Paper::default() }
}

/// Head data, two pairs to a row.
fn head(view: &ReportView) -> Block {
    let cell = |text: &str, label, span| FormCell { text: vec![text.to_owned()], label, span, ..FormCell::default() };
    let rows = view.head.chunks(2).map(|pairs| {
        let last = if pairs.len() == 1 { 3 } else { 1 };
        FormRow { cells: pairs.iter().flat_map(|p| [cell(&p.k, true, 1), cell(&p.v, false, last)]).collect(), lines: 1 }
    });
    Block::Form { rows: rows.collect() }
}

/// The result and how it was reckoned.
fn result(view: &ReportView, blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(1, "评定结果"));
    blocks.push(Block::paragraph(&view.result));
    if !view.total.is_empty() {
        let of = if view.maximum.is_empty() { String::new() } else { format!(" / {} 分", view.maximum) };
        blocks.push(Block::paragraph(format!("{}{of}", view.total)));
    }
    blocks.push(Block::heading(1, "怎样算出"));
    blocks.extend(view.arithmetic.iter().map(Block::paragraph));
    if !view.grades.is_empty() {
        let lines: Vec<String> = view.grades.iter().map(|g| format!("{} {} 分", g.name, g.at_least)).collect();
        blocks.push(Block::paragraph(format!("等级线　{}", lines.join("　"))));
    }
}

fn bars(view: &ReportView, unit: &str) -> Bars {
    let rows = view.sections.iter().map(|s| Bar {
        name: s.title.clone(),
        value: format!("{} / {} {unit}", s.awarded, s.maximum),
        permille: s.permille,
    });
    Bars {
        caption: String::new(),
        name: "部分".to_owned(),
        value: if unit == "分" { "得分" } else { "达标" }.to_owned(),
        rows: rows.collect(),
    }
}

fn criteria(rows: &[&Criterion], marked: bool) -> Table {
    let mut columns = vec![
        Column::new("序号", 80, Align::Left),
        Column::new("标准", if marked { 340 } else { 380 }, Align::Left),
        Column::new("查得", if marked { 210 } else { 230 }, Align::Left),
        Column::new("认定与原因", if marked { 270 } else { 310 }, Align::Left),
    ];
    if marked {
        columns.insert(3, Column::new("得分", 100, Align::Right));
    }
    Table { caption: String::new(), columns, rows: rows.iter().map(|row| cells(row, marked)).collect(), total: Vec::new() }
}

/// The cells of a criterion; lines of one cell are apart by a line end.
fn cells(row: &Criterion, marked: bool) -> Vec<String> {
    let lines = |parts: &[&str]| parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("\n");
    let quote = if row.quote.is_empty() { String::new() } else { format!("“{}”", row.quote) };
    let mut cells = vec![
        row.no.clone(),
        lines(&[&row.title, &quote]),
        lines(&[&row.found, &row.evidence]),
        lines(&[&row.state_words, &row.reason]),
    ];
    if marked {
        let of = if row.maximum.is_empty() { String::new() } else { format!("/{}", row.maximum) };
        cells.insert(3, lines(&[&format!("{}{of}", row.awarded), &row.lost]));
    }
    cells
}

fn table(grid: &Grid) -> Table {
    let columns = grid.columns.iter().map(|(head, permille)| Column::new(head, *permille, Align::Left)).collect();
    Table { caption: String::new(), columns, rows: grid.rows.clone(), total: Vec::new() }
}
