//! An .xlsb (MS-XLSB): parts of records, each with its kind and its length in seven bits a byte.

use std::collections::BTreeMap;

use super::super::package::Package;
use super::{Untold, padding};

/// Largest part that is looked through, in bytes.
const MOST_PART: u64 = 64 << 20;
/// The last column of a sheet, from 0.
const LAST: usize = 16_383;

/// What is not told of each sheet, by its name.
pub fn of_xlsb(bytes: &[u8]) -> BTreeMap<String, Untold> {
    let mut found = BTreeMap::new();
    let Some(mut package) = Package::open(bytes) else { return found };
    let workbook = package.bytes("xl/workbook.bin", MOST_PART).unwrap_or_default();
    let formats = formats(&package.bytes("xl/styles.bin", MOST_PART).unwrap_or_default());
    let links = package.links("xl/workbook.bin");
    // A sheet: its state, its number, its link, its name.
    for (_, data) in records(&workbook).filter(|(kind, _)| *kind == 156) {
        let Some((link, at)) = text(data, 8) else { continue };
        let Some((name, _)) = text(data, at) else { continue };
        let Some(link) = links.get(&link).filter(|link| !link.outside) else { continue };
        let sheet = package.bytes(&link.target, MOST_PART).unwrap_or_default();
        found.insert(name, of_sheet(&sheet, &formats));
    }
    found
}

fn of_sheet(sheet: &[u8], formats: &[Option<String>]) -> Untold {
    let mut own = Untold::default();
    let mut row = 0;
    for (kind, data) in records(sheet) {
        match kind {
            // A row: its number, and among its flags whether it has no height.
            0 => {
                row = number(data, 0).unwrap_or_default();
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    own.hidden.push(row + 1);
                }
            }
            // A cell with a number, by itself or as the result of a formula: its column and its style.
            2 | 5 | 9 => {
                let style = number(data, 4).map(|style| style & 0x00FF_FFFF);
                let format = style.and_then(|style| formats.get(style)?.clone());
                own.formats.extend(number(data, 0).zip(format).map(|(column, format)| ((row, column), format)));
            }
            // Whatever lies behind the last column of a table may be hidden.
            60 if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                let columns = number(data, 0).zip(number(data, 4)).filter(|(from, to)| from <= to && *to < LAST);
                own.hidden_columns.extend(columns.into_iter().flat_map(|(from, to)| from..=to));
            }
            176 => {
                if let [Some(top), Some(bottom), Some(left), Some(right)] = [0, 4, 8, 12].map(|at| number(data, at))
                    && top <= bottom
                    && left <= right
                {
                    own.merged.push(((top, left), (bottom, right)));
                }
            }
            _ => {}
        }
    }
    own
}

/// The formats of the styles of cells, those that show more than a number has.
fn formats(styles: &[u8]) -> Vec<Option<String>> {
    let mut codes: BTreeMap<u16, String> = BTreeMap::new();
    let (mut found, mut of_cells) = (Vec::new(), false);
    for (kind, data) in records(styles) {
        let short = |at: usize| Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?));
        match kind {
            44 => codes.extend(short(0).zip(text(data, 2).map(|(code, _)| code))),
            617 => of_cells = true,
            618 => of_cells = false,
            47 if of_cells => found.push(short(2).and_then(|id| codes.get(&id)).and_then(|code| padding(code))),
            _ => {}
        }
    }
    found
}

/// The records of a part.
fn records(part: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let kind = packed(part, &mut at, 2)?;
        let length = packed(part, &mut at, 4)?;
        let data = part.get(at..at.checked_add(length)?)?;
        at += length;
        Some((kind, data))
    })
}

/// A number of at most `most` bytes with seven bits each; the eighth says whether another follows.
fn packed(part: &[u8], at: &mut usize, most: usize) -> Option<usize> {
    let mut value = 0;
    for place in 0..most {
        let byte = usize::from(*part.get(*at)?);
        *at += 1;
        value |= (byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}

fn number(data: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?)).ok()
}

/// A text with its length before it, and where it ends.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let from = at.checked_add(4)?;
    let end = number(data, at)?.checked_mul(2)?.checked_add(from)?;
    let letters = data.get(from..end)?.chunks_exact(2).filter_map(|two| Some(u16::from_le_bytes(two.try_into().ok()?)));
    Some((String::from_utf16_lossy(&letters.collect::<Vec<_>>()), end))
}
