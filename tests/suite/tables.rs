//! Tables as they circulate, read through the front door: what each gives, what is doubted, and what is refused. The files are made here, but
//! for two that no library of ours can write.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zip::write::SimpleFileOptions;

use super::support::{Workspace, expect};

/// A workbook with one sheet 清单.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("清单").unwrap());
    book.save_to_buffer().unwrap()
}

pub fn put(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (r, row) in (0..).zip(rows) {
        for (c, text) in (0..).zip(*row) {
            if !text.is_empty() {
                sheet.write_string(r, c, *text).unwrap();
            }
        }
    }
}

fn plain(rows: &[&[&str]]) -> Vec<u8> {
    book(|sheet| put(sheet, rows))
}

/// A .docx whose body is `xml`.
pub fn word(xml: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{xml}</w:body></w:document>"
    );
    packed(&[("word/document.xml", document.as_bytes())])
}

pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn cell(text: &str) -> String {
    format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

pub fn row(cells: &[&str]) -> String {
    format!(
        "<w:tr>{}</w:tr>",
        cells.iter().map(|c| if c.starts_with('<') { (*c).to_owned() } else { cell(c) }).collect::<String>()
    )
}

/// What `import catalog` says of a file, and its exit status.
fn reading(name: &str, bytes: &[u8]) -> (String, i32) {
    let w = Workspace::new();
    w.write(name, bytes);
    let run = w.run(&["import", "catalog", name, "--lang", "zh"]);
    (format!("{}{}", run.out, run.err), run.status)
}

/// What it is, name, bytes, exit status, and words that are said.
type Case<'c> = (&'c str, &'c str, Vec<u8>, i32, Vec<&'c str>);

const HEAD: [&str; 4] = ["序号", "事项名称", "大厅", "镇站"];
const TWO: &[&[&str]] = &[&HEAD, &["1", "参保登记", "办结", "办结"], &["2", "异地备案", "受理", "-"]];

