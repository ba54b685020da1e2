//! The figures of a circular as a workbook: one row per point, one column per section, and formulas that give the same totals, grades,
//! counts and means as the paper.
//!
//! Values are what was scored; a formula also carries its result, so that a viewer that does not calculate shows the same numbers.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use crate::audit::campaign::{Campaign, Row};
use crate::audit::{Scored, State, exact, show, summary};
use crate::model::standard::{RoundingMode, Standard};

/// First row of the points, from 0: title and head stand above.
const FIRST: u32 = 2;

/// The workbook of one round.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn circular_xlsx(round: &Campaign<'_>) -> Result<Vec<u8>, String> {
    build(round).map_err(|error| error.to_string())
}

fn build(round: &Campaign<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same inputs make the same bytes: no clock.
    let day = round.rows.iter().map(|r| r.scored.record.date.value).max().unwrap_or_default();
    let stamp = ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
    let title = format!("{}（{}，{}）", round.standard.title.value, round.name, round.round.zh());
    book.set_properties(
        &DocProperties::new().set_title(&title).set_author(&round.bureau.file.name.value).set_creation_datetime(&stamp),
    );
    let bold = Format::new().set_bold().set_font_size(14);
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let cell = Format::new().set_border(FormatBorder::Thin);

    let layout = Layout::of(round);
    let sheet = book.add_worksheet();
    sheet.set_name("排名")?;
    sheet.write_with_format(0, 0, &title, &bold)?;
    for (column, text) in Layout::heads(round).iter().enumerate() {
        sheet.write_with_format(1, index(column), text, &head)?;
    }
    sheet.set_column_width(0, 7)?;
    sheet.set_column_width(1, 34)?;
    for column in 2..layout.total {
        sheet.set_column_width(column, 12)?;
    }
    sheet.set_column_width(layout.total, 10)?;
    sheet.set_column_width(layout.grade, 14)?;
    sheet.set_column_width(layout.note, 40)?;
    sheet.set_freeze_panes(FIRST, 2)?;
    for (i, row) in round.rows.iter().enumerate() {
        points(sheet, &layout, round, row, FIRST + position(i), &cell)?;
    }
    if !round.rows.is_empty() {
        sheet.autofilter(1, 0, layout.last(), layout.note)?;
    }

    let sheet = book.add_worksheet();
    sheet.set_name("统计")?;
    statistics(sheet, &layout, round, &bold, &head, &cell)?;
    book.save_to_buffer()
}

/// Which column holds what.
struct Layout {
    /// Full marks of each section.
    full: Vec<Decimal>,
    /// Points that have a place; they stand first.
    ranked: u32,
    sections: u16,
    total: u16,
    grade: u16,
    note: u16,
    points: u32,
}

impl Layout {
    fn of(round: &Campaign<'_>) -> Self {
        let sections = index(round.standard.sections.len());
        let full = round.sections().iter().map(|s| s.maximum).collect();
        let ranked = position(round.rows.iter().filter(|r| r.rank.is_some()).count());
        Self {
            full,
            ranked,
            sections,
            total: 2 + sections,
            grade: 3 + sections,
            note: 4 + sections,
            points: position(round.rows.len()),
        }
    }

    fn heads(round: &Campaign<'_>) -> Vec<String> {
        let mut heads = vec!["名次".to_owned(), "服务点".to_owned()];
        heads.extend(round.standard.sections.iter().map(|s| {
            let weight = s.weight.as_ref().map_or(String::new(), |w| format!("×{}", w.text()));
            format!("{}{weight}", s.title.value)
        }));
        heads.extend(["总分", "结果", "说明"].map(str::to_owned));
        heads
    }

    fn last(&self) -> u32 {
        FIRST + self.points.saturating_sub(1)
    }

    /// A column of all points on the sheet 排名: `排名!H3:H62`.
    fn range(&self, column: u16) -> String {
        let name = letters(column);
        format!("排名!${name}${}:${name}${}", FIRST + 1, self.last() + 1)
    }
}

