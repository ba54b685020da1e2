//! Numbers and names of people within words: what is imported or written keeps them in the files of the workspace, and out of all that is made.

use std::fs;

use rust_xlsxwriter::Workbook;

use super::support::{Workspace, pdf_text, tree, words_of_file};

const EAST: &str = "content/one/points/east.yaml";
const IMPORTED: &str = "content/one/points/imported.yaml";
const SHOWN: &str = "（号码不公开）";

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("网点").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn read(w: &Workspace, file: &str) -> String {
    fs::read_to_string(w.path().join(file)).unwrap()
}

fn said(w: &Workspace, arguments: &[&str]) -> String {
    let run = w.run(&[arguments, &["--lang", "zh"]].concat()).expect(0);
    format!("{}{}", run.out, run.err)
}

/// All that was made as one text, and how many PDFs there are.
fn made(w: &Workspace) -> (String, usize) {
    let output = w.path().join("output");
    let (mut all, mut pdfs) = (String::new(), 0);
    for path in tree(&output).keys() {
        all.push_str(&words_of_file(&output.join(path)));
        pdfs += usize::from(path.ends_with(".pdf"));
    }
    (all, pdfs)
}

/// A text without what may stand between digits.
fn flat(text: &str) -> String {
    let half =
        |c: char| if ('０'..='９').contains(&c) { char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap() } else { c };
    text.chars().map(half).filter(|c| !matches!(c, '-' | '－' | '—' | ' ' | '.' | '\u{a0}' | '\u{200b}')).collect()
}

