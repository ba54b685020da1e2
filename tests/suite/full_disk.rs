//! A disk that is full, at the steps of every operation that writes: it is said in words, nothing is half-written, and the next command is whole.

use std::fs;
use std::path::Path;

use super::kills::{Case, Files, content, full_at_steps, handed_in, path, sealed_content, with_standard};
use super::locks::two_points;
use super::support::{Workspace, yizhan};

/// As many steps of each operation are tried.
const STEPS: usize = 9;

fn full(name: &str, before: &dyn Fn() -> Workspace, arguments: &[&str]) {
    full_as(name, before, arguments, content, STEPS);
}

fn full_as(name: &str, before: &dyn Fn() -> Workspace, arguments: &[&str], view: fn(&Path) -> Files, most: usize) {
    full_at_steps(&Case { name, before, arguments, view, always: &|_| {} }, most);
}

#[test]
fn what_people_write_is_whole_though_the_disk_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let table = path(&folder, "a.csv");
    fs::write(&table, "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n,北镇医保服务站,镇站,北街1号\n").unwrap();
    full("import points", &two_points, &["import", "points", &table, "--write"]);
    let referred = || {
        let workspace = with_standard();
        workspace.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [east]\n---\n\n正文。\n");
        workspace
    };
    let rename = ["rename", "point", "east", "dong-zhen", "--write"];
    full_as("rename point", &referred, &rename, content, 40);
    let renamed = || {
        let workspace = referred();
        workspace.run(&rename).expect(0);
        workspace
    };
    full("undo", &renamed, &["undo", "1", "--write"]);
    full("schema", &Workspace::new, &["schema", "--write"]);
    let order = path(&folder, "order");
    let built = || {
        let workspace = Workspace::new();
        workspace.run(&["print-order", "-o", &order, "--no-record", "--force"]).expect(0);
        workspace
    };
    // Sheets and the output are made again by whoever asks for them.
    let written: fn(&Path) -> Files = |root| content(root).into_iter().filter(|(name, _)| name.starts_with("content/")).collect();
    full_as("print-order", &built, &["print-order", "-o", &order, "--force"], written, 6);
}

#[test]
fn records_are_whole_though_the_disk_is_full() {
    let outside = handed_in(with_standard().path());
    let (first, other) = (path(&outside, "first.zip"), path(&outside, "other.zip"));
    full("inspect import", &with_standard, &["inspect", "import", &first]);
    let with_record = || {
        let workspace = with_standard();
        workspace.run(&["inspect", "import", &first]).expect(0);
        workspace
    };
    full("a conflict", &with_record, &["inspect", "import", &other]);
    full("redact", &with_record, &["inspect", "redact", "金拾遗", "--write"]);
    let keys = tempfile::tempdir().unwrap();
    let key = path(&keys, "key.txt");
    yizhan(with_record().path(), &["inspect", "lock", "--new-key", &key]).expect(0);
    let how = ["inspect", "lock", "--identity", &key];
    full_as("lock", &with_record, &how, sealed_content, STEPS);
    let locked = || {
        let workspace = with_record();
        workspace.run(&how).expect(0);
        workspace
    };
    full_as("unlock", &locked, &["inspect", "unlock", "--identity", &key], sealed_content, STEPS);
    // Also the key's own file.
    let fresh = path(&keys, "never.txt");
    let failed = std::process::Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .args(["inspect", "lock", "--new-key", &fresh, "-C"])
        .arg(with_record().path())
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("YIZHAN_DISK_FAULT", "full@1")
        .output()
        .unwrap();
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(failed.status.code() == Some(2) && said.contains("磁盘满了"), "{said}");
}
