//! What YAML would cut, join or take for something else.

use super::support::{POINT, Workspace, expect};

fn point(more: &str) -> Vec<String> {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("{POINT}{more}"));
    w.findings()
}

/// A page of the point with this note.
fn shown(note: &str) -> String {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("{POINT}note: {note}\n"));
    expect(&w.findings(), &[]);
    w.run(&["build", "--only", "site"]).expect(0);
    std::fs::read_to_string(w.path().join("output/site/one/points/east/index.html")).unwrap()
}

#[test]
fn a_sign_that_cuts_a_value_is_said() {
    let at = "Y119 content/one/points/east.yaml:7:";
    for (note, column, words) in [
        ("乘公交 #3路到", 11, "#3路到"),
        ("#3路到", 7, "#3路到"),
        ("东镇小区\t#8号楼  ", 12, "#8号楼"),
        ("东镇 #8号楼 # 注", 10, "#8号楼 # 注"),
        ("&A座3楼", 7, "&A座3楼"),
        ("&A 座3楼", 7, "&A"),
        ("!a 甲", 7, "!a"),
    ] {
        expect(&point(&format!("note: {note}\n")), &[&format!("{at}{column} “{words}”")]);
    }
    // Remarks that are meant, and signs within quotes and words.
    for note in ["乘公交 # 三路", "\"乘公交 #3路\"", "乘公交#3路", "|\n  乘公交 #3路", "乘公交 ## 三路", "甲 #"]
    {
        expect(&point(&format!("note: {note}\n")), &[]);
    }
    expect(&point("# 注\n#注\n"), &[]);
    let w = Workspace::new();
    w.edit("content/one/catalog.yaml", "name: 参保登记", "name: 参保登记 #1号");
    expect(&w.findings(), &["Y119 content/one/catalog.yaml:7:16 “#1号”"]);
    w.edit("content/one/catalog.yaml", "handling: 即办件", "handling: 即办件  # 当场");
    expect(&w.findings(), &["Y119 content/one/catalog.yaml:7:16"]);
    w.write("content/one/points/west.yaml", "# id: west\n# name: 西镇\n");
    assert!(w.findings().iter().any(|f| f.starts_with("Y103 content/one/points/west.yaml:1:1")), "{:?}", w.findings());
    // An anchor that something refers to is one.
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("{}note: *place\n", POINT.replace("东镇1号", "&place 东镇1号")));
    expect(&w.findings(), &[]);
}

#[test]
fn lines_of_chinese_are_joined_without_a_space() {
    for note in [
        "第一行，\n  第二行",
        "\"第一行，\n  第二行\"",
        "'第一行，\n  第二行'",
        ">\n  第一行，\n  第二行\n",
        ">-\n  第一行，\n  第二行",
    ] {
        let html = shown(note);
        assert!(html.contains("第一行，第二行"), "{note:?}: {html}");
    }
    assert!(shown("第一行\n  and more\n  第 三行").contains("第一行 and more 第 三行"));
}

#[test]
fn characters_that_no_one_sees_change_nothing() {
    let w = Workspace::new();
    let text = POINT.replace("channel: town", "channel: to\u{200b}wn\u{feff}").replace("id:", "id\u{200b}:");
    w.write(
        "content/one/points/east.yaml",
        text.replace("0477-0000001", "0477-0000001\u{200b}").replace("Mo-Fr ", "Mo-Fr\u{a0}"),
    );
    expect(&w.findings(), &[]);
    for odd in ["\u{a0}\u{a0}", "\u{3000}", "\u{2003}", "\u{200b}  "] {
        let found = point(&format!("staff:\n{odd}- {{name: 张示例}}\n"));
        assert!(found.iter().any(|f| f.starts_with("Y107 content/one/points/east.yaml:8:1")), "{odd:?}: {found:?}");
        let found = point(&format!("note: 甲\n  {odd}乙\n"));
        assert!(found.iter().any(|f| f.starts_with("Y107 content/one/points/east.yaml:8:")), "{odd:?}: {found:?}");
    }
}

#[test]
fn numbers_and_words_stay_as_they_are_written() {
    for note in
        ["012345678901234567", "00100", "1e5", "0x1F", "2026-05-01", "yes", "no", "on", "否", "1_000", "12:30", ".5", "NaN"]
    {
        let html = shown(note);
        assert!(html.contains(&format!(">{note}<")), "{note}: {html}");
    }
    for yes in ["true", "True", "TRUE", "yes", "Yes", "on", "是", "有"] {
        let w = Workspace::new();
        w.edit("content/one/bureau.yaml", "edition:", &format!("sample: {yes}\nedition:"));
        expect(&w.findings(), &[]);
    }
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "edition:", "sample: 大概\nedition:");
    expect(&w.findings(), &["M208 content/one/bureau.yaml:4:9"]);
}
