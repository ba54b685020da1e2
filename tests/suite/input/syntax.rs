//! What the parser refuses, in words that a clerk understands, and characters that no one sees.

use super::support::{GUIDE, Workspace, expect};

#[test]
fn a_bare_dash_needs_quotes() {
    for (depth, column) in [
        ("depth: {hall: 办结, town: -}", 29),
        ("depth: {hall: -, town: 办结}", 19),
        ("depth:\n      hall: 办结\n      town: -\n    note: x", 13),
        ("depth:\n      hall: -   # 不办\n      town: 办结", 13),
    ] {
        let w = Workspace::new();
        w.edit("content/one/catalog.yaml", "depth: {hall: 办结, town: 办结}", depth);
        let run = w.run(&["check", "--format", "json"]).expect(1);
        let found = run.findings();
        assert_eq!((found[0]["code"].as_str(), found[0]["column"].as_u64()), (Some("Y105"), Some(column)), "{depth}: {found:?}");
        assert_eq!(found[0]["help"], "write \"-\" in quotes", "{depth}");
    }
}

#[test]
fn syntax_errors_are_explained_in_chinese() {
    for (text, says) in [
        ("name: \"东镇\naddress: 1\n", "引号没有配对"),
        ("name: '东镇\n", "引号没有配对"),
        ("name: \"东镇\"站\n", "引号后面还有文字"),
        ("name: '东镇'站\n", "引号后面还有文字"),
        ("name: [东镇\naddress: 1\n", "括号"),
        ("name: {a: 1\n", "括号"),
        ("name: [a}\n", "括号不配对"),
        ("name: a]\nb: ]\n", "括号不配对"),
        ("name: 东镇\n   address: 1\n", "冒号"),
        ("name: 东镇\naddress\nphone: 1\n", "冒号"),
        ("name: a: b\n", "冒号"),
        ("name:\n  - a\n b: 1\n", "缩进"),
        ("name: *none\n", "没有对应的 &"),
        ("name: \"a\\qb\"\n", "反斜杠"),
        ("name: \"\\xzz\"\n", "反斜杠"),
        ("name: @东镇\n", "不能用“@”"),
        ("name: %东镇\n", "“%”"),
        ("name: `a`\n", "不能用“`”"),
        ("name: & a\n", "名称"),
        ("name: !a!b c\n", "叹号"),
        ("name: |x\n  a\n", "| 或 >"),
        ("name: - a\n", "“-”"),
        ("- a\nb: 1\n", "“-”"),
        ("a: 1\n... x\n", "..."),
        ("a: \"x\n---\ny\"\n", "引号没有配对"),
        ("%YAML 3.0\n---\na: 1\n", "%"),
    ] {
        let w = Workspace::new();
        w.write("content/one/points/west.yaml", text);
        let run = w.run(&["--lang", "zh", "check", "--format", "json"]).expect(1);
        let found = run.findings();
        let message = found[0]["message"].as_str().unwrap();
        assert_eq!(found[0]["code"], "Y105", "{text:?}: {found:?}");
        assert!(message.contains(says), "{text:?}: {message}");
        let words = message.replace("YAML", "");
        assert!(!words.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() > 2), "{text:?}: {message}");
    }
}

#[test]
fn a_missing_space_after_a_colon_or_a_dash() {
    let point = |text: &str| {
        let w = Workspace::new();
        w.write("content/one/points/west.yaml", text);
        w.findings().into_iter().filter(|f| f.contains("west.yaml")).collect::<Vec<_>>()
    };
    let at = "Y105 content/one/points/west.yaml:";
    expect(&point("id:west\nname: 西镇\n")[..1], &[&format!("{at}1:3 a space is missing after the colon of `id`")]);
    expect(&point("id:west\nname:西镇\n"), &[&format!("{at}1:3 a space is missing after the colon of `id`")]);
    let found = point("{id:west, name: 西镇}\n");
    assert!(found.iter().any(|f| f.starts_with(&format!("{at}1:4 a space is missing after the colon"))), "{found:#?}");
    // Further in, the second line goes on with the text of the first.
    let facts = "id: west\nname: 西镇\nchannel: town\naddress: 1\nphone: 0477-0000001\nhours: Mo 08:00-09:00\nfacts:\n  zones:\n";
    for (line, column) in [("    -等候区", 5), ("      -等候区", 7)] {
        let found = point(&format!("{facts}    - 引导区\n{line}\n"));
        expect(&found, &[&format!("{at}10:{column} a space is missing after the dash")]);
    }
    expect(&point(&format!("{facts}    - 引导区\n    - 等候区\n")), &[]);
}

#[test]
fn control_characters_are_found() {
    for (written, column) in
        [("东\u{0}镇", 8), ("\"东\\0镇\"", 7), ("东\u{8}镇", 8), ("\"东\\x07镇\"", 7), ("东\u{202e}镇", 8), ("东\u{85}镇", 8)]
    {
        let w = Workspace::new();
        w.edit("content/one/points/east.yaml", "name: 东镇医保服务站", &format!("name: {written}"));
        expect(&w.findings(), &[&format!("M208 content/one/points/east.yaml:2:{column} ")]);
    }
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n正\u{1b}文\n"));
    expect(&w.findings(), &["M208 content/one/guides/enrol.md:9:2 "]);
}
