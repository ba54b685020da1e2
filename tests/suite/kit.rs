//! `yizhan inspect kit`: the files that are made, that they ask for nothing, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::support::{Run, Workspace, sample, tree, yizhan};

/// Forms of the sample, by name, in a folder that lives as long as it is looked at.
fn kit(arguments: &[&str]) -> (Vec<(String, String)>, Run) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("forms");
    let run = yizhan(&sample(), &[&["inspect", "kit"], arguments, &["-o", out.to_str().unwrap()]].concat());
    let files = tree(folder.path()).into_iter();
    let name = |path: String| path.trim_start_matches("forms/").to_owned();
    (files.map(|(path, bytes)| (name(path), String::from_utf8(bytes).unwrap())).collect(), run)
}

fn refused(arguments: &[&str], wanted: &[&str]) {
    let (files, run) = kit(arguments);
    let run = run.expect(2);
    assert!(files.is_empty(), "{arguments:?} made {}", files.len());
    for text in wanted {
        assert!(run.err.contains(text), "{text} is not in {}", run.err);
    }
}

/// What stands between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}

fn data(page: &str) -> Value {
    serde_json::from_str(between(page, "<script type=\"application/json\" id=\"data\">", "</script>")).unwrap()
}

fn script(page: &str) -> &str {
    between(page, "<script type=\"module\">", "</script>")
}

#[test]
fn a_form_for_every_point_and_one_for_the_round() {
    let (files, run) = kit(&["--standard", "wenling-village-stars", "--points", "baishuli,songtang"]);
    let run = run.expect(0);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "村级医保经办服务星级评定-现场核查-云塘镇松塘村医保经办服务点.html",
            "村级医保经办服务星级评定-现场核查-云塘镇柏树里村医保经办服务点.html",
            "村级医保经办服务星级评定-现场核查-全部服务点.html"
        ]
    );
    assert_eq!(run.out.lines().count(), 3);
    for (name, page) in &files {
        let data = data(page);
        let points = data["points"].as_array().unwrap();
        assert_eq!(points.len(), if name.ends_with("全部服务点.html") { 2 } else { 1 }, "{name}");
        assert_eq!(data["standardHash"].as_str().unwrap().len(), 64);
        assert_eq!(data["standard"]["sections"].as_array().unwrap().len(), 5);
        assert!(page.len() < 250_000, "{name}: {} bytes", page.len());
    }
    // The sample has the rounds before: what they measured stands beside.
    let first = data(&files[0].1);
    assert_eq!(first["points"][0]["earlier"]["layers"].as_array().unwrap().len(), 2);
    assert_eq!(first["points"][0]["tier"], "村级");
}

#[test]
fn a_form_asks_for_nothing_from_outside() {
    let (files, _) = kit(&["--standard", "wuhu-demonstration-point", "--points", "hewan"]);
    let page = &files[0].1;
    assert!(page.contains("default-src 'none'; script-src 'sha256-"), "no policy");
    for asks in [
        " src=\"",
        " href=\"http",
        "url(",
        "@import",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "import(",
        "innerHTML",
        "eval(",
    ] {
        assert!(!page.contains(asks), "{asks}");
    }
    let elsewhere: Vec<&str> = page.split("http").skip(1).map(|rest| rest.split(['"', '\'', ' ']).next().unwrap()).collect();
    assert!(elsewhere.iter().all(|rest| rest.starts_with("-equiv") || *rest == "://www.w3.org/2000/svg%22"), "{elsewhere:?}");
}

