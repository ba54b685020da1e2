//! CSV and other text with columns, in UTF-8, UTF-16 or GBK.

use super::{Cell, Sheet, Unreadable};
use crate::say;

/// One sheet with the rows of the text.
pub fn read_text_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let text = decode(bytes)?;
    if text.trim_start().starts_with('<') {
        return Err(Unreadable::new(
            say!("这是网页，只是扩展名像表格", "this is a web page with the name of a table"),
            say!("用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel and save it as .xlsx"),
        ));
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(&text)).from_reader(text.as_bytes());
    let mut sheet = Sheet { name: "CSV".to_owned(), ..Sheet::default() };
    let (mut at, mut line) = (0, 0);
    for record in reader.records() {
        let record = record.map_err(|_| no_table())?;
        // Lines that are blank are no records, and keep their number.
        let start = record.position().map_or(at, |p| usize::try_from(p.byte()).unwrap_or(at));
        let blank = text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += text.get(at..start + blank).map_or(0, |passed| passed.matches('\n').count());
        at = start + blank;
        if line > super::MOST_ROWS || record.len() > super::MOST_COLUMNS {
            return Err(super::too_large());
        }
        sheet.rows.resize(line.max(sheet.rows.len()), Vec::new());
        let cell = |text: &str| {
            // What guards against formulas when a spreadsheet opens our own files.
            let text = text.trim();
            let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text);
            Cell { text: text.to_owned(), ..Cell::default() }
        };
        sheet.rows.push(record.iter().map(cell).collect());
    }
    Ok(vec![sheet])
}

fn no_table() -> Unreadable {
    Unreadable::new(
        say!(
            "读不出表格：不是 Excel、Word，也不是 CSV 文字",
            "no table can be read from it: it is neither Excel nor Word, nor text"
        ),
        say!("用 .xlsx、.xls、.docx 或 .csv", "take an .xlsx, .xls, .docx or .csv"),
    )
}

/// The text of the bytes. Excel on Chinese Windows writes GBK; GB 18030 holds it and every character besides.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let (text, _, wrong) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes),
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8.decode(bytes),
        None => encoding_rs::GB18030.decode(bytes),
    };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if wrong || text.chars().any(control) || text.trim().is_empty() { Err(no_table()) } else { Ok(text.into_owned()) }
}

/// The mark between columns: the one that most of the first lines have, outside quotes; 自然人;法人 in a cell is none.
fn delimiter(text: &str) -> u8 {
    let has = |mark: u8, line: &str| {
        let mut quoted = false;
        line.bytes().any(|b| {
            quoted ^= b == b'"';
            !quoted && b == mark
        })
    };
    let lines = |mark: u8| text.lines().filter(|line| !line.trim().is_empty()).take(10).filter(|line| has(mark, line)).count();
    // The first of equals wins; a comma is the usual one.
    [b'\t', b';'].into_iter().fold(b',', |best, mark| if lines(mark) > lines(best) { mark } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_table_in_every_encoding() {
        let table = "序号,事项\r\n1,\"职工, 参保\"\r\n\r\n2,'-异地\r\n";
        let gbk = encoding_rs::GBK.encode(table).0.into_owned();
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let wanted = read_text_sheets(table.as_bytes()).unwrap();
        assert_eq!(wanted[0].text(1, 1), "职工, 参保");
        assert_eq!(wanted[0].text(3, 1), "-异地", "a blank line counts, the guard does not");
        assert_eq!(read_text_sheets(&gbk).unwrap(), wanted);
        assert_eq!(read_text_sheets(&utf16).unwrap(), wanted);
        let listed = "序号,对象\n1,自然人;法人;其他\n2,自然人;法人\n";
        assert_eq!(read_text_sheets(listed.as_bytes()).unwrap()[0].text(1, 1), "自然人;法人;其他");
        assert_eq!(read_text_sheets(table.replace(',', "\t").replace("职工\t", "职工,").as_bytes()).unwrap(), wanted);
    }
}
