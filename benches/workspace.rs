//! How fast a build is, and how much memory it takes, on synthetic workspaces.
//!
//! ```text
//! cargo bench --bench workspace                     # 100 and 1,000 points
//! cargo bench --bench workspace -- 10000            # N points: everything
//! cargo bench --bench workspace -- --site 10000     # N points: pages and data only
//! cargo bench --bench workspace -- --pages DIR      # the Markdown pages below DIR, each a guide
//! ```
//! Each line gives wall time, user CPU and the peak of resident memory, as GNU time reports them. Compare ratios on one machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::fs;
use std::path::Path;

use shared::{build, count, edit, report, workspace_of, workspace_of_pages};

mod shared;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--pages", folder] => pages(Path::new(folder)),
        ["--site", numbers @ ..] => all(numbers, &["--only", "site,data"]),
        [] => all(&["100", "1000"], &[]),
        numbers => all(numbers, &[]),
    }
}

fn all(numbers: &[&str], more: &[&str]) {
    for number in numbers {
        points(number.parse().expect("a number of points"), more);
    }
}

/// A clean build, one with nothing changed, one with a point edited.
fn points(n: usize, more: &[&str]) {
    let folder = workspace_of(n);
    let root = folder.path();
    let clean = build(root, more);
    let (html, pdf) = (count(&root.join("output/site"), "html"), count(&root.join("output/print"), "pdf"));
    #[allow(clippy::cast_precision_loss)] // Counts of files are far below 2^52.
    let rate = (html + pdf) as f64 / clean.wall;
    report(&format!("{n} points, clean"), &clean, &format!("{html} pages, {pdf} PDFs, {rate:.0} a second"));
    report(&format!("{n} points, nothing changed"), &build(root, more), "");
    edit(root);
    report(&format!("{n} points, one edited"), &build(root, more), "");
}

/// The pages of a folder, three times from nothing.
fn pages(from: &Path) {
    let folder = workspace_of_pages(from);
    let root = folder.path();
    let more = ["--only", "site"];
    for run in 1..=3 {
        let _ = fs::remove_dir_all(root.join("output"));
        let m = build(root, &more);
        report(&format!("Markdown pages, run {run}"), &m, &format!("{} pages", count(&root.join("output"), "html")));
    }
}
