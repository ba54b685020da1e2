//! The two standards of the sample and its invented records, as the documents have them.

use std::path::Path;

use super::{Scored, State, lint_all, score_all, show};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::Workspace;
use crate::model::inspection::Round;
use crate::model::standard::Rule;

fn sample() -> Workspace {
    let (workspace, _) = crate::load::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    workspace.expect("the repository is a workspace")
}

fn of<'a>(all: &'a [Scored], point: &str) -> &'a Scored<'a> {
    let on_site = |s: &&Scored<'_>| s.point.id.as_str() == point && s.record.round.value == Round::Site;
    all.iter().find(on_site).expect("a record")
}

#[test]
fn the_stars_hold_all_seventeen_clauses() {
    let workspace = sample();
    let stars = workspace.standard("wenling-village-stars").unwrap();
    let marks: Vec<String> = stars.sections.iter().map(|s| show(s.marks.as_ref().unwrap().value)).collect();
    assert_eq!(marks, ["8", "17", "15", "15", "45"]);
    assert_eq!(stars.criteria().count(), 17);
    assert!(stars.criteria().all(|c| c.quote.is_some()));
}

#[test]
fn the_sample_has_no_errors_and_one_open_policy() {
    let workspace = sample();
    let mut out = Diagnostics::new();
    lint_all(&workspace, chrono::NaiveDate::MAX, &mut out);
    let errors: Vec<_> = out.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let open: Vec<_> = out.iter().filter(|d| d.code.id == "C402").map(|d| d.message.zh.as_str()).collect();
    assert_eq!(open, ["“政务2.0办件总量”没有写明未达标时如何计分"]);
}

#[test]
fn records_come_out_as_meant() {
    let workspace = sample();
    let all = score_all(&workspace);
    let high = &of(&all, "songtang").outcome;
    assert_eq!((high.grade.as_deref(), high.total.map(show).as_deref()), (Some("三星"), Some("98.5")));
    assert_eq!(high.arithmetic, "8+16.5+14.5+14.5+45=98.5");

    let open = &of(&all, "wangchao").outcome;
    assert_eq!((open.grade.as_deref(), open.state), (None, State::Unknown));
    assert_eq!(open.unknown().collect::<Vec<_>>(), ["confidentiality", "case-share"]);

    // 49 of 1000 is 4.9 %: the document does not say what that gives.
    let share = of(&all, "baishuli").outcome.criteria().last().unwrap().clone();
    assert_eq!((share.state, share.open, share.awarded), (State::Unknown, true, None));
    assert_eq!(share.reason, "比率4.9%，不足5%；标准没有写明未达标时如何计分，待定");

    let small = &of(&all, "lingpu").outcome;
    assert_eq!(small.grade.as_deref(), Some(super::FAILED));
    let area = small.criteria().find(|c| c.id == "area").unwrap();
    assert_eq!((area.state, area.reason.as_str()), (State::NotMet, "室内服务场所面积98.5平方米，不足100平方米"));
    let good = &of(&all, "qingyi").outcome;
    assert_eq!(good.grade.as_deref(), Some(super::WITH_NOTES));
}

#[test]
fn unmarked_standard_binds_as_its_words_do() {
    let workspace = sample();
    let wuhu = workspace.standard("wuhu-demonstration-point").unwrap();
    assert!(wuhu.total.is_none() && wuhu.criteria().all(|c| c.marks.is_none() && c.quote.is_some()));
    let equipment = wuhu.criterion("equipment").unwrap();
    let Rule::EachMissing(rule) = &equipment.rule.value else { unreachable!() };
    assert_eq!(rule.things.len(), 11);
}
