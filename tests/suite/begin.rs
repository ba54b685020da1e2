//! The first screen of the desk: a workspace from five answers with nothing made up, answers and folders that cannot be taken, the desk that goes on with the new
//! workspace, and the list of what is still missing.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::desk::{Desk, opened};
use super::support::{Workspace, lines, sample, tree, yizhan};

/// A desk without a workspace; its own folder, and an empty one beside it.
fn without() -> (tempfile::TempDir, Desk) {
    let home = tempfile::tempdir().unwrap();
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let desk = opened(&empty, home.path(), &[]);
    (home, desk)
}

fn answers(folder: &Path) -> Value {
    json!({"name": "临江市医疗保障局", "short_name": "临江医保", "division_code": "", "hotline": "", "complaint_phone": "", "folder": folder.to_str().unwrap()})
}

/// The answers with one of them changed, as the page asks about them.
fn wrong(desk: &Desk, folder: &Path, change: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut body = answers(folder);
    for (key, text) in change {
        body[*key] = json!(text);
    }
    let answer = desk.post("begin", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let list = answer.json()["wrong"].as_array().unwrap().clone();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    list.iter().map(|one| (text(one, "field"), format!("{}。{}", text(one, "says"), text(one, "help")))).collect()
}

fn content(folder: &Path) -> Vec<(String, String)> {
    let own = |path: &String| !path.starts_with(".vscode/") && !path.starts_with(".git/") && !path.starts_with(".yizhan/");
    let files = tree(folder).into_iter().filter(|(path, _)| own(path));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// What a bureau lacks, in its order.
fn lacks(desk: &Desk) -> Vec<String> {
    let todo = desk.get("todo");
    let says =
        |list: &Value| list.as_array().unwrap().iter().map(|lack| lack["says"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let own = todo["bureaus"].as_array().unwrap().iter().flat_map(|bureau| says(&bureau["lacks"]));
    says(&todo["whole"]).into_iter().chain(own).collect()
}

#[test]
fn a_workspace_holds_what_was_answered_and_nothing_else() {
    let (home, desk) = without();
    let overview = desk.get("overview");
    assert_eq!((&overview["begins"], &overview["readable"]), (&json!(true), &json!(false)));
    let folder = home.path().join("文档").join("我们的");
    let body = json!({
        "name": "临江市医疗保障局", "short_name": "临江医保", "division_code": "２２０６８１", "hotline": "0439-1234567、12393",
        "complaint_phone": "", "folder": folder.to_str().unwrap(),
    });
    let begun = desk.post("begin", &body);
    assert_eq!((begun.status, begun.json()["done"].clone()), (200, json!(true)), "{}", begun.body);
    let files = content(&folder);
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let bureau = paths.iter().find(|path| path.ends_with("/bureau.yaml")).unwrap().to_string();
    assert_eq!(paths, [".gitignore", "calendar.yaml", bureau.as_str(), "yizhan.yaml"]);
    for (path, text) in &files {
        for made_up in ["某某", "示例", "0000", "example", "sample"] {
            assert!(!text.contains(made_up), "{path} holds {made_up}:\n{text}");
        }
    }
    let text = &files.iter().find(|(path, _)| *path == bureau).unwrap().1;
    for line in
        ["name: 临江市医疗保障局", "short_name: 临江医保", "division_code: \"220681\"", "hotline: [\"0439-1234567\", \"12393\"]"]
    {
        assert!(text.lines().any(|own| own.replace('\'', "\"") == line), "{line} in\n{text}");
    }
    assert!(!text.contains("complaint_phone"), "{text}");
    // It is whole as it is: no error, and a site.
    let check = yizhan(&folder, &["check", "--format", "json"]);
    assert_eq!(check.status, 0, "{}", check.err);
    assert!(lines(&check.findings()).iter().all(|line| line.starts_with("C317") || line.starts_with("C322")), "{}", check.out);
    yizhan(&folder, &["build"]).expect(0);
    assert!(fs::read_to_string(folder.join("output/site/index.html")).unwrap().contains("临江市医疗保障局"));
}

#[test]
fn answers_that_cannot_be_taken_are_said_at_their_fields() {
    let (home, desk) = without();
    let folder = home.path().join("new");
    let field = |change: &[(&str, &str)]| {
        let list = wrong(&desk, &folder, change);
        assert_eq!(list.len(), 1, "{list:?}");
        list.into_iter().next().unwrap()
    };
    assert_eq!(field(&[("name", "  ")]).0, "name");
    assert_eq!(field(&[("short_name", "")]).0, "short_name");
    let (at, says) = field(&[("hotline", "0477-12、12393")]);
    assert!(at == "hotline" && says.contains("电话“0477-12”写法有误"), "{at} {says}");
    assert_eq!(field(&[("complaint_phone", "打热线")]).0, "complaint_phone");
    let (at, says) = field(&[("division_code", "15062")]);
    assert!(at == "division_code" && says.contains("六位"), "{at} {says}");
    let all: Vec<String> =
        wrong(&desk, &folder, &[("name", ""), ("short_name", ""), ("hotline", "1")]).into_iter().map(|one| one.0).collect();
    assert_eq!(all, ["name", "short_name", "hotline"]);
    // Nothing was begun by all this, and nothing left behind.
    assert_eq!(desk.get("overview")["begins"], true);
    assert!(!folder.exists());
    assert_eq!(
        fs::read_dir(home.path())
            .unwrap()
            .filter(|one| one.as_ref().unwrap().file_name().to_string_lossy().contains("yizhan-try"))
            .count(),
        0
    );
}

#[test]
fn folders_that_cannot_be_taken_are_said_and_an_empty_one_is_filled() {
    let (home, desk) = without();
    let home = home.path().to_owned();
    fs::create_dir(home.join("full")).unwrap();
    fs::write(home.join("full").join("报表.txt"), "自己的").unwrap();
    fs::create_dir_all(home.join("there/content")).unwrap();
    fs::write(home.join("there/yizhan.yaml"), "title: 已有的\n").unwrap();
    let says = |folder: PathBuf| {
        let list = wrong(&desk, &folder, &[]);
        assert!(list.len() == 1 && list[0].0 == "folder", "{list:?}");
        list[0].1.clone()
    };
    assert!(says(PathBuf::from("医保")).contains("写完整的文件夹"));
    assert!(says(PathBuf::new()).contains("还没有写放在哪里"));
    assert!(says(home.join("full")).contains("已经有文件"));
    assert!(says(home.join("full/报表.txt")).contains("是文件，不是文件夹"));
    assert!(says(home.join("full/报表.txt/下面")).contains("是文件，不是文件夹"));
    assert!(says(home.join("there/content/new")).contains("已经是一个工作区"));
    // A folder of the system in which nobody makes a file, whoever runs the test.
    if cfg!(target_os = "linux") {
        let says = says(PathBuf::from("/proc/医保服务点"));
        assert!(says.contains("写不进") && says.contains("换一个能写的地方"), "{says}");
    }
    assert_eq!(fs::read_dir(home.join("full")).unwrap().count(), 1);
    // One that is there and empty may be the one that somebody has made for it.
    let empty = home.join("mine");
    fs::create_dir(&empty).unwrap();
    let begun = desk.post("begin", &answers(&empty));
    assert_eq!(begun.json()["done"], true, "{}", begun.body);
    assert!(empty.join("yizhan.yaml").is_file());
}

#[test]
fn the_desk_goes_on_with_the_new_workspace() {
    let (home, mut desk) = without();
    let folder = home.path().join("new");
    // Looking at the answers makes nothing.
    let mut dry = answers(&folder);
    dry["dry"] = json!(true);
    assert_eq!(desk.post("begin", &dry).json()["done"], false);
    assert!(!folder.exists());
    assert_eq!(desk.post("begin", &answers(&folder)).json()["done"], true);
    // The same page: no other key, no other folder in the address.
    let overview = desk.get("overview");
    assert_eq!((&overview["begins"], &overview["readable"]), (&json!(false), &json!(true)));
    assert_eq!(overview["bureaus"][0]["name"], "临江市医疗保障局");
    assert_eq!(overview["folder"], folder.to_str().unwrap());
    // A second window that was too late makes no second workspace.
    let late = desk.post("begin", &answers(&home.path().join("second")));
    assert!(late.status == 409 && late.body.contains("已经打开了"), "{}", late.body);
    assert!(!home.path().join("second").exists());
    // What somebody edits there is seen.
    let bureau = overview["bureaus"][0]["path"].as_str().unwrap().to_owned();
    let text = fs::read_to_string(folder.join(&bureau)).unwrap();
    fs::write(folder.join(&bureau), text.replace("临江市", "新临江市")).unwrap();
    let seen = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        desk.get("overview")["bureaus"][0]["name"] == "新临江市医疗保障局"
    });
    assert!(seen, "the files of the new workspace are watched");
    // Whoever starts a desk on it now finds this one, and a double click finds the workspace.
    let second = super::desk::start(&folder, home.path(), &[]);
    assert_eq!((&second.address, &second.key), (&desk.address, &desk.key));
    let last = fs::read_to_string(home.path().join("yizhan/last")).unwrap();
    assert_eq!(fs::canonicalize(last).unwrap(), fs::canonicalize(&folder).unwrap());
    desk.cookie.clear();
}

#[test]
fn a_workspace_that_is_there_is_opened_instead() {
    let (home, desk) = without();
    let w = Workspace::new();
    let answer = desk.post("begin", &answers(&w.path().join("new")));
    let wrong = answer.json()["wrong"][0].clone();
    assert_eq!(wrong["workspace"].as_str(), w.path().to_str(), "{wrong}");
    let refused = desk.post("begin/open", &json!({"folder": home.path()}));
    assert!(refused.status == 409 && refused.body.contains("没有工作区"), "{}", refused.body);
    assert_eq!(desk.post("begin/open", &json!({"folder": wrong["workspace"]})).json()["done"], true);
    assert_eq!(desk.get("overview")["bureaus"][0]["name"], "测试医疗保障局");
}

#[test]
fn a_workspace_that_is_gone_is_no_reason_for_another() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let desk = opened(w.path(), home.path(), &[]);
    fs::rename(w.path().join("yizhan.yaml"), w.path().join("away")).unwrap();
    let gone = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        desk.get("overview")["readable"] == false
    });
    assert!(gone);
    assert_eq!(desk.get("overview")["begins"], false);
    assert_eq!(desk.post("begin", &answers(&home.path().join("new"))).status, 409);
}

