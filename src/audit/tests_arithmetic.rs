//! Every calculation that is printed is evaluated again, and its end compared with the marks.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::tests::{point, record, standard};
use super::{Outcome, lint_all, score, score_all, show, summary};
use crate::diagnostic::Diagnostics;

/// A calculator for what is printed: numbers, `%`, `+ - × ÷`, brackets. Anything else is a unit or a word and does not count.
struct Calculator<'a>(std::iter::Peekable<std::str::Chars<'a>>);

impl Calculator<'_> {
    fn value(text: &str) -> Decimal {
        let plain: String = text.chars().filter(|c| c.is_ascii_digit() || ".%+-×÷()".contains(*c)).collect();
        let mut calculator = Calculator(plain.chars().peekable());
        let value = calculator.sum();
        assert_eq!(calculator.0.next(), None, "{text}");
        value
    }

    fn sum(&mut self) -> Decimal {
        let mut value = self.product();
        while let Some(sign) = self.0.next_if(|c| "+-".contains(*c)) {
            let next = self.product();
            value = if sign == '+' { value + next } else { value - next };
        }
        value
    }

    fn product(&mut self) -> Decimal {
        let mut value = self.atom();
        while let Some(sign) = self.0.next_if(|c| "×÷".contains(*c)) {
            let next = self.atom();
            value = if sign == '×' { value * next } else { value / next };
        }
        value
    }

    fn atom(&mut self) -> Decimal {
        if self.0.next_if_eq(&'-').is_some() {
            return -self.atom();
        }
        if self.0.next_if_eq(&'(').is_some() {
            let value = self.sum();
            assert_eq!(self.0.next(), Some(')'));
            return value;
        }
        let mut digits = String::new();
        while let Some(digit) = self.0.next_if(|c| c.is_ascii_digit() || *c == '.') {
            digits.push(digit);
        }
        let value: Decimal = digits.parse().unwrap_or_else(|e| panic!("{e}: {digits:?}"));
        if self.0.next_if_eq(&'%').is_some() { value / Decimal::ONE_HUNDRED } else { value }
    }
}

/// Asserts that each relation in a text holds. A remark in full-width brackets, and what a comma or semicolon divides, stands alone.
fn holds(text: &str) {
    for part in text.split(['；', '，', '（', '）']) {
        // Exact to the last digit; only a quotient may have no end.
        let tiny = if part.contains('÷') { Decimal::new(1, 12) } else { Decimal::ZERO };
        let mut relation = None;
        let mut rest = part;
        let mut left = None;
        loop {
            let at = rest.find(['=', '≈', '≥', '≤', '<', '>']);
            let side = at.map_or(rest, |at| &rest[..at]);
            if at.is_none() && left.is_none() {
                break;
            }
            let right = Calculator::value(side);
            if let (Some(left), Some(relation)) = (left, relation) {
                let difference: Decimal = left - right;
                let fine = match relation {
                    '=' => difference.abs() <= tiny,
                    // Rounded to two digits, up or down.
                    '≈' => difference.abs() < Decimal::new(1, 2),
                    '≥' => left >= right,
                    '≤' => left <= right,
                    '<' => left < right,
                    _ => left > right,
                };
                assert!(fine, "“{part}” is false in “{text}”");
            }
            let Some(at) = at else { break };
            relation = rest[at..].chars().next();
            left = Some(right);
            rest = &rest[at + relation.map_or(0, char::len_utf8)..];
        }
    }
}

/// The number that a calculation ends with, before any remark.
fn end(text: &str) -> Decimal {
    let plain = text.split('（').next().unwrap_or_default();
    let last = plain.rsplit(['=', '≈', '，', '；']).next().unwrap_or_default();
    Calculator::value(last)
}

/// A text with ranges as two: all at their low ends, all at their high ends.
fn ends(text: &str) -> [String; 2] {
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut both = [String::new(), String::new()];
    let mut rest = text;
    while let Some(at) = rest.find('～') {
        let (before, after) = (&rest[..at], &rest[at + '～'.len_utf8()..]);
        let head = before.trim_end_matches(digit);
        let tail = after.trim_start_matches(digit);
        both[0].push_str(before);
        both[1].push_str(head);
        both[1].push_str(&after[..after.len() - tail.len()]);
        rest = tail;
    }
    both.map(|text| text + rest)
}

/// Evaluates everything that an outcome prints. Returns how many calculations of marks there were.
fn check(outcome: &Outcome) -> usize {
    let mut count = 0;
    for c in outcome.criteria() {
        let Some(text) = &c.arithmetic else { continue };
        holds(text);
        // A comparison says whether a threshold is reached; a calculation says the marks.
        let marks = text.contains(['=', '≈']) && !text.contains(['≥', '≤', '<', '>']);
        if marks && !c.reason.contains("裁定") {
            assert_eq!(end(text), c.high, "{text}: {}", c.reason);
            count += 1;
        }
    }
    for section in outcome.sections.iter().filter(|s| !s.arithmetic.contains(['？', '～'])) {
        holds(&section.arithmetic);
        if !section.arithmetic.is_empty() {
            assert_eq!(end(&section.arithmetic), section.low);
        }
    }
    if outcome.maximum.is_some() && !outcome.arithmetic.is_empty() {
        for (text, total) in ends(&outcome.arithmetic).iter().zip([outcome.low, outcome.high]) {
            holds(text);
            assert_eq!(end(text), total, "{text}");
        }
        for line in summary::steps(outcome).iter().filter(|l| !l.starts_with('=')) {
            for text in ends(line) {
                holds(&text);
            }
        }
    }
    count
}

