//! Controls by rule kind, and sheets from the sample.

use std::path::Path;

use super::controls::{Asked, Control, controls};
use super::*;
use crate::audit::rectify::calls_for_recheck;
use crate::audit::score_all;
use crate::diagnostic::{Diagnostics, FileId};
use crate::model::Workspace;
use crate::model::standard::StandardFile;
use crate::source::decode::Decode;
use crate::source::parse_document;

fn sample() -> Workspace {
    crate::load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).0.unwrap()
}

/// The controls of one criterion of 10 marks, each as the words that people read.
fn words(rule: &str) -> Vec<String> {
    let text = format!(
        "title: 标准\nsource: 文\nversion: '1'\ntotal: 10\nfacts: {{甲: {{unit: 件}}, 乙: {{unit: 件}}, 有无: {{}}}}\nsections:\n  - title: 一\n    criteria:\n      - {{id: a, title: 题, marks: 10, rule: {rule}}}\n"
    );
    let mut found = Diagnostics::new();
    let node = parse_document(FileId(0), &text, 0, &mut found).unwrap();
    let file = StandardFile::decode(&node, &mut found).unwrap();
    assert!(found.is_empty(), "{found:#?}");
    let standard = Standard { id: "test".to_owned(), kept: false, file };
    let facts = Facts::new(&standard, &[], None, crate::audit::Place::default());
    let list = controls(standard.criteria().next().unwrap(), "1.1", facts, &mut Asked::default());
    list.iter().map(said).collect()
}

fn said(control: &Control) -> String {
    match control {
        Control::Note { text } | Control::Head { text } => text.clone(),
        Control::Fact { name, unit, yes_no, .. } => format!("{name}{}{unit}", if *yes_no { "□是□否" } else { "____" }),
        Control::See { name, at } => format!("{name}见{at}"),
        Control::Choice { options } => options.iter().map(|o| format!("□{o}")).collect(),
        Control::Missing { things, .. } => things.iter().map(|t| format!("□{t}")).collect(),
        Control::Count { name, each } => format!("{name}____×{each}"),
        Control::Blank { before, after } => format!("{before}____{after}"),
    }
}

#[test]
fn every_kind_of_rule_has_its_own_controls() {
    for (rule, wanted) in [
        ("manual", &["酌情给0—10分，扣分写原因"][..]),
        ("yes_no", &["□是，得10分□否，得0分"]),
        ("{yes_no: {fact: 有无}}", &["有无□是□否", "是，得10分；否，得0分"]),
        ("{at_least: {fact: 甲, value: 3, below: zero}}", &["甲____件", "要求：甲不少于3件", "□达到，得10分□未达到，得0分"]),
        (
            "{ratio: {of: [甲], over: [甲, 乙], at_least: 5%}}",
            &["甲____件", "乙____件", "甲÷(甲+乙) ＝____%", "要求：不少于5%", "□达到，得10分□未达到，原文没写得几分，待裁定"],
        ),
        (
            "{deduct: {faults: [{name: 迟到, each: 0.5}, {name: 投诉, found_by: {自查: 1, 市: 5}}], cap: 8}}",
            &[
                "□查了，没有发现",
                "迟到____×0.5",
                "投诉（自查发现）____×1",
                "投诉（市发现）____×5",
                "合计扣____分（合计最多扣8分）",
            ],
        ),
        ("{each_missing: {things: [笔, 纸], each: 0.3}}", &["□笔□纸", "缺____项 × 0.3分，扣完为止"]),
        (
            "{tiers: {fact: 甲, levels: [{at_least: 95, marks: 6}, {at_least: 90, marks: 4}], below: zero}}",
            &["甲____件", "□不少于95件得6分□不少于90件得4分□都没有达到，得0分"],
        ),
        ("{external: {by: 办公室, out_of: 100}}", &["办公室评分____分（满分100分）", "按比例折算得____分（满分10分）"]),
        (
            "{sample: {size: 5, failed_at_most: 1, below: zero}}",
            &["抽查（应查5个）____个", "其中不合格____个", "要求：抽查5个，不合格不超过1个", "□达到，得10分□未达到，得0分"],
        ),
        (
            "{cases: [{when: {tiers: [town]}, rule: yes_no}, {rule: manual}]}",
            &["乡镇级服务点", "□是，得10分□否，得0分", "其他服务点", "酌情给0—10分，扣分写原因"],
        ),
    ] {
        assert_eq!(words(rule), wanted, "{rule}");
    }
}

#[test]
fn a_blank_sheet_has_every_clause_and_no_point() {
    let workspace = sample();
    for standard in &workspace.standards {
        let sheet =
            score_sheet_view(&SheetScope { standard, bureau: None, point: None, round: None, earlier: Vec::new() }).unwrap();
        let rows: Vec<&Row> = sheet.sections.iter().flat_map(|s| &s.rows).collect();
        assert_eq!(rows.len(), standard.criteria().count());
        for (row, criterion) in rows.iter().zip(standard.criteria()) {
            assert_eq!(row.quote, criterion.quote.as_ref().map_or("", |q| q.as_str()));
            assert!(row.not_applicable.is_empty() && !row.evidence.is_empty(), "{}", row.no);
        }
        assert!(sheet.bureau.is_empty() && sheet.rounds.iter().all(|r| !r.on));
    }
}

#[test]
fn a_re_inspection_takes_over_what_failed_or_is_unknown() {
    let workspace = sample();
    let all = score_all(&workspace);
    let last = all.iter().find(|s| s.point.id.as_str() == "wangchao" && s.record.round.value == Round::Site).unwrap();
    let order = SheetScope {
        standard: last.standard,
        bureau: Some(last.bureau),
        point: Some(last.point),
        round: Some(Round::Recheck),
        earlier: vec![last],
    };
    let sheet = score_sheet_view(&order).unwrap();
    let rows: Vec<&Row> = sheet.sections.iter().flat_map(|s| &s.rows).collect();
    let left = last.outcome.criteria().filter(|c| c.state.word() == "not_met" || c.state.word() == "unknown").count();
    assert_eq!(rows.len(), left);
    let books = rows.iter().find(|r| r.no == "2.5").unwrap();
    let found = books.last.as_ref().unwrap();
    assert_eq!((found.state.as_str(), books.earlier.as_slice()), ("失1.5分", &["1.5".to_owned()][..]));
    assert_eq!(found.terms, ["责任：经办人员", "期限：2026年6月30日"]);
    let open = rows.iter().find(|r| r.no == "3.4").unwrap();
    assert_eq!((open.last.as_ref().unwrap().state.as_str(), open.earlier.as_slice()), ("待补数据", &["—".to_owned()][..]));
}

#[test]
fn half_a_mark_and_advice_call_nobody_out_again() {
    let workspace = sample();
    let all = score_all(&workspace);
    let calls = |id: &str| {
        calls_for_recheck(&all.iter().find(|s| s.point.id.as_str() == id && s.record.round.value == Round::Site).unwrap().outcome)
    };
    // 松塘: some half marks. 青弋河: no brand sign, which is only encouraged.
    assert_eq!(["songtang", "qingyi"].map(calls), [false, false]);
    // Things to mend; a share that the standard leaves open; an area that is too small.
    assert_eq!(["wangchao", "baishuli", "lingpu"].map(calls), [true, true, true]);
}

#[test]
fn sections_are_counted_in_chinese() {
    assert_eq!([1, 10, 11, 20, 35].map(numeral), ["一", "十", "十一", "二十", "三十五"]);
    assert_eq!(numeral(120), "120");
}
