//! The operations that write content, killed at their steps and run two at a time: imports of tables, another id for a point, undo, orders of prints,
//! schemas, new records. What comes back from inspections has `kills.rs` and `pairs.rs`.

use std::fs;
use std::path::Path;

use super::kills::{Case, Files, at_every_step, at_steps, content, handed_in, path, with_standard};
use super::locks::two_points;
use super::pairs::{operation, pair, whole};
use super::support::{Workspace, yizhan};

/// What people write: the output and order sheets are made again by whoever asks for them.
fn written(root: &Path) -> Files {
    content(root).into_iter().filter(|(name, _)| name.starts_with("content/") || name.starts_with("checklists/")).collect()
}

fn table(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let file = path(folder, name);
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn tables_ids_and_schemas_are_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let points = table(
        &folder,
        "p.csv",
        "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\nwest,西镇医保服务站,镇站,新街8号\n,北镇医保服务站,镇站,北街1号\n",
    );
    at_every_step(&Case {
        name: "import points",
        before: &two_points,
        arguments: &["import", "points", &points, "--write"],
        view: content,
        always: &|_| {},
    });
    let referred = || {
        let workspace = with_standard();
        workspace.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [east]\n---\n\n正文。\n");
        workspace
    };
    at_every_step(&Case {
        name: "rename point",
        before: &referred,
        arguments: &["rename", "point", "east", "dong-zhen", "--write"],
        view: content,
        always: &|_| {},
    });
    let renamed = || {
        let workspace = referred();
        workspace.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
        workspace
    };
    at_every_step(&Case { name: "undo", before: &renamed, arguments: &["undo", "1", "--write"], view: content, always: &|_| {} });
    at_steps(
        &Case { name: "schema", before: &Workspace::new, arguments: &["schema", "--write"], view: content, always: &|_| {} },
        20,
    );
}

#[test]
fn an_order_is_recorded_whole_or_not_at_all() {
    let order = tempfile::tempdir().unwrap();
    let folder = path(&order, "order");
    // With the output built and the sheets there, what is left is the record.
    let built = || {
        let workspace = Workspace::new();
        workspace.run(&["print-order", "-o", &folder, "--no-record", "--force"]).expect(0);
        workspace
    };
    at_steps(
        &Case {
            name: "print-order",
            before: &built,
            arguments: &["print-order", "-o", &folder, "--force"],
            view: written,
            always: &|root| {
                // A record that is there reads, and no order sheet is cut off.
                for (name, bytes) in content(root).iter().filter(|(name, _)| name.contains("/editions/")) {
                    assert!(!bytes.is_empty() && bytes.ends_with(b"\n"), "{name} is cut off");
                }
            },
        },
        9,
    );
    for entry in fs::read_dir(&folder).unwrap().flatten() {
        let bytes = fs::read(entry.path()).unwrap();
        assert!(bytes.starts_with(b"%PDF") || bytes.starts_with(b"PK"), "{} is no whole file", entry.path().display());
    }
}

#[test]
fn any_two_writers_of_content_lose_nothing() {
    let folder = handed_in(with_standard().path());
    let address = table(&folder, "a.csv", "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n");
    let phone = table(&folder, "b.csv", "编号,名称,渠道,电话\neast,东镇医保服务站,镇站,0477-0000009\n");
    let first = path(&folder, "first.zip");
    let before = || {
        let workspace = with_standard();
        // An entry that can be undone: a remark.
        let remark = table(&folder, "c.csv", "编号,名称,渠道,备注\neast,东镇医保服务站,镇站,\n,西镇医保服务站,镇站,新开\n");
        workspace.run(&["import", "points", &remark, "--write"]).expect(0);
        workspace
    };
    let operations = [
        operation("address", &["import", "points", &address, "--write"]),
        operation("phone", &["import", "points", &phone, "--write"]),
        operation("rename", &["rename", "point", "east", "dong-zhen", "--write"]),
        operation("result", &["inspect", "import", &first]),
        operation("undo", &["undo", "1", "--write"]),
        operation("schema", &["schema", "--write"]),
    ];
    for (i, one) in operations.iter().enumerate() {
        for two in operations.iter().skip(i + 1) {
            pair(&before, [one, two], &|root, runs, at| {
                whole(root, at);
                let now = content(root);
                let holds = |words: &str| now.values().any(|bytes| String::from_utf8_lossy(bytes).contains(words));
                for (operation, run) in [one, two].into_iter().zip(runs) {
                    let said = format!("{at}: {}{}", run.out, run.err);
                    // Whoever waited for too long, or whose table names a point by an id that it no longer has, is told; nothing is half done.
                    let told = run.status != 0;
                    match operation.name {
                        "address" => assert!(told || holds("新街9号"), "{said}"),
                        "phone" => assert!(told || holds("0477-0000009"), "{said}"),
                        "rename" => assert!(told || holds("id: dong-zhen"), "{said}"),
                        "result" => {
                            let there = now.keys().any(|n| n.contains("inspections/") && n.ends_with(".yaml"));
                            assert!(told || there, "{said}");
                        }
                        "undo" => assert!(told || !holds("西镇"), "{said}"),
                        "schema" => assert!(told || now.contains_key(".vscode/schema/point.json"), "{said}"),
                        other => panic!("{other}"),
                    }
                    assert!(!told || run.err.contains("error["), "{said}");
                }
                // The journal tells of each that was carried out.
                let history = yizhan(root, &["history"]).expect(0);
                assert!(!history.out.is_empty(), "{at}");
            });
        }
    }
}
