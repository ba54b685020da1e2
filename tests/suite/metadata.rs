//! What a photo tells besides its pixels never leaves the workspace: tokens are planted in every place that the formats have, in every picture that
//! goes out, and looked for in every byte of the output, inside PDFs too. What people see stays: the pixels, and which way up they are.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::inspections::{SITE, inspected};
use super::support::{POINT, Workspace, tree};

/// Four quarters of different colours, not square, and whole blocks of a JPEG each.
fn drawn() -> DynamicImage {
    let colour = |x, y| match (x < 96, y < 48) {
        (true, true) => Rgb([220, 40, 40]),
        (false, true) => Rgb([40, 200, 40]),
        (true, false) => Rgb([40, 40, 220]),
        (false, false) => Rgb([230, 220, 60]),
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(192, 96, colour))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// How a file is made: the token of a place, by the picture's name and the place's.
struct Planter<'p> {
    picture: &'p str,
    planted: &'p mut Vec<String>,
}

impl Planter<'_> {
    fn token(&mut self, place: &str) -> Vec<u8> {
        let token = format!("ZQ{}{place}QZ", self.picture);
        self.planted.push(token.clone());
        token.into_bytes()
    }

    /// EXIF as a camera writes it: maker, model, artist, comment, position, thumbnail, and which way up.
    fn exif(&mut self, turn: u8, thumbnail: bool) -> Vec<u8> {
        let texts: Vec<(u16, u16, Vec<u8>)> = vec![
            (0x010E, 2, [self.token("Description"), vec![0]].concat()),
            (0x010F, 2, [self.token("Make"), vec![0]].concat()),
            (0x0110, 2, [self.token("Model"), vec![0]].concat()),
            (0x0112, 3, vec![0, turn]),
            (0x013B, 2, [self.token("Artist"), vec![0]].concat()),
        ];
        let (comment, area) = (self.token("UserComment"), self.token("Gps"));
        let small = if thumbnail {
            [&[0xFF, 0xD8][..], &segment(0xFE, &self.token("Thumb")), &[0xFF, 0xD9]].concat()
        } else {
            Vec::new()
        };
        // The first directory, those of EXIF and GPS that it names, that of the thumbnail; then what is too long for an entry.
        let entry = |tag: u16, kind: u16, count: usize, value: u32| {
            [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &u32::try_from(count).unwrap().to_be_bytes(), &value.to_be_bytes()]
                .concat()
        };
        let first_length = 2 + 12 * (texts.len() + 2) + 4;
        let (exif_at, gps_at) = (8 + first_length, 8 + first_length + 18);
        let thumb_at = gps_at + 18;
        let mut data_at = thumb_at + 2 + 24 + 4;
        let mut data = Vec::new();
        let mut place = |bytes: &[u8]| {
            let at = u32::try_from(data_at).unwrap();
            data.extend_from_slice(bytes);
            data_at += bytes.len();
            at
        };
        let mut first = u16::try_from(texts.len() + 2).unwrap().to_be_bytes().to_vec();
        for (tag, kind, bytes) in &texts {
            let short = *kind == 3;
            let value = if short { u32::from(bytes[1]) << 16 } else { place(bytes) };
            first.extend(entry(*tag, *kind, if short { 1 } else { bytes.len() }, value));
        }
        first.extend(entry(0x8769, 4, 1, u32::try_from(exif_at).unwrap()));
        first.extend(entry(0x8825, 4, 1, u32::try_from(gps_at).unwrap()));
        first.extend(u32::try_from(if thumbnail { thumb_at } else { 0 }).unwrap().to_be_bytes());
        let mut own = 1_u16.to_be_bytes().to_vec();
        own.extend(entry(0x9286, 7, comment.len(), place(&comment)));
        own.extend([0; 4]);
        let mut gps = 1_u16.to_be_bytes().to_vec();
        gps.extend(entry(0x001C, 7, area.len(), place(&area)));
        gps.extend([0; 4]);
        let mut thumb = 2_u16.to_be_bytes().to_vec();
        thumb.extend(entry(0x0201, 4, 1, place(&small)));
        thumb.extend(entry(0x0202, 4, 1, u32::try_from(small.len()).unwrap()));
        thumb.extend([0; 4]);
        [b"MM\0\x2A\0\0\0\x08".to_vec(), first, own, gps, thumb, data].concat()
    }

    fn jpeg(&mut self, pixels: &DynamicImage, turn: u8) -> Vec<u8> {
        let plain = encoded(pixels, ImageFormat::Jpeg);
        let mut out = vec![0xFF, 0xD8];
        out.extend(segment(0xE1, &[b"Exif\0\0".to_vec(), self.exif(turn, true)].concat()));
        out.extend(segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".to_vec(), self.token("Xmp")].concat()));
        out.extend(segment(0xE2, &[b"MPF\0".to_vec(), self.token("Mpf")].concat()));
        out.extend(segment(0xED, &[b"Photoshop 3.0\0".to_vec(), self.token("Iptc")].concat()));
        out.extend(segment(0xFE, &self.token("Com")));
        out.extend(&plain[2..]);
        // The film of a motion photo, with marks of its own in it.
        out.extend([b"\0\0\0\x18ftypmp42\xFF\xDA".to_vec(), self.token("Film"), b"\xFF\xD9\xFF\xDA\x01".to_vec()].concat());
        out
    }

    fn png(&mut self, pixels: &DynamicImage, turn: u8) -> Vec<u8> {
        let mut png = img_parts::png::Png::from_bytes(encoded(pixels, ImageFormat::Png).into()).unwrap();
        let text =
            |kind: &[u8; 4], token: Vec<u8>| img_parts::png::PngChunk::new(*kind, [b"Author\0".to_vec(), token].concat().into());
        let more = [
            text(b"tEXt", self.token("Text")),
            text(b"iTXt", [b"\0\0\0\0".to_vec(), self.token("Itxt")].concat()),
            img_parts::png::PngChunk::new(*b"eXIf", self.exif(turn, false).into()),
            text(b"prVt", self.token("Private")),
        ];
        png.chunks_mut().splice(1..1, more);
        [png.encoder().bytes().to_vec(), self.token("Behind")].concat()
    }

    fn webp(&mut self, pixels: &DynamicImage, turn: u8) -> Vec<u8> {
        let plain = encoded(pixels, ImageFormat::WebP);
        let part = |kind: &[u8], contents: &[u8]| {
            let mut out = [kind, &u32::try_from(contents.len()).unwrap().to_le_bytes(), contents].concat();
            out.extend((contents.len() % 2 == 1).then_some(0));
            out
        };
        let (width, height) = (pixels.width() - 1, pixels.height() - 1);
        let size = [&width.to_le_bytes()[..3], &height.to_le_bytes()[..3]].concat();
        let head = part(b"VP8X", &[&[0b0000_1100, 0, 0, 0][..], &size].concat());
        let exif = part(b"EXIF", &self.exif(turn, false));
        let body = [b"WEBP".to_vec(), head, plain[12..].to_vec(), exif, part(b"XMP ", &self.token("Xmp"))].concat();
        [b"RIFF".to_vec(), u32::try_from(body.len()).unwrap().to_le_bytes().to_vec(), body, self.token("Behind")].concat()
    }

    fn gif(&mut self, pixels: &DynamicImage) -> Vec<u8> {
        let mut out = encoded(pixels, ImageFormat::Gif);
        let token = self.token("Comment");
        let block = [&[0x21, 0xFE, u8::try_from(token.len()).unwrap()][..], &token, &[0]].concat();
        let end = out.len() - 1;
        out.splice(end..end, block);
        [out, self.token("Behind")].concat()
    }

    fn svg(&mut self) -> Vec<u8> {
        let mut t = |place: &str| String::from_utf8(self.token(place)).unwrap();
        let (comment, editor, title, meta, layer) = (t("Comment"), t("Editor"), t("Title"), t("Meta"), t("Layer"));
        let photo = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, self.jpeg(&drawn(), 1));
        format!(
            r##"<?xml version="1.0"?><!-- {comment} --><svg xmlns="http://www.w3.org/2000/svg" xmlns:e="http://www.inkscape.org/namespaces/inkscape"
 viewBox="0 0 192 96" width="192" height="96" e:docname="{editor}"><title>{title}</title><metadata><e:who>{meta}</e:who></metadata>
<g id="{layer}"><rect width="96" height="96" fill="#c00"/><image href="data:image/jpeg;base64,{photo}" x="96" width="96" height="48"/></g></svg>"##
        )
        .into_bytes()
    }
}

