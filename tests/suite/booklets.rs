//! Handbooks in their three forms, and the large pieces: sizes, order of pages, index, edition codes, 续表.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::{Workspace, expect, pdf_info, pdf_pages, pdf_text, squeezed};

/// What stands on one page of a PDF, or on the part of it from `x` on, `wide` points wide.
fn on_page(file: &Path, page: usize, part: Option<(usize, usize)>) -> String {
    let page = page.to_string();
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-enc", "UTF-8", "-f", &page, "-l", &page]);
    if let Some((x, wide)) = part {
        command.args(["-x", &x.to_string(), "-y", "0", "-W", &wide.to_string(), "-H", "2000"]);
    }
    let done = command.arg(file).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    squeezed(&String::from_utf8(done.stdout).unwrap())
}

/// Width and height of the first page in whole millimetres.
fn size(file: &Path) -> (i64, i64) {
    let info = pdf_info(file);
    let line = info.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap();
    let sides: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    #[allow(clippy::cast_possible_truncation, reason = "a page has some hundred millimetres")]
    let mm = |points: f64| (points * 25.4 / 72.0).round() as i64;
    (mm(sides[0]), mm(sides[1]))
}

/// The edition codes that a text bears.
fn codes(text: &str) -> Vec<String> {
    text.split("版本").skip(1).map(|rest| rest.chars().take(11).collect()).collect()
}

/// A workspace with a handbook of every kind of chapter.
fn with_book(chapters: &str) -> Workspace {
    let w = Workspace::new();
    w.write(
        "content/one/catalog.yaml",
        "title: 服务清单\nchannels:\n  - {id: hall, name: 大厅, tier: county}\n  - {id: town, name: 镇站, tier: town}\nitems:\n\
         \x20 - {id: enrol, name: 参保登记, handling: 即办件, depth: {hall: 办结, town: 办结}}\n\
         \x20 - {id: care, name: 长期护理保险, handling: 承诺件, depth: {hall: 受理（15天内办结）, town: \"-\"}}\n\
         \x20 - {id: other, name: 异地就医备案, handling: 即办件, depth: {hall: 办结, town: 办结}}\n\
         \x20 - {id: pay, name: 重复缴费退费, handling: 即办件, depth: {hall: 办结, town: 办结}}\n",
    );
    w.write("content/one/handbooks/text.md", "开头。\n\n## 一节\n\n正文。\n");
    w.write("content/one/handbooks/book.yaml", format!("id: book\ntitle: 业务指南\nchapters:\n{chapters}"));
    w
}

const CHAPTERS: &str = "  - {title: 说明, file: text.md}
  - {title: 事项, list: items}
  - {title: 渠道, list: channels}
  - {title: 指南, guides: [enrol]}
  - {title: 地点, list: points}
";

fn of(w: &Workspace, path: &str) -> PathBuf {
    w.path().join("output/print/one").join(path)
}

#[test]
fn pieces_have_their_sizes_and_bear_their_codes() {
    let w = with_book(CHAPTERS);
    w.write(
        "content/one/plan.yaml",
        "title: 量化表\ngroups: [{title: 医保+医院, tasks: [{text: 开展培训, deadline: 2023年44月底, responsible: [医保局]}]}]\n",
    );
    w.run(&["build", "--only", "print"]).expect(0);
    for (path, wanted) in [
        ("points/east/service-list.pdf", (210, 297)),
        ("points/east/service-list-a3.pdf", (297, 420)),
        ("points/east/desk-card.pdf", (210, 297)),
        ("points/east/desk-card-a6.pdf", (148, 210)),
        ("notices/enrol.pdf", (210, 297)),
        ("plan.pdf", (420, 297)),
        ("catalog-matrix.pdf", (420, 297)),
    ] {
        let file = of(&w, path);
        assert_eq!(size(&file), wanted, "{path}");
        let found = codes(&pdf_text(&file));
        assert_eq!(found.len(), pdf_pages(&file), "{path}: {found:?}");
    }
    // The code is the same on the site's copy, which is the same file.
    let site = w.path().join("output/site/one/print/catalog-matrix.pdf");
    assert!(std::fs::read(of(&w, "catalog-matrix.pdf")).unwrap() == std::fs::read(site).unwrap());
    let plan = pdf_text(&of(&w, "plan.pdf"));
    for said in ["量化表", "1医保+医院", "2023年44月底", "责任单位"] {
        assert!(plan.contains(said), "{said} is not in {plan}");
    }
    assert!(!plan.contains("配合单位"), "no task names a cooperating unit");
}

