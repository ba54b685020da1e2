//! What is left to do when all rows are read: sections without criteria, titles that are missing or stand twice.

use super::super::Uncertain;
use super::Table;
use super::marks::heading;
use crate::say;

/// Sections without criteria go, those without a title get the table's; titles that several criteria have get a number behind them.
pub fn finish(table: &mut Table) {
    let (title, total) = heading(&table.title);
    if !table.own {
        table.total = table.total.or(total);
        table.title = title;
    }
    for section in table.sections.iter().filter(|s| s.criteria.is_empty()) {
        let title = &section.title;
        table.doubts.push(Uncertain {
            place: section.place.clone(),
            message: say!("“{title}”下面没有评分项，没有写入", "“{title}” has no criteria and is not written"),
        });
    }
    table.sections.retain(|s| !s.criteria.is_empty());
    let name = if table.title.is_empty() { "评分项目".to_owned() } else { table.title.clone() };
    for section in table.sections.iter_mut().filter(|s| s.title.is_empty()) {
        section.title.clone_from(&name);
    }
    if !table.own {
        number_titles(table);
    }
}

/// Titles that several criteria have get a number behind them.
pub fn number_titles(table: &mut Table) {
    let titles: Vec<String> = table.rows().map(|r| r.title.clone()).collect();
    let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let twice: std::collections::BTreeSet<&String> = titles
        .iter()
        .filter(|t| {
            let n = seen.entry((*t).clone()).or_default();
            *n += 1;
            *n > 1
        })
        .collect();
    let twice: std::collections::BTreeSet<String> = twice.into_iter().cloned().collect();
    let mut count: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for row in table.sections.iter_mut().flat_map(|s| &mut s.criteria).filter(|r| twice.contains(&r.title)) {
        let number = count.entry(row.title.clone()).or_default();
        *number += 1;
        row.title = format!("{}（{number}）", row.title);
    }
}