fn segment(kind: u8, contents: &[u8]) -> Vec<u8> {
    [&[0xFF, kind][..], &u16::try_from(contents.len() + 2).unwrap().to_be_bytes(), contents].concat()
}

/// Every token that some file below a folder holds, PDFs as they are and with their streams unpacked.
fn found(folder: &Path, planted: &[String]) -> Vec<String> {
    let seek = aho_corasick::AhoCorasick::new(planted).unwrap();
    let mut found = Vec::new();
    for (name, bytes) in tree(folder) {
        let mut look = |what: &str, bytes: &[u8]| {
            found.extend(seek.find_iter(bytes).map(|m| format!("{} in {what} {name}", planted[m.pattern()])));
        };
        look("", &bytes);
        for inner in
            String::from_utf8_lossy(&bytes).split(";base64,").skip(1).map(|rest| rest.split(['"', '\'', ')']).next().unwrap())
        {
            look(
                "a picture within",
                &base64::Engine::decode(&base64::engine::general_purpose::STANDARD, inner).unwrap_or_default(),
            );
        }
        if Path::new(&name).extension().is_some_and(|kind| kind == "pdf") {
            let out = tempfile::NamedTempFile::new().unwrap();
            let done = Command::new("qpdf")
                .args(["--qdf", "--object-streams=disable", "--decode-level=generalized"])
                .arg(folder.join(&name))
                .arg(out.path())
                .output()
                .expect("qpdf is installed");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            look("the streams of", &fs::read(out.path()).unwrap());
        }
    }
    found
}

