//! Statements to one rule, where together they have one meaning.

use rust_decimal::Decimal;

use super::numbers::{Bound, Op, bound, written};
use super::patterns::{BASE, FAULTY, MISSING, SEVERAL, part};
use super::statements::{Amount, Open, Said, Scope, Statement, Times, named};
use super::things::listed;
use super::{Fact, Reading};
use crate::say;
use crate::yaml_write::value::scalar;

/// What came out: a rule, or why there is none.
pub type Outcome = Result<Reading, Vec<Open>>;

fn open(words: &str, why: crate::diagnostic::Bilingual) -> Outcome {
    Err(vec![Open { words: words.to_owned(), why }])
}

/// One fault as it is written.
struct Fault {
    name: String,
    each: Decimal,
    cap: Option<Decimal>,
    /// The fault that it is a part of.
    within: Option<String>,
}

/// The rule of what a wording says. `marks` are the criterion's full marks.
pub fn rule(said: &Said, marks: Option<Decimal>, words: &str) -> Outcome {
    if !said.open.is_empty() {
        return Err(said.open.clone());
    }
    let all = &said.statements;
    if let [Statement::Veto(_)] = all.as_slice() {
        return if marks.is_none() {
            Ok(Reading { veto: true, ..Reading::of("yes_no") })
        } else {
            open(
                words,
                say!("又有分值又是一票否决，怎样算没有写", "it has marks and a veto, and does not say how they go together"),
            )
        };
    }
    if all.iter().any(|s| matches!(s, Statement::Veto(_))) {
        return open(
            words,
            say!("一票否决和扣分写在一起，要分成两条", "a veto and deductions stand together: make two criteria of them"),
        );
    }
    let Some(marks) = marks else {
        return open(words, say!("没有分值", "it has no marks"));
    };
    if let Some(Statement::Stated(stated)) = all.iter().find(|s| matches!(s, Statement::Stated(n) if *n != marks)) {
        return open(
            words,
            say!("原文写满分 {stated} 分，分值是 {marks}", "the wording says {stated} marks in all, the sheet {marks}"),
        );
    }
    let facts = Facts::of(said, marks);
    if facts.adds.len() + facts.offs.len() + facts.nothing.len() + facts.gives.len() + facts.shares.len() + facts.halves.len()
        == 0
        && facts.scaled.is_none()
    {
        return open(words, say!("扣多少、给多少没有写", "it does not say how many marks"));
    }
    facts.rule(words)
}

