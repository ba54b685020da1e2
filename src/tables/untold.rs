//! What the reader of workbooks does not tell of a sheet, looked up in the file: rows and columns that nobody sees, formats that show more than a number
//! has, merged cells, formulas without a result, pictures in cells. Nothing is trusted: what is not there or damaged tells nothing.

mod xls;
mod xlsb;

use std::collections::{BTreeMap, BTreeSet};

use super::package::{Package, attribute, cells as cells_of, place};
use super::pictures::{InCell, in_cells};
use super::{Cell, OLD};

/// Row and column from 0.
pub type Corner = (usize, usize);

/// What the reader of workbooks does not tell of a sheet.
#[derive(Default)]
pub struct Untold {
    /// Hidden rows from 1.
    pub hidden: Vec<usize>,
    /// Hidden columns from 0.
    pub hidden_columns: Vec<usize>,
    /// Formulas whose result nobody has saved.
    pub uncalculated: BTreeSet<Corner>,
    /// Numbers that are shown with zeros or words that they do not have: the format.
    pub formats: BTreeMap<Corner, String>,
    /// Cells that hold a rich value of Excel, such as a picture; the reader sees an error in them.
    pub rich: BTreeSet<Corner>,
    /// Cells that hold a picture of WPS; some programs leave an error in them.
    pub wps: BTreeSet<Corner>,
    /// First and last cell of what is merged, where the reader does not tell.
    pub merged: Vec<(Corner, Corner)>,
}

/// What is not told of each sheet of an .xlsx, by the sheet's name. The parts are looked through for `<row r="7" … hidden="1">`, the one way in
/// which the format writes it (ECMA-376, 18.3.1.73), and for cells with pictures.
fn of_xlsx(bytes: &[u8]) -> BTreeMap<String, Untold> {
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

/// What is not told of each sheet, by the sheet's name, whatever the workbook's kind.
pub fn untold(bytes: &[u8]) -> BTreeMap<String, Untold> {
    if bytes.starts_with(&OLD) {
        return xls::of_xls(bytes);
    }
    if Package::open(bytes).is_some_and(|package| package.has("xl/workbook.bin")) {
        return xlsb::of_xlsb(bytes);
    }
    of_xlsx(bytes)
}

/// The part of a format for positive numbers, where it shows more than the number has.
fn padding(code: &str) -> Option<String> {
    let code = code.split(';').next().unwrap_or_default();
    tokens(code).filter(|tokens| tokens.iter().filter(|t| t.is_none()).count() > 1).map(|_| code.to_owned())
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
        if let Some(code) = style.attribute("numFmtId").and_then(|id| codes.get(id)).and_then(|code| padding(code)) {
            found.insert(at, code);
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
pub fn shown(cell: Cell, code: &str) -> Cell {
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
