//! The first sheet: who inspected what and when, how to fill it in, and the sums by section with the total.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError,
};

use super::cells::{choice, protect};
use super::formula::round;
use super::{ANSWERS, FIRST, Line, META, NOT_APPLICABLE, Question, Sheet, float};
use crate::audit::show;
use crate::model::inspection::Round;
use crate::model::standard::{NotApplicable, RoundingMode, Section};

/// How to fill it in.
const HOW: [&str; 4] = [
    "先在这一页写检查日期和检查人，再到下一页“评分表”，填黄色的格子。",
    "空着的是没有查到，不算零分，也不算通过。扣了分的写原因；照片插入到那一行。",
    "填完保存，交回去导入：yizhan inspect import 这个文件。导入时全部重新计算，和这里的合计不一样会指出来。",
    "编号那一列、隐藏的工作表不要改：导入靠它们认出是哪个标准、哪一项。",
];

struct Look {
    title: Format,
    label: Format,
    fixed: Format,
    input: Format,
    head: Format,
    cell: Format,
    words: Format,
}

fn look() -> Look {
    let base = || Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00B8_BFCA)).set_text_wrap();
    let middle = || base().set_align(FormatAlign::VerticalCenter);
    Look {
        title: Format::new().set_bold().set_font_size(16),
        label: middle().set_font_color(Color::RGB(0x0056_6074)),
        fixed: middle(),
        input: middle().set_unlocked().set_background_color(Color::RGB(0x00FF_F8E1)).set_num_format("@"),
        head: middle().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00E6_EEF7)),
        cell: middle().set_align(FormatAlign::Center),
        words: Format::new().set_text_wrap().set_align(FormatAlign::Top),
    }
}

