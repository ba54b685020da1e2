//! Numbers as wordings write them: marks, shares, and bounds such as 95%以上, 不低于90%, 6~9篇.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::super::marks::within;

/// A number of marks. None where it is anything else.
pub fn marks(text: &str) -> Option<Decimal> {
    let half = Decimal::new(5, 1);
    if text == "半" {
        return Some(half);
    }
    if let Some(at) = "零一二三四五六七八九十".chars().position(|c| text.chars().eq([c])) {
        return Some(Decimal::from(at));
    }
    if text == "两" {
        return Some(Decimal::TWO);
    }
    if let Some(at) = "壹贰叁肆伍".chars().position(|c| text.chars().eq([c])) {
        return Some(Decimal::from(at + 1));
    }
    let text = text.replace('。', ".");
    let text = if text.starts_with('.') { format!("0{text}") } else { text };
    Decimal::from_str_exact(&text).ok().filter(|n| within(*n)).map(|n| n.normalize())
}

/// How a number bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// From it up, inclusive.
    AtLeast,
    /// Above it.
    MoreThan,
    /// Up to it, inclusive.
    AtMost,
    /// Below it.
    LessThan,
    /// Exactly it, or from it up: 完成率100%.
    Bare,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// What is measured: 参保率; empty where the clause does not say.
    pub noun: String,
    /// How.
    pub op: Op,
    /// The number.
    pub value: Decimal,
    /// The upper number of a range.
    pub to: Option<Decimal>,
    /// %, 篇, ㎡; empty where there is none.
    pub unit: String,
}

impl Bound {
    /// Whether it is a share.
    pub fn is_share(&self) -> bool {
        self.unit == "%"
    }

    /// Whether another is all that this one leaves: 高于5% beside 不高于5%.
    pub fn leaves(&self, rest: &Self) -> bool {
        let pair = matches!(
            (self.op, rest.op),
            (Op::AtLeast, Op::LessThan) | (Op::MoreThan, Op::AtMost) | (Op::AtMost, Op::MoreThan) | (Op::LessThan, Op::AtLeast)
        );
        let same = self.value == rest.value && self.unit == rest.unit && self.to.is_none() && rest.to.is_none();
        pair && same && (rest.noun.is_empty() || rest.noun == self.noun)
    }

    /// As files write it.
    pub fn written(&self) -> String {
        written(self.value, &self.unit)
    }
}

/// A number as files write it: 95%, 12.
pub fn written(value: Decimal, unit: &str) -> String {
    format!("{value}{}", if unit == "%" { "%" } else { "" })
}

static SHARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(百|千|万)分之(\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})").ok());

const UNITS: &str = "(?:%|个百分点|百分点|㎡|m2|平方米|平米|人次|人|次|篇|个|份|条|件|项|户|家|天|日|场|期|名|起|例|处|分钟|小时|元|万元|亩|公里|米|个工作日|工作日|个小时|课时|年|个月|月|分)";

static BOUND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = r"^(?P<noun>.*?)(?:为|是|在|要|应|须|需|均)*(?P<word>达到|达|不低于|不少于|不小于|不得少于|不得低于|大于等于|>=|≥|至少|不超过|不高于|不多于|不大于|不得超过|小于等于|<=|≤|控制在|低于|达不到|不足|小于|少于|不到|不满|未达到|未达|<|超过|高于|大于|多于|>)?(?P<value>\d+(?:\.\d+)?)(?P<unit>UNIT)?(?:\(含\))?(?:(?P<dash>[-~至到]+)(?P<to>\d+(?:\.\d+)?)(?P<unit2>UNIT)?)?(?P<in1>\((?:含|不含)[^()]*\))?(?P<after>(?:及|或)?以上(?:不足\d+%)?|(?:及|或)?以下|以内|之内|之间)?(?P<in2>\((?:含|不含)[^()]*\))?(?:的|时|者)?$"
        .replace("UNIT", UNITS);
    Regex::new(&text).ok()
});