fn arithmetic(rule: &str, marks: u32, finding: &str) -> String {
    let standard = standard(
        &format!("total: {marks}\nfacts: {{x: {{}}}}"),
        &format!("      - {{id: c, title: 项, marks: {marks}, rule: {rule}}}"),
    );
    let outcome = score(&standard, &record(&format!("facts: {{x: 4}}\nfindings: {{c: {finding}}}")), &point("{}"), None);
    assert_eq!(check(&outcome), 1, "{rule}");
    outcome.criteria().next().and_then(|c| c.arithmetic.clone()).unwrap_or_default()
}

#[test]
fn a_cap_is_shown_with_the_sum_that_it_cuts() {
    let faults = "faults: [{name: 错, each: 5}, {name: 漏, each: 4}]";
    let found = "{faults: {错: 3, 漏: 2}}";
    assert_eq!(arithmetic(&format!("{{deduct: {{{faults}, cap: 10}}}}"), 20, found), "20-10=10（5×3+4×2=23，最多扣10）");
    assert_eq!(arithmetic(&format!("{{deduct: {{{faults}}}}}"), 30, found), "30-5×3-4×2=7");
    assert_eq!(arithmetic(&format!("{{deduct: {{{faults}}}}}"), 20, found), "20-5×3-4×2=-3，扣完为止，得0");
    assert_eq!(arithmetic(&format!("{{deduct: {{{faults}, floor: 2}}}}"), 20, found), "20-5×3-4×2=-3，最低2");
    let own = "{deduct: {faults: [{name: 错, each: 5, cap: 8}, {name: 漏, each: 4}], cap: 12}}";
    assert_eq!(arithmetic(own, 20, found), "20-12=8（5×3=15，最多扣8；8+4×2=16，最多扣12）");
    let things = "{each_missing: {things: [甲, 乙, 丙], each: 4, cap: 6}}";
    assert_eq!(arithmetic(things, 20, "{missing: [甲, 乙]}"), "20-6=14（4×2=8，最多扣6）");
}

#[test]
fn steps_and_quotients_show_bounds_and_rounding() {
    assert_eq!(arithmetic("{steps: {fact: x, base: 12, every: 1, lose: 2}}", 10, "{}"), "10-2×8=-6，扣完为止，得0");
    assert_eq!(arithmetic("{steps: {fact: x, base: 1, at_base: 5, every: 1, gain: 3}}", 10, "{}"), "5+3×3=14，最高10");
    assert_eq!(arithmetic("{steps: {fact: x, base: 5, every: 3, lose: 1, partial: share}}", 10, "{}"), "10-1×1÷3≈9.67");
    assert_eq!(arithmetic("{external: {by: 某, out_of: 3}}", 10, "{marks: 1, reason: 略}"), "1×10÷3≈3.33");
    assert_eq!(arithmetic("{external: {by: 某, out_of: 100}}", 10, "{marks: 85, reason: 略}"), "85×10÷100=8.5");
}

#[test]
fn a_total_with_bonus_says_how() {
    let criteria = "      - {id: a, title: 甲, marks: 90, rule: manual}\n      - {id: b, title: 乙, marks: 10, rule: manual}\n      - {id: c, title: 丙, marks: 8, bonus: true, rule: manual}";
    let of = |marks: u32, b: &str| {
        let standard = standard("total: 100\nbonus: {cap: 5}\nnot_applicable: exclude_and_rescale", criteria);
        let findings = format!("findings: {{a: {{marks: {marks}, reason: 略}}, b: {b}, c: {{marks: 8}}}}");
        let outcome = score(&standard, &record(&findings), &point("{}"), None);
        check(&outcome);
        outcome.arithmetic
    };
    assert_eq!(of(80, "{marks: 10}"), "90=90；90+加分5=95");
    assert_eq!(of(88, "{marks: 10}"), "98=98；98+加分5=103，总分最高100，得100");
    assert_eq!(of(80, "{not_applicable: 没有}"), "80=80；80×100÷90+加分5≈93.89");
    assert_eq!(of(80, "{reason: 未查}"), "(80～90)=80～90；(80～90)+加分5=85～95");
}

#[test]
fn the_calculator_finds_what_is_false() {
    for text in ["20-5×3-2×4=10", "5 ≥ 6% × 100 = 6", "10÷3=3.33", "10÷3≈3.35"] {
        assert!(std::panic::catch_unwind(|| holds(text)).is_err(), "{text}");
    }
    holds("98.5平方米 < 100平方米");
    holds("5÷(5+60+35)；5 ≥ 5% × 100 = 5");
    assert_eq!(ends("(8～9.5)+1=9～10.5"), ["(8)+1=9", "(9.5)+1=10.5"]);
}

