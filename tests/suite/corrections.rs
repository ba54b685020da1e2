//! A correction is written so that it reads back, and corrections follow what they correct, however many there are.

use std::fs;

use super::inspections::{RECORD, SITE, inspected, said};
use super::support::{Workspace, tree};

const REVISE: [&str; 9] = ["inspect", "new", "test", "east", "--revise", "--by", "甲", "--reason", "乙"];

fn text(w: &Workspace, path: &str) -> String {
    fs::read_to_string(w.path().join(path)).unwrap()
}

#[test]
fn a_record_whose_last_key_has_no_value_is_corrected_whole() {
    let indented = format!("- {}\n", format!("{RECORD}note:   # 以后再写").replace('\n', "\n  "));
    let records = [
        format!("{RECORD}note:"),
        format!("{RECORD}note: \n"),
        format!("{RECORD}note:   # 以后再写\n"),
        format!("{RECORD}\"note\" :\r\n"),
        format!("{RECORD}  space:\n").replace("  sign: {marks: 5}\n", ""),
        indented,
    ];
    for record in records {
        let w = inspected();
        w.write(SITE, &record);
        assert_eq!(said(&w, "zh"), Vec::<String>::new(), "{record}");
        let made = w.run(&REVISE).expect(0).out.trim().to_owned();
        assert_eq!(said(&w, "zh"), Vec::<String>::new(), "{record}\n{}", text(&w, &made));
        assert!(text(&w, &made).contains("replaces:"), "{}", text(&w, &made));
    }
    // As the program itself leaves it: facts that nobody has filled in.
    let w = inspected();
    let made = w.run(&["inspect", "new", "test", "east", "--round", "self"]).expect(0).out.trim().to_owned();
    let filled = text(&w, &made);
    let facts = filled.find("findings:").unwrap();
    w.write(&made, filled.get(..facts).unwrap().replace("inspectors: []", "inspectors: [甲]"));
    w.run(&[&REVISE[..], &["--round", "self"]].concat()).expect(0);
    w.run(&["check"]).expect(0);
}

#[test]
fn a_record_that_would_not_read_back_is_not_written() {
    let w = inspected();
    let item = |record: &str| format!("- {}\n", record.trim_end().replace('\n', "\n  "));
    // The copy would be without what the name in it means.
    let first = format!("{}note: &words 备注\n", RECORD.replace("round: site", "round: self"));
    w.write(SITE, format!("{}{}", item(&first), item(&format!("{RECORD}note: *words\n"))));
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    let before = tree(&w.path().join("content"));
    let run = w.run(&[&REVISE[..], &["--lang", "zh"]].concat()).expect(2);
    assert!(run.err.contains("写出来会有错，没有写"), "{}", run.err);
    assert_eq!(tree(&w.path().join("content")), before);
    let run = w.run(&[&REVISE[..], &["-o", "elsewhere.yaml"]].concat()).expect(2);
    assert!(run.err.contains("was not written") && !w.path().join("elsewhere.yaml").exists(), "{}", run.err);
}

/// Fingerprints of all records, by their files.
fn fingerprints(w: &Workspace) -> Vec<String> {
    let (loaded, _) = yizhan::load::load(w.path());
    let workspace = loaded.unwrap_or_else(|_| panic!("the workspace does not load"));
    workspace.bureaus.iter().flat_map(|b| &b.inspections).map(|r| yizhan::audit::fingerprint(&workspace, r)).collect()
}

#[test]
fn a_rename_takes_every_correction_of_a_point_with_it() {
    let w = inspected();
    let campaign = |number: usize| RECORD.replace("round: site", &format!("round: site\ncampaign: 第{number}批"));
    let item = |record: &str| format!("- {}\n", record.trim_end().replace('\n', "\n  "));
    let records: String = (0..120).map(|number| item(&campaign(number))).collect();
    w.write(SITE, records);
    let prints = fingerprints(&w);
    let correction = |number: usize| {
        let replaces = prints[number].get(..12).unwrap();
        item(&format!(
            "{}revision: {{number: 2, date: 2026-10-09, by: 甲, reason: 乙, replaces: '{replaces}'}}\n",
            campaign(number)
        ))
    };
    // Several in one file, and some in another.
    w.write("content/one/inspections/t1.yaml", (0..90).map(correction).collect::<String>());
    w.write("content/one/inspections/t2.yaml", (90..120).map(correction).collect::<String>());
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
}

/// A record that was corrected so many times.
fn corrected(times: usize) -> Workspace {
    let w = inspected();
    for _ in 0..times {
        w.run(&REVISE).expect(0);
    }
    w
}

#[test]
fn a_chain_of_corrections_follows_a_rename_step_by_step() {
    let w = corrected(3);
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
}

#[test]
fn a_chain_that_is_too_long_to_follow_is_an_error_and_nothing_is_written() {
    let w = corrected(101);
    let before = tree(&w.path().join("content"));
    let run = w.run(&["rename", "point", "east", "dong-zhen", "--write", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("更正了 100 次以上"), "{}", run.err);
    assert_eq!(tree(&w.path().join("content")), before);
}
