//! Steps of a share: 达到98%得5分，每下降1个百分点扣1分.

use rust_decimal::Decimal;

use super::numbers::{Bound, Op, bound, written};
use super::patterns::{BASE, part};
use super::rule::{Facts, Outcome, open};
use super::statements::{Alternative, Step};
use super::{Fact, Reading};
use crate::say;
use crate::yaml_write::value::scalar;

impl Facts<'_> {
    /// 每下降1个百分点扣1分, from a base.
    pub(super) fn steps(&self, words: &str) -> Outcome {
        let refuse = |why| open(words, why);
        let mut lose = None;
        let mut gain = None;
        let mut every: Option<Decimal> = None;
        let unit = self.offs.iter().chain(&self.adds).find_map(|a| a.step).map_or("%", |step| step.unit);
        let measured = |b: &Bound| b.unit == unit;
        let mut nouns: Vec<String> = Vec::new();
        for amount in &self.offs {
            let Some(Step { every: size, down, unit: own }) = amount.step else {
                return refuse(say!("逐级扣分和别的扣分写在一起", "steps stand together with other deductions"));
            };
            if !down {
                return refuse(say!(
                    "逐级的规则只能往下扣，写不出“每超过”",
                    "steps can only take off downwards: rules cannot say “for each above”"
                ));
            }
            if lose.is_some() || every.is_some_and(|e| e != size) || own != unit {
                return refuse(say!("有几种逐级扣分", "there are several kinds of steps"));
            }
            (lose, every) = (Some(amount.marks), Some(size));
            nouns.push(amount.before.clone());
        }
        for amount in &self.adds {
            let Some(Step { every: size, down: false, unit: own }) = amount.step else {
                return refuse(say!("加分没有读懂", "the additions are not understood"));
            };
            if gain.is_some() || every.is_some_and(|e| e != size) || own != unit {
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
            } else if let Some(found) = bound(text).filter(&measured) {
                bases.push((found, Some(*given)));
            } else if text.chars().any(|c| c.is_ascii_digit() || c == '%') || (*given != self.marks) {
                return refuse(say!("从多少起算没有读懂", "where the steps begin is not understood"));
            }
        }
        // 95%以上不扣分，每降低1个百分点扣0.5分.
        let mut exempt = self.exempt.clone();
        if let (true, [only]) = (bases.is_empty(), exempt.as_slice())
            && let Some(found) =
                bound(only).filter(&measured).filter(|b| matches!(b.op, Op::AtLeast | Op::Bare) && b.to.is_none())
        {
            bases.push((found, None));
            exempt.clear();
        }
        if bases.is_empty() {
            bases.extend(self.said.asked.iter().filter_map(|(_, text)| bound(text)).filter(&measured).map(|b| (b, None)));
            // Another share in the wording may be the base as well.
            let others = self
                .said
                .asked
                .iter()
                .filter(|(_, text)| text.contains(unit) && text.chars().any(|c| c.is_ascii_digit()) && bound(text).is_none())
                .count();
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
        let noun = if noun.is_empty() { ["得分", "完成率"][usize::from(unit == "%")] } else { noun };
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
            || !self.portions.is_empty()
        {
            return refuse(say!("逐级的规则写不出这个上限", "steps cannot have this limit"));
        }
        let name = scalar(noun, true);
        let mut yaml = format!("{{steps: {{fact: {name}, base: {}", base.written());
        if at_base != self.marks {
            yaml.push_str(&format!(", at_base: {at_base}"));
        }
        yaml.push_str(&format!(", every: {}", written(every, unit)));
        if let Some(gain) = gain {
            yaml.push_str(&format!(", gain: {gain}"));
        }
        if let Some(lose) = lose {
            yaml.push_str(&format!(", lose: {lose}"));
        }
        // 不足2个百分点的不扣.
        match exempt.as_slice() {
            [] => {}
            [text] if ["不足", "不满"].iter().any(|w| text.contains(w)) && bound(text).is_some_and(|b| b.value == every) => {
                yaml.push_str(", partial: ignore");
            }
            [text] => {
                return refuse(say!("“{text}”不扣分，从多少起算没有读懂", "where the steps begin is not understood: “{text}”"));
            }
            _ => return refuse(say!("有几个不扣分的条件", "there are several conditions without a deduction")),
        }
        let open = lose.is_some() && !yaml.contains(", partial: ");
        let fact = Fact { name: noun.to_owned(), unit: unit.to_owned() };
        let worst = match self.nothing.as_slice() {
            [] => None,
            [text] => {
                let Some(worst) = bound(text)
                    .filter(|b| measured(b) && b.op == Op::LessThan && b.to.is_none() && (b.noun.is_empty() || b.noun == noun))
                else {
                    return refuse(say!("“{text}”没有读懂", "“{text}” is not understood"));
                };
                Some(worst.written())
            }
            _ => return refuse(say!("有几个不得分的条件", "there are several conditions for no marks")),
        };
        let with = |partial: &str| {
            let rule = format!("{yaml}{partial}}}}}");
            let whole = match &worst {
                None => rule,
                Some(least) => format!(
                    "{{cases: [{{when: {{fact: {{at_least: {{fact: {name}, value: {least}}}}}}}, rule: {rule}}}, {{rule: {{at_least: {{fact: {name}, value: {least}, below: zero}}}}}}]}}"
                ),
            };
            Reading::with(&whole, fact.clone())
        };
        if !open {
            return Ok(with(""));
        }
        let way = |says, partial: &str| Alternative { says, reading: with(&format!(", partial: {partial}")) };
        let ways = vec![
            way(say!("不满一级的不扣", "a part of a step counts nothing"), "ignore"),
            way(say!("不满一级的按一级扣", "a part of a step counts as a whole one"), "whole"),
            way(say!("按比例扣", "a part of a step counts its share"), "share"),
        ];
        let why = say!("不满一级的怎样扣没有写", "what a part of a step counts is not said");
        Ok(with("").leaving(words, true, why, ways))
    }
}
