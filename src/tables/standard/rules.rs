//! A rule from the wording of a score sheet, where the wording leaves no doubt: 每…扣N分, 缺一项扣N分 with a closed list, 不符合不得分.
//! Everything else stays with the inspectors (`manual`), and the words that could not be turned into a rule are named. Nothing is guessed:
//! a step of “每下降1个百分点” may count whole or in part, a range “扣1-3分” is a judgement.

use rust_decimal::Decimal;

use super::super::find::tidy;
use super::super::vocabulary::half_width_digits;
use super::marks::{bracketed, within};
use crate::yaml_write::value::scalar;

/// A rule that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// As YAML on one line.
    pub yaml: String,
    /// The words about marks that could not be turned into a rule; empty where there are none.
    pub open: String,
}

impl Derived {
    fn manual(open: &str) -> Self {
        Self { yaml: "manual".to_owned(), open: open.trim().to_owned() }
    }

    /// Whether inspectors give the marks.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        self.yaml == "manual"
    }

    fn of(yaml: String) -> Self {
        Self { yaml, open: String::new() }
    }
}

/// One deduction.
struct Fault {
    name: String,
    /// 缺一项, and what stands before it in the sentence.
    missing: Option<String>,
    each: Decimal,
    /// It counts as often as it is found.
    repeated: bool,
    cap: Option<Decimal>,
}

/// What a wording says of marks.
#[derive(Default)]
struct Said {
    faults: Vec<Fault>,
    /// Marks that are given when all is right.
    gives: Vec<Decimal>,
    /// 不得分, with its condition.
    nothing: Vec<String>,
    /// 扣完为止.
    to_the_end: bool,
    /// The words that are not understood.
    open: Vec<String>,
    /// Sentences without marks.
    asked: Vec<String>,
}

/// The rule of a wording. `marks` are the criterion's full marks; without them nothing is certain.
#[must_use]
pub fn derive(wording: &str, marks: Option<Decimal>) -> Derived {
    let text = half_width_digits(&without_marks(wording));
    let mut said = Said::default();
    for sentence in text.split(['。', '；', ';', '\n']).map(str::trim).filter(|s| !s.is_empty()) {
        read(sentence, &mut said);
    }
    let scored = !(said.faults.is_empty() && said.gives.is_empty() && said.nothing.is_empty() && said.open.is_empty());
    let words = || text.split(['。', '；', ';', '\n']).filter(|s| is_scoring(s)).map(tidy).collect::<Vec<_>>().join("；");
    let Some(marks) = marks.filter(|_| scored) else {
        return Derived::manual(&if scored { words() } else { String::new() });
    };
    let gives_all = said.gives.is_empty() || said.gives.as_slice() == [marks];
    if !said.open.is_empty() || !gives_all {
        return Derived::manual(&words());
    }
    if said.faults.is_empty() {
        // What gives full marks says nothing of less.
        return if said.nothing.is_empty() { Derived::manual(&words()) } else { Derived::of("yes_no".to_owned()) };
    }
    if let [fault] = said.faults.as_slice()
        && said.nothing.is_empty()
        && fault.repeated
        && let Some(before) = &fault.missing
        && let [sentence] = said.asked.iter().chain([before]).filter(|s| s.contains('、')).collect::<Vec<_>>().as_slice()
        && let Some(things) = listed(sentence)
    {
        let list = things.iter().map(|t| scalar(t, true)).collect::<Vec<_>>().join(", ");
        let cap = fault.cap.map_or(String::new(), |cap| format!(", cap: {cap}"));
        return Derived::of(format!("{{each_missing: {{things: [{list}], each: {}{cap}}}}}", fault.each));
    }
    deduct(&said, marks).map_or_else(|| Derived::manual(&words()), Derived::of)
}

