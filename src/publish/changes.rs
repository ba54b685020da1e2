//! What has changed between two lists of what a piece shows.

use std::collections::BTreeMap;

use super::printed_facts::{Fact, THERE};

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it is: `职工参保登记/办理深度`.
    pub label: String,
    /// What was shown; none for what is new.
    pub old: Option<String>,
    /// What is shown now; none for what is gone.
    pub new: Option<String>,
}

impl Change {
    /// What it is, without the marks of paths: 职工参保登记 · 办理深度.
    #[must_use]
    pub fn label_zh(&self) -> String {
        if self.label.is_empty() { "内容".to_owned() } else { self.label.replace('/', " · ") }
    }

    /// In one sentence: 职工参保登记 · 办理深度：受理 → 办结.
    #[must_use]
    pub fn zh(&self) -> String {
        let label = self.label_zh();
        match (self.old.as_deref(), self.new.as_deref()) {
            (Some(THERE), None) => format!("撤下：{label}"),
            (None, Some(THERE)) => format!("新增：{label}"),
            (Some(old), Some(new)) => format!("{label}：{old} → {new}"),
            (Some(old), None) => format!("{label}：删去“{old}”"),
            (None, Some(new)) => format!("{label}：加上“{new}”"),
            (None, None) => label,
        }
    }
}

impl Change {
    /// What tells it from other changes of the same day and place: the pieces of a point call one number 电话, 本点电话 and 咨询电话.
    #[must_use]
    pub fn key(&self) -> String {
        let own = if self.label.contains('/') || self.old.is_none() || self.new.is_none() { self.label.as_str() } else { "" };
        format!("{own}\u{0}{}\u{0}{}", self.old.as_deref().unwrap_or_default(), self.new.as_deref().unwrap_or_default())
    }

    /// The same for people, in a sentence: 职工参保登记的办理深度，原来是“受理”，现在是“办结”.
    #[must_use]
    pub fn said(&self) -> String {
        let label = if self.label.is_empty() { "内容".to_owned() } else { self.label.replace('/', "的") };
        match (self.old.as_deref(), self.new.as_deref()) {
            (Some(THERE), None) => format!("不再列出“{label}”"),
            (None, Some(THERE)) => format!("新增“{label}”"),
            (Some(old), Some(new)) => format!("{label}，原来是“{old}”，现在是“{new}”"),
            (Some(old), None) => format!("{label}，不再写“{old}”"),
            (None, Some(new)) => format!("{label}，新写上“{new}”"),
            (None, None) => label,
        }
    }
}

/// What is said where the same things stand in another order.
const ORDER: &str = "排列次序有变";

/// What has changed from `old` to `new`, in the order of labels. A row that came or went is one change, whatever stood in it. Where nothing
/// but the order has changed, that is the change: two pieces with other facts never differ in nothing.
#[must_use]
pub fn changes(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let mut found = across(old, new);
    if found.is_empty() && old != new {
        found.push(Change { label: ORDER.to_owned(), old: None, new: None });
    }
    found
}

/// The same between facts that were written down in another order by another scheme, which says nothing of the piece.
#[must_use]
pub fn across(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let mut sides: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for fact in old {
        sides.entry(&fact.label).or_default().0.push(&fact.text);
    }
    for fact in new {
        sides.entry(&fact.label).or_default().1.push(&fact.text);
    }
    let mut found = Vec::new();
    for (label, (mut before, mut after)) in sides {
        // What stands on both sides is no change, wherever it stands.
        before.retain(|text| match after.iter().position(|other| other == text) {
            Some(place) => {
                after.remove(place);
                false
            }
            None => true,
        });
        let change = |old: Option<&str>, new: Option<&str>| Change {
            label: label.to_owned(),
            old: old.map(ToOwned::to_owned),
            new: new.map(ToOwned::to_owned),
        };
        if before.len() == after.len() {
            found.extend(before.into_iter().zip(after).map(|(old, new)| change(Some(old), Some(new))));
        } else {
            found.extend(before.into_iter().map(|old| change(Some(old), None)));
            found.extend(after.into_iter().map(|new| change(None, Some(new))));
        }
    }
    let rows: Vec<String> = found
        .iter()
        .filter(|c| c.old.as_deref() == Some(THERE) || c.new.as_deref() == Some(THERE))
        .map(|c| c.label.clone())
        .collect();
    found.retain(|c| !rows.iter().any(|row| c.label.strip_prefix(row.as_str()).is_some_and(|rest| rest.starts_with('/'))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(list: &[(&str, &str)]) -> Vec<Fact> {
        list.iter().map(|(label, text)| Fact { label: (*label).to_owned(), text: (*text).to_owned() }).collect()
    }

    fn said(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<String> {
        changes(&facts(old), &facts(new)).iter().map(Change::zh).collect()
    }

    #[test]
    fn fields_rows_and_paragraphs() {
        let old = [
            ("电话", "1"),
            ("参保", THERE),
            ("参保/办理深度", "受理"),
            ("转移", THERE),
            ("转移/办理深度", "办结"),
            ("正文", "甲"),
            ("正文", "乙"),
        ];
        assert_eq!(said(&old, &old), Vec::<String>::new());
        let moved = [&old[3..5], &old[..3], &old[5..]].concat();
        assert_eq!(said(&old, &moved), [ORDER]);
        assert!(across(&facts(&old), &facts(&moved)).is_empty());
        let new = [
            ("电话", "2"),
            ("参保", THERE),
            ("参保/办理深度", "办结"),
            ("报销", THERE),
            ("报销/时限", "5天"),
            ("正文", "乙"),
            ("正文", "丙"),
            ("正文", "丁"),
        ];
        assert_eq!(
            said(&old, &new),
            [
                "参保 · 办理深度：受理 → 办结",
                "新增：报销",
                "正文：删去“甲”",
                "正文：加上“丙”",
                "正文：加上“丁”",
                "电话：1 → 2",
                "撤下：转移"
            ]
        );
    }
}