#[test]
fn a_booklet_holds_the_pages_of_its_book_in_the_order_of_sheets() {
    let w = with_book(CHAPTERS);
    w.run(&["build", "--only", "print"]).expect(0);
    let (book, large, booklet) =
        (of(&w, "handbooks/book.pdf"), of(&w, "handbooks/book-large.pdf"), of(&w, "handbooks/book-booklet.pdf"));
    assert_eq!((size(&book), size(&large), size(&booklet)), ((148, 210), (210, 297), (297, 210)));
    let count = pdf_pages(&book);
    let total = count.div_ceil(4) * 4;
    assert_eq!(pdf_pages(&booklet) * 2, total);
    // What fills up to whole sheets stands before the back cover.
    let text = |place: usize| match place {
        last if last + 1 == total => on_page(&book, count, None),
        inner if inner + 1 < count => on_page(&book, inner + 1, None),
        _ => String::new(),
    };
    for sheet in 0..total / 4 {
        let (low, high) = (2 * sheet, total - 1 - 2 * sheet);
        for (side, left, right) in [(2 * sheet + 1, high, low), (2 * sheet + 2, low + 1, high - 1)] {
            assert_eq!(on_page(&booklet, side, Some((0, 420))), text(left), "side {side}, left");
            assert_eq!(on_page(&booklet, side, Some((421, 421))), text(right), "side {side}, right");
        }
    }
    // The same book in another form has the same code; the large print is another piece.
    let (book, large, booklet) = (codes(&pdf_text(&book)), codes(&pdf_text(&large)), codes(&pdf_text(&booklet)));
    assert_eq!(book.len(), 2, "imprint and back cover");
    assert!(book[0] == book[1] && booklet.iter().all(|code| *code == book[0]) && booklet.len() == 2, "{book:?} {booklet:?}");
    assert!(large.len() == 2 && large[0] != book[0], "{large:?}");
}