#[test]
fn every_calculation_of_the_sample_is_true() {
    let workspace = crate::load::load(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).0.expect("the repository is a workspace");
    let all = score_all(&workspace);
    assert!(all.len() >= 5);
    for scored in &all {
        check(&scored.outcome);
    }
    assert!(all.iter().any(|s| s.outcome.criteria().any(|c| c.arithmetic.is_some())));
}

/// Rules that print how their marks come about.
const RULES: &[&str] = &[
    "{deduct: {faults: [{name: 错, each: 0.7}, {name: 漏, each: 3, cap: 5}]}}",
    "{deduct: {faults: [{name: 错, each: 0.7}, {name: 漏, each: 3}], cap: 6}}",
    "{deduct: {faults: [{name: 错, each: 1.1, cap: 4}, {name: 漏, each: 3}], cap: 9.5, floor: 1}}",
    "{each_missing: {things: [甲, 乙, 丙], each: 4.4}}",
    "{each_missing: {things: [甲, 乙, 丙], each: 2, cap: 3}}",
    "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1, partial: ignore}}",
    "{steps: {fact: x, base: 6, at_base: 5, every: 0.7, gain: 0.3, lose: 1.1, partial: whole}}",
    "{steps: {fact: x, base: 6, every: 0.7, lose: 1.1, partial: share}}",
    "{external: {by: 某, out_of: 30}}",
    "{sample: {size: 5, each_failed: 3}}",
    "{ratio: {of: [x], over: [x, y], at_least: 30%, below: proportional}}",
    "{at_least: {fact: x, value: 7.5, below: proportional}}",
];

proptest! {
    #[test]
    fn every_printed_calculation_is_true(
        rules in prop::collection::vec(0..RULES.len(), 1..8),
        facts in prop::collection::vec(0i64..2000, 2),
        counts in prop::collection::vec(0u32..9, 8),
        blank in 0usize..10,
        bonus in 0u32..3,
        keys in 0usize..4,
    ) {
        let mut criteria = String::new();
        let mut findings = String::new();
        for (i, r) in rules.iter().enumerate() {
            criteria.push_str(&format!("      - {{id: c{i}, title: 项, marks: 10, rule: {}}}\n", RULES[*r]));
            let n = counts[i];
            let missing = if n > 4 { "甲, 丙" } else { "乙" };
            let body = match (i, n) {
                _ if i == blank => "reason: 未查".to_owned(),
                (_, 8) if i > 0 => "not_applicable: 无此业务".to_owned(),
                _ => format!("faults: {{错: {n}, 漏: {}}}, missing: [{missing}], marks: {n}, reason: 略, sample: {{checked: 9, failed: {n}}}", n / 2),
            };
            findings.push_str(&format!("  c{i}: {{{body}}}\n"));
        }
        criteria.push_str("      - {id: more, title: 加, marks: 10, bonus: true, rule: manual}\n");
        findings.push_str(&format!("  more: {{marks: {}, reason: 略}}\n", bonus * 5));
        let keys = ["", "not_applicable: exclude_and_rescale", "not_applicable: exclude_and_rescale\nbonus: {cap: 7}", "bonus: {}\nrounding: {digits: 2, mode: up, before_grade: true}"][keys];
        let total = 10 * rules.len();
        let standard = standard(&format!("total: {total}\n{keys}\nfacts: {{x: {{}}, y: {{}}}}"), &criteria);
        let facts = format!("facts: {{x: {}, y: {}}}", show(Decimal::new(facts[0], 2)), show(Decimal::new(facts[1], 2)));
        let outcome = score(&standard, &record(&format!("{facts}\nfindings:\n{findings}")), &point("{}"), None);
        check(&outcome);
    }
}

#[test]
fn standards_with_one_id_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    write("yizhan.yaml", "title: 试\n");
    let text = "title: 试\nsource: 试\nversion: '1'\nsections: [{title: 甲, criteria: [{id: c, title: 项, rule: yes_no}]}]\n";
    for file in ["std.yaml", "std.yml", "sub/std.yaml", "other.yaml"] {
        write(&format!("checklists/{file}"), text);
    }
    let workspace = crate::load::load(folder.path()).0.expect("a workspace");
    let mut out = Diagnostics::new();
    lint_all(&workspace, chrono::NaiveDate::MAX, &mut out);
    let twice: Vec<_> = out.iter().filter(|d| d.code.id == "M205").collect();
    let place = |span: crate::diagnostic::Span| workspace.path_of(span).to_owned();
    let places: Vec<String> = twice.iter().filter_map(|d| d.span).map(place).collect();
    assert_eq!(places, ["checklists/std.yml", "checklists/sub/std.yaml"]);
    assert!(twice.iter().all(|d| d.related.iter().all(|r| place(r.0) == "checklists/std.yaml") && d.related.len() == 1));
}
