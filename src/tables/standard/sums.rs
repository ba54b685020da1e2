//! Whether the marks of a score sheet add up: criteria to their section, sections to the total. A difference is named and never mended.

use rust_decimal::Decimal;

use super::super::Uncertain;
use super::Table;
use crate::say;

/// Names what does not add up, and what has no marks.
pub fn check(table: &mut Table) {
    let marked =
        table.rows().any(|r| r.marks.is_some()) || table.total.is_some() || table.sections.iter().any(|s| s.marks.is_some());
    let mut doubts = Vec::new();
    if !marked {
        // Whoever exported a standard without marks knows it.
        if table.own {
            return;
        }
        doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!(
                "没有找到分值，读成没有分值、只看符合与否的标准",
                "no marks were found: it is read as a standard without marks"
            ),
        });
        table.doubts.append(&mut doubts);
        return;
    }
    for section in &table.sections {
        let title = &section.title;
        let sum: Decimal = section.criteria.iter().filter_map(|c| c.marks).sum();
        let open: Vec<_> = section.criteria.iter().filter(|c| c.marks.is_none()).collect();
        for row in &open {
            let title = &row.title;
            doubts.push(Uncertain {
                place: row.place.clone(),
                message: say!("“{title}”没有分值，没有写 marks", "“{title}” has no marks: none are written"),
            });
        }
        if let Some(stated) = section.marks.filter(|stated| *stated != sum) {
            doubts.push(Uncertain {
                place: section.place.clone(),
                message: say!(
                    "“{title}”写的是 {stated} 分，各项相加是 {sum} 分",
                    "“{title}” is given {stated} marks, its criteria add up to {sum}"
                ),
            });
        }
    }
    let sum = table.sum();
    if let Some(total) = table.total.filter(|total| *total != sum) {
        doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!("总分写的是 {total}，各项相加是 {sum}", "the total is given as {total}, the criteria add up to {sum}"),
        });
    }
    if table.total.is_none() && !table.own {
        doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!(
                "表里没有写总分，按各项相加写 {sum}",
                "the sheet states no total: the sum of the criteria, {sum}, is written"
            ),
        });
    }
    table.doubts.append(&mut doubts);
}