#[test]
fn a_handbook_ends_with_an_index_by_pinyin() {
    let w = with_book(CHAPTERS);
    w.run(&["build", "--only", "print"]).expect(0);
    let book = of(&w, "handbooks/book.pdf");
    let index = on_page(&book, pdf_pages(&book) - 1, None);
    let index = if index.is_empty() { on_page(&book, pdf_pages(&book) - 2, None) } else { index };
    let place = |word: &str| index.find(word).unwrap_or_else(|| panic!("{word} is not in {index}"));
    assert!(place("索引") < place("参保登记"));
    assert!(place("参保登记") < place("长期护理保险"), "can bao before chang qi: {index}");
    assert!(place("长期护理保险") < place("重复缴费退费"), "chang qi before chong fu: {index}");
    // The guide first, then the list of items: the chapters open on right pages.
    assert!(index.contains("参保登记11，7"), "{index}");
    let text = pdf_text(&book);
    for said in ["大厅4项", "镇站3项", "受理（15天内办结）"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[test]
fn a_book_without_items_has_no_index_and_a_misspelt_list_is_found() {
    let w = with_book("  - {title: 说明, file: text.md}\n");
    w.run(&["build", "--only", "print"]).expect(0);
    assert!(!pdf_text(&of(&w, "handbooks/book.pdf")).contains("索引"));
    w.edit("content/one/handbooks/book.yaml", "file: text.md", "list: 按渠到");
    let found: Vec<String> = w.findings().into_iter().filter(|f| f.contains("handbooks/book.yaml")).collect();
    expect(&found, &["M208 content/one/handbooks/book.yaml:4:23"]);
}

#[test]
fn a_bureau_without_catalog_or_tasks_has_no_large_tables() {
    let w = Workspace::new();
    std::fs::remove_file(w.path().join("content/one/catalog.yaml")).unwrap();
    std::fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
    std::fs::remove_file(w.path().join("content/one/points/east.yaml")).unwrap();
    w.write("content/one/plan.yaml", "title: 量化表\ngroups: []\n");
    w.run(&["build", "--only", "print"]);
    for path in ["catalog-matrix.pdf", "plan.pdf"] {
        assert!(!of(&w, path).exists(), "{path}");
    }
}

#[test]
fn large_tables_repeat_their_heads_and_say_so() {
    let w = with_book(CHAPTERS);
    let items: String = (1..=120)
        .map(|i| format!("  - {{id: item-{i}, name: 示例事项{i}号, depth: {{hall: 办结, town: 受理（9天内办结）}}}}\n"))
        .collect();
    let catalog =
        "title: 服务清单\nchannels: [{id: hall, name: 大厅, tier: county}, {id: town, name: 镇站, tier: town}]\nitems:\n";
    w.write("content/one/catalog.yaml", format!("{catalog}  - {{id: enrol, name: 参保登记, depth: {{hall: 办结}}}}\n{items}"));
    let tasks: String = (1..=90)
        .map(|i| format!("      - {{text: 第{i}项任务的内容, deadline: 2023年4月底, responsible: [医保局]}}\n"))
        .collect();
    w.write(
        "content/one/plan.yaml",
        format!("title: 量化表\ngroups:\n  - title: 医保+医院\n    setting: 所有医院\n    tasks:\n{tasks}"),
    );
    w.run(&["build", "--only", "print"]).expect(0);
    for (path, head) in [("catalog-matrix.pdf", "序号服务事项"), ("plan.pdf", "完成时限")] {
        let (file, text) = (of(&w, path), pdf_text(&of(&w, path)));
        let count = pdf_pages(&file);
        assert!(count > 1, "{path}");
        assert_eq!(text.matches("（续表）").count(), count - 1, "{path}");
        assert_eq!(text.matches(head).count(), count, "{path}");
        assert_eq!(codes(&text).len(), count, "{path}");
    }
    let plan = pdf_text(&of(&w, "plan.pdf"));
    assert_eq!(plan.matches("医保+医院（续）").count(), pdf_pages(&of(&w, "plan.pdf")) - 1);
    for i in 1..=90 {
        assert!(plan.contains(&format!("第{i}项任务的内容")), "the {i}th task is lost");
    }
    let matrix = pdf_text(&of(&w, "catalog-matrix.pdf"));
    for i in 1..=120 {
        assert!(matrix.contains(&format!("示例事项{i}号")), "the {i}th item is lost");
    }
    let book = of(&w, "handbooks/book.pdf");
    let starts = (1..=pdf_pages(&book)).filter(|page| on_page(&book, *page, None).contains("大厅（续表）")).count();
    assert!(starts >= 3, "{starts} pages go on with the list of the hall");
    assert!(on_page(&book, 7, None).contains("序号") && !on_page(&book, 7, None).contains("续表"));
}

/// Whatever the length of a chapter, its last page has more than one line: chapters of paragraphs and of list items, one line longer each.
#[test]
fn no_chapter_ends_with_one_line_on_a_page() {
    let (mut chapters, mut list) = (Vec::new(), Vec::new());
    for lines in 22..44 {
        chapters.push(("段", lines, (1..=lines).map(|i| format!("第{i}段只有一行。")).collect::<Vec<_>>().join("\n\n")));
        chapters.push(("项", lines, (1..=lines).map(|i| format!("{i}. 第{i}项只有一行。")).collect::<Vec<_>>().join("\n")));
        chapters.push(("点", lines, (1..=lines).map(|i| format!("- 第{i}点只有一行。")).collect::<Vec<_>>().join("\n")));
    }
    for (kind, lines, _) in &chapters {
        list.push(format!("  - {{title: {kind}{lines}, file: {kind}{lines}.md}}\n"));
    }
    let w = with_book(&list.concat());
    for (kind, lines, text) in &chapters {
        w.write(&format!("content/one/handbooks/{kind}{lines}.md"), text);
    }
    w.run(&["build", "--only", "print"]).expect(0);
    for form in ["book", "book-large"] {
        let mut ends = 0;
        for (number, (_, height, words)) in
            super::extremes::pages(&of(&w, &format!("handbooks/{form}.pdf"))).into_iter().enumerate()
        {
            // Between the running head and the folio.
            let inner = words.iter().filter(|word| word.at[1] > height * 0.07 && word.at[3] < height * 0.9);
            let said: Vec<&str> = inner.map(|word| word.text.as_str()).filter(|text| text.ends_with("只有一行。")).collect();
            assert!(said.len() != 1, "{form}, page {}: {said:?} stands alone", number + 1);
            ends += usize::from(said.len() == 2);
        }
        assert!(ends > 0, "{form}: no chapter came near to it");
    }
}