fn deduct(said: &Said, marks: Decimal) -> Option<String> {
    let mut faults: Vec<(String, Decimal, Option<Decimal>)> = Vec::new();
    for fault in &said.faults {
        // Once is at most once.
        faults.push((fault.name.clone(), fault.each, fault.cap.or((!fault.repeated).then_some(fault.each))));
    }
    faults.extend(said.nothing.iter().map(|name| (name.clone(), marks, Some(marks))));
    let mut names: Vec<&str> = faults.iter().map(|(name, ..)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let zero = faults.iter().any(|(name, each, _)| name.is_empty() || each.is_zero());
    if names.len() < faults.len() || zero {
        return None;
    }
    let list = faults.iter().map(|(name, each, cap)| {
        let cap = cap.map_or(String::new(), |cap| format!(", cap: {cap}"));
        format!("{{name: {}, each: {each}{cap}}}", scalar(name, true))
    });
    let list = list.collect::<Vec<_>>().join(", ");
    let floor = if said.to_the_end { ", floor: 0" } else { "" };
    Some(format!("{{deduct: {{faults: [{list}]{floor}}}}}"))
}

/// A wording without its marks in brackets.
fn without_marks(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (start, end, _) in bracketed(text) {
        out.push_str(text.get(from..start).unwrap_or_default());
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Whether words speak of marks.
fn is_scoring(text: &str) -> bool {
    // 扣2分, 得3-5分; 增加5个窗口 has nothing to do with marks.
    let marks = |rest: &str| {
        let rest = rest.trim_start_matches(['除', ' ']);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".-~—–至到 ".contains(c));
        after.len() < rest.len() && after.starts_with('分')
    };
    let digits = |word: &str| text.split(word).skip(1).any(marks);
    digits("扣")
        || digits("得")
        || digits("加")
        || digits("减")
        || digits("计")
        || ["不得分", "不给分", "不计分", "酌情", "按比例", "扣分", "加分", "得分", "满分", "折算"]
            .iter()
            .any(|w| text.contains(w))
}

fn read(sentence: &str, said: &mut Said) {
    let faults = said.faults.len();
    let mut condition: Vec<&str> = Vec::new();
    let mut scored = false;
    for part in sentence.split(['，', ',', '：', ':']).map(str::trim).filter(|p| !p.is_empty()) {
        if part.contains("扣完") || part.contains("扣至0分") {
            (scored, said.to_the_end) = (true, true);
        } else if let Some(cap) = cap(part) {
            scored = true;
            // A bound behind two deductions may mean one or both.
            match said.faults.get_mut(faults..) {
                Some([fault]) if fault.cap.is_none() => fault.cap = Some(cap),
                _ => said.open.push(sentence.to_owned()),
            }
        } else if let Some(rest) = nothing(part) {
            scored = true;
            said.nothing.push(joined(&condition, rest));
            condition.clear();
        } else if let Some((before, each, times)) = off(part) {
            scored = true;
            match fault(&condition, before, each, times) {
                Some(fault) => said.faults.push(fault),
                None => said.open.push(sentence.to_owned()),
            }
            condition.clear();
        } else if let Some(marks) = gives(part) {
            scored = true;
            said.gives.push(marks);
            condition.clear();
        } else if is_scoring(part) {
            scored = true;
            said.open.push(sentence.to_owned());
        } else {
            condition.push(part);
        }
    }
    if !scored {
        said.asked.push(sentence.to_owned());
    } else if faults < said.faults.len() && ["酌情", "视情", "适当", "按比例", "依次"].iter().any(|word| sentence.contains(word))
    {
        said.open.push(sentence.to_owned());
    }
}

/// 最多扣3分, 最高不超过3分.
fn cap(part: &str) -> Option<Decimal> {
    let rest = ["最多扣", "最高扣", "最多扣除", "累计最多扣", "扣分不超过", "最高不超过", "累计不超过", "最多不超过"]
        .iter()
        .find_map(|word| part.strip_prefix(word))?;
    amount(rest).filter(|(_, rest)| rest.is_empty()).map(|(n, _)| n)
}

/// The condition of 不得分.
fn nothing(part: &str) -> Option<&str> {
    let rest = part.strip_suffix("不得分").or_else(|| part.strip_suffix("不给分"))?;
    let rest = rest.trim_end_matches('的').trim_end();
    Some(["本项", "该项", "此项", "否则", "则"].iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest))
}

/// 得5分 at the end of a part; the rest is its condition.
fn gives(part: &str) -> Option<Decimal> {
    let (before, rest) = part.rsplit_once('得')?;
    let (marks, rest) = amount(rest)?;
    (rest.is_empty() && !before.ends_with(['不', '可', '再'])).then_some(marks)
}

/// What stands before 扣N分, N, and what stands behind it: /次.
fn off(part: &str) -> Option<(&str, Decimal, &str)> {
    let (before, rest) = part.split_once('扣')?;
    let (each, rest) = amount(rest.trim_start_matches(['除', '减']))?;
    let times = rest.strip_prefix(['/', '／']).unwrap_or(rest);
    // A deduction and something else in one breath is another matter.
    (times.chars().count() < 3 && (rest.is_empty() || times.len() < rest.len())).then_some((before, each, times))
}

/// A number of marks at the beginning, and what follows it.
fn amount(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let number = Decimal::from_str_exact(digits).ok().filter(|n| within(*n))?;
    Some((number.normalize(), rest.trim_start().strip_prefix('分')?.trim()))
}

const MEASURES: &str = "次项处例起件人个条台本名户家天份样种类块张";

/// A fault, if it is certain how often it counts.
fn fault(condition: &[&str], before: &str, each: Decimal, times: &str) -> Option<Fault> {
    let before = before.trim();
    let whole = joined(condition, before.strip_prefix('每').unwrap_or(before));
    // 每下降1个百分点, 每少5人: an incomplete step is an open question. 扣1-3分 does not come here.
    let steps = ["%", "百分点", "低于", "高于", "超过", "下降", "不足", "达到"].iter().any(|word| before.contains(word))
        && before.contains('每');
    let digits: Vec<char> = before.split('每').skip(1).flat_map(str::chars).filter(char::is_ascii_digit).collect();
    if steps
        || !(digits.is_empty() || digits == ['1'])
        || before.contains(['倍', '或'])
        || before.contains("另")
        || before.contains("再")
    {
        return None;
    }
    let one = ["缺", "缺少", "少", "发现", "出现", "发生", "漏", "错", "有"].iter().any(|verb| {
        let rest = before.rsplit_once(verb).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.strip_prefix(['一', '1'])).is_some_and(|rest| rest.starts_with(|c| MEASURES.contains(c)))
    });
    let repeated = before.contains('每') || one || !times.is_empty();
    // 每项, 每次 alone count what stands before them.
    let counter = before.starts_with(['每', '一']) && before.chars().count() <= 3;
    let name = if counter && !condition.is_empty() { joined(condition, "") } else { whole };
    let missing = is_missing(&joined(&[], before)).then(|| joined(condition, ""));
    (!name.is_empty()).then_some(Fault { name, missing, each, repeated, cap: None })
}

