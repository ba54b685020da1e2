//! Bureaus, points and standards are found by id and by name, wherever a command names them; what several have is never guessed.

use std::fs;

use super::support::{CATALOG, POINT, Run, Workspace, tree};

const STANDARD: &str = "\
title: 村级星级评定标准（试行版）
source: 试
version: \"1\"
total: 5
grades: [{name: 合格, at_least: 3}]
below_grades: 不合格
sections:
  - title: 甲
    criteria:
      - {id: a, title: 项一, marks: 5, clause: 一, quote: 有牌子, rule: manual, evidence: [photo]}
";

/// Two bureaus; two points of the first have 白沙 in their names, and an id of the second's is the same as one of the first's.
fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/stars.yaml", STANDARD);
    w.edit("content/one/bureau.yaml", "name: 测试医疗保障局", "name: 温岭市医疗保障局\nshort_name: 温岭医保");
    let point = |id: &str, name: &str, address: &str| {
        POINT.replace("id: east", &format!("id: {id}")).replace("东镇医保服务站", name).replace("东镇1号", address)
    };
    w.write("content/one/points/baisha.yaml", point("baisha", "白沙村医保服务站", "松门镇白沙村1号"));
    w.write("content/one/points/baisha-2.yaml", point("baisha-2", "箬横镇白沙村便民服务中心", "箬横镇白沙村2号"));
    w.write(
        "content/two/bureau.yaml",
        "name: 芜湖市医疗保障局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\nedition: \"2026-04\"\n",
    );
    w.write("content/two/catalog.yaml", CATALOG);
    w.write("content/two/points/east.yaml", point("east", "河湾社区医保服务点", "河湾1号"));
    w
}

fn sheet(w: &Workspace, arguments: &[&str]) -> Run {
    w.run(&[&["inspect", "sheet"], arguments, &["--lang", "zh"]].concat())
}

/// The files that a run printed the paths of.
fn printed(run: &Run) -> Vec<&str> {
    run.out.lines().collect()
}

#[test]
fn a_name_serves_as_an_id() {
    let w = workspace();
    // Standard: its title with and without brackets and quotes, a part of it. Point: whole, a part, full-width and blanks, the long word for 医保.
    for (standard, point) in [
        ("stars", "baisha"),
        ("村级星级评定标准（试行版）", "白沙村医保服务站"),
        ("《村级星级评定标准（试行版）》", "白沙村 医疗保障服务站"),
        ("星级评定", "ｂａｉｓｈａ"),
        ("村级星级", "沙村医保"),
    ] {
        sheet(&w, &[standard, point, "-o", "{编号}.xlsx", "--force"]).expect(0);
        assert!(w.path().join("baisha.xlsx").is_file(), "{standard} {point}");
        fs::remove_file(w.path().join("baisha.xlsx")).unwrap();
    }
    // An id that it had before.
    w.edit("content/one/points/baisha.yaml", "id: baisha", "id: baisha\nformerly: [old-baisha]");
    sheet(&w, &["stars", "old-baisha", "-o", "{id}.xlsx"]).expect(0);
    assert!(w.path().join("baisha.xlsx").is_file());
    // The bureau, where an id is in two: by its short name, without the word for its place, by its id.
    for bureau in ["芜湖", "芜湖医保局", "芜湖市医疗保障局", "two"] {
        sheet(&w, &["stars", "east", "--bureau", bureau, "-o", "{name}.xlsx"]).expect(0);
        assert!(w.path().join("河湾社区医保服务点.xlsx").is_file(), "{bureau}");
        fs::remove_file(w.path().join("河湾社区医保服务点.xlsx")).unwrap();
    }
}

