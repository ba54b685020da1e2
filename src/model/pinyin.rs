//! Owns the order of Chinese names in an index: syllable by syllable in pinyin, as a dictionary has it.
//! Must not know what is listed.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// Words in which a character is not read as it mostly is, the longest first where one begins as another does: 长期 is no 局长, 调整 no 调查.
/// What stands here is what names of items, guides and bureaus use.
const READINGS: &[(&str, &str)] = &[
    ("脑卒中", "nao cu zhong"),
    ("长期", "chang qi"),
    ("长护", "chang hu"),
    ("长效", "chang xiao"),
    ("长途", "chang tu"),
    ("长江", "chang jiang"),
    ("长沙", "chang sha"),
    ("长春", "chang chun"),
    ("长治", "chang zhi"),
    ("长乐", "chang le"),
    ("延长", "yan chang"),
    ("局长", "ju zhang"),
    ("院长", "yuan zhang"),
    ("家长", "jia zhang"),
    ("长者", "zhang zhe"),
    ("增长", "zeng zhang"),
    ("生长", "sheng zhang"),
    ("重庆", "chong qing"),
    ("重新", "chong xin"),
    ("重复", "chong fu"),
    ("重置", "chong zhi"),
    ("重名", "chong ming"),
    ("重大", "zhong da"),
    ("重度", "zhong du"),
    ("重点", "zhong dian"),
    ("重特大", "zhong te da"),
    ("重症", "zhong zheng"),
    ("调整", "tiao zheng"),
    ("调剂", "tiao ji"),
    ("调解", "tiao jie"),
    ("调节", "tiao jie"),
    ("调查", "diao cha"),
    ("调动", "diao dong"),
    ("调取", "diao qu"),
    ("调阅", "diao yue"),
    ("银行", "yin hang"),
    ("商行", "shang hang"),
    ("行业", "hang ye"),
    ("行号", "hang hao"),
    ("分行", "fen hang"),
    ("支行", "zhi hang"),
    ("人参", "ren shen"),
    ("会计", "kuai ji"),
    ("大夫", "dai fu"),
    ("出差", "chu chai"),
    ("差额", "cha e"),
    ("差评", "cha ping"),
    ("差异", "cha yi"),
    ("差旅", "chai lv"),
    ("给付", "ji fu"),
    ("给予", "ji yu"),
    ("供给", "gong ji"),
    ("退还", "tui huan"),
    ("返还", "fan huan"),
    ("归还", "gui huan"),
    ("偿还", "chang huan"),
    ("还款", "huan kuan"),
    ("校验", "jiao yan"),
    ("校对", "jiao dui"),
    ("便宜", "pian yi"),
    ("率先", "shuai xian"),
    ("成都", "cheng du"),
    ("首都", "shou du"),
    ("都市", "du shi"),
    ("厦门", "xia men"),
    ("台州", "tai zhou"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("西藏", "xi zang"),
    ("朝阳", "chao yang"),
    ("系鞋", "ji xie"),
    ("血样", "xue yang"),
];

/// Characters whose usual reading here is not the first of the table that the readings are taken from.
const USUAL: &[(char, &str)] = &[
    ('参', "can"),
    ('行', "xing"),
    ('重', "zhong"),
    ('长', "zhang"),
    ('调', "diao"),
    ('还', "huan"),
    ('给', "gei"),
    ('会', "hui"),
    ('大', "da"),
    ('单', "dan"),
    ('便', "bian"),
    ('率', "lv"),
    ('血', "xue"),
    ('校', "xiao"),
    ('差', "cha"),
    ('传', "chuan"),
    ('处', "chu"),
    ('种', "zhong"),
    ('转', "zhuan"),
    ('折', "zhe"),
    ('石', "shi"),
    ('都', "du"),
    ('核', "he"),
    ('合', "he"),
    ('和', "he"),
    ('地', "di"),
    ('的', "de"),
    ('系', "xi"),
    ('识', "shi"),
    ('数', "shu"),
    ('中', "zhong"),
    ('结', "jie"),
    ('解', "jie"),
    ('卡', "ka"),
    ('宁', "ning"),
    ('模', "mo"),
    ('提', "ti"),
    ('期', "qi"),
    ('区', "qu"),
    ('属', "shu"),
    ('当', "dang"),
    ('省', "sheng"),
];

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
        let longest = READINGS.iter().filter(|(written, _)| rest.starts_with(written)).max_by_key(|(written, _)| written.len());
        if let Some((written, read)) = longest {
            syllables.push((*read).to_owned());
            rest = rest.get(written.len()..).unwrap_or_default();
            word = false;
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        let usual = USUAL.iter().find(|(character, _)| *character == first).map(|(_, read)| (*read).to_owned());
        let read = usual.or_else(|| first.to_pinyin().map(|p| p.plain().replace('ü', "v")));
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
        let longest = READINGS.iter().filter(|(written, _)| rest.starts_with(written)).max_by_key(|(written, _)| written.len());
        if let Some((written, read)) = longest {
            all.extend(read.split(' ').map(|syllable| vec![syllable.to_owned()]));
            rest = rest.get(written.len()..).unwrap_or_default();
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        let mut own: Vec<String> =
            USUAL.iter().filter(|(character, _)| *character == first).map(|(_, read)| (*read).to_owned()).collect();
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
        for (word, read) in READINGS {
            assert_eq!(word.chars().count(), read.split(' ').count(), "{word}");
        }
    }
}
