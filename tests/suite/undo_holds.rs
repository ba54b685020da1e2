//! An undo looks at what comes of it: what was made since and needs what the operation did is a question, and not an error that somebody finds later.

use super::history::content;
use super::inspections::inspected;
use super::support::{Run, Workspace};

fn offered(run: &Run) -> Vec<String> {
    run.out.split_whitespace().filter(|w| w.ends_with("=anyway")).map(str::to_owned).collect()
}

/// An undo that would break something asks, writes nothing without an answer, and is done with one.
fn asks(w: &Workspace, entry: &str, code: &str) {
    w.run(&["check"]).expect(0);
    let before = content(w);
    let shown = w.run(&["undo", entry]).expect(0);
    assert!(shown.out.contains(code), "{code} is not in {}", shown.out);
    let answers = offered(&shown);
    let [answer] = answers.as_slice() else { panic!("one question was awaited: {}", shown.out) };
    let run = w.run(&["undo", entry, "--write", "--lang", "zh"]).expect(1);
    assert!(run.err.contains("仍然撤销") && run.err.contains(code), "{}", run.err);
    assert_eq!(content(w), before, "without an answer nothing is written");
    w.run(&["undo", entry, "--write", "--answer", answer]).expect(0);
    assert_ne!(content(w), before);
    w.run(&["check"]).expect(1);
}

#[test]
fn an_undo_that_later_records_contradict_asks_first() {
    let w = inspected();
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    w.run(&["inspect", "new", "test", "dong-zhen", "--round", "self"]).expect(0);
    asks(&w, "1", "M206");
}

#[test]
fn a_file_that_goes_is_seen_as_gone() {
    let w = inspected();
    w.write("a.csv", "编号,名称,渠道,地址\nnew,新镇医保服务站,镇站,西街1号\n");
    w.run(&["import", "points", "a.csv", "--write"]).expect(0);
    w.run(&["inspect", "new", "test", "new", "--round", "self"]).expect(0);
    asks(&w, "1", "M206");
}

#[test]
fn errors_that_are_there_already_are_no_question() {
    let w = inspected();
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    w.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [nowhere]\n---\n\n正文。\n");
    w.run(&["check"]).expect(1);
    let shown = w.run(&["undo", "1", "--write"]).expect(0);
    assert!(offered(&shown).is_empty(), "{}", shown.out);
}
