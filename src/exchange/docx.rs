//! An official paper as .docx, for Word, WPS and LibreOffice: the grid of GB/T 9704-2012, real styles, heads of tables that repeat.
//!
//! Says what the PDF of the same paper says, in the same order, and the same bytes every time. Red head, number and seal are the
//! office's own; the room for them is left.

use std::io::{Cursor, Write};

use unicode_width::UnicodeWidthStr;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::docx_form;
use super::docx_parts::{
    NAMESPACES, WIDTH, content_types, core, document_relations, escape, font_table, footer, package_relations, part, settings,
    styles,
};
use crate::paper::title::{TITLE_LINE, lines};
use crate::paper::{Align, Bars, Block, Column, DATE_BLANK, Paper, Table, closing};

/// One line of the grid, in twentieths of a point: 225 mm / 22.
const LINE: u32 = 579;

/// One character of the grid: 156 mm / 28.
const CHARACTER: u32 = 316;

/// Rows at the end of a table that stay with the issuer below it.
const LAST_ROWS: usize = 2;

/// A table of no more lines than this stays on one page.
const SHORT_TABLE: usize = 9;

/// The least height of a row with a blank to write in: 10 mm.
const BLANK_ROW: &str = r#"<w:trHeight w:val="567" w:hRule="atLeast"/>"#;

/// The paper as a .docx.
///
/// # Errors
/// When the archive cannot be written, which needs more memory than there is.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, String> {
    let paper = &paper.cleaned();
    pack(&paper.title, &paper.issuer, document(paper), None)
}

/// Puts the parts together; with numbers of lists and links where a text has such.
pub(super) fn pack(title: &str, issuer: &str, document: String, lists: Option<(&str, &[String])>) -> Result<Vec<u8>, String> {
    let (numbering, links) = lists.unzip();
    let parts = [
        ("[Content_Types].xml", content_types(numbering.is_some())),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core(title, issuer)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", document_relations(links)),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", font_table()),
        ("word/footer1.xml", footer(true)),
        ("word/footer2.xml", footer(false)),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // A time of its own would make other bytes of the same paper.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let numbering = numbering.map(|text| ("word/numbering.xml", text.to_owned()));
    for (name, text) in parts.into_iter().chain(numbering) {
        zip.start_file(name, options).map_err(|e| e.to_string())?;
        zip.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|e| e.to_string())
}

fn document(paper: &Paper) -> String {
    let mut body = String::new();
    // Five lines above the title: the red head goes there. A form bears none.
    let above = if paper.is_form() { 0 } else { 5 * LINE };
    let title: Vec<String> = lines(&paper.title, TITLE_LINE).iter().map(|l| text(l)).collect();
    body.push_str(&styled(
        "Title",
        &format!(r#"<w:spacing w:before="{above}" w:after="{LINE}"/>"#),
        &format!("<w:r>{}</w:r>", title.join("<w:br/>")),
    ));
    if !paper.to.is_empty() {
        body.push_str(&paragraph("Salutation", "", &format!("{}：", paper.to)));
    }
    let (main, annex) = paper.parts();
    let remark = !paper.remark.is_empty();
    blocks(&mut body, main, if paper.issuer.is_empty() && !remark { 0 } else { closing(main) });
    signature(&mut body, paper, remark);
    // Before what follows on pages of its own, so that it never stands there alone.
    if remark {
        body.push_str(&paragraph("Remark", "", &paper.remark));
    }
    blocks(&mut body, annex, 0);
    part(&format!("<w:document {NAMESPACES}><w:body>{body}{}</w:body></w:document>", section()))
}

/// Page, margins and grid: A4, 22 lines of 28 characters in 156 × 225 mm.
fn section() -> String {
    concat!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>"#,
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1247" w:gutter="0"/>"#,
        r#"<w:pgNumType w:start="1"/><w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>"#
    )
    .to_owned()
}

/// The letters of a run.
pub(super) fn text(words: &str) -> String {
    format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escape(words))
}

pub(super) fn styled(style: &str, properties: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>"#)
}

pub(super) fn paragraph(style: &str, properties: &str, words: &str) -> String {
    styled(style, properties, &format!("<w:r>{}</w:r>", text(words)))
}