#[test]
#[allow(clippy::too_many_lines)]
fn nasty_files_and_what_each_gives() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let lines = |rows: &[&[&str]], mark: &str| rows.iter().map(|r| r.join(mark)).collect::<Vec<_>>().join("\r\n");
    let fine = "事项 2 个，已有 1 个；渠道 2 种，已有 2 种";
    let grid = |head: &str, rows: &str| word(&format!("<w:p><w:r><w:t>附件2 清单</w:t></w:r></w:p><w:tbl>{head}{rows}</w:tbl>"));
    let spanned = "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>办理深度</w:t></w:r></w:p></w:tc>";
    let begins = |text: &str| {
        format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let goes_on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>";
    let cases: Vec<Case> = vec![
        ("plain", "a.xlsx", plain(TWO), 0, vec![fine, "新的 1 个：", "yi-di-bei-an"]),
        (
            "titles above, merged head of two rows",
            "a.xlsx",
            book(|s| {
                put(
                    s,
                    &[
                        &["附件2"],
                        &["某县清单"],
                        &["序号", "事项名称", "", ""],
                        &["", "", "大厅", "镇站"],
                        &["1", "参保登记", "办结", "办结"],
                        &["2", "异地备案", "受理", "-"],
                    ],
                );
                s.merge_range(1, 0, 1, 3, "某县清单", &Format::new()).unwrap();
                s.merge_range(2, 0, 3, 0, "序号", &Format::new()).unwrap();
                s.merge_range(2, 1, 3, 1, "事 项\n名 称", &Format::new()).unwrap();
                s.merge_range(2, 2, 2, 3, "服务渠道", &Format::new()).unwrap();
            }),
            0,
            vec![fine, "《某县清单》"],
        ),
        (
            "a blank column between",
            "a.xlsx",
            plain(&[
                &["序号", "事项名称", "", "大厅", "镇站"],
                &["1", "参保登记", "", "办结", "办结"],
                &["2", "异地备案", "", "受理", "-"],
            ]),
            0,
            vec![fine, "D   大厅"],
        ),
        (
            "the head again on the next page, and a sum",
            "a.xlsx",
            plain(&[&HEAD, &["1", "参保登记", "办结", "办结"], &HEAD, &["2", "异地备案", "受理", "-"], &["", "合计", "2", "1"]]),
            0,
            vec![fine],
        ),
        (
            "titles of groups",
            "a.xlsx",
            plain(&[
                &HEAD,
                &["一、参保类"],
                &["1", "参保登记", "办结", "办结"],
                &["二、备案类"],
                &["2", "异地备案", "受理", "-"],
            ]),
            0,
            vec![fine],
        ),
        (
            "digits in full width",
            "a.xlsx",
            plain(&[&HEAD, &["１", "参保登记", "受理（１５天内办结）", "办结"]]),
            0,
            vec!["受理（15天内办结）"],
        ),
        (
            "marks instead of words",
            "a.xlsx",
            plain(&[&HEAD, &["1", "参保登记", "√", "○"], &["2", "异地备案", "√", ""]]),
            0,
            vec!["2 个“√”当作“未注明”", "1 个“○”当作“未注明”"],
        ),
        (
            "every way to say no",
            "a.xlsx",
            plain(&[&HEAD, &["1", "参保登记", "—", "/"], &["2", "异地备案", "×", "无"]]),
            0,
            vec!["办理深度（大厅）", "→  -"],
        ),
        (
            "a slip in a depth",
            "a.xlsx",
            plain(&[&HEAD, &["1", "参保登记", "结办", "办结"]]),
            0,
            vec!["清单!C2", "结办", "照原文录入"],
        ),
        (
            "notes below",
            "a.xlsx",
            plain(&[
                &HEAD,
                &["1", "参保登记", "办结", "办结"],
                &["2", "异地备案", "受理", "-"],
                &[],
                &["注：1.试行一年。"],
                &["2.由医保局解释。"],
            ]),
            0,
            vec![fine],
        ),
        (
            "an item twice",
            "a.xlsx",
            plain(&[&HEAD, &["1", "参保登记", "办结", "办结"], &["2", "参保 登记", "受理", "-"]]),
            0,
            vec!["清单!3", "只读第一次"],
        ),
        (
            "a column that nobody knows",
            "a.xlsx",
            plain(&[&["序号", "事项名称", "大厅", "审核人"], &["1", "参保登记", "办结", "张三"]]),
            0,
            vec!["照原样保留", "其他栏目（审核人）"],
        ),
        (
            "a column without a head",
            "a.xlsx",
            plain(&[&["序号", "事项名称", "大厅"], &["1", "参保登记", "办结", "旁注"]]),
            0,
            vec!["清单!D2", "没有表头"],
        ),
        (
            "a new channel",
            "a.xlsx",
            plain(&[&["序号", "事项名称", "大厅", "药店"], &["1", "参保登记", "办结", "咨询"]]),
            0,
            vec!["新渠道 yao-dian"],
        ),
        (
            "two tables on a sheet",
            "a.xlsx",
            plain(&[
                &HEAD,
                &["1", "参保登记", "办结", "办结"],
                &["2", "异地备案", "受理", "-"],
                &[],
                &["序号", "服务对象", "人数"],
                &["1", "自然人", "3"],
            ]),
            0,
            vec![fine, "清单!A5", "另一张表"],
        ),
        ("items are missing", "a.xlsx", plain(&[&HEAD, &["1", "异地备案", "受理", "-"]]), 0, vec!["保留不动：参保登记"]),
        (
            "the same table on two sheets, another on a third, a hidden fourth",
            "a.xlsx",
            {
                let mut book = Workbook::new();
                put(book.add_worksheet().set_name("一").unwrap(), &TWO[..2]);
                put(book.add_worksheet().set_name("二").unwrap(), &[&HEAD, &["2", "异地备案", "受理", "-"]]);
                put(book.add_worksheet().set_name("三").unwrap(), &[&["序号", "事项名称", "村"], &["1", "别的", "办结"]]);
                let hidden = book.add_worksheet().set_name("四").unwrap();
                put(hidden, TWO);
                hidden.set_hidden(true);
                book.save_to_buffer().unwrap()
            },
            0,
            vec!["事项 3 个，已有 1 个；渠道 3 种", "一、二、三", "隐藏的，没有读"],
        ),
        (
            "hidden rows, and a formula that fails",
            "a.xlsx",
            book(|s| {
                put(s, TWO);
                s.set_row_hidden(2).unwrap();
                s.write_formula(1, 3, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
            }),
            0,
            vec![fine, "第 3 行是隐藏的"],
        ),
        (
            "a column merged down",
            "a.xlsx",
            book(|s| {
                put(
                    s,
                    &[&["序号", "事项名称", "服务对象", "大厅"], &["1", "参保登记", "", "办结"], &["2", "异地备案", "", "受理"]],
                );
                s.merge_range(1, 2, 2, 2, "自然人", &Format::new()).unwrap();
            }),
            0,
            vec!["事项 2 个"],
        ),
        ("CSV in GBK", "a.csv", gbk(&lines(TWO, ",")), 0, vec![fine]),
        ("CSV in UTF-8 with a mark", "a.csv", format!("\u{feff}{}", lines(TWO, ",")).into_bytes(), 0, vec![fine]),
        ("text with tabs", "a.txt", lines(TWO, "\t").into_bytes(), 0, vec![fine]),
        (
            "Word with merged cells and a table that goes on",
            "a.docx",
            {
                let head = row(&[&begins("序号"), &begins("事项名称"), spanned]) + &row(&[goes_on, goes_on, "大厅", "镇站"]);
                let first = format!("<w:tbl>{head}{}</w:tbl>", row(&["1", "参保登记", "办结", "办结"]));
                word(&format!(
                    "<w:p><w:r><w:t>服务清单</w:t></w:r></w:p>{first}<w:p><w:r><w:t>续表</w:t></w:r></w:p><w:tbl>{head}{}</w:tbl>",
                    row(&["2", "异地备案", "受理", "-"])
                ))
            },
            0,
            vec![fine, "《服务清单》", "表1、表2"],
        ),
        (
            "Word with content controls round a row and a cell, and a deleted row",
            "a.docx",
            {
                let boxed = |xml: &str| format!("<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>");
                let gone = row(&["9", "不要了", "办结", "办结"]).replacen("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1);
                let rows = row(&HEAD)
                    + &boxed(&row(&["1", "参保登记", "办结", "办结"]))
                    + &gone
                    + &row(&["2", &boxed(&cell("异地备案")), "受理", "-"]);
                word(&format!("<w:tbl>{rows}</w:tbl>"))
            },
            0,
            vec![fine],
        ),
        ("Word without a table", "a.docx", word("<w:p><w:r><w:t>字</w:t></w:r></w:p>"), 2, vec!["没有表格"]),
        (
            "Word whose table is another",
            "a.docx",
            grid(&row(&["姓名", "电话"]), &row(&["甲", "1"])),
            2,
            vec!["没有找到这样的表", "事项名称"],
        ),
        ("a name that lies", "a.csv", plain(TWO), 0, vec![fine]),
        ("macros", "a.xlsm", packed_book_with_macros(), 0, vec![fine]),
        ("Word of the old kind", "a.doc", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 2, vec![".docx"]),
        ("a PDF", "a.xlsx", b"%PDF-1.7\n".to_vec(), 2, vec!["PDF"]),
        ("a picture with another name", "a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), 2, vec!["这是一张图片"]),
        ("half a file", "a.xlsx", plain(TWO)[..2000].to_vec(), 2, vec!["没有传完整"]),
        ("nothing", "a.csv", Vec::new(), 2, vec!["文件是空的"]),
        ("a bomb", "a.xlsx", packed(&[("xl/worksheets/sheet1.xml", &vec![b' '; 600 << 20])]), 2, vec!["文件解开后太大"]),
    ];
    assert!(cases.len() >= 25);
    for (what, name, bytes, status, wanted) in cases {
        let (said, code) = reading(name, &bytes);
        assert_eq!(code, status, "{what}: {said}");
        for words in wanted {
            assert!(said.contains(words), "{what}: no “{words}” in\n{said}");
        }
        assert!(!said.contains("panicked"), "{what}: {said}");
    }
}

/// What changes what a clerk sees: a hyphen that keeps two words together, signs in place of letters, and a sentence that was moved away under review.
#[test]
fn word_files_are_read_as_they_are_shown() {
    let run = |inner: &str| format!("<w:tc><w:p>{inner}</w:p></w:tc>");
    let sign = |code: &str| run(&format!("<w:r><w:sym w:font=\"Wingdings\" w:char=\"{code}\"/></w:r>"));
    let names = run(
        "<w:r><w:t>参保登记</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>走了</w:t></w:r></w:moveFrom>",
    );
    let rows = [row(&HEAD), row(&["1", &names, &sign("F0FC"), &sign("F0FB")])].concat();
    let (said, code) = reading("a.docx", &word(&format!("<w:tbl>{rows}</w:tbl>")));
    assert!(code == 0 && said.contains("事项 1 个，已有 1 个"), "{said}");
    let w = Workspace::new();
    let address = run("<w:r><w:t>西路3</w:t><w:noBreakHyphen/><w:t>5号</w:t></w:r>");
    let rows = [row(&["名称", "渠道", "地址"]), row(&["东镇医保服务站", "镇站", &address])].concat();
    w.write("p.docx", word(&format!("<w:tbl>{rows}</w:tbl>")));
    let said = w.run(&["import", "points", "p.docx", "--lang", "zh"]).expect(0).out;
    assert!(said.contains("西路3-5号"), "{said}");
    // A wording that was moved away is no deduction, and 2-4 is no 24.
    let wording = run(
        "<w:r><w:t>未挂牌的扣2</w:t><w:noBreakHyphen/><w:t>4分。</w:t></w:r><w:moveFrom><w:r><w:t>缺一项扣1分。</w:t></w:r></w:moveFrom>",
    );
    let rows = [row(&["项目", "考核内容", "分值", "评分标准"]), row(&["场所", "有标识", "10", &wording])].concat();
    w.write("s.docx", word(&format!("<w:p><w:r><w:t>评分表</w:t></w:r></w:p><w:tbl>{rows}</w:tbl>")));
    w.run(&["import", "standard", "s.docx", "--id", "s", "--write", "--lang", "zh"]).expect(0);
    let text = fs::read_to_string(w.path().join("checklists/s.yaml")).unwrap();
    assert!(text.contains("2-4分") && !text.contains("24") && !text.contains("缺一项"), "{text}");
}

fn packed_book_with_macros() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new_append(std::io::Cursor::new(plain(TWO))).unwrap();
    archive.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"Sub AutoOpen()").unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn files_of_other_programs() {
    let from = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables").join(name)).unwrap();
    let (said, code) = reading("old.xls", &from("old.xls"));
    assert!(
        code == 0 && said.contains("事项 2 个，已有 1 个；渠道 2 种，已有 2 种") && said.contains("《某县服务清单》"),
        "{said}"
    );
    let (said, code) = reading("locked.xlsx", &from("locked.xlsx"));
    assert!(code == 2 && said.contains("密码"), "{said}");
}

#[test]
fn a_catalog_goes_out_and_comes_back_as_it_was() {
    let w = Workspace::new();
    let file = "content/one/catalog.yaml";
    w.edit(file, "items:", "# 说明不动\nitems:");
    w.run(&["export", "catalog", "-o", "out.xlsx"]).expect(0);
    let before = fs::read_to_string(w.path().join(file)).unwrap();
    w.run(&["import", "catalog", "out.xlsx", "--write"]).expect(0);
    assert_eq!(fs::read_to_string(w.path().join(file)).unwrap(), before);
    // One cell and one new row.
    let table = [
        &["编号", "序号", "事项名称", "大厅", "镇站"][..],
        &["enrol", "1", "参保登记", "办结", "受理（3天内办结）"],
        &["", "2", "异地备案", "办结", "-"],
    ];
    w.write("new.xlsx", plain(&table));
    w.run(&["import", "catalog", "new.xlsx"]).expect(0);
    assert_eq!(fs::read_to_string(w.path().join(file)).unwrap(), before, "nothing is written without --write");
    w.run(&["import", "catalog", "new.xlsx", "--write"]).expect(0);
    let after = fs::read_to_string(w.path().join(file)).unwrap();
    assert!(after.contains("# 说明不动") && after.contains("town: 受理（3天内办结）"), "{after}");
    assert!(after.contains("  - id: yi-di-bei-an\n    name: 异地备案\n    depth: {hall: 办结, town: \"-\"}\n"), "{after}");
    expect(&w.findings().into_iter().filter(|f| f.contains("M2") || f.contains("Y1")).collect::<Vec<_>>(), &[]);
    // What was written once changes nothing the second time.
    let run = w.run(&["import", "catalog", "new.xlsx", "--write"]);
    assert!(run.err.contains("和现有的内容一样") || run.err.contains("nothing to write"), "{}", run.err);
    assert_eq!(fs::read_to_string(w.path().join(file)).unwrap(), after);
}

#[test]
fn a_first_catalog_from_a_table() {
    let w = Workspace::new();
    fs::remove_file(w.path().join("content/one/catalog.yaml")).unwrap();
    fs::remove_dir_all(w.path().join("content/one/points")).unwrap();
    fs::remove_dir_all(w.path().join("content/one/guides")).unwrap();
    let rows: &[&[&str]] = &[
        &["某县清单"],
        &["序号", "事项名称", "服务对象", "办件类型", "县大厅", "乡镇"],
        &["一、参保"],
        &["1", "职工: 参保", "自然人、法人", "即办件", "办结", "受理"],
        &["2", "-1 号", "自然人", "限时件", "办结", "—"],
    ];
    w.write("a.xlsx", plain(rows));
    let run = w.run(&["import", "catalog", "a.xlsx", "--write", "--lang", "zh"]);
    assert!(run.out.contains("办件类型“限时件”不是"), "{}", run.out);
    let text = fs::read_to_string(w.path().join("content/one/catalog.yaml")).unwrap();
    for line in [
        "title: 某县清单",
        "name: 县大厅",
        "title: \"一、参保\"",
        "name: 职工:参保",
        "clients: [自然人, 法人]",
        "handling: 即办件",
        "depth: {xian-da-ting: 办结, xiang-zhen: \"-\"}",
    ] {
        assert!(text.contains(line) || text.contains(&line.replace('"', "")), "{line}\n{text}");
    }
    expect(&w.findings().into_iter().filter(|f| !f.starts_with('C')).collect::<Vec<_>>(), &[]);
}

#[test]
fn groups_of_a_table_come_into_the_catalog_that_is_there() {
    let w = Workspace::new();
    let file = "content/one/catalog.yaml";
    w.edit(file, "items:\n", "groups:\n  - {id: join, title: 参保}   # 旧的\nitems:\n");
    let table: &[&[&str]] =
        &[&HEAD, &["一、参保"], &["1", "参保登记", "办结", "办结"], &["二、备案类"], &["2", "异地备案", "受理", "-"]];
    w.write("a.xlsx", plain(table));
    let run = w.run(&["import", "catalog", "a.xlsx", "--write", "--lang", "zh"]).expect(0);
    let text = fs::read_to_string(w.path().join(file)).unwrap();
    for part in [
        "groups:\n  - {id: join, title: 参保}   # 旧的\n  - id: er-bei-an-lei\n    title: 二、备案类\nitems:\n",
        "    depth: {hall: 办结, town: 办结}\n    group: join\n",
        "    name: 异地备案\n    group: er-bei-an-lei\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}\n{}", run.out);
    }
    let run = w.run(&["import", "catalog", "a.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("和现有的内容一样"), "{}{}", run.out, run.err);
    // A catalog without groups gets them at its end.
    let w = Workspace::new();
    w.write("a.xlsx", plain(table));
    w.run(&["import", "catalog", "a.xlsx", "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join(file)).unwrap();
    assert!(
        text.ends_with("\ngroups:\n  - id: yi-can-bao\n    title: 一、参保\n  - id: er-bei-an-lei\n    title: 二、备案类\n"),
        "{text}"
    );
    expect(&w.findings().into_iter().filter(|f| !f.starts_with('C')).collect::<Vec<_>>(), &[]);
}

#[test]
fn points_from_a_table() {
    let w = Workspace::new();
    w.run(&["export", "points", "-o", "out.xlsx"]).expect(0);
    let before = fs::read_to_string(w.path().join("content/one/points/east.yaml")).unwrap();
    let run = w.run(&["import", "points", "out.xlsx", "--write"]);
    assert!(run.err.contains("一样") || run.err.contains("nothing to write"), "{}{}", run.out, run.err);
    assert_eq!(fs::read_to_string(w.path().join("content/one/points/east.yaml")).unwrap(), before);
    let bytes = book(|s| {
        put(
            s,
            &[
                &["网点名称", "类型", "地址", "联系电话", "服务时间", "纬度", "经度"],
                &["东镇医保服务站", "镇站", "新路2号", "", "", "", ""],
                &["西镇医保服务站", "镇站", "西路1号", "0477－0000009", "周一至周五 8:30-11:30，14:30-17:30", "38.5", "108.25"],
                &["北镇医保服务站", "邮局", "", "", "", "", ""],
                &["南镇医保服务站", "镇站", "", "", "看情况", "北纬三十八度", "108"],
            ],
        );
        s.write_number(4, 3, 4_770_000_010_f64).unwrap();
    });
    w.write("p.xlsx", bytes);
    let run = w.run(&["import", "points", "p.xlsx", "--write", "--lang", "zh"]).expect(0);
    for words in ["清单!B4", "“邮局”是清单里的哪个渠道", "清单!D5", "0 可能丢了", "清单!E5", "读不懂", "清单!F5"]
    {
        assert!(run.out.contains(words), "{words}\n{}", run.out);
    }
    let east = fs::read_to_string(w.path().join("content/one/points/east.yaml")).unwrap();
    assert!(east.contains("address: 新路2号") && east.len() < before.len() + 40, "{east}");
    let new = fs::read_to_string(w.path().join("content/one/points/imported.yaml")).unwrap();
    for line in [
        "- id: xi-zhen-yi-bao-fu-wu-zhan",
        "channel: town",
        "phone: \"0477-0000009\"",
        "hours: Mo-Fr 08:30-11:30,14:30-17:30",
        "location: {lat: 38.5, lon: 108.25}",
    ] {
        assert!(new.contains(line), "{line}\n{new}");
    }
    assert!(new.contains("南镇") && new.contains("more: {类型: 邮局}"), "{new}");
    let north = new.split("- id:").find(|part| part.contains("北镇")).unwrap();
    assert!(!north.contains("channel"), "{north}");
    expect(&w.findings().into_iter().filter(|f| !f.starts_with('C')).collect::<Vec<_>>(), &[]);
    // More of them go to the same file.
    w.write("q.xlsx", plain(&[&["名称", "渠道", "地址"], &["中镇医保服务站", "town", "中路1号"]]));
    w.run(&["import", "points", "q.xlsx", "--write"]).expect(0);
    let more = fs::read_to_string(w.path().join("content/one/points/imported.yaml")).unwrap();
    assert!(more.starts_with(new.trim_end()) && more.contains("- id: zhong-zhen-yi-bao-fu-wu-zhan"), "{more}");
}

#[test]
fn fifty_thousand_rows() {
    let w = Workspace::new();
    let rows: String = (0..50_000).map(|n| format!("第{n}村服务点,镇站,某路{n}号\r\n")).collect();
    w.write("many.csv", format!("名称,渠道,地址\r\n{rows}"));
    let run = w.run(&["import", "points", "many.csv", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("服务网点 50000 个"), "{}", &run.out[..500]);
}

#[test]
fn what_is_asked_for_wrongly() {
    let w = Workspace::new();
    w.write("a.xlsx", plain(TWO));
    for (arguments, wanted) in [
        (&["import", "catalog", "no.xlsx"][..], "no.xlsx"),
        (&["import", "catalog", "a.xlsx", "--bureau", "onne"], "one"),
        (&["import", "catalog", "a.xlsx", "--sheet", "清"], "清单"),
        (&["import", "plans", "a.xlsx"], "plan?"),
        (&["export", "catalog"], "-o"),
    ] {
        let run = w.run(arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(wanted), "{arguments:?}: {}", run.err);
    }
    w.edit("content/one/catalog.yaml", "items:", "itmes:");
    let run = w.run(&["import", "catalog", "a.xlsx"]);
    assert_eq!(run.status, 1, "what cannot be read cannot be compared with: {}", run.err);
}

#[test]
fn a_plan_goes_out_and_comes_back_as_it_was() {
    // The action plan of the sample: eleven modes, slips in deadlines and all.
    let w = Workspace::new();
    let file = "content/one/plan.yaml";
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/wushen/plan.yaml");
    w.write(file, fs::read(sample).unwrap());
    let before = fs::read_to_string(w.path().join(file)).unwrap();
    w.run(&["export", "plan", "-o", "out.xlsx"]).expect(0);
    let run = w.run(&["import", "plan", "out.xlsx", "--write"]).expect(0);
    assert!(run.err.contains("nothing to write"), "{}{}", run.out, run.err);
    assert_eq!(fs::read_to_string(w.path().join(file)).unwrap(), before);
}

#[test]
fn a_plan_from_a_table_as_it_was_published() {
    let w = Workspace::new();
    let bytes = book(|s| {
        put(
            s,
            &[
                &["工作量化表"],
                &["序号", "下沉 模式", "站点设置", "推进措施", "完成\n时限", "责任\n部门", "配合部门"],
                &["1", "医保+窗口", "旗中心", "1、制定：统一的指南。", "已完成", "旗医保局", "旗政务服务局"],
                &["", "", "", "2、2022年起培训。", "2023年月底", "旗医保局、各镇", "-"],
                &["2", "医保+村", "", "1、设点。", "长期坚持", "各村", ""],
            ],
        );
        s.merge_range(2, 0, 3, 0, "1", &Format::new()).unwrap();
        s.merge_range(2, 1, 3, 1, "医保+窗口", &Format::new()).unwrap();
        s.merge_range(2, 2, 3, 2, "旗中心", &Format::new()).unwrap();
    });
    w.write("p.xlsx", bytes);
    let run = w.run(&["import", "plan", "p.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("分组 2 个，任务 3 项") && run.out.contains("《工作量化表》"), "{}", run.out);
    let text = fs::read_to_string(w.path().join("content/one/plan.yaml")).unwrap();
    let wanted = "\
  - title: 医保+窗口
    setting: 旗中心
    tasks:
      - number: \"1\"
        text: 制定：统一的指南。
        deadline: 已完成
        responsible: [旗医保局]
        cooperating: [旗政务服务局]
      - number: \"2\"
        text: 2022年起培训。
        deadline: 2023年月底
        responsible: [旗医保局, 各镇]
  - title: 医保+村
";
    assert!(text.contains(wanted), "{text}");
    expect(&w.findings().into_iter().filter(|f| !f.starts_with('C')).collect::<Vec<_>>(), &[]);
    // One deadline, one task and one group more.
    let rows: &[&[&str]] = &[
        &["分组", "推进措施", "完成时限", "责任部门", "已完成"],
        &["医保+窗口", "制定：统一的指南。", "2024年6月底", "旗医保局", "是"],
        &["", "新任务。", "2024年底", "各镇", ""],
        &["医保+银行", "设点。", "", "银行", "也许"],
    ];
    w.write("q.xlsx", plain(rows));
    let run = w.run(&["import", "plan", "q.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("清单!E4") && run.out.contains("也许"), "{}", run.out);
    let after = fs::read_to_string(w.path().join("content/one/plan.yaml")).unwrap();
    for part in [
        "        deadline: 2024年6月底\n        responsible: [旗医保局]\n        cooperating: [旗政务服务局]\n        done: 是\n",
        "        responsible: [旗医保局, 各镇]\n      - text: 新任务。\n        deadline: 2024年底\n        responsible: [各镇]\n  - title: 医保+村\n",
        "        responsible: [各村]\n  - title: 医保+银行\n    tasks:\n      - text: 设点。\n        responsible: [银行]\n",
    ] {
        assert!(after.contains(part), "{part}\n{after}");
    }
}

#[test]
fn what_cannot_be_changed_safely_is_not_written() {
    let w = Workspace::new();
    let file = "content/one/catalog.yaml";
    let anchors = "\
title: 清单
channels: [{id: hall, name: 大厅, tier: county}, {id: town, name: 镇站, tier: town}]
items:
  - {id: enrol, name: 参保登记, category: &c 公共服务, depth: &d {hall: 办结, town: 办结}}
  - {id: other, name: 异地备案, category: *c, depth: *d}
";
    w.write(file, anchors);
    w.write(
        "a.xlsx",
        plain(&[&["编号", "事项名称", "事项类型", "大厅", "镇站"], &["other", "异地备案", "扩展服务", "受理", "-"]]),
    );
    let run = w.run(&["import", "catalog", "a.xlsx", "--write"]);
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains("safely"), "{}", run.err);
    assert_eq!(fs::read_to_string(w.path().join(file)).unwrap(), anchors);
    // A text in a block, with what stands behind it.
    w.write(
        file,
        anchors.replace("&c ", "").replace("&d ", "").replace("*c", "公共服务").replace(
            "  - {id: other, name: 异地备案, category: 公共服务, depth: *d}\n",
            "  - id: other\n    name: 异地备案\n    note: >-\n      旧的\n      说明\n    depth: {hall: 办结, town: 办结}\n",
        ),
    );
    w.write("b.xlsx", plain(&[&["编号", "事项名称", "大厅", "备注"], &["other", "异地备案", "受理", "新的说明"]]));
    w.run(&["import", "catalog", "b.xlsx", "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join(file)).unwrap();
    assert!(text.ends_with("    note: 新的说明\n    depth: {hall: 受理, town: 办结}\n"), "{text}");
}

#[test]
fn a_task_put_in_front_takes_no_other_ones_place() {
    let w = Workspace::new();
    let plan = "title: 计划\ngroups:\n  - title: 一\n    tasks:\n      - {number: \"1\", text: 制定清单, deadline: 2023年3月底}\n      - {number: \"2\", text: 培训人员}\n";
    w.write("content/one/plan.yaml", plan);
    let rows: &[&[&str]] =
        &[&["分组", "任务序号", "推进措施"], &["一", "1", "成立小组"], &["一", "2", "制定清单"], &["一", "3", "培训人员"]];
    w.write("p.xlsx", plain(rows));
    w.run(&["import", "plan", "p.xlsx", "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join("content/one/plan.yaml")).unwrap();
    for part in ["number: \"2\", text: 制定清单, deadline: 2023年3月底", "number: \"3\", text: 培训人员", "text: 成立小组"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn names_that_two_have_and_systems_of_coordinates() {
    let w = Workspace::new();
    w.write(
        "content/one/points/two.yaml",
        "- {id: a, name: 红旗村卫生室, channel: town, address: 甲镇}\n- {id: b, name: 红旗村卫生室, channel: town, address: 乙镇}\n- {id: c, name: 中心, channel: town, location: {lat: 38.6, lon: 108.8, crs: gcj02}}\n",
    );
    let before = fs::read_to_string(w.path().join("content/one/points/two.yaml")).unwrap();
    let rows: &[&[&str]] =
        &[&["名称", "地址", "纬度", "经度"], &["红旗村卫生室", "丙镇", "", ""], &["中心", "", "38.61", "108.8"]];
    w.write("p.xlsx", plain(rows));
    let run = w.run(&["import", "points", "p.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("有几个网点都叫“红旗村卫生室”（a、b）"), "{}", run.out);
    let after = fs::read_to_string(w.path().join("content/one/points/two.yaml")).unwrap();
    assert_eq!(after, before.replace("lat: 38.6,", "lat: 38.61,"), "the system of the coordinates stays");
}

#[test]
fn hostile_files_end_soon_and_politely() {
    let far = "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(plain(TWO))).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let name = part.name().unwrap().to_string();
        let bytes = if name.ends_with("sheet1.xml") { far.as_bytes().to_vec() } else { bytes };
        parts.push((name, bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let (said, code) = reading("far.xlsx", &packed(&parts));
    assert!(code == 2 && said.contains("表太大"), "{said}");
    // A merged range that is written backwards.
    let backwards = far
        .replace("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", "")
        .replace("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"C9:A2\"/></mergeCells>");
    let other: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (*name, if name.ends_with("sheet1.xml") { backwards.as_bytes() } else { bytes }))
        .collect();
    let (said, code) = reading("back.xlsx", &packed(&other));
    assert!(code == 2 && !said.contains("panicked"), "{said}");
    // Text that a terminal would obey.
    let (said, code) = reading("esc.csv", "序号,事项名称,大厅\r\n1,参保\u{9}登记,办结\r\n".as_bytes());
    assert!(code == 0 && !said.contains('\u{1b}'), "{said}");
    let nested = format!("{}{}", "<w:p>".repeat(200_000), "</w:p>".repeat(200_000));
    let (said, code) = reading("deep.docx", &word(&nested));
    assert_eq!(code, 2, "{said}");
}

#[cfg(unix)]
#[test]
fn a_changed_file_keeps_who_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let w = Workspace::new();
    let file = w.path().join("content/one/catalog.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    w.write("a.xlsx", plain(&[&HEAD, &["1", "参保登记", "受理", "办结"]]));
    w.run(&["import", "catalog", "a.xlsx", "--write"]).expect(0);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o664);
}

#[test]
fn a_new_item_that_stands_twice_is_read_once_and_told() {
    let w = Workspace::new();
    w.write(
        "c.csv",
        "编号,事项类别,事项名称,苏木镇\n,转移,关系转移接续试,办结\n,转移,关系转移接续试,受理\n,登记,关系转移接续试,受理\n",
    );
    let run = w.run(&["import", "catalog", "c.csv", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("“关系转移接续试”和 CSV!2 同名同组，只读第一次"), "{}", run.out);
    assert!(run.out.contains("事项 2 个"), "the same name in another group is another item: {}", run.out);
}
