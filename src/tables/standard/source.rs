//! The document that a standard is from, as its sheet names it: 根据《…办法》（某医保发〔2024〕12号）制定, or 某医保发〔2024〕12号 附件2 above the title.

use std::sync::LazyLock;

use regex::Regex;

use super::super::find::{squeezed, tidy};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\u{4e00}-\u{9fa5}]{2,14}(?:\([\u{4e00}-\u{9fa5}]\))?\s*[〔\[［(（【]\s*(?:19|20)\d{2}\s*[〕\]］)）】]\s*(?:第)?\s*\d{1,4}\s*号").ok()
});
/// Words that make a document the one that a standard is from.
static BASIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:根据|依据|按照|依照|遵照|参照|参考|结合|贯彻|落实|按)[^。;]*?(?:《|[〔\[(]20\d\d)[^。;]*(?:制定|制订|编制|修订|拟定|拟订|形成|细化|整理)(?:(?:本|该|此|了)?[^,。;的]{0,14}?(?:标准|细则|办法|表|规则|体系|方案)(?:\(试行\))?(?:如下)?:?)?(?:,|$)").ok()
});
/// 本标准摘自, 依据：.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:注\d?:|备注:|说明:|\(|\d[.、])*(?:本(?:评分|考核|评定|验收)?(?:标准|细则|表|办法|评分表)|该(?:标准|表)|标准|评分标准|资料|文件|内容)?(?:摘自|摘录自|节选自|选自|引自|出自|来自|源自|来源于|转自|(?:标准|文件|政策|制定|编制|评分|考核)?(?:来源|依据|出处)(?:是|为|于|:)+):?[^《。;,]{0,14}?(?:《|[\u{4e00}-\u{9fa5}]{2,14}[〔\[(]20)").ok()
});
/// 根据《…》（…）, and nothing else in the line.
static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\(?(?:根据|依据|按照|依照|来源于?|摘自):?《[^》]*》(?:\([^()]*(?:\([^()]*\))?[^()]*\))?(?:附件\d*)?\)?[。;,]?$")
        .ok()
});

/// The documents that a line names as the one that the standard is from.
pub fn documents(line: &str) -> Vec<String> {
    let text = half(line);
    let plain = squeezed(&text);
    let mut out = Vec::new();
    for sentence in plain.split(['。', ';']) {
        let fits = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|p| p.is_match(sentence));
        // 未按…制定方案 is a fault.
        let fault = ["未按", "不按", "没有按", "未依", "未根据"].iter().any(|w| sentence.contains(w));
        if fits(&BASIS) && !fault || fits(&LABEL) || fits(&ALONE) {
            out.extend(named(sentence));
        }
    }
    if out.is_empty() && headline(&plain) {
        out.extend(named(&plain));
    }
    out
}

/// Whether two names are of one document: the title or the number of one is that of the other.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (squeezed(one), squeezed(other));
    let title = |text: &str| text.find('《').and_then(|from| text.get(from..text.rfind('》')?).map(str::to_owned));
    let number = |text: &str| NUMBER.as_ref()?.find(text).map(|m| m.as_str().to_owned());
    one == other
        || title(&one).is_some_and(|t| title(&other) == Some(t))
        || number(&one).is_some_and(|n| number(&other) == Some(n))
}

fn half(text: &str) -> String {
    tidy(text).replace('［', "[").replace('］', "]").replace('：', ":").replace('；', ";")
}

/// 某医保发〔2024〕12号 附件2: a number of an official paper with its annex, and nothing else but its title.
fn headline(plain: &str) -> bool {
    let Some(found) = NUMBER.as_ref().and_then(|p| p.find(plain)) else { return false };
    let before = plain.get(..found.start()).unwrap_or_default();
    let behind = plain.get(found.end()..).unwrap_or_default();
    let rest = format!("{}{}", without_title(before), without_title(behind));
    let rest: String = rest
        .chars()
        .filter(|c| !"()（）附件表之:,，、的".contains(*c) && !c.is_ascii_digit() && !"一二三四五六七八九十".contains(*c))
        .collect();
    rest.is_empty()
}

