//! A guide (办事指南) as a .docx for whoever edits it in Word, which `yizhan import guide` reads back: a table of names and values, a heading for each list, tables
//! with heads, and the text at the end. One content, the same bytes every time.
//!
//! Must not know the model: it sets what it is given.

use super::docx::{grid, pack, paragraph, row, styled, text};
use super::docx_parts::{NAMESPACES, WIDTH, part};

/// A stretch of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// Its words; `\n` breaks the line.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Where it leads.
    pub link: String,
}

/// One piece of the file, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading, from level 1.
    Heading(u8, Vec<Run>),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A quotation.
    Quote(Vec<Run>),
    /// An entry of a list: level from 0, whether it is numbered, and which list counts it.
    Entry(u8, Option<usize>, Vec<Run>),
    /// A table: shares of the width, and rows of cells of paragraphs; whether the first row is a head.
    Table {
        /// Shares of the columns.
        shares: Vec<u32>,
        /// The first row is repeated on every page.
        head: bool,
        /// Rows of cells, each of paragraphs.
        rows: Vec<Vec<Vec<Vec<Run>>>>,
    },
}

/// A guide, ready to be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuideSheet {
    /// Title.
    pub title: String,
    /// Whose it is.
    pub issuer: String,
    /// What it says.
    pub parts: Vec<Part>,
}

/// The guide as a .docx.
///
/// # Errors
/// When the archive cannot be written, which needs more memory than there is.
pub fn guide_docx(sheet: &GuideSheet) -> Result<Vec<u8>, String> {
    let mut body = styled("Title", "", &format!("<w:r>{}</w:r>", text(&sheet.title)));
    let mut links: Vec<String> = Vec::new();
    let mut lists = 0;
    for part in &sheet.parts {
        match part {
            Part::Heading(level, words) => {
                let outline = format!(r#"<w:outlineLvl w:val="{}"/>"#, level.clamp(&1, &9) - 1);
                body.push_str(&styled(&format!("Heading{}", level.clamp(&1, &3)), &outline, &runs(words, &mut links)));
            }
            Part::Paragraph(words) => body.push_str(&styled("BodyText", "", &runs(words, &mut links))),
            Part::Quote(words) => body.push_str(&styled("Quote", "", &runs(words, &mut links))),
            Part::Entry(level, list, words) => {
                lists = lists.max(list.map_or(0, |l| l + 1));
                let id = list.map_or(1, |l| l + 2);
                let number = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>"#);
                body.push_str(&styled("ListText", &number, &runs(words, &mut links)));
            }
            Part::Table { shares, head, rows } => body.push_str(&table(shares, *head, rows, &mut links)),
        }
    }
    let section = concat!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>"#,
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"<w:pgMar w:top="1701" w:right="1474" w:bottom="1701" w:left="1587" w:header="851" w:footer="1247" w:gutter="0"/></w:sectPr>"#
    );
    let document = super::docx_parts::part(&format!("<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"));
    pack(&sheet.title, &sheet.issuer, document, Some((&numbering(lists), &links)))
}

fn runs(list: &[Run], links: &mut Vec<String>) -> String {
    let one = |run: &Run| {
        let weight = if run.bold { "<w:b/>" } else { "" };
        let slant = if run.italic { "<w:i/>" } else { "" };
        let lines: Vec<String> = run.text.split('\n').map(text).collect();
        format!("<w:r><w:rPr>{weight}{slant}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
    };
    let mut out = String::new();
    for run in list {
        if run.link.is_empty() {
            out.push_str(&one(run));
        } else {
            links.push(run.link.clone());
            out.push_str(&format!(r#"<w:hyperlink r:id="link{}">{}</w:hyperlink>"#, links.len(), one(run)));
        }
    }
    out
}

fn table(shares: &[u32], head: bool, rows: &[Vec<Vec<Vec<Run>>>], links: &mut Vec<String>) -> String {
    let all: u32 = shares.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = shares.iter().map(|share| WIDTH * share / all).collect();
    let mut made = String::new();
    for (at, cells) in rows.iter().enumerate() {
        let first = head && at == 0;
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(cells) {
            let style = if first { "TableHead" } else { "TableText" };
            let mut content: String = cell.iter().map(|words| styled(style, "", &runs(words, links))).collect();
            if content.is_empty() {
                content = paragraph(style, "", "");
            }
            line.push_str(&format!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>"#
            ));
        }
        made.push_str(&row(if first { "<w:tblHeader/>" } else { "" }, &line));
    }
    format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>{}{}</w:tbl>{}"#
        ),
        widths.iter().sum::<u32>(),
        grid(&widths),
        made,
        styled("TableGap", "", "")
    )
}

/// Dots, and a list of its own for everything that begins to count at 1.
fn numbering(lists: usize) -> String {
    let level = |at: usize, format: &str, sign: &str| {
        let left = 640 + 420 * at;
        format!(
            concat!(
                r#"<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/>"#,
                r#"<w:pPr><w:ind w:left="{}" w:hanging="420"/></w:pPr></w:lvl>"#
            ),
            at, format, sign, left
        )
    };
    let dots: String = (0..9).map(|at| level(at, "bullet", "•")).collect();
    let counted: String = (0..9).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let starts: String =
        (0..9).map(|at| format!(r#"<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>"#)).collect();
    let own: String =
        (0..lists).map(|n| format!(r#"<w:num w:numId="{}"><w:abstractNumId w:val="1"/>{starts}</w:num>"#, n + 2)).collect();
    part(&format!(
        concat!(
            r#"<w:numbering {}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{}</w:abstractNum>"#,
            r#"<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{}</w:abstractNum>"#,
            r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{}</w:numbering>"#
        ),
        NAMESPACES, dots, counted, own
    ))
}
