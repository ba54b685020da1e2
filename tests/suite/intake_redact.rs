//! Redaction, against everything that the program keeps: afterwards no file of the workspace has the name, in whatever it is packed.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use super::intake::{photo, small_export, zipped};
use super::kills::{content, with_standard};
use super::support::{POINT, Workspace, tree};

const NAME: &str = "金拾遗";

/// Every file of a folder that has a text in it, in its name or its contents, also within zips.
fn holding(root: &Path, text: &str) -> Vec<String> {
    tree(root).into_iter().filter(|(name, bytes)| name.contains(text) || has(bytes, text)).map(|(name, _)| name).collect()
}

fn has(bytes: &[u8], text: &str) -> bool {
    if String::from_utf8_lossy(bytes).contains(text) {
        return true;
    }
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    (0..zip.len()).any(|i| {
        let mut part = zip.by_index(i).unwrap();
        let mut inner = Vec::new();
        part.read_to_end(&mut inner).unwrap();
        part.name().unwrap().contains(text) || has(&inner, text)
    })
}

/// A name wherever the program may keep it.
fn planted() -> Workspace {
    let workspace = with_standard();
    let root = workspace.path();
    let outside = tempfile::tempdir().unwrap();
    let import = |name: &str, bytes: &[u8], more: &[&str], status: i32| {
        let file = outside.path().join(name);
        fs::write(&file, bytes).unwrap();
        workspace.run(&[&["inspect", "import", &file.to_string_lossy()], more].concat()).expect(status);
    };
    // Records with corrections; the name of the file has it too.
    let mut first = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00");
    first.record["findings"]["a"]["reason"] = format!("{NAME}说少一次").into();
    first.reckon(root);
    import(&format!("检查-{NAME}.zip"), &first.zip(), &[], 0);
    let mut later = first.clone();
    later.record["findings"]["a"]["marks"] = "3".into();
    later.reckon(root);
    import("later.zip", &later.made("2026-06-09T10:00:00+08:00").zip(), &[], 0);
    // Quarantine: a conflict that stays, one that was settled (the journal has it), something broken, a text.
    let other = small_export(root, 'b', "2026-06-08", "2026-06-08T11:00:00+08:00");
    import("other.zip", &other.zip(), &[], 1);
    let third = small_export(root, 'c', "2026-06-08", "2026-06-08T11:00:00+08:00");
    import("third.zip", &third.zip(), &[], 1);
    import("third.zip", &third.zip(), &["--revise", "--by", "局里", "--reason", "核对过"], 0);
    import("broken.zip", &zipped([("record.json", format!("{{\"a\":\"{NAME}\"}}").as_bytes())]), &[], 1);
    import(&format!("{NAME}.txt"), b"{", &[], 1);
    // Photos under names of people's own, one that a record shows and one that nothing does.
    workspace.write(&format!("content/one/inspections/photos/east/{NAME}在场.jpg"), photo(9));
    workspace.write(&format!("content/one/inspections/photos/{NAME}/b.jpg"), photo(8));
    let record = content(root).into_iter().find(|(n, _)| n.ends_with("-r3.yaml")).unwrap();
    let text = String::from_utf8(record.1).unwrap();
    let photo_line = text.lines().find(|l| l.contains("{file: photos/")).unwrap_or_else(|| panic!("{text}")).to_owned();
    let start = photo_line.find("photos/").unwrap();
    let end = start + photo_line[start..].find(['}', ',']).unwrap();
    workspace.write(&record.0, text.replace(&photo_line[start..end], &format!("photos/east/{NAME}在场.jpg")));
    // What an older version left when it was killed.
    workspace.write("content/one/inspections/.tmpAb12Cd", format!("attended: [{NAME}]\n"));
    workspace.write("intake/conflicts/.x.zip.77.yizhan-new", NAME);
    // Reports of a build.
    workspace.run(&["build", "--only", "reports,data"]).expect(0);
    assert!(tree(&root.join("output")).keys().any(|n| n.starts_with("reports/one/east/")));
    workspace
}

