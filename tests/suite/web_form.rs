//! `yizhan inspect form --web`: the page of a round for a web server, its folder that nobody can guess, and the sheet with codes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::codes;
use super::kit::STANDARD;
use super::support::{Run, Workspace, pdf_text, squeezed, tree};

const AT: &str = "https://www.example.gov.cn/jc";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("checklists/stars.yaml", STANDARD.replacen("试", "村级服务星级评定标准", 1));
    workspace
}

fn web(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.run(&[&["inspect", "form", "--standard", "stars", "--web", "web"], more].concat())
}

/// The one folder below the server's.
fn folder(workspace: &Workspace) -> PathBuf {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(workspace.path().join("web")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders.remove(0)
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn a_page_with_manifest_and_worker_in_a_folder_that_nobody_guesses() {
    let workspace = workspace();
    let run = web(&workspace, &["--at", AT]).expect(0);
    let folder = folder(&workspace);
    let own = name(&folder);
    assert!(own.len() == 20 && own.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{own}");
    assert_eq!(run.out.lines().last(), Some(format!("{AT}/{own}/index.html").as_str()));
    let files: Vec<String> = tree(&folder).into_keys().collect();
    assert_eq!(files, ["form.webmanifest", "icon-192.png", "icon-512.png", "index.html", "sw.js"]);
    let page = read(&folder, "index.html");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"));
    for allowed in ["default-src 'none'", "worker-src 'self'", "manifest-src 'self'", "connect-src 'self'"] {
        assert!(page.contains(allowed), "{allowed}");
    }
    assert!(!page.contains("unsafe-inline"));
    let manifest: Value = serde_json::from_str(&read(&folder, "form.webmanifest")).unwrap();
    assert_eq!((&manifest["scope"], &manifest["display"]), (&Value::from("./"), &Value::from("standalone")));
    assert!(manifest["short_name"].as_str().unwrap().starts_with("现场核查"), "{manifest}");
    let icon = image::open(folder.join("icon-512.png")).unwrap();
    assert_eq!((icon.width(), icon.height()), (512, 512));
    // Nothing of the workspace leads there: neither its name nor the round's.
    let other = self::workspace();
    web(&other, &["--at", AT]).expect(0);
    assert_ne!(name(&self::folder(&other)), own);
    // Nor does a public file tell of it.
    workspace.run(&["build", "--only", "site"]).expect(0);
    for (path, bytes) in tree(&workspace.path().join("output")) {
        assert!(!bytes.windows(own.len()).any(|part| part == own.as_bytes()), "{path}");
    }
}

#[test]
fn the_folder_of_a_round_stays_and_every_round_has_its_own() {
    let workspace = workspace();
    web(&workspace, &["--at", AT]).expect(0);
    let first = folder(&workspace);
    let worker = read(&first, "sw.js");
    // The same again: the address is remembered, and nothing changes for the phones.
    let run = web(&workspace, &[]).expect(0);
    assert!(run.out.contains(AT), "{}", run.out);
    assert_eq!(read(&folder(&workspace), "sw.js"), worker);
    // A change of anything is another version, in the same folder.
    workspace.edit("checklists/stars.yaml", "项一", "项二");
    web(&workspace, &[]).expect(0);
    assert_eq!(folder(&workspace), first);
    assert_ne!(read(&first, "sw.js"), worker);
    // Moved to another host.
    let run = web(&workspace, &["--at", "https://other.example/x/"]).expect(0);
    assert!(run.out.contains(&format!("https://other.example/x/{}/index.html", name(&first))), "{}", run.out);
    // The program's own folder is lost, or this is another machine: the page itself says of which round it is.
    fs::remove_dir_all(workspace.path().join(".yizhan/forms")).unwrap();
    web(&workspace, &["--at", AT]).expect(0);
    assert_eq!(folder(&workspace), first);
    // Other rounds.
    web(&workspace, &["--at", AT, "--round", "self"]).expect(0);
    web(&workspace, &["--at", AT, "--campaign", "2027"]).expect(0);
    web(&workspace, &["--at", AT, "--points", "east"]).expect(0);
    assert_eq!(fs::read_dir(workspace.path().join("web")).unwrap().count(), 4);
    // A form that is sent as a file says where the page is.
    workspace.run(&["inspect", "form", "--standard", "stars", "-o", "files"]).expect(0);
    let (_, file) = tree(&workspace.path().join("files")).into_iter().next().unwrap();
    assert!(String::from_utf8(file).unwrap().contains(&format!("<a href=\"{AT}/{}/index.html\">", name(&first))));
}

#[test]
fn it_stays_in_the_published_folder_when_the_site_is_built_again() {
    let workspace = workspace();
    workspace.run(&["build", "--only", "site"]).expect(0);
    workspace.run(&["inspect", "form", "--standard", "stars", "--web", "output/site/jc", "--at", AT]).expect(0);
    let made = tree(&workspace.path().join("output/site/jc"));
    assert_eq!(made.len(), 5);
    workspace.edit("content/one/points/east.yaml", "东镇医保服务站", "东镇新站");
    workspace.run(&["build", "--only", "site"]).expect(0);
    assert_eq!(tree(&workspace.path().join("output/site/jc")), made);
    let map = fs::read_to_string(workspace.path().join("output/site/sitemap.xml")).unwrap();
    assert!(!map.contains("jc/"), "{map}");
}

#[test]
fn an_address_is_asked_for_and_a_sheet_is_never_published() {
    let workspace = workspace();
    let run = web(&workspace, &[]).expect(2);
    assert!(run.err.contains("the address of the folder of --web on the server is not stated"), "{}", run.err);
    assert!(run.err.contains("--at https://test.example/forms"), "{}", run.err);
    for bad in
        ["www.example.gov.cn/jc", "https://", "https:///x", "https://a b.example", "https://a.example/?x", "ftp://a.example"]
    {
        let run = web(&workspace, &["--at", bad]).expect(2);
        assert!(run.err.contains("is not an address"), "{bad}: {}", run.err);
    }
    for inside in ["web", "web/sheets", "./other/../web/x"] {
        let run = web(&workspace, &["--at", AT, "-o", inside]).expect(2);
        assert!(run.err.contains("must not lie in the folder of the server"), "{inside}: {}", run.err);
    }
    assert!(!workspace.path().join("web").exists());
    let run = web(&workspace, &["--at", "http://192.168.1.5/jc"]).expect(0);
    assert!(run.err.contains("not https"), "{}", run.err);
    // Only where there is a page.
    workspace.run(&["inspect", "form", "--standard", "stars", "-o", "x", "--at", AT]).expect(2);
    workspace.run(&["inspect", "form", "--standard", "stars"]).expect(2);
}

#[test]
fn a_page_that_somebody_edited_is_not_written_over() {
    let workspace = workspace();
    web(&workspace, &["--at", AT]).expect(0);
    let page = folder(&workspace).join("index.html");
    fs::write(&page, "mine").unwrap();
    let run = web(&workspace, &[]).expect(2);
    assert!(run.err.contains("already exists"), "{}", run.err);
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    web(&workspace, &["--force"]).expect(0);
    assert_ne!(fs::read_to_string(&page).unwrap(), "mine");
}

#[test]
fn the_sheet_leads_every_inspector_to_the_page() {
    let workspace = workspace();
    let names = ["张示例", "欧阳示例", "A & B"];
    let inspectors: Vec<&str> = names.iter().flat_map(|name| ["--inspector", name]).collect();
    web(&workspace, &[&["--at", AT, "-o", "sheets"], inspectors.as_slice()].concat()).expect(0);
    let (path, _) = tree(&workspace.path().join("sheets")).into_iter().next().unwrap();
    let file = workspace.path().join("sheets").join(path);
    let address = format!("{AT}/{}/index.html", name(&folder(&workspace)));
    let text = squeezed(&pdf_text(&file));
    for words in ["现场核查表单", "村级服务星级评定标准", "先添加到主屏幕，再填", "每查完一部分，导出一次", "不要张贴", &address]
    {
        assert!(text.contains(&squeezed(words)), "{words}: {text}");
    }
    let mut found = codes::on(&file, 1);
    found.sort();
    let by = |name: &str| format!("{address}#by={name}");
    assert_eq!(
        found,
        [address.clone(), by("%E5%BC%A0%E7%A4%BA%E4%BE%8B"), by("%E6%AC%A7%E9%98%B3%E7%A4%BA%E4%BE%8B"), by("A%20%26%20B"),]
    );
    // Twenty inspectors take further pages, and every code is whole.
    let many: Vec<String> = (1..=20).map(|n| format!("检查人{n}")).collect();
    let many: Vec<&str> = many.iter().flat_map(|name| ["--inspector", name.as_str()]).collect();
    web(&workspace, &[&["--at", AT, "-o", "many"], many.as_slice()].concat()).expect(0);
    let (path, _) = tree(&workspace.path().join("many")).into_iter().next().unwrap();
    let file = workspace.path().join("many").join(path);
    let all: Vec<String> = (1..=super::support::pdf_pages(&file)).flat_map(|page| codes::on(&file, page)).collect();
    assert_eq!(all.len(), 21, "{all:?}");
}
