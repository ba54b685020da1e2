//! Pictures in the cells of workbooks: of WPS, of Excel, and such as lie on a sheet. Files of WPS are made by hand, as it writes them.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Formula, Image, Workbook};
use yizhan::tables::pictures::pictures;
use zip::write::SimpleFileOptions;

use super::support::Workspace;

/// A picture of one colour.
fn png(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::from_pixel(2, 2, image::Luma([shade])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The parts of a workbook with others in their place, or beside them.
fn with(book: &[u8], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().to_string();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if !parts.iter().any(|(other, _)| *other == name) {
            new.start_file(name, SimpleFileOptions::default()).unwrap();
            new.write_all(&bytes).unwrap();
        }
    }
    for (name, bytes) in parts {
        new.start_file(*name, SimpleFileOptions::default()).unwrap();
        new.write_all(bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// A workbook as WPS writes it: B2 and B3 show the same picture, B4 one whose file is not there, B5 one that nobody knows.
fn of_wps() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("清单").unwrap();
    for (at, text) in (0..).zip(["序号", "事项名称", "大厅"]) {
        sheet.write_string(0, at, text).unwrap();
    }
    for (row, id) in (1..).zip(["ID_A1", "ID_A1", "ID_B2", "ID_C3"]) {
        let shown = format!("=DISPIMG(\"{id}\",1)");
        sheet.write_formula(row, 1, Formula::new(format!("=_xlfn.DISPIMG(\"{id}\",1)")).set_result(&shown)).unwrap();
    }
    let pic = |name: &str, link: &str| {
        format!(
            "<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" name=\"{name}\" descr=\"门牌.jpg\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"{link}\"/></xdr:blipFill></xdr:pic></etc:cellImage>"
        )
    };
    let images = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><etc:cellImages xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\">{}{}</etc:cellImages>",
        pic("ID_A1", "rId1"),
        pic("ID_B2", "rId2")
    );
    let links = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/image1.jpeg\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/image9.png\"/></Relationships>";
    with(
        &book.save_to_buffer().unwrap(),
        &[
            ("xl/cellimages.xml", images.as_bytes()),
            ("xl/_rels/cellimages.xml.rels", links.as_bytes()),
            ("xl/media/image1.jpeg", &png(1)),
        ],
    )
}

#[test]
fn pictures_of_wps_with_their_cells() {
    let (found, doubts) = pictures(&of_wps());
    let shown: Vec<_> = found.iter().map(|p| (p.place(), p.file.as_str(), p.about.as_str())).collect();
    // The name lies about its kind; the bytes do not.
    assert_eq!(shown, [("清单!B2".to_owned(), "image1.png", "门牌.jpg"), ("清单!B3".to_owned(), "image1.png", "门牌.jpg")]);
    assert_eq!(&*found[0].bytes, png(1));
    let places: Vec<_> = doubts.iter().map(|d| d.place.as_str()).collect();
    assert_eq!(places, ["清单!B4", "清单!B5"]);
    assert!(doubts.iter().all(|d| d.message.zh.contains("没有存在文件里")), "{doubts:?}");
}

#[test]
fn pictures_on_a_sheet_and_of_excel_in_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("评分表").unwrap();
    let image = |shade: u8, name: &str| Image::new_from_buffer(&png(shade)).unwrap().set_alt_text(name);
    sheet.insert_image(6, 5, &image(1, "窗口.jpg")).unwrap();
    sheet.embed_image(2, 5, &image(2, "")).unwrap();
    sheet.embed_image(3, 5, &image(3, "")).unwrap();
    sheet.embed_image(4, 5, &image(2, "")).unwrap();
    let other = book.add_worksheet().set_name("另一张").unwrap();
    other.insert_image(0, 27, &image(4, "")).unwrap();
    let hidden = book.add_worksheet().set_name("藏").unwrap();
    hidden.insert_image(0, 0, &image(5, "")).unwrap();
    hidden.set_hidden(true);
    let (found, doubts) = pictures(&book.save_to_buffer().unwrap());
    let shown: Vec<_> = found.iter().map(|p| (p.place(), p.bytes.to_vec())).collect();
    let wanted = [("评分表!F3", 2), ("评分表!F4", 3), ("评分表!F5", 2), ("评分表!F7", 1), ("另一张!AB1", 4)];
    assert_eq!(shown, wanted.map(|(place, shade)| (place.to_owned(), png(shade))));
    assert_eq!(found[3].about, "窗口.jpg");
    assert!(doubts.len() == 1 && doubts[0].place == "藏!A1" && doubts[0].message.zh.contains("隐藏"), "{doubts:?}");
}

#[test]
fn pictures_that_are_none_are_named() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("表").unwrap();
    sheet.insert_image(1, 1, &Image::new_from_buffer(&png(1)).unwrap()).unwrap();
    let good = book.save_to_buffer().unwrap();
    let (_, doubts) = pictures(&with(&good, &[("xl/media/image1.png", b"\xd7\xcd\xc6\x9a no picture")]));
    assert!(
        doubts.len() == 1
            && doubts[0].place == "表!B2"
            && doubts[0].message.zh.contains("EMF/WMF")
            && doubts[0].message.zh.contains("选 PNG"),
        "{doubts:?}"
    );
    let large = vec![0_u8; 33 << 20];
    let (found, doubts) = pictures(&with(&good, &[("xl/media/image1.png", &large)]));
    assert!(found.is_empty() && doubts[0].message.zh.contains("太大"), "{doubts:?}");
    let outside = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"file:///C:/a.jpg\" TargetMode=\"External\"/></Relationships>";
    let (found, doubts) = pictures(&with(&good, &[("xl/drawings/_rels/drawing1.xml.rels", outside.as_bytes())]));
    assert!(found.is_empty() && doubts[0].message.zh.contains("文件之外"), "{doubts:?}");
    let (found, doubts) = pictures(&with(&good, &[("xl/a.bin", &vec![b' '; 600 << 20])]));
    assert!(found.is_empty() && doubts.is_empty(), "a bomb is refused by the reader of tables");
    for bytes in [&b""[..], b"PK\x03\x04", b"a,b", &good[..good.len() / 2]] {
        assert_eq!(pictures(bytes), (Vec::new(), Vec::new()));
    }
}

#[test]
fn a_picture_in_a_table_is_a_doubt_and_no_text() {
    let w = Workspace::new();
    w.write("a.xlsx", of_wps());
    let run = w.run(&["import", "catalog", "a.xlsx", "--lang", "zh"]);
    for words in ["清单!B2", "清单!B5", "WPS 图片"] {
        assert!(run.out.contains(words), "{words}\n{}{}", run.out, run.err);
    }
    assert!(!run.out.contains("DISPIMG"), "{}", run.out);
}