/// 百分之九十 → 90%, 千分之五 → 0.5%.
pub fn shares(text: &str) -> String {
    let Some(pattern) = SHARE.as_ref() else { return text.to_owned() };
    let each = |found: &regex::Captures<'_>| -> String {
        let whole = found.get(0).map_or("", |m| m.as_str()).to_owned();
        let Some(number) = found.get(2).and_then(|m| counted(m.as_str())) else { return whole };
        let down = match found.get(1).map(|m| m.as_str()) {
            Some("千") => 10,
            Some("万") => 100,
            _ => 1,
        };
        format!("{}%", (number / Decimal::from(down)).normalize())
    };
    pattern.replace_all(text, each).into_owned()
}

/// 九十五 → 95.
pub fn counted(text: &str) -> Option<Decimal> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Decimal::from_str_exact(text).ok().map(|n| n.normalize());
    }
    let digit = |c: char| if c == '两' { Some(2) } else { "零一二三四五六七八九".chars().position(|d| d == c) };
    let (tens, ones) = match text.split_once('十') {
        Some((tens, ones)) => (if tens.is_empty() { 1 } else { digit(only(tens)?)? }, ones),
        None => (0, text),
    };
    let ones = if ones.is_empty() { 0 } else { digit(only(ones)?)? };
    Some(Decimal::from(tens * 10 + ones))
}

fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = r"^(?P<from>\d+(?:\.\d+)?)(?P<unit>UNIT)?(?P<low><=|≤|<)(?P<noun>[^\d%<>=≤≥]{1,16})(?:<=|≤|<)(?P<to>\d+(?:\.\d+)?)(?P<unit2>UNIT)?(?:的|时)?$"
        .replace("UNIT", UNITS);
    Regex::new(&text).ok()
});

/// 90%≤满意度<95%.
fn between(text: &str) -> Option<Bound> {
    let found = BETWEEN.as_ref()?.captures(text)?;
    let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let unit = if part("unit").is_empty() { part("unit2") } else { part("unit") };
    let op = if part("low") == "<" { Op::MoreThan } else { Op::Bare };
    let (value, to) = (counted(part("from"))?, counted(part("to"))?);
    Some(Bound { noun: part("noun").to_owned(), op, value, to: Some(to), unit: unit.to_owned() })
}

static AND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let text = r"^(?P<noun>[^\d%<>=≤≥]{0,16}?)(?:(?P<low>>=|≥|不低于|大于等于|>|高于|超过)(?P<a>\d+(?:\.\d+)?)(?P<u>UNIT)?|(?P<from>\d+(?:\.\d+)?)(?P<u2>UNIT)(?:\(含\))?(?:及)?以上)(?:且|而|但|、)?(?:(?:<|低于|不足|小于|不满)(?P<b>\d+(?:\.\d+)?)(?P<u3>UNIT)|(?P<to>\d+(?:\.\d+)?)(?P<u4>UNIT)(?:\(不含\))?以下)(?:的|时)?$"
        .replace("UNIT", UNITS);
    Regex::new(&text).ok()
});

/// ≥95%且<98%, 95%以上98%以下.
fn both(text: &str) -> Option<Bound> {
    let found = AND.as_ref()?.captures(text)?;
    let part = |names: [&str; 2]| names.map(|name| found.name(name).map_or("", |m| m.as_str())).concat();
    let (low, high) = (part(["u", "u2"]), part(["u3", "u4"]));
    if !(low.is_empty() || low == high) {
        return None;
    }
    let one = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let op = if matches!(one("low"), ">" | "高于" | "超过") { Op::MoreThan } else { Op::Bare };
    let noun = one("noun").trim_end_matches(['的', '在', '为']).to_owned();
    let unit = match high.as_str() {
        "个百分点" | "百分点" => "%".to_owned(),
        _ => high,
    };
    Some(Bound { noun, op, value: counted(&part(["a", "from"]))?, to: Some(counted(&part(["b", "to"]))?), unit })
}

