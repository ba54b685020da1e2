//! Statements to one rule, where together they have one meaning.

use rust_decimal::Decimal;

use super::counting::{named, times_of};
use super::ladder::Falling;
use super::numbers::{Op, bound};
use super::patterns::{EACH_SOME, STEP_ANY};
use super::statements::{Alternative, Amount, Open, Said, Scope, Statement, Times};
use super::{Fact, Reading};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::yaml_write::value::scalar;

/// What came out: a rule, or why there is none.
pub type Outcome = Result<Reading, Vec<Open>>;

pub(super) fn open(words: &str, why: crate::diagnostic::Bilingual) -> Outcome {
    Err(vec![Open { words: words.to_owned(), why, readings: Vec::new(), shared: false }])
}

/// Words that may mean one of a few things.
pub(super) fn asked(
    words: &str,
    why: crate::diagnostic::Bilingual,
    readings: Vec<(crate::diagnostic::Bilingual, Outcome)>,
) -> Outcome {
    let readings =
        readings.into_iter().filter_map(|(says, outcome)| Some(Alternative { says, reading: outcome.ok()? })).collect();
    Err(vec![Open { words: words.to_owned(), why, readings, shared: false }])
}

/// What somebody has decided where the words leave it open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Decided {
    /// What a limit behind several deductions is for.
    pub(super) cap: Option<Scope>,
    /// Anything else that would be asked.
    pub(super) rest: bool,
}

/// The rule of what a wording says. `marks` are the criterion's full marks.
pub fn rule(said: &Said, marks: Option<Decimal>, words: &str) -> Outcome {
    decided(said, marks, words, Decided::default())
}

/// The same with faults of other names: what they count is said in the name.
fn renamed(said: &Said, marks: Decimal, words: &str, suffix: &str, which: &dyn Fn(&Amount) -> bool) -> Outcome {
    let mut said = said.clone();
    for statement in &mut said.statements {
        if let Statement::Off(amount) = statement
            && which(amount)
        {
            amount.name.push_str(suffix);
            amount.some = false;
        }
    }
    decided(&said, Some(marks), words, Decided { rest: true, ..Decided::default() })
}

fn decided(said: &Said, marks: Option<Decimal>, words: &str, decided: Decided) -> Outcome {
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
    if facts.adds.len() + facts.offs.len() + facts.nothing.len() + facts.gives.len() + facts.shares.len() + facts.portions.len()
        == 0
        && facts.scaled.is_none()
    {
        return open(words, say!("扣多少、给多少没有写", "it does not say how many marks"));
    }
    facts.rule(words, decided)
}

