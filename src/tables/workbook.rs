//! Workbooks (.xlsx, .xls, .xlsb, .ods) as sheets of text. Formulas give the result that was saved with them; macros are never run.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use zip::ZipArchive;

use super::pictures::wps_id;
use super::untold::{Corner, Untold, shown, untold};
use super::{
    Cell, MOST_CELLS, MOST_COLUMNS, MOST_PARTS, MOST_ROWS, MOST_UNPACKED, MOST_UNPACKED_A_BYTE, Sheet, Uncertain, Unreadable,
    too_large,
};
use crate::diagnostic::Bilingual;
use crate::say;

/// Unpacks every part and throws it away, to see that none of them is a bomb: what the parts say of their sizes first, then what they really hold,
/// all against one limit. Whether the file is one of Word.
pub fn unpacked(bytes: &[u8]) -> Result<bool, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let word = archive.index_for_name("word/document.xml").is_some();
    let most = MOST_UNPACKED + MOST_UNPACKED_A_BYTE * bytes.len() as u64;
    if archive.len() > MOST_PARTS {
        return Err(bomb(most));
    }
    let (mut said, mut left) = (most, most);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| damaged())?;
        said = said.checked_sub(part.size()).ok_or_else(|| bomb(most))?;
    }
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| damaged())?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(size).ok_or_else(|| bomb(most))?;
    }
    Ok(word)
}

/// It grows beyond all measure.
fn bomb(most: u64) -> Unreadable {
    let most = most >> 20;
    Unreadable::new(
        say!(
            "文件解开后太大：超过 {most} MB，或者多于 {MOST_PARTS} 个部分",
            "the file is too large once it is unpacked: more than {most} MB, or more than {MOST_PARTS} parts"
        ),
        say!(
            "只把要的内容复制到新表里，另存为 .xlsx 再试",
            "copy what is needed into a new workbook, save it as .xlsx, and try again"
        ),
    )
}

/// The ending of a package that is a workbook of another kind than .xlsx.
pub fn other_package(bytes: &[u8]) -> Option<&'static str> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let kinds = [("xl/workbook.bin", ".xlsb"), ("content.xml", ".ods")];
    kinds.into_iter().find(|(part, _)| archive.index_for_name(part).is_some()).map(|(_, kind)| kind)
}

/// Whether it is locked with a password.
pub fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    !bytes.starts_with(b"PK") && bytes.windows(name.len()).any(|part| part == name)
}

fn damaged() -> Unreadable {
    Unreadable::new(
        say!("文件打不开：不是表格，或者没有传完整", "the file cannot be opened: it is no table, or not whole"),
        say!("用 Excel 或 WPS 打开看看，另存为 .xlsx 再试", "open it in Excel, save it as .xlsx, and try again"),
    )
}

pub fn locked() -> Unreadable {
    Unreadable::new(
        say!("文件有打开密码", "the file is locked with a password"),
        say!("打开后去掉密码（文件—信息—保护工作簿），另存再试", "open it, take the password off, save it, and try again"),
    )
}