/// Writes the sheet. `points` is how many points the hidden sheet offers to choose from.
pub fn front(
    sheet: &mut Worksheet,
    from: &Sheet<'_, '_>,
    title: &str,
    lines: &[Line<'_>],
    points: usize,
) -> Result<(), XlsxError> {
    let look = look();
    sheet.set_formula_result_default("");
    // Keys, for the way back.
    sheet.set_column_hidden(0)?;
    for (at, width) in [(1, 16.0), (2, 34.0), (3, 12.0), (4, 12.0), (5, 12.0), (6, 12.0)] {
        sheet.set_column_width(at, width)?;
    }
    sheet.write_string_with_format(0, 1, title, &look.title)?;
    sheet.set_row_height(0, 28)?;
    let standard = from.blank.standard;
    let basis = format!("依据《{}》（{}），版本 {}", standard.title.value, standard.source.value, standard.version.value);
    sheet.merge_range(1, 1, 1, 6, &basis, &look.words)?;
    sheet.set_row_height(1, 34)?;
    let mut row = head(sheet, from, &look, points)? + 1;
    for line in HOW {
        sheet.merge_range(row, 1, row, 6, line, &look.words)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    sums(sheet, from, lines, row + 1, &look)?;
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    protect(sheet);
    Ok(())
}

/// The cells about the visit; the row after them.
fn head(sheet: &mut Worksheet, from: &Sheet<'_, '_>, look: &Look, points: usize) -> Result<u32, XlsxError> {
    let blank = from.blank;
    let quiet = Format::new().set_font_color(Color::RGB(0x009A_A3B2)).set_font_size(9);
    let mut row = 3;
    let mut line = |key: &str, label: &str, fixed: Option<&str>, help: &str| -> Result<u32, XlsxError> {
        sheet.write_string_with_format(row, 0, key, &quiet)?;
        sheet.write_string_with_format(row, 1, label, &look.label)?;
        sheet.merge_range(row, 2, row, 3, fixed.unwrap_or_default(), if fixed.is_some() { &look.fixed } else { &look.input })?;
        sheet.merge_range(row, 4, row, 6, help, &look.words)?;
        sheet.set_row_height(row, if help.chars().count() > 20 { 34 } else { 22 })?;
        row += 1;
        Ok(row - 1)
    };
    let name = blank.point.map(|p| format!("{}（{}）", p.name.value, p.id));
    let point = line("head|point", "服务点", name.as_deref(), if name.is_some() { "" } else { "选，或者写服务点的编号" })?;
    let round = line("head|round", "轮次", blank.round.map(Round::zh), "")?;
    line("head|date", "检查日期", None, "写成 2026-06-08")?;
    line("head|inspectors", "检查人", None, "几个人用顿号隔开")?;
    line("head|attended", "在场人员", None, "服务点在场的人，几个人用顿号隔开")?;
    line("head|note", "备注", None, "内部备注，不上网，不进报告")?;
    if blank.point.is_none() && points > 0 {
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(format!("='{META}'!$D$1:$D${points}")))
            .set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(point, 2, point, 2, &list)?;
    }
    if blank.round.is_none() {
        let rounds = [Round::SelfAssessment, Round::Town, Round::Site].map(Round::zh);
        sheet.add_data_validation(round, 2, round, 2, &choice(&rounds)?)?;
    }
    Ok(row)
}

/// The criteria of one section, as formulas name them.
struct Cells<'q, 'a> {
    section: &'q Section,
    asked: Vec<(u32, &'q Question<'a>)>,
}

impl Cells<'_, '_> {
    fn at(row: u32) -> String {
        format!("'{ANSWERS}'!$H${row}")
    }

    fn sum(&self, bonus: bool) -> String {
        let cells: Vec<String> =
            self.asked.iter().filter(|(_, q)| q.criterion.bonus == bonus).map(|(row, _)| Self::at(*row)).collect();
        if cells.is_empty() { "0".to_owned() } else { format!("SUM({})", cells.join(",")) }
    }

    fn empty(&self) -> String {
        let cells: Vec<String> = self.asked.iter().map(|(row, _)| format!("({}=\"\")", Self::at(*row))).collect();
        if cells.is_empty() { "0".to_owned() } else { cells.join("+") }
    }

    /// Full marks of what does not apply.
    fn out(&self) -> String {
        let one = |(row, q): &(u32, &Question<'_>)| {
            let marks = q.criterion.marks.as_ref().filter(|_| !q.criterion.bonus)?;
            Some(format!("({}=\"{NOT_APPLICABLE}\")*{}", Self::at(*row), show(marks.value)))
        };
        let cells: Vec<String> = self.asked.iter().filter_map(one).collect();
        if cells.is_empty() { "0".to_owned() } else { cells.join("+") }
    }
}

fn sums(sheet: &mut Worksheet, from: &Sheet<'_, '_>, lines: &[Line<'_>], top: u32, look: &Look) -> Result<(), XlsxError> {
    let standard = from.blank.standard;
    let marked = standard.total.is_some();
    let of = |at: usize| -> Vec<(u32, &Question<'_>)> {
        let rows = (FIRST + 1..).zip(lines);
        let asked = rows.filter_map(|(row, line)| match line {
            Line::Criterion(q) if q.section == at => Some((row, q)),
            Line::Section(_) | Line::Criterion(_) | Line::Answer { .. } => None,
        });
        asked.collect()
    };
    let sections: Vec<Cells<'_, '_>> =
        standard.sections.iter().enumerate().map(|(at, section)| Cells { section, asked: of(at) }).collect();
    let weighted = standard.sections.iter().any(|s| s.weight.is_some());
    let heads = ["满分", if weighted { "权重" } else { "" }, "得分", "没有填的项"];
    for (at, text) in (3_u16..).zip(if marked { heads } else { ["", "", "", "没有填的项"] }) {
        sheet.write_string_with_format(top, at, text, &look.head)?;
    }
    sheet.merge_range(top, 1, top, 2, "项目", &look.head)?;
    let mut row = top;
    let (mut base, mut bonus, mut out) = (Vec::new(), Vec::new(), Vec::new());
    for cells in sections.iter().filter(|c| !c.asked.is_empty()) {
        row += 1;
        sheet.merge_range(row, 1, row, 2, &cells.section.title.value, &look.fixed)?;
        sheet.set_row_height(row, 20)?;
        let weight = cells.section.weight.as_ref();
        match cells.section.marks.as_ref().filter(|_| marked) {
            Some(marks) => sheet.write_number_with_format(row, 3, float(marks.value), &look.cell)?,
            None => sheet.write_string_with_format(row, 3, "", &look.cell)?,
        };
        sheet.write_string_with_format(row, 4, weight.map_or("", |w| w.text()), &look.cell)?;
        if marked {
            let sum = format!("={}+{}", cells.sum(false), cells.sum(true));
            sheet.write_formula_with_format(row, 5, Formula::new(sum).set_result("0"), &look.cell)?;
        } else {
            sheet.write_string_with_format(row, 5, "", &look.cell)?;
        }
        let empty = Formula::new(format!("={}", cells.empty())).set_result(cells.asked.len().to_string());
        sheet.write_formula_with_format(row, 6, empty, &look.cell)?;
        let share = weight.and_then(|w| from.facts.amount(w, "").ok()).map_or(String::new(), |w| format!("*{}", show(w.value)));
        base.push(format!("({}){share}", cells.sum(false)));
        bonus.push(cells.sum(true));
        out.push(format!("({}){share}", cells.out()));
    }
    let first = top + 2;
    let left = format!("SUM($G${first}:$G${})", row + 1);
    row += 1;
    sheet.write_string_with_format(
        row,
        0,
        "sum|total",
        &Format::new().set_font_color(Color::RGB(0x009A_A3B2)).set_font_size(9),
    )?;
    sheet.merge_range(row, 1, row, 2, if marked { "总分" } else { "合计" }, &look.head)?;
    sheet.set_row_height(row, 24)?;
    match standard.total.as_ref() {
        Some(total) => sheet.write_number_with_format(row, 3, float(total.value), &look.cell)?,
        None => sheet.write_string_with_format(row, 3, "", &look.cell)?,
    };
    sheet.write_string_with_format(row, 4, "", &look.cell)?;
    let total = total(from, &base, &bonus, &out).filter(|_| marked && !from.is_recheck());
    match total {
        Some(total) => {
            // Without a policy, what does not apply leaves the total open until somebody decides.
            let open = match standard.not_applicable {
                Some(_) => String::new(),
                None => format!("+({})", out.join("+")),
            };
            let whole = Formula::new(format!("=IF($G${}{open}>0,\"\",{total})", row + 1)).set_result("");
            sheet.write_formula_with_format(row, 5, whole, &look.head)?;
        }
        None => {
            sheet.write_string_with_format(row, 5, if marked { "导入后算" } else { "" }, &look.cell)?;
        }
    }
    let count: usize = sections.iter().map(|c| c.asked.len()).sum();
    sheet.write_formula_with_format(row, 6, Formula::new(format!("={left}")).set_result(count.to_string()), &look.cell)?;
    Ok(())
}

/// The total by the standard's policies, where a spreadsheet can reckon it.
fn total(from: &Sheet<'_, '_>, base: &[String], bonus: &[String], out: &[String]) -> Option<String> {
    let standard = from.blank.standard;
    let full = show(standard.total.as_ref()?.value);
    let (base, out) = (base.join("+"), out.join("+"));
    let (base, rescaled) = match standard.not_applicable.as_ref().map(|p| p.value) {
        Some(NotApplicable::ExcludeAndRescale) => (format!("({base})*{full}/({full}-({out}))"), true),
        Some(NotApplicable::FullMarks) => (format!("({base}+{out})"), false),
        Some(NotApplicable::Zero) | None => (format!("({base})"), false),
    };
    let has_bonus = standard.criteria().any(|c| c.bonus);
    let whole = match (&standard.bonus, has_bonus) {
        (_, false) => base,
        (Some(policy), true) => {
            let sum = bonus.join("+");
            let sum = policy.cap.as_ref().map_or(sum.clone(), |cap| format!("MIN({},{sum})", show(cap.value)));
            let whole = format!("{base}+{sum}");
            if policy.over_total { whole } else { format!("MIN({full},{whole})") }
        }
        (None, true) => return None,
    };
    match &standard.rounding {
        Some(r) => round(&whole, r.digits.value, r.mode),
        None if rescaled => round(&whole, 2, RoundingMode::HalfUp),
        None => Some(whole),
    }
}
