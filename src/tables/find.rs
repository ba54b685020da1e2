//! Where the table is in a sheet: titles above the head, heads of several rows with merged cells, heads that are repeated on every page,
//! notes below. Columns are known by their names; which names there are is the asker's business.

use super::{Sheet, Uncertain};
use crate::say;
use crate::source::decode::half_width;

/// A head further down than this is none.
pub const DEEPEST_HEAD: usize = 60;
/// Fewer known names than this make no head.
const FEWEST_NAMES: usize = 2;
/// More tables than this on one sheet are none.
const MOST_TABLES: usize = 200;

/// A table in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What stands above the head, or above the table in a Word file; empty where nothing does.
    pub title: String,
    /// First row of the head and first row below it, from 0.
    pub head: (usize, usize),
    /// The columns that have a name.
    pub columns: Vec<Column>,
    /// The rows that hold something, from 0, without repeated heads and notes.
    pub rows: Vec<usize>,
    /// Where another table begins below it.
    pub next: Option<usize>,
}

/// A column with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    pub at: usize,
    /// Its name without spaces and breaks, in half width: the lowest of its heads.
    pub name: String,
    /// The heads above the name: 服务渠道 above 苏木镇.
    pub above: Vec<String>,
}

/// A text without any space and in half width: 事 项 → 事项, （１） → (1).
#[must_use]
pub fn squeezed(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text on one line: breaks and spaces between Chinese characters are the layout's and go, those between words of letters stay.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut words = text.split_whitespace();
    if let Some(first) = words.next() {
        out.push_str(first);
    }
    for word in words {
        if out.ends_with(|c: char| c.is_ascii()) && word.starts_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The table of a sheet: its head is the row with the most names that `known` knows. None where no row has two. Another one below it is a doubt.
pub fn table(sheet: &Sheet, known: &dyn Fn(&str) -> bool, doubts: &mut Vec<Uncertain>) -> Option<Found> {
    let found = within(sheet, (0, sheet.rows.len()), known, doubts)?;
    if let Some(row) = found.next {
        doubts.push(Uncertain {
            place: sheet.place(row, 0),
            message: say!(
                "这里开始另一张表，没有读；要读就用 --sheet 指定，或者分成两个工作表",
                "another table begins here and was not read: give it a sheet of its own"
            ),
        });
    }
    Some(found)
}

/// A text without the number of an enumeration before it: 一、场所 → 场所, （二）人员 → 人员, 3.标识 → 标识.
#[must_use]
pub fn unnumbered(text: &str) -> &str {
    let chinese = |c: char| "一二三四五六七八九十百".contains(c);
    let digit = |c: char| half_width(&c.to_string()).starts_with(|c: char| c.is_ascii_digit());
    let (inner, closed) = match text.strip_prefix(['（', '(']) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let rest = inner.trim_start_matches(|c| chinese(c) || digit(c));
    let numbered = inner.len() - rest.len();
    if numbered == 0 || numbered > 12 {
        return text;
    }
    let after = if closed { rest.strip_prefix(['）', ')']) } else { rest.strip_prefix(['、', '.', '．', ' ']) };
    // 1.5倍 is no number of a list; 1.1 标识 is one of two levels.
    match after.map(|after| after.trim_start_matches(|c| digit(c) || c == '.')).map(str::trim_start) {
        Some(after) if !after.is_empty() && (closed || !after.starts_with(['倍', '%', '分', '年', '个', '万', '元', '小'])) => {
            after
        }
        _ => text,
    }
}

/// All tables of a sheet from the top down.
pub fn tables(sheet: &Sheet, known: &dyn Fn(&str) -> bool, doubts: &mut Vec<Uncertain>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut open = vec![(0, sheet.rows.len())];
    // A sheet of heads alone is no sheet of tables.
    while let Some((from, to)) = open.pop().filter(|_| found.len() < MOST_TABLES) {
        let Some(one) = within(sheet, (from, to), known, doubts) else { continue };
        open.push((from, one.head.0));
        open.extend(one.next.map(|next| (next, to)));
        found.push(one);
    }
    found.sort_by_key(|f| f.head);
    found
}

/// The table with the best head among some rows.
fn within(sheet: &Sheet, (from, to): (usize, usize), known: &dyn Fn(&str) -> bool, doubts: &mut Vec<Uncertain>) -> Option<Found> {
    let count = |row: usize| {
        let cells = sheet.rows.get(row).map_or(&[][..], Vec::as_slice);
        cells.iter().filter(|c| !c.left && !c.above && known(&squeezed(&c.text))).count()
    };
    let mut top = from;
    for row in from + 1..to.min(from + DEEPEST_HEAD) {
        // The first of equals is the head; the others repeat it.
        if count(row) > count(top) {
            top = row;
        }
    }
    if top >= to || count(top) < FEWEST_NAMES {
        return None;
    }
    let end = end_of_head(sheet, top, known).min(to);
    let columns = columns(sheet, (top, end, to), doubts);
    let (rows, next) = body(sheet, (top, end, to), &columns, &count);
    Some(Found { title: title(sheet, from, top), head: (top, end), columns, rows, next })
}

/// The table whose head begins in a row, whatever its words are.
#[must_use]
pub fn of_row(sheet: &Sheet, top: usize) -> Found {
    let to = sheet.rows.len();
    let end = end_of_head(sheet, top, &|_| false).min(to);
    let columns = columns(sheet, (top, end, to), &mut Vec::new());
    Found { title: String::new(), head: (top, end), columns, rows: (end..to).collect(), next: None }
}

/// The first row below the head: a head goes on where its cells cover the next row, and where the next row names only what has no name yet.
fn end_of_head(sheet: &Sheet, top: usize, known: &dyn Fn(&str) -> bool) -> usize {
    let mut end = top + 1;
    loop {
        let Some(next) = sheet.rows.get(end) else { return end };
        let covered = next.iter().any(|c| c.above && !c.text.is_empty());
        let names = (0..sheet.width()).filter(|at| known(&squeezed(sheet.text(top, *at))));
        let mut below = names.map(|at| sheet.text(end, at)).peekable();
        let open = below.peek().is_some() && below.all(str::is_empty) && next.iter().any(|c| !c.text.is_empty());
        if !(covered || open) || end - top > 4 {
            return end;
        }
        end += 1;
    }
}

fn columns(sheet: &Sheet, (top, end, to): (usize, usize, usize), doubts: &mut Vec<Uncertain>) -> Vec<Column> {
    let mut found = Vec::new();
    for at in 0..sheet.width() {
        let mut heads: Vec<String> = Vec::new();
        for row in top..end {
            let text = squeezed(sheet.text(row, at));
            if !text.is_empty() && heads.last() != Some(&text) {
                heads.push(text);
            }
        }
        if let Some(name) = heads.pop() {
            found.push(Column { at, name, above: heads });
        } else if let Some(row) = (end..to).find(|row| !sheet.text(*row, at).is_empty()) {
            // A column that only keeps others apart is blank all the way down.
            let note = sheet.cell(row, at).is_some_and(|c| c.left);
            if !note {
                doubts.push(Uncertain {
                    place: sheet.place(row, at),
                    message: say!("这一列没有表头，没有读", "the column has no head and was not read"),
                });
            }
        }
    }
    found
}

/// The last text above the head that is no number of an annex; else what stands above the table.
fn title(sheet: &Sheet, from: usize, top: usize) -> String {
    let mut title = sheet.caption.clone();
    for row in from..top {
        let mut texts = sheet.rows.get(row).into_iter().flatten().filter(|c| !c.left && !c.above && !c.text.is_empty());
        let text = match (texts.next(), texts.next()) {
            (Some(only), None) => tidy(&only.text),
            _ => continue,
        };
        let annex = text.starts_with("附件") || text.starts_with("附表") || text.starts_with("单位");
        if !annex || title.is_empty() {
            title = text;
        }
    }
    title
}

fn body(
    sheet: &Sheet,
    (top, end, to): (usize, usize, usize),
    columns: &[Column],
    count: &dyn Fn(usize) -> usize,
) -> (Vec<usize>, Option<usize>) {
    let (mut rows, mut notes) = (Vec::new(), false);
    let mut skip = 0;
    for row in end..to {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let texts: Vec<&str> = sheet
            .rows
            .get(row)
            .into_iter()
            .flatten()
            .filter(|c| !c.left)
            .map(|c| c.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        let Some(first) = texts.first() else { continue };
        if count(row) >= FEWEST_NAMES {
            // The head of the next page, even where somebody has changed a word of it.
            let same = columns.iter().filter(|c| squeezed(sheet.text(row, c.at)) == squeezed(sheet.text(top, c.at))).count();
            if same * 2 > columns.len() {
                skip = end - top - 1;
                continue;
            }
            return (rows, Some(row));
        }
        let note = ["注:", "注：", "备注", "说明:", "说明：", "注1", "注１", "*", "※"].iter().any(|mark| first.starts_with(mark));
        if texts.len() == 1 && (note || notes) {
            notes = true;
        } else {
            rows.push(row);
        }
    }
    (rows, None)
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cell = |text: &&str| Cell { text: (*text).to_owned(), ..Cell::default() };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Sheet { name: "清单".to_owned(), rows, ..Sheet::default() }
    }

    fn known(name: &str) -> bool {
        ["序号", "事项名称", "服务对象"].contains(&name)
    }

    #[test]
    fn a_head_of_two_rows_below_titles_and_beside_a_spacer() {
        let mut s = sheet(&[
            &["附件2"],
            &["服务清单", "", "", "", ""],
            &["序号", "事项 名称", "", "服务渠道", ""],
            &["", "", "", "旗中心", "苏木镇"],
            &["1", "参保", "", "办结", "受理"],
            &["序号", "事项名称", "", "服务渠道", ""],
            &["", "", "", "旗中心", "苏木镇"],
            &["2", "转移", "", "办结", "-"],
            &["注：试行。", "", "", "", ""],
        ]);
        s.merge((1, 0), (1, 4));
        s.merge((2, 0), (3, 0));
        s.merge((2, 1), (3, 1));
        s.merge((2, 3), (2, 4));
        let mut doubts = Vec::new();
        let found = table(&s, &known, &mut doubts).unwrap();
        assert_eq!((found.title.as_str(), found.head), ("服务清单", (2, 4)));
        let names: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["序号", "事项名称", "旗中心", "苏木镇"]);
        assert_eq!(found.columns[3].above, ["服务渠道"]);
        assert_eq!(found.rows, [4, 7]);
        assert_eq!(doubts, []);
    }

    #[test]
    fn without_merged_cells_too() {
        let s = sheet(&[&["序号", "事项名称", "渠道", ""], &["", "", "中心", "村"], &["1", "参保", "办结", "", "没有表头"]]);
        let mut doubts = Vec::new();
        let found = table(&s, &known, &mut doubts).unwrap();
        assert_eq!((found.head, found.rows.as_slice()), ((0, 2), &[2][..]));
        assert_eq!(doubts[0].place, "清单!E3");
        assert!(table(&sheet(&[&["序号", "别的"]]), &known, &mut doubts).is_none());
    }

    #[test]
    fn numbers_before_texts() {
        for (text, wanted) in [
            ("一、场所建设", "场所建设"),
            ("（二）人员", "人员"),
            ("3.标识", "标识"),
            ("1.1 标识", "标识"),
            ("1.5倍", "1.5倍"),
            ("2023年", "2023年"),
            ("一窗通办", "一窗通办"),
            ("", ""),
        ] {
            assert_eq!(unnumbered(text), wanted, "{text}");
        }
    }
}
