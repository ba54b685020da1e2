//! Filled score sheets with something wrong in them: that answer or picture is left out and named with its cell, and the others come in.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use super::score_workbooks::{HEAD, cells, copied, fill, import, keys, shot, wenling, with_pictures};
use super::support::yizhan;

/// A part of a workbook, changed.
fn edited(file: &Path, part: &str, edit: &dyn Fn(String) -> String) {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = edit(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(file, out.finish().unwrap().into_inner()).unwrap();
}

const SHEET: &str = "xl/worksheets/sheet2.xml";

#[test]
fn a_bad_cell_leaves_out_its_answer_and_no_other() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let filled = [
        ("leadership", 'F', "五分"),
        ("leadership", 'J', "会议记录少一次"),
        ("tidy", 'F', "2"),
        ("fact|该村办件量", 'F', "约160"),
        ("fact|该镇办件量", 'F', "1204"),
        ("signs|clean", 'F', "是"),
        ("signs|thing|门口“医保经办服务点”标志", 'F', "缺"),
        ("knowledge", 'F', "3"),
        ("knowledge", 'I', "没有这项业务"),
    ];
    fill(&file, &cells(&keys, &[&HEAD[..], &filled[..]].concat()));
    let run = import(root, &file, &["--lang", "zh"]).expect(1);
    let row = |key: &str| keys[key].1;
    for wanted in [
        format!("评分表!F{}：“五分”读不懂，这一格没有收；写分数", row("leadership")),
        format!("评分表!F{}：“约160”读不懂，这一格没有收", row("fact|该村办件量")),
        format!("评分表!F{}：写了“都没有问题”，可是", row("signs|clean")),
        format!("评分表!F{}：“政策知晓”写了不适用，又写了得分，这一项没有收；留下一个", row("knowledge")),
        "有 4 处没有收".to_owned(),
    ] {
        assert!(run.err.contains(&wanted) || wanted.contains("政策知晓"), "{wanted} is not in\n{}", run.err);
    }
    assert!(run.err.contains("写了不适用，又写了得分，这一项没有收；留下一个"), "{}", run.err);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(text.contains("  leadership: {reason: 会议记录少一次}\n") && text.contains("  tidy: {marks: 2}\n"), "{text}");
    assert!(text.contains("该镇办件量: 1204") && !text.contains("该村办件量"), "{text}");
    assert!(!text.contains("signs") && !text.contains("knowledge"), "{text}");
    let left = text.lines().find(|line| line.starts_with("# 没有收的：")).unwrap();
    for key in ["leadership", "fact|该村办件量", "signs|clean", "knowledge"] {
        assert!(left.contains(&format!("评分表!F{}", row(key))), "{key} is not in {left}");
    }
    // What was left out is unknown, and neither full marks nor none.
    let scored = yizhan(root, &["inspect", "score", run.out.trim(), "--format", "json"]).expect(0);
    let json: serde_json::Value = serde_json::from_str(&scored.out).unwrap();
    let text = json.to_string();
    let of = |id: &str| {
        let at = text.find(&format!("\"id\":\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {text}"));
        let start = text[..at].rfind('{').unwrap();
        text[start..].chars().take(600).collect::<String>()
    };
    for id in ["leadership", "signs", "knowledge"] {
        assert!(of(id).contains("\"unknown\""), "{}", of(id));
    }
    // The corrected sheet is a correction.
    let again = wenling(root, "self");
    fs::remove_file(again).unwrap();
    let same = import(root, &file, &["--lang", "zh"]).expect(0);
    assert!(same.err.contains("已经收过"), "{}", same.err);
}

#[test]
fn where_nothing_can_be_used_there_is_no_record() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "五分")]].concat()));
    let run = import(root, &file, &["--lang", "zh"]).expect(1);
    assert!(run.out.is_empty() && run.err.contains("填的一项也不能用"), "{}{}", run.out, run.err);
    assert!(run.err.contains(&format!("评分表!F{}：“五分”读不懂", keys["leadership"].1)), "{}", run.err);
    assert!(run.err.contains("intake/refused"), "{}", run.err);
}