/// The blocks. The last `closing` of them stay on one page with what follows.
fn blocks(body: &mut String, blocks: &[Block], closing: usize) {
    let mut new_page = false;
    for (i, block) in blocks.iter().enumerate() {
        let keep = i + closing >= blocks.len();
        let mut properties = String::new();
        if keep {
            properties.push_str("<w:keepNext/>");
        }
        if std::mem::take(&mut new_page) {
            properties.push_str("<w:pageBreakBefore/>");
        }
        // A grid has room before and after it, which also takes the beginning of a page.
        let grid = |body: &mut String, draw: &dyn Fn(&mut String)| {
            if properties.contains("pageBreakBefore") {
                body.push_str(&styled("TableGap", "<w:pageBreakBefore/>", ""));
            }
            draw(body);
            body.push_str(&styled("TableGap", if keep { "<w:keepNext/>" } else { "" }, ""));
        };
        match block {
            Block::Heading { level, text } => {
                body.push_str(&paragraph(&format!("Heading{}", level.clamp(&1, &3)), &properties, text));
            }
            Block::Paragraph { text } => body.push_str(&paragraph("BodyText", &properties, text)),
            Block::PageBreak => new_page = true,
            Block::Table(made) => grid(body, &|body| table(body, made, keep)),
            Block::Bars(bars) => grid(body, &|body| table(body, &as_table(bars), keep)),
            Block::Fields { rows } => grid(body, &|body| fields(body, rows, keep)),
            Block::Form { rows } => grid(body, &|body| docx_form::form(body, rows)),
        }
    }
}