#[test]
fn no_name_is_left_in_any_file() {
    let workspace = planted();
    let root = workspace.path();
    let before = holding(root, NAME);
    for part in ["content/", "intake/conflicts/", "intake/refused/", ".yizhan/history/", ".tmp", ".yizhan-new"] {
        assert!(before.iter().any(|name| name.contains(part)), "{part} is not planted: {before:?}");
    }
    let reports = |root: &Path| tree(&root.join("output")).into_keys().filter(|n| n.starts_with("reports/one/east/s-")).count();
    assert!(reports(root) > 0);
    let shown = workspace.run(&["inspect", "forget", NAME, "--lang", "zh"]).expect(0);
    assert!(
        shown.out.contains("－ intake/conflicts/other-") && shown.out.contains("－ content/one/inspections/.tmpAb12Cd"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("reports/one/east/") && shown.err.contains("不能撤销"), "{}{}", shown.out, shown.err);
    assert_eq!(holding(root, NAME), before, "a dry run changes nothing");
    workspace.run(&["inspect", "forget", NAME, "--write"]).expect(0);
    assert_eq!(holding(root, NAME), Vec::<String>::new());
    assert_eq!(reports(root), 0);
    // The chain of corrections holds, and every picture is one.
    workspace.run(&["check"]).expect(0);
    workspace.run(&["build", "--only", "reports,data"]).expect(0);
    assert_eq!(holding(root, NAME), Vec::<String>::new());
    let again = workspace.run(&["inspect", "forget", NAME, "--write", "--lang", "zh"]).expect(2);
    assert!(again.err.contains("检查记录里没有"), "{}", again.err);
    assert!(again.err.contains(NAME) && holding(root, NAME).is_empty());
}

#[test]
fn a_point_loses_all_its_people() {
    let workspace = planted();
    let root = workspace.path();
    workspace.run(&["inspect", "forget", "east", "--write"]).expect(0);
    assert_eq!(holding(root, NAME), Vec::<String>::new());
    for bytes in tree(&root.join(".yizhan/history")).values() {
        assert!(!bytes.starts_with(b"\xff\xd8") && !bytes.starts_with(b"PK"), "a picture or zip is left in the journal");
    }
    workspace.run(&["check"]).expect(0);
    // Again there is nothing to do, and nothing fails.
    let before = content(root);
    workspace.run(&["inspect", "forget", "east", "--write"]).expect(0);
    assert_eq!(content(root), before);
}

#[test]
fn what_cannot_be_looked_into_is_named() {
    let workspace = with_standard();
    let root = workspace.path();
    let outside = tempfile::tempdir().unwrap();
    let export = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00").zip();
    for (name, bytes) in [("a.zip", export.as_slice()), ("cut.zip", &export[..export.len() / 2])] {
        let file = outside.path().join(name);
        fs::write(&file, bytes).unwrap();
        workspace.run(&["inspect", "import", &file.to_string_lossy()]);
    }
    let shown = workspace.run(&["inspect", "forget", NAME, "--write", "--lang", "zh"]).expect(0);
    assert!(shown.err.contains("intake/refused/cut-") && shown.err.contains("打不开"), "{}", shown.err);
    assert!(content(root).keys().any(|name| name.starts_with("intake/refused/cut-")));
}

/// A second bureau with a point of the same id, and a record of it.
fn second_bureau(workspace: &Workspace) {
    for (path, bytes) in tree(&workspace.path().join("content/one")) {
        let text = String::from_utf8_lossy(&bytes).replace("某市", "别市").replace(NAME, "李别处");
        let path = path.replace(NAME, "李别处");
        // Corrections name what they correct by its fingerprint.
        if path.contains("-r2") || path.contains("-r3") {
            continue;
        }
        workspace.write(&format!("content/two/{path}"), if path.ends_with(".yaml") { text.into_bytes() } else { bytes });
    }
}

#[test]
fn a_word_means_a_point_only_by_id_former_id_or_whole_name() {
    let workspace = planted();
    let root = workspace.path();
    workspace.edit("content/one/points/east.yaml", "id: east", "id: dong-zhen\nformerly: [east]");
    let name = POINT.lines().find_map(|l| l.strip_prefix("name: ")).unwrap();
    let wanted = workspace.run(&["inspect", "redact", "dong-zhen"]).expect(0).out;
    assert!(wanted.contains("one/dong-zhen"), "{wanted}");
    for word in ["east", name] {
        assert_eq!(workspace.run(&["inspect", "redact", word]).expect(0).out, wanted, "{word}");
    }
    // Parts of a name, words of the workspace and of sentences are nobody.
    for word in ["东镇医保", "site", "photos", "inspections", "少一次", "标准"] {
        let before = tree(root);
        workspace.run(&["inspect", "redact", word, "--write"]).expect(2);
        let after = tree(root);
        assert!(after == before, "{word} changed something");
    }
    workspace.run(&["inspect", "redact", "east", "--write"]).expect(0);
    assert_eq!(holding(root, NAME), Vec::<String>::new());
}

#[test]
fn a_point_of_one_bureau_leaves_that_of_another() {
    let workspace = planted();
    let root = workspace.path();
    second_bureau(&workspace);
    let other = tree(&root.join("content/two"));
    assert!(!holding(&root.join("content/two"), "李别处").is_empty());
    let asked = workspace.run(&["inspect", "redact", "east", "--write"]).expect(2);
    assert!(asked.err.contains("--bureau one | two"), "{}", asked.err);
    assert!(!holding(root, NAME).is_empty());
    workspace.run(&["inspect", "redact", "east", "--bureau", "one", "--write"]).expect(0);
    assert_eq!(holding(&root.join("content/one"), NAME), Vec::<String>::new());
    let now = tree(&root.join("content/two"));
    let changed: Vec<&String> = other.keys().filter(|path| now.get(*path) != other.get(*path)).collect();
    assert!(now == other, "the other bureau's records changed: {changed:?}");
    let unknown = workspace.run(&["inspect", "redact", NAME, "--bureau", "two"]).expect(2);
    assert!(unknown.err.contains("--bureau"), "{}", unknown.err);
}

#[test]
fn a_word_that_is_a_point_and_a_person_is_asked_about() {
    let workspace = planted();
    let name = POINT.lines().find_map(|l| l.strip_prefix("name: ")).unwrap();
    workspace.edit("content/one/points/east.yaml", name, NAME);
    let before = tree(workspace.path());
    let asked = workspace.run(&["inspect", "redact", NAME, "--write"]).expect(2);
    assert!(asked.err.contains("`east`"), "{}", asked.err);
    assert!(tree(workspace.path()) == before);
    workspace.run(&["inspect", "redact", "east"]).expect(0);
}
