//! Closed lists of things: 配备桌椅、电脑、打印机.

/// The things of a closed list. One with 等 is not closed, unless it says how many they are. `asked`: it is what is asked for, where a verb or a colon
/// stands before the things; else the list itself, or behind a noun in brackets.
pub fn listed(sentence: &str, asked: bool) -> Option<Vec<String>> {
    if let Some(inner) = bracketed(sentence) {
        return things(inner.split('、').collect());
    }
    let verbs = [
        "配备", "配齐", "配有", "设有", "设置", "设立", "摆放", "公示", "具备", "张贴", "悬挂", "包括", "应有", "备有", "放置",
        "建立", "制定",
    ];
    let mut parts: Vec<&str> = sentence.split('、').map(str::trim).collect();
    let first = parts.first_mut()?;
    let verb = verbs.iter().filter_map(|verb| first.find(verb).map(|at| at + verb.len())).max();
    match (verb, asked) {
        (Some(end), true) => *first = first.get(end..).unwrap_or_default().trim_start_matches('了'),
        (None, false) => {}
        // Behind a colon the clause is the list itself.
        (None, true) if parts.len() > 2 && parts.iter().all(|p| p.chars().count() <= 8) => {}
        _ => return None,
    }
    things(parts)
}

/// The list in brackets at the end of a noun.
fn bracketed(sentence: &str) -> Option<&str> {
    let (before, rest) = sentence.split_once('(')?;
    let inner = rest.strip_suffix(')')?;
    (inner.contains('、') && !inner.contains('(') && !before.contains('、')).then_some(inner)
}

fn things(mut parts: Vec<&str>) -> Option<Vec<String>> {
    let count = parts.len();
    let last = parts.last_mut()?;
    if let Some((thing, rest)) = last.split_once('等') {
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let written = "一二三四五六七八九十".chars().position(|c| rest.starts_with(c)).map(|at| at + 1);
        if number.parse().ok().or(written) != Some(count) {
            return None;
        }
        *last = thing;
    }
    // 体温计3种设备: the number of things, and what they are.
    if let Some((at, number)) = numbered(last) {
        if number != count {
            return None;
        }
        *last = last.get(..at).unwrap_or_default();
    }
    *last = last.strip_suffix("齐全").unwrap_or(last);
    // 按清单逐项查看 is no thing, and what is not there is none either.
    let no_thing = ["按", "未", "不", "无", "应", "逐", "(", ")", ":", ",", "，", "和", "及", "与"];
    let fine = |thing: &&str| !thing.is_empty() && thing.chars().count() <= 16 && !no_thing.iter().any(|w| thing.contains(w));
    let mut once: Vec<&str> = parts.clone();
    once.sort_unstable();
    once.dedup();
    (count > 1 && once.len() == count && parts.iter().all(fine)).then(|| parts.iter().map(|t| (*t).to_owned()).collect())
}

/// Where 3种设备 begins at the end of a thing, and the number.
fn numbered(thing: &str) -> Option<(usize, usize)> {
    thing.char_indices().skip(1).find_map(|(at, c)| {
        let number =
            c.to_digit(10).map(|n| n as usize).or_else(|| "一二三四五六七八九十".chars().position(|d| d == c).map(|n| n + 1))?;
        let rest = thing.get(at + c.len_utf8()..)?;
        ["种", "项", "样", "类", "件", "个"].iter().any(|m| rest.starts_with(m)).then_some((at, number))
    })
}