#[test]
fn what_is_missing_is_listed_with_its_place_until_it_is_there() {
    let w = Workspace::new();
    let home = tempfile::tempdir().unwrap();
    w.write("calendar.yaml", "years: []\n");
    w.edit("content/one/bureau.yaml", "complaint_phone: 0477-0000002\n", "");
    w.write(
        "content/one/points/west.yaml",
        "- {id: west, name: 西镇医保服务站, channel: town}\n- {id: far, name: 远村医保服务点}\n- {id: old, name: 旧站, channel: town, status: closed}\n",
    );
    let desk = opened(w.path(), home.path(), &[]);
    let before = lacks(&desk);
    let has = |list: &[String], words: &str| list.iter().filter(|line| line.contains(words)).count();
    for words in [
        "1 个服务点还没有选渠道",
        "1 个服务点没有服务时间",
        "没有写投诉电话",
        "节假日里没有",
        "没有放官方标志",
        "没有写行政区划代码",
        "1 个服务点没有地址",
    ] {
        assert_eq!(has(&before, words), 1, "{words} in {before:?}");
    }
    for words in ["没有写咨询电话", "还没有服务清单", "还没有服务点", "必须先改"] {
        assert_eq!(has(&before, words), 0, "{words} in {before:?}");
    }
    let todo = desk.get("todo");
    let goal = |words: &str| {
        let all = todo["whole"].as_array().unwrap().iter().chain(todo["bureaus"][0]["lacks"].as_array().unwrap());
        all.into_iter().find(|lack| lack["says"].as_str().unwrap().contains(words)).unwrap()["goal"].clone()
    };
    assert_eq!(goal("选渠道"), json!({"to": "point", "id": "far", "field": "channel"}));
    assert_eq!(goal("服务时间"), json!({"to": "point", "id": "west", "field": "hours"}));
    assert_eq!(goal("投诉电话"), json!({"to": "bureau", "field": ["complaint_phone"]}));
    assert_eq!(goal("节假日里没有"), json!({"to": "calendar"}));
    // Filled in, each line goes; what is still missing stays.
    w.edit(
        "content/one/points/west.yaml",
        "channel: town}\n- {id: far",
        "channel: town, hours: \"Mo-Fr 08:30-12:00\"}\n- {id: far",
    );
    w.edit("content/one/bureau.yaml", "hotline:", "division_code: \"150626\"\ncomplaint_phone: 12393\nhotline:");
    let after = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        Some(lacks(&desk)).filter(|list| has(list, "投诉电话") == 0 && has(list, "没有服务时间") == 0)
    });
    let after = after.unwrap();
    assert_eq!(after.len(), before.len() - 3, "{before:?}\n{after:?}");
    // An error is the first thing to be done.
    w.edit("content/one/catalog.yaml", "name: ", "nmae: ");
    let broken = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        lacks(&desk).into_iter().next().filter(|line| line.contains("必须先改"))
    });
    assert!(broken.is_some());
}

