//! What a file that came back holds, by its contents: a package, its text, or a filled workbook whose answers are still cells. All that libraries do with
//! the bytes is done here; what is left for later is plain data.

use serde::{Deserialize, Serialize};

use super::package::{is_package, is_text, read_package, read_text};
use super::workbook::{Origin, Placed, origin};
use super::{Reason, Reasons, Submission};
use crate::say;
use crate::source::usable;
use crate::tables::pictures::pictures;
use crate::tables::{self, Kind, Sheet, Uncertain};

/// A file that was opened.
#[derive(Debug, Serialize, Deserialize)]
pub enum Opened {
    /// A record, from a package or its text.
    Record(Box<Submission>),
    /// A workbook, to be held against its standard.
    Workbook(Box<Filled>),
}

/// A filled workbook.
#[derive(Debug, Serialize, Deserialize)]
pub struct Filled {
    /// What it was made from.
    pub origin: Origin,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Its pictures.
    pub placed: Vec<Placed>,
    /// Pictures that could not be read.
    pub doubts: Vec<Uncertain>,
}

/// Opens a file.
///
/// # Errors
/// Everything that is wrong with it.
pub fn opened(name: &str, bytes: &[u8]) -> Result<Opened, Reasons> {
    let record = |submission| Opened::Record(Box::new(submission));
    let wanted = || say!("选表单导出的 .zip，或者填好的 .xlsx", "choose the .zip that a form exported, or a filled .xlsx");
    let refused = |says, help| Err(vec![Reason::new(says, help)]);
    let kind = tables::kind_of(name, bytes);
    if kind == Some(Kind::Zip) {
        return refused(say!("这个压缩包不是检查表单导出的", "this zip was not exported by an inspection form"), wanted());
    }
    if is_package(name, bytes) {
        return read_package(bytes).map(record);
    }
    if is_text(bytes) {
        return read_text(bytes).map(record);
    }
    match kind {
        Some(Kind::Picture) => {
            return refused(
                say!("这是一张图片，不是检查结果", "this is a picture and not the result of an inspection"),
                wanted(),
            );
        }
        Some(Kind::Word | Kind::OldWord) => {
            return refused(
                say!("这是文字文件，不是检查结果", "this is a text document and not the result of an inspection"),
                say!(
                    "选表单导出的 .zip，或者填好的评分表 .xlsx；评分表抄到了 Word 里的，把分数填回原来的 .xlsx",
                    "choose the .zip that a form exported, or the filled score sheet (.xlsx); marks that were typed into Word belong back into that .xlsx"
                ),
            );
        }
        Some(Kind::Pdf) => {
            return refused(say!("这是 PDF，不是检查结果", "this is a PDF and not the result of an inspection"), wanted());
        }
        Some(kind @ (Kind::Empty | Kind::Slides)) => return refused(kind.says(), wanted()),
        Some(Kind::Result | Kind::Zip) | None => {}
    }
    // One format is enough for sheets that this program makes; the readers of the others are older and know less fear.
    if let Some(kind) = tables::other_workbook(name, bytes) {
        return refused(
            say!("评分表只收 .xlsx，这是{kind}", "score sheets are taken as .xlsx only; this is {kind}"),
            say!("用 Excel 或 WPS 打开，另存为 .xlsx 再交", "open it in Excel or WPS and save it as .xlsx"),
        );
    }
    let sheets = tables::read_sheets(name, bytes).map_err(|why| vec![Reason::new(why.says, why.help)])?;
    let Some(origin) = origin(bytes) else {
        return refused(
            say!(
                "不是本程序做的评分表，认不出是哪个标准、哪一轮",
                "this workbook was not made by yizhan, so its standard and round are unknown"
            ),
            say!(
                "导入表单导出的 .zip，或者 yizhan inspect sheet … -o 评分表.xlsx 做的表",
                "import the .zip that a form exported, or a sheet made by `yizhan inspect sheet … -o sheet.xlsx`"
            ),
        );
    };
    let (found, doubts) = pictures(bytes);
    let placed = found
        .iter()
        .map(|p| {
            let (sheet, row, place) = (p.sheet.clone(), p.cell.0, p.place());
            match usable(&p.bytes) {
                Ok(picture) => {
                    let bytes = picture.converted.unwrap_or_else(|| p.bytes.to_vec());
                    Placed { sheet, row, place, kind: Ok(picture.kind.into()), note: picture.note, bytes }
                }
                Err(fault) => {
                    let kind = Err(Reason::new(fault.says, fault.help));
                    Placed { sheet, row, place, kind, note: None, bytes: Vec::new() }
                }
            }
        })
        .collect();
    Ok(Opened::Workbook(Box::new(Filled { origin, sheets, placed, doubts })))
}
