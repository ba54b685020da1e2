//! What the desk makes is what `yizhan build` makes; what must be mended first is said, and what was made before stays.

use std::sync::atomic::{AtomicUsize, Ordering};

use yizhan::ops::desk::make;
use yizhan::publish::Progress;

use super::edits::{caller, said};
use super::support::{Workspace, tree};

#[derive(Default)]
struct Counted {
    total: AtomicUsize,
    made: AtomicUsize,
}

impl Progress for Counted {
    fn start(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    fn made(&self, _: &str) {
        self.made.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn the_desk_makes_what_the_command_makes() {
    let w = Workspace::new();
    let how_far = Counted::default();
    let made = make::make(&caller(w.path(), "甲", 0), &how_far).map_err(said).unwrap();
    assert!(made.pages > 10 && made.prints > 5 && made.made >= made.pages + made.prints, "{made:?}");
    let (total, done) = (how_far.total.into_inner(), how_far.made.into_inner());
    assert!(total > 0 && done == total, "{done} of {total}");
    assert_eq!(made.folder, w.path().join("output").display().to_string());
    let own = tree(&w.path().join("output"));
    // Made at another hour and by another door, from nothing.
    std::fs::remove_dir_all(w.path().join("output")).unwrap();
    w.run(&["build"]).expect(0);
    let command = tree(&w.path().join("output"));
    assert_eq!(own.keys().collect::<Vec<_>>(), command.keys().collect::<Vec<_>>());
}

#[test]
fn what_must_be_mended_is_said_and_what_was_made_stays() {
    let w = Workspace::new();
    make::make(&caller(w.path(), "甲", 0), &Counted::default()).map_err(said).unwrap();
    let before = tree(&w.path().join("output"));
    w.edit("content/one/points/east.yaml", "channel: town", "channel: nowhere");
    let stopped = make::make(&caller(w.path(), "甲", 60), &Counted::default()).unwrap_err();
    let found: Vec<_> = stopped.found.iter().collect();
    assert!(!found.is_empty() && found.iter().all(|one| one.severity == yizhan::diagnostic::Severity::Error), "{found:?}");
    assert_eq!(tree(&w.path().join("output")), before);
}
