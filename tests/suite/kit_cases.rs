//! The form's scoring against the program's: every vector of `tests/vectors`, and a hundred thousand random cases.
//!
//! The cases go to `tests/form/compare.mjs` line by line; it scores them with the engine of `themes/default/form` and tells what differs.

use std::io::Write;
use std::process::{Child, Command, Stdio};

use serde_json::{Value as Json, json};
use yizhan::audit::{self, Earlier, Facts, Outcome, Place, score_after, show};
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::form;
use yizhan::model::catalog::Channel;
use yizhan::model::inspection::{InspectionFile, Round};
use yizhan::model::point::Point;
use yizhan::model::standard::{Standard, StandardFile};
use yizhan::model::{Catalog, Tier};
use yizhan::source::decode::Decode;
use yizhan::source::parse_document;

use super::kit_dice::Dice;
use super::vectors::{Case, case, plain, vectors};

/// The engine of the form, fed with lines.
struct Engine {
    child: Child,
    count: usize,
}

impl Engine {
    fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/form/compare.mjs");
        let child = Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        Self { child, count: 0 }
    }

    fn feed(&mut self, standard: &Standard, channels: &[Channel], cases: &[Json]) {
        self.count += cases.len();
        let line = json!({"standard": form::standard(standard, channels), "cases": cases}).to_string();
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(line.as_bytes()).and_then(|()| stdin.write_all(b"\n")).expect("the engine listens");
    }

    fn all_agree(mut self) {
        drop(self.child.stdin.take());
        let done = self.child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout);
        let last = format!("{} agree, 0 differ", self.count);
        assert!(done.status.success() && said.lines().next_back() == Some(last.as_str()), "{last}?\n{said}");
    }
}

/// An outcome as the comparison writes it.
fn outcome_json(outcome: &Outcome) -> Json {
    let text = |number: Option<rust_decimal::Decimal>| number.map(show);
    let criterion = |c: &audit::CriterionOutcome| {
        let apart = c
            .per_inspector
            .iter()
            .map(|a| json!({"inspector": a.inspector, "awarded": text(a.awarded), "state": a.state.word(), "reason": a.reason}));
        json!({
            "id": c.id, "state": c.state.word(), "maximum": text(c.maximum), "awarded": text(c.awarded), "low": show(c.low),
            "high": show(c.high), "open": c.open, "reason": c.reason, "arithmetic": c.arithmetic,
            "carried": c.carried.map(Round::word),
            "apart": apart.collect::<Vec<_>>(),
        })
    };
    let section = |s: &audit::SectionOutcome| {
        json!({
            "weight": s.weight.as_ref().map(|(value, text)| json!([show(*value), text])),
            "maximum": show(s.maximum), "low": show(s.low), "high": show(s.high), "arithmetic": s.arithmetic,
            "criteria": s.criteria.iter().map(criterion).collect::<Vec<_>>(),
        })
    };
    json!({
        "total": text(outcome.total), "low": show(outcome.low), "high": show(outcome.high), "grade": outcome.grade,
        "possible": outcome.possible, "vetoed": outcome.vetoed, "state": outcome.state.word(), "arithmetic": outcome.arithmetic,
        "notes": outcome.notes, "result": outcome.result_zh(), "sections": outcome.sections.iter().map(section).collect::<Vec<_>>(),
    })
}

/// One case with what the program says about it.
fn case_json(
    name: &str,
    standard: &Standard,
    record: &InspectionFile,
    point: &Point,
    place: Place<'_>,
    earlier: &Earlier<'_>,
) -> Json {
    let outcome = score_after(standard, record, point, place, earlier);
    let mut layers = earlier.layers.clone();
    layers.push(audit::Layer::of(record));
    let facts = Facts::new(standard, &layers, point, place);
    let found = |name: &str| {
        let found = facts.found(name);
        let rounds: Vec<Json> = found.rounds.iter().map(|(round, value)| json!([round.word(), value])).collect();
        json!({"name": found.name, "declared": found.declared, "rounds": rounds, "differs": found.differs})
    };
    let channels: Vec<Json> = place.channels.iter().map(|c| json!({"id": c.id.as_str(), "name": c.name.value})).collect();
    json!({
        "name": name,
        "record": form::record(record),
        "point": form::point(point),
        "place": {"tier": place.tier.map(Tier::zh), "channels": channels},
        "earlier": form::earlier(earlier),
        "facts": standard.facts.iter().map(|(name, _)| found(name)).collect::<Vec<_>>(),
        "outcome": outcome_json(&outcome),
    })
}

