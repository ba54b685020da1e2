//! Each kind of content of a Word file, as Word shows it.

use std::io::{Cursor, Write};

use super::*;

const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#
);

fn file(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    add("word/document.xml", &format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>"));
    for (name, inner) in parts {
        let root = name.rsplit('/').next().unwrap().trim_end_matches(".xml");
        let inner = if name.contains("_rels") { (*inner).to_owned() } else { format!("<w:{root} {NAMES}>{inner}</w:{root}>") };
        add(name, &inner);
    }
    archive.finish().unwrap().into_inner()
}

fn read(body: &str) -> Document {
    read_document(&file(body, &[])).unwrap()
}

fn words(document: &Document) -> Vec<String> {
    document.blocks.iter().map(Block::words).collect()
}

/// A paragraph with this in it is read as these words, without any doubt.
fn paragraph(inner: &str) -> String {
    let read = read(&format!("<w:p>{inner}</w:p>"));
    assert_eq!(read.doubts, [], "{inner}");
    words(&read).join("|")
}

fn run(inner: &str) -> String {
    paragraph(&format!("<w:r>{inner}</w:r>"))
}

#[test]
fn what_stands_in_a_run() {
    for (inner, wanted) in [
        ("<w:t>扣2</w:t><w:noBreakHyphen/><w:t>4分</w:t>", "扣2-4分"),
        ("<w:t>扣2\u{2011}4分，0477\u{ad}0001</w:t>", "扣2-4分，04770001"),
        ("<w:t>医</w:t><w:softHyphen/><w:t>保</w:t>", "医保"),
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>", "甲\t乙\n丙\n丁"),
        (r#"<w:sym w:font="Wingdings" w:char="F0FC"/>"#, "√"),
        (r#"<w:sym w:font="Wingdings 2" w:char="0052"/><w:sym w:font="Wingdings" w:char="F0A8"/>"#, "☑□"),
        (r#"<w:sym w:font="Wingdings" w:char="F0FB"/><w:sym w:font="Symbol" w:char="F0B3"/>"#, "×≥"),
        (r#"<w:sym w:font="Wingdings" w:char="F083"/>"#, "③"),
        (r#"<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>ü 是</w:t>"#, "√ 是"),
        (r#"<w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>&#xF050;</w:t>"#, "√"),
        ("<w:t>面积100m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t>", "面积100m²"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>藏着的</w:t></w:r><w:r><w:t>看得见</w:t>", "看得见"),
        (r#"<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t>"#, "看得见"),
        (
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>bǎo</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>保</w:t></w:r></w:rubyBase></w:ruby>",
            "保",
        ),
        ("<w:delText>删了</w:delText><w:t>留下</w:t>", "留下"),
    ] {
        assert_eq!(run(inner), wanted, "{inner}");
    }
}

#[test]
fn what_stands_in_a_paragraph() {
    let one = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let field = |instruction: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>
            <w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let bare = |instruction: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{instruction}</w:instrText><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let check = |on: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{on}</w:checkBox></w:ffData></w:fldChar></w:r>
            <w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let tick = |on: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"#
        )
    };
    let nested = field(" IF ", &format!("{}{}", one("甲"), field(" REF x ", &one("乙"))));
    for (inner, wanted) in [
        (format!("<w:ins>{}</w:ins><w:del>{}</w:del>", one("新"), "<w:r><w:delText>旧</w:delText></w:r>"), "新"),
        (format!("<w:moveFrom>{}</w:moveFrom>{}<w:moveTo>{}</w:moveTo>", one("走了"), one("在"), one("来了")), "在来了"),
        (format!("<w:ins><w:del>{}</w:del></w:ins>{}", one("加了又删"), one("在")), "在"),
        (format!(r#"<w:fldSimple w:instr=" REF a ">{}</w:fldSimple>"#, one("结果")), "结果"),
        (field(" HYPERLINK \"https://a.example\" ", &one("链接")), "链接"),
        (nested, "甲乙"),
        (format!("第{}页", "").replace("第页", &field(" PAGE ", &one("3"))), "3"),
        (bare("eq \\o\\ac(○,2)"), "②"),
        (bare(" SYMBOL 254 \\f \"Wingdings\" "), "☑"),
        (format!("{}{}", check("<w:checked/>"), check("")), "☑□"),
        (format!("{}是{}否", tick("1"), tick("0")).replace('是', &one("是")).replace('否', &one("否")), "☑是□否"),
        (format!("<w:hyperlink>{}</w:hyperlink><w:smartTag>{}</w:smartTag>", one("甲"), one("乙")), "甲乙"),
        (format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", one("控件里")), "控件里"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>报销</m:t></m:r></m:num><m:den><m:r><m:t>总</m:t></m:r></m:den></m:f></m:oMath>"
                .to_owned(),
            "报销/总",
        ),
    ] {
        assert_eq!(paragraph(&inner), wanted, "{inner}");
    }
}

#[test]
fn boxes_stand_beside_the_text_and_once() {
    let text = "<w:txbxContent><w:p><w:r><w:t>盒子里</w:t></w:r></w:p></w:txbxContent>";
    let both = format!(
        r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{text}</wps:txbx></w:drawing></mc:Choice>
        <mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#
    );
    assert_eq!(words(&read(&both)), ["正文", "盒子里"]);
    let old = format!("<w:p><w:r><w:pict><v:shape><v:textbox>{text}</v:textbox></v:shape></w:pict></w:r></w:p>");
    assert_eq!(words(&read(&old)), ["", "盒子里"]);
    let art = r#"<w:p><w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r></w:p>"#;
    assert_eq!(words(&read(art)), ["", "艺术字"]);
}

#[test]
fn paragraphs_whose_mark_is_gone_are_one() {
    let gone = |text: &str| format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    assert_eq!(words(&read(&format!("{}<w:p><w:r><w:t>乙</w:t></w:r></w:p>", gone("甲")))), ["甲乙"]);
    assert_eq!(words(&read(&gone("末"))), ["末"]);
}

#[test]
fn what_is_not_read_is_said() {
    let doubts = |body: &str, parts: &[(&str, &str)]| -> Vec<String> {
        let read = read_document(&file(body, parts)).unwrap();
        read.doubts.iter().map(|d| format!("{} {}", d.place, d.message.zh)).collect()
    };
    let said = |body: &str| doubts(body, &[]).join("|");
    assert!(said("<w:p/><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>旧电话</w:t></w:r></w:p>").contains("第2段 划掉的字“旧电话”"));
    assert!(
        said(r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="F022"/></w:r></w:p>"#).contains("符号读不出来（Wingdings 的 22）")
    );
    assert!(said("<w:p><w:r><w:drawing><a:graphicData><a:chart/></a:graphicData></w:drawing></w:r></w:p>").contains("图表"));
    assert!(said("<w:altChunk/>").contains("插着另一个文件"));
    assert!(said("<w:p><w:r><w:commentReference/></w:r></w:p>").contains("1 条批注"));
    let prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>点这里填</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    assert!(said(prompt).contains("还没有填") && words(&read(prompt)).is_empty());
    let note = [("word/footnotes.xml", r#"<w:footnote w:id="2"><w:p><w:r><w:t>按年计</w:t></w:r></w:p></w:footnote>"#)];
    let cell = r#"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>扣2</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    assert_eq!(doubts(cell, &note), ["表1!A1 这里有脚注“按年计”，没有读进这一格"]);
    let sheet = &read_word_sheets(&file(cell, &note)).unwrap()[0];
    assert_eq!((sheet.text(0, 0), sheet.doubts.len()), ("扣2", 1), "the mark is no digit of the text");
}

const COUNTING: &str = r#"
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Head"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:lvlText w:val="%4"/><w:lvlRestart w:val="0"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0A8;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>"#;

const STYLES: &str = r#"
<w:style w:type="paragraph" w:styleId="Head"><w:name w:val="heading 2"/><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>"#;

fn listed(id: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn numbers_are_counted_as_they_are_shown() {
    let head = |text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="Head"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#);
    let body = [
        head("条件"),
        listed(1, 1, "甲"),
        listed(1, 3, "圈"),
        listed(1, 1, "乙"),
        listed(1, 2, "丙"),
        listed(1, 3, "圈"),
        head("材料"),
        listed(1, 1, "重来"),
        listed(2, 0, "五"),
        listed(2, 0, "六"),
        listed(3, 0, "一"),
        listed(3, 0, "二"),
        listed(4, 0, "盒"),
        listed(4, 1, "点"),
        listed(0, 0, "没有"),
        r#"<w:p><w:pPr><w:pStyle w:val="Head"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>末</w:t></w:r></w:p>"#
            .to_owned(),
    ];
    let bytes = file(&body.concat(), &[("word/numbering.xml", COUNTING), ("word/styles.xml", STYLES)]);
    let read = read_document(&bytes).unwrap();
    let wanted = [
        "一、条件",
        "（一）甲",
        "①圈",
        "（二）乙",
        "1.2.1 丙",
        "②圈",
        "二、材料",
        "（一）重来",
        "5. 五",
        "6. 六",
        "1. 一",
        "2. 二",
        "□盒",
        "点",
        "没有",
        "末",
    ];
    assert_eq!(words(&read), wanted);
    let Block::Paragraph(first) = &read.blocks[0] else { panic!("a paragraph") };
    assert_eq!((first.heading, first.pieces[0].bold, first.list), (Some(2), true, Some(0)));
    // In a cell a number is text too.
    let cell = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", listed(2, 0, "缺一项"), listed(2, 0, "缺两项"));
    let sheets = read_word_sheets(&file(&cell, &[("word/numbering.xml", COUNTING)])).unwrap();
    assert_eq!(sheets[0].text(0, 0), "5. 缺一项\n6. 缺两项");
    let alone = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", listed(2, 0, ""));
    let sheets = read_word_sheets(&file(&alone, &[("word/numbering.xml", COUNTING)])).unwrap();
    assert_eq!(sheets[0].text(0, 0), "5", "a running number and nothing else");
}

#[test]
fn tables_pictures_notes_headers_and_links() {
    let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="rId1" Type="x/header" Target="header1.xml"/><Relationship Id="rId2" Type="x/image" Target="media/a.png"/>
      <Relationship Id="rId3" Type="x/hyperlink" Target="https://a.example/" TargetMode="External"/></Relationships>"#;
    let body = r#"<w:p><w:hyperlink r:id="rId3"><w:r><w:t>网址</w:t></w:r></w:hyperlink><w:r><w:drawing><a:blip r:embed="rId2"/></w:drawing></w:r></w:p>
      <w:p><w:r><w:t>见</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>
      <w:sdt><w:sdtContent><w:sdt><w:sdtContent><w:tbl>
        <w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>上</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>
        <w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr>
      </w:tbl></w:sdtContent></w:sdt></w:sdtContent></w:sdt>"#;
    let parts = [
        ("word/_rels/document.xml.rels", links),
        ("word/header1.xml", "<w:p><w:r><w:t>某市医疗保障局</w:t></w:r></w:p>"),
        ("word/footnotes.xml", r#"<w:footnote w:id="1"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>"#),
        ("word/media/a.png", "x"),
    ];
    let bytes = file(body, &parts);
    let read = read_document(&bytes).unwrap();
    let Block::Paragraph(first) = &read.blocks[0] else { panic!("a paragraph") };
    assert_eq!((first.pieces[0].link.as_str(), first.pieces[1].picture), ("https://a.example/", Some(0)));
    assert_eq!(read.pictures[0].path, "word/media/a.png");
    assert_eq!((read.notes.as_slice(), read.margins.len()), (&["注".to_owned()][..], 1));
    assert!(!words(&read).join("").contains("医疗保障局"), "a header is no part of the text");
    let sheets = read_word_sheets(&bytes).unwrap();
    assert_eq!(sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["表1", "表2"]);
    assert_eq!((sheets[0].caption.as_str(), sheets[0].rows.len(), sheets[1].text(0, 0)), ("见", 2, "里"));
    assert_eq!((sheets[0].text(1, 0), sheets[0].text(0, 2), sheets[0].text(1, 2)), ("上", "宽", ""));
    assert!(sheets[0].cell(1, 0).unwrap().above && sheets[0].cell(0, 2).unwrap().left);
    // It comes over from another process as it is.
    let text = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), read);
}

#[test]
fn what_never_ends_is_read_to_its_end() {
    let open = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF </w:instrText></w:r></w:p><w:p><w:r><w:t>后面</w:t></w:r></w:p>"#;
    let read = read(open);
    assert_eq!((words(&read)[1].as_str(), read.doubts.len()), ("后面", 1));
    let deep = format!("{}{}", "<w:sdt><w:sdtContent>".repeat(1000), "</w:sdtContent></w:sdt>".repeat(1000));
    assert_eq!(super::tests::read(&deep).doubts.len(), 1);
    let tables = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(40), "</w:tc></w:tr></w:tbl>".repeat(40));
    let read = super::tests::read(&tables);
    assert_eq!(read.doubts.len(), 1);
    assert!(serde_json::from_str::<Document>(&serde_json::to_string(&read).unwrap()).is_ok());
}