/// A workspace with a planted picture wherever one goes out, and the tokens in them.
fn planted() -> (Workspace, Vec<String>) {
    // Rules, records and a photo of an inspection too.
    let w = inspected();
    let mut planted = Vec::new();
    let mut pictures: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for place in ["guides", "notices", "panels", "leaflets", "handbooks"] {
        for (kind, turn) in [("jpg", 6), ("png", 6), ("webp", 8), ("gif", 1), ("svg", 1)] {
            let name = format!("{place}{kind}");
            let mut plant = Planter { picture: &name, planted: &mut planted };
            let bytes = match kind {
                "jpg" => plant.jpeg(&drawn(), turn),
                "png" => plant.png(&drawn(), turn),
                "webp" => plant.webp(&drawn(), turn),
                "gif" => plant.gif(&drawn()),
                _ => plant.svg(),
            };
            pictures.insert(format!("content/one/{place}/a.{kind}"), bytes);
        }
    }
    let mut plant = |name: &str| Planter { picture: name, planted: &mut planted }.jpeg(&drawn(), 6);
    pictures.insert("content/one/points/photos/a.jpg".to_owned(), plant("staff"));
    pictures.insert("content/one/inspections/photos/a.jpg".to_owned(), plant("record"));
    pictures.insert("content/one/mark.svg".to_owned(), Planter { picture: "mark", planted: &mut planted }.svg());
    pictures
        .insert("themes/default/site/photo.png".to_owned(), Planter { picture: "theme", planted: &mut planted }.png(&drawn(), 1));
    for (path, bytes) in &pictures {
        w.write(path, bytes);
    }
    let shown: String = ["jpg", "png", "webp", "gif", "svg"].iter().map(|kind| format!("\n![窗口的照片](a.{kind})\n")).collect();
    w.edit("content/one/guides/enrol.md", "正文。\n", &format!("正文。\n{shown}"));
    w.write("content/one/notices/a.md", format!("---\ntitle: 通知\ndate: 2026-05-01\n---\n\n正文。\n{shown}"));
    w.write("content/one/panels/a.md", format!("---\ntitle: 首问负责制\n---\n\n第一条　正文。\n{shown}"));
    w.write(
        "content/one/leaflets/a.md",
        "---\ntitle: 就近办\nshort: [先打电话。]\nreviewed: 2026-05-01\n---\n\n正文。\n\n![照片](a.jpg)\n\n![照片](a.png)\n",
    );
    w.write("content/one/handbooks/first.md", format!("正文。\n{shown}"));
    w.write(
        "content/one/handbooks/book.yaml",
        "id: book\ntitle: 业务指南\nchapters:\n  - {title: 第一章, file: first.md}\n  - {title: 事项, guides: all}\n",
    );
    w.write("content/one/points/east.yaml", format!("{POINT}staff:\n  - {{name: 张示例, photo: photos/a.jpg}}\n"));
    w.edit(SITE, "sign: {marks: 5}", "sign: {marks: 5, photos: [{file: 'photos/a.jpg'}]}");
    w.edit("content/one/bureau.yaml", "name: 测试医疗保障局\n", "name: 测试医疗保障局\nbrand: {mark: mark.svg}\n");
    (w, planted)
}

#[test]
fn no_picture_tells_more_than_its_pixels() {
    let (w, planted) = planted();
    assert!(planted.len() > 150, "{}", planted.len());
    assert!(found(w.path(), &planted).len() >= 100, "what is planted can be found");
    w.run(&["build", "--press"]).expect(0);
    w.run(&["inspect", "report", SITE, "-o", "output/report.pdf"]).expect(0);
    let output = w.path().join("output");
    let all = tree(&output);
    for wanted in
        ["site/assets/files/content/one/guides/a.jpg", "site/one/assets/mark.svg", "site/assets/photo.png", "report.pdf"]
    {
        assert!(all.contains_key(wanted), "{wanted} is not in {:?}", all.keys());
    }
    for kind in ["jpg", "png", "webp", "gif", "svg"] {
        for place in ["guides", "notices", "handbooks"] {
            let path = format!("site/assets/files/content/one/{place}/a.{kind}");
            assert!(!all[&path].is_empty(), "{path}");
        }
    }
    // The pictures are in the PDFs, too: what is not there proves nothing.
    for pdf in [
        "print/one/panels/a.pdf",
        "print/one/handbooks/book.pdf",
        "print/one/leaflets/a.pdf",
        "print/one/points/east/badges.pdf",
        "report.pdf",
    ] {
        let done = Command::new("pdfimages").arg("-list").arg(output.join(pdf)).output().unwrap();
        assert!(String::from_utf8_lossy(&done.stdout).lines().count() > 2, "{pdf} has no picture");
    }
    let found = found(&output, &planted);
    assert!(found.is_empty(), "{} tokens, {:#?}", found.len(), found.iter().take(30).collect::<Vec<_>>());
}

