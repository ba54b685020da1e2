//! Generated extremes: whatever the content, no piece clips, overlaps or runs off its page, and no line begins with a mark that must not
//! stand there. Read from the finished PDFs, word by word with its box (`pdftotext -bbox`).

use std::fs;
use std::path::Path;
use std::process::Command;

use super::runts;
use super::support::{Workspace, squeezed};

/// Marks that never begin a line (GB/T 15834, 5.1.1 to 5.1.3 and 5.1.6).
const NEVER_FIRST: &str = "，。、；：！？）》〉」』”’】〕…％";

/// One run of text on a page: left, top, right, bottom in points.
pub struct Word {
    pub at: [f64; 4],
    pub text: String,
}

/// The words of each page, with its width and height.
pub fn pages(pdf: &Path) -> Vec<(f64, f64, Vec<Word>)> {
    let done = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", pdf.display());
    let html = String::from_utf8(done.stdout).unwrap();
    let number = |tag: &str, name: &str| -> f64 {
        let rest = tag.split(&format!("{name}=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let mut all = Vec::new();
    for page in html.split("<page ").skip(1) {
        let head = page.split('>').next().unwrap();
        let words = page.split("<word ").skip(1).map(|word| {
            let at = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(word, name));
            let text = word.split('>').nth(1).unwrap().split('<').next().unwrap();
            Word { at, text: text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"") }
        });
        all.push((number(head, "width"), number(head, "height"), words.collect()));
    }
    all
}

/// What is wrong with a page, in words. `less`: the part of a word's box above and below that belongs to no letter.
pub fn faults(width: f64, height: f64, words: &[Word], less: f64) -> Vec<String> {
    let mut found = Vec::new();
    // The middle of a line: the font's own box is taller than its letters.
    let core = |w: &Word| {
        let tall = w.at[3] - w.at[1];
        [w.at[0] + 0.5, w.at[1] + tall * less, w.at[2] - 0.5, w.at[3] - tall * less]
    };
    for (i, word) in words.iter().enumerate() {
        let [left, top, right, bottom] = core(word);
        if left < 3.0 || top < 3.0 || right > width - 3.0 || bottom > height - 3.0 {
            found.push(format!("“{}” runs off the page: {:?} of {width}×{height}", word.text, word.at));
        }
        for other in &words[i + 1..] {
            let [l, t, r, b] = core(other);
            let (w, h) = (right.min(r) - left.max(l), bottom.min(b) - top.max(t));
            if w > 1.0 && h > 0.5 {
                found.push(format!("“{}” lies on “{}”: {:?} {:?}", word.text, other.text, word.at, other.at));
            }
        }
        if word.text.starts_with(|c| NEVER_FIRST.contains(c)) {
            let beside = words
                .iter()
                .any(|o| o.at[2] <= word.at[0] + 6.0 && word.at[0] - o.at[2] < 12.0 && (o.at[3] - word.at[3]).abs() < 4.0);
            if !beside {
                found.push(format!("a line begins with “{}”", word.text));
            }
        }
    }
    found
}

/// A workspace whose texts are as long as `name`, with `items` items and as many points, windows and people as that needs.
fn workspace(name: &str, items: usize, people: usize) -> Workspace {
    let w = Workspace::new();
    let rows: String = (0..items)
        .map(|i| {
            format!("  - {{id: i-{i}, name: {name}{i}, handling: 承诺件, depth: {{hall: 办结, town: 受理（15天内办结）}}}}\n")
        })
        .collect();
    let items = if items == 0 { "items: []\n".to_owned() } else { format!("items:\n{rows}") };
    w.write(
        "content/one/catalog.yaml",
        format!("title: {name}清单\nchannels:\n  - {{id: hall, name: {name}大厅, tier: county}}\n  - {{id: town, name: {name}站, tier: town}}\n{items}"),
    );
    fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
    let staff: String = (0..people)
        .map(|i| {
            format!("  - {{name: 张三{i}, role: {name}, party_member: {}, phone: 0477-0000003, public: true}}\n", i % 2 == 0)
        })
        .collect();
    let staff = if people == 0 { String::new() } else { format!("staff:\n{staff}") };
    w.write(
        "content/one/points/east.yaml",
        format!(
            "id: east\nname: {name}\nchannel: town\naddress: {name}{name}\nphone: 0477-0000001\ndirections: {name}，{name}。\n\
             hours: \"Oct 01-Apr 30 Mo-Fr 08:30-11:30,13:00-17:00; May 01-Sep 30 Mo-Fr 08:30-11:30,13:30-17:30; PH off\"\n\
             special: [{{name: {name}, hours: \"Sa 08:30-11:30\", note: {name}。}}]\n\
             location: {{lat: 38.6, lon: 108.8, crs: wgs84}}\nrating: https://example.org/r\n\
             facts: {{zones: [{name}, 等候休息区]}}\nwindows: [{{number: 1, name: {name}}}, {{number: 12}}]\n{staff}"
        ),
    );
    w.write("content/one/panels/one.md", format!("---\ntitle: {name}\n---\n\n一、{name}，{name}。\n\n二、{name}。\n"));
    w.write(
        "content/one/leaflets/one.md",
        format!("---\ntitle: {name}\nsubtitle: {name}\nreviewed: 2026-05-01\n---\n\n## {name}\n\n{name}，{name}。\n\n- {name}；\n- {name}。\n"),
    );
    w.write(
        "content/one/campaigns/one.yaml",
        format!("title: {name}\nlead: {name}，{name}。\npoints:\n  - {{title: {name}, text: {name}。}}\n  - {{title: {name}, text: {name}。}}\nsteps: [{name}]\n"),
    );
    w.write(
        "content/one/handbooks/book.yaml",
        format!("id: book\ntitle: {name}\nchapters:\n  - {{title: {name}, list: items}}\n  - {{title: 服务点, list: points}}\n"),
    );
    w.write("content/one/plan.yaml", format!("title: {name}\ngroups:\n  - title: {name}\n    tasks: [{{text: {name}, responsible: [{name}], deadline: 2026年12月底}}]\n"));
    w
}

fn prove(w: &Workspace, what: &str) {
    let run = w.run(&["build", "--only", "print"]);
    assert_eq!(run.status, 0, "{what}:\n{}", run.err);
    let (mut found, mut seen) = (Vec::new(), 0);
    for entry in walkdir::WalkDir::new(w.path().join("output/print/one")).sort_by_file_name().into_iter().flatten() {
        let path = entry.path();
        // The booklet is the book again, two pages a side.
        if path.extension().is_none_or(|e| e != "pdf") || path.to_string_lossy().ends_with("-booklet.pdf") {
            continue;
        }
        seen += 1;
        found.extend(runts::faults(path));
        let name = path.strip_prefix(w.path()).unwrap().display().to_string();
        for (number, (width, height, words)) in pages(path).into_iter().enumerate() {
            found.extend(faults(width, height, &words, 0.36).into_iter().map(|f| format!("{name}, page {}: {f}", number + 1)));
        }
    }
    assert!(seen > 15, "{what}: {seen} pieces");
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

fn long(count: usize) -> String {
    "符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴申领及变更登记服务事项".chars().cycle().take(count).collect()
}

#[test]
fn names_of_two_characters_and_one_item() {
    prove(&workspace("参保", 1, 1), "short");
}

#[test]
fn names_of_forty_characters_and_forty_people() {
    prove(&workspace(&long(40), 32, 40), "long");
}

#[test]
fn four_hundred_items() {
    prove(&workspace(&long(17), 400, 3), "many");
}

#[test]
fn names_of_two_hundred_characters() {
    let w = workspace(&long(200), 3, 2);
    prove(&w, "very long");
    // None of it is cut, neither the names of items nor the remark of a special service.
    for list in ["service-list", "service-list-a3"] {
        let file = w.path().join(format!("output/print/one/points/east/{list}.pdf"));
        let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
        let text = squeezed(&String::from_utf8(done.stdout).unwrap());
        for said in [
            format!("{}0", long(200)),
            format!("{}2", long(200)),
            format!("{}：周六", long(200)),
            "变更登记服务事项。".to_owned(),
        ] {
            assert!(text.contains(&said), "{list}: {said} is not in {text}");
        }
    }
}

/// Nothing but a name: every piece that is made is whole, and what has nothing to say is not made.
#[test]
fn a_point_of_which_little_is_known() {
    let w = Workspace::new();
    w.write("content/one/catalog.yaml", "title: 清单\nchannels: [{id: town, name: 镇站, tier: town}]\nitems: []\n");
    fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
    w.write("content/one/points/east.yaml", "id: east\nname: 东镇医保服务站\nchannel: town\n");
    w.run(&["build", "--only", "print"]).expect(0);
    let made: Vec<String> = fs::read_dir(w.path().join("output/print/one/points/east"))
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!made.iter().any(|m| m == "hours-sign.pdf" || m == "service-list.pdf" || m == "directions.pdf"), "{made:?}");
    for name in made {
        for (width, height, words) in pages(&w.path().join("output/print/one/points/east").join(&name)) {
            assert!(!words.is_empty(), "{name} is empty");
            assert_eq!(faults(width, height, &words, 0.36), Vec::<String>::new(), "{name}");
        }
    }
}
