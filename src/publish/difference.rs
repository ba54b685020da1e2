//! What is different between two times, and who must reprint what: the change notice in words.

use std::collections::BTreeMap;

use super::changes::{Change, across, changes};
use super::print_state::{PrintState, WHOLE};
use super::printed_facts::{Fact, THERE};
use crate::paper::{Align, Block, Column, Paper, Table};
use crate::print::common::BUREAU;

/// The difference between two times.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What has changed, each with the names of the pieces that show it, by bureau.
    pub changed: BTreeMap<String, BTreeMap<Change, Vec<String>>>,
    /// What must be printed again, taken down or put up, in the order of bureau, point, piece.
    pub reprint: Vec<Reprint>,
    /// Pieces of which only the code is known, so that what changed on them cannot be said.
    pub unknown: usize,
}

/// One piece that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reprint {
    /// Bureau id.
    pub bureau: String,
    /// Point, or 全局.
    pub group: String,
    /// What people call it.
    pub name: String,
    /// Path below the bureau's folder, without extension.
    pub piece: String,
    /// The code that hangs now; none for a new piece.
    pub old: Option<String>,
    /// The code of the new edition; none for a piece to take down.
    pub new: Option<String>,
}

impl Reprint {
    /// 重印, 新印 or 撤下.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match (&self.old, &self.new) {
            (Some(_), Some(_)) => "重印",
            (None, _) => "新印",
            (Some(_), None) => "撤下",
        }
    }
}

/// Compares two times.
#[must_use]
pub fn difference(old: &[PrintState], new: &[PrintState]) -> Difference {
    type Sides<'p> = BTreeMap<(&'p str, &'p str), (Option<&'p PrintState>, Option<&'p PrintState>)>;
    let mut sides: Sides<'_> = BTreeMap::new();
    for one in old {
        sides.entry((&one.bureau, &one.piece)).or_default().0 = Some(one);
    }
    for one in new {
        sides.entry((&one.bureau, &one.piece)).or_default().1 = Some(one);
    }
    let mut found = Difference::default();
    for (before, after) in sides.into_values() {
        let Some(named) = after.or(before) else { continue };
        if before.map(|p| &p.code) == after.map(|p| &p.code) || before.zip(after).is_some_and(|(a, b)| only_rewritten(a, b)) {
            continue;
        }
        found.reprint.push(Reprint {
            bureau: named.bureau.clone(),
            group: named.group.clone(),
            name: named.name.clone(),
            piece: named.piece.clone(),
            old: before.map(|p| p.code.clone()),
            new: after.map(|p| p.code.clone()),
        });
        let (Some(before), Some(after)) = (before, after) else { continue };
        let (Some(was), Some(is)) = (&before.shows, &after.shows) else {
            found.unknown += 1;
            continue;
        };
        let of_bureau = found.changed.entry(named.bureau.clone()).or_default();
        let found = if before.scheme == after.scheme { changes(was, is) } else { between_schemes(before, after, was, is) };
        for change in found {
            of_bureau.entry(change).or_default().push(named.name.clone());
        }
    }
    // The whole bureau's come first, as they are printed at the bureau.
    found.reprint.sort_by(|a, b| (&a.bureau, a.group != WHOLE, a).cmp(&(&b.bureau, b.group != WHOLE, b)));
    found
}

/// Whether two programs of different schemes have written down the same: another code, and nothing to print again.
fn only_rewritten(before: &PrintState, after: &PrintState) -> bool {
    before.scheme != after.scheme
        && !before.first.is_empty()
        && before.first == after.first
        && (&before.name, &before.bureau_name) == (&after.name, &after.bureau_name)
}

/// What has changed between facts of two schemes: in the first one where both can say it in that, else as far as both know of it, so that
/// what only one of them writes down at all is left out.
fn between_schemes(before: &PrintState, after: &PrintState, old: &[Fact], new: &[Fact]) -> Vec<Change> {
    // An output has the name of its bureau, whatever its facts say.
    let renamed = (before.bureau_name != after.bureau_name).then(|| Change {
        label: BUREAU.to_owned(),
        old: Some(before.bureau_name.clone()),
        new: Some(after.bureau_name.clone()),
    });
    if !before.first_facts.is_empty() && !after.first_facts.is_empty() {
        return renamed.into_iter().chain(across(&before.first_facts, &after.first_facts)).collect();
    }
    let has = |facts: &[Fact], label: &str| facts.iter().any(|fact| fact.label == label);
    let known = |change: &Change| {
        let row = [&change.old, &change.new].into_iter().flatten().any(|text| text == THERE);
        row || (has(old, &change.label) && has(new, &change.label))
    };
    renamed.into_iter().chain(across(old, new).into_iter().filter(known)).collect()
}