fn index(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn position(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A, B, … Z, AA …
fn letters(column: u16) -> String {
    let mut name = String::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn points(
    sheet: &mut Worksheet,
    layout: &Layout,
    round: &Campaign<'_>,
    row: &Row<'_>,
    at: u32,
    cell: &Format,
) -> Result<(), XlsxError> {
    let outcome = &row.scored.outcome;
    let line = at + 1;
    if let Some(rank) = row.rank {
        // Only among those that have a place: a total after a veto has none.
        let total = letters(layout.total);
        let all = format!("${total}${}:${total}${}", FIRST + 1, FIRST + layout.ranked);
        let formula = Formula::new(format!("=RANK({total}{line},{all})")).set_result(rank.to_string());
        sheet.write_formula_with_format(at, 0, formula, cell)?;
    } else {
        sheet.write_with_format(at, 0, "—", cell)?;
    }
    sheet.write_with_format(at, 1, row.scored.point.name.as_str(), cell)?;
    for (i, section) in outcome.sections.iter().enumerate() {
        let column = 2 + index(i);
        if outcome.maximum.is_none() {
            let (met, counted) = summary::met(section);
            sheet.write_with_format(at, column, format!("{met}/{counted}"), cell)?;
        } else if section.low == section.high && Some(&section.maximum) != layout.full.get(i) {
            // Text, so that no mean counts it: here only a part of the section applies.
            sheet.write_with_format(at, column, format!("{}/{}", show(section.low), show(section.maximum)), cell)?;
        } else if section.low == section.high {
            sheet.write_with_format(at, column, number(section.low), cell)?;
        } else {
            sheet.write_with_format(at, column, "待补数据", cell)?;
        }
    }
    let mut notes = outcome.notes.clone();
    match (outcome.total, sum_formula(layout, round.standard, row.scored, line)) {
        (Some(total), Some(formula)) => {
            let formula = Formula::new(formula).set_result(show(total));
            sheet.write_formula_with_format(at, layout.total, formula, cell)?;
        }
        (Some(total), None) => {
            notes.push("总分不是各部分之和，见报告".to_owned());
            sheet.write_with_format(at, layout.total, number(total), cell)?;
        }
        (None, _) => {
            sheet.write_with_format(at, layout.total, if outcome.maximum.is_some() { "待补数据" } else { "" }, cell)?;
        }
    }
    match grade_formula(layout, round.standard, row.scored, line) {
        Some(formula) => {
            let formula = Formula::new(formula).set_result(outcome.result_zh());
            sheet.write_formula_with_format(at, layout.grade, formula, cell)?;
        }
        None => {
            sheet.write_with_format(at, layout.grade, outcome.result_zh(), cell)?;
        }
    }
    sheet.write_with_format(at, layout.note, notes.join("；"), cell)?;
    Ok(())
}

/// The sum of the sections, where that is what the total is: not where marks were left out, added or capped.
fn sum_formula(layout: &Layout, standard: &Standard, scored: &Scored<'_>, line: u32) -> Option<String> {
    let outcome = &scored.outcome;
    if outcome.sections.iter().any(|s| s.maximum.is_zero())
        || outcome.criteria().any(|c| matches!(c.state, State::NotApplicable | State::Waived))
    {
        return None;
    }
    let parts = outcome.sections.iter().map(|s| match &s.weight {
        Some((weight, _)) => exact::mul(s.low, *weight),
        None => Some(s.low),
    });
    let sum = parts.into_iter().try_fold(Decimal::ZERO, |sum, part| exact::add(sum, part?))?;
    let rounded = match &standard.rounding {
        Some(r) if r.mode == RoundingMode::HalfUp => {
            sum.round_dp_with_strategy(r.digits.value, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        }
        _ => sum,
    };
    if outcome.total != Some(rounded) && outcome.total != Some(sum) {
        return None;
    }
    let terms: Vec<String> = outcome
        .sections
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let name = letters(2 + index(i));
            s.weight.as_ref().map_or(format!("{name}{line}"), |(weight, _)| format!("{name}{line}*{}", show(*weight)))
        })
        .collect();
    let plain = if terms.iter().any(|t| t.contains('*')) {
        terms.join("+")
    } else {
        format!("SUM({}{line}:{}{line})", letters(2), letters(1 + layout.sections))
    };
    Some(match &standard.rounding {
        Some(r) if r.mode == RoundingMode::HalfUp => format!("=ROUND({plain},{})", r.digits.value),
        // Binary fractions of Excel: 0.1+0.2 must not show as 0.30000000000000004.
        _ => format!("=ROUND({plain},6)"),
    })
}

/// The grade by its thresholds; none where something else decides, such as a veto, a cap or what is still open.
fn grade_formula(layout: &Layout, standard: &Standard, scored: &Scored<'_>, line: u32) -> Option<String> {
    let outcome = &scored.outcome;
    let total = outcome.total.filter(|_| outcome.is_settled())?;
    let reached = |g: &crate::model::standard::Grade| match (&g.at_least, &g.more_than) {
        (Some(limit), _) => total >= limit.value,
        (_, Some(limit)) => total > limit.value,
        _ => false,
    };
    let by_total = standard.grades.iter().find(|g| reached(g)).map(|g| g.name.value.as_str());
    if standard.grades.is_empty() || by_total != outcome.grade.as_deref() {
        return None;
    }
    let cell = format!("{}{line}", letters(layout.total));
    let below = if outcome.grade.is_none() { outcome.result_zh() } else { below(standard) };
    let start = format!("\"{}\"", below.replace('"', "\"\""));
    let formula = standard.grades.iter().rev().fold(start, |rest, g| {
        let condition = match (&g.at_least, &g.more_than) {
            (Some(limit), _) => format!("{cell}>={}", show(limit.value)),
            (_, Some(limit)) => format!("{cell}>{}", show(limit.value)),
            _ => "FALSE".to_owned(),
        };
        format!("IF({condition},\"{}\",{rest})", g.name.value.replace('"', "\"\""))
    });
    Some(format!("={formula}"))
}

fn below(standard: &Standard) -> String {
    standard.below_grades.as_ref().map_or_else(|| "未达到等级".to_owned(), |t| t.value.clone())
}

fn statistics(
    sheet: &mut Worksheet,
    layout: &Layout,
    round: &Campaign<'_>,
    bold: &Format,
    head: &Format,
    cell: &Format,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 14)?;
    sheet.set_column_width(2, 14)?;
    sheet.write_with_format(0, 0, "结果分布", bold)?;
    sheet.write_with_format(1, 0, "结果", head)?;
    sheet.write_with_format(1, 1, "服务点数", head)?;
    let mut at = 2;
    for (name, count) in round.grades() {
        sheet.write_with_format(at, 0, &name, cell)?;
        let formula = format!("=COUNTIF({},A{})", layout.range(layout.grade), at + 1);
        sheet.write_formula_with_format(at, 1, Formula::new(formula).set_result(count.to_string()), cell)?;
        at += 1;
    }
    sheet.write_with_format(at, 0, "合计", head)?;
    let formula = Formula::new(format!("=SUM(B3:B{at})")).set_result(round.rows.len().to_string());
    sheet.write_formula_with_format(at, 1, formula, head)?;
    if round.standard.total.is_none() {
        return Ok(());
    }
    at += 2;
    sheet.write_with_format(at, 0, "各部分平均得分", bold)?;
    at += 1;
    for (column, text) in ["部分", "平均得分", "分值"].iter().enumerate() {
        sheet.write_with_format(at, index(column), *text, head)?;
    }
    at += 1;
    for (i, section) in round.sections().iter().enumerate() {
        sheet.write_with_format(at, 0, &section.title, cell)?;
        match section.mean {
            Some(mean) => {
                let formula = format!("=ROUND(AVERAGE({}),2)", layout.range(2 + index(i)));
                sheet.write_formula_with_format(at, 1, Formula::new(formula).set_result(show(mean)), cell)?;
            }
            None => {
                sheet.write_with_format(at, 1, "待补数据", cell)?;
            }
        }
        sheet.write_with_format(at, 2, number(section.maximum), cell)?;
        at += 1;
    }
    if let (Some(mean), _) = round.mean() {
        sheet.write_with_format(at, 0, "总分", head)?;
        let formula = format!("=ROUND(AVERAGE({}),2)", layout.range(layout.total));
        sheet.write_formula_with_format(at, 1, Formula::new(formula).set_result(show(mean)), head)?;
        sheet.write_with_format(at, 2, round.standard.total.as_ref().map_or(0.0, |t| number(t.value)), head)?;
    }
    Ok(())
}
