//! Files of strangers through the front door: whatever one asks for (memory, time, a panic), the program ends with a status and a reason in words, its
//! memory stays small, and the file is kept. The first two files are real ones that a fuzzer found.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use yizhan::sandbox::Reader;
use yizhan::submission::Opened;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::intake::{Desk, export};
use super::score_workbooks::copied;
use super::support::{Workspace, sample};

const MIB: u64 = 1 << 20;

/// A run of the program, and the most memory that it and its readers took.
struct Watched {
    status: i32,
    said: String,
    took: Duration,
    own: u64,
    readers: u64,
}

/// Runs the program and looks at what its processes take, until it ends.
fn watched(folder: &Path, arguments: &[&str]) -> Watched {
    let said = tempfile::NamedTempFile::new().unwrap();
    let both = said.reopen().unwrap();
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .args(["--lang", "zh"])
        .args(arguments)
        .stdout(Stdio::from(both.try_clone().unwrap()))
        .stderr(Stdio::from(both))
        .spawn()
        .unwrap();
    let most = |pid: &str| -> u64 {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
    };
    let (mut own, mut readers) = (0, 0);
    let id = child.id().to_string();
    let status = loop {
        own = own.max(most(&id));
        for thread in fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten() {
            let list = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            readers = list.split_whitespace().map(most).fold(readers, u64::max);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let said = fs::read_to_string(said.path()).unwrap();
    Watched { status: status.code().unwrap_or(-1), said, took: begin.elapsed(), own, readers }
}

/// A zip; a part with a repeat holds its bytes so many times, and is never in memory as a whole.
fn zipped(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes, repeat) in parts {
        zip.start_file(*name, options).unwrap();
        for _ in 0..*repeat {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &[u8], usize) =
    ("[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>", 1);
const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet, whose data are given; and more parts.
fn workbook(sheet: &[(&[u8], usize)], more: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let fixed = [TYPES, ("_rels/.rels", ROOT, 1), ("xl/workbook.xml", BOOK, 1), ("xl/_rels/workbook.xml.rels", LINKS, 1)];
    for (name, bytes, repeat) in fixed.iter().chain(more) {
        zip.start_file(*name, options).unwrap();
        for _ in 0..*repeat {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#).unwrap();
    for (bytes, repeat) in sheet {
        for _ in 0..*repeat {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.write_all(b"</worksheet>").unwrap();
    zip.finish().unwrap().into_inner()
}

/// A picture that says it is as large as a town.
fn vast_picture() -> Vec<u8> {
    let mut small = Cursor::new(Vec::new());
    image::GrayImage::from_pixel(4, 4, image::Luma([0])).write_to(&mut small, image::ImageFormat::Png).unwrap();
    let mut png = img_parts::png::Png::from_bytes(small.into_inner().into()).unwrap();
    let head = [&200_000_u32.to_be_bytes()[..], &200_000_u32.to_be_bytes(), &[16, 6, 0, 0, 0]].concat();
    png.chunks_mut()[0] = img_parts::png::PngChunk::new(*b"IHDR", head.into());
    png.encoder().bytes().to_vec()
}

/// What strangers bring, by name.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let fixture = |name: &str| fs::read(sample().join("tests/fixtures/strangers").join(name)).unwrap();
    let zeros = vec![0; 1 << 20];
    let spaces = vec![b' '; 1 << 20];
    let long = "长".repeat(10_000);
    let merged = format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{long}</t></is></c></row>");
    let merges = "</sheetData><mergeCells><mergeCell ref=\"A1:SR90000\"/></mergeCells>";
    let rows: String = (2..=90_000).step_by(1000).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>1</v></c></row>")).collect();
    let last = "<row r=\"90000\"><c r=\"A90000\"><v>1</v></c></row>";
    let inner = zipped(&[("zeros", &zeros, 100)]);
    let vast = vast_picture();
    let nested = [&b"{\"a\":".repeat(100_000)[..], b"1"].concat();
    let ods_row = br#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let ods = [
        br#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">"#,
        &ods_row[..],
        b"</table:table></office:spreadsheet></office:body></office:document-content>",
    ]
    .concat();
    let strings = br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>"#;
    vec![
        ("abort-41GB-alloc.xls", fixture("abort-41GB-alloc.xls")),
        ("panic-513-bytes.xls", fixture("panic-513-bytes.xls")),
        // Half a gigabyte of nothing in half a megabyte.
        ("bomb-record.zip", zipped(&[("record.json", &zeros, 500), ("manifest.json", b"{}", 1)])),
        ("bomb-photos.zip", {
            let names: Vec<String> = (0..30).map(|n| format!("photos/{n}.jpg")).collect();
            let parts: Vec<(&str, &[u8], usize)> = names.iter().map(|n| (n.as_str(), &zeros[..], 30)).collect();
            zipped(&[&[("record.json", &b"{}"[..], 1)], &parts[..]].concat())
        }),
        ("bomb-nested.zip", zipped(&[("record.json", b"{}", 1), ("manifest.json", b"{}", 1), ("photos/a.zip", &inner, 1)])),
        ("bomb-sheet.xlsx", workbook(&[(&spaces, 500)], &[])),
        ("bomb-strings.xlsx", workbook(&[], &[("xl/sharedStrings.xml", &spaces, 500)])),
        ("bomb-media.xlsx", workbook(&[], &[("xl/media/image1.png", &zeros, 500)])),
        ("counts.xlsx", workbook(&[(b"</sheetData>", 1)], &[("xl/sharedStrings.xml", strings, 1)])),
        (
            "merged.xlsx",
            workbook(&[(merged.as_bytes(), 1), (rows.as_bytes(), 1), (last.as_bytes(), 1), (merges.as_bytes(), 1)], &[]),
        ),
        ("far.xlsx", workbook(&[(b"<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>", 1)], &[])),
        (
            "sparse.xlsx",
            workbook(
                &[(
                    b"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"9700\"><c r=\"SR9700\"><v>1</v></c></row></sheetData>",
                    1,
                )],
                &[],
            ),
        ),
        ("bomb.docx", zipped(&[TYPES, ("word/document.xml", &spaces, 500)])),
        ("deep.docx", zipped(&[TYPES, ("word/document.xml", b"<a>", 3_000_000)])),
        (
            "repeated.ods",
            zipped(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", 1),
                ("content.xml", &ods, 1),
                (
                    "META-INF/manifest.xml",
                    br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
                    1,
                ),
            ]),
        ),
        ("commas.csv", b",".repeat(20_000_000)),
        ("deep.json", nested.clone()),
        ("deep.zip", zipped(&[("record.json", &nested, 1), ("manifest.json", b"{}", 1)])),
        (
            "vast.zip",
            zipped(&[
                ("record.json", br#"{"findings":{"a":{"photos":[{"file":"photos/a.png"}]}}}"#, 1),
                ("manifest.json", b"{}", 1),
                ("photos/a.png", &vast, 1),
            ]),
        ),
        ("many.zip", {
            let names: Vec<String> = (0..60_000).map(|n| format!("photos/{n}.jpg")).collect();
            let parts: Vec<(&str, &[u8], usize)> = names.iter().map(|n| (n.as_str(), &b""[..], 1)).collect();
            zipped(&parts)
        }),
        ("text.xlsx", b"PK\x03\x04 and nothing of a zip".to_vec()),
        ("empty.xlsx", Vec::new()),
    ]
}

/// What no run may exceed. A reader is bounded by the system at a gigabyte and a little; those of bombs end long before.
fn within(run: &Watched, name: &str) {
    assert!(run.own > 0 && run.own < 160 * MIB, "{name}: {} MiB", run.own / MIB);
    assert!(run.readers < 1100 * MIB, "{name}: a reader took {} MiB", run.readers / MIB);
    if name.starts_with("bomb") {
        assert!(run.readers < 250 * MIB, "{name}: a reader took {} MiB", run.readers / MIB);
    }
    assert!(run.took < Duration::from_mins(1), "{name}: {:?}", run.took);
    assert!(!run.said.contains("panicked"), "{name}: {}", run.said);
}

#[test]
fn no_file_of_a_stranger_takes_the_program_down() {
    let w = Workspace::new();
    for (name, bytes) in hostile() {
        w.write(name, &bytes);
        let run = watched(w.path(), &["import", "catalog", name]);
        assert_eq!(run.status, 2, "{name}: {}", run.said);
        assert!(run.said.contains(name) && run.said.contains("改法"), "{name}: {}", run.said);
        within(&run, name);
        let run = watched(w.path(), &["inspect", "import", name]);
        assert_eq!(run.status, 1, "{name}: {}", run.said);
        assert!(
            run.said.contains(name) && run.said.contains("改法") && run.said.contains("intake/refused"),
            "{name}: {}",
            run.said
        );
        within(&run, name);
        let kept: Vec<_> = fs::read_dir(w.path().join("intake/refused")).unwrap().flatten().collect();
        assert_eq!(kept.len(), 2, "{name}: the file and its reasons");
        assert!(kept.iter().any(|e| fs::read(e.path()).unwrap() == bytes), "{name} is kept as it came");
        fs::remove_dir_all(w.path().join("intake")).unwrap();
        fs::remove_file(w.path().join(name)).unwrap();
    }
}

#[test]
fn the_reasons_say_what_it_would_have_taken() {
    let w = Workspace::new();
    let all = hostile();
    let said = |name: &str, what: &[&str], lang: &str| {
        let (_, bytes) = all.iter().find(|(n, _)| *n == name).unwrap();
        w.write(name, bytes);
        w.run(&[what, &[name, "--lang", lang]].concat()).err
    };
    for (name, what, zh, en) in [
        (
            "abort-41GB-alloc.xls",
            &["import", "catalog"][..],
            "这个文件读不出来：读它要的内存超过 1024 MB",
            "more than 1024 MB of memory",
        ),
        (
            "panic-513-bytes.xls",
            &["import", "catalog"],
            "这个文件读不出来：读的程序出错退出了",
            "the program that reads it failed on it",
        ),
        ("merged.xlsx", &["import", "catalog"], "表太大", "the table is too large"),
        ("far.xlsx", &["import", "catalog"], "表太大", "the table is too large"),
        ("sparse.xlsx", &["import", "catalog"], "没有找到这样的表", "has no such table"),
        // Four thousand million texts, it says.
        ("counts.xlsx", &["import", "catalog"], "读它要的内存超过 1024 MB", "more than 1024 MB of memory"),
        ("counts.xlsx", &["inspect", "import"], "读它要的内存超过 1024 MB", "more than 1024 MB of memory"),
        ("bomb-sheet.xlsx", &["import", "catalog"], "文件解开后太大", "too large once it is unpacked"),
        ("bomb-sheet.xlsx", &["inspect", "import"], "文件解开后太大", "too large once it is unpacked"),
        ("bomb-record.zip", &["inspect", "import"], "“record.json”太大", "`record.json` in the zip is too large"),
        ("bomb-photos.zip", &["inspect", "import"], "压缩包里的东西太多", "the zip holds too much"),
        // Score sheets come as .xlsx only, so that the older readers never meet them.
        ("abort-41GB-alloc.xls", &["inspect", "import"], "评分表只收 .xlsx，这是.xls", "taken as .xlsx only; this is .xls"),
        ("repeated.ods", &["inspect", "import"], "评分表只收 .xlsx，这是.ods", "taken as .xlsx only; this is .ods"),
    ] {
        let (found, in_english) = (said(name, what, "zh"), said(name, what, "en"));
        assert!(found.contains(zh), "{name}: {found}");
        assert!(in_english.contains(en), "{name}: {in_english}");
    }
}

#[test]
fn a_good_result_among_twenty_bad_ones_is_taken_in() {
    let folder = copied();
    let root = folder.path();
    let brought = root.join("brought");
    fs::create_dir(&brought).unwrap();
    let all = hostile();
    let taken = |name: &str| [".zip", ".xlsx", ".xls", ".ods", ".json"].iter().any(|kind| name.ends_with(kind));
    let mut bad = 0;
    for (name, bytes) in
        all.iter().filter(|(name, _)| taken(name)).cycle().take(20).enumerate().map(|(n, (name, b))| (format!("{n}-{name}"), b))
    {
        fs::write(brought.join(name), bytes).unwrap();
        bad += 1;
    }
    fs::write(brought.join("5-good.zip"), export(root).zip()).unwrap();
    let run = watched(root, &["inspect", "import", "brought"]);
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.said.contains(&format!("收下 1，收过 0，冲突 0，退回 {bad}")), "{}", run.said);
    assert!(root.join("content/wenling/inspections/juyuan-wenling-village-stars-2026-06-08-site.yaml").is_file());
    assert!(run.own < 200 * MIB, "{} MiB", run.own / MIB);
}

#[test]
fn the_server_answers_and_keeps_every_bad_file_and_still_takes_a_good_one() {
    let folder = copied();
    let root = folder.path();
    let desk = Desk::open(root);
    // More than the connections that it has.
    let all = hostile();
    assert!(all.len() > 16);
    for (name, bytes) in &all {
        let answer = desk.post("/upload", &desk.number, name, bytes);
        assert!(answer.starts_with("HTTP/1.1 422") && answer.contains("没有收"), "{name}: {answer}");
    }
    let kept = fs::read_dir(root.join("intake/refused")).unwrap().count();
    assert_eq!(kept, 2 * all.len(), "each file and its reasons");
    let taken = desk.post("/upload", &desk.number, "good.zip", &export(root).zip());
    assert!(taken.starts_with("HTTP/1.1 200") && taken.contains("收下了"), "{taken}");
}

#[test]
fn an_outline_of_any_kind_takes_little() {
    // It is read without a child: its size and depth are bounded, and so is what becomes of it.
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "name:", "boundary: {file: a.geojson, source: 测试}\nname:");
    let most = 8 << 20;
    for (name, text, status, said) in [
        ("deep", "[".repeat(most - 10), 1, "不是完整的 JSON"),
        ("wide", format!("[{}0]", "0,".repeat(most / 2 - 10)), 0, "里面没有面"),
        (
            "long",
            format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}[1,1]]]}}", "[108,30],".repeat(most / 9 - 20)),
            0,
            "不在国内",
        ),
        ("large", " ".repeat(most + 1), 1, "上限是 8 MiB"),
    ] {
        w.write("content/one/a.geojson", text);
        let run = watched(w.path(), &["check"]);
        assert_eq!(run.status, status, "{name}: {}", run.said);
        assert!(run.said.contains(said), "{name}: {}", run.said);
        assert!(run.own < 400 * MIB, "{name}: {} MiB", run.own / MIB);
    }
}

