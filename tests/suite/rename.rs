//! Another id for a point: what refers to it follows, and what was signed stays as it is.

use std::fs;

use crate::support::{Workspace, tree};

const STANDARD: &str = "\
title: 标准
source: 测试局文件
version: \"1\"
total: 10
grades: [{name: 合格, at_least: 6}]
below_grades: 不合格
sections:
  - title: 甲
    marks: 10
    criteria:
      - {id: a1, title: 场所, marks: 10, rule: {yes_no: {}}, quote: 有场所, evidence: [现场查看]}
";

const RECORD: &str = "\
standard: mark
version: \"1\"
point: east   # 东镇
round: site
date: 2026-05-01
inspectors: [张三]
findings:
  a1: {met: 否, reason: 没有}
";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("checklists/mark.yaml", STANDARD);
    workspace.write("content/one/inspections/east.yaml", RECORD);
    workspace.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [east]\n---\n\n正文。\n");
    workspace
}

#[test]
fn everything_that_names_the_point_follows() {
    let workspace = workspace();
    workspace.run(&["check"]).expect(0);
    workspace.run(&["inspect", "new", "mark", "east", "--revise", "--by", "李四", "--reason", "看错"]).expect(0);
    workspace.run(&["print-order", "-o", "order"]).expect(0);
    let score = |point: &str| {
        let run = workspace.run(&["inspect", "status"]).expect(0);
        assert!(run.out.contains("东镇"), "{}", run.out);
        run.out.replace(point, "POINT")
    };
    let before = score("east");
    workspace.run(&["check"]).expect(0);
    let all = tree(&workspace.path().join("content"));
    let shown = workspace.run(&["rename", "point", "east", "dong-zhen"]).expect(0);
    assert_eq!(tree(&workspace.path().join("content")), all, "a dry run wrote something");
    for wanted in ["points/east.yaml:1", "inspections/east.yaml:3", "notices/n.md:4", "editions/"] {
        assert!(shown.out.contains(wanted), "{wanted} is not in {}", shown.out);
    }
    workspace.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    let text = |file: &str| fs::read_to_string(workspace.path().join(file)).unwrap();
    assert!(text("content/one/points/east.yaml").contains("formerly: [east]"), "{}", text("content/one/points/east.yaml"));
    assert!(text("content/one/inspections/east.yaml").contains("point: dong-zhen   # 东镇"));
    assert!(text("content/one/notices/n.md").contains("points: [dong-zhen]"));
    workspace.run(&["check"]).expect(0);
    assert_eq!(score("dong-zhen"), before);
    workspace.run(&["build"]).expect(0);
    // The old address leads on, and the code of an old print is known.
    assert!(workspace.path().join("output/site/one/points/east/index.html").is_file());
    let editions = fs::read_dir(workspace.path().join("content/one/editions")).unwrap().next().unwrap().unwrap();
    let editions = fs::read_to_string(editions.path()).unwrap();
    assert!(editions.contains("piece: points/dong-zhen/") && !editions.contains("piece: points/east/"), "{editions}");
    // And back again.
    workspace.run(&["rename", "point", "dong-zhen", "east", "--write"]).expect(0);
    workspace.run(&["check"]).expect(0);
    assert_eq!(score("east"), before);
}

#[test]
fn former_ids_are_honoured_where_nobody_renamed() {
    let workspace = workspace();
    // As a clerk would do it by hand.
    workspace.edit("content/one/points/east.yaml", "id: east", "id: dong-zhen\nformerly: [east]");
    workspace.run(&["check"]).expect(0);
    let run = workspace.run(&["inspect", "status"]).expect(0);
    assert!(run.out.contains("东镇"), "{}", run.out);
    workspace.run(&["inspect", "score", "content/one/inspections/east.yaml"]).expect(0);
}

#[test]
fn what_cannot_be_renamed_is_refused_in_words() {
    let workspace = workspace();
    let points = fs::read_to_string(workspace.path().join("content/one/points/east.yaml")).unwrap();
    workspace.write(
        "content/one/points/west.yaml",
        points.replace("id: east", "id: west\nformerly: [old-west]").replace("东镇", "西镇"),
    );
    let before = tree(&workspace.path().join("content"));
    for (old, new, wanted) in [
        ("east", "west", "is or was that of"),
        ("east", "old-west", "is or was that of"),
        ("east", "East Town", "cannot be an id"),
        ("east", "con", "cannot be an id"),
        ("east", "east", "already"),
        ("esat", "new", "did you mean `east`"),
    ] {
        let run = workspace.run(&["rename", "point", old, new, "--write"]).expect(2);
        assert!(run.err.contains(wanted), "{old} {new}: {}", run.err);
    }
    assert_eq!(tree(&workspace.path().join("content")), before);
}
