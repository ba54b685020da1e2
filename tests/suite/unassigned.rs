//! What a table does not say is kept open: points without a channel, items without a place. They are taken in, nowhere shown, and completed by an answer.

use std::fs;

use rust_xlsxwriter::Workbook;

use super::support::{Workspace, tree};

const IMPORTED: &str = "content/one/points/imported.yaml";

/// Two points of a list that names no channel.
fn table(w: &Workspace) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["名称", "地址", "电话"],
        ["康民大药房", "人民路100号", "0477-8000101"],
        ["东柳村卫生室", "白石镇东柳村", "0477-8000102"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    w.write("p.xlsx", book.save_to_buffer().unwrap());
}

fn read(w: &Workspace, file: &str) -> String {
    fs::read_to_string(w.path().join(file)).unwrap()
}

fn said(w: &Workspace, arguments: &[&str], status: i32) -> String {
    let run = w.run(&[arguments, &["--lang", "zh"]].concat()).expect(status);
    format!("{}{}", run.out, run.err)
}

#[test]
fn points_without_a_channel_are_kept_and_shown_nowhere() {
    let w = Workspace::new();
    table(&w);
    let out = said(&w, &["import", "points", "p.xlsx", "--write"], 0);
    assert!(out.contains("还没有渠道的 2 个") && out.contains("先不写渠道收进来"), "{out}");
    let file = read(&w, IMPORTED);
    assert!(file.contains("人民路100号") && file.contains("0477-8000102") && !file.contains("channel"), "{file}");
    let found = w.findings();
    assert!(
        found.iter().filter(|f| f.starts_with("C343")).count() == 1 && !found.iter().any(|f| f.starts_with("C314")),
        "{found:?}"
    );
    let check = said(&w, &["check"], 0);
    for words in ["2 个网点还没有渠道", "康民大药房、东柳村卫生室", "hall（大厅）、town（镇站）"] {
        assert!(check.contains(words), "{words}: {check}");
    }
    let built = said(&w, &["build"], 0);
    assert!(built.contains("没有做进去：2 个网点还没有渠道（康民大药房、东柳村卫生室）"), "{built}");
    let output = tree(&w.path().join("output"));
    assert!(output.keys().any(|path| path.contains("points/east")), "the others are made");
    for (path, bytes) in &output {
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.contains("kang-min") && !text.contains("康民大药房") && !text.contains("0477-8000102"), "{path}");
    }
    // Said again where nothing changed.
    assert!(said(&w, &["build"], 0).contains("没有做进去"));
    let refused = said(&w, &["build", "--point", "康民大药房"], 2);
    assert!(refused.contains("“康民大药房”还没有渠道") && refused.contains("hall（大厅）"), "{refused}");
    let ordered = said(&w, &["print-order", "-o", "order", "--no-record"], 0);
    assert!(ordered.contains("没有做进去：2 个网点"), "{ordered}");
}

#[test]
fn a_point_without_a_channel_is_still_a_point() {
    let w = Workspace::new();
    table(&w);
    said(&w, &["import", "points", "p.xlsx", "--write"], 0);
    let file = read(&w, IMPORTED);
    // The same table again, and our own workbook, change nothing.
    assert!(said(&w, &["import", "points", "p.xlsx"], 0).contains("和现有的内容一样"));
    w.run(&["export", "points", "-o", "mine.xlsx"]).expect(0);
    let again = said(&w, &["import", "points", "mine.xlsx"], 0);
    assert!(again.contains("服务网点 3 个，已有 3 个") && again.contains("和现有的内容一样"), "{again}");
    // Renamed, undone.
    said(&w, &["rename", "point", "康民大药房", "pharmacy", "--write"], 0);
    let renamed = read(&w, IMPORTED);
    assert!(renamed.contains("- id: pharmacy") && renamed.contains("formerly"), "{renamed}");
    let taken = said(&w, &["rename", "point", "东柳村卫生室", "pharmacy"], 2);
    assert!(taken.contains("康民大药房"), "{taken}");
    said(&w, &["undo", "--write"], 0);
    assert_eq!(read(&w, IMPORTED), file);
    // A notice about it, and a record of it, are told.
    w.write("content/one/notices/a.md", "---\ntitle: 提示\ndate: 2026-05-01\npoints: [kang-min-da-yao-fang]\n---\n\n开业。\n");
    let found = w.findings();
    assert!(found.iter().any(|f| f.starts_with("C343 content/one/notices/a.md")), "{found:?}");
    // An id is one point's, whether it has a channel or not.
    w.write("content/one/points/twice.yaml", "id: kang-min-da-yao-fang\nname: 甲\nchannel: town\n");
    assert!(w.findings().iter().any(|f| f.starts_with("M205")), "{:?}", w.findings());
}

