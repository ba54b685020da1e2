//! Owns the order of Chinese names in an index: syllable by syllable in pinyin, as a dictionary has it.
//! Must not know what is listed.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// What stands in `pinyin.txt`: words in which a character is not read as it mostly is, 长期 and 局长, 调整 and 调查; and characters whose usual
/// reading here is not the first of the table that the readings are taken from.
static READINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("pinyin.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// The same by first character, since the list is asked for every character of every name.
static BY_FIRST: LazyLock<HashMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut map: HashMap<char, Vec<(&str, &str)>> = HashMap::new();
    for entry in READINGS.iter() {
        if let Some(first) = entry.0.chars().next() {
            map.entry(first).or_default().push(*entry);
        }
    }
    map
});

fn beginning_with(first: char) -> impl Iterator<Item = (&'static str, &'static str)> {
    BY_FIRST.get(&first).into_iter().flatten().copied()
}

/// The reading of the longest word that a text begins with, and the word; not of a single character.
fn word_reading(text: &str) -> Option<(&'static str, &'static str)> {
    let words =
        beginning_with(text.chars().next()?).filter(|(written, _)| text.starts_with(written) && written.chars().nth(1).is_some());
    words.max_by_key(|(written, _)| written.len())
}

/// The usual reading of a character, where it is written down.
fn usual(character: char) -> Option<&'static str> {
    beginning_with(character).find(|(written, _)| written.strip_prefix(character) == Some("")).map(|(_, reading)| reading)
}

/// The syllables of a text, a space between them: `can bao deng ji`. Letters and digits stay, all else is passed over.
///
/// A space comes before every letter, so that two such keys compare syllable by syllable.
#[must_use]
pub fn key(text: &str) -> String {
    let mut syllables: Vec<String> = Vec::new();
    let mut rest = text;
    // Letters and digits that follow each other are one word.
    let mut word = false;
    while let Some(first) = rest.chars().next() {
        if let Some((written, read)) = word_reading(rest) {
            syllables.push(read.to_owned());
            rest = rest.get(written.len()..).unwrap_or_default();
            word = false;
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        let read = usual(first).map(ToOwned::to_owned).or_else(|| first.to_pinyin().map(|p| p.plain().replace('ü', "v")));
        match read {
            Some(read) => {
                syllables.push(read);
                word = false;
            }
            None if first.is_alphanumeric() => {
                let lower: String = first.to_lowercase().collect();
                match syllables.last_mut().filter(|_| word) {
                    Some(last) => last.push_str(&lower),
                    None => syllables.push(lower),
                }
                word = true;
            }
            None => word = false,
        }
    }
    syllables.join(" ")
}

/// How each character of a text may be read, the usual reading first: what somebody may type for it. A character in a word of the list has
/// the word's reading alone: nobody types changqing for 重庆. Letters and digits read as themselves, in lower case; all else as nothing.
#[must_use]
pub fn readings(text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((written, read)) = word_reading(rest) {
            all.extend(read.split(' ').map(|syllable| vec![syllable.to_owned()]));
            rest = rest.get(written.len()..).unwrap_or_default();
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        let mut own: Vec<String> = usual(first).into_iter().map(ToOwned::to_owned).collect();
        for read in first.to_pinyin_multi().into_iter().flatten().map(|p| p.plain().replace('ü', "v")) {
            if !own.contains(&read) {
                own.push(read);
            }
        }
        if own.is_empty() && first.is_alphanumeric() {
            own.push(first.to_lowercase().collect());
        }
        all.push(own);
    }
    all
}

/// The letter under which a text stands in an index; none for one that begins with a digit or with a script that has no pinyin.
#[must_use]
pub fn letter(text: &str) -> Option<char> {
    key(text).chars().next().filter(char::is_ascii_lowercase).map(|c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heteronyms_are_read_as_their_word_has_them() {
        for (text, wanted) in [
            ("长期护理保险", "chang qi hu li bao xian"),
            ("长护险", "chang hu xian"),
            ("局长服务日", "ju zhang fu wu ri"),
            ("重庆市", "chong qing shi"),
            ("重新认定", "chong xin ren ding"),
            ("重特大疾病", "zhong te da ji bing"),
            ("待遇调整", "dai yu tiao zheng"),
            ("调查", "diao cha"),
            ("银行代办", "yin hang dai ban"),
            ("行政服务", "xing zheng fu wu"),
            ("参保登记", "can bao deng ji"),
            ("率先", "shuai xian"),
            ("利率", "li lv"),
            ("脑卒中", "nao cu zhong"),
            ("女职工", "nv zhi gong"),
        ] {
            assert_eq!(key(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_compare_by_syllable() {
        assert!(key("西安医院") < key("先行支付"), "xi before xian");
        let mut names = ["转移接续", "参保登记", "“双通道”药品", "CT检查", "2型糖尿病", "异地就医"];
        names.sort_by_key(|name| key(name));
        assert_eq!(names, ["2型糖尿病", "参保登记", "CT检查", "“双通道”药品", "异地就医", "转移接续"]);
    }

    #[test]
    fn what_somebody_may_type_for_a_name() {
        let said = |text: &str| readings(text).iter().map(|r| r.join("/")).collect::<Vec<_>>().join(" ");
        assert_eq!(said("参保"), "can/cen/shen bao");
        assert_eq!(said("重庆"), "chong qing");
        assert_eq!(said("长期护理"), "chang qi hu li");
        assert_eq!(said("（A3）"), " a 3 ");
        assert!(readings("都行").iter().all(|r| r.len() > 1), "{:?}", readings("都行"));
    }

    #[test]
    fn letters_of_an_index() {
        assert_eq!(letter("长期护理"), Some('C'));
        assert_eq!(letter("《重庆》"), Some('C'));
        assert_eq!(letter("e保"), Some('E'));
        assert_eq!(letter("15分钟"), None);
        assert_eq!(letter("ᠮᠣᠩᠭᠣᠯ"), None);
        assert_eq!((letter(""), letter("——")), (None, None));
    }

    #[test]
    fn every_word_of_the_list_has_a_syllable_a_character() {
        for (word, read) in READINGS.iter() {
            assert_eq!(word.chars().count(), read.split(' ').count(), "{word}");
        }
    }
}
