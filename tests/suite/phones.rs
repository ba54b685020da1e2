//! Phones through the front door: the one question about mobiles and its answers, what is private in no file that is made, and one to four numbers
//! on every page and piece.

use std::fs;

use rust_xlsxwriter::Workbook;

use super::support::{Workspace, pdf_pages, tree, words_of_file};

const EAST: &str = "content/one/points/east.yaml";
const IMPORTED: &str = "content/one/points/imported.yaml";

/// A list of points with these phones, and a note below it.
fn table(w: &Workspace, phones: &[&str], note: &str) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("网点").unwrap();
    for (at, head) in (0..).zip(["名称", "渠道", "电话"]) {
        sheet.write_string(0, at, head).unwrap();
    }
    for (row, phone) in (1..).zip(phones) {
        sheet.write_string(row, 0, format!("村点{row}")).unwrap();
        sheet.write_string(row, 1, "town").unwrap();
        sheet.write_string(row, 2, *phone).unwrap();
    }
    if !note.is_empty() {
        sheet.write_string(u32::try_from(phones.len()).unwrap() + 2, 0, note).unwrap();
    }
    w.write("points.xlsx", book.save_to_buffer().unwrap());
}

fn import(w: &Workspace, more: &[&str]) -> String {
    let arguments = [&["import", "points", "points.xlsx", "--lang", "zh"], more].concat();
    let run = w.run(&arguments).expect(0);
    format!("{}{}", run.out, run.err)
}

fn read(w: &Workspace, file: &str) -> String {
    fs::read_to_string(w.path().join(file)).unwrap()
}

/// The answer of a word, as it is offered.
fn offered(said: &str, word: &str) -> String {
    let end = format!("={word}");
    said.split_whitespace().find(|part| part.ends_with(&end)).unwrap_or_else(|| panic!("no {word} in {said}")).to_owned()
}

const PHONES: [&str; 5] =
    ["0576-80001234", "张三 13800001234", "13900001234（医保窗口）", "0576-80001235、13700001234", "值班室：0576-80001236转8012"];

#[test]
fn mobiles_are_asked_about_once_and_are_private_without_an_answer() {
    let w = Workspace::new();
    table(&w, &PHONES, "注：手机号不对外公布");
    let said = import(&w, &[]);
    let flat: String = said.split_whitespace().collect();
    for wanted in [
        "要你定的1处",
        "网点!C这一列有3个手机号",
        "（C3、C4、C5）",
        "“注：手机号不对外公布”",
        "不回答：不公布",
        "都公布",
        "都不公布",
        "只公布写明是窗口",
    ] {
        assert!(flat.contains(wanted), "{wanted}: {said}");
    }
    // A question fits the screen.
    let wide = said.lines().skip_while(|l| !l.contains("网点!C")).take(8).map(unicode_width::UnicodeWidthStr::width).max();
    assert!(wide.is_some_and(|w| w <= 80), "{said}");
    import(&w, &["--write"]);
    let file = read(&w, IMPORTED);
    let entry = |name: &str| file.split("- id:").find(|part| part.contains(name)).unwrap().to_owned();
    assert!(!entry("村点1").contains("phone_public"), "{file}");
    assert!(entry("村点2").contains("phone: \"13800001234\"") && entry("村点2").contains("phone_public: false"), "{file}");
    assert!(entry("村点2").contains("phone_contact: 张三"), "{file}");
    assert!(entry("村点3").contains("phone_label: 医保窗口") && entry("村点3").contains("phone_public: false"), "{file}");
    assert!(entry("村点4").contains("more_phones: [{number: \"13700001234\", public: false}]"), "{file}");
    assert!(entry("村点5").contains("phone: 0576-80001236转8012") && entry("村点5").contains("phone_label: 值班室"), "{file}");
    assert!(!w.findings().iter().any(|f| f.starts_with("C319")), "{:?}", w.findings());
    // The same file again changes nothing, without an answer and with the same.
    for answers in [&[][..], &["private"]] {
        let given: Vec<String> = answers.iter().map(|word| offered(&import(&w, &[]), word)).collect();
        let arguments: Vec<&str> = given.iter().flat_map(|a| ["--answer", a]).collect();
        let said = import(&w, &arguments);
        assert!(said.contains("和现有的内容一样"), "{said}");
        assert_eq!(read(&w, IMPORTED), file);
    }
}