#[test]
fn what_has_changed_since_the_print_and_what_is_due() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    w.write("content/one/plan.yaml", "title: 工作计划\ngroups:\n- title: 一\n  tasks:\n  - {text: 装信箱, deadline: 2026年5月10日}\n  - {text: 做完了, deadline: 2026年5月10日, done: true}\n  - {text: 以后, deadline: 2199年12月31日}\n");
    let desk = opened(w.path(), home.path(), &[]);
    assert_eq!(desk.get("todo/later")["printed"], json!([]));
    let due = desk.get("todo/later")["due"].clone();
    assert_eq!(due.as_array().unwrap().iter().map(|one| one["says"].as_str().unwrap()).collect::<Vec<_>>(), ["装信箱"], "{due}");
    w.run(&["print-order", "-o", "order"]).expect(0);
    let printed = || desk.get("todo/later")["printed"][0].clone();
    let fresh = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        Some(printed()).filter(|one| !one.is_null())
    });
    let fresh = fresh.unwrap();
    assert_eq!((&fresh["changed"], &fresh["never"]), (&json!([]), &json!(0)), "{fresh}");
    assert!(fresh["same"].as_u64().unwrap() > 0);
    w.edit("content/one/points/east.yaml", "name: ", "name: 新");
    let changed = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        Some(printed()).filter(|one| one["changed"] != json!([]))
    });
    let changed = changed.unwrap()["changed"].clone();
    let names: Vec<&str> = changed.as_array().unwrap().iter().filter_map(|one| one["point"].as_str()).collect();
    assert_eq!(names, ["east"], "{changed}");
    assert!(changed.to_string().contains("台卡"), "{changed}");
}

#[test]
fn a_sample_lacks_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["yizhan.yaml", "calendar.yaml"] {
        fs::copy(sample().join(name), folder.path().join(name)).unwrap();
    }
    fs::create_dir_all(folder.path().join("content/some")).unwrap();
    fs::write(folder.path().join("content/some/bureau.yaml"), "name: 某局\nsample: true\nedition: \"2026-04\"\n").unwrap();
    let desk = opened(folder.path(), home.path(), &[]);
    assert_eq!(desk.get("todo")["bureaus"], json!([]));
}