#[test]
fn what_several_have_is_listed_and_what_nobody_has_is_answered() {
    let w = workspace();
    for (arguments, wanted) in [
        (
            &["stars", "白沙村"][..],
            &["P605", "“白沙村”对得上 2 个服务点", "baisha（白沙村医保服务站，温岭医保，松门镇白沙村1号）", "baisha-2（箬横镇"][..],
        ),
        (&["stars", "east"], &["几个局都有服务点“east”", "加 --bureau one | two"]),
        (&["stars", "白纱村医保服务站"], &["没有服务点“白纱村医保服务站”", "是不是想写 白沙村医保服务站（baisha）？"]),
        (&["stars", "白沙村服务点"], &["没有服务点", "白沙村医保服务站（baisha）"]),
        (&["stars", "基隆"], &["没有服务点“基隆”", "可以写编号或名称：", "east（河湾社区医保服务点）"]),
        (&["stars", "沙"], &["“沙”对得上 2 个服务点"]),
        (&["星级评比标准"], &["没有标准“星级评比标准”"]),
        (&["星星", "east"], &["没有标准“星星”"]),
        (&["stars", "--bureau", "医疗保障局"], &["“医疗保障局”对得上 2 个局", "one（温岭市医疗保障局）"]),
        (&["stars", "--bureau", "温玲医保"], &["没有局“温玲医保”", "温岭市医疗保障局（one）"]),
    ] {
        let run = sheet(&w, &[arguments, &["-o", "s.xlsx"]].concat()).expect(2);
        for text in wanted {
            assert!(run.err.contains(text), "{arguments:?}: {text} is not in\n{}", run.err);
        }
        assert!(!w.path().join("s.xlsx").exists(), "{arguments:?}");
    }
    // A point that has the name whole is meant, also where others have it as a part.
    w.edit("content/one/points/baisha.yaml", "name: 白沙村医保服务站", "name: 白沙村");
    sheet(&w, &["stars", "白沙村", "-o", "{id}.xlsx"]).expect(0);
    assert!(w.path().join("baisha.xlsx").is_file());
}

#[test]
fn several_points_make_a_file_each() {
    let w = workspace();
    let run = sheet(&w, &["stars", "白沙村医保,河湾、箬横，baisha", "-o", "sheets/{编号}-{名称}.xlsx"]).expect(0);
    let wanted = [
        "sheets/baisha-白沙村医保服务站.xlsx",
        "sheets/east-河湾社区医保服务点.xlsx",
        "sheets/baisha-2-箬横镇白沙村便民服务中心.xlsx",
    ];
    assert_eq!(printed(&run), wanted, "each once, in the order of the list");
    assert!(wanted.iter().all(|path| w.path().join(path).is_file()));
    // A folder holds them as PDFs.
    let run = sheet(&w, &["stars", "白沙村医保,河湾", "--round", "site", "-o", "paper"]).expect(0);
    assert_eq!(printed(&run), ["paper/stars-site-one-baisha.pdf", "paper/stars-site-two-east.pdf"]);
    assert!(fs::read(w.path().join("paper/stars-site-two-east.pdf")).unwrap().starts_with(b"%PDF"));
    // One file cannot hold two, and a mark needs a point.
    let run = sheet(&w, &["stars", "baisha,baisha-2", "-o", "s.xlsx"]).expect(2);
    assert!(run.err.contains("要放进几个文件") && run.err.contains("文件夹/{编号}.xlsx"), "{}", run.err);
    let run = sheet(&w, &["stars", "-o", "{编号}.xlsx"]).expect(2);
    assert!(run.err.contains("要写服务点"), "{}", run.err);
    // With one that is not there nothing is made.
    let run = sheet(&w, &["stars", "baisha,南山", "-o", "none/{编号}.xlsx"]).expect(2);
    assert!(run.err.contains("没有服务点“南山”") && !w.path().join("none").exists(), "{}", run.err);
}