#[test]
fn each_answer_does_what_it_says() {
    for (word, public) in
        [("publish", &["13800001234", "13900001234", "13700001234"][..]), ("private", &[]), ("windows", &["13900001234"])]
    {
        let w = Workspace::new();
        table(&w, &PHONES, "");
        let answer = offered(&import(&w, &[]), word);
        import(&w, &["--write", "--answer", &answer]);
        w.run(&["build", "--only", "site"]).expect(0);
        let pages: String =
            tree(&w.path().join("output")).into_values().map(|b| String::from_utf8_lossy(&b).into_owned()).collect();
        for number in ["13800001234", "13900001234", "13700001234"] {
            assert_eq!(pages.contains(number), public.contains(&number), "{word}: {number}");
        }
        assert!(pages.contains("0576-80001235") && pages.contains("tel:057680001236,8012"), "{word}");
        assert!(!pages.contains("张三"), "{word}: who answers is never published");
        let before = read(&w, IMPORTED);
        // What was decided stays, asked again or not.
        import(&w, &["--write"]);
        assert_eq!(read(&w, IMPORTED), before, "{word}");
    }
}

#[test]
fn a_later_answer_changes_what_the_first_import_left_private() {
    let w = Workspace::new();
    table(&w, &PHONES, "");
    import(&w, &["--write"]);
    let answer = offered(&import(&w, &[]), "publish");
    import(&w, &["--write", "--answer", &answer]);
    let file = read(&w, IMPORTED);
    assert!(!file.contains("public: false") && file.contains("phone_public: true"), "{file}");
    assert!(!import(&w, &[]).contains("要你定"), "all of them are public by now");
}

#[test]
fn our_own_workbook_changes_no_phone() {
    let w = Workspace::new();
    w.edit(
        EAST,
        "phone: 0477-0000001\n",
        "phone:\n  - 0477-8000001\n  - {number: 0477-8000002, extension: 12, label: 医保窗口}\n  - {number: 13800001234, contact: 张三, public: false}\n\
         complaint_phone: [0477-8000003, 12345]\n",
    );
    w.run(&["export", "points", "-o", "points.xlsx"]).expect(0);
    let before = read(&w, EAST);
    let said = import(&w, &["--write"]);
    assert!(said.contains("和现有的内容一样"), "{said}");
    assert_eq!(read(&w, EAST), before);
}

/// The private numbers and names of [`planted`].
const PRIVATE: [&str; 7] = ["13800000001", "13800000002", "13800000003", "13800000004", "13800000005", "司马接线", "欧阳接线"];

fn planted() -> Workspace {
    let w = Workspace::new();
    w.edit(
        EAST,
        "phone: 0477-0000001\n",
        "phone: 138-0000-0001\nphone_contact: 司马接线\nphone_public: false\n\
         more_phones: [0477-8000001, {number: 13800000002, contact: 欧阳接线, public: false}]\n\
         complaint_phone: [{number: 13800000003, 公开: 否}, 0477-8000002]\n\
         overrides: [{item: enrol, window: 2号窗口, phone: [{number: 13800000004, public: false}, 0477-8000003]}]\n",
    );
    w.edit("content/one/bureau.yaml", "hotline: 0477-0000000", "hotline: [{number: 13800000005, public: false}, 0477-0000000]");
    w
}

#[test]
fn what_is_private_is_in_no_file_that_is_made() {
    let w = planted();
    w.run(&["build"]).expect(0);
    let output = w.path().join("output");
    let (mut files, mut pdfs) = (0, 0);
    let mut public = String::new();
    for path in tree(&output).keys() {
        let text = words_of_file(&output.join(path));
        let flat: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        for private in PRIVATE {
            assert!(!flat.contains(private), "{path} says {private}");
        }
        files += 1;
        pdfs += usize::from(path.ends_with(".pdf"));
        public.push_str(&text);
    }
    assert!(files > 40 && pdfs > 10, "{files} files, {pdfs} PDFs");
    for number in ["0477-8000001", "0477-8000002", "0477-8000003", "0477-0000000"] {
        assert!(public.contains(number), "{number} is public");
    }
}