/// A clause that is nothing but a bound, with what is measured before it.
pub fn bound(text: &str) -> Option<Bound> {
    let text = shares(text);
    if let Some(found) = between(&text) {
        return Some(found);
    }
    if let Some(found) = both(&text) {
        return Some(found);
    }
    let found = BOUND.as_ref()?.captures(&text)?;
    let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let value = counted(part("value"))?;
    let to = match part("to") {
        "" => None,
        to => Some(counted(to)?),
    };
    let unit = match (part("unit"), part("unit2")) {
        ("", unit) | (unit, "") => unit,
        (one, two) if one == two => one,
        _ => return None,
    };
    let unit = match unit {
        "个百分点" | "百分点" => "%",
        unit => unit,
    };
    let (inside, after) = (format!("{}{}", part("in1"), part("in2")), part("after"));
    // 90%以上不足100%: the level above it says so as well.
    let after = after.split("不足").next().unwrap_or_default();
    let (with, without) = (inside.starts_with("(含"), inside.starts_with("(不含"));
    let op = match (part("word"), after) {
        (
            "达到" | "达" | "不低于" | "不少于" | "不小于" | "不得少于" | "不得低于" | "大于等于" | ">=" | "≥" | "至少",
            "" | "以上" | "及以上" | "或以上",
        )
        | ("", "以上" | "及以上" | "或以上") => {
            if without {
                Op::MoreThan
            } else {
                Op::AtLeast
            }
        }
        (
            "不超过" | "不高于" | "不多于" | "不大于" | "不得超过" | "小于等于" | "<=" | "≤" | "控制在",
            "" | "以内" | "之内" | "以下" | "及以下",
        ) => {
            if without {
                Op::LessThan
            } else {
                Op::AtMost
            }
        }
        ("低于" | "达不到" | "不足" | "小于" | "少于" | "不到" | "不满" | "未达到" | "未达" | "<", "") if !with => {
            Op::LessThan
        }
        ("超过" | "高于" | "大于" | "多于" | ">", "") if !with => Op::MoreThan,
        ("", "以内" | "之内" | "及以下") => Op::AtMost,
        // 以下 includes its number by law, and in ladders it does not: who asks must know which.
        ("", "以下") => {
            if with {
                Op::AtMost
            } else {
                Op::LessThan
            }
        }
        ("" | "在", "之间" | "") => Op::Bare,
        _ => return None,
    };
    if to.is_some() && !(op == Op::Bare && part("word").is_empty()) {
        return None;
    }
    let noun = part("noun").trim_end_matches(['的', '在']).to_owned();
    let long = noun.chars().count() > 24 || noun.chars().any(|c| c.is_ascii_digit() || c == '%');
    // Marks that are given or taken off are no bound.
    let scores =
        unit == "分" && (noun.contains(['扣', '加', '减', '每']) || noun.ends_with(['得', '计', '给', '记', '赋', '共', '满']));
    (!long && !scores).then(|| Bound { noun, op, value, to, unit: unit.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn bounds() {
        for (text, noun, op, value, unit) in [
            ("参保率达到98%", "参保率", Op::AtLeast, "98", "%"),
            ("征缴率95%(含)以上的", "征缴率", Op::AtLeast, "95", "%"),
            ("满意率低于90%", "满意率", Op::LessThan, "90", "%"),
            ("差错率控制在千分之五以内的", "差错率", Op::AtMost, "0.5", "%"),
            ("建档率≥90%", "建档率", Op::AtLeast, "90", "%"),
            ("完成率100%", "完成率", Op::Bare, "100", "%"),
            ("采用信息10篇以上", "采用信息", Op::AtLeast, "10", "篇"),
            ("85%以下", "", Op::LessThan, "85", "%"),
            ("超过5天", "", Op::MoreThan, "5", "天"),
        ] {
            let found = bound(text).unwrap();
            assert_eq!((found.noun.as_str(), found.op, found.value, found.unit.as_str()), (noun, op, d(value), unit), "{text}");
        }
        assert_eq!(bound("90%-95%").unwrap().to, Some(d("95")));
        for text in ["未建台账", "有3名人员和2台电脑", "超过5天未办结"] {
            assert_eq!(bound(text), None, "{text}");
        }
        assert_eq!(shares("百分之九十五"), "95%");
        assert_eq!(marks("0。5"), Some(d("0.5")));
        assert_eq!(marks(".5"), Some(d("0.5")));
        assert_eq!(marks("l"), None);
    }
}
