//! Files that somebody brings to the desk: told apart by what stands in them, planned together whatever their order, taken in as one entry, and out again to the
//! very byte. What is not certain is asked and stays out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rust_xlsxwriter::{Format, Workbook};
use yizhan::diagnostic::Lang;
use yizhan::ops::desk::arrive::{self, Arrival, Arrivals, Brought, Gives, Request, Sort};
use yizhan::ops::{Access, Answers, Session};
use yizhan::sandbox::Reader;
use yizhan::say;

use super::edits::{caller, said, take_back};
use super::support::{Workspace, tree};

fn book(title: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let last = u16::try_from(rows[0].len() - 1).unwrap();
    sheet.merge_range(0, 0, 0, last, title, &Format::new()).unwrap();
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbaImage::from_pixel(40, 30, image::Rgba([20, 90, 160, 255]));
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

fn services() -> Vec<u8> {
    book(
        "某县服务事项清单",
        &[
            &["序号", "类别", "事项名称", "办件类型", "县级大厅", "镇级站"],
            &["1", "参保", "职工参保登记", "即办件", "办结", "受理"],
            &["2", "参保", "居民参保登记", "即办件", "办结", "办结"],
            &["3", "报销", "住院费用报销", "承诺件", "办结", "-"],
        ],
    )
}

fn points() -> Vec<u8> {
    book(
        "某县服务网点一览表",
        &[
            &["乡镇", "网点名称", "渠道", "地址", "服务电话", "联系人手机", "服务时间"],
            &["甲镇", "县大厅", "县级大厅", "甲镇示例路1号", "7654321", "13900000001", "周一至周五 8:30-12:00，14:30-17:30"],
            &["乙镇", "乙镇站", "镇级站", "乙镇示例路2号", "7654322", "13900000002", "周一至周五 9:00-11:30"],
        ],
    )
}

/// A bureau that has nothing yet.
fn young() -> Workspace {
    let w = Workspace::new();
    for file in ["points/east.yaml", "guides/enrol.md", "catalog.yaml"] {
        std::fs::remove_file(w.path().join("content/one").join(file)).unwrap();
    }
    w
}

fn request(files: &[(&str, Vec<u8>)], sorts: &[(u64, Sort)], answers: &[(&str, &str)]) -> Request {
    let brought = |(id, (name, bytes)): (u64, &(&str, Vec<u8>))| Arc::new(Brought::new(id, (*name).to_owned(), bytes.clone()));
    Request {
        bureau: "one".to_owned(),
        files: (1..).zip(files).map(brought).collect(),
        sorts: sorts.iter().copied().collect(),
        answers: Answers::of(answers.iter().map(|(id, word)| ((*id).to_owned(), (*word).to_owned())).collect::<BTreeMap<_, _>>()),
        reader: Reader::InProcess,
        lang: Lang::Zh,
    }
}

fn read(w: &Workspace, request: &Request) -> Arrivals {
    let session = Session::open(&caller(w.path(), "甲", 0), Access::Read).unwrap();
    arrive::read(session, request).map_err(said).unwrap().1
}

/// One press.
fn take(w: &Workspace, request: &Request) -> Arrivals {
    let session = Session::open(&caller(w.path(), "甲", 0), Access::Write(say!("收", "taking in"))).unwrap();
    let (session, arrivals) = arrive::read(session, request).map_err(said).unwrap();
    session.commit(&arrivals.plan, &request.answers).map_err(said).unwrap();
    arrivals
}

fn sorts(arrivals: &Arrivals) -> Vec<(u64, Option<Sort>)> {
    arrivals.list.iter().map(|one| (one.id, one.sort)).collect()
}

fn words(arrival: &Arrival) -> String {
    let found = arrival.obstacle().unwrap();
    found.found.iter().map(|d| format!("{} {}", d.message.zh, d.help.as_ref().map_or("", |h| h.zh.as_str()))).collect()
}

fn content(w: &Workspace) -> BTreeMap<String, Vec<u8>> {
    tree(w.path()).into_iter().filter(|(path, _)| path.starts_with("content/") || !path.contains('/')).collect()
}

#[test]
fn files_of_one_drop_lean_on_each_other_whatever_their_order_and_are_one_entry() {
    let mut texts = Vec::new();
    for turned in [false, true] {
        let w = young();
        let before = content(&w);
        let mut files = vec![("表1.xlsx", services()), ("表2.xlsx", points())];
        if turned {
            files.reverse();
        }
        let wanted = request(&files, &[], &[]);
        let arrivals = read(&w, &wanted);
        let kinds: Vec<_> = arrivals.list.iter().map(|one| one.sort).collect();
        assert_eq!(kinds, [Some(Sort::Catalog), Some(Sort::Points)]);
        assert_eq!(content(&w), before, "nothing is written before the press");
        // The points know the channels of the list that comes with them.
        let Gives::Import(import) = &arrivals.list[1].gives else { panic!("points") };
        assert!(import.questions.iter().all(|q| !q.what.zh.contains("哪个渠道")), "{:?}", import.questions);
        take(&w, &wanted);
        let after = content(&w);
        assert!(String::from_utf8_lossy(&after["content/one/points/imported.yaml"]).contains("乙镇站"));
        w.run(&["check"]).expect(0);
        texts.push(after);
        let told = w.run(&["history", "--lang", "zh"]).expect(0);
        assert_eq!(told.out.matches("导入").count(), 2, "one entry, which names both: {}", told.out);
        take_back(&w, 60);
        assert_eq!(content(&w), before, "an undo takes both back to the byte");
    }
    assert_eq!(texts[0], texts[1]);
}

#[test]
fn what_is_asked_stays_out_until_it_is_answered() {
    let w = young();
    let files = [("a.xlsx", services()), ("b.xlsx", points())];
    let first = take(&w, &request(&files, &[], &[]));
    let question = first.list[1].questions().iter().find(|q| q.what.zh.contains("手机号")).unwrap().clone();
    let imported = || std::fs::read_to_string(w.path().join("content/one/points/imported.yaml")).unwrap();
    assert!(!imported().contains("13900000001") || imported().contains("public: false"), "{}", imported());
    w.run(&["build", "--only", "site"]).expect(0);
    let public =
        || tree(&w.path().join("output/site")).values().any(|bytes| String::from_utf8_lossy(bytes).contains("13900000001"));
    assert!(!public(), "a mobile that nobody has agreed to is on no page");
    // The answer comes later, and brings the rest.
    let answered = request(&files, &[], &[(&question.id, "publish")]);
    let second = read(&w, &answered);
    assert!(!second.plan.is_empty());
    take(&w, &answered);
    w.run(&["build", "--only", "site"]).expect(0);
    assert!(public());
    assert!(read(&w, &answered).plan.is_empty(), "nothing is left to do");
}

#[test]
fn two_files_that_ask_the_same_are_answered_one_by_one() {
    let w = young();
    take(&w, &request(&[("清单.xlsx", services())], &[], &[]));
    let files = [("东片.xlsx", points()), ("西片.xlsx", points())];
    let arrivals = read(&w, &request(&files, &[], &[]));
    let ids: Vec<&str> = arrivals.list.iter().flat_map(Arrival::questions).map(|q| q.id.as_str()).collect();
    assert!(ids.len() >= 2 && ids.iter().collect::<std::collections::BTreeSet<_>>().len() == ids.len(), "{ids:?}");
    let answered = request(&files, &[], &[(ids[0], "publish")]);
    let answered = read(&w, &answered);
    let given: Vec<bool> = answered.list.iter().map(|one| one.questions().iter().any(|q| q.id == ids[0])).collect();
    assert_eq!(given.iter().filter(|given| **given).count(), 1, "the answer is one file's alone");
}

/// Tables of people, told apart under names that say nothing.
#[test]
fn labelled_tables_are_told_apart_by_their_contents() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/tables");
    let (mut right, mut asked, mut wrong) = (0, 0, Vec::new());
    for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let about: serde_json::Value = serde_json::from_slice(&std::fs::read(&entry).unwrap()).unwrap();
        let file = about["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let name = format!("新建文件.{}", file.rsplit('.').next().unwrap());
        let w = young();
        let arrivals = read(&w, &request(&[(&name, bytes)], &[], &[]));
        let wanted = match about["kind"].as_str().unwrap() {
            "catalog" => Sort::Catalog,
            "points" => Sort::Points,
            "plan" => Sort::Plan,
            other => panic!("{other}"),
        };
        match arrivals.list[0].sort {
            Some(sort) if sort == wanted => right += 1,
            None => {
                assert!(arrivals.list[0].may_be.contains(&wanted), "{file}");
                asked += 1;
            }
            Some(sort) => wrong.push(format!("{file}: {sort:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(right >= 12 && right + asked == 16, "{right} right, {asked} asked");
}

#[test]
fn wrong_files_say_what_they_are_and_keep_nothing_else_out() {
    let w = young();
    let picture = png();
    let files = [
        ("通讯录.xlsx", book("通讯录", &[&["姓名", "科室", "备注"], &["甲某", "办公室", "值班"], &["乙某", "财务", "内勤"]])),
        ("名单.xlsx", b"%PDF-1.7\n%fake".to_vec()),
        ("清单.xlsx", picture),
        ("空.xlsx", Vec::new()),
        ("真的.xlsx", services()),
    ];
    let wanted = request(&files, &[], &[]);
    let arrivals = read(&w, &wanted);
    let of = |id: u64| arrivals.list.iter().find(|one| one.id == id).unwrap();
    assert_eq!(of(1).sort, None, "an address book is none of all these: {:?}", sorts(&arrivals));
    assert!(words(of(2)).contains("PDF"), "{}", words(of(2)));
    assert_eq!(
        (of(3).sort, of(3).may_be.as_slice()),
        (None, &[Sort::Mark, Sort::Photo][..]),
        "a picture, whatever its name says"
    );
    assert!(of(4).obstacle().is_some());
    assert_eq!(of(5).sort, Some(Sort::Catalog));
    take(&w, &wanted);
    assert!(std::fs::read_to_string(w.path().join("content/one/catalog.yaml")).unwrap().contains("住院费用报销"));
}

#[test]
fn a_result_that_is_refused_stays_with_whoever_brought_it() {
    let w = young();
    let before = tree(w.path());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("record.json", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, b"{ broken").unwrap();
    let wanted = request(&[("结果.zip", zip.finish().unwrap().into_inner())], &[], &[]);
    let arrivals = read(&w, &wanted);
    assert_eq!(arrivals.list[0].sort, Some(Sort::Result));
    assert!(arrivals.list[0].obstacle().is_some());
    assert!(arrivals.plan.is_empty(), "nothing of it is certain: {:?}", arrivals.plan);
    assert_eq!(tree(w.path()).len(), before.len());
}

#[test]
fn a_picture_is_the_mark_once_somebody_says_so() {
    let w = young();
    let before = content(&w);
    let picture = png();
    let files = [("局徽.png", picture.clone())];
    assert!(read(&w, &request(&files, &[], &[])).plan.is_empty(), "a name decides nothing");
    take(&w, &request(&files, &[(1, Sort::Mark)], &[]));
    let after = content(&w);
    let kept = after.iter().find(|(path, _)| path.ends_with(".png")).unwrap();
    assert_eq!(*kept.1, picture, "as it is");
    assert!(String::from_utf8_lossy(&after["content/one/bureau.yaml"]).contains("mark:"));
    take_back(&w, 60);
    assert_eq!(content(&w), before);
}
