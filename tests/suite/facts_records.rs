//! What older programs wrote down of prints: their codes lead to a page that tells the truth, and a change of how facts are named is no
//! change of a print. `tests/golden/scheme-1` holds what the last program of scheme 1 left of the workspace in `rich.rs`: the record of an
//! order, and of a build the manifest with what each piece showed.

use std::collections::BTreeMap;
use std::fs;

use yizhan::diagnostic::Severity;
use yizhan::load::load;
use yizhan::publish::Prints;
use yizhan::publish::difference::difference;
use yizhan::publish::print_state;
use yizhan::site::{Edition, EditionState};

use super::rich::rich;
use super::support::{Workspace, sample};

const RECORD: &str = "content/one/editions/2026-12-01.yaml";

/// The workspace with its record of scheme 1.
fn recorded() -> Workspace {
    let w = rich();
    w.write(RECORD, fs::read(sample().join("tests/golden/scheme-1/2026-12-01.yaml")).unwrap());
    w
}

/// The codes of the record, by piece.
fn old_codes(w: &Workspace) -> BTreeMap<String, String> {
    let text = fs::read_to_string(w.path().join(RECORD)).unwrap();
    let of = |key: &str| -> Vec<String> {
        text.lines().filter_map(|l| l.trim_start_matches("- ").trim().strip_prefix(key)).map(ToOwned::to_owned).collect()
    };
    of("piece: ").into_iter().zip(of("code: ")).collect()
}

/// The editions of the workspace, by code.
fn editions(w: &Workspace) -> BTreeMap<String, Edition> {
    let (model, found) = load(w.path());
    let wrong: Vec<_> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let model = model.unwrap_or_else(|_| panic!("a workspace"));
    Prints::of(&model).editions.into_iter().map(|edition| (edition.code.clone(), edition)).collect()
}

/// The pieces of the record whose code is superseded, with what has changed.
fn superseded(w: &Workspace) -> BTreeMap<String, Vec<String>> {
    let all = editions(w);
    let old = old_codes(w).into_iter().filter_map(|(piece, code)| {
        let edition = &all[&code];
        (edition.state == EditionState::Superseded).then(|| (piece, edition.changes.clone()))
    });
    old.collect()
}

#[test]
fn a_code_of_an_older_scheme_is_current_while_the_text_is_the_same() {
    let w = recorded();
    let (all, old) = (editions(&w), old_codes(&w));
    assert!(old.len() > 25, "{}", old.len());
    for (piece, code) in &old {
        let edition = &all[code];
        assert_eq!((edition.state, &edition.changes), (EditionState::Current, &Vec::new()), "{piece}");
        // Today's code is another one, and current too.
        let by = edition.by.as_ref().unwrap();
        assert_ne!(by, code);
        assert_eq!(all[by].state, EditionState::Current);
    }
}

#[test]
fn the_page_of_an_older_code_says_that_it_is_current_and_what_was_not_recorded() {
    let w = recorded();
    w.run(&["build", "--point", "west"]).expect(0);
    let page = |code: &str| fs::read_to_string(w.path().join(format!("output/site/one/v/{code}/index.html"))).unwrap();
    let text = page(&old_codes(&w)["points/west/desk-card"]);
    for said in ["现行有效", "2026年12月1日起付印", "没有登记医保局名称", "看现行的"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains("取代") && !text.contains("改了什么"), "{text}");
}

#[test]
fn a_code_of_an_older_scheme_is_superseded_by_exactly_what_has_changed() {
    let w = recorded();
    w.edit("content/one/points/east.yaml", "address: 东镇1号", "address: 东镇9号");
    let found = superseded(&w);
    let pieces: Vec<&str> = found.keys().map(String::as_str).collect();
    let wanted = [
        "handbooks/book",
        "handbooks/book-large",
        "notices/enrol",
        "points/east/directions",
        "points/east/service-list",
        "points/east/service-list-a3",
    ];
    assert_eq!(pieces, wanted);
    for (piece, changes) in &found {
        assert!(matches!(changes.as_slice(), [one] if one.ends_with("地址：东镇1号 → 东镇9号")), "{piece}: {changes:?}");
    }
    // What an old record has in the name of the piece alone.
    let w = recorded();
    w.edit("content/one/plan.yaml", "title: 工作量化表", "title: 任务量化表");
    assert_eq!(superseded(&w), BTreeMap::from([("plan".to_owned(), vec!["标题：工作量化表 → 任务量化表".to_owned()])]));
    // A paragraph of a text, whose list and table an old record has run together.
    let w = recorded();
    w.edit("content/one/handbooks/text.md", "列表甲", "列表丙");
    let found = superseded(&w);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found["handbooks/book"].iter().all(|change| change.contains("列表")), "{found:?}");
}

