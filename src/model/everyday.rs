//! Owns the words that people use for what a catalog calls by its official name, traditional characters, and which characters sound alike.
//! Must not know what is searched, nor what any bureau has.
//!
//! The words stand in `everyday/words.tsv`, each line with where they are from; its head says how a line is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

/// One line of `words.tsv`.
#[derive(Debug)]
struct Line {
    kind: &'static str,
    /// Alternatives: parts that all stand in the name, and parts that do not.
    name: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    group: Group,
}

/// Words that stand together in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Words for the very thing, with `、` between.
    pub own: &'static str,
    /// Words for something related, with `、` between; often none.
    pub related: &'static str,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines = include_str!("everyday/words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(line).collect()
});

fn line(text: &'static str) -> Option<Line> {
    let mut fields = text.split('\t');
    let (kind, name, _source, words) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (own, related) = words.split_once('~').unwrap_or((words, ""));
    let alternative = |text: &'static str| {
        let mut parts = text.split('!');
        let with = parts.next().unwrap_or_default().split('+').collect();
        (with, parts.collect())
    };
    Some(Line { kind, name: name.split('|').map(alternative).collect(), group: Group { own, related } })
}

/// What is said for an item of this name, groups in the order of the list.
#[must_use]
pub fn of_item(name: &str) -> Vec<Group> {
    let own = by_name("item", name);
    if own.is_empty() { of_topic(name) } else { own }
}

/// What is said for what a text of this title is about.
#[must_use]
pub fn of_topic(title: &str) -> Vec<Group> {
    by_name("topic", title)
}

/// What is said for a channel of this name.
#[must_use]
pub fn of_channel(name: &str) -> Vec<Group> {
    by_name("channel", name)
}

fn by_name(kind: &str, name: &str) -> Vec<Group> {
    let stands = |part: &&str| name.contains(*part);
    let fits = |(with, without): &(Vec<&str>, Vec<&str>)| with.iter().all(stands) && !without.iter().any(stands);
    LINES.iter().filter(|line| line.kind == kind && line.name.iter().any(fits)).map(|line| line.group).collect()
}

/// What is said for a page that every bureau has, by its folder.
#[must_use]
pub fn of_page(folder: &str) -> Option<Group> {
    let fits = |line: &&Line| line.kind == "page" && line.name.iter().any(|(with, _)| with.as_slice() == [folder]);
    LINES.iter().find(fits).map(|line| line.group)
}

/// Words for places, each with what may stand in a point's name instead.
pub fn places() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    LINES.iter().filter(|line| line.kind == "place").flat_map(|line| {
        let names: Vec<&str> = line.name.iter().flat_map(|(with, _)| with.iter().copied()).collect();
        line.group.own.split('、').map(move |word| (word, names.clone()))
    })
}

/// Words of questions, which say little about what is looked for.
pub fn fill() -> impl Iterator<Item = &'static str> {
    LINES.iter().filter(|line| line.kind == "fill").flat_map(|line| line.group.own.split('、'))
}

/// Each simplified character with the traditional ones that are written so.
static TRADITIONAL: LazyLock<BTreeMap<char, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("everyday/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.chars().next().map(|c| (c, line.get(c.len_utf8()..).unwrap_or_default()))).collect()
});

/// The traditional characters of some simplified ones, in pairs: the traditional one, the simplified one. One that is itself among the
/// characters stays what it is.
#[must_use]
pub fn traditional(of: &BTreeSet<char>) -> String {
    let mut pairs = String::new();
    for simplified in of {
        for other in TRADITIONAL.get(simplified).copied().unwrap_or_default().chars().filter(|c| !of.contains(c)) {
            pairs.push(other);
            pairs.push(*simplified);
        }
    }
    pairs
}

/// The characters of the first level of GB 2312, those of daily life, that sound like one of some syllables: a syllable, then its characters.
#[must_use]
pub fn alike(syllables: &BTreeSet<String>) -> String {
    static COMMON: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let rows = (0xB0..=0xD7u8).flat_map(|row| (0xA1..=0xFEu8).map(move |cell| [row, cell]));
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for pair in rows {
            let (text, _, wrong) = encoding_rs::GBK.decode(&pair);
            for (one, read) in text.chars().filter(|_| !wrong).filter_map(|c| Some((c, c.to_pinyin()?))) {
                found.entry(read.plain().replace('ü', "v")).or_default().push(one);
            }
        }
        found
    });
    let known = syllables.iter().filter_map(|syllable| Some(format!("{syllable}{}", COMMON.get(syllable)?)));
    known.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> Vec<&'static str> {
        of_item(name).iter().flat_map(|g| g.own.split('、')).collect()
    }

    #[test]
    fn an_item_has_the_words_of_every_line_that_fits_its_name() {
        assert!(said("城乡居民参保登记").contains(&"新农合"));
        assert!(!said("城乡居民参保信息变更登记").contains(&"新农合") && said("城乡居民参保信息变更登记").contains(&"换手机号"));
        assert!(said("异地转诊人员备案").contains(&"转院") && said("异地转诊人员备案").contains(&"异地就医"));
        assert!(said("基本医疗保险缴费").contains(&"缴费") && !said("缴费补贴").contains(&"缴费"));
        assert!(said("生育医疗费支付").contains(&"生孩子") && !said("计划生育医疗费支付").contains(&"生孩子"));
        assert!(said("大病保险经办").contains(&"二次报销"), "by its topic");
        assert!(of_item("火星登陆").is_empty() && !of_channel("线上办理").is_empty());
    }

    #[test]
    fn every_line_of_the_list_is_read_and_says_where_its_words_are_from() {
        let text = include_str!("everyday/words.tsv");
        let head: Vec<&str> = text.lines().filter(|l| l.starts_with('#')).collect();
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(lines.len(), LINES.len());
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 4, "{line}");
            assert!(["item", "topic", "channel", "page", "place", "fill"].contains(&fields[0]), "{line}");
            assert!(head.iter().any(|h| h.contains(&format!(" {}  ", fields[2]))), "the head does not explain {}", fields[2]);
            let mut words: Vec<&str> = fields[3].split(['、', '~']).collect();
            assert!(words.iter().all(|w| !w.is_empty() && *w == w.trim() && !w.contains('|')), "{line}");
            let count = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), count, "a word stands twice: {line}");
        }
    }

    #[test]
    fn traditional_characters_are_written_as_simplified_ones() {
        let of: BTreeSet<char> = "参保登记".chars().collect();
        let pairs = traditional(&of);
        assert!(pairs.contains("參参") && pairs.contains("記记") && !pairs.contains("異"), "{pairs}");
    }

    #[test]
    fn characters_that_sound_alike_stand_together() {
        let alike = alike(&BTreeSet::from(["jiu".to_owned(), "bao".to_owned()]));
        let groups: Vec<&str> = alike.split(' ').collect();
        assert_eq!(groups.len(), 2);
        assert!(groups[0].starts_with("bao") && groups[0].contains('保') && groups[0].contains('宝') && groups[1].contains('就'));
        // 3,755 characters are the level; the last five cells of its last row are empty.
        assert!(!alike.contains('\u{fffd}'));
    }
}
