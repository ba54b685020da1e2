//! What the workbooks for clerks have in common: a head that stays in sight, widths, cells that may be written in beside ids that may not,
//! choices, and a sheet that explains.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::model::{Bureau, Dict, Text};

/// The row of the heads, from 0: the title stands above.
const HEAD: u32 = 1;
/// Rows that may be filled in below those that are there.
const SPARE: u32 = 500;

/// One column.
pub struct Column {
    /// Its head.
    pub head: String,
    /// Width in characters.
    pub width: f64,
    /// What may be chosen; anything else is asked about, and allowed.
    pub choices: Vec<String>,
    /// What the head's note says; empty for none.
    pub help: String,
    /// An id: it may not be changed.
    pub locked: bool,
    /// Nobody sees it.
    pub hidden: bool,
}

/// The heads of what is kept of records as it stood in the bureau's own table, each once, in the order in which they come.
pub fn kept_heads<'m>(all: impl Iterator<Item = &'m Dict<Text>>) -> Vec<String> {
    let mut heads: Vec<String> = Vec::new();
    for (head, _) in all.flatten() {
        if !heads.contains(&head.value) {
            heads.push(head.value.clone());
        }
    }
    heads
}

/// What a record keeps under each head.
pub fn kept(heads: &[String], more: &Dict<Text>) -> impl Iterator<Item = String> {
    heads.iter().map(|head| more.get(head).map(|t| t.value.clone()).unwrap_or_default()).collect::<Vec<_>>().into_iter()
}

impl Column {
    /// A plain column.
    pub fn new(head: &str, width: f64) -> Self {
        Self { head: head.to_owned(), width, choices: Vec::new(), help: String::new(), locked: false, hidden: false }
    }

    /// With choices.
    pub fn choose(mut self, choices: &[&str]) -> Self {
        self.choices = choices.iter().map(|c| (*c).to_owned()).collect();
        self
    }

    /// With a note on its head.
    pub fn help(mut self, help: &str) -> Self {
        help.clone_into(&mut self.help);
        self
    }

    /// As an id.
    pub fn lock(mut self) -> Self {
        self.locked = true;
        self
    }

    /// Out of sight.
    pub fn hide(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// One sheet with a table.
pub struct Sheet<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What stands above the table.
    pub title: &'a str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A workbook with one table and a sheet of explanations. The same inputs make the same bytes: its day is the edition's.
pub fn workbook(
    bureau: &Bureau,
    (sheet, title): (&str, &str),
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    help: &[&str],
) -> Result<Vec<u8>, XlsxError> {
    let day = bureau.file.edition.date.format("%Y-%m-%d").to_string();
    let one = [Sheet { name: sheet, title, columns, rows }];
    sheets((&bureau.file.name.value, title, Some(&day)), &one, help, None)
}

/// A workbook of several tables, with a sheet of explanations behind the first, and a hidden one of plain texts at the end. `about` is its author,
/// title and day; without a day it is a fixed one.
pub fn sheets(
    (author, title, day): (&str, &str, Option<&str>),
    tables: &[Sheet<'_>],
    help: &[&str],
    hidden: Option<(&str, &[Vec<String>])>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let stamp = ExcelDateTime::parse_from_str(day.unwrap_or("2020-01-01"))?;
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&stamp));
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, one) in tables.iter().enumerate() {
        table(book.add_worksheet().set_name(one.name)?, one.title, &one.columns, &one.rows)?;
        if at == 0 {
            let words = book.add_worksheet().set_name("说明")?;
            words.set_column_width(0, 90)?;
            words.set_print_fit_to_pages(1, 0);
            for (row, line) in (0..).zip(help) {
                words.write_with_format(row, 0, *line, &wrap)?;
            }
        }
    }
    if let Some((name, rows)) = hidden {
        let sheet = book.add_worksheet().set_name(name)?;
        for (at, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells) {
                sheet.write_string(at, column, text)?;
            }
        }
        sheet.set_hidden(true).protect();
    }
    book.save_to_buffer()
}

fn table(sheet: &mut Worksheet, title: &str, columns: &[Column], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_font_size(14);
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E6_EEF7));
    // Text, so that a phone keeps its zero and 1-2 does not become a day.
    let open = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_unlocked();
    let shut = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_font_color(Color::RGB(0x0056_6074));
    let last = HEAD + u32::try_from(rows.len()).unwrap_or(0) + SPARE;
    sheet.set_row_format(0, &bold)?;
    sheet.write_with_format(0, 0, title, &bold)?;
    for at in 1..u16::try_from(columns.len()).unwrap_or(1) {
        sheet.write_blank(0, at, &bold)?;
    }
    for (at, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.set_column_format(at, if column.locked { &shut } else { &open })?;
        if column.hidden {
            sheet.set_column_hidden(at)?;
        }
        sheet.write_with_format(HEAD, at, &column.head, &head)?;
        if !column.help.is_empty() {
            sheet.insert_note(HEAD, at, &Note::new(&column.help).add_author_prefix(false).set_width(260).set_height(120))?;
        }
        if !column.choices.is_empty() {
            let choices = DataValidation::new()
                .allow_list_strings(&column.choices)?
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("不在列表里")?
                .set_error_message("确定要这样写吗？照文件原文写的可以选“是”。")?;
            sheet.add_data_validation(HEAD + 1, at, last, at, &choices)?;
        }
    }
    let heads: Vec<String> = columns.iter().map(|c| c.head.clone()).collect();
    sheet.set_row_height(0, 24)?;
    sheet.set_row_height(HEAD, height(&heads, columns) + 4.0)?;
    for (row, cells) in (HEAD + 1..).zip(rows) {
        sheet.set_row_height(row, height(cells, columns))?;
        for ((at, text), column) in (0_u16..).zip(cells).zip(columns) {
            let format = if column.locked { &shut } else { &open };
            if text.is_empty() {
                sheet.write_blank(row, at, format)?;
            } else {
                sheet.write_string_with_format(row, at, text, format)?;
            }
        }
    }
    let names = columns
        .iter()
        .position(|c| c.head.contains("名称") || c.head == "评分项")
        .and_then(|at| u16::try_from(at + 1).ok())
        .unwrap_or(0);
    sheet.set_freeze_panes(HEAD + 1, names)?;
    sheet.set_landscape();
    // A3: a catalog has twenty columns.
    sheet.set_paper_size(8);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    // Without a password: it guards against a slip, not against a person.
    let allowed = ProtectionOptions {
        insert_rows: true,
        delete_rows: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    };
    sheet.protect_with_options(&allowed);
    Ok(())
}

/// How high a row must be for its longest text, in points: not every program fits rows by itself when it opens a file.
fn height(cells: &[String], columns: &[Column]) -> f64 {
    let seen = cells.iter().zip(columns).filter(|(_, column)| !column.hidden);
    let lines = seen.map(|(text, column)| (width(text) / (column.width - 1.0)).ceil().max(1.0)).fold(1.0, f64::max);
    17.0 * lines.min(12.0)
}

/// Width in characters, of which a Chinese one takes two.
pub fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.05 } else { 2.1 }).sum()
}