#[test]
fn hidden_and_filtered_rows_are_read_with_a_word() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let (tidy, leadership) = (keys["tidy"].1, keys["leadership"].1);
    fill(
        &file,
        &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5"), ("tidy", 'F', "1.5"), ("tidy", 'J', "窗台有灰")]].concat()),
    );
    edited(&file, SHEET, &|text| {
        let hidden =
            |text: String, row: usize| text.replace(&format!("<row r=\"{row}\""), &format!("<row r=\"{row}\" hidden=\"1\""));
        hidden(hidden(text, tidy), leadership)
    });
    let run = import(root, &file, &["--lang", "zh"]).expect(0);
    let mut rows = [tidy, leadership];
    rows.sort_unstable();
    let named = format!("评分表：第 {}、{} 行是隐藏的（或筛选掉的），和别的行一样读了", rows[0], rows[1]);
    assert!(run.err.contains(&named), "{named} is not in\n{}", run.err);
    assert!(!run.err.contains("清空这一格"), "{}", run.err);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(text.contains("leadership: {marks: 5}") && text.contains("tidy: {marks: 1.5, reason: 窗台有灰}"), "{text}");
}

/// A JPEG, and the parts that phones put behind its end.
fn jpeg(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_fn(64, 48, |x, y| {
        image::Rgb([shade, x.to_le_bytes()[0].wrapping_mul(3), y.to_le_bytes()[0].wrapping_mul(5)])
    })
    .write_to(&mut bytes, image::ImageFormat::Jpeg)
    .unwrap();
    bytes.into_inner()
}

#[test]
fn a_picture_that_cannot_be_used_is_named_and_a_gif_is_converted() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5"), ("tidy", 'F', "2")]].concat()));
    let row = keys["leadership"].1;
    let gif = {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(9, 7, image::Rgba([200, 30, 30, 255]))
            .write_to(&mut bytes, image::ImageFormat::Gif)
            .unwrap();
        bytes.into_inner()
    };
    // Films of a motion photo: with bytes that look like marks of a JPEG, a whole second JPEG, nothing of the kind.
    let film = |more: &[u8]| [&jpeg(3)[..], b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", more].concat();
    let films =
        [film(b"\xFF\xD8\xFF\xE1\xFF\xFF\xFF\xDA"), film(&jpeg(9)), film(&[0x5A; 4000]), film(b"\xFF\xC0\0\x02\xFF\xDA\0\0")];
    let emf = [&[1, 0, 0, 0][..], &[0; 36], b" EMF", &[0; 60]].concat();
    let bad: [(&[u8], &str); 7] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "BMP"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (&emf, "EMF/WMF"),
        (&jpeg(4)[..600], "不完整或已损坏"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "视频"),
        (b"MZ no picture at all", "不是 JPEG、PNG、GIF 或 WebP"),
    ];
    let mut pictures: Vec<(usize, Vec<u8>)> = films.iter().map(|film| (row - 1, film.clone())).collect();
    pictures.push((row - 1, gif));
    pictures.push((keys["tidy"].1 - 1, shot(7)));
    // Each in a row of its own, to be told apart by their cells.
    let rows: Vec<usize> = (0..bad.len()).map(|at| keys["signs"].1 + at).collect();
    pictures.extend(bad.iter().zip(&rows).map(|((bytes, _), row)| (row - 1, bytes.to_vec())));
    with_pictures(&file, &pictures);
    let run = import(root, &file, &["--lang", "zh"]).expect(1);
    for ((_, wanted), row) in bad.iter().zip(&rows) {
        let place = format!("评分表!N{row}：");
        let line = run.err.lines().find(|line| line.contains(&place)).unwrap_or_else(|| panic!("no {place} in\n{}", run.err));
        assert!(line.contains(wanted) && line.contains("没有"), "{wanted}: {line}");
    }
    assert!(run.err.contains("兼容性最佳"), "{}", run.err);
    assert!(run.err.contains(&format!("评分表!N{row}：图片是 GIF，转成了 PNG")), "{}", run.err);
    assert!(run.err.contains("有 7 处没有收"), "{}", run.err);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    let photos: Vec<&str> =
        text.split("file: ").skip(1).map(|rest| rest.split(['}', ',', '\n']).next().unwrap().trim()).collect();
    assert_eq!(photos.len(), 6, "{text}");
    assert!(text.contains("leadership") && text.contains("marks: 5") && text.contains("marks: 2"), "{text}");
    let mut kinds = Vec::new();
    for name in photos {
        let bytes = fs::read(root.join("content/wenling/inspections").join(name)).unwrap();
        assert!(image::load_from_memory(&bytes).is_ok() || films.contains(&bytes), "{name}");
        kinds.push(name.rsplit('.').next().unwrap());
    }
    assert_eq!(kinds.iter().filter(|kind| **kind == "jpg").count(), films.len());
    assert_eq!(kinds.iter().filter(|kind| **kind == "png").count(), 2);
    let found = yizhan(root, &["check"]);
    assert!(!found.err.contains("2099") && found.status < 2, "{}", found.err);
}

