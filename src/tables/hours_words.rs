//! Opening hours as people write them, in the syntax that files have.

use crate::model::hours::Hours;
use crate::source::decode::half_width;

/// Hours in words as `opening_hours`: 周一至周五 8:30-11:30，14:30-17:30；周六上午9:00-11:30. None for what is not of this kind.
#[must_use]
pub fn hours(text: &str) -> Option<String> {
    let text = half_width(text)
        .replace(['—', '–', '~', '〜', '至', '到', '－'], "-")
        .replace("星期", "周")
        .replace("礼拜", "周")
        .replace("--", "-");
    let mut rest: &str = &text;
    let mut rules: Vec<(String, Vec<String>)> = Vec::new();
    let (mut days, mut afternoon, mut closed) = (String::new(), false, false);
    while !rest.is_empty() {
        if let Some((found, after)) = day(rest) {
            // 周一、周三: the next day belongs to the same rule until a time comes.
            let open = rules.last().is_none_or(|(d, times)| *d == days && !times.is_empty());
            if open || days.is_empty() {
                days = found;
            } else {
                days = format!("{days},{found}");
            }
            rules.retain(|(_, times)| !times.is_empty());
            rules.push((days.clone(), Vec::new()));
            (rest, afternoon) = (after, false);
        } else if let Some((from, to, after)) = span(rest, afternoon) {
            let times = &mut rules.last_mut()?.1;
            // 8:30-12:00，2:30-5:30: the second is of the afternoon, or nobody knows.
            if times.last().is_some_and(|last| last.get(6..).unwrap_or_default() > from.as_str()) {
                return None;
            }
            times.push(format!("{from}-{to}"));
            rest = after;
        } else {
            let mut chars = rest.chars();
            match chars.next()? {
                ',' | '，' | '、' | ';' | '；' | ' ' | '\n' | ':' | '：' | '。' | '(' | ')' => rest = chars.as_str(),
                '上' if rest.starts_with("上午") => (rest, afternoon) = (rest.get(6..)?, false),
                '下' if rest.starts_with("下午") => (rest, afternoon) = (rest.get(6..)?, true),
                _ => {
                    rest = HOLIDAYS.iter().find_map(|words| rest.strip_prefix(*words))?;
                    closed = true;
                }
            }
        }
    }
    let complete = !rules.is_empty() && rules.iter().all(|(_, times)| !times.is_empty());
    let text = rules.iter().map(|(days, times)| format!("{days} {}", times.join(","))).collect::<Vec<_>>().join("; ");
    let text = if closed { format!("{text}; PH off") } else { text };
    (complete && Hours::parse(&text).is_ok()).then_some(text)
}

/// How people say that a place is shut on public holidays; longer wordings first.
const HOLIDAYS: [&str; 8] = [
    "国家法定节假日除外",
    "国家法定节假日休息",
    "法定节假日除外",
    "法定节假日休息",
    "节假日除外",
    "节假日休息",
    "法定节假日不办公",
    "节假日不办公",
];

/// Days at the beginning of a text, and what follows.
fn day(text: &str) -> Option<(String, &str)> {
    for (word, days) in [("工作日", "Mo-Fr"), ("每天", "Mo-Su"), ("每日", "Mo-Su"), ("双休日", "Sa-Su"), ("周末", "Sa-Su")]
    {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((days.to_owned(), rest));
        }
    }
    let one = |text: &'_ str| -> Option<&'static str> {
        let at = "一二三四五六日天".chars().position(|c| text.starts_with(c))?;
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Su"].get(at).copied()
    };
    let rest = text.strip_prefix('周')?;
    let first = one(rest)?;
    let rest = rest.get(3..)?;
    let Some(until) = rest.strip_prefix('-') else { return Some((first.to_owned(), rest)) };
    let until = until.strip_prefix('周').unwrap_or(until);
    let last = one(until)?;
    Some((format!("{first}-{last}"), until.get(3..)?))
}

/// A stretch of time at the beginning of a text, and what follows.
fn span(text: &str, afternoon: bool) -> Option<(String, String, &str)> {
    let (from, rest) = clock(text, afternoon)?;
    let rest = rest.strip_prefix('-')?;
    let (rest, afternoon) = match rest.strip_prefix("下午") {
        Some(rest) => (rest, true),
        None => (rest.strip_prefix("上午").unwrap_or(rest), afternoon),
    };
    let (to, rest) = clock(rest, afternoon)?;
    // Whoever closes before he opens has left out 下午.
    (from < to).then_some((from, to, rest))
}

fn clock(text: &str, afternoon: bool) -> Option<(String, &str)> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let long = digits(text);
    let hour: u32 = text.get(..long).filter(|_| (1..=2).contains(&long))?.parse().ok()?;
    let rest = text.get(long..)?;
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('点')).or_else(|| rest.strip_prefix('时'))?;
    let (minute, rest) = match rest.strip_prefix('半') {
        Some(rest) => (30, rest),
        None if digits(rest) == 2 => (rest.get(..2)?.parse().ok()?, rest.get(2..)?.trim_start_matches('分')),
        None => (0, rest),
    };
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    (hour <= 24 && minute < 60).then(|| (format!("{hour:02}:{minute:02}"), rest))
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_in_words() {
        for (words, wanted) in [
            ("周一至周五 8:30-11:30，14:30-17:30", "Mo-Fr 08:30-11:30,14:30-17:30"),
            ("星期一至五上午8：30—12：00，下午2：30—5：30；周六上午9点到11点半", "Mo-Fr 08:30-12:00,14:30-17:30; Sa 09:00-11:30"),
            ("工作日9:00-17:00", "Mo-Fr 09:00-17:00"),
            ("周一至周五 上午8:30至下午5:30", "Mo-Fr 08:30-17:30"),
            ("周一至周五 8:30-12:00（法定节假日除外）", "Mo-Fr 08:30-12:00; PH off"),
            ("周一至周五 08:30—12:00、14:30—17:30，法定节假日休息", "Mo-Fr 08:30-12:00,14:30-17:30; PH off"),
            ("周一、周三、周五 08:00～12:00", "Mo,We,Fr 08:00-12:00"),
            ("每天 0:00-24:00", "Mo-Su 00:00-24:00"),
        ] {
            assert_eq!(hours(&words.replace('～', "~")).as_deref(), Some(wanted), "{words}");
        }
        for words in [
            "",
            "看情况",
            "周一至周五",
            "8:30-11:30",
            "周一至周五 夏季8:00-12:00",
            "周八 8:00-9:00",
            "周一 8:30-12:00，2:30-5:30",
            "周一 8:30-5:30",
        ] {
            assert_eq!(hours(words), None, "{words}");
        }
    }
}
