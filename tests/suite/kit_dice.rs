//! Random standards and records as a clerk might write them, right and wrong, out of a seed: what `kit_cases` scores on both sides.

/// Numbers out of a seed, so that a failure comes again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    pub fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
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
                let parts: Vec<String> = (0..=self.roll(3)).map(|_| self.condition(depth - 1)).collect();
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

    pub fn standard(&mut self) -> String {
        let with_marks = self.roll(8) > 0;
        let mut text = "title: 试\nsource: 试\nversion: '1'\n".to_owned();
        let (mut sections, mut total, mut id) = (String::new(), 0, 0);
        for _ in 0..=self.roll(2) {
            sections.push_str("  - title: 甲\n");
            if self.roll(6) == 0 {
                sections.push_str("    weight: 70%\n");
            }
            sections.push_str("    criteria:\n");
            for _ in 0..=self.roll(2) {
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

    pub fn facts(&mut self, names: &[&str]) -> String {
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

    pub fn record(&mut self, round: &str, date: &str) -> String {
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