#[test]
fn a_turned_photo_stands_upright_on_the_site_and_in_print() {
    let mut planted = Vec::new();
    for turn in 1..=8 {
        let mut upright = drawn();
        upright.apply_orientation(Orientation::from_exif(turn).unwrap());
        let mut plant = Planter { picture: "x", planted: &mut planted };
        let page = |files: [(&str, Vec<u8>); 3]| {
            let w = Workspace::new();
            let mut shown = String::new();
            for (kind, bytes) in files {
                w.write(&format!("content/one/panels/a.{kind}"), &bytes);
                w.write(&format!("content/one/guides/a.{kind}"), bytes);
                shown.push_str(&format!("\n![照片](a.{kind})\n"));
            }
            w.edit("content/one/guides/enrol.md", "正文。\n", &format!("正文。\n{shown}"));
            w.write("content/one/panels/a.md", format!("---\ntitle: 首问负责制\n---\n\n第一条　正文。\n{shown}"));
            w.run(&["build"]).expect(0);
            let png = w.path().join("page");
            let pdf = w.path().join("output/print/one/panels/a.pdf");
            let done = Command::new("pdftoppm").args(["-r", "20", "-png", "-singlefile"]).arg(&pdf).arg(&png).output().unwrap();
            assert!(done.status.success());
            let page = image::open(png.with_extension("png")).unwrap().to_rgb8();
            (w, page)
        };
        let turned =
            [("jpg", plant.jpeg(&drawn(), turn)), ("png", plant.png(&drawn(), turn)), ("webp", plant.webp(&drawn(), turn))];
        let kinds = [("jpg", ImageFormat::Jpeg), ("png", ImageFormat::Png), ("webp", ImageFormat::WebP)];
        let (w, seen) = page(turned);
        let (_, wanted) = page(kinds.map(|(kind, format)| (kind, encoded(&upright, format))));
        assert_eq!(seen.dimensions(), wanted.dimensions(), "{turn}");
        let differ = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 40;
        let differing = seen.as_raw().iter().zip(wanted.as_raw()).filter(|pair| differ(*pair)).count();
        assert!(differing * 200 < seen.as_raw().len(), "{turn}: {differing} of {}", seen.as_raw().len());
        for (kind, _) in kinds {
            let file = fs::read(w.path().join(format!("output/site/assets/files/content/one/guides/a.{kind}"))).unwrap();
            let mut reader = image::ImageReader::new(Cursor::new(&file)).with_guessed_format().unwrap().into_decoder().unwrap();
            let own = image::ImageDecoder::orientation(&mut reader).unwrap();
            // Browsers turn a JPEG by what it says; of the others nothing is asked.
            assert!(kind == "jpg" || own == Orientation::NoTransforms, "{kind}: {own:?}");
            let mut seen = image::load_from_memory(&file).unwrap();
            seen.apply_orientation(own);
            let (seen, wanted) = (seen.to_rgb8(), upright.to_rgb8());
            assert_eq!(seen.dimensions(), wanted.dimensions(), "{turn} {kind}");
            let worst = seen.as_raw().iter().zip(wanted.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst < Some(if kind == "jpg" { 40 } else { 1 }), "{turn} {kind}: {worst:?}");
        }
    }
}

#[test]
fn a_motion_photo_is_whole_and_one_that_is_cut_off_is_not() {
    let mut planted = Vec::new();
    let photo = Planter { picture: "m", planted: &mut planted }.jpeg(&drawn(), 1);
    let w = Workspace::new();
    w.edit("content/one/guides/enrol.md", "正文。\n", "正文。\n\n![照片](a.jpg)\n");
    w.write("content/one/guides/a.jpg", &photo);
    assert_eq!(w.findings(), Vec::<String>::new());
    // Its thumbnail is whole and has an end, the picture has none.
    let film = photo.windows(8).position(|part| part == b"ftypmp42").unwrap();
    w.write("content/one/guides/a.jpg", &photo[..film - 40]);
    let found = w.findings();
    assert!(found.len() == 1 && found[0].contains("is cut off or damaged"), "{found:?}");
}