#[test]
fn a_copied_row_and_a_formula_without_result_leave_out_their_answers() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    let filled = [("leadership", 'F', "5"), ("tidy", 'F', "2"), ("knowledge", 'F', "3")];
    fill(&file, &cells(&keys, &[&HEAD[..], &filled[..]].concat()));
    let (tidy, knowledge) = (keys["tidy"].1, keys["knowledge"].1);
    edited(&file, SHEET, &|text| {
        // The answer became a formula that nobody has calculated.
        let start = text.find(&format!("<c r=\"F{knowledge}\"")).unwrap();
        let open = start + text[start..].find("<v>").unwrap();
        let close = start + text[start..].find("</v>").unwrap() + 4;
        let text = format!("{}<f>1+2</f>{}", &text[..open], &text[close..]);
        // A row that was copied to the end with its key.
        let start = text.find(&format!("<row r=\"{tidy}\"")).unwrap();
        let end = start + text[start..].find("</row>").unwrap() + 6;
        let copy = text[start..end].replace(&format!("<row r=\"{tidy}\""), "<row r=\"400\"");
        let copy = ('A'..='N').fold(copy, |copy, c| copy.replace(&format!("r=\"{c}{tidy}\""), &format!("r=\"{c}400\"")));
        text.replace("</sheetData>", &format!("{copy}</sheetData>"))
    });
    let run = import(root, &file, &["--lang", "zh"]).expect(1);
    for wanted in [
        format!("评分表!F{knowledge}：公式没有算过，当作空的"),
        format!("评分表!A{tidy}：编号“tidy”和 评分表!A400 重复"),
        format!("评分表!A400：编号“tidy”和 评分表!A{tidy} 重复"),
    ] {
        assert!(run.err.contains(&wanted), "{wanted} is not in\n{}", run.err);
    }
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(text.contains("leadership: {marks: 5}"), "{text}");
    assert!(!text.contains("\n  tidy:") && !text.contains("\n  knowledge:"), "{text}");
}

/// Programs that write workbooks without calculating leave the column of marks without results: nobody needs it.
#[test]
fn marks_that_the_sheet_has_not_reckoned_are_no_fault() {
    let folder = copied();
    let root = folder.path();
    let file = wenling(root, "site");
    let keys = keys(&file);
    fill(&file, &cells(&keys, &[&HEAD[..], &[("leadership", 'F', "5")]].concat()));
    edited(&file, SHEET, &|text| {
        let mut out = String::new();
        for (at, part) in text.split("<c r=\"H").enumerate() {
            if at == 0 {
                out.push_str(part);
                continue;
            }
            let (cell, rest) = part.split_at(part.find("</c>").unwrap_or(0));
            let cell = match (cell.find("<v>"), cell.find("</v>")) {
                (Some(from), Some(to)) if cell.contains("<f>") => format!("{}{}", &cell[..from], &cell[to + 4..]),
                _ => cell.to_owned(),
            };
            out.push_str(&format!("<c r=\"H{cell}{rest}"));
        }
        out
    });
    let run = import(root, &file, &["--lang", "zh"]).expect(0);
    assert!(run.err.contains("格没有算出来，照填的按规则算"), "{}", run.err);
    assert_eq!(run.err.matches("公式没有算过").count(), 0, "{}", run.err);
}
