//! Titles of groups within groups: （一）网点建设 below 一、提升服务. A title keeps those that it stands under, so that none is lost.

use super::find::unnumbered;
use super::sections::{Line, Section};

/// What stands between a title and the one above it.
pub const BELOW: char = '　';

/// How high a title stands by its number: 第一部分, 一、, （一）, 1、, （1）. None where it has none.
fn rank(title: &str) -> Option<u8> {
    let title = title.trim();
    let chinese = |c: char| "一二三四五六七八九十百".contains(c);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    if let Some(rest) = title.strip_prefix('第') {
        let part = rest.trim_start_matches(|c| chinese(c) || digit(c));
        return (part.len() < rest.len() && part.starts_with(['部', '章', '篇', '编', '类'])).then_some(0);
    }
    if unnumbered(title) == title {
        return None;
    }
    let bracket = title.starts_with(['（', '(']);
    let first = title.trim_start_matches(['（', '(']).chars().next()?;
    Some(match (bracket, chinese(first)) {
        (false, true) => 1,
        (true, true) => 2,
        (false, false) => 3,
        (true, false) => 4,
    })
}

/// Gives every title those that it stands under. Sections follow one another as they stand in the sheets.
pub fn nest(sections: &mut [Section<'_>]) {
    let mut above: Vec<(Option<u8>, String)> = Vec::new();
    // Whether a record stood below the last title.
    let mut filled = true;
    let mut head = None;
    for section in sections {
        let own = (section.sheet.name.clone(), section.head);
        // Tables side by side have titles of their own.
        if head.as_ref() == Some(&own) {
            (above, filled) = (Vec::new(), true);
        }
        head = Some(own);
        for line in &mut section.lines {
            let Line::Group(_, title) = line else {
                filled = true;
                continue;
            };
            let rank = rank(title);
            // A number says how high a title stands. One without stands below the title that it follows at once, and beside others without.
            match rank {
                Some(rank) => above.retain(|(other, _)| other.is_some_and(|other| other < rank)),
                None if filled && above.last().is_some_and(|(other, _)| other.is_some()) => above.clear(),
                None => {
                    while above.last().is_some_and(|(other, _)| other.is_none()) {
                        above.pop();
                    }
                }
            }
            let own = std::mem::take(title);
            *title = above.iter().map(|(_, t)| t.as_str()).chain([own.as_str()]).collect::<Vec<_>>().join(&BELOW.to_string());
            above.push((rank, own));
            filled = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Sheet;

    /// Titles, and a dot for a record.
    fn nested(lines: &str) -> Vec<String> {
        let sheet = Sheet::default();
        let lines = lines.split('|').map(|t| if t == "." { Line::Row(0) } else { Line::Group(0, t.to_owned()) }).collect();
        let mut all = [Section { sheet: &sheet, title: String::new(), head: (0, 1), columns: Vec::new(), lines }];
        nest(&mut all);
        let [one] = all;
        one.lines.into_iter().filter_map(|line| if let Line::Group(_, title) = line { Some(title) } else { None }).collect()
    }

    #[test]
    fn a_title_keeps_those_above_it() {
        for (lines, wanted) in [
            ("一、甲|.|二、乙|.", &["一、甲", "二、乙"][..]),
            ("一、甲|（一）子|.|（二）丑|.|二、乙|.", &["一、甲", "一、甲　（一）子", "一、甲　（二）丑", "二、乙"]),
            ("（一）子|.|（二）丑|.", &["（一）子", "（二）丑"]),
            ("一、甲|东镇|.|西镇|.|二、乙|南镇|.", &["一、甲", "一、甲　东镇", "一、甲　西镇", "二、乙", "二、乙　南镇"]),
            ("东镇|.|西镇|.", &["东镇", "西镇"]),
            (
                "第一部分 甲|一、乙|（一）丙|1、丁|.|二、戊|.",
                &[
                    "第一部分 甲",
                    "第一部分 甲　一、乙",
                    "第一部分 甲　一、乙　（一）丙",
                    "第一部分 甲　一、乙　（一）丙　1、丁",
                    "第一部分 甲　二、戊",
                ],
            ),
        ] {
            assert_eq!(nested(lines), wanted, "{lines}");
        }
    }
}
