//! Several writers and power cuts at the desk: two desks and a command line on one workspace lose nothing, and what a page was told is saved is there after
//! the program was killed. `YIZHAN_ROUNDS` asks for more rounds.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::desk::{Desk, opened};
use super::support::Workspace;

const BUREAU: &str = "content/one/bureau.yaml";

fn rounds(usual: usize) -> usize {
    std::env::var("YIZHAN_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Sets one field of the bureau, and sends it again as the page does where somebody else was in the way.
fn set(desk: &Desk, field: &str, before: &Value, after: &str) {
    for _ in 0..200 {
        let change = json!({"at": [field], "before": before, "after": after});
        let answer = desk.post("edit", &json!({"path": BUREAU, "changes": [change]}));
        let said = answer.json();
        if answer.status == 200 && said["done"] == true {
            return;
        }
        assert!(said["conflicts"].as_array().is_none_or(Vec::is_empty), "another field is no conflict: {said}");
        thread::sleep(Duration::from_millis(20));
    }
    panic!("{field} was not written in 200 tries");
}

#[test]
fn two_desks_and_a_command_line_lose_nothing() {
    let (w, home, other) = (Workspace::new(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let count = rounds(20);
    let (first, second) = (opened(w.path(), home.path(), &[]), opened(w.path(), other.path(), &[]));
    let renamed = AtomicUsize::new(0);
    thread::scope(|scope| {
        for (desk, field) in [(&first, "address"), (&second, "note")] {
            scope.spawn(move || {
                let mut before = Value::Null;
                for turn in 0..count {
                    let after = format!("{field}{turn}号");
                    set(desk, field, &before, &after);
                    before = json!(after);
                }
            });
        }
        scope.spawn(|| {
            for turn in 0..count {
                let [from, to] = if turn % 2 == 0 { ["east", "west"] } else { ["west", "east"] };
                w.run(&["rename", "point", from, to, "--write", "-q"]).expect(0);
                renamed.fetch_add(1, Ordering::SeqCst);
            }
        });
    });
    let text = std::fs::read_to_string(w.path().join(BUREAU)).unwrap();
    for field in ["address", "note"] {
        assert!(text.contains(&format!("{field}: {field}{}号", count - 1)), "{text}");
    }
    assert_eq!(renamed.load(Ordering::SeqCst), count);
    // Every change is in the history: those of a field within a minute as one, with each value before it kept.
    let entries = std::fs::read_dir(w.path().join(".yizhan/history")).unwrap().flatten();
    let kept = entries.filter(|e| e.path().join("entry.json").is_file()).count();
    assert_eq!(kept, 3 * count, "each of {} changes has its entry", 3 * count);
    assert_eq!(w.findings().iter().filter(|line| line.contains("error")).count(), 0, "{:?}", w.findings());
}

#[test]
fn what_was_called_saved_is_there_after_the_power_was_cut() {
    let w = Workspace::new();
    let mut told = String::new();
    for round in 0..rounds(8) {
        let home = tempfile::tempdir().unwrap();
        let desk = opened(w.path(), home.path(), &[]);
        let mut before = if told.is_empty() { Value::Null } else { json!(told) };
        // What was on its way when the last one was killed may have been written, too.
        let there = desk.get(&format!("record?path={BUREAU}"))["values"]["address"].clone();
        if there.is_string() {
            before = there;
        }
        for turn in 0..=round % 4 {
            let after = format!("第{round}轮第{turn}次");
            let change = json!({"at": ["address"], "before": before, "after": after});
            let said = desk.post("edit", &json!({"path": BUREAU, "changes": [change]})).json();
            assert_eq!(said["done"], true, "{said}");
            told.clone_from(&after);
            before = json!(after);
        }
        // One more is on its way while it is killed, a moment later each time.
        let last = format!("第{round}轮最后一次");
        let change = json!({"path": BUREAU, "changes": [{"at": ["address"], "before": before, "after": last}]});
        thread::scope(|scope| {
            let sent = scope.spawn(|| desk.send_and_forget("edit", &change));
            thread::sleep(Duration::from_millis(7 * round as u64));
            desk.kill();
            let _ = sent.join();
        });
        drop(desk);
        // Whatever was interrupted is made good by the next command.
        let run = w.run(&["check", "-q"]);
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        let text = std::fs::read_to_string(w.path().join(BUREAU)).unwrap();
        assert!(text.contains(&told) || text.contains(&last), "round {round}: {told} was called saved\n{text}");
        assert!(text.starts_with("name: 测试医疗保障局\n"), "the rest of the file is whole\n{text}");
    }
}
