//! The circular (通报) over all points of one round: figures, ranking, commonest faults, what is open, rectifications, quarters.
//!
//! It names points and offices, and nobody who inspected. What is open stays open: no total of it is guessed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::phrases::{campaign, cited, days, sample_remark};
use super::{Align, Bar, Bars, Block, Column, Paper, Table};
use crate::audit::campaign::{Campaign, quarters};
use crate::audit::rectify::{Rectification, rectifications};
use crate::audit::{Scored, show, summary};
use crate::model::Point;
use crate::model::date::date_zh;
use crate::model::inspection::Round;

/// Rows of a table that stands in the text; a longer one is an annex.
const IN_TEXT: usize = 20;

/// Faults that the circular names.
const MOST_FAULTS: usize = 10;

/// The circular of one round. `all` are all results of the workspace: the year's statistics and later rounds come from them.
#[must_use]
pub fn circular(round: &Campaign<'_>, all: &[Scored<'_>]) -> Paper {
    let marked = round.standard.total.is_some();
    let mut numbers = ["一", "二", "三", "四", "五", "六", "七", "八"].into_iter();
    let mut blocks = vec![Block::paragraph(opening(round))];
    let mut part = |title: &str, inside: Vec<Block>, blocks: &mut Vec<Block>| {
        if inside.is_empty() {
            return;
        }
        let number = numbers.next().unwrap_or_default();
        blocks.push(Block::heading(1, format!("{number}、{title}")));
        blocks.extend(inside);
    };
    part("总体情况", overall(round), &mut blocks);
    part(if marked { "各部分得分" } else { "各部分达标情况" }, sections(round, marked), &mut blocks);
    part("主要问题", faults(round, marked), &mut blocks);
    let results = if marked { "得分排名" } else { "各服务点结果" };
    let ranked = ranking(round, marked);
    let (text, mended, by_point) = mends(round, all);
    // Long tables follow the signature as annexes, so that the text itself can be read.
    let mut annexes: Vec<(&str, Block)> = Vec::new();
    if round.rows.len() <= IN_TEXT {
        part(results, vec![ranked], &mut blocks);
    } else {
        annexes.push((results, ranked));
    }
    part("待补数据", open(round), &mut blocks);
    part("整改情况", text.into_iter().chain(mended).collect(), &mut blocks);
    annexes.extend(by_point.map(|table| ("各服务点整改情况", table)));
    part("按季度统计", by_quarter(round, all), &mut blocks);
    blocks.push(Block::paragraph("特此通报。"));
    annex(&annexes, &mut blocks);
    let bureau = round.bureau.file.name.value.clone();
    Paper {
        title: format!("关于{}{}{}情况的通报", campaign(&round.name), round.standard.subject(), round.round.zh()),
        to: "各服务点".to_owned(),
        blocks,
        issuer: bureau,
        remark: sample_remark(round.rows.iter().map(|r| r.scored)),
    }
}

/// The list of annexes under the text, and each on pages of its own.
fn annex(annexes: &[(&str, Block)], blocks: &mut Vec<Block>) {
    // One annex alone bears no number.
    let number = |i: usize, after: &str| if annexes.len() > 1 { format!("{}{after}", i + 1) } else { String::new() };
    for (i, (title, _)) in annexes.iter().enumerate() {
        let head = if i == 0 { "附件：" } else { "　　　" };
        blocks.push(Block::paragraph(format!("{head}{}{title}", number(i, ". "))));
    }
    for (i, (title, table)) in annexes.iter().enumerate() {
        blocks.push(Block::PageBreak);
        blocks.push(Block::heading(1, format!("附件{}　{title}", number(i, ""))));
        blocks.push(table.clone());
    }
}

fn opening(round: &Campaign<'_>) -> String {
    let did = match round.round {
        Round::SelfAssessment => "组织自评",
        Round::Town => "进行了镇级审核",
        Round::Site => "进行了现场核查",
        Round::Recheck => "进行了复查",
    };
    format!(
        "按照{}，{}对{}个服务点{did}。现将情况通报如下。",
        cited(round.standard),
        days(round.rows.iter().map(|r| r.scored)),
        round.rows.len()
    )
}

