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