#[test]
fn mobiles_in_words_reach_no_file_that_is_made() {
    let w = Workspace::new();
    w.edit(
        EAST,
        "address: 东镇1号\n",
        "address: 东镇1号（老张138 0000 0001）\ndirections: 到了打１３８０００００００２领路\nhours_note: 假日找138-0000-0003\ntagline: 上门电话 138.0000.0004\n\
         note: 身份证 330102198001011235 勿外传，急事 +8613800000005\nspecial: [{name: 上门办, note: 约 138—0000—0006}]\n\
         staff: [{name: 陈素问, role: 值班13800000007, public: true}]\nwindows: [{number: 1, note: 不在打13800000008}]\n\
         more: {备注二: 找李青13800000009, 集日: 逢五}\n",
    );
    w.run(&["build"]).expect(0);
    let (all, pdfs) = made(&w);
    let bare = flat(&all);
    assert!(pdfs > 10);
    for last in 1..=9 {
        assert!(!bare.contains(&format!("1380000000{last}")), "1380000000{last}");
    }
    assert!(!bare.contains("330102198001011235") && bare.contains("老张") && bare.contains("逢五"), "the words stay");
    assert!(all.contains(SHOWN));
    let found = w.findings();
    assert!(found.iter().any(|f| f.starts_with("C344") && f.contains("8 texts")), "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("C345") && f.contains("备注二")), "{found:?}");
}

#[test]
fn what_somebody_says_is_public_is_shown() {
    for line in ["public_mobiles: [138-0000-0001]", "可公布手机号: 13800000001", "more_phones: [13800000001]"] {
        let w = Workspace::new();
        w.edit(EAST, "address: 东镇1号\n", &format!("address: 东镇1号\nnote: 上门找 138 0000 0001，或 13800000002\n{line}\n"));
        w.run(&["build", "--only", "site"]).expect(0);
        let (all, _) = made(&w);
        assert!(all.contains("138 0000 0001，或 （号码不公开）"), "{line}");
        assert!(!flat(&all).contains("13800000002"), "{line}");
    }
}

const ROWS: [&[&str]; 3] = [
    &["名称", "渠道", "地址", "服务时间", "备注", "负责人", "医院等级"],
    &["甲村点", "town", "甲村", "周一至周五 8:30-11:30，14:30-17:30", "请联系李青138-1234-5678", "李青", "一级"],
    &["乙村点", "town", "乙村（王五13912345678）", "周一至周五 8:30-11:30，14:30-17:30", "签约点", "王五", "二级"],
];

#[test]
fn each_column_is_asked_about_once_and_each_answer_does_what_it_says() {
    let w = Workspace::new();
    w.write("p.xlsx", workbook(&ROWS));
    let out = said(&w, &["import", "points", "p.xlsx", "--write"]);
    assert_eq!(out.matches("这一列的文字里有").count(), 2, "{out}");
    let file = read(&w, IMPORTED);
    assert!(file.contains("138-1234-5678") && file.contains("13912345678") && !file.contains("public_mobiles"), "{file}");
    w.run(&["build"]).expect(0);
    let (all, _) = made(&w);
    let bare = flat(&all);
    assert!(!bare.contains("13812345678") && !bare.contains("13912345678") && bare.contains("一级"));
    assert!(!read(&w, "output/site/one/points/jia-cun-dian/index.html").contains("负责人"), "who answers for it is not shown");
    // Nothing changes by the same table, nor by our own workbook, which leaves the numbers out.
    assert!(said(&w, &["import", "points", "p.xlsx"]).contains("和现有的内容一样"));
    w.run(&["export", "points", "-o", "mine.xlsx"]).expect(0);
    assert!(!flat(&words_of_file(&w.path().join("mine.xlsx"))).contains("13812345678"));
    let again = said(&w, &["import", "points", "mine.xlsx"]);
    assert!(again.contains("和现有的内容一样"), "{again}");
    // One column is published, the other stays.
    let offered = |word: &str, column: &str| {
        let at = out.find(&format!("网点!{column}  这一列的文字里有")).unwrap();
        out[at..].split_whitespace().find(|part| part.ends_with(word)).unwrap().to_owned()
    };
    let (publish, private) = (offered("=publish", "E"), offered("=private", "C"));
    said(&w, &["import", "points", "p.xlsx", "--write", "--answer", &publish, "--answer", &private]);
    let file = read(&w, IMPORTED);
    assert!(file.matches("public_mobiles").count() == 1 && file.contains("public_mobiles: [\"13812345678\"]"), "{file}");
    w.run(&["build", "--only", "site"]).expect(0);
    let bare = flat(&made(&w).0);
    assert!(bare.contains("请联系李青13812345678") && !bare.contains("13912345678"));
    // Taken back.
    let out = said(&w, &["import", "points", "p.xlsx"]);
    assert!(!out.contains("网点!E  这一列的文字里有"), "it is settled: {out}");
}

#[test]
fn the_question_about_mobiles_names_the_columns_that_they_stand_in() {
    let w = Workspace::new();
    let head: &[&str] = &["网点名称", "渠道", "服务电话", "联系人手机", "服务时间"];
    let rows: &[&[&str]] = &[
        head,
        &["甲村点", "town", "7654321", "13900000001", "周一至周五 8:30-11:30"],
        &["乙村点", "town", "7654322", "13900000002", "周一至周五 8:30-11:30"],
    ];
    w.write("p.xlsx", workbook(rows));
    let out = said(&w, &["import", "points", "p.xlsx"]);
    assert!(out.contains("网点!D  这一列有 2 个手机号或住宅电话（D2、D3）"), "{out}");
    let both: &[&[&str]] = &[head, &["甲村点", "town", "13900000003", "13900000001", "周一至周五 8:30-11:30"]];
    w.write("q.xlsx", workbook(both));
    let out = said(&w, &["import", "points", "q.xlsx"]);
    assert!(out.contains("网点!C、D  这几列共有 2 个手机号或住宅电话（C2、D2）"), "{out}");
}

#[test]
fn a_change_beside_a_number_that_is_left_out_loses_nothing() {
    let w = Workspace::new();
    w.edit(EAST, "address: 东镇1号\n", "address: 东镇1号\nnote: 找李青13800000001\n");
    let before = read(&w, EAST);
    w.write("p.xlsx", workbook(&[&["编号", "名称", "备注"], &["east", "东镇医保服务站", "周末找李青（号码不公开）"]]));
    let out = said(&w, &["import", "points", "p.xlsx", "--write"]);
    assert!(out.contains("改动没有读"), "{out}");
    assert_eq!(read(&w, EAST), before);
}

#[test]
fn columns_about_people_are_in_no_public_file_of_a_catalog() {
    let w = Workspace::new();
    w.write(
        "c.csv",
        "序号,事项名称,经办员,驻点,设定依据,备用\n1,参保登记,孙某,李青,条例第一条,13800000001\n2,转移接续,钱某,王五,条例第二条,无\n",
    );
    said(&w, &["import", "catalog", "c.csv", "--write"]);
    w.run(&["build"]).expect(0);
    let (all, _) = made(&w);
    let all = flat(&all);
    for private in ["孙某", "李青", "王五", "13800000001", "经办员"] {
        assert!(!all.contains(private), "{private}");
    }
    assert!(all.contains("条例第一条"), "the rest is shown");
    w.run(&["export", "catalog", "-o", "mine.xlsx"]).expect(0);
    let own = words_of_file(&w.path().join("mine.xlsx"));
    assert!(own.contains("孙某") && own.contains("13800000001"), "clerks have it all");
}

#[test]
fn a_bureau_chooses_which_columns_are_printed() {
    let w = Workspace::new();
    w.edit(EAST, "address: 东镇1号\n", "address: 东镇1号\nmore: {医院等级: 一级甲等, 负责人: 李青, 床位: 二十张}\n");
    w.edit(
        "content/one/catalog.yaml",
        "depth: {hall",
        "more: {设定依据: 条例第一条, 经办员: 孙某, 实施主体: 县医保局}\n    depth: {hall",
    );
    w.write(
        "content/one/handbooks/guide.yaml",
        "id: guide\ntitle: 手册\nchapters:\n  - {title: 事项, list: items}\n  - {title: 网点, list: points}\n  - {title: 指南, guides: [enrol]}\n",
    );
    let printed = |w: &Workspace| {
        w.run(&["build"]).expect(0);
        let output = w.path().join("output");
        let pieces =
            ["points/east/service-list.pdf", "points/east/service-list-a3.pdf", "catalog-matrix.pdf", "notices/enrol.pdf"];
        let mut texts: Vec<String> = pieces.iter().map(|p| pdf_text(&output.join("print/one").join(p))).collect();
        let books: Vec<String> =
            tree(&output).into_keys().filter(|p| p.contains("handbook") && p.ends_with("guide.pdf")).collect();
        texts.push(books.iter().map(|p| pdf_text(&output.join(p))).collect());
        texts
    };
    let page = |w: &Workspace| read(w, "output/site/one/points/east/index.html");
    // None is printed unless it is chosen; the page of the point has what is public.
    let before = printed(&w);
    assert!(before.iter().all(|t| !t.contains("条例第一条") && !t.contains("一级甲等")));
    assert!(page(&w).contains("一级甲等") && page(&w).contains("二十张") && !page(&w).contains("李青"));
    w.edit("content/one/bureau.yaml", "name:", "print: {事项栏目: [设定依据, 经办员], point_heads: [医院等级, 负责人]}\nname:");
    let after = printed(&w);
    let [list, large, matrix, notice, book] = after.as_slice() else { panic!("{}", after.len()) };
    for (piece, text) in [("list", list), ("A3", large), ("matrix", matrix), ("notice", notice), ("book", book)] {
        assert!(text.contains("条例第一条") && !text.contains("县医保局"), "{piece}: {text}");
        assert!(!text.contains("孙某") && !text.contains("李青"), "{piece}: {text}");
    }
    assert!(
        list.contains("医院等级：一级甲等") && book.contains("医院等级：一级甲等") && !book.contains("二十张"),
        "{list}{book}"
    );
    let found = w.findings();
    assert_eq!(found.iter().filter(|f| f.starts_with("C345 content/one/bureau.yaml")).count(), 2, "{found:?}");
    // A head that nobody has is a slip.
    w.edit("content/one/bureau.yaml", "设定依据", "设定根据");
    assert!(w.findings().iter().any(|f| f.starts_with("M206") && f.contains("设定根据")), "{:?}", w.findings());
}