fn overall(round: &Campaign<'_>) -> Vec<Block> {
    let grades = round.grades();
    let words: Vec<String> = grades.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name}{n}个")).collect();
    let mut text = format!("{}个服务点中，{}。", round.rows.len(), words.join("，"));
    if let (Some(mean), counted) = round.mean() {
        let ends = |row: Option<&crate::audit::campaign::Row<'_>>| {
            row.and_then(|r| Some((show(r.scored.outcome.total?), r.scored.point.name.value.clone())))
        };
        let ranked = || round.rows.iter().filter(|r| r.rank.is_some());
        text.push_str(&format!("已确定总分的{counted}个服务点平均{}分", show(mean)));
        if let (Some((most, best)), Some((least, last))) = (ends(ranked().next()), ends(ranked().next_back())) {
            text.push_str(&format!("，最高{most}分（{best}），最低{least}分（{last}）"));
        }
        text.push('。');
    }
    let rows = grades.into_iter().map(|(name, n)| vec![name, n.to_string(), summary::percent(n, round.rows.len())]).collect();
    vec![
        Block::paragraph(text),
        Block::Table(Table {
            caption: "结果分布".to_owned(),
            columns: vec![
                Column::new("结果", 400, Align::Left),
                Column::new("服务点数", 300, Align::Right),
                Column::new("占比", 300, Align::Right),
            ],
            rows,
            total: vec!["合计".to_owned(), round.rows.len().to_string(), summary::percent(round.rows.len(), round.rows.len())],
        }),
    ]
}

fn sections(round: &Campaign<'_>, marked: bool) -> Vec<Block> {
    if !marked {
        let rows = (0..round.standard.sections.len()).filter_map(|i| {
            let outcomes = || round.rows.iter().filter_map(move |r| r.scored.outcome.sections.get(i));
            let (met, counted) = outcomes().map(summary::met).fold((0, 0), |(a, b), (met, all)| (a + met, b + all));
            let title = outcomes().next()?.title.clone();
            Some(Bar {
                name: title,
                value: format!("{met} / {counted} 项次"),
                permille: summary::share(met.into(), counted.into()),
            })
        });
        let bars = Bars {
            caption: "各部分达标项次".to_owned(),
            name: "部分".to_owned(),
            value: "达标 / 应查".to_owned(),
            rows: rows.collect(),
        };
        return vec![Block::Bars(bars)];
    }
    let means = round.sections();
    let text = "平均分只计该部分得分已经确定的服务点。";
    let rows = means
        .iter()
        .map(|s| Bar {
            name: s.title.clone(),
            value: match s.mean {
                Some(mean) => format!("{} / {} 分（{}个）", show(mean), show(s.maximum), s.counted),
                None => format!("待补数据 / {} 分", show(s.maximum)),
            },
            permille: s.mean.map_or(0, |mean| summary::share(mean, s.maximum)),
        })
        .collect();
    vec![
        Block::paragraph(text),
        Block::Bars(Bars {
            caption: "各部分平均得分".to_owned(),
            name: "部分".to_owned(),
            value: "平均得分 / 分值（计入的服务点数）".to_owned(),
            rows,
        }),
    ]
}

fn faults(round: &Campaign<'_>, marked: bool) -> Vec<Block> {
    let faults = round.faults();
    let Some(first) = faults.first() else { return vec![Block::paragraph("没有发现未达标的项目。")] };
    let mut columns = vec![
        Column::new("评分项", if marked { 460 } else { 600 }, Align::Left),
        Column::new("服务点数", 180, Align::Right),
        Column::new("占比", if marked { 160 } else { 220 }, Align::Right),
    ];
    if marked {
        columns.push(Column::new("合计失分", 200, Align::Right));
    }
    let row = |f: &crate::audit::campaign::Fault<'_>| {
        let mut cells = vec![f.criterion.title.clone(), f.points.to_string(), summary::percent(f.points, round.rows.len())];
        if marked {
            cells.push(show(f.lost));
        }
        cells
    };
    let verb = if marked { "失分" } else { "未达标" };
    let most = faults.len().min(MOST_FAULTS);
    let text =
        format!("{verb}的服务点最多的是“{}”，有{}个。{verb}服务点最多的{most}项如下。", first.criterion.title, first.points);
    let rows = faults.iter().take(MOST_FAULTS).map(row).collect();
    vec![Block::paragraph(text), Block::Table(Table { caption: format!("{verb}较多的项目"), columns, rows, total: Vec::new() })]
}