#[test]
fn a_private_number_in_another_text_stops_the_build() {
    let w = planted();
    w.write("content/one/notices/help.md", "---\ntitle: 提示\ndate: 2026-05-01\n---\n\n有事打 13800000001。\n");
    let run = w.run(&["build", "--only", "site", "--lang", "zh"]);
    assert!(run.status != 0 && format!("{}{}", run.out, run.err).contains("13800000001"), "{} {}", run.out, run.err);
}

const MANY: [&str; 4] = ["0477-8000001", "0477-8000002", "0477-8000003转8012", "400-800-1234"];

/// What is made of one point with so many numbers, by path.
const SHOWS: [&str; 11] = [
    "print/one/points/east/service-list.pdf",
    "print/one/points/east/service-list-a3.pdf",
    "print/one/points/east/desk-card.pdf",
    "print/one/points/east/desk-card-a6.pdf",
    "print/one/points/east/hours-sign.pdf",
    "print/one/points/east/phone-sign.pdf",
    "print/one/points/east/directions.pdf",
    "print/one/notices/enrol.pdf",
    "one/points/east/index.html",
    "one/points/index.html",
    "one/data/points.geojson",
];

#[test]
fn one_to_four_numbers_stand_on_every_page_and_piece() {
    let mut pages: Vec<Vec<usize>> = Vec::new();
    for count in [0, 1, 2, 4] {
        let w = Workspace::new();
        let list = MANY.iter().take(count).map(|n| format!("\n  - {n}")).collect::<String>();
        let phone = if count == 0 { String::new() } else { format!("phone:{list}\n") };
        w.edit(EAST, "phone: 0477-0000001\n", &format!("{phone}location: {{lat: 39.6, lon: 109.8}}\ndirections: 坐 1 路车。\n"));
        if count == 4 {
            w.edit(EAST, "  - 0477-8000002", "  - {号码: 0477-8000002, 名称: 医保窗口}");
        }
        w.run(&["build"]).expect(0);
        let output = w.path().join("output");
        let mut sizes = Vec::new();
        for path in SHOWS {
            let file = [output.join(path), output.join("site").join(path)]
                .into_iter()
                .find(|f| f.exists())
                .unwrap_or_else(|| panic!("{path}"));
            let text = words_of_file(&file);
            for number in MANY.iter().take(count) {
                let dial = format!("tel:{}", number.replace('-', "").replace('转', ","));
                assert!(text.contains(number), "{path} with {count}: no {number} in {text}");
                assert!(!path.ends_with("html") || text.contains(&dial), "{path}: {dial}");
            }
            assert_eq!(text.contains("医保窗口"), count == 4, "{path} with {count}");
            if path.ends_with(".pdf") {
                sizes.push(pdf_pages(&file));
            }
        }
        if count > 0 {
            pages.push(sizes);
        }
    }
    assert!(pages.iter().all(|sizes| *sizes == pages[0]), "more numbers make no more pages: {pages:?}");
}

#[test]
fn a_list_of_numbers_is_checked_one_by_one() {
    let w = Workspace::new();
    w.edit(
        EAST,
        "phone: 0477-0000001\n",
        "phone: [0477-0000001, 12, {number: 0477-0000002, extension: 转1}]\nmore_phones: 号码\n",
    );
    let found = w.findings();
    let bad: Vec<&String> = found.iter().filter(|f| f.starts_with("C319")).collect();
    assert_eq!(bad.len(), 3, "{found:?}");
    // Where all numbers are private there is none to call, unless the bureau has one.
    let w = planted();
    w.edit(EAST, "more_phones: [0477-8000001, ", "more_phones: [").edit("content/one/bureau.yaml", ", 0477-0000000]", "]");
    assert!(w.findings().iter().any(|f| f.starts_with("C314") && f.contains("a phone")), "{:?}", w.findings());
}