#[test]
fn the_form_scores_every_vector_as_written() {
    let mut engine = Engine::start();
    for v in &vectors() {
        let Case { standard, record, point, tier, reported } = case(v);
        let name = format!("{} · {}", v.file, v.name());
        let mut one = case_json(&name, &standard, &record, &point, Place::from(tier), &Earlier::default());
        let expect: Vec<Json> = v.entries("expect").iter().map(|e| json!([e.key.value, plain(&e.value)])).collect();
        let keys = one.as_object_mut().unwrap();
        keys.insert("expect".to_owned(), json!(expect));
        keys.insert("isTotal".to_owned(), json!(v.is_total()));
        keys.insert("reported".to_owned(), json!(reported));
        engine.feed(&standard, &[], &[one]);
    }
    assert!(engine.count >= 170);
    engine.all_agree();
}

fn read<T: Decode>(text: &str) -> T {
    let mut out = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut out).unwrap_or_else(|| panic!("{out:#?}\n{text}"));
    T::decode(&node, &mut out).unwrap_or_else(|| panic!("{out:#?}\n{text}"))
}

/// Cases in all. Those of one standard go over together.
const CASES: usize = 100_000;
const OF_ONE_STANDARD: usize = 40;

#[test]
fn the_form_scores_a_hundred_thousand_random_cases_like_the_program() {
    let catalog: Catalog =
        read("title: 试\nchannels: [{id: village, name: 村站, tier: village}, {id: town, name: 镇站, tier: town}]\nitems: []\n");
    let mut engine = Engine::start();
    let mut dice = Dice(20_261_127);
    while engine.count < CASES {
        let seed = dice.0;
        let standard = Standard { id: "test".to_owned(), kept: false, file: read::<StandardFile>(&dice.standard()) };
        // Reading takes longest: a few records and points are put together in many ways.
        let points: Vec<Point> = (0..4)
            .map(|_| {
                let channel = dice.one(&["village", "village", "town", "other"]);
                let declared = dice.facts(&["x", "y", "zz", "l"]);
                read(&format!("id: p\nname: 点\nchannel: {channel}\nfacts: {declared}\n"))
            })
            .collect();
        let firsts: Vec<InspectionFile> = (0..8).map(|_| read(&dice.record("site", "2026-06-01"))).collect();
        let seconds: Vec<InspectionFile> = (0..4).map(|_| read(&dice.record("recheck", "2026-08-01"))).collect();
        let cases = (0..OF_ONE_STANDARD).map(|_| {
            let point = &points[dice.roll(points.len())];
            let tier = [Some(Tier::Village), Some(Tier::Town), None][dice.roll(3)];
            let place = Place { tier, channels: if dice.roll(3) == 0 { &[] } else { &catalog.channels } };
            let first = &firsts[dice.roll(firsts.len())];
            if dice.roll(3) > 0 {
                return case_json(&format!("seed {seed}"), &standard, first, point, place, &Earlier::default());
            }
            let outcome = score_after(&standard, first, point, place, &Earlier::default());
            let mut earlier = Earlier::default();
            earlier.add(first);
            earlier.outcome = Some(&outcome);
            let second = &seconds[dice.roll(seconds.len())];
            case_json(&format!("seed {seed}, again"), &standard, second, point, place, &earlier)
        });
        let cases: Vec<Json> = cases.collect();
        engine.feed(&standard, &catalog.channels, &cases);
    }
    engine.all_agree();
}
