//! The speed that the READMEs tell, all rows in one run:
//!
//! ```text
//! cargo bench --bench figures                                   # prints the rows
//! cargo bench --bench figures -- --write                        # and writes them into both READMEs and into benches/figures.tsv
//! cargo bench --bench figures -- --zola BINARY --hugo BINARY    # the same pages by other generators beside them
//! ```
//! Run it on a machine that does nothing else, and on one machine compare ratios.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::Command;

use shared::{Measured, build, edit, timed, workspace_of, workspace_of_pages};

mod shared;

/// The allocator of the program: documents are made in this process.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pages of the comparison.
const PAGES: usize = 10_000;

/// One row: its names, and its cells.
struct Row {
    zh: String,
    en: String,
    cells: [String; 3],
}

impl Row {
    fn run(zh: &str, en: &str, of: Measured) -> Self {
        Self::of(zh, en, [format!("{:.2} s", of.user), format!("{:.2} s", of.wall), format!("{:.0} MB", of.peak_mb)])
    }

    fn of(zh: &str, en: &str, cells: [String; 3]) -> Self {
        println!("{en:60} {}", cells.join("  "));
        Self { zh: zh.to_owned(), en: en.to_owned(), cells }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let given = |name: &str| arguments.iter().position(|a| a == name).and_then(|place| arguments.get(place + 1)).cloned();
    let mut rows = sample();
    rows.extend(points());
    rows.extend(pages(given("--zola"), given("--hugo")));
    let documents = shared::print::measured();
    for (piece, zh, en) in [
        ("wushen/points/township-galutu/service-list", "一份服务清单", "one service list"),
        ("wushen/points/township-galutu/desk-card", "一张台卡", "one desk card"),
        ("wushen/catalog-matrix", "一张全部事项总表", "one table of all items and channels"),
    ] {
        let ms = documents.iter().find(|one| one.name == piece).expect(piece).ms;
        rows.push(Row::of(zh, en, [format!("{ms:.1} ms"), "—".to_owned(), "—".to_owned()]));
    }
    if arguments.iter().any(|a| a == "--write") {
        write(&rows);
    }
}

/// The sample, from nothing.
fn sample() -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output").to_string_lossy().into_owned();
    let m = build(Path::new(env!("CARGO_MANIFEST_DIR")), &["-o", &output]);
    vec![Row::run("示例的五个局，全部从头生成", "the sample of five bureaus, all of it from nothing", m)]
}

fn points() -> Vec<Row> {
    let small = workspace_of(100);
    let mut rows = vec![Row::run(
        "100 个服务点，各四种印刷品和网页",
        "100 points with four pieces each, and pages",
        build(small.path(), &[]),
    )];
    let large = workspace_of(10_000);
    let site = ["--only", "site,data"];
    rows.push(Row::run("10,000 个服务点的网站", "the site of 10,000 points", build(large.path(), &site)));
    edit(large.path());
    rows.push(Row::run("——改一个点以后", "— after an edit of one point", build(large.path(), &site)));
    rows
}

fn pages(zola: Option<String>, hugo: Option<String>) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    shared::pages::write(folder.path(), PAGES);
    let ours = workspace_of_pages(&folder.path().join("zola"));
    // The best of three, each from nothing: the first also finds the files cold.
    let best = |run: &dyn Fn() -> Measured| (0..3).map(|_| run()).min_by(|a, b| a.user.total_cmp(&b.user)).unwrap();
    let own = best(&|| {
        let _ = fs::remove_dir_all(ours.path().join("output"));
        build(ours.path(), &["--only", "site"])
    });
    let mut rows = vec![Row::run("10,000 个 Markdown 网页", "10,000 pages of Markdown", own)];
    let mut beside = |name: &str, binary: Option<String>, arguments: [&str; 2]| {
        let Some(binary) = binary else { return };
        let root = folder.path().join(name.to_lowercase());
        let version =
            Command::new(&binary).arg(if name == "Hugo" { "version" } else { "--version" }).output().expect("the binary given");
        let version = String::from_utf8_lossy(&version.stdout);
        let number = version
            .split([' ', '-', '+'])
            .map(|w| w.trim_start_matches('v'))
            .find(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        let named = format!("{name} {}", number.unwrap_or_default().trim());
        let out = root.join("out").to_string_lossy().into_owned();
        let m = best(&|| {
            let _ = fs::remove_dir_all(&out);
            timed(
                Command::new(&binary)
                    .args(
                        if name == "Hugo" { ["-s", ""] } else { ["-r", ""] }
                            .map(|a| if a.is_empty() { root.to_str().unwrap() } else { a }),
                    )
                    .args(arguments)
                    .arg(&out),
            )
        });
        rows.push(Row::run(&format!("——同样的网页由 {named} 生成"), &format!("— the same pages by {named}"), m));
    };
    beside("Zola", zola, ["build", "-o"]);
    beside("Hugo", hugo, ["--quiet", "-d"]);
    rows
}

/// Writes the table between its marks, with the version and the day.
fn write(rows: &[Row]) {
    let day = chrono::Utc::now().date_naive();
    let version = env!("CARGO_PKG_VERSION");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tsv: String = rows.iter().map(|row| format!("{}\t{}\t{}\n", row.en, row.zh, row.cells.join("\t"))).collect();
    fs::write(root.join("benches/figures.tsv"), format!("# {version}\t{day}\n{tsv}")).unwrap();
    for (file, head, name) in [
        (
            "README.md",
            format!("| version {version}, {day} | user CPU | by the clock | most memory |"),
            (|row: &Row| row.en.clone()) as fn(&Row) -> String,
        ),
        ("README.zh-CN.md", format!("| {version} 版，{day} | CPU 时间 | 用时 | 内存峰值 |"), |row: &Row| {
            row.zh.clone()
        }),
    ] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        let (before, rest) = text.split_once("<!-- figures -->\n").expect("the mark in the README");
        let (_, after) = rest.split_once("<!-- /figures -->").expect("the end of the mark");
        let lines: String = rows.iter().map(|row| format!("| {} | {} |\n", name(row), row.cells.join(" | "))).collect();
        fs::write(
            root.join(file),
            format!("{before}<!-- figures -->\n{head}\n|---|---|---|---|\n{lines}<!-- /figures -->{after}"),
        )
        .unwrap();
    }
}
