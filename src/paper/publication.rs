//! The publication list (公示名单): points, grades and days under one standard, for the public. Nothing of people, notes or photos may
//! come here, and no result that the bureau has not released.

use std::collections::BTreeMap;

use super::phrases::{campaign, cited};
use super::{Align, Block, Column, Paper, Table};
use crate::audit::{Scored, State};
use crate::model::date::date_zh;
use crate::model::inspection::Round;
use crate::model::phones::{either, line};

/// The results that may stand in public: of the rounds that the bureau holds itself, those that the record releases (`published`); of a
/// point the last of these, and only with a grade. A point that lost its grade in a released re-inspection is not named; while a
/// re-inspection is not released, what was released before stands.
#[must_use]
pub fn published<'a>(scored: &'a [Scored<'a>]) -> Vec<&'a Scored<'a>> {
    let mut last: BTreeMap<_, &Scored<'_>> = BTreeMap::new();
    for one in scored.iter().filter(|s| s.record.published && s.record.round.value >= Round::Site) {
        let when = |s: &Scored<'_>| (s.record.round.value, s.record.date.value);
        last.entry(one.chain()).and_modify(|before| *before = if when(one) > when(before) { one } else { before }).or_insert(one);
    }
    let mut list: Vec<&Scored<'_>> = last.into_values().filter(|s| s.outcome.state == State::Met).collect();
    let order = |s: &'a Scored<'a>| {
        let (key, grades) = (s.chain(), &s.standard.grades);
        let place = grades.iter().position(|g| Some(g.name.as_str()) == s.outcome.grade.as_deref());
        (key.bureau, key.standard, key.version, key.campaign, place, s.point.span.file.0, s.point.span.start)
    };
    // The best grade first; of one grade in the order in which the bureau lists its points.
    list.sort_by(|a, b| order(a).cmp(&order(b)));
    list
}

/// The list of one bureau, standard and campaign; none without results. `results` are what [`published`] gives, of these only.
#[must_use]
pub fn publication(results: &[&Scored<'_>]) -> Option<Paper> {
    let first = results.first()?;
    let (bureau, standard) = (&first.bureau.file, first.standard);
    let rows = results.iter().enumerate().map(|(i, s)| {
        vec![
            (i + 1).to_string(),
            s.point.name.value.clone(),
            s.outcome.grade.clone().unwrap_or_default(),
            date_zh(s.record.date.value),
        ]
    });
    let table = Table {
        caption: String::new(),
        columns: vec![
            Column::new("序号", 110, Align::Center),
            Column::new("服务点", 480, Align::Left),
            Column::new("等级", 170, Align::Left),
            Column::new("评定日期", 240, Align::Left),
        ],
        rows: rows.collect(),
        total: Vec::new(),
    };
    let phone = line(&either(bureau.complaint_numbers(), || bureau.numbers()));
    let phone = if phone.is_empty() { "电话：　　　　　　　　".to_owned() } else { format!("电话：{phone}") };
    Some(Paper {
        title: format!("{}{}结果公示", campaign(&first.campaign), standard.subject()),
        to: String::new(),
        blocks: vec![
            Block::paragraph(format!("根据{}，现将{}个服务点的评定结果予以公示。", cited(standard), results.len())),
            Block::paragraph("公示期：　　　年　　月　　日至　　　年　　月　　日。".to_owned()),
            Block::paragraph(format!("对结果有异议的，请在公示期内向{}反映。{phone}。", bureau.name.value)),
            Block::Table(table),
            Block::paragraph("特此公示。"),
        ],
        issuer: bureau.name.value.clone(),
        remark: super::phrases::sample_remark(results.iter().copied()),
    })
}
