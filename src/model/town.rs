//! The towns (乡镇、苏木、街道) that points lie in, as far as their own words say. Must not know what is made of them.

use std::collections::HashMap;

use super::{Bureau, Point};

/// What names of towns end with.
const LEVELS: [&str; 8] = ["街道", "苏木", "开发区", "农场", "林场", "牧场", "镇", "乡"];
/// The levels above.
const ABOVE: [char; 7] = ['省', '市', '县', '区', '旗', '盟', '州'];
/// What the end of a town's name is not followed by: then it is a road, or a word such as 镇区.
const NEVER_AFTER: [char; 9] = ['路', '街', '巷', '区', '域', '级', '江', '镇', '贤'];
/// What ends like the name of a town and is none.
const NO_TOWNS: [&str; 12] = ["城镇", "乡镇", "集镇", "本镇", "全镇", "各镇", "镇乡", "城乡", "下乡", "本乡", "全乡", "各乡"];
/// Heads of a bureau's own table under which the town of a point stands.
const HEADS: [&str; 10] =
    ["乡镇", "乡镇街道", "乡镇（街道）", "镇街", "镇（街道）", "所属乡镇", "所在乡镇", "苏木镇", "苏木乡镇", "街道"];
/// Longer ones are no name.
const LONGEST: usize = 10;

/// The towns of a bureau.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Towns {
    names: Vec<String>,
    /// By the id of a point.
    of: HashMap<String, usize>,
}

impl Towns {
    /// Looks through the points: first what the bureau's table says, then the address, then the name. A town that is only read counts where
    /// two points are in it.
    #[must_use]
    pub fn of(bureau: &Bureau) -> Self {
        let private = &bureau.private_heads.points;
        let stated = |point: &'_ Point| -> Option<String> {
            let mut heads = HEADS.iter().filter(|head| !private.contains(**head));
            let said = heads.find_map(|head| point.more.get(head).map(|text| text.trim().to_owned()))?;
            (!said.is_empty() && said.chars().count() <= LONGEST).then_some(said)
        };
        let read: Vec<(Option<String>, [Option<&str>; 2])> =
            bureau.points.iter().map(|p| (stated(p), [p.address.as_ref().and_then(|a| leading(a)), leading(&p.name)])).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (stated, [address, name]) in &read {
            let own = stated.as_deref().into_iter().chain(*address).chain(name.filter(|n| Some(*n) != *address));
            for town in own {
                *counts.entry(town).or_default() += 1;
            }
        }
        let known = |town: &&str| counts.get(town).is_some_and(|count| *count > 1);
        let (mut towns, mut places) = (Self::default(), HashMap::new());
        for (point, (stated, guesses)) in bureau.points.iter().zip(&read) {
            let Some(town) = stated.as_deref().or_else(|| guesses.iter().copied().flatten().find(known)) else { continue };
            let place = *places.entry(town.to_owned()).or_insert_with(|| {
                towns.names.push(town.to_owned());
                towns.names.len() - 1
            });
            towns.of.insert(point.id.to_string(), place);
        }
        towns
    }

    /// Their names, in the order in which points first come.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The town of a point, by its place among the names.
    #[must_use]
    pub fn of_point(&self, point: &Point) -> Option<usize> {
        self.of_id(point.id.as_str())
    }

    /// The town of the point with an id.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<usize> {
        self.of.get(id).copied()
    }

    /// The town at the head of a text, such as the name of a village.
    #[must_use]
    pub fn heading(&self, text: &str) -> Option<usize> {
        let place = |name: &str| self.names.iter().position(|n| n == name);
        leading(text).and_then(place).or_else(|| {
            let heads = self.names.iter().enumerate().filter(|(_, name)| text.starts_with(name.as_str()));
            heads.max_by_key(|(_, name)| name.len()).map(|(at, _)| at)
        })
    }
}

/// The town at the head of an address or a name, behind the levels above it: 大溪镇 of 浙江省温岭市大溪镇中心路1号.
fn leading(text: &str) -> Option<&str> {
    let mut begin = 0;
    for (at, letter) in text.char_indices() {
        // Whatever is not a letter of the language ends what may be a name.
        if !('\u{4e00}'..='\u{9fff}').contains(&letter) {
            return None;
        }
        let (Some(before), Some(rest)) = (text.get(begin..at), text.get(at..)) else { return None };
        let count = before.chars().count();
        if let Some(level) = LEVELS.iter().find(|level| count > 0 && rest.starts_with(**level)) {
            let end = at + level.len();
            let name = text.get(begin..end)?;
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            if !NO_TOWNS.contains(&name) && !next.is_some_and(|c| NEVER_AFTER.contains(&c)) {
                return (count < LONGEST).then_some(name);
            }
        } else if ABOVE.contains(&letter) && count > 1 {
            begin = at + letter.len_utf8();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn the_town_stands_behind_the_levels_above_it() {
        for (text, town) in [
            ("浙江省温岭市大溪镇中心路1号", "大溪镇"),
            ("乌审旗嘎鲁图镇示例街1号", "嘎鲁图镇"),
            ("苏力德苏木示例甲嘎查", "苏力德苏木"),
            ("番禺区市桥街道大北路", "市桥街道"),
            ("红旗镇东街村", "红旗镇"),
            ("城关镇卫生院医保服务窗口", "城关镇"),
            ("东镇医保服务站", "东镇"),
            ("红星农场一连", "红星农场"),
        ] {
            assert_eq!(leading(text), Some(town), "{text}");
        }
    }

    #[test]
    fn roads_and_words_are_no_towns() {
        for text in
            ["新镇路12号", "镇江路3号", "城镇居民服务点", "示例街5号", "12号院", "", "乡镇便民服务中心", "中国银行医保代办点"]
        {
            assert_eq!(leading(text), None, "{text}");
        }
    }
}