fn ranking(round: &Campaign<'_>, marked: bool) -> Block {
    let columns = if marked {
        vec![
            Column::new("名次", 120, Align::Center),
            Column::new("服务点", 520, Align::Left),
            Column::new("得分", 180, Align::Right),
            Column::new("结果", 180, Align::Left),
        ]
    } else {
        vec![Column::new("服务点", 640, Align::Left), Column::new("结果", 360, Align::Left)]
    };
    let row = |r: &crate::audit::campaign::Row<'_>| {
        let (name, result) = (r.scored.point.name.value.clone(), r.scored.outcome.result_zh());
        if marked {
            vec![r.rank.map_or("—".to_owned(), |n| n.to_string()), name, summary::total(&r.scored.outcome), result]
        } else {
            vec![name, result]
        }
    };
    let rows = round.rows.iter().map(row).collect();
    let caption = if marked { "得分和名次（同分同名次）" } else { "各服务点结果" };
    Block::Table(Table { caption: caption.to_owned(), columns, rows, total: Vec::new() })
}

fn open(round: &Campaign<'_>) -> Vec<Block> {
    let open = round.unknown();
    if open.is_empty() {
        return Vec::new();
    }
    let rows = open.iter().map(|(scored, list)| {
        let titles: Vec<&str> = list.iter().map(|c| c.title.as_str()).collect();
        vec![scored.point.name.value.clone(), titles.join("、")]
    });
    let text = format!("{}个服务点有项目没有查到或待定，补齐之前不算零分，也不算通过。", open.len());
    vec![
        Block::paragraph(text),
        Block::Table(Table {
            caption: "待补数据的服务点".to_owned(),
            columns: vec![Column::new("服务点", 420, Align::Left), Column::new("待补、待定的项目", 580, Align::Left)],
            rows: rows.collect(),
            total: Vec::new(),
        }),
    ]
}

/// The rectifications that this round asked for, and whether a later round found them mended: in a sentence, one by one where they are
/// few, else counted by point.
fn mends(round: &Campaign<'_>, all: &[Scored<'_>]) -> (Option<Block>, Option<Block>, Option<Block>) {
    let mine: Vec<&Scored<'_>> = round.of_campaign(all).collect();
    // What a later round asked for again is still what this one found.
    let asked: Vec<Rectification<'_>> =
        rectifications(&mine).into_iter().filter(|r| r.first.record.round.value == round.round).collect();
    if asked.is_empty() {
        return (None, None, None);
    }
    let done = asked.iter().filter(|r| r.is_mended()).count();
    let dropped = asked.iter().filter(|r| r.ended.is_some()).count() - done;
    let dropped_words = if dropped > 0 { format!("{dropped}项经豁免或不适用不再要求，") } else { String::new() };
    let left = asked.len() - done - dropped;
    let text = format!("共提出整改事项{}项，其中{done}项经复查已整改，{dropped_words}{left}项尚未确认整改。", asked.len());
    let text = Some(Block::paragraph(text));
    if asked.len() <= IN_TEXT { (text, Some(one_by_one(&asked)), None) } else { (text, None, Some(counted(&asked))) }
}

