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
use yizhan::model::inspection::InspectionFile;
use yizhan::model::point::Point;
use yizhan::model::standard::{Standard, StandardFile};
use yizhan::model::{Catalog, Tier};
use yizhan::source::decode::Decode;
use yizhan::source::parse_document;

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

    fn feed(&mut self, standard: &Standard, channels: &[Channel], cases: Vec<Json>) {
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
            .apart
            .iter()
            .map(|a| json!({"inspector": a.inspector, "awarded": text(a.awarded), "state": a.state.word(), "reason": a.reason}));
        json!({
            "id": c.id, "state": c.state.word(), "maximum": text(c.maximum), "awarded": text(c.awarded), "low": show(c.low),
            "high": show(c.high), "open": c.open, "reason": c.reason, "arithmetic": c.arithmetic,
            "carried": c.carried.map(|r| r.word()),
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
        engine.feed(&standard, &[], vec![one]);
    }
    assert!(engine.count >= 170);
    engine.all_agree();
}

/// Numbers out of a seed, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len())]
    }

    /// Mostly small and near each other, sometimes longer than can be reckoned with.
    fn number(&mut self) -> String {
        match self.roll(40) {
            0 => "0".to_owned(),
            1 => self
                .one(&["79228162514264337593543950335", "0.0000000000000000000000000001", "7922816251426433759354395033.5"])
                .to_owned(),
            2 => format!("{}.{:014}", self.roll(1_000_000_000), self.roll(100_000_000_000_000)),
            3 => format!("-{}", self.roll(9)),
            4..=12 => format!("{}.{}", self.roll(12), self.roll(100)),
            13..=18 => format!("{}.{:03}", self.roll(101), self.roll(1000)),
            19..=22 => format!("{}0", self.roll(12)),
            _ => self.roll(12).to_string(),
        }
    }

    fn percent(&mut self) -> String {
        format!("{}%", self.one(&["5", "30", "33.33", "50", "96", "100", "0", "66.7"]))
    }

    fn amount(&mut self) -> String {
        match self.roll(12) {
            0 => "定数".to_owned(),
            1 => "缺数".to_owned(),
            2..=4 => self.percent(),
            _ => self.number().trim_start_matches('-').to_owned(),
        }
    }

    /// A key with a value, or nothing.
    fn maybe(&mut self, key: &str, value: &str) -> String {
        if self.roll(2) == 0 { String::new() } else { format!(", {key}: {value}") }
    }

    fn below(&mut self) -> String {
        let policy = self.one(&["zero", "proportional", "manual"]);
        self.maybe("below", policy)
    }

    fn fact(&mut self) -> &'static str {
        self.one(&["x", "x", "y", "z", "p", "p", "a", "l", "t"])
    }

    fn subject(&mut self) -> String {
        if self.roll(2) == 0 {
            format!("fact: {}", self.fact())
        } else {
            format!("of: [{}], over: [{}]", self.one(&["x", "x, y", "y"]), self.one(&["x, y", "y", "x, y, z", "z"]))
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        let kind = self.roll(if depth == 0 { 8 } else { 11 });
        let (fact, amount) = (self.fact(), self.amount());
        let below = if depth == 2 { self.below() } else { String::new() };
        match kind {
            0 => {
                self.one(&["manual", "{manual: {guide: 看}}", "yes_no", "{yes_no: {fact: a}}", "{yes_no: {fact: t}}"]).to_owned()
            }
            1 | 2 => {
                let kind = self.one(&["at_least", "more_than", "at_most", "less_than"]);
                format!("{{{kind}: {{fact: {fact}, value: {amount}{below}}}}}")
            }
            3 => {
                let (to, from_too, to_too) =
                    (self.amount(), self.maybe("exclude_from", "true"), self.maybe("exclude_to", "true"));
                format!("{{between: {{fact: {fact}, from: {amount}, to: {to}{from_too}{to_too}{below}}}}}")
            }
            4 => {
                let number = self.number();
                let value = self.one(&["5", "100%", "是", "否", "甲", "[甲, 乙]", "[]", &number]).to_owned();
                format!("{{equals: {{fact: {fact}, value: {value}{below}}}}}")
            }
            5 => {
                let kind = self.one(&["at_least", "more_than", "at_most", "less_than"]);
                let (of, over) = (self.one(&["x", "x, y", "p"]), self.one(&["x, y", "y", "x, y, z", "p"]));
                let two = if self.roll(20) == 0 { ", less_than: 5%" } else { "" };
                let limits = if two.is_empty() || kind == "less_than" {
                    format!("{kind}: {amount}")
                } else {
                    format!("{kind}: {amount}{two}")
                };
                format!("{{ratio: {{of: [{of}], over: [{over}], {limits}{below}}}}}")
            }
            6 => {
                let fact = self.maybe("fact", "l");
                format!("{{each_missing: {{things: [甲, 乙, 丙]{fact}{below}}}}}")
            }
            7 => {
                let most = self.maybe("failed_at_most", "1");
                format!("{{sample: {{size: 5{most}{below}}}}}")
            }
            8 => format!("{{not: {}}}", self.condition(depth - 1)),
            9 | 10 => {
                let kind = self.one(&["all_of", "any_of"]);
                let parts: Vec<String> = (0..1 + self.roll(3)).map(|_| self.condition(depth - 1)).collect();
                format!("{{{kind}: [{}]}}", parts.join(", "))
            }
            _ => unreachable!(),
        }
    }

    fn rule(&mut self, depth: usize) -> String {
        let numbers: Vec<String> = (0..4).map(|_| self.number()).collect();
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| numbers[i].as_str());
        match self.roll(20) {
            0 => {
                let (one, two, three, within) =
                    (self.maybe("cap", c), self.maybe("cap", d), self.maybe("floor", a), self.maybe("within", "错"));
                format!("{{deduct: {{faults: [{{name: 错, each: {a}{one}}}, {{name: 漏, each: {b}{within}}}]{two}{three}}}}}")
            }
            1 => format!(
                "{{deduct: {{faults: [{{name: 错, found_by: {{自查: {a}, 镇: {b}, 市: {c}}}}}, {{name: 漏, each: {d}}}]}}}}"
            ),
            2 => {
                let (fact, cap) = (self.maybe("fact", "l"), self.maybe("cap", b));
                format!("{{each_missing: {{things: [甲, 乙, 丙], each: {a}{fact}{cap}}}}}")
            }
            3..=5 => {
                let (subject, below) = (self.subject(), self.below());
                let (one, two) = (self.amount(), self.amount());
                format!(
                    "{{tiers: {{{subject}, levels: [{{at_least: {one}, marks: {a}}}, {{more_than: {two}, marks: {b}}}]{below}}}}}"
                )
            }
            6..=9 => {
                let (subject, base, every) = (self.subject(), self.amount(), self.amount());
                let partial = self.one(&["ignore", "whole", "share"]);
                let (at, gain, lose, partial, below) = (
                    self.maybe("at_base", a),
                    self.maybe("gain", b),
                    self.maybe("lose", c),
                    self.maybe("partial", partial),
                    self.below(),
                );
                format!("{{steps: {{{subject}, base: {base}, every: {every}{at}{gain}{lose}{partial}{below}}}}}")
            }
            10 | 11 => {
                let fact = self.one(&["x", "p", "t"]);
                let (fact, scale) = (self.maybe("fact", fact), self.maybe("out_of", "100"));
                format!("{{external: {{by: 某{fact}{scale}}}}}")
            }
            12 => {
                let most = self.maybe("failed_at_most", "1");
                format!("{{sample: {{size: 5{most}, each_failed: {a}}}}}")
            }
            13 if depth > 0 => {
                let when = self.scope();
                let (one, two) = (self.rule(depth - 1), self.rule(depth - 1));
                let other = if self.roll(2) == 0 { String::new() } else { format!(", {{rule: {two}}}") };
                format!("{{cases: [{{when: {when}, rule: {one}}}{other}]}}")
            }
            _ => self.condition(2),
        }
    }

    fn scope(&mut self) -> String {
        match self.roll(5) {
            0 => "{tiers: [town, county]}".to_owned(),
            1 => "{tiers: [village]}".to_owned(),
            2 => format!("{{channels: [{}]}}", self.one(&["village", "town", "elsewhere"])),
            3 => format!("{{points: [{}]}}", self.one(&["p", "q"])),
            _ => format!("{{fact: {}}}", self.condition(0)),
        }
    }

    fn standard(&mut self) -> String {
        let with_marks = self.roll(8) > 0;
        let mut text = "title: 试\nsource: 试\nversion: '1'\n".to_owned();
        let (mut sections, mut total, mut id) = (String::new(), 0, 0);
        for _ in 0..1 + self.roll(2) {
            sections.push_str("  - title: 甲\n");
            if self.roll(6) == 0 {
                sections.push_str("    weight: 70%\n");
            }
            sections.push_str("    criteria:\n");
            for _ in 0..1 + self.roll(2) {
                id += 1;
                let marks = 1 + self.roll(20);
                let bonus = self.roll(12) == 0;
                total += if bonus { 0 } else { marks };
                let mut keys = format!("id: c{id}, title: 项{id}, rule: {}", self.rule(1));
                if with_marks {
                    keys.push_str(&format!(", marks: {marks}{}", if self.roll(5) == 0 { ".5" } else { "" }));
                }
                let modality = self.one(&["must", "should", "may"]);
                keys.push_str(&self.maybe("modality", modality));
                for (key, value, sides) in
                    [("veto", "true", 8), ("caps_grade", "丙等", 8), ("bonus", "true", if bonus { 1 } else { usize::MAX })]
                {
                    if self.roll(sides) == 0 {
                        keys.push_str(&format!(", {key}: {value}"));
                    }
                }
                if self.roll(5) == 0 {
                    keys.push_str(&format!(", when: {}", self.scope()));
                }
                sections.push_str(&format!("      - {{{keys}}}\n"));
            }
        }
        if with_marks {
            text.push_str(&format!("total: {}\n", total.max(1)));
        }
        if self.roll(2) == 0 {
            let mode = self.one(&["half_up", "half_even", "down", "up"]);
            text.push_str(&format!(
                "rounding: {{digits: {}, mode: {mode}{}}}\n",
                self.roll(4),
                self.maybe("before_grade", "true")
            ));
        }
        if self.roll(4) > 0 {
            text.push_str(&format!("not_applicable: {}\n", self.one(&["exclude_and_rescale", "full_marks", "zero"])));
        }
        if self.roll(2) == 0 {
            text.push_str(&format!("bonus: {{over_total: {}{}}}\n", self.one(&["true", "false"]), self.maybe("cap", "3")));
        }
        if self.roll(5) > 0 {
            let (high, low) = (total, total / 2);
            text.push_str(&format!(
                "grades: [{{name: 甲等, more_than: {high}}}, {{name: 丙等, at_least: {low}}}, {{name: 乙等, at_least: {high}}}]\n"
            ));
        }
        text.push_str("facts: {x: {}, y: {unit: 件}, z: {from: zz}, p: {unit: '%'}, a: {}, l: {}, t: {}}\n");
        text.push_str("parameters: {定数: {value: 7.5, source: 试}, 缺数: {source: 试}}\n");
        text + "sections:\n" + &sections
    }

    fn facts(&mut self, names: &[&str]) -> String {
        let mut list = Vec::new();
        for name in names {
            if self.roll(8) == 0 {
                continue;
            }
            let (number, percent) = (self.number(), self.percent());
            let value = match (*name, self.roll(14)) {
                (_, 0) => String::new(),
                (_, 1) => "约5".to_owned(),
                (_, 2) => percent,
                ("a", _) => self.one(&["是", "否"]).to_owned(),
                ("l", _) => self.one(&["[甲, 乙, 丙]", "[乙]", "[]", "甲", "[丙, 丁]", "[乙, 甲]"]).to_owned(),
                ("t", _) => self.one(&["甲", "100%", "5"]).to_owned(),
                _ => number,
            };
            list.push(format!("{name}: {value}"));
        }
        format!("{{{}}}", list.join(", "))
    }

    fn finding(&mut self) -> String {
        let mut keys = Vec::new();
        let number = self.number();
        if self.roll(2) == 0 {
            keys.push(format!("marks: {number}"));
        }
        for (sides, values) in [
            (2, &["met: 是", "met: 否"][..]),
            (2, &["reason: 略", "reason: 台账不全"]),
            (
                2,
                &[
                    "faults: {}",
                    "faults: {错: 2, 漏: 1}",
                    "faults: {漏: 3}",
                    "faults: {错: {自查: 1, 市: 3}}",
                    "faults: {错: 4000000000, 漏: 0}",
                    "faults: {另: 1}",
                    "faults: {错: 两次}",
                ],
            ),
            (2, &["missing: []", "missing: [甲]", "missing: [丙, 甲]", "missing: [丁]"]),
            (
                2,
                &[
                    "sample: {checked: 5, failed: 0}",
                    "sample: {checked: 5, failed: 3}",
                    "sample: {checked: 3, failed: 1}",
                    "sample: {checked: 1, failed: 2}",
                    "sample: {checked: 5, failed: x}",
                ],
            ),
            (6, &["ruling: {marks: 2, basis: 试}", "ruling: {marks: 99, basis: 试}"]),
            (12, &["not_applicable: 没有这项业务"]),
            (9, &["mend: {what: 补齐}"]),
        ] {
            if self.roll(sides) == 0 {
                keys.push(self.one(values).to_owned());
            }
        }
        format!("{{{}}}", keys.join(", "))
    }

    fn findings(&mut self) -> String {
        let list: Vec<String> = (1..=4)
            .filter_map(|id| match self.roll(6) {
                0 => None,
                1 => Some(format!("c{id}: ")),
                _ => Some(format!("c{id}: {}", self.finding())),
            })
            .collect();
        format!("{{{}}}", list.join(", "))
    }

    fn record(&mut self, round: &str, date: &str) -> String {
        let (facts, findings) = (self.facts(&["x", "y", "z", "p", "a", "l", "t"]), self.findings());
        let mut text = format!(
            "standard: test\nversion: '1'\npoint: p\nround: {round}\ndate: {date}\nfacts: {facts}\nfindings: {findings}\n"
        );
        if self.roll(6) == 0 {
            let sheets: Vec<String> = ["张", "李", "王"]
                .iter()
                .take(1 + self.roll(3))
                .map(|who| format!("{{inspector: {who}, findings: {}}}", self.findings()))
                .collect();
            text.push_str(&format!("sheets: [{}]\n", sheets.join(", ")));
            if self.roll(4) > 0 {
                text.push_str(&format!("merge: {}\n", self.one(&["mean", "lowest", "discussed"])));
            }
        }
        if self.roll(8) == 0 {
            let day = self.one(&["2026-05-31", "2026-06-01", "2026-12-31"]);
            text.push_str(&format!("waivers: [{{criterion: c{}, reason: 试, expires: {day}}}]\n", 1 + self.roll(3)));
        }
        text
    }
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
        engine.feed(&standard, &catalog.channels, cases);
    }
    engine.all_agree();
}
