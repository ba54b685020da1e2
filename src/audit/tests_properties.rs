//! What holds for every kind of rule: bounds, more faults never more marks, order does not matter, the printed parts are the total.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::tests::{point, record, standard};
use super::{Outcome, score, show};
use crate::model::Tier;
use crate::model::standard::Rule;

/// At least one rule of every kind, over the facts x, y (numbers), p (%), a (an answer), l (a list).
const RULES: &[&str] = &[
    "manual",
    "yes_no",
    "{yes_no: {fact: a}}",
    "{at_least: {fact: x, value: 7.5, below: proportional}}",
    "{at_least: {fact: p, value: 96%, below: manual}}",
    "{more_than: {fact: x, value: 7.5, below: proportional}}",
    "{at_most: {fact: x, value: 7.5, below: zero}}",
    "{less_than: {fact: x, value: 7.5}}",
    "{between: {fact: x, from: 3, to: 9, exclude_to: true, below: zero}}",
    "{equals: {fact: x, value: 5, below: manual}}",
    "{equals: {fact: p, value: 100%, below: zero}}",
    "{ratio: {of: [x], over: [x, y], at_least: 30%, below: proportional}}",
    "{ratio: {of: [x], over: [y], less_than: 30%}}",
    "{deduct: {faults: [{name: 错, each: 0.7, cap: 4}, {name: 漏, each: 3}], cap: 9.5, floor: 1}}",
    "{deduct: {faults: [{name: 错, each: 1}, {name: 漏, each: 3, within: 错}]}}",
    "{deduct: {faults: [{name: 错, found_by: {自查: 2, 镇: 5, 市: 15}}]}}",
    "{each_missing: {things: [甲, 乙, 丙], fact: l, each: 4.4, cap: 9}}",
    "{each_missing: {things: [甲, 乙, 丙], below: manual}}",
    "{tiers: {fact: x, levels: [{at_least: 3, marks: 4}, {more_than: 9.5, marks: 60}], below: manual}}",
    "{tiers: {of: [x], over: [y], levels: [{at_least: 30%, marks: 4}], below: zero}}",
    "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1}}",
    "{steps: {fact: x, base: 6, every: 0.7, lose: 1.1, partial: share}}",
    "{steps: {of: [x], over: [y], base: 50%, at_base: 5, every: 5%, gain: 1, partial: whole, below: manual}}",
    "{external: {by: 某}}",
    "{external: {by: 某, out_of: 3}}",
    "{external: {by: 某, out_of: 100, fact: p}}",
    "{sample: {size: 5, failed_at_most: 1, each_failed: 3}}",
    "{sample: {size: 5, below: manual}}",
    "{cases: [{when: {tiers: [town]}, rule: manual}, {when: {fact: {less_than: {fact: x, value: 9}}}, rule: {steps: {fact: x, base: 6, every: 1, lose: 2, partial: whole}}}]}",
    "{all_of: [{at_least: {fact: x, value: 3}}, {yes_no: {fact: a}}]}",
    "{any_of: [{at_least: {fact: x, value: 9}}, {yes_no: {fact: a}}]}",
    "{not: {more_than: {fact: x, value: 9}}}",
];

#[test]
fn every_kind_is_here() {
    for (word, ..) in Rule::KINDS {
        let key = format!("{{{word}: ");
        assert!(RULES.iter().any(|r| r == word || r.starts_with(&key)), "{word}");
    }
}

const FACTS: &str = "facts: {x: {}, y: {}, p: {unit: '%'}, a: {}, l: {}}";

fn of(rule: &str, marks: Decimal, keys: &str) -> Outcome {
    let marks = show(marks);
    let standard =
        standard(&format!("total: {marks}\n{FACTS}"), &format!("      - {{id: c, title: 项, marks: {marks}, rule: {rule}}}"));
    score(&standard, &record(keys), &point("{}"), Some(Tier::Village))
}

/// The range of marks of one rule of ten.
fn range(rule: &str, facts: &str, finding: &str) -> (Decimal, Decimal) {
    let outcome = of(rule, Decimal::TEN, &format!("facts: {facts}\nfindings: {{c: {finding}}}"));
    let c = outcome.criteria().next().map(|c| (c.low, c.high));
    c.unwrap_or_default()
}

fn number(hundredths: i64) -> String {
    show(Decimal::new(hundredths, 2))
}

