//! Files for a print shop, read as its programs read them: boxes, plates, profiles; and what the job ticket says of them. What is kept for
//! the office beside them: black that is black, and an output intent.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::{Workspace, pdf_text};

/// A point with every kind of piece, a leaflet, a panel, a campaign and a book.
fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write(
        "content/one/points/east.yaml",
        "id: east\nname: 东镇医保服务站\nplace: 东镇\nchannel: town\naddress: 东镇1号\nphone: 0477-0000001\ndirections: 东街北口。\n\
         hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\nlocation: {lat: 38.6, lon: 108.8, crs: wgs84}\nrating: https://example.org/r\n\
         facts: {zones: [等候休息区]}\nwindows: [{number: 1, name: 参保登记}]\n\
         staff: [{name: 张三, role: 经办, party_member: true, phone: 0477-0000003, public: true}]\n",
    );
    w.write("content/one/points/west.yaml", "id: west\nname: 西镇医保服务站\nplace: 西镇\nchannel: town\naddress: 西镇1号\n");
    w.write("content/one/panels/one.md", "---\ntitle: 服务承诺\n---\n\n一、热情接待。\n\n二、一次告知。\n");
    w.write("content/one/leaflets/one.md", "---\ntitle: 怎样参保\nreviewed: 2026-05-01\n---\n\n## 带什么\n\n带身份证。\n");
    w.write(
        "content/one/campaigns/one.yaml",
        "title: 医保就在身边\nlead: 办事不出镇。\npoints: [{title: 近, text: 走几步就到。}]\nsteps: [带身份证]\n",
    );
    w.write("content/one/handbooks/book.yaml", "id: book\ntitle: 业务指南\nchapters: [{title: 事项, list: items}]\n");
    w
}

fn files(w: &Workspace, below: &str) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(w.path().join("output").join(below)).sort_by_file_name().into_iter().flatten();
    files.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect()
}