impl Difference {
    /// Whether nothing that is printed has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reprint.is_empty()
    }

    /// How many points must put up or take down something.
    fn points(&self) -> usize {
        let mut groups: Vec<(&str, &str)> =
            self.reprint.iter().filter(|r| r.group != WHOLE).map(|r| (r.bureau.as_str(), r.group.as_str())).collect();
        groups.dedup();
        groups.len()
    }

    /// 改动 3 处，重印 12 件 …
    #[must_use]
    pub fn summary(&self) -> String {
        let of = |what: &str| self.reprint.iter().filter(|r| r.what() == what).count();
        let changes: usize = self.changed.values().map(BTreeMap::len).sum();
        let parts = [("重印", of("重印")), ("新印", of("新印")), ("撤下", of("撤下"))];
        let parts: Vec<String> = parts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what}{n}件")).collect();
        if parts.is_empty() {
            return "印刷品没有变化".to_owned();
        }
        format!("内容改动{changes}处，涉及{}个服务点：{}", self.points(), parts.join("、"))
    }

    /// The pieces that show a change, in few words.
    fn shown_on(names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one}、{two}"),
            [first, ..] => format!("{first}等{}件", names.len()),
        }
    }

    /// The change notice. `name_of` gives the bureau's name for its id.
    #[must_use]
    pub fn notice(&self, name_of: &dyn Fn(&str) -> String) -> Paper {
        let mut blocks = vec![Block::paragraph(format!("{}。", self.summary()))];
        if self.unknown > 0 {
            blocks.push(Block::paragraph(format!("另有{}件只留下版本码，改了什么无从比较，也须重印。", self.unknown)));
        }
        let mut bureaus: Vec<&str> = self.reprint.iter().map(|r| r.bureau.as_str()).collect();
        bureaus.dedup();
        let many = bureaus.len() > 1;
        for (number, bureau) in bureaus.iter().enumerate() {
            if many {
                blocks.push(Block::heading(1, format!("{}、{}", chinese(number + 1), name_of(bureau))));
            }
            let level = if many { 2 } else { 1 };
            let head = |n: usize, text: &str| {
                let number = if many { format!("（{}）", chinese(n)) } else { format!("{}、", chinese(n)) };
                Block::heading(level, format!("{number}{text}"))
            };
            if let Some(changed) = self.changed.get(*bureau).filter(|c| !c.is_empty()) {
                blocks.push(head(1, "改了什么"));
                blocks.push(Block::Table(Table {
                    caption: String::new(),
                    columns: vec![
                        Column::new("序号", 90, Align::Center),
                        Column::new("改动", 590, Align::Left),
                        Column::new("印在哪里", 320, Align::Left),
                    ],
                    rows: changed
                        .iter()
                        .enumerate()
                        .map(|(i, (change, names))| vec![(i + 1).to_string(), change.zh(), Self::shown_on(names)])
                        .collect(),
                    total: Vec::new(),
                }));
            }
            let second = if self.changed.get(*bureau).is_some_and(|c| !c.is_empty()) { 2 } else { 1 };
            blocks.push(head(second, "要印什么"));
            let own: Vec<&Reprint> = self.reprint.iter().filter(|r| r.bureau == **bureau).collect();
            blocks.push(Block::Table(Table {
                caption: String::new(),
                columns: vec![
                    Column::new("服务点", 240, Align::Left),
                    Column::new("印刷品", 330, Align::Left),
                    Column::new("办法", 90, Align::Center),
                    Column::new("旧版本码", 170, Align::Left),
                    Column::new("新版本码", 170, Align::Left),
                ],
                rows: own
                    .iter()
                    .map(|r| {
                        let name = r.name.strip_prefix(&r.group).unwrap_or(&r.name).trim().to_owned();
                        let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "—".to_owned());
                        vec![r.group.clone(), name, r.what().to_owned(), code(&r.old), code(&r.new)]
                    })
                    .collect(),
                total: Vec::new(),
            }));
        }
        let issuer = match bureaus.as_slice() {
            [one] => name_of(one),
            _ => String::new(),
        };
        Paper {
            title: "印刷品变更通知".to_owned(),
            to: if self.is_empty() { String::new() } else { "各服务点".to_owned() },
            blocks,
            issuer,
            remark: String::new(),
        }
    }
}

/// 一 … 九十九; digits beyond.
fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match n {
        0..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n - 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n % 10)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::printed_facts::SCHEME;

    fn printed(piece: &str, code: &str, phone: &str) -> PrintState {
        PrintState {
            bureau: "one".to_owned(),
            bureau_name: "一局".to_owned(),
            piece: piece.to_owned(),
            name: format!("东镇 {piece}"),
            group: "东镇".to_owned(),
            code: code.to_owned(),
            scheme: SCHEME,
            shows: Some(vec![Fact { label: "电话".to_owned(), text: phone.to_owned() }]),
            first: phone.to_owned(),
            first_facts: Vec::new(),
        }
    }

    #[test]
    fn one_change_on_many_pieces_is_one_line() {
        let old = [printed("a", "1", "0"), printed("b", "2", "0"), printed("c", "3", "0"), printed("d", "4", "0")];
        let new = [printed("a", "5", "9"), printed("b", "6", "9"), printed("c", "3", "0"), printed("e", "7", "0")];
        let found = difference(&old, &new);
        assert_eq!(found.changed["one"].len(), 1);
        assert_eq!(found.changed["one"].values().next().unwrap().len(), 2);
        let what: Vec<(&str, &str)> = found.reprint.iter().map(|r| (r.piece.as_str(), r.what())).collect();
        assert_eq!(what, [("a", "重印"), ("b", "重印"), ("d", "撤下"), ("e", "新印")]);
        assert!(found.summary().contains("内容改动1处，涉及1个服务点：重印2件、新印1件、撤下1件"), "{}", found.summary());
        assert!(difference(&old, &old).is_empty());
    }

    #[test]
    fn numbers_of_headings() {
        assert_eq!([chinese(1), chinese(10), chinese(12), chinese(20), chinese(35)], ["一", "十", "十二", "二十", "三十五"]);
    }
}
