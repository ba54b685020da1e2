//! Workbooks in the older and the binary kinds (.xls, .xlsb): formats that hold an area code, dates, padded codes, merged cells, hidden rows and columns
//! are read as those of an .xlsx.

use std::fs;
use std::path::Path;

use super::support::{Run, Workspace};
use super::tables::packed;

const NEW: &str = "content/one/points/imported.yaml";

fn import(name: &str, bytes: &[u8], more: &[&str]) -> (Workspace, Run) {
    let w = Workspace::new();
    w.write(name, bytes);
    let run = w.run(&[&["import", "points", name, "--lang", "zh"], more].concat()).expect(0);
    (w, run)
}

/// What both files hold: 甲 and 乙 in one merged channel, an area code and lost zeros in the formats, a date, a code of three digits.
fn looks_the_same(w: &Workspace) {
    let new = fs::read_to_string(w.path().join(NEW)).unwrap();
    let of =
        |name: &str| new.split("- id: ").find(|r| r.contains(name)).unwrap_or_else(|| panic!("no {name} in\n{new}")).to_owned();
    let first = of("甲村");
    for wanted in ["channel: town", "phone: 0576-80001234", "2024-03-05", "007"] {
        assert!(first.replace('"', "").contains(wanted), "{wanted}: {first}");
    }
    let second = of("乙村");
    for wanted in ["channel: town", "phone: 0576-80001235", "012"] {
        assert!(second.replace('"', "").contains(wanted), "{wanted}: {second}");
    }
}

#[test]
fn an_xls_shows_its_numbers_as_their_formats_do() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/formats.xls");
    let bytes = fs::read(file).unwrap();
    let (w, run) = import("a.xls", &bytes, &["--write"]);
    looks_the_same(&w);
    assert!(run.out.contains("第 5 行是隐藏的：读不读？") && run.out.contains("G 列是隐藏的：读不读？"), "{}", run.out);
    assert!(!run.out.contains("0 可能丢了"), "{}", run.out);
    // A file that is cut off is refused, and none takes the program down.
    for length in [600, bytes.len() / 2, bytes.len() - 700] {
        w.write("cut.xls", &bytes[..length]);
        let cut = w.run(&["import", "points", "cut.xls"]);
        assert!(cut.status < 3, "{length}: {}", cut.err);
    }
}

/// A record of a part of an .xlsb.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let seven = |mut value: usize, out: &mut Vec<u8>| {
        loop {
            let byte = u8::try_from(value & 0x7F).unwrap();
            value >>= 7;
            out.push(if value > 0 { byte | 0x80 } else { byte });
            if value == 0 {
                break;
            }
        }
    };
    seven(usize::from(kind), &mut out);
    seven(data.len(), &mut out);
    out.extend(data);
    out
}

fn long(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [long(&[u32::try_from(letters.len() / 2).unwrap()]), letters].concat()
}

/// An .xlsb of one sheet: texts and numbers with their style, merged cells, a hidden row and a hidden column.
fn xlsb(rows: &[Vec<Result<&str, (f64, u32)>>], codes: &[&str], merged: [u32; 4], row: usize, column: u32) -> Vec<u8> {
    let mut cells = Vec::new();
    for (at, line) in rows.iter().enumerate() {
        let mut head = long(&[u32::try_from(at).unwrap(), 0]);
        head.extend([0x2C, 1, 0, if at == row { 0x10 } else { 0 }, 0]);
        head.extend(long(&[0]));
        cells.extend(record(0, &head));
        for (column, cell) in (0..).zip(line) {
            match cell {
                Ok("") => {}
                Ok(text) => cells.extend(record(6, &[long(&[column, 0]), wide(text)].concat())),
                Err((value, style)) => {
                    cells.extend(record(5, &[long(&[column, *style]), value.to_le_bytes().to_vec()].concat()));
                }
            }
        }
    }
    let hidden = [long(&[column, column, 2560, 0]), vec![1, 0]].concat();
    let last = u32::try_from(rows.len() - 1).unwrap();
    let sheet = [
        record(129, &[]),
        record(148, &long(&[0, last, 0, 6])),
        record(390, &[]),
        record(60, &hidden),
        record(391, &[]),
        record(145, &[]),
        cells,
        record(146, &[]),
        record(177, &long(&[1])),
        record(176, &long(&merged)),
        record(178, &[]),
        record(130, &[]),
    ]
    .concat();
    let mut styles = record(615, &long(&[u32::try_from(codes.len()).unwrap()]));
    for (id, code) in (164_u16..).zip(codes) {
        styles.extend(record(44, &[id.to_le_bytes().to_vec(), wide(code)].concat()));
    }
    styles.extend(record(616, &[]));
    styles.extend(record(617, &long(&[u32::try_from(codes.len() + 1).unwrap()])));
    for id in std::iter::once(0).chain((164_u16..).take(codes.len())) {
        styles
            .extend(record(47, &[0_u16.to_le_bytes(), id.to_le_bytes()].concat().into_iter().chain([0; 12]).collect::<Vec<_>>()));
    }
    styles.extend(record(618, &[]));
    let workbook = [
        record(131, &[]),
        record(143, &[]),
        record(156, &[long(&[0, 1]), wide("rId1"), wide("清单")].concat()),
        record(144, &[]),
        record(157, &[0; 26]),
        record(132, &[]),
    ]
    .concat();
    let links = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    packed(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

#[test]
fn an_xlsb_is_read_with_its_merged_cells_and_formats() {
    let rows = [
        ["名称", "渠道", "地址", "电话", "成立时间", "编码", "旧电话"].map(Ok).to_vec(),
        vec![
            Ok("甲村医保服务点"),
            Ok("town"),
            Ok("新路1号"),
            Err((80_001_234.0, 1)),
            Err((45_356.0, 4)),
            Err((7.0, 3)),
            Ok("旧号"),
        ],
        vec![Ok("乙村医保服务点"), Ok(""), Ok("新路2号"), Err((57_680_001_235.0, 2)), Ok(""), Err((12.0, 3))],
        vec![Ok("丙村医保服务点"), Ok("town"), Ok("新路3号"), Ok("0576-80001236")],
        vec![Ok("丁村医保服务点"), Ok("town"), Ok("新路4号"), Ok("0576-80001237")],
    ];
    let codes = ["\"0576-\"00000000", "000000000000", "000", "yyyy\"年\"m\"月\"d\"日\""];
    let (w, run) = import("a.xlsb", &xlsb(&rows, &codes, [1, 2, 1, 1], 4, 6), &["--write"]);
    looks_the_same(&w);
    assert!(run.out.contains("第 5 行是隐藏的：读不读？") && run.out.contains("G 列是隐藏的：读不读？"), "{}", run.out);
}
