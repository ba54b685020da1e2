//! What `check` finds before anything is made, and that a build says and counts the same.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::{GUIDE, POINT, Workspace};

/// The number before ` warnings` in what a command said.
fn count(text: &str) -> usize {
    let before = text.split(" warnings").next().unwrap_or_else(|| panic!("{text}"));
    before.rsplit(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn check_finds_a_character_without_a_glyph_wherever_it_is_printed() {
    for (file, from, to) in [
        ("content/one/points/east.yaml", "东镇1号", "东镇\u{10FFFD}1号"),
        ("content/one/points/east.yaml", "东镇1号", "\"东镇\\U0010FFFD1号\""),
        ("content/one/guides/enrol.md", "身份证", "身份\u{10FFFD}证"),
        ("content/one/catalog.yaml", "参保登记", "参保\u{10FFFD}登记"),
        ("content/one/bureau.yaml", "测试医疗保障局", "测试\u{10FFFD}医疗保障局"),
    ] {
        let w = Workspace::new();
        w.edit(file, from, to);
        let found = w.findings();
        assert!(found.iter().any(|f| f.starts_with("P601 ")), "{file}: {found:?}");
        if !to.contains('\\') {
            assert!(found.iter().any(|f| f.starts_with(&format!("P601 {file}:"))), "{file}: {found:?}");
        }
        assert!(w.run(&["build"]).expect(1).err.contains("U+10FFFD"));
    }
}

#[test]
fn what_is_not_printed_may_hold_any_character() {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("# 备注\u{10FFFD}\n{POINT}"));
    assert_eq!(w.findings(), Vec::<String>::new());
    // Signs that only steer how others are set have no glyph and need none.
    w.write("content/one/guides/enrol.md", GUIDE.replace("身份证", "身\u{2060}份\u{200B}证"));
    assert_eq!(w.findings(), Vec::<String>::new());
    w.run(&["build"]).expect(0);
}

#[test]
fn build_and_check_count_the_same_warnings_and_show_the_same() {
    let w = Workspace::new();
    // Two warnings of the rules, and the two of pieces with a character that only a font of this machine may have.
    w.edit("content/one/points/east.yaml", "phone: 0477-0000001\n", "phone: 12\n");
    w.write("content/one/guides/enrol.md", GUIDE.replace("2026-05-01", "2019-05-01").replace("身份证", "身份证ก"));
    let check = w.run(&["check"]);
    let build = w.run(&["build"]);
    let again = w.run(&["build", "-v"]);
    if check.status == 0 {
        assert!(count(&check.err) >= 2, "{}", check.err);
        assert_eq!(count(&check.err), count(&build.err), "{}{}", check.err, build.err);
        assert_eq!(count(&check.err), count(&again.err), "{}", again.err);
        assert_eq!(check.out.matches("warning[").count(), count(&check.err), "{}", check.out);
        assert_eq!(again.err.matches("warning[").count(), count(&check.err), "{}", again.err);
    } else {
        // A machine without a font for it.
        assert!(check.out.contains("P601") && build.err.contains("P601"), "{}{}", check.out, build.err);
    }
}

#[test]
fn broken_fonts_and_templates_of_a_workspace_are_found_with_their_file() {
    let template = |name: &str| fs::read(crate::support::sample().join("themes/default").join(name)).unwrap();
    let whole = String::from_utf8(template("site/item.html")).unwrap();
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("fonts/NotoSansSC-Regular.otf", Vec::new(), "P608"),
        ("fonts/NotoSerifSC-Bold.otf", b"no font".to_vec(), "P608"),
        ("fonts/NotoSansSC-Bold.otf", template("fonts/NotoSansSC-Bold.otf")[..2000].to_vec(), "P608"),
        ("site/item.html", Vec::new(), "P602"),
        ("site/item.html", b"\n\n".to_vec(), "P602"),
        ("site/item.html", vec![0xFF, 0xFE, 0x41], "P602"),
        ("site/item.html", b"{% extends \"base.html\" %}\n{% if %}\n".to_vec(), "P602"),
        ("site/item.html", whole.replacen("{% block main %}", "{% block main %}\n{{ no_such_key }}", 1).into_bytes(), "P602"),
        ("print/desk-card.typ", Vec::new(), "P602"),
        ("print/desk-card.typ", vec![0xFF, 0xFE, 0x41], "P602"),
        ("print/desk-card.typ", b"#let a = (1,\n#if {".to_vec(), "P602"),
        ("print/desk-card.typ", b"#import \"gone.typ\": a\n".to_vec(), "P602"),
    ];
    for (file, bytes, code) in cases {
        let w = Workspace::new();
        w.write(&format!("themes/default/{file}"), &bytes);
        let run = w.run(&["check"]).expect(1);
        let named = run.out.contains(&format!("error[{code}]"))
            && (run.out.contains(file) || run.out.contains("print/gone.typ") || run.out.contains("gone.typ"));
        assert!(named, "{file} {:?}:\n{}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]), run.out);
        let build = w.run(&["build"]).expect(1);
        assert!(build.err.contains(code), "{file}: {}", build.err);
        assert!(!w.path().join("output").exists());
    }
    // At its line, and with what to do.
    let w = Workspace::new();
    w.write("themes/default/site/item.html", "{% extends \"base.html\" %}\n{% if %}\n");
    w.write("themes/default/print/desk-card.typ", "#let a = 1\n#let b = (1,\n");
    let out = w.run(&["check"]).expect(1).out;
    assert!(out.contains("themes/default/site/item.html:2") && out.contains("themes/default/print/desk-card.typ:2"), "{out}");
    assert_eq!(out.matches("help: ").count(), out.matches("error[").count(), "{out}");
}

#[test]
fn findings_about_a_theme_carry_their_file_for_programs() {
    let template = |name: &str| fs::read_to_string(crate::support::sample().join("themes/default").join(name)).unwrap();
    let page = template("site/item.html").replacen("{% block main %}", "{% block main %}\n    {{ no_such_key }}", 1);
    let line = page.lines().position(|line| line.contains("no_such_key")).unwrap() + 1;
    let cases = [
        ("fonts/NotoSansSC-Regular.otf", Vec::new(), json!([null, null])),
        ("site/item.html", b"\n".to_vec(), json!([null, null])),
        ("site/item.html", b"{% extends \"base.html\" %}\n  {% if %}\n".to_vec(), json!([2, 9])),
        ("site/item.html", b"{% extends \"gone.html\" %}\n".to_vec(), json!([null, null])),
        ("site/item.html", page.into_bytes(), json!([line, 8])),
        ("site/site.css", b"a{}\n\xE5\x8C\xBB\xFF".to_vec(), json!([2, 2])),
        ("print/desk-card.typ", b"#let a = 1\n#let \xE5\x8C\xBB = (1,\n".to_vec(), json!([2, 10])),
        ("print/desk-card.typ", b"\n#import \"gone.typ\": a\n".to_vec(), json!([2, 9])),
    ];
    for (file, bytes, place) in cases {
        let w = Workspace::new();
        w.write(&format!("themes/default/{file}"), &bytes);
        let found = w.run(&["check", "--format", "json"]).expect(1).findings();
        assert!(!found.is_empty());
        for finding in &found {
            assert_eq!(finding["file"], format!("themes/default/{file}"), "{finding}");
            assert_eq!(json!([finding["line"], finding["column"]]), place, "{finding}");
        }
        let sarif: serde_json::Value = serde_json::from_str(&w.run(&["check", "--format", "sarif"]).out).unwrap();
        let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], format!("themes/default/{file}"), "{location}");
        assert_eq!(location["region"]["startLine"], place[0], "{location}");
    }
    // So do those about any other file that is no source.
    let w = Workspace::new();
    w.write("content/one/points/west.yaml.txt", POINT);
    w.write("content/one/points/list.xlsx", "");
    let found = w.run(&["check", "--format", "json"]).findings();
    let files: Vec<&str> = found.iter().filter_map(|f| f["file"].as_str()).collect();
    assert_eq!(files, ["content/one/points/list.xlsx", "content/one/points/west.yaml.txt"], "{found:?}");
}