fn without_title(text: &str) -> String {
    match (text.find('《'), text.rfind('》')) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{}", text.get(..from).unwrap_or_default(), text.get(to + '》'.len_utf8()..).unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

/// Each document of a sentence: 《title》（number），附件2, or the number alone.
fn named(sentence: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut numbered: Vec<(usize, usize)> = Vec::new();
    let numbers: Vec<(usize, usize)> =
        NUMBER.as_ref().into_iter().flat_map(|p| p.find_iter(sentence)).map(|m| (m.start(), m.end())).collect();
    for (from, to) in titles(sentence) {
        let title = sentence.get(from..to).unwrap_or_default();
        let rest = sentence.get(to..).unwrap_or_default();
        // Its number stands right behind it in brackets, or right before it.
        let behind =
            numbers.iter().find(|(start, _)| sentence.get(to..*start).is_some_and(|between| matches!(between, "(" | "（" | "")));
        let before = numbers
            .iter()
            .find(|(_, end)| sentence.get(*end..from).is_some_and(|between| matches!(between, ")" | "）" | "" | "号")));
        let number = behind.or(before).copied();
        numbered.extend(number);
        let text = match number {
            Some((start, end)) => format!("{title}（{}）", printed(sentence.get(start..end).unwrap_or_default())),
            None => title.to_owned(),
        };
        let tail = number.filter(|(start, _)| *start >= to).map_or(rest, |(_, end)| sentence.get(end..).unwrap_or_default());
        out.push(format!("{text}{}", annex(tail.trim_start_matches([')', '）']))));
    }
    for (start, end) in numbers.into_iter().filter(|n| !numbered.contains(n)) {
        let number = printed(sentence.get(start..end).unwrap_or_default());
        let rest = sentence.get(end..).unwrap_or_default().trim_start_matches([')', '）', ',', '，']);
        let own = annex(rest);
        let own = if own.is_empty() { annex(sentence.get(..start).unwrap_or_default()) } else { own };
        out.push(format!("{number}{own}"));
    }
    out.retain(|name| name.chars().count() > 4);
    out.into_iter().map(|name| name.replace('(', "（").replace(')', "）").replace(',', "，")).collect()
}

/// Outer 《…》, with those within.
fn titles(text: &str) -> Vec<(usize, usize)> {
    let (mut out, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    from = at;
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push((from, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    out
}

/// A number with the brackets that it is printed with, without what leads to it: 根据某医保发〔2024〕12号.
fn printed(number: &str) -> String {
    let number = ["根据", "依据", "按照", "依照", "摘自", "来源", "见", "引自", "出自"]
        .iter()
        .find_map(|w| number.strip_prefix(w))
        .unwrap_or(number);
    let Some(at) = number.rfind(['〔', '[', '(', '【']) else { return number.to_owned() };
    let (before, year) = number.split_at(at);
    let year: String = year
        .chars()
        .map(|c| match c {
            '[' | '(' | '【' => '〔',
            ']' | ')' | '】' => '〕',
            c => c,
        })
        .collect();
    format!("{before}{year}")
}

/// ，附件2.
fn annex(text: &str) -> String {
    let digits =
        |rest: &str| rest.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect::<String>();
    text.trim_start_matches([',', '，', '(', '（'])
        .strip_prefix("附件")
        .map_or(String::new(), |rest| format!("，附件{}", digits(rest.trim_start_matches([':', '：']))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_a_standard_is_from() {
        let list: [(&str, &[&str]); 19] = [
            (
                "根据《某县服务站考核办法》（某医保发〔2024〕12号）制定本标准。",
                &["《某县服务站考核办法》（某医保发〔2024〕12号）"],
            ),
            ("依据《某县服务站考核办法》，结合实际，制定本细则", &["《某县服务站考核办法》"]),
            ("本标准摘自《某市村级服务点管理办法（试行）》附件2", &["《某市村级服务点管理办法（试行）》，附件2"]),
            ("来源：《关于印发〈某办法〉的通知》（某医保发[2023]5号）", &["《关于印发〈某办法〉的通知》（某医保发〔2023〕5号）"]),
            ("某医保发〔2024〕12号 附件2", &["某医保发〔2024〕12号，附件2"]),
            ("附件2  某医保发〔2024〕12号", &["某医保发〔2024〕12号，附件2"]),
            ("（《某县服务站考核办法》某医保发〔2024〕12号附件1）", &["《某县服务站考核办法》（某医保发〔2024〕12号），附件1"]),
            ("根据某医保发〔2024〕12号《某县服务站考核办法》制定", &["《某县服务站考核办法》（某医保发〔2024〕12号）"]),
            ("根据《甲条例》《乙办法》等规定，制定本标准", &["《甲条例》", "《乙办法》"]),
            ("为贯彻落实《某市实施方案》，特制定本考核细则", &["《某市实施方案》"]),
            ("未按《某县服务站考核办法》执行的，扣2分", &[]),
            ("注：其他事项按《某县服务站考核办法》执行", &[]),
            ("根据考核结果拨付经费", &[]),
            ("未按照某医保发〔2024〕12号要求制定方案的从严扣分", &[]),
            ("引自：某省医保局《某意见》（某医保发〔2022〕9号）附件1", &["《某意见》（某医保发〔2022〕9号），附件1"]),
            ("（某医保办〔2024〕5号）", &["某医保办〔2024〕5号"]),
            ("附件2：某县服务站考核评分标准", &[]),
            ("宣传《医疗保障基金使用监督管理条例》", &[]),
            ("被某医保发〔2024〕12号通报的扣2分", &[]),
        ];
        let wrong: Vec<String> = list
            .iter()
            .filter(|(text, wanted)| documents(text) != *wanted)
            .map(|(text, wanted)| format!("{text}: {:?}, not {wanted:?}", documents(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(same("《甲》（某医保发〔2024〕1号）", "《甲》") && !same("《甲》", "《乙》"));
    }
}