/// The workbook, by what the file holds. A locked one of any age is a container of the old kind with an encrypted part.
fn open(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, Unreadable> {
    let reader = || Cursor::new(bytes);
    // The libraries of the formats say so in their own words.
    let why = |said: String| if said.to_lowercase().contains("password") { locked() } else { damaged() };
    if is_locked(bytes) {
        return Err(locked());
    }
    if !bytes.starts_with(b"PK") {
        return Xls::new(reader()).map(Sheets::Xls).map_err(|error| why(error.to_string()));
    }
    let archive = ZipArchive::new(reader()).map_err(|_| damaged())?;
    if archive.index_for_name("xl/workbook.bin").is_some() {
        return Xlsb::new(reader()).map(Sheets::Xlsb).map_err(|error| why(error.to_string()));
    }
    if archive.index_for_name("content.xml").is_some() {
        return Ods::new(reader()).map(Sheets::Ods).map_err(|error| why(error.to_string()));
    }
    Xlsx::new(reader()).map(Sheets::Xlsx).map_err(|error| why(error.to_string()))
}

/// The sheets of a workbook, in order.
pub fn read_workbook_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut book = open(bytes)?;
    let untold = untold(bytes);
    let mut spanned = if matches!(book, Sheets::Ods(_)) { super::spans::of_ods(bytes) } else { BTreeMap::new() };
    let all = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    let mut room = MOST_CELLS;
    for meta in all.iter().filter(|m| m.typ == SheetType::WorkSheet) {
        let mut sheet = Sheet { name: meta.name.clone(), ..Sheet::default() };
        let cells = cells(&mut book, &meta.name)?;
        let (height, width) = cells.iter().fold((0, 0), |(h, w), ((row, column), _)| (h.max(row + 1), w.max(column + 1)));
        // What reads the table looks at all that lies between the first cell and the last.
        room = height.checked_mul(width).and_then(|all| room.checked_sub(all)).ok_or_else(too_large)?;
        // Each row is as long as what it holds: a cell far away costs no more than itself.
        sheet.rows = vec![Vec::new(); height];
        let none = Untold::default();
        let more = untold.get(&meta.name).unwrap_or(&none);
        for ((row, column), value) in cells {
            let cell = match picture((row, column), &value, more) {
                Some(says) => {
                    sheet.doubts.push(Uncertain { place: sheet.place(row, column), message: says });
                    Cell::default()
                }
                None if more.uncalculated.contains(&(row, column)) => continue,
                None => cell(&mut sheet, row, column, &value),
            };
            let cell = match more.formats.get(&(row, column)).filter(|_| cell.number) {
                Some(format) => shown(cell, format),
                None => cell,
            };
            let Some(cells) = sheet.rows.get_mut(row).filter(|_| cell != Cell::default()) else { continue };
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
        uncalculated(&mut sheet, more);
        let own = more.merged.iter().copied();
        let spans = merged(&mut book, &meta.name).into_iter().chain(own).chain(spanned.remove(&meta.name).unwrap_or_default());
        for (start, end) in spans.filter(|(s, _)| s.0 < height && s.1 < width) {
            let long = |from: usize, to: usize, most: usize| (to.min(most) + 1).saturating_sub(from.min(most));
            let covers = long(start.0, end.0, sheet.rows.len()) * long(start.1, end.1, MOST_COLUMNS);
            room = room.checked_sub(covers).ok_or_else(too_large)?;
            sheet.merge(start, end);
        }
        if meta.visible != SheetVisible::Visible {
            sheet.doubts.push(Uncertain {
                place: sheet.name.clone(),
                message: say!("工作表是隐藏的，没有读", "the sheet is hidden and was not read"),
            });
            sheet.rows.clear();
        }
        if !sheet.rows.is_empty() {
            sheet.hidden_rows.clone_from(&more.hidden);
            sheet.hidden_columns.clone_from(&more.hidden_columns);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The texts of a sheet as they stand, hidden or not, spaces and all; none where there is no such sheet, or where the file is no workbook.
///
/// # Errors
/// When the file is damaged, locked or too large.
pub fn raw(bytes: &[u8], name: &str) -> Result<Vec<Vec<String>>, Unreadable> {
    let old = bytes.starts_with(&super::OLD);
    // Word files are packed alike.
    if !old && (!bytes.starts_with(b"PK") || unpacked(bytes)?) {
        return Ok(Vec::new());
    }
    let mut book = open(bytes)?;
    if !book.sheets_metadata().iter().any(|m| m.name == name && m.typ == SheetType::WorkSheet) {
        return Ok(Vec::new());
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut room = MOST_CELLS;
    for ((row, column), value) in cells(&mut book, name)? {
        let Data::String(text) = value else { continue };
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        let Some(cells) = rows.get_mut(row) else { continue };
        if cells.len() <= column {
            room = room.checked_sub(column + 1 - cells.len()).ok_or_else(too_large)?;
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
    Ok(rows)
}

/// What is said of a cell that holds a picture instead of text.
fn picture(cell: Corner, value: &Data, more: &Untold) -> Option<Bilingual> {
    let text = matches!(value, Data::String(text) if text.contains("DISPIMG(") && wps_id(text).is_some());
    let error = matches!(value, Data::Error(_));
    if text || (error && more.wps.contains(&cell)) {
        return Some(say!("格子里是 WPS 图片，这里没有读", "the cell holds a picture of WPS, which is not read here"));
    }
    (error && more.rich.contains(&cell))
        .then(|| say!("格子里是图片或别的对象，这里没有读", "the cell holds a picture or another object, which is not read here"))
}

fn cell(sheet: &mut Sheet, row: usize, column: usize, value: &Data) -> Cell {
    let (text, number) = match value {
        Data::Empty => (String::new(), false),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => (text.trim().to_owned(), false),
        Data::Int(n) => (n.to_string(), true),
        // 12.0 was typed as 12.
        Data::Float(n) => (n.to_string(), true),
        Data::Bool(yes) => (if *yes { "是" } else { "否" }.to_owned(), false),
        // A time of a day is kept as a part of one.
        Data::DateTime(time) if time.is_datetime() && (0.0..1.0).contains(&time.as_f64()) => {
            let (_, _, _, hour, minute, ..) = time.to_ymd_hms_milli();
            (format!("{hour:02}:{minute:02}"), false)
        }
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), false)
        }
        Data::DateTime(time) => (time.as_f64().to_string(), true),
        Data::Error(shown) => {
            let place = sheet.place(row, column);
            sheet.doubts.push(Uncertain {
                place,
                message: say!("公式出错（{shown}），当作空的", "a formula fails ({shown}); taken as blank"),
            });
            (String::new(), false)
        }
    };
    Cell { text, above: false, left: false, number }
}

/// The cells that hold something. Those of .xlsx come one by one, so that a place far away costs nothing; the other formats have few rows, or
/// are rare.
fn cells<R: Read + std::io::Seek>(book: &mut Sheets<R>, name: &str) -> Result<Vec<(Corner, Data)>, Unreadable> {
    let place = |(row, column): (u32, u32)| {
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS || column >= MOST_COLUMNS { Err(too_large()) } else { Ok((row, column)) }
    };
    let mut found = Vec::new();
    if let Sheets::Xlsx(book) = book {
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| damaged())?;
        while let Some(cell) = reader.next_cell().map_err(|_| damaged())? {
            let value = Data::from(cell.get_value().clone());
            if value != Data::Empty {
                found.push((place(cell.get_position())?, value));
            }
        }
        return Ok(found);
    }
    let range = book.worksheet_range(name).map_err(|_| damaged())?;
    let start = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let at = |from: u32, more: usize| from.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        found.push((place((at(start.0, row), at(start.1, column)))?, value.clone()));
    }
    Ok(found)
}

fn merged<R: Read + std::io::Seek>(book: &mut Sheets<R>, name: &str) -> Vec<(Corner, Corner)> {
    let found = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        // The reader of these formats does not tell: they are looked up in the file.
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    };
    let corner = |(row, column): (u32, u32)| (row as usize, column as usize);
    found.into_iter().map(|d| (corner(d.start), corner(d.end))).collect()
}

/// What is said of a formula whose result nobody has saved.
#[must_use]
pub fn never_calculated() -> Bilingual {
    say!(
        "公式没有算过，当作空的；用 Excel 或 WPS 打开，保存一次再导入",
        "the formula was never calculated; taken as blank: open the file in Excel, save it, and import it again"
    )
}

/// Formulas without a result are blank, and somebody should know.
fn uncalculated(sheet: &mut Sheet, more: &Untold) {
    const MOST: usize = 20;
    sheet.uncalculated = more.uncalculated.iter().copied().collect();
    for (row, column) in more.uncalculated.iter().take(MOST) {
        sheet.doubts.push(Uncertain { place: sheet.place(*row, *column), message: never_calculated() });
    }
    let rest = more.uncalculated.len().saturating_sub(MOST);
    if rest > 0 {
        sheet.doubts.push(Uncertain {
            place: sheet.name.clone(),
            message: say!(
                "还有 {rest} 个格子的公式没有算过，当作空的",
                "{rest} more cells hold formulas that were never calculated; taken as blank"
            ),
        });
    }
}

/// 3—5、8.
#[must_use]
pub fn ranges(rows: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => parts.push((*row, *row)),
        }
    }
    let shown = |(first, last): &(usize, usize)| if first == last { first.to_string() } else { format!("{first}—{last}") };
    parts.iter().take(60).map(shown).collect::<Vec<_>>().join("、")
}