/// The file with its streams unpacked, as text: what is no text is left out.
fn plain(file: &Path) -> String {
    let done = Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(file).arg("-").output().unwrap();
    assert!(done.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// What is filled: the numbers of its colour, and the size of its type in points, where it is type.
fn fills(text: &str) -> Vec<(Vec<f64>, Option<f64>)> {
    let mut found: Vec<(Vec<f64>, Option<f64>)> = Vec::new();
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let numbers = |end: usize| -> Vec<f64> {
        let mut list: Vec<f64> = words[..end].iter().rev().map_while(|w| w.parse().ok()).collect();
        list.reverse();
        list
    };
    for (index, word) in words.iter().enumerate() {
        match *word {
            // Fonts are bytes, some of which look like words: an operator has its numbers before it.
            "scn" => {
                let colour = numbers(index);
                if index > colour.len() && words[index - colour.len() - 1] == "cs" {
                    found.push((colour, None));
                }
            }
            "rg" | "k" if numbers(index).len() == if *word == "k" { 4 } else { 3 } => found.push((numbers(index), None)),
            "Tf" => {
                if let (Some((colour, _)), Some(size)) = (found.last().cloned(), numbers(index).last()) {
                    found.push((colour, Some(*size)));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_page_for_a_press_has_its_boxes() {
    let w = workspace();
    w.run(&["build", "--only", "print", "--press"]).expect(0);
    let all = files(&w, "press");
    assert!(all.len() > 20, "{}", all.len());
    for file in all.iter().filter(|f| !f.ends_with("job-ticket.pdf")) {
        let done = Command::new("pdfinfo").args(["-box", "-l", "99"]).arg(file).output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let boxes = |name: &str| -> Vec<Vec<f64>> {
            let lines = said.lines().filter(|l| l.contains(name));
            lines.map(|l| l.split_whitespace().filter_map(|n| n.parse().ok()).collect()).collect()
        };
        let (media, bleed, trim) = (boxes("MediaBox"), boxes("BleedBox"), boxes("TrimBox"));
        assert!(!trim.is_empty() && trim.len() == bleed.len() && trim.len() == media.len(), "{said}");
        for ((trim, bleed), media) in trim.iter().zip(&bleed).zip(&media) {
            // The last four are the box; before them stands the number of the page.
            let [trim, bleed, media] = [trim, bleed, media].map(|list| list[list.len() - 4..].to_vec());
            for (side, sign) in [1.0, 1.0, -1.0, -1.0].into_iter().enumerate() {
                let beyond = |from: &[f64]| (trim[side] - from[side]) * sign * 25.4 / 72.0;
                assert!((beyond(&bleed) - 3.0).abs() < 0.02, "{}: {said}", file.display());
                assert!((beyond(&media) - 11.0).abs() < 0.02, "{}: {said}", file.display());
            }
        }
        let checked = Command::new("qpdf").arg("--check").arg(file).output().unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    }
}

/// Small type and codes are one plate; what is coloured says in which space.
#[test]
fn small_type_and_codes_for_a_press_are_black_alone() {
    let w = workspace();
    w.run(&["build", "--only", "print", "--press"]).expect(0);
    let (mut small, mut codes) = (0, 0);
    for file in files(&w, "press").iter().filter(|f| !f.ends_with("job-ticket.pdf")) {
        let text = plain(file);
        let name = file.display();
        // Grey is the device's, colour is sRGB with its profile.
        let spaces: Vec<&str> = text.lines().filter(|l| l.contains("/Device") || l.contains("/ICCBased")).collect();
        assert!(spaces.contains(&"/DeviceGray") && !text.contains("/DeviceRGB"), "{name}: {spaces:?}");
        let fills = fills(&text);
        assert!(fills.iter().all(|(colour, _)| matches!(colour.len(), 1 | 3)), "{name}");
        assert!(
            !fills.iter().any(|(colour, _)| colour.len() == 3 && colour.iter().all(|c| *c < 0.2)),
            "{name}: black of three colours"
        );
        for (colour, size) in fills.iter().filter_map(|(colour, size)| Some((colour, (*size)?))) {
            if size < 10.0 {
                small += 1;
                assert!(matches!(colour[..], [c] if c == 0.0 || c > 0.6), "{name}: {size} pt in {colour:?}");
            }
        }
        // Codes are drawn on the page itself, not as pictures with colours of their own.
        codes +=
            usize::from(text.matches(" m ").count() + text.matches(" m\n").count() > 200 && !text.contains("/Subtype /Form"));
    }
    assert!(small > 100 && codes > 10, "{small} {codes}");
}

/// The office's files: no black that is mixed of colours, and the profile that an archive asks for.
#[test]
fn files_for_the_office_have_black_and_an_output_intent() {
    let w = workspace();
    w.run(&["build", "--only", "print"]).expect(0);
    for file in files(&w, "print/one").iter().filter(|f| !f.to_string_lossy().contains("booklet")) {
        let text = plain(file);
        for said in ["/OutputIntents", "/GTS_PDFA1", "/DestOutputProfile", "/ICCBased"] {
            assert!(text.contains(said), "{}: no {said}", file.display());
        }
        assert!(!text.contains("/DeviceRGB") && !text.contains("/BleedBox"), "{}", file.display());
        let type_of = fills(&text).into_iter().filter(|(_, size)| size.is_some());
        for (colour, size) in type_of {
            let mixed = colour.len() == 3 && colour.iter().fold(0.0_f64, |a, b| a.max(*b)) < 0.25;
            assert!(!mixed, "{}: {size:?} in {colour:?}", file.display());
        }
    }
}

#[test]
fn a_ticket_names_what_lies_beside_it_with_its_pages() {
    let w = workspace();
    w.run(&["build", "--only", "print", "--press"]).expect(0);
    let ticket = |w: &Workspace| pdf_text(&w.path().join("output/press/one/job-ticket.pdf"));
    let whole = ticket(&w);
    for said in ["sRGB（IEC61966-2-1", "DeviceGray", "BleedBox", "press/one/points/west/door-plate.pdf"] {
        assert!(whole.contains(said), "{said} is not in {whole}");
    }
    // A book is listed once: a press imposes by itself.
    assert!(whole.contains("业务指南") && !whole.contains("自印拼版"), "{whole}");
    let count = files(&w, "press").len() - 1;
    assert!(whole.contains(&format!("文件{count}个")), "{count}: {whole}");
    // Every row ends with pages and copies; those of the book are those of its file.
    let book = w.path().join("output/press/one/handbooks/book.pdf");
    let info = super::support::pdf_info(&book);
    let pages = info.lines().find_map(|l| l.strip_prefix("Pages:")).unwrap().trim().to_owned();
    let path = w.path().join("output/press/one/job-ticket.pdf");
    let done = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(path).arg("-").output().unwrap();
    let lines = String::from_utf8(done.stdout).unwrap();
    let row = lines.lines().find(|l| l.contains("handbooks/book.pdf")).unwrap();
    let ends: Vec<&str> = row.split_whitespace().rev().take(2).collect();
    assert_eq!(ends[1], pages, "{row}");
    // One point alone: its files, and a ticket of what lies there.
    fs::remove_dir_all(w.path().join("output")).unwrap();
    w.run(&["build", "--only", "print", "--press", "--point", "west"]).expect(0);
    let one = ticket(&w);
    assert!(one.contains("press/one/points/west/door-plate.pdf") && !one.contains("points/east"), "{one}");
    w.run(&["build", "--only", "print", "--press", "--point", "east"]).expect(0);
    let both = ticket(&w);
    assert!(both.contains("points/west/door-plate.pdf") && both.contains("points/east/door-plate.pdf"), "{both}");
}

/// What keeps a time on its line is not in the text that a reader searches.
#[test]
fn no_text_has_marks_that_nobody_types() {
    let w = workspace();
    w.run(&["build", "--only", "print", "--press"]).expect(0);
    let mut times = 0;
    for file in files(&w, "") {
        let text = pdf_text(&file);
        assert!(!text.contains(['\u{2060}', '\u{200b}']), "{}: {text}", file.display());
        times += usize::from(text.contains("08:30—11:30"));
    }
    assert!(times > 8, "{times}");
}