#[test]
fn an_order_after_a_new_scheme_asks_for_what_has_changed_and_records_all_of_it() {
    let w = recorded();
    let before = fs::read_to_string(w.path().join(RECORD)).unwrap();
    let none = w.run(&["print-order", "-o", "order", "--changed", "--point", "west"]).expect(0);
    assert!(none.err.contains("nothing to print"), "{}", none.err);
    assert_eq!(fs::read_to_string(w.path().join(RECORD)).unwrap(), before);
    w.run(&["print-order", "-o", "order", "--point", "west"]).expect(0);
    let after = fs::read_to_string(w.path().join(RECORD)).unwrap();
    let added = after.strip_prefix(&before).unwrap();
    assert!(added.contains("scheme: 2") && added.contains("'医保局 | 测试医疗保障局'"), "{added}");
    assert_eq!(w.run(&["check", "--deny", "errors"]).status, 0);
    // Now the bureau's name is on record.
    w.edit("content/one/bureau.yaml", "name: 测试医疗保障局", "name: 改名医疗保障局");
    let all = editions(&w);
    for code in added.lines().filter_map(|line| line.trim().strip_prefix("code: ")) {
        let edition = &all[code];
        // Labels name no bureau but the one that they lead to.
        let said = edition.changes.iter().any(|change| change.contains("改名医疗保障局"));
        assert!(edition.state == EditionState::Superseded && said, "{edition:?}");
    }
}

#[test]
fn an_output_of_an_older_scheme_differs_in_what_has_changed_alone() {
    let old = print_state::of_output(&sample().join("tests/golden/scheme-1")).unwrap();
    assert!(old.len() > 25 && old.iter().all(|piece| piece.shows.is_some()), "{}", old.len());
    let to = |w: &Workspace| {
        let (model, _) = load(w.path());
        let model = model.unwrap_or_else(|_| panic!("a workspace"));
        print_state::of_jobs(&Prints::of(&model).jobs)
    };
    let w = rich();
    let now = to(&w);
    let same = difference(&old, &now);
    assert!(same.is_empty(), "{:?}", same.reprint);
    assert!(old.iter().zip(&now).all(|(a, b)| a.code != b.code));
    w.edit(
        "content/one/catalog.yaml",
        "depth: {hall: 受理（15天内办结）, town: 帮办}",
        "depth: {hall: 受理（15天内办结）, town: 代办}",
    );
    let found = difference(&old, &to(&w));
    assert!(!found.is_empty());
    let said: Vec<String> = found.changed["one"].keys().map(yizhan::publish::changes::Change::zh).collect();
    assert!(said.iter().all(|change| change.ends_with("帮办 → 代办")), "{said:?}");
    // The name of the bureau stands in what a build leaves, though in no fact of scheme 1.
    let w = rich();
    w.edit("content/one/bureau.yaml", "name: 测试医疗保障局", "name: 改名医疗保障局");
    let found = difference(&old, &to(&w));
    assert_eq!(found.reprint.len(), old.len());
    let said: Vec<String> = found.changed["one"].keys().map(yizhan::publish::changes::Change::zh).collect();
    assert!(said.contains(&"医保局：测试医疗保障局 → 改名医疗保障局".to_owned()), "{said:?}");
}

#[test]
fn codes_recorded_in_the_sample_lead_to_the_truth() {
    let (model, _) = load(&sample());
    let model = model.unwrap_or_else(|_| panic!("the sample is a workspace"));
    let prints = Prints::of(&model);
    let of = |code: &str| prints.editions.iter().find(|e| e.code == code).unwrap();
    for code in ["KAD-JH5-RXY", "F0W-8QA-E0E", "4K7-C80-WYC", "T9Q-G43-RR3", "7ZN-RQF-FQV"] {
        assert_eq!((of(code).state, of(code).changes.len()), (EditionState::Current, 0), "{code}");
    }
    let phone = "0591-0000019 → 0591-0000011";
    for (code, count) in [("J0F-461-TFV", 2), ("9PZ-8YQ-TWD", 2), ("YJV-EK5-HB3", 2), ("M6Y-554-2AH", 1), ("7TK-MYH-7VZ", 2)] {
        let edition = of(code);
        assert_eq!((edition.state, edition.changes.len()), (EditionState::Superseded, count), "{code}: {:?}", edition.changes);
        assert!(edition.changes.iter().any(|change| change.ends_with(phone)), "{code}: {:?}", edition.changes);
        // Since when the same text is printed, under whichever code.
        assert_eq!(edition.since.as_deref(), Some("2026年9月1日"), "{code}");
    }
}
