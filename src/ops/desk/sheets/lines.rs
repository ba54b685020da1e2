//! The rows of the catalog's sheet as people see them: items below the headings of their groups. Where a row is put, and which group it belongs to there, is
//! told by the row before it.

use crate::ops::values::Said;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of a group.
    Heading {
        /// How requests call it.
        row: String,
        /// The group's id.
        group: String,
    },
    /// An item.
    Item {
        /// Its id.
        id: String,
        /// Its group; empty where it has none.
        group: String,
    },
}

impl Line {
    fn row(&self) -> &str {
        match self {
            Self::Heading { row, .. } => row,
            Self::Item { id, .. } => id,
        }
    }

    fn group(&self) -> &str {
        match self {
            Self::Heading { group, .. } | Self::Item { group, .. } => group,
        }
    }
}

/// All rows in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(pub(super) Vec<Line>);

impl Lines {
    /// The rows of a file: `groups` are the ids of its groups, in their order. A group that comes back further down has a heading there too; one without items has its
    /// heading before that of the next group.
    pub(super) fn of(groups: &[&str], items: &[&Said]) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut times = vec![0_usize; groups.len()];
        let mut last = "";
        for item in items {
            let (id, own) = (item.word("id"), item.word("group"));
            if own != last
                && let Some(at) = groups.iter().position(|group| *group == own)
                && let Some(times) = times.get_mut(at)
            {
                lines.push(Line::Heading { row: format!("group:{own}:{times}"), group: own.to_owned() });
                *times += 1;
            }
            last = own;
            lines.push(Line::Item { id: id.to_owned(), group: own.to_owned() });
        }
        for (at, group) in groups.iter().enumerate().rev().filter(|(at, _)| times.get(*at) == Some(&0)) {
            let later = groups.get(at + 1..).unwrap_or_default();
            let is_later = |line: &Line| matches!(line, Line::Heading { group, .. } if later.contains(&group.as_str()));
            let place = lines.iter().position(is_later).unwrap_or(lines.len());
            lines.insert(place, Line::Heading { row: format!("group:{group}:0"), group: (*group).to_owned() });
        }
        Self(lines)
    }

    fn position(&self, row: &str) -> Option<usize> {
        self.0.iter().position(|line| line.row() == row)
    }

    /// The place among the items, and the group, of what comes before a row. Above the first heading one is in its group.
    fn spot(&self, at: usize) -> (usize, String) {
        let before = self.0.get(..at).unwrap_or_default();
        let place = before.iter().filter(|line| matches!(line, Line::Item { .. })).count();
        let group = before.last().or_else(|| self.0.first().filter(|line| matches!(line, Line::Heading { .. })));
        (place, group.map_or_else(String::new, |line| line.group().to_owned()))
    }

    /// Puts a new item behind a row, at the top where none is named: its place among the items, and its group.
    pub(super) fn insert(&mut self, after: Option<&str>, id: &str) -> (usize, String) {
        let at = after.map_or(0, |row| self.position(row).map_or(self.0.len(), |at| at + 1));
        let (place, group) = self.spot(at);
        // At the very top one stands below the first heading all the same.
        let at = if at == 0 && matches!(self.0.first(), Some(Line::Heading { .. })) { 1 } else { at };
        self.0.insert(at, Line::Item { id: id.to_owned(), group: group.clone() });
        (place, group)
    }

    /// Takes an item out.
    pub(super) fn remove(&mut self, id: &str) {
        self.0.retain(|line| !matches!(line, Line::Item { id: own, .. } if own == id));
    }

    /// Puts an item before a row, at the end where none is named: its new place among the items and its group, and whether either is another one.
    pub(super) fn shift(&mut self, id: &str, before: Option<&str>) -> Option<Shifted> {
        let from = self.position(id)?;
        let (was, _) = self.spot(from);
        let line = self.0.remove(from);
        let at = before.and_then(|row| self.position(row)).unwrap_or(self.0.len());
        let (to, group) = self.spot(at);
        let at = if at == 0 && matches!(self.0.first(), Some(Line::Heading { .. })) { 1 } else { at };
        let old = line.group().to_owned();
        self.0.insert(at, Line::Item { id: id.to_owned(), group: group.clone() });
        Some(Shifted { to: (was != to).then_some(to), group: (old != group).then_some(group), was: old })
    }
}

/// What a shift of an item changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shifted {
    /// Its new place among the items, if it is another one.
    pub to: Option<usize>,
    /// Its new group, if it is another one; empty where it has none any more.
    pub group: Option<String>,
    /// The group that it had.
    pub was: String,
}