/// A condition as the name of a fault: 每缺一项的 → 缺一项.
fn joined(condition: &[&str], last: &str) -> String {
    let parts: Vec<&str> = condition.iter().copied().chain([last.trim()]).filter(|p| !p.is_empty()).collect();
    let text = tidy(&parts.join("，"));
    let text = text.trim_end_matches(['的', '，', '、', '则']);
    text.strip_prefix('每').unwrap_or(text).trim().to_owned()
}

/// 缺一项: it says nothing of what is missing.
fn is_missing(name: &str) -> bool {
    let rest = ["缺少", "缺", "少", "漏"].iter().find_map(|verb| name.strip_prefix(verb));
    rest.is_some_and(|rest| {
        let rest = rest.strip_prefix(['一', '1']).unwrap_or(rest);
        rest.chars().count() == 1 && rest.chars().all(|c| MEASURES.contains(c))
    })
}

/// The things of a closed list: 配备桌椅、电脑、打印机. One with 等 is not closed, unless it says how many they are.
#[must_use]
pub fn listed(sentence: &str) -> Option<Vec<String>> {
    let (clause, colon) = match sentence.split_once(['：', ':']) {
        Some((_, list)) => (list, true),
        None => (sentence.split(['，', ',']).find(|clause| clause.contains('、'))?, false),
    };
    if clause.contains(['，', ',', '（', '(']) || !clause.contains('、') {
        return None;
    }
    let mut things: Vec<&str> = clause.split('、').map(str::trim).collect();
    let count = things.len();
    let verbs = [
        "配备", "配齐", "配有", "设有", "设置", "设立", "摆放", "公示", "具备", "张贴", "悬挂", "包括", "应有", "备有", "放置",
        "建立", "制定",
    ];
    let first = things.first_mut()?;
    match verbs.iter().find_map(|verb| first.split_once(verb)) {
        Some((_, rest)) => *first = rest.strip_prefix('了').unwrap_or(rest),
        None if colon => {}
        None => return None,
    }
    let last = things.last_mut()?;
    if let Some((thing, rest)) = last.split_once('等') {
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let written = "一二三四五六七八九十".chars().position(|c| rest.starts_with(c)).map(|at| at + 1);
        if number.parse().ok().or(written) != Some(count) {
            return None;
        }
        *last = thing;
    }
    *last = last.strip_suffix("齐全").unwrap_or(last);
    let short = |thing: &&str| !thing.is_empty() && thing.chars().count() <= 16;
    let mut once: Vec<&str> = things.clone();
    once.sort_unstable();
    once.dedup();
    (count > 1 && once.len() == count && things.iter().all(short)).then(|| things.iter().map(|t| (*t).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_becomes_a_rule_and_the_rest_does_not() {
        let five = Decimal::from_str_exact("5").ok();
        for (wording, yaml) in [
            ("有专人负责。(5分)", "manual"),
            ("发现推诿的，每次扣1分，扣完为止。", "{deduct: {faults: [{name: 发现推诿, each: 1}], floor: 0}}"),
            ("每缺一项扣０.５分", "{deduct: {faults: [{name: 缺一项, each: 0.5}]}}"),
            ("配备桌椅、电脑、打印机；每缺一项扣1分，扣完为止", "{each_missing: {things: [桌椅, 电脑, 打印机], each: 1}}"),
            ("配备桌椅、电脑等设备；每缺一项扣1分", "{deduct: {faults: [{name: 缺一项, each: 1}]}}"),
            ("配备桌椅、电脑，每缺一项扣1分", "{each_missing: {things: [桌椅, 电脑], each: 1}}"),
            ("一次性告知，每少一次扣1分", "{deduct: {faults: [{name: 一次性告知，少一次, each: 1}]}}"),
            (
                "制度包括：首问负责、限时办结；缺1项扣2分，最多扣3分",
                "{each_missing: {things: [首问负责, 限时办结], each: 2, cap: 3}}",
            ),
            (
                "未上墙的扣2分；标识不规范的，每处扣1分",
                "{deduct: {faults: [{name: 未上墙, each: 2, cap: 2}, {name: 标识不规范, each: 1}]}}",
            ),
            ("未建立一人一档的扣2分", "{deduct: {faults: [{name: 未建立一人一档, each: 2, cap: 2}]}}"),
            ("投诉属实的，扣2分/次", "{deduct: {faults: [{name: 投诉属实, each: 2}]}}"),
            ("未配备不得分", "yes_no"),
            ("达到要求得5分，否则不得分", "yes_no"),
            ("符合要求得5分，每缺一人扣1分", "{deduct: {faults: [{name: 缺一人, each: 1}]}}"),
            (
                "台账不全扣1分；未建台账不得分",
                "{deduct: {faults: [{name: 台账不全, each: 1, cap: 1}, {name: 未建台账, each: 5, cap: 5}]}}",
            ),
            ("酌情扣1-3分", "manual"),
            ("每下降1个百分点扣1分", "manual"),
            ("每少5人扣1分", "manual"),
            ("达到90%得5分，80%得3分", "manual"),
            ("达到90%得3分，否则不得分", "manual"),
            ("视情扣2分", "manual"),
            ("每增加一次加1分", "manual"),
            ("缺一项扣1分，缺一人扣2分，最多扣3分", "manual"),
            ("缺一项扣1分；缺一项扣2分", "manual"),
        ] {
            assert_eq!(derive(wording, five).yaml, yaml, "{wording}");
        }
        assert_eq!(derive("有专人负责。(5分)", five).open, "");
        assert_eq!(derive("材料齐全；酌情扣1-3分", five).open, "酌情扣1-3分");
        assert_eq!(derive("每缺一项扣1分", None).yaml, "manual", "without full marks nothing is certain");
    }
}
