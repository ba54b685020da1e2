//! An .xls (MS-XLS, BIFF8): records of the stream Workbook, those of the workbook first, then those of each sheet where its head points to.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::{Untold, padding};

/// The version of Excel 97 and later, whose texts say how many bytes a letter has.
const BIFF8: u16 = 0x0600;
/// The last column of a sheet, from 0.
const LAST: u16 = 255;

/// What is not told of each sheet, by its name.
pub fn of_xls(bytes: &[u8]) -> BTreeMap<String, Untold> {
    read(bytes).unwrap_or_default()
}

fn read(bytes: &[u8]) -> Option<BTreeMap<String, Untold>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut stream = Vec::new();
    // No stream is longer than the file that holds it.
    file.open_stream("/Workbook").ok()?.take(bytes.len() as u64).read_to_end(&mut stream).ok()?;
    let mut codes: BTreeMap<u16, String> = BTreeMap::new();
    let mut styles: Vec<u16> = Vec::new();
    let mut sheets: Vec<(String, usize)> = Vec::new();
    for (kind, data) in records(&stream, 0) {
        match kind {
            0x0809 if number(data, 0)? != BIFF8 => return None,
            0x041E => codes.extend(number(data, 0).zip(text(data, 2, 2))),
            0x00E0 => styles.push(number(data, 2)?),
            0x0085 => sheets.extend(text(data, 6, 1).zip(long(data, 0))),
            _ => {}
        }
    }
    let formats: Vec<Option<String>> = styles.iter().map(|id| codes.get(id).and_then(|code| padding(code))).collect();
    Some(sheets.into_iter().map(|(name, at)| (name, of_sheet(&stream, at, &formats))).collect())
}

fn of_sheet(stream: &[u8], at: usize, formats: &[Option<String>]) -> Untold {
    let mut own = Untold::default();
    let format = |style: Option<u16>| formats.get(usize::from(style?)).cloned().flatten();
    for (kind, data) in records(stream, at) {
        let Some((first, second)) = number(data, 0).zip(number(data, 2)) else { continue };
        let (row, column) = (usize::from(first), usize::from(second));
        match kind {
            // A number, a short number, a formula.
            0x0203 | 0x027E | 0x0006 => own.formats.extend(format(number(data, 4)).map(|code| ((row, column), code))),
            // Short numbers side by side: a style and four bytes each, and at the end the last column.
            0x00BD => {
                let parts = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                let found = parts.enumerate().filter_map(|(more, part)| Some(((row, column + more), format(number(part, 0))?)));
                own.formats.extend(found);
            }
            // A row without height.
            0x0208 if number(data, 12).is_some_and(|flags| flags & 0x20 != 0) => own.hidden.push(row + 1),
            // Columns from the first to the second. Whatever lies behind the last column of a table may be hidden.
            0x007D if number(data, 8).is_some_and(|flags| flags & 1 != 0) && second < LAST => {
                own.hidden_columns.extend(row..=column);
            }
            _ => {}
        }
    }
    own
}

/// The records from a place on, to the end of their part.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (number(stream, at)?, usize::from(number(stream, at.checked_add(2)?)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        (kind != 0x000A).then_some((kind, data))
    })
}

fn number(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// A text with its length, of so many bytes, before it, and a byte that says whether its letters have two.
fn text(data: &[u8], at: usize, size: usize) -> Option<String> {
    let length = if size == 1 { usize::from(*data.get(at)?) } else { usize::from(number(data, at)?) };
    let wide = data.get(at + size)? & 1 != 0;
    let from = at + size + 1;
    if !wide {
        return Some(data.get(from..from + length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    let letters: Vec<u16> = data.get(from..from + 2 * length)?.chunks_exact(2).filter_map(|two| number(two, 0)).collect();
    Some(String::from_utf16_lossy(&letters))
}
