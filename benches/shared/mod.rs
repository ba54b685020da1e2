//! What the benches share: runs of the program under GNU time, and workspaces that are made for them.
#![allow(dead_code)] // Each bench uses a part.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub mod pages;
pub mod print;

/// Points of one bureau: a county has some hundreds at the most.
const BUREAU: usize = 500;

/// What GNU time says of one run.
#[derive(Clone, Copy)]
pub struct Measured {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of user CPU.
    pub user: f64,
    /// The most memory that was resident, in MiB.
    pub peak_mb: f64,
}

/// Runs a command under GNU time.
pub fn timed(command: &mut Command) -> Measured {
    let figures = tempfile::NamedTempFile::new().unwrap();
    let status = Command::new("/usr/bin/time")
        .args(["-f", "%e %U %M", "-o"])
        .arg(figures.path())
        .arg(command.get_program())
        .args(command.get_args())
        .stdout(std::process::Stdio::null())
        .status()
        .expect("GNU time (apt install time)");
    assert!(status.success(), "{command:?} failed");
    let text = fs::read_to_string(figures.path()).unwrap();
    let numbers: Vec<f64> = text.split_whitespace().map(|n| n.parse().unwrap()).collect();
    Measured { wall: numbers[0], user: numbers[1], peak_mb: numbers[2] / 1024.0 }
}

/// Runs the program's `build`.
pub fn build(workspace: &Path, more: &[&str]) -> Measured {
    timed(Command::new(env!("CARGO_BIN_EXE_yizhan")).args(["build", "-q", "-C"]).arg(workspace).args(more))
}

/// Prints one line.
pub fn report(label: &str, m: &Measured, more: &str) {
    println!("{label:34} {:8.2} s wall {:8.2} s user {:7.0} MB  {more}", m.wall, m.user, m.peak_mb);
}

/// How many files of a kind lie below a folder.
pub fn count(folder: &Path, extension: &str) -> usize {
    walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == extension)).count()
}

/// A workspace of `n` points with the sample's catalog and guides.
pub fn workspace_of(n: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::write(root.join("yizhan.yaml"), "title: 测试\nbase_url: https://bench.example\n").unwrap();
    fs::copy(sample.join("calendar.yaml"), root.join("calendar.yaml")).unwrap();
    let channels = ["county-hall", "township", "village", "hospital", "clinic", "village-clinic", "bank", "insurer"];
    let catalog = fs::read_to_string(sample.join("content/wushen/catalog.yaml")).unwrap();
    let channels: Vec<&str> = channels
        .into_iter()
        .filter(|c| catalog.contains(&format!("id: {c},")) || catalog.contains(&format!("id: {c}\n")))
        .collect();
    for b in 0..n.div_ceil(BUREAU) {
        let bureau = root.join(format!("content/b{b:03}"));
        fs::create_dir_all(bureau.join("points")).unwrap();
        fs::create_dir_all(bureau.join("guides")).unwrap();
        fs::write(
            bureau.join("bureau.yaml"),
            // Four pieces for each point, as a bureau chooses them.
            format!(
                "name: 第{b}医疗保障局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000099\nedition: \"2026-04\"\n\
                 print: {{pieces: [service-list, desk-card, hours-sign, phone-sign]}}\n"
            ),
        )
        .unwrap();
        fs::write(bureau.join("catalog.yaml"), &catalog).unwrap();
        for guide in fs::read_dir(sample.join("content/wushen/guides")).unwrap() {
            let guide = guide.unwrap();
            fs::copy(guide.path(), bureau.join("guides").join(guide.file_name())).unwrap();
        }
        for p in (b * BUREAU)..n.min((b + 1) * BUREAU) {
            let channel = channels[p % channels.len()];
            let text = format!(
                "id: p{p:05}\nname: 第{p}医保服务站\nchannel: {channel}\naddress: 示例街{p}号\nphone: 0477-00{p:05}\n\
                 hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\nlocation: {{lat: 38.{p:05}, lon: 108.{p:05}}}\n"
            );
            fs::write(bureau.join(format!("points/p{p:05}.yaml")), text).unwrap();
        }
    }
    folder
}

/// Changes one point of such a workspace.
pub fn edit(root: &Path) {
    let point = root.join("content/b000/points/p00000.yaml");
    let text = fs::read_to_string(&point).unwrap();
    fs::write(&point, text.replace("示例街0号", "示例街改号")).unwrap();
}

/// The Markdown pages of a folder (sections of pages with `+++` front matter, as a generator for Zola writes them), each as the guide
/// of an item, with a page template as plain as theirs.
pub fn workspace_of_pages(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("yizhan.yaml"), "title: 便民服务手册\n").unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("calendar.yaml"), root.join("calendar.yaml")).unwrap();
    let mut sections: Vec<PathBuf> =
        fs::read_dir(from.join("content")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    sections.sort();
    for section in &sections {
        let name = section.file_name().unwrap().to_string_lossy().into_owned();
        let bureau = root.join("content").join(&name);
        fs::create_dir_all(bureau.join("guides")).unwrap();
        fs::write(
            bureau.join("bureau.yaml"),
            format!("name: {name}\nedition: \"2026-04\"\nhotline: \"12393\"\ncomplaint_phone: \"12393\"\n"),
        )
        .unwrap();
        let mut catalog = String::from("title: 清单\nitems:\n");
        let mut files: Vec<PathBuf> = fs::read_dir(section).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.file_name().is_some_and(|n| n != "_index.md")) {
            let id = file.file_stem().unwrap().to_string_lossy();
            let text = fs::read_to_string(file).unwrap();
            let title = text.split('"').nth(1).unwrap();
            let body = text.splitn(3, "+++").nth(2).unwrap();
            catalog.push_str(&format!("  - {{id: {id}, name: {title}}}\n"));
            fs::write(bureau.join(format!("guides/{id}.md")), format!("---\nitem: {id}\nreviewed: 2026-05-01\n---\n{body}"))
                .unwrap();
        }
        fs::write(bureau.join("catalog.yaml"), catalog).unwrap();
    }
    let links: String = (0..50)
        .map(|i| format!("      <li><a href=\"/s{:03}/p{i:03}/\">服务事项导航 {:02}</a></li>\n", i % sections.len(), i + 1))
        .collect();
    let theme = root.join("themes/default/site");
    fs::create_dir_all(&theme).unwrap();
    let page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n  <head><meta charset=\"utf-8\"><title>{{{{ name }}}} - 便民服务手册</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"></head>\n  <body>\n    <nav><ul>\n{links}    </ul></nav>\n    <main><h1>{{{{ name }}}}</h1>\n\
         {{{{ body | safe }}}}\n    </main>\n    <footer>便民服务手册</footer>\n  </body>\n</html>\n"
    );
    fs::write(theme.join("item.html"), page).unwrap();
    folder
}
