//! A wording with several marks and one deduction behind them: what the deduction may be for.

use rust_decimal::Decimal;

use super::grammar::{read, unmarked};
use super::wording::{flat, short};
use super::{Row, SplitWay};
use crate::say;

/// What a deduction behind several marks may be for: each part, the whole, the last. None where it is no rule in any of them.
pub fn ways(one: &Row, others: &str, list: &[(String, Decimal)], tail: &str) -> Vec<SplitWay> {
    let row = |part: &str, marks: Decimal, more: &str| {
        let text = [others, part, more].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n");
        Row { title: short(part), marks: Some(marks), quote: flat(&text), scoring: text, ..one.clone() }
    };
    let each: Vec<Row> = list.iter().map(|(part, marks)| row(part, *marks, tail)).collect();
    let all = list.iter().map(|(part, _)| part.as_str()).collect::<Vec<_>>().join("；");
    let sum = list.iter().map(|(_, n)| *n).sum();
    let mut whole = row(&all, sum, tail);
    whole.title.clone_from(&one.title);
    whole.decide(read(&format!("{others}\n{}。{tail}", unmarked(&all)), Some(sum)));
    let end = list.len().saturating_sub(1);
    let last: Vec<Row> =
        list.iter().enumerate().map(|(at, (part, marks))| row(part, *marks, if at == end { tail } else { "" })).collect();
    if whole.rule().is_manual() || each.iter().any(|row| row.rule().is_manual()) {
        return Vec::new();
    }
    let name = short(list.last().map_or("", |(part, _)| part));
    vec![
        SplitWay { says: say!("对每一样，各扣各的分值", "for each part, from its own marks"), rows: each },
        SplitWay {
            says: say!("对整条，从合起来的 {sum} 分里扣", "for the whole, from {sum} marks together"), rows: vec![whole]
        },
        SplitWay {
            says: say!("只对最后的“{name}”，前面的由检查人评分", "for “{name}” alone, inspectors give the marks of the others"),
            rows: last,
        },
    ]
}