#[test]
fn a_child_reads_what_this_process_reads() {
    let child = Reader::Child(env!("CARGO_BIN_EXE_yizhan").into());
    let mut read = 0;
    for folder in ["tests/tables", "tests/fuzz/corpus"] {
        for entry in walkdir::WalkDir::new(sample().join(folder)).into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let (name, bytes) = (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap());
            let (here, there) = (Reader::InProcess.book(&name, &bytes), child.book(&name, &bytes));
            assert_eq!(here, there, "{name}");
            read += usize::from(here.is_ok());
            let submission = |reader: &Reader| format!("{:?}", reader.submission(&name, &bytes));
            assert_eq!(submission(&Reader::InProcess), submission(&child), "{name}");
        }
    }
    assert!(read > 10, "{read}");
    // A record with pictures, claims that are open, and none.
    let folder = copied();
    let zip = export(folder.path()).zip();
    let arrived = |reader: &Reader| reader.submission("a.zip", &zip).unwrap().unwrap();
    assert_eq!(format!("{:?}", arrived(&Reader::InProcess)), format!("{:?}", arrived(&child)));
    let Opened::Record(record) = arrived(&child) else { panic!("a record") };
    assert_eq!(record.pictures.len(), 3);
}

#[test]
fn a_program_that_is_bounded_itself_still_reads() {
    // Whoever starts it may have bounded its memory and time: a reader keeps to the narrower of the two.
    let w = Workspace::new();
    w.write("a.csv", "事项名称,服务对象\n参保登记,自然人\n");
    let program = env!("CARGO_BIN_EXE_yizhan");
    let script = format!("ulimit -v 900000; ulimit -t 10; exec '{program}' import catalog a.csv --lang zh");
    let done = Command::new("sh").args(["-c", &script]).current_dir(w.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
    assert!(!said.contains("读不出来") && !said.contains("没有读"), "{said}");
}

#[test]
fn a_reader_is_nothing_that_people_run() {
    let w = Workspace::new();
    // It answers nobody who does not know how to ask, and reads no more than it was given.
    for arguments in [&["__reader"][..], &["__reader", "x", "y"], &["__reader", "1000000000", "5"]] {
        let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .args(arguments)
            .current_dir(w.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(done.stdout.is_empty());
    }
    assert!(!w.run(&["--help"]).out.contains("__reader"));
}
