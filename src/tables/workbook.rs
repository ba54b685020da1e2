//! Workbooks (.xlsx, .xls, .xlsb, .ods) as sheets of text. Formulas give the result that was saved with them; macros are never run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use zip::ZipArchive;

use super::package::{Package, attribute, cells as cells_of, place};
use super::pictures::{InCell, in_cells, wps_id};
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
        let spans = merged(&mut book, &meta.name).into_iter().chain(spanned.remove(&meta.name).unwrap_or_default());
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

type Corner = (usize, usize);

fn merged<R: Read + std::io::Seek>(book: &mut Sheets<R>, name: &str) -> Vec<(Corner, Corner)> {
    let found = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        // The reader of these formats does not tell: covered cells are blank.
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    };
    let corner = |(row, column): (u32, u32)| (row as usize, column as usize);
    found.into_iter().map(|d| (corner(d.start), corner(d.end))).collect()
}

/// What the reader of workbooks does not tell of a sheet.
#[derive(Default)]
struct Untold {
    /// Hidden rows from 1.
    hidden: Vec<usize>,
    /// Hidden columns from 0.
    hidden_columns: Vec<usize>,
    /// Formulas whose result nobody has saved.
    uncalculated: BTreeSet<Corner>,
    /// Numbers that are shown with zeros or words that they do not have: the format.
    formats: BTreeMap<Corner, String>,
    /// Cells that hold a rich value of Excel, such as a picture; the reader sees an error in them.
    rich: BTreeSet<Corner>,
    /// Cells that hold a picture of WPS; some programs leave an error in them.
    wps: BTreeSet<Corner>,
}

/// What is not told of each sheet of an .xlsx, by the sheet's name. The parts are looked through for `<row r="7" … hidden="1">`, the one way in
/// which the format writes it (ECMA-376, 18.3.1.73), and for cells with pictures.
fn untold(bytes: &[u8]) -> BTreeMap<String, Untold> {
    let mut found = BTreeMap::new();
    let Some(mut package) = Package::open(bytes) else { return found };
    let formats = formats(&mut package);
    for sheet in package.sheets() {
        let Some(text) = package.text(&sheet.path) else { continue };
        let rows = text.split("<row ").skip(1).filter_map(|rest| {
            let tag = rest.split('>').next()?;
            tag.contains("hidden=\"1\"").then(|| attribute(tag, "r")?.parse().ok()).flatten()
        });
        let mut all = Untold { hidden: rows.collect(), ..Untold::default() };
        for tag in
            text.split("<col ").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains("hidden=\"1\""))
        {
            let number = |name: &str| attribute(tag, name).and_then(|n| n.parse::<usize>().ok());
            // Whatever lies behind the last column of a table may be hidden.
            if let Some((from, to)) = number("min").zip(number("max")).filter(|(from, to)| *from > 0 && to - from < 200) {
                all.hidden_columns.extend(from - 1..to);
            }
        }
        for (tag, inner) in cells_of(&text) {
            let Some(at) = attribute(tag, "r").and_then(place) else { continue };
            if inner.contains("<f") && !inner.contains("<v>") && !inner.contains("<is>") {
                all.uncalculated.insert(at);
            }
            if let Some(format) = attribute(tag, "s").and_then(|s| s.parse().ok()).and_then(|s: usize| formats.get(&s)) {
                all.formats.insert(at, format.clone());
            }
        }
        for (cell, what) in in_cells(&text) {
            match what {
                InCell::Wps(_) => drop(all.wps.insert(cell)),
                InCell::Excel(_) => drop(all.rich.insert(cell)),
            }
        }
        found.insert(sheet.name, all);
    }
    found
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

/// The formats of an .xlsx that show more than the number has, by the number of the style: zeros in front, words in quotes.
fn formats(package: &mut Package<'_>) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    let Some(styles) = package.text("xl/styles.xml") else { return found };
    let Ok(document) = roxmltree::Document::parse(&styles) else { return found };
    let codes: BTreeMap<&str, &str> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "numFmt")
        .filter_map(|n| Some((n.attribute("numFmtId")?, n.attribute("formatCode")?)))
        .collect();
    let styles = document
        .descendants()
        .filter(|n| n.tag_name().name() == "cellXfs")
        .flat_map(|n| n.children())
        .filter(|n| n.tag_name().name() == "xf");
    for (at, style) in styles.enumerate() {
        let code =
            style.attribute("numFmtId").and_then(|id| codes.get(id)).map(|code| code.split(';').next().unwrap_or_default());
        if let Some(code) = code.filter(|code| tokens(code).is_some_and(|t| t.iter().filter(|t| t.is_none()).count() > 1)) {
            found.insert(at, code.to_owned());
        }
    }
    found
}

/// A format of zeros and words: none for a place of a digit. None for any other format.
fn tokens(code: &str) -> Option<Vec<Option<char>>> {
    let mut tokens = Vec::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' => tokens.push(None),
            '-' | ' ' | '(' | ')' => tokens.push(Some(c)),
            '\\' => tokens.push(Some(chars.next()?)),
            '"' => tokens.extend(chars.by_ref().take_while(|c| *c != '"').map(Some)),
            _ => return None,
        }
    }
    Some(tokens)
}

/// A number as its format shows it.
fn shown(cell: Cell, code: &str) -> Cell {
    let whole = !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_digit());
    let Some(tokens) = tokens(code).filter(|_| whole) else { return cell };
    let mut digits: Vec<char> = cell.text.chars().collect();
    let mut out: Vec<char> = Vec::new();
    let mut places = tokens.iter().filter(|t| t.is_none()).count();
    for token in tokens.iter().rev() {
        if let Some(c) = token {
            out.push(*c);
            continue;
        }
        out.push(digits.pop().unwrap_or('0'));
        places -= 1;
        if places == 0 {
            out.extend(digits.drain(..).rev());
        }
    }
    Cell { text: out.iter().rev().collect::<String>().trim().to_owned(), number: false, ..cell }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_their_formats_show_them() {
        for (number, code, wanted) in [
            ("57680001234", "000000000000", "057680001234"),
            ("80001234", "\"0576-\"00000000", "0576-80001234"),
            ("57680001234", "0000-00000000", "0576-80001234"),
            ("7", "000", "007"),
            ("1234", "00", "1234"),
            ("1.5", "000", "1.5"),
            ("12", "#,##0", "12"),
        ] {
            let cell = Cell { text: number.to_owned(), number: true, ..Cell::default() };
            assert_eq!(shown(cell, code).text, wanted, "{number} {code}");
        }
    }
}