/// What a record may say, right or wrong.
const FINDINGS: &[&str] = &[
    "",
    "marks: 0, reason: 略",
    "marks: 2.5, reason: 略",
    "marks: 999",
    "marks: -1",
    "met: 是, missing: [], faults: {}",
    "met: 否, missing: [甲, 丙], faults: {错: 2, 漏: 1}",
    "missing: [丁], faults: {错: 1, 漏: 4000000000}",
    "faults: {错: {自查: 1, 市: 3}}",
    "sample: {checked: 4, failed: 1}",
    "sample: {checked: 5, failed: 4}, marks: 1",
    "sample: {checked: 2, failed: 3}",
    "ruling: {marks: 2, basis: 试}",
    "ruling: {marks: 999, basis: 试}",
    "not_applicable: 无此业务",
];

proptest! {
    #[test]
    fn no_rule_leaves_its_bounds(
        which in 0..RULES.len(),
        marks in 1i64..3000,
        x in prop::option::of(-50i64..3000),
        y in prop::option::of(0i64..3000),
        p in prop::option::of(0i64..12000),
        answer in 0usize..4,
        finding in 0..FINDINGS.len(),
    ) {
        let mut facts: Vec<String> = [("x", x), ("y", y), ("p", p)]
            .iter()
            .filter_map(|(name, v)| v.map(|v| format!("{name}: {}", number(v))))
            .collect();
        facts.push(["a: 是, l: [甲, 乙, 丙]", "a: 否, l: []", "a: 也许, l: 3", "a: "][answer].to_owned());
        let full = Decimal::new(marks, 1);
        let findings = if FINDINGS[finding].is_empty() { "{}".to_owned() } else { format!("{{c: {{{}}}}}", FINDINGS[finding]) };
        let outcome = of(RULES[which], full, &format!("facts: {{{}}}\nfindings: {findings}", facts.join(", ")));
        let c = outcome.criteria().next().expect("a criterion");
        prop_assert!(Decimal::ZERO <= c.low && c.low <= c.high && c.high <= full, "{}..{} {}", c.low, c.high, c.reason);
        prop_assert_eq!(c.awarded.is_some(), c.low == c.high);
        prop_assert!(!c.reason.is_empty() && !c.reason.contains("，，") && !c.reason.ends_with('；'));
    }

    #[test]
    fn more_faults_never_give_more_marks(a in 0u32..12, b in 0u32..12, more in prop::collection::vec(0u32..9, 2)) {
        for rule in RULES.iter().filter(|r| r.starts_with("{deduct") && !r.contains("within") && !r.contains("found_by")) {
            let of = |a: u32, b: u32| range(rule, "{}", &format!("{{faults: {{错: {a}, 漏: {b}}}}}"));
            prop_assert!(of(a + more[0], b + more[1]) <= of(a, b), "{}", rule);
        }
        let found_by = "{deduct: {faults: [{name: 错, found_by: {自查: 0.2, 镇: 0.5, 市: 1.5}}]}}";
        let of = |a: u32, b: u32| range(found_by, "{}", &format!("{{faults: {{错: {{自查: {a}, 市: {b}}}}}}}"));
        prop_assert!(of(a + more[0], b + more[1]) <= of(a, b));
        let within = "{deduct: {faults: [{name: 逾期, each: 0.3}, {name: 再次, each: 0.9, within: 逾期}]}}";
        let of = |all: u32, part: u32| range(within, "{}", &format!("{{faults: {{逾期: {all}, 再次: {part}}}}}"));
        prop_assert!(of(a + b + more[0] + more[1], b + more[1]) <= of(a + b, b));
    }

    #[test]
    fn more_missing_or_failed_never_give_more_marks(less in 0usize..4, more in 0usize..4, failed in 0u32..5, again in 0u32..5) {
        let things = ["甲", "乙", "丙"];
        let (few, many) = (less.min(more).min(3), less.max(more).min(3));
        for rule in ["{each_missing: {things: [甲, 乙, 丙], each: 4.4, cap: 9}}", "{each_missing: {things: [甲, 乙, 丙], below: zero}}"] {
            let of = |n: usize| range(rule, "{}", &format!("{{missing: [{}]}}", things[..n].join(", ")));
            prop_assert!(of(many) <= of(few));
        }
        for (rule, checked) in [("{sample: {size: 5, failed_at_most: 1, each_failed: 1.5}}", 5), ("{sample: {size: 9, each_failed: 1.5}}", 5)] {
            let of = |n: u32| range(rule, "{}", &format!("{{sample: {{checked: {checked}, failed: {n}}}}}"));
            let (few, many) = (of(failed.min(again)), of(failed.max(again)));
            prop_assert!(many.0 <= few.0 && many.1 <= few.1, "{:?} {:?}", few, many);
        }
    }

    #[test]
    fn a_better_number_never_gives_less(a in 0i64..2000, b in 0i64..2000) {
        let (low, high) = (number(a.min(b)), number(a.max(b)));
        for rule in [
            "{at_least: {fact: x, value: 7.5, below: proportional}}",
            "{more_than: {fact: x, value: 7.5, below: zero}}",
            "{tiers: {fact: x, levels: [{at_least: 3, marks: 4}, {more_than: 9.5, marks: 8}], below: zero}}",
            "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1, partial: ignore}}",
            "{steps: {fact: x, base: 6, every: 0.7, lose: 1.1, partial: whole}}",
            "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1, partial: share}}",
            "{ratio: {of: [x], over: [y], at_least: 50%, below: proportional}}",
        ] {
            let of = |x: &str| range(rule, &format!("{{x: {x}, y: 20}}"), "{}");
            prop_assert!(of(&low) <= of(&high), "{} {} {}", rule, low, high);
        }
    }

    #[test]
    fn order_does_not_matter(
        facts in Just(vec!["x: 4", "y: 9", "p: 91.3", "a: 是", "l: [丙, 甲]"]).prop_shuffle(),
        order in Just((0..RULES.len()).collect::<Vec<_>>()).prop_shuffle(),
        swap in any::<bool>(),
    ) {
        let criteria: String = RULES.iter().enumerate().map(|(i, r)| format!("      - {{id: c{i}, title: 项, marks: 10, rule: {r}}}\n")).collect();
        let standard = standard(&format!("total: {}\n{FACTS}", 10 * RULES.len()), &criteria);
        let faults = if swap { "漏: 1, 错: 2" } else { "错: 2, 漏: 1" };
        let missing = if swap { "丙, 甲" } else { "甲, 丙" };
        let finding = format!("{{marks: 2, reason: 略, met: 否, sample: {{failed: 2, checked: 5}}, faults: {{{faults}}}, missing: [{missing}]}}");
        let of = |facts: &[&str], order: &[usize]| {
            let findings: String = order.iter().map(|i| format!("  c{i}: {finding}\n")).collect();
            score(&standard, &record(&format!("facts: {{{}}}\nfindings:\n{findings}", facts.join(", "))), &point("{}"), None)
        };
        let plain: Vec<usize> = (0..RULES.len()).collect();
        let sorted = of(&["x: 4", "y: 9", "p: 91.3", "a: 是", "l: [甲, 丙]"], &plain);
        let shuffled = of(&facts, &order);
        for (a, b) in sorted.criteria().zip(shuffled.criteria()) {
            prop_assert_eq!((a.low, a.high, &a.reason, &a.arithmetic, a.state), (b.low, b.high, &b.reason, &b.arithmetic, b.state));
        }
        prop_assert_eq!((sorted.total, sorted.low, sorted.high, sorted.arithmetic), (shuffled.total, shuffled.low, shuffled.high, shuffled.arithmetic));
    }

    /// Every section prints its marks and the standard its sections: added up as they stand there, to the last digit.
    #[test]
    fn the_total_is_the_sum_of_its_printed_parts(sections in prop::collection::vec(prop::collection::vec((0i64..10_000_000, 0u32..7), 1..5), 1..6)) {
        let mut text = String::new();
        let mut findings = String::new();
        let (mut count, mut sum) = (0, Decimal::ZERO);
        for section in &sections {
            text.push_str("  - title: 项目\n    criteria:\n");
            for (digits, scale) in section {
                let marks = Decimal::new(*digits, *scale);
                text.push_str(&format!("      - {{id: c{count}, title: 项, marks: 10000000, rule: manual}}\n"));
                findings.push_str(&format!("  c{count}: {{marks: {marks}, reason: 略}}\n"));
                (count, sum) = (count + 1, sum + marks);
            }
        }
        // The helper begins the first section itself.
        let text = text.trim_start_matches("  - title: 项目\n    criteria:\n").trim_end();
        let standard = standard(&format!("total: {count}0000000"), text);
        let outcome = score(&standard, &record(&format!("findings:\n{findings}")), &point("{}"), None);
        let added = |text: &str| -> Decimal { text.split('+').map(|t| t.parse::<Decimal>().expect("a number")).sum() };
        let printed = |text: &str| text.split_once('=').map(|(left, right)| (added(left), added(right))).expect("a sum");
        prop_assert_eq!(outcome.total, Some(sum));
        prop_assert_eq!(printed(&outcome.arithmetic), (sum, sum));
        for section in &outcome.sections {
            prop_assert_eq!(printed(&section.arithmetic), (section.low, section.low));
        }
    }
}
