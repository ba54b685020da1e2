//! The program itself: help, languages, wrong arguments, a new workspace, schemas.

use super::support::{Workspace, yizhan};

#[test]
fn help_is_in_both_languages() {
    let w = Workspace::new();
    let zh = w.run(&["--help", "--lang", "zh"]).expect(0).out;
    assert!(
        zh.starts_with("医站：") && zh.contains("用法：yizhan [选项] <命令>") && zh.contains("生成网站、印刷品、报告和数据"),
        "{zh}"
    );
    let en = w.run(&["--help"]).expect(0).out;
    assert!(en.contains("Usage: yizhan [OPTIONS] <COMMAND>") && en.contains("Build the website"), "{en}");
    for command in ["new", "check", "build", "schema"] {
        let zh = w.run(&[command, "--help", "--lang=zh"]).expect(0).out;
        let latin = zh
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|w| matches!(*w, "Usage" | "Options" | "Arguments" | "Print"))
            .count();
        assert_eq!(latin, 0, "{zh}");
    }
}

#[test]
fn wrong_arguments_say_what_was_meant() {
    let w = Workspace::new();
    let run = w.run(&["biuld", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有命令 biuld") && run.err.contains("build"), "{}", run.err);
    let run = w.run(&["check", "--fromat", "json"]).expect(2);
    assert!(run.err.contains("unknown option --fromat") && run.err.contains("--format"), "{}", run.err);
    let run = w.run(&["build", "--only", "sites"]).expect(2);
    assert!(run.err.contains("cannot be “sites”") && run.err.contains("site"), "{}", run.err);
    w.run(&[]).expect(2);
}

#[test]
fn outside_a_workspace_it_says_how_to_get_one() {
    let empty = tempfile::tempdir().unwrap();
    let run = yizhan(empty.path(), &["check", "--lang", "zh"]).expect(2);
    assert!(run.out.contains("Y115") && run.out.contains("yizhan new"), "{}", run.out);
    let run = yizhan(empty.path(), &["build"]).expect(2);
    assert!(run.err.contains("Y115"), "{}", run.err);
}

#[test]
fn a_new_workspace_checks_clean_and_builds() {
    let folder = tempfile::tempdir().unwrap();
    yizhan(folder.path(), &["new", "mine"]).expect(0);
    let mine = folder.path().join("mine");
    let run = yizhan(&mine, &["check", "--deny", "warnings"]).expect(0);
    assert_eq!(run.out, "");
    yizhan(&mine, &["build"]).expect(0);
    for made in [
        "site/index.html",
        "site/my-bureau/points/dongcun/index.html",
        "site/my-bureau/data/catalog.csv",
        "print/my-bureau/points/chengguan/service-list.pdf",
        "print/my-bureau/notices/enrol-resident.pdf",
        "manifest.json",
    ] {
        assert!(mine.join("output").join(made).exists(), "{made}");
    }
    // It never writes into a folder that holds something.
    yizhan(folder.path(), &["new", "mine"]).expect(2);
}

#[test]
fn an_empty_folder_is_filled_and_stays_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    // The folder that one stands in.
    let here = folder.path().join("here");
    std::fs::create_dir(&here).unwrap();
    let run = yizhan(&here, &["new", "."]).expect(0);
    assert!(run.err.starts_with("a git repository was made"), "{}", run.err);
    yizhan(&here, &["check", "--deny", "warnings"]).expect(0);
    assert!(here.join("yizhan.yaml").is_file() && here.join(".git").is_dir());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let named = folder.path().join("named");
        std::fs::create_dir(&named).unwrap();
        let number = || std::fs::metadata(&named).unwrap().ino();
        let before = number();
        yizhan(folder.path(), &["new", "named"]).expect(0);
        assert_eq!(number(), before, "another folder stands in its place");
    }
    // Nothing is left beside.
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.retain(|name| name != "here" && name != "named");
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn quiet_says_nothing_and_verbose_says_more() {
    let w = Workspace::new();
    assert_eq!(w.run(&["build", "--quiet"]).expect(0).err, "");
    w.edit("content/one/points/east.yaml", "0477-0000001", "12");
    let usual = w.run(&["build"]).expect(0).err;
    assert!(usual.contains("1 warnings") && !usual.contains("C319"), "{usual}");
    w.edit("content/one/points/east.yaml", "phone: 12", "phone: 13");
    assert!(w.run(&["build", "-v"]).expect(0).err.contains("C319"));
}

#[test]
fn schemas_know_both_spellings_of_every_key() {
    let w = Workspace::new();
    for kind in [
        "workspace",
        "bureau",
        "catalog",
        "point",
        "guide",
        "handbook",
        "plan",
        "programme",
        "calendar",
        "standard",
        "inspection",
    ] {
        let schema: serde_json::Value = serde_json::from_str(&w.run(&["schema", kind]).expect(0).out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
    }
    let schema: serde_json::Value = serde_json::from_str(&w.run(&["schema", "catalog"]).expect(0).out).unwrap();
    let item = &schema["$defs"]["Item"]["properties"];
    assert_eq!(item["name"], item["名称"]);
    assert_eq!(item["name"]["title"], "名称");
    let run = w.run(&["schema", "pont"]).expect(2);
    assert!(run.err.contains("point"), "{}", run.err);
}

#[test]
fn editors_find_the_schema_of_every_file_of_a_new_workspace() {
    let folder = tempfile::tempdir().unwrap();
    yizhan(folder.path(), &["new", "w"]).expect(0);
    let root = folder.path().join("w");
    let settings: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root.join(".vscode/settings.json")).unwrap()).unwrap();
    for (schema, _) in settings["yaml.schemas"].as_object().unwrap() {
        assert!(root.join(schema).is_file(), "{schema}");
    }
    for file in [
        "yizhan.yaml",
        "calendar.yaml",
        "content/my-bureau/bureau.yaml",
        "content/my-bureau/catalog.yaml",
        "content/my-bureau/points/town.yaml",
    ] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let line = text.lines().next().unwrap();
        let path = line.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{file}: {line}"));
        assert!(root.join(file).parent().unwrap().join(path).is_file(), "{file}: {path}");
    }
    // An older workspace gets them too, and keeps settings of its own.
    let w = Workspace::new();
    w.write(".vscode/settings.json", "{}");
    w.run(&["schema", "--write"]).expect(0);
    assert!(w.path().join(".vscode/schema/point.json").is_file());
    assert_eq!(std::fs::read_to_string(w.path().join(".vscode/settings.json")).unwrap(), "{}");
    w.run(&["schema"]).expect(2);
}
