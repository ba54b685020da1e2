//! Owns what stands on the plate beside a door: the name that a bureau gives to every town station and village point, with the name of
//! its place put in. Must not know how a plate looks.

use std::ops::Range;

use super::bureau::PrintChoice;
use super::{Point, Tier};

/// What a town's station is called where the bureau says nothing else.
pub const TOWN: &str = "{place}医疗保障服务站";
/// What a village's point is called where the bureau says nothing else: 温医保联发〔2023〕3号 wants 医保经办服务点 at its door.
pub const VILLAGE: &str = "{place}医保经办服务点";

/// Where the name of the place goes, in both languages of keys.
const HOLES: [&str; 2] = ["{place}", "{地名}"];

/// What names of points end with, the counter first, then the house that it stands in. Of two that fit, the longer one is the ending.
const COUNTERS: [&str; 28] = [
    "医保自助服务专区",
    "医保经办大厅",
    "医保服务大厅",
    "医保代办点",
    "医疗保障经办服务站",
    "医疗保障经办服务点",
    "医疗保障服务站",
    "医疗保障服务点",
    "医疗保障工作站",
    "医疗保障服务窗口",
    "医疗保障窗口",
    "医保公共服务站",
    "医保公共服务点",
    "医保经办服务站",
    "医保经办服务点",
    "医保综合服务站",
    "医保综合窗口",
    "医保服务驿站",
    "医保服务窗口",
    "医保服务专窗",
    "医保经办窗口",
    "医保工作站",
    "医保服务站",
    "医保服务点",
    "医保经办点",
    "医保专窗",
    "医保驿站",
    "医保窗口",
];
const HOUSES: [&str; 15] = [
    "党群服务中心",
    "便民服务中心",
    "为民服务中心",
    "政务服务中心",
    "行政服务中心",
    "社区服务中心",
    "综合服务中心",
    "便民服务站",
    "党群服务站",
    "便民服务点",
    "村民委员会",
    "居民委员会",
    "人民政府",
    "村委会",
    "居委会",
];
/// Words for counters of any kind: a name may break before them, but they do not tell where the name of a place ends.
const OTHERS: [&str; 5] = ["综合服务窗口", "服务窗口", "综合窗口", "服务站", "服务点"];

/// The words on a point's plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plate {
    /// The place, empty where the name is not divided.
    pub place: String,
    /// The rest, after the place.
    pub rest: String,
}

impl Plate {
    /// The name as one text.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.place, self.rest)
    }

    /// The plate of a point: by the bureau's pattern for its level, or the point's own name where there is no pattern, or no place to
    /// put into it.
    #[must_use]
    pub fn of(point: &Point, tier: Option<Tier>, choice: Option<&PrintChoice>) -> Self {
        let own = |text: Option<&str>, otherwise: &'static str| text.map_or_else(|| otherwise.to_owned(), ToOwned::to_owned);
        let pattern = match tier {
            Some(Tier::Town) => own(choice.and_then(|c| c.town_plate.as_ref()).map(|t| t.as_str()), TOWN),
            Some(Tier::Village) => own(choice.and_then(|c| c.village_plate.as_ref()).map(|t| t.as_str()), VILLAGE),
            _ => return Self::divided(&point.name),
        };
        let stated = point.place.as_ref().map(|t| t.trim()).filter(|t| !t.is_empty());
        match stated.or_else(|| place_of(&point.name)) {
            Some(place) => Self::filled(&pattern, place),
            None => Self::divided(&point.name),
        }
    }

    /// A name in two parts of about the same length, so that a sign can break it between them: behind the place, or before the words for
    /// the counter. Whole, where it ends in no such words.
    #[must_use]
    pub fn divided(name: &str) -> Self {
        let name = name.trim();
        let counter = COUNTERS.iter().chain(&OTHERS).filter(|e| name.ends_with(**e)).max_by_key(|e| e.len());
        // Words that nobody has foreseen mostly begin with 医保.
        let unforeseen = || ["医保", "医疗保障"].iter().find_map(|word| name.get(..name.rfind(word)?));
        let before = counter.and_then(|e| name.strip_suffix(e)).or_else(unforeseen).filter(|rest| rest.chars().count() >= 2);
        let longer = |place: &&str| {
            let first = place.chars().count();
            first.max(name.chars().count() - first)
        };
        let place = place_of(name).into_iter().chain(before).min_by_key(longer).unwrap_or_default();
        Self { place: place.to_owned(), rest: name.strip_prefix(place).unwrap_or_default().to_owned() }
    }

    /// A pattern with the place in every hole. A pattern that begins with the place is divided behind it.
    #[must_use]
    pub fn filled(pattern: &str, place: &str) -> Self {
        let pattern = pattern.trim();
        let fill = |text: &str| HOLES.iter().fold(text.to_owned(), |text, hole| text.replace(hole, place));
        match HOLES.iter().find_map(|hole| pattern.strip_prefix(hole)) {
            Some(rest) => Self { place: place.to_owned(), rest: fill(rest) },
            None => Self { place: String::new(), rest: fill(pattern) },
        }
    }
}