#[test]
fn a_broken_font_of_a_bureau_is_found() {
    let w = Workspace::new();
    let bureau = fs::read_to_string(w.path().join("content/one/bureau.yaml")).unwrap();
    w.write("content/one/bureau.yaml", format!("{bureau}brand: {{fonts: fonts}}\n"));
    w.write("content/one/fonts/own.otf", "");
    let run = w.run(&["check"]).expect(1);
    assert!(run.out.contains("error[P608]") && run.out.contains("content/one/fonts/own.otf"), "{}", run.out);
    assert_eq!(w.run(&["check", "--format", "json"]).findings()[0]["file"], "content/one/fonts/own.otf");
}

/// Runs the program with its output on a device that is full.
fn on_full(w: &Workspace, arguments: &[&str]) -> (i32, String) {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(w.path())
        .args(["--lang", "en"])
        .args(arguments)
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    (done.status.code().unwrap_or(-1), String::from_utf8(done.stderr).unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error() {
    let w = Workspace::new();
    for arguments in [
        &["schema", "point"][..],
        &["check", "--format", "json"],
        &["check"],
        &["--help"],
        &["--version"],
        &["help"],
        &["inspect", "--help"],
        &["completions", "bash"],
        &["man"],
    ] {
        // A check that finds nothing writes nothing as text.
        let nothing = *arguments == ["check"];
        let (status, said) = on_full(&w, arguments);
        assert_eq!(status, if nothing { 0 } else { 2 }, "{arguments:?}: {said}");
        assert!(nothing || said.contains("could not be written"), "{arguments:?}: {said}");
    }
    w.edit("content/one/points/east.yaml", "phone: 0477-0000001", "phone: 12");
    assert_eq!(on_full(&w, &["check"]).0, 2, "findings that nobody can read");
}

#[test]
fn a_reader_that_closes_its_end_is_no_error() {
    let w = Workspace::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(w.path())
        .args(["schema", "point"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap()), (Some(0), String::new()));
    // What was asked for is still answered by the status.
    assert_eq!(json!(w.run(&["check", "--format", "json"]).expect(0).findings()), json!([]));
}