/// Statements by kind.
pub(super) struct Facts<'s> {
    pub(super) said: &'s Said,
    pub(super) marks: Decimal,
    pub(super) offs: Vec<&'s Amount>,
    pub(super) adds: Vec<&'s Amount>,
    pub(super) nothing: Vec<&'s str>,
    pub(super) gives: Vec<(&'s str, Decimal)>,
    pub(super) shares: Vec<(&'s str, &'s str)>,
    pub(super) portions: Vec<(&'s str, Decimal, Times)>,
    pub(super) caps: Vec<(Scope, Decimal, usize, usize)>,
    pub(super) floor: Option<Decimal>,
    pub(super) base: Option<Decimal>,
    pub(super) scaled: Option<(&'s str, Decimal)>,
    pub(super) exempt: Vec<&'s str>,
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
            portions: Vec::new(),
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
                Statement::Portion(text, share, times) => facts.portions.push((text, *share, *times)),
                Statement::Cap(scope, limit, sentence) => {
                    facts.caps.push((*scope, *limit, *sentence, facts.offs.len() + facts.adds.len()));
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

    fn rule(&self, words: &str, decided: Decided) -> Outcome {
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
        if self.offs.is_empty() && self.portions.is_empty() {
            return self.given(words);
        }
        if self.gives.iter().any(|(_, n)| *n != self.marks) {
            return open(
                words,
                say!("有得分又有扣分，从多少起扣没有写", "it gives marks and takes marks off, and does not say from how many"),
            );
        }
        match self.falling() {
            Falling::Read(reading) => return Ok(*reading),
            Falling::Open => {
                return open(
                    words,
                    say!(
                        "几档扣分是叠加还是只按最重的一档，没有写",
                        "whether the deductions add up or the largest counts is not said"
                    ),
                );
            }
            Falling::None => {}
        }
        if self.exempt.iter().any(|e| e.chars().any(|c| c.is_ascii_digit()) || e.contains("以内")) {
            if let Some(reading) = self.sample() {
                return Ok(reading);
            }
            if !decided.rest {
                let why = say!(
                    "不扣分的那几次，超过后算不算在内，没有写",
                    "whether those without a deduction count once there are more is not said"
                );
                let each = |o: &Amount| o.times == Times::Each;
                return asked(
                    words,
                    why,
                    vec![
                        (
                            say!("只扣超出的：刚超过时扣 1 次", "only those beyond count: the first beyond counts 1"),
                            renamed(self.said, self.marks, words, "（只数超出的）", &each),
                        ),
                        (
                            say!(
                                "一超过就从第 1 次扣起：刚超过时，前面的也扣",
                                "once there are more, all count, those before as well"
                            ),
                            renamed(self.said, self.marks, words, "（超过后从第1次数起）", &each),
                        ),
                    ],
                );
            }
        }
        if let Some(reading) = self.sample() {
            return Ok(reading);
        }
        if self.overlapping() && !decided.rest {
            let why =
                say!("几档扣分是叠加还是只按一档，没有写", "whether the deductions add up or one of them counts is not said");
            return asked(
                words,
                why,
                vec![
                    (
                        say!("只按最重的一档扣，轻的不再扣", "only the heaviest counts"),
                        renamed(self.said, self.marks, words, "（只数最重一档）", &|_| true),
                    ),
                    (
                        say!("几档叠加：够哪一档就扣哪一档", "they add up"),
                        renamed(self.said, self.marks, words, "（叠加）", &|_| true),
                    ),
                ],
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
        if let Some(some) = self.offs.iter().find(|o| o.some) {
            let why = say!("每几个一扣，不够数的怎样算没有写", "it counts by several, and does not say what fewer count");
            return asked(
                &some.before,
                why,
                vec![
                    (
                        say!("不够数的不扣（两个半扣 2 次）", "fewer count nothing (two and a half count 2)"),
                        renamed(self.said, self.marks, words, "（不够数的不计）", &|o| o.some),
                    ),
                    (
                        say!("不够数的也按一次扣（两个半扣 3 次）", "fewer count as one (two and a half count 3)"),
                        renamed(self.said, self.marks, words, "（不够数的按一次计）", &|o| o.some),
                    ),
                ],
            );
        }
        self.deduct(words, decided)
    }

    /// 平均住院日不超过8天，每超过1天扣1分: what is measured has parts of days.
    fn measured_above(&self) -> Option<&'s str> {
        let measured = ["平均", "均", "率", "占比", "比例", "费用", "增幅", "金额", "面积"];
        self.offs.iter().find_map(|o| {
            let above = ["每超", "每高", "每多", "每增"].iter().any(|w| o.before.contains(w));
            let digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
            let asked = self.said.asked.iter().any(|(_, text)| digit(text) && measured.iter().any(|w| text.contains(w)));
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
        if let Some(reading) = self.counted() {
            return Ok(reading);
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
        // 高于5%的不得分 beside 不高于5%的得满分 is the rest as well.
        let given = bound(only);
        let exact =
            self.nothing.iter().all(|n| is_rest(n) || given.as_ref().is_some_and(|g| bound(n).is_some_and(|b| g.leaves(&b))));
        match given.filter(|b| b.is_share() && b.to.is_none() && !b.noun.is_empty() && exact) {
            Some(found) => {
                let kind = match found.op {
                    Op::AtLeast | Op::Bare => "at_least",
                    Op::MoreThan => "more_than",
                    Op::AtMost => "at_most",
                    Op::LessThan => "less_than",
                };
                let name = scalar(&found.noun, true);
                let with = |below: &str| {
                    Reading::with(&format!("{{{kind}: {{fact: {name}, value: {}{below}}}}}", found.written()), Fact::of(&found))
                };
                if zero {
                    return Ok(with(", below: zero"));
                }
                let share = matches!(found.op, Op::AtLeast | Op::Bare);
                Ok(with("").leaving(words, false, otherwise(), below_ways(share, &with)))
            }
            None if zero => Ok(Reading::of("yes_no")),
            None => open(words, otherwise()),
        }
    }

    /// 每开展一次得1分，满分5分: marks for each time, up to all of them.
    fn counted(&self) -> Option<Reading> {
        let [(text, given)] = self.gives.as_slice() else { return None };
        let rest = self.nothing.iter().all(|n| is_rest(n)) && self.exempt.is_empty();
        let limited = self.caps.iter().all(|(_, limit, ..)| *limit == self.marks);
        let plain = !text.contains('%') && !EACH_SOME.fits(text) && !STEP_ANY.fits(text) && text.contains('每');
        if !(rest && limited && plain && *given < self.marks && times_of(text, "") == Ok(Times::Each)) {
            return None;
        }
        let name = named(text);
        let yaml = format!("{{steps: {{fact: {}, base: 0, at_base: 0, every: 1, gain: {given}}}}}", scalar(&name, true));
        (!name.is_empty()).then(|| Reading::with(&yaml, Fact { name, unit: String::new() }))
    }

    /// 按比例得分.
    fn share(&self, words: &str) -> Outcome {
        let [(_, of)] = self.shares.as_slice() else {
            return open(words, say!("按比例得分写了几次", "it speaks of shares several times"));
        };
        let full = self.gives.iter().all(|(_, n)| *n == self.marks) && self.gives.len() < 2;
        if !full || !self.offs.is_empty() || !self.nothing.is_empty() || !self.caps.is_empty() || !self.portions.is_empty() {
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
        if given.is_none_or(|text| text.chars().any(|c| c.is_ascii_digit())) {
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
            && self.portions.is_empty();
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
}

/// Why a bound is open below.
pub(super) fn otherwise() -> Bilingual {
    say!("达不到怎样计分没有写", "it does not say what is given otherwise")
}

/// What may be given below a bound. `with` makes the rule of what is written for it.
pub(super) fn below_ways(share: bool, with: &dyn Fn(&str) -> Reading) -> Vec<Alternative> {
    let way = |says, below: &str| Alternative { says, reading: with(&format!(", below: {below}")) };
    let mut ways = vec![way(say!("达不到就不得分", "no marks otherwise"), "zero")];
    if share {
        ways.push(way(say!("按达到的比例得分", "in proportion to what is reached"), "proportional"));
    }
    ways.push(way(say!("由检查人评分", "inspectors give the marks"), "manual"));
    ways
}

/// 否则, 未达到的, 超过的, 达不到: what is left of a bound, without a number of its own.
pub(super) fn is_rest(text: &str) -> bool {
    !text.chars().any(|c| c.is_ascii_digit())
}