/// The place in the name of a point: what is left when the words for the counter and its house are taken off the end. None where none
/// stands there, or where nothing is left that could be a name.
#[must_use]
pub fn place_of(name: &str) -> Option<&str> {
    let mut rest = name.trim();
    for endings in [&COUNTERS[..], &HOUSES[..]] {
        // 窗口 alone ends 医保窗口 as well: the longest ending is the whole one.
        let found = endings.iter().filter(|e| rest.ends_with(**e)).max_by_key(|e| e.len());
        rest = found.and_then(|e| rest.strip_suffix(e)).unwrap_or(rest).trim_end();
    }
    (rest != name.trim() && rest.chars().count() >= 2).then_some(rest)
}

/// What is wrong with a pattern for plates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// It has no place, so all plates would say the same.
    NoPlace,
    /// Braces that nobody fills, at these bytes.
    Braces(Range<usize>),
}

/// What is wrong with a pattern; none where it is fine.
#[must_use]
pub fn slip(pattern: &str) -> Option<Slip> {
    // Every hole is blanked out by as many bytes, so that places stay.
    let left = HOLES.iter().fold(pattern.to_owned(), |text, hole| text.replace(hole, &"_".repeat(hole.len())));
    if let Some(start) = left.find(['{', '}', '｛', '｝']) {
        let rest = left.get(start..).unwrap_or_default();
        let end = rest.find(['}', '｝']).map_or(left.len(), |i| start + i + rest[i..].chars().next().map_or(1, char::len_utf8));
        return Some(Slip::Braces(start..end));
    }
    (left == pattern).then_some(Slip::NoPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_what_stands_before_the_counter() {
        for (name, place) in [
            ("嘎鲁图镇医保服务站", "嘎鲁图镇"),
            ("嘎鲁图镇党群服务中心医保服务站", "嘎鲁图镇"),
            ("云塘镇便民服务中心医保窗口", "云塘镇"),
            ("云塘镇松塘村医保经办服务点", "云塘镇松塘村"),
            ("示例甲嘎查党群服务中心医保服务点", "示例甲嘎查"),
            ("荷湾镇人民政府医疗保障服务窗口", "荷湾镇"),
            ("双塘村村委会医保服务点", "双塘村"),
            ("苏力德苏木党群服务中心", "苏力德苏木"),
            ("海韵示例大药房医保服务点", "海韵示例大药房"),
        ] {
            assert_eq!(place_of(name), Some(place), "{name}");
        }
        for name in ["医保服务站", "便民服务中心医保窗口", "东镇", "东镇医保服务站（示例）", "镇医保服务站", ""]
        {
            assert_eq!(place_of(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_breaks_before_words_and_never_within_them() {
        for (name, first) in [
            ("云塘镇便民服务中心医保窗口", "云塘镇便民服务中心"),
            ("乌审旗政务服务中心医保综合窗口", "乌审旗政务服务中心"),
            ("区行政服务中心医保自助服务专区", "区行政服务中心"),
            ("嘎鲁图镇医保服务站", "嘎鲁图镇"),
            ("灵峰社区助企办服务点", "灵峰社区助企办"),
            ("中国银行医保代办点", "中国银行"),
            ("榕荫社区卫生服务中心医保自助服务终端", "榕荫社区卫生服务中心"),
            ("医保大厅", ""),
            ("东风", ""),
            ("服务点", ""),
        ] {
            let plate = Plate::divided(name);
            assert_eq!((plate.place.as_str(), plate.name().as_str()), (first, name));
        }
    }

    #[test]
    fn a_pattern_is_filled_wherever_the_place_stands() {
        let plate = |pattern: &str| Plate::filled(pattern, "东镇");
        assert_eq!(plate(TOWN), Plate { place: "东镇".to_owned(), rest: "医疗保障服务站".to_owned() });
        assert_eq!(plate("{地名}医保站").name(), "东镇医保站");
        assert_eq!(plate("医保服务站（{place}）").name(), "医保服务站（东镇）");
        // A place with braces in it is a text like any other.
        assert_eq!(Plate::filled(VILLAGE, "{}村").name(), "{}村医保经办服务点");
    }

    #[test]
    fn slips_of_patterns_are_found_at_their_bytes() {
        assert_eq!(slip(TOWN), None);
        assert_eq!(slip("{地名}医保站"), None);
        assert_eq!(slip("医保服务站"), Some(Slip::NoPlace));
        assert_eq!(slip("{plcae}医保站"), Some(Slip::Braces(0..7)));
        assert_eq!(slip("{place}医保站{name}"), Some(Slip::Braces(16..22)));
        assert_eq!(slip("｛place｝医保站"), Some(Slip::Braces(0..11)));
        assert_eq!(slip("{place医保站"), Some(Slip::Braces(0..15)));
        assert_eq!(slip("place}医保站"), Some(Slip::Braces(5..6)));
    }
}
