//! The notice of rectification (整改通知) of one record: problem, clause, marks lost, what is to be done, by whom, until when, and a receipt.

use super::phrases::cited;
use super::{Align, Block, Column, Paper, Table};
use crate::audit::{CriterionOutcome, Scored, show};
use crate::model::date::date_zh;
use crate::model::inspection::Round;

/// Whether a record calls for a notice: the bureau held the round itself, and asks for something to be mended.
#[must_use]
pub fn is_called_for(scored: &Scored<'_>) -> bool {
    // What a village says of itself, or its town of it, is no notice of the bureau.
    scored.record.round.value >= Round::Site && items(scored).next().is_some()
}

/// What this record asks for.
fn items<'s>(scored: &'s Scored<'_>) -> impl Iterator<Item = &'s CriterionOutcome> {
    scored.outcome.criteria().filter(|c| c.mend.is_some() && c.carried.is_none())
}

/// The notice; none where the record asks for nothing to be mended, and none for rounds that the bureau does not hold itself.
#[must_use]
pub fn rectification(scored: &Scored<'_>) -> Option<Paper> {
    if !is_called_for(scored) {
        return None;
    }
    let items: Vec<&CriterionOutcome> = items(scored).collect();
    let marked = scored.outcome.maximum.is_some();
    let mut columns = vec![
        Column::new("序号", 68, Align::Center),
        Column::new("条款和要求", if marked { 330 } else { 370 }, Align::Left),
        Column::new("发现的问题", if marked { 210 } else { 237 }, Align::Left),
        Column::new("整改内容", 185, Align::Left),
        Column::new("责任人和期限", 140, Align::Left),
    ];
    if marked {
        columns.insert(3, Column::new("失分", 67, Align::Right));
    }
    let rows = items.iter().enumerate().map(|(i, c)| row(i + 1, c, marked)).collect();
    let record = scored.record;
    let last = items.iter().filter_map(|c| c.mend.as_ref()?.deadline.as_ref()).map(|d| d.value).max();
    let until = last.map_or("按上表期限".to_owned(), |day| format!("按上表期限，最迟于{}前", date_zh(day)));
    let bureau = scored.bureau.file.name.value.clone();
    let blocks = vec![
        Block::paragraph(format!(
            "{}，按照{}，我局对你单位进行了{}。发现以下{}项需要整改。",
            date_zh(record.date.value),
            cited(scored.standard),
            record.round.value.zh(),
            items.len()
        )),
        Block::Table(Table { caption: "整改事项".to_owned(), columns, rows, total: Vec::new() }),
        Block::paragraph(format!(
            "请{until}完成整改，并把回执和整改情况送我局。到期后我局将对没有达标和待补数据的项目进行复查。"
        )),
        Block::PageBreak,
        Block::heading(1, "整改通知回执"),
        Block::paragraph(format!(
            "{}于　　　年　　月　　日收到{}的整改通知（检查日期：{}），整改情况如下。",
            scored.point.name.value,
            bureau,
            date_zh(record.date.value)
        )),
        Block::Table(Table {
            caption: String::new(),
            columns: vec![
                Column::new("序号", 90, Align::Center),
                Column::new("整改内容", 330, Align::Left),
                Column::new("完成情况", 380, Align::Left),
                Column::new("完成日期", 200, Align::Left),
            ],
            rows: items
                .iter()
                .enumerate()
                .map(|(i, c)| {
                    let what = c.mend.as_ref().map_or(String::new(), |m| m.what.value.clone());
                    vec![(i + 1).to_string(), what, String::new(), String::new()]
                })
                .collect(),
            total: Vec::new(),
        }),
        Block::Fields {
            rows: ["签收人", "服务点负责人", "填报日期"].map(|name| (name.to_owned(), String::new())).into()
        },
    ];
    Some(Paper {
        title: "医保经办服务整改通知".to_owned(),
        to: scored.point.name.value.clone(),
        blocks,
        issuer: bureau,
        remark: super::phrases::sample_remark(std::iter::once(scored)),
    })
}

fn row(number: usize, c: &CriterionOutcome, marked: bool) -> Vec<String> {
    let clause = c.clause.as_ref().map_or(String::new(), |clause| format!("（{clause}）"));
    let quote = c.quote.as_ref().map_or(String::new(), |quote| format!("：{quote}"));
    let mend = c.mend.as_ref();
    let owner = mend.and_then(|m| m.owner.as_ref()).map(|o| o.value.clone());
    let deadline = mend.and_then(|m| m.deadline.as_ref()).map(|d| format!("{}前", date_zh(d.value)));
    let who: Vec<String> = owner.into_iter().chain(deadline).collect();
    let mut cells = vec![
        number.to_string(),
        format!("{}{clause}{quote}", c.title),
        c.reason.clone(),
        mend.map_or(String::new(), |m| m.what.value.clone()),
        if who.is_empty() { "—".to_owned() } else { who.join("，") },
    ];
    if marked {
        cells.insert(3, c.lost().map_or_else(|| "待定".to_owned(), show));
    }
    cells
}