fn one_by_one(asked: &[Rectification<'_>]) -> Block {
    let rows = asked.iter().map(|r| {
        vec![
            r.scored.point.name.value.clone(),
            r.mend.what.value.clone(),
            r.mend.owner.as_ref().map_or_else(|| "—".to_owned(), |o| o.value.clone()),
            r.deadline().map_or_else(|| "—".to_owned(), date_zh),
            r.ended_zh().unwrap_or_else(|| "未确认".to_owned()),
        ]
    });
    Block::Table(Table {
        caption: "整改事项".to_owned(),
        columns: vec![
            Column::new("服务点", 210, Align::Left),
            Column::new("整改内容", 290, Align::Left),
            Column::new("责任人", 130, Align::Left),
            Column::new("期限", 180, Align::Left),
            Column::new("状态", 190, Align::Left),
        ],
        rows: rows.collect(),
        total: Vec::new(),
    })
}

/// The rectifications of one point.
struct Count<'a> {
    point: &'a Point,
    /// Mended, or no longer asked for.
    done: usize,
    open: usize,
    /// The earliest deadline of what is open.
    next: Option<NaiveDate>,
}

/// One line a point, in the order of the files, with the next day on which something is due.
fn counted(asked: &[Rectification<'_>]) -> Block {
    let mut points: Vec<Count<'_>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for r in asked {
        let place = *places.entry(r.scored.point.id.as_str()).or_insert_with(|| {
            points.push(Count { point: r.scored.point, done: 0, open: 0, next: None });
            points.len() - 1
        });
        let Some(count) = points.get_mut(place) else { continue };
        if r.ended.is_some() {
            count.done += 1;
        } else {
            count.open += 1;
            count.next = [count.next, r.deadline()].into_iter().flatten().min();
        }
    }
    let figures = |done: usize, open: usize| [done + open, done, open].map(|n| n.to_string());
    let rows = points.iter().map(|c| {
        let mut cells = vec![c.point.name.value.clone()];
        cells.extend(figures(c.done, c.open));
        cells.push(c.next.map_or_else(|| "—".to_owned(), date_zh));
        cells
    });
    let mut total = vec!["合计".to_owned()];
    total.extend(figures(points.iter().map(|c| c.done).sum(), points.iter().map(|c| c.open).sum()));
    total.push("—".to_owned());
    Block::Table(Table {
        caption: "各服务点的整改事项（项）".to_owned(),
        columns: vec![
            Column::new("服务点", 400, Align::Left),
            Column::new("提出", 110, Align::Right),
            Column::new("已了结", 120, Align::Right),
            Column::new("未确认", 120, Align::Right),
            Column::new("未确认的最早期限", 250, Align::Left),
        ],
        rows: rows.collect(),
        total,
    })
}

/// How many inspections of each round were made in each quarter, under this standard in this campaign.
fn by_quarter(round: &Campaign<'_>, all: &[Scored<'_>]) -> Vec<Block> {
    let quarters = quarters(round.of_campaign(all));
    let mut rounds: Vec<Round> = quarters.iter().flat_map(|q| q.records.iter().map(|(r, _)| *r)).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let each = u16::try_from(700 / rounds.len().max(1)).unwrap_or(175);
    let mut columns = vec![Column::new("季度", 1000 - each * u16::try_from(rounds.len()).unwrap_or(4), Align::Left)];
    columns.extend(rounds.iter().map(|r| Column::new(&format!("{}（次）", r.zh()), each, Align::Right)));
    let count = |records: &[(Round, usize)], round: Round| records.iter().find(|(r, _)| *r == round).map_or(0, |(_, n)| *n);
    let rows = quarters.iter().map(|q| {
        let mut cells =
            vec![format!("{}年第{}季度", q.year, ["一", "二", "三", "四"].get(q.quarter as usize - 1).unwrap_or(&""))];
        cells.extend(rounds.iter().map(|r| count(&q.records, *r).to_string()));
        cells
    });
    let mut total = vec!["合计".to_owned()];
    total.extend(rounds.iter().map(|r| quarters.iter().map(|q| count(&q.records, *r)).sum::<usize>().to_string()));
    vec![Block::Table(Table { caption: "各季度检查次数".to_owned(), columns, rows: rows.collect(), total })]
}
