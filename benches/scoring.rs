//! How long scoring takes: N records of the Wenling standard, each of another village, read from YAML and scored on one thread.
//!
//! ```text
//! cargo bench --bench scoring            # 10,000 records
//! cargo bench --bench scoring -- 1000    # N records
//! ```
//! Scoring is timed by itself, best and median of nine runs; on one thread that is its CPU time. Compare ratios on one machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yizhan::audit::{score_all, to_json};
use yizhan::load::load;

const RUNS: usize = 9;

fn main() {
    let number = std::env::args().skip(1).find(|a| a != "--bench").map_or(10_000, |n| n.parse().expect("a number of records"));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), number);
    let start = Instant::now();
    let (workspace, found) = load(folder.path());
    let reading = start.elapsed();
    let Ok(workspace) = workspace else { panic!("the workspace does not load") };
    assert!(!found.has_errors(), "{found:?}");
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let scored = score_all(&workspace);
        times.push(start.elapsed());
        assert_eq!(scored.len(), number);
        // Nothing is left to be worked out later.
        let last = to_json(&scored.last().unwrap().outcome);
        assert!(last["total"].as_str().is_some_and(|t| !t.is_empty()), "{last}");
    }
    times.sort();
    let (best, median) = (times[0], times[RUNS / 2]);
    println!("{number} records: read in {reading:.2?}; scored in {best:.2?} at best, {median:.2?} in the median");
}

/// The sample's standard and bureau with `number` villages and a record each, ten findings in the manner of the sample.
fn write(root: &Path, number: usize) {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let bureau = root.join("content/wenling");
    for folder in ["points", "inspections"] {
        fs::create_dir_all(bureau.join(folder)).unwrap();
    }
    fs::create_dir_all(root.join("checklists")).unwrap();
    fs::write(root.join("yizhan.yaml"), "title: 测试\nbase_url: https://bench.example\n").unwrap();
    for file in
        ["calendar.yaml", "checklists/wenling-village-stars.yaml", "content/wenling/bureau.yaml", "content/wenling/catalog.yaml"]
    {
        fs::copy(sample.join(file), root.join(file)).unwrap();
    }
    let record = fs::read_to_string(sample.join("content/wenling/inspections/songtang-2026.yaml")).unwrap();
    let (head, rest) = record.split_once("point: songtang").unwrap();
    let item = |text: &str| text.lines().map(|l| format!("  {l}\n")).collect::<String>().replacen("  ", "- ", 1);
    let head: String = head.lines().filter(|l| !l.starts_with('#')).map(|l| format!("{l}\n")).collect();
    for (part, ids) in (0..number).collect::<Vec<_>>().chunks(500).enumerate() {
        let points: String = ids
            .iter()
            .map(|i| format!("- {{id: v{i}x, name: 第{i}村医保经办服务点, channel: village, facts: {{staff_count: 1}}}}\n"))
            .collect();
        fs::write(bureau.join(format!("points/{part}.yaml")), points).unwrap();
        let records: String = ids
            .iter()
            .map(|i| {
                let own = rest.replace("该村办件量: 186", &format!("该村办件量: {}", 40 + i % 400));
                item(&format!("{head}point: v{i}x{own}"))
            })
            .collect();
        fs::write(bureau.join(format!("inspections/{part}.yaml")), records).unwrap();
    }
}
