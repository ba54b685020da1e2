//! Statements to one rule, where together they have one meaning.

use rust_decimal::Decimal;

use super::Reading;
use super::ladder::Falling;
use super::statements::{Alternative, Amount, Open, Said, Scope, Statement, Times};
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
}