/// Issuer and the blank for the date, one above the other, four characters from the right, with room for the seal.
fn signature(body: &mut String, paper: &Paper, keep: bool) {
    if paper.issuer.is_empty() {
        return;
    }
    let width = |words: &str| u32::try_from(words.width().div_ceil(2)).unwrap_or(28);
    // One more than counted, so that no program breaks the line.
    let wide = (width(&paper.issuer).max(width(DATE_BLANK)) + 1).min(28);
    let right = 4.min(28 - wide);
    let place = format!(r#"<w:ind w:left="{}" w:right="{}"/>"#, (28 - wide - right) * CHARACTER, right * CHARACTER);
    body.push_str(&paragraph(
        "Signature",
        &format!(r#"<w:keepNext/><w:spacing w:before="{}"/>{place}"#, 2 * LINE),
        &paper.issuer,
    ));
    let keep = if keep { "<w:keepNext/>" } else { "" };
    body.push_str(&paragraph("Signature", &format!(r#"{keep}<w:spacing w:after="{LINE}"/>{place}"#), DATE_BLANK));
}

/// Figures as a table of names and values.
fn as_table(bars: &Bars) -> Table {
    Table {
        caption: bars.caption.clone(),
        columns: vec![Column::new(&bars.name, 500, Align::Left), Column::new(&bars.value, 500, Align::Right)],
        rows: bars.rows.iter().map(|bar| vec![bar.name.clone(), bar.value.clone()]).collect(),
        total: Vec::new(),
    }
}

/// About how many lines the rows of a table take.
fn height(table: &Table) -> usize {
    let per_line = |c: &Column| (usize::from(c.permille) * 36 / 1000).max(1);
    let lines = |c: &Column, words: &str| words.width().div_ceil(2).div_ceil(per_line(c)).max(1);
    let cell = |(c, words): (&Column, &String)| words.split('\n').map(|line| lines(c, line)).sum::<usize>();
    let row = |cells: &Vec<String>| table.columns.iter().zip(cells).map(cell).max().unwrap_or(1);
    table.rows.iter().map(row).sum::<usize>() + usize::from(!table.total.is_empty())
}

pub(super) fn grid(widths: &[u32]) -> String {
    let columns: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
    format!("<w:tblGrid>{columns}</w:tblGrid>")
}

fn cell(width: u32, content: &str) -> String {
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>"#)
}

pub(super) fn row(properties: &str, cells: &str) -> String {
    format!("<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>")
}

/// A table on the whole width. `keep`: its last rows stay with what follows.
fn table(body: &mut String, table: &Table, keep: bool) {
    if table.caption.is_empty() {
        body.push_str(&styled("TableGap", "<w:keepNext/>", ""));
    } else {
        body.push_str(&paragraph("Caption", "", &table.caption));
    }
    let widths: Vec<u32> = table.columns.iter().map(|c| WIDTH * u32::from(c.permille) / 1000).collect();
    // Many columns need the smaller type.
    let size = if table.columns.len() > 4 { r#"<w:sz w:val="21"/><w:szCs w:val="21"/>"# } else { "" };
    let line = |style: &str, keep: bool, bold: bool, cells: &[String]| {
        let set = |(i, column): (usize, &Column)| {
            let place = match column.align {
                Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            let keep = if keep { "<w:keepNext/>" } else { "" };
            let weight = if bold { "<w:b/>" } else { "" };
            // Lines of a cell are paragraphs of their own.
            let words = cells.get(i).map_or("", String::as_str);
            let made: String = words
                .split('\n')
                .map(|line| {
                    let run = format!("<w:r><w:rPr>{weight}{size}</w:rPr>{}</w:r>", text(line));
                    styled(style, &format!(r#"{keep}<w:jc w:val="{place}"/>"#), &run)
                })
                .collect();
            cell(widths.get(i).copied().unwrap_or_default(), &made)
        };
        table.columns.iter().enumerate().map(set).collect::<String>()
    };
    let heads: Vec<String> = table.columns.iter().map(|c| c.head.clone()).collect();
    let mut rows = vec![row("<w:tblHeader/>", &line("TableHead", true, false, &heads))];
    let count = table.rows.len() + usize::from(!table.total.is_empty());
    let short = height(table) <= SHORT_TABLE;
    // A row that is kept stays with the next one; the last, with what follows the table.
    let kept = |i: usize| (keep && i + LAST_ROWS >= count) || (short && i + 1 < count);
    rows.extend(table.rows.iter().enumerate().map(|(i, cells)| {
        let blank = if cells.iter().any(String::is_empty) { BLANK_ROW } else { "" };
        row(blank, &line("TableText", kept(i), false, cells))
    }));
    if !table.total.is_empty() {
        rows.push(row("", &line("TableText", kept(count - 1), true, &table.total)));
    }
    body.push_str(&format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/>"#,
            r#"<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
            r#"</w:tblPr>{}{}</w:tbl>"#
        ),
        widths.iter().sum::<u32>(),
        grid(&widths),
        rows.concat()
    ));
}

/// Names and values, or lines to write on.
fn fields(body: &mut String, rows: &[(String, String)], keep: bool) {
    let keep = if keep { "<w:keepNext/>" } else { "" };
    let longest = rows.iter().map(|(name, _)| name.width().div_ceil(2)).max().unwrap_or_default();
    let first = u32::try_from(longest + 1).unwrap_or(14).min(14) * CHARACTER + 170;
    let blank = 14 * CHARACTER;
    let made = rows.iter().map(|(name, value)| {
        let line = if value.is_empty() {
            r#"<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>"#
        } else {
            ""
        };
        let cells = format!("{}{}", field(first, "", keep, name), field(blank, line, keep, value));
        row(r#"<w:trHeight w:val="850" w:hRule="atLeast"/>"#, &cells)
    });
    let made: String = made.collect();
    body.push_str(&format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{}" w:type="dxa"/>"#,
            r#"<w:tblLayout w:type="fixed"/></w:tblPr>{}{}</w:tbl>"#
        ),
        first + blank,
        grid(&[first, blank]),
        made
    ));
}

fn field(width: u32, border: &str, keep: &str, words: &str) -> String {
    let content = paragraph("Salutation", keep, words);
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}<w:vAlign w:val="bottom"/></w:tcPr>{content}</w:tc>"#)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn paper(words: &str) -> Paper {
        let column = Column::new(words, 1000, Align::Left);
        Paper {
            title: words.to_owned(),
            to: words.to_owned(),
            blocks: vec![
                Block::heading(1, words),
                Block::paragraph(words),
                Block::Table(Table {
                    caption: words.to_owned(),
                    columns: vec![column],
                    rows: vec![vec![words.to_owned()]],
                    total: Vec::new(),
                }),
                Block::Bars(Bars {
                    caption: words.to_owned(),
                    name: words.to_owned(),
                    value: words.to_owned(),
                    rows: Vec::new(),
                }),
                Block::Fields { rows: vec![(words.to_owned(), words.to_owned()), (words.to_owned(), String::new())] },
            ],
            issuer: words.to_owned(),
            remark: words.to_owned(),
        }
    }

    fn parts(bytes: &[u8]) -> Vec<(String, String)> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let read = |i: usize| {
            let mut file = zip.by_index(i).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().to_string(), text)
        };
        (0..10).map(read).collect()
    }

    #[test]
    fn one_paper_is_the_same_bytes() {
        let (first, second) = (docx(&paper("通报")).unwrap(), docx(&paper("通报")).unwrap());
        assert!(first == second);
        assert!(first != docx(&paper("通知")).unwrap());
    }

    #[test]
    fn whatever_the_text_every_part_is_xml_and_says_it() {
        let wild = "<w:p>&amp; \"甲\" 'a' ]]>\u{0}\u{1}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}𰻝乙";
        let bytes = docx(&paper(wild)).unwrap();
        let parts = parts(&bytes);
        assert_eq!(parts.len(), 10);
        for (name, text) in &parts {
            let parsed = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            if name == "word/document.xml" {
                let runs: Vec<&str> = parsed.descendants().filter(|n| n.has_tag_name("t")).filter_map(|n| n.text()).collect();
                let said = "<w:p>&amp; \"甲\" 'a' ]]>𰻝乙";
                // Title, to, heading, paragraph, three of the table, three of the bars, three of the fields, issuer, date, remark.
                assert!(runs.concat().matches(said).count() >= 14, "{runs:?}");
            }
        }
    }

    #[test]
    fn an_empty_paper_is_a_document() {
        for (name, text) in parts(&docx(&Paper::default()).unwrap()) {
            assert!(roxmltree::Document::parse(&text).is_ok(), "{name}");
        }
    }
}
