//! The parts of a .docx that do not depend on the text: styles, page numbers, settings, and the way text is escaped.
//!
//! Must not know any paper. Lengths are in twentieths of a point, sizes of type in halves of a point.

use crate::xml::escaped;

/// Width of the type area: A4 less 28 mm and 26 mm.
pub(super) const WIDTH: u32 = 8845;

/// The head of every part.
const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The one namespace of the text, and that of relations.
pub(super) const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
);

/// A part from its root element.
pub(super) fn part(root: &str) -> String {
    format!("{XML}\n{root}")
}

/// Text as it may stand in a part, on one line: a tab or a line end would be white space of the file there.
pub(super) fn escape(text: &str) -> String {
    escaped(&text.replace(['\t', '\n', '\r'], " "))
}

/// `[Content_Types].xml`.
pub(super) fn content_types(lists: bool) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let numbering = lists.then(|| ("/word/numbering.xml", format!("{WORD}.numbering+xml")));
    let parts = [
        ("/word/document.xml", format!("{WORD}.document.main+xml")),
        ("/word/styles.xml", format!("{WORD}.styles+xml")),
        ("/word/settings.xml", format!("{WORD}.settings+xml")),
        ("/word/fontTable.xml", format!("{WORD}.fontTable+xml")),
        ("/word/footer1.xml", format!("{WORD}.footer+xml")),
        ("/word/footer2.xml", format!("{WORD}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ];
    let list: String = parts
        .iter()
        .chain(&numbering)
        .map(|(name, kind)| format!(r#"<Override PartName="{name}" ContentType="{kind}"/>"#))
        .collect();
    part(&format!(
        concat!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
            r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="xml" ContentType="application/xml"/>{}</Types>"#
        ),
        list
    ))
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let list: String = list
        .iter()
        .map(|(id, kind, target)| {
            format!(r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"/>"#)
        })
        .collect();
    part(&format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{list}</Relationships>"#
    ))
}

/// `_rels/.rels`.
pub(super) fn package_relations() -> String {
    relations(&[
        ("rId1", "officeDocument/2006/relationships/officeDocument", "word/document.xml"),
        ("rId2", "package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
    ])
}

/// `word/_rels/document.xml.rels`.
pub(super) fn document_relations(links: Option<&[String]>) -> String {
    const OFFICE: &str = "officeDocument/2006/relationships";
    let kinds = ["styles", "settings", "fontTable", "footer", "footer"].map(|kind| format!("{OFFICE}/{kind}"));
    let [styles, settings, fonts, odd, even] = &kinds;
    let text = relations(&[
        ("rId1", styles, "styles.xml"),
        ("rId2", settings, "settings.xml"),
        ("rId3", fonts, "fontTable.xml"),
        ("rId4", odd, "footer1.xml"),
        ("rId5", even, "footer2.xml"),
    ]);
    let Some(links) = links else { return text };
    let one = |id: &str, kind: &str, rest: String| {
        format!(r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/{OFFICE}/{kind}" Target="{rest}/>"#)
    };
    let mut more = one("rId6", "numbering", "numbering.xml\"".to_owned());
    for (at, link) in links.iter().enumerate() {
        let rest = format!(r#"{}" TargetMode="External""#, escape(link));
        more.push_str(&one(&format!("link{}", at + 1), "hyperlink", rest));
    }
    text.replace("</Relationships>", &format!("{more}</Relationships>"))
}

/// `docProps/core.xml`. It bears no time, so that one paper is always the same bytes.
pub(super) fn core(title: &str, issuer: &str) -> String {
    part(&format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/">"#,
            "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
        ),
        escape(title),
        escape(issuer)
    ))
}

/// `word/settings.xml`: page numbers left and right, and Chinese rules for the ends of lines.
pub(super) fn settings() -> String {
    part(&format!(
        concat!(
            r#"<w:settings {}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>"#,
            r#"<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"#,
            r#"<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/>"#,
            r#"<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#,
            r#"<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#
        ),
        NAMESPACES
    ))
}

/// `word/fontTable.xml`: what stands in for a typeface that a machine lacks.
pub(super) fn font_table() -> String {
    let fonts: String = [
        ("仿宋_GB2312", "仿宋", "modern"),
        ("楷体_GB2312", "楷体", "modern"),
        ("黑体", "SimHei", "modern"),
        ("宋体", "SimSun", "auto"),
        ("方正小标宋简体", "宋体", "auto"),
    ]
    .iter()
    .map(|(name, other, family)| {
        format!(
            r#"<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>"#
        )
    })
    .collect();
    part(&format!("<w:fonts {NAMESPACES}>{fonts}</w:fonts>"))
}

/// A footer, `— 1 —`: right on odd pages, left on even ones, one character in from the edge.
pub(super) fn footer(odd: bool) -> String {
    let place = if odd {
        r#"<w:ind w:right="280" w:rightChars="100"/><w:jc w:val="right"/>"#
    } else {
        r#"<w:ind w:left="280" w:leftChars="100"/><w:jc w:val="left"/>"#
    };
    part(&format!(
        concat!(
            r#"<w:ftr {}><w:p><w:pPr><w:pStyle w:val="Footer"/>{}</w:pPr>"#,
            r#"<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>"#,
            r#"<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
            r#"<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
            r#"<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
        ),
        NAMESPACES, place
    ))
}

fn fonts(name: &str) -> String {
    format!(r#"<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>"#)
}

fn size(half_points: u32) -> String {
    format!(r#"<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#)
}

/// A style of paragraphs: id, name, what follows it, properties of the paragraph, properties of its letters.
fn style(id: &str, name: &str, next: &str, paragraph: &str, letters: &str) -> String {
    format!(
        concat!(
            r#"<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/>"#,
            r#"<w:next w:val="{}"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>"#
        ),
        id, name, next, paragraph, letters
    )
}

/// `word/styles.xml`: the sizes and typefaces of GB/T 9704-2012.
pub(super) fn styles() -> String {
    let exact = |line: u32| format!(r#"<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>"#);
    let indent = r#"<w:ind w:firstLine="632" w:firstLineChars="200"/>"#;
    let heading = |level: u32, font: &str, bold: bool| {
        let weight = if bold { "<w:b/>" } else { r#"<w:b w:val="0"/>"# };
        let letters = format!("{}{weight}{}", fonts(font), size(32));
        let paragraph = format!(r#"<w:keepNext/>{indent}<w:outlineLvl w:val="{}"/>"#, level - 1);
        style(&format!("Heading{level}"), &format!("heading {level}"), "BodyText", &paragraph, &letters)
    };
    let cell =
        |place: &str| format!(r#"<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/><w:jc w:val="{place}"/>"#);
    let defaults = format!(
        concat!(
            r#"<w:docDefaults><w:rPrDefault><w:rPr>{}{}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>"#,
            r#"<w:pPrDefault/></w:docDefaults>"#
        ),
        fonts("仿宋_GB2312"),
        size(32)
    );
    // Lines of exactly the grid's pitch and letters 0.3 pt closer give 22 lines of 28 in every program and whatever typeface
    // stands in, without snapping to the grid: LibreOffice would give a letter of 16 pt two of its cells.
    let normal = format!(
        concat!(
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>"#,
            r#"<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>{}<w:jc w:val="both"/></w:pPr>"#,
            r#"<w:rPr><w:spacing w:val="-6"/>{}</w:rPr></w:style>"#
        ),
        exact(579),
        size(32)
    );
    let table = concat!(
        r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>"#,
        r#"<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>"#,
        r#"<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        r#"<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>"#,
        r#"<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
        r#"<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
        r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#,
        r#"</w:tblBorders></w:tblPr></w:style>"#
    );
    let list = [
        style("BodyText", "Body Text", "BodyText", indent, ""),
        style("Salutation", "Salutation", "BodyText", r#"<w:jc w:val="left"/>"#, ""),
        style(
            "Title",
            "Title",
            "Salutation",
            &format!(r#"<w:keepNext/>{}<w:jc w:val="center"/>"#, exact(700)),
            &format!("{}{}", fonts("方正小标宋简体"), size(44)),
        ),
        heading(1, "黑体", false),
        heading(2, "楷体_GB2312", false),
        heading(3, "仿宋_GB2312", true),
        style(
            "Caption",
            "caption",
            "BodyText",
            r#"<w:keepNext/><w:spacing w:before="120" w:after="80" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>"#,
            &format!("{}{}", fonts("黑体"), size(24)),
        ),
        style("TableText", "Table Text", "TableText", &cell("left"), &format!("{}{}", fonts("宋体"), size(24))),
        style(
            "TableHead",
            "Table Head",
            "TableText",
            &format!("<w:keepNext/>{}", cell("left")),
            &format!("{}{}", fonts("黑体"), size(24)),
        ),
        style("TableGap", "Table Gap", "BodyText", &exact(160), &size(8)),
        style("Signature", "Signature", "BodyText", r#"<w:jc w:val="center"/>"#, ""),
        style(
            "Remark",
            "Remark",
            "Remark",
            r#"<w:spacing w:before="240" w:after="0" w:line="320" w:lineRule="exact"/>"#,
            &format!("{}{}", fonts("宋体"), size(21)),
        ),
        style("ListText", "List Paragraph", "ListText", "", ""),
        style("Quote", "Quote", "BodyText", r#"<w:ind w:left="640"/>"#, ""),
        style("Footer", "footer", "Footer", &exact(320), &format!("{}{}", fonts("宋体"), size(28))),
    ];
    part(&format!("<w:styles {NAMESPACES}>{defaults}{normal}{table}{}</w:styles>", list.concat()))
}