/// Statements by kind.
struct Facts<'s> {
    said: &'s Said,
    marks: Decimal,
    offs: Vec<&'s Amount>,
    adds: Vec<&'s Amount>,
    nothing: Vec<&'s str>,
    gives: Vec<(&'s str, Decimal)>,
    shares: Vec<(&'s str, &'s str)>,
    halves: Vec<&'s str>,
    caps: Vec<(Scope, Decimal, usize, usize)>,
    floor: Option<Decimal>,
    base: Option<Decimal>,
    scaled: Option<(&'s str, Decimal)>,
    exempt: Vec<&'s str>,
}

impl<'s> Facts<'s> {
    fn of(said: &'s Said, marks: Decimal) -> Self {
        let mut facts = Self {
            said,
            marks,
            offs: Vec::new(),
            adds: Vec::new(),
            nothing: Vec::new(),
            gives: Vec::new(),
            shares: Vec::new(),
            halves: Vec::new(),
            caps: Vec::new(),
            floor: None,
            base: None,
            scaled: None,
            exempt: Vec::new(),
        };
        for statement in &said.statements {
            match statement {
                Statement::Off(amount) => facts.offs.push(amount),
                Statement::Adds(amount) => facts.adds.push(amount),
                Statement::Nothing(text) => facts.nothing.push(text),
                Statement::Gives(text, given) => facts.gives.push((text, given.unwrap_or(marks))),
                Statement::Share(text, of) => facts.shares.push((text, of)),
                Statement::Half(text) => facts.halves.push(text),
                Statement::Cap(scope, limit, sentence) => {
                    facts.caps.push((*scope, *limit, *sentence, facts.offs.len() + facts.adds.len()))
                }
                Statement::Floor(floor) => facts.floor = Some(facts.floor.unwrap_or(Decimal::ZERO).max(*floor)),
                Statement::Base(value) => facts.base = Some(*value),
                Statement::Scaled(by, out) => facts.scaled = Some((by, *out)),
                Statement::Exempt(text) => facts.exempt.push(text),
                Statement::Veto(_) | Statement::Stated(_) => {}
            }
        }
        facts
    }

    fn rule(&self, words: &str) -> Outcome {
        if !self.adds.is_empty() {
            return self.bonus(words);
        }
        if let Some((by, out)) = self.scaled {
            return if out == self.marks && self.offs.is_empty() && self.gives.is_empty() && self.nothing.is_empty() {
                Ok(Reading::of(&format!("{{external: {{by: {}, out_of: 100}}}}", scalar(by, true))))
            } else {
                open(words, say!("折算的分和分值不同", "the marks that it is scaled to are not the criterion's"))
            };
        }
        if self.offs.iter().any(|o| o.step.is_some()) || self.base.is_some() {
            return self.steps(words);
        }
        if !self.shares.is_empty() {
            return self.share(words);
        }
        if self.offs.is_empty() && self.halves.is_empty() {
            return self.given(words);
        }
        if self.gives.iter().any(|(_, n)| *n != self.marks) {
            return open(
                words,
                say!("有得分又有扣分，从多少起扣没有写", "it gives marks and takes marks off, and does not say from how many"),
            );
        }
        if let Some(ladder) = self.falling() {
            return ladder.map_or_else(
                || {
                    open(
                        words,
                        say!(
                            "几档扣分是叠加还是只按最重的一档，没有写",
                            "whether the deductions add up or the largest counts is not said"
                        ),
                    )
                },
                Ok,
            );
        }
        if self.exempt.iter().any(|e| e.chars().any(|c| c.is_ascii_digit()) || e.contains("以内")) {
            return self.sample().map_or_else(
                || {
                    open(
                        words,
                        say!(
                            "不扣分的那几次，超过后算不算在内，没有写",
                            "whether those without a deduction count once there are more is not said"
                        ),
                    )
                },
                Ok,
            );
        }
        if let Some(reading) = self.sample() {
            return Ok(reading);
        }
        if self.overlapping() {
            return open(
                words,
                say!("几档扣分是叠加还是只按一档，没有写", "whether the deductions add up or one of them counts is not said"),
            );
        }
        if let Some(measured) = self.measured_above() {
            return open(
                measured,
                say!(
                    "不满一级怎样算没有写，逐级的规则也只能往下扣",
                    "what a part of a step counts is not said, and steps can only take off downwards"
                ),
            );
        }
        self.deduct(words)
    }

    /// 缺岗1人次扣1分，缺岗3人次及以上扣5分: about the same thing, by how many there are.
    fn overlapping(&self) -> bool {
        let alike = |one: &str, other: &str| {
            let chars: Vec<char> = one.chars().filter(|c| !c.is_ascii_digit()).collect();
            chars.windows(2).any(|pair| !pair.contains(&'的') && other.contains(&pair.iter().collect::<String>()))
        };
        self.offs.iter().enumerate().filter(|(_, o)| SEVERAL.fits(&o.name)).any(|(at, o)| {
            self.offs.iter().enumerate().any(|(other, p)| other != at && p.beyond.is_none() && alike(&p.name, &o.name))
        })
    }

    /// 平均住院日不超过8天，每超过1天扣1分: what is measured has parts of days.
    fn measured_above(&self) -> Option<&'s str> {
        let measured = ["平均", "均", "率", "占比", "比例", "费用", "增幅", "金额", "面积"];
        self.offs.iter().find_map(|o| {
            let above = ["每超", "每高", "每多", "每增"].iter().any(|w| o.before.contains(w));
            let asked =
                self.said.asked.iter().filter_map(|(_, text)| bound(text)).any(|b| measured.iter().any(|w| b.noun.contains(w)));
            (o.times == Times::Each && above && asked).then_some(o.before.as_str())
        })
    }

    /// 得…, 不得分 and nothing taken off.
    fn given(&self, words: &str) -> Outcome {
        let full: Vec<&str> = self.gives.iter().filter(|(_, n)| *n == self.marks).map(|(text, _)| *text).collect();
        let zero = !self.nothing.is_empty();
        if self.gives.is_empty() {
            return Ok(Reading::of("yes_no"));
        }
        if self.gives.len() > 1 {
            return self.ladder(words);
        }
        let [only] = full.as_slice() else {
            return open(
                words,
                say!("得的分不是满分，其余的怎样给没有写", "it gives less than full marks and does not say what gives the rest"),
            );
        };
        let exact = self.nothing.iter().all(|n| self.is_rest(n));
        match bound(only).filter(|b| b.is_share() && b.to.is_none() && !b.noun.is_empty() && exact) {
            Some(found) => {
                let kind = match found.op {
                    Op::AtLeast | Op::Bare => "at_least",
                    Op::MoreThan => "more_than",
                    Op::AtMost => "at_most",
                    Op::LessThan => "less_than",
                };
                let below = if zero { ", below: zero" } else { "" };
                let name = scalar(&found.noun, true);
                Ok(Reading::with(&format!("{{{kind}: {{fact: {name}, value: {}{below}}}}}", found.written()), Fact::of(&found)))
            }
            None if zero => Ok(Reading::of("yes_no")),
            None => open(words, say!("达不到怎样计分没有写", "it does not say what is given otherwise")),
        }
    }

    /// 否则, 未达到的, 超过的, 达不到: what is left of a bound, without a number of its own.
    fn is_rest(&self, text: &str) -> bool {
        !text.chars().any(|c| c.is_ascii_digit())
    }

    /// 95%以上得6分, 90%—95%得4分, 85%以下不得分.
    fn ladder(&self, words: &str) -> Outcome {
        let refuse = || open(words, say!("分档的界限没有读懂", "the bounds of the levels are not understood"));
        let mut levels: Vec<(Bound, Decimal)> = Vec::new();
        for (text, marks) in &self.gives {
            let Some(found) = bound(text) else { return refuse() };
            levels.push((found, *marks));
        }
        let Some((first, top)) = levels.first().cloned() else { return refuse() };
        if first.noun.is_empty() || top != self.marks {
            return refuse();
        }
        let (noun, unit) =
            (first.noun.clone(), levels.iter().map(|(b, _)| b.unit.clone()).find(|u| !u.is_empty()).unwrap_or_default());
        if levels.iter().any(|(b, _)| !(b.noun.is_empty() || b.noun == noun) || !(b.unit.is_empty() || b.unit == unit)) {
            return refuse();
        }
        let mut out: Vec<String> = Vec::new();
        let mut above: Option<(Decimal, Decimal)> = None;
        let mut closed = false;
        for (at, (level, marks)) in levels.iter().enumerate() {
            let last = at + 1 == levels.len();
            // The upper end of a range is the one above, or for whole things one less.
            let fits = |to: Decimal| above.is_none_or(|(from, _)| to == from || (unit != "%" && to + Decimal::ONE == from));
            let (key, from) = match (level.op, level.to) {
                (Op::AtLeast, None) => ("at_least", level.value),
                (Op::MoreThan, None) => ("more_than", level.value),
                (Op::MoreThan, Some(to)) if fits(to) && level.value < to => ("more_than", level.value),
                (Op::Bare, Some(to)) if fits(to) && level.value < to => ("at_least", level.value),
                // 30㎡以下1分 is the rest.
                (Op::LessThan, None) if last && at > 0 && fits(level.value) => {
                    closed = true;
                    ("at_least", Decimal::ZERO)
                }
                (Op::Bare, None) if at == 0 => ("at_least", level.value),
                _ => return refuse(),
            };
            if above.is_some_and(|(higher, more)| from >= higher || *marks >= more) {
                return refuse();
            }
            out.push(format!("{{{key}: {}, marks: {marks}}}", written(from, &unit)));
            above = Some((from, *marks));
        }
        let lowest = above.map(|(from, _)| from);
        let below = match self.nothing.as_slice() {
            [] => "",
            [rest] => {
                let told = bound(rest);
                let fits = match &told {
                    Some(b) => matches!(b.op, Op::LessThan) && Some(b.value) == lowest && (b.noun.is_empty() || b.noun == noun),
                    None => self.is_rest(rest),
                };
                if closed || !fits {
                    return refuse();
                }
                ", below: zero"
            }
            _ => return refuse(),
        };
        let fact = Fact { name: noun.clone(), unit };
        Ok(Reading::with(&format!("{{tiers: {{fact: {}, levels: [{}]{below}}}}}", scalar(&noun, true), out.join(", ")), fact))
    }

    /// 低于90%扣2分，低于80%扣4分，低于70%不得分: a ladder, not a sum. None where there is none; Some(None) where its meaning is open.
    fn falling(&self) -> Option<Option<Reading>> {
        let bounds: Vec<(Bound, Decimal)> =
            self.offs.iter().filter(|o| o.times != Times::Each).filter_map(|o| Some((bound(&o.name)?, o.marks))).collect();
        let worse: Vec<Bound> = self.nothing.iter().filter_map(|n| bound(n)).collect();
        if bounds.is_empty() || bounds.len() + worse.len() < 2 {
            return None;
        }
        let nouns: Vec<&str> =
            bounds.iter().map(|(b, _)| b).chain(&worse).map(|b| b.noun.as_str()).filter(|n| !n.is_empty()).collect();
        let noun = nouns.first().copied().unwrap_or_default();
        if nouns.iter().any(|n| *n != noun) {
            // About different things: each by itself.
            return None;
        }
        let all = bounds.len() == self.offs.len() && worse.len() == self.nothing.len() && worse.len() < 2 && self.caps.is_empty();
        let lower = bounds.iter().map(|(b, _)| b).chain(&worse).all(|b| b.op == Op::LessThan && b.to.is_none());
        if !(all && lower) || noun.is_empty() {
            return Some(None);
        }
        let unit = bounds.iter().map(|(b, _)| b.unit.clone()).next().unwrap_or_default();
        let mut levels = Vec::new();
        let (mut left, mut before) = (self.marks, None::<Decimal>);
        for (found, off) in &bounds {
            let more = self.marks - *off;
            if before.is_some_and(|b| found.value >= b) || more >= left || found.unit != unit || more.is_sign_negative() {
                return Some(None);
            }
            levels.push(format!("{{at_least: {}, marks: {left}}}", found.written()));
            (left, before) = (more, Some(found.value));
        }
        let last = match worse.first() {
            Some(worst) if before.is_some_and(|b| worst.value < b) && worst.unit == unit => {
                levels.push(format!("{{at_least: {}, marks: {left}}}", worst.written()));
                ", below: zero"
            }
            Some(_) => return Some(None),
            None => {
                levels.push(format!("{{at_least: {}, marks: {left}}}", written(Decimal::ZERO, &unit)));
                ""
            }
        };
        let yaml = format!("{{tiers: {{fact: {}, levels: [{}]{last}}}}}", scalar(noun, true), levels.join(", "));
        Some(Some(Reading::with(&yaml, Fact { name: noun.to_owned(), unit })))
    }

    /// 按比例得分.
    fn share(&self, words: &str) -> Outcome {
        let [(_, of)] = self.shares.as_slice() else {
            return open(words, say!("按比例得分写了几次", "it speaks of shares several times"));
        };
        let full = self.gives.iter().all(|(_, n)| *n == self.marks) && self.gives.len() < 2;
        if !full || !self.offs.is_empty() || !self.nothing.is_empty() || !self.caps.is_empty() || !self.halves.is_empty() {
            return open(words, say!("按比例得分和别的计分写在一起", "a share stands together with other ways of scoring"));
        }
        let given = self.gives.first().map(|(text, _)| *text);
        if let Some(found) = given.and_then(bound).filter(|b| b.to.is_none() && !b.noun.is_empty()) {
            if !(found.is_share() && matches!(found.op, Op::AtLeast | Op::Bare)) {
                return open(words, say!("比例从什么算没有读懂", "what the share is of is not understood"));
            }
            let yaml =
                format!("{{at_least: {{fact: {}, value: {}, below: proportional}}}}", scalar(&found.noun, true), found.written());
            return Ok(Reading::with(&yaml, Fact::of(&found)));
        }
        if given.is_some_and(|text| text.chars().any(|c| c.is_ascii_digit())) || given.is_none() {
            return open(words, say!("比例从什么算没有读懂", "what the share is of is not understood"));
        }
        let (part, whole) = match of.trim_start_matches("实际") {
            "" | "完成" | "任务完成" | "完成任务" => ("完成数".to_owned(), "任务数".to_owned()),
            of => (format!("{of}数"), format!("应{of}数")),
        };
        let yaml = format!(
            "{{ratio: {{of: [{}], over: [{}], at_least: 100%, below: proportional}}}}",
            scalar(&part, true),
            scalar(&whole, true)
        );
        let fact = |name: String| Fact { name, unit: String::new() };
        Ok(Reading { facts: vec![fact(part), fact(whole)], ..Reading::of(&yaml) })
    }

    /// 每下降1个百分点扣1分, from a base.
    fn steps(&self, words: &str) -> Outcome {
        let refuse = |why| open(words, why);
        let mut lose = None;
        let mut gain = None;
        let mut every = None;
        let mut nouns: Vec<String> = Vec::new();
        for amount in &self.offs {
            let Some((size, down)) = amount.step else {
                return refuse(say!("逐级扣分和别的扣分写在一起", "steps stand together with other deductions"));
            };
            if !down {
                return refuse(say!(
                    "逐级的规则只能往下扣，写不出“每超过”",
                    "steps can only take off downwards: rules cannot say “for each above”"
                ));
            }
            if lose.is_some() || every.is_some_and(|e| e != size) {
                return refuse(say!("有几种逐级扣分", "there are several kinds of steps"));
            }
            (lose, every) = (Some(amount.marks), Some(size));
            nouns.push(amount.before.clone());
        }
        for amount in &self.adds {
            let Some((size, false)) = amount.step else {
                return refuse(say!("加分没有读懂", "the additions are not understood"));
            };
            if gain.is_some() || every.is_some_and(|e| e != size) {
                return refuse(say!("加分和扣分的级不一样大", "the steps up and down differ in size"));
            }
            (gain, every) = (Some(amount.marks), Some(size));
        }
        // Where it begins: a bound that full marks are given at, else the only one that is asked for.
        let mut bases: Vec<(Bound, Option<Decimal>)> = Vec::new();
        for (text, given) in &self.gives {
            if let Some(found) = BASE.parts(text) {
                let Some(value) = super::numbers::marks(part(&found, "value")) else {
                    return refuse(say!("基数没有读懂", "the base is not understood"));
                };
                bases.push((Bound { noun: String::new(), op: Op::AtLeast, value, to: None, unit: "%".to_owned() }, Some(*given)));
            } else if let Some(found) = bound(text).filter(Bound::is_share) {
                bases.push((found, Some(*given)));
            } else if text.chars().any(|c| c.is_ascii_digit() || c == '%') || (*given != self.marks) {
                return refuse(say!("从多少起算没有读懂", "where the steps begin is not understood"));
            }
        }
        if bases.is_empty() {
            bases.extend(self.said.asked.iter().filter_map(|(_, text)| bound(text)).filter(Bound::is_share).map(|b| (b, None)));
            // Another share in the wording may be the base as well.
            let others = self.said.asked.iter().filter(|(_, text)| text.contains('%') && bound(text).is_none()).count();
            if others > 0 {
                return refuse(say!("从多少起算没有读懂", "where the steps begin is not understood"));
            }
        }
        let ([(base, given)], Some(every)) = (bases.as_slice(), every) else {
            return refuse(say!("从多少起算没有写", "where the steps begin is not said"));
        };
        // 低于100%的，每低1个百分点: it begins there as well.
        if !matches!(base.op, Op::AtLeast | Op::Bare | Op::LessThan) || base.to.is_some() {
            return refuse(say!(
                "逐级的规则只能往下扣，写不出“每超过”",
                "steps can only take off downwards: rules cannot say “for each above”"
            ));
        }
        let own = nouns.iter().map(|n| n.trim_end_matches(['，', '的'])).find(|n| !n.is_empty()).unwrap_or_default();
        let noun = if base.noun.is_empty() { own } else { base.noun.as_str() };
        let noun = if noun.is_empty() { "完成率" } else { noun };
        let at_base = given.unwrap_or(self.marks);
        if at_base != self.marks && gain.is_none() {
            return refuse(say!(
                "基数得的不是满分，上面怎样加没有写",
                "the base does not give full marks, and how more are given is not said"
            ));
        }
        if at_base == self.marks && gain.is_some() {
            return refuse(say!("加分以后超过分值", "with the additions there would be more than full marks"));
        }
        let fits = |limit: &Decimal| *limit == self.marks;
        if self.caps.iter().any(|(_, limit, ..)| !fits(limit))
            || self.floor.is_some_and(|f| !f.is_zero())
            || !self.shares.is_empty()
            || !self.halves.is_empty()
        {
            return refuse(say!("逐级的规则写不出这个上限", "steps cannot have this limit"));
        }
        let name = scalar(noun, true);
        let mut yaml = format!("{{steps: {{fact: {name}, base: {}", base.written());
        if at_base != self.marks {
            yaml.push_str(&format!(", at_base: {at_base}"));
        }
        yaml.push_str(&format!(", every: {}", written(every, "%")));
        if let Some(gain) = gain {
            yaml.push_str(&format!(", gain: {gain}"));
        }
        if let Some(lose) = lose {
            yaml.push_str(&format!(", lose: {lose}"));
        }
        yaml.push_str("}}");
        let fact = Fact { name: noun.to_owned(), unit: "%".to_owned() };
        match self.nothing.as_slice() {
            [] => Ok(Reading::with(&yaml, fact)),
            [text] => {
                let Some(worst) = bound(text)
                    .filter(|b| b.is_share() && b.op == Op::LessThan && b.to.is_none() && (b.noun.is_empty() || b.noun == noun))
                else {
                    return refuse(say!("“{text}”没有读懂", "“{text}” is not understood"));
                };
                let least = worst.written();
                Ok(Reading::with(
                    &format!(
                        "{{cases: [{{when: {{fact: {{at_least: {{fact: {name}, value: {least}}}}}}}, rule: {yaml}}}, {{rule: {{at_least: {{fact: {name}, value: {least}, below: zero}}}}}}]}}"
                    ),
                    fact,
                ))
            }
            _ => refuse(say!("有几个不得分的条件", "there are several conditions for no marks")),
        }
    }

    /// 加分.
    fn bonus(&self, words: &str) -> Outcome {
        if self.adds.iter().any(|a| a.step.is_some()) {
            return if self.gives.is_empty() && self.base.is_none() {
                open(words, say!("从多少起加没有写", "where the additions begin is not said"))
            } else {
                self.steps(words)
            };
        }
        let alone = self.offs.is_empty()
            && self.gives.is_empty()
            && self.nothing.is_empty()
            && self.shares.is_empty()
            && self.halves.is_empty();
        let [amount] = self.adds.as_slice() else {
            return open(words, say!("有几种加分，一条规则写不下", "there are several additions: one rule cannot hold them"));
        };
        let limited = self.caps.iter().all(|(_, limit, ..)| *limit == self.marks);
        if !alone || !limited {
            return open(
                words,
                say!(
                    "加分和别的计分写在一起，或者上限不是分值",
                    "additions stand together with other scoring, or their limit is not the criterion's marks"
                ),
            );
        }
        let reading = match amount.times {
            Times::Each => {
                let name = if amount.name.is_empty() { "加分次数" } else { &amount.name };
                let yaml =
                    format!("{{steps: {{fact: {}, base: 0, at_base: 0, every: 1, gain: {}}}}}", scalar(name, true), amount.marks);
                Reading::with(&yaml, Fact { name: name.to_owned(), unit: String::new() })
            }
            Times::Once | Times::Event if amount.marks == self.marks => Reading::of("yes_no"),
            Times::Once | Times::Event => {
                return open(words, say!("加的分和分值不同", "what is added is not the criterion's marks"));
            }
        };
        Ok(Reading { bonus: true, ..reading })
    }

    /// 抽查10份，允许1份不合格，超过的每份扣1分.
    fn sample(&self) -> Option<Reading> {
        let [amount] = self.offs.as_slice() else { return None };
        if !(amount.times == Times::Each
            && (amount.name == "超过" || amount.name == "超出")
            && self.nothing.is_empty()
            && self.caps.is_empty()
            && self.gives.is_empty())
        {
            return None;
        }
        let number = |text: &str, words: &[&str]| -> Option<u32> {
            let rest = words.iter().find_map(|w| text.split_once(w))?.1;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        let size = self.said.asked.iter().find_map(|(_, text)| number(text, &["抽查", "抽取", "随机抽查"]))?;
        let allowed = self.said.asked.iter().find_map(|(_, text)| number(text, &["允许", "最多允许"]))?;
        (allowed < size).then(|| {
            Reading::of(&format!("{{sample: {{size: {size}, failed_at_most: {allowed}, each_failed: {}}}}}", amount.marks))
        })
    }

    /// Deductions.
    fn deduct(&self, words: &str) -> Outcome {
        if let Some(reading) = self.missing() {
            return Ok(reading);
        }
        let mut faults: Vec<Fault> = Vec::new();
        // Which faults an amount became.
        let mut of: Vec<(usize, usize)> = Vec::new();
        for amount in &self.offs {
            if let Some(many) = amount.beyond {
                let Some(whole) = faults.last_mut().filter(|f| f.cap.is_none()) else {
                    return open(words, say!("超出部分是哪一样的没有读懂", "what is beyond the number is not understood"));
                };
                whole.cap = Some(whole.each * many);
                let within = Some(whole.name.clone());
                of.push((faults.len(), faults.len() + 1));
                faults.push(Fault { name: amount.name.clone(), each: amount.marks, cap: None, within });
                continue;
            }
            let names = if amount.each_of { several(&amount.name) } else { vec![amount.name.clone()] };
            let Some(names) = (!names.is_empty()).then_some(names) else {
                return open(words, say!("“各扣”的是哪几样没有读懂", "what each is taken off for is not understood"));
            };
            let from = faults.len();
            for name in names {
                let cap = (amount.times == Times::Once).then_some(amount.marks);
                faults.push(Fault { name, each: amount.marks, cap, within: None });
            }
            of.push((from, faults.len()));
        }
        for text in &self.nothing {
            let name = if text.is_empty() { "不符合要求".to_owned() } else { named(text) };
            faults.push(Fault { name, each: self.marks, cap: Some(self.marks), within: None });
        }
        for text in &self.halves {
            let half = self.marks / Decimal::TWO;
            faults.push(Fault { name: named(text), each: half.normalize(), cap: Some(half.normalize()), within: None });
        }
        let mut total: Option<Decimal> = None;
        for (scope, limit, _, offs) in &self.caps {
            let (from, to) = *offs.checked_sub(1).and_then(|at| of.get(at)).unwrap_or(&(0, of.last().map_or(0, |o| o.1)));
            let only = faults.len() == 1;
            match scope {
                Scope::Single => {
                    for fault in faults.get_mut(0..to).unwrap_or_default() {
                        fault.cap = Some(fault.cap.map_or(*limit, |c| c.min(*limit)));
                    }
                }
                Scope::All => total = Some(total.map_or(*limit, |t: Decimal| t.min(*limit))),
                Scope::Unsaid if only || *limit >= self.marks => {
                    if let Some(fault) = faults.get_mut(from).filter(|f| only && f.cap.is_none()) {
                        fault.cap = Some(*limit);
                    }
                }
                // A limit of its own sentence, behind one deduction there.
                Scope::Unsaid => {
                    let here =
                        self.offs.iter().filter(|o| self.caps.iter().any(|(_, l, s, _)| l == limit && *s == o.sentence)).count();
                    if here != 1 || to - from != 1 {
                        return open(
                            words,
                            say!(
                                "“最多扣 {limit} 分”是几样合起来，还是单单最后一样，没有写",
                                "whether the limit of {limit} is for all or for the last one is not said"
                            ),
                        );
                    }
                    if let Some(fault) = faults.get_mut(from) {
                        fault.cap = Some(*limit);
                    }
                }
            }
        }
        let mut names: Vec<&str> = faults.iter().map(|f| f.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < faults.len() || names.iter().any(|n| n.is_empty()) {
            return open(words, say!("两种扣分叫不出不同的名称", "two deductions have the same name"));
        }
        let list: Vec<String> = faults
            .iter()
            .map(|f| {
                let cap = f.cap.map_or(String::new(), |cap| format!(", cap: {cap}"));
                let within = f.within.as_ref().map_or(String::new(), |w| format!(", within: {}", scalar(w, true)));
                format!("{{name: {}, each: {}{within}{cap}}}", scalar(&f.name, true), f.each)
            })
            .collect();
        let cap = total.map_or(String::new(), |cap| format!(", cap: {cap}"));
        let floor = self.floor.map_or(String::new(), |floor| format!(", floor: {floor}"));
        Ok(Reading::of(&format!("{{deduct: {{faults: [{}]{cap}{floor}}}}}", list.join(", "))))
    }

    /// 配备甲、乙、丙，每缺一项扣1分: a closed list.
    fn missing(&self) -> Option<Reading> {
        let ([amount], true) =
            (self.offs.as_slice(), self.nothing.is_empty() && self.halves.is_empty() && self.exempt.is_empty())
        else {
            return None;
        };
        if amount.times != Times::Each && !amount.before.ends_with("缺一") {
            return None;
        }
        if amount.name.contains("除外") {
            return None;
        }
        let found = MISSING.parts(&amount.before)?;
        let own = part(&found, "before").trim_end_matches(['，', '的']);
        let around: Vec<&str> = self.said.asked.iter().map(|(_, text)| text.as_str()).filter(|t| t.contains('、')).collect();
        let things = if own.is_empty() {
            let [sentence] = around.as_slice() else { return None };
            listed(sentence, true)?
        } else {
            listed(own, false)?
        };
        let things: Vec<String> = things.iter().map(|t| scalar(t, true)).collect();
        let cap = match self.caps.as_slice() {
            [] => String::new(),
            [(_, limit, ..)] => format!(", cap: {limit}"),
            _ => return None,
        };
        self.floor
            .is_none_or(|f| f.is_zero())
            .then(|| Reading::of(&format!("{{each_missing: {{things: [{}], each: {}{cap}}}}}", things.join(", "), amount.marks)))
    }
}

/// 门窗、地面、墙面不整洁: what each is taken off for. Empty where it is not a list of things with one fault.
fn several(name: &str) -> Vec<String> {
    let name = name.trim_end_matches(['，', '的']);
    let marks: Vec<char> = name.chars().filter(|c| ('①'..='⑳').contains(c)).collect();
    if marks.len() > 1 {
        let rest: String = name.chars().filter(|c| !('①'..='⑳').contains(c) && *c != '、').collect();
        return marks.iter().map(|m| format!("{m}{rest}")).collect();
    }
    let parts: Vec<&str> = name.split('、').collect();
    let Some((last, first)) = parts.split_last().filter(|(_, first)| !first.is_empty()) else {
        // One thing: 每次各扣2分.
        return Vec::new();
    };
    // 无值班表、交接班记录 has the fault before all of them.
    let leads = ["没有", "缺少", "无", "缺"];
    if let Some((lead, rest)) = first.first().and_then(|f| leads.iter().find_map(|w| f.strip_prefix(w).map(|rest| (*w, rest))))
        && !parts.iter().skip(1).any(|p| FAULTY.fits(p))
    {
        return std::iter::once(rest).chain(parts.iter().skip(1).copied()).map(|p| format!("{lead}{p}")).collect();
    }
    let starts = ["不", "未", "无", "没", "缺", "破损", "脱落", "损坏", "混乱", "有"];
    let at = starts.iter().filter_map(|w| last.find(w)).filter(|at| *at > 0).min();
    match at {
        Some(at) if !first.iter().any(|p| FAULTY.fits(p)) => {
            let (_, fault) = last.split_at(at);
            first.iter().map(|p| format!("{p}{fault}")).chain([(*last).to_owned()]).collect()
        }
        // 未公开甲、乙: where the verb ends cannot be told, so each is named with all of them.
        _ if first.first().is_some_and(|p| FAULTY.fits(p)) && !parts.iter().skip(1).any(|p| FAULTY.fits(p)) => {
            parts.iter().map(|p| format!("{name}（{p}）")).collect()
        }
        _ => parts.iter().map(|p| (*p).to_owned()).collect(),
    }
}