#[test]
fn a_later_answer_completes_them() {
    let w = Workspace::new();
    table(&w);
    let out = said(&w, &["import", "points", "p.xlsx", "--write"], 0);
    let answer = out.split_whitespace().find(|part| part.ends_with("=2")).unwrap().to_owned();
    said(&w, &["import", "points", "p.xlsx", "--write", "--answer", &answer], 0);
    let file = read(&w, IMPORTED);
    assert_eq!(file.matches("channel: town").count(), 2, "{file}");
    assert!(!w.findings().iter().any(|f| f.starts_with("C343")), "{:?}", w.findings());
    said(&w, &["build", "--only", "site"], 0);
    assert!(w.path().join("output/site/one/points/kang-min-da-yao-fang/index.html").exists());
    // So does a line in the file.
    let w = Workspace::new();
    table(&w);
    said(&w, &["import", "points", "p.xlsx", "--write"], 0);
    w.write(IMPORTED, read(&w, IMPORTED).replace("  address", "  渠道: town\n  address"));
    assert!(!w.findings().iter().any(|f| f.starts_with("C343")), "{:?}", w.findings());
}

#[test]
fn without_a_catalog_points_are_taken_in_too() {
    let w = Workspace::new();
    for file in ["points/east.yaml", "guides/enrol.md", "catalog.yaml"] {
        fs::remove_file(w.path().join("content/one").join(file)).unwrap();
    }
    table(&w);
    said(&w, &["import", "points", "p.xlsx", "--write"], 0);
    let check = said(&w, &["check"], 0);
    assert!(check.contains("2 个网点还没有渠道") && check.contains("清单里还没有渠道"), "{check}");
}

/// A catalog whose table says nothing of channels and depths.
fn items(w: &Workspace) {
    w.write("c.csv", "序号,事项名称,设定依据\n1,参保登记,条例第一条\n2,转移接续,条例第二条\n3,零星报销,条例第三条\n");
}

#[test]
fn items_without_a_place_are_kept_and_asked_about_once() {
    let w = Workspace::new();
    items(&w);
    let out = said(&w, &["import", "catalog", "c.csv", "--write"], 0);
    assert_eq!(out.matches("这 2 个事项在哪里办").count(), 1, "{out}");
    let file = read(&w, "content/one/catalog.yaml");
    assert!(file.contains("转移接续") && file.contains("条例第三条") && file.matches("depth").count() == 1, "{file}");
    let open: Vec<String> = w.findings().into_iter().filter(|f| f.starts_with("C315")).collect();
    assert!(matches!(open.as_slice(), [one] if one.contains("2 items")), "{open:?}");
    let answer = out.split_whitespace().find(|part| part.ends_with("=all")).unwrap().to_owned();
    said(&w, &["import", "catalog", "c.csv", "--write", "--answer", &answer], 0);
    let file = read(&w, "content/one/catalog.yaml");
    assert_eq!(file.matches("{hall: 未注明, town: 未注明}").count(), 2, "{file}");
    assert!(!w.findings().iter().any(|f| f.starts_with("C315")), "{:?}", w.findings());
    assert!(said(&w, &["import", "catalog", "c.csv"], 0).contains("和现有的内容一样"));
}

#[test]
fn a_first_catalog_without_channels_says_so() {
    let w = Workspace::new();
    for file in ["points/east.yaml", "guides/enrol.md", "catalog.yaml"] {
        fs::remove_file(w.path().join("content/one").join(file)).unwrap();
    }
    items(&w);
    let out = said(&w, &["import", "catalog", "c.csv", "--write"], 0);
    assert!(out.contains("3 个事项都收进来，在哪里办先空着"), "{out}");
    let check = said(&w, &["check"], 0);
    assert!(check.contains("3 个事项没有写在哪里办") && check.contains("清单里还没有渠道"), "{check}");
}
