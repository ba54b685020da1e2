//! A form (表) of an official paper in .docx: labels and answers in four columns.

use super::docx::{grid, paragraph, row, styled, text};
use super::docx_parts::WIDTH;
use crate::paper::{FormCell, FormRow};

/// Widths of the four columns, in hundredths.
const SHARES: [u32; 4] = [20, 30, 20, 30];

/// Height of a line that is written by hand, in twentieths of a point: 8 mm.
const LINE: u32 = 454;

/// A label: in the middle, and unlike the head of a table free to stand at the end of a page.
const LABEL: &str = r#"<w:keepNext w:val="0"/><w:jc w:val="center"/>"#;

/// Adds a form.
pub(super) fn form(body: &mut String, rows: &[FormRow]) {
    let widths = SHARES.map(|share| WIDTH * share / 100);
    let made: String = rows.iter().map(|one| form_row(one, &widths)).collect();
    body.push_str(&format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{}" w:type="dxa"/>"#,
            r#"<w:tblLayout w:type="fixed"/></w:tblPr>{}{}</w:tbl>"#
        ),
        widths.iter().sum::<u32>(),
        grid(&widths),
        made
    ));
}

fn form_row(one: &FormRow, widths: &[u32; 4]) -> String {
    let mut column = 0;
    let mut cells = String::new();
    for cell in &one.cells {
        let span = usize::from(cell.span);
        let width: u32 = widths.iter().skip(column).take(span).sum();
        column += span;
        cells.push_str(&form_cell(cell, width, one));
    }
    row(&format!(r#"<w:trHeight w:val="{}" w:hRule="atLeast"/>"#, LINE * u32::from(one.lines.max(1))), &cells)
}

fn form_cell(cell: &FormCell, width: u32, of: &FormRow) -> String {
    let mut content = String::new();
    if !cell.title.is_empty() {
        let run = format!("<w:r>{}</w:r>", text(&cell.title));
        content.push_str(&styled("TableHead", LABEL, &run));
    }
    if cell.label {
        let run = format!("<w:r>{}</w:r>", text(&cell.text.join("")));
        content.push_str(&styled("TableHead", LABEL, &run));
    } else {
        let several = cell.text.len() > 1;
        let indent = if several { r#"<w:ind w:firstLine="480" w:firstLineChars="200"/>"# } else { "" };
        content.extend(cell.text.iter().map(|words| paragraph("TableText", indent, words)));
    }
    if !cell.foot.is_empty() {
        // Room for the opinion above, for the seal between.
        let above = u32::from(of.lines).saturating_sub(u32::try_from(cell.foot.len()).unwrap_or(3)) * LINE;
        for (i, words) in cell.foot.iter().enumerate() {
            let before = if i == 0 { above } else { 160 };
            let properties = format!(r#"<w:spacing w:before="{before}" w:after="40"/><w:jc w:val="right"/>"#);
            content.push_str(&paragraph("TableText", &properties, words));
        }
    }
    if content.is_empty() {
        content.push_str(&paragraph("TableText", "", ""));
    }
    let place = if cell.label || of.lines <= 1 { "center" } else { "top" };
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{}"/><w:vAlign w:val="{place}"/></w:tcPr>{content}</w:tc>"#,
        cell.span
    )
}
