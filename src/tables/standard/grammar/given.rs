//! Rules of what is given: full marks at a bound, a share, marks for each time, additions; and samples.

use super::counting::{named, times_of};
use super::numbers::{Op, bound};
use super::patterns::{EACH_SOME, STEP_ANY};
use super::rule::{Facts, Outcome, open};
use super::statements::{Alternative, Times};
use super::{Fact, Reading};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::yaml_write::value::scalar;

impl Facts<'_> {
    /// 得…, 不得分 and nothing taken off.
    pub(super) fn given(&self, words: &str) -> Outcome {
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
    pub(super) fn share(&self, words: &str) -> Outcome {
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
    pub(super) fn bonus(&self, words: &str) -> Outcome {
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
    pub(super) fn sample(&self) -> Option<Reading> {
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
