//! A small workspace in a temporary folder, and the program run on it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The repository, which is the sample workspace.
pub fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a run of the program left behind.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The findings of `check --format json`.
    pub fn findings(&self) -> Vec<Value> {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}\n{}", self.out, self.err))
    }

    /// Asserts the exit status, and shows what was said otherwise.
    pub fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

/// Runs the program in English unless the arguments say otherwise, on the day that the sample was made for.
pub fn yizhan<S: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[S]) -> Run {
    let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(folder)
        .env("LC_ALL", "en_US.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .args(arguments)
        .output()
        .unwrap();
    Run {
        status: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// A workspace with one bureau, one channel, one item and one point, that checks clean.
pub struct Workspace {
    pub folder: tempfile::TempDir,
}

pub const CATALOG: &str = "\
title: 服务清单
channels:
  - {id: hall, name: 大厅, tier: county}
  - {id: town, name: 镇站, tier: town}
items:
  - id: enrol
    name: 参保登记
    clients: [自然人]
    category: 公共服务
    handling: 即办件
    depth: {hall: 办结, town: 办结}
";

pub const POINT: &str = "\
id: east
name: 东镇医保服务站
channel: town
address: 东镇1号
phone: 0477-0000001
hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"
";

pub const GUIDE: &str = "\
---
item: enrol
materials: [{name: 身份证, copies: 1}]
reviewed: 2026-05-01
---

正文。
";

impl Workspace {
    pub fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        workspace.write("yizhan.yaml", "title: 测试\nbase_url: https://test.example\nallow: [{code: C317, reason: 测试}]\n");
        workspace.write("calendar.yaml", "years: [{year: 2026, holidays: [{name: 元旦, from: 2026-01-01}]}]\n");
        workspace.write(
            "content/one/bureau.yaml",
            "name: 测试医疗保障局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\nedition: \"2026-04\"\n",
        );
        workspace.write("content/one/catalog.yaml", CATALOG);
        workspace.write("content/one/points/east.yaml", POINT);
        workspace.write("content/one/guides/enrol.md", GUIDE);
        workspace
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Replaces a text that must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.path().join(file)).unwrap();
        assert!(text.contains(from), "{file} does not hold {from:?}");
        self.write(file, text.replacen(from, to, 1))
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        yizhan(self.path(), arguments)
    }

    /// The findings, each as `CODE file:line:column message`.
    pub fn findings(&self) -> Vec<String> {
        let run = self.run(&["check", "--format", "json"]);
        assert!(run.status < 2 || run.out.starts_with('['), "{}", run.err);
        lines(&run.findings())
    }
}

/// Findings as lines to compare.
pub fn lines(findings: &[Value]) -> Vec<String> {
    findings
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}:{}:{} {}", text("code"), text("file"), f["line"], f["column"], text("message"))
        })
        .collect()
}

/// Asserts that exactly these findings come, each given as the beginning of a line of [`lines`].
pub fn expect(found: &[String], wanted: &[&str]) {
    let fits = found.len() == wanted.len() && found.iter().zip(wanted).all(|(f, w)| f.starts_with(w));
    assert!(fits, "found:\n{}\nwanted:\n{}", found.join("\n"), wanted.join("\n"));
}

/// Every file below a folder with its bytes, by path.
pub fn tree(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        files.insert(path, fs::read(entry.path()).unwrap());
    }
    files
}

/// Without white space, and without what has no width.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['\u{feff}', '\u{2060}'].contains(c)).collect()
}

/// What a PDF says, with all white space taken out.
pub fn pdf_text(file: &Path) -> String {
    let done = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    assert!(done.status.success(), "pdftotext {}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
    squeezed(&String::from_utf8(done.stdout).unwrap())
}

/// What `pdfinfo` says of a PDF.
pub fn pdf_info(file: &Path) -> String {
    let done = Command::new("pdfinfo").arg(file).output().unwrap();
    assert!(done.status.success(), "pdfinfo {}", file.display());
    String::from_utf8(done.stdout).unwrap()
}

/// How many pages a PDF has.
pub fn pdf_pages(file: &Path) -> usize {
    pdf_info(file).lines().find_map(|l| l.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}

/// What a .docx says, paragraph by paragraph, with all white space taken out. Empty paragraphs are left out.
pub fn docx_text(file: &Path) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let document = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
    let xml = roxmltree::Document::parse(&document).unwrap();
    let name = |node: &roxmltree::Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let words = |paragraph: roxmltree::Node<'_, '_>| -> String {
        let runs = paragraph.descendants().filter(|n| name(n, "t")).filter_map(|n| n.text());
        runs.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
    };
    xml.descendants().filter(|n| name(n, "p")).map(words).filter(|text: &String| !text.is_empty()).collect()
}

/// Holds the table of figures in both READMEs to what a test has found: how many labels, read right, read wrong in silence, lost, left open.
#[track_caller]
pub fn told_in_readmes(en: &str, zh: &str, [n, right, wrong, lost, open]: [usize; 5]) {
    for (file, name) in [("README.md", en), ("README.zh-CN.md", zh)] {
        let row = format!("| {name} | {n} | {right} | {wrong} | {lost} | {open} |");
        assert!(fs::read_to_string(sample().join(file)).unwrap().lines().any(|line| line == row), "{file} should say {row}");
    }
}

/// What a made file says, whatever it is: the text of a PDF, the parts of an archive, else its own bytes.
pub fn words_of_file(path: &Path) -> String {
    match path.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "pdf" => pdf_text(path),
        "docx" | "xlsx" | "zip" => {
            let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
            let mut text = String::new();
            for at in 0..archive.len() {
                let mut bytes = Vec::new();
                archive.by_index(at).unwrap().read_to_end(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
            text
        }
        _ => String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned(),
    }
}