#[test]
fn forms_records_and_lists_are_asked_for_by_name() {
    let w = workspace();
    for command in ["form", "kit"] {
        let run =
            w.run(&["inspect", command, "--standard", "星级", "--points", "白沙村医保服务站、箬横", "-o", command]).expect(0);
        let wanted = ["白沙村医保服务站", "箬横镇白沙村便民服务中心", "全部服务点"];
        assert_eq!(printed(&run), wanted.map(|name| format!("{command}/村级星级评定-现场核查-{name}.html")));
    }
    let mut records = Vec::new();
    for (point, more) in [("箬横", &[][..]), ("east", &["--bureau", "温岭"])] {
        let run = w.run(&[&["inspect", "new", "星级", point], more].concat()).expect(0);
        let path = run.out.trim().to_owned();
        let text = fs::read_to_string(w.path().join(&path)).unwrap();
        w.write(&path, text.replace("inspectors: []", "inspectors: [张示例]").replace("\n  a:", "\n  a: {marks: 5}"));
        records.push(path);
    }
    assert!(records[0].contains("content/one/inspections/baisha-2-stars-"), "{records:?}");
    assert!(records[1].contains("content/one/inspections/east-stars-"), "{records:?}");
    let run = w.run(&["inspect", "status", "--bureau", "温岭", "--standard", "星级", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("箬横镇白沙村便民服务中心") && run.out.contains("服务点 2 个"), "{}", run.out);
    let run = w.run(&["inspect", "status", "--bureau", "芜湖", "--lang", "zh"]).expect(0);
    assert!(run.out.is_empty() && run.err.contains("没有检查记录"), "{}{}", run.out, run.err);
    assert!(w.run(&["inspect", "status", "--bureau", "北京", "--lang", "zh"]).expect(2).err.contains("没有局“北京”"));
    // Of a file the points that it has records of.
    let run = w.run(&["inspect", "score", &records[0], "--point", "箬横"]).expect(0);
    assert!(run.out.contains("合格"), "{}", run.out);
    let run = w.run(&["inspect", "score", &records[0], "--point", "河湾", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有服务点“河湾”的记录"), "{}", run.err);
    w.run(&["inspect", "circular", "--standard", "星级", "--bureau", "温岭", "-o", "papers"]).expect(0);
    assert!(w.path().join("papers").is_dir());
}

#[test]
fn builds_orders_and_tables_are_asked_for_by_name() {
    let w = workspace();
    w.run(&["build", "--only", "print"]).expect(0);
    let before = tree(&w.path().join("output/print"));
    w.edit("content/one/catalog.yaml", "参保登记", "参加保险登记");
    w.edit("content/two/catalog.yaml", "参保登记", "参加保险登记");
    let changed = |before: &std::collections::BTreeMap<String, Vec<u8>>| {
        let mut folders: Vec<String> = tree(&w.path().join("output/print"))
            .into_iter()
            .filter(|(path, bytes)| path.ends_with(".pdf") && before.get(path) != Some(bytes))
            .map(|(path, _)| path.rsplit_once('/').unwrap().0.to_owned())
            .collect();
        folders.sort();
        folders.dedup();
        folders
    };
    // Only the east of the second bureau, though the first has one of this id.
    w.run(&["build", "--only", "print", "--point", "白沙村医保服务站，河湾"]).expect(0);
    assert_eq!(changed(&before), ["one/points/baisha", "two/points/east"]);
    let run = w.run(&["build", "--point", "白沙村", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("对得上 2 个服务点"), "{}", run.err);
    w.run(&["print-order", "-o", "order", "--bureau", "芜湖", "--point", "河湾", "--no-record"]).expect(0);
    assert_eq!(tree(&w.path().join("order")).keys().filter(|name| !name.starts_with("two-")).count(), 0);
    w.run(&["export", "points", "--bureau", "芜湖", "-o", "points.xlsx"]).expect(0);
    let run = w.run(&["import", "points", "points.xlsx", "--bureau", "芜湖市医保局", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("和现有的内容一样"), "{}{}", run.out, run.err);
}
