//! What stands in a cell without what no reader sees: marks of width nothing, guards against formulas, controls. The same in every format.

use super::{Sheet, Uncertain};
use crate::say;
use crate::source::decode::half_width;

/// Cleans every cell, and says which numbers a program has rounded off.
pub fn clean(sheet: &mut Sheet) {
    let mut rounded: Vec<(usize, usize)> = Vec::new();
    let mut formulas: Vec<(usize, usize)> = Vec::new();
    for (row, cells) in sheet.rows.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            if cell.text.is_empty() {
                continue;
            }
            if let Some(text) = cleaned(&cell.text) {
                cell.text = text;
            }
            if is_rounded(&cell.text) || (cell.number && lossy(&cell.text)) {
                rounded.push((row, column));
            } else if is_formula(&cell.text) {
                formulas.push((row, column));
            }
        }
    }
    for (row, column) in formulas {
        let text =
            std::mem::take(sheet.rows.get_mut(row).and_then(|r| r.get_mut(column)).map_or(&mut String::new(), |c| &mut c.text));
        sheet.doubts.push(Uncertain {
            place: sheet.place(row, column),
            message: say!("“{text}”是公式，没有结果，当作空的", "“{text}” is a formula without a result; taken as blank"),
        });
    }
    for (row, column) in rounded {
        let text =
            std::mem::take(sheet.rows.get_mut(row).and_then(|r| r.get_mut(column)).map_or(&mut String::new(), |c| &mut c.text));
        sheet.doubts.push(Uncertain {
            place: sheet.place(row, column),
            message: say!(
                "“{text}”是表格程序缩写过的数字，后面几位已经丢了，没有读；把这一列设成文本，重新填完整的号码",
                "“{text}” is a number that a spreadsheet has shortened: its last digits are lost and it was not read; make the column text and type it again"
            ),
        });
    }
}

/// The text without what is not seen; none where nothing changes.
fn cleaned(text: &str) -> Option<String> {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{00A0}' | '\u{2028}' | '\u{2029}')
    };
    let guard = text.starts_with(['\'', '=']);
    if !guard && !text.chars().any(odd) {
        return None;
    }
    let out: String = text
        .chars()
        .map(|c| match c {
            '\t' | '\u{00A0}' => ' ',
            '\u{2028}' | '\u{2029}' => '\n',
            _ => c,
        })
        .filter(|c| !odd(*c))
        .collect();
    let mut rest = out.trim();
    // ="0576…" is how CSV keeps a zero; an apostrophe is how a cell is made text.
    if let Some(inner) = rest.strip_prefix("=\"").and_then(|r| r.strip_suffix('"')).filter(|inner| !inner.contains('"')) {
        rest = inner;
    }
    if let Some(inner) = rest.strip_prefix('\'').filter(|inner| !inner.is_empty() && !inner.contains('\'')) {
        rest = inner;
    }
    Some(rest.trim().to_owned())
}

/// A formula that was saved as text: =A1+B1, =SUM(D2:D9).
fn is_formula(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('=') else { return false };
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && rest.contains(['(', '+', '-', '*', '/', '&', ':'])
        && rest.chars().any(|c| c.is_ascii_digit())
}

/// 3.31E+11: nobody types that.
fn is_rounded(text: &str) -> bool {
    let text = half_width(text);
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let power = power.strip_prefix('+').unwrap_or(power);
    digits.contains('.')
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && power.len() == 2
        && power.chars().all(|c| c.is_ascii_digit())
}

/// A whole number of more digits than a spreadsheet keeps.
fn lossy(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() > 15 && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    #[test]
    fn what_nobody_sees_goes() {
        for (text, wanted) in [
            ("=\"0576-8000\"", "0576-8000"),
            ("'0012", "0012"),
            ("\u{FEFF}序号", "序号"),
            ("参保\u{200B}登记", "参保登记"),
            ("8:30\u{00A0}-11:30", "8:30 -11:30"),
            ("=A1+B1", "=A1+B1"),
        ] {
            assert_eq!(cleaned(text).as_deref(), Some(wanted), "{text:?}");
        }
        assert_eq!(cleaned("参保登记"), None);
    }

    #[test]
    fn shortened_numbers_are_said_and_left_out() {
        let cell = |text: &str, number| Cell { text: text.to_owned(), number, ..Cell::default() };
        let row =
            vec![cell("3.31E+11", false), cell("110101199001011234", true), cell("110101199001011234", false), cell("E5", false)];
        let mut sheet = Sheet { name: "表".to_owned(), rows: vec![row], ..Sheet::default() };
        clean(&mut sheet);
        let texts: Vec<&str> = sheet.rows[0].iter().map(|c| c.text.as_str()).collect();
        assert_eq!(texts, ["", "", "110101199001011234", "E5"]);
        assert_eq!(sheet.doubts.iter().map(|d| d.place.as_str()).collect::<Vec<_>>(), ["表!A1", "表!B1"]);
    }
}
