//! The order sheet as a workbook: sums by kind as formulas over the list of files, so that a clerk may change a number of copies and see
//! what it comes to.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, XlsxError};

/// What is ordered.
#[derive(Debug, Clone, Default)]
pub struct PrintOrder {
    /// Title of the sheet.
    pub title: String,
    /// Who orders.
    pub bureau: String,
    /// Day of the edition, for the file's own stamp.
    pub day: chrono::NaiveDate,
    /// Kinds: name, size, sides, folds, paper.
    pub kinds: Vec<[String; 5]>,
    /// Files.
    pub files: Vec<PrintFile>,
}

/// One file of an order.
#[derive(Debug, Clone, Default)]
pub struct PrintFile {
    /// The point, or the whole bureau.
    pub group: String,
    /// Kind of piece, as in [`PrintOrder::kinds`].
    pub kind: String,
    /// The item or book that it is of.
    pub of: String,
    /// Path below the output.
    pub path: String,
    /// The code that it bears.
    pub code: String,
    /// Pages.
    pub pages: usize,
    /// Copies.
    pub copies: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The workbook.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn print_order_xlsx(order: &PrintOrder) -> Result<Vec<u8>, String> {
    build(order).map_err(|error| error.to_string())
}

fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn number(value: usize) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

fn build(order: &PrintOrder) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same inputs make the same bytes: no clock.
    let stamp = ExcelDateTime::parse_from_str(&order.day.format("%Y-%m-%d").to_string())?;
    book.set_properties(&DocProperties::new().set_title(&order.title).set_author(&order.bureau).set_creation_datetime(&stamp));
    let title = Format::new().set_bold().set_font_size(14);
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let code = Format::new().set_border(FormatBorder::Thin).set_font_name("Consolas").set_font_size(9);
    let last = order.files.len() + 2;

    let sums = book.add_worksheet();
    sums.set_name("合计")?;
    sums.write_with_format(0, 0, &order.title, &title)?;
    for (column, text) in (0_u16..).zip(["印刷品", "成品尺寸", "印面", "折", "纸张", "文件", "份数"]) {
        sums.write_with_format(1, column, text, &head)?;
    }
    for (column, width) in (0_u16..).zip([24, 20, 8, 28, 34, 8, 8]) {
        sums.set_column_width(column, width)?;
    }
    for (index, kind) in order.kinds.iter().enumerate() {
        let at = row(index + 2);
        for (column, text) in (0_u16..).zip(kind) {
            sums.write_with_format(at, column, text, &cell)?;
        }
        let name = kind.first().map_or("", String::as_str);
        let of_kind = || order.files.iter().filter(|f| f.kind == name);
        let files = Formula::new(format!("=COUNTIF(文件!$B$3:$B${last},A{})", at + 1)).set_result(of_kind().count().to_string());
        let copies = Formula::new(format!("=SUMIF(文件!$B$3:$B${last},A{},文件!$G$3:$G${last})", at + 1))
            .set_result(of_kind().map(|f| f.copies).sum::<usize>().to_string());
        sums.write_formula_with_format(at, 5, files, &cell)?;
        sums.write_formula_with_format(at, 6, copies, &cell)?;
    }
    let end = row(order.kinds.len() + 2);
    sums.write_with_format(end, 0, "合计", &head)?;
    for (column, letter, result) in
        [(5_u16, "F", order.files.len()), (6, "G", order.files.iter().map(|f| f.copies).sum::<usize>())]
    {
        let sum = Formula::new(format!("=SUM({letter}3:{letter}{end})")).set_result(result.to_string());
        sums.write_formula_with_format(end, column, sum, &head)?;
    }
    sums.set_freeze_panes(2, 1)?;
    sums.set_landscape();
    sums.set_print_fit_to_pages(1, 0);
    sums.set_repeat_rows(1, 1)?;

    let files = book.add_worksheet();
    files.set_name("文件")?;
    files.write_with_format(0, 0, &order.title, &title)?;
    for (column, text) in (0_u16..).zip(["服务点", "印刷品", "内容", "文件", "版本码", "页数", "份数", "SHA-256"])
    {
        files.write_with_format(1, column, text, &head)?;
    }
    for (column, width) in (0_u16..).zip([28, 20, 30, 52, 14, 7, 7, 70]) {
        files.set_column_width(column, width)?;
    }
    for (index, file) in order.files.iter().enumerate() {
        let at = row(index + 2);
        for (column, text) in (0_u16..).zip([&file.group, &file.kind, &file.of, &file.path]) {
            files.write_with_format(at, column, text, &cell)?;
        }
        files.write_with_format(at, 4, &file.code, &code)?;
        files.write_with_format(at, 5, number(file.pages), &cell)?;
        files.write_with_format(at, 6, number(file.copies), &cell)?;
        files.write_with_format(at, 7, &file.sha256, &code)?;
    }
    files.autofilter(1, 0, row(last.max(3) - 1), 7)?;
    files.set_freeze_panes(2, 2)?;
    files.set_landscape();
    files.set_print_fit_to_pages(1, 0);
    files.set_repeat_rows(1, 1)?;
    book.save_to_buffer()
}
