//! A table as somebody sees it on a screen, as a workbook.

use super::book::{Column, workbook};
use crate::model::Bureau;

/// The workbook: heads with their widths, and rows.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn seen_xlsx(
    bureau: &Bureau,
    (sheet, title): (&str, &str),
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<String>>,
) -> Result<Vec<u8>, String> {
    let columns = columns.into_iter().map(|(head, width)| Column::new(&head, width)).collect();
    let help = [
        "这是工作台上当时看到的样子：筛掉的行、藏起来的列不在里面，行和列的顺序也照当时的。",
        "改完可以整张复制，贴回工作台；或者运行 yizhan import 读进去。",
    ];
    workbook(bureau, (sheet, title), columns, rows, &help).map_err(|error| error.to_string())
}
