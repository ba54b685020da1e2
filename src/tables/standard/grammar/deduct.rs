//! Deductions for faults, and for what is missing of a closed list.

use rust_decimal::Decimal;

use super::Reading;
use super::counting::named;
use super::patterns::{BARE_NUMBER, FAULTY, LIMIT, MISSING, QUOTED, SEVERAL, part};
use super::rule::{Decided, Facts, Outcome, asked, open};
use super::statements::{Amount, Scope, Times};
use super::things::listed;
use crate::say;
use crate::yaml_write::value::scalar;

/// One fault as it is written.
struct Fault {
    name: String,
    each: Decimal,
    cap: Option<Decimal>,
    /// The fault that it is a part of.
    within: Option<String>,
}

impl Facts<'_> {
    /// 缺岗1人次扣1分，缺岗3人次及以上扣5分: about the same thing, by how many there are. Bounds that leave out one another are not.
    pub(super) fn overlapping(&self) -> bool {
        let names: Vec<&Amount> = self.offs.iter().copied().filter(|o| o.beyond.is_none() && o.within.is_none()).collect();
        names.iter().enumerate().any(|(at, one)| names.iter().skip(at + 1).any(|other| overlap(one, other)))
    }

    /// Deductions.
    pub(super) fn deduct(&self, words: &str, decided: Decided) -> Outcome {
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
                faults.push(Fault { name, each: amount.marks, cap, within: amount.within.clone() });
            }
            of.push((from, faults.len()));
        }
        for text in &self.nothing {
            let name = if text.is_empty() { "不符合要求".to_owned() } else { named(text) };
            faults.push(Fault { name, each: self.marks, cap: Some(self.marks), within: None });
        }
        for (text, share, times) in &self.portions {
            let off = (self.marks * *share).normalize();
            let cap = (*times == Times::Once).then_some(off);
            faults.push(Fault { name: named(text), each: off, cap, within: None });
        }
        let mut total: Option<Decimal> = None;
        for (scope, limit, _, offs) in &self.caps {
            let (from, to) = *offs.checked_sub(1).and_then(|at| of.get(at)).unwrap_or(&(0, of.last().map_or(0, |o| o.1)));
            let only = faults.len() == 1;
            let scope = match (scope, decided.cap) {
                (Scope::Unsaid, Some(decided)) => decided,
                (scope, _) => *scope,
            };
            match scope {
                Scope::Single if decided.cap.is_some() => {
                    if let Some(fault) = faults.get_mut(from) {
                        fault.cap = Some(*limit);
                    }
                }
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
                    // A limit below what another fault takes off once can only be for its own; so are limits that several faults have.
                    let more = faults.iter().enumerate().any(|(at, f)| !(from..to).contains(&at) && f.each > *limit);
                    let several = self.caps.iter().filter(|(s, ..)| *s == Scope::Unsaid).count() > 1
                        && self.caps.iter().map(|(.., offs)| offs).collect::<std::collections::BTreeSet<_>>().len()
                            == self.caps.len();
                    if to - from != 1 || here != 1 && !more && !several {
                        let why = say!(
                            "“最多扣 {limit} 分”是几样合起来，还是单单最后一样，没有写",
                            "whether the limit of {limit} is for all or for the last one is not said"
                        );
                        let with = |cap| self.deduct(words, Decided { cap: Some(cap), ..decided });
                        return asked(
                            words,
                            why,
                            vec![
                                (say!("几样合起来最多扣 {limit} 分", "at most {limit} for all together"), with(Scope::All)),
                                (say!("只是最后一样最多扣 {limit} 分", "at most {limit} for the last one"), with(Scope::Single)),
                            ],
                        );
                    }
                    if let Some(fault) = faults.get_mut(from) {
                        fault.cap = Some(*limit);
                    }
                }
            }
        }
        if let Some(fault) = faults.iter().find(|f| super::clauses::speaks(&QUOTED.without(&f.name))) {
            return open(&fault.name, say!("这里还有分数没有读懂", "there are more marks here that are not understood"));
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
    pub(super) fn missing(&self) -> Option<Reading> {
        let ([amount], true) =
            (self.offs.as_slice(), self.nothing.is_empty() && self.portions.is_empty() && self.exempt.is_empty())
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

/// Whether two deductions may both be for the same thing, told apart only by a number.
fn overlap(one: &Amount, other: &Amount) -> bool {
    let (a, b) = (shape(&one.name), shape(&other.name));
    if !(a.contains('#') || b.contains('#')) || a.contains("第#") || b.contains("第#") {
        return false;
    }
    if apart(&one.name, &other.name) {
        return false;
    }
    let shares = |text: &str| text.contains("#%");
    let several = |text: &str| SEVERAL.fits(text);
    let alike = |x: &str, y: &str| {
        let chars: Vec<char> = x.chars().filter(|c| *c != '#').collect();
        let other: String = y.chars().filter(|c| *c != '#').collect();
        chars.windows(2).any(|pair| !pair.contains(&'的') && other.contains(&pair.iter().collect::<String>()))
    };
    let bare = |name: &str| BARE_NUMBER.fits(name);
    (a == b && one.name != other.name)
        || bare(&one.name)
        || bare(&other.name)
        || (shares(&a) && shares(&b) && one.times == Times::Once)
        || ((several(&one.name) || several(&other.name)) && alike(&a, &b))
}

/// A name with its numbers as one mark.
fn shape(name: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let digit = c.is_ascii_digit() || *c == '.' || "一二两三四五六七八九十".contains(*c);
        // 一类问题, 二类问题 are names and no numbers.
        let class = chars.get(at + 1).is_some_and(|next| "类级等档星期".contains(*next));
        if !digit || class {
            out.push(*c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    // 有一项不达标, 两项不达标: about the same.
    let found = ["有", "发现", "出现", "发生", "存在", "累计", "达到", "每"];
    let lead =
        |out: &str| found.iter().find(|w| out.strip_prefix(**w).is_some_and(|rest| rest.starts_with('#'))).map(|w| w.len());
    while let Some(length) = lead(&out) {
        out.drain(..length);
    }
    for words in ["及以上", "以上", "及以下", "以下", "以内"] {
        out = out.replace(words, "");
    }
    out
}

/// 超时3天以内, 超时3天以上: one ends where the other begins.
fn apart(one: &str, other: &str) -> bool {
    let limits = |name: &str| -> Option<(Decimal, bool)> {
        let found = LIMIT.parts(name)?;
        let above = !part(&found, "above").is_empty();
        let number = super::numbers::counted(part(&found, if above { "number" } else { "number2" }))?;
        Some((number, above))
    };
    matches!((limits(one), limits(other)), (Some((a, true)), Some((b, false))) if a >= b)
        || matches!((limits(one), limits(other)), (Some((a, false)), Some((b, true))) if b >= a)
}