/// Modules are joined into one scope: a name that two of them have would keep every form from opening.
#[test]
fn the_script_of_a_form_is_one_that_a_browser_can_read() {
    let (files, _) = kit(&["--standard", "wenling-village-stars", "--points", "baishuli"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form.mjs");
    fs::write(&file, script(&files[0].1)).unwrap();
    let done = Command::new("node").arg("--check").arg(&file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for line in script(&files[0].1).lines() {
        assert!(!line.starts_with("import ") && !line.starts_with("export "), "{line}");
    }
}

#[test]
fn a_re_inspection_has_only_points_and_clauses_that_are_left() {
    let (files, run) = kit(&["--standard", "wenling-village-stars", "--bureau", "wenling", "--round", "recheck"]);
    run.expect(0);
    assert!(files.len() > 2);
    for (name, page) in files.iter().filter(|(name, _)| !name.contains("全部服务点")) {
        let point = &data(page)["points"][0];
        let asked: Vec<&str> = point["asked"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let before = point["earlier"]["outcome"]["criteria"].as_array().unwrap();
        assert!(!asked.is_empty(), "{name}");
        for criterion in before {
            let left = matches!(criterion["state"].as_str().unwrap(), "not_met" | "unknown");
            assert_eq!(left, asked.contains(&criterion["id"].as_str().unwrap()), "{name} {criterion}");
        }
    }
}

#[test]
fn what_cannot_be_inspected_is_refused() {
    refused(&["--standard", "stars"], &["there is no standard `stars`", "wenling-village-stars"]);
    refused(&["--standard", "wenling-village-stars"], &["no bureau is named", "--bureau"]);
    refused(
        &["--standard", "wenling-village-stars", "--bureau", "wenlin"],
        &["there is no bureau `wenlin`", "did you mean `wenling`?"],
    );
    refused(&["--standard", "wenling-village-stars", "--points", "baishuly"], &["there is no point `baishuly`", "baishuli"]);
    refused(&["--standard", "wenling-village-stars", "--points", " , "], &["--points names no point"]);
    refused(
        &["--standard", "wuhu-demonstration-point", "--points", "hewan,baishuli"],
        &["the points belong to two bureaus: wuhu, wenling"],
    );
    refused(
        &["--standard", "wenling-village-stars", "--points", "yuntang-town"],
        &["the standard is not for the point", "只适用于村级服务点", "baishuli"],
    );
    refused(
        &["--standard", "wenling-village-stars", "--points", "baishuli", "--round", "recheck", "--campaign", "1999"],
        &["has no earlier record in the campaign 1999"],
    );
    refused(
        &["--standard", "wenling-village-stars", "--bureau", "wenling", "--round", "recheck", "--campaign", "1999"],
        &["the campaign 1999 has no point to inspect again"],
    );
    let run = yizhan(&sample(), &["inspect", "kit", "--standard", "wenling-village-stars", "--round", "third", "-o", "x"]);
    assert_eq!(run.status, 2);
}

/// A standard that a person judges, with a photo.
pub const STANDARD: &str = "\
title: 试
source: 试
version: \"1\"
total: 5
grades: [{name: 合格, at_least: 3}]
sections:
  - title: 甲
    criteria:
      - {id: a, title: 项一, marks: 5, clause: 一, quote: 有牌子, rule: manual, evidence: [photo]}
";

/// The form of the one point.
const EAST: &str = "试-现场核查-东镇医保服务站.html";

/// The only file of a folder.
fn only(folder: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn small() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("checklists/test.yaml", STANDARD);
    workspace
}

#[test]
fn the_only_bureau_need_not_be_named_and_points_that_are_closed_are_left_out() {
    let workspace = small();
    workspace.run(&["inspect", "kit", "--standard", "test", "-o", "out"]).expect(0);
    assert!(workspace.path().join("out").join(EAST).is_file());
    assert_eq!(fs::read_dir(workspace.path().join("out")).unwrap().count(), 1, "one point needs no page for the round");
    workspace.edit("content/one/points/east.yaml", "id: east", "status: closed\nstatus_reason: 2026年3月撤销\nid: east");
    let run = workspace.run(&["inspect", "kit", "--standard", "test", "-o", "again"]).expect(2);
    assert!(run.err.contains("has no point that the standard is for"), "{}", run.err);
}

#[test]
fn a_form_from_a_broken_file_is_not_made() {
    let workspace = small();
    workspace.edit("checklists/test.yaml", "marks: 5,", "marks: 六,");
    let run = workspace.run(&["inspect", "kit", "--standard", "test", "-o", "out"]).expect(1);
    assert!(run.err.contains("checklists/test.yaml:9"), "{}", run.err);
    assert!(!workspace.path().join("out").exists());
    // A folder that cannot be made is told.
    let workspace = small();
    workspace.write("out", "a file");
    let run = workspace.run(&["inspect", "kit", "--standard", "test", "-o", "out"]).expect(2);
    assert!(run.err.contains("cannot be written"), "{}", run.err);
}

#[test]
fn names_cannot_break_out_of_a_form() {
    let workspace = small();
    workspace.edit(
        "content/one/points/east.yaml",
        "东镇医保服务站",
        "'</script><script>alert(1)</script><!-- {{policy}} & \"站\"'",
    );
    workspace.run(&["inspect", "kit", "--standard", "test", "-o", "out"]).expect(0);
    let page = fs::read_to_string(only(&workspace.path().join("out"))).unwrap();
    assert_eq!(page.matches("<script").count(), 2, "two scripts of ours");
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("<!--"));
    assert_eq!(data(&page)["points"][0]["name"], "</script><script>alert(1)</script><!-- {{policy}} & \"站\"");
}

#[test]
fn the_same_workspace_makes_the_same_bytes_and_a_theme_of_ones_own_is_used() {
    let workspace = small();
    let made = |out: &str| {
        workspace.run(&["inspect", "kit", "--standard", "test", "-o", out]).expect(0);
        fs::read(only(&workspace.path().join(out))).unwrap()
    };
    assert_eq!(made("one"), made("two"));
    workspace.write("themes/default/form/form.css", ":root { --primary: #123456; }\n");
    assert!(String::from_utf8(made("three")).unwrap().contains("#123456"));
    workspace.write("themes/default/form/main.js", "import { gone } from './gone.js';\n");
    let run = workspace.run(&["inspect", "kit", "--standard", "test", "-o", "four"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("the theme has no file form/gone.js"), "{}", run.err);
    assert!(!Path::new("four").exists());
}

/// Two points of one name in one bureau: a file each, told apart by their ids; and no name is more than a disk takes.
#[test]
fn forms_of_points_with_one_name_and_of_very_long_names() {
    let workspace = small();
    let east = fs::read_to_string(workspace.path().join("content/one/points/east.yaml")).unwrap();
    let long = format!("东镇医保/服务站{}", "很长".repeat(60));
    for (id, name) in [("west", "东镇医保服务站"), ("north", long.as_str())] {
        let point = east.replace("id: east", &format!("id: {id}")).replace("东镇医保服务站", name);
        workspace.write(&format!("content/one/points/{id}.yaml"), &point);
    }
    workspace.run(&["inspect", "kit", "--standard", "test", "-o", "out"]).expect(0);
    let mut names: Vec<String> = fs::read_dir(workspace.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.contains(&"试-现场核查-东镇医保服务站-east.html".to_owned()), "{names:?}");
    assert!(names.contains(&"试-现场核查-东镇医保服务站-west.html".to_owned()), "{names:?}");
    assert!(names.iter().all(|name| name.len() < 200), "{names:?}");
}
